"""A round step by step: how many answers stand at each level, stacked and written out."""

from collections.abc import Mapping, Sequence

from attrs import frozen
from matplotlib.axes import Axes

from sixsteps.analysis.arguments import require
from sixsteps.analysis.selection import Of
from sixsteps.analysis.summary import Summary, summary
from sixsteps.charts.canvas import put
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import Box, Drawing, Shape, Words, lines
from sixsteps.charts.figures import Figures
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import UNANSWERED, Mark, level_marks
from sixsteps.charts.page import Page, key
from sixsteps.charts.step_table import MOST_LINES
from sixsteps.charts.totals import counts_in_words, spoken_totals
from sixsteps.charts.wording import handling_notes, round_name, spoken, state_of
from sixsteps.errors import WrongTypeError
from sixsteps.model.rounds import Round


def step_bars(
    round: Round | Summary,  # noqa: A002  the name callers know it by
    *,
    of: Of | None = None,
    rule: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """How many answers of each step stand at each level, as stacked bars with their counts.

    Takes a summary, or a round and whose answers count. Answers that are due and not given are
    counted as not rated; what is not applicable or not asked is outside.

    Raises:
        WrongTypeError: no round and no summary, or a summary with `of` or `rule`, which it has.
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
        found = summary(round, of=of, rule=rule)
        titles = {step.id: step.title for step in round.framework.steps}
    else:
        require(round, Summary, "round", "a Round or a Summary")
        found = round
    if found is round and (of is not None or rule is not None):
        raise WrongTypeError(
            "a Summary has its respondents and rule already; leave of= and rule= out"
        )
    levels = [*reversed(level_marks(found.scale).values())]
    bars = [
        _Bar(
            f"{step.name}. {titles[step.id]}" if titles else step.name,
            step.name,
            _totals(levels, step.readings.as_rated.counts, step.readings.lowest.total),
        )
        for step in found.steps
    ]
    whole = _totals(levels, found.as_rated.counts, found.lowest.total)
    heading = found.heading
    page = Page(
        title=f"Answers by step. {heading.organisation}: {round_name(heading)}",
        subtitle=state_of(round) if isinstance(round, Round) else "",
        notes=[found.note, *handling_notes(heading.handling)],
        source=heading.citation,
    )

    def layout(share: float) -> Drawing:
        sizes = Sizes.of_reader()
        body = _body(bars, whole, sizes, share)
        entries = [(mark, mark.word) for mark, _ in whole]
        return page.around(body, key(entries, body.width, sizes, short=True), sizes)

    figure = put(layout, ax)
    alt = spoken(
        page.title,
        page.subtitle,
        spoken_totals(whole, "answer due", "answers due"),
        *(f"{bar.name}: {counts_in_words(bar.totals)}" for bar in bars),
        *page.notes,
        page.source,
    )
    return Chart(figure, page.title, alt, page.source)


@frozen
class _Bar:
    """A step: its label, its short name, and how often each mark stands."""

    label: str
    name: str
    totals: tuple[tuple[Mark, int], ...]

    @property
    def length(self) -> int:
        """How many answers are due."""
        return sum(count for _, count in self.totals)


def _totals(
    levels: Sequence[Mark], counts: Sequence[int], due: int
) -> tuple[tuple[Mark, int], ...]:
    rated = zip(levels, reversed(counts), strict=True)
    return (*rated, (UNANSWERED, due - sum(counts)))


def _body(
    bars: Sequence[_Bar], whole: tuple[tuple[Mark, int], ...], sizes: Sizes, share: float
) -> Drawing:
    em = sizes.em
    pad, gap = 0.45 * em, 0.5 * em
    names, longest = max(10.0, 20 * share) * em, max((bar.length for bar in bars), default=0)
    # A segment of one answer has room for its count and its letter, within reason.
    least = max(sizes.label.width(f"1 ({mark.short})") for mark, _ in whole) + 0.6 * em
    room = max(max(12.0, 26 * share) * em, min(longest * least, 60 * em))
    unit = room / longest if longest else 0.0
    figures = Figures(tuple(mark for mark, _ in whole), names + room + gap, sizes)
    y = figures.head_height + pad
    shapes: list[Shape] = [*figures.head(y - pad / 2)]
    for bar in bars:
        label = sizes.label.wrapped(bar.label, names - pad, MOST_LINES)
        height = max(2.4 * em, sizes.label.height(len(label)) + pad)
        top = y + (height - sizes.label.height(len(label))) / 2
        shapes.extend(lines(label, 0, top, sizes.label))
        baseline = y + height / 2 + 0.35 * sizes.label.size
        shapes.extend(_segments(bar, names, y, height, unit, sizes))
        counts = [count for _, count in bar.totals]
        shapes.extend(figures.row(counts, baseline, sizes.label))
        y += height + gap
    baseline = y + 0.95 * em
    shapes.append(Words(0, baseline, "All steps", sizes.heading))
    shapes.extend(figures.row([count for _, count in whole], baseline, sizes.heading))
    return Drawing(figures.right, y + 1.5 * em, tuple(shapes))


def _segments(
    bar: _Bar, x: float, y: float, height: float, unit: float, sizes: Sizes
) -> list[Shape]:
    """The segments of a bar, each with its count and its word, or its letter, where it fits."""
    shapes: list[Shape] = []
    for mark, count in bar.totals:
        if not count:
            continue
        width = count * unit
        shapes.append(Box(x, y, width, height, mark.ink))
        room = width - 0.5 * sizes.em
        # In parentheses, because the sign of a level can be a number too.
        texts = (f"{count} {mark.word}", f"{count} ({mark.short})", f"({mark.short})")
        fitting = next((text for text in texts if sizes.label.width(text) <= room), "")
        baseline = y + height / 2 + 0.35 * sizes.label.size
        if fitting:
            middle = x + width / 2
            shapes.append(Words(middle, baseline, fitting, sizes.label, mark.ink.text, "center"))
        x += width
    return shapes
