"""Two sample rounds of a partnership that does not exist, on two adapted frameworks.

Anytown and everybody in it are made up: to try things with, to teach with, and for the pages of
the documentation. Nothing here is about a real place, and nothing about any child.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from sixsteps.adaptation.adapting import adapt
from sixsteps.model import edits
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
from sixsteps.published import six_steps

__all__ = ["anytown_2025", "anytown_2026", "autumn_2025", "spring_2026"]

_ANYTOWN: Final = "Anytown Safeguarding Children Partnership"


@cache
def anytown_2025() -> Framework:
    """The framework of 2025: a step retitled, a question added, another removed.

    >>> anytown_2025().lineage[0].adapter
    'Adapted by Anytown Safeguarding Children Partnership (2025)'
    """
    return adapt(
        six_steps(),
        edits.RetitleStep("s3", "Children, young people and families shape plans for their safety"),
        edits.AddQuestion(
            "s1",
            "Are education partners engaged at strategic level?",
            label="Education partners",
            reason="schools asked for a place in the executive's planning",
        ),
        edits.RemoveQuestion("s6q4", reason="covered by the yearly training needs analysis"),
        edits.AddContextQuestion(
            "How does scrutiny in Anytown hear from front line practitioners?"
        ),
        by=_ANYTOWN,
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
        edits.RewordQuestion(
            "s1q2",
            text=(
                "Are representatives of the lead and delegated safeguarding partners strategically"
                " placed on relevant partnership meetings, sub groups and working groups,"
                " reviewing progress against the questions within this model?"
            ),
            reason="Working Together 2023 names lead and delegated safeguarding partners",
        ),
        edits.SplitQuestion(
            "s2q3",
            [
                edits.Part(
                    "Are all safeguarding partners engaging with the information sharing protocol?",
                    label="Information sharing protocol",
                ),
                edits.Part(
                    "Are all safeguarding partners engaging with the staff training protocol?",
                    label="Staff training protocol",
                ),
            ],
            reason="agencies could only answer for one of the two",
        ),
        edits.AddQuestion(
            "s3",
            "Are children who live outside Anytown in its care heard in planning?",
            label="Children placed elsewhere",
            reason="asked for by the young people's forum",
        ),
        edits.ReplaceQuestion(
            "s4q3",
            "Do children and families say that what the partnership did made a difference?",
            label="Difference to families",
            reason="the autumn round asked about data, and the answer said nothing of outcomes",
        ),
        edits.RemoveQuestion("s5q2", reason="asked in the budget round from 2026"),
        edits.MoveQuestion("s6q2", first=True, reason="what training rests on comes first"),
        by=_ANYTOWN,
        on=date(2026, 2, 2),
        reason="what the autumn round taught",
    )


# For each question the evidence and, where the level needs it, the remaining work.
_Texts = Mapping[str, tuple[str, ...]]


_LEVELS = {"R": "red", "A": "amber", "G": "green"}


def _ratings(
    framework: Framework,
    letters: str,
    texts: _Texts,
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
                _LEVELS[letter],
                evidence=() if piece is None or letter == "R" else (piece,),
                remaining=remaining if letter == "A" else "",
                respondent=respondent,
            )


_HANDLING: Final = (
    "OFFICIAL. For the executive, the delegated partners and the scrutineer;"
    " kept in the partnership's shared area until April 2029."
)

_AGREED_ANSWER: Final = Respondent("agreed", "Agreed by the lead partners", Role.AGREED)

_AUTUMN_LETTERS = "AARGR AGAA ARR. GARA GRAA AAR"

_AUTUMN_TEXTS: _Texts = {
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
        _ANYTOWN,
        "Autumn 2025",
        date(2025, 10, 15),
        ratings=_ratings(framework, _AUTUMN_LETTERS, _AUTUMN_TEXTS, _AGREED_ANSWER.id),
        plans=_autumn_plans(),
        respondents=[_AGREED_ANSWER],
        context=[
            ContextAnswer("c2", "The six steps as adapted here, and nothing else this year."),
            ContextAnswer("c11", "Twice a year, in autumn and in spring."),
        ],
        use=Use.SELF_ASSESSMENT,
        arrangements=["one-scrutineer"],
        organisation_id="anytown",
        period="2025-H2",
        next_on=date(2026, 5, 1),
        handling=_HANDLING,
    ).agree("the executive", date(2025, 11, 4))


_PLANNED = "The lead partners plan, fund and review together"
_SHAPED = "Children change what the partnership plans"


def _action(
    name: str, text: str, question: str, owner: str, due: date | None = None, **more: Any
) -> Action:
    return Action(text, name, [question], owner=owner, due=due, **more)


_CALENDAR = Action("Review the calendar yearly", "calendar", timescale="ongoing")
_FUNDING = "Agree funding of the plan to 2028"
_OUTREACH = "Write an outreach strategy with the young people's forum"


def _autumn_plans() -> list[ActionPlan]:
    chair, manager = "Chair of the executive", "Business manager"
    visit = "Visit the five agencies that have not signed"
    one = [
        _action("funding", _FUNDING, "s1q1", chair, date(2026, 3, 31)),
        _action(
            "heads", "Invite head teachers to the executive", "s1q5", manager, date(2025, 12, 1)
        ),
        _CALENDAR,
    ]
    two = [_action("protocol", visit, "s2q3", manager, date(2026, 1, 31))]
    three = [_action("outreach", _OUTREACH, "s3q2", "Participation lead", date(2026, 4, 30))]
    six = [
        _action(
            *("survey", "Repeat the training needs survey", "s6q1", "Training manager"),
            status=Status.CLOSED,
            closed_on=date(2025, 10, 1),
            difference="Answers of 18 agencies in place of 11",
        )
    ]
    return [
        ActionPlan("s1", one, outcome=_PLANNED),
        ActionPlan("s2", two),
        ActionPlan("s3", three, outcome=_SHAPED),
        ActionPlan("s6", six),
    ]


_RESPONDENTS = (
    Respondent("council", "Anytown Council", Role.LEAD_PARTNER),
    Respondent("health", "Anytown Integrated Care Board", Role.LEAD_PARTNER),
    Respondent("police", "Anytown Police", Role.LEAD_PARTNER, asked=["s1", "s2", "s4", "s5"]),
    Respondent(
        "scrutineer", "The scrutineer", Role.INDEPENDENT_SCRUTINEER, asked=["s1", "s3", "s4"]
    ),
    _AGREED_ANSWER,
)

_LETTERS = {
    "agreed": "GAAAA GGGAA AARAR GAAR GGA AGA",
    "council": "GAAGA GGGGA AAAAR GAAA GGA AGA",
    "health": "AAAAA GGG.A AARAR AAA. G.A AG.",
    "police": "GAARA AGGAA - GARR GGA -",
    "scrutineer": "AAARA - RRRAR GARR - -",
}

_TEXTS: _Texts = {
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
        _ANYTOWN,
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
        handling=_HANDLING,
        previous=autumn_2025().reference,
    ).agree("the executive", date(2026, 5, 14))


def _answers() -> Iterator[Answer]:
    framework = anytown_2026()
    for respondent, letters in _LETTERS.items():
        texts = _TEXTS if respondent == _AGREED_ANSWER.id else _returned()
        yield from _ratings(framework, letters, texts, respondent, _KINDS)
    yield NotApplicable("s5q3", "Took part in no review in this period", respondent="health")


def _returned() -> _Texts:
    """The evidence of the respondents' returns, with the remaining work that all of them saw."""
    return {
        question: (f"Return of April 2026, section {question}", *remaining)
        for question, (_, *remaining) in _TEXTS.items()
    }


def _plans() -> list[ActionPlan]:
    seat, log = "Fill the police seat", "Give every agency a template for its training log"
    forum = "Hold two forum meetings for children placed elsewhere"
    gaps, audit = (
        "Follow up every gap in the data within a quarter",
        "Audit practice after the changed training",
    )
    lead = "Participation lead"
    one = [
        _action(
            *("funding", _FUNDING, "s1q1", "Chair of the executive", date(2026, 3, 31)),
            status=Status.CLOSED,
            closed_on=date(2026, 3, 10),
            difference="The plan is funded for three years",
        ),
        _action("seat", seat, "s1q2", "Police delegate", date(2026, 9, 1)),
        _CALENDAR,
    ]
    two = [_action("log", log, "s2q6", "Training manager", date(2026, 7, 31))]
    three = [
        _action(
            *("outreach", _OUTREACH, "s3q2", lead, date(2026, 4, 30)),
            progress=["Draft of April 2026"],
        ),
        _action("elsewhere", forum, "s3q5", lead, date(2026, 10, 31)),
    ]
    return [
        ActionPlan("s1", one, outcome=_PLANNED),
        ActionPlan("s2", two),
        ActionPlan("s3", three, outcome=_SHAPED),
        ActionPlan("s4", [_action("gaps", gaps, "s4q4", "Data group")]),
        ActionPlan("s5", [_action("audit", audit, "s5q4", "Learning hub", date(2026, 12, 1))]),
    ]
