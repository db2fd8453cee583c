"""A spreadsheet for publication can be read by a screen reader, and by whoever copies its cells."""

from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import sixsteps as ss
from sixsteps.table import Share
from sixsteps.workbook import write_tables

TABLE = ss.Table(
    ("Area", "Share of <r> _x0041_", "Change", "Seen", "Day"),
    [
        ("<r>Anytown</r>", Share(1, 2), Fraction(1, 4), 3, date(2026, 5, 1)),
        ("=1+1", None, None, 0, None),
    ],
    "Areas",
    ["Made up.", "Of two areas."],
    "Doe, J (2026) Areas",
)


def book_of(*tables: Any, about: tuple[str, ...] = ()) -> Any:
    file = BytesIO()
    write_tables(tables, file, "Areas in 2026", about)
    return openpyxl.load_workbook(file)


def values(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.rows]


def test_a_cover_and_the_notes_come_before_one_table_a_sheet() -> None:
    book = book_of(
        TABLE, ss.Table(("Level",), [("Red",)], notes=["Of two areas."]), about=("By us.",)
    )
    assert book.sheetnames == ["Cover", "Notes", "Table 1", "Table 2"]
    assert [row[0] for row in values(book["Cover"])] == [
        "Areas in 2026",
        "By us.",
        "Source: Doe, J (2026) Areas",
        "This file holds 2 tables, one on each sheet.",
        "Table 1: Areas",
        "Table 2: Areas in 2026",
    ]
    assert values(book["Notes"])[2:] == [["Note", "Text"], [1, "Made up."], [2, "Of two areas."]]
    assert values(book["Table 1"]) == [
        ["Table 1: Areas", None, None, None, None],
        ["This sheet holds one table.", None, None, None, None],
        ["Notes 1, 2 are on the sheet “Notes”.", None, None, None, None],
        ["[z] stands where there is nothing to show.", None, None, None, None],
        ["Area", "Share of <r> _x0041_", "Change", "Seen", "Day"],
        ["<r>Anytown</r>", "1 of 2", 0.25, 3, "1 May 2026"],
        ["=1+1", "[z]", "[z]", 0, "[z]"],
    ]
    assert values(book["Table 2"])[2][0] == "Note 2 is on the sheet “Notes”."


def test_every_table_is_marked_and_nothing_is_merged_hidden_or_a_formula() -> None:
    book = book_of(TABLE)
    for sheet in book.worksheets[1:]:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        (table,) = sheet.tables.values()
        header = next(iter(sheet[table.ref]))
        assert [one.name for one in table.tableColumns] == [cell.value for cell in header]
        assert header[0].column == 1
        assert all(cell.data_type != "f" for row in sheet.rows for cell in row)
        last = sheet[table.ref][-1][-1]
        assert (last.row, last.column) == (sheet.max_row, sheet.max_column)
    assert book.properties.title == "Areas in 2026"


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_tables([TABLE], tmp_path / name, "Areas")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_result_gives_all_its_tables_and_a_published_one_tells_nobody_s_rating() -> None:
    rounds = [
        ss.Round(
            ss.six_steps(),
            *(f"Area {place}", "2026", date(2026, 5, 1), [ss.Rating("s1q1", level)]),
            period="2026",
        )
        for place, level in enumerate(["green"] * 8 + ["amber"] * 6 + ["red"] * 2)
    ]
    panel = ss.Panel.from_rounds(rounds)
    book = book_of(panel.publishable(threshold=5), panel.common_core())
    assert [values(sheet)[0][0] for sheet in book.worksheets[2:]] == [
        "Table 1: Organisations by level",
        "Table 2: Common core",
    ]
    assert values(book["Table 1"])[4] == ["s1q1", 16, 0, "Red 1 to 4; Red or Amber 8; Green 8"]
    cells = [str(cell) for sheet in book.worksheets for row in values(sheet) for cell in row]
    assert not any("Area " in cell for cell in cells)
    assert any(panel.citation in cell for cell in cells)


def test_headers_that_only_their_case_tells_apart_make_no_table_that_excel_would_mend() -> None:
    sheet = book_of(ss.Table(("red", "Red"), [(1, 2)]))["Table 1"]
    assert not sheet.tables
    assert values(sheet)[-2:] == [["red", "Red"], [1, 2]]


def test_a_table_without_rows_has_its_headers() -> None:
    assert values(book_of(ss.Table(("Area",), []))["Table 1"])[-1] == ["Area"]


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ([], "no table at all at tables; give one"),
        (
            [ss.Table(("A",), [("x" * 40_000,)])],
            'a text of 40,000 characters at sheet "Table 1", cell A4; a cell holds 32,767',
        ),
    ],
)
def test_what_makes_no_spreadsheet_is_refused(tables: list[Any], message: str) -> None:
    with pytest.raises(ss.InvalidError) as caught:
        write_tables(tables, BytesIO(), "Areas")
    assert str(caught.value) == message


@pytest.mark.parametrize("wrong", [TABLE, "Areas", [1], None])
def test_what_is_no_tables_is_refused(wrong: Any) -> None:
    with pytest.raises(ss.WrongTypeError):
        write_tables(wrong, BytesIO(), "Areas")
