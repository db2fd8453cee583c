"""The sheet Actions: the plans of a round, an action a row, written and read back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from attrs import evolve

from sixsteps.formats.rows import EntryError, Row, choice_of, kept_text
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.book import Book, Entry
from sixsteps.formats.workbook.layout import SheetColumn
from sixsteps.formats.workbook.opening import SheetCell
from sixsteps.formats.workbook.sheet_tables import (
    Grid,
    SheetRow,
    date_in,
    due_in,
    number_in,
    text_in,
)
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action, ActionPlan, Status
from sixsteps.model.rounds import Round
from sixsteps.words import as_id, folded, listed

_EMPTY_ROWS = 2
"""How many rows of each step are left for new actions."""


def write_actions_sheet(
    book: Book, base: Round, columns: Sequence[SheetColumn] = layout.ACTIONS_COLUMNS
) -> None:
    """Write the sheet, with rows for new actions of the steps that the respondent is asked of.

    Where the actions are those of all, every step has such rows.
    """
    rows: list[dict[str, Entry]] = []
    asked = {step.id for step, _ in layout.asked_rows(base)}
    titles = {step.id: layout.step_title(base.framework, step) for step in base.framework.steps}
    # Where somebody has that for an id, an empty cell says it.
    named = {folded(one.id) for one in base.respondents}
    everybody = "" if layout.EVERYBODY in named else layout.EVERYBODY
    for step, title in titles.items():
        plan = base.plan(step)
        if columns is layout.ACTIONS_COLUMNS and step not in asked and plan == ActionPlan(step):
            continue
        lines: list[dict[str, Entry]] = [
            {
                "id": action.id or "",
                "addresses": ", ".join(base.framework.number(name) for name in action.addresses),
                "action": action.text,
                "owner": action.owner,
                "due": action.due or action.timescale,
                "status": action.status.value,
                "difference": action.difference,
                "respondents": ", ".join(action.respondents) or everybody,
                "progress": "\n".join(action.progress),
                "closed_on": action.closed_on or "",
            }
            for action in plan.actions
        ]
        lines += [{} for _ in range(_EMPTY_ROWS)]
        lines[0]["outcome"] = plan.outcome
        rows += [{**line, "step": title} for line in lines]
    statuses = {"status": [status.value for status in Status]}
    book.table(
        layout.ACTIONS,
        columns,
        rows,
        frozen=2,
        least=30,
        offered={"step": titles.values(), **statuses} if titles else statuses,
    )


_ACTION_ENTRIES = tuple(
    one.key for one in layout.ACTIONS_OF_ALL if one.key not in ("id", "step", "outcome")
)
"""The columns of which any, filled in, makes a row an action."""


def read_plans(grid: Grid, base: Round) -> Iterator[ActionPlan]:
    """The plans of the sheet: those of the round first, in its order, then the new."""
    framework = base.framework
    before = {action.id or "": action for plan in base.plans for action in plan.actions}
    found: dict[str, list[Action]] = {}
    outcomes: dict[str, str] = {}
    seen: dict[str, int] = {}
    steps = _step_names(framework)
    numbers = {framework.number(one.id): one.id for one in framework.questions}
    for row in grid.rows:
        says = any(key in row.cells for key in _ACTION_ENTRIES)
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
            seen[name] = row.number
        if step is None:
            if not row.failed and (name or says or "outcome" in row.cells):
                row.fault("step", "an action needs its step", "choose one", "empty")
            continue
        outcome = row.text("outcome")
        if outcome and outcomes.setdefault(step, outcome).strip() != outcome.strip():
            message = "a second desired outcome of this step"
            row.fault("outcome", message, "put both into one cell", "duplicate")
        if name or says:
            old = before.get(name)
            # What cannot be read leaves an action as it was, if it was there.
            action = _action(framework, numbers, step, row, old)
            if action is not None and "respondents" in grid.places:
                action = _of_all(base, row, action)
            action = action or old
            if action is not None:
                if not name and "respondents" not in grid.places:
                    # The sheet is that of one respondent, who stands first.
                    action = evolve(action, respondents=[one.id for one in base.respondents[:1]])
                found.setdefault(step, []).append(action)
    for name in before:
        if name not in seen:
            remedy = "copy it back, and close it if it is done"
            grid.fault(f"no row for the action {name!r}", remedy, "missing-row")
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
    framework: Framework, numbers: Mapping[str, str], step: str, row: SheetRow, old: Action | None
) -> Action | None:
    was = old or Action("new")
    text, owner, difference = row.text("action"), row.text("owner"), row.text("difference")
    if not text and not row.failed:
        message = "a row of the plan that does not say what is to be done"
        row.fault("action", message, code="empty")
    names = row.attempt("addresses", lambda: _names_in(row.cells.get("addresses"))) or ()
    addresses = [
        row.attempt("addresses", partial(_named, framework, numbers, name, step)) for name in names
    ]
    cell = row.cells.get("due")
    due, timescale = was.due, was.timescale
    # Words that were there stay, though they may look like a date.
    if due or cell is None or cell.kind != "text" or kept_text(timescale, cell.value) != timescale:
        due, timescale = row.attempt("due", lambda: due_in(cell)) or (None, "")
    status = was.status
    if said := row.text("status"):
        if chosen := choice_of(said, [*Status, *_STATUSES]):
            status = _STATUSES.get(chosen) or Status(chosen)
        else:
            message = "an action is open or closed"
            row.fault("status", message, "choose one", "unknown-status")
    if row.failed:
        return None
    if was.due and (due, timescale) == (was.due, ""):
        timescale = was.timescale
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


def _of_all(base: Round, row: SheetRow, action: Action) -> Action | None:
    """An action with what a sheet of everybody's actions says besides."""
    own = [one.id for one in base.respondents]
    ids = {folded(name): name for name in own} | {name: name for name in own}
    said = folded(row.text("respondents"))
    everybody = said not in ids and said in ("", "all", layout.EVERYBODY)
    whose = [] if everybody else re.split(r"[\s,;]+", row.text("respondents").strip())
    for name in whose:
        if name not in ids and folded(name) not in ids:
            message = "a name that is no respondent's id"
            remedy = f"give {listed(own)}, or {layout.EVERYBODY}"
            row.fault("respondents", message, remedy, "unknown-respondent")
    notes, was = row.text("progress"), "\n".join(action.progress)
    progress = [note.strip() for note in notes.split("\n") if note.strip()]
    cell = row.cells.get("closed_on")
    closed = None if cell is None else row.attempt("closed_on", lambda: date_in(cell))
    if closed and action.is_open:
        message, remedy = "an open action has no closing date", "close it, or clear the date"
        row.fault("closed_on", message, remedy, "open-and-closed")
    if row.failed:
        return None
    return evolve(
        action,
        respondents=[ids.get(name) or ids[folded(name)] for name in whose],
        progress=action.progress if kept_text(was, notes) == was else progress,
        closed_on=closed,
    )


def _names_in(cell: SheetCell | None) -> tuple[str | float, ...]:
    """The names of questions in a cell, separated by commas, spaces, lines or "and".

    A number alone is given as such: the spreadsheet may have made 1.1 of 1.10.
    """
    if cell is not None and cell.kind == "number":
        return (cell.value,)
    names = re.split(r"[\s,;&]+|\band\b", as_id(text_in(cell)))
    return tuple(dict.fromkeys(name for name in names if name))


def _named(framework: Framework, numbers: Mapping[str, str], name: str | float, step: str) -> str:
    """The id of the question that a number or an id names, in the step of its action."""
    if not isinstance(name, str):
        name = number_in(name, numbers)
    tidy = name.strip(".()").casefold()
    found = numbers.get(tidy.removeprefix("q"))
    found = found or next((one for one in numbers.values() if one.casefold() == tidy), None)
    if found is None:
        message = f"a name of {len(name)} characters that is no question"
        remedy = f"give numbers such as {', '.join([*numbers][:2]) or '1.1'}"
        raise EntryError(message, remedy, "unknown-question")
    home = framework.step_of(found)
    if home.id != step:
        number = framework.number
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
