"""Reading the sheets Ratings and Context: one answer a row, known by the row's id."""

import re
from collections.abc import Callable, Iterator, Mapping

from sixsteps.formats.workbook.entries import EntryError, Faults, level_in, text_in
from sixsteps.formats.workbook.grid import Grid, Line
from sixsteps.formats.workbook.layout import folded, same_line_ends
from sixsteps.formats.workbook.opening import Cell
from sixsteps.formats.workbook.rows import asked_rows, evidence_text, only_answer, wording
from sixsteps.model.ratings import Answer, ContextAnswer, Evidence, NotApplicable, Rating
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
