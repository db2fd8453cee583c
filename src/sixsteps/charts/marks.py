"""What a cell of a chart shows: a word, its short form for narrow cells, and its ink."""

from collections.abc import Mapping

from attrs import frozen

from sixsteps.analysis.cells import AnswerCell, Kind
from sixsteps.charts.palette import (
    ABSENT,
    NOT_APPLICABLE,
    NOT_ASKED,
    NOT_RATED,
    Ink,
    level_inks,
)
from sixsteps.model.scale import Scale


@frozen
class Mark:
    """A word with its short form and its ink; the word is what tells marks apart."""

    word: str
    short: str
    ink: Ink


UNANSWERED = Mark("not rated", "·", NOT_RATED)
INAPPLICABLE = Mark("not applicable", "n/a", NOT_APPLICABLE)
UNASKED = Mark("not asked", "×", NOT_ASKED)
MISSING = Mark("not in the framework", "–", ABSENT)
BREAK = Mark("a break: the two sides are not comparable", "|", ABSENT)

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
    labels = [level.label for level in scale.levels]
    return {
        key: Mark(label, short, ink)
        for key, label, short, ink in zip(
            scale.keys, labels, _short_forms(labels), level_inks(scale), strict=True
        )
    }


def cell_mark(cell: AnswerCell, marks: Mapping[str, Mark]) -> Mark:
    """The mark of a cell: of its level, or of its kind of empty."""
    return marks[cell.level] if cell.level is not None else BLANKS[cell.kind]


def _short_forms(labels: list[str]) -> list[str]:
    """First letters, where they differ; else the ranks from 1 for the worst."""
    letters = [label[0].upper() for label in labels]
    if len(set(letters)) == len(letters):
        return letters
    return [str(rank) for rank in range(1, len(labels) + 1)]
