"""Which members of an order can stay where they are when the others are moved."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping


def staying(order: Iterable[str], target: Mapping[str, int]) -> set[str]:
    """The most members of `order` that already stand in their order in `target`.

    Members that `target` does not hold are passed over. The longest increasing subsequence of
    their places (patience sorting), at a cost of n log n.

    >>> sorted(staying("abcd", {"a": 0, "c": 1, "d": 2, "b": 3}))
    ['a', 'c', 'd']
    """
    places: list[int] = []
    ends: list[str] = []
    before: dict[str, str | None] = {}
    for name in order:
        if name not in target:
            continue
        at = bisect_left(places, target[name])
        before[name] = ends[at - 1] if at else None
        places[at : at + 1] = [target[name]]
        ends[at : at + 1] = [name]
    kept = set()
    name_or_none = ends[-1] if ends else None
    while name_or_none is not None:
        kept.add(name_or_none)
        name_or_none = before[name_or_none]
    return kept
