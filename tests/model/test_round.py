"""Rounds: everything that must hold across their parts, and the verbs that change them."""

import copy
import pickle
from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

import sixsteps as ss
from sixsteps import (
    Action,
    ActionPlan,
    ContextAnswer,
    InvalidError,
    NotApplicable,
    Rating,
    Respondent,
    Role,
    Round,
    SignOff,
    UnknownIdError,
)
from sixsteps.results import RoundReference, Unplaced
from tests.strategies import rounds

MAY = date(2026, 5, 1)
LA = Respondent("la", "Anytown Council", Role.LEAD_PARTNER)
POLICE = Respondent("police", "Anytown Police", Role.LEAD_PARTNER, asked=["s1", "s2q1"])


def spring(**changes: Any) -> Round:
    return evolve(Round(ss.six_steps(), "Anytown", "Spring 2026", MAY), **changes)


def problems(error: pytest.ExceptionInfo[InvalidError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize("wrong", ["on", "next_on"])
def test_what_is_no_date_hides_no_other_problem_of_a_round(wrong: str) -> None:
    signed = spring().agree("the executive", MAY)
    for value, said in (
        ("2026-05-01", "this is a value of type str; give date(2026, 5, 1)"),
        (datetime(2026, 5, 1, tzinfo=UTC), "use its .date()"),
    ):
        with pytest.raises(InvalidError) as error:
            spring(**{"agreed": signed.agreed, wrong: value, "ratings": [Rating("s7q1", "gren")]})
        date_, question, level = problems(error)
        assert date_.endswith(said)
        assert question.startswith("no question 's7q1' at ratings[0].question")
        assert level.startswith("unknown level 'gren' at ratings[0].level")


def test_a_round_stands_between_the_one_it_follows_and_the_next_one() -> None:
    last = RoundReference("Anytown", "Autumn 2025", date(2025, 11, 1), "0" * 64)
    assert spring(previous=last, next_on=date(2026, 11, 1)).next_on == date(2026, 11, 1)
    with pytest.raises(InvalidError) as error:
        spring(previous=evolve(last, on=date(2026, 5, 2)), next_on=date(2025, 11, 1))
    assert problems(error) == [
        "2026-05-01 is before the round it follows, which is of 2026-05-02 at on; give that date or"
        " a later one",
        "2025-11-01 is before the round, which is of 2026-05-01 at next_on; give that date or a"
        " later one",
    ]


def test_what_is_no_date_hides_no_other_problem_of_an_action() -> None:
    with pytest.raises(InvalidError) as error:
        Action("Ask", due="soon", addresses=["s1q1", "s1q1"])  # type: ignore[arg-type]
    assert problems(error) == [
        "a date is needed at due; this is a value of type str; give a datetime.date",
        "a second question at addresses[1]; the first stands at addresses[0]",
    ]


def test_every_problem_of_a_round_is_reported_at_once() -> None:
    with pytest.raises(InvalidError) as error:
        spring(
            respondents=[LA, LA, evolve(POLICE, asked=["s1", "s9q1"])],
            ratings=[
                Rating("s1q1", "gren", respondent="la"),
                Rating("s1q1", "red", respondent="la"),
                NotApplicable("s7q1", "closed", respondent="polce"),
                Rating("s1q2", "red"),
            ],
            plans=[
                ActionPlan("s1", [Action("A", "a1", ["s2q1"]), Action("B", "a1", ["s1q9"])]),
                ActionPlan("s1"),
                ActionPlan("s9", [Action("C", respondents=["nhs"])]),
            ],
            context=[ContextAnswer("c99", "x"), ContextAnswer("c1", "x"), ContextAnswer("c1", "y")],
            agreed=SignOff("Board", date(2026, 4, 1), "0" * 64),
        )
    assert problems(error) == [
        "a second respondent 'la' at respondents[1].id; the first stands at respondents[0]",
        "no step or question 's9q1' in the framework at respondents[2].asked[1];"
        " did you mean 's6q1'?",
        "unknown level 'gren' at ratings[0].level; the scale has red, amber, green;"
        " did you mean 'green'?",
        "a second answer to 's1q1' by 'la' at ratings[1].question; the first stands at ratings[0]",
        "no question 's7q1' at ratings[2].question; the steps are s1, s2, s3, s4, s5, s6;"
        " did you mean 's6q1'?",
        "the respondent 'polce' is not listed at ratings[2].respondent; the round lists la,"
        " police; did you mean 'police'?",
        "no respondent is named at ratings[3].respondent; the round lists la, police",
        "the action is in the plan of step 's1' and addresses 's2q1' of step 's2' at"
        " plans[0].actions[0].addresses[0]; put it in the plan of 's2'",
        "a second action id 'a1' at plans[0].actions[1].id;"
        " the first stands at plans[0].actions[0]",
        "no question 's1q9' in step 's1' at plans[0].actions[1].addresses[0]; it has s1q1, s1q2,"
        " s1q3, s1q4; did you mean 's1q4'?",
        "a second plan for step 's1' at plans[1].step; the first stands at plans[0]",
        "no step 's9' at plans[2].step; there are s1, s2, s3, s4, s5, s6",
        "the respondent of that id is not listed at plans[2].actions[0].respondents[0]; the round"
        " lists la, police",
        "no context question 'c99' at context[0].question; there are c1, c2, c3, c4, c5, c6, c7,"
        " c8, c9, c10, c11, c12 and 6 more; did you mean 'c9'?",
        "a second answer to 'c1' at context[2].question; the first stands at context[1]",
        "2026-04-01 is before the round, which is of 2026-05-01 at agreed.on; give that date or a"
        " later one",
    ]


def test_a_problem_names_the_field_of_a_form_it_belongs_to() -> None:
    with pytest.raises(InvalidError) as error:
        spring(respondents=[LA], ratings=[Rating("s1q1", "gren", respondent="la")])
    (problem,) = error.value.problems
    assert (problem.question, problem.respondent, problem.field, problem.code) == (
        "s1q1",
        "la",
        "level",
        "unknown-level",
    )
    assert (problem.path, problem.suggestion) == (("ratings", 0, "level"), "green")


def test_a_respondent_that_is_not_listed_is_refused_with_the_way_out() -> None:
    with pytest.raises(InvalidError) as error:
        spring(ratings=[Rating("s1q1", "red", respondent="la")])
    assert problems(error) == [
        "the respondent of that id is not listed at ratings[0].respondent; add a Respondent to the"
        " round, or leave it out where there is only one"
    ]


def test_there_is_one_agreed_answer_to_a_question() -> None:
    first, second = (Respondent(name, "Agreed", Role.AGREED) for name in ("agreed", "moderated"))
    with pytest.raises(InvalidError) as error:
        spring(respondents=[first, second])
    assert problems(error) == [
        "'agreed' and 'moderated' are both agreed at respondents[1].role; a round has one agreed"
        " answer a question"
    ]


def test_actions_without_an_id_get_the_free_numbers() -> None:
    plans = [
        ActionPlan("s1", [Action("A"), Action("B", id="a1")]),
        ActionPlan("s2", [Action("C")]),
    ]
    ids = [action.id for plan in spring(plans=plans).plans for action in plan.actions]
    assert ids == ["a2", "a1", "a3"]


def test_answers_are_found_by_question_and_respondent() -> None:
    red, excused = Rating("s1q1", "red", respondent="la"), NotApplicable("s1q1", "x", "police")
    here = spring(respondents=[LA, POLICE], ratings=[red, excused])
    assert here.answers("s1q1") == (red, excused)
    assert here.answer("s1q1", "la") == red
    assert here.answer("s1q2", "la") is None
    with pytest.raises(
        UnknownIdError, match=r"^no respondent of that id; the round lists la, police$"
    ):
        here.answer("s1q1", "nhs")
    with pytest.raises(UnknownIdError, match=r"^no question 's1q7' in step 's1'; it has "):
        here.answers("s1q7")


def test_a_respondent_is_asked_by_question_or_by_step() -> None:
    here = spring(respondents=[LA, POLICE])
    asked = [q.id for q in here.framework.questions if here.is_asked(q.id, "police")]
    assert asked == ["s1q1", "s1q2", "s1q3", "s1q4", "s2q1"]
    assert all(here.is_asked(q.id, "la") for q in here.framework.questions)


def test_new_ratings_take_the_place_of_the_same_respondents_own() -> None:
    before = spring(ratings=[Rating("s1q1", "red"), Rating("s1q2", "red")])
    after = before.with_ratings(Rating("s1q1", "green"), NotApplicable("s1q3", "none held"))
    assert after.ratings == (
        Rating("s1q1", "green"),
        Rating("s1q2", "red"),
        NotApplicable("s1q3", "none held"),
    )
    assert before.ratings == (Rating("s1q1", "red"), Rating("s1q2", "red"))


def test_two_new_ratings_of_one_question_are_refused() -> None:
    before = spring(ratings=[Rating("s1q1", "red")])
    with pytest.raises(InvalidError, match="a second answer to 's1q1'"):
        before.with_ratings(Rating("s1q1", "green"), Rating("s1q1", "amber"))


def test_a_rating_can_be_taken_away() -> None:
    before = spring(ratings=[Rating("s1q1", "red")])
    assert before.without_rating("s1q1") == spring()
    with pytest.raises(UnknownIdError, match=r"^no answer to 's1q2' to take away$"):
        before.without_rating("s1q2")


def test_new_actions_join_their_steps_plan_or_take_the_place_of_their_id() -> None:
    before = spring().with_actions("s1", Action("A"), outcome="Partners lead")
    after = before.with_actions("s1", Action("A, done", id="a1"), Action("B"))
    assert after.plans == (
        ActionPlan("s1", [Action("A, done", id="a1"), Action("B", id="a2")], "Partners lead"),
    )
    assert after.plan("s2") == ActionPlan("s2")


def test_new_context_answers_replace_earlier_ones() -> None:
    before = spring(context=[ContextAnswer("c1", "nobody"), ContextAnswer("c2", "yes")])
    after = before.with_context(ContextAnswer("c2", "no"), ContextAnswer("c3", "we talk"))
    assert [answer.question for answer in after.context] == ["c1", "c2", "c3"]
    assert after.context[1] == ContextAnswer("c2", "no")


def test_nothing_of_a_round_moves_to_another_framework_without_a_word() -> None:
    def own(*edits: Any) -> ss.Framework:
        return ss.adapt(ss.six_steps(), *edits, by="A", on=MAY)

    ours = own(ss.AddQuestion("s1", "Are schools engaged?"))
    theirs = own(ss.Retitle("Theirs"), ss.AddQuestion("s1", "Are charities engaged?"))
    bare = spring(framework=ours, respondents=[LA])
    assert bare.replace(framework=theirs).framework == theirs
    left = Unplaced("s9", Action("x", id="a1"), "the step s9 is gone")
    parts: dict[str, Any] = {
        "answers": {"ratings": [Rating("s1q5", "red", respondent="la")]},
        "plans": {"plans": [ActionPlan("s1", [Action("x", addresses=["s1q5"])])]},
        "respondents' own questions": {"respondents": [LA, evolve(POLICE, asked=["s1q5"])]},
        "context answers": {"context": [ContextAnswer("c1", "x")]},
        "things without a place": {"unplaced": [left]},
    }
    for word, part in parts.items():
        held = evolve(bare, **part)
        with pytest.raises(InvalidError) as error:
            held.replace(framework=theirs)
        assert problems(error) == [
            f"the {word} of this round are of another framework than 'Theirs' at framework;"
            " take the round there with onto(framework), or make a new one"
        ]
        assert held.replace(framework=ours, title="Again").title == "Again"
        put: Any = {**part, "framework": theirs}
        assert held.replace(**put).framework == theirs  # what is given with it is of it


def test_a_round_is_referred_to_by_whose_it_is_its_title_date_and_digest() -> None:
    here = spring()
    assert here.reference == RoundReference("Anytown", "Spring 2026", MAY, here.digest)


def test_the_digest_follows_every_part_of_a_round() -> None:
    changed = [
        spring(title="Summer"),
        spring(ratings=[Rating("s1q1", "red")]),
        spring(ratings=[Rating("s1q1", "red", rationale="x")]),
        spring(plans=[ActionPlan("s1")]),
        spring(handling="Official"),
    ]
    assert len({here.digest for here in [spring(), *changed]}) == 6


def test_a_rounds_name_shows_no_answer() -> None:
    here = spring(ratings=[Rating("s1q1", "red", rationale="Child K")])
    assert repr(here) == "Round('Anytown', 'Spring 2026', 2026-05-01: 1 answer)"


@given(rounds(ss.six_steps()))
def test_any_round_pickles_copies_and_hashes_by_value(here: Round) -> None:
    for twin in (pickle.loads(pickle.dumps(here)), copy.deepcopy(here)):  # noqa: S301 # our bytes
        assert (twin, hash(twin), twin.digest) == (here, hash(here), here.digest)


def test_a_round_shows_what_each_respondent_gave_and_no_text() -> None:
    here = spring(
        respondents=[LA, POLICE],
        ratings=[
            Rating("s1q1", "red", rationale="Child K", respondent="la"),
            Rating("s1q1", None, evidence=["Child K"], respondent="police"),
            NotApplicable("s1q2", "Child K", respondent="la"),
            Rating("s3q1", "green", respondent="police"),
        ],
    )
    (table,) = here.tables()
    words = {row[0]: row[2:] for row in table.cells}
    assert table.columns == ("Number", "Question", "by la", "by police")
    assert (words["1.1"], words["1.2"]) == (("Red", "started"), ("not applicable", "unanswered"))
    assert words["3.1"] == ("unanswered", "Green (not asked)")
    assert words["3.2"] == ("unanswered", "not asked")
    assert len(table.cells) == 24
    assert "Child K" not in str(here) + here._repr_html_() + here._repr_markdown_()
    assert str(here).endswith("Bedfordshire")
    assert spring().table().columns == ("Number", "Question", "Answer")


def test_a_use_in_other_words_is_kept_and_a_slip_of_a_known_one_refused() -> None:
    def used(use: str) -> ss.Round:
        return ss.Round(ss.six_steps(), "Anytown", "Spring", date(2026, 5, 1), use=use)

    assert used("board review").use == "board review"
    assert used("scrutiny").use is ss.results.Use.SCRUTINY
    with pytest.raises(ss.InvalidError) as caught:
        used("self assessment")
    assert str(caught.value) == (
        "unknown use at use; write 'self-assessment', or a word that is not so near it;"
        " did you mean 'self-assessment'?"
    )
