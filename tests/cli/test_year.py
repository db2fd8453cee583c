"""Two years of a partnership of twelve agencies, by the commands and spreadsheets alone.

The workbooks are filled in in LibreOffice as people fill in forms, and saved by it. At each
station the test states everything that the commands tell.
"""

import shutil
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import sixsteps as ss
from sixsteps.cli import main
from tests.support.libreoffice import through_libreoffice
from tests.support.workbooks import headers, opened

pytestmark = pytest.mark.libreoffice

AGENCIES = [
    *(("Anytown Council", "Lead partner"), ("Anytown Police", "LEAD PARTNER")),
    *(("NHS Anytown", "lead_partner"), ("Schools", "Relevant agency")),
    *(("Early years", "relevant agency"), ("Probation", "relevant agency")),
    *(("Youth justice", "relevant agency"), ("Housing", "relevant agency")),
    *(("Fire and rescue", "relevant agency"), ("Sport clubs", "relevant agency")),
    *(("Voice of children", "children and families"), ("Scrutineer", "independent scrutineer")),
]
IDS = [
    *("anytown-council", "anytown-police", "nhs-anytown", "schools", "early-years", "probation"),
    *("youth-justice", "housing", "fire-and-rescue", "sport-clubs", "voice-of-children"),
    "scrutineer",
]
LISTED = ", ".join(IDS)


class Office:
    """A folder in which workbooks are filled in by cells named by their rows' ids and columns."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder

    def fill(self, files: dict[str, list[list[Any]]]) -> None:
        """Change workbooks in place: verbs whose cells may be (id or place, header)."""
        cases = []
        for name, changes in files.items():
            old = self.folder / name
            before = old.with_suffix(".old.xlsx")
            shutil.move(old, before)
            book = opened(BytesIO(before.read_bytes()))
            cases.append((before, old, [self._named(book, one) for one in changes]))
        through_libreoffice(self.program, self.folder, cases)
        for path in self.folder.rglob("*"):
            if path.name.endswith((".ods", ".old.xlsx", "cases.json")):
                path.unlink()

    def _named(self, book: Any, change: Sequence[Any]) -> list[Any]:
        verb, sheet, *rest = change
        if rest and isinstance(rest[0], tuple):
            row, names = headers(book[sheet])
            which, header = rest[0]
            line = row + 1 + which if isinstance(which, int) else 0
            for number in range(row + 1, book[sheet].max_row + 1) if not line else ():
                if book[sheet].cell(number, names["Id"]).value == which:
                    line = number
            rest[0] = book[sheet].cell(line, names[header]).coordinate
        return [verb, sheet, *rest]


@pytest.fixture
def office(libreoffice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(tmp_path)
    return Office(libreoffice, tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[[str], tuple[int, list[str]]]:
    """Runs a command; gives its exit status and every line it says."""

    def run(line: str) -> tuple[int, list[str]]:
        status = main(line.split())
        said = capsys.readouterr()
        return status, [*said.out.splitlines(), *said.err.splitlines()]

    return run


def about(title: str, on: str) -> list[list[Any]]:
    entries = {
        "organisation": "Anytown SCP",
        "title": title,
        "on": on,
        "use": "SELF-ASSESSMENT",
        "handling": "OFFICIAL",
        "return_by": "15 April 2026",
    }
    return [["text", "About", (name, "Entry"), text] for name, text in entries.items()]


def rated(words: Sequence[str], framework: ss.Framework) -> list[list[Any]]:
    """Ratings typed one after the other, in these words again and again."""
    return [
        ["text", "Ratings", (question.id, "Rating"), words[place % len(words)]]
        for place, question in enumerate(framework.questions)
    ]


def test_two_years_of_twelve_agencies_go_through_the_commands_alone(
    office: Office, run: Callable[[str], tuple[int, list[str]]], tmp_path: Path
) -> None:
    # The first year: the workbook in which it is set up.
    assert run("setup six-steps -o setup.xlsx") == (0, ["sixsteps: written: setup.xlsx"])
    agencies = [
        ["text", "Agencies", (place, header), text]
        for place, agency in enumerate(AGENCIES)
        for header, text in zip(("Name", "Role"), agency, strict=True)
    ]
    changed = "If changed: reworded, replaced or removed"
    framework = [
        ["text", "Framework", ("s1q4", "Text"), "Are reporting and scrutiny in place?"],
        ["text", "Framework", ("s1q4", changed), "reworded"],
        ["text", "Framework", ("s6q4", changed), "removed"],
        ["text", "Framework", ("s6q4", "Why it was changed"), "in the training needs analysis"],
    ]
    office.fill({"setup.xlsx": [*about("Spring 2026", "1st May 2026"), *agencies, *framework]})
    assert run("begin setup.xlsx -o asked.json") == (
        0,
        [
            "Begun: Anytown SCP, Spring 2026, 1 May 2026: 12 respondents, 23 questions; returns are"
            " due by 15 April 2026.",
            "Framework changed by Anytown SCP, 1 May 2026: 1 question reworded (1.4), 1 question"
            " removed (6.4).",
        ],
    )
    asked = ss.read("asked.json", ss.Round)
    assert run("template asked.json --all --return-by 2026-04-15 -o returns") == (
        0,
        [f"12 workbooks in returns: {LISTED}"],
    )

    # What comes back, and what does not.
    (tmp_path / "returns" / "scrutineer.xlsx").unlink()
    words = [
        ["Green", "AMBER", "red"],
        ["R", "A", "G"],
        [" green ", "Amber\xa0"],
    ]
    files = {
        f"returns/{name}.xlsx": rated(words[place % 3], asked.framework)
        for place, name in enumerate(IDS[:-1])
        if name != "anytown-police"
    }
    files["returns/anytown-police.xlsx"] = [
        ["unprotect", "Ratings"],
        *(["colour", "Ratings", (one.id, "Rating"), 0x00B050] for one in asked.framework.questions),
    ]
    step = "1 The three core partner leads are actively involved in strategic planning and"
    files["returns/schools.xlsx"] += [
        ["text", "Ratings", ("s1q1", "Evidence"), "Pasted from a mail:\n\n  Minutes\tof March  "],
        ["unprotect", "Actions"],
        ["insert rows", "Actions", 5, 1],
        ["text", "Actions", "B5", f"{step} implementation"],
        ["text", "Actions", "E5", "Fill the seat of the schools"],
        ["text", "Actions", "G5", "by the first of September"],
        ["text", "Actions", "E6", "Write to head teachers"],
        ["text", "Actions", "G6", "1st September 2026"],
        ["text", "Actions", "D6", "1.1 and 1.2"],
    ]
    files["returns/housing.xlsx"] += [["rename sheet", "Ratings", "Our ratings"]]
    office.fill(files)
    shutil.copy("returns/housing.xlsx", "returns/housing (2).xlsx")
    Path("returns/letter.docx").write_bytes(b"PK\x03\x04 a letter")
    told = [
        "sixsteps: not read: returns/letter.docx: this is no workbook; give its name if it is a"
        " return",
        "sixsteps: error: returns/anytown-police.xlsx: 23 answers of anytown-police have a colour"
        ' and no word, first at sheet "Ratings", cell D6 (question 1.1); choose the level that it'
        " stands for",
        "a second return by 'housing' at returns/housing.xlsx; the first is returns/housing"
        " (2).xlsx; give collect only one of them",
        "nothing is written",
    ]
    assert run("collect asked.json returns -o round.json") == (2, told)
    Path("returns/housing (2).xlsx").unlink()
    Path("returns/letter.docx").unlink()
    assert run("collect asked.json returns --partial -o round.json") == (
        1,
        [
            "10 of 12 returns; missing: anytown-police, scrutineer",
            f"sixsteps: left out: {told[1].removeprefix('sixsteps: error: ')}",
        ],
    )
    whole = ss.read("round.json", ss.Round)
    levels = [whole.answer(name, "schools") for name in ("s1q1", "s1q2", "s1q3")]
    assert [one.level for one in levels if isinstance(one, ss.Rating)] == ["green", "amber", "red"]
    assert [(one.id, one.timescale or one.due) for one in whole.plan("s1").actions] == [
        ("a1-schools", "by the first of September"),
        ("a2-schools", ss.read("asked.json", ss.Round).on.replace(month=9)),
    ]

    # The meeting, and what the board reads.
    assert run("moderate round.json -o meeting.xlsx") == (0, ["sixsteps: written: meeting.xlsx"])
    office.fill(
        {
            "meeting.xlsx": [
                *(
                    ["text", "Moderation", (one.id, "Agreed rating"), "AMBER"]
                    for one in whole.framework.questions[:20]
                ),
                ["text", "Actions", ("a1-schools", "Whose"), "Everybody"],
                ["text", "About", ("agreed_by", "Entry"), "The executive"],
                ["text", "About", ("agreed_on", "Entry"), "14 May 2026"],
            ]
        }
    )
    assert run("agree meeting.xlsx -o agreed-2026.json") == (
        0,
        [
            "Signed off by The executive on 14 May 2026: 20 of 23 questions agreed; not agreed:"
            " 6.1, 6.2, 6.3."
        ],
    )
    assert run("report agreed-2026.json --respondent agreed -o board.docx") == (
        0,
        ["sixsteps: written: board.docx"],
    )
    assert run("chart agreed-2026.json --respondent agreed -o board.svg") == (
        0,
        ["sixsteps: written: board.svg"],
    )

    # The following year.
    assert run("follow-up agreed-2026.json -o setup-2027.xlsx") == (
        0,
        ["sixsteps: written: setup-2027.xlsx"],
    )
    office.fill({"setup-2027.xlsx": about("Spring 2027", "1 May 2027")})
    assert run("begin setup-2027.xlsx -o asked-2027.json")[0] == 0
    line = "template asked-2027.json --all --previous agreed-2026.json -o returns-2027"
    assert run(line) == (0, [f"12 workbooks in returns-2027: {LISTED}"])
    asked = ss.read("asked-2027.json", ss.Round)
    assert [(one.id, one.respondents) for one in asked.plan("s1").actions] == [
        ("a1-schools", ()),
        ("a2-schools", ("schools",)),
    ]
    office.fill({f"returns-2027/{name}.xlsx": rated(["GREEN"], asked.framework) for name in IDS})
    shutil.copy("returns/schools.xlsx", "returns-2027/last year.xlsx")
    other = asked.replace(organisation="Othertown SCP", respondents=asked.respondents[:1], plans=())
    ss.workbook.write_template(other, "returns-2027/other.xlsx")
    ours = "and the round is Anytown SCP, Spring 2027 (1 May 2027)"
    assert run("collect asked-2027.json returns-2027 --partial -o round-2027.json") == (
        1,
        [
            "12 of 12 returns",
            "sixsteps: left out: this is a return of Anytown SCP, Spring 2026 (1 May 2026),"
            f" {ours} at returns-2027/last year.xlsx; leave it out",
            "sixsteps: left out: this is a return of Othertown SCP, Spring 2027 (1 May 2027),"
            f" {ours} at returns-2027/other.xlsx; leave it out",
        ],
    )
    # One of them was in a hurry, and sends a better return.
    shutil.copy("returns-2027/schools.xlsx", "again.xlsx")
    assert run("collect round-2027.json again.xlsx -o late.json") == (
        2,
        [
            "sixsteps: error: a second return by 'schools' at again.xlsx; --replace schools takes"
            " this one",
            "nothing is written",
        ],
    )
    assert run("collect round-2027.json again.xlsx --replace schools -o late.json") == (
        0,
        ["12 of 12 returns"],
    )
    assert run("moderate late.json -o meeting-2027.xlsx") == (
        0,
        ["sixsteps: written: meeting-2027.xlsx"],
    )
    agreed = [
        ["text", "Moderation", (one.id, "Agreed rating"), "g"] for one in asked.framework.questions
    ]
    office.fill({"meeting-2027.xlsx": agreed})
    line = "agree meeting-2027.xlsx --by Executive --on 2027-05-14 -o agreed-2027.json"
    assert run(line) == (
        0,
        ["Signed off by Executive on 14 May 2027: 23 of 23 questions agreed."],
    )
    line = "report agreed-2027.json --since agreed-2026.json --respondent agreed -o 2027.docx"
    assert run(line) == (0, ["sixsteps: written: 2027.docx"])
    assert run("publish agreed-2027.json -o public.html") == (0, ["sixsteps: written: public.html"])
    public = Path("public.html").read_text(encoding="utf-8")
    assert [name for name, _ in AGENCIES if name in public] == []
