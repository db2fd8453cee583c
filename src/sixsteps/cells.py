"""What a table may hold, and how each kind of cell is worded for people and for data."""

import re
import unicodedata
from datetime import date, datetime
from fractions import Fraction

from attrs import field, frozen

from sixsteps.errors import InvalidError, Problem

# Python's own names of months follow the locale.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# Isolates, embeddings and overrides reorder what stands around them, in a terminal as in a page.
_REORDERING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _shown(value: object) -> str:
    """A number as a message repeats it; any other value, and one without end, by its type."""
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**18):
        return repr(value)
    return f"a value of type {type(value).__name__}"


@frozen
class Share:
    """`count` of `of`: a rate that keeps its numbers, with no rate where `of` is 0.

    `count` is from 0 to `of`. Two shares are equal only if both numbers are: 1 of 2 says less
    than 12 of 24.

    Raises:
        InvalidError: a number is not a whole one, is below 0, or `count` is above `of`.

    >>> print(Share(18, 24))
    18 of 24
    >>> Share(18, 24).value, Share(0, 0).value
    (Fraction(3, 4), None)
    """

    count: int = field()
    of: int = field()

    def __attrs_post_init__(self) -> None:
        problems = [
            Problem(name, f"{_shown(value)} is no count; give a whole number from 0")
            for name, value in (("count", self.count), ("of", self.of))
            if not _is_whole(value) or value < 0
        ]
        if not problems and self.count > self.of:
            count, of = _shown(self.count), _shown(self.of)
            message = f"{count} is more than the {of} it is a share of"
            problems.append(Problem("count", message))
        InvalidError.check("share", problems)

    @property
    def value(self) -> Fraction | None:
        """The rate from 0 to 1; `None` where `of` is 0."""
        return Fraction(self.count, self.of) if self.of else None

    def __str__(self) -> str:
        return f"{self.count} of {self.of}"


CELL_TYPES = "a str, int, bool, Fraction, date, Share or None"
Cell = str | int | Fraction | date | Share | None  # a bool is an int to a type checker


def is_cell(value: object) -> bool:
    """Whether a table can hold `value`.

    A time of day has no place in a table, so a `datetime` (a `date` to Python) is none.

    >>> is_cell(Fraction(1, 3)), is_cell(0.333)
    (True, False)
    """
    known = isinstance(value, str | int | Fraction | date | Share | None)
    return known and not isinstance(value, datetime)


def is_ratio(cell: Cell) -> bool:
    """Whether a cell is a `Share` or a `Fraction`.

    >>> is_ratio(Share(1, 2)), is_ratio(2)
    (True, False)
    """
    return isinstance(cell, Share | Fraction)


def is_number(cell: Cell) -> bool:
    """Whether a cell reads as a number, and so stands on the right of its column.

    >>> is_number(Share(1, 2)), is_number(True)
    (True, False)
    """
    return is_ratio(cell) or _is_whole(cell)


def worded(cell: Cell) -> str:
    """A cell as people read it: British dates, `18 of 24`, yes and no, nothing for `None`.

    A fraction is printed exactly; one too fine to picture has its decimals beside it.

    >>> [worded(cell) for cell in (date(2026, 5, 1), Share(18, 24), True, None)]
    ['1 May 2026', '18 of 24', 'yes', '']
    >>> worded(Fraction(-3, 40)), worded(Fraction(108577, 133160))
    ('-3/40', '108577/133160 (0.815)')
    """
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case date():
            return f"{cell.day} {_MONTHS[cell.month - 1]} {cell.year}"
        case Fraction() if cell.denominator > 100:
            sign = "-" if cell < 0 else ""
            whole, thousandths = divmod(round(abs(cell) * 1000), 1000)
            return f"{cell} ({sign}{whole}.{thousandths:03})"
        case _:
            return str(cell)


def as_json(cell: Cell) -> str | int | dict[str, int] | None:
    """A cell in JSON's own types: dates as ISO text, ratios as numerator and denominator.

    >>> as_json(date(2026, 5, 1)), as_json(Share(18, 24))
    ('2026-05-01', {'numerator': 18, 'denominator': 24})
    """
    match cell:
        case date():
            return cell.isoformat()
        case Share():
            return {"numerator": cell.count, "denominator": cell.of}
        case Fraction():
            return {"numerator": cell.numerator, "denominator": cell.denominator}
        case _:
            return cell


def printable(text: str) -> str:
    r"""Text that can be shown anywhere: it commands no terminal and reorders no line.

    Line ends of every kind become `\n` and tabs spaces; other control characters, marks that
    reverse the direction of writing, halves of characters and what XML has no place for become
    U+FFFD.

    >>> printable("a\tb\r\nc\x1b[31m")
    'a b\nc�[31m'
    """
    if text.isascii() and text.isprintable():
        return text
    lines = re.sub(r"\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    return "".join(
        "\ufffd"
        if (unicodedata.category(character) in ("Cc", "Cs") and character != "\n")
        or ord(character) in _REORDERING
        or character in "\ufffe\uffff"
        else character
        for character in lines
    )
