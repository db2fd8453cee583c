"""Rounds signed off, changed by mistake, taken up again, and changed by their own verbs."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_type_hints

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.model.answers import RatingFields
from sixsteps.model.rounds import RoundFields
from sixsteps.samples import spring_2026
from tests.strategies import rounds, signed_off

MAY, JUNE = date(2026, 5, 14), date(2026, 6, 2)
POLICE = ss.Respondent("police", "Anytown Police", "lead partner")
HEALTH = ss.Respondent("health", "NHS Anytown", "lead partner", asked=["s1"])
DRAFT = ss.Round(
    ss.six_steps(),
    "Anytown",
    "Spring 2026",
    date(2026, 5, 1),
    ratings=[
        ss.Rating("s1q1", "green", ["Minutes"], respondent="police"),
        ss.Rating("s1q1", "red", respondent="health"),
        ss.NotApplicable("s1q2", "No such service", "police"),
    ],
    plans=[
        ss.ActionPlan(
            "s1",
            [
                ss.Action("Ask", id="a1", respondents=["police", "health"]),
                ss.Action("Look", id="a2", respondents=["police"]),
                ss.Action("Tell", id="a3"),
            ],
        )
    ],
    respondents=[POLICE, HEALTH],
    context=[ss.ContextAnswer("c1", "Nobody"), ss.ContextAnswer("c2", "Yes")],
)
SIGNED = ss.SignOff("the executive", MAY, DRAFT.digest)
AGREED = DRAFT.agree("the executive", MAY)


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(ss.SixStepsError) as caught:
        call()
    return str(caught.value)


def test_an_agreed_round_says_who_signed_it_off_when_and_what() -> None:
    assert AGREED.agreed == SIGNED
    assert (DRAFT.standing, AGREED.standing) == (
        "Draft",
        "Signed off by the executive on 14 May 2026",
    )
    assert AGREED.digest == DRAFT.digest


def test_a_round_taken_up_again_keeps_who_signed_it_off_and_why_no_more() -> None:
    again = AGREED.reopen("the chair", JUNE, "A late return")
    why = ss.Reopening("the chair", JUNE, "A late return")
    assert again.agreed is None
    assert again.sign_offs == (ss.SignOff("the executive", MAY, DRAFT.digest, why),)
    assert again.digest == DRAFT.digest
    assert again.replace(handling="Official").agree("the executive", JUNE).sign_offs == (
        again.sign_offs
    )


VERBS: dict[str, Callable[[ss.Round], object]] = {
    "agree": lambda one: one.agree("the executive", JUNE),
    "replace": lambda one: one.replace(title="Summer 2026"),
    "with_respondents": lambda one: one.with_respondents(POLICE),
    "without_respondent": lambda one: one.without_respondent("police"),
    "with_ratings": lambda one: one.with_ratings(ss.Rating("s1q1", "red", respondent="police")),
    "without_rating": lambda one: one.without_rating("s1q1", "police"),
    "without_ratings": lambda one: one.without_ratings("police"),
    "with_actions": lambda one: one.with_actions("s1", ss.Action("Do")),
    "without_action": lambda one: one.without_action("a1"),
    "with_context": lambda one: one.with_context(ss.ContextAnswer("c1", "All")),
    "without_context": lambda one: one.without_context("c1"),
}


def test_every_verb_that_changes_a_round_is_among_those_tried() -> None:
    changing = {name for name in dir(ss.Round) if name.startswith(("with_", "without_"))}
    assert changing | {"agree", "replace"} == VERBS.keys()


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_changes_an_agreed_round_or_a_view(verb: str) -> None:
    assert isinstance(VERBS[verb](DRAFT), ss.Round)
    assert refusal(lambda: VERBS[verb](AGREED)) == (
        f"this round is signed off, and {verb} would change it; take it up again with reopen(by,"
        " on, reason)"
    )
    assert refusal(lambda: VERBS[verb](DRAFT.redacted())) == (
        f"this round is a redacted view, and {verb} needs all of it; change the round"
        " it was made from, and take redacted() of that again"
    )


def test_a_round_changed_behind_its_sign_off_is_refused() -> None:
    changed = (
        "the round is not what was signed off on 2026-05-14: it was changed since at agreed.digest;"
        " reopen what was signed off, change that and agree it again"
    )
    changes: list[dict[str, Any]] = [
        {"title": "Summer 2026"},
        {"on": MAY},
        {"ratings": AGREED.ratings[:1]},
        {"plans": ()},
        {"context": ()},
        {"respondents": (POLICE, evolve(HEALTH, asked=None))},
        {"handling": "Official"},
        {"framework": ss.adapt(ss.six_steps(), ss.Retitle("Ours"), by="Anytown", on=MAY)},
    ]
    for change in changes:
        assert refusal(lambda change=change: evolve(AGREED, **change)) == changed  # type: ignore[misc]


def test_the_order_of_answers_and_people_is_no_change() -> None:
    turned = evolve(
        AGREED,
        ratings=AGREED.ratings[::-1],
        respondents=AGREED.respondents[::-1],
        plans=[evolve(AGREED.plans[0], actions=AGREED.plans[0].actions[::-1])],
        context=AGREED.context[::-1],
    )
    assert turned.agreed == AGREED.agreed


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (
            lambda: DRAFT.agree("the executive", date(2026, 4, 30)),
            "2026-04-30 is before the round, which is of 2026-05-01 at agreed.on; give that date"
            " or a later one",
        ),
        (
            lambda: AGREED.reopen("the chair", date(2026, 5, 13), "Late"),
            "2026-05-13 is before the sign-off, which is of 2026-05-14 at reopened.on; give that"
            " date or a later one",
        ),
        (
            lambda: AGREED.reopen("the chair", JUNE, "Late").agree("the executive", MAY),
            "2026-05-14 is before the reopening, which is of 2026-06-02 at agreed.on; give that"
            " date or a later one",
        ),
        (
            lambda: DRAFT.reopen("the chair", JUNE, "Late"),
            "this round is a draft, and there is no sign-off to take back; change it as it is",
        ),
        (
            lambda: DRAFT.agree(" ", MAY),
            "a text is needed here and it is empty at by",
        ),
        (
            lambda: AGREED.reopen("the chair", JUNE, ""),
            "a text is needed here and it is empty at reason",
        ),
        (
            lambda: ss.SignOff("the executive", MAY, "abc"),
            "this is not a digest at digest; give that of the round",
        ),
        (
            lambda: evolve(DRAFT, sign_offs=[SIGNED]),
            "an earlier sign-off says how the round was reopened at sign_offs[0].reopened; give a"
            " Reopening",
        ),
        (
            lambda: evolve(DRAFT, agreed=AGREED.reopen("the chair", JUNE, "Late").sign_offs[0]),
            "this sign-off was reopened at agreed.reopened; put it into sign_offs",
        ),
    ],
)
def test_a_sign_off_that_cannot_be_is_refused(made: Callable[[], object], message: str) -> None:
    assert refusal(made) == message


def test_what_is_made_of_an_agreed_round_starts_without_a_sign_off() -> None:
    again = AGREED.reopen("the chair", JUNE, "Late").agree("the executive", JUNE)
    for made in (again.follow_up(JUNE, "Autumn 2026"), ss.consensus(again, "worst")):
        assert (made.agreed, made.sign_offs) == (None, ())
    assert again.follow_up(JUNE, "Autumn 2026").previous == AGREED.reference


def test_returns_are_not_collected_into_an_agreed_round() -> None:
    assert refusal(lambda: ss.collect(AGREED, [])) == (
        "this round is signed off, and collect would change it; take it up again with reopen(by,"
        " on, reason)"
    )


def test_a_view_keeps_who_signed_and_when_and_is_signed_as_it_is() -> None:
    again = AGREED.reopen("the chair", JUNE, "Late").agree("the executive", JUNE)
    shared = again.redacted()
    assert shared.agreed == ss.SignOff("the executive", JUNE, shared.digest)
    assert shared.sign_offs == ()
    assert shared.digest != again.digest
    assert shared.standing == "Signed off by the executive on 2 June 2026"


def test_what_one_respondent_said_was_not_signed_off() -> None:
    alone = AGREED.only("police")
    told = "One respondent's view of the round signed off by the executive on 14 May 2026"
    assert (alone.standing, alone.redacted().standing) == (told, told)
    assert AGREED.reopen("the chair", JUNE, "Late").only("police").standing == "Draft"


@pytest.mark.law
@given(st.data())
def test_signing_off_changes_nothing_but_the_sign_offs(data: st.DataObject) -> None:
    draft = data.draw(rounds(ss.six_steps()))
    signed = data.draw(signed_off(draft))
    assert signed.digest == draft.digest
    assert evolve(signed, agreed=None, sign_offs=()) == draft
    assert ss.from_document(ss.to_document(signed)) == signed


@pytest.mark.law
@given(rounds(ss.six_steps()), st.randoms())
def test_the_digest_does_not_depend_on_any_order(draft: ss.Round, random: Any) -> None:
    parts: dict[str, Any] = {
        name: [*getattr(draft, name)] for name in ("ratings", "plans", "context")
    }
    for values in parts.values():
        random.shuffle(values)
    assert evolve(draft, **parts).digest == draft.digest


def test_a_round_and_a_rating_take_every_field_in_replace() -> None:
    for fields_of, kind in ((RoundFields, ss.Round), (RatingFields, ss.Rating)):
        assert list(get_type_hints(fields_of)) == [one.name for one in fields(kind)]


def test_a_round_with_other_fields_is_checked_whole() -> None:
    changed = DRAFT.replace(title="Summer 2026", on=MAY, use="scrutiny")
    assert (changed.title, changed.on, changed.use) == ("Summer 2026", MAY, "scrutiny")
    assert changed.ratings == DRAFT.ratings
    assert refusal(lambda: DRAFT.replace(title="", next_on=3)) == (  # type: ignore[arg-type]
        "2 problems with the round:\n"
        "  a text is needed here and it is empty at title\n"
        "  a date is needed at next_on; this is a value of type int"
    )
    assert refusal(lambda: DRAFT.replace(titel="Summer")) == (  # type: ignore[call-arg]
        "a round has no field 'titel'; there are framework, organisation, title, on, ratings,"
        " plans, respondents, context, use, arrangements, organisation_id, period, agreed,"
        " sign_offs, next_on, handling, previous, unplaced, view, rule; did you mean 'title'?"
    )


def test_a_rating_with_other_fields_is_checked_whole() -> None:
    rating = ss.Rating("s1q1", None, respondent="police")
    assert rating.replace(level="green", evidence=["Minutes"]) == ss.Rating(
        "s1q1", "green", ["Minutes"], respondent="police"
    )
    assert refusal(lambda: rating.replace(level=3)) == (  # type: ignore[arg-type]
        "a string is needed at level; this is a value of type int"
    )
    assert refusal(lambda: rating.replace(lvel="red")) == (  # type: ignore[call-arg]
        "a rating has no field 'lvel'; there are question, level, evidence, rationale, remaining,"
        " respondent, on; did you mean 'level'?"
    )


def test_respondents_join_or_take_the_place_of_those_of_their_id() -> None:
    fire = ss.Respondent("fire", "Fire and rescue", "relevant agency")
    everything = evolve(HEALTH, asked=None)
    assert DRAFT.with_respondents(fire, everything).respondents == (POLICE, everything, fire)


def test_a_respondent_leaves_with_their_answers_and_own_actions() -> None:
    left = DRAFT.without_respondent("police")
    assert left.respondents == (HEALTH,)
    assert left.ratings == (ss.Rating("s1q1", "red", respondent="health"),)
    assert [(one.id, one.respondents) for one in left.plan("s1").actions] == [
        ("a1", ("health",)),
        ("a3", ()),
    ]
    assert refusal(lambda: DRAFT.without_respondent("polce")) == (
        "no respondent 'polce'; the round lists police, health"
    )


def test_answers_actions_and_context_answers_are_taken_away_one_by_one() -> None:
    assert DRAFT.without_ratings("police").ratings == DRAFT.ratings[1:2]
    assert [one.id for one in DRAFT.without_action("a2").plan("s1").actions] == ["a1", "a3"]
    assert DRAFT.without_context("c1").context == DRAFT.context[1:]
    alone = DRAFT.without_respondent("police").without_respondent("health")
    unnamed = alone.with_ratings(ss.Rating("s1q1", "red"))
    assert unnamed.without_ratings(None).ratings == ()
    assert refusal(lambda: DRAFT.without_ratings("polce")) == (
        "no respondent 'polce'; the round lists police, health"
    )
    assert refusal(lambda: DRAFT.without_action("a9")) == (
        "no action 'a9' to take away; there are a1, a2, a3"
    )
    assert refusal(lambda: DRAFT.without_context("c9")) == (
        "no answer to 'c9' to take away; there are answers to c1, c2"
    )


def test_the_samples_are_signed_off() -> None:
    assert spring_2026().standing == "Signed off by the executive on 14 May 2026"
