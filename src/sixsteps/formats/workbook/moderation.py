"""The moderation workbook: every respondent's rating side by side, and the rating agreed on.

An agreed rating is reached in discussion and recorded; nothing here computes it.
"""

from collections.abc import Sequence

from attrs import evolve

from sixsteps.errors import DocumentError, InvalidError, Problem
from sixsteps.formats.files import Writable, write_bytes
from sixsteps.formats.workbook.book import Book
from sixsteps.formats.workbook.entries import EntryError, Faults, level_in
from sixsteps.formats.workbook.grid import Grid, Line, find_grid
from sixsteps.formats.workbook.kept import Kept, kept_in, kept_rows
from sixsteps.formats.workbook.layout import (
    MODERATION,
    MODERATION_COLUMNS,
    NOT_APPLICABLE,
    NOTICE,
    Column,
    evidence_text,
    folded,
    wording,
)
from sixsteps.formats.workbook.opening import Source, open_sheets
from sixsteps.formats.workbook.reading import (
    Texts,
    is_bare_draft,
    kept_text,
    lines_by_id,
    split_evidence,
)
from sixsteps.model.ratings import Answer, NotApplicable, Rating, Respondent, Role
from sixsteps.model.rounds import Round

_NOT_ASKED = "not asked"
_ENTRIES = ("agreed", "rationale", "evidence", "remaining")


def write_moderation(base: Round, path: Writable) -> None:
    """Write every respondent's ratings side by side, with a column for the agreed one.

    The agreed column is empty but for what the round records as agreed already.

    Raises:
        InvalidError: for a round without named respondents, or a text longer than a cell holds.
        MissingExtraError: where xlsxwriter is not installed.
        OSError: where the file cannot be written; what was there before still is.

    >>> from io import BytesIO
    >>> from sixsteps.samples import spring_2026
    >>> file = BytesIO()
    >>> write_moderation(spring_2026(), file)
    >>> read_moderation(BytesIO(file.getvalue())) == spring_2026()
    True
    """
    others = _others(base)
    if not others:
        raise InvalidError(
            "round",
            [Problem("respondents", "the round lists nobody whose ratings to moderate; list them")],
        )
    book = Book(base, f"{base.framework.title}: moderation")
    sheet = book.sheet(MODERATION)
    columns = _columns(others)
    keys = [column.key for column in columns]
    header = book.table(sheet, columns, f"Moderation: {base.organisation}, {base.title}", frozen=2)
    agreed = _agreed(base)
    row = header
    for row, question in enumerate(base.framework.questions, header + 1):
        values = {
            "id": question.id,
            "number": base.framework.number(question.id),
            "text": wording(question),
        }
        for one in others:
            values[_key(one)] = _shown(base, question.id, one)
        answer = base.answer(question.id, agreed.id) if agreed in base.respondents else None
        if isinstance(answer, Rating):
            values["agreed"] = "" if answer.level is None else _label(base, answer.level)
            values["rationale"] = answer.rationale
            values["evidence"] = evidence_text(answer.evidence)
            values["remaining"] = answer.remaining
        elif isinstance(answer, NotApplicable):
            values |= {"agreed": NOT_APPLICABLE, "rationale": answer.reason}
        book.row(sheet, row, columns, [values.get(key, "") for key in keys])
    rows = (header + 1, max(row, header + 1))
    scale, place = base.framework.scale, keys.index("agreed")
    choices = [*(level.label for level in scale.levels), NOT_APPLICABLE]
    book.offer(sheet, rows, place, book.choices(choices))
    book.colour_levels(sheet, rows, (3, place), scale)
    for key in ("rationale", "evidence", "remaining"):
        book.advise(sheet, rows, keys.index(key), columns[keys.index(key)].header, NOTICE)
    book.close_table(sheet, len(columns), header, row)
    book.hide(kept_rows(Kept("moderation", base)))
    write_bytes(path, book.content)


def read_moderation(source: Source) -> Round:
    """The round of a moderation workbook, with the ratings agreed on in it.

    They are those of the round's respondent in the role agreed, who is added where there is
    none. The respondents' own ratings are the round's; one changed in the sheet is a problem.

    Raises:
        DocumentError: with every problem, its sheet and its cell.
        MissingExtraError: where openpyxl is not installed.
        OSError: where the file cannot be opened.

    >>> from datetime import date
    >>> from io import BytesIO
    >>> from sixsteps.published import six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...     respondents=[Respondent("police", "Anytown Police", Role.LEAD_PARTNER)])
    >>> file = BytesIO()
    >>> write_moderation(spring, file)
    >>> read_moderation(BytesIO(file.getvalue())) == spring
    True
    """
    sheets = open_sheets(source)
    base = kept_in(sheets, "moderation", source).round
    faults = Faults()
    grid = find_grid(sheets, MODERATION, _columns(_others(base)), faults)
    answers = _read_agreed(grid, base, faults) if grid else []
    DocumentError.check("workbook", faults.problems)
    agreed = _agreed(base)
    respondents = [*base.respondents]
    if answers and agreed not in respondents:
        respondents.append(agreed)
    given = {answer.question: answer for answer in answers}
    ratings = [
        given.pop(old.question, None) if old.respondent == agreed.id else old
        for old in base.ratings
    ]
    kept = [one for one in ratings if one is not None]
    return evolve(base, respondents=respondents, ratings=[*kept, *given.values()])


def _others(base: Round) -> list[Respondent]:
    return [one for one in base.respondents if one.role is not Role.AGREED]


def _agreed(base: Round) -> Respondent:
    """The round's agreed respondent, or the one it would have."""
    for one in base.respondents:
        if one.role is Role.AGREED:
            return one
    taken = {one.id for one in base.respondents}
    names = ("agreed", *(f"agreed{number}" for number in range(2, len(taken) + 3)))
    return Respondent(next(name for name in names if name not in taken), "Agreed", Role.AGREED)


def _key(respondent: Respondent) -> str:
    # No id holds a colon, so these keys cannot be those of other columns.
    return f"by:{respondent.id}"


def _columns(others: Sequence[Respondent]) -> tuple[Column, ...]:
    """The columns, those of the respondents after the question; equal names carry their ids."""
    used = [folded(column.header) for column in MODERATION_COLUMNS]
    used += [folded(one.name) for one in others]
    theirs = [
        Column(
            _key(one),
            f"{one.name} ({one.id})" if used.count(folded(one.name)) > 1 else one.name,
            12,
        )
        for one in others
    ]
    return (*MODERATION_COLUMNS[:3], *theirs, *MODERATION_COLUMNS[3:])


def _label(base: Round, level: str | None) -> str:
    return base.framework.scale.label(level)


def _shown(base: Round, question: str, respondent: Respondent) -> str:
    answer = base.answer(question, respondent.id)
    if answer is None and not base.is_asked(question, respondent.id):
        return _NOT_ASKED
    if isinstance(answer, NotApplicable):
        return NOT_APPLICABLE
    return _label(base, answer.level if answer else None)


def _read_agreed(grid: Grid, base: Round, faults: Faults) -> list[Answer]:
    framework = base.framework
    agreed = _agreed(base)

    def name_of(question: str) -> str:
        return f"question {framework.number(question)}"

    wordings = {question.id: wording(question) for question in framework.questions}
    found: dict[str, Answer] = {}
    for question, line in lines_by_id(grid, wordings, _ENTRIES, name_of, faults):
        texts = Texts(grid, line, faults, name_of(question), question)
        for one in _others(base):
            if folded(texts(_key(one))) != folded(_shown(base, question, one)):
                texts.fault(
                    _key(one),
                    "a respondent's own rating, and not as the round has it; change it in their"
                    " return",
                    "changed",
                )
        old = base.answer(question, agreed.id) if agreed in base.respondents else None
        answer = _agreed_answer(question, agreed.id, line, texts, base, old)
        if answer is not None:
            found[question] = answer
    return [found[one.id] for one in framework.questions if one.id in found]


def _agreed_answer(
    question: str, agreed: str, line: Line, texts: Texts, base: Round, old: Answer | None
) -> Answer | None:
    level, out = None, False
    try:
        level, out = level_in(line.cells.get("agreed"), base.framework.scale)
    except EntryError as error:
        texts.fault("agreed", str(error), "unknown-level")
    rationale, evidence, remaining = (texts(key) for key in _ENTRIES[1:])
    if out and not rationale:
        texts.fault("rationale", "not applicable needs its reason, and none is given", "empty")
    for key, text in (("evidence", evidence), ("remaining", remaining)):
        if out and text:
            reason = "a question that does not apply has no more than its reason; clear it"
            texts.fault(key, reason, "both")
    if texts.failed:
        return None
    if out:
        was = old.reason if isinstance(old, NotApplicable) else ""
        return NotApplicable(question, kept_text(was, rationale), agreed)
    if level is None and not (rationale or evidence or remaining):
        return old if is_bare_draft(old) else None
    before = old if isinstance(old, Rating) else Rating(question, None)
    return Rating(
        question,
        level,
        split_evidence(evidence, before.evidence),
        kept_text(before.rationale, rationale),
        kept_text(before.remaining, remaining),
        agreed,
        before.on if level == before.level else None,
    )
