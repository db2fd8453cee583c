"""The transition matrix of a change: rows before, columns after, with the totals of both."""

from matplotlib.axes import Axes

from sixsteps.analysis.change import Change
from sixsteps.analysis.selection import Of
from sixsteps.charts.canvas import put
from sixsteps.charts.change_words import DOWN, SAME, UP
from sixsteps.charts.changes_grid import change_of
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import Box, Drawing, Shape, Words, lines
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import Mark, level_marks
from sixsteps.charts.page import Page, key
from sixsteps.charts.palette import HEADER
from sixsteps.charts.step_table import MOST_LINES
from sixsteps.charts.wording import change_title, counted, handling_notes, round_name, spoken
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.rounds import Round


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
            *handling_notes(round_ for round_ in (before, after) if isinstance(round_, Round)),
        ],
        source=found.citation,
    )
    outcomes = [(UP, found.improved), (SAME, found.held), (DOWN, found.declined)]
    names = round_name(found.before), round_name(found.after)

    def layout(share: float) -> Drawing:
        sizes = Sizes.of_reader()
        body = _body(matrix.cells, marks, names, sizes, share)
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


def _body(
    cells: tuple[tuple[int, ...], ...],
    marks: list[Mark],
    names: tuple[str, str],
    sizes: Sizes,
    share: float,
) -> Drawing:
    em = sizes.em
    gap, pad = 0.3 * em, 0.45 * em
    longest = sizes.word.longest_word([mark.word for mark in marks], 10 * em) + 2 * pad
    width, height = max(6.0 * em, 8.5 * share * em, longest), 3.2 * em
    side = max(8.0 * em, 11 * share * em, longest)
    words = [sizes.word.wrapped(mark.word, width - 2 * pad, MOST_LINES) for mark in marks]
    sides = [sizes.word.wrapped(mark.word, side - 2 * pad, MOST_LINES) for mark in marks]
    height = max(height, sizes.word.height(max(map(len, sides))) + 2 * pad)
    left = side + gap
    across = (len(marks) + 1) * (width + gap) - gap
    captions = [
        sizes.label.wrapped(f"{when}: {name}", room, MOST_LINES)
        for when, name, room in (
            ("Before", names[0], side - pad),
            ("After", names[1], across - width - gap),
        )
    ]
    head = sizes.word.height(max(map(len, words))) + 2 * pad
    top = sizes.label.height(len(captions[1])) + pad
    body = max(top + head, sizes.label.height(len(captions[0])) + pad) + gap
    shapes: list[Shape] = []
    shapes.extend(lines(captions[1], left, body - gap - head - top, sizes.label))
    low = body - gap - pad / 2 - sizes.label.height(len(captions[0]))
    shapes.extend(lines(captions[0], 0, low, sizes.label))
    for place, (mark, word, at_side) in enumerate(zip(marks, words, sides, strict=True)):
        x, y = left + place * (width + gap), body + place * (height + gap)
        shapes.append(Box(x, body - gap - head, width, head, mark.ink))
        above = body - gap - head + (head - sizes.word.height(len(word))) / 2
        shapes.extend(lines(word, x + width / 2, above, sizes.word, mark.ink.text, "center"))
        shapes.append(Box(0, y, side, height, mark.ink))
        middle = y + (height - sizes.word.height(len(at_side))) / 2
        shapes.extend(lines(at_side, pad, middle, sizes.word, mark.ink.text))
        for column, count in enumerate(cells[place]):
            outcome = UP if column > place else DOWN if column < place else SAME
            at = left + column * (width + gap)
            shapes.append(Box(at, y, width, height, outcome.ink))
            text = f"{outcome.short} {count}" if count else "0"
            shapes.append(_centred(text, at, y, width, height, sizes, outcome.ink.text))
    totals_x = left + len(marks) * (width + gap)
    totals_y = body + len(marks) * (height + gap)
    shapes.append(Box(totals_x, body - gap - head, width, head, HEADER))
    shapes.append(_centred("Total", totals_x, body - gap - head, width, head, sizes, HEADER.text))
    shapes.append(Box(0, totals_y, side, height, HEADER))
    middle = totals_y + (height - sizes.word.height(1)) / 2
    shapes.extend(lines(["Total"], pad, middle, sizes.word, HEADER.text))
    for place in range(len(marks)):
        row, column = sum(cells[place]), sum(counts[place] for counts in cells)
        y, x = body + place * (height + gap), left + place * (width + gap)
        shapes.append(_centred(str(row), totals_x, y, width, height, sizes))
        shapes.append(_centred(str(column), x, totals_y, width, height, sizes))
    whole = str(sum(map(sum, cells)))
    shapes.append(_centred(whole, totals_x, totals_y, width, height, sizes))
    return Drawing(left + across, totals_y + height, tuple(shapes))


def _centred(
    text: str,
    x: float,
    y: float,
    width: float,
    height: float,
    sizes: Sizes,
    colour: str | None = None,
) -> Words:
    baseline = y + height / 2 + 0.35 * sizes.word.size
    return Words(x + width / 2, baseline, text, sizes.word, colour, "center")
