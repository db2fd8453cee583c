"""Two periods of a panel side by side: for each organisation what a change is made of, in counts.

The same as between two rounds, counted instead of listed: a cell rated in both periods is matched,
one rated in one of them enters or leaves for a reason, and linked questions are compared as one.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
from attrs import frozen

from sixsteps.analysis.comparison import BARRIERS, MIRRORED, TransitionMatrix, entry_reason
from sixsteps.analysis.decomposition import (
    Decomposition,
    Ingredients,
    Scored,
    parts_table,
    share_name,
    threshold,
)
from sixsteps.errors import NotComparableError
from sixsteps.model.crosswalk import correspondence
from sixsteps.panel.axes import Places, places
from sixsteps.panel.codes import (
    ABSENT,
    EMPTIES,
    FIRST_LEVEL,
    MASKED,
    NOT_APPLICABLE,
    Bytes,
    Tally,
    level_codes,
    pairs,
)
from sixsteps.panel.figures import ORDER_NOTE, By, checked_by, scope
from sixsteps.table import Cell, Table, Tabular
from sixsteps.words import counted

if TYPE_CHECKING:
    from sixsteps.panel.panel import Panel

REASONS: tuple[str, ...] = tuple(dict.fromkeys(BARRIERS.values()))
"""Why a unit that could be compared is not, in the order in which the first one counts."""

BARRIERS_BY_CODE: Mapping[int, str] = {EMPTIES[kind]: BARRIERS[kind] for kind in BARRIERS}
"""The codes that keep a unit apart with their reasons, the first that is met counting."""


@frozen
class LinkedQuestions:
    """Old and new questions by their places on the axis, and why they cannot be compared.

    `reason` is empty where they can; then the levels of each side stand for one together.
    """

    old: Places
    new: Places
    reason: str = ""


def links_between(panel: "Panel", first: int, second: int) -> tuple[LinkedQuestions, ...]:
    """The links between questions of two of the panel's frameworks, same questions left out.

    A link of which the panel holds only a part is not comparable.
    """
    ours, theirs = panel.frameworks[first], panel.frameworks[second]
    place_of = {identity: place for place, identity in enumerate(panel.questions)}
    found = []
    for match in correspondence(ours, theirs).matches:
        if match.relation in ("same", "reworded"):
            continue
        old = [place_of.get(ours.identity(name)) for name in match.old]
        new = [place_of.get(theirs.identity(name)) for name in match.new]
        reason = entry_reason(match, (ours, theirs))
        if not reason and None in (*old, *new):
            reason = "not comparable"
        found.append(LinkedQuestions(_there(old), _there(new), reason))
    return tuple(found)


def _there(members: Sequence[int | None]) -> Places:
    return np.array([place for place in members if place is not None], np.intp)


def linked_cells(
    panel: "Panel", before: int, after: int
) -> Iterator[tuple[LinkedQuestions, Places, Bytes, Bytes]]:
    """Every link with the respondents it concerns and their cells as codes, one row a member.

    It concerns those with a round in both periods whose framework changed from one to the other.
    """
    there = np.flatnonzero(present(panel, before, after))
    old, new = panel.respondent_frameworks[[before, after]][:, there].astype(np.intp)
    keys = old * len(panel.frameworks) + new
    in_groups = np.argsort(keys, kind="stable")
    kinds, starts = np.unique(keys[in_groups], return_index=True)
    # Where nobody is there, the split still has one part, an empty one.
    for key, own in zip(kinds.tolist(), np.split(there[in_groups], starts[1:]), strict=False):
        first, second = divmod(key, len(panel.frameworks))
        for link in links_between(panel, first, second) if first != second else ():
            yield (
                link,
                own,
                level_codes(panel.cells[link.old[:, np.newaxis], before, own]),
                level_codes(panel.cells[link.new[:, np.newaxis], after, own]),
            )


def barriers(old: Bytes, new: Bytes) -> Bytes:
    """For each respondent 0 where a link can be compared, else the place of the reason, from 1.

    `old` and `new` hold codes, one row a member. Members that do not apply drop out; a side of
    which every member does keeps the link apart.
    """
    found = np.zeros(old.shape[1], np.uint8)
    outside = (old == NOT_APPLICABLE).all(axis=0) | (new == NOT_APPLICABLE).all(axis=0)
    found[outside] = 1 + REASONS.index(BARRIERS_BY_CODE[NOT_APPLICABLE])
    for code, reason in reversed([*BARRIERS_BY_CODE.items()]):
        if code != NOT_APPLICABLE:
            met = (old == code).any(axis=0) | (new == code).any(axis=0)
            found[met] = 1 + REASONS.index(reason)
    return found


def compound(codes: Bytes, levels: int) -> Bytes:
    """The rank that the rated members of each column stand for together, by the scale's rule.

    `codes` holds one row a member; those that are not rated are left out, and a column needs one
    that is. On three levels anything mixed is the middle one; on other scales it is the low median.

    >>> compound(np.array([[8, 9, 10], [10, 9, 2]], np.uint8), 3).tolist()
    [1, 1, 2]
    """
    rated = (codes >= FIRST_LEVEL).sum(axis=0)
    ranks = np.sort(np.where(codes >= FIRST_LEVEL, codes - np.uint8(FIRST_LEVEL), 255), axis=0)
    columns = np.arange(codes.shape[1])
    low: Bytes = ranks[(rated - 1) // 2, columns].astype(np.uint8)
    if levels == 3:
        low[ranks[0] != ranks[rated - 1, columns]] = 1
    return low


def present(panel: "Panel", *periods: int) -> npt.NDArray[np.bool_]:
    """Which respondents had a round in all of these periods."""
    there: npt.NDArray[np.bool_] = (
        (level_codes(panel.cells[:, [*periods]]) != ABSENT).any(axis=0).all(axis=0)
    )
    return there


Part: TypeAlias = tuple[str, str]
"""The name of a count of answers, and the reason where it has one."""

PARTS: tuple[Part, ...] = (
    *((name, "") for name in ("before", "after", "old", "new", "restructured")),
    *(("entered", reason) for reason in MIRRORED),
    *(("left", reason) for reason in MIRRORED.values()),
)
"""The rated questions of either period, the matched ones among them, the later period's that were
split or merged among those, and those that entered and left, by reason."""


class ChangeCounts:
    """The answers of each group by what became of them and by their level.

    `answers` has the axes part (in the order of `PARTS`), group and level, worst to best; `matrix`
    counts the matched units of each group by their level before and after.
    """

    def __init__(self, groups: int, levels: int) -> None:
        self.levels = levels
        self.answers = np.zeros((len(PARTS), groups, levels), np.int64)
        self.matrix = np.zeros((groups, levels, levels), np.int64)

    def part(self, name: str, reason: str = "") -> Tally:
        """The counts of a part, to add to."""
        found: Tally = self.answers[PARTS.index((name, reason))]
        return found

    def add_questions(self, both: Tally) -> None:
        """Add questions compared with themselves: how often each code was followed by each."""
        old, new = both[:, FIRST_LEVEL:], both[:, :, FIRST_LEVEL:]
        matched = old[:, :, FIRST_LEVEL:]
        self.matrix += matched
        for name, counts in (
            ("before", old.sum(axis=2)),
            ("after", new.sum(axis=1)),
            ("old", matched.sum(axis=2)),
            ("new", matched.sum(axis=1)),
        ):
            self.part(name)[:] += counts
        for code, reason in BARRIERS_BY_CODE.items():
            self.part("left", MIRRORED[reason])[:] += old[:, :, code]
            self.part("entered", reason)[:] += new[:, code]

    def add_linked(self, link: LinkedQuestions, old: Bytes, new: Bytes, whose: Places) -> None:
        """Add the cells of a link, one row a member; `whose` gives the group of each column."""

        def count(codes: Bytes, own: npt.NDArray[np.bool_], name: str, reason: str = "") -> None:
            rated = (codes >= FIRST_LEVEL) & own
            groups = np.broadcast_to(whose, codes.shape)[rated]
            np.add.at(self.part(name, reason), (groups, codes[rated] - FIRST_LEVEL), 1)

        found = np.zeros(whose.size, np.uint8)
        kept_apart = {0: link.reason}
        if not link.reason:
            found = barriers(old, new)
            kept_apart = dict(enumerate(REASONS, start=1))
            both = found == 0
            ranks = [compound(side[:, both], self.levels) for side in (old, new)]
            np.add.at(self.matrix, (whose[both], *ranks), 1)
            count(old, both, "old")
            count(new, both, "new")
            rated = [(side >= FIRST_LEVEL).sum(axis=0) for side in (old, new)]
            count(new, both & ((rated[0] > 1) | (rated[1] > 1)), "restructured")
        for number, reason in kept_apart.items():
            count(old, found == number, "left", MIRRORED[reason])
            count(new, found == number, "entered", reason)


def compared(panel: "Panel", before: int, after: int, groups: Places, count: int) -> ChangeCounts:
    """The counts of the change between two periods in each of `count` groups.

    `groups` gives for each respondent the group it is in.
    """
    found = ChangeCounts(count, len(panel.scale))
    there = np.flatnonzero(present(panel, before, after))
    codes = FIRST_LEVEL + len(panel.scale)
    both = np.zeros(count * codes * codes, np.int64)
    for cells in panel.cells:
        old, new = level_codes(cells[before, there]), level_codes(cells[after, there])
        np.add.at(both, (groups[there] * codes + old) * codes + new, 1)
    found.add_questions(both.reshape(count, codes, codes))
    for link, own, old, new in linked_cells(panel, before, after):
        found.add_linked(link, old, new, groups[own])
    return found


TRANSITIONS_NOTE = (
    "Answers rated in both periods by one respondent; split or merged questions are compared as"
    " one and stand under the first of the later ones that applies."
)


@frozen(repr=False)
class PanelTransitions(Tabular):
    """The result of `Panel.transitions`: the matrix of the whole panel and of each part.

    `pairs` are the periods that were compared, earlier and later.
    """

    by: By
    pairs: tuple[tuple[str, str], ...]
    total: TransitionMatrix
    parts: tuple[tuple[str, TransitionMatrix], ...]
    scope: str
    citation: str

    def tables(self) -> tuple[Table, ...]:
        """One row for each part, one column for each way an answer can go; all in the last row."""
        scale = self.total.scale
        labels = [level.label for level in scale.levels]
        columns = (
            *(self.by.capitalize(), "Rated in both", "Improved", "Held", "Declined"),
            *(f"{old} to {new}" for old in labels for new in labels),
        )
        rows: list[tuple[Cell, ...]] = [
            (
                *(name, found.matched, found.improved, found.held, found.declined),
                *(count for row in found.cells for count in row),
            )
            for name, found in (*self.parts, ("All", self.total))
        ]
        notes = [self.scope, TRANSITIONS_NOTE]
        if len(self.pairs) > 1:
            notes.append(f"{len(self.pairs)} pairs of periods in a row, pooled.")
        if self.by == "organisation":
            notes.append(ORDER_NOTE)
        title = f"Transitions by {self.by}"
        return (Table(columns, rows, title, notes, self.citation),)


def transitions_of(
    panel: "Panel", before: str | None = None, after: str | None = None, by: str = "step"
) -> PanelTransitions:
    """The transitions of a panel; see `Panel.transitions`."""
    checked = checked_by(by)
    times = _times(panel, before, after)
    names, found = _counted(panel, times, checked)
    return PanelTransitions(
        checked,
        tuple((panel.periods[first], panel.periods[second]) for first, second in times),
        _matrix(panel, found.sum(axis=0).tolist()),
        tuple((name, _matrix(panel, own)) for name, own in zip(names, found.tolist(), strict=True)),
        scope(panel),
        panel.citation,
    )


def _counted(
    panel: "Panel", times: Sequence[tuple[int, int]], by: By
) -> tuple[Sequence[str], Tally]:
    """The parts by name, and the matrix of each."""
    if by == "step":
        parts = [one.step for one in panel.placements]
        return panel.step_labels, _by_placement(panel, times, parts, len(panel.steps))
    if by == "question":
        parts = [one.question for one in panel.placements]
        return panel.question_labels, _by_placement(panel, times, parts, len(panel.questions))
    if by == "period":
        names = [f"{panel.periods[old]} to {panel.periods[new]}" for old, new in times]
        everybody = np.zeros(len(panel.respondents), np.intp)
        return names, np.stack([compared(panel, *two, everybody, 1).matrix[0] for two in times])
    labels, groups = panel.groups(by)
    found = [compared(panel, *two, groups, len(labels)).matrix for two in times]
    return labels, np.sum(found, axis=0)


def _times(panel: "Panel", before: str | None, after: str | None) -> tuple[tuple[int, int], ...]:
    """The places of the pairs of periods: the two named, or each with the next."""
    if before is not None and after is not None:
        return ((panel.period(before), panel.period(after)),)
    if before is not None or after is not None:
        raise NotComparableError("one period alone has no transitions", "name both, or neither")
    if len(panel.periods) < 2:
        raise NotComparableError("the panel has one period, and transitions need two")
    return tuple(pairwise(range(len(panel.periods))))


def _matrix(panel: "Panel", counts: list[list[int]]) -> TransitionMatrix:
    return TransitionMatrix(panel.scale, tuple(map(tuple, counts)))


def _by_placement(
    panel: "Panel", times: Sequence[tuple[int, int]], parts: Sequence[int], count: int
) -> Tally:
    """The matrices of questions compared with themselves, then those of linked questions.

    `parts` gives of each placement the part it counts to. A question that moved counts where it is
    in the later period.
    """
    levels = len(panel.scale)
    found = np.zeros((count, levels, levels), np.int64)
    first, second = [pair[0] for pair in times], [pair[1] for pair in times]
    in_a_row = len(times) > 1
    for one, part in zip(panel.placements, parts, strict=True):
        cells = panel.cells[one.question]
        # Slices are read where they lie; a list of places makes a copy.
        old = cells[:-1] if in_a_row else cells[first]
        new = cells[1:] if in_a_row else cells[second]
        if one.held is not None:
            new = np.where(one.held[second], new, np.uint8(MASKED))
        found[part] += pairs(old, new, levels)
    for pair in times:
        for link, whose, old, new in linked_cells(panel, *pair):
            if link.reason:
                continue
            both = barriers(old, new) == 0
            ranks = [compound(side[:, both], levels) for side in (old, new)]
            # What does not apply has dropped out: the first that stays stands for the link.
            leading = (new[:, both] >= FIRST_LEVEL).argmax(axis=0)
            for member, question in enumerate(link.new.tolist()):
                held = (
                    part
                    for one, part in zip(panel.placements, parts, strict=True)
                    if one.question == question
                    and (one.held is None or one.held[pair[1], whose[0]])
                )
                into = found[next(held)]
                own = leading == member
                np.add.at(into, (ranks[0][own], ranks[1][own]), 1)
    return found


LIKE_FOR_LIKE_NOTE = (
    "Only respondents with a round in both periods. Like for like: questions rated in both, split"
    " or merged ones compared as one. The parts add up to the change exactly."
)


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False)
class PartnershipChange:
    """The change of one organisation: its transitions and its decompositions.

    `counts` are the answers by part and level, which the decompositions are made of.
    """

    organisation: str
    transitions: TransitionMatrix
    counts: tuple[int, ...]
    citation: str

    @cached_property
    def decompositions(self) -> tuple[Decomposition, ...]:
        """The change of the share at or above every level but the worst, the best level first."""
        return _decompositions(self.transitions, self.counts, self.citation)


@frozen(repr=False)
class PanelChange(Tabular):
    """The result of `Panel.change`: the change between two periods, pooled and by organisation.

    `transitions` counts matched cells, linked questions once; `decompositions` explain the share
    at or above every level but the worst, the best level first. `respondents` had a round in both
    periods, `alone` in only one of them; those are left out.
    """

    before: str
    after: str
    transitions: TransitionMatrix
    decompositions: tuple[Decomposition, ...]
    organisations: tuple[PartnershipChange, ...]
    respondents: int
    alone: int
    scope: str
    citation: str

    def organisation(self, name: str) -> PartnershipChange:
        """The change of one organisation.

        Raises:
            UnknownIdError: for an organisation the panel does not have.
        """
        names = [one.organisation for one in self.organisations]
        return self.organisations[places(names, [name], "organisation")[0]]

    def tables(self) -> tuple[Table, ...]:
        """The parts of the pooled change, the matrix, then each organisation in name order."""
        both, alone = self.respondents, self.alone
        notes = [
            self.scope,
            f"{counted(both, 'respondent')} {'has' if both == 1 else 'have'} a round in both"
            f" periods; {alone} {'has' if alone == 1 else 'have'} one in only one of them and"
            f" {'is' if alone == 1 else 'are'} left out.",
            LIKE_FOR_LIKE_NOTE,
        ]
        title = f"Change from {self.before} to {self.after}"
        pooled = parts_table(self.decompositions, title, self.citation)
        parts = Table(pooled.columns, pooled.cells, title, [*pooled.notes, *notes], self.citation)
        return parts, self._matrix(notes), self._by_organisation([*notes, ORDER_NOTE])

    def _matrix(self, notes: Sequence[str]) -> Table:
        scale = self.transitions.scale
        labels = [level.label for level in scale.levels]
        rows: list[tuple[Cell, ...]] = [
            (label, *counts) for label, counts in zip(labels, self.transitions.cells, strict=True)
        ]
        title = f"Levels in {self.before} (rows) and {self.after} (columns)"
        return Table((self.before, *labels), rows, title, notes, self.citation)

    def _by_organisation(self, notes: Sequence[str]) -> Table:
        best = [one.decompositions[0] for one in self.organisations]
        rows: list[tuple[Cell, ...]] = [
            (
                one.organisation,
                one.transitions.matched,
                one.transitions.improved,
                one.transitions.held,
                one.transitions.declined,
                share.change,
                share.amount("like for like") if share.is_comparable else None,
                share.amount("restructuring") if share.is_comparable else None,
                share.amount("entered") if share.is_comparable else None,
                share.amount("left") if share.is_comparable else None,
            )
            for one, share in zip(self.organisations, best, strict=True)
        ]
        measure = self.decompositions[0].measure
        columns = (
            *("Organisation", "Matched", "Improved", "Held", "Declined"),
            *(f"Change of {measure}", "Like for like", "Restructuring", "Entered", "Left"),
        )
        title = f"By organisation, {self.before} to {self.after}"
        return Table(columns, rows, title, notes, self.citation)


def change_of(panel: "Panel", before: str, after: str) -> PanelChange:
    """The change between two periods of a panel; see `Panel.change`."""
    times = panel.period(before), panel.period(after)
    names, groups = panel.groups("organisation")
    found = compared(panel, *times, groups, len(names))
    both = int(present(panel, *times).sum())
    either = sum(int(present(panel, time).sum()) for time in times)
    answers = found.answers.swapaxes(0, 1).reshape(len(names), -1).tolist()
    each = zip(names, found.matrix.tolist(), answers, strict=True)
    pooled = _matrix(panel, found.matrix.sum(axis=0).tolist())
    return PanelChange(
        before,
        after,
        pooled,
        _decompositions(pooled, found.answers.sum(axis=1).reshape(-1).tolist(), panel.citation),
        tuple(
            PartnershipChange(name, _matrix(panel, matrix), tuple(counts), panel.citation)
            for name, matrix, counts in each
        ),
        both,
        either - 2 * both,
        scope(panel),
        panel.citation,
    )


def _decompositions(
    transitions: TransitionMatrix, counts: Sequence[int], citation: str
) -> tuple[Decomposition, ...]:
    """The parts of the change of every share, from the counts of each of `PARTS` by level."""
    scale = transitions.scale
    levels = len(scale)
    each = (counts[place : place + levels] for place in range(0, len(counts), levels))
    counted_as = dict(zip(PARTS, each, strict=True))
    found = []
    for rank in range(levels - 1, 0, -1):

        def scored(numbers: Sequence[int], rank: int = rank) -> Scored:
            return Scored(sum(numbers), Fraction(sum(numbers[rank:])))

        scores = {part: scored(numbers) for part, numbers in counted_as.items() if any(numbers)}
        none = Scored(0, Fraction(0))
        before, after, old, new = (
            scores.get((name, ""), none) for name in ("before", "after", "old", "new")
        )
        groups = {
            name: tuple((part[1], one) for part, one in scores.items() if part[0] == name)
            for name in ("entered", "left")
        }
        ingredients = Ingredients(
            (before, after),
            (old, new),
            (scored(transitions.before), scored(transitions.after)),
            sum(counted_as["restructured", ""]),
            groups["entered"],
            groups["left"],
        )
        scores_of, name = threshold(scale, scale.keys[rank]), share_name(scale, scale.keys[rank])
        found.append(ingredients.decomposition(scores_of, name, citation))
    return tuple(found)
