"""The quick way between values and plain data: any fault at all is refused, none explained.

What is at fault, and where, is found by `diagnosis` on a second look, which good input never
needs. Texts are checked by the classes that hold them, and by nothing else.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache, partial
from operator import attrgetter, eq
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin

from sixsteps.errors import Problem
from sixsteps.model.answers import KNOWN_ROLES, ContextAnswer, NotApplicable, Rating, Role
from sixsteps.model.edits import Edit
from sixsteps.model.fields import DAY_PATTERN, Meanings, members, without_none
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Adaptation
from sixsteps.model.plans import Action, Status
from sixsteps.model.rounds import Round

EDITS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(Edit)}
"""The kinds of edits by the name a document gives in its `edit` key."""

ORIGIN_KEYS = frozenset({"title", "scale", "steps", "context"})
"""The keys of an origin in a document; its source is that of the adapted framework."""

_CACHED_TEXT = 1_000_000
"""The longest text of a framework, in characters, that is kept for the next reading."""

_is_day = re.compile(DAY_PATTERN).fullmatch


class RefusedError(Exception):
    """The data are not those of the value asked for."""


def day(value: Any) -> date:
    """The date written as a string of year, month and day.

    >>> day("2026-05-01")
    datetime.date(2026, 5, 1)
    """
    if type(value) is not str or not _is_day(value):
        raise RefusedError
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise RefusedError from None


def kind_among(kinds: Collection[type[Any]], data: Mapping[str, Any]) -> type[Any]:
    """The class, of several that may stand in one place, whose members an object has."""
    if NotApplicable in kinds:
        return NotApplicable if "reason" in data and "level" not in data else Rating
    if ContextAnswer in kinds:
        return ContextAnswer if "question" in data else Action
    return next(iter(kinds))


def replayed_problems(framework: Framework) -> Iterator[Problem]:
    """Problems of a lineage that, made again, gives something else."""
    if framework.lineage:
        # Here, because most were never adapted, and the rules of adapting are much to load.
        from sixsteps.adaptation.adapting import replay_problems

        yield from replay_problems(framework)


def structured(data: Any, kind: Any) -> Any:
    """The value of plain data; nothing is coerced."""
    return _READINGS.get(kind, partial(_object, kind))(data)


Reading: TypeAlias = Callable[[Any], Any]


def _reading(hint: Any) -> Reading | None:
    """The maker of values of a type from plain data; `None` for texts, which their class checks."""
    if get_origin(hint) is Annotated:
        return _reading(hint.__origin__)
    if hint == Meanings:
        return partial(_exactly, kind=dict)
    if get_origin(hint) is tuple:
        return _several(*get_args(hint))
    if hint is str or get_origin(hint) is Literal:
        return None
    if hint == Edit:
        return _edit
    if (kinds := without_none(hint)) is not None:
        return _union(kinds, get_args(hint))
    return _READINGS.get(hint) or partial(_object, hint)


def _exactly(value: Any, kind: type[Any]) -> Any:
    """A value of exactly this type: `True` is no number, and `3` is no string."""
    if type(value) is not kind:
        raise RefusedError
    return value


def _several(inner: Any, *rest: Any) -> Reading:
    reading = _reading(inner)
    length = None if rest == (...,) else 1 + len(rest)

    def read_several(values: Any) -> tuple[Any, ...]:
        if type(values) is not list or (length is not None and length != len(values)):
            raise RefusedError
        return tuple(values if reading is None else [reading(value) for value in values])

    return read_several


@cache
def _members_read(kind: Any) -> list[tuple[str, Reading]]:
    each = ((key, _reading(one.type)) for key, one in members(kind).items())
    return [(key, reading) for key, reading in each if reading is not None]


def _object(kind: Any, data: Any) -> Any:
    given = dict(_exactly(data, dict))
    for key, reading in _members_read(kind):
        if key in given:
            given[key] = reading(given[key])
    return kind(**given)


def _union(kinds: tuple[Any, ...], choices: tuple[Any, ...]) -> Reading | None:
    """A value that may be missing, one of a few words, or of one of several classes."""
    words = {word for one in kinds if get_origin(one) is Literal for word in get_args(one)}
    if type(None) in choices:
        words.add(None)
    classes = [one for one in kinds if get_origin(one) is not Literal] or [str]
    if len(classes) > 1:
        return lambda data: _object(kind_among(kinds, data), data)
    reading = _reading(classes[0])
    if reading is None:
        return None
    return lambda value: (
        value if (value is None or type(value) is str) and value in words else reading(value)
    )


def _edit(data: Any) -> Any:
    rest = dict(_exactly(data, dict))
    return structured(rest, EDITS[rest.pop("edit")])


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
    own = {key: value for key, value in _exactly(data, dict).items() if key != "origin"}
    origin = data.get("origin")
    if origin is not None:
        if not _exactly(origin, dict).keys() <= ORIGIN_KEYS:
            raise RefusedError
        own["origin"] = _object(Framework, {**origin, "source": data["source"]})
    framework: Framework = _object(Framework, own)
    if any(replayed_problems(framework)):
        raise RefusedError
    return framework


_READINGS: Mapping[Any, Reading] = {
    bool: partial(_exactly, kind=bool),
    int: partial(_exactly, kind=int),
    date: day,
    Status: lambda value: Status(_exactly(value, str)),
    # The name of a known role, or an object for another.
    Role: lambda data: KNOWN_ROLES[data] if type(data) is str else _object(Role, data),
    Framework: _framework,
}


def unstructured(value: Any) -> dict[str, Any]:
    """A value as plain data, fields at their default left out."""
    plain: dict[str, Any] = _converter().unstructure(value)
    return plain


@cache
def _converter() -> Any:
    """The converter, taught what is written otherwise than by its fields."""
    # Here, because whoever only reads does without.
    from cattrs import Converter

    made = Converter(
        omit_if_default=True, unstruct_collection_overrides={tuple: list}, use_alias=True
    )
    made.register_unstructure_hook(date, date.isoformat)
    # Otherwise the hook for strings would serve it, whose subclass it is.
    made.register_unstructure_hook(Status, attrgetter("value"))
    made.register_unstructure_hook_func(
        lambda kind: Meanings in (kind, *(without_none(kind) or ())),
        lambda values: None if values is None else dict(values),
    )
    made.register_unstructure_hook_func(partial(eq, tuple[Adaptation, ...]), _adaptations_out)
    outs: dict[Any, Callable[[Any], Any]] = dict.fromkeys(EDITS.values(), _edit_out)
    outs |= {Role: _role_out, Framework: _framework_out, Round: _round_out}
    for kind, out in outs.items():
        made.register_unstructure_hook_func(partial(eq, kind), out)
    return made


def _plainly(value: Any) -> dict[str, Any]:
    """A value by its fields alone."""
    kind: Any = type(value)
    return _by_fields(kind)(value)


@cache
def _by_fields(kind: type[Any]) -> Callable[[Any], dict[str, Any]]:
    from cattrs.gen import make_dict_unstructure_fn, override

    options: dict[str, Any] = {"_cattrs_omit_if_default": True, "_cattrs_use_alias": True}
    options |= {"_origin": override(omit=True)} if kind is Framework else {}
    return make_dict_unstructure_fn(kind, _converter(), **options)


def _role_out(role: Role) -> Any:
    return role.name if role.is_known else _plainly(role)


def _edit_out(edit: Any) -> dict[str, Any]:
    return {"edit": type(edit).__name__, **_plainly(edit)}


def _adaptations_out(adaptations: Iterable[Adaptation]) -> list[dict[str, Any]]:
    # Adaptations hold adaptations, which the converter leaves as they are while it learns them.
    # Nor do they repeat the source and the origin of the framework that they stand in.
    plain = map(unstructured, adaptations)
    return [{key: made[key] for key in made if key not in ("of", "origin")} for made in plain]


def _framework_out(framework: Framework) -> dict[str, Any]:
    plain = _plainly(framework)
    own = [(framework, plain)]
    if framework.lineage:
        plain["origin"] = _plainly(framework.origin)
        del plain["origin"]["source"]
        own.append((framework.origin, plain["origin"]))
    for one, said in own:
        # The scale that a framework began with is its own unless it says otherwise.
        begun = framework.origin.scale
        if one.borrowed_scale is None and (one.scale, one.scale.source) == (begun, begun.source):
            said["scale"].pop("source", None)
    return plain


def _round_out(round_: Round) -> dict[str, Any]:
    """A round, its framework last: whoever opens the document sees the round first."""
    plain = _plainly(round_)
    if round_.use is not None:
        plain["use"] = str(round_.use)
    plain["framework"] = plain.pop("framework")
    return plain
