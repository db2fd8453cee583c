"""A panel joins an organisation's answers as `consensus` does, what was agreed before the rule."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from tests.panel.adaptations import ORIGIN
from tests.panel.many import LEVELS, answer_of_kind

PEOPLE = (
    ss.Respondent("council", "Council", ss.Role.LEAD_PARTNER),
    ss.Respondent("police", "Police", ss.Role.LEAD_PARTNER, asked=["s1"]),
    ss.Respondent("scrutineer", "Ms Lee", ss.Role.INDEPENDENT_SCRUTINEER),
    ss.Respondent("agreed", "Agreed in the meeting", ss.Role.AGREED, asked=["s1", "s2q1"]),
)


@st.composite
def rounds_of_several(draw: st.DrawFn) -> ss.Round:
    """A round of one respondent or more, one of whom may be what was agreed."""
    people = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True))
    wanted = [(question.id, one.id) for question in ORIGIN.questions for one in people]
    kinds = draw(st.lists(st.integers(0, 8), min_size=len(wanted), max_size=len(wanted)))
    answers = [answer_of_kind(kind, *cell) for kind, cell in zip(kinds, wanted, strict=True)]
    return ss.Round(
        ORIGIN,
        "Anytown",
        "Spring 2026",
        date(2026, 5, 1),
        [answer for answer in answers if answer is not None],
        respondents=people,
        period="2026",
    )


def levels_of(round_: ss.Round) -> list[str | None]:
    """The level of each question of a round with one respondent, of those asked."""
    (whose,) = (one.id for one in round_.respondents)
    return [
        getattr(round_.answer(question.id, whose), "level", None)
        if round_.is_asked(question.id, whose)
        else None
        for question in ORIGIN.questions
    ]


@pytest.mark.law
@given(rounds_of_several(), st.sampled_from(["worst", "best", "median_low", "unanimous"]))
def test_a_distribution_by_a_rule_is_that_of_the_consensus(made: ss.Round, rule: str) -> None:
    found = ss.Panel.from_rounds([made]).distribution(rule=rule)
    expected = levels_of(ss.consensus(made, rule))
    assert [one.counts for one in found.questions] == [
        tuple(int(level == key) for key in LEVELS) for level in expected
    ]
    assert [one.unrated for one in found.questions] == [int(level is None) for level in expected]


def test_a_panel_of_consensus_rounds_says_that_it_does_not_hold_their_rule() -> None:
    whole = ss.Round(ORIGIN, "Anytown", "1", date(2026, 5, 1), respondents=PEOPLE[:2], period="1")
    other = whole.replace(organisation="Othertown", period="2", title="2")
    panel = ss.Panel.from_rounds([ss.consensus(whole, "best"), other])
    told = "Respondents that are a consensus, whose rule a panel does not hold: 1."
    size = f"{len(ORIGIN.questions)} questions"
    assert str(panel.scope) == f"2 organisations, 3 respondents, {size}, 1 to 2. {told}"
    assert panel.levels().table().notes[0] == str(panel.scope)
    assert told in panel.distribution("1").notes
    assert told in ss.charts.partnerships(panel.where(periods=["1"])).alt
    assert told not in panel.distribution("2", rule="best").notes
    assert panel.scope.consensus == 1
    assert ss.Panel.from_rounds([whole]).scope.consensus == 0


def test_the_notes_say_that_agreed_answers_come_before_the_rule() -> None:
    made = ss.Round(
        ORIGIN, "Anytown", "Spring 2026", date(2026, 5, 1), respondents=PEOPLE, period="2026"
    )
    assert ss.Panel.from_rounds([made]).distribution(rule="best").notes[-2] == (
        "Several answers joined by the rule best (the highest level given), after answers agreed in"
        " discussion."
    )
