"""The sheet About: how to fill a workbook in, the particulars of its round, and who fills it in."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import define, evolve, frozen

from sixsteps.formats import rows
from sixsteps.formats.problems import Place
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.book import Book, Entry, row_height
from sixsteps.formats.workbook.opening import SheetCell
from sixsteps.formats.workbook.sheet_tables import Grid, SheetRow, date_in, text_in
from sixsteps.model.answers import KNOWN_ROLES, Respondent
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round, Use
from sixsteps.words import folded

_DATES = {"on", "return_by", "next_on", "adapted_on", "agreed_on"}
_FREE = {"agreed_by", "respondent", "author", "contact", "approver", "arrangements", "handling"}
_LINES = {"arrangements": 60.0, "handling": 34.0}
_WIDTHS = tuple(column.width for column in layout.ABOUT_COLUMNS)


def write_about(
    book: Book,
    items: Iterable[tuple[str, str]],
    entries: Mapping[str, Entry],
    how_to: Iterable[tuple[str, str]],
    fixed: Iterable[str] = (),
    handling: str = "",
) -> None:
    """Write the sheet: what to do, then `items` to fill in with their `entries` so far.

    Those named in `fixed` are locked.
    """
    sheet, framework = book.sheet(layout.ABOUT), book.framework
    sheet.fit_to_pages(1, 1)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    row = 0
    book.cell(sheet, row, 1, "Title", "item")
    book.cell(sheet, row, 2, framework.title, "title")
    sheet.set_row(row, 44)
    preface = [
        ("Reference", framework.citation),
        ("Permission to adapt", framework.source.permission),
        ("Handling", handling),
        ("Please note", rows.NOTICE),
        *how_to,
    ]
    for item, text in preface:
        if text:
            row = _paragraph(book, sheet, row + 1, item, text)
    row += 2
    for place, column in enumerate(layout.ABOUT_COLUMNS):
        book.cell(sheet, row, place, column.header, "header")
    for name, said in items:
        row, item = row + 1, layout.called(framework, said)
        book.cell(sheet, row, 0, name, "id")
        book.cell(sheet, row, 1, item, "wording")
        filled = "date" if name in _DATES else "entry"
        book.cell(sheet, row, 2, entries.get(name, ""), "wording" if name in fixed else filled)
        sheet.set_row(row, row_height([(item, _WIDTHS[1])], _LINES.get(name, 20)))
        if name == "use" and rows.is_published(framework):
            book.offer(sheet, (row, row), 2, [use.value for use in Use], own=True)
        if name == "role" and name not in fixed:
            book.offer(sheet, (row, row), 2, rows.roles_offered(framework))
        if name in _FREE and name not in fixed:
            book.advise(sheet, (row, row), 2, item, rows.NOTICE)
    row += 2
    for place, header in enumerate(layout.LEVEL_HEADERS, 1):
        book.cell(sheet, row, place, header, "header")
    for level in framework.scale.levels:
        row = _paragraph(book, sheet, row + 1, level.label, layout.level_meaning(level))
    book.colour_levels(sheet, (row + 1 - len(framework.scale), row), (1, 1))
    book.protect(sheet)


def _paragraph(book: Book, sheet: Any, row: int, item: str, text: str) -> int:
    book.cell(sheet, row, 1, item, "item")
    book.cell(sheet, row, 2, text, "plain")
    sheet.set_row(row, row_height([(item, _WIDTHS[1] * 0.9), (text, _WIDTHS[2])]))
    return row


@frozen
class About:
    """The part of a workbook that is not the round's: who filled it in, and when it is due back.

    >>> About(author="J Smith", return_by=date(2026, 5, 1)).approver
    ''
    """

    author: str = ""
    contact: str = ""
    approver: str = ""
    return_by: date | None = None


@define(eq=False)
class AboutSheet(rows.Row):
    """The sheet About: its rows by their ids, with what each is about, and their entries."""

    sheet: str
    items: Mapping[str, str]
    lines: Mapping[str, SheetRow]
    cells: Mapping[str, SheetCell]

    @classmethod
    def of(
        cls, grid: Grid, framework: Framework, listed: Iterable[tuple[str, str]]
    ) -> "AboutSheet":
        """The rows of a table that lists these items."""
        items = {name: layout.called(framework, item) for name, item in listed}
        lines: dict[str, SheetRow] = {}
        for line in grid.rows:
            given = line.cells.get("id")
            name = folded(str(given.value)) if given is not None else ""
            if name not in items or name in lines:
                grid.loose.append(line)
            lines.setdefault(name, line)
        cells = {name: line.cells["entry"] for name, line in lines.items() if "entry" in line.cells}
        return cls(grid.problems, grid.sheet, items, lines, cells)

    def read(self, column: str) -> str:
        """The entry of a row."""
        return text_in(self.cells.get(column)).strip()

    def place(self, column: str) -> Place:
        """The place of an entry."""
        about, line = self.items[column], self.lines.get(column)
        return evolve(line.place("entry"), about=about) if line else Place(self.sheet, about=about)

    def day(self, name: str) -> date | None:
        """The date of a row, `None` where there is none."""
        cell = self.cells.get(name)
        return None if cell is None else self.attempt(name, lambda: date_in(cell))

    def about(self) -> About:
        """The person who filled the workbook in, as the sheet says."""
        text = self.text
        return About(text("author"), text("contact"), text("approver"), self.day("return_by"))

    def needed(self, *names: str) -> None:
        """Note a problem for each of these rows that is empty."""
        for name in names:
            if name not in self.cells:
                self.fault(name, "this is needed and it is empty", "fill it in", "empty")

    def use(self) -> str | None:
        """The use of the framework: a known use whatever its case, or another."""
        said = self.text("use")
        return rows.choice_of(said, Use) or said or None

    def particulars(self, base: Round) -> Round:
        """The round that the workbook was made from, with the particulars the sheet gives.

        Where there are problems, which are noted, the round's own particulars stand.
        """
        text = self.text
        self.needed("organisation", "title", "on")
        found = self.made(
            lambda: evolve(
                base,
                organisation=rows.kept_text(
                    base.organisation, text("organisation") or base.organisation
                ),
                title=rows.kept_text(base.title, text("title") or base.title),
                on=self.day("on") or base.on,
                use=self.use() or base.use,
                respondents=self._respondents(base),
            ),
            "title",
        )
        return found or base

    def _respondents(self, base: Round) -> tuple[Respondent, ...]:
        """Those of the round, or the one the sheet names, if it names one."""
        name, said = self.text("respondent"), self.text("role")
        offered = rows.roles_offered(base.framework)
        roles = {**KNOWN_ROLES, **offered}
        role = rows.choice_of(said, roles)
        if base.respondents:
            first = base.respondents[0]
            if name and folded(name) != folded(first.name):
                message = "this is not who the workbook is for"
                self.fault("respondent", message, "make a template for them", "other")
            if said and rows.choice_of(said, [first.role.name]) is None:
                message = "this is not the role that the workbook is for"
                self.fault("role", message, "make a template for it", "other")
            return base.respondents
        if not name and not said:
            return ()
        if not name:
            message = "a role is given and nobody named"
            self.fault("respondent", message, "name who answers", "empty")
        elif role is None:
            message = "this says who answers in which role"
            remedy = f"choose one of {', '.join(offered)}"
            self.fault("role", message, remedy, "unknown-role" if said else "empty")
        else:
            return (Respondent(rows.id_from(name), name, roles[role]),)
        return ()
