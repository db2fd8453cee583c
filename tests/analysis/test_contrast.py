"""Two views of one round: the same machinery as a change, told as higher and lower."""

import pytest

from sixsteps import (
    NotApplicable,
    Rating,
    Respondent,
    Role,
    Round,
    SeveralAnswersError,
    UnknownIdError,
    WrongTypeError,
    contrast,
    six_steps,
)
from sixsteps.analysis.answer_cells import AnswerKind
from sixsteps.results import Contrast
from tests.support.short_rounds import LEVELS, SPRING, asking

US = Respondent("us", "Self-assessment", Role.PARTNERSHIP)
SCRUTINEER = Respondent("scrutineer", "Scrutineer", Role.INDEPENDENT_SCRUTINEER)


def both(ours: str, theirs: str, theirs_is: Respondent = SCRUTINEER) -> Round:
    """A round that two rated, one letter a question: n not applicable, . nothing."""
    framework = asking([f"q{number}" for number in range(1, len(ours) + 1)])
    answers = [
        NotApplicable(question.id, "not here", who)
        if letter == "n"
        else Rating(question.id, LEVELS[letter], respondent=who)
        for who, letters in (("us", ours), (theirs_is.id, theirs))
        for question, letter in zip(framework.questions, letters, strict=True)
        if letter != "."
    ]
    return Round(framework, "Anytown", "Spring 2026", SPRING, answers, respondents=[US, theirs_is])


@pytest.fixture
def oracle() -> Contrast:
    return contrast(both("GGAGAGRA", "AGARAARG"), "us", "scrutineer")


def test_a_self_assessment_is_over_the_same_and_under_the_scrutineers(oracle: Contrast) -> None:
    assert (oracle.over, oracle.same, oracle.under) == (3, 4, 1)
    assert oracle.sentence == (
        "Of the 8 questions both rated, Self-assessment rated 3 higher than Scrutineer, 4 the same"
        " and 1 lower."
    )


def test_swapping_the_two_swaps_over_and_under(oracle: Contrast) -> None:
    swapped = contrast(both("GGAGAGRA", "AGARAARG"), "scrutineer", "us")

    assert (swapped.over, swapped.same, swapped.under) == (1, 4, 3)
    assert swapped.transitions.cells == tuple(zip(*oracle.transitions.cells, strict=True))


def test_roles_are_compared_as_their_respondents_are(oracle: Contrast) -> None:
    found = contrast(both("GGAGAGRA", "AGARAARG"), Role.PARTNERSHIP, Role.INDEPENDENT_SCRUTINEER)

    assert found.outcomes == oracle.outcomes


def test_what_only_one_of_them_rated_is_told_by_the_kind_of_empty() -> None:
    found = contrast(both("RR.n.R", ".nRR.G"), US, SCRUTINEER)

    assert found.only_a == ((AnswerKind.UNANSWERED, 1), (AnswerKind.NOT_APPLICABLE, 1))
    assert found.only_b == ((AnswerKind.UNANSWERED, 1), (AnswerKind.NOT_APPLICABLE, 1))
    assert found.absent == ((AnswerKind.UNANSWERED, AnswerKind.UNANSWERED, 1),)
    assert found.table().cells == (
        ("Self-assessment higher", 0),
        ("the same", 0),
        ("Self-assessment lower", 1),
        ("Self-assessment only; Scrutineer: unanswered", 1),
        ("Self-assessment only; Scrutineer: not applicable", 1),
        ("Scrutineer only; Self-assessment: unanswered", 1),
        ("Scrutineer only; Self-assessment: not applicable", 1),
        ("neither; Self-assessment: unanswered, Scrutineer: unanswered", 1),
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "sentence"),
    [
        ("R", ".", "Self-assessment and Scrutineer rated no question in common."),
        (
            "G",
            "R",
            "Self-assessment and Scrutineer both rated one question; Self-assessment rated it"
            " higher than Scrutineer.",
        ),
        (
            "R",
            "G",
            "Self-assessment and Scrutineer both rated one question; Self-assessment rated it"
            " lower than Scrutineer.",
        ),
        (
            "R",
            "R",
            "Self-assessment and Scrutineer both rated one question; Self-assessment rated it"
            " the same as Scrutineer.",
        ),
        (
            "RG",
            "RG",
            "Self-assessment and Scrutineer both rated 2 questions, and rated them alike.",
        ),
        (
            "RG",
            "AR",
            "Of the 2 questions both rated, Self-assessment rated 1 higher than Scrutineer, none"
            " the same and 1 lower.",
        ),
    ],
)
def test_the_sentence_of_a_comparison(ours: str, theirs: str, sentence: str) -> None:
    assert contrast(both(ours, theirs), "us", "scrutineer").sentence == sentence


def test_a_sentence_that_begins_with_a_role_begins_with_a_capital() -> None:
    people = [Respondent(name, name.title(), Role.LEAD_PARTNER) for name in ("one", "two")]
    people.append(Respondent("scrutineer", "Scrutineer", Role.INDEPENDENT_SCRUTINEER))
    round_ = Round(asking("a"), "Anytown", "Spring 2026", SPRING, respondents=people)

    assert contrast(round_, Role.LEAD_PARTNER, "scrutineer", rule="worst").sentence == (
        "Lead partner and Scrutineer rated no question in common."
    )


def test_the_questions_are_listed_with_the_levels_between(oracle: Contrast) -> None:
    table = oracle.tables()[2]

    assert table.columns == ("Number", "Question", "a", "b", "Levels apart")
    assert table.cells[3] == ("1.4", "Question q4?", "Green", "Red", 2)
    assert table.notes[0] == "a: Self-assessment; b: Scrutineer."
    far = contrast(both("AGRG.", "GARR."), "us", "scrutineer").tables()[2].cells
    assert [row[-1] for row in far] == [1, 1, 0, 2, None]
    assert {one.source for one in oracle.tables()} == {"Doe, J (2024) Local"}


def test_a_role_of_several_needs_a_rule_and_names_it() -> None:
    people = [
        Respondent("police", "Police", Role.LEAD_PARTNER),
        Respondent("health", "Health", Role.LEAD_PARTNER),
        SCRUTINEER,
    ]
    round_ = Round(
        asking("a"),
        "Anytown",
        "Spring 2026",
        SPRING,
        [
            Rating("a", "red", respondent="police"),
            Rating("a", "green", respondent="health"),
            Rating("a", "amber", respondent="scrutineer"),
        ],
        respondents=people,
    )

    with pytest.raises(SeveralAnswersError) as caught:
        contrast(round_, "scrutineer", Role.LEAD_PARTNER)
    assert str(caught.value) == (
        "2 respondents in the role 'lead partner' in the round 'Spring 2026', and one answer a"
        " question is needed; give b= a respondent (police, health), or rule= one of worst, best,"
        " median_low, unanimous"
    )
    found = contrast(round_, Role.LEAD_PARTNER, "scrutineer", rule="best")
    assert (found.a, found.over) == ("lead partner", 1)
    assert found.notes == (
        "lead partner: One answer a question of 2 respondents (Police, Health) by the rule best"
        " (the highest level given).",
        "Scrutineer: Answers of Scrutineer.",
    )


def test_somebody_who_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="no respondent or role 'peer'"):
        contrast(both("R", "R"), "us", "peer")
    with pytest.raises(UnknownIdError) as caught:
        contrast(Round(asking("a"), "Anytown", "Spring 2026", SPRING), "us", "peer")
    assert str(caught.value) == (
        "no respondent or role of that name; the round 'Spring 2026' names no respondents, name"
        " those who answered in respondents="
    )
    with pytest.raises(WrongTypeError) as wrong:
        contrast(both("R", "R"), "us", None)  # type: ignore[arg-type]  # the mistake under test
    assert str(wrong.value) == (
        "b= was given None; give a respondent, a respondent's id, a role or a role's name"
    )


def test_a_round_of_the_published_framework_compares_within_eighty_columns() -> None:
    answers = [
        Rating("s1q1", "green", respondent="us"),
        Rating("s1q1", "red", respondent="scrutineer"),
    ]
    round_ = Round(
        six_steps(), "Anytown", "Spring 2026", SPRING, answers, respondents=[US, SCRUTINEER]
    )
    tables = contrast(round_, "us", "scrutineer").tables()

    assert max(len(line) for table in tables for line in str(table).splitlines()) <= 80
