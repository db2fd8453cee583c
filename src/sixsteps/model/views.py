"""Views of a round for others: as one respondent may see it, and for the public."""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve

from sixsteps.errors import Problem, SeveralAnswersError
from sixsteps.model.answers import Answer, Evidence, NotApplicable, Rating, Role
from sixsteps.model.fields import problem
from sixsteps.model.plans import Action
from sixsteps.model.redaction import left_in as left_in_redacted
from sixsteps.model.redaction import signed
from sixsteps.model.rounds import JOINT, REDACTED, Round
from sixsteps.words import listed


def only(round_: Round, respondent: str) -> Round:
    """The round as a respondent may see it, as `Round.only` says.

    Raises:
        UnknownIdError: for an id the round does not list.
    """
    one = round_.respondent(respondent)
    if one.asked is None and one.role in JOINT:
        # What anybody is asked cannot be told any more where nobody else is left.
        asked = [q.id for q in round_.framework.questions if round_.is_asked(q.id, one.id)]
        whole = len(asked) == len(round_.framework.questions)
        one = one if whole else evolve(one, asked=asked)
    seen = _seen_by(round_, one.id) | {"respondents": (one,)}
    return signed(evolve(round_, agreed=None, view="only", **seen), round_)


def public(round_: Round) -> Round:
    """The agreed answers of a round alone, as `Round.public` says.

    Raises:
        SeveralAnswersError: where nobody's are agreed, and several respondents gave answers.
    """
    ids = [one.id for one in round_.respondents]
    agreed = [one.id for one in round_.respondents if one.role == Role.AGREED]
    given = [answer for answer in round_.ratings if answer.respondent in agreed]
    if not given and len(ids) > 1:
        raise SeveralAnswersError(
            f"no answer of this round is agreed, and it has the respondents {listed(ids)}",
            "record the agreed answers by a respondent in the role 'agreed', or take"
            " consensus(round, rule).public()",
        )
    answers = given or round_.ratings
    bare = evolve(round_, agreed=None, view="public", **_published(answers))
    return signed(bare, round_)


def _seen_by(round_: Round, respondent: str) -> dict[str, Any]:
    """The fields of a round of which a respondent does not see all."""

    def seen(actions: tuple[Action, ...]) -> list[Action]:
        return [
            evolve(one, respondents=[name for name in one.respondents if name == respondent])
            for one in actions
            if not one.respondents or respondent in one.respondents
        ]

    return {
        "ratings": tuple(one for one in round_.ratings if one.respondent == respondent),
        "plans": tuple(evolve(plan, actions=seen(plan.actions)) for plan in round_.plans),
        "respondents": tuple(one for one in round_.respondents if one.id == respondent),
        "unplaced": tuple(
            evolve(one, item=item)
            for one in round_.unplaced
            for item in (seen((one.item,)) if isinstance(one.item, Action) else [one.item])
        ),
        "sign_offs": (),
    }


def _published(answers: Iterable[Answer]) -> dict[str, Any]:
    """The fields of a round that are published, and nothing in the others.

    The organisation, the title and the date are.
    """
    empty = ("plans", "respondents", "context", "arrangements", "sign_offs", "unplaced")
    given = (_bare(answer) for answer in answers)
    return {
        "ratings": tuple(one for one in given if one is not None),
        **dict.fromkeys(empty, ()),
        **dict.fromkeys(("use", "next_on", "previous", "organisation_id", "period")),
        "handling": "",
    }


def _bare(answer: Answer) -> Answer | None:
    """The level of an answer and whether it has evidence; one that is started is no answer."""
    if isinstance(answer, NotApplicable):
        return NotApplicable(answer.question, REDACTED)
    if answer.level is None:
        return None
    return Rating(answer.question, answer.level, [Evidence(REDACTED)] if answer.evidence else ())


def left_in(round_: Round) -> Iterator[Problem]:
    """Problems of whatever a view holds that others may not see."""
    fields: dict[str, Any] = {}
    if round_.view == "redacted":
        yield from left_in_redacted(round_)
    elif round_.view == "public":
        fields = _published(round_.ratings)
    elif round_.view == "only":
        first = next((one.id for one in round_.respondents), "")
        fields = _seen_by(round_, first)
    for name, value in fields.items():
        if getattr(round_, name) != value:
            message = f"a view that is {round_.view}, and this holds what is not for others"
            remedy = f"make it with {round_.view}() of the whole round"
            yield problem((name,), message, remedy, "not-this-view")
