"""Conflicts that a merge cannot decide, as values, and the decisions passed back in."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from attrs import frozen

from sixsteps.errors import InvalidError, Problem, SixStepsError
from sixsteps.model.fields import Checked, Id, Words, as_tuple, member_problems, problem
from sixsteps.words import counted

ConflictKind = Literal["changed", "removed", "reordered", "superseded", "clash"]
Choice = Literal["ours", "theirs"]
CLASH = "id"
"""What a clash is about, and no other conflict."""


@frozen
class Resolution(Checked):
    """A decision about one conflict: whose side counts, or the new id for `theirs`.

    `Conflict.take` and `Conflict.rename` make them; written by hand, `element` and `about` are
    those of the conflict.

    >>> Resolution("s1q2", "text", take="theirs").take
    'theirs'
    """

    element: Words
    about: Words
    take: Choice | None = None
    rename: Id | None = None

    def _problems(self) -> Iterator[Problem]:
        if (self.take is None) == (self.rename is None):
            message = "a resolution takes a side or renames"
            yield problem(("take",), message, "give one of the two")
        elif self.rename is not None and self.about != CLASH:
            yield problem(("rename",), "only a clash is resolved by another id", "use take")
        elif self.take is not None and self.about == CLASH:
            yield problem(("take",), "both things stay and one needs another id", "use rename")


@frozen
class Conflict:
    """One thing on which two sides disagree: what it is, and what each side did.

    `kind` is "changed" (both changed one thing differently), "removed" (one removed what the
    other edited or moved into), "reordered" (both reordered one container differently),
    "superseded" (both replaced, split or merged one question) or "clash" (one id with two
    meanings). `element` is an id, or "framework"; `about` says which of its aspects is meant;
    `base` is what both sides began with. A clash comes with a free id as `suggestion`.

    >>> conflict = Conflict("changed", "s1q2", "text", "“Do they?”", "“Will they?”", base="“Can?”")
    >>> print(conflict)
    changed: s1q2, text; base: “Can?”; ours: “Do they?”; theirs: “Will they?”
    >>> conflict.take("ours")
    Resolution(element='s1q2', about='text', take='ours', rename=None)
    """

    kind: ConflictKind
    element: str
    about: str
    ours: str
    theirs: str
    suggestion: str | None = None
    base: str = ""

    def __str__(self) -> str:
        was = f" base: {self.base};" if self.base else ""
        free = f"; {self.suggestion!r} is free" if self.suggestion else ""
        return (
            f"{self.kind}: {self.element}, {self.about};{was} ours: {self.ours};"
            f" theirs: {self.theirs}{free}"
        )

    def take(self, side: Choice) -> Resolution:
        """The decision that one side's version counts.

        Raises:
            InvalidError: for a clash: both things stay, and one needs another id.
        """
        return Resolution(self.element, self.about, take=side)

    def rename(self, to: str | None = None) -> Resolution:
        """The decision that `theirs` has another id in the merged framework.

        Ours keeps its ids, because its lineage and its rounds hold them; to keep those of
        theirs, merge the other way round.

        Raises:
            InvalidError: for a conflict that is no clash.
        """
        if self.kind != "clash":
            wrong = problem(("rename",), "only a clash is resolved by another id", "use take")
            raise InvalidError("resolution", [wrong])
        return Resolution(self.element, self.about, rename=to or self.suggestion)


class MergeConflict(SixStepsError, ValueError):
    """A merge that needs decisions, with every conflict in `conflicts`.

    >>> print(MergeConflict([Conflict("changed", "s1", "title", "“A”", "“B”")]))
    1 conflict; pass resolutions=[conflict.take("ours"), ...] or .rename() for a clash:
      changed: s1, title; ours: “A”; theirs: “B”
    """

    def __init__(self, conflicts: Iterable[Conflict]) -> None:
        self.conflicts: tuple[Conflict, ...] = tuple(conflicts)
        self.problems = tuple(
            Problem((one.element, one.about), str(one), code=f"conflict-{one.kind}")
            for one in self.conflicts
        )
        Exception.__init__(self, self.conflicts)

    def __str__(self) -> str:
        listing = "".join(f"\n  {conflict}" for conflict in self.conflicts)
        remedy = 'pass resolutions=[conflict.take("ours"), ...] or .rename() for a clash'
        return f"{counted(len(self.conflicts), 'conflict')}; {remedy}:{listing}"


def deciding_side(base: object, ours: object, theirs: object) -> Choice | None:
    """The side that changed a value, and so decides; `None` where both did, differently.

    >>> deciding_side("a", "a", "b"), deciding_side("a", "b", "b"), deciding_side("a", "b", "c")
    ('theirs', 'ours', None)
    """
    if ours == theirs or theirs == base:
        return "ours"
    return "theirs" if ours == base else None


class Decisions:
    """The conflicts of one merge that no resolution settles, and which resolutions did."""

    def __init__(self, resolutions: Iterable[Resolution]) -> None:
        given = as_tuple(resolutions, "resolutions")
        wrong = member_problems(given, Resolution, ("resolutions",), "a Resolution")
        InvalidError.check("merge", wrong)
        self._given: dict[tuple[str, str], Resolution] = {}
        self._found: dict[tuple[str, str], Conflict] = {}
        problems = []
        for position, one in enumerate(given):
            if self._given.setdefault((one.element, one.about), one) is not one:
                what = f"{one.element!r}, {one.about!r} is decided already"
                path = ("resolutions", position)
                problems.append(Problem(path, what, "give one resolution", code="duplicate"))
        InvalidError.check("merge", problems)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts without a resolution so far, in the order they were met."""
        return tuple(one for key, one in self._found.items() if key not in self._given)

    def decision(self, conflict: Conflict) -> Resolution | None:
        """The resolution of a conflict; `None` if there is none."""
        key = conflict.element, conflict.about
        self._found[key] = conflict
        return self._given.get(key)

    def told_of(self, elements: Sequence[str], about: str) -> str:
        """The first of the elements that a resolution names; the first of all where none does."""
        return next((one for one in elements if (one, about) in self._given), elements[0])

    def side(
        self, kind: ConflictKind, element: str, about: str, base: str, ours: str, theirs: str
    ) -> Choice | None:
        """The side that counts in a conflict; `None` if undecided."""
        decision = self.decision(Conflict(kind, element, about, ours, theirs, base=base))
        return decision.take if decision else None

    def unused(self) -> Iterable[Problem]:
        """A problem for every resolution that settled nothing."""
        for position, key in enumerate(self._given):
            if key not in self._found:
                what = "there is no such conflict"
                yield Problem(("resolutions", position), what, "leave it out", code="no-conflict")
