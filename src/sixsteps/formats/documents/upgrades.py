"""Documents of an older format brought up to the next: one function a format, pure.

Each takes the plain data of a document of its format, of any kind, and gives that of the next.
What is at fault is left for the readers of the present format to tell.
"""

import warnings
from typing import Any

from attrs import evolve

from sixsteps.model.framework import PUBLISHED, Framework
from sixsteps.model.rounds import Round
from sixsteps.model.source import compared
from sixsteps.model.views import left_in_redacted

_HEADING = ("$schema", "format", "citation")
_AGREED_IN_1 = ("state", "agreed_by", "agreed_on")


def from_1(document: dict[str, Any]) -> dict[str, Any]:
    """A document of format 1 in format 2.

    A framework whose source is the published one by its reference has that source whole.
    """
    kind = document["format"].split()[1]
    if kind == "framework":
        return _with_the_published_source(document)
    if kind == "round":
        return _signed_off(_round_from_1(document))
    return document


def _round_from_1(document: dict[str, Any]) -> dict[str, Any]:
    framework = now = document.get("framework")
    if type(framework) is dict:
        now = _with_the_published_source(framework)
    # One that is built already, from a line before, may have been upgraded there.
    if now is framework and not isinstance(framework, Framework):
        return document
    return {key: value for key, value in document.items() if key != "citation"} | {"framework": now}


def _signed_off(document: dict[str, Any]) -> dict[str, Any]:
    """A round of format 1 of which one that says it was agreed is signed off as it is read.

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
    if is_marked and not any(left_in_redacted(round_)):
        round_, now["view"] = evolve(round_, view="redacted"), "redacted"
    return {**now, "agreed": {"by": by, "on": on, "digest": round_.digest}} if is_signed else now


def _read(document: dict[str, Any]) -> Round | None:
    """The round of a document in the present format, `None` where that is at fault."""
    # Here, because few documents are of an older format.
    from sixsteps.formats.documents.converter import structured

    body = {key: one for key, one in document.items() if key not in _HEADING}
    try:
        round_: Round = structured(body, Round)
    except Exception:
        return None
    return round_


def _with_the_published_source(framework: dict[str, Any]) -> dict[str, Any]:
    """A framework with the present source of the text that it says it is, or is made from.

    Earlier versions told less of it. The citation is then another, and is written anew.
    """
    source = framework.get("source")
    reference = source.get("reference") if type(source) is dict else None
    if type(reference) is not str or compared(reference) not in PUBLISHED:
        return framework
    # Here, because few documents are of an older format, and the paper is much to load.
    from sixsteps.formats.documents.converter import unstructured
    from sixsteps.published import SOURCE

    now = unstructured(SOURCE)
    if source == now:
        return framework
    return {key: value for key, value in framework.items() if key != "citation"} | {"source": now}
