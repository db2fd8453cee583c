"""Finding a table in a sheet: its columns by their headers, its rows by what stands in them."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from sixsteps.formats.workbook.entries import Faults
from sixsteps.formats.workbook.layout import DATA, Column, folded
from sixsteps.formats.workbook.opening import Cell, Sheet, reference

_HEADERS_WITHIN = 40


@frozen
class Line:
    """A row of a table: its number in the sheet, and its cells that are not empty, by column."""

    row: int
    cells: Mapping[str, Cell]


@frozen
class Grid:
    """A table found in a sheet: where each column stands, and its rows below the headers."""

    sheet: str
    places: Mapping[str, int]
    lines: tuple[Line, ...]

    def cell(self, line: Line, key: str) -> str:
        """A cell as people name it, whether anything stands in it or not."""
        return f"cell {reference(line.row, self.places[key])}"

    def said(self) -> list[dict[str, tuple[str, object]]]:
        """What the rows say, wherever they stand."""
        return [
            {key: (cell.kind, cell.value) for key, cell in line.cells.items()}
            for line in self.lines
        ]


def find_grid(
    sheets: Sequence[Sheet],
    name: str,
    columns: Sequence[Column],
    faults: Faults,
    *,
    optional: Sequence[Column] = (),
    strict: bool = True,
) -> Grid | None:
    """The table with these columns, in the sheet of this name or wherever its headers stand.

    A copy of the sheet that says the same is passed over; one that says something else is a
    problem. So is a missing or repeated column, and, if `strict`, anything in a further one.
    """
    found = [
        (sheet, row)
        for sheet in sheets
        if folded(sheet.name) != DATA and (row := _header_row(sheet, columns)) is not None
    ]
    if not found:
        faults.add(
            name,
            "",
            "the sheet is missing or lost its headers; copy the answers into a fresh template",
            "missing-sheet",
        )
        return None
    found.sort(key=lambda pair: folded(pair[0].name) != folded(name))
    sheet, header = found[0]
    places = _places(sheet, header, (*columns, *optional), faults)
    grid = Grid(sheet.name, places, tuple(_lines(sheet, header, places)))
    missing = [column for column in columns if column.key not in places]
    for column in missing:
        faults.add(
            sheet.name,
            f"row {header[0].row}",
            f'the column "{column.header}" is missing; copy it back from a fresh template',
            "missing-column",
        )
    for other, row in found[1:]:
        again = _places(other, row, (*columns, *optional), Faults())
        if Grid(other.name, again, tuple(_lines(other, row, again))).said() != grid.said():
            faults.add(
                other.name,
                "",
                f'another copy of the sheet "{sheet.name}", which says something else; delete the'
                " one that does not count",
                "second-copy",
            )
    _merged(sheet, grid, faults)
    if strict:
        _further_columns(sheet, header, places, faults)
    return None if missing else grid


def _header_row(sheet: Sheet, columns: Sequence[Column]) -> tuple[Cell, ...] | None:
    """The row that holds most of the headers, the id's among them."""
    wanted = {folded(column.header) for column in columns}
    for row in sheet.rows[:_HEADERS_WITHIN]:
        there = {folded(cell.value) for cell in row if cell.kind == "text"}
        if folded(columns[0].header) in there and 2 * len(wanted & there) > len(wanted):
            return row
    return None


def _places(
    sheet: Sheet, header: tuple[Cell, ...], columns: Sequence[Column], faults: Faults
) -> dict[str, int]:
    keys = {folded(column.header): column.key for column in columns}
    places: dict[str, int] = {}
    for cell in header:
        key = keys.get(folded(cell.value)) if cell.kind == "text" else None
        if key is None:
            continue
        if key in places:
            faults.add(
                sheet.name,
                f"cell {cell.reference}",
                "a second column of this header; delete the one that does not count",
                "duplicate",
            )
        else:
            places[key] = cell.column
    return places


def _lines(sheet: Sheet, header: tuple[Cell, ...], places: Mapping[str, int]) -> Iterator[Line]:
    keys = {column: key for key, column in places.items()}
    for row in sheet.rows:
        cells = {keys[cell.column]: cell for cell in row if cell.column in keys and _says(cell)}
        if row[0].row > header[0].row and cells:
            yield Line(row[0].row, cells)


def _says(cell: Cell) -> bool:
    return cell.kind != "text" or bool(cell.value.strip())


def _merged(sheet: Sheet, grid: Grid, faults: Faults) -> None:
    """Note the merged cells among the answers: what else stood in them is gone."""
    rows = {line.row for line in grid.lines}
    for merge in sheet.merges:
        if not rows.isdisjoint(merge.rows) and any(
            column in merge.columns for column in grid.places.values()
        ):
            faults.add(
                sheet.name,
                f"cells {merge.cells}",
                "merged cells, of which only the first says anything; unmerge them, and fill in"
                " each by itself",
                "merged",
            )


def _further_columns(
    sheet: Sheet, header: tuple[Cell, ...], places: Mapping[str, int], faults: Faults
) -> None:
    known = set(places.values()) | {
        cell.column
        for cell in header
        if cell.kind == "text" and cell.column not in places.values() and _repeats(cell, header)
    }
    count: dict[int, int] = {}
    for row in sheet.rows:
        for cell in row:
            if cell.row > header[0].row and cell.column not in known and _says(cell):
                count[cell.column] = count.get(cell.column, 0) + 1
    for column, cells in sorted(count.items()):
        letter = reference(1, column)[:-1]
        filled = "1 cell" if cells == 1 else f"{cells} cells"
        faults.add(
            sheet.name,
            f"column {letter}",
            f"{filled} filled in outside the template's columns; move what they say into one of"
            " those, or delete it",
            "unknown-column",
        )


def _repeats(cell: Cell, header: tuple[Cell, ...]) -> bool:
    """Whether a header stands further left too, which is a problem of its own."""
    return any(
        other.column < cell.column
        and other.kind == "text"
        and folded(other.value) == folded(cell.value)
        for other in header
    )
