"""Rounds are taken one at a time: none is held once its cells are."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from weakref import ref

import pytest

from sixsteps import Evidence, Panel, Rating, Round, read_rounds, write_rounds
from tests.panel.adaptations import ORIGIN

TURNS = 20


def made() -> Iterator[Round]:
    for turn in range(TURNS):
        rating = Rating("s1q1", "amber", [Evidence("Minutes")])
        yield Round(
            ORIGIN, "Anytown", f"Round {turn}", date(2006 + turn, 5, 1), [rating], period=f"{turn}"
        )


def of_rounds(period: Callable[[Round], str | None]) -> Panel:
    return Panel.from_rounds(made(), period=period)


def of_lines(period: Callable[[Round], str | None]) -> Panel:
    file = io.StringIO()
    write_rounds(made(), file)
    return Panel.from_rounds(read_rounds(io.StringIO(file.getvalue())), period=period)


@pytest.mark.parametrize("build", [of_rounds, of_lines])
def test_building_a_panel_holds_no_round_beyond_its_turn(
    build: Callable[[Callable[[Round], str | None]], Panel],
) -> None:
    met: list[ref[Round]] = []
    alive: list[int] = []

    def period(round_: Round) -> str | None:
        met.append(ref(round_))
        alive.append(sum(one() is not None for one in met))
        return round_.period

    panel = build(period)
    # The present one, and the one before it while the next is made.
    assert len(alive) == TURNS
    assert max(alive) <= 2
    assert not any(one() for one in met)
    assert panel.coverage().total.answered == TURNS
