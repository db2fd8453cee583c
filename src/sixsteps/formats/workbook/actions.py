"""Reading the sheet Actions: carried actions by their ids, new ones from every other row."""

from collections.abc import Iterator, Mapping

from attrs import evolve

from sixsteps.errors import listed
from sixsteps.formats.workbook.answers import Texts, kept_text
from sixsteps.formats.workbook.entries import EntryError, Faults, due_in, names_in, question_named
from sixsteps.formats.workbook.grid import Grid, Line
from sixsteps.formats.workbook.layout import folded, numbered
from sixsteps.model.framework import Framework
from sixsteps.model.plans import CLOSED, OPEN, Action, ActionPlan, Status
from sixsteps.model.rounds import Round

_ENTRIES = ("action", "addresses", "owner", "due", "difference")


def read_plans(grid: Grid, base: Round, faults: Faults) -> tuple[ActionPlan, ...]:
    """The plans of the sheet: those of the round first, in its order, then the new."""
    framework = base.framework
    before = {action.id or "": action for plan in base.plans for action in plan.actions}
    found: dict[str, list[Action]] = {}
    outcomes: dict[str, str] = {}
    seen: dict[str, int] = {}
    for line in grid.lines:
        texts = Texts(grid, line, faults, "", "")
        step = _step(framework, texts)
        name = texts("id").strip()
        if name and _is_repeated(name, before, seen, line, texts):
            continue
        if step is None:
            if not texts.failed and (name or _says(line) or "outcome" in line.cells):
                texts.fault("step", "an action needs its step; choose one", "empty")
            continue
        _note_outcome(texts, step, outcomes)
        if name or _says(line):
            action = _action(framework, step, line, texts, before.get(name))
            if action is not None:
                if not name and base.respondents:
                    action = evolve(action, respondents=[base.respondents[0].id])
                found.setdefault(step, []).append(action)
    for name in before:
        if name not in seen:
            faults.add(
                grid.sheet,
                "",
                f"no row for the action {name!r}; copy it back, and close it if it is done",
                "missing-row",
            )
    return tuple(_plans(base, found, outcomes))


def _says(line: Line) -> bool:
    return any(key in line.cells for key in _ENTRIES)


def _is_repeated(
    name: str, before: Mapping[str, Action], seen: dict[str, int], line: Line, texts: Texts
) -> bool:
    if name not in before:
        if _says(line):
            there = f" (there are {listed([*before])})" if before else ""
            texts.fault(
                "id",
                f"no such action in the round{there}; clear the id of a new one",
                "unknown-row",
            )
        return True
    if name in seen:
        texts.fault(
            "id",
            f"a second row of this action, which is in row {seen[name]} already; clear the id of"
            " a new one",
            "duplicate",
        )
        return True
    seen[name] = line.row
    return False


def _step(framework: Framework, texts: Texts) -> str | None:
    """The step a row names: as the drop-down lists it, or by its number, id or title."""
    said = folded(texts("step")).rstrip(".")
    if not said:
        return None
    for step in framework.steps:
        number = framework.number(step.id)
        names = (number, f"step {number}", step.id, step.title, numbered(number, step.title))
        if said in [folded(name).rstrip(".") for name in names]:
            return step.id
    count = len(framework.steps)
    texts.fault("step", f"that is no step; choose one of the {count} in the list", "unknown-step")
    return None


def _note_outcome(texts: Texts, step: str, outcomes: dict[str, str]) -> None:
    outcome = texts("outcome")
    if not outcome:
        return
    if outcomes.setdefault(step, outcome).strip() != outcome.strip():
        texts.fault(
            "outcome", "a second desired outcome of this step; put both into one cell", "duplicate"
        )


def _action(
    framework: Framework, step: str, line: Line, texts: Texts, old: Action | None
) -> Action | None:
    was = old or Action("new")
    text, owner, difference = texts("action"), texts("owner"), texts("difference")
    if not text and not texts.failed:
        texts.fault("action", "a row of the plan that does not say what is to be done", "empty")
    addresses = _addresses(framework, step, line, texts)
    due, timescale = None, ""
    try:
        due, timescale = due_in(line.cells.get("due"))
    except EntryError as error:
        texts.fault("due", str(error), "bad-date")
    status = _status(texts, was.status)
    if texts.failed:
        return None
    shown = (was.due, "") if was.due else (None, was.timescale.strip())
    if (due, timescale) == shown:
        due, timescale = was.due, was.timescale
    return evolve(
        was,
        text=kept_text(was.text, text),
        addresses=addresses,
        owner=kept_text(was.owner, owner),
        due=due,
        timescale=timescale,
        status=status,
        difference=kept_text(was.difference, difference),
        closed_on=was.closed_on if status is CLOSED else None,
    )


def _addresses(framework: Framework, step: str, line: Line, texts: Texts) -> tuple[str, ...]:
    names: tuple[str | float, ...] = ()
    try:
        names = names_in(line.cells.get("addresses"))
    except EntryError as error:
        texts.fault("addresses", str(error), "unreadable")
    found: dict[str, None] = {}
    for name in names:
        try:
            found[question_named(name, framework, step)] = None
        except EntryError as error:
            texts.fault("addresses", str(error), "unknown-question")
    return tuple(found)


def _status(texts: Texts, before: Status) -> Status:
    said = folded(texts("status"))
    if not said:
        return before
    for status in (OPEN, CLOSED):
        if said == status.value:
            return status
    texts.fault("status", "an action is open or closed; choose one", "unknown-status")
    return before


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
