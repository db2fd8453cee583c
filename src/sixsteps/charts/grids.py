"""The paper's table: a step a column, the rating's word in every tile; and what changed in it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import zip_longest

from attrs import evolve
from matplotlib.axes import Axes

from sixsteps.analysis.agreement import Contrast
from sixsteps.analysis.answer_cells import AnswerKind
from sixsteps.analysis.change import Change, change
from sixsteps.analysis.consensus import Whose, require, select
from sixsteps.analysis.outcomes import TransitionMatrix
from sixsteps.charts.chart import Chart
from sixsteps.charts.frame import (
    MOST_STEPS,
    Frame,
    change_title,
    finding,
    given_alone,
    round_name,
    round_title,
)
from sixsteps.charts.marks import BLANKS, DOWN, SAME, UP, Mark, Totals, cell_mark, level_marks
from sixsteps.charts.tiles import Block, Sizes, Tile, TileRow, tile_grid
from sixsteps.errors import WrongTypeError
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.framework import Framework
from sixsteps.model.question import Question
from sixsteps.model.rounds import Round
from sixsteps.palette import HEADER, UNCHANGED, Ink
from sixsteps.panel.between_periods import PanelChange, PanelTransitions
from sixsteps.panel.panel import Panel
from sixsteps.words import counted, in_prose

OUTCOMES = {"declined": DOWN, "held": SAME, "improved": UP}


def step_table(
    framework: Framework,
    marks: Mapping[str, Mark],
    strips: Mapping[str, tuple[str, Ink]],
    sizes: Sizes,
    share: float,
) -> Block:
    """Steps side by side, of as many questions as each has, each with its mark.

    `strips` are texts that stand below the questions, on inks of their own, if there are any.
    """
    em, steps, heading = sizes.em, framework.steps, sizes.heading
    gap, pad = 0.35 * em, 0.45 * em
    natural = min(max(10.2, 70 / max(len(steps), 1)), 17) * em
    # However narrow, a column breaks no word that it would not break at its natural width.
    longest = heading.longest_word([step.title for step in steps], natural - 2 * pad)
    width = max(7.0 * em, natural * share, longest + 2 * pad)

    def tile(question: Question | None) -> Tile | None:
        if question is None:
            return None
        mark, text = marks[question.id], f"{framework.number(question.id)} {question.name}"
        word = (sizes.word, mark.word)
        return Tile(sizes.label, text, mark.ink, "left", pad=(pad, pad), foot=word)

    def strip(question: Question | None) -> Tile | None:
        if question is None or not strips:
            return None
        return Tile(sizes.label, *strips[question.id], "left", pad=(pad, 0.6 * pad))

    titles = [f"{framework.number(step.id)}. {step.title}" for step in steps]
    heads = [Tile(heading, title, HEADER, "left", "top", pad=(pad, pad)) for title in titles]
    rows = [TileRow(heads)]
    for questions in zip_longest(*(step.questions for step in steps)):
        rows.append(TileRow([*map(tile, questions)], gap))
        rows.append(TileRow([*map(strip, questions)]))
    return tile_grid([(gap if place else 0.0, width) for place in range(len(steps))], rows)


def grid(
    round: Round,
    *,
    respondent: Whose | None = None,
    rule: str | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """The ratings of one round as the paper prints its table, one answer a question.

    `respondent` is a respondent or a role, `rule` joins several answers. A `title` stands in
    place of the finding. On an `ax` the chart is scaled to fit.

    Raises:
        WrongTypeError: what was given is no round.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.
        UnknownIdError: no such respondent, role or rule.
        InvalidError: the axes are too small to read the chart on.

    >>> from sixsteps.samples import spring_2026
    >>> grid(spring_2026(), respondent="agreed").title
    'Green in 8 of 25 questions, Red in 3'
    """
    require(round, Round, "round", "a Round")
    framework = round.framework
    selection = select(round, respondent=respondent, rule=rule)
    levels = level_marks(framework.scale)
    marks = {cell.question: cell_mark(cell, levels) for cell in selection.cells}
    totals = Totals.of(marks.values(), levels)
    by_step = {
        framework.number(step.id): Totals.of([marks[one.id] for one in step.questions], levels)
        for step in framework.steps
    }
    worst = levels[framework.scale.worst]
    lowest = [framework.number(question) for question, mark in marks.items() if mark == worst]
    frame = Frame(
        title,
        finding(framework.scale, [totals.rated], totals.due),
        f"Ratings. {round_title(round)}. {round.standing}",
        spoken=[
            totals.sentence(counted(len(marks), "question")),
            *(f"Step {number}: {own.in_words()}" for number, own in by_step.items()),
            f"Rated {worst.word}: {in_prose(lowest)}" if lowest else "",
        ],
        shown=round,
        notes=[selection.note],
        labelled=[framework],
        rows=(len(marks), "question"),
        columns=(len(framework.steps), "step"),
        instead="draw levels(), which counts them by step"
        if len(framework.steps) <= MOST_STEPS
        else "take summary().table('steps')",
    )
    body = partial(step_table, framework, marks, {})
    return frame.chart(body, totals.legend, ax, lettered=False)


def change_grid(
    before: Round | Change,
    after: Round | None = None,
    *,
    crosswalk: Crosswalk | None = None,
    respondent: Whose | None = None,
    rule: str | None = None,
    title: str | None = None,
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

    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> change_grid(autumn_2025(), spring_2026(), respondent="agreed").title
    'Green in 8 of 25 questions, up from 4 of 23'
    """
    found = change_of(before, after, crosswalk=crosswalk, respondent=respondent, rule=rule)
    framework, levels = found.after_framework, level_marks(found.scale)
    names = [question.id for question in framework.questions]
    marks = {name: _mark(found, name, levels) for name in names}
    strips = {name: _strip(found, name) for name in names}
    moved = {"improved": list[str](), "declined": list[str]()}
    for line in found.outcomes:
        if line.kind in moved:
            moved[line.kind] += map(framework.number, line.new)
    due = Totals.of(marks.values(), levels).due
    frame = Frame(
        title,
        finding(found.scale, [found.counts_before, found.counts_after], due),
        f"Change. {change_title(found)}. {_counts(found)}",
        spoken=[
            found.sentence,
            *(f"{outcome}: {in_prose(numbers)}" for outcome, numbers in moved.items() if numbers),
        ],
        shown=found,
        notes=[_removed(found)],
        labelled=[found.before_framework, framework],
        rows=(len(names), "question"),
        columns=(len(framework.steps), "step"),
        instead="draw transitions(), which counts them",
    )
    counts = zip(levels.values(), found.counts_before, found.counts_after, strict=True)
    legend = [mark.explained(f"{now} (before: {was})") for mark, was, now in counts]
    legend += outcomes_of(found.transitions)
    return frame.chart(partial(step_table, framework, marks, strips), legend, ax)


def change_of(
    before: Round | Change,
    after: Round | None,
    *,
    crosswalk: Crosswalk | None = None,
    respondent: Whose | None = None,
    rule: str | None = None,
) -> Change:
    """The change given, or that between two rounds; nothing else, and nothing besides a change."""
    if isinstance(before, Round) and isinstance(after, Round):
        return change(before, after, crosswalk=crosswalk, respondent=respondent, rule=rule)
    if not isinstance(before, Change):
        raise WrongTypeError(
            "a chart of a change takes one Change or two Rounds", "give two Rounds"
        )
    given_alone(before, after=after, crosswalk=crosswalk, respondent=respondent, rule=rule)
    return before


def outcomes_of(found: TransitionMatrix, words: Sequence[str] = ()) -> list[Mark]:
    """The numbers of those that declined, held and improved, as a legend shows them.

    `words` stand in place of those three.
    """
    counts = (found.declined, found.held, found.improved)
    marks = [*OUTCOMES.values()]
    if words:
        marks = [evolve(mark, word=word) for mark, word in zip(marks, words, strict=True)]
    return [mark.explained(n) for mark, n in zip(marks, counts, strict=True)]


def _counts(found: Change) -> str:
    """The questions compared and what became of them; a split question counts once."""
    compared = f"{found.matched_after.count} of {counted(found.matched_after.of, 'question')}"
    if not found.matched:
        return f"{compared} can be compared"
    as_units = "" if found.matched == found.matched_after.count else f" as {found.matched}"
    moved = f"{found.improved} improved, {found.held} as before, {found.declined} declined"
    return f"{compared} compared{as_units}: {moved}"


def _mark(change: Change, question: str, levels: Mapping[str, Mark]) -> Mark:
    """The mark of a question of the later round: of its own level, or why it has none."""
    line = change.outcome(question)
    if line.after is None:
        return BLANKS[line.after_kind]
    return levels[line.after_levels[line.new.index(question)]]


def _strip(change: Change, question: str) -> tuple[str, Ink]:
    """The level or other state a question's mark came from, in words, and their ink."""
    line = change.outcome(question)
    was = change.scale.label(line.before)
    match line.kind:
        case "entered":
            kinds = {"added": "new question", "replaced": "new question (replaces another)"}
            return kinds.get(line.reason, line.reason), UNCHANGED
        case "left":
            return f"was {was} ({line.reason})", UNCHANGED
        case "absent" if line.before_kind is AnswerKind.NOT_IN_FRAMEWORK:
            return "new question", UNCHANGED
        case "absent":
            return f"{BLANKS[line.before_kind].word} before", UNCHANGED
        case _:
            mark = OUTCOMES[line.kind]
    words = f"{mark.short} {mark.word if mark is SAME else f'from {was}'}"
    # Several questions may share a line.
    if len(line.old) > 1:
        words += f" ({len(line.old)} questions as one)"
    others = [change.after_framework.number(name) for name in line.new if name != question]
    if others:
        words += f" (as one with {in_prose(others)}: {change.scale.label(line.after)})"
    return words, mark.ink


def _removed(change: Change) -> str:
    """The earlier questions that stand in no tile, with their last ratings, if there are any."""
    framework, gone, scale = change.before_framework, [], change.scale
    for line in change.outcomes:
        is_rated = line.before is not None
        last = scale.label(line.before) if is_rated else BLANKS[line.before_kind].word
        about = f"{line.reason or line.relation}, last {last}"
        names = () if line.new else line.old
        gone += [
            f"{framework.number(one)} {framework.question(one).name} ({about})" for one in names
        ]
    return f"Questions of the earlier round alone: {'; '.join(gone)}." if gone else ""


def transitions(
    before: Round | Change | Contrast | Panel | PanelTransitions | PanelChange,
    after: Round | None = None,
    *,
    crosswalk: Crosswalk | None = None,
    respondent: Whose | None = None,
    rule: str | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """The number of questions that went from each level to each, of those rated in both rounds.

    Takes a change, or two rounds and how to compare them; a panel, of which each period is
    compared with the next, its transitions or its change; or a contrast, whose rows are what one
    of the two said and whose columns what the other did. Levels stand worst to best.

    Raises:
        WrongTypeError: one round alone, or something besides a change.
        NotComparableError: the rounds cannot be compared without a crosswalk.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.
        InvalidError: the axes are too small to read the chart on.

    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> chart = transitions(autumn_2025(), spring_2026(), respondent="agreed")
    >>> "4 questions went from Red to Amber" in chart.alt
    True
    """
    found = before.transitions() if isinstance(before, Panel) else before
    if isinstance(found, Contrast | PanelTransitions | PanelChange):
        given_alone(found, after=after, crosswalk=crosswalk, respondent=respondent, rule=rule)
    else:
        found = change_of(found, after, crosswalk=crosswalk, respondent=respondent, rule=rule)
    matrix = found.total if isinstance(found, PanelTransitions) else found.transitions
    marks, legend = [*level_marks(matrix.scale).values()], outcomes_of(matrix)
    moved = f"{matrix.improved} improved and {matrix.declined} declined, of"
    match found:
        case Contrast(heading=heading):
            names = f"by {found.a}", f"by {found.b}"
            legend = outcomes_of(matrix, (f"lower by {found.b}", "alike", f"higher by {found.b}"))
            told, about = found.sentence.removesuffix("."), f"Contrast. {round_title(heading)}"
            said = _moves(matrix, "question", lambda a, b: f"{a} {names[0]}, {b} {names[1]}")
        case Change():
            names = f"Before: {round_name(found.before)}", f"After: {round_name(found.after)}"
            told = f"{moved} {counted(matrix.matched, 'question')} rated in both rounds"
            about = f"Transitions. {change_title(found)}"
            said = _moves(matrix, "question")
        case _:
            pairs = (
                ((found.before, found.after),) if isinstance(found, PanelChange) else found.pairs
            )
            names = f"Before: {pairs[0][0]}", f"After: {pairs[0][1]}"
            if len(pairs) > 1:
                names = "Before", "After: the next period"
            told = f"{moved} {counted(matrix.matched, 'answer')} rated in both periods"
            about = f"Transitions. {found.scope}"
            said = _moves(matrix, "answer")
    many = len(marks), "level"
    frame = Frame(title, told, about, said, found, rows=many, columns=many)
    return frame.chart(partial(_matrix, matrix.cells, marks, names), legend, ax)


def _went(before: str, after: str) -> str:
    return f"stayed {after}" if before == after else f"went from {before} to {after}"


def _moves(
    matrix: TransitionMatrix, thing: str, said: Callable[[str, str], str] = _went
) -> list[str]:
    """The count in each cell that holds any, in words."""
    label = matrix.scale.label
    return [
        f"{counted(count, thing)} {said(label(before), label(after))}"
        for before, after, count in matrix.moves()
        if count
    ]


def _matrix(
    cells: Sequence[Sequence[int]],
    marks: Sequence[Mark],
    names: tuple[str, str],
    sizes: Sizes,
    share: float,
) -> Block:
    """Counts by level before and level after, with their totals, below the names of the rounds."""
    em, word, label = sizes.em, sizes.word, sizes.label
    gap, pad = 0.3 * em, (0.45 * em, 0.45 * em)
    longest = word.longest_word([mark.word for mark in marks], 10 * em) + 2 * pad[0]
    side, width = max(8.0 * em, 11 * share * em, longest), max(6.0 * em, 8.5 * share * em, longest)
    heads = [Tile(word, mark.word, mark.ink, pad=pad) for mark in marks]
    heads.append(Tile(word, "Total", HEADER, pad=pad))
    before = Tile(label, names[0], align="left", anchor="bottom", pad=(0, pad[1] / 2), up=1)
    after = Tile(label, names[1], align="left", anchor="bottom", pad=(0, pad[1]), span=len(heads))
    height = max(3.2 * em, *(head.height(side) for head in heads))
    rows = [TileRow([None, after]), TileRow([before, *heads])]
    for row, counts in enumerate(cells):
        tiles = [heads[row]]
        for column, count in enumerate(counts):
            outcome = UP if column > row else DOWN if column < row else SAME
            tiles.append(Tile(word, f"{outcome.short} {count}" if count else "0", outcome.ink))
        rows.append(TileRow([*tiles, Tile(word, str(sum(counts)))], gap, height))
    totals = [*map(sum, zip(*cells, strict=True)), sum(map(sum, cells))]
    rows.append(TileRow([heads[-1], *(Tile(word, str(total)) for total in totals)], gap, height))
    return tile_grid([(0, side), *((gap, width) for _ in heads)], rows)
