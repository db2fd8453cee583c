"""The transition matrix of a change: rows before, columns after, with the totals of both."""

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes

from sixsteps.analysis.change import Change
from sixsteps.analysis.selection import Of
from sixsteps.charts.canvas import put
from sixsteps.charts.change_words import DOWN, SAME, UP
from sixsteps.charts.changes_grid import change_of
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import Box, Drawing, Shape, lines
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import Mark, level_marks
from sixsteps.charts.page import Page, key
from sixsteps.charts.step_table import MOST_LINES
from sixsteps.charts.wording import change_title, counted, handling_notes, round_name, spoken
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.rounds import Round
from sixsteps.palette import HEADER, Ink


def transitions(
    before: Round | Change,
    after: Round | None = None,
    *,
    crosswalk: Crosswalk | None = None,
    of: Of | None = None,
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
    found = change_of(before, after, crosswalk=crosswalk, of=of, rule=rule)
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
