"""One reading of a set of answers: how many stand at each level, and what follows from order."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from sixsteps.analysis.cells import AnswerCell
from sixsteps.model.scale import Scale
from sixsteps.table import Share


@frozen
class Reading:
    """How many answers stand at each level of the scale, worst to best.

    Only the order of the levels is used, never a distance between them.

    >>> from sixsteps.published import RAG
    >>> reading = Reading(RAG, (6, 10, 8))
    >>> str(reading.at_least("amber")), reading.worst, reading.median_low
    ('18 of 24', 'red', 'amber')
    """

    scale: Scale
    counts: tuple[int, ...]

    @classmethod
    def of(cls, scale: Scale, ranks: Iterable[int]) -> "Reading":
        """The reading of answers at these ranks."""
        given = tuple(ranks)
        return cls(scale, tuple(given.count(rank) for rank in range(len(scale))))

    @property
    def total(self) -> int:
        """How many answers are counted."""
        return sum(self.counts)

    def at(self, level: str) -> Share:
        """The answers at a level.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
        """
        return Share(self.counts[self.scale.rank(level)], self.total)

    def at_least(self, level: str) -> Share:
        """The answers at or above a level.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
        """
        return Share(sum(self.counts[self.scale.rank(level) :]), self.total)

    @property
    def worst(self) -> str | None:
        """The lowest level that any answer has; `None` without answers."""
        return next((key for key, n in zip(self.scale.keys, self.counts, strict=True) if n), None)

    @property
    def median_low(self) -> str | None:
        """The level that half of the answers reach at most; `None` without answers."""
        levels = [
            key for key, n in zip(self.scale.keys, self.counts, strict=True) for _ in range(n)
        ]
        return self.scale.median_low(levels) if levels else None


def at_least_name(scale: Scale, level: str) -> str:
    """How the share at or above a level is called; on the paper's scale "Not Red" and "Green".

    >>> from sixsteps.published import RAG
    >>> [at_least_name(RAG, level) for level in RAG.keys[1:]]
    ['Not Red', 'Green']
    """
    if level == scale.best:
        return scale.label(level)
    if scale.rank(level) == 1:
        return f"Not {scale.label(scale.worst)}"
    return f"{scale.label(level)} or better"


@frozen
class Readings:
    """Three readings of the same answers: as rated, and the ends between which the truth lies.

    `as_rated` counts the answers given. `lowest` and `highest` count every answer that was due:
    as if each one that is missing, or lacks the evidence its level needs, proved lowest, or
    highest. Every share at or above a level, the worst and the low median lie between the two
    (bounds in the sense of Manski 2005, sharp).
    """

    as_rated: Reading
    lowest: Reading
    highest: Reading

    @classmethod
    def of(cls, scale: Scale, cells: Sequence[AnswerCell]) -> "Readings":
        """The readings of these cells; what was not asked or does not apply is outside."""
        bounds = [cell.bounds for cell in cells if cell.bounds is not None]
        rated = (scale.rank(cell.level) for cell in cells if cell.level is not None)
        return cls(
            Reading.of(scale, rated),
            Reading.of(scale, (low for low, _ in bounds)),
            Reading.of(scale, (high for _, high in bounds)),
        )
