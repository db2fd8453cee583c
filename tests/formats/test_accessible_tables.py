"""A spreadsheet for publication can be read by a screen reader, and by whoever copies its cells."""

import subprocess
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import numpy as np
import openpyxl
import pytest
from defusedxml.ElementTree import fromstring

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
        f"Made by sixsteps {ss.__version__}.",
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


def test_the_cover_says_what_the_tables_were_made_from() -> None:
    spring, autumn = ss.samples.spring_2026(), ss.samples.autumn_2025()
    panel = ss.Panel.from_rounds([autumn, spring])
    new, old = spring.framework.fingerprint[:7], autumn.framework.fingerprint[:7]
    for results, made in (
        ([ss.coverage(spring)], f"framework {new}; round {spring.digest[:7]}"),
        (
            [ss.change(autumn, spring, respondent="agreed"), ss.coverage(spring)],
            f"frameworks {old}, {new}; rounds {autumn.digest[:7]}, {spring.digest[:7]}",
        ),
        # Of a panel no digest: guesses at answers could be tried on it.
        ([panel.publishable(threshold=3, rule="worst")], f"framework {new}"),
    ):
        cover = [row[0] for row in values(book_of(*results)["Cover"])]
        assert f"Made by sixsteps {ss.__version__}; {made}." in cover


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
    assert values(book["Table 1"])[4] == [
        *("1.1", "Agreed strategic plan"),
        *(16, 0, "Red 1 to 4; Red or Amber 8; Green 8"),
    ]
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


ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TRICKY = ss.Table(
    ("Area", "Change"),
    [("  <r>a  b   c ", Fraction(1, 4)), ("one\ntwo", None), ("=1+1", 3)],
    "Areas & more",
    ["Made up."],
)


def texts_in(cell: Element) -> str:
    """The text of a cell, in which spaces in a row are counted."""
    lines = []
    for paragraph in cell.iter(ODF % "text" + "p"):
        line = paragraph.text or ""
        for mark in paragraph:
            count = int(mark.get(ODF % "text" + "c", "1"))
            line += " " * count + (mark.tail or "")
        lines.append(line)
    return "\n".join(lines)


def sheets_of_ods(content: bytes) -> dict[str, list[list[Any]]]:
    with ZipFile(BytesIO(content)) as archive:
        root = fromstring(archive.read("content.xml"))
    found: dict[str, list[list[Any]]] = {}
    for sheet in root.iter(ODF % "table" + "table"):
        rows = found[sheet.get(ODF % "table" + "name") or ""] = []
        for row in sheet.iter(ODF % "table" + "table-row"):
            cells = row.findall(ODF % "table" + "table-cell")
            numbers = [cell.get(ODF % "office" + "value") for cell in cells]
            rows.append(
                [
                    float(number) if number else (texts_in(cell) or None)
                    for number, cell in zip(numbers, cells, strict=True)
                ]
            )
    return found


def test_an_open_document_holds_the_same_cells_and_marks_its_tables(tmp_path: Path) -> None:
    given = [TABLE, TRICKY]
    write_tables(given, tmp_path / "areas.ods", "Areas in 2026", ["By us."])
    content = (tmp_path / "areas.ods").read_bytes()
    book = book_of(*given, about=("By us.",))
    assert sheets_of_ods(content) == {sheet.title: values(sheet) for sheet in book.worksheets}
    file = BytesIO()
    write_tables(given, file, "Areas in 2026", ["By us."], kind="ods")
    assert file.getvalue() == content
    with ZipFile(file) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", 0)
        root = fromstring(archive.read("content.xml"))
    ranges = [
        one.get(ODF % "table" + "target-range-address")
        for one in root.iter(ODF % "table" + "database-range")
    ]
    assert ranges == [
        "'Notes'.A3:'Notes'.B5",
        "'Table 1'.A5:'Table 1'.E7",
        "'Table 2'.A5:'Table 2'.B8",
    ]


@pytest.mark.slow
def test_libreoffice_reads_an_open_document_as_the_workbook(
    libreoffice: str, tmp_path: Path
) -> None:
    write_tables([TABLE, TRICKY], tmp_path / "areas.ods", "Areas in 2026")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    way = ["--headless", "--convert-to", "xlsx", "--outdir", "out", "areas.ods"]
    subprocess.run(
        [libreoffice, profile, *way], cwd=tmp_path, check=True, capture_output=True, timeout=300
    )
    found = openpyxl.load_workbook(tmp_path / "out" / "areas.xlsx")
    book = book_of(TABLE, TRICKY)
    assert [sheet.title for sheet in found.worksheets] == book.sheetnames
    for sheet in found.worksheets:
        assert values(sheet) == values(book[sheet.title])
        assert len(sheet.tables) == (sheet.title != "Cover")


@pytest.mark.parametrize("kind", ["csv", "", [], {}, np.array(["ods", "xlsx"])])
def test_an_unknown_kind_of_spreadsheet_is_refused(kind: Any) -> None:
    with pytest.raises(ss.UnknownIdError) as caught:
        write_tables([TABLE], BytesIO(), "Areas", kind=kind)
    assert str(caught.value) == "no spreadsheet of that kind; there are xlsx, ods"


def test_a_text_that_no_cell_of_an_open_document_holds_is_refused() -> None:
    with pytest.raises(ss.InvalidError) as caught:
        write_tables([ss.Table(("A",), [("x" * 40_000,)])], BytesIO(), "Areas", kind="ods")
    assert str(caught.value) == (
        'a text of 40,000 characters at sheet "Table 1", cell A4; a cell holds 32,767'
    )


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_headers_and_cells_that_are_no_valid_unicode_are_refused(kind: Any) -> None:
    with pytest.raises(ss.InvalidError) as caught:
        write_tables([ss.Table(("A", "B\ud800"), [("x", "\udfff")])], BytesIO(), "Areas", kind=kind)
    assert [str(problem) for problem in caught.value.problems] == [
        f"a text of {length} that is not valid Unicode (a lone surrogate) at sheet"
        f' "Table 1", cell {cell}'
        for length, cell in (("2 characters", "B3"), ("1 character", "B4"))
    ]


def test_a_number_of_an_open_document_shows_all_its_digits() -> None:
    file = BytesIO()
    write_tables([ss.Table(("A",), [(1_234_567,), (Fraction(1, 8),)])], file, "Areas", kind="ods")
    with ZipFile(file) as archive:
        content = archive.read("content.xml").decode()
    assert "<text:p>1234567</text:p>" in content
    assert "<text:p>0.125</text:p>" in content


@pytest.mark.parametrize("wrong", [TABLE, "Areas", [1], None])
def test_what_is_no_tables_is_refused(wrong: Any) -> None:
    with pytest.raises(ss.WrongTypeError):
        write_tables(wrong, BytesIO(), "Areas")
