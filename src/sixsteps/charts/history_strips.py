"""Any number of rounds, question by round: every level in order, with breaks marked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen
from matplotlib.axes import Axes

from sixsteps.analysis.heading import handling_lines
from sixsteps.analysis.history import History, history
from sixsteps.analysis.selection import RULE_WORDS, Whose, checked_rule, select
from sixsteps.analysis.threads import Thread
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import Box, Drawing, Page, Shape, Words, key, lines, put, stacked
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import (
    DIVIDE,
    Mark,
    cell_mark,
    citations,
    counted,
    counts_in_words,
    handling_notes,
    joined,
    labels_notes,
    level_marks,
    reading_mark,
    round_name,
    round_title,
    spoken,
    totals_of,
)
from sixsteps.charts.step_table import MOST_LINES, Figures, StripGroup, StripRow, StripTable
from sixsteps.errors import InvalidError, NotComparableError, Problem
from sixsteps.model.checks import as_tuple, member_problems
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.framework import Framework
from sixsteps.model.ratings import Respondent
from sixsteps.model.round_parts import RoundReference
from sixsteps.model.rounds import Round
from sixsteps.palette import HEADER
from sixsteps.table import worded


def history_strip(
    rounds: History | Iterable[Round],
    *,
    crosswalks: Iterable[Crosswalk | None] = (),
    respondent: Whose | None = None,
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
        else history(given, crosswalks=crosswalks, respondent=respondent, rule=rule)
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


# Wider than this, in ems, and steps stand below one another.
_WIDEST = 130


def partnerships(
    rounds: Iterable[Round],
    *,
    respondent: Whose | None = None,
    rule: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """One row a round, in the order given, over the questions that all of them ask.

    The common questions are those of one identity in every framework, in the order and with the
    numbers of the first. The chart names partnerships and ranks none.

    Raises:
        InvalidError: no rounds, or axes too small to read the chart on.
        NotComparableError: the rounds' scales differ, or they have no question in common.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.

    >>> from datetime import date
    >>> from sixsteps import Rating, Round, six_steps
    >>> rounds = [
    ...     Round(six_steps(), place, "Spring 2026", date(2026, 5, 1), [Rating("s1q1", level)])
    ...     for place, level in [("Anytown", "red"), ("Otherton", "green")]
    ... ]
    >>> "Anytown: 1 Red and 23 not rated" in partnerships(rounds).alt
    True
    """
    given = as_tuple(rounds, "rounds")
    InvalidError.check("rounds", member_problems(given, Round, "rounds", "a Round"))
    if not given:
        problem = Problem("rounds", "no rounds; give at least one", code="empty")
        raise InvalidError("rounds", [problem])
    columns = _Columns.of(given)
    levels = level_marks(given[0].framework.scale)
    whens = {*map(round_name, given)}
    names = [round_.organisation if len(whens) == 1 else round_title(round_) for round_ in given]
    rows = [
        _PartnershipRow(name, _marks(round_, columns, levels, respondent=respondent, rule=rule))
        for name, round_ in zip(names, given, strict=True)
    ]
    totals = totals_of([mark for row in rows for mark in row.marks], levels)
    asked = f"{counted(len(columns.numbers), 'question')} that all of them ask"
    page = Page(
        title=f"Ratings of {counted(len(rows), 'round')}, question by question",
        # What all rows would say is said once.
        subtitle=f"{whens.pop()}: {asked}" if len(whens) == 1 else asked,
        notes=[
            "Rows stand in the order given, which is no ranking.",
            *_whose(respondent, rule),
            *labels_notes(round_.framework for round_ in given),
            *handling_notes(handling_lines(given)),
        ],
        source=citations(given),
    )

    def layout(share: float) -> Drawing:
        sizes = Sizes.of_reader()
        body = _body(columns, rows, [mark for mark, _ in totals], sizes, share)
        entries = [(mark, f"{mark.word}: {count}") for mark, count in totals]
        return page.around(body, key(entries, body.width, sizes, short=True), sizes)

    figure = put(layout, ax)
    alt = spoken(
        page.title,
        page.subtitle,
        *(f"{row.name}: {counts_in_words(totals_of(row.marks, levels))}" for row in rows),
        *page.notes,
        page.source,
    )
    return Chart(figure, page.title, alt, page.source)


@frozen
class _Columns:
    """The questions all rounds ask: their ids, their numbers and the place of their steps."""

    ids: tuple[str, ...]
    numbers: tuple[str, ...]
    steps: tuple[str, ...]

    @classmethod
    def of(cls, rounds: Sequence[Round]) -> "_Columns":
        frameworks = tuple(dict.fromkeys(round_.framework for round_ in rounds))
        first, *others = frameworks
        for other in others:
            if other.scale != first.scale:
                raise NotComparableError(
                    f"{first.title!r} is rated on {first.scale.title!r} and {other.title!r} on"
                    f" {other.scale.title!r}; give rounds of one scale"
                )
        ids = tuple(
            question.id
            for question in first.questions
            if all(_asks_the_same(other, first, question.id) for other in others)
        )
        if not ids:
            raise NotComparableError("these rounds have no question in common")
        return cls(
            ids,
            tuple(map(first.number, ids)),
            tuple(first.number(first.step_of(name).id) for name in ids),
        )

    def spans(self, count: int) -> list[slice]:
        """The columns in so many spans of whole steps, of about as many steps each."""
        steps = [*dict.fromkeys(self.steps)]
        firsts = [steps[len(steps) * number // count] for number in range(count)]
        starts = [self.steps.index(step) for step in firsts]
        ends = [*starts[1:], len(self.steps)]
        return [slice(start, end) for start, end in zip(starts, ends, strict=True)]


def _asks_the_same(other: Framework, first: Framework, question: str) -> bool:
    return other.has_question(question) and other.identity(question) == first.identity(question)


@frozen
class _PartnershipRow:
    """A round: its name and a mark a question."""

    name: str
    marks: tuple[Mark, ...]


def _marks(
    round_: Round,
    columns: _Columns,
    levels: Mapping[str, Mark],
    *,
    respondent: Whose | None,
    rule: str | None,
) -> tuple[Mark, ...]:
    selection = select(round_, respondent=respondent, rule=rule)
    return tuple(cell_mark(selection.cell(name), levels) for name in columns.ids)


def _whose(respondent: Whose | None, rule: str | None) -> list[str]:
    notes = []
    if respondent is not None:
        notes.append(
            f"Answers of: {respondent.id if isinstance(respondent, Respondent) else respondent}."
        )
    if rule is not None:
        notes.append(f"Several answers joined by the rule {RULE_WORDS[checked_rule(rule)]}.")
    return notes


def _body(
    columns: _Columns,
    rows: Sequence[_PartnershipRow],
    marks: Sequence[Mark],
    sizes: Sizes,
    share: float,
) -> Drawing:
    """The rows side by side, or where they are too wide for that, in bands of whole steps.

    There are as many bands as keep the longer side shortest.
    """

    def banded(count: int) -> Drawing:
        spans = columns.spans(count)
        bands = [
            # The totals of a row stand once, at its end.
            _Band(columns, span, marks if span is spans[-1] else (), sizes, share)
            for span in spans
        ]
        return stacked([band.drawing(rows, marks) for band in bands], 1.5 * sizes.em)

    whole = banded(1)
    if whole.width <= _WIDEST * sizes.em:
        return whole
    several = [banded(count) for count in range(2, len(set(columns.steps)) + 1)]
    return min([whole, *several], key=lambda drawing: max(drawing.width, drawing.height))


class _Band:
    """The arithmetic of one drawing of the rows: of the questions of a span."""

    def __init__(
        self, columns: _Columns, span: slice, totalled: Sequence[Mark], sizes: Sizes, share: float
    ) -> None:
        self.span, self.sizes = span, sizes
        self.numbers, self.steps = columns.numbers[span], columns.steps[span]
        em = sizes.em
        self.pad, self.gap, step_gap = 0.45 * em, 0.2 * em, 0.9 * em
        self.names = max(10.0, 18 * share) * em
        numbers = (sizes.small.width(number) + 0.3 * em for number in columns.numbers)
        self.cell = max([2.2 * em, *numbers])
        self.places: list[float] = []
        x = self.names
        for place, step in enumerate(self.steps):
            x += step_gap if place and step != self.steps[place - 1] else self.gap
            self.places.append(x)
            x += self.cell
        self.figures = Figures(tuple(totalled), x, sizes)

    def drawing(self, rows: Sequence[_PartnershipRow], marks: Sequence[Mark]) -> Drawing:
        """The heads of the columns, the rows, and how often each mark stands in each column."""
        parts = [self._head(), *map(self._row, rows), self._below(rows, marks)]
        return stacked(parts, self.gap)

    def _head(self) -> Drawing:
        small, heading, band = self.sizes.small, self.sizes.heading, 1.6 * self.sizes.em
        height = max(band + small.height(1), self.figures.head_height)
        top = height - band - small.height(1)
        shapes: list[Shape] = [*self.figures.head(height)]
        for step in dict.fromkeys(self.steps):
            places = zip(self.places, self.steps, strict=True)
            own = [x for x, other in places if other == step]
            width = own[-1] + self.cell - own[0]
            text = f"Step {step}" if heading.width(f"Step {step}") <= width else step
            baseline = top + band / 2 + 0.35 * heading.size
            shapes.append(Box(own[0], top, width, band, HEADER))
            middle = own[0] + width / 2
            shapes.append(Words(middle, baseline, text, heading, HEADER.text, "center"))
        for number, x in zip(self.numbers, self.places, strict=True):
            at = height - 0.25 * small.size
            shapes.append(Words(x + self.cell / 2, at, number, small, align="center"))
        return Drawing(self.figures.right, height, tuple(shapes))

    def _row(self, row: _PartnershipRow) -> Drawing:
        label = self.sizes.label
        name = label.wrapped(row.name, self.names - self.pad, MOST_LINES)
        height = max(1.8 * self.sizes.em, label.height(len(name)) + 0.4 * self.pad)
        baseline = height / 2 + 0.35 * label.size
        shapes: list[Shape] = [*lines(name, 0, (height - label.height(len(name))) / 2, label)]
        for mark, x in zip(row.marks[self.span], self.places, strict=True):
            middle = x + self.cell / 2
            shapes.append(Box(x, 0, self.cell, height, mark.ink))
            shapes.append(Words(middle, baseline, mark.short, label, mark.ink.text, "center"))
        counts = Counter(row.marks)
        shapes.extend(
            self.figures.row([counts[mark] for mark in self.figures.marks], baseline, label)
        )
        return Drawing(self.figures.right, height, tuple(shapes))

    def _below(self, rows: Sequence[_PartnershipRow], marks: Sequence[Mark]) -> Drawing:
        label = self.sizes.label
        shapes: list[Shape] = []
        baseline = self.pad + 0.95 * label.size
        counts = [Counter(column) for column in zip(*(row.marks for row in rows), strict=True)]
        for mark in marks:
            name = label.wrapped(mark.word, self.names - self.pad, 1)
            shapes.extend(
                Words(self.names - self.pad, baseline, text, label, align="right") for text in name
            )
            for count, x in zip(counts[self.span], self.places, strict=True):
                words = str(count[mark])
                shapes.append(Words(x + self.cell / 2, baseline, words, label, align="center"))
            baseline += label.height(1)
        height = self.pad + label.height(len(marks))
        return Drawing(self.figures.right, height, tuple(shapes))
