"""The answers of a round, which are most of its document, read all together.

`sixsteps.model.columns` says why. Data at fault are refused here, explained by `diagnosis`.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from sixsteps.formats.documents.simple import RefusedError, day
from sixsteps.model.columns import are_ids, are_texts, made, shared
from sixsteps.model.ratings import EVIDENCE_KINDS, Evidence, Rating

_RATING_KEYS = {"question", "level", "evidence", "rationale", "remaining", "respondent", "on"}
_EVIDENCE_KEYS = {"text", "link", "on", "kind"}
_NO_EVIDENCE: list[Any] = []


def ratings_of(items: Sequence[dict[str, Any]]) -> list[Rating]:
    """The ratings of as many objects.

    Raises:
        Exception: of any kind, for data at fault.
    """
    if not _RATING_KEYS.issuperset(chain.from_iterable(items)):
        raise RefusedError
    columns: dict[str, list[Any]] = {
        "question": shared([item["question"] for item in items]),
        "level": shared([item["level"] for item in items]),
        "respondent": shared([item.get("respondent") for item in items]),
        "rationale": [item.get("rationale", "") for item in items],
        "remaining": [item.get("remaining", "") for item in items],
        "on": _days(items),
    }
    if not (
        are_ids(columns["question"])
        and are_ids(columns["level"], optional=True)
        and are_ids(columns["respondent"], optional=True)
        and are_texts(columns["rationale"])
        and are_texts(columns["remaining"])
    ):
        raise RefusedError
    columns["evidence"] = _evidence([item.get("evidence", _NO_EVIDENCE) for item in items])
    return made(Rating, columns, len(items))


def _evidence(lists: list[Any]) -> list[tuple[Evidence, ...]]:
    """The evidence of each answer, from a list of objects for each."""
    if {*map(type, lists)} - {list}:
        raise RefusedError
    items = [*chain.from_iterable(lists)]
    if {*map(type, items)} - {dict} or not _EVIDENCE_KEYS.issuperset(chain.from_iterable(items)):
        raise RefusedError
    texts = [item["text"] for item in items]
    links = [item.get("link") for item in items]
    kinds = [item.get("kind") for item in items]
    if not (
        are_texts(texts, required=True)
        and are_texts([link for link in links if link is not None], required=True)
        and {*kinds} <= {None, *EVIDENCE_KINDS}
    ):
        raise RefusedError
    columns = {"text": texts, "link": links, "kind": kinds, "on": _days(items)}
    pieces = iter(made(Evidence, columns, len(items)))
    return [tuple([next(pieces) for _ in one]) if one else () for one in lists]


def _days(items: Sequence[dict[str, Any]]) -> list[Any]:
    column = [item.get("on") for item in items]
    days = {text: None if text is None else day(text) for text in {*column}}
    return [days[text] for text in column]
