"""The second look at a document that cannot be read: every problem, each with its place.

What is at fault is stood in for, so that the rest can still be checked; a problem that could be
due to a stand-in is left out. Free text is never shown, only its place and its length.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from attrs import NOTHING, define, evolve, field, has

from sixsteps.errors import DocumentError, InvalidError, Keys, Problem
from sixsteps.formats.documents import converter
from sixsteps.formats.documents.kinds import CLASSES, TOO_DEEP, TOP, every_key, format_of, opened
from sixsteps.formats.problems import Problems
from sixsteps.model.answers import KNOWN_ROLES, NotApplicable, Rating, Role
from sixsteps.model.fields import Meanings, id_problems, members, problem, without_none
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Level, Scale
from sixsteps.model.source import Source
from sixsteps.words import a, counted, for_the_first, listed, name_of, nearest, quoted

_KINDS = {int: "a number", float: "a number", str: "a string", list: "a list", dict: "an object"}


def described(value: Any) -> str:
    """The kind of JSON value that something is."""
    if value is None or type(value) is bool:
        return json.dumps(value)
    return _KINDS.get(type(value), f"a value of type {type(value).__name__}")


_TEXT = "stands-in-for-what-is-at-fault"

# The stand-in for a framework; nothing can be checked against it.
_NO_FRAMEWORK = Framework(_TEXT, Source(_TEXT), Scale(_TEXT, [Level("low"), Level("high")]), [])

_MISSING = object()
"""The mark of a place where nothing can stand in."""


def _stand_in(hint: Any) -> Any:
    """A sound value of a type, the plainest there is, or `_MISSING`."""
    args = get_args(hint)
    if get_origin(hint) is Annotated:
        return _stand_in(hint.__origin__)
    if get_origin(hint) is tuple:
        return () if args[-1] is ... else tuple(_stand_in(one) for one in args)
    if type(None) in args:
        return None
    if get_origin(hint) is Literal:
        return args[0]
    if args:
        return _stand_in(args[0])
    if issubclass(hint, StrEnum):
        return next(iter(hint))
    if not has(hint):
        return {str: _TEXT, bool: False, int: 0, date: date(2000, 1, 1)}[hint]
    needed = {key: one for key, one in members(hint).items() if one.default is NOTHING}
    given = {key: _stand_in(one.type) for key, one in needed.items()}
    if _MISSING in given.values():
        return _MISSING
    try:
        return hint(**given)
    except InvalidError:
        return _MISSING


_SIMPLE = {str: "a string", bool: "true or false", int: "a whole number"}
# What a problem of a round is due to, if not what stands at the problem's own place.
_RESTS_ON: Mapping[str, Keys] = {"unknown-respondent": ("respondents",), "changed-since-agreed": ()}
# What an answer of one kind may not hold of the other, and why, as the readers of tables say it.
_EITHER: Mapping[type, tuple[type, str, str]] = {
    Rating: (NotApplicable, "a reason for not applicable beside a rating", "clear one of them"),
    NotApplicable: (
        Rating,
        "a question that does not apply has no more than its reason",
        "move what it says to the reason",
    ),
}
_ANSWERS_A_FRAMEWORK = ("ratings", "plans", "respondents", "context")


def diagnosed(data: Any, kind: str | None) -> tuple[Problem, ...]:
    """Every problem of a document's data, up to the number that is reported at once."""
    look = _Look()
    try:
        look.document(data, kind)
    except DocumentError as enough:
        return enough.problems
    except RecursionError:
        return (Problem(TOP, TOO_DEEP, code="too-deep"),)
    # Both passes refuse the same, which the tests hold; this keeps a refusal from being silent.
    return tuple(look.problems) or (Problem(TOP, "this cannot be read", code="unreadable"),)


@cache
def _look_at(hint: Any) -> tuple[str, Any]:
    """The method of `_Look` for values of a type, and the type without what is said about it."""
    if get_origin(hint) is Annotated:
        return _look_at(hint.__origin__)
    if get_origin(hint) is Literal:
        return "simple", str
    known = {Framework: "framework", Meanings: "meanings", date: "day", Role: "role"}
    if hint in known:
        return known[hint], hint
    if get_origin(hint) is tuple:
        return "several", hint
    if without_none(hint) is not None:
        return "one_of", hint
    return "object" if has(hint) else "choice" if issubclass(hint, StrEnum) else "simple", hint


@cache
def _choices(hint: Any) -> tuple[list[Any], list[Any]]:
    """The types of which a value may be, and the plain values that it may be instead."""
    empty = Literal[""]
    kinds = [one for one in without_none(hint) or () if one != empty]
    choices = get_args(hint)
    return kinds, [value for value, of in ((None, type(None)), ("", empty)) if of in choices]


def _upwards(path: Keys) -> Iterator[Keys]:
    """A path and every path that holds it."""
    return (path[:length] for length in range(len(path), 0, -1))


@define
class _Look:
    """A look through one document; each method returns the value it looked at or a stand-in.

    A place is doubted when what stands there was at fault, so that later checks see something
    else in its stead; a later problem at, above or below it would be due to that.
    """

    problems: Problems = field(factory=lambda: Problems("document"))
    doubted: set[Keys] = field(factory=set)
    above: set[Keys] = field(factory=set)
    known: Callable[[object], str | None] = field(
        factory=lambda: for_the_first(lambda key: quoted(key, every_key(), "") or None, 100)
    )
    near: Callable[[object, Iterable[str]], str | None] = field(
        factory=lambda: for_the_first(nearest)
    )

    def doubt(self, path: Keys) -> None:
        """Remember that what is checked at `path` is not what the document says."""
        self.doubted.add(path)
        self.above.update(_upwards(path))

    def document(self, data: Any, kind: str | None) -> None:
        if type(data) is not dict:
            self.no_object(data, CLASSES[kind or "framework"], TOP)
            return
        found = format_of(data, kind)
        if isinstance(found, Problem):
            self.problems.append(found)
            return
        name, number = found
        try:
            opening, body = opened(data, name, number)
        except Exception:
            # An upgrade counts on a sound document; what it stumbles over can be anything.
            message = f"this is not {a(name)} of format {number}"
            self.problems.append(Problem(TOP, message, code="unreadable"))
            return
        for key, said in opening.items():
            if key != "citation":
                self.value(said, str, (*TOP, key))
        value = self.value(body, CLASSES[name], TOP)
        framework = (*TOP, "framework")
        sure = isinstance(value, Framework) or framework not in self.above
        cited = "citation" in opening and value is not _MISSING and sure
        if cited and opening["citation"] != value.citation:
            whose = "source" if name in ("crosswalk", "translation") else "framework"
            message = f"the citation is not that of the {whose}"
            remedy = "leave it out to have it written"
            self.problems.append(problem((*TOP, "citation"), message, remedy, "citation"))

    def refuse(
        self,
        path: Keys,
        hint: Any,
        message: str,
        remedy: str = "",
        code: str = "wrong-type",
        near: str | None = None,
    ) -> Any:
        """Report what cannot stand at `path`, and put something sound in its place."""
        self.problems.append(problem(path, message, remedy, code, near))
        self.doubt(path)
        return _stand_in(hint)

    def no_object(self, data: Any, hint: Any, path: Keys, which: str = "") -> Any:
        return self.refuse(path, hint, f"an object is needed, {which}not {described(data)}")

    def value(self, data: Any, hint: Any, path: Keys) -> Any:
        look, bare = _look_at(hint)
        return getattr(self, look)(data, bare, path)

    def simple(self, data: Any, kind: type[Any], path: Keys) -> Any:
        if type(data) is kind:
            return data
        return self.refuse(path, kind, f"{_SIMPLE[kind]} is needed, not {described(data)}")

    def one_of(self, data: Any, hint: Any, path: Keys) -> Any:
        """A value that may be missing or empty, or an object of one of several classes."""
        kinds, words = _choices(hint)
        if (data is None or data == "") and data in words:
            return data
        if len(kinds) == 1:
            return self.value(data, kinds[0], path)
        if type(data) is not dict:
            return self.no_object(data, hint, path)
        if kinds[0] in converter.EDITS.values():
            return self.edit(data, path)
        return self.object(data, converter.kind_among(kinds, data), path)

    def edit(self, data: dict[str, Any], path: Keys) -> Any:
        name = data.get("edit")
        if type(name) is str and name in converter.EDITS:
            body = {key: value for key, value in data.items() if key != "edit"}
            return self.object(body, converter.EDITS[name], path)
        self.unknown(name, converter.EDITS, "edit", (*path, "edit"), str)
        return _MISSING

    def day(self, data: Any, _: Any, path: Keys) -> Any:
        if type(data) is not str:
            message = f'a date is needed, such as "2026-05-01", not {described(data)}'
            return self.refuse(path, date, message)
        try:
            return converter.day(data)
        except converter.RefusedError:
            remedy = "write year, month and day as in 2026-05-01"
            message = f"a text of {counted(len(data), 'character')} is not a date"
            return self.refuse(path, date, message, remedy, "bad-date")

    def choice(self, data: Any, kind: type[StrEnum], path: Keys) -> Any:
        known = [one.value for one in kind]
        return kind(data) if data in known else self.unknown(data, known, name_of(kind), path, kind)

    def role(self, data: Any, hint: Any, path: Keys) -> Any:
        if type(data) is not str:
            return self.object(data, hint, path)
        if data not in KNOWN_ROLES:
            more = ", and an object with a name for another"
            self.unknown(data, KNOWN_ROLES, "role", path, str, more)
        return KNOWN_ROLES.get(data, Role.PARTNERSHIP)

    def unknown(
        self, data: Any, known: Collection[str], what: str, path: Keys, hint: Any, more: str = ""
    ) -> Any:
        """Report a word that is none of the known ones."""
        remedy = f"there are {listed([*known], limit=len(known))}{more}"
        if type(data) is not str:
            return self.refuse(path, hint, f"a string is needed, not {described(data)}", remedy)
        length = f"of {counted(len(data), 'character')}"
        message = f"unknown {what} {quoted(data, known, length)}"
        return self.refuse(path, hint, message, remedy, f"unknown-{what}", self.near(data, known))

    def several(self, data: Any, hint: Any, path: Keys) -> Any:
        """A list of values of one type, or a list of exactly as many as it says."""
        *hints, last = get_args(hint)
        count = None if last is ... else len(hints) + 1
        if type(data) is not list or count not in (None, len(data)):
            wanted = "a list" if count is None else f"a list of {count}"
            found = described(data) if type(data) is not list else f"a list of {len(data)}"
            return self.refuse(path, hint, f"{wanted} is needed, not {found}")
        each = hints * len(data) if count is None else [*hints, last]
        values = tuple(
            self.value(one, of, (*path, position))
            for position, (one, of) in enumerate(zip(data, each, strict=True))
        )
        return _MISSING if _MISSING in values else values

    def meanings(self, data: Any, _: Any, path: Keys) -> Any:
        """Texts by id, as the items of an object."""
        if type(data) is not dict:
            return self.no_object(data, Meanings, path, "a text for each id, ")
        first = len(self.problems)
        for key, text in data.items():
            self.simple(text, str, path if id_problems(key, path) else (*path, key))
        return () if len(self.problems) > first else tuple(data.items())

    def object(self, data: Any, kind: Any, path: Keys) -> Any:
        if type(data) is not dict:
            return self.no_object(data, kind, path, f"{a(name_of(kind))}, ")
        if kind in (Rating, NotApplicable):
            # Most answers are sound, and there may be a million of them.
            with suppress(Exception):
                return converter.structured(data, kind)
        first = len(self.problems)
        given = self.given(data, kind, path)
        if kind is Round and given["framework"] is _MISSING:
            given |= dict.fromkeys(_ANSWERS_A_FRAMEWORK, ()) | {"framework": _NO_FRAMEWORK}
        value = self.built(kind, given, path)
        if kind in (Rating, NotApplicable):
            names = data.get("question"), data.get("respondent")
            question, respondent = (name if isinstance(name, str) else None for name in names)
            self.problems[first:] = [
                evolve(one, question=question, respondent=respondent)
                for one in self.problems[first:]
            ]
        return value

    def given(
        self, data: dict[Any, Any], kind: Any, path: Keys, only: Iterable[str] = ()
    ) -> dict[str, Any]:
        """The members of an object, those that are missing or unknown reported."""
        known = {key: one for key, one in members(kind).items() if not only or key in only}
        self.unknown_keys(data, known, path, kind)
        given: dict[str, Any] = {}
        for key, member in known.items():
            here = (*path, key)
            if key in data:
                given[key] = self.value(data[key], member.type, here)
            elif member.default is NOTHING:
                message = f"{a(name_of(kind))} needs {key!r}"
                given[key] = self.refuse(here, member.type, message, code="missing")
        return given

    def unknown_keys(
        self, data: dict[Any, Any], known: Mapping[str, Any], path: Keys, kind: Any
    ) -> None:
        for key in data:
            if key in known:
                continue
            if kind in _EITHER and key in members(_EITHER[kind][0]):
                self.problems.append(problem((*path, key), *_EITHER[kind][1:], "both"))
                continue
            is_text = type(key) is str
            length = f"of {counted(len(key), 'character')}" if is_text else described(key)
            name = self.known(key) or length
            place = (*path, key) if name == repr(key) else path
            message, remedy = f"unknown key {name}", f"there are {listed([*known], limit=24)}"
            near = self.near(key, known)
            self.problems.append(Problem(place, message, remedy, "unknown-key", suggestion=near))

    def built(self, kind: Any, given: dict[str, Any], path: Keys) -> Any:
        """The value of a class; members the class refuses are reported and stood in for."""
        types = members(kind)
        while _MISSING not in given.values():
            try:
                return kind(**given)
            except InvalidError as error:
                self.report(error.problems, path)
                refused = {str(one.path[0]) for one in error.problems} & given.keys()
                fresh = {key for key in refused if (*path, key) not in self.doubted}
                if not fresh:
                    break
                for key in fresh:
                    self.doubt((*path, key))
                    given[key] = _stand_in(types[key].type)
        self.doubt(path)
        return _stand_in(kind)

    def report(self, problems: Iterable[Problem], path: Keys) -> None:
        """Report what a class refuses, unless it may be due to a stand-in."""
        for one in problems:
            cause = _RESTS_ON.get(one.code)
            if cause is not None and (*path, *cause) in self.above:
                continue
            here = (*path, *one.path)
            # Nothing at, above or below it is in doubt.
            if here not in self.above and self.doubted.isdisjoint(_upwards(here)):
                self.problems.append(one.within(*path))

    def framework(self, data: Any, _: Any, path: Keys) -> Any:
        """A framework; its origin stands in the document without the source the two share."""
        if isinstance(data, Framework):
            return data
        if type(data) is not dict:
            return self.no_object(data, Framework, path, "a framework, ")
        own = {key: value for key, value in data.items() if key != "origin"}
        given = self.given(own, Framework, path)
        if (origin := data.get("origin")) is not None:
            given["origin"] = self.origin(origin, given["source"], (*path, "origin"))
        unsure = path in self.above
        made = self.whole(given, path)
        if made is _MISSING or unsure:
            return _MISSING
        self.report(converter.replayed_problems(made), path)
        return made

    def origin(self, data: Any, source: Any, path: Keys) -> Any:
        if type(data) is not dict:
            return self.no_object(data, Framework, path, "a framework, ")
        given = self.given(data, Framework, path, only=converter.ORIGIN_KEYS)
        return self.whole({**given, "source": source}, path)

    def whole(self, given: dict[str, Any], path: Keys) -> Any:
        """The framework of these members, none of which is stood in for if it is refused."""
        if _MISSING in given.values():
            return _MISSING
        try:
            return Framework(**given)
        except InvalidError as error:
            # What rests on the whole content says nothing where a part of it is stood in for.
            unsaid = {"lineage", "not-as-published"} if path in self.above else set()
            self.report((one for one in error.problems if one.code not in unsaid), path)
            self.doubt(path)
            return _MISSING
