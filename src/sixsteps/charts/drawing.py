"""A drawing as a value: boxes, lines and words at places in points, from the top left corner.

Layout is arithmetic on these values; only `canvas` turns them into matplotlib's artists.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import evolve, frozen

from sixsteps.charts.lettering import LEADING, Lettering
from sixsteps.palette import Ink

Align = Literal["left", "center", "right"]


@frozen
class Box:
    """A filled rectangle, its outline inside it."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink

    def moved(self, x: float, y: float) -> "Box":
        """The same box further right and further down."""
        return evolve(self, x=self.x + x, y=self.y + y)


@frozen
class Stroke:
    """A straight line between two places, in the reader's colour of text."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: float = 0.8
    dashes: tuple[float, float] | None = None

    def moved(self, x: float, y: float) -> "Stroke":
        """The same line further right and further down."""
        return evolve(self, x=self.x + x, y=self.y + y, to_x=self.to_x + x, to_y=self.to_y + y)


@frozen
class Words:
    """One line of text on its baseline; without a colour it takes the reader's own."""

    x: float
    y: float
    text: str
    lettering: Lettering
    colour: str | None = None
    align: Align = "left"

    def moved(self, x: float, y: float) -> "Words":
        """The same text further right and further down."""
        return evolve(self, x=self.x + x, y=self.y + y)


Shape: TypeAlias = Box | Stroke | Words


@frozen
class Drawing:
    """Shapes within a width and a height, in points."""

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()

    def moved(self, x: float, y: float) -> tuple[Shape, ...]:
        """The shapes further right and further down."""
        return tuple(shape.moved(x, y) for shape in self.shapes)


def lines(
    texts: Iterable[str],
    x: float,
    y: float,
    lettering: Lettering,
    colour: str | None = None,
    align: Align = "left",
) -> tuple[Words, ...]:
    """Lines of text below one another, the top of the first at `y`."""
    # What stands above the baseline, accents on capitals included, is some 0.95 of the size.
    first = y + 0.95 * lettering.size
    return tuple(
        Words(x, first + place * lettering.size * LEADING, text, lettering, colour, align)
        for place, text in enumerate(texts)
    )


def stacked(parts: Iterable[Drawing], gap: float) -> Drawing:
    """Drawings below one another, left-aligned, `gap` points apart; empty ones take no room."""
    shapes: list[Shape] = []
    width = height = 0.0
    for part in parts:
        if not part.height:
            continue
        top = height + gap if height else 0.0
        shapes.extend(part.moved(0, top))
        width, height = max(width, part.width), top + part.height
    return Drawing(width, height, tuple(shapes))
