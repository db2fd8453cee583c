"""Tables made for people who read a report: labels and names in place of ids, notes not twice."""

from datetime import date

from attrs import evolve

import sixsteps as ss
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


def test_a_question_is_called_by_its_label_where_labels_are_asked_for() -> None:
    found = ss.coverage(labelled(C1))
    lacking = (found.tables()[4], found.tables(labels=True)[4])
    assert [column(table, "Question")[0] for table in lacking] == ["q1", "The first"]
    gaps = ss.gaps(labelled(C1))
    in_order = (gaps.tables()[0], gaps.tables(labels=True)[0])
    assert ["q1" in column(table, "Question") for table in in_order] == [True, False]
    assert "The first" in column(in_order[1], "Question")
    assert "The first" in column(gaps.tables(labels=True)[-1], "Question")


def test_no_column_is_left_for_respondents_where_nobody_is_named() -> None:
    alone = evolve(C1, respondents=[], ratings=[ss.Rating("q1", "red")], plans=[])
    named, unnamed = (ss.coverage(alone).tables(labels=labels)[3] for labels in (False, True))
    assert named.columns == ("Number", "Question", "Respondent", "Level", "Lacks")
    assert unnamed.columns == ("Number", "Question", "Level", "Lacks")
    assert [row[2] for row in named.cells] == [None] * len(named.cells)
    of_several = ss.coverage(C1).tables(labels=True)[4]
    assert column(of_several, "Respondent")[0] == "Police"


def test_respondents_are_called_by_their_names_and_those_of_one_name_by_their_ids_too() -> None:
    def headings(round_: ss.Round) -> tuple[str, ...]:
        return ss.agreement(round_).tables(labels=True)[0].columns

    assert headings(C1)[3:] == ("by Council", "by Health", "by Police")
    twice = [evolve(one, name="Health") if one.id == "la" else one for one in C1.respondents]
    assert headings(evolve(C1, respondents=twice))[3:] == (
        *("by Health (la)", "by Health (health)", "by Police"),
    )


def test_the_sentence_of_a_change_is_left_out_where_it_stands_elsewhere() -> None:
    found = ss.change(autumn_2025(), spring_2026(), respondent="agreed")
    first, *others = found.tables()
    without, *same = found.tables(sentence=False)
    assert first.notes == (found.sentence, *without.notes)
    assert others == same
