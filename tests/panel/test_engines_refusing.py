"""What no panel can be made of, no engine computes with: it is refused by counts of rows."""

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import sixsteps as ss
from sixsteps.panel import engines

SIX = ss.six_steps()
YES_NO = ss.Scale("Two", [ss.Level("no"), ss.Level("yes")])
SCALED = ss.adapt(
    SIX,
    ss.ChangeScale(YES_NO, {"red": "no", "amber": "yes", "green": "yes"}),
    by="Anytown",
    on=date(2026, 1, 5),
)


def made(
    period: str = "2025",
    framework: ss.Framework = SIX,
    title: str = "Round",
    level: str = "red",
    month: int = 5,
) -> ss.Round:
    ratings = [ss.Rating("s1q1", level)]
    on = date(int(period), month, 1)
    return ss.Round(framework, "Anytown", title, on, ratings, period=period)


ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "pandas": lambda frame: frame.to_pandas(),
    "polars lazy": lambda frame: frame.lazy(),
    "pyarrow": lambda frame: frame.to_arrow(),
    "DuckDB": lambda frame: duckdb.connect().from_arrow(frame.to_arrow()),
}
FIGURES: dict[str, Callable[..., Any]] = {
    "coverage": engines.coverage,
    "levels": engines.levels,
    "transitions": lambda frame, known: engines.transitions(frame, known, "2025", "2026"),
    "like for like": lambda frame, known: engines.like_for_like(frame, known, "2025", "2026"),
    "common core": engines.common_core,
}


def table(*rounds: ss.Round) -> pl.DataFrame:
    frame = ss.frames.to_frame(rounds or [made(), made("2026")], "polars", empties=True)
    return frame.with_columns(pl.col("level").cast(pl.String))  # type: ignore[no-any-return]  # polars


def refusal(frame: Any, *frameworks: ss.Framework, figures: str = "levels") -> str:
    with pytest.raises(ss.SixStepsError) as caught:
        FIGURES[figures](frame, frameworks or SIX)
    return str(caught.value)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("figures", FIGURES)
def test_two_rounds_of_one_organisation_in_one_period_are_refused(
    figures: str, engine: str
) -> None:
    frame = ENGINES[engine](table(made(), made("2026"), made("2026", title="Again", level="green")))
    assert refusal(frame, figures=figures) == (
        "2 problems with the frame:\n"
        "  two rounds in one period, of 1 organisation at frame; keep one of them\n"
        "  a second answer to 24 questions in the same period at frame; keep one of them"
    )


def test_two_rounds_of_one_title_are_told_by_their_dates() -> None:
    frame = table(made(), made(month=6))
    assert "two rounds in one period, of 1 organisation at frame" in refusal(frame)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("organisation", "Anytown", "Anytown "),
        ("organisation", "Caf\u00e9", "Cafe\u0301"),
        ("period", "2026", "2026\u200b"),
    ],
)
def test_names_that_look_alike_are_not_computed_with_as_two(
    column: str, one: str, other: str, engine: str
) -> None:
    named = pl.when(pl.col("period") == "2026").then(pl.lit(other)).otherwise(pl.lit(one))
    frame = table().with_columns(**{column: named})
    assert refusal(ENGINES[engine](frame)) == (
        f'1 name that cannot be told from another by eye at column "{column}"; write each name in'
        " one way"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_two_roles_of_one_respondent_in_one_period_are_refused(engine: str) -> None:
    role = pl.when(pl.col("question") == "s1q1").then(pl.lit("peer")).otherwise(pl.lit("agreed"))
    frame = table(made()).with_columns(respondent=pl.lit("police"), role=role)
    assert refusal(ENGINES[engine](frame)) == (
        "two roles of 1 respondent in one period at frame; give each one role"
    )


@pytest.mark.parametrize("figures", FIGURES)
def test_two_scales_are_refused(figures: str) -> None:
    frame = table(made(), made("2026", SCALED, level="yes")).lazy()
    assert refusal(frame, SIX, SCALED, figures=figures) == (
        f"{SIX.title!r} is rated on {SIX.scale.title!r} and {SIX.title!r} on 'Two', and a panel has"
        " one scale; make one panel with scale=, or one of each"
    )
    assert refusal(frame, SIX, figures=figures).startswith("2 problems with the frame:\n")


NAMED = "Jane Smith's school"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("level", 'unknown level in 24 rows at column "level"; the scale has red, amber, green'),
        (
            "kind",
            'unknown kind in 24 rows at column "kind"; there are rated, not in the framework, not'
            " applicable, not asked, answered though not asked, unanswered, started",
        ),
        (
            "role",
            'unknown role in 24 rows at column "role"; there are lead partner, relevant agency,'
            " partnership, children and families, practitioner, independent scrutineer, peer,"
            " agreed",
        ),
        ("framework", 'no such framework in 24 rows at column "framework"; give it as well'),
        *(
            (
                name,
                'not a question of its framework in 24 rows at column "question"; see that both are'
                " right",
            )
            for name in ("question", "identity", "step")
        ),
    ],
)
@pytest.mark.slow
def test_what_is_no_word_of_the_frameworks_is_refused_and_not_repeated(
    column: str, message: str, engine: str
) -> None:
    frame = table().with_columns(
        **{
            column: pl.when(pl.col("period") == "2026")
            .then(pl.lit(NAMED))
            .otherwise(pl.col(column))
        }
    )
    for figures in FIGURES:
        told = refusal(ENGINES[engine](frame), figures=figures)
        assert message in told
        assert NAMED not in told


@pytest.mark.parametrize("column", ["organisation", "round", "period", "kind"])
def test_a_row_without_what_every_row_needs_is_refused(column: str) -> None:
    frame = table().with_columns(**{column: pl.lit(None, pl.String)})
    assert f'nothing stands here in 48 rows at column "{column}"; every row needs it' in refusal(
        frame
    )


def test_a_level_and_a_kind_that_contradict_each_other_are_refused() -> None:
    frame = table(made())
    assert refusal(frame.with_columns(level=pl.lit("red"))) == (
        'an answer of this kind has no level in 23 rows at column "level"'
    )
    assert refusal(frame.with_columns(level=pl.lit(None, pl.String))) == (
        'a rated answer without a level in 1 row at column "level"'
    )


def test_a_respondent_needs_a_role() -> None:
    told = refusal(table(made()).with_columns(respondent=pl.lit("police")))
    assert told.startswith('a respondent needs a role in 24 rows at column "role"; there are lead')


def test_every_missing_column_and_every_column_of_a_wrong_type_is_told_at_once() -> None:
    frame = table().drop("identity", "date").with_columns(level=1, has_plan=pl.lit("yes"))
    assert refusal(frame) == (
        "4 problems with the frame:\n"
        "  no column 'identity' at frame; write it with frames.to_frame(empties=True)\n"
        '  a column of strings is needed, not of Int32 at column "level"\n'
        "  no column 'date' at frame; write it with frames.to_frame(empties=True)\n"
        '  a column of true and false is needed, not of String at column "has_plan"'
    )


def test_a_column_of_mixed_values_is_told_without_any_of_them() -> None:
    frame = table().to_pandas().astype({"level": object})
    frame.loc[3, "level"] = NAMED
    frame.loc[4, "level"] = 3
    assert refusal(frame) == 'a column of strings is needed, not of Object at column "level"'


@pytest.mark.parametrize("library", ["pandas", "pyarrow"])
def test_two_columns_of_one_name_are_refused(library: str) -> None:
    whole = table().to_arrow()
    names = [*whole.column_names, "level"]
    twice = pa.Table.from_arrays([*whole.columns, whole.column("level")], names)
    frame = twice if library == "pyarrow" else pd.concat([table().to_pandas()] * 2, axis=1)
    assert refusal(frame) == "two columns of one name at frame; rename one"


def test_what_is_no_frame_is_told_with_its_type() -> None:
    assert refusal([{"level": "red"}]) == (
        "a value of type list is no data frame; give one of pandas, polars or pyarrow, or a lazy"
        " one of polars, DuckDB or PySpark"
    )


def test_what_is_no_framework_is_refused() -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        engines.coverage(table(), ss.RAG)  # type: ignore[arg-type]  # what this is about
    assert str(caught.value) == (
        "frameworks takes several values and was given one Scale; give a list"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_period_of_another_type_and_one_that_no_engine_takes_are_refused(engine: str) -> None:
    frame = ENGINES[engine](table())
    odd: Any
    for figures in (engines.transitions, engines.like_for_like):
        for odd in (["2026"], {"2026": 1}):
            with pytest.raises(ss.WrongTypeError) as wrong:
                figures(frame, SIX, "2025", odd)
            kind = type(odd).__name__
            assert str(wrong.value) == f"after takes a str and was given a value of type {kind}"
        with pytest.raises(ss.UnknownIdError) as unknown:
            figures(frame, SIX, "\ud800", "2026")
        assert str(unknown.value) == "no such period in the frame; give one that it has"


@pytest.mark.parametrize("figures", ["transitions", "like for like"])
def test_a_period_that_the_frame_does_not_have_is_refused(figures: str) -> None:
    assert refusal(table(made()), figures=figures) == (
        "no such period in the frame; give one that it has"
    )


def test_what_an_engine_cannot_compute_is_an_error_of_ours() -> None:
    def failing(_: pl.DataFrame) -> pl.DataFrame:
        raise ValueError(NAMED)

    whole = table().lazy()
    broken = whole.map_batches(failing, schema=whole.collect_schema())
    assert refusal(broken) == (
        "the engine cannot compute with this table at frame; see that the engine itself can show"
        " the table"
    )


@pytest.mark.parametrize("column", ["framework", "step", "question", "identity"])
def test_a_row_that_does_not_say_where_it_belongs_is_refused(column: str) -> None:
    frame = table().with_columns(pl.lit(None, pl.String).alias(column)).lazy()
    told = {"framework": "no such framework", "step": "not a question of its framework"}
    assert told.get(column, told["step"]) in refusal(frame)
