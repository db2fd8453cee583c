"""A panel built round by round: what is kept of each round is one byte for each of its cells."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

import numpy as np
from attrs import define, field, frozen

from sixsteps.analysis.cells import respondent_ids
from sixsteps.errors import InvalidError, Problem, WrongTypeError, listed
from sixsteps.formats.documents import from_document
from sixsteps.formats.documents.kinds import parsed
from sixsteps.model.checks import MAX_TEXT
from sixsteps.model.framework import Framework
from sixsteps.model.ratings import EVIDENCE_KINDS
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.panel.codes import (
    ABSENT,
    NOT_APPLICABLE,
    NOT_IN_FRAMEWORK,
    Bytes,
    RoundCells,
    answer_codes,
    empty,
    round_bytes,
)
from sixsteps.panel.cube import (
    UNUSED,
    Cube,
    Seat,
    framework_problem,
    in_order,
    out_of_order,
    question_axis,
)


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


C = TypeVar("C", bound=Cube)

Period = Callable[[Round], str | None]
"""What gives the label of the period a round stands for."""


def own_period(round_: Round) -> str | None:
    """The period a round names itself."""
    return round_.period


@frozen
class Piece:
    """One round as a panel keeps it: its cells are bytes, by question, then by seat.

    `where` says which round it was, for messages: its place in what was given.
    """

    organisation: str
    period: str
    on: date | None
    framework: Framework
    seats: tuple[Seat, ...]
    cells: bytes
    where: str


@frozen
class Axes:
    """Whose rounds of which periods a panel holds, and the frameworks they answer."""

    organisations: tuple[str, ...]
    periods: tuple[str, ...]
    seats: tuple[Seat, ...]
    frameworks: tuple[Framework, ...]


def piece_of(round_: Round, period: str, where: str, cells: bytes | None = None) -> Piece:
    """The cells of a round, with the plans as they are on the round's own date.

    Where the `cells` are known already, the round's own ratings are not looked at.
    """
    whose = respondent_ids(round_)
    organisation = round_.organisation_id or round_.organisation
    roles = {one.id: one.role for one in round_.respondents}
    return Piece(
        organisation,
        period,
        round_.on,
        round_.framework,
        tuple(Seat(organisation, name, roles.get(name or "")) for name in whose),
        round_bytes(round_, whose) if cells is None else cells,
        where,
    )


@define
class Collected:
    """The pieces met so far, and every problem with them."""

    pieces: list[Piece] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    _frameworks: dict[str, Framework] = field(factory=dict)
    _places: dict[tuple[str, str], str] = field(factory=dict)

    def add_rounds(self, rounds: Iterable[Round | EncodedRound], period: Period) -> None:
        """Take in rounds one by one; none is held after its turn."""
        for place, given in enumerate(rounds):
            where = f"rounds[{place}]"
            round_, cells = given, None
            if isinstance(given, EncodedRound):
                round_, cells = given.round, given.cells
            if not isinstance(round_, Round):
                raise WrongTypeError(
                    f"{where} is a value of type {type(round_).__name__}; a panel is made of rounds"
                )
            label = period(round_)
            if not isinstance(label, str) or not label.strip():
                message = (
                    f"the round {round_.title!r} names no period; give the rounds a period, or"
                    " period= a function that gives one"
                )
                self.problems.append(Problem(f"{where}.period", message, code="no-period"))
                continue
            self.add(piece_of(round_, label, where, cells))

    def add(self, piece: Piece) -> None:
        """Take in a piece, or the problem with it."""
        key = piece.organisation, piece.period
        first = self._places.setdefault(key, piece.where)
        if first != piece.where:
            message = (
                f"a second round of {piece.organisation!r} for {piece.period!r}; the first is"
                f" {first}"
            )
            self.problems.append(Problem(piece.where, message, code="duplicate"))
            return
        known = self._frameworks.get(piece.framework.fingerprint)
        if known is None:
            problem = framework_problem(piece.framework, [*self._frameworks.values()][:1])
            if problem is not None:
                self.problems.append(problem.within(piece.where))
                return
            self._frameworks[piece.framework.fingerprint] = piece.framework
        self.pieces.append(piece)

    def axes(self, order: Sequence[str]) -> Axes:
        """The axes of everything taken in.

        Raises:
            InvalidError: with every problem met, and those of the order of the periods.
        """
        periods = _in_time(self.pieces, order, self.problems)
        if not self.pieces and not self.problems:
            self.problems.append(Problem("rounds", "no round at all; a panel needs at least one"))
        InvalidError.check("panel", self.problems)
        seats = {seat for piece in self.pieces for seat in piece.seats}
        return Axes(
            tuple(sorted({piece.organisation for piece in self.pieces})),
            periods,
            tuple(sorted(seats, key=lambda seat: seat.order)),
            tuple(in_order(self._frameworks.values())),
        )


def _in_time(
    pieces: Sequence[Piece], order: Sequence[str], problems: list[Problem]
) -> tuple[str, ...]:
    """The periods in the order given, else by the date each first has a round."""
    first: dict[str, date] = {}
    for piece in pieces:
        on = piece.on or date.min
        first[piece.period] = min(first.get(piece.period, on), on)
    found = tuple(sorted(first, key=lambda label: (first[label], label)))
    if order:
        missing = [label for label in found if label not in order]
        if missing:
            message = f"the order leaves out {listed(missing)}; name every period there is"
            problems.append(Problem("periods", message, code="no-period"))
        found = tuple(label for label in dict.fromkeys(order) if label in first)
    rank = {label: place for place, label in enumerate(found)}
    latest: dict[str, Piece] = {}
    for piece in sorted(pieces, key=lambda one: rank.get(one.period, -1)):
        before = latest.get(piece.organisation)
        if before and before.on and piece.on and piece.on < before.on:
            message = out_of_order(
                piece.organisation, before.period, before.on, piece.period, piece.on
            )
            problems.append(Problem(piece.where, message, code="order"))
        latest[piece.organisation] = piece
    return found


def assembled(kind: type[C], axes: Axes, pieces: Iterable[Piece]) -> C:
    """The panel, of this class, that holds these pieces."""
    questions = question_axis(axes.frameworks)
    organisation = {name: place for place, name in enumerate(axes.organisations)}
    period = {name: place for place, name in enumerate(axes.periods)}
    seat = {one: place for place, one in enumerate(axes.seats)}
    framework = {one.fingerprint: place for place, one in enumerate(axes.frameworks)}
    rows = [np.array(rows_of(one, questions), np.intp) for one in axes.frameworks]
    used = np.full((len(period), len(organisation)), UNUSED, np.int16)
    dates = np.zeros((len(period), len(organisation)), np.int32)
    cells = np.full((len(questions), len(period), len(seat)), empty(ABSENT), np.uint8)
    for piece in pieces:
        when, whose = period[piece.period], organisation[piece.organisation]
        number = framework[piece.framework.fingerprint]
        used[when, whose] = number
        dates[when, whose] = piece.on.toordinal() if piece.on else 0
        columns = [seat[one] for one in piece.seats]
        own: Bytes = np.frombuffer(piece.cells, np.uint8).reshape(-1, len(columns))
        if own.shape[0] < len(questions):
            cells[:, when, columns] = empty(NOT_IN_FRAMEWORK)
        cells[rows[number][:, np.newaxis], when, columns] = own
    return kind(
        axes.organisations,
        axes.periods,
        axes.seats,
        axes.frameworks,
        questions,
        used,
        dates,
        cells,
    )


def rows_of(framework: Framework, questions: Sequence[object]) -> list[int]:
    """The places on the question axis of a framework's questions, in their own order."""
    places = {identity: place for place, identity in enumerate(questions)}
    return [places[framework.register.identity(q.id)] for q in framework.questions]
