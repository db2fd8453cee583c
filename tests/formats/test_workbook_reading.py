"""Each thing a cell may say, and each thing that cannot be sure, with its sheet and cell."""

from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from attrs import evolve
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

import sixsteps as ss
from sixsteps.formats.workbook.book import row_height
from sixsteps.formats.workbook.layout import small_lines
from sixsteps.workbook import (
    read_moderation,
    read_round,
    write_moderation,
    write_template,
)
from tests.support.workbooks import (
    LOCAL,
    SPRING,
    column,
    filled,
    opened,
    share_of,
    written,
)

POLICE = share_of(SPRING, "police")
NAMED: dict[str, dict[str, Any]] = {
    "organisation": {"entry": "Anytown"},
    "title": {"entry": "Spring"},
    "on": {"entry": date(2026, 5, 1)},
}


def refused(file: BytesIO) -> list[str]:
    with pytest.raises(ss.DocumentError) as caught:
        read_round(file)
    return [str(problem) for problem in caught.value.problems]


def changed(sheet: str, **cells: Any) -> BytesIO:
    """The police's workbook with cells of one sheet changed, named as people name them."""
    book = opened(written(SPRING, "police"))
    for cell, value in cells.items():
        book[sheet][cell] = value
    file = BytesIO()
    book.save(file)
    return BytesIO(file.getvalue())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-01", date(2026, 5, 1)),
        ("2026/5/1", date(2026, 5, 1)),
        ("2026-05-01T00:00:00Z", date(2026, 5, 1)),
        ("2026-05-01 00:00:00", date(2026, 5, 1)),
        ("1 May 2026", date(2026, 5, 1)),
        (" 1st  may, 2026 ", date(2026, 5, 1)),
        ("22nd Sept. 2026", date(2026, 9, 22)),
        ("1st of May 2026", date(2026, 5, 1)),
        ("3-Jan-2026", date(2026, 1, 3)),
        ("Friday 1 May 2026", date(2026, 5, 1)),
        ("Wed, 3rd June 2026", date(2026, 6, 3)),
        ("May 1, 2026", date(2026, 5, 1)),
        ("01/02/2026", date(2026, 2, 1)),
        ("1.2.2026", date(2026, 2, 1)),
        ("29/02/2028", date(2028, 2, 29)),
        ("ongoing", None),
        ("September 2026", None),
        ("by 1 May 2026 at the latest", None),
        ("1 Ma 2026", None),
        ("1 xyz 2026", None),
        ("xyz 1, 2026", None),
    ],
)
def test_dates_are_read_as_people_type_them(text: str, day: date | None) -> None:
    action = read_round(changed("Actions", G5=text)).round.plans[0].actions[0]
    assert (action.due, action.timescale) == (day, "" if day else text)


@pytest.mark.parametrize("text", ["31/02/2026", "12/13/2026", "2026-13-01", "31 June 2026"])
def test_a_date_that_is_not_in_the_calendar_is_refused(text: str) -> None:
    assert refused(changed("Actions", G5=text)) == [
        'a date that is not in the calendar at sheet "Actions", cell G5; write it as 1 May 2026 or'
        " 01/05/2026, day first"
    ]


@pytest.mark.parametrize("text", ["1/2/26", "1 May 26", "1-May-'26", "30/6", "1.9", "26th May"])
def test_a_date_without_its_full_year_is_refused(text: str) -> None:
    assert refused(changed("Actions", G5=text)) == [
        'a date without its full year at sheet "Actions", cell G5; write the year with four digits'
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1-2 May 2026",
        "1 May 2026 \u2013 1 June 2026",
        "1 May to 1 June 2026",
        "1/5/2026 or 1/6/2026",
        "1 May 2026\n1 June 2026",
        "2026-05-01, 2026-06-01",
        "from 1 May to 3 June 2026",
        "between 1 May 2026 and 3 June 2026",
        "12/05/26 - 13/05/26",
        "1 May 2026, at the latest 3 June 2026",
        "1 May 2026 & 3 June 2026",
    ],
)
@pytest.mark.slow
def test_several_dates_in_one_cell_are_refused(text: str) -> None:
    assert refused(changed("Actions", G5=text)) == [
        'several dates at sheet "Actions", cell G5; give one such as 1 May 2026'
    ]


@pytest.mark.parametrize("text", ["Apr 2026 - Mar 2027", "2026/27", "Q3 2026", "2-3 weeks"])
def test_a_time_that_is_no_date_stays_as_it_is_written(text: str) -> None:
    action = read_round(changed("Actions", G5=text)).round.plans[0].actions[0]
    assert (action.due, action.timescale) == (None, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (42, "42"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 5, 1), "1 May 2026"),
        (datetime(2026, 5, 1), "1 May 2026"),  # noqa: DTZ001  Excel's times have no zone
        ("#N/A said the log", "#N/A said the log"),
        (" spaces around it go ", "spaces around it go"),
    ],
)
def test_what_is_not_typed_as_text_is_written_out(typed: object, text: str) -> None:
    answer = read_round(changed("Ratings", E7=typed)).round.answer("s1q2", "police")
    assert isinstance(answer, ss.Rating)
    assert answer.rationale == text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("=1+1", "a formula at {}; type what it gives, and an apostrophe before a text that"
                 " begins with '='"),
        ("#N/A", "an error value of the spreadsheet at {}; type what is meant"),
        (time(9, 30), "a number shown in a format of its own at {}; type it as text, after an"
                      " apostrophe"),
        (datetime(2026, 5, 1, 9, 30),  # noqa: DTZ001  Excel's times have no zone
         "a date with a time of day at {}; type the date alone"),
    ],
)  # fmt: skip
def test_what_a_text_would_lose_is_refused(typed: object, message: str) -> None:
    place = 'sheet "Ratings", cell E7 (question 1.2)'
    assert refused(changed("Ratings", E7=typed)) == [message.format(place)]


def test_a_number_with_a_look_of_its_own_is_refused() -> None:
    book = opened(written(SPRING, "police"))
    book["Ratings"]["E7"] = 0.85
    book["Ratings"]["E7"].number_format = "0%"
    file = BytesIO()
    book.save(file)
    assert refused(BytesIO(file.getvalue())) == [
        'a number shown in a format of its own at sheet "Ratings", cell E7 (question 1.2); type it'
        " as text, after an apostrophe"
    ]


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("RED", "red"),
        ("  green\xa0", "green"),
        ("Not rated", None),
        ("-", None),
        ("–", None),
    ],
)
def test_levels_are_read_in_any_case_and_spacing(typed: str, level: str | None) -> None:
    answer = read_round(changed("Ratings", D7=typed)).round.answer("s1q2", "police")
    assert answer == ss.Rating("s1q2", level, rationale="=A1", respondent="police")


def test_an_answer_cleared_is_unanswered_again() -> None:
    cleared = dict.fromkeys(["D6", "E6", "F6", "G6", "H6"])
    assert read_round(changed("Ratings", **cleared)).round.answer("s1q1", "police") is None


def test_not_applicable_takes_its_reason_and_nothing_else() -> None:
    answer = read_round(changed("Ratings", D9="n/a", H9="None here")).round.answer("s2q1", "police")
    assert answer == ss.NotApplicable("s2q1", "None here", "police")
    assert refused(changed("Ratings", D9="Not applicable")) == [
        'not applicable needs its reason, and none is given at sheet "Ratings", cell H9 (question'
        " 2.1)"
    ]
    assert refused(changed("Ratings", H9="None here", F9="Log", G9="Some")) == [
        'a question that does not apply has no more than its reason at sheet "Ratings", cell F9'
        " (question 2.1); move what it says to the reason",
        'a question that does not apply has no more than its reason at sheet "Ratings", cell G9'
        " (question 2.1); move what it says to the reason",
    ]


def test_a_second_row_of_a_question_counts_only_if_it_says_the_same() -> None:
    same = {"A11": "s1q1", "C11": "Do they meet?", "D11": "Green", "F11": "Said by the police"}
    assert read_round(changed("Ratings", **same)).round == POLICE
    assert read_round(changed("Ratings", A11="s1q1")).round == POLICE
    assert refused(changed("Ratings", **same | {"D11": "Red"})) == [
        'a second row of this question at sheet "Ratings", row 11 (question 1.1); the first is'
        " row 6"
    ]


def test_wording_in_a_row_without_an_id_is_passed_over() -> None:
    assert read_round(changed("Ratings", C11="Do they meet?")).round == POLICE


def test_missing_and_repeated_columns_are_named() -> None:
    assert refused(changed("Ratings", F4="Proof", E4="Rating")) == [
        'a second column of this header at sheet "Ratings", cell E4; put what both say into one,'
        " and delete the other",
        'the column "Rationale" is missing at sheet "Ratings", row 4; copy it back from a fresh'
        " template",
        'the column "Evidence" is missing at sheet "Ratings", row 4; copy it back from a fresh'
        " template",
        '1 cell filled in outside the template\'s columns at sheet "Ratings", column F; move what'
        " they say into one of those, or delete it",
    ]


def test_a_sheet_that_is_a_chart_is_passed_over() -> None:
    book = opened(written(SPRING, "police"))
    book.create_chartsheet("Chart")
    file = BytesIO()
    book.save(file)
    assert read_round(BytesIO(file.getvalue())).round == POLICE


def test_merged_cells_are_refused_where_an_answer_may_have_gone() -> None:
    book = opened(written(SPRING, "police"))
    for sheet, cells in (
        ("About", "C14:C15"),
        ("Ratings", "A1:G1"),
        ("Ratings", "D6:D7"),
        ("Ratings", "I6:J9"),
        ("Context", "C5:D5"),
    ):
        book[sheet].merge_cells(cells)
    reason = "merged cells, of which only the first says anything at sheet"
    remedy = "unmerge them, and fill in each by itself"
    file = BytesIO()
    book.save(file)
    assert refused(BytesIO(file.getvalue())) == [
        f'{reason} "About", cells C14:C15; {remedy}',
        f'{reason} "Ratings", cells D6:D7; {remedy}',
        f'{reason} "Context", cells C5:D5; {remedy}',
    ]


def test_a_renamed_sheet_is_found_by_its_headers_and_a_lost_one_is_missed() -> None:
    book = opened(written(SPRING, "police"))
    book["Ratings"].title = "Our ratings"
    del book["Context"]
    file = BytesIO()
    book.save(file)
    assert refused(BytesIO(file.getvalue())) == [
        'the sheet is missing or lost its headers at sheet "Context"; copy what was filled in'
        " into a fresh workbook"
    ]
    book = opened(written(SPRING, "police"))
    book["Ratings"].title = "Our ratings"
    file = BytesIO()
    book.save(file)
    assert read_round(BytesIO(file.getvalue())).round == POLICE


@pytest.mark.parametrize(
    ("typed", "addresses"),
    [
        ("1.1", ["s1q1"]),
        (1.1, ["s1q1"]),
        ("S1Q2; Q1.1", ["s1q2", "s1q1"]),
        ("1.1 and 1.2\n1.1", ["s1q1", "s1q2"]),
        (None, []),
    ],
)
def test_questions_are_named_by_number_or_id(typed: object, addresses: list[str]) -> None:
    action = read_round(changed("Actions", D5=typed)).round.plans[0].actions[0]
    assert list(action.addresses) == addresses


def test_a_number_that_may_be_two_questions_is_refused() -> None:
    step = ss.Step("s1", "One", [ss.Question(f"s1q{n}", f"Question {n}?") for n in range(1, 12)])
    framework = ss.Framework("Long", ss.Source("Doe, J"), LOCAL.scale, [step])
    base = ss.Round(framework, "Anytown", "Spring", date(2026, 5, 1))
    file = filled(
        written(base),
        {"Actions": {0: {"action": "Do", "addresses": 1.1}, 1: {"action": "Do", "addresses": 7.5}}},
    )
    assert refused(file) == [
        'a number that may be 1.1 or 1.10 at sheet "Actions", cell D5; type it after an apostrophe',
        'a name of 3 characters that is no question at sheet "Actions", cell D6; give numbers such'
        " as 1.1, 1.2",
    ]


@pytest.mark.parametrize("typed", ["2", "2.", "Step 2", "s2", "Training", "2 training"])
def test_a_step_is_named_by_number_id_or_title(typed: str) -> None:
    file = changed("Actions", B20=typed, E20="Train them")
    action = ss.Action("Train them", "a2", respondents=["police"])
    assert read_round(file).round.plan("s2") == ss.ActionPlan("s2", [action])


def test_an_action_moved_to_another_step_goes_to_its_plan() -> None:
    read = read_round(changed("Actions", B5="2", D5=None)).round
    assert [(plan.step, [action.id for action in plan.actions]) for plan in read.plans] == [
        ("s1", []),
        ("s2", ["a1"]),
    ]


def test_rows_of_the_plan_that_cannot_be_sure_are_refused() -> None:
    file = changed(
        "Actions",
        B6="Seven",
        E6="Do this",
        B7=None,
        E7="Do that",
        F8="Chair",
        A9="a7",
        E9="Do more",
        A10="a1",
        B11="1",
        D11="=1+1",
        E11="Do it",
        A12="a9",
    )
    assert refused(file) == [
        'not a step of the framework at sheet "Actions", cell B6; choose one of the 2 in the list',
        'an action needs its step at sheet "Actions", cell B7; choose one',
        'a row of the plan that does not say what is to be done at sheet "Actions", cell E8',
        'no such action in the round (there are a1) at sheet "Actions", cell A9; clear the id of a'
        " new one",
        'a second row of this action at sheet "Actions", cell A10; the first is row 5; clear'
        " the id of a new one",
        'a formula at sheet "Actions", cell D11; type what it gives, and an apostrophe before a'
        " text that begins with '='",
    ]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31/06/2026", "a date that is not in the calendar at {}; write it as 1 May 2026 or"
                       " 01/05/2026, day first"),
        ("soon", "a text of 4 characters that is no date at {}; type one such as 1 May 2026"),
        ("=TODAY()", "a formula at {}; type what it gives, and an apostrophe before a text that"
                     " begins with '='"),
    ],
)  # fmt: skip
def test_the_date_of_the_round_is_a_date(typed: object, message: str) -> None:
    place = 'sheet "About", cell C12 (Date of the round)'
    assert refused(changed("About", C12=typed)) == [message.format(place)]


def test_a_number_is_no_date() -> None:
    book = opened(written(SPRING, "police"))
    book["About"]["C12"] = 42
    book["About"]["C12"].number_format = "General"
    file = BytesIO()
    book.save(file)
    assert refused(BytesIO(file.getvalue())) == [
        'a number and no date at sheet "About", cell C12 (Date of the round); type a date, such as'
        " 1 May 2026"
    ]


def test_a_problem_holds_the_parts_of_its_place() -> None:
    with pytest.raises(ss.DocumentError) as caught:
        read_round(changed("Ratings", D6="Amberish"))
    (problem,) = caught.value.problems
    assert problem.path == ('sheet "Ratings", cell D6 (question 1.1)',)
    assert dict(problem.params) == {
        "sheet": "Ratings",
        "cell": "D6",
        "row": 6,
        "column": "D",
        "about": "question 1.1",
    }
    assert (problem.question, problem.respondent, problem.field, problem.suggestion) == (
        "s1q1",
        "police",
        "rating",
        "Amber",
    )


def test_whoever_answers_is_named_with_a_role() -> None:
    about = {
        "organisation": {"entry": "Anytown"},
        "title": {"entry": "=1"},
        "on": {"entry": "2026-05-01"},
    }
    place = 'sheet "About", cell C'

    def said(respondent: str, role: str, use: str = "") -> list[str]:
        entries = {
            "respondent": {"entry": respondent},
            "role": {"entry": role},
            "use": {"entry": use},
        }
        return refused(filled(written(LOCAL), {"About": about | entries}))

    roles = "practitioner, peer, agreed"
    assert said("", "peer") == [
        f"a role is given and nobody named at {place}13 (Who answers: organisation or group);"
        " name who answers"
    ]
    assert said("Nurses", "boss", "for fun") == [
        f"this says who answers in which role at {place}14 (Answering as); choose one of {roles}",
    ]


def test_a_workbook_is_for_one_respondent_only() -> None:
    assert refused(changed("About", C14="Anytown Council")) == [
        'this is not who the workbook is for at sheet "About", cell C14 (Who answers: organisation'
        " or group); make a template for them"
    ]


def test_a_workbook_is_for_the_role_it_was_made_for() -> None:
    assert (
        read_round(changed("About", C15=" Lead  PARTNER ")).round
        == read_round(changed("About")).round
    )
    assert refused(changed("About", C15="peer")) == [
        'this is not the role that the workbook is for at sheet "About", cell C15 (Answering as);'
        " make a template for it"
    ]


def test_a_formula_where_an_answer_should_be_is_refused_with_its_cell() -> None:
    remedy = "; type what it gives, and an apostrophe before a text that begins with '='"
    assert refused(changed("Ratings", D6="=G5", E6="=1+1")) == [
        f'a formula at sheet "Ratings", cell D6 (question 1.1){remedy}',
        f'a formula at sheet "Ratings", cell E6 (question 1.1){remedy}',
    ]


def test_about_says_who_filled_it_in() -> None:
    file = changed("About", C16="The manager", C17=1234, C18="The chair", C19="1 May 2026")
    assert read_round(file).about == ss.workbook.About(
        "The manager", "1234", "The chair", date(2026, 5, 1)
    )
    assert refused(changed("About", C16="=A1")) == [
        'a formula at sheet "About", cell C16 (Completed by); type what it gives, and an apostrophe'
        " before a text that begins with '='"
    ]


def test_a_hidden_document_at_fault_is_told_with_its_place() -> None:
    book = opened(written(SPRING, "police"))
    for row in book["sixsteps"].iter_rows():
        if row[0].value == "document":
            row[1].value = row[1].value.replace('"title":"Spring 2026"', '"title":7')
    file = BytesIO()
    book.save(file)
    assert refused(BytesIO(file.getvalue())) == [
        'a string is needed, not a number at sheet "sixsteps", document.$.title'
    ]


def test_a_moderation_that_cannot_be_sure_is_refused() -> None:
    made = BytesIO()
    write_moderation(SPRING, made)
    file = filled(
        made,
        {
            "Moderation": {
                "s1q1": {"rating": "Amberish"},
                "s1q2": {"rating": "n/a", "evidence": "Log", "remaining": "Some"},
            }
        },
    )
    with pytest.raises(ss.DocumentError) as caught:
        read_moderation(file)
    assert [str(problem) for problem in caught.value.problems] == [
        "a text of 8 characters that is no level (there are Red, Amber, Green) at sheet"
        " \"Moderation\", cell G6 (question 1.1); did you mean 'Amber'?",
        'not applicable needs its reason, and none is given at sheet "Moderation", cell H7'
        " (question 1.2)",
        'a question that does not apply has no more than its reason at sheet "Moderation", cell I7'
        " (question 1.2); move what it says to the reason",
        'a question that does not apply has no more than its reason at sheet "Moderation", cell J7'
        " (question 1.2); move what it says to the reason",
    ]


def test_last_ratings_are_those_of_the_same_respondent() -> None:
    def last(subject: ss.Framework | ss.Round, previous: ss.Round, who: str | None) -> list[str]:
        file = BytesIO()
        if isinstance(subject, ss.Round):
            subject = evolve(subject, on=date(2027, 5, 1))
        write_template(subject, file, previous, respondent=who)
        return [word for word in column(opened(file)["Ratings"], "Last rating") if word]

    alone = ss.Round(LOCAL, "Anytown", "2025", date(2025, 5, 1), [ss.Rating("s1q1", "red")])
    stranger = ss.Framework("Other", ss.Source("Doe, J"), LOCAL.scale, LOCAL.steps)
    other = ss.Round(stranger, "Anytown", "2025", date(2025, 5, 1))
    assert last(SPRING, SPRING, "council") == ["Red", "unanswered"]
    assert last(LOCAL, alone, None) == ["Red", "unanswered", "unanswered"]
    assert last(SPRING, alone, "police") == ["Red", "unanswered", "unanswered"]
    assert last(alone, SPRING, None) == ["not asked"] * 3
    assert last(alone, other, None) == ["not in the framework"] * 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {},
            "the previous round is 'Spring 2026' of 2026-05-01, which is not earlier than 'Spring"
            " 2026' of 2026-05-01; give an earlier round",
        ),
        (
            {"title": "Autumn", "on": date(2026, 10, 1)},
            "the previous round is 'Autumn' of 2026-10-01, which is not earlier than 'Spring 2026'"
            " of 2026-05-01; give an earlier round",
        ),
        (
            {"organisation": "Othertown", "on": date(2025, 5, 1)},
            "the previous round is one of Othertown, and this is one of Anytown; give a round of"
            " the same organisation",
        ),
    ],
)
def test_what_is_no_round_before_is_not_shown_as_the_last(
    changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(ss.NotComparableError) as caught:
        write_template(SPRING, BytesIO(), evolve(SPRING, **changes), respondent="police")
    assert str(caught.value) == said


def test_an_organisation_that_is_called_otherwise_has_its_last_ratings() -> None:
    before = evolve(SPRING, organisation="Oldtown", organisation_id="E1", on=date(2025, 5, 1))
    file = BytesIO()
    write_template(evolve(SPRING, organisation_id="E1"), file, before, respondent="police")
    assert column(opened(file)["Ratings"], "Last rating")[:3] == [None, "Green", "Amber"]


def test_a_date_too_early_for_a_spreadsheet_is_written_as_text() -> None:
    early = ss.Round(LOCAL, "Anytown", "Spring", date(1899, 12, 31))
    assert read_round(written(early)).round == early


def test_rows_are_as_tall_as_their_longest_text_and_never_too_tall() -> None:
    assert row_height([("word " * 40, 20)]) > row_height([("word " * 20, 20)])
    assert row_height([("漢" * 40, 20)]) > row_height([("x" * 40, 20)])
    assert row_height([("x" * 90, 20)]) == row_height([("x" * 20 + "\n", 20)] * 2) + 3 * 13.5
    assert row_height([("line\n" * 400, 20)]) == 409.0


def test_a_long_reference_is_cut_in_the_margin_and_whole_on_the_sheets() -> None:
    source = ss.Source("Doe & Co (2024) " + "A very long title & more. " * 20)
    framework = ss.Framework("R&D", source, evolve(LOCAL.scale, source=None), LOCAL.steps)
    book = opened(written(framework))
    footer = book["Ratings"].oddFooter
    assert footer.left.text.startswith("Doe && Co (2024) A very long title && more.")
    assert footer.left.text.endswith("…")
    assert len(footer.left.text) <= 201
    lines = [str(row[0].value) for row in book["Ratings"]["A3:A4"]]
    assert " ".join(lines) == source.reference.strip()
    assert max(len(line) for line in lines) < 300
    assert book["Ratings"]["A5"].value == "Id"
    assert book["About"]["C2"].value == source.reference


def test_what_a_reference_has_beyond_six_lines_stands_below_the_table() -> None:
    source = ss.Source("Doe, J (2024) " + "A very long title. " * 150)
    framework = ss.Framework("Long", source, evolve(LOCAL.scale, source=None), LOCAL.steps)
    sheet = opened(written(framework))["Ratings"]
    small = [str(row[0].value) for row in sheet.iter_rows(min_row=3) if row[0].font.sz == 8]
    assert " ".join(small) == source.reference.strip()
    assert [row[0].row for row in sheet.iter_rows(min_row=3) if row[0].value == "Id"] == [9]
    assert read_round(filled(written(framework), {"About": NAMED})).round.framework == framework


def test_a_reference_is_broken_where_its_letters_fill_the_columns() -> None:
    assert max(map(len, small_lines("漢" * 90, 20))) == 14
    assert max(map(len, small_lines("x" * 90, 20))) == 28


def test_a_framework_without_questions_gives_an_empty_workbook() -> None:
    bare = ss.Framework("Bare", ss.Source("Doe, J"), LOCAL.scale, [])
    round_ = ss.Round(bare, "Anytown", "Spring", date(2026, 5, 1))
    assert read_round(written(round_)).round == round_


def told(file: BytesIO) -> list[str]:
    return [str(one) for one in read_round(file).left_out]


def test_whatever_nothing_was_read_from_is_told_with_its_place() -> None:
    book = opened(written(SPRING, "police"))
    book["Ratings"]["I4"], book["Ratings"]["I6"] = "Jo's notes", "ask the chair"
    book["Ratings"]["F6"].comment = Comment("Is this still so?", "Jo")
    book["About"]["D14"] = "rang on Monday"
    book.create_sheet("Notes").append(["one", "two"])
    file = BytesIO()
    book.save(file)
    assert told(BytesIO(file.getvalue())) == [
        'sheet "About", column D: 1 cell (no column of the template)',
        'sheet "Ratings", column I: 1 cell (no column of the template)',
        'sheet "Ratings", cell F6: 1 cell (a comment)',
        'sheet "Notes": 2 cells (no sheet of the template)',
    ]
    assert read_round(BytesIO(file.getvalue())).round == POLICE
    assert told(written(SPRING, "police")) == []


@pytest.mark.parametrize("header", [None, "Evidence 2", "Ratings", "Rationale (old)"])
def test_a_column_in_which_answers_may_stand_is_refused(header: str | None) -> None:
    cells = {"I6": "Minutes of March"} | ({"I4": header} if header else {})
    assert refused(changed("Ratings", **cells)) == [
        '1 cell filled in outside the template\'s columns at sheet "Ratings", column I; move what'
        " they say into one of those, or delete it"
    ]


def coloured(**fills: str) -> BytesIO:
    book = opened(written(SPRING, "police"))
    for cell, fill in fills.items():
        book["Ratings"][cell].fill = PatternFill("solid", fgColor=fill)
    file = BytesIO()
    book.save(file)
    return BytesIO(file.getvalue())


def test_a_rating_that_only_a_colour_gives_is_refused_and_no_other_colour_is() -> None:
    assert refused(coloured(D9="FF0000")) == [
        'a colour and no word at sheet "Ratings", cell D9 (question 2.1); choose the level that it'
        " stands for, or take the colour away"
    ]
    assert read_round(coloured(D6="00FF00", E9="FF0000")).round == POLICE
    assert read_round(coloured(D9="FFFFFF")).round == POLICE


def test_one_bad_cell_leaves_out_one_answer_of_a_return_that_is_read_in_part() -> None:
    file = filled(
        written(SPRING, "police"),
        {"Ratings": {"s1q1": {"rating": "Grene"}, "s2q1": {"rating": "Red"}}},
    )
    with pytest.raises(ss.DocumentError):
        read_round(BytesIO(file.getvalue()))
    found = read_round(file, partial=True)
    assert [answer.question for answer in found.round.ratings] == ["s1q2", "s2q1"]
    assert [str(problem) for problem in found.problems] == [
        'a text of 5 characters that is no level (there are Red, Amber, Green) at sheet "Ratings",'
        " cell D6 (question 1.1); did you mean 'Green'?"
    ]
    book = opened(written(SPRING, "police"))
    del book["Ratings"]
    gone = BytesIO()
    book.save(gone)
    with pytest.raises(ss.DocumentError, match="the sheet is missing or lost its headers"):
        read_round(BytesIO(gone.getvalue()), partial=True)


def test_an_action_with_a_bad_cell_stays_as_it_was_in_a_return_that_is_read_in_part() -> None:
    file = filled(written(SPRING, "police"), {"Actions": {0: {"due": "31/02/2026"}}})
    found = read_round(file, partial=True)
    assert (found.round.plans, len(found.problems)) == (POLICE.plans, 1)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("In progress", "open"),
        ("on-going", None),
        ("Not started", "open"),
        ("ONGOING", "open"),
        ("on track", "open"),
        ("Completed", "closed"),
        ("Done", "closed"),
        ("perhaps", None),
    ],
)
def test_a_status_is_read_in_the_words_of_those_who_write_it(
    typed: str, status: str | None
) -> None:
    file = filled(written(SPRING, "police"), {"Actions": {0: {"status": typed}}})
    if status is None:
        assert refused(file) == [
            'an action is open or closed at sheet "Actions", cell H5; choose one'
        ]
    else:
        assert read_round(file).round.plans[0].actions[0].status == status


def test_a_formula_in_a_column_that_is_not_read_is_no_fault() -> None:
    assert read_round(changed("Ratings", B7="=1+1", B9="=A1")).round == POLICE


def left_out_of(file: BytesIO, change: Callable[[Any], object]) -> list[str]:
    book, changed = opened(file), BytesIO()
    change(book)
    book.save(changed)
    return [str(one) for one in ss.workbook.read_round(BytesIO(changed.getvalue())).left_out]


def test_what_people_lay_beside_the_answers_is_told() -> None:
    def change(book: Any) -> None:
        ratings = book["Ratings"]
        ratings["F6"] = "Minutes"
        ratings["F6"].hyperlink = "https://example.org/minutes.pdf"
        # A program makes a link of what is typed so, and the text is the link.
        ratings["F7"] = "https://example.org/minutes.pdf"
        ratings["F7"].hyperlink = "https://example.org/minutes.pdf"
        ratings["F9"] = "https://example.org/minutes.pdf"
        ratings["F9"].hyperlink = "https://example.net/another.pdf"
        ratings["D6"].font = Font(strike=True)
        ratings["E6"] = CellRichText("They meet ", TextBlock(InlineFont(strike=True), "weekly"))
        ratings["C5"] = "Another title of the step"
        ratings["C40"] = "Further thoughts: we disagree"
        # A few letters of the reference are not the reference.
        ratings["C41"] = "A"
        ratings.add_chart(BarChart(), "N2")
        book["Context"]["C40"] = "More of it"
        book["About"]["B40"], book["About"]["C40"] = "Our contact", "Jo"

    assert left_out_of(written(SPRING, "police"), change) == [
        'sheet "Ratings", cell D6: 1 cell (struck through, and read as it stands)',
        'sheet "Ratings", cell E6: 1 cell (struck through, and read as it stands)',
        'sheet "Ratings", cell F6: 1 cell (a link)',
        'sheet "Ratings", cell F9: 1 cell (a link to another address)',
        'sheet "Ratings": 1 cell (pictures or shapes that lie over the cells)',
        'sheet "About", row 40: 2 cells (no row of the template)',
        'sheet "Ratings", row 5: 1 cell (no row of the template)',
        'sheet "Ratings", row 40: 1 cell (no row of the template)',
        'sheet "Ratings", row 41: 1 cell (no row of the template)',
        'sheet "Context", row 40: 1 cell (no row of the template)',
    ]


@pytest.mark.parametrize(
    ("text", "target", "told"),
    [
        ("jo@anytown.gov.uk", "mailto:jo@anytown.gov.uk", []),
        ("jo@anytown.gov.uk", "mailto:sam@elsewhere.org", ["a link to another address"]),
        ("jo@anytown.gov.uk", "mailto:jo@anytown.gov.uk?cc=sam@x.org",
         ["a link to another address"]),
        ("Jo", "mailto:jo@anytown.gov.uk", ["a link"]),
        ("https://example.org", "https://example.org/", []),
        ("https://example.org/plan/", "https://example.org/plan", []),
        ("www.example.org", "http://www.example.org/", []),
        ("https://example.org/plan", "https://example.org/plan#2", ["a link to another address"]),
        ("See https://example.org", "https://example.org/", ["a link"]),
    ],
)  # fmt: skip
def test_a_link_is_told_unless_its_text_says_where_it_leads(
    text: str, target: str, told: list[str]
) -> None:
    def change(book: Any) -> None:
        book["Ratings"]["F6"] = text
        book["Ratings"]["F6"].hyperlink = target

    assert left_out_of(written(SPRING, "police"), change) == [
        f'sheet "Ratings", cell F6: 1 cell ({one})' for one in told
    ]


@pytest.mark.parametrize(
    "cells",
    [
        {"D6": "Red"},
        {"I4": "Jo's notes", "I6": "ask the chair"},
        {"I4": "Rating", "I6": "Red"},
        {"A1": "Ratings: this is the right one"},
        {"C20": "We disagree"},
        {"D9": PatternFill("solid", fgColor="FF0000")},
    ],
    ids=["rating", "column", "second column", "above", "below", "colour"],
)
def test_a_copy_of_a_sheet_that_says_anything_more_is_refused(cells: dict[str, Any]) -> None:
    book, file = opened(written(SPRING, "police")), BytesIO()
    for name, values in {"Ratings (2)": {}, "Ratings (3)": cells}.items():
        sheet = book.copy_worksheet(book["Ratings"])
        sheet.title = name
        for cell, value in values.items():
            if isinstance(value, PatternFill):
                sheet[cell].fill = value
            else:
                sheet[cell] = value
    book.save(file)
    assert refused(BytesIO(file.getvalue())) == [
        'another copy of the sheet "Ratings", which says something else at sheet "Ratings (3)";'
        " put what both say into one, and delete the other"
    ]


def test_a_copy_of_a_table_without_what_stands_around_it_is_passed_over() -> None:
    book, file = opened(written(SPRING, "police")), BytesIO()
    book.copy_worksheet(book["Ratings"]).delete_rows(1, 3)
    book.save(file)
    assert read_round(BytesIO(file.getvalue())).round == POLICE


def _setup() -> BytesIO:
    file = BytesIO()
    ss.workbook.write_setup(SPRING, file)
    return BytesIO(file.getvalue())


@pytest.mark.parametrize(
    ("write", "read", "sheets"),
    [
        (
            lambda file: write_template(POLICE, file),
            read_round,
            ["About", "Ratings", "Actions", "Context"],
        ),
        (
            lambda file: write_moderation(SPRING, file),
            read_moderation,
            ["About", "Moderation", "Actions", "Answers"],
        ),
        (
            lambda file: file.write(filled(_setup(), {"About": NAMED}).getvalue()),
            ss.workbook.read_setup,
            ["About", "Respondents", "Framework"],
        ),
        (
            lambda file: ss.workbook.write_framework(LOCAL, file),
            ss.workbook.read_framework,
            ["Framework"],
        ),
        (
            lambda file: ss.workbook.write_actions(SPRING, file),
            ss.workbook.read_actions,
            ["Actions"],
        ),
    ],
    ids=["template", "moderation", "set-up", "framework", "actions"],
)
def test_a_note_above_the_headers_is_told_and_what_the_writer_put_there_is_not(
    write: Callable[[BytesIO], None], read: Callable[[BytesIO], Any], sheets: list[str]
) -> None:
    file, noted = BytesIO(), BytesIO()
    write(file)
    assert read(BytesIO(file.getvalue())).left_out == ()
    book = opened(BytesIO(file.getvalue()))
    for name in sheets:
        book[name]["H1"] = "Ask the chair before you send this"
    book.save(noted)
    assert [str(one) for one in read(BytesIO(noted.getvalue())).left_out] == [
        f'sheet "{name}", row 1: 1 cell (no row of the template)' for name in sheets
    ]


def test_another_title_above_the_headers_is_told_and_rows_put_into_a_sheet_change_no_count() -> (
    None
):
    def change(book: Any) -> None:
        book["Ratings"]["A1"] = "Ratings of the night shift"
        count = book["Ratings"]["D1"].value
        assert count.endswith('&" of 3 rated"')
        book["Ratings"]["D1"] = count.replace("9", "10")
        book["Actions"]["B1"] = '=CONCAT("See the ","minutes")'

    assert left_out_of(written(SPRING, "police"), change) == [
        'sheet "Ratings", row 1: 1 cell (no row of the template)',
        'sheet "Actions", row 1: 1 cell (no row of the template)',
    ]


def test_a_picture_is_told_and_not_the_empty_drawing_that_libreoffice_writes() -> None:
    book, file, emptied = opened(written(SPRING, "police")), BytesIO(), BytesIO()
    book["Ratings"].add_chart(BarChart(), "F6")
    book.save(file)
    with ZipFile(file) as old, ZipFile(emptied, "w") as new:
        for name in old.namelist():
            is_drawing = name == "xl/drawings/drawing1.xml"
            new.writestr(name, b"<wsDr/>" if is_drawing else old.read(name))
    (told,) = read_round(BytesIO(file.getvalue())).left_out
    assert str(told) == 'sheet "Ratings": 1 cell (pictures or shapes that lie over the cells)'
    assert read_round(BytesIO(emptied.getvalue())).left_out == ()


def with_parts(
    file: BytesIO, parts: dict[str, str], changed: dict[str, tuple[str, str]]
) -> BytesIO:
    """The workbook with further parts, and with a text put in place of another in some."""
    found = BytesIO()
    with ZipFile(file) as old, ZipFile(found, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            before, after = changed.get(name, ("", ""))
            assert before in content
            new.writestr(name, content.replace(before, after, 1) if before else content)
        for name, content in parts.items():
            new.writestr(name, content)
    return BytesIO(found.getvalue())


def test_what_shows_nothing_says_nothing_in_any_cell() -> None:
    """Zero-width spaces, as what is pasted from a web page leaves them."""
    book = opened(written(SPRING, "police"))
    plain = read_round(written(SPRING, "police")).round
    for cell in ("A6", "C6", "D4", "D6"):
        book["Ratings"][cell] = f"\u200b{book['Ratings'][cell].value}"
    for cell in ("D9", "E6", "F9", "J2", "J7", "C40"):
        book["Ratings"][cell] = "\u200b"
    for cell in ("A5", "B5", "D5", "E5", "H5"):
        book["Actions"][cell] = f"{book['Actions'][cell].value}\u200b"
    book["Actions"]["D5"], book["Actions"]["E7"] = "\u2060 1.2\u200b,", "\u200b"
    book["Actions"]["E5"] = book["Actions"]["E5"].value.removesuffix("\u200b")
    book["About"]["C14"] = "Anytown \u200bPolice"
    book["About"]["C15"] = "lead\u200b partner"
    book["Context"]["F5"] = "\u200b"
    file = BytesIO()
    book.save(file)
    found = read_round(BytesIO(file.getvalue()))
    assert (found.round, found.left_out) == (plain, ())


def test_pictures_and_text_boxes_are_counted() -> None:
    def change(book: Any) -> None:
        book["Ratings"].add_chart(BarChart(), "F6")
        book["Ratings"].add_chart(BarChart(), "F9")
        book.create_chartsheet("Our view").add_chart(BarChart())

    assert left_out_of(written(SPRING, "police"), change) == [
        'sheet "Ratings": 2 cells (pictures or shapes that lie over the cells)',
        'sheet "Our view": 1 cell (pictures or shapes that lie over the cells)',
    ]
    parts = {
        "xl/worksheets/_rels/sheet2.xml.rels": '<Relationships><Relationship Id="rId1"'
        ' Type="x/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
        "xl/drawings/drawing1.xml": "<wsDr><twoCellAnchor><sp><txBody><p><r><t>Ask Jo</t></r></p>"
        "</txBody></sp></twoCellAnchor></wsDr>",
    }
    (one,) = read_round(with_parts(written(SPRING, "police"), parts, {})).left_out
    assert str(one) == 'sheet "Ratings": 1 cell (pictures or shapes that lie over the cells)'


def test_a_thread_of_comments_is_told_once_with_its_cell() -> None:
    relation = '<Relationship Id="{0}" Type="x/{0}" Target="/{0}.xml"/>'
    thread = (
        "<ThreadedComments>" + '<threadedComment ref="F6"><text>So?</text></threadedComment>' * 2
    )
    parts = {
        "xl/worksheets/_rels/sheet2.xml.rels": "<Relationships>"
        f"{relation.format('comments')}{relation.format('threadedComment')}</Relationships>",
        "comments.xml": '<comments><comment ref="F6"/><comment ref="F9"/></comments>',
        "threadedComment.xml": f"{thread}</ThreadedComments>",
    }
    assert [
        str(one) for one in read_round(with_parts(written(SPRING, "police"), parts, {})).left_out
    ] == [
        'sheet "Ratings", cell F6: 1 cell (a comment)',
        'sheet "Ratings", cell F9: 1 cell (a comment)',
    ]


OURS = "&L&8 Ratings: "


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("<headerFooter>", "<headerFooter>", 0),
        (OURS, f'&L&"Arial,Bold"&8&K00FF00{OURS[4:]}', 0),
        (OURS, "&L&8 Draft of the night shift && others&R", 1),
        ("</oddHeader>", "&CSee me</oddHeader>", 1),
        ("Page &P of &N", "Seite &P von &N", 0),
        ("Page &P of &N", "Jo&R&D &F", 1),
        ("</headerFooter>", "<evenFooter>&LOne&C&G&R- &P -</evenFooter></headerFooter>", 1),
        ("</headerFooter>", "<firstHeader>&LOne&CTwo&RThree</firstHeader></headerFooter>", 3),
    ],
)
def test_what_people_write_into_page_headers_and_footers_is_counted(
    before: str, after: str, count: int
) -> None:
    pair = before.replace("&", "&amp;"), after.replace("&", "&amp;")
    changed = {"xl/worksheets/sheet2.xml": pair}
    found = read_round(with_parts(written(SPRING, "police"), {}, changed)).left_out
    why = "texts in the page header or footer"
    said = [f'sheet "Ratings": {count} cell{"s" * (count > 1)} ({why})'] if count else []
    assert [str(one) for one in found] == said


def test_names_that_people_give_are_counted_and_not_those_of_programs() -> None:
    def change(book: Any) -> None:
        given = {"Their_score": "Ratings!$D$6", "Note": '"ask Jo"', "_xlfn.CONCAT": "#NAME?"}
        for name, meant in given.items():
            book.defined_names[name] = DefinedName(name, attr_text=meant)
        book["Actions"].defined_names["Ours"] = DefinedName("Ours", attr_text="Actions!$A$1")
        hidden = DefinedName("Z_1_.wvu.FilterData", attr_text="Ratings!$A$1", hidden=True)
        book.defined_names["Z_1_.wvu.FilterData"] = hidden

    assert left_out_of(written(SPRING, "police"), change) == [
        "the workbook: 3 cells (names given to cells)"
    ]


@pytest.mark.parametrize("cell", ["H", "J", "K", "L"])
def test_any_entry_of_a_row_of_actions_makes_it_an_action(cell: str) -> None:
    file, changed = BytesIO(), BytesIO()
    ss.workbook.write_actions(ss.Round(LOCAL, "A", "B", date(2026, 5, 1)), file)
    book = opened(BytesIO(file.getvalue()))
    words = {"H": "closed", "J": "everybody", "K": "Seat filled in May", "L": date(2026, 5, 1)}
    book["Actions"][f"{cell}5"] = words[cell]
    book.save(changed)
    with pytest.raises(ss.DocumentError) as caught:
        ss.workbook.read_actions(BytesIO(changed.getvalue()))
    assert caught.value.problems[0].message == (
        "a row of the plan that does not say what is to be done"
    )


@pytest.mark.parametrize(
    "said", ["everybody except police", "all but the council", "everybody, police", "All partners"]
)
def test_an_action_is_everybody_s_only_where_that_is_all_the_cell_says(said: str) -> None:
    file = BytesIO()
    ss.workbook.write_actions(SPRING, file)
    entries: dict[str, dict[Any, dict[str, Any]]] = {"Actions": {"a1": {"respondents": said}}}
    with pytest.raises(ss.DocumentError) as caught:
        ss.workbook.read_actions(filled(BytesIO(file.getvalue()), entries))
    assert {(one.message, one.place, one.remedy) for one in caught.value.problems} == {
        (
            "a name that is no respondent's id",
            'sheet "Actions", cell J5',
            "give police, council, or everybody",
        )
    }


@pytest.mark.parametrize("said", ["everybody", " Everybody ", "ALL", ""])
def test_an_action_that_is_everybody_s_names_nobody(said: str) -> None:
    file = BytesIO()
    ss.workbook.write_actions(SPRING, file)
    entries: dict[str, dict[Any, dict[str, Any]]] = {"Actions": {"a2": {"respondents": said}}}
    found = ss.workbook.read_actions(filled(BytesIO(file.getvalue()), entries))
    assert [action.respondents for action in found.round.plan("s1").actions] == [(), ()]


def test_a_view_is_written_to_no_workbook_that_is_filled_in() -> None:
    view = SPRING.only("police")
    for write in (ss.workbook.write_actions, ss.workbook.write_moderation):
        with pytest.raises(ss.InvalidError) as caught:
            write(view, BytesIO())
        assert str(caught.value) == (
            "this round is one respondent's view, and nobody fills it in; write the workbook of"
            " the round it was made from"
        )


def test_a_consensus_is_written_to_no_workbook_that_is_filled_in() -> None:
    joint = ss.consensus(SPRING, "worst")
    for write in (ss.workbook.write_actions, ss.workbook.write_moderation, write_template):
        with pytest.raises(ss.InvalidError) as caught:
            write(joint, BytesIO())
        assert str(caught.value) == (
            "this round is a consensus, and nobody fills it in; write the workbook of the round it"
            " was made from"
        )


def test_a_sign_off_before_the_round_is_told_with_its_cell_and_with_all_else() -> None:
    file = BytesIO()
    ss.workbook.write_moderation(SPRING, file)
    entries: dict[str, dict[Any, dict[str, Any]]] = {
        "About": {"agreed_by": {"entry": "Chair"}, "agreed_on": {"entry": date(2025, 1, 1)}},
        "Moderation": {"s1q2": {"rating": "Purple"}},
    }
    with pytest.raises(ss.DocumentError) as caught:
        ss.workbook.read_moderation(filled(BytesIO(file.getvalue()), entries))
    assert str(caught.value) == (
        "2 problems with the workbook:\n"
        '  2025-01-01 is before the round, which is of 2026-05-01 at sheet "About", cell C11'
        " (Signed off on); give that date or a later one\n"
        "  a text of 6 characters that is no level (there are Red, Amber, Green) at sheet"
        ' "Moderation", cell G7 (question 1.2)'
    )


@pytest.mark.parametrize("words", ["1 May 2026", "01/05/26", "in Q2\r\nthen"])
def test_words_in_place_of_a_due_date_come_back_as_they_were(words: str) -> None:
    plans = [ss.ActionPlan("s1", [ss.Action("Do it", id="a1", timescale=words)])]
    signed = ss.Round(LOCAL, "Anytown", "Spring 2026", date(2026, 5, 1), plans=plans).agree(
        "Chair", date(2026, 5, 2)
    )
    file = BytesIO()
    ss.workbook.write_actions(signed, file)
    assert ss.workbook.read_actions(BytesIO(file.getvalue())).round == signed


def test_a_name_with_a_letter_that_shows_nothing_is_still_who_the_workbook_is_for() -> None:
    odd = ss.Respondent("p", "a\x07b", ss.Role.PEER)
    asked = ss.Round(LOCAL, "Anytown", "Spring 2026", date(2026, 5, 1), respondents=[odd])
    assert read_round(written(asked, "p")).round == asked


@pytest.mark.parametrize(
    ("text", "target", "is_told"),
    [
        ("https://example.org/a", "https://example.org/a/", False),
        ("HTTPS://Example.org/AbC", "https://example.org/AbC", False),
        ("www.example.org", "http://www.example.org/", False),
        ("jane@example.org", "mailto:Jane@example.org", False),
        ("https://example.org/AbC", "https://example.org/abc", True),
        ("https://example.org/?id=A", "https://example.org/?id=a", True),
        ("jane@example.org", "mailto:john@example.org", True),
        ("jane@example.org", "mailto:jane@example.org?subject=Minutes", True),
    ],
)
def test_a_link_that_leads_elsewhere_than_its_text_says_is_told(
    text: str, target: str, *, is_told: bool
) -> None:
    def change(book: Any) -> None:
        book["Ratings"]["F6"] = text
        book["Ratings"]["F6"].hyperlink = target

    told = 'sheet "Ratings", cell F6: 1 cell (a link to another address)'
    assert left_out_of(written(SPRING, "police"), change) == [told] * is_told
