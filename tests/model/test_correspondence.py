"""Which questions correspond, from the lineages of a framework and its descendants and cousins."""

import pytest
from attrs import evolve

from sixsteps import (
    AddQuestion,
    ChangeScale,
    Crosswalk,
    Edit,
    Framework,
    InvalidError,
    Level,
    Match,
    MergeQuestions,
    Part,
    RemoveQuestion,
    ReplaceQuestion,
    Retitle,
    RewordQuestion,
    Scale,
    SplitQuestion,
    adapt,
    correspondence,
)
from tests.support.two_steps import BASE, ON


def changed(*edits: Edit, base: Framework = BASE) -> Framework:
    return adapt(base, *edits, by="Anytown", on=ON)


def units(a: Framework, b: Framework) -> list[Match]:
    return [match for match in correspondence(a, b).matches if match.relation != "same"]


def test_each_change_has_its_relation() -> None:
    made = changed(
        RewordQuestion("s1q1", "Who leads?"),
        SplitQuestion("s1q2", ["a?", "b?"], reason="two in one"),
        ReplaceQuestion("s2q1", "Other?"),
        AddQuestion("s2", "New?"),
    )
    assert units(BASE, made) == [
        Match("s1q1", "s1q1", "reworded"),
        Match("s1q2", ["s1q3", "s1q4"], "split", reason="two in one"),
        Match("s2q1", "s2q2", "replaced"),
        Match((), "s2q3", "added"),
    ]


def test_a_crosswalk_names_levels_and_questions_of_its_frameworks_alone() -> None:
    table = Crosswalk([Match("s1q1", "s1q1")]).table()
    assert table.title == "Crosswalk"
    assert Crosswalk([], title="By hand").table().title == "By hand"
    with pytest.raises(InvalidError) as caught:
        Crosswalk([Match("s9q1", "s1q1")], {"maybe": "no", "no": "never"}).between(BASE, BASE)
    assert [problem.place for problem in caught.value.problems] == [
        "matches[0].old[0]",
        "levels[0][0]",
        "levels[1][1]",
    ]


def test_a_replacement_that_was_taken_back_and_all_before_it_says_nothing() -> None:
    made = changed(
        MergeQuestions(["s1q1", "s1q2"], "All?", id="all"),
        ReplaceQuestion("all", "How?", id="how"),
        RemoveQuestion("how"),
        AddQuestion("s1", "Who?", id="s1q1"),
        AddQuestion("s1", "Where to?"),
    )
    assert units(BASE, made) == [Match((), "s1q3", "added"), Match("s1q2", (), "removed")]


def test_an_end_that_nobody_asks_says_nothing_of_the_rest() -> None:
    made = changed(
        SplitQuestion("s1q2", ["a?", "b?"]),
        ReplaceQuestion("s1q4", "c?", id="c"),
        RemoveQuestion("c"),
    )
    assert units(BASE, made) == [
        Match("s1q2", "s1q3", "split", comparable=False, reason="not all parts remain")
    ]


def test_as_many_as_left_may_enter_and_are_a_split_one_way_and_a_merge_the_other() -> None:
    parts = [Part("a?", "a1"), Part("b?", "a2")]
    made = changed(MergeQuestions(["s1q1", "s1q2"], "All?", id="all"), SplitQuestion("all", parts))
    assert units(BASE, made) == [Match(["s1q1", "s1q2"], ["a1", "a2"], "split")]
    assert units(made, BASE) == [Match(["a1", "a2"], ["s1q1", "s1q2"], "merged")]


def test_a_correspondence_cites_the_framework_that_was_adapted() -> None:
    made = changed(RewordQuestion("s1q1", "Who leads?"))
    for pair in ((BASE, made), (made, BASE)):
        assert correspondence(*pair).source == made.citation


def test_a_unit_that_lost_a_part_is_not_comparable() -> None:
    made = changed(SplitQuestion("s1q2", ["a?", "b?"]), RemoveQuestion("s1q4"))
    assert units(BASE, made) == [
        Match("s1q2", "s1q3", "split", comparable=False, reason="not all parts remain")
    ]


def test_cousins_meet_in_one_unit_of_both_their_links() -> None:
    split = changed(SplitQuestion("s1q1", ["a?", "b?"]))
    joined = changed(MergeQuestions(["s1q1", "s1q2"], "All?", id="all"))
    assert units(split, joined) == [Match(["s1q3", "s1q4", "s1q2"], "all", "merged")]
    assert units(joined, split) == [Match("all", ["s1q3", "s1q4", "s1q2"], "split")]


def test_a_unit_is_comparable_only_if_all_its_links_are() -> None:
    split = changed(SplitQuestion("s1q1", ["a?", "b?"]))
    other = changed(ReplaceQuestion("s1q3", "c?"), base=split)
    assert units(BASE, other) == [Match("s1q1", ["s1q5", "s1q4"], "replaced")]


def test_a_split_made_again_after_it_was_undone_is_comparable() -> None:
    once = changed(SplitQuestion("s1q1", ["a?", "b?"]))
    back = changed(
        RemoveQuestion("s1q3"),
        RemoveQuestion("s1q4"),
        AddQuestion("s1", "Who?", "s1q1", first=True),
        base=once,
    )
    again = changed(SplitQuestion("s1q1", ["c?", "d?"]), base=back)
    assert units(BASE, back) == []
    assert units(once, back) == [Match(["s1q3", "s1q4"], "s1q1", "merged")]
    assert units(BASE, again) == [Match("s1q1", ["s1q5", "s1q6"], "split")]


def test_levels_translate_along_the_changes_of_scale() -> None:
    three = Scale("Three", [Level("low"), Level("mid"), Level("high")])
    made = changed(ChangeScale(three, {"no": "low", "yes": "high"}))
    there, back = correspondence(BASE, made), correspondence(made, BASE)
    mapping = (("no", "low"), ("yes", "high"))
    assert (there.levels, there.translates) == (mapping, "before")
    assert (back.levels, back.translates) == (mapping, "after")
    assert isinstance(there, Crosswalk)


def test_a_crosswalk_names_the_frameworks_it_goes_with() -> None:
    a, b = BASE, changed(RemoveQuestion(BASE.questions[0].id))
    found = correspondence(a, b)
    assert (found.before, found.after) == (a.fingerprint, b.fingerprint)
    assert (found.reversed().before, found.reversed().after) == (b.fingerprint, a.fingerprint)
    by_hand = Crosswalk([]).between(a, b)
    assert (by_hand.before, by_hand.after) == (a.fingerprint, b.fingerprint)


def test_a_crosswalk_that_names_its_frameworks_is_taken_for_no_others() -> None:
    ours, theirs = changed(Retitle("Ours")), changed(Retitle("Theirs"))
    found = correspondence(BASE, ours)
    assert found.between(BASE, ours) == found
    base, us, them = (one.fingerprint[:12] for one in (BASE, ours, theirs))
    swap = "swap the two, or reverse the crosswalk"
    for pair, said in {
        (BASE, theirs): [
            f"the crosswalk is to the framework {us!r}, and 'Theirs' is {them!r} at after;"
            " make one for these two frameworks"
        ],
        (ours, BASE): [
            f"the crosswalk is from the framework {base!r}, and 'Ours' is {us!r} at before; {swap}",
            f"the crosswalk is to the framework {us!r}, and {BASE.title!r} is {base!r} at after;"
            f" {swap}",
        ],
    }.items():
        with pytest.raises(InvalidError) as error:
            found.between(*pair)
        assert [str(problem) for problem in error.value.problems] == said
        assert {problem.code for problem in error.value.problems} == {"other-framework"}
    assert found.reversed().between(ours, BASE) == found.reversed()
    half = evolve(found, after="")  # made for whatever BASE became
    assert half.between(BASE, theirs).after == theirs.fingerprint
    with pytest.raises(InvalidError, match="swap the two, or reverse the crosswalk"):
        half.between(theirs, BASE)
