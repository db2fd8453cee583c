"""Ratings, evidence, respondents and plans: what each refuses, and what it never shows."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from sixsteps import (
    Action,
    ActionPlan,
    ContextAnswer,
    Evidence,
    InvalidError,
    NotApplicable,
    Rating,
    Respondent,
    Role,
    WrongTypeError,
)

TEXT = "Child K was seen on 3 May"


def test_a_piece_of_evidence_can_be_given_as_its_text() -> None:
    rating = Rating("s1q1", "green", evidence=["Plan agreed", Evidence("Minutes", kind="process")])
    assert rating.evidence == (Evidence("Plan agreed"), Evidence("Minutes", kind="process"))


def test_a_piece_of_evidence_can_be_given_as_a_text_of_another_library() -> None:
    class Cell(str):
        __slots__ = ()

    rating = Rating("s1q1", "green", evidence=(Cell("Plan agreed"), Evidence("Minutes")))
    assert rating.evidence == (Evidence("Plan agreed"), Evidence("Minutes"))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Rating("s1q1", "green", evidence="Plan agreed 12 March"),
        lambda: Rating("s1q1", "green", evidence=Evidence("Plan")),  # type: ignore[arg-type]
        lambda: Action("Do it", addresses="s1q1"),
        lambda: Action("Do it", respondents="la"),
        lambda: Action("Do it", progress="half done"),
        lambda: ActionPlan("s1", actions=Action("Do it")),  # type: ignore[arg-type]
        lambda: Respondent("la", "Council", Role.LEAD_PARTNER, asked="s1q1"),
    ],
)
def test_one_value_where_several_are_expected_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(WrongTypeError, match=r"; write \[\.\.\.\] around it$"):
        make()


def test_a_started_rating_has_no_level() -> None:
    assert Rating("s1q1", None).is_started
    assert not Rating("s1q1", "red").is_started


@pytest.mark.parametrize(
    "value",
    [
        Evidence(TEXT, link=f"https://example.org/{TEXT}"),
        Rating("s1q1", "red", evidence=[TEXT], rationale=TEXT, remaining=TEXT),
        NotApplicable("s1q1", TEXT),
        ContextAnswer("c1", TEXT),
        Action(TEXT, owner=TEXT, progress=[TEXT], difference=TEXT, timescale=TEXT),
        ActionPlan("s1", [Action(TEXT)], outcome=TEXT),
    ],
    ids=lambda value: type(value).__name__,
)
def test_free_text_is_never_shown_by_repr(value: object) -> None:
    assert TEXT not in repr(value)
    assert TEXT not in str(value)


def problems(error: pytest.ExceptionInfo[InvalidError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


def test_a_rating_reports_every_problem_and_no_text() -> None:
    with pytest.raises(InvalidError) as error:
        Rating(
            "1.1",
            True,  # type: ignore[arg-type] # on purpose
            evidence=[3],  # type: ignore[list-item] # on purpose
            rationale=f"{TEXT}\ud800",
            remaining=TEXT * 5000,
            respondent="",
            on=datetime(2026, 5, 1),  # noqa: DTZ001 # any moment is refused
        )
    assert problems(error) == [
        "a text of 3 characters is not an id at question; an id such as 's1q1' is"
        " meant, not the printed number",
        "a string is needed at level; this is a value of type bool",
        "Evidence or a text is needed at evidence[0]; this is a value of type int",
        "a text of 26 characters that is not valid Unicode (a lone surrogate) at rationale",
        "a text of 125000 characters at remaining; at most 100000 fit",
        "a text of 0 characters is not an id at respondent; an id starts with a letter and holds at"
        " most 64 letters, digits, '_', '-' or '.'",
        "a date with a time of day at on; use its .date()",
    ]


@pytest.mark.parametrize(
    ("slip", "known"), [("outcomes", "outcome"), ("Voice", "voice"), ("proces", "process")]
)
def test_a_kind_of_evidence_that_is_a_slip_of_a_known_one_is_refused(slip: str, known: str) -> None:
    with pytest.raises(InvalidError) as error:
        Evidence("Minutes", kind=slip)
    assert problems(error) == [
        f"unknown kind of evidence at kind; write {known!r}, or a word that is not so near it;"
        f" did you mean {known!r}?"
    ]


@pytest.mark.parametrize(
    "kind", ["process", "outcome", "voice", "observation", "Audit", "voices of staff"]
)
def test_any_other_kind_of_evidence_is_kept(kind: str) -> None:
    assert Evidence("Minutes", kind=kind).kind == kind


def test_not_applicable_needs_its_reason() -> None:
    with pytest.raises(InvalidError) as error:
        NotApplicable("s1q1", "  ")
    assert problems(error) == ["a text is needed here and it is empty at reason"]


def test_what_a_respondent_is_asked_is_sorted() -> None:
    asked = Respondent("police", "Police", Role.LEAD_PARTNER, asked=["s2q1", "s1"]).asked
    assert asked == ("s1", "s2q1")


def test_a_role_is_one_of_the_roles() -> None:
    with pytest.raises(InvalidError) as error:
        Respondent("la", "Council", "boss")
    assert problems(error) == [
        "unknown role at role; there are lead partner, relevant agency, partnership,"
        " children and families, practitioner, independent scrutineer, peer, agreed; write"
        ' Role("...") for one of your own'
    ]


def test_an_open_action_has_no_closing_date() -> None:
    with pytest.raises(InvalidError) as error:
        Action("Do it", closed_on=date(2026, 5, 1))
    assert problems(error) == [
        "an open action has no closing date at closed_on; give the status 'closed', or leave it out"
    ]
    assert not Action("Do it", status="closed", closed_on=date(2026, 5, 1)).is_open


def test_an_action_names_a_question_once() -> None:
    with pytest.raises(InvalidError) as error:
        Action("Do it", addresses=["s1q1", "s1q1"])
    assert problems(error) == [
        "a second question at addresses[1]; the first stands at addresses[0]"
    ]
