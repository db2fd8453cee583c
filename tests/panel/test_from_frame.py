"""A panel from a data frame is the panel of the rounds in it; what is wrong is told by row."""

from datetime import date

import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixsteps import DocumentError, Panel, Round, frames
from tests.panel.adaptations import EVERY, ORIGIN
from tests.panel.many import many_rounds


@pytest.mark.law
@given(many_rounds(), st.sampled_from(["pandas", "polars", "pyarrow"]))
def test_the_panel_of_a_frame_is_that_of_its_rounds(made: list[Round], backend: str) -> None:
    frame = frames.to_frame(made, backend, empties=True)
    assert Panel.from_frame(frame, EVERY) == Panel.from_rounds(made)


@pytest.mark.law
@given(many_rounds())
def test_the_columns_may_have_other_names_and_hold_less(made: list[Round]) -> None:
    frame = frames.to_frame(made, "polars", empties=True)
    renamed = frame.rename({"level": "RAG", "organisation": "area"})
    named = {"level": "RAG", "organisation": "area"}
    frameworks = {one.framework for one in made}
    assert Panel.from_frame(renamed, frameworks, named) == Panel.from_rounds(made)


def test_a_table_of_four_columns_is_enough() -> None:
    frame = pl.DataFrame(
        {
            "organisation": ["B", "A", "A"],
            "round": ["Q2", "Q1", "Q2"],
            "question": ["s1q1", "s1q1", "s1q2"],
            "level": ["red", "amber", None],
        }
    )
    panel = Panel.from_frame(frame, ORIGIN)
    assert (panel.organisations, panel.periods) == (("A", "B"), ("Q1", "Q2"))
    assert panel.coverage("period").parts[1][1].started == 1
    assert panel.coverage().total.answered == 2
    assert Panel.from_frame(frame, ORIGIN, periods=["Q2", "Q1"]).periods == ("Q2", "Q1")


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_a_table_without_rows_is_no_panel(backend: str) -> None:
    whole = nw.from_native(frames.to_frame([], backend), eager_only=True)
    least = whole.select("organisation", "round", "question", "level")
    for table in (whole, least):
        with pytest.raises(DocumentError) as caught:
            Panel.from_frame(table.to_native(), ORIGIN)
        assert str(caught.value) == "a panel without any round at frameworks; give at least one"


@pytest.mark.slow
def test_keys_of_very_many_agencies_do_not_overflow() -> None:
    count = 50_000
    frame = pl.DataFrame({"organisation": [f"area {row}" for row in range(count)]}).with_columns(
        respondent=pl.col("organisation").str.replace("area", "agency"),
        role=pl.lit("peer"),
        round=pl.lit("Q1"),
        question=pl.lit("s1q1"),
        level=pl.lit("red"),
    )
    panel = Panel.from_frame(frame, ORIGIN)
    assert len({(one.organisation, one.id) for one in panel.respondents}) == count
    assert all(one.organisation[5:] == str(one.id)[7:] for one in panel.respondents)


def test_dates_against_the_order_of_the_periods_are_refused() -> None:
    frame = pl.DataFrame(
        {
            "organisation": ["A", "A", "B"],
            "round": ["Q1", "Q2", "Q1"],
            "question": ["s1q1"] * 3,
            "level": ["red"] * 3,
            "on": [date(2026, 4, 1), date(2026, 1, 1), date(2026, 1, 1)],
        }
    )
    with pytest.raises(DocumentError) as caught:
        Panel.from_frame(frame, ORIGIN, {"date": "on"}, periods=["Q1", "Q2"])
    assert str(caught.value) == (
        "the round of 'A' for 'Q2' is of 2026-01-01, and that for the earlier 'Q1' of 2026-04-01"
        ' at column "on"; give periods= in order'
    )


def test_every_problem_of_a_column_is_told_by_row() -> None:
    frame = pd.DataFrame(
        {
            "organisation": ["A"] * 4,
            "round": ["Q1"] * 4,
            "question": ["s1q1", "s1q2", "s1q3", "s2q1"],
            "RAG": ["red", "gren", "gren", "blue"],
        }
    )
    with pytest.raises(DocumentError) as caught:
        Panel.from_frame(frame, ORIGIN, {"level": "RAG"})
    assert str(caught.value) == (
        "2 problems with the frame:\n"
        "  unknown level 'gren' in 2 rows, first at row 2, column \"RAG\"; the scale has red,"
        " amber, green; did you mean 'green'?\n"
        '  that is not a level at row 4, column "RAG"; the scale has red, amber, green'
    )


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        (
            "question",
            ["s1q1", "s1q9"],
            "no question 's1q9' in step 's1' at row 2, column \"question\"; it has s1q1, s1q2,"
            " s1q3; did you mean 's1q3'?",
        ),
        (
            "question",
            ["s1q1", "s1q1"],
            'a second answer to the same question in the same period at row 2, column "question"',
        ),
        (
            "organisation",
            ["A", None],
            'nothing stands here at row 2, column "organisation"; every row needs it',
        ),
        (
            "level",
            [1, 1],
            'that is not a level in 2 rows, first at row 1, column "level"; the scale has red,'
            " amber, green",
        ),
        (
            "respondent",
            ["police", None],
            'a respondent needs a role at row 1, column "role"; there are practitioner, peer,'
            " agreed, and any other with yes or no as independent",
        ),
        (
            "framework",
            ["abc", None],
            'no such framework at row 1, column "framework"; there are ' + ORIGIN.fingerprint,
        ),
    ],
)
def test_each_kind_of_problem_says_where(column: str, values: list[object], message: str) -> None:
    data: dict[str, list[object]] = {
        "organisation": ["A", "A"],
        "round": ["Q1", "Q1"],
        "question": ["s1q1", "s1q2"],
        "level": ["red", "red"],
    }
    with pytest.raises(DocumentError) as caught:
        Panel.from_frame(pl.DataFrame({**data, column: values}), ORIGIN)
    assert str(caught.value) == message
