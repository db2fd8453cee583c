"""Many values of one class at once, from columns that are checked whole.

Making a value checks each of its fields; for the hundreds of answers of a round that is most of
the time that reading it takes. Here a check looks at the same field of all values together: the
types by their set, the texts joined, every distinct id once. What passes has passed exactly the
checks of the class; what does not is left for the class to explain.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, TypeVar

from attrs import fields

from sixsteps.model.checks import MAX_TEXT, id_problems

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
