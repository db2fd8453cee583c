"""A framework as a survey form, and what survey tools export read back as a round."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from attrs import evolve
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Font
from pyxform.xls2xform import convert

import sixsteps as ss
from sixsteps.formats.rows import csv_rows
from sixsteps.formats.survey_forms import LABELS
from sixsteps.model.answers import KNOWN_ROLES
from sixsteps.results import ReadResult
from sixsteps.surveys import read_table, write_xlsform
from sixsteps.words import entered, folded
from tests.strategies import frameworks, texts
from tests.support.welsh import TEXTS, WELSH
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


def rated(round_: ss.Round) -> list[ss.Rating]:
    return [one for one in round_.ratings if isinstance(one, ss.Rating)]


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
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
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


@pytest.mark.parametrize("separator", [";", "\t"])
def test_commas_in_wordings_that_are_not_quoted_are_no_separators(separator: str) -> None:
    wording = "Do they, as agreed, plan, or not?"
    edit = ss.RewordQuestion("s1q2", wording)
    local = ss.adapt(LOCAL, edit, by="Anytown", on=date(2026, 1, 1))
    rows = [["respondent", wording, "s1q1"], ["Police, Anytown", "Green"], [], ["NHS", "", "Red"]]
    found = read_table(
        StringIO("".join(separator.join(row) + "\n" for row in rows)),
        local,
        organisation="Anytown",
        title="Spring 2026",
        on=ON,
        role=ss.Role.PEER,
    ).round
    assert found.ratings == (
        ss.Rating("s1q2", "green", respondent="police-anytown"),
        ss.Rating("s1q1", "red", respondent="nhs"),
    )


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


def test_a_number_among_the_headers_of_which_excel_may_have_dropped_a_zero_is_asked_about(
    tmp_path: Path,
) -> None:
    asked = [ss.Question(f"q{number}", f"Is it {number}?") for number in range(1, 11)]
    framework = ss.Framework("Ten", LOCAL.source, LOCAL.scale, [ss.Step("s", "All", asked)])
    book = openpyxl.Workbook()
    book.worksheets[0].append(["respondent", 1.10, 1.2])
    book.worksheets[0].append(["Police", "red", "green"])
    book.save(tmp_path / "forms.xlsx")

    def read_there() -> ss.Round:
        return read_table(
            tmp_path / "forms.xlsx",
            framework,
            organisation="A",
            title="B",
            on=ON,
            role=ss.Role.PEER,
        ).round

    with pytest.raises(ss.DocumentError) as caught:
        read_there()
    assert str(caught.value) == (
        "a number that may be 1.1 or 1.10 at column 2; type it after an apostrophe"
    )
    book.worksheets[0]["B1"] = "1.10"
    book.save(tmp_path / "forms.xlsx")
    assert {(one.question, one.level) for one in rated(read_there())} == {
        ("q10", "red"),
        ("q2", "green"),
    }


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
    # Roles of safeguarding are offered for the Six Steps alone.
    roles = "practitioner, peer, agreed, and any other with yes or no as independent"
    assert problems(text_of(rows)) == [
        f'a text of 11 characters that is no role at row 2, column "role"; there are {roles}',
        'nobody is named at row 3, column "respondent"; name who answers',
        "a text of 5 characters that is no level (there are Red, Amber, Green) at row 4, column"
        " \"s1q1\" (question 1.1); did you mean 'Green'?",
        "a text of 12 characters that is no level (there are Red, Amber, Green) at row 4, column"
        ' "s1q2" (question 1.2)',
        'a reason for not applicable beside a rating at row 4, column "s2q1_reason" (question 2.1);'
        " clear one of them",
        'a second row by this respondent at row 5, column "respondent"; the first is row 4',
        'not applicable needs its reason, and none is given at row 6, column "s2q1_reason"'
        " (question 2.1)",
        "a question that does not apply has no more than its reason at row 7, column"
        ' "s2q1_evidence" (question 2.1); move what it says to the reason',
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
        "almost the wording of 's2q1' and not quite at column 3; name the column 's2q1' if it is"
        " meant",
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
        "two questions have this wording at column 1; name the columns by the questions' ids"
    ]


def test_pyxform_converts_the_form_without_a_warning() -> None:
    file = BytesIO()
    write_xlsform(ss.six_steps(), file)
    converted = convert(BytesIO(file.getvalue()), file_type=".xlsx", warnings=[])
    assert converted.warnings == []
    for question in ss.six_steps().questions:
        assert f'nodeset="/data/{question.id[:2]}/{question.id}"' in converted.xform
    assert ss.six_steps().citation in converted.xform


def test_a_form_in_two_languages_is_converted_without_a_warning() -> None:
    file = BytesIO()
    write_xlsform(ss.six_steps(), file, translation=WELSH)
    converted = convert(BytesIO(file.getvalue()), file_type=".xlsx", warnings=[])
    assert converted.warnings == []
    first, second = converted.xform.split('<translation lang="Welsh (cy)">')
    assert TEXTS["questions/s1q1/text"] not in first
    for text in ("title/s1", "s1q1/text", "s6q4/text"):
        place = f"steps/{text[6:]}/title" if text.startswith("title") else f"questions/{text}"
        assert TEXTS[place] in second
    assert "<value>[prawf] Coch</value>" in second
    # What is not translated, and the form's own words, are the same in both.
    assert "<value>Not applicable</value>" in second
    cited = f"{ss.six_steps().citation}. Translated into Welsh (cy) by The tests."
    assert (cited in first, cited in second) == (False, True)


def test_answers_to_a_form_in_two_languages_are_read_by_their_names() -> None:
    file = BytesIO()
    write_xlsform(ss.six_steps(), file, translation=WELSH)
    book: Any = openpyxl.load_workbook(file)
    header = [cell.value for cell in book["survey"][1]]
    assert header[-2:] == ["label::Welsh (cy)", "hint::Welsh (cy)"]
    assert [cell.value for cell in book["choices"][1]][-1] == "label::Welsh (cy)"
    row = {"respondent": "Police", "role": "lead_partner", "s1q1": "red"}
    found = read_table([row], ss.six_steps(), organisation="A", title="B", on=ON).round
    assert found.ratings == (ss.Rating("s1q1", "red", respondent=found.respondents[0].id),)


def test_a_form_of_another_field_offers_its_own_roles_and_the_neutral_ones() -> None:
    question = ss.Question("q1", "Who?", asked_of=["trustee", "peer"])
    scale = ss.Scale("Two", [ss.Level("no"), ss.Level("yes")])
    framework = ss.Framework("Own", ss.Source("Us"), scale, [ss.Step("s1", "One", [question])])
    for asked, roles in (
        (framework, ["practitioner", "peer", "agreed", "trustee"]),
        (ss.samples.anytown_2026(), [*KNOWN_ROLES]),
    ):
        file = BytesIO()
        write_xlsform(asked, file)
        book: Any = openpyxl.load_workbook(file)
        rows = [[cell.value for cell in row] for row in book["choices"]]
        assert [label for kind, _, label, *_ in rows if kind == "roles"] == roles
    answered = [{"respondent": "Ann", "role": "trustee", "q1": "yes"}]
    found = read_table(answered, framework, organisation="A", title="B", on=ON).round
    assert found.respondents[0].role == ss.Role("trustee")


def test_a_rubric_and_the_guidance_of_a_step_stand_in_the_form_in_both_languages() -> None:
    question = ss.Question(
        "A.1", "Who?", guidance="Name one.", levels={"yes": "By name", "no": "-"}
    )
    framework = ss.Framework(
        "Own",
        ss.Source("Us (2026)"),
        ss.Scale("Two", [ss.Level("no"), ss.Level("yes")]),
        [ss.Step("A", "One", [question], guidance="Walk round.")],
    )
    said = {
        "steps/A/guidance": "[prawf] Cerdded.",
        "questions/A.1/levels/yes": "[prawf] Enw",
        "scale/yes/label": "[prawf] Ie",
    }
    file = BytesIO()
    welsh = ss.Translation.of(framework, "Welsh (cy)", said, by="Us")
    write_xlsform(framework, file, translation=welsh)
    assert convert(BytesIO(file.getvalue()), file_type=".xlsx", warnings=[]).warnings == []
    book: Any = openpyxl.load_workbook(file)
    rows = {row[1]: row for row in book["survey"].iter_rows(values_only=True)}
    assert (rows["A_guidance"][2], rows["A_guidance"][7]) == ("Walk round.", "[prawf] Cerdded.")
    assert rows["A.1"][3] == "Name one.\nNo: -\nYes: By name"
    assert rows["A.1"][8] == "Name one.\nNo: -\n[prawf] Ie: [prawf] Enw"


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
            "Do not enter anything that could identify a child, a family or any other person.",
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
        "Own",
        ss.Source(text),
        evolve(LOCAL.scale, source=None),
        [ss.Step("s1", "One", [ss.Question("s1q1", text)])],
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
        "  the field 'about' is also one of the form itself at question about; rename"
        " the id\n"
        "  the field 'role' is also one of the form itself at question role; rename"
        " the id\n"
        "  the field 'role_reason' is also one of role at question role_reason; rename"
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
    remedy = "type what it gives, and an apostrophe before a text that begins with '='"
    assert problems(tmp_path / "forms.xlsx") == [
        f'a formula at row 3, column "s1q1" (question 1.1); {remedy}'
    ]
    book.worksheets[0]["B1"] = "=A1"
    book.save(tmp_path / "forms.xlsx")
    assert problems(tmp_path / "forms.xlsx") == [f"a formula at row 1, column 2; {remedy}"]


def excel(rows: Sequence[Any], path: Path, *, as_text: bool = False) -> Path:
    book = openpyxl.Workbook()
    sheet = book.create_sheet(index=0)
    for row in rows:
        sheet.append(row)
    for cell in (cell for row in sheet.iter_rows() for cell in row if as_text):
        cell.value = cell.value or None
        if cell.value is not None:
            cell.data_type = "s"
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


def result(source: Any, **options: Any) -> ReadResult:
    given = {"role": ss.Role.PEER} | options
    return read_table(source, LOCAL, organisation="Anytown", title="Spring 2026", on=ON, **given)


def one_answer(header: str, said: str, question: str = "s1q1") -> ss.Rating | ss.NotApplicable:
    """What a column beside the rating of 1.1 adds to its answer."""
    rows = [["respondent", question, header], ["Police", "Green", said]]
    (answer,) = result(rows).round.ratings
    return answer


WORDING = "Do they meet?"


@pytest.mark.parametrize(
    "header",
    [
        "s1q1evidence",
        "s1q1/evidence",
        "s1q1/ evidence",
        "s1q1_evidence",
        "s1q1 Evidence",
        "s1q1-evidence",
        "s1q1.evidence",
        "s1q1[evidence]",
        "s1q1[comment]",
        "s1q1_comments",
        "s1q1_1_TEXT",
        "s1q1_TEXT",
        "s1.s1q1_evidence",
        "data/s1/s1q1_evidence",
        "s1q1_evidence::English (en)",
        "Evidence for 1.1",
        "Evidence for Q1.1 (required)",
        "Evidence 1.1:",
        "1.1 Evidence",
        "1.1 (evidence)",
        "Evidence: Do they meet?",
        "Do they meet? - evidence *",
        "Evidence [Do they meet?]",
        "Partners lead [Evidence for 1.1]",
        "EVIDENCE",
        "Evidence2",
    ],
)
def test_a_column_of_evidence_is_read_however_it_is_named(header: str) -> None:
    assert one_answer(header, "Plan agreed") == ss.Rating(
        "s1q1", "green", ["Plan agreed"], respondent="police"
    )


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("s1q1rationale", "rationale"),
        ("Rationale for the rating of 1.1", "rationale"),
        ("1.1 remaining work", "remaining"),
        ("Work remaining: Do they meet?", "remaining"),
        ("s1q1[remaining]", "remaining"),
    ],
)
def test_the_other_fields_are_read_however_they_are_named(header: str, field: str) -> None:
    assert getattr(one_answer(header, "One seat"), field) == "One seat"


@pytest.mark.parametrize(
    "header",
    [
        "1.1",
        "1.1.",
        "(1.1)",
        "Q1.1",
        "Question 1.1",
        "do they MEET",
        "Do they meet? *",
        "1.1 Do they meet?",
        "1.1. Meetings",
        "Meetings",
        "s1q1. Do they meet?",
        "s1.s1q1",
        "s1-s1q1",
        "s1:s1q1",
        "a/b/s1/s1q1",
        "s1[s1q1]",
        "s1q1::English (en)",
        "s1q1:Cymraeg",
        "s1q1_rating",
        "Rating for 1.1",
        "Partners lead [Do they meet?]",
        "Partners lead.Do they meet?",
        "Partners lead - 1.1 Do they meet?",
        "\u200bs1q1",
        "\ufeffs1q1\u00ad",
        "Do they\u2007meet\u200e?",
        "Did they meet?",
        "Meeting",
        # Numbers that the form gave, and not the framework.
        "Q2. Do they meet?",
        "7) Meetings",
        "Question 12: Do they meet?",
    ],
)
def test_a_rating_is_read_under_every_name_that_only_one_question_has(header: str) -> None:
    labelled = ss.adapt(
        LOCAL,
        ss.RewordQuestion("s1q1", "Did they meet?", label="Meeting"),
        by="Anytown",
        on=date(2025, 1, 1),
    )
    again = ss.adapt(
        labelled,
        ss.RewordQuestion("s1q1", WORDING, label="Meetings"),
        by="Anytown",
        on=date(2026, 1, 1),
    )
    rows = [["respondent", header, "s1q2"], ["Police", "Red", "Green"]]
    found = read_table(
        rows, again, organisation="Anytown", title="S", on=ON, role=ss.Role.PEER
    ).round
    assert found.answer("s1q1", "police") == ss.Rating("s1q1", "red", respondent="police")


LEAVE = "name it by the question's id, or give its header in leave_out="


@pytest.mark.parametrize(
    ("header", "said", "message"),
    [
        ("s1q1[other]", "Words", "a column about 's1q1' that is not understood"),
        ("Score 1.1", "Words", "a column under a number that is not understood"),
        ("1.1a", "Words", "a column under a number that is not understood"),
        ("Q1.1_1", "Words", "a column under a number that is not understood"),
        ("Do they meet? [Score]", "1 / 1", "a column about 's1q1' that is not understood"),
        ("Points - Do they meet?", "1", "a column about 's1q1' that is not understood"),
        ("Feedback - Do they meet?", "Well done", "a column about 's1q1' that is not understood"),
        ("Please give evidence for step 1", "Words",
         "a column that does not say whose evidence or rationale it holds"),
        ("1.2 Do they meet?", "Green", "a column under a number that is not understood"),
        ("Evidence 9.9", "Words",
         "a column that does not say whose evidence or rationale it holds"),
        ("Leadership", "Green", "levels under a header that names no question"),
        ("How often: Do they meet? Often?", "Words",
         "a column about 's1q1' that is not understood"),
    ],
)  # fmt: skip
def test_what_looks_like_an_answer_and_is_not_understood_is_refused_or_left_out_by_name(
    header: str, said: str, message: str
) -> None:
    rows = [["respondent", "s1q2", header], ["Police", "Green", said]]
    assert problems(rows, role=ss.Role.PEER) == [f"{message} at column 3; {LEAVE}"]
    left = result(rows, leave_out=[header]).left_out
    assert [str(one) for one in left] == [f'column "{header}": 1 cell']


def test_the_same_heading_below_each_question_belongs_to_the_question_above_it() -> None:
    rows = [
        ["respondent", "s1q1", "Evidence", "s1q2", "Evidence2"],
        ["Police", "green", "Log", "red", "Minutes"],
    ]
    found = result(rows).round
    assert [(one.question, one.evidence[0].text) for one in rated(found)] == [
        ("s1q1", "Log"),
        ("s1q2", "Minutes"),
    ]
    rows[0] = ["respondent", "s1q1", "s1q2", "Evidence", "Evidence2"]
    said = "it is not said of which question this is the evidence"
    remedy = "name it by the question's id, such as s1q1_evidence"
    assert problems(rows, role=ss.Role.PEER) == [
        f"{said} at column 4; {remedy}",
        f"{said} at column 5; {remedy}",
    ]


def test_what_a_column_of_nobody_s_evidence_may_be_called_is_an_id_of_the_framework() -> None:
    steps = [ss.Step("GV", "Govern", [ss.Question("GV.OC-01", "Is it understood?")])]
    framework = ss.Framework("Cyber", LOCAL.source, LOCAL.scale, steps)
    rows = [["respondent", "Evidence", "GV.OC-01"], ["A", "Log", "red"]]
    with pytest.raises(ss.DocumentError) as caught:
        read_table(rows, framework, organisation="A", title="B", on=ON, role=ss.Role.PEER)
    assert [one.remedy for one in caught.value.problems] == [
        "name it by the question's id, such as GV.OC-01_evidence"
    ]


ASKED = [
    ss.Respondent("police", "Anytown Police", ss.Role.LEAD_PARTNER, asked=["s1"]),
    ss.Respondent("nurse-1", "School nurse", ss.Role.PRACTITIONER),
    ss.Respondent("nurse-2", "School nurse", ss.Role.PRACTITIONER),
]


def test_respondents_of_a_round_are_known_in_its_export_by_name_or_id() -> None:
    rows = [
        ["respondent", "role", "s1q1"],
        ["anytown POLICE", "boss", "red"],
        ["nurse-2", "", "green"],
    ]
    found = result(rows, respondents=ASKED)
    assert found.round.respondents == (ASKED[0], ASKED[2])
    assert found.round.ratings == (
        ss.Rating("s1q1", "red", respondent="police"),
        ss.Rating("s1q1", "green", respondent="nurse-2"),
    )
    assert [str(one) for one in found.left_out] == ['column "role": 1 cell']


def test_whoever_of_an_export_cannot_be_told_to_be_one_of_those_asked_is_refused() -> None:
    rows = [["respondent", "s1q1"], ["Jane Doe", "red"], ["School nurse", "green"]]
    assert problems(rows, respondents=ASKED) == [
        'a name that is not one of those asked in 2 rows, first at row 2, column "respondent"; the'
        " round asks Anytown Police, nurse-1, nurse-2"
    ]
    assert problems([["s1q1"], ["red"]], respondents=ASKED) == [
        "no column 'respondent' says who answers at row 1; give its header as respondent="
    ]


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("s1q1", '"s1q1"'),
        ("s1/s1q1", '"s1/s1q1"'),
        ("1.1", '"1.1"'),
        ("Jane Doe-s1q1", "2"),
        ("Jane/s1q1", "2"),
    ],
)
def test_a_header_is_repeated_where_it_is_the_name_of_a_question_and_no_more(
    header: str, shown: str
) -> None:
    (told,) = problems([["respondent", header], ["Police", "x"]], role=ss.Role.PEER)
    assert told == (
        "a text of 1 character that is no level (there are Red, Amber, Green) at row 2, column"
        f" {shown} (question 1.1)"
    )


def test_a_comment_beside_a_column_of_evidence_is_refused() -> None:
    rows = [["respondent", "s1q1", "s1q1_evidence", "s1q1[comment]"], ["P", "red", "Log", "Why"]]
    assert problems(rows, role=ss.Role.PEER) == [
        "a comment on 's1q1', which has a column of evidence already at column"
        ' "s1q1[comment]"; name it s1q1_rationale'
    ]
    rows[1][3] = ""
    assert result(rows).notes == ()


def test_a_field_without_the_column_of_its_rating_is_read_as_begun() -> None:
    rows = [["respondent", "s1q1_evidence"], ["Police", "Log"]]
    assert result(rows).round.ratings == (ss.Rating("s1q1", None, ["Log"], respondent="police"),)


def test_what_is_not_used_is_told_with_its_cells() -> None:
    found = read_table(
        [*kobo(), ["", *[""] * 11, "3", "", "", ""]][:3],
        LOCAL,
        organisation="Anytown",
        title="Spring 2026",
        on=ON,
    )
    assert [str(one) for one in found.left_out] == [
        'column "start": 2 cells',
        'column "end": 2 cells',
        'column "_id": 2 cells',
        'column "_uuid": 2 cells',
        'column "_submission_time": 2 cells',
    ]
    assert (found.round, found.about, found.notes) == (EXPECTED, None, ())


def test_a_column_without_a_name_is_told_by_its_place() -> None:
    rows = [["respondent", "s1q1", "", " "], ["Police", "Green", "They meet", "weekly"]]
    assert [str(one) for one in result(rows).left_out] == ["column 3: 1 cell", "column 4: 1 cell"]


def test_a_row_without_an_answer_is_told_as_it_may_be_none() -> None:
    rows = [["respondent", "s1q1"], ["Police", "Green"], ["Made by Forms on 1 May", ""]]
    assert [str(one) for one in result([*rows, ["Page 1", ""]]).notes] == [
        "a row without an answer, read as that of a respondent who gave none in 2 rows, first at"
        " row 3"
    ]
    found = result(rows)
    assert [one.name for one in found.round.respondents] == ["Police", "Made by Forms on 1 May"]
    assert [str(one) for one in found.notes] == [
        "a row without an answer, read as that of a respondent who gave none at row 3"
    ]


def test_marks_that_a_tool_does_not_have_in_names_are_no_part_of_an_id() -> None:
    def found(*ids: str) -> tuple[Any, ...]:
        questions = [ss.Question(one, f"Question {one}?") for one in ids]
        source, step = ss.Source("Doe, J (2026)"), ss.Step("GV", "Govern", questions)
        dotted = ss.Framework("Dotted", source, LOCAL.scale, [step])
        rows = [["respondent", "GV_OC_01", "gv_oc_01_evidence"], ["Police", "Green", "Plan"]]
        read = read_table(rows, dotted, organisation="A", title="S", on=ON, role=ss.Role.PEER)
        return read.round.ratings

    assert found("GV.OC-01") == (ss.Rating("GV.OC-01", "green", ["Plan"], respondent="police"),)
    with pytest.raises(ss.DocumentError, match="two questions have this wording at column"):
        found("GV.OC-01", "GV-OC-01")


def test_a_question_that_moved_between_two_versions_of_a_form_is_joined_by_row() -> None:
    rows = [
        ["respondent", "s1/s1q1", "s2/s1q1", "s1/s1q1_evidence", "s2/s1q1_evidence"],
        ["Police", "green", "", "Log", ""],
        ["Health", "", "red", "", "Minutes"],
        ["School", "Green", "green", "", ""],
    ]
    found = result(rows)
    assert [(one.respondent, one.level) for one in rated(found.round)] == [
        ("police", "green"),
        ("health", "red"),
        ("school", "green"),
    ]
    assert [str(one) for one in found.notes] == [
        'this column and column "s1/s1q1" are one, joined by row at column "s2/s1q1"',
        'this column and column "s1/s1q1_evidence" are one, joined by row at column'
        ' "s2/s1q1_evidence"',
    ]
    rows[3][1] = "red"
    assert problems(rows, role=ss.Role.PEER) == [
        'columns 2 and 3 say something different at row 4, column "s1/s1q1"'
        " (question 1.1); empty one of them in this row"
    ]
    rows[3][1] = ""
    assert len(result(rows).round.ratings) == 3


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("s1q1", "s1q1.1"),
        ("s1q1", "s1q1_duplicated_0"),
        ("Do they meet?", "Do they meet?2"),
        ("Do they meet?", "Do they meet?.1"),
        ("s1/s1q1", "s1/s1q1.1"),
    ],
)
def test_the_mark_that_a_tool_gives_a_second_column_of_a_name_is_no_part_of_it(
    one: str, two: str
) -> None:
    rows = [["respondent", one, two], ["Police", "green", ""], ["Health", "", "red"]]
    assert [one.level for one in rated(result(rows).round)] == ["green", "red"]
    # Without the first the mark may be a part of another question.
    assert len(problems([["respondent", two], ["Police", "green"]], role=ss.Role.PEER)) == 2


@pytest.mark.parametrize("two", ["s1q12", "1.1.1", "1.12", "s1q1_2"])
def test_the_number_of_a_part_is_no_such_mark(two: str) -> None:
    rows = [["respondent", "s1q1", "1.1", two], ["Police", "green", "", "red"]]
    assert len(problems(rows, role=ss.Role.PEER)) == 1


def test_a_column_that_says_not_rated_says_nothing_beside_another_of_the_question() -> None:
    rows = [["respondent", "s1/s1q1", "s2/s1q1"], ["P", "-", "red"], ["Q", "green", "Not rated"]]
    assert [one.level for one in rated(result(rows).round)] == ["red", "green"]
    rows[1:] = [["P", "n/a", "red"]]
    assert problems(rows, role=ss.Role.PEER) == [
        'columns 2 and 3 say something different at row 2, column "s1/s1q1" (question 1.1);'
        " empty one of them in this row"
    ]


def test_columns_of_one_header_are_told_apart_by_their_places() -> None:
    rows = [["respondent", "s1q1", "s1q1 "], ["P", "red", ""], ["Q", "", "green"]]
    assert [str(one) for one in result(rows).notes] == [
        "this column and column 2 are one, joined by row at column 3"
    ]


def test_two_texts_about_one_question_are_to_be_put_together() -> None:
    rows = [["respondent", "s1/s1q1_evidence", "s2/s1q1_evidence"], ["P", "Log", "Minutes"]]
    assert problems(rows, role=ss.Role.PEER) == [
        'columns 2 and 3 say something different at row 2, column "s1/s1q1_evidence" (question'
        " 1.1); put both into one of them in this row"
    ]


MOVED = ss.adapt(LOCAL, ss.MoveQuestion("s1q1", after="s1q2"), by="Anytown", on=ON)


def of_moved(headers: Sequence[str], values: Sequence[str]) -> tuple[Any, ...]:
    return read_table(
        [headers, values], MOVED, organisation="Anytown", title="Spring 2026", on=ON
    ).round.ratings


@pytest.mark.parametrize(
    "evidence", ["1.1 Evidence", "Evidence for 1.1 (an empty line between pieces)"]
)
def test_the_numbers_of_a_form_are_those_that_stand_before_its_wordings(evidence: str) -> None:
    assert MOVED.number("s1q1") == "1.2"
    log = ss.Rating("s1q1", "green", ["Log"])
    old = ["1.1 Do they meet?", evidence, "1.2"]
    assert of_moved(old, ["green", "Log", "red"]) == (ss.Rating("s1q2", "red"), log)
    new = ["1.2 Do they meet?", evidence.replace("1.1", "1.2"), "1.1"]
    assert of_moved(new, ["green", "Log", "red"]) == (ss.Rating("s1q2", "red"), log)
    assert of_moved(["s1q1", "1.1"], ["green", "red"]) == (
        ss.Rating("s1q2", "red"),
        ss.Rating("s1q1", "green"),
    )
    both = ["1.1 Do they meet?", "1.1 Do they plan?", evidence]
    with pytest.raises(ss.DocumentError) as caught:
        of_moved(both, ["green", "red", "Log"])
    (problem,) = caught.value.problems
    assert problem.code in ("unknown-question", "unknown-column")


def test_who_answers_is_joined_by_row_too() -> None:
    rows = [["about/respondent", "who/respondent", "s1q1"], ["Police", "", "red"], ["", "H", "red"]]
    assert [one.name for one in result(rows).round.respondents] == ["Police", "H"]


SHOW_NOTHING = (
    *("\u200b", "\ufeff", "\u2060\u200d", "\x1a", "\0\0", "\u200e", "\u3164", "\u2800"),
    # What dictation leaves where it was, controls of shorthand, an empty note of music.
    *("\ufffc", "\U0001bca0", "\U0001d159", "\ufff0"),
)


@pytest.mark.parametrize("nothing", SHOW_NOTHING)
def test_text_that_shows_nothing_is_no_text(nothing: str) -> None:
    rows = [
        ["respondent", "s1q1", "s1q1_evidence", "s1q1_rationale"],
        ["Police", "green", nothing, f" {nothing} "],
        [nothing, "", nothing, ""],
    ]
    found = result(rows)
    assert found.round.ratings == (ss.Rating("s1q1", "green", respondent="police"),)
    assert [one.name for one in found.round.respondents] == ["Police"]
    assert problems(
        [["respondent", "s1q1", "s1q1_reason"], ["P", "n/a", nothing]], role=ss.Role.PEER
    ) == [
        "not applicable needs its reason, and none is given at row 2, column"
        ' "s1q1_reason" (question 1.1)'
    ]


def test_kept_text_loses_its_ends_marks_and_controls_and_keeps_its_joiners() -> None:
    said = "\ufeff A\x07 \U0001f469\u200d\U0001f692 \u0646\u0645\u06cc\u200c\u062e \n"
    assert one_answer("s1q1_rationale", said).rationale == (  # type: ignore[union-attr]
        "A \U0001f469\u200d\U0001f692 \u0646\u0645\u06cc\u200c\u062e"
    )


@pytest.mark.parametrize("marks", [b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf"])
def test_byte_order_marks_are_no_part_of_the_first_header(marks: bytes, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(marks + b'"respondent","s1q1"\r\n"Police","Red"\r\n\x1a')
    assert [one.name for one in result(path).round.respondents] == ["Police"]


@pytest.mark.law
@given(st.lists(texts, min_size=2, max_size=8, unique_by=folded))
def test_names_that_can_be_told_apart_have_ids_of_their_own(names: list[str]) -> None:
    names = [name for name in names if folded(name)]
    rows = [["respondent", "s1q1"], *([name, "red"] for name in names)]
    found = result(rows).round.respondents
    assert len({one.id for one in found}) == len(names)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("C++", "C"),
        ("\u041f\u043e\u043b\u0438\u0446\u0438\u044f \u0441\u0435\u0432\u0435\u0440\u0430",
         "\u041f\u043e\u043b\u0438\u0446\u0438\u044f \u0441\u0435\u0432\u0435\u0440\u043e"),
        ("\u6771\u4eacNHS", "\u5927\u962aNHS"),
        ("Cafe", "Caf\u00e9"),
        ("A & B", "A B"),
        ("x" * 90 + "1", "x" * 90 + "2"),
    ],
)  # fmt: skip
def test_a_second_body_is_never_refused_for_the_id_of_the_first(one: str, two: str) -> None:
    rows = [["respondent", "s1q1"], [one, "red"], [two, "green"]]
    assert [who.name for who in result(rows).round.respondents] == [one, two]


def test_only_what_is_used_is_checked(tmp_path: Path) -> None:
    rows = [["s1q1", "total", "_id"], ["red", "=1+1", 7], ["", "", ""]]
    found = result(excel(rows, tmp_path / "export.xlsx"))
    assert [str(one) for one in found.left_out] == [
        'column "total": 1 cell',
        'column "_id": 1 cell',
    ]
    mappings = [{"s1q1": "red", "_id": object(), "s1q1_evidence": float("nan")}]
    assert result(mappings).round.ratings == (ss.Rating("s1q1", "red"),)


def test_sheets_after_the_first_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["s1q1"], ["red"]):
        book.worksheets[0].append(row)
    book.create_sheet("Repeats").append(["more", "answers"])
    book.save(tmp_path / "export.xlsx")
    left = result(tmp_path / "export.xlsx").left_out
    assert [str(one) for one in left] == ['sheet "Repeats": 2 cells (only the first sheet is read)']


def test_what_lies_beside_the_cells_of_an_export_is_told(tmp_path: Path) -> None:
    path = excel([["respondent", "s1q1", "s1q2"], ["P", "red", "green"]], tmp_path / "export.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["B2"].comment = Comment("Is this still so?", "Jo")
    sheet["C2"].font = Font(strike=True)
    sheet.oddHeader.center.text = "Draft of &D"  # type: ignore[union-attr]
    sheet.add_chart(BarChart(), "F6")
    book.create_chartsheet("Chart").add_chart(BarChart())
    book.create_sheet("Empty", 0)
    book.save(path)
    assert [str(one) for one in result(path).left_out] == [
        'sheet "Sheet1", cell B2: 1 cell (a comment)',
        'sheet "Sheet1", cell C2: 1 cell (struck through, and read as it stands)',
        'sheet "Sheet1": 1 cell (pictures or shapes that lie over the cells)',
        'sheet "Sheet1": 1 cell (texts in the page header or footer)',
        'sheet "Chart": 1 cell (pictures or shapes that lie over the cells)',
    ]


def test_merged_cells_are_refused_where_they_are_read(tmp_path: Path) -> None:
    rows = [["respondent", "s1q1", "team"], ["P", "red", "A"], ["Q", None, None], ["R", "red", "B"]]
    book = openpyxl.load_workbook(excel(rows, tmp_path / "export.xlsx"))
    book.worksheets[0].merge_cells("C2:C3")
    book.save(tmp_path / "export.xlsx")
    assert len(result(tmp_path / "export.xlsx").round.ratings) == 2
    book.worksheets[0].merge_cells("B2:B3")
    book.save(tmp_path / "export.xlsx")
    assert problems(tmp_path / "export.xlsx", role=ss.Role.PEER) == [
        'merged cells, of which only the first says anything at sheet "Sheet1", cells B2:B3;'
        " unmerge them, and fill in each by itself"
    ]


def test_what_stands_above_the_headers_is_empty_or_told(tmp_path: Path) -> None:
    table: list[list[str]] = [["respondent", "s1q1"], ["Police", "soon"]]
    level = "a text of 4 characters that is no level (there are Red, Amber, Green) at row 4, column"
    for source in (text_of([[], [""], *table]), excel([[], [], *table], tmp_path / "one.xlsx")):
        assert problems(source, role=ss.Role.PEER) == [f'{level} "s1q1" (question 1.1)']
    said = "2 values for 1 column in 2 rows, first at row 2; delete what stands above the headers"
    for source in (
        text_of([["Our survey"], *table]),
        excel([["Survey"], *table], tmp_path / "two.xlsx"),
    ):
        assert problems(source) == [said]


def test_a_column_without_a_name_after_the_last_is_told_of_a_workbook_too(tmp_path: Path) -> None:
    rows = [["s1q1", "s1q2", ""], ["red", "green", "see the minutes"]]
    for source in (rows, text_of(rows), excel(rows, tmp_path / "export.xlsx")):
        assert [str(one) for one in result(source).left_out] == ["column 3: 1 cell"]


HEADERS = st.sampled_from(
    [
        *("s1q1", "1.1", "Do they meet?", "s1/s1q1", "s1q1.1", "s1q1_evidence", "1.1 Evidence"),
        *("s1q2\u200b", "Do they plan?", "Do they plan?2", "Evidence", "s1q2[comment]", "", "_id"),
    ]
)
CELLS = st.sampled_from(
    ["Red", "g", "n/a", "-", "", "\u200b", "\xa0", "Log; a|b, c", "One\nTwo", "'x", "1.10", "=1+1"]
)


@pytest.mark.law
@given(
    # One header above wider rows is a title in a sheet.
    st.lists(HEADERS, min_size=1, max_size=5)
    .filter(any)
    .flatmap(
        lambda own: st.tuples(
            st.just(["respondent", *own]),
            st.lists(st.lists(CELLS, min_size=len(own), max_size=len(own)), max_size=3),
        )
    )
)
def test_a_table_says_the_same_as_rows_as_csv_and_as_a_workbook(
    table: tuple[list[str], list[list[str]]],
) -> None:
    headers, rows = table
    whole = [headers, *([f"Body {n}", *row] for n, row in enumerate(rows))]

    def said(source: Any) -> object:
        try:
            return result(source)
        except ss.DocumentError as error:
            return error.problems

    with TemporaryDirectory() as folder:
        book = said(excel(whole, Path(folder) / "export.xlsx", as_text=True))
    assert said(whole) == said(text_of(whole)) == said(text_of(whole, "|")) == book


def test_a_first_sheet_without_answers_is_told_as_that(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Made on 1 May"])
    book.create_sheet("Answers").append(["s1q1"])
    book.save(tmp_path / "export.xlsx")
    assert problems(tmp_path / "export.xlsx") == [
        "no column is a question of the framework at row 1; columns are named by id or wording, and"
        " only the first sheet is read"
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("e.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 80,
         "an old .xls workbook at e.xls; save it as .xlsx"),
        ("e.numbers", b"PK\x03\x04" * 80,
         "not a valid Excel workbook at e.numbers; save it as .xlsx"),
        ("e.csv", "s1q1,s1q1_evidence\nred,B\u00fcrgeramt".encode("cp1252"),
         "byte 25 is not valid UTF-8 at $; save it as UTF-8, which Excel calls \"CSV UTF-8\""),
        *(("e.txt", "s1q1\ts1q1_evidence\nred\t\u201cLog\u201d".encode(code),
           "the text is in UTF-16 at $; save it as UTF-8, which Excel calls \"CSV UTF-8\"")
          for code in ("utf-16", "utf-16-le", "utf-16-be")),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_told_what_to_save_it_as(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    assert problems(tmp_path / name) == [message]


def test_the_further_headers_of_qualtrics_are_passed_over() -> None:
    rows = [
        ["respondent", "Q1.1", "s1q2_1_TEXT"],
        ["Who are you?", "Do they meet?", "Do they plan? - Text"],
        *[['{"ImportId":"QID1"}', '{"ImportId":"QID2"}', '{"ImportId":"QID3_1_TEXT"}']],
        ["Police", "Amber", "Log"],
    ]
    found = result(rows)
    assert [one.name for one in found.round.respondents] == ["Police"]
    assert [str(one) for one in found.notes[:2]] == [
        "a further row of headers, passed over at row 2",
        "a further row of headers, passed over at row 3",
    ]


def test_the_word_that_surveymonkey_puts_below_each_header_is_passed_over() -> None:
    rows = [["", "respondent", "Do they meet?"], ["", "Open-Ended Response", "Response"]]
    found = result([*rows, ["1", "Police", "Amber"]])
    assert [one.name for one in found.round.respondents] == ["Police"]
    assert [str(one) for one in found.notes] == ["a further row of headers, passed over at row 2"]


def test_one_cause_is_told_once_with_the_number_of_its_rows() -> None:
    rows = [["respondent", "s1q1"], *([f"Body {n}", "Partly met"] for n in range(492))]
    assert problems(rows, role=ss.Role.PEER) == [
        "a text of 10 characters that is no level (there are Red, Amber, Green) in 492 rows, first"
        ' at row 2, column "s1q1" (question 1.1)'
    ]


def test_problems_are_told_up_to_a_thousand() -> None:
    rows = [["respondent", "s1q1"], *([f"Body {n}", "x" * (n + 2)] for n in range(1200))]
    found = problems(rows, role=ss.Role.PEER)
    assert (len(found), found[-1]) == (1001, "and 200 more problems; mend these first")


@pytest.mark.parametrize(
    ("said", "level"),
    [("R", "red"), ("g", "green"), (" AMBER ", "amber"), ("G\u200b", "green"), ("-", None)],
)
def test_levels_are_read_by_key_label_or_the_letter_that_only_one_begins_with(
    said: str, level: str | None
) -> None:
    rows = [["respondent", "s1q1", "s1q1_evidence"], ["Police", said, "Log"]]
    (answer,) = result(rows).round.ratings
    assert isinstance(answer, ss.Rating)
    assert answer.level == level


@pytest.mark.parametrize("said", ["N/A", "n.a.", "Not applicable", "not_applicable", "N / A"])
def test_not_applicable_is_read_however_it_is_written(said: str) -> None:
    rows = [["respondent", "s1q1", "s1q1_reason"], ["Police", said, "Not commissioned"]]
    assert result(rows).round.ratings == (ss.NotApplicable("s1q1", "Not commissioned", "police"),)


def test_a_result_of_several_rounds_has_no_one_round() -> None:
    one = result([{"s1q1": "red"}]).round
    with pytest.raises(ss.InvalidError) as caught:
        ReadResult((one, one)).round  # noqa: B018
    assert str(caught.value) == "2 rounds, and one is asked for; take them from .rounds"


@pytest.mark.law
@given(
    frameworks().filter(lambda one: one.questions),
    st.sampled_from(["{0}/{1}", "{0}-{1}", "{0}.{1}", "{1}", "{1}::English (en)"]),
)
def test_every_column_of_the_forms_own_export_is_understood(
    framework: ss.Framework, way: str
) -> None:
    fields = {"evidence": "Log", "rationale": "Because", "remaining": "One seat"}
    by_id, by_label, values, expected = [], [], [], []
    for step in framework.steps:
        group = f"{framework.number(step.id)}. {step.title}"
        for question in step.questions:
            number = framework.number(question.id)
            named = {question.id: f"{number} {question.text}"} | {
                f"{question.id}_{field}": LABELS[field].format(number=number) for field in fields
            }
            by_id += [way.format(step.id, name) for name in named]
            by_label += [f"{group}/{label}" for label in named.values()]
            values += [framework.scale.worst, *fields.values()]
            expected.append(
                ss.Rating(question.id, framework.scale.worst, ["Log"], "Because", "One seat")
            )
    for headers in (by_id, by_label):
        found = read_table(
            [headers, values], framework, organisation="Anytown", title="Spring", on=ON
        )
        assert (found.round.ratings, found.left_out) == (tuple(expected), ())


def test_a_form_in_which_two_names_differ_by_capitals_alone_is_refused() -> None:
    step = ss.Step("s1", "One", [ss.Question("Role", "Why?"), ss.Question("role_", "Why not?")])
    framework = ss.Framework("Own", ss.Source("Doe, J"), LOCAL.scale, [step])
    with pytest.raises(ss.InvalidError) as caught:
        write_xlsform(framework, BytesIO())
    assert str(caught.value) == (
        "the field 'Role' is also one of the form itself at question Role; rename the id"
    )


@pytest.mark.parametrize(
    "headers",
    [
        ["respondent. Which organisation?", "s1q1. Do they meet?",
         "s1q1[comment]. Do they meet? [Comment]"],
        ["respondent", '"s1q1"', "'1.1 Evidence'"],
    ],
)  # fmt: skip
def test_a_header_of_a_code_and_its_text_or_in_quotation_marks_is_read(headers: list[str]) -> None:
    found = result([headers, ["Police", "red", "Log"]]).round
    assert found.ratings == (ss.Rating("s1q1", "red", ["Log"], respondent="police"),)
    assert [one.name for one in found.respondents] == ["Police"]


def test_the_number_that_a_form_gave_is_no_part_of_who_answers() -> None:
    rows = [["Q1. Which organisation or group answers?", "Q2. Do they meet?"], ["Police", "red"]]
    assert [one.name for one in result(rows).round.respondents] == ["Police"]
    # A number of the framework's own stays one.
    rows[0][1] = "1.2 Do they meet?"
    assert len(problems(rows, role=ss.Role.PEER)) == 2


def test_who_answers_is_found_however_long_the_question_is() -> None:
    asked = f"Which organisation answers? {'Please read this first. ' * 40}"
    rows = [[asked, "s1q1"], ["Police", "red"], ["Health", "green"]]
    found = result(rows, respondent=asked).round
    assert [one.name for one in found.respondents] == ["Police", "Health"]


def test_a_data_frame_is_asked_for_by_its_rows() -> None:
    frame = pd.DataFrame({"s1q1": ["red"]})
    with pytest.raises(ss.WrongTypeError) as caught:
        read(frame)
    assert str(caught.value) == (
        "an export is a path, a file object or rows, not a value of type DataFrame; give the rows"
        ' of a data frame, .to_dict("records") or .to_dicts()'
    )
    assert read(frame.to_dict("records")).ratings == (ss.Rating("s1q1", "red"),)


def test_a_workbook_under_the_name_of_a_text_is_told_of_its_own_kind(tmp_path: Path) -> None:
    path = excel([["s1q1"], ["red"]], tmp_path / "export.xlsx")
    assert problems(path.rename(tmp_path / "export.csv")) == [
        "a zip file, such as an Excel workbook at $; let its name end in .xlsx"
    ]


def test_a_role_of_ones_own_is_taken_where_it_says_whether_it_is_independent() -> None:
    rows = [
        ["respondent", "role", "independent", "s1q1"],
        ["The trust", "Trustee", "no", "green"],
        ["The magistrate", "visiting magistrate", "Yes", "red"],
        ["The peer", "Peer", "", "red"],
    ]
    found = read(text_of(rows))
    assert [one.role for one in found.respondents] == [
        ss.Role("Trustee"),
        ss.Role("visiting magistrate", independent=True),
        ss.Role.PEER,
    ]
    rows[1][2], rows[2][2], rows[3][2] = "", "perhaps", "no"
    assert [one.split(" at row")[0] for one in problems(text_of(rows))] == [
        "a text of 7 characters that is no role",
        "independent says neither yes nor no",
        "the role 'peer' is independent",
    ]


class TestTwoLanguages:
    """The export of a form in two languages, of which either may name a question or a level."""

    SIX = ss.six_steps()
    WELSH = ss.Translation.of(
        SIX,
        "Welsh (cy)",
        {
            "scale/red/label": "Coch",
            "scale/green/label": "Gwyrdd",
            "questions/s1q2/text": "A yw'r partneriaid yn cytuno?",
        },
        by="Us",
    )
    NAMES = ("respondent", "s1q1::English (en)", "s1q1::Welsh (cy)")

    def levels(self, *rows: tuple[str, ...], names: tuple[str, ...] = NAMES) -> list[str | None]:
        found = read_table(
            [names, *rows],
            self.SIX,
            organisation="Anytown",
            title="Spring",
            on=date(2026, 5, 1),
            role=ss.Role.PRACTITIONER,
            translation=self.WELSH,
        )
        return [getattr(answer, "level", None) for answer in found.round.ratings]

    def test_either_language_names_a_level(self) -> None:
        rows = ("a", "Green", ""), ("b", "", "coch"), ("c", "Green", "Gwyrdd"), ("d", "", "Amber")
        assert self.levels(*rows) == ["green", "red", "green", "amber"]

    def test_a_question_is_known_by_its_translated_wording(self) -> None:
        for header in ("A yw'r partneriaid yn cytuno?", "1.2 A yw'r partneriaid yn cytuno?"):
            assert self.levels(("a", "Gwyrdd"), names=("respondent", header)) == ["green"]

    def test_two_languages_that_say_different_levels_are_refused(self) -> None:
        with pytest.raises(ss.DocumentError) as caught:
            self.levels(("a", "Green", "Coch"))
        assert [str(one) for one in caught.value.problems] == [
            "columns 2 and 3 say something different at row 2, column 2 (question 1.1); empty one"
            " of them in this row"
        ]

    def test_a_word_that_means_a_level_in_each_language_is_refused(self) -> None:
        words = ss.Translation.of(self.SIX, "Own (zxx)", {"scale/red/label": "Green"}, by="Us")
        with pytest.raises(ss.DocumentError) as caught:
            read_table(
                [("respondent", "s1q1"), ("a", "green")],
                self.SIX,
                organisation="Anytown",
                title="Spring",
                on=date(2026, 5, 1),
                role=ss.Role.PRACTITIONER,
                translation=words,
            )
        assert [str(one) for one in caught.value.problems] == [
            "a text of 5 characters that means several levels (Red, Green) at row 2, column"
            ' "s1q1" (question 1.1); give each a word of its own'
        ]

    def test_a_letter_that_both_words_of_a_level_begin_with_is_read(self) -> None:
        six = self.SIX
        words = ss.Translation.of(six, "French (fr)", {"scale/red/label": "Rouge"}, by="Us")
        found = read_table(
            [("respondent", "s1q1"), ("a", "r")],
            six,
            organisation="Anytown",
            title="Spring",
            on=date(2026, 5, 1),
            role=ss.Role.PRACTITIONER,
            translation=words,
        )
        assert [getattr(one, "level", None) for one in found.round.ratings] == ["red"]

    def test_without_the_translation_its_words_are_told(self) -> None:
        rows = [("respondent", "s1q1::Welsh (cy)"), ("a", "Gwyrdd")]
        with pytest.raises(ss.DocumentError) as caught:
            read_table(
                rows,
                self.SIX,
                organisation="Anytown",
                title="Spring",
                on=date(2026, 5, 1),
                role=ss.Role.PRACTITIONER,
            )
        assert [one.code for one in caught.value.problems] == ["unknown-level"]


def test_twenty_thousand_short_rows_are_read_and_empty_ones_count_for_nothing() -> None:
    rows = "respondent,old,new\n" + "".join(f"r{n},a,b\n" for n in range(20_000))
    assert len(csv_rows(rows)) == 20_001
    assert csv_rows("respondent,s1q1,s1q2\n" + ",,\n" * 60_000 + "a,Green,Red")[-1] == [
        "a",
        "Green",
        "Red",
    ]


def test_more_rows_or_columns_than_anybody_fills_in_are_refused() -> None:
    rows = "respondent,s1q1\n" + "r,Green\n" * 60_000
    columns = ",".join(["respondent", *["s1q1"] * 20_000]) + "\nr,Green\n"
    cells = ",".join(["respondent", *["s1q1"] * 499]) + ("\nr" + ",R" * 499) * 1_200
    for text, told in (
        (
            rows,
            "a file of 480,016 bytes that comes to more than 24,800 rows; save it in parts",
        ),
        (
            cells,
            "a file of 1,202,505 bytes that comes to more than 581,002 cells that hold something;"
            " save it in parts",
        ),
        (
            columns,
            "20001 columns, and at most 16,384 are read at row 1; leave out what is no answer",
        ),
    ):
        with pytest.raises(ss.DocumentError) as caught:
            read_table(
                StringIO(text),
                ss.six_steps(),
                organisation="Anytown",
                title="Spring",
                on=date(2026, 5, 1),
            )
        assert [str(one) for one in caught.value.problems] == [told]


def form_of(*questions: ss.Question, step: str = "s1", scale: ss.Scale = LOCAL.scale) -> bytes:
    """The form of a framework of one step."""
    steps = [ss.Step(step, "One", questions)]
    file = BytesIO()
    write_xlsform(ss.Framework("One", ss.Source("Doe, J"), scale, steps), file)
    return file.getvalue()


@pytest.mark.parametrize("name", ["meta", "data", "instanceID", "respondent", "Role"])
def test_an_id_that_form_tools_keep_for_themselves_is_refused(name: str) -> None:
    with pytest.raises(ss.InvalidError) as caught:
        form_of(ss.Question(name, "Why?"))
    assert str(caught.value) == (
        f"the field {name!r} is also one of the form itself at question {name}; rename the id"
    )
    assert form_of(ss.Question(f"{name}1", "Why?"))


@pytest.mark.parametrize("other", ["school_nurse", "school-nurse", "School_Nurse"])
def test_roles_that_a_form_does_not_tell_apart_are_refused(other: str) -> None:
    with pytest.raises(ss.InvalidError) as caught:
        form_of(ss.Question("s1q1", "Why?", asked_of=["school nurse", other]))
    assert str(caught.value) == (
        "a form does not tell 2 roles apart: 'school nurse' at steps; rename all but one"
    )
    assert form_of(ss.Question("s1q1", "Why?", asked_of=["school nurse"]))


def test_a_level_is_read_as_the_form_shows_it() -> None:
    scale = ss.Scale("Two", [ss.Level("no", "Below ${x}"), ss.Level("yes", "Above ${x}")])
    shown = openpyxl.load_workbook(BytesIO(form_of(ss.Question("s1q1", "Why?"), scale=scale)))[
        "choices"
    ]["C2"]
    framework = ss.Framework(
        "One", ss.Source("Doe, J"), scale, [ss.Step("s1", "One", [ss.Question("s1q1", "Why?")])]
    )
    found = read_table(
        [{"s1q1": shown.value}], framework, organisation="Anytown", title="Spring", on=ON
    )
    assert (shown.value, found.round.ratings) == ("Below $ {x}", (ss.Rating("s1q1", "no"),))


def test_a_number_of_any_length_is_read_or_refused_by_its_place() -> None:
    told = problems([{"s1q1": 10**5_000}], role=ss.Role.PEER)
    assert told == [
        'a text is needed, not a value of type int at row 2, column "s1q1" (question 1.1)'
    ]
