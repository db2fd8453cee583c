"""Rounds of one lineage on several scales stand on the one that is named, by recorded mappings."""

import io
import pickle
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.analysis.decomposition import Ingredients
from sixsteps.results import TransitionMatrix
from tests.panel.adaptations import ORIGIN
from tests.panel.many import PERIODS, small_round
from tests.strategies import TRAFFIC

TWO = ss.Scale("Two", [ss.Level("no"), ss.Level("yes")])
FOUR = ss.Scale("Four", [ss.Level(name, needs=["evidence"]) for name in ("d", "c", "b", "a")])
DAY = date(2025, 1, 1)
SHORTER = ss.adapt(
    ORIGIN,
    ss.ChangeScale(TWO, {"red": "no", "amber": "yes", "green": "yes"}),
    by="Anytown",
    on=DAY,
)
LONGER = ss.adapt(
    ORIGIN, ss.ChangeScale(FOUR, {"red": "d", "amber": "b", "green": "a"}), by="Otherplace", on=DAY
)
AGAIN = ss.adapt(
    LONGER,
    ss.ChangeScale(TRAFFIC, {"d": "red", "c": "red", "b": "amber", "a": "green"}),
    by="Otherplace",
    on=DAY,
)
PARTIAL = ss.adapt(
    ORIGIN, ss.ChangeScale(TWO, {"red": "no", "green": "yes"}), by="Thirdplace", on=DAY
)


@st.composite
def rescaled(draw: st.DrawFn) -> list[ss.Round]:
    """Rounds on the first framework, some of them put onto a scale of their own."""
    made = []
    for name in ("A", "B"):
        for period, day in PERIODS.items():
            if draw(st.booleans()):
                framework = draw(st.sampled_from([ORIGIN, SHORTER, LONGER]))
                own = draw(small_round(ORIGIN, name, period, day))
                made.append(own.onto(framework))
    return made or [draw(small_round(ORIGIN, "A", *next(iter(PERIODS.items()))))]


@pytest.mark.law
@given(rescaled())
def test_levels_and_changes_are_those_of_the_rounds_put_onto_the_scale(
    made: list[ss.Round],
) -> None:
    panel = ss.Panel.from_rounds([*made, small("Z", SHORTER), small("Y", AGAIN)], scale=TWO)
    onto = [on_two(one) for one in made]
    alone = ss.Panel.from_rounds([*onto, small("Z", SHORTER), small("Y", SHORTER)])
    assert panel.scale == TWO
    assert panel.levels("organisation").parts == alone.levels("organisation").parts
    if len(panel.periods) > 1:
        by_question = panel.transitions(by="question").parts
        assert by_question == alone.transitions(by="question").parts
    at = {(one.organisation, one.period): one for one in made}
    for before in panel.periods:
        for after in panel.periods:
            found = panel.change(before, after)
            for name in ("A", "B"):
                if before != after and (name, before) in at and (name, after) in at:
                    pair = at[name, before], at[name, after]
                    if all(len(one.respondents) < 2 for one in pair) and (
                        [x.id for x in pair[0].respondents] == [x.id for x in pair[1].respondents]
                    ):
                        own = ss.change(*map(on_two, pair))
                        part = found.part(name)
                        assert part.transitions == TransitionMatrix.of(own.outcomes, TWO)
                        assert part.decompositions == Ingredients.of(
                            own.outcomes, TWO
                        ).decompositions(panel.citation)


def on_two(round_: ss.Round) -> ss.Round:
    """The round on the scale of two, from that of four over the first one."""
    by_way = round_.onto(AGAIN) if round_.framework == LONGER else round_
    return by_way.onto(SHORTER)


def small(name: str, framework: ss.Framework) -> ss.Round:
    level = framework.scale.keys[-1]
    period, day = next(iter(PERIODS.items()))
    return ss.Round(framework, name, period, day, [ss.Rating("s1q1", level)], period=period)


@pytest.mark.law
@given(rescaled())
def test_a_frame_of_rounds_on_several_scales_gives_the_same_panel(made: list[ss.Round]) -> None:
    made = [*made, small("Z", SHORTER), small("Y", AGAIN)]
    frame = ss.frames.to_frame(made, "polars", empties=True)
    panel = ss.Panel.from_rounds(made, scale=TWO)
    assert ss.Panel.from_frame(frame, {one.framework for one in made}, scale=TWO) == panel
    file = io.BytesIO()
    panel.save(file)
    assert ss.Panel.load(io.BytesIO(file.getvalue())) == panel
    assert panel.where(organisations=["Z"]).scale == TWO


def test_a_scale_may_be_reached_over_several_changes() -> None:
    rounds = [small("A", LONGER), small("B", AGAIN), small("C", SHORTER)]
    panel = ss.Panel.from_rounds(rounds, scale=TWO)
    assert panel.levels().total.reading.counts == (0, 3)


MERGED = (
    f"Levels of “{TRAFFIC.title}” are compared on “Two”: Red as No, Amber as Yes, Green as Yes."
    " This loses detail: Amber and Green are no longer told apart."
)
BY_WAY = (
    "Levels of “Four” are compared on “Two”: D as No, C as No, B as Yes, A as Yes. This loses"
    " detail: D and C; B and A are no longer told apart."
)


def every_note(panel: ss.Panel) -> list[set[str]]:
    """The notes of every table of a panel and of its results, those on levels alone."""
    shown: list[Any] = [
        panel,
        *(panel.levels(), panel.coverage(), panel.transitions(), panel.change(*panel.periods[:2])),
        *(panel.distribution(), panel.publishable(threshold=3)),
    ]
    return [
        {note for note in table.notes if note.startswith("Levels of")}
        for one in shown
        for table in one.all_tables()
    ]


def test_every_result_says_which_levels_were_read_through_a_mapping_and_what_was_lost() -> None:
    (first, day), (second, later) = [*PERIODS.items()][:2]
    known = [ORIGIN, SHORTER, LONGER, AGAIN]
    rounds = [
        ss.Round(one, f"{place}", period, on, [ss.Rating("s1q1", one.scale.best)], period=period)
        for place, one in enumerate(known)
        for period, on in ((first, day), (second, later))
    ]
    panel = ss.Panel.from_rounds(rounds, scale=TWO)
    frame = ss.frames.to_frame(rounds, "pyarrow", empties=True)
    lines, file = io.StringIO(), io.BytesIO()
    ss.write_rounds(rounds, lines)
    panel.save(file)
    for again in (
        panel,
        ss.Panel.from_frame(frame, known, scale=TWO),
        ss.Panel.from_rounds(ss.read_rounds(io.StringIO(lines.getvalue())), scale=TWO),
        ss.Panel.load(io.BytesIO(file.getvalue())),
        pickle.loads(pickle.dumps(panel)),  # noqa: S301  pickled in this very line
    ):
        assert again.scale_notes == (MERGED, BY_WAY)
        assert all(notes == {MERGED, BY_WAY} for notes in every_note(again))


@pytest.mark.parametrize(
    ("organisation", "notes"), [("0", {MERGED}), ("1", set()), ("2", {BY_WAY}), ("3", {MERGED})]
)
def test_a_part_of_a_panel_says_what_was_read_through_a_mapping_in_it(
    organisation: str, notes: set[str]
) -> None:
    rounds = [
        ss.Round(one, f"{place}", period, on, period=period)
        for place, one in enumerate([ORIGIN, SHORTER, LONGER, AGAIN])
        for period, on in PERIODS.items()
    ]
    part = ss.Panel.from_rounds(rounds, scale=TWO).where(organisations=[organisation])
    file = io.BytesIO()
    part.save(file)
    again = ss.Panel.load(io.BytesIO(file.getvalue()))
    assert again == part
    for one in (part, again):
        assert all(found == notes for found in every_note(one))


def test_a_scale_that_no_mapping_leads_to_is_refused() -> None:
    with pytest.raises(ss.NotComparableError) as caught:
        ss.Panel.from_rounds([small("A", ORIGIN), small("B", SHORTER)], scale=FOUR)
    assert str(caught.value) == (
        f"no recorded change of scale leads from {TRAFFIC.title!r} to 'Four'; name a scale that"
        " every framework's lineage leads to"
    )


def test_a_level_that_a_mapping_leaves_out_is_refused_with_its_round_or_its_row() -> None:
    rounds = [
        evolve(small("A", ORIGIN), ratings=[ss.Rating("s1q1", "amber")]),
        small("B", PARTIAL),
    ]
    with pytest.raises(ss.InvalidError) as caught:
        ss.Panel.from_rounds(rounds, scale=TWO)
    assert str(caught.value) == (
        "a level of this round has no mapping that leads to the scale at rounds[0].ratings; name"
        " another"
    )
    frame = ss.frames.to_frame(rounds, "pandas", empties=True)
    with pytest.raises(ss.DocumentError) as caught_in_frame:
        ss.Panel.from_frame(frame, [ORIGIN, PARTIAL], scale=TWO)
    assert str(caught_in_frame.value) == (
        'no mapping leads from this level to the scale at row 1, column "level"; name another'
    )


def test_what_an_answer_lacks_is_what_it_lacks_on_its_own_scale() -> None:
    rounds = [small("A", LONGER), small("B", SHORTER), small("C", AGAIN)]
    panel = ss.Panel.from_rounds(rounds, scale=TWO)
    assert [one.supported for _, one in panel.coverage("organisation").parts] == [0, 1, 0]


def test_a_round_goes_onto_another_framework_with_all_its_answers_or_not_at_all() -> None:
    spring = ss.samples.spring_2026()
    assert spring.onto(spring.framework).ratings == spring.ratings
    with pytest.raises(ss.InvalidError) as caught:
        spring.onto(ss.six_steps())
    assert {one.code for one in caught.value.problems} == {"question-gone"}
    with pytest.raises(ss.InvalidError) as caught:
        evolve(small("A", ORIGIN), ratings=[ss.Rating("s1q1", "amber")]).onto(PARTIAL)
    assert str(caught.value) == (
        "'amber' of an earlier scale has no level on the present one at ratings[0].level; it has"
        " no, yes"
    )
    with pytest.raises(ss.NotComparableError):
        small("A", ORIGIN).onto(ss.six_steps())
