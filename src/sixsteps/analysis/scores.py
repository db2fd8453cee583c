"""The mean of scores that the caller names; the levels themselves have no size."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from sixsteps.analysis.heading import Heading
from sixsteps.analysis.readings import Reading, Readings
from sixsteps.errors import InvalidError, Problem, WrongTypeError, listed, nearest
from sixsteps.model.scale import Scale
from sixsteps.table import Table, Tabular

MOST = 10**12
"""The largest numerator or denominator of a score; Python prints no number of 5,000 digits."""


@frozen(repr=False)
class Mean(Tabular):
    """The mean of the named scores, in three readings, with the scores repeated.

    `scores` are the score of every level, worst to best; `as_rated`, `lowest` and `highest` the
    means of the readings of that name, `None` where a reading counts no answer. `notes` say
    whose answers are counted.

    >>> from datetime import date
    >>> from sixsteps.published import RAG
    >>> heading = Heading("Anytown", "Spring", date(2026, 5, 1), "Pearce (2019)")
    >>> readings = Readings(*(Reading(RAG, counts) for counts in [(1, 2, 1), (3, 1, 0), (1, 1, 2)]))
    >>> mean_of(heading, readings, {"red": 0, "amber": Fraction(1, 2), "green": 1}).as_rated
    Fraction(1, 2)
    """

    heading: Heading
    scale: Scale
    scores: tuple[tuple[str, Fraction], ...]
    as_rated: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    notes: tuple[str, ...] = ()

    def tables(self) -> tuple[Table, ...]:
        """The three means, with the scores they rest on."""
        named = ", ".join(f"{self.scale.label(level)} {score}" for level, score in self.scores)
        notes = [*self.notes, f"Scores, named by whoever asked for the mean: {named}."]
        columns = ("Figure", "As rated", "Lowest", "Highest")
        rows = [("Mean score", self.as_rated, self.lowest, self.highest)]
        return (self.heading.table("Mean score", columns, rows, notes),)


def mean_score(reading: Reading, scores: Mapping[str, Fraction]) -> Fraction | None:
    """The mean score of the answers of a reading; `None` without answers."""
    if not reading.total:
        return None
    pairs = zip(reading.scale.keys, reading.counts, strict=True)
    return sum((scores[level] * count for level, count in pairs), Fraction(0)) / reading.total


def mean_of(
    heading: Heading,
    readings: Readings,
    scores: Mapping[str, int | Fraction],
    notes: tuple[str, ...] = (),
) -> Mean:
    """The mean of named scores over three readings.

    Raises:
        InvalidError: a level without a score, a score for no level, one that is no whole number
            or Fraction, or a better level with a lower score; all of them at once.
    """
    scale = readings.as_rated.scale
    named = checked_scores(scale, scores)
    return Mean(
        heading,
        scale,
        tuple(named.items()),
        mean_score(readings.as_rated, named),
        mean_score(readings.lowest, named),
        mean_score(readings.highest, named),
        notes,
    )


def checked_scores(scale: Scale, scores: Mapping[str, int | Fraction]) -> dict[str, Fraction]:
    """The score of every level, worst to best, as fractions.

    Raises:
        WrongTypeError: for scores that are not named by their levels.
        InvalidError: see `mean_of`.

    >>> from sixsteps.published import RAG
    >>> checked_scores(RAG, {"red": 0, "amber": Fraction(1, 2), "green": 1})["amber"]
    Fraction(1, 2)
    """
    if not isinstance(scores, Mapping):
        found = "None" if scores is None else f"a value of type {type(scores).__name__}"
        raise WrongTypeError(
            f"scores was given {found}; give a mapping that names the score of every level"
            f" ({listed(scale.keys)})"
        )
    InvalidError.check("scores", _score_problems(scale, scores))
    return {key: Fraction(scores[key]) for key in scale.keys}


def _score_problems(scale: Scale, scores: Mapping[str, int | Fraction]) -> Iterator[Problem]:
    missing = [key for key in scale.keys if key not in scores]
    if missing:
        yield Problem(
            "scores", f"no score for {listed(missing)}; name the score of every level", "no-score"
        )
    for key, score in scores.items():
        if key not in scale:
            near = nearest(key, scale.keys)
            yield Problem("scores", scale.unknown(key), "unknown-level", suggestion=near)
        elif not _is_exact(score):
            yield Problem(
                f"scores[{key!r}]",
                f"a value of type {type(score).__name__} is no exact score; give a whole number or"
                " a Fraction",
                "wrong-type",
            )
        elif not _is_small(score):
            yield Problem(
                f"scores[{key!r}]",
                "a score of too many digits; give one whose numerator and denominator are at most"
                f" {MOST}",
                "out-of-range",
            )
    named = [
        (key, scores[key])
        for key in scale.keys
        if key in scores and _is_exact(scores[key]) and _is_small(scores[key])
    ]
    for (worse, low), (better, high) in pairwise(named):
        if high < low:
            yield Problem(
                f"scores[{better!r}]",
                f"{better!r} is better than {worse!r} and scores less; give it {low} or more",
                "not-monotone",
            )


def _is_exact(score: object) -> bool:
    return isinstance(score, int | Fraction) and not isinstance(score, bool)


def _is_small(score: int | Fraction) -> bool:
    return abs(score.numerator) <= MOST and score.denominator <= MOST
