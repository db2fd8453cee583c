"""The JSON Schema of one respondent's answers, from which form libraries make a web form."""

from typing import Any

from sixsteps.model.answers import Evidence, NotApplicable, Rating
from sixsteps.model.fields import Schema, members, schema_of, without_none
from sixsteps.model.framework import Framework
from sixsteps.model.question import Question
from sixsteps.model.scale import Scale
from sixsteps.model.translation import Translation
from sixsteps.words import NOTICE

_TITLES = {
    "evidence": "Evidence",
    "rationale": "Rationale",
    "remaining": "Remaining work",
    "reason": "If not applicable: reason",
    "text": "In words",
    "link": "Link",
    "on": "Date",
    "kind": "Kind of evidence",
}
_CAUTIONED = ("rationale", "remaining", "reason", "text")


def form_schema(framework: Framework, asked: list[Question], words: Translation) -> Schema:
    """The schema of an object with one property for each of these questions, in their order."""
    questions = {one.id: _question(framework, one, words) for one in asked}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": words.text("title", framework.title),
        "description": framework.citation,
        "type": "object",
        "properties": questions,
        "additionalProperties": False,
    }


def _question(framework: Framework, question: Question, words: Translation) -> Schema:
    label, *more = filter(None, words.of_question(question))
    properties = {"level": _level(framework.scale, question, words)}
    properties |= {key: _field(Rating, key) for key in ("evidence", "rationale", "remaining")}
    properties["reason"] = _field(NotApplicable, "reason")
    return {
        "title": f"{framework.number(question.id)} {label}",
        **({"description": "\n".join(more)} if more else {}),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "not": {"required": ["level", "reason"]},
    }


def _level(scale: Scale, question: Question, words: Translation) -> Schema:
    """A choice of levels, each with what it means here and, in `x-needs`, what it should bring."""
    choices = []
    for level in scale.levels:
        place = f"scale/{level.key}"
        label = words.text(f"{place}/label", level.label)
        meaning = words.text(f"{place}/meaning", level.meaning)
        if own := dict(question.levels).get(level.key):
            meaning = words.text(f"questions/{question.id}/levels/{level.key}", own)
        choice: Schema = {"const": level.key, "title": label, "description": meaning}
        choice |= {"x-needs": list(level.needs)}
        choices.append({key: value for key, value in choice.items() if value})
    return {"title": "Rating", "type": "string", "oneOf": choices}


def _field(kind: Any, key: str) -> Schema:
    """The schema of a member of a class; what is empty is left out, and never null."""
    if key == "evidence":
        names = [*members(Evidence)]
        piece = {
            "title": "Piece of evidence",
            "type": "object",
            "properties": {name: _field(Evidence, name) for name in names},
            "required": ["text"],
            "additionalProperties": False,
        }
        return {"title": _TITLES[key], "type": "array", "items": piece}
    hint = members(kind)[key].type
    kinds = without_none(hint)
    schema = schema_of(kinds[0] if kinds else hint, lambda _: {})
    caution = {"description": NOTICE} if key in _CAUTIONED else {}
    return {"title": _TITLES[key], **caution, "type": "string", **schema}
