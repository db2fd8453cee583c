"""The exports of survey tools as a round: one respondent a row.

A column that names nothing of the framework, such as a form's own `_uuid` or `start`, is left out
and told of.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

from attrs import define, evolve, field, frozen

from sixsteps.errors import DocumentError, InvalidError, Problem, WrongTypeError
from sixsteps.formats.files import path_of, read_text
from sixsteps.formats.limits import SHEET_COLUMNS
from sixsteps.formats.problems import Causes, Place
from sixsteps.formats.rows import (
    EntryError,
    Row,
    answer_in,
    csv_rows,
    id_among,
    is_empty,
    role_of,
    roles_offered,
    text_of,
    under,
)
from sixsteps.formats.survey_forms import AMBIGUOUS, LABELS, RESPONDENT, ROLE, Asked, Headings
from sixsteps.formats.workbook.opening import Sheet, SheetCell, Sheets, open_sheets
from sixsteps.formats.workbook.sheet_tables import around, merged, number_in, text_in
from sixsteps.model.answers import KNOWN_ROLES, Answer, Respondent, Role
from sixsteps.model.between_rounds import ReadResult, Unused
from sixsteps.model.fields import as_tuple, instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.model.translation import Translation, fitting
from sixsteps.words import counted, folded, for_the_first, listed, nearest, quoted

GivenRow: TypeAlias = Mapping[str, object] | Sequence[object]
TableSource: TypeAlias = str | PathLike[str] | IO[str] | IO[bytes] | Iterable[GivenRow]
"""A path or file object of a CSV file, the path of an .xlsx one, or rows: mappings, or
sequences of which the first holds the headers."""


@frozen
class Export:
    """The headers of an export, and what stands in every row that is not empty, by its number.

    The headers stand in the row `top`, above which nothing stands. An entry is a text as it is
    kept, or the error of a cell that cannot be read: only what is used is checked. One in which
    nothing can be seen is an empty text.
    """

    headers: tuple[str, ...]
    rows: Mapping[int, Sequence[str | EntryError]]
    left_out: tuple[Unused, ...] = ()
    notes: tuple[Problem, ...] = ()
    top: int = 1
    sheet: Sheet | None = None

    def read(self, row: int, column: int) -> str:
        """The text of an entry."""
        values = self.rows[row]
        value = values[column] if column < len(values) else ""
        if isinstance(value, EntryError):
            raise value
        return value

    def filled(self) -> dict[int, list[int]]:
        """For each column in which something can be seen the rows where it can."""
        found: dict[int, list[int]] = {}
        for number, values in self.rows.items():
            for column, value in enumerate(values[: len(self.headers)]):
                if value != "":
                    found.setdefault(column, []).append(number)
        return found


def export_of(source: TableSource) -> Export:
    """The rows of a source."""
    if isinstance(source, str | PathLike) and Path(source).suffix.lower() in (".xlsx", ".xlsm"):
        return _sheet_export(source)
    if isinstance(source, str | PathLike | bytes) or hasattr(source, "read"):
        text = _text_of(cast(str | PathLike[str] | IO[str], source))
        try:
            return _export(csv_rows(text))
        except EntryError as error:
            raise DocumentError("export", [Problem((), *error.said)]) from None
    is_frame = hasattr(source, "columns")
    if is_frame or not isinstance(source, Iterable) or isinstance(source, Mapping):
        kind = type(source).__name__
        message = f"an export is a path, a file object or rows, not a value of type {kind}"
        remedy = 'give the rows of a data frame, .to_dict("records") or .to_dicts()'
        raise WrongTypeError(message, remedy if is_frame else "")
    return _export(_given_rows(source))


def _text_of(source: str | PathLike[str] | IO[str]) -> str:
    try:
        return read_text(source)
    except DocumentError as error:
        (problem,) = error.problems
        if problem.code == "not-utf8":
            remedy = 'save it as UTF-8, which Excel calls "CSV UTF-8"'
            raise DocumentError("export", [evolve(problem, remedy=remedy)]) from None
        if problem.code != "not-text":
            raise
        named = path_of(source) is not None
    if named:
        _sheets_of(source)  # which says what is wrong with a spreadsheet of another kind
    message = "a zip file, such as an Excel workbook"
    remedy = "let its name end in .xlsx" if named else "give the path of an .xlsx file"
    raise DocumentError("export", [Problem(("$",), message, remedy, "not-text")])


def _export(
    given: Iterable[Sequence[object]], left_out: Iterable[Unused] = (), sheet: Sheet | None = None
) -> Export:
    rows: dict[int, Sequence[str | EntryError]] = {}
    top, first = 1, cast(Sequence[object], ())
    for number, values in enumerate(given, 1):
        seen = [_entry(value) for value in values]
        if any(value != "" for value in seen):
            if first:
                rows[number] = seen
            else:
                top, first = number, values
    if sheet is not None and sum(not is_empty(one) for one in first) > 1:
        # What Excel saves as CSV is as wide in every row.
        first = [*first, *[""] * (max(map(len, rows.values()), default=0) - len(first))]
    problems = Causes()
    headers = list[str]()
    for place, value in enumerate(first, 1):
        said = value if isinstance(value, str) else _entry(value)
        if isinstance(said, EntryError):
            problems.fault(Place(row=top, column=place), *said.said)
        else:
            headers.append(said)
    if len(first) > SHEET_COLUMNS:
        message = f"{counted(len(first), 'column')}, and at most {SHEET_COLUMNS:,} are read"
        problems.fault(Place(row=top), message, "leave out what is no answer", "too-large")
    elif not first:
        problems.fault(Place(row=1), "no headers", "the first row names columns")
    for number, values in rows.items():
        if any(value != "" for value in values[len(first) :]):
            message = f"{counted(len(values), 'value')} for {counted(len(first), 'column')}"
            remedy = "was it saved with another separator?"
            titles = [*filter(folded, headers)]
            if len(titles) == 1 and (sheet is not None or " " in titles[0]):
                remedy = "delete what stands above the headers"
            problems.fault(Place(row=number), message, remedy, "row-length")
    DocumentError.check("export", problems)
    last = max((number for number in [*rows][:2] if _are_headers(rows[number])), default=0)
    passed = "a further row of headers, passed over"
    notes = [Place(row=one).problem(passed, code="note") for one in rows if one <= last]
    kept = {row: values for row, values in rows.items() if row > last}
    return Export(tuple(headers), kept, tuple(left_out), tuple(notes), top, sheet)


def _entry(value: Any, reading: Callable[[Any], str] = text_of) -> str | EntryError:
    if isinstance(value, EntryError):
        return value
    try:
        return reading(value)
    except EntryError as error:
        return error.with_traceback(None)


def _are_headers(values: Sequence[object]) -> bool:
    """True for what stands below the headers: ids of Qualtrics, or SurveyMonkey's "Response"."""
    said = [folded(value) if isinstance(value, str) else "?" for value in values]
    return any('"importid"' in text for text in said) or all(map(_is_response, filter(None, said)))


_is_response = re.compile("(?:open-ended )?response").fullmatch


def _sheets_of(source: Any) -> Sheets:
    try:
        return open_sheets(source)
    except DocumentError as error:
        # What is too large for a workbook of the library's own may be an honest export.
        told = [
            evolve(one, remedy="save it as CSV") if one.code == "too-large" else one
            for one in error.problems
        ]
        raise DocumentError("export", told) from None


def _sheet_export(source: str | PathLike[str]) -> Export:
    sheets = _sheets_of(source).every
    first = next((one for one in sheets if one.rows), sheets[0])
    rows: list[list[object]] = []
    for cells in first.rows:
        rows += [[] for _ in range(cells[0].row - 1 - len(rows))]
        values: list[object] = [""] * max(cell.column for cell in cells)
        for cell in cells:
            values[cell.column - 1] = _entry(cell, _text)
        rows.append(values)
    unused = [
        Unused((str(Place(one.name)),), sum(map(len, one.rows)), _FIRST_ALONE)
        for one in sheets
        if one is not first and one.rows
    ]
    return _export(rows, [*unused, *chain.from_iterable(map(around, sheets))], first)


_FIRST_ALONE = "only the first sheet is read"


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
            problems.fault(Place(row=number), "mappings or sequences of texts are needed")
        else:
            table.append([row.get(name) for name in headers] if isinstance(row, Mapping) else row)
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
    respondents: Iterable[Respondent] = (),
    leave_out: Iterable[str] = (),
    translation: Translation | None = None,
) -> ReadResult:
    """The round in a survey's export, one respondent a row, and what of it was not used.

    `respondent` is the header of the column that names who answers; `role` the header of the one
    that says in which role, or one role for all; another role than the known ones needs a yes or
    no in a column `independent`. Whoever answers is asked the questions that the
    export has a column for. With the `respondents` of a round that asked them, every row names one
    of these by name or id; roles and questions asked are theirs, and `role` is not read. Without a
    respondent column an export of one row is a round whose one respondent is not named. An export
    of headers alone is a round that nobody has answered yet.
    With the `translation` of the form, questions and levels may be named in its words too.

    A column that looks like an answer and is not understood is a problem, unless its header is
    named in `leave_out`; every other column that is not used is in the result's `left_out`. Two
    columns of one question are joined by row, as where it moved between two versions of a form,
    or was asked in two languages.

    Raises:
        DocumentError: with every problem of the export, its row and its column.
        InvalidError: for an organisation, title or date that a round cannot have, or a
            translation with texts of another wording.
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
    asked = as_tuple(respondents, "respondents", of=Respondent)
    known = [instance_of(one, Respondent, "respondents", "give respondents") for one in asked]
    skipped = {
        folded(instance_of(one, str, "leave_out", "give headers"))
        for one in as_tuple(leave_out, "leave_out")
    }
    translated, export = fitting(translation, framework), export_of(source)
    reader = _Reader(Headings(framework, translated, export.headers), export, role, known)
    reader.find_respondents(respondent)
    reader.find_columns(skipped)
    reader.check_columns(respondent)
    answers = reader.answers()
    people = [*reader.respondents.values()]
    try:
        found = Round(framework, organisation, title, on, answers, respondents=people)
    except InvalidError as error:
        rows = reader.rows
        told = [
            evolve(problem, path=(str(Place(row=rows[problem.respondent])),))
            if problem.respondent in rows
            else problem
            for problem in error.problems
        ]
        what = DocumentError if told != [*error.problems] else InvalidError
    else:
        return ReadResult((found,), reader.left_out(), notes=(*reader.export.notes, *reader.notes))
    raise what("export", told)


_UNRATED: set[tuple[str | None, bool]] = {(None, False)}


@define
class _Reader:
    """An export as it is understood: its columns, then who answers, and what is wrong with it.

    `who` are the places of the columns that say who answers, in which role, and whether that is
    independent; `columns` has those of each field of each question.
    """

    headings: Headings
    export: Export
    role: Role | str
    known: Sequence[Respondent] = ()
    who: dict[str, list[int]] = field(factory=dict, init=False)
    columns: dict[str, dict[str, list[int]]] = field(factory=dict, init=False)
    notes: list[Problem] = field(factory=list, init=False)
    problems: Causes = field(factory=Causes, init=False)
    respondents: dict[str, Respondent] = field(factory=dict, init=False)
    rows: dict[str | None, int] = field(factory=dict, init=False)
    filled: dict[int, list[int]] = field(init=False)
    folded: list[str] = field(init=False)
    _called: dict[str, Respondent] = field(init=False)
    _ids: dict[str, str] = field(factory=dict, init=False)
    _named: Callable[[str], str | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.filled = self.export.filled()
        self.folded = [*map(folded, self.export.headers)]
        names = Counter(folded(one.name) for one in self.known)
        self._called = {name: one for one in self.known if names[name := folded(one.name)] == 1} | {
            folded(one.id): one for one in self.known
        }
        ids = [question.id for question in self.headings.framework.questions]
        self._named = for_the_first(lambda header: quoted(header, ids, "") or None, 200)

    def find_respondents(self, respondent: str) -> None:
        headers = {"respondent": respondent}
        if isinstance(self.role, str) and not self.known:
            headers |= {"role": self.role, "independent": "independent"}
        for key, header in headers.items():
            if places := self.headings.places(self.folded, header):
                self.who[key] = places
        if "role" not in self.who:
            self.who.pop("independent", None)

    def find_columns(self, skipped: Collection[str]) -> None:
        """Find the columns of each question, and note how they were understood."""
        others = set(chain.from_iterable(self.who.values()))
        headers = {
            place: header
            for place, header in enumerate(self.export.headers)
            if place not in others and self.folded[place] not in skipped
        }
        self._check_numbers(headers)
        meant = {place: self.headings.meaning(self.folded[place]) for place in headers}
        _give_second(meant, headers)
        _give_bare_fields(meant)
        number, every = self.headings.framework.number, {*meant.values()}
        for place, asked in meant.items():
            if asked is None or not asked[0]:
                self._check_unknown(place, asked)
                continue
            question, kind = asked
            here = self.place_of(place)
            if kind == "comment":
                kind = "evidence"
                if (question, kind) in every:
                    remedy = "put what it says into that one"
                    if (question, "rationale") not in every:
                        remedy = f"name it {question}_rationale"
                    message = f"a comment on {question!r}, which has a column of evidence already"
                    if place in self.filled:
                        self.problems.fault(here, message, remedy, "ambiguous", question=question)
                    continue
                message = f"a comment, read as the evidence for {number(question)}"
                self.notes.append(here.problem(message, code="note", question=question))
            if others_ := self.columns.setdefault(question, {}).setdefault(kind, []):
                first = self.place_of(others_[0])
                if str(first) == str(here):
                    first, here = Place(column=others_[0] + 1), Place(column=place + 1)
                message = f"this column and {first} are one, joined by row"
                self.notes.append(here.problem(message, code="note", question=question))
            others_.append(place)
        if self.export.sheet is not None:
            used = {place + 1 for place in self._used()}
            for problem in merged(self.export.sheet, [*self.export.rows], used):
                self.problems.append(problem)

    def place_of(self, column: int) -> Place:
        """The place of a column that is read, by its header where that says nothing else."""
        header, who = self.export.headers[column], chain.from_iterable(self.who.values())
        is_plain = column in who or self.headings.is_plain(self.folded[column])
        return Place(column=header if is_plain else column + 1)

    def _check_numbers(self, headers: Collection[int]) -> None:
        """Report a number in a sheet's header of which the spreadsheet may have dropped a zero."""
        sheet, framework = self.export.sheet, self.headings.framework
        numbers = [framework.number(question.id) for question in framework.questions]
        rows = () if sheet is None else sheet.rows
        for cell in next((cells for cells in rows if cells[0].row == self.export.top), ()):
            if cell.kind == "number" and cell.column - 1 in headers:
                try:
                    number_in(cell.value, numbers)
                except EntryError as error:
                    self.problems.fault(Place(column=cell.column), *error.said)

    def _check_unknown(self, place: int, asked: Asked | None) -> None:
        """Report a column that is none of a question's and holds what looks like answers."""
        header, filled = self.export.headers[place], self.filled.get(place, ())
        remedy = "name it by the question's id, or give its header in leave_out="
        if asked == AMBIGUOUS:
            remedy = "name the columns by the questions' ids"
            said = "two questions have this wording", remedy, "ambiguous"
        elif not filled and self.export.rows:
            return
        elif asked and asked[1] != "comment":
            message = f"it is not said of which question this is the {asked[1]}"
            first = self.headings.framework.questions[0].id
            remedy = f"name it by the question's id, such as {first}_{asked[1]}"
            said = message, remedy, "ambiguous"
        elif likeness := self.headings.likeness(header):
            said = likeness
        elif self._are_levels(place, filled):
            said = "levels under a header that names no question", "", "unknown-column"
        else:
            return
        here = Place(column=header if self._named(header) else place + 1)
        self.problems.fault(here, said[0], said[1] or remedy, said[2])

    def _are_levels(self, place: int, filled: Sequence[int]) -> bool:
        """True for a column that holds nothing but levels, in full."""
        try:
            texts = {self.export.read(row, place) for row in filled}
        except EntryError:
            return False
        full = min(map(len, texts), default=0) > 1
        return full and any(level for level, _ in self._levels(texts))

    def check_columns(self, respondent: str) -> None:
        lacks, near = [], None
        if not self.columns:
            remedy = "columns are named by id or wording"
            if any(one.why == _FIRST_ALONE for one in self.export.left_out):
                remedy += f", and {_FIRST_ALONE}"
            lacks.append(("no column is a question of the framework", remedy, "no-questions"))
        if "respondent" not in self.who and len(self.export.rows) > (0 if self.known else 1):
            shown = quoted(respondent, [RESPONDENT], "of that name")
            remedy = "give its header as respondent="
            lacks.append((f"no column {shown} says who answers", remedy, "no-respondent"))
        is_said = self.known or isinstance(self.role, Role) or "role" in self.who
        if "respondent" in self.who and not is_said:
            message = f"no column {quoted(self.role, [ROLE], 'of that name')} says in which role"
            lacks.append((message, "give role= a header or a Role", "no-role"))
            near = nearest(self.role, KNOWN_ROLES)
        for said in lacks:
            suggestion = near if said[2] == "no-role" else None
            self.problems.fault(Place(row=self.export.top), *said, suggestion)
        DocumentError.check("export", self.problems)

    def answers(self) -> list[Answer]:
        """Every answer, row by row, and on the way who answers."""
        framework, columns = self.headings.framework, self.columns
        asked = {
            one.id: ({*chain(*columns[one.id].values())}, f"question {framework.number(one.id)}")
            for one in framework.questions
            if one.id in columns
        }
        of_whom = None if len(asked) == len(framework.questions) else [*asked]
        roles = roles_offered(framework)
        found, silent = list[Answer](), Causes()
        for number, values in self.export.rows.items():
            name, counts = None, True
            if "respondent" in self.who:
                one = self._respondent(number, roles, of_whom)
                name, counts = (one.id, one.id not in self.rows) if one else (None, False)
                if one and counts:
                    self.rows[one.id], self.respondents[one.id] = number, one
                elif one:
                    place = Place(row=number, column=self.export.headers[self.who["respondent"][0]])
                    message, remedy = (
                        "a second row by this respondent",
                        f"the first is row {self.rows[name]}",
                    )
                    self.problems.fault(place, message, remedy, "duplicate", respondent=name)
            given = len(found)
            seen = {place for place, value in enumerate(values) if value != ""}
            for question, (places, about) in asked.items():
                if not seen.isdisjoint(places):
                    known = {"question": question, "respondent": name}
                    row = _Row(self.problems, self, number, columns[question], about, **known)
                    answer = answer_in(row, question, framework.scale, level_in=self.headings.level)
                    if answer is not None and counts:
                        found.append(answer)
            if counts and len(found) == given:
                message = "a row without an answer, read as that of a respondent who gave none"
                silent.fault(Place(row=number), message, code="note", respondent=name)
        DocumentError.check("export", self.problems)
        self.notes += silent
        return found

    def _respondent(
        self, number: int, roles: Mapping[str, Role], asked: list[str] | None
    ) -> Respondent | None:
        row = _Row(self.problems, self, number, self.who)
        name = row.text("respondent")
        if not name and not row.failed:
            row.fault("respondent", "nobody is named", "name who answers", "empty")
        if row.failed:
            return None
        if self.known:
            if folded(name) not in self._called:
                names = listed(
                    [one.name if folded(one.name) in self._called else one.id for one in self.known]
                )
                message = "a name that is not one of those asked"
                row.fault("respondent", message, f"the round asks {names}", "unknown-respondent")
            return self._called.get(folded(name))
        role = self.role if isinstance(self.role, Role) else None
        if role is None:
            role = row.attempt(
                "role", lambda: role_of(row.read("role"), row.read("independent"), roles, roles)
            )
        return Respondent(id_among(name, self._ids), name, role, asked=asked) if role else None

    def joined(self, number: int, places: Sequence[int], kind: str) -> str:
        """The text in one of the columns of the same, of which no two may mean something else."""
        values = self.export.rows[number]
        there = [place for place in places if place < len(values) and values[place] != ""]
        texts = {self.export.read(number, place): place for place in reversed(there)}
        if kind == "rating":
            texts = {t: p for t, p in texts.items() if self._levels([t]) != _UNRATED} or texts
        if len({*map(folded, texts)}) > 1 and not (
            kind == "rating" and len(self._levels(texts)) == 1
        ):
            one, two = sorted(texts.values())[:2]
            message = f"columns {one + 1} and {two + 1} say something different"
            remedy = "put both into one of them" if kind in LABELS else "empty one of them"
            raise EntryError(message, f"{remedy} in this row", "conflict")
        return next(reversed(texts), "")

    def _levels(self, texts: Iterable[str]) -> set[tuple[str | None, bool]]:
        """The levels that the texts name, in whatever language; none where one names none."""
        try:
            return {self.headings.level(text) for text in texts}
        except EntryError:
            return set()

    def _used(self) -> set[int]:
        """The places of the columns that are read."""
        every = (self.who, *self.columns.values())
        return {place for own in every for places in own.values() for place in places}

    def left_out(self) -> tuple[Unused, ...]:
        """The columns that nothing was read from, and the other sheets."""
        used = self._used()
        columns = (
            Unused((str(under(self.export.headers[place], place + 1)),), len(rows))
            for place, rows in sorted(self.filled.items())
            if place not in used
        )
        return (*columns, *self.export.left_out)


@define(eq=False)
class _Row(Row):
    """A row of an export, as the columns of one question, or of whoever answers, have it."""

    reader: _Reader
    number: int
    own: Mapping[str, Sequence[int]]
    about: str = ""

    def read(self, column: str) -> str:
        places = self.own.get(column, ())
        if len(places) > 1:
            return self.reader.joined(self.number, places, column)
        return self.reader.export.read(self.number, places[0]) if places else ""

    def place(self, column: str) -> Place:
        first, *_ = self.own.get(column) or next(iter(self.own.values()))
        return evolve(self.reader.place_of(first), row=self.number, about=self.about)


_second = re.compile(r"(.+?)(?:\.\d{1,2}|_duplicated_\d{1,2}|(?<=\?)\d{1,2})")
_ends_in_number = re.compile(r".*\d\.\d+").fullmatch


def _give_second(meant: dict[int, Asked | None], headers: Mapping[int, str]) -> None:
    """Give a column the meaning of the one before it whose name it has, with a tool's mark.

    A second `s1q1` is `s1q1.1` to pandas, and of a second "Why?" Microsoft Forms makes "Why?2".
    """
    before: dict[str, int] = {}
    for place, header in headers.items():
        name = folded(header)
        found = _second.fullmatch(name) if meant[place] is None else None
        if found and found[1] in before and not _ends_in_number(found[1]):
            meant[place] = meant[before[found[1]]]
        before.setdefault(name, place)


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
