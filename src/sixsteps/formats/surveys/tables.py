"""The exports of survey tools as a round: one respondent a row.

KoboToolbox names a column `group/id`, ODK Central `group-id`, Microsoft Forms by the question's
wording. A column that names nothing of the framework, such as a form's own `_uuid` or `start`,
is left out.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import IO, TypeAlias, cast

from attrs import evolve, frozen

from sixsteps.errors import DocumentError, InvalidError, Problem, WrongTypeError
from sixsteps.formats.files import path_of, read_text
from sixsteps.formats.rows import (
    EntryError,
    Headers,
    Place,
    Row,
    answer_in,
    choice_of,
    csv_rows,
    find_columns,
    folded,
    id_from,
    same_line_ends,
)
from sixsteps.formats.surveys.xlsform import (
    ASKED,
    FIELDS,
    LABELS,
    RESPONDENT,
    ROLE,
    field_name,
    question_label,
)
from sixsteps.formats.workbook.grid import text_in
from sixsteps.formats.workbook.opening import SheetCell, open_sheets
from sixsteps.formats.xlsx import reference
from sixsteps.model.fields import text_problems
from sixsteps.model.framework import Framework
from sixsteps.model.ratings import Answer, Respondent, Role
from sixsteps.model.rounds import Round
from sixsteps.words import counted, listed

GivenRow: TypeAlias = Mapping[str, object] | Sequence[object]
TableSource: TypeAlias = str | PathLike[str] | IO[str] | IO[bytes] | Iterable[GivenRow]
"""A path or file object of a CSV file, the path of an .xlsx one, or rows: mappings, or
sequences of which the first holds the headers."""


@frozen
class Export:
    """The headers of an export, and a text for each in every row that is not empty, by its number.

    The row of the headers has the number 1.
    """

    headers: tuple[str, ...]
    rows: Mapping[int, tuple[str, ...]]

    def place(self, row: int, column: int, about: str = "") -> Place:
        """The place of an entry."""
        return Place(row=row, column=self.headers[column], about=about)


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
        text = _text_of(cast(str | PathLike[str] | IO[str], source))
        try:
            return _export(csv_rows(text))
        except EntryError as error:
            raise DocumentError("export", [Problem((), *error.said)]) from None
    if not isinstance(source, Iterable) or isinstance(source, Mapping):
        kind = type(source).__name__
        message = f"an export is a path, a file object or rows, not a value of type {kind}"
        raise WrongTypeError(message)
    return _export(_given_rows(source))


def _text_of(source: str | PathLike[str] | IO[str]) -> str:
    try:
        return read_text(source)
    except DocumentError as error:
        if path_of(source) is not None or error.problems[0].code != "not-text":
            raise
    message, remedy = "a zip file, such as an Excel workbook", "give the path of an .xlsx file"
    raise DocumentError("export", [Problem(("$",), message, remedy, "not-text")])


def _export(given: Iterable[Sequence[str]]) -> Export:
    kept = [(number, tuple(row)) for number, row in enumerate(given, 1)]
    if not kept or not any(kept[0][1]):
        problem = Place(row=1).problem("no headers", "the first row names columns")
        raise DocumentError("export", [problem])
    headers = kept[0][1]
    width = len(headers)
    problems = [
        Place(row=number).problem(
            f"{counted(len(row), 'value')} for {counted(width, 'column')}",
            "was it saved with another separator?",
            "row-length",
        )
        for number, row in kept
        if any(value.strip() for value in row[width:])
    ]
    problems += [
        evolve(problem, field=None)
        for number, row in kept
        for header, value in zip(headers, row, strict=False)
        for problem in text_problems(value, (str(Place(row=number, column=header)),))
    ]
    DocumentError.check("export", problems)
    rows = {
        number: (row + ("",) * width)[:width]
        for number, row in kept[1:]
        if any(value.strip() for value in row)
    }
    return Export(headers, rows)


def _sheet_rows(source: str | PathLike[str]) -> Iterator[list[str]]:
    sheet = open_sheets(source)[0]
    problems: list[Problem] = []
    row = 0
    for cells in sheet.rows:
        while row < cells[0].row - 1:
            row += 1
            yield []
        row += 1
        texts = [""] * max(cell.column for cell in cells)
        for cell in cells:
            try:
                texts[cell.column - 1] = _text(cell)
            except EntryError as error:
                place = Place(cell=reference(cell.row, cell.column), row=cell.row)
                problems.append(place.problem(*error.said))
        yield texts
    DocumentError.check("export", problems)


def _text(cell: SheetCell) -> str:
    """The text of a cell; of a date, which Excel may have made of a text, as year, month, day."""
    if cell.kind == "date" and isinstance(cell.value, datetime):
        midnight = cell.value.time() == time()
        return (cell.value.date() if midnight else cell.value).isoformat()
    return str(cell.value) if cell.kind in ("date", "other") else text_in(cell)


def _given_rows(rows: Iterable[GivenRow]) -> list[list[str]]:
    """Rows that a program holds, below their keys where they are mappings."""
    given = list(rows)
    problems: list[Problem] = []
    headers = dict.fromkeys(key for row in given if isinstance(row, Mapping) for key in row)
    table: list[Sequence[object]] = [[*headers]] if headers else []
    for number, row in enumerate(given, len(table) + 1):
        if isinstance(row, str | bytes) or isinstance(row, Mapping) is not bool(headers):
            message = "mappings or sequences of texts are needed"
            problems.append(Place(row=number).problem(message))
        else:
            values = [row.get(name) for name in headers] if isinstance(row, Mapping) else row
            table.append(values)
    problems += [
        Place(row=number, column=place).problem(
            f"a text is needed, not a value of type {type(value).__name__}", code="wrong-type"
        )
        for number, values in enumerate(table, 1)
        for place, value in enumerate(values, 1)
        if value is not None and not isinstance(value, str)
    ]
    DocumentError.check("export", problems)
    return [["" if value is None else str(value) for value in values] for values in table]


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
    others = [place for place in (who, given_role) if isinstance(place, int)]
    places = _columns(framework, export.headers, others, problems)
    rated = [one.id for one in framework.questions if (one.id, "rating") in places]
    first = Place(row=1)
    if not rated:
        message = "no column is a question of the framework"
        remedy = "columns are named by id or wording"
        problems.append(first.problem(message, remedy, "no-questions"))
    if who is None and len(export.rows) > 1:
        message = f"no column {respondent!r} says who answers"
        problems.append(first.problem(message, "give its header as respondent=", "no-respondent"))
    if who is not None and given_role is None:
        message = f"no column {str(role)!r} says in which role"
        problems.append(first.problem(message, "give role= a header or a Role", "no-role"))
    DocumentError.check("export", problems)
    asked = None if len(rated) == len(framework.questions) else rated
    respondents: dict[str, Respondent] = {}
    rows: dict[str | None, int] = {}
    answers: list[Answer] = []
    for number in export.rows:
        name = None
        if who is not None and given_role is not None:
            one = _respondent(export, number, who, given_role, asked, problems)
            if one is None:
                continue
            name = one.id
            if name in rows:
                place = export.place(number, who)
                message, remedy = f"a second row by {name!r}", f"the first is row {rows[name]}"
                problems.append(place.problem(message, remedy, "duplicate", respondent=name))
                continue
            rows[name], respondents[name] = number, one
        for question in rated:
            row = _row(export, number, framework, question, name, places, problems)
            answer = answer_in(row, question, framework.scale)
            if answer is not None:
                answers.append(answer)
    DocumentError.check("export", problems)
    try:
        return Round(
            framework, organisation, title, on, answers, respondents=[*respondents.values()]
        )
    except InvalidError as error:
        problems = [
            evolve(problem, path=(str(Place(row=rows[problem.respondent])),))
            if problem.respondent in rows
            else problem
            for problem in error.problems
        ]
        what = DocumentError if problems != [*error.problems] else InvalidError
    raise what("export", problems)


def _place(export: Export, header: str) -> int | None:
    """The column of this header, within groups or not, or as the form words it."""
    wanted = {folded(header), folded(ASKED.get(header, header))}
    for place, name in enumerate(map(folded, export.headers)):
        if not wanted.isdisjoint((name, name.rpartition("/")[2].strip())):
            return place
    return None


Asked: TypeAlias = tuple[str, str]
"""What a column holds: a question's id and "rating", or one of the fields beside it."""


def _columns(
    framework: Framework,
    headers: Sequence[str],
    others: Collection[int],
    problems: list[Problem],
) -> Mapping[Asked, int]:
    """The place of each question's columns; headers that cannot be told are problems."""
    names: dict[str, Asked | None] = {}
    for question in framework.questions:
        number = framework.number(question.id)
        spellings = {
            "rating": {question.id, question.text, question_label(number, question.text)},
            **{
                kind: {field_name(question.id, kind), LABELS[kind].format(number=number)}
                for kind in FIELDS
            },
        }
        for kind, texts in spellings.items():
            for name in map(folded, texts):
                # Two questions of one wording cannot be told apart by it.
                if names.setdefault(name, (question.id, kind)) != (question.id, kind):
                    names[name] = None
    longest = max(map(len, names), default=0)

    def names_in(header: str) -> Iterator[str]:
        """The names a header may stand for: itself, and what follows the groups it is in."""
        whole = folded(header)
        yield whole
        # No name is longer than the longest, whatever precedes it.
        end = whole[-longest - 2 :]
        for found in re.finditer("/ ?", end):
            yield end[found.end() :]
        for step in framework.steps:
            if header.startswith(f"{step.id}-"):
                yield folded(header.removeprefix(f"{step.id}-"))

    given = [(place, header) for place, header in enumerate(headers) if place not in others]
    found = find_columns(given, names, names_in)
    problems += _header_problems(framework, headers, found)
    return found.places


def _header_problems(
    framework: Framework, headers: Sequence[str], found: Headers[Asked]
) -> Iterator[Problem]:
    for place, asked in found.repeated:
        first = Place(column=headers[found.places[asked]])
        message = f"this column and {first} hold the same"
        here = Place(column=headers[place])
        yield here.problem(message, "delete one of them", "duplicate", question=asked[0])
    for place in found.ambiguous:
        message = "two questions have this wording"
        remedy = "name the columns by the questions' ids"
        yield Place(column=headers[place]).problem(message, remedy, "ambiguous")
    steps = "|".join(re.escape(step.id) for step in framework.steps)
    like_an_id = re.compile(rf"(?:.*[-/])?(({steps})q[0-9]+)(?:_[a-z]+)?", re.IGNORECASE)
    wordings = {folded(one.text): one.id for one in framework.questions}
    for place in found.unknown:
        here, header = Place(column=headers[place]), headers[place]
        if meant := like_an_id.fullmatch(header.strip()[-1000:]):
            yield here.problem(*framework.unknown_question(meant[1]), "unknown-question")
        elif near := get_close_matches(folded(header)[:2000], wordings, n=1, cutoff=0.85):
            question = wordings[near[0]]
            yield here.problem(
                f"almost the wording of {question!r} and not quite",
                f"name the column {question!r} if it is meant",
                "unknown-question",
                question=question,
            )


def _respondent(
    export: Export,
    number: int,
    who: int,
    given: Role | int,
    asked: list[str] | None,
    problems: list[Problem],
) -> Respondent | None:
    name = export.rows[number][who].strip()
    if not name:
        place = export.place(number, who)
        problems.append(place.problem("nobody is named", "name who answers", "empty"))
        return None
    if isinstance(given, Role):
        return Respondent(id_from(name), name, given, asked=asked)
    said = export.rows[number][given]
    role = choice_of(said, Role)
    if role is None:
        message = f"a text of {counted(len(folded(said)), 'character')} that is no role"
        place = export.place(number, given)
        problems.append(place.problem(message, f"there are {listed([*Role])}", "unknown-role"))
        return None
    return Respondent(id_from(name), name, Role(role), asked=asked)


def _row(
    export: Export,
    number: int,
    framework: Framework,
    question: str,
    who: str | None,
    places: Mapping[Asked, int],
    problems: list[Problem],
) -> Row:
    """The texts of one question in a row of the export."""

    def read(kind: str) -> str:
        at = places.get((question, kind))
        return "" if at is None else same_line_ends(export.rows[number][at]).strip()

    def place(kind: str) -> Place:
        at = places.get((question, kind), places[question, "rating"])
        return export.place(number, at, f"question {framework.number(question)}")

    return Row(read, place, problems, question, who)
