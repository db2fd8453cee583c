"""The fills of the levels in a workbook: checked colours for Red, Amber and Green, else a ramp."""

from sixsteps.model.scale import Scale

RED_AMBER_GREEN = (("#9B1C1C", "#FFFFFF"), ("#FFC94D", "#111111"), ("#43A373", "#111111"))
HEADER = ("#1F2A44", "#FFFFFF")
LOCKED_FILL = "#F1F2F5"
QUIET_TEXT = "#444444"

# Five stops of cividis, a sequential map that reads alike with and without colour vision.
_STOPS = ("#00224E", "#434E6C", "#7D7C78", "#BCAE6C", "#FEE838")


def level_fills(scale: Scale) -> tuple[tuple[str, str], ...]:
    """The fill of each level, worst to best, with the colour of text on it.

    >>> from sixsteps.model.scale import Level
    >>> level_fills(Scale("Two", [Level("no"), Level("yes")]))
    (('#00224E', '#FFFFFF'), ('#FEE838', '#111111'))
    """
    if scale.keys == ("red", "amber", "green"):
        return RED_AMBER_GREEN
    fills = [_along(rank / (len(scale) - 1)) for rank in range(len(scale))]
    return tuple((fill, _text_on(fill)) for fill in fills)


def _along(part: float) -> str:
    """The colour at a part of the ramp, from 0 for its dark end to 1 for its light end."""
    place = part * (len(_STOPS) - 1)
    first = min(int(place), len(_STOPS) - 2)
    share = place - first
    pairs = zip(_channels(_STOPS[first]), _channels(_STOPS[first + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _text_on(fill: str) -> str:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(fill))
    )
    # Where black and white read equally well on a fill (WCAG 2.2, relative luminance).
    return "#FFFFFF" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179 else "#111111"
