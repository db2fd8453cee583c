"""Ids: what each stands for, which number is free, and which have two meanings or two names."""

from collections.abc import Iterable, Iterator

from sixsteps.model.crosswalk import connected
from sixsteps.model.edits import Entry
from sixsteps.model.lineage import Identity, Register

_DIGITS = "0123456789"


class Ids:
    """Every id a framework ever used with its entry; grows with an adaptation.

    `merged` holds the ids that the adaptations it merges bring in: they are known, but no
    edit of this framework has used them yet.
    """

    def __init__(self, register: Register, merged: Register | None = None) -> None:
        own = register.entries.copy()
        self.known: dict[str, Entry] = {**merged.entries.copy(), **own} if merged else dict(own)
        self._used = set(own)
        self._highest: dict[str, int] = {}

    def is_new(self, name: str) -> bool:
        """True if no edit of this framework has used the id so far."""
        return name not in self._used

    def use(self, name: str, entry: Entry) -> None:
        """Record that an id is in use from now on."""
        self.known[name] = entry
        self._used.add(name)
        if self._highest:
            self._count(name)

    def _count(self, name: str) -> None:
        stem = name.rstrip(_DIGITS)
        number = int(name[len(stem) :] or 0)
        self._highest[stem] = max(number, self._highest.get(stem, 0))

    def beside(self, neighbours: Iterable[str], otherwise: str, step: str | None = None) -> str:
        """The next free id like the first of the neighbours that is numbered, or like another.

        A question that is named after another step than its own was moved there: it is passed
        over.
        """
        for name in neighbours:
            if name[-1] in _DIGITS and (step is None or self._named_after(name) in (None, step)):
                return self.free(name)
        return self.free(otherwise)

    def _named_after(self, name: str) -> str | None:
        """The step whose id an id begins with; the longest of several."""
        heads = (name[:length] for length in range(len(name) - 1, 0, -1))
        is_step = (head for head in heads if head in self.known and self.known[head].kind == "step")
        return next(is_step, None)

    def free(self, like: str) -> str:
        """The next free id like this one: its stem with the highest number that ever had, plus one.

        The number has as many digits as the one given has, or more.
        """
        for name in () if self._highest else self.known:
            self._count(name)
        stem = like.rstrip(_DIGITS)
        return f"{stem}{self._highest.get(stem, 0) + 1:0{len(like) - len(stem)}}"


def clashes(ours: Register, theirs: Register) -> Iterator[tuple[str, Entry, Entry]]:
    """Every id with two meanings, what it is in either, in the order it entered `theirs`."""
    for name, entry in theirs.entries.items():
        known = ours.entries.get(name, entry)
        if known != entry:
            yield name, known, entry


def aliases(ours: Register, theirs: Register) -> dict[str, str]:
    """The ids of `theirs` that `ours` knows under another name, by the renamings recorded."""
    same = connected(
        (*link.old, *link.new) for link in (*ours.links, *theirs.links) if link.kind == "renamed"
    )
    found: dict[str, str] = {}
    for name, entry in theirs.entries.items():
        if ours.entries.get(name) == entry:
            continue
        for other in same.get(Identity(name, entry.introduced), ()):
            if ours.entries.get(other.id) == Entry(entry.kind, other.introduced):
                found[name] = other.id
                break
    return found
