"""Rounds, their consensus, a panel, a frame and an engine give one answer, or refuse alike."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.model.answers import Rule
from sixsteps.panel import engines
from tests.panel.adaptations import ORIGIN
from tests.panel.many import PERIODS, answer_of_kind, many_rounds
from tests.panel.test_engines import ENGINES

pytestmark = pytest.mark.law

RULES: tuple[Rule, ...] = ("worst", "best", "median_low", "unanimous")
PEOPLE = (
    ss.Respondent("council", "Council", ss.Role.LEAD_PARTNER),
    ss.Respondent("police", "Police", ss.Role.RELEVANT_AGENCY),
    ss.Respondent("agreed", "Agreed in the meeting", ss.Role.AGREED),
)
TWO = ss.Scale("Two", [ss.Level("no"), ss.Level("yes")])
SCALED = ss.adapt(
    ORIGIN,
    ss.ChangeScale(TWO, {"red": "no", "amber": "yes", "green": "yes"}),
    by="Anytown",
    on=date(2025, 1, 1),
)


@st.composite
def rounds_of_areas(draw: st.DrawFn) -> list[ss.Round]:
    """One round of each of a few areas, by several respondents, of whom one may be "agreed"."""
    made = []
    for place in range(draw(st.integers(1, 4))):
        people = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True))
        wanted = [(question.id, one.id) for question in ORIGIN.questions for one in people]
        kinds = draw(st.lists(st.integers(0, 8), min_size=len(wanted), max_size=len(wanted)))
        answers = [answer_of_kind(kind, *cell) for kind, cell in zip(kinds, wanted, strict=True)]
        ratings = [one for one in answers if one is not None]
        made.append(
            ss.Round(
                ORIGIN,
                f"Area {place}",
                "Spring",
                date(2025, 5, 1),
                ratings,
                respondents=people,
                period="2025",
            )
        )
    return made


@given(rounds_of_areas(), st.sampled_from(RULES))
def test_a_panel_of_consensus_rounds_is_the_panel_by_the_rule(
    made: list[ss.Round], rule: Rule
) -> None:
    joined = ss.Panel.from_rounds(ss.consensus(one, rule) for one in made)
    by_rule = ss.Panel.from_rounds(made).distribution(rule=rule)
    assert joined.distribution().questions == by_rule.questions
    threshold = 3
    assert (
        joined.publishable(threshold=threshold).questions
        == ss.Panel.from_rounds(made).publishable(threshold=threshold, rule=rule).questions
    )


@given(rounds_of_areas(), st.sampled_from(RULES))
def test_the_distribution_of_a_panel_counts_the_summaries_of_its_rounds(
    made: list[ss.Round], rule: Rule
) -> None:
    found = ss.Panel.from_rounds(made).distribution(rule=rule)
    counts = [sum(level) for level in zip(*(one.counts for one in found.questions), strict=True)]
    summaries = [ss.summary(one, rule=rule).as_rated.counts for one in made]
    assert counts == [sum(level) for level in zip(*summaries, strict=True)]


def refused(call: Callable[[], Any]) -> bool:
    try:
        call()
    except ss.SixStepsError:
        return True
    return False


@given(many_rounds(), st.sampled_from(sorted(ENGINES)), st.booleans(), st.booleans())
@pytest.mark.slow
def test_what_a_panel_refuses_every_frame_and_every_engine_refuses(
    made: list[ss.Round], engine: str, rescaled: bool, repeated: bool
) -> None:
    if rescaled:
        period, on = next(iter(PERIODS.items()))
        made = [*made, ss.Round(SCALED, "Z", "Another", on, period=period)]
    if repeated:
        made = [*made, evolve(made[0], title="Again")]
    frameworks = {one.framework for one in made}
    tidy = ss.frames.to_frame(made, "polars", empties=True)
    frame = ENGINES[engine](made)
    ways: list[Callable[[], Any]] = [
        lambda: ss.Panel.from_rounds(made),
        lambda: ss.Panel.from_frame(tidy, frameworks),
        lambda: engines.coverage(frame, frameworks),
        lambda: engines.levels(frame, frameworks),
        lambda: engines.common_core(frame, frameworks),
        lambda: engines.transitions(frame, frameworks, made[0].period or "", made[0].period or ""),
    ]
    assert [refused(way) for way in ways] == [rescaled or repeated] * len(ways)


def test_a_public_round_lacks_what_it_does_not_tell_by_every_way() -> None:
    public = ss.samples.spring_2026().public()
    rows = ss.frames.to_frame([public], "pyarrow", empties=True)
    by_rounds = ss.Panel.from_rounds([public], period=lambda one: one.title)
    by_frame = ss.Panel.from_frame(rows, public.framework)
    found = ss.coverage(public).total
    counts = [one.coverage().total for one in (by_rounds, by_frame)]
    assert [(one.answered, one.supported, one.complete) for one in (*counts, found)] == [
        (25, 24, 0)
    ] * 3
    assert by_rounds.coverage().table().notes[1] == (
        "Supported: has the evidence its level needs. Complete: lacks nothing its level needs"
        " (evidence, remaining work, a plan with an open action on the round's own date); what a"
        " public round does not tell of is lacking."
    )


def test_a_framework_that_no_row_uses_hides_no_figures() -> None:
    used, other = (
        ss.adapt(ss.six_steps(), ss.AddQuestion("s1", text, id="s1q9"), by="A", on=date(2026, 1, 1))
        for text in ("Are schools there?", "Is health there?")
    )
    given = ss.Round(used, "A", "2026", date(2026, 5, 1), [ss.Rating("s1q9", "red")], period="2026")
    rows = ss.frames.to_frame([given], "pyarrow")
    found = engines.levels(rows, [used, other], "question").to_pylist()
    assert found == [{"question": "s1q9", "level": "red", "answers": 1}]
