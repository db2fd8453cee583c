"""Reading a filled workbook back as a round, with every problem's sheet and cell."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from os import PathLike
from pathlib import Path

from attrs import evolve, frozen

from sixsteps.errors import DocumentError, listed
from sixsteps.formats.workbook.entries import (
    EntryError,
    Faults,
    date_in,
    due_in,
    level_in,
    names_in,
    question_named,
    text_in,
)
from sixsteps.formats.workbook.grid import Grid, Line, find_grid
from sixsteps.formats.workbook.kept import kept_in
from sixsteps.formats.workbook.layout import (
    ABOUT,
    ABOUT_COLUMNS,
    ABOUT_ITEMS,
    ACTIONS,
    ACTIONS_COLUMNS,
    CONTEXT,
    CONTEXT_COLUMNS,
    LAST_RATING,
    RATINGS,
    RATINGS_COLUMNS,
    asked_rows,
    evidence_text,
    folded,
    numbered,
    only_answer,
    same_line_ends,
    wording,
)
from sixsteps.formats.workbook.opening import Cell, Source, open_sheets
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action, ActionPlan, Status
from sixsteps.model.ratings import (
    Answer,
    ContextAnswer,
    Evidence,
    NotApplicable,
    Rating,
    Respondent,
    Role,
)
from sixsteps.model.round_parts import Use
from sixsteps.model.rounds import Round

_RATING_ENTRIES = ("rating", "rationale", "evidence", "remaining", "reason")


def kept_text(old: str, new: str) -> str:
    """The text as it was, where a cell says the same but for white space around it."""
    return old if same_line_ends(old).strip() == new.strip() else new


def split_evidence(text: str, old: tuple[Evidence, ...] = ()) -> tuple[Evidence, ...]:
    r"""Pieces of evidence, separated by empty lines; one that is as before keeps its particulars.

    >>> split_evidence("Plan agreed\n\nMinutes of March") == (
    ...     Evidence("Plan agreed"), Evidence("Minutes of March"))
    True
    """
    if same_line_ends(evidence_text(old)).strip() == text.strip():
        return old
    known = {same_line_ends(piece.text).strip(): piece for piece in old}
    pieces = [piece.strip() for piece in re.split(r"\n[^\S\n]*\n", text)]
    return tuple(known.get(piece, Evidence(piece)) for piece in pieces if piece)


class Texts:
    """The texts of a row's cells; a cell that cannot be read is noted once and empty from then."""

    def __init__(self, grid: Grid, line: Line, faults: Faults, about: str, question: str) -> None:
        self._grid, self._line, self._faults = grid, line, faults
        self._about, self._question = about, question
        self.failed = False

    def __call__(self, key: str) -> str:
        """The text of the cell in this column."""
        return self.read(key, text_in) or ""

    def read(self, key: str, reading: Callable[[Cell], str]) -> str | None:
        """What `reading` finds in the cell, `None` where the cell is empty or cannot be read."""
        cell = self._line.cells.get(key)
        if cell is None:
            return None
        try:
            return reading(cell)
        except EntryError as error:
            self.fault(key, str(error), "unreadable")
            return None

    def fault(self, key: str, message: str, code: str) -> None:
        """Note a problem of one cell."""
        self.failed = True
        self._faults.add(
            self._grid.sheet,
            self._grid.cell(self._line, key),
            message,
            code,
            about=self._about,
            question=self._question,
            name=key,
        )


def lines_by_id(
    grid: Grid,
    wordings: Mapping[str, str],
    entries: tuple[str, ...],
    name_of: Callable[[str], str],
    faults: Faults,
) -> Iterator[tuple[str, Line]]:
    """Each expected id with its row; every row that is missing, doubled or unknown is noted."""
    seen: dict[str, Line] = {}
    for line in grid.lines:
        cells = {key: line.cells[key] for key in entries if key in line.cells}
        given = line.cells.get("id")
        known = str(given.value).strip() if given is not None else ""
        if known not in wordings:
            if cells:
                first = next(iter(cells))
                faults.add(
                    grid.sheet,
                    grid.cell(line, first),
                    "a row without the id of a question; put what it says into a row of the"
                    " template",
                    "unknown-row",
                )
            continue
        if known in seen:
            if cells and _values(cells) != _values(
                {key: seen[known].cells[key] for key in entries if key in seen[known].cells}
            ):
                faults.add(
                    grid.sheet,
                    f"row {line.row}",
                    f"a second row of this question; the first is row {seen[known].row}",
                    "duplicate",
                    about=name_of(known),
                    question=known,
                )
            continue
        seen[known] = line
        wording = line.cells.get("text")
        if wording is None or folded(str(wording.value)) != folded(wordings[known]):
            faults.add(
                grid.sheet,
                grid.cell(line, "text"),
                "the wording is not that of the row's id; were some columns sorted without the"
                " others? Copy the answers into a fresh template",
                "wording",
                about=name_of(known),
                question=known,
            )
            continue
        yield known, line
    for name in wordings:
        if name not in seen:
            faults.add(
                grid.sheet,
                "",
                f"no row for {name_of(name)}; copy it back from a fresh template",
                "missing-row",
                question=name,
            )


def _values(cells: Mapping[str, Cell]) -> dict[str, object]:
    return {key: cell.value for key, cell in cells.items()}


def read_ratings(grid: Grid, base: Round, faults: Faults) -> tuple[Answer, ...]:
    """The answers of the sheet Ratings: those of the round first, in its order, then the new."""
    framework = base.framework
    who = base.respondents[0].id if base.respondents else None
    wordings = {question.id: wording(question) for _, question in asked_rows(base)}

    def name_of(question: str) -> str:
        return f"question {framework.number(question)}"

    found: dict[str, Answer] = {}
    for question, line in lines_by_id(grid, wordings, _RATING_ENTRIES, name_of, faults):
        texts = Texts(grid, line, faults, name_of(question), question)
        answer = _answer(question, who, line, texts, base)
        if answer is not None:
            found[question] = answer
    before = [answer.question for answer in base.ratings]
    order = dict.fromkeys([*before, *(q.id for q in framework.questions)])
    return tuple(found[name] for name in order if name in found)


def _answer(question: str, who: str | None, line: Line, texts: Texts, base: Round) -> Answer | None:
    old = only_answer(base, question)
    level, out = None, False
    try:
        level, out = level_in(line.cells.get("rating"), base.framework.scale)
    except EntryError as error:
        texts.fault("rating", str(error), "unknown-level")
    rationale, remaining, reason = texts("rationale"), texts("remaining"), texts("reason")
    evidence = texts("evidence")
    if texts.failed:
        return None
    if out or reason:
        return _not_applicable(
            question, who, reason, level, texts, [rationale, evidence, remaining], old
        )
    was = old if isinstance(old, Rating) else Rating(question, None)
    if level is None and not (rationale or evidence or remaining):
        return old if is_bare_draft(old) else None
    return Rating(
        question,
        level,
        split_evidence(evidence, was.evidence),
        kept_text(was.rationale, rationale),
        kept_text(was.remaining, remaining),
        who,
        was.on if level == was.level else None,
    )


def is_bare_draft(old: Answer | None) -> bool:
    """Whether an answer is a rating of which a workbook shows nothing at all."""
    if not isinstance(old, Rating) or old.level is not None:
        return False
    shown = (old.rationale, old.remaining, *(piece.text for piece in old.evidence))
    return not any(text.strip() for text in shown)


def _not_applicable(
    question: str,
    who: str | None,
    reason: str,
    level: str | None,
    texts: Texts,
    others: list[str],
    old: Answer | None,
) -> NotApplicable | None:
    if level is not None:
        texts.fault(
            "reason", "a reason for not applicable beside a rating; clear one of them", "both"
        )
    elif not reason:
        texts.fault("reason", "not applicable needs its reason, and none is given", "empty")
    for key, text in zip(("rationale", "evidence", "remaining"), others, strict=True):
        if text and level is None:
            texts.fault(
                key, "a question that does not apply has no more than its reason; clear it", "both"
            )
    if texts.failed:
        return None
    return NotApplicable(
        question, kept_text(old.reason, reason) if isinstance(old, NotApplicable) else reason, who
    )


def read_context(grid: Grid, base: Round, faults: Faults) -> tuple[ContextAnswer, ...]:
    """The answers of the sheet Context: those of the round first, in its order, then the new."""
    framework = base.framework
    numbers = {question.id: number for number, question in enumerate(framework.context, 1)}

    def name_of(question: str) -> str:
        return f"context question {numbers[question]}"

    wordings = {question.id: question.text for question in framework.context}
    old = {answer.question: answer for answer in base.context}
    found: dict[str, ContextAnswer] = {}
    for question, line in lines_by_id(grid, wordings, ("answer",), name_of, faults):
        text = Texts(grid, line, faults, name_of(question), question)("answer")
        if text:
            text = kept_text(old[question].text, text) if question in old else text
            found[question] = ContextAnswer(question, text)
    order = dict.fromkeys([*old, *numbers])
    return tuple(found[name] for name in order if name in found)


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
        closed_on=was.closed_on if status is Status.CLOSED else None,
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
    for status in (Status.OPEN, Status.CLOSED):
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


SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
"""Endings of workbooks, those of other programs too: the reader says best what to do with them."""


@frozen
class Return:
    """A filled workbook: the round it holds, and who filled it in.

    >>> from datetime import date
    >>> from sixsteps.published import six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1))
    >>> Return(spring, About(author="Head of safeguarding")).about.author
    'Head of safeguarding'
    """

    round: Round
    about: About


@frozen
class Returned:
    """A file of a whole return: the round it holds, or why it could not be read.

    >>> Returned(Path("police.xlsx"), error=FileNotFoundError("no such file")).round is None
    True
    """

    path: Path
    round: Round | None = None
    error: DocumentError | OSError | None = None


def read_round(source: Source) -> Round:
    """The round in a workbook that one respondent filled in.

    Columns are found by their headers and rows by their ids, wherever they stand now. A row
    without an answer is an unanswered question; a row that is gone is a problem, because nothing
    says what was meant. Evidence without a rating is kept as a draft.

    Raises:
        DocumentError: with every problem, its sheet and its cell.
        MissingExtraError: where openpyxl is not installed.
        OSError: where the file cannot be opened.

    >>> from datetime import date
    >>> from io import BytesIO
    >>> from sixsteps.workbook import write_template
    >>> from sixsteps.published import six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1))
    >>> file = BytesIO()
    >>> write_template(spring, file)
    >>> read_round(BytesIO(file.getvalue())) == spring
    True
    """
    return read_return(source).round


def read_return(source: Source) -> Return:
    """The round in a filled workbook, with who filled it in.

    Raises:
        DocumentError: with every problem, its sheet and its cell.
        MissingExtraError: where openpyxl is not installed.
        OSError: where the file cannot be opened.

    >>> from io import BytesIO
    >>> from sixsteps.workbook import write_template
    >>> from sixsteps.samples import spring_2026
    >>> file = BytesIO()
    >>> write_template(spring_2026(), file, respondent="council")
    >>> found = read_return(BytesIO(file.getvalue()))
    >>> [one.id for one in found.round.respondents], found.about.author
    (['council'], '')
    """
    sheets = open_sheets(source)
    base = kept_in(sheets, "template", source).round
    faults = Faults()
    about = find_grid(sheets, ABOUT, ABOUT_COLUMNS, faults, strict=False)
    ratings = find_grid(sheets, RATINGS, RATINGS_COLUMNS, faults, optional=[LAST_RATING])
    actions = find_grid(sheets, ACTIONS, ACTIONS_COLUMNS, faults)
    context = find_grid(sheets, CONTEXT, CONTEXT_COLUMNS, faults)
    given, who = base, About()
    if about is not None:
        entries = Entries(about, faults)
        given, who = read_particulars(entries, base), read_about(entries)
    # Answers name the respondent that About names; what the rows hold is compared with the base.
    answers = read_ratings(ratings, base, faults) if ratings else ()
    plans = read_plans(actions, base, faults) if actions else ()
    told = read_context(context, base, faults) if context else ()
    DocumentError.check("workbook", faults.problems)
    if given.respondents and not base.respondents:
        answers = tuple(evolve(one, respondent=given.respondents[0].id) for one in answers)
    return Return(evolve(given, ratings=answers, plans=plans, context=told), who)


def read_rounds(source: str | PathLike[str] | Iterable[str | PathLike[str]]) -> Iterator[Returned]:
    """Every workbook of a folder, or of several paths, with its round or why it has none.

    A folder's spreadsheets are taken in the order of their names, those that Excel keeps while
    a workbook is open left out. A bad file does not stop the next.

    Raises:
        MissingExtraError: where openpyxl is not installed.

    >>> [(one.path.name, one.round) for one in read_rounds(["not there.xlsx"])]
    [('not there.xlsx', None)]
    """
    for path in _paths(source):
        try:
            yield Returned(path, read_round(path))
        except (DocumentError, OSError) as error:
            yield Returned(path, error=error)


def _paths(source: str | PathLike[str] | Iterable[str | PathLike[str]]) -> list[Path]:
    if not isinstance(source, str | PathLike):
        return [Path(path) for path in source]
    place = Path(source)
    return workbooks_in(place) if place.is_dir() else [place]


def workbooks_in(folder: Path) -> list[Path]:
    """The spreadsheets of a folder by name, without those that Excel keeps of an open one."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SPREADSHEETS and not path.name.startswith(("~$", "."))
    )
