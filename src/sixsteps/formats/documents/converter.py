"""The quick way between values and plain data: any fault at all is refused, none explained.

What is at fault, and where, is found by `diagnosis` on a second look, which good input never
needs. The converter is private to documents; the model knows nothing of it.
"""

import json
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial
from itertools import chain, repeat
from operator import attrgetter, eq, itemgetter
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from attrs import fields, has, resolve_types
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from sixsteps.errors import AdaptationError, Problem
from sixsteps.formats.documents.kinds import RefusedError, day, exactly
from sixsteps.model.checks import MAX_TEXT, id_problems
from sixsteps.model.edits import Edit
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Adaptation
from sixsteps.model.plans import Action, Status
from sixsteps.model.ratings import (
    EVIDENCE_KINDS,
    Answer,
    ContextAnswer,
    Evidence,
    NotApplicable,
    Rating,
    Respondent,
    Role,
)
from sixsteps.model.round_parts import State, Use
from sixsteps.model.rounds import Round
from sixsteps.model.source import Source

T = TypeVar("T")


def made(kind: type[T], columns: Mapping[str, Sequence[Any]], count: int) -> list[T]:
    """The values of a slotted class whose fields are these checked columns.

    A field without a column has its default.
    """
    values = [*map(kind.__new__, repeat(kind, count))]
    for attribute in fields(kind):  # type: ignore[arg-type] # attrs classes are no type of mypy's
        column = columns.get(attribute.name, repeat(attribute.default))
        # The slot itself, because a frozen class refuses to be assigned to.
        fill = getattr(kind, attribute.name).__set__
        deque(map(fill, values, column), maxlen=0)
    return values


def are_ids(column: Sequence[Any], *, optional: bool = False) -> bool:
    """Whether every value is an id, or `None` where it may be missing."""
    distinct = set(column)
    if optional:
        distinct.discard(None)
    return not any(any(id_problems(value, "")) for value in distinct)


def are_texts(column: Sequence[Any], *, required: bool = False) -> bool:
    """Whether every value is a text as a field takes it, and where needed not blank."""
    if not column:
        return True
    if {*map(type, column)} != {str} or max(map(len, column)) > MAX_TEXT:
        return False
    if required and not all(map(str.strip, column)):
        return False
    whole = "".join(column)
    return whole.isascii() or not any(map(_is_surrogate, {*whole}))


def _is_surrogate(letter: str) -> bool:
    return "\ud800" <= letter <= "\udfff"


def shared(column: Iterable[T]) -> list[T]:
    """The same values, equal ones the same object: a round repeats few ids many times."""
    known: dict[T, T] = {}
    return [known.setdefault(value, value) for value in column]


_RATING_KEYS = {"question", "level", "evidence", "rationale", "remaining", "respondent", "on"}
_EVIDENCE_KEYS = {"text", "link", "on", "kind"}
_NO_EVIDENCE: list[Any] = []


def ratings_of(items: Sequence[dict[str, Any]]) -> list[Rating]:
    """The ratings of as many objects.

    Raises:
        Exception: of any kind, for data at fault.
    """
    columns = rating_columns(items)
    columns |= {name: shared(columns[name]) for name in ("question", "level", "respondent")}
    columns["evidence"] = _evidence(columns["evidence"])
    return made(Rating, columns, len(items))


def rating_columns(items: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    """The fields of as many ratings, each a column of checked values.

    The evidence is checked too, and still the objects it was given as.

    Raises:
        Exception: of any kind, for data at fault.
    """
    keys = {*chain.from_iterable(items)}
    if not keys <= _RATING_KEYS:
        raise RefusedError

    def column(name: str, default: Any) -> list[Any]:
        if name not in keys:
            return [default] * len(items)
        return [item.get(name, default) for item in items]

    columns = {
        "question": [*map(itemgetter("question"), items)],
        "level": [*map(itemgetter("level"), items)],
        "respondent": column("respondent", None),
        "rationale": column("rationale", ""),
        "remaining": column("remaining", ""),
        "on": _days(column("on", None)) if "on" in keys else [None] * len(items),
        "evidence": column("evidence", _NO_EVIDENCE),
    }
    if not (
        are_ids(columns["question"])
        and are_ids(columns["level"], optional=True)
        and are_ids(columns["respondent"], optional=True)
        and all(are_texts(columns[name]) for name in ("rationale", "remaining") if name in keys)
    ):
        raise RefusedError
    _check_evidence(columns["evidence"])
    return columns


def _check_evidence(lists: Sequence[Any]) -> None:
    """Refuse what is no list of pieces of evidence."""
    if {*map(type, lists)} - {list}:
        raise RefusedError
    items = [*chain.from_iterable(lists)]
    if {*map(type, items)} - {dict}:
        raise RefusedError
    keys = {*chain.from_iterable(items)}
    texts = [*map(itemgetter("text"), items)]
    if not keys <= _EVIDENCE_KEYS or not are_texts(texts, required=True):
        raise RefusedError
    links = [item.get("link") for item in items] if "link" in keys else ()
    kinds = {item.get("kind") for item in items} if "kind" in keys else set()
    if not (
        are_texts([link for link in links if link is not None], required=True)
        and kinds <= {None, *EVIDENCE_KINDS}
    ):
        raise RefusedError
    if "on" in keys:
        _days([item.get("on") for item in items])


def _evidence(lists: Sequence[list[dict[str, Any]]]) -> list[tuple[Evidence, ...]]:
    """The evidence of each answer, from a list of checked objects for each."""
    items = [*chain.from_iterable(lists)]
    columns: dict[str, list[Any]] = {
        name: [item.get(name) for item in items] for name in _EVIDENCE_KEYS
    }
    columns["on"] = _days(columns["on"])
    pieces = iter(made(Evidence, columns, len(items)))
    return [tuple([next(pieces) for _ in one]) if one else () for one in lists]


def _days(column: Sequence[Any]) -> list[Any]:
    days = {text: None if text is None else day(text) for text in {*column}}
    return [days[text] for text in column]


def replay_problems(framework: Framework) -> Iterator[Problem]:
    """Where the recorded edits, made again to the origin, do not give what is recorded.

    A framework itself checks that the digests of its lineage hold together and end in its
    content; what the edits do is seen only by making them.
    """
    if not framework.lineage:
        return
    # Here, because most frameworks were never adapted, and the rules of adapting are much to load.
    from sixsteps.adaptation import replay

    made = framework.origin
    for position, adaptation in enumerate(framework.lineage):
        path = f"lineage[{position}]"
        try:
            made = replay(made, adaptation)
        except AdaptationError as error:
            yield from (problem.within(path) for problem in error.problems)
            return
        if made.lineage[-1] != adaptation:
            yield Problem(
                path,
                "made again, these edits are recorded in another way; write every id they give",
                code="lineage",
            )
            return


EDITS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(Edit)}
"""The kinds of edits by the name a document gives in its `edit` key."""

ORIGIN_KEYS = frozenset({"title", "scale", "steps", "context"})
"""What a document says of an origin; its source is that of the adapted framework."""

_CACHED_TEXT = 1_000_000
"""The longest text of a framework, in characters, that is kept for the next reading."""

_converter = Converter(
    omit_if_default=True,
    forbid_extra_keys=True,
    detailed_validation=False,
    unstruct_collection_overrides={tuple: list},
    use_alias=True,
)


def structured(data: Any, kind: type[Any]) -> Any:
    """The value of plain data; nothing is coerced.

    Raises:
        Exception: of any kind, for data at fault.
    """
    return _converter.structure(data, kind)


def unstructured(value: Any) -> dict[str, Any]:
    """A value as plain data, fields at their default left out."""
    plain: dict[str, Any] = _converter.unstructure(value)
    return plain


def kind_among(kinds: Collection[type[Any]], data: Mapping[str, Any]) -> type[Any]:
    """The class, of several that may stand in one place, whose members an object has."""
    if NotApplicable in kinds:
        return NotApplicable if "reason" in data and "level" not in data else Rating
    if ContextAnswer in kinds:
        return ContextAnswer if "question" in data else Action
    return next(iter(kinds))


def _day(value: Any, _: Any) -> date:
    return day(value)


def _choice(value: Any, kind: type[StrEnum]) -> StrEnum:
    return kind(exactly(value, str))


def _optional(kind: Any) -> Callable[[Any, Any], Any]:
    (inner,) = (one for one in get_args(kind) if one is not type(None))
    structure = _converter.get_structure_hook(inner)

    def structure_optional(value: Any, _: Any) -> Any:
        return None if value is None else structure(value, inner)

    return structure_optional


def _several(kind: Any) -> Callable[[Any, Any], Any]:
    inner, *rest = get_args(kind)
    structure = _converter.get_structure_hook(inner)
    length = None if rest == [...] else 1 + len(rest)

    def structure_several(values: Any, _: Any) -> tuple[Any, ...]:
        if type(values) is not list or length not in (None, len(values)):
            raise RefusedError
        return tuple([structure(value, inner) for value in values])

    return structure_several


def _object(kind: type[Any]) -> Callable[[Any, Any], Any]:
    structure = make_dict_structure_fn(kind, _converter)

    def structure_object(data: Any, _: Any) -> Any:
        return structure(exactly(data, dict), kind)

    return structure_object


def _among(kinds: Any) -> Callable[[Any, Any], Any]:
    """Something of one of several classes, known by the members it has."""
    classes = get_args(kinds)

    def structure(data: Any, _: Any) -> Any:
        return _converter.structure(data, kind_among(classes, data))

    return structure


def _edit(data: Any, _: Any) -> Any:
    rest = dict(exactly(data, dict))
    return _converter.structure(rest, EDITS[rest.pop("edit")])


def _reworded_source(value: Any, _: Any) -> Any:
    """A new source, or the empty text that takes a borrowed question's source away."""
    return value if value in (None, "") else _converter.structure(value, Source)


def _answers(items: Any, _: Any) -> tuple[Answer, ...]:
    """The answers of a round, the ratings among them all together."""
    if {*map(type, exactly(items, list))} - {dict}:
        raise RefusedError
    others = {
        place: _converter.structure(item, NotApplicable)
        for place, item in enumerate(items)
        if "reason" in item
    }
    if not others:
        return tuple(ratings_of(items))
    ratings = iter(ratings_of([item for item in items if "reason" not in item]))
    return tuple(
        [others[place] if place in others else next(ratings) for place in range(len(items))]
    )


def _respondents(items: Any, _: Any) -> tuple[Respondent, ...]:
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
    return tuple([_converter.structure(item, Respondent) for item in items])


def _framework(data: Any, _: Any) -> Framework:
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
    own = {key: value for key, value in exactly(data, dict).items() if key != "origin"}
    members = _framework_members(own)
    origin = data.get("origin")
    if origin is not None:
        if not exactly(origin, dict).keys() <= ORIGIN_KEYS:
            raise RefusedError
        members["origin"] = Framework(source=members["source"], **_framework_members(origin))
    framework = Framework(**members)
    if any(replay_problems(framework)):
        raise RefusedError
    return framework


def _framework_members(data: dict[str, Any]) -> dict[str, Any]:
    return {key: _framework_hooks[key](value, _framework_types[key]) for key, value in data.items()}


def _is_edit(kind: Any) -> bool:
    return kind in EDITS.values()


def _edit_out(kind: type[Any]) -> Callable[[Any], dict[str, Any]]:
    plainly = _plainly(kind)
    return lambda edit: {"edit": kind.__name__, **plainly(edit)}


def _plainly(kind: type[Any], **overrides: Any) -> Callable[[Any], dict[str, Any]]:
    return make_dict_unstructure_fn(
        kind,
        _converter,
        _cattrs_omit_if_default=True,
        _cattrs_use_alias=True,
        **overrides,
    )


def _adaptations_out(adaptations: Iterable[Adaptation]) -> list[dict[str, Any]]:
    # Adaptations hold adaptations, which the converter leaves as they are while it learns them.
    return [unstructured(adaptation) for adaptation in adaptations]


def _framework_out(kind: type[Framework]) -> Callable[[Framework], dict[str, Any]]:
    plainly = _plainly(kind, _origin=override(omit=True))

    def out(framework: Framework) -> dict[str, Any]:
        plain = plainly(framework)
        if framework.lineage:
            plain["origin"] = plainly(framework.origin)
            del plain["origin"]["source"]
        return plain

    return out


def _round_out(kind: type[Round]) -> Callable[[Round], dict[str, Any]]:
    """A round, its framework last: whoever opens the document sees the round first."""
    plainly = _plainly(kind)

    def out(round_: Round) -> dict[str, Any]:
        plain = plainly(round_)
        plain["framework"] = plain.pop("framework")
        return plain

    return out


def _is_several(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_optional(kind: Any) -> bool:
    is_union = get_origin(kind) in (Union, UnionType)
    return is_union and len(get_args(kind)) == 2 and type(None) in get_args(kind)


def _register() -> None:
    """Teach the converter every class that a document can hold, the more special ones last."""
    for simple in (str, int, bool):
        _converter.register_structure_hook(simple, exactly)
    _converter.register_structure_hook(date, _day)
    _converter.register_unstructure_hook(date, date.isoformat)
    # Each by itself: otherwise the hook for strings would serve them, whose subclasses they are.
    for choice in (Role, State, Status, Use):
        _converter.register_structure_hook(choice, _choice)
        _converter.register_unstructure_hook(choice, attrgetter("value"))
    _converter.register_structure_hook_factory(has, _object)
    _converter.register_structure_hook_factory(_is_several, _several)
    _converter.register_structure_hook_factory(_is_optional, _optional)
    for union, hook in (
        (Edit, _edit),
        (Action | ContextAnswer, _among(Action | ContextAnswer)),
        (Source | str | None, _reworded_source),
        (tuple[Answer, ...], _answers),
        (tuple[Respondent, ...], _respondents),
    ):
        _converter.register_structure_hook_func(partial(eq, union), hook)
    _converter.register_unstructure_hook_func(partial(eq, tuple[Adaptation, ...]), _adaptations_out)
    _converter.register_structure_hook(Framework, _framework)
    # Made when first asked for: who only reads does not wait for what writes.
    _converter.register_unstructure_hook_factory(_is_edit, _edit_out)
    _converter.register_unstructure_hook_factory(partial(eq, Framework), _framework_out)
    _converter.register_unstructure_hook_factory(partial(eq, Round), _round_out)


_register()
resolve_types(Adaptation)
resolve_types(Framework)
_framework_types = {one.alias: one.type for one in fields(Framework) if one.alias != "origin"}
_framework_hooks = {
    key: _converter.get_structure_hook(kind) for key, kind in _framework_types.items()
}
