"""Transitions between the periods of a panel, and a change in parts that add up exactly."""

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

import numpy as np
from attrs import evolve, field, frozen

from sixsteps.analysis.change import COMPOUND_NOTE
from sixsteps.analysis.decomposition import (
    ComponentKind,
    Decomposition,
    Ingredients,
    parts_table,
    share_of,
    units_of,
)
from sixsteps.analysis.outcomes import TransitionMatrix
from sixsteps.analysis.summary import Reading
from sixsteps.errors import NotComparableError, UnknownIdError
from sixsteps.panel.axes import places
from sixsteps.panel.cell_bytes import Tally
from sixsteps.panel.compared_periods import PARTS, Compared, Part, compared
from sixsteps.panel.counts import By, ByPart, PanelResult, Scope, checked_by, part_notes
from sixsteps.panel.joining import reading_notes
from sixsteps.table import Cell, Data, Points, Table
from sixsteps.words import counted

if TYPE_CHECKING:
    from sixsteps.panel.panel import Panel

_WHERE_LINKED = {
    **dict.fromkeys(("step", "question"), " and stand under the first of the later that applies"),
    "tag": " and count to every tag of one that applies",
}
"""For each part that a question has, where questions count that are compared as one."""


def _transitions_note(by: By, rule: str | None) -> str:
    """The note on moves by such parts; by a rule they are not of one respondent."""
    whose = {"role": " by one respondent in one role"}.get(by, " by one respondent")
    return (
        f"Answers rated in both periods{whose if rule is None else ''}; split or merged questions"
        f" are compared as one{_WHERE_LINKED.get(by, '')}."
    )


def _compound_notes(panel: "Panel", *found: Compared) -> Iterator[str]:
    """The note that names the compound rule, where it was used."""
    if any(one.is_compound for one in found):
        yield COMPOUND_NOTE.format(panel.scale.compound_rule)


@frozen(repr=False)
class PanelTransitions(ByPart[TransitionMatrix]):
    """The result of `Panel.transitions`: the matrix of the whole panel and of each part.

    `pairs` are the periods that were compared, earlier and later.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> found = panel.transitions("2025-H2", "2026-H1").total
    >>> found.improved, found.held, found.declined
    (8, 11, 2)
    """

    pairs: tuple[tuple[str, str], ...]

    def all_tables(self) -> tuple[Table, ...]:
        """One row for each part, one column for each way an answer can go; all in the last row."""
        labels = [level.label for level in self.total.scale.levels]
        columns = (
            *("Rated in both", "Improved", "Held", "Declined"),
            *(f"{old} to {new}" for old in labels for new in labels),
        )
        return self._tables(
            "Transitions",
            columns,
            lambda one: (
                *(one.matched, one.improved, one.held, one.declined),
                *(count for row in one.cells for count in row),
            ),
            "before after answers:int",
            TransitionMatrix.moves,
            *part_notes(self.by),
        )


def transitions(
    panel: "Panel",
    before: str | None = None,
    after: str | None = None,
    *,
    by: str = "step",
    rule: str | None = None,
) -> PanelTransitions:
    """The moves of answers from level to level between two periods.

    With neither period named, every period is compared with the next and the counts are pooled.
    Questions are compared with themselves, split and merged ones as one, of the same respondents,
    by role in the same role. A rule joins the answers
    of an organisation's respondents, of the same ones in both periods, as `change` does.

    Raises:
        UnknownIdError: for a period the panel does not have, or an unknown `by` or rule.
        NotComparableError: for one period alone.
    """
    checked = checked_by(by)
    times = [*pairwise(range(len(panel.periods)))]
    if before is not None and after is not None:
        times = [(panel.period(before), panel.period(after))]
    elif before is not None or after is not None:
        raise NotComparableError("one period alone has no transitions", "name both, or neither")
    elif not times:
        raise NotComparableError("the panel has one period, and transitions need two")
    pairs = tuple((panel.periods[first], panel.periods[second]) for first, second in times)
    each = compared(panel, times, checked, rule)
    names, found = each[0].names, np.sum([one.units for one in each], axis=0)
    if checked == "period":
        names = [" to ".join(pair) for pair in pairs]
        found = np.concatenate([*(one.units[:-1] for one in each), found[-1:]])
    *parts, total = _matrices(panel, found)
    pooled = f"{len(pairs)} pairs of periods in a row, pooled."
    notes = (
        *reading_notes(panel, rule),
        _transitions_note(checked, rule),
        *_compound_notes(panel, *each),
        *([pooled] if len(pairs) > 1 else []),
    )
    return PanelTransitions(
        checked,
        total,
        tuple(zip(names, parts, strict=True)),
        panel.scope,
        panel.citation,
        notes,
        pairs,
    )


def _matrices(panel: "Panel", units: Tally) -> list[TransitionMatrix]:
    return [TransitionMatrix(panel.scale, tuple(map(tuple, one))) for one in units.tolist()]


LIKE_FOR_LIKE_NOTE = (
    "Like for like: questions rated by the same respondents in both periods, split or merged ones"
    " compared as one."
)
PARTS_NOTE = "The parts add up to the change exactly."
IN_ROLE_NOTE = "A respondent in another role counts as another respondent."


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False)
class PartChange:
    """The change of one part of a panel: its transitions and its decompositions.

    `counts` are the answers by part and level, which the decompositions are made of; `span` and
    `notes` are what these say of themselves.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> panel.change("2025-H2", "2026-H1").parts[0].transitions.matched
    21
    """

    name: str
    transitions: TransitionMatrix
    counts: tuple[int, ...]
    citation: str
    span: str = field(default="", eq=False)
    notes: tuple[str, ...] = field(default=(), eq=False)

    @property
    def rated(self) -> tuple[int, int]:
        """The numbers of answers rated in the earlier period and in the later."""
        return self._counted_as["before", ""].total, self._counted_as["after", ""].total

    @property
    def _counted_as(self) -> dict[Part, Reading]:
        scale = self.transitions.scale
        starts = range(0, len(self.counts), len(scale))
        each = (Reading(scale, self.counts[start : start + len(scale)]) for start in starts)
        return dict(zip(PARTS, each, strict=True))

    @cached_property
    def decompositions(self) -> tuple[Decomposition, ...]:
        """The change of the share at or above every level but the worst, the best level first."""
        found = self._counted_as
        before, after, old, new = (found[name, ""] for name in ("before", "after", "old", "new"))
        entered, left = (
            tuple(
                (reason, one) for (kind, reason), one in found.items() if kind == name and one.total
            )
            for name in ("entered", "left")
        )
        restructured = found["restructured", ""].total
        sides = (before, after), (old, new)
        ingredients = Ingredients(*sides, units_of(self.transitions), restructured, entered, left)
        told = partial(evolve, span=self.span, notes=self.notes)
        return tuple(map(told, ingredients.decompositions(self.citation)))


@frozen(repr=False)
class PanelChange(PanelResult):
    """The result of `Panel.change`: the change between two periods, pooled and of each part.

    `transitions` counts matched cells, linked questions once; `decompositions` explain the share
    at or above every level but the worst, the best level first. `rated` are the numbers of answers
    in the earlier period and in the later; `parts` come to the whole, save that a question counts
    to each of its tags. `respondents` had a round in both periods, `alone` in only one: their
    answers enter or leave as "other respondents", or as "organisation" where their organisation has
    no round in the other period. `notes` say how the answers were read; every table and chart of
    the change prints them.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> str(panel.change("2025-H2", "2026-H1").decompositions[0].change)
    '47/391'
    """

    by: By
    before: str
    after: str
    transitions: TransitionMatrix
    decompositions: tuple[Decomposition, ...]
    parts: tuple[PartChange, ...]
    rated: tuple[int, int]
    respondents: int
    alone: int
    scope: Scope
    citation: str
    notes: tuple[str, ...] = ()

    def share(self, level: str) -> Decomposition:
        """The decomposition of the share at or above a level.

        Raises:
            UnknownIdError: for no level of the scale, or the worst, whose share is always 1.
        """
        return share_of(self.decompositions, self.transitions.scale, level)

    def part(self, name: str) -> PartChange:
        """The change of one part.

        Raises:
            UnknownIdError: for a part that is not there.
        """
        return self.parts[places([one.name for one in self.parts], [name], self.by)[0]]

    def all_tables(self) -> tuple[Table, ...]:
        """The components of the pooled change, the matrix, then each part in its order."""
        notes = [str(self.scope), *self.notes]
        title = f"Change from {self.before} to {self.after}"
        pooled = parts_table(self.decompositions, title, self.citation, notes)
        components = evolve(pooled, name="components")
        scale, cells = self.transitions.scale, self.transitions.cells
        labels = [level.label for level in scale.levels]
        rows: list[tuple[Cell, ...]] = [
            (label, *counts) for label, counts in zip(labels, cells, strict=True)
        ]
        data = Data.of("before after answers:int", self.transitions.moves())
        title = f"Levels in {self.before} (rows) and {self.after} (columns)"
        headings = (self.before, *labels)
        matrix = Table.of("transitions", title, headings, rows, notes, self.citation, data)
        return components, matrix, self._by_part([*notes, PARTS_NOTE, *part_notes(self.by)])

    def _by_part(self, notes: Sequence[str]) -> Table:
        best = [one.decompositions[0] for one in self.parts]
        kinds: tuple[ComponentKind, ...] = get_args(ComponentKind)
        rows: list[tuple[Cell, ...]] = [
            (
                one.name,
                *(one.transitions.matched, one.transitions.improved),
                *(one.transitions.held, one.transitions.declined),
                None if share.change is None else Points(share.change),
                *(Points(share.amount(k)) if share.is_comparable else None for k in kinds),
            )
            for one, share in zip(self.parts, best, strict=True)
        ]
        measure = self.decompositions[0].measure
        columns = (
            *(self.by.capitalize(), "Matched", "Improved", "Held", "Declined"),
            *(f"Change of {measure}", "Like for like", "Restructuring", "Entered", "Left"),
        )
        data = Data.of(
            "part matched:int improved:int held:int declined:int change:ratio"
            " like_for_like:ratio restructuring:ratio entered:ratio left:ratio",
            rows,
        )
        title = f"By {self.by}, {self.before} to {self.after}"
        return Table.of("parts", title, columns, rows, notes, self.citation, data)


def change(
    panel: "Panel",
    before: str,
    after: str,
    *,
    by: str = "organisation",
    rule: str | None = None,
) -> PanelChange:
    """The change between two periods in exact components, pooled and for each part.

    A respondent is the same whatever the role in a period, except by role without a rule.
    Every answer counts, those of organisations and respondents with a round in only one of the
    periods as components of their own. A rule joins the answers of an organisation's respondents
    to one, of the same ones in both periods, as `change` of two rounds does. `by` is
    "organisation", "step", "question", "tag" or "role".

    Raises:
        UnknownIdError: for a period the panel does not have, or an unknown `by` or rule.
    """
    checked = checked_by(by)
    if checked == "period":
        raise UnknownIdError("a change is of two periods", "give by= another part")
    (found,) = compared(panel, [(panel.period(before), panel.period(after))], checked, rule)
    answers = found.answers.swapaxes(0, 1).reshape(len(found.units), -1).tolist()
    both, what = found.both, "respondent" if rule is None else "organisation"
    notes = (
        *reading_notes(panel, rule),
        f"{counted(both, what)} {'has' if both == 1 else 'have'} a round in both periods, and"
        f" {found.alone} in only one of them.",
        *([IN_ROLE_NOTE] if checked == "role" and rule is None else []),
        LIKE_FOR_LIKE_NOTE,
        *_compound_notes(panel, found),
    )
    told = str(panel.scope), *notes
    *parts, whole = (
        PartChange(
            name, matrix, tuple(counts), panel.citation, f"{name}, {before} to {after}", told
        )
        for name, matrix, counts in zip(
            (*found.names, "All"), _matrices(panel, found.units), answers, strict=True
        )
    )
    return PanelChange(
        checked,
        before,
        after,
        whole.transitions,
        whole.decompositions,
        tuple(parts),
        whole.rated,
        both,
        found.alone,
        panel.scope,
        panel.citation,
        notes,
    )
