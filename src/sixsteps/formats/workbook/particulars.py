"""Reading the sheet About: which round it is, who answers, and who filled the workbook in."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from attrs import evolve, frozen

from sixsteps.formats.workbook.entries import EntryError, Faults, date_in, text_in
from sixsteps.formats.workbook.grid import Grid, Line
from sixsteps.formats.workbook.layout import ABOUT_ITEMS, folded, same_line_ends
from sixsteps.model.respondents import Respondent, Role
from sixsteps.model.round_parts import Use
from sixsteps.model.rounds import Round

_NEEDED = ("organisation", "title", "on")


@frozen
class About:
    """Who filled a workbook in, and when it is due back: what is no part of the round itself.

    >>> About(author="J Smith", return_by=date(2026, 5, 1)).approver
    ''
    """

    author: str = ""
    contact: str = ""
    approver: str = ""
    return_by: date | None = None


class Entries:
    """The rows of About that are filled in, by their ids."""

    def __init__(self, grid: Grid, faults: Faults) -> None:
        self._grid, self._faults = grid, faults
        self._lines: dict[str, Line] = {}
        names = [name for name, _ in ABOUT_ITEMS]
        for line in grid.lines:
            given = line.cells.get("id")
            name = folded(str(given.value)) if given is not None else ""
            if name in names:
                self._lines.setdefault(name, line)

    def text(self, name: str) -> str:
        """The text of a row, without white space around it; empty where there is none."""
        line = self._lines.get(name)
        try:
            return text_in(line.cells.get("entry")).strip() if line else ""
        except EntryError as error:
            self.fault(name, str(error), "unreadable")
            return ""

    def day(self, name: str) -> date | None:
        """The date of a row, `None` where there is none."""
        line = self._lines.get(name)
        cell = line.cells.get("entry") if line else None
        if cell is None:
            return None
        try:
            return date_in(cell)
        except EntryError as error:
            self.fault(name, str(error), "bad-date")
            return None

    def is_empty(self, name: str) -> bool:
        """Whether nothing at all stands in a row."""
        return name not in self._lines or "entry" not in self._lines[name].cells

    def fault(self, name: str, message: str, code: str) -> None:
        """Note a problem of one row."""
        line = self._lines.get(name)
        place = self._grid.cell(line, "entry") if line else ""
        item = dict(ABOUT_ITEMS)[name]
        self._faults.add(self._grid.sheet, place, message, code, about=item, name=name)


def read_about(entries: Entries) -> About:
    """Who filled the workbook in, as the sheet says."""
    return About(
        entries.text("author"),
        entries.text("contact"),
        entries.text("approver"),
        entries.day("return_by"),
    )


def read_particulars(entries: Entries, base: Round) -> Round:
    """The round that the workbook was made from, with the particulars the sheet gives.

    Problems are noted, and the round's own particulars stand where there are any.
    """
    for name in _NEEDED:
        if entries.is_empty(name):
            entries.fault(name, "this is needed and it is empty; fill it in", "empty")
    use = _use(entries) or base.use
    if base.respondents:
        respondents = base.respondents
        said = entries.text("respondent")
        if said and said != same_line_ends(respondents[0].name).strip():
            reason = "this is not who the workbook is for; make a template for them"
            entries.fault("respondent", reason, "other")
        role = folded(entries.text("role"))
        if role and role != respondents[0].role.value:
            reason = "this is not the role that the workbook is for; make a template for it"
            entries.fault("role", reason, "other")
    else:
        respondents = _respondents(entries)
    return evolve(
        base,
        organisation=_kept_or_said(base.organisation, entries.text("organisation")),
        title=_kept_or_said(base.title, entries.text("title")),
        on=entries.day("on") or base.on,
        use=use,
        respondents=respondents,
    )


def _kept_or_said(old: str, said: str) -> str:
    return old if not said or said == same_line_ends(old).strip() else said


def _use(entries: Entries) -> Use | None:
    said = folded(entries.text("use"))
    if not said:
        return None
    for use in Use:
        if said.replace(" ", "-") == use.value:
            return use
    there = ", ".join(use.value for use in Use)
    entries.fault("use", f"that is no use of the framework; choose one of {there}", "unknown-use")
    return None


def _respondents(entries: Entries) -> tuple[Respondent, ...]:
    """The one respondent the sheet names, if it names one."""
    name, role = entries.text("respondent"), folded(entries.text("role"))
    if not name and not role:
        return ()
    if not name:
        entries.fault("respondent", "a role is given and nobody named; name who answers", "empty")
        return ()
    roles: Mapping[str, Role] = {each.value: each for each in Role}
    if role not in roles:
        there = ", ".join(roles)
        reason = f"this says who answers in which role; choose one of {there}"
        entries.fault("role", reason, "unknown-role" if role else "empty")
        return ()
    return (Respondent(id_from(name), name, roles[role]),)


def id_from(name: str) -> str:
    """The id of a respondent who was given none: the name's letters and digits.

    >>> id_from("Anytown Police (North)"), id_from("警察")
    ('anytown-police-north', 'r-8b66-5bdf')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
    if not words:
        words = "-".join(f"{ord(letter):x}" for letter in name.strip()[:10])
    return (words if words[0].isalpha() else f"r-{words}")[:64].rstrip("-")
