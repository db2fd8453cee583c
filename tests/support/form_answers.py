"""Answers that no form may give, and the fields at which they are refused."""

from collections.abc import Iterator
from typing import Any

import sixsteps as ss

LONG = "x" * 100_001
REFUSED: dict[str, tuple[dict[str, Any], set[str]]] = {
    "a question there is none of": ({"s9q9": {"level": "red"}}, {"s9q9"}),
    "a level there is none of": ({"s1q1": {"level": "grn"}}, {"s1q1.level"}),
    "a key there is none of": ({"s1q1": {"level": "red", "levle": "x"}}, {"s1q1.levle"}),
    "a reason beside a rating": ({"s1q1": {"level": "red", "reason": "x"}}, {"s1q1.reason"}),
    "a rationale beside a reason": (
        {"s1q1": {"reason": "x", "rationale": "y"}},
        {"s1q1.rationale"},
    ),
    "work and evidence beside a reason": (
        {"s1q1": {"reason": "x", "remaining": "y", "evidence": [{"text": "z"}]}},
        {"s1q1.remaining", "s1q1.evidence"},
    ),
    "a reason that shows nothing": ({"s1q1": {"reason": " \u200b"}}, {"s1q1.reason"}),
    "a rationale that is too long": (
        {"s1q1": {"level": "red", "rationale": LONG}},
        {"s1q1.rationale"},
    ),
    "evidence that is no object": (
        {"s1q1": {"level": "red", "evidence": ["x"]}},
        {"s1q1.evidence.0"},
    ),
    "evidence without words": (
        {"s1q1": {"level": "red", "evidence": [{"kind": "voice"}, {"text": " "}]}},
        {"s1q1.evidence.0.text", "s1q1.evidence.1.text"},
    ),
    "an empty link": (
        {"s1q1": {"level": "red", "evidence": [{"text": "x", "link": ""}]}},
        {"s1q1.evidence.0.link"},
    ),
    "a day that is in no calendar": (
        {"s1q1": {"level": "red", "evidence": [{"text": "x", "on": "2026-02-31"}]}},
        {"s1q1.evidence.0.on"},
    ),
    "two questions at once": (
        {"s1q1": {"level": 1}, "s1q2": {"level": "red", "remaining": 2}},
        {"s1q1.level", "s1q2.remaining"},
    ),
}


def answers(given: dict[str, Any], respondent: str | None = None) -> Iterator[dict[str, Any]]:
    """What a form gives as a round's document holds it."""
    for question, answer in given.items():
        kept = {field: value for field, value in answer.items() if value}
        if kept:
            rating = {} if "reason" in kept else {"level": None}
            yield {"question": question, "respondent": respondent, **rating, **kept}


def refused_by_the_library(round_: ss.Round, given: dict[str, Any]) -> set[str]:
    """The fields at which a round refuses what a form gave."""
    document = ss.to_document(round_) | {"ratings": [*answers(given)]}
    try:
        ss.from_document(document, ss.Round)
    except ss.DocumentError as error:
        return {
            ".".join(map(str, (one.question, *one.path[3:])))
            if one.path[3:] != ("question",)
            else str(list(given)[int(one.path[2])])
            for one in error.problems
        }
    return set()
