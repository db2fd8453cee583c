"""What each edit does, what cannot be done and why, and what is recorded."""

import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps import (
    Adaptation,
    AdaptationError,
    AddContextQuestion,
    AddQuestion,
    AddStep,
    ChangeScale,
    ContextQuestion,
    Edit,
    InvalidError,
    Level,
    MergeQuestions,
    MoveQuestion,
    MoveStep,
    Part,
    Question,
    RemoveContextQuestion,
    RemoveQuestion,
    RemoveStep,
    ReplaceQuestion,
    Retitle,
    RetitleStep,
    RewordContextQuestion,
    RewordQuestion,
    Scale,
    Source,
    SplitQuestion,
    WrongTypeError,
    adapt,
    replay,
)
from sixsteps.model.lineage import Identity, Link
from sixsteps.results import LeftOut
from tests.support.two_steps import BASE, ON, YES, adapted, asked, refusal


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        (AddStep("New"), {"s1": ["s1q1", "s1q2"], "s2": ["s2q1"], "s3": []}),
        (AddStep("New", first=True), {"s3": [], "s1": ["s1q1", "s1q2"], "s2": ["s2q1"]}),
        (
            AddStep("New", questions=[Question("n1", "Why?")], after="s1"),
            {"s1": ["s1q1", "s1q2"], "s3": ["n1"], "s2": ["s2q1"]},
        ),
        (RemoveStep("s1"), {"s2": ["s2q1"]}),
        (MoveStep("s1"), {"s2": ["s2q1"], "s1": ["s1q1", "s1q2"]}),
        (AddQuestion("s1", "Why?"), {"s1": ["s1q1", "s1q2", "s1q3"], "s2": ["s2q1"]}),
        (AddQuestion("s1", "Why?", first=True), {"s1": ["s1q3", "s1q1", "s1q2"], "s2": ["s2q1"]}),
        (
            AddQuestion("s1", "Why?", after="s1q1"),
            {"s1": ["s1q1", "s1q3", "s1q2"], "s2": ["s2q1"]},
        ),
        (RemoveQuestion("s1q1"), {"s1": ["s1q2"], "s2": ["s2q1"]}),
        (MoveQuestion("s1q1"), {"s1": ["s1q2", "s1q1"], "s2": ["s2q1"]}),
        (MoveQuestion("s1q1", to="s2", first=True), {"s1": ["s1q2"], "s2": ["s1q1", "s2q1"]}),
        (ReplaceQuestion("s1q1", "Why?"), {"s1": ["s1q3", "s1q2"], "s2": ["s2q1"]}),
        (SplitQuestion("s1q1", ["Why?", "How?"]), {"s1": ["s1q3", "s1q4", "s1q2"], "s2": ["s2q1"]}),
        (MergeQuestions(["s1q2", "s2q1"], "Why?"), {"s1": ["s1q1", "s1q3"], "s2": []}),
    ],
    ids=str,
)
def test_an_edit_puts_steps_and_questions_where_it_says(
    edit: Edit, wanted: dict[str, list[str]]
) -> None:
    made = asked(adapted(edit))
    assert (made, list(made)) == (wanted, list(wanted))


def test_titles_words_and_scale_change_in_place() -> None:
    scale = Scale("Three", [Level("no"), Level("partly"), Level("yes")])
    made = adapted(
        Retitle("Our steps"),
        RetitleStep("s2", "Learning"),
        RewordQuestion("s1q1", "Who leads?", label="Leads", guidance="Name them", source="Roe"),
        RewordContextQuestion("c1", "Where now?"),
        ChangeScale(scale, {"no": "no", "yes": "yes"}),
        AddContextQuestion("Why?", first=True),
    )
    assert (made.title, made.step("s2").title, made.scale) == ("Our steps", "Learning", scale)
    assert made.question("s1q1") == Question(
        "s1q1", "Who leads?", "Leads", "Name them", source="Roe"
    )
    assert made.context == (ContextQuestion("c2", "Why?"), ContextQuestion("c1", "Where now?"))


def test_a_borrowed_source_can_be_taken_away_again() -> None:
    borrowed = adapted(RewordQuestion("s1q1", source="Roe"))
    assert adapted(RewordQuestion("s1q1", source=""), base=borrowed).steps == BASE.steps


def test_what_is_split_or_merged_is_borrowed_still_unless_the_edit_says_otherwise() -> None:
    roe, poe = Source("Roe (2020) Questions"), Source("Poe (2021) Ways")
    base = adapted(RewordQuestion("s1q1", source=roe), RewordQuestion("s2q1", source=poe))
    for edit, wanted in (
        (SplitQuestion("s1q1", ["a?", Part("b?", source=poe)]), [roe, poe]),
        (MergeQuestions(["s1q1", "s1q2"], "Why?"), [roe]),
        (MergeQuestions(["s1q1", "s2q1"], "Why?", source=poe), [poe]),
        (ReplaceQuestion("s1q1", "Why?"), [None]),
    ):
        made = adapted(edit, base=base)
        there = {question.id for question in base.questions}
        assert [one.source for one in made.questions if one.id not in there] == wanted
        assert ss.replay(base, made.lineage[-1]) == made
        assert ss.from_document(ss.to_document(made)) == made
    assert refusal(MergeQuestions(["s1q1", "s2q1"], "Why?"), base=base) == (
        "these questions are borrowed, from Roe (2020) Questions and Poe (2021) Ways at"
        " edits[0]; say with source= whose the one is"
    )


def test_a_recorded_split_made_again_says_itself_whose_its_parts_are() -> None:
    base = adapted(RewordQuestion("s1q1", source="Roe (2020) Questions"))
    bare = adapted(SplitQuestion("s1q1", ["a?", "b?"]))  # of a question that nobody lent
    recorded = evolve(bare.lineage[0], base=base.digest)
    assert replay(base, recorded).steps == bare.steps
    elsewhere = replay(adapted(Retitle("Ours"), base=base), recorded, partial=True)
    assert elsewhere.steps == bare.steps


def test_the_lineage_holds_every_edit_with_its_ids() -> None:
    made = adapted(AddQuestion("s1", "Why?"), SplitQuestion("s2q1", ["a?", "b?"]), AddStep("New"))
    assert made.lineage == (
        Adaptation(
            [
                AddQuestion("s1", "Why?", "s1q3"),
                SplitQuestion("s2q1", [Part("a?", "s2q2"), Part("b?", "s2q3")]),
                AddStep("New", "s3"),
            ],
            by="Anytown",
            on=ON,
            base=BASE.digest,
            result=made.digest,
        ),
    )


def test_default_ids_count_everything_the_step_ever_had() -> None:
    made = adapted(AddQuestion("s1", "Why?"), RemoveQuestion("s1q3"), MoveQuestion("s1q2", to="s2"))
    again = adapted(AddQuestion("s1", "How?"), base=made)
    assert asked(again) == {"s1": ["s1q1", "s1q4"], "s2": ["s2q1", "s1q2"]}


def test_a_retired_question_comes_back_only_as_itself() -> None:
    fewer = adapted(RemoveQuestion("s1q1"))
    back = adapted(AddQuestion("s1", "Who?", "s1q1", first=True), base=fewer)
    assert back.steps == BASE.steps
    assert refusal(AddQuestion("s1", "Other?", "s1q1"), base=fewer) == (
        "the id 's1q1' is retired and belongs to another question at edits[0]; leave the id out,"
        " or bring that one back in its first wording"
    )
    for instead in (
        ReplaceQuestion("s1q2", "Who?", "s1q1"),
        MergeQuestions(["s1q2", "s2q1"], "Who?", "s1q1"),
        SplitQuestion("s1q2", [Part("Who?", "s1q1"), Part("Whom?")]),
    ):
        assert refusal(instead, base=fewer) == (
            "the id 's1q1' was used before, and what takes a question's place has a new id at"
            " edits[0]; leave it out, or bring the old question back with AddQuestion"
        )


def test_ids_given_to_parts_count_before_the_others_are_numbered() -> None:
    made = adapted(SplitQuestion("s1q1", [Part("a?"), Part("b?", "s1q3")]))
    assert asked(made)["s1"] == ["s1q4", "s1q3", "s1q2"]
    assert refusal(SplitQuestion("s1q1", [Part("a?", "s1q2"), Part("b?")])) == (
        "the id 's1q2' is in use at edits[0]; leave it out or give another"
    )


def test_a_context_question_that_was_removed_is_told_from_one_that_never_was() -> None:
    fewer = adapted(RemoveContextQuestion("c1"))
    assert refusal(RewordContextQuestion("c1", "Whither?"), base=fewer) == (
        "context question 'c1' was removed at edits[0]; bring it back with AddContextQuestion first"
    )
    assert refusal(RewordContextQuestion("c2", "Whither?")) == (
        "no context question 'c2' at edits[0]; there are c1"
    )


def test_removing_a_step_retires_its_questions() -> None:
    assert refusal(RemoveStep("s1"), AddQuestion("s2", "Other?", "s1q2")) == (
        "the id 's1q2' is retired and belongs to another question at edits[1]; leave the id out,"
        " or bring that one back in its first wording"
    )


def test_replacing_splitting_and_merging_leave_links() -> None:
    made = adapted(
        ReplaceQuestion("s1q1", "Why?", reason="unclear"),
        SplitQuestion("s1q2", ["a?", "b?"]),
        MergeQuestions(["s1q3", "s2q1"], "All?", comparable=False),
    )
    assert made.register.links == (
        Link(
            "replaced",
            (Identity("s1q1", "Who?"),),
            (Identity("s1q3", "Why?"),),
            comparable=False,
            reason="unclear",
        ),
        Link(
            "split",
            (Identity("s1q2", "When?"),),
            (Identity("s1q4", "a?"), Identity("s1q5", "b?")),
            comparable=True,
        ),
        Link(
            "merged",
            (Identity("s1q3", "Why?"), Identity("s2q1", "What?")),
            (Identity("s1q6", "All?"),),
            comparable=False,
        ),
    )


def test_every_edit_that_cannot_apply_is_listed_with_reason_and_remedy() -> None:
    assert refusal(
        AddQuestion("s9", "Why?"),
        RemoveQuestion("s1q9"),
        RemoveQuestion("s1q1"),
        MoveQuestion("s1q1"),
        AddQuestion("s1", "Why?", id="s2"),
        MoveStep("s1", after="s1"),
        AddQuestion("s1", "Why?", after="s2q1"),
        RemoveContextQuestion("c7"),
        ChangeScale(YES, {"maybe": "yes"}),
        ChangeScale(YES, {"no": "yes", "yes": "no"}),
    ) == (
        "9 problems with the adaptation:\n"
        "  no step 's9' at edits[0]; there are s1, s2\n"
        "  no question 's1q9' in step 's1' at edits[1]; it has s1q1, s1q2; did you mean 's1q2'?\n"
        "  question 's1q1' was removed at edits[3]; bring it back with AddQuestion first\n"
        "  the id 's2' is in use at edits[4]; leave it out or give another\n"
        "  's1' cannot stand after itself at edits[5]; name another or leave out after\n"
        "  nothing with the id 's2q1' in step 's1' to stand after at edits[6]; there are s1q2\n"
        "  no context question 'c7' at edits[7]; there are c1\n"
        "  that is not a level at edits[8]; the scale has no, yes\n"
        "  the mapping is not monotone: 'yes' is better than 'no' and goes to the lower level 'no'"
        " at edits[9]"
    )


def test_the_new_things_of_one_edit_have_ids_of_their_own() -> None:
    why, how = Question("n1", "Why?"), Question("n1", "How?")
    with pytest.raises(InvalidError) as caught:
        AddStep("New", "n1", [why, how])
    assert str(caught.value) == (
        "2 problems with the edit:\n"
        "  a second id 'n1' at questions[1]; the first stands at questions[0]\n"
        "  a question of the step has the id 'n1' too at id"
    )
    with pytest.raises(InvalidError) as caught:
        SplitQuestion("s1q1", [Part("Why?", "n1"), "How?", Part("When?", "n1")])
    assert str(caught.value) == "a second id 'n1' at parts[2]; the first stands at parts[0]"
    assert refusal(AddStep("New", questions=[Question("s3", "Why?")])) == (
        "a question of the step has the step's id 's3' at edits[0]; give another"
    )


def test_several_edits_in_one_list_are_refused() -> None:
    with pytest.raises(WrongTypeError) as caught:
        adapt(BASE, [RemoveStep("s1")], by="Anytown", on=ON)  # type: ignore[arg-type] # the mistake
    assert str(caught.value) == (
        "adapt takes its edits one by one and was given several in one;"
        " write adapt(framework, *edits, ...)"
    )


def test_somebody_must_be_named() -> None:
    with pytest.raises(InvalidError) as caught:
        adapt(BASE, RemoveStep("s1"), by="", on=ON)
    assert str(caught.value) == "a text is needed here and it is empty at by[0]"


def test_an_adaptation_made_for_other_content_is_refused_with_what_would_not_fit() -> None:
    local = adapted(RemoveStep("s2"))
    other = adapted(RetitleStep("s1", "Leads"), RemoveQuestion("s2q1")).lineage[0]
    with pytest.raises(AdaptationError) as caught:
        replay(local, other)
    assert str(caught.value) == (
        "2 problems with the adaptation:\n"
        f"  this adaptation was made to content {BASE.digest[:12]!r}, and this framework's is"
        f" {local.digest[:12]!r} at base; give partial=True to apply the edits that fit\n"
        "  question 's2q1' was removed at edits[1]; bring it back with AddQuestion first"
    )


def test_a_partial_replay_applies_what_fits_and_records_what_does_not() -> None:
    local = adapted(RemoveStep("s2"))
    other = adapted(RetitleStep("s1", "Leads"), RemoveQuestion("s2q1")).lineage[0]
    made = replay(local, other, partial=True)
    assert made.step("s1").title == "Leads"
    assert made.lineage[-1].left_out == (
        LeftOut(
            RemoveQuestion("s2q1"),
            "question 's2q1' was removed; bring it back with AddQuestion first",
        ),
    )


def test_an_adaptation_never_applied_is_made_for_any_content() -> None:
    made = replay(BASE, Adaptation([RemoveStep("s2")], by=["Anytown", "Othertown"], on=ON))
    assert made.citation == (
        "Adapted from Doe, J (2019) Steps. Adapted by Anytown and Othertown (2026)."
    )


def test_a_record_whose_edits_were_changed_afterwards_is_refused() -> None:
    made = adapted(RetitleStep("s1", "Leads")).lineage[0]
    forged = Adaptation(
        [RetitleStep("s1", "Other")], by=made.by, on=ON, base=made.base, result=made.result
    )
    with pytest.raises(AdaptationError) as caught:
        replay(BASE, forged)
    digest = adapted(RetitleStep("s1", "Other")).digest
    assert str(caught.value) == (
        f"the edits make content {digest[:12]!r}, and the adaptation records"
        f" {made.result[:12]!r} at result; it was changed after it was made"
    )
