"""What a diff says: the fewest edits, in one order, and what became of every question."""

from datetime import date

import pytest

import sixsteps as ss
from sixsteps import (
    AddContextQuestion,
    AddQuestion,
    AddStep,
    ChangeScale,
    Framework,
    IdentityClashError,
    Level,
    MergeQuestions,
    MoveQuestion,
    Part,
    Question,
    RemoveContextQuestion,
    RemoveQuestion,
    RemoveStep,
    ReplaceQuestion,
    Retitle,
    RetitleStep,
    RewordQuestion,
    Scale,
    Source,
    SplitQuestion,
    Step,
    diff,
)
from tests.support.two_steps import BASE, YES, adapted

ON = date(2026, 4, 1)


def edits(a: Framework, b: Framework) -> list[str]:
    return [str(edit) for edit in diff(a, b)]


def test_what_was_changed_and_changed_back_does_not_show() -> None:
    made = adapted(RewordQuestion("s1q1", "Other?"), RewordQuestion("s1q1", "Who?"))
    assert (list(diff(BASE, made)), bool(diff(BASE, made)), len(diff(BASE, made))) == ([], False, 0)


def test_one_move_is_enough_for_one_thing_out_of_order() -> None:
    base = adapted(*(AddQuestion("s1", f"{n}?") for n in range(6)))
    made = adapted(MoveQuestion("s1q1"), base=base)
    assert edits(base, made) == ["move question s1q1 after s1q8"]


def test_questions_leave_with_their_step_and_come_with_a_new_one() -> None:
    made = adapted(RemoveStep("s2"), AddStep("New", questions=[Question("n1", "Why?")]))
    assert edits(BASE, made) == ["add step s3 after s1: “New” with 1 question", "remove step s2"]


def test_a_reworded_newcomer_enters_with_its_first_wording() -> None:
    made = adapted(AddQuestion("s1", "Why?"), RewordQuestion("s1q3", "Why so?"))
    assert edits(BASE, made) == [
        "add question s1q3 to step s1 after s1q2: “Why?”",
        "reword question s1q3: “Why so?”",
    ]


def test_what_a_lineage_links_is_linked_in_the_diff() -> None:
    made = adapted(
        SplitQuestion("s1q1", ["a?", "b?"], reason="two in one"), ReplaceQuestion("s1q4", "c?")
    )
    assert list(diff(BASE, made)) == [
        SplitQuestion("s1q1", [Part("a?", "s1q3"), Part("b?", "s1q4")], reason="two in one"),
        ReplaceQuestion("s1q4", "c?", "s1q5"),
    ]


def test_a_replacement_that_was_taken_back_is_no_edit() -> None:
    made = adapted(
        ReplaceQuestion("s1q1", "b?"),
        RemoveQuestion("s1q3"),
        AddQuestion("s1", "Who?", "s1q1", first=True),
    )
    assert edits(BASE, made) == []


def test_a_context_question_moves_by_leaving_and_coming_back() -> None:
    base = adapted(AddContextQuestion("Why?"))
    made = adapted(
        RemoveContextQuestion("c1"), AddContextQuestion("Where?", "c1", after="c2"), base=base
    )
    assert edits(base, made) == [
        "remove context question c1",
        "add context question c1 after c2: “Where?”",
    ]


def test_a_change_of_scale_keeps_its_mapping_and_goes_back_where_that_is_certain() -> None:
    three = Scale("Three", [Level("low"), Level("mid"), Level("high")])
    made = adapted(ChangeScale(three, {"no": "low", "yes": "high"}))
    assert list(diff(BASE, made)) == [ChangeScale(three, {"no": "low", "yes": "high"})]
    assert list(diff(made, BASE)) == [ChangeScale(BASE.scale, {"low": "no", "high": "yes"})]


def test_a_difference_cites_the_adaptation_whichever_way_it_is_told() -> None:
    made = adapted(Retitle("Made"))
    assert diff(BASE, made).source == diff(made, BASE).source == made.citation


def test_the_table_tells_of_a_replacement_after_other_edits() -> None:
    made = adapted(AddStep("New"), AddQuestion("s1", "Why?"), ReplaceQuestion("s2q1", "Which?"))
    assert [row[0] for row in diff(BASE, made).table().cells] == ["added", "replaced"]


def test_the_table_tells_what_became_of_every_question() -> None:
    made = adapted(
        RewordQuestion("s1q1", "Who leads?"),
        MoveQuestion("s1q2", to="s2"),
        SplitQuestion("s2q1", ["a?", "b?"]),
        AddQuestion("s1", "Why?"),
    )
    assert list(diff(BASE, made).table().cells) == [
        ("reworded", "1.1", "1.1", "s1q1", "[-Who?-] {+Who leads?+}"),
        ("added", "", "1.2", "s1q3", "Why?"),
        ("split", "2.1", "2.1, 2.2", "s2q1 → s2q2, s2q3", "a? / b?"),
        ("moved", "1.2", "2.3", "s1q2", "When?"),
    ]
    assert diff(made, BASE).table().cells[-1] == ("removed", "2.2", "", "s2q3", "b?")


def test_the_changes_come_first_and_what_did_not_change_stands_apart() -> None:
    changes, edits, unchanged = diff(BASE, adapted(AddQuestion("s1", "Why?"))).tables()
    assert list(changes.cells) == [("added", "", "1.3", "s1q3", "Why?")]
    assert changes.notes == (
        "Words taken out stand in [-…-], words put in in {+…+}.",
        "Unchanged: 3 questions.",
    )
    assert list(edits.cells) == [(1, "add question s1q3 to step s1 after s1q2: “Why?”", "")]
    assert [row[2] for row in unchanged.cells] == ["s1q1", "s1q2", "s2q1"]


def test_the_table_says_what_changed_apart_from_the_wording_of_questions() -> None:
    before = adapted(RewordQuestion("s1q1", label="Who", source="Roe (2020)"))
    made = adapted(
        RewordQuestion("s1q1", label="Who leads", guidance="Name them", source=""),
        RetitleStep("s2", "Learning"),
        RemoveContextQuestion("c1"),
        base=before,
    )
    changes = diff(before, made).table()
    wording = "Who? (label: Who {+leads+}; guidance: {+Name them+}; source: [-Roe (2020)-])"
    assert list(changes.cells) == [("reworded", "1.1", "1.1", "s1q1", wording)]
    assert changes.notes == (
        "Words taken out stand in [-…-], words put in in {+…+}.",
        "Also: retitle step s2 “Learning”.",
        "Also: remove context question c1.",
        "Unchanged: 2 questions.",
    )


def test_a_unit_was_replaced_only_if_something_in_it_was() -> None:
    parted = adapted(SplitQuestion("s1q1", ["a?", "b?"]))
    joined = adapted(MergeQuestions(["s1q3", "s1q2"], "c?"), base=parted)
    replaced = adapted(
        MergeQuestions(["s1q4", "s1q2"], "c?"), base=adapted(ReplaceQuestion("s1q1", "b?", "s1q4"))
    )
    assert [change.fates for change in diff(BASE, joined).questions if "s1q1" in change.old] == [
        ("merged",)
    ]
    assert [change.fates for change in diff(BASE, replaced).questions if "s1q1" in change.old] == [
        ("replaced",)
    ]


def test_frameworks_alike_have_no_differences() -> None:
    none, unchanged = diff(BASE, BASE).tables()
    assert (none.cells, none.notes) == ((), ("No differences.", "Unchanged: 3 questions."))
    assert len(unchanged.cells) == 3


def test_frameworks_that_differ_in_the_source_alone_are_told_so_and_how_to_mend_it() -> None:
    other = Framework(
        "Steps", Source("Doe, J (2019) Step", year=2019), YES, BASE.steps, BASE.context
    )
    found = diff(BASE, other)
    assert (list(found), found.source_changes) == (
        [],
        ("reference: Doe, J (2019) [-Steps-] {+Step+}", "year: {+2019+}"),
    )
    assert found.table().notes == (
        "The sources differ (reference: Doe, J (2019) [-Steps-] {+Step+}; year: {+2019+}), and no"
        " edit changes a source; build both frameworks with the same source.",
        "Unchanged: 3 questions.",
    )
    mended = Framework("Steps", BASE.source, YES, other.steps, other.context)
    assert (mended, diff(BASE, mended).source_changes) == (BASE, ())
    assert diff(BASE, adapted(Retitle("Made"))).source_changes == ()


def marked(before: str, after: str) -> str:
    """The wording that a diff shows of a question with these texts."""
    one, other = (adapted(RewordQuestion("s1q1", text)) for text in (before, after))
    return diff(one, other).questions[0].wording


def test_the_words_of_a_text_too_long_to_compare_are_marked_whole() -> None:
    words = [f"word{number}" for number in range(2_000)]
    longest, longer = " ".join(words), " ".join([*words, "more"])
    common = " the ".join(words[:200])
    assert marked(f"one the two {common}", f"three the four {common}") == (
        f"[-one-] {{+three+}} the [-two-] {{+four+}} {common}"
    )
    assert marked(longest, " ".join(words[1:])) == f"[-word0-] {' '.join(words[1:])}"
    assert marked(longest, longer) == f"[-{longest}-] {{+{longer}+}}"
    assert marked(longer, longest) == f"[-{longer}-] {{+{longest}+}}"


ELSEWHERE = Framework(
    "Other", Source("Roe (2020)"), YES, [Step("s1", "Other", BASE.steps[0].questions)]
)


def test_a_clash_of_frameworks_with_one_origin_is_resolved_by_merging_as_advised() -> None:
    ours, theirs = (
        adapted(AddQuestion("s1", "Ours?", "s1q9")),
        adapted(AddQuestion("s1", "Theirs?", "s1q9")),
    )
    with pytest.raises(IdentityClashError, match="; merge the frameworks and rename one side:"):
        diff(ours, theirs)
    with pytest.raises(ss.MergeConflict) as caught:
        ss.merge(BASE, ours, theirs, by="Anytown", on=ON)
    renamed = [conflict.rename() for conflict in caught.value.conflicts if conflict.kind == "clash"]
    assert ss.merge(BASE, ours, theirs, by="Anytown", on=ON, resolutions=renamed).questions


def test_a_clash_of_frameworks_without_a_common_origin_is_resolved_as_advised() -> None:
    with pytest.raises(IdentityClashError) as caught:
        diff(BASE, ELSEWHERE)
    assert str(caught.value).startswith(
        "1 id has two meanings, so there is no edit from the one to the other; say with crosswalk="
        " what corresponds, or make it an adaptation with record():\n  's1' is the step"
    )
    made = ss.record(BASE, ELSEWHERE, by="Anytown", on=ON)
    assert not diff(made, ss.record(made, ELSEWHERE, by="Anytown", on=ON))
    assert made.steps[0].title == "Other"
    same = ss.Crosswalk([ss.Match(q.id, q.id) for q in ELSEWHERE.questions])
    assert "retitle step s1 “Other”" in map(str, diff(BASE, ELSEWHERE, crosswalk=same))


def test_a_refusal_lists_a_dozen_clashes_and_counts_the_others() -> None:
    many = [
        Framework("M", Source(name), YES, [Step(f"s{n}", f"{name} {n}") for n in range(400)])
        for name in ("Doe", "Roe")
    ]
    with pytest.raises(IdentityClashError) as caught:
        diff(*many)
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1]) == (14, "  and 388 more")


def test_frameworks_that_differ_in_the_source_alone_are_refused_with_what_differs() -> None:
    other = Framework(
        "Steps", Source("Doe, J (2019) Step", year=2019), YES, BASE.steps, BASE.context
    )
    with pytest.raises(ss.NotComparableError) as caught:
        ss.correspondence(BASE, other)
    assert str(caught.value) == (
        "'Steps' and 'Steps' were the same but for the reference of the source, the year of the"
        " source, so nothing says which questions correspond; build both with the same source, or"
        " give a Crosswalk"
    )
    with pytest.raises(ss.NotComparableError, match="build all with the same source"):
        ss.merge(BASE, BASE, other, by="Anytown", on=ON)
    mended = Framework("Steps", BASE.source, YES, other.steps, other.context)
    assert len(ss.correspondence(BASE, mended).matches) == len(BASE.questions)


def test_an_adaptation_without_an_edit_is_refused() -> None:
    with pytest.raises(ss.AdaptationError) as caught:
        ss.adapt(BASE, by="Anytown", on=ON)
    assert str(caught.value) == "there is no edit at edits; give one edit or more"


def test_an_edit_keeps_the_reason_that_the_lineage_records_for_it() -> None:
    made = ss.adapt(BASE, RemoveQuestion("s2q1", reason="asked elsewhere"), by="Anytown", on=ON)
    assert [edit.reason for edit in diff(BASE, made)] == ["asked elsewhere"]
    assert diff(BASE, made).table("edits").cells == (
        (1, "remove question s2q1", "asked elsewhere"),
    )


def test_the_appendix_lists_every_recorded_edit_with_its_words_its_reason_who_and_when() -> None:
    first = ss.adapt(
        BASE,
        RewordQuestion("s2q1", "Reworded?", reason="plainer"),
        AddQuestion("s1", "New?"),
        by="Anytown",
        on=ON,
        reason="local guidance",
    )
    made = ss.adapt(first, RemoveQuestion("s2q1"), by=["Othertown", "Anytown"], on=date(2027, 4, 1))
    found = diff(BASE, made).table("appendix")
    old = BASE.question("s2q1").text
    new = made.questions[len(made.steps[0].questions) - 1].id
    assert found.columns == ("Original", "Adapted", "What", "Why", "Who", "When")
    assert found.cells == (
        (old, "Reworded?", "reword question s2q1: “Reworded?”", "plainer", "Anytown", ON),
        (None, "New?", str(first.lineage[0].edits[1]), "local guidance", "Anytown", ON),
        ("Reworded?", None, "remove question s2q1", None, "Othertown, Anytown", date(2027, 4, 1)),
    )
    assert made.has_question(new)
    assert diff(first, made).table("appendix").cells == (found.cells[2],)


def test_the_appendix_says_who_made_what_a_merge_brought_in() -> None:
    theirs = ss.adapt(
        BASE, RewordQuestion("s2q1", "Reworded?", reason="plainer"), by="Othertown", on=ON
    )
    theirs = ss.adapt(theirs, RemoveQuestion("s1q1"), by="Thirdtown", on=date(2026, 5, 1))
    ours = ss.adapt(BASE, Retitle("Ours"), by="Anytown", on=date(2026, 6, 1))
    june = date(2026, 7, 1)
    made = ss.merge(BASE, ours, theirs, by="Anytown", on=june, reason="brought together")
    removed = BASE.question("s1q1").text
    brought = (
        (
            *(BASE.question("s2q1").text, "Reworded?", "reword question s2q1: “Reworded?”"),
            *("plainer", "Othertown", ON),
        ),
        (removed, None, "remove question s1q1", None, "Thirdtown", date(2026, 5, 1)),
    )
    assert diff(ours, made).table("appendix").cells == brought
    assert [row[4] for row in diff(BASE, made).table("appendix").cells] == [
        *("Anytown", "Othertown", "Thirdtown"),
    ]


def test_the_appendix_says_who_decided_a_conflict_of_a_merge() -> None:
    ours, theirs = (
        ss.adapt(BASE, RewordQuestion("s2q1", text), by=who, on=ON)
        for text, who in (("Ours?", "Anytown"), ("Theirs?", "Othertown"))
    )
    with pytest.raises(ss.MergeConflict) as caught:
        ss.merge(BASE, ours, theirs, by="Anytown", on=ON)
    (conflict,) = caught.value.conflicts
    both = ss.merge(*(BASE, ours, theirs), by="Chair", on=ON, resolutions=[conflict.take("theirs")])
    before = BASE.question("s2q1").text
    said = [(*row[:2], row[4]) for row in diff(BASE, both).table("appendix").cells]
    assert said == [(before, "Ours?", "Anytown"), (before, "Theirs?", "Othertown")]
    both = ss.merge(*(BASE, ours, theirs), by="Chair", on=ON, resolutions=[conflict.take("ours")])
    said = [(*row[:2], row[4]) for row in diff(BASE, both).table("appendix").cells]
    assert said == [(before, "Ours?", "Anytown"), (before, "Theirs?", "Othertown")]


def _rows(made: Framework, since: Framework = BASE) -> list[object]:
    return [(*row[:2], row[4]) for row in diff(since, made).table("appendix").cells]


def test_in_the_appendix_later_edits_find_the_words_that_a_merge_decided_for() -> None:
    ours, theirs = (
        ss.adapt(BASE, RewordQuestion("s2q1", text), by=who, on=ON)
        for text, who in (("Ours?", "Anytown"), ("Theirs?", "Othertown"))
    )
    with pytest.raises(ss.MergeConflict) as caught:
        ss.merge(BASE, ours, theirs, by="Chair", on=ON)
    (conflict,) = caught.value.conflicts
    both = ss.merge(*(BASE, ours, theirs), by="Chair", on=ON, resolutions=[conflict.take("ours")])
    later = ss.adapt(both, RewordQuestion("s2q1", "Later?"), by="Anytown", on=date(2026, 5, 1))
    before = BASE.question("s2q1").text
    assert _rows(later) == [
        (before, "Ours?", "Anytown"),
        (before, "Theirs?", "Othertown"),
        ("Ours?", "Later?", "Anytown"),
    ]


def test_the_appendix_has_every_edit_of_one_question_that_a_merge_brought_in() -> None:
    theirs = BASE
    for text in ("One?", "Two?", "One?", "Two?"):
        theirs = ss.adapt(theirs, RewordQuestion("s2q1", text), by="Othertown", on=ON)
    ours = ss.adapt(BASE, Retitle("Ours"), by="Anytown", on=ON)
    made = ss.merge(BASE, ours, theirs, by="Anytown", on=ON)
    before = BASE.question("s2q1").text
    assert _rows(made, ours) == [
        (before, "One?", "Othertown"),
        ("One?", "Two?", "Othertown"),
        ("Two?", "One?", "Othertown"),
        ("One?", "Two?", "Othertown"),
    ]


def test_in_the_appendix_what_a_merge_brought_in_began_where_both_sides_did() -> None:
    common = ss.adapt(BASE, RewordQuestion("s2q1", "Common?"), by="Anytown", on=ON)
    theirs = ss.adapt(common, RewordQuestion("s2q1", "Theirs?"), by="Othertown", on=ON)
    ours = ss.adapt(common, Retitle("Ours"), by="Anytown", on=ON)
    made = ss.merge(common, ours, theirs, by="Anytown", on=ON)
    assert _rows(made)[-1] == ("Common?", "Theirs?", "Othertown")


def test_the_appendix_says_once_what_a_merge_of_a_merge_brought_in() -> None:
    def without(name: str, by: str, base: Framework = BASE) -> Framework:
        return ss.adapt(base, RemoveQuestion(name), by=by, on=ON)

    two = ss.merge(BASE, without("s1q1", "B"), without("s1q2", "C"), by="M1", on=ON)
    made = ss.merge(BASE, without("s2q1", "D"), two, by="M2", on=ON)
    removed = {question.id: question.text for question in BASE.questions}
    assert _rows(made) == [
        *((removed["s2q1"], None, "D"), (removed["s1q1"], None, "B")),
        (removed["s1q2"], None, "C"),
    ]
    # What both sides had from one adapter, by a merge or by descent, is said once.
    ours = ss.merge(BASE, without("s1q1", "B"), without("s1q2", "C"), by="M1", on=ON)
    theirs = without("s2q1", "D", without("s1q2", "C"))
    made = ss.merge(BASE, ours, theirs, by="M2", on=ON)
    assert [row[4] for row in diff(BASE, made).table("appendix").cells] == ["B", "C", "D"]


def test_in_the_appendix_of_cousins_the_original_is_what_the_adapter_found() -> None:
    common = ss.adapt(BASE, RewordQuestion("s2q1", "Common?"), by="Anytown", on=ON)
    ours, theirs = (
        ss.adapt(
            common,
            Retitle(f"{who}'s"),
            RewordQuestion("s2q1", f"{who}?"),
            RetitleStep("s1", f"Step of {who}"),
            RemoveQuestion("s1q1"),
            by=who,
            on=ON,
        )
        for who in ("Anytown", "Othertown")
    )
    assert _rows(theirs, ours) == [
        (BASE.title, "Othertown's", "Othertown"),
        ("Common?", "Othertown?", "Othertown"),
        (BASE.step("s1").title, "Step of Othertown", "Othertown"),
        (BASE.question("s1q1").text, None, "Othertown"),
    ]


def test_in_the_appendix_what_a_merge_brought_in_may_be_older_than_both_frameworks() -> None:
    theirs = ss.adapt(BASE, RewordQuestion("s2q1", "Theirs?"), by="Othertown", on=ON)
    ours = ss.adapt(BASE, RewordQuestion("s2q1", "Theirs?"), by="Anytown", on=ON)
    made = ss.merge(BASE, ours, theirs, by="Anytown", on=date(2026, 5, 1))
    assert _rows(made, ours) == [(BASE.question("s2q1").text, "Theirs?", "Othertown")]


def test_the_appendix_knows_the_words_of_a_question_that_came_with_its_step() -> None:
    first = ss.adapt(BASE, AddStep("New", questions=[Question("n1", "Why?")]), by="Anytown", on=ON)
    (added,) = first.steps[-1].questions
    made = ss.adapt(first, RewordQuestion(added.id, "Why so?"), by="Anytown", on=ON)
    assert _rows(made) == [(None, "New", "Anytown"), ("Why?", "Why so?", "Anytown")]
