"""Questions down, rounds or respondents across: a strip of marks beside each question's name."""

from collections.abc import Sequence
from math import ceil

from attrs import frozen

from sixsteps.charts.drawing import Box, Drawing, Shape, Stroke, Words, lines, stacked
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import Mark
from sixsteps.charts.step_table import MOST_LINES
from sixsteps.palette import HEADER

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
