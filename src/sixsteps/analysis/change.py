"""The change between two rounds: what became of every question, and where a figure moved from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from sixsteps.analysis.cells import Kind
from sixsteps.analysis.decomposition import (
    Decomposition,
    Transitions,
    decompose,
    decompositions,
    parts_table,
)
from sixsteps.analysis.heading import (
    crosswalk_notes,
    handling_lines,
    joined_citation,
    organisations_note,
    selection_notes,
    time_note,
)
from sixsteps.analysis.lines import (
    MIRRORED,
    Line,
    absent_by_kinds,
    is_reworded_without_record,
    pair,
)
from sixsteps.analysis.readings import checked_scores
from sixsteps.analysis.selection import Selection, Whose, require, select
from sixsteps.analysis.sentence import BoardFigures
from sixsteps.errors import InvalidError, UnknownIdError
from sixsteps.model.checks import text_problems
from sixsteps.model.crosswalk import Crosswalk, Match
from sixsteps.model.framework import Framework
from sixsteps.model.round_parts import RoundReference
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Share, Table, Tabular, worded


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False, repr=False)
class ChangeFigures:
    """The figures of a change: every count of its lines, and the parts of its shares."""

    before: RoundReference
    after: RoundReference
    before_framework: Framework
    after_framework: Framework
    scale: Scale
    lines: tuple[Line, ...]
    crosswalk: Crosswalk
    decompositions: tuple[Decomposition, ...]
    unsupported: Share | None = None
    notes: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()

    @cached_property
    def transitions(self) -> Transitions:
        """The lines rated in both rounds, by their levels before and after."""
        return Transitions.of(self.lines, self.scale)

    @property
    def matched(self) -> int:
        """How many lines both rounds rated comparably."""
        return self.transitions.matched

    @property
    def improved(self) -> int:
        """How many of the matched lines are at a better level."""
        return self.transitions.improved

    @property
    def held(self) -> int:
        """How many of the matched lines are at the same level."""
        return self.transitions.held

    @property
    def declined(self) -> int:
        """How many of the matched lines are at a worse level."""
        return self.transitions.declined

    @property
    def net(self) -> Fraction | None:
        """Improved less declined, of the matched lines, from -1 to 1; `None` where none are."""
        return self.transitions.net

    @property
    def moved(self) -> Fraction | None:
        """Improved and declined, of the matched lines, from 0 to 1; `None` where none are."""
        return self.transitions.moved

    @property
    def entered(self) -> tuple[tuple[str, int], ...]:
        """How many questions entered, by reason, in a fixed order of reasons."""
        found = Counter(line.reason for line in self.lines if line.outcome == "entered")
        return tuple((reason, found[reason]) for reason in MIRRORED if found[reason])

    @property
    def left(self) -> tuple[tuple[str, int], ...]:
        """How many questions left, by reason, in a fixed order of reasons."""
        found = Counter(line.reason for line in self.lines if line.outcome == "left")
        return tuple((reason, found[reason]) for reason in MIRRORED.values() if found[reason])

    @property
    def absent(self) -> tuple[tuple[Kind, Kind, int], ...]:
        """How many questions neither round rated, by the kind of empty before and after."""
        return absent_by_kinds(self.lines)

    @property
    def matched_before(self) -> Share:
        """How many of the earlier framework's questions are matched."""
        count = sum(len(line.old) for line in self.lines if line.is_matched)
        return Share(count, len(self.before_framework.questions))

    @property
    def matched_after(self) -> Share:
        """How many of the later framework's questions are matched."""
        count = sum(len(line.new) for line in self.lines if line.is_matched)
        return Share(count, len(self.after_framework.questions))

    @property
    def counts_before(self) -> tuple[int, ...]:
        """How many rated questions of the earlier round are at each level, worst to best."""
        found = Counter(level for line in self.lines for level in line.before_levels)
        return tuple(found[key] for key in self.scale.keys)

    @property
    def counts_after(self) -> tuple[int, ...]:
        """How many rated questions of the later round are at each level, worst to best."""
        found = Counter(level for line in self.lines for level in line.after_levels)
        return tuple(found[key] for key in self.scale.keys)

    @property
    def removed(self) -> tuple[Line, ...]:
        """The questions the later framework no longer has, with their last ratings."""
        return tuple(line for line in self.lines if line.relation == "removed")

    @property
    def replaced(self) -> tuple[Match, ...]:
        """Which questions were replaced by which others, of another meaning."""
        return tuple(match for match in self.crosswalk.matches if match.relation == "replaced")

    @property
    def reworded_without_record(self) -> tuple[Match, ...]:
        """Which questions the crosswalk calls the same although their words differ."""
        return tuple(
            match
            for match in self.crosswalk.matches
            if is_reworded_without_record(match, self.before_framework, self.after_framework)
        )

    @cached_property
    def _by_new(self) -> Mapping[str, Line]:
        return {name: line for line in self.lines for name in line.new}

    @cached_property
    def _by_old(self) -> Mapping[str, Line]:
        return {name: line for line in self.lines for name in line.old}

    def line(self, question: str) -> Line:
        """The line of a question of the later round.

        Raises:
            UnknownIdError: for a question the later framework does not have.
        """
        self.after_framework.question(question)
        return self._by_new[question]

    def line_before(self, question: str) -> Line:
        """The line of a question of the earlier round.

        Raises:
            UnknownIdError: for a question the earlier framework does not have.
        """
        self.before_framework.question(question)
        return self._by_old[question]

    def share(self, level: str) -> Decomposition:
        """The decomposition of the share at or above a level.

        Raises:
            UnknownIdError: for no level of the scale, or the worst, whose share is always 1.
        """
        rank = self.scale.rank(level)
        if rank == 0:
            raise UnknownIdError(
                f"every rating is at {level!r} or above; there is a share for"
                f" {', '.join(self.scale.keys[1:])}"
            )
        return self.decompositions[len(self.scale) - 1 - rank]

    def decompose(self, scores: Mapping[str, Fraction | int], measure: str = "") -> Decomposition:
        """The change of the mean score in exact parts, for scores of the caller's own.

        There is no default score: differences between levels have no size of their own.

        Raises:
            InvalidError: for scores that do not cover the scale exactly and in order, or a
                measure that is no text.
        """
        InvalidError.check("decomposition", text_problems(measure, "measure"))
        given = checked_scores(self.scale, scores)
        named = measure or ", ".join(
            f"{self.scale.label(key)} = {score}" for key, score in given.items()
        )
        return decompose(self.lines, given, named, self.citation)

    @property
    def sentence(self) -> str:
        """The change in a few plain sentences for a board.

        A comparison that runs back in time, or of a round with itself, says so first.
        """
        whose = self.before.organisation
        of = "" if whose == self.after.organisation else f" of {whose}"
        figures = BoardFigures(
            self.lines,
            self.scale,
            f"{self.before.title}{of}",
            len(self.before_framework.questions),
            len(self.after_framework.questions),
            self.unsupported,
        )
        return " ".join([*time_note(self.before, self.after), figures.sentence()])

    @property
    def citation(self) -> str:
        """The references of both frameworks, once where they are the same."""
        return joined_citation((self.before_framework, self.after_framework))


def change_tables(change: ChangeFigures) -> tuple[Table, ...]:
    """The tables of a change, the summary first."""
    return (
        _summary(change),
        _levels(change),
        _matrix(change),
        _parts(change),
        _questions(change),
        *_last_ratings(change),
        *_apart(change),
    )


def _summary(change: ChangeFigures) -> Table:
    rows: list[tuple[Cell, ...]] = [
        ("improved", change.improved),
        ("held", change.held),
        ("declined", change.declined),
        *((f"entered: {reason}", count) for reason, count in change.entered),
        *((f"left: {reason}", count) for reason, count in change.left),
        *(
            (f"absent in both: {_empties(before, after)}", count)
            for before, after, count in change.absent
        ),
    ]
    return Table(
        ("Outcome", "Questions"),
        rows,
        title=f"{change.after.organisation}: {_span(change)}",
        notes=[change.sentence, *_matched_notes(change), *change.notes],
        source=change.citation,
    )


def _span(change: ChangeFigures) -> str:
    return f"change from {change.before.title} to {change.after.title}"


def _empties(before: Kind, after: Kind) -> str:
    return before.value if before is after else f"{before.value}, then {after.value}"


def _matched_notes(change: ChangeFigures) -> Iterator[str]:
    yield (
        f"Matched: {change.matched_before} questions of {change.before.title} and"
        f" {change.matched_after} of {change.after.title}, in {change.matched} comparisons."
    )
    if change.matched:
        net, moved = change.improved - change.declined, change.improved + change.declined
        yield f"Net (improved less declined): {net} of {change.matched}."
        yield f"Moved (improved or declined): {moved} of {change.matched}."


def _levels(change: ChangeFigures) -> Table:
    """Where the ratings stood before and after, all of them and the matched alone."""
    before, after = sum(change.counts_before), sum(change.counts_after)
    matrix, matched = change.transitions, change.matched
    rows = [
        (
            level.label,
            Share(change.counts_before[place], before),
            Share(change.counts_after[place], after),
            Share(matrix.before[place], matched),
            Share(matrix.after[place], matched),
        )
        for place, level in enumerate(change.scale.levels)
    ]
    return Table(
        ("Level", "Before", "After", "Comparable before", "Comparable after"),
        rows,
        title=f"Levels: {_span(change)}",
        source=change.citation,
    )


def _matrix(change: ChangeFigures) -> Table:
    labels = [level.label for level in change.scale.levels]
    rows: list[tuple[Cell, ...]] = [
        (label, *counts) for label, counts in zip(labels, change.transitions.cells, strict=True)
    ]
    return Table(
        ("Before", *(f"{label} after" for label in labels)),
        rows,
        title=f"Transitions: {_span(change)}",
        notes=["Questions rated comparably in both rounds: rows before, columns after."],
        source=change.citation,
    )


def _parts(change: ChangeFigures) -> Table:
    title = f"Parts of the {_span(change)}"
    return parts_table(change.decompositions, title, change.citation)


def _questions(change: ChangeFigures) -> Table:
    rows = [
        (
            _numbers(change.after_framework, line.new),
            _numbers(change.before_framework, line.old),
            _name(change, line),
            _last(change, line),
            _now(change, line),
            f"{line.outcome}: {line.reason}" if line.reason else line.outcome,
        )
        for line in change.lines
    ]
    return Table(
        ("Now", "Was", "Question", "Before", "After", "Outcome"),
        rows,
        title=f"Questions: {_span(change)}",
        source=change.citation,
    )


def _numbers(framework: Framework, names: Iterable[str]) -> str:
    return ", ".join(framework.number(name) for name in names)


def _name(change: ChangeFigures, line: Line) -> str:
    framework = change.after_framework if line.new else change.before_framework
    return " / ".join(framework.question(name).name for name in line.new or line.old)


def _level(change: ChangeFigures, level: str | None, kind: Kind) -> str:
    return kind.value if level is None else change.scale.label(level)


def _last_ratings(change: ChangeFigures) -> Iterator[Table]:
    """The questions removed, so that a Red is not lost with its question."""
    if change.removed:
        rows = [
            (
                _numbers(change.before_framework, line.old),
                _name(change, line),
                _last(change, line),
            )
            for line in change.removed
        ]
        yield Table(
            ("Was", "Question", "Last rating"),
            rows,
            title=f"Questions removed since {change.before.title}",
            source=change.citation,
        )


def _apart(change: ChangeFigures) -> Iterator[Table]:
    """The questions replaced, and those reworded without record, each in a table."""
    if change.replaced:
        yield _not_compared(change, "Questions replaced", change.replaced)
    if change.reworded_without_record:
        title = "Questions reworded without record"
        yield _not_compared(change, title, change.reworded_without_record)


def _not_compared(change: ChangeFigures, title: str, matches: Iterable[Match]) -> Table:
    """Earlier questions beside the later ones they are linked to and not compared with."""
    rows = [
        (
            _numbers(change.before_framework, match.old),
            _numbers(change.after_framework, match.new),
            " / ".join(change.after_framework.question(name).name for name in match.new),
            ", ".join(_last(change, change.line_before(name)) for name in match.old),
            ", ".join(_now(change, change.line(name)) for name in match.new),
        )
        for match in matches
    ]
    return Table(
        ("Was", "Now", "Question", "Before", "After"),
        rows,
        title=f"{title} since {change.before.title}",
        notes=["Not compared: the earlier and the later rating answer different questions."],
        source=change.citation,
    )


def _last(change: ChangeFigures, line: Line) -> str:
    return _level(change, line.before, line.before_kind)


def _now(change: ChangeFigures, line: Line) -> str:
    return _level(change, line.after, line.after_kind)


# Not slotted, as what it inherits from is not.
@frozen(slots=False, repr=False)
class Change(ChangeFigures, Tabular):
    """What became of every question between two rounds, and the exact parts of each change.

    `lines` partition the questions of both rounds; every count here is a count of lines, in
    which linked questions that are compared as one count once. `scale` is the scale of the
    comparison, `crosswalk` the correspondence that was used. `decompositions` explain the share
    at or above every level but the worst, the best level first. `unsupported` counts the later
    round's answers at the best level without evidence, and is `None` where that level needs
    none. `notes` say whose answers were read, by which rules, and what was translated; `handling`
    how the rounds may be handled, in their own words.

    There are no p-values: the questions are all the questions and no sample, and the answers of
    one respondent are not independent of each other.

    >>> from datetime import date
    >>> from sixsteps import Rating, six_steps
    >>> autumn, spring = (
    ...     Round(six_steps(), "Anytown", title, on, [Rating("s1q1", level, ["Minutes"])])
    ...     for title, on, level in [("Autumn 2025", date(2025, 11, 1), "amber"),
    ...                              ("Spring 2026", date(2026, 5, 1), "green")])
    >>> found = change(autumn, spring)
    >>> found.line("s1q1").outcome, str(found.matched_after), found.share("green").change
    ('improved', '1 of 24', Fraction(1, 1))
    """

    def tables(self) -> tuple[Table, ...]:
        """The summary, the matrix, the parts, the questions, and those removed or replaced."""
        return change_tables(self)


def change(
    before: Round,
    after: Round,
    *,
    crosswalk: Crosswalk | None = None,
    respondent: Whose | None = None,
    rule: str | None = None,
) -> Change:
    """What became of every question between two rounds, however the framework was adapted.

    Questions correspond by the lineages of the frameworks, or by `crosswalk`; never by similar
    wording. `of` names whose answers are compared, `rule` joins those of several respondents.
    A comparison may run back in time: every output then says that it does.

    Raises:
        WrongTypeError: for what is no round, or a crosswalk that is none.
        NotComparableError: for frameworks of different origins and no crosswalk, or two scales
            and no mapping of a level that was given.
        SeveralAnswersError: for a round with several respondents and neither `of` nor `rule`.
        InvalidError: for a crosswalk that does not fit the frameworks.

    >>> from datetime import date
    >>> from sixsteps import Rating, six_steps
    >>> autumn = Round(six_steps(), "Anytown", "Autumn 2025", date(2025, 11, 1),
    ...                ratings=[Rating("s1q1", "red"), Rating("s1q2", "amber")])
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...                ratings=[Rating("s1q1", "amber"), Rating("s1q2", "amber")])
    >>> found = change(autumn, spring)
    >>> found.improved, found.held, found.declined, found.net
    (1, 1, 0, Fraction(1, 2))
    """
    require(before, Round, "before")
    require(after, Round, "after")
    if crosswalk is not None:
        require(crosswalk, Crosswalk, "crosswalk=")
    ours, theirs = (select(round_, respondent=respondent, rule=rule) for round_ in (before, after))
    pairing = pair((before.framework, ours), (after.framework, theirs), crosswalk)
    citation = joined_citation((before.framework, after.framework))
    return Change(
        before.reference,
        after.reference,
        before.framework,
        after.framework,
        pairing.scale,
        pairing.lines,
        pairing.crosswalk,
        decompositions(pairing.lines, pairing.scale, citation),
        _unsupported(pairing.scale, after.framework.scale, theirs),
        (
            f"From {before.title} ({worded(before.on)}) to {after.title} ({worded(after.on)}).",
            *time_note(before.reference, after.reference),
            *organisations_note([before, after]),
            *selection_notes((before.title, ours), (after.title, theirs)),
            *crosswalk_notes([crosswalk]),
            *pairing.notes,
        ),
        handling_lines([before, after]),
    )


def _unsupported(scale: Scale, own: Scale, selection: Selection) -> Share | None:
    """Answers at the best level without evidence, where the round's own scale asks for any."""
    if scale != own or "evidence" not in scale.level(scale.best).needs:
        return None
    best = [cell for cell in selection.cells if cell.level == scale.best]
    return Share(sum(not cell.is_supported for cell in best), len(best))
