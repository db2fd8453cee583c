from datetime import date

import pytest
from attrs import evolve

from sixsteps import (
    Action,
    ActionPlan,
    Evidence,
    InvalidError,
    NotApplicable,
    Rating,
    Respondent,
    Role,
    Round,
    UnknownIdError,
    coverage,
)
from sixsteps.analysis.answer_cells import ActionCounts, Counts, CountsOf
from sixsteps.analysis.coverage import Lacking, NotAskedAnswer
from sixsteps.analysis.heading import Heading
from sixsteps.results import Coverage, Share, Unplaced
from tests.support.tables import column
from tests.support.three_partners import C1, FRAMEWORK

SOLO = Round(FRAMEWORK, "Anytown", "Spring 2025", date(2025, 3, 31))


def test_one_who_is_asked_nothing_that_applies_is_not_due_to_answer() -> None:
    idle = Respondent("idle", "Idle", Role.PEER, asked=["q4"])
    silent = Respondent("silent", "Silent", Role.PEER, asked=["q4"])
    found = coverage(
        evolve(
            SOLO,
            respondents=[idle, silent],
            ratings=[NotApplicable("q4", "Not commissioned", respondent="idle")],
        )
    )
    assert ("Respondents without any answer", Share(1, 1)) in found.table().cells


def test_the_coverage_of_three_partners_is_exactly_as_counted_by_hand() -> None:
    assert coverage(C1) == Coverage(
        heading=Heading("Anytown", "Spring 2025", date(2025, 3, 31), "Doe, J (2024) Two steps"),
        framework=FRAMEWORK,
        as_of=date(2025, 3, 31),
        whose=("la", "health", "police"),
        total=Counts(12, 11, 7, 6, 5, 3, planned_directly=4),
        steps=(
            CountsOf("s1", "Step 1", Counts(6, 6, 6, 5, 4, 3, planned_directly=4)),
            CountsOf("s2", "Step 2", Counts(6, 5, 1, 1, 1, 0)),
        ),
        respondents=(
            CountsOf("la", "Council", Counts(4, 4, 3, 3, 3, 1, planned_directly=1)),
            CountsOf("health", "Health", Counts(4, 3, 2, 2, 1, 1, planned_directly=2)),
            CountsOf("police", "Police", Counts(4, 4, 2, 1, 1, 1, planned_directly=1)),
        ),
        questions=(
            CountsOf("q1", "1.1", Counts(3, 3, 3, 2, 2, 2, planned_directly=2)),
            CountsOf("q2", "1.2", Counts(3, 3, 3, 3, 2, 1, planned_directly=2)),
            CountsOf("q3", "2.1", Counts(3, 2, 1, 1, 1, 0)),
            CountsOf("q4", "2.2", Counts(3, 3, 0, 0, 0, 0)),
        ),
        actions=ActionCounts(5, closed=1, overdue=1, undated=1, current=2),
        step_actions=(
            ("s1", ActionCounts(5, closed=1, overdue=1, undated=1, current=2)),
            ("s2", ActionCounts(0)),
        ),
        lacking=(
            Lacking("q1", "1.1", "police", None, ("rating",)),
            Lacking("q2", "1.2", "la", "amber", ("remaining", "plan")),
            Lacking("q2", "1.2", "health", "green", ("evidence",)),
            Lacking("q3", "2.1", "la", "red", ("plan",)),
        ),
        silent=(),
        unassigned=("q4",),
        not_asked_answers=(),
        outcomes=Share(0, 2),
        note="Answers of 3 respondents (Council, Health, Police), each counted by itself.",
    )


def test_the_coverage_prints_as_a_table_that_says_when_whose_and_from_where() -> None:
    assert (
        str(coverage(C1))
        == """\
Coverage: Anytown, Spring 2025

Figure                                    Count
---------------------------------------  ------
Asked and applicable                          7
Answered                                 6 of 7
Supported                                5 of 7
Complete                                 3 of 7
Unanswered                                    1
of these, started                             0
Not applicable                                1
Not asked                                     4
of these, answered though not asked           0
Questions asked of nobody                     1
Respondents without any answer           0 of 3
Answers planned directly                 4 of 6
Answers planned through the step         0 of 6
Answers without an open action           2 of 6
Green answers with evidence of outcomes  0 of 2
Actions                                       5
Actions closed                                1
Actions overdue                               1
Actions open and undated                      1
Actions current                               2
Open actions without a place                  0

As of 31 March 2025.
Answers of 3 respondents (Council, Health, Police), each counted by itself.
Supported: has the evidence its level needs. Complete: lacks nothing its level
needs (evidence, remaining work, a plan with an open action).
Doe, J (2024) Two steps"""
    )


def test_an_action_due_on_the_day_is_overdue_the_day_after() -> None:
    assert coverage(C1, as_of=date(2025, 4, 1)).actions == ActionCounts(5, 1, 2, 1, 1)


def test_one_respondent_s_coverage_counts_that_one_s_answers_and_actions() -> None:
    found = coverage(C1, respondent="police")
    assert found.total == Counts(4, 4, 2, 1, 1, 1, planned_directly=1)
    assert found.actions == ActionCounts(1, current=1)
    assert found.whose == ("police",)
    assert found.note == "Answers of Police."
    assert coverage(C1, respondent=C1.respondent("police")) == found


def test_a_role_s_coverage_counts_everybody_in_that_role() -> None:
    assert (
        coverage(C1, respondent=Role.LEAD_PARTNER)
        == coverage(C1, respondent="lead partner")
        == coverage(C1)
    )


def test_the_answers_agreed_in_discussion_are_called_that() -> None:
    agreed = Respondent("all", "Agreed by the partners", Role.AGREED)
    found = coverage(evolve(C1, respondents=[*C1.respondents, agreed]), respondent="all")
    assert found.note == "Answers recorded as agreed (Agreed by the partners)."


def test_an_unknown_respondent_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownIdError) as refused:
        coverage(C1, respondent="polise")
    assert str(refused.value) == (
        "no respondent or role 'polise'; the round 'Spring 2025' has la, health, police, in the"
        " roles lead partner; did you mean 'police'?"
    )


def test_a_round_that_names_no_respondents_takes_no_of() -> None:
    with pytest.raises(UnknownIdError) as refused:
        coverage(SOLO, respondent="police")
    assert str(refused.value) == (
        "no respondent or role of that name; the round 'Spring 2025' names no respondents, leave"
        " respondent= out"
    )


def test_a_text_for_a_date_is_refused() -> None:
    with pytest.raises(InvalidError) as refused:
        coverage(C1, as_of="2025-03-31")  # type: ignore[arg-type]  # a wrong type is the point
    assert str(refused.value) == (
        "a date is needed at as_of; this is a value of type str; give date(2025, 3, 31)"
    )


def test_what_is_lacking_is_told_of_people_by_their_names_and_once_redacted_by_their_roles() -> (
    None
):
    found, shared = coverage(C1), coverage(C1.redacted())
    first = [column(one.table("lacking"), "Respondent")[0] for one in (found, shared)]
    assert first == ["Police", "Lead partner 3"]


def test_a_round_without_respondents_is_asked_everything_and_needs_no_note() -> None:
    found = coverage(SOLO)
    assert found.total == Counts(4, 4, 4, 0, 0, 0)
    assert found.silent == (None,)
    assert found.note == ""
    assert [table.title for table in found.tables()] == [
        "Coverage: Anytown, Spring 2025",
        "Coverage by step: Anytown, Spring 2025",
        "Coverage by question: Anytown, Spring 2025",
        "What answers still lack: Anytown, Spring 2025",
        "Actions: Anytown, Spring 2025",
    ]


def test_two_respondents_have_a_table_and_whoever_is_asked_one_question_is_waited_for() -> None:
    asked = [evolve(one, asked=["q1"]) for one in C1.respondents[:2]]
    found = coverage(evolve(C1, respondents=asked, ratings=C1.ratings[:1], plans=[]))
    assert [table.title for table in found.tables()][2] == (
        "Coverage by respondent: Anytown, Spring 2025"
    )
    assert ("Respondents without any answer", Share(1, 2)) in found.table().cells


def test_nothing_asked_gives_no_rate() -> None:
    nobody = evolve(SOLO, respondents=[Respondent("la", "Council", Role.PEER, asked=[])])
    counts = coverage(nobody).total
    assert counts.responded.value is counts.evidenced.value is counts.completed.value is None
    assert coverage(nobody).silent == ()
    assert coverage(nobody).unassigned == ("q1", "q2", "q3", "q4")


def test_a_started_answer_counts_as_unanswered_and_is_told_apart() -> None:
    counts = coverage(SOLO.with_ratings(Rating("q1", None))).total
    assert counts == Counts(4, 4, 4, 0, 0, 0, started=1)
    assert counts.unanswered == 4


def test_what_was_answered_without_being_asked_is_listed_and_in_no_rate() -> None:
    more = C1.with_ratings(
        Rating("q3", "green", respondent="police"),
        NotApplicable("q4", "Not ours", respondent="la"),
        Rating("q4", None, respondent="health"),
    )
    found = coverage(more)
    assert found.total == evolve(coverage(C1).total, answered_not_asked=2)
    assert found.not_asked_answers == (
        NotAskedAnswer("q3", "2.1", "police", "green"),
        NotAskedAnswer("q4", "2.2", "la", None),
    )
    given = found.tables()[-1]
    assert column(given, "Respondent") == ["Police", "Council"]
    assert column(given, "Level") == ["Green", "not applicable"]


def test_an_action_for_the_whole_step_is_counted_apart_from_one_for_the_question() -> None:
    planned = SOLO.with_ratings(Rating("q1", "red"), Rating("q2", "red"), Rating("q3", "red"))
    planned = evolve(
        planned, plans=[ActionPlan("s1", [Action("Plan"), Action("Fix", addresses=["q2"])])]
    )
    counts = coverage(planned).total
    assert (counts.planned_directly, counts.planned_through_step, counts.unplanned) == (1, 1, 1)
    assert counts.complete == 2


def test_actions_that_lost_their_step_are_counted_in_no_class() -> None:
    lost = evolve(SOLO, unplaced=[Unplaced("s9", Action("Fill the seat"), "step removed")])
    assert coverage(lost).actions == ActionCounts(0, unplaced=1)


def test_greens_with_evidence_of_an_outcome_are_counted() -> None:
    outcome, process = Evidence("Fewer repeats", kind="outcome"), Evidence("A plan", kind="process")
    rated = SOLO.with_ratings(
        Rating("q1", "green", [process, outcome]),
        Rating("q2", "green", [process]),
        Rating("q3", "amber", [outcome]),
    )
    assert coverage(rated).outcomes == Share(1, 2)


def test_a_redacted_round_says_so_and_counts_as_before() -> None:
    shared = C1.redacted()
    found = coverage(shared)
    assert found.heading.view == "redacted"
    was = {new.id: old.id for new, old in zip(shared.respondents, C1.respondents, strict=True)}
    lacking = tuple(evolve(one, respondent=was[one.respondent or ""]) for one in found.lacking)
    assert (found.total, lacking) == (coverage(C1).total, coverage(C1).lacking)
    assert found.table().notes[-1] == (
        "The text of this round was redacted; what was recorded is counted as before."
    )


def test_no_table_holds_a_word_of_the_free_text() -> None:
    printed = "\n".join(map(str, coverage(C1).tables())) + repr(coverage(C1))
    for text in ("Minutes", "Audit", "Training", "Survey", "commissioned", "Keep on", "Collect"):
        assert text not in printed


def test_where_nothing_is_lacking_there_is_no_such_table() -> None:
    planned = evolve(
        SOLO.with_ratings(*(Rating(question.id, "red") for question in FRAMEWORK.questions)),
        plans=[ActionPlan(step.id, [Action("Plan")]) for step in FRAMEWORK.steps],
    )
    found = coverage(planned)
    assert (found.total.complete, found.lacking) == (4, ())
    assert "What answers still lack: Anytown, Spring 2025" not in [
        table.title for table in found.tables()
    ]
