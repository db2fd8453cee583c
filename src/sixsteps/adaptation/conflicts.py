"""What a merge cannot decide, as values, and the decisions that are passed back in."""

from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from attrs import frozen

from sixsteps.errors import InvalidError, Problem, SixStepsError
from sixsteps.model.checks import counted, id_problems, text_problems

ConflictKind = Literal["changed", "removed", "reordered", "superseded", "clash"]
Choice = Literal["ours", "theirs"]
_CLASH = "id"
"""What a clash is about, and no other conflict."""


@frozen
class Resolution:
    """A decision about one conflict: whose side counts, or the new id for `theirs`.

    `Conflict.take` and `Conflict.rename` make them; written by hand, `element` and `about` are
    those of the conflict.

    >>> Resolution("s1q2", "text", take="theirs").take
    'theirs'
    """

    element: str
    about: str
    take: Choice | None = None
    rename: str | None = None

    def __attrs_post_init__(self) -> None:
        InvalidError.check("resolution", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from text_problems(self.element, "element", required=True)
        yield from text_problems(self.about, "about", required=True)
        if (self.take is None) == (self.rename is None):
            yield Problem("take", "a resolution takes a side or renames; give one of the two")
        elif self.take is not None and not (
            isinstance(self.take, str) and self.take in get_args(Choice)
        ):
            yield Problem("take", "there are two sides; give 'ours' or 'theirs'")
        elif self.take is not None and self.about == _CLASH:
            yield Problem("take", "both things stay and one needs another id; use rename")
        elif self.rename is not None:
            yield from id_problems(self.rename, "rename")
            if self.about != _CLASH:
                yield Problem("rename", "only a clash is resolved by another id; use take")


@frozen
class Conflict:
    """One thing on which two sides disagree: what it is, and what each side did.

    `kind` is "changed" (both changed one thing differently), "removed" (one removed what the
    other edited or moved into), "reordered" (both reordered one container differently),
    "superseded" (both replaced, split or merged one question) or "clash" (one id with two
    meanings). `element` is an id, or "framework"; `about` says which of its aspects is meant.
    A clash comes with a free id as `suggestion`.

    >>> conflict = Conflict("changed", "s1q2", "text", "“Do they?”", "“Will they?”")
    >>> print(conflict)
    changed: s1q2, text; ours: “Do they?”; theirs: “Will they?”
    >>> conflict.take("ours")
    Resolution(element='s1q2', about='text', take='ours', rename=None)
    """

    kind: ConflictKind
    element: str
    about: str
    ours: str
    theirs: str
    suggestion: str | None = None

    def __str__(self) -> str:
        free = f"; {self.suggestion!r} is free" if self.suggestion else ""
        return (
            f"{self.kind}: {self.element}, {self.about}; ours: {self.ours};"
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
            problem = Problem("rename", "only a clash is resolved by another id; use take")
            raise InvalidError("resolution", [problem])
        return Resolution(self.element, self.about, rename=to or self.suggestion)


class MergeConflict(SixStepsError, ValueError):
    """A merge that needs decisions, with every conflict in `conflicts`.

    >>> print(MergeConflict([Conflict("changed", "s1", "title", "“A”", "“B”")]))
    1 conflict; pass resolutions=[conflict.take("ours"), ...] or .rename() for a clash:
      changed: s1, title; ours: “A”; theirs: “B”
    """

    def __init__(self, conflicts: Iterable[Conflict]) -> None:
        self.conflicts: tuple[Conflict, ...] = tuple(conflicts)
        super().__init__(self.conflicts)

    def __str__(self) -> str:
        listing = "".join(f"\n  {conflict}" for conflict in self.conflicts)
        return (
            f"{counted(len(self.conflicts), 'conflict')};"
            ' pass resolutions=[conflict.take("ours"), ...] or .rename() for a clash:'
            f"{listing}"
        )
