"""The sheet About: the reference, how to fill the workbook in, the levels, and who fills it in."""

from collections.abc import Mapping
from typing import Any

from sixsteps.formats.workbook.book import Book, Value
from sixsteps.formats.workbook.layout import ABOUT, ABOUT_COLUMNS, ABOUT_ITEMS, NOTICE
from sixsteps.model.respondents import Role
from sixsteps.model.round_parts import Use
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Level

_NEEDS = {
    "evidence": "evidence",
    "remaining": "the work that remains",
    "plan": "an action plan",
}
_DATES = {"on", "return_by"}
_WIDTHS = tuple(column.width for column in ABOUT_COLUMNS)


def write_about(
    book: Book, base: Round, entries: Mapping[str, Value], fixed: frozenset[str]
) -> None:
    """Write the sheet; `entries` are the rows filled in already, `fixed` those that are locked."""
    sheet = book.sheet(ABOUT)
    sheet.fit_to_pages(1, 1)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    row = 0
    book.cell(sheet, row, 1, "Title", "item")
    book.cell(sheet, row, 2, base.framework.title, "title")
    sheet.set_row(row, 44)
    for item, text in _preface(base):
        row = _paragraph(book, sheet, row + 1, item, text)
    row += 2
    for place, column in enumerate(ABOUT_COLUMNS):
        book.cell(sheet, row, place, column.header, "header")
    for name, item in ABOUT_ITEMS:
        row += 1
        book.cell(sheet, row, 0, name, "id")
        book.cell(sheet, row, 1, item, "wording")
        filled = "date" if name in _DATES else "entry"
        book.cell(sheet, row, 2, entries.get(name, ""), "wording" if name in fixed else filled)
        sheet.set_row(row, 20)
        if name == "use":
            book.offer(sheet, (row, row), 2, book.choices(use.value for use in Use))
        if name == "role" and name not in fixed:
            book.offer(sheet, (row, row), 2, book.choices(role.value for role in Role))
        if name in ("respondent", "author", "contact", "approver") and name not in fixed:
            book.advise(sheet, (row, row), 2, item, NOTICE)
    row += 2
    book.cell(sheet, row, 1, "Level", "header")
    book.cell(sheet, row, 2, "What it means", "header")
    for level in base.framework.scale.levels:
        row = _paragraph(book, sheet, row + 1, level.label, _meaning(level))
    book.colour_levels(
        sheet, (row + 1 - len(base.framework.scale), row), (1, 1), base.framework.scale
    )
    book.protect(sheet)


def _paragraph(book: Book, sheet: Any, row: int, item: str, text: str) -> int:
    book.cell(sheet, row, 1, item, "item")
    book.cell(sheet, row, 2, text, "plain")
    book.height(sheet, row, [(item, _WIDTHS[1] * 0.9), (text, _WIDTHS[2])])
    return row


def _preface(base: Round) -> list[tuple[str, str]]:
    labels = [level.label for level in reversed(base.framework.scale.levels)]
    parts = [
        ("Reference", base.citation),
        ("Permission to adapt", base.framework.source.permission),
        ("Handling", base.handling),
        ("Please note", NOTICE),
        (
            "How to fill this in",
            "Fill in the white cells of the sheets Ratings, Actions and Context. Rate each"
            f" question {', '.join(labels[:-1])} or {labels[-1]}; leave the rating empty where"
            " there is none yet. Separate pieces of evidence by an empty line. Where a question"
            " does not apply, give the reason and no rating.",
        ),
        (
            "Actions",
            "One action a row. Choose its step, and name the questions it addresses by their"
            " numbers (1.1, 1.2); none means the whole step. Due takes a date, such as"
            " 1 May 2026 or 01/05/2026 (day first), or words such as ongoing. Insert rows where"
            " you need more.",
        ),
        (
            "Changing the sheets",
            "You may filter, hide and size columns and rows. Wording and ids are locked without"
            " a password: each answer is known by the id in the first column. To sort whole rows,"
            " unprotect the sheet first.",
        ),
    ]
    return [(item, text) for item, text in parts if text]


def _meaning(level: Level) -> str:
    needs = [_NEEDS[need] for need in level.needs]
    if not needs:
        return level.meaning
    needed = needs[0] if len(needs) == 1 else f"{', '.join(needs[:-1])} and {needs[-1]}"
    return f"{level.meaning}\nNeeds {needed}.".strip()
