"""A round as bytes: the cells of `analysis` without making a value of each.

A test holds the bytes to those of the cells, for every kind of answer.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

import numpy as np

from sixsteps.analysis.cells import Kind
from sixsteps.model.ratings import Rating
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.panel.codes import (
    ANSWERED_NOT_ASKED,
    DRAFT,
    EMPTIES,
    LACKS,
    LACKS_ANY,
    NOT_APPLICABLE,
    NOT_ASKED,
    UNANSWERED,
    Bytes,
    empty,
    rated,
)


def round_bytes(round_: Round, whose: Sequence[str | None]) -> bytes:
    """The bytes of every cell of these respondents, question by question in framework order."""
    codes = answer_codes(round_.framework.scale)
    cells = RoundCells(round_, whose)
    given, rows, columns = cells.given, cells.rows, cells.columns
    for one in round_.ratings:
        given[rows[one.question] + columns[one.respondent]] = (
            codes[one.level, bool(one.evidence), bool(one.remaining.strip())]
            if isinstance(one, Rating)
            else empty(NOT_APPLICABLE)
        )
    return cells.finished()


class RoundCells:
    """The bytes of a round's cells as they are filled in; at first nobody has answered anything.

    The byte of an answer goes to `given`, where its row and its column together say, as if the
    question was asked of everybody and no answer had a plan.
    """

    def __init__(self, round_: Round, whose: Sequence[str | None]) -> None:
        questions = round_.framework.questions
        self.rows = {q.id: place * len(whose) for place, q in enumerate(questions)}
        self.columns = {name: place for place, name in enumerate(whose)}
        self.given = bytearray([_OPEN]) * (len(questions) * len(whose))
        self._round = round_

    @property
    def answered(self) -> int:
        """How many cells have an answer."""
        return len(self.given) - self.given.count(_OPEN)

    def finished(self) -> bytes:
        """The bytes with what the round says of who was asked and of plans."""
        cells = self.given.copy()
        for question, name in _not_asked(self._round, self.columns):
            place = self.rows[question] + self.columns[name]
            is_empty = cells[place] in (_OPEN, _DRAFT)
            cells[place] = _NOT_ASKED if is_empty else _ANSWERED_NOT_ASKED
        for question, name in _planned(self._round, self.columns):
            place = self.rows[question] + self.columns[name]
            if cells[place] >= _WORST:
                cells[place] &= ~LACKS["plan"]
        return bytes(cells)


_ANSWERED_NOT_ASKED, _DRAFT = empty(ANSWERED_NOT_ASKED), empty(DRAFT)
_OPEN, _NOT_ASKED, _WORST = empty(UNANSWERED), empty(NOT_ASKED), rated(0)


@lru_cache(maxsize=16)
def answer_codes(scale: Scale) -> Mapping[tuple[str | None, bool, bool], int]:
    """The byte of every rating there can be on a scale, as if it had no plan.

    It is found by the level, `None` for a draft, and by whether there are evidence and remaining
    work.

    >>> from sixsteps.published import RAG
    >>> answer_codes(RAG)["amber", True, False] == rated(1, LACKS["remaining"] | LACKS["plan"])
    True
    """
    found: dict[tuple[str | None, bool, bool], int] = {}
    for evidence, remaining in product((False, True), repeat=2):
        has = LACKS["evidence"] * evidence | LACKS["remaining"] * remaining
        found[None, evidence, remaining] = _DRAFT
        for rank, level in enumerate(scale.levels):
            needs = sum(LACKS[need] for need in level.needs)
            found[level.key, evidence, remaining] = rated(rank, needs & ~has)
    return found


NO_LEVEL = 0
"""Stands for a rated answer without a level; no cell of a panel is 0."""


def answer_table(scale: Scale, kinds: Sequence[str], levels: Sequence[str]) -> Bytes:
    """The byte of every kind, level and set of what an answer has, each axis but the last from 1.

    At 0 there is no kind or no level. Without a kind, an answer without a level is a draft.
    """
    answers = np.full((len(levels) + 1, LACKS_ANY + 1), _DRAFT, np.uint8)
    for place, key in enumerate(levels, start=1):
        needs = sum(LACKS[need] for need in scale.level(key).needs)
        answers[place] = [rated(scale.rank(key), needs & ~has) for has in range(LACKS_ANY + 1)]
    table = np.stack([answers] * (len(kinds) + 1))
    for place, text in enumerate(kinds, start=1):
        if text == Kind.RATED:
            table[place, 0] = NO_LEVEL
        else:
            table[place] = empty(EMPTIES[Kind(text)])
    return table


def _not_asked(round_: Round, whose: Iterable[str | None]) -> Iterator[tuple[str, str | None]]:
    """The questions that a respondent was not asked, with the respondent."""
    for name in whose:
        asked = None if name is None else round_.respondent(name).asked
        if asked is not None:
            for step in round_.framework.steps:
                if step.id not in asked:
                    for question in step.questions:
                        if question.id not in asked:
                            yield question.id, name


def _planned(round_: Round, whose: Collection[str | None]) -> Iterator[tuple[str, str | None]]:
    """The answers, by question and respondent, on which an open action works."""
    for plan in round_.plans:
        questions = [question.id for question in round_.framework.step(plan.step).questions]
        for action in plan.actions:
            if action.is_open:
                for question in action.addresses or questions:
                    for name in action.respondents or whose:
                        yield question, name
