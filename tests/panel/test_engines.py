"""The figures on data frames are those of the panel, on every engine."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from sixsteps import (
    Level,
    NotApplicable,
    Panel,
    Part,
    Rating,
    Respondent,
    Role,
    Round,
    Scale,
    SplitQuestion,
    UnknownIdError,
    adapt,
    frames,
)
from sixsteps.panel import engines
from tests.panel.adaptations import MOVED, ORIGIN
from tests.panel.many import LEVELS, PERIODS, many_rounds
from tests.strategies import TRAFFIC


def on_duckdb(rounds: list[Round]) -> Any:
    table = frames.to_frame(rounds, "pyarrow", empties=True)
    return duckdb.connect().from_arrow(table)


ENGINES: dict[str, Callable[[list[Round]], Any]] = {
    "pandas": lambda rounds: frames.to_frame(rounds, "pandas", empties=True),
    "polars lazy": lambda rounds: frames.to_frame(rounds, "polars", empties=True).lazy(),
    "pyarrow": lambda rounds: frames.to_frame(rounds, "pyarrow", empties=True),
    "DuckDB": on_duckdb,
}


def rows(found: Any) -> list[tuple[Any, ...]]:
    collected: list[tuple[Any, ...]] = nw.from_native(found).lazy().collect().rows()
    return collected


EVERY_PART = ("step", "period", "organisation", "role")


def assert_counted_as_in_the_panel(
    made: list[Round], frame: Any, parts: Sequence[str] = EVERY_PART
) -> None:
    panel, known = Panel.from_rounds(made), {one.framework for one in made}
    for by in parts:
        assert sorted(rows(engines.coverage(frame, known, by))) == sorted(
            (
                *(name, one.cells, one.applicable, one.asked),
                *(one.answered, one.supported, one.complete),
            )
            for name, one in panel.coverage(by).parts
            if one.cells
        )
        assert sorted(rows(engines.levels(frame, known, by))) == sorted(
            (name, key, count)
            for name, one in panel.levels(by).parts
            for key, count in zip(TRAFFIC.keys, one.reading.counts, strict=True)
            if count
        )
    core = sorted(label.split(" ")[0] for label in panel.common_core().questions)
    assert [question for _, question in rows(engines.common_core(frame, known))] == core


def assert_compared_as_in_the_panel(
    made: list[Round], frame: Any, parts: Sequence[str] = EVERY_PART
) -> None:
    panel, known = Panel.from_rounds(made), {one.framework for one in made}
    before, after = panel.periods[0], panel.periods[-1]
    if before == after:
        return
    for by in set(parts) - {"period"}:
        found = panel.transitions(before, after, by=by)
        assert sorted(rows(engines.transitions(frame, known, before, after, by))) == sorted(
            (name, old, new, count)
            for name, one in found.parts
            for old, counts in zip(TRAFFIC.keys, one.cells, strict=True)
            for new, count in zip(TRAFFIC.keys, counts, strict=True)
            if count
        )
    assert sorted(rows(engines.like_for_like(frame, known, before, after))) == sorted(
        like_for_like(panel, before, after)
    )


def like_for_like(panel: Panel, before: str, after: str) -> Iterator[tuple[Any, ...]]:
    """For each organisation the matched answers, and those at or above each level but the worst."""
    for one in panel.change(before, after).parts:
        old, new = one.transitions.before, one.transitions.after
        shares = [sum(side[rank:]) for rank in range(1, len(LEVELS)) for side in (old, new)]
        if matched := one.transitions.matched:
            for rank, share in enumerate(reversed(one.decompositions)):
                part = Fraction(shares[2 * rank + 1] - shares[2 * rank], matched)
                assert part == share.amount("like for like")
            yield one.name, matched, *shares


@pytest.mark.slow
@pytest.mark.law
@given(
    made=many_rounds(),
    engine=st.sampled_from(sorted(ENGINES)),
    held=st.sampled_from((assert_counted_as_in_the_panel, assert_compared_as_in_the_panel)),
    by=st.sampled_from(EVERY_PART),
)
def test_every_engine_gives_the_figures_of_the_panel(
    made: list[Round],
    engine: str,
    held: Callable[[list[Round], Any, Sequence[str]], None],
    by: str,
) -> None:
    frame = ENGINES[engine](made)
    # An empty table has no types to compute with in every engine.
    if rows(frame):
        held(made, frame, [by])


@pytest.mark.parametrize(("by", "moves"), [("step", [("s1", "amber", "green", 1)]), ("role", [])])
def test_who_answers_in_another_role_is_another_respondent_by_role_alone(
    by: str, moves: list[tuple[Any, ...]]
) -> None:
    made = [
        Round(
            ORIGIN,
            "A",
            period,
            date(2025, month, 1),
            [Rating("s1q1", level, respondent="a")],
            respondents=[Respondent("a", "A", role)],
            period=period,
        )
        for period, month, level, role in (
            ("2025 Q1", 1, "amber", Role.PRACTITIONER),
            ("2025 Q2", 4, "green", Role.LEAD_PARTNER),
        )
    ]
    for engine in ENGINES.values():
        found = engines.transitions(engine(made), ORIGIN, "2025 Q1", "2025 Q2", by)
        assert rows(found) == moves
        assert sum(
            one.matched
            for _, one in Panel.from_rounds(made).transitions("2025 Q1", "2025 Q2", by=by).parts
        ) == len(moves)


def test_an_agreed_answer_is_compared_with_nobody_s_own() -> None:
    made = [
        Round(
            ORIGIN,
            "A",
            f"Spring {year}",
            date(year, 5, 1),
            [Rating("s1q1", "red", respondent="a")],
            respondents=[Respondent("a", "A", role)],
            period=f"{year}",
        )
        for year, role in ((2025, Role.PRACTITIONER), (2026, Role.AGREED))
    ]
    assert Panel.from_rounds(made).transitions("2025", "2026").total.matched == 0
    for engine in ENGINES.values():
        assert rows(engines.transitions(engine(made), ORIGIN, "2025", "2026")) == []


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_a_question_that_was_split_is_compared_with_its_parts_by_the_rule_of_the_scale(
    engine: str,
) -> None:
    scale = Scale("Four", [Level(f"l{rank}") for rank in range(4)])
    base = evolve(ORIGIN, scale=scale)
    parts = [Part(f"One, 2, {part}?", id=f"s1q2{part}") for part in "abcd"]
    split = adapt(base, SplitQuestion("s1q2", parts), by="Anytown", on=date(2025, 3, 1))
    given: dict[str, list[str | None]] = {
        # The low median of 0, 2, 3 and 3, and of those that apply: 1 and 3.
        "Anytown": ["l0", "l3", "l2", "l3"],
        "Othertown": ["l3", None, "l1", None],
    }
    made = []
    for name, levels in given.items():
        made.append(Round(base, name, "1", date(2025, 2, 1), [Rating("s1q2", "l1")], period="1"))
        after = [
            Rating(part.id or "", level) if level else NotApplicable(part.id or "", "None here")
            for part, level in zip(parts, levels, strict=True)
        ]
        made.append(Round(split, name, "2", date(2025, 5, 1), after, period="2"))
    frame, known = ENGINES[engine](made), [base, split]
    assert rows(engines.transitions(frame, known, "1", "2", "organisation")) == [
        ("Anytown", "l1", "l2", 1),
        ("Othertown", "l1", "l1", 1),
    ]
    total = Panel.from_rounds(made).transitions("1", "2").total
    assert (total.matched, total.cells[1][1:3]) == (2, (1, 1))


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_what_no_level_needs_no_answer_lacks(engine: str) -> None:
    scale = Scale("Bare", [Level("no"), Level("yes")])
    bare = evolve(ORIGIN, scale=scale)
    made = Round(bare, "Anytown", "Spring", date(2026, 5, 1), [Rating("s1q1", "yes")], period="1")
    frame = ENGINES[engine]([made])
    assert [row[-3:] for row in rows(engines.coverage(frame, bare, "period"))] == [(1, 1, 1)]


FIGURES: dict[str, Callable[[Any], Any]] = {
    "coverage": lambda frame: engines.coverage(frame, ORIGIN),
    "levels": lambda frame: engines.levels(frame, ORIGIN),
    "transitions": lambda frame: engines.transitions(frame, ORIGIN, "2025 Q1", "2025 Q2"),
    "like for like": lambda frame: engines.like_for_like(frame, ORIGIN, "2025 Q1", "2025 Q2"),
    "common core": lambda frame: engines.common_core(frame, ORIGIN),
}


@pytest.mark.parametrize("figures", FIGURES.values(), ids=FIGURES.keys())
def test_a_lazy_frame_stays_lazy_and_gives_counts_and_names_alone(
    figures: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [one for one in some_rounds() if one.framework == ORIGIN]
    table = frames.to_frame(made, "polars", empties=True).lazy()
    heights = []
    collect = pl.LazyFrame.collect

    def counting(frame: pl.LazyFrame, **options: Any) -> Any:
        found = collect(frame, **options)
        heights.append(found.height)
        return found

    monkeypatch.setattr(pl.LazyFrame, "collect", counting)
    assert isinstance(figures(table), pl.LazyFrame)
    names = {len({one.organisation for one in made}), len({one.period for one in made})}
    assert set(heights) <= {1, *names}


def test_an_unknown_part_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownIdError) as caught:
        engines.levels(pl.LazyFrame(), ORIGIN, by="rank")
    assert str(caught.value) == (
        "no figures by that name; there are step, question, identity, period, organisation, role"
    )


@pytest.fixture
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_spark_gives_the_figures_of_the_panel(spark: Any) -> None:
    made = some_rounds()
    table = frames.to_frame(made, "pyarrow", empties=True)
    names = table.column_names
    plain = [
        tuple(row) for row in zip(*(table.column(name).to_pylist() for name in names), strict=True)
    ]
    types = {"date": "date", "has_evidence": "boolean", "has_remaining": "boolean"}
    types["has_plan"] = "boolean"
    schema = ", ".join(f"{name} {types.get(name, 'string')}" for name in names)
    frame = spark.createDataFrame(plain, schema)
    assert_counted_as_in_the_panel(made, frame)
    assert_compared_as_in_the_panel(made, frame)


def some_rounds() -> list[Round]:
    """Rounds of two areas over three quarters, with answers of every kind."""
    return [
        Round(
            framework,
            area,
            "x",
            on,
            period=period,
            ratings=[
                NotApplicable(q.id, "None here")
                if (place + turn) % 5 == 0
                else Rating(q.id, LEVELS[(place * turn) % 3], ["Minutes"] * (place % 2))
                for place, q in enumerate(framework.questions[:3])
            ],
        )
        for area, framework in (("A", ORIGIN), ("B", MOVED))
        for turn, (period, on) in enumerate(PERIODS.items(), 1)
    ]
