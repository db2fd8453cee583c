"""Rounds of any framework: several respondents, each empty of its own kind, plans and states."""

from collections.abc import Sequence
from datetime import date
from typing import Any

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
        kind=draw(st.sampled_from([None, "process", "outcome", "voice", "a visit"])),
    )


_KINDS = ("none", "not applicable", "started", "rated", "rated", "rated")
_BYTES = 3  # of what is drawn for an answer; there are fewer than 2**24 different ones


class _Chooser:
    """Choices that one number stands for, one after the other."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, options: Sequence[Any]) -> Any:
        self.number, place = divmod(self.number, len(options))
        return options[place]


@st.composite
def answers(draw: st.DrawFn, framework: Framework, ids: Sequence[str | None]) -> list[Answer]:
    """Answers to every question by everybody: none, not applicable, started or at any level.

    They are drawn at once, and share a few words: most of the time of a law goes into drawing.
    """
    cells = [(question.id, respondent) for question in framework.questions for respondent in ids]
    drawn = draw(st.binary(min_size=len(cells) * _BYTES, max_size=len(cells) * _BYTES))
    words = draw(st.lists(texts, min_size=2, max_size=2))
    first, second = draw(st.lists(evidence(), min_size=2, max_size=2))
    pieces = (), (first,), (second,), (first, second), (first, first)
    days = None, draw(dates)
    found: list[Answer] = []
    for place, (question, respondent) in enumerate(cells):
        chosen = _Chooser(int.from_bytes(drawn[place * _BYTES :][:_BYTES], "big"))
        kind = chosen(_KINDS)
        if kind == "not applicable":
            found.append(NotApplicable(question, chosen(words), respondent))
        elif kind != "none":
            level = None if kind == "started" else chosen(framework.scale.keys)
            rest = chosen(pieces), chosen(["", *words]), chosen(["", *words])
            found.append(Rating(question, level, *rest, respondent, chosen(days)))
    return found


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
    on = on or draw(dates)
    made = Round(
        framework,
        organisation=draw(texts),
        title=draw(texts),
        on=on,
        ratings=draw(answers(framework, ids)),
        plans=draw(plans(framework, given)),
        respondents=given,
        context=[
            ContextAnswer(question.id, draw(texts))
            for question in framework.context
            if draw(st.booleans())
        ],
        use=draw(st.none() | st.sampled_from([*Use, "an inspection"])),
        arrangements=draw(st.lists(texts, max_size=2, unique=True)),
        organisation_id=draw(st.none() | texts),
        period=draw(st.none() | texts),
        next_on=draw(st.none() | st.dates(on, date(2100, 1, 1))),
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
