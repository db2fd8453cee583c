"""What the one byte of a cell says: which kind of empty, or which level and what it lacks.

The upper five bits are a code, the lower three what a rated answer still lacks. The codes are
ordered so that the nested counts of coverage are counts of bytes at or above a limit: cells,
applicable, asked and answered, and then each level of the scale.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt

from sixsteps.analysis.cells import AnswerCell, Kind, Lack
from sixsteps.model.ratings import Rating
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale

Bytes = npt.NDArray[np.uint8]

ABSENT = 0
"""No round of the organisation in the period, or a round without the respondent."""

NOT_IN_FRAMEWORK = 1
NOT_APPLICABLE = 2
NOT_ASKED = 3
ANSWERED_NOT_ASKED = 4
UNANSWERED = 5
DRAFT = 6
FIRST_LEVEL = 8
"""The code of the worst level; the better ones follow. A scale has at most 12 levels."""

EMPTIES: Mapping[Kind, int] = {
    Kind.NOT_IN_FRAMEWORK: NOT_IN_FRAMEWORK,
    Kind.NOT_APPLICABLE: NOT_APPLICABLE,
    Kind.NOT_ASKED: NOT_ASKED,
    Kind.ANSWERED_NOT_ASKED: ANSWERED_NOT_ASKED,
    Kind.UNANSWERED: UNANSWERED,
    Kind.DRAFT: DRAFT,
}

LACKS: Mapping[Lack, int] = {"evidence": 1, "remaining": 2, "plan": 4}
LACK_BITS = 3
LACKS_ANY = 7

MASKED = ABSENT << LACK_BITS | LACKS_ANY
"""The byte of a cell that counts nowhere."""


def empty(code: int) -> int:
    """The byte of a cell that is not rated.

    Its lower bits are all set, so that the bytes with none of them set are complete answers.

    >>> empty(ABSENT), empty(UNANSWERED)
    (7, 47)
    """
    return code << LACK_BITS | LACKS_ANY


def rated(rank: int, lacks: int = 0) -> int:
    """The byte of an answer: its level's rank, from 0 for the worst, and what it lacks.

    >>> rated(0), rated(2, LACKS["evidence"] | LACKS["plan"])
    (64, 85)
    """
    return (FIRST_LEVEL + rank) << LACK_BITS | lacks


def byte_of(cell: AnswerCell, scale: Scale) -> int:
    """The byte of a cell of a round.

    >>> from sixsteps.published import RAG
    >>> byte_of(AnswerCell("s1q1", None, Kind.RATED, "amber", (1, 1), lacks=("plan",)), RAG)
    76
    """
    if cell.level is None:
        return empty(EMPTIES[cell.kind])
    return rated(scale.rank(cell.level), sum(LACKS[lack] for lack in cell.lacks))


def is_sound(cells: Bytes, levels: int) -> bool:
    """Whether every byte is one that a panel of a scale with so many levels can hold.

    >>> is_sound(np.array([7, 64], np.uint8), 3), is_sound(np.array([0], np.uint8), 3)
    (True, False)
    """
    known = np.zeros(256, bool)
    known[[empty(code) for code in (ABSENT, *EMPTIES.values())]] = True
    known[rated(0) : rated(levels)] = True
    return bool(known[cells].all())


def level_codes(cells: Bytes) -> Bytes:
    """The codes of bytes, without what they lack."""
    codes: Bytes = cells >> np.uint8(LACK_BITS)
    return codes


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


Tally = npt.NDArray[np.int64]
Groups = npt.NDArray[np.int32]

BLOCK = 1 << 16
"""How many cells are looked at in one go: they and what is made of them stay in the cache."""

_EMPTIES = (UNANSWERED, ABSENT, *sorted({*EMPTIES.values()} - {UNANSWERED}))
"""The codes of what is empty, the most frequent first."""

_EVIDENCE = np.uint8(LACKS["evidence"])
_ANY = np.uint8(LACKS_ANY)


def tally_size(levels: int) -> int:
    """How long a tally is for a scale with so many levels.

    >>> tally_size(3)
    13
    """
    return FIRST_LEVEL + levels + 2


def tally(cells: Bytes, levels: int, *, lacks: bool = True) -> Tally:
    """The tally of these cells; without `lacks` none is counted as supported or complete.

    Comparing a block with each limit is several times as fast as a histogram of it: a comparison
    takes 32 bytes at once, and a histogram one. Nothing is compared once all are counted.

    >>> tally(np.array([64, 64, 85, 47], np.uint8), 3)
    array([0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 1, 2, 2])
    """
    flat = cells.reshape(-1)
    found = [0] * tally_size(levels)
    worst, best = FIRST_LEVEL, FIRST_LEVEL + levels - 1
    for start in range(0, flat.size, BLOCK):
        block = flat[start : start + BLOCK]
        at_least = int(np.count_nonzero(block >= np.uint8(rated(0))))
        left = block.size - at_least
        for code in range(worst, best + 1):
            above = 0
            if at_least and code < best:
                above = int(np.count_nonzero(block >= np.uint8((code + 1) << LACK_BITS)))
            found[code] += at_least - above
            at_least = above
        for code in _EMPTIES:
            if not left:
                break
            own = int(np.count_nonzero(block == np.uint8(empty(code))))
            found[code] += own
            left -= own
        if lacks:
            found[-2] += int(np.count_nonzero(block & _EVIDENCE == 0))
            found[-1] += int(np.count_nonzero(block & _ANY == 0))
    return np.array(found, np.int64)


def tallies(cells: Bytes, levels: int, groups: Groups, count: int) -> Tally:
    """The tally of each of `count` groups; `groups` gives for each cell the group it is in.

    >>> cells, groups = np.array([64, 64, 72], np.uint8), np.array([0, 0, 1], np.int32)
    >>> tallies(cells, 2, groups, 2)[:, 8:10]
    array([[2, 0],
           [0, 1]])
    """
    flat, keys = cells.reshape(-1), groups.reshape(-1)
    found = np.zeros(count * 256, np.int64)
    for start in range(0, flat.size, BLOCK):
        key = keys[start : start + BLOCK] * np.int32(256) + flat[start : start + BLOCK]
        found += np.bincount(key, minlength=count * 256)
    histogram = found.reshape(count, 32, 8)
    codes = histogram.sum(axis=2)[:, : FIRST_LEVEL + levels]
    supported = histogram[:, :, [lacks for lacks in range(8) if not lacks & 1]].sum(axis=(1, 2))
    complete = histogram[:, :, 0].sum(axis=1)
    return np.column_stack((codes, supported, complete))


def pairs(before: Bytes, after: Bytes, levels: int) -> Tally:
    """How often each level was followed by each: rows before, columns after, worst to best.

    Cells that are not rated on both sides are left out. As in `tally`, comparisons are the fast
    way: the cells at or above each pair of limits are counted, and the differences taken.

    >>> pairs(np.array([64, 64, 7], np.uint8), np.array([80, 64, 64], np.uint8), 3)
    array([[1, 0, 1],
           [0, 0, 0],
           [0, 0, 0]])
    """
    old, new = before.reshape(-1), after.reshape(-1)
    limits = [np.uint8((FIRST_LEVEL + rank) << LACK_BITS) for rank in range(levels)]
    at_least = np.zeros((levels + 1, levels + 1), np.int64)
    for start in range(0, old.size, BLOCK):
        ends = [new[start : start + BLOCK] >= limit for limit in limits]
        for row, limit in enumerate(limits):
            begun = old[start : start + BLOCK] >= limit
            for column, ended in enumerate(ends):
                at_least[row, column] += np.count_nonzero(begun & ended)
    found: Tally = at_least[:-1, :-1] - at_least[1:, :-1] - at_least[:-1, 1:] + at_least[1:, 1:]
    return found
