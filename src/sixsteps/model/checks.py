"""What every value of the model asks of its fields: types, ids and text.

The checks yield `Problem` values instead of raising, so that a class can report all of its own
problems at once. Free text is never repeated in a message: only its place and its length.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TypeVar

from sixsteps.errors import InvalidError, Problem, WrongTypeError

ID_PATTERN = r"[A-Za-z][A-Za-z0-9_-]{0,63}"
"""An id starts with a letter, because spreadsheets turn `1.10` into `1.1`."""

_is_id = re.compile(ID_PATTERN).fullmatch

T = TypeVar("T")
MAX_TEXT = 100_000
"""The longest text a field takes, in characters; three Excel cells hold it."""


def id_problems(value: object, field: str) -> Iterator[Problem]:
    """Problems of an id: 1 to 64 letters, digits, `_` or `-`, starting with a letter."""
    if type(value) is str and _is_id(value):
        return
    if not isinstance(value, str):
        yield wrong_type(value, field, "a string")
        return
    shown = repr(value) if len(value) <= 64 else f"an id of {len(value)} characters"
    yield Problem(
        field,
        f"{shown} is not an id; an id starts with a letter and holds at most 64 letters, digits,"
        " '_' or '-'",
        code="bad-id",
        field=field,
    )


def text_problems(value: object, field: str, *, required: bool = False) -> Iterator[Problem]:
    """Problems of a text: a string of at most `MAX_TEXT` characters, with no lone surrogate."""
    if not isinstance(value, str):
        yield wrong_type(value, field, "a string")
    elif required and not value.strip():
        yield Problem(field, "a text is needed here and it is empty", code="empty", field=field)
    elif len(value) > MAX_TEXT:
        yield Problem(
            field,
            f"a text of {len(value)} characters; at most {MAX_TEXT} fit",
            code="too-long",
            field=field,
        )
    elif not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        yield Problem(
            field,
            f"a text of {len(value)} characters that is not valid Unicode (a lone surrogate)",
            code="bad-text",
            field=field,
        )


def date_problems(value: object, field: str, *, required: bool = False) -> Iterator[Problem]:
    """Problems of a date: a `date`, not a `datetime`, or `None` where it may be missing."""
    if type(value) is date or (value is None and not required):
        return
    if isinstance(value, datetime):
        yield Problem(
            field,
            "a date with a time of day; use its .date()",
            code="wrong-type",
            field=field,
        )
    else:
        yield wrong_type(value, field, "a date")


def type_problems(
    value: object, kind: type | tuple[type, ...], field: str, name: str
) -> Iterator[Problem]:
    """Problems of a field that holds one value of `kind`."""
    if not isinstance(value, kind):
        yield wrong_type(value, field, name)


def member_problems(
    values: Iterable[object], kind: type | tuple[type, ...], field: str, name: str
) -> Iterator[Problem]:
    """Problems of a field that holds several values of `kind`."""
    for position, value in enumerate(values):
        if not isinstance(value, kind):
            yield wrong_type(value, f"{field}[{position}]", name)


def repeated(values: Iterable[str], field: str, what: str) -> Iterator[Problem]:
    """Problems of ids that must differ: one for every use of an id after its first."""
    seen: dict[str, int] = {}
    for position, value in enumerate(values):
        if value in seen:
            yield Problem(
                f"{field}[{position}]",
                f"the {what} {value!r} stands at {field}[{seen[value]}] already",
                code="duplicate",
            )
        else:
            seen[value] = position


def wrong_type(value: object, field: str, wanted: str) -> Problem:
    """The problem of a value of the wrong type; the value itself is not shown."""
    found = "None" if value is None else f"a value of type {type(value).__name__}"
    return Problem(field, f"{wanted} is needed; this is {found}", code="wrong-type", field=field)


def as_tuple(values: Iterable[T], what: str) -> tuple[T, ...]:
    """The values as a tuple; a bare string is refused, because it would become its letters.

    Raises:
        WrongTypeError: for a string, or for one value where several are expected.
    """
    if type(values) is tuple:
        return values
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        found = "one string" if isinstance(values, str | bytes) else f"a {type(values).__name__}"
        raise WrongTypeError(
            f"{what} takes several values and was given {found}; write [...] around it"
        )
    return tuple(values)


def as_strings(values: Iterable[str]) -> tuple[str, ...]:
    """Several strings as a tuple, refusing a bare one."""
    return as_tuple(values, "this field")


def checked(what: str, problems: Iterable[Problem]) -> None:
    """Raise an `InvalidError` about `what` if there are any problems."""
    InvalidError.check(what, problems)


def hidden(text: str) -> str:
    """The length of a free text, for `repr`: the text may concern an identifiable child.

    >>> hidden("Plan agreed 12 March")
    '<20 characters>'
    """
    return f"<{len(text)} characters>"
