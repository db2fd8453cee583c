"""The moderation workbook: every respondent's rating side by side, and the rating agreed on.

An agreed rating is reached in discussion and recorded; nothing here computes it.
"""

from collections.abc import Sequence

from attrs import evolve

from sixsteps.errors import DocumentError, InvalidError, Problem
from sixsteps.formats.files import Writable, write_bytes
from sixsteps.formats.limits import Problems
from sixsteps.formats.read_results import ReadResult, Unused
from sixsteps.formats.rows import NOTICE, answer_in
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.book import Book
from sixsteps.formats.workbook.kept import kept_round, kept_rows
from sixsteps.formats.workbook.layout import SheetColumn
from sixsteps.formats.workbook.opening import WorkbookSource, open_sheets
from sixsteps.formats.workbook.sheet_tables import Grid, find_grid, rows_by_id, unused
from sixsteps.model.answers import Answer, Respondent, Role
from sixsteps.model.fields import instance_of
from sixsteps.model.rounds import Round
from sixsteps.words import folded

_ENTRIES = ("rating", "rationale", "evidence", "remaining")


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
    >>> read_moderation(BytesIO(file.getvalue())).round == spring_2026()
    True
    """
    others = _others(instance_of(base, Round, "write_moderation"))
    if not others:
        message = "the round lists nobody whose ratings to moderate"
        raise InvalidError("round", [Problem(("respondents",), message, "list them")])
    framework, agreed = base.framework, _agreed(base)
    rows = [
        {
            "id": question.id,
            "number": framework.number(question.id),
            "text": layout.wording(question),
            **{_key(one): _shown(base, question.id, one) for one in others},
            **layout.answer_texts(framework, _old(base, question.id, agreed), "rationale"),
        }
        for question in framework.questions
    ]
    book = Book(base, f"{framework.title}: moderation")
    book.table(
        layout.MODERATION,
        f"Moderation: {base.organisation}, {base.title}",
        _columns(others),
        rows,
        frozen=2,
        offered={"rating": layout.rating_choices(framework)},
        advised=dict.fromkeys(("rationale", "evidence", "remaining"), NOTICE),
        coloured=[_key(others[0]), "rating"],
    )
    book.hide(kept_rows("moderation", base))
    write_bytes(path, book.content)


def read_moderation(source: WorkbookSource) -> ReadResult:
    """The round of a moderation workbook, with the ratings agreed on in it and what was not used.

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
    >>> read_moderation(BytesIO(file.getvalue())).round == spring
    True
    """
    sheets = open_sheets(source)
    base = kept_round(sheets, "moderation", source)
    problems = Problems("workbook")
    agreed = _agreed(base)
    columns, left_out = _columns(_others(base)), list[Unused]()
    grid = find_grid(sheets, layout.MODERATION, columns, problems, left_out)
    answers = _read_agreed(grid, base, agreed, problems) if grid else []
    DocumentError.check("workbook", problems)
    respondents = [*base.respondents]
    if answers and agreed not in respondents:
        respondents.append(agreed)
    given = {answer.question: answer for answer in answers}
    ratings = [
        given.pop(old.question, None) if old.respondent == agreed.id else old
        for old in base.ratings
    ]
    kept = [one for one in ratings if one is not None]
    left_out += unused(sheets, [columns])
    found = evolve(base, respondents=respondents, ratings=[*kept, *given.values()])
    return ReadResult((found,), tuple(left_out))


def _others(base: Round) -> list[Respondent]:
    return [one for one in base.respondents if one.role != Role.AGREED]


def _agreed(base: Round) -> Respondent:
    """The round's agreed respondent, or the one it would have."""
    for one in base.respondents:
        if one.role == Role.AGREED:
            return one
    taken = {one.id for one in base.respondents}
    names = ("agreed", *(f"agreed{number}" for number in range(2, len(taken) + 3)))
    return Respondent(next(name for name in names if name not in taken), "Agreed", Role.AGREED)


def _key(respondent: Respondent) -> str:
    # No id holds a colon, so these keys cannot be those of other columns.
    return f"by:{respondent.id}"


def _columns(others: Sequence[Respondent]) -> tuple[SheetColumn, ...]:
    """The columns, those of the respondents after the question; equal names carry their ids."""
    used = [folded(column.header) for column in layout.MODERATION_COLUMNS]
    used += [folded(one.name) for one in others]
    theirs = [
        SheetColumn(
            _key(one),
            f"{one.name} ({one.id})" if used.count(folded(one.name)) > 1 else one.name,
            12,
        )
        for one in others
    ]
    return (*layout.MODERATION_COLUMNS[:3], *theirs, *layout.MODERATION_COLUMNS[3:])


def _shown(base: Round, question: str, respondent: Respondent) -> str:
    answer = base.answer(question, respondent.id)
    if answer is None and not base.is_asked(question, respondent.id):
        return "not asked"
    return layout.shown_rating(base.framework, answer)


def _old(base: Round, question: str, agreed: Respondent) -> Answer | None:
    return base.answer(question, agreed.id) if agreed in base.respondents else None


def _read_agreed(
    grid: Grid, base: Round, agreed: Respondent, problems: list[Problem]
) -> list[Answer]:
    framework = base.framework
    found: list[Answer] = []
    wordings = {question.id: layout.wording(question) for question in framework.questions}
    abouts = {name: f"question {framework.number(name)}" for name in wordings}
    for question, row in rows_by_id(grid, wordings, abouts, _ENTRIES, problems, agreed.id):
        for one in _others(base):
            if folded(row.text(_key(one))) != folded(_shown(base, question, one)):
                message = "a respondent's own rating, and not as the round has it"
                row.fault(_key(one), message, "change it in their return", "changed")
        old = _old(base, question, agreed)
        answer = answer_in(row, question, framework.scale, old, reason="rationale")
        if answer is not None:
            found.append(answer)
    order = [question.id for question in framework.questions]
    return sorted(found, key=lambda answer: order.index(answer.question))
