"""The share of a round that one respondent's file holds: nobody else's answers are in it."""

from attrs import evolve

from sixsteps.errors import SeveralAnswersError, listed
from sixsteps.model.plans import Action, ActionPlan
from sixsteps.model.respondents import Respondent
from sixsteps.model.round_parts import DRAFT
from sixsteps.model.rounds import Round


def share_of(base: Round, respondent: str | Respondent | None) -> Round:
    """The round as one respondent's file holds it.

    Of a round with several respondents: this one, its answers, the actions that concern it or
    everybody, and the context answers. It stands first among the respondents; the others are
    those its actions concern too. A `Respondent` the round does not list is added to it.

    Raises:
        SeveralAnswersError: where the round lists several respondents and none is named.
        UnknownIdError: for an id the round does not list.
    """
    if isinstance(respondent, Respondent):
        if all(listed_one.id != respondent.id for listed_one in base.respondents):
            base = evolve(base, respondents=[*base.respondents, respondent])
        respondent = respondent.id
    if respondent is None:
        if len(base.respondents) > 1:
            ids = listed([one.id for one in base.respondents])
            raise SeveralAnswersError(
                f"a workbook is filled in by one respondent; name one with respondent=: {ids}"
            )
        return base
    chosen = base.respondent(respondent)
    if len(base.respondents) == 1:
        return base
    plans = [
        ActionPlan(plan.step, _concerning(plan.actions, chosen.id), plan.outcome)
        for plan in base.plans
    ]
    named = {one for plan in plans for action in plan.actions for one in action.respondents}
    others = [one for one in base.respondents if one is not chosen and one.id in named]
    return evolve(
        base,
        respondents=[chosen, *others],
        ratings=[answer for answer in base.ratings if answer.respondent == chosen.id],
        plans=plans,
        unplaced=(),
        state=DRAFT,
        agreed_by="",
        agreed_on=None,
    )


def _concerning(actions: tuple[Action, ...], respondent: str) -> list[Action]:
    return [
        action for action in actions if not action.respondents or respondent in action.respondents
    ]
