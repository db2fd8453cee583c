"""Merging and reverting: what comes together, what conflicts, and how a conflict is settled."""

from datetime import date

import pytest
from attrs import evolve

from sixsteps import (
    RAG,
    AdaptationError,
    AddQuestion,
    AddStep,
    ChangeScale,
    Edit,
    Framework,
    IdentityClashError,
    InvalidError,
    Match,
    MergeConflict,
    MergeQuestions,
    MoveQuestion,
    NotComparableError,
    RemoveContextQuestion,
    RemoveQuestion,
    RemoveStep,
    ReplaceQuestion,
    Resolution,
    Retitle,
    RetitleStep,
    RewordContextQuestion,
    RewordQuestion,
    Source,
    SplitQuestion,
    UnknownIdError,
    adapt,
    correspondence,
    diff,
    merge,
    replay,
    revert,
    six_steps,
    working_together_2023,
)
from sixsteps.results import Conflict
from tests.support.two_steps import BASE, ON, adapted, asked, refusal

MERGED_ON = date(2026, 9, 1)


def ours(*edits: Edit, base: Framework = BASE) -> Framework:
    return adapted(*edits, base=base)


def theirs(*edits: Edit, base: Framework = BASE) -> Framework:
    return adapted(*edits, base=base, by="The Source")


def merged(one: Framework, other: Framework, *resolutions: Resolution) -> Framework:
    return merge(BASE, one, other, by="Anytown", on=MERGED_ON, resolutions=resolutions)


def conflicts(one: Framework, other: Framework) -> tuple[Conflict, ...]:
    with pytest.raises(MergeConflict) as caught:
        merged(one, other)
    return caught.value.conflicts


def test_changes_of_different_things_come_together() -> None:
    made = merged(
        ours(RewordQuestion("s1q1", "Who leads?"), AddQuestion("s2", "Ours?")),
        theirs(RewordQuestion("s1q1", label="Leads"), SplitQuestion("s1q2", ["a?", "b?"])),
    )
    assert asked(made) == {"s1": ["s1q1", "s1q3", "s1q4"], "s2": ["s2q1", "s2q2"]}
    assert (made.question("s1q1").text, made.question("s1q1").label) == ("Who leads?", "Leads")
    assert made.citation == (
        "Adapted from Doe, J (2019) Steps. Adapted by Anytown (2026). Adapted by The Source (2026)."
    )


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        (
            RewordQuestion("s1q1", "Ours?"),
            RewordQuestion("s1q1", "Theirs?"),
            Conflict("changed", "s1q1", "text", "“Ours?”", "“Theirs?”", base="“Who?”"),
        ),
        (
            Retitle("Ours"),
            Retitle("Theirs"),
            Conflict("changed", "framework", "title", "“Ours”", "“Theirs”", base="“Steps”"),
        ),
        (
            RemoveQuestion("s1q1"),
            RewordQuestion("s1q1", "Theirs?"),
            Conflict(
                "removed", "s1q1", "presence", "removed it", "reworded it “Theirs?”", base="“Who?”"
            ),
        ),
        (
            RemoveStep("s2"),
            RetitleStep("s2", "Theirs"),
            Conflict(
                "removed", "s2", "presence", "removed it", "retitled it “Theirs”", base="“Learn”"
            ),
        ),
        (
            RetitleStep("s2", "Ours"),
            RemoveStep("s2"),
            Conflict(
                "removed", "s2", "presence", "retitled it “Ours”", "removed it", base="“Learn”"
            ),
        ),
        (
            RemoveStep("s2"),
            MoveQuestion("s1q1", to="s2"),
            Conflict("removed", "s2", "presence", "removed it", "has s1q1 in it", base="“Learn”"),
        ),
        (
            RemoveContextQuestion("c1"),
            RewordContextQuestion("c1", "Theirs?"),
            Conflict(
                "removed", "c1", "presence", "removed it", "reworded it “Theirs?”", base="“Where?”"
            ),
        ),
        (
            RewordContextQuestion("c1", "Ours?"),
            RemoveContextQuestion("c1"),
            Conflict(
                "removed", "c1", "presence", "reworded it “Ours?”", "removed it", base="“Where?”"
            ),
        ),
        (
            ReplaceQuestion("s1q1", "Ours?", id="ours"),
            SplitQuestion("s1q1", ["a?", "b?"]),
            Conflict(
                "superseded",
                "s1q1",
                "presence",
                "replaced it with ours",
                "split it into s1q3, s1q4",
                base="“Who?”",
            ),
        ),
        (
            RemoveQuestion("s1q1"),
            ReplaceQuestion("s1q1", "Theirs?"),
            Conflict(
                "removed", "s1q1", "presence", "removed it", "replaced it with s1q3", base="“Who?”"
            ),
        ),
        (
            AddQuestion("s1", "Ours?"),
            AddQuestion("s1", "Theirs?"),
            Conflict(
                "clash", "s1q3", "id", "the question “Ours?”", "the question “Theirs?”", "s1q4"
            ),
        ),
        (
            AddStep("Ours"),
            AddStep("Theirs"),
            Conflict("clash", "s3", "id", "the step “Ours”", "the step “Theirs”", "s4"),
        ),
    ],
)
def test_a_conflict_names_both_sides_and_the_element(
    one: Edit, other: Edit, conflict: Conflict
) -> None:
    assert conflicts(ours(one), theirs(other)) == (conflict,)


def test_both_sides_reordering_one_step_is_a_conflict() -> None:
    base = adapt(BASE, AddQuestion("s1", "How?"), by="All", on=ON)
    one = ours(MoveQuestion("s1q1"), base=base)
    other = theirs(MoveQuestion("s1q3", first=True, to="s1"), base=base)
    third = theirs(MoveQuestion("s1q3", after="s1q1"), base=base)
    with pytest.raises(MergeConflict) as caught:
        merge(base, one, third, by="Anytown", on=MERGED_ON)
    (conflict,) = caught.value.conflicts
    assert conflict == Conflict(
        "reordered", "s1", "order", "s1q2, s1q3, s1q1", "s1q1, s1q3, s1q2", base="s1q1, s1q2, s1q3"
    )
    made = merge(base, one, third, by="A", on=MERGED_ON, resolutions=[conflict.take("theirs")])
    assert asked(made)["s1"] == ["s1q1", "s1q3", "s1q2"]
    with pytest.raises(MergeConflict):
        merge(base, one, other, by="Anytown", on=MERGED_ON)


def test_all_conflicts_are_listed_at_once() -> None:
    with pytest.raises(MergeConflict) as caught:
        merged(
            ours(RewordQuestion("s1q1", "Ours?"), AddQuestion("s1", "Ours?")),
            theirs(RewordQuestion("s1q1", "Theirs?"), AddQuestion("s1", "Theirs?")),
        )
    assert str(caught.value) == (
        '2 conflicts; pass resolutions=[conflict.take("ours"), ...] or .rename() for a clash:\n'
        "  clash: s1q3, id; ours: the question “Ours?”; theirs: the question “Theirs?”;"
        " 's1q4' is free\n"
        "  changed: s1q1, text; base: “Who?”; ours: “Ours?”; theirs: “Theirs?”"
    )


def test_a_scale_comes_with_what_became_of_its_levels_whichever_side_changed_it() -> None:
    scaled = ChangeScale(RAG, {"no": "red", "yes": "green"})
    assert merged(ours(Retitle("Ours")), theirs(scaled)).lineage[-1].edits == (scaled,)
    made = merged(ours(scaled), theirs(Retitle("Theirs")))
    assert (made.scale, made.lineage[-1].edits) == (RAG, (Retitle("Theirs"),))


@pytest.mark.parametrize(
    ("removal", "change", "name"),
    [
        (RemoveStep("s2"), RetitleStep("s2", "Theirs"), "s2"),
        (RemoveQuestion("s1q1"), RewordQuestion("s1q1", "Theirs?"), "s1q1"),
        (RemoveContextQuestion("c1"), RewordContextQuestion("c1", "Theirs?"), "c1"),
    ],
)
def test_what_one_side_removed_and_the_other_changed_stays_if_the_other_is_taken(
    removal: Edit, change: Edit, name: str
) -> None:
    def has(framework: Framework) -> bool:
        there = (framework.steps, framework.questions, framework.context)
        return name in {one.id for members in there for one in members}

    one, other = ours(removal), theirs(change)
    (conflict,) = conflicts(one, other)
    assert not has(merged(one, other, conflict.take("ours")))
    assert has(merged(one, other, conflict.take("theirs")))
    (mirrored,) = conflicts(other, one)
    assert has(merged(other, one, mirrored.take("ours")))
    assert not has(merged(other, one, mirrored.take("theirs")))


def test_a_question_moved_to_two_steps_goes_where_the_side_taken_has_it() -> None:
    one = ours(MoveQuestion("s1q1", to="s2"))
    other = theirs(AddStep("Third", id="s3"), MoveQuestion("s1q1", to="s3"))
    (conflict,) = conflicts(one, other)
    assert merged(one, other, conflict.take("ours")).step_of("s1q1").id == "s2"
    assert merged(one, other, conflict.take("theirs")).step_of("s1q1").id == "s3"


def test_what_both_sides_are_without_in_the_end_is_no_conflict() -> None:
    one = ours(ReplaceQuestion("s1q1", "Ours?", id="ours"), RemoveQuestion("ours"))
    assert asked(merged(one, theirs(RemoveQuestion("s1q1"))))["s1"] == ["s1q2"]


def test_a_decision_about_a_superseded_question_decides_about_all_it_is_tied_to() -> None:
    one = ours(ReplaceQuestion("s1q1", "Ours?", id="ours"))
    other = theirs(SplitQuestion("s1q1", ["a?", "b?"]))
    (conflict,) = conflicts(one, other)
    assert asked(merged(one, other, conflict.take("ours")))["s1"] == ["ours", "s1q2"]
    assert asked(merged(one, other, conflict.take("theirs")))["s1"] == ["s1q3", "s1q4", "s1q2"]


def test_a_clash_is_settled_by_another_id_and_the_question_stays_comparable() -> None:
    one, other = ours(AddQuestion("s1", "Ours?")), theirs(AddQuestion("s1", "Theirs?"))
    (conflict,) = conflicts(one, other)
    made = merged(one, other, conflict.rename())
    assert [(q.id, q.text) for q in made.questions[2:4]] == [("s1q3", "Ours?"), ("s1q4", "Theirs?")]
    assert Match("s1q3", "s1q4", "same") in correspondence(other, made).matches
    assert Match("s1q3", "s1q3", "same") in correspondence(one, made).matches


def test_pulling_again_after_a_rename_needs_no_second_decision() -> None:
    one, other = ours(AddQuestion("s1", "Ours?")), theirs(AddQuestion("s1", "Theirs?"))
    (conflict,) = conflicts(one, other)
    made = merged(one, other, conflict.rename())
    later = theirs(ReplaceQuestion("s1q3", "Newer?", id="newer"), base=other)
    again = merge(other, made, later, by="Anytown", on=MERGED_ON)
    assert asked(again)["s1"] == ["s1q1", "s1q2", "newer", "s1q3"]
    assert set(later.register.links) <= set(again.register.links)
    assert Match("s1q4", "newer", "replaced") in correspondence(made, again).matches


def test_pulling_again_records_only_what_is_new() -> None:
    other = theirs(AddQuestion("s2", "Theirs?"))
    made = merged(ours(Retitle("Ours")), other)
    later = theirs(AddQuestion("s2", "Later?"), base=other)
    again = merge(other, made, later, by="Anytown", on=MERGED_ON)
    assert again.lineage[-1].merges == later.lineage[-1:]


def test_a_clash_after_one_that_is_settled_already_is_found() -> None:
    one, other = ours(AddQuestion("s1", "Ours?")), theirs(AddQuestion("s1", "Theirs?"))
    (conflict,) = conflicts(one, other)
    mine = ours(AddQuestion("s2", "Ours too?"), base=merged(one, other, conflict.rename()))
    later = theirs(AddQuestion("s2", "Theirs too?"), base=other)
    with pytest.raises(MergeConflict) as caught:
        merge(other, mine, later, by="Anytown", on=MERGED_ON)
    assert [(one.kind, one.element) for one in caught.value.conflicts] == [("clash", "s2q2")]


def test_two_questions_that_only_their_order_tells_apart_are_refused() -> None:
    one, other = ours(AddQuestion("s1", "Ours?")), theirs(AddQuestion("s1", "New?"))
    (conflict,) = conflicts(one, other)
    made = merged(one, other, conflict.rename())
    later = theirs(AddQuestion("s1", "New?"), base=other)
    assert made.question("s1q4") == later.question("s1q4")
    with pytest.raises(InvalidError) as caught:
        merge(other, made, later, by="Anytown", on=MERGED_ON)
    assert str(caught.value) == (
        "'s1q3' and 's1q4' began in the same words, and both are 's1q4' in ours at theirs;"
        " remove one question from theirs and add it again in other words"
    )
    mended = theirs(RemoveQuestion("s1q4"), AddQuestion("s1", "New too?"), base=later)
    again = merge(other, made, mended, by="Anytown", on=MERGED_ON)
    assert [q.text for q in again.step("s1").questions[2:]] == ["Ours?", "New?", "New too?"]


def test_whatever_is_decided_first_every_decision_that_was_asked_for_counts() -> None:
    one = ours(MoveQuestion("s1q2", to="s2"), RewordQuestion("s1q1", levels={"no": "Nobody leads"}))
    other = theirs(
        ChangeScale(RAG, {"no": "red", "yes": "green"}), MergeQuestions(["s1q1", "s1q2"], "Both?")
    )
    found = conflicts(one, other)
    assert [(each.element, each.about) for each in found] == [
        ("framework", "scale"),
        ("s1q2", "presence"),
    ]
    made = merged(one, other, *(each.take("ours") for each in found))
    assert asked(made) == asked(one)


def test_taking_a_pull_back_by_merging_finds_what_it_renamed() -> None:
    one, other = ours(AddQuestion("s1", "Ours?")), theirs(AddQuestion("s1", "Theirs?"))
    (conflict,) = conflicts(one, other)
    made = merged(one, other, conflict.rename())
    back = merge(other, made, BASE, by="Anytown", on=MERGED_ON)
    assert [(q.id, q.text) for q in back.step("s1").questions[2:]] == [("s1q3", "Ours?")]


def test_an_id_that_was_retired_inside_a_merge_is_renamed_and_kept_too() -> None:
    other = theirs(AddQuestion("s1", "Theirs?"), RemoveQuestion("s1q3"))
    inner = merged(theirs(Retitle("Theirs")), other)
    one = ours(AddQuestion("s1", "Ours?"))
    (conflict,) = conflicts(one, inner)
    made = merged(one, inner, conflict.rename("old"))
    assert refusal(AddQuestion("s1", "Another?", "old"), base=made) == (
        "the id 'old' is retired and belongs to another question at edits[0]; leave the id out,"
        " or bring that one back in its first wording"
    )
    back = ours(AddQuestion("s1", "Theirs?", "old"), base=made)
    asks = ours(AddQuestion("s1", "Theirs?", "s1q3"), base=inner)
    assert Match("s1q3", "old", "same") in correspondence(asks, back).matches


def test_a_record_of_a_merge_gives_no_other_meaning_to_an_id_of_what_it_merged() -> None:
    other = theirs(AddQuestion("s1", "Theirs?"), RemoveQuestion("s1q3"))
    record = merged(ours(Retitle("Ours")), other).lineage[-1]
    forged = evolve(record, edits=[AddQuestion("s1", "Forged?", "s1q3")], base="", result="")
    with pytest.raises(AdaptationError) as caught:
        replay(ours(Retitle("Ours")), forged)
    assert str(caught.value).startswith(
        "the id 's1q3' is retired and belongs to another question at edits[0]"
    )


def test_a_diff_of_a_clash_is_refused_and_the_correspondence_keeps_both_apart() -> None:
    one, other = ours(AddQuestion("s1", "Ours?")), theirs(AddQuestion("s1", "Theirs?"))
    with pytest.raises(IdentityClashError) as caught:
        diff(one, other)
    assert str(caught.value) == (
        "1 id has two meanings, so there is no edit from the one to the other; merge the"
        " frameworks and rename one side:\n"
        "  's1q3' is the question “Ours?” in one and the question “Theirs?” in the other"
    )
    units = [(m.old, m.new, m.relation) for m in correspondence(one, other).matches]
    assert ((), ("s1q3",), "added") in units
    assert (("s1q3",), (), "removed") in units


def test_a_resolution_without_a_conflict_is_refused() -> None:
    with pytest.raises(InvalidError) as caught:
        merged(ours(Retitle("Ours")), theirs(RemoveStep("s2")), Resolution("s1", "title", "ours"))
    assert str(caught.value) == ("there is no such conflict at resolutions[0]; leave it out")


def test_a_resolution_decides_one_conflict_once_and_as_it_can_be_decided() -> None:
    one, other = ours(Retitle("Ours")), theirs(Retitle("Theirs"))
    title = Resolution("framework", "title", "ours")
    with pytest.raises(InvalidError) as caught:
        merged(one, other, title, Resolution("framework", "title", "theirs"))
    assert str(caught.value) == (
        "'framework', 'title' is decided already at resolutions[1]; give one resolution"
    )
    with pytest.raises(InvalidError) as caught:
        Resolution("s1q3", "id", take="ours")
    assert str(caught.value) == ("both things stay and one needs another id at take; use rename")
    with pytest.raises(InvalidError) as caught:
        Resolution("s1q3", "text", rename="mine")
    assert str(caught.value) == "only a clash is resolved by another id at rename; use take"
    for neither in ("mine", 3):
        with pytest.raises(InvalidError, match=r"^unknown take at take; there are ours, theirs$"):
            Resolution("framework", "title", take=neither)  # type: ignore[arg-type] # on purpose
    for nameless in (("", "title"), ("framework", " ")):
        with pytest.raises(InvalidError, match=r"^a text is needed here and it is empty at"):
            Resolution(*nameless, take="ours")


def test_frameworks_of_different_origins_are_not_merged() -> None:
    stranger = Framework("Other", Source("Roe"), BASE.scale, BASE.steps)
    with pytest.raises(NotComparableError) as caught:
        merged(ours(Retitle("Ours")), stranger)
    assert str(caught.value) == (
        "'Other' and 'Steps' have no common origin, so nothing can be merged; adapt one"
        " framework, and merge its adaptations"
    )


def test_an_earlier_adaptation_is_taken_back_and_later_ones_stay() -> None:
    first = ours(RemoveQuestion("s1q1"))
    local = ours(RetitleStep("s1", "Leads"), base=first)
    again = revert(local, local.lineage[0], by="Anytown", on=MERGED_ON)
    assert asked(again) == asked(BASE)
    assert again.step("s1").title == "Leads"
    assert again.lineage[:2] == local.lineage


def test_reverting_what_was_changed_since_is_a_conflict() -> None:
    first = ours(RewordQuestion("s1q1", "Who leads?"))
    local = ours(RewordQuestion("s1q1", "Who leads now?"), base=first)
    with pytest.raises(MergeConflict) as caught:
        revert(local, local.lineage[0], by="Anytown", on=MERGED_ON)
    assert caught.value.conflicts == (
        Conflict("changed", "s1q1", "text", "“Who leads now?”", "“Who?”", base="“Who leads?”"),
    )


def test_only_an_adaptation_of_the_lineage_can_be_taken_back() -> None:
    with pytest.raises(UnknownIdError) as caught:
        revert(ours(Retitle("Ours")), theirs(Retitle("T")).lineage[0], by="Anytown", on=ON)
    assert str(caught.value) == (
        "this adaptation is not in the lineage of 'Ours'; its lineage has those of 2026-04-01"
    )
    with pytest.raises(UnknownIdError) as caught:
        revert(BASE, theirs(Retitle("T")).lineage[0], by="Anytown", on=ON)
    assert str(caught.value) == (
        f"this adaptation is not in the lineage of {BASE.title!r}; it was never adapted"
    )


def test_restoring_all_content_keeps_the_lineage_and_the_citation() -> None:
    local = ours(Retitle("Ours"))
    again = revert(local, local.lineage[0], by="Anytown", on=MERGED_ON)
    assert again.digest == BASE.digest
    assert again.citation == "Adapted from Doe, J (2019) Steps. Adapted by Anytown (2026)."


def test_a_local_adaptation_pulls_in_the_example_of_working_together_2023() -> None:
    local = adapt(six_steps(), RetitleStep("s3", "Voice"), by="Anytown", on=ON)
    revised = working_together_2023()
    made = merge(six_steps(), local, revised, by="Anytown", on=MERGED_ON)
    assert made.step("s3").title == "Voice"
    assert made.step("s1").title == revised.step("s1").title
    assert "not as an official revision" in made.citation


def test_every_edit_of_the_example_changes_its_words_and_gives_a_reason() -> None:
    made = working_together_2023().lineage[0]
    assert len(diff(six_steps(), working_together_2023())) == len(made.edits) == 12
    assert all(edit.reason for edit in made.edits)


def test_what_is_new_on_both_sides_began_with_nothing() -> None:
    one = ours(AddQuestion("s1", "New?", id="n1", label="Ours"))
    other = theirs(AddQuestion("s2", "New?", id="n1", label="Theirs"))
    with pytest.raises(MergeConflict) as caught:
        merged(one, other)
    assert caught.value.conflicts == (
        Conflict("changed", "n1", "step", "in step “Lead”", "in step “Learn”", base="nothing"),
    )
    with pytest.raises(MergeConflict) as caught:
        merged(one, other, Resolution("n1", "step", take="ours"))
    assert caught.value.conflicts == (
        Conflict("changed", "n1", "label", "“Ours”", "“Theirs”", base="nothing"),
    )


def test_a_question_that_one_side_moved_is_told_with_the_title_of_its_step() -> None:
    with pytest.raises(MergeConflict) as caught:
        merged(ours(MoveQuestion("s1q1", to="s2")), theirs(RemoveQuestion("s1q1")))
    assert caught.value.conflicts == (
        Conflict(
            *("removed", "s1q1", "presence", "moved it to step “Learn”", "removed it"),
            base="“Who?”",
        ),
    )
