"""Documents of an older format brought up to the next: one function a format, pure.

Each takes the plain data of a document of its format, and gives that of the next. What is at
fault is left for the readers of the present format to tell.
"""

import warnings
from typing import Any

from attrs import evolve

from sixsteps.model.redaction import left_in
from sixsteps.model.rounds import Round

HEADING = ("$schema", "format", "citation")
_AGREED_IN_1 = ("state", "agreed_by", "agreed_on")


def round_from_1(document: dict[str, Any]) -> dict[str, Any]:
    """A round of format 1 in format 2: one that says it was agreed is signed off as it is read.

    Where it does not say by whom and when, or says a day before its own, it is a draft, and that
    is told in a warning. The mark of a redacted one becomes its view, if it is true. The digest
    of the earlier round is left out: it was taken in another way.
    """
    said = {key: document[key] for key in _AGREED_IN_1 if key in document}
    now = {key: value for key, value in document.items() if key not in said}
    if type(now.get("previous")) is dict:
        now["previous"] = {k: v for k, v in now["previous"].items() if k != "digest"}
    is_marked = now.pop("redacted") if type(now.get("redacted")) is bool else False
    by, on, is_agreed = said.get("agreed_by"), said.get("agreed_on"), said.get("state") == "agreed"
    if not is_agreed and (by or on):
        return {**now, **said}
    is_signed = bool(is_agreed and by and type(on) is str and on >= str(now.get("on")))
    if is_agreed and not is_signed:
        why = "before its own date" if by and on else "without a name or without a date"
        told = f"a round of format 1 that was agreed {why} is read as a draft"
        warnings.warn(f"{told}; sign it off with agree(by, on)", stacklevel=2)
    round_ = _read(now) if is_marked or is_signed else None
    if round_ is None:
        return now
    if is_marked and not any(left_in(round_)):
        round_, now["view"] = evolve(round_, view="redacted"), "redacted"
    return {**now, "agreed": {"by": by, "on": on, "digest": round_.digest}} if is_signed else now


def _read(document: dict[str, Any]) -> Round | None:
    """The round of a document in the present format, `None` where that is at fault."""
    # Here, because few documents are of an older format.
    from sixsteps.formats.documents.converter import structured

    body = {key: one for key, one in document.items() if key not in HEADING}
    try:
        round_: Round = structured(body, Round)
    except Exception:
        return None
    return round_
