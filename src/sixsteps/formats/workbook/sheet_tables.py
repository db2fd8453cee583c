"""Reading what a workbook holds: its hidden sheet, tables by their headers, rows by their ids.

The hidden sheet holds the round or the framework that the workbook was made from. What the other
sheets have no room for, such as an action's progress or the link of a piece of evidence, is kept
there and comes back with the answers. Its document is split over cells.
"""

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any, Literal, TypeAlias

from attrs import define, field, frozen

from sixsteps.errors import DocumentError, Problem
from sixsteps.formats.documents import from_document, to_document
from sixsteps.formats.limits import HEADERS_WITHIN, Budget
from sixsteps.formats.problems import Place, Problems
from sixsteps.formats.rows import EntryError, Headers, Row, as_day, day_of, find_columns, in_a_cell
from sixsteps.formats.workbook.layout import ABOUT, DATA, FORMAT, SheetColumn, first_language
from sixsteps.formats.workbook.opening import Sheet, SheetCell, WorkbookSource, open_sheets, refused
from sixsteps.formats.xlsx import cell_place, letters
from sixsteps.model.between_rounds import ReadResult, Unused
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.table import worded
from sixsteps.words import as_id, counted, folded, listed, nearest, same_line_ends, shows

Purpose: TypeAlias = Literal["template", "moderation", "setup", "framework", "actions"]

_PIECE = 32_000
_REMEDY = "fill in a workbook that sixsteps wrote, and keep its hidden sheet"
_CALLED: Mapping[str, tuple[str, str]] = {
    "template": ("return", "read it with read_round"),
    "moderation": ("moderation workbook", "read it with read_moderation"),
    "setup": ("set-up workbook", "read it with read_setup"),
    "framework": ("framework workbook", "read it with read_framework"),
    "actions": ("workbook of actions", "read it with read_actions"),
}
"""What a workbook of each purpose is called, and how it is read."""


def kept_rows(
    purpose: Purpose, value: Framework | Round, shown: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """The hidden sheet's rows, a key and a text each: what the workbook is for and made from.

    And the texts `shown` around its tables, by which the reader knows what others add there.
    """
    yield "format", FORMAT
    yield "purpose", purpose
    # Plain ASCII, and no "_x", which spreadsheets read as the start of an escaped character.
    text = json.dumps(to_document(value), separators=(",", ":")).replace("_x", "\\u005fx")
    Budget("workbook", len(text), remedy="write it in parts").spend_json(text)
    for start in range(0, len(text), _PIECE):
        yield "document", text[start : start + _PIECE]
    for text in shown:
        yield "shown", text


@define(eq=False)
class SheetRow(Row):
    """A row of a table in a sheet: its number, and its cells that are not empty, by column.

    `places` are those of the columns; `about` says whose the row is.
    """

    sheet: str
    places: Mapping[str, int]
    number: int
    cells: Mapping[str, SheetCell]
    about: str = ""

    def read(self, column: str) -> str:
        """The text of a cell."""
        return text_in(self.cells.get(column))

    def place(self, column: str) -> Place:
        """The place of a cell, whether anything stands in it or not."""
        return cell_place(self.sheet, self.number, self.places[column], self.about)

    def said(self, keys: Iterable[str]) -> dict[str, tuple[str, object]]:
        """The contents of some of its cells."""
        cells = self.cells
        return {key: (cells[key].kind, cells[key].value) for key in keys if key in cells}


@frozen
class Grid:
    """A table found in a sheet: where each column stands, and its rows below the headers.

    What is wrong in a row is added to `problems`, and rows that are none of its own to `loose`;
    `above` are those over its headers.
    """

    sheet: str
    columns: Sequence[SheetColumn]
    places: Mapping[str, int]
    rows: tuple[SheetRow, ...]
    problems: Problems
    coloured: frozenset[tuple[int, int]] = frozenset()
    loose: list[SheetRow] = field(factory=list)
    above: tuple[SheetRow, ...] = ()

    def fault(self, message: str, remedy: str, code: str, **known: Any) -> None:
        """Add a problem of the whole sheet."""
        self.problems.fault(Place(self.sheet), message, remedy, code, **known)

    def said(self) -> list[tuple[dict[str, tuple[str, object]], list[str]]]:
        """The contents of the rows, wherever they stand, and their cells of a colour alone."""
        coloured = self.coloured
        return [
            (
                row.said(row.cells),
                [key for key, column in self.places.items() if (row.number, column) in coloured],
            )
            for row in self.rows
        ]


@define
class Filled:
    """A workbook as it is read: its sheets, what it was made from, and what is wrong with it.

    `problems` are those of the workbook and its sheet About, `faults` those of the other rows.
    """

    sheets: tuple[Sheet, ...]
    base: Framework | Round | None
    by_hand: bool = False
    """Whether somebody may have made it, and not we."""
    names: int = 0
    """How many names somebody gave to cells or values."""
    problems: Problems = field(factory=lambda: Problems("workbook"), init=False)
    faults: Problems = field(factory=lambda: Problems("workbook"), init=False)
    left_out: list[Unused] = field(factory=list, init=False)
    _grids: list[Grid] = field(factory=list, init=False)
    _shown: frozenset[str] = field(init=False)
    """The texts that the writer put around its tables."""

    def __attrs_post_init__(self) -> None:
        self._shown = frozenset(map(folded, _hidden(self.sheets)["shown"]))

    @classmethod
    def of(
        cls, source: WorkbookSource, purpose: Purpose, base: Framework | None = None
    ) -> "Filled":
        """A workbook of a purpose; that of a framework may be one that somebody made.

        With a `base` it counts as made from that, and may be a set-up workbook too.
        """
        opened = open_sheets(source)
        sheets, names = opened.every, opened.names
        ours = purpose != "framework" or any(folded(sheet.name) == DATA for sheet in sheets)
        if base is not None:
            was = "".join(_hidden(sheets)["purpose"]) if ours else "setup"
            if was in _CALLED and was not in (purpose, "setup"):
                raise _of_another(source, purpose, was)
            return cls(sheets, base, by_hand=True, names=names)
        base_ = _kept(sheets, purpose, source) if ours else None
        return cls(sheets, base_, by_hand=not ours, names=names)

    @property
    def round(self) -> Round:
        """The round that the workbook was made from."""
        assert isinstance(self.base, Round)  # noqa: S101  what is kept for all but two purposes
        return self.base

    @property
    def framework(self) -> Framework | None:
        """The framework that the workbook was made from, or that of its round."""
        return self.base.framework if isinstance(self.base, Round) else self.base

    def grid(self, name: str, columns: Sequence[SheetColumn]) -> Grid | None:
        """The table with these columns, in the sheet of this name or wherever its headers stand.

        A copy of the sheet that says the same is passed over; one that says something else is a
        problem. So is a missing or repeated column, and in any sheet but About anything in a
        further one that has no header of its own; the rest is left out.
        """
        found = [
            (sheet, row)
            for sheet in self.sheets
            if folded(sheet.name) != DATA and (row := _header_row(sheet, columns)) is not None
        ]
        if not found:
            message = "the sheet is missing or lost its headers"
            remedy, code = "copy what was filled in into a fresh workbook", "missing-sheet"
            if self.by_hand and (absent := self._absent(name, columns)):
                message = f"the headers lack {absent}"
                remedy, code = "add what they lack", "missing-column"
            self.problems.fault(Place(name), message, remedy, code)
            return None
        found.sort(key=lambda pair: folded(pair[0].name) != folded(name))
        sheet, header = found[0]
        top = header[0].row
        grid = _grid(sheet, header, columns, self.problems if name == ABOUT else self.faults)
        for column, _ in _headers(header, columns).repeated:
            place = cell_place(sheet.name, top, column)
            message = "a second column of this header"
            remedy = "put what both say into one, and delete the other"
            self.problems.fault(place, message, remedy, "duplicate")
        missing = [one for one in columns if one.key not in grid.places and not one.optional]
        for one in missing:
            message = f'the column "{one.header}" is missing'
            remedy = "add it" if self.by_hand else "copy it back from a fresh template"
            place = Place(sheet.name, row=top)
            self.problems.fault(place, message, remedy, "missing-column")
        for other, row in found[1:]:
            copy = _grid(other, row, columns, self.problems).said()
            if copy != grid.said() or _texts(other) - _texts(sheet):
                message = f'another copy of the sheet "{sheet.name}", which says something else'
                remedy = "put what both say into one, and delete the other"
                self.problems.fault(Place(other.name), message, remedy, "second-copy")
        self.problems += merged(sheet, [row.number for row in grid.rows], grid.places.values())
        for further, cells, near in _further_columns(sheet, header, columns):
            place = Place(sheet.name, column=letters(further))
            if missing or (name != ABOUT and near):
                message = f"{counted(cells, 'cell')} filled in outside the template's columns"
                remedy = "move what they say into one of those, or delete it"
                self.problems.fault(place, message, remedy, "unknown-column")
            else:
                self._pass_over(place, cells, "no column of the template")
        self._grids.append(grid)
        return None if missing else grid

    def _absent(self, name: str, columns: Sequence[SheetColumn]) -> str:
        """The headers that lack in the row that has most of them, if anything is like the sheet."""
        wanted = {folded(one.header): one.header for one in columns if not one.optional}
        rows = [row for sheet in self.sheets for row in sheet.rows[:HEADERS_WITHIN]]
        there = [{folded(cell.value) for cell in row if cell.kind == "text"} for row in rows]
        most = max((wanted.keys() & said for said in there), key=len, default=set[str]())
        named = any(folded(sheet.name) == folded(name) for sheet in self.sheets)
        lacking = [f'"{header}"' for said, header in wanted.items() if said not in most]
        return listed(lacking) if named or 2 * len(most) > len(wanted) else ""

    def _pass_over(self, place: Place, cells: int, why: str) -> None:
        self.left_out.append(Unused((str(place),), cells, why))

    def result(self, *rounds: Round, partial: bool = False, **parts: Any) -> ReadResult:
        """The result of reading, with what was not used: sheets, comments, pictures and so on."""
        self.check(partial=partial)
        for sheet in self.sheets:
            if folded(sheet.name) == DATA:
                continue
            cells = sum(map(len, sheet.rows))
            if cells and all(_header_row(sheet, one.columns) is None for one in self._grids):
                self._pass_over(Place(sheet.name), cells, "no sheet of the template")
            self.left_out += around(sheet, self._shown)
        if self.names:
            self.left_out.append(Unused(("the workbook",), self.names, "names given to cells"))
        # What people added above a table or between its rows, where nothing is read.
        for grid in self._grids:
            for line in (*grid.above, *grid.loose):
                others = sum(_shown_as(cell) not in self._shown for cell in line.cells.values())
                if others:
                    place = Place(grid.sheet, row=line.number)
                    self._pass_over(place, others, "no row of the template")
        return ReadResult(rounds, tuple(self.left_out), **parts)

    def check(self, *, partial: bool = False) -> None:
        """Raise where something is wrong."""
        DocumentError.check("workbook", [*self.problems, *(() if partial else self.faults)])


def _kept(sheets: tuple[Sheet, ...], purpose: Purpose, source: WorkbookSource) -> Framework | Round:
    """The round or framework that a workbook was made from, as its hidden sheet holds it."""
    found = [sheet for sheet in sheets if folded(sheet.name) == DATA]
    if not found:
        raise refused(source, f"the workbook has no hidden sheet {DATA!r}", _REMEDY, "not-ours")
    spoilt = refused(source, "the hidden sheet is not as it was written", _REMEDY, "not-ours")
    texts = _hidden(found)
    known, _, version = FORMAT.rpartition(" ")
    given, was, document = ("".join(texts[key]) for key in ("format", "purpose", "document"))
    number = given.removeprefix(known).strip()
    if given != FORMAT and given.startswith(known) and number.isdigit():
        remedy = f"this sixsteps reads {version}; use a newer sixsteps"
        raise refused(source, f"the workbook has format {number}", remedy, "newer-format")
    if given == FORMAT and was != purpose and was in _CALLED:
        raise _of_another(source, purpose, was)
    data = None
    Budget("workbook", len(document), (f'sheet "{DATA}"',), _REMEDY).spend_json(document)
    # The error of the JSON module would hold the whole document.
    with suppress(ValueError, RecursionError):
        data = json.loads(document)
    if given != FORMAT or was != purpose or data is None:
        raise spoilt
    try:
        value = from_document(data)
    except DocumentError as error:
        problems = [problem.within(f'sheet "{DATA}", document') for problem in error.problems]
        raise DocumentError("workbook", problems) from None
    kinds = (Framework, Round) if purpose in ("setup", "framework") else Round
    if not isinstance(value, kinds):
        raise spoilt
    return value


def around(sheet: Sheet, shown: Collection[str] = ()) -> Iterator[Unused]:
    """What stands beside the cells of a sheet and over them, and in its page headers and footers.

    Texts there that are `shown` by the writer are passed over.
    """
    for row, column, what in sheet.beside:
        yield Unused((str(cell_place(sheet.name, row, column)),), 1, what)
    place = (str(Place(sheet.name)),)
    if sheet.pictures:
        yield Unused(place, sheet.pictures, "pictures or shapes that lie over the cells")
    if others := sum(folded(text) not in shown for text in sheet.margins):
        yield Unused(place, others, "texts in the page header or footer")


def _hidden(sheets: Iterable[Sheet]) -> dict[str, list[str]]:
    """The texts of the hidden sheet, by their keys."""
    texts: dict[str, list[str]] = {"format": [], "purpose": [], "document": [], "shown": []}
    for row in (row for sheet in sheets if folded(sheet.name) == DATA for row in sheet.rows):
        cells = {cell.column: cell.value for cell in row if cell.kind == "text"}
        if cells.get(1) in texts and 2 in cells:
            texts[cells[1]].append(cells[2])
    return texts


def _of_another(source: WorkbookSource, purpose: Purpose, was: str) -> DocumentError:
    called, remedy = _CALLED[was]
    message = f"this is a {called} and no {_CALLED[purpose][0]}"
    return refused(source, message, remedy, "purpose", purpose=was)


def _header_row(sheet: Sheet, columns: Sequence[SheetColumn]) -> tuple[SheetCell, ...] | None:
    """The row that holds most of the headers, the id's among them."""
    wanted = {folded(column.header) for column in columns if not column.optional}
    for row in sheet.rows[:HEADERS_WITHIN]:
        there = {folded(cell.value) for cell in row if cell.kind == "text"}
        if folded(columns[0].header) in there and 2 * len(wanted & there) > len(wanted):
            return row
    return None


def _grid(
    sheet: Sheet, header: tuple[SheetCell, ...], columns: Sequence[SheetColumn], problems: Problems
) -> Grid:
    places = _headers(header, columns).places
    keys = {column: key for key, column in places.items()}
    rows, above = list[SheetRow](), list[SheetRow]()
    for row in sheet.rows:
        number, said = row[0].row, [cell for cell in row if _says(cell)]
        made = partial(SheetRow, problems, sheet.name, places, number)
        if number < header[0].row:
            above.append(made({str(cell.column): cell for cell in said}))
        cells = {keys[cell.column]: cell for cell in said if cell.column in keys}
        if number > header[0].row and cells:
            rows.append(made(cells))
    grid = sheet.name, columns, places, tuple(rows), problems, sheet.coloured
    return Grid(*grid, above=tuple(above))


def _headers(header: tuple[SheetCell, ...], columns: Sequence[SheetColumn]) -> Headers:
    return find_columns(
        [(cell.column, cell.value) for cell in header if cell.kind == "text"],
        {folded(column.header): column.key for column in columns},
    )


def _shown_as(cell: SheetCell) -> str:
    """What a cell says, as it is compared; of a count its words, whatever rows it counts now."""
    said = str(cell.value)
    return folded(said.rpartition("&")[2] if cell.kind == "formula" else said)


def _texts(sheet: Sheet) -> Counter[str]:
    """How often each text stands in a sheet, wherever that is."""
    return Counter(_shown_as(cell) for row in sheet.rows for cell in row if _says(cell))


def _says(cell: SheetCell) -> bool:
    return cell.kind != "text" or shows(cell.value)


def merged(sheet: Sheet, rows: Sequence[int], columns: Collection[int]) -> Iterator[Problem]:
    """Problems of merged cells in these rows and columns: what else stood in them is gone."""
    for merge in sheet.merges:
        # The first row at or below the merge's first; a merge may claim a million rows.
        near = bisect_left(rows, merge.rows.start)
        if (
            near < len(rows)
            and rows[near] in merge.rows
            and any(column in merge.columns for column in columns)
        ):
            yield Place(sheet.name, merge.cells).problem(
                "merged cells, of which only the first says anything",
                "unmerge them, and fill in each by itself",
                "merged",
            )


def _further_columns(
    sheet: Sheet, header: tuple[SheetCell, ...], columns: Sequence[SheetColumn]
) -> Iterator[tuple[int, int, bool]]:
    """The columns that are none of the template's, and how many of their cells hold something.

    And whether answers may stand there: it has no header, or one that is near to a known one.
    """
    names = {folded(column.header) for column in columns}
    own = {cell.column: folded(cell.value) for cell in header if cell.kind == "text"}
    filled = Counter(
        cell.column
        for row in sheet.rows
        for cell in row
        if cell.row > header[0].row and own.get(cell.column) not in names and _says(cell)
    )
    for column, cells in sorted(filled.items()):
        name = own.get(column, "")
        near = name.startswith(tuple(names)) or nearest(name, names) is not None
        yield column, cells, not name or near


def rows_by_id(
    grid: Grid, asked: Mapping[str, tuple[str, str]], respondent: str | None = None
) -> Iterator[tuple[str, SheetRow]]:
    """Each expected id with its row; every row that is missing, doubled or unknown is a problem.

    `asked` has for each id what messages call its question and the text that stands in its row; a
    row in which none of the columns to fill in is filled in is passed over.
    """
    entries = [one.key for one in grid.columns if one.filled]
    seen: dict[str, SheetRow] = {}
    for row in grid.rows:
        given = row.cells.get("id")
        known = as_id(str(given.value)) if given is not None else ""
        filled = row.said(entries)
        if known not in asked:
            if filled:
                message = "a row without the id of a question"
                remedy = "put what it says into a row of the template"
                grid.problems.fault(row.place(next(iter(filled))), message, remedy, "unknown-row")
            else:
                grid.loose.append(row)
            continue
        row.question, (row.about, wording) = known, asked[known]
        first = seen.setdefault(known, row)
        if first is not row:
            if filled and filled != first.said(entries):
                place = Place(grid.sheet, row=row.number, about=row.about)
                message = "a second row of this question"
                remedy = f"the first is row {first.number}"
                grid.problems.fault(place, message, remedy, "duplicate", question=known)
            continue
        cell = row.cells.get("text")
        said = "" if cell is None else str(cell.value)
        if folded(wording) not in (folded(said), folded(first_language(said))):
            message = "the wording is not that of the row's id"
            remedy = "were some columns sorted without the others? Copy the answers into a fresh"
            row.fault("text", message, f"{remedy} template", "wording")
            continue
        row.respondent = respondent
        # A template has no fill there.
        is_coloured = (row.number, grid.places.get("rating")) in grid.coloured
        if is_coloured and not filled.keys() & {"rating", "reason"}:
            message = "a colour and no word"
            remedy = "choose the level that it stands for, or take the colour away"
            row.fault("rating", message, remedy, "colour")
            continue
        yield known, row
    for name, (about, _) in asked.items():
        if name not in seen:
            message, remedy = f"no row for {about}", "copy it back from a fresh template"
            grid.fault(message, remedy, "missing-row", question=name)


_PLAIN_FORMATS = {"General", "@", "0"}


def text_in(cell: SheetCell | None) -> str:
    """The text of a cell, empty where it is; a number or date alone in it is written out."""
    if cell is None:
        return ""
    if cell.kind == "text":
        return same_line_ends(in_a_cell(cell.value))
    if cell.kind == "truth":
        return "TRUE" if cell.value else "FALSE"
    if cell.kind == "date":
        return worded(date_in(cell))
    if cell.kind == "number" and cell.format in _PLAIN_FORMATS:
        whole = isinstance(cell.value, int) or cell.value.is_integer()
        return str(int(cell.value)) if whole else repr(cell.value)
    if cell.kind == "formula":
        remedy = "type what it gives, and an apostrophe before a text that begins with '='"
        raise EntryError("a formula", remedy)
    if cell.kind == "error":
        raise EntryError("an error value of the spreadsheet", "type what is meant")
    message = "a number shown in a format of its own"
    raise EntryError(message, "type it as text, after an apostrophe")


def number_in(value: float, numbers: Iterable[str]) -> str:
    """The one of these numbers of questions that a cell holds: 1.1 may have been typed as 1.10."""
    meant = [one for one in numbers if re.fullmatch(r"\d+\.\d+", one) and float(one) == value]
    if len(meant) > 1:
        message = f"a number that may be {' or '.join(meant)}"
        raise EntryError(message, "type it after an apostrophe", "unknown-question")
    return meant[0] if meant else str(value)


def date_in(cell: SheetCell) -> date:
    """The date in a cell that is not empty, typed as a date or as text."""
    day = due_in(cell)[0]
    if day is None:
        message = f"a text of {len(cell.value)} characters that is no date"
        raise EntryError(message, "type one such as 1 May 2026", "bad-date")
    return day


def due_in(cell: SheetCell | None) -> tuple[date | None, str]:
    """The date in a cell, or else the words that stand in for one."""
    if cell is None:
        return None, ""
    if cell.kind == "text":
        day = day_of(cell.value)
        return (day, "") if day else (None, text_in(cell).strip())
    if cell.kind != "date":
        text_in(cell)
        raise EntryError("a number and no date", "type a date, such as 1 May 2026", "bad-date")
    return as_day(cell.value), ""
