"""What an analysis does not take, and what it says of it."""

from collections.abc import Callable

import pytest

from sixsteps import WrongTypeError, agreement, change, consensus, coverage, gaps, summary
from tests.support.short_rounds import asking, spring

ROUND = spring(asking("a"), "A")
NO_SCORES = "give a mapping that names the score of every level (red, amber, green)"


@pytest.mark.parametrize(
    ("called", "given", "message"),
    [
        (change, [ROUND, None], "after was given None; give a Round"),
        (
            *(change, [ROUND.framework, ROUND]),
            "before was given a value of type Framework; give a Round",
        ),
        (coverage, [None], "round was given None; give a Round"),
        (summary, [3], "round was given a value of type int; give a Round"),
        (agreement, [None], "round was given None; give a Round"),
        (gaps, [None], "round was given None; give a Round"),
        (consensus, [None, "worst"], "round was given None; give a Round"),
        (
            *(summary(ROUND).against, [ROUND]),
            "other was given a value of type Round; give a Summary",
        ),
        (
            *(summary(ROUND).mean, [[0, 1, 2]]),
            f"scores was given a value of type list; {NO_SCORES}",
        ),
        (change(ROUND, ROUND).decompose, [None], f"scores was given None; {NO_SCORES}"),
    ],
)
def test_what_an_analysis_does_not_take_is_refused_with_the_remedy(
    called: Callable[..., object], given: list[object], message: str
) -> None:
    with pytest.raises(WrongTypeError) as caught:
        called(*given)
    assert str(caught.value) == message


@pytest.mark.parametrize("crosswalk", [{}, 3])
def test_what_is_no_crosswalk_is_refused(crosswalk: object) -> None:
    with pytest.raises(WrongTypeError) as caught:
        change(ROUND, ROUND, crosswalk=crosswalk)  # type: ignore[arg-type]  # the mistake under test
    assert str(caught.value) == (
        f"crosswalk= was given a value of type {type(crosswalk).__name__}; give a Crosswalk"
    )
