"""What a web form asks and takes: the answers to one framework, as a JSON Schema."""

from collections.abc import Iterable, Mapping
from typing import Any

from sixsteps.model.checks import ID_PATTERN, MAX_TEXT
from sixsteps.model.question import Step
from sixsteps.model.ratings import EVIDENCE_KINDS
from sixsteps.model.scale import Scale


def answer_schema(
    title: str, citation: str, steps: Iterable[Step], numbers: Mapping[str, str], scale: Scale
) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a list of answers, as a round's document holds them.

    Ids of questions and keys of levels are enumerations; beside each, `oneOf` gives what a form
    shows: its title, its words and, for a level, in `needs` what an answer at it should bring.
    What a level needs is not demanded: an answer that lacks it is an answer all the same.
    """
    questions = [question for step in steps for question in step.questions]
    question = {
        "enum": [asked.id for asked in questions],
        "oneOf": [
            {
                "const": asked.id,
                "title": " ".join(filter(None, [numbers[asked.id], asked.label])),
                "description": asked.text,
            }
            for asked in questions
        ],
    }
    level = {
        "enum": [*scale.keys, None],
        "oneOf": [
            *(
                {
                    "const": one.key,
                    "title": one.label,
                    "description": one.meaning,
                    "needs": list(one.needs),
                }
                for one in scale.levels
            ),
            {"const": None, "title": "not rated yet"},
        ],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Answers to {title}",
        "description": citation,
        "type": "array",
        "items": {
            "oneOf": [{"$ref": "#/$defs/rating"}, {"$ref": "#/$defs/not-applicable"}],
        },
        "$defs": {
            "question": question if questions else {"enum": []},
            "level": level,
            "evidence": _object(
                {
                    "text": _text(needed=True),
                    "link": {**_text(needed=True), "type": ["string", "null"]},
                    "on": _date(),
                    "kind": {"enum": [*EVIDENCE_KINDS, None]},
                },
                ["text"],
            ),
            "rating": _object(
                {
                    "question": {"$ref": "#/$defs/question"},
                    "level": {"$ref": "#/$defs/level"},
                    "evidence": {"type": "array", "items": {"$ref": "#/$defs/evidence"}},
                    "rationale": _text(),
                    "remaining": _text(),
                    "respondent": _respondent(),
                    "on": _date(),
                },
                ["question", "level"],
            ),
            "not-applicable": _object(
                {
                    "question": {"$ref": "#/$defs/question"},
                    "reason": _text(needed=True),
                    "respondent": _respondent(),
                },
                ["question", "reason"],
            ),
        },
    }


# Every place gets an object of its own, so that whoever edits a schema edits one place of it.
def _text(*, needed: bool = False) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string", "maxLength": MAX_TEXT}
    return {**text, "pattern": "\\S"} if needed else text


def _date() -> dict[str, Any]:
    return {"type": ["string", "null"], "format": "date"}


def _respondent() -> dict[str, Any]:
    return {"type": ["string", "null"], "pattern": f"^{ID_PATTERN}$"}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
