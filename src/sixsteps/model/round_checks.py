"""Checks between the parts of a round: every problem, each with its place."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve

from sixsteps.errors import Keys, Problem, place_of
from sixsteps.model.answers import Answer, ContextAnswer, Rating, Respondent, Role
from sixsteps.model.fields import problem, second
from sixsteps.model.framework import Framework
from sixsteps.model.plans import ActionPlan
from sixsteps.model.sign_offs import out_of_order, sign_off_problems
from sixsteps.words import for_the_first, listed, nearest, quoted

if TYPE_CHECKING:
    from sixsteps.model.rounds import Round


def parts_problems(round_: "Round", by_id: Mapping[str, Respondent]) -> Iterator[Problem]:
    """Problems of each part of a round beside the others; `by_id` are its respondents."""
    yield from respondent_problems(round_.framework, round_.respondents)
    yield from answer_problems(round_.framework, by_id, round_.ratings)
    yield from plan_problems(round_.framework, by_id, round_.plans)
    yield from context_problems(round_.framework, round_.context)
    yield from sign_off_problems(round_.on, round_.sign_offs, round_.agreed)
    if round_.previous is not None:
        last = round_.previous.on
        yield from out_of_order(round_.on, ("on",), last, "the round it follows")
    if round_.next_on is not None:
        yield from out_of_order(round_.next_on, ("next_on",), round_.on, "the round")


def respondent_problems(
    framework: Framework, respondents: Iterable[Respondent]
) -> Iterator[Problem]:
    """Problems of the respondents: ids given twice, two agreed, asked for what is not there.

    And a role that is independent for one and not for another.
    """
    seen: dict[str, Keys] = {}
    roles: dict[str, tuple[Role, Keys]] = {}
    agreed: list[str] = []
    near = for_the_first(framework.nearest_question)
    for position, one in enumerate(respondents):
        path: Keys = ("respondents", position)
        first = seen.setdefault(one.id, path)
        if first != path:
            yield second((*path, "id"), f"respondent {one.id!r}", first, respondent=one.id)
        role, there = roles.setdefault(one.role.name, (one.role, (*path, "role")))
        if role != one.role:
            message = f"the role is {'' if one.role.independent else 'not '}independent here"
            remedy = f"it is {'' if role.independent else 'not '}at {place_of(there)}"
            at: Keys = (*path, "role")
            yield problem(at, message, remedy, "two-roles", respondent=one.id, first=there)
        if one.role == Role.AGREED:
            agreed.append(one.id)
        if one.role == Role.AGREED and len(agreed) > 1:
            message = f"{agreed[0]!r} and {one.id!r} are both agreed"
            remedy = "a round has one agreed answer a question"
            yield problem((*path, "role"), message, remedy, "two-agreed", respondent=one.id)
        for place, asked in enumerate(one.asked or ()):
            if framework.has_question(asked) or framework.has_step(asked):
                continue
            shown = quoted(asked, framework.register.entries)
            message, remedy = f"no step or question {shown} in the framework", ""
            if framework.register.introduced(asked) is not None:
                message, remedy = framework.unknown_question(asked)
            at, suggestion = (*path, "asked", place), near(asked)
            yield problem(at, message, remedy, "unknown-question", suggestion, respondent=one.id)


def _unknown_respondent(
    respondents: Mapping[str, Respondent], respondent: str | None
) -> tuple[str, str] | None:
    """The message and the remedy for somebody who is not listed, or not named where some are."""
    if respondent in respondents or (respondent is None and not respondents):
        return None
    there = f"the round lists {listed([*respondents])}"
    if respondent is None:
        return "no respondent is named", there
    if not respondents:
        there = "add a Respondent to the round, or leave it out where there is only one"
    return f"the respondent {quoted(respondent, respondents)} is not listed", there


_UNKNOWN = "no question of that id", ""


def answer_problems(
    framework: Framework, respondents: Mapping[str, Respondent], answers: Iterable[Answer]
) -> Iterator[Problem]:
    """Problems of the answers: unknown question, level or respondent, or answered twice."""
    seen: dict[tuple[str, str | None], int] = {}
    questions = {question.id for question in framework.questions}
    levels = {None, *framework.scale.keys}
    near_question = for_the_first(framework.nearest_question)
    # What the lineage says of an id is looked for among all there are.
    looked_for = for_the_first(lambda _: "yes", 1000)
    near_level = for_the_first(lambda level: nearest(level, framework.scale.keys))
    near_respondent = for_the_first(lambda respondent: nearest(respondent, respondents))
    named = {answer.respondent for answer in answers}
    unlisted = {one: _unknown_respondent(respondents, one) for one in named}
    for position, answer in enumerate(answers):
        question, respondent = answer.question, answer.respondent
        level = answer.level if isinstance(answer, Rating) else None
        first = seen.setdefault((question, respondent), position)
        who = unlisted[respondent]
        if question in questions and level in levels and who is None and first == position:
            continue
        path: Keys = ("ratings", position)
        wrong = partial(problem, question=question, respondent=respondent)
        if question not in questions:
            unknown = framework.unknown_question(question) if looked_for(question) else _UNKNOWN
            near = near_question(question)
            yield wrong((*path, "question"), *unknown, "unknown-question", near)
        if level is not None and level not in levels:
            unknown, near = framework.scale.unknown(level), near_level(level)
            yield wrong((*path, "level"), *unknown, "unknown-level", near)
        if who is not None:
            near = near_respondent(respondent)
            yield wrong((*path, "respondent"), *who, "unknown-respondent", near)
        if first != position:
            by = f" by {quoted(respondent, respondents)}" if respondent else ""
            shown = quoted(question, framework.register.entries, "a question")
            twice = second((*path, "question"), f"answer to {shown}{by}", ("ratings", first))
            yield evolve(twice, question=question, respondent=respondent)


def plan_problems(
    framework: Framework, respondents: Mapping[str, Respondent], plans: Iterable[ActionPlan]
) -> Iterator[Problem]:
    """Problems of the plans: an unknown step, two plans of one, actions that miss their step."""
    steps: dict[str, Keys] = {}
    actions: dict[str | None, Keys] = {}
    near_question = for_the_first(framework.nearest_question)
    near_respondent = for_the_first(lambda respondent: nearest(respondent, respondents))
    for position, plan in enumerate(plans):
        path: Keys = ("plans", position)
        if not framework.has_step(plan.step):
            yield problem((*path, "step"), *framework.unknown_step(plan.step), "unknown-step")
        if (first := steps.setdefault(plan.step, path)) != path:
            shown = quoted(plan.step, framework.register.entries)
            yield second((*path, "step"), f"plan for step {shown}", first)
        for place, action in enumerate(plan.actions):
            here: Keys = (*path, "actions", place)
            if (first := actions.setdefault(action.id, here)) != here:
                yield second((*here, "id"), f"action id {action.id!r}", first)
            step = quoted(plan.step, framework.register.entries)
            for number, question in enumerate(action.addresses):
                code, suggestion = "wrong-step", None
                if not framework.has_question(question):
                    message, remedy = framework.unknown_question(question)
                    code, suggestion = "unknown-question", near_question(question)
                elif (home := framework.step_of(question).id) != plan.step:
                    message = f"the action is in the plan of step {step} and addresses"
                    message += f" {question!r} of step {home!r}"
                    remedy = f"put it in the plan of {home!r}"
                else:
                    continue
                at: Keys = (*here, "addresses", number)
                yield problem(at, message, remedy, code, suggestion, question=question)
            for number, respondent in enumerate(action.respondents):
                if (unknown := _unknown_respondent(respondents, respondent)) is not None:
                    at, near = (*here, "respondents", number), near_respondent(respondent)
                    code = "unknown-respondent"
                    yield problem(at, *unknown, code, near, respondent=respondent)


def context_problems(framework: Framework, answers: Iterable[ContextAnswer]) -> Iterator[Problem]:
    """Problems of the context answers: an unknown question, or answered twice."""
    known = dict.fromkeys(question.id for question in framework.context)
    near = for_the_first(lambda question: nearest(question, known))
    seen: dict[str, Keys] = {}
    for position, answer in enumerate(answers):
        path: Keys = ("context", position)
        asked = answer.question
        if asked not in known:
            unknown = framework.unknown_context_question(asked)
            at, code = (*path, "question"), "unknown-question"
            yield problem(at, *unknown, code, near(asked), question=asked)
        if (first := seen.setdefault(asked, path)) != path:
            shown = quoted(asked, known, "a question")
            yield second((*path, "question"), f"answer to {shown}", first, question=asked)
