"""Scores that the caller names for the levels: one for each, exact, and in the levels' order."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from sixsteps.errors import InvalidError, Problem, WrongTypeError, listed, nearest
from sixsteps.model.scale import Scale

MOST = 10**12
"""The largest numerator or denominator of a score; Python prints no number of 5,000 digits."""


def checked_scores(scale: Scale, scores: Mapping[str, int | Fraction]) -> dict[str, Fraction]:
    """The score of every level, worst to best, as fractions.

    Raises:
        WrongTypeError: for scores that are not named by their levels.
        InvalidError: a level without a score, a score for no level, one that is no whole number
            or Fraction, or a better level with a lower score; all of them at once.

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
                f"a {type(score).__name__} is no exact score; give a whole number or a Fraction",
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
