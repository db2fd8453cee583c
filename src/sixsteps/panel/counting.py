"""Counting the bytes of a panel.

A tally is an array of counts: one for each code, in the order of the codes, and after them the
supported and the complete answers.
"""

import numpy as np
import numpy.typing as npt

from sixsteps.panel.codes import (
    ABSENT,
    EMPTIES,
    FIRST_LEVEL,
    LACK_BITS,
    LACKS,
    LACKS_ANY,
    UNANSWERED,
    Bytes,
    empty,
    rated,
)

Tally = npt.NDArray[np.int64]
Groups = npt.NDArray[np.int32]

BLOCK = 1 << 16
"""How many cells are looked at in one go: they and what is made of them stay in the cache."""

_EMPTIES = (UNANSWERED, ABSENT, *sorted({*EMPTIES.values()} - {UNANSWERED}))
"""The codes of what is empty, the most frequent first."""

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
    takes 32 bytes at once, and a histogram one. Nothing is compared once all are counted.

    >>> tally(np.array([64, 64, 85, 47], np.uint8), 3)
    array([0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 1, 2, 2])
    """
    flat = cells.reshape(-1)
    found = [0] * tally_size(levels)
    worst, best = FIRST_LEVEL, FIRST_LEVEL + levels - 1
    for start in range(0, flat.size, BLOCK):
        block = flat[start : start + BLOCK]
        at_least = int(np.count_nonzero(block >= np.uint8(rated(0))))
        left = block.size - at_least
        for code in range(worst, best + 1):
            above = 0
            if at_least and code < best:
                above = int(np.count_nonzero(block >= np.uint8((code + 1) << LACK_BITS)))
            found[code] += at_least - above
            at_least = above
        for code in _EMPTIES:
            if not left:
                break
            own = int(np.count_nonzero(block == np.uint8(empty(code))))
            found[code] += own
            left -= own
        if lacks:
            found[-2] += int(np.count_nonzero(block & _EVIDENCE == 0))
            found[-1] += int(np.count_nonzero(block & _ANY == 0))
    return np.array(found, np.int64)


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
