"""Counts written out beside a chart, in columns under the words of their marks."""

from collections.abc import Sequence
from itertools import accumulate

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
    def _widths(self) -> list[float]:
        small, em = self.sizes.small, self.sizes.em
        return [max(2.4 * em, small.longest_word([mark.word], 8 * em)) for mark in self.marks]

    @property
    def rights(self) -> tuple[float, ...]:
        """Where each column ends."""
        ends = accumulate((_GAP * self.sizes.em + width for width in self._widths), initial=self.x)
        return tuple(ends)[1:]

    @property
    def right(self) -> float:
        """Where the last column ends, or where it would begin."""
        return self.rights[-1] if self.marks else self.x

    @property
    def _words(self) -> list[tuple[str, ...]]:
        return [
            self.sizes.small.wrapped(mark.word, width, MOST_LINES)
            for mark, width in zip(self.marks, self._widths, strict=True)
        ]

    @property
    def head_height(self) -> float:
        """The height of the words above the columns."""
        return self.sizes.small.height(max(map(len, self._words), default=0))

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
