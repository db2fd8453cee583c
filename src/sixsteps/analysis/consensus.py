"""One round of several respondents' answers, joined by a rule that is named wherever it goes."""

from collections.abc import Sequence

from attrs import evolve

from sixsteps.analysis.arguments import require
from sixsteps.analysis.joining import joined
from sixsteps.analysis.rules import RULE_WORDS, Rule, checked_rule
from sixsteps.model.plans import Action
from sixsteps.model.ratings import Answer, NotApplicable, Rating
from sixsteps.model.respondents import Respondent, Role
from sixsteps.model.rounds import Round

CONSENSUS = "consensus"
"""The id of the one respondent of a round that `consensus` made."""


def consensus(round: Round, rule: str) -> Round:  # noqa: A002  the name callers know it by
    """The round with one answer a question, by a rule: worst, best, median_low or unanimous.

    Its one respondent is named for the rule. The rationale of every rating tells what each
    respondent gave, and its evidence and remaining work are those of the respondents whose level
    it is. An answer recorded as *agreed* is not computed and comes before the rule. Levels that
    differ under `unanimous` give a draft. A round with one respondent is returned as it is.

    Raises:
        WrongTypeError: for what is no round.
        UnknownIdError: for a name that is no rule.

    >>> from datetime import date
    >>> from sixsteps.published import six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...     respondents=[Respondent("la", "Council", Role.LEAD_PARTNER),
    ...                  Respondent("police", "Police", Role.LEAD_PARTNER)],
    ...     ratings=[Rating("s1q1", "green", respondent="la"),
    ...              Rating("s1q1", "amber", respondent="police")])
    >>> joint = consensus(spring, "worst")
    >>> joint.answer("s1q1", "consensus").level, joint.answer("s1q1", "consensus").rationale
    ('amber', 'la Green; police Amber')
    """
    require(round, Round, "round")
    chosen = checked_rule(rule)
    if len(round.respondents) < 2:
        return round
    agreed = [one.id for one in round.respondents if one.role is Role.AGREED]
    others = [one.id for one in round.respondents if one.id not in agreed]
    asked = [
        question.id
        for question in round.framework.questions
        if any(round.is_asked(question.id, one.id) for one in round.respondents)
    ]
    answers = (_answer(round, question, agreed, others, chosen) for question in asked)
    first = "Agreed in discussion, else " if agreed else ""
    named = Respondent(
        CONSENSUS,
        f"{first}{RULE_WORDS[chosen]} of {', '.join(others)}",
        Role.PARTNERSHIP,
        asked=None if len(asked) == len(round.framework.questions) else asked,
    )
    return evolve(
        round,
        respondents=[named],
        ratings=[answer for answer in answers if answer is not None],
        plans=[evolve(plan, actions=map(_everybody_s, plan.actions)) for plan in round.plans],
    )


def _answer(
    round_: Round, question: str, agreed: Sequence[str], others: Sequence[str], rule: Rule
) -> Answer | None:
    said = "; ".join(_said(round_, question, one) for one in (*agreed, *others))
    for one in agreed:
        settled = round_.answer(question, one) if round_.is_asked(question, one) else None
        if isinstance(settled, NotApplicable):
            return evolve(settled, respondent=CONSENSUS)
        if settled is not None and not settled.is_draft:
            reasons = "\n".join(filter(None, (settled.rationale, said)))
            return evolve(settled, rationale=reasons, respondent=CONSENSUS)
    found = joined(round_, question, others, rule)
    if found is not None:
        return Rating(
            question,
            found.level,
            [piece for rating in found.ratings for piece in rating.evidence],
            said,
            "\n".join(rating.remaining for rating in found.ratings if rating.remaining),
            CONSENSUS,
        )
    due = [one for one in others if round_.is_asked(question, one)] or agreed
    given = [round_.answer(question, one) for one in due]
    if due and all(isinstance(answer, NotApplicable) for answer in given):
        return NotApplicable(question, said, CONSENSUS)
    if any(isinstance(answer, Rating) for answer in given):
        return Rating(question, None, rationale=said, respondent=CONSENSUS)
    return None


def _said(round_: Round, question: str, respondent: str) -> str:
    answer = round_.answer(question, respondent)
    asked = round_.is_asked(question, respondent)
    if answer is None:
        return f"{respondent} {'unanswered' if asked else 'not asked'}"
    said = "not applicable"
    if isinstance(answer, Rating):
        said = round_.framework.scale.label(answer.level)
    return f"{respondent} {said}{'' if asked else ' (not asked)'}"


def _everybody_s(action: Action) -> Action:
    """The action for the one answer there is now."""
    return evolve(action, respondents=())
