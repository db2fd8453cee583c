"""The change between rounds whose frameworks were adapted from one origin."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixsteps import (
    AddQuestion,
    ChangeScale,
    Crosswalk,
    Level,
    Match,
    MergeQuestions,
    MoveQuestion,
    Part,
    RemoveQuestion,
    ReplaceQuestion,
    RewordQuestion,
    Round,
    Scale,
    SplitQuestion,
    adapt,
    change,
    correspondence,
    history,
)
from sixsteps.results import Change
from tests.analysis.test_change_laws import (
    Enough,
    check_every_part,
    check_partition,
    check_reversal,
    letters,
    looking,
    scores,
)
from tests.support.adapted_frameworks import relatives
from tests.support.recounting import Recount
from tests.support.short_rounds import asking, autumn, spring

OLD = asking("abcd", "efgh", title="Old")
NEW = adapt(
    OLD,
    ReplaceQuestion("c", "Another question?", id="c2"),
    RewordQuestion("d", "Question d, reworded?"),
    MoveQuestion("e", to="step1"),
    SplitQuestion("f", [Part("First part?", id="f1"), Part("Second part?", id="f2")]),
    *(AddQuestion("step2", f"Question {name}?", id=name) for name in "ijk"),
    RemoveQuestion("g"),
    RemoveQuestion("h"),
    by="Anytown Safeguarding Children Partnership",
    on=date(2026, 4, 1),
)
BY_HAND = Crosswalk(
    [
        Match("a", "a"),
        Match("b", "b"),
        Match("c", "c2", "replaced"),
        Match("d", "d", "reworded"),
        Match("e", "e"),
        Match("f", ["f1", "f2"], "split"),
    ]
)


def d1(crosswalk: Crosswalk | None) -> Change:
    order = [question.id for question in NEW.questions]
    names = ["a", "b", "c2", "d", "e", "f1", "f2", "i", "j", "k"]
    levels = dict(zip(names, "AGAGAGARRA", strict=True))
    before, after = autumn(OLD, "RAGARAGG"), spring(NEW, "".join(map(levels.__getitem__, order)))
    return change(before, after, crosswalk=crosswalk)


def test_the_headline_falls_while_every_comparable_question_rises() -> None:
    green, not_red = d1(None).decompositions

    assert [(part.name, part.questions, part.amount) for part in green.components] == [
        ("like for like", 5, Fraction(2, 5)),
        ("restructuring", 2, Fraction(1, 10)),
        ("entered: added", 3, Fraction(-3, 20)),
        ("entered: replaced", 1, Fraction(-1, 20)),
        ("left: removed", 2, Fraction(-1, 4)),
        ("left: replaced", 1, Fraction(-1, 8)),
    ]
    assert [(part.name, part.questions, part.amount) for part in not_red.components] == [
        ("like for like", 5, Fraction(2, 5)),
        ("restructuring", 2, Fraction(0)),
        ("entered: added", 3, Fraction(-1, 5)),
        ("entered: replaced", 1, Fraction(0)),
        ("left: removed", 2, Fraction(-1, 10)),
        ("left: replaced", 1, Fraction(-1, 20)),
    ]
    assert (green.change, not_red.change) == (Fraction(-3, 40), Fraction(1, 20))


def test_a_crosswalk_written_by_hand_gives_what_the_lineage_gives() -> None:
    by_lineage, by_hand = d1(None), d1(BY_HAND)
    half: dict[str, int | Fraction] = {"red": 0, "amber": Fraction(1, 2), "green": 1}

    assert by_lineage.outcomes == by_hand.outcomes
    assert by_lineage.decompositions == by_hand.decompositions
    assert by_lineage.decompose(half) == by_hand.decompose(half)
    assert by_lineage.sentence == by_hand.sentence


def test_the_source_of_a_change_is_cited_with_every_adapter() -> None:
    assert {table.source for table in d1(None).tables()} == {
        "Adapted from Doe, J (2024) Local. Adapted by Anytown Safeguarding Children Partnership"
        " (2026)."
    }


def test_a_change_of_scale_is_read_from_the_lineage() -> None:
    two = Scale("Two", [Level("no"), Level("yes")])
    mapping = {"red": "no", "amber": "no", "green": "yes"}
    old = asking("ab")
    new = adapt(old, ChangeScale(two, mapping), by="Anytown", on=date(2026, 4, 1))
    before = autumn(old, "AG")
    after = Round(new, "Anytown", "Spring 2026", date(2026, 5, 1))
    there, back = change(before, after), change(after, before)

    assert (there.scale, back.scale) == (two, two)
    assert there.counts_before == back.counts_after == (1, 1)
    assert there.notes[-1].endswith("This loses detail: Red and Amber are no longer told apart.")


def test_two_areas_with_one_id_for_two_questions_are_not_compared_on_it() -> None:
    common = asking("ab")
    ours, theirs = (
        adapt(common, AddQuestion("step1", text), by=name, on=date(2026, 4, 1))
        for text, name in [("Do they meet?", "Anytown"), ("Do they act?", "Othertown")]
    )
    assert [ours.questions[-1].id] == [theirs.questions[-1].id]
    found = change(autumn(ours, "RRR"), spring(theirs, "GGG"))

    assert (found.entered, found.left) == ((("added", 1),), (("removed", 1),))
    assert found.improved == 2


def test_a_question_split_and_merged_again_is_compared_as_one() -> None:
    common = asking("ab")
    parts = adapt(
        common,
        SplitQuestion("a", [Part("One half?", id="a1"), Part("The other?", id="a2")]),
        by="Anytown",
        on=date(2026, 4, 1),
    )
    whole = adapt(
        parts,
        MergeQuestions(["a1", "a2"], "The whole again?", id="a3"),
        by="Anytown",
        on=date(2026, 5, 1),
    )
    found = change(autumn(common, "RA"), spring(whole, "GA"))
    halves = change(autumn(parts, "RGA"), spring(whole, "GA"))

    assert [(line.old, line.new, line.kind) for line in found.outcomes] == [
        (("a",), ("a3",), "improved"),
        (("b",), ("b",), "held"),
    ]
    assert (halves.outcome("a3").old, halves.outcome("a3").before) == (("a1", "a2"), "amber")


def test_a_unit_of_which_a_part_was_removed_is_not_compared() -> None:
    common = asking("ab")
    part = adapt(
        common,
        SplitQuestion("a", [Part("One half?", id="a1"), Part("The other?", id="a2")]),
        RemoveQuestion("a2"),
        by="Anytown",
        on=date(2026, 4, 1),
    )
    found = change(autumn(common, "RA"), spring(part, "GA"))

    assert (found.entered, found.left) == ((("not comparable", 1),), (("not comparable", 1),))


@st.composite
def adapted_rounds(draw: st.DrawFn) -> tuple[Round, Round]:
    """Two rounds, with answers of every kind, on frameworks adapted from one origin."""
    first, second = draw(relatives())
    return (
        autumn(first, draw(letters(len(first.questions)))),
        spring(second, draw(letters(len(second.questions)))),
    )


@given(adapted_rounds(), scores)
def test_a_change_across_adaptations_agrees_with_a_recount(
    rounds: tuple[Round, Round], score: dict[str, Fraction]
) -> None:
    before, after = rounds
    found = change(before, after)
    crosswalk = correspondence(before.framework, after.framework)

    check_partition(found, before.framework, after.framework)
    check_every_part(found, Recount(before, after, crosswalk), score)


@given(adapted_rounds(), scores)
def test_reversing_a_change_across_adaptations_negates_every_part(
    rounds: tuple[Round, Round], score: dict[str, Fraction]
) -> None:
    before, after = rounds

    check_reversal(change(before, after), change(after, before), score)


@given(adapted_rounds())
def test_a_question_is_compared_with_itself_and_with_nothing_of_the_same_id(
    rounds: tuple[Round, Round],
) -> None:
    before, after = rounds
    for line in change(before, after).outcomes:
        for name in {*line.old} & {*line.new}:
            assert before.framework.identity(name) == after.framework.identity(name)
    shared = [
        question.id
        for question in before.framework.questions
        if after.framework.has_question(question.id)
        and before.framework.identity(question.id) == after.framework.identity(question.id)
    ]
    found = change(before, after)
    assert all(found.outcome(name) == found.outcome_before(name) for name in shared)


@given(adapted_rounds())
def test_a_history_of_two_rounds_holds_every_question_once_a_round(
    rounds: tuple[Round, Round],
) -> None:
    found = history(rounds)
    for place, round_ in enumerate(rounds):
        asked = [series.ids[place] for series in found.series if series.ids[place] is not None]
        assert Counter(asked) == Counter(q.id for q in round_.framework.questions)


@given(adapted_rounds())
def test_a_history_goes_on_unbroken_exactly_where_a_change_compares_one_with_one(
    rounds: tuple[Round, Round],
) -> None:
    unbroken = {
        series.ids
        for series in history(rounds).series
        if None not in series.ids and not series.breaks
    }
    assert unbroken == {
        (match.old[0], match.new[0])
        for match in change(*rounds).crosswalk.matches
        if match.relation in ("same", "reworded")
    }


@pytest.mark.slow
def test_the_pairs_of_frameworks_hold_every_relation() -> None:
    wanted = {
        *("same", "reworded", "replaced", "split", "merged", "added", "removed", "compound"),
        *("not comparable", "newly answered", "no longer answered"),
        *("newly applicable", "no longer applicable", "one id twice", "one id once"),
    }
    seen: set[str] = set()

    @looking(300)
    @given(adapted_rounds())
    def look(rounds: tuple[Round, Round]) -> None:
        found = change(*rounds)
        seen.update(match.relation for match in found.crosswalk.matches)
        seen.update("compound" for line in found.outcomes if line.is_compound)
        seen.update(reason for reason, _ in (*found.entered, *found.left))
        old, new = (round_.framework for round_ in rounds)
        shared = [question.id for question in old.questions if new.has_question(question.id)]
        clashes = [old.identity(name) != new.identity(name) for name in shared]
        seen.update("one id twice" if clash else "one id once" for clash in clashes)
        assert seen <= wanted
        if seen == wanted:
            raise Enough

    with pytest.raises(Enough):
        look()
