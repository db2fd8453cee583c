"""How much room a text takes: spreadsheets do not measure a file they open."""

from collections.abc import Iterable
from textwrap import wrap
from unicodedata import east_asian_width

LINE = 13.5
"""The height of a line of the workbook's font (Arial 10), in points."""

_SMALL_LINES = 6
"""How many lines stay in sight above a table without leaving too little of it."""

MAX_HEIGHT = 409.0
"""The tallest row that a spreadsheet shows, in points."""


def row_height(cells: Iterable[tuple[str, float]], least: float = LINE + 4) -> float:
    r"""The height that shows every text in its column's width, in points, at most 409.

    >>> row_height([("one line", 20), ("first\nsecond", 20)])
    31.0
    """
    lines = max((_lines(text, width) for text, width in cells), default=1)
    return min(max(least, lines * LINE + 4), MAX_HEIGHT)


def small_lines(text: str, width: float) -> list[str]:
    """A text in lines of small letters (Arial 8) as wide as the columns, six of them at most.

    What is longer ends in "…".

    >>> small_lines("Doe, J (2024) A framework", 10)
    ['Doe, J (2024)', 'A framework']
    """
    wide = any(east_asian_width(letter) in "WF" for letter in text)
    fit = int(width * (0.7 if wide else 1.4))
    return wrap(text, max(fit, 1), max_lines=_SMALL_LINES, placeholder=" …")


def _lines(text: str, width: float) -> int:
    """The lines of a text in a column whose width counts digits; prose is a little narrower."""
    fit = max(width, 1)
    return sum(_wrapped(line, fit) for line in text.split("\n"))


def _wrapped(line: str, fit: float) -> int:
    lines, filled = 1, 0.0
    for word in line.split(" "):
        size = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in word)
        if filled and filled + 1 + size > fit:
            lines, filled = lines + 1, 0.0
        filled += size + (1 if filled else 0)
        # A word longer than its column is broken where the column ends.
        lines, filled = lines + int(filled // (fit + 1)), filled % (fit + 1)
    return lines
