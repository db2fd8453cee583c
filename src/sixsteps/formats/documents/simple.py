"""Simple values in a document: nothing is coerced into them."""

import re
from datetime import date
from typing import Any

_is_day = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


class RefusedError(Exception):
    """The data are not those of the value asked for."""


def day(value: Any) -> date:
    """The date written as a string of year, month and day.

    >>> day("2026-05-01")
    datetime.date(2026, 5, 1)

    Raises:
        RefusedError: for anything else.
    """
    if type(value) is not str or not _is_day(value):
        raise RefusedError
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise RefusedError from None


def exactly(value: Any, kind: type[Any]) -> Any:
    """A value of exactly this type: `True` is no number, and `3` is no string.

    Raises:
        RefusedError: for anything else.
    """
    if type(value) is not kind:
        raise RefusedError
    return value
