"""In a notebook every framework, round and result shows itself as its tables."""

from collections.abc import Callable

import pytest

import sixsteps as ss
from sixsteps.samples import autumn_2025, spring_2026
from sixsteps.table import Tabular

AUTUMN, SPRING = autumn_2025(), spring_2026()
VALUES: dict[str, Callable[[], Tabular]] = {
    "framework": ss.six_steps,
    "round": spring_2026,
    "crosswalk": lambda: ss.correspondence(AUTUMN.framework, SPRING.framework),
    "diff": lambda: ss.diff(AUTUMN.framework, SPRING.framework),
    "coverage": lambda: ss.coverage(SPRING),
    "summary": lambda: ss.summary(SPRING, respondent="agreed"),
    "gaps": lambda: ss.gaps(SPRING),
    "change": lambda: ss.change(AUTUMN, SPRING, respondent="agreed"),
    "comparison": lambda: ss.contrast(SPRING, "council", "health"),
    "agreement": lambda: ss.agreement(SPRING),
    "history": lambda: ss.history([AUTUMN, SPRING], respondent="agreed"),
    "panel": lambda: ss.Panel.from_rounds([AUTUMN, SPRING]),
    "change of a panel": lambda: ss.Panel.from_rounds([AUTUMN, SPRING]).change(
        "2025-H2", "2026-H1"
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_it_shows_itself_as_its_tables_with_their_source(name: str) -> None:
    value = VALUES[name]()
    shown = value._repr_html_()
    assert shown.count("<table") >= 1
    assert "Pearce, J (2019)" in shown
    assert all(f"<caption>{table.title}" in shown for table in value.tables()[:1] if table.title)
