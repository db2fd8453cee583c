"""The sample rounds: Autumn 2025, and Spring 2026, for which four respondents answered."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Final

from sixsteps.model.answers import (
    Answer,
    ContextAnswer,
    Evidence,
    EvidenceKind,
    NotApplicable,
    Rating,
    Respondent,
    Role,
)
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action, ActionPlan, Status
from sixsteps.model.rounds import Round, Use
from sixsteps.samples.frameworks import ANYTOWN, anytown_2025, anytown_2026

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


HANDLING: Final = (
    "OFFICIAL. For the executive, the delegated partners and the scrutineer;"
    " kept in the partnership's shared area until April 2029."
)
"""The handling line of both sample rounds."""

AGREED_ANSWER: Final = Respondent("agreed", "Agreed by the lead partners", Role.AGREED)

_AUTUMN_LETTERS = "AARGR AGAA ARR. GARA GRAA AAR"

_AUTUMN_TEXTS: Texts = {
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
        ratings=ratings(framework, _AUTUMN_LETTERS, _AUTUMN_TEXTS, AGREED_ANSWER.id),
        plans=_autumn_plans(),
        respondents=[AGREED_ANSWER],
        context=[
            ContextAnswer("c2", "The six steps as adapted here, and nothing else this year."),
            ContextAnswer("c11", "Twice a year, in autumn and in spring."),
        ],
        use=Use.SELF_ASSESSMENT,
        arrangements=["one-scrutineer"],
        organisation_id="anytown",
        period="2025-H2",
        next_on=date(2026, 5, 1),
        handling=HANDLING,
    ).agree("the executive", date(2025, 11, 4))


def _autumn_plans() -> list[ActionPlan]:
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
                    status=Status.CLOSED,
                    closed_on=date(2025, 10, 1),
                    difference="Answers of 18 agencies in place of 11",
                )
            ],
        ),
    ]


_RESPONDENTS = (
    Respondent("council", "Anytown Council", Role.LEAD_PARTNER),
    Respondent("health", "Anytown Integrated Care Board", Role.LEAD_PARTNER),
    Respondent("police", "Anytown Police", Role.LEAD_PARTNER, asked=["s1", "s2", "s4", "s5"]),
    Respondent(
        "scrutineer", "The scrutineer", Role.INDEPENDENT_SCRUTINEER, asked=["s1", "s3", "s4"]
    ),
    AGREED_ANSWER,
)

_LETTERS = {
    "agreed": "GAAAA GGGAA AARAR GAAR GGA AGA",
    "council": "GAAGA GGGGA AAAAR GAAA GGA AGA",
    "health": "AAAAA GGG.A AARAR AAA. G.A AG.",
    "police": "GAARA AGGAA - GARR GGA -",
    "scrutineer": "AAARA - RRRAR GARR - -",
}

_TEXTS: Texts = {
    "s1q1": ("Plan and budget to 2028, agreed 10 March 2026",),
    "s1q2": ("Attendance log, July to December 2025", "Police seat in one group is vacant"),
    "s1q3": ("Joint meeting with the adults board, January 2026", "No link to community safety"),
    "s1q4": ("Reporting calendar 2026", "Two reports of the winter were not written"),
    "s1q5": ("Two head teachers joined in January 2026", "Early years are not represented"),
    "s2q1": ("Briefings to 31 agencies, voluntary sector included",),
    "s2q2": ("Briefing papers of the learning hub, four a year",),
    "s2q5": ("Protocol signed by all 26 agencies",),
    "s2q6": ("Training log of 19 agencies", "Seven agencies keep no log"),
    "s2q4": ("Minutes of the delegated partners' group", "Answers come after months"),
    "s3q1": ("Forum's notes with the changes made", "Younger children were not asked"),
    "s3q2": ("Outreach strategy, draft of April 2026", "Not yet adopted"),
    "s3q4": ("Interviews with 12 care leavers", "Their points are not yet in a plan"),
    "s4q1": ("Joint data set, quarter 4",),
    "s4q2": ("Audits of 14 agencies", "Twelve agencies do not share"),
    "s4q5": ("Survey of 40 families by the scrutineer", "Few answers from fathers"),
    "s5q3": ("Audit of what briefing no 4 changed",),
    "s5q4": ("Training changed after two reviews", "Effect on practice not yet known"),
    "s6q1": ("Training needs survey 2026, families included",),
    "s6q2": ("Training plan 2026/27", "Local data came too late for it"),
    "s6q3": ("Take up by agency, 2025", "No figures for community groups"),
}

_KINDS: Mapping[str, EvidenceKind] = {
    "s3q1": "voice",
    "s3q4": "voice",
    "s4q5": "voice",
    "s5q3": "outcome",
}


@cache
def spring_2026() -> Round:
    """The round of 1 May 2026: agreed answers, with what each respondent had said beside them.

    >>> print(repr(spring_2026()))
    Round('Anytown Safeguarding Children Partnership', 'Spring 2026', 2026-05-01: 103 answers)
    """
    return Round(
        anytown_2026(),
        ANYTOWN,
        "Spring 2026",
        date(2026, 5, 1),
        ratings=_answers(),
        plans=_plans(),
        respondents=_RESPONDENTS,
        context=[
            ContextAnswer("c2", "The six steps as adapted in February 2026."),
            ContextAnswer("c6", "Both: two questions of this year ask about outcomes alone."),
            ContextAnswer("c11", "Twice a year, in autumn and in spring."),
            ContextAnswer("c19", "In a practitioners' hour before every round."),
        ],
        use=Use.SCRUTINY,
        arrangements=["one-scrutineer", "service-users"],
        organisation_id="anytown",
        period="2026-H1",
        next_on=date(2026, 11, 1),
        handling=HANDLING,
        previous=autumn_2025().reference,
    ).agree("the executive", date(2026, 5, 14))


def _answers() -> Iterator[Answer]:
    framework = anytown_2026()
    for respondent, letters in _LETTERS.items():
        texts = _TEXTS if respondent == AGREED_ANSWER.id else _returned()
        yield from ratings(framework, letters, texts, respondent, _KINDS)
    yield NotApplicable("s5q3", "Took part in no review in this period", respondent="health")


def _returned() -> Texts:
    """The evidence of the respondents' returns, with the remaining work that all of them saw."""
    return {
        question: (f"Return of April 2026, section {question}", *remaining)
        for question, (_, *remaining) in _TEXTS.items()
    }


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
                    status=Status.CLOSED,
                    closed_on=date(2026, 3, 10),
                    difference="The plan is funded for three years",
                ),
                Action(
                    "Fill the police seat",
                    id="seat",
                    addresses=["s1q2"],
                    owner="Police delegate",
                    due=date(2026, 9, 1),
                ),
                Action("Review the calendar yearly", id="calendar", timescale="ongoing"),
            ],
            outcome="The lead partners plan, fund and review together",
        ),
        ActionPlan(
            "s2",
            [
                Action(
                    "Give every agency a template for its training log",
                    id="log",
                    addresses=["s2q6"],
                    owner="Training manager",
                    due=date(2026, 7, 31),
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
                    progress=["Draft of April 2026"],
                ),
                Action(
                    "Hold two forum meetings for children placed elsewhere",
                    id="elsewhere",
                    addresses=["s3q5"],
                    owner="Participation lead",
                    due=date(2026, 10, 31),
                ),
            ],
            outcome="Children change what the partnership plans",
        ),
        ActionPlan(
            "s4",
            [
                Action(
                    "Follow up every gap in the data within a quarter",
                    id="gaps",
                    addresses=["s4q4"],
                    owner="Data group",
                )
            ],
        ),
        ActionPlan(
            "s5",
            [
                Action(
                    "Audit practice after the changed training",
                    id="audit",
                    addresses=["s5q4"],
                    owner="Learning hub",
                    due=date(2026, 12, 1),
                )
            ],
        ),
    ]
