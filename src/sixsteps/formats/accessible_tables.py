"""Tables for publication as an accessible spreadsheet, in the manner of GOV.UK.

After "Releasing statistics in spreadsheets" (Government Analysis Function): a cover with the
contents, the notes on a sheet of their own, one table a sheet, marked as a table, from the first
column and without merged, empty or coloured cells.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal

from sixsteps.analysis.heading import made_by
from sixsteps.errors import InvalidError, Problem, UnknownIdError
from sixsteps.formats.files import Writable, path_of, write_bytes
from sixsteps.formats.ods import OpenDocument
from sixsteps.formats.workbook.book import MAX_HEIGHT, row_height
from sixsteps.formats.xlsx import Spreadsheet
from sixsteps.model.fields import as_tuple, instance_of, several, text_problems
from sixsteps.table import Table, Tabular, worded
from sixsteps.words import counted

_FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}
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
    made: Any = OpenDocument if ending == "ods" else Spreadsheet
    file = made("tables", {"title": title}, _FONT)
    looks = {
        "title": file.book.add_format({**_FONT, "bold": True, "font_size": 16}),
        "header": file.book.add_format({**_FONT, "bold": True, "text_wrap": True}),
        "text": file.book.add_format({**_FONT, "text_wrap": True}),
        "number": file.book.add_format({**_FONT, "align": "right", "indent": 1}),
    }
    titles = {f"Table {number}": one.title or title for number, one in enumerate(every, 1)}
    sources = dict.fromkeys(table.source for table in every if table.source)
    results = [one for one in given if not isinstance(one, Table)]
    made_from = [one for result in results for one in getattr(result, "made_from", ())]
    prints = [one.fingerprint for one in made_from]
    for one in results:
        prints += getattr(getattr(one, "scope", None), "frameworks", ())
    cover = file.book.add_worksheet("Cover")
    cover.set_column(0, 0, 90)
    file.put(cover, 0, 0, title, looks["title"])
    lines += [f"Source: {one}" for one in sources]
    lines.append(f"Made by {made_by(prints, [one.digest for one in made_from])}.")
    lines.append(f"This file holds {counted(len(every), 'table')}, one on each sheet.")
    for row, text in enumerate([*lines, *map(": ".join, titles.items())], 1):
        cover.set_row(row, _height([(text, 90)]))
        file.put(cover, row, 0, text, looks["text"])
    if notes:
        numbered = Table(("Note", "Text"), enumerate(notes, 1))
        _sheet(file, looks, "Notes", "Notes", [], numbered)
    for (name, called), table in zip(titles.items(), every, strict=True):
        numbers = [str(notes.index(note) + 1) for note in table.notes]
        many = "Note {} is" if len(numbers) == 1 else "Notes {} are"
        lines = [f"{many.format(', '.join(numbers))} on the sheet “Notes”."] if numbers else []
        if any(cell is None for row in table.cells for cell in row):
            lines.append("[z] stands where there is nothing to show.")
        _sheet(file, looks, name, f"{name}: {called}", lines, table)
    write_bytes(target, file.content("tables"))


def _height(cells: Iterable[tuple[str, float]]) -> float:
    """The height that shows texts of this font; that of the workbooks is smaller."""
    return min(row_height((text, width * 0.85) for text, width in cells) * 1.2, MAX_HEIGHT)


def _sheet(
    file: Any, looks: dict[str, Any], name: str, title: str, said: list[str], table: Table
) -> None:
    """One sheet: its title, what is said of it, and from the first column its one table."""
    sheet = file.book.add_worksheet(name)
    file.put(sheet, 0, 0, title, looks["title"])
    for row, text in enumerate(["This sheet holds one table.", *said], 1):
        file.put(sheet, row, 0, text)
    top = len(said) + 2
    rows = table.worded()
    widths = [min(max(map(len, texts)) + 3, _WIDEST) for texts in zip(*rows, strict=True)]
    for place, (header, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(place, place, width)
        file.put(sheet, top, place, header, looks["header"])
    for row, texts in enumerate(rows, top):
        sheet.set_row(row, _height(zip(texts, widths, strict=True)))
    for row, cells in enumerate(table.cells, top + 1):
        for place, cell in enumerate(cells):
            if isinstance(cell, int | Fraction) and not isinstance(cell, bool):
                sheet.write_number(row, place, float(cell), looks["number"])
            else:
                text = "[z]" if cell is None else worded(cell)
                file.put(sheet, row, place, text, looks["text"])
    file.mark_table(sheet, top, table.columns, len(table.cells), looks["header"])
