"""Measuring two ways of doing one thing in turns, so that a busy machine slows both alike."""

import gc
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

from attrs import frozen

Work = Callable[[], object]
"""Something to measure; what it returns is thrown away."""


@frozen
class Figure:
    """What our way took and what the other took, in the same unit (seconds or bytes)."""

    ours: float
    theirs: float
    ratio: float
    unit: str = "s"


@frozen
class Bar:
    """A limit to hold: our way takes at most `limit` times what the other takes.

    `measure` does the measuring when it is called; `against` says what the other way is.
    """

    name: str
    against: str
    limit: float
    measure: Callable[[], Figure]


@frozen
class Result:
    """A bar and what was measured."""

    bar: Bar
    figure: Figure

    @property
    def holds(self) -> bool:
        """Whether the ratio is within the limit."""
        return self.figure.ratio <= self.bar.limit


LEAST = 0.03
"""What one measurement takes at least, in seconds; a shorter work is repeated, or noise decides."""


def seconds(work: Work, times: int = 1) -> float:
    """How long one run takes, in seconds, garbage of earlier runs cleared away before."""
    gc.collect()
    started = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - started) / times


def in_turns(ours: Work, theirs: Work, *, runs: int = 7) -> Figure:
    """Both ways in turns; the ratio is the median of the ratios of neighbouring runs."""
    for work in (ours, theirs):
        work()  # what is cached once is not measured
    often = [max(1, round(LEAST / seconds(work))) for work in (ours, theirs)]
    return _figure([(seconds(ours, often[0]), seconds(theirs, often[1])) for _ in range(runs)])


def _figure(pairs: Sequence[tuple[float, float]]) -> Figure:
    return Figure(
        median(ours for ours, _ in pairs),
        median(theirs for _, theirs in pairs),
        median(ours / theirs for ours, theirs in pairs),
    )


def a_process(code: str, *arguments: str) -> Work:
    """A whole Python process that runs `code`, from its start to its end.

    It may keep what it compiles, as an installed package has it kept already.
    """
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        subprocess.run(  # noqa: S603  our own interpreter and code written in this package
            [sys.executable, "-c", code, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            env=settings,
        )

    return run


def bytes_retained(make: Callable[[], Any]) -> int:
    """How many bytes are still held once `make` has returned and its garbage is gone."""
    make()  # what is cached once, such as a compiled pattern, is not retained by the result
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept = make()
        gc.collect()
        held = tracemalloc.get_traced_memory()[0] - before
        del kept
    finally:
        tracemalloc.stop()
    return held


def peak_bytes(work: Work) -> int:
    """How many bytes a run held at its highest, beyond those held before it."""
    work()
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        work()
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    return peak


def of_bytes(ours: int, theirs: int) -> Figure:
    """A figure of two sizes in bytes."""
    return Figure(ours, theirs, ours / theirs, "bytes")


def run(bars: Sequence[Bar]) -> Iterator[Result]:
    """Every bar measured, one after the other."""
    for bar in bars:
        yield Result(bar, bar.measure())
