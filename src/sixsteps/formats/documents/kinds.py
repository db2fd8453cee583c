"""The kinds of documents, the format each is written in, and how older formats are brought up."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NoReturn, TypeAlias

from sixsteps.errors import DocumentError, Problem, WrongTypeError, listed, nearest
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Adaptation
from sixsteps.model.rounds import Round

_is_name = re.compile(r"[$A-Za-z][$A-Za-z0-9_-]{0,39}").fullmatch
_is_datelike = re.compile(r"[0-9./: T-]{1,32}", re.ASCII).fullmatch


def is_name(value: Any) -> bool:
    """Whether a value is short and plain enough to be repeated in a message."""
    return type(value) is str and _is_name(value) is not None


def shown(value: str, known: Iterable[str] = ()) -> str:
    """A name, a date or something near a known word in quotation marks; else its length."""
    if is_name(value) or _is_datelike(value) or nearest(value, known):
        return repr(value)
    return f"a text of {len(value)} characters"


def described(value: Any) -> str:
    """What kind of JSON value something is.

    >>> described(True), described(3), described(["s1q1"]), described("Ann")
    ('true', 'the number 3', 'a list', 'a string')
    """
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) in (int, float):
        return f"the number {value}" if abs(value) < 10**15 else "a number"
    for kind, name in ((str, "a string"), (list, "a list"), (dict, "an object")):
        if type(value) is kind:
            return name
    return f"a value of type {type(value).__name__}"


def name_of(kind: type[Any]) -> str:
    """What a class is called in a sentence.

    >>> from sixsteps import ContextQuestion
    >>> name_of(ContextQuestion)
    'context question'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()


def a(name: str) -> str:
    """A name with its article.

    >>> a("rating"), a("action plan")
    ('a rating', 'an action plan')
    """
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


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
            code="no-format",
            field="format",
        )
    given = data["format"]
    found = _format(given) if type(given) is str else None
    if found is None or found[1] not in CLASSES:
        suggestion = nearest(given, [heading(name)["format"] for name in CLASSES])
        return Problem(
            "$.format",
            f"that is no format of sixsteps; the one expected is {wanted!r}",
            code="unknown-format",
            field="format",
            suggestion=suggestion,
        )
    name, number = found[1], int(found[2])
    if kind is not None and name != kind:
        return Problem(
            "$.format",
            f"this is {a(name)}, not {a(kind)}; read it with kind {name!r}",
            code="other-kind",
            field="format",
        )
    if number > version(name):
        known = "format 1" if version(name) == 1 else f"formats 1 to {version(name)}"
        remedy = f"this version of sixsteps reads {known}; install a newer one"
        return Problem(
            "$.format",
            f"format {number} of a {name} is not known: {remedy}",
            code="newer-format",
            field="format",
        )
    return name, number


def upgraded(data: dict[str, Any], number: int, upgrades: tuple[Upgrade, ...]) -> dict[str, Any]:
    """A document of format `number` brought to the present format, the given one untouched."""
    for upgrade in upgrades[number - 1 :]:
        data = upgrade(data)
    return data


class _Refused(Exception):
    """JSON that the standard library would take and the format does not allow."""


def _constant(name: str) -> NoReturn:
    raise _Refused(f"{name} is no JSON number; leave the value out or use null")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            shown = repr(key) if is_name(key) else f"of {len(key)} characters"
            raise _Refused(f"the key {shown} stands twice in one object; leave one of them out")
        seen.add(key)
    raise AssertionError("a repeated key was lost")


_decode = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant).decode


def parsed(text: str) -> Any:
    """The plain data of a JSON text; a key given twice, NaN and Infinity are refused.

    Raises:
        DocumentError: for text that is no JSON, with the line and column where it stops being.
    """
    if not text.strip():
        raise DocumentError("document", [Problem("$", "this is empty", code="not-json")])
    try:
        return _decode(text)
    except json.JSONDecodeError as error:
        # The message is taken apart, because the exception itself holds the whole document.
        place = f"line {error.lineno}, column {error.colno}"
        problem = Problem(place, f"this is not JSON ({error.msg})", code="not-json")
    except _Refused as error:
        problem = Problem("$", str(error), code="not-json")
    except RecursionError:
        problem = Problem("$", "this is nested too deeply to be a document", code="too-deep")
    except ValueError:
        problem = Problem("$", "this holds a number of too many digits", code="not-json")
    raise DocumentError("document", [problem])


_is_day = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


class RefusedError(Exception):
    """The data are not those of the value asked for."""


def day(value: Any) -> date:
    """The date written as a string of year, month and day.

    >>> day("2026-05-01")
    datetime.date(2026, 5, 1)

    Raises:
        RefusedError: for anything else.
    """
    if type(value) is not str or not _is_day(value):
        raise RefusedError
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise RefusedError from None


def exactly(value: Any, kind: type[Any]) -> Any:
    """A value of exactly this type: `True` is no number, and `3` is no string.

    Raises:
        RefusedError: for anything else.
    """
    if type(value) is not kind:
        raise RefusedError
    return value
