"""Crosswalks written by hand: a table in CSV with a row for each correspondence, or a document."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from attrs import evolve, frozen

from sixsteps.errors import DocumentError, InvalidError, Problem
from sixsteps.formats.documents import from_document
from sixsteps.formats.documents.by_hand import is_toml, plain_data
from sixsteps.formats.files import Readable, read_text
from sixsteps.formats.limits import MAX_BYTES
from sixsteps.formats.problems import Causes, Place
from sixsteps.formats.rows import EntryError, choice_of, csv_rows, find_columns
from sixsteps.model.crosswalk import RELATIONS, Crosswalk, Match, Relation, Side
from sixsteps.words import as_id, entered, folded, for_the_first, listed, nearest

_COLUMNS = ("old", "new", "relation", "comparable", "reason", "source")
_HEADERS = {name: name for name in _COLUMNS} | {
    **dict.fromkeys(("old question", "old questions", "before"), "old"),
    **dict.fromkeys(("new question", "new questions", "after"), "new"),
}
_YES_OR_NO = {"": None, "yes": True, "true": True, "no": False, "false": False}


def read_crosswalk(source: Readable, *, limit: int = MAX_BYTES) -> Crosswalk:
    r"""The crosswalk in a JSON or TOML document or in a CSV table, checked whole.

    The table has the columns `old`, `new` and `relation`, and if need be `comparable` (yes or
    no), `reason` and `source`; several ids stand in one cell with a comma or a space between
    them. The separator is a comma, a semicolon, a tab or a bar. `relation` may be left out: a
    question of one side alone was added or removed, any other is the same. A row with the relation
    `level` reads an old level as the new one beside it; `level back` a new one as the old.

    >>> from io import StringIO
    >>> table = StringIO("old,new,relation\nleaders,leaders,same\ncare,care1 care2,split\n")
    >>> read_crosswalk(table).matches[1].new
    ('care1', 'care2')
    >>> read_crosswalk(StringIO("old,new,relation\nred,no,level\ngreen,yes,level\n")).levels
    (('red', 'no'), ('green', 'yes'))

    Raises:
        DocumentError: with every problem and its row and column, or its JSON path.
        OSError: where the file cannot be opened or read.
    """
    text = read_text(source, limit)
    if text.lstrip().startswith("{") or is_toml(source, text):
        with plain_data(source, text=text) as data:
            return from_document(data, Crosswalk)
    try:
        header, *rows = csv_rows(text) or [[]]
    except EntryError as error:
        raise DocumentError("crosswalk", [Problem((), *error.said)]) from None
    problems = Causes()
    places = _places(header, problems)
    DocumentError.check("crosswalk", problems)
    # The header is row 1.
    told = {number: row for number, row in enumerate(rows, 2) if any(map(entered, row))}
    at = places.get("source", -1)
    sources = dict.fromkeys(entered(row[at]) for row in told.values() if 0 <= at < len(row))
    read = [(number, _match(row, places, number, problems)) for number, row in told.items()]
    found = [(number, match) for number, match in read if isinstance(match, Match)]
    pairs = [(number, pair) for number, pair in read if isinstance(pair, _Level)]
    side: Side = pairs[0][1].side if pairs else "before"
    for number, pair in pairs:
        if pair.side != side:
            message = "levels are read one way here and the other way above"
            place = Place(row=number, column="relation")
            problems.fault(place, message, "read all of them one way")
    levels = [(pair.level, pair.means) for _, pair in pairs]
    try:
        matches = [match for _, match in found]
        crosswalk = Crosswalk(matches, levels, side, source="; ".join(filter(None, sources)))
    except InvalidError as error:
        for problem in [*_repeated(found), *_of_levels(error, pairs)] or error.problems:
            problems.append(problem)
        crosswalk = Crosswalk([])
    DocumentError.check("crosswalk", problems)
    return crosswalk


@frozen
class _Level:
    """A row about levels: a level of the scale on one side, and what it means on the other."""

    side: Side
    level: str
    means: str


_LEVELS: Mapping[str, Side] = {"level": "before", "level back": "after"}
_RELATIONS = (*RELATIONS, *_LEVELS)


def _places(header: Sequence[str], problems: Causes) -> dict[str, int]:
    """The place of each column, by its name in the first row."""
    found = find_columns(enumerate(header, 1), _HEADERS)
    nearly = for_the_first(nearest)
    for place in found.unknown:
        near = nearly(folded(header[place - 1]), _COLUMNS)
        remedy = f"there are {listed(_COLUMNS)}"
        here = Place(row=1, column=place)
        problems.fault(here, "unknown column", remedy, "unknown-column", suggestion=near)
    for place, name in found.repeated:
        remedy = "put what both say into one, and delete the other"
        problems.fault(Place(row=1, column=place), f"a second column {name!r}", remedy, "duplicate")
    for name in ("old", "new"):
        if name not in found.places and not len(problems):
            problems.fault(Place(row=1), f"no column {name!r}", "there must be one", "missing")
    return {name: place - 1 for name, place in found.places.items()}


def _match(
    row: Sequence[str], places: Mapping[str, int], number: int, problems: Causes
) -> Match | _Level | None:
    cells = {name: entered(row[at]) if at < len(row) else "" for name, at in places.items()}
    old, new = _ids(cells["old"]), _ids(cells["new"])
    said = cells.get("relation", "")
    implied = "same" if bool(old) == bool(new) else "removed" if old else "added"
    relation = choice_of(said, _RELATIONS) or said or implied
    comparable = choice_of(cells.get("comparable", ""), _YES_OR_NO)
    faults = []
    if any(map(entered, row[max(places.values()) + 1 :])):
        faults.append(("", "more cells than the first row has", "", "extra-cell"))
    if comparable is None:
        faults.append(("comparable", "this is yes or no, or left empty", "", "not-yes-or-no"))
    if relation in _LEVELS:
        faults += [
            (column, "one level is needed here", "write a row for each", "invalid")
            for column, ids in (("old", old), ("new", new))
            if len(ids) != 1
        ]
    for column, *told in faults:
        problems.fault(Place(row=number, column=column), *told)
    if faults or comparable is None:
        return None
    if relation in _LEVELS:
        side = _LEVELS[relation]
        return _Level(side, *(old + new if side == "before" else new + old))
    try:
        relation = cast(Relation, relation)
        return Match(old, new, relation, _YES_OR_NO[comparable], cells.get("reason", ""))
    except InvalidError as error:
        for problem in error.problems:
            column = next((name for name in _COLUMNS if problem.place.startswith(name)), "")
            problems.append(evolve(problem, path=(str(Place(row=number, column=column)),)))
        return None


def _ids(cell: str) -> list[str]:
    return as_id(cell.replace(",", " ").replace(";", " ")).split()


def _repeated(found: Sequence[tuple[int, Match]]) -> Iterator[Problem]:
    """The problems of questions that stand in two rows, unless both say that they are related."""
    for side in ("old", "new"):
        seen: dict[str, tuple[int, bool]] = {}
        for number, match in found:
            related = match.relation == "related"
            for name in getattr(match, side):
                first, both = seen.setdefault(name, (number, related))
                if first != number and not (both and related):
                    place = Place(row=number, column=side)
                    message = "a second row of this question"
                    remedy = f"the first is row {first}; write one row for it"
                    yield place.problem(message, remedy, "duplicate", question=name)


def _of_levels(error: InvalidError, pairs: Sequence[tuple[int, _Level]]) -> Iterator[Problem]:
    for problem in error.problems:
        name, place, part, *_ = (*problem.path, None, None)
        if name == "levels" and isinstance(place, int):
            number, pair = pairs[place]
            column = "old" if (part == 1) == (pair.side == "after") else "new"
            here = evolve(problem, path=(str(Place(row=number, column=column)),))
            first = next((row for row, one in pairs if one.level == pair.level), number)
            if part is None:
                message, remedy = "a second row of this level", f"the first is row {first}"
                here = evolve(here, message=message, remedy=remedy)
            yield here
