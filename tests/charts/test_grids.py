"""The paper's table: one round, or two with what each rating was before."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from matplotlib.figure import Figure

import sixsteps as ss
from sixsteps import charts
from sixsteps.palette import AMBER, DECLINED, GREEN, HEADER, IMPROVED, RED
from tests.support.figures import box_under, boxes_of, texts_of, words_on
from tests.support.rounds_to_draw import adapted_pair, cycled, lettered

PAIR = lettered("Pair", "a b c", "d")
EVERYTHING: list[ss.Rating | ss.NotApplicable] = [
    ss.Rating("a", "green", evidence=["<seen by children>"]),
    ss.Rating("b", "amber"),
    ss.NotApplicable("c", "a reason nobody prints"),
]


def anytown(
    *answers: ss.Rating | ss.NotApplicable, title: str = "Spring 2026", **particulars: Any
) -> ss.Round:
    return ss.Round(PAIR, "Anytown", title, date(2026, 5, 1), answers, **particulars)


def under(figure: Figure, word: str) -> list[tuple[str, bool]]:
    """The fill, and whether the outline is dashed, below each place a word stands."""
    boxes = boxes_of(figure)
    found = [box_under(text, boxes) for text in texts_of(figure) if text.text == word]
    return [(box.fill, box.dashed) for box in found if box is not None]


def test_every_cell_has_the_word_and_the_fill_of_its_rating() -> None:
    figure = charts.grid(anytown(*EVERYTHING, ss.Rating("d", "red"))).figure
    assert under(figure, "Green") == [(GREEN.fill, False)]
    assert under(figure, "Amber") == [(AMBER.fill, False)]
    assert under(figure, "Red") == [(RED.fill, False)]
    assert under(figure, "not applicable") == [("#FFFFFF", False)]


def test_a_question_without_an_answer_is_white_with_a_dashed_outline() -> None:
    assert under(charts.grid(anytown(*EVERYTHING)).figure, "not rated") == [("#FFFFFF", True)]


def test_a_started_rating_is_not_rated() -> None:
    figure = charts.grid(anytown(ss.Rating("a", None))).figure
    assert len(under(figure, "not rated")) == 4


def test_a_question_not_asked_says_so() -> None:
    police = ss.Respondent("police", "Police", ss.Role.LEAD_PARTNER, asked=["s1"])
    figure = charts.grid(anytown(respondents=[police])).figure
    assert len(under(figure, "not asked")) == 1
    assert len(under(figure, "not rated")) == 3


def test_steps_of_unequal_length_stand_side_by_side_under_their_titles() -> None:
    figure = charts.grid(anytown()).figure
    assert under(figure, "1. Step of a b c") == [(HEADER.fill, False)]
    assert under(figure, "2. Step of d") == [(HEADER.fill, False)]
    tops = {text.text: text.box.y0 for text in texts_of(figure)}
    assert tops["1.1 About a"] == tops["2.1 About d"] > tops["1.2 About b"] > tops["1.3 About c"]


def test_a_narrow_grid_breaks_no_word_of_a_step() -> None:
    figure = Figure(figsize=(4, 9))
    charts.grid(cycled(ss.six_steps()), ax=figure.add_axes((0, 0, 1, 1)))
    assert {"implementation", "safeguarding"} <= set(words_on(figure).split())


def test_the_description_of_a_grid_tells_all_counts() -> None:
    agreed = anytown(*EVERYTHING).agree("the Executive", date(2026, 5, 14))
    assert charts.grid(agreed).alt == (
        "Green in 1 of 2 questions rated, Red in 0. Ratings. Anytown: Spring 2026, 1 May 2026."
        " Signed off by the Executive on 14 May 2026. Of 4 questions, 0 are rated Red, 1 Amber"
        " and 1 Green; 1 is not rated and 1 is not applicable. Step 1: 1 Amber, 1 Green and 1 not"
        " applicable. Step 2: 1 not rated. Doe, J (2024) A framework."
    )


def test_no_free_text_reaches_a_chart() -> None:
    chart = charts.grid(
        anytown(
            *EVERYTHING,
            plans=[
                ss.ActionPlan(
                    "s1", [ss.Action("an action nobody prints")], "an outcome nobody prints"
                ),
            ],
        )
    )
    for text in (words_on(chart.figure), chart.alt, chart.svg()):
        assert "nobody prints" not in text
        assert "children" not in text


def test_the_handling_line_and_the_state_are_printed() -> None:
    chart = charts.grid(anytown(handling="Official, sensitive: board members alone"))
    assert "Handling: Official, sensitive: board members alone" in words_on(chart.figure)
    assert "Draft" in words_on(chart.figure).split()


def test_the_handling_line_is_printed_where_a_chart_is_given_results_in_place_of_rounds() -> None:
    old = evolve(anytown(ss.Rating("a", "red"), handling="Official"), on=date(2025, 5, 1))
    new = anytown(ss.Rating("a", "green"), handling="Official, sensitive")
    change = ss.change(old, new)
    drawn = [
        charts.change_grid(change),
        charts.transitions(change),
        charts.decomposition(change),
        charts.history_strip(ss.history([old, new])),
    ]
    for chart in drawn:
        words = words_on(chart.figure)
        assert "Handling: Official Handling: Official, sensitive sixsteps " in words
        assert "Handling: Official. Handling: Official, sensitive. Doe, J (2024)" in chart.alt
    assert "Handling: Official, sensitive" in words_on(charts.levels(ss.summary(new)).figure)


def test_a_handling_line_that_was_taken_out_is_not_printed() -> None:
    redacted = anytown(ss.Rating("a", "red"), handling="Official").redacted()
    assert "Handling" not in charts.grid(redacted).alt
    assert "Handling" not in charts.decomposition(ss.change(redacted, redacted)).alt


def test_several_respondents_need_a_choice_and_the_chart_names_it() -> None:
    people = [
        ss.Respondent("la", "Council", ss.Role.LEAD_PARTNER),
        ss.Respondent("police", "Police", ss.Role.LEAD_PARTNER),
    ]
    both = anytown(
        ss.Rating("a", "red", respondent="la"),
        ss.Rating("a", "green", respondent="police"),
        respondents=people,
    )
    with pytest.raises(ss.SeveralAnswersError):
        charts.grid(both)
    assert "Answers of Police." in charts.grid(both, respondent="police").alt
    assert under(charts.grid(both, rule="worst").figure, "Red") == [(RED.fill, False)]
    assert "by the rule worst" in charts.grid(both, rule="worst").alt


def test_short_labels_of_the_papers_questions_are_said_to_be_ours() -> None:
    paper = ss.Round(ss.six_steps(), "Anytown", "Spring", date(2026, 5, 1))
    assert "The short labels of the questions are sixsteps' own words" in charts.grid(paper).alt
    assert "sixsteps" not in charts.grid(anytown()).alt


def test_an_improvement_and_a_decline_have_a_glyph_a_word_and_a_fill_of_their_own() -> None:
    before = anytown(ss.Rating("a", "red"), ss.Rating("b", "green"), title="Autumn 2025")
    after = anytown(ss.Rating("a", "amber"), ss.Rating("b", "amber"), title="Spring 2026")
    figure = charts.change_grid(before, after).figure
    assert under(figure, "▲ from Red") == [(IMPROVED.fill, False)]
    assert under(figure, "▼ from Green") == [(DECLINED.fill, False)]
    assert under(figure, "Amber") == [(AMBER.fill, False)] * 2


def test_what_entered_and_what_left_is_told_by_its_reason() -> None:
    before = anytown(ss.Rating("a", "red"), ss.Rating("d", "green"), title="Autumn 2025")
    after = anytown(ss.Rating("b", "amber"), ss.Rating("d", "green"), title="Spring 2026")
    texts = [text.text for text in texts_of(charts.change_grid(before, after).figure)]
    assert "was Red (no longer answered)" in texts
    assert "newly answered" in texts
    assert "= as before" in texts
    assert "not rated before" in texts


def test_a_change_of_framework_is_told_cell_by_cell_and_what_went_is_listed() -> None:
    before, after, crosswalk = adapted_pair()
    chart = charts.change_grid(before, after, crosswalk=crosswalk)
    words = words_on(chart.figure)
    assert "6 of 10 questions compared as 5: 4 improved, 1 as before, 0 declined" in words
    assert "new question (replaces another)" in words
    assert words.count("new question") == 4
    assert "= as before (as one with 2.3: Amber)" in words
    assert (
        "Questions of the earlier round alone: 1.3 About c (replaced, last Green); 2.3 About g"
        " (removed, last Green); 2.4 About h (removed, last Green)."
    ) in words


def test_the_description_of_a_change_is_the_sentence_for_a_board_and_the_questions() -> None:
    before, after, crosswalk = adapted_pair()
    found = ss.change(before, after, crosswalk=crosswalk)
    alt = charts.change_grid(found).alt
    assert found.sentence in alt
    assert "Improved: 1.1, 1.2, 1.4 and 2.1." in alt
    assert "Declined" not in alt


def test_a_change_draws_what_its_rounds_draw() -> None:
    before, after, crosswalk = adapted_pair()
    found = ss.change(before, after, crosswalk=crosswalk)
    ours = charts.change_grid(before, after, crosswalk=crosswalk)
    assert charts.change_grid(found).svg() == ours.svg()


def test_one_round_is_no_change() -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        charts.change_grid(anytown())
    assert str(caught.value) == (
        "a chart of a change takes one Change or two Rounds; give two Rounds"
    )


def test_a_change_has_its_rounds_already() -> None:
    before, after, crosswalk = adapted_pair()
    found = ss.change(before, after, crosswalk=crosswalk)
    with pytest.raises(ss.WrongTypeError) as caught:
        charts.change_grid(found, rule="worst")
    assert str(caught.value) == "a Change was made with choices of its own; leave rule= out"


def test_merged_questions_are_compared_as_one() -> None:
    after = ss.Round(
        lettered("Merged", "ab c", "d"),
        "Otherton",
        "Spring 2026",
        date(2026, 5, 1),
        [ss.Rating("ab", "green")],
    )
    merged = ss.Crosswalk([ss.Match(["a", "b"], "ab", "merged"), *map(same, "cd")])
    before = anytown(ss.Rating("a", "red"), ss.Rating("b", "green"), title="Autumn 2025")
    chart = charts.change_grid(before, after, crosswalk=merged)
    assert "▲ from Amber (2 questions as one)" in words_on(chart.figure)
    assert (
        "Change. Anytown, Autumn 2025, 1 May 2026, to Otherton, Spring 2026, 1 May 2026."
    ) in chart.alt


def same(name: str) -> ss.Match:
    return ss.Match(name, name)


def test_a_new_question_without_a_rating_is_new_all_the_same() -> None:
    after = ss.Round(lettered("More", "a b c new", "d"), "Anytown", "Spring", date(2026, 5, 1))
    crosswalk = ss.Crosswalk([same(name) for name in "abcd"])
    chart = charts.change_grid(anytown(title="Autumn"), after, crosswalk=crosswalk)
    assert "1.4 About new not rated" in words_on(chart.figure)
    assert [text.text for text in texts_of(chart.figure)].count("new question") == 1
    assert "0 of 5 questions can be compared" in words_on(chart.figure)
