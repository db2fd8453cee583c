"""The page on speed has a row for every bar there is, with the limit the bar has now."""

from pathlib import Path

from benchmarks.__main__ import COLUMNS, bars

PAGE = Path(__file__).parents[2] / "docs" / "contributing" / "speed.md"


def rows() -> list[dict[str, str]]:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0] == [*COLUMNS]
    return [dict(zip(COLUMNS, row, strict=True)) for row in cells[2:]]


def test_every_bar_stands_on_the_page_with_its_limit() -> None:
    printed = [(row["What"], row["Beside"], row["Bar"]) for row in rows()]
    assert printed == [(bar.name, bar.against, f"{bar.limit:g}") for bar in bars()]


def test_the_page_says_how_many_bars_were_held() -> None:
    held = sum(row["Held"] == "ok" for row in rows())
    assert f"\n{held} of {len(rows())} bars were held on this machine: " in PAGE.read_text("utf-8")
