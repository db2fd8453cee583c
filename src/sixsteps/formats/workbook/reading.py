"""Reading a filled workbook back as a round, with every problem's sheet and cell."""

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path

from attrs import evolve, frozen

from sixsteps.errors import DocumentError, Problem
from sixsteps.formats.files import path_of
from sixsteps.formats.limits import Problems
from sixsteps.formats.read_results import ReadResult, Unused
from sixsteps.formats.rows import answer_in, kept_text
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.about import About, AboutSheet
from sixsteps.formats.workbook.actions_sheet import read_plans
from sixsteps.formats.workbook.kept import kept_round
from sixsteps.formats.workbook.opening import WorkbookSource, open_sheets
from sixsteps.formats.workbook.sheet_tables import (
    Grid,
    find_grid,
    rows_by_id,
    unused,
)
from sixsteps.model.answers import Answer, ContextAnswer
from sixsteps.model.fields import instance_of, several
from sixsteps.model.rounds import Round

_RATING_ENTRIES = ("rating", "rationale", "evidence", "remaining", "reason")


def _read_ratings(grid: Grid, base: Round, problems: list[Problem]) -> tuple[Answer, ...]:
    """The answers of the sheet Ratings: those of the round first, in its order, then the new."""
    framework = base.framework
    who = base.respondents[0].id if base.respondents else None
    wordings = {question.id: layout.wording(question) for _, question in layout.asked_rows(base)}
    abouts = {name: f"question {framework.number(name)}" for name in wordings}
    found: dict[str, Answer] = {}
    for question, row in rows_by_id(grid, wordings, abouts, _RATING_ENTRIES, problems, who):
        answer = answer_in(row, question, framework.scale, base.answer(question, who))
        if answer is not None:
            found[question] = answer
    before = [answer.question for answer in base.ratings]
    order = dict.fromkeys([*before, *(q.id for q in framework.questions)])
    return tuple(found[name] for name in order if name in found)


def _read_context(grid: Grid, base: Round, problems: list[Problem]) -> tuple[ContextAnswer, ...]:
    """The answers of the sheet Context: those of the round first, in its order, then the new."""
    wordings = {question.id: question.text for question in base.framework.context}
    abouts = {name: f"context question {number}" for number, name in enumerate(wordings, 1)}
    old = {answer.question: answer.text for answer in base.context}
    found: dict[str, ContextAnswer] = {}
    for question, row in rows_by_id(grid, wordings, abouts, ("answer",), problems):
        if text := row.text("answer"):
            found[question] = ContextAnswer(question, kept_text(old.get(question, ""), text))
    order = dict.fromkeys([*old, *wordings])
    return tuple(found[name] for name in order if name in found)


@frozen
class Returned:
    """A file of a whole return: what was read from it, or why it could not be read.

    >>> Returned(Path("police.xlsx"), error=FileNotFoundError("no such file")).result is None
    True
    """

    path: Path
    result: ReadResult | None = None
    error: DocumentError | OSError | None = None


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
    sheets = open_sheets(source)
    base = kept_round(sheets, "template", source)
    problems, faults, left_out = Problems("workbook"), Problems("workbook"), list[Unused]()
    about, ratings, actions, context = (
        find_grid(sheets, name, columns, problems, left_out, strict=name != layout.ABOUT)
        for name, columns in _TABLES
    )
    given, who = base, About()
    if about is not None:
        sheet = AboutSheet.of(about, layout.ABOUT_ITEMS, problems)
        given, who = sheet.particulars(base), sheet.about()
    # Answers name the respondent that About names; what the rows hold is compared with the base.
    answers = _read_ratings(ratings, base, faults) if ratings else ()
    by = [one.id for one in base.respondents[:1]]
    plans = tuple(read_plans(actions, base, faults, by)) if actions else ()
    told = _read_context(context, base, faults) if context else ()
    DocumentError.check("workbook", problems if partial else [*problems, *faults])
    left_out += unused(sheets, [columns for _, columns in _TABLES])
    if given.respondents and not base.respondents:
        answers = tuple(evolve(one, respondent=given.respondents[0].id) for one in answers)
    found = evolve(given, ratings=answers, plans=plans, context=told)
    return ReadResult((found,), tuple(left_out), who, problems=tuple(faults))


_TABLES = (
    (layout.ABOUT, layout.ABOUT_COLUMNS),
    (layout.RATINGS, layout.RATINGS_COLUMNS),
    (layout.ACTIONS, layout.ACTIONS_COLUMNS),
    (layout.CONTEXT, layout.CONTEXT_COLUMNS),
)


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
        except (DocumentError, OSError) as error:
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
