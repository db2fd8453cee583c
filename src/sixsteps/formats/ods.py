"""Writing .ods files, spreadsheets in OpenDocument, by the standard library alone.

They hold what the tables for publication need: texts and numbers in cells, a bold header, and a
sheet's one table marked as such. OpenDocument is zipped XML; the kept libraries for it write more
than this, and are a dependency for one function.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from attrs import frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.formats.files import zipped
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


@frozen
class Sheet:
    """A sheet: its name, the widths of its columns in letters, and its rows from the first.

    A row is its least height in points, where one is chosen, and its cells: texts or numbers, each
    with the name of its look. `table` says where the sheet's one table has its headers, what these
    are, and how many rows follow.
    """

    name: str
    widths: tuple[float, ...]
    rows: tuple[tuple[float | None, tuple[tuple[str | float, str], ...]], ...]
    table: tuple[int, tuple[str, ...], int] | None = None


def open_document(
    title: str, sheets: Iterable[Sheet], looks: Mapping[str, Mapping[str, Any]]
) -> bytes:
    """The bytes of an .ods file; every text that no cell can hold is a problem of the tables."""
    sheets, problems = list(sheets), list[Problem]()
    body = "".join(part for sheet in sheets for part in _written(sheet, problems))
    InvalidError.check("tables", problems)
    ranges = "".join(map(_marked, sheets))
    styles = "".join(_styles(sheets, looks))
    kinds = {"/": TYPE, **dict.fromkeys(("content.xml", "styles.xml", "meta.xml"), "text/xml")}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in kinds.items()
    )
    parts: dict[str, str | bytes] = {
        "mimetype": TYPE,
        "META-INF/manifest.xml": _part("manifest:manifest", entries),
        "meta.xml": _part(
            "office:document-meta",
            f"<office:meta><dc:title>{_line(title)}</dc:title>"
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
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{body}<table:database-ranges>{ranges}"
            "</table:database-ranges></office:spreadsheet></office:body>",
        ),
    }
    return zipped(parts)


def _written(sheet: Sheet, problems: list[Problem]) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(sheet.name)}>"
    for width in sheet.widths:
        yield f'<table:table-column table:style-name="w{width:g}"/>'
    for row, (height, cells) in enumerate(sheet.rows):
        is_header = sheet.table is not None and row == sheet.table[0]
        yield "<table:table-header-rows>" if is_header else ""
        yield "<table:table-row" + (f' table:style-name="h{height:g}">' if height else ">")
        for column, (value, look) in enumerate(cells):
            style = f' table:style-name="{look}"' if look else ""
            if isinstance(value, float):
                known = f'office:value-type="float" office:value="{value!r}"'
                lines = [f"{value:.0f}" if value.is_integer() else f"{value:.15g}"]
            else:
                known = 'office:value-type="string"'
                held = cell_text(sheet.name, row, column, value, problems) or ""
                lines = held.splitlines() or [""]
            shown = "".join(f"<text:p>{_line(line)}</text:p>" for line in lines)
            yield f"<table:table-cell{style} {known}>{shown}</table:table-cell>"
        yield "<table:table-cell/>" * (len(sheet.widths) - len(cells))
        yield "</table:table-row>"
        yield "</table:table-header-rows>" if is_header else ""
    yield "</table:table>"


def _marked(sheet: Sheet) -> str:
    """The range of a sheet's table, which says that its first row is the header."""
    if sheet.table is None:
        return ""
    top, headers, rows = sheet.table
    quoted = "'" + sheet.name.replace("'", "''") + "'"
    first, last = reference(top + 1, 1), reference(top + rows + 1, len(headers))
    return (
        f"<table:database-range table:name={quoteattr(sheet.name.replace(' ', '_'))}"
        f' table:target-range-address="{quoted}.{first}:{quoted}.{last}"'
        ' table:contains-header="true"/>'
    )


def _styles(sheets: Iterable[Sheet], looks: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The styles of columns, rows and cells, each named by what it is."""
    for width in dict.fromkeys(width for sheet in sheets for width in sheet.widths):
        size = f'<style:table-column-properties style:column-width="{width * 0.23:.2f}cm"/>'
        yield f'<style:style style:name="w{width:g}" style:family="table-column">{size}'
        yield "</style:style>"
    for height in dict.fromkeys(height for sheet in sheets for height, _ in sheet.rows if height):
        size = f'style:row-height="{height:.1f}pt" style:use-optimal-row-height="true"'
        yield f'<style:style style:name="h{height:g}" style:family="table-row">'
        yield f"<style:table-row-properties {size}/></style:style>"
    for name, look in looks.items():
        weight = ' fo:font-weight="bold"' if look.get("bold") else ""
        wrap = ' fo:wrap-option="wrap"' if look.get("text_wrap") else ""
        font = f'fo:font-family="{look["font_name"]}" fo:font-size="{look["font_size"]}pt"'
        side = "end" if look.get("align") == "right" else "start"
        yield f'<style:style style:name="{name}" style:family="table-cell">'
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
