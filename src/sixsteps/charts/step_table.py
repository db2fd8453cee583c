"""The paper's table as a drawing: a step a column, its questions below it, a mark in each cell."""

from collections.abc import Sequence
from itertools import accumulate
from math import ceil

from attrs import frozen

from sixsteps.charts.drawing import Box, Drawing, Shape, Stroke, Words, lines, stacked
from sixsteps.charts.lettering import Lettering, Sizes
from sixsteps.charts.marks import Mark
from sixsteps.palette import HEADER, Ink

MOST_LINES = 14
"""A question or a step takes at most so many lines in its cell; then it ends in an ellipsis."""


@frozen
class Strip:
    """What stands below a mark: how it came about, on a fill of its own."""

    text: str
    ink: Ink


@frozen
class StepCell:
    """A question in its step: its number and name, its mark, and its history if it has one."""

    number: str
    name: str
    mark: Mark
    strip: Strip | None = None


@frozen
class StepColumn:
    """A step: its number, its title and its questions in order."""

    number: str
    title: str
    cells: tuple[StepCell, ...]


def step_table(columns: Sequence[StepColumn], sizes: Sizes, share: float = 1) -> Drawing:
    """Steps side by side, of as many questions as each has; cells of a row are equally high.

    `share` is the width of the columns as a share of their natural one.
    """
    em = sizes.em
    natural = min(max(10.2, 70 / max(len(columns), 1)), 17)
    gap, pad = 0.35 * em, 0.45 * em
    # However narrow, a column breaks no word that it would not break at its natural width.
    longest = sizes.heading.longest_word(
        [column.title for column in columns], natural * em - 2 * pad
    )
    width = max(7.0 * em, natural * share * em, longest + 2 * pad)
    inner = width - 2 * pad
    heads = [
        sizes.heading.wrapped(f"{column.number}. {column.title}", inner, MOST_LINES)
        for column in columns
    ]
    head_height = 2 * pad + sizes.heading.height(max(map(len, heads), default=0))
    rows = max((len(column.cells) for column in columns), default=0)
    heights = [
        max(
            _cell_height(column.cells[row], inner, pad, sizes)
            for column in columns
            if row < len(column.cells)
        )
        for row in range(rows)
    ]
    shapes: list[Shape] = []
    for place, (column, head) in enumerate(zip(columns, heads, strict=True)):
        x = place * (width + gap)
        shapes.append(Box(x, 0, width, head_height, HEADER))
        shapes.extend(lines(head, x + pad, pad, sizes.heading, HEADER.text))
        y = head_height + gap
        for cell, height in zip(column.cells, heights, strict=False):
            shapes.extend(shape.moved(x, y) for shape in _cell(cell, width, height, pad, sizes))
            y += height + gap
    total = head_height + sum(height + gap for height in heights)
    return Drawing(max(len(columns) * (width + gap) - gap, 0.0), total, tuple(shapes))


def _texts(
    cell: StepCell, inner: float, sizes: Sizes
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The lines of the question's name, of its mark and of its strip."""
    return (
        sizes.label.wrapped(f"{cell.number} {cell.name}", inner, MOST_LINES),
        sizes.word.wrapped(cell.mark.word, inner),
        sizes.label.wrapped(cell.strip.text, inner) if cell.strip else (),
    )


def _cell_height(cell: StepCell, inner: float, pad: float, sizes: Sizes) -> float:
    name, word, strip = _texts(cell, inner, sizes)
    upper = sizes.label.height(len(name)) + 0.6 * pad + sizes.word.height(len(word))
    return 2 * pad + upper + (sizes.label.height(len(strip)) + 1.2 * pad if strip else 0)


def _cell(
    cell: StepCell, width: float, height: float, pad: float, sizes: Sizes
) -> tuple[Shape, ...]:
    name, word, strip = _texts(cell, width - 2 * pad, sizes)
    ink = cell.mark.ink
    strip_height = sizes.label.height(len(strip)) + 1.2 * pad if strip else 0.0
    word_top = height - strip_height - pad - sizes.word.height(len(word))
    shapes: list[Shape] = []
    if cell.strip:
        top = height - strip_height
        shapes.append(Box(0, top, width, strip_height, cell.strip.ink))
        shapes.extend(lines(strip, pad, top + 0.6 * pad, sizes.label, cell.strip.ink.text))
    shapes.append(Box(0, 0, width, height - strip_height, ink))
    shapes.extend(lines(name, pad, pad, sizes.label, ink.text))
    shapes.extend(lines(word, pad, word_top, sizes.word, ink.text))
    return tuple(shapes)


# Wider than this, in ems, and the marks of all columns are set as letters.
_WIDEST = 54

# Higher than this, in ems, and the steps stand side by side in panels.
_TALLEST = 110


@frozen
class StripRow:
    """A question: its number, its name, a mark a column, and a remark at the end of the row.

    `breaks` are the columns before which the row stops being comparable, counted from 0.
    """

    number: str
    name: str
    marks: tuple[Mark, ...]
    remark: str = ""
    breaks: tuple[int, ...] = ()


@frozen
class StripGroup:
    """A step: its title and the rows of its questions."""

    title: str
    rows: tuple[StripRow, ...]


@frozen
class StripTable:
    """Groups of rows under the headings of the columns; `remark` heads the remarks, if any."""

    groups: tuple[StripGroup, ...]
    headings: tuple[str, ...]
    remark: str = ""

    def is_short(self, sizes: Sizes) -> bool:
        """Whether there are so many columns that marks are set as letters, which need a key."""
        return len(self.headings) * (_word_width(self, sizes) + _gap(sizes)) > _WIDEST * sizes.em

    def drawing(self, sizes: Sizes, share: float = 1) -> Drawing:
        """The table as a drawing; `share` is the width of the names, of their natural one."""
        return _Layout(self, sizes, share).drawing()

    @property
    def rows(self) -> tuple[StripRow, ...]:
        """The rows of all groups."""
        return tuple(row for group in self.groups for row in group.rows)


def _word_width(table: StripTable, sizes: Sizes) -> float:
    """The width of a column in which no word of a mark is broken."""
    texts = {mark.word for row in table.rows for mark in row.marks}
    whole = max(map(sizes.label.width, texts), default=0.0)
    # Few columns have the room to set every word on one line.
    room = _WIDEST / len(table.headings) * sizes.em - _gap(sizes) - 0.9 * sizes.em
    fitting = (
        whole
        if whole <= max(7.5 * sizes.em, min(room, 12 * sizes.em))
        else sizes.label.longest_word(texts, 9 * sizes.em)
    )
    return max(5.5 * sizes.em, fitting + 0.9 * sizes.em)


def _gap(sizes: Sizes) -> float:
    return 0.3 * sizes.em


class _Layout:
    """The arithmetic of one drawing of a table."""

    def __init__(self, table: StripTable, sizes: Sizes, share: float) -> None:
        self.table, self.sizes, self.short = table, sizes, table.is_short(sizes)
        em = sizes.em
        self.pad, self.gap = 0.45 * em, _gap(sizes)
        self.names = max(11.0, 23 * share) * em
        parts = [part for heading in table.headings for part in heading.split("\n")]
        whole = max(map(sizes.small.width, parts), default=0.0)
        heading = sizes.small.longest_word(parts, 7 * em)
        if not self.short and whole <= 8 * em:
            heading = whole
        least = 2.6 * em if self.short else _word_width(table, sizes)
        self.column = max(least, heading + 2 * self.pad)
        self.remarks = 8.5 * em if table.remark else 0.0
        self.marks_at = self.names + self.gap
        self.remarks_at = self.marks_at + len(table.headings) * (self.column + self.gap)
        self.width = self.remarks_at - self.gap + (self.remarks + self.gap if self.remarks else 0)

    def drawing(self) -> Drawing:
        """All of the table, its groups side by side in panels where there are many."""
        head = self._head()
        groups = [self._group(group) for group in self.table.groups]
        between = 2 * self.sizes.em
        shapes: list[Shape] = []
        height = x = 0.0
        for panel in _panels(groups, _TALLEST * self.sizes.em):
            drawn = stacked([head, *panel], self.gap)
            shapes.extend(drawn.moved(x, 0))
            x, height = x + self.width + between, max(height, drawn.height)
        return Drawing(max(x - between, self.width), height, tuple(shapes))

    def _head(self) -> Drawing:
        inner = self.column - 2 * self.pad
        small = self.sizes.small
        heads = [
            [line for part in text.split("\n") for line in small.wrapped(part, inner, MOST_LINES)]
            for text in self.table.headings
        ]
        remark = small.wrapped(self.table.remark, self.remarks - 2 * self.pad)
        height = small.height(max(map(len, [*heads, remark])))
        shapes: list[Shape] = []
        for place, head in enumerate(heads):
            x = self._column_at(place) + self.column / 2
            shapes.extend(lines(head, x, height - small.height(len(head)), small, align="center"))
        top = height - small.height(len(remark))
        shapes.extend(lines(remark, self.remarks_at + self.pad, top, small))
        return Drawing(self.width, height, tuple(shapes))

    def _group(self, group: StripGroup) -> Drawing:
        return stacked([self._band(group.title), *map(self._row, group.rows)], self.gap)

    def _band(self, title: str) -> Drawing:
        heading = self.sizes.heading
        wrapped = heading.wrapped(title, self.width - 2 * self.pad, MOST_LINES)
        height = heading.height(len(wrapped)) + self.pad
        words = lines(wrapped, self.pad, self.pad / 2, heading, HEADER.text)
        return Drawing(self.width, height, (Box(0, 0, self.width, height, HEADER), *words))

    def _row(self, row: StripRow) -> Drawing:
        label = self.sizes.label
        text = f"{row.number} {row.name}".strip()
        name = label.wrapped(text, self.names - 2 * self.pad, MOST_LINES)
        inner = self.column - self.pad
        words = [
            (mark.short,) if self.short else label.wrapped(mark.word, inner) for mark in row.marks
        ]
        remark = label.wrapped(row.remark, self.remarks - 2 * self.pad) if row.remark else ()
        height = label.height(max(map(len, [name, *words, remark]))) + self.pad
        shapes: list[Shape] = [*self._centred(name, self.pad, height)]
        for place, (mark, word) in enumerate(zip(row.marks, words, strict=True)):
            x = self._column_at(place)
            top = (height - label.height(len(word))) / 2
            shapes.append(Box(x, 0, self.column, height, mark.ink))
            middle = x + self.column / 2
            shapes.extend(lines(word, middle, top, label, mark.ink.text, "center"))
        for place in row.breaks:
            x = self._column_at(place) - self.gap / 2
            shapes.append(Stroke(x, -self.gap / 2, x, height + self.gap / 2, width=2.2))
        shapes.extend(self._centred(remark, self.remarks_at + self.pad, height))
        return Drawing(self.width, height, tuple(shapes))

    def _centred(self, texts: Sequence[str], x: float, height: float) -> tuple[Words, ...]:
        top = (height - self.sizes.label.height(len(texts))) / 2
        return lines(texts, x, top, self.sizes.label)

    def _column_at(self, place: int) -> float:
        return self.marks_at + place * (self.column + self.gap)


def _panels(groups: Sequence[Drawing], tallest: float) -> list[list[Drawing]]:
    """Groups in as few panels as keep each about as high as `tallest`, of like height."""
    whole = sum(group.height for group in groups)
    if not whole:
        return [list(groups)]
    fewest = min(ceil(whole / tallest), len(groups))
    height = whole / fewest
    while len(panels := _filled(groups, height)) > fewest:
        height *= 1.02
    return panels


def _filled(groups: Sequence[Drawing], height: float) -> list[list[Drawing]]:
    """Groups in panels no higher than this, one group at least in each."""
    panels: list[list[Drawing]] = []
    room = 0.0
    for group in groups:
        if not panels or group.height > room:
            panels.append([])
            room = height
        panels[-1].append(group)
        room -= group.height
    return panels


_GAP = 0.9


@frozen
class Figures:
    """Columns of counts, one a mark, each as wide as its word needs; numbers stand on the right.

    `x` is where the first column begins, in points.
    """

    marks: tuple[Mark, ...]
    x: float
    sizes: Sizes

    @property
    def _widths(self) -> list[float]:
        small, em = self.sizes.small, self.sizes.em
        return [max(2.4 * em, small.longest_word([mark.word], 8 * em)) for mark in self.marks]

    @property
    def rights(self) -> tuple[float, ...]:
        """Where each column ends."""
        ends = accumulate((_GAP * self.sizes.em + width for width in self._widths), initial=self.x)
        return tuple(ends)[1:]

    @property
    def right(self) -> float:
        """Where the last column ends, or where it would begin."""
        return self.rights[-1] if self.marks else self.x

    @property
    def _words(self) -> list[tuple[str, ...]]:
        return [
            self.sizes.small.wrapped(mark.word, width, MOST_LINES)
            for mark, width in zip(self.marks, self._widths, strict=True)
        ]

    @property
    def head_height(self) -> float:
        """The height of the words above the columns."""
        return self.sizes.small.height(max(map(len, self._words), default=0))

    def head(self, bottom: float) -> list[Words]:
        """The words above the columns, the last line of each on `bottom`."""
        small = self.sizes.small
        return [
            line
            for words, right in zip(self._words, self.rights, strict=True)
            for line in lines(words, right, bottom - small.height(len(words)), small, align="right")
        ]

    def row(self, counts: Sequence[int], baseline: float, lettering: Lettering) -> list[Words]:
        """One count a column."""
        return [
            Words(right, baseline, str(count), lettering, align="right")
            for right, count in zip(self.rights, counts, strict=True)
        ]
