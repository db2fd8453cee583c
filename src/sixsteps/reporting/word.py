"""A document as a Word file: real headings, repeated table headers, pictures with their text."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, assert_never

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from sixsteps.palette import Ink
from sixsteps.reporting import document as parts
from sixsteps.table import Table, printable

_FONT = "Arial"
_INK, _DEEP = "1A1A1A", "1F2A44"
_PAGE_WIDTH, _PAGE_HEIGHT = 210, 297  # A4, in millimetres
_MARGIN = (_PAGE_WIDTH - parts.TEXT_WIDTH) // 2
_FOOTER_DISTANCE = 10
_TOGETHER = 3  # rows of a longer one that stay together under its head


def to_word(document: parts.Document, on: date) -> bytes:
    """The document as the bytes of a `.docx` file dated `on`, A4, in British English."""
    word = docx.Document()
    _set_up(word, document, on)
    word.add_paragraph(printable(document.title), style="Title")
    if document.subtitle:
        word.add_paragraph(printable(document.subtitle), style="Subtitle")
    for one in parts.placed(document):
        _add(word, one, document)
    file = io.BytesIO()
    word.save(file)
    return _undated(file.getvalue())


def _undated(content: bytes) -> bytes:
    """The same file with no time of writing inside, so that two writings are the same bytes."""
    undated = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return undated.getvalue()


def _set_up(word: WordDocument, document: parts.Document, on: date) -> None:
    core = word.core_properties
    core.title = printable(document.title)[:255]
    core.subject = printable(document.subtitle)[:255]
    core.author = ""
    core.comments = printable(document.citation)[:255]
    core.language = "en-GB"
    core.created = core.modified = datetime(on.year, on.month, on.day)  # noqa: DTZ001  Word's are without a zone
    core.last_modified_by = ""

    page = word.sections[0]
    page.page_width, page.page_height = Mm(_PAGE_WIDTH), Mm(_PAGE_HEIGHT)
    page.left_margin = page.right_margin = page.top_margin = Mm(_MARGIN)
    page.bottom_margin, page.footer_distance = Mm(2 * _FOOTER_DISTANCE), Mm(_FOOTER_DISTANCE)
    footer = page.footer.paragraphs[0]
    footer.paragraph_format.space_before = Pt(8)
    for text in filter(None, (document.footing, document.citation)):
        footer.add_run(printable(text)).add_break()
    footer.add_run("Page ")
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")

    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for style in word.styles:
        font = getattr(style, "font", None)
        if font is None or (style.element.rPr is None and style.name != "Normal"):
            continue
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        # A theme's font would win over the name set below.
        for name in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[name]
        font.name = _FONT
        fonts.set(qn("w:cs"), _FONT)
        fonts.set(qn("w:eastAsia"), _FONT)
        if font.color is not None and font.color.rgb is not None:
            font.color.rgb = RGBColor.from_string(_DEEP)
    word.styles["Normal"].font.size = Pt(10.5)
    word.styles["Footer"].font.size = Pt(7.5)
    word.styles["Title"].font.size = Pt(22)
    word.styles["Caption"].font.size = Pt(9.5)
    word.styles["Caption"].font.color.rgb = RGBColor.from_string(_INK)
    quote = word.styles["Intense Quote"]
    quote.font.italic = False
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Mm(0)


def _field(paragraph: WordParagraph, name: str) -> None:
    """Add a number that the word processor computes, such as that of the page."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run("1" if kind == "shown" else "")
        if kind == "instruction":
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {name} "
            run._r.append(instruction)
        elif kind != "shown":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _add(word: WordDocument, one: parts.Placed, document: parts.Document) -> None:
    match one.block:
        case parts.Section(title=title):
            word.add_heading(printable(title), level=min(one.level, 9))
        case parts.Paragraph(text=text, tone=tone):
            paragraph = word.add_paragraph(style="Intense Quote" if tone == "lead" else "Normal")
            paragraph.add_run(printable(text)).bold = True if tone == "warning" else None
        case parts.Bullets(items=items):
            for item in items:
                word.add_paragraph(printable(item), style="List Bullet")
        case parts.Facts(pairs=pairs):
            _add_rows(word, [[printable(term), printable(text)] for term, text in pairs])
        case parts.Picture():
            _add_picture(word, one.block, one.number)
        case Table() as table:
            _add_table(word, table, one.number, document)
        case _:
            assert_never(one.block)


def _add_rows(word: WordDocument, pairs: Sequence[Sequence[str]]) -> None:
    table = word.add_table(rows=0, cols=2)
    for pair in pairs:
        row = table.add_row()
        for cell, text, bold in zip(row.cells, pair, (True, False), strict=True):
            _fill_in(cell, text, bold=bold)
    _set_widths(table, (45, parts.TEXT_WIDTH - 45))
    word.add_paragraph()


def _add_picture(word: WordDocument, picture: parts.Picture, number: int) -> None:
    figure = picture.figure
    shape = word.add_picture(io.BytesIO(figure.png(dpi=200)))
    # A small chart keeps its size, so that its letters are as large as those around it.
    scale = min(1, Mm(parts.TEXT_WIDTH) / shape.width, Mm(parts.TALLEST) / shape.height)
    shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
    properties = shape._inline.docPr
    properties.set("descr", printable(figure.alt))
    properties.set("title", printable(figure.title))
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    word.add_paragraph(printable(parts.caption(number, figure.title, of="Figure")), style="Caption")


def _add_table(word: WordDocument, table: Table, number: int, document: parts.Document) -> None:
    title = word.add_paragraph(printable(parts.caption(number, table.title)), style="Caption")
    title.paragraph_format.keep_with_next = True
    headings, *rows = table.worded()
    numeric = table.numeric()
    drawn = word.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, text, right in zip(drawn.rows[0].cells, headings, numeric, strict=True):
        _fill_in(cell, text, bold=True, right=right, fill=Ink(f"#{_DEEP}", "#FFFFFF"))
    _mark_row(drawn.rows[0], "w:tblHeader", "w:cantSplit")
    kept = len(rows) if parts.is_short(rows) else _TOGETHER
    for number, texts in enumerate(rows, start=1):
        row = drawn.add_row()
        _mark_row(row, "w:cantSplit")
        for place, cell in enumerate(row.cells):
            # The first cell names the row, even where its name is that of a level.
            level = document.fills.get(texts[place]) if place else None
            right = numeric[place]
            _fill_in(cell, texts[place], bold=level is not None, right=right, fill=level)
        if number < kept:
            _keep_with_next(row)
    if rows:
        _keep_with_next(drawn.rows[0])
    _set_widths(drawn, parts.column_widths([headings, *rows], parts.TEXT_WIDTH))
    for note in parts.below(table, document):
        paragraph = word.add_paragraph()
        paragraph.add_run(printable(note)).font.size = Pt(8.5)
        paragraph.paragraph_format.space_before = Pt(3)
        paragraph.paragraph_format.space_after = Pt(0)
    word.add_paragraph()


def _fill_in(
    cell: _Cell, text: str, *, bold: bool = False, right: bool = False, fill: Ink | None = None
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(printable(text))
    run.font.size = Pt(8.5)
    run.bold = bold or None
    if fill is not None:
        run.font.color.rgb = RGBColor.from_string(fill.text.lstrip("#"))
        shading = OxmlElement("w:shd")
        shading.set(qn("w:val"), "clear")
        shading.set(qn("w:color"), "auto")
        shading.set(qn("w:fill"), fill.fill.lstrip("#"))
        cell._tc.get_or_add_tcPr().append(shading)


def _keep_with_next(row: _Row) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _mark_row(row: Any, *names: str) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in names:
        properties.append(OxmlElement(name))


def _set_widths(table: Any, widths: Iterable[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
