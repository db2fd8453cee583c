"""A document as GitHub Markdown; each picture is told in words, for Markdown holds none."""

from typing import assert_never

from attrs import evolve

from sixsteps.rendering import markdown_paragraph, markdown_text
from sixsteps.reporting.document import (
    Bullets,
    Document,
    Facts,
    Paragraph,
    Picture,
    Placed,
    Section,
    caption,
    given,
    placed,
)
from sixsteps.table import Table, printable

_LEFT_OUT = "Picture left out; in words:"


def to_markdown(document: Document) -> str:
    r"""The document as Markdown, every character of its text shown as itself.

    >>> from sixsteps.reporting.document import Document, Paragraph, Section
    >>> document = Document("Report", "", "", "", [], [Section("Gaps", [Paragraph("# none")])])
    >>> print(to_markdown(document), end="")
    # Report
    <BLANKLINE>
    ## Gaps
    <BLANKLINE>
    \# none
    """
    parts = [f"# {_line(document.title)}"]
    if document.subtitle:
        parts.append(_paragraph(document.subtitle))
    parts += [_block(one, document) for one in placed(document)]
    parts += [_paragraph(text) for text in (document.footing, document.citation) if text]
    return "\n\n".join(part for part in parts if part) + "\n"


def _line(text: str) -> str:
    return markdown_text(printable(text)).replace("<br>", " ")


def _paragraph(text: str) -> str:
    return markdown_paragraph(printable(text))


def _block(one: Placed, document: Document) -> str:
    match one.block:
        case Section(title=title):
            return f"{'#' * min(one.level + 1, 6)} {_line(title)}"
        case Paragraph(text=text, tone=tone):
            return _toned(_paragraph(text), tone)
        case Bullets(items=items):
            return "\n".join(f"- {_paragraph(item)}" for item in items)
        case Facts(pairs=pairs):
            return "\n".join(f"- **{_line(term)}:** {_paragraph(text)}" for term, text in pairs)
        case Picture(figure=figure):
            told = caption(one.number, figure.title, of="Figure")
            words = _paragraph(f"{_LEFT_OUT} {figure.alt}")
            return f"**{_line(told)}**\n\n{words}"
        case Table() as table:
            source = "" if given(table.source, document) else table.source
            titled = evolve(table, title=caption(one.number, table.title), source=source)
            return titled.to_markdown()
        case _:
            assert_never(one.block)


def _toned(text: str, tone: str) -> str:
    match tone:
        case "lead":
            return f"**{text}**"
        case "warning":
            return f"> **Note:** {text}"
        case _:
            return text
