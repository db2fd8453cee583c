"""What the one byte of a cell says: which kind of empty, or which level and what it lacks.

The upper five bits are a code, the lower three what a rated answer still lacks. The codes are
ordered so that the nested counts of coverage are counts of bytes at or above a limit: cells,
applicable, asked and answered, and then each level of the scale.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from sixsteps.analysis.cells import AnswerCell, Kind, Lack
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
