"""Tables for publication as an accessible spreadsheet, in the manner of GOV.UK.

After "Releasing statistics in spreadsheets" (Government Analysis Function): a cover with the
contents, the notes on a sheet of their own, one table a sheet, marked as a table, from the first
column and without merged, empty or coloured cells.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from sixsteps.analysis.heading import made_by
from sixsteps.errors import InvalidError, Problem, UnknownIdError
from sixsteps.formats.files import Writable, path_of, write_bytes
from sixsteps.formats.ods import Sheet, open_document
from sixsteps.formats.workbook.book import MAX_HEIGHT, row_height
from sixsteps.formats.xlsx import Spreadsheet
from sixsteps.model.fields import as_tuple, instance_of, several, text_problems
from sixsteps.table import Cell, Table, Tabular, worded
from sixsteps.words import counted

_FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}
_LOOKS = {
    "title": {**_FONT, "bold": True, "font_size": 16},
    "header": {**_FONT, "bold": True, "text_wrap": True},
    "text": {**_FONT, "text_wrap": True},
    "number": {**_FONT, "align": "right", "indent": 1},
}
_WIDEST = 60


def write_tables(
    tables: Iterable[Table | Tabular],
    target: Writable,
    title: str,
    about: Iterable[str] = (),
    *,
    kind: Literal["xlsx", "ods"] | None = None,
) -> None:
    """Write tables as an accessible spreadsheet (.xlsx or .ods); of a result all its tables.

    `title` and the sentences of `about` stand on the cover: who publishes it, when, and whom to
    ask; below them what the tables were made from. `target` is a path, written whole or not at
    all, or a binary file object; unless `kind` says so, it is an .ods file where that ends the
    path. The same tables give the same bytes. `table.to_csv()` and `table.to_html()` give each by
    itself.

    Raises:
        WrongTypeError: for what is no table and no result, and for a title that is no text.
        InvalidError: for no table at all, an empty title, and texts that no cell holds.
        UnknownIdError: for an unknown kind.
        MissingExtraError: xlsxwriter is not installed, which an .ods file does without.
        OSError: where the file cannot be written; what was there before still is.

    >>> from io import BytesIO
    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> published = panel.publishable(threshold=5, rule="worst")
    >>> file = BytesIO()
    >>> write_tables([published, panel.common_core()], file, "Six Steps in England, 2026")
    >>> file.getvalue()[:2]
    b'PK'
    """
    instance_of(title, str, "title")
    path = path_of(target, "write")
    usual = "ods" if str(path).lower().endswith(".ods") else "xlsx"
    ending = usual if kind is None else kind
    if not isinstance(ending, str) or ending not in ("xlsx", "ods"):
        raise UnknownIdError("no spreadsheet of that kind", "there are xlsx, ods")
    said = as_tuple(about, "about", of=str)
    lines = [instance_of(one, str, f"about[{place}]") for place, one in enumerate(said)]
    wrong = [*text_problems(title, ("title",), required=True)]
    for place, line in enumerate(lines):
        wrong += text_problems(line, ("about", place))
    InvalidError.check("tables", wrong)
    given = several(tables, "tables", of=Table)
    every = [
        table
        for one in given
        for table in (
            [one] if isinstance(one, Table) else instance_of(one, Tabular, "tables").tables()
        )
    ]
    if not every:
        raise InvalidError("tables", [Problem(("tables",), "no table at all", "give one", "empty")])
    notes = [*dict.fromkeys(note for table in every for note in table.notes)]
    titles = {f"Table {number}": one.title or title for number, one in enumerate(every, 1)}
    sources = dict.fromkeys(table.source for table in every if table.source)
    results = [one for one in given if not isinstance(one, Table)]
    made_from = [one for result in results for one in getattr(result, "made_from", ())]
    prints = [one.fingerprint for one in made_from]
    for one in results:
        prints += getattr(getattr(one, "scope", None), "frameworks", ())
    lines += [f"Source: {one}" for one in sources]
    lines.append(f"Made by {made_by(prints, [one.digest for one in made_from])}.")
    lines.append(f"This file holds {counted(len(every), 'table')}, one on each sheet.")
    below = [
        (_height([(text, 90)]), ((text, "text"),))
        for text in (*lines, *map(": ".join, titles.items()))
    ]
    sheets = [Sheet("Cover", (90,), ((None, ((title, "title"),)), *below))]
    if notes:
        sheets.append(_sheet("Notes", "Notes", [], Table(("Note", "Text"), enumerate(notes, 1))))
    for (name, called), table in zip(titles.items(), every, strict=True):
        numbers = [str(notes.index(note) + 1) for note in table.notes]
        many = "Note {} is" if len(numbers) == 1 else "Notes {} are"
        lines = [f"{many.format(', '.join(numbers))} on the sheet “Notes”."] if numbers else []
        if any(cell is None for row in table.cells for cell in row):
            lines.append("[z] stands where there is nothing to show.")
        sheets.append(_sheet(name, f"{name}: {called}", lines, table))
    made = open_document(title, sheets, _LOOKS) if ending == "ods" else _in_excel(title, sheets)
    write_bytes(target, made)


def _height(cells: Iterable[tuple[str, float]]) -> float:
    """The height that shows texts of this font; that of the workbooks is smaller."""
    return min(row_height((text, width * 0.85) for text, width in cells) * 1.2, MAX_HEIGHT)


def _sheet(name: str, title: str, said: list[str], table: Table) -> Sheet:
    """One sheet: its title, what is said of it, and from the first column its one table."""
    above = [(title, "title"), *((text, "") for text in ("This sheet holds one table.", *said))]
    rows = table.worded()
    widths = [min(max(map(len, texts)) + 3, _WIDEST) for texts in zip(*rows, strict=True)]
    heights = [_height(zip(texts, widths, strict=True)) for texts in rows]
    headers = tuple((header, "header") for header in table.columns)
    cells = [headers, *(tuple(map(_cell, row)) for row in table.cells)]
    below = zip(heights, cells, strict=True)
    marked = len(above), table.columns, len(table.cells)
    return Sheet(name, tuple(widths), (*((None, (one,)) for one in above), *below), marked)


def _cell(cell: Cell) -> tuple[str | float, str]:
    if isinstance(cell, int | Fraction) and not isinstance(cell, bool):
        return float(cell), "number"
    return "[z]" if cell is None else worded(cell), "text"


def _in_excel(title: str, sheets: Iterable[Sheet]) -> bytes:
    """The bytes of an .xlsx file."""
    file = Spreadsheet("tables", {"title": title}, _FONT)
    looks = {name: file.book.add_format(look) for name, look in _LOOKS.items()}
    for one in sheets:
        sheet = file.book.add_worksheet(one.name)
        for place, width in enumerate(one.widths):
            sheet.set_column(place, place, width)
        for row, (height, cells) in enumerate(one.rows):
            sheet.set_row(row, height)
            for place, (value, look) in enumerate(cells):
                if isinstance(value, float):
                    sheet.write_number(row, place, value, looks[look])
                else:
                    file.put(sheet, row, place, value, looks.get(look))
        if one.table is not None:
            file.mark_table(sheet, *one.table, looks["header"])
    return file.content("tables")
