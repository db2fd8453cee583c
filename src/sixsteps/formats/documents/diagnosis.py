"""The second look at a document that cannot be read: every problem, each with its place.

What is at fault is stood in for, so that the rest can still be checked; a problem that could be
due to a stand-in is left out. Free text is never shown, only its place and its length.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum, StrEnum
from typing import Any, Literal, get_args, get_origin

from attrs import NOTHING, define, evolve, field, fields, frozen, has, resolve_types

from sixsteps.errors import InvalidError, Problem, listed, nearest
from sixsteps.formats.documents.converter import EDITS, ORIGIN_KEYS, kind_among, replay_problems
from sixsteps.formats.documents.kinds import (
    CLASSES,
    UPGRADES,
    RefusedError,
    a,
    day,
    described,
    format_of,
    heading,
    is_name,
    name_of,
    shown,
    upgraded,
)
from sixsteps.model.framework import Framework
from sixsteps.model.ratings import NotApplicable, Rating
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Level, Scale
from sixsteps.model.source import Source

MAX_PROBLEMS = 1000
"""How many problems are collected before the rest is left for the next reading."""


class EnoughError(Exception):
    """As many problems are found as are reported at once."""


@define
class Findings:
    """What a look through a document has found: problems, and places that are in doubt.

    A place is in doubt when what stands there was at fault, so that later checks see something
    else in its stead; a later problem at, above or below it would be due to that.
    """

    problems: list[Problem] = field(factory=list)
    _doubted: set[str] = field(factory=set)
    _above: set[str] = field(factory=set)

    def add(self, problem: Problem) -> None:
        """Take in a problem.

        Raises:
            EnoughError: at the last problem that is reported at once.
        """
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise EnoughError

    def add_unless_doubted(self, problem: Problem) -> None:
        """Take in a problem unless something at its place is in doubt already."""
        if not self.in_doubt(problem.place):
            self.add(problem)

    def doubt(self, path: str) -> None:
        """Remember that what is checked at `path` is not what the document says."""
        self._doubted.add(path)
        self._above.update(_upwards(path))

    def is_doubted(self, path: str) -> bool:
        """Whether `path` itself is in doubt."""
        return path in self._doubted

    def doubts_within(self, path: str) -> bool:
        """Whether something at or below `path` is in doubt."""
        return path in self._above

    def in_doubt(self, path: str) -> bool:
        """Whether something at, above or below `path` is in doubt."""
        return path in self._above or any(one in self._doubted for one in _upwards(path))

    def name_answer(self, first: int, question: str | None, respondent: str | None) -> None:
        """Say of the problems from `first` on which answer they concern."""
        for place in range(first, len(self.problems)):
            self.problems[place] = evolve(
                self.problems[place], question=question, respondent=respondent
            )


def _upwards(path: str) -> Iterator[str]:
    """A path and every path that holds it."""
    yield path
    for place in range(len(path) - 1, 0, -1):
        if path[place] in ".[":
            yield path[:place]


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


_SIMPLE = {str: "a string", bool: "true or false", int: "a whole number"}
# What a problem of a round is due to, where that is not at the problem's own place.
_RESTS_ON = {"unknown-respondent": "respondents", "agreed-draft": "state"}
_ANSWERS_A_FRAMEWORK = ("ratings", "plans", "respondents", "context")


def diagnosed(data: Any, kind: str | None) -> tuple[Problem, ...]:
    """Every problem of a document's data, up to the number that is reported at once."""
    look = _Look(Findings())
    try:
        look.document(data, kind)
    except EnoughError:
        look.found.problems.append(
            Problem("$", "there are more problems; mend these first", code="more")
        )
    except RecursionError:
        return (Problem("$", "this is nested too deeply to be a document", code="too-deep"),)
    # Both passes refuse the same, which the tests hold; this keeps a refusal from being silent.
    return tuple(look.found.problems) or (Problem("$", "this cannot be read", code="unreadable"),)


@frozen
class _Look:
    """A look through one document; each method returns the value it looked at or a stand-in."""

    found: Findings

    def document(self, data: Any, kind: str | None) -> None:
        if type(data) is not dict:
            self.found.add(
                Problem("$", f"an object is needed, not {described(data)}", code="wrong-type")
            )
            return
        found = format_of(data, kind)
        if isinstance(found, Problem):
            self.found.add(found)
            return
        name, number = found
        try:
            body = dict(upgraded(data, number, UPGRADES[name]))
        except Exception:
            # An upgrade counts on a sound document; what it stumbles over can be anything.
            self.found.add(Problem("$", f"this is no {name} of format {number}", code="unreadable"))
            return
        for key in heading(name):
            self.value(body.pop(key, ""), str, f"$.{key}")
        cited = name in ("framework", "round") and "citation" in body
        citation = body.pop("citation") if cited else None
        value = self.value(body, CLASSES[name], "$")
        sure = isinstance(value, Framework) or not self.found.doubts_within("$.framework")
        if cited and value is not MISSING and sure and citation != value.citation:
            self.found.add(
                Problem(
                    "$.citation",
                    "the citation is not that of the framework; leave it out to have it written",
                    code="citation",
                    field="citation",
                )
            )

    def refuse(self, path: str, message: str, code: str, kind: Any, near: str | None = None) -> Any:
        """Report what cannot stand at `path`, and put something sound in its place."""
        field = path.rpartition(".")[2].partition("[")[0]
        self.found.add(Problem(path, message, code=code, field=field or None, suggestion=near))
        self.found.doubt(path)
        return stand_in(kind)

    def value(self, data: Any, kind: Any, path: str) -> Any:
        args = get_args(kind)
        if kind is Framework:
            return self.framework(data, path)
        if get_origin(kind) is tuple:
            return self.several(data, kind, path)
        if get_origin(kind) is Literal:
            return self.simple(data, str, path)
        if args:
            return self.one_of(data, kind, path)
        if kind is date:
            return self.day(data, path)
        if has(kind):
            return self.object(data, kind, path)
        if issubclass(kind, StrEnum):
            return self.choice(data, kind, path)
        return self.simple(data, kind, path)

    def simple(self, data: Any, kind: type[Any], path: str) -> Any:
        if type(data) is kind:
            return data
        message = f"{_SIMPLE[kind]} is needed, not {described(data)}"
        return self.refuse(path, message, "wrong-type", kind)

    def one_of(self, data: Any, kind: Any, path: str) -> Any:
        """A value that may be missing, or an object of one of several classes."""
        kinds = [one for one in get_args(kind) if one is not type(None)]
        if data is None and type(None) in get_args(kind):
            return None
        if len(kinds) == 1:
            return self.value(data, kinds[0], path)
        if data == "" and str in kinds:
            return ""
        if type(data) is not dict:
            message = f"an object is needed, not {described(data)}"
            return self.refuse(path, message, "wrong-type", kind)
        if kinds[0] in EDITS.values():
            return self.edit(data, path)
        return self.object(data, kind_among(kinds, data), path)

    def edit(self, data: dict[str, Any], path: str) -> Any:
        name = data.get("edit")
        if type(name) is str and name in EDITS:
            body = {key: value for key, value in data.items() if key != "edit"}
            return self.object(body, EDITS[name], path)
        what = f"unknown edit {shown(name)}" if type(name) is str else "no kind of edit"
        message = f"{what}; there are {listed([*EDITS], limit=len(EDITS))}"
        self.refuse(f"{path}.edit", message, "unknown-edit", str, nearest(name, EDITS))
        return MISSING

    def day(self, data: Any, path: str) -> Any:
        if type(data) is not str:
            message = f'a date is needed, such as "2026-05-01", not {described(data)}'
            return self.refuse(path, message, "wrong-type", date)
        try:
            return day(data)
        except RefusedError:
            message = f"{shown(data)} is not a date; write year, month and day as in 2026-05-01"
            return self.refuse(path, message, "bad-date", date)

    def choice(self, data: Any, kind: type[StrEnum], path: str) -> Any:
        known = [one.value for one in kind]
        if type(data) is not str:
            message = f"a string is needed, not {described(data)}; there are {listed(known)}"
            return self.refuse(path, message, "wrong-type", kind)
        if data in known:
            return kind(data)
        name = name_of(kind)
        message = f"unknown {name} {shown(data, known)}; there are {listed(known)}"
        return self.refuse(path, message, f"unknown-{name}", kind, nearest(data, known))

    def several(self, data: Any, kind: Any, path: str) -> Any:
        """A list of values of one kind, or a list of exactly as many as it says."""
        *kinds, last = get_args(kind)
        count = None if last is ... else len(kinds) + 1
        if type(data) is not list or count not in (None, len(data)):
            wanted = "a list" if count is None else f"a list of {count}"
            found = described(data) if type(data) is not list else f"a list of {len(data)}"
            return self.refuse(path, f"{wanted} is needed, not {found}", "wrong-type", kind)
        each = kinds * len(data) if count is None else [*kinds, last]
        values = tuple(
            self.value(one, of_kind, f"{path}[{position}]")
            for position, (one, of_kind) in enumerate(zip(data, each, strict=True))
        )
        return MISSING if MISSING in values else values

    def object(self, data: Any, kind: type[Any], path: str) -> Any:
        if type(data) is not dict:
            message = f"an object is needed, {a(name_of(kind))}, not {described(data)}"
            return self.refuse(path, message, "wrong-type", kind)
        first = len(self.found.problems)
        members = self.members(data, kind, path)
        if kind is Round and members["framework"] is MISSING:
            members |= dict.fromkeys(_ANSWERS_A_FRAMEWORK, ()) | {"framework": NO_FRAMEWORK}
        value = self.built(kind, members, path)
        if kind in (Rating, NotApplicable):
            question, respondent = data.get("question"), data.get("respondent")
            self.found.name_answer(
                first,
                question if is_name(question) else None,
                respondent if is_name(respondent) else None,
            )
        return value

    def members(
        self, data: dict[Any, Any], kind: type[Any], path: str, only: Iterable[str] = ()
    ) -> dict[str, Any]:
        """The members of an object, those that are missing or unknown reported."""
        resolve_types(kind)
        known = {one.alias: one for one in fields(kind) if not only or one.alias in only}
        self.unknown_keys(data, known, path)
        members: dict[str, Any] = {}
        for key, member in known.items():
            if key in data:
                members[key] = self.value(data[key], member.type, f"{path}.{key}")
            elif member.default is NOTHING:
                message = f"{a(name_of(kind))} needs {key!r}"
                members[key] = self.refuse(f"{path}.{key}", message, "missing", member.type)
        return members

    def unknown_keys(self, data: dict[Any, Any], known: Mapping[str, Any], path: str) -> None:
        for key in data:
            if key in known:
                continue
            place = f"{path}.{key}" if is_name(key) else path
            name = shown(key) if type(key) is str else described(key)
            message = f"unknown key {name}; there are {listed([*known], limit=24)}"
            self.found.add(
                Problem(place, message, code="unknown-key", suggestion=nearest(key, known))
            )

    def built(self, kind: type[Any], members: dict[str, Any], path: str) -> Any:
        """The value of a class; members the class refuses are reported and stood in for."""
        types = {one.alias: one.type for one in fields(kind)}
        while MISSING not in members.values():
            try:
                return kind(**members)
            except InvalidError as error:
                self.report(error.problems, path)
                refused = {_head(problem.place) for problem in error.problems} & members.keys()
                fresh = {key for key in refused if not self.found.is_doubted(f"{path}.{key}")}
                if not fresh:
                    break
                for key in fresh:
                    self.found.doubt(f"{path}.{key}")
                    members[key] = stand_in(types[key])
        self.found.doubt(path)
        return stand_in(kind)

    def report(self, problems: Iterable[Problem], path: str) -> None:
        """Report what a class refuses, unless it may be due to a stand-in."""
        for problem in problems:
            cause = _RESTS_ON.get(problem.code)
            if cause is None or not self.found.doubts_within(f"{path}.{cause}"):
                self.found.add_unless_doubted(problem.within(path))

    def framework(self, data: Any, path: str) -> Any:
        """A framework; its origin stands in the document without the source the two share."""
        if isinstance(data, Framework):
            return data
        if type(data) is not dict:
            message = f"an object is needed, a framework, not {described(data)}"
            return self.refuse(path, message, "wrong-type", Framework)
        own = {key: value for key, value in data.items() if key != "origin"}
        members = self.members(own, Framework, path)
        origin = data.get("origin")
        if origin is not None:
            members["origin"] = self.origin(origin, members["source"], f"{path}.origin")
        if MISSING in members.values():
            return MISSING
        try:
            framework = Framework(**members)
        except InvalidError as error:
            unsure = self.found.doubts_within(path)
            self.report(
                (one for one in error.problems if one.code != "lineage" or not unsure), path
            )
            self.found.doubt(path)
            return MISSING
        if self.found.doubts_within(path):
            return MISSING
        self.report(replay_problems(framework), path)
        return framework

    def origin(self, data: Any, source: Any, path: str) -> Any:
        if type(data) is not dict:
            message = f"an object is needed, a framework, not {described(data)}"
            return self.refuse(path, message, "wrong-type", Framework)
        members = self.members(data, Framework, path, only=ORIGIN_KEYS)
        if MISSING in members.values() or source is MISSING:
            return MISSING
        try:
            return Framework(source=source, **members)
        except InvalidError as error:
            self.report(error.problems, path)
            self.found.doubt(path)
            return MISSING


def _head(path: str) -> str:
    """The first name in a path."""
    return path.partition(".")[0].partition("[")[0]
