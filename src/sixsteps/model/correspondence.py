"""Which questions of two frameworks correspond, derived from their lineages.

Identity comes first: a question with one identity on both sides is the same question. The rest
follow the links that replacements, splits and merges recorded. Linked units are the connected
components of the links of both lineages; a unit is comparable only if all its links are and
all its parts remain.
"""

from collections.abc import Iterable, Iterator

from sixsteps.errors import NotComparableError
from sixsteps.model.crosswalk import Crosswalk, Match, Relation, Side
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity, Link, scale_changes


def correspondence(a: Framework, b: Framework) -> Crosswalk:
    """The crosswalk from `a` to `b`, derived from the lineages they share.

    One id with two identities is listed both as removed and as added.

    Raises:
        NotComparableError: for frameworks of different origins; write a `Crosswalk` by hand.
    """
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
    linked: set[Identity] = set()
    for links in _components([*sorted_links(ours ^ theirs)]):
        members = {identity for link in links for identity in (*link.old, *link.new)}
        matched = members & old.keys() & new.keys()
        left = [identity for identity in old if identity in members - matched]
        entered = [identity for identity in new if identity in members - matched]
        if left and entered:
            linked.update(left, entered)
            whole = not matched and _remains(members, a) and _remains(members, b)
            yield _unit(left, entered, links, whole=whole)
    for link in sorted_links(ours & theirs):
        for before, after in ((link.old, link.new), (link.new, link.old)):
            if _undone(before, after, old, new, linked):
                linked.update(before, after)
                yield _unit(list(before), list(after), [link], whole=True)
    for identity, text in old.items():
        if identity in new:
            relation: Relation = "same" if text == new[identity] else "reworded"
            yield Match(identity.id, identity.id, relation)
        elif identity not in linked:
            yield Match(identity.id, (), "removed")
    for identity in new:
        if identity not in old and identity not in linked:
            yield Match((), identity.id, "added")


def _undone(
    before: Iterable[Identity],
    after: Iterable[Identity],
    old: dict[Identity, str],
    new: dict[Identity, str],
    linked: set[Identity],
) -> bool:
    """Whether a link both lineages hold has one side only in `old`, the other only in `new`."""
    return all(one in old and one not in new and one not in linked for one in before) and all(
        one in new and one not in old and one not in linked for one in after
    )


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


def _remains(members: Iterable[Identity], framework: Framework) -> bool:
    """Whether every member the framework ever had and never superseded is still asked."""
    superseded = {one for link in framework.register.links for one in link.old}
    return all(
        framework.has_question(one.id)
        for one in members
        if framework.register.questions.get(one.id) == one.introduced and one not in superseded
    )


def _unit(
    left: list[Identity], entered: list[Identity], links: list[Link], *, whole: bool
) -> Match:
    comparable = whole and all(link.comparable for link in links)
    relation: Relation
    if any(link.kind == "replaced" for link in links):
        relation = "replaced"
    else:
        relation = "split" if len(left) <= len(entered) and len(entered) > 1 else "merged"
    reasons = dict.fromkeys(link.reason for link in links if link.reason)
    if not whole:
        reasons["not all parts remain"] = None
    return Match(
        [one.id for one in left],
        [one.id for one in entered],
        relation,
        comparable,
        "; ".join(reasons),
    )


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
    shared = 0
    for ours, theirs in zip(a.lineage, b.lineage, strict=False):
        if ours != theirs:
            break
        shared += 1
    to_a, to_b = scale_changes(a.lineage[shared:]), scale_changes(b.lineage[shared:])
    if to_a and to_b:
        return (), "before"
    changes, start = (to_b, a.scale) if to_b else (to_a, b.scale)
    levels = {key: key for key in start.keys}
    for change in changes:
        mapping = dict(change.mapping)
        levels = {key: mapping[now] for key, now in levels.items() if now in mapping}
    return tuple(levels.items()), "before" if to_b else "after"
