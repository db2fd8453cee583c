"""A drawing as a value: boxes, lines and words at places in points, from the top left corner.

Layout is arithmetic on these values; only `canvas` turns them into matplotlib's artists.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeAlias

from attrs import evolve, field, frozen
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from sixsteps.charts.lettering import LEADING, Lettering, Sizes
from sixsteps.charts.marks import Mark
from sixsteps.errors import InvalidError, Problem, WrongTypeError
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


Layout = Callable[[float], Drawing]
"""A layout draws for a width as a share of its natural one, from 0.5 to 2."""

MARGIN = 14.0
"""The white space around a figure of its own, in points."""

_LEAST_SCALE = 0.5
_LINE = 0.8
_SHARES = tuple(0.5 + 0.1 * step for step in range(16))


def put(layout: Layout, ax: Axes | None) -> Figure:
    """The figure a layout is drawn on: one that fits it, or that of the axes given.

    On axes the drawing is laid out for their shape and scaled to fit.

    Raises:
        WrongTypeError: what was given is no matplotlib axes.
        InvalidError: the axes are so small that the text could not be read.
    """
    if ax is None:
        return _own_figure(layout(1))
    if not isinstance(ax, Axes):
        raise WrongTypeError(
            f"ax is a value of type {type(ax).__name__}; give one matplotlib Axes, or None"
        )
    figure = ax.get_figure(root=True)
    if figure is None:
        raise WrongTypeError("the axes were removed from their figure; give axes that are on one")
    # Whatever arranges the axes of this figure moves them now, not after they were measured.
    ax.set_axis_off()
    figure.draw_without_rendering()
    extent = ax.get_window_extent()
    width, height = (length * 72 / figure.dpi for length in (extent.width, extent.height))
    drawings = [layout(share) for share in _SHARES]
    scale, drawing = max(
        ((min(width / d.width, height / d.height, 1.25), d) for d in drawings),
        key=lambda fitted: fitted[0],
    )
    if scale < _LEAST_SCALE:
        least = (
            f"{drawing.width * _LEAST_SCALE / 72:.1f} by {drawing.height * _LEAST_SCALE / 72:.1f}"
        )
        raise InvalidError(
            "axes",
            [
                Problem(
                    "ax",
                    f"axes of {width / 72:.1f} by {height / 72:.1f} inches are too small for"
                    f" this chart; make them {least} inches or more",
                    code="too-small",
                )
            ],
        )
    ax.set_xlim(0, width / scale)
    ax.set_ylim(height / scale, 0)
    _draw(drawing.shapes, ax, scale)
    return figure


def _own_figure(drawing: Drawing) -> Figure:
    width, height = drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN
    figure = Figure(figsize=(width / 72, height / 72))
    figure.set_layout_engine("none")
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_xlim(-MARGIN, drawing.width + MARGIN)
    ax.set_ylim(drawing.height + MARGIN, -MARGIN)
    _draw(drawing.shapes, ax, 1)
    return figure


def _draw(shapes: tuple[Shape, ...], ax: Axes, scale: float) -> None:
    for order, shape in enumerate(shapes):
        zorder = 2 + order / (len(shapes) + 1)
        match shape:
            case Box():
                _draw_box(shape, ax, scale, zorder)
            case Stroke():
                ax.add_line(
                    Line2D(
                        (shape.x, shape.to_x),
                        (shape.y, shape.to_y),
                        color=rcParams["text.color"],
                        linewidth=shape.width * scale,
                        linestyle=(0, shape.dashes) if shape.dashes else "-",
                        marker="",
                        zorder=zorder,
                    )
                )
            case Words():
                ax.text(
                    shape.x,
                    shape.y,
                    shape.text,
                    fontproperties=shape.lettering.font(scale),
                    horizontalalignment=shape.align,
                    verticalalignment="baseline",
                    zorder=zorder,
                    # A dollar sign in somebody's words starts no formula.
                    parse_math=False,
                    usetex=False,
                    color=rcParams["text.color"] if shape.colour is None else shape.colour,
                )


def _draw_box(box: Box, ax: Axes, scale: float, zorder: float) -> None:
    inset = _LINE / 2 if box.ink.outline else 0
    ax.add_patch(
        Rectangle(
            (box.x + inset, box.y + inset),
            box.width - 2 * inset,
            box.height - 2 * inset,
            facecolor=box.ink.fill,
            edgecolor=box.ink.outline or "none",
            linewidth=_LINE * scale if box.ink.outline else 0,
            linestyle=(0, box.ink.dashes) if box.ink.dashes else "-",
            zorder=zorder,
        )
    )


def _as_texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


@frozen
class Page:
    """The words around a chart: the reference stands last on every one."""

    title: str
    subtitle: str = ""
    notes: tuple[str, ...] = field(default=(), converter=_as_texts)
    source: str = ""

    def around(self, body: Drawing, key: Drawing, sizes: Sizes) -> Drawing:
        """The page as one drawing, its texts wrapped to the width of the body."""
        width = max(body.width, 34 * sizes.em)
        title = paragraph(self.title, width, sizes.title)
        subtitle = paragraph(self.subtitle, width, sizes.subtitle)
        head = stacked([title, subtitle], 0.15 * sizes.em)
        foot = stacked(
            [paragraph(text, width, sizes.small) for text in (*self.notes, self.source) if text],
            0.3 * sizes.em,
        )
        page = stacked([head, body, key, foot], 0.9 * sizes.em)
        return Drawing(width, page.height, page.shapes)


def paragraph(text: str, width: float, lettering: Lettering, most: int = 12) -> Drawing:
    """A text wrapped to a width."""
    wrapped = lettering.wrapped(text, width, most)
    return Drawing(width, lettering.height(len(wrapped)), lines(wrapped, 0, 0, lettering))


def key(entries: Sequence[tuple[Mark, str]], width: float, sizes: Sizes, *, short: bool) -> Drawing:
    """Swatches with their words, in rows; with `short`, each swatch holds its letter."""
    height, gap = 1.5 * sizes.em, 0.5 * sizes.em
    swatch = max(
        (sizes.label.width(mark.short) + 0.7 * sizes.em for mark, _ in entries), default=0.0
    )
    swatch = max(swatch, 1.8 * sizes.em)
    shapes: list[Shape] = []
    x = y = 0.0
    for mark, text in entries:
        room = width - swatch - gap
        wrapped = sizes.label.wrapped(text, room)
        length = swatch + gap + max(map(sizes.label.width, wrapped), default=0.0)
        if x and x + length > width:
            x, y = 0.0, y + height + 0.4 * sizes.em
        shapes.append(Box(x, y, swatch, height, mark.ink))
        baseline = y + height / 2 + 0.35 * sizes.label.size
        if short:
            shapes.append(
                Words(x + swatch / 2, baseline, mark.short, sizes.label, mark.ink.text, "center")
            )
        top = y + (height - sizes.label.height(1)) / 2
        shapes.extend(lines(wrapped, x + swatch + gap, top, sizes.label))
        y += sizes.label.height(len(wrapped) - 1)
        x += length + 1.6 * sizes.em
    return Drawing(width, y + height if entries else 0.0, tuple(shapes))
