"""How charts word counts, dates and rounds, in titles and in the text read aloud for a picture."""

from collections.abc import Iterable, Sequence

from sixsteps.analysis.change import Change
from sixsteps.analysis.comparison_notes import joined_citation
from sixsteps.analysis.heading import Heading
from sixsteps.cells import printable, worded
from sixsteps.model.framework import Framework
from sixsteps.model.round_parts import AGREED, RoundReference
from sixsteps.model.rounds import Round
from sixsteps.published import LABELS, LABELS_NOTE


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
    if round_.state is not AGREED:
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
