"""The hidden sheet: the round a workbook was made from, with its whole framework.

What the other sheets have no room for, such as an action's progress or the link of a piece of
evidence, is kept here and comes back with the answers. The document is split over cells.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Literal, TypeAlias

from attrs import frozen

from sixsteps.errors import DocumentError, Problem
from sixsteps.formats.documents import from_document, to_document
from sixsteps.formats.workbook.layout import DATA, FORMAT, folded
from sixsteps.formats.workbook.opening import Sheet, Source, name_of
from sixsteps.model.rounds import Round

Purpose: TypeAlias = Literal["template", "moderation"]

_PIECE = 32_000
_REMEDY = "fill in a workbook that sixsteps wrote, and keep its hidden sheet"
_OTHERS: Mapping[str, str] = {
    "moderation": "this is a moderation workbook and no return; read it with read_moderation, or"
    " leave it out",
    "template": "this is a return and no moderation workbook; read it with read_round",
}


@frozen
class Kept:
    """What the hidden sheet holds: what the workbook is for, and the round it was made from."""

    purpose: Purpose
    round: Round


def kept_rows(kept: Kept) -> Iterator[tuple[str, str]]:
    """The hidden sheet's rows: a key and a text each."""
    yield "format", FORMAT
    yield "purpose", kept.purpose
    # Plain ASCII, and no "_x", which spreadsheets read as the start of an escaped character.
    text = json.dumps(to_document(kept.round), separators=(",", ":")).replace("_x", "\\u005fx")
    for start in range(0, len(text), _PIECE):
        yield "document", text[start : start + _PIECE]


def kept_in(sheets: tuple[Sheet, ...], purpose: Purpose, source: Source) -> Kept:
    """What the hidden sheet of a workbook holds.

    Raises:
        DocumentError: for a workbook that is not ours, of a newer format or for another purpose.
    """
    found = [sheet for sheet in sheets if folded(sheet.name) == DATA]
    if not found:
        raise _refused(source, f"the workbook has no hidden sheet {DATA!r}; {_REMEDY}")
    texts: dict[str, list[str]] = {}
    for row in found[0].rows:
        cells = {cell.column: cell.value for cell in row if cell.kind == "text"}
        if 1 in cells and 2 in cells:
            texts.setdefault(cells[1], []).append(cells[2])
    known, _, version = FORMAT.rpartition(" ")
    given = "".join(texts.get("format", []))
    if given != FORMAT:
        if given.startswith(known) and given.removeprefix(known).strip().isdigit():
            remedy = f"this sixsteps reads {version}; use a newer sixsteps"
            number = given.removeprefix(known).strip()
            raise _refused(source, f"the workbook has format {number}; {remedy}", "newer-format")
        raise _refused(source, f"the hidden sheet is not as it was written; {_REMEDY}")
    was = "".join(texts.get("purpose", []))
    if was != purpose:
        if was not in _OTHERS:
            raise _refused(source, f"the hidden sheet is not as it was written; {_REMEDY}")
        raise _refused(source, _OTHERS[was], "purpose")
    return Kept(purpose, _round_in("".join(texts.get("document", [])), source))


def _round_in(text: str, source: Source) -> Round:
    data = None
    # The error of the JSON module would hold the whole document.
    with suppress(ValueError, RecursionError):
        data = json.loads(text)
    if data is None:
        raise _refused(source, f"the hidden sheet is not as it was written; {_REMEDY}")
    try:
        return from_document(data, Round)
    except DocumentError as error:
        problems = [problem.within(f'sheet "{DATA}", document') for problem in error.problems]
    raise DocumentError("workbook", problems)


def _refused(source: Source, message: str, code: str = "not-ours") -> DocumentError:
    return DocumentError("workbook", [Problem(name_of(source), message, code=code)])
