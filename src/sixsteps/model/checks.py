# ruff: noqa: PLC0414, D103
"""Transitional: the names of `model.fields` and `words` under which other rooms still import."""

from collections.abc import Iterable, Iterator
from typing import Any

from sixsteps.errors import Problem
from sixsteps.model import fields
from sixsteps.model.fields import ID_PATTERN as ID_PATTERN
from sixsteps.model.fields import MAX_TEXT as MAX_TEXT
from sixsteps.model.fields import Pairs as Pairs
from sixsteps.model.fields import as_pairs as as_pairs
from sixsteps.model.fields import as_tuple as as_tuple
from sixsteps.model.fields import instance_of as instance_of
from sixsteps.words import counted as counted
from sixsteps.words import for_the_first as for_the_first
from sixsteps.words import hidden as hidden
from sixsteps.words import quoted_id as quoted_id


def _path(field: Any) -> Any:
    return (field,) if isinstance(field, str) else field


def id_problems(value: object, field: Any) -> Iterable[Problem]:
    return fields.id_problems(value, _path(field))


def text_problems(value: object, field: Any, *, required: bool = False) -> Iterable[Problem]:
    return fields.text_problems(value, _path(field), required=required)


def date_problems(value: object, field: Any, *, required: bool = False) -> Iterable[Problem]:
    if value is None and not required:
        return ()
    return fields.date_problems(value, _path(field))


def type_problems(value: object, kind: Any, field: Any, name: str) -> Iterable[Problem]:
    return fields.type_problems(value, kind, _path(field), name)


def member_problems(values: Any, kind: Any, field: Any, name: str) -> Iterator[Problem]:
    return fields.member_problems(values, kind, _path(field), name)


def pair_problems(pairs: Any, field: Any) -> Iterable[Problem]:
    return fields.check_of(Pairs)(pairs, _path(field))


def repeated(values: Any, field: Any, what: str) -> Iterator[Problem]:
    return fields.repeated(values, _path(field), what)
