"""The quick way between values and plain data: any fault at all is refused, none explained.

What is at fault, and where, is found by `diagnosis` on a second look, which good input never
needs. The converter is private to documents; the model knows nothing of it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from operator import eq, is_
from types import UnionType
from typing import Any, Union, get_args, get_origin

from attrs import has
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from sixsteps.model.edits import Edit
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.ratings import Answer, ContextAnswer, NotApplicable, Rating
from sixsteps.model.rounds import Round
from sixsteps.model.source import Source

EDITS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(Edit)}
"""The kinds of edits by the name a document gives in its `edit` key."""

is_day = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


class RefusedError(Exception):
    """The data are not those of the value asked for."""


def answer_kind(data: Mapping[str, Any]) -> type[Any]:
    """Whether an answer is a rating or says that the question does not apply."""
    return NotApplicable if "reason" in data and "level" not in data else Rating


def item_kind(data: Mapping[str, Any]) -> type[Any]:
    """Whether something unplaced is a context answer or an action."""
    return ContextAnswer if "question" in data else Action


_converter = Converter(
    omit_if_default=True,
    forbid_extra_keys=True,
    detailed_validation=False,
    unstruct_collection_overrides={tuple: list},
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


def _exactly(kind: type[Any]) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise RefusedError
        return value

    return structure


def _day(value: Any, _: Any) -> date:
    if type(value) is not str or not is_day(value):
        raise RefusedError
    return date.fromisoformat(value)


def _choice(value: Any, kind: type[StrEnum]) -> StrEnum:
    if type(value) is not str:
        raise RefusedError
    return kind(value)


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType)


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


def _of_kind(choose: Callable[[Mapping[str, Any]], type[Any]]) -> Callable[[Any, Any], Any]:
    def structure(data: Any, _: Any) -> Any:
        return _converter.structure(data, choose(data))

    return structure


def _edit(data: Any, _: Any) -> Any:
    if type(data) is not dict:
        raise RefusedError
    rest = dict(data)
    return _converter.structure(rest, EDITS[rest.pop("edit")])


def _reworded_source(value: Any, _: Any) -> Any:
    """A new source, or the empty text that takes a borrowed question's source away."""
    return value if value in (None, "") else _converter.structure(value, Source)


def _object(kind: type[Any]) -> Callable[[Any, Any], Any]:
    structure = make_dict_structure_fn(kind, _converter)

    def structure_object(data: Any, _: Any) -> Any:
        if type(data) is not dict:
            raise RefusedError
        return structure(data, kind)

    return structure_object


def _framework(data: Any, _: Any) -> Framework:
    """A framework; its origin stands in the document without the source the two share."""
    if type(data) is not dict:
        raise RefusedError
    own = dict(data)
    origin = own.pop("origin", None)
    if origin is not None:
        origin = _framework_fields({**origin, "source": own["source"]}, Framework)
    return _framework_fields({**own, "_origin": origin}, Framework)


def _edit_out(structure: Callable[[Any], dict[str, Any]], name: str, edit: Any) -> dict[str, Any]:
    return {"edit": name, **structure(edit)}


def _framework_out(framework: Framework) -> dict[str, Any]:
    plain = _framework_plain(framework)
    if framework.lineage:
        plain["origin"] = _framework_plain(framework.origin)
        del plain["origin"]["source"]
    return plain


def _round_out(round_: Round) -> dict[str, Any]:
    """A round, its framework last: whoever opens the document sees the round first."""
    plain = _round_plain(round_)
    plain["framework"] = plain.pop("framework")
    return plain


def _is_choice(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _is_several(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_optional(kind: Any) -> bool:
    return _is_union(kind) and len(get_args(kind)) == 2 and type(None) in get_args(kind)


def _register() -> None:
    """Teach the converter every class that a document can hold, the more special ones last."""
    # By predicate, because a hook for a class would serve its subclasses too: enums are strings.
    for plain in (str, int, bool):
        _converter.register_structure_hook_func(partial(is_, plain), _exactly(plain))
    _converter.register_structure_hook_func(partial(is_, date), _day)
    _converter.register_unstructure_hook(date, date.isoformat)
    _converter.register_structure_hook_func(_is_choice, _choice)
    _converter.register_structure_hook_factory(has, _object)
    _converter.register_structure_hook_factory(_is_several, _several)
    _converter.register_structure_hook_factory(_is_optional, _optional)
    for union, hook in (
        (Edit, _edit),
        (Answer, _of_kind(answer_kind)),
        (Action | ContextAnswer, _of_kind(item_kind)),
        (Source | str | None, _reworded_source),
    ):
        _converter.register_structure_hook_func(partial(eq, union), hook)
    for name, edit in EDITS.items():
        plainly = make_dict_unstructure_fn(edit, _converter, _cattrs_omit_if_default=True)
        _converter.register_unstructure_hook(edit, partial(_edit_out, plainly, name))
    _converter.register_structure_hook(Framework, _framework)
    _converter.register_unstructure_hook(Framework, _framework_out)
    _converter.register_unstructure_hook(Round, _round_out)


_register()
_framework_fields = make_dict_structure_fn(Framework, _converter)
_framework_plain = make_dict_unstructure_fn(
    Framework, _converter, _cattrs_omit_if_default=True, _origin=override(omit=True)
)
_round_plain = make_dict_unstructure_fn(Round, _converter, _cattrs_omit_if_default=True)
