"""Two periods of a panel side by side: for each organisation what a change is made of, in counts.

The same lines as between two rounds, counted instead of listed: a cell rated in both periods is
matched, one rated in one of them enters or leaves for a reason, and linked questions are compared
as one.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from attrs import define, field

from sixsteps.analysis.lines import MIRRORED
from sixsteps.panel.codes import ABSENT, FIRST_LEVEL, NOT_IN_FRAMEWORK, Bytes, level_codes
from sixsteps.panel.counting import Tally
from sixsteps.panel.cube import Cube
from sixsteps.panel.units import (
    BARRIERS_BY_CODE,
    REASONS,
    Unit,
    adapted_between,
    barriers,
    compound,
)

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
