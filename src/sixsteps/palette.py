"""The colours of charts, workbooks and reports: fills that differ in luminance, readable text.

Red, Amber and Green have fixed colours, checked for contrast and for colour vision. Any other
scale takes its fills from a sequential ramp by rank, dark for the worst level.
"""

from collections.abc import Sequence
from typing import Protocol

from attrs import frozen

_RED_AMBER_GREEN = ("red", "amber", "green")
# From dark violet to pale lilac, in steps that look alike in grey. The ends keep off the header and
# off white, and no hue comes near Amber; tests/test_palette.py measures each distance.
_STOPS = ("#4F3A66", "#6C4D8A", "#8460AA", "#9A74C2", "#B08ED6", "#C9ADE8", "#E4D2F7")


@frozen
class Ink:
    """The colours of a box: its fill, the text on it, and its outline if it has one.

    `stripes` is the colour of slanting lines on the fill, which stay in a grey print.
    """

    fill: str
    text: str
    outline: str | None = None
    dashes: tuple[float, float] | None = None
    stripes: str | None = None


RED = Ink("#9B1C1C", "#FFFFFF")
AMBER = Ink("#FFC94D", "#111111", outline="#444444")
GREEN = Ink("#43A373", "#111111")
TOGETHER = Ink("#E6E6E6", "#111111", outline="#444444", stripes="#C4C4C4")
NOT_RATED = Ink("#FFFFFF", "#444444", outline="#444444", dashes=(4, 3))
NOT_APPLICABLE = Ink("#FFFFFF", "#444444", outline="#8A8A8A")
NOT_ASKED = Ink("#FFFFFF", "#444444", outline="#8A8A8A", dashes=(1, 2))
ABSENT = Ink("#FFFFFF", "#444444")
HEADER = Ink("#1F2A44", "#FFFFFF")
IMPROVED = Ink("#DCEAF7", "#111111")
DECLINED = Ink("#F6DFD3", "#111111", stripes="#DDB49C")
UNCHANGED = Ink("#FFFFFF", "#444444", outline="#C4C4C4")
LOCKED = Ink("#F1F2F5", "#444444")
BAND = Ink("#DDE3F0", "#1F2A44")


class _Level(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def fill(self) -> str | None: ...


class _Scale(Protocol):
    @property
    def levels(self) -> Sequence[_Level]: ...


def luminance(colour: str) -> float:
    """The relative luminance of a colour, from 0 for black to 1 for white (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, success criterion 1.4.3).

    >>> round(contrast("#9B1C1C", "#FFFFFF"), 2)
    8.15
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def text_on(fill: str) -> str:
    """Black or white, whichever reads better on a fill; the contrast is at least 4.58.

    >>> text_on("#4F3A66"), text_on("#E4D2F7")
    ('#FFFFFF', '#000000')
    """
    return max("#000000", "#FFFFFF", key=lambda text: contrast(text, fill))


def level_inks(scale: _Scale) -> tuple[Ink, ...]:
    """The colours of each level of a scale, worst to best: its own fill where it names one."""
    levels = scale.levels
    if tuple(level.key for level in levels) == _RED_AMBER_GREEN:
        inks = [RED, AMBER, GREEN]
    else:
        inks = [_filled(_along(rank / (len(levels) - 1))) for rank in range(len(levels))]
    pairs = zip(levels, inks, strict=True)
    return tuple(ink if level.fill is None else _filled(level.fill) for level, ink in pairs)


def _filled(fill: str) -> Ink:
    return Ink(fill, text_on(fill), outline="#444444")


def _along(part: float) -> str:
    """The colour at a part of the ramp, from 0 for its dark end to 1 for its light end."""
    place = part * (len(_STOPS) - 1)
    first = min(int(place), len(_STOPS) - 2)
    share = place - first
    pairs = zip(_channels(_STOPS[first]), _channels(_STOPS[first + 1]), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * share):02X}" for low, high in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
