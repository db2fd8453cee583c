"""Edited copies of a framework: what came back from an editor or another tool, as an adaptation."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import date
from typing import Any

from sixsteps.adaptation.recording import UNSOURCED, by_id, recorded
from sixsteps.formats.documents import from_document
from sixsteps.formats.documents.by_hand import plain_data
from sixsteps.formats.files import Readable, path_of
from sixsteps.formats.workbook.framework_sheet import read_framework
from sixsteps.formats.workbook.opening import SPREADSHEETS
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework

_IGNORED = frozenset({"citation", "source", "lineage", "origin"})


def record(
    base: Framework,
    edited: Framework | Mapping[str, Any] | Readable,
    *,
    by: str | Iterable[str],
    on: date,
    reason: str = "",
    reworded: Iterable[str] = (),
    replaced: Iterable[str] = (),
    reasons: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Framework:
    """The framework adapted to the content of an edited copy, whoever edited it and wherever.

    `edited` is a framework, the plain data of its document, or a path to its JSON, TOML or
    workbook (or an open file of the first two), and is read for its content alone. Ids say what
    corresponds: what is missing was removed, what is new was added, and so for steps; another
    place is a move. Where the text of a question changed, name its id in `reworded` (the meaning
    is the same) or in `replaced` (it is another question, and gets the next free id, as does a
    new one under an id that meant something else here before; the adaptation's `renamed` says
    which became which). `reasons` gives reasons by id. A scale with other levels needs a
    `mapping` from the old to the new. A copy in which nothing was changed gives the base itself.

    The sheet Framework of a workbook says itself what was reworded or replaced, and why. To be
    told what of a workbook was not used, give it to `workbook.read_framework(path, base=base)`.

    >>> import sixsteps as ss
    >>> copy = ss.to_document(ss.six_steps())
    >>> copy["steps"][0]["questions"][0]["text"] = "Have the partners agreed a plan?"
    >>> local = record(ss.six_steps(), copy, by="Anytown", on=date(2026, 4, 1), replaced=["s1q1"])
    >>> local.steps[0].questions[0].id, local.lineage[0].renamed
    ('s1q5', (('s1q1', 's1q5'),))

    Raises:
        AdaptationError: for every changed text that is named in neither or in both, for a text
            that the base has under another id, for levels without a mapping.
        DocumentError: for a document or a workbook that cannot be read; in a workbook also for
            all of this, with its cell.
        InvalidError: if nobody is named or `on` is no date.
    """
    instance_of(base, Framework, "record")
    said: dict[str, Any] = {"by": by, "on": on, "reason": reason, "reasons": by_id(reasons)}
    said |= {"reworded": reworded, "replaced": replaced, "mapping": mapping}
    if not isinstance(edited, Framework | Mapping):
        path = path_of(edited)
        if path is not None and path.suffix.lower() in SPREADSHEETS:
            found = read_framework(path, base=base, **said).framework
            assert found is not None  # noqa: S101  what every workbook of a framework gives
            return found
    is_whole = isinstance(edited, Framework)
    content = edited if isinstance(edited, Framework) else _read(edited)
    return recorded(base, content, **said, says_sources=is_whole)


def _read(edited: Mapping[str, Any] | Readable) -> Framework:
    """The content of a document as a framework of no source that counts."""
    with nullcontext(edited) if isinstance(edited, Mapping) else plain_data(edited) as data:
        if not isinstance(data, Mapping):
            return from_document(data, Framework)
        content = {key: value for key, value in data.items() if key not in _IGNORED}
        return from_document({**content, "source": {"reference": UNSOURCED.reference}}, Framework)
