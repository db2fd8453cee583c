"""The waterfall: the parts that a change is made of, from the earlier figure to the later."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial

from attrs import evolve, frozen
from matplotlib.axes import Axes

from sixsteps.analysis.change import Change
from sixsteps.analysis.decomposition import Decomposition
from sixsteps.charts.chart import Chart
from sixsteps.charts.frame import Frame, change_title, round_name
from sixsteps.charts.marks import DOWN, UP
from sixsteps.charts.tiles import Block, Box, Shape, Sizes, Stroke, Tile, TileRow, tile_grid
from sixsteps.errors import NotComparableError, WrongTypeError
from sixsteps.palette import DECLINED, HEADER, IMPROVED, Ink
from sixsteps.panel.between_periods import PARTS_NOTE, PanelChange
from sixsteps.panel.panel import Panel
from sixsteps.table import decimal
from sixsteps.words import counted

_THICK = 2.2  # ems, of every bar
_ADDED = evolve(IMPROVED, outline="#444444")
_TAKEN = evolve(DECLINED, outline="#444444")


def decomposition(
    change: Change | PanelChange | Panel,
    *,
    level: str | None = None,
    scores: Mapping[str, Fraction | int] | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """The parts of the change of a figure, one by one, from the earlier round to the later.

    The figure is the share at or above `level` (the best one, unless you name another), or the
    mean of the `scores` you give every level. Takes a change, that of a panel, or a panel, whose
    first and last periods are compared.

    Raises:
        WrongTypeError: what was given is no change, both `level` and `scores`, or scores with a
            panel.
        UnknownIdError: no such level, or the worst, whose share is always 1.
        NotComparableError: no question was rated comparably in both rounds.
        InvalidError: scores that do not cover the scale, or axes that are too small.

    >>> from sixsteps import change
    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> decomposition(change(autumn_2025(), spring_2026(), respondent="agreed")).title
    'Share Green up 14.6 points; like for like +14.3'
    """
    if isinstance(change, Panel):
        change = change.change(change.periods[0], change.periods[-1])
    if not isinstance(change, Change | PanelChange):
        kind = type(change).__name__
        message = f"a value of type {kind} has no parts to show"
        raise WrongTypeError(message, "give a Change", params={"type": kind})
    if level is not None and scores is not None:
        message = "level= and scores= are two different figures"
        raise WrongTypeError(message, "give one of them", params={"arguments": ("level", "scores")})
    if scores is None:
        scale = change.transitions.scale
        parts = change.share(scale.best if level is None else level)
    elif isinstance(change, Change):
        parts = change.decompose(scores)
    else:
        raise WrongTypeError("the change of a panel takes no scores", "leave scores= out")
    if not parts.is_comparable:
        raise NotComparableError(
            "no question was rated comparably in both rounds, so the change has no parts to show"
        )
    measure = f"{parts.measure[:1].upper()}{parts.measure[1:]}"
    if isinstance(change, Change):
        sides = round_name(change.before), round_name(change.after)
        rated = sum(change.counts_before), sum(change.counts_after)
        whose = change_title(change)
    else:
        sides, rated = (change.before, change.after), change.rated
        whose = f"{change.before} to {change.after}. {change.scope}"
    rows = _parts(parts, sides, rated)
    about = f"Parts of the change of {parts.measure}. {whose}"
    said = [row.spoken for row in rows]
    frame = Frame(title, _finding(measure, parts), about, said, change, [PARTS_NOTE])
    legend = [evolve(DOWN, word="takes from the figure"), evolve(UP, word="adds to the figure")]
    return frame.chart(partial(_waterfall, rows), legend, ax)


def _finding(measure: str, parts: Decomposition) -> str:
    """The rise or fall of the figure, and the part of it that is like for like."""
    percent = {score for _, score in parts.scores} <= {0, 1}
    rise, like = parts.change or Fraction(0), parts.amount("like for like")
    moved = "as before"
    if rise:
        moved = f"{'up' if rise > 0 else 'down'} {_size(abs(rise), percent=percent)}"
    alike = _decimal(like * 100, 1) if percent else _decimal(like, 2)
    return f"{measure} {moved}; like for like {'+' if like > 0 else ''}{alike}"


@frozen
class _Part:
    """A bar from one place to another, in the unit of the figure."""

    label: str
    value: str
    start: Fraction
    end: Fraction
    ink: Ink
    spoken: str = ""


def _parts(parts: Decomposition, sides: tuple[str, str], rated: tuple[int, int]) -> list[_Part]:
    assert parts.before is not None  # noqa: S101  a comparable change has a figure in both rounds
    assert parts.after is not None  # noqa: S101  as above
    percent = {score for _, score in parts.scores} <= {0, 1}
    at = parts.before
    first = _figure(at, rated[0], percent=percent)
    last = _figure(parts.after, rated[1], percent=percent)
    found = [_Part(sides[0], first, Fraction(0), at, HEADER, f"{sides[0]}: {first}")]
    for component in parts.components:
        name, amount = component.name, component.amount
        questions = counted(component.questions, "question")
        label = f"{name[:1].upper()}{name[1:]} ({questions})"
        glyph, verb = (UP.short, "adds") if amount > 0 else (DOWN.short, "takes")
        size = _size(abs(amount), percent=percent)
        sign = "+" if amount > 0 else "−"
        value = f"{glyph} {sign}{size}" if amount else "0"
        said = f"{label} {verb} {size}" if amount else f"{label} makes no difference"
        ink = _ADDED if amount > 0 else _TAKEN
        found.append(_Part(label, value, at, at + amount, ink, said))
        at += amount
    whole = f"{sides[1]}: {last}"
    return [*found, _Part(sides[1], last, Fraction(0), parts.after, HEADER, whole)]


def _figure(value: Fraction, rated: int, *, percent: bool) -> str:
    """A share as the count of the questions rated that it is; a mean as it is."""
    if percent:
        return f"{_decimal(value * 100, 1)}% ({value * rated} of {rated})"
    return _size(value, percent=False)


def _size(value: Fraction, *, percent: bool) -> str:
    if percent:
        return f"{_decimal(value * 100, 1)} points"
    return f"{value}".replace("-", "−") if value.denominator == 1 else _decimal(value, 2)


def _decimal(value: Fraction, places: int) -> str:
    return decimal(value, places).replace("-", "−")


def _waterfall(parts: Sequence[_Part], sizes: Sizes, share: float) -> Block:
    em, gap = sizes.em, 0.55 * sizes.em
    names, room = (max(10.0, 19 * share) - 0.45) * em, max(14.0, 30 * share) * em
    values = max(sizes.label.width(part.value) for part in parts)
    places = [place for part in parts for place in (part.start, part.end)]
    low = min(places)
    span = max(max(places) - low, Fraction(1, 10**6))

    def across(value: Fraction) -> float:
        return room * float((value - low) / span)

    thick = _THICK * em

    def bar(part: _Part, _width: float, height: float) -> Iterator[Shape]:
        start, end = sorted((across(part.start), across(part.end)))
        # A part of no size is drawn as a line, not left out.
        yield Box(start, (height - thick) / 2, max(end - start, 1.6), thick, part.ink)
        yield Stroke(across(Fraction(0)), -gap / 2, 0, height + gap)
        if part is not parts[-1]:
            low = (height + thick) / 2
            yield Stroke(across(part.end), low, 0, height - low + gap, dashes=(2, 2))

    rows = []
    for part in parts:
        lettering = sizes.heading if part.ink == HEADER else sizes.label
        tiles = [
            Tile(lettering, part.label, align="left"),
            Tile(sizes.label, painted=partial(bar, part)),
            Tile(sizes.label, part.value, align="left"),
        ]
        rows.append(TileRow(tiles, gap, thick))
    return tile_grid([(0, names), (0.45 * em, room), (gap, values)], rows)
