"""The colours of every chart: fills that differ in luminance, text that reads on them.

Red, Amber and Green have fixed colours, checked for contrast and for colour vision. Any other
scale takes its fills from a sequential ramp by rank, dark for the worst level.
"""

from attrs import frozen
from matplotlib import colormaps
from matplotlib.colors import to_hex, to_rgb

from sixsteps.model.scale import Scale

_RED_AMBER_GREEN = ("red", "amber", "green")
# Lightness rises evenly along it for every colour vision and in grey (Nunez and others 2018). The
# lightest end is left out: printed in grey it would look like an empty cell.
_RAMP = "cividis"
_RAMP_END = 0.92


@frozen
class Ink:
    """How a box is drawn: its fill, the colour of text on it, and its outline if it has one."""

    fill: str
    text: str
    outline: str | None = None
    dashes: tuple[float, float] | None = None


RED = Ink("#9B1C1C", "#FFFFFF")
AMBER = Ink("#FFC94D", "#111111", outline="#444444")
GREEN = Ink("#43A373", "#111111")
NOT_RATED = Ink("#FFFFFF", "#444444", outline="#444444", dashes=(4, 3))
NOT_APPLICABLE = Ink("#FFFFFF", "#444444", outline="#8A8A8A")
NOT_ASKED = Ink("#FFFFFF", "#444444", outline="#8A8A8A", dashes=(1, 2))
ABSENT = Ink("#FFFFFF", "#444444")
HEADER = Ink("#1F2A44", "#FFFFFF")
IMPROVED = Ink("#DCEAF7", "#111111")
DECLINED = Ink("#F6DFD3", "#111111")
UNCHANGED = Ink("#FFFFFF", "#444444", outline="#C4C4C4")


def luminance(colour: str) -> float:
    """The relative luminance of a colour, from 0 for black to 1 for white (WCAG 2.2).

    >>> luminance("#FFFFFF"), luminance("#000000")
    (1.0, 0.0)
    """
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
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

    >>> text_on("#00224E"), text_on("#FDE737")
    ('#FFFFFF', '#000000')
    """
    return max("#000000", "#FFFFFF", key=lambda text: contrast(text, fill))


def level_inks(scale: Scale) -> tuple[Ink, ...]:
    """How each level of a scale is drawn, worst to best.

    >>> from sixsteps.published import RAG
    >>> [ink.fill for ink in level_inks(RAG)]
    ['#9B1C1C', '#FFC94D', '#43A373']
    """
    if scale.keys == _RED_AMBER_GREEN:
        return RED, AMBER, GREEN
    ramp, step = colormaps[_RAMP], _RAMP_END / (len(scale) - 1)
    fills = [to_hex(ramp(rank * step)).upper() for rank in range(len(scale))]
    return tuple(Ink(fill, text_on(fill), outline="#444444") for fill in fills)
