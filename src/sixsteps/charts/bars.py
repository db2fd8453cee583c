"""Bars: the answers of each step by level, and the parts that a change is made of."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial

from attrs import evolve, frozen
from matplotlib.axes import Axes

from sixsteps.analysis.change import Change
from sixsteps.analysis.consensus import Whose, require
from sixsteps.analysis.decomposition import Decomposition
from sixsteps.analysis.summary import Summary, summary
from sixsteps.charts.chart import Chart
from sixsteps.charts.frame import (
    Frame,
    change_title,
    given_alone,
    round_name,
    round_title,
)
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import (
    DOWN,
    UNANSWERED,
    UP,
    Mark,
    Totals,
    counts_in_words,
    level_marks,
    totals_in_words,
)
from sixsteps.charts.tiles import (
    Block,
    Box,
    Shape,
    Stroke,
    Tile,
    TileRow,
    count_columns,
    count_tiles,
    tile_grid,
)
from sixsteps.errors import NotComparableError, WrongTypeError
from sixsteps.model.rounds import Round
from sixsteps.palette import DECLINED, HEADER, IMPROVED, Ink
from sixsteps.words import counted


def step_bars(
    round: Round | Summary,  # noqa: A002  the name callers know it by
    *,
    respondent: Whose | None = None,
    rule: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """The answers of each step at each level, as stacked bars with their counts.

    Takes a summary, or a round and whose answers count. Answers that are due and not given are
    counted as not rated; what is not applicable or not asked is outside.

    Raises:
        WrongTypeError: no round and no summary, or a summary with `respondent` or `rule`.
        SeveralAnswersError: agreed answers stand beside those they were reached from.
        InvalidError: the axes are too small to read the chart on.

    >>> from datetime import date
    >>> from sixsteps import Rating, Round, six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...                ratings=[Rating("s1q1", "red")])
    >>> "Step 1: 1 Red and 3 not rated" in step_bars(spring).alt
    True
    """
    titles: Mapping[str, str] = {}
    if isinstance(round, Round):
        found = summary(round, respondent=respondent, rule=rule)
        titles = {step.id: f". {step.title}" for step in round.framework.steps}
    else:
        require(round, Summary, "round", "a Round or a Summary")
        given_alone(round, respondent=respondent, rule=rule)
        found = round
    levels = [*reversed(level_marks(found.scale).values())]
    bars = {
        step.name: _totals(levels, step.readings.as_rated.counts, step.readings.lowest.total)
        for step in found.steps
    }
    labels = [f"{step.name}{titles.get(step.id, '')}" for step in found.steps]
    whole = _totals(levels, found.as_rated.counts, found.lowest.total)
    subtitle = round.standing if isinstance(round, Round) else ""
    frame = Frame(
        title=f"Answers by step. {round_title(found.heading)}",
        subtitle=subtitle,
        spoken=[
            subtitle,
            totals_in_words(whole, f"{counted(found.lowest.total, 'answer')} due"),
            *(f"{name}: {counts_in_words(totals)}" for name, totals in bars.items()),
        ],
        source=found.heading.citation,
        notes=[found.note],
        handling=found.heading.handling,
    )
    body = partial(_stacked_bars, labels, [*bars.values()], whole)
    return frame.chart(body, [mark for mark, _ in whole], ax)


def _totals(levels: Sequence[Mark], counts: Sequence[int], due: int) -> Totals:
    rated = zip(levels, reversed(counts), strict=True)
    return [*rated, (UNANSWERED, due - sum(counts))]


def _stacked_bars(
    labels: Sequence[str], bars: Sequence[Totals], whole: Totals, sizes: Sizes, share: float
) -> Block:
    em, label, words = sizes.em, sizes.label, [mark.word for mark, _ in whole]
    pad, gap = 0.45 * em, 0.5 * em
    longest = max((sum(count for _, count in totals) for totals in bars), default=0)
    # A segment of one answer has room for its count and its letter, within reason.
    least = max(label.width(f"1 ({mark.short})") for mark, _ in whole) + 0.6 * em
    room = max(max(12.0, 26 * share) * em, min(longest * least, 60 * em))
    first, *others = count_columns(words, sizes)
    names = max(10.0, 20 * share) * em - pad
    columns = [(0, names), (pad, room), (first[0] + gap, first[1]), *others]
    rows = [TileRow([None, None, *count_tiles(words, sizes.small, "bottom")])]
    for text, totals in zip(labels, bars, strict=True):
        bar = Tile(label, painted=partial(_segments, totals, room / max(longest, 1), sizes))
        counts = count_tiles((count for _, count in totals), label)
        name = Tile(label, text, align="left", pad=(0, pad / 2))
        rows.append(TileRow([name, bar, *counts], gap, 2.4 * em))
    counts = count_tiles((count for _, count in whole), sizes.heading)
    rows.append(TileRow([Tile(sizes.heading, "All steps", align="left"), None, *counts], gap))
    return tile_grid(columns, rows)


def _segments(
    totals: Totals, unit: float, sizes: Sizes, _width: float, height: float
) -> Iterator[Shape]:
    """The segments of a bar, each with its count and its word, or its letter, where it fits."""
    x = 0.0
    for mark, count in totals:
        if count:
            width = count * unit
            # In parentheses, because the sign of a level can be a number too.
            texts = (f"{count} {mark.word}", f"{count} ({mark.short})", f"({mark.short})")
            fitting = (one for one in texts if sizes.label.width(one) <= width - 0.5 * sizes.em)
            yield from Tile(sizes.label, next(fitting, ""), mark.ink).shapes(x, 0, width, height)
            x += width


_ADDED = Ink(IMPROVED.fill, IMPROVED.text, outline="#444444")
_TAKEN = Ink(DECLINED.fill, DECLINED.text, outline="#444444")


def decomposition(
    change: Change,
    *,
    level: str | None = None,
    scores: Mapping[str, Fraction | int] | None = None,
    ax: Axes | None = None,
) -> Chart:
    """The parts of the change of a figure, one by one, from the earlier round to the later.

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
        kind = type(change).__name__
        message = f"a value of type {kind} has no parts to show"
        raise WrongTypeError(message, "give a Change", params={"type": kind})
    if level is not None and scores is not None:
        raise WrongTypeError(
            "level= and scores= are two different figures",
            "give one of them",
            params={"arguments": ("level", "scores")},
        )
    if scores is not None:
        parts = change.decompose(scores)
    else:
        parts = change.share(change.scale.best if level is None else level)
    if not parts.is_comparable:
        raise NotComparableError(
            "no question was rated comparably in both rounds, so the change has no parts to show"
        )
    rows = _parts(change, parts)
    measure = f"{parts.measure[:1].upper()}{parts.measure[1:]}"
    subtitle = f"{measure}: {rows[0].value} before, {rows[-1].value} after"
    frame = Frame(
        title=f"Parts of the change. {change_title(change)}",
        subtitle=subtitle,
        spoken=[subtitle, *(row.spoken for row in rows)],
        source=change.citation,
        notes=["The parts add up to the change exactly.", *change.notes[1:]],
        handling=change.handling,
    )
    legend = [evolve(UP, word="adds to the figure"), evolve(DOWN, word="takes from the figure")]
    return frame.chart(partial(_waterfall, rows), legend, ax)


@frozen
class _Part:
    """A bar from one place to another, in the unit of the figure."""

    label: str
    value: str
    start: Fraction
    end: Fraction
    ink: Ink
    spoken: str = ""


def _parts(change: Change, parts: Decomposition) -> list[_Part]:
    assert parts.before is not None  # noqa: S101  a comparable change has a figure in both rounds
    assert parts.after is not None  # noqa: S101  as above
    percent = {score for _, score in parts.scores} <= {0, 1}
    at = parts.before
    first = _figure(at, sum(change.counts_before), percent=percent)
    found = [_Part(round_name(change.before), first, Fraction(0), at, HEADER)]
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
    last = _figure(parts.after, sum(change.counts_after), percent=percent)
    found.append(_Part(round_name(change.after), last, Fraction(0), parts.after, HEADER))
    return found


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


def _waterfall(parts: Sequence[_Part], sizes: Sizes, share: float) -> Block:
    em, gap = sizes.em, 0.55 * sizes.em
    names, room = (max(10.0, 19 * share) - 0.45) * em, max(14.0, 30 * share) * em
    values = max(sizes.label.width(part.value) for part in parts)
    places = [place for part in parts for place in (part.start, part.end)]
    low = min(places)
    span = max(max(places) - low, Fraction(1, 10**6))

    def across(value: Fraction) -> float:
        return room * float((value - low) / span)

    def bar(part: _Part, _width: float, height: float) -> Iterator[Shape]:
        start, end = sorted((across(part.start), across(part.end)))
        # A part of no size is drawn as a line, not left out.
        yield Box(start, 0, max(end - start, 1.6), height, part.ink)
        yield Stroke(across(Fraction(0)), -gap / 2, 0, height + gap)
        if part is not parts[-1]:
            yield Stroke(across(part.end), height, 0, gap, dashes=(2, 2))

    rows = []
    for part in parts:
        lettering = sizes.label if part.spoken else sizes.heading
        tiles = [
            Tile(lettering, part.label, align="left"),
            Tile(sizes.label, painted=partial(bar, part)),
            Tile(sizes.label, part.value, align="left"),
        ]
        rows.append(TileRow(tiles, gap, 2.2 * em))
    return tile_grid([(0, names), (0.45 * em, room), (gap, values)], rows)
