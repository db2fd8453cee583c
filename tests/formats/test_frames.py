"""Data frames hold what they promise, and say by row and column what they cannot be read for."""

from datetime import date
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixsteps import DocumentError, Framework, Rating, Round, WrongTypeError, frames, six_steps
from sixsteps.formats.frames import BACKENDS, COLUMNS, TEXTS
from tests.panel.adaptations import EVERY, LINKED, ORIGIN
from tests.panel.many import many_rounds

# Plans are not in the table, so that nothing brings them back; an organisation's id is its name.
PROMISED = [name for name in COLUMNS if name != "has_plan"]


def rows(frame: Any, names: list[str]) -> list[tuple[object, ...]]:
    table = nw.from_native(frame, eager_only=True)
    lists = [
        [None if value is None or value != value else value for value in table[name].to_list()]
        for name in names
    ]
    return list(zip(*lists, strict=True))


@given(many_rounds(), st.sampled_from(BACKENDS))
def test_what_the_table_promises_is_read_back_exactly(made: list[Round], backend: str) -> None:
    frame = frames.to_frame(made, backend, empties=True, text=True)
    again = frames.from_frame(frame, EVERY).rounds
    assert rows(frames.to_frame(again, backend, empties=True, text=True), [*PROMISED, *TEXTS]) == (
        rows(frame, [*PROMISED, *TEXTS])
    )


@given(many_rounds())
def test_every_backend_holds_the_same_rows(made: list[Round]) -> None:
    found = [frames.to_frame(made, backend) for backend in BACKENDS]
    names = [name for name in COLUMNS if name != "date"]
    assert rows(found[0], names) == rows(found[1], names) == rows(found[2], names)
    assert rows(found[1], ["date"]) == rows(found[2], ["date"])


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_table_without_rows_has_the_same_types_and_is_read_back(backend: str) -> None:
    empty = frames.to_frame([], backend)
    types = nw.from_native(frames.to_frame(spring(), backend)).schema
    # Without a round there is no scale that a level could be on.
    assert nw.from_native(empty).schema == {**types, "level": nw.String()}
    assert rows(empty, list(COLUMNS)) == []
    assert frames.from_frame(empty, ORIGIN).rounds == ()


def spring(framework: Framework = ORIGIN) -> Round:
    return Round(
        framework,
        "Anytown",
        "Spring",
        date(2026, 5, 1),
        ratings=[Rating("s1q1", "amber", evidence=["A child said"], remaining="All")],
    )


def test_levels_are_ordered_where_the_backend_can() -> None:
    pandas = frames.to_frame(spring(), "pandas")["level"].dtype
    assert (list(pandas.categories), pandas.ordered) == (["red", "amber", "green"], True)
    assert frames.to_frame(spring(), "polars")["level"].dtype == pl.Enum(["red", "amber", "green"])
    arrow = frames.to_frame(spring(), "pyarrow").column("level")
    assert arrow.type == pa.dictionary(pa.int8(), pa.string(), ordered=True)


def test_free_text_stands_in_the_table_only_where_it_is_asked_for() -> None:
    assert frames.to_frame(spring(), "polars").columns == list(COLUMNS)
    assert "A child said" not in frames.to_frame(spring(), "pandas").to_csv()
    told = frames.to_frame(spring(), "pandas", text=True)
    assert told["evidence"].tolist() == ["A child said"]


def test_every_row_carries_the_reference() -> None:
    frame = frames.to_frame(spring(LINKED), "polars")
    assert frame["source"].to_list() == [
        "Adapted from Doe, J (2024) Local. Adapted by Othertown (2025)."
    ]


def test_a_table_of_four_columns_is_enough() -> None:
    frame = pl.DataFrame(
        {"area": ["A", "A"], "when": ["Q1", "Q1"], "q": ["s1q1", "s1q2"], "rag": ["red", None]}
    )
    named = {"organisation": "area", "round": "when", "question": "q", "level": "rag"}
    assert frames.from_frame(frame, ORIGIN, named, dates={"Q1": date(2026, 1, 1)}).rounds == (
        Round(
            ORIGIN,
            "A",
            "Q1",
            date(2026, 1, 1),
            ratings=[Rating("s1q1", "red"), Rating("s1q2", None)],
        ),
    )


def test_every_problem_is_told_by_row_and_column_at_once() -> None:
    frame = pd.DataFrame(
        {
            "organisation": ["A", "A", "A", "A", ""],
            "round": ["Q1"] * 5,
            "date": [date(2026, 1, 1)] * 5,
            "question": ["s1q1", "s1q9", "s1q2", "s1q3", "s1q1"],
            "RAG": ["red", "gren", "grene", 2, "red"],
        }
    )
    with pytest.raises(DocumentError) as caught:
        frames.from_frame(frame, ORIGIN, {"level": "RAG"})
    assert str(caught.value) == (
        "5 problems with the frame:\n"
        "  no question 's1q9' in step 's1' at row 2, column \"question\"; it has s1q1, s1q2, s1q3;"
        " did you mean 's1q3'?\n"
        "  unknown level 'gren' at row 2, column \"RAG\"; the scale has red, amber, green; did you"
        " mean 'green'?\n"
        "  unknown level 'grene' at row 3, column \"RAG\"; the scale has red, amber, green; did you"
        " mean 'green'?\n"
        "  unknown level '2' at row 4, column \"RAG\"; the scale has red, amber, green\n"
        '  nothing stands here at row 5, column "organisation"; every row needs it'
    )


def test_an_answer_given_twice_is_told_by_its_rows() -> None:
    frame = pl.DataFrame(
        {
            "organisation": ["A", "B", "A"],
            "round": ["Q1"] * 3,
            "date": [date(2026, 1, 1)] * 3,
            "question": ["s1q1"] * 3,
            "level": ["red", "red", "green"],
        }
    )
    with pytest.raises(DocumentError) as caught:
        frames.from_frame(frame, ORIGIN)
    assert str(caught.value) == (
        "a second answer to 's1q1' at row 3, column \"question\"; the first stands at row 1"
    )


def test_a_missing_column_is_named_with_the_remedy() -> None:
    with pytest.raises(DocumentError) as caught:
        frames.from_frame(pl.DataFrame({"organisation": ["A"], "round": ["Q1"]}), six_steps())
    assert str(caught.value) == (
        "2 problems with the frame:\n"
        "  no column 'question' at frame; name the one that holds it, columns={'question': ...}\n"
        "  no column 'level' at frame; name the one that holds it, columns={'level': ...}"
    )


def test_a_lazy_frame_is_refused() -> None:
    with pytest.raises(WrongTypeError, match="not a data frame in memory"):
        frames.from_frame(pl.LazyFrame({"organisation": ["A"]}), six_steps())
