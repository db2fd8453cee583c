"""One round, question by respondent: what each answered, and where they differ."""

from matplotlib.axes import Axes

from sixsteps.analysis.agreement import agreement
from sixsteps.analysis.arguments import require
from sixsteps.analysis.cells import AnswerCell, cells_of, respondent_ids
from sixsteps.analysis.heading import handling_lines
from sixsteps.charts.canvas import put
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import Drawing
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import Mark, cell_mark, level_marks
from sixsteps.charts.page import Page, key
from sixsteps.charts.strip_table import StripGroup, StripRow, StripTable
from sixsteps.charts.totals import counts_in_words, totals_of
from sixsteps.charts.wording import (
    citations,
    counted,
    handling_notes,
    joined,
    labels_notes,
    round_title,
    spoken,
    state_of,
)
from sixsteps.model.respondents import Role
from sixsteps.model.rounds import Round


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
