"""Replaying elsewhere: an edit changes what it meant where it was recorded, and nothing else."""

import pytest
from attrs import evolve
from hypothesis import given

import sixsteps as ss
from tests.strategies.frameworks import cousins
from tests.support.two_steps import BASE, ON, adapted, asked

MINE = adapted(
    ss.AddQuestion("s1", "Mine?"), ss.AddStep("Mine"), ss.AddContextQuestion("Mine?"), by="Mine"
)
YOURS = adapted(
    ss.AddQuestion("s1", "Yours?"), ss.AddStep("Yours"), ss.AddContextQuestion("Yours?"), by="Yours"
)


@pytest.mark.parametrize(
    ("edit", "name", "kind"),
    [
        (ss.RemoveQuestion("s1q3"), "s1q3", "question"),
        (ss.MoveQuestion("s1q3", first=True), "s1q3", "question"),
        (ss.MoveQuestion("s1q1", after="s1q3"), "s1q3", "question"),
        (ss.MoveQuestion("s1q1", to="s3"), "s3", "step"),
        (ss.RewordQuestion("s1q3", "Yours now?"), "s1q3", "question"),
        (ss.ReplaceQuestion("s1q3", "Other?", id="other"), "s1q3", "question"),
        (ss.SplitQuestion("s1q3", [ss.Part("a?", "a"), ss.Part("b?", "b")]), "s1q3", "question"),
        (ss.MergeQuestions(["s1q1", "s1q3"], "All?", id="all"), "s1q3", "question"),
        (ss.AddQuestion("s1", "New?", "new", after="s1q3"), "s1q3", "question"),
        (ss.AddQuestion("s3", "New?", "new"), "s3", "step"),
        (ss.RemoveStep("s3"), "s3", "step"),
        (ss.MoveStep("s3", first=True), "s3", "step"),
        (ss.RetitleStep("s3", "Yours now"), "s3", "step"),
        (ss.AddStep("New", "new", after="s3"), "s3", "step"),
        (ss.RemoveContextQuestion("c2"), "c2", "context question"),
        (ss.RewordContextQuestion("c2", "Yours now?"), "c2", "context question"),
    ],
    ids=str,
)
def test_an_edit_of_another_thing_under_the_same_id_is_left_out(
    edit: ss.Edit, name: str, kind: str
) -> None:
    record = adapted(edit, base=YOURS).lineage[-1]
    made = ss.replay(MINE, record, partial=True)
    wrong = f"{name!r} is another {kind} here than the one that was meant"
    remedy = "adapt this framework with an edit of its own"
    assert made.digest == MINE.digest
    assert [(left.edit, left.why) for left in made.lineage[-1].left_out] == [
        (record.edits[0], f"{wrong}; {remedy}")
    ]
    with pytest.raises(ss.AdaptationError) as caught:
        ss.replay(MINE, record)
    assert str(caught.value).endswith(f"\n  {wrong} at edits[0]; {remedy}")
    assert caught.value.problems[-1].code == "other-identity"


@pytest.mark.parametrize("was_applied", [True, False])
def test_in_part_what_does_not_fit_is_left_out_of_the_same_content_too(
    *, was_applied: bool
) -> None:
    back = adapted(ss.RemoveQuestion("s1q3"), base=MINE)
    same = adapted(ss.RemoveStep("s3"), ss.RemoveContextQuestion("c2"), base=back)
    record = adapted(ss.AddQuestion("s1", "Yours?"), ss.Retitle("Yours"), by="Yours").lineage[0]
    assert record.base == same.digest
    if not was_applied:
        record = evolve(record, base="", result="")
    found = ss.replay(same, record, partial=True)
    (left,) = found.lineage[-1].left_out
    assert (found.title, asked(found), left.edit) == ("Yours", asked(BASE), record.edits[0])
    assert left.why == (
        "the id 's1q3' is retired and belongs to another question; leave the id out, or bring that"
        " one back in its first wording"
    )
    with pytest.raises(ss.AdaptationError, match=r"^the id 's1q3' is retired"):
        ss.replay(same, record)


def test_where_no_edit_fits_nobody_is_named_as_adapter() -> None:
    record = adapted(ss.RemoveQuestion("s1q2"), by="Yours").lineage[0]
    bare = adapted(ss.RemoveQuestion("s1q2"), by="Ours")
    made = ss.replay(bare, record, partial=True)
    assert (made.digest, made.citation) == (bare.digest, bare.citation)
    assert [(left.edit, left.why) for left in made.lineage[-1].left_out] == [
        (record.edits[0], "question 's1q2' was removed; bring it back with AddQuestion first")
    ]
    assert ss.from_document(ss.to_document(made), ss.Framework) == made


def test_what_was_left_out_once_is_tried_anew_elsewhere() -> None:
    added = adapted(ss.AddQuestion("s1", "More?"))
    edits = (ss.RemoveQuestion("s1q1"), ss.RemoveQuestion("s1q3"), ss.RetitleStep("s2", "Learned"))
    record = adapted(*edits, base=added, by="Yours").lineage[-1]
    fewer = adapted(ss.RemoveStep("s2"), ss.RemoveQuestion("s1q3"), base=added)
    first = ss.replay(fewer, record, partial=True).lineage[-1]
    assert [left.edit for left in first.left_out] == list(edits[1:])
    whole = ss.replay(adapted(ss.Retitle("Ours"), base=added), first, partial=True)
    assert (asked(whole), whole.step("s2").title) == ({"s1": ["s1q2"], "s2": ["s2q1"]}, "Learned")
    assert (whole.lineage[-1].edits, whole.lineage[-1].left_out) == (edits, ())
    other = ss.replay(adapted(ss.AddQuestion("s1", "Other?")), first, partial=True).lineage[-1]
    assert [(left.edit, left.why) for left in other.left_out] == [
        (
            edits[1],
            "'s1q3' is another question here than the one that was meant; adapt this framework with"
            " an edit of its own",
        )
    ]
    assert ss.replay(fewer, first).lineage[-1] == first  # what it was made for has it as it was


def test_an_edit_of_what_the_same_record_added_goes_where_that_went() -> None:
    record = adapted(
        ss.AddQuestion("s1", "Yours?"), ss.RewordQuestion("s1q3", "Yours now?"), by="Yours"
    ).lineage[0]
    made = ss.replay(MINE, record, partial=True)
    assert made.question("s1q3") == MINE.question("s1q3")
    assert [left.edit for left in made.lineage[-1].left_out] == list(record.edits)
    again = ss.replay(adapted(ss.AddQuestion("s2", "Other?")), record, partial=True)
    assert (again.question("s1q3").text, again.lineage[-1].left_out) == ("Yours now?", ())


def test_an_edit_of_the_same_thing_is_applied_whoever_added_it() -> None:
    both = ss.AddQuestion("s1", "Both?")
    record = adapted(ss.RemoveQuestion("s1q3"), base=adapted(both, by="Yours")).lineage[-1]
    mine = adapted(both, ss.RetitleStep("s2", "Mine"), by="Mine")
    made = ss.replay(mine, record, partial=True)
    assert (asked(made)["s1"], made.lineage[-1].left_out) == (["s1q1", "s1q2"], ())


def test_a_question_of_the_origin_is_told_from_one_that_came_later_under_its_id() -> None:
    record = adapted(ss.RemoveQuestion("s1q2"), base=adapted(ss.Retitle("Yours"))).lineage[-1]
    shorter = ss.Framework("Steps", BASE.source, BASE.scale, [ss.Step("s1", "Lead")])
    other = adapted(ss.AddQuestion("s1", "Other?", "s1q2"), base=shorter)
    made = ss.replay(other, record, partial=True)
    assert (asked(made), len(made.lineage[-1].left_out)) == ({"s1": ["s1q2"]}, 1)


def test_a_record_says_what_it_meant_by_the_ids_it_found() -> None:
    record = adapted(
        ss.RemoveQuestion("s1q1"), ss.MoveQuestion("s1q3", to="s3"), base=YOURS
    ).lineage[-1]
    said = [(one.id, one.introduced) for one in record.identities]
    assert said == [
        ("s1q1", BASE.question("s1q1").text),
        ("s1q3", "Yours?"),
        ("s3", "Yours"),
    ]
    document = ss.to_document(record)
    assert document["identities"][1] == {"id": "s1q3", "introduced": "Yours?"}
    read = ss.from_document(document, ss.Adaptation)
    assert (read, read.identities) == (record, record.identities)
    assert evolve(read, identities=()) == record


@pytest.mark.parametrize(
    ("edit", "left_out"),
    [
        (ss.RewordQuestion("s1q1", "Who leads?"), []),
        (ss.RemoveQuestion("s1q2"), ["'s1q2' is another question here"]),
        (ss.AddQuestion("s1", "New?", "new", after="s1q2"), ["'s1q2' is another question here"]),
        (ss.MergeQuestions(["s1q1", "s1q2"], "All?"), ["'s1q2' is another question here"]),
        (ss.RetitleStep("s2", "Learning"), ["'s2' is another step here"]),
        (ss.RewordContextQuestion("c1", "Who?"), []),
        (ss.RemoveQuestion("s2q1"), ["no question 's2q1'"]),
    ],
    ids=str,
)
def test_an_adaptation_of_another_origin_goes_by_first_wording(
    edit: ss.Edit, left_out: list[str]
) -> None:
    first = BASE.question("s1q1")
    steps = [
        ss.Step("s1", BASE.step("s1").title, [first, ss.Question("s1q2", "Something else?")]),
        ss.Step("s2", "Quite another", []),
    ]
    other = ss.Framework("Other", ss.Source("Roe (2020)"), BASE.scale, steps, BASE.context)
    made = ss.replay(other, adapted(edit).lineage[-1], partial=True).lineage[-1]
    whys = [left.why for left in made.left_out]
    assert [why[: len(wanted)] for why, wanted in zip(whys, left_out, strict=True)] == left_out
    assert len(made.edits) == 1 - len(left_out)


def test_a_framework_whose_record_means_another_question_than_its_own_is_refused() -> None:
    made = adapted(ss.RemoveQuestion("s1q3"), base=YOURS)
    (meant,) = made.lineage[-1].identities
    forged = evolve(made.lineage[-1], identities=[evolve(meant, introduced="Forged?")])
    with pytest.raises(ss.AdaptationError) as caught:
        ss.replay(YOURS, forged)
    assert str(caught.value) == (
        "'s1q3' is another question here than the one that was meant at edits[0];"
        " adapt this framework with an edit of its own"
    )


def test_what_a_record_means_by_an_id_is_an_id_with_a_wording() -> None:
    (meant,) = adapted(ss.RemoveQuestion("s1q3"), base=YOURS).lineage[-1].identities
    with pytest.raises(ss.InvalidError) as caught:
        ss.Adaptation([], by="A", on=ON, identities=["s1q3"])  # type: ignore[list-item] # on purpose
    assert str(caught.value) == (
        "an Identity is needed at identities[0]; this is a value of type str"
    )
    with pytest.raises(ss.InvalidError) as caught:
        evolve(meant, introduced="")
    assert str(caught.value) == "a text is needed here and it is empty at introduced"


@given(cousins())
def test_replaying_in_part_changes_no_question_of_another_identity(
    three: tuple[ss.Framework, ss.Framework, ss.Framework],
) -> None:
    base, ours, theirs = three
    there = theirs.register.entries
    own = [
        question
        for question in ours.questions
        if there.get(question.id, entry := ours.register.entries[question.id]) != entry
    ]
    for record in theirs.lineage[len(base.lineage) :]:
        made = ss.replay(ours, evolve(record, edition=None), partial=True)
        # A step that goes takes its questions with it, even where it is brought back.
        edits = made.lineage[-1].edits
        gone = {edit.step for edit in edits if isinstance(edit, ss.RemoveStep)}
        for question in own:
            if ours.step_of(question.id).id not in gone:
                # With another scale the meanings of its levels go.
                kept = [(key, meaning) for key, meaning in question.levels if key in made.scale]
                assert made.question(question.id) == evolve(question, levels=kept)
