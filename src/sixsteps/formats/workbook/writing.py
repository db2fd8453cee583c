"""Writing the workbook that one respondent fills in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import evolve

from sixsteps.errors import NotComparableError, SeveralAnswersError, WrongTypeError
from sixsteps.formats.files import Writable, write_bytes
from sixsteps.formats.rows import NOTICE
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.book import Book, Entry, row_height
from sixsteps.formats.workbook.kept import kept_rows
from sixsteps.model.answers import KNOWN_ROLES, Respondent
from sixsteps.model.crosswalk import correspondence
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action, Status
from sixsteps.model.rounds import Round, Use
from sixsteps.model.scale import Level
from sixsteps.model.translation import Translation, fitting
from sixsteps.words import listed

_NEEDS = {"evidence": "evidence", "remaining": "the work that remains", "plan": "an action plan"}
_DATES = {"on", "return_by"}
_WIDTHS = tuple(column.width for column in layout.ABOUT_COLUMNS)


def _write_about(book: Book, base: Round, entries: Mapping[str, Entry]) -> None:
    """Write the sheet; `entries` are the rows filled in already."""
    fixed = {"respondent", "role"} & entries.keys()
    sheet = book.sheet(layout.ABOUT)
    sheet.fit_to_pages(1, 1)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    row = 0
    book.cell(sheet, row, 1, "Title", "item")
    book.cell(sheet, row, 2, base.framework.title, "title")
    sheet.set_row(row, 44)
    for item, text in _preface(base):
        row = _paragraph(book, sheet, row + 1, item, text)
    row += 2
    for place, column in enumerate(layout.ABOUT_COLUMNS):
        book.cell(sheet, row, place, column.header, "header")
    for name, item in layout.ABOUT_ITEMS:
        row += 1
        book.cell(sheet, row, 0, name, "id")
        book.cell(sheet, row, 1, item, "wording")
        filled = "date" if name in _DATES else "entry"
        book.cell(sheet, row, 2, entries.get(name, ""), "wording" if name in fixed else filled)
        sheet.set_row(row, 20)
        if name == "use":
            book.offer(sheet, (row, row), 2, [use.value for use in Use])
        if name == "role" and name not in fixed:
            book.offer(sheet, (row, row), 2, [*KNOWN_ROLES])
        if name in ("respondent", "author", "contact", "approver") and name not in fixed:
            book.advise(sheet, (row, row), 2, item, NOTICE)
    row += 2
    book.cell(sheet, row, 1, "Level", "header")
    book.cell(sheet, row, 2, "What it means", "header")
    for level in base.framework.scale.levels:
        row = _paragraph(book, sheet, row + 1, level.label, _meaning(level))
    book.colour_levels(sheet, (row + 1 - len(base.framework.scale), row), (1, 1))
    book.protect(sheet)


def _paragraph(book: Book, sheet: Any, row: int, item: str, text: str) -> int:
    book.cell(sheet, row, 1, item, "item")
    book.cell(sheet, row, 2, text, "plain")
    sheet.set_row(row, row_height([(item, _WIDTHS[1] * 0.9), (text, _WIDTHS[2])]))
    return row


def _preface(base: Round) -> list[tuple[str, str]]:
    labels = [level.label for level in reversed(base.framework.scale.levels)]
    parts = [
        ("Reference", base.citation),
        ("Permission to adapt", base.framework.source.permission),
        ("Handling", base.handling),
        ("Please note", NOTICE),
        (
            "How to fill this in",
            "Fill in the white cells of the sheets Ratings, Actions and Context. Rate each"
            f" question {', '.join(labels[:-1])} or {labels[-1]}; leave the rating empty where"
            " there is none yet. Separate pieces of evidence by an empty line. Where a question"
            " does not apply, give the reason and no rating.",
        ),
        (
            "Actions",
            "One action a row. Choose its step, and name the questions it addresses by their"
            " numbers (1.1, 1.2); none means the whole step. Due takes a date, such as"
            " 1 May 2026 or 01/05/2026 (day first), or words such as ongoing. Insert rows where"
            " you need more.",
        ),
        (
            "Changing the sheets",
            "You may filter, hide and size columns and rows. Wording and ids are locked without"
            " a password: each answer is known by the id in the first column. To sort whole rows,"
            " unprotect the sheet first.",
        ),
    ]
    return [(item, text) for item, text in parts if text]


def _meaning(level: Level) -> str:
    needs = [_NEEDS[need] for need in level.needs]
    if not needs:
        return level.meaning
    needed = " and ".join(filter(None, (", ".join(needs[:-1]), needs[-1])))
    return f"{level.meaning}\nNeeds {needed}.".strip()


def share_of(base: Round, respondent: str | Respondent | None) -> Round:
    """The round as one respondent's file holds it.

    Of a round with several respondents: this one, its answers, the actions that concern it or
    everybody, and the context answers. It stands first among the respondents; the others are
    those its actions concern too. A `Respondent` the round does not list is added to it.

    Raises:
        SeveralAnswersError: where the round lists several respondents and none is named.
        UnknownIdError: for an id the round does not list.
    """
    if isinstance(respondent, Respondent):
        if all(listed_one.id != respondent.id for listed_one in base.respondents):
            base = evolve(base, respondents=[*base.respondents, respondent])
        respondent = respondent.id
    if respondent is None:
        if len(base.respondents) > 1:
            ids = tuple(one.id for one in base.respondents)
            raise SeveralAnswersError(
                "a workbook is filled in by one respondent",
                f"name one with respondent=: {listed(ids)}",
                "several-answers",
                {"argument": "respondent", "choices": ids},
            )
        return base
    chosen = base.respondent(respondent)
    if len(base.respondents) == 1:
        return base

    def concerns(action: Action) -> bool:
        return not action.respondents or chosen.id in action.respondents

    plans = [
        evolve(plan, actions=[action for action in plan.actions if concerns(action)])
        for plan in base.plans
    ]
    named = {one for plan in plans for action in plan.actions for one in action.respondents}
    others = [one for one in base.respondents if one is not chosen and one.id in named]
    return evolve(
        base,
        respondents=[chosen, *others],
        ratings=[answer for answer in base.ratings if answer.respondent == chosen.id],
        plans=plans,
        unplaced=(),
        agreed=None,
        sign_offs=(),
    )


_EMPTY_ACTIONS = 4
_ROW = 48.0
# The particulars of a workbook made from a framework alone; About asks for the real ones.
_UNNAMED = "not named yet"
_UNDATED = date(2000, 1, 1)


def write_template(
    subject: Framework | Round,
    path: Writable,
    previous: Round | None = None,
    *,
    respondent: str | Respondent | None = None,
    return_by: date | None = None,
    translation: Translation | None = None,
) -> None:
    """Write the workbook that one respondent fills in, for `read_round` to read.

    A framework gives an empty one, and its sheet About asks for the round's particulars. A round
    gives them, and what the respondent has answered in it so far. `previous` is an earlier
    round: its ratings are shown beside the new ones, and where `subject` is a framework its open
    actions and context answers are carried over. Nobody else's answers are in the file. Of a
    translation the texts stand under the framework's own.

    Raises:
        WrongTypeError: for a value of another type than these.
        SeveralAnswersError: for a round of several respondents of whom none is named.
        UnknownIdError: for a respondent the round does not list.
        NotComparableError: for a framework of another origin than that of `previous`.
        InvalidError: for texts that are longer than a cell holds, or a translation with texts of
            another wording.
        MissingExtraError: where xlsxwriter is not installed.
        OSError: where the file cannot be written; what was there before still is.

    >>> from io import BytesIO
    >>> from sixsteps.published import six_steps
    >>> write_template(six_steps(), BytesIO())
    """
    _check_types(subject, previous, respondent, return_by)
    known: tuple[str, ...]
    if isinstance(subject, Round):
        whole, known = subject, ("organisation", "title", "on")
    elif previous is not None:
        whole = previous.follow_up(previous.on, previous.title, framework=subject)
        known = ("organisation",)
    else:
        whole, known = Round(subject, _UNNAMED, _UNNAMED, _UNDATED), ()
    base = share_of(whole, respondent)
    words = fitting(translation, base.framework)
    last = None if previous is None else _last_ratings(base, previous)
    book = Book(base, f"{base.framework.title}: template")
    _write_about(book, base, _particulars(base, known, return_by))
    _write_ratings(book, base, last, words)
    _write_actions(book, base)
    _write_context(book, base, words)
    book.hide(kept_rows("template", base))
    write_bytes(path, book.content)


def _check_types(subject: object, previous: object, respondent: object, return_by: object) -> None:
    wrong = [
        f"{name} is {wanted}, not a value of type {type(value).__name__}"
        for name, value, kinds, wanted in (
            ("subject", subject, Framework | Round, "a framework or a round"),
            ("previous", previous, Round | None, "a round"),
            ("respondent", respondent, str | Respondent | None, "a respondent or an id"),
        )
        if not isinstance(value, kinds)
    ]
    if return_by is not None and type(return_by) is not date:
        wrong.append(f"return_by is a date, not a value of type {type(return_by).__name__}")
    if wrong:
        raise WrongTypeError("; ".join(wrong))


def _particulars(base: Round, known: tuple[str, ...], return_by: date | None) -> dict[str, Entry]:
    entries: dict[str, Entry] = {name: getattr(base, name) for name in known}
    entries |= {"use": str(base.use or ""), "return_by": return_by or ""}
    for answering in base.respondents[:1]:
        entries |= {"respondent": answering.name, "role": answering.role.name}
    return entries


def _last_ratings(base: Round, previous: Round) -> dict[str, str]:
    """The earlier round's ratings by the question that they answer now, as words."""
    framework, before = base.framework, previous.framework
    who = base.respondents[0].id if base.respondents else None
    if all(one.id != who for one in previous.respondents):
        if len(previous.respondents) > 1 or (who is not None and previous.respondents):
            return {}
        who = previous.respondents[0].id if previous.respondents else None
    try:
        matches = correspondence(before, framework).matches
    except NotComparableError:
        return {}
    return {
        match.new[0]: layout.shown_rating(before, previous.answer(match.old[0], who))
        for match in matches
        if match.relation in ("same", "reworded")
    }


def _write_ratings(
    book: Book, base: Round, last: dict[str, str] | None, words: Translation
) -> None:
    framework = base.framework
    who = base.respondents[0].id if base.respondents else None
    columns = [one for one in layout.RATINGS_COLUMNS if last is not None or not one.optional]
    rows = [
        {
            "id": question.id,
            "step": layout.step_title(framework, step),
            "number": framework.number(question.id),
            "label": question.label,
            "text": layout.in_both(
                layout.wording(question),
                "\n".join(filter(None, words.of_question(question)[1:])),
                words.language,
            ),
            "last": (last or {}).get(question.id, "not asked"),
            **layout.answer_texts(framework, base.answer(question.id, who), "reason"),
        }
        for step, question in layout.asked_rows(base)
    ]
    book.table(
        layout.RATINGS,
        "Ratings",
        columns,
        rows,
        frozen=3,
        least=_ROW,
        offered={"rating": layout.rating_choices(framework)},
        advised={
            "rationale": NOTICE,
            "evidence": f"{NOTICE} Leave an empty line between pieces.",
            "remaining": NOTICE,
            "reason": NOTICE,
        },
        coloured=["rating"] if last is None else ["last", "rating"],
    )


def _write_actions(book: Book, base: Round) -> None:
    rows: list[dict[str, Entry]] = []
    titles = {step.id: layout.step_title(base.framework, step) for step in base.framework.steps}
    for step, title in titles.items():
        plan = base.plan(step)
        lines: list[dict[str, Entry]] = [
            {
                "id": action.id or "",
                "addresses": ", ".join(base.framework.number(name) for name in action.addresses),
                "action": action.text,
                "owner": action.owner,
                "due": action.due or action.timescale,
                "status": action.status.value,
                "difference": action.difference,
            }
            for action in plan.actions
        ]
        lines += [{} for _ in range(_EMPTY_ACTIONS)]
        lines[0]["outcome"] = plan.outcome
        rows += [{**line, "step": title} for line in lines]
    statuses = {"status": [status.value for status in Status]}
    book.table(
        layout.ACTIONS,
        "Actions",
        layout.ACTIONS_COLUMNS,
        rows,
        frozen=2,
        least=32,
        offered={"step": titles.values(), **statuses} if titles else statuses,
        advised={
            "due": "A date, such as 1 May 2026, or words such as ongoing.",
            "addresses": "The numbers of the questions, such as 1.1, 1.2; none means the whole"
            " step.",
            **dict.fromkeys(("outcome", "action", "owner", "difference"), NOTICE),
        },
    )


def _write_context(book: Book, base: Round, words: Translation) -> None:
    answers = {answer.question: answer.text for answer in base.context}
    rows = [
        {
            "id": question.id,
            "number": str(number),
            "text": layout.in_both(
                question.text,
                words.text(f"context/{question.id}/text", question.text),
                words.language,
            ),
            "answer": answers.get(question.id, ""),
        }
        for number, question in enumerate(base.framework.context, 1)
    ]
    book.table(
        layout.CONTEXT,
        "Context",
        layout.CONTEXT_COLUMNS,
        rows,
        frozen=2,
        least=_ROW,
        advised={"answer": NOTICE},
    )
