"""Documents of an older format brought up to the next: one function a format, pure.

Each takes the plain data of a document of its format, of any kind, and gives that of the next.
What is at fault is left for the readers of the present format to tell.
"""

from typing import Any

from sixsteps.model.framework import PUBLISHED, Framework
from sixsteps.model.source import compared


def from_1(document: dict[str, Any]) -> dict[str, Any]:
    """A document of format 1 in format 2.

    A framework whose source is the published one by its reference has that source whole.
    """
    kind = document["format"].split()[1]
    if kind == "framework":
        return _with_the_published_source(document)
    if kind == "round":
        return _round_from_1(document)
    return document


def _round_from_1(document: dict[str, Any]) -> dict[str, Any]:
    framework = now = document.get("framework")
    if type(framework) is dict:
        now = _with_the_published_source(framework)
    # One that is built already, from a line before, may have been upgraded there.
    if now is framework and not isinstance(framework, Framework):
        return document
    return {key: value for key, value in document.items() if key != "citation"} | {"framework": now}


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
