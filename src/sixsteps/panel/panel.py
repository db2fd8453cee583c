"""The panel: many partnerships over many rounds, one byte a cell, and what can be asked of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sixsteps.formats.files import MAX_BYTES, Readable, Writable
from sixsteps.formats.rounds import each_round, in_full
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.panel.building import Collected, Period, assembled, encoded_round, own_period
from sixsteps.panel.comparison import PanelChange, PanelTransitions, change_of, transitions_of
from sixsteps.panel.cube import Cube
from sixsteps.panel.figures import LevelCounts, PanelCoverage, contents_of, coverage_of, levels_of
from sixsteps.panel.framing import from_table
from sixsteps.panel.publishing import (
    CommonCore,
    Distribution,
    Publishable,
    core_of,
    distribution_of,
    publishable,
)
from sixsteps.panel.saving import MAX_UNPACKED, load, save
from sixsteps.table import Table, Tabular


class Panel(Cube, Tabular):
    """Many organisations' rounds in one place, one byte for each question of each respondent.

    The axes are organisation, respondent, period and question. A question is an identity: the
    panel holds the union over all adaptations of one framework, with one id of two meanings kept
    apart. Texts are not in it. Nothing in it ranks organisations.

    >>> from datetime import date
    >>> from sixsteps import Rating, six_steps
    >>> def made(name, level):
    ...     return Round(six_steps(), name, "Spring 2026", date(2026, 5, 1), period="2026 Q2",
    ...                  ratings=[Rating("s1q1", level)])
    >>> panel = Panel.from_rounds([made("Anytown", "amber"), made("Othertown", "green")])
    >>> panel
    Panel(2 organisations, 2 respondents, 1 period, 24 questions)
    >>> str(panel.coverage().total.responded)
    '2 of 48'
    """

    @classmethod
    def from_rounds(
        cls, rounds: Iterable[Round], *, period: Period = own_period, periods: Sequence[str] = ()
    ) -> "Panel":
        """The panel of these rounds, taken one at a time and none of them held.

        `period` gives the label of the period a round stands for, since dates differ between
        areas; unless told otherwise it is the round's own. Periods stand in the order of the date
        each first has a round, or in the order of `periods`. Plans are seen on each round's date.

        Raises:
            InvalidError: with every problem and the place of its round: no period, two rounds of
                an organisation for one period, dates against the order, two origins or scales.
        """
        collected = Collected()
        collected.add_rounds(rounds, period)
        return assembled(cls, collected.axes(periods), collected.pieces)

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        frameworks: Framework | Iterable[Framework],
        columns: Mapping[str, str] = {},
        *,
        periods: Sequence[str] = (),
    ) -> "Panel":
        """The panel of a data frame with one row an answer, as `frames.to_frame` writes it.

        Only `organisation`, `round`, `question` and `level` are needed; `columns` says what they
        are called where they are called something else. The period is the column `period`, or
        else `round`. What `has_evidence`, `has_remaining` and `has_plan` do not say is there is
        taken not to be, and a question without a row as unanswered. Periods stand in the order of
        their first date, or of `periods`.

        Raises:
            DocumentError: with every problem and its place, `row 12, column "level"`, rows counted
                from 1.
            NotComparableError: for frameworks of two origins or two scales.
            MissingExtraError: narwhals or pyarrow is not installed.
        """
        return from_table(cls, frame, frameworks, columns, periods)

    @classmethod
    def from_jsonl(
        cls,
        source: Readable,
        *,
        period: Period = own_period,
        periods: Sequence[str] = (),
        limit: int = MAX_BYTES,
    ) -> "Panel":
        """The panel of the rounds in a JSON Lines file, as `write_rounds` writes them.

        Every line is checked as `read_rounds` checks it, though no value is made of a rating unless
        `period` is given; the texts of a line are gone before the next is read. A line takes at
        most `limit` bytes.

        Raises:
            DocumentError: with every problem of every line.
            InvalidError: as `from_rounds` does.
            OSError: where the file cannot be opened or read.
        """
        # A function of the caller's may look at the ratings, and is given rounds that have them.
        quickly = encoded_round if period is own_period else in_full
        collected = Collected()
        collected.add_rounds(each_round(source, quickly, limit=limit), period)
        return assembled(cls, collected.axes(periods), collected.pieces)

    @classmethod
    def load(cls, source: Readable, *, limit: int = MAX_UNPACKED) -> "Panel":
        """The panel that `save` wrote to a path, or to a binary file object.

        Unpacked, its arrays take at most `limit` bytes: some 40 million rounds of 24 answers.

        Raises:
            DocumentError: with every problem, for a file that holds no sound panel.
            OSError: where the file cannot be opened or read.
        """
        return load(cls, source, limit)

    def save(self, target: Writable) -> None:
        """Write the panel as a NumPy archive (`.npz`, no pickle in it), whole or not at all.

        Raises:
            OSError: where the file cannot be written; what was there before still is.
        """
        save(self, target)

    def tables(self) -> tuple[Table, ...]:
        """What the panel holds: its axes with their first names, its rounds and its answers."""
        return (contents_of(self),)

    def coverage(self, by: str = "step") -> PanelCoverage:
        """How much of what was asked is answered, supported and complete.

        `by` is "step", "question", "period", "organisation" or "role". Take a part of the panel
        with `where` first to have the figures of one period or role.

        Raises:
            UnknownIdError: for any other `by`.
        """
        return coverage_of(self, by)

    def levels(self, by: str = "step") -> LevelCounts:
        """How many answers stand at each level, and how many cells are empty how.

        Raises:
            UnknownIdError: for a `by` that is none of those `coverage` takes.
        """
        return levels_of(self, by)

    def transitions(
        self, before: str | None = None, after: str | None = None, *, by: str = "step"
    ) -> PanelTransitions:
        """How answers moved from level to level between two periods.

        With neither period named, every period is compared with the next and the counts are
        pooled. Questions are compared with themselves, split and merged ones as one.

        Raises:
            UnknownIdError: for a period the panel does not have, or an unknown `by`.
            NotComparableError: for one period alone.
        """
        return transitions_of(self, before, after, by)

    def change(self, before: str, after: str) -> PanelChange:
        """The change between two periods in exact parts, pooled and for each organisation.

        Every answer of a respondent with a round in both periods counts; choose one role with
        `where` first where an organisation has several answers to a question.

        Raises:
            UnknownIdError: for a period the panel does not have.
        """
        return change_of(self, before, after)

    def common_core(self) -> CommonCore:
        """The questions that every framework of the panel asks, and how many of all they are."""
        return core_of(self)

    def distribution(self, period: str | None = None, *, rule: str | None = None) -> Distribution:
        """For each question of the common core, how the organisations are spread over the levels.

        It is of one period, the last unless named; choose one role with `where` first, or join an
        organisation's answers by `rule`. Nothing in it is withheld: it is not for publication.

        Raises:
            SeveralAnswersError: an organisation has several respondents, and there is no rule.
            UnknownIdError: for an unknown period or rule.
        """
        return distribution_of(self, period, rule)

    def publishable(
        self, period: str | None = None, *, threshold: int, rule: str | None = None
    ) -> Publishable:
        """The distribution with every count withheld from which a rating could be inferred.

        `threshold` is the smallest count that may be shown, a whole number from 3; there is no
        default, because whoever publishes answers for it. Counts below it are withheld, others with
        them so that totals do not give them away, and whole questions on which all who are rated
        agree.

        Raises:
            InvalidError: for any other threshold.
            SeveralAnswersError: an organisation has several respondents, and there is no rule.
            UnknownIdError: for an unknown period or rule.
        """
        return publishable(self.distribution(period, rule=rule), threshold)
