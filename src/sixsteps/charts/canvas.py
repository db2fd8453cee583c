"""Drawings put on a figure of their own, or on axes the reader gives."""

from collections.abc import Callable

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from sixsteps.charts.drawing import Box, Drawing, Shape, Stroke, Words
from sixsteps.errors import InvalidError, Problem, WrongTypeError

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
