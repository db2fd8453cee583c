"""In a notebook every framework, round and result shows itself as its tables."""

from collections.abc import Callable
from datetime import date

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


def test_a_notebook_shows_levels_on_their_fills_and_folds_the_notes() -> None:
    rounds = [
        ss.Round(ss.six_steps(), "Anytown", title, on, [ss.Rating("s1q1", level)])
        for title, on, level in [
            ("Autumn", date(2025, 11, 3), "red"),
            ("Spring", date(2026, 5, 1), "green"),
        ]
    ]
    shown = ss.change(*rounds)._repr_html_()
    assert '<td style="background: #43A373; color: #111111">Green</td>' in shown
    assert '<th scope="row" style="background: #9B1C1C; color: #FFFFFF">Red</th>' in shown
    assert "<details><summary>Notes</summary>" in shown
    citation = rounds[0].citation
    assert f'class="note">{citation}</td></tr>\n</tfoot>' in shown
    assert "style=" not in ss.change(*rounds).table().to_html()
