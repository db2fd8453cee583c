"""What an analysis refuses, in parts from which a command line or a form can word it anew."""

from datetime import date

import pytest
from attrs import evolve

import sixsteps as ss
from tests.support.three_partners import C1


def refusal(error: pytest.ExceptionInfo[ss.SixStepsError]) -> tuple[str, dict[str, object]]:
    (problem,) = error.value.problems
    assert problem.remedy
    return problem.code, dict(problem.params)


RULES = ("worst", "best", "median_low", "unanimous")


def test_a_refusal_of_several_answers_holds_what_to_choose_from() -> None:
    with pytest.raises(ss.SeveralAnswersError) as error:
        ss.change(C1, C1)
    assert refusal(error) == (
        "several-answers",
        {
            "argument": "respondent",
            "choices": ("la", "health", "police"),
            "roles": (),
            "rules": RULES,
        },
    )
    with pytest.raises(ss.SeveralAnswersError) as error:
        ss.contrast(C1, "lead partner", "la")
    assert refusal(error)[1]["argument"] == "a"
    alone = ss.Round(C1.framework, "Anytown", "Autumn 2025", date(2025, 11, 1))
    with pytest.raises(ss.SeveralAnswersError) as error:
        ss.gaps(alone, earlier=[C1])
    assert refusal(error) == (
        "several-answers",
        {"argument": "earlier", "round": "Spring 2025", "rules": RULES},
    )


def test_a_refusal_of_an_unknown_respondent_or_rule_holds_those_there_are() -> None:
    with pytest.raises(ss.UnknownIdError) as error:
        ss.coverage(C1, respondent="polise")
    assert refusal(error) == (
        "unknown-respondent",
        {
            "argument": "respondent",
            "round": "Spring 2025",
            "choices": ("la", "health", "police"),
            "roles": ("lead partner",),
        },
    )
    with pytest.raises(ss.UnknownIdError) as error:
        ss.consensus(C1, "wurst")
    assert refusal(error) == (
        "unknown-rule",
        {"argument": "rule", "choices": RULES},
    )
    assert error.value.problems[0].suggestion == "worst"


def test_a_refusal_of_two_scales_names_the_argument_that_helps() -> None:
    two = ss.Scale("Two", [ss.Level("no", "No", "Not met"), ss.Level("yes", "Yes", "Met")])
    other = ss.Round(evolve(C1.framework, scale=two), "Anytown", "Autumn", date(2025, 11, 1))
    ids = [question.id for question in C1.framework.questions]
    by_hand = ss.Crosswalk([ss.Match(name, name) for name in ids])
    with pytest.raises(ss.NotComparableError) as error:
        ss.change(C1, other, crosswalk=by_hand, rule="worst")
    assert refusal(error) == (
        "no-mapping",
        {"argument": "crosswalk", "levels": ("red", "amber", "green")},
    )
