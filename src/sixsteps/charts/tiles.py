"""Tiles in rows and columns, which charts are made of, as values in points from the top left.

Layout is arithmetic on these values; only `frame` turns them into matplotlib's artists.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil
from typing import Literal, TypeAlias

from attrs import evolve, frozen

from sixsteps.charts.lettering import LEADING, Lettering, Sizes
from sixsteps.palette import Ink

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

    def _wrapped(self, width: float) -> list[tuple[Lettering, list[str]]]:
        # What was added to a width and is taken from it again may not be the same to the last bit.
        inner = width - 2 * self.pad[0] + 1e-6
        texts = [(self.lettering, self.text), *([self.foot] if self.foot else [])]
        return [
            (
                one,
                [
                    line
                    for part in text.split("\n")
                    for line in one.wrapped(part, inner, MOST_LINES)
                ],
            )
            for one, text in texts
        ]


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
