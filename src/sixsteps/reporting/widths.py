"""How wide a page's columns are, where no program lays them out: by what they hold."""

from collections.abc import Sequence

_NARROWEST = 12  # millimetres
_LETTER = 1.95  # millimetres a letter takes at the size of a table's text
_LONGEST = 80  # letters of a text that count for its column
_MARGINS = 5  # millimetres a cell leaves free beside its text


def column_widths(rows: Sequence[Sequence[str]], width: float) -> tuple[float, ...]:
    """Widths in millimetres that fill `width`: the longest word fits, and long text has most room.

    >>> rows = [["Id", "Question"], ["s1q1", "Do the partners meet?"]]
    >>> [round(width) for width in column_widths(rows, 60)]
    [13, 47]
    """
    columns = list(zip(*rows, strict=True))
    least = [
        max(_NARROWEST, _MARGINS + _LETTER * max(map(_longest_word, cells))) for cells in columns
    ]
    if sum(least) >= width:
        return tuple(width * one / sum(least) for one in least)
    # Beyond some length a text wraps, and more of it needs more lines rather than more width.
    wanted = [
        max(_MARGINS + _LETTER * min(_LONGEST, max(map(len, cells))) - low, 0)
        for cells, low in zip(columns, least, strict=True)
    ]
    room = width - sum(least)
    total = sum(wanted)
    return tuple(
        low + room * (want / total if total else 1 / len(columns))
        for low, want in zip(least, wanted, strict=True)
    )


def _longest_word(text: str) -> int:
    # A word longer than this is broken rather than given half the page.
    return min(20, max(map(len, text.split()), default=0))
