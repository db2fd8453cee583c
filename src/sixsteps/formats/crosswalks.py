"""Crosswalks written by hand: a table in CSV with a row for each correspondence, or JSON."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from attrs import evolve

from sixsteps.errors import DocumentError, InvalidError, Problem, listed, nearest
from sixsteps.formats.documents import from_document
from sixsteps.formats.documents.kinds import parsed
from sixsteps.formats.files import MAX_BYTES, Readable, read_text
from sixsteps.model.crosswalk import RELATIONS, Crosswalk, Match

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "old": ("old", "old question", "old questions", "before"),
    "new": ("new", "new question", "new questions", "after"),
    "relation": ("relation",),
    "comparable": ("comparable",),
    "reason": ("reason",),
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
    problems: list[Problem] = []
    found = list(_rows(text, problems))
    matches = [match for _, match in found if match is not None]
    try:
        crosswalk = Crosswalk(matches)
    except InvalidError as error:
        numbers = [number for number, match in found if match is not None]
        problems += _repeated(matches, numbers) or error.problems
        crosswalk = Crosswalk([])
    DocumentError.check("crosswalk", problems)
    return crosswalk


def _rows(text: str, problems: list[Problem]) -> Iterator[tuple[int, Match | None]]:
    """The matches with their row numbers, the header being row 1."""
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True))
    except csv.Error as error:
        problems.append(Problem("", f"this is no table in CSV ({error})", code="not-csv"))
        return
    places = _places(rows[0] if rows else [], problems)
    if problems:
        return
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            yield number, _match(row, places, number, problems)


def _separator(text: str) -> str:
    header = text.partition("\n")[0]
    return max((",", ";", "\t"), key=header.count)


def _places(header: Sequence[str], problems: list[Problem]) -> dict[str, int]:
    """Where each column stands, by its name in the first row."""
    places: dict[str, int] = {}
    for place, cell in enumerate(header):
        given = " ".join(cell.split()).casefold()
        names = [name for name, variants in _COLUMNS.items() if given in variants]
        here = f"row 1, column {place + 1}"
        if not names:
            message = f"unknown column; there are {listed([*_COLUMNS])}"
            problems.append(
                Problem(here, message, code="unknown-column", suggestion=nearest(given, _COLUMNS))
            )
        elif names[0] in places:
            problems.append(Problem(here, f"a second column {names[0]!r}", code="duplicate"))
        else:
            places[names[0]] = place
    for name in ("old", "new"):
        if name not in places and not problems:
            problems.append(
                Problem("row 1", f"no column {name!r}; there must be one", code="missing")
            )
    return places


def _match(
    row: Sequence[str], places: Mapping[str, int], number: int, problems: list[Problem]
) -> Match | None:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    found: list[Problem] = []
    if len(row) > max(places.values()) + 1 and any(row[max(places.values()) + 1 :]):
        found.append(Problem("", "more cells than the first row has", code="extra-cell"))
    old, new = _ids(cells["old"]), _ids(cells["new"])
    relation = cells.get("relation", "").lower() or _implied(old, new)
    comparable = cells.get("comparable", "").lower()
    if comparable not in _YES_OR_NO:
        found.append(
            Problem("comparable", "this is yes or no, or left empty", code="not-yes-or-no")
        )
    if not relation:
        message = f"a relation is needed here; there are {listed(RELATIONS)}"
        found.append(Problem("relation", message, code="missing"))
    match: Match | None = None
    if not found:
        fields: dict[str, Any] = {"old": old, "new": new, "relation": relation}
        fields |= {"comparable": _YES_OR_NO[comparable], "reason": cells.get("reason", "")}
        try:
            match = Match(**fields)
        except InvalidError as error:
            found += error.problems
    problems += (_placed(problem, number) for problem in found)
    return match


def _ids(cell: str) -> list[str]:
    return cell.replace(",", " ").replace(";", " ").split()


def _implied(old: Sequence[str], new: Sequence[str]) -> str:
    """The relation of a row that has questions on one side only."""
    if bool(old) == bool(new):
        return ""
    return "removed" if old else "added"


def _placed(problem: Problem, number: int) -> Problem:
    column = problem.place.partition("[")[0]
    return evolve(problem, path=f"row {number}, column {column!r}" if column else f"row {number}")


def _repeated(matches: Sequence[Match], numbers: Sequence[int]) -> list[Problem]:
    """The problems of questions that stand in two rows."""
    problems = []
    for side in ("old", "new"):
        seen: dict[str, int] = {}
        for match, number in zip(matches, numbers, strict=True):
            for name in getattr(match, side):
                first = seen.setdefault(name, number)
                if first != number:
                    message = f"{name!r} stands in row {first} already; write one row for it"
                    problems.append(
                        Problem(
                            f"row {number}, column {side!r}",
                            message,
                            code="duplicate",
                            question=name,
                        )
                    )
    return problems
