"""Tables made for people who read a report: labels and names in place of ids, notes not twice."""

from datetime import date

from attrs import evolve

import sixsteps as ss
from sixsteps.samples import spring_2026
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
