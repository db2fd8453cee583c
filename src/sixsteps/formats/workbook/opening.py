"""Opening a workbook from outside: what is in its cells, in bounded time and memory.

A workbook is a zip archive, so its directory is read first: a file of another kind, one that is
encrypted or holds macros, or one that would unpack to more than a workbook of this library ever
needs is refused before anything in it is read. openpyxl reads the rest.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from attrs import frozen

from sixsteps.errors import DocumentError, MissingExtraError, Problem, SixStepsError, WrongTypeError
from sixsteps.formats.files import path_of
from sixsteps.formats.limits import (
    CELLS,
    COLUMNS,
    LARGE_PART_BYTES,
    PART_BYTES,
    SHEET_ROWS,
    SHEETS,
    UNPACKED_BYTES,
    WORKBOOK_BYTES,
    WORKBOOK_PARTS,
)

# No workbook has a document type, where entities would be declared; parsers differ in what they
# make of one. XML is read in these encodings, or in such as have the letters of the first.
_DOCUMENT_TYPES = tuple(
    "<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


class Parts(ZipFile):
    """An archive whose parts unpack to as much as its directory says of them, and no more.

    Raises:
        BadZipFile: when a part is opened that is a picture, has a document type, or is packed as
            no workbook is.
    """

    def open(
        self,
        name: str | ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        """A part, unpacked; a workbook may name any of them as its texts, pictures too."""
        part = name if isinstance(name, ZipInfo) else self.getinfo(name)
        if part.filename.startswith(_PICTURES):
            raise BadZipFile("a picture is named as another part")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile("a part is packed in a way that unpacks without bound")
        with super().open(part, mode, pwd, force_zip64=force_zip64) as file:
            # A part may hold more than is said of it, and to be told of no size unpacks it all.
            content = file.read(part.file_size)
        if any(one in content for one in _DOCUMENT_TYPES):
            raise BadZipFile("a part has a document type")
        return BytesIO(content)


WorkbookSource: TypeAlias = str | PathLike[str] | IO[bytes]
"""Where a workbook is read from: a path or a binary file object."""

CellKind: TypeAlias = Literal["text", "number", "date", "truth", "error", "formula", "other"]

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_escaped = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Where pictures are kept, which are of any size and never unpacked.
_PICTURES = "xl/media/"
_is_large_part = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE).fullmatch


@frozen
class SheetCell:
    """What stands in one cell; `format` is its number format, "General" where it has none."""

    row: int
    column: int
    kind: CellKind
    value: Any
    format: str = "General"


@frozen
class Merge:
    """Cells that are shown as one, of which only the first can hold anything."""

    cells: str
    rows: range
    columns: range


@frozen
class Sheet:
    """A sheet's name, its rows that are not empty: their cells that are not empty; its merges."""

    name: str
    rows: tuple[tuple[SheetCell, ...], ...]
    merges: tuple[Merge, ...] = ()


def open_sheets(source: WorkbookSource) -> tuple[Sheet, ...]:
    """Every sheet of a workbook with what stands in it, hidden ones included.

    Raises:
        DocumentError: for anything but an .xlsx workbook without a password and without macros.
        MissingExtraError: where openpyxl is not installed.
        OSError: where the file cannot be opened.
    """
    try:
        import openpyxl  # noqa: F401 # before the file is read
    except ImportError:
        raise MissingExtraError(
            "reading a workbook needs openpyxl", 'install it with: pip install "sixsteps[excel]"'
        ) from None
    content = _content(source)
    _refuse_unreadable(content, source)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it leaves out of a workbook; only the cells matter here.
            warnings.simplefilter("ignore")
            return tuple(_sheets(content, source))
    except SixStepsError:
        raise
    # A damaged file makes openpyxl and the XML parser fail in ways that no list holds.
    except Exception:  # noqa: S110 # what it is does not matter, and it may hold cells
        pass
    raise refused(source, "the workbook is damaged", "open it in Excel and save it again")


def refused(
    source: WorkbookSource, message: str, remedy: str, code: str = "not-a-workbook"
) -> DocumentError:
    """The error for a file that is refused as a whole."""
    name = Path(source).name if isinstance(source, str | PathLike) else "the file"
    return DocumentError("workbook", [Problem((name,), message, remedy, code)])


def _content(source: WorkbookSource) -> bytes:
    path = path_of(source)
    if path is not None:
        with path.open("rb") as file:
            content = file.read(WORKBOOK_BYTES + 1)
    else:
        content = cast(IO[bytes], source).read(WORKBOOK_BYTES + 1)
        if not isinstance(content, bytes):
            raise WrongTypeError(
                "a workbook is read from a file object that gives bytes, and this one gives a"
                f" value of type {type(content).__name__}",
                "open the file with mode 'rb'",
            )
    if len(content) > WORKBOOK_BYTES:
        raise _too_large(source, f"the file is larger than {WORKBOOK_BYTES:,} bytes")
    return content


def _too_large(source: WorkbookSource, message: str) -> DocumentError:
    return refused(source, message, "copy the answers into a fresh template", "too-large")


def _refuse_unreadable(content: bytes, source: WorkbookSource) -> None:
    """Refuse by the first bytes and by the archive's directory; nothing is unpacked here."""
    if content.startswith(_COMPOUND_FILE):
        if _ENCRYPTED in content:
            message = "the workbook has a password"
            raise refused(source, message, "save it without one", "encrypted")
        raise refused(source, "an old .xls workbook", "save it as .xlsx", "old-format")
    parts: list[ZipInfo] = []
    # The directory of a damaged archive trips zipfile in ways of its own.
    damaged = (BadZipFile, ValueError, NotImplementedError, OSError, OverflowError)
    with suppress(*damaged), ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/vbaProject.bin" in names:
        message = "the workbook holds macros"
        raise refused(source, message, "save it as .xlsx, which has none", "macros")
    if "mimetype" in names or "xl/workbook.bin" in names:
        raise refused(source, "a spreadsheet of another kind", "save it as .xlsx")
    if "[Content_Types].xml" not in names:
        raise refused(source, "not a valid Excel workbook", "save it as .xlsx")
    sizes = [
        (part.file_size, LARGE_PART_BYTES if _is_large_part(part.filename) else PART_BYTES)
        for part in parts
        if not part.filename.startswith(_PICTURES)
    ]
    unpacked = sum(size for size, _ in sizes)
    if (
        len(sizes) > WORKBOOK_PARTS
        or unpacked > UNPACKED_BYTES
        or any(size > most for size, most in sizes)
    ):
        raise _too_large(
            source,
            f"the workbook unpacks to {unpacked:,} bytes in {len(sizes):,} parts, more than a"
            " return needs",
        )


def _sheets(content: bytes, source: WorkbookSource) -> Iterator[Sheet]:
    """The sheets by openpyxl's reader, kept to what matters here: the cells, every letter of them.

    Its own way of reading drops every "x005F_" of a text, and fails on a sheet that is a chart.
    """
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    reader = ExcelReader(BytesIO(content), read_only=True, keep_links=False)
    archive = reader.archive = Parts(BytesIO(content))
    reader.read_manifest()
    reader.shared_strings = list(_shared_strings(archive, reader.package))
    reader.read_workbook()
    apply_stylesheet(archive, reader.wb)
    parts = [
        relation.target
        for _, relation in reader.parser.find_sheets()
        if relation.target in archive.namelist() and "chartsheet" not in relation.Type
    ]
    if not parts:
        raise refused(
            source,
            "the workbook has no sheet that can be read",
            "save it in Excel as an Excel Workbook (.xlsx), which is not the Strict one",
        )
    if len(parts) > SHEETS:
        raise _too_large(source, f"the workbook has {len(parts):,} sheets")
    reader.valid_files = parts
    reader.read_worksheets()
    count = 0
    for worksheet, part in zip(reader.wb.worksheets, parts, strict=True):
        rows = []
        blank = None
        for given in worksheet.iter_rows(max_row=SHEET_ROWS, max_col=COLUMNS):
            # openpyxl gives one and the same row for each of a million that are not there.
            if given is blank:
                continue
            cells = [_cell(cell) for cell in given if cell.value is not None]
            if not cells:
                blank = given
                continue
            count += len(cells)
            if count > CELLS:
                message = f"the workbook has more than {CELLS:,} cells that are not empty"
                raise _too_large(source, message)
            rows.append(tuple(cells))
        yield Sheet(worksheet.title, tuple(rows), tuple(_merges(archive, part)))


def _merges(archive: ZipFile, part: str) -> Iterator[Merge]:
    """The merged cells of a sheet, which openpyxl passes over where it only reads."""
    from openpyxl.utils.cell import range_boundaries
    from openpyxl.xml.constants import SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    with archive.open(part) as file:
        for _, element in iterparse(file):
            if element.tag == f"{{{SHEET_MAIN_NS}}}mergeCell":
                name = element.get("ref")
                left, top, right, bottom = cast(tuple[int, ...], range_boundaries(name))
                yield Merge(name, range(top, bottom + 1), range(left, right + 1))
            element.clear()


def _shared_strings(archive: ZipFile, package: Any) -> Iterator[str]:
    from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    part = package.find(SHARED_STRINGS)
    if part is None:
        return
    text, run, item = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("t", "r", "si"))
    with archive.open(part.PartName.lstrip("/")) as file:
        for _, element in iterparse(file):
            if element.tag == item:
                # Runs of formatted text count; readings of ideographs beside it do not.
                pieces = [*element.findall(text), *element.findall(f"{run}/{text}")]
                yield "".join(piece.text or "" for piece in pieces)
                element.clear()


def _unescaped(match: re.Match[str]) -> str:
    """The character that `_x000B_` stands for; half a surrogate pair is left as it is."""
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _cell(cell: Any) -> SheetCell:
    kinds: dict[str, CellKind] = {"n": "number", "b": "truth", "e": "error", "f": "formula"}
    value, kind = cell.value, kinds.get(cell.data_type, "other")
    if isinstance(value, str) and kind not in ("error", "formula"):
        value, kind = _escaped.sub(_unescaped, value), "text"
    elif isinstance(value, datetime | date):
        kind = "date"
    return SheetCell(cell.row, cell.column, kind, value, cell.number_format)
