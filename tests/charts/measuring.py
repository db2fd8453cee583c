"""What stands on a figure once it is drawn: texts and boxes, with their places in pixels."""

from itertools import combinations

from attrs import frozen
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox, BboxBase

# Less than this, in pixels, nobody sees.
SLACK = 0.6


@frozen
class DrawnText:
    text: str
    size: float
    colour: str
    box: Bbox


@frozen
class DrawnBox:
    fill: str
    box: Bbox
    order: float
    dashed: bool


def texts_of(figure: Figure) -> list[DrawnText]:
    renderer = RendererAgg(*figure.bbox.size, figure.dpi)  # type: ignore[no-untyped-call]  # as matplotlib has it
    return [
        DrawnText(
            artist.get_text(),
            float(artist.get_fontsize()),
            to_hex(artist.get_color()).upper(),
            artist.get_window_extent(renderer),
        )
        for artist in figure.findobj(Text)
        if isinstance(artist, Text) and artist.get_text() and artist.get_visible()
    ]


def boxes_of(figure: Figure) -> list[DrawnBox]:
    return [
        DrawnBox(
            to_hex(patch.get_facecolor()).upper(),
            patch.get_window_extent(),
            patch.get_zorder(),
            patch.get_linestyle() not in ("-", "solid"),
        )
        for axes in figure.axes
        for patch in axes.patches
        if isinstance(patch, Rectangle)
    ]


def words_on(figure: Figure) -> str:
    """Every text of a figure, in the order drawn, lines joined."""
    return " ".join(text.text for text in texts_of(figure))


def box_under(text: DrawnText, boxes: list[DrawnBox]) -> DrawnBox | None:
    """The topmost box that the middle of a text stands on."""
    x, y = (text.box.x0 + text.box.x1) / 2, (text.box.y0 + text.box.y1) / 2
    under = [box for box in boxes if box.box.contains(x, y)]
    return max(under, key=lambda box: box.order, default=None)


def overlapping(texts: list[DrawnText]) -> list[tuple[str, str]]:
    return [
        (one.text, other.text)
        for one, other in combinations(texts, 2)
        if _shared(one.box, other.box)
    ]


def outside_their_boxes(texts: list[DrawnText], boxes: list[DrawnBox]) -> list[str]:
    """Texts that leave the box they stand on, or cross the edge of one they do not."""
    found = []
    for text in texts:
        under = box_under(text, boxes)
        if under is None:
            if any(_shared(text.box, box.box) for box in boxes):
                found.append(text.text)
        elif not _inside(text.box, under.box):
            found.append(text.text)
    return found


def outside_the_figure(texts: list[DrawnText], figure: Figure) -> list[str]:
    return [text.text for text in texts if not _inside(text.box, figure.bbox)]


def _shared(one: Bbox, other: Bbox) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > SLACK and down > SLACK)


def _inside(inner: Bbox, outer: BboxBase) -> bool:
    return bool(
        inner.x0 >= outer.x0 - SLACK
        and inner.x1 <= outer.x1 + SLACK
        and inner.y0 >= outer.y0 - SLACK
        and inner.y1 <= outer.y1 + SLACK
    )
