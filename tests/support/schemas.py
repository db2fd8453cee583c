"""The JSON Schema (2020-12) of each kind of document, made from the classes it is read into.

That of a line of many rounds is made of those of a framework and a round.

`python -m tests.support.schemas` writes them anew into `src/sixsteps/formats/schema`, from where
they ship as files; a test holds the files against the classes.
"""

import json
from collections.abc import Callable
from datetime import date
from enum import Enum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from attrs import NOTHING

from sixsteps.formats.documents.converter import EDITS, ORIGIN_KEYS
from sixsteps.formats.documents.kinds import CLASSES, LINE_SCHEMA, LINES, heading
from sixsteps.model.answers import KNOWN_ROLES, Role
from sixsteps.model.edits import MergeQuestions
from sixsteps.model.fields import DAY_PATTERN, Count, Meanings, Schema, Text, members, without_none
from sixsteps.model.framework import Framework
from sixsteps.words import a, name_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path(str(files("sixsteps.formats").joinpath("schema")))

_FINGERPRINT = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def made(kind: str) -> Schema:
    """The JSON Schema of a kind of document, made from its class."""
    if kind == LINES:
        return _made_of_lines()
    present = heading(kind)
    definitions: dict[str, Schema] = {}

    def reference(of: type) -> Schema:
        """A reference to the definition of a class, which is made when first referred to."""
        name = of.__name__ if of in EDITS.values() else name_of(of).replace(" ", "-")
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _definition(of, reference)
        return {"$ref": f"#/$defs/{name}"}

    body = _definition(CLASSES[kind], reference)
    opening = {
        "$schema": {"type": "string"},
        "format": {"const": present["format"]},
        "citation": schema_of(Text, reference),
    }
    return {
        "$schema": DIALECT,
        "$id": present["$schema"],
        "title": f"{a(kind).capitalize()} of sixsteps",
        **body,
        "properties": {**opening, **body["properties"]},
        "required": ["format", *body["required"]],
        "$defs": dict(sorted(definitions.items())),
    }


def _made_of_lines() -> Schema:
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


def _definition(kind: type, reference: Callable[[type], Schema]) -> Schema:
    """The schema of an object of one class."""
    schema = object_schema(kind, reference)
    if kind is Role:
        return {"anyOf": [{"enum": [*KNOWN_ROLES]}, schema]}
    properties, required = schema["properties"], schema["required"]
    if kind is Framework:
        # An origin stands in the document without the source that the adapted one keeps.
        properties["origin"] = {
            "type": ["object", "null"],
            "properties": {key: properties[key] for key in properties if key in ORIGIN_KEYS},
            "required": [key for key in required if key in ORIGIN_KEYS],
            "additionalProperties": False,
        }
        schema["if"] = {"properties": {"lineage": {"minItems": 1}}, "required": ["lineage"]}
        schema["then"] = {"required": ["origin"]}
    if kind in EDITS.values():
        schema["properties"] = {"edit": {"const": kind.__name__}, **properties}
        schema["required"] = ["edit", *required]
    if kind is MergeQuestions:
        properties["questions"]["uniqueItems"] = True
    if "first" in members(kind):
        schema["not"] = {
            "properties": {"first": {"const": True}, "after": {"type": "string"}},
            "required": ["first", "after"],
        }
    return schema


def object_schema(kind: type, reference: Callable[[type], Schema]) -> Schema:
    """The JSON Schema of an object of a class; `reference` gives that of a class inside it."""
    found = members(kind)
    return {
        "type": "object",
        "properties": {key: schema_of(one.type, reference) for key, one in found.items()},
        "required": [key for key, one in found.items() if one.default is NOTHING],
        "additionalProperties": False,
    }


def schema_of(hint: Any, reference: Callable[[type], Schema]) -> Schema:
    """The JSON Schema of a value by its type, an object of its own for every place."""
    args = get_args(hint)
    if get_origin(hint) is Annotated:
        (more,) = hint.__metadata__
        limits = _limits(more) if isinstance(more, Count) else more.schema
        return {**schema_of(hint.__origin__, reference), **limits}
    if hint == Meanings:
        key, text = (schema_of(one, reference) for one in get_args(args[0]))
        return {"type": "object", "propertyNames": key, "additionalProperties": text}
    if get_origin(hint) is tuple:
        if args[-1] is ...:
            return {"type": "array", "items": schema_of(args[0], reference)}
        each = [schema_of(one, reference) for one in args]
        return {"type": "array", "prefixItems": each, "items": False, "minItems": len(each)}
    if (kinds := without_none(hint)) is not None:
        each = [schema_of(one, reference) for one in kinds]
        return _or_null(each) if type(None) in args else {"oneOf": each}
    if get_origin(hint) is Literal:
        return {"enum": [*args]} if len(args) > 1 else {"const": args[0]}
    if hint is date:
        return {"type": "string", "format": "date", "pattern": f"^{DAY_PATTERN}$"}
    if hint in (str, bool, int):
        return {"type": {str: "string", bool: "boolean", int: "integer"}[hint]}
    if issubclass(hint, Enum):
        return {"enum": [one.value for one in hint]}
    return reference(hint)


def _limits(count: Count) -> Schema:
    limits = {"minItems": count.least, "maxItems": count.most}
    return {key: limit for key, limit in limits.items() if limit}


def _or_null(each: list[Schema]) -> Schema:
    inner, *others = each
    if others or inner.keys() <= {"$ref", "type"}:
        return {"anyOf": [{"type": "null"}, *each]}
    if inner.keys() & {"const", "enum"}:
        return {"enum": [*inner.get("enum", [inner.get("const")]), None]}
    return {**inner, "type": [inner["type"], "null"]}


def text(kind: str) -> str:
    """The file of a kind's schema."""
    return json.dumps(made(kind), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for kind in (*CLASSES, LINES):
        (FOLDER / f"{kind}.json").write_text(text(kind), encoding="utf-8", newline="\n")
