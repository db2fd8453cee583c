"""What the analyses are given: the type each argument takes, and rounds in order of time."""

from collections.abc import Iterator, Sequence

from sixsteps.errors import Problem, WrongTypeError
from sixsteps.model.checks import type_problems
from sixsteps.model.rounds import Round


def require(value: object, kind: type, name: str, wanted: str = "") -> None:
    """Raise unless a value is of the type that an argument takes, `wanted` in words.

    Raises:
        WrongTypeError: for a value of any other type; the value itself is not shown.

    >>> require(None, Round, "before")
    Traceback (most recent call last):
    ...
    sixsteps.errors.WrongTypeError: before was given None; give a Round
    """
    if not isinstance(value, kind):
        found = "None" if value is None else f"a value of type {type(value).__name__}"
        raise WrongTypeError(f"{name} was given {found}; give {wanted or f'a {kind.__name__}'}")


def order_problems(rounds: Sequence[Round], places: Sequence[str]) -> Iterator[Problem]:
    """Problems of rounds that are to follow each other in time, each at the place of that index.

    What is no round is told alone. Two rounds may share a date, but not everything: one given
    twice would be counted twice.
    """
    wrong = [
        problem
        for place, round_ in zip(places, rounds, strict=True)
        for problem in type_problems(round_, Round, place, "a Round")
    ]
    yield from wrong
    if wrong:
        return
    seen: dict[str, str] = {}
    for place, round_ in zip(places, rounds, strict=True):
        if (first := seen.setdefault(round_.digest, place)) != place:
            yield Problem(
                place,
                f"{_named(round_)} is the round at {first} again; give every round once",
                code="duplicate",
            )
    for place, before, after in zip(places[1:], rounds, rounds[1:], strict=False):
        if after.on < before.on:
            yield Problem(
                place,
                f"{_named(after)} comes after {_named(before)}; give rounds in order of date",
                code="out-of-order",
            )


def _named(round_: Round) -> str:
    return f"{round_.title!r} of {round_.on.isoformat()}"
