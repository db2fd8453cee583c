"""What became of each question between two rounds: lines that partition the questions of both.

A line is one question, or the linked questions of a split or a merge that are compared as one.
Every question of the earlier framework stands in exactly one line's `old`, every question of the
later one in exactly one line's `new`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias, assert_never

from attrs import frozen

from sixsteps.analysis.cells import Kind
from sixsteps.model.crosswalk import Crosswalk, Match, Relation
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Scale

Outcome = Literal["improved", "held", "declined", "entered", "left", "absent"]
"""What became of a question; the first three only where both rounds rated it comparably."""

OUTCOMES: tuple[Outcome, ...] = ("improved", "held", "declined", "entered", "left", "absent")

MIRRORED: Mapping[str, str] = {
    "added": "removed",
    "replaced": "replaced",
    "not comparable": "not comparable",
    "reworded without record": "reworded without record",
    "newly answered": "no longer answered",
    "newly asked": "no longer asked",
    "newly applicable": "no longer applicable",
}
"""Every reason to enter, in the order of every table, with the reason to leave it mirrors."""

LevelOrKind: TypeAlias = str | Kind
"""A level's key on the scale of the comparison, or the kind of empty that stands there."""

BARRIERS: Mapping[Kind, str] = {
    Kind.UNANSWERED: "newly answered",
    Kind.DRAFT: "newly answered",
    Kind.NOT_ASKED: "newly asked",
    Kind.ANSWERED_NOT_ASKED: "newly asked",
    Kind.NOT_APPLICABLE: "newly applicable",
}
"""Where several kinds of empty keep a linked unit apart, the first of these is its reason."""


@frozen
class Line:
    """One question of either round, or linked questions compared as one, and its outcome.

    `old` and `new` are ids; `before_levels` and `after_levels` the levels of the rated ones
    among them, in order, on the scale of the comparison. `before` and `after` are what those
    stand for together (the compound of several), `None` where that round rated none; then
    `before_kind` or `after_kind` says which kind of empty stands there. `reason` is why the
    question entered or left, and empty for any other outcome.

    >>> line = Line("held", ("f",), ("f1", "f2"), "split", "amber", "amber",
    ...             before_levels=("amber",), after_levels=("green", "amber"))
    >>> line.is_matched, line.is_compound
    (True, True)
    """

    outcome: Outcome
    old: tuple[str, ...]
    new: tuple[str, ...]
    relation: Relation
    before: str | None = None
    after: str | None = None
    reason: str = ""
    before_levels: tuple[str, ...] = ()
    after_levels: tuple[str, ...] = ()
    before_kind: Kind = Kind.RATED
    after_kind: Kind = Kind.RATED

    @property
    def is_matched(self) -> bool:
        """Whether both rounds rated the line and it can be compared."""
        return self.outcome in ("improved", "held", "declined")

    @property
    def is_compound(self) -> bool:
        """Whether several questions of one round are compared as one."""
        return self.is_matched and (len(self.old) > 1 or len(self.new) > 1)


def lines_between(
    before: Mapping[str, LevelOrKind],
    after: Mapping[str, LevelOrKind],
    crosswalk: Crosswalk,
    frameworks: tuple[Framework, Framework],
    scale: Scale,
) -> tuple[Line, ...]:
    """The lines of two rounds, in the order of the crosswalk.

    `before` and `after` hold the reading of every question of the two `frameworks`, on `scale`;
    the crosswalk lists every question of both.
    """
    return tuple(
        line
        for match in crosswalk.matches
        for line in _Unit(before, after, match, scale).lines(entry_reason(match, frameworks))
    )


def absent_by_kinds(lines: Iterable[Line]) -> tuple[tuple[Kind, Kind, int], ...]:
    """How many of the lines neither side rated, by the kind of empty on either."""
    found = Counter(
        (line.before_kind, line.after_kind) for line in lines if line.outcome == "absent"
    )
    kinds = [(before, after) for before in Kind for after in Kind]
    return tuple((*both, found[both]) for both in kinds if found[both])


def is_reworded_without_record(match: Match, before: Framework, after: Framework) -> bool:
    """Whether a match calls two questions the same although their words differ."""
    if match.relation != "same":
        return False
    return before.question(match.old[0]).text != after.question(match.new[0]).text


def entry_reason(match: Match, frameworks: tuple[Framework, Framework]) -> str:
    """Why a match is none to compare, as a reason to enter; empty where it can be compared."""
    if is_reworded_without_record(match, *frameworks):
        return "reworded without record"
    if match.comparable:
        return ""
    match match.relation:
        case "added" | "removed":
            return "added"
        case "replaced":
            return "replaced"
        case "same" | "reworded" | "split" | "merged":
            return "not comparable"
        case _ as unreachable:
            assert_never(unreachable)


@frozen
class _Unit:
    """One match with the readings of both rounds."""

    before: Mapping[str, LevelOrKind]
    after: Mapping[str, LevelOrKind]
    match: Match
    scale: Scale

    def lines(self, reason: str) -> Iterator[Line]:
        if reason:
            yield from self._apart(reason)
            return
        old = self._applicable(self.before, self.match.old)
        new = self._applicable(self.after, self.match.new)
        barrier = self._barrier(old, new)
        if not barrier:
            yield self._matched(old, new)
            dropped_old = [name for name in self.match.old if name not in old]
            dropped_new = [name for name in self.match.new if name not in new]
            yield from self._singles(dropped_old, dropped_new, barrier)
        elif len(self.match.old) == 1 == len(self.match.new):
            yield self._unmatched(self.match.old, self.match.new, barrier)
        else:
            yield from self._apart(barrier)

    @staticmethod
    def _applicable(readings: Mapping[str, LevelOrKind], names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if readings[name] is not Kind.NOT_APPLICABLE)

    def _barrier(self, old: tuple[str, ...], new: tuple[str, ...]) -> str:
        """What keeps the unit from being compared; empty where nothing does."""
        found = {_kind(self.before[name]) for name in old}
        found |= {_kind(self.after[name]) for name in new}
        if not old or not new:
            found.add(Kind.NOT_APPLICABLE)
        return next((BARRIERS[kind] for kind in BARRIERS if kind in found), "")

    def _matched(self, old: tuple[str, ...], new: tuple[str, ...]) -> Line:
        before_levels = tuple(str(self.before[name]) for name in old)
        after_levels = tuple(str(self.after[name]) for name in new)
        before = self.scale.compound(before_levels)
        after = self.scale.compound(after_levels)
        step = self.scale.rank(after) - self.scale.rank(before)
        return Line(
            "improved" if step > 0 else "declined" if step < 0 else "held",
            old,
            new,
            self.match.relation,
            before,
            after,
            before_levels=before_levels,
            after_levels=after_levels,
        )

    def _apart(self, reason: str) -> Iterator[Line]:
        yield from self._singles(self.match.old, self.match.new, reason)

    def _singles(self, old: Iterable[str], new: Iterable[str], reason: str) -> Iterator[Line]:
        for name in old:
            yield self._unmatched((name,), (), reason)
        for name in new:
            yield self._unmatched((), (name,), reason)

    def _unmatched(self, old: tuple[str, ...], new: tuple[str, ...], reason: str) -> Line:
        before = self.before[old[0]] if old else Kind.NOT_IN_FRAMEWORK
        after = self.after[new[0]] if new else Kind.NOT_IN_FRAMEWORK
        was_rated, is_rated = not isinstance(before, Kind), not isinstance(after, Kind)
        return Line(
            "left" if was_rated else "entered" if is_rated else "absent",
            old,
            new,
            self.match.relation,
            str(before) if was_rated else None,
            str(after) if is_rated else None,
            MIRRORED[reason] if was_rated else reason if is_rated else "",
            (str(before),) if was_rated else (),
            (str(after),) if is_rated else (),
            _kind(before),
            _kind(after),
        )


def _kind(reading: LevelOrKind) -> Kind:
    return reading if isinstance(reading, Kind) else Kind.RATED
