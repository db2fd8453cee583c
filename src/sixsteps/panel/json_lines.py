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
_DAY = (
    '"(?!0000)(?:[0-9]{4}-(?:'
    "(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)"
    "|(?:0[13578]|1[02])-31)"
    '|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"'
)
"""A day there is, of a year from 1 to 9999."""

_MORE = (
    _maybe(f',"link":{_WORDS}')
    + _maybe(f',"on":{_DAY}')
    + _maybe(f',"kind":"(?:{"|".join(EVIDENCE_KINDS)})"')
)
# Mostly there is no more than a text.
_EVIDENCE = rf'\{{"text":{_WORDS}(?:\}}|{_MORE}\}})'
_EVIDENT = ',"evidence":['
# The level and whether there is evidence are one part: what is looked up together costs less.
_RATED = (
    f'"level":((?:"[^"]++"|null){_maybe(re.escape(_EVIDENT))})'
    + rf"(?:(?<=\[){_EVIDENCE}(?:\]|(?:,{_EVIDENCE})++\])|(?<!\[))"
    + _maybe(f',"rationale":{_TEXT}')
    + _maybe(f'(,)"remaining":{_WORDS}')
)
_WHOSE = _maybe(f',"respondent":{_ID}')
# Only what is rated has a date of its own.
_ON = "(?(2)" + _maybe(f',"on":{_DAY}') + ")"
_split = re.compile(rf',\{{"question":{_ID},(?:{_RATED}|"reason":{_WORDS}){_WHOSE}{_ON}\}}').split
_PARTS = 5
"""What stands before an answer, its question, level, remaining work and respondent."""

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
    answers, size = _answers(text[begin:])
    data = parsed(text[:begin] + text[begin + size :])
    if data.pop("ratings") != []:
        raise _NotPlain
    framework = frameworks[data["framework"]]
    round_ = from_document({**data, "framework": framework}, Round)
    cells = RoundCells(round_, respondent_ids(round_))
    given, rows, columns, codes = cells.given, cells.rows, cells.columns, _codes(framework.scale)
    each = zip(*[iter(answers)] * _PARTS, strict=True)
    for between, question, level, remaining, name in each:
        if between:
            raise _NotPlain
        given[rows[question] + columns[name]] = codes[level, remaining]
    if cells.answered * _PARTS < len(answers):
        raise _NotPlain
    return EncodedRound(round_, cells.finished())


@lru_cache(maxsize=16)
def _codes(scale: Scale) -> Mapping[tuple[str | None, str | None], int]:
    """The bytes of answers by what `_answers` gives of each: level, remaining work."""
    known = answer_codes(scale).items()
    return {
        (None, None): empty(NOT_APPLICABLE),
        **{
            (json.dumps(level) + _EVIDENT * evidence, "," if remaining else None): code
            for (level, evidence, remaining), code in known
        },
    }


def _answers(text: str) -> tuple[Sequence[str | None], int]:
    """The answers with which a text begins, and how many characters they are.

    Each is of `_PARTS` parts, the first of which is empty if nothing stands before it. A level
    stands as it is written, with the beginning of its evidence if it has any; what is not
    applicable has none. Where there is remaining work its comma stands, else `None`.
    """
    plain = text
    for written, stand_in in _ESCAPED if "\\" in text else ():
        plain = plain.replace(written, stand_in)
    answers = _split("," + plain)
    end = answers.pop()
    size = len(text) - len(end)
    given = plain[:size]
    if end[:1] != "]" or "\\" in given:
        raise _NotPlain
    if np.frombuffer(given.encode(), np.uint8).min() < ord(" "):
        raise _NotPlain
    return answers, size
