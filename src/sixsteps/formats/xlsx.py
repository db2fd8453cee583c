"""Writing .xlsx files with xlsxwriter: texts that stay what they are, rows that still grow."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from sixsteps.errors import DocumentError, InvalidError, Problem, extra
from sixsteps.formats.files import zipped
from sixsteps.formats.limits import SHEET_COLUMNS, SHEET_ROWS, Budget, Spent
from sixsteps.formats.problems import Place
from sixsteps.formats.rows import EntryError, in_a_cell
from sixsteps.words import folded

# A fixed time, so that writing the same workbook twice gives the same bytes.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # Excel's times have no zone

# What a text can hold only escaped, as _x0001_: what XML has no letter for, and the underscore
# where such an escape would seem to begin.
_NO_LETTER = "[\x00-\x08\x0b-\x1f\ufffe\uffff]"
_to_escape = re.compile(f"{_NO_LETTER}|_(?=x[0-9A-Fa-f]{{4}}(?:_|{_NO_LETTER}))")
_column_name = re.compile(rb'(<tableColumn [^>]*)name="(\d+)"')
_chosen_height = re.compile(rb'(<row [^>]*) customHeight="1"')


def letters(column: int) -> str:
    """The letters of a column, counted from 1.

    >>> letters(4), letters(28)
    ('D', 'AB')
    """
    found = ""
    while column:
        column, letter = divmod(column - 1, 26)
        found = chr(ord("A") + letter) + found
    return found


def reference(row: int, column: int) -> str:
    """A cell as people name it."""
    return f"{letters(column)}{row}"


def cell_place(sheet: str, row: int, column: int, about: str = "") -> Place:
    """The place of a cell, its row and its column counted from 1."""
    return Place(sheet, reference(row, column), row, letters(column), about)


def cell_text(sheet: str, row: int, column: int, text: str, problems: list[Problem]) -> str | None:
    """The text as a cell holds it; `None`, and one of the `problems`, where no cell does.

    Rows and columns are counted from 0.
    """
    if row >= SHEET_ROWS or column >= SHEET_COLUMNS:
        message = f"more than the {SHEET_ROWS:,} rows and {SHEET_COLUMNS:,} columns of a sheet"
        problem = Place(sheet).problem(message, "write it in parts", "too-large")
        raise InvalidError("workbook", [problem])
    try:
        return in_a_cell(text)
    except EntryError as error:
        problems.append(cell_place(sheet, row + 1, column + 1).problem(*error.said))
        return None


class Spreadsheet:
    """An .xlsx file in the making; `book` is xlsxwriter's, for all but the texts of cells.

    xlsxwriter takes a text that begins with `<r>` for XML, and escapes some others wrongly.
    It is given the number of each text instead, and the texts are put in when all is written.
    """

    def __init__(
        self, what: str, properties: Mapping[str, Any], font: Mapping[str, Any] | None = None
    ) -> None:
        with extra("excel", f"writing {what} needs xlsxwriter"):
            import xlsxwriter
        self._buffer = BytesIO()
        options = {"in_memory": True, "default_format_properties": dict(font or {})}
        self.book: Any = xlsxwriter.Workbook(self._buffer, options)
        self.book.set_properties({"created": _CREATED, **properties})
        self._texts: dict[str, int] = {}
        self._problems: list[Problem] = []
        self._letters = 0

    def put(self, sheet: Any, row: int, column: int, text: str, look: Any = None) -> None:
        """Write a text into a cell; rows and columns are counted from 0."""
        self._letters += len(text)
        held = cell_text(sheet.name, row, column, text, self._problems)
        if held is not None:
            number = self._texts.setdefault(held, len(self._texts))
            sheet.write_string(row, column, str(number), look)

    def mark_table(
        self, sheet: Any, row: int, headers: Sequence[str], rows: int, look: Any = None
    ) -> None:
        """Mark what is written from the first column of a row down as a table.

        Headers that a spreadsheet cannot tell apart make no table, and nor do no rows; those that
        no cell holds are told with the texts.
        """
        held = all(header in self._texts for header in headers)
        if rows and held and len({folded(header) for header in headers}) == len(headers):
            # Excel wants the texts of the headers in the table too: they are put in at the end.
            named = [
                {"header": str(self._texts[header]), "header_format": look} for header in headers
            ]
            place = row, 0, row + rows, len(headers) - 1
            sheet.add_table(*place, {"columns": named, "autofilter": False, "style": None})

    def _named(self, column: re.Match[bytes]) -> bytes:
        """A column of a table with its header in place of the number of it."""
        header = next(islice(self._texts, int(column[2]), None))
        written = quoteattr(_to_escape.sub(_escaped, header))
        return b"%sname=%s" % (column[1], written.encode())

    def content(self, what: str) -> bytes:
        """The bytes of the file."""
        InvalidError.check(what, self._problems)
        self.book.close()
        parts: dict[str, str | bytes] = {}
        spent = Counter[Spent]({"letters": self._letters, "places": len(self._texts)})
        with ZipFile(self._buffer) as old:
            for name in old.namelist():
                content = old.read(name)
                if name == "xl/sharedStrings.xml":
                    content = _shared(self._texts)
                elif name.startswith("xl/tables/"):
                    content = _column_name.sub(self._named, content)
                elif name.startswith("xl/worksheets/"):
                    # Spreadsheets never again fit a row whose height is said to be chosen.
                    content = _chosen_height.sub(rb"\1", content)
                    spent["places"] += content.count(b"<c ")
                    spent["cells"] += content.count(b"<v>")
                spent["bytes"] += len(content)
                parts[name] = content
        file = zipped(parts)
        remedy = "write it in parts" if what == "tables" else "shorten its texts, or leave some out"
        budget = Budget(what, len(file), remedy=remedy)
        try:
            for kind, count in spent.items():
                budget.spend(kind, count)
        except DocumentError as error:
            raise InvalidError(what, error.problems) from None
        return file


def _shared(texts: Iterable[str]) -> bytes:
    """The part of a workbook that holds its texts, in their order."""
    items = "".join(
        f'<si><t xml:space="preserve">{escape(_to_escape.sub(_escaped, text))}</t></si>'
        for text in texts
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{declared}<sst xmlns="{main}">{items}</sst>'.encode()


def _escaped(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"
