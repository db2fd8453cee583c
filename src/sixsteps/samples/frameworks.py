"""Anytown's two adaptations of the Six Steps: one for 2025, and one of that for 2026."""

from datetime import date
from functools import cache
from typing import Final

from sixsteps.adaptation.adapting import adapt
from sixsteps.model.edits import (
    AddContextQuestion,
    AddQuestion,
    MoveQuestion,
    Part,
    RemoveQuestion,
    ReplaceQuestion,
    RetitleStep,
    RewordQuestion,
    SplitQuestion,
)
from sixsteps.model.framework import Framework
from sixsteps.published import six_steps

ANYTOWN: Final = "Anytown Safeguarding Children Partnership"
"""A partnership that does not exist."""


@cache
def anytown_2025() -> Framework:
    """The framework of 2025: a step retitled, a question added, another removed.

    >>> anytown_2025().lineage[0].adapter
    'Adapted by Anytown Safeguarding Children Partnership (2025)'
    """
    return adapt(
        six_steps(),
        RetitleStep("s3", "Children, young people and families shape plans for their safety"),
        AddQuestion(
            "s1",
            "Are education partners engaged at strategic level?",
            label="Education partners",
            reason="schools asked for a place in the executive's planning",
        ),
        RemoveQuestion("s6q4", reason="covered by the yearly training needs analysis"),
        AddContextQuestion("How does scrutiny in Anytown hear from front line practitioners?"),
        by=ANYTOWN,
        on=date(2025, 9, 1),
        reason="first use in Anytown",
        title="Six Steps in Anytown",
    )


@cache
def anytown_2026() -> Framework:
    """The framework of 2026: reworded, split, replaced, moved, added and removed questions.

    >>> [len(framework.questions) for framework in (anytown_2025(), anytown_2026())]
    [24, 25]
    """
    return adapt(
        anytown_2025(),
        RewordQuestion(
            "s1q2",
            text=(
                "Are representatives of the lead and delegated safeguarding partners strategically"
                " placed on relevant partnership meetings, sub groups and working groups,"
                " reviewing progress against the questions within this model?"
            ),
            reason="Working Together 2023 names lead and delegated safeguarding partners",
        ),
        SplitQuestion(
            "s2q3",
            [
                Part(
                    "Are all safeguarding partners engaging with the information sharing protocol?",
                    label="Information sharing protocol",
                ),
                Part(
                    "Are all safeguarding partners engaging with the staff training protocol?",
                    label="Staff training protocol",
                ),
            ],
            reason="agencies could only answer for one of the two",
        ),
        AddQuestion(
            "s3",
            "Are children who live outside Anytown in its care heard in planning?",
            label="Children placed elsewhere",
            reason="asked for by the young people's forum",
        ),
        ReplaceQuestion(
            "s4q3",
            "Do children and families say that what the partnership did made a difference?",
            label="Difference to families",
            reason="the autumn round asked about data, and the answer said nothing of outcomes",
        ),
        RemoveQuestion("s5q2", reason="asked in the budget round from 2026"),
        MoveQuestion("s6q2", first=True, reason="what training rests on comes first"),
        by=ANYTOWN,
        on=date(2026, 2, 2),
        reason="what the autumn round taught",
    )
