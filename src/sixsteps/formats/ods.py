"""Writing .ods files, spreadsheets in OpenDocument, by the standard library alone.

It offers what the tables for publication need of `Spreadsheet`: texts and numbers in cells, a bold
header, and a sheet's one table marked as such. OpenDocument is zipped XML; the kept libraries for
it write more than this, and are a dependency for one function.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from attrs import define, field

from sixsteps.errors import InvalidError, Problem
from sixsteps.formats.xlsx import cell_text, reference

TYPE = "application/vnd.oasis.opendocument.spreadsheet"

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    f'xmlns:{short}="{_OASIS}:{name}:1.0"'
    for short, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "meta": "meta",
        "fo": "xsl-fo-compatible",
        "manifest": "manifest",
    }.items()
)
_SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
_NO_LETTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TO_MARK = re.compile("^ | $|(?<= ) +")


@define
class _Sheet:
    """A sheet in the making; rows and columns are counted from 0."""

    name: str
    widths: dict[int, float] = field(factory=dict)
    heights: dict[int, float] = field(factory=dict)
    cells: dict[tuple[int, int], str] = field(factory=dict)
    table: tuple[int, int, int] | None = None

    def set_column(self, first: int, _last: int, width: float) -> None:
        """Set the width of a column, in letters."""
        self.widths[first] = width

    def set_row(self, row: int, height: float) -> None:
        """Set the least height of a row, in points."""
        self.heights[row] = height

    def write_number(self, row: int, column: int, value: float, look: str) -> None:
        known = f'office:value-type="float" office:value="{value!r}"'
        shown = f"{value:.0f}" if value.is_integer() else f"{value:.15g}"
        self.cells[row, column] = (
            f"<table:table-cell {look} {known}><text:p>{shown}</text:p></table:table-cell>"
        )

    def written(self) -> Iterator[str]:
        yield f"<table:table table:name={quoteattr(self.name)}>"
        wide = max(column for _, column in self.cells) + 1
        for column in range(wide):
            yield f'<table:table-column table:style-name="w{self.widths.get(column, 10):g}"/>'
        for row in range(max(row for row, _ in self.cells) + 1):
            is_header = self.table is not None and row == self.table[0]
            yield "<table:table-header-rows>" if is_header else ""
            height = self.heights.get(row)
            yield "<table:table-row" + (f' table:style-name="h{height:g}">' if height else ">")
            yield from (
                self.cells.get((row, column), "<table:table-cell/>") for column in range(wide)
            )
            yield "</table:table-row>"
            yield "</table:table-header-rows>" if is_header else ""
        yield "</table:table>"

    @property
    def marked(self) -> str:
        """The range of the sheet's table, which says that its first row is the header."""
        if self.table is None:
            return ""
        top, rows, columns = self.table
        quoted = "'" + self.name.replace("'", "''") + "'"
        first, last = reference(top + 1, 1), reference(top + rows + 1, columns)
        return (
            f"<table:database-range table:name={quoteattr(self.name.replace(' ', '_'))}"
            f' table:target-range-address="{quoted}.{first}:{quoted}.{last}"'
            ' table:contains-header="true"/>'
        )


class OpenDocument:
    """An .ods file in the making, with those members of `Spreadsheet` that its callers use."""

    def __init__(self, _what: str, properties: Mapping[str, Any], font: Mapping[str, Any]) -> None:
        self.book = self
        self._title, self._font = properties["title"], font
        self._sheets: list[_Sheet] = []
        self._looks: list[Mapping[str, Any]] = []
        self._problems: list[Problem] = []

    def add_format(self, look: Mapping[str, Any]) -> str:
        """A look of cells, as the attribute that names it."""
        self._looks.append(look)
        return f'table:style-name="c{len(self._looks)}"'

    def add_worksheet(self, name: str) -> _Sheet:
        """A sheet after the others."""
        self._sheets.append(_Sheet(name))
        return self._sheets[-1]

    def put(self, sheet: _Sheet, row: int, column: int, text: str, look: str = "") -> None:
        """Write a text into a cell."""
        held = cell_text(sheet.name, row, column, text, self._problems)
        if held is not None:
            lines = (f"<text:p>{_line(line)}</text:p>" for line in held.splitlines() or [""])
            known = f'{look} office:value-type="string"'
            sheet.cells[row, column] = (
                f"<table:table-cell {known}>{''.join(lines)}</table:table-cell>"
            )

    def mark_table(
        self, sheet: _Sheet, row: int, headers: Sequence[str], rows: int, _look: str = ""
    ) -> None:
        """Mark what is written from the first column of a row down as a table."""
        sheet.table = row, rows, len(headers)

    def content(self, what: str) -> bytes:
        """The bytes of the file."""
        InvalidError.check(what, self._problems)
        body = "".join(part for sheet in self._sheets for part in sheet.written())
        ranges = "".join(sheet.marked for sheet in self._sheets)
        kinds = {"/": TYPE, **dict.fromkeys(("content.xml", "styles.xml", "meta.xml"), "text/xml")}
        entries = "".join(
            f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
            for name, kind in kinds.items()
        )
        parts = {
            "mimetype": TYPE,
            "META-INF/manifest.xml": _part("manifest:manifest", entries),
            "meta.xml": _part(
                "office:document-meta",
                f"<office:meta><dc:title>{_line(self._title)}</dc:title>"
                "<dc:language>en-GB</dc:language></office:meta>",
            ),
            "styles.xml": _part(
                "office:document-styles",
                '<office:styles><style:default-style style:family="table-cell">'
                '<style:text-properties fo:language="en" fo:country="GB"/>'
                "</style:default-style></office:styles>",
            ),
            "content.xml": _part(
                "office:document-content",
                f"<office:automatic-styles>{''.join(self._styles())}</office:automatic-styles>"
                f"<office:body><office:spreadsheet>{body}<table:database-ranges>{ranges}"
                "</table:database-ranges></office:spreadsheet></office:body>",
            ),
        }
        whole = BytesIO()
        with ZipFile(whole, "w") as archive:
            for name, text in parts.items():
                # The same tables give the same bytes; readers look for the type in plain letters.
                entry = ZipInfo(name, (2000, 1, 1, 0, 0, 0))
                entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
                archive.writestr(entry, text)
        return whole.getvalue()

    def _styles(self) -> Iterator[str]:
        """The styles of columns, rows and cells, each named by what it is."""
        widths = [width for sheet in self._sheets for width in (10, *sheet.widths.values())]
        heights = [height for sheet in self._sheets for height in sheet.heights.values()]
        for width in dict.fromkeys(widths):
            size = f'<style:table-column-properties style:column-width="{width * 0.23:.2f}cm"/>'
            yield f'<style:style style:name="w{width:g}" style:family="table-column">{size}'
            yield "</style:style>"
        for height in dict.fromkeys(heights):
            size = f'style:row-height="{height:.1f}pt" style:use-optimal-row-height="true"'
            yield f'<style:style style:name="h{height:g}" style:family="table-row">'
            yield f"<style:table-row-properties {size}/></style:style>"
        for place, look in enumerate(self._looks, 1):
            weight = ' fo:font-weight="bold"' if look.get("bold") else ""
            wrap = ' fo:wrap-option="wrap"' if look.get("text_wrap") else ""
            font = f'fo:font-family="{look["font_name"]}" fo:font-size="{look["font_size"]}pt"'
            side = "end" if look.get("align") == "right" else "start"
            yield f'<style:style style:name="c{place}" style:family="table-cell">'
            yield f'<style:table-cell-properties style:vertical-align="top"{wrap}/>'
            yield f'<style:paragraph-properties fo:text-align="{side}"/>'
            yield f"<style:text-properties {font}{weight}/></style:style>"


def _part(name: str, content: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}<{name} {_SPACES}>{content}</{name}>"


def _line(text: str) -> str:
    """A line as XML, which would drop white space at its ends and in a row; a cell has no tabs."""
    written = escape(_NO_LETTER.sub("\ufffd", text).replace("\t", " "))
    return _TO_MARK.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', written)
