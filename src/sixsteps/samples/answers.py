"""How the sample rounds are written down: a letter a question, a line of text where one is due."""

from collections.abc import Iterator, Mapping

from sixsteps.model.framework import Framework
from sixsteps.model.ratings import Evidence, EvidenceKind, Rating

LEVELS: Mapping[str, str] = {"R": "red", "A": "amber", "G": "green"}

Texts = Mapping[str, tuple[str, ...]]
"""For each question the evidence and, where the level needs it, the remaining work."""


def ratings(
    framework: Framework,
    letters: str,
    texts: Texts,
    respondent: str | None = None,
    kinds: Mapping[str, EvidenceKind] | None = None,
) -> Iterator[Rating]:
    """The ratings that `letters` give, a word a step, in the order the framework asks.

    `.` leaves a question out, `-` a whole step. A question without texts has no evidence, and a
    Red has none in any case: nothing can be confirmed.
    """
    known = kinds or {}
    for step, given in zip(framework.steps, letters.split(), strict=True):
        answered = () if given == "-" else zip(step.questions, given, strict=True)
        for question, letter in answered:
            if letter == ".":
                continue
            evidence, remaining = (*texts.get(question.id, ()), "", "")[:2]
            piece = Evidence(evidence, kind=known.get(question.id)) if evidence else None
            yield Rating(
                question.id,
                LEVELS[letter],
                evidence=() if piece is None or letter == "R" else (piece,),
                remaining=remaining if letter == "A" else "",
                respondent=respondent,
            )
