"""Edits applied to a draft, one kind after another, each checked before it changes anything."""

from collections.abc import Iterable
from typing import assert_never

from attrs import evolve, frozen

from sixsteps.adaptation.draft import Draft, Refused
from sixsteps.errors import Problem
from sixsteps.model.crosswalk import monotone_problems
from sixsteps.model.edits import (
    AddContextQuestion,
    AddStep,
    ChangeScale,
    Edit,
    MoveStep,
    RemoveContextQuestion,
    RemoveStep,
    Retitle,
    RetitleStep,
    RewordContextQuestion,
)
from sixsteps.model.question import ContextQuestion, Question
from sixsteps.model.question_edits import (
    AddQuestion,
    MergeQuestions,
    MoveQuestion,
    Part,
    RemoveQuestion,
    ReplaceQuestion,
    RewordQuestion,
    SplitQuestion,
)


@frozen
class Applied:
    """What came of a list of edits: those that fit, ids resolved, and those that do not."""

    edits: tuple[Edit, ...]
    refused: tuple[tuple[Edit, Problem], ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why each of the refused edits cannot apply, by its position."""
        return tuple(problem for _, problem in self.refused)


def apply_edits(draft: Draft, edits: Iterable[Edit]) -> Applied:
    """Apply every edit that fits to the draft and collect the problems of the others."""
    done: list[Edit] = []
    refused: list[tuple[Edit, Problem]] = []
    for position, edit in enumerate(edits):
        try:
            done.append(apply_edit(draft, edit))
        except Refused as refusal:
            refused.append((edit, refusal.problem.within(f"edits[{position}]")))
    return Applied(tuple(done), tuple(refused))


def apply_edit(draft: Draft, edit: Edit) -> Edit:
    """Apply one edit to the draft, and give it back with every id resolved.

    Raises:
        Refused: for an edit that cannot apply; the draft is as it was.
    """
    match edit:
        case Retitle():
            draft.title = edit.title
            return edit
        case ChangeScale():
            return _change_scale(draft, edit)
        case AddStep():
            return _add_step(draft, edit)
        case RemoveStep():
            draft.need_step(edit.step)
            draft.drop_step(edit.step)
            return edit
        case MoveStep():
            draft.need_step(edit.step)
            at = draft.place(
                draft.steps, "among the steps", edit.after, first=edit.first, moving=edit.step
            )
            draft.steps.take(edit.step)
            draft.steps.put(edit.step, after=at)
            return edit
        case RetitleStep():
            draft.need_step(edit.step)
            draft.titles[edit.step] = edit.title
            return edit
        case AddContextQuestion():
            return _add_context(draft, edit)
        case RemoveContextQuestion():
            draft.need_context(edit.question)
            draft.drop_context(edit.question)
            return edit
        case RewordContextQuestion():
            draft.need_context(edit.question)
            draft.asked[edit.question] = ContextQuestion(edit.question, edit.text)
            return edit
        case _:
            return _apply_question_edit(draft, edit)


def _apply_question_edit(
    draft: Draft,
    edit: AddQuestion
    | RemoveQuestion
    | MoveQuestion
    | RewordQuestion
    | ReplaceQuestion
    | SplitQuestion
    | MergeQuestions,
) -> Edit:
    match edit:
        case AddQuestion():
            return _add_question(draft, edit)
        case RemoveQuestion():
            draft.need_question(edit.question)
            draft.drop_question(edit.question)
            return edit
        case MoveQuestion():
            return _move_question(draft, edit)
        case RewordQuestion():
            draft.need_question(edit.question)
            draft.reword(_reworded(draft.questions[edit.question], edit))
            return edit
        case ReplaceQuestion():
            step = draft.need_question(edit.question)
            name = draft.name_for(edit.id, f"{step}q", "question", edit.text, fresh=True)
            _supersede(draft, [edit.question], [_question(name, edit)])
            return evolve(edit, id=name)
        case SplitQuestion():
            return _split(draft, edit)
        case MergeQuestions():
            for question in edit.questions:
                draft.need_question(question, "questions")
            step = draft.home[edit.questions[0]]
            name = draft.name_for(edit.id, f"{step}q", "question", edit.text, fresh=True)
            _supersede(draft, edit.questions, [_question(name, edit)])
            return evolve(edit, id=name)
        case _:
            assert_never(edit)


def _question(name: str, new: AddQuestion | ReplaceQuestion | MergeQuestions | Part) -> Question:
    return Question(name, new.text, new.label, new.guidance, new.source)


def _supersede(draft: Draft, olds: Iterable[str], news: Iterable[Question]) -> None:
    """Put new questions where the first of the old ones stands, and take the old ones out."""
    first, *others = olds
    step, at = draft.home[first], first
    for question in news:
        draft.add_question(step, question, at)
        at = question.id
    for old in (first, *others):
        draft.drop_question(old)


def _change_scale(draft: Draft, edit: ChangeScale) -> Edit:
    for position, (old, _) in enumerate(edit.mapping):
        if old not in draft.scale:
            message = draft.scale.unknown(old)
            raise Refused(message, "unknown-level", field=f"mapping[{position}][0]")
    for problem in monotone_problems(edit.mapping, draft.scale, edit.scale):
        raise Refused(problem.message, problem.code, field="mapping")
    draft.scale = edit.scale
    return edit


def _add_step(draft: Draft, edit: AddStep) -> Edit:
    at = draft.place(draft.steps, "among the steps", edit.after, first=edit.first)
    name = draft.name_for(edit.id, "s", "step", edit.title)
    for question in edit.questions:
        if question.id == name:
            raise Refused(
                f"a question of the step has the step's id {name!r}; give another",
                "id-in-use",
                field="questions",
            )
        draft.need_free(question.id, "question", question.text)
    draft.add_step(name, edit.title, edit.questions, at)
    return evolve(edit, id=name)


def _add_context(draft: Draft, edit: AddContextQuestion) -> Edit:
    what = "among the context questions"
    at = draft.place(draft.context, what, edit.after, first=edit.first)
    name = draft.name_for(edit.id, "c", "context question", edit.text)
    draft.add_context(ContextQuestion(name, edit.text), at)
    return evolve(edit, id=name)


def _add_question(draft: Draft, edit: AddQuestion) -> Edit:
    draft.need_step(edit.step)
    at = draft.place(
        draft.inside(edit.step), f"in step {edit.step!r}", edit.after, first=edit.first
    )
    name = draft.name_for(edit.id, f"{edit.step}q", "question", edit.text)
    draft.add_question(edit.step, _question(name, edit), at)
    return evolve(edit, id=name)


def _move_question(draft: Draft, edit: MoveQuestion) -> Edit:
    step = draft.need_question(edit.question)
    to = edit.to or step
    draft.need_step(to, "to")
    at = draft.place(
        draft.inside(to), f"in step {to!r}", edit.after, first=edit.first, moving=edit.question
    )
    draft.move_question(edit.question, to, at)
    return edit


def _reworded(question: Question, edit: RewordQuestion) -> Question:
    return Question(
        question.id,
        question.text if edit.text is None else edit.text,
        question.label if edit.label is None else edit.label,
        question.guidance if edit.guidance is None else edit.guidance,
        question.source if edit.source is None else edit.source or None,
    )


def _split(draft: Draft, edit: SplitQuestion) -> Edit:
    step = draft.need_question(edit.question)
    for part in edit.parts:
        if part.id is not None:
            draft.need_free(part.id, "question", part.text, fresh=True)
    # Ids given to some parts count before the others are numbered.
    for part in edit.parts:
        if part.id is not None:
            draft.names.use(part.id, "question", part.text)
    parts = []
    for part in edit.parts:
        name = part.id or draft.name_for(None, f"{step}q", "question", part.text)
        draft.names.use(name, "question", part.text)
        parts.append(evolve(part, id=name))
    _supersede(draft, [edit.question], [_question(part.id or "", part) for part in parts])
    return evolve(edit, parts=tuple(parts))
