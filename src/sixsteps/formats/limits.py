"""Bounds on what is read from outside, so that no file takes time or memory without end."""

from collections.abc import Iterable
from itertools import islice

from sixsteps.errors import Problem

MAX_BYTES = 64 * 1024 * 1024
"""The most a reader of text takes in unless told otherwise: some 10,000 ratings fit in 2 MB."""

MAX_PROBLEMS = 1000
"""How many problems are told before the rest is left for the next reading."""


def bounded(problems: Iterable[Problem]) -> list[Problem]:
    """The first of these problems, and one more that says so where there are others.

    >>> len(bounded(Problem(("rounds", place), "no period") for place in range(5000)))
    1001
    """
    found = list(islice(problems, MAX_PROBLEMS + 1))
    if len(found) > MAX_PROBLEMS:
        found[-1] = Problem((), "there are more problems", "mend these first", "more")
    return found


# A workbook: its file, the parts it is packed of and the sheets and cells that it may hold. Each
# part may unpack to so many bytes; pictures that somebody pasted in are never unpacked.
WORKBOOK_BYTES = 32 * 1024 * 1024
WORKBOOK_PARTS = 2_000
LARGE_PART_BYTES = 4 * 1024 * 1024
PART_BYTES = 1024 * 1024
UNPACKED_BYTES = 12 * 1024 * 1024
SHEETS = 60
CELLS = 100_000
COLUMNS = 200
SHEET_ROWS = 1_048_576
HEADERS_WITHIN = 40
"""How many rows of a sheet are searched for its headers."""

CELL_UNITS = 32_767
"""The length of text that a cell of a spreadsheet holds, in UTF-16 code units."""
