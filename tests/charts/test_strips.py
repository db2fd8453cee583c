"""Strips: question by round, question by respondent, partnership by question."""

from datetime import date

import pytest
from attrs import evolve
from matplotlib.figure import Figure

import sixsteps as ss
from sixsteps import charts
from sixsteps.palette import AMBER, GREEN, RED
from tests.support.figures import box_under, boxes_of, texts_of, words_on
from tests.support.rounds_to_draw import (
    adapted_pair,
    cycled,
    framework_of,
    lettered,
    respondents_of,
)

QUESTIONS = lettered("Pair", "a b", "c")


def rated(title: str, year: int, **levels: str) -> ss.Round:
    ratings = [ss.Rating(name, level) for name, level in levels.items()]
    return ss.Round(QUESTIONS, "Anytown", title, date(year, 5, 1), ratings)


def years() -> list[ss.Round]:
    return [
        rated("First", 2024, a="red", b="green"),
        rated("Second", 2025, a="red"),
        rated("Third", 2026, a="red", b="amber", c="red"),
    ]


def test_a_history_stands_in_the_order_of_its_rounds() -> None:
    figure = charts.history_strip(years()).figure
    boxes = boxes_of(figure)
    row = [
        (text.text, under.fill)
        for text in sorted(texts_of(figure), key=lambda text: text.box.x0)
        if (under := box_under(text, boxes)) is not None
        and text.text in ("Green", "Amber", "not rated")
        and abs(text.box.y0 - _place(figure, "1.2 About b")) < 3
    ]
    assert row == [("Green", GREEN.fill), ("not rated", "#FFFFFF"), ("Amber", AMBER.fill)]


def _place(figure: Figure, word: str) -> float:
    return float(next(text.box.y0 for text in texts_of(figure) if text.text == word))


def test_rounds_in_a_row_at_the_worst_level_stand_at_the_end_of_a_row() -> None:
    chart = charts.history_strip(years())
    assert "Red in a row now: 1.1 (3) and 2.1 (1 to 3)." in chart.alt
    assert "1 to 3" in [text.text for text in texts_of(chart.figure)]


def test_a_break_is_a_line_that_the_key_explains() -> None:
    before, after, crosswalk = adapted_pair()
    broken = charts.history_strip([before, after], crosswalks=[crosswalk]).figure
    whole = charts.history_strip(years()).figure
    assert len(broken.axes[0].lines) == 5
    assert "not comparable across the line" in words_on(broken)
    assert len(whole.axes[0].lines) == 0
    assert "not comparable across the line" not in words_on(whole)


def test_questions_that_are_gone_stand_last() -> None:
    before, after, crosswalk = adapted_pair()
    words = words_on(charts.history_strip([before, after], crosswalks=[crosswalk]).figure)
    assert words.index("2.6 About k") < words.index("No longer in the framework")
    assert words.index("No longer in the framework") < words.index("About g")


def test_a_history_draws_what_its_rounds_draw() -> None:
    found = ss.history(years())
    assert charts.history_strip(found).svg() == charts.history_strip(years()).svg()


def test_many_rounds_take_letters_with_a_key() -> None:
    rounds = [rated(f"Round {year}", year, a="red", b="green") for year in range(2000, 2015)]
    texts = [text.text for text in texts_of(charts.history_strip(rounds).figure)]
    assert texts.count("R") == 15 + 1
    assert texts.count("Red") == 1


def test_levels_that_share_a_letter_take_their_places_instead() -> None:
    framework = framework_of(1, 4, 7)
    rounds = [cycled(framework, place, f"R{place}", date(2000 + place, 1, 1)) for place in range(9)]
    texts = [text.text for text in texts_of(charts.history_strip(rounds).figure)]
    assert "O" in texts
    source = ss.Source("Doe, J (2024) A framework")
    alike = ss.Scale("Alike", [ss.Level("good"), ss.Level("great")])
    step = ss.Step("s", "Step", [ss.Question("q", "Is it so?")])
    one = ss.Round(
        ss.Framework("Alike", source, alike, [step]),
        "Anytown",
        "Spring",
        date(2026, 5, 1),
        [ss.Rating("q", "great")],
    )
    assert "Anytown 2 0 1 Good 0 Great 1 1 Good: 0 2 Great: 1" in words_on(
        charts.partnerships([one]).figure
    )


@pytest.mark.parametrize("steps", [[], [ss.Step("s", "Step", [])]], ids=["no step", "no question"])
def test_a_framework_without_questions_has_an_empty_strip(steps: list[ss.Step]) -> None:
    framework = ss.Framework(
        "Empty", ss.Source("Doe, J (2024)"), evolve(ss.RAG, source=None), steps
    )
    round_ = ss.Round(framework, "Anytown", "Spring", date(2026, 5, 1))
    assert charts.history_strip([round_]).alt == (
        "Nothing is rated yet. History. Anytown: Spring, 1 May 2026. 1 round of 0 questions."
        " Spring, 1 May 2026: none. Doe, J (2024)."
    )
    assert "Respondent not named: none." in charts.respondents(round_).alt


def people(*names: str) -> list[ss.Respondent]:
    return [ss.Respondent(name, name.title(), ss.Role.LEAD_PARTNER) for name in names]


def test_respondents_stand_side_by_side_with_their_difference() -> None:
    agreed = ss.Respondent("agreed", "In discussion", ss.Role.AGREED)
    round_ = ss.Round(
        QUESTIONS,
        "Anytown",
        "Spring 2026",
        date(2026, 5, 1),
        [
            ss.Rating("a", "red", respondent="council"),
            ss.Rating("a", "green", respondent="police"),
            ss.Rating("b", "amber", respondent="council"),
            ss.Rating("b", "amber", respondent="police"),
            ss.Rating("b", "green", respondent="agreed"),
            ss.Rating("c", "red", respondent="police"),
        ],
        respondents=[*people("council", "police"), agreed],
    )
    chart = charts.respondents(round_)
    words = words_on(chart.figure)
    assert "Council Police Agreed Difference" in words
    assert "1.1 About a Red Green not rated Council Red; Police Green" in words
    assert "1.2 About b Amber Amber Green none" in words
    assert "2.1 About c not rated Red not rated not compared" in words
    assert chart.alt == (
        "Respondents differ on 1 of 2 questions, on 1 by two levels or more. 2 respondents."
        " Anytown: Spring 2026, 1 May 2026. Draft. Council: 1 Red, 1 Amber and 1 not rated. Police:"
        " 1 Red, 1 Amber and 1 Green. Agreed: 1 Green and 2 not rated. They differ on 1 question:"
        " 1.1 (Council Red; Police Green). Doe, J (2024) A framework."
    )


def test_one_respondent_has_no_difference() -> None:
    chart = charts.respondents(rated("Spring 2026", 2026, a="red"))
    assert "Difference" not in words_on(chart.figure)
    assert "differ" not in chart.alt


def test_respondents_who_agree_are_said_to_agree() -> None:
    round_ = ss.Round(
        QUESTIONS,
        "Anytown",
        "Spring",
        date(2026, 5, 1),
        [ss.Rating("a", "red", respondent=name) for name in ("council", "police")],
        respondents=people("council", "police"),
    )
    assert "They differ on no question that two or more of them rated." in (
        charts.respondents(round_).alt
    )


@pytest.mark.slow
def test_long_frameworks_stand_in_panels_of_like_height() -> None:
    framework = framework_of(10, 12, 4)
    figure = charts.respondents(cycled(framework, respondents=respondents_of(3))).figure
    width, height = figure.get_size_inches()
    assert 0.3 < height / width < 3


def test_partnerships_stand_in_the_order_given_with_their_totals() -> None:
    rounds = [
        evolve(rated("Spring", 2026, a="red", b="red", c="green"), organisation="Otherton"),
        evolve(rated("Spring", 2026, a="green"), organisation="Anytown"),
    ]
    chart = charts.partnerships(rounds)
    figure = chart.figure
    boxes = boxes_of(figure)
    fills = [
        under.fill
        for text in texts_of(figure)
        if text.text in ("R", "G", ".") and (under := box_under(text, boxes)) is not None
    ]
    assert fills[:6] == [RED.fill, RED.fill, GREEN.fill, GREEN.fill, "#FFFFFF", "#FFFFFF"]
    assert "Otherton R R G 2 0 1 0" in words_on(figure)
    assert "Rows stand in the order given, which is no ranking." in chart.alt
    assert "Otherton: 2 Red and 1 Green. Anytown" in chart.alt


def test_rows_say_their_round_only_where_it_is_not_that_of_all() -> None:
    spring = rated("Spring", 2026, a="red")
    together = charts.partnerships([spring, evolve(spring, organisation="Otherton")])
    apart = charts.partnerships([spring, rated("Spring", 2025, a="red")])
    asked = "Spring, 1 May 2026. 2 rounds, 3 questions that all of them ask"
    assert asked in words_on(together.figure)
    assert "Anytown R" in words_on(together.figure)
    assert f"{asked}." in together.alt
    assert "Anytown: Spring, 1 May 2025 R" in words_on(apart.figure)


@pytest.mark.slow
def test_partnerships_on_a_long_framework_stand_in_bands_of_whole_steps() -> None:
    framework = framework_of(10, 12, 4)
    rounds = [evolve(cycled(framework, n), organisation=f"Place {n}") for n in range(3)]
    figure = charts.partnerships(rounds).figure
    texts = [text.text for text in texts_of(figure)]
    assert max(figure.get_size_inches()) < 20
    assert [texts.count(framework.number(one.id)) for one in framework.questions] == [1] * 115
    # A box a cell, one a step, and the six of the key.
    assert len(boxes_of(figure)) == 3 * 115 + 10 + 6


@pytest.mark.slow
def test_a_row_of_several_bands_has_its_totals_once_and_they_are_of_all_its_questions() -> None:
    framework = framework_of(10, 12, 2)
    rated_all = [ss.Rating(one.id, framework.scale.best) for one in framework.questions]
    round_ = ss.Round(framework, "Anytown", "Spring", date(2026, 5, 1), rated_all)
    texts = [text.text for text in texts_of(charts.partnerships([round_]).figure)]
    assert texts.count("Anytown") > 1
    assert texts.count("115") == 1


def test_partnerships_are_shown_on_the_questions_all_of_them_ask() -> None:
    # One id that was introduced with other words is another question.
    other = lettered("Other", "a z", "c")
    renamed = evolve(other.steps[1].questions[0], text="Is something else so?")
    steps = [other.steps[0], ss.Step("s2", "Two", [renamed])]
    changed = ss.Framework("Changed", other.source, other.scale, steps)
    rounds = [
        rated("Spring", 2026, a="red"),
        ss.Round(changed, "Otherton", "Spring", date(2026, 5, 1)),
    ]
    words = words_on(charts.partnerships(rounds).figure)
    assert "Spring, 1 May 2026. 2 rounds, 1 question that all of them ask" in words
    assert "1.2" not in words


def test_partnerships_with_nothing_in_common_are_refused() -> None:
    nothing = ss.Round(lettered("Nothing", "x"), "Otherton", "Spring", date(2026, 5, 1))
    with pytest.raises(ss.NotComparableError, match=r"^these rounds have no question in common"):
        charts.partnerships([rated("Spring", 2026), nothing])


def test_partnerships_on_two_scales_are_refused() -> None:
    local = cycled(framework_of(1, 2, 4))
    with pytest.raises(ss.NotComparableError) as caught:
        charts.partnerships([rated("Spring", 2026), local])
    assert str(caught.value) == (
        "'Pair' is rated on 'Red, Amber, Green' and 'A local framework' on '4 levels'; give rounds"
        " of one scale"
    )


def test_no_rounds_are_no_partnerships() -> None:
    with pytest.raises(ss.InvalidError, match=r"^no rounds at rounds; give at least one$"):
        charts.partnerships([])


def test_partnerships_say_whose_answers_they_show() -> None:
    both = ss.Round(
        QUESTIONS,
        "Anytown",
        "Spring",
        date(2026, 5, 1),
        [ss.Rating("a", "red", respondent="council"), ss.Rating("a", "green", respondent="police")],
        respondents=people("council", "police"),
    )
    assert "Answers of: police." in charts.partnerships([both], respondent="police").alt
    joined = charts.partnerships([both], rule="best")
    assert "joined by the rule best (the highest level given)." in joined.alt
    assert "1 Green and 2 not rated" in joined.alt
