"""The kinds of documents, the format and schema of each, and how older formats are brought up."""

import json
import re
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn, TypeAlias, get_args

from attrs import evolve, has

from sixsteps.errors import DocumentError, Keys, Problem, WrongTypeError
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.fields import members
from sixsteps.model.framework import PUBLISHED, Framework
from sixsteps.model.lineage import Adaptation
from sixsteps.model.rounds import Round
from sixsteps.model.source import compared
from sixsteps.model.translation import Translation
from sixsteps.model.views import left_in_redacted
from sixsteps.words import a, counted, listed, nearest, of_type, quoted

Value: TypeAlias = Framework | Adaptation | Round | Crosswalk | Translation
"""A value that a document holds."""

Upgrade: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""A pure function from a document of one format to the same document in the next."""

CLASSES: Mapping[str, type[Value]] = {kind.__name__.lower(): kind for kind in get_args(Value)}
"""The kinds by name."""

LINES = "rounds"
"""The name of many rounds as JSON Lines, of which each line is a document."""

LINE_SCHEMA = f"urn:sixsteps:{LINES}:2"
"""The schema of such a line: a round may name a framework of an earlier one by its fingerprint."""

TOP: Keys = ("$",)
"""The place of a whole document."""

_format = re.compile(r"sixsteps ([a-z]+) ([1-9][0-9]{0,5})", re.ASCII).fullmatch


def kind_name(kind: object, *others: str) -> str:
    """The name of a kind given as its class or its name, or one of the other names that will do."""
    for name, of_kind in CLASSES.items():
        if kind is of_kind:
            return name
    known = [*CLASSES, *others]
    if isinstance(kind, str) and kind in known:
        return kind
    shown = quoted(kind, known, f"of type {type(kind).__name__}")
    message, remedy = f"no kind of document {shown}", f"there are {listed(known)}"
    raise WrongTypeError(message, remedy, suggestion=nearest(kind, known))


def schema(kind: type[Value] | str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a kind of document, as it ships with the library.

    `kind` is a class or its name in lower case, or `"rounds"` for one line of what `write_rounds`
    writes. What a schema can say of a document is in it; that ids are known and lineages hold
    together is for `read` to check.

    >>> import sixsteps as ss
    >>> ss.schema("round")["properties"]["format"]
    {'const': 'sixsteps round 2'}

    Raises:
        WrongTypeError: for what is no kind of document.
    """
    name = kind_name(kind, LINES)
    text = files("sixsteps.formats").joinpath("schema", f"{name}.json").read_text("utf-8")
    shipped: dict[str, Any] = json.loads(text)
    return shipped


def kind_of(value: object) -> str:
    """The name of the kind a value is written as."""
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
    """The plain data of a JSON text; a key given twice, NaN and Infinity are refused."""
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


# Documents of an older format brought up to the next: one function a format, pure. What is at fault
# in them is left for the readers of the present format to tell.

_AGREED_IN_1 = ("state", "agreed_by", "agreed_on")


def _from_1(document: dict[str, Any]) -> dict[str, Any]:
    """A document of format 1 in format 2.

    A framework whose source is the published one by its reference has that source whole.
    """
    kind = document["format"].split()[1]
    if kind == "framework":
        return _with_the_published_source(document)
    if kind != "round":
        return document
    framework = now = document.get("framework")
    if type(framework) is dict:
        now = _with_the_published_source(framework)
    # One that is built already, from a line before, may have been upgraded there.
    if now is not framework or isinstance(framework, Framework):
        document = {key: one for key, one in document.items() if key != "citation"}
        document["framework"] = now
    return _signed_off(document)


def _signed_off(document: dict[str, Any]) -> dict[str, Any]:
    """A round of format 1 of which one that says it was agreed is signed off as it is read.

    Where it does not say by whom and when, or says a day before its own, it is a draft, and that
    is told in a warning. The mark of a redacted one becomes its view, if it is true. The digest
    of the earlier round is left out: it was taken in another way.
    """
    said = {key: document[key] for key in _AGREED_IN_1 if key in document}
    now = {key: value for key, value in document.items() if key not in said}
    if type(now.get("previous")) is dict:
        now["previous"] = {k: v for k, v in now["previous"].items() if k != "digest"}
    is_marked = now.pop("redacted") if type(now.get("redacted")) is bool else False
    by, on, is_agreed = said.get("agreed_by"), said.get("agreed_on"), said.get("state") == "agreed"
    if not is_agreed and (by or on):
        return {**now, **said}
    is_signed = bool(is_agreed and by and type(on) is str and on >= str(now.get("on")))
    if is_agreed and not is_signed:
        why = "before its own date" if by and on else "without a name or without a date"
        told = f"a round of format 1 that was agreed {why} is read as a draft"
        warnings.warn(f"{told}; sign it off with agree(by, on)", stacklevel=2)
    round_ = _read(now) if is_marked or is_signed else None
    if round_ is None:
        return now
    if is_marked and not any(left_in_redacted(round_)):
        round_, now["view"] = evolve(round_, view="redacted"), "redacted"
    return {**now, "agreed": {"by": by, "on": on, "digest": round_.digest}} if is_signed else now


def _read(document: dict[str, Any]) -> Round | None:
    """The round of a document in the present format, `None` where that is at fault."""
    # Here, because few documents are of an older format.
    from sixsteps.formats.documents.converter import structured

    try:
        round_: Round = structured(opened(document, "round", version("round"))[1], Round)
    except Exception:
        return None
    return round_


def _with_the_published_source(framework: dict[str, Any]) -> dict[str, Any]:
    """A framework with the present source of the text that it says it is, or is made from.

    Earlier versions told less of it. The citation is then another, and is written anew.
    """
    source = framework.get("source")
    reference = source.get("reference") if type(source) is dict else None
    if type(reference) is not str or compared(reference) not in PUBLISHED:
        return framework
    # Here, because few documents are of an older format, and the paper is much to load.
    from sixsteps.formats.documents.converter import unstructured
    from sixsteps.published import SOURCE

    now = unstructured(SOURCE)
    if source == now:
        return framework
    return {key: value for key, value in framework.items() if key != "citation"} | {"source": now}


UPGRADES: Mapping[str, tuple[Upgrade, ...]] = {
    **dict.fromkeys(CLASSES, (_from_1,)),
    "translation": (),
}
"""For each kind the upgrades from format 1 to 2, from 2 to 3, and so on to the present one."""


def upgraded(data: dict[str, Any], number: int, upgrades: tuple[Upgrade, ...]) -> dict[str, Any]:
    """A document of format `number` brought to the present format, the given one untouched."""
    for upgrade in upgrades[number - 1 :]:
        data = upgrade(data)
    return data


def opened(data: dict[str, Any], name: str, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The opening keys of a document of a kind, and its body in the present format."""
    body = dict(upgraded(data, number, UPGRADES[name]))
    return {key: body.pop(key) for key in (*heading(name), "citation") if key in body}, body
