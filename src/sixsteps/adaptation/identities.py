"""Where two lineages give one id two meanings, and where two ids mean the same."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from sixsteps.model.lineage import Identity, Kind, Link, Register


@frozen
class Clash:
    """One id that two lineages introduced for two different things."""

    id: str
    ours: tuple[Kind, str]
    theirs: tuple[Kind, str]

    def __str__(self) -> str:
        (one, ours), (other, theirs) = self.ours, self.theirs
        return f"{self.id!r} is the {one} “{ours}” in one and the {other} “{theirs}” in the other"


def meanings(register: Register) -> dict[str, tuple[Kind, str]]:
    """Every id a lineage ever used, with its kind and first wording."""
    found: dict[str, tuple[Kind, str]] = {}
    found.update((name, ("context question", text)) for name, text in register.context.items())
    found.update((name, ("question", text)) for name, text in register.questions.items())
    found.update((name, ("step", text)) for name, text in register.steps.items())
    return found


def clashes(ours: Register, theirs: Register) -> Iterator[Clash]:
    """Every id with two meanings, in the order it entered `theirs`."""
    known = meanings(ours)
    for name, meaning in meanings(theirs).items():
        if name in known and known[name] != meaning:
            yield Clash(name, known[name], meaning)


def aliases(ours: Register, theirs: Register) -> dict[str, str]:
    """The ids of `theirs` that `ours` knows under another name, by the renamings recorded."""
    renamings = [
        link for link in dict.fromkeys((*ours.links, *theirs.links)) if link.kind == "renamed"
    ]
    if not renamings:
        return {}
    same = _classes(renamings)
    known = meanings(ours)
    found = {}
    for name, (kind, wording) in meanings(theirs).items():
        if known.get(name) == (kind, wording):
            continue
        for other in same.get(Identity(name, wording), ()):
            if known.get(other.id) == (kind, other.introduced):
                found[name] = other.id
                break
    return found


def _classes(renamings: Iterable[Link]) -> dict[Identity, list[Identity]]:
    """Identities that are one thing under several names."""
    same: dict[Identity, list[Identity]] = {}
    for link in renamings:
        (old,), (new,) = link.old, link.new
        one, other = same.setdefault(old, [old]), same.setdefault(new, [new])
        if one is not other:
            one.extend(other)
            same.update(dict.fromkeys(other, one))
    return same
