"""Which ids a framework has used, what for, and which number is free."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from string import digits

from attrs import frozen

from sixsteps.model.lineage import Identity, Kind, Link, Register


class Names:
    """Every id a framework ever used with its kind and first wording; grows with an adaptation.

    `merged` holds the ids that the adaptations it merges bring in: they are known, but no
    edit of this framework has used them yet.
    """

    def __init__(self, register: Register, merged: Register | None = None) -> None:
        self._register = register
        self._merged = merged
        self._added: dict[str, tuple[Kind, str]] = {}
        self._highest: defaultdict[str, int] | None = None

    def meaning(self, name: str) -> tuple[Kind, str] | None:
        """What an id stands for, present or retired: its kind and its first wording."""
        found = self._added.get(name) or _meaning(self._register, name)
        if found is None and self._merged is not None:
            found = _meaning(self._merged, name)
        return found

    def is_new(self, name: str) -> bool:
        """Whether no edit of this framework has used the id so far."""
        return name not in self._added and _meaning(self._register, name) is None

    def use(self, name: str, kind: Kind, wording: str) -> None:
        """Record that an id is in use from now on."""
        self._added[name] = kind, wording
        if self._highest is not None:
            _count(self._highest, name)

    def free(self, stem: str) -> str:
        """The stem with the highest number any id on it ever had, plus one."""
        if self._highest is None:
            self._highest = defaultdict(int)
            for name in self._all():
                _count(self._highest, name)
        return f"{stem}{self._highest[stem] + 1}"

    def _all(self) -> Iterator[str]:
        yield from self._added
        for register in filter(None, (self._register, self._merged)):
            for ids in (register.steps, register.questions, register.context):
                yield from ids


def _meaning(register: Register, name: str) -> tuple[Kind, str] | None:
    ids: tuple[tuple[Kind, Mapping[str, str]], ...] = (
        ("question", register.questions),
        ("step", register.steps),
        ("context question", register.context),
    )
    for kind, wordings in ids:
        if name in wordings:
            return kind, wordings[name]
    return None


def _count(highest: dict[str, int], name: str) -> None:
    stem = name.rstrip(digits)
    if stem != name:
        highest[stem] = max(highest[stem], int(name[len(stem) :]))


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
