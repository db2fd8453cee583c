"""The quick way from plain data to values: any fault at all is refused, none explained.

What is at fault, and where, is found by `diagnosis` on a second look, which good input never
needs. What reads a type is looked up once, when the first value of that type is met.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache, partial
from typing import Any, Literal, TypeAlias, get_args, get_origin

from attrs import fields, has, resolve_types

from sixsteps.formats.documents.answers import ratings_of
from sixsteps.formats.documents.replaying import replay_problems
from sixsteps.formats.documents.simple import RefusedError, day, exactly
from sixsteps.model.edits import Edit
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.ratings import Answer, ContextAnswer, NotApplicable, Rating
from sixsteps.model.respondents import Respondent
from sixsteps.model.source import Source

EDITS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(Edit)}
"""The kinds of edits by the name a document gives in its `edit` key."""

ORIGIN_KEYS = frozenset({"title", "scale", "steps", "context"})
"""What a document says of an origin; its source is that of the adapted framework."""

Structure: TypeAlias = Callable[[Any], Any]
"""What makes a value of plain data, or raises an exception of any kind."""

_CACHED_TEXT = 1_000_000
"""The longest text of a framework, in characters, that is kept for the next reading."""


def structured(data: Any, kind: Any) -> Any:
    """The value of a class that plain data stand for; nothing is coerced.

    Raises:
        Exception: of any kind, for data at fault.
    """
    return _structure(kind)(data)


def kind_among(kinds: Collection[type[Any]], data: Mapping[str, Any]) -> type[Any]:
    """The class, of several that may stand in one place, whose members an object has."""
    if NotApplicable in kinds:
        return NotApplicable if "reason" in data and "level" not in data else Rating
    if ContextAnswer in kinds:
        return ContextAnswer if "question" in data else Action
    return next(iter(kinds))


@cache
def _structure(kind: Any) -> Structure:
    """What makes a value of a class or type."""
    if kind in _SPECIAL:
        return _SPECIAL[kind]
    args = get_args(kind)
    if get_origin(kind) is tuple:
        return _several(args)
    if get_origin(kind) is Literal:
        return partial(exactly, kind=str)
    if type(None) in args:
        return _optional(args)
    if has(kind):
        return _object(kind)
    if issubclass(kind, StrEnum):
        return lambda value: kind(exactly(value, str))
    return partial(exactly, kind=kind)


def _several(kinds: tuple[Any, ...]) -> Structure:
    inner, *rest = kinds
    structure = _structure(inner)
    length = None if rest == [...] else len(kinds)

    def structure_several(values: Any) -> tuple[Any, ...]:
        if type(values) is not list or length not in (None, len(values)):
            raise RefusedError
        return tuple([structure(value) for value in values])

    return structure_several


def _optional(kinds: tuple[Any, ...]) -> Structure:
    (inner,) = (one for one in kinds if one is not type(None))
    structure = _structure(inner)
    return lambda value: None if value is None else structure(value)


def _object(kind: type[Any]) -> Structure:
    resolve_types(kind)
    types = {one.alias: one.type for one in fields(kind)}
    known: dict[str, Structure] = {}

    def structure_object(data: Any) -> Any:
        members = {}
        for key, value in exactly(data, dict).items():
            if key not in known:
                known[key] = _structure(types[key])
            members[key] = known[key](value)
        return kind(**members)

    return structure_object


def _edit(data: Any) -> Any:
    rest = dict(exactly(data, dict))
    return structured(rest, EDITS[rest.pop("edit")])


def _unplaced(data: Any) -> Any:
    return structured(data, kind_among(get_args(Action | ContextAnswer), data))


def _reworded_source(value: Any) -> Any:
    """A new source, or the empty text that takes a borrowed question's source away."""
    return value if value in (None, "") else structured(value, Source)


def _answers(items: Any) -> tuple[Answer, ...]:
    """The answers of a round, the ratings among them all together."""
    if {*map(type, exactly(items, list))} - {dict}:
        raise RefusedError
    others = {
        place: structured(item, NotApplicable)
        for place, item in enumerate(items)
        if "reason" in item
    }
    if not others:
        return tuple(ratings_of(items))
    ratings = iter(ratings_of([item for item in items if "reason" not in item]))
    return tuple(
        [others[place] if place in others else next(ratings) for place in range(len(items))]
    )


def _respondents(items: Any) -> tuple[Respondent, ...]:
    """Those who answer; the same are not built again, because they stand in round after round."""
    given = tuple([tuple(exactly(item, dict).items()) for item in exactly(items, list)])
    types = {type(value) for item in given for _, value in item}
    # What is equal to a string or to `None` and is neither must not be taken for it.
    if types <= {str, type(None)}:
        return _respondents_kept(given)
    return _respondents_of(items)


@lru_cache(maxsize=64)
def _respondents_kept(items: tuple[tuple[tuple[str, Any], ...], ...]) -> tuple[Respondent, ...]:
    return _respondents_of(map(dict, items))


def _respondents_of(items: Iterable[Any]) -> tuple[Respondent, ...]:
    return tuple([structured(item, Respondent) for item in items])


def _framework(data: Any) -> Framework:
    """A framework; the same text is not built and replayed again."""
    if isinstance(data, Framework):
        return data
    text = json.dumps(data)
    return _framework_kept(text) if len(text) <= _CACHED_TEXT else _framework_of(data)


@lru_cache(maxsize=64)
def _framework_kept(text: str) -> Framework:
    return _framework_of(json.loads(text))


def _framework_of(data: Any) -> Framework:
    """A framework; its origin stands in the document without the source the two share."""
    members = dict(exactly(data, dict))
    origin = members.pop("origin", None)
    if origin is not None:
        if not exactly(origin, dict).keys() <= ORIGIN_KEYS:
            raise RefusedError
        members["origin"] = _content({**origin, "source": members["source"]})
    framework: Framework = _content(members)
    if any(replay_problems(framework)):
        raise RefusedError
    return framework


_content = _object(Framework)

_SPECIAL: Mapping[Any, Structure] = {
    date: day,
    Edit: _edit,
    Action | ContextAnswer: _unplaced,
    Source | str | None: _reworded_source,
    tuple[Answer, ...]: _answers,
    tuple[Respondent, ...]: _respondents,
    Framework: _framework,
}
