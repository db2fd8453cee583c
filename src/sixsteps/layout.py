"""Columns of fixed width for terminals and plain text, never wider than asked."""

import unicodedata
from collections.abc import Sequence

NARROWEST = 20
_GAP = 2


def measure(text: str) -> int:
    """The character places a line of text may take; East Asian wide characters take two.

    Marks that combine with their neighbour count too: a terminal that cannot combine them shows
    them apart.

    >>> measure("plan"), measure("計画")
    (4, 4)
    """
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text broken between words, and within a word only if it fits on no line.

    >>> wrapped("a plan for accountability", 10)
    ['a plan for', 'accountabi', 'lity']
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if measure(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _pieces(word, width)
            lines += full
        lines.append(line)
    return lines


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for character in word:
        if measure(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def laid_out(rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: int) -> str:
    """Rows of text, the first of them the headings, as aligned columns.

    Columns of text wrap; numeric ones stand on the right and wrap last. Where the columns do not
    fit side by side they follow in blocks, each beginning with the first column.

    >>> print(laid_out([["Step", "Asked"], ["1", "4"], ["2", "12"]], [False, True], 80))
    Step  Asked
    ----  -----
    1         4
    2        12
    """
    columns = list(zip(*rows, strict=True))
    # A column may claim a third of the page, so that any two always fit side by side.
    claim = (width - 2 * _GAP) // 3
    natural = [_widest(_lines(cells)) for cells in columns]
    smallest = [
        min(claim, _widest(_words([heading]) + (_lines(below) if number else _words(below))))
        for (heading, *below), number in zip(columns, numeric, strict=True)
    ]
    blocks = []
    for block in _blocks(smallest, width):
        widths = _widths(
            [smallest[i] for i in block],
            [natural[i] for i in block],
            width - _GAP * (len(block) - 1),
        )
        blocks.append(_drawn([columns[i] for i in block], widths, [numeric[i] for i in block]))
    return "\n\n".join(blocks)


def _lines(cells: Sequence[str]) -> list[str]:
    return [line for cell in cells for line in cell.split("\n")]


def _words(cells: Sequence[str]) -> list[str]:
    return [word for cell in cells for word in cell.split()]


def _widest(parts: Sequence[str]) -> int:
    return max(map(measure, ["-", *parts]))


def _blocks(smallest: Sequence[int], width: int) -> list[list[int]]:
    blocks = [[0]]
    used = smallest[0]
    for column in range(1, len(smallest)):
        used += _GAP + smallest[column]
        if used > width:
            blocks.append([0])
            used = smallest[0] + _GAP + smallest[column]
        blocks[-1].append(column)
    return blocks


def _widths(smallest: list[int], natural: Sequence[int], room: int) -> list[int]:
    widths = list(smallest)
    while sum(widths) < room:
        growing = [i for i, wanted in enumerate(natural) if widths[i] < wanted]
        if not growing:
            break
        widths[min(growing, key=widths.__getitem__)] += 1
    return widths


def _drawn(columns: Sequence[Sequence[str]], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    # Here, because importing sixsteps must not load tabulate.
    from tabulate import tabulate

    broken = [
        ["\n".join(wrapped(cell, width)) for cell in cells]
        for cells, width in zip(columns, widths, strict=True)
    ]
    headings, *rows = zip(*broken, strict=True)
    # The headings are a row like the others: tabulate would pad a heading of its own by two.
    rule = ["-" * width for width in widths]
    return tabulate(
        [headings, rule, *rows],
        tablefmt="plain",
        colalign=["right" if number else "left" for number in numeric],
        disable_numparse=True,
    )
