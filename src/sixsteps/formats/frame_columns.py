"""The columns of a frame with one row an answer, and what the words in them mean.

Every reader of frames asks here: for rounds (`frames.from_frame`) and for panels.
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any, Literal, Self, TypeAlias, TypeVar, get_args

from attrs import field, frozen

from sixsteps.analysis.answer_cells import AnswerKind
from sixsteps.errors import DocumentError, Problem, WrongTypeError, extra
from sixsteps.formats.rows import (
    EntryError,
    Unheld,
    choice_of,
    level_of,
    role_of,
    roles_offered,
    text_of,
)
from sixsteps.model.answers import KNOWN_ROLES, Role
from sixsteps.model.fields import wrong_type
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Scale
from sixsteps.words import as_id, counted, folded, for_the_first, listed, nearest, quoted

T = TypeVar("T")

COLUMNS: tuple[str, ...] = (
    *("organisation", "round", "period", "date", "respondent", "role", "independent"),
    *("framework", "step", "question", "identity", "number", "kind", "level"),
    *("has_evidence", "has_remaining", "has_plan", "source"),
)
"""One row is one answer. `framework` is a fingerprint; `identity` is the same for the same question
in every adaptation, and differs where one id has two meanings; `has_plan` says that an open action
works on the answer on the round's own date; `independent` says "yes" or "no" of the role; `source`
is the reference every table carries."""

TEXTS: tuple[str, ...] = ("evidence", "rationale", "remaining", "reason")
"""Free text, which may concern identifiable children: columns that stand only where asked for."""

CATEGORIES: tuple[str, ...] = ("level", "role")
"""The columns of which a message repeats a short text that many rows share."""

REQUIRED: tuple[str, ...] = ("organisation", "round", "question", "level")


def narwhals() -> ModuleType:
    """The package that speaks to every data frame."""
    with extra("frames", "a data frame needs narwhals"):
        import narwhals as found
    return found


def opened_frame(frame: Any, *, in_memory: bool = False) -> Any:
    """A data frame as narwhals sees it."""
    nw = narwhals()
    try:
        return nw.from_native(frame, eager_only=in_memory)
    except TypeError:
        where = " in memory" if in_memory else ""
        others = "" if in_memory else ", or a lazy one of polars, DuckDB or PySpark"
        raise WrongTypeError(
            f"a value of type {type(frame).__name__} is no data frame{where}",
            f"give one of pandas, polars or pyarrow{others}",
        ) from None
    except nw.exceptions.DuplicateError:
        problem = Problem(("frame",), "two columns of one name", "rename one", "duplicate")
        raise DocumentError("frame", [problem]) from None


def from_below(reading: Callable[[], T]) -> T | None:
    """What a library beneath gives; `None` where it raises, in words that may repeat a cell."""
    try:
        return reading()
    except (OSError, MemoryError):
        raise
    except Exception:  # whatever kind it is
        return None
    except BaseException as error:
        # What is written in Rust gives up with one of these, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        return None


def as_arrow(column: Any) -> Any:
    """A column as an array of pyarrow, `None` where it is of values of several types."""
    with extra("frames", "a data frame needs pyarrow"):
        import pyarrow as pa
    # Through the Arrow stream, which copies less than `to_arrow`.
    return from_below(lambda: pa.table(column.to_frame()).column(0))


def is_extension(column: Any) -> bool:
    """True for an array of pyarrow whose values others know the meaning of."""
    import pyarrow as pa

    return isinstance(column.type, pa.BaseExtensionType)


def values_in(column: Any) -> list[Any]:
    """The values of a column as Python has them, and `Unheld` for those that it does not hold."""
    # Polars writes to the standard error before it gives up on a date.
    is_risky = column.implementation.is_polars() and column.dtype.is_temporal()
    found: list[Any] | None = None if is_risky else from_below(column.to_list)
    if found is not None and not isinstance(column.dtype, narwhals().Unknown):
        return found
    arrow = as_arrow(column)
    if found is None:
        return [held(one) for one in arrow] if arrow is not None else [Unheld()] * len(column)
    if arrow is not None and is_extension(arrow):
        # A number is how such a type stores its value, as pandas does a month, and not the value.
        found = [Unheld() if type(one) in (int, float) else one for one in found]
    return found


def held(value: Any) -> Any:
    """The value of a scalar of pyarrow, `Unheld` where Python does not hold it."""
    found = from_below(value.as_py)
    return Unheld() if found is None and value.is_valid else found


def named_columns(there: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """For each of our columns that a frame has, the name it has there.

    `columns` names those that are called something else, ours to theirs.
    """
    if not isinstance(columns, Mapping):
        raise WrongTypeError('columns maps our names to the frame\'s, {"level": "Rating"}')
    found = [*there]
    known = (*COLUMNS, *TEXTS)
    alike: dict[str, list[str]] = {}
    for name in found:
        alike.setdefault(folded(name), []).append(name)

    def called(name: str) -> str:
        """The column of this name, or the only one whose name looks like it."""
        near = alike.get(folded(name), ()) if isinstance(name, str) else ()
        return near[0] if name not in found and len(near) == 1 else name

    given = {ours: called(theirs) for ours, theirs in columns.items()}
    own = {name: called(name) for name in known}
    taken = set(given.values()) - {*known}
    names = {ours: name for ours, name in own.items() if name in found and name not in taken}
    names |= given
    problems = []
    for ours, theirs in given.items():
        if ours not in known:
            what, said, there = "there is no such column of ours", ours, known
        elif theirs not in found:
            what = f"the frame has no column {quoted(theirs, known, 'of that name')}"
            said, there = theirs, tuple(one for one in known if own[one] in found)
        else:
            continue
        has = f"it has {counted(len(found), 'column')}, and of ours"
        remedy = f"{'there are' if there is known else has} {listed(there, limit=24)}"
        place = (f"columns[{quoted(ours, known, '...')}]",)
        near = nearest(said, there)
        problems.append(Problem(place, what, remedy, "unknown-column", suggestion=near))
    for name in REQUIRED:
        if name not in names:
            remedy = f"name the one that holds it, columns={{{name!r}: ...}}"
            problems.append(Problem(("frame",), f"no column {name!r}", remedy, "missing-column"))
    DocumentError.check("frame", problems)
    return names


Questions: TypeAlias = Literal["id", "number", "label"]
"""How a frame names questions: by id, by printed number, or by label or wording."""


UNSAID = (AnswerKind.UNANSWERED, AnswerKind.NOT_ASKED)
_KINDS = {kind.value for kind in AnswerKind if kind is not AnswerKind.NOT_IN_FRAMEWORK}


@frozen
class Grammar:
    """The meanings of a frame's words: its frameworks, and the caller's own words.

    `frameworks` are known by fingerprint; `levels` and `roles` translate folded words; the roles
    `offered` are those of the frameworks, by name.
    """

    frameworks: Mapping[str, Framework]
    levels: Mapping[str, str]
    roles: Mapping[str, Role]
    questions: Questions
    offered: Mapping[str, Role]
    _found: dict[Hashable, list[str]] = field(factory=dict, init=False, eq=False)
    _near: dict[tuple[str, ...], str | None] = field(factory=dict, init=False, eq=False)
    _looked_for: Callable[[str], str | None] = field(
        factory=lambda: for_the_first(lambda _: "yes", 1000), init=False, eq=False
    )

    @classmethod
    def of(
        cls,
        frameworks: Iterable[Framework],
        levels: Mapping[Any, str],
        roles: Mapping[Any, Role | str],
        questions: Questions,
    ) -> Self:
        """The grammar of these frameworks and words."""
        if not isinstance(questions, str) or questions not in get_args(Questions):
            there = listed(get_args(Questions))
            shown = quoted(questions, get_args(Questions), "of that name")
            raise WrongTypeError(f"no way {shown} to name questions", f"there are {there}")
        for given, name in ((levels, "levels"), (roles, "roles")):
            if not isinstance(given, Mapping):
                to = "the keys of levels" if name == "levels" else name
                raise WrongTypeError(f"{name} maps what the frame says to {to}", "give a dict")
        known = {one.fingerprint: one for one in frameworks}
        offered = {k: r for one in known.values() for k, r in roles_offered(one).items()}
        DocumentError.check("frame", _untranslatable(levels, roles, known.values(), offered))
        own = {
            folded(text_of(said)): role if isinstance(role, Role) else role_of(role, own=offered)
            for said, role in roles.items()
        }
        words = {folded(text_of(said)): str(meant) for said, meant in levels.items()}
        return cls(known, words, own, questions, offered)

    def framework(self, name: str | None) -> Framework:
        """The framework of this fingerprint; without one, the only one there is."""
        if name is None and len(self.frameworks) == 1:
            return next(iter(self.frameworks.values()))
        found = self.frameworks.get(folded(name or ""))
        if found is None:
            remedy = f"there are {listed([*self.frameworks])}"
            raise EntryError("no such framework", remedy, "unknown-framework")
        return found

    def question(self, framework: Framework, given: object) -> str:
        """The id of the question that a value names."""
        said = text_of(given)
        if self.questions == "id":
            if framework.has_question(name := as_id(said)):
                return name
            if not self._looked_for(said):
                raise EntryError("no question of that id", "", "unknown-question")
            near = framework.nearest_question(said)
            message, remedy = framework.unknown_question(said)
            if re.fullmatch(r"\d+\.\d+", said):
                remedy = f'{remedy}; read numbers with questions="number"'
            raise EntryError(message, remedy, "unknown-question", near)
        # Millions of rows name a few questions, and each is looked for once.
        key = framework.fingerprint, type(given), said
        found = self._found.get(key) or self._named(framework, folded(said), given)
        self._found[key] = found
        if not found:
            raise EntryError(f"no question has this {self.questions}", "", "unknown-question")
        if len(found) > 1:
            message = f"two questions have this {self.questions}"
            raise EntryError(message, "name them by their ids", "ambiguous")
        return found[0]

    def _named(self, framework: Framework, said: str, given: object) -> list[str]:
        every = framework.questions
        if self.questions == "label":
            return [one.id for one in every if said in (folded(one.label), folded(one.text))]
        numbers = {one.id: framework.number(one.id) for one in every}
        if isinstance(given, float):
            # Of a number that was read as one, 1.1 may be 1.1 or 1.10.
            return [name for name, number in numbers.items() if float(number) == given]
        return [name for name, number in numbers.items() if number == said.strip(" q.")]

    def near(self, said: str, among: Iterable[str]) -> str | None:
        """The name nearest to a text, looked for once for each of the first thousand texts."""
        key = (said, *among)
        if key not in self._near and len(self._near) < 1000:
            self._near[key] = nearest(said, key[1:])
        return self._near.get(key)

    def level(self, said: str, scale: Scale) -> tuple[str | None, bool]:
        """The level that a text names, and whether it says not applicable."""
        try:
            return level_of(self.levels.get(folded(said), said), scale, near=lambda *_: None)
        except EntryError as error:
            if error.said[2] == "ambiguous":
                raise
            unknown, near = scale.unknown(said), self.near(said, scale.keys)
            raise EntryError(*unknown, error.said[2], near) from None

    def role(self, said: str, independent: str = "") -> Role:
        """The role that a text names, another than the known ones if it says yes or no."""
        try:
            offered = self.offered
            own = self.roles.get(folded(said))
            return own or role_of(said, independent, offered, offered, self.near)
        except EntryError as error:
            if error.said[2] == "unreadable":
                raise
            message = "unknown role" if said else "a respondent needs a role"
            raise EntryError(message, *error.said[1:], error.suggestion) from None


def kind_in(said: str, near: Callable[[str, Iterable[str]], str | None] = nearest) -> AnswerKind:
    """The kind of answer that a text names."""
    chosen = choice_of(said, _KINDS)
    if chosen is None:
        remedy = f"there are {listed(sorted(_KINDS))}"
        raise EntryError("unknown kind", remedy, "unknown-kind", near(said, _KINDS))
    return AnswerKind(chosen)


Fault: TypeAlias = tuple[str, str, str]
"""A column with what is wrong in it: the message and its code."""


def kind_of(
    said: AnswerKind | None, level: str | None, texts: Collection[str], *, out: bool
) -> tuple[AnswerKind | None, list[Fault]]:
    """The kind of an answer by all its row tells, and where the row contradicts itself.

    `said` is what the column of kinds says, `out` that the level is "not applicable", and `texts`
    names the free texts there are. A kind of `None` is a started answer.
    """
    kind = said
    if said is None:
        reason = out or (level is None and "reason" in texts)
        kind = AnswerKind.NOT_APPLICABLE if reason else AnswerKind.RATED if level else None
    rates = kind in (AnswerKind.RATED, AnswerKind.ANSWERED_NOT_ASKED)
    wrong = []
    if kind is AnswerKind.RATED and level is None:
        wrong.append(("level", "a rated answer without a level", "empty"))
    elif kind and ((level and not rates) or (out and kind in (AnswerKind.STARTED, *UNSAID))):
        wrong.append(("level", f"an answer that is {kind.value!r} has no level", "kind"))
    unrated = kind in (*UNSAID, AnswerKind.NOT_APPLICABLE) or (
        kind is AnswerKind.ANSWERED_NOT_ASKED and level is None
    )
    for name in texts:
        if kind in UNSAID or unrated is not (name == "reason"):
            shown = "rated" if kind is None else kind.value
            wrong.append((name, f"an answer that is {shown!r} has no {name}", "kind"))
    return kind, wrong


def _untranslatable(
    levels: Mapping[Any, str],
    roles: Mapping[Any, Role | str],
    frameworks: Iterable[Framework],
    offered: Mapping[str, Role],
) -> Iterator[Problem]:
    """Problems of translations to what is no level of any framework, and to what is no role."""
    scales = [one.scale for one in frameworks]
    for name, said in [("levels", one) for one in levels] + [("roles", one) for one in roles]:
        try:
            text_of(said)
        except EntryError as error:
            yield Problem((name,), *error.said)
    for said, level in levels.items():
        if not any(level in scale for scale in scales):
            shown = quoted(said, scales[0].keys, "...")
            place, near = (f"levels[{shown}]",), nearest(level, scales[0].keys)
            yield Problem(place, *scales[0].unknown(level), "unknown-level", suggestion=near)
    for said, role in roles.items():
        place = (f"roles[{quoted(said, KNOWN_ROLES, '...')}]",)
        if not isinstance(role, Role | str):
            yield wrong_type(role, place, "a Role or the name of one")
        elif isinstance(role, str):
            try:
                role_of(role, own=offered, offered=offered)
            except EntryError as error:
                yield Problem(place, *error.said, suggestion=error.suggestion)
