"""Two rounds as the paper's table: the rating now in every cell, and below it from what."""

from matplotlib.axes import Axes

from sixsteps.analysis.change import Change, change
from sixsteps.analysis.selection import Of
from sixsteps.charts.canvas import put
from sixsteps.charts.change_words import DOWN, SAME, UP, ChangeWords
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import Drawing
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import level_marks
from sixsteps.charts.page import Page, key
from sixsteps.charts.step_table import StepCell, StepColumn, step_table
from sixsteps.charts.wording import (
    change_title,
    counted,
    handling_notes,
    joined,
    labels_notes,
    spoken,
)
from sixsteps.errors import WrongTypeError
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.rounds import Round


def change_grid(
    before: Round | Change,
    after: Round | None = None,
    *,
    crosswalk: Crosswalk | None = None,
    of: Of | None = None,
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
    found = change_of(before, after, crosswalk=crosswalk, of=of, rule=rule)
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
    of: Of | None = None,
    rule: str | None = None,
) -> Change:
    """The change given, or that between two rounds.

    Raises:
        WrongTypeError: one round alone, a change with anything besides, or neither.
    """
    if isinstance(before, Round) and isinstance(after, Round):
        return change(before, after, crosswalk=crosswalk, of=of, rule=rule)
    if not isinstance(before, Change):
        raise WrongTypeError("a chart of a change takes one Change or two Rounds; give two Rounds")
    if any(given is not None for given in (after, crosswalk, of, rule)):
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
