"""Reading a filled workbook back as a round, with every problem's sheet and cell."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from os import PathLike
from pathlib import Path

from attrs import evolve, frozen

from sixsteps.errors import DocumentError, Problem
from sixsteps.formats.files import path_of
from sixsteps.formats.limits import Problems
from sixsteps.formats.read_results import ReadResult, Unused
from sixsteps.formats.rows import EntryError, Place, Row, answer_in, choice_of, id_from, kept_text
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.kept import kept_round
from sixsteps.formats.workbook.opening import SheetCell, WorkbookSource, open_sheets
from sixsteps.formats.workbook.sheet_tables import (
    Grid,
    SheetRow,
    date_in,
    due_in,
    find_grid,
    rows_by_id,
    text_in,
    unused,
)
from sixsteps.model.answers import KNOWN_ROLES, Answer, ContextAnswer, Respondent
from sixsteps.model.fields import instance_of, several
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action, ActionPlan, Status
from sixsteps.model.rounds import Round, Use
from sixsteps.words import folded, listed, same_line_ends

_RATING_ENTRIES = ("rating", "rationale", "evidence", "remaining", "reason")


def _read_ratings(grid: Grid, base: Round, problems: list[Problem]) -> tuple[Answer, ...]:
    """The answers of the sheet Ratings: those of the round first, in its order, then the new."""
    framework = base.framework
    who = base.respondents[0].id if base.respondents else None
    wordings = {question.id: layout.wording(question) for _, question in layout.asked_rows(base)}
    abouts = {name: f"question {framework.number(name)}" for name in wordings}
    found: dict[str, Answer] = {}
    for question, row in rows_by_id(grid, wordings, abouts, _RATING_ENTRIES, problems, who):
        answer = answer_in(row, question, framework.scale, base.answer(question, who))
        if answer is not None:
            found[question] = answer
    before = [answer.question for answer in base.ratings]
    order = dict.fromkeys([*before, *(q.id for q in framework.questions)])
    return tuple(found[name] for name in order if name in found)


def _read_context(grid: Grid, base: Round, problems: list[Problem]) -> tuple[ContextAnswer, ...]:
    """The answers of the sheet Context: those of the round first, in its order, then the new."""
    wordings = {question.id: question.text for question in base.framework.context}
    abouts = {name: f"context question {number}" for number, name in enumerate(wordings, 1)}
    old = {answer.question: answer.text for answer in base.context}
    found: dict[str, ContextAnswer] = {}
    for question, row in rows_by_id(grid, wordings, abouts, ("answer",), problems):
        if text := row.text("answer"):
            found[question] = ContextAnswer(question, kept_text(old.get(question, ""), text))
    order = dict.fromkeys([*old, *wordings])
    return tuple(found[name] for name in order if name in found)


_ACTION_ENTRIES = ("action", "addresses", "owner", "due", "difference")


def _read_plans(grid: Grid, base: Round, problems: list[Problem]) -> Iterator[ActionPlan]:
    """The plans of the sheet: those of the round first, in its order, then the new."""
    framework = base.framework
    before = {action.id or "": action for plan in base.plans for action in plan.actions}
    found: dict[str, list[Action]] = {}
    outcomes: dict[str, str] = {}
    seen: dict[str, int] = {}
    steps = _step_names(framework)
    questions = _QuestionNames.of(framework)
    for line in grid.rows:
        row = grid.read(line, problems)
        says = any(key in line.cells for key in _ACTION_ENTRIES)
        step = _step(steps, row)
        name = row.text("id").strip()
        if name and name not in before:
            if says:
                there = f" (there are {listed([*before])})" if before else ""
                message = f"no such action in the round{there}"
                row.fault("id", message, "clear the id of a new one", "unknown-row")
            continue
        if name in seen:
            remedy = f"the first is row {seen[name]}; clear the id of a new one"
            row.fault("id", "a second row of this action", remedy, "duplicate")
            continue
        if name:
            seen[name] = line.number
        if step is None:
            if not row.failed and (name or says or "outcome" in line.cells):
                row.fault("step", "an action needs its step", "choose one", "empty")
            continue
        outcome = row.text("outcome")
        if outcome and outcomes.setdefault(step, outcome).strip() != outcome.strip():
            message = "a second desired outcome of this step"
            row.fault("outcome", message, "put both into one cell", "duplicate")
        if name or says:
            old = before.get(name)
            # What cannot be read leaves an action as it was, if it was there.
            action = _action(questions, step, line, row, old) or old
            if action is not None:
                if not name and base.respondents:
                    action = evolve(action, respondents=[base.respondents[0].id])
                found.setdefault(step, []).append(action)
    problems += (
        Place(grid.sheet).problem(
            f"no row for the action {name!r}",
            "copy it back, and close it if it is done",
            "missing-row",
        )
        for name in before
        if name not in seen
    )
    return _plans(base, found, outcomes)


def _step_names(framework: Framework) -> dict[str, str]:
    """The ids of steps by what they may be called: number, id, title, or all of the list's."""
    names: dict[str, str] = {}
    for step in framework.steps:
        number = framework.number(step.id)
        listed_as = layout.step_title(framework, step)
        for name in (number, f"step {number}", step.id, step.title, listed_as):
            names.setdefault(folded(name).rstrip("."), step.id)
    return names


def _step(names: Mapping[str, str], row: Row) -> str | None:
    """The step a row names, `None` where it names none."""
    said = folded(row.text("step")).rstrip(".")
    if said and said not in names:
        remedy = f"choose one of the {len({*names.values()})} in the list"
        row.fault("step", "not a step of the framework", remedy, "unknown-step")
    return names.get(said)


_STATUSES = {
    **dict.fromkeys(("in progress", "ongoing", "under way", "underway", "started"), Status.OPEN),
    **dict.fromkeys(("not started", "to do", "outstanding", "pending", "new"), Status.OPEN),
    **dict.fromkeys(("on track", "delayed", "overdue", "partly done"), Status.OPEN),
    **dict.fromkeys(("complete", "completed", "done", "finished", "achieved"), Status.CLOSED),
}
"""What people write in place of open and closed."""


def _action(
    questions: "_QuestionNames", step: str, line: SheetRow, row: Row, old: Action | None
) -> Action | None:
    was = old or Action("new")
    text, owner, difference = row.text("action"), row.text("owner"), row.text("difference")
    if not text and not row.failed:
        message = "a row of the plan that does not say what is to be done"
        row.fault("action", message, code="empty")
    names = row.attempt("addresses", lambda: _names_in(line.cells.get("addresses"))) or ()
    addresses = [row.attempt("addresses", partial(questions.named, name, step)) for name in names]
    due, timescale = row.attempt("due", lambda: due_in(line.cells.get("due"))) or (None, "")
    status = was.status
    if said := row.text("status"):
        if chosen := choice_of(said, [*Status, *_STATUSES]):
            status = _STATUSES.get(chosen) or Status(chosen)
        else:
            message = "an action is open or closed"
            row.fault("status", message, "choose one", "unknown-status")
    if row.failed:
        return None
    shown = (was.due, "") if was.due else (None, was.timescale.strip())
    if (due, timescale) == shown:
        due, timescale = was.due, was.timescale
    return evolve(
        was,
        text=kept_text(was.text, text),
        addresses=[*dict.fromkeys(name for name in addresses if name)],
        owner=kept_text(was.owner, owner),
        due=due,
        timescale=timescale,
        status=status,
        difference=kept_text(was.difference, difference),
        closed_on=was.closed_on if status is Status.CLOSED else None,
    )


def _names_in(cell: SheetCell | None) -> tuple[str | float, ...]:
    """The names of questions in a cell, separated by commas, spaces, lines or "and".

    A number alone is given as such: the spreadsheet may have made 1.1 of 1.10.

    Raises:
        EntryError: for a cell that is no text.
    """
    if cell is not None and cell.kind == "number":
        return (cell.value,)
    names = re.split(r"[\s,;&]+|\band\b", text_in(cell))
    return tuple(dict.fromkeys(name for name in names if name))


@frozen
class _QuestionNames:
    """The questions of a framework, by what cells call them."""

    framework: Framework
    numbers: Mapping[str, str]
    ids: Mapping[str, str]

    @classmethod
    def of(cls, framework: Framework) -> "_QuestionNames":
        """The names in a framework."""
        ids = [question.id for question in framework.questions]
        numbers = {framework.number(name): name for name in ids}
        return cls(framework, numbers, {name.casefold(): name for name in ids})

    def named(self, name: str | float, step: str) -> str:
        """The id of the question that a number or an id names, in the step of its action.

        Raises:
            EntryError: for a name that is no question, or one of another step.
        """
        numbers = self.numbers
        if not isinstance(name, str):
            meant = [one for one in numbers if one.count(".") == 1 and float(one) == name]
            if len(meant) > 1:
                message = f"a number that may be {' or '.join(meant)}"
                raise EntryError(message, "type it after an apostrophe", "unknown-question")
            name = meant[0] if meant else repr(name)
        tidy = name.strip(".()").casefold()
        found = numbers.get(tidy.removeprefix("q")) or self.ids.get(tidy)
        if found is None:
            message = f"a name of {len(name)} characters that is no question"
            remedy = f"give numbers such as {', '.join([*numbers][:2]) or '1.1'}"
            raise EntryError(message, remedy, "unknown-question")
        home = self.framework.step_of(found)
        if home.id != step:
            number = self.framework.number
            raise EntryError(
                f"question {number(found)} is in step {number(home.id)}, and the action in step"
                f" {number(step)}",
                "put the action in the step of its question",
                "unknown-question",
            )
        return found


def _plans(
    base: Round, found: dict[str, list[Action]], outcomes: dict[str, str]
) -> Iterator[ActionPlan]:
    order = [plan.step for plan in base.plans]
    for step in dict.fromkeys([*order, *(one.id for one in base.framework.steps)]):
        plan = base.plan(step)
        outcome = kept_text(plan.outcome, outcomes.get(step, ""))
        actions = found.get(step, [])
        places = {action.id: place for place, action in enumerate(plan.actions)}
        actions.sort(
            key=lambda action: places.get(action.id, len(places)) if action.id else len(places)
        )
        if step in order or actions or outcome:
            yield ActionPlan(step, actions, outcome)


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


@frozen
class AboutSheet:
    """The rows of the sheet About that are filled in, each known by its id."""

    cells: Mapping[str, SheetCell]
    row: Row

    @classmethod
    def of(cls, grid: Grid, problems: list[Problem]) -> "AboutSheet":
        """The rows of a table."""
        items = dict(layout.ABOUT_ITEMS)
        lines: dict[str, SheetRow] = {}
        for line in grid.rows:
            given = line.cells.get("id")
            lines.setdefault(folded(str(given.value)) if given is not None else "", line)
        cells = {name: line.cells["entry"] for name, line in lines.items() if "entry" in line.cells}

        def place(name: str) -> Place:
            if name not in lines:
                return Place(grid.sheet, about=items[name])
            return grid.place(lines[name], "entry", items[name])

        return cls(cells, Row(lambda name: text_in(cells.get(name)).strip(), place, problems))

    def day(self, name: str) -> date | None:
        """The date of a row, `None` where there is none."""
        cell = self.cells.get(name)
        return None if cell is None else self.row.attempt(name, lambda: date_in(cell))

    def about(self) -> About:
        """Who filled the workbook in, as the sheet says."""
        text = self.row.text
        return About(text("author"), text("contact"), text("approver"), self.day("return_by"))

    def particulars(self, base: Round) -> Round:
        """The round that the workbook was made from, with the particulars the sheet gives.

        Where there are problems, which are noted, the round's own particulars stand.
        """
        row = self.row
        for name in ("organisation", "title", "on"):
            if name not in self.cells:
                row.fault(name, "this is needed and it is empty", "fill it in", "empty")
        use = base.use
        if said := row.text("use"):
            use = Use(chosen) if (chosen := choice_of(said, Use)) else base.use
            if chosen is None:
                remedy = f"choose one of {', '.join(Use)}"
                row.fault("use", "not a use of the framework", remedy, "unknown-use")
        return evolve(
            base,
            organisation=kept_text(
                base.organisation, row.text("organisation") or base.organisation
            ),
            title=kept_text(base.title, row.text("title") or base.title),
            on=self.day("on") or base.on,
            use=use,
            respondents=self._respondents(base),
        )

    def _respondents(self, base: Round) -> tuple[Respondent, ...]:
        """Those of the round, or the one the sheet names, if it names one."""
        row = self.row
        name, said = row.text("respondent"), row.text("role")
        role = choice_of(said, KNOWN_ROLES)
        if base.respondents:
            first = base.respondents[0]
            if name and name != same_line_ends(first.name).strip():
                message = "this is not who the workbook is for"
                row.fault("respondent", message, "make a template for them", "other")
            if said and choice_of(said, [first.role.name]) is None:
                message = "this is not the role that the workbook is for"
                row.fault("role", message, "make a template for it", "other")
            return base.respondents
        if not name and not said:
            return ()
        if not name:
            message = "a role is given and nobody named"
            row.fault("respondent", message, "name who answers", "empty")
        elif role is None:
            message = "this says who answers in which role"
            remedy = f"choose one of {', '.join(KNOWN_ROLES)}"
            row.fault("role", message, remedy, "unknown-role" if said else "empty")
        else:
            return (Respondent(id_from(name), name, KNOWN_ROLES[role]),)
        return ()


SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
"""Endings of workbooks, those of other programs too: the reader says best what to do with them."""


@frozen
class Returned:
    """A file of a whole return: what was read from it, or why it could not be read.

    >>> Returned(Path("police.xlsx"), error=FileNotFoundError("no such file")).result is None
    True
    """

    path: Path
    result: ReadResult | None = None
    error: DocumentError | OSError | None = None


def read_round(source: WorkbookSource, *, partial: bool = False) -> ReadResult:
    """The round in a workbook that one respondent filled in, with whatever was not used of it.

    Columns are found by their headers and rows by their ids, wherever they stand now. A row
    without an answer is an unanswered question; a row that is gone is a problem, because nothing
    says what was meant. Evidence without a rating is kept as a draft. `about` says who filled the
    workbook in.

    If `partial`, a row that cannot be read leaves out its answer, and its problems are told;
    sheets and columns that are missing, and a return of somebody else's, are refused as ever.

    Raises:
        DocumentError: with every problem, its sheet and its cell.
        MissingExtraError: where openpyxl is not installed.
        OSError: where the file cannot be opened.

    >>> from io import BytesIO
    >>> from sixsteps.workbook import write_template
    >>> from sixsteps.samples import spring_2026
    >>> file = BytesIO()
    >>> write_template(spring_2026(), file, respondent="council")
    >>> found = read_round(BytesIO(file.getvalue()))
    >>> [one.id for one in found.round.respondents], found.about.author, found.left_out
    (['council'], '', ())
    """
    instance_of(partial, bool, "partial", "give True or False")
    sheets = open_sheets(source)
    base = kept_round(sheets, "template", source)
    problems, faults, left_out = Problems("workbook"), Problems("workbook"), list[Unused]()
    about, ratings, actions, context = (
        find_grid(sheets, name, columns, problems, left_out, strict=name != layout.ABOUT)
        for name, columns in _TABLES
    )
    given, who = base, About()
    if about is not None:
        sheet = AboutSheet.of(about, problems)
        given, who = sheet.particulars(base), sheet.about()
    # Answers name the respondent that About names; what the rows hold is compared with the base.
    answers = _read_ratings(ratings, base, faults) if ratings else ()
    plans = tuple(_read_plans(actions, base, faults)) if actions else ()
    told = _read_context(context, base, faults) if context else ()
    DocumentError.check("workbook", problems if partial else [*problems, *faults])
    left_out += unused(sheets, [columns for _, columns in _TABLES])
    if given.respondents and not base.respondents:
        answers = tuple(evolve(one, respondent=given.respondents[0].id) for one in answers)
    found = evolve(given, ratings=answers, plans=plans, context=told)
    return ReadResult((found,), tuple(left_out), who, problems=tuple(faults))


_TABLES = (
    (layout.ABOUT, layout.ABOUT_COLUMNS),
    (layout.RATINGS, layout.RATINGS_COLUMNS),
    (layout.ACTIONS, layout.ACTIONS_COLUMNS),
    (layout.CONTEXT, layout.CONTEXT_COLUMNS),
)


def read_rounds(
    source: str | PathLike[str] | Iterable[str | PathLike[str]], *, partial: bool = False
) -> Iterator[Returned]:
    """Every file of a folder, or of several paths, with what was read from it or why nothing was.

    A folder's files are taken in the order of their names, those that Excel keeps while a
    workbook is open left out; a document of another kind is an error like a bad workbook. None
    of them stops the next. `partial` is that of `read_round`.

    Raises:
        MissingExtraError: where openpyxl is not installed.

    >>> [(one.path.name, one.result) for one in read_rounds(["not there.xlsx"])]
    [('not there.xlsx', None)]
    """
    instance_of(partial, bool, "partial", "give True or False")
    if not isinstance(source, str | PathLike):
        given = map(path_of, several(source, "read_rounds"))
        paths = [instance_of(path, Path, "read_rounds", "give paths") for path in given]
    else:
        paths = files_in(Path(source)) if Path(source).is_dir() else [Path(source)]
    for path in paths:
        try:
            yield Returned(path, read_round(path, partial=partial))
        except (DocumentError, OSError) as error:
            yield Returned(path, error=error)


def files_in(folder: Path) -> list[Path]:
    """The files of a folder by name, without hidden ones and those of an open workbook."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith(("~$", ".")) and path.name not in _KEPT
    )


_KEPT = ("Thumbs.db", "desktop.ini")
"""What Windows keeps in folders."""
