"""The columns of a data frame that a panel reads, and what is wrong with their rows."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import define, field

from sixsteps.errors import Problem
from sixsteps.panel.encoding import Column, Numbers, encoded, ordinals, truths

TEXTS = (
    *("organisation", "round", "period", "framework"),
    *("respondent", "role", "question", "kind", "level"),
)
"""The columns of texts that a panel is made of."""

MAX_ROWS = 100
"""How many rows are named for one kind of problem before the rest are only counted."""


@define
class Columns:
    """The columns of a frame that a panel reads, and the problems found with them."""

    table: Any
    names: Mapping[str, str]
    problems: list[Problem] = field(factory=list)
    _texts: dict[str, Column | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        names = [name for name in TEXTS if name in self.names]
        # Arrow works without the interpreter's lock.
        with ThreadPoolExecutor() as pool:
            found = pool.map(encoded, [self.table.column(self.names[name]) for name in names])
            self._texts = dict(zip(names, found, strict=True))

    def texts(self, ours: str) -> Column:
        """A column of texts, all missing where the frame has none."""
        if ours in self._texts and self._texts[ours] is None:
            self._wrong(ours, "strings")
        return self._texts.get(ours) or Column.nothing(self.table.num_rows)

    def truths(self, ours: str) -> npt.NDArray[np.bool_]:
        """A column of true and false, all false where the frame has none."""
        nothing = np.zeros(self.table.num_rows, bool)
        if ours not in self.names:
            return nothing
        found = truths(self.table.column(self.names[ours]))
        if found is None:
            self._wrong(ours, "true and false")
        return nothing if found is None else found

    def days(self) -> Numbers:
        """The dates as ordinals, 0 where there is none."""
        nothing = np.zeros(self.table.num_rows, np.int32)
        if "date" not in self.names:
            return nothing
        found = ordinals(self.table.column(self.names["date"]))
        if found is None:
            self._wrong("date", "dates")
        return nothing if found is None else found

    def _wrong(self, ours: str, wanted: str) -> None:
        kind = self.table.column(self.names[ours]).type
        place = f'column "{self.names[ours]}"'
        self.problems.append(
            Problem(place, f"a column of {wanted} is needed, not of {kind}", code="wrong-type")
        )

    def refuse(
        self,
        ours: str,
        wrong: npt.NDArray[np.bool_],
        message: str,
        code: str,
        near: str | None = None,
    ) -> None:
        """Report the rows that are wrong, counted from 1; after many only how many more."""
        rows = np.flatnonzero(wrong)
        column = f'column "{self.names.get(ours, ours)}"'
        self.problems += [
            Problem(f"row {row + 1}, {column}", message, code, suggestion=near)
            for row in rows[:MAX_ROWS].tolist()
        ]
        if rows.size > MAX_ROWS:
            more = f"{rows.size - MAX_ROWS} more rows of this kind"
            self.problems.append(Problem(column, more, code))
