"""Krippendorff's alpha as an exact fraction (Krippendorff 2011, Computing Krippendorff's alpha)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Literal, get_args

from attrs import frozen

Metric = Literal["ordinal", "nominal"]
"""How far two values are apart: by the ratings between them, or the same or not."""

METRICS: tuple[Metric, ...] = get_args(Metric)


@frozen
class Alpha:
    """Krippendorff's alpha: 1 is perfect agreement, 0 what chance would give, below 0 is worse.

    `value` is `None` where there is no expected disagreement to compare with, and `reason` says
    why. The distances rest on the ratings themselves, so the values of two rounds do not compare,
    and no value is a pass mark.
    """

    value: Fraction | None
    reason: str = ""


def alpha(units: Iterable[Sequence[int]], metric: Metric = "ordinal") -> Alpha:
    """Krippendorff's alpha of the ranks that several respondents gave each unit.

    A unit with fewer than two ratings says nothing of agreement and is dropped.

    >>> alpha([(2, 2, 1), (1, 1, 1), (0, 1, 0), (2, 2, 2), (1, 0), (2, 1, 1)]).value
    Fraction(6709, 11781)
    """
    rated = [tuple(unit) for unit in units if len(unit) > 1]
    if not rated:
        return Alpha(None, "no question has two ratings")
    margins = Counter(rank for unit in rated for rank in unit)
    if len(margins) == 1:
        return Alpha(None, "every rating is at the same level, so chance would agree as well")
    distance = _distances(margins, metric)
    observed = sum(
        (Fraction(_weighed(Counter(unit), distance), len(unit) - 1) for unit in rated),
        Fraction(0),
    )
    total = sum(margins.values())
    return Alpha(1 - observed * (total - 1) / _weighed(margins, distance))


def _weighed(counts: Counter[int], distance: Mapping[tuple[int, int], Fraction]) -> Fraction:
    """The distances of all ordered pairs of the ratings, added up rank by rank.

    Pair by pair would cost the square of the number of respondents.
    """
    pairs = product(counts.items(), repeat=2)
    return sum((n * m * distance[one, other] for (one, n), (other, m) in pairs), Fraction(0))


def _distances(margins: Counter[int], metric: Metric) -> dict[tuple[int, int], Fraction]:
    """The squared distance of every two ranks."""

    def squared(one: int, other: int) -> Fraction:
        if one == other:
            return Fraction(0)
        if metric == "nominal":
            return Fraction(1)
        between = sum(margins[rank] for rank in range(min(one, other), max(one, other) + 1))
        return (between - Fraction(margins[one] + margins[other], 2)) ** 2

    return {(one, other): squared(one, other) for one in margins for other in margins}
