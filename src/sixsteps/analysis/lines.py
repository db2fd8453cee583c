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
from sixsteps.analysis.selection import Selection
from sixsteps.errors import NotComparableError, listed
from sixsteps.model.crosswalk import Crosswalk, Match, Relation, correspondence
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


@frozen
class Translation:
    """One scale for two rounds: what each level of either becomes on it.

    A level that is in neither mapping cannot be compared. `note` says which levels were brought
    together, and is empty where the scales are the same.
    """

    scale: Scale
    before: Mapping[str, str]
    after: Mapping[str, str]
    note: str = ""


def translation(before: Framework, after: Framework, crosswalk: Crosswalk) -> Translation:
    """The scale of a comparison: the one both use, or the one the crosswalk maps levels to.

    Raises:
        NotComparableError: for two scales and no mapping of levels between them.
    """
    if before.scale == after.scale:
        same = {key: key for key in after.scale.keys}
        return Translation(after.scale, same, same)
    from_before = crosswalk.translates == "before"
    source, target = (before, after) if from_before else (after, before)
    if not crosswalk.levels:
        raise NotComparableError(
            f"{before.title!r} is rated on {before.scale.title!r} and {after.title!r} on"
            f" {after.scale.title!r}, and no mapping says what {listed(source.scale.keys)} become;"
            " give a Crosswalk with levels"
        )
    mapping = dict(crosswalk.levels)
    same = {key: key for key in target.scale.keys}
    note = _note(source.scale, target.scale, mapping)
    if from_before:
        return Translation(target.scale, mapping, same, note)
    return Translation(target.scale, same, mapping, note)


def translated(
    selection: Selection, mapping: Mapping[str, str], scale: Scale
) -> dict[str, LevelOrKind]:
    """What stands for each question, its level brought from `scale` by the mapping.

    Raises:
        NotComparableError: for a level that was given and has no mapping.
    """
    given = {cell.level for cell in selection.cells}
    missing = [key for key in scale.keys if key in given and key not in mapping]
    if missing:
        raise NotComparableError(
            f"no mapping of levels for {listed(missing)} of {scale.title!r};"
            " give each the level it becomes"
        )
    return {
        cell.question: cell.kind if cell.level is None else mapping[cell.level]
        for cell in selection.cells
    }


def _note(source: Scale, target: Scale, mapping: Mapping[str, str]) -> str:
    """What was translated, and which levels can no longer be told apart."""
    pairs = [
        f"{source.label(key)} as {target.label(mapping[key])}"
        for key in source.keys
        if key in mapping
    ]
    merged = [
        " and ".join(source.label(key) for key in keys)
        for level in target.keys
        if len(keys := [key for key in source.keys if mapping.get(key) == level]) > 1
    ]
    lost = f" This loses detail: {'; '.join(merged)} are no longer told apart." if merged else ""
    return f"Levels of “{source.title}” are compared on “{target.title}”: {', '.join(pairs)}.{lost}"


@frozen
class Pairing:
    """The lines between two selections of answers, on one scale, by a complete crosswalk.

    The lines follow the later framework; those of questions it no longer asks come last, in the
    order of the earlier one.
    """

    lines: tuple[Line, ...]
    crosswalk: Crosswalk
    translation: Translation

    @property
    def scale(self) -> Scale:
        """The scale the lines are on."""
        return self.translation.scale

    @property
    def notes(self) -> tuple[str, ...]:
        """What was translated, and the rule that joined linked questions, where there is any."""
        notes = [self.translation.note] if self.translation.note else []
        if any(line.is_compound for line in self.lines):
            notes.append(
                "Questions that were split or merged are compared as one, by the rule"
                f" “{self.scale.compound_rule}”."
            )
        return tuple(notes)


def complete_crosswalk(
    before: Framework, after: Framework, crosswalk: Crosswalk | None = None
) -> Crosswalk:
    """A crosswalk that lists every question of both: the one given, or that of the lineages.

    Raises:
        NotComparableError: for frameworks of different origins and no crosswalk.
        InvalidError: for a crosswalk that does not fit the frameworks.
    """
    if crosswalk is None:
        return correspondence(before, after)
    return crosswalk.between(before, after)


def pair(
    before: tuple[Framework, Selection],
    after: tuple[Framework, Selection],
    crosswalk: Crosswalk | None = None,
) -> Pairing:
    """The earlier and the later answers, question by question.

    Raises:
        NotComparableError: for frameworks of different origins and no crosswalk, or two scales
            and no mapping of a level that was given.
        InvalidError: for a crosswalk that does not fit the frameworks.
    """
    frameworks = before[0], after[0]
    complete = complete_crosswalk(*frameworks, crosswalk)
    onto = translation(*frameworks, complete)
    lines = lines_between(
        translated(before[1], onto.before, before[0].scale),
        translated(after[1], onto.after, after[0].scale),
        complete,
        frameworks,
        onto.scale,
    )
    return Pairing(_in_order(lines, frameworks), complete, onto)


def _in_order(lines: tuple[Line, ...], frameworks: tuple[Framework, Framework]) -> tuple[Line, ...]:
    old, new = ({q.id: place for place, q in enumerate(one.questions)} for one in frameworks)

    def place(line: Line) -> tuple[bool, int]:
        if line.new:
            return False, min(new[name] for name in line.new)
        return True, min(old[name] for name in line.old)

    return tuple(sorted(lines, key=place))
