"""Problems of what is read, gathered as they are met, and their places in tables."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, Self

from attrs import define, evolve, field, frozen

from sixsteps.errors import MAX_PROBLEMS, MORE, DocumentError, Problem
from sixsteps.words import quoted


@frozen
class Place:
    """A place in a table, by as much as is known of it; `about` says whose it is.

    A column is named by its header, or in a sheet by its letters.

    >>> print(Place(sheet="Ratings", cell="D7", row=7, column="D", about="question 3.2"))
    sheet "Ratings", cell D7 (question 3.2)
    >>> print(Place(row=4, column="s1q1"))
    row 4, column "s1q1"
    """

    sheet: str = ""
    cell: str = ""
    row: int | None = None
    column: str | int = ""
    about: str = ""

    def __str__(self) -> str:
        words = [f'sheet "{self.sheet}"'] if self.sheet else []
        if self.cell:
            words.append(f"{'cells' if ':' in self.cell else 'cell'} {self.cell}")
        else:
            words += [f"row {self.row}"] if self.row else []
            words += [f"column {self._column}"] if self.column else []
        return ", ".join(words) + (f" ({self.about})" if self.about else "")

    @property
    def _column(self) -> str:
        if self.sheet or isinstance(self.column, int):
            return str(self.column)
        header = " ".join(self.column.split())
        return f'"{header if len(header) <= 60 else f"{header[:57]}..."}"'

    def problem(
        self, message: str, remedy: str = "", code: str = "invalid", **known: Any
    ) -> Problem:
        """A problem at this place; `known` are further fields of it."""
        names = ("sheet", "cell", "row", "column", "about")
        params = {name: value for name in names if (value := getattr(self, name))}
        return Problem((str(self),), message, remedy, code, params=params, **known)


class Problems(list[Problem]):
    """Problems as they are met; after 1,000 all of them are told, and that there are more.

    >>> problems = Problems("export")
    >>> problems += [Problem(("row 2",), "no level")] * 1_001
    Traceback (most recent call last):
    sixsteps.errors.DocumentError: 1001 problems with the export:
      no level at row 2
    ...
      and 901 more, which the error's problems hold
    """

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what

    def append(self, problem: Problem) -> None:
        """Take in a problem."""
        if len(self) == MAX_PROBLEMS:
            raise DocumentError(self._what, [*self, MORE])
        super().append(problem)

    def fault(
        self, place: Place, message: str, remedy: str = "", code: str = "invalid", **known: Any
    ) -> None:
        """Take in a problem at a place."""
        self.append(place.problem(message, remedy, code, **known))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take in several, one by one."""
        for problem in problems:
            self.append(problem)

    def __iadd__(self, problems: Iterable[Problem]) -> Self:  # type: ignore[override,misc]
        self.extend(problems)
        return self


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
            where = known.get("column", ""), known.get("about", "")
            told = problem.message, problem.remedy, problem.code
            key = (*where, told, problem.suggestion, said)
        self._add(key, lambda: problem, problem.respondent, said, rows)

    def fault(
        self,
        place: Place,
        message: str,
        remedy: str = "",
        code: str = "invalid",
        suggestion: str | None = None,
        respondent: str | None = None,
        **known: Any,
    ) -> None:
        """Take in a problem at a place."""
        told = message, remedy, code
        known |= {"suggestion": suggestion, "respondent": respondent}
        where = (place.column, place.about) if place.row else (place, "")
        self._add((*where, told, suggestion, ""), lambda: place.problem(*told, **known), respondent)

    def _add(
        self,
        key: Hashable,
        made: Callable[[], Problem],
        respondent: str | None,
        said: str = "",
        rows: int = 1,
    ) -> None:
        """Count so many rows of a cause, of which a problem is `made` where it is told."""
        met = self._found.get(key)
        if met is None and len(self._found) >= MAX_PROBLEMS:
            self._more += 1
            return
        first, count, _ = met or (made(), 0, said)
        if first.respondent not in (None, respondent):
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
