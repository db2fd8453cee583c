"""The tidy table of answers as a data frame of pandas, polars or pyarrow, written and read back.

Every row is checked, and every problem told with its row and its column.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from types import ModuleType
from typing import Any

from attrs import define, evolve, field

from sixsteps.analysis.cells import AnswerKind, actions_for, cell_of, respondent_ids, state_of
from sixsteps.errors import DocumentError, InvalidError, MissingExtraError, Problem, WrongTypeError
from sixsteps.formats.limits import MAX_PROBLEMS
from sixsteps.formats.rows import Place
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity
from sixsteps.model.ratings import Answer, NotApplicable, Rating, Respondent, Role
from sixsteps.model.rounds import Round
from sixsteps.words import listed, nearest

COLUMNS: tuple[str, ...] = (
    *("organisation", "round", "period", "date", "respondent", "role", "framework", "step"),
    *("question", "identity", "number", "kind", "level"),
    *("has_evidence", "has_remaining", "has_plan", "source"),
)
"""One row is one answer. `framework` is a fingerprint; `identity` is the same for the same question
in every adaptation, and differs where one id has two meanings; `has_plan` says that an open action
works on the answer on the round's own date; `source` is the reference every table carries."""

TEXTS: tuple[str, ...] = ("evidence", "rationale", "remaining", "reason")
"""Free text, which may concern identifiable children: columns that stand only where asked for."""

REQUIRED: tuple[str, ...] = ("organisation", "round", "question", "level")


def narwhals() -> ModuleType:
    """The package that speaks to every data frame.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import narwhals as found
    except ImportError:
        raise MissingExtraError(
            "a data frame needs narwhals", 'install it with: pip install "sixsteps[frames]"'
        ) from None
    return found


def named_columns(
    there: Iterable[str], columns: Mapping[str, str], wanted: Iterable[str] = REQUIRED
) -> dict[str, str]:
    """For each of our columns that a frame has, the name it has there.

    `columns` names those that are called something else, ours to theirs.

    Raises:
        WrongTypeError: `columns` is no mapping.
        DocumentError: with every column that is unknown or missing.
    """
    if not isinstance(columns, Mapping):
        raise WrongTypeError('columns maps our names to the frame\'s, {"level": "Rating"}')
    found = [*there]
    known = (*COLUMNS, *TEXTS)
    names = {**{name: name for name in known if name in found}, **columns}
    problems = []
    for ours, theirs in columns.items():
        if ours not in known:
            what, said, there = "there is no such column of ours", ours, known
        elif theirs not in found:
            what, said, there = f"the frame has no column {theirs!r}", theirs, tuple(found)
        else:
            continue
        remedy = f"{'there are' if there is known else 'it has'} {listed(there, limit=24)}"
        place = (f"columns[{ours!r}]",)
        near = nearest(said, there)
        problems.append(Problem(place, what, remedy, "unknown-column", suggestion=near))
    for name in wanted:
        if name not in names:
            remedy = f"name the one that holds it, columns={{{name!r}: ...}}"
            problems.append(Problem(("frame",), f"no column {name!r}", remedy, "missing-column"))
    DocumentError.check("frame", problems)
    return names


BACKENDS = ("pandas", "polars", "pyarrow")
_UNSAID = (AnswerKind.UNANSWERED, AnswerKind.NOT_ASKED)
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

    The columns are organisation, round, period, date, respondent, role,
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
    if backend not in BACKENDS:
        raise WrongTypeError(f"no backend {backend!r}", f"there are {listed(BACKENDS)}")
    every = (rounds,) if isinstance(rounds, Round) else rounds
    names = (*COLUMNS, *TEXTS) if text else COLUMNS
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
    nw = narwhals()
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
    roles = {one.id: one.role.value for one in round_.respondents}
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
        for name in respondent_ids(round_):
            cell = cell_of(round_, question.id, name, round_.on)
            if cell.kind in _UNSAID and not empties:
                continue
            plan = state_of(actions_for(round_, question.id, [name]), round_.on)
            yield {
                **about,
                **place,
                "respondent": name,
                "role": roles.get(name or ""),
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
_NOT_ASKED = {AnswerKind.NOT_ASKED.value, AnswerKind.ANSWERED_NOT_ASKED.value}
_KINDS = {kind.value for kind in AnswerKind if kind is not AnswerKind.NOT_IN_FRAMEWORK}


def from_frame(
    frame: Any,
    frameworks: Framework | Iterable[Framework],
    columns: Mapping[str, str] = {},
    *,
    dates: Mapping[str, date] = {},
) -> tuple[Round, ...]:
    """The rounds in a data frame with one row an answer, checked whole.

    Only `organisation`, `round`, `question` and `level` are needed; `columns` says what they are
    called where they are called something else. `level` holds a level's key; an empty one is a
    draft, unless a column `kind` says otherwise. Several respondents need the columns `respondent`
    and `role`, several frameworks the column `framework` with a fingerprint. The date of a round is
    in the column `date`, or in `dates` by its title. Rounds come in the order they are met.

    Who answered what at which level is read back exactly, with the kinds of empty. Evidence and
    other texts are read where the frame has them, evidence as one piece; what `has_evidence` or
    `has_plan` only tell of cannot be made up, and a `Panel` reads those.

    Raises:
        DocumentError: with every problem and its place, `row 12, column "level"`, rows counted
            from 1.
        MissingExtraError: narwhals is not installed.

    >>> import pandas as pd
    >>> from sixsteps.published import six_steps
    >>> frame = pd.DataFrame({"area": ["Anytown"], "round": ["Spring 2026"],
    ...                       "question": ["s1q1"], "level": ["amber"]})
    >>> rounds = from_frame(frame, six_steps(), {"organisation": "area"},
    ...                     dates={"Spring 2026": date(2026, 5, 1)})
    >>> rounds[0].answer("s1q1").level
    'amber'
    """
    nw = narwhals()
    try:
        table = nw.from_native(frame, eager_only=True)
    except TypeError:
        raise WrongTypeError(
            f"a value of type {type(frame).__name__} is not a data frame in memory",
            "give one of pandas, polars or pyarrow",
        ) from None
    names = named_columns(table.columns, columns)
    lists = {
        ours: [None if _is_missing(value) else value for value in table[theirs].to_list()]
        for ours, theirs in names.items()
    }
    known = {one.fingerprint: one for one in _several(frameworks)}
    reader = _Reader(names, known, dates)
    rows: dict[tuple[str, str], list[tuple[int, dict[str, Any]]]] = {}
    for number, values in enumerate(zip(*lists.values(), strict=True), 1):
        row = dict(zip(lists, values, strict=True))
        if reader.is_sound(number, row):
            rows.setdefault((row["organisation"], row["round"]), []).append((number, row))
    found = [reader.round(key, own) for key, own in rows.items()]
    DocumentError.check("frame", reader.problems)
    return tuple(one for one in found if one is not None)


def _several(frameworks: Framework | Iterable[Framework]) -> tuple[Framework, ...]:
    given = (frameworks,) if isinstance(frameworks, Framework) else tuple(frameworks)
    if not given or not all(isinstance(one, Framework) for one in given):
        raise WrongTypeError("frameworks is a Framework or several of them")
    return given


def _is_missing(value: Any) -> bool:
    """Whether a value is a sign of a missing one: pandas has NaN, NaT and NA."""
    return (
        value is None
        or type(value).__name__ in ("NAType", "NaTType")
        or (isinstance(value, float) and value != value)
    )


@define
class _Reader:
    """The problems found so far, and what rows are checked against."""

    names: Mapping[str, str]
    frameworks: Mapping[str, Framework]
    dates: Mapping[str, date]
    problems: list[Problem] = field(factory=list)

    def report(self, number: int, column: str, *said: str, near: str | None = None) -> None:
        """Take in a problem with a row: its message, its remedy and its code."""
        place = Place(row=number, column=self.names.get(column, column))
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(place.problem(*said, field=column, suggestion=near))

    def is_sound(self, number: int, row: Mapping[str, Any]) -> bool:
        """Whether a row can be read by itself; its problems are reported."""
        before = len(self.problems)
        for column, value in row.items():
            if value is None or column.startswith("has_"):
                continue
            if column == "date" and not isinstance(value, date):
                self.report(number, column, "not a date", "", "wrong-type")
            elif column != "date" and not isinstance(value, str):
                message = f"a string is needed, not a value of type {type(value).__name__}"
                self.report(number, column, message, "", "wrong-type")
        if len(self.problems) > before:
            return False
        for column in ("organisation", "round", "question"):
            if not (row[column] or "").strip():
                self.report(number, column, "nothing stands here", "every row needs it", "empty")
        self._check(number, row)
        return len(self.problems) == before

    def _check(self, number: int, row: Mapping[str, Any]) -> None:
        framework = self.framework(row)
        if framework is None:
            remedy = f"there are {listed([name[:12] for name in self.frameworks])}"
            self.report(number, "framework", "no such framework", remedy, "unknown-framework")
            return
        question, level, kind = row["question"], row["level"], row.get("kind")
        if question and not framework.has_question(question):
            near = framework.nearest_question(question)
            unknown = framework.unknown_question(question)
            self.report(number, "question", *unknown, "unknown-question", near=near)
        if level is not None and level not in framework.scale:
            near = nearest(level, framework.scale.keys)
            unknown = framework.scale.unknown(level)
            self.report(number, "level", *unknown, "unknown-level", near=near)
        if kind is not None and kind not in _KINDS:
            remedy, near = f"there are {listed(sorted(_KINDS))}", nearest(kind, _KINDS)
            self.report(number, "kind", "unknown kind", remedy, "unknown-kind", near=near)
        elif kind == AnswerKind.RATED and level is None:
            self.report(number, "level", "a rated answer without a level", "", "empty")
        elif (
            kind not in (None, AnswerKind.RATED, AnswerKind.ANSWERED_NOT_ASKED)
            and level is not None
        ):
            self.report(number, "level", f"an answer that is {kind!r} has no level", "", "kind")
        if row.get("respondent") is not None and row.get("role") not in set(Role):
            message, remedy = "a respondent needs a role", f"there are {listed([*Role])}"
            near = nearest(row.get("role"), [*Role])
            self.report(number, "role", message, remedy, "unknown-role", near=near)

    def framework(self, row: Mapping[str, Any]) -> Framework | None:
        """The framework a row answers: the one it names, or the only one there is."""
        name = row.get("framework")
        if name is None:
            return next(iter(self.frameworks.values())) if len(self.frameworks) == 1 else None
        return self.frameworks.get(name)

    def round(
        self, key: tuple[str, str], rows: Sequence[tuple[int, dict[str, Any]]]
    ) -> Round | None:
        """The round of these rows; `None` where it has problems, which are reported."""
        before = len(self.problems)
        organisation, title = key
        first, head = rows[0]
        for column in ("date", "period", "framework"):
            for number, row in rows[1:]:
                if row.get(column) != head.get(column):
                    message = f"this differs from row {first} of the same round"
                    self.report(number, column, message, "", "several")
        on: date | None = head.get("date") or self.dates.get(title)
        if isinstance(on, datetime):
            on = on.date()
        if on is None:
            message = f"no date for the round {title!r}"
            self.report(first, "date", message, "give a column date, or dates=", "no-date")
        framework = self.framework(head)
        answers = self._answers(rows)
        if len(self.problems) > before or framework is None or on is None:
            return None
        try:
            return Round(
                framework,
                organisation,
                title,
                on,
                ratings=answers,
                respondents=_respondents([row for _, row in rows], framework),
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
                by = f" by {answer.respondent!r}" if answer.respondent else ""
                message = f"a second answer to {answer.question!r}{by}"
                remedy = f"the first stands at row {first}"
                self.report(number, "question", message, remedy, "duplicate")
            found.append(answer)
        return found


def _answer(row: Mapping[str, Any]) -> Answer | None:
    question, respondent = row["question"], row.get("respondent")
    kind = row.get("kind") or (AnswerKind.DRAFT if row["level"] is None else AnswerKind.RATED)
    if kind in _UNSAID:
        return None
    if kind == AnswerKind.NOT_APPLICABLE or (
        kind == AnswerKind.ANSWERED_NOT_ASKED and row["level"] is None
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


def _respondents(rows: Sequence[Mapping[str, Any]], framework: Framework) -> list[Respondent]:
    """Who answers, in the order met; what each was asked where the kinds tell."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row.get("respondent") is not None:
            found.setdefault(row["respondent"], []).append(row)
    return [
        Respondent(name, name, Role(own[0]["role"]), asked=_asked(own, framework))
        for name, own in found.items()
    ]


def _asked(rows: Sequence[Mapping[str, Any]], framework: Framework) -> list[str] | None:
    out = {row["question"] for row in rows if row.get("kind") in _NOT_ASKED}
    return [one.id for one in framework.questions if one.id not in out] if out else None
