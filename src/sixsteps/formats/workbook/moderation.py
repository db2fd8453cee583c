"""The moderation workbook: what everybody said of each question, and the rating agreed on.

An agreed rating is reached in discussion and recorded; nothing here computes it. The actions are
there to be adopted, changed, closed or added to, and the round to be signed off. The workbook of
the actions alone is the same sheet.
"""

from datetime import date
from typing import Any

from attrs import evolve

from sixsteps.errors import DocumentError, InvalidError, Problem
from sixsteps.formats.files import Writable
from sixsteps.formats.rows import answer_in
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.about import AboutSheet, write_about
from sixsteps.formats.workbook.actions_sheet import read_plans, write_actions_sheet
from sixsteps.formats.workbook.book import Book, Entry
from sixsteps.formats.workbook.opening import WorkbookSource
from sixsteps.formats.workbook.sheet_tables import Filled, Grid, rows_by_id
from sixsteps.model.answers import Answer, Respondent, Role, in_words
from sixsteps.model.between_rounds import ReadResult
from sixsteps.model.fields import instance_of
from sixsteps.model.rounds import Round
from sixsteps.words import folded, listed

_REASONS = 1_200
"""How many letters of reasons a row of paper holds; the sheet Answers has them all."""

_HOW_TO = (
    (
        "How to use this in a meeting",
        "The sheet Moderation shows for each question how far the ratings lie apart, who gave"
        " which, and why; the sheet Answers has every answer whole. A rating by somebody who was"
        " not asked says so, and is no part of the spread. Choose the rating the meeting agrees on"
        " and say why; leave it empty where it does not. Nothing is computed.",
    ),
    (
        "Actions",
        f"Whose says which respondents an action is of. Write {layout.EVERYBODY} to adopt it for"
        " all; change it, close it, or add another in an empty row.",
    ),
    ("Sign-off", "Whoever may sign the round off is named below, with the date."),
)


def write_moderation(base: Round, path: Writable) -> None:
    """Write what everybody said of each question, with columns for the rating agreed on.

    Raters are grouped by level, so that a question stays on one page whatever their number. The
    agreed columns are empty but for what the round records as agreed already.

    Raises:
        InvalidError: for a round without named respondents, or a text longer than a cell holds.
        MissingExtraError: where xlsxwriter is not installed.
        OSError: where the file cannot be written; what was there before still is.

    >>> from io import BytesIO
    >>> from sixsteps.samples import spring_2026
    >>> write_moderation(spring_2026(), BytesIO())
    """
    if not _others(instance_of(base, Round, "write_moderation")) and base.view is None:
        message = "the round lists nobody whose ratings to moderate"
        raise InvalidError("round", [Problem(("respondents",), message, "list them")])
    framework, agreed = base.framework, _agreed(base)
    asked = [(step, question) for step in framework.steps for question in step.questions]

    def answered(question: str) -> dict[str, str]:
        texts = layout.answer_texts(framework, _old(base, question, agreed), "rationale")
        return _shown(base, question) | texts

    book = Book(framework, "moderation", base)
    by, on = _sign_off(base) or ("", "")
    signed: dict[str, Entry] = {"agreed_by": by, "agreed_on": on}
    write_about(book, layout.MODERATION_ITEMS, signed, _HOW_TO, handling=base.handling)
    book.table(
        layout.MODERATION,
        layout.MODERATION_COLUMNS,
        list(layout.question_rows(framework, asked, answered)),
        heading=f"Moderation: {base.organisation}, {base.title}",
        frozen=3,
        offered={"rating": layout.rating_choices(framework)},
        counted=(["rating"], f"of {len(asked)} agreed"),
    )
    write_actions_sheet(book, base, layout.ACTIONS_OF_ALL)
    book.table(layout.ANSWERS, layout.ANSWERS_COLUMNS, list(_answers(base).values()), frozen=4)
    book.save(path, "moderation", base)


def read_moderation(source: WorkbookSource) -> ReadResult:
    """The round of a moderation workbook: the ratings agreed on, the actions and the sign-off.

    The ratings are those of the round's respondent in the role agreed, who is added where there
    is none. The respondents' own answers are the round's; one changed in the sheet is a problem.

    Raises:
        DocumentError: with every problem, its sheet and its cell.
        MissingExtraError: where openpyxl is not installed.
        OSError: where the file cannot be opened.

    >>> from io import BytesIO
    >>> from sixsteps.samples import spring_2026
    >>> file = BytesIO()
    >>> write_moderation(spring_2026(), file)
    >>> read_moderation(BytesIO(file.getvalue())).round == spring_2026()
    True
    """
    file = Filled.of(source, "moderation")
    base = file.round
    agreed = _agreed(base)
    about = file.grid(layout.ABOUT, layout.ABOUT_COLUMNS)
    grid = file.grid(layout.MODERATION, layout.MODERATION_COLUMNS)
    actions = file.grid(layout.ACTIONS, layout.ACTIONS_OF_ALL)
    own = file.grid(layout.ANSWERS, layout.ANSWERS_COLUMNS)
    answers = _read_agreed(grid, base, agreed) if grid else []
    plans = tuple(read_plans(actions, base)) if actions else ()
    if own:
        _check_unchanged(own, base)
    signed = _signed(about, base) if about else None
    file.check()
    respondents = [*base.respondents]
    if answers and agreed not in respondents:
        respondents.append(agreed)
    given = {answer.question: answer for answer in answers}
    ratings = [
        given.pop(old.question, None) if old.respondent == agreed.id else old
        for old in base.ratings
    ]
    kept = [one for one in ratings if one is not None]
    found = _with(
        base, ratings=[*kept, *given.values()], respondents=respondents, plans=plans, signed=signed
    )
    return file.result(found)


def write_actions(base: Round, path: Writable) -> None:
    """Write the actions of a round, for whoever keeps them up to date between rounds.

    Raises:
        InvalidError: for a text longer than a cell holds.
        MissingExtraError: where xlsxwriter is not installed.
        OSError: where the file cannot be written; what was there before still is.

    >>> from io import BytesIO
    >>> from sixsteps.samples import spring_2026
    >>> write_actions(spring_2026(), BytesIO())
    """
    instance_of(base, Round, "write_actions")
    book = Book(base.framework, "actions", base)
    write_actions_sheet(book, base, layout.ACTIONS_OF_ALL)
    book.save(path, "actions", base)


def read_actions(source: WorkbookSource) -> ReadResult:
    """The round that an actions workbook was made from, with its actions as they are now.

    Raises:
        DocumentError: with every problem, its sheet and its cell.
        MissingExtraError: where openpyxl is not installed.
        OSError: where the file cannot be opened.

    >>> from io import BytesIO
    >>> from sixsteps.samples import spring_2026
    >>> file = BytesIO()
    >>> write_actions(spring_2026(), file)
    >>> read_actions(BytesIO(file.getvalue())).round == spring_2026()
    True
    """
    file = Filled.of(source, "actions")
    grid = file.grid(layout.ACTIONS, layout.ACTIONS_OF_ALL)
    plans = tuple(read_plans(grid, file.round)) if grid else ()
    file.check()
    return file.result(_with(file.round, _sign_off(file.round), plans=plans))


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


def _shown(base: Round, question: str) -> dict[str, str]:
    """The respondents' answers to a question: how far apart, who gave which, and why."""
    scale = base.framework.scale
    groups: dict[str, list[str]] = {level.label: [] for level in scale.levels}
    reasons: list[str] = []
    for one in _others(base):
        answer, asked = base.answer(question, one.id), base.is_asked(question, one.id)
        word = in_words(answer, scale, asked=asked)
        groups.setdefault(word, []).append(one.id)
        texts = layout.answer_texts(base.framework, answer, "reason")
        said = [texts.get(key, "") for key in ("rationale", "reason", "evidence", "remaining")]
        if any(said):
            whose = f"{one.id} ({word})" if asked else f"{one.id} {word}"
            reasons.append(f"{whose}: {' / '.join(filter(None, said))}")
    given = [level.label for level in scale.levels if groups[level.label]]
    spread = "nobody rated it" if not given else " to ".join(dict.fromkeys([given[0], given[-1]]))
    lines = [f"{word}: {listed(ids)}" for word, ids in groups.items() if ids]
    whole = "\n".join(reasons)
    if len(whole) > _REASONS:
        whole = f"{whole[:_REASONS].rstrip()} …\n(all of them: sheet {layout.ANSWERS})"
    return {"spread": spread, "raters": "\n".join(lines), "reasons": whole}


def _answers(base: Round) -> dict[tuple[str, str], dict[str, Entry]]:
    """The rows of every answer, by question and respondent."""
    framework = base.framework
    found: dict[tuple[str, str], dict[str, Entry]] = {}
    for question in framework.questions:
        for one in _others(base):
            if answer := base.answer(question.id, one.id):
                asked = base.is_asked(question.id, one.id)
                found[question.id, one.id] = {
                    "id": question.id,
                    "number": framework.number(question.id),
                    "respondent": one.id,
                    **layout.answer_texts(framework, answer, "rationale"),
                    "rating": in_words(answer, framework.scale, asked=asked),
                }
    return found


def _check_unchanged(grid: Grid, base: Round) -> None:
    """Note a problem for each answer that the sheet Answers has otherwise than the round."""
    known = _answers(base)
    for row in grid.rows:
        wanted = known.get((row.text("id"), row.text("respondent")))
        for column in layout.ANSWERS_COLUMNS:
            said = row.text(column.key)
            if wanted is None and said and column.key != "id":
                wanted = {}
            if wanted is not None and folded(said) != folded(str(wanted.get(column.key, ""))):
                row.fault(column.key, *_NOT_THEIRS)
                break


_NOT_THEIRS = (
    "a respondent's own answer, and not as the round has it",
    "change it in their return",
    "changed",
)


def _old(base: Round, question: str, agreed: Respondent) -> Answer | None:
    return base.answer(question, agreed.id) if agreed in base.respondents else None


def _read_agreed(grid: Grid, base: Round, agreed: Respondent) -> list[Answer]:
    framework = base.framework
    found: list[Answer] = []
    asked = layout.texts_by_id(framework, framework.questions)
    for question, row in rows_by_id(grid, asked, agreed.id):
        for key, text in _shown(base, question).items():
            if folded(row.text(key)) != folded(text):
                row.fault(key, *_NOT_THEIRS)
        old = _old(base, question, agreed)
        answer = answer_in(row, question, framework.scale, old, reason="rationale")
        if answer is not None:
            found.append(answer)
    order = [*asked]
    return sorted(found, key=lambda answer: order.index(answer.question))


def _signed(grid: Grid, base: Round) -> tuple[str, date] | None:
    """The person who signed the round off, and the date; `None` for a draft."""
    said = AboutSheet.of(grid, base.framework, layout.MODERATION_ITEMS)
    by, on = said.text("agreed_by"), said.day("agreed_on")
    if bool(by) != ("agreed_on" in said.cells):
        said.needed("agreed_by", "agreed_on")
    if not by or on is None:
        return None
    try:
        evolve(base, agreed=None).agree(by, on)
    except InvalidError as error:
        said.faults("agreed_on", error.problems)
    return by, on


def _sign_off(base: Round) -> tuple[str, date] | None:
    return None if base.agreed is None else (base.agreed.by, base.agreed.on)


def _with(base: Round, signed: tuple[str, date] | None, **parts: Any) -> Round:
    """The round with these parts, signed off where it says by whom."""
    draft = evolve(base, agreed=None)
    changed = evolve(draft, **parts)
    if base.agreed is None:
        return changed if signed is None else changed.agree(*signed)
    if changed.digest == draft.digest and signed == _sign_off(base):
        return base
    message = "the round is signed off, and the workbook changes it"
    remedy = "reopen the round, write its workbook again and type into that what this one changes"
    raise DocumentError("workbook", [Problem((), message, remedy, "agreed-before")])
