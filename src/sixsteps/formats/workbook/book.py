"""Writing workbooks: one look for every sheet, text that stays text, the reference on it all."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from math import ceil
from textwrap import wrap
from typing import Any
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from sixsteps.errors import InvalidError, MissingExtraError, Problem
from sixsteps.formats.workbook.layout import DATA, MAX_CELL, NOTICE, Column, units
from sixsteps.formats.workbook.opening import reference
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.palette import HEADER, LOCKED, level_inks

LINE = 13.5
"""The height of a line of the workbook's font (Arial 10), in points."""

_SMALL_LINES = 6
"""How many lines stay in sight above a table without leaving too little of it."""

MAX_HEIGHT = 409.0
"""The tallest row that a spreadsheet shows, in points."""


def row_height(cells: Iterable[tuple[str, float]], least: float = LINE + 4) -> float:
    r"""The height that shows every text in its column's width, in points, at most 409.

    >>> row_height([("one line", 20), ("first\nsecond", 20)])
    31.0
    """
    lines = max((_lines(text, width) for text, width in cells), default=1)
    return min(max(least, lines * LINE + 4), MAX_HEIGHT)


def small_lines(text: str, width: float) -> list[str]:
    """A text in lines of small letters (Arial 8) as wide as the columns, six of them at most.

    What is longer ends in "…".

    >>> small_lines("Doe, J (2024) A framework", 10)
    ['Doe, J (2024)', 'A framework']
    """
    wide = any(east_asian_width(letter) in "WF" for letter in text)
    fit = int(width * (0.7 if wide else 1.4))
    return wrap(text, max(fit, 1), max_lines=_SMALL_LINES, placeholder=" …")


def _lines(text: str, width: float) -> int:
    """The lines of a text in a column whose width counts digits; prose is a little narrower."""
    fit = max(width, 1)
    return sum(_wrapped(line, fit) for line in text.split("\n"))


def _wrapped(line: str, fit: float) -> int:
    lines, filled = 1, 0.0
    for word in line.split(" "):
        size = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in word)
        if filled and filled + 1 + size > fit:
            lines, filled = lines + 1, 0.0
        filled += size + (1 if filled else 0)
        # A word longer than its column is broken where the column ends.
        lines, filled = lines + int(filled // (fit + 1)), filled % (fit + 1)
    return lines


_REFERENCE_ROW = 2
"""The first row of the reference, counted from 0: the heading and the notice come before it."""

# Dates before it are off by a day in spreadsheets, which think 1900 a leap year.
_FIRST_DATE = date(1900, 3, 1)
# A fixed time, so that writing the same workbook twice gives the same bytes.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # Excel's times have no zone
_A4 = 9
# What can be read on a page of paper, in characters of the columns side by side.
_PAGE_WIDTH = 280

# What a text can hold only escaped, as _x0001_: what XML has no letter for, and the underscore
# where such an escape would seem to begin.
_NO_LETTER = "[\x00-\x08\x0b-\x1f\ufffe\uffff]"
_to_escape = re.compile(f"{_NO_LETTER}|_(?=x[0-9A-Fa-f]{{4}}(?:_|{_NO_LETTER}))")

# Where the lists begin on the hidden sheet, counted from 0, after its keys and texts.
_FIRST_LIST = 3

Value = str | date
"""What a cell is given: a text, or a date."""


class Book:
    """A workbook in the making; `content` gives its bytes when all is written."""

    def __init__(self, base: Round, title: str) -> None:
        try:
            import xlsxwriter
        except ImportError:
            raise MissingExtraError(
                "writing a workbook needs xlsxwriter; install it with: pip install"
                ' "sixsteps[excel]"'
            ) from None
        self._round = base
        self._buffer = BytesIO()
        font = {"font_name": "Arial", "font_size": 10}
        self._book = xlsxwriter.Workbook(
            self._buffer, {"in_memory": True, "default_format_properties": font}
        )
        self._book.set_properties(
            {"title": title, "subject": base.citation, "created": _CREATED, "comments": NOTICE}
        )
        self._problems: list[Problem] = []
        self._formats = {
            name: self._book.add_format(font | properties) for name, properties in _LOOKS.items()
        }
        self._lists: list[tuple[str, ...]] = []

    @property
    def content(self) -> bytes:
        """The workbook's bytes.

        Raises:
            InvalidError: for every text that no cell can hold.
        """
        InvalidError.check("workbook", self._problems)
        texts = self._book.str_table
        texts.string_table = {_as_xml(text): place for text, place in texts.string_table.items()}
        self._book.close()
        return self._buffer.getvalue()

    def sheet(self, name: str) -> Any:
        """A new sheet that prints in landscape, as wide as the page, with the reference below."""
        sheet = self._book.add_worksheet(name, worksheet_class=_growing_rows())
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
        about = f"{name}: {self._round.framework.title}"
        handling = _in_margin(self._round.handling, 110)
        sheet.set_header(f"&L&8 {_in_margin(about, 110)}&R&8 {handling}")
        sheet.set_footer(f"&L&8 {_in_margin(self._round.citation, 200)}&R&8 Page &P of &N")
        sheet.hide_gridlines(2)
        return sheet

    def table(self, sheet: Any, columns: Sequence[Column], heading: str, frozen: int) -> int:
        """Lay out a sheet of rows: heading, notice, reference, headers that stay in sight.

        Gives the row of the headers.
        """
        width = sum(column.width for column in columns)
        lines = small_lines(self._round.citation, min(width, _PAGE_WIDTH))
        header = _REFERENCE_ROW + len(lines)
        sheet.write_string(0, 0, heading, self._formats["heading"])
        sheet.write_string(1, 0, NOTICE, self._formats["notice"])
        for row, line in enumerate(lines, _REFERENCE_ROW):
            sheet.write_string(row, 0, line, self._formats["reference"])
        sheet.set_row(0, 22)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(header, place, column.header, self._formats["header"])
        headers = [(column.header, column.width - 1) for column in columns]
        # Room for the filter's arrow below the words.
        sheet.set_row(header, row_height(headers) + 12)
        sheet.freeze_panes(header + 1, frozen)
        sheet.repeat_rows(header)
        if width > _PAGE_WIDTH:
            sheet.fit_to_pages(ceil(width / _PAGE_WIDTH), 0)
            sheet.repeat_columns(0, frozen)
        # Screen readers take the headers from this name.
        last = reference(1, len(columns))[:-1]
        row = header + 1
        self._book.define_name(f"{sheet.name}!ColumnTitle", f"={sheet.name}!$A${row}:${last}${row}")
        return header

    def close_table(self, sheet: Any, columns: int, header: int, last_row: int) -> None:
        """Give the finished table its filter, and lock all but what people fill in."""
        last_row = max(last_row, header + 1)
        sheet.autofilter(header, 0, last_row, columns - 1)
        # A long word of the reference may run on past the last column.
        sheet.print_area(0, 0, last_row, columns - 1)
        self.protect(sheet)

    def protect(self, sheet: Any) -> None:
        """Lock wording and ids without a password; rows and columns may be sized and filtered."""
        sheet.protect(
            "",
            {
                "autofilter": True,
                "format_columns": True,
                "format_rows": True,
                "insert_rows": True,
                "sort": True,
            },
        )

    def cell(
        self, sheet: Any, row: int, column: int, value: Value, look: str, place: str = ""
    ) -> None:
        """Write a text or a date; `place` says whose it is, should it be too long."""
        if isinstance(value, date):
            if value >= _FIRST_DATE:
                at = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # as above
                sheet.write_datetime(row, column, at, self._formats[look])
            else:
                sheet.write_string(row, column, value.isoformat(), self._formats[look])
        elif not value:
            sheet.write_blank(row, column, None, self._formats[look])
        else:
            if units(value) > MAX_CELL:
                self._problems.append(
                    Problem(
                        place or f'sheet "{sheet.name}", cell {reference(row + 1, column + 1)}',
                        f"a text of {units(value):,} characters; a cell holds {MAX_CELL:,}",
                        code="too-long",
                    )
                )
                return
            sheet.write_string(row, column, value, self._formats[look])

    def row(
        self,
        sheet: Any,
        row: int,
        columns: Sequence[Column],
        values: Sequence[Value],
        least: float = 18,
    ) -> None:
        """Write a row of a table, locked where the columns say so, as tall as its text."""
        for place, (column, value) in enumerate(zip(columns, values, strict=True)):
            self.cell(sheet, row, place, value, look_of(column))
        texts = [(str(value), column.width) for column, value in zip(columns, values, strict=True)]
        sheet.set_row(row, row_height(texts[1:], least))

    def height(self, sheet: Any, row: int, texts: Iterable[tuple[str, float]]) -> None:
        """Make a row as tall as its texts need in columns of these widths."""
        sheet.set_row(row, row_height(texts))

    def choices(self, values: Iterable[str]) -> str:
        """A list for drop-downs, kept on the hidden sheet, where it may be of any length."""
        self._lists.append(tuple(values))
        letter = reference(1, _FIRST_LIST + len(self._lists))[:-1]
        return f"='{DATA}'!${letter}$1:${letter}${len(self._lists[-1])}"

    def hide(self, rows: Iterable[tuple[str, str]]) -> None:
        """Write the hidden sheet, after every other: rows of a key and a text, and the lists."""
        data = self._book.add_worksheet(DATA)
        data.hide()
        data.protect()
        for row, (key, text) in enumerate(rows):
            data.write_string(row, 0, key)
            data.write_string(row, 1, text)
        for place, values in enumerate(self._lists):
            for row, value in enumerate(values):
                data.write_string(row, _FIRST_LIST + place, value)

    def offer(self, sheet: Any, rows: tuple[int, int], column: int, source: str) -> None:
        """Offer the values of a list in a column's rows; nothing else can be typed."""
        sheet.data_validation(
            rows[0],
            column,
            rows[1],
            column,
            {
                "validate": "list",
                "source": source,
                "error_title": "Not in the list",
                "error_message": "Choose one of the list, or leave the cell empty.",
            },
        )

    def advise(
        self, sheet: Any, rows: tuple[int, int], column: int, title: str, message: str
    ) -> None:
        """Show a message beside the cells of a column when they are entered."""
        sheet.data_validation(
            rows[0],
            column,
            rows[1],
            column,
            {"validate": "any", "input_title": title[:32], "input_message": message[:255]},
        )

    def colour_levels(
        self, sheet: Any, rows: tuple[int, int], columns: tuple[int, int], scale: Scale
    ) -> None:
        """Fill cells by the level whose word stands in them."""
        for level, ink in zip(scale.levels, level_inks(scale), strict=True):
            label = level.label.replace('"', '""')
            sheet.conditional_format(
                rows[0],
                columns[0],
                rows[1],
                columns[1],
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{label}"',
                    "format": self._book.add_format({"bg_color": ink.fill, "font_color": ink.text}),
                },
            )


def _as_xml(text: str) -> str:
    """A text as xlsxwriter is to write it.

    What begins with `<r>` it takes for XML, whoever wrote that, and of two escapes that share an
    underscore it escapes one. XML of our own, in which it finds no underscore, it leaves alone.
    """
    if not text.startswith("<r>") and not _to_escape.search(text):
        return text
    escaped = _to_escape.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return f'<r><t xml:space="preserve">{escape(escaped, {"_": "&#95;"})}</t></r>'


def _growing_rows() -> type:
    """A class of sheets whose rows have their height and still grow with what is typed in them."""
    from xlsxwriter.worksheet import Worksheet

    class Growing(Worksheet):  # type: ignore[misc] # imported when needed
        def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
            # Spreadsheets never again fit a row whose height is said to be somebody's choice.
            fitted = [one for one in attributes if one[0] != "customHeight"]
            super()._xml_start_tag_unencoded(tag, fitted)

    return Growing


def look_of(column: Column) -> str:
    """How a column's cells look, and whether they are locked."""
    if column.key == "id":
        return "id"
    if not column.filled:
        return "wording"
    return "date" if column.dated else "entry"


def _in_margin(text: str, most: int) -> str:
    """A text for a header or footer, which holds 255 characters in all and reads & as a command."""
    line = " ".join(text.split())
    shown = line = line[: most + 1]
    while units(shown.replace("&", "&&")) > most:
        line = line[:-1]
        shown = f"{line.rstrip()}…"
    return shown.replace("&", "&&")


_WRAPPED = {"text_wrap": True, "valign": "top"}
_BOX = {"border": 1, "border_color": "#C9CDD6"}
_LOOKS: dict[str, dict[str, Any]] = {
    "heading": {"bold": True, "font_size": 14, "font_color": HEADER.fill},
    "notice": {"bold": True},
    "reference": {"font_size": 8, "font_color": LOCKED.text},
    "header": {
        "bold": True,
        "bg_color": HEADER.fill,
        "font_color": HEADER.text,
        **_WRAPPED,
        **_BOX,
    },
    "title": {"bold": True, "font_size": 16, "font_color": HEADER.fill, **_WRAPPED},
    "item": {"bold": True, **_WRAPPED},
    "plain": {**_WRAPPED},
    "id": {"font_size": 7, "font_color": LOCKED.text, "bg_color": LOCKED.fill, **_WRAPPED, **_BOX},
    "wording": {"bg_color": LOCKED.fill, **_WRAPPED, **_BOX},
    # The text format keeps "=..." and "1.10" as they are typed.
    "entry": {"locked": False, "num_format": "@", **_WRAPPED, **_BOX},
    "date": {
        "locked": False,
        "num_format": "d mmmm yyyy",
        "align": "left",
        **_WRAPPED,
        **_BOX,
    },
}
