"""The JSON Schema (2020-12) of each kind of document, made from the classes it is read into.

That of a line of many rounds is made of those of a framework and a round.

`python -m sixsteps.formats.documents.schemas` writes them anew into `sixsteps/formats/schema`,
where they ship as files for other languages; a test holds the files against the classes.
"""

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from sixsteps.formats.documents.converter import EDITS, ORIGIN_KEYS
from sixsteps.formats.documents.kinds import (
    CITED,
    CLASSES,
    LINE_SCHEMA,
    LINES,
    Value,
    heading,
    kind_name,
)
from sixsteps.formats.files import write_text
from sixsteps.model.answers import KNOWN_ROLES, Role
from sixsteps.model.fields import Schema, Text, members, object_schema, schema_of
from sixsteps.model.framework import Framework
from sixsteps.words import a, name_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FINGERPRINT = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


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
    cited = {"citation": schema_of(Text, reference)} if kind in CITED else {}
    opening = {"$schema": {"type": "string"}, "format": {"const": present["format"]}}
    return {
        "$schema": DIALECT,
        "$id": present["$schema"],
        "title": f"{a(kind).capitalize()} of sixsteps",
        **body,
        "properties": {**opening, **cited, **body["properties"]},
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
    if "first" in members(kind):
        schema["not"] = {
            "properties": {"first": {"const": True}, "after": {"type": "string"}},
            "required": ["first", "after"],
        }
    return schema


def write_all(folder: Path) -> Iterator[Path]:
    """Write the schema of every kind into a folder."""
    for kind in (*CLASSES, LINES):
        path = folder / f"{kind}.json"
        write_text(path, json.dumps(made(kind), ensure_ascii=False, indent=2) + "\n")
        yield path


if __name__ == "__main__":
    for _ in write_all(Path(__file__).parents[1] / "schema"):
        pass
