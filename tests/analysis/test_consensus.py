from collections.abc import Callable
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps import (
    Action,
    ActionPlan,
    Evidence,
    NotApplicable,
    Rating,
    Respondent,
    Role,
    Round,
    SeveralAnswersError,
    UnknownIdError,
    WrongTypeError,
    consensus,
    coverage,
)
from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind, PlanState, cell_of
from sixsteps.analysis.consensus import joined_bounds, joined_rank, one_answer, select
from sixsteps.model.answers import RULES, Rule
from sixsteps.samples import autumn_2025, spring_2026
from tests.strategies import rounds
from tests.support.three_partners import C1, FRAMEWORK

AGREED = Respondent("all", "All partners", Role.AGREED)
WITH_AGREED = evolve(
    C1,
    respondents=[*C1.respondents, AGREED],
    ratings=[
        *C1.ratings,
        Rating("q1", "green", ["Agreed at the board"], "Health has caught up", respondent="all"),
    ],
)
RANKS = st.lists(st.integers(0, 4), min_size=1, max_size=6)


def levels(round_: Round) -> dict[str, str | None]:
    return {
        answer.question: answer.level if isinstance(answer, Rating) else "not applicable"
        for answer in round_.ratings
    }


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("worst", {"q1": "amber", "q2": "red", "q3": "red"}),
        ("best", {"q1": "green", "q2": "green", "q3": "red"}),
        ("median_low", {"q1": "amber", "q2": "amber", "q3": "red"}),
        ("unanimous", {"q1": None, "q2": None, "q3": "red"}),
    ],
)
def test_each_rule_gives_its_level(rule: Rule, expected: dict[str, str | None]) -> None:
    assert levels(consensus(C1, rule)) == expected


def test_the_consensus_names_its_rule_and_keeps_what_each_respondent_gave() -> None:
    joint = consensus(C1, "worst")
    assert joint.respondents == (
        Respondent(
            "consensus",
            "worst (the lowest level given) of la, health, police",
            Role.PARTNERSHIP,
            asked=["q1", "q2", "q3"],
        ),
    )
    assert joint.ratings == (
        Rating(
            "q1",
            "amber",
            [],  # Police may still answer Red, so Amber is not proved
            "la Green; health Amber; police unanswered",
            "Training",
            "consensus",
        ),
        Rating("q2", "red", [], "la Amber; health Green; police Red", "", "consensus"),
        Rating("q3", "red", [], "la Red; health not applicable; police not asked", "", "consensus"),
    )


def test_a_respondent_who_is_called_consensus_and_answered_is_not_taken_for_one() -> None:
    meeting = Respondent("consensus", "Executive meeting", Role.LEAD_PARTNER)
    answered = Rating("s1q1", "green", respondent="consensus")
    spring = Round(ss.six_steps(), "A", "B", date(2026, 5, 1), [answered], respondents=[meeting])
    assert ss.summary(spring).note == ""
    assert spring.with_ratings(Rating("s1q2", "red", respondent="consensus")).ratings[:1] == (
        answered,
    )


def test_the_plan_of_the_consensus_is_everybody_s() -> None:
    joint = consensus(C1, "worst")
    assert [action.respondents for plan in joint.plans for action in plan.actions] == [()] * 5
    assert coverage(joint).actions == coverage(C1).actions


def test_an_agreed_answer_comes_before_the_rule_with_the_others_beside_it() -> None:
    joint = consensus(WITH_AGREED, "worst")
    assert joint.answer("q1", "consensus") == Rating(
        "q1",
        "green",
        [Evidence("Agreed at the board")],
        "Health has caught up\nall Green; la Green; health Amber; police unanswered",
        respondent="consensus",
    )
    assert levels(joint)["q2"] == "red"
    assert joint.respondents[0].name == (
        "Agreed in discussion, else worst (the lowest level given) of la, health, police"
    )


def test_what_was_agreed_not_to_apply_does_not_apply() -> None:
    settled = WITH_AGREED.with_ratings(NotApplicable("q2", "Merged", respondent="all"))
    assert levels(consensus(settled, "best"))["q2"] == "not applicable"
    assert select(settled, rule="best").cell("q2").kind is AnswerKind.NOT_APPLICABLE


def test_a_consensus_of_one_respondent_is_a_consensus_round_like_any_other() -> None:
    alone = Round(
        FRAMEWORK, "Anytown", "Spring", date(2026, 5, 1), [Rating("q1", "red", ["Minutes"])]
    )
    named = evolve(
        alone,
        respondents=C1.respondents[:1],
        ratings=[Rating("q1", "red", ["Minutes"], respondent="la")],
    )
    for round_, who in ((alone, "Anytown"), (named, "la")):
        joint = consensus(round_, "worst")
        assert [(one.id, one.name, one.role) for one in joint.respondents] == [
            ("consensus", f"worst (the lowest level given) of {who}", Role.PARTNERSHIP)
        ]
        assert joint.ratings == (
            Rating("q1", "red", ["Minutes"], f"{who} Red", respondent="consensus"),
        )
        assert consensus(joint, "best") is joint


def test_a_consensus_of_the_agreed_answers_alone_is_what_was_agreed() -> None:
    agreed = evolve(WITH_AGREED, respondents=[AGREED], ratings=WITH_AGREED.ratings[-1:], plans=[])
    joint = consensus(agreed, "worst")
    assert joint.respondents[0].name == "Agreed in discussion"
    assert joint.answer("q1", "consensus") == Rating(
        *("q1", "green", [Evidence("Agreed at the board")]),
        "Health has caught up\nall Green",
        respondent="consensus",
    )


def test_consensus_rounds_compare_whoever_answered_and_give_what_the_rule_gives() -> None:
    alone = Round(FRAMEWORK, "Anytown", "Autumn", date(2024, 5, 1), [Rating("q1", "red")])
    made = ss.change(consensus(alone, "worst"), consensus(C1, "worst"), respondent="consensus")
    assert made.outcomes == ss.change(alone, C1, rule="worst", respondents="all").outcomes
    dated = [evolve(alone, period="2024"), evolve(C1, period="2025")]
    panel = ss.Panel.from_rounds([consensus(one, "worst") for one in dated])
    assert panel.transitions().total.matched == made.matched == 1


def test_the_one_answer_says_whether_it_was_agreed_and_whose_level_it_is() -> None:
    everybody = [one.id for one in WITH_AGREED.respondents]
    agreed = one_answer(WITH_AGREED, "q1", everybody, "worst", C1.on)
    assert (agreed.is_agreed, agreed.ratings) == (True, WITH_AGREED.ratings[-1:])
    computed = one_answer(WITH_AGREED, "q2", everybody, "worst", C1.on)
    assert (computed.is_agreed, computed.ratings) == (False, (C1.answer("q2", "police"),))
    alone = one_answer(WITH_AGREED, "q1", ["la"], None, C1.on)
    assert (alone.cell.respondent, alone.is_agreed) == ("la", False)
    with pytest.raises(SeveralAnswersError):
        one_answer(C1, "q1", ["la", "health"], None, C1.on)


def test_an_unknown_rule_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownIdError) as refused:
        consensus(C1, "median")
    assert str(refused.value) == (
        "no rule 'median'; there are worst, best, median_low, unanimous; did you mean 'median_low'?"
    )


@pytest.mark.parametrize(
    ("rule", "shown"),
    [("r" * 65, "of that name"), (["worst"], "of that name")],
)
def test_a_rule_too_long_to_print_or_no_text_is_not_repeated(rule: object, shown: str) -> None:
    with pytest.raises(UnknownIdError) as refused:
        consensus(C1, rule)  # type: ignore[arg-type] # on purpose
    assert str(refused.value) == (f"no rule {shown}; there are worst, best, median_low, unanimous")


def test_several_respondents_need_a_choice_and_the_refusal_lists_both() -> None:
    with pytest.raises(SeveralAnswersError) as refused:
        select(WITH_AGREED)
    assert str(refused.value) == (
        "4 respondents in the round 'Spring 2025', and one answer a question is needed; give"
        " respondent= a"
        " respondent (la, health, police, all) or a role one of them has alone (agreed), or rule="
        " one of worst, best, median_low, unanimous"
    )
    with pytest.raises(SeveralAnswersError) as refused:
        select(C1, respondent=Role.LEAD_PARTNER)
    assert str(refused.value) == (
        "3 respondents in the role 'lead partner' in the round 'Spring 2025', and one answer"
        " a question is needed; give respondent= a respondent (la, health, police), or rule= one of"
        " worst, best, median_low, unanimous"
    )


def test_a_role_that_one_respondent_has_alone_needs_no_rule() -> None:
    assert select(WITH_AGREED, respondent=Role.AGREED) == select(WITH_AGREED, respondent="all")


def test_a_role_with_a_rule_joins_the_answers_of_that_role_and_nobody_else_s() -> None:
    chosen = select(WITH_AGREED, respondent="lead partner", rule="best")
    assert chosen.respondents == ("la", "health", "police")
    assert (chosen.agreed, chosen.cell("q1").level) == ((), "green")


def test_a_rule_for_one_respondent_beside_the_agreed_says_so() -> None:
    one = evolve(WITH_AGREED, respondents=[C1.respondents[0], AGREED], ratings=[], plans=[])
    assert select(one, rule="worst").note == (
        "One answer a question of 1 respondent (Council) by the rule worst (the lowest level"
        " given)."
    )


def test_what_was_not_agreed_is_joined_by_the_rule() -> None:
    chosen = select(WITH_AGREED, rule="worst")
    assert [chosen.cell(name).level for name in ("q1", "q2", "q3", "q4")] == [
        *("green", "red", "red", None),
    ]


def test_an_agreed_respondent_who_is_not_asked_leaves_what_nobody_was_asked() -> None:
    asked = [evolve(AGREED, asked=["q1"]), *C1.respondents]
    chosen = select(evolve(WITH_AGREED, respondents=asked), rule="worst")
    assert chosen.cell("q4").kind is AnswerKind.NOT_ASKED


def test_a_cell_joined_of_answers_that_are_due_lacks_its_rating() -> None:
    everybody = [one.id for one in C1.respondents]
    unrated = evolve(C1, ratings=[], plans=[])
    due, nobody_s = (
        one_answer(unrated, name, everybody, "worst", C1.on).cell for name in ("q1", "q4")
    )
    assert (due.kind, due.bounds, due.lacks) == (AnswerKind.UNANSWERED, (0, 2), ("rating",))
    assert (nobody_s.kind, nobody_s.bounds, nobody_s.lacks) == (AnswerKind.NOT_ASKED, None, ())


def test_a_selection_by_rule_says_so_and_says_what_was_agreed() -> None:
    chosen = select(WITH_AGREED, rule="worst")
    assert chosen.agreed == ("q1",)
    assert chosen.note == (
        "One answer a question of 3 respondents (Council, Health, Police) by the rule worst (the"
        " lowest level given); 1 question as agreed in discussion."
    )
    assert chosen.cell("q1") == AnswerCell(
        *("q1", "all", AnswerKind.RATED, "green", (2, 2)),
        evidence=1,
        plan=PlanState.OVERDUE,
        directly=True,
    )


def test_the_joined_cell_has_the_level_given_and_bounds_over_all_that_were_due() -> None:
    assert select(C1, rule="worst").cell("q1") == AnswerCell(
        "q1",
        None,
        AnswerKind.RATED,
        "amber",
        (0, 1),
        lacks=("evidence",),
        plan=PlanState.OVERDUE,
        directly=True,
    )


def test_a_question_outside_the_framework_is_its_own_kind_of_empty() -> None:
    assert select(C1, rule="worst").cell("q9") == AnswerCell(
        "q9", None, AnswerKind.NOT_IN_FRAMEWORK
    )


@given(rounds(FRAMEWORK), st.sampled_from(RULES))
def test_reading_by_a_rule_and_making_the_consensus_agree(round_: Round, rule: Rule) -> None:
    read, made = select(round_, rule=rule), select(consensus(round_, rule))
    unasked = (AnswerKind.NOT_ASKED, AnswerKind.ANSWERED_NOT_ASKED)
    for one, other in zip(read.cells, made.cells, strict=True):
        assert one.level == other.level
        assert one.kind == other.kind or {one.kind, other.kind} <= {*unasked}
        assert one.evidence == other.evidence or not one.is_rated


@given(rounds(FRAMEWORK), st.sampled_from(RULES), st.randoms())
def test_no_rule_minds_the_order_of_the_respondents(
    round_: Round, rule: Rule, shuffler: Random
) -> None:
    answers, respondents = list(round_.ratings), list(round_.respondents)
    shuffler.shuffle(answers)
    shuffler.shuffle(respondents)
    shuffled = evolve(round_, ratings=answers, respondents=respondents)
    assert select(shuffled, rule=rule).cells == select(round_, rule=rule).cells


@given(RANKS, st.data(), st.sampled_from(RULES))
def test_every_rule_rises_with_the_levels_given(
    ranks: list[int], data: st.DataObject, rule: Rule
) -> None:
    higher = [data.draw(st.integers(rank, 4)) for rank in ranks]
    low, high = joined_rank(ranks, rule), joined_rank(higher, rule)
    assert low is None or high is None or low <= high


@given(RANKS, st.integers(0, 4))
def test_every_rule_gives_back_what_all_gave(ranks: list[int], rank: int) -> None:
    assert {joined_rank([rank] * len(ranks), rule) for rule in RULES} == {rank}


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)).map(sorted), min_size=1, max_size=4),
    st.sampled_from(["worst", "best", "median_low"]),
)
def test_the_bounds_of_a_rule_are_reached_by_some_answers_and_passed_by_none(
    bounds: list[list[int]], rule: Rule
) -> None:
    found = {
        joined_rank(levels, rule)
        for levels in product(*(range(low, high + 1) for low, high in bounds))
    }
    low, high = joined_bounds([(low, high) for low, high in bounds], rule)
    assert (min(r for r in found if r is not None), max(r for r in found if r is not None)) == (
        *(low, high),
    )


@given(rounds(FRAMEWORK), st.sampled_from(RULES))
def test_the_level_by_a_rule_lies_within_its_bounds(round_: Round, rule: Rule) -> None:
    for cell in select(round_, rule=rule).cells:
        if cell.level is not None and cell.bounds is not None:
            low, high = cell.bounds
            assert low <= FRAMEWORK.scale.rank(cell.level) <= high


def test_an_action_for_one_partner_is_no_plan_for_another() -> None:
    planned = evolve(
        C1, plans=[ActionPlan("s2", [Action("Fix", addresses=["q3"], respondents=["la"])])]
    )
    assert select(planned, respondent="la").cell("q3").plan is PlanState.UNDATED
    assert select(planned, respondent="health").cell("q3").plan is PlanState.NONE


def test_levels_nobody_chose_yet_stay_only_started() -> None:
    begun = evolve(C1, ratings=[Rating("q1", None, respondent="la")])
    joint = consensus(begun, "best")
    assert joint.ratings == (
        Rating(
            *("q1", None),
            rationale="la started; health unanswered; police unanswered",
            respondent="consensus",
        ),
    )
    assert select(begun, rule="best").cell("q1").kind is AnswerKind.STARTED


def test_what_does_not_apply_to_anybody_asked_does_not_apply() -> None:
    nobody_s = evolve(
        C1,
        ratings=[NotApplicable("q3", "Not ours", respondent=name) for name in ("la", "health")],
    )
    assert consensus(nobody_s, "worst").ratings == (
        NotApplicable(
            "q3", "la not applicable; health not applicable; police not asked", "consensus"
        ),
    )


def test_a_question_that_is_put_to_nobody_is_not_asked_of_the_agreed_answers_either() -> None:
    asked_alone = evolve(WITH_AGREED, ratings=[])
    assert select(asked_alone, rule="worst").cell("q4").kind is AnswerKind.NOT_ASKED
    assert select(consensus(asked_alone, "worst")).cell("q4").kind is AnswerKind.NOT_ASKED


@pytest.mark.parametrize(("wanted", "shown"), [("lla", "'lla'"), ("r" * 65, "of that")])
def test_a_respondent_s_name_too_long_to_print_is_not_repeated(wanted: str, shown: str) -> None:
    with pytest.raises(UnknownIdError) as refused:
        select(C1, respondent=wanted)
    assert str(refused.value).startswith(f"no respondent or role {shown}")


def test_a_cell_without_a_rating_has_no_evidence_and_no_plan_of_its_own() -> None:
    for question, respondent in (("q1", "police"), ("q3", "health"), ("q4", "la")):
        cell = cell_of(evolve(C1, plans=[]), question, respondent, C1.on)
        assert (cell.evidence, cell.outcomes, cell.plan, cell.directly) == (
            *(0, 0, PlanState.NONE, False),
        )


def test_only_a_respondent_or_a_role_says_whose_answers_count() -> None:
    with pytest.raises(WrongTypeError) as refused:
        select(C1, respondent=3)  # type: ignore[arg-type]  # a wrong type is the point
    assert str(refused.value) == (
        "respondent= was given a value of type int; give a respondent, a respondent's id, a role or"
        " a role's name"
    )


def test_a_respondent_of_another_round_is_refused_even_where_a_role_has_that_name() -> None:
    with pytest.raises(UnknownIdError):
        select(WITH_AGREED, respondent=Respondent("agreed", "Somebody", Role.PEER))


def test_a_role_nobody_has_is_refused() -> None:
    with pytest.raises(UnknownIdError) as refused:
        select(C1, respondent=Role.PEER)
    assert str(refused.value) == (
        "no respondent or role 'peer'; the round 'Spring 2025' has la, health, police, in the"
        " roles lead partner"
    )


def test_an_id_comes_before_a_role_of_that_name() -> None:
    named = evolve(
        C1,
        respondents=[
            Respondent("peer", "Peer Ltd", Role.RELEVANT_AGENCY),
            Respondent("other", "Other", Role.PEER),
        ],
        ratings=[],
        plans=[],
    )
    assert select(named, respondent="peer").respondents == ("peer",)
    assert select(named, respondent=Role.PEER).respondents == ("other",)


def test_a_cell_outside_the_framework_says_so() -> None:
    assert cell_of(C1, "q9", "la", C1.on) == AnswerCell("q9", "la", AnswerKind.NOT_IN_FRAMEWORK)


@pytest.mark.parametrize(
    ("view", "named"), [("only", "one respondent's view"), ("public", "a public view")]
)
def test_a_view_of_a_round_takes_no_consensus(view: str, named: str) -> None:
    whole = spring_2026()
    round_ = whole.only("council") if view == "only" else whole.public()
    with pytest.raises(ss.InvalidError) as refused:
        consensus(round_, "worst")
    assert str(refused.value) == (
        f"this round is {named}, and takes no consensus; make the consensus of the round it was"
        " made from"
    )


def test_a_consensus_is_neither_changed_nor_followed_up() -> None:
    later = date(2026, 12, 1)
    joint = consensus(C1, "worst")
    asked = Respondent("peer", "Peer", Role.PEER)
    calls: dict[str, Callable[[], object]] = {
        "replace": lambda: joint.replace(title="Summer"),
        "with_ratings": lambda: joint.with_ratings(Rating("q1", "green", respondent="consensus")),
        "with_respondents": lambda: joint.with_respondents(asked),
        "with_actions": lambda: joint.with_actions("s1", Action("Ask")),
        "without_respondent": lambda: joint.without_respondent("consensus"),
        "without_rating": lambda: joint.without_rating("q1", "consensus"),
        "without_ratings": lambda: joint.without_ratings("consensus"),
        "collect": lambda: ss.collect(joint, []),
    }
    again = "change the round it was made from, and take consensus(round, rule) of that again"
    remedies = dict.fromkeys(calls, again)
    calls["follow_up"] = lambda: joint.follow_up(later, "Winter")
    remedies["follow_up"] = "follow up the round it was made from"
    for call, made in calls.items():
        with pytest.raises(ss.InvalidError) as refused:
            made()
        assert str(refused.value) == (
            f"this round is a consensus, and {call} needs the answers it was made of;"
            f" {remedies[call]}"
        )
        assert [problem.code for problem in refused.value.problems] == ["consensus"]


def test_a_consensus_is_signed_off_and_taken_up_again_and_says_its_rule_all_the_while() -> None:
    signed = consensus(C1, "worst").agree("the chair", date(2026, 12, 2))
    for one in (signed, signed.reopen("the chair", date(2026, 12, 3), "Too early")):
        assert ss.summary(one).note == (
            "One answer a question: worst (the lowest level given) of la, health, police."
        )


def test_a_respondent_whom_no_rule_named_is_no_consensus_whatever_the_id() -> None:
    person = Respondent("consensus", "Working group", Role.PARTNERSHIP)
    alone = Round(FRAMEWORK, "Anytown", "Spring", C1.on, respondents=[person])
    rated = alone.with_ratings(Rating("q1", "green", respondent="consensus"))
    assert rated.answer("q1", "consensus") == Rating("q1", "green", respondent="consensus")
    assert rated.redacted().respondents == (Respondent("partnership", "Partnership", person.role),)
    assert rated.public().ratings == (Rating("q1", "green"),)


def test_a_consensus_of_twice_the_respondents_takes_twice_the_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = 0
    look = Round.respondent

    def counting(round_: Round, respondent: str) -> Respondent:
        nonlocal looks
        looks += 1
        return look(round_, respondent)

    monkeypatch.setattr(Round, "respondent", counting)
    taken = []
    for many in (20, 40):
        people = [Respondent(f"r{place}", "One", Role.PEER) for place in range(many)]
        ratings = [Rating("q1", "red", respondent=one.id) for one in people]
        round_ = evolve(C1, respondents=people, ratings=ratings, plans=[])
        looks = 0
        consensus(round_, "worst")
        taken.append(looks)
    assert taken[1] < 2.2 * taken[0]


class Truthless:
    """A value like a column of a frame, that is neither true nor false as a whole."""

    def __eq__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise ValueError("ambiguous")

    __hash__ = None  # type: ignore[assignment]


def test_a_column_in_place_of_a_rule_is_refused_like_any_wrong_rule() -> None:
    column: Any = Truthless()
    for ask in (
        lambda: consensus(spring_2026(), column),
        lambda: ss.summary(spring_2026(), rule=column),
    ):
        with pytest.raises(UnknownIdError, match=r"^no rule of that name; there are worst, best"):
            ask()
    with pytest.raises(ss.InvalidError, match="unknown choice"):
        ss.change(autumn_2025(), spring_2026(), rule="worst", respondents=column)
