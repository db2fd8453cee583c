"""The colours tell levels apart for every reader, on paper in black and white as well."""

import warnings
from itertools import combinations, pairwise, product
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

import sixsteps as ss
from sixsteps.palette import (
    AMBER,
    DECLINED,
    GREEN,
    HEADER,
    IMPROVED,
    NOT_APPLICABLE,
    NOT_ASKED,
    NOT_RATED,
    RED,
    UNCHANGED,
    Ink,
    contrast,
    level_inks,
    luminance,
)
from tests.support.rounds_to_draw import scale_of

with warnings.catch_warnings():
    # It misses SciPy, which none of what is used here needs.
    warnings.simplefilter("ignore")
    import colour

pytestmark = pytest.mark.slow

Matrix = NDArray[np.floating[Any]]

# Severity 1 of Machado, Oliveira and Fernandes (2009), applied to linear light; grey is luminance.
COLOUR_VISION: dict[str, Matrix] = {
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
    "grey": np.array([[0.2126, 0.7152, 0.0722]] * 3),
}


def seen(fill: str, vision: str) -> Matrix:
    """A colour in CIE Lab as somebody with this colour vision sees it."""
    light = np.clip(COLOUR_VISION[vision] @ colour.cctf_decoding(np.array(to_rgb(fill))), 0, 1)
    xyz = colour.RGB_to_XYZ(light, "sRGB", apply_cctf_decoding=False)
    lab: Matrix = colour.XYZ_to_Lab(xyz)
    return lab


def distance(one: Ink, other: Ink, vision: str) -> float:
    return float(
        colour.delta_E(seen(one.fill, vision), seen(other.fill, vision), method="CIE 2000")
    )


@pytest.mark.parametrize(
    ("ink", "fill", "text", "ratio"),
    [
        (RED, "#9B1C1C", "#FFFFFF", 8.15),
        (AMBER, "#FFC94D", "#111111", 12.33),
        (GREEN, "#43A373", "#111111", 6.05),
        (NOT_RATED, "#FFFFFF", "#444444", 9.74),
        (HEADER, "#1F2A44", "#FFFFFF", 14.26),
    ],
)
def test_the_checked_colours_have_the_contrast_they_were_chosen_for(
    ink: Ink, fill: str, text: str, ratio: float
) -> None:
    assert (ink.fill, ink.text) == (fill, text)
    assert round(contrast(ink.fill, ink.text), 2) == ratio


def test_amber_and_unrated_cells_have_outlines_and_only_unrated_ones_are_dashed() -> None:
    assert (AMBER.outline, NOT_RATED.outline) == ("#444444", "#444444")
    assert NOT_RATED.dashes is not None
    assert [ink.dashes for ink in (RED, AMBER, GREEN)] == [None, None, None]


@pytest.mark.parametrize(
    ("vision", "least"),
    [("protanopia", 19.6), ("deuteranopia", 23.9), ("tritanopia", 42.9), ("grey", 17.6)],
)
def test_red_amber_and_green_differ_for_every_colour_vision(vision: str, least: float) -> None:
    nearest = min(
        distance(one, other, vision) for one, other in combinations((RED, AMBER, GREEN), 2)
    )
    assert round(nearest, 1) >= least


def test_history_never_takes_the_colour_of_a_level() -> None:
    assert (IMPROVED.fill, DECLINED.fill) == ("#DCEAF7", "#F6DFD3")
    for vision in COLOUR_VISION:
        for ink, level in product((IMPROVED, DECLINED), (RED, GREEN)):
            assert distance(ink, level, vision) > 20


def test_only_the_keys_red_amber_green_take_the_papers_colours() -> None:
    renamed = ss.Scale("RAG", [ss.Level(key, key.upper()) for key in ("red", "amber", "green")])
    other = ss.Scale("Other", [ss.Level(key) for key in ("green", "amber", "red")])
    assert level_inks(renamed) == (RED, AMBER, GREEN)
    assert level_inks(other) != (RED, AMBER, GREEN)


SCALES = [
    ss.Scale("Any", [ss.Level(f"l{place}") for place in range(count)]) for count in range(2, 13)
]


@pytest.mark.parametrize("scale", SCALES, ids=len)
def test_every_level_of_every_scale_has_text_that_can_be_read(scale: ss.Scale) -> None:
    assert min(contrast(ink.fill, ink.text) for ink in level_inks(scale)) >= 4.5


@pytest.mark.parametrize("scale", SCALES, ids=len)
def test_levels_grow_lighter_from_worst_to_best(scale: ss.Scale) -> None:
    lights = [luminance(ink.fill) for ink in level_inks(scale)]
    assert all(worse < better for worse, better in pairwise(lights))


@pytest.mark.parametrize("levels", range(2, 8))
@pytest.mark.parametrize("vision", COLOUR_VISION)
def test_levels_of_up_to_seven_differ_for_every_colour_vision(levels: int, vision: str) -> None:
    inks = level_inks(scale_of(levels))
    assert min(distance(one, other, vision) for one, other in combinations(inks, 2)) >= 8


@pytest.mark.parametrize("scale", SCALES, ids=len)
def test_no_level_of_another_scale_has_the_colour_of_a_header(scale: ss.Scale) -> None:
    for vision in COLOUR_VISION:
        assert min(distance(ink, HEADER, vision) for ink in level_inks(scale)) >= 8


@pytest.mark.parametrize("scale", SCALES, ids=len)
def test_no_level_of_another_scale_has_the_colour_of_amber(scale: ss.Scale) -> None:
    # In grey, where seven levels from header to white fill the range, one has its lightness; but
    # no chart has both.
    for vision in ("protanopia", "deuteranopia", "tritanopia"):
        assert min(distance(ink, AMBER, vision) for ink in level_inks(scale)) > 16


def test_a_level_that_names_a_fill_has_it_with_text_that_can_be_read() -> None:
    own = ss.Scale("Own", [ss.Level("no", fill="#101010"), ss.Level("partly"), ss.Level("yes")])
    no, partly, yes = level_inks(own)
    assert (no.fill, no.text) == ("#101010", "#FFFFFF")
    plain = ss.Scale("Own", [ss.Level("no"), ss.Level("partly"), ss.Level("yes")])
    assert (partly, yes) == level_inks(plain)[1:]
    rag = ss.Scale("RAG", [ss.Level("red", fill="#FFFFFF"), ss.Level("amber"), ss.Level("green")])
    assert [ink.fill for ink in level_inks(rag)] == ["#FFFFFF", AMBER.fill, GREEN.fill]


def test_a_decline_is_striped_and_an_improvement_is_not() -> None:
    assert DECLINED.stripes is not None
    assert IMPROVED.stripes is None
    stripes = Ink(DECLINED.stripes, DECLINED.text)
    assert distance(stripes, DECLINED, "grey") > 8
    assert contrast(stripes.fill, stripes.text) >= 4.5


@pytest.mark.parametrize("empty", [NOT_RATED, NOT_APPLICABLE, NOT_ASKED, UNCHANGED])
@pytest.mark.parametrize("level", [RED, AMBER, GREEN, *level_inks(scale_of(7))])
def test_no_level_looks_like_an_empty_cell(empty: Ink, level: Ink) -> None:
    assert min(distance(empty, level, vision) for vision in COLOUR_VISION) > 8
