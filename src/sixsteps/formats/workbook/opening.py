"""Opening a workbook from outside: what is in its cells, in bounded time and memory.

A workbook is a zip archive of XML. Its directory is read first: a file of another kind, one that
is encrypted or holds macros is refused before anything is unpacked. Then the parts that hold
cells are read in one pass each, and whatever they ask for is spent from the budget of the file.
openpyxl says which formats are dates, and which date a number is.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from datetime import datetime
from io import BytesIO
from os import PathLike
from pathlib import Path
from posixpath import basename, dirname, join, normpath
from typing import IO, Any, Literal, NamedTuple, TypeAlias
from urllib.parse import unquote
from xml.parsers.expat import ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from attrs import define, field, frozen

from sixsteps.errors import DocumentError, Problem, SixStepsError, WrongTypeError, extra
from sixsteps.formats.files import COMPOUND_FILE, path_of
from sixsteps.formats.limits import MAX_BYTES, SHEET_COLUMNS, SHEET_ROWS, SHEETS, Budget

WorkbookSource: TypeAlias = str | PathLike[str] | IO[bytes]
"""Where a workbook is read from: a path or a binary file object."""

SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
"""Endings of workbooks, those of other programs too: the reader says best what to do with them."""

CellKind: TypeAlias = Literal["text", "number", "date", "truth", "error", "formula", "other"]

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FRESH = "copy the answers into a fresh template"


class SheetCell(NamedTuple):
    """The content of one cell; `format` is its number format, "General" where it has none."""

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
    """A sheet's name, and its rows that are not empty: their cells that are not empty.

    Besides them its merged cells, the empty ones with a fill, and what no reader takes in: where
    a comment or a link stands or a text is struck through, how many pictures and shapes lie over
    the cells, and the texts of its page headers and footers, page numbers apart.
    """

    name: str
    rows: tuple[tuple[SheetCell, ...], ...]
    merges: tuple[Merge, ...] = ()
    beside: tuple[tuple[int, int, str], ...] = ()
    pictures: int = 0
    coloured: frozenset[tuple[int, int]] = frozenset()
    margins: tuple[str, ...] = ()


@frozen
class Sheets:
    """The sheets of a workbook, and how many names somebody gave to cells or values in it."""

    every: tuple[Sheet, ...]
    names: int = 0


def open_sheets(source: WorkbookSource) -> Sheets:
    """Every sheet of a workbook with what stands in it, hidden ones and charts included."""
    with extra("excel", "reading a workbook needs openpyxl"):
        import openpyxl  # noqa: F401 # before the file is read
    content = _content(source)
    _refuse_unreadable(content, source)
    budget = Budget("workbook", len(content), (_name(source),), _FRESH)
    try:
        with ZipFile(BytesIO(content)) as archive:
            sheets = _Workbook(archive, budget).sheets()
    except SixStepsError:
        raise
    # A damaged file makes zipfile and the XML parser fail in ways that no list holds.
    except Exception:
        # What went wrong does not matter, and it may hold cells.
        sheets = None
    if sheets is None:
        raise refused(source, "the workbook is damaged", "open it in Excel and save it again")
    if not sheets.every:
        message = "the workbook has no sheet that can be read"
        raise refused(source, message, "save it in Excel as an Excel Workbook (.xlsx)")
    return sheets


def refused(
    source: WorkbookSource,
    message: str,
    remedy: str,
    code: str = "not-a-workbook",
    **params: object,
) -> DocumentError:
    """The error for a file that is refused as a whole."""
    problem = Problem((_name(source),), message, remedy, code, params=params)
    return DocumentError("workbook", [problem])


def _name(source: WorkbookSource) -> str:
    return Path(source).name if isinstance(source, str | PathLike) else "the file"


def _content(source: WorkbookSource) -> bytes:
    path = path_of(source)
    opened: Any = nullcontext(source) if path is None else path.open("rb")
    with opened as file:
        content: bytes = file.read(MAX_BYTES + 1)
    if not isinstance(content, bytes):
        kind = f"a value of type {type(content).__name__}"
        message = (
            f"a workbook is read from a file object that gives bytes, and this one gives {kind}"
        )
        raise WrongTypeError(message, "open the file with mode 'rb'")
    if len(content) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES:,} bytes"
        raise refused(source, message, _FRESH, "too-large")
    return content


def _refuse_unreadable(content: bytes, source: WorkbookSource) -> None:
    """Refuse by the first bytes and by the archive's directory; nothing is unpacked here."""
    if content.startswith(COMPOUND_FILE):
        if _ENCRYPTED in content:
            message = "the workbook has a password"
            raise refused(source, message, "save it without one", "encrypted")
        raise refused(source, "an old .xls workbook", "save it as .xlsx", "old-format")
    names: set[str] = set()
    # The directory of a damaged archive trips zipfile in ways of its own.
    damaged = (BadZipFile, ValueError, NotImplementedError, OSError, OverflowError)
    with suppress(*damaged), ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
    if "xl/vbaProject.bin" in names:
        message = "the workbook holds macros"
        raise refused(source, message, "save it as .xlsx, which has none", "macros")
    if "mimetype" in names or "xl/workbook.bin" in names:
        raise refused(source, "a spreadsheet of another kind", "save it as .xlsx")
    if "[Content_Types].xml" not in names:
        raise refused(source, "not a valid Excel workbook", "save it as .xlsx")


_Attributes: TypeAlias = dict[str, str]
_Start: TypeAlias = Callable[[str, _Attributes], object]
_Relation: TypeAlias = tuple[str, str]
"""The kind of a part, such as "worksheet", and its name in the archive or its address."""

_seems_a_link = re.compile(r"(?i:https?://|www\.|mailto:)\S+|\S+@\S+").fullmatch
"""Programs make a link of what is typed so, and its text says all of it if it leads there."""


def _address(text: str) -> str:
    """An address as far as two that differ lead to different places."""
    said = re.sub(r"^(?i:mailto:|https?://)", "", unquote(text.strip()))
    # Only the name of the machine is the same in capitals.
    return re.sub("^[^/?#]*", lambda host: host[0].casefold(), said).rstrip("/")


_escaped = re.compile(r"_x([0-9A-Fa-f]{4})_")
_reference = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]*)")


def _unescaped(match: re.Match[str]) -> str:
    """The character that `_x000B_` stands for; half a surrogate pair is left as it is."""
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


@define
class _Text:
    """The text of an item: its pieces, without the readings of ideographs beside them."""

    pieces: list[str] = field(factory=list)
    heard: bool = False
    beside: bool = False

    def within(self, element: str, *, inside: bool) -> None:
        if element in ("t", "v", "f"):
            self.heard = inside
        elif element == "rPh":
            self.beside = inside

    def add(self, piece: str) -> None:
        if self.heard and not self.beside:
            self.pieces.append(piece)

    def take(self) -> str:
        """The text so far, of which nothing stays."""
        text = "".join(self.pieces)
        self.pieces.clear()
        return text


@define
class _Workbook:
    """The parts of a workbook that hold cells."""

    archive: ZipFile
    budget: Budget
    struck: set[int] = field(factory=set, init=False)
    """The numbers of the texts of which a part is struck through."""

    def parse(self, part: str, start: _Start, end: Callable[[str], object], text: _Text) -> None:
        """Read a part of XML in one pass; names of elements have their namespace before a "}"."""
        about = self.archive.getinfo(part)
        if about.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile("a part is packed in a way that unpacks without bound")
        self.budget.spend("bytes", about.file_size)
        parser = ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_document_type
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text.add
        with self.archive.open(about) as file:
            # Of a tag longer than a piece, the parser begins again with each.
            while piece := file.read(1 << 20):
                parser.Parse(piece)
            parser.Parse(b"", True)  # noqa: FBT003 # the last piece

    def elements(self, part: str) -> list[tuple[str, _Attributes]]:
        """The elements of a part that is a list of settings, with their attributes."""
        found: list[tuple[str, _Attributes]] = []

        def start(name: str, known: _Attributes) -> None:
            self.budget.spend("places", 1)
            found.append((_plain(name), known))

        self.parse(part, start, lambda _: None, _Text())
        return found

    def relations(self, part: str, *, outside: bool = False) -> Mapping[str, _Relation]:
        """The parts that a part refers to, or addresses `outside`, by the ids it has for them."""
        rels = join(dirname(part), "_rels", f"{basename(part)}.rels")
        if rels not in self.archive.NameToInfo:
            return {}
        here = join("/", dirname(part))
        return {
            known["Id"]: (
                basename(known["Type"]),
                known["Target"] if outside else normpath(join(here, known["Target"])).lstrip("/"),
            )
            for name, known in self.elements(rels)
            if name == "Relationship" and (known.get("TargetMode") == "External") is outside
        }

    def sheets(self) -> Sheets:
        """Every sheet that holds cells or a chart, in order; none where all are charts."""
        roots = self.relations("").values()
        book = next((part for kind, part in roots if kind == "officeDocument"), "xl/workbook.xml")
        relations = self.relations(book)
        parts = dict(relations.values())
        texts = self.texts(parts["sharedStrings"]) if "sharedStrings" in parts else []
        elements = self.elements(book)
        early = any(known.get("date1904") in ("1", "true") for _, known in elements)
        styles = _Styles(self.elements(parts["styles"]) if "styles" in parts else [], early=early)
        found = [
            (known["name"], kind, part)
            for name, known in elements
            if name == "sheet"
            for key, value in known.items()
            if key.endswith("}id")
            for kind, part in (relations.get(value, ("", "")),)
            if kind in ("worksheet", "chartsheet") and part in self.archive.NameToInfo
        ]
        if len(found) > SHEETS:
            raise self.too_large(f"the workbook has {len(found):,} sheets")
        if not any(kind == "worksheet" for _, kind, _ in found):
            return Sheets(())
        given = [known for name, known in elements if name == "definedName"]
        every = tuple(self.sheet(name, part, texts, styles) for name, _, part in found)
        return Sheets(every, sum(map(_is_given, given)))

    def too_large(self, message: str) -> DocumentError:
        return DocumentError(
            "workbook", [Problem(self.budget.path, message, self.budget.remedy, "too-large")]
        )

    def texts(self, part: str) -> list[str]:
        """The texts that cells refer to by their numbers."""
        found: list[str] = []
        text = _Text()

        def start(name: str, known: _Attributes) -> None:
            text.within(_plain(name), inside=True)
            if _plain(name) == "strike" and _is_on(known):
                self.struck.add(len(found))

        def end(name: str) -> None:
            name = _plain(name)
            text.within(name, inside=False)
            if name == "si":
                self.budget.spend("places", 1)
                found.append(_escaped.sub(_unescaped, text.take()))

        self.parse(part, start, end, text)
        return found

    def sheet(self, name: str, part: str, texts: list[str], styles: "_Styles") -> Sheet:
        reader = _SheetReader(self, texts, styles)
        self.parse(part, reader.start, reader.end, reader.text)
        relations = self.relations(part).values()
        # A thread of comments has a comment for older programs too.
        commented = {
            self.position(known["ref"])
            for kind, comments in relations
            if kind in ("comments", "threadedComment") and comments in self.archive.NameToInfo
            for element, known in self.elements(comments)
            if element in ("comment", "threadedComment")
        }
        beside = [(*place, "a comment") for place in commented]
        texts_at = {cell[:2]: str(cell.value) for row in reader.rows for cell in row}
        targets = self.relations(part, outside=True) if reader.links else {}
        for row, column, target, within in reader.links:
            said = texts_at.get((row, column), "")
            if not _seems_a_link(said):
                beside.append((row, column, "a link"))
            elif _address(said) != _address(targets.get(target, ("", ""))[1] + within):
                beside.append((row, column, "a link to another address"))
        beside += [(*place, "struck through, and read as it stands") for place in reader.struck]
        # LibreOffice gives sheets a drawing with nothing in it.
        pictures = sum(
            element.endswith("Anchor")
            for kind, drawing in relations
            if kind == "drawing" and drawing in self.archive.NameToInfo
            for element, _ in self.elements(drawing)
        )
        rows, merges = tuple(reader.rows), tuple(reader.merges)
        coloured, margins = frozenset(reader.coloured), tuple(reader.margins)
        return Sheet(name, rows, merges, tuple(sorted(beside)), pictures, coloured, margins)

    def position(self, reference: str) -> tuple[int, int]:
        """The row and the column of a cell's name, which every sheet has."""
        match = _reference.fullmatch(reference)
        if match is None:
            raise ValueError("not a cell")
        column, row = 0, int(match[2])
        for letter in match[1]:
            column = column * 26 + ord(letter) - 64
        self.check(row, column)
        return row, column

    def check(self, row: int, column: int) -> None:
        """Refuse a cell beyond the last that a sheet has."""
        if row > SHEET_ROWS or column > SHEET_COLUMNS:
            message = (
                f"a cell beyond the {SHEET_ROWS:,} rows and {SHEET_COLUMNS:,} columns of a sheet"
            )
            raise self.too_large(message)


def _plain(name: str) -> str:
    return name[name.rfind("}") + 1 :]


def _no_document_type(*_: object) -> None:
    # In one, entities would be declared.
    raise BadZipFile("a part has a document type")


def _is_on(known: _Attributes) -> bool:
    return known.get("val", "1") not in ("0", "false")


def _is_white(colour: _Attributes) -> bool:
    if colour.get("theme") == "0":
        return "tint" not in colour
    return colour.get("rgb", "")[-6:] == "FFFFFF" or colour.get("indexed") in ("1", "9")


OWN_NAME = "ColumnTitle"
"""By this name screen readers find the headers of the sheets that are written here."""


def _is_given(name: _Attributes) -> bool:
    """True for a name that a person gave, not a program."""
    own = name["name"] == OWN_NAME and "localSheetId" in name
    return not (own or name["name"].startswith("_xl") or name.get("hidden") in ("1", "true"))


_MARGINS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")
_code = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|.)', re.DOTALL)
_page = re.compile(r"(?:\b\w{1,20} ?)?\0(?: ?\S{1,20} ?\0)?")


def _in_margin(text: str) -> list[str]:
    """The texts of a page header or footer, from left to right, without codes and page numbers."""
    kept = {"&&": "&", "&P": "\0", "&N": "\0", **dict.fromkeys(("&L", "&C", "&R"), "\n")}
    parts = _code.sub(lambda code: kept.get(code[0], ""), text).split("\n")
    texts = (_page.sub("", part) for part in parts)
    return [text for text in texts if any(map(str.isalnum, text))]


_LONGEST_FORMAT = 255
_STYLE_LISTS = ("cellXfs", "cellStyleXfs", "fonts", "fills", "numFmts", "cellStyles", "dxfs")


class _Styles:
    """The styles of cells: number formats, fills, and whether text is struck through."""

    def __init__(self, elements: list[tuple[str, _Attributes]], *, early: bool) -> None:
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        codes: dict[int, str] = dict(BUILTIN_FORMATS)
        fills: list[bool] = []
        fonts: list[bool] = []
        self.struck: list[bool] = []
        self.formats: list[str] = []
        self.filled: list[bool] = []
        within = ""
        for name, known in elements:
            if name in _STYLE_LISTS:
                within = name
            elif name == "numFmt" and within == "numFmts":
                # What openpyxl looks for in a format takes its length squared.
                if len(known["formatCode"]) > _LONGEST_FORMAT:
                    raise ValueError("a longer number format than any program writes")
                codes[int(known["numFmtId"])] = known["formatCode"]
            elif name == "font" and within == "fonts":
                fonts.append(False)
            elif name == "strike" and within == "fonts":
                fonts[-1] = _is_on(known)
            elif name == "fill" and within == "fills":
                fills.append(False)
            elif name == "patternFill" and within == "fills":
                fills[-1] = known.get("patternType", "none") not in ("none", "gray125")
            elif name == "gradientFill" and within == "fills":
                fills[-1] = True
            elif name == "fgColor" and within == "fills" and _is_white(known):
                fills[-1] = False
            elif name == "xf" and within == "cellXfs":
                self.formats.append(codes.get(int(known.get("numFmtId", 0)), "General"))
                fill, font = int(known.get("fillId", 0)), int(known.get("fontId", 0))
                self.filled.append(fill < len(fills) and fills[fill])
                self.struck.append(font < len(fonts) and fonts[font])
        self._early = early
        self._dates: dict[str, tuple[bool, bool]] = {}

    def date(self, number: float, code: str) -> Any:
        """The date or time that a number is in this format; `None` where it is no date."""
        from openpyxl.styles.numbers import is_date_format, is_timedelta_format
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        if code not in self._dates:
            self._dates[code] = (is_date_format(code), is_timedelta_format(code))
        dated, lasting = self._dates[code]
        if not dated:
            return None
        return from_excel(number, MAC_EPOCH if self._early else WINDOWS_EPOCH, lasting)


class _SheetReader:
    """The cells of a sheet, as its XML is read."""

    def __init__(self, book: _Workbook, texts: list[str], styles: _Styles) -> None:
        self.book, self.texts, self.styles = book, texts, styles
        self.rows: list[tuple[SheetCell, ...]] = []
        self.merges: list[Merge] = []
        self.coloured: set[tuple[int, int]] = set()
        self.links: list[tuple[int, int, str, str]] = []
        """The place of each, the id of its address, and the place within that."""
        self.struck: list[tuple[int, int]] = []
        self.margins: list[str] = []
        self.text = _Text()
        self._cells: list[SheetCell] = []
        self._row = self._column = 0
        self._type, self._style, self._struck = "n", 0, False
        self._formula: str | None = None
        self._value = ""

    def start(self, name: str, known: _Attributes) -> None:
        name = _plain(name)
        if name == "v":
            self.text.heard = True
        elif name == "c":
            self._begin_cell(known)
        elif name == "row":
            row = int(known["r"]) if "r" in known else self._row + 1
            if row <= self._row:
                raise ValueError("rows out of order")
            self._row, self._column = row, 0
        elif name == "mergeCell":
            self.book.budget.spend("places", 1)
            first, _, last = known["ref"].partition(":")
            (top, left), (bottom, right) = map(self.book.position, (first, last or first))
            self.merges.append(Merge(known["ref"], range(top, bottom + 1), range(left, right + 1)))
        elif name == "hyperlink":
            self.book.budget.spend("places", 1)
            name = next((value for key, value in known.items() if key.endswith("}id")), "")
            within = f"#{known['location']}" if known.get("location") else ""
            place = self.book.position(known["ref"].partition(":")[0])
            self.links.append((*place, name, within))
        elif name == "strike":
            self._struck = _is_on(known)
        elif name in _MARGINS:
            self.text.pieces.clear()
            self.text.heard = True
        else:
            self.text.within(name, inside=True)

    def _begin_cell(self, known: _Attributes) -> None:
        row, column = self._row, self._column + 1
        if "r" in known:
            row, column = self.book.position(known["r"])
        if row != self._row or column <= self._column:
            raise ValueError("cells out of order")
        self.book.budget.spend("places", 1)
        self._column = column
        self._type, self._style = known.get("t", "n"), int(known.get("s", 0))
        self._formula, self._value, self._struck = None, "", False
        self.text.pieces.clear()

    def end(self, name: str) -> None:
        name = _plain(name)
        if name == "v":
            self._value = self.text.take()
            self.text.heard = False
        elif name == "c":
            self._end_cell()
        elif name == "f":
            self._formula = self.text.take()
            self.text.heard = False
        elif name in _MARGINS:
            self.margins += _in_margin(self.text.take())
            self.text.heard = False
        elif name != "row":
            self.text.within(name, inside=False)
        elif self._cells:
            # A reader of tables has a place for every column up to the last.
            self.book.budget.spend("places", self._cells[-1].column - len(self._cells))
            self.rows.append(tuple(self._cells))
            self._cells = []

    def _end_cell(self) -> None:
        kind, value, code = self._said()
        if value is None or value == "":
            if self._style and self.styles.filled[self._style]:
                self.book.budget.spend("cells", 1)
                self.coloured.add((self._row, self._column))
            return
        self.book.budget.spend("cells", 1)
        if isinstance(value, str):
            self.book.budget.spend("letters", len(value))
        self.book.check(self._row, self._column)
        in_style = self.styles.struck and self.styles.struck[self._style]
        in_text = self._struck or (self._type == "s" and int(self._value) in self.book.struck)
        if in_style or in_text:
            self.struck.append((self._row, self._column))
        self._cells.append(SheetCell(self._row, self._column, kind, value, code))

    def _said(self) -> tuple[CellKind, Any, str]:
        formats = self.styles.formats
        code = formats[self._style] if formats else "General"
        said = self._value
        if self._formula is not None:
            return "formula", f"={self._formula}", code
        if self._type == "inlineStr":
            return "text", _escaped.sub(_unescaped, self.text.take()), code
        if not said:
            return "text", None, code
        match self._type:
            case "s":
                number = int(said)
                if number < 0:
                    raise ValueError("no such text")
                return "text", self.texts[number], code
            case "n":
                return self._number(float(said) if set(said) & set(".eEnN") else int(said), code)
            case "b":
                return "truth", said.strip() in ("1", "true"), code
            case "e":
                return "error", said, code
            case "d":
                return "date", datetime.fromisoformat(said.removesuffix("Z")), code
            case _:
                return "text", _escaped.sub(_unescaped, said), code

    def _number(self, number: float, code: str) -> tuple[CellKind, Any, str]:
        try:
            day = self.styles.date(number, code)
        except (OverflowError, ValueError):
            return "error", "#VALUE!", code
        if day is None:
            return "number", number, code
        return ("date" if isinstance(day, datetime) else "other"), day, code
