"""Two periods of a panel side by side, in counts: what is matched, what enters and what leaves.

The same as between two rounds, counted instead of listed: a cell rated in both periods is matched,
one rated in one of them enters or leaves for a reason, and linked questions are compared as one.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from sixsteps.analysis.outcomes import BARRIERS, MIRRORED, OTHERS, entry_reason
from sixsteps.model.crosswalk import correspondence
from sixsteps.model.question import NO_TAG
from sixsteps.model.scale import low_middle
from sixsteps.panel.axes import UNUSED, Places, Truths
from sixsteps.panel.cell_bytes import BLOCK, EMPTIES, Bytes, Code, Tally, level_codes
from sixsteps.panel.counts import By
from sixsteps.panel.joining import Joining, by_person, joined

if TYPE_CHECKING:
    from sixsteps.panel.panel import Panel

ORGANISATION = "organisation"
"""The reason of answers whose organisation has a round in only one of the periods."""

MIRRORS = {**MIRRORED, ORGANISATION: ORGANISATION}
"""Every reason to enter, in the order of every table, with the reason to leave it mirrors."""

_REASON = {reason: place for place, reason in enumerate(MIRRORS, start=1)}
_KEPT_APART = {EMPTIES[kind]: _REASON[BARRIERS[kind]] for kind in BARRIERS}
"""The codes that keep a unit apart with the place of the reason, from 1, the first met counting."""

_BY_OTHERS = Code.FIRST_LEVEL - 1
"""The code that stands across from a level which other respondents gave; no cell has it."""


@frozen
class LinkedQuestions:
    """Old and new questions by their places on the axis, and why they cannot be compared.

    `reason` is empty where they can; then the levels of each side stand for one together.
    """

    old: Places
    new: Places
    reason: str = ""


def links_between(panel: "Panel", first: int, second: int) -> tuple[LinkedQuestions, ...]:
    """The links between questions of two of the panel's frameworks, same questions left out.

    A link of which the panel holds only a part is not comparable.
    """
    ours, theirs = panel.frameworks[first], panel.frameworks[second]
    place_of = {identity: place for place, identity in enumerate(panel.questions)}
    found = []
    for match in correspondence(ours, theirs).matches:
        if match.relation in ("same", "reworded"):
            continue
        old = [place_of.get(ours.identity(name)) for name in match.old]
        new = [place_of.get(theirs.identity(name)) for name in match.new]
        reason = entry_reason(match, (ours, theirs))
        if not reason and None in (*old, *new):
            reason = "not comparable"
        found.append(LinkedQuestions(_there(old), _there(new), reason))
    return tuple(found)


def _there(members: Sequence[int | None]) -> Places:
    return np.array([place for place in members if place is not None], np.intp)


_Linked: TypeAlias = tuple[LinkedQuestions, Places, Bytes, Bytes, Places]


def linked_cells(
    panel: "Panel", whole: "Panel", before: int, after: int, rule: str | None
) -> Iterator[_Linked]:
    """Every link with the respondents it concerns, whose framework changed between two periods.

    Then come their cells as codes, one row a member, and for each respondent 0 where the link is
    compared, else the place of the reason why not, from 1. With a rule the respondents are those
    of `whole`, the panel joined by it.
    """
    if len(panel.frameworks) < 2:
        return
    there = np.flatnonzero(whole.present[before] & whole.present[after])
    old, new = whole.respondent_frameworks[[before, after]][:, there].astype(np.intp)
    keys = old * len(panel.frameworks) + new
    in_groups = np.argsort(keys, kind="stable")
    kinds, starts = np.unique(keys[in_groups], return_index=True)
    # Where nobody is there, the split still has one part, an empty one.
    for key, own in zip(kinds.tolist(), np.split(there[in_groups], starts[1:]), strict=False):
        first, second = divmod(key, len(panel.frameworks))
        owners = whole.respondent_organisations[own]
        whose = np.flatnonzero(np.isin(panel.respondent_organisations, owners))
        joining = None if rule is None else Joining(panel, rule, whose)
        for link in links_between(panel, first, second) if first != second else ():
            was, now = _sides(whole, link, before, after, own)
            apart = barriers(was, now)
            if link.reason:
                apart[:] = _REASON[link.reason]
            elif joining is not None:
                was, now, others = joining.pair(*_sides(panel, link, before, after, whose))
                apart = barriers(was, now)
                apart[others & (apart == 0)] = _REASON[OTHERS]
            yield link, own, was, now, apart


def _sides(
    panel: "Panel", link: LinkedQuestions, before: int, after: int, whose: Places
) -> tuple[Bytes, Bytes]:
    """The codes of the members of a link in two periods, one row a member."""
    return (
        level_codes(panel.cells[link.old[:, np.newaxis], before, whose]),
        level_codes(panel.cells[link.new[:, np.newaxis], after, whose]),
    )


def barriers(old: Bytes, new: Bytes) -> Places:
    """For each respondent 0 where a link can be compared, else the place of the reason, from 1.

    `old` and `new` hold codes, one row a member. Members that do not apply drop out; a side of
    which every member does keeps the link apart.
    """
    found = np.zeros(old.shape[1], np.intp)
    for code, place in reversed([*_KEPT_APART.items()]):
        met = [side == code for side in (old, new)]
        if code == Code.NOT_APPLICABLE:
            found[met[0].all(axis=0) | met[1].all(axis=0)] = place
        else:
            found[met[0].any(axis=0) | met[1].any(axis=0)] = place
    return found


def compound(codes: Bytes, levels: int) -> Bytes:
    """The rank that the rated members of each column stand for together, by the scale's rule.

    `codes` holds one row a member; those that are not rated are left out, and a column needs one
    that is. On three levels anything mixed is the middle one; on other scales it is the low median.

    >>> compound(np.array([[8, 9, 10], [10, 9, 2]], np.uint8), 3).tolist()
    [1, 1, 2]
    """
    rated = (codes >= Code.FIRST_LEVEL).sum(axis=0)
    ranks = np.sort(
        np.where(codes >= Code.FIRST_LEVEL, codes - np.uint8(Code.FIRST_LEVEL), 255), axis=0
    )
    columns = np.arange(codes.shape[1])
    middles = np.array([low_middle(number) for number in range(len(codes) + 1)])
    low: Bytes = ranks[middles[rated], columns].astype(np.uint8)
    if levels == 3:
        low[ranks[0] != ranks[rated - 1, columns]] = 1
    return low


Parts: TypeAlias = npt.NDArray[Any]
"""For each question and respondent the place of the part that an answer counts to."""

Part: TypeAlias = tuple[str, str]
"""The name of a count of answers, and the reason where it has one."""

PARTS: tuple[Part, ...] = (
    *((name, "") for name in ("before", "after", "restructured", "old")),
    *(("left", reason) for reason in MIRRORS.values()),
    ("new", ""),
    *(("entered", reason) for reason in MIRRORS),
)
"""The rated questions of either period, those of the later one that were split or merged, and of
each side the matched ones, followed by those that left or entered, by reason."""

_BEFORE, _AFTER, _RESTRUCTURED, _OLD, _NEW = (
    PARTS.index((name, "")) for name in ("before", "after", "restructured", "old", "new")
)


@frozen(eq=False)
class Compared:
    """The change between two periods in each part, in counts.

    `units` are the matched ones, with the axes part, level before and level after; `answers` those
    of each of `PARTS`, with the axes kind, part and level. After the parts comes the whole. `both`
    had a round in both periods.
    """

    names: Sequence[str]
    units: Tally
    answers: Tally
    both: int
    alone: int

    @property
    def is_compound(self) -> bool:
        """True if questions that were split or merged were compared as one."""
        return bool(self.answers[_RESTRUCTURED].any())


def compared(
    panel: "Panel", pairs: Iterable[tuple[int, int]], by: By, rule: str | None
) -> list[Compared]:
    """The change between each pair of periods in each part, with a rule of one answer each.

    A respondent is the same whatever the role, except by role without a rule.

    A linked unit and its answers count to the part of the first of the later questions that
    applies, or to every tag of a member that applies on either side.
    """
    panel = panel if rule is None and by == "role" else by_person(panel)
    whole = joined(panel, rule)
    return [_between(panel, whole, times, by, rule) for times in pairs]


def _between(
    panel: "Panel", whole: "Panel", times: tuple[int, int], by: By, rule: str | None
) -> Compared:
    """The change between two periods; `whole` is the panel joined by the rule."""
    before, after = times
    blocks: Iterable[_Block] = _blocks(panel, whole, times, rule)
    linked: Iterable[_Linked] = linked_cells(panel, whole, before, after, rule)
    if by != "tag":
        return _compared(whole, times, *_parts(whole, by, after), blocks, linked)
    # They are gone through again for every tag.
    blocks, linked = [*blocks], [*linked]
    names, held = whole.tags
    was, now = whole.respondent_frameworks[[before, after]]
    each = []
    for name, own in zip(names, held, strict=True):
        # What has no tag at all is what is left of those that have any.
        among: Truths = np.any(held[:-1], axis=0) if name == NO_TAG else own
        parts = (~(among[was] | among[now])).T.astype(np.int16)
        sides = _compared(whole, times, (name, "others"), parts, blocks, linked, tagged=True)
        kept = [int(name == NO_TAG), -1]
        each.append(evolve(sides, units=sides.units[kept], answers=sides.answers[:, kept]))
    units = np.concatenate([*(one.units[:1] for one in each), each[0].units[1:]])
    answers = [*(one.answers[:, :1] for one in each), each[0].answers[:, 1:]]
    return evolve(each[0], names=names, units=units, answers=np.concatenate(answers, axis=1))


@frozen(eq=False)
class _Block:
    """The codes of some questions in two periods, of those who have a round in both.

    `here` says who they are, and `others`, by a rule, where both are levels that different
    respondents gave.
    """

    questions: slice
    here: Any
    was: Bytes
    now: Bytes
    others: Truths | None = None


def _blocks(
    panel: "Panel", whole: "Panel", times: tuple[int, int], rule: str | None
) -> Iterator[_Block]:
    """Every question, some at a time, each compared with itself."""
    both = whole.present[times[0]] & whole.present[times[1]]
    there = np.flatnonzero(both)
    joining = None if rule is None else Joining(panel, rule)
    # A slice is read where it lies; a list of places makes a copy.
    here: Any = there if there.size < both.size else slice(None)
    some = max(1, BLOCK // max(1, len(panel.respondents)))
    for start in range(0, len(panel.questions) if there.size else 0, some):
        block = np.s_[start : start + some]
        if joining is None:
            was, now = (level_codes(panel.cells[block, time, here]) for time in times)
            yield _Block(block, here, was, now)
        else:
            raw = [level_codes(panel.cells[np.newaxis, block, time]) for time in times]
            sides = joining.pair(*raw)
            was, now, others = sides[0][0][:, here], sides[1][0][:, here], sides[2][:, here]
            are_levels = (was >= Code.FIRST_LEVEL) & (now >= Code.FIRST_LEVEL)
            yield _Block(block, here, was, now, others & are_levels)


def _compared(
    whole: "Panel",
    times: tuple[int, int],
    names: Sequence[str],
    parts: Parts,
    blocks: Iterable[_Block],
    linked: Iterable[_Linked],
    *,
    tagged: bool = False,
) -> Compared:
    """The change in each of these parts; tagged, a link is of the first part of any member."""
    before, after = times
    levels, count = len(whole.scale), len(names)
    sides_there = whole.present[before], whole.present[after]
    codes = Code.FIRST_LEVEL + levels
    flat = np.zeros(count * codes * codes, np.int64)
    # The narrower the numbers, the faster the sums.
    narrow = np.min_scalar_type(flat.size)
    for block in blocks:
        part = parts[block.questions, block.here].astype(narrow) * narrow.type(codes * codes)
        was, now, others = block.was, block.now, block.others
        if others is not None:
            np.add.at(flat, (part + (narrow.type(_BY_OTHERS * codes) + now))[others], 1)
            now = np.where(others, np.uint8(_BY_OTHERS), now)
        pair = (part + (was.astype(narrow) * narrow.type(codes) + now)).ravel()
        if pair.size < flat.size:
            np.add.at(flat, pair, 1)
        else:
            flat += np.bincount(pair, minlength=flat.size)
    matrix = flat.reshape(count, codes, codes)
    old, new = matrix[:, Code.FIRST_LEVEL :], matrix[:, :, Code.FIRST_LEVEL :]
    units = old[:, :, Code.FIRST_LEVEL :].copy()
    answers = np.zeros((len(PARTS), count, levels), np.int64)
    answers[_BEFORE], answers[_AFTER] = old.sum(axis=2), new.sum(axis=1)
    answers[_OLD], answers[_NEW] = units.sum(axis=2), units.sum(axis=1)
    for code, place in (*_KEPT_APART.items(), (_BY_OTHERS, _REASON[OTHERS])):
        answers[_OLD + place] += old[:, :, code]
        answers[_NEW + place] += new[:, code]
    _count_alone(answers, whole, times, sides_there, parts)
    for link, whose, was, now, apart in linked:
        old_parts = parts[link.old[:, np.newaxis], whose]
        new_parts = parts[link.new[:, np.newaxis], whose]
        # They were counted each by itself, and are of the same respondents here.
        were, are = _sides(whole, link, before, after, whose)
        _count(answers, were, _BEFORE, old_parts, -1)
        _count(answers, are, _AFTER, new_parts, -1)
        is_one = apart == 0
        if is_one.any():
            # What does not apply has dropped out: the first that stays stands for the link.
            leading = (now >= Code.FIRST_LEVEL).argmax(axis=0)
            lead = new_parts[leading, np.arange(whose.size)]
            if tagged:
                members = np.concatenate([old_parts, new_parts])
                applies = np.concatenate([was, now]) >= Code.FIRST_LEVEL
                lead = np.where(applies, members, np.int16(count - 1)).min(axis=0)
            old_parts = np.where(is_one, lead, old_parts)
            new_parts = np.where(is_one, lead, new_parts)
            pairs = compound(was[:, is_one], levels), compound(now[:, is_one], levels)
            np.add.at(units, (lead[is_one], *pairs), 1)
            several = [(side >= Code.FIRST_LEVEL).sum(axis=0) > 1 for side in (was, now)]
            remade = is_one & (several[0] | several[1])
            _count(answers, now[:, remade], _RESTRUCTURED, new_parts[:, remade])
        _count(answers, was, _BEFORE, old_parts)
        _count(answers, now, _AFTER, new_parts)
        _count(answers, was, _OLD + apart, old_parts)
        _count(answers, now, _NEW + apart, new_parts)
    return Compared(
        names,
        np.append(units, units.sum(axis=0, keepdims=True), axis=0),
        np.append(answers, answers.sum(axis=1, keepdims=True), axis=1),
        int(np.count_nonzero(sides_there[0] & sides_there[1])),
        int(np.count_nonzero(sides_there[0] ^ sides_there[1])),
    )


def _count_alone(
    answers: Tally,
    panel: "Panel",
    times: tuple[int, int],
    sides_there: tuple[Truths, Truths],
    parts: Parts,
) -> None:
    """Count the answers of those who have a round in only one of two periods."""
    reasons = _REASON[OTHERS], _REASON[ORGANISATION]
    for (time, other), (here, there), every, kind in (
        (times, sides_there, _BEFORE, _OLD),
        (times[::-1], sides_there[::-1], _AFTER, _NEW),
    ):
        alone = np.flatnonzero(here & ~there)
        if not alone.size:
            continue
        is_gone = panel.respondent_frameworks[other, alone] == UNUSED
        codes = level_codes(panel.cells[:, time, alone])
        _count(answers, codes, every, parts[:, alone])
        _count(answers, codes, kind + np.where(is_gone, reasons[1], reasons[0]), parts[:, alone])


def _count(answers: Tally, codes: Bytes, kind: Places | int, parts: Parts, weight: int = 1) -> None:
    """Count rated cells, one column a respondent, each to its part and the kind of its column."""
    rated = codes >= Code.FIRST_LEVEL
    kinds, own = (np.broadcast_to(one, codes.shape) for one in (kind, parts))
    np.add.at(answers, (kinds[rated], own[rated], codes[rated] - Code.FIRST_LEVEL), weight)


def _parts(panel: "Panel", by: By, period: int) -> tuple[Sequence[str], Parts]:
    """The parts by name, and where each question of each respondent belongs in a period."""
    shape = len(panel.questions), len(panel.respondents)
    if by == "period":
        return ["All"], np.broadcast_to(np.intp(0), shape)
    if by in ("organisation", "role"):
        names, own = panel.groups(by)
        return names, np.broadcast_to(own, shape)
    if by == "question":
        return panel.question_labels, np.broadcast_to(np.arange(shape[0])[:, np.newaxis], shape)
    steps = np.zeros(shape, np.int16)
    for one in panel.placements("step")[1]:
        steps[one.question, slice(None) if one.held is None else one.held[period]] = one.part
    return panel.step_labels, steps
