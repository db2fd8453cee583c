"""A panel is a value: none of its arrays can be written to, nor be made so."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from attrs import evolve

import sixsteps as ss
from tests.panel.adaptations import MOVED, ORIGIN

PANEL = ss.Panel.from_rounds(
    ss.Round(framework, name, "Spring 2026", date(2026, 5, 1), period="2026")
    for name, framework in (("Anytown", ORIGIN), ("Othertown", MOVED))
)


def arrays(value: object, name: str) -> Iterator[tuple[str, np.ndarray]]:
    """Every array that a value, or a value in it, has as an attribute."""
    if isinstance(value, np.ndarray):
        yield name, value
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from arrays(one, f"{name}[{place}]")
    elif type(value).__module__.startswith("sixsteps.panel"):
        for one in dir(value):
            if not one.startswith("_") and not callable(getattr(value, one)):
                yield from arrays(getattr(value, one), f"{name}.{one}")


ARRAYS = dict(arrays(PANEL, "panel"))


def test_every_array_of_a_panel_is_looked_at() -> None:
    own = {name.rpartition(".")[2] for name in ARRAYS}
    assert own == {
        *("used", "dates", "cells", "tags[1]"),
        *("respondent_organisations", "respondent_frameworks", "present"),
    }


@pytest.mark.parametrize("array", ARRAYS.values(), ids=ARRAYS)
def test_no_array_of_a_panel_can_be_written_to(array: np.ndarray) -> None:
    with pytest.raises(ValueError, match="read-only"):
        array[:] = 0
    with pytest.raises(ValueError, match="WRITEABLE"):
        array.flags.writeable = True


def test_where_a_step_holds_a_question_cannot_be_written_to() -> None:
    held = [one.held for one in PANEL.placements("step")[1] if one.held is not None]
    assert len(held) == 2
    for array in held:
        with pytest.raises(ValueError, match="read-only"):
            array[:] = True


def test_an_array_that_a_panel_was_made_of_does_not_reach_into_it() -> None:
    given = [np.array(one) for one in (PANEL.used, PANEL.dates, PANEL.cells)]
    windows = [one[:] for one in given]
    made = [
        evolve(PANEL, used=used, dates=dates, cells=cells)
        for used, dates, cells in (given, windows)
    ]
    for one in windows:
        one[:] = 0
    for one in given:
        one[:] = 1
    assert made == [PANEL, PANEL]


def test_what_is_no_array_of_the_axes_is_refused() -> None:
    with pytest.raises(ss.InvalidError) as caught:
        evolve(PANEL, dates=PANEL.dates.tolist(), cells=PANEL.cells.astype(np.int32))
    assert [str(one) for one in caught.value.problems] == [
        "an array of int64 with the shape (1, 2) at dates; the axes need int32 with the shape"
        " (1, 2)",
        "an array of int32 with the shape (5, 1, 2) at cells; the axes need uint8 with the shape"
        " (5, 1, 2)",
    ]
