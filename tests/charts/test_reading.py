"""Every chart can be read: nothing overlaps, nothing is cut off, nothing is too small or faint."""

from typing import Any

import pytest
from attrs import frozen
from matplotlib import rc_context

import sixsteps as ss
from sixsteps import charts
from sixsteps.charts.tiles import READABLE
from sixsteps.palette import contrast
from tests.support.figures import (
    DrawnBox,
    DrawnText,
    box_under,
    boxes_of,
    outside_the_figure,
    outside_their_boxes,
    overlapping,
    texts_of,
)
from tests.support.rounds_to_draw import DRAWN, FRAMEWORKS

# What is drawn is drawn for every chart and framework.
pytestmark = pytest.mark.slow

LARGE = "10 steps by 12 questions, 7 levels"
REFUSED = {
    ("respondents", LARGE),
    ("respondents, many", LARGE),
    ("levels by question", LARGE),
}

CASES = [
    pytest.param(
        (chart, framework),
        id=f"{chart} of {framework}",
    )
    for chart in DRAWN
    for framework in FRAMEWORKS
    if (chart, framework) not in REFUSED
]


@frozen
class Drawn:
    chart: charts.Chart
    texts: list[DrawnText]
    boxes: list[DrawnBox]


@pytest.fixture(scope="module", params=CASES)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    name, framework = request.param
    chart = DRAWN[name](FRAMEWORKS[framework]())
    return Drawn(chart, texts_of(chart.figure), boxes_of(chart.figure))


def test_no_text_overlaps_another(drawn: Drawn) -> None:
    assert overlapping(drawn.texts) == []


def test_every_text_stays_within_its_cell(drawn: Drawn) -> None:
    assert outside_their_boxes(drawn.texts, drawn.boxes) == []


def test_nothing_is_cut_off_at_the_edge(drawn: Drawn) -> None:
    assert outside_the_figure(drawn.texts, drawn.chart.figure) == []


def test_no_text_is_too_small_to_read(drawn: Drawn) -> None:
    assert min(text.size for text in drawn.texts) >= READABLE


def test_every_text_has_the_contrast_that_wcag_asks_for(drawn: Drawn) -> None:
    for text in drawn.texts:
        under = box_under(text, drawn.boxes)
        assert contrast(text.colour, "#FFFFFF" if under is None else under.fill) >= 4.5, text.text


def test_the_reference_stands_last_on_the_chart_and_in_its_description(drawn: Drawn) -> None:
    words = " ".join(text.text for text in drawn.texts)
    assert words.endswith(drawn.chart.source)
    assert drawn.chart.alt.rstrip(".").endswith(drawn.chart.source.rstrip("."))


@pytest.mark.parametrize(("name", "framework"), sorted(REFUSED))
def test_what_would_be_too_large_to_read_is_refused(name: str, framework: str) -> None:
    with pytest.raises(ss.InvalidError, match="115 questions are more than can be read"):
        DRAWN[name](FRAMEWORKS[framework]())


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize(
    "settings",
    [{"font.size": 15}, {"font.size": 5}, {"font.family": "serif"}, {"font.family": "monospace"}],
    ids=["large letters", "small letters", "serif", "monospace"],
)
def test_the_readers_own_fonts_fit_as_well(name: str, settings: Any) -> None:
    with rc_context(settings):
        chart = DRAWN[name](FRAMEWORKS["five levels"]())
        texts, boxes = texts_of(chart.figure), boxes_of(chart.figure)
    assert overlapping(texts) == []
    assert outside_their_boxes(texts, boxes) == []
    assert outside_the_figure(texts, chart.figure) == []
    assert min(text.size for text in texts) >= READABLE


@pytest.mark.parametrize("name", DRAWN)
def test_larger_letters_make_a_larger_chart(name: str) -> None:
    framework = FRAMEWORKS["the paper's"]()
    usual = DRAWN[name](framework).figure.get_size_inches()
    with rc_context({"font.size": 14}):
        larger = DRAWN[name](framework).figure.get_size_inches()
    assert (larger > usual).all()
