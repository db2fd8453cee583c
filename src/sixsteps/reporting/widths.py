"""How wide a page's columns are, where no program lays them out: by what they hold."""

import re
from collections.abc import Sequence

TEXT_WIDTH = 174
"""Millimetres of an A4 page between its margins."""

TALLEST = 215
"""Millimetres a picture may take of a page's height."""

_NARROWEST = 12  # millimetres
_LETTER = 1.75  # millimetres a letter takes at the size of a table's text
_BOLD = 1.95  # the same in a heading
_LONGEST = 240  # letters of a text that count for its column
_MARGINS = 4.5  # millimetres a cell leaves free beside its text
_WORD = re.compile(r"[^\s-]+-?")  # a line may end behind a hyphen


def column_widths(rows: Sequence[Sequence[str]], width: float) -> tuple[float, ...]:
    """Widths in millimetres that fill `width`: the longest word fits, and long text has most room.

    The first row holds the headings.

    >>> rows = [["Id", "Question"], ["s1q1", "Do the partners meet?"]]
    >>> [round(width) for width in column_widths(rows, 60)]
    [12, 48]
    """
    least = least_widths(rows)
    if sum(least) >= width:
        return _capped(least, width)
    # Beyond some length a text wraps, and more of it needs more lines rather than more width.
    wanted = [
        max(_MARGINS + _LETTER * min(_LONGEST, max(map(len, cells))) - low, 0)
        for cells, low in zip(zip(*rows, strict=True), least, strict=True)
    ]
    room = width - sum(least)
    total = sum(wanted)
    return tuple(
        low + room * (want / total if total else 1 / len(least))
        for low, want in zip(least, wanted, strict=True)
    )


def least_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths in millimetres in which no word is broken; the first row holds the headings.

    >>> least_widths([["Id", "Question"], ["s1q1", "Do the partners meet?"]])
    [12, 20.1]
    """
    headings, *body = rows
    columns = zip(*body, strict=True) if body else [()] * len(headings)
    return [
        max(
            _NARROWEST,
            _MARGINS + _BOLD * _longest_word(heading),
            _MARGINS + _LETTER * max(map(_longest_word, cells), default=0),
        )
        for heading, cells in zip(headings, columns, strict=True)
    ]


def _capped(least: Sequence[float], width: float) -> tuple[float, ...]:
    """The widths with the widest cut to one size, so that all of them fill `width`.

    Only in the columns of the longest words words are broken.
    """
    left = width
    for count, narrow in enumerate(sorted(least)):
        cap = left / (len(least) - count)
        if narrow > cap:
            return tuple(min(low, cap) for low in least)
        left -= narrow
    return tuple(least)


def _longest_word(text: str) -> int:
    # A word longer than this is broken rather than given half the page.
    return min(20, max(map(len, _WORD.findall(text)), default=0))
