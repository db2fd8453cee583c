"""A round at a glance: every question with what each respondent gave, and no free text."""

from collections.abc import Callable, Iterable

from sixsteps.model.framework import Framework
from sixsteps.model.ratings import Answer, NotApplicable
from sixsteps.table import Table


def answer_word(framework: Framework, answer: Answer | None, *, is_asked: bool) -> str:
    """What stands for a question and a respondent: a level, or which kind of empty it is.

    >>> from sixsteps import Rating, six_steps
    >>> answer_word(six_steps(), Rating("s1q1", "amber"), is_asked=True)
    'Amber'
    >>> answer_word(six_steps(), None, is_asked=False)
    'not asked'
    """
    if isinstance(answer, NotApplicable):
        return "not applicable"
    if answer is not None and answer.level is not None:
        return framework.scale.label(answer.level)
    if not is_asked:
        return "not asked"
    return "unanswered" if answer is None else "draft"


def answers_table(
    framework: Framework,
    title: str,
    respondents: Iterable[str],
    word: Callable[[str, str | None], str],
) -> Table:
    """A row for each question: its number, its name and the word for each respondent."""
    whose: list[str | None] = [*respondents] or [None]
    return Table(
        ("Number", "Question", *("Answer" if one is None else f"by {one}" for one in whose)),
        [
            (
                framework.number(question.id),
                question.name,
                *(word(question.id, one) for one in whose),
            )
            for question in framework.questions
        ],
        title=title,
        source=framework.citation,
    )
