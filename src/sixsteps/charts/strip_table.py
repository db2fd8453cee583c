"""Questions down, rounds or respondents across: a strip of marks beside each question's name."""

from collections.abc import Sequence

from attrs import frozen

from sixsteps.charts.drawing import Box, Drawing, Shape, Stroke, Words, lines
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import Mark
from sixsteps.charts.palette import HEADER
from sixsteps.charts.step_table import MOST_LINES

# Wider than this, in ems, and the marks of all columns are set as letters.
_WIDEST = 52


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
        return _Layout(self, sizes, share, self.is_short(sizes)).drawing()

    @property
    def rows(self) -> tuple[StripRow, ...]:
        """The rows of all groups."""
        return tuple(row for group in self.groups for row in group.rows)


def _word_width(table: StripTable, sizes: Sizes) -> float:
    """The width of a column in which no word of a mark is broken."""
    texts = {mark.word for row in table.rows for mark in row.marks}
    whole = max(map(sizes.label.width, texts), default=0.0)
    fitting = whole if whole <= 7.5 * sizes.em else sizes.label.longest_word(texts, 9 * sizes.em)
    return max(5.5 * sizes.em, fitting + 0.9 * sizes.em)


def _gap(sizes: Sizes) -> float:
    return 0.3 * sizes.em


class _Layout:
    """The arithmetic of one drawing of a table."""

    def __init__(self, table: StripTable, sizes: Sizes, share: float, short: bool) -> None:  # noqa: FBT001  passed on
        self.table, self.sizes, self.short = table, sizes, short
        em = sizes.em
        self.pad, self.gap = 0.45 * em, _gap(sizes)
        self.names = max(11.0, 23 * share) * em
        # A heading is set above its own column, and a word of it is broken only if it must be.
        needed = sizes.small.longest_word(table.headings, 7 * em) + 2 * self.pad
        self.column = max(2.6 * em, needed) if short else max(_word_width(table, sizes), needed)
        self.remarks = 8.5 * em if table.remark else 0.0
        self.marks_at = self.names + self.gap
        self.remarks_at = self.marks_at + len(table.headings) * (self.column + self.gap)
        self.width = self.remarks_at - self.gap + (self.remarks + self.gap if self.remarks else 0)

    def drawing(self) -> Drawing:
        """All of the table."""
        shapes: list[Shape] = []
        y = self._head(shapes)
        for group in self.table.groups:
            y = self._band(shapes, group.title, y)
            for row in group.rows:
                y = self._row(shapes, row, y)
        return Drawing(self.width, y - self.gap, tuple(shapes))

    def _head(self, shapes: list[Shape]) -> float:
        inner = self.column - 2 * self.pad
        small = self.sizes.small
        heads = [small.wrapped(text, inner, MOST_LINES) for text in self.table.headings]
        remark = small.wrapped(self.table.remark, self.remarks - 2 * self.pad)
        height = small.height(max(map(len, [*heads, remark]))) + self.pad
        for place, head in enumerate(heads):
            x = self._column_at(place) + self.column / 2
            top = height - self.pad / 2 - small.height(len(head))
            shapes.extend(lines(head, x, top, small, align="center"))
        top = height - self.pad / 2 - small.height(len(remark))
        shapes.extend(lines(remark, self.remarks_at + self.pad, top, small))
        return height

    def _band(self, shapes: list[Shape], title: str, y: float) -> float:
        heading = self.sizes.heading
        wrapped = heading.wrapped(title, self.width - 2 * self.pad, MOST_LINES)
        height = heading.height(len(wrapped)) + self.pad
        shapes.append(Box(0, y, self.width, height, HEADER))
        shapes.extend(lines(wrapped, self.pad, y + self.pad / 2, heading, HEADER.text))
        return y + height + self.gap

    def _row(self, shapes: list[Shape], row: StripRow, y: float) -> float:
        label = self.sizes.label
        name = label.wrapped(f"{row.number} {row.name}", self.names - 2 * self.pad, MOST_LINES)
        inner = self.column - self.pad
        words = [
            (mark.short,) if self.short else label.wrapped(mark.word, inner) for mark in row.marks
        ]
        remark = label.wrapped(row.remark, self.remarks - 2 * self.pad) if row.remark else ()
        height = label.height(max(map(len, [name, *words, remark]))) + self.pad
        shapes.extend(self._centred(name, self.pad, y, height))
        for place, (mark, word) in enumerate(zip(row.marks, words, strict=True)):
            x = self._column_at(place)
            shapes.append(Box(x, y, self.column, height, mark.ink))
            top = y + (height - label.height(len(word))) / 2
            middle = x + self.column / 2
            shapes.extend(lines(word, middle, top, label, mark.ink.text, "center"))
        for place in row.breaks:
            x = self._column_at(place) - self.gap / 2
            shapes.append(Stroke(x, y - self.gap / 2, x, y + height + self.gap / 2))
        shapes.extend(self._centred(remark, self.remarks_at + self.pad, y, height))
        return y + height + self.gap

    def _centred(
        self, texts: Sequence[str], x: float, y: float, height: float
    ) -> tuple[Words, ...]:
        top = y + (height - self.sizes.label.height(len(texts))) / 2
        return lines(texts, x, top, self.sizes.label)

    def _column_at(self, place: int) -> float:
        return self.marks_at + place * (self.column + self.gap)
