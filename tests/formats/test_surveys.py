"""A framework as a survey form, and what survey tools export read back as a round."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from pyxform.xls2xform import convert

import sixsteps as ss
from sixsteps.formats.rows import entered
from sixsteps.surveys import read_table, write_xlsform
from tests.strategies import texts
from tests.support.workbooks import LOCAL

ON = date(2026, 5, 1)
POLICE = ss.Respondent("anytown-police", "Anytown Police", ss.Role.LEAD_PARTNER)
HEALTH = ss.Respondent("nhs-anytown", "NHS Anytown", ss.Role.RELEVANT_AGENCY)

EXPECTED = ss.Round(
    LOCAL,
    "Anytown",
    "Spring 2026",
    ON,
    ratings=[
        ss.Rating("s1q1", "green", ["Log", "Minutes"], "All three", respondent="anytown-police"),
        ss.Rating("s1q2", "amber", remaining="One seat", respondent="anytown-police"),
        ss.Rating("s1q1", "red", respondent="nhs-anytown"),
        ss.NotApplicable("s2q1", "Not commissioned", "nhs-anytown"),
    ],
    respondents=[POLICE, HEALTH],
)


def text_of(rows: Sequence[Sequence[str]], separator: str = ",") -> StringIO:
    file = StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    file.seek(0)
    return file


def read(source: Any, **options: Any) -> ss.Round:
    return read_table(
        source, LOCAL, organisation="Anytown", title="Spring 2026", on=ON, **options
    ).round


def problems(source: Any, **options: Any) -> list[str]:
    with pytest.raises(ss.DocumentError) as caught:
        read(source, **options)
    return [str(problem) for problem in caught.value.problems]


def kobo() -> list[list[str]]:
    """As KoboToolbox exports with ids and groups, its own columns around them."""
    return [
        [
            *("start", "end", "about", "respondent", "role", "s1/s1q1", "s1/s1q1_evidence"),
            *("s1/s1q1_rationale", "s1/s1q2", "s1/s1q2_remaining", "s2/s2q1", "s2/s2q1_reason"),
            *("_id", "_uuid", "_submission_time", "_validation_status"),
        ],
        [
            *("2026-05-01T09:00:00.000+01:00", "2026-05-01T09:30:00.000+01:00", ""),
            *("Anytown Police", "lead_partner", "green", "Log\n\nMinutes", "All three"),
            *("amber", "One seat", "", "", "1", "a-b", "2026-05-01T08:31:00", ""),
        ],
        [
            *("2026-05-02T09:00:00.000+01:00", "2026-05-02T09:30:00.000+01:00", ""),
            *("NHS Anytown", "relevant_agency", "red", "", ""),
            *("", "", "not_applicable", "Not commissioned", "2", "c-d", "2026-05-02T08:31:00", ""),
        ],
    ]


def kobo_with_labels() -> list[list[str]]:
    """As KoboToolbox exports with labels."""
    headers = {
        "s1/s1q1": "1. Partners lead/1.1 Do they meet?",
        "s1/s1q1_evidence": "1. Partners lead/Evidence for 1.1 (an empty line between pieces)",
        "s1/s1q1_rationale": "1. Partners lead/Rationale for 1.1",
        "s1/s1q2": "1. Partners lead/1.2 Do they plan?",
        "s1/s1q2_remaining": "1. Partners lead/Work remaining for 1.2",
        "s2/s2q1": "2. Training/2.1 Is there training?",
        "s2/s2q1_reason": "2. Training/Why 2.1 does not apply",
    }
    words = {"green": "Green", "amber": "Amber", "red": "Red", "not_applicable": "Not applicable"}
    first, *rows = kobo()
    return [
        [headers.get(name, name) for name in first],
        *([words.get(value, value) for value in row] for row in rows),
    ]


def odk() -> list[list[str]]:
    """As ODK Central exports: groups before a hyphen."""
    first, *rows = kobo()
    kept = [place for place, name in enumerate(first) if not name.startswith("_")]
    own = ["KEY", "SubmitterName", "DeviceID", "FormVersion"]
    return [
        [*(first[place].replace("/", "-") for place in kept), *own],
        *([*(row[place] for place in kept), "uuid:1", "app", "collect:1", "1"] for row in rows),
    ]


def forms() -> list[list[str]]:
    """As Microsoft Forms exports: wording, trailing spaces and no-break spaces."""
    return [
        [
            *("ID", "Start time", "Completion time", "Email", "Name", "Who are you? "),
            *("Your role", "Do they meet?\xa0", "s1q1_evidence", "s1q1_rationale"),
            *("Do they  plan?", "s1q2_remaining", "Is there training? ", "s2q1_reason"),
        ],
        [
            *("1", "01/05/2026 09:00", "01/05/2026 09:30", "anonymous", "", "Anytown Police"),
            *(
                "Lead partner",
                "Green",
                "Log\r\n\r\nMinutes",
                "All three",
                "AMBER",
                "One seat",
                "",
                "",
            ),
        ],
        [
            *("2", "02/05/2026 09:00", "02/05/2026 09:30", "anonymous", "", "NHS Anytown"),
            *("Relevant agency", " red", "", "", "", "", "N/A", "Not commissioned"),
        ],
    ]


@pytest.mark.parametrize("export", [kobo, kobo_with_labels, odk])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_exports_of_survey_tools_are_read(
    export: Callable[[], list[list[str]]], separator: str
) -> None:
    assert read(text_of(export(), separator)) == EXPECTED


def test_an_export_of_microsoft_forms_is_read() -> None:
    assert read(text_of(forms()), respondent="Who are you?", role="Your role") == EXPECTED


def test_an_export_with_the_forms_own_labels_needs_no_other_names() -> None:
    first, *rows = kobo()
    asked = {"respondent": "Which organisation or group answers?", "role": "In which role?"}
    assert read(text_of([[asked.get(name, name) for name in first], *rows])) == EXPECTED


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_not_guessed_from_what_stands_in_quotation_marks(separator: str) -> None:
    wordings = {
        "s1q1": "Do they, in fact; meet,\tor\nnot?",
        "s1q2": "Do they, as agreed, plan?",
        "s2q1": "Is there, at last, training?",
    }
    edits = [ss.RewordQuestion(name, text) for name, text in wordings.items()]
    commas = ss.adapt(LOCAL, *edits, by="Anytown", on=date(2026, 1, 1))
    rows = [["Org / group", *wordings.values()], ["Anytown Police", "Green", "", "Red"]]
    found = ss.surveys.read_table(
        StringIO("".join(separator.join(f'"{value}"' for value in row) + "\n" for row in rows)),
        commas,
        organisation="Anytown",
        title="Spring 2026",
        on=date(2026, 5, 1),
        respondent="Org / group",
        role=ss.Role.PEER,
    ).round
    assert [(answer.question, answer.respondent) for answer in found.ratings] == [
        ("s1q1", "anytown-police"),
        ("s2q1", "anytown-police"),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_line_that_tells_excel_the_separator_is_passed_over(separator: str) -> None:
    text = text_of(kobo(), separator).getvalue()
    assert read(StringIO(f"sep={separator}\r\n{text}")) == EXPECTED
    with pytest.raises(ss.DocumentError, match='at row 2, column "respondent"; name who answers'):
        read(
            StringIO(f"sep={separator}\nrespondent{separator}role{separator}s1q1\n{separator}peer")
        )


def test_an_excel_export_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in forms():
        book.worksheets[0].append([value or None for value in row])
    book.worksheets[0]["B2"] = date(2026, 5, 1)
    book.save(tmp_path / "forms.xlsx")
    options = {"respondent": "Who are you?", "role": "Your role"}
    assert read(tmp_path / "forms.xlsx", **options) == EXPECTED


def test_a_csv_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kobo.csv"
    path.write_bytes(text_of(kobo()).getvalue().encode("utf-8-sig"))
    assert read(path) == EXPECTED


def test_rows_that_a_program_holds_are_read() -> None:
    first, *rows = kobo()
    mappings: list[Mapping[str, str]] = [dict(zip(first, row, strict=True)) for row in rows]
    assert read(mappings) == EXPECTED
    assert read(kobo()) == EXPECTED


def test_one_role_for_all_and_nobody_named() -> None:
    one = read([{"s1q1": "Green"}])
    assert one.ratings == (ss.Rating("s1q1", "green"),)
    assert one.respondents == ()
    named = read([{"respondent": "Peers", "s1q1": "Green"}], role=ss.Role.PEER)
    assert named.respondents == (ss.Respondent("peers", "Peers", ss.Role.PEER, asked=["s1q1"]),)


@given(st.lists(texts.filter(lambda text: entered(text) == text.strip()), min_size=4, max_size=4))
def test_any_text_of_which_something_is_seen_reads_back_equal(said: list[str]) -> None:
    one, two, three, four = (text.strip() for text in said)
    row = {
        "s1q1": "green",
        "s1q1_evidence": one,
        "s1q1_rationale": two,
        "s1q1_remaining": three,
        "s1q2": "not_applicable",
        "s1q2_reason": four,
    }
    assert read(text_of([list(row), list(row.values())])).ratings == (
        ss.Rating("s1q1", "green", [one], two, three),
        ss.NotApplicable("s1q2", four),
    )


def test_every_problem_of_an_export_names_its_row_and_column() -> None:
    rows = [
        ["respondent", "role", "s1q1", "s1q2", "s2q1", "s2q1_reason", "s2q1_evidence"],
        ["Police", "boss of all", "green", "", "", "", ""],
        ["", "peer", "green", "", "", "", ""],
        ["Health", "peer", "grean", "Said by Alex", "red", "Because", ""],
        ["Health", "peer", "green", "", "", "", ""],
        ["School", "peer", "", "", "n/a", "", ""],
        ["Nurses", "peer", "", "", "n/a", "Because", "Log"],
    ]
    roles = (
        "lead partner, relevant agency, partnership, children and families, practitioner,"
        " independent scrutineer, peer, agreed"
    )
    assert problems(text_of(rows)) == [
        f'a text of 11 characters that is no role at row 2, column "role"; there are {roles}',
        'nobody is named at row 3, column "respondent"; name who answers',
        "a text of 5 characters that is no level (there are Red, Amber, Green) at row 4, column"
        " \"s1q1\" (question 1.1); did you mean 'Green'?",
        "a text of 12 characters that is no level (there are Red, Amber, Green) at row 4, column"
        ' "s1q2" (question 1.2)',
        'a reason for not applicable beside a rating at row 4, column "s2q1_reason" (question 2.1);'
        " clear one of them",
        "a second row by 'health' at row 5, column \"respondent\"; the first is row 4",
        'not applicable needs its reason, and none is given at row 6, column "s2q1_reason"'
        " (question 2.1)",
        "a question that does not apply has no more than its reason at row 7, column"
        ' "s2q1_evidence" (question 2.1); clear it',
    ]


def test_columns_that_cannot_be_told_are_refused_together() -> None:
    rows = [
        {
            "s1q2": "red",
            "s1q9": "red",
            "Is there some training?": "red",
            "Comments": "kept out",
        }
    ]
    assert problems(rows) == [
        "no question 's1q9' in step 's1' at column \"s1q9\"; it has s1q1, s1q2",
        "almost the wording of 's2q1' and not quite at column \"Is there some training?\"; name the"
        " column 's2q1' if it is meant",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ([{"a": "b"}], ["no column is a question of the framework at row 1; columns are named by"
                        " id or wording"]),
        ([{"s1q1": "red"}, {"s1q1": "red"}],
         ["no column 'respondent' says who answers at row 1; give its header as respondent="]),
        ([{"s1q1": "red", "respondent": "Police"}],
         ["no column 'role' says in which role at row 1; give role= a header or a Role"]),
        ([], ["no headers at row 1; the first row names columns"]),
        ([["s1q1"], ["red", "amber"]],
         ["2 values for 1 column at row 2; was it saved with another separator?"]),
        ([["s1q1"], [True]],
         ['a text is needed, not a value of type bool at row 2, column "s1q1" (question 1.1)']),
        ([["s1q1"], ["x" * 100_001]],
         ['a text of 100001 characters at row 2, column "s1q1" (question 1.1); at most 100000'
          " fit"]),
        ([["s1q1"], "red"], ["mappings or sequences of texts are needed at row 2"]),
        (StringIO('s1q1\n"red'),
         ["not a table in CSV: a quotation mark is not closed, or a value is too long"]),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused(source: Any, expected: list[str]) -> None:
    assert problems(source) == expected


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("am", "a text of 2 characters that is no level (there are Red, Amber, Green) at row 2,"
               " column \"s1q1\" (question 1.1); did you mean 'Amber'?"),
        ("x", "a text of 1 character that is no level (there are Red, Amber, Green) at row 2,"
              ' column "s1q1" (question 1.1)'),
        ("amber / green", "a text of 13 characters that is no level (there are Red, Amber, Green)"
                          ' at row 2, column "s1q1" (question 1.1)'),
    ],
)  # fmt: skip
def test_a_level_is_suggested_where_only_one_can_be_meant(said: str, message: str) -> None:
    assert problems([{"s1q1": said}]) == [message]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Anytown Police (North)", "anytown-police-north"),
        ("Café Müller", "cafe-muller"),
        ("24/7 line", "r-24-7-line"),
        ("警察", "r-8b66-5bdf"),
        ("x" * 90, "x" * 64),
    ],
)
def test_a_respondent_without_an_id_gets_one_from_the_name(name: str, found: str) -> None:
    read_ = read([{"respondent": name, "s1q1": "red"}], role=ss.Role.PEER)
    assert [one.id for one in read_.respondents] == [found]


def test_one_wording_of_two_questions_cannot_name_a_column() -> None:
    step = ss.Step("s1", "One", [ss.Question("s1q1", "Why?"), ss.Question("s1q2", "Why?")])
    framework = ss.Framework("Two", ss.Source("Doe, J"), LOCAL.scale, [step])
    with pytest.raises(ss.DocumentError) as caught:
        read_table([{"Why?": "red"}], framework, organisation="A", title="B", on=ON)
    assert [str(problem) for problem in caught.value.problems][:1] == [
        'two questions have this wording at column "Why?"; name the columns by the questions\' ids'
    ]


def test_pyxform_converts_the_form_without_a_warning() -> None:
    file = BytesIO()
    write_xlsform(ss.six_steps(), file)
    converted = convert(BytesIO(file.getvalue()), file_type=".xlsx", warnings=[])
    assert converted.warnings == []
    for question in ss.six_steps().questions:
        assert f'nodeset="/data/{question.id[:2]}/{question.id}"' in converted.xform
    assert ss.six_steps().citation in converted.xform


def test_the_form_asks_in_the_frameworks_own_words() -> None:
    file = BytesIO()
    write_xlsform(LOCAL, file)
    book: Any = openpyxl.load_workbook(file)
    rows = [[value or "" for value in row] for row in book["survey"].iter_rows(values_only=True)]
    assert [row[:4] for row in rows[4:7]] == [
        ["begin_group", "s1", "1. Partners lead", ""],
        ["select_one levels", "s1q1", "1.1 Do they meet?", ""],
        [
            "text",
            "s1q1_evidence",
            "Evidence for 1.1 (an empty line between pieces)",
            "Do not enter names or details that could identify a child or family.",
        ],
    ]
    levels = [row[1:] for row in book["choices"].iter_rows(values_only=True) if row[0] == "levels"]
    assert levels == [
        ("red", "Red"),
        ("amber", "Amber"),
        ("green", "Green"),
        ("not_applicable", "Not applicable"),
    ]


@pytest.mark.parametrize("text", ["<r>a</r>", "<r><t>a</t></r>", "<r>&</r>", "_x0041_", "=1+1"])
def test_a_form_shows_every_text_as_it_is(text: str) -> None:
    framework = ss.Framework(
        "Own", ss.Source(text), LOCAL.scale, [ss.Step("s1", "One", [ss.Question("s1q1", text)])]
    )
    file = BytesIO()
    write_xlsform(framework, file)
    with ZipFile(file) as archive:
        found = fromstring(archive.read("xl/sharedStrings.xml"))
    shown = [item[0].text or "" for item in found]
    assert {text, f"1.1 {text}"} <= {one.replace("_x005F_", "_") for one in shown}


def test_a_form_is_the_same_each_time() -> None:
    one, two = BytesIO(), BytesIO()
    write_xlsform(LOCAL, one)
    write_xlsform(LOCAL, two)
    assert one.getvalue() == two.getvalue()


def test_ids_that_the_form_uses_itself_are_refused() -> None:
    questions = [ss.Question("role", "Why?"), ss.Question("role_reason", "Why not?")]
    step = ss.Step("about", "One", questions)
    long = ss.Scale("Two", [ss.Level("no"), ss.Level("not_applicable")])
    framework = ss.Framework("Own", ss.Source("Doe, J"), long, [step])
    with pytest.raises(ss.SixStepsError) as caught:
        write_xlsform(framework, BytesIO())
    assert str(caught.value) == (
        "4 problems with the framework:\n"
        "  the form's field 'about' is one of the form itself already at question about; rename"
        " the id\n"
        "  the form's field 'role' is one of the form itself already at question role; rename"
        " the id\n"
        "  the form's field 'role_reason' is one of role already at question role_reason; rename"
        " the id\n"
        "  a level has the key 'not_applicable', which the form uses at scale; rename it"
    )


def test_texts_longer_than_a_cell_are_refused() -> None:
    step = ss.Step("s1", "One", [ss.Question("s1q1", "x" * 40_000)])
    framework = ss.Framework("Own", ss.Source("Doe, J"), LOCAL.scale, [step])
    with pytest.raises(ss.SixStepsError) as caught:
        write_xlsform(framework, BytesIO())
    assert str(caught.value) == (
        'a text of 40,004 characters at sheet "survey", cell C6; a cell holds 32,767'
    )


def test_a_formula_in_an_excel_export_is_refused_with_its_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["s1q1"], [], ["=A1"]]:
        book.worksheets[0].append(row)
    book.save(tmp_path / "forms.xlsx")
    assert problems(tmp_path / "forms.xlsx") == [
        'a formula at row 3, column "s1q1" (question 1.1); type what it gives, and an apostrophe'
        " before a text that begins with '='"
    ]


def excel(rows: Sequence[Any], path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.create_sheet(index=0)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_text_that_excel_made_a_date_of_is_kept_as_the_date(tmp_path: Path) -> None:
    rows = [
        ["start", "s1q1", "s1q1_evidence", "s1q1_rationale"],
        [
            datetime.fromisoformat("2026-05-01T09:30"),
            "green",
            date(2026, 3, 12),
            datetime.fromisoformat("2026-03-12T14:05"),
        ],
    ]
    (rating,) = read(excel(rows, tmp_path / "export.xlsx")).ratings
    assert rating == ss.Rating("s1q1", "green", ["2026-03-12"], "2026-03-12T14:05:00")


def test_a_date_in_the_column_of_a_rating_is_a_problem(tmp_path: Path) -> None:
    rows = [["s1q1", "s1q1_evidence"], [date(2026, 3, 12), "Log"]]
    assert problems(excel(rows, tmp_path / "export.xlsx")) == [
        "a text of 10 characters that is no level (there are Red, Amber, Green) at row 2, column"
        ' "s1q1" (question 1.1)'
    ]


def test_every_text_that_no_round_holds_is_reported_with_its_row_and_column() -> None:
    rows = [
        {"respondent": "Police", "s1q1": "red", "s1q1_evidence": "x" * 100_001},
        {"respondent": "x" * 100_002, "s1q1": "red", "s1q1_evidence": "\ud800"},
    ]
    assert problems(rows, role=ss.Role.PEER) == [
        'a text of 100001 characters at row 2, column "s1q1_evidence" (question 1.1); at most'
        " 100000 fit",
        'a text of 100002 characters at row 3, column "respondent"; at most 100000 fit',
        "a text of 1 character that is not valid Unicode (a lone surrogate) at row 3, column"
        ' "s1q1_evidence" (question 1.1)',
    ]


def test_a_second_agreed_rating_is_reported_with_its_row() -> None:
    rows = [{"respondent": name, "s1q1": "red"} for name in ("One", "Two")]
    (said,) = problems(rows, role=ss.Role.AGREED)
    assert " at row 3" in said


def test_a_header_of_many_slashes_is_read_from_its_end() -> None:
    found = read([{"/" * 99_996 + "s1q1": "red", "a/b / s1q2": "green"}])
    assert [one.question for one in found.ratings] == ["s1q1", "s1q2"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (None, "an export is a path, a file object or rows, not a value of type NoneType"),
        ({"s1q1": "red"}, "an export is a path, a file object or rows, not a value of type dict"),
        ("s1q1\nred", "this is a text, not a path; wrap it in io.StringIO(...)"),
        (
            b"s1q1",
            "a path or a file object is needed, not a value of type bytes; wrap it in"
            " io.BytesIO(...)",
        ),
    ],
)
def test_what_is_no_source_is_refused(source: Any, message: str) -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        read(source)
    assert str(caught.value) == message


def test_an_excel_file_that_is_open_already_is_asked_for_by_its_path(tmp_path: Path) -> None:
    path = excel([["s1q1"], ["red"]], tmp_path / "export.xlsx")
    assert problems(BytesIO(path.read_bytes())) == [
        "a zip file, such as an Excel workbook at $; give the path of an .xlsx file"
    ]
