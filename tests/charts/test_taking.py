"""What a chart takes and does not take, and what it says of it."""

from collections.abc import Callable

import pytest

import sixsteps as ss
from sixsteps import WrongTypeError, charts
from sixsteps.analysis import heading

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


SPRING = ss.samples.spring_2026()
VIEWS = {
    "only": (SPRING.only("police"), ["Answers of Anytown Police.", heading.VIEW_NOTES["only"]]),
    "public": (SPRING.public(), [heading.VIEW_NOTES["public"]]),
    "redacted": (SPRING.redacted(), [heading.VIEW_NOTES["redacted"]]),
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "drawn",
    [
        charts.grid,
        charts.levels,
        lambda round_, **whose: charts.levels([round_], **whose),
        lambda round_, **whose: charts.levels(ss.summary(round_, **whose)),
        lambda round_, **whose: charts.history_strip([round_], **whose),
        lambda round_, **whose: charts.trend([round_], **whose),
        lambda round_, **whose: charts.partnerships([round_], **whose),
        lambda round_, **whose: charts.change_grid(round_, round_, **whose),
        lambda round_, **whose: charts.transitions(round_, round_, **whose),
    ],
)
def test_every_chart_of_a_view_says_whose_it_is_and_what_it_does_not_tell(
    drawn: Callable[..., charts.Chart], view: str
) -> None:
    shown, notes = VIEWS[view]
    alt = drawn(shown, **({"respondent": "agreed"} if view == "redacted" else {})).alt
    assert [alt.count(note) for note in notes] == [1] * len(notes)
    assert "Signed off" not in alt or view != "only"


def test_the_chart_of_respondents_says_what_a_view_of_the_round_does_not_tell() -> None:
    for shown, (*_, note) in VIEWS.values():
        assert charts.respondents(shown).alt.count(note) == 1
