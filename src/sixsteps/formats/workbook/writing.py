"""Writing the workbook that one respondent fills in."""

from datetime import date

from attrs import evolve

from sixsteps.errors import NotComparableError, SeveralAnswersError, WrongTypeError
from sixsteps.formats.files import Writable, write_bytes
from sixsteps.formats.rows import NOTICE
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.about import write_about
from sixsteps.formats.workbook.actions_sheet import write_actions_sheet
from sixsteps.formats.workbook.book import Book, Entry
from sixsteps.formats.workbook.kept import kept_rows
from sixsteps.model.answers import Respondent
from sixsteps.model.crosswalk import correspondence
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.question import Step
from sixsteps.model.rounds import Round
from sixsteps.model.translation import Translation, fitting
from sixsteps.words import listed


def _how_to(base: Round) -> list[tuple[str, str]]:
    labels = [level.label for level in reversed(base.framework.scale.levels)]
    return [
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


_ROW = 44.0
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
    book = Book(base.framework, "template", base.handling)
    entries = _particulars(base, known, return_by)
    fixed = {"respondent", "role"} & entries.keys()
    write_about(
        book, base.framework, layout.ABOUT_ITEMS, entries, _how_to(base), fixed, base.handling
    )
    _write_ratings(book, base, last, words)
    write_actions_sheet(book, base)
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
    rows: list[tuple[Step, dict[str, Entry]]] = [
        (
            step,
            {
                "id": question.id,
                "number": framework.number(question.id),
                "text": layout.in_both(
                    layout.wording(question),
                    "\n".join(filter(None, words.of_question(question)[1:])),
                    words.language,
                ),
                "last": (last or {}).get(question.id, "not asked"),
                **layout.answer_texts(framework, base.answer(question.id, who), "reason"),
            },
        )
        for step, question in layout.asked_rows(base)
    ]
    book.table(
        layout.RATINGS,
        "Ratings",
        columns,
        list(layout.bands(framework, rows)),
        frozen=3,
        least=_ROW,
        banded=layout.BAND.values(),
        counted=(("rating", "reason"), f"of {len(rows)} rated"),
        offered={"rating": layout.rating_choices(framework)},
        advised={
            "rationale": NOTICE,
            "evidence": f"{NOTICE} Leave an empty line between pieces.",
            "remaining": NOTICE,
            "reason": NOTICE,
        },
        coloured=["rating"] if last is None else ["last", "rating"],
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
