"""The workbook that one respondent fills in: written, and read back as a round.

Every problem has its sheet and cell.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from os import PathLike
from pathlib import Path

from attrs import evolve, frozen

from sixsteps.analysis.answer_cells import AnswerKind, respondent_ids
from sixsteps.errors import InvalidError, NotComparableError, SeveralAnswersError, WrongTypeError
from sixsteps.formats.files import Writable, path_of
from sixsteps.formats.rows import answer_in, kept_text
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.about import About, AboutSheet, write_about
from sixsteps.formats.workbook.actions_sheet import read_plans, write_actions_sheet
from sixsteps.formats.workbook.book import Book, Entry
from sixsteps.formats.workbook.opening import WorkbookSource
from sixsteps.formats.workbook.sheet_tables import Filled, Grid, rows_by_id
from sixsteps.model.answers import Answer, ContextAnswer, Rating, Respondent, in_words
from sixsteps.model.between_rounds import ReadResult
from sixsteps.model.crosswalk import correspondence
from sixsteps.model.fields import instance_of, several
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.rounds import Round
from sixsteps.model.translation import Translation, fitting
from sixsteps.words import folded, in_prose, listed


def _how_to(base: Round) -> list[tuple[str, str]]:
    labels = [level.label for level in reversed(base.framework.scale.levels)]
    return [
        (
            "How to fill this in",
            "Fill in the white cells of the sheets Ratings, Actions and Context. Rate each"
            f" question {in_prose(labels, 'or')}; leave the rating empty where"
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
    """
    if isinstance(respondent, Respondent):
        if all(listed_one.id != respondent.id for listed_one in base.respondents):
            base = evolve(base, respondents=[*base.respondents, respondent])
        respondent = respondent.id
    if respondent is None:
        if len(base.respondents) > 1 and base.view is None:
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
        NotComparableError: for a framework of another origin than that of `previous`, or a
            `previous` round that is not earlier, or another organisation's.
        InvalidError: for texts that are longer than a cell holds, or a translation with texts of
            another wording.
        MissingExtraError: where xlsxwriter is not installed.
        OSError: where the file cannot be written; what was there before still is.

    >>> from io import BytesIO
    >>> from sixsteps.published import six_steps
    >>> write_template(six_steps(), BytesIO())
    """
    _check_types(subject, previous, respondent, return_by)
    if isinstance(subject, Round) and previous is not None:
        _check_previous(subject, previous)
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
    book = Book(base.framework, "template", base)
    entries = _particulars(base, known, return_by)
    fixed = {"respondent", "role"} & entries.keys()
    write_about(book, layout.ABOUT_ITEMS, entries, _how_to(base), fixed, base.handling)
    _write_ratings(book, base, last, words)
    write_actions_sheet(book, base)
    _write_context(book, base, words)
    book.save(path, "template", base)


def _check_previous(round_: Round, previous: Round) -> None:
    if previous == round_ or previous.on > round_.on:
        message = (
            f"the previous round is {previous.title!r} of {previous.on}, which is not earlier than"
            f" {round_.title!r} of {round_.on}"
        )
        raise NotComparableError(message, "give an earlier round", "not-earlier")
    names = [folded(one.organisation) for one in (previous, round_)]
    ids = {one.organisation_id for one in (previous, round_)} - {None}
    if names[0] != names[1] and len(ids) != 1:
        message = (
            f"the previous round is one of {previous.organisation}, and this is one of"
            f" {round_.organisation}"
        )
        raise NotComparableError(message, "give a round of the same organisation", "other-round")


def _check_types(subject: object, previous: object, respondent: object, return_by: object) -> None:
    wrong = [
        f"{name} is {wanted}, not a value of type {type(value).__name__}"
        for name, value, kinds, wanted in (
            ("subject", subject, Framework | Round, "a framework or a round"),
            ("previous", previous, Round | None, "a round"),
            ("respondent", respondent, str | Respondent | None, "a respondent or an id"),
            ("return_by", return_by, date | None, "a date"),
        )
        if not isinstance(value, kinds) or isinstance(value, datetime)
    ]
    if wrong:
        raise WrongTypeError("; ".join(wrong))


def _particulars(base: Round, known: tuple[str, ...], return_by: date | None) -> dict[str, Entry]:
    entries: dict[str, Entry] = {name: getattr(base, name) for name in known}
    entries |= {"use": str(base.use or ""), "return_by": return_by or ""}
    for answering in base.respondents[:1]:
        entries |= {"respondent": answering.name, "role": answering.role.name}
    return entries


def _last_ratings(base: Round, previous: Round) -> dict[str, str]:
    """The answers of the earlier round in words, by the question that they answer now."""
    framework, before = base.framework, previous.framework
    who = base.respondents[0].id if base.respondents else None
    there = respondent_ids(previous)
    if len(there) == 1 and None in (who, *there):
        (who,) = there

    def said(question: str) -> str:
        if who not in there:
            return AnswerKind.NOT_ASKED.value
        answer, asked = previous.answer(question, who), previous.is_asked(question, who)
        word = in_words(answer, before.scale, asked=asked)
        is_rated = isinstance(answer, Rating) and answer.level is not None
        return f"{word} (earlier scale)" if is_rated and before.scale != framework.scale else word

    try:
        matches = correspondence(before, framework).matches
    except NotComparableError:
        return {}
    known = [match for match in matches if match.relation in ("same", "reworded")]
    return {match.new[0]: said(match.old[0]) for match in known}


def _write_ratings(
    book: Book, base: Round, last: dict[str, str] | None, words: Translation
) -> None:
    framework = base.framework
    who = base.respondents[0].id if base.respondents else None
    columns = [one for one in layout.RATINGS_COLUMNS if last is not None or not one.optional]
    asked = [*layout.asked_rows(base)]

    def answered(question: str) -> dict[str, str]:
        texts = layout.answer_texts(framework, base.answer(question, who), "reason")
        return {"last": (last or {}).get(question, AnswerKind.NOT_IN_FRAMEWORK.value), **texts}

    book.table(
        layout.RATINGS,
        columns,
        list(layout.question_rows(framework, asked, answered, words)),
        frozen=3,
        least=_ROW,
        counted=(("rating", "reason"), f"of {len(asked)} rated"),
        offered={"rating": layout.rating_choices(framework)},
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
    book.table(layout.CONTEXT, layout.CONTEXT_COLUMNS, rows, frozen=2, least=_ROW)


def _read_ratings(grid: Grid, base: Round) -> tuple[Answer, ...]:
    """The answers of the sheet Ratings: those of the round first, in its order, then the new."""
    framework = base.framework
    who = base.respondents[0].id if base.respondents else None
    asked = layout.texts_by_id(framework, (one for _, one in layout.asked_rows(base)))
    found: dict[str, Answer] = {}
    for question, row in rows_by_id(grid, asked, who):
        answer = answer_in(row, question, framework.scale, base.answer(question, who))
        if answer is not None:
            found[question] = answer
    before = [answer.question for answer in base.ratings]
    order = dict.fromkeys([*before, *(q.id for q in framework.questions)])
    return tuple(found[name] for name in order if name in found)


def _read_context(grid: Grid, base: Round) -> tuple[ContextAnswer, ...]:
    """The answers of the sheet Context: those of the round first, in its order, then the new."""
    every = enumerate(base.framework.context, 1)
    asked = {one.id: (f"context question {number}", one.text) for number, one in every}
    old = {answer.question: answer.text for answer in base.context}
    found: dict[str, ContextAnswer] = {}
    for question, row in rows_by_id(grid, asked):
        if text := row.text("answer"):
            found[question] = ContextAnswer(question, kept_text(old.get(question, ""), text))
    order = dict.fromkeys([*old, *asked])
    return tuple(found[name] for name in order if name in found)


@frozen
class Returned:
    """A file of a whole return: what was read from it, or why it could not be read.

    >>> Returned(Path("police.xlsx"), error=FileNotFoundError("no such file")).result is None
    True
    """

    path: Path
    result: ReadResult | None = None
    error: InvalidError | OSError | None = None


def read_round(source: WorkbookSource, *, partial: bool = False) -> ReadResult:
    """The round in a workbook that one respondent filled in, with whatever was not used of it.

    Columns are found by their headers and rows by their ids, wherever they stand now. A row
    without an answer is an unanswered question; a row that is gone is a problem, because nothing
    says what was meant. Evidence without a rating is kept as a started answer. `about` says
    who filled the workbook in.

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
    file = Filled.of(source, "template")
    base = file.round
    about = file.grid(layout.ABOUT, layout.ABOUT_COLUMNS)
    ratings = file.grid(layout.RATINGS, layout.RATINGS_COLUMNS)
    actions = file.grid(layout.ACTIONS, layout.ACTIONS_COLUMNS)
    context = file.grid(layout.CONTEXT, layout.CONTEXT_COLUMNS)
    given, who = base, About()
    if about is not None:
        sheet = AboutSheet.of(about, base.framework, layout.ABOUT_ITEMS)
        given, who = sheet.particulars(base), sheet.about()
    # Answers name the respondent that About names; what the rows hold is compared with the base.
    answers = _read_ratings(ratings, base) if ratings else ()
    plans = tuple(read_plans(actions, base)) if actions else ()
    told = _read_context(context, base) if context else ()
    file.check(partial=partial)
    if given.respondents and not base.respondents:
        answers = tuple(evolve(one, respondent=given.respondents[0].id) for one in answers)
    found = evolve(given, ratings=answers, plans=plans, context=told)
    return file.result(found, partial=partial, about=who, problems=tuple(file.faults))


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
        except (InvalidError, OSError) as error:
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
