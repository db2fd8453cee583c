"""The tidy table to rounds: every row checked, every problem reported by row and column."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from attrs import define, evolve, field

from sixsteps.analysis.cells import AnswerKind
from sixsteps.errors import DocumentError, InvalidError, Problem, WrongTypeError, listed, nearest
from sixsteps.formats.frames.columns import named_columns, narwhals
from sixsteps.model.framework import Framework
from sixsteps.model.ratings import Answer, NotApplicable, Rating, Respondent, Role
from sixsteps.model.rounds import Round

MAX_PROBLEMS = 1000
"""How many problems are collected before the rest is left for the next reading."""

NO_REASON = "No reason in the table"
_ASKED = {
    kind.value
    for kind in (
        AnswerKind.RATED,
        AnswerKind.DRAFT,
        AnswerKind.UNANSWERED,
        AnswerKind.NOT_APPLICABLE,
    )
}
_KINDS = {kind.value for kind in AnswerKind if kind is not AnswerKind.NOT_IN_FRAMEWORK}
_placed = re.compile(r"ratings\[([0-9]+)\]\.([a-z]+)").fullmatch


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
            f"a value of type {type(frame).__name__} is no data frame in memory; give one of"
            " pandas, polars or pyarrow"
        ) from None
    names = named_columns(table.columns, columns)
    lists = {ours: _plain(table[theirs].to_list()) for ours, theirs in names.items()}
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


def _plain(values: Sequence[Any]) -> list[Any]:
    """Values with every sign of a missing one as `None`: pandas has NaN, NaT and NA."""
    return [None if _is_missing(value) else value for value in values]


def _is_missing(value: Any) -> bool:
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

    def report(
        self, number: int, column: str, message: str, code: str, near: str | None = None
    ) -> None:
        """Take in a problem with a row."""
        place = f'row {number}, column "{self.names.get(column, column)}"'
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(place, message, code=code, suggestion=near))

    def is_sound(self, number: int, row: Mapping[str, Any]) -> bool:
        """Whether a row can be read by itself; its problems are reported."""
        before = len(self.problems)
        for column, value in row.items():
            if column == "date":
                if value is not None and not isinstance(value, date):
                    self.report(number, column, "this is no date", "wrong-type")
            elif column.startswith("has_"):
                continue
            elif value is not None and not isinstance(value, str):
                kind = type(value).__name__
                self.report(
                    number, column, f"a string is needed, not a value of type {kind}", "wrong-type"
                )
        if len(self.problems) > before:
            return False
        for column in ("organisation", "round", "question"):
            if not (row[column] or "").strip():
                self.report(number, column, "nothing stands here; every row needs it", "empty")
        self._check(number, row)
        return len(self.problems) == before

    def _check(self, number: int, row: Mapping[str, Any]) -> None:
        framework = self.framework(row)
        if framework is None:
            known = listed([name[:12] for name in self.frameworks])
            message = f"no such framework; there are {known}"
            self.report(number, "framework", message, "unknown-framework")
            return
        question, level, kind = row["question"], row["level"], row.get("kind")
        if question and not framework.has_question(question):
            near = framework.nearest_question(question)
            message = "; ".join(framework.unknown_question(question))
            self.report(number, "question", message, "unknown-question", near)
        if level is not None and level not in framework.scale:
            near = nearest(level, framework.scale.keys)
            message = "; ".join(framework.scale.unknown(level))
            self.report(number, "level", message, "unknown-level", near)
        if kind is not None and kind not in _KINDS:
            message = f"unknown kind; there are {listed(sorted(_KINDS))}"
            self.report(number, "kind", message, "unknown-kind", nearest(kind, _KINDS))
        elif kind == AnswerKind.RATED and level is None:
            self.report(number, "level", "a rated answer without a level", "empty")
        elif (
            kind not in (None, AnswerKind.RATED, AnswerKind.ANSWERED_NOT_ASKED)
            and level is not None
        ):
            self.report(number, "level", f"an answer that is {kind!r} has no level", "kind")
        if row.get("respondent") is not None and row.get("role") not in set(Role):
            roles = [role.value for role in Role]
            near = nearest(row.get("role"), roles)
            message = f"a respondent needs a role; there are {listed(roles)}"
            self.report(number, "role", message, "unknown-role", near)

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
                    self.report(number, column, message, "several")
        on: date | None = head.get("date") or self.dates.get(title)
        if isinstance(on, datetime):
            on = on.date()
        if on is None:
            message = f"no date for the round {title!r}; give a column date, or dates="
            self.report(first, "date", message, "no-date")
        framework = self.framework(head)
        if len(self.problems) > before or framework is None or on is None:
            return None
        answers = [(number, _answer(row)) for number, row in rows]
        given = [(number, answer) for number, answer in answers if answer is not None]
        try:
            return Round(
                framework,
                organisation,
                title,
                on,
                ratings=[answer for _, answer in given],
                respondents=_respondents([row for _, row in rows], framework),
                period=head.get("period"),
            )
        except InvalidError as error:
            for problem in error.problems:
                self._report_within(problem, [number for number, _ in given], first)
            return None

    def _report_within(self, problem: Problem, numbers: Sequence[int], first: int) -> None:
        """Report a problem of a round at the row it comes from."""
        placed = _placed(problem.place)
        number = numbers[int(placed[1])] if placed else first
        column = placed[2] if placed else "round"
        place = f'row {number}, column "{self.names.get(column, column)}"'
        remedy = re.sub(
            r"ratings\[([0-9]+)\]", lambda found: f"row {numbers[int(found[1])]}", problem.remedy
        )
        self.problems.append(evolve(problem, path=place, remedy=remedy))


def _answer(row: Mapping[str, Any]) -> Answer | None:
    question, respondent = row["question"], row.get("respondent")
    kind = row.get("kind") or (AnswerKind.DRAFT if row["level"] is None else AnswerKind.RATED)
    if kind in (AnswerKind.UNANSWERED, AnswerKind.NOT_ASKED):
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
    told = {row["question"]: row.get("kind") for row in rows}
    if not {AnswerKind.NOT_ASKED.value, AnswerKind.ANSWERED_NOT_ASKED.value}.intersection(
        told.values()
    ):
        return None
    return [
        question.id
        for question in framework.questions
        if told.get(question.id, AnswerKind.UNANSWERED.value) in _ASKED
    ]
