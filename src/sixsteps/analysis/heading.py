"""Which round a result is about: what every one of its tables is headed and closed with."""

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import frozen

from sixsteps.cells import worded
from sixsteps.model.round_parts import REDACTED
from sixsteps.model.rounds import Round
from sixsteps.table import Cell, Table

REDACTED_NOTE = "The text of this round was redacted; what was recorded is counted as before."


@frozen
class Heading:
    """Whose round a result is about, its title and date, and the reference it must carry.

    >>> heading = Heading("Anytown", "Spring 2026", date(2026, 5, 1), "Pearce (2019)")
    >>> print(heading.table("Coverage", ("Asked",), [(7,)]))
    Coverage: Anytown, Spring 2026
    <BLANKLINE>
    Asked
    -----
        7
    <BLANKLINE>
    Pearce (2019)
    """

    organisation: str
    title: str
    on: date
    citation: str
    redacted: bool = False
    handling: tuple[str, ...] = ()

    @classmethod
    def of(cls, round_: Round) -> "Heading":
        """The heading of the results of a round."""
        return cls(
            round_.organisation,
            round_.title,
            round_.on,
            round_.citation,
            round_.is_redacted,
            handling_lines([round_]),
        )

    def table(
        self,
        what: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        notes: Iterable[str] = (),
    ) -> Table:
        """A table about this round, its title, its notes and the source in place."""
        below = [note for note in notes if note]
        if self.redacted:
            below.append(REDACTED_NOTE)
        title = f"{what}: {self.organisation}, {self.title}"
        return Table(columns, rows, title=title, notes=below, source=self.citation)


def handling_lines(rounds: Iterable[Round]) -> tuple[str, ...]:
    """How the rounds may be handled, in their own words, each once; not what was taken out.

    >>> from sixsteps.published import six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring", date(2026, 5, 1), handling="OFFICIAL")
    >>> handling_lines([spring, spring]), handling_lines([spring.redacted()])
    (('OFFICIAL',), ())
    """
    lines = (round_.handling for round_ in rounds)
    return tuple(dict.fromkeys(line for line in lines if line.strip() and line != REDACTED))


def as_of_note(as_of: date) -> str:
    """The date that every output prints where dates matter.

    >>> as_of_note(date(2026, 5, 1))
    'As of 1 May 2026.'
    """
    return f"As of {worded(as_of)}."
