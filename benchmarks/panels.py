"""The bars of the panel: its analyses beside polars and DuckDB on the same integer-coded data."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
from attrs import frozen

from benchmarks.measuring import Bar, Figure, in_turns, peak_bytes, seconds
from sixsteps import Panel, Role, six_steps
from sixsteps.panel.axes import question_axis
from sixsteps.results import PanelRespondent

FULL = "1.44 million"
SIZES = {FULL: (40, 1500), "2.4 million": (40, 2500), "10 million": (40, 10420)}
"""Periods and respondents; 24 questions each, ten respondents an organisation."""

FEW, MANY = 400, 3200
"""How many organisations a change is measured of."""


@frozen
class Case:
    """One set of answers as a panel, as a polars frame and as a DuckDB table."""

    panel: Panel
    frame: pl.LazyFrame
    database: duckdb.DuckDBPyConnection


def panel_of(size: str) -> Panel:
    """The panel of a size."""
    return made_panel(*SIZES[size])


@cache
def made_panel(periods: int, respondents: int) -> Panel:
    """A panel of made-up answers: a quarter unanswered, the rest at any level."""
    framework = six_steps()
    random = np.random.default_rng(1)
    shape = (len(framework.questions), periods, respondents)
    answered = random.integers(64, 88, shape, np.uint8)
    cells = np.where(random.integers(0, 4, shape, np.uint8) == 0, np.uint8(47), answered)
    names = tuple(f"area{place:04}" for place in range(-(-respondents // 10)))
    return Panel(
        names,
        tuple(f"period{place:02}" for place in range(periods)),
        tuple(
            PanelRespondent(names[n // 10], f"r{n % 10}", Role.RELEVANT_AGENCY)
            for n in range(respondents)
        ),
        (framework,),
        question_axis([framework]),
        np.zeros((periods, len(names)), np.int16),
        np.zeros((periods, len(names)), np.int32),
        cells,
    )


@cache
def case_of(size: str) -> Case:
    """The same answers for all three."""
    panel = panel_of(size)
    question, period, respondent = np.indices(panel.cells.shape, np.int16)
    frame = pl.DataFrame(
        {
            "question": question.ravel().astype(np.uint8),
            "step": (question.ravel() // 4).astype(np.uint8),
            "period": period.ravel(),
            "respondent": respondent.ravel(),
            "code": (panel.cells >> 3).ravel(),
            "lacks": (panel.cells & 7).ravel(),
        }
    )
    database = duckdb.connect()
    database.register("given", frame.to_arrow())
    database.execute("create table answers as select * from given")
    return Case(panel, frame.lazy(), database)


def polars_coverage(frame: pl.LazyFrame) -> pl.DataFrame:
    """The nested counts by step."""
    code, lacks = pl.col("code"), pl.col("lacks")
    return (
        frame.group_by("step")
        .agg(
            cells=(code >= 2).sum(),
            applicable=(code >= 3).sum(),
            asked=(code >= 5).sum(),
            answered=(code >= 8).sum(),
            supported=(lacks & 1 == 0).sum(),
            complete=(lacks == 0).sum(),
            drafts=(code == 6).sum(),
            not_asked=(code == 4).sum(),
        )
        .collect()
    )


def polars_levels(frame: pl.LazyFrame) -> pl.DataFrame:
    """The counts by step and level."""
    return frame.group_by("step", "code").agg(pl.len()).collect()


def polars_transitions(frame: pl.LazyFrame) -> pl.DataFrame:
    """The transitions between periods in a row, by step."""
    rated = frame.filter(pl.col("code") >= 8)
    earlier = rated.select(
        "question", "respondent", pl.col("period") + 1, pl.col("code").alias("before")
    )
    joined = rated.join(earlier, on=["question", "respondent", "period"])
    return joined.group_by("step", "before", "code").agg(pl.len()).collect()


_COVERAGE = """
    select step, count(*) filter (code >= 2), count(*) filter (code >= 3),
        count(*) filter (code >= 5), count(*) filter (code >= 8),
        count(*) filter (lacks & 1 = 0), count(*) filter (lacks = 0),
        count(*) filter (code = 6), count(*) filter (code = 4)
    from answers group by step"""
_LEVELS = "select step, code, count(*) from answers group by step, code"
_TRANSITIONS = """
    select after.step, before.code, after.code, count(*)
    from answers before join answers after
        on before.question = after.question and before.respondent = after.respondent
        and before.period + 1 = after.period
    where before.code >= 8 and after.code >= 8 group by 1, 2, 3"""

ANALYSES: dict[str, tuple[Callable[[Panel], Any], Callable[[pl.LazyFrame], Any], str]] = {
    "coverage": (lambda panel: panel.coverage(), polars_coverage, _COVERAGE),
    "levels by step": (lambda panel: panel.levels(), polars_levels, _LEVELS),
    "transitions": (lambda panel: panel.transitions(), polars_transitions, _TRANSITIONS),
}


def _beside(size: str, names: list[str], engine: str) -> Figure:
    case = case_of(size)

    def ours() -> None:
        for name in names:
            ANALYSES[name][0](case.panel)

    def theirs() -> None:
        for name in names:
            if engine == "polars":
                ANALYSES[name][1](case.frame)
            else:
                case.database.sql(ANALYSES[name][2]).fetchall()

    return in_turns(ours, theirs, runs=5 if size == FULL else 3)


def _bar(size: str, part: str, engine: str) -> Bar:
    names = [*ANALYSES] if part == "all three" else [part]
    return Bar(
        f"panel: {part}, {size} ratings, {engine}",
        f"{engine} on the same numbers",
        1 / 12,
        partial(_beside, size, names, engine),
    )


def _bars() -> list[Bar]:
    wanted = [(FULL, part) for part in ANALYSES] + [(size, "all three") for size in SIZES]
    return [_bar(size, part, engine) for size, part in wanted for engine in ("polars", "DuckDB")]


def _memory() -> Figure:
    panel = panel_of(FULL)

    def all_three() -> None:
        for ours, _, _ in ANALYSES.values():
            ours(panel)

    peak = peak_bytes(all_three)
    return Figure(peak, panel.cells.size, peak / panel.cells.size, "bytes")


def _linear(size: str) -> Figure:
    small, large = panel_of(FULL), panel_of(size)

    def cost(panel: Panel) -> float:
        def all_three() -> None:
            for ours, _, _ in ANALYSES.values():
                ours(panel)

        return min(seconds(all_three) for _ in range(5)) / panel.cells.size

    ours, theirs = cost(large) * 1e9, cost(small) * 1e9
    return Figure(ours, theirs, ours / theirs, "ns a rating")


def _change(panel: Panel) -> Any:
    return panel.change(*panel.periods)


def pandas_rated(panel: Panel, period: int) -> pd.DataFrame:
    """The rated answers of a period with the rank of their level."""
    question, respondent = np.nonzero(panel.cells[:, period] >= 64)
    rank = (panel.cells[question, period, respondent] >> 3) - 8
    return pd.DataFrame(
        {
            "organisation": panel.respondent_organisations[respondent],
            "question": question,
            "respondent": respondent,
            "rank": rank.astype(np.int64),
        }
    )


def pandas_change(before: pd.DataFrame, after: pd.DataFrame) -> Any:
    """For each organisation the matrix, and the parts of the change of both shares."""
    both = before.merge(
        after, "outer", ["organisation", "question", "respondent"], suffixes=("_old", "_new")
    )
    matched = both.dropna()
    matrix = matched.groupby(["organisation", "rank_old", "rank_new"]).size().unstack(fill_value=0)
    parts = {}
    for rank in (1, 2):
        sides: list[tuple[Any, Any]] = []
        for side in ("rank_old", "rank_new"):
            above, kept = both[side] >= rank, matched[side] >= rank
            rated = above[both[side].notna()].groupby(both["organisation"]).mean()
            sides.append((rated, kept.groupby(matched["organisation"]).mean()))
        (old, old_kept), (new, new_kept) = sides
        parts[rank] = pd.DataFrame(
            {
                "change": new - old,
                "like for like": new_kept - old_kept,
                "entered": new - new_kept,
                "left": old_kept - old,
            }
        )
    return matrix, parts


def _change_beside_pandas() -> Figure:
    panel = made_panel(2, 10 * MANY)
    before, after = (pandas_rated(panel, period) for period in range(2))
    return in_turns(lambda: _change(panel), lambda: pandas_change(before, after), runs=5)


def _change_linear() -> Figure:
    few, many = (made_panel(2, 10 * count) for count in (FEW, MANY))
    return in_turns(lambda: _change(many), lambda: _change(few), runs=5)


BARS = (
    *_bars(),
    Bar(f"panel: change of {MANY:,} organisations", f"of {FEW}", 10, _change_linear),
    Bar(
        f"panel: change of {MANY:,} organisations, pandas",
        "pandas on the same numbers",
        1 / 4,
        _change_beside_pandas,
    ),
    Bar("panel: memory beyond the panel", "the ratings, in bytes", 1, _memory),
    *(
        Bar(f"panel: cost of a rating at {size}", f"at {FULL}", 1.3, partial(_linear, size))
        for size in SIZES
        if size != FULL
    ),
)
