"""The JSON Schema (2020-12) of each kind of document, made from the classes it is read into.

That of a line of many rounds is made of those of a framework and a round.

`python -m sixsteps.formats.documents.schemas` writes them anew into `sixsteps/formats/schema`,
where they ship as files for other languages; a test holds the files against the classes.
"""

import json
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from attrs import NOTHING, Attribute, fields, has, resolve_types

from sixsteps.formats.documents.converter import EDITS, ORIGIN_KEYS
from sixsteps.formats.documents.kinds import (
    CLASSES,
    LINE_SCHEMA,
    LINES,
    Value,
    heading,
    kind_name,
    name_of,
)
from sixsteps.formats.files import write_text
from sixsteps.model.checks import ID_PATTERN, MAX_TEXT
from sixsteps.model.edits import MergeQuestions, RewordQuestion, SplitQuestion
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Adaptation
from sixsteps.model.scale import Scale
from sixsteps.model.source import Source

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TEXT = {"type": "string", "maxLength": MAX_TEXT}
_NEEDED_TEXT = {**_TEXT, "pattern": "\\S"}
_ID = {"type": "string", "pattern": f"^{ID_PATTERN}$"}
_FINGERPRINT = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DATE = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

# The names under which the model's classes hold ids, and texts that may not be blank although
# they may be left out; every other text that a class demands may not be blank either.
_IDS = {"id", "question", "step", "respondent", "level", "key", "was", "to", "after"}
_IDS |= {"addresses", "respondents", "asked", "old", "new", "questions", "mapping", "levels"}
_NEEDED = {"link", "organisation_id", "period", "by", "arrangements"}

_LIMITS: dict[tuple[type[Any], str], dict[str, Any]] = {
    (Scale, "levels"): {"minItems": 2, "maxItems": 12},
    (Adaptation, "by"): {"minItems": 1},
    (SplitQuestion, "parts"): {"minItems": 2},
    (MergeQuestions, "questions"): {"minItems": 2, "uniqueItems": True},
    (Source, "year"): {"minimum": 1000, "maximum": 9999},
}


def schema(kind: type[Value] | str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a kind of document, as it ships with the library.

    `kind` is a class or its name in lower case, or `"rounds"` for one line of what `write_rounds`
    writes. What a schema can say of a document is in it; that ids are known and lineages hold
    together is for `read` to check.

    >>> import sixsteps as ss
    >>> ss.schema("round")["properties"]["format"]
    {'const': 'sixsteps round 1'}

    Raises:
        WrongTypeError: for what is no kind of document.
    """
    name = kind_name(kind, LINES)
    text = files("sixsteps.formats").joinpath("schema", f"{name}.json").read_text("utf-8")
    shipped: dict[str, Any] = json.loads(text)
    return shipped


def made(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of document, made from its class."""
    if kind == LINES:
        return _made_of_lines()
    present = heading(kind)
    definitions: dict[str, Any] = {}
    body = _definition(CLASSES[kind], definitions)
    properties: dict[str, Any] = {
        "$schema": {"type": "string"},
        "format": {"const": present["format"]},
    }
    if kind in ("framework", "round"):
        properties["citation"] = _TEXT
    return {
        "$schema": DIALECT,
        "$id": present["$schema"],
        "title": f"A {kind} of sixsteps",
        **body,
        "properties": properties | body["properties"],
        "required": ["format", *body.get("required", ())],
        "$defs": dict(sorted(definitions.items())),
    }


def _made_of_lines() -> dict[str, Any]:
    """The schema of a line: a framework with its fingerprint, or a round that may name one."""
    framework, round_ = made("framework"), made("round")
    definitions = framework["$defs"] | round_["$defs"]
    framework["properties"]["fingerprint"] = _FINGERPRINT
    round_["properties"]["framework"] = {
        "anyOf": [_FINGERPRINT, round_["properties"]["framework"]],
    }
    variants = ("type", "properties", "required", "additionalProperties", "if", "then")
    return {
        "$schema": DIALECT,
        "$id": LINE_SCHEMA,
        "title": "A line of many rounds of sixsteps",
        "oneOf": [{key: one[key] for key in variants if key in one} for one in (framework, round_)],
        "$defs": dict(sorted(definitions.items())),
    }


def _definition(kind: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object of one class."""
    resolve_types(kind)
    members = {one.alias: one for one in fields(kind)}
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {key: _member(kind, member, definitions) for key, member in members.items()},
        "required": [key for key, member in members.items() if member.default is NOTHING],
        "additionalProperties": False,
    }
    if kind is Framework:
        schema["properties"]["origin"] = _origin(schema)
        schema["if"] = {
            "properties": {"lineage": {"minItems": 1}},
            "required": ["lineage"],
        }
        schema["then"] = {"required": ["origin"]}
    if kind in EDITS.values():
        schema["properties"] = {"edit": {"const": kind.__name__}, **schema["properties"]}
        schema["required"] = ["edit", *schema["required"]]
    if "first" in members:
        schema["not"] = {
            "properties": {"first": {"const": True}, "after": {"type": "string"}},
            "required": ["first", "after"],
        }
    return schema


def _origin(framework: dict[str, Any]) -> dict[str, Any]:
    """What stands of an origin: a framework without the source the adapted one keeps."""
    properties = framework["properties"]
    return {
        "type": ["object", "null"],
        "properties": {key: properties[key] for key in properties if key in ORIGIN_KEYS},
        "required": [key for key in framework["required"] if key in ORIGIN_KEYS],
        "additionalProperties": False,
    }


def _member(
    kind: type[Any], member: "Attribute[Any]", definitions: dict[str, Any]
) -> dict[str, Any]:
    key = member.alias or member.name
    needed = member.default is NOTHING or key in _NEEDED or (kind, key) == (RewordQuestion, "text")
    schema = _value(member.type, key, definitions, needed=needed)
    return {**schema, **_LIMITS.get((kind, key), {})}


def _value(kind: Any, key: str, definitions: dict[str, Any], *, needed: bool) -> dict[str, Any]:
    """The schema of a value of a type, under the name its class holds it by."""
    args = get_args(kind)
    if get_origin(kind) is tuple:
        return _several(args, key, definitions, needed=needed)
    if get_origin(kind) is Literal:
        return {"enum": list(args)}
    if type(None) in args:
        return _or_null(args, key, definitions, needed=needed)
    if args:
        return {"oneOf": [_reference(one, definitions) for one in args]}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [one.value for one in kind]}
    if has(kind):
        return _reference(kind, definitions)
    if kind is str:
        return dict(_ID if key in _IDS else _NEEDED_TEXT if needed else _TEXT)
    return dict({date: _DATE, bool: {"type": "boolean"}, int: {"type": "integer"}}[kind])


def _several(
    args: tuple[Any, ...], key: str, definitions: dict[str, Any], *, needed: bool
) -> dict[str, Any]:
    if args[-1] is ...:
        return {"type": "array", "items": _value(args[0], key, definitions, needed=needed)}
    each = [_value(one, key, definitions, needed=needed) for one in args]
    return {"type": "array", "prefixItems": each, "items": False, "minItems": len(each)}


def _or_null(
    args: tuple[Any, ...], key: str, definitions: dict[str, Any], *, needed: bool
) -> dict[str, Any]:
    others = [one for one in args if one is not type(None)]
    if Source in others and str in others:
        return {"anyOf": [{"type": "null"}, {"const": ""}, _reference(Source, definitions)]}
    inner = _value(others[0], key, definitions, needed=needed)
    if "enum" in inner:
        return {"enum": [*inner["enum"], None]}
    if inner.get("type") in ("string", "integer", "array"):
        return {**inner, "type": [inner["type"], "null"]}
    return {"anyOf": [{"type": "null"}, inner]}


def _reference(kind: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A reference to the definition of a class, which is made when first referred to."""
    name = kind.__name__ if kind in EDITS.values() else name_of(kind).replace(" ", "-")
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _definition(kind, definitions)
    return {"$ref": f"#/$defs/{name}"}


def write_all(folder: Path) -> Iterator[Path]:
    """Write the schema of every kind into a folder."""
    for kind in (*CLASSES, LINES):
        path = folder / f"{kind}.json"
        write_text(path, json.dumps(made(kind), ensure_ascii=False, indent=2) + "\n")
        yield path


if __name__ == "__main__":
    for _ in write_all(Path(__file__).parents[1] / "schema"):
        pass
