"""Reading a filled workbook back as a round, with every problem's sheet and cell."""

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path

from attrs import evolve, frozen

from sixsteps.errors import DocumentError
from sixsteps.formats.workbook.actions import read_plans
from sixsteps.formats.workbook.answers import read_context, read_ratings
from sixsteps.formats.workbook.entries import Faults
from sixsteps.formats.workbook.grid import find_grid
from sixsteps.formats.workbook.kept import kept_in
from sixsteps.formats.workbook.layout import (
    ABOUT,
    ABOUT_COLUMNS,
    ACTIONS,
    ACTIONS_COLUMNS,
    CONTEXT,
    CONTEXT_COLUMNS,
    LAST_RATING,
    RATINGS,
    RATINGS_COLUMNS,
)
from sixsteps.formats.workbook.opening import Source, open_sheets
from sixsteps.formats.workbook.particulars import About, Entries, read_about, read_particulars
from sixsteps.model.rounds import Round

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
    >>> from sixsteps.formats.workbook import write_template
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
    >>> from sixsteps.formats.workbook import write_template
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
