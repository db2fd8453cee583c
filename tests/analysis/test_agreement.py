from datetime import date
from fractions import Fraction
from random import Random

import krippendorff
import numpy as np
import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from sixsteps import (
    RAG,
    Framework,
    Question,
    Rating,
    Respondent,
    Role,
    Round,
    Source,
    Step,
    agreement,
)
from sixsteps.analysis.agreement import METRICS, Alpha, Metric, QuestionRatings, alpha
from sixsteps.analysis.answer_cells import AnswerKind
from tests.strategies import rounds
from tests.support.tables import column
from tests.support.three_partners import C1, FRAMEWORK

OBSERVERS = """\
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 ."""
UNITS = [
    [int(value) for value in column if value != "."]
    for column in zip(*(row.split() for row in OBSERVERS.splitlines()), strict=True)
]
LEVELS = {"R": "red", "A": "amber", "G": "green"}


def rated(*questions: str) -> Round:
    """A round in which the letters of each question are the ratings of a, b, c."""
    ids = "abc"
    steps = [Step("s1", "One", [Question(f"s1q{n + 1}", "So?") for n in range(len(questions))])]
    return Round(
        Framework("One step", Source("Doe, J (2024)"), evolve(RAG, source=None), steps),
        "Anytown",
        "Spring",
        date(2026, 5, 1),
        respondents=[Respondent(name, name.upper(), Role.PEER) for name in ids],
        ratings=[
            Rating(f"s1q{n + 1}", LEVELS[letter], respondent=name)
            for n, letters in enumerate(questions)
            for name, letter in zip(ids, letters, strict=True)
            if letter != "?"
        ],
    )


SIX = rated("GGA", "AAA", "RAR", "GGG", "AR?", "GAA")


def test_alpha_of_krippendorff_s_own_example() -> None:
    assert alpha(UNITS, "nominal") == Alpha(Fraction(113, 152))
    assert alpha(UNITS, "ordinal") == Alpha(Fraction(108577, 133160))


def test_the_agreement_of_three_raters_on_six_questions() -> None:
    found = agreement(SIX)
    assert found.alpha == Alpha(Fraction(6709, 11781))
    assert found.observed == Fraction(1, 2)
    assert found.apart == (2, 4, 0)
    assert [question.question for question in found.differing] == ["s1q1", "s1q3", "s1q5", "s1q6"]


def test_two_raters_agree_by_their_one_pair() -> None:
    assert agreement(rated("AA?", "?AG")).observed == Fraction(1, 2)


def test_the_questions_respondents_differ_on_come_first_widest_first() -> None:
    found = agreement(C1)
    assert found.differing == (
        QuestionRatings("q2", "1.2", (("la", "amber"), ("health", "green"), ("police", "red")), 2),
        QuestionRatings(
            *("q1", "1.1", (("la", "green"), ("health", "amber")), 1),
            empties=(("police", AnswerKind.UNANSWERED),),
        ),
    )
    assert (
        str(found.table())
        == """\
Where respondents differ: Anytown, Spring 2025

Number  Question  Levels apart  by Council  by Health  by Police
------  --------  ------------  ----------  ---------  ----------
1.2     Two?                 2  Amber       Green      Red
1.1     One?                 1  Green       Amber      unanswered

As of 31 March 2025.
Ratings of Council, Health, Police compared on the questions with two ratings or
more: 2.
Doe, J (2024) Two steps"""
    )


def test_an_agreement_prints_its_figures_below_the_questions() -> None:
    found = agreement(C1)
    assert str(found) == f"{found.table()}\n\n{found.tables()[1]}"


def test_the_figures_say_what_alpha_is_and_what_it_is_not() -> None:
    assert (
        str(agreement(SIX).tables()[1])
        == """\
Agreement: Anytown, Spring

Figure                           Value
------------------------------  ------
The same                        2 of 6
1 level apart                   4 of 6
2 levels apart                  0 of 6
Agreement, mean over questions   50.0%
Krippendorff's alpha, ordinal    0.569

As of 1 May 2026.
Ratings of A, B, C compared on the questions with two ratings or more: 6.
Krippendorff's alpha, ordinal: 1 is perfect agreement, 0 what chance would give.
Its distances rest on these ratings, so it does not compare with another
round's, and no value of it is a pass mark.
Doe, J (2024)"""
    )


def test_an_agreed_rating_stands_beside_the_others_and_is_not_compared() -> None:
    agreed = Respondent("all", "All", Role.AGREED)
    beside = evolve(
        SIX,
        respondents=[*SIX.respondents, agreed],
        ratings=[*SIX.ratings, Rating("s1q1", "red", respondent="all")],
    )
    found = agreement(beside)
    assert (found.alpha, found.apart) == (agreement(SIX).alpha, agreement(SIX).apart)
    assert found.questions[0].agreed == "red"
    assert column(found.table(), "Agreed") == ["Red", *["not rated"] * 3]


def test_only_those_of_a_role_are_compared_where_one_is_named() -> None:
    scrutineer = Respondent("c", "C", Role.INDEPENDENT_SCRUTINEER)
    roles = evolve(SIX, respondents=[*SIX.respondents[:2], scrutineer])
    found = agreement(roles, respondent="peer")
    assert found.raters == ("a", "b")
    assert found.apart == (3, 3, 0)


@pytest.mark.parametrize(
    ("round_", "reason"),
    [
        (rated("G??", "?A?"), "no question has two ratings"),
        (
            rated("GGG", "GG?"),
            "every rating is at the same level, so chance would agree as well",
        ),
    ],
)
def test_without_expected_disagreement_there_is_no_alpha(round_: Round, reason: str) -> None:
    found = agreement(round_)
    assert found.alpha == Alpha(None, reason)
    assert found.tables()[1].notes[-1] == f"No alpha: {reason}."


def test_what_nobody_rated_twice_has_no_agreement() -> None:
    assert agreement(rated("G??")).observed is None
    assert agreement(rated("G??")).questions == ()


def test_fewer_than_two_respondents_are_nothing_to_compare() -> None:
    alone = Round(FRAMEWORK, "Anytown", "Spring", date(2026, 5, 1), [Rating("q1", "red")])
    nothing = "Nothing to compare: that takes two respondents or more, and"
    assert agreement(alone).notes == ("As of 1 May 2026.", f"{nothing} none is named.")
    assert agreement(C1, respondent="la").notes == (
        "As of 31 March 2025.",
        f"{nothing} there is only Council.",
    )


def test_two_respondents_are_enough_to_compare() -> None:
    pair = evolve(C1, respondents=C1.respondents[:2], ratings=C1.ratings[:2], plans=[])
    assert agreement(pair).notes == (
        "As of 31 March 2025.",
        "Ratings of Council, Health compared on the questions with two ratings or more: 1.",
    )


def test_answers_nobody_asked_for_are_not_compared() -> None:
    answered = C1.with_ratings(Rating("q3", "green", respondent="police"))
    assert agreement(answered) == agreement(C1)


@given(rounds(FRAMEWORK), st.randoms())
def test_agreement_does_not_mind_the_order_of_the_respondents(
    round_: Round, shuffler: Random
) -> None:
    respondents = list(round_.respondents)
    shuffler.shuffle(respondents)
    one, other = agreement(round_), agreement(evolve(round_, respondents=respondents))
    assert (one.alpha, one.observed, one.apart) == (other.alpha, other.observed, other.apart)
    assert sum(one.apart) == len(one.questions)


@given(st.lists(st.lists(st.integers(0, 4) | st.none(), min_size=3, max_size=3), min_size=1))
@pytest.mark.parametrize("metric", METRICS)
def test_alpha_is_that_of_an_independent_implementation(
    metric: Metric, units: list[list[int | None]]
) -> None:
    given_ranks = [[rank for rank in unit if rank is not None] for unit in units]
    found = alpha(given_ranks, metric).value
    assume(found is not None)
    data = np.array([[np.nan if rank is None else rank for rank in unit] for unit in units]).T
    expected = krippendorff.alpha(data, level_of_measurement=metric)
    assert found is not None
    assert float(found) == pytest.approx(expected, abs=1e-9)
