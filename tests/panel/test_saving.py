"""A saved panel reads back equal, the same every time, and a damaged file is no panel."""

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given

from sixsteps import ChangeScale, DocumentError, Level, Panel, Rating, Round, Scale, adapt
from sixsteps.formats.files import whole_file
from sixsteps.results import PanelRespondent
from tests.panel.adaptations import LINKED, ORIGIN
from tests.panel.many import many_rounds


def saved(panel: Panel) -> bytes:
    file = io.BytesIO()
    panel.save(file)
    return file.getvalue()


@pytest.mark.law
@given(many_rounds())
def test_what_was_saved_loads_equal_and_saves_to_the_same_bytes(made: list[Round]) -> None:
    panel = Panel.from_rounds(made)
    content = saved(panel)
    again = Panel.load(io.BytesIO(content))
    assert again == panel
    assert hash(again) == hash(panel)
    assert saved(again) == content


@pytest.mark.law
@given(many_rounds())
def test_a_panel_does_not_depend_on_the_order_of_its_rounds(made: list[Round]) -> None:
    assert Panel.from_rounds(made) == Panel.from_rounds(reversed(made))


def panel_of_two() -> Panel:
    first = Round(ORIGIN, "A", "x", date(2025, 5, 1), period="Q2", ratings=[Rating("s1q1", "red")])
    second = Round(LINKED, "A", "y", date(2025, 8, 1), period="Q3")
    return Panel.from_rounds([first, second])


def pickled(panel: Panel) -> Panel:
    copy: Panel = pickle.loads(pickle.dumps(panel))  # noqa: S301  pickled in this very line
    return copy


@pytest.mark.parametrize("copied", [deepcopy, pickled])
def test_a_copy_is_equal_and_cannot_be_written_to(copied: Callable[[Panel], Panel]) -> None:
    panel = copied(panel_of_two())
    assert panel == panel_of_two()
    with pytest.raises(ValueError, match="read-only"):
        panel.cells[0, 0, 0] = 0


def test_a_panel_is_saved_to_a_path(tmp_path: Path) -> None:
    panel_of_two().save(tmp_path / "panel.npz")
    assert Panel.load(tmp_path / "panel.npz") == panel_of_two()


@pytest.mark.parametrize("content", [b"", b"PK", b"{}", b"\x93NUMPY" + bytes(20)])
def test_what_is_no_panel_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        Panel.load(io.BytesIO(content))
    assert str(caught.value) == ("not a saved panel at $; give a file that Panel.save wrote")


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.place,)


def test_a_pickle_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    place, sprung = tmp_path / "evil.npz", tmp_path / "sprung"
    trap = np.array([Trap(sprung)], object)
    with whole_file(place) as file:
        np.savez(file, used=trap, dates=trap, cells=trap, axes=trap)
    with pytest.raises(DocumentError, match="not a saved panel"):
        Panel.load(place)
    assert not sprung.exists()


def damaged(name: str, array: np.ndarray) -> io.BytesIO:
    """A saved panel in which one array is another."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(panel_of_two()))) as old,
        zipfile.ZipFile(file, "w") as new,
    ):
        for entry in old.namelist():
            content = io.BytesIO(old.read(entry))
            if entry == f"{name}.npy":
                content = io.BytesIO()
                np.lib.format.write_array(content, array)
            new.writestr(entry, content.getvalue())
    file.seek(0)
    return file


def test_cells_that_contradict_the_axes_are_refused() -> None:
    panel = panel_of_two()
    with pytest.raises(DocumentError) as caught:
        Panel.load(damaged("cells", np.zeros_like(panel.cells)))
    assert str(caught.value) == "a byte that stands for nothing on a scale of 3 at cells"
    with pytest.raises(DocumentError) as caught:
        Panel.load(damaged("cells", panel.cells[:, :1]))
    assert str(caught.value) == (
        "an array of uint8 with the shape (8, 1, 1) at cells; the axes need uint8 with the shape"
        " (8, 2, 1)"
    )
    with pytest.raises(DocumentError) as caught:
        Panel.load(damaged("used", np.full_like(panel.used, 7)))
    assert str(caught.value) == "the place of a framework that is not there at used"
    with pytest.raises(DocumentError) as caught:
        Panel.load(damaged("cells", np.full_like(panel.cells, 64)))
    assert [problem.place for problem in caught.value.problems] == [
        f"cells[{place}]" for place, one in enumerate(panel.cells) if (one < 16).any()
    ]


def archived(axes: dict[str, Any], **arrays: np.ndarray) -> io.BytesIO:
    """A file as `save` writes it, of any axes and arrays."""
    file = io.BytesIO()
    arrays["axes"] = np.frombuffer(json.dumps(axes).encode(), np.uint8)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, array)
            archive.writestr(f"{name}.npy", content.getvalue())
    return file


def axes_of(panel: Panel) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(saved(panel))) as archive, archive.open("axes.npy") as file:
        found: dict[str, Any] = json.loads(np.lib.format.read_array(file).tobytes())
    return found


HOSTILE: dict[str, dict[str, Any]] = {
    "cells": {"cells": np.full((40_000_000, 1, 1), 47, np.uint8)},
    "days": {"dates": np.zeros((9_000_000, 1), np.int32)},
    "labels": {"organisations": [[]] * 1_500_000},
    "questions and frameworks": {"questions": [["s1q1", "x"]] * 9000, "frameworks": [[]] * 90},
}


@pytest.mark.parametrize("claimed", HOSTILE.values(), ids=HOSTILE)
def test_a_small_file_that_claims_more_than_it_holds_is_refused_before_that_is_made(
    claimed: dict[str, Any],
) -> None:
    panel = panel_of_two()
    arrays = {name: getattr(panel, name) for name in ("cells", "used", "dates")}
    axes = axes_of(panel)
    for name, value in claimed.items():
        (arrays if name in arrays else axes)[name] = value
    file = archived(axes, **arrays)
    with pytest.raises(DocumentError) as caught:
        Panel.load(file)
    assert str(caught.value) == (
        f"a file of {len(file.getvalue()):,} bytes that claims more than any panel of that size"
        " holds at $; give a file that Panel.save wrote"
    )


def test_an_array_whose_header_claims_more_than_follows_is_no_panel() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(panel_of_two()))) as old,
        zipfile.ZipFile(file, "w") as new,
    ):
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "cells.npy":
                content = content.replace(b"(8, 2, 1), }      ", b"(8, 2, 100000), } ")
                assert b"100000" in content
            new.writestr(entry, content)
    with pytest.raises(DocumentError, match="not a saved panel"):
        Panel.load(file)


def rescaled_panel() -> Panel:
    two = Scale("Two", [Level("no"), Level("yes")])
    becomes = {"red": "no", "amber": "yes", "green": "yes"}
    later = adapt(ORIGIN, ChangeScale(two, becomes), by="Anytown", on=date(2025, 1, 1))
    first = Round(ORIGIN, "A", "x", date(2025, 5, 1), period="Q2", ratings=[Rating("s1q1", "red")])
    second = Round(later, "A", "y", date(2025, 8, 1), period="Q3")
    return Panel.from_rounds([first, second], scale=two)


def with_axes(panel: Panel, axes: dict[str, Any]) -> io.BytesIO:
    return archived(axes, **{name: getattr(panel, name) for name in ("cells", "used", "dates")})


def test_a_file_from_before_mappings_of_levels_were_kept_tells_them_from_its_frameworks() -> None:
    panel = rescaled_panel()
    axes = axes_of(panel)
    assert axes.pop("mapped") == [[["red", "no"], ["amber", "yes"], ["green", "yes"]], []]
    again = Panel.load(with_axes(panel, axes))
    assert again == panel
    assert again.scale_notes == panel.scale_notes != ()


@pytest.mark.parametrize(
    "mapped", [[], [[["red", "no"]]], [[["rot", "no"]], []], [[["red", "nein"]], []], [[], [], []]]
)
def test_mappings_of_levels_that_are_not_those_of_the_scales_are_refused(mapped: list[Any]) -> None:
    panel = rescaled_panel()
    with pytest.raises(DocumentError) as caught:
        Panel.load(with_axes(panel, axes_of(panel) | {"mapped": mapped}))
    assert str(caught.value) == "levels that are not those of the scales at mapped"


def test_a_day_that_no_calendar_has_is_refused() -> None:
    dates = panel_of_two().dates
    for day in (-1, date.max.toordinal() + 1):
        with pytest.raises(DocumentError) as caught:
            Panel.load(damaged("dates", np.full_like(dates, day)))
        assert str(caught.value) == "a day that no calendar has at dates"


@pytest.mark.slow
def test_a_panel_that_packs_as_well_as_a_trap_is_saved_so_that_it_loads() -> None:
    one = panel_of_two().where(periods=["Q2"])
    people = tuple(PanelRespondent("A", f"r{place:06}") for place in range(50_000))
    periods = tuple(f"P{place:03}" for place in range(100))
    shape = len(one.questions), len(periods), len(people)
    wide = evolve(
        one,
        periods=periods,
        respondents=people,
        used=np.zeros((len(periods), 1), np.int16),
        dates=np.zeros((len(periods), 1), np.int32),
        cells=np.full(shape, np.where(one.cells == 15, 15, 47), np.uint8),
    )
    assert Panel.load(io.BytesIO(saved(wide))) == wide
