"""The one byte of a cell, which kind of empty or which level and what it lacks, and its counts.

The upper five bits are a code, the lower three what a rated answer still lacks. The codes are
ordered so that the nested counts of coverage are counts of bytes at or above a limit: cells,
applicable, asked and answered, and then each level of the scale.
"""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind, Lack, actions_for, cell_of
from sixsteps.model.answers import Answer, Rating, Role
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.panel.axes import recorded_levels

Bytes = npt.NDArray[np.uint8]


class Code:
    """The codes of cells: of each kind of empty by its name, then of the levels."""

    ABSENT = 0
    """No round of the organisation in the period, or a round without the respondent."""
    NOT_IN_FRAMEWORK = 1
    NOT_APPLICABLE = 2
    NOT_ASKED = 3
    ANSWERED_NOT_ASKED = 4
    UNANSWERED = 5
    STARTED = 6
    FIRST_LEVEL = 8
    """The code of the worst level; the better ones follow. A scale has at most 12 levels."""


EMPTIES: Mapping[AnswerKind, int] = {
    AnswerKind[name]: code for name, code in vars(Code).items() if name in AnswerKind.__members__
}

LACKS: Mapping[Lack, int] = {"evidence": 1, "remaining": 2, "plan": 4}
LACK_BITS = 3
LACKS_ANY = 7

MASKED = Code.ABSENT << LACK_BITS | LACKS_ANY
"""The byte of a cell that counts nowhere."""


def empty(code: int) -> int:
    """The byte of a cell that is not rated.

    Its lower bits are all set, so that the bytes with none of them set are complete answers.

    >>> empty(Code.ABSENT), empty(Code.UNANSWERED)
    (7, 47)
    """
    return code << LACK_BITS | LACKS_ANY


def rated(rank: int, lacks: int = 0) -> int:
    """The byte of an answer: its level's rank, from 0 for the worst, and what it lacks.

    >>> rated(0), rated(2, LACKS["evidence"] | LACKS["plan"])
    (64, 85)
    """
    return (Code.FIRST_LEVEL + rank) << LACK_BITS | lacks


def byte_of(cell: AnswerCell, scale: Scale) -> int:
    """The byte of a cell of a round; what a public round does not tell of counts as lacking.

    >>> from sixsteps.published import RAG
    >>> byte_of(AnswerCell("s1q1", None, AnswerKind.RATED, "amber", (1, 1), lacks=("plan",)), RAG)
    76
    """
    if cell.level is None:
        return empty(EMPTIES[cell.kind])
    return rated(scale.rank(cell.level), sum(LACKS[lack] for lack in (*cell.lacks, *cell.untold)))


def is_sound(cells: Bytes, levels: int) -> bool:
    """True if every byte is one that a panel of a scale with so many levels can hold.

    >>> is_sound(np.array([7, 64], np.uint8), 3), is_sound(np.array([0], np.uint8), 3)
    (True, False)
    """
    known = np.zeros(256, bool)
    known[[empty(code) for code in (Code.ABSENT, *EMPTIES.values())]] = True
    known[rated(0) : rated(levels)] = True
    flat = cells.reshape(-1)
    return all(known[flat[at : at + BLOCK]].all() for at in range(0, flat.size, BLOCK))


def byte_tables(frameworks: Sequence[Framework], scale: Scale | None) -> list[Bytes]:
    """For each framework the bytes that its own become on a scale, 0 where no mapping leads there.

    What an answer lacks is what it lacks on its own scale.
    """
    tables = []
    for framework, levels in zip(frameworks, recorded_levels(frameworks, scale), strict=True):
        table = np.arange(256).astype(np.uint8)
        if scale is not None and scale != framework.scale:
            mapping = dict(levels)
            for rank, key in enumerate(framework.scale.keys):
                for lacks in range(LACKS_ANY + 1):
                    onto = rated(scale.rank(mapping[key]), lacks) if key in mapping else 0
                    table[rated(rank, lacks)] = onto
        tables.append(table)
    return tables


def level_codes(cells: Bytes) -> Bytes:
    """The codes of bytes, without what they lack."""
    codes: Bytes = cells >> np.uint8(LACK_BITS)
    return codes


def round_bytes(round_: Round, whose: Sequence[str | None], known: dict[Hashable, int]) -> bytes:
    """The bytes of every cell of these respondents, question by question in framework order.

    Each is that of the cell every other figure starts from. Making a cell takes ten times as long
    as finding a byte again: `known` keeps the bytes met so far in rounds on one scale, by all that
    a byte tells.
    """
    is_limited = any(one.asked is not None for one in round_.respondents)
    is_limited |= any(question.asked_of for question in round_.framework.questions)
    agreed = next((one.id for one in round_.respondents if one.role == Role.AGREED), None)
    found = bytearray()
    for question in round_.framework.questions:
        given = {answer.respondent: answer for answer in round_.answers(question.id)}
        actions = actions_for(round_, question.id, whose) if round_.plans else []
        for name in whose:
            is_asked = not is_limited or round_.is_asked(question.id, name)
            is_everybodys = agreed is not None and name == agreed
            is_live = bool(actions) and any(
                one.is_open_on(round_.on)
                and (is_everybodys or not one.respondents or name in one.respondents)
                for one in actions
            )
            facts = (*_facts(given.get(name)), is_asked, is_live, round_.view)
            if (byte := known.get(facts)) is None:
                cell = cell_of(round_, question.id, name, round_.on)
                byte = known[facts] = byte_of(cell, round_.framework.scale)
            found.append(byte)
    return bytes(found)


def _facts(answer: Answer | None) -> tuple[Hashable, ...]:
    """All of an answer that a byte depends on."""
    if isinstance(answer, Rating):
        return answer.level, bool(answer.evidence), bool(answer.remaining.strip())
    return (answer is None,)


Tally = npt.NDArray[np.int64]
Groups = npt.NDArray[np.int32]

BLOCK = 1 << 16
"""The cells looked at in one go: they and what is made of them stay in the cache."""

_EMPTIES = (Code.UNANSWERED, Code.ABSENT, *sorted({*EMPTIES.values()} - {Code.UNANSWERED}))
"""The codes of what is empty, the most frequent first."""


def tally_size(levels: int) -> int:
    """The length of a tally for a scale with so many levels.

    >>> tally_size(3)
    13
    """
    return Code.FIRST_LEVEL + levels + 2


def tally(cells: Bytes, levels: int, *, lacks: bool = True) -> Tally:
    """The tally of these cells; without `lacks` none is counted as supported or complete.

    Comparing a block with each limit is several times as fast as a histogram of it: a comparison
    takes 32 bytes at once, and a histogram one. Nothing is compared once all are counted.

    >>> tally(np.array([64, 64, 85, 47], np.uint8), 3)
    array([0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 1, 2, 2])
    """
    flat = cells.reshape(-1)
    found = [0] * tally_size(levels)
    worst, best = Code.FIRST_LEVEL, Code.FIRST_LEVEL + levels - 1
    for start in range(0, flat.size, BLOCK):
        block = flat[start : start + BLOCK]
        at_least = int(np.count_nonzero(block >= rated(0)))
        left = block.size - at_least
        for code in range(worst, best + 1):
            is_more = at_least and code < best
            above = int(np.count_nonzero(block >= (code + 1) << LACK_BITS)) if is_more else 0
            found[code] += at_least - above
            at_least = above
        for code in _EMPTIES:
            if not left:
                break
            own = int(np.count_nonzero(block == empty(code)))
            found[code] += own
            left -= own
        if lacks:
            found[-2] += int(np.count_nonzero(block & LACKS["evidence"] == 0))
            found[-1] += int(np.count_nonzero(block & LACKS_ANY == 0))
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
    codes = histogram.sum(axis=2)[:, : Code.FIRST_LEVEL + levels]
    supported = histogram[:, :, [lacks for lacks in range(8) if not lacks & 1]].sum(axis=(1, 2))
    complete = histogram[:, :, 0].sum(axis=1)
    return np.column_stack((codes, supported, complete))
