from collections.abc import Sequence
from datetime import date, timedelta
from time import process_time
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from sixsteps import (
    RAG,
    Action,
    ActionPlan,
    ContextAnswer,
    Evidence,
    Framework,
    InvalidError,
    Level,
    NotApplicable,
    NotComparableError,
    Rating,
    Respondent,
    Role,
    Round,
    Scale,
    SeveralAnswersError,
    Source,
    WrongTypeError,
    coverage,
    gaps,
    samples,
    six_steps,
)
from sixsteps.analysis.answer_cells import AnswerKind, PlanState
from sixsteps.analysis.gaps import Movement, ToDo, WithoutPlace
from sixsteps.results import Fact, Gap, Spell, Unplaced
from tests.strategies import rounds
from tests.support.tables import column
from tests.support.three_partners import C1, FRAMEWORK

MAY = date(2026, 5, 1)


def spring(
    *ratings: Rating | NotApplicable,
    plans: Sequence[ActionPlan] = (),
    unplaced: Sequence[Unplaced] = (),
) -> Round:
    return Round(FRAMEWORK, "Anytown", "Spring", MAY, ratings, plans, unplaced=unplaced)


def before(*ratings: Rating, on: date = date(2025, 11, 1), title: str = "Autumn") -> Round:
    return Round(FRAMEWORK, "Anytown", title, on, ratings)


def facts(round_: Round, earlier: Sequence[Round] = ()) -> dict[str, tuple[Fact, ...]]:
    return {one.question: one.facts for one in gaps(round_, earlier=earlier).gaps}


def gap(
    name: str,
    bounds: tuple[int, int],
    plan: PlanState,
    movement: Movement | None = None,
    run: int = 0,
    apart: int = 0,
) -> Gap:
    return Gap(
        *(name, name, "s1", None, AnswerKind.RATED, "red", bounds, (Fact.AT_WORST,), plan),
        movement=movement,
        spell=Spell(run, run),
        apart=apart,
    )


def test_gaps_stand_in_the_declared_order() -> None:
    given_gaps = [
        gap("g1", (0, 0), PlanState.CURRENT, "held", 3),
        gap("g2", (0, 0), PlanState.NONE, "new", 1, 1),
        gap("g3", (1, 1), PlanState.OVERDUE, "declined", 0, 2),
        gap("g4", (0, 2), PlanState.CLOSED),
        gap("g5", (1, 1), PlanState.CURRENT),
    ]
    assert [one.key for one in given_gaps] == [
        ((0, 0), 3, 1, -3, 0),
        ((0, 0), 0, 1, -1, -1),
        ((1, 1), 1, 0, 0, -2),
        ((0, 2), 0, 1, 0, 0),
        ((1, 1), 3, 1, 0, 0),
    ]
    ordered = sorted(given_gaps, key=lambda one: one.key)
    assert [one.question for one in ordered] == ["g2", "g1", "g4", "g3", "g5"]


def test_an_improvement_comes_after_what_held_and_undated_before_current() -> None:
    assert gap("g", (0, 0), PlanState.UNDATED, "improved").key == ((0, 0), 2, 2, 0, 0)


def test_a_gap_of_which_no_earlier_round_tells_stands_like_one_that_was_never_in_a_row() -> None:
    first_seen = evolve(gap("g", (0, 0), PlanState.NONE), spell=None)
    assert first_seen.key == ((0, 0), 0, 1, 0, 0)


def test_one_respondent_is_no_level_apart_from_anybody() -> None:
    assert {one.apart for one in gaps(spring(Rating("q1", "red"))).gaps} == {0}


def test_every_gap_of_three_partners_with_its_facts_in_order() -> None:
    found = [(one.number, one.respondent, one.words(RAG)) for one in gaps(C1).gaps]
    assert found == [
        ("2.1", "la", "Red, no plan"),
        ("1.2", "police", "Red, respondents disagree by 2 levels"),
        ("1.1", "police", "unanswered"),
        ("2.2", None, "asked of nobody"),
        ("1.2", "health", "unsupported, undated, respondents disagree by 2 levels"),
        (
            *("1.2", "la"),
            "Amber, remaining work not stated, all actions closed, not Green, respondents disagree"
            " by 2 levels",
        ),
        ("1.1", "health", "Amber, respondents disagree by 1 level"),
        ("1.1", "la", "overdue, respondents disagree by 1 level"),
    ]


def test_a_gap_is_shown_with_what_it_may_be() -> None:
    assert [row[:4] for row in gaps(C1).table().cells[:5]] == [
        ("2.1", "Three?", "Council", "Red"),
        ("1.2", "Two?", "Police", "Red"),
        ("1.1", "One?", "Police", "Red to Green"),
        ("2.2", "Four?", None, "Red to Green"),
        ("1.2", "Two?", "Health", "Red to Green"),
    ]


def test_tables_call_respondents_by_their_names() -> None:
    in_order, to_do = (column(gaps(C1).tables()[place], "Respondent") for place in (0, -1))
    assert in_order[:4] == ["Council", "Police", "Police", None]
    assert to_do[:3] == ["Council", "Police", None]


def aged(*dates: date | None, level: str | None = "green") -> Round:
    evidence = [Evidence(f"Piece {place}", on=on) for place, on in enumerate(dates)]
    return spring(Rating("q1", level, evidence))


@pytest.mark.parametrize(
    ("as_of", "months", "oldest"),
    [
        (date(2026, 5, 1), 12, date(2025, 5, 1)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 2, 29), 48, date(2020, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 1, 28)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_evidence_is_old_from_the_day_before_the_same_day_so_many_months_back(
    as_of: date, months: int, oldest: date
) -> None:
    for on, is_old in ((oldest, False), (oldest - timedelta(days=1), True)):
        every = gaps(aged(on), as_of=as_of, evidence_months=months).gaps
        (first,) = (one for one in every if one.question == "q1")
        assert (Fact.OLD_EVIDENCE in first.facts) is is_old
        assert first.newest == (on if is_old else None)


def test_the_newest_dated_evidence_counts_and_what_has_no_date_tells_nothing() -> None:
    old, new = date(2024, 4, 30), date(2026, 4, 30)
    for dates, newest in {
        (old, new): None,
        (old, None): old,
        (date(2023, 1, 1), old): old,
        (None,): None,
        (): None,
    }.items():
        found = gaps(aged(*dates), evidence_months=12).gaps
        assert {one.question: one.newest for one in found}["q1"] == newest
    started = gaps(aged(old, level=None), evidence_months=12).gaps
    assert {one.question: one.words(RAG) for one in started}["q1"] == (
        "started, newest evidence of 30 April 2024"
    )


def test_old_evidence_alone_makes_a_gap_and_stands_in_every_table_of_them() -> None:
    action = Action("Keep on", addresses=["q1"], due=date(2026, 9, 1))
    kept = evolve(aged(date(2025, 1, 5)), plans=[ActionPlan("s1", [action])])
    found = gaps(kept, evidence_months=12)
    mine = [one for one in found.gaps if one.question == "q1"]
    assert [one.facts for one in mine] == [(Fact.OLD_EVIDENCE,)]
    assert dict(found.facts)[Fact.OLD_EVIDENCE] == 1
    assert column(found.table(), "Facts")[-1] == "newest evidence of 5 January 2025"
    assert "newest evidence older than 12 months" in column(found.table("facts"), "Fact")
    assert (
        "Evidence dated before 1 May 2025 (12 months back) is old; one without a date tells"
        " nothing." in found.table().notes
    )
    assert found.to_frame("gaps", "pandas")["is_old_evidence"].sum() == 1
    assert "q1" not in {one.question for one in gaps(kept).gaps}
    untold = gaps(kept.public(), evidence_months=12)
    assert dict(untold.facts)[Fact.OLD_EVIDENCE] is None
    ages = gaps(aged(date(1, 1, 1)), evidence_months=10**9).gaps
    assert {one.newest for one in ages} == {None}


@pytest.mark.parametrize("months", [0, -1, True, 1.5, "12"])
def test_months_are_a_whole_number_from_one(months: Any) -> None:
    with pytest.raises(InvalidError) as caught:
        gaps(spring(), evidence_months=months)
    assert str(caught.value) == (
        "a whole number of months from 1 is needed at evidence_months; give 12, or leave it out"
    )


@pytest.mark.law
@given(rounds(FRAMEWORK), st.integers(1, 400), st.integers(0, 400))
def test_more_months_make_no_evidence_old_and_change_no_other_fact(
    here: Round, months: int, more: int
) -> None:
    without, fewer, longer = (
        {(one.question, one.respondent): one for one in gaps(here, evidence_months=each).gaps}
        for each in (None, months, months + more)
    )
    old = [{key for key, one in each.items() if one.newest} for each in (without, fewer, longer)]
    assert (old[0], old[2] <= old[1]) == (set(), True)
    for each in (fewer, longer):
        facts = {key: [f for f in one.facts if f != Fact.OLD_EVIDENCE] for key, one in each.items()}
        assert {key: told for key, told in facts.items() if told} == {
            key: [*one.facts] for key, one in without.items()
        }


def test_the_to_do_list_is_what_the_answers_lack_in_the_order_of_the_gaps() -> None:
    assert gaps(C1).to_do == (
        ToDo("q3", "2.1", "la", "plan an action"),
        ToDo("q1", "1.1", "police", "give a rating"),
        ToDo("q4", "2.2", None, "ask a respondent"),
        ToDo("q2", "1.2", "health", "record the evidence"),
        ToDo("q2", "1.2", "la", "state the remaining work"),
        ToDo("q2", "1.2", "la", "plan an action"),
    )


def test_the_facts_of_the_gaps_are_counted_and_say_what_was_not_assessed() -> None:
    assert (
        str(gaps(C1, respondent="la").tables()[1])
        == """\
Facts of the gaps: Anytown, Spring 2025

Fact                                            Answers  Assessed
----------------------------------------------  -------  --------
asked of nobody                                       1  yes
unanswered                                            0  yes
started                                               0  yes
Red                                                   1  yes
Amber                                                 1  yes
unsupported                                           0  yes
newest evidence older than the months named              no
remaining work not stated                             1  yes
no plan                                               1  yes
overdue                                               1  yes
undated                                               0  yes
all actions closed, not Green                         1  yes
declined since the last round                            no
Red for two or more rounds in a row                      no
respondents disagree                                  2  yes
rated higher than by an independent respondent        0  yes
action without a place                                0  yes

As of 31 March 2025.
Answers of Council.
Order: the lowest level the answer may have, then the highest; its plan (none or
all closed, overdue, undated, current); declined, then held or new, then
improved; rounds in a row at the worst level, longest first; disagreement,
widest first; the framework's order.
Declines and rounds in a row are not assessed: no earlier round was given.
Doe, J (2024) Two steps"""
    )


def test_gaps_are_grouped_by_step_by_owner_and_by_respondent() -> None:
    owned = evolve(
        C1,
        plans=[
            ActionPlan("s1", [Action("Ask", addresses=["q2"], owner="Chair")]),
            ActionPlan("s2", [Action("Old", owner="Nobody now", status="closed")]),
        ],
    )
    found = gaps(owned)
    assert [(group.id, group.name, len(group.gaps)) for group in found.of_step] == [
        *(("s1", "First", 6), ("s2", "Second", 2)),
    ]
    assert [(group.id, group.name, len(group.gaps)) for group in found.of_owner] == [
        *(("Chair", "Chair", 3), (None, "no owner", 5)),
    ]
    assert [(group.id, group.name, len(group.gaps)) for group in found.of_respondent] == [
        *(("la", "Council", 3), ("health", "Health", 2), ("police", "Police", 2)),
    ]
    assert [table.title.partition(":")[0] for table in found.tables()] == [
        *("Gaps in order", "Facts of the gaps", "Gaps by step", "Gaps by owner"),
        *("Gaps by respondent", "To be complete"),
    ]


def test_a_started_answer_is_a_fact_of_its_own() -> None:
    assert facts(spring(Rating("q1", None)))["q1"] == (Fact.STARTED,)


def test_what_does_not_apply_and_what_is_complete_is_no_gap() -> None:
    planned = [ActionPlan("s1", [Action("Keep on", due=date(2026, 9, 1))])]
    found = facts(spring(NotApplicable("q1", "No"), Rating("q2", "green", ["Seen"]), plans=planned))
    assert [*found] == ["q3", "q4"]


def test_a_green_whose_actions_are_all_closed_has_no_plan() -> None:
    closed = [ActionPlan("s1", [Action("Done", status="closed")])]
    found = facts(spring(Rating("q1", "green", ["Seen"]), Rating("q2", "red"), plans=closed))
    assert found["q1"] == (Fact.NO_PLAN,)
    assert found["q2"] == (Fact.AT_WORST, Fact.ALL_CLOSED)


def test_earlier_rounds_tell_of_declines_and_of_rounds_in_a_row() -> None:
    found = facts(
        spring(Rating("q1", "amber", ["Seen"]), Rating("q2", "red"), Rating("q3", "red")),
        earlier=[
            before(Rating("q2", "red"), on=date(2025, 5, 1), title="Summer"),
            before(Rating("q1", "green"), Rating("q2", "red")),
        ],
    )
    assert Fact.DECLINED in found["q1"]
    assert Fact.WORST_IN_A_ROW in found["q2"]
    assert not {Fact.DECLINED, Fact.WORST_IN_A_ROW} & {*found["q3"]}


def test_the_rounds_in_a_row_are_counted_in_words() -> None:
    found = gaps(spring(Rating("q2", "red")), earlier=[before(Rating("q2", "red"))])
    assert found.gaps[0].words(RAG) == "Red, no plan, Red for 2 rounds in a row"
    assert found.notes[-1] == "Compared with Autumn."
    assert dict(found.facts)[Fact.WORST_IN_A_ROW] == 1


def test_one_who_had_no_part_in_the_last_round_is_named() -> None:
    police = Respondent("police", "Police", Role.LEAD_PARTNER)
    later = evolve(
        C1,
        title="Autumn 2025",
        on=date(2025, 9, 30),
        ratings=[Rating("q1", "red", respondent=name) for name in ("fire", "la")],
        respondents=[Respondent("fire", "Fire", Role.RELEVANT_AGENCY), C1.respondents[0], police],
        plans=[],
    )
    found = gaps(later, earlier=[C1])
    assert found.notes[1] == (
        "Answers of 3 respondents (Fire, Council, Police), each counted by itself. No part in"
        " Spring 2025, so no decline is told: Fire."
    )
    movements = {one.respondent: one.movement for one in found.gaps if one.question == "q1"}
    assert movements == {"fire": None, "la": "declined", "police": None}


def test_newcomers_had_no_part_in_the_last_of_several_rounds() -> None:
    first = evolve(C1, title="Spring 2024", on=date(2024, 3, 31))
    second = evolve(C1, respondents=C1.respondents[:1], ratings=[], plans=[])
    later = evolve(second, title="Autumn 2025", on=date(2025, 9, 30), respondents=C1.respondents)
    assert (
        gaps(later, earlier=[first, second])
        .notes[1]
        .endswith(" No part in Spring 2025, so no decline is told: Health, Police.")
    )


@pytest.mark.parametrize("count", [1, 2])
def test_respondents_have_columns_and_a_table_where_there_are_several(count: int) -> None:
    found = gaps(evolve(C1, respondents=C1.respondents[:count], ratings=[], plans=[]))
    several = count > 1
    assert [table.title for table in found.tables()] == [
        "Gaps in order: Anytown, Spring 2025",
        "Facts of the gaps: Anytown, Spring 2025",
        "Gaps by step: Anytown, Spring 2025",
        "Gaps by owner: Anytown, Spring 2025",
        *(["Gaps by respondent: Anytown, Spring 2025"] if several else []),
        "To be complete: Anytown, Spring 2025",
    ]
    for place in (0, -1):
        assert ("Respondent" in found.tables()[place].columns) is several


@pytest.mark.parametrize(
    ("count", "named"), [(3, "B"), (4, "B or C"), (5, "between the worst and the best level")]
)
def test_up_to_two_levels_between_best_and_worst_are_named(count: int, named: str) -> None:
    scale = Scale("Letters", [Level(letter, letter.upper()) for letter in "abcde"[:count]])
    round_ = evolve(spring(), framework=evolve(FRAMEWORK, scale=scale))
    facts_ = [str(row[0]) for row in gaps(round_).tables()[1].cells]
    assert named in facts_


def test_an_earlier_round_of_two_does_not_compare_with_one_who_is_not_named() -> None:
    two = evolve(C1, respondents=C1.respondents[:2], ratings=[], plans=[])
    with pytest.raises(SeveralAnswersError, match=r"^2 respondents in the earlier round"):
        gaps(spring(), earlier=[two])


def test_several_earlier_respondents_do_not_compare_with_one_who_is_not_named() -> None:
    with pytest.raises(SeveralAnswersError) as caught:
        gaps(spring(Rating("q1", "red")), earlier=[C1])
    assert str(caught.value) == (
        "3 respondents in the earlier round 'Spring 2025', and nobody is named in 'Spring'; give"
        " consensus(round, rule) of the earlier round, the rule one of worst, best, median_low,"
        " unanimous"
    )


def test_a_round_is_not_counted_twice() -> None:
    with pytest.raises(InvalidError) as caught:
        gaps(C1, earlier=[before(on=date(2025, 1, 1)), C1])
    assert str(caught.value) == (
        "the round 'Spring 2025' of 2025-03-31 is given twice at round; give every round once"
    )


def test_what_is_no_earlier_round_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidError) as caught:
        gaps(C1, earlier=[3])  # type: ignore[list-item]  # the mistake under test
    assert str(caught.value) == "a Round is needed at earlier[0]; this is a value of type int"


def test_an_earlier_round_of_another_organisation_is_named() -> None:
    elsewhere = evolve(before(Rating("q1", "red")), organisation="Riverside")
    found = gaps(spring(Rating("q1", "red")), earlier=[elsewhere])
    assert found.note == "These are rounds of 2 organisations: Riverside, Anytown."


def test_an_earlier_round_of_another_origin_is_refused() -> None:
    other = Round(six_steps(), "Anytown", "Autumn", date(2025, 11, 1))
    with pytest.raises(NotComparableError):
        gaps(spring(), earlier=[other])


def test_earlier_rounds_come_before_the_round() -> None:
    with pytest.raises(InvalidError):
        gaps(spring(), earlier=[before(on=date(2027, 1, 1))])


def test_one_earlier_round_is_given_as_one_of_several() -> None:
    with pytest.raises(WrongTypeError):
        gaps(spring(), earlier=before())  # type: ignore[arg-type]  # that it is not several is the point


def test_a_self_assessment_above_the_scrutineer_s_is_a_fact_of_the_self_assessment() -> None:
    scrutiny = evolve(
        spring(),
        respondents=[
            Respondent("us", "Us", Role.PARTNERSHIP),
            Respondent("peer", "Peers", Role.PEER),
            Respondent("her", "Scrutineer", Role.INDEPENDENT_SCRUTINEER),
        ],
        ratings=[
            Rating(question, level, respondent=name)
            for question, given_levels in [("q1", "gga"), ("q2", "aag"), ("q3", "aaa")]
            for name, level in zip(
                ("us", "peer", "her"),
                [{"g": "green", "a": "amber"}[letter] for letter in given_levels],
                strict=True,
            )
        ],
    )
    found = [
        (one.question, one.respondent)
        for one in gaps(scrutiny).gaps
        if Fact.SELF_HIGHER in one.facts
    ]
    assert found == [("q1", "us")]


def test_a_self_assessment_is_held_against_the_lowest_of_several_scrutineers() -> None:
    scrutiny = evolve(
        spring(),
        respondents=[
            Respondent("us", "Us", Role.PARTNERSHIP),
            Respondent("her", "First scrutineer", Role.INDEPENDENT_SCRUTINEER),
            Respondent("him", "Second scrutineer", Role.INDEPENDENT_SCRUTINEER),
        ],
        ratings=[
            Rating("q1", "amber", respondent="us"),
            Rating("q1", "green", respondent="her"),
            Rating("q1", "red", respondent="him"),
        ],
    )
    higher = [one.respondent for one in gaps(scrutiny).gaps if Fact.SELF_HIGHER in one.facts]
    assert higher == ["us"]


def test_what_lost_its_place_is_listed_and_its_actions_are_counted() -> None:
    lost = spring(
        unplaced=[
            Unplaced("s9", Action("Fill the seat", id="a7", due=MAY), "step removed"),
            Unplaced("c9", ContextAnswer("c9", "Yes"), "question removed"),
            Unplaced("c8", ContextAnswer("c8", "No"), "question removed"),
        ]
    )
    found = gaps(lost)
    assert found.without_place == (
        WithoutPlace("action", "s9", "a7", MAY),
        WithoutPlace("context answer", "c9"),
        WithoutPlace("context answer", "c8"),
    )
    assert dict(found.facts)[Fact.WITHOUT_PLACE] == 1
    assert column(found.tables()[-1], "Due") == [MAY, None, None]
    assert "Fill the seat" not in "".join(map(str, found.tables()))


def test_another_scale_s_levels_are_called_by_their_own_names() -> None:
    levels = Scale("Three", [evolve(RAG.levels[0], key="low", label="Low"), *RAG.levels[1:]])
    framework = Framework("Two", Source("Doe"), levels, FRAMEWORK.steps)
    found = gaps(Round(framework, "Anytown", "Spring", MAY, [Rating("q1", "low")]))
    assert found.gaps[0].words(levels) == "Low, no plan"
    assert column(found.tables()[1], "Fact")[3] == "Low"


@given(rounds(FRAMEWORK), st.none() | st.dates(date(2019, 1, 1), date(2035, 1, 1)))
def test_the_gaps_are_in_the_order_of_their_keys_and_each_has_a_fact(
    round_: Round, as_of: date | None
) -> None:
    found = gaps(round_, as_of=as_of)
    order = [question.id for question in FRAMEWORK.questions]
    keys = [(one.key, order.index(one.question)) for one in found.gaps]
    assert keys == sorted(keys)
    assert all(one.facts for one in found.gaps)


@given(rounds(FRAMEWORK))
def test_every_answer_that_is_not_complete_is_a_gap_and_is_on_the_to_do_list(
    round_: Round,
) -> None:
    found, covered = gaps(round_), coverage(round_)
    assert {(one.question, one.respondent) for one in covered.lacking} == {
        (one.question, one.respondent) for one in found.gaps if one.lacks
    }
    assert len(found.to_do) == sum(len(one.lacks) for one in covered.lacking) + len(
        covered.unassigned
    )


@given(rounds(FRAMEWORK))
def test_no_free_text_leaves_through_the_gaps(round_: Round) -> None:
    marked = evolve(
        round_,
        ratings=[
            evolve(answer, remaining="SECRET", rationale="SECRET")
            if isinstance(answer, Rating)
            else evolve(answer, reason="SECRET")
            for answer in round_.ratings
        ],
        plans=[
            evolve(plan, outcome="SECRET", actions=[evolve(a, text="SECRET") for a in plan.actions])
            for plan in round_.plans
        ],
    )
    found = gaps(marked)
    assert "SECRET" not in "".join(map(str, found.tables())) + repr(found.gaps)


def test_the_gaps_of_a_public_round_tell_no_owner_and_no_levels_apart() -> None:
    found = gaps(samples.spring_2026().public())
    assert found.of_owner == ()
    assert found.table("owners").cells == ()
    assert {row["levels_apart"] for row in found.rows()} == {None}


def test_a_decline_is_told_only_where_a_movement_is() -> None:
    round_ = spring(Rating("q1", "red"), Rating("q2", "red"))
    alone, compared = gaps(round_), gaps(round_, earlier=[before(Rating("q2", "amber"))])
    assert {row["is_declined"] for row in alone.rows()} == {None}
    told = {str(row["question_id"]): row for row in compared.rows()}
    assert [(told[name]["movement"], told[name]["is_declined"]) for name in ("q1", "q2", "q3")] == [
        ("new", False),
        ("declined", True),
        (None, None),
    ]


def test_two_respondents_have_a_table_though_one_alone_has_gaps() -> None:
    whose = [Respondent("la", "Council", Role.LEAD_PARTNER)]
    whose += [Respondent("fire", "Fire", Role.RELEVANT_AGENCY, asked=["q1"])]
    out = NotApplicable("q1", "None here", "fire")
    found = gaps(evolve(C1, respondents=whose, ratings=[out], plans=[]))
    assert [one.id for one in found.of_respondent] == ["la"]
    assert "respondents" in [table.name for table in found.tables()]


@pytest.mark.slow
def test_gaps_and_coverage_take_no_longer_with_the_actions_of_many() -> None:
    framework, names = six_steps(), [f"r{number}" for number in range(300)]
    plans = [
        ActionPlan(
            step.id, [Action("Do", None, [step.questions[0].id], [one]) for one in names * 8]
        )
        for step in framework.steps
    ]
    people = [Respondent(one, one, Role.PEER) for one in names]
    many = Round(framework, "Anytown", "Spring", MAY, plans=plans, respondents=people)
    before = process_time()
    assert len(gaps(many).gaps) == coverage(many).total.cells == 7200
    # With every action looked at for each answer it is ten times as long.
    assert process_time() - before < 6
