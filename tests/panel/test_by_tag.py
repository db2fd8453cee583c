"""A panel by tag: a question counts to each of its tags, and the total is never their sum."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.analysis.answer_cells import cells_of, respondent_ids
from sixsteps.model.question import NO_TAG
from sixsteps.results import Outcome, TransitionMatrix
from tests.panel.adaptations import ORIGIN
from tests.panel.many import LEVELS, many_rounds
from tests.strategies import TRAFFIC
from tests.support.tables import column

ON = date(2025, 4, 1)
TAGGED = ss.adapt(
    ORIGIN,
    ss.RewordQuestion("s1q1", tags=["voice", "data"]),
    ss.RewordQuestion("s1q2", tags=["data"]),
    ss.RewordQuestion("s2q1", tags=["voice"]),
    by="Anytown",
    on=ON,
)
RETAGGED = ss.adapt(
    TAGGED,
    ss.RewordQuestion("s1q1", tags=["new"]),
    ss.RewordQuestion("s2q1", tags=()),
    ss.RewordQuestion("s1q3", tags=["voice"]),
    by="Othertown",
    on=ON,
)
RELINKED = ss.adapt(
    TAGGED,
    ss.SplitQuestion(
        "s1q2",
        [ss.Part("One, here?", id="s1q4", tags=["new"]), ss.Part("One, there?", id="s1q5")],
    ),
    ss.MergeQuestions(["s2q1", "s2q2"], "Two, both?", id="s2q3"),
    ss.RemoveQuestion("s1q1"),
    by="Othertown",
    on=ON,
)
FRAMEWORKS = ORIGIN, TAGGED, RETAGGED, RELINKED


def tags_of(framework: ss.Framework, question: str) -> tuple[str, ...]:
    return framework.question(question).tags or (NO_TAG,)


@pytest.mark.law
@given(many_rounds(FRAMEWORKS))
def test_levels_and_coverage_by_tag_are_those_of_the_questions_that_have_it(
    made: list[ss.Round],
) -> None:
    panel = ss.Panel.from_rounds(made)
    rated, asked = Counter[tuple[str, str]](), Counter[str]()
    for one in made:
        for cell in cells_of(one, respondent_ids(one), one.on):
            for tag in tags_of(one.framework, cell.question):
                asked[tag] += cell.is_asked
                if cell.level:
                    rated[tag, cell.level] += 1
    levels, coverage = panel.levels("tag"), panel.coverage("tag")
    for (tag, own), (_, counts) in zip(levels.parts, coverage.parts, strict=True):
        assert own.reading.counts == tuple(rated[tag, level] for level in LEVELS)
        assert counts.asked == asked[tag]
    assert (levels.total, coverage.total) == (panel.levels().total, panel.coverage().total)


def moved_by_tag(made: list[ss.Round], before: str, after: str, rule: str) -> dict[str, object]:
    """The matched outcomes of each tag that a member has on either side, over all organisations."""
    at = {(one.organisation, one.period): one for one in made}
    found: dict[str, list[Outcome]] = {}
    for name in {one.organisation for one in made}:
        old, new = at.get((name, before)), at.get((name, after))
        if old is None or new is None:
            continue
        for one in ss.change(old, new, rule=rule).outcomes:
            members = [(old, id_) for id_ in one.old] + [(new, id_) for id_ in one.new]
            tags = {tag for side, id_ in members for tag in side.framework.question(id_).tags}
            for tag in tags or {NO_TAG}:
                found.setdefault(tag, []).append(one)
    return {tag: TransitionMatrix.of(own, TRAFFIC) for tag, own in found.items()}


@pytest.mark.law
@given(many_rounds(FRAMEWORKS), st.sampled_from(["worst", "median_low"]))
def test_a_change_by_tag_is_that_of_the_units_of_which_a_member_has_the_tag(
    made: list[ss.Round], rule: str
) -> None:
    panel = ss.Panel.from_rounds(made)
    before, after = panel.periods[0], panel.periods[-1]
    if before == after:
        return
    expected = moved_by_tag(made, before, after, rule)
    nothing = TransitionMatrix.of((), TRAFFIC)
    found = panel.change(before, after, by="tag", rule=rule)
    assert {one.name: one.transitions for one in found.parts} == {
        tag: expected.get(tag, nothing) for tag in panel.tags[0]
    }
    whole = panel.change(before, after, rule=rule)
    assert (found.transitions, found.decompositions, found.rated, found.alone) == (
        *(whole.transitions, whole.decompositions, whole.rated, whole.alone),
    )
    for part in found.parts:
        for share in part.decompositions:
            if share.is_comparable:
                assert sum(one.amount for one in share.components) == share.change
    moves = panel.transitions(before, after, by="tag", rule=rule)
    assert dict(moves.parts) == {one.name: one.transitions for one in found.parts}
    assert moves.total == whole.transitions


def in_year(framework: ss.Framework, year: int, *levels: str) -> ss.Round:
    ratings = [
        ss.Rating(one.id, level) for one, level in zip(framework.questions, levels, strict=False)
    ]
    return ss.Round(framework, "A", str(year), date(year, 5, 1), ratings, period=str(year))


def test_a_change_by_tag_shows_each_tag_and_that_the_rows_do_not_add_up() -> None:
    panel = ss.Panel.from_rounds(
        [
            in_year(TAGGED, 2025, "red", "red", "green", "amber"),
            in_year(TAGGED, 2026, "green", "red", "green", "red"),
        ]
    )
    change = panel.change("2025", "2026", by="tag")
    table = change.table("parts")
    assert table.cells == (
        ("voice", 2, 1, 0, 1, Fraction(1, 2), Fraction(1, 2), 0, 0, 0),
        ("data", 2, 1, 1, 0, Fraction(1, 2), Fraction(1, 2), 0, 0, 0),
        ("no tag", 1, 0, 1, 0, 0, 0, 0, 0, 0),
    )
    assert table.notes[-1] == (
        "A question counts to each of its tags, so the rows do not add up to the whole."
    )
    assert (change.transitions.matched, change.rated) == (4, (4, 4))
    assert column(panel.coverage("tag").table(), "Asked") == [4, 4, 4, 10]


def test_a_panel_without_tags_has_one_part_of_no_tag() -> None:
    panel = ss.Panel.from_rounds([in_year(ORIGIN, 2025, "red"), in_year(ORIGIN, 2026, "green")])
    (part,) = panel.change("2025", "2026", by="tag").parts
    assert (part.name, part.transitions.improved) == ("no tag", 1)
