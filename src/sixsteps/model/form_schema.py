"""The JSON Schema of one respondent's answers, from which form libraries make a web form."""

from copy import deepcopy
from datetime import date
from itertools import groupby
from typing import Any

from sixsteps.model.answers import Evidence, NotApplicable, Rating
from sixsteps.model.fields import DAY_PATTERN, Schema, members, without_none
from sixsteps.model.framework import Framework
from sixsteps.model.question import Question
from sixsteps.model.scale import Level, Scale
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
_DAY = {"format": "date", "pattern": f"^{DAY_PATTERN}$"}
_CAUTIONED = ("rationale", "remaining", "reason", "text")
# Where form libraries do not look for what to draw, so that no field comes or goes as one types.
_NO_MORE_THAN_A_REASON = {
    "if": {"properties": {"level": {"type": "string"}}, "required": ["level"]},
    "then": {"properties": {"reason": {"const": ""}}},
    "else": {
        "properties": {
            "evidence": {"const": []},
            "rationale": {"const": ""},
            "remaining": {"const": ""},
        }
    },
}


def form_schema(framework: Framework, asked: list[Question], words: Translation) -> Schema:
    """The schema of an object with one property for each of these questions, in their order.

    What has no field of its own stands in the descriptions: what levels mean in that of the form,
    and the title of a step, with its guidance, in that of its first question.
    """
    levels = [_choice(level, words) for level in framework.scale.levels]
    about = [f"{one['title']}: {one['description']}" for one in levels if "description" in one]
    questions = {}
    for step, members_of_it in groupby(asked, lambda one: framework.step_of(one.id)):
        title = words.text(f"steps/{step.id}/title", step.title)
        guidance = words.text(f"steps/{step.id}/guidance", step.guidance)
        above = [f"{framework.number(step.id)}. {title}", guidance]
        for one in members_of_it:
            questions[one.id] = _question(framework, one, words, above)
            above = []
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": words.text("title", framework.title),
        "description": "\n".join([*about, words.cited(framework.citation)]),
        "type": "object",
        "properties": questions,
        "additionalProperties": False,
    }


def _question(
    framework: Framework, question: Question, words: Translation, above: list[str]
) -> Schema:
    label, *more = filter(None, words.of_question(question))
    properties = {"level": _level(framework.scale, question, words)}
    properties |= {key: _field(Rating, key) for key in ("evidence", "rationale", "remaining")}
    properties["reason"] = _field(NotApplicable, "reason")
    return {
        "title": f"{framework.number(question.id)} {label}",
        **_described([*above, *more]),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "dependentSchemas": {"reason": deepcopy(_NO_MORE_THAN_A_REASON)},
    }


def _level(scale: Scale, question: Question, words: Translation) -> Schema:
    """A choice of levels, of which form libraries take the first for whoever takes none."""
    choices = [{"const": None, "title": "Not rated"}]
    for level in scale.levels:
        own = dict(question.levels).get(level.key, "")
        own = words.text(f"questions/{question.id}/levels/{level.key}", own)
        choices.append(_choice(level, words, own))
    meanings = _described(words.meanings(scale, question))
    return {"title": "Rating", **meanings, "type": ["string", "null"], "oneOf": choices}


def _choice(level: Level, words: Translation, own: str = "") -> Schema:
    """A level with what it means, here or in general, and in `x-needs` what it should bring."""
    choice = {
        "const": level.key,
        "title": words.text(f"scale/{level.key}/label", level.label),
        "description": own or words.text(f"scale/{level.key}/meaning", level.meaning),
        "x-needs": list(level.needs),
    }
    return {key: value for key, value in choice.items() if value}


def _described(lines: list[str]) -> Schema:
    text = "\n".join(filter(None, lines))
    return {"description": text} if text else {}


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
    (hint,) = without_none(hint) or (hint,)
    schema = _DAY if hint is date else hint.__metadata__[0].schema
    caution = {"description": NOTICE} if key in _CAUTIONED else {}
    return {"title": _TITLES[key], **caution, "type": "string", **deepcopy(schema)}
