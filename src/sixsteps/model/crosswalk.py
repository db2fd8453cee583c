"""Crosswalks: the questions of two frameworks that correspond, stated and never guessed."""

from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeVar, get_args

from attrs import astuple, evolve, field, frozen

from sixsteps.errors import InvalidError, Keys, NotComparableError, Problem
from sixsteps.model import fields
from sixsteps.model.digests import short_digest
from sixsteps.model.edits import ChangeScale
from sixsteps.model.fields import Checked, Constraint, Pairs, QuestionId, Several, Text
from sixsteps.model.framework import Framework, joint_citation
from sixsteps.model.lineage import Identity, Link
from sixsteps.model.scale import Scale
from sixsteps.model.source import Source
from sixsteps.table import Table, Tabular
from sixsteps.words import for_the_first, hidden, listed, nearest

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)

Relation = Literal["same", "reworded", "replaced", "split", "merged", "related", "added", "removed"]
"""The relation of old questions to new ones.

"same" and "reworded" keep identity and meaning; those that are "related" overlap, and neither
asks what the other does.
"""

RELATIONS: tuple[Relation, ...] = get_args(Relation)
_COMPARABLE = {"same", "reworded", "split", "merged"}
_MIRRORED: Mapping[Relation, Relation] = {
    "split": "merged",
    "merged": "split",
    "added": "removed",
    "removed": "added",
}

Side = Literal["before", "after"]
_side_problems = partial(fields.choice_problems, choices=get_args(Side), what="side")

# The sides that a relation has, if not both, and the words for them.
_SIDES: Mapping[Relation, tuple[bool, bool]] = {"added": (False, True), "removed": (True, False)}
_TAKES = {
    (True, True): "old and new questions",
    (False, True): "new questions only",
    (True, False): "old questions only",
}


@frozen
class Match(Checked):
    """Old questions and the new ones they correspond to: one linked unit, or one unmatched.

    `comparable` follows the relation unless it is given: a replaced, related, added or removed
    question is never comparable.

    >>> Match("care_and_leavers", ["in_care", "care_leavers"], "split").comparable
    True
    """

    old: tuple[QuestionId, ...] = field(converter=fields.as_texts)
    new: tuple[QuestionId, ...] = field(converter=fields.as_texts)
    relation: Relation = "same"
    comparable: bool | None = None
    reason: Text = field(default="", repr=hidden)

    def __attrs_post_init__(self) -> None:
        if self.comparable is None:
            comparable = isinstance(self.relation, str) and self.relation in _COMPARABLE
            object.__setattr__(self, "comparable", comparable)
        super().__attrs_post_init__()

    def _problems(self) -> Iterator[Problem]:
        yield from fields.repeated(self.old, ("old",), "question")
        yield from fields.repeated(self.new, ("new",), "question")
        if self.relation not in RELATIONS:
            return
        if self.comparable and self.relation not in _COMPARABLE:
            message = f"a question that was {self.relation} is not comparable"
            yield fields.problem(("comparable",), message)
        sides = _SIDES.get(self.relation, (True, True))
        wanted, fits = _TAKES[sides], (bool(self.old), bool(self.new)) == sides
        if self.relation in ("same", "reworded"):
            wanted, fits = "one old and one new question", len(self.old) == 1 == len(self.new)
        if not fits:
            yield fields.problem(("relation",), f"the relation {self.relation!r} takes {wanted}")

    def reversed(self) -> "Match":
        """The same correspondence seen from the later framework."""
        relation = _MIRRORED.get(self.relation, self.relation)
        return Match(self.new, self.old, relation, self.comparable, self.reason)


@frozen(repr=False)
class Crosswalk(Checked, Tabular):
    """The correspondence of two frameworks' questions, and of their levels where scales differ.

    `levels` maps the levels of the side named by `translates` to those of the other side's
    scale; reversing a crosswalk keeps the scale that figures are given on. `source` says whose
    correspondence it is; `before` and `after` are the fingerprints of the frameworks, where they
    are known, and it is then for these alone. A question stands in one match, or in several that
    are related.

    >>> crosswalk = Crosswalk([Match("leaders", "leaders"), Match("lscb", [], "removed")])
    >>> crosswalk.reversed().matches[1].relation
    'added'
    """

    matches: tuple[Match, ...] = field(converter=Several[Match])
    levels: Pairs = field(default=(), converter=fields.as_pairs)
    translates: Annotated[Side, Constraint(_side_problems)] = "before"
    title: Text = ""
    source: Text = ""
    before: Text = ""
    after: Text = ""

    def _problems(self) -> Iterator[Problem]:
        first: dict[tuple[str, str], tuple[Keys, bool]] = {}
        for path, side, name in sorted(self._questions(), key=lambda one: one[1] == "new"):
            related = self.matches[path[1]].relation == "related"  # type: ignore[index] # a place in matches
            there, both = first.setdefault((side, name), (path, related))
            if there != path and not (both and related):
                yield fields.second(path, f"{side} question", there)
        yield from fields.repeated([old for old, _ in self.levels], ("levels",), "level")

    def _questions(self) -> Iterator[tuple[Keys, str, str]]:
        """Every question of every match, with its place and its side."""
        for position, match in enumerate(self.matches):
            for side, names in (("old", match.old), ("new", match.new)):
                for place, name in enumerate(names):
                    yield ("matches", position, side, place), side, name

    @property
    def citation(self) -> str:
        """The citation of the correspondence, which every document and table of it carries."""
        return self.source

    def reversed(self) -> "Crosswalk":
        """The crosswalk from the later framework to the earlier, on the same scale as before."""
        side: Side = "after" if self.translates == "before" else "before"
        matches = tuple(match.reversed() for match in self.matches)
        return evolve(self, matches=matches, translates=side, before=self.after, after=self.before)

    def between(self, before: Framework, after: Framework) -> "Crosswalk":
        """This crosswalk checked against two frameworks, unlisted questions made explicit.

        A question it does not list is removed (of `before`) or added (of `after`). Related
        questions that hang together are one match.

        Raises:
            InvalidError: for other frameworks than those it names, a question or level that is not
                in its framework, or a mapping of levels that is not monotone.
        """
        fields.instance_of(before, Framework, "before")
        fields.instance_of(after, Framework, "after")
        InvalidError.check("crosswalk", self._strangers(before, after))
        InvalidError.check("crosswalk", self._misfits(before, after))
        old = {name for match in self.matches for name in match.old}
        new = {name for match in self.matches for name in match.new}
        removed = [Match(q.id, (), "removed") for q in before.questions if q.id not in old]
        added = [Match((), q.id, "added") for q in after.questions if q.id not in new]
        matches = (*_joined(self.matches), *removed, *added)
        return evolve(self, matches=matches, before=before.fingerprint, after=after.fingerprint)

    def _strangers(self, before: Framework, after: Framework) -> Iterator[Problem]:
        """Problems of frameworks that are not those the crosswalk was made for."""
        there = self.before in ("", after.fingerprint) and self.after in ("", before.fingerprint)
        remedy = "make one for these two frameworks"
        remedy = "swap the two, or reverse the crosswalk" if there else remedy
        for side, word, given in (("before", "from", before), ("after", "to", after)):
            named = getattr(self, side)
            if named not in ("", given.fingerprint):
                known, is_ = short_digest(named), short_digest(given.fingerprint)
                message = f"the crosswalk is {word} the framework {known}, and {given.title!r} is"
                yield fields.problem((side,), f"{message} {is_}", remedy, "other-framework")

    def _misfits(self, before: Framework, after: Framework) -> Iterator[Problem]:
        sides = {
            "old": (before, for_the_first(before.nearest_question)),
            "new": (after, for_the_first(after.nearest_question)),
        }
        for path, side, name in self._questions():
            framework, near = sides[side]
            if not framework.has_question(name):
                unknown = framework.unknown_question(name)
                yield fields.problem(path, *unknown, "unknown-question", near(name))
        source, target = (before, after) if self.translates == "before" else (after, before)
        near_level = for_the_first(nearest)
        for position, pair in enumerate(self.levels):
            scales = enumerate(zip(pair, (source.scale, target.scale), strict=True))
            for place, (level, scale) in scales:
                if level not in scale:
                    unknown, nearby = scale.unknown(level), near_level(level, scale.keys)
                    yield fields.problem(
                        ("levels", position, place), *unknown, "unknown-level", nearby
                    )
        yield from monotone_problems(self.levels, source.scale, target.scale)

    def tables(self) -> tuple[Table, ...]:
        """The correspondence as a table, one row a unit, and one row a level that is translated."""
        rows: list[tuple[str, ...]] = []
        for one in self.matches:
            is_comparable = "yes" if one.comparable else "no"
            ids = map(", ".join, (one.old, one.new))
            rows.append((*ids, one.relation, is_comparable, one.reason))
        on = self.translates == "before"
        rows += [
            (one, other, "level", "", "") if on else (other, one, "level back", "", "")
            for one, other in self.levels
        ]
        columns = ("Old questions", "New questions", "Relation", "Comparable", "Reason")
        return (Table(columns, rows, title=self.title or "Crosswalk", source=self.source),)


def _joined(matches: Iterable[Match]) -> Iterator[Match]:
    """The matches; related ones that share a question are one, where the first of them stands."""
    given = list(matches)
    related = [match for match in given if match.relation == "related"]

    def ends(match: Match) -> list[tuple[str, str]]:
        return [*(("old", name) for name in match.old), *(("new", name) for name in match.new)]

    units = {id(unit[0]): unit for unit in _components(related, ends)}
    for match in given:
        if match.relation != "related":
            yield match
        elif unit := units.get(id(match)):
            old = dict.fromkeys(name for one in unit for name in one.old)
            new = dict.fromkeys(name for one in unit for name in one.new)
            reasons = dict.fromkeys(one.reason for one in unit if one.reason)
            yield Match(tuple(old), tuple(new), "related", reason="; ".join(reasons))


def monotone_problems(
    levels: Iterable[tuple[str, str]], source: Scale, target: Scale
) -> Iterator[Problem]:
    """Problems of a mapping of levels that makes a better level worse than a lesser one."""
    known = [
        (source.rank(old), target.rank(new), old, new)
        for old, new in levels
        if old in source and new in target
    ]
    known.sort()
    for (_, low, worse, _), (_, high, better, new) in pairwise(known):
        if high < low:
            message = f"{better!r} is better than {worse!r} and goes to the lower level {new!r}"
            message = f"the mapping is not monotone: {message}"
            yield fields.problem(("levels",), message, code="not-monotone")


def level_mapping(a: Framework, b: Framework) -> dict[str, str] | None:
    """Levels of `a` to levels of `b`, by the changes of scale in either lineage.

    `None` where no recorded changes lead from the one scale to the other. A level that some
    change on the way leaves out is not in the mapping.
    """
    return levels_between(a.scale, b.scale, (a, b))


def levels_between(
    source: Scale, target: Scale, frameworks: Iterable[Framework]
) -> dict[str, str] | None:
    """Levels of one scale to levels of another, by the changes of scale in these lineages.

    `None` where no recorded changes lead from the one to the other.
    """
    changes: dict[Scale, dict[Scale, Mapping[str, str]]] = {}
    for framework in frameworks:
        scale = framework.origin.scale
        for edit in (edit for made in framework.lineage for edit in made.edits):
            if isinstance(edit, ChangeScale):
                # The latest of two mappings between the same scales counts.
                changes.setdefault(scale, {})[edit.scale] = dict(edit.mapping)
                scale = edit.scale
    reached: dict[Scale, dict[str, str]] = {source: {key: key for key in source.keys}}
    waiting = [source]
    for scale in waiting:
        if scale == target:
            return reached[scale]
        for following, mapping in changes.get(scale, {}).items():
            if following not in reached:
                so_far = reached[scale].items()
                reached[following] = {old: mapping[now] for old, now in so_far if now in mapping}
                waiting.append(following)
    return None


def correspondence(a: Framework, b: Framework) -> Crosswalk:
    """The crosswalk from `a` to `b`, derived from the lineages they share.

    One id with two identities is listed both as removed and as added.

    Raises:
        NotComparableError: for frameworks of different origins; write a `Crosswalk` by hand.

    >>> from datetime import date
    >>> from sixsteps import ReplaceQuestion, adapt, six_steps
    >>> other = ReplaceQuestion("s1q1", "Is there a plan?")
    >>> local = adapt(six_steps(), other, by="Anytown", on=date(2026, 4, 1))
    >>> first = correspondence(six_steps(), local).matches[0]
    >>> first.old, first.new, first.relation, first.comparable
    (('s1q1',), ('s1q5',), 'replaced', False)
    """
    for framework in (a, b):
        fields.instance_of(framework, Framework, "correspondence")
    if a.origin != b.origin:
        message, remedy = f"{a.title!r} and {b.title!r} have no common origin", "give a Crosswalk"
        if differing := differing_sources(a, b):
            message = f"{a.title!r} and {b.title!r} were the same but for {listed(differing)}"
            remedy = "build both with the same source, or give a Crosswalk"
        message = f"{message}, so nothing says which questions correspond"
        raise NotComparableError(message, remedy, "no-crosswalk")
    levels, side = _levels(a, b)
    return Crosswalk(
        sorted(_units(a, b), key=order_between(a, b)),
        levels=levels,
        translates=side,
        title=f"From “{a.title}” to “{b.title}”",
        source=joint_citation([a, b]),
        before=a.fingerprint,
        after=b.fingerprint,
    )


def differing_sources(a: Framework, b: Framework) -> list[str]:
    """The differences between the sources of two frameworks that began with the same content."""
    if a.origin.digest != b.origin.digest:
        return []
    keys = [
        key for key in fields.members(Source) if getattr(a.source, key) != getattr(b.source, key)
    ]
    found = [f"the {key} of the source" for key in keys]
    scales = [one.origin.borrowed_scale for one in (a, b)]
    return found + (["the source of the scale"] if scales[0] != scales[1] else [])


def _present(framework: Framework) -> dict[Identity, str]:
    return {framework.register.identity(q.id): q.text for q in framework.questions}


def _units(a: Framework, b: Framework) -> Iterator[Match]:
    old, new = _present(a), _present(b)
    ours, theirs = set(a.register.links), set(b.register.links)
    open_ends = old.keys() ^ new.keys()
    places = {one: place for side in (old, new) for place, one in enumerate(side)}
    # What only one side did says more than the history both share, which joins in where that
    # leaves something over: one side undid it, say, and brought back what it superseded.
    for links in (ours ^ theirs, ours | theirs):
        leading = _leading_on(sorted_links(links), open_ends)
        for unit in _components(leading, lambda link: (*link.old, *link.new)):
            asked = {one for link in unit for one in (*link.old, *link.new)} & open_ends
            members = sorted(asked, key=places.__getitem__)
            left = [one for one in members if one in old]
            entered = [one for one in members if one in new]
            if left and entered:
                open_ends -= asked
                yield _unit(left, entered, unit, old, new)
    for identity, text in old.items():
        if identity in new:
            yield Match(identity.id, identity.id, _wording(text, new[identity]))
        elif identity in open_ends:
            yield Match(identity.id, (), "removed")
    for identity in new:
        if identity in open_ends and identity not in old:
            yield Match((), identity.id, "added")


def _wording(before: str, after: str) -> Relation:
    return "same" if before == after else "reworded"


def sorted_links(links: Iterable[Link]) -> list[Link]:
    """Links in an order that does not depend on hashing."""

    def key(link: Link) -> tuple[object, ...]:
        old, new = ([*map(astuple, side)] for side in (link.old, link.new))
        return old, new, link.kind, link.reason

    return sorted(links, key=key)


def _leading_on(links: list[Link], asked: AbstractSet[Identity]) -> list[Link]:
    """The links without those that end in questions neither framework asks any more.

    A replacement that was taken back says nothing about what is asked now.
    """
    touching: dict[Identity, list[Link]] = {}
    for link in links:
        for one in {*link.old, *link.new}:
            touching.setdefault(one, []).append(link)
    uses = Counter({one: len(those) for one, those in touching.items()})
    waiting = deque(links)
    kept = dict.fromkeys(links)
    while waiting:
        link = waiting.popleft()
        ends = any(
            all(one not in asked and uses[one] == 1 for one in side)
            for side in (link.old, link.new)
        )
        if link in kept and ends:
            del kept[link]
            touched = {*link.old, *link.new}
            uses.subtract(touched)
            waiting.extend(other for one in touched for other in touching[one] if other in kept)
    return list(kept)


def _components(ties: Iterable[T], ends: Callable[[T], Iterable[Hashable]]) -> list[list[T]]:
    """The connected components of links, or of matches, that share an end."""
    each = [(tie, [*ends(tie)]) for tie in ties]
    units = connected(own for _, own in each)
    found: dict[int, list[T]] = {}
    for tie, (end, *_) in each:
        found.setdefault(id(units[end]), []).append(tie)
    return [*found.values()]


def connected(groups: Iterable[Iterable[H]]) -> dict[H, tuple[H, ...]]:
    """Every member of a group with all those that groups tie it to, itself included.

    >>> connected(["ab", "cd", "bc"])["d"]
    ('a', 'b', 'c', 'd')
    """
    units: dict[H, list[H]] = {}
    for group in groups:
        tied = [units.setdefault(name, [name]) for name in group]
        parts = sorted({id(part): part for part in tied}.values(), key=len, reverse=True)
        for part in parts[1:]:
            # The smaller part joins the larger, so that none moves more often than need be.
            parts[0] += part
            units.update(dict.fromkeys(part, parts[0]))
    whole = {id(unit): tuple(unit) for unit in units.values()}
    return {name: whole[id(unit)] for name, unit in units.items()}


def _covered(asked: Iterable[Identity], links: list[Link]) -> set[Identity]:
    """All that these questions ask together: the whole of a side of a link asks the other."""
    covered = set(asked)
    while True:
        more = {
            one
            for link in links
            for side, other in ((link.old, link.new), (link.new, link.old))
            if covered.issuperset(side)
            for one in other
        }
        if more <= covered:
            return covered
        covered |= more


def _unit(
    left: list[Identity],
    entered: list[Identity],
    links: list[Link],
    old: Mapping[Identity, str],
    new: Mapping[Identity, str],
) -> Match:
    if all(link.kind == "renamed" for link in links) and len(left) == len(entered) == 1:
        relation = _wording(old[left[0]], new[entered[0]])
        return Match(left[0].id, entered[0].id, relation)
    whole = _covered(left, links).issuperset(entered) and _covered(entered, links).issuperset(left)
    comparable = whole and all(link.comparable for link in links)
    reasons = dict.fromkeys(link.reason for link in links if link.reason)
    if not whole:
        reasons["not all parts remain"] = None
    before, after = ([one.id for one in side] for side in (left, entered))
    return Match(before, after, _relation(left, entered, links), comparable, "; ".join(reasons))


def _relation(left: list[Identity], entered: list[Identity], links: list[Link]) -> Relation:
    """The relation of a unit; seen from the other framework, a split is a merge."""
    if any(link.kind == "replaced" for link in links):
        return "replaced"
    if min(len(left), len(entered)) > 1 and not all(link.comparable for link in links):
        return "related"
    if len(left) != len(entered):
        return "split" if len(left) < len(entered) else "merged"
    for link in links:
        onward = bool({*left} & {*link.old} or {*entered} & {*link.new})
        backward = bool({*left} & {*link.new} or {*entered} & {*link.old})
        if link.kind != "renamed" and onward != backward:
            return "split" if (link.kind == "split") == onward else "merged"
    names = [sorted(one.id for one in side) for side in (left, entered)]
    return "split" if names[0] <= names[1] else "merged"


def order_between(a: Framework, b: Framework) -> Callable[[Any], tuple[bool, int]]:
    """The key that puts matches, or what came of them, in the order of `b`.

    Those of removed questions stand after all others, in the order of `a`.
    """
    before, after = ({q.id: place for place, q in enumerate(one.questions)} for one in (a, b))

    def key(match: Any) -> tuple[bool, int]:
        places, ids = (after, match.new) if match.new else (before, match.old)
        return not match.new, min(places[name] for name in ids)

    return key


def _levels(a: Framework, b: Framework) -> tuple[tuple[tuple[str, str], ...], Side]:
    """The mapping of levels between the scales, and the side it translates; empty if none."""
    if a.scale == b.scale:
        return (), "before"
    onward = level_mapping(a, b)
    if onward is not None:
        return tuple(onward.items()), "before"
    return tuple((level_mapping(b, a) or {}).items()), "after"
