"""What is no workbook of ours is refused by our own error, in bounded time and memory."""

import re
import resource
import struct
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import process_time
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps import DocumentError
from sixsteps.workbook import read_round, read_rounds
from tests.support.workbooks import SPRING, opened, written

TEMPLATE = written(SPRING, "police").getvalue()


with ZipFile(BytesIO(TEMPLATE)) as _archive:
    TEMPLATE_STYLES = _archive.read("xl/styles.xml")


def rewritten(change: Callable[[str, bytes], bytes]) -> bytes:
    """The template with each of its parts changed."""
    file = BytesIO()
    with ZipFile(BytesIO(TEMPLATE)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    file = BytesIO(TEMPLATE)
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def part(name: str, content: bytes) -> bytes:
    """The template with one part replaced."""
    return rewritten(lambda known, old: content if known == name else old)


def encrypted() -> bytes:
    """The start of a file with a password: an OLE file that names its encrypted stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


def open_document() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return file.getvalue()


def other_workbook() -> bytes:
    file = BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def sheet_of(rows: bytes) -> bytes:
    return (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + rows
        + b"</sheetData></worksheet>"
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def without_document() -> bytes:
    book = opened(BytesIO(TEMPLATE))
    for row in book["sixsteps"].iter_rows():
        if row[0].value == "document":
            row[1].value = "{"
    return saved(book)


def of_format(name: str) -> bytes:
    book = opened(BytesIO(TEMPLATE))
    book["sixsteps"]["B1"] = name
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


ENTITIES = b"<!DOCTYPE t [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (ord("b") + n, b"&%c;" % (ord("a") + n) * 10) for n in range(9)
)
_NAMES = re.compile(rb"http://schemas.openxmlformats.org/(spreadsheetml|officeDocument)/2006")
DAMAGED = "the workbook is damaged at the file; open it in Excel and save it again"
NO_WORKBOOK = "not a valid Excel workbook at the file; save it as .xlsx"

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing at all": (lambda: b"", NO_WORKBOOK),
    "text": (lambda: b"step,question\n1,2\n", NO_WORKBOOK),
    "an archive of something else": (lambda: zipped({"a.txt": b"a"}), NO_WORKBOOK),
    "a password": (
        encrypted,
        "the workbook has a password at the file; save it without one",
    ),
    "an old workbook": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "an old .xls workbook at the file; save it as .xlsx",
    ),
    "macros": (
        lambda: with_part("xl/vbaProject.bin", b"macro"),
        "the workbook holds macros at the file; save it as .xlsx, which has none",
    ),
    "OpenDocument": (
        open_document,
        "a spreadsheet of another kind at the file; save it as .xlsx",
    ),
    "somebody else's workbook": (
        other_workbook,
        "the workbook has no hidden sheet 'sixsteps' at the file; fill in a workbook that"
        " sixsteps wrote, and keep its hidden sheet",
    ),
    "a part that unpacks to 100 MB": (
        lambda: part("xl/worksheets/sheet2.xml", b" " * 100_000_000),
        r"a file of [\d,]+ bytes that comes to more than [\d,]+ bytes unpacked at the file; copy"
        " the answers into a fresh template",
    ),
    "three thousand parts, none of which is a workbook": (
        lambda: zipped({"[Content_Types].xml": b""} | {f"xl/{n}.xml": b"" for n in range(3000)}),
        DAMAGED,
    ),
    "entities within entities": (
        lambda: part("xl/worksheets/sheet2.xml", ENTITIES + b"]><t>&j;</t>"),
        DAMAGED,
    ),
    "half a sheet": (
        lambda: part("xl/worksheets/sheet2.xml", sheet_of(b"<row r='1'>")[:90]),
        DAMAGED,
    ),
    "texts that are not there": (
        lambda: part("xl/sharedStrings.xml", b"<sst/>"),
        DAMAGED,
    ),
    "more cells than a return has": (
        lambda: part(
            "xl/worksheets/sheet2.xml",
            sheet_of((b"<row>" + b"<c><v>1</v></c>" * 150 + b"</row>") * 1_000),
        ),
        r"a file of [\d,]+ bytes that comes to more than [\d,]+ cells that hold something at the"
        " file; copy the answers into a fresh template",
    ),
    "a lost hidden document": (
        without_document,
        "the hidden sheet is not as it was written at the file; fill in a workbook that sixsteps"
        " wrote, and keep its hidden sheet",
    ),
    "a newer format": (
        lambda: of_format("sixsteps workbook 2"),
        "the workbook has format 2 at the file; this sixsteps reads 1; use a newer sixsteps",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.slow
def test_what_cannot_be_read_is_refused(kind: str) -> None:
    content, message = REFUSED[kind]
    with pytest.raises(DocumentError) as caught:
        read_round(BytesIO(content()))
    assert str(caught.value) == message or re.fullmatch(message, str(caught.value))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_workbook_saved_as_strict_open_xml_is_read() -> None:
    content = rewritten(lambda _, old: _NAMES.sub(rb"http://purl.oclc.org/ooxml/\1", old))
    assert content != TEMPLATE
    assert read_round(BytesIO(content)).round == read_round(BytesIO(TEMPLATE)).round


WITH_ENTITIES = {
    "none": ("<!DOCTYPE sst>", "x", "utf-8"),
    "one": ('<!DOCTYPE sst [<!ENTITY a "x">]>', "&a;", "utf-8"),
    "another file": ('<!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "&a;", "utf-8"),
    "in another encoding": ('<!DOCTYPE sst [<!ENTITY a "x">]>', "&a;", "utf-16"),
}


@pytest.mark.parametrize("kind", WITH_ENTITIES)
def test_a_document_type_is_refused(kind: str) -> None:
    declared, said, encoding = WITH_ENTITIES[kind]

    def change(name: str, old: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return old
        opening, texts = old.decode("utf-8").replace("UTF-8", encoding).split("?>", 1)
        text = f"{opening}?>{declared}{texts.replace('Said by the police', said)}"
        return text.encode(encoding)

    with pytest.raises(DocumentError) as caught:
        read_round(BytesIO(rewritten(change)))
    assert str(caught.value) == DAMAGED


def test_texts_that_hide_among_the_pictures_are_not_unpacked() -> None:
    with ZipFile(BytesIO(TEMPLATE)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    kept, hidden = "xl/sharedStrings.xml", "xl/media/texts.xml"
    parts[hidden] = parts.pop(kept)
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(kept.encode(), hidden.encode())
    with pytest.raises(DocumentError) as caught:
        read_round(BytesIO(zipped(parts)))
    assert str(caught.value) == DAMAGED


EMPTY_ROWS = b"<row r='10000000'/><row r='99999999999'/>"
FAR_CELLS = b"".join(b"<row r='%d'><c r='XFD%d' s='1'/></row>" % (n, n) for n in range(200, 60_000))


@pytest.mark.parametrize("rows", [EMPTY_ROWS, FAR_CELLS], ids=["ten million", "far columns"])
def test_rows_and_columns_without_anything_in_them_do_not_count(rows: bytes) -> None:
    content = rewritten(
        lambda name, old: (
            old.replace(b"</sheetData>", rows + b"</sheetData>")
            if name == "xl/worksheets/sheet2.xml"
            else old
        )
    )
    assert read_round(BytesIO(content)).round == read_round(BytesIO(TEMPLATE)).round


def test_a_size_the_archive_lies_about_is_not_unpacked() -> None:
    content = bytearray(part("xl/worksheets/sheet2.xml", b" " * 50_000_000))
    real, told = struct.pack("<I", 50_000_000), struct.pack("<I", 1_000)
    with pytest.raises(DocumentError) as caught:
        read_round(BytesIO(bytes(content).replace(real, told)))
    assert str(caught.value) == DAMAGED


@given(st.binary(max_size=400), st.integers(0, len(TEMPLATE)), st.integers(0, 400))
def test_a_damaged_template_is_read_or_refused(noise: bytes, at: int, length: int) -> None:
    content = TEMPLATE[:at] + noise + TEMPLATE[at + length :]
    try:
        found = read_round(BytesIO(content)).round
    except DocumentError:
        return
    assert isinstance(found, ss.Round)


@pytest.mark.slow
def test_a_bomb_is_refused_within_a_small_memory(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    # Sound XML, so that nothing but its size is against it.
    texts = b"<sst>" + b"<si><t>x</t></si>" * 10_000_000 + b"</sst>"
    bomb.write_bytes(part("xl/sharedStrings.xml", texts))
    code = (
        "import sys, sixsteps as ss\n"
        "try: ss.workbook.read_round(sys.argv[1])\n"
        "except ss.DocumentError as error: print(error)\n"
    )
    limit = 400_000_000
    done = subprocess.run(
        [sys.executable, "-c", code, bomb],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert re.fullmatch(
        r"a file of [\d,]+ bytes that comes to more than [\d,]+ bytes unpacked at bomb.xlsx; copy"
        r" the answers into a fresh template\n",
        done.stdout,
    )


def test_a_whole_folder_is_read_good_files_kept_and_bad_ones_reported(tmp_path: Path) -> None:
    (tmp_path / "police.xlsx").write_bytes(TEMPLATE)
    (tmp_path / "council.xlsx").write_bytes(b"not a workbook")
    (tmp_path / "~$police.xlsx").write_bytes(b"what Excel keeps beside an open file")
    (tmp_path / "notes.txt").write_text("not a return", encoding="utf-8")
    (tmp_path / "Health.XLSM").write_bytes(with_part("xl/vbaProject.bin", b"macro"))
    found = list(read_rounds(tmp_path))
    assert [
        (each.path.name, each.result and each.result.round, str(each.error)) for each in found
    ] == [
        (
            "Health.XLSM",
            None,
            "the workbook holds macros at Health.XLSM; save it as .xlsx, which has none",
        ),
        ("council.xlsx", None, "not a valid Excel workbook at council.xlsx; save it as .xlsx"),
        ("notes.txt", None, "not a valid Excel workbook at notes.txt; save it as .xlsx"),
        ("police.xlsx", read_round(BytesIO(TEMPLATE)).round, "None"),
    ]
    paths = [tmp_path / "police.xlsx", tmp_path / "gone.xlsx"]
    assert [type(each.error) for each in read_rounds(paths)] == [type(None), FileNotFoundError]


def test_free_text_never_stands_in_a_message() -> None:
    book = opened(BytesIO(TEMPLATE))
    said = "Alex Example of Anytown"
    for cell in ("D6", "D7", "A7", "B7"):
        book["Ratings"][cell] = said
    for cell in ("A5", "B5", "D5", "H5", "G5", "D6", "E6", "H6", "K6"):
        book["Actions"][cell] = said
    for cell in ("C12", "C13", "C15"):
        book["About"][cell] = said
    with pytest.raises(DocumentError) as caught:
        read_round(BytesIO(saved(book)))
    told = repr(caught.value.problems).casefold()
    assert not re.search("alex|example|anytown", told)
    assert len(caught.value.problems) > 5


@pytest.mark.parametrize(
    ("module", "message"),
    [
        (
            "openpyxl",
            'reading a workbook needs openpyxl; install it with: pip install "sixsteps[excel]"',
        ),
        (
            "xlsxwriter",
            'writing a workbook needs xlsxwriter; install it with: pip install "sixsteps[excel]"',
        ),
    ],
)
def test_a_missing_extra_says_what_to_install(module: str, message: str) -> None:
    code = (
        f"import sys, io; sys.modules[{module!r}] = None\n"
        "import sixsteps as ss\n"
        "try:\n"
        "    if sys.modules.get('openpyxl', 1) is None: ss.workbook.read_round(io.BytesIO())\n"
        "    else: ss.workbook.write_template(ss.six_steps(), io.BytesIO())\n"
        "except ss.MissingExtraError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == message


@given(
    st.sampled_from(["xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/styles.xml"]),
    st.binary(max_size=20)
    | st.sampled_from([b"9" * 400, b"1e400", b"_xD800_", b'" t="d', b"<f/>"]),
    st.floats(0, 1),
    st.integers(0, 30),
)
def test_a_template_of_damaged_xml_is_read_or_refused(
    name: str, noise: bytes, at: float, length: int
) -> None:
    def damaged(known: str, old: bytes) -> bytes:
        place = int(at * len(old))
        return old[:place] + noise + old[place + length :] if known == name else old

    try:
        found = read_round(BytesIO(rewritten(damaged))).round
    except DocumentError:
        return
    assert isinstance(found, ss.Round)


@pytest.mark.parametrize(
    ("value", "text"),
    [(b"9" * 400, "9" * 400), (b"1e400", "inf"), (b"1e5", "100000"), (b"-1e-400", "0")],
)
def test_a_number_of_any_size_is_written_out(value: bytes, text: str) -> None:
    content = rewritten(
        lambda name, old: (
            re.sub(rb'<c r="E6" s="(\d+)"/>', rb'<c r="E6" s="\1"><v>' + value + b"</v></c>", old)
            if name == "xl/worksheets/sheet2.xml"
            else old
        )
    )
    answer = read_round(BytesIO(content)).round.answer("s1q1", "police")
    assert isinstance(answer, ss.Rating)
    assert answer.rationale == text


def test_a_text_longer_than_a_cell_is_refused_with_its_place() -> None:
    content = rewritten(
        lambda name, old: (
            old.replace(b"Said by the police", b"x" * 40_000)
            if name == "xl/sharedStrings.xml"
            else old
        )
    )
    with pytest.raises(DocumentError) as caught:
        read_round(BytesIO(content))
    assert str(caught.value) == (
        'a text of 40,000 characters at sheet "Ratings", cell F6 (question 1.1); a cell holds'
        " 32,767"
    )


@pytest.mark.slow
def test_a_file_or_a_number_of_sheets_that_no_return_has_is_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        read_round(BytesIO(bytes(65 * 1024 * 1024)))
    assert str(caught.value) == (
        "the file is larger than 67,108,864 bytes at the file; copy the answers into a fresh"
        " template"
    )
    book = opened(BytesIO(TEMPLATE))
    for number in range(250):
        book.create_sheet(f"More {number}")
    with pytest.raises(DocumentError) as caught:
        read_round(BytesIO(saved(book)))
    assert str(caught.value) == (
        "the workbook has 255 sheets at the file; copy the answers into a fresh template"
    )


def test_a_path_alone_is_a_return_of_one(tmp_path: Path) -> None:
    (tmp_path / "police.xlsx").write_bytes(TEMPLATE)
    found = list(read_rounds(tmp_path / "police.xlsx"))
    assert [each.result for each in found] == [read_round(BytesIO(TEMPLATE))]


def with_sheet(rows: bytes, part: str = "xl/worksheets/sheet3.xml", before: bytes = b"") -> bytes:
    """The template with rows put at the end of a sheet, and whatever stands after its rows."""
    return rewritten(
        lambda name, old: (
            old.replace(b"</sheetData>", rows + b"</sheetData>" + before) if name == part else old
        )
    )


def long_text(cells: int) -> bytes:
    """A workbook in which many cells refer to one text of 3,000,000 letters."""
    last = rewritten(
        lambda name, old: (
            old.replace(b"</sst>", b"<si><t>" + b"a" * 3_000_000 + b"_x0041_</t></si></sst>")
            if name == "xl/sharedStrings.xml"
            else old
        )
    )
    with ZipFile(BytesIO(last)) as archive:
        number = archive.read("xl/sharedStrings.xml").count(b"<si>") - 1
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet4.xml"
    row = b"<row>" + b'<c t="s"><v>%d</v></c>' % number * cells + b"</row>"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", row + b"</sheetData>")
    return zipped(parts)


def named_often() -> bytes:
    sheet = b'<sheet name="Ratings %d" sheetId="%d" r:id="rId2"/>'
    names = b"".join(sheet % (n, n) for n in range(100, 5_000))
    return rewritten(
        lambda name, old: (
            old.replace(b"</sheets>", names + b"</sheets>") if name == "xl/workbook.xml" else old
        )
    )


FAR = b'<row r="9999"><c r="A99999999999"><v>1</v></c></row>'
MANY_FAR = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(99, 999))
MERGE = b'<mergeCell ref="A500:XFD1048576"/>' * 50_000
CLAIMS = r"a file of [\d,]+ bytes that comes to more than [\d,]+ %s at the file; copy .*"
BEYOND = (
    "a cell beyond the 1,048,576 rows and 16,384 columns of a sheet at the file; copy the answers"
    " into a fresh template"
)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a long text that two hundred cells refer to": (lambda: long_text(200), CLAIMS % "letters"),
    "a cell in row 99,999,999,999": (lambda: with_sheet(FAR), BEYOND),
    "a cell in column ZZZ": (
        lambda: with_sheet(b'<row r="9999"><c r="ZZZ9999"><v>1</v></c></row>'),
        BEYOND,
    ),
    "nine hundred rows of one cell at the end": (
        lambda: with_sheet(MANY_FAR),
        CLAIMS % "cells, empty ones among them",
    ),
    "a merge of 10^11 rows": (
        lambda: with_sheet(
            b"", before=b'<mergeCells><mergeCell ref="A1:C99999999999"/></mergeCells>'
        ),
        BEYOND,
    ),
    "a sheet named thousands of times": (
        named_often,
        "the workbook has 4,905 sheets at the file; copy the answers into a fresh template",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_asks_for_more_than_its_size_allows_is_refused(
    kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    content, message = HOSTILE[kind]
    before = process_time()
    with pytest.raises(DocumentError) as caught:
        read_round(BytesIO(content()))
    assert re.fullmatch(message, str(caught.value))
    assert caught.value.problems[0].code == "too-large"
    assert process_time() - before < 5
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_merges_over_a_million_rows_below_the_table_take_no_time() -> None:
    before = process_time()
    content = with_sheet(b"", before=b"<mergeCells>" + MERGE + b"</mergeCells>")
    assert read_round(BytesIO(content)).round == read_round(BytesIO(TEMPLATE)).round
    assert process_time() - before < 5


def test_a_thousand_problems_are_told_and_that_there_are_more() -> None:
    step = b'<row r="%d"><c r="B%d" t="inlineStr"><is><t>Step 77</t></is></c></row>'
    content = with_sheet(b"".join(step % (n, n) for n in range(100, 3_000)))
    with pytest.raises(DocumentError) as caught:
        read_round(BytesIO(content))
    assert len(caught.value.problems) == 1_001
    assert str(caught.value.problems[-1]) == "and more; mend these first"


def test_a_number_format_longer_than_programs_write_is_refused_before_it_is_looked_into() -> None:
    for letters, outcome in ((251, None), (1_000_000, DAMAGED)):
        code = b'<numFmts><numFmt numFmtId="0" formatCode="%sd"/></numFmts><fonts'
        styles = TEMPLATE_STYLES.replace(b"<fonts", code % (b"[[\\" * (letters // 3)), 1)
        before = process_time()
        try:
            read_round(BytesIO(part("xl/styles.xml", styles)))
        except DocumentError as error:
            assert str(error) == outcome  # noqa: PT017 # of one of the two
        else:
            assert outcome is None
        assert process_time() - before < 5


def test_rows_and_cells_out_of_their_order_are_refused_not_read_over_each_other() -> None:
    for row in (
        b'<row r="2"><c r="A2"><v>1</v></c></row>',
        b'<row r="99"><c r="B99"><v>1</v></c><c r="B99"><v>2</v></c></row>',
        b'<row r="99"><c r="A7"><v>1</v></c></row>',
    ):
        with pytest.raises(DocumentError) as caught:
            read_round(BytesIO(with_sheet(row)))
        assert str(caught.value) == DAMAGED
