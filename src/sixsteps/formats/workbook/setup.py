"""The set-up workbook: a round's particulars, its agencies and its framework, filled in in Excel.

Made from a round, it sets up the next one.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from attrs import evolve

from sixsteps.errors import DocumentError, Problem
from sixsteps.formats.files import Writable
from sixsteps.formats.rows import id_among, kept_text, role_of, roles_offered
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.about import About, AboutSheet, write_about
from sixsteps.formats.workbook.book import Book, Entry
from sixsteps.formats.workbook.framework_sheet import HOW_TO, FrameworkSheet, write_framework_sheet
from sixsteps.formats.workbook.opening import WorkbookSource
from sixsteps.formats.workbook.sheet_tables import Filled, Grid, SheetRow, number_in
from sixsteps.model.answers import Respondent, Role
from sixsteps.model.between_rounds import ReadResult
from sixsteps.model.fields import id_problems, instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.words import as_id, counted, folded

_EMPTY_AGENCIES = 14
_NOTHING = "Nothing"


def _how_to(agencies: str) -> tuple[tuple[str, str], ...]:
    return (
        (
            "How to set a round up",
            f"Fill in the white cells below, then the sheet {agencies}: one row for each"
            " organisation or group that is to answer. Then look through the sheet Framework.",
        ),
        (
            agencies,
            "Choose the role of each. Asked names the steps and questions that are put to it, by"
            " their numbers (1, 2.3); empty means all. Leave the id of a new row empty; keep the"
            " others, by which each is known from round to round. Delete the rows of those who are"
            " not asked any more.",
        ),
        ("Framework", HOW_TO),
    )


def write_setup(subject: Framework | Round, path: Writable) -> None:
    """Write the workbook in which a round is set up, for `read_setup` to read.

    A framework gives an empty one. A round gives the one for the round after it, filled in with
    its agencies and particulars.

    Raises:
        WrongTypeError: for anything but a framework or a round.
        InvalidError: for a text longer than a cell holds, or a round that is a view.
        MissingExtraError: where xlsxwriter is not installed.
        OSError: where the file cannot be written; what was there before still is.

    >>> from io import BytesIO
    >>> from sixsteps.published import six_steps
    >>> write_setup(six_steps(), BytesIO())
    """
    last = subject if isinstance(subject, Round) else None
    if last is not None:
        last.follow_up(last.on, last.title)  # a view has no next round
        framework = last.framework
    else:
        framework = instance_of(subject, Framework, "write_setup", "give a framework or a round")
    book = Book(framework, "set-up", last)
    asked = _asked(last.respondents if last else ())
    entries: dict[str, Entry] = {}
    if last is not None:
        entries = {
            "organisation": last.organisation,
            "on": last.next_on or "",
            "use": str(last.use or ""),
            "arrangements": "\n".join(last.arrangements),
            "handling": last.handling,
        }
    agencies = layout.called(framework, layout.AGENCIES)
    write_about(book, layout.SETUP_ITEMS, entries, _how_to(agencies))
    rows: list[dict[str, Entry]] = [
        {
            "id": one.id,
            "name": one.name,
            "role": one.role.name,
            "independent": "" if one.role.is_known else "yes" if one.role.independent else "no",
            "asked": _NOTHING
            if one.asked == ()
            else ", ".join(map(framework.number, one.asked or ())),
        }
        for one in asked
    ]
    book.table(
        agencies,
        layout.AGENCIES_COLUMNS,
        [*rows, *({} for _ in range(_EMPTY_AGENCIES))],
        frozen=2,
        offered={"role": _roles(framework, asked), "independent": ["yes", "no"]},
        locked=False,
    )
    write_framework_sheet(book)
    book.save(path, "setup", subject)


def _roles(framework: Framework, asked: Iterable[Respondent]) -> list[str]:
    """The roles that are offered; nobody is asked what is agreed."""
    return [one for one in roles_offered(framework, asked) if one != Role.AGREED.name]


def _asked(respondents: tuple[Respondent, ...]) -> list[Respondent]:
    """Those who are asked: nobody is asked what is agreed."""
    return [one for one in respondents if one.role != Role.AGREED]


def read_setup(source: WorkbookSource) -> ReadResult:
    """The round that a set-up workbook sets up, with whatever was not used of it.

    Changes of the framework become an adaptation. Made from a round, the workbook gives the one
    that follows it, with its open actions and context answers. `about.return_by` says when the
    returns are due; `notes` tell of actions whose agency is gone.

    Raises:
        DocumentError: with every problem, its sheet and its cell.
        MissingExtraError: where openpyxl is not installed.
        OSError: where the file cannot be opened.

    >>> from io import BytesIO
    >>> from sixsteps.samples import spring_2026
    >>> file = BytesIO()
    >>> write_setup(spring_2026(), file)
    >>> read_setup(BytesIO(file.getvalue()))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sixsteps.errors.DocumentError: this is needed and it is empty at sheet "About", cell ...
    """
    file = Filled.of(source, "setup")
    base, before = file.base, file.framework
    assert base is not None and before is not None  # noqa: S101, PT018  what is kept for set-ups
    about = file.grid(layout.ABOUT, layout.ABOUT_COLUMNS)
    agencies = file.grid(layout.called(before, layout.AGENCIES), layout.AGENCIES_COLUMNS)
    grid = file.grid(layout.FRAMEWORK, layout.FRAMEWORK_COLUMNS)
    if about is None or agencies is None or grid is None:
        raise DocumentError("workbook", file.problems)
    sheet = FrameworkSheet(grid, before)
    said = AboutSheet.of(about, before, layout.SETUP_ITEMS)
    said.needed("organisation", "title", "on")
    known = {one.id: one for one in _asked(base.respondents if isinstance(base, Round) else ())}
    respondents = list(_agencies(agencies, sheet, known, _roles(before, known.values())))
    begun = _begun(said, sheet, base, file)
    file.check()
    assert begun is not None  # noqa: S101  nothing is wrong
    adapted = begun.framework.lineage[len(before.lineage) :]
    renamed = dict(adapted[0].renamed) if adapted else {}
    listed = [
        evolve(one, asked=one.asked and [renamed.get(name, name) for name in one.asked])
        for one in respondents
    ]
    for place, one in enumerate(begun.respondents):
        if one.role == Role.AGREED:
            listed.insert(place, one)
    round_, notes = _with(begun, listed)
    unused = "the framework is not changed, and this is not used"
    notes += [
        said.place(name).problem(unused, "change the sheet Framework, or clear it", "note")
        for name in ("adapted_by", "adapted_on", "adapted_reason")
        if not adapted and name in said.cells
    ]
    notes += sheet.unused(begun.framework)
    due = About(return_by=said.day("return_by"))
    return file.result(round_, about=due, notes=tuple(notes), framework=before)


def _begun(
    said: AboutSheet, sheet: FrameworkSheet, base: Framework | Round, file: Filled
) -> Round | None:
    """The round that begins, before its agencies are changed; `None` where there are problems."""
    text = said.text
    organisation, title, on = text("organisation"), text("title"), said.day("on")
    use = said.use()
    days = {name: said.day(name) for name in ("next_on", "return_by", "adapted_on")}
    by, decided = text("adapted_by") or organisation, days["adapted_on"] or on
    framework = sheet.adapted(by, decided, text("adapted_reason")) if by and decided else None
    if framework is None or on is None or file.problems or file.faults:
        return None
    old = base if isinstance(base, Round) else None
    lines = [line.strip() for line in text("arrangements").split("\n") if line.strip()]
    if old and "\n".join(old.arrangements).strip() == text("arrangements"):
        lines = list(old.arrangements)

    def make() -> Round:
        begun = (
            old.follow_up(on, title, framework)
            if old
            else Round(framework, organisation, title, on)
        )
        return evolve(
            begun,
            organisation=kept_text(begun.organisation, organisation),
            use=use,
            arrangements=lines,
            handling=kept_text(begun.handling, text("handling")),
            next_on=days["next_on"],
        )

    return said.made(make, "title")


def _agencies(
    grid: Grid, sheet: FrameworkSheet, known: dict[str, Respondent], offered: list[str]
) -> Iterator[Respondent]:
    """Those who are asked, in the order of their rows."""
    rows: dict[str, SheetRow] = {}
    made = {name: folded(one.name) for name, one in known.items()}
    for row in grid.rows:
        given, name, role = row.text("id"), row.text("name"), row.text("role")
        if not (given or name or role or row.text("asked") or row.failed):
            continue
        if not name:
            row.fault("name", "a row without its name", "fill it in", "empty")
        row.faults("id", id_problems(given, ()) if given else ())
        given = given or id_among(name, made)
        first = rows.setdefault(given, row)
        if first is not row:
            there = f"which is in row {first.number}"
            if row.text("id"):
                message, remedy = f"a second row of the id {given!r}", "clear the id of a new row"
                row.fault("id", f"{message}, {there}", remedy, "duplicate")
            else:
                remedy = "give each a name of its own, or delete the row"
                row.fault("name", f"a second row of this name, {there}", remedy, "duplicate")
        reading = partial(role_of, role, row.text("independent"), offered=offered)
        found = row.attempt("role", reading) if role else None
        if found is None and not row.failed:
            message = "this says in which role they answer"
            row.fault("role", message, "choose one of the list", "empty")
        asked = _names(row, sheet)
        if found is not None and not row.failed:
            old = known.get(given)
            name = kept_text(old.name, name) if old else name
            yield (
                evolve(old, name=name, role=found, asked=asked)
                if old
                else Respondent(given, name, found, asked=asked)
            )


_between = re.compile(r"[\s,;&]+|\b(?:and|steps?|questions?)\b", re.IGNORECASE)


def _names(row: SheetRow, sheet: FrameworkSheet) -> list[str] | None:
    """The ids of what an agency is asked, `None` for everything."""
    cell = row.cells.get("asked")
    said = (
        row.attempt("asked", partial(number_in, cell.value, sheet.names)) or ""
        if cell and cell.kind == "number"
        else as_id(row.text("asked"))
    )
    if folded(said) == folded(_NOTHING):
        return []
    names = list(filter(None, _between.split(said)))
    if not names or folded(said) in ("all", "everything"):
        return None
    found: dict[str, None] = {}
    for name in names:
        one = row.attempt("asked", partial(sheet.named, name))
        if one is not None:
            found[one] = None
    return list(found)


def _with(begun: Round, respondents: list[Respondent]) -> tuple[Round, list[Problem]]:
    """The round with these respondents, and what is to be known of actions of those who left."""
    there = {one.id for one in respondents}
    notes = []
    for gone in (one for one in begun.respondents if one.id not in there):
        theirs = [
            action
            for plan in begun.plans
            for action in plan.actions
            if gone.id in action.respondents
        ]
        if theirs:
            message = f"{gone.id!r} is asked no more, and had {counted(len(theirs), 'open action')}"
            notes.append(Problem((), message, "say whose they are now", "respondent-gone"))
    plans = [
        evolve(
            plan,
            actions=[
                evolve(action, respondents=[one for one in action.respondents if one in there])
                for action in plan.actions
            ],
        )
        for plan in begun.plans
    ]
    return evolve(begun, respondents=respondents, plans=plans), notes
