"""Counts written out beside a chart, in columns under the words of their marks."""

from collections.abc import Sequence

from attrs import frozen

from sixsteps.charts.drawing import Words, lines
from sixsteps.charts.lettering import Lettering, Sizes
from sixsteps.charts.marks import Mark
from sixsteps.charts.step_table import MOST_LINES

_GAP = 0.9


@frozen
class Figures:
    """Columns of counts, one a mark, each as wide as its word needs; numbers stand on the right.

    `x` is where the first column begins, in points.
    """

    marks: tuple[Mark, ...]
    x: float
    sizes: Sizes

    @property
    def rights(self) -> tuple[float, ...]:
        """Where each column ends."""
        ends, x = [], self.x
        for mark in self.marks:
            longest = self.sizes.small.longest_word([mark.word], 8 * self.sizes.em)
            x += max(2.4 * self.sizes.em, longest) + _GAP * self.sizes.em
            ends.append(x)
        return tuple(ends)

    @property
    def right(self) -> float:
        """Where the last column ends."""
        return self.rights[-1]

    @property
    def _words(self) -> list[tuple[str, ...]]:
        starts = (self.x, *self.rights)
        widths = [
            end - start - _GAP * self.sizes.em
            for start, end in zip(starts, self.rights, strict=False)
        ]
        return [
            self.sizes.small.wrapped(mark.word, width, MOST_LINES)
            for mark, width in zip(self.marks, widths, strict=True)
        ]

    @property
    def head_height(self) -> float:
        """The height of the words above the columns."""
        return self.sizes.small.height(max(map(len, self._words)))

    def head(self, bottom: float) -> list[Words]:
        """The words above the columns, the last line of each on `bottom`."""
        small = self.sizes.small
        return [
            line
            for words, right in zip(self._words, self.rights, strict=True)
            for line in lines(words, right, bottom - small.height(len(words)), small, align="right")
        ]

    def row(self, counts: Sequence[int], baseline: float, lettering: Lettering) -> list[Words]:
        """One count a column."""
        return [
            Words(right, baseline, str(count), lettering, align="right")
            for right, count in zip(self.rights, counts, strict=True)
        ]
