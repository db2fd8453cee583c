"""Conflicts of a merge, named by keys that can be typed, and the decisions about them."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import sixsteps as ss
from sixsteps.errors import InvalidError, Problem, SixStepsError, UnknownIdError, listed

if TYPE_CHECKING:
    from sixsteps.adaptation.conflicts import Choice, Conflict, Resolution


class Undecided(SixStepsError, ValueError):
    """Conflicts without a decision, each with its key and how to decide it."""

    def __init__(self, conflicts: "Iterable[Conflict]") -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(self.conflicts)

    def __str__(self) -> str:
        count = len(self.conflicts)
        told = "".join(f"\n  {conflict}\n    {_remedy(conflict)}" for conflict in self.conflicts)
        return (
            f"{count} conflict{'' if count == 1 else 's'} to decide, each with --resolve, or all"
            f" whose side can be taken with --take ours or --take theirs:{told}"
        )


def _remedy(conflict: "Conflict") -> str:
    key = _key(conflict)
    if conflict.kind == "clash":
        return f"--resolve {key}={conflict.suggestion or 'NEW-ID'}"
    return f"--resolve {key}=ours, or --resolve {key}=theirs"


def decision(text: str) -> tuple[str, str]:
    """A conflict's key and the decision about it, from the text of an argument.

    Raises:
        ArgumentTypeError: for a text without both.

    >>> decision("s1q1:text=ours")
    ('s1q1:text', 'ours')
    """
    key, _, side = text.partition("=")
    if not key or not side:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no decision; write it as s1q1:text=ours, with the key of a conflict"
        )
    return key, side


def merged(
    merge: "Callable[[Iterable[Resolution]], ss.Framework]",
    decisions: Iterable[tuple[str, str]],
    take: "Choice | None",
) -> ss.Framework:
    """What the merge gives with these decisions, `take` for every conflict that has none.

    Raises:
        Undecided: conflicts are left.
        UnknownIdError: a decision is about no conflict, or says what it cannot.
        InvalidError: two decisions about one conflict disagree.
    """
    decided: dict[str, str] = {}
    for key, side in decisions:
        if decided.setdefault(key, side) != side:
            told = f"{key} is decided as {decided[key]} and as {side}; give one of the two"
            raise InvalidError("merge", [Problem("--resolve", told)])
    resolutions: list[Resolution] = []
    met: dict[str, Conflict] = {}
    while True:
        try:
            result = merge(resolutions)
        except ss.MergeConflict as found:
            met.update((_key(conflict), conflict) for conflict in found.conflicts)
            more = [
                resolution
                for conflict in found.conflicts
                if (resolution := _resolution(conflict, decided, take)) is not None
            ]
            # Some conflicts only show once others are decided.
            if more:
                resolutions += more
                continue
            _refuse_unknown(decided, met)
            raise Undecided(found.conflicts) from None
        _refuse_unknown(decided, met)
        return result


def _key(conflict: "Conflict") -> str:
    return f"{conflict.element}:{conflict.about.replace(' ', '-')}"


def _resolution(
    conflict: "Conflict", decided: Mapping[str, str], take: "Choice | None"
) -> "Resolution | None":
    key = _key(conflict)
    given = decided.get(key)
    if conflict.kind == "clash":
        # Both things stay, so no side can be taken.
        if given in ("ours", "theirs"):
            raise UnknownIdError(
                f"{key} is one id with two meanings, and both stay; give a new id for theirs:"
                f" {_remedy(conflict)}"
            )
        return None if given is None else conflict.rename(given)
    match given or take:
        case None:
            return None
        case "ours" | "theirs" as side:
            return conflict.take(side)
        case other:
            raise UnknownIdError(f"no side {other!r} in {key}; give {_remedy(conflict)}")


def _refuse_unknown(decided: Mapping[str, str], met: Iterable[str]) -> None:
    known = list(met)
    for key in decided:
        if key not in known:
            raise UnknownIdError(f"no conflict {key!r}; there are {listed(known)}")
