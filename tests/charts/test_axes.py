"""Charts on axes of the reader's own, and in the reader's own style."""

import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.style import context

import sixsteps as ss
from sixsteps import charts
from sixsteps.palette import contrast
from tests.support.figures import (
    box_under,
    boxes_of,
    outside_the_figure,
    outside_their_boxes,
    overlapping,
    texts_of,
)
from tests.support.rounds_to_draw import DRAWN, cycled, rounds_of


def test_a_chart_draws_on_the_axes_given_and_leaves_the_others_alone() -> None:
    figure = Figure(figsize=(20, 8))
    left, right = figure.subplots(1, 2)
    chart = charts.grid(cycled(ss.six_steps()), ax=left)
    assert chart.figure is figure
    assert left.texts
    assert not right.texts
    assert figure.axes == [left, right]


@pytest.mark.parametrize("size", [(12, 9), (9, 12), (20, 7)])
@pytest.mark.parametrize("layout", [None, "constrained", "tight"])
@pytest.mark.slow
def test_a_chart_fits_the_axes_it_is_given(size: tuple[float, float], layout: str | None) -> None:
    figure = Figure(figsize=size, layout=layout)  # type: ignore[arg-type]  # one of three names
    ax = figure.subplots()
    charts.change_grid(*rounds_of(ss.six_steps(), 2), ax=ax)
    texts, boxes = texts_of(figure), boxes_of(figure)
    assert overlapping(texts) == []
    assert outside_their_boxes(texts, boxes) == []
    assert outside_the_figure(texts, figure) == []


def test_axes_too_small_to_read_on_are_refused_with_the_size_needed() -> None:
    ax = Figure(figsize=(2, 2)).subplots()
    with pytest.raises(ss.InvalidError) as caught:
        charts.grid(cycled(ss.six_steps()), ax=ax)
    assert str(caught.value) == (
        "axes of 1.5 by 1.5 inches are too small for this chart at ax; make them 3.9 by 3.0 inches"
        " or more"
    )


def test_only_axes_can_be_drawn_on() -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        charts.grid(cycled(ss.six_steps()), ax=Figure())  # type: ignore[arg-type]
    assert str(caught.value) == "ax is a value of type Figure; give one matplotlib Axes, or None"


def test_axes_that_were_removed_are_refused() -> None:
    ax = Figure().subplots()
    ax.remove()
    with pytest.raises(ss.WrongTypeError, match=r"^the axes were removed from their figure"):
        charts.grid(cycled(ss.six_steps()), ax=ax)


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.slow
def test_on_a_dark_style_every_text_can_still_be_read(name: str) -> None:
    with context("dark_background"):
        chart = DRAWN[name](ss.six_steps())
        boxes = boxes_of(chart.figure)
        for text in texts_of(chart.figure):
            under = box_under(text, boxes)
            ground = "#000000" if under is None else under.fill
            assert contrast(text.colour, ground) >= 4.5, text.text


@pytest.mark.slow
def test_a_style_that_lays_out_figures_by_itself_changes_nothing() -> None:
    usual = charts.grid(cycled(ss.six_steps())).png()
    with rc_context({"figure.autolayout": True}):
        assert charts.grid(cycled(ss.six_steps())).png() == usual
    with rc_context({"figure.constrained_layout.use": True}):
        assert charts.grid(cycled(ss.six_steps())).png() == usual
