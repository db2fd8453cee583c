"""Counting the bytes of a panel.

A tally is an array of counts: one for each code, in the order of the codes, and after them the
supported and the complete answers.
"""

import numpy as np
import numpy.typing as npt

from sixsteps.panel.codes import FIRST_LEVEL, LACK_BITS, LACKS, LACKS_ANY, Bytes

Tally = npt.NDArray[np.int64]
Groups = npt.NDArray[np.int32]

BLOCK = 1 << 16
"""How many cells are looked at in one go: they and what is made of them stay in the cache."""

_EVIDENCE = np.uint8(LACKS["evidence"])
_ANY = np.uint8(LACKS_ANY)


def tally_size(levels: int) -> int:
    """How long a tally is for a scale with so many levels.

    >>> tally_size(3)
    13
    """
    return FIRST_LEVEL + levels + 2


def tally(cells: Bytes, levels: int, *, lacks: bool = True) -> Tally:
    """The tally of these cells; without `lacks` none is counted as supported or complete.

    Comparing a block with each limit is several times as fast as a histogram of it: a comparison
    takes 32 bytes at once, and a histogram one. The codes are ordered for this.

    >>> tally(np.array([64, 64, 85, 47], np.uint8), 3)
    array([0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 1, 2, 2])
    """
    flat = cells.reshape(-1)
    codes = FIRST_LEVEL + levels
    found = np.zeros(tally_size(levels), np.int64)
    for start in range(0, flat.size, BLOCK):
        block = flat[start : start + BLOCK]
        at_least: dict[int, int] = {0: block.size, codes: 0}
        _fill(block, at_least, 0, codes)
        for code in range(codes):
            found[code] += at_least[code] - at_least[code + 1]
        if lacks:
            found[-2] += np.count_nonzero(block & _EVIDENCE == 0)
            found[-1] += np.count_nonzero(block & _ANY == 0)
    return found


def _fill(block: Bytes, at_least: dict[int, int], low: int, high: int) -> None:
    """Count the cells at or above each code between two, but not where both counts agree."""
    if high - low < 2:
        return
    middle = (low + high) // 2
    if at_least[low] == at_least[high]:
        at_least[middle] = at_least[low]
    else:
        at_least[middle] = int(np.count_nonzero(block >= np.uint8(middle << LACK_BITS)))
    _fill(block, at_least, low, middle)
    _fill(block, at_least, middle, high)


def tallies(cells: Bytes, levels: int, groups: Groups, count: int) -> Tally:
    """The tally of each of `count` groups; `groups` gives for each cell the group it is in.

    >>> cells, groups = np.array([64, 64, 72], np.uint8), np.array([0, 0, 1], np.int32)
    >>> tallies(cells, 2, groups, 2)[:, 8:10]
    array([[2, 0],
           [0, 1]])
    """
    flat, keys = cells.reshape(-1), groups.reshape(-1)
    found = np.zeros(count * 256, np.int64)
    for start in range(0, flat.size, BLOCK):
        key = keys[start : start + BLOCK] * np.int32(256) + flat[start : start + BLOCK]
        found += np.bincount(key, minlength=count * 256)
    histogram = found.reshape(count, 32, 8)
    codes = histogram.sum(axis=2)[:, : FIRST_LEVEL + levels]
    supported = histogram[:, :, [lacks for lacks in range(8) if not lacks & 1]].sum(axis=(1, 2))
    complete = histogram[:, :, 0].sum(axis=1)
    return np.column_stack((codes, supported, complete))


def pairs(before: Bytes, after: Bytes, levels: int) -> Tally:
    """How often each level was followed by each: rows before, columns after, worst to best.

    Cells that are not rated on both sides are left out. As in `tally`, comparisons are the fast
    way: the cells at or above each pair of limits are counted, and the differences taken.

    >>> pairs(np.array([64, 64, 7], np.uint8), np.array([80, 64, 64], np.uint8), 3)
    array([[1, 0, 1],
           [0, 0, 0],
           [0, 0, 0]])
    """
    old, new = before.reshape(-1), after.reshape(-1)
    limits = [np.uint8((FIRST_LEVEL + rank) << LACK_BITS) for rank in range(levels)]
    at_least = np.zeros((levels + 1, levels + 1), np.int64)
    for start in range(0, old.size, BLOCK):
        ends = [new[start : start + BLOCK] >= limit for limit in limits]
        for row, limit in enumerate(limits):
            begun = old[start : start + BLOCK] >= limit
            for column, ended in enumerate(ends):
                at_least[row, column] += np.count_nonzero(begun & ended)
    found: Tally = at_least[:-1, :-1] - at_least[1:, :-1] - at_least[:-1, 1:] + at_least[1:, 1:]
    return found
