"""How answers moved from level to level between periods, by step, question or another part."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from attrs import frozen

from sixsteps.analysis.transitions import Transitions
from sixsteps.errors import NotComparableError
from sixsteps.panel.codes import FIRST_LEVEL, MASKED
from sixsteps.panel.comparison import compared, linked_cells, present
from sixsteps.panel.counting import Tally, pairs
from sixsteps.panel.cube import Cube
from sixsteps.panel.figures import ORDER_NOTE, By, checked_by, scope
from sixsteps.panel.units import barriers, compound
from sixsteps.table import Cell, Table, Tabular

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
