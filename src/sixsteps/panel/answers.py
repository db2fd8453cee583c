"""A round as bytes: the cells of `analysis` without making a value of each.

A test holds the bytes to those of the cells, for every kind of answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sixsteps.model.plans import ActionPlan
from sixsteps.model.question import Step
from sixsteps.model.ratings import Rating
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.panel.codes import (
    ANSWERED_NOT_ASKED,
    DRAFT,
    LACKS,
    LACKS_ANY,
    NOT_APPLICABLE,
    NOT_ASKED,
    UNANSWERED,
    empty,
    rated,
)


def round_bytes(round_: Round, whose: Sequence[str | None]) -> bytes:
    """The bytes of every cell of these respondents, question by question in framework order."""
    cells = RoundCells(round_, whose)
    given = [answer for answer in round_.ratings if isinstance(answer, Rating)]
    cells.rate(
        cells.places([one.question for one in given], [one.respondent for one in given]),
        [one.level for one in given],
        [one.evidence for one in given],
        [one.remaining for one in given],
    )
    return bytes(cells.bytes)


class RoundCells:
    """The bytes of a round's cells as they are filled in; at first nobody has rated anything.

    What the round says is not applicable is there from the start.
    """

    def __init__(self, round_: Round, whose: Sequence[str | None]) -> None:
        framework = round_.framework
        asked = [None if name is None else round_.respondent(name).asked for name in whose]
        self._rows = {q.id: place * len(whose) for place, q in enumerate(framework.questions)}
        self._columns = {name: place for place, name in enumerate(whose)}
        self._codes = _codes(framework.scale)
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
        for answer in round_.ratings:
            if not isinstance(answer, Rating):
                (place,) = self.places([answer.question], [answer.respondent])
                is_asked = self.bytes[place] == _OPEN
                self.bytes[place] = empty(NOT_APPLICABLE if is_asked else ANSWERED_NOT_ASKED)

    def places(self, questions: Iterable[str], respondents: Iterable[str | None]) -> list[int]:
        """The places of the cells of these questions, each with the respondent beside it.

        Raises:
            KeyError: for a question or a respondent the round does not have.
        """
        rows = map(self._rows.__getitem__, questions)
        columns = map(self._columns.__getitem__, respondents)
        return [row + column for row, column in zip(rows, columns, strict=True)]

    def rate(
        self,
        places: Iterable[int],
        levels: Iterable[str | None],
        evidence: Iterable[Sequence[Any]],
        remaining: Iterable[str],
    ) -> None:
        """Fill in ratings, given as columns: the place of each, its level and what it has.

        Raises:
            KeyError: for a level the scale does not have.
        """
        cells, codes, planned = self.bytes, self._codes, self._planned
        for place, level, pieces, work in zip(places, levels, evidence, remaining, strict=True):
            has = _EVIDENCE if pieces else 0
            if work and not work.isspace():
                has |= _REMAINING
            if place in planned:
                has |= _PLAN
            code = codes[level][has]
            if cells[place] == _OPEN:
                cells[place] = code
            elif level is not None:
                cells[place] = _ANSWERED_NOT_ASKED


_EVIDENCE, _REMAINING, _PLAN = LACKS["evidence"], LACKS["remaining"], LACKS["plan"]
_ANSWERED_NOT_ASKED = empty(ANSWERED_NOT_ASKED)
_OPEN, _NOT_ASKED = empty(UNANSWERED), empty(NOT_ASKED)


@lru_cache(maxsize=16)
def _codes(scale: Scale) -> Mapping[str | None, Sequence[int]]:
    """For each level, and for none, the byte of an answer that has these of what can lack."""
    found: dict[str | None, Sequence[int]] = {None: [empty(DRAFT)] * (LACKS_ANY + 1)}
    for rank, level in enumerate(scale.levels):
        needs = sum(LACKS[need] for need in level.needs)
        found[level.key] = [rated(rank, needs & ~has) for has in range(LACKS_ANY + 1)]
    return found


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
