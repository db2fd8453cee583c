"""What stands around the body of every chart: title, key, notes and the reference."""

from collections.abc import Iterable, Sequence

from attrs import field, frozen

from sixsteps.charts.drawing import Box, Drawing, Shape, Words, lines, stacked
from sixsteps.charts.lettering import Lettering, Sizes
from sixsteps.charts.marks import Mark


def _as_texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


@frozen
class Page:
    """The words around a chart: the reference stands last on every one."""

    title: str
    subtitle: str = ""
    notes: tuple[str, ...] = field(default=(), converter=_as_texts)
    source: str = ""

    def around(self, body: Drawing, key: Drawing, sizes: Sizes) -> Drawing:
        """The page as one drawing, its texts wrapped to the width of the body."""
        width = max(body.width, 34 * sizes.em)
        title = paragraph(self.title, width, sizes.title)
        subtitle = paragraph(self.subtitle, width, sizes.subtitle)
        head = stacked([title, subtitle], 0.15 * sizes.em)
        foot = stacked(
            [paragraph(text, width, sizes.small) for text in (*self.notes, self.source) if text],
            0.3 * sizes.em,
        )
        page = stacked([head, body, key, foot], 0.9 * sizes.em)
        return Drawing(width, page.height, page.shapes)


def paragraph(text: str, width: float, lettering: Lettering, most: int = 12) -> Drawing:
    """A text wrapped to a width."""
    wrapped = lettering.wrapped(text, width, most)
    return Drawing(width, lettering.height(len(wrapped)), lines(wrapped, 0, 0, lettering))


def key(entries: Sequence[tuple[Mark, str]], width: float, sizes: Sizes, *, short: bool) -> Drawing:
    """Swatches with their words, in rows; with `short`, each swatch holds its letter."""
    height, gap = 1.5 * sizes.em, 0.5 * sizes.em
    swatch = max(
        (sizes.label.width(mark.short) + 0.7 * sizes.em for mark, _ in entries), default=0.0
    )
    swatch = max(swatch, 1.8 * sizes.em)
    shapes: list[Shape] = []
    x = y = 0.0
    for mark, text in entries:
        room = width - swatch - gap
        wrapped = sizes.label.wrapped(text, room)
        length = swatch + gap + max(map(sizes.label.width, wrapped), default=0.0)
        if x and x + length > width:
            x, y = 0.0, y + height + 0.4 * sizes.em
        shapes.append(Box(x, y, swatch, height, mark.ink))
        baseline = y + height / 2 + 0.35 * sizes.label.size
        if short:
            shapes.append(
                Words(x + swatch / 2, baseline, mark.short, sizes.label, mark.ink.text, "center")
            )
        top = y + (height - sizes.label.height(1)) / 2
        shapes.extend(lines(wrapped, x + swatch + gap, top, sizes.label))
        y += sizes.label.height(len(wrapped) - 1)
        x += length + 1.6 * sizes.em
    return Drawing(width, y + height if entries else 0.0, tuple(shapes))
