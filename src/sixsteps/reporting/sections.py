"""The sections of a report that show figures: ratings, coverage, gaps, change, differences."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from attrs import evolve

import sixsteps.charts as charts
from sixsteps.analysis.agreement import agreement
from sixsteps.analysis.answer_cells import actions_for
from sixsteps.analysis.change import Change
from sixsteps.analysis.consensus import Whose
from sixsteps.analysis.coverage import Coverage
from sixsteps.analysis.gaps import Fact, Gaps
from sixsteps.analysis.heading import handling_lines
from sixsteps.analysis.summary import Summary
from sixsteps.model.answers import Answer, ContextAnswer, Evidence, NotApplicable, Rating
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Adaptation
from sixsteps.model.plans import Action
from sixsteps.model.question import Question
from sixsteps.model.rounds import REDACTED, Round
from sixsteps.model.scale import Scale
from sixsteps.published import ACTION_PLAN_SENTENCE, ARRANGEMENTS, RAG, USES
from sixsteps.reporting.document import (
    TALLEST,
    TEXT_WIDTH,
    Block,
    Bullets,
    Facts,
    Paragraph,
    Picture,
    Section,
    least_widths,
)
from sixsteps.table import Cell, Table, worded
from sixsteps.words import counted

_FEW_COLUMNS = 8  # of a table that always fits a page
_LEAST_SCALE = 0.4  # at which the letters of a chart can be read
_LONGEST = 22  # rows of a table in the body: with its title and notes they fill half a page
_TOO_LARGE = (
    "The ratings stand side by side in tables; a picture of so many could not be read on a page."
)


def ratings(round_: Round, found: Summary, respondent: Whose | None, rule: str | None) -> Section:
    """The grid, the counts by level and by step."""
    grid = charts.grid(round_, respondent=respondent, rule=rule)
    bars = charts.levels(round_, respondent=respondent, rule=rule)
    return Section("Ratings", [Picture(grid), *_said_once(found.tables()), Picture(bars)])


def covered(found: Coverage) -> Section:
    """How much was answered, and by whom not."""
    return Section("Coverage", [*_silence(found), *_said_once(found.tables(labels=True))])


def abridged(
    full: Iterable[Section], whole: Iterable[Block]
) -> tuple[list[Section], list[Section]]:
    """Sections without their long tables but these, and an appendix of those, if there are any.

    A board reads the short ones; the long ones have a line a question or an answer.
    """
    kept = [*whole]
    body: list[Section] = []
    detail: list[Table] = []
    for section in full:
        short: list[Block] = []
        for block in (part for one in section.blocks for part in _parts(one)):
            if isinstance(block, Table) and len(block.cells) > _LONGEST and block not in kept:
                detail.append(block)
            else:
                short.append(block)
        body.append(evolve(section, blocks=short))
    return body, [Section("Appendix: figures in detail", _said_once(detail))] if detail else []


def _parts(block: Block) -> list[Block]:
    """A block as it fits a page's width: a wide table in parts, each with its first two columns."""
    if not isinstance(block, Table) or len(block.columns) <= _FEW_COLUMNS:
        return [block]
    widths = least_widths(block.worded())
    parts: list[list[int]] = [[0, 1]]
    for place in range(2, len(block.columns)):
        if len(parts[-1]) > 2 and sum(widths[one] for one in (*parts[-1], place)) > TEXT_WIDTH:
            parts.append([0, 1])
        parts[-1].append(place)
    if len(parts) == 1:
        return [block]
    return [
        evolve(
            block,
            columns=[block.columns[place] for place in part],
            rows=[[row[place] for place in part] for row in block.cells],
            title=f"{block.title} (part {number} of {len(parts)})",
        )
        for number, part in enumerate(parts, start=1)
    ]


def _said_once(tables: Iterable[Table]) -> list[Table]:
    """The tables with each note under the first that has it."""
    said: set[str] = set()
    once = []
    for table in tables:
        once.append(evolve(table, notes=[note for note in table.notes if note not in said]))
        said.update(table.notes)
    return once


def _silence(found: Coverage) -> Iterator[Block]:
    missing = [
        f"{part.name}: {part.counts.unanswered} of {part.counts.asked} unanswered"
        for part in found.respondents
        if part.counts.unanswered
    ]
    if len(found.respondents) > 1 and missing:
        yield Paragraph("Who has not answered everything put to them:")
        yield Bullets(missing)
    elif len(found.respondents) > 1:
        yield Paragraph("Every respondent has answered every question put to them.")


def shortfalls(round_: Round, found: Gaps) -> Section:
    """The gaps in the order they are best dealt with, each with its open actions."""
    in_order, *others = _said_once(found.tables(labels=True))
    return Section("Gaps", [_with_actions(round_, found, in_order), *others])


def _with_actions(round_: Round, found: Gaps, in_order: Table) -> Table:
    framework, scale = round_.framework, found.scale
    names = dict(zip(found.whose, found.names, strict=True))
    several = len(names) > 1
    rows = []
    for gap in found.gaps:
        who = [names.get(gap.respondent)] if several else []
        level = gap.kind.value if gap.level is None else scale.label(gap.level)
        low, high = (scale.levels[rank].label for rank in gap.bounds)
        bounds = low if low == high else f"{low} to {high}"
        besides = tuple(fact for fact in gap.facts if fact not in (Fact.AT_WORST, Fact.BETWEEN))
        facts = evolve(gap, facts=besides).words(scale)
        actions = actions_for(round_, gap.question, [gap.respondent])
        told = "\n".join(_action_told(action) for action in actions if action.is_open)
        name = framework.question(gap.question).name
        rows.append([gap.number, name, *who, level, bounds, facts, told])
    whose = ["Respondent"] if several else []
    columns = ["Number", "Question", *whose, "Rating", "May be", "Facts", "Open actions"]
    return evolve(in_order, columns=columns, rows=rows)


def _action_told(action: Action) -> str:
    when = worded(action.due) if action.due else action.timescale or "no date"
    return f"{action.text} ({', '.join(part for part in (action.owner, when) if part)})"


def changed(found: Change) -> Section:
    """What changed since the earlier round, in parts that add up."""
    first, *others = _said_once(found.tables())
    blocks: list[Block] = [
        Paragraph(found.sentence, tone="lead"),
        Picture(charts.change_grid(found)),
        # The sentence stands above already.
        evolve(first, notes=[note for note in first.notes if note != found.sentence]),
        # Where nothing can be compared, the change has no parts to picture.
        *([Picture(charts.decomposition(found))] if found.matched else []),
        *others,
    ]
    return Section(f"Change since {found.before.title}", blocks)


def differences(round_: Round) -> Iterator[Section]:
    """Where respondents rate a question differently; nothing where there is only one."""
    if len(round_.respondents) < 2:
        return
    tables = _said_once(agreement(round_).tables(labels=True))
    chart = charts.respondents(round_)
    # The picture may fill a page; before it the tables fill what is left of one.
    picture = Picture(chart) if _is_readable(chart) else Paragraph(_TOO_LARGE)
    yield Section("Where respondents differ", [*tables, picture])


def _is_readable(chart: charts.Chart) -> bool:
    """Whether a page shows the chart at a size at which its letters can be read."""
    width, height = (25.4 * float(inches) for inches in chart.figure.get_size_inches())
    return min(TEXT_WIDTH / width, TALLEST / height) >= _LEAST_SCALE


_TOLD = ("Rating", "Evidence", "Rationale", "Remaining work")


def answers(round_: Round) -> Section:
    """Every answer of every respondent, step by step, in the order of the framework.

    With several respondents each question has a table of its own.
    """
    framework = round_.framework
    blocks: list[Block] = []
    for step in framework.steps:
        title = f"Step {framework.number(step.id)}: {step.title}"
        if len(round_.respondents) > 1:
            tables = [_by_respondent(round_, question) for question in step.questions]
            blocks.append(Section(title, tables))
        else:
            given = [
                ((framework.number(question.id), question.text), answer)
                for question in step.questions
                for answer in round_.answers(question.id) or (None,)
            ]
            blocks.append(_told(round_, title, ("Number", "Question"), given))
    return Section("Appendix: every answer", blocks)


def _by_respondent(round_: Round, question: Question) -> Table:
    answers = {answer.respondent: answer for answer in round_.answers(question.id)}
    given = [
        ((respondent.name,), answers.get(respondent.id))
        for respondent in round_.respondents
        if respondent.id in answers or round_.is_asked(question.id, respondent.id)
    ]
    title = f"{round_.framework.number(question.id)} {question.text}"
    return _told(round_, title, ("Respondent",), given)


def _told(
    round_: Round,
    title: str,
    columns: Sequence[str],
    given: Sequence[tuple[Sequence[str], Answer | None]],
) -> Table:
    """A table of answers, each after the cells of these columns, without texts nobody gave."""
    told = [_answer_told(round_, answer) for _, answer in given]
    kept = [n for n in range(len(_TOLD)) if n == 0 or any(texts[n] for texts in told)]
    rows = [
        [*cells, *(texts[n] for n in kept)] for (cells, _), texts in zip(given, told, strict=True)
    ]
    return Table([*columns, *(_TOLD[n] for n in kept)], rows, title, source=round_.citation)


def _answer_told(round_: Round, answer: Answer | None) -> tuple[str, str, str, str]:
    match answer:
        case Rating():
            level = round_.framework.scale.label(answer.level)
            evidence = "\n".join(map(_evidence, answer.evidence))
            return level, evidence, answer.rationale, answer.remaining
        case NotApplicable():
            return "not applicable", "", answer.reason, ""
        case None:
            return "not rated", "", "", ""
        case _:
            assert_never(answer)


def _evidence(piece: Evidence) -> str:
    about = [piece.kind, piece.on and worded(piece.on), piece.link]
    known = ", ".join(part for part in about if part)
    return f"{piece.text} ({known})" if known else piece.text


def plans(round_: Round) -> Section:
    """The action plan of every step: the outcome wanted, and the actions towards it.

    Open actions and context answers of an earlier round that have no place any more follow.
    """
    framework = round_.framework
    steps = [(framework.number(step.id), round_.plan(step.id)) for step in framework.steps]
    outcomes = [(number, plan.outcome) for number, plan in steps if plan.outcome]
    actions = [(number, *_action(round_, one)) for number, plan in steps for one in plan.actions]
    without = [number for number, plan in steps if not any(one.is_open for one in plan.actions)]
    kinds = ["action" if isinstance(lost.item, Action) else "answer" for lost in round_.unplaced]
    unplaced = [
        (lost.was, lost.item.text, kind, lost.reason)
        for lost, kind in zip(round_.unplaced, kinds, strict=True)
    ]
    open_ended = [Paragraph(f"Steps without an open action: {', '.join(without)}.")]
    columns = ("Step", "Questions", "Action", "Owner", "Due", "Status", "Progress and result")
    lost_title = "Carried over from the earlier round and without a place"
    return Section(
        "Action plans",
        [
            *_table(round_, "Outcomes the plans work towards", ("Step", "Outcome"), outcomes),
            *_table(round_, "Actions", columns, actions),
            *(open_ended if without else []),
            *_table(round_, lost_title, ("Was at", "Text", "Kind", "Reason"), unplaced),
        ],
    )


def _table(
    round_: Round, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> Iterator[Table]:
    """The table of these rows, where there are any."""
    if rows:
        yield Table(columns, rows, title=title, source=round_.citation)


def _action(round_: Round, action: Action) -> tuple[Cell, ...]:
    questions = ", ".join(round_.framework.number(name) for name in action.addresses)
    questions = questions or "the whole step"
    due = worded(action.due) if action.due else action.timescale
    status = action.status.value + (f", {worded(action.closed_on)}" if action.closed_on else "")
    told = "\n".join(filter(None, [*action.progress, action.difference]))
    return questions, action.text, action.owner, due, status, told


def context(round_: Round) -> Section:
    """The context questions that were answered, and how many were not."""
    given: dict[str, ContextAnswer] = {answer.question: answer for answer in round_.context}
    asked = round_.framework.context
    rows = [(one.text, given[one.id].text) for one in asked if one.id in given]
    title = "Context questions answered"
    blocks: list[Block] = list(_table(round_, title, ("Question", "Answer"), rows))
    if open_ := len(asked) - len(rows):
        are = "is" if open_ == 1 else "are"
        whole = counted(len(asked), "context question")
        blocks.append(Paragraph(f"{open_} of {whole} {are} unanswered."))
    return Section("Context", blocks)


_COUNTING = (
    "Asked: put to the respondent and not recorded as not applicable. Every rate has this number"
    " below the line.",
    "Not asked, unanswered, not applicable and not in the framework are four different things;"
    " none of them counts as the lowest level or as zero.",
    "Supported: the answer has the evidence its level needs. Complete: it also states the remaining"
    " work and has a plan with an open action, where its level needs them.",
    "As rated counts the answers given. Lowest and highest show what the figures would be if every"
    " answer that is missing or without its evidence proved lowest, or highest.",
    "Overdue: an open action due before the date of the figures; one due on that day is not.",
    "Levels are in order and the steps between them have no size, so there are no average scores.",
)
_CHANGE = (
    "A question keeps its identity through moves and rewordings. A question of another meaning is a"
    " replacement: it is not compared with the one it replaced.",
    "Like for like: what changed on the questions that both rounds answered comparably."
    " Restructuring: what splitting and merging questions changed in the count. The other parts"
    " come from questions that entered or left. The parts add up to the whole change exactly.",
    "Nothing here says what caused a change, and there are no tests of significance: the questions"
    " are all the questions, not a sample of them.",
)


def definitions(scale: Scale, *, compared: bool) -> Section:
    """The levels with their meaning and needs, and what the words of the figures mean."""
    rows = [
        (level.label, level.meaning, ", ".join(level.needs) or "nothing")
        for level in reversed(scale.levels)
    ]
    levels = Table(("Level", "Meaning", "Needs"), rows, title=f"Levels: {scale.title}")
    # The sentence is about the scale of the paper, and true of no other.
    sentence = [Paragraph(ACTION_PLAN_SENTENCE)] if scale == RAG else []
    counting = Bullets((*_COUNTING, *(_CHANGE if compared else ())))
    return Section("How the figures are defined", [levels, *sentence, counting])


CHECK_BEFORE_SHARING = (
    "This report contains free text: check before sharing that nothing in it could identify a"
    " child or a family."
)
TAKEN_OUT = "The free text of this round was taken out for publication; counts are as before."


def front(round_: Round, found: Summary, changed: Change | None) -> Iterator[Block]:
    """What stands before the contents: particulars, how to handle it, and the main message."""
    yield Facts(_particulars(round_, changed))
    yield Paragraph(
        TAKEN_OUT if round_.view == "redacted" else CHECK_BEFORE_SHARING, tone="warning"
    )
    yield Paragraph(changed.sentence if changed else _sentence(found), tone="lead")


def _particulars(round_: Round, changed: Change | None) -> Iterator[tuple[str, str]]:
    yield "Organisation", round_.organisation
    yield "Round", f"{round_.title}, {worded(round_.on)}"
    if changed is not None:
        yield "Compared with", f"{changed.before.title}, {worded(changed.before.on)}"
    yield "State", round_.standing
    yield from (("Handling", line) for line in handling_lines([round_]))
    if round_.next_on is not None:
        yield "Next round", worded(round_.next_on)
    use = next((use.text for use in USES if use.id == round_.use), None)
    if use is not None:
        yield "Use", use
    known = {way.id: way.text for way in ARRANGEMENTS}
    ways = [known.get(way, way) for way in round_.arrangements if way != REDACTED]
    if ways:
        yield "Arrangements", "; ".join(ways)
    yield "Framework", round_.framework.title
    yield "Reference", round_.citation


def _sentence(found: Summary) -> str:
    """The figures of a round that is compared with no other, in a sentence for a board."""
    reading, scale = found.as_rated, found.scale
    due = found.lowest.total
    if not reading.total:
        return f"None of the {due} answers asked for has been given."
    counts = ", ".join(
        f"{reading.at(level.key).count} {level.label}" for level in reversed(scale.levels)
    )
    return (
        f"{reading.total} of the {due} answers asked for have been given: {counts}. If every answer"
        f" that is missing or without its evidence proved lowest, {scale.label(scale.best)} would"
        f" be {found.lowest.at(scale.best)}."
    )


def whose_framework(framework: Framework, *, reasons: bool) -> Section:
    """Whose framework it is: its reference, the terms it may be adapted on, its adaptations.

    The `reasons` of adaptations and of their edits are free text, and may be left out.
    """
    source = framework.source
    steps = counted(len(framework.steps), "step")
    questions = counted(len(framework.questions), "question")
    texts = [
        f"This report shows answers to “{framework.title}”: {steps}, {questions}, rated on the"
        f" scale {framework.scale.title}.",
        f"Source: {source.reference}",
        *([f"Terms of the source: {source.permission}"] if source.permission else []),
        *([] if framework.lineage else ["The framework is used as published."]),
    ]
    made = (_adaptation(framework, one, reasons=reasons) for one in framework.lineage)
    return Section("The framework", [*map(Paragraph, texts), *made])


def _adaptation(framework: Framework, made: Adaptation, *, reasons: bool) -> Table:
    about = f": {made.title}" if made.title else ""
    merged = [f"Brought in: {adapter}" for adapter in made.adapters[:-1]]
    why = [f"Reason: {made.reason}."] if reasons and made.reason else []
    return Table(
        ("What changed", "Reason") if reasons else ("What changed",),
        [(str(edit), edit.reason) if reasons else (str(edit),) for edit in made.edits],
        title=f"Adaptation by {' and '.join(made.by)}, {worded(made.on)}{about}",
        notes=[*why, *merged],
        source=framework.citation,
    )
