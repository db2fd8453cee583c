"""Bars, matrix and waterfall: the figures drawn are the figures of the analysis."""

from datetime import date
from fractions import Fraction

import pytest

import sixsteps as ss
from sixsteps import charts
from sixsteps.charts.tiles import Sizes, Tile, Words
from sixsteps.palette import AMBER, DECLINED, GREEN, IMPROVED, RED
from tests.support.figures import boxes_of, words_on
from tests.support.rounds_to_draw import adapted_pair, lettered

QUESTIONS = lettered("Pair", "a b c", "d")


def rated(title: str, year: int, **levels: str) -> ss.Round:
    ratings = [ss.Rating(name, level) for name, level in levels.items()]
    return ss.Round(QUESTIONS, "Anytown", title, date(year, 5, 1), ratings)


def widths(chart: charts.Chart, fill: str) -> list[int]:
    return [round(box.box.width) for box in boxes_of(chart.figure) if box.fill == fill]


def test_a_bar_is_as_long_as_its_count() -> None:
    chart = charts.levels(rated("Spring", 2026, a="green", b="green", c="red", d="red"))
    green, *_ = widths(chart, GREEN.fill)
    first, second, *_ = widths(chart, RED.fill)
    assert first == second
    assert green == pytest.approx(2 * first, abs=2)


def test_counts_are_written_out_with_their_totals() -> None:
    chart = charts.levels(rated("Spring", 2026, a="green", b="green", c="red"))
    words = words_on(chart.figure)
    assert "Step 1. Step of a b c 1 Red 2 Green 1 0 2 0" in words
    assert "All 1 0 2 1" in words


def test_a_count_and_the_sign_of_its_level_never_read_as_one_number() -> None:
    scale = ss.Scale(
        "Four",
        [ss.Level(f"level-{place}", f"A level with a long name {place}") for place in range(4)],
    )
    questions = [ss.Question(f"q{place}", f"Is {place} so?") for place in range(12)]
    source = ss.Source("Doe, J (2024) A framework")
    framework = ss.Framework("One step", source, scale, [ss.Step("s1", "Step", questions)])
    ratings = [ss.Rating(f"q{place}", f"level-{place % 4}") for place in range(8)]
    chart = charts.levels(ss.Round(framework, "Anytown", "Spring", date(2026, 5, 1), ratings))
    assert "2 (0) 2 (1) 2 (2) 2 (3) 4 not rated" in words_on(chart.figure)


def test_the_description_of_bars_tells_all_counts() -> None:
    assert charts.levels(rated("Spring", 2026, a="green", b="green", c="red")).alt == (
        "Green in 2 of 3 answers rated, Red in 1. Answers by step. Anytown: Spring, 1 May 2026."
        " Draft. Of 4 answers due, 1 is rated Red, 0 Amber and 2 Green; 1 is not rated."
        " Step 1. Step of a b c: 1 Red and 2 Green; Step 2. Step of d: 1 not rated."
        " Doe, J (2024) A framework."
    )


def test_a_tile_as_wide_as_its_longest_word_breaks_no_word() -> None:
    lettering = Sizes.of_reader().small
    longest = lettering.longest_word(["not applicable"], 1_000)
    for pad in range(1, 100):
        tile = Tile(lettering, "not applicable", pad=(pad / 7, 0))
        width = longest + pad / 7 + pad / 7
        texts = [shape.text for shape in tile.shapes(0, 0, width, 100) if isinstance(shape, Words)]
        assert texts == ["not", "applicable"]


def test_the_words_above_the_counts_stand_whole() -> None:
    words = words_on(charts.levels(rated("Spring", 2026, a="green", b="red")).figure)
    assert "Red Amber Green not rated Step 1." in words


def test_a_summary_draws_its_own_counts() -> None:
    found = ss.summary(rated("Spring", 2026, a="green"))
    chart = charts.levels(found)
    assert "Step 1 1 Green" in words_on(chart.figure)
    with pytest.raises(ss.WrongTypeError) as caught:
        charts.levels(found, rule="worst")
    assert str(caught.value) == "a Summary was made with choices of its own; leave rule= out"


def test_steps_where_nothing_is_due_have_no_bar() -> None:
    nothing = [ss.NotApplicable(name, "none") for name in "abcd"]
    chart = charts.levels(ss.Round(QUESTIONS, "Anytown", "Spring", date(2026, 5, 1), nothing))
    assert "All 0 0 0 0" in words_on(chart.figure)
    assert "Step 2. Step of d: none." in chart.alt


def test_the_matrix_holds_every_count_and_both_totals() -> None:
    before = rated("Autumn", 2025, a="red", b="green", c="amber")
    after = rated("Spring", 2026, a="amber", b="amber", c="amber")
    chart = charts.transitions(before, after)
    words = words_on(chart.figure)
    assert "0 ▲ 1 0" in words
    assert "0 = 1 0" in words
    assert "0 ▼ 1 0" in words
    assert words.count("Total") == 2
    assert "Green 0 ▼ 1 0 1 Total 0 3 0 3" in words
    assert chart.alt == (
        "1 improved and 1 declined, of 3 questions rated in both rounds. Transitions. Anytown:"
        " Autumn, 1 May 2025, to Spring, 1 May 2026. 1 question went from Red to Amber. 1 question"
        " stayed Amber. 1 question went from Green to Amber. Doe, J (2024) A framework."
    )


def test_cells_above_the_diagonal_improve_and_those_below_decline() -> None:
    chart = charts.transitions(rated("Autumn", 2025, a="red"), rated("Spring", 2026, a="amber"))
    # Three cells each, and the swatch of the key.
    assert len(widths(chart, IMPROVED.fill)) == 3 + 1
    assert len(widths(chart, DECLINED.fill)) == 3 + 1
    assert len(widths(chart, AMBER.fill)) == 2


def test_the_waterfall_shows_every_part_of_the_change() -> None:
    before, after, crosswalk = adapted_pair()
    chart = charts.decomposition(ss.change(before, after, crosswalk=crosswalk))
    words = words_on(chart.figure)
    for part in (
        "Autumn 2025, 3 November 2025 37.5% (3 of 8)",
        "Like for like (5 questions) ▲ +40.0 points",
        "Restructuring (2 questions) ▲ +10.0 points",
        "Entered: added (3 questions) ▼ −15.0 points",
        "Entered: replaced (1 question) ▼ −5.0 points",
        "Left: removed (2 questions) ▼ −25.0 points",
        "Left: replaced (1 question) ▼ −12.5 points",
        "Spring 2026, 1 May 2026 30.0% (3 of 10)",
    ):
        assert part in words
    assert "Left: removed (2 questions) takes 25.0 points." in chart.alt


def test_bars_of_the_waterfall_are_as_long_as_their_parts() -> None:
    before, after, crosswalk = adapted_pair()
    chart = charts.decomposition(ss.change(before, after, crosswalk=crosswalk))
    like, restructured, *_ = widths(chart, IMPROVED.fill)
    assert like == pytest.approx(4 * restructured, abs=3)


def test_another_level_or_scores_of_ones_own_give_another_figure() -> None:
    before, after, crosswalk = adapted_pair()
    found = ss.change(before, after, crosswalk=crosswalk)
    amber = charts.decomposition(found, level="amber")
    assert amber.title == "Share Amber or above up 5.0 points; like for like +40.0"
    assert "Autumn 2025, 3 November 2025 75.0% (6 of 8)" in words_on(amber.figure)
    assert "Spring 2026, 1 May 2026 80.0% (8 of 10)" in words_on(amber.figure)
    halves: dict[str, Fraction | int] = {"red": 0, "amber": Fraction(1, 2), "green": 1}
    scored = charts.decomposition(found, scores=halves)
    assert "Autumn 2025, 3 November 2025: 0.56." in scored.alt
    assert "Spring 2026, 1 May 2026: 0.55." in scored.alt
    assert "Like for like (5 questions) adds 0.40." in scored.alt


def test_a_figure_below_zero_is_drawn_from_zero() -> None:
    before, after = rated("Autumn", 2025, a="red"), rated("Spring", 2026, a="amber")
    scores = {"red": -2, "amber": -1, "green": 0}
    words = words_on(charts.decomposition(ss.change(before, after), scores=scores).figure)
    assert "Autumn, 1 May 2025 −2" in words
    assert "▲ +1" in words


def test_what_has_no_parts_is_refused() -> None:
    before, after = rated("Autumn", 2025, a="red"), rated("Spring", 2026, b="red")
    found = ss.change(before, after)
    with pytest.raises(ss.NotComparableError) as caught:
        charts.decomposition(found)
    assert str(caught.value) == (
        "no question was rated comparably in both rounds, so the change has no parts to show"
    )
    refusal = "^a value of type Round has no parts to show; give a Change$"
    with pytest.raises(ss.WrongTypeError, match=refusal):
        charts.decomposition(before)  # type: ignore[arg-type]
    with pytest.raises(ss.WrongTypeError, match=r"^level= and scores= are two different figures"):
        charts.decomposition(found, level="green", scores={"red": 0, "amber": 1, "green": 2})
