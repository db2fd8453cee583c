"""One reading of a set of answers: the count at each level, and what follows from order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from sixsteps.analysis.answer_cells import AnswerCell
from sixsteps.analysis.consensus import require
from sixsteps.analysis.heading import Heading, OfRound
from sixsteps.errors import InvalidError, Problem
from sixsteps.model.scale import Scale
from sixsteps.table import Share, Table
from sixsteps.words import listed, nearest, of_type


@frozen
class Reading:
    """The numbers of answers at each level of the scale, worst to best.

    Only the order of the levels is used, never a distance between them.

    >>> from sixsteps.published import RAG
    >>> reading = Reading(RAG, (6, 10, 8))
    >>> str(reading.at_least("amber")), reading.worst, reading.median_low
    ('18 of 24', 'red', 'amber')
    """

    scale: Scale
    counts: tuple[int, ...]

    @classmethod
    def of(cls, scale: Scale, ranks: Iterable[int]) -> "Reading":
        """The reading of answers at these ranks."""
        given = tuple(ranks)
        return cls(scale, tuple(given.count(rank) for rank in range(len(scale))))

    @property
    def total(self) -> int:
        """The number of answers counted."""
        return sum(self.counts)

    def at(self, level: str) -> Share:
        """The answers at a level.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
        """
        return Share(self.counts[self.scale.rank(level)], self.total)

    def at_least(self, level: str) -> Share:
        """The answers at or above a level.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
        """
        return Share(sum(self.counts[self.scale.rank(level) :]), self.total)

    @property
    def worst(self) -> str | None:
        """The lowest level that any answer has; `None` without answers."""
        return next((key for key, n in zip(self.scale.keys, self.counts, strict=True) if n), None)

    @property
    def median_low(self) -> str | None:
        """The level that half of the answers reach at most; `None` without answers."""
        levels = [
            key for key, n in zip(self.scale.keys, self.counts, strict=True) for _ in range(n)
        ]
        return self.scale.median_low(levels) if levels else None


def at_least_name(scale: Scale, level: str) -> str:
    """The name of the share at or above a level; on the paper's scale "Not Red" and "Green"."""
    if level == scale.best:
        return scale.label(level)
    if scale.rank(level) == 1:
        return f"Not {scale.label(scale.worst)}"
    return f"{scale.label(level)} or better"


@frozen
class Readings:
    """Three readings of the same answers: as rated, and the ends between which the truth lies.

    `as_rated` counts the answers given. `lowest` and `highest` count every answer that was due:
    as if each one that is missing, or lacks the evidence its level needs, proved lowest, or
    highest. Every share at or above a level, the worst and the low median lie between the two
    (bounds in the sense of Manski 2005, sharp).
    """

    as_rated: Reading
    lowest: Reading
    highest: Reading

    @property
    def three(self) -> tuple[Reading, Reading, Reading]:
        """As rated, lowest and highest."""
        return self.as_rated, self.lowest, self.highest

    @classmethod
    def of(cls, scale: Scale, cells: Sequence[AnswerCell]) -> "Readings":
        """The readings of these cells; what was not asked or does not apply is outside."""
        bounds = [cell.bounds for cell in cells if cell.bounds is not None]
        rated = (scale.rank(cell.level) for cell in cells if cell.level is not None)
        return cls(
            Reading.of(scale, rated),
            Reading.of(scale, (low for low, _ in bounds)),
            Reading.of(scale, (high for _, high in bounds)),
        )


MOST = 10**12
"""The largest numerator or denominator of a score; Python prints no number of 5,000 digits."""


@frozen
class StepMean:
    """The mean scores of one step's answers; `None` where a reading counts no answer.

    >>> from sixsteps import samples, summary
    >>> found = summary(samples.spring_2026(), respondent="agreed")
    >>> found.mean({"red": 0, "amber": 1, "green": 2}).steps[0].as_rated
    Fraction(6, 5)
    """

    id: str
    name: str
    as_rated: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None


@frozen(repr=False)
class Mean(OfRound):
    """The mean of the named scores, in three readings, with the scores repeated.

    `scores` are the score of every level, worst to best; `as_rated`, `lowest` and `highest` the
    means of the readings of that name, `None` where a reading counts no answer. `steps` are the
    means of each step's answers; the headline pools questions and is never an average of them.
    `notes` say whose answers are counted.

    >>> from sixsteps import samples, summary
    >>> found = summary(samples.spring_2026(), respondent="agreed")
    >>> found.mean({"red": 0, "amber": Fraction(1, 2), "green": 1}).as_rated
    Fraction(3, 5)
    """

    heading: Heading
    scale: Scale
    scores: tuple[tuple[str, Fraction], ...]
    as_rated: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    notes: tuple[str, ...] = ()
    steps: tuple[StepMean, ...] = ()

    def tables(self) -> tuple[Table, ...]:
        """The three means, then those of each step, with the scores they rest on."""
        named = ", ".join(f"{self.scale.label(level)} {score}" for level, score in self.scores)
        notes = [*self.notes, f"Scores, named by whoever asked for the mean: {named}."]
        rows = [("Mean score", self.as_rated, self.lowest, self.highest)]
        steps = [(one.name, one.id, one.as_rated, one.lowest, one.highest) for one in self.steps]
        three, table = "as_rated:ratio lowest:ratio highest:ratio", self.heading.table
        return (
            table("mean", "Mean score", f"Figure= {three}", rows, notes),
            table("steps", "Mean score by step", f"step Id=step_id {three}", steps, notes),
        )


def mean_score(reading: Reading, scores: Mapping[str, Fraction]) -> Fraction | None:
    """The mean score of the answers of a reading; `None` without answers."""
    if not reading.total:
        return None
    pairs = zip(reading.scale.keys, reading.counts, strict=True)
    return sum((scores[level] * count for level, count in pairs), Fraction(0)) / reading.total


def checked_scores(scale: Scale, scores: Mapping[str, int | Fraction]) -> dict[str, Fraction]:
    """The score of every level, worst to best, as fractions."""
    wanted = f"a mapping that names the score of every level ({listed(scale.keys)})"
    require(scores, Mapping, "scores", wanted)
    InvalidError.check("scores", _score_problems(scale, scores))
    return {key: Fraction(scores[key]) for key in scale.keys}


def _score_problems(scale: Scale, scores: Mapping[str, int | Fraction]) -> Iterator[Problem]:
    missing = [key for key in scale.keys if key not in scores]
    if missing:
        yield Problem(
            ("scores",),
            f"no score for {listed(missing)}",
            "name the score of every level",
            "no-score",
            params={"levels": tuple(missing)},
        )
    known: list[tuple[str, int | Fraction]] = []
    for key, score in scores.items():
        place = f"scores[{key!r}]"
        if key not in scale:
            near = nearest(key, scale.keys)
            yield Problem(("scores",), *scale.unknown(key), "unknown-level", suggestion=near)
        elif not isinstance(score, int | Fraction) or isinstance(score, bool):
            yield Problem(
                (place,),
                f"{of_type(score)} is not an exact score",
                "give a whole number or a Fraction",
                "wrong-type",
            )
        elif abs(score.numerator) > MOST or score.denominator > MOST:
            yield Problem(
                (place,),
                "a score of too many digits",
                f"give one whose numerator and denominator are at most {MOST}",
                "out-of-range",
                params={"most": MOST},
            )
        else:
            known.append((key, score))
    known.sort(key=lambda pair: scale.rank(pair[0]))
    for (worse, low), (better, high) in pairwise(known):
        if high < low:
            yield Problem(
                (f"scores[{better!r}]",),
                f"{better!r} is better than {worse!r} and scores less",
                f"give it {low} or more",
                "not-monotone",
                params={"worse": worse, "better": better, "least": low},
            )
