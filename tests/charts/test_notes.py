"""What a result says of how its answers were read, each chart of it says too."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

import sixsteps as ss
from sixsteps import charts
from tests.support.figures import overlapping, texts_of, words_on

AUTUMN, SPRING = ss.samples.autumn_2025(), ss.samples.spring_2026()
FOUR = ss.Scale("Four", [ss.Level(key) for key in ("none", "some", "most", "all")])
THREE = ss.Scale("Three", [ss.Level(key) for key in ("low", "mid", "high")])
FIRST = ss.Framework(
    "Tagged",
    ss.Source("Doe, J (2020) Tagged"),
    FOUR,
    [
        ss.Step(
            f"s{step}",
            "A step",
            [ss.Question(f"q{step}{n}", "So?", tags=[f"t{n}"]) for n in (1, 2)],
        )
        for step in (1, 2)
    ],
)
LATER = ss.adapt(
    FIRST,
    ss.ChangeScale(THREE, {"none": "low", "some": "mid", "most": "mid", "all": "high"}),
    ss.SplitQuestion("q11", ["One part?", "Another part?"]),
    by="Anytown",
    on=date(2025, 9, 1),
)
PEOPLE = [ss.Respondent(name, name.title(), ss.Role.LEAD_PARTNER) for name in ("police", "health")]


def made(framework: ss.Framework, organisation: str, year: int) -> ss.Round:
    """Two respondents who rate every question, each one level above the other."""
    keys, on = framework.scale.keys, date(year, 5, 1)
    ratings = [
        ss.Rating(one.id, keys[(place + who) % len(keys)], respondent=person.id)
        for place, one in enumerate(framework.questions)
        for who, person in enumerate(PEOPLE)
    ]
    return ss.Round(
        framework, organisation, f"{year}", on, ratings, period=f"{year}", respondents=PEOPLE
    )


ROUNDS = [made(FIRST, "A", 2025), made(LATER, "A", 2026), made(FIRST, "B", 2026)]
PANEL = ss.Panel.from_rounds(ROUNDS, scale=THREE)
BY_RULE = "Several answers joined by the rule worst (the lowest level given)."
MAPPED = (
    "Levels of “Four” are compared on “Three”: None as Low, Some as Mid, Most as Mid, All as High."
    " This loses detail: Some and Most are no longer told apart."
)
COMPOUND = (
    "Questions that were split or merged are compared as one, by the rule “all the same: that"
    " level; mixed: Mid”."
)
RULE: dict[str, Any] = {"rule": "worst"}
CHANGED = ss.change(*ROUNDS[:2], rule="worst")
MOVED, GREW = (
    PANEL.transitions("2025", "2026", rule="worst"),
    PANEL.change("2025", "2026", rule="worst"),
)
SPREAD = PANEL.distribution(rule="worst")
FOLDED = PANEL.publishable(threshold=3, rule="worst")
FOLLOWED = ss.history(ROUNDS[:2], rule="worst")
SUMMED = ss.summary(SPRING, rule="worst")
BY_TAG, BY_ORGANISATION, BY_PERIOD = (
    PANEL.levels(by, rule="worst") for by in ("tag", "organisation", "period")
)

DRAWN: dict[str, tuple[charts.Chart, Sequence[str]]] = {
    "levels by tag": (charts.levels(BY_TAG), BY_TAG.table().notes),
    "levels by organisation": (charts.levels(BY_ORGANISATION), BY_ORGANISATION.table().notes),
    "trend of a panel": (charts.trend(BY_PERIOD), BY_PERIOD.table().notes),
    "transitions of a panel": (charts.transitions(MOVED), MOVED.table().notes),
    "transitions of a panel's change": (
        charts.transitions(GREW),
        GREW.table("transitions").notes,
    ),
    "parts of a panel's change": (charts.decomposition(GREW), GREW.table("transitions").notes),
    "a distribution": (charts.levels(SPREAD), SPREAD.table().notes),
    "what may be published": (charts.levels(FOLDED), FOLDED.table().notes),
    # The first note, which names the rounds, stands at the head of these charts.
    "a change": (charts.change_grid(CHANGED), CHANGED.notes[1:]),
    "transitions": (charts.transitions(CHANGED), CHANGED.notes[1:]),
    "parts of a change": (charts.decomposition(CHANGED), CHANGED.notes[1:]),
    "a history": (charts.history_strip(FOLLOWED), FOLLOWED.notes[1:]),
    "a trend": (charts.trend(FOLLOWED), FOLLOWED.notes),
    "a summary": (charts.levels(SUMMED), SUMMED.notes),
}


@pytest.mark.parametrize("name", DRAWN)
def test_every_note_of_a_result_is_drawn_and_read_aloud(name: str) -> None:
    chart, notes = DRAWN[name]
    drawn = words_on(chart.figure)
    assert [note for note in notes if note not in chart.alt or note not in drawn] == []
    assert overlapping(texts_of(chart.figure)) == []


@pytest.mark.parametrize("name", [name for name in DRAWN if name != "a summary"])
def test_a_rule_and_a_mapping_of_levels_are_named_on_every_chart_that_used_them(name: str) -> None:
    chart, _ = DRAWN[name]
    assert "by the rule worst (the lowest level given)" in chart.alt
    assert MAPPED in chart.alt


def test_a_chart_of_a_panel_s_transitions_says_how_they_were_read() -> None:
    assert charts.transitions(MOVED).alt.endswith(
        f". {BY_RULE} {MAPPED} Answers rated in both periods; split or merged questions are"
        f" compared as one and stand under the first of the later that applies. {COMPOUND} Adapted"
        " from Doe, J (2020) Tagged. Adapted by Anytown (2025)."
    )


def test_the_parts_of_a_panel_s_change_say_how_they_were_read() -> None:
    assert charts.decomposition(GREW).alt.partition("The parts")[2] == (
        f" add up to the change exactly. {BY_RULE} {MAPPED} 1 organisation has a round in both"
        " periods, and 1 in only one of them. Like for like: questions rated by the same"
        f" respondents in both periods, split or merged ones compared as one. {COMPOUND} Adapted"
        " from Doe, J (2020) Tagged. Adapted by Anytown (2025)."
    )


def test_bars_by_tag_or_organisation_say_what_their_tables_say_of_them() -> None:
    tags = "A question counts to each of its tags, so the rows do not add up to the whole."
    names = (
        "In the order of their names or of the framework; not a ranking. Not for publication: small"
        " counts may tell of one organisation."
    )
    for by, note in (("tag", tags), ("organisation", names)):
        for chart in (charts.levels(PANEL, by=by), charts.levels(PANEL.levels(by))):
            assert f"{MAPPED} {note} Adapted from Doe" in chart.alt


def test_a_panel_on_a_scale_of_its_own_is_drawn_on_it_area_by_area() -> None:
    of_one = PANEL.where(periods=["2026"], organisations=["B"])
    for panel, told in (
        (PANEL, "B: 1 Low and 2 Mid."),
        (of_one, "B: 2 Low and 2 Mid."),
    ):
        chart = charts.partnerships(panel, rule="worst")
        assert told in chart.alt
        assert MAPPED in chart.alt
        assert "Not for publication" not in chart.alt
