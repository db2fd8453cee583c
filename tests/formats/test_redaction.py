"""A redacted round: no text left that anybody wrote, and every count as it was."""

from datetime import date
from typing import Any, get_args

import pytest
from attrs import evolve
from hypothesis import given

import sixsteps as ss
from sixsteps.model.answers import EVIDENCE_KINDS
from sixsteps.model.views import Kept
from sixsteps.results import Use
from sixsteps.samples import spring_2026
from tests.strategies import rounds
from tests.support.documents import ADAPTED, DRAFT, ROUND, SMALL, document


def texts_in(value: Any) -> list[str]:
    """Every string in plain data."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = value.values()
    return [text for one in value for text in texts_in(one)] if hasattr(value, "__iter__") else []


EMPTY = ss.Round(SMALL, "Anytown", "Spring", date(2026, 5, 1), [ss.Rating("s1q1", "red")])
FULL = ss.Round(
    SMALL,
    "Anytown",
    "Spring",
    date(2026, 5, 1),
    [
        ss.Rating("s1q1", "green", ["Seen"], "Because", "Some", "ann"),
        ss.NotApplicable("s1q2", "No", "ann"),
    ],
    [ss.ActionPlan("s1", [ss.Action("Do", id="ann-1", owner="Ann")])],
    [ss.Respondent("ann", "Ann Roe", "peer", "The Roes")],
    [ss.ContextAnswer("c1", "Yes")],
    use="A review after a death",
    arrangements=["Ann Roe"],
    handling="Ask Ann",
)
"""A round in which every text is there that a redaction can keep."""


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
    assert shared.arrangements == ("[redacted]",)
    assert shared.standing == "Signed off by Board on 2 May 2026"
    assert shared.sign_offs == ()
    assert (shared.view, ROUND.view) == ("redacted", None)


@given(rounds(ADAPTED, signed=True))
def test_no_text_of_any_answer_plan_or_person_is_left(round_: ss.Round) -> None:
    shared = document(round_.redacted())
    kept = {round_.organisation, round_.title, round_.organisation_id, round_.period}
    kept |= {"[redacted]", "ongoing", *texts_in(document(ADAPTED)), *texts_in(shared["framework"])}
    ids = {*(one.id for one in round_.redacted().respondents), "a1", "a2", "a3", "a4", "no", "yes"}
    for key in ("ratings", "plans", "context", "use", "handling", "arrangements"):
        for text in texts_in(shared.get(key, [])):
            is_data = text in ids or text in ("open", "closed", *EVIDENCE_KINDS, *Use)
            assert text == "[redacted]" or is_data or text[:4].isdigit() or text in kept


@given(rounds(SMALL, signed=True))
def test_every_count_is_the_same_and_the_source_is_kept(round_: ss.Round) -> None:
    shared = round_.redacted()
    before, after = ss.coverage(round_).tables()[0], ss.coverage(shared).tables()[0]
    assert after.cells == before.cells
    assert shared.citation == round_.citation
    assert shared.redacted() == shared
    assert ss.from_document(document(shared), ss.Round) == shared


def test_a_kind_of_evidence_and_a_use_in_own_words_are_texts_like_any_other() -> None:
    told = ss.Rating("s1q1", "green", [ss.Evidence("Heard", kind="What Ann's mother said")])
    known = ss.Rating("s1q2", "green", [ss.Evidence("Heard", kind="voice")])
    whole = evolve(EMPTY, ratings=[told, known], use="A review after a death")
    shared = whole.redacted()
    assert (shared.view, shared.use) == ("redacted", "[redacted]")
    assert [one.evidence for one in shared.ratings if isinstance(one, ss.Rating)] == [
        (ss.Evidence("[redacted]", kind="[redacted]"),),
        (ss.Evidence("[redacted]", kind="voice"),),
    ]
    assert evolve(whole, use="scrutiny").redacted().use == "scrutiny"
    assert whole.redacted(["evidence"]).ratings == whole.ratings
    assert whole.redacted(["use"]).use == whole.use
    page = ss.report(whole, redact=True, detail="full").markdown()
    assert not {"Ann", "death", "redacted"} & {*page.replace("'", " ").split()}


def test_a_public_plan_is_kept_without_its_owners() -> None:
    shared = ROUND.redacted(keep=["actions"])
    (first, second) = shared.plan("s1").actions
    assert (first.text, first.owner) == ("Fill the seat", "[redacted]")
    assert second.progress == ("Done",)
    assert shared.plan("s1").outcome == "All lead"
    assert shared.ratings[0] == ROUND.redacted().ratings[0]
    assert ROUND.redacted(keep=["actions", "owners"]).plans == ROUND.plans
    assert ROUND.redacted(keep={"actions", "owners"}).plans == ROUND.plans


def test_nobody_signed_off_a_round_in_which_some_texts_were_taken_out() -> None:
    kept, whole = ROUND.redacted(keep=["actions"]), ROUND.redacted()
    assert (kept.view, kept.agreed, kept.sign_offs) == (None, None, ())
    assert (kept.standing, whole.standing) == ("Draft", ROUND.standing)
    assert "- **State:** Draft\n" in ss.report(kept, rule="worst").markdown()
    # A view stays one, and says that the round it was made from was signed off.
    alone = ROUND.only(ROUND.respondents[0].id)
    assert alone.redacted(keep=["actions"]).standing == alone.standing != "Draft"


def test_everything_kept_is_the_round_without_a_mark() -> None:
    names = ["evidence", "rationale", "remaining", "reasons", "actions", "owners", "respondents"]
    names += ["context", "use", "arrangements", "handling"]
    shared = ROUND.redacted(keep=names)  # type: ignore[arg-type] # names put together from two lists
    previous = ROUND.previous and evolve(ROUND.previous, digest="")
    whole = DRAFT.replace(previous=previous)
    assert shared == whole
    assert shared.view is None


@pytest.mark.parametrize("keep", get_args(Kept))
def test_the_mark_is_set_only_where_nothing_was_kept(keep: Kept) -> None:
    marked = {name for name in get_args(Kept) if FULL.redacted([name]).view == "redacted"}
    assert marked == set()
    assert EMPTY.redacted([keep]).view == "redacted"


TOLD_BY_ANN = ss.Evidence("[redacted]", kind="What Ann said")


def test_a_redacted_round_may_hold_nothing_but_the_marker() -> None:
    shared = FULL.redacted()
    changes: list[dict[str, Any]] = [
        {"ratings": [ss.Rating("s1q1", "green", ["Seen"], respondent="peer-1")]},
        {"ratings": [ss.Rating("s1q1", "green", rationale="Seen", respondent="peer-1")]},
        {"ratings": [ss.NotApplicable("s1q2", "None here", "peer-1")]},
        {"context": [ss.ContextAnswer("c1", "A child")]},
        {"plans": [ss.ActionPlan("s1", outcome="Better")]},
        {"plans": [ss.ActionPlan("s1", [ss.Action("[redacted]", owner="Ann")])]},
        {"plans": [ss.ActionPlan("s1", [ss.Action("[redacted]", id="ann")])]},
        {"handling": "Ask Ann"},
        {"use": "A visit to Ann"},
        {"ratings": [ss.Rating("s1q1", "green", [TOLD_BY_ANN], respondent="peer-1")]},
        {"sign_offs": ROUND.sign_offs},
        {"arrangements": ["one-scrutineer"]},
        {"respondents": [ss.Respondent("peer-1", "Ann", "peer")], "ratings": (), "plans": ()},
        {"respondents": [ss.Respondent("ann", "Ann", "peer")], "ratings": (), "plans": ()},
        {"unplaced": [ss.results.Unplaced("s9", ss.Action("[redacted]", respondents=["ann"]))]},
        {"unplaced": [ss.results.Unplaced("s9", ss.Action("[redacted]"), "Ann left")]},
        {"previous": ROUND.reference},
    ]
    for change in changes:
        with pytest.raises(ss.InvalidError, match="a redacted round, and this holds"):
            evolve(shared, **change)
    with pytest.raises(ss.InvalidError) as caught:
        evolve(shared, handling="Ask Ann")
    assert str(caught.value) == (
        "a redacted round, and this holds a text at handling; take it out with redacted(), which"
        " gives this view where nothing is left"
    )


def test_a_view_is_not_changed_any_more() -> None:
    shared = ROUND.redacted()
    calls: dict[str, Any] = {
        "with_ratings": lambda: shared.with_ratings(ss.Rating("s1q1", "red")),
        "without_rating": lambda: shared.without_rating("s1q1", "lead-partner-1"),
        "with_actions": lambda: shared.with_actions("s1", ss.Action("Do")),
        "with_context": lambda: shared.with_context(ss.ContextAnswer("c1", "Yes")),
    }
    for call, made in calls.items():
        with pytest.raises(ss.InvalidError) as caught:
            made()
        assert str(caught.value) == (
            f"this round is a redacted view, and {call} needs all of it; change the"
            " round it was made from, and take redacted() of that again"
        )
    with pytest.raises(ss.InvalidError) as caught:
        shared.follow_up(date(2027, 5, 1), "Next")
    assert str(caught.value) == (
        "this round is a redacted view, and follow_up needs all of it; follow up the round it was"
        " made from"
    )
    for base, returns, place in ((shared, [ROUND], ""), (ROUND, [shared], " at returns[0]")):
        with pytest.raises(ss.InvalidError) as caught:
            ss.collect(base, returns)
        assert str(caught.value) == (
            f"this round is a redacted view, and is not collected{place}; give the"
            " round it was made from"
        )


def test_what_follows_a_redacted_round_is_made_from_the_round_itself() -> None:
    following = ROUND.follow_up(date(2027, 5, 1), "Next")
    assert following.previous == ROUND.reference
    shared = following.redacted()
    assert shared.previous == ss.results.RoundReference(ROUND.organisation, ROUND.title, ROUND.on)


def test_the_old_mark_is_read_as_what_it_truly_is() -> None:
    draft = ROUND.reopen("Chair", date(2026, 5, 3), "To be shared")
    whole = {**document(draft.replace(sign_offs=())), "format": "sixsteps round 1"}
    old = {**document(draft.redacted()), "format": "sixsteps round 1"}
    del old["view"]
    assert ss.from_document({**old, "redacted": True}) == draft.redacted()
    for is_marked in (True, False):
        assert ss.from_document({**whole, "redacted": is_marked}, ss.Round).view is None
    with pytest.raises(ss.DocumentError, match="unknown key"):
        ss.from_document({**old, "redacted": "yes"})
    with pytest.raises(ss.DocumentError, match=r"a redacted round, and this"):
        ss.from_document({**document(ROUND), "view": "redacted", "on": 3})


def test_a_report_says_that_text_was_taken_out_only_where_it_was() -> None:
    one = ROUND.only(ROUND.respondents[0].id)
    for shown in (ROUND.redacted(), one.redacted()):
        assert "was taken out for publication" in ss.report(shown, rule="worst").markdown()
    for shown in (ROUND, ROUND.redacted(["evidence"]), one, one.redacted(["evidence"])):
        assert "was taken out for publication" not in ss.report(shown, rule="worst").markdown()


def test_a_role_that_one_respondent_has_is_not_numbered() -> None:
    names = [respondent.name for respondent in spring_2026().redacted().respondents]
    assert names[-2:] == ["Independent scrutineer", "Agreed"]


def test_a_name_there_is_nothing_of_is_refused_with_those_there_are() -> None:
    with pytest.raises(ss.UnknownIdError) as caught:
        ROUND.redacted(keep=["plans"])  # type: ignore[list-item] # what this is about
    assert str(caught.value) == (
        "nothing called that to keep; there are evidence, rationale, remaining, reasons,"
        " actions, owners, respondents, ids, context, use, arrangements, handling"
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
