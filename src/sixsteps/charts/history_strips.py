"""Any number of rounds, question by round: every level in order, with breaks marked."""

from collections.abc import Iterable

from matplotlib.axes import Axes

from sixsteps.analysis.history import History, history
from sixsteps.analysis.selection import Of
from sixsteps.analysis.threads import Thread
from sixsteps.cells import worded
from sixsteps.charts.canvas import put
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import Drawing
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import DIVIDE, Mark, level_marks, reading_mark
from sixsteps.charts.page import Page, key
from sixsteps.charts.strip_table import StripGroup, StripRow, StripTable
from sixsteps.charts.totals import counts_in_words, totals_of
from sixsteps.charts.wording import (
    counted,
    handling_notes,
    joined,
    labels_notes,
    round_name,
    spoken,
)
from sixsteps.model.checks import as_tuple
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.round_parts import RoundReference
from sixsteps.model.rounds import Round


def history_strip(
    rounds: History | Iterable[Round],
    *,
    crosswalks: Iterable[Crosswalk | None] = (),
    of: Of | None = None,
    rule: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """Every question through the rounds, in order of date, a line where comparability breaks.

    Takes a history, or rounds and how to follow them. At the end of a row stands how many rounds
    in a row, up to the last, the question has been at the worst level.

    Raises:
        WrongTypeError: one round, or what is no round at all.
        InvalidError: no rounds, rounds out of order, or axes too small to read the chart on.
        NotComparableError: frameworks of different origins and no crosswalk.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.

    >>> from datetime import date
    >>> from sixsteps import Rating, Round, six_steps
    >>> rounds = [
    ...     Round(six_steps(), "Anytown", str(year), date(year, 5, 1), [Rating("s1q1", level)])
    ...     for year, level in [(2024, "red"), (2025, "red"), (2026, "red")]
    ... ]
    >>> "Red in a row now: 1.1 (3)" in history_strip(rounds).alt
    True
    """
    given = () if isinstance(rounds, History) else as_tuple(rounds, "rounds")
    found = (
        rounds
        if isinstance(rounds, History)
        else history(given, crosswalks=crosswalks, of=of, rule=rule)
    )
    levels = level_marks(found.scale)
    worst = found.scale.label(found.scale.worst)
    table = StripTable(
        tuple(_groups(found, levels)),
        tuple(_heading(one) for one in found.rounds),
        f"{worst} in a row now",
    )
    has_breaks = any(row.breaks for row in table.rows)
    has_open_runs = any(" to " in row.remark for row in table.rows)
    marks = [mark for row in table.rows for mark in row.marks]
    page = Page(
        title=f"History. {found.rounds[-1].organisation}: {_span(found)}",
        subtitle=f"{counted(len(found.rounds), 'round')} of {counted(len(table.rows), 'question')}",
        notes=[
            *(found.run_notes if has_open_runs else ()),
            *found.notes[1:],
            *labels_notes([found.framework]),
            *handling_notes(found.handling),
        ],
        source=found.citation,
    )

    def layout(share: float) -> Drawing:
        sizes = Sizes.of_reader()
        body = table.drawing(sizes, share)
        # Where the cells hold words there are no signs to explain, but for the line.
        is_short = table.is_short(sizes)
        entries = [(mark, mark.word) for mark, _ in totals_of(marks, levels)] if is_short else []
        entries += [(DIVIDE, DIVIDE.word)] if has_breaks else []
        return page.around(body, key(entries, body.width, sizes, short=True), sizes)

    figure = put(layout, ax)
    runs = [
        f"{row.number or row.name} ({row.remark})"
        for row in table.rows
        if row.remark and row.remark != "0"
    ]
    alt = spoken(
        page.title,
        *(
            _spoken_round(round_name(one), table, place, levels)
            for place, one in enumerate(found.rounds)
        ),
        f"{table.remark}: {joined(runs)}" if runs else "",
        *page.notes,
        page.source,
    )
    return Chart(figure, page.title, alt, page.source)


def _span(found: History) -> str:
    first, last = found.rounds[0], found.rounds[-1]
    return round_name(last) if first == last else f"{round_name(first)}, to {round_name(last)}"


def _heading(reference: RoundReference) -> str:
    """The title of a round, and below it its date, the day beside the month."""
    day, month, year = worded(reference.on).split()
    return f"{reference.title}\n{day}\u00a0{month} {year}"


def _groups(found: History, levels: dict[str, Mark]) -> Iterable[StripGroup]:
    """The steps of the last framework, then the questions it no longer has."""
    asked: dict[str, list[StripRow]] = {}
    gone: list[StripRow] = []
    for thread in found.threads:
        last = thread.ids[-1]
        row = _row(found, thread, levels)
        if last is None:
            gone.append(row)
        else:
            asked.setdefault(found.framework.step_of(last).id, []).append(row)
    for step in found.framework.steps:
        if step.id in asked:
            title = f"{found.framework.number(step.id)}. {step.title}"
            yield StripGroup(title, tuple(asked[step.id]))
    if gone:
        yield StripGroup("No longer in the framework", tuple(gone))


def _row(found: History, thread: Thread, levels: dict[str, Mark]) -> StripRow:
    last = thread.ids[-1]
    return StripRow(
        "" if last is None else found.framework.number(last),
        thread.name,
        tuple(reading_mark(mark, levels) for mark in thread.marks),
        "" if last is None else str(thread.present_run(found.scale.worst)),
        thread.breaks,
    )


def _spoken_round(name: str, table: StripTable, place: int, levels: dict[str, Mark]) -> str:
    totals = totals_of([row.marks[place] for row in table.rows], levels)
    return f"{name}: {counts_in_words(totals)}"
