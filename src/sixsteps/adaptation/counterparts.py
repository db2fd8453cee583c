"""Another framework's content under the ids of this one, as far as somebody says it corresponds."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from attrs import evolve

from sixsteps.adaptation.ids import Ids
from sixsteps.adaptation.working_copy import Content
from sixsteps.model.crosswalk import Crosswalk, Match
from sixsteps.model.edits import Entry
from sixsteps.model.framework import Framework, things
from sixsteps.model.lineage import Identity, Link, Register


def content_under(framework: Framework, names: Mapping[str, str]) -> Content:
    """The content of a framework with some of its ids changed."""

    def here(name: str) -> str:
        return names.get(name, name)

    steps = [
        evolve(s, id=here(s.id), questions=[evolve(q, id=here(q.id)) for q in s.questions])
        for s in framework.steps
    ]
    context = tuple(evolve(asked, id=here(asked.id)) for asked in framework.context)
    return Content(framework.title, framework.scale, tuple(steps), context)


def register_with(
    base: Framework, other: Framework, names: Mapping[str, str], links: Iterable[Link]
) -> Register:
    """The register of the base with what another framework brings in, under these names."""
    fresh = {names.get(name, name): entry for name, _, entry in things(other)}
    return Register({**fresh, **base.register.entries}, (*base.register.links, *links))


class Counterpart(NamedTuple):
    """Another framework as it would stand in this one; `names` gives the ids that change."""

    content: Content
    register: Register
    names: Mapping[str, str]
    levels: Mapping[str, str]


def counterpart(a: Framework, b: Framework, crosswalk: Crosswalk) -> Counterpart:
    """`b` as it stands in `a`: a question that goes on as one keeps its id of `a`.

    Any other has its own id, or the next that is free where `a` used that before. Steps and
    context questions correspond by id.
    """
    matches = crosswalk.between(a, b).matches
    ids = Ids(a.register)
    for name, _, entry in things(b):
        if name not in ids.known:
            ids.use(name, entry)
    names = {match.new[0]: match.old[0] for match in matches if _goes_on(match)}
    known = {**a.register.entries, **{name: entry for name, _, entry in things(a)}}
    for name, _, entry in things(b):
        means = known.get(name, entry)
        stays = means == entry or (means.kind == entry.kind == "step" and a.has_step(name))
        if entry.kind == "question":
            stays = name not in known
        if name not in names and not stays:
            home = b.step_of(name).id if entry.kind == "question" else ""
            otherwise = f"{names.get(home, home)[:40]}q" if home else entry.kind[0]
            names[name] = ids.beside([name[:40]], otherwise)
            ids.use(names[name], entry)
    links: list[Link] = []
    for match in matches:
        if match.old and match.new and not _goes_on(match):
            news = tuple(
                Identity(names.get(name, name), b.question(name).text) for name in match.new
            )
            links += _linked(match, tuple(map(a.identity, match.old)), news, ids)
    register = register_with(a, b, names, links)
    between = {one.id: Entry("question", one.introduced) for link in links for one in link.new}
    register = evolve(register, entries={**between, **register.entries})
    levels = dict(crosswalk.levels)
    levels = levels if crosswalk.translates == "before" else certain_back(levels)
    return Counterpart(content_under(b, names), register, names, levels)


def _goes_on(match: Match) -> bool:
    return bool(match.comparable) and len(match.old) == len(match.new) == 1


def _linked(
    match: Match, old: tuple[Identity, ...], new: tuple[Identity, ...], ids: Ids
) -> Iterator[Link]:
    """The links of a match; several with several meet in a question that nobody is asked."""
    comparable = bool(match.comparable)
    if len(old) > 1 and len(new) > 1:
        meeting = Identity(ids.free(old[0].id), " / ".join(one.introduced for one in old))
        ids.use(meeting.id, Entry("question", meeting.introduced))
        yield Link("merged", old, (meeting,), comparable, match.reason)
        old = (meeting,)
    if len(old) > 1:
        yield Link("merged", old, new, comparable, match.reason)
    elif len(new) > 1:
        yield Link("split", old, new, comparable, match.reason)
    else:
        yield Link("replaced", old, new, comparable=False, reason=match.reason)


def certain_back(levels: Mapping[str, str]) -> dict[str, str]:
    """A mapping of levels the other way round, of those that a single level is mapped to."""
    targets = [*levels.values()]
    return {new: old for old, new in levels.items() if targets.count(new) == 1}
