"""The line of a round in a JSON Lines file as the bytes of its cells, no value made of a rating.

Ratings are nearly all of a line. They are checked in columns, by what checks the ratings of every
document, and everything else on the line as `from_document` checks it. A line that is not
plainly good is left to the full reader, so that the same is refused with the same message.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, NoReturn

from attrs import frozen

from sixsteps.analysis.cells import respondent_ids
from sixsteps.formats.documents import from_document
from sixsteps.formats.documents.answers import rating_columns
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.panel.answers import RoundCells


@frozen
class EncodedRound:
    """A round without its ratings, and the bytes of its cells with them."""

    round: Round
    cells: bytes


class _NotPlain(Exception):
    """The line is for the full reader."""


def _constant(_: str) -> NoReturn:
    raise _NotPlain


_decode = json.JSONDecoder(parse_constant=_constant).decode


def encoded_round(text: str, frameworks: Mapping[str, Framework]) -> EncodedRound | None:
    """The round on a line, answering one of these frameworks; `None` if that is not plain."""
    try:
        return _encoded(text, frameworks)
    except Exception:
        # Whatever it was: the full reader says what and where, or finds nothing wrong.
        return None


def _encoded(text: str, frameworks: Mapping[str, Framework]) -> EncodedRound:
    data = _decode(text)
    ratings = data.get("ratings", [])
    if type(ratings) is not list or {*map(type, ratings)} - {dict}:
        raise _NotPlain
    rest = {**data, "ratings": []} if "ratings" in data else data
    if not _is_written_once(text, rest, ratings):
        raise _NotPlain
    # Those that are not applicable are few; the round takes them in like everything else.
    others = [item for item in ratings if "reason" in item]
    columns = rating_columns([x for x in ratings if "reason" not in x] if others else ratings)
    framework = frameworks[data["framework"]]
    round_ = from_document({**rest, "ratings": others, "framework": framework}, Round)
    cells = RoundCells(round_, respondent_ids(round_))
    places = cells.places(columns["question"], columns["respondent"])
    taken = cells.places(
        [answer.question for answer in round_.ratings],
        [answer.respondent for answer in round_.ratings],
    )
    if len({*places, *taken}) < len(places) + len(taken):
        raise _NotPlain
    cells.rate(places, columns["level"], columns["evidence"], columns["remaining"])
    return EncodedRound(round_, bytes(cells.bytes))


def _is_written_once(text: str, rest: dict[str, Any], ratings: Sequence[dict[str, Any]]) -> bool:
    """Whether no object of a JSON text has a key twice, as far as counting shows it.

    A key is followed by a colon, and one given twice is read once. So a text without more colons
    than the keys and strings that were read hold has none twice; nor has one without more colons
    next to a quote than there are keys, unless keys stand apart from their colons.
    """
    keys = _keys(rest) + _rating_keys(ratings)
    if "\\" not in text and text.count(":") == keys + _colons(rest):
        return True
    is_compact = not (" :" in text or "\t" in text or "\r" in text)
    return is_compact and text.count('":') == keys


def _rating_keys(ratings: Sequence[dict[str, Any]]) -> int:
    """How many keys the objects of ratings have; only their evidence holds other objects."""
    evidence = chain.from_iterable([item["evidence"] for item in ratings if "evidence" in item])
    return sum(map(len, ratings)) + sum(map(len, evidence))


def _keys(value: Any) -> int:
    """How many keys the objects of plain data have."""
    if type(value) is dict:
        return len(value) + sum(map(_keys, value.values()))
    return sum(map(_keys, value)) if type(value) is list else 0


def _colons(value: Any) -> int:
    """How many colons the strings of plain data hold, apart from keys."""
    if type(value) is dict:
        return sum(map(_colons, value.values()))
    if type(value) is list:
        return sum(map(_colons, value))
    return value.count(":") if type(value) is str else 0
