"""One budget for whatever is read, so that no file takes time or memory without end.

What counts is what a file asks for, not how it is packed: a text counts each time that a cell
refers to it, and a row as many places as the last column it claims. What is allowed grows with the
file, so that a small one cannot ask for a large result. Too much is refused, never cut.
"""

import json
from typing import Any, Literal, TypeAlias

from attrs import define, field

from sixsteps.errors import DocumentError, Keys, Problem

MAX_BYTES = 64 * 1024 * 1024
"""The most a reader takes in unless told otherwise: some 10,000 ratings fit in 2 MB of JSON."""

CELL_UNITS = 32_767
"""The length of text that a cell of a spreadsheet holds, in UTF-16 code units."""

SHEET_ROWS, SHEET_COLUMNS = 1_048_576, 16_384
"""The rows and columns of a sheet, in every spreadsheet there is."""

SHEETS = 250

HEADERS_WITHIN = 40
"""How many rows of a sheet are searched for its headers."""


Spent: TypeAlias = Literal[
    "bytes", "rows", "places", "cells", "letters", "values", "frameworks", "answers", "rounds"
]

# What any file may come to, how much more for each byte of it, and the most. A survey of 300
# questions and 5,000 rows, all answered, has 1,500,000 cells in some 4 MB.
_ALLOWED: dict[Spent, tuple[int, float, int, str]] = {
    "bytes": (4_000_000, 16, 128_000_000, "bytes unpacked"),
    "rows": (20_000, 0.01, 200_000, "rows"),
    "places": (500_000, 1, 10_000_000, "cells, empty ones among them"),
    "cells": (100_000, 0.4, 2_000_000, "cells that hold something"),
    "letters": (4_000_000, 16, 64_000_000, "letters"),
    "values": (300_000, 0.125, 5_000_000, "values"),
    # Of rounds as JSON Lines and of data frames, whatever their size; the Six Steps have some 300.
    "frameworks": (1_500_000, 0, 1_500_000, "values in its frameworks"),
    "answers": (400_000, 0, 400_000, "answers"),
    "rounds": (50_000, 0, 50_000, "rounds"),
}


@define
class Budget:
    """The budget for reading one file of `size` bytes, from which each reader spends.

    `what` and `path` are those of the problem where it is spent, and `remedy` what to do then.
    """

    what: str
    size: int = MAX_BYTES
    path: Keys = ()
    remedy: str = ""
    _left: dict[Spent, int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._left = {kind: _allowed(kind, self.size) for kind in _ALLOWED}

    def spend(self, kind: Spent, count: int) -> None:
        """Spend from the budget before what is counted is made."""
        self._left[kind] -= count
        if self._left[kind] < 0:
            _, each, _, what = _ALLOWED[kind]
            size = f"a file of {self.size:,} bytes that comes to " if each else ""
            message = f"{size}more than {_allowed(kind, self.size):,} {what}"
            raise DocumentError(self.what, [Problem(self.path, message, self.remedy, "too-large")])

    def spend_json(self, text: str) -> None:
        """Spend the values that a JSON text has at most, before it is parsed."""
        if len(text) > self._left["values"]:
            self.spend("values", values_in(text))


def values_in(text: str) -> int:
    """The most values that a JSON text can hold."""
    return sum(map(text.count, ",[{"))


def _allowed(kind: Spent, size: int) -> int:
    least, each, most, _ = _ALLOWED[kind]
    return min(int(least + each * size), most)


MAX_ADAPTATIONS, MAX_EDITS = 50_000, 100_000
"""The most adaptations and edits of a framework, merged ones among them."""

_MAX_MADE = 40_000_000_000
_HELD_IN = ("origin", "lineage", "edits", "merges")


def check_adaptations(data: Any) -> None:
    """Refuse the plain data of a document with more adaptations than can be made again in time.

    Each writes out what its framework holds, and each edit looks for its place in that.
    """
    if type(data) is dict and type(data.get("framework")) is dict:
        data = data["framework"]
    held = [data[key] for key in _HELD_IN if key in data] if type(data) is dict else []
    if not held:
        return
    try:
        text = json.dumps(held, default=str)
    except (TypeError, ValueError, RecursionError):
        return  # It is no document, which is told later, and in full.
    adaptations, edits = text.count('"edits":'), text.count('"edit":')
    size = len(text) + 100 * text.count("{")
    message = ""
    if adaptations > MAX_ADAPTATIONS:
        message = f"{adaptations:,} adaptations, and a document holds {MAX_ADAPTATIONS:,}"
    elif edits > MAX_EDITS:
        message = f"{edits:,} edits, and a document holds {MAX_EDITS:,}"
    elif (adaptations + edits // 5) * size > _MAX_MADE:
        message = f"{adaptations:,} adaptations and {edits:,} edits of so large a framework"
    if message:
        remedy = "adapt the framework once, with the edits of diff()"
        raise DocumentError("document", [Problem(("$",), message, remedy, "too-large")])
