"""Small rounds, and workbooks filled in as people fill them, for the tests of workbooks."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl

import sixsteps as ss
from sixsteps.formats.workbook import layout
from sixsteps.formats.workbook.template import share_of
from sixsteps.workbook import write_template

__all__ = ["LOCAL", "SPRING", "column", "filled", "headers", "opened", "share_of", "written"]

LOCAL = ss.Framework(
    "Local",
    ss.Source("Doe, J (2024) Local"),
    ss.Scale(
        "RAG",
        [
            ss.Level("red", "Red", "no part", needs=["plan"]),
            ss.Level("amber", "Amber", "in part", needs=["evidence", "remaining", "plan"]),
            ss.Level("green", "Green", "yes", needs=["evidence", "plan"]),
        ],
    ),
    [
        ss.Step(
            "s1",
            "Partners lead",
            [
                ss.Question("s1q1", "Do they meet?", label="Meetings"),
                ss.Question("s1q2", "Do they plan?", guidance="A plan in writing"),
            ],
        ),
        ss.Step("s2", "Training", [ss.Question("s2q1", "Is there training?")]),
    ],
    [ss.ContextQuestion("c1", "Is it clear?")],
)

SPRING = ss.Round(
    LOCAL,
    "Anytown",
    "Spring 2026",
    date(2026, 5, 1),
    ratings=[
        ss.Rating("s1q1", "green", ["Said by the police"], respondent="police"),
        ss.Rating("s1q2", "amber", rationale="=A1", respondent="police"),
        ss.Rating("s1q1", "red", rationale="Said by the council", respondent="council"),
    ],
    plans=[
        ss.ActionPlan(
            "s1",
            [
                ss.Action("Fill the police seat", addresses=["s1q2"], due=date(2026, 9, 1)),
                ss.Action("Said by the council", respondents=["council"]),
            ],
            "All lead",
        )
    ],
    respondents=[
        ss.Respondent("police", "Anytown Police", ss.Role.LEAD_PARTNER),
        ss.Respondent("council", "Anytown Council", ss.Role.LEAD_PARTNER, asked=["s1"]),
    ],
    context=[ss.ContextAnswer("c1", "It is")],
    handling="OFFICIAL",
)

HEADERS = {
    sheet: {column.key: column.header for column in columns}
    for sheet, columns in (
        ("About", layout.ABOUT_COLUMNS),
        ("Ratings", layout.RATINGS_COLUMNS),
        ("Actions", layout.ACTIONS_OF_ALL),
        ("Context", layout.CONTEXT_COLUMNS),
        ("Moderation", layout.MODERATION_COLUMNS),
        ("Answers", layout.ANSWERS_COLUMNS),
        ("Agencies", layout.AGENCIES_COLUMNS),
        ("Respondents", layout.AGENCIES_COLUMNS),
        ("Framework", layout.FRAMEWORK_COLUMNS),
    )
}


def written(subject: ss.Framework | ss.Round, respondent: str | None = None) -> BytesIO:
    """A template, from its beginning."""
    file = BytesIO()
    write_template(subject, file, respondent=respondent)
    return BytesIO(file.getvalue())


def opened(file: BytesIO) -> Any:
    """The workbook as openpyxl sees it; its types say that any part may be missing."""
    return openpyxl.load_workbook(file)


def headers(sheet: Any) -> tuple[int, dict[str, int]]:
    """The row of a sheet's headers, and the column of each."""
    for row in sheet.iter_rows():
        names = {cell.value: cell.column for cell in row if cell.value is not None}
        if "Id" in names:
            return row[0].row, names
    raise AssertionError(f"no headers in {sheet.title}")


def column(sheet: Any, header: str) -> list[Any]:
    """What stands below a header."""
    row, names = headers(sheet)
    return [sheet.cell(line, names[header]).value for line in range(row + 1, sheet.max_row + 1)]


def filled(file: BytesIO, entries: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> BytesIO:
    """The workbook with entries typed in: by sheet, by the row's id or place, by column."""
    book = opened(file)
    for name, rows in entries.items():
        sheet = book[name]
        row, names = headers(sheet)
        ids = {
            sheet.cell(line, names["Id"]).value: line for line in range(row + 1, sheet.max_row + 1)
        }
        for which, cells in rows.items():
            line = ids[which] if isinstance(which, str) else row + 1 + which
            for key, value in cells.items():
                cell = sheet.cell(line, names[HEADERS[name].get(key, key)])
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    changed = BytesIO()
    book.save(changed)
    return BytesIO(changed.getvalue())
