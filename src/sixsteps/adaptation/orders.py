"""Orders of ids: which members need not move, and how two changed orders become one."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sixsteps.adaptation.conflicts import deciding_side


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
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


class Reordered(Exception):
    """Both sides put the container's common members in different orders."""


def merged_order(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], members: AbstractSet[str]
) -> list[str]:
    """The members in one order.

    What both sides hold keeps its order, or takes that of the side that changed it. What one
    side alone holds follows its nearest surviving predecessor there; two that follow the same
    stand in the order of their ids.

    Raises:
        Reordered: if both sides changed the order of what they share, differently.

    >>> merged_order("abc", "axbc", "cab", set("abcx"))
    ['c', 'a', 'x', 'b']
    """
    shared = {*ours} & {*theirs} & members
    followers: dict[str | None, list[str]] = {}
    for side in (ours, theirs):
        before: str | None = None
        for name in _only(side, members):
            if name not in shared:
                followers.setdefault(before, []).append(name)
            before = name
    merged: list[str] = []
    for start in (None, *_skeleton(base, _only(ours, shared), _only(theirs, shared))):
        if start is not None:
            merged.append(start)
        waiting = sorted(followers.get(start, ()), reverse=True)
        while waiting:
            name = waiting.pop()
            merged.append(name)
            # What is not shared stands in one order, so one at most follows it.
            waiting.extend(followers.get(name, ()))
    return merged


def _only(order: Iterable[str], names: AbstractSet[str]) -> list[str]:
    return [name for name in order if name in names]


def _skeleton(base: Sequence[str], ours: list[str], theirs: list[str]) -> list[str]:
    """The order of what both sides hold; what neither had before has one predecessor in both."""
    old = set(base)
    before_ours, before_theirs = (
        dict(zip(order, (None, *order), strict=False)) for order in (ours, theirs)
    )
    newcomers = [name for name in ours if name not in old]
    side = deciding_side(_only(base, {*ours}), _only(ours, old), _only(theirs, old))
    if side is None or any(before_ours[name] != before_theirs[name] for name in newcomers):
        raise Reordered
    return ours if side == "ours" else theirs
