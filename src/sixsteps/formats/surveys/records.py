"""The rows of an export: a CSV file, an Excel sheet, or rows that a program holds already."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from io import StringIO
from os import PathLike
from pathlib import Path
from typing import IO, TypeAlias, cast

from attrs import evolve, frozen

from sixsteps.errors import DocumentError, Problem, WrongTypeError
from sixsteps.formats.files import path_of, read_text
from sixsteps.formats.surveys.columns import column_name
from sixsteps.formats.workbook.entries import EntryError, text_in
from sixsteps.formats.workbook.opening import Cell, open_sheets
from sixsteps.model.checks import counted, text_problems

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
    raise DocumentError("export", [Problem("$", message, "not-text")])


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
            "row-length",
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
            problems.append(Problem(f"cell {cell.reference}", str(error), "unreadable"))
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
                problems.append(Problem(f"row {number}, column {place}", message, "wrong-type"))
            texts[-1].append(value if isinstance(value, str) else "")
    DocumentError.check("export", problems)
    return texts
