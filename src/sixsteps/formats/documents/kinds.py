"""The kinds of documents, the format each is written in, and how older formats are brought up."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from sixsteps.errors import Problem, WrongTypeError, listed, nearest
from sixsteps.formats.documents.words import a, is_name
from sixsteps.model.adaptation_record import Adaptation
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round

Value: TypeAlias = Framework | Adaptation | Round | Crosswalk
"""What a document holds."""

Upgrade: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""A pure function from a document of one format to the same document in the next."""

CLASSES: Mapping[str, type[Value]] = {
    "framework": Framework,
    "adaptation": Adaptation,
    "round": Round,
    "crosswalk": Crosswalk,
}
"""The kinds by name."""

UPGRADES: Mapping[str, tuple[Upgrade, ...]] = dict.fromkeys(CLASSES, ())
"""For each kind the upgrades from format 1 to 2, from 2 to 3, and so on to the present one."""

LINES = "rounds"
"""The name of many rounds as JSON Lines, of which each line is a document."""

LINE_SCHEMA = f"urn:sixsteps:{LINES}:1"
"""The schema of such a line: a round may name a framework of an earlier one by its fingerprint."""

_format = re.compile(r"sixsteps ([a-z]+) ([1-9][0-9]{0,5})", re.ASCII).fullmatch


def kind_name(kind: object, *others: str) -> str:
    """The name of a kind given as its class or its name, or one of the other names that will do.

    >>> kind_name(Round), kind_name("crosswalk")
    ('round', 'crosswalk')

    Raises:
        WrongTypeError: for what is no kind of document.
    """
    for name, of_kind in CLASSES.items():
        if kind is of_kind or kind == name:
            return name
    if kind in others:
        return str(kind)
    known = [*CLASSES, *others]
    shown = repr(kind) if is_name(kind) else f"of type {type(kind).__name__}"
    near = nearest(kind, known)
    guess = f"; did you mean {near!r}?" if near else ""
    raise WrongTypeError(f"no kind of document {shown}; there are {listed(known)}{guess}")


def kind_of(value: object) -> str:
    """The name of the kind a value is written as.

    Raises:
        WrongTypeError: for a value that no document holds.
    """
    for name, of_kind in CLASSES.items():
        if isinstance(value, of_kind):
            return name
    raise WrongTypeError(
        f"a value of type {type(value).__name__} is no document; there are {listed([*CLASSES])}"
    )


def version(kind: str) -> int:
    """The present format of a kind, from 1."""
    return len(UPGRADES[kind]) + 1


def heading(kind: str) -> dict[str, Any]:
    """The keys that open every document of a kind."""
    present = version(kind)
    return {"$schema": f"urn:sixsteps:{kind}:{present}", "format": f"sixsteps {kind} {present}"}


def format_of(data: dict[str, Any], kind: str | None) -> tuple[str, int] | Problem:
    """The kind and format a document says it has, or what is wrong with that."""
    wanted = heading(kind)["format"] if kind else "sixsteps round 1"
    if "format" not in data:
        return Problem(
            "$",
            f'the document does not say its format; add "format": "{wanted}"',
            "no-format",
            field="format",
        )
    given = data["format"]
    found = _format(given) if type(given) is str else None
    if found is None or found[1] not in CLASSES:
        suggestion = nearest(given, [heading(name)["format"] for name in CLASSES])
        return Problem(
            "$.format",
            f"that is no format of sixsteps; the one expected is {wanted!r}",
            "unknown-format",
            field="format",
            suggestion=suggestion,
        )
    name, number = found[1], int(found[2])
    if kind is not None and name != kind:
        return Problem(
            "$.format",
            f"this is {a(name)}, not {a(kind)}; read it with kind {name!r}",
            "other-kind",
            field="format",
        )
    if number > version(name):
        known = "format 1" if version(name) == 1 else f"formats 1 to {version(name)}"
        remedy = f"this version of sixsteps reads {known}; install a newer one"
        return Problem(
            "$.format",
            f"format {number} of a {name} is not known: {remedy}",
            "newer-format",
            field="format",
        )
    return name, number


def upgraded(data: dict[str, Any], number: int, upgrades: tuple[Upgrade, ...]) -> dict[str, Any]:
    """A document of format `number` brought to the present format, the given one untouched."""
    for upgrade in upgrades[number - 1 :]:
        data = upgrade(data)
    return data
