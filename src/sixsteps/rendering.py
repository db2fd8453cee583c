"""A table's words as text of fixed width, Markdown, HTML and CSV."""

import csv
import html
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from sixsteps.palette import Ink

NARROWEST = 20
_GAP = 2


# Controls but for the end of a line, halves of characters, what XML has no place for; and isolates,
# embeddings and overrides, which reorder what stands around them, in a terminal as in a page.
_harmful = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def printable(text: str) -> str:
    r"""Text that can be shown anywhere: it commands no terminal and reorders no line.

    Line ends of every kind become `\n` and tabs spaces; other control characters, marks that
    reverse the direction of writing, halves of characters and what XML has no place for become
    U+FFFD.

    >>> printable("a\tb\r\nc\x1b[31m")
    'a b\nc�[31m'
    """
    if text.isascii() and text.isprintable():
        return text
    lines = re.sub(r"\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    return _harmful.sub("\ufffd", lines)


def measure(text: str) -> int:
    """The character places a line of text takes in a terminal, by the ruler tabulate has too.

    Wide characters take two, marks that combine with their neighbour none.
    """
    if text.isascii():
        return len(text)
    # Here, as tabulate below: importing sixsteps must load neither.
    from wcwidth import wcswidth

    return wcswidth(text)


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text broken between words, and within a word only if it fits on no line.

    >>> wrapped("a plan for accountability", 10)
    ['a plan for', 'accountabi', 'lity']
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if measure(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _pieces(word, width)
            lines += full
        lines.append(line)
    return lines


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for character in word:
        if measure(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def laid_out(rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: int) -> str:
    """Rows of text, the first of them the headings, as aligned columns.

    Columns of text wrap; numeric ones stand on the right and wrap last. Where the columns do not
    fit side by side they follow in blocks, each beginning with the first column.
    """
    columns = list(zip(*rows, strict=True))
    # A column may claim a third of the page, so that any two always fit side by side.
    claim = (width - 2 * _GAP) // 3
    natural = [_widest("\n".join(cells).split("\n")) for cells in columns]
    smallest = [
        # A number stays on its line; of a heading and a text each word does.
        min(claim, _widest(heading.split() + "\n".join(below).split("\n" if number else None)))
        for (heading, *below), number in zip(columns, numeric, strict=True)
    ]
    blocks = []
    for block in _blocks(smallest, width):
        widths = _widths(
            [smallest[i] for i in block],
            [natural[i] for i in block],
            width - _GAP * (len(block) - 1),
        )
        blocks.append(_drawn([columns[i] for i in block], widths, [numeric[i] for i in block]))
    return "\n\n".join(blocks)


def _widest(parts: Sequence[str]) -> int:
    return max(map(measure, ["-", *parts]))


def _blocks(smallest: Sequence[int], width: int) -> list[list[int]]:
    blocks = [[0]]
    used = smallest[0]
    for column in range(1, len(smallest)):
        used += _GAP + smallest[column]
        if used > width:
            blocks.append([0])
            used = smallest[0] + _GAP + smallest[column]
        blocks[-1].append(column)
    return blocks


def _widths(smallest: list[int], natural: Sequence[int], room: int) -> list[int]:
    widths = list(smallest)
    while sum(widths) < room:
        growing = [i for i, wanted in enumerate(natural) if widths[i] < wanted]
        if not growing:
            break
        widths[min(growing, key=widths.__getitem__)] += 1
    return widths


def _drawn(columns: Sequence[Sequence[str]], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    from tabulate import tabulate

    broken = [
        ["\n".join(wrapped(cell, width)) for cell in cells]
        for cells, width in zip(columns, widths, strict=True)
    ]
    headings, *rows = zip(*broken, strict=True)
    # The headings are a row like the others: tabulate would pad a heading of its own by two.
    text = tabulate(
        [headings, ["-" * width for width in widths], *rows],
        tablefmt="plain",
        colalign=["right" if number else "left" for number in numeric],
        disable_numparse=True,
    )
    return "\n".join(line.rstrip() for line in text.split("\n"))


# An underscore inside a word marks nothing, and escaping it would break addresses.
_MARKUP = re.compile(r"[\\`*\[\]~|$]|(?<![^\W_])_|_(?![^\W_])")
_LEADING = re.compile(r"\A\d*(?=[.)#+=-])")


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
    return _LEADING.sub(r"\g<0>\\", markdown_text(text))


def markdown(
    title: str, rows: Sequence[Sequence[str]], numeric: Sequence[bool], notes: Sequence[str]
) -> str:
    """A GitHub Markdown table under its title in bold; the first of `rows` is the headings."""
    headings, *below = [[markdown_text(cell) for cell in row] for row in rows]
    rule = ["---:" if number else "---" for number in numeric]
    lines = [f"| {' | '.join(cells)} |" for cells in (headings, rule, *below)]
    heading = [f"**{markdown_text(title)}**"] if title.strip() else []
    return "\n\n".join([*heading, "\n".join(lines), *map(markdown_paragraph, notes)])


def html_text(text: str) -> str:
    """Text escaped for HTML, its line ends kept."""
    return html.escape(text).replace("\n", "<br>")


def html_table(
    title: str,
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    notes: Sequence[str],
    fills: Mapping[str, Ink] | None = None,
) -> str:
    """A `<table>` that a screen reader can follow: caption, column headers, row headers.

    The notes are its foot, so that they stay with it when it is copied. The classes
    `sixsteps`, `number` and `note` are there for a style sheet; nothing depends on one. With
    `fills`, for a notebook, a cell of one of these words is filled, and all notes but the last,
    which is the source, are folded.
    """
    headings, *below = rows
    classes = [' class="number"' if number else "" for number in numeric]

    def cell(tag: str, text: str, marked: str) -> str:
        ink = (fills or {}).get(text)
        look = f' style="background: {ink.fill}; color: {ink.text}"' if ink else ""
        return f"<{tag}{marked}{look}>{html_text(text)}</{tag.split(maxsplit=1)[0]}>"

    columns = "".join(
        f'<th scope="col"{marked}>{html_text(heading)}</th>'
        for heading, marked in zip(headings, classes, strict=True)
    )
    lines = ['<table class="sixsteps">', f"<caption>{html_text(title)}</caption>" if title else ""]
    lines += ["<thead>", f"<tr>{columns}</tr>", "</thead>", "<tbody>"]
    tags = ['th scope="row"', *["td"] * (len(headings) - 1)]
    for row in below:
        lines.append(f"<tr>{''.join(map(cell, tags, row, classes))}</tr>")
    lines.append("</tbody>")
    shown = [html_text(note) for note in notes]
    if fills is not None and len(shown) > 2:
        folded = "<br>".join(shown[:-1])
        shown = [f"<details><summary>Notes</summary>{folded}</details>", shown[-1]]
    foot = [f'<tr><td colspan="{len(headings)}" class="note">{note}</td></tr>' for note in shown]
    lines += ["<tfoot>", *foot, "</tfoot>"] if notes else []
    return "\n".join(filter(None, [*lines, "</table>"]))


Tidy = str | int | float | None
"""A cell as data: a date is ISO text by then, and a ratio a float."""

# What a spreadsheet takes for a formula. Apostrophes before it match too, so that taking one
# away always gives back the text.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Tidy]]) -> str:
    r"""Rows as CSV, each line ending in `\r\n`, no text of which a spreadsheet computes."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(map(_csv_cell, headings))
    writer.writerows(map(_csv_cell, row) for row in rows)
    return text.getvalue()


def _csv_cell(value: Tidy) -> Tidy:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
