"""What a merge meets: conflicts collected, and the resolutions that settle them."""

from collections.abc import Iterable
from typing import Final, TypeVar

from sixsteps.adaptation.conflicts import Choice, Conflict, ConflictKind, Resolution
from sixsteps.errors import InvalidError, Problem
from sixsteps.model.checks import as_tuple, member_problems

T = TypeVar("T")


class Decisions:
    """The conflicts of one merge that no resolution settles, and which resolutions did."""

    def __init__(self, resolutions: Iterable[Resolution]) -> None:
        given = as_tuple(resolutions, "resolutions")
        wrong = member_problems(given, Resolution, "resolutions", "a Resolution")
        InvalidError.check("merge", wrong)
        self._given: dict[tuple[str, str], Resolution] = {}
        problems = []
        for position, one in enumerate(given):
            if self._given.setdefault((one.element, one.about), one) is not one:
                problems.append(
                    Problem(
                        f"resolutions[{position}]",
                        f"{one.element!r}, {one.about!r} is decided already; give one resolution",
                        code="duplicate",
                    )
                )
        InvalidError.check("merge", problems)
        self._used: set[tuple[str, str]] = set()
        self._found: dict[tuple[str, str], Conflict] = {}

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts without a resolution so far, in the order they were met."""
        return tuple(self._found.values())

    def _for(self, element: str, about: str) -> Resolution | None:
        self._used.add((element, about))
        return self._given.get((element, about))

    def side(
        self, kind: ConflictKind, element: str, about: str, ours: str, theirs: str
    ) -> Choice | None:
        """The side that counts in a conflict; `None`, and the conflict kept, if undecided."""
        resolution = self._for(element, about)
        if resolution is not None:
            return resolution.take
        self._found[element, about] = Conflict(kind, element, about, ours, theirs)
        return None

    def new_name(self, element: str, ours: str, theirs: str, free: str) -> str | None:
        """The new id for what `theirs` calls `element`; `None` if undecided."""
        resolution = self._for(element, "id")
        if resolution is not None:
            return resolution.rename
        self._found[element, "id"] = Conflict("clash", element, "id", ours, theirs, free)
        return None

    def unused(self) -> Iterable[Problem]:
        """A problem for every resolution that settled nothing."""
        for position, (element, about) in enumerate(self._given):
            if (element, about) not in self._used:
                yield Problem(
                    f"resolutions[{position}]",
                    f"there is no conflict about {element!r}, {about!r}; leave it out",
                    code="no-conflict",
                )


class Missing:
    """The absence of a value from one side, as no value of the model is."""


MISSING: Final = Missing()


def three_way(base: T | Missing, ours: T, theirs: T) -> T | Missing:
    """The value of the side that changed it; `MISSING` where both did, differently.

    >>> three_way("a", "a", "b"), three_way("a", "b", "b")
    ('b', 'b')
    """
    if ours == theirs or theirs == base:
        return ours
    return theirs if ours == base else MISSING
