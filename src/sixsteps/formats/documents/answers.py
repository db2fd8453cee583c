"""The answers of a round, which are most of its document, read all together.

`sixsteps.model.columns` says why. Data at fault are refused here, explained by `diagnosis`.
"""

from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
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
    columns = rating_columns(items)
    columns |= {name: shared(columns[name]) for name in ("question", "level", "respondent")}
    columns["evidence"] = _evidence(columns["evidence"])
    return made(Rating, columns, len(items))


def rating_columns(items: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    """The fields of as many ratings, each a column of checked values.

    The evidence is checked too, and still the objects it was given as.

    Raises:
        Exception: of any kind, for data at fault.
    """
    keys = {*chain.from_iterable(items)}
    if not keys <= _RATING_KEYS:
        raise RefusedError

    def column(name: str, default: Any) -> list[Any]:
        if name not in keys:
            return [default] * len(items)
        return [item.get(name, default) for item in items]

    columns = {
        "question": [*map(itemgetter("question"), items)],
        "level": [*map(itemgetter("level"), items)],
        "respondent": column("respondent", None),
        "rationale": column("rationale", ""),
        "remaining": column("remaining", ""),
        "on": _days(column("on", None)) if "on" in keys else [None] * len(items),
        "evidence": column("evidence", _NO_EVIDENCE),
    }
    if not (
        are_ids(columns["question"])
        and are_ids(columns["level"], optional=True)
        and are_ids(columns["respondent"], optional=True)
        and all(are_texts(columns[name]) for name in ("rationale", "remaining") if name in keys)
    ):
        raise RefusedError
    _check_evidence(columns["evidence"])
    return columns


def _check_evidence(lists: Sequence[Any]) -> None:
    """Refuse what is no list of pieces of evidence."""
    if {*map(type, lists)} - {list}:
        raise RefusedError
    items = [*chain.from_iterable(lists)]
    if {*map(type, items)} - {dict}:
        raise RefusedError
    keys = {*chain.from_iterable(items)}
    texts = [*map(itemgetter("text"), items)]
    if not keys <= _EVIDENCE_KEYS or not are_texts(texts, required=True):
        raise RefusedError
    links = [item.get("link") for item in items] if "link" in keys else ()
    kinds = {item.get("kind") for item in items} if "kind" in keys else set()
    if not (
        are_texts([link for link in links if link is not None], required=True)
        and kinds <= {None, *EVIDENCE_KINDS}
    ):
        raise RefusedError
    if "on" in keys:
        _days([item.get("on") for item in items])


def _evidence(lists: Sequence[list[dict[str, Any]]]) -> list[tuple[Evidence, ...]]:
    """The evidence of each answer, from a list of checked objects for each."""
    items = [*chain.from_iterable(lists)]
    columns: dict[str, list[Any]] = {
        name: [item.get(name) for item in items] for name in _EVIDENCE_KEYS
    }
    columns["on"] = _days(columns["on"])
    pieces = iter(made(Evidence, columns, len(items)))
    return [tuple([next(pieces) for _ in one]) if one else () for one in lists]


def _days(column: Sequence[Any]) -> list[Any]:
    days = {text: None if text is None else day(text) for text in {*column}}
    return [days[text] for text in column]
