"""Text that fits, and tiles in rows and columns, of which charts are made.

Layout is arithmetic on values in points, from the top left; only `frame` turns them into
matplotlib's artists. Sizes follow the reader's `font.size` and the fonts the reader's
`font.family`; widths do not depend on the resolution of a picture.
"""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from math import ceil
from typing import Literal, TypeAlias

from attrs import evolve, frozen
from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from sixsteps.palette import Ink
from sixsteps.table import MONTHS, printable

FONTS = threading.Lock()
"""Held while text is measured or drawn: matplotlib has one font object for all threads."""

# A date is one word, and a no-break space does not part words.
_WORD = re.compile(rf"[^\s\d]*\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\S*|[^\s]+(?:\u00a0[^\s]+)*")

READABLE = 6.5
"""No text of a chart is smaller than this, in points."""

LEADING = 1.22
"""The distance of two lines, in sizes of the text."""

# Longer texts are cut before they are measured.
_LONGEST = 1_000
_NARROWEST_LETTER = 0.2

# The letters of a picture are hinted to its pixels, which widens a line a little.
_HINTING = 1.03


@frozen
class Lettering:
    """The setting of a text: its size in points, and whether it is bold."""

    size: float
    bold: bool = False

    def font(self, scale: float = 1) -> FontProperties:
        """The font, in the family the reader's settings name."""
        weight = "bold" if self.bold else rcParams["font.weight"]
        return FontProperties(size=self.size * scale, weight=weight)

    def height(self, lines: int) -> float:
        """The height of so many lines, in points."""
        return lines * self.size * LEADING

    def width(self, text: str) -> float:
        """The width of a line of text, in points; of one that fits nowhere, more than any page."""
        fonts = (rcParams["font.family"], rcParams["font.sans-serif"], rcParams["font.serif"])
        named = tuple(name for names in fonts for name in names)
        return _measured(
            text[:_LONGEST], self.size, "bold" if self.bold else rcParams["font.weight"], named
        )

    def longest_word(self, texts: Iterable[str], most: float) -> float:
        """The width of the longest word of these texts, but at most `most` points."""
        words = (word for text in texts for word in _WORD.findall(text))
        return min(max(map(self.width, words), default=0.0), most)

    def wrapped(self, text: str, width: float, most: int = 60) -> tuple[str, ...]:
        """A text as lines no wider than `width` points; a word too long for a line is broken.

        A date stays on one line where it fits on one. After `most` lines the text ends in an
        ellipsis.
        """
        room = int(most * (width / (_NARROWEST_LETTER * self.size) + 1))
        shown = printable(text[:room])
        lines: list[str] = []
        for word in self._words_within(shown, width):
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(joined) <= width:
                lines[-1] = joined
            else:
                lines.extend(self._broken(word, width))
            if len(lines) > most:
                break
        if len(lines) > most or (lines and len(text) > room):
            return (*lines[: most - 1], self._cut(lines[:most][-1], width))
        return tuple(lines)

    def _words_within(self, text: str, width: float) -> Iterator[str]:
        for word in _WORD.findall(text):
            if " " in word and self.width(word) > width:
                yield from word.split(" ")
            else:
                yield word

    def _broken(self, word: str, width: float) -> list[str]:
        if self.width(word) <= width:
            return [word]
        pieces = [word[0]]
        for letter in word[1:]:
            if self.width(pieces[-1] + letter) <= width:
                pieces[-1] += letter
            else:
                pieces.append(letter)
        return pieces

    def _cut(self, line: str, width: float) -> str:
        words = line.split()
        while len(words) > 1 and self.width(f"{' '.join(words)} …") > width:
            words.pop()
        shown = " ".join(words)
        while shown and self.width(f"{shown} …") > width:
            shown = shown[:-1]
        return f"{shown} …"


# What a generic family such as "sans-serif" means is a setting too, so it is part of the key.
@lru_cache(maxsize=8192)
def _measured(text: str, size: float, weight: str | int, _fonts: tuple[str, ...]) -> float:
    font = FontProperties(size=size, weight=weight)
    with FONTS:
        extent = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(extent[0]) * _HINTING


@frozen
class Sizes:
    """The letterings of a chart, all in proportion to the reader's `font.size`."""

    title: Lettering
    subtitle: Lettering
    heading: Lettering
    word: Lettering
    label: Lettering
    small: Lettering
    em: float

    @classmethod
    def of_reader(cls) -> "Sizes":
        """The letterings for the settings as they are now."""
        # The room around labels is in ems, and so never less than readable labels need.
        em = max(float(rcParams["font.size"]), READABLE / 0.85)

        def sized(share: float, *, bold: bool = False) -> Lettering:
            return Lettering(max(READABLE, em * share), bold)

        return cls(
            title=sized(1.4, bold=True),
            subtitle=sized(1.0),
            heading=sized(0.9, bold=True),
            word=sized(1.0, bold=True),
            label=sized(0.85),
            small=sized(0.75),
            em=em,
        )


Align = Literal["left", "center", "right"]
Anchor = Literal["top", "middle", "bottom"]

MOST_LINES = 14
"""A text takes at most so many lines in its tile; then it ends in an ellipsis."""


@frozen
class Box:
    """A filled rectangle, its outline inside it."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


@frozen
class Stroke:
    """A straight line from a place across and down, in the reader's colour of text."""

    x: float
    y: float
    across: float
    down: float
    width: float = 0.8
    dashes: tuple[float, float] | None = None


@frozen
class Words:
    """One line of text on its baseline; without a colour it takes the reader's own."""

    x: float
    y: float
    text: str
    lettering: Lettering
    colour: str | None = None
    align: Align = "left"


Shape: TypeAlias = Box | Stroke | Words


def moved(shape: Shape, x: float, y: float) -> Shape:
    """The same shape further right and further down."""
    return evolve(shape, x=shape.x + x, y=shape.y + y)


@frozen
class Block:
    """Shapes within a width and a height."""

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()


def stacked(blocks: Iterable[Block], gap: float) -> Block:
    """Blocks below one another, left-aligned, `gap` points apart; empty ones take no room."""
    shapes: list[Shape] = []
    width = height = 0.0
    for block in blocks:
        if not block.height:
            continue
        top = height + gap if height else 0.0
        shapes.extend(moved(shape, 0, top) for shape in block.shapes)
        width, height = max(width, block.width), top + block.height
    return Block(width, height, tuple(shapes))


LARGEST = 250
"""Ems, 35 inches in letters of 10: no chart that is higher or wider can be read."""

PAGE = 82
"""The widest that a chart of any number of respondents is, in ems: 12 inches in letters of 10."""


def in_panels(
    head: Block, groups: Sequence[Block], gap: float, tallest: float, widest: float
) -> Block:
    """Groups below a head, in panels side by side where they are higher than `tallest`.

    There are as few panels as keep each about that high, and they are of like height; but no more
    than stand within `widest`.
    """
    whole = sum(group.height for group in groups)
    most = int((widest + 7 * gap) / (head.width + 7 * gap))
    fewest = max(1, min(ceil(whole / tallest), len(groups), most))
    height = whole / fewest
    while len(panels := _filled(groups, height)) > fewest:
        height *= 1.02
    shapes: list[Shape] = []
    x = height = 0.0
    for panel in panels:
        block = stacked([head, *panel], gap)
        shapes.extend(moved(shape, x, 0) for shape in block.shapes)
        x, height = x + block.width + 7 * gap, max(height, block.height)
    return Block(x - 7 * gap, height, tuple(shapes))


def _filled(groups: Sequence[Block], height: float) -> list[list[Block]]:
    """Groups in panels no higher than this, one group at least in each."""
    panels: list[list[Block]] = [[]]
    room = height
    for group in groups:
        if panels[-1] and group.height > room:
            panels.append([])
            room = height
        panels[-1].append(group)
        room -= group.height
    return panels


@frozen
class Tile:
    """A cell of a grid: a text on an ink, and perhaps a second text at its foot.

    `pad` is the room beside the text and the room above and below it. A tile covers `span`
    columns, and reaches into as many rows above its own as `up` says. `painted` gives what else
    stands in it, from its width and its height.
    """

    lettering: Lettering
    text: str = ""
    ink: Ink | None = None
    align: Align = "center"
    anchor: Anchor = "middle"
    pad: tuple[float, float] = (0.0, 0.0)
    span: int = 1
    up: int = 0
    foot: tuple[Lettering, str] | None = None
    painted: Callable[[float, float], Iterable[Shape]] | None = None

    def height(self, width: float) -> float:
        """The height that the texts need in a tile of this width, in points."""
        texts = [lettering.height(len(lines)) for lettering, lines in self._wrapped(width)]
        down = self.pad[1]
        return 2 * down + sum(texts) + (0.6 * down if self.foot else 0)

    def shapes(self, x: float, y: float, width: float, height: float) -> Iterator[Shape]:
        """The tile drawn at a place and in a size."""
        if self.ink is not None:
            yield Box(x, y, width, height, self.ink)
        if self.painted is not None:
            for shape in self.painted(width, height):
                yield moved(shape, x, y)
        across, down = self.pad
        at = {"left": x + across, "center": x + width / 2, "right": x + width - across}[self.align]
        colour = None if self.ink is None else self.ink.text
        anchors = ("top", "bottom") if self.foot else (self.anchor,)
        for (lettering, lines), anchor in zip(self._wrapped(width), anchors, strict=True):
            room = height - 2 * down - lettering.height(len(lines))
            top = y + down + {"top": 0, "middle": room / 2, "bottom": room}[anchor]
            # What stands above the baseline, accents on capitals included, is .95 of the size.
            for place, line in enumerate(lines):
                baseline = top + (0.95 + place * LEADING) * lettering.size
                yield Words(at, baseline, line, lettering, colour, self.align)

    def _wrapped(self, width: float) -> Iterator[tuple[Lettering, list[str]]]:
        # What was added to a width and is taken from it again may not be the same to the last bit.
        inner = width - 2 * self.pad[0] + 1e-6
        texts = [(self.lettering, self.text), *([self.foot] if self.foot else [])]
        for one, text in texts:
            parts = (one.wrapped(part, inner, MOST_LINES) for part in text.split("\n"))
            yield one, [*chain.from_iterable(parts)]


@frozen
class TileRow:
    """Tiles side by side, `None` where there is none: as high as the highest, `least` or more.

    `gap` is the room above the row, in points.
    """

    tiles: Sequence[Tile | None]
    gap: float = 0.0
    least: float = 0.0


def tile_grid(columns: Sequence[tuple[float, float]], rows: Iterable[TileRow]) -> Block:
    """Rows of tiles in columns, each with the room before it and its width, in points."""
    lefts: list[float] = []
    rights = [0.0]
    for gap, width in columns:
        lefts.append(rights[-1] + gap)
        rights.append(lefts[-1] + width)
    shapes: list[Shape] = []
    tops: list[float] = []
    bottom = 0.0
    for row in rows:
        tops.append(bottom + row.gap if tops else 0.0)
        cells: list[tuple[Tile, float, float, float]] = []
        column = 0
        for tile in row.tiles:
            if tile is not None:
                left = lefts[column]
                cells.append((tile, left, rights[column + tile.span] - left, tops[-1 - tile.up]))
            column += 1 if tile is None else tile.span
        needed = (top + tile.height(width) for tile, _, width, top in cells)
        bottom = max([tops[-1] + row.least, *needed])
        for tile, left, width, top in cells:
            shapes.extend(tile.shapes(left, top, width, bottom - top))
    return Block(rights[-1], bottom, tuple(shapes))


def count_columns(words: Iterable[str], sizes: Sizes) -> list[tuple[float, float]]:
    """Columns for counts, each as wide as the word above it needs."""
    em, small = sizes.em, sizes.small
    return [(0.9 * em, max(2.4 * em, small.longest_word([word], 8 * em))) for word in words]


def count_tiles(
    texts: Iterable[object], lettering: Lettering, anchor: Anchor = "middle", up: int = 0
) -> list[Tile]:
    """Counts, or the words above them, on the right of their columns."""
    return [Tile(lettering, str(text), align="right", anchor=anchor, up=up) for text in texts]
