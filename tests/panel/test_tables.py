"""What a panel's results print: every count in its place, who was left out said beside it."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import sixsteps as ss

LOCAL = ss.adapt(ss.six_steps(), ss.RemoveStep("s6"), by="Othertown", on=date(2026, 1, 5))


def made(name: str, period: str, framework: ss.Framework, **levels: str) -> ss.Round:
    ratings = [ss.Rating(question, level) for question, level in levels.items()]
    on = date(int(period), 5, 1)
    return ss.Round(framework, name, period, on, period=period, ratings=ratings)


@pytest.fixture(scope="module")
def panel() -> ss.Panel:
    return ss.Panel.from_rounds(
        [
            made("Anytown", "2025", ss.six_steps(), s1q1="red", s6q1="green"),
            made("Anytown", "2026", ss.six_steps(), s1q1="amber", s6q1="green"),
            made("Othertown", "2025", ss.six_steps(), s1q1="amber", s6q1="red"),
            made("Othertown", "2026", LOCAL, s1q1="green"),
            made("Thirdtown", "2026", LOCAL, s1q1="green"),
        ]
    )


def test_a_panel_shows_its_axes_its_rounds_and_how_much_is_answered(panel: ss.Panel) -> None:
    (table,) = panel.tables()
    assert table == ss.Table(
        ("Panel", "Count", "Which"),
        [
            ("Organisations", 3, "Anytown, Othertown, Thirdtown"),
            ("Respondents", 3, "not named"),
            ("Periods", 2, "2025, 2026"),
            ("Questions", 24, "s1q1, s1q2, s1q3, s1q4, s2q1 and 19 more"),
            ("Frameworks", 2, ss.six_steps().title),
            ("Rounds", 5, None),
            ("Asked and applicable", 112, None),
            ("Answered", ss.results.Share(8, 112), None),
            ("Supported", ss.results.Share(2, 112), None),
            ("Complete", ss.results.Share(0, 112), None),
        ],
        source=panel.citation,
    )
    assert (str(panel), panel._repr_html_()) == (str(table), table.to_html())
    assert repr(panel) == "Panel(3 organisations, 3 respondents, 2 periods, 24 questions)"


SCOPE = "3 organisations, 3 respondents, 24 questions, 2025 to 2026."
NO_RANKING = "In the order of their names or of the framework; not a ranking."
NOT_FOR_PUBLICATION = "Not for publication: small counts may tell of one organisation."


def test_a_change_shows_its_parts_its_matrix_and_each_organisation(panel: ss.Panel) -> None:
    parts, matrix, organisations = panel.change("2025", "2026").tables()

    assert parts.columns == ("Part", "Questions", "share Green", "share Amber or above")
    assert parts.cells == (
        ("before", None, Fraction(1, 4), Fraction(1, 2)),
        ("after", None, Fraction(3, 4), Fraction(1)),
        ("change", None, Fraction(1, 2), Fraction(1, 2)),
        ("like for like", 3, Fraction(1, 3), Fraction(1, 3)),
        ("restructuring", 0, Fraction(0), Fraction(0)),
        ("entered: organisation", 1, Fraction(1, 12), Fraction(0)),
        ("left: removed", 1, Fraction(1, 12), Fraction(1, 6)),
    )
    assert matrix.columns == ("2025", "Red", "Amber", "Green")
    assert matrix.cells == (("Red", 0, 1, 0), ("Amber", 0, 0, 1), ("Green", 0, 0, 1))
    assert organisations.columns == (
        *("Organisation", "Matched", "Improved", "Held", "Declined"),
        *("Change of share Green", "Like for like", "Restructuring", "Entered", "Left"),
    )
    assert organisations.cells == (
        ("Anytown", 2, 1, 1, 0, 0, 0, 0, 0, 0),
        ("Othertown", 1, 1, 0, 0, 1, 1, 0, 0, 0),
        ("Thirdtown", 0, 0, 0, 0, None, None, None, None, None),
    )
    left_out = "2 respondents have a round in both periods, and 1 in only one of them."
    for table in (parts, matrix, organisations):
        assert left_out in table.notes
        assert table.source == panel.citation
    assert NO_RANKING in organisations.notes


def test_the_parts_of_a_share_say_whose_they_are_and_how_the_answers_were_read(
    panel: ss.Panel,
) -> None:
    change = panel.change("2025", "2026", rule="worst")
    shares = change.share("green"), change.part("Anytown").decompositions[0]
    assert [one.table().title for one in shares] == [
        "Parts of the change, share Green: All, 2025 to 2026",
        "Parts of the change, share Green: Anytown, 2025 to 2026",
    ]
    assert {one.table().notes[1:] for one in shares} == {(SCOPE, *change.notes)}
    assert "by the rule worst" in change.notes[0]


def test_the_change_of_one_organisation_is_found_by_its_name(panel: ss.Panel) -> None:
    change = panel.change("2025", "2026")
    assert change.part("Othertown") is change.parts[1]
    with pytest.raises(ss.UnknownIdError) as refused:
        change.part("Nowhere")
    assert str(refused.value) == (
        "no organisation of that name in the panel; it has Anytown, Othertown, Thirdtown"
    )
    with pytest.raises(ss.UnknownIdError, match=r"; did you mean 'Othertown'\?$"):
        change.part("Othertwon")


def test_transitions_show_every_way_an_answer_can_go(panel: ss.Panel) -> None:
    (table,) = panel.transitions(by="organisation").tables()

    ways = [
        f"{old} to {new}" for old in ("Red", "Amber", "Green") for new in ("Red", "Amber", "Green")
    ]
    assert table.columns == (
        *("Organisation", "Rated in both", "Improved", "Held", "Declined"),
        *ways,
    )
    assert table.cells == (
        ("Anytown", 2, 1, 1, 0, *(0, 1, 0), *(0, 0, 0), *(0, 0, 1)),
        ("Othertown", 1, 1, 0, 0, *(0, 0, 0), *(0, 0, 1), *(0, 0, 0)),
        ("Thirdtown", 0, 0, 0, 0, *(0, 0, 0), *(0, 0, 0), *(0, 0, 0)),
        ("All", 3, 2, 1, 0, *(0, 1, 0), *(0, 0, 1), *(0, 0, 1)),
    )
    assert table.notes[0] == SCOPE
    assert table.notes[-2:] == (NO_RANKING, NOT_FOR_PUBLICATION)


def test_transitions_of_three_periods_say_that_pairs_are_pooled() -> None:
    years = ("2024", "2025", "2026")
    rounds = [made("Anytown", year, ss.six_steps(), s1q1="red") for year in years]
    (table,) = ss.Panel.from_rounds(rounds).transitions().tables()

    assert table.notes[-1] == "2 pairs of periods in a row, pooled."
    assert table.cells[-1][:4] == ("All", 2, 0, 2)


def test_levels_keep_the_kinds_of_empty_apart(panel: ss.Panel) -> None:
    (table,) = panel.levels("period").tables()

    assert table.columns == (
        *("Period", "Rated", "Red", "Amber", "Green"),
        *("Unanswered", "Not in the framework"),
    )
    assert table.cells == (
        ("2025", 4, 2, 1, 1, 44, 0),
        ("2026", 4, 0, 1, 3, 60, 8),
        ("All", 8, 2, 2, 4, 104, 8),
    )


def test_a_distribution_is_marked_as_not_for_publication(panel: ss.Panel) -> None:
    (table,) = panel.distribution("2026").tables()

    assert table.columns == ("Number", "Question", "Red", "Amber", "Green", "Not rated")
    assert table.cells[:2] == (
        ("1.1", "Agreed strategic plan", 0, 1, 2, 0),
        ("1.2", ss.six_steps().question("s1q2").name, 0, 0, 0, 3),
    )
    assert len(table.cells) == 20
    assert table.notes[-1] == NOT_FOR_PUBLICATION


@pytest.mark.parametrize("by", ["step", "question", "tag", "period", "organisation", "role"])
def test_counts_by_question_or_organisation_are_marked_as_not_for_publication(
    panel: ss.Panel, by: str
) -> None:
    counts = panel.levels(by)
    tables = [one.table() for one in (panel.coverage(by), counts, panel.transitions(by=by))]
    if by != "period":
        tables.append(panel.change("2025", "2026", by=by).table("parts"))
    said = [NOT_FOR_PUBLICATION in one.notes for one in tables]
    said.append(NOT_FOR_PUBLICATION in ss.charts.levels(counts).alt)
    assert {*said} == {by in ("question", "organisation")}


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("2025", None, "one period alone has no transitions; name both, or neither"),
        (None, "2026", "one period alone has no transitions; name both, or neither"),
    ],
)
def test_transitions_need_both_periods_or_neither(
    panel: ss.Panel, before: str | None, after: str | None, message: str
) -> None:
    with pytest.raises(ss.NotComparableError) as caught:
        panel.transitions(before, after)
    assert str(caught.value) == message


def test_transitions_need_two_periods() -> None:
    one = ss.Panel.from_rounds([made("Anytown", "2026", LOCAL, s1q1="red")])
    with pytest.raises(ss.NotComparableError) as caught:
        one.transitions()
    assert str(caught.value) == "the panel has one period, and transitions need two"


def test_figures_are_by_what_a_panel_has(panel: ss.Panel) -> None:
    with pytest.raises(ss.UnknownIdError) as caught:
        panel.coverage("stepp")
    assert str(caught.value) == (
        "no figures by 'stepp'; there are step, question, tag, period, organisation, role; did you"
        " mean 'step'?"
    )


@pytest.mark.parametrize("by", [["step"], 3, None])
def test_parts_that_are_no_name_are_refused(panel: ss.Panel, by: Any) -> None:
    for call in (panel.coverage, panel.groups, lambda by: panel.change("2025", "2026", by=by)):
        with pytest.raises(ss.WrongTypeError, match=r"^by takes a str and was given"):
            call(by)


def test_every_result_says_what_it_was_made_from(panel: ss.Panel) -> None:
    made_of = {
        "organisations": 3,
        "respondents": 3,
        "questions": 24,
        "rounds": 5,
        "periods": ["2025", "2026"],
        "consensus": 0,
    }
    prints = sorted(one.fingerprint[:7] for one in panel.frameworks)
    for found in (
        panel.coverage(),
        panel.levels(),
        panel.transitions(),
        panel.change("2025", "2026"),
        panel.common_core(),
    ):
        data = json.loads(json.dumps(found.to_dict()))
        assert [*data] == ["sixsteps", "frameworks", "panel", "tables"]
        assert (data["sixsteps"], data["frameworks"]) == (ss.__version__, prints)
        assert data["panel"] == made_of
    of_one_period = {**made_of, "rounds": 3, "periods": ["2026"]}
    for one in (panel.distribution("2026"), panel.publishable("2026", threshold=3)):
        assert one.to_dict()["panel"] == of_one_period


def test_a_chart_of_a_panel_s_result_says_of_which_frameworks_it_is(panel: ss.Panel) -> None:
    prints = sorted(one.fingerprint[:7] for one in panel.frameworks)
    for chart in (
        ss.charts.levels(panel.levels()),
        ss.charts.transitions(panel.transitions()),
        ss.charts.decomposition(panel.change("2025", "2026")),
    ):
        assert sorted(prints) == sorted(chart.made_by.split("frameworks ")[1].split(", "))


def in_role(year: int, role: ss.Role, level: str) -> ss.Round:
    whose = [ss.Respondent("health", "Health", role)]
    given = [ss.Rating("s1q1", level, respondent="health")]
    on = date(year, 5, 1)
    return ss.Round(ss.six_steps(), "A", str(year), on, given, respondents=whose, period=str(year))


def test_a_respondent_is_the_same_in_another_role_except_by_role() -> None:
    panel = ss.Panel.from_rounds(
        [in_role(2025, ss.Role.LEAD_PARTNER, "red"), in_role(2026, ss.Role.PEER, "green")]
    )
    same, apart = (panel.change("2025", "2026", by=by) for by in ("organisation", "role"))
    assert (same.respondents, same.alone, same.transitions.improved) == (1, 0, 1)
    assert (apart.respondents, apart.alone, apart.transitions.improved) == (0, 2, 0)
    note = "A respondent in another role counts as another respondent."
    assert [note in one.table().notes for one in (same, apart)] == [False, True]
    assert panel.transitions().total.improved == 1
    assert panel.transitions(by="role").total.improved == 0


def test_the_compound_rule_is_named_where_questions_were_compared_as_one_and_nowhere_else() -> None:
    split = ss.adapt(
        ss.six_steps(), ss.SplitQuestion("s1q1", ["P?", "Q?"]), by="B", on=date(2025, 1, 1)
    )
    apart = made("Anytown", "2026", split, s1q5="red")
    compared = made("Anytown", "2026", split, s1q5="red", s1q6="green")
    rule = (
        "Questions that were split or merged are compared as one, by the rule “all the same: that"
        " level; mixed: Amber”."
    )
    for after, named in ((compared, True), (apart, False)):
        before = made("Anytown", "2025", ss.six_steps(), s1q1="red")
        panel = ss.Panel.from_rounds([before, after])
        for by in ("step", "organisation", "tag"):
            change = panel.change("2025", "2026", by=by)
            for table in (panel.transitions(by=by).table(), *change.all_tables()):
                assert (rule in table.notes) is named


@pytest.mark.parametrize(
    ("by", "rule", "note"),
    [
        (
            "step",
            None,
            "Answers rated in both periods by one respondent; split or merged questions are"
            " compared as one and stand under the first of the later that applies.",
        ),
        (
            "role",
            None,
            "Answers rated in both periods by one respondent in one role; split or merged"
            " questions are compared as one.",
        ),
        (
            "tag",
            "worst",
            "Answers rated in both periods; split or merged questions are compared as one and"
            " count to every tag of one that applies.",
        ),
        (
            "organisation",
            "worst",
            "Answers rated in both periods; split or merged questions are compared as one.",
        ),
    ],
)
def test_the_note_on_transitions_says_whose_and_where(by: str, rule: str | None, note: str) -> None:
    panel = ss.Panel.from_rounds([in_role(year, ss.Role.PEER, "red") for year in (2025, 2026)])
    assert note in panel.transitions(by=by, rule=rule).table().notes
