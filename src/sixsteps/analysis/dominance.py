"""Whether one set of answers is better than another whatever the levels are worth."""

from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from sixsteps.analysis.heading import Heading
from sixsteps.analysis.history import round_names
from sixsteps.analysis.readings import Reading, at_least_name
from sixsteps.cells import worded
from sixsteps.errors import NotComparableError, listed
from sixsteps.table import Share, Table, Tabular


class Verdict(StrEnum):
    """What holds of a comparison: on every monotone scoring, or only on some."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "the same"
    DEPENDS = "depends on the scoring"


@frozen(repr=False)
class Dominance(Tabular):
    """Whether one summary is better than another, by the order of the levels alone.

    `differences` are, from the second-worst level up, each level's key and the difference of the
    shares at or above it (from -1 to 1). No lower share anywhere is at least as good under every
    monotone scoring; one higher as well is better. `flips_at` is, on a scale of three levels where
    the differences disagree, the worth of the middle level (between 0 for the worst and 1 for
    the best) at which the conclusion turns; `None` otherwise.

    >>> from datetime import date
    >>> from sixsteps.published import RAG
    >>> autumn = Heading("Anytown", "Autumn", date(2025, 11, 1), "Pearce (2019)")
    >>> spring = Heading("Anytown", "Spring", date(2026, 5, 1), "Pearce (2019)")
    >>> found = Dominance(spring, autumn, Reading(RAG, (8, 6, 10)), Reading(RAG, (6, 12, 6)))
    >>> found.verdict.value, found.flips_at
    ('depends on the scoring', Fraction(2, 3))
    """

    heading: Heading
    against: Heading
    reading: Reading
    other: Reading
    same_questions: bool = True

    @property
    def differences(self) -> tuple[tuple[str, Fraction], ...]:
        """Each level but the worst with the difference of the shares at or above it."""
        return tuple(
            (level, _rate(self.reading.at_least(level)) - _rate(self.other.at_least(level)))
            for level in self.reading.scale.keys[1:]
        )

    @property
    def verdict(self) -> Verdict:
        """Better, worse or the same on every monotone scoring; or dependent on the scoring."""
        signs = {difference > 0 for _, difference in self.differences if difference}
        if not signs:
            return Verdict.SAME
        if len(signs) == 2:
            return Verdict.DEPENDS
        return Verdict.BETTER if signs.pop() else Verdict.WORSE

    @property
    def flips_at(self) -> Fraction | None:
        """The worth of the middle of three levels at which the conclusion turns, from 0 to 1."""
        if self.verdict is not Verdict.DEPENDS or len(self.reading.scale) != 3:
            return None
        (_, not_worst), (_, best) = self.differences
        return best / (best - not_worst)

    @property
    def sentence(self) -> str:
        """The conclusion in plain words."""
        if self.flips_at is not None:
            middle, best = (self.reading.scale.label(key) for key in self.reading.scale.keys[1:])
            side = "less" if self.differences[-1][1] > 0 else "more"
            return f"better only if {middle} is worth {side} than {self.flips_at} of {best}"
        if self.verdict is Verdict.DEPENDS:
            return "better on some scorings and worse on others"
        return f"{self.verdict} on every scoring"

    def tables(self) -> tuple[Table, ...]:
        """The shares at or above each level in both, their difference, and the conclusion."""
        scale = self.reading.scale
        rows = [
            (
                at_least_name(scale, level),
                self.other.at_least(level),
                self.reading.at_least(level),
                difference,
            )
            for level, difference in self.differences
        ]
        ours, theirs = (f"{one.title} ({worded(one.on)})" for one in (self.heading, self.against))
        notes = [f"{ours} against {theirs}: {self.sentence}."]
        if not self.same_questions:
            notes.append(
                "The two do not count the same questions; change() tells a change of the answers"
                " from a change of the questions."
            )
        if self.against.citation != self.heading.citation:
            notes.append(f"{self.against.title}: {self.against.citation}")
        fixed = ("Share", "Difference", "notes", "source")
        names = round_names([self.against.title, self.heading.title], taken=fixed)
        columns = ("Share", *names, "Difference")
        return (self.heading.table("Order of the answers", columns, rows, notes),)


def dominance(
    heading: Heading, reading: Reading, against: Heading, other: Reading, *, same_questions: bool
) -> Dominance:
    """The comparison of one reading with another on the same levels.

    Raises:
        NotComparableError: the levels differ, or one of the two counts no answer.
    """
    if reading.scale.keys != other.scale.keys:
        raise NotComparableError(
            f"{heading.title!r} is rated {listed(reading.scale.keys)} and {against.title!r}"
            f" {listed(other.scale.keys)}; compare the rounds with change() and a mapping of levels"
        )
    for named, counted in ((heading, reading), (against, other)):
        if not counted.total:
            raise NotComparableError(
                f"{named.title!r} has no rated answer to compare; rate at least one question"
            )
    return Dominance(heading, against, reading, other, same_questions)


def _rate(share: Share) -> Fraction:
    return Fraction(share.count, share.of)
