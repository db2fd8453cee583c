"""The result of reading a table: its rounds, what was not used, and problems by their cause."""

from collections.abc import Hashable, Iterator
from typing import Any

from attrs import define, evolve, field, frozen

from sixsteps.errors import MAX_PROBLEMS, InvalidError, Keys, Problem, place_of
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.words import counted, quoted


@frozen
class Unused:
    """Cells that a reader did not use: where they are, how many hold something, and why.

    >>> print(Unused(('column "_uuid"',), 2))
    column "_uuid": 2 cells
    """

    path: Keys
    cells: int
    why: str = ""

    def __str__(self) -> str:
        why = f" ({self.why})" if self.why else ""
        return f"{place_of(self.path)}: {counted(self.cells, 'cell')}{why}"


@frozen
class ReadResult:
    """The rounds read from a table, what in it was not used, and what is worth knowing.

    `left_out` are the cells that nothing was read from; `about` is what a workbook says of itself;
    `notes` tell what was read in a way that not everybody would expect, each with its place, and
    `problems` are those of the answers left out of a workbook that was read in part; `framework`
    is that of a workbook that holds no round, or that a set-up workbook was written with.

    >>> from sixsteps.samples import spring_2026
    >>> found = ReadResult((spring_2026(),), (Unused(('column "_uuid"',), 2),))
    >>> print(found.round.title, *found.left_out)
    Spring 2026 column "_uuid": 2 cells
    """

    rounds: tuple[Round, ...]
    left_out: tuple[Unused, ...] = ()
    about: Any = None
    notes: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    framework: Framework | None = None

    @property
    def round(self) -> Round:
        """The one round that was read.

        Raises:
            InvalidError: where there are several, or none.
        """
        if len(self.rounds) != 1:
            message = f"{counted(len(self.rounds), 'round')}, and one is asked for"
            raise InvalidError("table", [Problem((), message, "take them from .rounds")])
        return self.rounds[0]


@define
class Causes:
    """Problems gathered by their cause: one for all rows of a column that have the same fault."""

    _found: dict[Hashable, tuple[Problem, int, str]] = field(factory=dict, init=False)
    _more: int = field(default=0, init=False)

    def append(self, problem: Problem, said: str = "", rows: int = 1) -> None:
        """Take in a problem of so many rows; `said` is what stood there, told where many say it."""
        known = dict(problem.params)
        key: Hashable = problem
        if "row" in known:
            told = (problem.message, problem.remedy, problem.code, problem.suggestion)
            key = (known.get("column"), known.get("about"), *told, said)
        first, count, _ = self._found.get(key, (problem, 0, said))
        if not count and len(self._found) >= MAX_PROBLEMS:
            self._more += 1
            return
        if first.respondent not in (None, problem.respondent):
            first = evolve(first, respondent=None)
        self._found[key] = first, count + rows, said

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Problem]:
        for first, count, said in self._found.values():
            if count == 1:
                yield first
                continue
            shown = quoted(said, otherwise="", rows=count if count >= _CATEGORY else 1)
            shown = "" if shown in first.message else f": {shown}"
            message = f"{first.message}{shown} in {count} rows, first"
            yield evolve(first, message=message, params=(*first.params, ("rows", count)))
        if self._more:
            yield Problem((), f"and {self._more} more problems", "mend these first", "more")


_CATEGORY = 5
"""A short text that so many rows share is the name of a category, and nobody's own words."""
