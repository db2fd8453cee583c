"""The paper's table as a drawing: a step a column, its questions below it, a mark in each cell."""

from collections.abc import Sequence

from attrs import frozen

from sixsteps.charts.drawing import Box, Drawing, Shape, lines
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import Mark
from sixsteps.palette import HEADER, Ink

MOST_LINES = 14
"""A question or a step takes at most so many lines in its cell; then it ends in an ellipsis."""


@frozen
class Strip:
    """What stands below a mark: how it came about, on a fill of its own."""

    text: str
    ink: Ink


@frozen
class StepCell:
    """A question in its step: its number and name, its mark, and its history if it has one."""

    number: str
    name: str
    mark: Mark
    strip: Strip | None = None


@frozen
class StepColumn:
    """A step: its number, its title and its questions in order."""

    number: str
    title: str
    cells: tuple[StepCell, ...]


def step_table(columns: Sequence[StepColumn], sizes: Sizes, share: float = 1) -> Drawing:
    """Steps side by side, of as many questions as each has; cells of a row are equally high.

    `share` is the width of the columns as a share of their natural one.
    """
    em = sizes.em
    natural = min(max(10.2, 70 / max(len(columns), 1)), 17)
    gap, pad = 0.35 * em, 0.45 * em
    # However narrow, a column breaks no word that it would not break at its natural width.
    longest = sizes.heading.longest_word(
        [column.title for column in columns], natural * em - 2 * pad
    )
    width = max(7.0 * em, natural * share * em, longest + 2 * pad)
    inner = width - 2 * pad
    heads = [
        sizes.heading.wrapped(f"{column.number}. {column.title}", inner, MOST_LINES)
        for column in columns
    ]
    head_height = 2 * pad + sizes.heading.height(max(map(len, heads), default=0))
    rows = max((len(column.cells) for column in columns), default=0)
    heights = [
        max(
            _cell_height(column.cells[row], inner, pad, sizes)
            for column in columns
            if row < len(column.cells)
        )
        for row in range(rows)
    ]
    shapes: list[Shape] = []
    for place, (column, head) in enumerate(zip(columns, heads, strict=True)):
        x = place * (width + gap)
        shapes.append(Box(x, 0, width, head_height, HEADER))
        shapes.extend(lines(head, x + pad, pad, sizes.heading, HEADER.text))
        y = head_height + gap
        for cell, height in zip(column.cells, heights, strict=False):
            shapes.extend(shape.moved(x, y) for shape in _cell(cell, width, height, pad, sizes))
            y += height + gap
    total = head_height + sum(height + gap for height in heights)
    return Drawing(max(len(columns) * (width + gap) - gap, 0.0), total, tuple(shapes))


def _texts(
    cell: StepCell, inner: float, sizes: Sizes
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The lines of the question's name, of its mark and of its strip."""
    return (
        sizes.label.wrapped(f"{cell.number} {cell.name}", inner, MOST_LINES),
        sizes.word.wrapped(cell.mark.word, inner),
        sizes.label.wrapped(cell.strip.text, inner) if cell.strip else (),
    )


def _cell_height(cell: StepCell, inner: float, pad: float, sizes: Sizes) -> float:
    name, word, strip = _texts(cell, inner, sizes)
    upper = sizes.label.height(len(name)) + 0.6 * pad + sizes.word.height(len(word))
    return 2 * pad + upper + (sizes.label.height(len(strip)) + 1.2 * pad if strip else 0)


def _cell(
    cell: StepCell, width: float, height: float, pad: float, sizes: Sizes
) -> tuple[Shape, ...]:
    name, word, strip = _texts(cell, width - 2 * pad, sizes)
    ink = cell.mark.ink
    strip_height = sizes.label.height(len(strip)) + 1.2 * pad if strip else 0.0
    word_top = height - strip_height - pad - sizes.word.height(len(word))
    shapes: list[Shape] = []
    if cell.strip:
        top = height - strip_height
        shapes.append(Box(0, top, width, strip_height, cell.strip.ink))
        shapes.extend(lines(strip, pad, top + 0.6 * pad, sizes.label, cell.strip.ink.text))
    shapes.append(Box(0, 0, width, height - strip_height, ink))
    shapes.extend(lines(name, pad, pad, sizes.label, ink.text))
    shapes.extend(lines(word, pad, word_top, sizes.word, ink.text))
    return tuple(shapes)
