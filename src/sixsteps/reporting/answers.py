"""What was said in a round, in full: the answers, the action plans and the context answers."""

from collections.abc import Iterator
from typing import assert_never

from attrs import evolve

from sixsteps.cells import Cell, worded
from sixsteps.model.checks import counted
from sixsteps.model.plans import Action
from sixsteps.model.question import Question, Step
from sixsteps.model.ratings import Answer, ContextAnswer, Evidence, NotApplicable, Rating
from sixsteps.model.rounds import Round
from sixsteps.reporting.document import Block, Paragraph, Section
from sixsteps.table import Table

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
            blocks.append(_by_question(round_, step, title))
    return Section("Appendix: every answer", blocks)


def _by_question(round_: Round, step: Step, title: str) -> Table:
    rows = [
        (round_.framework.number(question.id), question.text, *_told(round_, answer))
        for question in step.questions
        for answer in round_.answers(question.id) or (None,)
    ]
    return _filled(Table(("Number", "Question", *_TOLD), rows, title, source=round_.citation))


def _by_respondent(round_: Round, question: Question) -> Table:
    given = {answer.respondent: answer for answer in round_.answers(question.id)}
    rows = [
        (respondent.name, *_told(round_, given.get(respondent.id)))
        for respondent in round_.respondents
        if respondent.id in given or round_.is_asked(question.id, respondent.id)
    ]
    title = f"{round_.framework.number(question.id)} {question.text}"
    return _filled(Table(("Respondent", *_TOLD), rows, title, source=round_.citation))


def _filled(table: Table) -> Table:
    """The table without the columns of texts that nobody gave."""
    kept = [
        place
        for place, name in enumerate(table.columns)
        if name not in _TOLD[1:] or any(row[place] for row in table.cells)
    ]
    return evolve(
        table,
        columns=[table.columns[place] for place in kept],
        rows=[[row[place] for place in kept] for row in table.cells],
    )


def _told(round_: Round, answer: Answer | None) -> tuple[str, str, str, str]:
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
    """The action plan of every step: the outcome wanted, and the actions towards it."""
    framework = round_.framework
    rows: list[tuple[Cell, ...]] = []
    for step in framework.steps:
        plan = round_.plan(step.id)
        number = framework.number(step.id)
        rows += [(number, *_action(round_, action)) for action in plan.actions]
    outcomes = [
        (framework.number(step.id), outcome)
        for step in framework.steps
        if (outcome := round_.plan(step.id).outcome)
    ]
    blocks: list[Block] = []
    if outcomes:
        title = "Outcomes the plans work towards"
        blocks.append(Table(("Step", "Outcome"), outcomes, title=title, source=round_.citation))
    if rows:
        columns = ("Step", "Questions", "Action", "Owner", "Due", "Status", "Progress and result")
        blocks.append(Table(columns, rows, title="Actions", source=round_.citation))
    without = [
        framework.number(step.id)
        for step in framework.steps
        if not any(action.is_open for action in round_.plan(step.id).actions)
    ]
    if without:
        blocks.append(Paragraph(f"Steps without an open action: {', '.join(without)}."))
    return Section("Action plans", [*blocks, *_unplaced(round_)])


def _action(round_: Round, action: Action) -> tuple[Cell, ...]:
    questions = ", ".join(round_.framework.number(name) for name in action.addresses)
    due = worded(action.due) if action.due else action.timescale
    closed = f", {worded(action.closed_on)}" if action.closed_on else ""
    told = "\n".join([*action.progress, *([action.difference] if action.difference else [])])
    return (
        questions or "the whole step",
        action.text,
        action.owner,
        due,
        f"{action.status.value}{closed}",
        told,
    )


def _unplaced(round_: Round) -> Iterator[Block]:
    """Open actions and context answers of an earlier round that have no place any more."""
    if round_.unplaced:
        rows = [
            (lost.was, lost.item.text, "action" if isinstance(lost.item, Action) else "answer",
             lost.reason)
            for lost in round_.unplaced
        ]  # fmt: skip
        title = "Carried over from the earlier round and without a place"
        yield Table(("Was at", "Text", "Kind", "Reason"), rows, title=title, source=round_.citation)


def context(round_: Round) -> Section:
    """The context questions that were answered, and how many were not."""
    given: dict[str, ContextAnswer] = {answer.question: answer for answer in round_.context}
    asked = round_.framework.context
    rows = [(asked_.text, given[asked_.id].text) for asked_ in asked if asked_.id in given]
    blocks: list[Block] = []
    if rows:
        columns, title = ("Question", "Answer"), "Context questions answered"
        blocks.append(Table(columns, rows, title=title, source=round_.citation))
    open_ = len(asked) - len(rows)
    if open_:
        are = "is" if open_ == 1 else "are"
        whole = counted(len(asked), "context question")
        blocks.append(Paragraph(f"{open_} of {whole} {are} unanswered."))
    return Section("Context", blocks)
