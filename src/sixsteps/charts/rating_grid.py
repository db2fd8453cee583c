"""One round as the paper's table: a step a column, and the rating's word in every cell."""

from matplotlib.axes import Axes

from sixsteps.analysis.arguments import require
from sixsteps.analysis.heading import handling_lines
from sixsteps.analysis.selection import Of, select
from sixsteps.charts.canvas import put
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import Drawing
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import Mark, cell_mark, level_marks
from sixsteps.charts.page import Page, key
from sixsteps.charts.step_table import StepCell, StepColumn, step_table
from sixsteps.charts.totals import counts_in_words, spoken_totals, totals_of
from sixsteps.charts.wording import (
    citations,
    handling_notes,
    joined,
    labels_notes,
    round_title,
    spoken,
    state_of,
)
from sixsteps.model.rounds import Round


def grid(
    round: Round,  # noqa: A002  the name callers know it by
    *,
    of: Of | None = None,
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
    selection = select(round, of=of, rule=rule)
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
