"""The pages on results as data name every table and column that there is, and no other."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import sixsteps as ss
from sixsteps.table import Result

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
PAGES = [
    (REFERENCE / f"results-of-{what}.md").read_text("utf-8")
    for what in ("a-round", "several-rounds", "a-panel")
]
SHARED = (REFERENCE / "results.md").read_text("utf-8").partition("\n## Columns")[2]
ROW = re.compile(r"^\| (`[^|]+) \| ([^|]+) \| (.*)\|$", re.MULTILINE)
AUTUMN, SPRING = ss.samples.autumn_2025(), ss.samples.spring_2026()


def panel() -> ss.Panel:
    return ss.Panel.from_rounds([AUTUMN, SPRING])


def summed(round_: ss.Round) -> ss.results.Summary:
    return ss.summary(round_, respondent="agreed")


def changed() -> ss.results.Change:
    return ss.change(AUTUMN, SPRING, respondent="agreed")


RESULTS: dict[str, Callable[[], Result]] = {
    "coverage(round)": lambda: ss.coverage(SPRING),
    "summary(round)": lambda: summed(SPRING),
    "summary(round).mean(scores)": lambda: summed(SPRING).mean({"red": 0, "amber": 1, "green": 2}),
    "summary(round).against(other)": lambda: summed(SPRING).against(summed(AUTUMN)),
    "gaps(round)": lambda: ss.gaps(SPRING, earlier=[AUTUMN]),
    "agreement(round)": lambda: ss.agreement(SPRING),
    "contrast(round, a, b)": lambda: ss.contrast(SPRING, "council", "scrutineer"),
    "change(before, after)": changed,
    "change(before, after).share(level)` and `.decompose(scores)": lambda: changed().share("green"),
    "history(rounds)": lambda: ss.history([AUTUMN, SPRING], respondent="agreed"),
    "diff(a, b)": lambda: ss.diff(AUTUMN.framework, SPRING.framework),
    "panel.coverage(by)": lambda: panel().coverage(),
    "panel.levels(by)": lambda: panel().levels(),
    "panel.transitions(before, after)": lambda: panel().transitions(),
    "panel.change(before, after)": lambda: panel().change("2025-H2", "2026-H1"),
    "panel.common_core()": lambda: panel().common_core(),
    "panel.distribution(period)": lambda: panel().distribution(rule="worst"),
    "panel.publishable(period, threshold=)": lambda: panel().publishable(threshold=3, rule="worst"),
}


def columns(table: str) -> dict[str, str]:
    """The columns of a table of the pages with their types; a share is three of them."""
    found: dict[str, str] = {}
    for names, kinds, _ in ROW.findall(table):
        for cell, kind in zip(names.split(","), kinds.split(","), strict=True):
            name = cell.strip("` ")
            share = {f"{name}_numerator": "int", f"{name}_denominator": "int", name: "float"}
            found |= share if kind.strip() == "share" else {name: kind.strip()}
    return found


def documented() -> dict[str, dict[str, dict[str, str]]]:
    """For each result of the pages its tables, each with the types of its columns."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for section in (part for page in PAGES for part in page.split("\n## `")[1:]):
        title, *tables = section.split("\n### `")
        found[title.split("\n")[0].removesuffix("`")] = {
            table.split("`")[0]: columns(table) for table in tables
        }
    return found


DOCUMENTED = documented()


def test_every_result_has_a_section() -> None:
    assert list(DOCUMENTED) == list(RESULTS)


def test_a_column_without_words_is_explained_once_with_its_type() -> None:
    explained = columns(SHARED)
    for names, kinds, words in (row for page in PAGES for row in ROW.findall(page)):
        if not words.strip():
            own = columns(f"| {names} | {kinds} | |")
            assert own == {name: explained[name] for name in own}


@pytest.mark.parametrize("name", RESULTS)
def test_the_page_names_every_table_and_column_with_its_type(name: str) -> None:
    tables = RESULTS[name]().all_tables()
    assert len({table.name for table in tables}) == len(tables)
    assert DOCUMENTED[name] == {table.name: table.tidy.types() for table in tables}


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
@pytest.mark.parametrize("name", RESULTS)
def test_a_frame_has_the_columns_of_the_page_and_the_source(name: str, backend: str) -> None:
    found = RESULTS[name]()
    for table, columns in DOCUMENTED[name].items():
        frame = found.to_frame(table, backend)
        there = frame.column_names if backend == "pyarrow" else frame.columns
        assert [*there] == [*columns, "source"]
        assert len(frame) == len(found.table(table).rows())


@pytest.mark.parametrize("name", RESULTS)
def test_json_holds_the_rows_of_every_table_and_no_note_in_them(name: str) -> None:
    found = RESULTS[name]()
    data = json.loads(json.dumps(found.to_dict()))
    assert {one: table["rows"] for one, table in data["tables"].items()} == {
        one: found.table(one).rows() for one in DOCUMENTED[name]
    }
    assert data["sixsteps"] == ss.__version__
    assert found.rows() == found.all_tables()[0].rows()
