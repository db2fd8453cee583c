"""Rounds that tests of comparisons share: short to write, easy to check by hand."""

from collections.abc import Iterable, Mapping
from datetime import date

from sixsteps import Framework, NotApplicable, Question, Rating, Round, Scale, Source, Step
from tests.strategies import TRAFFIC

LEVELS = {"R": "red", "A": "amber", "G": "green"}
AUTUMN, SPRING = date(2025, 11, 1), date(2026, 5, 1)


def asking(
    *steps: Iterable[str] | Mapping[str, str], title: str = "Local", scale: Scale = TRAFFIC
) -> Framework:
    """A framework with these questions in each step, by id, or by id with their words."""
    return Framework(
        title,
        Source("Doe, J (2024) Local"),
        scale,
        [
            Step(
                f"step{number}",
                f"Step {number}",
                [Question(name, _text(questions, name)) for name in questions],
            )
            for number, questions in enumerate(steps, start=1)
        ],
    )


def _text(questions: Iterable[str] | Mapping[str, str], name: str) -> str:
    return questions[name] if isinstance(questions, Mapping) else f"Question {name}?"


def rated(framework: Framework, levels: Mapping[str, str], title: str, on: date) -> Round:
    """A round with one rating a letter: R, A, G, d started, n not applicable, and . for none."""
    answers: list[Rating | NotApplicable] = []
    for question, letter in levels.items():
        if letter == "n":
            answers.append(NotApplicable(question, "does not apply"))
        elif letter != ".":
            answers.append(Rating(question, LEVELS.get(letter)))
    return Round(framework, "Anytown", title, on, answers)


def in_order(framework: Framework, letters: str, title: str, on: date) -> Round:
    """A round rated in the order of the framework, one letter a question."""
    ids = [question.id for question in framework.questions]
    return rated(framework, dict(zip(ids, letters, strict=True)), title, on)


def autumn(framework: Framework, letters: str) -> Round:
    return in_order(framework, letters, "Autumn 2025", AUTUMN)


def spring(framework: Framework, letters: str) -> Round:
    return in_order(framework, letters, "Spring 2026", SPRING)
