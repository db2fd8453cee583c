"""Workbooks that went through LibreOffice, changed as people change them, and back.

Every case is filled and changed in LibreOffice through its API, saved as .ods, opened again and
saved as .xlsx; the reader gets only the path. Each states the equal round, or every problem.
"""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps.workbook import read_round, write_template
from tests.support.libreoffice import through_libreoffice
from tests.support.workbooks import SPRING, share_of

pytestmark = pytest.mark.libreoffice

BASE = share_of(SPRING, "police")
FILLED: list[list[Any]] = [
    ["text", "Ratings", "D9", "  green "],
    ["text", "Ratings", "F9", "Ünïcode “log” 🙂\nof March\n\n\nMinutes"],
    ["text", "Ratings", "E9", "=SUM(A1:A9)"],
    ["text", "Ratings", "G9", "_x0041_ & <b>"],
    ["text", "Actions", "E6", "Review it"],
    ["text", "Actions", "G6", "Ongoing"],
    ["text", "Actions", "D6", "1.1; 1.2"],
    ["text", "Actions", "E8", "Train"],
    ["number", "Actions", "G8", 46266],
    ["text", "Context", "D5", "It is, now"],
]
FILLED_ROUND = evolve(
    BASE,
    ratings=[
        *BASE.ratings,
        ss.Rating(
            "s2q1",
            "green",
            ["Ünïcode “log” 🙂\nof March", "Minutes"],
            "=SUM(A1:A9)",
            "_x0041_ & <b>",
            "police",
        ),
    ],
    plans=[
        ss.ActionPlan(
            "s1",
            [
                *BASE.plans[0].actions,
                ss.Action(
                    "Review it",
                    "a2",
                    ["s1q1", "s1q2"],
                    ["police"],
                    timescale="Ongoing",
                ),
            ],
            "All lead",
        ),
        ss.ActionPlan("s2", [ss.Action("Train", "a3", (), ["police"], due=date(2026, 9, 1))]),
    ],
    context=[ss.ContextAnswer("c1", "It is, now")],
)
FREE: list[list[Any]] = [
    ["unprotect", "Ratings"],
    ["unprotect", "Actions"],
    ["unprotect", "Context"],
]

EQUAL: dict[str, list[list[Any]]] = {
    "filled": FILLED,
    "rows sorted from the last question to the first": [
        *FILLED,
        *FREE,
        ["sort", "Ratings", "A5", 1],
    ],
    "columns swapped": [*FILLED, *FREE, ["swap columns", "Ratings", "A", "H"]],
    "columns hidden": [
        *FILLED,
        ["hide column", "Ratings", "A"],
        ["hide column", "Ratings", "C"],
        ["hide column", "Actions", "A"],
    ],
    "empty rows inserted": [
        *FILLED,
        *FREE,
        ["insert rows", "Ratings", 7, 2],
        ["insert rows", "Ratings", 1, 1],
        ["insert rows", "Actions", 8, 3],
    ],
    "a sheet duplicated and left alone": [*FILLED, *FREE, ["copy sheet", "Ratings"]],
    "a drop-down pasted over": [*FILLED, ["paste over", "Ratings", "D6", "D9"]],
}

PROBLEMS: dict[str, tuple[list[list[Any]], list[str]]] = {
    "a drop-down pasted over with text": (
        [["text", "Ratings", "D9", "Grene"], ["text", "Ratings", "D6", "Police said so"]],
        [
            "a text of 14 characters that is no level (there are Red, Amber, Green) at sheet"
            ' "Ratings", cell D6 (question 1.1)',
            "a text of 5 characters that is no level (there are Red, Amber, Green) at sheet"
            " \"Ratings\", cell D9 (question 2.1); did you mean 'Green'?",
        ],
    ),
    "a question's row deleted": (
        [*FREE, ["delete row", "Ratings", 7]],
        ['no row for question 1.2 at sheet "Ratings"; copy it back from a fresh template'],
    ),
    "an action's row deleted": (
        [*FREE, ["delete row", "Actions", 5]],
        [
            "no row for the action 'a1' at sheet \"Actions\"; copy it back, and close it if it is"
            " done"
        ],
    ),
    "a sheet duplicated and filled in": (
        [*FREE, ["copy sheet", "Ratings"], ["text", "Ratings_2", "D9", "Red"]],
        [
            'another copy of the sheet "Ratings", which says something else at sheet "Ratings_2";'
            " put what both say into one, and delete the other"
        ],
    ),
    "some columns sorted without the others": (
        [*FREE, ["sort", "Ratings", "B5", 0]],
        [
            'the wording is not that of the row\'s id at sheet "Ratings", cell C6 (question 1.1);'
            " were some columns sorted without the others? Copy the answers into a fresh template",
            'a row without the id of a question at sheet "Ratings", cell D8; put what it says into'
            " a row of the template",
            'the wording is not that of the row\'s id at sheet "Ratings", cell C9 (question 2.1);'
            " were some columns sorted without the others? Copy the answers into a fresh template",
        ],
    ),
    "an answer in an inserted row": (
        [*FREE, ["insert rows", "Ratings", 7, 1], ["text", "Ratings", "F7", "Said elsewhere"]],
        [
            'a row without the id of a question at sheet "Ratings", cell F7; put what it says into'
            " a row of the template"
        ],
    ),
    "dates that are none": (
        [
            ["text", "Actions", "E6", "Review"],
            ["text", "Actions", "G6", "31/02/2026"],
            ["text", "Actions", "E7", "Train"],
            ["text", "Actions", "G7", "1/5/26"],
            ["number", "Actions", "G5", 46266.5],
        ],
        [
            'a date with a time of day at sheet "Actions", cell G5; type the date alone',
            'a date that is not in the calendar at sheet "Actions", cell G6; write it as 1 May'
            " 2026 or 01/05/2026, day first",
            'a date without its full year at sheet "Actions", cell G7; write the year with four'
            " digits",
        ],
    ),
    "a formula typed": (
        [["formula", "Ratings", "E6", "=1+1"]],
        [
            'a formula at sheet "Ratings", cell E6 (question 1.1); type what it gives, and an'
            " apostrophe before a text that begins with '='"
        ],
    ),
    "everything at once": (
        [
            ["text", "About", "C12", ""],
            ["text", "Ratings", "H6", "It does not apply"],
            ["text", "Actions", "D5", "2.1, 9.9"],
            ["text", "Actions", "H5", "Nearly done"],
            ["text", "Actions", "C6", "Something else"],
        ],
        [
            'this is needed and it is empty at sheet "About", cell C12 (Date of the round); fill'
            " it in",
            'a reason for not applicable beside a rating at sheet "Ratings", cell H6 (question'
            " 1.1); clear one of them",
            'question 2.1 is in step 2, and the action in step 1 at sheet "Actions", cell D5; put'
            " the action in the step of its question",
            'a name of 3 characters that is no question at sheet "Actions", cell D5; give numbers'
            " such as 1.1, 1.2",
            'an action is open or closed at sheet "Actions", cell H5; choose one',
            'a second desired outcome of this step at sheet "Actions", cell C6; put both into one'
            " cell",
        ],
    ),
}


OWN_COLUMN = [["text", "Ratings", "J4", "Comments"], ["text", "Ratings", "J7", "See annex"]]
"""A column that somebody put beside the template's."""


@pytest.fixture(scope="session")
def results(libreoffice: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Every case's workbook after its way through one LibreOffice."""
    folder = tmp_path_factory.mktemp("libreoffice")
    write_template(SPRING, folder / "template.xlsx", respondent="police")
    changes = {**EQUAL, **{name: by for name, (by, _) in PROBLEMS.items()}}
    changes["a column of one's own"] = [*FREE, *OWN_COLUMN]
    names = {name: folder / f"case{place}.xlsx" for place, name in enumerate(changes)}
    through_libreoffice(
        libreoffice,
        folder,
        [(folder / "template.xlsx", names[name], by) for name, by in changes.items()],
    )
    return names.__getitem__


@pytest.mark.parametrize("case", EQUAL)
def test_what_was_filled_in_libreoffice_is_read(results: Callable[[str], Path], case: str) -> None:
    assert read_round(results(case)).round == FILLED_ROUND


@pytest.mark.parametrize("case", PROBLEMS)
def test_what_cannot_be_sure_is_refused_with_every_place(
    results: Callable[[str], Path], case: str
) -> None:
    with pytest.raises(ss.DocumentError) as caught:
        read_round(results(case))
    assert [str(problem) for problem in caught.value.problems] == PROBLEMS[case][1]


def test_a_column_of_one_s_own_is_told_and_changes_nothing(
    results: Callable[[str], Path],
) -> None:
    found = read_round(results("a column of one's own"))
    assert [str(one) for one in found.left_out] == [
        'sheet "Ratings", column J: 1 cell (no column of the template)'
    ]


def test_a_return_of_24_questions_with_three_actions_prints_on_six_pages(
    libreoffice: str, tmp_path: Path
) -> None:
    framework = ss.six_steps()
    answers = [
        ss.Rating(
            one.id,
            "amber",
            ["Minutes of the executive of March 2026, and the audit of case files"],
            "All three partners have signed the plan off and fund it",
            "One seat is vacant",
        )
        for one in framework.questions
    ]
    plans = [ss.ActionPlan(f"s{step}", [ss.Action("Fill the seat")]) for step in (1, 2, 3)]
    round_ = ss.Round(framework, "Anytown", "Spring", date(2026, 5, 1), answers, plans)
    write_template(round_, tmp_path / "return.xlsx")
    pages = printed(libreoffice, tmp_path / "return.xlsx").read_bytes().count(b"/Type/Page/")
    assert 3 < pages <= 6


def test_title_marking_and_reference_are_on_every_page_as_they_were_typed(
    libreoffice: str, tmp_path: Path
) -> None:
    title, marking = "M&G: &[Picture] &P", "5&10 &&G &D &B&KFF0000"
    source = '&"Arial,Bold" &Green &L&C&R (2024) &N'
    framework = ss.Framework(title, ss.Source(source), BASE.framework.scale, BASE.framework.steps)
    round_ = ss.Round(framework, "Anytown", "Spring", date(2026, 5, 1), handling=marking)
    write_template(round_, tmp_path / "return.xlsx")
    text = subprocess.run(
        ["pdftotext", "-layout", printed(libreoffice, tmp_path / "return.xlsx"), "-"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    pages = [[" ".join(line.split()) for line in page.split("\n")] for page in text.split("\f")]
    said = [[line for line in page if line] for page in pages[:-1]]
    assert [(lines[0], lines[-1]) for lines in said] == [
        (f"{sheet}: {title} {marking}", f"{round_.citation} Page {number} of 4")
        for number, sheet in enumerate(("About", "Ratings", "Actions", "Context"), 1)
    ]


def printed(libreoffice: str, book: Path) -> Path:
    """The workbook as a PDF beside it."""
    profile = f"-env:UserInstallation={(book.parent / 'profile').as_uri()}"
    way = "--headless", "--convert-to", "pdf", "--outdir", book.parent, book
    subprocess.run([libreoffice, profile, *way], capture_output=True, check=True)
    return book.with_suffix(".pdf")
