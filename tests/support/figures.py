"""What stands on a figure once it is drawn: texts and boxes, with their places in pixels."""

from itertools import combinations

from attrs import frozen
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import BboxBase

# Less than this, in pixels, nobody sees.
SLACK = 0.6


@frozen
class Extent:
    """A rectangle in pixels, upwards and to the right."""

    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def of(cls, box: BboxBase) -> "Extent":
        return cls(*(float(edge) for edge in box.extents))

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def shares(self, other: "Extent") -> bool:
        across = min(self.x1, other.x1) - max(self.x0, other.x0)
        return across > SLACK and min(self.y1, other.y1) - max(self.y0, other.y0) > SLACK

    def holds(self, inner: "Extent") -> bool:
        return (
            inner.x0 >= self.x0 - SLACK
            and inner.x1 <= self.x1 + SLACK
            and inner.y0 >= self.y0 - SLACK
            and inner.y1 <= self.y1 + SLACK
        )

    def has_middle_of(self, other: "Extent") -> bool:
        x, y = (other.x0 + other.x1) / 2, (other.y0 + other.y1) / 2
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


@frozen
class DrawnText:
    text: str
    size: float
    colour: str
    box: Extent


@frozen
class DrawnBox:
    fill: str
    box: Extent
    order: float
    dashed: bool


def texts_of(figure: Figure) -> list[DrawnText]:
    renderer = RendererAgg(*figure.bbox.size, figure.dpi)  # type: ignore[no-untyped-call]  # as matplotlib has it
    return [
        DrawnText(
            artist.get_text(),
            float(artist.get_fontsize()),
            to_hex(artist.get_color()).upper(),
            Extent.of(artist.get_window_extent(renderer)),
        )
        for artist in figure.findobj(Text)
        if isinstance(artist, Text) and artist.get_text() and artist.get_visible()
    ]


def boxes_of(figure: Figure) -> list[DrawnBox]:
    return [
        DrawnBox(
            to_hex(patch.get_facecolor()).upper(),
            Extent.of(patch.get_window_extent()),
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
    under = [box for box in boxes if box.box.has_middle_of(text.box)]
    return max(under, key=lambda box: box.order, default=None)


def overlapping(texts: list[DrawnText]) -> list[tuple[str, str]]:
    return [
        (one.text, other.text) for one, other in combinations(texts, 2) if one.box.shares(other.box)
    ]


def outside_their_boxes(texts: list[DrawnText], boxes: list[DrawnBox]) -> list[str]:
    """Texts that leave the box they stand on, or cross the edge of one they do not."""
    found = []
    for text in texts:
        under = box_under(text, boxes)
        if under is None:
            if any(text.box.shares(box.box) for box in boxes):
                found.append(text.text)
        elif not under.box.holds(text.box):
            found.append(text.text)
    return found


def outside_the_figure(texts: list[DrawnText], figure: Figure) -> list[str]:
    whole = Extent.of(figure.bbox)
    return [text.text for text in texts if not whole.holds(text.box)]
