"""The tidy table of answers as a data frame of pandas, polars or pyarrow, written and read back.

Every row is checked, and every problem told with its row and its column.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any, TypeVar

from attrs import define, evolve, field

from sixsteps.analysis import answer_cells
from sixsteps.analysis.answer_cells import AnswerKind
from sixsteps.errors import DocumentError, InvalidError, MissingExtraError, Problem, WrongTypeError
from sixsteps.formats import frame_columns
from sixsteps.formats.frame_columns import TEXTS, Questions, values_in
from sixsteps.formats.limits import Budget
from sixsteps.formats.problems import Causes, Place
from sixsteps.formats.rows import (
    EntryError,
    as_day,
    id_among,
    is_empty,
    text_of,
    under,
)
from sixsteps.model.answers import Answer, NotApplicable, Rating, Respondent, Role
from sixsteps.model.between_rounds import ReadResult, Unused
from sixsteps.model.fields import id_problems, instance_of, one_or_several, several
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity
from sixsteps.model.rounds import Round
from sixsteps.table import Table
from sixsteps.words import as_id, folded, listed, of_type, quoted

T = TypeVar("T")

_TRUTHS = ("has_evidence", "has_remaining", "has_plan")
_STAND_INS = {"date": date(2000, 1, 1), **dict.fromkeys(_TRUTHS, False)}


def to_frame(
    rounds: Round | Iterable[Round],
    backend: str = "pandas",
    *,
    empties: bool = False,
    text: bool = False,
) -> Any:
    """Rounds as a data frame of `backend` ("pandas", "polars" or "pyarrow"), one row an answer.

    The columns are organisation, round, period, date, respondent, role, independent,
    framework (its fingerprint), step, question, identity, number, kind, level, has_evidence,
    has_remaining, has_plan and source. `level` is an ordered categorical, worst to best, where the
    rounds share one scale and the backend has such a type. With `empties` the cells that are
    unanswered or not asked have rows too, as the figures on data frames need them; `kind` tells
    them apart. With `text` the columns evidence, rationale, remaining and reason follow, which may
    concern identifiable children.

    Raises:
        MissingExtraError: narwhals or the backend is not installed.
        WrongTypeError: for an unknown backend, or what is no round.

    >>> from sixsteps.samples import spring_2026
    >>> frame = to_frame(spring_2026(), "pyarrow")
    >>> frame.column_names[:4], frame.column("level")[0].as_py() in ("red", "amber", "green")
    (['organisation', 'round', 'period', 'date'], True)
    """
    check_backend(backend)
    for name, given in (("empties", empties), ("text", text)):
        instance_of(given, bool, name, "give True or False")
    every = (rounds,) if isinstance(rounds, Round) else several(rounds, "rounds", of=Round)
    names = (*frame_columns.COLUMNS, *TEXTS) if text else frame_columns.COLUMNS
    data: dict[str, list[Any]] = {name: [] for name in names}
    keys: dict[tuple[str, ...], None] = {}
    for round_ in every:
        if not isinstance(round_, Round):
            raise WrongTypeError(
                f"a value of type {type(round_).__name__} is not a round", "give rounds"
            )
        keys[round_.framework.scale.keys] = None
        for row in _rows(round_, empties=empties):
            for name in names:
                data[name].append(row[name])
    return _frame(data, next(iter(keys)) if len(keys) == 1 else None, backend)


def identity_label(identity: Identity) -> str:
    """A question's id with a mark of the wording it was introduced with.

    >>> identity_label(Identity("s1q5", "Are schools engaged?"))
    's1q5:e742d51a'
    """
    mark = hashlib.sha256(identity.introduced.encode("utf-8")).hexdigest()
    return f"{identity.id}:{mark[:8]}"


def _frame(data: dict[str, list[Any]], levels: tuple[str, ...] | None, backend: str) -> Any:
    nw, _ = frame_columns.narwhals(), _installed(backend)
    kinds = {name: nw.String() for name in data} | {"date": nw.Date()}
    kinds |= {name: nw.Boolean() for name in _TRUTHS}
    if levels is not None and backend != "pyarrow":
        kinds["level"] = nw.Enum(levels)
    # Of no values at all pandas cannot make dates: a row is put in and taken out again.
    given = data if data["date"] else {name: [_STAND_INS.get(name)] for name in data}
    native = nw.from_dict(given, kinds, backend=backend).head(len(data["date"])).to_native()
    if levels is not None and backend == "pyarrow":
        return _with_ordered_levels(native, levels)
    return native


def _with_ordered_levels(native: Any, levels: tuple[str, ...]) -> Any:
    """A pyarrow table whose levels are an ordered dictionary, which narwhals cannot make."""
    import pyarrow as pa

    places = {level: place for place, level in enumerate(levels)}
    given = native.column("level").to_pylist()
    indices = pa.array([places.get(level) for level in given], pa.int8())
    ordered = pa.DictionaryArray.from_arrays(indices, pa.array(levels), ordered=True)
    return native.set_column(native.column_names.index("level"), "level", ordered)


def _rows(round_: Round, *, empties: bool) -> Iterator[dict[str, Any]]:
    framework = round_.framework
    roles = {one.id: one.role for one in round_.respondents}
    about = {
        "organisation": round_.organisation_id or round_.organisation,
        "round": round_.title,
        "period": round_.period,
        "date": round_.on,
        "framework": framework.fingerprint,
        "source": round_.citation,
    }
    for question in framework.questions:
        place = {
            "step": framework.step_of(question.id).id,
            "question": question.id,
            "identity": identity_label(framework.identity(question.id)),
            "number": framework.number(question.id),
        }
        for name in answer_cells.respondent_ids(round_):
            cell = answer_cells.cell_of(round_, question.id, name, round_.on)
            if cell.kind in frame_columns.UNSAID and not empties:
                continue
            actions = answer_cells.actions_for(round_, question.id, [name])
            plan = answer_cells.state_of(actions, round_.on)
            role = roles.get(name or "")
            yield {
                **about,
                **place,
                "respondent": name,
                "role": role and role.name,
                "independent": role and ("yes" if role.independent else "no"),
                "kind": cell.kind.value,
                "has_plan": plan.is_live,
                **_texts(round_.answer(question.id, name)),
            }


def _texts(answer: Answer | None) -> dict[str, Any]:
    """The columns that the answer itself holds."""
    found: dict[str, Any] = dict.fromkeys(("level", *TEXTS))
    if isinstance(answer, Rating):
        found["level"] = answer.level
        found["evidence"] = "\n".join(piece.text for piece in answer.evidence) or None
        found["rationale"] = answer.rationale or None
        found["remaining"] = answer.remaining or None
    elif answer is not None:
        found["reason"] = answer.reason
    found["has_evidence"] = isinstance(answer, Rating) and bool(answer.evidence)
    found["has_remaining"] = isinstance(answer, Rating) and bool(answer.remaining.strip())
    return found


NO_REASON = "No reason in the table"
_NOT_ASKED = {AnswerKind.NOT_ASKED, AnswerKind.ANSWERED_NOT_ASKED}
_READ = (
    *("organisation", "round", "period", "date", "framework", "respondent", "role"),
    *("independent", "question", "kind", "level", *TEXTS),
)
"""The columns that a round is made of; the others only tell what follows from it."""


def from_frame(
    frame: Any,
    frameworks: Framework | Iterable[Framework],
    columns: Mapping[str, str] = {},
    *,
    levels: Mapping[Any, str] = {},
    roles: Mapping[Any, Role | str] = {},
    questions: Questions = "id",
    dates: Mapping[str, date] = {},
) -> ReadResult:
    """The rounds in a data frame with one row an answer, checked whole, and what was not used.

    Only `organisation`, `round`, `question` and `level` are needed; `columns` says what they are
    called where they are called something else. `level` holds a level's key, its label or the
    letter that it alone begins with, or what `levels` translates to a key; an empty one is a
    started answer, unless a column `kind` says otherwise. `question` holds ids, or printed numbers
    or labels where `questions` says so. Several respondents need the columns `respondent` and
    `role` (which `roles` translates; another role than the known ones needs a yes or no in the
    column `independent`), several frameworks the column `framework` with a fingerprint. The date of
    a round is in the column `date`, or in `dates` by its title. Rounds come in the order they are
    met. Names are compared without case, white space and what shows nothing.

    Who answered what at which level is read back exactly, with the kinds of empty. Evidence and
    other texts are read where the frame has them, evidence as one piece; what `has_evidence` or
    `has_plan` only tell of cannot be made up, and a `Panel` reads those.

    Raises:
        DocumentError: with every problem and its place, `row 12, column "level"`, rows counted
            from 1; one problem for all rows of a column that have the same fault.
        MissingExtraError: narwhals is not installed.

    >>> import pandas as pd
    >>> from sixsteps.published import six_steps
    >>> frame = pd.DataFrame({"area": ["Anytown"], "round": ["Spring 2026"],
    ...                       "question": [1.1], "level": ["Amber"], "ward": ["North"]})
    >>> found = from_frame(frame, six_steps(), {"organisation": "area"}, questions="number",
    ...                    dates={"Spring 2026": date(2026, 5, 1)})
    >>> found.round.answer("s1q1").level
    'amber'
    >>> print(*found.left_out)
    column "ward": 1 cell
    """
    table = frame_columns.opened_frame(frame, in_memory=True)
    budget = Budget("frame", remedy="read it as a Panel, or in parts")
    budget.spend("answers", len(table))
    # To pandas a name may be anything; what is no text is none of ours.
    texts = [name for name in table.columns if isinstance(name, str)]
    names = frame_columns.named_columns(texts, columns)
    if not isinstance(dates, Mapping):
        raise WrongTypeError("dates maps the titles of rounds to their dates", "give a dict")
    every = one_or_several(frameworks, Framework, "frameworks")
    grammar = frame_columns.Grammar.of(every, levels, roles, questions)
    given = {ours: values_in(table[names[ours]]) for ours in _READ if ours in names}
    days = _by_title(dates)
    reader = _Reader(names, grammar, days)
    rows: dict[tuple[str, str], list[tuple[int, dict[str, Any]]]] = {}
    for number, values in enumerate(zip(*given.values(), strict=True), 1):
        if all(map(is_empty, values)):
            continue
        row = reader.row(number, dict(zip(given, values, strict=True)))
        if row is not None:
            key = folded(row["organisation"]), folded(row["round"])
            rows.setdefault(key, []).append((number, row))
    budget.spend("rounds", len(rows))
    found = [reader.round(own) for own in rows.values()]
    DocumentError.check("frame", reader.problems)
    used = {names[ours] for ours in given}
    unused = [
        Unused((str(under(name, place)),), sum(not is_empty(one) for one in values_in(column)))
        for place, column in enumerate(table.iter_columns(), 1)
        for name in (column.name if isinstance(column.name, str) else "",)
        if name not in used
    ]
    rounds = tuple(one for one in found if one is not None)
    return ReadResult(rounds, tuple(one for one in unused if one.cells))


def _by_title(dates: Mapping[Any, date]) -> dict[str, date]:
    """The dates of rounds by their folded titles, which a frame may have as numbers."""
    try:
        return {folded(text_of(title)): day for title, day in dates.items()}
    except EntryError as error:
        raise DocumentError("frame", [Problem(("dates",), *error.said)]) from None


@define
class _Reader:
    """The problems found so far, and what rows are checked against."""

    names: Mapping[str, str]
    grammar: frame_columns.Grammar
    dates: Mapping[str, date]
    problems: Causes = field(factory=Causes)
    ids: dict[str, dict[str, str]] = field(factory=dict, init=False)
    sound: bool = field(default=True, init=False)
    """False where the row that was read last has problems."""

    def report(
        self, number: int, column: str, *said: str, near: str | None = None, value: str = ""
    ) -> None:
        """Take in a problem with a row: its message, its remedy and its code."""
        place = Place(row=number, column=self.names.get(column, column))
        problem = place.problem(*said, field=column, suggestion=near)
        self.problems.append(problem, value if column in frame_columns.CATEGORIES else "")
        self.sound = False

    def attempt(
        self, number: int, column: str, reading: Callable[[], T], value: str = ""
    ) -> T | None:
        """The result of reading a column, `None` where it raised an `EntryError`."""
        try:
            return reading()
        except EntryError as error:
            self.report(number, column, *error.said, near=error.suggestion, value=value)
            return None

    def row(self, number: int, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """A row as it is meant; `None` where it has problems, which are reported."""
        row: dict[str, Any] = {}
        self.sound = True
        for column, value in given.items():
            is_truth = isinstance(value, bool) and column == "independent"
            reading = partial(
                as_day if column == "date" else text_of, str(value) if is_truth else value
            )
            row[column] = self.attempt(number, column, reading) or None
        if not self.sound:
            return None
        for column in ("organisation", "round", "question"):
            if not row[column]:
                self.report(number, column, "nothing stands here", "every row needs it", "empty")
        named = partial(self.grammar.framework, row.get("framework"))
        framework = self.attempt(number, "framework", named)
        if framework is None:
            return None
        readings: dict[str, Callable[[str], Any]] = {}
        if row["question"]:
            readings["question"] = lambda _: self.grammar.question(framework, given["question"])
        readings["level"] = lambda said: self.grammar.level(said, framework.scale)
        readings["kind"] = lambda said: (
            frame_columns.kind_in(said, self.grammar.near) if said else None
        )
        if row.get("respondent") is not None:
            readings["role"] = lambda said: self.grammar.role(said, row.get("independent") or "")
        for column, meant in readings.items():
            said = row.get(column) or ""
            row[column] = self.attempt(number, column, partial(meant, said), said)
        if not self.sound:
            return None
        level, out = row["level"]
        texts = [name for name in TEXTS if row.get(name)]
        kind, wrong = frame_columns.kind_of(row["kind"], level, texts, out=out)
        for column, message, code in wrong:
            self.report(number, column, message, "", code)
        return row | {"level": level, "kind": kind} if self.sound else None

    def round(self, rows: Sequence[tuple[int, dict[str, Any]]]) -> Round | None:
        """The round of these rows; `None` where it has problems, which are reported."""
        before = len(self.problems)
        first, head = rows[0]
        organisation, title = head["organisation"], head["round"]
        for column in ("date", "period", "framework"):
            for number, row in rows[1:]:
                if _folded(row.get(column)) != _folded(head.get(column)):
                    message = f"this differs from row {first} of the same round"
                    self.report(number, column, message, "", "several")
        on: date | None = head.get("date") or self.dates.get(folded(title))
        if on is None:
            message = f"no date for the round {quoted(title, self.dates, 'of this row')}"
            self.report(first, "date", message, "give a column date, or dates=", "no-date")
        framework = self.grammar.framework(head.get("framework"))
        respondents = self._respondents(rows, framework)
        answers = self._answers(rows)
        if len(self.problems) > before or on is None:
            return None
        try:
            return Round(
                framework,
                organisation,
                title,
                on,
                ratings=answers,
                respondents=respondents,
                period=head.get("period"),
            )
        except InvalidError as error:
            met = {row.get("respondent"): number for number, row in reversed(rows)}
            for problem in error.problems:
                number = first if problem.respondent is None else met.get(problem.respondent, first)
                column = "round" if problem.respondent is None else "respondent"
                place = Place(row=number, column=self.names.get(column, column))
                self.problems.append(evolve(problem, path=(str(place),)))
            return None

    def _answers(self, rows: Sequence[tuple[int, dict[str, Any]]]) -> list[Answer]:
        found: list[Answer] = []
        seen: dict[tuple[str, str | None], int] = {}
        for number, row in rows:
            try:
                answer = _answer(row)
            except InvalidError as error:
                for problem in error.problems:
                    column = problem.field if problem.field in self.names else "question"
                    self.report(number, str(column), problem.message, problem.remedy, problem.code)
                continue
            if answer is None:
                continue
            first = seen.setdefault((answer.question, answer.respondent), number)
            if first != number:
                by = " by this respondent" if answer.respondent else ""
                message = f"a second answer to {answer.question!r}{by}"
                remedy = f"the first stands at row {first}"
                self.report(number, "question", message, remedy, "duplicate")
            found.append(answer)
        return found

    def _respondents(
        self, rows: Sequence[tuple[int, dict[str, Any]]], framework: Framework
    ) -> list[Respondent]:
        """The respondents in the order met, with what each was asked; their ids go into rows."""
        found: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        ids = self.ids.setdefault(folded(rows[0][1]["organisation"]), {})
        for number, row in rows:
            if (name := row.get("respondent")) is not None:
                given = as_id(name)
                given = id_among(name, ids) if id_problems(given, ()) else given
                ids.setdefault(given, folded(name))
                row |= {"respondent": given, "name": name}
                found.setdefault(given, []).append((number, row))
        respondents = []
        for given, own in found.items():
            first, head = own[0]
            for number, row in own:
                if row["role"] != head["role"]:
                    message = f"this differs from row {first} of the same respondent"
                    self.report(number, "role", message, "", "several")
            asked = _asked([row for _, row in own], framework)
            respondents.append(Respondent(given, head["name"], head["role"], asked=asked))
        return respondents


def _folded(value: Any) -> Any:
    return folded(value) if isinstance(value, str) else value


def _answer(row: Mapping[str, Any]) -> Answer | None:
    question, respondent = row["question"], row.get("respondent")
    kind = row["kind"]
    if kind in frame_columns.UNSAID:
        return None
    if kind is AnswerKind.NOT_APPLICABLE or (
        kind is AnswerKind.ANSWERED_NOT_ASKED and row["level"] is None
    ):
        return NotApplicable(question, row.get("reason") or NO_REASON, respondent)
    return Rating(
        question,
        row["level"],
        [row["evidence"]] if row.get("evidence") else (),
        rationale=row.get("rationale") or "",
        remaining=row.get("remaining") or "",
        respondent=respondent,
    )


def _asked(rows: Sequence[Mapping[str, Any]], framework: Framework) -> list[str] | None:
    """The questions put to a respondent, where the kinds of the answers tell."""
    out = {row["question"] for row in rows if row.get("kind") in _NOT_ASKED}
    return [one.id for one in framework.questions if one.id not in out] if out else None


BACKENDS = ("pandas", "polars", "pyarrow")


def of_table(table: Table, backend: str = "pandas") -> Any:
    """A table of a result as a data frame of `backend` ("pandas", "polars" or "pyarrow").

    Every column has its type whatever its values: text, whole numbers of 64 bits, floats, truths
    or dates, empty where there is nothing. A numerator or denominator beyond 64 bits is empty, and
    its ratio stands. The source is in every row.

    Raises:
        MissingExtraError: pyarrow or the backend is not installed.
        WrongTypeError: for an unknown backend, or what is no table of a result.

    >>> from sixsteps import coverage, samples
    >>> frame = of_table(coverage(samples.spring_2026()).table("steps"), "pyarrow")
    >>> frame.column_names[:3], str(frame.schema.field("answered").type)
    (['step', 'step_id', 'asked'], 'double')
    """
    check_backend(backend)
    if not isinstance(table, Table) or table.data is None:
        raise WrongTypeError(
            f"{of_type(table)} is not a table of a result", "give result.table(name)"
        )
    pa = _installed("pyarrow")
    kinds = {
        "text": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
    }
    rows, types = table.rows(), {**table.data.types(), "source": "text"}
    columns = {
        name: pa.array([_typed(row[name], kind) for row in rows], kinds[kind])
        for name, kind in types.items()
    }
    found = pa.table(columns)
    if backend == "polars":
        return _installed("polars").from_arrow(found)
    if backend == "pandas":
        pd = _installed("pandas")
        own = (pd.StringDtype(), pd.Int64Dtype(), pd.Float64Dtype(), pd.BooleanDtype())
        nullable = dict(zip(kinds.values(), (*own, pd.ArrowDtype(pa.date32())), strict=True))
        return found.to_pandas(types_mapper=nullable.get)
    return found


def _typed(value: Any, kind: str) -> Any:
    if value is None or (kind == "int" and not -(2**63) <= value < 2**63):
        return None
    return date.fromisoformat(value) if kind == "date" else value


def _installed(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError:
        extra = 'install it with: pip install "sixsteps[frames]"'
        remedy = extra if name == "pyarrow" else f"install it with: pip install {name}"
        raise MissingExtraError(f"a data frame needs {name}", remedy) from None


def check_backend(backend: str) -> None:
    """Raise unless there is a backend of this name."""
    if not isinstance(backend, str) or backend not in BACKENDS:
        shown = quoted(backend, BACKENDS, "of that name")
        raise WrongTypeError(f"no backend {shown}", f"there are {listed(BACKENDS)}")
