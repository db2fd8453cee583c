"""The kinds of documents, the format each is written in, and how older formats are brought up."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NoReturn, TypeAlias, get_args

from attrs import has

from sixsteps.errors import DocumentError, Keys, Problem, WrongTypeError
from sixsteps.formats.documents.upgrades import from_1
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.fields import members
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Adaptation
from sixsteps.model.rounds import Round
from sixsteps.model.translation import Translation
from sixsteps.words import a, counted, listed, nearest, of_type, quoted

Value: TypeAlias = Framework | Adaptation | Round | Crosswalk | Translation
"""A value that a document holds."""

Upgrade: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""A pure function from a document of one format to the same document in the next."""

CLASSES: Mapping[str, type[Value]] = {
    "framework": Framework,
    "adaptation": Adaptation,
    "round": Round,
    "crosswalk": Crosswalk,
    "translation": Translation,
}
"""The kinds by name."""

CITED = ("framework", "round", "adaptation")
"""The kinds whose documents carry a citation."""

UPGRADES: Mapping[str, tuple[Upgrade, ...]] = {
    **dict.fromkeys(CLASSES, (from_1,)),
    "translation": (),
}
"""For each kind the upgrades from format 1 to 2, from 2 to 3, and so on to the present one."""

LINES = "rounds"
"""The name of many rounds as JSON Lines, of which each line is a document."""

LINE_SCHEMA = f"urn:sixsteps:{LINES}:2"
"""The schema of such a line: a round may name a framework of an earlier one by its fingerprint."""

TOP: Keys = ("$",)
"""The place of a whole document."""

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
    shown = quoted(kind, known, f"of type {type(kind).__name__}")
    message, remedy = f"no kind of document {shown}", f"there are {listed(known)}"
    raise WrongTypeError(message, remedy, suggestion=nearest(kind, known))


def kind_of(value: object) -> str:
    """The name of the kind a value is written as.

    Raises:
        WrongTypeError: for a value that no document holds.
    """
    for name, of_kind in CLASSES.items():
        if isinstance(value, of_kind):
            return name
    raise WrongTypeError(f"{of_type(value)} is not a document", f"there are {listed([*CLASSES])}")


def version(kind: str) -> int:
    """The present format of a kind, from 1."""
    return len(UPGRADES[kind]) + 1


def heading(kind: str) -> dict[str, Any]:
    """The keys that open every document of a kind."""
    present = version(kind)
    return {"$schema": f"urn:sixsteps:{kind}:{present}", "format": f"sixsteps {kind} {present}"}


def format_of(data: dict[str, Any], kind: str | None) -> tuple[str, int] | Problem:
    """The kind and format a document says it has, or what is wrong with that."""
    wanted = heading(kind or "round")["format"]
    if "format" not in data:
        message, remedy = "the document does not say its format", f'add "format": "{wanted}"'
        return Problem(TOP, message, remedy, "no-format", field="format")

    def refused(message: str, remedy: str, code: str, near: str | None = None) -> Problem:
        path = (*TOP, "format")
        return Problem(path, message, remedy, code, field="format", suggestion=near)

    given = data["format"]
    found = _format(given) if type(given) is str else None
    if found is None or found[1] not in CLASSES:
        message, remedy = "that is not a format of sixsteps", f"the one expected is {wanted!r}"
        near = nearest(given, [heading(name)["format"] for name in CLASSES])
        return refused(message, remedy, "unknown-format", near)
    name, number = found[1], int(found[2])
    if kind is not None and name != kind:
        message = f"this is {a(name)}, not {a(kind)}"
        return refused(message, f"read it with kind {name!r}", "other-kind")
    if number > version(name):
        known = "format 1" if version(name) == 1 else f"formats 1 to {version(name)}"
        message = (
            f"format {number} of a {name} is not known: this version of sixsteps reads {known}"
        )
        return refused(message, "install a newer one", "newer-format")
    return name, number


def upgraded(data: dict[str, Any], number: int, upgrades: tuple[Upgrade, ...]) -> dict[str, Any]:
    """A document of format `number` brought to the present format, the given one untouched."""
    for upgrade in upgrades[number - 1 :]:
        data = upgrade(data)
    return data


def opened(data: dict[str, Any], name: str, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The opening keys of a document of a kind, and its body in the present format."""
    body = dict(upgraded(data, number, UPGRADES[name]))
    keys = [*heading(name), *(["citation"] if name in CITED else [])]
    return {key: body.pop(key) for key in keys if key in body}, body


@cache
def every_key() -> frozenset[str]:
    """The keys of the objects of all documents."""
    keys, met = {"$schema", "format", "citation", "edit", "fingerprint"}, set[Any]()
    left: list[Any] = [*CLASSES.values()]
    while left:
        hint = left.pop()
        if hint not in met:
            inside = members(hint) if isinstance(hint, type) and has(hint) else {}
            left += [*get_args(hint), *(one.type for one in inside.values())]
            met.add(hint)
            keys |= inside.keys()
    return frozenset(keys)


class _Refused(Exception):
    """JSON that the standard library would take and the format does not allow."""


def _constant(name: str) -> NoReturn:
    raise _Refused(f"{name} is not a JSON number", "leave the value out or use null")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    counts = Counter(key for key, _ in pairs)
    key = next(key for key, _ in pairs if counts[key] > 1)
    shown = quoted(key, every_key(), f"of {counted(len(key), 'character')}")
    raise _Refused(f"the key {shown} stands twice in one object", "leave one of them out")


_decode = json.JSONDecoder(object_pairs_hook=_each_key_once, parse_constant=_constant).decode


def parsed(text: str) -> Any:
    """The plain data of a JSON text; a key given twice, NaN and Infinity are refused.

    Raises:
        DocumentError: for text that is no JSON, with the line and column where it stops being.
    """
    if not text.strip():
        raise DocumentError("document", [Problem(TOP, "this is empty", code="not-json")])
    try:
        return _decode(text)
    except json.JSONDecodeError as error:
        # The message is taken apart, because the exception itself holds the whole document.
        place = {"line": error.lineno, "column": error.colno}
        path = f"line {error.lineno}, column {error.colno}"
        problem = Problem((path,), f"this is not JSON ({error.msg})", code="not-json", params=place)
    except _Refused as error:
        message, remedy = error.args
        problem = Problem(TOP, message, remedy, "not-json")
    except RecursionError:
        problem = Problem(TOP, TOO_DEEP, code="too-deep")
    except ValueError:
        problem = Problem(TOP, "this holds a number of too many digits", code="not-json")
    raise DocumentError("document", [problem])


TOO_DEEP = "this is nested too deeply to be a document"
