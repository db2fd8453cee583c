"""What a cell of a chart shows: a word, its short form for narrow cells, and its ink."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from sixsteps.analysis.cells import AnswerCell, Kind
from sixsteps.analysis.change import Change
from sixsteps.analysis.heading import Heading, joined_citation
from sixsteps.analysis.lines import LevelOrKind
from sixsteps.analysis.threads import BREAK, SIGNS, level_signs
from sixsteps.model.framework import Framework
from sixsteps.model.round_parts import RoundReference, State
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.palette import ABSENT, NOT_APPLICABLE, NOT_ASKED, NOT_RATED, Ink, level_inks
from sixsteps.published import LABELS, LABELS_NOTE
from sixsteps.table import printable, worded


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


def joined(parts: Sequence[str]) -> str:
    """Parts as prose.

    >>> joined(["9 Green", "10 Amber", "3 Red"]), joined(["9 Green"]), joined([])
    ('9 Green, 10 Amber and 3 Red', '9 Green', 'none')
    """
    if not parts:
        return "none"
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def counted(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "question"), counted(0, "question"), counted(2, "reply", "replies")
    ('1 question', '0 questions', '2 replies')
    """
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"


def sentence(text: str) -> str:
    """A text that begins with a capital and ends with one full stop.

    >>> sentence("step 1: is it?"), sentence("nobody")
    ('Step 1: is it?', 'Nobody.')
    """
    text = printable(text).strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def spoken(*texts: str) -> str:
    """Texts as sentences one after another, empty ones left out.

    >>> spoken("Ratings", "", "Draft")
    'Ratings. Draft.'
    """
    return " ".join(sentence(text) for text in texts if text)


def round_name(round_: Round | RoundReference | Heading) -> str:
    """The title of a round with its date.

    >>> from datetime import date
    >>> from sixsteps.published import six_steps
    >>> round_name(Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1)))
    'Spring 2026, 1 May 2026'
    """
    return f"{round_.title}, {worded(round_.on)}"


def round_title(round_: Round) -> str:
    """Whose round it is, its title and its date."""
    return f"{round_.organisation}: {round_name(round_)}"


def change_title(change: Change) -> str:
    """Whose rounds were compared, their titles and their dates."""
    before, after = change.before, change.after
    if before.organisation == after.organisation:
        return f"{before.organisation}: {round_name(before)}, to {round_name(after)}"
    return (
        f"{before.organisation}, {round_name(before)}, to {after.organisation}, {round_name(after)}"
    )


def state_of(round_: Round) -> str:
    """Whether a round is a draft or agreed, by whom and when."""
    if round_.state is not State.AGREED:
        return "Draft"
    by = f" by {round_.agreed_by}" if round_.agreed_by else ""
    on = f" on {worded(round_.agreed_on)}" if round_.agreed_on else ""
    return f"Agreed{by}{on}"


def labels_notes(frameworks: Iterable[Framework]) -> tuple[str, ...]:
    """The note that short labels are ours, where a chart shows any of them."""
    ours = any(
        question.label and LABELS.get(question.id) == question.label
        for framework in frameworks
        for question in framework.questions
    )
    return (LABELS_NOTE,) if ours else ()


def handling_notes(lines: Iterable[str]) -> tuple[str, ...]:
    """The handling lines of what is shown, as notes.

    >>> handling_notes(["OFFICIAL"])
    ('Handling: OFFICIAL',)
    """
    return tuple(f"Handling: {line}" for line in lines)


def citations(rounds: Iterable[Round]) -> str:
    """The references of the rounds' frameworks, each once."""
    return joined_citation([round_.framework for round_ in rounds])


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
