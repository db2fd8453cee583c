"""How often each mark stands in a chart, for its key and for the text read aloud."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sixsteps.charts.marks import BLANKS, Mark
from sixsteps.charts.wording import counted, joined


def totals_of(marks: Iterable[Mark], levels: Mapping[str, Mark]) -> list[tuple[Mark, int]]:
    """How often each mark stands: every level, best first, then the empties there are.

    >>> from sixsteps.charts.marks import UNANSWERED, level_marks
    >>> from sixsteps.published import RAG
    >>> levels = level_marks(RAG)
    >>> [(mark.word, n) for mark, n in totals_of([levels["red"], UNANSWERED], levels)]
    [('Green', 0), ('Amber', 0), ('Red', 1), ('not rated', 1)]
    """
    counts = Counter(marks)
    best_first = [(mark, counts[mark]) for mark in reversed([*levels.values()])]
    empties = dict.fromkeys(BLANKS.values())
    return best_first + [(mark, counts[mark]) for mark in empties if counts[mark]]


def spoken_totals(totals: Sequence[tuple[Mark, int]], noun: str, plural: str = "") -> str:
    """The counts as a sentence, of how many questions, answers or cells.

    >>> from sixsteps.charts.marks import UNANSWERED, level_marks
    >>> from sixsteps.published import RAG
    >>> levels = level_marks(RAG)
    >>> spoken_totals(totals_of([*levels.values(), UNANSWERED], levels), "question")
    'Of 4 questions, 1 is rated Green, 1 Amber and 1 Red; 1 is not rated.'
    """
    empties = set(BLANKS.values())
    whole = counted(sum(count for _, count in totals), noun, plural)
    rated = [(mark, count) for mark, count in totals if mark not in empties]
    (first, most), *others = rated
    levels = joined(
        [f"{most} {_are(most)} rated {first.word}", *(f"{n} {mark.word}" for mark, n in others)]
    )
    blank = joined([f"{n} {_are(n)} {mark.word}" for mark, n in totals if mark in empties])
    return f"Of {whole}, {levels}." if blank == "none" else f"Of {whole}, {levels}; {blank}."


def counts_in_words(totals: Sequence[tuple[Mark, int]]) -> str:
    """The counts that are not 0, each with its word.

    >>> from sixsteps.charts.marks import UNANSWERED
    >>> counts_in_words([(UNANSWERED, 2)]), counts_in_words([])
    ('2 not rated', 'none')
    """
    return joined([f"{count} {mark.word}" for mark, count in totals if count])


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
