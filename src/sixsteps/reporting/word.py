"""A document as a Word file: real headings, repeated table headers, pictures with their text.

Text is written as the XML of its paragraphs and rows, which name styles; python-docx would format
each cell, in hundreds of times as long.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, assert_never
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from sixsteps.formats.files import zipped
from sixsteps.reporting import document as parts
from sixsteps.table import Table, printable

_FONT = "Arial"
_INK, _DEEP, _RULE = "1A1A1A", "1F2A44", "8A8F99"
_PAGE_WIDTH, _PAGE_HEIGHT = 210, 297  # A4, in millimetres
_MARGIN = (_PAGE_WIDTH - parts.TEXT_WIDTH) // 2
_TOP, _BOTTOM, _FOOTER_DISTANCE = 14, 18, 8
_TWIPS = 1440 / 25.4  # of a millimetre
_TOGETHER = 3  # rows of a longer one that stay together under its head
_TERM = 45  # millimetres of a term before what it stands for


def to_word(document: parts.Document, on: date) -> bytes:
    """The document as the bytes of a `.docx` file dated `on`, A4, in British English."""
    word = docx.Document()
    _set_up(word, document, on)
    word.add_paragraph(printable(document.title), style="Title")
    if document.subtitle:
        word.add_paragraph(printable(document.subtitle), style="Subtitle")
    blocks = [*parts.placed(document)]
    marks = {one.block.title: one.number for one in blocks if isinstance(one.block, parts.Section)}
    listed = [one.title for one in document.sections if len(document.sections) > 1]
    for one in blocks:
        if listed and one.block is document.sections[0]:
            _add_contents(word, [(title, marks[title]) for title in listed])
        _add(word, one, document, marks)
    file = io.BytesIO()
    word.save(file)
    # With no time of writing inside.
    with zipfile.ZipFile(file) as dated:
        return zipped({name: dated.read(name) for name in dated.namelist()})


_LONGEST = 255  # letters of a property of a file
_ENDS = tuple(f". {begins} " for begins in ("Adapted by", "With questions from", "Scale from"))
_OTHERS = " And others."


def _shortened(citation: str) -> str:
    """A citation as a property of a file: of a long one as many adapters as it holds whole."""
    if len(citation) <= _LONGEST:
        return citation
    room = _LONGEST - len(_OTHERS)
    ends = [place + 1 for place in range(room) if citation.startswith(_ENDS, place)]
    return citation[: ends[-1]] + _OTHERS if ends else f"{citation[:room]}…"


def _set_up(word: WordDocument, document: parts.Document, on: date) -> None:
    core = word.core_properties
    core.title = printable(document.title)[:255]
    core.subject = printable(document.subtitle)[:255]
    core.author = ""
    core.comments = _shortened(printable(document.citation))
    core.language = "en-GB"
    core.created = core.modified = datetime(on.year, on.month, on.day)  # noqa: DTZ001  Word's are without a zone
    core.last_modified_by = ""

    page = word.sections[0]
    page.page_width, page.page_height = Mm(_PAGE_WIDTH), Mm(_PAGE_HEIGHT)
    page.left_margin = page.right_margin = Mm(_MARGIN)
    page.top_margin, page.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    page.footer_distance = Mm(_FOOTER_DISTANCE)
    number = f"{_text('Page ')}{_field('PAGE')}{_text(' of ')}{_field('NUMPAGES')}"
    line = f"{_text(document.footing)}<w:r><w:br/></w:r>" if document.footing else ""
    footer = page.footer.paragraphs[0]
    for run in _elements("w:p", f"{line}{number}"):
        footer._p.append(run)

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
    _set_styles(word.styles)


def _set_styles(styles: Any) -> None:
    """The looks of everything: a paragraph or a row names its style and has none of its own."""
    # The size in points, and the space before and after.
    for name, size, before, after in (
        *(("Normal", 9.5, 0, 3), ("Title", 16, 0, 3), ("Subtitle", 11, 0, 3)),
        *(("Heading 1", 13, 7, 2), ("Heading 2", 11, 6, 2), ("Heading 3", 10, 5, 2)),
        *(("Footer", 7.5, 6, 0), ("Caption", 9, 3, 1), ("List Bullet", 9.5, 0, 1)),
    ):
        styles[name].font.size = Pt(size)
        for spacing in styles[name].element.iter(qn("w:rPr")):
            spacing.remove_all("w:spacing")
        _space(styles[name], before, after)
    caption = styles["Caption"]
    caption.font.color.rgb = RGBColor.from_string(_INK)
    caption.paragraph_format.keep_with_next = True
    styles["Title"].font.bold = True
    styles["Subtitle"].font.italic = False
    for name, size, around in (
        ("Cell", 8.2, 1),
        ("Note", 8.2, 2),
        ("Warning", 9.5, 3),
        ("Lead", 10, 3),
    ):
        made = styles.add_style(f"Report {name}", WD_STYLE_TYPE.PARAGRAPH)
        made.base_style, made.font.size = styles["Normal"], Pt(size)
        _space(made, around, around)
    styles["Report Warning"].font.bold = True
    for part in _elements("w:pPr", _LEAD):
        styles["Report Lead"].element.get_or_add_pPr().insert_element_before(part, "w:spacing")
    gap = styles.add_style("Report Gap", WD_STYLE_TYPE.PARAGRAPH)
    _space(gap, 0, 0)
    gap.paragraph_format.line_spacing = Pt(4)
    right = styles.add_style("Report Number", WD_STYLE_TYPE.PARAGRAPH)
    right.base_style = styles["Report Cell"]
    right.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    entry = styles.add_style("Report Contents", WD_STYLE_TYPE.PARAGRAPH)
    entry.base_style = styles["Normal"]
    _space(entry, 0, 1)
    stops = entry.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(parts.TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    styles.element.append(parse_xml(_TABLE_STYLE))


def _space(style: Any, before: float, after: float) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.0


_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_LEAD = (
    f'<w:pBdr><w:left w:val="single" w:sz="36" w:space="6" w:color="{_DEEP}"/></w:pBdr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="F3F5F9"/>'
)
_TABLE_STYLE = (
    f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">'
    '<w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
    f"<w:tblBorders>{_LINES}</w:tblBorders>"
    '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    '</w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>'
    f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{_DEEP}"/></w:tcPr></w:tblStylePr>'
    "</w:style>"
)


def _text(text: str, marks: str = "") -> str:
    """A run of text, its line ends kept; `marks` are properties of its letters."""
    lines = (
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in printable(text).split("\n")
    )
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


def _field(name: str) -> str:
    """A number that the word processor computes when it opens the file, such as that of a page."""
    return f'<w:fldSimple w:instr=" {name} " w:dirty="true">{_text("1")}</w:fldSimple>'


def _paragraph(style: str, content: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>'


def _elements(tag: str, content: str) -> Iterable[Any]:
    return list(parse_xml(f"<{tag} {nsdecls('w')}>{content}</{tag}>"))


def _put(word: WordDocument, content: str) -> None:
    """Add paragraphs and tables, as XML, at the end of the document."""
    body = word.element.body
    for element in _elements("w:body", content):
        body.insert_element_before(element, "w:sectPr")


def _add_contents(word: WordDocument, titles: Iterable[tuple[str, int]]) -> None:
    word.add_paragraph("Contents", style="Heading 1")
    *_, last = listed = list(titles)
    for title, mark in listed:
        link = f'<w:hyperlink w:anchor="section{mark}">{_text(title)}</w:hyperlink>'
        page = _field(f"PAGEREF section{mark} \\h")
        kept = "" if (title, mark) == last else "<w:keepNext/>"
        _put(word, _paragraph("ReportContents", f"{link}<w:r><w:tab/></w:r>{page}", kept))


def _add(
    word: WordDocument, one: parts.Placed, document: parts.Document, marks: Mapping[str, int]
) -> None:
    match one.block:
        case parts.Section(title=title):
            heading = word.add_heading(printable(title), level=min(one.level, 9))
            start, end = _elements(
                "w:p",
                f'<w:bookmarkStart w:id="{one.number}" w:name="section{one.number}"/>'
                f'<w:bookmarkEnd w:id="{one.number}"/>',
            )
            heading._p.append(start)
            heading._p.append(end)
        case parts.Paragraph(text=text, tone=tone):
            word.add_paragraph(
                printable(text),
                style="Normal" if tone == "plain" else f"Report {tone.capitalize()}",
            )
        case parts.Bullets(items=items):
            for item in items:
                word.add_paragraph(printable(item), style="List Bullet")
        case parts.Facts(pairs=pairs):
            rows = (
                f"<w:tr>{_cell(_text(term, '<w:b/>'))}{_cell(_text(text))}</w:tr>"
                for term, text in pairs
            )
            _put(word, _table("TableNormal", (_TERM, parts.TEXT_WIDTH - _TERM), "".join(rows)))
        case parts.More(section=section):
            before, known, after = one.block.words("\0" if section else "").partition("\0")
            page = _field(f"PAGEREF section{marks[section]} \\h") if known else ""
            _put(word, _paragraph("ReportNote", f"{_text(before)}{page}{_text(after)}"))
        case parts.Picture():
            _add_picture(word, one.block)
        case Table() as table:
            _add_table(word, table, document)
        case _:
            assert_never(one.block)


def _add_picture(word: WordDocument, picture: parts.Picture) -> None:
    figure = picture.figure
    shape = word.add_picture(io.BytesIO(figure.png(dpi=200)))
    # A small chart keeps its size, so that its letters are as large as those around it.
    scale = min(1, Mm(parts.TEXT_WIDTH) / shape.width, Mm(parts.TALLEST) / shape.height)
    shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
    properties = shape._inline.docPr
    properties.set("descr", printable(figure.alt))
    properties.set("title", printable(figure.title))


def _add_table(word: WordDocument, table: Table, document: parts.Document) -> None:
    headings, *rows = table.worded()
    numeric = table.numeric()
    kept = len(rows) if parts.is_short(rows) else _TOGETHER
    head = "".join(
        _cell(_text(text), right=right, kept=bool(rows))
        for text, right in zip(headings, numeric, strict=True)
    )
    lines = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for number, texts in enumerate(rows, start=1):
        cells = []
        for place, (text, right) in enumerate(zip(texts, numeric, strict=True)):
            # The first cell names the row, even where its name is that of a level.
            level = document.level(text) if place else None
            ink = None if level is None else document.fills[level]
            marks = "" if ink is None else f'<w:b/><w:color w:val="{ink.text[1:]}"/>'
            fill = "" if ink is None else ink.fill[1:]
            cells.append(_cell(_text(text, marks), right=right, kept=number < kept, fill=fill))
        lines.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    widths = parts.column_widths([headings, *rows], parts.TEXT_WIDTH)
    caption = _paragraph("Caption", _text(table.title)) if table.title else ""
    notes = "".join(_paragraph("ReportNote", _text(note)) for note in table.notes)
    _put(word, f"{caption}{_table('ReportTable', widths, ''.join(lines))}{notes}")


def _table(style: str, widths: Sequence[float], rows: str) -> str:
    """A table of these rows, and the paragraph without which two tables would be one."""
    columns = "".join(f'<w:gridCol w:w="{round(width * _TWIPS)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{round(sum(widths) * _TWIPS)}" w:type="dxa"/>'
        '<w:tblInd w:w="70" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:firstRow="1" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        '<w:p><w:pPr><w:pStyle w:val="ReportGap"/></w:pPr></w:p>'
    )


def _cell(content: str, *, right: bool = False, kept: bool = False, fill: str = "") -> str:
    shade = (
        f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:tcPr>' if fill else ""
    )
    style = "ReportNumber" if right else "ReportCell"
    return f"<w:tc>{shade}{_paragraph(style, content, '<w:keepNext/>' if kept else '')}</w:tc>"
