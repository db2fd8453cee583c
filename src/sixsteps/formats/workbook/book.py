"""Writing workbooks: one look for every sheet, text that stays text, the reference on it all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from unicodedata import east_asian_width

from sixsteps.analysis.heading import made_by
from sixsteps.errors import InvalidError, Problem
from sixsteps.formats.files import Writable, write_bytes
from sixsteps.formats.limits import CELL_UNITS
from sixsteps.formats.rows import NOTICE, units
from sixsteps.formats.workbook.layout import DATA, SheetColumn, small_lines
from sixsteps.formats.workbook.opening import OWN_NAME
from sixsteps.formats.workbook.sheet_tables import Purpose, kept_rows
from sixsteps.formats.xlsx import Spreadsheet, letters
from sixsteps.model.answers import by_rule
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.model.views import is_a_view
from sixsteps.palette import BAND, HEADER, LOCKED, level_inks

LINE = 13.5
"""The height of a line of the workbook's font (Arial 10), in points."""

_SMALL_LINES = 6
"""How many lines stay in sight above a table without leaving too little of it."""

MAX_HEIGHT = 409.0
"""The tallest row that a spreadsheet shows, in points."""


def row_height(cells: Iterable[tuple[str, float]], least: float = LINE + 4) -> float:
    """The height that shows every text in its column's width, in points, at most 409."""
    lines = max(
        (sum(_lines(line, max(width, 1)) for line in text.split("\n")) for text, width in cells),
        default=1,
    )
    return min(max(least, lines * LINE + 4), MAX_HEIGHT)


def _lines(line: str, fit: float) -> int:
    """The lines of a line in a column whose width counts digits; prose is a little narrower."""
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
_A4 = 9

# Where the lists begin on the hidden sheet, counted from 0, after its keys and texts.
_FIRST_LIST = 3

Entry = str | date
"""What a cell is given: a text, or a date."""


class Book:
    """A workbook in the making; `save` writes it when all is there."""

    def __init__(self, framework: Framework, title: str, of: Round | None = None) -> None:
        font = {"font_name": "Arial", "font_size": 10}
        self.framework, self._handling = framework, of.handling if of else ""
        title = f"{framework.title}: {title}"
        made = made_by([framework.fingerprint], [of.digest] if of else [])
        comments = f"{NOTICE} Made by {made}."
        about = {"title": title, "subject": framework.citation, "comments": comments}
        self._file = Spreadsheet("a workbook", about, font)
        self._book = self._file.book
        self._looks = {name: self._book.add_format(font | look) for name, look in _LOOKS.items()}
        self._lists: list[tuple[str, ...]] = []
        self._shown: dict[str, None] = {}

    def sheet(self, name: str) -> Any:
        """A new sheet that prints in landscape, as wide as the page, with the reference below."""
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
        lines = (f"{name}: {self.framework.title}", self._handling, self.framework.citation)
        about, handling, source = map(_in_margin, lines, (110, 110, 200))
        self._shown |= dict.fromkeys(filter(None, (about, handling, source)))
        about, handling, source = map(_in_code, (about, handling, source))
        sheet.set_header(f"&L&8 {about}&R&8 {handling}")
        sheet.set_footer(f"&L&8 {source}&R&8 Page &P of &N")
        sheet.hide_gridlines(2)
        return sheet

    def table(
        self,
        name: str,
        columns: Sequence[SheetColumn],
        rows: Sequence[Mapping[str, Entry]],
        *,
        frozen: int,
        heading: str = "",
        least: float = 18,
        offered: Mapping[str, Iterable[str]] = {},
        counted: tuple[Sequence[str], str] | None = None,
        locked: bool = True,
    ) -> None:
        """Write a sheet of rows, each by its columns' keys, locked but for what people fill in.

        Its `heading` is its name where none is given.
        `offered` are the lists of the drop-downs by column.
        A row may have a `look` of its own; not `locked`, rows come and go too.
        `counted` are the columns of which one is filled in where a row is done, and the words
        that stand after the count.
        """
        sheet = self.sheet(name)
        header = self._headers(sheet, columns, heading or name, frozen, locked=locked)
        for row, values in enumerate(rows, header + 1):
            entries = [(column, values.get(column.key, "")) for column in columns]
            look = str(values.get("look", ""))
            for place, (column, value) in enumerate(entries):
                self.cell(sheet, row, place, value, look or _look_of(column))
            texts = [(str(value), column.width) for column, value in entries[1:]]
            # A band's title runs on over the cells beside it.
            height = row_height(texts, LINE + 4 if look == "note" else least)
            sheet.set_row(row, LINE + 6 if look == "band" else height)
        between = (header + 1, header + max(len(rows), 1))
        places = {column.key: place for place, column in enumerate(columns)}
        for key, choices in offered.items():
            self.offer(sheet, between, places[key], choices, own=columns[places[key]].own)
        for place, column in enumerate(columns):
            if column.advice:
                self.advise(sheet, between, place, column.header, column.advice)
        if counted:
            done = sum(any(row.get(key) for key in counted[0]) for row in rows)
            self._count(sheet, between, [places[key] for key in counted[0]], counted[1], done)
        if coloured := [places[column.key] for column in columns if column.levels]:
            self.colour_levels(sheet, between, (coloured[0], coloured[-1]))
        sheet.autofilter(header, 0, between[1], len(columns) - 1)
        bottom = between[1]
        if locked:
            width = sum(column.width for column in columns)
            rest = small_lines(self.framework.citation, width)[_SMALL_LINES:]
            for bottom, line in enumerate(rest, bottom + 2):  # noqa: B020  the last is the bottom
                self.cell(sheet, bottom, 0, line, "reference")
            self.protect(sheet)
        # A long word of the reference may run on past the last column.
        sheet.print_area(0, 0, bottom, len(columns) - 1)

    def _count(
        self, sheet: Any, rows: tuple[int, int], columns: Sequence[int], words: str, done: int
    ) -> None:
        """Write above the table in how many rows one of the columns is filled in."""
        first, last = rows[0] + 1, rows[1] + 1
        names = [letters(column + 1) for column in columns]
        filled = "+".join(f'({name}{first}:{name}{last}<>"")' for name in names)
        formula = f'=SUMPRODUCT(--({filled}>0))&" {words}"'
        self._shown[f'" {words}"'] = None
        sheet.write_formula(0, columns[0], formula, self._looks["notice"], f"{done} {words}")

    def _headers(
        self, sheet: Any, columns: Sequence[SheetColumn], heading: str, frozen: int, *, locked: bool
    ) -> int:
        """Write heading, notice, reference and headers that stay in sight; gives their row."""
        lines = small_lines(self.framework.citation, sum(column.width for column in columns))
        # What is left of a long one stands below the table, if nobody adds rows there.
        lines = lines[:_SMALL_LINES] if locked else lines
        header = _REFERENCE_ROW + len(lines)
        self.cell(sheet, 0, 0, heading, "heading")
        self.cell(sheet, 1, 0, NOTICE, "notice")
        for row, line in enumerate(lines, _REFERENCE_ROW):
            self.cell(sheet, row, 0, line, "reference")
        sheet.set_row(0, 22)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            self.cell(sheet, header, place, column.header, "header")
        headers = [(column.header, column.width - 1) for column in columns]
        # Room for the filter's arrow below the words.
        sheet.set_row(header, row_height(headers) + 12)
        sheet.freeze_panes(header + 1, frozen)
        sheet.repeat_rows(header)
        # Screen readers take the headers from this name.
        last = letters(len(columns))
        row = header + 1
        self._book.define_name(f"{sheet.name}!{OWN_NAME}", f"={sheet.name}!$A${row}:${last}${row}")
        return header

    def protect(self, sheet: Any) -> None:
        """Lock wording and ids without a password; rows and columns may be sized and filtered."""
        free = ("autofilter", "format_columns", "format_rows", "insert_rows", "sort")
        sheet.protect("", dict.fromkeys(free, True))

    def cell(self, sheet: Any, row: int, column: int, value: Entry, look: str) -> None:
        """Write a text or a date."""
        if isinstance(value, date) and value >= _FIRST_DATE:
            # Excel's times have no zone.
            at = datetime(value.year, value.month, value.day)  # noqa: DTZ001
            sheet.write_datetime(row, column, at, self._looks[look])
        elif value:
            text = str(value)
            if look in _SHOWN and units(text) <= CELL_UNITS:
                self._shown[text] = None
            self._file.put(sheet, row, column, text, self._looks[look])
        else:
            sheet.write_blank(row, column, None, self._looks[look])

    def save(self, path: Writable, purpose: Purpose, value: Framework | Round) -> None:
        """Write the workbook, with what it was made from on its hidden sheet, to a file.

        Raises:
            InvalidError: for every text that no cell can hold, and for a view or a consensus.
            OSError: where the file cannot be written; what was there before still is.
        """
        if isinstance(value, Round) and (value.view or by_rule(value.respondents)):
            message = f"{is_a_view(value)}, and nobody fills it in"
            remedy = "write the workbook of the round it was made from"
            raise InvalidError("round", [Problem((), message, remedy, "view")])
        data = self._book.add_worksheet(DATA)
        data.hide()
        data.protect()
        for row, (key, text) in enumerate(kept_rows(purpose, value, self._shown)):
            self._file.put(data, row, 0, key)
            self._file.put(data, row, 1, text)
        for place, values in enumerate(self._lists):
            for row, one in enumerate(values):
                self._file.put(data, row, _FIRST_LIST + place, one)
        write_bytes(path, self._file.content("workbook"))

    def offer(
        self,
        sheet: Any,
        rows: tuple[int, int],
        column: int,
        choices: Iterable[str],
        *,
        own: bool = False,
    ) -> None:
        """Offer choices in a column's rows, where nothing else can be typed then but if `own`.

        They are kept on the hidden sheet, where the list may be of any length.
        """
        self._lists.append(tuple(choices))
        letter = letters(_FIRST_LIST + len(self._lists))
        rule = {
            "validate": "list",
            "source": f"='{DATA}'!${letter}$1:${letter}${len(self._lists[-1])}",
            "show_error": not own,
            "error_title": "Not in the list",
            "error_message": "Choose one of the list, or leave the cell empty.",
        }
        sheet.data_validation(rows[0], column, rows[1], column, rule)

    def advise(
        self, sheet: Any, rows: tuple[int, int], column: int, title: str, message: str
    ) -> None:
        """Show a message beside the cells of a column when they are entered."""
        rule = {"validate": "any", "input_title": title[:32], "input_message": message[:255]}
        sheet.data_validation(rows[0], column, rows[1], column, rule)

    def colour_levels(self, sheet: Any, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        """Fill cells by the level whose word stands in them."""
        scale = self.framework.scale
        for level, ink in zip(scale.levels, level_inks(scale), strict=True):
            label = level.label.replace('"', '""')
            look = self._book.add_format({"bg_color": ink.fill, "font_color": ink.text})
            rule = {"type": "cell", "criteria": "==", "value": f'"{label}"', "format": look}
            sheet.conditional_format(rows[0], columns[0], rows[1], columns[1], rule)


def _look_of(column: SheetColumn) -> str:
    """The look of a column's cells, and whether they are locked."""
    if column.key == "id":
        return "id"
    if not column.filled:
        return "wording"
    return "date" if column.dated else "entry"


def _in_margin(text: str, most: int) -> str:
    """A text for a header or footer, which holds 255 characters of code in all."""
    line = " ".join(text.split())
    shown = line = line[: most + 1]
    while units(_in_code(shown)) > most:
        line = line[:-1]
        shown = f"{line.rstrip()}…"
    return shown


def _in_code(text: str) -> str:
    """A text as the code of a header or footer has it: an & is two.

    xlsxwriter takes the second for a picture's where a G or a [ follows, and leaves out the whole
    line; so the size of the letters, which is 8 anyway, is said between them.
    """
    return text.replace("&", "&&").replace("&G", "&&8G").replace("&[", "&&8[")


_WRAPPED = {"text_wrap": True, "valign": "top"}
_BOX = {**_WRAPPED, "border": 1, "border_color": "#C9CDD6"}
# The text format keeps "=..." and "1.10" as they are typed.
_TYPED = {"num_format": "@", **_BOX}
_LOOKS: dict[str, dict[str, Any]] = {
    "heading": {"bold": True, "font_size": 14, "font_color": HEADER.fill},
    "notice": {"bold": True},
    "reference": {"font_size": 8, "font_color": LOCKED.text},
    "header": {"bold": True, "bg_color": HEADER.fill, "font_color": HEADER.text, **_BOX},
    "title": {"bold": True, "font_size": 16, "font_color": HEADER.fill, **_WRAPPED},
    "item": {"bold": True, **_WRAPPED},
    "plain": _WRAPPED,
    "id": {"font_size": 7, "font_color": LOCKED.text, "bg_color": LOCKED.fill, **_BOX},
    "wording": {"bg_color": LOCKED.fill, **_BOX},
    "note": {"bg_color": LOCKED.fill, **_BOX},
    "band": {
        "bold": True,
        "bg_color": BAND.fill,
        "font_color": BAND.text,
        **_TYPED,
        "text_wrap": False,
    },
    "entry": {"locked": False, **_TYPED},
    "date": {"locked": False, "num_format": "d mmmm yyyy", "align": "left", **_BOX},
}
_SHOWN = ("heading", "notice", "reference", "header", "title", "item", "plain", "band", "note")
"""The looks of what stands around the tables and between their rows."""
