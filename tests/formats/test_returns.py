"""Many respondents' returns in the round that says who was asked."""

from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

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
    together = ss.collect(BASE, iter([returned("police", "red"), returned("health")])).round
    assert together == BASE.with_ratings(
        ss.Rating("s1q1", "red", respondent="police"),
        ss.Rating("s1q1", "green", respondent="health"),
    )


def test_no_returns_leave_the_round_as_it_is() -> None:
    assert ss.collect(BASE, []).round == BASE


def test_who_has_sent_nothing_back_is_shown() -> None:
    together = ss.collect(BASE, [returned("health"), returned("police")]).round
    assert [len(together.answers("s1q1")), together.answer("s1q1", "school")] == [2, None]


def test_new_actions_get_distinct_ids_and_concern_who_gave_them() -> None:
    ask, meet = ss.Action("Ask", id="a2"), ss.Action("Meet", id="a2", respondents=["school"])
    together = ss.collect(
        BASE, [returned("health", "green", ask), returned("police", "red", meet)]
    ).round
    assert together.plan("s1").actions == (
        ss.Action("Fill the seat", id="a1"),
        ss.Action("Ask", id="a2-health", respondents=["health"]),
        ss.Action("Meet", id="a2-police", respondents=["school"]),
    )


def test_an_id_that_is_taken_however_it_is_made_is_numbered() -> None:
    sent = [
        returned("health", "green", ss.Action("Go", id="a2-police", respondents=["police"])),
        returned("police", "green", ss.Action("Meet", id="a2"), ss.Action("Ask", id="a2-police")),
    ]
    together = ss.collect(BASE, sent).round
    assert [(one.id, one.text) for one in together.plan("s1").actions] == [
        ("a1", "Fill the seat"),
        ("a2-police-health", "Go"),
        ("a2-police", "Meet"),
        ("a2-police-2", "Ask"),
    ]


def test_an_id_too_long_to_have_a_name_behind_it_is_numbered_alone() -> None:
    name = "a" * 60
    sent = [returned(one, "green", ss.Action(one, id=name)) for one in ("health", "police")]
    together = ss.collect(BASE, sent).round
    assert [one.id for one in together.plan("s1").actions] == ["a1", name, name[:56]]


@pytest.mark.law
@given(st.lists(st.sampled_from(["a2", "a3", "health-a2", "a2-police"]), unique=True), st.data())
def test_two_respondents_never_share_an_action_whoever_saves_first(
    names: list[str], data: st.DataObject
) -> None:
    sent = {
        one: returned(one, "green", *(ss.Action(f"{name} of {one}", id=name) for name in names))
        for one in ("health", "police", "school")
    }
    order = data.draw(st.permutations([*sent]))
    base = BASE
    for one in order:
        base = ss.collect(base, [sent[one]]).round
    at_once = ss.collect(BASE, sent.values()).round
    for made in (base, at_once):
        given_by = [(one.text, one.respondents) for one in made.plan("s1").actions[1:]]
        assert sorted(given_by) == sorted(
            (f"{name} of {one}", (one,)) for name in names for one in sent
        )


def test_a_return_of_another_round_is_named_and_taken_only_where_it_belongs() -> None:
    others = {
        "Bytown, Spring 2026 (1 May 2026)": {"organisation": "Bytown"},
        "Anytown, Autumn 2025 (1 May 2026)": {"title": "Autumn 2025"},
        "Anytown, Spring 2026 (1 May 2025)": {"on": date(2025, 5, 1)},
    }
    for said, change in others.items():
        other = evolve(returned("health"), **change)  # type: ignore[arg-type] # one of the fields
        assert problems(BASE, other) == (
            f"this is a return of {said}, and the round is Anytown, Spring 2026 (1 May 2026) at"
            " returns[0]; leave it out, or name it in belongs="
        )
        assert ss.collect(BASE, [other], belongs=[other]).round == returned("health")
    renamed = evolve(returned("health"), organisation=" ANYTOWN", title="Spring  2026")
    assert ss.collect(BASE, [renamed]).round == returned("health")


def test_what_follows_from_a_return_being_of_another_round_is_not_told() -> None:
    last = evolve(returned("health"), on=date(2025, 5, 1))
    told = (
        "this is a return of Anytown, Spring 2026 (1 May 2025), and the round is Anytown,"
        " Spring 2026 (1 May 2026) at returns[1]; leave it out, or name it in belongs="
    )
    # They answered already, and questions that are not asked any more.
    assert problems(BASE, returned("health"), last) == told
    base = evolve(BASE, framework=ADAPTED, plans=[])
    now = base.with_ratings(ss.Rating("s2q1", "no", respondent="health"))
    assert problems(base, now, last) == told


def test_a_second_return_takes_the_place_of_the_first_where_that_is_said() -> None:
    first = returned("police", "red", ss.Action("Ask", id="a2"), ss.Action("Go", id="a3"))
    second = returned("police", "green", ss.Action("Ask again", id="a2"))
    once = ss.collect(BASE, [first, returned("health")]).round
    twice = ss.collect(once, [second], replace=["police"]).round
    assert twice == ss.collect(BASE, [returned("health"), second]).round
    assert problems(once, second).startswith("a second return by 'police' at returns[0]")
    with pytest.raises(ss.InvalidError) as caught:
        ss.collect(BASE, [first, second], replace=["police", "polce"])
    assert [str(one) for one in caught.value.problems] == [
        "'polce' was not asked at replace[1]; the round asks health, police, school; did you mean"
        " 'police'?",
        "a second return by 'police' at returns[1]; the first is returns[0], and only one can be"
        " taken",
    ]


def test_whoever_is_told_to_replace_is_not_repeated_where_nobody_is_called_so() -> None:
    with pytest.raises(ss.InvalidError) as caught:
        ss.collect(BASE, [], replace=["Jane Doe 943 476 5919"])
    assert str(caught.value) == (
        "somebody was not asked at replace[0]; the round asks health, police, school"
    )


def test_what_is_missing_left_out_and_unclear_is_told() -> None:
    base = BASE.with_respondents(ss.Respondent("agreed", "Agreed", "agreed"))
    started = ss.Rating("s1q2", None, rationale="Begun", respondent="health")
    sent = evolve(returned("health").with_ratings(started), handling="Public", next_on=DAY)
    sent = sent.with_respondents(ss.Respondent("police", "The police", "lead partner"))
    read = ss.results.ReadResult(
        (sent,),
        left_out=(ss.results.Unused(('sheet "Notes"',), 2, "no sheet of a template"),),
        notes=(ss.Problem(('sheet "Ratings", cell D7',), "a colour and no word"),),
    )
    found = ss.collect(base, [read])
    assert found.round.ratings == sent.ratings
    assert [one.id for one in found.missing] == ["police", "school"]
    taken = "and not taken at returns[0]"
    assert [str(one) for one in found.left_out] == [
        f"this is another than in the round, {taken}.next_on; change it in the round",
        f"this is another than in the round, {taken}.handling; change it in the round",
        f"this is another than in the round, {taken}.respondents[1]; change it in the round",
        '2 cells not used at returns[0].sheet "Notes"; no sheet of a template',
    ]
    assert [str(one) for one in found.unclear] == [
        "1 answer of 'health' started and without a level at returns[0].ratings; ask for it",
        'a colour and no word at returns[0].sheet "Ratings", cell D7',
    ]


def test_an_action_of_the_round_is_updated_by_the_return_that_changed_it() -> None:
    done = ss.Action("Fill the seat", id="a1", status="closed")
    together = ss.collect(BASE, [returned("health"), returned("police", "red", done)]).round
    assert together.plan("s1").actions == (done,)


def test_outcomes_of_several_stand_one_below_the_other() -> None:
    other = evolve(
        returned("health"), plans=[ss.ActionPlan("s1", BASE.plans[0].actions, "Police lead too")]
    )
    assert ss.collect(BASE, [other]).round.plan("s1").outcome == "All lead\nPolice lead too"


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
    assert ss.collect(base, [sent]).round == sent
    assert problems(base, sent, sent) == (
        "a second return that names nobody at returns[1]; the first is returns[0], and only one"
        " can be taken"
    )


class TestLastYearsTemplate:
    BASE = evolve(BASE, framework=ADAPTED, plans=[])

    def test_answers_to_questions_still_asked_are_brought_forward_on_the_new_scale(self) -> None:
        sent = BASE.with_ratings(ss.Rating("s2q1", "amber", respondent="health"))
        together = ss.collect(self.BASE, [sent]).round
        assert together.framework == ADAPTED
        assert together.ratings == (ss.Rating("s2q1", "no", respondent="health"),)
        assert together.plan("s1").actions == (
            ss.Action("Fill the seat", id="a1-health", respondents=["health"]),
        )

    def test_what_has_no_level_is_brought_forward_as_it_is(self) -> None:
        started = ss.Rating("s2q1", None, rationale="To be rated", respondent="health")
        other = ss.NotApplicable("s2q1", "No such service", "police")
        sent = [BASE.with_ratings(started), BASE.with_ratings(other)]
        assert ss.collect(self.BASE, sent).round.ratings == (started, other)

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
    together = ss.collect(BASE, [given, returned("health")]).round
    assert together.plan("s1").actions == (
        *BASE.plan("s1").actions,
        evolve(new, id="a2-police"),
    )


def test_a_return_of_actions_alone_is_by_the_only_one_it_lists() -> None:
    new = ss.Action("Ask", id="a2")
    given = evolve(
        BASE.with_actions("s1", *BASE.plan("s1").actions, new), respondents=[BASE.respondents[1]]
    )
    together = ss.collect(BASE, [given, returned("health")]).round
    assert together.plan("s1").actions[-1] == evolve(new, id="a2-police", respondents=["police"])
    assert problems(BASE, given, returned("police")).startswith("a second return by 'police'")
