"""The bars of tables: a comparison in a cold process, strings to figures, narwhals and native."""

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.documents import made_round
from benchmarks.measuring import Bar, Figure, a_process, in_turns
from benchmarks.panels import FULL, panel_of
from sixsteps import Panel, Round, six_steps, to_document
from sixsteps.formats.frames import identity_label
from sixsteps.panel import engines

_OURS = """
import sys, sixsteps as ss
before, after = (ss.read(name, ss.Round) for name in sys.argv[1:])
print(ss.change(before, after))
"""
_PANDAS = """
import sys, pandas as pd
before, after = (pd.read_csv(name) for name in sys.argv[1:])
both = before.merge(after, on="question", suffixes=(" before", " after"))
print(pd.crosstab(both["level before"], both["level after"]).to_string())
"""


def _comparison() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = [], []
        for turn in range(2):
            round_ = made_round(1, turn=turn)
            ours.append(Path(folder, f"{turn}.json"))
            theirs.append(Path(folder, f"{turn}.csv"))
            ours[-1].write_text(json.dumps(to_document(round_)), "utf-8")
            theirs[-1].write_text(_csv(round_), "utf-8")
        return in_turns(
            a_process(_OURS, *map(str, ours)), a_process(_PANDAS, *map(str, theirs)), runs=7
        )


def _csv(round_: Round) -> str:
    rows = (f"{answer.question},{getattr(answer, 'level', '')}" for answer in round_.ratings)
    return "\n".join(["question,level", *rows])


@cache
def strings() -> pl.DataFrame:
    """1.44 million answers as a table of strings; one without a level is unanswered."""
    panel = panel_of(FULL)
    codes = pl.Series((panel.cells >> 3).ravel()).cast(pl.Int32)
    shape = panel.cells.shape
    rows = pl.select(pl.int_range(codes.len())).to_series()
    names = [one.organisation for one in panel.respondents]
    return pl.DataFrame(
        {
            "organisation": pl.Series(names)[rows % shape[2]],
            "round": pl.Series(panel.periods)[(rows // shape[2]) % shape[1]],
            "respondent": pl.Series([one.id for one in panel.respondents])[rows % shape[2]],
            "role": pl.Series(["relevant agency"]).extend_constant(
                "relevant agency", codes.len() - 1
            ),
            "question": pl.Series([one.id for one in panel.questions])[
                rows // (shape[1] * shape[2])
            ],
            "kind": pl.Series(["unanswered", "rated"])[(codes >= 8).cast(pl.Int32)],
            "level": pl.Series(["red", "amber", "green", None])[
                pl.select(pl.when(codes >= 8).then(codes - 8).otherwise(3)).to_series()
            ],
        }
    )


def _ours() -> Any:
    panel = Panel.from_frame(strings(), six_steps())
    return panel.levels().rows(), panel.transitions().rows()


def _polars() -> Any:
    frame = strings().lazy().with_columns(step=pl.col("question").str.slice(0, 2))
    rated = frame.filter(pl.col("kind") == "rated")
    levels = rated.group_by("step", "level").agg(pl.len()).sort("step", "level")
    next_one = strings()["round"].unique().sort()
    follows = pl.LazyFrame({"round": next_one[:-1], "next": next_one[1:]})
    keys = ["organisation", "respondent", "question"]
    earlier = rated.join(follows, on="round").select(
        *keys, pl.col("next").alias("round"), pl.col("level").alias("before")
    )
    moved = rated.join(earlier, on=[*keys, "round"])
    transitions = moved.group_by("step", "before", "level").agg(pl.len())
    return levels.collect().rows(), transitions.sort("step", "before", "level").collect().rows()


def _narwhals() -> Figure:
    framework = six_steps()
    places = pl.DataFrame(
        {
            "question": [one.id for one in framework.questions],
            "identity": [identity_label(framework.identity(one.id)) for one in framework.questions],
            "step": [framework.step_of(one.id).id for one in framework.questions],
        }
    )
    whole = (
        strings()
        .join(places, on="question")
        .with_columns(
            *(
                pl.lit(value=False).alias(f"has_{name}")
                for name in ("evidence", "remaining", "plan")
            ),
            period="round",
            date=pl.lit("2026-05-01"),
            framework=pl.lit(framework.fingerprint),
            independent=pl.lit(None, pl.String),
        )
    )
    keys = ("period", "organisation", "respondent", "identity")

    def native() -> Any:
        again = whole.lazy().group_by(*keys).agg(pl.len()).filter(pl.col("len") > 1).collect()
        rated = whole.lazy().filter(pl.col("kind") == "rated")
        found = rated.group_by("step", "level").agg(pl.len().alias("answers"))
        return again, found.sort("step", "level").collect()

    return in_turns(lambda: engines.levels(whole.lazy(), framework).collect(), native, runs=5)


BARS = (
    Bar("comparison in a cold process", "pandas from CSV", 0.25, _comparison),
    Bar(
        "table of 1.44 million rows of strings to figures",
        "polars doing the same",
        0.6,
        lambda: in_turns(_ours, _polars, runs=5),
    ),
    Bar("narwhals: levels by step, checked", "polars without most checks", 2, _narwhals),
)
