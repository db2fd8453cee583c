"""The types of the fields of the model's values: what each may hold, said once.

The check of a value, the JSON Schema of its document and of a form, and the second look at a
document at fault all read these types. Checks give problems instead of raising, so that a class
can report all of its own at once. Free text is never repeated: only its place and its length.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache, partial
from types import UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Generic,
    Literal,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
)

from attrs import NOTHING, evolve, field, fields, frozen, has, resolve_types

from sixsteps.errors import InvalidError, Keys, Problem, WrongTypeError, bounded, place_of
from sixsteps.words import (
    HIDDEN,
    a,
    counted,
    differ_by,
    folded,
    listed,
    name_of,
    nearest,
    of_type,
    quoted,
    shows,
)

MAX_ID = 64
ID_PATTERN = rf"[A-Za-z][A-Za-z0-9_.-]{{0,{MAX_ID - 1}}}"
"""An id starts with a letter, because spreadsheets turn `1.10` into `1.1`."""

MAX_TEXT = 100_000
"""The longest text a field takes, in characters; three Excel cells hold it."""

DAY_PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""A date in a document: its year, month and day."""

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
Found: TypeAlias = Sequence[Problem]
Check: TypeAlias = Callable[[Any, Keys], Found]
Schema: TypeAlias = dict[str, Any]

# Most ids stand in many values.
_is_id = lru_cache(4096)(re.compile(ID_PATTERN).fullmatch)


# The problems of single values.


def problem(
    path: Keys,
    message: str,
    remedy: str = "",
    code: str = "invalid",
    suggestion: str | None = None,
    *,
    question: str | None = None,
    respondent: str | None = None,
    **params: object,
) -> Problem:
    """A problem of the innermost field that the path names."""
    # "$" is the document, which is no field.
    name = next((key for key in reversed(path) if isinstance(key, str) and key != "$"), None)
    return Problem(path, message, remedy, code, question, respondent, name, suggestion, params)


def wrong_type(value: object, path: Keys, wanted: str, remedy: str = "") -> Problem:
    """The problem of a value of the wrong type; the value itself is not shown."""
    remedy = f"this is {of_type(value)}{remedy and f'; {remedy}'}"
    return problem(path, f"{wanted} is needed", remedy, "wrong-type", wanted=wanted)


def id_problems(value: object, path: Keys, *, question: bool = False) -> Found:
    """Problems of an id: 1 to 64 letters, digits, `_`, `-` or `.`, starting with a letter."""
    if type(value) is str and len(value) <= MAX_ID and _is_id(value):
        return ()
    if type(value) is not str:
        wanted = "a plain str" if isinstance(value, str) else "a string"
        return (wrong_type(value, path, wanted),)
    remedy = "an id starts with a letter and holds at most 64 letters, digits, '_', '-' or '.'"
    if question and value.replace(".", "", 1).isdecimal():
        remedy = "an id such as 's1q1' is meant, not the printed number"
    shown = f"a text of {counted(len(value), 'character')}"
    return (problem(path, f"{shown} is not an id", remedy, "bad-id"),)


def text_problems(value: object, path: Keys, *, required: bool = False) -> Found:
    """Problems of a text: a string of at most `MAX_TEXT` characters, with no lone surrogate."""
    if not isinstance(value, str):
        return (wrong_type(value, path, "a string"),)
    if required and not shows(value):
        return (problem(path, "a text is needed here and it is empty", code="empty"),)
    if len(value) > MAX_TEXT:
        message, fits = f"a text of {counted(len(value), 'character')}", f"at most {MAX_TEXT} fit"
        return (problem(path, message, fits, "too-long", length=len(value)),)
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        length = counted(len(value), "character")
        message = f"a text of {length} that is not valid Unicode (a lone surrogate)"
        return (problem(path, message, code="bad-text"),)
    return ()


def date_problems(value: object, path: Keys) -> Found:
    """Problems of a date: a `date`, and not a `datetime`."""
    if type(value) is date:
        return ()
    if isinstance(value, datetime):
        return (problem(path, "a date with a time of day", "use its .date()", "wrong-type"),)
    remedy = ""
    if isinstance(value, str):
        try:
            meant = date.fromisoformat(value)
            remedy = f"give date({meant.year}, {meant.month}, {meant.day})"
        except ValueError:
            remedy = "give a datetime.date"
    return (wrong_type(value, path, "a date", remedy),)


def type_problems(value: object, kind: type | tuple[type, ...], path: Keys, wanted: str) -> Found:
    """Problems of a field that holds one value of a class, or of one of several."""
    return () if isinstance(value, kind) else (wrong_type(value, path, wanted),)


def choice_problems(value: object, path: Keys, *, choices: Sequence[str], what: str = "") -> Found:
    """Problems of a field that takes one of a few words; what it holds instead is not shown."""
    if isinstance(value, str) and value in choices:
        return ()
    what = what or str(path[-1])
    code = f"unknown-{what}" if isinstance(value, str) else "wrong-type"
    near = nearest(value, choices)
    message, remedy = f"unknown {what}", f"there are {listed(choices)}"
    return (problem(path, message, remedy, code, near, choices=tuple(choices)),)


def _open_problems(
    value: object, path: Keys, *, known: Sequence[str], what: str, code: str
) -> Found:
    """Problems of a field that takes any word, but none that is a slip of a known one.

    A slip is a letter put in, left out or changed, or another case.
    """
    if wrong := text_problems(value, path, required=True):
        return wrong
    said = str(value).casefold()
    near = None if value in known else next((w for w in known if differ_by(said, w, 1)), None)
    if near is None:
        return ()
    remedy = f"write {near!r}, or a word that is not so near it"
    return (problem(path, f"unknown {what}", remedy, code, near, choices=tuple(known)),)


def repeated(
    values: Iterable[object],
    path: Keys,
    what: str,
    places: Sequence[Keys] = (),
    *,
    own: bool = False,
    alike: bool = False,
) -> Iterator[Problem]:
    """Problems of ids that must differ: one for every use of an id after its first.

    `places` says where each stands, if not in order in the field; `own` ids, of the value itself
    and not of what it is about, are shown; names that look `alike` count as one.
    """
    values = [*values]
    if not alike and len({*values}) == len(values):
        return
    seen: dict[object, Keys] = {}
    for position, value in enumerate(values):
        place = places[position] if places else (*path, position)
        name = folded(value) if alike and isinstance(value, str) else value
        if value is not None and (first := seen.setdefault(name, place)) != place:
            yield second(place, f"{what} {value!r}" if own else what, first)


def second(path: Keys, what: str, first: Keys, **about: str | None) -> Problem:
    """The problem of what may stand once and stands a second time."""
    there = f"the first stands at {place_of(first)}"
    return problem(path, f"a second {what}", there, "duplicate", first=first, **about)


# The types of fields.


@frozen(eq=False)
class Constraint:
    """A constraint on an annotated type: the whole check of its values, and its JSON Schema."""

    check: Check
    schema: Schema = field(factory=dict)


@frozen(eq=False)
class Count:
    """The number of values a field of several takes; `message` is formatted with the number."""

    least: int
    most: int | None
    message: str
    remedy: str = ""
    code: str = "invalid"

    def check(self, values: Sequence[object], path: Keys) -> Found:
        """The problem of too few or too many."""
        if self.least <= len(values) <= (self.most or len(values)):
            return ()
        message = self.message.format(len(values))
        return (problem(path, message, self.remedy, self.code, count=len(values)),)


_ID: Schema = {"type": "string", "pattern": f"^{ID_PATTERN}$"}
_TEXT: Schema = {"type": "string", "maxLength": MAX_TEXT}
_WORDS: Schema = {**_TEXT, "pattern": rf"[^\s\x1c-\x1f\x85{HIDDEN}]"}

Id: TypeAlias = Annotated[str, Constraint(id_problems, _ID)]
"""An id: 1 to 64 letters, digits, `_`, `-` or `.`, starting with a letter."""

QuestionId: TypeAlias = Annotated[
    str, Constraint(lambda name, at: id_problems(name, at, question=True), _ID)
]
"""The id of a question, for which its printed number is easily given."""

Text: TypeAlias = Annotated[str, Constraint(text_problems, _TEXT)]
"""A text, which may be empty."""

Words: TypeAlias = Annotated[
    str, Constraint(lambda text, at: text_problems(text, at, required=True), _WORDS)
]
"""A text that may not be blank."""


def any_word(known: Iterable[str], what: str, code: str) -> Constraint:
    """The constraint of a field that takes any word, but none that is a slip of a known one."""
    words = tuple(map(str, known))
    check = partial(_open_problems, known=words, what=what, code=code)
    return Constraint(check, {**_WORDS, "examples": [*words]})


def matching(
    pattern: str, message: str, remedy: str, code: str, *, required: bool = True
) -> Constraint:
    """The constraint of a text that a pattern matches whole."""

    def check(value: object, path: Keys) -> Found:
        wrong = text_problems(value, path, required=required)
        is_sound = wrong or re.fullmatch(pattern, str(value))
        return wrong if is_sound else (problem(path, message, remedy, code),)

    return Constraint(check, {"pattern": f"^{pattern}$"})


Pairs: TypeAlias = tuple[tuple[Id, Id], ...]
"""Pairs of ids, such as a mapping of levels."""

Meanings: TypeAlias = tuple[tuple[Id, Words], ...]
"""Texts by id, in the order of the ids; an object in a document."""


@cache
def members(kind: Any) -> Mapping[str, Any]:
    """The attributes of a class by the names they are given under, their types resolved."""
    resolve_types(kind)
    return {one.alias or one.name: one for one in fields(kind)}


def without_none(hint: Any) -> tuple[Any, ...] | None:
    """The types of a union, without `None`; `None` for a type that is no union."""
    if get_origin(hint) not in (Union, UnionType):
        return None
    return tuple(one for one in get_args(hint) if one is not type(None))


@cache
def check_of(hint: Any) -> Check:
    """The check of a value by its type."""
    args = get_args(hint)
    if get_origin(hint) is Annotated:
        (constraint,) = hint.__metadata__
        if isinstance(constraint, Constraint):
            return constraint.check
        each = check_of(hint.__origin__)
        return lambda values, path: [*each(values, path), *constraint.check(values, path)]
    if hint == Meanings:
        return _meanings_problems
    if get_origin(hint) is tuple:
        return _several(args[0]) if args[-1] is ... else _pair(*map(check_of, args))
    if (kinds := without_none(hint)) is not None:
        check = check_of(kinds[0]) if len(kinds) == 1 else _one_of(kinds)
        if type(None) in args:
            return lambda value, path: () if value is None else check(value, path)
        return check
    if get_origin(hint) is Literal:
        return lambda value, path: choice_problems(value, path, choices=args)
    if hint is date:
        return date_problems
    if hint is str:
        return text_problems
    if issubclass(hint, Enum):
        return _member(hint)
    wanted = "True or False" if hint is bool else a(hint.__name__)
    return lambda value, path: type_problems(value, hint, path, wanted)


def _several(hint: Any) -> Check:
    check = check_of(hint)
    plain = hint.__origin__ if get_origin(hint) is Annotated else hint
    always_sound = frozenset(one for one in (plain, *(without_none(plain) or ())) if has(one))

    def each(values: Iterable[object], path: Keys) -> Found:
        if type(values) is tuple and always_sound.issuperset(map(type, values)):
            return ()
        found: list[Problem] = []
        for position, value in enumerate(as_tuple(values, str(path[-1]))):
            found += check(value, (*path, position))
        return found

    return each


def _pair(*checks: Check) -> Check:
    def both(pair: object, path: Keys) -> Found:
        if not isinstance(pair, tuple) or len(pair) != len(checks):
            return (wrong_type(pair, path, "a pair of ids"),)
        each = enumerate(zip(pair, checks, strict=True))
        return [one for place, (value, check) in each for one in check(value, (*path, place))]

    return both


def _meanings_problems(values: object, path: Keys) -> Found:
    if type(values) is not tuple:
        return (wrong_type(values, path, "a mapping of ids to texts"),)
    found: list[Problem] = []
    for pair in values:
        if type(pair) is not tuple or len(pair) != 2:
            found.append(wrong_type(pair, path, "a pair of an id and a text"))
        elif wrong := id_problems(pair[0], path):
            found += wrong
        else:
            found += text_problems(pair[1], (*path, pair[0]), required=True)
    return found or [*repeated([key for key, _ in values], path, "level", alike=True)]


def _one_of(hints: tuple[Any, ...]) -> Check:
    kinds = tuple(one for one in hints if isinstance(one, type))
    words = [word for one in hints if get_origin(one) is Literal for word in get_args(one)]
    wanted = " or ".join(a(kind.__name__) for kind in kinds)
    return lambda value, path: (
        ()
        if isinstance(value, str) and value in words
        else type_problems(value, kinds, path, wanted)
    )


def _member(kind: type[Enum]) -> Check:
    words = [str(member.value) for member in kind]

    def check(value: object, path: Keys) -> Found:
        if isinstance(value, str) and not isinstance(value, kind):
            return choice_problems(value, path, choices=words)
        return type_problems(value, kind, path, a(kind.__name__))

    return check


class Checked:
    """A value whose fields are what their types say, all problems told at once."""

    __slots__ = ()
    _called: ClassVar[str] = ""

    def __attrs_post_init__(self) -> None:
        found: list[Problem] = []
        kind: Any = type(self)
        for path, name, check, sound in _checks(kind):
            value = getattr(self, name)
            if value is not sound and (wrong := check(value, path)):
                found += wrong
        if not found:
            found = bounded(between) if (between := self._problems()) else []
        elif all(one.code != "wrong-type" or one.path in _dates(kind) for one in found):
            places = {one.path for one in found}
            between = bounded(_as_far_as_told(self._problems()))
            found += [one for one in between if one.path not in places]
        if found:
            raise InvalidError(self._called or name_of(kind), found)

    def _problems(self) -> Iterable[Problem]:
        """The problems between fields, looked for once every field is of its type."""
        return ()


def _as_far_as_told(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems up to where what is no date is compared with one."""
    with suppress(TypeError):
        yield from problems


def replaced(value: T, given: Mapping[str, Any]) -> T:
    """The value of an attrs class with these fields instead, checked whole."""
    known = members(cast(Any, type(value)))
    for name in given:
        if name not in known:
            shown, what = quoted(name, known, "of that name"), name_of(type(value))
            message, remedy = f"{a(what)} has no field {shown}", f"there are {listed([*known], 24)}"
            raise WrongTypeError(message, remedy, suggestion=nearest(name, known))
    return cast(T, evolve(cast(Any, value), **given))


@cache
def _checks(kind: Any) -> Sequence[tuple[Keys, str, Check, Any]]:
    """For each field its path, its name, its check and a sound value: most are at their default."""
    found = []
    for key, one in members(kind).items():
        hint, sound = one.type, one.default
        if sound in (None, NOTHING) and type(None) in get_args(hint):
            hint, sound = Union[without_none(hint)], None  # noqa: UP007  of so many
        found += [((key,), one.name, check_of(hint), sound)] if one.init else []
    return found


@cache
def _dates(kind: Any) -> frozenset[Keys]:
    """The places of the fields of a class that hold a date."""
    each = members(kind).items()
    return frozenset((key,) for key, one in each if date in (one.type, *get_args(one.type)))


# What is given to a field or a call, brought into the form that it holds.


_NOT_SEVERAL = (str, bytes, bytearray, Mapping, set, frozenset)
"""What would not hold the values meant: a string would become its letters, a mapping its keys, and
a set an order that depends on hashing."""


def _taken(values: Any) -> Any:
    """The values as a tuple, or as they are where that would not hold the values meant."""
    if type(values) is tuple or isinstance(values, _NOT_SEVERAL):
        return values
    return tuple(values) if isinstance(values, Iterable) else values


class Several(Generic[T]):
    """The converter of a field of several values, to a type checker `Several[Rating]` and so on.

    What it does not take it leaves as it is, for the check of the field to refuse by name.
    """

    def __new__(cls, values: Iterable[T]) -> tuple[T, ...]:  # type: ignore[misc] # on purpose
        """The same, for those who call it."""
        return cast("tuple[T, ...]", _taken(values))

    def __class_getitem__(cls, kind: object) -> Callable[[Any], Any]:
        """The same function for values of every kind."""
        return _taken


def as_tuple(
    values: Iterable[T], what: str, *, ordered: bool = True, of: type = object
) -> tuple[T, ...]:
    """The values as a tuple; a set is only taken where the order means nothing.

    One value `of` the kind that is meant is told what to write around it.
    """
    return values if type(values) is tuple else tuple(several(values, what, ordered=ordered, of=of))


def as_names(values: Iterable[str], what: str, *, ordered: bool = True) -> tuple[str, ...]:
    """The texts as a tuple; anything that is none is refused with its place."""
    given = as_tuple(values, what, ordered=ordered)
    return tuple(instance_of(one, str, f"{what}[{place}]") for place, one in enumerate(given))


def several(
    values: Iterable[T], what: str, *, ordered: bool = True, of: type = object
) -> Iterable[T]:
    """The values as they are, where they are several; see `as_tuple`."""
    taken = isinstance(values, Iterable) and not isinstance(values, _NOT_SEVERAL)
    if taken or (isinstance(values, set | frozenset) and not ordered):
        return values
    if isinstance(values, str | bytes | bytearray):
        found, remedy = "one string", "write [...] around it"
    elif isinstance(values, Iterable) or values is None:
        found, remedy = of_type(values), "give a list"
    else:
        found = f"one {type(values).__name__}"
        remedy = "write [...] around it" if isinstance(values, of) else "give a list"
    raise WrongTypeError(f"{what} takes several values and was given {found}", remedy)


def as_texts(values: str | Iterable[str]) -> tuple[str, ...]:
    """One text or several as a tuple; else as it is."""
    return (values,) if isinstance(values, str) else Several(values)


def as_pairs(values: Mapping[str, str] | Iterable[tuple[str, str]]) -> Pairs:
    """The items of a mapping, or pairs as they are, as a tuple of tuples; else as it is."""
    pairs = _taken(values.items() if isinstance(values, Mapping) else values)
    if type(pairs) is not tuple:
        return cast("Pairs", pairs)
    return tuple(tuple(one) if isinstance(one, list) else one for one in pairs)


def as_meanings(values: Mapping[str, str] | Iterable[tuple[str, str]]) -> Meanings:
    """Texts by id as pairs in the order of the ids; what is neither stays as it is."""
    pairs = as_pairs(values)
    sound = type(pairs) is tuple and all(type(p) is tuple and len(p) == 2 for p in pairs)
    return tuple(sorted(pairs)) if sound and all(isinstance(k, str) for k, _ in pairs) else pairs


def as_member(value: E | str, kind: type[E]) -> E:
    """The member of an enumeration that a word names; anything else as it is, to be refused."""
    known = {member.value: member for member in kind}
    return cast("E", known.get(value, value) if isinstance(value, str) else value)


def instance_of(value: object, kind: type[T], what: str, remedy: str = "") -> T:
    """The value, if it is of this kind; anything else is refused."""
    if isinstance(value, kind):
        return value
    raise WrongTypeError(f"{what} takes {a(kind.__name__)} and was given {of_type(value)}", remedy)


def one_or_several(values: T | Iterable[T], kind: type[T], what: str) -> tuple[T, ...]:
    """One value of a kind, or several of them, as a tuple; anything else, or none, is refused."""
    alone = isinstance(values, kind)
    given = (
        (values,) if alone else as_tuple(cast("Iterable[T]", values), what, ordered=False, of=kind)
    )
    if not given:
        raise WrongTypeError(f"{what} is empty", f"give {a(kind.__name__)} or several")
    return tuple(instance_of(one, kind, f"{what}[{place}]") for place, one in enumerate(given))


def one_by_one(values: Sequence[object], kinds: tuple[type, ...], call: str, name: str) -> None:
    """Refuse anything else in a call that takes values of these kinds one by one."""
    for value in values:
        if not isinstance(value, kinds):
            wanted = " or ".join(kind.__name__ for kind in kinds)
            is_several = isinstance(value, Iterable) and not isinstance(value, str)
            raise WrongTypeError(
                f"{call} takes {wanted} values and was given {of_type(value)}",
                f"give the {name} one by one: {call}(*{name})" if is_several else "",
            )


def member_problems(
    values: Iterable[object], kind: type | tuple[type, ...], path: Keys, wanted: str
) -> Iterator[Problem]:
    """Problems of a call that takes several values of `kind`."""
    for position, value in enumerate(values):
        yield from type_problems(value, kind, (*path, position), wanted)
