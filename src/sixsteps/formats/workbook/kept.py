"""The hidden sheet: the round or the framework that a workbook was made from.

What the other sheets have no room for, such as an action's progress or the link of a piece of
evidence, is kept here and comes back with the answers. The document is split over cells.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Literal, TypeAlias

from sixsteps.errors import DocumentError
from sixsteps.formats.documents import from_document, to_document
from sixsteps.formats.limits import Budget
from sixsteps.formats.workbook.layout import DATA, FORMAT
from sixsteps.formats.workbook.opening import Sheet, WorkbookSource, refused
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.words import folded

Purpose: TypeAlias = Literal["template", "moderation", "setup", "framework", "actions"]

_PIECE = 32_000
_REMEDY = "fill in a workbook that sixsteps wrote, and keep its hidden sheet"
_CALLED: Mapping[str, tuple[str, str]] = {
    "template": ("return", "read it with read_round"),
    "moderation": ("moderation workbook", "read it with read_moderation"),
    "setup": ("set-up workbook", "read it with read_setup"),
    "framework": ("framework workbook", "read it with read_framework"),
    "actions": ("workbook of actions", "read it with read_actions"),
}
"""What a workbook of each purpose is called, and how it is read."""


def kept_rows(purpose: Purpose, value: Framework | Round) -> Iterator[tuple[str, str]]:
    """The hidden sheet's rows, a key and a text each: what the workbook is for and made from."""
    yield "format", FORMAT
    yield "purpose", purpose
    # Plain ASCII, and no "_x", which spreadsheets read as the start of an escaped character.
    text = json.dumps(to_document(value), separators=(",", ":")).replace("_x", "\\u005fx")
    Budget("workbook", len(text), remedy="write it in parts").spend_json(text)
    for start in range(0, len(text), _PIECE):
        yield "document", text[start : start + _PIECE]


def is_kept(sheets: tuple[Sheet, ...]) -> bool:
    """Whether a workbook has the hidden sheet."""
    return any(folded(sheet.name) == DATA for sheet in sheets)


def kept_round(sheets: tuple[Sheet, ...], purpose: Purpose, source: WorkbookSource) -> Round:
    """The round that a workbook was made from, as its hidden sheet holds it.

    Raises:
        DocumentError: for a workbook that is not ours, of a newer format or for another purpose.
    """
    found = kept(sheets, purpose, source)
    if isinstance(found, Round):
        return found
    raise refused(source, "the hidden sheet is not as it was written", _REMEDY, "not-ours")


def kept(sheets: tuple[Sheet, ...], purpose: Purpose, source: WorkbookSource) -> Framework | Round:
    """The round or framework that a workbook was made from, as its hidden sheet holds it.

    Raises:
        DocumentError: for a workbook that is not ours, of a newer format or for another purpose.
    """
    found = [sheet for sheet in sheets if folded(sheet.name) == DATA]
    if not found:
        raise refused(source, f"the workbook has no hidden sheet {DATA!r}", _REMEDY, "not-ours")
    pieces: dict[str, list[str]] = {"format": [], "purpose": [], "document": []}
    for row in found[0].rows:
        cells = {cell.column: cell.value for cell in row if cell.kind == "text"}
        if cells.get(1) in pieces and 2 in cells:
            pieces[cells[1]].append(cells[2])
    texts = {key: "".join(each) for key, each in pieces.items()}
    known, _, version = FORMAT.rpartition(" ")
    given, was = texts["format"], texts["purpose"]
    number = given.removeprefix(known).strip()
    if given != FORMAT and given.startswith(known) and number.isdigit():
        remedy = f"this sixsteps reads {version}; use a newer sixsteps"
        raise refused(source, f"the workbook has format {number}", remedy, "newer-format")
    if given == FORMAT and was != purpose and was in _CALLED:
        called, remedy = _CALLED[was]
        message = f"this is a {called} and no {_CALLED[purpose][0]}"
        raise refused(source, message, remedy, "purpose", purpose=was)
    data = None
    Budget("workbook", len(texts["document"]), (f'sheet "{DATA}"',), _REMEDY).spend_json(
        texts["document"]
    )
    # The error of the JSON module would hold the whole document.
    with suppress(ValueError, RecursionError):
        data = json.loads(texts["document"])
    if given != FORMAT or was != purpose or data is None:
        raise refused(source, "the hidden sheet is not as it was written", _REMEDY, "not-ours")
    try:
        value = from_document(data)
    except DocumentError as error:
        problems = [problem.within(f'sheet "{DATA}", document') for problem in error.problems]
        raise DocumentError("workbook", problems) from None
    if not isinstance(value, Framework | Round):
        raise refused(source, "the hidden sheet is not as it was written", _REMEDY, "not-ours")
    return value
