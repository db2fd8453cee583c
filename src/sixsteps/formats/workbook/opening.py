"""Opening a workbook from outside: what is in its cells, in bounded time and memory.

A workbook is a zip archive, so its directory is read first: a file of another kind, one that is
encrypted or holds macros, or one that would unpack to more than a workbook of this library ever
needs is refused before anything in it is read. openpyxl reads the rest.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
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

# No workbook has a document type, where entities would be declared; parsers differ in what they
# make of one. XML is read in these encodings, or in such as have the letters of the first.
_DOCUMENT_TYPES = tuple(
    "<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def is_picture(name: str) -> bool:
    """Whether a part is where pictures are kept, which are of any size and never unpacked.

    >>> is_picture("xl/media/image1.png"), is_picture("xl/sharedStrings.xml")
    (True, False)
    """
    return name.startswith("xl/media/")


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
        if is_picture(part.filename):
            raise BadZipFile("a picture is named as another part")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile("a part is packed in a way that unpacks without bound")
        with super().open(part, mode, pwd, force_zip64=force_zip64) as file:
            # A part may hold more than is said of it, and to be told of no size unpacks it all.
            content = file.read(part.file_size)
        if any(one in content for one in _DOCUMENT_TYPES):
            raise BadZipFile("a part has a document type")
        return BytesIO(content)


Source: TypeAlias = str | PathLike[str] | IO[bytes]
"""Where a workbook is read from: a path or a binary file object."""

Kind: TypeAlias = Literal["text", "number", "date", "truth", "error", "formula", "other"]

MAX_BYTES = 32 * 1024 * 1024
MAX_PARTS = 2_000
MAX_SHEETS = 60
MAX_CELLS = 100_000
MAX_COLUMNS = 200
# What each part may unpack to, in bytes. Pictures that somebody pasted in are never unpacked.
MAX_PART = 4 * 1024 * 1024
MAX_SMALL_PART = 1024 * 1024
MAX_UNPACKED = 12 * 1024 * 1024
LAST_ROW = 1_048_576

_AFRESH = "copy the answers into a fresh template"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_escaped = re.compile(r"_x([0-9A-Fa-f]{4})_")
_large_part = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE).fullmatch


@frozen
class Cell:
    """What stands in one cell; `format` is its number format, "General" where it has none."""

    row: int
    column: int
    kind: Kind
    value: Any
    format: str = "General"

    @property
    def reference(self) -> str:
        """The cell as people name it.

        >>> Cell(7, 28, "text", "").reference
        'AB7'
        """
        return reference(self.row, self.column)


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
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...] = ()


def reference(row: int, column: int) -> str:
    """A cell as people name it.

    >>> reference(7, 4)
    'D7'
    """
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def name_of(source: Source) -> str:
    """What messages call a file: its name without its folder."""
    return Path(source).name if isinstance(source, str | PathLike) else "the file"


def open_sheets(source: Source) -> tuple[Sheet, ...]:
    """Every sheet of a workbook with what stands in it, hidden ones included.

    Raises:
        DocumentError: for anything but an .xlsx workbook without a password and without macros.
        MissingExtraError: where openpyxl is not installed.
        OSError: where the file cannot be opened.
    """
    _openpyxl()
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
    raise _refused(source, "the workbook is damaged; open it in Excel and save it again")


def _openpyxl() -> Any:
    try:
        import openpyxl.reader.excel
    except ImportError:
        raise MissingExtraError(
            'reading a workbook needs openpyxl; install it with: pip install "sixsteps[excel]"'
        ) from None
    return openpyxl.reader.excel


def _refused(source: Source, message: str, code: str = "not-a-workbook") -> DocumentError:
    return DocumentError("workbook", [Problem(name_of(source), message, code=code)])


def _content(source: Source) -> bytes:
    path = path_of(source)
    if path is not None:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    else:
        content = cast(IO[bytes], source).read(MAX_BYTES + 1)
        if not isinstance(content, bytes):
            raise WrongTypeError(
                "a workbook is read from a file object that gives bytes, and this one gives a"
                f" value of type {type(content).__name__}; open the file with mode 'rb'"
            )
    if len(content) > MAX_BYTES:
        raise _refused(
            source, f"the file is larger than {MAX_BYTES:,} bytes; {_AFRESH}", "too-large"
        )
    return content


def _refuse_unreadable(content: bytes, source: Source) -> None:
    """Refuse by the first bytes and by the archive's directory; nothing is unpacked here."""
    if content.startswith(_COMPOUND_FILE):
        if _ENCRYPTED in content:
            raise _refused(
                source, "the workbook has a password; save it without one", code="encrypted"
            )
        raise _refused(source, "this is an old .xls workbook; save it as .xlsx", code="old-format")
    archive = None
    # The directory of a damaged archive trips zipfile in ways of its own.
    with suppress(BadZipFile, ValueError, NotImplementedError, OSError, OverflowError):
        archive = ZipFile(BytesIO(content))
    if archive is None:
        raise _refused(source, "this is no Excel workbook; save it as .xlsx")
    with archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if "xl/vbaProject.bin" in names:
            raise _refused(
                source, "the workbook holds macros; save it as .xlsx, which has none", "macros"
            )
        if "mimetype" in names or "xl/workbook.bin" in names:
            raise _refused(source, "this is a spreadsheet of another kind; save it as .xlsx")
        if "[Content_Types].xml" not in names:
            raise _refused(source, "this is no Excel workbook; save it as .xlsx")
        _refuse_large([(part.filename, part.file_size) for part in parts], source)


def _refuse_large(parts: Iterable[tuple[str, int]], source: Source) -> None:
    sizes = [
        (size, MAX_PART if _large_part(name) else MAX_SMALL_PART)
        for name, size in parts
        if not is_picture(name)
    ]
    too_many = len(sizes) > MAX_PARTS
    unpacked = sum(size for size, _ in sizes)
    if too_many or unpacked > MAX_UNPACKED or any(size > most for size, most in sizes):
        raise _refused(
            source,
            f"the workbook unpacks to {unpacked:,} bytes in {len(sizes):,} parts, more than a"
            f" return needs; {_AFRESH}",
            "too-large",
        )


def _sheets(content: bytes, source: Source) -> Iterator[Sheet]:
    reader = _reader(content)
    reader.read()
    found = reader.wb.worksheets
    if not found:
        raise _refused(
            source,
            "the workbook has no sheet that can be read; save it in Excel as an Excel Workbook"
            " (.xlsx), which is not the Strict one",
        )
    if len(found) > MAX_SHEETS:
        raise _refused(source, f"the workbook has {len(found):,} sheets; {_AFRESH}", "too-large")
    count = 0
    for worksheet in found:
        rows = []
        blank = None
        for given in worksheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS):
            # openpyxl gives one and the same row for each of a million that are not there.
            if given is blank:
                continue
            cells = [cell for cell in given if cell.value is not None]
            if not cells:
                blank = given
                continue
            count += len(cells)
            if count > MAX_CELLS:
                raise _refused(
                    source,
                    f"the workbook has more than {MAX_CELLS:,} cells that are not empty; {_AFRESH}",
                    "too-large",
                )
            rows.append(tuple(_cell(cell) for cell in cells))
        yield Sheet(worksheet.title, tuple(rows), tuple(_merges(worksheet)))


def _merges(worksheet: Any) -> Iterator[Merge]:
    """The merged cells of a sheet, of which openpyxl says nothing when it only reads."""
    from openpyxl.utils.cell import range_boundaries
    from openpyxl.xml.constants import SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    with worksheet._get_source() as file:  # noqa: SLF001 # openpyxl gives no other way to it
        for _, element in iterparse(file):
            if element.tag == f"{{{SHEET_MAIN_NS}}}mergeCell":
                name = element.get("ref")
                left, top, right, bottom = cast(tuple[int, ...], range_boundaries(name))
                yield Merge(name, range(top, bottom + 1), range(left, right + 1))
            element.clear()


def _reader(content: bytes) -> Any:
    """The reader of openpyxl, kept to what matters here: the cells, and every letter of them."""
    excel = _openpyxl()

    class Reader(excel.ExcelReader):  # type: ignore[misc, name-defined] # imported when needed
        def read_strings(self) -> None:
            # openpyxl's own drops every "x005F_".
            self.shared_strings = list(_shared_strings(self.archive, self.package))

        def read_chartsheet(self, sheet: Any, rel: Any) -> None:
            # A sheet that is a chart has no cells, and openpyxl fails on an empty one.
            pass

    reader = Reader(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    reader.archive = Parts(BytesIO(content))
    return reader


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


def _cell(cell: Any) -> Cell:
    kinds: dict[str, Kind] = {"s": "text", "n": "number", "b": "truth", "e": "error"}
    value: Any = cell.value
    if cell.data_type == "f":
        return Cell(cell.row, cell.column, "formula", None)
    if isinstance(value, str) and cell.data_type != "e":
        plain = _escaped.sub(_unescaped, value)
        return Cell(cell.row, cell.column, "text", plain)
    if isinstance(value, datetime | date):
        return Cell(cell.row, cell.column, "date", value)
    kind = kinds.get(cell.data_type, "other")
    return Cell(cell.row, cell.column, kind, value, cell.number_format)
