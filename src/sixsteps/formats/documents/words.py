"""How a problem of a document speaks of what it found; free text is never repeated."""

import re
from collections.abc import Iterable
from typing import Any

from sixsteps.errors import nearest

_is_name = re.compile(r"[$A-Za-z][$A-Za-z0-9_-]{0,39}").fullmatch
_is_datelike = re.compile(r"[0-9./: T-]{1,32}", re.ASCII).fullmatch


def is_name(value: Any) -> bool:
    """Whether a value is short and plain enough to be repeated in a message."""
    return type(value) is str and _is_name(value) is not None


def shown(value: str, known: Iterable[str] = ()) -> str:
    """A name, a date or something near a known word in quotation marks; else its length."""
    if is_name(value) or _is_datelike(value) or nearest(value, known):
        return repr(value)
    return f"a text of {len(value)} characters"


def described(value: Any) -> str:
    """What kind of JSON value something is.

    >>> described(True), described(3), described(["s1q1"]), described("Ann")
    ('true', 'the number 3', 'a list', 'a string')
    """
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) in (int, float):
        return f"the number {value}" if abs(value) < 10**15 else "a number"
    for kind, name in ((str, "a string"), (list, "a list"), (dict, "an object")):
        if type(value) is kind:
            return name
    return f"a value of type {type(value).__name__}"


def name_of(kind: type[Any]) -> str:
    """What a class is called in a sentence.

    >>> from sixsteps import ContextQuestion
    >>> name_of(ContextQuestion)
    'context question'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()


def a(name: str) -> str:
    """A name with its article.

    >>> a("rating"), a("action plan")
    ('a rating', 'an action plan')
    """
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
