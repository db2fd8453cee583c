"""What a cell of a chart shows: a word, its short form for narrow cells, and its ink."""

from collections.abc import Mapping

from attrs import frozen

from sixsteps.analysis.cells import AnswerCell, Kind
from sixsteps.analysis.lines import LevelOrKind
from sixsteps.analysis.threads import BREAK, SIGNS, level_signs
from sixsteps.model.scale import Scale
from sixsteps.palette import (
    ABSENT,
    NOT_APPLICABLE,
    NOT_ASKED,
    NOT_RATED,
    Ink,
    level_inks,
)


@frozen
class Mark:
    """A word with its short form and its ink; the word is what tells marks apart."""

    word: str
    short: str
    ink: Ink


UNANSWERED = Mark("not rated", SIGNS[Kind.UNANSWERED], NOT_RATED)
INAPPLICABLE = Mark("not applicable", SIGNS[Kind.NOT_APPLICABLE], NOT_APPLICABLE)
UNASKED = Mark("not asked", SIGNS[Kind.NOT_ASKED], NOT_ASKED)
MISSING = Mark("not in the framework", SIGNS[Kind.NOT_IN_FRAMEWORK], ABSENT)
DIVIDE = Mark("not comparable across the line", BREAK, ABSENT)

BLANKS: Mapping[Kind, Mark] = {
    Kind.UNANSWERED: UNANSWERED,
    Kind.DRAFT: UNANSWERED,
    Kind.NOT_APPLICABLE: INAPPLICABLE,
    Kind.NOT_ASKED: UNASKED,
    Kind.ANSWERED_NOT_ASKED: UNASKED,
    Kind.NOT_IN_FRAMEWORK: MISSING,
}


def level_marks(scale: Scale) -> dict[str, Mark]:
    """The mark of each level by its key, worst to best.

    >>> from sixsteps.published import RAG
    >>> [mark.short for mark in level_marks(RAG).values()]
    ['R', 'A', 'G']
    """
    signs = level_signs(scale)
    inks = zip(scale.levels, level_inks(scale), strict=True)
    return {level.key: Mark(level.label, signs[level.key], ink) for level, ink in inks}


def reading_mark(reading: LevelOrKind, marks: Mapping[str, Mark]) -> Mark:
    """The mark of a level, or of a kind of empty."""
    return BLANKS[reading] if isinstance(reading, Kind) else marks[reading]


def cell_mark(cell: AnswerCell, marks: Mapping[str, Mark]) -> Mark:
    """The mark of a cell: of its level, or of its kind of empty."""
    return marks[cell.level] if cell.level is not None else BLANKS[cell.kind]
