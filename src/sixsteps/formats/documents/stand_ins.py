"""What stands in for something at fault, so that the rest of a document can still be checked."""

from datetime import date
from enum import Enum, StrEnum
from typing import Any, Literal, get_args, get_origin

from attrs import NOTHING, fields, has

from sixsteps.errors import InvalidError
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Level, Scale
from sixsteps.model.source import Source

_TEXT = "stands-in-for-what-is-at-fault"

NO_FRAMEWORK = Framework(_TEXT, Source(_TEXT), Scale(_TEXT, [Level("low"), Level("high")]), [])
"""What stands in for a framework; nothing can be checked against it."""


class Missing(Enum):
    """What stands where nothing can stand in."""

    MISSING = "missing"


MISSING = Missing.MISSING


def stand_in(kind: Any) -> Any:
    """A sound value of a class or type, the plainest there is, or `MISSING`."""
    args = get_args(kind)
    if get_origin(kind) is tuple:
        return () if args[-1] is ... else tuple(stand_in(one) for one in args)
    if type(None) in args:
        return None
    if get_origin(kind) is Literal:
        return args[0]
    if args:
        return stand_in(args[0])
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(iter(kind))
    if has(kind):
        return _plainest(kind)
    return {str: _TEXT, bool: False, int: 0, date: date(2000, 1, 1)}[kind]


def _plainest(kind: type[Any]) -> Any:
    members = {one.alias: stand_in(one.type) for one in fields(kind) if one.default is NOTHING}
    if MISSING in members.values():
        return MISSING
    try:
        return kind(**members)
    except InvalidError:
        return MISSING
