"""The exports of survey tools as a round: one respondent a row.

A column that names nothing of the framework, such as a form's own `_uuid` or `start`, is left out
and told of.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import takewhile
from os import PathLike
from pathlib import Path
from typing import IO, TypeAlias, cast

from attrs import evolve, frozen

from sixsteps.errors import DocumentError, InvalidError, Problem, WrongTypeError
from sixsteps.formats.files import path_of, read_text
from sixsteps.formats.read_results import Causes, ReadResult, Unused
from sixsteps.formats.rows import (
    EntryError,
    Place,
    Row,
    answer_in,
    csv_rows,
    id_among,
    is_missing,
    level_of,
    role_of,
    roles_offered,
    text_of,
)
from sixsteps.formats.surveys.headings import AMBIGUOUS, Asked, Headings
from sixsteps.formats.surveys.xlsform import RESPONDENT, ROLE
from sixsteps.formats.workbook.opening import SheetCell, open_sheets
from sixsteps.formats.workbook.sheet_tables import text_in
from sixsteps.model.answers import Answer, Respondent, Role
from sixsteps.model.fields import as_tuple, instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.words import counted, entered, folded, quoted

GivenRow: TypeAlias = Mapping[str, object] | Sequence[object]
TableSource: TypeAlias = str | PathLike[str] | IO[str] | IO[bytes] | Iterable[GivenRow]
"""A path or file object of a CSV file, the path of an .xlsx one, or rows: mappings, or
sequences of which the first holds the headers."""


@frozen
class Export:
    """The headers of an export, and what stands in every row that is not empty, by its number.

    The row of the headers has the number 1. An entry is a text, a value that a program holds, or
    the error of a cell that cannot be read: only what is used is checked.
    """

    headers: tuple[str, ...]
    rows: Mapping[int, Sequence[object]]
    left_out: tuple[Unused, ...] = ()
    notes: tuple[Problem, ...] = ()

    def read(self, row: int, column: int) -> str:
        """The text of an entry.

        Raises:
            EntryError: for what is no text, or one that no round holds.
        """
        value = self.rows[row][column]
        if isinstance(value, EntryError):
            raise value
        return text_of(value)

    def filled(self) -> dict[int, list[int]]:
        """For each column in which something can be seen the rows where it can."""
        found: dict[int, list[int]] = {}
        for number, values in self.rows.items():
            for column, value in enumerate(values[: len(self.headers)]):
                if not _is_empty(value):
                    found.setdefault(column, []).append(number)
        return found

    def within(self, row: int, columns: Sequence[int]) -> list[int]:
        """Those of these columns, which are in their order, in which something can be seen."""
        values = self.rows[row]
        there = takewhile(lambda column: column < len(values), columns)
        return [column for column in there if not _is_empty(values[column])]

    def place(self, row: int, column: int, about: str = "") -> Place:
        """The place of an entry."""
        return Place(row=row, column=self.headers[column], about=about)


def _is_empty(value: object) -> bool:
    return not entered(value) if isinstance(value, str) else is_missing(value)


def export_of(source: TableSource) -> Export:
    """The rows of a source.

    Raises:
        WrongTypeError: for what is none.
        DocumentError: for what is no table, or holds values that are no text.
        OSError: where the file cannot be opened.
    """
    if isinstance(source, str | PathLike) and Path(source).suffix.lower() in (".xlsx", ".xlsm"):
        return _sheet_export(source)
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
        if error.problems[0].code != "not-text":
            raise
        named = path_of(source) is not None
    message = "a zip file, such as an Excel workbook"
    remedy = "let its name end in .xlsx" if named else "give the path of an .xlsx file"
    raise DocumentError("export", [Problem(("$",), message, remedy, "not-text")])


def _export(given: Iterable[Sequence[object]], left_out: Iterable[Unused] = ()) -> Export:
    rows = {
        number: values
        for number, values in enumerate(given, 1)
        if number == 1 or not all(map(_is_empty, values))
    }
    first = rows.pop(1, ())
    problems = Causes()
    headers = []
    for place, value in enumerate(first, 1):
        try:
            headers.append(value if isinstance(value, str) else text_of(value))
        except EntryError as error:
            problems.append(Place(row=1, column=place).problem(*error.said))
    if not any(map(folded, headers)) and not len(problems):
        problems.append(Place(row=1).problem("no headers", "the first row names columns"))
    for number, values in rows.items():
        if not all(map(_is_empty, values[len(first) :])):
            message = f"{counted(len(values), 'value')} for {counted(len(first), 'column')}"
            remedy = "was it saved with another separator?"
            problems.append(Place(row=number).problem(message, remedy, "row-length"))
    DocumentError.check("export", problems)
    # Below its headers Qualtrics writes them again, and ids of its own.
    for number in [*rows][:2]:
        if any(isinstance(value, str) and '"ImportId"' in value for value in rows[number]):
            kept = {row: values for row, values in rows.items() if row > number}
            note = Place(row=number).problem("a further row of headers, passed over", code="note")
            return Export(tuple(headers), kept, tuple(left_out), (note,))
    return Export(tuple(headers), rows, tuple(left_out))


def _sheet_export(source: str | PathLike[str]) -> Export:
    try:
        first, *others = open_sheets(source)
    except DocumentError as error:
        # What is too large for a workbook of the library's own may be an honest export.
        told = [
            evolve(one, remedy="save it as CSV") if one.code == "too-large" else one
            for one in error.problems
        ]
        raise DocumentError("export", told) from None
    rows: list[list[object]] = []
    for cells in first.rows:
        rows += [[] for _ in range(cells[0].row - 1 - len(rows))]
        values: list[object] = [""] * max(cell.column for cell in cells)
        for cell in cells:
            try:
                values[cell.column - 1] = _text(cell)
            except EntryError as error:
                values[cell.column - 1] = error
        rows.append(values)
    why = "only the first sheet is read"
    unused = [Unused((str(Place(one.name)),), sum(map(len, one.rows)), why) for one in others]
    return _export(rows, [one for one in unused if one.cells])


def _text(cell: SheetCell) -> str:
    """The text of a cell; of a date, which Excel may have made of a text, as year, month, day."""
    if cell.kind == "date" and isinstance(cell.value, datetime):
        midnight = cell.value.time() == time()
        return (cell.value.date() if midnight else cell.value).isoformat()
    return str(cell.value) if cell.kind in ("date", "other") else text_in(cell)


def _given_rows(rows: Iterable[GivenRow]) -> list[Sequence[object]]:
    """Rows that a program holds, below their keys where they are mappings."""
    given = list(rows)
    problems = Causes()
    headers = dict.fromkeys(key for row in given if isinstance(row, Mapping) for key in row)
    table: list[Sequence[object]] = [[*headers]] if headers else []
    for number, row in enumerate(given, len(table) + 1):
        if not isinstance(row, Mapping if headers else Sequence) or isinstance(row, str | bytes):
            message = "mappings or sequences of texts are needed"
            problems.append(Place(row=number).problem(message))
        else:
            values = [row.get(name) for name in headers] if isinstance(row, Mapping) else row
            table.append(values)
    DocumentError.check("export", problems)
    return table


def read_table(
    source: TableSource,
    framework: Framework,
    *,
    organisation: str,
    title: str,
    on: date,
    respondent: str = RESPONDENT,
    role: Role | str = ROLE,
    leave_out: Iterable[str] = (),
) -> ReadResult:
    """The round in a survey's export, one respondent a row, and what of it was not used.

    `respondent` is the header of the column that names who answers; `role` the header of the one
    that says in which role, or one role for all; another role than the known ones needs a yes or
    no in a column `independent`. Whoever answers is asked the questions that the
    export has a column for. Without a respondent column an export of one row is a round whose one
    respondent is not named. An export of headers alone is a round that nobody has answered yet.

    A column that looks like an answer and is not understood is a problem, unless its header is
    named in `leave_out`; every other column that is not used is in the result's `left_out`. Two
    columns of one question are joined by row, as where it moved between two versions of a form.

    Raises:
        DocumentError: with every problem of the export, its row and its column.
        InvalidError: for an organisation, title or date that a round cannot have.
        OSError: where the file cannot be opened.

    >>> from sixsteps.published import six_steps
    >>> rows = [{"respondent": "Anytown Police", "s1q1": "Green", "1.1 evidence": "Plan agreed",
    ...          "_uuid": "a-b"}]
    >>> found = read_table(rows, six_steps(), organisation="Anytown", title="Spring 2026",
    ...     on=date(2026, 5, 1), role=Role.LEAD_PARTNER)
    >>> found.round.answer("s1q1", "anytown-police")
    Rating('s1q1', 'green' by 'anytown-police', 1 piece of evidence)
    >>> print(*found.left_out)
    column "_uuid": 1 cell
    """
    instance_of(framework, Framework, "framework")
    instance_of(respondent, str, "respondent", "give the header of a column")
    if not isinstance(role, Role):
        instance_of(role, str, "role", "give the header of a column or a Role")
    export = export_of(source)
    problems = Causes()
    headings = Headings(framework)
    who = headings.places(export.headers, respondent)
    given_role = role if isinstance(role, Role) else headings.places(export.headers, role)
    skipped = {
        folded(instance_of(one, str, "leave_out", "give headers"))
        for one in as_tuple(leave_out, "leave_out")
    }
    own_role = () if isinstance(given_role, Role) else given_role
    independent = headings.places(export.headers, "independent") if own_role else ()
    others = {*who, *own_role, *independent}
    open_ = {
        place: header
        for place, header in enumerate(export.headers)
        if place not in others and folded(header) not in skipped
    }
    filled = export.filled()
    columns, notes = _columns(headings, export, open_, filled, problems)
    asked = [one.id for one in framework.questions if one.id in columns]
    first = Place(row=1)
    if not asked:
        message = "no column is a question of the framework"
        remedy = "columns are named by id or wording"
        problems.append(first.problem(message, remedy, "no-questions"))
    if not who and len(export.rows) > 1:
        message = f"no column {quoted(respondent, [RESPONDENT], 'of that name')} says who answers"
        problems.append(first.problem(message, "give its header as respondent=", "no-respondent"))
    if who and not given_role:
        message = f"no column {quoted(role, [ROLE], 'of that name')} says in which role"
        problems.append(first.problem(message, "give role= a header or a Role", "no-role"))
    DocumentError.check("export", problems)
    of_whom = None if len(asked) == len(framework.questions) else asked
    respondents: dict[str, Respondent] = {}
    ids: dict[str, str] = {}
    rows: dict[str | None, int] = {}
    answers: list[Answer] = []
    roles = roles_offered(framework)
    for number in export.rows:
        name, counts = None, True
        if who:
            one = _respondent(
                export, number, who, given_role, independent, roles, of_whom, ids, problems
            )
            name, counts = (one.id, one.id not in rows) if one else (None, False)
            if one and counts:
                rows[one.id], respondents[one.id] = number, one
            elif one:
                place = export.place(number, who[0])
                message = "a second row by this respondent"
                remedy = f"the first is row {rows[name]}"
                problems.append(place.problem(message, remedy, "duplicate", respondent=name))
        for question in asked:
            own = columns[question]
            if not any(export.within(number, places) for places in own.values()):
                continue
            about_it = f"question {framework.number(question)}"
            row = _row(export, number, own, about_it, problems, question, name)
            answer = answer_in(row, question, framework.scale)
            if answer is not None and counts:
                answers.append(answer)
    DocumentError.check("export", problems)
    used = others.union(*(places for own in columns.values() for places in own.values()))
    left_out = [
        Unused((str(Place(column=export.headers[place])),), len(rows_))
        for place, rows_ in sorted(filled.items())
        if place not in used
    ]
    try:
        found = Round(
            framework, organisation, title, on, answers, respondents=[*respondents.values()]
        )
    except InvalidError as error:
        told = [
            evolve(problem, path=(str(Place(row=rows[problem.respondent])),))
            if problem.respondent in rows
            else problem
            for problem in error.problems
        ]
        what = DocumentError if told != [*error.problems] else InvalidError
    else:
        return ReadResult((found,), (*left_out, *export.left_out), notes=(*export.notes, *notes))
    raise what("export", told)


Columns: TypeAlias = dict[str, dict[str, list[int]]]
"""For each question that is asked the places of the columns of each of its fields."""


def _columns(
    headings: Headings,
    export: Export,
    headers: Mapping[int, str],
    filled: Mapping[int, Sequence[int]],
    problems: Causes,
) -> tuple[Columns, list[Problem]]:
    """The columns of each question, and what is worth knowing of how they were understood."""
    meant = {place: headings.meaning(header) for place, header in headers.items()}
    _give_bare_fields(meant)
    columns: Columns = {}
    notes: list[Problem] = []
    number = headings.framework.number
    for place, asked in meant.items():
        here = Place(column=headers[place])
        if asked is None or not asked[0]:
            _check_unknown(headings, export, place, filled.get(place, ()), asked, problems)
            continue
        question, kind = asked
        own = columns.setdefault(question, {})
        if kind == "comment":
            kind = "evidence"
            if (question, kind) in meant.values():
                if place in filled:
                    message = f"a comment on {question!r}, which has a column of evidence already"
                    remedy = f"name it {question}_evidence or {question}_rationale"
                    problems.append(here.problem(message, remedy, "ambiguous", question=question))
                continue
            message = f"a comment, read as the evidence for {number(question)}"
            notes.append(here.problem(message, code="note", question=question))
        if others := own.setdefault(kind, []):
            first = Place(column=headers[others[0]])
            message = f"this column and {first} are one, joined by row"
            notes.append(here.problem(message, code="note", question=question))
        others.append(place)
    return {question: own for question, own in columns.items() if own}, notes


def _give_bare_fields(meant: dict[int, Asked | None]) -> None:
    """Give each "Evidence" to the question before it, where each question has one of its own."""
    kinds = {asked[1] for asked in meant.values() if asked and not asked[0]} - {AMBIGUOUS[1]}
    rated = [place for place, asked in meant.items() if asked and asked[0] and asked[1] == "rating"]
    for kind in kinds:
        bare = [place for place, asked in meant.items() if asked == ("", kind)]
        before = [max((one for one in rated if one < place), default=None) for place in bare]
        if before == rated and (kind != "comment" or len(rated) > 1):
            for place, question in zip(bare, rated, strict=True):
                own = meant[question]
                meant[place] = own and (own[0], kind)


def _check_unknown(
    headings: Headings,
    export: Export,
    place: int,
    filled: Sequence[int],
    asked: Asked | None,
    problems: Causes,
) -> None:
    """Report a column that is none of a question's and holds what looks like answers."""
    ids = [question.id for question in headings.framework.questions]
    is_told = quoted(export.headers[place], ids, "") != ""
    here = Place(column=export.headers[place] if is_told else place + 1)
    remedy = "name it by the question's id, or give its header in leave_out="
    if asked == AMBIGUOUS:
        message, remedy = (
            "two questions have this wording",
            "name the columns by the questions' ids",
        )
        problems.append(here.problem(message, remedy, "ambiguous"))
    elif filled or not export.rows:
        said = headings.likeness(export.headers[place])
        if asked and asked[1] != "comment":
            message = f"it is not said of which question this is the {asked[1]}"
            said = message, f"name it by the question's id, such as s1q1_{asked[1]}", "ambiguous"
        elif said is None and _are_levels(export, place, filled, headings.framework.scale):
            said = "levels under a header that names no question", "", "unknown-column"
        if said is not None:
            problems.append(here.problem(said[0], said[1] or remedy, said[2]))


def _are_levels(export: Export, place: int, filled: Sequence[int], scale: Scale) -> bool:
    """Whether a column holds nothing but levels, in full."""
    try:
        texts = {export.read(row, place) for row in filled}
        found = [level_of(text, scale)[0] for text in texts if len(text) > 1]
    except EntryError:
        return False
    return any(found) and len(found) == len(texts)


def _joined(export: Export, number: int, places: Sequence[int]) -> str:
    """The text in one of the columns of the same, of which no two may say something different."""
    there = export.within(number, places)
    if len(there) < 2:
        return export.read(number, there[0]) if there else ""
    texts = {export.read(number, place): place for place in reversed(there)}
    if len({*map(folded, texts)}) > 1:
        one, two = sorted(texts.values())[:2]
        message = f"columns {one + 1} and {two + 1} say something different"
        raise EntryError(message, "empty one of them in this row", "conflict")
    return next(iter(texts), "")


def _respondent(
    export: Export,
    number: int,
    who: Sequence[int],
    given: Role | Sequence[int],
    independent: Sequence[int],
    roles: Mapping[str, Role],
    asked: list[str] | None,
    ids: dict[str, str],
    problems: Causes,
) -> Respondent | None:
    row = Row(
        lambda key: _joined(export, number, who if key == "respondent" else cast(list[int], given)),
        lambda key: export.place(
            number, (who if key == "respondent" else cast(list[int], given))[0]
        ),
        problems,
    )
    name = row.text("respondent")
    if row.failed:
        return None
    if not name:
        place = export.place(number, who[0])
        problems.append(place.problem("nobody is named", "name who answers", "empty"))
        return None
    role = (
        given
        if isinstance(given, Role)
        else row.attempt(
            "role",
            lambda: role_of(row.read("role"), _joined(export, number, independent), roles),
        )
    )
    return None if role is None else Respondent(id_among(name, ids), name, role, asked=asked)


def _row(
    export: Export,
    number: int,
    own: Mapping[str, Sequence[int]],
    about: str,
    problems: Causes,
    question: str,
    respondent: str | None,
) -> Row:
    """The texts of one question in a row of the export."""

    def place(kind: str) -> Place:
        return export.place(number, (own.get(kind) or next(iter(own.values())))[0], about)

    def read(kind: str) -> str:
        return _joined(export, number, own.get(kind, ()))

    return Row(read, place, problems, question, respondent)
