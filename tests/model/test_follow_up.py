"""The next round: what is carried on, where it lives now, and what has no place any more."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixsteps import (
    Action,
    ActionPlan,
    AddContextQuestion,
    AddQuestion,
    AddStep,
    ContextAnswer,
    ContextQuestion,
    Edit,
    Framework,
    InvalidError,
    MergeQuestions,
    MoveQuestion,
    NotComparableError,
    Question,
    Rating,
    RemoveContextQuestion,
    RemoveQuestion,
    RemoveStep,
    ReplaceQuestion,
    Respondent,
    RewordContextQuestion,
    RewordQuestion,
    Role,
    Round,
    Source,
    SplitQuestion,
    Step,
    adapt,
)
from sixsteps.results import Unplaced, Use
from tests.strategies import TRAFFIC, rounds
from tests.support.adapted_frameworks import relatives

FRAMEWORK = Framework(
    "Local",
    Source("Doe, J (2024) Local"),
    TRAFFIC,
    [
        Step("s1", "Lead", [Question(f"s1q{n}", f"Lead {n}?") for n in (1, 2, 3)]),
        Step("s2", "Learn", [Question(f"s2q{n}", f"Learn {n}?") for n in (1, 2)]),
    ],
    [ContextQuestion("c1", "Who scrutinises?"), ContextQuestion("c2", "How often?")],
)
ON, NEXT = date(2026, 5, 1), date(2026, 11, 1)


def after(*edits: Edit, framework: Framework = FRAMEWORK) -> Framework:
    return adapt(framework, *edits, by="Anytown", on=date(2026, 8, 1)) if edits else framework


def with_plans(*plans: ActionPlan, framework: Framework = FRAMEWORK) -> Round:
    return Round(framework, "Anytown", "Spring 2026", ON, plans=plans)


def asked_after(asked: list[str], *edits: Edit) -> tuple[str, ...] | None:
    """What somebody is asked in the next round, on the framework after these edits."""
    who = Respondent("us", "Us", Role.PARTNERSHIP, asked=asked)
    spring = Round(FRAMEWORK, "Anytown", "Spring 2026", ON, respondents=[who])
    return spring.follow_up(NEXT, "Autumn 2026", after(*edits)).respondents[0].asked


def test_the_next_round_starts_without_ratings_and_carries_the_rest() -> None:
    fill = Action("Fill the seat", id="a7", addresses=["s1q2"], respondents=["us"])
    us = Respondent("us", "Us", Role.PARTNERSHIP, asked=["s1"])
    spring = Round(
        FRAMEWORK,
        "Anytown",
        "Spring 2026",
        ON,
        [Rating("s1q1", "green", ["Minutes"], respondent="us")],
        [ActionPlan("s1", [fill, Action("Done", id="a2", status="closed")], "All three lead")],
        [us],
        [ContextAnswer("c1", "A scrutineer")],
        use=Use.SCRUTINY,
        arrangements=["A scrutineer"],
        organisation_id="E1",
        period="2026 Q2",
        next_on=NEXT,
        handling="Official",
    ).agree("Chair", ON)

    assert spring.follow_up(NEXT, "Autumn 2026") == Round(
        FRAMEWORK,
        "Anytown",
        "Autumn 2026",
        NEXT,
        (),
        [ActionPlan("s1", [fill], "All three lead")],
        [us],
        [ContextAnswer("c1", "A scrutineer")],
        use=Use.SCRUTINY,
        arrangements=["A scrutineer"],
        organisation_id="E1",
        handling="Official",
        previous=spring.reference,
    )


@pytest.mark.parametrize(
    ("edits", "step", "addresses"),
    [
        ([RewordQuestion("s1q2", "In other words?")], "s1", ("s1q2",)),
        ([MoveQuestion("s1q2", to="s2")], "s2", ("s1q2",)),
        ([ReplaceQuestion("s1q2", "Something else?")], "s1", ("s1q4",)),
        ([SplitQuestion("s1q2", ["One?", "Two?"])], "s1", ("s1q4", "s1q5")),
        ([MergeQuestions(["s1q1", "s1q2"], "Both?")], "s1", ("s1q4",)),
    ],
)
def test_an_open_action_goes_where_its_question_lives(
    edits: list[Edit], step: str, addresses: tuple[str, ...]
) -> None:
    action = Action("Fill the seat", id="a7", addresses=["s1q2"])
    autumn = with_plans(ActionPlan("s1", [action])).follow_up(NEXT, "Autumn", after(*edits))

    assert autumn.plans == (
        ActionPlan(step, [Action("Fill the seat", id="a7", addresses=addresses)]),
    )
    assert autumn.unplaced == ()


def test_an_action_whose_questions_part_goes_on_in_each_step() -> None:
    action = Action("Fill the seat", id="a7", addresses=["s1q1", "s1q2", "s1q3"])
    moved = after(MoveQuestion("s1q1", to="s2"))
    autumn = with_plans(ActionPlan("s1", [action], "All lead")).follow_up(NEXT, "Autumn", moved)

    assert autumn.plans == (
        ActionPlan(
            "s1", [Action("Fill the seat", id="a7", addresses=["s1q2", "s1q3"])], "All lead"
        ),
        ActionPlan("s2", [Action("Fill the seat", id="a7-s2", addresses=["s1q1"])]),
    )


def test_an_action_whose_step_is_gone_keeps_its_id_where_its_first_question_is() -> None:
    action = Action("Fill", id="a7", addresses=["s1q1", "s1q2"])
    framework = after(
        AddStep("Third", id="s3"),
        MoveQuestion("s1q1", to="s2"),
        MoveQuestion("s1q2", to="s3"),
        RemoveStep("s1"),
    )
    found = with_plans(ActionPlan("s1", [action])).follow_up(NEXT, "Autumn 2026", framework)
    assert [
        (plan.step, [(one.id, one.addresses) for one in plan.actions]) for plan in found.plans
    ] == [
        ("s2", [("a7", ("s1q1",))]),
        ("s3", [("a7-s3", ("s1q2",))]),
    ]


def test_an_action_s_second_id_is_made_of_the_beginnings_of_long_ones() -> None:
    action = Action("Fill", id="a" * 64, addresses=["s1q1", "s1q2"])
    framework = after(AddStep("Third", id="s" * 64), MoveQuestion("s1q2", to="s" * 64))
    found = with_plans(ActionPlan("s1", [action])).follow_up(NEXT, "Autumn 2026", framework)
    assert found.plans[1].actions[0].id == f"{'a' * 40}-{'s' * 20}"


def test_an_action_keeps_what_is_still_asked_of_what_it_addressed() -> None:
    action = Action("Fill the seat", id="a7", addresses=["s1q1", "s1q2"])
    autumn = with_plans(ActionPlan("s1", [action])).follow_up(
        NEXT, "Autumn", after(RemoveQuestion("s1q1"))
    )

    assert autumn.plan("s1").actions == (Action("Fill the seat", id="a7", addresses=["s1q2"]),)


def test_what_has_no_place_is_kept_with_the_reason() -> None:
    one = Action("Fill the seat", id="a7", addresses=["s1q2"])
    whole = Action("Learn more", id="a8")
    spring = Round(
        FRAMEWORK,
        "Anytown",
        "Spring 2026",
        ON,
        plans=[ActionPlan("s1", [one]), ActionPlan("s2", [whole], "We learn")],
        context=[ContextAnswer("c1", "A scrutineer"), ContextAnswer("c2", "Twice a year")],
    )
    smaller = after(RemoveQuestion("s1q2"), RemoveStep("s2"), RemoveContextQuestion("c1"))
    autumn = spring.follow_up(NEXT, "Autumn 2026", smaller)

    assert (autumn.plans, autumn.context) == ((), (ContextAnswer("c2", "Twice a year"),))
    assert autumn.unplaced == (
        Unplaced("s1", one, "no longer asked: s1q2"),
        Unplaced("s2", whole, "the step s2 is gone"),
        Unplaced("c1", ContextAnswer("c1", "A scrutineer"), "no longer asked: c1"),
    )


def test_what_was_unplaced_returns_when_its_place_does() -> None:
    one = Action("Fill the seat", id="a7", addresses=["s1q2"])
    spring = Round(
        FRAMEWORK,
        "Anytown",
        "Spring 2026",
        ON,
        plans=[ActionPlan("s1", [one])],
        context=[ContextAnswer("c1", "A scrutineer")],
    )
    smaller = after(RemoveQuestion("s1q2"), RemoveContextQuestion("c1"))
    restored = after(
        AddQuestion("s1", "Lead 2?", id="s1q2", after="s1q1"),
        AddContextQuestion("Who scrutinises?", id="c1", first=True),
        framework=smaller,
    )
    autumn = spring.follow_up(NEXT, "Autumn 2026", smaller)
    winter = autumn.follow_up(date(2027, 1, 1), "Winter 2027", restored)

    assert (winter.plans, winter.context, winter.unplaced) == (spring.plans, spring.context, ())
    still = autumn.follow_up(date(2027, 1, 1), "Winter 2027")
    assert still.unplaced == autumn.unplaced


def test_an_unplaced_action_gives_way_where_its_number_was_taken() -> None:
    lost = Unplaced("s1", Action("Fill the seat", id="a1", addresses=["s1q2"]), "not asked")
    autumn = Round(
        FRAMEWORK,
        "Anytown",
        "Autumn 2026",
        NEXT,
        plans=[ActionPlan("s1", [Action("Another")])],
        context=[ContextAnswer("c1", "Somebody new")],
        unplaced=[lost, Unplaced("c1", ContextAnswer("c1", "A scrutineer"), "not asked")],
    )
    winter = autumn.follow_up(date(2027, 1, 1), "Winter 2027")

    assert [action.id for action in winter.plan("s1").actions] == ["a1", "a1-s1"]
    assert winter.context == autumn.context
    assert winter.unplaced == autumn.unplaced[1:]


@pytest.mark.parametrize(
    ("asked", "edits", "then"),
    [
        (["s1"], [], ("s1",)),
        (["s1q2"], [RemoveQuestion("s1q2")], ()),
        (["s1q2"], [ReplaceQuestion("s1q2", "Something else?")], ("s1q4",)),
        (["s1q2"], [SplitQuestion("s1q2", ["One?", "Two?"])], ("s1q4", "s1q5")),
        (["s1"], [MoveQuestion("s1q2", to="s2")], ("s1", "s1q2")),
        (["s2"], [MoveQuestion("s2q1", to="s1"), RemoveStep("s2")], ("s2q1",)),
        (["s1", "s2"], [MoveQuestion("s1q2", to="s2")], ("s1", "s2")),
    ],
)
def test_everybody_is_asked_what_they_were_asked_where_it_lives(
    asked: list[str], edits: list[Edit], then: tuple[str, ...]
) -> None:
    assert asked_after(asked, *edits) == then


def test_whoever_was_asked_everything_still_is() -> None:
    us = Respondent("us", "Us", Role.PARTNERSHIP)
    spring = Round(FRAMEWORK, "Anytown", "Spring 2026", ON, respondents=[us])
    smaller = after(RemoveStep("s2"))

    assert spring.follow_up(NEXT, "Autumn 2026", smaller).respondents == (us,)


def test_a_context_answer_stays_with_its_question_through_rewording() -> None:
    answer = ContextAnswer("c1", "A scrutineer")
    spring = Round(FRAMEWORK, "Anytown", "Spring 2026", ON, context=[answer])
    reworded = after(RewordContextQuestion("c1", "Who does the scrutiny?"))

    assert spring.follow_up(NEXT, "Autumn 2026", reworded).context == (answer,)


def test_a_step_of_the_same_id_and_another_meaning_is_no_place() -> None:
    action = Action("Practise", id="a1")
    ours = after(AddStep("Practice", id="s3"))
    theirs = after(AddStep("Prevention", id="s3"))
    spring = with_plans(ActionPlan("s3", [action]), framework=ours)

    assert spring.follow_up(NEXT, "Autumn 2026", theirs).unplaced == (
        Unplaced("s3", action, "the step s3 is gone"),
    )


@given(st.data())
@pytest.mark.slow
def test_nothing_open_is_lost_whatever_became_of_the_framework(data: st.DataObject) -> None:
    before, later = data.draw(relatives())
    spring = data.draw(rounds(before, ON))
    autumn = spring.follow_up(NEXT, "Autumn 2026", later)

    placed = [action for plan in autumn.plans for action in plan.actions]
    unplaced = [one.item for one in autumn.unplaced if isinstance(one.item, Action)]
    still_open = {action.id for plan in spring.plans for action in plan.actions if action.is_open}
    assert still_open <= {action.id for action in (*placed, *unplaced)}
    assert {action.id for action in placed}.isdisjoint(action.id for action in unplaced)
    assert autumn.ratings == ()
    assert [one.id for one in autumn.respondents] == [one.id for one in spring.respondents]
    assert autumn.previous == spring.reference


@given(st.data())
def test_a_follow_up_on_the_same_framework_keeps_every_open_action_as_it_was(
    data: st.DataObject,
) -> None:
    spring = data.draw(rounds(data.draw(relatives())[0], ON))
    autumn = spring.follow_up(NEXT, "Autumn 2026")

    assert {action for plan in autumn.plans for action in plan.actions} == {
        action for plan in spring.plans for action in plan.actions if action.is_open
    }
    assert autumn.unplaced == ()


def test_a_follow_up_is_not_dated_before_its_round() -> None:
    with pytest.raises(InvalidError) as caught:
        with_plans().follow_up(date(2026, 4, 30), "Autumn 2026")

    assert str(caught.value) == (
        "2026-04-30 is before the round it follows, which is of 2026-05-01 at on; give that date or"
        " a later one"
    )


def test_a_follow_up_on_a_framework_of_another_origin_is_refused() -> None:
    other = Framework("Other", Source("Roe (2020)"), TRAFFIC, [Step("s1", "One")])
    with pytest.raises(NotComparableError):
        with_plans().follow_up(NEXT, "Autumn 2026", other)
