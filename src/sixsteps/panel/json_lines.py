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
    if _written(text) != _members({**data, "ratings": []}) + _members_of(ratings):
        raise _NotPlain
    # Those that are not applicable are few; the round takes them in like everything else.
    others = [item for item in ratings if "reason" in item]
    columns = rating_columns([item for item in ratings if "reason" not in item])
    framework = frameworks[data["framework"]]
    round_ = from_document({**data, "ratings": others, "framework": framework}, Round)
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


def _written(text: str) -> int:
    """How many members the objects of a JSON text have, or more, keys given twice counted twice.

    Only a text that holds a quote and a colon in a row gives more.
    """
    if " :" in text or "\t" in text or "\r" in text:
        raise _NotPlain
    return text.count('":')


def _members(value: Any) -> int:
    """How many members the objects of plain data have."""
    if type(value) is dict:
        return len(value) + sum(map(_members, value.values()))
    return sum(map(_members, value)) if type(value) is list else 0


def _members_of(ratings: Sequence[dict[str, Any]]) -> int:
    """As `_members`; nothing in a rating but its evidence is an object."""
    evidence = chain.from_iterable([item["evidence"] for item in ratings if "evidence" in item])
    return sum(map(len, ratings)) + sum(map(len, evidence))
