"""Two sets of answers side by side: the outcome of every question, and the counts of outcomes.

The two are rounds (`change`) or respondents of one round (`contrast`). An outcome is that of one
question, or of the linked questions of a split or a merge that are compared as one. Every question
of the earlier framework stands in exactly one outcome's `old`, every question of the later one in
exactly one outcome's `new`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal, TypeAlias, assert_never

from attrs import frozen

from sixsteps.analysis.cells import AnswerKind
from sixsteps.analysis.selection import Selection
from sixsteps.errors import NotComparableError
from sixsteps.model.crosswalk import Crosswalk, Match, Relation, correspondence
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Scale
from sixsteps.table import Tabular
from sixsteps.words import listed

OutcomeKind = Literal["improved", "held", "declined", "entered", "left", "absent"]
"""The kind of outcome of a question; the first three only where both sides rated it comparably."""

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

LevelOrKind: TypeAlias = str | AnswerKind
"""A level's key on the scale of the comparison, or the kind of empty that stands there."""

BARRIERS: Mapping[AnswerKind, str] = {
    AnswerKind.UNANSWERED: "newly answered",
    AnswerKind.DRAFT: "newly answered",
    AnswerKind.NOT_ASKED: "newly asked",
    AnswerKind.ANSWERED_NOT_ASKED: "newly asked",
    AnswerKind.NOT_APPLICABLE: "newly applicable",
}
"""The reason of a linked unit that is kept apart: that of the first of these kinds in it."""


@frozen
class Outcome:
    """One question of either side, or linked questions compared as one, and what became of it.

    `old` and `new` are ids; `before_levels` and `after_levels` the levels of the rated ones
    among them, in order, on the scale of the comparison. `before` and `after` are what those
    stand for together (the compound of several), `None` where that side rated none; then
    `before_kind` or `after_kind` says which kind of empty stands there. `reason` is why the
    question entered or left, and empty for any other outcome.

    >>> outcome = Outcome("held", ("f",), ("f1", "f2"), "split", "amber", "amber",
    ...                   before_levels=("amber",), after_levels=("green", "amber"))
    >>> outcome.is_matched, outcome.is_compound
    (True, True)
    """

    kind: OutcomeKind
    old: tuple[str, ...]
    new: tuple[str, ...]
    relation: Relation
    before: str | None = None
    after: str | None = None
    reason: str = ""
    before_levels: tuple[str, ...] = ()
    after_levels: tuple[str, ...] = ()
    before_kind: AnswerKind = AnswerKind.RATED
    after_kind: AnswerKind = AnswerKind.RATED

    @property
    def is_matched(self) -> bool:
        """True if both sides rated it and it can be compared."""
        return self.kind in ("improved", "held", "declined")

    @property
    def is_compound(self) -> bool:
        """True if several questions of one side are compared as one."""
        return self.is_matched and (len(self.old) > 1 or len(self.new) > 1)


@frozen
class TransitionMatrix:
    """The questions rated on both sides by level: rows before, columns after, worst to best.

    A linked unit counts once.

    >>> from sixsteps.published import RAG
    >>> matrix = TransitionMatrix(RAG, ((3, 4, 1), (1, 5, 4), (0, 1, 5)))
    >>> matrix.improved, matrix.held, matrix.declined, matrix.before, matrix.after
    (9, 13, 2, (8, 10, 6), (4, 10, 10))
    """

    scale: Scale
    cells: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, outcomes: Iterable[Outcome], scale: Scale) -> "TransitionMatrix":
        """The matrix of the matched ones among these outcomes."""
        found = Counter((one.before, one.after) for one in outcomes if one.is_matched)
        return cls(scale, tuple(tuple(found[old, new] for new in scale.keys) for old in scale.keys))

    @property
    def matched(self) -> int:
        """The number rated on both sides."""
        return sum(map(sum, self.cells))

    @property
    def improved(self) -> int:
        """The number at a better level than before."""
        return sum(sum(row[place + 1 :]) for place, row in enumerate(self.cells))

    @property
    def held(self) -> int:
        """The number at the same level as before."""
        return sum(row[place] for place, row in enumerate(self.cells))

    @property
    def declined(self) -> int:
        """The number at a worse level than before."""
        return sum(sum(row[:place]) for place, row in enumerate(self.cells))

    @property
    def before(self) -> tuple[int, ...]:
        """The numbers at each level before, worst to best."""
        return tuple(map(sum, self.cells))

    @property
    def after(self) -> tuple[int, ...]:
        """The numbers at each level after, worst to best."""
        return tuple(map(sum, zip(*self.cells, strict=True)))


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False, repr=False)
class Comparison(Tabular):
    """Two sets of answers: the outcome of every question of either, on one scale.

    `outcomes` partition the questions of both sides; linked questions that are compared as one
    count once. `notes` say whose answers were read, by which rules, and what was translated.
    """

    outcomes: tuple[Outcome, ...]
    scale: Scale
    notes: tuple[str, ...]

    @cached_property
    def transitions(self) -> TransitionMatrix:
        """The outcomes rated on both sides, by their levels before and after."""
        return TransitionMatrix.of(self.outcomes, self.scale)

    @property
    def matched(self) -> int:
        """The number of outcomes that both sides rated comparably."""
        return self.transitions.matched

    @property
    def improved(self) -> int:
        """The number of matched outcomes at a better level than before."""
        return self.transitions.improved

    @property
    def held(self) -> int:
        """The number of matched outcomes at the same level as before."""
        return self.transitions.held

    @property
    def declined(self) -> int:
        """The number of matched outcomes at a worse level than before."""
        return self.transitions.declined

    @property
    def absent(self) -> tuple[tuple[AnswerKind, AnswerKind, int], ...]:
        """The numbers of questions neither side rated, by the kind of empty before and after."""
        found = Counter(
            (one.before_kind, one.after_kind) for one in self.outcomes if one.kind == "absent"
        )
        kinds = [(before, after) for before in AnswerKind for after in AnswerKind]
        return tuple((*both, found[both]) for both in kinds if found[both])

    def words(self, outcome: Outcome) -> tuple[str, str]:
        """The words for the two sides of an outcome: a level's label, or the kind of empty."""
        sides = (outcome.before, outcome.before_kind), (outcome.after, outcome.after_kind)
        before, after = (
            kind.value if level is None else self.scale.label(level) for level, kind in sides
        )
        return before, after


@frozen
class CommonScale:
    """One scale for two sides: what each level of either becomes on it.

    A level that is in neither mapping cannot be compared. `note` says which levels were brought
    together, and is empty where the scales are the same.
    """

    scale: Scale
    before: Mapping[str, str]
    after: Mapping[str, str]
    note: str = ""


def common_scale(before: Framework, after: Framework, crosswalk: Crosswalk) -> CommonScale:
    """The scale of a comparison: the one both use, or the one the crosswalk maps levels to."""
    if before.scale == after.scale:
        same = {key: key for key in after.scale.keys}
        return CommonScale(after.scale, same, same)
    from_before = crosswalk.translates == "before"
    source, target = (before, after) if from_before else (after, before)
    if not crosswalk.levels:
        raise NotComparableError(
            f"{before.title!r} is rated on {before.scale.title!r} and {after.title!r} on"
            f" {after.scale.title!r}, and no mapping says what {listed(source.scale.keys)} become",
            "give a Crosswalk with levels",
            "no-mapping",
            {"argument": "crosswalk", "levels": source.scale.keys},
        )
    mapping = dict(crosswalk.levels)
    same = {key: key for key in target.scale.keys}
    note = _mapping_note(source.scale, target.scale, mapping)
    if from_before:
        return CommonScale(target.scale, mapping, same, note)
    return CommonScale(target.scale, same, mapping, note)


def _mapping_note(source: Scale, target: Scale, mapping: Mapping[str, str]) -> str:
    """The levels that were translated, and those that can no longer be told apart."""
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


def translated(
    selection: Selection, mapping: Mapping[str, str], scale: Scale
) -> dict[str, LevelOrKind]:
    """The reading of each question, its level brought from `scale` by the mapping."""
    given = {cell.level for cell in selection.cells}
    missing = [key for key in scale.keys if key in given and key not in mapping]
    if missing:
        raise NotComparableError(
            f"no mapping of levels for {listed(missing)} of {scale.title!r}",
            "give each the level it becomes",
            "no-mapping",
            {"argument": "crosswalk", "levels": tuple(missing)},
        )
    return {
        cell.question: cell.kind if cell.level is None else mapping[cell.level]
        for cell in selection.cells
    }


def is_reworded_without_record(match: Match, before: Framework, after: Framework) -> bool:
    """True if a match calls two questions the same although their words differ."""
    if match.relation != "same":
        return False
    return before.question(match.old[0]).text != after.question(match.new[0]).text


def entry_reason(match: Match, frameworks: tuple[Framework, Framework]) -> str:
    """The reason why a match cannot be compared, as one to enter; empty where it can."""
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


Answered: TypeAlias = tuple[Framework, Selection]
"""A framework with one answer to each of its questions."""


def compared(
    before: Answered, after: Answered, crosswalk: Crosswalk | None = None
) -> tuple[tuple[Outcome, ...], Crosswalk, CommonScale]:
    """The outcome of every question of either side, with the complete crosswalk and the scale.

    The outcomes follow the later framework; those of questions it no longer asks come last, in
    the order of the earlier one.
    """
    frameworks = before[0], after[0]
    complete = correspondence(*frameworks) if crosswalk is None else crosswalk.between(*frameworks)
    onto = common_scale(*frameworks, complete)
    was = translated(before[1], onto.before, before[0].scale)
    now = translated(after[1], onto.after, after[0].scale)
    outcomes = [
        outcome
        for match in complete.matches
        for outcome in _outcomes(match, was, now, onto.scale, entry_reason(match, frameworks))
    ]
    old, new = ({q.id: place for place, q in enumerate(one.questions)} for one in frameworks)

    def place(outcome: Outcome) -> tuple[bool, int]:
        if outcome.new:
            return False, min(new[name] for name in outcome.new)
        return True, min(old[name] for name in outcome.old)

    return tuple(sorted(outcomes, key=place)), complete, onto


def _outcomes(
    match: Match,
    before: Mapping[str, LevelOrKind],
    after: Mapping[str, LevelOrKind],
    scale: Scale,
    reason: str,
) -> Iterator[Outcome]:
    """The outcomes of the questions of one match; `reason` is why they cannot be compared."""

    def unmatched(old: tuple[str, ...], new: tuple[str, ...]) -> Outcome:
        was = before[old[0]] if old else AnswerKind.NOT_IN_FRAMEWORK
        now = after[new[0]] if new else AnswerKind.NOT_IN_FRAMEWORK
        was_rated, is_rated = (not isinstance(one, AnswerKind) for one in (was, now))
        return Outcome(
            "left" if was_rated else "entered" if is_rated else "absent",
            old,
            new,
            match.relation,
            str(was) if was_rated else None,
            str(now) if is_rated else None,
            MIRRORED[reason] if was_rated else reason if is_rated else "",
            (str(was),) if was_rated else (),
            (str(now),) if is_rated else (),
            _kind(was),
            _kind(now),
        )

    old = tuple(name for name in match.old if before[name] is not AnswerKind.NOT_APPLICABLE)
    new = tuple(name for name in match.new if after[name] is not AnswerKind.NOT_APPLICABLE)
    comparable = not reason
    if comparable:
        found = {_kind(before[name]) for name in old} | {_kind(after[name]) for name in new}
        if not old or not new:
            found.add(AnswerKind.NOT_APPLICABLE)
        reason = next((BARRIERS[kind] for kind in BARRIERS if kind in found), "")
    if not reason:
        yield _matched(
            match, {n: str(before[n]) for n in old}, {n: str(after[n]) for n in new}, scale
        )
    elif comparable and len(match.old) == 1 == len(match.new):
        yield unmatched(match.old, match.new)
        return
    # Members that do not apply drop out of a matched unit; of any other, every member is apart.
    yield from (unmatched((name,), ()) for name in match.old if reason or name not in old)
    yield from (unmatched((), (name,)) for name in match.new if reason or name not in new)


def _kind(reading: LevelOrKind) -> AnswerKind:
    return reading if isinstance(reading, AnswerKind) else AnswerKind.RATED


def _matched(match: Match, old: Mapping[str, str], new: Mapping[str, str], scale: Scale) -> Outcome:
    before, after = (scale.compound(levels.values()) for levels in (old, new))
    step = scale.rank(after) - scale.rank(before)
    return Outcome(
        "improved" if step > 0 else "declined" if step < 0 else "held",
        tuple(old),
        tuple(new),
        match.relation,
        before,
        after,
        before_levels=tuple(old.values()),
        after_levels=tuple(new.values()),
    )
