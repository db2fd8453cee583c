"""A round as bytes: the cells of `analysis` without making a value of each.

A test holds the bytes to those of the cells, for every kind of answer.
"""

from collections.abc import Sequence

from sixsteps.model.plans import ActionPlan
from sixsteps.model.ratings import Answer, Rating
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Level
from sixsteps.panel.codes import (
    ANSWERED_NOT_ASKED,
    DRAFT,
    LACKS,
    NOT_APPLICABLE,
    NOT_ASKED,
    UNANSWERED,
    empty,
    rated,
)


def round_bytes(round_: Round, whose: Sequence[str | None]) -> bytes:
    """The bytes of every cell of these respondents, question by question in framework order."""
    answers = {(answer.question, answer.respondent): answer for answer in round_.ratings}
    levels = {level.key: (rank, level) for rank, level in enumerate(round_.framework.scale.levels)}
    asked = [None if name is None else round_.respondent(name).asked for name in whose]
    found = bytearray()
    for step in round_.framework.steps:
        plan = round_.plan(step.id)
        for question in step.questions:
            planned = _planned(plan, question.id, whose)
            for name, own, is_planned in zip(whose, asked, planned, strict=True):
                answer = answers.get((question.id, name))
                if own is None or question.id in own or step.id in own:
                    found.append(_asked(answer, levels, planned=is_planned))
                else:
                    found.append(_not_asked(answer))
    return bytes(found)


def _planned(plan: ActionPlan, question: str, whose: Sequence[str | None]) -> list[bool]:
    """For each respondent whether an open action works on the answer to a question."""
    actions = [
        action
        for action in plan.actions
        if action.is_open and (not action.addresses or question in action.addresses)
    ]
    if not actions:
        return [False] * len(whose)
    everybody = any(not action.respondents for action in actions)
    named = {name for action in actions for name in action.respondents}
    return [everybody or name in named for name in whose]


def _asked(answer: Answer | None, levels: dict[str, tuple[int, Level]], *, planned: bool) -> int:
    if answer is None:
        return empty(UNANSWERED)
    if not isinstance(answer, Rating):
        return empty(NOT_APPLICABLE)
    if answer.level is None:
        return empty(DRAFT)
    rank, level = levels[answer.level]
    has = {
        "evidence": bool(answer.evidence),
        "remaining": bool(answer.remaining.strip()),
        "plan": planned,
    }
    lacks = sum(LACKS[need] for need in level.needs if not has[need])
    return rated(rank, lacks)


def _not_asked(answer: Answer | None) -> int:
    given = answer is not None and not (isinstance(answer, Rating) and answer.level is None)
    return empty(ANSWERED_NOT_ASKED if given else NOT_ASKED)
