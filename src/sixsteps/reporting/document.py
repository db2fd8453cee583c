"""A document for people as plain values, before any file format: sections of blocks."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from sixsteps.charts.chart import Chart
from sixsteps.model.fields import Several
from sixsteps.palette import Ink
from sixsteps.reporting.brief import WAS
from sixsteps.table import Table

Tone = Literal["plain", "lead", "warning", "note"]
"""How a paragraph speaks: as text, as the main message, as a warning, or as a side note."""


@frozen
class Paragraph:
    """A paragraph of plain text; nothing in it is markup."""

    text: str
    tone: Tone = "plain"


@frozen
class Bullets:
    """A list of short texts."""

    items: tuple[str, ...] = field(converter=Several[str])


@frozen
class Facts:
    """Terms with what each stands for, such as the particulars on a first page."""

    pairs: tuple[tuple[str, str], ...] = field(converter=Several[tuple[str, str]])


@frozen
class More:
    """A line that so many rows of a table stand in another section, or in a longer report."""

    count: int
    section: str = ""

    def words(self, page: str = "") -> str:
        """The line, with the page where one is known."""
        where = f"page {page}" if page else "below" if self.section else "in the standard report"
        return f"and {self.count} more{', ' if page or not self.section else ' '}{where}"


@frozen
class Picture:
    """A figure with its place in the document."""

    figure: Chart


@frozen
class Section:
    """A heading with what stands under it, further sections included."""

    title: str
    blocks: tuple["Block", ...] = field(converter=Several["Block"])


Block: TypeAlias = Paragraph | Bullets | Facts | More | Table | Picture | Section
"""Everything a section may hold: a closed union, so that a writer's `match` is exhaustive."""


def _kept(pairs: Mapping[str, Any]) -> Mapping[str, Any]:
    return dict(pairs)


@frozen
class Document:
    """A whole document: its title, what every page says, its front and its sections.

    `footing` is what every printed page carries: whether the round is signed off, and how the text
    may be shared. `citation` is the reference of the framework, for the properties of a file. The
    front stands before the contents. A cell that holds a key of `fills`, a level's word, or begins
    with one and says what it was before, is shown on that fill, and so is a text of `explained`:
    a level's word with what it means for a question, and the word.
    """

    title: str
    subtitle: str
    citation: str
    footing: str
    front: tuple[Block, ...] = field(converter=Several["Block"])
    sections: tuple[Section, ...] = field(converter=Several[Section])
    # Shown read-only: a proxy itself can be neither pickled nor copied.
    _fills: Mapping[str, Ink] = field(converter=_kept, factory=dict, hash=False)
    _explained: Mapping[str, str] = field(converter=_kept, factory=dict, hash=False)

    @property
    def fills(self) -> Mapping[str, Ink]:
        """The fill of every level, by its word."""
        return MappingProxyType(self._fills)

    def level(self, text: str) -> str | None:
        """The level that a cell of this text shows, if it shows one."""
        word = self._explained.get(text, text.partition(WAS)[0])
        return word if word in self.fills else None


_FEW = 8  # rows of a table that no page's end divides
_LITTLE = 2_000  # letters of such a table: about half a page


@frozen
class Placed:
    """A block with its place: `level` counts the sections around it, `number` its own kind.

    Tables and pictures are numbered through the document, each from 1, and so are sections;
    every other block has the number 0. `section` is the number of the last section begun.
    """

    block: Block
    level: int
    number: int = 0
    section: int = 0


def placed(document: Document) -> Iterator[Placed]:
    """Every block of the document's front and sections, in reading order."""
    numbers = {Table: 0, Picture: 0, Section: 0}

    def walked(blocks: Iterable[Block], level: int) -> Iterator[Placed]:
        for block in blocks:
            match block:
                case Section():
                    numbers[Section] += 1
                    yield Placed(block, level + 1, numbers[Section], numbers[Section])
                    yield from walked(block.blocks, level + 1)
                case Table() | Picture():
                    numbers[type(block)] += 1
                    yield Placed(block, level, numbers[type(block)], numbers[Section])
                case _:
                    yield Placed(block, level, 0, numbers[Section])

    return walked((*document.front, *document.sections), 0)


def is_short(rows: Sequence[Sequence[str]]) -> bool:
    """True for a table kept on one page, as it takes at most about half of one."""
    return len(rows) <= _FEW and sum(len(text) for row in rows for text in row) <= _LITTLE


TEXT_WIDTH = 174
"""Millimetres of an A4 page between its margins."""

TALLEST = 215
"""Millimetres a picture may take of a page's height."""

_NARROWEST = 12  # millimetres
_LETTER = 1.75  # millimetres a letter of a word takes at the size of a table's text
_LINE = 1.65  # a letter of a line, with its blanks
_BOLD = 1.95  # the same in a heading
_LONGEST = 240  # letters of a text that count for its column
_MARGINS = 3  # millimetres a cell leaves free beside its text
_WORD = re.compile(r"[^\s-]+-?")  # a line may end behind a hyphen


def column_widths(rows: Sequence[Sequence[str]], width: float) -> tuple[float, ...]:
    """Widths in millimetres that fill `width`: the longest word fits, and long text has most room.

    The first row holds the headings.
    """
    least = least_widths(rows)
    if sum(least) >= width:
        return _capped(least, width)
    # Beyond some length a text wraps, and more of it needs more lines rather than more width.
    wanted = [
        max(_MARGINS + _LINE * min(_LONGEST, max(map(len, cells))) - low, 0)
        for cells, low in zip(zip(*rows, strict=True), least, strict=True)
    ]
    room = width - sum(least)
    total = sum(wanted)
    return tuple(
        low + room * (want / total if total else 1 / len(least))
        for low, want in zip(least, wanted, strict=True)
    )


def least_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths in millimetres in which no word is broken; the first row holds the headings."""
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
