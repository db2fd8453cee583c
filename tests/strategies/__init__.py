"""Hypothesis strategies for the values of the model, in one place."""

from tests.strategies.frameworks import allies, cousins, descendants, frameworks, origins
from tests.strategies.rounds import (
    actions,
    answers,
    evidence,
    plans,
    respondents,
    rounds,
    signed_off,
    single_rounds,
)
from tests.strategies.values import TRAFFIC, dates, scales, texts

__all__ = [
    "TRAFFIC",
    "actions",
    "allies",
    "answers",
    "cousins",
    "dates",
    "descendants",
    "evidence",
    "frameworks",
    "origins",
    "plans",
    "respondents",
    "rounds",
    "scales",
    "signed_off",
    "single_rounds",
    "texts",
]
