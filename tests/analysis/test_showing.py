"""What results show in a console: their summary, and never their fields."""

from collections.abc import Callable

import pytest

import sixsteps as ss
from sixsteps.table import Tabular

BEFORE, NOW = ss.samples.autumn_2025(), ss.samples.spring_2026()


def changed() -> ss.results.Change:
    return ss.change(BEFORE, NOW, respondent="agreed")


RESULTS: dict[str, Callable[[], Tabular]] = {
    "agreement": lambda: ss.agreement(NOW),
    "change": changed,
    "contrast": lambda: ss.contrast(NOW, "council", "scrutineer"),
    "correspondence": lambda: ss.correspondence(BEFORE.framework, NOW.framework),
    "coverage": lambda: ss.coverage(NOW),
    "decomposition": lambda: changed().share("green"),
    "dominance": lambda: ss.summary(NOW, respondent="agreed").against(
        ss.summary(BEFORE, respondent="agreed")
    ),
    "gaps": lambda: ss.gaps(NOW, earlier=[BEFORE], respondent="agreed"),
    "diff": lambda: ss.diff(BEFORE.framework, NOW.framework),
    "history": lambda: ss.history([BEFORE, NOW], respondent="agreed"),
    "mean": lambda: ss.summary(NOW, respondent="agreed").mean({"red": 0, "amber": 1, "green": 2}),
    "summary": lambda: ss.summary(NOW, respondent="agreed"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_console_shows_the_summary_of_a_result(name: str) -> None:
    found = RESULTS[name]()
    assert repr(found) == str(found)
    assert str(found).startswith(found.table().to_text())
