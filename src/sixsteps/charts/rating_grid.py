"""One round as the paper's table: a step a column, and the rating's word in every cell."""

from collections.abc import Mapping, Sequence

from attrs import frozen
from matplotlib.axes import Axes

from sixsteps.analysis.agreement import agreement
from sixsteps.analysis.cells import AnswerCell, cells_of, respondent_ids
from sixsteps.analysis.heading import handling_lines
from sixsteps.analysis.selection import Whose, require, select
from sixsteps.analysis.summary import Summary, summary
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import Box, Drawing, Page, Shape, Words, key, lines, put
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import (
    UNANSWERED,
    Mark,
    cell_mark,
    citations,
    counted,
    counts_in_words,
    handling_notes,
    joined,
    labels_notes,
    level_marks,
    round_name,
    round_title,
    spoken,
    spoken_totals,
    state_of,
    totals_of,
)
from sixsteps.charts.step_table import (
    MOST_LINES,
    Figures,
    StepCell,
    StepColumn,
    StripGroup,
    StripRow,
    StripTable,
    step_table,
)
from sixsteps.errors import WrongTypeError
from sixsteps.model.ratings import Role
from sixsteps.model.rounds import Round


def grid(
    round: Round,  # noqa: A002  the name callers know it by
    *,
    respondent: Whose | None = None,
    rule: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """The ratings of one round as the paper prints its table, one answer a question.

    `of` is a respondent or a role, `rule` joins several answers. On an `ax` the chart is scaled
    to fit.

    Raises:
        WrongTypeError: what was given is no round.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.
        UnknownIdError: no such respondent, role or rule.
        InvalidError: the axes are too small to read the chart on.

    >>> from datetime import date
    >>> from sixsteps import Rating, Round, six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...                ratings=[Rating("s1q1", "red")])
    >>> grid(spring).title
    'Ratings. Anytown: Spring 2026, 1 May 2026'
    """
    require(round, Round, "round")
    framework = round.framework
    selection = select(round, respondent=respondent, rule=rule)
    levels = level_marks(framework.scale)
    marks = {cell.question: cell_mark(cell, levels) for cell in selection.cells}
    columns = [
        StepColumn(
            framework.number(step.id),
            step.title,
            tuple(StepCell(framework.number(q.id), q.name, marks[q.id]) for q in step.questions),
        )
        for step in framework.steps
    ]
    page = Page(
        title=f"Ratings. {round_title(round)}",
        subtitle=state_of(round),
        notes=[
            selection.note,
            *labels_notes([framework]),
            *handling_notes(handling_lines([round])),
        ],
        source=citations([round]),
    )
    totals = totals_of(marks.values(), levels)

    def layout(share: float) -> Drawing:
        sizes = Sizes.of_reader()
        body = step_table(columns, sizes, share)
        entries = [(mark, f"{mark.word}: {count}") for mark, count in totals]
        return page.around(body, key(entries, body.width, sizes, short=False), sizes)

    figure = put(layout, ax)
    worst = levels[framework.scale.worst]
    lowest = [framework.number(question) for question, mark in marks.items() if mark == worst]
    alt = spoken(
        page.title,
        state_of(round),
        spoken_totals(totals, "question"),
        *(_spoken_step(column, levels) for column in columns),
        f"Rated {worst.word}: {joined(lowest)}" if lowest else "",
        *page.notes,
        page.source,
    )
    return Chart(figure, page.title, alt, page.source)


def _spoken_step(column: StepColumn, levels: dict[str, Mark]) -> str:
    totals = totals_of([cell.mark for cell in column.cells], levels)
    return f"Step {column.number}: {counts_in_words(totals)}"


def respondents(
    round: Round,  # noqa: A002  the name callers know it by
    *,
    ax: Axes | None = None,
) -> Chart:
    """What each respondent of a round answered to each question, and by how much they differ.

    An answer recorded as agreed in discussion has its column; it is nobody's own, so it is left
    out of the differences.

    Raises:
        WrongTypeError: what was given is no round.
        InvalidError: the axes are too small to read the chart on.

    >>> from datetime import date
    >>> from sixsteps import Rating, Respondent, Role, Round, six_steps
    >>> police = Respondent("police", "Police", Role.LEAD_PARTNER)
    >>> health = Respondent("health", "Health", Role.LEAD_PARTNER)
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...                respondents=[police, health],
    ...                ratings=[Rating("s1q1", "red", respondent="police"),
    ...                         Rating("s1q1", "green", respondent="health")])
    >>> "They differ on 1 question: 1.1 (by 2 levels)" in respondents(spring).alt
    True
    """
    require(round, Round, "round")
    framework = round.framework
    levels = level_marks(framework.scale)
    whose = respondent_ids(round)
    cells: dict[str, list[AnswerCell]] = {}
    for cell in cells_of(round, whose, round.on):
        cells.setdefault(cell.question, []).append(cell)
    apart = {compared.question: compared.apart for compared in agreement(round).questions}
    table = StripTable(
        tuple(
            StripGroup(
                f"{framework.number(step.id)}. {step.title}",
                tuple(
                    StripRow(
                        framework.number(question.id),
                        question.name,
                        tuple(cell_mark(cell, levels) for cell in cells[question.id]),
                        _remark(apart.get(question.id)),
                    )
                    for question in step.questions
                ),
            )
            for step in framework.steps
        ),
        tuple(_name(round, name) for name in whose),
        "Difference" if len(whose) > 1 else "",
    )
    marks = [mark for row in table.rows for mark in row.marks]
    totals = totals_of(marks, levels)
    page = Page(
        title=f"Respondents. {round_title(round)}",
        subtitle=state_of(round),
        notes=[*labels_notes([framework]), *handling_notes(handling_lines([round]))],
        source=citations([round]),
    )

    def layout(share: float) -> Drawing:
        sizes = Sizes.of_reader()
        body = table.drawing(sizes, share)
        entries = [(mark, mark.word) for mark, _ in totals]
        return page.around(
            body, key(entries, body.width, sizes, short=table.is_short(sizes)), sizes
        )

    figure = put(layout, ax)
    differing = [
        f"{framework.number(name)} (by {counted(levels_apart, 'level')})"
        for name, levels_apart in apart.items()
        if levels_apart
    ]
    alt = spoken(
        page.title,
        state_of(round),
        *(_spoken_respondent(table, place, levels) for place in range(len(whose))),
        _spoken_differences(differing) if len(whose) > 1 else "",
        *page.notes,
        page.source,
    )
    return Chart(figure, page.title, alt, page.source)


def _name(round_: Round, respondent: str | None) -> str:
    if respondent is None:
        return "Respondent not named"
    found = round_.respondent(respondent)
    return "Agreed" if found.role is Role.AGREED else found.name


def _remark(apart: int | None) -> str:
    """By how many levels the ratings of a question differ, in words."""
    match apart:
        case None:
            return "not compared"
        case 0:
            return "none"
        case _:
            return counted(apart, "level")


def _spoken_respondent(table: StripTable, place: int, levels: dict[str, Mark]) -> str:
    totals = totals_of([row.marks[place] for row in table.rows], levels)
    return f"{table.headings[place]}: {counts_in_words(totals)}"


def _spoken_differences(differing: list[str]) -> str:
    if not differing:
        return "They differ on no question that two or more of them rated"
    return f"They differ on {counted(len(differing), 'question')}: {joined(differing)}"


def step_bars(
    round: Round | Summary,  # noqa: A002  the name callers know it by
    *,
    respondent: Whose | None = None,
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
        found = summary(round, respondent=respondent, rule=rule)
        titles = {step.id: step.title for step in round.framework.steps}
    else:
        require(round, Summary, "round", "a Round or a Summary")
        found = round
    if found is round and (respondent is not None or rule is not None):
        raise WrongTypeError(
            "a Summary has its respondents and rule already; leave respondent= and rule= out"
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
