"""The figures of a panel on data frames that do not fit one machine, as narwhals expressions.

Each function takes the tidy table that `frames.to_frame(rounds, empties=True)` writes, in any
engine narwhals speaks to (polars lazy, DuckDB, PySpark, pandas, pyarrow), and gives a frame of the
same engine with the small result, not yet computed where the engine is lazy. The table is never
collected. Linked questions, which a split or a merge made, are not compared here; a `Panel` does.
"""

from typing import Any

from sixsteps.analysis.cells import AnswerKind
from sixsteps.errors import UnknownIdError
from sixsteps.formats.frames import narwhals
from sixsteps.model.scale import NEEDS, Scale
from sixsteps.words import listed

PARTS = ("step", "question", "identity", "period", "organisation", "role")
"""The columns that figures are given by."""

_KEYS = ("organisation", "respondent", "role", "identity")
_HAS = {"evidence": "has_evidence", "remaining": "has_remaining", "plan": "has_plan"}
_ASKED = [AnswerKind.RATED.value, AnswerKind.UNANSWERED.value, AnswerKind.DRAFT.value]


def coverage(frame: Any, scale: Scale, by: str = "step") -> Any:
    """The nested counts of each part: cells, applicable, asked, answered, supported, complete.

    Raises:
        UnknownIdError: for a `by` that is not one of `PARTS`.
        MissingExtraError: narwhals is not installed.

    >>> from sixsteps import RAG, frames, samples
    >>> rounds = samples.autumn_2025(), samples.spring_2026()
    >>> rows = frames.to_frame(rounds, "pyarrow", empties=True)
    >>> coverage(rows, RAG).to_pylist()[0]["complete"]
    28
    """
    nw, table = _opened(frame, by)
    kind, level = nw.col("kind"), nw.col("level").cast(nw.String())
    answered = kind == AnswerKind.RATED.value
    has = {}
    for need in NEEDS:
        wanting = [one.key for one in scale.levels if need in one.needs]
        has[need] = nw.col(_HAS[need]) | ~level.is_in(wanting)
    counts = {
        "cells": nw.lit(value=True),
        "applicable": kind != AnswerKind.NOT_APPLICABLE.value,
        "asked": kind.is_in(_ASKED),
        "answered": answered,
        "supported": answered & has["evidence"],
        "complete": answered & has["evidence"] & has["remaining"] & has["plan"],
    }
    flags = table.select(
        nw.col(by), *(flag.cast(nw.Int64()).alias(name) for name, flag in counts.items())
    )
    found = flags.group_by(by).agg(*(nw.col(name).sum() for name in counts)).sort(by)
    return found.to_native()


def levels(frame: Any, by: str = "step") -> Any:
    """The answers of each part at each level: the columns `by`, level and answers.

    Raises:
        UnknownIdError: for a `by` that is not one of `PARTS`.
        MissingExtraError: narwhals is not installed.

    >>> from sixsteps import frames, samples
    >>> rounds = samples.autumn_2025(), samples.spring_2026()
    >>> rows = frames.to_frame(rounds, "pyarrow", empties=True)
    >>> levels(rows).to_pylist()[0]
    {'step': 's1', 'level': 'amber', 'answers': 21}
    """
    nw, table = _opened(frame, by)
    rated = table.filter(nw.col("kind") == AnswerKind.RATED.value).select(
        nw.col(by), nw.col("level").cast(nw.String())
    )
    return rated.group_by(by, "level").agg(nw.len().alias("answers")).sort(by, "level").to_native()


def transitions(frame: Any, before: str, after: str, by: str = "step") -> Any:
    """The moves of answers between two periods: the columns `by`, before, after and answers.

    The periods are joined on organisation, respondent, role and identity, since not every engine
    has a window; a question that moved counts where it is in the later one.

    Raises:
        UnknownIdError: for a `by` that is not one of `PARTS`.
        MissingExtraError: narwhals is not installed.

    >>> from sixsteps import frames, samples
    >>> rounds = samples.autumn_2025(), samples.spring_2026()
    >>> rows = frames.to_frame(rounds, "pyarrow", empties=True)
    >>> transitions(rows, "2025-H2", "2026-H1").to_pylist()[0]
    {'step': 's1', 'before': 'amber', 'after': 'amber', 'answers': 1}
    """
    nw, joined = _matched(frame, before, after, by)
    found = joined.group_by("part", "before", "after").agg(nw.len().alias("answers"))
    return found.rename({"part": by}).sort(by, "before", "after").to_native()


def like_for_like(
    frame: Any, scale: Scale, before: str, after: str, by: str = "organisation"
) -> Any:
    """The answers rated in both periods by themselves, whatever else was asked.

    The columns are `by`, `matched` (how many such answers there are) and for each level but the
    worst, `before_<level>` and `after_<level>`: how many of them stood at it or above. Their
    difference over `matched` is the like-for-like part of the change of that share.

    Raises:
        UnknownIdError: for a `by` that is not one of `PARTS`.
        MissingExtraError: narwhals is not installed.

    >>> from sixsteps import RAG, frames, samples
    >>> rounds = samples.autumn_2025(), samples.spring_2026()
    >>> rows = frames.to_frame(rounds, "pyarrow", empties=True)
    >>> found = like_for_like(rows, RAG, "2025-H2", "2026-H1").to_pylist()[0]
    >>> found["matched"], found["before_green"], found["after_green"]
    (20, 4, 7)
    """
    nw, joined = _matched(frame, before, after, by)
    counts = {"matched": nw.lit(value=True)}
    for rank, key in enumerate(scale.keys[1:], start=1):
        for side in ("before", "after"):
            counts[f"{side}_{key}"] = nw.col(side).is_in([*scale.keys[rank:]])
    flags = joined.select(
        nw.col("part").alias(by), *(flag.cast(nw.Int64()).alias(n) for n, flag in counts.items())
    )
    return flags.group_by(by).agg(*(nw.col(name).sum() for name in counts)).sort(by).to_native()


def common_core(frame: Any) -> Any:
    """The questions that every framework of the table asks: the columns identity and question.

    Raises:
        MissingExtraError: narwhals is not installed.

    >>> from sixsteps import frames, samples
    >>> rounds = samples.autumn_2025(), samples.spring_2026()
    >>> rows = frames.to_frame(rounds, "pyarrow", empties=True)
    >>> common_core(rows).num_rows
    21
    """
    nw, table = _opened(frame, "identity")
    asked = table.select("identity", "question", "framework").unique()
    frameworks = asked.select(nw.col("framework").n_unique().alias("frameworks"))
    found = asked.group_by("identity", "question").agg(nw.len().alias("asking"))
    # A join, because a lazy frame cannot be asked for a number in between.
    both = found.join(frameworks, how="cross").filter(nw.col("asking") == nw.col("frameworks"))
    return both.select("identity", "question").sort("question", "identity").to_native()


def _matched(frame: Any, before: str, after: str, by: str) -> tuple[Any, Any]:
    """The levels of answers rated in both periods, and the part the later one belongs to."""
    nw, table = _opened(frame, by)
    rated = table.filter(nw.col("kind") == AnswerKind.RATED.value)
    keys = [nw.col(name).fill_null("") for name in _KEYS]
    level = nw.col("level").cast(nw.String())
    old = rated.filter(nw.col("period") == before).select(*keys, level.alias("before"))
    new = rated.filter(nw.col("period") == after).select(
        *keys, nw.col(by).alias("part"), level.alias("after")
    )
    return nw, new.join(old, on=[*_KEYS], how="inner")


def _opened(frame: Any, by: str) -> tuple[Any, Any]:
    if by not in PARTS:
        raise UnknownIdError(f"no figures by {by!r}", f"there are {listed(PARTS)}")
    nw = narwhals()
    return nw, nw.from_native(frame).lazy()
