"""What every value of the model asks of its fields: types, ids and text.

The checks yield `Problem` values instead of raising, so that a class can report all of its own
problems at once. Free text is never repeated in a message: only its place and its length.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import TypeAlias, TypeVar, cast

from sixsteps.errors import InvalidError, Problem, WrongTypeError, listed, nearest

ID_PATTERN = r"[A-Za-z][A-Za-z0-9_-]{0,63}"
"""An id starts with a letter, because spreadsheets turn `1.10` into `1.1`."""

_is_id = re.compile(ID_PATTERN).fullmatch

_QUESTION_FIELDS = {"question", "questions", "addresses", "asked", "old", "new"}

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
Pairs: TypeAlias = tuple[tuple[str, str], ...]
MAX_TEXT = 100_000
"""The longest text a field takes, in characters; three Excel cells hold it."""


def id_problems(value: object, field: str) -> Iterator[Problem]:
    """Problems of an id: 1 to 64 letters, digits, `_` or `-`, starting with a letter."""
    if type(value) is str and _is_id(value):
        return
    if type(value) is not str:
        wanted = "a plain str" if isinstance(value, str) else "a string"
        yield wrong_type(value, field, wanted)
        return
    shown = repr(value) if _is_showable(value) else f"a text of {counted(len(value), 'character')}"
    remedy = "an id starts with a letter and holds at most 64 letters, digits, '_' or '-'"
    if field.partition("[")[0] in _QUESTION_FIELDS and _is_printed_number(value):
        remedy = "an id such as 's1q1' is meant, not the printed number"
    yield Problem(field, f"{shown} is not an id; {remedy}", code="bad-id", field=field)


def text_problems(value: object, field: str, *, required: bool = False) -> Iterator[Problem]:
    """Problems of a text: a string of at most `MAX_TEXT` characters, with no lone surrogate."""
    if not isinstance(value, str):
        yield wrong_type(value, field, "a string")
    elif required and not value.strip():
        yield Problem(field, "a text is needed here and it is empty", code="empty", field=field)
    elif len(value) > MAX_TEXT:
        yield Problem(
            field,
            f"a text of {counted(len(value), 'character')}; at most {MAX_TEXT} fit",
            code="too-long",
            field=field,
        )
    elif not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        yield Problem(
            field,
            f"a text of {counted(len(value), 'character')} that is not valid Unicode (a lone"
            " surrogate)",
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
        remedy = _date_remedy(value) if isinstance(value, str) else ""
        yield wrong_type(value, field, "a date", remedy)


def _date_remedy(text: str) -> str:
    try:
        meant = date.fromisoformat(text)
    except ValueError:
        return "give a datetime.date"
    return f"give date({meant.year}, {meant.month}, {meant.day})"


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


def repeated(
    values: Iterable[object], field: str, what: str, places: Sequence[str] = ()
) -> Iterator[Problem]:
    """Problems of ids that must differ: one for every use of an id after its first.

    `places` says where each stands, if not in order in the field.
    """
    seen: dict[str, int] = {}

    def place(position: int) -> str:
        return places[position] if places else f"{field}[{position}]"

    for position, value in enumerate(values):
        if not isinstance(value, str):
            continue  # that is another problem, and it may not even be hashable
        if value in seen:
            yield Problem(
                place(position),
                f"the {what} {quoted_id(value)} stands at {place(seen[value])} already",
                code="duplicate",
            )
        else:
            seen[value] = position


def wrong_type(value: object, field: str, wanted: str, remedy: str = "") -> Problem:
    """The problem of a value of the wrong type; the value itself is not shown."""
    found = "None" if value is None else f"a value of type {type(value).__name__}"
    message = f"{wanted} is needed; this is {found}{remedy and f'; {remedy}'}"
    return Problem(field, message, code="wrong-type", field=field)


def enum_problems(value: object, kind: type[Enum], field: str, wanted: str) -> Iterator[Problem]:
    """Problems of a field that holds a member of an enumeration."""
    if isinstance(value, str) and not isinstance(value, kind):
        words = [str(member.value) for member in kind]
        yield from choice_problems(value, words, field, field, f"unknown-{field}")
    elif not isinstance(value, kind):
        yield wrong_type(value, field, wanted)


def as_member(value: E | str, kind: type[E]) -> E:
    """The member of an enumeration that a word names; anything else as it is, to be refused."""
    known = {member.value: member for member in kind}
    return cast("E", known.get(value, value) if isinstance(value, str) else value)


def choice_problems(
    value: object, choices: Sequence[str], field: str, what: str, code: str
) -> Iterator[Problem]:
    """Problems of a field that takes one of a few words; what it holds instead is not shown."""
    if not isinstance(value, str) or value not in choices:
        message = f"unknown {what}; there are {listed(choices)}"
        near = nearest(value, choices)
        yield Problem(field, message, code=code, field=field, suggestion=near)


def pair_problems(pairs: Iterable[object], field: str) -> Iterator[Problem]:
    """Problems of a field that holds pairs of ids."""
    for position, pair in enumerate(pairs):
        if not isinstance(pair, tuple) or len(pair) != 2:
            yield wrong_type(pair, f"{field}[{position}]", "a pair of ids")
        else:
            for place, name in enumerate(pair):
                yield from id_problems(name, f"{field}[{position}][{place}]")


def as_pairs(values: Mapping[str, str] | Iterable[tuple[str, str]], what: str) -> Pairs:
    """The items of a mapping, or pairs as they are, as a tuple of tuples.

    Raises:
        WrongTypeError: for a string, or for one value where several are expected.
    """
    pairs = values.items() if isinstance(values, Mapping) else as_tuple(values, what)
    return cast("Pairs", tuple(tuple(one) if isinstance(one, list) else one for one in pairs))


def instance_of(value: object, kind: type[T], what: str, remedy: str = "") -> T:
    """The value, if it is of this kind.

    Raises:
        WrongTypeError: for anything else.
    """
    if isinstance(value, kind):
        return value
    found = "None" if value is None else f"a value of type {type(value).__name__}"
    article = "an" if kind.__name__[0] in "AEIOU" else "a"
    raise WrongTypeError(
        f"{what} takes {article} {kind.__name__} and was given {found}{remedy and f'; {remedy}'}"
    )


def one_by_one(values: Sequence[object], kinds: tuple[type, ...], call: str, name: str) -> None:
    """Check the values of a call that takes them one by one.

    Raises:
        WrongTypeError: for something else, with what to write for several in a list.
    """
    for value in values:
        if not isinstance(value, kinds):
            found = "None" if value is None else f"a value of type {type(value).__name__}"
            remedy = f"; give the {name} one by one: {call}(*{name})"
            shown = remedy if isinstance(value, Iterable) and not isinstance(value, str) else ""
            wanted = " or ".join(kind.__name__ for kind in kinds)
            raise WrongTypeError(f"{call} takes {wanted} values and was given {found}{shown}")


def as_tuple(values: Iterable[T], what: str, *, ordered: bool = True) -> tuple[T, ...]:
    """The values as a tuple; what would not become the values meant is refused.

    A string would become its letters, a mapping its keys, and a set an order that depends on
    hashing: it is only taken where the order means nothing (`ordered=False`).

    Raises:
        WrongTypeError: for one of those, or for one value where several are expected.
    """
    if type(values) is tuple:
        return values
    if isinstance(values, str | bytes | bytearray) or not isinstance(values, Iterable):
        single = isinstance(values, str | bytes | bytearray)
        found = "string" if single else type(values).__name__
        given = "None; give a list" if values is None else f"one {found}; write [...] around it"
        raise WrongTypeError(f"{what} takes several values and was given {given}")
    if isinstance(values, Mapping) or (ordered and isinstance(values, set | frozenset)):
        raise WrongTypeError(
            f"{what} takes several values and was given a value of type {type(values).__name__};"
            " give a list"
        )
    return tuple(values)


def checked(what: str, problems: Iterable[Problem]) -> None:
    """Raise an `InvalidError` about `what` if there are any problems."""
    InvalidError.check(what, problems)


def hidden(text: str) -> str:
    """The length of a free text, for `repr`: the text may concern an identifiable child.

    >>> hidden("Plan agreed 12 March")
    '<20 characters>'
    """
    return f"<{counted(len(text), 'character')}>"


def counted(count: int, thing: str) -> str:
    """A count with what it counts, in the singular or the plural.

    >>> counted(1, "step"), counted(2, "step")
    ('1 step', '2 steps')
    """
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def quoted_id(value: object) -> str:
    """An unknown id as a message repeats it: whole if it can be an id, or not at all.

    What was typed in the wrong place may be free text.

    >>> quoted_id("s1q9"), quoted_id("Jane Smith said")
    ("'s1q9'", 'of that id')
    """
    return repr(value) if isinstance(value, str) and _is_showable(value) else "of that id"


def _is_showable(text: str) -> bool:
    return len(text) <= 64 and text.isprintable() and not any(map(str.isspace, text))


def _is_printed_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def for_the_first(
    find: Callable[[object], str | None], limit: int = 20
) -> Callable[[object], str | None]:
    """The same search for a suggestion, given up after so many: each compares with every name.

    >>> near = for_the_first(lambda value: "green", limit=1)
    >>> near("gren"), near("grn")
    ('green', None)
    """
    left = iter(range(limit))
    return lambda value: None if next(left, None) is None else find(value)
