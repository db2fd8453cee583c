"""A document as GitHub Markdown; each picture is told in words, for Markdown holds none."""

from typing import assert_never

from sixsteps.rendering import markdown_paragraph, markdown_text
from sixsteps.reporting import document as parts
from sixsteps.table import Table, printable

_LEFT_OUT = "Picture left out; in words:"


def to_markdown(document: parts.Document) -> str:
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
    texts = [f"# {_line(document.title)}", _paragraph(document.subtitle)]
    texts += [_block(one) for one in parts.placed(document)]
    texts.append(_paragraph(document.footing))
    return "\n\n".join(filter(None, texts)) + "\n"


def _line(text: str) -> str:
    return markdown_text(printable(text)).replace("<br>", " ")


def _paragraph(text: str) -> str:
    return markdown_paragraph(printable(text))


def _block(one: parts.Placed) -> str:
    match one.block:
        case parts.Section(title=title):
            return f"{'#' * min(one.level + 1, 6)} {_line(title)}"
        case parts.Paragraph(text=text, tone=tone):
            words = _paragraph(text)
            return {"lead": f"**{words}**", "warning": f"> **Note:** {words}"}.get(tone, words)
        case parts.Bullets(items=items):
            return "\n".join(f"- {_paragraph(item)}" for item in items)
        case parts.Facts(pairs=pairs):
            return "\n".join(f"- **{_line(term)}:** {_paragraph(text)}" for term, text in pairs)
        case parts.More():
            return _paragraph(one.block.words())
        case parts.Picture(figure=figure):
            return f"**{_line(figure.title)}**\n\n{_paragraph(f'{_LEFT_OUT} {figure.alt}')}"
        case Table() as table:
            return table.to_markdown()
        case _:
            assert_never(one.block)
