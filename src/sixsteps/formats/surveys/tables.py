"""The exports of survey tools as a round: one respondent a row.

KoboToolbox names a column `group/id`, ODK Central `group-id`, Microsoft Forms by the question's
wording. A column that names nothing of the framework, such as a form's own `_uuid` or `start`,
is left out.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from io import StringIO
from os import PathLike
from pathlib import Path
from typing import IO, TypeAlias, cast

from attrs import evolve, frozen

from sixsteps.errors import DocumentError, InvalidError, Problem, WrongTypeError, listed
from sixsteps.formats.files import path_of, read_text
from sixsteps.formats.surveys.columns import (
    ASKED,
    NOT_APPLICABLE,
    RESPONDENT,
    ROLE,
    Columns,
    Field,
    column_name,
)
from sixsteps.formats.workbook.entries import EntryError, level_of, text_in
from sixsteps.formats.workbook.layout import folded, same_line_ends
from sixsteps.formats.workbook.opening import Cell, open_sheets
from sixsteps.formats.workbook.reading import id_from, split_evidence
from sixsteps.model.checks import counted, text_problems
from sixsteps.model.framework import Framework
from sixsteps.model.ratings import Answer, NotApplicable, Rating, Respondent, Role
from sixsteps.model.rounds import Round

# The line by which Excel is told the separator, and which it does not show.
_told_separator = re.compile(r"sep=([,;\t])\r?\n")
_in_quotes = re.compile('"[^"]*"')

Row: TypeAlias = Mapping[str, object] | Sequence[object]
TableSource: TypeAlias = str | PathLike[str] | IO[str] | IO[bytes] | Iterable[Row]
"""A path or file object of a CSV file, the path of an .xlsx one, or rows: mappings, or
sequences of which the first holds the headers."""


@frozen
class Record:
    """A row of an export: its number, the headers' being 1, and a text for each column."""

    row: int
    values: tuple[str, ...]


@frozen
class Export:
    """The columns of an export and its rows that are not empty."""

    headers: tuple[str, ...]
    records: tuple[Record, ...]


def export_of(source: TableSource) -> Export:
    """The rows of a source.

    Raises:
        WrongTypeError: for what is none.
        DocumentError: for what is no table, or holds values that are no text.
        OSError: where the file cannot be opened.
    """
    if isinstance(source, str | PathLike) and Path(source).suffix.lower() in (".xlsx", ".xlsm"):
        return _export(_sheet_rows(source))
    if isinstance(source, str | PathLike | bytes) or hasattr(source, "read"):
        return _export(_csv_rows(_text_of(cast(str | PathLike[str] | IO[str], source))))
    if not isinstance(source, Iterable) or isinstance(source, Mapping):
        raise WrongTypeError(
            "an export is a path, a file object or rows, not a value of type"
            f" {type(source).__name__}"
        )
    return _export(_given_rows(source))


def _text_of(source: str | PathLike[str] | IO[str]) -> str:
    try:
        return read_text(source)
    except DocumentError as error:
        if path_of(source) is not None or error.problems[0].code != "not-text":
            raise
    message = "this is a zip file, such as an Excel workbook; give the path of an .xlsx file"
    raise DocumentError("export", [Problem("$", message, code="not-text")])


def _export(rows: Iterable[Sequence[str]]) -> Export:
    kept = [(number, tuple(row)) for number, row in enumerate(rows, 1)]
    if not kept or not any(kept[0][1]):
        raise DocumentError("export", [Problem("row 1", "no headers; the first row names columns")])
    headers = kept[0][1]
    problems = [
        Problem(
            f"row {number}",
            f"{counted(len(row), 'value')} for {counted(len(headers), 'column')}; was it saved"
            " with another separator?",
            code="row-length",
        )
        for number, row in kept
        if any(value.strip() for value in row[len(headers) :])
    ]
    problems += [
        evolve(problem, field=None)
        for number, row in kept
        for header, value in zip(headers, row, strict=False)
        for problem in text_problems(value, f"row {number}, {column_name(header)}")
    ]
    DocumentError.check("export", problems)
    width = len(headers)
    return Export(
        headers,
        tuple(
            Record(number, (row + ("",) * width)[:width])
            for number, row in kept[1:]
            if any(value.strip() for value in row)
        ),
    )


def _csv_rows(text: str) -> list[list[str]]:
    told = _told_separator.match(text)
    if told:
        text = text[told.end() :]
    # Questions have commas in them, and line ends too; what stands in quotation marks is no guide.
    head = _in_quotes.sub("", text).partition("\n")[0]
    separator = told[1] if told else max(",;\t", key=head.count)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        pass
    raise DocumentError(
        "export",
        [Problem("", "the text is no CSV: a quotation mark is not closed, or a value is too long")],
    )


def _sheet_rows(source: str | PathLike[str]) -> Iterator[list[str]]:
    sheet = open_sheets(source)[0]
    problems: list[Problem] = []
    row = 0
    for cells in sheet.rows:
        while row < cells[0].row - 1:
            row += 1
            yield []
        row += 1
        yield _texts(cells, problems)
    DocumentError.check("export", problems)


def _texts(cells: Sequence[Cell], problems: list[Problem]) -> list[str]:
    texts = [""] * max(cell.column for cell in cells)
    for cell in cells:
        try:
            texts[cell.column - 1] = _text(cell)
        except EntryError as error:
            problems.append(Problem(f"cell {cell.reference}", str(error), code="unreadable"))
    return texts


def _text(cell: Cell) -> str:
    """The text of a cell; of a date, which Excel may have made of a text, as year, month, day."""
    if cell.kind == "date" and isinstance(cell.value, datetime):
        midnight = cell.value.time() == time()
        return (cell.value.date() if midnight else cell.value).isoformat()
    return str(cell.value) if cell.kind in ("date", "other") else text_in(cell)


def _given_rows(rows: Iterable[Row]) -> list[list[str]]:
    given = list(rows)
    problems: list[Problem] = []
    headers: dict[str, None] = {}
    for row in given:
        if isinstance(row, Mapping):
            headers |= dict.fromkeys(row)
    table: list[Sequence[object]] = [list(headers)] if headers else []
    for number, row in enumerate(given, 1):
        if isinstance(row, str | bytes) or isinstance(row, Mapping) is not bool(headers):
            problems.append(Problem(f"row {number}", "mappings or sequences of texts are needed"))
        elif isinstance(row, Mapping):
            table.append([row.get(header) for header in headers])
        else:
            table.append(row)
    texts: list[list[str]] = []
    for number, values in enumerate(table, 1):
        texts.append([])
        for place, value in enumerate(values, 1):
            if value is not None and not isinstance(value, str):
                kind = type(value).__name__
                message = f"a text is needed, not a value of type {kind}"
                problems.append(
                    Problem(f"row {number}, column {place}", message, code="wrong-type")
                )
            texts[-1].append(value if isinstance(value, str) else "")
    DocumentError.check("export", problems)
    return texts


def read_table(
    source: TableSource,
    framework: Framework,
    *,
    organisation: str,
    title: str,
    on: date,
    respondent: str = RESPONDENT,
    role: Role | str = ROLE,
) -> Round:
    """The round in a survey's export, one respondent a row.

    `respondent` is the header of the column that names who answers; `role` the header of the one
    that says in which role, or one role for all. Levels are given by key or label in any case.
    Whoever answers is asked the questions that the export has a column for. Without a respondent
    column an export of one row is a round whose one respondent is not named. An export of headers
    alone is a round that nobody has answered yet.

    Raises:
        DocumentError: with every problem of the export, its row and its column.
        InvalidError: for an organisation, title or date that a round cannot have.
        OSError: where the file cannot be opened.

    >>> from sixsteps.published import six_steps
    >>> rows = [{"respondent": "Anytown Police", "s1q1": "Green", "s1q1_evidence": "Plan agreed"}]
    >>> found = read_table(rows, six_steps(), organisation="Anytown", title="Spring 2026",
    ...     on=date(2026, 5, 1), role=Role.LEAD_PARTNER)
    >>> found.answer("s1q1", "anytown-police")
    Rating('s1q1', 'green' by 'anytown-police', 1 piece of evidence)
    """
    export = export_of(source)
    problems: list[Problem] = []
    who = _place(export, respondent)
    given_role = role if isinstance(role, Role) else _place(export, role)
    others = {export.headers[place] for place in (who, given_role) if isinstance(place, int)}
    places = Columns(framework).found(export.headers, problems, others)
    rated = [one.id for one in framework.questions if Field(one.id, "level") in places]
    problems += _column_problems(export, rated, who, given_role, respondent, role)
    DocumentError.check("export", problems)
    asked = None if len(rated) == len(framework.questions) else rated
    respondents: dict[str, Respondent] = {}
    rows: dict[str, int] = {}
    answers: list[Answer] = []
    for record in export.records:
        name = None
        if who is not None and given_role is not None:
            one = _respondent(record, who, given_role, export, asked, problems)
            if one is None:
                continue
            name = one.id
            if name in rows:
                message = f"a second row by {name!r}; the first is row {rows[name]}"
                place = f"row {record.row}, {column_name(export.headers[who])}"
                problems.append(Problem(place, message, code="duplicate", respondent=name))
                continue
            rows[name], respondents[name] = record.row, one
        for question in rated:
            answer = _answer(framework, question, name, record, places, export, problems)
            if answer is not None:
                answers.append(answer)
    DocumentError.check("export", problems)
    try:
        return Round(
            framework, organisation, title, on, answers, respondents=[*respondents.values()]
        )
    except InvalidError as error:
        problems = [_in_row(problem, [*rows.values()]) for problem in error.problems]
        what = DocumentError if problems != [*error.problems] else InvalidError
    raise what("export", problems)


def _in_row(problem: Problem, rows: list[int]) -> Problem:
    """A problem of a respondent with the row it comes from."""
    found = re.match(r"respondents\[(\d+)\]", problem.place)
    return evolve(problem, path=f"row {rows[int(found[1])]}") if found else problem


def _place(export: Export, header: str) -> int | None:
    """The column of this header, within groups or not, or as the form words it."""
    wanted = {folded(header), folded(ASKED.get(header, header))}
    for place, name in enumerate(map(folded, export.headers)):
        if not wanted.isdisjoint((name, name.rpartition("/")[2].strip())):
            return place
    return None


def _column_problems(
    export: Export,
    rated: list[str],
    who: int | None,
    given_role: Role | int | None,
    respondent: str,
    role: str,
) -> list[Problem]:
    problems = []
    if not rated:
        message = "no column is a question of the framework; columns are named by id or wording"
        problems.append(Problem("row 1", message, code="no-questions"))
    if who is None and len(export.records) > 1:
        message = f"no column {respondent!r} says who answers; give its header as respondent="
        problems.append(Problem("row 1", message, code="no-respondent"))
    if who is not None and given_role is None:
        message = f"no column {str(role)!r} says in which role; give role= a header or a Role"
        problems.append(Problem("row 1", message, code="no-role"))
    return problems


def _respondent(
    record: Record,
    who: int,
    given: Role | int,
    export: Export,
    asked: list[str] | None,
    problems: list[Problem],
) -> Respondent | None:
    name = record.values[who].strip()
    if not name:
        place = f"row {record.row}, {column_name(export.headers[who])}"
        problems.append(Problem(place, "nobody is named; name who answers", code="empty"))
        return None
    if isinstance(given, Role):
        return Respondent(id_from(name), name, given, asked=asked)
    roles: Mapping[str, Role] = {one.value: one for one in Role}
    said = folded(record.values[given]).replace("_", " ")
    if said not in roles:
        place = f"row {record.row}, {column_name(export.headers[given])}"
        message = f"a text of {len(said)} characters that is no role; there are {listed([*roles])}"
        problems.append(Problem(place, message, code="unknown-role"))
        return None
    return Respondent(id_from(name), name, roles[said], asked=asked)


def _answer(
    framework: Framework,
    question: str,
    who: str | None,
    record: Record,
    places: Mapping[Field, int],
    export: Export,
    problems: list[Problem],
) -> Answer | None:
    def said(kind: str) -> str:
        place = places.get(Field(question, kind))
        return "" if place is None else same_line_ends(record.values[place]).strip()

    def problem(kind: str, message: str, code: str) -> None:
        header = export.headers[places.get(Field(question, kind), places[Field(question, "level")])]
        where = f"row {record.row}, {column_name(header)} (question {framework.number(question)})"
        problems.append(
            Problem(where, message, code=code, question=question, respondent=who, field=kind)
        )

    level, out = None, said("level").casefold() == NOT_APPLICABLE
    if not out:
        try:
            level, out = level_of(said("level"), framework.scale)
        except EntryError as error:
            problem("level", str(error), "unknown-level")
            return None
    evidence, rationale, remaining, reason = (
        said(kind) for kind in ("evidence", "rationale", "remaining", "reason")
    )
    if not out and not reason:
        if level is None and not (evidence or rationale or remaining):
            return None
        return Rating(question, level, split_evidence(evidence), rationale, remaining, who)
    if level is not None:
        problem("reason", "a reason for not applicable beside a rating; clear one of them", "both")
    elif not reason:
        problem("reason", "not applicable needs its reason, and none is given", "empty")
    elif evidence or rationale or remaining:
        message = "a question that does not apply has no more than its reason; clear the rest"
        problem("reason", message, "both")
    else:
        return NotApplicable(question, reason, who)
    return None
