"""Two rounds as the paper's table: the rating now in every cell, and below it from what."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen
from matplotlib.axes import Axes

from sixsteps.analysis.cells import Kind
from sixsteps.analysis.change import Change, change
from sixsteps.analysis.decomposition import Component, Decomposition
from sixsteps.analysis.lines import Line
from sixsteps.analysis.selection import Whose
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import Box, Drawing, Page, Shape, Stroke, Words, key, lines, put
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import (
    BLANKS,
    Mark,
    change_title,
    counted,
    handling_notes,
    joined,
    labels_notes,
    level_marks,
    round_name,
    spoken,
)
from sixsteps.charts.step_table import MOST_LINES, StepCell, StepColumn, Strip, step_table
from sixsteps.errors import NotComparableError, WrongTypeError
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.rounds import Round
from sixsteps.palette import DECLINED, HEADER, IMPROVED, UNCHANGED, Ink

UP = Mark("improved", "▲", IMPROVED)
DOWN = Mark("declined", "▼", DECLINED)
SAME = Mark("as before", "=", UNCHANGED)


@frozen
class ChangeWords:
    """The words for the lines of one change."""

    change: Change

    def mark(self, question: str, levels: dict[str, Mark]) -> Mark:
        """The mark of a question of the later round: of its own level, or why it has none."""
        line = self.change.line(question)
        if line.after is None:
            return BLANKS[line.after_kind]
        return levels[line.after_levels[line.new.index(question)]]

    def strip(self, question: str) -> Strip:
        """What stands below the mark of a question of the later round: where it came from."""
        line = self.change.line(question)
        match line.outcome:
            case "improved":
                return Strip(self._matched(line, question, f"▲ from {self._was(line)}"), IMPROVED)
            case "declined":
                return Strip(self._matched(line, question, f"▼ from {self._was(line)}"), DECLINED)
            case "held":
                return Strip(self._matched(line, question, "= as before"), UNCHANGED)
            case "entered":
                return Strip(_entry(line), UNCHANGED)
            case "left":
                return Strip(f"was {self._was(line)} ({line.reason})", UNCHANGED)
            case "absent":
                return Strip(_absence(line), UNCHANGED)

    def removed(self) -> str:
        """The earlier questions that stand in no cell of the later framework, with their ratings.

        Empty where there are none.
        """
        framework, scale = self.change.before_framework, self.change.scale
        gone = [
            f"{framework.number(name)} {framework.question(name).name}"
            f" ({line.reason or line.relation}, last {_last(line, scale.label(line.before))})"
            for line in self.change.lines
            if not line.new
            for name in line.old
        ]
        return f"Questions of the earlier round alone: {'; '.join(gone)}." if gone else ""

    def _was(self, line: Line) -> str:
        return self.change.scale.label(line.before)

    def _matched(self, line: Line, question: str, words: str) -> str:
        """The words for a matched line, which several questions may share."""
        if len(line.old) > 1:
            words += f" ({len(line.old)} questions as one)"
        others = [self.change.after_framework.number(name) for name in line.new if name != question]
        if not others:
            return words
        together = self.change.scale.label(line.after)
        return f"{words} (as one with {joined(others)}: {together})"


def _last(line: Line, label: str) -> str:
    return label if line.before is not None else BLANKS[line.before_kind].word


def _entry(line: Line) -> str:
    if line.reason == "added":
        return "new question"
    if line.reason == "replaced":
        return "new question (replaces another)"
    return line.reason


def _absence(line: Line) -> str:
    if line.before_kind is Kind.NOT_IN_FRAMEWORK:
        return "new question"
    return f"{BLANKS[line.before_kind].word} before"


def change_grid(
    before: Round | Change,
    after: Round | None = None,
    *,
    crosswalk: Crosswalk | None = None,
    respondent: Whose | None = None,
    rule: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """The later round as the paper prints its table, with what each rating was before.

    Takes a change, or two rounds and how to compare them. Questions that the later framework does
    not have are listed below with their last ratings.

    Raises:
        WrongTypeError: one round alone, or something besides a change.
        NotComparableError: the rounds cannot be compared without a crosswalk.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.
        InvalidError: the axes are too small to read the chart on.

    >>> from datetime import date
    >>> from sixsteps import Rating, Round, six_steps
    >>> autumn = Round(six_steps(), "Anytown", "Autumn 2025", date(2025, 11, 3),
    ...                ratings=[Rating("s1q1", "red")])
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...                ratings=[Rating("s1q1", "amber")])
    >>> change_grid(autumn, spring).title
    'Change. Anytown: Autumn 2025, 3 November 2025, to Spring 2026, 1 May 2026'
    """
    found = change_of(before, after, crosswalk=crosswalk, respondent=respondent, rule=rule)
    framework = found.after_framework
    words, levels = ChangeWords(found), level_marks(found.scale)
    columns = [
        StepColumn(
            framework.number(step.id),
            step.title,
            tuple(
                StepCell(
                    framework.number(question.id),
                    question.name,
                    words.mark(question.id, levels),
                    words.strip(question.id),
                )
                for question in step.questions
            ),
        )
        for step in framework.steps
    ]
    page = Page(
        title=f"Change. {change_title(found)}",
        subtitle=_counts(found),
        notes=[
            words.removed(),
            *found.notes[1:],
            *labels_notes([found.before_framework, framework]),
            *handling_notes(found.handling),
        ],
        source=found.citation,
    )
    outcomes = [(UP, found.improved), (SAME, found.held), (DOWN, found.declined)]
    counts = zip(levels.values(), found.counts_before, found.counts_after, strict=True)
    entries = [(mark, f"{mark.word}: {now} (before: {was})") for mark, was, now in counts][::-1]
    entries += [(mark, f"{mark.word}: {count}") for mark, count in outcomes]

    def layout(share: float) -> Drawing:
        sizes = Sizes.of_reader()
        body = step_table(columns, sizes, share)
        return page.around(body, key(entries, body.width, sizes, short=True), sizes)

    figure = put(layout, ax)
    alt = spoken(page.title, found.sentence, *_listed(found), *page.notes, page.source)
    return Chart(figure, page.title, alt, page.source)


def change_of(
    before: Round | Change,
    after: Round | None,
    *,
    crosswalk: Crosswalk | None = None,
    respondent: Whose | None = None,
    rule: str | None = None,
) -> Change:
    """The change given, or that between two rounds.

    Raises:
        WrongTypeError: one round alone, a change with anything besides, or neither.
    """
    if isinstance(before, Round) and isinstance(after, Round):
        return change(before, after, crosswalk=crosswalk, respondent=respondent, rule=rule)
    if not isinstance(before, Change):
        raise WrongTypeError("a chart of a change takes one Change or two Rounds; give two Rounds")
    if any(given is not None for given in (after, crosswalk, respondent, rule)):
        raise WrongTypeError(
            "a Change has its rounds, crosswalk, respondents and rule already; give it alone"
        )
    return before


def _counts(found: Change) -> str:
    """How many questions are compared and what became of them; a split question counts once."""
    compared = f"{found.matched_after.count} of {counted(found.matched_after.of, 'question')}"
    if not found.matched:
        return f"{compared} can be compared"
    as_units = "" if found.matched == found.matched_after.count else f" as {found.matched}"
    return (
        f"{compared} compared{as_units}: {found.improved} improved, {found.held} as before,"
        f" {found.declined} declined"
    )


def _listed(found: Change) -> list[str]:
    """Which questions improved and which declined, by their present numbers."""
    number = found.after_framework.number
    by_outcome = {
        outcome: [
            number(name) for line in found.lines if line.outcome == outcome for name in line.new
        ]
        for outcome in ("improved", "declined")
    }
    return [
        f"{outcome.capitalize()}: {joined(numbers)}"
        for outcome, numbers in by_outcome.items()
        if numbers
    ]


def transitions(
    before: Round | Change,
    after: Round | None = None,
    *,
    crosswalk: Crosswalk | None = None,
    respondent: Whose | None = None,
    rule: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """How many questions went from each level to each, of those rated in both rounds.

    Takes a change, or two rounds and how to compare them. Rows are the levels before, columns
    those after, worst to best.

    Raises:
        WrongTypeError: one round alone, or something besides a change.
        NotComparableError: the rounds cannot be compared without a crosswalk.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.
        InvalidError: the axes are too small to read the chart on.

    >>> from datetime import date
    >>> from sixsteps import Rating, Round, six_steps
    >>> autumn = Round(six_steps(), "Anytown", "Autumn 2025", date(2025, 11, 3),
    ...                ratings=[Rating("s1q1", "red")])
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...                ratings=[Rating("s1q1", "amber")])
    >>> "1 question went from Red to Amber" in transitions(autumn, spring).alt
    True
    """
    found = change_of(before, after, crosswalk=crosswalk, respondent=respondent, rule=rule)
    matrix, marks = found.transitions, [*level_marks(found.scale).values()]
    page = Page(
        title=f"Transitions. {change_title(found)}",
        subtitle=f"{counted(found.matched, 'question')} rated in both rounds",
        notes=[
            *found.notes[1:],
            *handling_notes(found.handling),
        ],
        source=found.citation,
    )
    outcomes = [(UP, found.improved), (SAME, found.held), (DOWN, found.declined)]
    names = f"Before: {round_name(found.before)}", f"After: {round_name(found.after)}"

    def layout(share: float) -> Drawing:
        sizes = Sizes.of_reader()
        body = _Layout(matrix.cells, marks, sizes, share).drawing(*names)
        entries = [(mark, f"{mark.word}: {count}") for mark, count in outcomes]
        return page.around(body, key(entries, body.width, sizes, short=True), sizes)

    figure = put(layout, ax)
    moves = [
        f"{counted(count, 'question')} {_move(row, column, marks)}"
        for row, counts in enumerate(matrix.cells)
        for column, count in enumerate(counts)
        if count
    ]
    alt = spoken(page.title, page.subtitle, *moves, *page.notes, page.source)
    return Chart(figure, page.title, alt, page.source)


def _move(before: int, after: int, marks: list[Mark]) -> str:
    if before == after:
        return f"stayed {marks[before].word}"
    return f"went from {marks[before].word} to {marks[after].word}"


class _Layout:
    """The arithmetic of one drawing of a matrix."""

    def __init__(
        self, cells: Sequence[Sequence[int]], marks: Sequence[Mark], sizes: Sizes, share: float
    ) -> None:
        self.cells, self.marks, self.sizes = cells, marks, sizes
        em = sizes.em
        self.gap, self.pad = 0.3 * em, 0.45 * em
        longest = sizes.word.longest_word([mark.word for mark in marks], 10 * em) + 2 * self.pad
        self.width = max(6.0 * em, 8.5 * share * em, longest)
        self.side = max(8.0 * em, 11 * share * em, longest)
        across = [self._wrapped(mark.word, self.width) for mark in marks]
        down = [self._wrapped(mark.word, self.side) for mark in marks]
        self.head = sizes.word.height(max(map(len, across))) + 2 * self.pad
        self.height = max(3.2 * em, sizes.word.height(max(map(len, down))) + 2 * self.pad)

    def drawing(self, before: str, after: str) -> Drawing:
        """The matrix below the names of its two rounds."""
        label = self.sizes.label
        whole = self._x(len(self.marks)) + self.width
        above = label.wrapped(after, whole - self._x(0), MOST_LINES)
        beside = label.wrapped(before, self.side - self.pad, MOST_LINES)
        names = max(label.height(len(above)), label.height(len(beside)) - self.head) + self.pad
        low = names + self.head - self.pad / 2 - label.height(len(beside))
        shapes = [
            *lines(above, self._x(0), names - self.pad - label.height(len(above)), label),
            *lines(beside, 0, low, label),
            *(shape.moved(0, names) for shape in self._matrix()),
        ]
        return Drawing(whole, names + self._y(len(self.marks)) + self.height, tuple(shapes))

    def _matrix(self) -> Iterator[Shape]:
        total = Mark("Total", "", HEADER)
        for place, mark in enumerate([*self.marks, total]):
            yield from self._cell(mark.word, self._x(place), 0, self.width, self.head, mark.ink)
            yield from self._cell(mark.word, 0, self._y(place), self.side, self.height, mark.ink)
        for row, counts in enumerate(self.cells):
            for column, count in enumerate(counts):
                outcome = UP if column > row else DOWN if column < row else SAME
                text = f"{outcome.short} {count}" if count else "0"
                yield from self._count(text, row, column, outcome.ink)
        last = len(self.marks)
        for place in range(last):
            yield from self._count(str(sum(self.cells[place])), place, last)
            yield from self._count(str(sum(counts[place] for counts in self.cells)), last, place)
        yield from self._count(str(sum(map(sum, self.cells))), last, last)

    def _count(self, text: str, row: int, column: int, ink: Ink | None = None) -> Iterator[Shape]:
        return self._cell(text, self._x(column), self._y(row), self.width, self.height, ink)

    def _cell(
        self, text: str, x: float, y: float, width: float, height: float, ink: Ink | None
    ) -> Iterator[Shape]:
        word = self.sizes.word
        wrapped = self._wrapped(text, width)
        if ink is not None:
            yield Box(x, y, width, height, ink)
        top = y + (height - word.height(len(wrapped))) / 2
        colour = None if ink is None else ink.text
        yield from lines(wrapped, x + width / 2, top, word, colour, "center")

    def _wrapped(self, text: str, width: float) -> tuple[str, ...]:
        return self.sizes.word.wrapped(text, width - 2 * self.pad, MOST_LINES)

    def _x(self, column: int) -> float:
        return self.side + self.gap + column * (self.width + self.gap)

    def _y(self, row: int) -> float:
        return self.head + self.gap + row * (self.height + self.gap)


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
