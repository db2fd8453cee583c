"""Crosswalks written by hand: a table in CSV with a row for each correspondence, or JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from sixsteps.errors import DocumentError, InvalidError, Problem
from sixsteps.formats.documents import from_document
from sixsteps.formats.documents.kinds import parsed
from sixsteps.formats.files import Readable, read_text
from sixsteps.formats.limits import MAX_BYTES
from sixsteps.formats.read_results import Causes
from sixsteps.formats.rows import EntryError, Place, choice_of, csv_rows, find_columns
from sixsteps.model.crosswalk import RELATIONS, Crosswalk, Match
from sixsteps.words import entered, folded, listed, nearest

_COLUMNS = ("old", "new", "relation", "comparable", "reason")
_HEADERS = {name: name for name in _COLUMNS} | {
    **dict.fromkeys(("old question", "old questions", "before"), "old"),
    **dict.fromkeys(("new question", "new questions", "after"), "new"),
}
_YES_OR_NO = {"": None, "yes": True, "true": True, "no": False, "false": False}


def read_crosswalk(source: Readable, *, limit: int = MAX_BYTES) -> Crosswalk:
    r"""The crosswalk in a JSON document or in a CSV table, checked whole.

    The table has the columns `old`, `new` and `relation`, and if need be `comparable` (yes or
    no) and `reason`; several ids stand in one cell with a comma or a space between them. The
    separator is a comma, a semicolon or a tab. `relation` may be left out where one side is
    empty: the question was added or removed.

    >>> from io import StringIO
    >>> table = StringIO("old,new,relation\nleaders,leaders,same\ncare,care1 care2,split\n")
    >>> read_crosswalk(table).matches[1].new
    ('care1', 'care2')

    Raises:
        DocumentError: with every problem and its row and column, or its JSON path.
        OSError: where the file cannot be opened or read.
    """
    text = read_text(source, limit)
    if text.lstrip().startswith("{"):
        return from_document(parsed(text), Crosswalk)
    problems = Causes()
    found = list(_rows(text, problems))
    matches = [match for _, match in found if match is not None]
    try:
        crosswalk = Crosswalk(matches)
    except InvalidError as error:
        numbers = [number for number, match in found if match is not None]
        for problem in _repeated(matches, numbers) or error.problems:
            problems.append(problem)
        crosswalk = Crosswalk([])
    DocumentError.check("crosswalk", problems)
    return crosswalk


def _rows(text: str, problems: Causes) -> Iterator[tuple[int, Match | None]]:
    """The matches with their row numbers, the header being row 1."""
    try:
        rows = csv_rows(text)
    except EntryError as error:
        problems.append(Problem((), *error.said))
        return
    places = _places(rows[0] if rows else [], problems)
    if len(problems):
        return
    for number, row in enumerate(rows[1:], 2):
        if any(map(entered, row)):
            yield number, _match(row, places, number, problems)


def _places(header: Sequence[str], problems: Causes) -> dict[str, int]:
    """The place of each column, by its name in the first row."""
    found = find_columns(enumerate(header, 1), _HEADERS)
    for place in found.unknown:
        near = nearest(folded(header[place - 1]), _COLUMNS)
        remedy = f"there are {listed(_COLUMNS)}"
        here = Place(row=1, column=place)
        problems.append(here.problem("unknown column", remedy, "unknown-column", suggestion=near))
    for place, name in found.repeated:
        message, remedy = f"a second column {name!r}", "delete the one that does not count"
        problems.append(Place(row=1, column=place).problem(message, remedy, "duplicate"))
    for name in ("old", "new"):
        if name not in found.places and not len(problems):
            message = f"no column {name!r}"
            problems.append(Place(row=1).problem(message, "there must be one", "missing"))
    return {name: place - 1 for name, place in found.places.items()}


def _match(
    row: Sequence[str], places: Mapping[str, int], number: int, problems: Causes
) -> Match | None:
    cells = {name: entered(row[at]) if at < len(row) else "" for name, at in places.items()}
    sound = True

    def fault(column: str, message: str, remedy: str = "", code: str = "missing") -> None:
        nonlocal sound
        sound = False
        problems.append(Place(row=number, column=column).problem(message, remedy, code))

    if any(map(entered, row[max(places.values()) + 1 :])):
        fault("", "more cells than the first row has", code="extra-cell")
    old, new = _ids(cells["old"]), _ids(cells["new"])
    said = cells.get("relation", "")
    relation = choice_of(said, RELATIONS) or said or _implied(old, new)
    comparable = choice_of(cells.get("comparable", ""), _YES_OR_NO)
    if comparable is None:
        fault("comparable", "this is yes or no, or left empty", code="not-yes-or-no")
    if not relation:
        fault("relation", "a relation is needed here", f"there are {listed(RELATIONS)}")
    if comparable is None or not sound:
        return None
    fields: dict[str, Any] = {"old": old, "new": new, "relation": relation}
    fields |= {"comparable": _YES_OR_NO[comparable], "reason": cells.get("reason", "")}
    try:
        return Match(**fields)
    except InvalidError as error:
        for problem in error.problems:
            column = next((name for name in _COLUMNS if problem.place.startswith(name)), "")
            problems.append(evolve(problem, path=(str(Place(row=number, column=column)),)))
        return None


def _ids(cell: str) -> list[str]:
    return cell.replace(",", " ").replace(";", " ").split()


def _implied(old: Sequence[str], new: Sequence[str]) -> str:
    """The relation of a row that has questions on one side only."""
    if bool(old) == bool(new):
        return ""
    return "removed" if old else "added"


def _repeated(matches: Sequence[Match], numbers: Sequence[int]) -> list[Problem]:
    """The problems of questions that stand in two rows."""
    problems = []
    for side in ("old", "new"):
        seen: dict[str, int] = {}
        for match, number in zip(matches, numbers, strict=True):
            for name in getattr(match, side):
                first = seen.setdefault(name, number)
                if first != number:
                    place = Place(row=number, column=side)
                    message = "a second row of this question"
                    remedy = f"the first is row {first}; write one row for it"
                    problems.append(place.problem(message, remedy, "duplicate", question=name))
    return problems
