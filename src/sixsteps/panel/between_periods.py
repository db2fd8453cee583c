"""Two periods of a panel side by side: for each organisation what a change is made of, in counts.

The same as between two rounds, counted instead of listed: a cell rated in both periods is matched,
one rated in one of them enters or leaves for a reason, and linked questions are compared as one.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from sixsteps.analysis.answer_cells import NO_TAG
from sixsteps.analysis.decomposition import (
    ComponentKind,
    Decomposition,
    Ingredients,
    Scored,
    parts_table,
    share_name,
    share_of,
    threshold,
)
from sixsteps.analysis.outcomes import (
    BARRIERS,
    MIRRORED,
    OTHERS,
    TransitionMatrix,
    entry_reason,
)
from sixsteps.errors import NotComparableError, UnknownIdError
from sixsteps.model.crosswalk import correspondence
from sixsteps.model.scale import low_middle
from sixsteps.panel.axes import UNUSED, Places, places
from sixsteps.panel.cell_bytes import (
    ABSENT,
    BLOCK,
    EMPTIES,
    FIRST_LEVEL,
    NOT_APPLICABLE,
    Bytes,
    Tally,
    level_codes,
)
from sixsteps.panel.counts import PART_NOTES, By, PanelResult, Scope, by_part, checked_by
from sixsteps.panel.joining import Joining, joined, rule_notes
from sixsteps.table import Cell, Data, Points, Table
from sixsteps.words import counted

if TYPE_CHECKING:
    from sixsteps.panel.panel import Panel

ORGANISATION = "organisation"
"""The reason of answers whose organisation has a round in only one of the periods."""

MIRRORS = {**MIRRORED, ORGANISATION: ORGANISATION}
"""Every reason to enter, in the order of every table, with the reason to leave it mirrors."""

_REASON = {reason: place for place, reason in enumerate(MIRRORS, start=1)}
_KEPT_APART = {EMPTIES[kind]: _REASON[BARRIERS[kind]] for kind in BARRIERS}
"""The codes that keep a unit apart with the place of the reason, from 1, the first met counting."""

_BY_OTHERS = FIRST_LEVEL - 1
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


def linked_cells(
    panel: "Panel", whole: "Panel", before: int, after: int, rule: str | None
) -> Iterator[tuple[LinkedQuestions, Places, Bytes, Bytes, Places]]:
    """Every link with the respondents it concerns, whose framework changed between two periods.

    Then come their cells as codes, one row a member, and for each respondent 0 where the link is
    compared, else the place of the reason why not, from 1. With a rule the respondents are those
    of `whole`, the panel joined by it.
    """
    if len(panel.frameworks) < 2:
        return
    there = np.flatnonzero(present(whole, before, after))
    old, new = whole.respondent_frameworks[[before, after]][:, there].astype(np.intp)
    keys = old * len(panel.frameworks) + new
    in_groups = np.argsort(keys, kind="stable")
    kinds, starts = np.unique(keys[in_groups], return_index=True)
    # Where nobody is there, the split still has one part, an empty one.
    for key, own in zip(kinds.tolist(), np.split(there[in_groups], starts[1:]), strict=False):
        first, second = divmod(key, len(panel.frameworks))
        owners = whole.respondent_organisations[own]
        whose = np.flatnonzero(np.isin(panel.respondent_organisations, owners))
        joining = None if rule is None else Joining.of(panel, rule, whose)
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
        if code == NOT_APPLICABLE:
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
    rated = (codes >= FIRST_LEVEL).sum(axis=0)
    ranks = np.sort(np.where(codes >= FIRST_LEVEL, codes - np.uint8(FIRST_LEVEL), 255), axis=0)
    columns = np.arange(codes.shape[1])
    middles = np.array([low_middle(number) for number in range(len(codes) + 1)])
    low: Bytes = ranks[middles[rated], columns].astype(np.uint8)
    if levels == 3:
        low[ranks[0] != ranks[rated - 1, columns]] = 1
    return low


def present(panel: "Panel", *periods: int) -> npt.NDArray[np.bool_]:
    """Which respondents had a round in all of these periods."""
    there: npt.NDArray[np.bool_] = (
        (level_codes(panel.cells[:, [*periods]]) != ABSENT).any(axis=0).all(axis=0)
    )
    return there


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


def compared(panel: "Panel", before: int, after: int, by: By, rule: str | None) -> Compared:
    """The change between two periods in each part, with a rule of one answer an organisation.

    A linked unit and its answers count to the part of the first of the later questions that
    applies, or to every tag that a member has on either side.
    """
    whole = joined(panel, rule)
    if by != "tag":
        names, parts = _parts(whole, by, after)
        return _compared(panel, whole, (before, after), names, parts, rule)
    names, held = whole.tags
    used = whole.respondent_frameworks[[before, after]]
    each = []
    for name, own in zip(names, held, strict=True):
        # What has no tag at all is what is left of those that have any.
        among = held[: names.index(NO_TAG)].any(axis=0) if name == NO_TAG else own
        parts = (~among[used].any(axis=0)).T.astype(np.int16)
        sides = _compared(panel, whole, (before, after), (name, "others"), parts, rule, tagged=True)
        kept = [int(name == NO_TAG), -1]
        each.append(evolve(sides, units=sides.units[kept], answers=sides.answers[:, kept]))
    return evolve(
        each[0],
        names=names,
        units=np.concatenate([*(one.units[:1] for one in each), each[0].units[1:]]),
        answers=np.concatenate(
            [*(one.answers[:, :1] for one in each), each[0].answers[:, 1:]], axis=1
        ),
    )


def _compared(
    panel: "Panel",
    whole: "Panel",
    times: tuple[int, int],
    names: Sequence[str],
    parts: Parts,
    rule: str | None,
    *,
    tagged: bool = False,
) -> Compared:
    """The change in each of these parts; tagged, a link is of the first part of any member."""
    before, after = times
    levels, count = len(panel.scale), len(names)
    both = present(whole, before, after)
    there = np.flatnonzero(both)
    codes = FIRST_LEVEL + levels
    flat = np.zeros(count * codes * codes, np.int64)
    joining = None if rule is None else Joining.of(panel, rule)
    # A slice is read where it lies; a list of places makes a copy.
    here: Any = there if there.size < both.size else slice(None)
    some = max(1, BLOCK // max(1, len(panel.respondents)))
    for start in range(0, len(panel.questions) if there.size else 0, some):
        block = np.s_[start : start + some]
        part = parts[block, here].astype(np.int32) * np.int32(codes * codes)
        if joining is None:
            was, now = (level_codes(panel.cells[block, time, here]) for time in (before, after))
        else:
            raw = [level_codes(panel.cells[np.newaxis, block, time]) for time in (before, after)]
            sides = joining.pair(*raw)
            was, now, others = sides[0][0][:, here], sides[1][0][:, here], sides[2][:, here]
            others &= (was >= FIRST_LEVEL) & (now >= FIRST_LEVEL)
            np.add.at(flat, (part + (_BY_OTHERS * np.int32(codes) + now))[others], 1)
            now = np.where(others, np.uint8(_BY_OTHERS), now)
        pair = was.astype(np.int32) * np.int32(codes) + now
        np.add.at(flat, (part + pair).ravel(), 1)
    matrix = flat.reshape(count, codes, codes)
    old, new = matrix[:, FIRST_LEVEL:], matrix[:, :, FIRST_LEVEL:]
    units = old[:, :, FIRST_LEVEL:].copy()
    answers = np.zeros((len(PARTS), count, levels), np.int64)
    answers[_BEFORE], answers[_AFTER] = old.sum(axis=2), new.sum(axis=1)
    answers[_OLD], answers[_NEW] = units.sum(axis=2), units.sum(axis=1)
    for code, place in (*_KEPT_APART.items(), (_BY_OTHERS, _REASON[OTHERS])):
        answers[_OLD + place] += old[:, :, code]
        answers[_NEW + place] += new[:, code]
    _count_alone(answers, whole, times, both, parts)
    for link, whose, was, now, apart in linked_cells(panel, whole, before, after, rule):
        old_parts = parts[link.old[:, np.newaxis], whose]
        new_parts = parts[link.new[:, np.newaxis], whose]
        # They were counted each by itself, and are of the same respondents here.
        for kind, side, given in zip(
            (_BEFORE, _AFTER),
            _sides(whole, link, before, after, whose),
            (old_parts, new_parts),
            strict=True,
        ):
            _count(answers, side, kind, given, -1)
        is_one = apart == 0
        if is_one.any():
            # What does not apply has dropped out: the first that stays stands for the link.
            leading = (now >= FIRST_LEVEL).argmax(axis=0)
            lead = new_parts[leading, np.arange(whose.size)]
            if tagged:
                lead = np.concatenate([old_parts, new_parts]).min(axis=0)
            old_parts = np.where(is_one, lead, old_parts)
            new_parts = np.where(is_one, lead, new_parts)
            pairs = compound(was[:, is_one], levels), compound(now[:, is_one], levels)
            np.add.at(units, (lead[is_one], *pairs), 1)
            several = [(side >= FIRST_LEVEL).sum(axis=0) > 1 for side in (was, now)]
            remade = is_one & (several[0] | several[1])
            _count(answers, now[:, remade], _RESTRUCTURED, new_parts[:, remade])
        _count(answers, was, _BEFORE, old_parts)
        _count(answers, now, _AFTER, new_parts)
        _count(answers, was, _OLD + apart, old_parts)
        _count(answers, now, _NEW + apart, new_parts)
    either = sum(int(present(whole, time).sum()) for time in (before, after))
    return Compared(
        names,
        np.append(units, units.sum(axis=0, keepdims=True), axis=0),
        np.append(answers, answers.sum(axis=1, keepdims=True), axis=1),
        there.size,
        either - 2 * there.size,
    )


def _count_alone(
    answers: Tally,
    panel: "Panel",
    times: tuple[int, int],
    both: npt.NDArray[np.bool_],
    parts: Parts,
) -> None:
    """Count the answers of those who have a round in only one of two periods."""
    reasons = _REASON[OTHERS], _REASON[ORGANISATION]
    for time, other, every, kind in (
        (*times, _BEFORE, _OLD),
        (*times[::-1], _AFTER, _NEW),
    ):
        alone = np.flatnonzero(present(panel, time) & ~both)
        is_gone = panel.respondent_frameworks[other, alone] == UNUSED
        codes = level_codes(panel.cells[:, time, alone])
        _count(answers, codes, every, parts[:, alone])
        _count(answers, codes, kind + np.where(is_gone, reasons[1], reasons[0]), parts[:, alone])


def _count(answers: Tally, codes: Bytes, kind: Places | int, parts: Parts, weight: int = 1) -> None:
    """Count rated cells, one column a respondent, each to its part and the kind of its column."""
    rated = codes >= FIRST_LEVEL
    kinds, own = (np.broadcast_to(one, codes.shape) for one in (kind, parts))
    np.add.at(answers, (kinds[rated], own[rated], codes[rated] - FIRST_LEVEL), weight)


TRANSITIONS_NOTE = (
    "Answers rated in both periods by one respondent; split or merged questions are compared as"
    " one and stand under the first of the later ones that applies."
)


@frozen(repr=False)
class PanelTransitions(PanelResult):
    """The result of `Panel.transitions`: the matrix of the whole panel and of each part.

    `pairs` are the periods that were compared, earlier and later.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> found = panel.transitions("2025-H2", "2026-H1").total
    >>> found.improved, found.held, found.declined
    (8, 11, 2)
    """

    by: By
    pairs: tuple[tuple[str, str], ...]
    total: TransitionMatrix
    parts: tuple[tuple[str, TransitionMatrix], ...]
    scope: Scope
    citation: str
    notes: tuple[str, ...] = ()

    def tables(self) -> tuple[Table, ...]:
        """One row for each part, one column for each way an answer can go; all in the last row."""
        labels = [level.label for level in self.total.scale.levels]
        notes = [*self.notes, TRANSITIONS_NOTE]
        if len(self.pairs) > 1:
            notes.append(f"{len(self.pairs)} pairs of periods in a row, pooled.")
        columns = (
            *("Rated in both", "Improved", "Held", "Declined"),
            *(f"{old} to {new}" for old in labels for new in labels),
        )
        return by_part(
            self,
            "Transitions",
            columns,
            lambda one: (
                *(one.matched, one.improved, one.held, one.declined),
                *(count for row in one.cells for count in row),
            ),
            "before after answers:int",
            TransitionMatrix.moves,
            *notes,
        )


def transitions(
    panel: "Panel",
    before: str | None = None,
    after: str | None = None,
    *,
    by: str = "step",
    rule: str | None = None,
) -> PanelTransitions:
    """The moves of answers from level to level between two periods.

    With neither period named, every period is compared with the next and the counts are pooled.
    Questions are compared with themselves, split and merged ones as one. A rule joins the answers
    of an organisation's respondents, of the same ones in both periods, as `change` does.

    Raises:
        UnknownIdError: for a period the panel does not have, or an unknown `by` or rule.
        NotComparableError: for one period alone.
    """
    checked = checked_by(by)
    times = _times(panel, before, after)
    pairs = tuple((panel.periods[first], panel.periods[second]) for first, second in times)
    each = [compared(panel, *two, checked, rule) for two in times]
    names, found = each[0].names, np.sum([one.units for one in each], axis=0)
    if checked == "period":
        names = [" to ".join(pair) for pair in pairs]
        found = np.concatenate([*(one.units[:-1] for one in each), found[-1:]])
    *parts, total = _matrices(panel, found)
    return PanelTransitions(
        checked,
        pairs,
        total,
        tuple(zip(names, parts, strict=True)),
        panel.scope,
        panel.citation,
        rule_notes(panel, rule),
    )


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


def _times(panel: "Panel", before: str | None, after: str | None) -> tuple[tuple[int, int], ...]:
    """The places of the pairs of periods: the two named, or each with the next."""
    if before is not None and after is not None:
        return ((panel.period(before), panel.period(after)),)
    if before is not None or after is not None:
        raise NotComparableError("one period alone has no transitions", "name both, or neither")
    if len(panel.periods) < 2:
        raise NotComparableError("the panel has one period, and transitions need two")
    return tuple(pairwise(range(len(panel.periods))))


def _matrices(panel: "Panel", units: Tally) -> list[TransitionMatrix]:
    return [TransitionMatrix(panel.scale, tuple(map(tuple, one))) for one in units.tolist()]


LIKE_FOR_LIKE_NOTE = (
    "Like for like: questions rated by the same respondents in both periods, split or merged ones"
    " compared as one. The parts add up to the change exactly."
)


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False)
class PartChange:
    """The change of one part of a panel: its transitions and its decompositions.

    `counts` are the answers by part and level, which the decompositions are made of.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> panel.change("2025-H2", "2026-H1").parts[0].transitions.matched
    21
    """

    name: str
    transitions: TransitionMatrix
    counts: tuple[int, ...]
    citation: str

    @property
    def rated(self) -> tuple[int, int]:
        """The numbers of answers rated in the earlier period and in the later."""
        return sum(self._counted_as["before", ""]), sum(self._counted_as["after", ""])

    @property
    def _counted_as(self) -> dict[Part, tuple[int, ...]]:
        levels = len(self.transitions.scale)
        each = (self.counts[place : place + levels] for place in range(0, len(self.counts), levels))
        return dict(zip(PARTS, each, strict=True))

    @cached_property
    def decompositions(self) -> tuple[Decomposition, ...]:
        """The change of the share at or above every level but the worst, the best level first."""
        scale, counted_as = self.transitions.scale, self._counted_as
        found = []
        for rank in range(len(scale) - 1, 0, -1):

            def scored(numbers: Sequence[int], rank: int = rank) -> Scored:
                return Scored(sum(numbers), Fraction(sum(numbers[rank:])))

            scores = {part: scored(numbers) for part, numbers in counted_as.items()}
            before, after, old, new = (
                scores[name, ""] for name in ("before", "after", "old", "new")
            )
            entered, left = (
                tuple(
                    (reason, one)
                    for (kind, reason), one in scores.items()
                    if kind == name and any(counted_as[kind, reason])
                )
                for name in ("entered", "left")
            )
            ingredients = Ingredients(
                (before, after),
                (old, new),
                (scored(self.transitions.before), scored(self.transitions.after)),
                sum(counted_as["restructured", ""]),
                entered,
                left,
            )
            key = scale.keys[rank]
            named = threshold(scale, key), share_name(scale, key)
            found.append(ingredients.decomposition(*named, self.citation))
        return tuple(found)


@frozen(repr=False)
class PanelChange(PanelResult):
    """The result of `Panel.change`: the change between two periods, pooled and of each part.

    `transitions` counts matched cells, linked questions once; `decompositions` explain the share
    at or above every level but the worst, the best level first. `rated` are the numbers of answers
    in the earlier period and in the later; `parts` come to the whole, save that a question counts
    to each of its tags. `respondents` had a round in both periods, `alone` in only one: their
    answers enter or leave as "other respondents", or as "organisation" where their organisation has
    no round in the other period.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> str(panel.change("2025-H2", "2026-H1").decompositions[0].change)
    '47/391'
    """

    by: By
    before: str
    after: str
    transitions: TransitionMatrix
    decompositions: tuple[Decomposition, ...]
    parts: tuple[PartChange, ...]
    rated: tuple[int, int]
    respondents: int
    alone: int
    scope: Scope
    citation: str
    notes: tuple[str, ...] = ()

    def share(self, level: str) -> Decomposition:
        """The decomposition of the share at or above a level.

        Raises:
            UnknownIdError: for no level of the scale, or the worst, whose share is always 1.
        """
        return share_of(self.decompositions, self.transitions.scale, level)

    def part(self, name: str) -> PartChange:
        """The change of one part.

        Raises:
            UnknownIdError: for a part that is not there.
        """
        return self.parts[places([one.name for one in self.parts], [name], self.by)[0]]

    def tables(self) -> tuple[Table, ...]:
        """The components of the pooled change, the matrix, then each part in its order."""
        both, alone = self.respondents, self.alone
        what = "organisation" if self.notes else "respondent"
        notes = [
            str(self.scope),
            *self.notes,
            f"{counted(both, what)} {'has' if both == 1 else 'have'} a round in both"
            f" periods, and {alone} in only one of them.",
            LIKE_FOR_LIKE_NOTE,
        ]
        title = f"Change from {self.before} to {self.after}"
        pooled = parts_table(self.decompositions, title, self.citation)
        components = evolve(pooled, name="components", notes=[*pooled.notes, *notes])
        own = [PART_NOTES[self.by]] if self.by in PART_NOTES else []
        return components, self._matrix(notes), self._by_part([*notes, *own])

    def _matrix(self, notes: Sequence[str]) -> Table:
        scale = self.transitions.scale
        labels = [level.label for level in scale.levels]
        rows: list[tuple[Cell, ...]] = [
            (label, *counts) for label, counts in zip(labels, self.transitions.cells, strict=True)
        ]
        title = f"Levels in {self.before} (rows) and {self.after} (columns)"
        data = Data.of("before after answers:int", self.transitions.moves())
        headings = (self.before, *labels)
        return Table.of("transitions", title, headings, rows, notes, self.citation, data)

    def _by_part(self, notes: Sequence[str]) -> Table:
        best = [one.decompositions[0] for one in self.parts]
        kinds: tuple[ComponentKind, ...] = get_args(ComponentKind)
        rows: list[tuple[Cell, ...]] = [
            (
                one.name,
                *(one.transitions.matched, one.transitions.improved),
                *(one.transitions.held, one.transitions.declined),
                None if share.change is None else Points(share.change),
                *(Points(share.amount(k)) if share.is_comparable else None for k in kinds),
            )
            for one, share in zip(self.parts, best, strict=True)
        ]
        measure = self.decompositions[0].measure
        columns = (
            *(self.by.capitalize(), "Matched", "Improved", "Held", "Declined"),
            *(f"Change of {measure}", "Like for like", "Restructuring", "Entered", "Left"),
        )
        data = Data.of(
            "part matched:int improved:int held:int declined:int change:ratio"
            " like_for_like:ratio restructuring:ratio entered:ratio left:ratio",
            rows,
        )
        title = f"By {self.by}, {self.before} to {self.after}"
        return Table.of("parts", title, columns, rows, notes, self.citation, data)


def change(
    panel: "Panel",
    before: str,
    after: str,
    *,
    by: str = "organisation",
    rule: str | None = None,
) -> PanelChange:
    """The change between two periods in exact components, pooled and for each part.

    Every answer counts, those of organisations and respondents with a round in only one of the
    periods as components of their own. A rule joins the answers of an organisation's respondents
    to one, of the same ones in both periods, as `change` of two rounds does. `by` is
    "organisation", "step", "question", "tag" or "role".

    Raises:
        UnknownIdError: for a period the panel does not have, or an unknown `by` or rule.
    """
    checked = checked_by(by)
    if checked == "period":
        raise UnknownIdError("a change is of two periods", "give by= another part")
    times = panel.period(before), panel.period(after)
    found = compared(panel, *times, checked, rule)
    answers = found.answers.swapaxes(0, 1).reshape(len(found.units), -1).tolist()
    *parts, whole = (
        PartChange(name, matrix, tuple(counts), panel.citation)
        for name, matrix, counts in zip(
            (*found.names, "All"), _matrices(panel, found.units), answers, strict=True
        )
    )
    return PanelChange(
        checked,
        before,
        after,
        whole.transitions,
        whole.decompositions,
        tuple(parts),
        whole.rated,
        found.both,
        found.alone,
        panel.scope,
        panel.citation,
        rule_notes(panel, rule),
    )
