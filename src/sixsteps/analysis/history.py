"""Any number of rounds side by side: every question's levels in order, with breaks marked."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from types import NoneType

from attrs import evolve, frozen

from sixsteps.analysis.alignment import Joint, align, common_scale
from sixsteps.analysis.arguments import order_problems
from sixsteps.analysis.comparison_notes import (
    crosswalk_notes,
    joined_citation,
    organisations_note,
    selection_notes,
)
from sixsteps.analysis.heading import handling_lines
from sixsteps.analysis.pairing import complete_crosswalk
from sixsteps.analysis.selection import Of, select
from sixsteps.analysis.step_trends import StepTrend, step_trends
from sixsteps.analysis.threads import LEGEND, Thread, level_signs
from sixsteps.cells import worded
from sixsteps.errors import InvalidError, Problem
from sixsteps.model.checks import as_tuple, member_problems
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.framework import Framework
from sixsteps.model.round_parts import RoundReference
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.table import Table, Tabular


@frozen(repr=False)
class History(Tabular):
    """Every question through rounds, and every step's counts, with breaks marked.

    `threads` and `steps` follow the last round's framework; what it no longer has comes last.
    `scale` is the scale all levels are on. Each round is compared with each directly, by
    identity and links: changes of successive rounds are never summed. A question that was split
    or merged starts new threads, because no rating is copied onto a part.

    >>> from datetime import date
    >>> from sixsteps import Rating, six_steps
    >>> found = history(
    ...     Round(six_steps(), "Anytown", str(year), date(year, 5, 1), [Rating("s1q1", level)])
    ...     for year, level in [(2024, "amber"), (2025, "green"), (2026, "red")])
    >>> found.first_at(found.thread("s1q1"), "green").title
    '2025'
    """

    rounds: tuple[RoundReference, ...]
    framework: Framework
    scale: Scale
    threads: tuple[Thread, ...]
    steps: tuple[StepTrend, ...]
    notes: tuple[str, ...] = ()
    citation: str = ""
    handling: tuple[str, ...] = ()

    def thread(self, question: str) -> Thread:
        """The thread of a question of the last round.

        Raises:
            UnknownIdError: for a question the last framework does not have.
        """
        self.framework.question(question)
        return next(thread for thread in self.threads if thread.ids[-1] == question)

    def first_at(self, thread: Thread, level: str) -> RoundReference | None:
        """The first round in which a question stood at a level; `None` where it never did.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
        """
        self.scale.rank(level)
        place = thread.first_at(level)
        return None if place is None else self.rounds[place]

    @property
    def run_notes(self) -> tuple[str, ...]:
        """How to read a run that may be longer than it certainly is, where there is one."""
        worst = self.scale.worst
        runs = [run(worst) for one in self.threads for run in (one.present_run, one.longest_run)]
        is_open = any(run.certain != run.possible for run in runs)
        return ("“1 to 3”: certainly 1; 3 if unanswered rounds count.",) if is_open else ()

    def tables(self) -> tuple[Table, ...]:
        """The sequences with their runs, then the steps' counts."""
        return self._sequences(in_words=False), self._steps()

    def tables_in_words(self) -> tuple[Table, ...]:
        """The same tables without signs, for readers whom a screen reader reads to."""
        return self._sequences(in_words=True), self._steps()

    def _repr_html_(self) -> str:
        return "\n".join(table.to_html() for table in self.tables_in_words())

    def _sequences(self, *, in_words: bool) -> Table:
        worst, best = self.scale.worst, self.scale.best
        rows = [
            (
                "" if thread.ids[-1] is None else self.framework.number(thread.ids[-1]),
                thread.name,
                thread.words(self.scale) if in_words else thread.sequence(self.scale),
                str(thread.present_run(worst)),
                str(thread.longest_run(worst)),
                "" if (first := self.first_at(thread, best)) is None else first.title,
            )
            for thread in self.threads
        ]
        label = self.scale.label(worst)
        columns = (
            *("Now", "Question", "Sequence", f"{label} in a row now"),
            *(f"Longest {label}", f"First {self.scale.label(best)}"),
        )
        signs = ", ".join(
            f"{sign} {self.scale.label(key)}" for key, sign in level_signs(self.scale).items()
        )
        legend = [] if in_words else [f"{signs}; {LEGEND}."]
        return Table(
            columns,
            rows,
            title=f"History: {self._span()}",
            notes=[*legend, *self.run_notes, *self.notes],
            source=self.citation,
        )

    def _steps(self) -> Table:
        return Table(
            ("Step", *round_names([one.title for one in self.rounds], taken=("Step",))),
            [(step.title, *step.words(self.scale)) for step in self.steps],
            title=f"Steps: {self._span()}",
            notes=["“break”: not the questions of the round before.", *self.notes],
            source=self.citation,
        )

    def _span(self) -> str:
        first, last = self.rounds[0], self.rounds[-1]
        span = first.title if len(self.rounds) == 1 else f"{first.title} to {last.title}"
        return f"{last.organisation}, {span}"


def round_names(titles: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for the column of each round: its title, numbered where titles would be shared.

    >>> round_names(["Spring", "Autumn"]), round_names(["Spring", "Spring"])
    (['Spring', 'Autumn'], ['1. Spring', '2. Spring'])
    """
    if len({*titles, *taken}) == len(titles) + len(tuple(taken)):
        return list(titles)
    return [f"{place}. {title}" for place, title in enumerate(titles, start=1)]


def history(
    rounds: Iterable[Round],
    *,
    crosswalks: Iterable[Crosswalk | None] = (),
    of: Of | None = None,
    rule: str | None = None,
) -> History:
    """Every question of one or more rounds, in order of date, with breaks marked.

    Questions are followed by the lineages of the frameworks. `crosswalks`, where given, has one
    member for each two rounds that follow each other: a Crosswalk, or `None` where the lineages
    tell. `of` names whose answers are read, `rule` joins those of several respondents.

    Raises:
        InvalidError: for no rounds, rounds out of order, a round given twice, another number of
            crosswalks, or a crosswalk that does not fit.
        NotComparableError: for frameworks of different origins and no crosswalk, or scales that
            cannot be brought together.
        SeveralAnswersError: for a round with several respondents and neither `of` nor `rule`.

    >>> from datetime import date
    >>> from sixsteps import Rating, six_steps
    >>> rounds = [
    ...     Round(six_steps(), "Anytown", str(year), date(year, 5, 1), [Rating("s1q1", level)])
    ...     for year, level in [(2024, "red"), (2025, "red"), (2026, "green")]
    ... ]
    >>> found = history(rounds)
    >>> found.thread("s1q1").sequence(found.scale), found.thread("s1q1").longest_run("red").certain
    ('R R G', 2)
    """
    given = as_tuple(rounds, "rounds")
    between = as_tuple(crosswalks, "crosswalks") or (None,) * (len(given) - 1)
    InvalidError.check("history", _problems(given, between))
    frameworks = [round_.framework for round_ in given]
    joints = [
        Joint(before, after, complete_crosswalk(before, after, crosswalk), crosswalk is None)
        for (before, after), crosswalk in zip(pairwise(frameworks), between, strict=True)
    ]
    selections = [select(round_, of=of, rule=rule) for round_ in given]
    scale, mappings = common_scale(joints, frameworks[0])
    threads = align(frameworks, selections, joints, mappings)
    return History(
        tuple(round_.reference for round_ in given),
        frameworks[-1],
        scale,
        threads,
        step_trends(frameworks, threads, [joint.by_lineage for joint in joints], scale),
        (
            f"Rounds: {', '.join(f'{one.title} ({worded(one.on)})' for one in given)}.",
            *organisations_note(given),
            *_chain_notes(given),
            *selection_notes(*zip([one.title for one in given], selections, strict=True)),
            *crosswalk_notes(between),
            *_unit_notes(joints),
        ),
        joined_citation(frameworks),
        handling_lines(given),
    )


def _problems(rounds: Sequence[Round], crosswalks: Sequence[Crosswalk | None]) -> Iterator[Problem]:
    if not rounds:
        yield Problem("rounds", "no rounds; give at least one", code="empty")
        return
    yield from member_problems(crosswalks, (Crosswalk, NoneType), "crosswalks", "a Crosswalk")
    if len(crosswalks) != len(rounds) - 1:
        yield Problem(
            "crosswalks",
            f"{len(crosswalks)} crosswalks for {len(rounds)} rounds; give {len(rounds) - 1}, one"
            " for each two that follow each other, None where the lineages tell",
        )
    yield from order_problems(rounds, [f"rounds[{place}]" for place in range(len(rounds))])


def _unit_notes(joints: Sequence[Joint]) -> Iterator[str]:
    """That a row stops where `change` goes on, if any questions are compared as one there."""
    every = [match for joint in joints for match in joint.linked()]
    if any(match.relation in ("split", "merged") and match.comparable for match in every):
        yield (
            "A question that was split or merged starts a new row here, because no rating is"
            " copied onto its parts; a change between two rounds compares it as one."
        )


def _chain_notes(rounds: Sequence[Round]) -> Iterator[str]:
    """Where a round says it follows another than the one given before it."""
    for before, after in pairwise(rounds):
        said = after.previous
        if said is None or said == before.reference:
            continue
        if evolve(said, digest=before.digest) == before.reference:
            yield f"{before.title} was changed since {after.title} was made to follow it."
        else:
            yield (
                f"{after.title} was made to follow {said.title} ({worded(said.on)}), which is not"
                " the round before it here."
            )
