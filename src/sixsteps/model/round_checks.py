"""What must hold across the parts of a round: every id known, every answer given once."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from sixsteps.errors import Problem, listed, nearest
from sixsteps.model.checks import for_the_first
from sixsteps.model.framework import Framework
from sixsteps.model.plans import ActionPlan
from sixsteps.model.ratings import Answer, ContextAnswer, Rating
from sixsteps.model.respondents import Respondent, Role


def respondent_problems(
    framework: Framework, respondents: Iterable[Respondent]
) -> Iterator[Problem]:
    """Problems of the respondents: ids given twice, two agreed, asked for what is not there."""
    seen: dict[str, int] = {}
    agreed: list[str] = []
    near = for_the_first(framework.nearest_question)
    for position, respondent in enumerate(respondents):
        if respondent.id in seen:
            yield Problem(
                f"respondents[{position}].id",
                f"the respondent {respondent.id!r} stands at respondents[{seen[respondent.id]}]"
                " already",
                code="duplicate",
                respondent=respondent.id,
            )
        seen.setdefault(respondent.id, position)
        if respondent.role is Role.AGREED:
            agreed.append(respondent.id)
            if len(agreed) > 1:
                yield Problem(
                    f"respondents[{position}].role",
                    f"{agreed[0]!r} and {respondent.id!r} are both agreed; a round has one"
                    " agreed answer a question",
                    code="two-agreed",
                    respondent=respondent.id,
                )
        for place, asked in enumerate(respondent.asked or ()):
            if not framework.has_question(asked) and not framework.has_step(asked):
                retired = asked in framework.register.questions
                yield Problem(
                    f"respondents[{position}].asked[{place}]",
                    framework.unknown_question(asked)
                    if retired
                    else f"no step or question {asked!r} in the framework",
                    code="unknown-question",
                    respondent=respondent.id,
                    suggestion=near(asked),
                )


def answer_problems(
    framework: Framework, respondents: Mapping[str, Respondent], answers: Iterable[Answer]
) -> Iterator[Problem]:
    """Problems of the answers: unknown question, level or respondent, or answered twice."""
    answers = tuple(answers)
    if _answers_are_sound(framework, respondents, answers):
        return
    seen: dict[tuple[str, str | None], int] = {}
    near_question = for_the_first(framework.nearest_question)
    near_level = for_the_first(lambda level: nearest(level, framework.scale.keys))
    near_respondent = for_the_first(lambda respondent: nearest(respondent, respondents))
    for position, answer in enumerate(answers):
        question, respondent = answer.question, answer.respondent
        path = f"ratings[{position}]"

        def problem(
            field: str,
            message: str,
            code: str,
            suggestion: str | None = None,
            path: str = path,
            question: str = question,
            respondent: str | None = respondent,
        ) -> Problem:
            return Problem(
                f"{path}.{field}", message, code, question, respondent, field, suggestion
            )

        if not framework.has_question(question):
            yield problem(
                "question",
                framework.unknown_question(question),
                "unknown-question",
                near_question(question),
            )
        level = answer.level if isinstance(answer, Rating) else None
        if level is not None and level not in framework.scale:
            yield problem(
                "level",
                framework.scale.unknown(level),
                "unknown-level",
                near_level(level),
            )
        if (message := _unknown_respondent(respondents, respondent)) is not None:
            yield problem("respondent", message, "unknown-respondent", near_respondent(respondent))
        first = seen.setdefault((question, respondent), position)
        if first != position:
            by = f" by {respondent!r}" if respondent else ""
            yield problem(
                "question",
                f"a second answer to {question!r}{by}; the first stands at ratings[{first}]",
                "duplicate",
            )


def _answers_are_sound(
    framework: Framework, respondents: Mapping[str, Respondent], answers: tuple[Answer, ...]
) -> bool:
    """Whether the answers have no problem: every distinct id is looked up once, not every use."""
    given = {(answer.question, answer.respondent) for answer in answers}
    levels = {answer.level for answer in answers if isinstance(answer, Rating)}
    return (
        len(given) == len(answers)
        and all(framework.has_question(question) for question in {one for one, _ in given})
        and all(level is None or level in framework.scale for level in levels)
        and not any(_unknown_respondent(respondents, one) for one in {one for _, one in given})
    )


def _unknown_respondent(
    respondents: Mapping[str, Respondent], respondent: str | None
) -> str | None:
    if respondent is None:
        if not respondents:
            return None
        return f"no respondent is named; the round lists {listed([*respondents])}"
    if respondent in respondents:
        return None
    if not respondents:
        return (
            f"the respondent {respondent!r} is not listed; add a Respondent to the round,"
            " or leave it out where there is only one"
        )
    return f"the respondent {respondent!r} is not listed; the round lists {listed([*respondents])}"


def plan_problems(
    framework: Framework, respondents: Mapping[str, Respondent], plans: Iterable[ActionPlan]
) -> Iterator[Problem]:
    """Problems of the plans: an unknown step, two plans of one, actions that miss their step."""
    steps: dict[str, int] = {}
    actions: dict[str, str] = {}
    near_question = for_the_first(framework.nearest_question)
    near_respondent = for_the_first(lambda respondent: nearest(respondent, respondents))
    for position, plan in enumerate(plans):
        path = f"plans[{position}]"
        if not framework.has_step(plan.step):
            yield Problem(f"{path}.step", framework.unknown_step(plan.step), "unknown-step")
        if plan.step in steps:
            yield Problem(
                f"{path}.step",
                f"a second plan for step {plan.step!r}; the first stands at"
                f" plans[{steps[plan.step]}]",
                "duplicate",
            )
        steps.setdefault(plan.step, position)
        for place, action in enumerate(plan.actions):
            here = f"{path}.actions[{place}]"
            if action.id is not None and action.id in actions:
                yield Problem(
                    f"{here}.id",
                    f"the action id {action.id!r} stands at {actions[action.id]} already",
                    "duplicate",
                )
            elif action.id is not None:
                actions[action.id] = here
            yield from _address_problems(
                framework, plan.step, action.addresses, here, near_question
            )
            for number, respondent in enumerate(action.respondents):
                message = _unknown_respondent(respondents, respondent)
                if message is not None:
                    yield Problem(
                        f"{here}.respondents[{number}]",
                        message,
                        "unknown-respondent",
                        respondent=respondent,
                        suggestion=near_respondent(respondent),
                    )


def _address_problems(
    framework: Framework,
    step: str,
    addresses: Iterable[str],
    path: str,
    near: Callable[[object], str | None],
) -> Iterator[Problem]:
    for place, question in enumerate(addresses):
        here = f"{path}.addresses[{place}]"
        if not framework.has_question(question):
            yield Problem(
                here,
                framework.unknown_question(question),
                "unknown-question",
                question,
                suggestion=near(question),
            )
        elif framework.step_of(question).id != step:
            home = framework.step_of(question).id
            yield Problem(
                here,
                f"the action is in the plan of step {step!r} and addresses {question!r} of step"
                f" {home!r}; put it in the plan of {home!r}",
                "wrong-step",
                question,
            )


def context_problems(framework: Framework, answers: Iterable[ContextAnswer]) -> Iterator[Problem]:
    """Problems of the context answers: an unknown question, or answered twice."""
    known: Callable[[str], str | None] = {q.id: q.id for q in framework.context}.get
    seen: dict[str, int] = {}
    ids = [question.id for question in framework.context]
    near = for_the_first(lambda question: nearest(question, ids))
    for position, answer in enumerate(answers):
        path = f"context[{position}].question"
        if known(answer.question) is None:
            yield Problem(
                path,
                framework.unknown_context_question(answer.question),
                "unknown-question",
                answer.question,
                suggestion=near(answer.question),
            )
        first = seen.setdefault(answer.question, position)
        if first != position:
            yield Problem(
                path,
                f"a second answer to {answer.question!r}; the first stands at context[{first}]",
                "duplicate",
                answer.question,
            )
