"""A document as text: one HTML file with everything in it, or GitHub Markdown.

The HTML has no script and no network, its style and pictures inside. Markdown holds no picture, so
each is told in words.
"""

import re
from functools import partial
from importlib.resources import files
from itertools import pairwise
from math import ceil
from typing import Any, assert_never

from sixsteps.errors import extra
from sixsteps.rendering import markdown_paragraph, markdown_text
from sixsteps.reporting import document as parts
from sixsteps.table import Table, printable


def to_html(document: parts.Document) -> str:
    """The document as a page of HTML that meets WCAG 2.2 AA and prints on A4."""
    with extra("report", "a report in HTML needs jinja2"):
        from jinja2 import Environment, StrictUndefined
        from markupsafe import Markup
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.keep_trailing_newline = True
    environment.filters["breakable"] = lambda text: Markup("<wbr>").join(pieces(text))
    template = environment.from_string(
        files("sixsteps.reporting").joinpath("report.html.jinja").read_text(encoding="utf-8")
    )
    blocks = [*parts.placed(document)]
    sections = {
        one.block.title: one.number for one in blocks if isinstance(one.block, parts.Section)
    }
    listed = [sections[one.title] for one in document.sections]
    return template.render(
        document=document,
        footing=css_string(printable(document.footing)),
        foot=_foot(document),
        sections=sections,
        contents=listed if len(listed) > 1 else [],
        blocks=[(type(one.block).__name__, one, one.block) for one in blocks],
        table_of=partial(_table, document=document),
    )


_FOOT_LETTERS = 100  # of a line at the foot of a page
_FOOT_LINE = 3.2  # millimetres of one
_FOOT_EDGES = 8  # millimetres above and below them
_FOOT_LEAST = 18


def _foot(document: parts.Document) -> int:
    """The millimetres that what stands at the foot of every printed page takes."""
    lines = sum(ceil(len(line) / _FOOT_LETTERS) for line in document.footing.splitlines())
    return max(_FOOT_LEAST, ceil(_FOOT_EDGES + _FOOT_LINE * lines))


def css_string(text: str) -> str:
    """The text as a string of CSS in which nothing but letters and digits stands as itself."""
    return '"{}"'.format(re.sub(r"[^A-Za-z0-9 ]", lambda one: f"\\{ord(one[0]):x} ", text))


# Of a word so long only these letters stay together; hardly any word of English is longer.
_LONG = re.compile(r"\S{20}(?=\S)")


def pieces(text: str) -> list[str]:
    """The text in pieces with a line's end allowed between them, so that links fit a column.

    >>> pieces("See https://example.org/minutes"), pieces("Minutes of 12 March")
    (['See https://example.org/', 'minutes'], ['Minutes of 12 March'])
    """
    ends = (found.end() for found in _LONG.finditer(text))
    return [text[start:end] for start, end in pairwise([0, *ends, len(text)])]


def _harmless(said: Any) -> Any:
    """What the template shows, its texts but for markup such as that a page can show."""
    is_plain = isinstance(said, str) and not hasattr(said, "__html__")
    return printable(said) if is_plain else said


def _table(one: parts.Placed, document: parts.Document) -> dict[str, Any]:
    """A table as the template needs it: every cell with its classes."""
    table: Any = one.block
    styles = ["number" if right else "" for right in table.numeric()]
    headings, *rows = table.worded()
    return {
        "short": parts.is_short(rows),
        "label": f"table-{one.number}" if table.title else f"section-{one.section}",
        "headings": list(zip(headings, styles, strict=True)),
        "rows": [
            [(text, _style(text, style, document)) for text, style in zip(row, styles, strict=True)]
            for row in rows
        ],
    }


def _style(text: str, style: str, document: parts.Document) -> str:
    level = document.level(text)
    return style if level is None else f"level fill-{[*document.fills].index(level)}"


_LEFT_OUT = "Picture left out; in words:"


def to_markdown(document: parts.Document) -> str:
    """The document as Markdown, every character of its text shown as itself."""
    texts = [f"# {_line(document.title)}", _paragraph(document.subtitle)]
    texts += [_marked(one) for one in parts.placed(document)]
    texts.append(_paragraph(document.footing))
    return "\n\n".join(filter(None, texts)) + "\n"


def _line(text: str) -> str:
    return markdown_text(printable(text)).replace("<br>", " ")


def _paragraph(text: str) -> str:
    return markdown_paragraph(printable(text))


def _marked(one: parts.Placed) -> str:
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
