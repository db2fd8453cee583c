"""Rounds of any framework: several respondents, each empty of its own kind, plans and states."""

from datetime import date

from hypothesis import strategies as st

from sixsteps import (
    Action,
    ActionPlan,
    ContextAnswer,
    Evidence,
    Framework,
    NotApplicable,
    Rating,
    Respondent,
    Role,
    Round,
)
from sixsteps.model.answers import KNOWN_ROLES, Answer
from sixsteps.results import Status, Use
from tests.strategies.values import dates, texts


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    """Evidence of every kind, with and without a link and a date."""
    return Evidence(
        draw(texts),
        link=draw(st.none() | st.just("https://example.org/minutes")),
        on=draw(st.none() | dates),
        kind=draw(st.sampled_from([None, "process", "outcome", "voice"])),
    )


@st.composite
def answers(
    draw: st.DrawFn, framework: Framework, question: str, respondent: str | None
) -> Answer | None:
    """An answer to a question: none, not applicable, started or a rating at any level."""
    kind = draw(st.sampled_from(["none", "not applicable", "started", "rated", "rated", "rated"]))
    if kind == "none":
        return None
    if kind == "not applicable":
        return NotApplicable(question, draw(texts), respondent)
    return Rating(
        question,
        None if kind == "started" else draw(st.sampled_from(framework.scale.keys)),
        evidence=draw(st.lists(evidence(), max_size=2)),
        rationale=draw(st.just("") | texts),
        remaining=draw(st.just("") | texts),
        respondent=respondent,
        on=draw(st.none() | dates),
    )


@st.composite
def respondents(draw: st.DrawFn, framework: Framework, most: int = 3) -> tuple[Respondent, ...]:
    """No respondents at all, or a few of any roles, asked everything or some of it."""
    count = draw(st.integers(0, most))
    askable = [*(q.id for q in framework.questions), *(step.id for step in framework.steps)]
    asked = st.none() | st.lists(st.sampled_from(askable), unique=True) if askable else st.none()
    own = [Role("trustee"), Role("visiting magistrate", independent=True)]
    roles = draw(
        st.lists(
            st.sampled_from([*KNOWN_ROLES.values(), *own]), min_size=count, max_size=count
        ).filter(lambda given: given.count(Role.AGREED) < 2)
    )
    return tuple(
        Respondent(f"r{number}", draw(texts), role, asked=draw(asked))
        for number, role in enumerate(roles)
    )


@st.composite
def plans(
    draw: st.DrawFn, framework: Framework, given: tuple[Respondent, ...]
) -> tuple[ActionPlan, ...]:
    """Plans of some of the steps, with actions open, overdue, undated and closed."""
    return tuple(
        ActionPlan(
            step.id,
            [
                draw(actions([q.id for q in step.questions], [r.id for r in given]))
                for _ in range(draw(st.integers(0, 2)))
            ],
            draw(st.just("") | texts),
        )
        for step in framework.steps
        if draw(st.booleans())
    )


@st.composite
def actions(draw: st.DrawFn, questions: list[str], given: list[str]) -> Action:
    """An action that addresses some of these questions and respondents, or none in particular."""
    status = draw(st.sampled_from([Status.OPEN, Status.OPEN, Status.CLOSED]))
    return Action(
        draw(texts),
        addresses=draw(st.lists(st.sampled_from(questions), unique=True)) if questions else (),
        respondents=draw(st.lists(st.sampled_from(given), unique=True)) if given else (),
        owner=draw(st.just("") | texts),
        due=draw(st.none() | dates),
        timescale=draw(st.sampled_from(["", "ongoing"])),
        status=status,
        progress=draw(st.lists(texts, max_size=1)),
        difference=draw(st.just("") | texts),
        closed_on=draw(st.none() | dates) if status is Status.CLOSED else None,
    )


@st.composite
def rounds(
    draw: st.DrawFn,
    framework: Framework,
    on: date | None = None,
    most_respondents: int = 3,
    *,
    signed: bool = False,
) -> Round:
    """A round of this framework with some of everything that a round can hold.

    A draft that was never signed off, unless those that were are wanted too.
    """
    given = draw(respondents(framework, most_respondents))
    ids: list[str | None] = [respondent.id for respondent in given] or [None]
    found = [
        draw(answers(framework, question.id, respondent))
        for question in framework.questions
        for respondent in ids
    ]
    made = Round(
        framework,
        organisation=draw(texts),
        title=draw(texts),
        on=on or draw(dates),
        ratings=[answer for answer in found if answer is not None],
        plans=draw(plans(framework, given)),
        respondents=given,
        context=[
            ContextAnswer(question.id, draw(texts))
            for question in framework.context
            if draw(st.booleans())
        ],
        use=draw(st.none() | st.sampled_from(Use)),
        arrangements=draw(st.lists(texts, max_size=2, unique=True)),
        organisation_id=draw(st.none() | texts),
        period=draw(st.none() | texts),
        next_on=draw(st.none() | dates),
        handling=draw(st.just("") | texts),
    )
    return draw(signed_off(made)) if signed else made


@st.composite
def signed_off(draw: st.DrawFn, round_: Round) -> Round:
    """The round as a draft, signed off, reopened, or signed off once more."""
    day = st.dates(round_.on, date(2100, 1, 1))
    for turn in range(draw(st.integers(0, 3))):
        by, on = draw(texts), draw(day)
        again = turn % 2
        round_ = round_.reopen(by, on, draw(texts)) if again else round_.agree(by, on)
        day = st.dates(on, date(2100, 1, 1))
    return round_


@st.composite
def single_rounds(draw: st.DrawFn, framework: Framework, on: date | None = None) -> Round:
    """A round answered by one respondent who need not be named."""
    return draw(rounds(framework, on, most_respondents=0))
