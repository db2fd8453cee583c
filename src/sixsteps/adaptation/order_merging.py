"""Three orders of one container merged into one, or the finding that they disagree."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet


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
    in_ours, in_theirs = set(ours), set(theirs)
    shared = in_ours & in_theirs & members
    skeleton = _skeleton(base, _only(ours, shared), _only(theirs, shared))
    followers: dict[str | None, list[str]] = {}
    for side in (ours, theirs):
        before: str | None = None
        for name in _only(side, members):
            if name not in shared:
                followers.setdefault(before, []).append(name)
            before = name
    merged: list[str] = []
    for start in (None, *skeleton):
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
    if ours == theirs:
        return ours
    old = set(base)
    shared = set(ours)
    was = [name for name in base if name in shared]
    one, other = _only(ours, old), _only(theirs, old)
    before_ours, before_theirs = _predecessors(ours), _predecessors(theirs)
    if any(before_ours[name] != before_theirs[name] for name in ours if name not in old):
        raise Reordered
    if one == was:
        return theirs
    if other in (was, one):
        return ours
    raise Reordered


def _predecessors(order: Sequence[str]) -> dict[str, str | None]:
    return dict(zip(order, (None, *order), strict=False))
