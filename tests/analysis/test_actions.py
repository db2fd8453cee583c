"""The actions of a round, and what was amended between two states of it."""

from datetime import date

import pytest
from attrs import evolve
from hypothesis import given

import sixsteps as ss
from tests.strategies import rounds
from tests.support.documents import ADAPTED

ON, JUNE = date(2026, 5, 1), date(2026, 6, 2)
PEOPLE = [
    ss.Respondent("police", "Anytown Police", "lead partner"),
    ss.Respondent("health", "NHS Anytown", "lead partner"),
]
WHOLE = ss.Round(
    ss.six_steps(),
    "Anytown",
    "Spring 2026",
    ON,
    ratings=[
        ss.Rating("s1q1", "green", ["Log"], respondent="police"),
        ss.Rating("s1q1", "red", respondent="health"),
        ss.Rating("s1q2", "amber", respondent="health"),
        ss.NotApplicable("s1q3", "None", "police"),
    ],
    plans=[
        ss.ActionPlan(
            "s1",
            [
                ss.Action("Do", id="a1", owner="Zoe", due=ON, addresses=["s1q1"]),
                ss.Action("Do", id="a2", owner="Ann", due=date(2026, 4, 1), addresses=["s1q1"]),
                ss.Action("Do", id="a3", addresses=["s1q2", "s1q4"]),
                ss.Action("Do", id="a4", owner="ann", due=date(2026, 4, 2), respondents=["police"]),
                ss.Action("Do", id="a5", owner="Ann", status="closed", addresses=["s1q1"]),
                ss.Action("Do", id="a6", owner="Ann", addresses=["s1q3"]),
            ],
        )
    ],
    respondents=PEOPLE,
    context=[ss.ContextAnswer("c1", "Nobody")],
)


def test_overdue_actions_come_first_by_owner_and_due_date_with_the_ratings() -> None:
    found = ss.actions(WHOLE)
    names = ("owner", "due", "state", "id", "questions")
    assert [tuple(row[name] for name in names) for row in found.rows()] == [
        ("Ann", "2026-04-01", "overdue", "a2", "1.1 Red, Green"),
        (
            *("ann", "2026-04-02", "overdue", "a4"),
            "1.1 Green; 1.2 not rated; 1.3 not applicable; 1.4 not rated",
        ),
        ("Ann", None, "undated", "a6", "1.3 not rated"),
        ("Zoe", "2026-05-01", "open", "a1", "1.1 Red, Green"),
        ("no owner", None, "undated", "a3", "1.2 Amber; 1.4 not rated"),
        ("Ann", None, "closed", "a5", "1.1 Red, Green"),
    ]
    assert "As of 1 May 2026." in str(found)


def test_the_agreed_rating_stands_for_all_and_a_later_date_makes_more_overdue() -> None:
    agreed = WHOLE.with_respondents(ss.Respondent("agreed", "Agreed", "agreed"))
    agreed = agreed.with_ratings(ss.Rating("s1q1", "amber", respondent="agreed"))
    found = ss.actions(agreed, as_of=date(2026, 5, 2))
    assert [one.action.id for one in found.items if one.state == "overdue"] == ["a2", "a4", "a1"]
    assert found.items[0].ratings == (("s1q1", ("amber",)),)


def test_the_answers_that_count_elsewhere_stand_with_an_action_too() -> None:
    asked = [evolve(PEOPLE[0], asked=["s1q1", "s1q2"]), evolve(PEOPLE[1], asked=["s1q1"])]
    round_ = WHOLE.with_respondents(*asked, ss.Respondent("agreed", "Agreed", "agreed"))
    round_ = round_.with_ratings(ss.NotApplicable("s1q1", "None", "agreed"))
    found = {one.action.id: one for one in ss.actions(round_).items}
    # Health rated 1.2 and was not asked, and what was agreed of 1.1 is that it does not apply.
    assert (found["a1"].ratings, found["a1"].not_applicable) == ((("s1q1", ()),), ("s1q1",))
    assert found["a3"].ratings == (("s1q2", ()), ("s1q4", ()))
    rows = {row["id"]: row["questions"] for row in ss.actions(round_).rows()}
    assert rows["a4"] == "1.1 not applicable; 1.2 not rated; 1.3 not rated; 1.4 not rated"
    alone = ss.actions(round_.without_ratings("agreed").without_respondent("agreed"))
    assert {one.action.id: one.ratings for one in alone.items}["a1"] == (
        ("s1q1", ("red", "green")),
    )


@pytest.mark.law
@given(rounds(ADAPTED))
def test_the_worst_level_of_an_action_for_everybody_is_that_of_the_consensus(
    round_: ss.Round,
) -> None:
    joint = ss.consensus(round_, "worst")
    for item in ss.actions(round_).items:
        for question, levels in () if item.action.respondents else item.ratings:
            answer = joint.answer(question, "consensus")
            level = answer.level if isinstance(answer, ss.Rating) else None
            assert levels[:1] == (() if level is None else (level,))
            assert (question in item.not_applicable) == isinstance(answer, ss.NotApplicable)


def test_what_is_to_be_done_is_shown_only_where_it_is_asked_for() -> None:
    found = ss.actions(WHOLE)
    assert "action" not in found.table().to_dict()["rows"][0]  # type: ignore[index]
    assert [row["action"] for row in found.all_tables(text=True)[0].rows()] == ["Do"] * 6


def test_an_action_is_open_on_every_day_before_it_was_closed() -> None:
    late = ss.Action(
        *("Do", "a1"),
        owner="Zoe",
        due=date(2026, 2, 1),
        addresses=["s1q1"],
        status="closed",
        closed_on=date(2026, 4, 1),
    )
    ratings = [ss.Rating("s1q1", "amber", ["Log"], remaining="More")]
    round_ = ss.Round(
        ss.six_steps(), "Anytown", "Spring", ON, ratings, [ss.ActionPlan("s1", [late])]
    )
    before, after = date(2026, 3, 31), date(2026, 4, 1)
    assert [str(ss.actions(round_, as_of=day).items[0].state) for day in (before, after)] == [
        "overdue",
        "all actions closed",
    ]
    counts = [ss.coverage(round_, as_of=day) for day in (before, after)]
    assert [(one.actions.overdue, one.actions.closed) for one in counts] == [(1, 0), (0, 1)]
    assert [(one.total.complete, one.total.planned_directly) for one in counts] == [(1, 1), (0, 0)]
    found = [
        {one.question: one for one in ss.gaps(round_, as_of=day).gaps} for day in (before, after)
    ]
    assert [one["s1q1"].owners for one in found] == [("Zoe",), ()]
    told = [ss.report(round_, as_of=day).markdown() for day in (before, after)]
    assert ["1 February 2026, overdue" in one for one in told] == [True, False]
    assert ["closed 1 April 2026" in one for one in told] == [False, True]
    # A panel counts on the round's own date.
    round_ = round_.replace(period="2026")
    march = round_.replace(on=date(2026, 3, 1))
    panels = [ss.Panel.from_rounds([one]).coverage().total.complete for one in (march, round_)]
    assert panels == [ss.coverage(one).total.complete for one in (march, round_)] == [1, 0]


@pytest.mark.law
@given(rounds(ADAPTED))
def test_every_action_of_a_round_is_listed_once(round_: ss.Round) -> None:
    found = [one.action for one in ss.actions(round_).items]
    assert sorted(found, key=lambda one: str(one.id)) == sorted(
        (one for plan in round_.plans for one in plan.actions), key=lambda one: str(one.id)
    )
    open_ = [one.is_open_on(round_.on) for one in found]
    assert open_ == sorted(open_, reverse=True)


def test_what_was_amended_since_the_sign_off_is_told_without_any_text() -> None:
    before = WHOLE.agree("the executive", ON)
    after = (
        before.reopen("the chair", JUNE, "A late return")
        .with_ratings(
            ss.Rating("s1q1", "amber", ["Log", "Minutes"], respondent="police"),
            ss.Rating("s1q3", "red", respondent="police"),
            ss.Rating("s2q1", "red", respondent="police"),
        )
        .without_rating("s1q2", "health")
        .with_actions("s1", ss.Action("Do more", id="a1", owner="Zoe", due=ON, status="closed"))
        .without_action("a6")
        .with_context(ss.ContextAnswer("c1", "All"))
        .with_respondents(evolve(PEOPLE[0], asked=["s1", "s2"]))
        .replace(handling="Official")
    )
    found = ss.amendments(before, after)
    assert [tuple(row.values())[:-1] for row in found.rows()] == [
        ("answer", "1.1", "police", "changed", "Green", "Amber", "evidence"),
        ("answer", "1.3", "police", "changed", "not applicable", "Red", ""),
        ("answer", "2.1", "police", "added", None, "Red", ""),
        ("answer", "1.2", "health", "removed", "Amber", None, ""),
        ("action", "a1", None, "changed", "open", "closed", "text, addresses"),
        ("action", "a6", None, "removed", "open", None, ""),
        ("context answer", "c1", None, "changed", None, None, "text"),
        ("respondent", "police", None, "changed", None, None, "asked"),
        ("round", "handling", None, "changed", None, None, ""),
    ]
    assert "Since the sign-off of 1 May 2026." in str(found)
    assert ss.amendments(before, before).amendments == ()


def test_two_rounds_are_not_two_states_of_one() -> None:
    with pytest.raises(ss.NotComparableError) as caught:
        ss.amendments(WHOLE, WHOLE.follow_up(JUNE, "Autumn 2026"))
    assert str(caught.value) == (
        "'Spring 2026' and 'Autumn 2026' are two rounds, not two states of one; compare them with"
        " change(before, after)"
    )


def test_what_was_made_of_a_round_is_no_state_of_it() -> None:
    signed = ss.samples.spring_2026()
    for made, said in {
        signed.redacted(): "a redacted view",
        signed.public(): "a public view",
        signed.only("police"): "one respondent's view",
        ss.consensus(signed, "worst"): "a consensus",
    }.items():
        for pair, side in (((signed, made), "after"), ((made, signed), "before")):
            with pytest.raises(ss.InvalidError) as error:
                ss.amendments(*pair)
            assert str(error.value) == (
                f"this round is {said}, and what it leaves out is no amendment at {side};"
                " give the round it was made from"
            )


@pytest.mark.law
@given(rounds(ADAPTED), rounds(ADAPTED))
def test_amendments_backwards_are_the_same_the_other_way_round(a: ss.Round, b: ss.Round) -> None:
    b = evolve(b, organisation=a.organisation, title=a.title)
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    there, back = ss.amendments(a, b).amendments, ss.amendments(b, a).amendments
    assert {(o.part, o.id, o.respondent, o.kind, o.before, o.after) for o in there} == {
        (o.part, o.id, o.respondent, turned[o.kind], o.after, o.before) for o in back
    }
    assert (not there) == (a.on == b.on and a.digest == b.digest)
