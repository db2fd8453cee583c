"""A redacted round: no text left that anybody wrote, and every count as it was."""

from datetime import date
from typing import Any

import pytest
from attrs import asdict
from hypothesis import given

import sixsteps as ss
from sixsteps.samples import spring_2026
from tests.strategies import rounds
from tests.support.documents import ADAPTED, ROUND, SMALL, document


def texts_in(value: Any) -> list[str]:
    """Every string in plain data."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = value.values()
    return [text for one in value for text in texts_in(one)] if hasattr(value, "__iter__") else []


def test_what_was_said_is_gone_and_what_was_counted_stays() -> None:
    shared = ROUND.redacted()
    assert shared.ratings == (
        ss.Rating(
            "s1q1",
            "green",
            evidence=[
                ss.Evidence("[redacted]", kind="process"),
                ss.Evidence("[redacted]", on=date(2026, 3, 12)),
            ],
            rationale="[redacted]",
            respondent="lead-partner-1",
            on=date(2026, 4, 2),
        ),
        ss.NotApplicable("s1q2", "[redacted]", respondent="lead-partner-1"),
        ss.Rating("s1q1", None, remaining="[redacted]", respondent="lead-partner-2"),
        ss.Rating("s2q1", "red", respondent="lead-partner-2"),
    )
    assert shared.respondents == (
        ss.Respondent(
            "lead-partner-1", "Lead partner 1", ss.Role.LEAD_PARTNER, asked=["s1", "s2q1"]
        ),
        ss.Respondent("lead-partner-2", "Lead partner 2", ss.Role.LEAD_PARTNER),
    )
    assert [action.owner for action in shared.plan("s1").actions] == ["[redacted]", ""]
    assert [action.due for action in shared.plan("s1").actions] == [
        action.due for action in ROUND.plan("s1").actions
    ]
    assert shared.context == (ss.ContextAnswer("c1", "[redacted]"),)
    assert (shared.agreed_by, shared.arrangements) == ("[redacted]", ("[redacted]",))
    assert shared.is_redacted
    assert not ROUND.is_redacted


@given(rounds(ADAPTED))
def test_no_text_of_any_answer_plan_or_person_is_left(round_: ss.Round) -> None:
    shared = document(round_.redacted())
    kept = {round_.organisation, round_.title, round_.organisation_id, round_.period}
    kept |= {"[redacted]", "ongoing", *texts_in(document(ADAPTED)), *texts_in(shared["framework"])}
    ids = {*(one.id for one in round_.redacted().respondents), "a1", "a2", "a3", "a4", "no", "yes"}
    for key in ("ratings", "plans", "context", "handling", "agreed_by", "arrangements"):
        for text in texts_in(shared.get(key, [])):
            is_data = text in ids or text in ("open", "closed", "process", "outcome", "voice")
            assert text == "[redacted]" or is_data or text[:4].isdigit() or text in kept


@given(rounds(SMALL))
def test_every_count_is_the_same_and_the_source_is_kept(round_: ss.Round) -> None:
    shared = round_.redacted()
    before, after = ss.coverage(round_).tables()[0], ss.coverage(shared).tables()[0]
    assert after.cells == before.cells
    assert shared.citation == round_.citation
    assert shared.redacted() == shared
    assert ss.from_document(document(shared), ss.Round) == shared


def test_a_public_plan_is_kept_without_its_owners() -> None:
    shared = ROUND.redacted(keep=["actions"])
    (first, second) = shared.plan("s1").actions
    assert (first.text, first.owner) == ("Fill the seat", "[redacted]")
    assert second.progress == ("Done",)
    assert shared.plan("s1").outcome == "All lead"
    assert shared.ratings[0] == ROUND.redacted().ratings[0]
    assert ROUND.redacted(keep=["actions", "owners"]).plans == ROUND.plans
    assert ROUND.redacted(keep={"actions", "owners"}).plans == ROUND.plans


def test_everything_kept_is_the_round_marked_as_redacted() -> None:
    names = ["evidence", "rationale", "remaining", "reasons", "actions", "owners", "respondents"]
    names += ["context", "arrangements", "agreed_by", "handling"]
    shared = ROUND.redacted(keep=names)  # type: ignore[arg-type] # names put together from two lists
    assert asdict(shared) == {**asdict(ROUND), "is_redacted": True}


def test_a_role_that_one_respondent_has_is_not_numbered() -> None:
    names = [respondent.name for respondent in spring_2026().redacted().respondents]
    assert names[-2:] == ["Independent scrutineer", "Agreed"]


def test_a_name_there_is_nothing_of_is_refused_with_those_there_are() -> None:
    with pytest.raises(ss.UnknownIdError) as caught:
        ROUND.redacted(keep=["plans"])  # type: ignore[list-item] # what this is about
    assert str(caught.value) == (
        "nothing called 'plans' to keep; there are evidence, rationale, remaining, reasons,"
        " actions, owners, respondents, ids, context, arrangements, agreed_by, handling"
    )
    with pytest.raises(ss.WrongTypeError, match=r"^keep takes several values"):
        ROUND.redacted(keep="actions")  # type: ignore[arg-type] # what this is about


JANE = ss.Respondent("jane-smith", "Jane Smith", ss.Role.PEER)
PEERS = [ss.Respondent("al-doe", "Al Doe", ss.Role.PEER), JANE]


def named(title: str, on: date, respondents: list[ss.Respondent]) -> ss.Round:
    """A round in which Jane Smith's id stands wherever one can."""
    who = JANE.id
    return ss.Round(
        SMALL,
        "Anytown",
        title,
        on,
        [ss.Rating("s1q1", "green", respondent=who), ss.NotApplicable("s1q2", "No", who)],
        [ss.ActionPlan("s1", [ss.Action("Visit", id=f"{who}-a1", respondents=[who])])],
        respondents,
        unplaced=[ss.results.Unplaced("s9", ss.Action("Left", id="a1", respondents=["bo-roe"]))],
    )


def test_an_id_that_is_a_name_is_gone_wherever_it_stood() -> None:
    shared = named("Spring", date(2026, 5, 1), PEERS).redacted()
    assert not {"jane", "doe", "roe"} & {*str(document(shared)).lower().replace("-", " ").split()}
    assert [one.respondent for one in shared.ratings] == ["peer-2", "peer-2"]
    assert shared.respondents == (
        ss.Respondent("peer-1", "Peer 1", ss.Role.PEER),
        ss.Respondent("peer-2", "Peer 2", ss.Role.PEER),
    )
    (action,) = shared.plan("s1").actions
    assert (action.id, action.respondents) == ("a2", ("peer-2",))
    (left,) = shared.unplaced
    assert left.item == ss.Action("[redacted]", id="a1", respondents=["respondent"])


def test_rounds_redacted_beside_each_other_call_everybody_the_same() -> None:
    before = named("Autumn", date(2025, 11, 1), [JANE])
    after = named("Spring", date(2026, 5, 1), PEERS)
    assert before.redacted().respondents[0].id == "peer"
    assert [one.id for one in before.redacted(beside=[after]).respondents] == ["peer-1"]
    assert [one.id for one in after.redacted(beside=[before]).respondents] == ["peer-2", "peer-1"]


@pytest.mark.parametrize("keep", ["ids", "respondents"])
def test_ids_can_be_kept_and_names_keep_theirs(keep: Any) -> None:
    shared = named("Spring", date(2026, 5, 1), PEERS).redacted([keep])
    assert [one.id for one in shared.respondents] == ["al-doe", "jane-smith"]
    assert [one.respondent for one in shared.ratings] == ["jane-smith", "jane-smith"]
    assert (shared.respondents[1].name == "Jane Smith") is (keep == "respondents")
    assert shared.plan("s1").actions[0].id == "jane-smith-a1"
