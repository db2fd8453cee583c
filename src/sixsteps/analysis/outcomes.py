"""Two sets of answers side by side: the outcome of every question, and the counts of outcomes.

The two are rounds (`change`) or respondents of one round (`contrast`). An outcome is that of one
question, or of the linked questions of a split or a merge that are compared as one. Every question
of the earlier framework stands in exactly one outcome's `old`, every question of the later one in
exactly one outcome's `new`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, TypeAlias, assert_never

from attrs import evolve, frozen

from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind
from sixsteps.analysis.consensus import Selection
from sixsteps.errors import NotComparableError
from sixsteps.model.crosswalk import Crosswalk, Match, Relation, correspondence, order_between
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Scale
from sixsteps.table import Result
from sixsteps.words import listed

OutcomeKind = Literal["improved", "held", "declined", "entered", "left", "absent"]
"""The kind of outcome of a question; the first three only where both sides rated it comparably."""

OTHERS = "other respondents"

MIRRORED: Mapping[str, str] = {
    "added": "removed",
    "replaced": "replaced",
    "not comparable": "not comparable",
    "reworded without record": "reworded without record",
    "newly answered": "no longer answered",
    "newly asked": "no longer asked",
    "newly applicable": "no longer applicable",
    OTHERS: OTHERS,
}
"""Every reason to enter, in the order of every table, with the reason to leave it mirrors."""

LevelOrKind: TypeAlias = str | AnswerKind
"""A level's key on the scale of the comparison, or the kind of empty that stands there."""

Bounds: TypeAlias = tuple[int, int]
"""The ranks between which the truth lies."""

BARRIERS: Mapping[AnswerKind, str] = {
    AnswerKind.UNANSWERED: "newly answered",
    AnswerKind.STARTED: "newly answered",
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
    `before_kind` or `after_kind` says which kind of empty stands there. `before_bounds` and
    `after_bounds` are the ranks between which the truth of a matched one may lie. `reason` is why
    the question entered or left, and empty for any other outcome.

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
    before_bounds: Bounds | None = None
    after_bounds: Bounds | None = None

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

    def moves(self) -> Iterator[tuple[str, str, int]]:
        """Every level before with every level after, and how many moved from the one to the other.

        The levels run worst to best.
        """
        for old, row in zip(self.scale.keys, self.cells, strict=True):
            for new, count in zip(self.scale.keys, row, strict=True):
                yield old, new, count


@frozen(slots=False, repr=False)
class Comparison(Result):
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

    def keys(self, outcome: Outcome) -> tuple[str | None, str | None, str, str]:
        """The levels of the two sides of an outcome, then the kinds: rated, or which empty."""
        kinds = outcome.before_kind.value, outcome.after_kind.value
        return outcome.before, outcome.after, *kinds


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
        message = f"{before.title!r} is rated on {before.scale.title!r} and {after.title!r} on"
        unknown = f"no mapping says what {listed(source.scale.keys)} become"
        message = f"{message} {after.scale.title!r}, and {unknown}"
        params = {"argument": "crosswalk", "levels": source.scale.keys}
        raise NotComparableError(message, "give a Crosswalk with levels", "no-mapping", params)
    mapping = dict(crosswalk.levels)
    same = {key: key for key in target.scale.keys}
    note = mapping_note(source.scale, target.scale, mapping)
    if from_before:
        return CommonScale(target.scale, mapping, same, note)
    return CommonScale(target.scale, same, mapping, note)


def mapping_note(source: Scale, target: Scale, mapping: Mapping[str, str]) -> str:
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
    cells: Iterable[AnswerCell], mapping: Mapping[str, str], source: Scale, target: Scale
) -> dict[str, AnswerCell]:
    """The cell of each question, its level and its bounds brought to another scale."""
    given = tuple(cells)
    levels = {cell.level for cell in given}
    missing = [key for key in source.keys if key in levels and key not in mapping]
    if missing:
        message = f"no mapping of levels for {listed(missing)} of {source.title!r}"
        params = {"argument": "crosswalk", "levels": tuple(missing)}
        raise NotComparableError(message, "give each the level it becomes", "no-mapping", params)
    if source == target and all(key == level for key, level in mapping.items()):
        return {cell.question: cell for cell in given}
    ranks = {source.rank(key): target.rank(level) for key, level in mapping.items()}

    def onto(bounds: Bounds) -> Bounds:
        # A bound may be at a level that nobody gave, and that no level is named for.
        low = max((ranks[rank] for rank in ranks if rank <= bounds[0]), default=0)
        high = min((ranks[rank] for rank in ranks if rank >= bounds[1]), default=len(target) - 1)
        return low, high

    found = {}
    for cell in given:
        level = None if cell.level is None else mapping[cell.level]
        bounds = None if cell.bounds is None else onto(cell.bounds)
        found[cell.question] = evolve(cell, level=level, bounds=bounds)
    return found


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
        case "same" | "reworded" | "split" | "merged" | "related":
            return "not comparable"
        case _ as unreachable:
            assert_never(unreachable)


NOWHERE = AnswerCell("", None, AnswerKind.NOT_IN_FRAMEWORK)


@frozen
class _Unit:
    """The questions of a match with the one answer to each, and why they are not compared, if so.

    `is_shared` says that the answers are those of the respondents who rated it on both sides.
    """

    match: Match
    before: tuple[AnswerCell, ...]
    after: tuple[AnswerCell, ...]
    reason: str
    is_shared: bool = False


def _units(
    crosswalk: Crosswalk, before: Selection, after: Selection, *, same: bool
) -> Iterator[_Unit]:
    """Every match of the crosswalk with its answers, the same respondents' where that is asked."""
    settled = set(before.agreed), set(after.agreed)
    for match in crosswalk.matches:
        reason = entry_reason(match, (before.round_.framework, after.round_.framework))
        everybody = tuple(map(before.cell, match.old)), tuple(map(after.cell, match.new))
        agreed = settled[0].issuperset(match.old) and settled[1].issuperset(match.new)
        if reason or agreed or not same:
            yield _Unit(match, *everybody, reason)
            continue
        there = set(after.counting(match.new))
        both = [one for one in before.counting(match.old) if one in there]
        if not both:
            yield _Unit(match, *everybody, OTHERS)
            continue
        ours = tuple(before.among(name, both) for name in match.old)
        theirs = tuple(after.among(name, both) for name in match.new)
        yield _Unit(match, ours, theirs, "", is_shared=True)


@frozen
class Compared:
    """The outcome of every question, the correspondence and the scale, the later side's cells."""

    outcomes: tuple[Outcome, ...]
    crosswalk: Crosswalk
    onto: CommonScale
    after: Mapping[str, AnswerCell]


def compared(
    before: Selection, after: Selection, crosswalk: Crosswalk | None = None, *, same: bool = False
) -> Compared:
    """The outcome of every question of either side.

    With `same` a question is compared by the respondents who rated it on both sides. The outcomes
    follow the later framework; those of questions it no longer asks come last, in the order of the
    earlier one.
    """
    old, new = before.round_.framework, after.round_.framework
    complete = correspondence(old, new) if crosswalk is None else crosswalk.between(old, new)
    onto = common_scale(old, new, complete)
    units = [*_units(complete, before, after, same=same)]
    was = [cell for unit in units for cell in unit.before]
    now = [cell for unit in units for cell in unit.after]
    then = translated(was, onto.before, old.scale, onto.scale)
    there = translated(now, onto.after, new.scale, onto.scale)
    outcomes = (one for unit in units for one in _outcomes(unit, then, there, onto.scale))
    return Compared(tuple(sorted(outcomes, key=order_between(old, new))), complete, onto, there)


def _outcomes(
    unit: _Unit, before: Mapping[str, AnswerCell], after: Mapping[str, AnswerCell], scale: Scale
) -> Iterator[Outcome]:
    """The outcomes of the questions of one match, of answers on the scale of the comparison."""
    match, reason = unit.match, unit.reason

    def unmatched(old: tuple[str, ...], new: tuple[str, ...]) -> Outcome:
        was = before[old[0]] if old else NOWHERE
        now = after[new[0]] if new else NOWHERE
        kind: OutcomeKind = "left" if was.is_rated else "entered" if now.is_rated else "absent"
        why = {"left": MIRRORED.get(reason, ""), "entered": reason}.get(kind, "")
        here, there = (() if one.level is None else (one.level,) for one in (was, now))
        return Outcome(
            *(kind, old, new, match.relation, was.level, now.level, why),
            before_levels=here,
            after_levels=there,
            before_kind=was.kind,
            after_kind=now.kind,
        )

    def applies(cell: AnswerCell) -> bool:
        return cell.is_asked or not (unit.is_shared or cell.kind is AnswerKind.NOT_APPLICABLE)

    old = tuple(name for name in match.old if applies(before[name]))
    new = tuple(name for name in match.new if applies(after[name]))
    comparable = reason in ("", OTHERS)
    if comparable:
        found = {before[name].kind for name in old} | {after[name].kind for name in new}
        if not old or not new:
            found.add(AnswerKind.NOT_APPLICABLE)
        reason = next((BARRIERS[kind] for kind in BARRIERS if kind in found), reason)
    if not reason:
        were, are = [before[name] for name in old], [after[name] for name in new]
        yield _matched(match, were, are, scale)
    elif comparable and reason != OTHERS and len(match.old) == 1 == len(match.new):
        yield unmatched(match.old, match.new)
        return
    # Members that do not apply drop out of a matched unit; of any other, every member is apart.
    yield from (unmatched((name,), ()) for name in match.old if reason or name not in old)
    yield from (unmatched((), (name,)) for name in match.new if reason or name not in new)


def _matched(
    match: Match, old: Sequence[AnswerCell], new: Sequence[AnswerCell], scale: Scale
) -> Outcome:
    """The outcome of a unit that both sides rated: of the compounds, and of those of the bounds."""

    def compound(ranks: Iterable[int]) -> int:
        return scale.rank(scale.compound([scale.keys[rank] for rank in ranks]))

    def joined(cells: Sequence[AnswerCell]) -> tuple[tuple[str, ...], tuple[str, ...], str, Bounds]:
        levels = tuple(str(cell.level) for cell in cells)
        ends = [cell.bounds for cell in cells if cell.bounds is not None]
        bounds = compound(low for low, _ in ends), compound(high for _, high in ends)
        return tuple(cell.question for cell in cells), levels, scale.compound(levels), bounds

    (asked, were, before, was), (asks, are, after, now) = joined(old), joined(new)
    step = scale.rank(after) - scale.rank(before)
    kind: OutcomeKind = "improved" if step > 0 else "declined" if step < 0 else "held"
    return Outcome(
        *(kind, asked, asks, match.relation, before, after),
        before_levels=were,
        after_levels=are,
        before_bounds=was,
        after_bounds=now,
    )
