"""Rounds of a few organisations over a few periods, each answering any of the adaptations."""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from sixsteps import Action, ActionPlan, Framework, NotApplicable, Rating, Respondent, Role, Round
from sixsteps.model.answers import Answer
from tests.panel.adaptations import EVERY

PERIODS = {"2025 Q1": date(2025, 2, 1), "2025 Q2": date(2025, 5, 1), "2025 Q3": date(2025, 8, 1)}

LEVELS = ("red", "amber", "green")

_PEOPLE: tuple[tuple[Respondent, ...], ...] = (
    (),
    (Respondent("police", "Police", Role.LEAD_PARTNER),),
    (
        Respondent("police", "Police", Role.LEAD_PARTNER, asked=["s1", "s2q1"]),
        Respondent("scrutineer", "Ms Lee", Role.INDEPENDENT_SCRUTINEER),
    ),
    (
        Respondent("police", "Police", Role.RELEVANT_AGENCY),
        Respondent("health", "Health", Role.RELEVANT_AGENCY),
    ),
)


def answer_of_kind(kind: int, question: str, respondent: str | None) -> Answer | None:
    """One of every kind of answer there is; most are rated."""
    match kind:
        case 0:
            return None
        case 1:
            return NotApplicable(question, "None here", respondent)
        case 2:
            return Rating(question, None, respondent=respondent)
        case _:
            return Rating(
                question,
                LEVELS[kind % 3],
                ["Minutes"] if kind % 2 else (),
                remaining="More" if kind > 8 else "",
                respondent=respondent,
            )


@st.composite
def small_round(
    draw: st.DrawFn, framework: Framework, organisation: str, period: str, on: date
) -> Round:
    """A round with answers of every kind, by nobody named, by one or by two."""
    people = draw(st.sampled_from(_PEOPLE))
    # The framework may not ask what a respondent of the list is asked.
    asked = {step.id for step in framework.steps} | {q.id for q in framework.questions}
    people = tuple(one for one in people if one.asked is None or asked.issuperset(one.asked))
    ids: list[str | None] = [one.id for one in people] or [None]
    size = len(framework.questions) * len(ids)
    # One draw for all of them: most of the time of a law goes into drawing.
    kinds = [one % 15 for one in draw(st.binary(min_size=size, max_size=size))]
    wanted = [(question.id, name) for question in framework.questions for name in ids]
    answers = [answer_of_kind(kind, *cell) for kind, cell in zip(kinds, wanted, strict=True)]
    return Round(
        framework,
        organisation,
        f"Round of {period}",
        on,
        ratings=[answer for answer in answers if answer is not None],
        respondents=people,
        plans=[ActionPlan("s1", [Action("Meet")])] if draw(st.booleans()) else (),
        period=period,
    )


@st.composite
def many_rounds(draw: st.DrawFn, frameworks: Sequence[Framework] = EVERY) -> list[Round]:
    """One round or more, in no order of time or name, some periods missing."""
    organisations = draw(st.sampled_from([("A",), ("A", "B"), ("B", "A", "C")]))
    wanted = [(name, period) for name in organisations for period in PERIODS]
    kept = draw(st.lists(st.sampled_from(wanted), min_size=1, max_size=6, unique=True))
    return [
        draw(small_round(draw(st.sampled_from(frameworks)), name, period, PERIODS[period]))
        for name, period in kept
    ]
