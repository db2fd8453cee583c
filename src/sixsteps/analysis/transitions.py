"""The transition matrix: how many questions went from each level to each."""

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from sixsteps.analysis.lines import Line
from sixsteps.model.scale import Scale


@frozen
class Transitions:
    """The questions rated in both rounds by level: rows before, columns after, worst to best.

    A linked unit counts once.

    >>> from sixsteps.published import RAG
    >>> oracle = Transitions(RAG, ((3, 4, 1), (1, 5, 4), (0, 1, 5)))
    >>> oracle.improved, oracle.held, oracle.declined, oracle.net, oracle.moved
    (9, 13, 2, Fraction(7, 24), Fraction(11, 24))
    >>> oracle.before, oracle.after
    ((8, 10, 6), (4, 10, 10))
    """

    scale: Scale
    cells: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, lines: Iterable[Line], scale: Scale) -> "Transitions":
        """The matrix of the matched lines among these."""
        counts = [[0] * len(scale) for _ in scale.levels]
        for line in lines:
            if line.is_matched and line.before is not None and line.after is not None:
                counts[scale.rank(line.before)][scale.rank(line.after)] += 1
        return cls(scale, tuple(map(tuple, counts)))

    @property
    def matched(self) -> int:
        """How many were rated in both rounds."""
        return sum(map(sum, self.cells))

    @property
    def improved(self) -> int:
        """How many are at a better level than before."""
        return sum(sum(row[place + 1 :]) for place, row in enumerate(self.cells))

    @property
    def held(self) -> int:
        """How many are at the level they were at."""
        return sum(row[place] for place, row in enumerate(self.cells))

    @property
    def declined(self) -> int:
        """How many are at a worse level than before."""
        return sum(sum(row[:place]) for place, row in enumerate(self.cells))

    @property
    def net(self) -> Fraction | None:
        """Improved less declined, of those rated in both, from -1 to 1; `None` for none."""
        return Fraction(self.improved - self.declined, self.matched) if self.matched else None

    @property
    def moved(self) -> Fraction | None:
        """Improved and declined, of those rated in both, from 0 to 1; `None` for none."""
        return Fraction(self.improved + self.declined, self.matched) if self.matched else None

    @property
    def before(self) -> tuple[int, ...]:
        """How many were at each level before, worst to best."""
        return tuple(map(sum, self.cells))

    @property
    def after(self) -> tuple[int, ...]:
        """How many are at each level after, worst to best."""
        return tuple(map(sum, zip(*self.cells, strict=True)))
