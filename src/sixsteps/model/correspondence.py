"""Which questions of two frameworks correspond, derived from their lineages.

Identity comes first: a question with one identity on both sides is the same question. The rest
follow the links that replacements, splits and merges recorded. Linked units are the connected
components of the links of both lineages; a unit is comparable only if all its links are and
all its parts remain: what is asked before and after must come to the same by the links.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from sixsteps.errors import NotComparableError
from sixsteps.model.checks import instance_of
from sixsteps.model.crosswalk import Crosswalk, Match, Relation, Side
from sixsteps.model.framework import Framework
from sixsteps.model.level_mapping import level_mapping
from sixsteps.model.lineage import Identity, Link


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
        instance_of(framework, Framework, "correspondence")
    if a.origin != b.origin:
        raise NotComparableError(
            f"{a.title!r} and {b.title!r} have no common origin, so nothing says which questions"
            " correspond; give a Crosswalk"
        )
    levels, side = _levels(a, b)
    return Crosswalk(
        _in_order(_units(a, b), a, b),
        levels=levels,
        translates=side,
        title=f"From “{a.title}” to “{b.title}”",
        source=b.citation if b.lineage else a.citation,
    )


def _present(framework: Framework) -> dict[Identity, str]:
    return {framework.register.identity(q.id): q.text for q in framework.questions}


def _units(a: Framework, b: Framework) -> Iterator[Match]:
    old, new = _present(a), _present(b)
    ours, theirs = set(a.register.links), set(b.register.links)
    open_ends = old.keys() ^ new.keys()
    # What only one side did says more than the history both share, which joins in where that
    # leaves something over: one side undid it, say, and brought back what it superseded.
    for links in (ours ^ theirs, ours | theirs):
        for unit in _components(_leading_on(sorted_links(links), open_ends)):
            members = {identity for link in unit for identity in (*link.old, *link.new)}
            left = [one for one in old if one in members and one in open_ends]
            entered = [one for one in new if one in members and one in open_ends]
            if left and entered:
                open_ends = open_ends - {*left, *entered}
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
    return sorted(
        links,
        key=lambda link: (
            [(one.id, one.introduced) for one in link.old],
            [(one.id, one.introduced) for one in link.new],
            link.kind,
            link.reason,
        ),
    )


def _leading_on(links: list[Link], asked: AbstractSet[Identity]) -> list[Link]:
    """The links without those that end in questions neither framework asks any more.

    A replacement that was taken back says nothing about what is asked now.
    """
    uses = Counter(one for link in links for one in {*link.old, *link.new})
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
            waiting.extend(other for other in kept if touched & {*other.old, *other.new})
    return list(kept)


def _components(links: list[Link]) -> Iterator[list[Link]]:
    """The connected components of links that share a question."""
    touching: dict[Identity, list[int]] = {}
    for place, link in enumerate(links):
        for identity in (*link.old, *link.new):
            touching.setdefault(identity, []).append(place)
    seen: set[int] = set()
    for start in range(len(links)):
        if start in seen:
            continue
        seen.add(start)
        found, waiting = [], [start]
        while waiting:
            place = waiting.pop()
            found.append(place)
            for identity in (*links[place].old, *links[place].new):
                near = [other for other in touching[identity] if other not in seen]
                seen.update(near)
                waiting.extend(near)
        yield [links[place] for place in sorted(found)]


def _covered(asked: Iterable[Identity], links: list[Link]) -> set[Identity]:
    """What these questions ask taken together: the whole of a side of a link asks the other."""
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
    return Match(
        [one.id for one in left],
        [one.id for one in entered],
        _relation(left, entered, links),
        comparable,
        "; ".join(reasons),
    )


def _relation(left: list[Identity], entered: list[Identity], links: list[Link]) -> Relation:
    """What became of a unit; seen from the other framework, a split is a merge."""
    if any(link.kind == "replaced" for link in links):
        return "replaced"
    if len(left) != len(entered):
        return "split" if len(left) < len(entered) else "merged"
    for link in links:
        onward = bool({*left} & {*link.old} or {*entered} & {*link.new})
        backward = bool({*left} & {*link.new} or {*entered} & {*link.old})
        if link.kind != "renamed" and onward != backward:
            return "split" if (link.kind == "split") == onward else "merged"
    names = [sorted(one.id for one in side) for side in (left, entered)]
    return "split" if names[0] <= names[1] else "merged"


def _in_order(matches: Iterable[Match], a: Framework, b: Framework) -> list[Match]:
    """Matches in the order of `b`, those of removed questions after, in the order of `a`."""
    after = {question.id: place for place, question in enumerate(b.questions)}
    before = {question.id: place for place, question in enumerate(a.questions)}

    def key(match: Match) -> tuple[int, int]:
        if match.new:
            return 0, min(after[name] for name in match.new)
        return 1, min(before[name] for name in match.old)

    return sorted(matches, key=key)


def _levels(a: Framework, b: Framework) -> tuple[tuple[tuple[str, str], ...], Side]:
    """The mapping of levels between the scales, and the side it translates; empty if none."""
    if a.scale == b.scale:
        return (), "before"
    onward = level_mapping(a, b)
    if onward is not None:
        return tuple(onward.items()), "before"
    return tuple((level_mapping(b, a) or {}).items()), "after"
