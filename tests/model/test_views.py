"""What a round shows to one respondent, and to the public."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.model.answers import RULE_WORDS
from sixsteps.results import RoundReference, Unplaced
from sixsteps.samples import spring_2026
from tests.strategies import rounds
from tests.support.documents import ADAPTED

ON, MAY = date(2026, 5, 1), date(2026, 5, 14)
PEOPLE = [
    ss.Respondent("police", "Anytown Police", "lead partner", asked=["s1"]),
    ss.Respondent("health", "NHS Anytown", "lead partner", asked=["s1", "s2"]),
    ss.Respondent("agreed", "Agreed", "agreed"),
]
WHOLE = ss.Round(
    ss.six_steps(),
    "Anytown",
    "Spring 2026",
    ON,
    ratings=[
        ss.Rating("s1q1", "red", ["Log"], "Police", respondent="police", on=ON),
        ss.Rating("s1q1", "green", ["Minutes"], "Health", respondent="health"),
        ss.Rating("s1q1", "amber", ["Log", "Minutes"], "Both", "More", "agreed", on=ON),
        ss.Rating("s1q2", "green", respondent="agreed"),
        ss.Rating("s2q1", None, rationale="Begun", respondent="agreed"),
        ss.NotApplicable("s1q3", "No such service", "agreed"),
    ],
    plans=[
        ss.ActionPlan(
            "s1",
            [
                ss.Action("Ask", id="a1", respondents=["police", "health"], owner="Chair"),
                ss.Action("Look", id="a2", respondents=["health"]),
                ss.Action("Tell", id="a3"),
            ],
            "All lead",
        )
    ],
    respondents=PEOPLE,
    context=[ss.ContextAnswer("c1", "Nobody")],
    use="scrutiny",
    arrangements=["one-scrutineer"],
    organisation_id="anytown",
    period="2026-H1",
    next_on=date(2026, 11, 1),
    handling="Official",
    previous=RoundReference("Anytown", "Autumn 2025", date(2025, 11, 1)),
    unplaced=[Unplaced("s9", ss.Action("Left", id="a9", respondents=["health"]))],
)
AGREED = WHOLE.agree("Chair", MAY).reopen("Chair", MAY, "Late").agree("the executive", MAY)


def test_a_respondent_sees_their_own_answers_and_the_actions_that_are_for_them() -> None:
    seen = AGREED.only("police")
    assert seen == evolve(
        WHOLE,
        ratings=WHOLE.ratings[:1],
        plans=[
            ss.ActionPlan(
                "s1",
                [
                    ss.Action("Ask", id="a1", respondents=["police"], owner="Chair"),
                    ss.Action("Tell", id="a3"),
                ],
                "All lead",
            )
        ],
        respondents=PEOPLE[:1],
        unplaced=(),
        agreed=ss.SignOff("the executive", MAY, seen.digest),
        view="only",
    )
    assert seen.is_asked("s1q1", "police")
    assert not seen.is_asked("s2q1", "police")


def test_joint_answers_are_asked_in_a_view_what_they_are_asked_in_the_round() -> None:
    seen = WHOLE.only("agreed")
    assert [q.id for q in seen.framework.questions if seen.is_asked(q.id, "agreed")] == [
        *("s1q1", "s1q2", "s1q3", "s1q4", "s2q1", "s2q2", "s2q3", "s2q4")
    ]


def test_what_others_said_is_not_assessed_in_the_view_of_one() -> None:
    found = ss.gaps(AGREED.only("police"))
    facts = dict(found.facts)
    untold = {fact.value for fact, count in facts.items() if count is None}
    assert untold >= {
        "respondents disagree",
        "rated higher than by an independent respondent",
        "asked of nobody",
    }
    assert {gap.question for gap in found.gaps} <= {"s1q1", "s1q2", "s1q3", "s1q4"}
    assert "what others said is not assessed" in str(found)


def test_the_public_sees_the_agreed_levels_and_whether_there_is_evidence() -> None:
    public = AGREED.public()
    assert public == ss.Round(
        ss.six_steps(),
        "Anytown",
        "Spring 2026",
        ON,
        ratings=[
            ss.Rating("s1q1", "amber", ["[redacted]"]),
            ss.Rating("s1q2", "green"),
            ss.NotApplicable("s1q3", "[redacted]"),
        ],
        agreed=ss.SignOff("the executive", MAY, public.digest),
        view="public",
    )


def test_plans_and_remaining_work_are_not_published_and_never_missing() -> None:
    public = AGREED.public()
    found = ss.gaps(public)
    assert [gap.lacks for gap in found.gaps if gap.question == "s1q1"] == [()]
    untold = {fact.value for fact, count in found.facts if count is None}
    assert {"no plan", "remaining work not stated", "overdue", "undated"} <= untold
    assert "no plan" not in {fact.value for gap in found.gaps for fact in gap.facts}
    assert "Plans and remaining work are not published." in str(ss.coverage(public))


def test_who_sees_what_was_agreed_sees_every_action_that_plans_it() -> None:
    seen = WHOLE.only("agreed")
    assert ss.coverage(seen).total == ss.coverage(WHOLE, respondent="agreed").total
    assert {action.respondents for plan in seen.plans for action in plan.actions} == {()}


def test_one_respondents_answers_are_public_where_nobody_else_is_asked() -> None:
    alone = WHOLE.without_respondent("health").without_respondent("agreed")
    assert alone.public().ratings == (ss.Rating("s1q1", "red", ["[redacted]"]),)
    unnamed = evolve(alone, respondents=(), ratings=[ss.Rating("s1q1", "red")], plans=())
    assert unnamed.public().ratings == (ss.Rating("s1q1", "red"),)


def test_the_public_view_of_a_consensus_has_nobody_and_names_the_rule() -> None:
    told = WHOLE.with_ratings(ss.Rating("s1q4", "red", respondent="health"))
    joint = ss.consensus(told, "best").agree("the executive", MAY)
    rule = "Agreed in discussion, else best (the highest level given)"
    by_rule = ss.Respondent("consensus", rule, "partnership")
    assert [one.name for one in joint.respondents] == [
        f"{rule} of police, health; 1 question could be better by an answer that is missing"
    ]
    public = joint.public()
    assert public == ss.Round(
        ss.six_steps(),
        "Anytown",
        "Spring 2026",
        ON,
        ratings=[
            ss.Rating("s1q1", "amber", ["[redacted]"]),
            ss.Rating("s1q2", "green"),
            ss.NotApplicable("s1q3", "[redacted]"),
            ss.Rating("s1q4", "red"),
        ],
        rule=rule,
        agreed=ss.SignOff("the executive", MAY, public.digest),
        view="public",
    )
    assert joint.redacted().respondents == (evolve(by_rule, asked=joint.respondents[0].asked),)
    for view in (public, joint.redacted(), public.redacted()):
        assert ss.from_document(ss.to_document(view)) == view


@pytest.mark.parametrize(
    "change",
    [
        {"name": "worst (the lowest level given) of police"},
        {"name": "worst (the lowest level given); Ann"},
        {"name": "worst"},
        {"name": "Ann"},
        {"role": "peer"},
        {"organisation": "Anytown Police"},
        {"id": "ann"},
    ],
)
def test_nobody_is_called_the_rule_of_a_consensus(change: dict[str, Any]) -> None:
    made = ss.consensus(WHOLE, "worst").redacted()
    (rule,) = made.respondents
    bare = evolve(made, ratings=(), agreed=None)
    assert bare.respondents == (rule,)
    with pytest.raises(ss.InvalidError, match="this holds a name"):
        evolve(bare, respondents=[evolve(rule, **change)])


@pytest.mark.parametrize("rule", ["worst (the lowest level given) of police", "worst", "Ann"])
def test_nothing_but_a_rule_is_named_in_a_public_view(rule: str) -> None:
    bare = evolve(ss.consensus(WHOLE, "worst").public(), agreed=None)
    with pytest.raises(ss.InvalidError) as caught:
        evolve(bare, rule=rule)
    assert str(caught.value) == (
        "this round is a public view, and holds what is not for others at rule; make it with"
        " public() of the whole round"
    )


@pytest.mark.parametrize("round_", [WHOLE, WHOLE.only("police"), WHOLE.redacted()])
def test_a_rule_is_named_in_the_public_view_of_a_consensus_alone(round_: ss.Round) -> None:
    with pytest.raises(ss.InvalidError) as caught:
        evolve(round_, agreed=None, rule="worst (the lowest level given)")
    assert str(caught.value) == (
        "only the public view of a consensus names a rule at rule; leave it out"
    )


def test_an_answer_that_nobody_asked_for_is_not_published() -> None:
    alone = evolve(WHOLE, respondents=PEOPLE[:1], ratings=WHOLE.ratings[:1], plans=[])
    unasked = alone.with_ratings(ss.Rating("s2q1", "red", respondent="police"))
    assert unasked.public().ratings == alone.public().ratings


def test_nothing_is_public_that_nobody_agreed() -> None:
    with pytest.raises(ss.SeveralAnswersError) as caught:
        WHOLE.without_ratings("agreed").public()
    assert str(caught.value) == (
        "no answer of this round is agreed, and it has the respondents police, health, agreed;"
        " record the agreed answers by a respondent in the role 'agreed', or take"
        " consensus(round, rule).public()"
    )
    with pytest.raises(ss.UnknownIdError, match="no respondent 'polce'"):
        WHOLE.only("polce")


NAMED = {
    "only": "one respondent's view",
    "public": "a public view",
    "redacted": "a redacted view",
}


@pytest.mark.parametrize("view", [WHOLE.only("police"), WHOLE.public(), WHOLE.redacted()])
def test_a_view_is_made_of_the_whole_round_alone(view: ss.Round) -> None:
    calls: dict[str, Callable[[], object]] = {
        "only": lambda: view.only("police"),
        "public": view.public,
        "agree": lambda: view.agree("Chair", MAY),
        "reopen": lambda: view.reopen("Chair", MAY, "Late"),
        "follow_up": lambda: view.follow_up(MAY, "Autumn"),
        "replace": lambda: view.replace(title="Summer"),
    }
    remedies = {
        "reopen": "reopen the round it was made from",
        "follow_up": "follow up the round it was made from",
        **{call: f"take {call}() of the round it was made from" for call in ("only", "public")},
    }
    again = f"change the round it was made from, and take {view.view}() of that again"
    for call, made in calls.items():
        with pytest.raises(ss.InvalidError) as caught:
            made()
        assert str(caught.value) == (
            f"this round is {NAMED[str(view.view)]}, and {call} needs all of it;"
            f" {remedies.get(call, again)}"
        )
    assert view.redacted().view == view.view


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"ratings": WHOLE.ratings[3:4]}, "ratings[0].respondent"),
        ({"respondents": PEOPLE[:1]}, "respondents"),
        ({"context": WHOLE.context}, "context"),
        ({"handling": "Official"}, "handling"),
        ({"use": "scrutiny"}, "use"),
        ({"arrangements": ["one-scrutineer"]}, "arrangements"),
        ({"next_on": MAY}, "next_on"),
        ({"previous": WHOLE.previous}, "previous"),
        ({"unplaced": [Unplaced("c9", ss.ContextAnswer("c9", "x"))]}, "unplaced"),
        ({"sign_offs": AGREED.sign_offs}, "sign_offs"),
        ({"plans": [ss.ActionPlan("s1")]}, "plans"),
        ({"ratings": [ss.Rating("s1q1", "red", rationale="x")]}, "ratings"),
        ({"ratings": [ss.Rating("s1q1", "red", ["Log"])]}, "ratings"),
        ({"ratings": [ss.Rating("s1q1", "red", ["[redacted]"] * 2)]}, "ratings"),
        ({"ratings": [ss.Rating("s1q1", "red", remaining="x")]}, "ratings"),
        ({"ratings": [ss.Rating("s1q1", "red", on=ON)]}, "ratings"),
        ({"ratings": [ss.Rating("s1q1", None)]}, "ratings"),
        ({"ratings": [ss.NotApplicable("s1q1", "None")]}, "ratings"),
    ],
)
def test_a_public_round_holds_nothing_else(change: dict[str, Any], place: str) -> None:
    with pytest.raises(ss.InvalidError) as caught:
        evolve(WHOLE.public(), **change)
    assert place in [problem.place for problem in caught.value.problems]


@pytest.mark.parametrize(
    "change",
    [
        {"respondents": PEOPLE[:2]},
        {"unplaced": WHOLE.unplaced},
        {"sign_offs": AGREED.sign_offs},
        {"respondents": (), "ratings": [ss.Rating("s1q1", "red")], "plans": ()},
    ],
)
def test_a_view_of_one_holds_nothing_of_another(change: dict[str, Any]) -> None:
    with pytest.raises(
        ss.InvalidError, match="this round is one respondent's view, and holds what is not"
    ):
        evolve(WHOLE.only("police"), **change)


def texts_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str):
        return {value}
    return (
        {text for one in value for text in texts_in(one)} if hasattr(value, "__iter__") else set()
    )


@pytest.mark.law
@given(rounds(ADAPTED, signed=True))
def test_no_text_or_name_of_anybody_is_left_in_a_public_round(round_: ss.Round) -> None:
    try:
        public = round_.public()
    except ss.SeveralAnswersError:
        return
    said = ss.to_document(public)
    del said["framework"], said["citation"]
    assert set(said) <= {
        *("$schema", "format", "organisation", "title", "on", "ratings", "agreed", "view"),
    }
    ids = {question.id for question in ADAPTED.questions} | {*ADAPTED.scale.keys, "[redacted]"}
    assert texts_in(said.get("ratings", ())) <= ids
    assert ss.from_document(ss.to_document(public)) == public
    assert public.standing == round_.standing


@pytest.mark.law
@given(rounds(ADAPTED), st.sampled_from(["worst", "best", "median_low", "unanimous"]))
def test_no_text_or_name_of_anybody_is_left_in_a_public_consensus(
    round_: ss.Round, rule: str
) -> None:
    joint = ss.consensus(round_, rule)
    public, hidden = joint.public(), joint.redacted()
    assert (public.view, hidden.view) == ("public", "redacted")
    said = ss.to_document(public)
    ids = {question.id for question in ADAPTED.questions} | {*ADAPTED.scale.keys, "[redacted]"}
    assert texts_in(said.get("ratings", ())) <= ids
    rules = {"", *RULE_WORDS.values()}
    assert public.respondents == ()
    assert [one.id for one in hidden.respondents] == ["consensus"]
    for view, name in ((public, public.rule), (hidden, hidden.respondents[0].name)):
        assert name.removeprefix("Agreed in discussion").removeprefix(", else ") in rules
        assert ss.from_document(ss.to_document(view)) == view


@pytest.mark.law
@given(rounds(ADAPTED, signed=True))
def test_a_respondent_sees_of_others_neither_answers_nor_names(round_: ss.Round) -> None:
    for one in round_.respondents:
        seen = round_.only(one.id)
        assert {answer.respondent for answer in seen.ratings} <= {one.id}
        assert [other.id for other in seen.respondents] == [one.id]
        assert all(set(a.respondents) <= {one.id} for plan in seen.plans for a in plan.actions)
        for question in ADAPTED.questions:
            assert seen.answer(question.id, one.id) == round_.answer(question.id, one.id)
            assert seen.is_asked(question.id, one.id) == round_.is_asked(question.id, one.id)
        assert ss.from_document(ss.to_document(seen)) == seen


def test_the_sample_is_published_with_its_sign_off() -> None:
    public = spring_2026().public()
    assert public.standing == "Signed off by the executive on 14 May 2026"
    assert {answer.respondent for answer in public.ratings} == {None}
