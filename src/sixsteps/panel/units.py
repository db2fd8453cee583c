"""Questions that a split, merge, replacement, addition or removal ties together across periods."""

from collections.abc import Iterator, Mapping

import numpy as np
from attrs import frozen

from sixsteps.analysis.lines import BARRIERS, entry_reason
from sixsteps.model.correspondence import correspondence
from sixsteps.panel.codes import EMPTIES, FIRST_LEVEL, NOT_APPLICABLE, Bytes
from sixsteps.panel.cube import UNUSED, Cube

REASONS: tuple[str, ...] = tuple(dict.fromkeys(BARRIERS.values()))
"""Why a unit that could be compared is not, in the order in which the first one counts."""

BARRIERS_BY_CODE: Mapping[int, str] = {EMPTIES[kind]: BARRIERS[kind] for kind in BARRIERS}
"""The codes that keep a unit apart with their reasons, the first that is met counting."""


@frozen
class Unit:
    """Old and new questions by their places on the axis, and why they cannot be compared.

    `reason` is empty where they can; then the levels of each side stand for one together.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    reason: str = ""


@frozen
class Adapted:
    """The organisations whose framework changed from one to another between two periods.

    `seats` are the places of their respondents; `units` do not list questions with one identity
    on both sides.
    """

    seats: tuple[int, ...]
    units: tuple[Unit, ...]


def adapted_between(cube: Cube, before: int, after: int) -> Iterator[Adapted]:
    """Every pair of different frameworks that organisations had in two periods."""
    old, new = cube.used[before], cube.used[after]
    changed = (old != new) & (old != UNUSED) & (new != UNUSED)
    for first, second in sorted({(int(old[o]), int(new[o])) for o in np.flatnonzero(changed)}):
        whose = (old == first) & (new == second)
        seats = np.flatnonzero(whose[cube.seat_organisations])
        yield Adapted(tuple(seats.tolist()), units_between(cube, first, second))


def units_between(cube: Cube, first: int, second: int) -> tuple[Unit, ...]:
    """The units that tie questions of two of the panel's frameworks.

    A unit of which the panel holds only a part is not comparable.
    """
    ours, theirs = cube.frameworks[first], cube.frameworks[second]
    places = {identity: place for place, identity in enumerate(cube.questions)}
    units = []
    for match in correspondence(ours, theirs).matches:
        if match.relation in ("same", "reworded"):
            continue
        old = [places.get(ours.identity(name)) for name in match.old]
        new = [places.get(theirs.identity(name)) for name in match.new]
        reason = entry_reason(match, (ours, theirs))
        if not reason and None in (*old, *new):
            reason = "not comparable"
        units.append(
            Unit(
                tuple(place for place in old if place is not None),
                tuple(place for place in new if place is not None),
                reason,
            )
        )
    return tuple(units)


def barriers(old: Bytes, new: Bytes) -> Bytes:
    """For each respondent 0 where a unit can be compared, else the place of the reason, from 1.

    `old` and `new` hold codes, one row a member. Members that do not apply drop out; a side of
    which every member does keeps the unit apart.
    """
    found = np.zeros(old.shape[1], np.uint8)
    outside = (old == NOT_APPLICABLE).all(axis=0) | (new == NOT_APPLICABLE).all(axis=0)
    found[outside] = 1 + REASONS.index(BARRIERS_BY_CODE[NOT_APPLICABLE])
    for code, reason in reversed([*BARRIERS_BY_CODE.items()]):
        if code != NOT_APPLICABLE:
            met = (old == code).any(axis=0) | (new == code).any(axis=0)
            found[met] = 1 + REASONS.index(reason)
    return found


def compound(codes: Bytes, levels: int) -> Bytes:
    """The rank that the rated members of each column stand for together, by the scale's rule.

    `codes` holds one row a member; those that are not rated are left out, and a column needs one
    that is. On three levels anything mixed is the middle one; on other scales it is the low median.

    >>> compound(np.array([[8, 9, 10], [10, 9, 2]], np.uint8), 3).tolist()
    [1, 1, 2]
    """
    rated = (codes >= FIRST_LEVEL).sum(axis=0)
    ranks = np.sort(np.where(codes >= FIRST_LEVEL, codes - np.uint8(FIRST_LEVEL), 255), axis=0)
    columns = np.arange(codes.shape[1])
    low: Bytes = ranks[(rated - 1) // 2, columns].astype(np.uint8)
    if levels == 3:
        low[ranks[0] != ranks[rated - 1, columns]] = 1
    return low
