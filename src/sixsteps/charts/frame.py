"""The frame of every chart: title, body, legend, notes, source, and the text read aloud.

The only module that draws on matplotlib's axes: a figure that fits the chart, or axes given.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from attrs import frozen
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from sixsteps.analysis.change import Change
from sixsteps.analysis.heading import Heading, handling_lines, made_by, view_notes
from sixsteps.analysis.history import History
from sixsteps.charts.chart import Chart
from sixsteps.charts.marks import Mark
from sixsteps.charts.tiles import (
    LARGEST,
    Block,
    Box,
    Lettering,
    Shape,
    Sizes,
    Stroke,
    Tile,
    Words,
    stacked,
)
from sixsteps.errors import InvalidError, Problem, WrongTypeError
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework, joint_citation
from sixsteps.model.rounds import Round, RoundReference
from sixsteps.model.scale import Scale
from sixsteps.table import Percent, Share, Tabular, printable, worded
from sixsteps.words import counted, listed

# The white space around a figure of its own, and the width of an outline, in points.
_MARGIN = 14.0
_OUTLINE = 0.8
_STRIPE = 9.0  # from one slanting line of a pattern to the next, in points
_LEAST_SCALE = 0.5
_SHARES = tuple(0.5 + 0.1 * step for step in range(16))
_MOST = 1_000  # rows, or columns: of more not even the size is computed

MOST_STEPS = 60
"""Charts by step hold so many, however long their titles: of more, none is proposed."""


@frozen
class Frame:
    """The words around a chart: the reference stands last on every one.

    `title` is the reader's own, or else the `finding`. `about` says what kind of chart it is, of
    whose rounds. `spoken` are the sentences that tell what the picture shows, read between that
    and the notes. `shown` is what it was made from, and of a result every note is told after the
    `notes` that are the chart's own. `labelled` are the frameworks whose questions it names.
    `rows` and `columns` say how many it has of what, and `instead` what to do where they are more
    than can be read.
    """

    title: str | None
    finding: str
    about: str
    spoken: Sequence[str]
    shown: Round | Sequence[Round] | Tabular
    notes: Sequence[str] = ()
    labelled: Sequence[Framework] = ()
    rows: tuple[int, str] = (1, "row")
    columns: tuple[int, str] = (1, "column")
    instead: str = ""

    def _told(self) -> tuple[list[str], str, str]:
        """The notes with the handling last, the source, and what the chart was made by."""
        shown: Any = [self.shown] if isinstance(self.shown, Round) else self.shown
        below = [*self.notes]
        if isinstance(shown, Sequence):
            source = joint_citation([one.framework for one in shown])
            handling, made = handling_lines(shown), [Heading.of(one) for one in shown]
        else:
            heading = getattr(shown, "heading", shown)
            source, handling = heading.citation, getattr(heading, "handling", ())
            made = [*getattr(shown, "made_from", ())]
            told = getattr(shown, "notes", ())
            # The first note on several rounds names them, as the head of the chart does.
            below += told[1:] if isinstance(shown, Change | History) else told
        labels = [note for framework in self.labelled for note in framework.labels_note]
        lines = (f"Handling: {line}" for line in handling)
        every = dict.fromkeys([*below, *view_notes(made), *labels, *lines])
        notes = [text for text in every if text]
        frameworks = [one.fingerprint for one in made] or [one.fingerprint for one in self.labelled]
        if scope := getattr(shown, "scope", None):
            frameworks = [*scope.frameworks]
        return notes, source, made_by(frameworks, [one.digest for one in made])

    def chart(
        self,
        body: Callable[[Sizes, float], Block],
        legend: Iterable[Mark],
        ax: Axes | None,
        *,
        lettered: bool = True,
    ) -> Chart:
        """The chart of a body, drawn for a width as a share of its natural one, from 0.5 to 2.

        Without `lettered` the swatches of the legend hold no letters.
        """
        sizes, marks = Sizes.of_reader(), tuple(legend)
        given = "" if self.title is None else instance_of(self.title, str, "title", "give a text")
        title = given if given.strip() else self.finding
        below, source, made = self._told()

        for count, thing in (self.rows, self.columns):
            self._check(count > _MOST, count, thing)

        def laid_out(share: float) -> Block:
            drawn = body(sizes, share)
            if ax is None:
                self._check(drawn.height > LARGEST * sizes.em, *self.rows)
                self._check(drawn.width > LARGEST * sizes.em, *self.columns)
            width = max(drawn.width, 34 * sizes.em)
            head = [(title, sizes.title), (self.about, sizes.subtitle)]
            foot = [(text, sizes.small) for text in (*below, f"{made}. {source}")]
            parts = [
                stacked([_paragraph(*text, width) for text in head], 0.15 * sizes.em),
                drawn,
                _legend(marks, width, sizes, lettered=lettered),
                stacked([_paragraph(*text, width) for text in foot], 0.3 * sizes.em),
            ]
            whole = stacked(parts, 0.9 * sizes.em)
            return Block(width, whole.height, whole.shapes)

        figure = _own_figure(laid_out(1)) if ax is None else _on_axes(laid_out, ax)
        texts = (title, self.about, *self.spoken, *below, source)
        alt = " ".join(sentence(text) for text in texts if text)
        return Chart(figure, title, alt, source, made)

    def _check(self, is_large: bool, count: int, thing: str) -> None:  # noqa: FBT001  what was found
        if is_large:
            message = f"{counted(count, thing)} are more than can be read in one chart"
            at, params = (f"{thing}s",), {"count": count}
            raise InvalidError(
                "chart", [Problem(at, message, self.instead, "too-many", params=params)]
            )


def finding(scale: Scale, sides: Sequence[Sequence[int]], due: int, thing: str = "question") -> str:
    """The count at the best level, and before that or at the worst level, as the title of a chart.

    `sides` are the counts rated at each level, worst to best; of several the last is compared with
    the first. `due` counts the answers not given too.
    """
    before, *_, after = sides[0], *sides
    now, was = Share(after[-1], sum(after)), Share(before[-1], sum(before))
    if now.value is None:
        return "Nothing is rated yet"
    of = counted(now.of, thing) + (" rated" if now.of < due else "")
    best, then = f"{scale.label(scale.best)} in {now.count} of {of}", str(was)
    if len(sides) == 1 or was.value is None:
        return f"{best}, {scale.label(scale.worst)} in {after[0]}"
    if now == was:
        return f"{best}, as before"
    rise = now.value - was.value
    verb = "up from" if rise > 0 else "down from" if rise < 0 else "the same share as"
    if rise * (now.count - was.count) < 0:
        # Fewer of fewer still may be a rise: the shares say it.
        pairs = ((best, now.value), (then, was.value))
        best, then = (f"{text} ({worded(Percent(value))})" for text, value in pairs)
    return f"{best}, {verb} {then}"


def sentence(text: str) -> str:
    """A text that begins with a capital and ends with one full stop.

    >>> sentence("step 1: is it?"), sentence("nobody")
    ('Step 1: is it?', 'Nobody.')
    """
    text = printable(text).strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def given_alone(result: object, **beside: object) -> None:
    """Refuse the choices given beside a result that was made with its own."""
    given = [f"{name}=" for name, value in beside.items() if value is not None and value != ()]
    if given:
        message = f"a {type(result).__name__} was made with choices of its own"
        remedy = f"leave {listed(given)} out"
        raise WrongTypeError(message, remedy, params={"arguments": tuple(given)})


def round_name(round_: Round | RoundReference | Heading) -> str:
    """The title of a round with its date."""
    return f"{round_.title}, {worded(round_.on)}"


def round_title(round_: Round | RoundReference | Heading) -> str:
    """The round's organisation, title and date."""
    return f"{round_.organisation}: {round_name(round_)}"


def change_title(change: Change) -> str:
    """The organisation, titles and dates of the rounds compared."""
    before, after = change.before, change.after
    if before.organisation == after.organisation:
        return f"{round_title(before)}, to {round_name(after)}"
    first, then = f"{before.organisation}, {round_name(before)}", after.organisation
    return f"{first}, to {then}, {round_name(after)}"


def _paragraph(text: str, lettering: Lettering, width: float) -> Block:
    tile = Tile(lettering, text, align="left")
    height = tile.height(width)
    return Block(width, height, tuple(tile.shapes(0, 0, width, height)))


def _legend(marks: Sequence[Mark], width: float, sizes: Sizes, *, lettered: bool) -> Block:
    label, height, gap = sizes.label, 1.5 * sizes.em, 0.5 * sizes.em
    letters = [label.width(mark.short) + 0.7 * sizes.em for mark in marks]
    swatch = max([1.8 * sizes.em, *letters])
    shapes: list[Shape] = []
    x = y = 0.0
    for mark in marks:
        text = Tile(label, mark.word, align="left")
        room = min(label.width(mark.word), width - swatch - gap)
        if x and x + swatch + gap + room > width:
            x, y = 0.0, y + height + 0.4 * sizes.em
        letter = Tile(label, mark.short if lettered else "", mark.ink)
        shapes.extend(letter.shapes(x, y, swatch, height))
        below = max(0.0, text.height(room) - label.height(1))
        shapes.extend(text.shapes(x + swatch + gap, y, room, height + below))
        y += below
        x += swatch + gap + room + 1.6 * sizes.em
    return Block(width, y + height if marks else 0.0, tuple(shapes))


def _own_figure(block: Block) -> Figure:
    width, height = block.width + 2 * _MARGIN, block.height + 2 * _MARGIN
    figure = Figure(figsize=(width / 72, height / 72))
    figure.set_layout_engine("none")
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_xlim(-_MARGIN, block.width + _MARGIN)
    ax.set_ylim(block.height + _MARGIN, -_MARGIN)
    _draw(block.shapes, ax, 1)
    return figure


def _on_axes(laid_out: Callable[[float], Block], ax: Axes) -> Figure:
    """The figure of the axes, the chart laid out for their shape and scaled to fit."""
    if not isinstance(ax, Axes):
        message = f"ax is a value of type {type(ax).__name__}"
        remedy = "give one matplotlib Axes, or None"
        raise WrongTypeError(message, remedy, params={"argument": "ax", "type": type(ax).__name__})
    figure = ax.get_figure(root=True)
    if figure is None:
        raise WrongTypeError("the axes were removed from their figure", "give axes that are on one")
    # Whatever arranges the axes of this figure moves them now, not after they were measured.
    ax.set_axis_off()
    figure.draw_without_rendering()
    extent = ax.get_window_extent()
    width, height = (length * 72 / figure.dpi for length in (extent.width, extent.height))
    blocks = map(laid_out, _SHARES)
    scale, block = max(
        ((min(width / block.width, height / block.height, 1.25), block) for block in blocks),
        key=lambda fitted: fitted[0],
    )
    if scale < _LEAST_SCALE:
        found = [length / 72 for length in (width, height)]
        least = [length * _LEAST_SCALE / 72 for length in (block.width, block.height)]
        message = "axes of {:.1f} by {:.1f} inches are too small for this chart".format(*found)
        remedy = "make them {:.1f} by {:.1f} inches or more".format(*least)
        params = {"inches": tuple(found), "least": tuple(least)}
        problem = Problem(("ax",), message, remedy, code="too-small", params=params)
        raise InvalidError("axes", [problem])
    ax.set_xlim(0, width / scale)
    ax.set_ylim(height / scale, 0)
    _draw(block.shapes, ax, scale)
    return figure


def _draw(shapes: tuple[Shape, ...], ax: Axes, scale: float) -> None:
    for order, shape in enumerate(shapes):
        zorder = 2 + order / (len(shapes) + 1)
        match shape:
            case Box(ink=ink):
                inset = _OUTLINE / 2 if ink.outline else 0
                box = Rectangle(
                    (shape.x + inset, shape.y + inset),
                    shape.width - 2 * inset,
                    shape.height - 2 * inset,
                    facecolor=ink.fill,
                    edgecolor=ink.outline or "none",
                    linewidth=_OUTLINE * scale if ink.outline else 0,
                    linestyle=(0, ink.dashes) if ink.dashes else "-",
                    zorder=zorder,
                )
                ax.add_patch(box)
                look: dict[str, Any] = {"color": ink.stripes, "linewidth": scale, "marker": ""}
                for ends in _stripes(shape) if ink.stripes else ():
                    ax.add_line(Line2D(*ends, **look, zorder=zorder))
            case Stroke():
                line = Line2D(
                    (shape.x, shape.x + shape.across),
                    (shape.y, shape.y + shape.down),
                    color=rcParams["text.color"],
                    linewidth=shape.width * scale,
                    linestyle=(0, shape.dashes) if shape.dashes else "-",
                    marker="",
                    zorder=zorder,
                )
                ax.add_line(line)
            case Words():
                ax.text(
                    *(shape.x, shape.y, shape.text),
                    fontproperties=shape.lettering.font(scale),
                    horizontalalignment=shape.align,
                    verticalalignment="baseline",
                    zorder=zorder,
                    # A dollar sign in somebody's words starts no formula.
                    parse_math=False,
                    usetex=False,
                    color=rcParams["text.color"] if shape.colour is None else shape.colour,
                )


def _stripes(box: Box) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Lines that slant across a box, each as its places across and its places down."""
    inset = _OUTLINE if box.ink.outline else 0.0
    left, top = box.x + inset, box.y + inset
    width, height = box.width - 2 * inset, box.height - 2 * inset
    along = _STRIPE / 2
    while along < width + height:
        across = max(0.0, along - height), min(width, along)
        down = top + along - across[0], top + along - across[1]
        yield (left + across[0], left + across[1]), down
        along += _STRIPE
