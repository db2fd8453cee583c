"""The set-up workbook: a framework and a round are changed in Excel, and nothing is passed over."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.model.rounds import Use
from sixsteps.workbook import (
    read_framework,
    read_setup,
    write_framework,
    write_setup,
    write_template,
)
from tests.strategies import descendants, frameworks, rounds
from tests.support.workbooks import LOCAL, SPRING, column, filled, headers, opened

ON = date(2026, 4, 1)


def framework_file(framework: ss.Framework = LOCAL) -> BytesIO:
    file = BytesIO()
    write_framework(framework, file)
    return BytesIO(file.getvalue())


def setup_file(subject: ss.Framework | ss.Round) -> BytesIO:
    file = BytesIO()
    write_setup(subject, file)
    return BytesIO(file.getvalue())


def with_rows(file: BytesIO, rows: Sequence[dict[str, Any]]) -> BytesIO:
    """The workbook with these rows, by header, in place of those of its sheet Framework."""
    book = opened(file)
    sheet = book["Framework"]
    row, names = headers(sheet)
    sheet.delete_rows(row + 1, sheet.max_row)
    for line, cells in enumerate(rows, row + 1):
        for header, value in cells.items():
            cell = sheet.cell(line, names[header], value)
            cell.data_type = "s"
    changed = BytesIO()
    book.save(changed)
    return BytesIO(changed.getvalue())


def rows_of(file: BytesIO) -> list[dict[str, Any]]:
    """The rows of the sheet Framework, by header."""
    sheet = opened(file)["Framework"]
    row, names = headers(sheet)
    return [
        {name: sheet.cell(line, place).value for name, place in names.items()}
        for line in range(row + 1, sheet.max_row + 1)
    ]


def changed(**cells: dict[str, str]) -> BytesIO:
    """The framework's workbook with cells of some rows changed, by id and column."""
    return filled(framework_file(), {"Framework": cells})


def refused(file: BytesIO, *, setup: bool = False) -> list[str]:
    with pytest.raises(ss.DocumentError) as caught:
        read_setup(file) if setup else read_framework(file, by="Anytown", on=ON)
    return [str(problem) for problem in caught.value.problems]


@settings(max_examples=15)
@given(st.data())
def test_a_framework_that_was_not_touched_reads_back_equal(data: st.DataObject) -> None:
    framework = data.draw(frameworks())
    assert read_framework(framework_file(framework)).framework == framework


@pytest.mark.law
@pytest.mark.slow
@given(st.data())
def test_rows_made_those_of_an_adaptation_give_its_content(data: st.DataObject) -> None:
    base = data.draw(frameworks())
    after = data.draw(descendants(base))
    if after.scale != base.scale:
        return
    file, words = framework_file(base), "If changed: reworded, replaced or removed"
    before = {row["Id"]: row["Text"] for row in rows_of(file)}
    rows = rows_of(framework_file(after))
    rows = [row for row in rows if row["What it is"] not in ("Source", "Level", "Scale")]
    kept = [row for row in rows_of(file) if row["What it is"] in ("Source", "Level", "Scale")]
    asked = {one.id for one in base.questions} | {one.id for one in base.context}
    for row in rows:
        if row["Id"] in asked and before[row["Id"]] != row["Text"]:
            row[words] = "Reworded"
    said: dict[str, Any] = {"by": "Anytown", "on": ON}
    sheet = with_rows(file, [*kept, *rows])
    try:
        copy = ss.record(
            base, after, reworded=[row["Id"] for row in rows if row.get(words)], **said
        )
    except ss.AdaptationError:
        # A text that stands under another id is refused by both.
        with pytest.raises(ss.DocumentError, match="stands under the id"):
            read_framework(sheet, **said)
        return
    found = read_framework(sheet, **said).framework
    assert found is not None
    assert found.digest == copy.digest


def test_a_path_to_a_workbook_is_recorded_as_a_copy_from_anywhere_is(tmp_path: Path) -> None:
    path, text = tmp_path / "edited.xlsx", "Text"
    rows = {row["Id"]: row for row in rows_of(framework_file()) if row["Id"]}
    top = [row for row in rows_of(framework_file()) if not row["Id"]]
    rows["s1q1"] |= {text: "Do they meet often?"}
    rows["s1q2"] |= {text: "Is there money?", "Why it was changed": "Another matter"}
    path.write_bytes(with_rows(framework_file(), [*top, *rows.values()]).getvalue())
    said: dict[str, Any] = {"by": "Anytown", "on": ON, "reasons": {"s1q1": "Plainer"}}
    found = ss.record(LOCAL, path, reworded=["s1q1"], replaced=["s1q2"], **said)
    (recorded,) = found.lineage
    assert recorded.by == ("Anytown",)
    assert [(str(edit), edit.reason) for edit in recorded.edits] == [
        ("replace question s1q2 with s1q3: “Is there money?”", "Another matter"),
        ("reword question s1q1: “Do they meet often?”", "Plainer"),
    ]
    with pytest.raises(ss.DocumentError) as caught:
        ss.record(LOCAL, str(path), reworded=["s1q1", "s9q9"], **said)
    assert str(caught.value) == (
        "2 problems with the workbook:\n"
        "  the text of the question 's9q9' is not another one at reworded[1]; there are s1q1,"
        " s1q2\n"
        "  the text of 's1q2' is another one at sheet \"Framework\", cell E13 (s1q2); choose"
        ' reworded or replaced in the column "If changed: reworded, replaced or removed"'
    )


def test_texts_rows_and_places_that_people_change_become_an_adaptation() -> None:
    text, why = "Text", "Why it was changed"
    word, kind = "If changed: reworded, replaced or removed", "What it is"
    rows = {row["Id"]: row for row in rows_of(framework_file()) if row["Id"]}
    top = [row for row in rows_of(framework_file()) if not row["Id"]]
    levels = [rows[name] for name in ("red", "amber", "green")]
    rows["s1q1"] |= {text: "Do they meet often?", word: "reworded", why: "Plainer"}
    rows["s1q2"] |= {text: "Is there money?", word: "REPLACED", why: "Another matter"}
    rows["c1"] |= {word: "Removed", why: "Known"}
    new_step = {kind: "step", text: "Voice"}
    new = {text: "Are children heard?", why: "Statute"}
    order = [rows["s2"], rows["s1q1"], rows["s1"], rows["s1q2"], new_step, rows["s2q1"], new]
    file = with_rows(framework_file(), [*top, *levels, *order, rows["c1"]])
    found = read_framework(file, by="Anytown", on=ON, reason="Working Together 2023").framework
    assert found is not None
    assert [(one.id, one.title) for one in found.steps] == [
        ("s2", "Training"),
        ("s1", "Partners lead"),
        ("s3", "Voice"),
    ]
    assert [(found.step_of(one.id).id, one.id, one.text) for one in found.questions] == [
        ("s2", "s1q1", "Do they meet often?"),
        ("s1", "s1q3", "Is there money?"),
        ("s3", "s2q1", "Is there training?"),
        ("s3", "s3q1", "Are children heard?"),
    ]
    (adaptation,) = found.lineage
    assert (adaptation.by, adaptation.on, adaptation.reason) == (
        ("Anytown",),
        ON,
        "Working Together 2023",
    )
    reasons = {edit.reason for edit in adaptation.edits if edit.reason}
    assert reasons == {"Plainer", "Another matter", "Known", "Statute"}
    (match,) = [m for m in ss.correspondence(LOCAL, found).matches if m.old == ("s1q2",)]
    assert (match.relation, match.new) == ("replaced", ("s1q3",))


def test_a_removed_step_takes_its_questions_with_it() -> None:
    word = {"changed": "Removed", "why": "Asked elsewhere"}
    found = read_framework(changed(s2=word), by="Anytown", on=ON).framework
    assert found is not None
    assert [one.id for one in found.questions] == ["s1q1", "s1q2"]
    assert {edit.reason for edit in found.lineage[0].edits} == {"Asked elsewhere"}


def test_every_row_that_cannot_be_sure_is_told_with_its_cell() -> None:
    file = changed(
        s1q1={"text": "Do they meet at all?"},
        s1q2={"changed": "Reworded"},
        s2q1={"kind": "Step"},
        c1={"changed": "Altered"},
    )
    assert refused(file) == [
        "the id 's2q1' is that of a question at sheet \"Framework\", cell C15; choose Question, or"
        " clear the id",
        'a word that is none of the list\'s at sheet "Framework", cell E16; choose Reworded,'
        " Replaced, Removed",
    ]
    file = changed(s1q1={"text": "Do they meet at all?"}, s1q2={"changed": "Reworded"})
    assert refused(file) == [
        "the text of the question 's1q2' is not another one at sheet \"Framework\", cell E13"
        " (s1q2); clear the word, or change the text",
        "the text of 's1q1' is another one at sheet \"Framework\", cell E12 (s1q1); choose reworded"
        ' or replaced in the column "If changed: reworded, replaced or removed"',
    ]
    file = changed(s1q1={"text": ""}, s1q2={"id": "s1q1"}, red={"id": "crimson"}, s2={"id": "1.5"})
    assert refused(file) == [
        'a row without its text at sheet "Framework", cell D12; fill it in, or delete the whole'
        " row",
        'a text of 3 characters is not an id at sheet "Framework", cell A14; an id such as'
        " 's1q1' is meant, not the printed number",
    ]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"red": {"id": "crimson"}},
            'the levels of the scale are others, or in another order at sheet "Framework"; keep'
            " the rows and ids of red, amber, green; their words may change; or give mapping= from"
            " them to the others",
        ),
        (
            {"green": {"needs": "proof"}},
            'a level needs no such thing at sheet "Framework", cell M10; there are evidence,'
            " remaining, plan",
        ),
        (
            {"s1q2": {"text": "Do they meet?", "changed": "Reworded"}},
            "the text of 's1q1' stands under the id 's1q2' at sheet \"Framework\", cell D13"
            " (s1q2); give it the id 's1q1' again",
        ),
    ],
)
def test_a_row_that_would_mean_something_else_is_refused(
    cells: dict[str, dict[str, str]], message: str
) -> None:
    cells = {**cells}
    if "s1q2" in cells:
        cells["s1q1"] = {"text": "Do they plan?", "changed": "Reworded"}
    assert message in refused(changed(**cells))


def test_a_changed_framework_needs_who_changed_it_and_when() -> None:
    with pytest.raises(ss.DocumentError) as caught:
        read_framework(changed(s1={"text": "Partners all lead"}))
    assert str(caught.value) == (
        "the framework was changed, and nobody says who changed it and when at sheet"
        ' "Framework"; give by= and on='
    )


def by_hand(*rows: Sequence[str]) -> BytesIO:
    """A workbook that somebody made without any of ours."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(
        [
            "Id", "No.", "What it is", "Text", "Short name", "Guidance, or what a level means",
            "A level needs", "If changed: reworded, replaced or removed", "Why it was changed",
        ]
    )  # fmt: skip
    for row in rows:
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return BytesIO(file.getvalue())


def test_a_framework_is_made_by_hand_in_a_spreadsheet() -> None:
    file = by_hand(
        ["", "", "Framework", "Governance code"],
        ["", "", "Source", "Doe, J (2024) Governance code"],
        ["", "", "Scale", "Four levels"],
        ["", "", "Level", "Absent", "", "nothing there", "plan"],
        ["met", "", "Level", "Fully met", "", "all there", "evidence, plan"],
        ["gov", "", "Step", "The board leads"],
        ["", "", "", "Does it meet?", "Meetings", "Quorate ones"],
        ["gov7\u2060", "", "Question", "Is it paid?"],
        ["", "", "Context question", "Who sits on it?"],
    )
    assert read_framework(file).framework == ss.Framework(
        "Governance code",
        ss.Source("Doe, J (2024) Governance code"),
        ss.Scale(
            "Four levels",
            [
                ss.Level("absent", "Absent", "nothing there", ["plan"]),
                ss.Level("met", "Fully met", "all there", ["evidence", "plan"]),
            ],
        ),
        [
            ss.Step(
                "gov",
                "The board leads",
                [
                    ss.Question("govq1", "Does it meet?", "Meetings", "Quorate ones"),
                    ss.Question("gov7", "Is it paid?"),
                ],
            )
        ],
        [ss.ContextQuestion("c1", "Who sits on it?")],
    )


def test_a_framework_made_by_hand_needs_three_columns_and_a_missing_one_is_named() -> None:
    columns = ["Id", "What it is", "Text", "A level needs"]
    rows = [
        ["", "Framework", "Code"],
        ["", "Source", "Doe, J (2024) Code"],
        ["", "Scale", "Two levels"],
        ["", "Level", "Not met"],
        ["", "Level", "Met", "evidence"],
        ["", "Step", "The board leads"],
        ["", "", "Does it meet?"],
    ]

    def sheet(*places: int) -> BytesIO:
        book, file = openpyxl.Workbook(), BytesIO()
        only: Any = book.active
        for row in [columns, *rows]:
            only.append([row[place] for place in places if place < len(row)])
        book.save(file)
        return BytesIO(file.getvalue())

    found = read_framework(sheet(0, 1, 2, 3)).framework
    assert found is not None
    assert [(one.id, one.text) for one in found.questions] == [("s1q1", "Does it meet?")]
    assert found.scale.level("met").needs == ("evidence",)
    assert refused(sheet(0, 1, 3)) == [
        'the column "Text" is missing at sheet "Sheet", row 1; add it'
    ]
    assert refused(sheet(1, 2, 3)) == [
        'the headers lack "Id" at sheet "Framework"; add what they lack'
    ]


def hand_made(*columns: str) -> BytesIO:
    """The framework's rows in a sheet with these columns alone."""
    book, file = openpyxl.Workbook(), BytesIO()
    sheet: Any = book.active
    sheet.append(columns)
    for row in rows_of(framework_file()):
        sheet.append([row[name] for name in columns])
    book.save(file)
    return BytesIO(file.getvalue())


def test_what_a_sheet_made_by_hand_has_no_column_for_stays_as_it_was() -> None:
    columns = "Id", "What it is", "Text"
    assert read_framework(hand_made(*columns), base=LOCAL).framework == LOCAL
    with pytest.raises(ss.DocumentError) as caught:
        read_framework(hand_made(*columns), base=LOCAL, by="Us", on=ON, reworded=["s1q1"])
    assert str(caught.value) == (
        "the text of the question 's1q1' is not another one at reworded[0]; leave it out"
    )


@pytest.mark.parametrize(
    ("file", "given", "message"),
    [
        (
            hand_made("Id", "What it is", "Text"),
            {"reworded": ["s1q1"]},
            "the workbook is a framework of its own, and changes none at reworded; leave it out, or"
            " give the framework that it changes as base=",
        ),
        (
            hand_made("Id", "What it is", "Text"),
            {"mapping": {"red": "red"}},
            "the workbook is a framework of its own, and changes none at mapping; leave it out, or"
            " give the framework that it changes as base=",
        ),
        (
            framework_file(),
            {"mapping": {"red": "red"}},
            "a mapping of levels, and the scale is the same at mapping; leave it out",
        ),
        (
            framework_file(),
            {"reasons": {"s9q9": "Plainer"}},
            "a reason for 's9q9', which neither has at reasons; give the id of a step or of a"
            " question",
        ),
        (
            changed(s1q1={"text": "Do they meet often?", "changed": "Reworded"}),
            {"mapping": {"red": "red"}},
            "a mapping of levels, and the scale is the same at mapping; leave it out",
        ),
    ],
)
def test_what_is_given_beside_a_sheet_and_says_nothing_is_refused(
    file: BytesIO, given: dict[str, Any], message: str
) -> None:
    with pytest.raises(ss.DocumentError) as caught:
        read_framework(BytesIO(file.getvalue()), by="Us", on=ON, **given)
    assert str(caught.value) == message


def test_a_return_given_as_an_edited_copy_is_named() -> None:
    file = BytesIO()
    write_template(SPRING, file, respondent="police")
    with pytest.raises(ss.DocumentError) as caught:
        read_framework(BytesIO(file.getvalue()), base=LOCAL, by="Us", on=ON)
    assert str(caught.value) == (
        "this is a return and no framework workbook at the file; read it with read_round"
    )


def test_a_tag_with_a_separator_in_it_stays_one() -> None:
    first = evolve(LOCAL.questions[0], tags=["law; duties", "one"])
    steps = [
        evolve(step, questions=[first if one.id == first.id else one for one in step.questions])
        for step in LOCAL.steps
    ]
    framework = ss.Framework(
        LOCAL.title, ss.Source("Doe, J"), LOCAL.scale, [evolve(one) for one in steps]
    )
    file = filled(framework_file(framework), {"Framework": {"s1q1": {"tags": "law; duties; two"}}})
    found = read_framework(file, by="Us", on=ON).framework
    assert found is not None
    assert found.question("s1q1").tags == ("law; duties", "two")


def test_a_framework_made_by_hand_says_what_it_lacks() -> None:
    assert refused(by_hand(["", "", "Question", "Does it meet?"])) == [
        'a question above the first step at sheet "Sheet", cell C2; move it below its step',
    ]
    assert refused(by_hand(["", "", "Step", "The board leads"])) == [
        'no row of the kind Framework at sheet "Sheet"; insert one that says it in the column Text',
        'no row of the kind Source at sheet "Sheet"; insert one that says it in the column Text',
        'no row of the kind Scale at sheet "Sheet"; insert one that says it in the column Text',
        'no row of the kind Level at sheet "Sheet"; insert one for each level',
    ]


ABOUT: dict[str, dict[str, Any]] = {
    "organisation": {"entry": "Anytown"},
    "title": {"entry": "Spring 2027"},
    "on": {"entry": "1st May 2027"},
    "use": {"entry": "Self-assessment"},
    "arrangements": {"entry": "one scrutineer\n\npeers "},
    "handling": {"entry": "OFFICIAL"},
    "return_by": {"entry": date(2027, 4, 15)},
    "next_on": {"entry": date(2028, 5, 1)},
}


def test_a_round_is_set_up_with_its_agencies() -> None:
    agencies = {
        0: {"name": "Anytown Police", "role": "LEAD PARTNER"},
        1: {"name": "Schools", "role": "relevant agency", "asked": "1.1\u200b and step 2"},
        3: {"id": "nhs\u200b", "name": "NHS Anytown", "role": "Lead_partner", "asked": "All"},
    }
    found = read_setup(filled(setup_file(LOCAL), {"About": ABOUT, "Respondents": agencies}))
    lead = ss.Role.LEAD_PARTNER
    assert found.round == ss.Round(
        LOCAL,
        "Anytown",
        "Spring 2027",
        date(2027, 5, 1),
        respondents=[
            ss.Respondent("anytown-police", "Anytown Police", lead),
            ss.Respondent("schools", "Schools", ss.Role.RELEVANT_AGENCY, asked=["s1q1", "s2"]),
            ss.Respondent("nhs", "NHS Anytown", lead),
        ],
        use="self-assessment",
        arrangements=["one scrutineer", "peers"],
        handling="OFFICIAL",
        next_on=date(2028, 5, 1),
    )
    assert (found.about.return_by, found.left_out) == (date(2027, 4, 15), ())


@settings(max_examples=10)
@given(st.data())
@pytest.mark.slow
def test_the_next_round_follows_the_last_with_all_that_it_carries(data: st.DataObject) -> None:
    last = data.draw(rounds(LOCAL))
    about: dict[str, dict[str, Any]] = {
        "title": {"entry": "Next"},
        "on": {"entry": date(9999, 1, 1)},
    }
    found = read_setup(filled(setup_file(last), {"About": about})).round
    assert evolve(found, use=None) == evolve(last.follow_up(date(9999, 1, 1), "Next"), use=None)
    assert found.use == last.use


@pytest.mark.parametrize("said", ["peers\u00a0", "\u2003one scrutineer", "both\u3000"])
def test_an_arrangement_that_was_not_touched_stays_as_it_is(said: str) -> None:
    about = {"title": {"entry": "Next"}, "on": {"entry": "1 May 2027"}}
    file = filled(setup_file(evolve(SPRING, arrangements=[said])), {"About": about})
    assert read_setup(file).round.arrangements == (said,)


def test_numbers_name_the_rows_as_they_were_wherever_they_are_moved_to() -> None:
    file = filled(
        setup_file(SPRING),
        {
            "About": ABOUT | {"adapted_by": {"entry": "The board"}, "adapted_on": {"entry": ON}},
            "Framework": {
                "s1q1": {"changed": "Removed"},
                "s1q2": {"text": "Is there money?", "changed": "Replaced"},
            },
            "Respondents": {"council": {"asked": "1.2"}},
        },
    )
    found = read_setup(file).round
    assert found.framework.lineage[0].by == ("The board",)
    assert found.framework.lineage[0].on == ON
    assert [(one.id, one.asked) for one in found.respondents] == [
        ("police", None),
        ("council", ("s1q3",)),
    ]
    assert found.previous == SPRING.reference


POLICE = {"name": "Police", "role": "lead partner"}
TEN = ss.Framework(
    "Ten",
    ss.Source("Doe, J (2024) Ten"),
    LOCAL.scale,
    [ss.Step("s", "All", [ss.Question(f"q{number}", "Why?") for number in range(1, 11)])],
)


@pytest.mark.parametrize(("typed", "asked"), [("1.10", "q10"), ("1.1", "q1"), (1.2, "q2")])
def test_a_number_that_names_one_question_asks_it(typed: object, asked: str) -> None:
    entries: dict[str, dict[Any, dict[str, Any]]] = {
        "About": ABOUT,
        "Respondents": {0: POLICE | {"asked": typed}},
    }
    found = read_setup(filled(setup_file(TEN), entries)).round
    assert found.respondents[0].asked == (asked,)


def test_a_number_of_which_the_spreadsheet_may_have_dropped_a_zero_is_asked_about() -> None:
    entries: dict[str, dict[Any, dict[str, Any]]] = {
        "About": ABOUT,
        "Respondents": {0: POLICE | {"asked": 1.10}},
    }
    assert refused(filled(setup_file(TEN), entries), setup=True) == [
        'a number that may be 1.1 or 1.10 at sheet "Respondents", cell E5; type it after an'
        " apostrophe"
    ]


def test_who_adapted_a_framework_that_is_as_it_was_is_told_as_not_used() -> None:
    said = {"adapted_by": {"entry": "The board"}, "adapted_reason": {"entry": "Because"}}
    found = read_setup(filled(setup_file(SPRING), {"About": ABOUT | said}))
    assert found.round.framework == LOCAL
    assert read_setup(filled(setup_file(SPRING), {"About": ABOUT})).notes == ()
    assert [str(note) for note in found.notes] == [
        'the framework is not changed, and this is not used at sheet "About", cell C17 (If the'
        " framework is changed: who changed it); change the sheet Framework, or clear it",
        'the framework is not changed, and this is not used at sheet "About", cell C19 (If the'
        " framework is changed: why); change the sheet Framework, or clear it",
    ]


def test_a_reason_in_a_row_of_which_nothing_was_changed_is_told_as_not_used() -> None:
    rows = {"s1q1": {"why": "Too long"}, "s1q2": {"changed": "Removed", "why": "Twice"}}
    found = read_framework(filled(framework_file(LOCAL), {"Framework": rows}), by="Anytown", on=ON)
    assert found.framework is not None
    assert [edit.reason for edit in found.framework.lineage[-1].edits] == ["Twice"]
    assert [str(note) for note in found.notes] == [
        'nothing is changed here, and this is not used at sheet "Framework", cell F12; change it,'
        " or clear it"
    ]


def test_the_actions_of_an_agency_that_is_gone_stay_and_are_told() -> None:
    file = filled(
        setup_file(SPRING),
        {
            "About": ABOUT,
            "Respondents": {"council": {"id": "", "name": "", "role": "", "asked": ""}},
        },
    )
    found = read_setup(file)
    assert [one.id for one in found.round.respondents] == ["police"]
    assert [one.respondents for one in found.round.plan("s1").actions] == [(), ()]
    assert [str(note) for note in found.notes] == [
        "'council' is asked no more, and had 1 open action; say whose they are now"
    ]


def test_every_cell_of_a_set_up_that_cannot_be_sure_is_told() -> None:
    file = filled(
        setup_file(SPRING),
        {
            "About": {
                "title": {"entry": "Spring"},
                "on": {"entry": date(2026, 1, 1)},
                "next_on": {"entry": "soon"},
            },
            "Respondents": {
                "police": {"role": "boss"},
                "council": {"asked": "1.2, 9, 1.1"},
                2: {"name": "Schools"},
                5: {"name": "Schools", "role": "peer"},
                3: {"role": "peer"},
                4: {"id": "council", "name": "Council", "role": "peer"},
            },
            "Framework": {"s1q1": {"changed": "Removed"}},
        },
    )
    with pytest.raises(ss.DocumentError) as caught:
        read_setup(file)
    assert [str(problem) for problem in caught.value.problems] == [
        'a text of 4 characters that is no date at sheet "About", cell C16 (Date of the next'
        " round); type one such as 1 May 2026",
        'a text of 4 characters that is no role at sheet "Respondents", cell C5; there are'
        " practitioner, peer, lead partner, and any other with yes or no as independent",
        'a name of 1 character that is no step or question at sheet "Respondents", cell E6; give'
        " numbers of the sheet Framework, such as 1 or 1.2",
        "'s1q1' is removed in the sheet Framework at sheet \"Respondents\", cell E6; leave it out",
        'this says in which role they answer at sheet "Respondents", cell C7; choose one of the'
        " list",
        'a row without its name at sheet "Respondents", cell B8; fill it in',
        "a second row of the id 'council', which is in row 6 at sheet \"Respondents\", cell A9;"
        " clear the id of a new row",
        'a second row of this name, which is in row 7 at sheet "Respondents", cell B10; give each'
        " a name of its own, or delete the row",
    ]


def test_a_row_of_the_framework_that_cannot_be_read_is_the_only_fault() -> None:
    asked = {"About": ABOUT, "Respondents": {"council": {"asked": "1, 2"}}}
    changed = {"Framework": {"s2": {"changed": "new"}}}
    assert refused(filled(setup_file(SPRING), asked | changed), setup=True) == [
        'a word that is none of the list\'s at sheet "Framework", cell E14; choose Reworded,'
        " Replaced, Removed"
    ]


def test_the_workbooks_of_another_field_do_not_speak_of_agencies_and_partnerships() -> None:
    ours, theirs = opened(setup_file(ss.six_steps())), opened(setup_file(LOCAL))
    assert ours.sheetnames == ["About", "Agencies", "Framework", "sixsteps"]
    assert theirs.sheetnames == ["About", "Respondents", "Framework", "sixsteps"]
    label = "Partnership or organisation under scrutiny"
    assert label in column(ours["About"], "About this workbook")
    assert "Organisation under scrutiny" in column(theirs["About"], "About this workbook")
    said = "".join(
        str(cell.value)
        for sheet in (theirs["About"], theirs["Respondents"])
        for row in sheet.iter_rows()
        for cell in row
    )
    assert "agenc" not in said.lower()
    assert "partnership" not in said.lower()


def test_a_round_does_not_follow_a_later_one() -> None:
    about: dict[str, dict[str, Any]] = {
        "title": {"entry": "Spring"},
        "on": {"entry": date(2026, 1, 1)},
    }
    with pytest.raises(ss.DocumentError) as caught:
        read_setup(filled(setup_file(SPRING), {"About": about}))
    assert str(caught.value) == (
        "2026-01-01 is before the round it follows, which is of 2026-05-01 at sheet"
        ' "About", cell C11 (Date of the round); give that date or a later one'
    )


def test_a_workbook_for_another_purpose_is_named() -> None:
    with pytest.raises(ss.DocumentError) as caught:
        read_setup(framework_file())
    assert str(caught.value) == (
        "this is a framework workbook and no set-up workbook at the file; read it with"
        " read_framework"
    )


def offered(file: BytesIO, sheet: str) -> list[tuple[list[str], bool]]:
    """The lists of a sheet's drop-downs, and whether something else is refused."""
    book = opened(file)
    found = []
    for rule in book[sheet].data_validations.dataValidation:
        if rule.formula1:
            cells = book["sixsteps"][rule.formula1.partition("!")[2].replace("$", "")]
            found.append(([cell.value for (cell,) in cells], bool(rule.showErrorMessage)))
    return found


NEUTRAL = ["practitioner", "peer"]
SAFEGUARDING = [
    *("lead partner", "relevant agency", "partnership", "children and families"),
    *("practitioner", "independent scrutineer", "peer"),
]
CHAIRED = ss.adapt(LOCAL, ss.RewordQuestion("s1q1", asked_of=["chair"]), by="Anytown", on=ON)
TRUSTEES = ss.Round(
    CHAIRED,
    "Anytown",
    "Spring 2026",
    date(2026, 5, 1),
    respondents=[ss.Respondent("t", "Trustees", ss.Role("trustee"))],
)


@pytest.mark.parametrize(
    ("subject", "roles"),
    [
        (ss.six_steps(), SAFEGUARDING),
        (ss.samples.anytown_2025(), SAFEGUARDING),
        (LOCAL, NEUTRAL),
        (CHAIRED, [*NEUTRAL, "chair"]),
        (TRUSTEES, [*NEUTRAL, "chair", "trustee"]),
    ],
    ids=["the Six Steps", "adapted from them", "another field", "asked of a role", "with its own"],
)
@pytest.mark.slow
def test_roles_and_uses_of_safeguarding_are_offered_for_the_six_steps_alone(
    subject: ss.Framework | ss.Round, roles: list[str]
) -> None:
    setup, template = setup_file(subject), BytesIO()
    # A role of one's own is typed, with a yes or a no beside it.
    assert offered(setup, opened(setup).sheetnames[1]) == [(roles, False), (["yes", "no"], True)]
    framework = subject if isinstance(subject, ss.Framework) else subject.framework
    write_template(framework, template)
    uses = [([one.value for one in Use], False)] if roles is SAFEGUARDING else []
    assert offered(setup, "About") == uses
    own = [one for one in roles if one != "trustee"]
    place = own.index("peer") + 1
    assert offered(template, "About") == [
        *uses,
        ([*own[:place], "agreed", *own[place:]], True),
    ]


def test_an_unknown_role_is_told_the_roles_of_its_own_field() -> None:
    file = setup_file(CHAIRED)
    about = {"organisation": "A", "title": "B", "on": "1 May 2026"}
    entries = {name: {"entry": text} for name, text in about.items()}
    agencies = {0: {"name": "Police", "role": "constable"}}
    with pytest.raises(ss.DocumentError) as caught:
        read_setup(filled(file, {"About": entries, "Respondents": agencies}))
    assert str(caught.value) == (
        'a text of 9 characters that is no role at sheet "Respondents", cell C5; there are'
        " practitioner, peer, chair, and any other with yes or no as independent"
    )


def test_a_cell_that_its_kind_of_row_does_not_have_is_a_problem() -> None:
    cells = {"green": {"changed": "Removed"}, "s1": {"asked_of": "peer"}, "c1": {"guidance": "Why"}}
    with pytest.raises(ss.DocumentError) as caught:
        read_framework(filled(framework_file(), {"Framework": cells}), by="Anytown", on=ON)
    assert [str(problem) for problem in caught.value.problems] == [
        f'a row of the kind {kind} says nothing in this column at sheet "Framework", cell {cell};'
        " clear the cell, or move what it says"
        for kind, cell in (("Level", "E10"), ("Step", "J11"), ("Context question", "H16"))
    ]


@pytest.mark.parametrize("separator", [", ", "; ", "\n"])
def test_roles_and_tags_are_separated_as_people_do_and_known_roles_take_any_case(
    separator: str,
) -> None:
    said = {"asked_of": f"Lead Partner{separator}trustee", "tags": f"one{separator}two"}
    found = read_framework(
        filled(framework_file(), {"Framework": {"s1q1": said}}), by="Anytown", on=ON
    ).framework
    assert found is not None
    question = found.question("s1q1")
    assert (question.asked_of, question.tags) == (("lead partner", "trustee"), ("one", "two"))
