"""The line of a round in a JSON Lines file as the bytes of its cells, no value made of a rating.

Ratings are nearly all of a line, and all are written in one form. They are recognised in that form,
which leaves room for nothing that is refused elsewhere, and taken out; the rest of the line is read
as every document is. A line in any other form, good or bad, is left to the full reader, so that
the same is refused with the same message.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from attrs import frozen

from sixsteps.analysis.cells import respondent_ids
from sixsteps.formats.documents import from_document
from sixsteps.formats.documents.parsing import parsed
from sixsteps.formats.documents.simple import day
from sixsteps.model.checks import MAX_TEXT
from sixsteps.model.framework import Framework
from sixsteps.model.ratings import EVIDENCE_KINDS
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.panel.answers import RoundCells, answer_codes
from sixsteps.panel.codes import NOT_APPLICABLE, empty


@frozen
class EncodedRound:
    """A round without its ratings, and the bytes of its cells with them."""

    round: Round
    cells: bytes


class _NotPlain(Exception):
    """The line is for the full reader."""


_INDENT = 9
"""How many spaces a text may begin with; where one has more, its line is read in full."""


def _maybe(part: str) -> str:
    # Several times as fast as a question mark, because there is nothing to repeat.
    return f"(?:{part}|)"


_ID = '"([^"]++)"'
_TEXT = f'"[^"]{{0,{MAX_TEXT}}}+"'
_WORDS = rf'"\s{{0,{_INDENT}}}+[^\s"][^"]{{0,{MAX_TEXT - _INDENT - 1}}}+"'
_EVIDENCE = (
    rf'\{{"text":{_WORDS}'
    + _maybe(f',"link":{_WORDS}')
    + _maybe(f',"on":{_TEXT}')
    + _maybe(f',"kind":"(?:{"|".join(EVIDENCE_KINDS)})"')
    + r"\}"
)
_RATED = (
    '"level":("[^"]++"|null)'
    + _maybe(rf',"evidence":\[{_EVIDENCE}(?:,{_EVIDENCE})*+(\])')
    + _maybe(f',"rationale":{_TEXT}')
    + _maybe(f'(,)"remaining":{_WORDS}')
)
_WHOSE = _maybe(f',"respondent":{_ID}')
# Only what is rated has a date of its own.
_ON = "(?(2)" + _maybe(f',"on":{_TEXT}') + ")"
_split = re.compile(rf',\{{"question":{_ID},(?:{_RATED}|"reason":{_WORDS}){_WHOSE}{_ON}\}}').split
_COLUMNS = ("question", "level", "evidence", "remaining", "respondent")
_days = re.compile('"on":"([^"]*)"').findall
_BEGIN = '"ratings":[{'

# Of the same length, and as blank or not as what they stand for. What two backslashes stand for
# comes first: the second is not the beginning of anything.
_ESCAPED = (("\\\\", "''"), ('\\"', "''"), ("\\n", "  "), ("\\r", "  "), ("\\t", "  "))


def encoded_round(text: str, frameworks: Mapping[str, Framework]) -> EncodedRound | None:
    """The round on a line, answering one of these frameworks; `None` if that is not plain."""
    try:
        return _encoded(text, frameworks)
    except Exception:
        # Whatever it was: the full reader says what and where, or finds nothing wrong.
        return None


def _encoded(text: str, frameworks: Mapping[str, Framework]) -> EncodedRound:
    begin = text.index(_BEGIN) + len(_BEGIN) - 1
    columns, size = _answers(text[begin:])
    data = parsed(text[:begin] + text[begin + size :])
    if data.pop("ratings") != []:
        raise _NotPlain
    framework = frameworks[data["framework"]]
    round_ = from_document({**data, "framework": framework}, Round)
    cells = RoundCells(round_, respondent_ids(round_))
    places = cells.places(columns["question"], columns["respondent"])
    if len({*places}) < len(places):
        raise _NotPlain
    codes = _codes(framework.scale)
    standing = zip(columns["level"], columns["evidence"], columns["remaining"], strict=True)
    cells.fill(places, map(codes.__getitem__, standing))
    return EncodedRound(round_, bytes(cells.bytes))


@lru_cache(maxsize=16)
def _codes(scale: Scale) -> Mapping[tuple[str | None, str | None, str | None], int]:
    """The bytes of answers by what `_answers` gives of each: level, evidence, remaining work."""
    known = answer_codes(scale).items()
    return {
        (None, None, None): empty(NOT_APPLICABLE),
        **{
            (json.dumps(level), "]" if evidence else None, "," if remaining else None): code
            for (level, evidence, remaining), code in known
        },
    }


def _answers(text: str) -> tuple[Mapping[str, Sequence[str | None]], int]:
    """The answers with which a text begins, as columns, and how long they are.

    A level stands as it is written; what is not applicable has none. Where there is evidence or
    remaining work a character of it stands, else `None`.
    """
    plain = text
    for written, stand_in in _ESCAPED if "\\" in text else ():
        plain = plain.replace(written, stand_in)
    # What stands between answers, and for each answer its columns.
    between, *columns = (
        parts[place :: len(_COLUMNS) + 1]
        for parts in [_split("," + plain)]
        for place in range(len(_COLUMNS) + 1)
    )
    end = between.pop()
    size = len(text) - len(end)
    given = plain[:size]
    if any(between) or end[:1] != "]" or "\\" in given:
        raise _NotPlain
    if (np.frombuffer(given.encode(), np.uint8) < ord(" ")).any():
        raise _NotPlain
    if '"on":' in given:
        for text_of_day in {*_days(given)}:
            day(text_of_day)
    return dict(zip(_COLUMNS, columns, strict=True)), size
