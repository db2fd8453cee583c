from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve

from sixsteps import (
    RAG,
    Framework,
    InvalidError,
    Level,
    NotComparableError,
    Question,
    Rating,
    Respondent,
    Role,
    Round,
    Scale,
    SeveralAnswersError,
    Source,
    Step,
    six_steps,
    summary,
)
from sixsteps.analysis.summary import Reading, Verdict
from sixsteps.results import Dominance, Share, Summary
from tests.support.three_partners import C1

EMPTY = Round(six_steps(), "Anytown", "Autumn", date(2025, 11, 1))


def rated(red: int, amber: int, green: int, title: str = "Autumn") -> Round:
    levels = ["red"] * red + ["amber"] * amber + ["green"] * green
    questions = six_steps().questions
    ratings = [
        Rating(question.id, level, ["Seen"])
        for question, level in zip(questions, levels, strict=False)
    ]
    return evolve(EMPTY, title=title, ratings=ratings)


def test_the_three_readings_of_three_partners_are_as_counted_by_hand() -> None:
    found = summary(C1)
    assert found.as_rated == Reading(RAG, (2, 2, 2))
    assert found.lowest == Reading(RAG, (4, 2, 1))
    assert found.highest == Reading(RAG, (2, 2, 3))
    assert found.as_rated.at("green") == Share(2, 6)
    assert (found.lowest.at("green"), found.highest.at("green")) == (Share(1, 7), Share(3, 7))
    assert (found.highest.at("red"), found.lowest.at("red")) == (Share(2, 7), Share(4, 7))
    assert (found.lowest.median_low, found.highest.median_low) == ("red", "amber")


def test_what_was_agreed_by_one_other_is_not_counted_twice() -> None:
    agreed = Respondent("agreed", "All", Role.AGREED)
    two = evolve(C1, respondents=[C1.respondents[0], agreed], ratings=[], plans=[])
    with pytest.raises(SeveralAnswersError, match=r"^the round 'Spring 2025' has agreed answers"):
        summary(two)
    alone = evolve(two, respondents=[agreed])
    assert summary(alone).as_rated == Reading(RAG, (0, 0, 0))


def test_the_summary_prints_as_a_table_with_every_level_and_says_how_it_reads() -> None:
    assert (
        str(summary(C1))
        == """\
Summary: Anytown, Spring 2025

Figure      As rated  If proved worst  If proved best
----------  --------  ---------------  --------------
Red         2 of 6    4 of 7           2 of 7
Amber       2 of 6    2 of 7           2 of 7
Green       2 of 6    1 of 7           3 of 7
Not Red     4 of 6    3 of 7           5 of 7
Worst       Red       Red              Red
Low median  Amber     Red              Amber

As of 31 March 2025.
Answers of 3 respondents (Council, Health, Police), each counted by itself.
As rated counts the answers given. The others count every answer that was due:
if each one that is missing or without its evidence proved worst, or best.
Doe, J (2024) Two steps"""
    )


def test_the_steps_are_rated_by_the_compound_rule() -> None:
    compounded = summary(C1)
    assert [(step.id, step.rating, step.lowest, step.highest) for step in compounded.steps] == [
        ("s1", "amber", "amber", "amber"),
        ("s2", "red", "red", "red"),
    ]
    assert compounded.tables()[1].columns == (
        *("Step", "Id", "Red", "Amber", "Green", "Rated"),
        *("Step rating", "Lowest", "Highest"),
    )
    assert compounded.tables()[1].notes[-2:] == (
        "Lowest and Highest count every answer that was due: if each one that is missing or"
        " without its evidence proved worst, or best.",
        "Step rating by the compound rule (all the same: that level; mixed: Amber).",
    )
    flags = "is_rating", "is_lowest_rating", "is_highest_rating"
    assert [tuple(row[name] for name in flags) for row in compounded.table("steps").rows()] == [
        *([(False,) * 3, (True,) * 3, (False,) * 3]),
        *([(True,) * 3, (False,) * 3, (False,) * 3]),
    ]


def test_levels_nobody_used_are_still_listed() -> None:
    assert [row[0] for row in summary(EMPTY).table().cells][:3] == ["Red", "Amber", "Green"]
    assert summary(EMPTY).as_rated == Reading(RAG, (0, 0, 0))


def test_no_answers_give_no_rate_no_worst_and_no_median() -> None:
    found = summary(EMPTY).as_rated
    assert found.at("green").value is None
    assert found.worst is None
    assert found.median_low is None
    assert summary(EMPTY).steps[0].rating is None
    assert summary(EMPTY).steps[0].lowest == "red"


def test_a_rule_joins_the_answers_to_one_a_question() -> None:
    found = summary(C1, rule="median_low")
    assert found.rule == "median_low"
    assert found.as_rated == Reading(RAG, (1, 2, 0))
    assert found.note == (
        "One answer a question of 3 respondents (Council, Health, Police) by the rule median_low"
        " (the low median of the levels given)."
    )


def test_agreed_answers_beside_others_are_not_counted_together_silently() -> None:
    agreed = Respondent("all", "All partners", Role.AGREED)
    beside = evolve(C1, respondents=[*C1.respondents, agreed])
    with pytest.raises(SeveralAnswersError) as refused:
        summary(beside)
    assert str(refused.value) == (
        "the round 'Spring 2025' has agreed answers beside those they were reached from; give"
        " respondent= a respondent (la, health, police, all) or a role, or rule= one of worst,"
        " best, median_low, unanimous"
    )
    assert summary(beside, respondent=Role.LEAD_PARTNER).as_rated == summary(C1).as_rated
    assert summary(beside, respondent="agreed").whose == ("all",)


@pytest.mark.parametrize(
    ("before", "after", "not_red", "green", "verdict", "sentence"),
    [
        (
            *((6, 10, 8), (4, 11, 9), Fraction(1, 12), Fraction(1, 24)),
            *(Verdict.BETTER, "better on every scoring"),
        ),
        (
            *((6, 12, 6), (8, 6, 10), Fraction(-1, 12), Fraction(1, 6)),
            *(Verdict.DEPENDS, "better only if Amber is worth less than 2/3 of Green"),
        ),
        (
            *((8, 6, 10), (6, 12, 6), Fraction(1, 12), Fraction(-1, 6)),
            *(Verdict.DEPENDS, "better only if Amber is worth more than 2/3 of Green"),
        ),
        (
            *((4, 11, 9), (6, 10, 8), Fraction(-1, 12), Fraction(-1, 24)),
            *(Verdict.WORSE, "worse on every scoring"),
        ),
        (
            *((1, 1, 1), (8, 8, 8), Fraction(0), Fraction(0)),
            *(Verdict.SAME, "the same on every scoring"),
        ),
    ],
)
def test_one_summary_against_another(
    before: tuple[int, int, int],
    after: tuple[int, int, int],
    not_red: Fraction,
    green: Fraction,
    verdict: Verdict,
    sentence: str,
) -> None:
    found = summary(rated(*after)).against(summary(rated(*before)))
    assert found.differences == (("amber", not_red), ("green", green))
    assert (found.verdict, found.sentence) == (verdict, sentence)


def test_the_conclusion_turns_where_the_two_differences_balance() -> None:
    found = summary(rated(8, 6, 10)).against(summary(rated(6, 12, 6)))
    assert found.flips_at == Fraction(2, 3)
    assert summary(rated(4, 11, 9)).against(summary(rated(6, 10, 8))).flips_at is None
    made = Dominance(found.heading, found.against, found.reading, found.other)
    assert made.table() == found.table()


def test_the_comparison_prints_both_shares_and_the_conclusion() -> None:
    spring, autumn = summary(rated(8, 6, 10, "Spring")), summary(rated(6, 12, 6))
    assert (
        str(spring.against(autumn))
        == """\
Order of the answers: Anytown, Spring

Share      Autumn    Spring   Difference
-------  --------  --------  -----------
Not Red  18 of 24  16 of 24  -8.3 points
Green     6 of 24  10 of 24  16.7 points

Spring (1 November 2025) against Autumn (1 November 2025): better only if Amber
is worth less than 2/3 of Green.
Pearce, J (2019) Six Steps for Independent Scrutiny: Safeguarding children
arrangements. Institute of Applied Social Research, Luton, University of
Bedfordshire"""
    )


def test_the_comparison_says_whose_answers_each_side_counts_and_by_which_rule() -> None:
    worst, best = summary(C1, rule="worst"), summary(C1, rule="best")
    people = "One answer a question of 3 respondents (Council, Health, Police) by the rule"
    assert worst.against(worst).table().notes[1:] == (f"{people} worst (the lowest level given).",)
    assert best.against(worst).table().notes[1:] == (
        f"1. Spring 2025: {people} worst (the lowest level given).",
        f"2. Spring 2025: {people} best (the highest level given).",
    )
    named = summary(C1, respondent="la").against(worst)
    assert named.table().notes[2] == "2. Spring 2025: Answers of Council."


def four_levels(**counts: int) -> Summary:
    scale = Scale("Four", [Level(key) for key in ("a", "b", "c", "d")])
    levels = [level for level, count in counts.items() for _ in range(count)]
    questions = [Question(f"s1q{n}", f"Question {n}?") for n in range(1, len(levels) + 1)]
    framework = Framework("Four", Source("Doe"), scale, [Step("s1", "One", questions)])
    ratings = [Rating(q.id, level) for q, level in zip(questions, levels, strict=True)]
    return summary(Round(framework, "Anytown", "Now", date(2026, 1, 1), ratings))


def test_on_other_scales_there_is_dominance_and_no_turning_point() -> None:
    found = four_levels(a=1, b=1, d=2).against(four_levels(b=2, c=1, d=1))
    assert found.verdict is Verdict.DEPENDS
    assert found.flips_at is None
    assert found.sentence == "better on some scorings and worse on others"
    assert [row[0] for row in found.table().cells] == ["Not A", "C or better", "D"]


def test_summaries_of_different_questions_say_so() -> None:
    found = four_levels(a=1, b=1).against(four_levels(a=1, b=1, c=1))
    assert found.table().notes[1] == (
        "The two do not count the same questions; change() tells a change of the answers from a"
        " change of the questions."
    )


def test_summaries_on_different_levels_are_not_compared() -> None:
    with pytest.raises(NotComparableError) as refused:
        summary(rated(1, 1, 1)).against(four_levels(a=1))
    assert str(refused.value) == (
        "'Autumn' is rated red, amber, green and 'Now' a, b, c, d; compare the rounds with"
        " change() and a mapping of levels"
    )


def test_a_summary_without_answers_is_not_compared() -> None:
    with pytest.raises(NotComparableError) as refused:
        summary(EMPTY).against(summary(rated(1, 1, 1)))
    assert str(refused.value) == (
        "'Autumn' has no rated answer to compare; rate at least one question"
    )


def test_a_mean_repeats_the_scores_it_rests_on() -> None:
    found = summary(C1).mean({"red": 0, "amber": Fraction(1, 2), "green": 1})
    assert (found.as_rated, found.lowest, found.highest) == (
        *(Fraction(1, 2), Fraction(2, 7), Fraction(4, 7)),
    )
    assert found.table().notes[2] == (
        "Scores, named by whoever asked for the mean: Red 0, Amber 1/2, Green 1."
    )


def test_a_mean_of_no_answers_is_none() -> None:
    assert summary(EMPTY).mean({"red": 0, "amber": 1, "green": 2}).as_rated is None


def test_every_problem_with_the_scores_is_told_at_once() -> None:
    with pytest.raises(InvalidError) as refused:
        summary(C1).mean({"amber": 2, "green": 1, "gren": 3, "red": 0.5})  # type: ignore[dict-item]  # a float is the point
    assert (
        str(refused.value)
        == """\
3 problems with the scores:
  unknown level 'gren' at scores; the scale has red, amber, green; did you mean 'green'?
  a value of type float is not an exact score at scores['red']; give a whole number or a Fraction
  'green' is better than 'amber' and scores less at scores['green']; give it 2 or more"""
    )
    with pytest.raises(InvalidError) as refused:
        summary(C1).mean({})
    assert str(refused.value) == (
        "no score for red, amber, green at scores; name the score of every level"
    )


def test_two_rounds_of_one_title_are_told_apart_in_the_table() -> None:
    found = summary(rated(1, 1, 1)).against(summary(rated(1, 1, 1)))
    assert found.table().columns == ("Share", "1. Autumn", "2. Autumn", "Difference")
    named = summary(rated(1, 1, 1, "Share")).against(summary(rated(1, 1, 1, "source")))
    assert named.table().columns == ("Share", "1. source", "2. Share", "Difference")


def test_both_references_are_kept_where_they_differ() -> None:
    found = summary(rated(1, 1, 1)).against(summary(C1))
    assert found.table().source == f"Doe, J (2024) Two steps; {EMPTY.citation}"
