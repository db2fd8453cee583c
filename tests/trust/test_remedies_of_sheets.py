"""What messages about workbooks, surveys and tables say to do is done here, and they are read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from attrs import evolve
from openpyxl.styles import PatternFill

import sixsteps as ss
from tests.support.workbooks import LOCAL, SPRING, filled, headers, opened, written

Try: TypeAlias = Callable[[], Any]
Rows: TypeAlias = Mapping[Any, Mapping[str, Any]]

ON = date(2026, 4, 1)
NEW = 12
"""The place of the first empty row of the sheet Framework of the local framework."""
SCALED = evolve(
    LOCAL,
    scale=ss.Scale(
        "Two", [ss.Level("no", "No", "none"), ss.Level("yes", "Yes", "all", needs=["evidence"])]
    ),
)
WELSH = ss.Translation.of(
    LOCAL, "Welsh (cy)", {"scale/red/label": "Coch", "scale/amber/label": "Coch"}, by="Anytown"
)


def made(write: Callable[..., object], subject: object, **others: Any) -> BytesIO:
    file = BytesIO()
    write(subject, file, **others)
    return BytesIO(file.getvalue())


def edited(file: BytesIO, edit: Callable[[Any], object]) -> BytesIO:
    """The workbook after an edit of it."""
    book = opened(file)
    edit(book)
    changed = BytesIO()
    book.save(changed)
    return BytesIO(changed.getvalue())


def sheet_of(framework: ss.Framework = LOCAL) -> BytesIO:
    return made(ss.workbook.write_framework, framework)


def framework_in(
    rows: Rows, framework: ss.Framework = LOCAL, by: Any = "Anytown", **others: Any
) -> ss.Framework:
    """The framework of the sheet in which these rows were typed over."""
    file = filled(sheet_of(framework), {"Framework": rows})
    return whole(ss.workbook.read_framework(file, **{"by": by, "on": ON, **others}))


def whole(result: ss.results.ReadResult) -> ss.Framework:
    assert result.framework is not None
    return result.framework


def without_row(name: str, *, sheet: str = "Framework", file: BytesIO | None = None) -> BytesIO:
    def edit(book: Any) -> None:
        page = book[sheet]
        top, names = headers(page)
        page.delete_rows(next(
            row
            for row in range(top + 1, page.max_row + 1)
            if name in (page.cell(row, names["Id"]).value, page.cell(row, 3).value)
        ))  # fmt: skip

    return edited(file or sheet_of(), edit)


NAMES = ("Id", "What it is", "Text", "A level needs")
CODE = (
    ("", "Framework", "Code"),
    ("", "Source", "Doe, J (2024) Code"),
    ("", "Scale", "Two levels"),
    ("", "Level", "Not met"),
    ("", "Level", "Met", "evidence"),
    ("", "Step", "The board leads"),
    ("", "", "Does it meet?"),
)


def by_hand(rows: Sequence[Sequence[str]] = CODE, names: Sequence[str] = NAMES) -> ss.Framework:
    """The framework in a sheet that somebody made."""
    book, file = openpyxl.Workbook(), BytesIO()
    sheet: Any = book.active
    sheet.title = "Framework"
    for row in (names, *rows):
        sheet.append(row)
    book.save(file)
    return whole(ss.workbook.read_framework(BytesIO(file.getvalue())))


ABOUT = {"organisation": "Anytown", "title": "Spring 2027", "on": "1 May 2027"}


def begun(
    subject: ss.Framework | ss.Round = LOCAL,
    rows: Rows | None = None,
    agencies: str = "Respondents",
    **about: str,
) -> ss.Round:
    """The round of a set-up workbook in which this was typed."""
    said = {name: {"entry": one} for name, one in {**ABOUT, **about}.items()}
    file = filled(made(ss.workbook.write_setup, subject), {"About": said, agencies: rows or {}})
    return ss.workbook.read_setup(file).round


def returned(
    sheets: Mapping[str, Rows],
    subject: ss.Framework | ss.Round = SPRING,
    who: str | None = "police",
) -> ss.Round:
    file = filled(written(subject, who if isinstance(subject, ss.Round) else None), sheets)
    return ss.workbook.read_round(file).round


def opened_and(edit: Callable[[Any], object]) -> ss.Round:
    """The return of which the workbook was edited."""
    return ss.workbook.read_round(edited(written(SPRING, "police"), edit)).round


def typed(cell: str, value: object, look: str | None = None) -> ss.Round:
    def edit(book: Any) -> None:
        book["Ratings"][cell] = value
        if isinstance(value, str) and look == "text":
            book["Ratings"][cell].data_type = "s"
        elif look:
            book["Ratings"][cell].number_format = look

    return opened_and(edit)


def due(value: object) -> ss.Round:
    def edit(book: Any) -> None:
        book["Actions"]["G5"] = value

    return opened_and(edit)


def about_cell(value: object) -> ss.Round:
    """The round that is set up for a day."""

    def edit(book: Any) -> None:
        for row in book["About"].iter_rows():
            if row[0].value in ABOUT:
                row[2].value = ABOUT[row[0].value]
            if row[0].value == "on":
                row[2].value = value

    return ss.workbook.read_setup(edited(made(ss.workbook.write_setup, LOCAL), edit)).round


def coloured(level: str | None, fill: str | None) -> ss.Round:
    def edit(book: Any) -> None:
        cell = book["Ratings"]["D9"]
        cell.value = level
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)

    return opened_and(edit)


def moderated(sheets: Mapping[str, Rows], subject: ss.Round = SPRING) -> ss.Round:
    file = filled(made(ss.workbook.write_moderation, subject), sheets)
    return ss.workbook.read_moderation(file).round


def wordy(count: int, text: str) -> ss.Round:
    """A round with so many respondents, who all say the same of every question."""
    people = [ss.Respondent(f"r{number}", "Somebody", ss.Role.PEER) for number in range(count)]
    said = [
        ss.Rating(question.id, "green", [text], respondent=one.id)
        for question in ss.six_steps().questions
        for one in people
    ]
    return ss.Round(ss.six_steps(), "Anytown", "Spring", ON, said, respondents=people)


def headed(
    sheet: str, header: str, name: str | None, *, twice: bool = False
) -> Callable[[Any], None]:
    """The edit that gives a column another header, or gives the next free one this header too."""

    def edit(book: Any) -> None:
        page = book[sheet]
        row, names = headers(page)
        page.cell(row, max(names.values()) + 1 if twice else names[header]).value = name

    return edit


def beside(value: str | None) -> Callable[[Any], None]:
    """The edit that types something outside the columns of the sheet of ratings."""

    def edit(book: Any) -> None:
        row, names = headers(book["Ratings"])
        book["Ratings"].cell(row + 1, max(names.values()) + 1).value = value

    return edit


def below(value: str | None) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        book["Ratings"].cell(30, headers(book["Ratings"])[1]["Rating"]).value = value

    return edit


def copied(level: str | None) -> Callable[[Any], None]:
    """The edit that copies the sheet of ratings, and types a rating into the copy."""

    def edit(book: Any) -> None:
        copy = book.copy_worksheet(book["Ratings"])
        if level is None:
            del book[copy.title]
        else:
            copy["D8"] = level

    return edit


def merged(*, together: bool) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        book["Ratings"].merge_cells("E6:E7")
        if not together:
            book["Ratings"].unmerge_cells("E6:E7")

    return edit


def hidden(key: str, value: str) -> Callable[[Any], None]:
    """The edit that changes a row of the hidden sheet."""

    def edit(book: Any) -> None:
        for row in book["sixsteps"].iter_rows():
            if row[0].value == key:
                row[1].value = value

    return edit


def without_sheet(name: str) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        del book[name]

    return edit


def nothing(_: Any) -> None:
    """An edit that edits nothing."""


def survey(source: Any, framework: ss.Framework = LOCAL, **others: Any) -> ss.Round:
    given = {"organisation": "Anytown", "title": "Spring", "on": ON, "role": ss.Role.PEER, **others}
    return ss.surveys.read_table(source, framework, **given).round


def export(name: str, *rows: Sequence[object]) -> str:
    """The path of an export that a survey tool wrote."""
    if Path(name).suffix == ".csv":
        text = "".join(",".join(map(str, row)) + "\n" for row in rows)
        Path(name).write_text(text, encoding="utf-8")
        return name
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    with Path(name).open("wb") as file:
        book.save(file)
    return name


def in_sheets(*headers: Sequence[str]) -> str:
    """The path of a workbook with a sheet for each row of headers."""
    book = openpyxl.Workbook()
    for place, row in enumerate(headers):
        sheet: Any = book.worksheets[0] if place == 0 else book.create_sheet()
        sheet.append(row)
    book.save("sheets.xlsx")
    return "sheets.xlsx"


def crosswalk(*rows: str) -> ss.Crosswalk:
    return ss.read_crosswalk(StringIO("\n".join(rows)))


def question(name: str, text: str = "Why?") -> ss.Framework:
    steps = [ss.Step("s1", "One", [ss.Question("s1q1", "Why?"), ss.Question(name, text)])]
    return ss.Framework("Two", ss.Source("Doe, J"), LOCAL.scale, steps)


def form(framework: ss.Framework) -> None:
    ss.surveys.write_xlsform(framework, BytesIO())


def with_key(key: str) -> ss.Framework:
    levels = [ss.Level(key, "None"), ss.Level("yes", "Yes")]
    return evolve(question("s1q2"), scale=ss.Scale("Two", levels))


AGREED = moderated({}).agree("Chair", date(2026, 6, 1))
MANY = evolve(
    SPRING,
    framework=evolve(
        LOCAL,
        steps=[
            evolve(
                LOCAL.steps[0],
                questions=[ss.Question(f"s1q{n}", f"Number {n}?") for n in range(1, 11)],
            ),
            LOCAL.steps[1],
        ],
    ),
)


def sheet_by_hand() -> BytesIO:
    """The sheet of a framework without what the library hides in it."""
    return edited(sheet_of(), without_sheet("sixsteps"))


def about() -> dict[str, dict[str, str]]:
    return {name: {"entry": said} for name, said in ABOUT.items()}


def about_file() -> BytesIO:
    return made(ss.workbook.write_setup, LOCAL)


def actions() -> BytesIO:
    return made(ss.workbook.write_actions, SPRING)


def damaged(file: BytesIO) -> bytes:
    """A workbook of which one sheet was cut off."""
    content = BytesIO()
    with ZipFile(file) as old, ZipFile(content, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part[: len(part) // 2] if "sheet2" in name else part)
    return content.getvalue()


def zipped(name: str) -> str:
    """The path of an Excel workbook under this name."""
    export("book.xlsx", ["s1q1"], ["Red"])
    return str(Path("book.xlsx").replace(name))


# The remedy, what it is given for, and what it says to do.
CASES: list[tuple[str, Try, Try]] = [
    # The sheet Framework.
    (
        "choose Reworded, Replaced, Removed",
        lambda: framework_in({"s1q1": {"text": "Do they sit?", "changed": "Other"}}),
        lambda: framework_in({"s1q1": {"text": "Do they sit?", "changed": "Reworded"}}),
    ),
    (
        "fill it in, or delete the whole row",
        lambda: framework_in({"s1q2": {"text": ""}}),
        lambda: framework_in({"s1q2": {"text": "Do they plan?"}}),
    ),
    (
        "fill it in, or delete the whole row",
        lambda: framework_in({"s1q2": {"text": ""}}),
        lambda: ss.workbook.read_framework(without_row("s1q2"), by="Anytown", on=ON),
    ),
    (
        "clear the cell, or move what it says",
        lambda: framework_in({"s1": {"tags": "voice"}}),
        lambda: framework_in({"s1": {"tags": ""}, "s1q1": {"tags": "voice"}}),
    ),
    (
        "choose one of Framework, Source, Scale, Level, Step, Question, Context question",
        lambda: framework_in({NEW: {"kind": "Chapter", "text": "Why?"}}),
        lambda: framework_in({NEW: {"kind": "Question", "text": "Why?"}}),
    ),
    (
        "choose Question, or clear the id",
        lambda: framework_in({"s1q2": {"kind": "Step", "text": "Voice"}}),
        lambda: framework_in({"s1q2": {"kind": "Question"}}),
    ),
    (
        "choose Question, or clear the id",
        lambda: framework_in({"s1q2": {"kind": "Step", "text": "Voice"}}),
        lambda: framework_in({"s1q2": {"id": "", "kind": "Step", "text": "Voice"}}),
    ),
    (
        "delete one",
        lambda: framework_in({NEW: {"kind": "Scale", "text": "Other"}}),
        lambda: framework_in({}),
    ),
    (
        "give it back: Doe, J (2024) Local",
        lambda: framework_in({1: {"text": "Roe, R (2026) Ours"}}),
        lambda: framework_in({1: {"text": "Doe, J (2024) Local"}}),
    ),
    (
        "delete one",
        lambda: framework_in({NEW: {"id": "red", "kind": "Level", "text": "Red"}}),
        lambda: framework_in({}),
    ),
    (
        "there are evidence, remaining, plan",
        lambda: framework_in({"red": {"needs": "money"}}),
        lambda: framework_in({"red": {"needs": "plan, evidence"}}),
    ),
    (
        "clear the id of a new row",
        lambda: framework_in({NEW: {"id": "s2q1", "kind": "Question", "text": "Why?"}}),
        lambda: framework_in({NEW: {"id": "", "kind": "Question", "text": "Why?"}}),
    ),
    (
        "move it below its step",
        lambda: by_hand([*CODE[:5], CODE[6], CODE[5]]),
        by_hand,
    ),
    (
        "begin it as in Green: ...",
        lambda: framework_in({"s1q1": {"levels": "Good: they meet"}}),
        lambda: framework_in({"s1q1": {"levels": "Green: they meet"}}),
    ),
    (
        "begin it as in Yes: ...",
        lambda: framework_in({"s1q1": {"levels": "Good: they meet"}}, SCALED),
        lambda: framework_in({"s1q1": {"levels": "Yes: they meet"}}, SCALED),
    ),
    (
        "insert one that says it in the column Text",
        lambda: by_hand([CODE[0], *CODE[2:]]),
        by_hand,
    ),
    ("insert one for each level", lambda: by_hand([*CODE[:3], *CODE[5:]]), by_hand),
    (
        "leave it out, or give the framework that it changes as base=",
        lambda: ss.workbook.read_framework(sheet_by_hand(), reworded=["s1q1"]),
        lambda: ss.workbook.read_framework(sheet_by_hand()),
    ),
    (
        "keep the rows and ids of red, amber, green; their words may change",
        lambda: framework_in({"green": {"id": "good"}}),
        lambda: framework_in({"green": {"text": "Good"}}),
    ),
    (
        "or give mapping= from them to the others",
        lambda: framework_in({"green": {"id": "good"}}),
        lambda: framework_in(
            {"green": {"id": "good"}}, mapping={"red": "red", "amber": "amber", "green": "good"}
        ),
    ),
    (
        "give by= and on=",
        lambda: framework_in({"s1": {"text": "Leads"}}, by=()),
        lambda: framework_in({"s1": {"text": "Leads"}}),
    ),
    (
        'choose reworded or replaced in the column "If changed: reworded, replaced or removed"',
        lambda: framework_in({"s1q1": {"text": "Do they sit?"}}),
        lambda: framework_in({"s1q1": {"text": "Do they sit?", "changed": "replaced"}}),
    ),
    (
        "clear the word, or change the text",
        lambda: framework_in({"s1q1": {"changed": "reworded"}}),
        lambda: framework_in({"s1q1": {"changed": ""}}),
    ),
    # The sheet of those who are asked.
    (
        "give numbers of the sheet Framework, such as 1 or 1.2",
        lambda: begun(rows={0: {"name": "A", "role": "peer", "asked": "7.7"}}),
        lambda: begun(rows={0: {"name": "A", "role": "peer", "asked": "1, 2.1"}}),
    ),
    (
        "fill it in",
        lambda: begun(rows={0: {"role": "peer"}}),
        lambda: begun(rows={0: {"name": "A", "role": "peer"}}),
    ),
    ("fill it in", lambda: begun(title=""), begun),
    # The sheet About, and what a return is for.
    (
        "make a template for them",
        lambda: returned({"About": {"respondent": {"entry": "Anytown Council"}}}),
        lambda: ss.workbook.read_round(written(SPRING, "council")),
    ),
    (
        "make a template for it",
        lambda: returned({"About": {"role": {"entry": "practitioner"}}}),
        lambda: ss.workbook.read_round(
            written(
                evolve(
                    SPRING,
                    respondents=[
                        evolve(SPRING.respondents[0], role=ss.Role.PRACTITIONER),
                        SPRING.respondents[1],
                    ],
                ),
                "police",
            )
        ),
    ),
    (
        "name who answers",
        lambda: returned({"About": {**about(), "role": {"entry": "peer"}}}, LOCAL),
        lambda: returned(
            {"About": {**about(), "role": {"entry": "peer"}, "respondent": {"entry": "A"}}}, LOCAL
        ),
    ),
    (
        "choose one of practitioner, peer",
        lambda: returned(
            {"About": {**about(), "role": {"entry": "boss"}, "respondent": {"entry": "A"}}}, LOCAL
        ),
        lambda: returned(
            {"About": {**about(), "role": {"entry": "peer"}, "respondent": {"entry": "A"}}}, LOCAL
        ),
    ),
    # Rows, columns and cells of any sheet.
    (
        "copy it back, and close it if it is done",
        lambda: ss.workbook.read_actions(without_row("a1", sheet="Actions", file=actions())),
        lambda: ss.workbook.read_actions(
            filled(actions(), {"Actions": {"a1": {"status": "closed"}}})
        ),
    ),
    (
        "type it after an apostrophe",
        lambda: returned({"Actions": {"a1": {"addresses": 1.1}}}, MANY),
        lambda: returned({"Actions": {"a1": {"addresses": "1.10"}}}, MANY),
    ),
    (
        "move what they say into one of those, or delete it",
        lambda: opened_and(beside("Said beside")),
        lambda: opened_and(beside(None)),
    ),
    (
        "put what it says into a row of the template",
        lambda: opened_and(below("Red")),
        lambda: opened_and(below(None)),
    ),
    (
        "put what both say into one, and delete the other",
        lambda: opened_and(headed("Ratings", "Rating", "Rating", twice=True)),
        lambda: opened_and(nothing),
    ),
    (
        "put what both say into one, and delete the other",
        lambda: opened_and(copied("Red")),
        lambda: opened_and(copied(None)),
    ),
    (
        "copy it back from a fresh template",
        lambda: opened_and(headed("Ratings", "Rating", "Mark")),
        lambda: opened_and(headed("Ratings", "Rating", "Rating")),
    ),
    (
        "copy it back from a fresh template",
        lambda: ss.workbook.read_round(
            without_row("s1q2", sheet="Ratings", file=written(SPRING, "police"))
        ),
        lambda: opened_and(nothing),
    ),
    (
        "copy what was filled in into a fresh workbook",
        lambda: opened_and(without_sheet("Ratings")),
        lambda: returned({"Ratings": {"s1q1": {"rating": "Red"}}}),
    ),
    ("add it", lambda: by_hand(names=["Id", "Kind", "Text", "A level needs"]), by_hand),
    ("add what they lack", lambda: by_hand(names=["Id", "Kind", "What"]), by_hand),
    (
        "unmerge them, and fill in each by itself",
        lambda: opened_and(merged(together=True)),
        lambda: opened_and(merged(together=False)),
    ),
    (
        "choose the level that it stands for, or take the colour away",
        lambda: coloured(None, "FF0000"),
        lambda: coloured("Red", "FF0000"),
    ),
    (
        "choose the level that it stands for, or take the colour away",
        lambda: coloured(None, "FF0000"),
        lambda: coloured(None, None),
    ),
    (
        "Copy the answers into a fresh template",
        lambda: returned({"Ratings": {"s1q1": {"text": "Do they plan?", "rating": "Red"}}}),
        lambda: returned({"Ratings": {"s1q1": {"rating": "Red"}}}),
    ),
    (
        "type what it gives, and an apostrophe before a text that begins with '='",
        lambda: typed("E7", "=1+1"),
        lambda: typed("E7", "=1+1", "text"),
    ),
    ("type what is meant", lambda: typed("E7", "#N/A"), lambda: typed("E7", "None")),
    (
        "type it as text, after an apostrophe",
        lambda: typed("E7", 0.85, "0%"),
        lambda: typed("E7", "85%"),
    ),
    (
        "type it as text, after an apostrophe",
        lambda: typed("E7", time(9)),
        lambda: typed("E7", "9"),
    ),
    (
        "type one such as 1 May 2026",
        lambda: about_cell("soon"),
        lambda: about_cell("1 May 2026"),
    ),
    (
        "type a date, such as 1 May 2026",
        lambda: about_cell("46143"),
        lambda: about_cell(date(2026, 5, 1)),
    ),
    ("type the date alone", lambda: due("1 May 2026 09:30"), lambda: due("1 May 2026")),
    (
        "write it as 1 May 2026 or 01/05/2026, day first",
        lambda: due("05/13/2026"),
        lambda: due("13/05/2026"),
    ),
    (
        "write it as 1 May 2026 or 01/05/2026, day first",
        lambda: due("1 Juni 2026"),
        lambda: due("1 June 2026"),
    ),
    ("write the year with four digits", lambda: due("1 May 26"), lambda: due("1 May 2026")),
    ("write the date alone", lambda: due("Monday 1 May 2026"), lambda: due("1 May 2026")),
    (
        "move what it says to the reason",
        lambda: returned({"Ratings": {"s1q1": {"reason": "None", "rating": "", "remaining": "x"}}}),
        lambda: returned(
            {
                "Ratings": {
                    "s1q1": {
                        "reason": "None, x",
                        "rating": "",
                        "remaining": "",
                        "evidence": "",
                        "rationale": "",
                    }
                }
            }
        ),
    ),
    # Whole workbooks.
    (
        "fill in a workbook that sixsteps wrote, and keep its hidden sheet",
        lambda: opened_and(without_sheet("sixsteps")),
        lambda: opened_and(nothing),
    ),
    (
        "fill in a workbook that sixsteps wrote, and keep its hidden sheet",
        lambda: opened_and(hidden("document", "{")),
        lambda: opened_and(nothing),
    ),
    (
        "open it in Excel and save it again",
        lambda: ss.workbook.read_round(BytesIO(damaged(written(SPRING, "police")))),
        lambda: opened_and(nothing),
    ),
    (
        "read it with read_moderation",
        lambda: ss.workbook.read_round(made(ss.workbook.write_moderation, SPRING)),
        lambda: ss.workbook.read_moderation(made(ss.workbook.write_moderation, SPRING)),
    ),
    (
        "read it with read_round",
        lambda: ss.workbook.read_moderation(written(SPRING, "police")),
        lambda: ss.workbook.read_round(written(SPRING, "police")),
    ),
    (
        "read it with read_setup",
        lambda: ss.workbook.read_round(about_file()),
        begun,
    ),
    (
        "read it with read_framework",
        lambda: ss.workbook.read_round(sheet_of()),
        lambda: ss.workbook.read_framework(sheet_of()),
    ),
    (
        "read it with read_actions",
        lambda: ss.workbook.read_round(actions()),
        lambda: ss.workbook.read_actions(actions()),
    ),
    (
        "write the workbook of the round it was made from",
        lambda: made(ss.workbook.write_moderation, SPRING.only("police")),
        lambda: made(ss.workbook.write_moderation, SPRING),
    ),
    (
        "write the workbook of the round it was made from",
        lambda: written(SPRING.redacted()),
        lambda: written(SPRING, "police"),
    ),
    (
        "list them",
        lambda: made(
            ss.workbook.write_moderation, evolve(SPRING, ratings=(), plans=(), respondents=())
        ),
        lambda: made(ss.workbook.write_moderation, SPRING),
    ),
    (
        "change it in their return",
        lambda: moderated({"Moderation": {"s1q1": {"raters": "Red: police"}}}),
        lambda: ss.collect(
            evolve(SPRING, ratings=(), plans=()),
            [returned({"Ratings": {"s1q1": {"rating": "Red"}}})],
        ),
    ),
    (
        "shorten its texts, or leave some out",
        lambda: made(ss.workbook.write_actions, wordy(40, "x" * 30_000)),
        lambda: made(ss.workbook.write_actions, wordy(40, "x" * 300)),
    ),
    (
        "reopen the round, write its workbook again and type into that what this one changes",
        lambda: moderated({"Moderation": {"s1q1": {"rating": "Red"}}}, AGREED),
        lambda: moderated(
            {"Moderation": {"s1q1": {"rating": "Red"}}},
            AGREED.reopen("Chair", date(2026, 7, 1), "Late"),
        ),
    ),
    # Exports of surveys, and forms.
    (
        "give respondents",
        lambda: survey([["respondent", "s1q1"], ["r", "red"]], respondents=["r"]),
        lambda: survey(
            [["respondent", "s1q1"], ["r", "red"]],
            respondents=[ss.Respondent("r", "R", ss.Role.PEER)],
        ),
    ),
    (
        "let its name end in .xlsx",
        lambda: survey(zipped("export.csv")),
        lambda: survey(zipped("export.xlsx")),
    ),
    (
        "give the path of an .xlsx file",
        lambda: survey(BytesIO(Path(zipped("export.xlsx")).read_bytes())),
        lambda: survey("export.xlsx"),
    ),
    (
        "leave out what is no answer",
        lambda: survey(export("wide.csv", ["s1q1", *[f"x{n}" for n in range(17_000)]], ["Red"])),
        lambda: survey(export("narrow.csv", ["s1q1"], ["Red"])),
    ),
    (
        "the first row names columns",
        lambda: survey(export("none.csv", [""], [""])),
        lambda: survey(export("some.csv", ["s1q1", "s1q2"], ["Red", "Green"])),
    ),
    (
        "was it saved with another separator?",
        lambda: survey(StringIO("s1q1,s1q2\nRed;Green,Red,Red\n")),
        lambda: survey(StringIO("s1q1;s1q2\nRed;Green\n")),
    ),
    (
        "name the columns by the questions' ids",
        lambda: survey([{"Why?": "red"}], question("s1q2")),
        lambda: survey([{"s1q1": "red"}], question("s1q2")),
    ),
    (
        "name the column 's1q1' if it is meant",
        lambda: survey([{"Do they meat?": "red"}]),
        lambda: survey([{"s1q1": "red"}]),
    ),
    (
        "name it s1q1_rationale",
        lambda: survey([{"s1q1": "red", "s1q1_evidence": "Log", "s1q1[comment]": "Why"}]),
        lambda: survey([{"s1q1": "red", "s1q1_evidence": "Log", "s1q1_rationale": "Why"}]),
    ),
    (
        "put what it says into that one",
        lambda: survey(
            [{"s1q1": "red", "s1q1_evidence": "Log", "s1q1_rationale": "Why", "s1q1[comment]": "x"}]
        ),
        lambda: survey([{"s1q1": "red", "s1q1_evidence": "Log, x", "s1q1_rationale": "Why"}]),
    ),
    (
        "name it by the question's id, such as s1q1_evidence",
        lambda: survey([["s1q1", "s1q2", "Evidence"], ["red", "red", "Log"]]),
        lambda: survey([["s1q1", "s1q2", "s1q1_evidence"], ["red", "red", "Log"]]),
    ),
    (
        "name it by the question's id, or give its header in leave_out=",
        lambda: survey([{"s1q2": "red", "So, Do they meet?": "red"}]),
        lambda: survey(
            [{"s1q2": "red", "So, Do they meet?": "red"}], leave_out=["So, Do they meet?"]
        ),
    ),
    (
        "columns are named by id or wording",
        lambda: survey([{"Mark": "x"}]),
        lambda: survey([{"Do they meet?": "red"}]),
    ),
    (
        "give its header as respondent=",
        lambda: survey([{"who": "A", "s1q1": "red"}, {"who": "B", "s1q1": "red"}]),
        lambda: survey(
            [{"who": "A", "s1q1": "red"}, {"who": "B", "s1q1": "red"}], respondent="who"
        ),
    ),
    (
        "give role= a header or a Role",
        lambda: survey([{"respondent": "A", "s1q1": "red"}], role="role"),
        lambda: survey([{"respondent": "A", "s1q1": "red"}], role=ss.Role.PEER),
    ),
    (
        "a text is needed here and it is empty at by",
        lambda: framework_in({"s1": {"text": "Leads"}}, by=[""]),
        lambda: framework_in({"s1": {"text": "Leads"}}, by=["Anytown"]),
    ),
    (
        "empty one of them in this row",
        lambda: survey([{"s1q1": "red", "Do they meet?": "green"}]),
        lambda: survey([{"s1q1": "red", "Do they meet?": ""}]),
    ),
    (
        "put both into one of them in this row",
        lambda: survey([["s1q1", "a/s1q1_evidence", "b/s1q1_evidence"], ["red", "One", "Two"]]),
        lambda: survey([["s1q1", "a/s1q1_evidence", "b/s1q1_evidence"], ["red", "One, two", ""]]),
    ),
    (
        'save it as UTF-8, which Excel calls "CSV UTF-8"',
        lambda: survey(BytesIO("s1q1,s1q1_evidence\nred,B\u00fcro".encode("cp1252"))),
        lambda: survey(BytesIO("s1q1,s1q1_evidence\nred,B\u00fcro".encode("utf-8-sig"))),
    ),
    (
        "delete what stands above the headers",
        lambda: survey([["Our survey"], ["s1q1", "s1q2"], ["red", "green"]]),
        lambda: survey([["s1q1", "s1q2"], ["red", "green"]]),
    ),
    (
        "only the first sheet is read",
        lambda: survey(in_sheets(["Made on 1 May"], ["s1q1"])),
        lambda: survey(in_sheets(["s1q1"], ["Made on 1 May"])),
    ),
    (
        'give the rows of a data frame, .to_dict("records") or .to_dicts()',
        lambda: survey(pd.DataFrame({"s1q1": ["red"]})),
        lambda: survey(pd.DataFrame({"s1q1": ["red"]}).to_dict("records")),
    ),
    (
        "the first is row 2",
        lambda: survey([{"respondent": "A", "s1q1": "red"}, {"respondent": "A", "s1q1": "red"}]),
        lambda: survey([{"respondent": "A", "s1q1": "red"}]),
    ),
    (
        "name who answers",
        lambda: survey([{"respondent": "A", "s1q1": "red"}, {"respondent": "", "s1q1": "red"}]),
        lambda: survey([{"respondent": "A", "s1q1": "red"}, {"respondent": "B", "s1q1": "red"}]),
    ),
    (
        "and any other with yes or no as independent",
        lambda: survey([{"respondent": "A", "role": "trustee", "s1q1": "red"}], role="role"),
        lambda: survey(
            [{"respondent": "A", "role": "trustee", "independent": "no", "s1q1": "red"}],
            role="role",
        ),
    ),
    (
        "give each a word of its own",
        lambda: survey([{"s1q1": "Coch"}], translation=WELSH),
        lambda: survey(
            [{"s1q1": "Coch"}],
            translation=ss.Translation.of(
                LOCAL, "Welsh (cy)", {"scale/red/label": "Coch"}, by="Anytown"
            ),
        ),
    ),
    (
        "rename the id",
        lambda: form(question("s1q1_evidence", "Proof?")),
        lambda: form(question("s1q2", "Proof?")),
    ),
    ("rename it", lambda: form(with_key("not_applicable")), lambda: form(with_key("none"))),
    # Crosswalks.
    (
        "put what both say into one, and delete the other",
        lambda: crosswalk("old,new,new", "s1q1,s1q1,s1q2"),
        lambda: crosswalk("old,new", "s1q1,s1q1"),
    ),
    (
        "there must be one",
        lambda: crosswalk("old", "s1q1"),
        lambda: crosswalk("old,new", "s1q1,s1q1"),
    ),
    (
        "there are old, new, relation",
        lambda: crosswalk("old,new,relatoin", "s1q1,s1q1,same"),
        lambda: crosswalk("old,new,relation", "s1q1,s1q1,same"),
    ),
    (
        "write a row for each",
        lambda: crosswalk("old,new,relation", "s1q1,s1q1,same", "red amber,a,level"),
        lambda: crosswalk("old,new,relation", "s1q1,s1q1,same", "red,a,level", "amber,a,level"),
    ),
    (
        "read all of them one way",
        lambda: crosswalk(
            "old,new,relation", "s1q1,s1q1,same", "red,a,level", "green,b,level back"
        ),
        lambda: crosswalk("old,new,relation", "s1q1,s1q1,same", "red,a,level", "green,b,level"),
    ),
    (
        "write one row for it",
        lambda: crosswalk("old,new", "s1q1,s1q1", "s1q1,s1q2"),
        lambda: crosswalk("old,new,relation", "s1q1,s1q1 s1q2,split"),
    ),
    (
        "the first is row 3",
        lambda: crosswalk("old,new,relation", "s1q1,s1q1,same", "red,a,level", "red,b,level"),
        lambda: crosswalk("old,new,relation", "s1q1,s1q1,same", "red,a,level"),
    ),
]


@pytest.mark.parametrize(("remedy", "wrong", "right"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.slow
def test_doing_what_the_remedy_says_mends_it(
    remedy: str, wrong: Try, right: Try, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ss.SixStepsError) as caught:
        wrong()
    assert remedy in str(caught.value)
    right()
