"""Anytown's first round, Autumn 2025: one answer a question, as the partners agreed it."""

from datetime import date
from functools import cache
from typing import Final

from sixsteps.model.plans import CLOSED, Action, ActionPlan
from sixsteps.model.ratings import ContextAnswer
from sixsteps.model.respondents import Respondent, Role
from sixsteps.model.round_parts import AGREED, Use
from sixsteps.model.rounds import Round
from sixsteps.samples.answers import Texts, ratings
from sixsteps.samples.frameworks import ANYTOWN, anytown_2025

HANDLING: Final = (
    "OFFICIAL. For the executive, the delegated partners and the scrutineer;"
    " kept in the partnership's shared area until April 2029."
)
"""The handling line of both sample rounds."""

AGREED_ANSWER: Final = Respondent("agreed", "Agreed by the lead partners", Role.AGREED)

_LETTERS = "AARGR AGAA ARR. GARA GRAA AAR"

_TEXTS: Texts = {
    "s1q1": ("Draft plan of July 2025", "Funding beyond 2026 is not agreed"),
    "s1q2": ("Attendance log, January to June 2025", "No health representative in two groups"),
    "s1q4": ("Reporting calendar 2025",),
    "s2q1": ("Briefing sent to 26 agencies", "Voluntary sector not reached"),
    "s2q2": ("Briefing papers of the learning hub, four a year",),
    "s2q3": ("Signed protocol of 21 agencies", "Five agencies have not signed"),
    "s2q4": ("Minutes of the delegated partners' group", "Concerns go up and no answer comes down"),
    "s3q1": ("Notes of the young people's forum, June 2025", "Younger children were not asked"),
    "s4q1": ("Joint data set, quarter 2",),
    "s4q2": ("Audits of nine agencies", "The others audit and do not share"),
    "s4q4": ("Data meeting of September 2025", "Gaps are named and not followed up"),
    "s5q3": ("Learning briefing no 4", "Nobody has looked at what it changed"),
    "s5q4": ("Two policies changed after a review", "Training not yet changed"),
    "s6q1": ("Training needs survey 2025", "Families were not asked"),
    "s6q2": ("Training plan 2025/26", "Local data came too late for it"),
}


@cache
def autumn_2025() -> Round:
    """The round of 15 October 2025: 23 of 24 questions answered, one Green without evidence.

    >>> print(repr(autumn_2025()))
    Round('Anytown Safeguarding Children Partnership', 'Autumn 2025', 2025-10-15: 23 answers)
    """
    framework = anytown_2025()
    return Round(
        framework,
        ANYTOWN,
        "Autumn 2025",
        date(2025, 10, 15),
        ratings=ratings(framework, _LETTERS, _TEXTS, AGREED_ANSWER.id),
        plans=_plans(),
        respondents=[AGREED_ANSWER],
        context=[
            ContextAnswer("c2", "The six steps as adapted here, and nothing else this year."),
            ContextAnswer("c11", "Twice a year, in autumn and in spring."),
        ],
        use=Use.SELF_ASSESSMENT,
        arrangements=["one-scrutineer"],
        organisation_id="anytown",
        period="2025-H2",
        state=AGREED,
        agreed_by="the executive",
        agreed_on=date(2025, 11, 4),
        next_on=date(2026, 5, 1),
        handling=HANDLING,
    )


def _plans() -> list[ActionPlan]:
    return [
        ActionPlan(
            "s1",
            [
                Action(
                    "Agree funding of the plan to 2028",
                    id="funding",
                    addresses=["s1q1"],
                    owner="Chair of the executive",
                    due=date(2026, 3, 31),
                ),
                Action(
                    "Invite head teachers to the executive",
                    id="heads",
                    addresses=["s1q5"],
                    owner="Business manager",
                    due=date(2025, 12, 1),
                ),
                Action("Review the calendar yearly", id="calendar", timescale="ongoing"),
            ],
            outcome="The lead partners plan, fund and review together",
        ),
        ActionPlan(
            "s2",
            [
                Action(
                    "Visit the five agencies that have not signed",
                    id="protocol",
                    addresses=["s2q3"],
                    owner="Business manager",
                    due=date(2026, 1, 31),
                )
            ],
        ),
        ActionPlan(
            "s3",
            [
                Action(
                    "Write an outreach strategy with the young people's forum",
                    id="outreach",
                    addresses=["s3q2"],
                    owner="Participation lead",
                    due=date(2026, 4, 30),
                )
            ],
            outcome="Children change what the partnership plans",
        ),
        ActionPlan(
            "s6",
            [
                Action(
                    "Repeat the training needs survey",
                    id="survey",
                    addresses=["s6q1"],
                    owner="Training manager",
                    status=CLOSED,
                    closed_on=date(2025, 10, 1),
                    difference="Answers of 18 agencies in place of 11",
                )
            ],
        ),
    ]
