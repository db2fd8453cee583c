"""A round as bytes: the cells of `analysis` without making a value of each.

A test holds the bytes to those of the cells, for every kind of answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from operator import add

import numpy as np

from sixsteps.analysis.cells import Kind
from sixsteps.model.plans import ActionPlan
from sixsteps.model.question import Step
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
    cells = RoundCells(round_, whose)
    given = round_.ratings
    codes = answer_codes(round_.framework.scale)
    cells.fill(
        cells.places([one.question for one in given], [one.respondent for one in given]),
        [
            codes[one.level, bool(one.evidence), bool(one.remaining.strip())]
            if isinstance(one, Rating)
            else empty(NOT_APPLICABLE)
            for one in given
        ],
    )
    return bytes(cells.bytes)


class RoundCells:
    """The bytes of a round's cells as they are filled in; at first nobody has answered anything."""

    def __init__(self, round_: Round, whose: Sequence[str | None]) -> None:
        framework = round_.framework
        asked = [None if name is None else round_.respondent(name).asked for name in whose]
        self._rows: dict[str | None, int] = {
            q.id: place * len(whose) for place, q in enumerate(framework.questions)
        }
        self._columns = {name: place for place, name in enumerate(whose)}
        self.bytes = bytearray([_OPEN]) * (len(self._rows) * len(whose))
        if any(one is not None for one in asked):
            self.bytes[:] = [
                _OPEN if own is None or question.id in own or step.id in own else _NOT_ASKED
                for step in framework.steps
                for question in step.questions
                for own in asked
            ]
        self._planned = {
            self._rows[question] + self._columns[name]
            for plan in round_.plans
            for question, name in _planned(plan, framework.step(plan.step), whose)
        }

    def places(
        self, questions: Iterable[str | None], respondents: Iterable[str | None]
    ) -> list[int]:
        """The places of the cells of these questions, each with the respondent beside it.

        Raises:
            KeyError: for a question or a respondent the round does not have.
        """
        rows = map(self._rows.__getitem__, questions)
        columns = map(self._columns.__getitem__, respondents)
        return [*map(add, rows, columns)]

    def fill(self, places: Iterable[int], codes: Iterable[int]) -> None:
        """Fill in answers: the place of each, and its byte as if it had no plan."""
        cells = self.bytes
        for place, code in zip(places, codes, strict=True):
            if cells[place] == _OPEN:
                cells[place] = code
            elif code != _DRAFT:
                cells[place] = _ANSWERED_NOT_ASKED
        for place in self._planned:
            if cells[place] >= _WORST:
                cells[place] &= ~LACKS["plan"]


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


def _planned(
    plan: ActionPlan, step: Step, whose: Sequence[str | None]
) -> Iterator[tuple[str, str | None]]:
    """The answers of a step, by question and respondent, on which an open action works."""
    questions = [question.id for question in step.questions]
    for action in plan.actions:
        if action.is_open:
            for question in action.addresses or questions:
                for name in action.respondents or whose:
                    yield question, name
