"""Tables as GitHub Markdown and as HTML, with every character of a cell shown as itself."""

import html
import re
from collections.abc import Sequence

# An underscore inside a word marks nothing, and escaping it would break addresses.
_MARKUP = re.compile(r"[\\`*\[\]~|$]|(?<![^\W_])_|_(?![^\W_])")
_LEADING = re.compile(r"(?:\d+)?(?=[.)#+=-])")


def markdown_text(text: str) -> str:
    r"""Text that Markdown shows as it is, on one line, also within a table.

    >>> markdown_text("a|b\n*c* <d>")
    'a\\|b<br>\\*c\\* &lt;d&gt;'
    """
    escaped = html.escape(_MARKUP.sub(r"\\\g<0>", text), quote=False)
    return escaped.strip().replace("\n", "<br>")


def markdown_paragraph(text: str) -> str:
    r"""Text that Markdown shows as a paragraph, whatever it begins with.

    >>> markdown_paragraph("1. of 3"), markdown_paragraph("# note")
    ('1\\. of 3', '\\# note')
    """
    escaped = markdown_text(text)
    leading = _LEADING.match(escaped)
    if leading is None:
        return escaped
    return f"{leading[0]}\\{escaped[leading.end() :]}"


def markdown(
    title: str, rows: Sequence[Sequence[str]], numeric: Sequence[bool], notes: Sequence[str]
) -> str:
    """A GitHub Markdown table under its title in bold; the first of `rows` is the headings.

    >>> print(markdown("", [["Step", "Asked"], ["1", "4"]], [False, True], ["As of 1 May 2026"]))
    | Step | Asked |
    | --- | ---: |
    | 1 | 4 |
    <BLANKLINE>
    As of 1 May 2026
    """
    headings, *below = [[markdown_text(cell) for cell in row] for row in rows]
    rule = ["---:" if number else "---" for number in numeric]
    lines = [f"| {' | '.join(cells)} |" for cells in (headings, rule, *below)]
    heading = [f"**{markdown_text(title)}**"] if title.strip() else []
    return "\n\n".join([*heading, "\n".join(lines), *map(markdown_paragraph, notes)])


def html_text(text: str) -> str:
    r"""Text escaped for HTML, its line ends kept.

    >>> html_text("a < b\nc")
    'a &lt; b<br>c'
    """
    return html.escape(text).replace("\n", "<br>")


def html_table(
    title: str, rows: Sequence[Sequence[str]], numeric: Sequence[bool], notes: Sequence[str]
) -> str:
    """A `<table>` that a screen reader can follow: caption, column headers, row headers.

    The notes are its foot, so that they stay with it when it is copied. The classes
    `sixsteps`, `number` and `note` are there for a style sheet; nothing depends on one.

    >>> print(html_table("Coverage", [["Step", "Asked"], ["1", "4"]], [False, True], []))
    <table class="sixsteps">
    <caption>Coverage</caption>
    <thead>
    <tr><th scope="col">Step</th><th scope="col" class="number">Asked</th></tr>
    </thead>
    <tbody>
    <tr><th scope="row">1</th><td class="number">4</td></tr>
    </tbody>
    </table>
    """
    headings, *below = rows
    classes = [' class="number"' if number else "" for number in numeric]
    columns = "".join(
        f'<th scope="col"{marked}>{html_text(heading)}</th>'
        for heading, marked in zip(headings, classes, strict=True)
    )
    lines = ['<table class="sixsteps">']
    if title:
        lines.append(f"<caption>{html_text(title)}</caption>")
    lines += ["<thead>", f"<tr>{columns}</tr>", "</thead>", "<tbody>"]
    for first, *others in below:
        cells = "".join(
            f"<td{marked}>{html_text(cell)}</td>"
            for cell, marked in zip(others, classes[1:], strict=True)
        )
        lines.append(f'<tr><th scope="row"{classes[0]}>{html_text(first)}</th>{cells}</tr>')
    lines.append("</tbody>")
    if notes:
        lines.append("<tfoot>")
        lines += [
            f'<tr><td colspan="{len(headings)}" class="note">{html_text(note)}</td></tr>'
            for note in notes
        ]
        lines.append("</tfoot>")
    return "\n".join([*lines, "</table>"])
