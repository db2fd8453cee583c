"""A panel is a value: none of its arrays can be written to, nor be made so."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

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
    cells = np.array(PANEL.cells)
    panel = ss.Panel(
        PANEL.organisations,
        PANEL.periods,
        PANEL.respondents,
        PANEL.frameworks,
        PANEL.questions,
        PANEL.used,
        PANEL.dates,
        cells[:],
    )
    cells[:] = 0
    assert panel == PANEL
