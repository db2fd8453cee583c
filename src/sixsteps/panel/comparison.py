"""Two periods of a panel side by side: for each organisation what a change is made of, in counts.

The same lines as between two rounds, counted instead of listed: a cell rated in both periods is
matched, one rated in one of them enters or leaves for a reason, and linked questions are compared
as one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from operator import itemgetter

import numpy as np
import numpy.typing as npt
from attrs import define, field, frozen

from sixsteps.analysis.decomposition import (
    Decomposition,
    Ingredients,
    Scored,
    Transitions,
    parts_table,
    share_name,
    threshold,
)
from sixsteps.analysis.lines import BARRIERS, MIRRORED, entry_reason
from sixsteps.errors import NotComparableError
from sixsteps.model.checks import counted
from sixsteps.model.crosswalk import correspondence
from sixsteps.panel.codes import (
    ABSENT,
    EMPTIES,
    FIRST_LEVEL,
    MASKED,
    NOT_APPLICABLE,
    NOT_IN_FRAMEWORK,
    Bytes,
    Tally,
    level_codes,
    pairs,
)
from sixsteps.panel.cube import UNUSED, Cube, place_of
from sixsteps.panel.figures import ORDER_NOTE, By, checked_by, scope
from sixsteps.table import Cell, Table, Tabular

REASONS: tuple[str, ...] = tuple(dict.fromkeys(BARRIERS.values()))
"""Why a unit that could be compared is not, in the order in which the first one counts."""

BARRIERS_BY_CODE: Mapping[int, str] = {EMPTIES[kind]: BARRIERS[kind] for kind in BARRIERS}
"""The codes that keep a unit apart with their reasons, the first that is met counting."""


@frozen
class Unit:
    """Old and new questions by their places on the axis, and why they cannot be compared.

    `reason` is empty where they can; then the levels of each side stand for one together.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    reason: str = ""


@frozen
class Adapted:
    """The organisations whose framework changed from one to another between two periods.

    `seats` are the places of their respondents; `units` do not list questions with one identity
    on both sides.
    """

    seats: tuple[int, ...]
    units: tuple[Unit, ...]


def adapted_between(cube: Cube, before: int, after: int) -> Iterator[Adapted]:
    """Every pair of different frameworks that organisations had in two periods."""
    old, new = cube.used[before], cube.used[after]
    changed = (old != new) & (old != UNUSED) & (new != UNUSED)
    for first, second in sorted({(int(old[o]), int(new[o])) for o in np.flatnonzero(changed)}):
        whose = (old == first) & (new == second)
        seats = np.flatnonzero(whose[cube.seat_organisations])
        yield Adapted(tuple(seats.tolist()), units_between(cube, first, second))


def units_between(cube: Cube, first: int, second: int) -> tuple[Unit, ...]:
    """The units that tie questions of two of the panel's frameworks.

    A unit of which the panel holds only a part is not comparable.
    """
    ours, theirs = cube.frameworks[first], cube.frameworks[second]
    places = {identity: place for place, identity in enumerate(cube.questions)}
    units = []
    for match in correspondence(ours, theirs).matches:
        if match.relation in ("same", "reworded"):
            continue
        old = [places.get(ours.identity(name)) for name in match.old]
        new = [places.get(theirs.identity(name)) for name in match.new]
        reason = entry_reason(match, (ours, theirs))
        if not reason and None in (*old, *new):
            reason = "not comparable"
        units.append(
            Unit(
                tuple(place for place in old if place is not None),
                tuple(place for place in new if place is not None),
                reason,
            )
        )
    return tuple(units)


def barriers(old: Bytes, new: Bytes) -> Bytes:
    """For each respondent 0 where a unit can be compared, else the place of the reason, from 1.

    `old` and `new` hold codes, one row a member. Members that do not apply drop out; a side of
    which every member does keeps the unit apart.
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


Places = npt.NDArray[np.intp]


def present(cube: Cube, before: int, after: int) -> npt.NDArray[np.bool_]:
    """Which seats had a round in both periods."""
    there: npt.NDArray[np.bool_] = (
        (level_codes(cube.cells[:, [before, after]]) != ABSENT).any(axis=0).all(axis=0)
    )
    return there


@define
class Comparison:
    """Level counts for each organisation (rows) and level (columns), worst to best.

    `before` and `after` count every rated question, `old` and `new` the matched ones, and
    `matrix` the matched units by their level before and after; `restructured` counts the later
    round's matched questions that were split or merged, `entered` and `left` count by reason.
    """

    organisations: int
    levels: int
    before: Tally = field(init=False)
    after: Tally = field(init=False)
    old: Tally = field(init=False)
    new: Tally = field(init=False)
    restructured: Tally = field(init=False)
    matrix: Tally = field(init=False)
    entered: dict[str, Tally] = field(init=False)
    left: dict[str, Tally] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.before, self.after, self.old, self.new = (self._zeros() for _ in range(4))
        self.restructured = self._zeros()
        self.matrix = np.zeros((self.organisations, self.levels, self.levels), np.int64)
        self.entered = {reason: self._zeros() for reason in MIRRORED}
        self.left = {reason: self._zeros() for reason in MIRRORED.values()}

    def _zeros(self) -> Tally:
        return np.zeros((self.organisations, self.levels), np.int64)

    def count(self, into: Tally, whose: Places, ranks: npt.NDArray[np.integer]) -> None:
        """Add answers of these organisations at these ranks to one of the counts."""
        keys = whose * self.levels + ranks
        into += np.bincount(keys, minlength=into.size).reshape(into.shape)

    def match(self, whose: Places, ranks: tuple[Bytes, Bytes]) -> None:
        """Add matched units of these organisations to the matrix."""
        keys = (whose * self.levels + ranks[0]) * self.levels + ranks[1]
        self.matrix += np.bincount(keys, minlength=self.matrix.size).reshape(self.matrix.shape)

    def unmatched(self, codes: Bytes, whose: Places, reason: str, *, later: bool) -> None:
        """Add the rated ones among these cells as entered or left for a reason."""
        rated = codes >= FIRST_LEVEL
        into = self.entered[reason] if later else self.left[MIRRORED[reason]]
        self.count(into, whose[rated], codes[rated] - FIRST_LEVEL)

    def same(self, old: Bytes, new: Bytes, whose: Places) -> None:
        """Add the cells of one question that both rounds of these respondents asked."""
        both = (old >= FIRST_LEVEL) & (new >= FIRST_LEVEL)
        ranks = old[both] - np.uint8(FIRST_LEVEL), new[both] - np.uint8(FIRST_LEVEL)
        self.match(whose[both], ranks)
        self.count(self.old, whose[both], ranks[0])
        self.count(self.new, whose[both], ranks[1])
        for code, reason in BARRIERS_BY_CODE.items():
            self.unmatched(old[new == code], whose[new == code], reason, later=False)
            self.unmatched(new[old == code], whose[old == code], reason, later=True)

    def linked(self, unit: Unit, old: Bytes, new: Bytes, whose: Places) -> None:
        """Add the cells of a unit, one row a member."""
        found = np.zeros(whose.size, np.uint8) if unit.reason else barriers(old, new)
        if not unit.reason:
            both = found == 0
            ranks = compound(old[:, both], self.levels), compound(new[:, both], self.levels)
            self.match(whose[both], ranks)
            for into, side in ((self.old, old), (self.new, new)):
                for codes in side:
                    rated = both & (codes >= FIRST_LEVEL)
                    self.count(into, whose[rated], codes[rated] - FIRST_LEVEL)
            several = [(side >= FIRST_LEVEL).sum(axis=0) > 1 for side in (old, new)]
            for codes in new:
                rated = both & (several[0] | several[1]) & (codes >= FIRST_LEVEL)
                self.count(self.restructured, whose[rated], codes[rated] - FIRST_LEVEL)
        kept_apart = [(0, unit.reason)] if unit.reason else [*enumerate(REASONS, start=1)]
        for number, reason in kept_apart:
            apart = found == number
            for codes in old:
                self.unmatched(codes[apart], whose[apart], reason, later=False)
            for codes in new:
                self.unmatched(codes[apart], whose[apart], reason, later=True)


def compared(cube: Cube, before: int, after: int) -> Comparison:
    """The counts of the change between two periods, organisation by organisation."""
    found = Comparison(len(cube.organisations), len(cube.scale))
    there = np.flatnonzero(present(cube, before, after))
    whose = cube.seat_organisations[there]
    for cells in cube.cells:
        old = level_codes(cells[before, there])
        new = level_codes(cells[after, there])
        for into, codes in ((found.before, old), (found.after, new)):
            rated = codes >= FIRST_LEVEL
            found.count(into, whose[rated], codes[rated] - FIRST_LEVEL)
        asked = (old > NOT_IN_FRAMEWORK) & (new > NOT_IN_FRAMEWORK)
        found.same(old[asked], new[asked], whose[asked])
    for unit, seats, old, new in linked_cells(cube, before, after, there):
        found.linked(unit, old, new, cube.seat_organisations[seats])
    return found


def linked_cells(
    cube: Cube, before: int, after: int, there: Places
) -> Iterator[tuple[Unit, Places, Bytes, Bytes]]:
    """Every unit with the seats it concerns and its cells as codes, one row a member."""
    for adapted in adapted_between(cube, before, after):
        seats = np.intersect1d(np.array(adapted.seats, np.intp), there)
        for unit in adapted.units:
            old = level_codes(cube.cells[_column(unit.old), before, seats])
            new = level_codes(cube.cells[_column(unit.new), after, seats])
            yield unit, seats, old, new


def _column(places: tuple[int, ...]) -> Places:
    return np.array(places, np.intp)[:, np.newaxis]


TRANSITIONS_NOTE = (
    "Answers rated in both periods by one respondent; split or merged questions are compared as"
    " one and stand under the first of the later ones that applies."
)


@frozen(repr=False)
class PanelTransitions(Tabular):
    """What `Panel.transitions` found: the matrix of the whole panel and of each part.

    `pairs` are the periods that were compared, earlier and later.
    """

    by: By
    pairs: tuple[tuple[str, str], ...]
    total: Transitions
    parts: tuple[tuple[str, Transitions], ...]
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
    cube: Cube, before: str | None = None, after: str | None = None, by: str = "step"
) -> PanelTransitions:
    """The transitions of a panel; see `Panel.transitions`."""
    checked = checked_by(by)
    times = _times(cube, before, after)
    names, found = _counted(cube, times, checked)
    return PanelTransitions(
        checked,
        tuple((cube.periods[first], cube.periods[second]) for first, second in times),
        _matrix(cube, found.sum(axis=0)),
        tuple((name, _matrix(cube, own)) for name, own in zip(names, found, strict=True)),
        scope(cube),
        cube.citation,
    )


def _counted(cube: Cube, times: Sequence[tuple[int, int]], by: By) -> tuple[Sequence[str], Tally]:
    """The parts by name, and the matrix of each."""
    match by:
        case "step":
            names: Sequence[str] = cube.step_labels
            return names, _by_line(cube, times, [line.step for line in cube.lines], len(names))
        case "question":
            names = cube.question_labels
            return names, _by_line(cube, times, [line.question for line in cube.lines], len(names))
        case "organisation":
            names = cube.organisations
            found = _none(cube, len(names))
            return names, sum((compared(cube, *pair).matrix for pair in times), found)
        case "period":
            names = [f"{cube.periods[first]} to {cube.periods[second]}" for first, second in times]
            return names, np.stack([compared(cube, *pair).matrix.sum(axis=0) for pair in times])
        case "role":
            names = cube.role_labels
            return names, np.stack([_of_role(cube, times, name) for name in names])


def _times(cube: Cube, before: str | None, after: str | None) -> tuple[tuple[int, int], ...]:
    """The places of the pairs of periods: the two named, or each with the next."""
    if before is not None and after is not None:
        return ((cube.period(before), cube.period(after)),)
    if before is not None or after is not None:
        raise NotComparableError("one period alone has no transitions; name both, or neither")
    if len(cube.periods) < 2:
        raise NotComparableError("the panel has one period, and transitions need two")
    return tuple(pairwise(range(len(cube.periods))))


def _none(cube: Cube, count: int) -> Tally:
    return np.zeros((count, len(cube.scale), len(cube.scale)), np.int64)


def _matrix(cube: Cube, counts: Tally) -> Transitions:
    return Transitions(cube.scale, tuple(map(tuple, counts.tolist())))


def _of_role(cube: Cube, times: Sequence[tuple[int, int]], role: str) -> Tally:
    part = cube.where(roles=[role])
    found = _none(cube, len(part.organisations))
    pooled: Tally = sum((compared(part, *pair).matrix for pair in times), found).sum(axis=0)
    return pooled


def _by_line(
    cube: Cube, times: Sequence[tuple[int, int]], places: Sequence[int], count: int
) -> Tally:
    """The matrices of questions compared with themselves, then those of linked questions.

    A question that moved counts where it is in the later period.
    """
    found = _none(cube, count)
    first, second = [pair[0] for pair in times], [pair[1] for pair in times]
    in_a_row = len(times) > 1
    for line, place in zip(cube.lines, places, strict=True):
        cells = cube.cells[line.question]
        # Slices are read where they lie; a list of places makes a copy.
        old = cells[:-1] if in_a_row else cells[first]
        new = cells[1:] if in_a_row else cells[second]
        if line.seats is not None:
            new = np.where(line.seats[second], new, np.uint8(MASKED))
        found[place] += pairs(old, new, len(cube.scale))
    for pair in times:
        for place, matrix in _of_units(cube, pair, places):
            found[place] += matrix
    return found


def _of_units(
    cube: Cube, pair: tuple[int, int], places: Sequence[int]
) -> Iterator[tuple[int, Tally]]:
    """The matrix of every unit of linked questions, and the place of the part it counts to."""
    levels = len(cube.scale)
    for unit, seats, old, new in linked_cells(cube, *pair, np.flatnonzero(present(cube, *pair))):
        if unit.reason or not seats.size:
            continue
        both = barriers(old, new) == 0
        begun, ended = (compound(side[:, both], levels) for side in (old, new))
        # What does not apply has dropped out of the unit: the first that stays stands for it.
        first = (new[:, both] >= FIRST_LEVEL).argmax(axis=0)
        for member, question in enumerate(unit.new):
            own = first == member
            keys = begun[own] * np.intp(levels) + ended[own]
            matrix = np.bincount(keys, minlength=levels * levels).reshape(levels, levels)
            yield places[_line_at(cube, question, pair[1], int(seats[0]))], matrix


def _line_at(cube: Cube, question: int, period: int, seat: int) -> int:
    """The place of the line a question has in the framework of a seat in a period."""
    return next(
        place
        for place, line in enumerate(cube.lines)
        if line.question == question and (line.seats is None or line.seats[period, seat])
    )


LIKE_FOR_LIKE_NOTE = (
    "Only respondents with a round in both periods. Like for like: questions rated in both, split"
    " or merged ones compared as one. The parts add up to the change exactly."
)


@frozen
class PartnershipChange:
    """The change of one organisation: its transitions and its decompositions."""

    organisation: str
    transitions: Transitions
    decompositions: tuple[Decomposition, ...]


@frozen(repr=False)
class PanelChange(Tabular):
    """What `Panel.change` found between two periods: pooled, and for each organisation.

    `transitions` counts matched cells, linked questions once; `decompositions` explain the share
    at or above every level but the worst, the best level first. `respondents` had a round in both
    periods, `alone` in only one of them; those are left out.
    """

    before: str
    after: str
    transitions: Transitions
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
        return self.organisations[place_of(name, names, "organisation")]

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


def change_of(cube: Cube, before: str, after: str) -> PanelChange:
    """The change between two periods of a panel; see `Panel.change`."""
    places = cube.period(before), cube.period(after)
    found = compared(cube, *places)
    both = int(present(cube, *places).sum())
    either = sum(int(present(cube, place, place).sum()) for place in places)
    organisations = tuple(
        PartnershipChange(
            name,
            Transitions(cube.scale, _rows(found.matrix[place])),
            _decompositions(cube, found, itemgetter(place)),
        )
        for place, name in enumerate(cube.organisations)
    )
    return PanelChange(
        before,
        after,
        Transitions(cube.scale, _rows(found.matrix.sum(axis=0))),
        _decompositions(cube, found, _all),
        organisations,
        both,
        either - 2 * both,
        scope(cube),
        cube.citation,
    )


def _rows(matrix: Tally) -> tuple[tuple[int, ...], ...]:
    return tuple(map(tuple, matrix.tolist()))


def _all(counts: Tally) -> Tally:
    pooled: Tally = counts.sum(axis=0)
    return pooled


Take = Callable[[Tally], Tally]
"""What takes the counts of one organisation, or of all, out of those of each."""


def _decompositions(cube: Cube, found: Comparison, take: Take) -> tuple[Decomposition, ...]:
    scale = cube.scale
    return tuple(
        _decomposition(
            found, take, threshold(scale, level.key), share_name(scale, level.key), cube.citation
        )
        for level in reversed(scale.levels[1:])
    )


def _decomposition(
    found: Comparison, take: Take, scores: Mapping[str, Fraction], measure: str, citation: str
) -> Decomposition:
    worth = tuple(scores.values())

    def scored(counts: Tally) -> Scored:
        numbers = take(counts).tolist()
        score = sum((n * s for n, s in zip(numbers, worth, strict=True)), Fraction(0))
        return Scored(sum(numbers), score)

    def groups(reasons: Mapping[str, Tally]) -> tuple[tuple[str, Scored], ...]:
        every = [(reason, scored(counts)) for reason, counts in reasons.items()]
        return tuple((reason, one) for reason, one in every if one.number)

    ingredients = Ingredients(
        (scored(found.before), scored(found.after)),
        (scored(found.old), scored(found.new)),
        (scored(found.matrix.sum(axis=2)), scored(found.matrix.sum(axis=1))),
        scored(found.restructured).number,
        groups(found.entered),
        groups(found.left),
    )
    return ingredients.decomposition(scores, measure, citation)
