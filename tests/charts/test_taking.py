"""What a chart does not take, and what it says of it."""

from collections.abc import Callable

import pytest

import sixsteps as ss
from sixsteps import WrongTypeError, charts

A_FRAMEWORK = "was given a value of type Framework; give"
TWO_ROUNDS = "a chart of a change takes one Change or two Rounds; give two Rounds"


@pytest.mark.parametrize(
    ("drawn", "message"),
    [
        (charts.grid, f"round {A_FRAMEWORK} a Round"),
        (charts.respondents, f"round {A_FRAMEWORK} a Round"),
        (charts.change_grid, TWO_ROUNDS),
        (charts.transitions, TWO_ROUNDS),
        (charts.decomposition, "a value of type Framework has no parts to show; give a Change"),
        (
            charts.history_strip,
            "rounds takes several values and was given one Framework; give a list",
        ),
        (
            charts.partnerships,
            "a Round is needed at rounds[0], not a value of type Framework; give a list of rounds,"
            " or a panel",
        ),
    ],
)
def test_what_a_chart_does_not_take_is_refused_with_the_remedy(
    drawn: Callable[[object], charts.Chart], message: str
) -> None:
    with pytest.raises(WrongTypeError) as caught:
        drawn(ss.six_steps())
    assert str(caught.value) == message
