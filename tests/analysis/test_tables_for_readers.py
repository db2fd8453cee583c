"""Tables made for people who read a report: labels and names in place of ids, notes not twice."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps.published import LABELS_NOTE
from sixsteps.samples import autumn_2025, spring_2026
from tests.support.tables import column
from tests.support.three_partners import C1

LABELLED = ss.adapt(
    C1.framework,
    ss.RewordQuestion("q1", "One?", label="The first"),
    by="Anytown",
    on=date(2025, 3, 1),
)


def labelled(round_: ss.Round) -> ss.Round:
    return evolve(round_, framework=LABELLED)


def test_people_read_the_label_of_a_question_and_programs_its_id() -> None:
    tables = [
        ss.coverage(labelled(C1)).table("lacking"),
        ss.gaps(labelled(C1)).table(),
        ss.gaps(labelled(C1)).table("to_do"),
        ss.agreement(labelled(C1)).table(),
    ]
    for table in tables:
        assert "The first" in column(table, "Question")
        assert "q1" in [row["question_id"] for row in table.rows()]
        assert "Question" not in table.rows()[0]


def test_every_table_that_names_questions_by_the_library_s_labels_says_whose_they_are() -> None:
    before, after = autumn_2025(), spring_2026()
    label = before.framework.question("s1q2").label
    results: list[Any] = [
        *(before, after, ss.coverage(after), ss.gaps(after, respondent="agreed")),
        *(ss.agreement(after), ss.contrast(after, "council", "police")),
        *(ss.change(before, after, rule="worst"), ss.history([before, after], rule="worst")),
    ]
    for table in (table for result in results for table in result.tables()):
        named = "Question" in table.columns
        assert (LABELS_NOTE in table.notes) is named
        assert named or label not in str(table.cells)
        assert LABELS_NOTE not in table.notes[:-1]
    own = [ss.Question("s1q1", "Is there a plan?", label="Agreed strategic plan")]
    ours = ss.Framework("Ours", ss.Source("Doe (2024)"), ss.RAG, [ss.Step("s1", "All", own)])
    other = ss.Round(ours, "Anytown", "Spring", date(2026, 5, 1), [ss.Rating("s1q1", "red")])
    relabelled = ss.adapt(
        ss.six_steps(),
        *(ss.RewordQuestion(one.id, label="") for one in ss.six_steps().questions),
        by="Anytown",
        on=date(2026, 1, 1),
    )
    for round_ in (other, evolve(other, framework=relabelled)):
        assert LABELS_NOTE not in (*round_.table().notes, *ss.gaps(round_).table().notes)


def test_no_column_is_left_for_respondents_where_nobody_is_named() -> None:
    alone = evolve(C1, respondents=[], ratings=[ss.Rating("q1", "red")], plans=[])
    assert ss.coverage(alone).table("lacking").columns == ("Number", "Question", "Level", "Lacks")
    assert column(ss.coverage(C1).table("lacking"), "Respondent")[0] == "Police"


def test_respondents_are_called_by_their_names_and_those_of_one_name_by_their_ids_too() -> None:
    def headings(round_: ss.Round) -> tuple[str, ...]:
        return ss.agreement(round_).table().columns

    assert headings(C1)[3:] == ("by Council", "by Health", "by Police")
    twice = [evolve(one, name="Health") if one.id == "la" else one for one in C1.respondents]
    assert headings(evolve(C1, respondents=twice))[3:] == (
        *("by Health (la)", "by Health (health)", "by Police"),
    )


@pytest.mark.parametrize("name", ["nothing", None])
def test_a_name_that_no_table_has_is_refused_with_those_there_are(name: Any) -> None:
    with pytest.raises(ss.UnknownIdError) as refused:
        ss.agreement(C1).table(name)
    assert str(refused.value) == ("no table of that name; there are differing, figures, ratings")


PUBLIC = spring_2026().public()


def test_the_coverage_of_a_public_round_tells_nothing_of_what_is_not_published() -> None:
    found = ss.coverage(PUBLIC)
    assert [row[0] for row in found.table().cells] == [
        *("Asked and applicable", "Answered", "Supported", "Unanswered", "of these, started"),
        *("Not applicable", "Not asked", "of these, answered though not asked"),
    ]
    assert "Plans and remaining work are not published." in found.table().notes
    assert [table.name for table in found.all_tables()] == [
        *("coverage", "steps", "respondents", "questions", "tags", "lacking", "not_asked_answers"),
    ]
    words = " ".join(name for table in found.all_tables() for name in table.tidy.types())
    assert not {"complete", "lacks_plan", "lacks_remaining"}.intersection(words.split())
    assert all(table.cells for table in found.tables())


def test_the_coverage_of_one_respondent_s_view_says_nothing_of_who_else_is_asked() -> None:
    shown = [row[0] for row in ss.coverage(C1.only("la")).table().cells]
    assert "Questions asked of nobody" not in shown
    assert "Respondents without any answer" in shown
