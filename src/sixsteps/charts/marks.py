"""Marks of a chart's tiles: a word, its short form for narrow tiles, and its ink."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, frozen

from sixsteps import palette
from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind
from sixsteps.analysis.question_series import BREAK, SIGNS, level_signs
from sixsteps.model.scale import Scale
from sixsteps.palette import Ink, level_inks
from sixsteps.words import in_prose


@frozen
class Mark:
    """A word with its short form and its ink; the word is what tells marks apart."""

    word: str
    short: str
    ink: Ink

    def explained(self, text: object) -> "Mark":
        """The mark with a text after its word, as a legend shows it."""
        return evolve(self, word=f"{self.word}: {text}")

    def counted(self, count: int) -> "Mark":
        """The count of a mark, on its ink where there are any."""
        return Mark(str(count), str(count), self.ink if count else palette.ABSENT)


UNANSWERED = Mark("not rated", SIGNS[AnswerKind.UNANSWERED], palette.NOT_RATED)
UNASKED = Mark("not asked", SIGNS[AnswerKind.NOT_ASKED], palette.NOT_ASKED)
DIVIDE = Mark("not comparable across the line", BREAK, palette.ABSENT)
UP = Mark("improved", "▲", palette.IMPROVED)
DOWN = Mark("declined", "▼", palette.DECLINED)
SAME = Mark("as before", "=", palette.UNCHANGED)

BLANKS: Mapping[AnswerKind, Mark] = {
    AnswerKind.UNANSWERED: UNANSWERED,
    AnswerKind.STARTED: UNANSWERED,
    AnswerKind.NOT_APPLICABLE: Mark(
        "not applicable", SIGNS[AnswerKind.NOT_APPLICABLE], palette.NOT_APPLICABLE
    ),
    AnswerKind.NOT_ASKED: UNASKED,
    AnswerKind.ANSWERED_NOT_ASKED: UNASKED,
    AnswerKind.NOT_IN_FRAMEWORK: Mark(
        "not in the framework", SIGNS[AnswerKind.NOT_IN_FRAMEWORK], palette.ABSENT
    ),
}


def level_marks(scale: Scale) -> dict[str, Mark]:
    """The mark of each level by its key, worst to best."""
    signs = level_signs(scale)
    inks = zip(scale.levels, level_inks(scale), strict=True)
    return {level.key: Mark(level.label, signs[level.key], ink) for level, ink in inks}


def together(marks: Sequence[Mark]) -> Mark:
    """The mark of levels that are not told apart, worst to best; of one level its own."""
    if len(marks) == 1:
        return marks[0]
    words = " or ".join(mark.word for mark in marks)
    return Mark(words, f"{marks[0].short}–{marks[-1].short}", palette.TOGETHER)


def cell_mark(cell: AnswerCell, levels: Mapping[str, Mark]) -> Mark:
    """The mark of a cell: of its level, or of its kind of empty."""
    return levels[cell.level] if cell.level is not None else BLANKS[cell.kind]


@frozen
class Totals:
    """The count of each mark: every level, worst first, then the empties there are.

    >>> from sixsteps.published import RAG
    >>> levels = level_marks(RAG)
    >>> found = Totals.of([*levels.values(), UNANSWERED, UNASKED], levels)
    >>> [(mark.word, count) for mark, count in found.pairs][2:]
    [('Green', 1), ('not rated', 1), ('not asked', 1)]
    >>> found.rated, found.due, found.in_words()
    ((1, 1, 1), 4, '1 Red, 1 Amber, 1 Green, 1 not rated and 1 not asked')
    """

    pairs: Sequence[tuple[Mark, int]]

    @classmethod
    def of(cls, marks: Iterable[Mark], levels: Mapping[str, Mark]) -> "Totals":
        """The totals of these marks."""
        counts = Counter(marks)
        empties = [mark for mark in dict.fromkeys(BLANKS.values()) if counts[mark]]
        return cls([(mark, counts[mark]) for mark in (*levels.values(), *empties)])

    @property
    def rated(self) -> tuple[int, ...]:
        """The counts at each level, worst to best."""
        return tuple(count for mark, count in self.pairs if mark not in BLANKS.values())

    @property
    def due(self) -> int:
        """The count, with those not rated."""
        return sum(self.rated) + dict(self.pairs).get(UNANSWERED, 0)

    @property
    def legend(self) -> list[Mark]:
        """Each mark with its count."""
        return [mark.explained(count) for mark, count in self.pairs]

    def in_words(self) -> str:
        """The counts that are not 0, each with its word."""
        return in_prose([f"{count} {mark.word}" for mark, count in self.pairs if count])

    def sentence(self, whole: str) -> str:
        """The counts as a sentence; `whole` says of how many questions or answers."""
        (first, most), *others = self.pairs[: len(self.rated)]
        rated = [f"{most} {_are(most)} rated {first.word}"]
        rated += [f"{count} {mark.word}" for mark, count in others]
        empties = self.pairs[len(self.rated) :]
        blank = [f"{count} {_are(count)} {mark.word}" for mark, count in empties]
        return f"Of {whole}, {'; '.join(in_prose(parts) for parts in (rated, blank) if parts)}."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
