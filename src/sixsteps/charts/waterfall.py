"""The parts of a change of one figure as a waterfall: they add up to the change exactly."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import frozen
from matplotlib.axes import Axes

from sixsteps.analysis.change import Change
from sixsteps.analysis.decomposition import Component, Decomposition
from sixsteps.charts.canvas import put
from sixsteps.charts.change_words import DOWN, UP
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import Box, Drawing, Shape, Stroke, Words, lines
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.page import Page, key
from sixsteps.charts.step_table import MOST_LINES
from sixsteps.charts.wording import change_title, counted, handling_notes, round_name, spoken
from sixsteps.errors import NotComparableError, WrongTypeError
from sixsteps.palette import DECLINED, HEADER, IMPROVED, Ink

_ADDED = Ink(IMPROVED.fill, IMPROVED.text, outline="#444444")
_TAKEN = Ink(DECLINED.fill, DECLINED.text, outline="#444444")


def decomposition(
    change: Change,
    *,
    level: str | None = None,
    scores: Mapping[str, Fraction | int] | None = None,
    ax: Axes | None = None,
) -> Chart:
    """Where the change of a figure comes from, part by part, from the earlier round to the later.

    The figure is the share at or above `level` (the best one, unless you name another), or the
    mean of the `scores` you give every level.

    Raises:
        WrongTypeError: what was given is no change, or both `level` and `scores`.
        UnknownIdError: no such level, or the worst, whose share is always 1.
        NotComparableError: no question was rated comparably in both rounds.
        InvalidError: scores that do not cover the scale, or axes that are too small.

    >>> from datetime import date
    >>> from sixsteps import Rating, Round, change, six_steps
    >>> autumn = Round(six_steps(), "Anytown", "Autumn 2025", date(2025, 11, 3),
    ...                ratings=[Rating("s1q1", "red"), Rating("s1q2", "green")])
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...                ratings=[Rating("s1q1", "green"), Rating("s1q2", "green")])
    >>> chart = decomposition(change(autumn, spring))
    >>> "Like for like (2 questions) adds 50.0 points (1/2)" in chart.alt
    True
    """
    if not isinstance(change, Change):
        raise WrongTypeError(
            f"a value of type {type(change).__name__} has no parts to show; give a Change"
        )
    if level is not None and scores is not None:
        raise WrongTypeError("level= and scores= are two different figures; give one of them")
    if scores is not None:
        parts = change.decompose(scores)
    else:
        parts = change.share(change.scale.best if level is None else level)
    if not parts.is_comparable:
        raise NotComparableError(
            "no question was rated comparably in both rounds, so the change has no parts to show"
        )
    figure_name = f"{parts.measure[:1].upper()}{parts.measure[1:]}"
    rows = _rows(change, parts)
    page = Page(
        title=f"Parts of the change. {change_title(change)}",
        subtitle=f"{figure_name}: {rows[0].value} before, {rows[-1].value} after",
        notes=[
            "The parts add up to the change exactly.",
            *change.notes[1:],
            *handling_notes(change.handling),
        ],
        source=change.citation,
    )

    def layout(share: float) -> Drawing:
        sizes = Sizes.of_reader()
        body = _body(rows, sizes, share)
        entries = [(UP, "adds to the figure"), (DOWN, "takes from the figure")]
        return page.around(body, key(entries, body.width, sizes, short=True), sizes)

    figure = put(layout, ax)
    alt = spoken(
        page.title, page.subtitle, *(row.spoken for row in rows[1:-1]), *page.notes, page.source
    )
    return Chart(figure, page.title, alt, page.source)


@frozen
class _Row:
    """A bar from one place to another, in the unit of the figure."""

    label: str
    value: str
    start: Fraction
    end: Fraction
    ink: Ink
    spoken: str = ""


def _rows(change: Change, parts: Decomposition) -> list[_Row]:
    assert parts.before is not None  # noqa: S101  a comparable change has a figure in both rounds
    assert parts.after is not None  # noqa: S101  as above
    percent = {score for _, score in parts.scores} <= {0, 1}
    at = parts.before
    first = _figure(at, sum(change.counts_before), percent=percent)
    rows = [_Row(round_name(change.before), first, Fraction(0), at, HEADER)]
    for component in parts.components:
        label = _label(component)
        amount = component.amount
        glyph, verb = (UP.short, "adds") if amount > 0 else (DOWN.short, "takes")
        size = _size(abs(amount), percent=percent)
        sign = "+" if amount > 0 else "−"
        value = f"{glyph} {sign}{size}" if amount else "0"
        said = f"{label} {verb} {size}" if amount else f"{label} makes no difference"
        ink = _ADDED if amount > 0 else _TAKEN
        rows.append(_Row(label, value, at, at + amount, ink, said))
        at += amount
    last = _figure(parts.after, sum(change.counts_after), percent=percent)
    rows.append(_Row(round_name(change.after), last, Fraction(0), parts.after, HEADER))
    return rows


def _label(component: Component) -> str:
    name = component.name[:1].upper() + component.name[1:]
    return f"{name} ({counted(component.questions, 'question')})"


def _figure(value: Fraction, rated: int, *, percent: bool) -> str:
    """A share as the count of the questions rated that it is; a mean as it is."""
    if percent:
        return f"{_decimal(value * 100, 1)} % ({value * rated} of {rated})"
    return _size(value, percent=False)


def _size(value: Fraction, *, percent: bool) -> str:
    if percent:
        return f"{_decimal(value * 100, 1)} points ({_exact(value)})"
    return _exact(value) if value.denominator == 1 else f"{_decimal(value, 2)} ({_exact(value)})"


def _exact(value: Fraction) -> str:
    return str(value).replace("-", "−")


def _decimal(value: Fraction, places: int) -> str:
    """A fraction in decimals, halves to even, without the noise of binary numbers."""
    whole, rest = divmod(abs(round(value * 10**places)), 10**places)
    return f"{'−' if value < 0 else ''}{whole}.{rest:0{places}}"


def _body(rows: Sequence[_Row], sizes: Sizes, share: float) -> Drawing:
    em = sizes.em
    pad, gap = 0.45 * em, 0.55 * em
    names, room = max(10.0, 19 * share) * em, max(14.0, 30 * share) * em
    values = max(sizes.label.width(row.value) for row in rows)
    low = min(Fraction(0), *(min(row.start, row.end) for row in rows))
    high = max(*(max(row.start, row.end) for row in rows), low + Fraction(1, 10**6))

    def across(value: Fraction) -> float:
        return names + room * float((value - low) / (high - low))

    shapes: list[Shape] = []
    y = 0.0
    for place, row in enumerate(rows):
        is_total = place in (0, len(rows) - 1)
        lettering = sizes.heading if is_total else sizes.label
        label = lettering.wrapped(row.label, names - pad, MOST_LINES)
        height = max(2.2 * em, lettering.height(len(label)))
        top = y + (height - lettering.height(len(label))) / 2
        shapes.extend(lines(label, 0, top, lettering))
        start, end = sorted((across(row.start), across(row.end)))
        # A part of no size is drawn as a line, not left out.
        shapes.append(Box(start, y, max(end - start, 1.6), height, row.ink))
        baseline = y + height / 2 + 0.35 * sizes.label.size
        shapes.append(Words(names + room + gap, baseline, row.value, sizes.label))
        if place + 1 < len(rows):
            x = across(row.end)
            shapes.append(Stroke(x, y + height, x, y + height + gap, dashes=(2, 2)))
        y += height + gap
    zero = across(Fraction(0))
    shapes.append(Stroke(zero, -gap / 2, zero, y - gap / 2))
    return Drawing(names + room + gap + values, y - gap / 2, tuple(shapes))
