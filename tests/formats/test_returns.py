"""Many respondents' returns in the round that says who was asked."""

from datetime import date

import pytest
from attrs import evolve

import sixsteps as ss
from tests.support.documents import ADAPTED, SMALL

DAY = date(2026, 5, 1)
BASE = ss.Round(
    SMALL,
    "Anytown",
    "Spring 2026",
    DAY,
    respondents=[
        ss.Respondent("health", "NHS Anytown", ss.Role.LEAD_PARTNER),
        ss.Respondent("police", "Anytown Police", ss.Role.LEAD_PARTNER),
        ss.Respondent("school", "Anytown School", ss.Role.RELEVANT_AGENCY),
    ],
    plans=[ss.ActionPlan("s1", [ss.Action("Fill the seat", id="a1")], outcome="All lead")],
    context=[ss.ContextAnswer("c1", "By visits")],
)


def returned(respondent: str, level: str = "green", *actions: ss.Action) -> ss.Round:
    rating = ss.Rating("s1q1", level, respondent=respondent)
    return BASE.with_ratings(rating).with_actions("s1", *actions)


def problems(base: ss.Round, *returns: ss.Round) -> str:
    with pytest.raises(ss.InvalidError) as caught:
        ss.collect(base, returns)
    return str(caught.value)


def test_the_answers_of_all_returns_come_together_in_the_round_that_asked() -> None:
    together = ss.collect(BASE, iter([returned("police", "red"), returned("health")]))
    assert together == BASE.with_ratings(
        ss.Rating("s1q1", "red", respondent="police"),
        ss.Rating("s1q1", "green", respondent="health"),
    )


def test_no_returns_leave_the_round_as_it_is() -> None:
    assert ss.collect(BASE, []) == BASE


def test_who_has_sent_nothing_back_is_shown() -> None:
    together = ss.collect(BASE, [returned("health"), returned("police")])
    assert [len(together.answers("s1q1")), together.answer("s1q1", "school")] == [2, None]


def test_new_actions_get_distinct_ids_and_concern_who_gave_them() -> None:
    ask, meet = ss.Action("Ask", id="a2"), ss.Action("Meet", id="a2", respondents=["school"])
    together = ss.collect(BASE, [returned("health", "green", ask), returned("police", "red", meet)])
    assert together.plan("s1").actions == (
        ss.Action("Fill the seat", id="a1"),
        ss.Action("Ask", id="a2", respondents=["health"]),
        ss.Action("Meet", id="police-a2", respondents=["school"]),
    )


def test_an_id_that_is_taken_however_it_is_made_is_numbered() -> None:
    actions = [ss.Action(text, id=name) for text, name in [("Ask", "a2"), ("Go", "police-a2")]]
    sent = [
        returned("health", "green", actions[0]),
        returned("school", "green", actions[1]),
        returned("police", "green", ss.Action("Meet", id="a2")),
    ]
    together = ss.collect(BASE, sent)
    assert [(one.id, one.text) for one in together.plan("s1").actions] == [
        ("a1", "Fill the seat"),
        ("a2", "Ask"),
        ("police-a2", "Go"),
        ("police-a2-2", "Meet"),
    ]


def test_an_id_too_long_to_go_behind_a_name_is_numbered_alone() -> None:
    name = "a" * 60
    sent = [returned(one, "green", ss.Action(one, id=name)) for one in ("health", "police")]
    together = ss.collect(BASE, sent)
    assert [one.id for one in together.plan("s1").actions] == ["a1", name, f"{name}-2"]


def test_an_action_of_the_round_is_updated_by_the_return_that_changed_it() -> None:
    done = ss.Action("Fill the seat", id="a1", status="closed")
    together = ss.collect(BASE, [returned("health"), returned("police", "red", done)])
    assert together.plan("s1").actions == (done,)


def test_outcomes_of_several_stand_one_below_the_other() -> None:
    other = evolve(
        returned("health"), plans=[ss.ActionPlan("s1", BASE.plans[0].actions, "Police lead too")]
    )
    assert ss.collect(BASE, [other]).plan("s1").outcome == "All lead\nPolice lead too"


def test_every_problem_of_every_return_is_reported_at_once() -> None:
    stranger = evolve(
        BASE,
        respondents=[ss.Respondent("polic", "Police", ss.Role.PEER)],
        ratings=[ss.Rating("s1q1", "red", respondent="polic")],
    )
    nobody = evolve(BASE, respondents=[], ratings=[ss.Rating("s1q1", "red")])
    elsewhere = evolve(returned("school"), framework=evolve(SMALL, title="Other"))
    here = [
        evolve(returned("health"), context=[ss.ContextAnswer("c1", "By calls")]),
        stranger,
        nobody,
        returned("health", "red"),
        elsewhere,
        evolve(returned("police"), context=[ss.ContextAnswer("c1", "By post")]),
        returned("police", "red"),
    ]
    assert problems(BASE, *here) == (
        "6 problems with the returns:\n"
        "  'polic' was not asked at returns[1]; the round asks health, police, school; did you"
        " mean 'police'?\n"
        "  nobody is named at returns[2]; the round asks health, police, school\n"
        "  this answers 'Other', which is not an earlier state of the round's framework at"
        " returns[4]; send a template of the round's own\n"
        "  a second return by 'health' at returns[3]; the first is returns[0], and only one can"
        " be taken\n"
        "  a second return by 'police' at returns[6]; the first is returns[5], and only one can"
        " be taken\n"
        "  another answer to 'c1' stands at returns[0].context[0] at returns[5].context[0];"
        " settle on one"
    )


def test_an_action_changed_in_two_ways_is_refused() -> None:
    ways = [ss.Action(text, id="a1") for text in ("Fill it", "Leave it")]
    said = problems(BASE, returned("health", "red", ways[0]), returned("police", "red", ways[1]))
    assert said == (
        "the action 'a1' is changed in another way at returns[0].plans[0].actions[0] at"
        " returns[1].plans[0].actions[0]; settle on one"
    )


def test_an_answer_the_round_has_already_is_not_taken_again() -> None:
    assert problems(returned("health"), returned("health")) == (
        "a second return by 'health' at returns[0]; the first is the round itself, and only one"
        " can be taken"
    )


def test_where_nobody_is_listed_one_return_need_not_name_anybody() -> None:
    base = ss.Round(SMALL, "Anytown", "Spring", DAY)
    sent = base.with_ratings(ss.Rating("s1q1", "red"))
    assert ss.collect(base, [sent]) == sent
    assert problems(base, sent, sent) == (
        "a second return that names nobody at returns[1]; the first is returns[0], and only one"
        " can be taken"
    )


class TestLastYearsTemplate:
    BASE = evolve(BASE, framework=ADAPTED, plans=[])

    def test_answers_to_questions_still_asked_are_brought_forward_on_the_new_scale(self) -> None:
        sent = BASE.with_ratings(ss.Rating("s2q1", "amber", respondent="health"))
        together = ss.collect(self.BASE, [sent])
        assert together.framework == ADAPTED
        assert together.ratings == (ss.Rating("s2q1", "no", respondent="health"),)
        assert together.plan("s1").actions == (
            ss.Action("Fill the seat", id="a1", respondents=["health"]),
        )

    def test_what_has_no_level_is_brought_forward_as_it_is(self) -> None:
        draft = ss.Rating("s2q1", None, rationale="To be rated", respondent="health")
        other = ss.NotApplicable("s2q1", "No such service", "police")
        sent = [BASE.with_ratings(draft), BASE.with_ratings(other)]
        assert ss.collect(self.BASE, sent).ratings == (draft, other)

    def test_answers_to_questions_that_are_gone_are_refused(self) -> None:
        sent = BASE.with_ratings(
            ss.Rating("s1q1", "red", respondent="health"),
            ss.Rating("s1q2", "red", respondent="health"),
        )
        assert problems(self.BASE, sent) == (
            "2 problems with the returns:\n"
            "  's1q1' of an earlier framework is not asked any more in its own meaning at"
            " returns[0].ratings[0].question; ask again on the present one\n"
            "  's1q2' of an earlier framework is not asked any more in its own meaning at"
            " returns[0].ratings[1].question; ask again on the present one"
        )

    def test_next_years_template_is_refused(self) -> None:
        sent = self.BASE.with_ratings(ss.Rating("s2q1", "no", respondent="health"))
        assert problems(BASE, sent).startswith(
            "this answers 'Small', which is not an earlier state"
        )


def test_a_return_of_actions_alone_is_by_whom_they_name() -> None:
    new = ss.Action("Ask", id="a2", respondents=["police"])
    given = BASE.with_actions("s1", *BASE.plan("s1").actions, new)
    assert problems(BASE, given, returned("police")) == (
        "a second return by 'police' at returns[1]; the first is returns[0], and only one can be"
        " taken"
    )
    together = ss.collect(BASE, [given, returned("health")])
    assert together.plan("s1").actions == (*BASE.plan("s1").actions, new)


def test_a_return_of_actions_alone_is_by_the_only_one_it_lists() -> None:
    new = ss.Action("Ask", id="a2")
    given = evolve(
        BASE.with_actions("s1", *BASE.plan("s1").actions, new), respondents=[BASE.respondents[1]]
    )
    together = ss.collect(BASE, [given, returned("health")])
    assert together.plan("s1").actions[-1] == evolve(new, respondents=["police"])
    assert problems(BASE, given, returned("police")).startswith("a second return by 'police'")
