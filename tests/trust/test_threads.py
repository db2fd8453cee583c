"""Values are shared between threads, and files between readers and writers, without harm."""

import inspect
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import sixsteps as ss
from sixsteps.panel import engines
from tests.trust.outputs import EMPTY, OUTPUTS, as_bytes

THREADS = 4
MODULES = (ss, ss.charts, ss.frames, ss.samples, ss.surveys, ss.workbook, engines)


def public_functions() -> Iterator[tuple[ModuleType, str, Callable[..., Any]]]:
    for module in MODULES:
        for name in getattr(module, "__all__", vars(module)):
            value = getattr(module, name)
            is_function = inspect.isfunction(inspect.unwrap(value)) if callable(value) else False
            home = getattr(value, "__module__", "")
            if (
                is_function
                and name[0] != "_"
                and (module is not engines or home == engines.__name__)
            ):
                yield module, name, value


@pytest.mark.slow
def test_every_public_function_gives_the_same_in_many_threads_at_once() -> None:
    public, called = set(), set()

    def noted(name: str, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        called.add(name)
        return function(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        for module, name, function in public_functions():
            full = f"{module.__name__}.{name}"
            public.add(full)
            patch.setattr(module, name, partial(noted, full, function))
        alone = {name: as_bytes(run()) for name, run in OUTPUTS.items()}
    assert len(public) > 50
    assert public - called == set()

    together = threading.Barrier(THREADS)

    def half(place: int) -> dict[str, bytes]:
        names = [*OUTPUTS]
        start = place * len(names) // THREADS
        together.wait()
        # Each begins elsewhere, so that different functions meet; each is run in two threads.
        turned = names[start:] + names[:start]
        return {name: as_bytes(OUTPUTS[name]()) for name in turned[: len(names) // 2 + 1]}

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(half, range(THREADS)))
    assert [one for one in found if one.items() - alone.items()] == []
    assert set().union(*found) == set(alone)


def test_one_file_is_whole_for_every_reader_while_many_write_it(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    versions = [EMPTY.with_ratings(ss.Rating("s1q1", level)) for level in ("red", "amber", "green")]
    ss.write(versions[0], path)

    def write(place: int) -> None:
        ss.write(versions[place % len(versions)], path)

    def read(_: int) -> ss.Round:
        return ss.read(path, ss.Round)

    with ThreadPoolExecutor(THREADS) as pool:
        writing = [pool.submit(write, place) for place in range(40)]
        seen = list(pool.map(read, range(40)))
        for one in writing:
            one.result()
    assert set(seen) <= set(versions)
    assert [found.name for found in tmp_path.iterdir()] == ["round.json"]


def test_many_threads_compute_what_a_value_keeps_and_agree() -> None:
    for _ in range(20):
        fresh = ss.from_document(ss.to_document(ss.samples.anytown_2026()), ss.Framework)
        with ThreadPoolExecutor(THREADS) as pool:
            found = set(pool.map(lambda one: (one.digest, one.fingerprint), [fresh] * THREADS))
        assert found == {(fresh.digest, fresh.fingerprint)}
