"""Coverage and level counts of a panel, as a whole and by step, question or another part."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

import numpy as np
from attrs import frozen

from sixsteps.analysis.cells import AnswerCounts, Kind
from sixsteps.analysis.readings import Reading
from sixsteps.errors import UnknownIdError, listed, nearest
from sixsteps.model.checks import counted
from sixsteps.model.scale import Scale
from sixsteps.panel.codes import (
    ANSWERED_NOT_ASKED,
    DRAFT,
    EMPTIES,
    FIRST_LEVEL,
    MASKED,
    NOT_APPLICABLE,
    UNANSWERED,
    Groups,
    Tally,
    tallies,
    tally,
    tally_size,
)
from sixsteps.panel.cube import UNUSED, Cube
from sixsteps.table import Cell, Table, Tabular

By = Literal["step", "question", "period", "organisation", "role"]
"""What figures are given for, besides the whole: each step, each question, and so on."""

BYS: tuple[By, ...] = get_args(By)

_EMPTY = tuple((kind, EMPTIES[kind]) for kind in Kind if kind in EMPTIES)
"""The kinds of empty in the order of `Kind`, with their codes."""

COVERAGE_NOTE = (
    "Supported: has the evidence its level needs. Complete: lacks nothing its level needs"
    " (evidence, remaining work, a plan with an open action on the round's own date)."
)
ORDER_NOTE = "In the order of their names or of the framework; this is no ranking."


@frozen
class PanelCounts(AnswerCounts):
    """The counts of a panel's answers.

    >>> counts = PanelCounts(12, 11, 7, 6, 5, 3)
    >>> str(counts.completed), counts.unanswered
    ('3 of 7', 1)
    """

    @classmethod
    def of(cls, counts: Tally) -> "PanelCounts":
        """The nested counts of a tally."""
        at_least = np.cumsum(counts[:-2][::-1])[::-1].tolist()
        return cls(
            at_least[NOT_APPLICABLE],
            at_least[NOT_APPLICABLE + 1],
            at_least[UNANSWERED],
            at_least[FIRST_LEVEL],
            int(counts[-2]),
            int(counts[-1]),
            int(counts[DRAFT]),
            int(counts[ANSWERED_NOT_ASKED]),
        )


@frozen(repr=False)
class PanelCoverage(Tabular):
    """What `Panel.coverage` found: the counts of the whole panel and those of each part."""

    by: By
    total: PanelCounts
    parts: tuple[tuple[str, PanelCounts], ...]
    scope: str
    citation: str

    def tables(self) -> tuple[Table, ...]:
        """The parts, then the whole in the last row."""
        columns = (
            *(self.by.capitalize(), "Asked", "Answered", "Supported", "Complete"),
            *("Not applicable", "Not asked"),
        )
        rows = [
            (
                name,
                counts.asked,
                counts.responded,
                counts.evidenced,
                counts.completed,
                counts.not_applicable,
                counts.not_asked,
            )
            for name, counts in (*self.parts, ("All", self.total))
        ]
        notes = [self.scope, COVERAGE_NOTE, *([ORDER_NOTE] if self.by == "organisation" else [])]
        title = f"Coverage by {self.by}"
        return (Table(columns, rows, title=title, notes=notes, source=self.citation),)


@frozen
class LevelsOf:
    """The answers of one part: the reading of those rated, and how many cells are empty how.

    `empty` counts the cells of each kind of empty, each kind in the order of `Kind`.
    """

    reading: Reading
    empty: tuple[tuple[Kind, int], ...]

    @classmethod
    def of(cls, scale: Scale, counts: Tally) -> "LevelsOf":
        """The levels and the empties of a tally."""
        numbers = counts.tolist()
        return cls(
            Reading(scale, tuple(numbers[FIRST_LEVEL:-2])),
            tuple([(kind, numbers[code]) for kind, code in _EMPTY]),
        )

    @property
    def empties(self) -> Mapping[Kind, int]:
        """How many cells are empty, by kind."""
        return dict(self.empty)


@frozen(repr=False)
class LevelCounts(Tabular):
    """What `Panel.levels` found: how many answers stand at each level, in all and in each part."""

    by: By
    scale: Scale
    total: LevelsOf
    parts: tuple[tuple[str, LevelsOf], ...]
    scope: str
    citation: str

    def tables(self) -> tuple[Table, ...]:
        """The parts, then the whole in the last row; the kinds of empty stand apart."""
        kinds = [
            kind
            for kind, _ in _EMPTY
            if any(found.empties[kind] for _, found in (*self.parts, ("", self.total)))
        ]
        columns = [
            self.by.capitalize(),
            "Rated",
            *(level.label for level in self.scale.levels),
            *(kind.value.capitalize() for kind in kinds),
        ]
        rows: list[list[Cell]] = [
            [
                name,
                found.reading.total,
                *found.reading.counts,
                *(found.empties[kind] for kind in kinds),
            ]
            for name, found in (*self.parts, ("All", self.total))
        ]
        notes = [self.scope, *([ORDER_NOTE] if self.by == "organisation" else [])]
        title = f"Levels by {self.by}"
        return (Table(columns, rows, title=title, notes=notes, source=self.citation),)


def coverage_of(cube: Cube, by: str = "step") -> PanelCoverage:
    """The nested counts of a panel; see `Panel.coverage`."""
    checked, names, found = _tallied(cube, by, lacks=True)
    return PanelCoverage(
        checked,
        PanelCounts.of(found.sum(axis=0)),
        tuple((name, PanelCounts.of(own)) for name, own in zip(names, found, strict=True)),
        scope(cube),
        cube.citation,
    )


def levels_of(cube: Cube, by: str = "step") -> LevelCounts:
    """The level counts of a panel; see `Panel.levels`."""
    checked, names, found = _tallied(cube, by, lacks=False)
    return LevelCounts(
        checked,
        cube.scale,
        LevelsOf.of(cube.scale, found.sum(axis=0)),
        tuple((name, LevelsOf.of(cube.scale, own)) for name, own in zip(names, found, strict=True)),
        scope(cube),
        cube.citation,
    )


def scope(cube: Cube) -> str:
    """How many organisations and respondents a figure is of, and which periods.

    Every output of a panel prints it.
    """
    periods = " to ".join(dict.fromkeys((cube.periods[0], cube.periods[-1])))
    return (
        f"{counted(len(cube.organisations), 'organisation')},"
        f" {counted(len(cube.seats), 'respondent')}, {counted(len(cube.questions), 'question')},"
        f" {periods}."
    )


def checked_by(by: str) -> By:
    """The name of a part as one of those there are.

    Raises:
        UnknownIdError: for a name that is none.
    """
    for known in BYS:
        if by == known:
            return known
    near = nearest(by, BYS)
    hint = f"; did you mean {near!r}?" if near else ""
    raise UnknownIdError(f"no figures by {by!r}; there are {listed(BYS)}{hint}")


def _tallied(cube: Cube, by: str, *, lacks: bool) -> tuple[By, Sequence[str], Tally]:
    checked = checked_by(by)
    match checked:
        case "step":
            return checked, cube.step_labels, _by_step(cube, lacks=lacks)
        case "question":
            levels = len(cube.scale)
            return (
                checked,
                cube.question_labels,
                _stacked((tally(cells, levels, lacks=lacks) for cells in cube.cells), levels),
            )
        case "period":
            places = np.arange(len(cube.periods), dtype=np.int32)[:, np.newaxis]
            return checked, cube.periods, _grouped(cube, places, len(cube.periods))
        case "organisation":
            seats = cube.seat_organisations.astype(np.int32)
            return checked, cube.organisations, _grouped(cube, seats, len(cube.organisations))
        case "role":
            names = cube.role_labels
            seats = np.array([names.index(seat.role_name) for seat in cube.seats], np.int32)
            return checked, names, _grouped(cube, seats, len(names))


def _stacked(found: Iterable[Tally], levels: int) -> Tally:
    every = [*found]
    return np.stack(every) if every else np.zeros((0, tally_size(levels)), np.int64)


def _by_step(cube: Cube, *, lacks: bool) -> Tally:
    levels = len(cube.scale)
    found = np.zeros((len(cube.steps), tally_size(levels)), np.int64)
    for line in cube.lines:
        cells = cube.cells[line.question]
        if line.seats is not None:
            cells = np.where(line.seats, cells, np.uint8(MASKED))
        found[line.step] += tally(cells, levels, lacks=lacks)
    return found


def _grouped(cube: Cube, places: Groups, count: int) -> Tally:
    """The tallies by a place that is the same for every question."""
    levels = len(cube.scale)
    groups = np.ascontiguousarray(np.broadcast_to(places, cube.cells.shape[1:]))
    found = np.zeros((count, tally_size(levels)), np.int64)
    for cells in cube.cells:
        found += tallies(cells, levels, groups, count)
    return found


_NAMED = 5
"""How many names of an axis a row gives; a panel may have thousands."""


def contents_of(cube: Cube) -> Table:
    """The axes of a panel with their first names, its rounds and its answers.

    Respondents are counted and called by their roles: their names are in no panel.
    """
    total = coverage_of(cube, "step").total
    titles = dict.fromkeys(framework.title for framework in cube.frameworks)
    rows: list[tuple[Cell, ...]] = [
        ("Organisations", len(cube.organisations), listed(cube.organisations, _NAMED)),
        ("Respondents", len(cube.seats), listed(cube.role_labels, _NAMED)),
        ("Periods", len(cube.periods), listed(cube.periods, _NAMED)),
        ("Questions", len(cube.questions), listed(cube.question_labels, _NAMED)),
        ("Frameworks", len(cube.frameworks), listed([*titles], _NAMED)),
        ("Rounds", int(np.count_nonzero(cube.used != UNUSED)), None),
        ("Asked and applicable", total.asked, None),
        ("Answered", total.responded, None),
        ("Supported", total.evidenced, None),
        ("Complete", total.completed, None),
    ]
    return Table(("Panel", "Count", "Which"), rows, source=cube.citation)
