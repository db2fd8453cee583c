"""The commands that begin, agree and carry on a round, one by one."""

import csv
import json
import sys
from collections.abc import Mapping
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps.cli import main
from tests.support.workbooks import LOCAL, SPRING, filled, written

AGREED = ss.Respondent("agreed", "Agreed", ss.Role.AGREED)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ss.write(LOCAL, "local.json")
    ss.write(SPRING, "spring.json")


def fill(name: str, entries: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
    """Type into a workbook where it stands."""
    Path(name).write_bytes(filled(BytesIO(Path(name).read_bytes()), entries).getvalue())


def test_a_round_begins_from_its_workbook_and_nothing_is_overwritten(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["setup", "local.json", "-o", "setup.xlsx"]) == 0
    about = {"organisation": "Anytown", "title": "Spring 2027", "on": "1 May 2027"}
    entries = {name: {"entry": text} for name, text in about.items()}
    police = {0: {"name": "Police", "role": "trustee", "independent": "no"}}
    fill("setup.xlsx", {"About": entries, "Respondents": police})
    assert main(["begin", "setup.xlsx", "-o", "asked.json"]) == 0
    assert ss.read("asked.json", ss.Round).respondents == (
        ss.Respondent("police", "Police", ss.Role("trustee", independent=False)),
    )
    assert capsys.readouterr().out == (
        "Begun: Anytown, Spring 2027, 1 May 2027: 1 respondent, 3 questions.\n"
    )
    fill("setup.xlsx", {"About": {"title": {"entry": "Autumn 2027"}}})
    assert main(["begin", "setup.xlsx", "-o", "asked.json"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: asked.json: the file is there already; give --force to overwrite it\n"
    )
    assert main(["collect", "asked.json", "setup.xlsx", "-o", "all.json"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: setup.xlsx: this is a set-up workbook and no return; give"
        " it to sixsteps begin, or leave it out\n"
    )


def test_templates_for_all_are_written_all_or_none(capsys: pytest.CaptureFixture[str]) -> None:
    Path("out").mkdir()
    Path("out/council.xlsx").write_text("mine", encoding="utf-8")
    assert main(["template", "spring.json", "--all", "-o", "out"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: out: there already: council.xlsx; give --force to overwrite them\n"
    )
    assert [path.name for path in Path("out").iterdir()] == ["council.xlsx"]
    assert main(["template", "spring.json", "--all", "-o", "out", "--force"]) == 0
    assert capsys.readouterr().out == "2 workbooks in out: police, council\n"
    found = ss.workbook.read_round("out/council.xlsx").round
    assert [one.id for one in found.respondents] == ["council"]
    assert main(["template", "local.json", "--all", "-o", "none"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: local.json: nobody is listed who could fill a workbook in; give the round"
        " that sixsteps begin wrote\n"
    )


def test_templates_for_all_are_left_alone_where_one_cannot_be_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["template", "spring.json", "--all", "-o", "out"]) == 0
    before = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    line = ["template", "spring.json", "--all", "--return-by", "2026-09-01", "-o", "out", "--force"]
    Path("second").hardlink_to("out/council.xlsx")
    assert main(line) == 2
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == before
    assert capsys.readouterr().err == (
        "sixsteps: error: out/council.xlsx: the file has another name, a hard link, which would"
        " keep the old content; write under a new name, or remove one of the two\n"
    )
    Path("out/council.xlsx").unlink()
    Path("out/council.xlsx").mkdir()
    for command in (line, line[:-1]):
        assert main(command) == 2
        assert Path("out/police.xlsx").read_bytes() == before["police.xlsx"]
        assert capsys.readouterr().err == "sixsteps: error: out/council.xlsx: Is a directory\n"


SIGNED_OFF = (
    "sixsteps: the round is signed off, so nothing that is typed into this workbook can be read"
    ' back; first take the round up again with sixsteps agree ROUND --reopen "the reason" --by NAME'
    " --on DATE, and write the workbook of that\n"
)


@pytest.mark.parametrize(
    ("line", "out"),
    [
        ("moderate agreed.json -o book.xlsx", "book.xlsx"),
        ("actions agreed.json -o book.xlsx", "book.xlsx"),
        ("template agreed.json --respondent police -o book.xlsx", "book.xlsx"),
        ("template agreed.json --all -o books", ""),
    ],
)
def test_who_writes_a_workbook_of_a_signed_off_round_is_told_that_it_cannot_be_read_back(
    line: str, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ss.write(SPRING.agree("Chair", date(2026, 5, 14)), "agreed.json")
    assert main(line.split()) == 0
    written = f"sixsteps: written: {out}\n" if out else ""
    assert capsys.readouterr().err == written + SIGNED_OFF


def test_changes_in_the_workbook_of_a_signed_off_round_are_typed_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ss.write(SPRING.agree("Chair", date(2026, 5, 14)), "agreed.json")
    change = {"Moderation": {"s1q1": {"rating": "Amber"}}}
    again = ["--reopen", "Late", "--by", "Chair", "--on", "2026-06-01"]
    assert main(["moderate", "agreed.json", "-o", "book.xlsx"]) == 0
    fill("book.xlsx", change)
    capsys.readouterr()
    for options in ([], again):
        assert main(["agree", "book.xlsx", *options, "-o", "changed.json"]) == 2
        assert capsys.readouterr().err == (
            "sixsteps: error: book.xlsx: the round is signed off, and the workbook changes it; take"
            ' the round up again with sixsteps agree ROUND --reopen "the reason" --by NAME --on'
            " DATE, write its workbook again and type into that what this one changes\n"
        )
    assert main(["agree", "agreed.json", *again, "-o", "draft.json"]) == 0
    assert main(["moderate", "draft.json", "-o", "again.xlsx"]) == 0
    fill("again.xlsx", change)
    by = ["--by", "Chair", "--on", "2026-06-02"]
    assert main(["agree", "again.xlsx", *by, "-o", "changed.json"]) == 0
    changed = ss.read("changed.json", ss.Round)
    assert changed.answer("s1q1", "agreed") == ss.Rating("s1q1", "amber", respondent="agreed")


def test_workbooks_whose_names_differ_in_case_alone_are_not_written_over_one_another(
    capsys: pytest.CaptureFixture[str],
) -> None:
    people = [ss.Respondent(one, one, ss.Role.PEER) for one in ("recAb", "recAB")]
    ss.write(ss.Round(LOCAL, "Anytown", "Spring", date(2026, 5, 1), respondents=people), "two.json")
    assert main(["template", "two.json", "--all", "-o", "out"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: the workbooks of 'recAb' and 'recAB' would have one name; write each with"
        " --respondent and a name of your own\n"
    )
    assert not Path("out").exists()
    for number, one in enumerate(people):
        line = ["template", "two.json", "--respondent", one.id, "-o", f"{number}.xlsx"]
        assert main(line) == 0
        found = ss.workbook.read_round(f"{number}.xlsx").round
        assert [there.id for there in found.respondents] == [one.id]


def test_a_round_is_signed_off_and_taken_up_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["moderate", "spring.json", "-o", "meeting.xlsx"]) == 0
    fill("meeting.xlsx", {"Moderation": {"s1q1": {"rating": "a"}}})
    assert main(["agree", "meeting.xlsx", "-o", "agreed.json"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: written: meeting.xlsx\n"
        "sixsteps: error: meeting.xlsx: nobody has signed it off; name who did on the sheet About,"
        " with the date, or give --by and --on\n"
    )
    by = ["--by", "Chair", "--on", "2026-05-14"]
    assert main(["agree", "meeting.xlsx", *by, "-o", "agreed.json"]) == 0
    assert capsys.readouterr().out == (
        "Signed off by Chair on 14 May 2026: 1 of 3 questions agreed; not agreed: 1.2, 2.1.\n"
    )
    again = ["--reopen", "A late return", "--by", "Chair", "--on", "2026-06-01"]
    assert main(["agree", "agreed.json", *again, "-o", "reopened.json"]) == 0
    assert ss.read("reopened.json", ss.Round).standing == "Draft"


def test_actions_go_out_and_come_back() -> None:
    assert main(["actions", "spring.json", "-o", "actions.xlsx"]) == 0
    fill("actions.xlsx", {"Actions": {"a1": {"status": "done", "progress": "Filled"}}})
    assert main(["actions", "actions.xlsx", "-o", "later.json"]) == 0
    action = ss.read("later.json", ss.Round).plan("s1").actions[0]
    assert (action.is_open, action.progress) == (False, ("Filled",))


def test_the_public_report_names_no_respondent() -> None:
    agreed = SPRING.with_respondents(AGREED)
    agreed = agreed.with_ratings(ss.Rating("s1q1", "green", ["Log"], respondent="agreed"))
    ss.write(agreed, "agreed.json")
    assert main(["publish", "agreed.json", "-o", "public.md"]) == 0
    said = Path("public.md").read_text(encoding="utf-8")
    assert "Green" in said
    assert [word for word in ("Police", "Council", "council", "Log") if word in said] == []


def survey(*rows: str) -> str:
    """The name of an export of these rows."""
    Path("survey.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return "survey.csv"


OF = ["--organisation", "Anytown", "--title", "Spring 2026", "--on", "2026-05-01"]


def test_an_export_of_a_survey_is_a_round() -> None:
    name = survey("respondent,role,s1q1,s1q2,_uuid", "Police,lead partner,Green,Red,x")
    assert main(["import", "local.json", name, *OF, "-o", "in.json"]) == 0
    found = ss.read("in.json", ss.Round)
    assert (found.organisation, found.title) == ("Anytown", "Spring 2026")
    assert found.answer("s1q2", "police") == ss.Rating("s1q2", "red", respondent="police")


def test_an_export_goes_into_the_round_that_is_begun_and_all_else_stays_in_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    begun = evolve(SPRING, ratings=[one for one in SPRING.ratings if one.respondent == "police"])
    ss.write(begun, "asked.json")
    name = survey("respondent,Role,1.1,_uuid", "anytown council,boss,Green,x")
    assert main(["import", "asked.json", name, "-o", "in.json"]) == 0
    found = ss.read("in.json", ss.Round)
    assert found == begun.with_ratings(ss.Rating("s1q1", "green", respondent="council"))
    assert capsys.readouterr() == (
        "2 of 2 returns; questions without an answer: police (1), council (1)\n",
        'sixsteps: not used: survey.csv: column "Role": 1 cell\n'
        'sixsteps: not used: survey.csv: column "_uuid": 1 cell\n'
        "sixsteps: written: in.json\n",
    )


@pytest.mark.parametrize(
    ("round_", "rows", "options", "said"),
    [
        (
            SPRING,
            ("respondent,s1q1", "The Police,Green"),
            (),
            "survey.csv: a name that is not one of those asked at row 2, column"
            ' "respondent"; the round asks Anytown Police, Anytown Council',
        ),
        (
            SPRING,
            ("respondent,s1q1", "police,Green"),
            (),
            "a second return by 'police' at survey.csv; --replace police takes this one",
        ),
        (
            SPRING,
            ("s1q1", "Green"),
            (),
            "survey.csv: no column 'respondent' says who answers at row 1; give its header as"
            " --respondent",
        ),
        (
            SPRING,
            ("respondent,s1q1", "police,Green"),
            ("--title", "Autumn"),
            "--title: the round that is begun says this itself; leave --title out",
        ),
        (
            SPRING.agree("Chair", date(2026, 5, 2)),
            ("respondent,s1q1", "police,Green"),
            (),
            "this round is signed off, and collect would change it; take it up again with sixsteps"
            ' agree ROUND --reopen "the reason" --by NAME --on DATE',
        ),
    ],
)
def test_an_export_that_does_not_fit_the_round_is_refused(
    round_: ss.Round,
    rows: tuple[str, ...],
    options: tuple[str, ...],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ss.write(round_, "asked.json")
    assert main(["import", "asked.json", survey(*rows), *options, "-o", "in.json"]) == 2
    assert capsys.readouterr() == ("", f"sixsteps: error: {said}\n")
    assert not Path("in.json").exists()


def test_a_second_export_replaces_whom_it_is_told_to() -> None:
    name = survey("respondent,s1q2", "police,Red")
    line = ["import", "spring.json", name, "--replace", "police", "-o", "in.json"]
    assert main(line) == 0
    found = ss.read("in.json", ss.Round)
    assert [(one.question, one.respondent) for one in found.ratings] == [
        ("s1q1", "council"),
        ("s1q2", "police"),
    ]


def test_respondents_of_an_export_are_those_of_a_round_that_lists_nobody() -> None:
    ss.write(
        ss.Round(LOCAL, "Anytown", "Spring 2026", date(2026, 5, 1), use="Review"), "asked.json"
    )
    name = survey("respondent,role,s1q1", "Police,lead partner,Green")
    assert main(["import", "asked.json", name, "-o", "in.json"]) == 0
    found = ss.read("in.json", ss.Round)
    assert (found.use, [one.id for one in found.respondents]) == ("Review", ["police"])
    assert found.answer("s1q1", "police") == ss.Rating("s1q1", "green", respondent="police")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--title", " ", "--role", "peer"],
            "survey.csv: a text is needed here and it is empty at --title",
        ),
        (
            ["--title", "Spring", "--role", "practicioner"],
            "survey.csv: no column of that name says in which role at row 1; give --role a header"
            " or a known role; did you mean 'practitioner'?",
        ),
    ],
)
def test_what_is_wrong_with_an_option_of_an_import_is_told_of_the_option(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = survey("respondent,s1q1", "Police,Green")
    line = ["import", "local.json", name, "--organisation", "Anytown", "--on", "2026-05-01"]
    assert main([*line, *options]) == 2
    assert capsys.readouterr() == ("", f"sixsteps: error: {said}\n")


def given(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put this on the standard input."""
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))


def test_files_are_read_from_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    given(b"respondent,role,s1q1\nPolice,peer,Green\n", monkeypatch)
    assert main(["import", "local.json", "-", *OF, "-o", "in.json"]) == 0
    found = ss.read("in.json", ss.Round)
    assert found.ratings == (ss.Rating("s1q1", "green", respondent="police"),)

    copy = ss.to_document(ss.adapt(LOCAL, ss.RemoveQuestion("s1q2"), by="B", on=date(2026, 1, 1)))
    given(json.dumps(copy).encode(), monkeypatch)
    by = ["--by", "Anytown", "--on", "2026-04-01"]
    assert main(["record", "local.json", "-", *by, "-o", "adapted.json"]) == 0
    adapted = ss.read("adapted.json", ss.Framework)
    assert [one.id for one in adapted.questions] == ["s1q1", "s2q1"]

    assert main(["setup", "spring.json", "-o", "setup.xlsx"]) == 0
    fill("setup.xlsx", {"About": {"title": {"entry": "Next"}, "on": {"entry": date(2027, 5, 1)}}})
    given(Path("setup.xlsx").read_bytes(), monkeypatch)
    assert main(["begin", "-", "-o", "next.json"]) == 0
    assert ss.read("next.json", ss.Round).title == "Next"


@pytest.mark.parametrize(
    "line",
    ["show -", "actions -", "collect - x.json", "record local.json - --by A --on 2026-04-01"],
)
def test_a_workbook_on_the_standard_input_is_to_be_saved_where_its_name_tells_what_it_is(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given(written(SPRING, "police").getvalue(), monkeypatch)
    assert main(line.split()) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: the standard input: a zip file, such as an Excel workbook at $; save it"
        " as a file, and give its name\n"
    )
    Path("saved.xlsx").write_bytes(written(SPRING, "police").getvalue())
    assert main(["show", "saved.xlsx", "--respondent", "police"]) == 0


def test_an_empty_name_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["show", ""])
    assert capsys.readouterr().err.splitlines()[-1] == (
        "sixsteps: error: argument FILE: the name of a file is empty"
    )


def test_an_edited_copy_is_recorded_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    ss.workbook.write_framework(LOCAL, "edited.xlsx")
    row = {"text": "Do they meet often?", "changed": "Reworded"}
    fill("edited.xlsx", {"Framework": {"s1q1": row}})
    by = ["--by", "Anytown", "--on", "2026-04-01"]
    assert main(["record", "local.json", "edited.xlsx", *by, "-o", "adapted.json"]) == 0
    assert capsys.readouterr().err == "sixsteps: 1 edit recorded\n"
    adapted = ss.read("adapted.json", ss.Framework)
    assert [str(edit) for edit in adapted.lineage[0].edits] == [
        str(ss.RewordQuestion("s1q1", "Do they meet often?"))
    ]
    assert main(["revert", "adapted.json", *by, "-o", "back.json"]) == 0
    assert ss.read("back.json", ss.Framework).digest == LOCAL.digest
    assert main(["revert", "local.json", *by]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: written: back.json\n"
        "sixsteps: error: local.json: nobody has adapted this framework\n"
    )


@pytest.mark.parametrize("edited", ["edited.json", "edited.xlsx"])
def test_a_copy_with_other_levels_is_recorded_with_what_each_became(
    edited: str, capsys: pytest.CaptureFixture[str]
) -> None:
    met = ss.Scale("Met", [ss.Level(key, key.title(), "as said") for key in ("no", "part", "yes")])
    became = {"red": "no", "amber": "part", "green": "yes"}
    on = date(2026, 4, 1)
    copy = ss.adapt(LOCAL, ss.ChangeScale(met, became), by="A", on=on)
    ss.write(copy, "edited.json")
    ss.workbook.write_framework(copy, "edited.xlsx")
    line = ["record", "local.json", edited, "--by", "Anytown", "--on", "2026-04-01"]
    pairs = [f"--mapping={old}={new}" for old, new in became.items()]
    assert main([*line, *pairs, "-o", "adapted.json"]) == 0
    assert capsys.readouterr().err == "sixsteps: 1 edit recorded\n"
    assert ss.read("adapted.json", ss.Framework) == ss.record(
        LOCAL, copy, by="Anytown", on=on, mapping=became
    )
    assert main([*line, *pairs, "--mapping", "red=part"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: red is given as no and as part at --mapping; give one of the two\n"
    )
    assert main([*line, *pairs[:2], "--mapping", "green=yse"]) == 2
    assert capsys.readouterr().err == (
        f"sixsteps: error: {edited}: that is not a level at --mapping; the scale has no, part,"
        " yes\n"
    )
    with pytest.raises(SystemExit, match="2"):
        main([*line, "--mapping", "red"])
    assert capsys.readouterr().err.splitlines()[-1] == (
        "sixsteps: error: argument --mapping: 'red' is not a pair of levels; write it as red=unmet,"
        " the old one first"
    )


def test_a_chart_of_a_round_is_a_picture(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chart", "spring.json", "--kind", "respondents", "-o", "all.svg"]) == 0
    assert Path("all.svg").read_text(encoding="utf-8").lstrip().startswith("<svg")
    assert main(["chart", "spring.json", "-o", "all.gif"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: written: all.svg\nsixsteps: error: all.gif: end the name in .svg, .png or .pdf\n"
    )


def test_the_next_round_is_set_up_from_the_last() -> None:
    assert main(["follow-up", "spring.json", "-o", "next.xlsx"]) == 0
    about: dict[str, Any] = {"title": {"entry": "2027"}, "on": {"entry": date(2027, 5, 1)}}
    fill("next.xlsx", {"About": about})
    assert main(["begin", "next.xlsx", "-o", "next.json"]) == 0
    assert ss.read("next.json", ss.Round) == SPRING.follow_up(date(2027, 5, 1), "2027")


def test_the_actions_of_a_round_are_listed_overdue_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["actions", "spring.json", "--as-of", "1 January 2030", "--format", "csv"]) == 0
    rows = csv.DictReader(StringIO(capsys.readouterr().out))
    columns = ("id", "due", "state", "questions", "action")
    assert [tuple(map(one.get, columns)) for one in rows] == [
        ("a1", "2026-09-01", "overdue", "1.2 Amber", "Fill the police seat"),
        ("a2", "", "undated", "1.1 Red; 1.2 not rated", "Said by the council"),
    ]


def test_before_sharing_a_sign_of_personal_data_is_told_and_never_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plain = ss.Round(LOCAL, "Anytown", "Spring 2026", date(2026, 5, 1))
    ss.write(plain, "plain.json")
    assert main(["check", "plain.json", "--sharing"]) == 0
    assert capsys.readouterr().out == (
        "Spring 2026: nothing in its texts looks like personal data; read them still.\n"
    )
    told = ss.Rating("s1q1", "red", rationale="NHS number 943 476 5919, born 3 May 2019")
    ss.write(plain.with_ratings(told), "told.json")
    assert main(["check", "told.json", "--sharing", "--brief"]) == 1
    out = capsys.readouterr().out
    assert "1.1, reason " in out
    assert ("943" in out, "5919" in out, "3 May 2019" in out) == (False, False, False)


def test_remedies_of_a_signed_off_round_and_of_a_changed_text_name_commands_and_options(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ss.write(ss.samples.spring_2026(), "signed.json")
    assert main(["collect", "signed.json", "spring.json", "-o", "all.json"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: this round is signed off, and collect would change it; take it up again"
        ' with sixsteps agree ROUND --reopen "the reason" --by NAME --on DATE\n'
        "nothing is written\n"
    )
    edited = ss.adapt(
        LOCAL, ss.RewordQuestion("s1q1", "Is there a plan?"), by="A", on=date(2026, 9, 1)
    )
    ss.write(edited, "edited.json")
    line = ["record", "local.json", "edited.json", "--by", "B", "--on", "2026-09-02"]
    assert main([*line, "-o", "recorded.json"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: edited.json: the text of 's1q1' is another one at"
        " steps[0].questions[0].text; give --reworded s1q1 if it means the same, or else"
        " --replaced s1q1\n"
    )
    assert main([*line, "--reworded", "s1q1", "-o", "recorded.json"]) == 0


def test_one_bad_cell_leaves_out_one_answer_and_the_refusal_says_how(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ss.Round(
        LOCAL,
        "Anytown",
        "Spring 2026",
        date(2026, 5, 1),
        respondents=[ss.Respondent("police", "Anytown Police", ss.Role.LEAD_PARTNER)],
    )
    ss.write(asked, "asked.json")
    said = {"s1q1": {"rating": "purple"}, "s1q2": {"rating": "Green"}}
    Path("police.xlsx").write_bytes(filled(written(asked, "police"), {"Ratings": said}).getvalue())
    cell = (
        "police.xlsx: a text of 6 characters that is no level (there are Red, Amber, Green) at"
        ' sheet "Ratings", cell D6 (question 1.1)\n'
    )
    line = ["collect", "asked.json", "police.xlsx", "-o", "all.json"]
    assert main(line) == 2
    assert capsys.readouterr() == (
        "",
        f"sixsteps: error: {cell}nothing is written; mend this, or give --partial, which leaves it"
        " out and takes the rest\n",
    )
    assert not Path("all.json").exists()
    assert main([*line, "--partial"]) == 1
    assert capsys.readouterr() == (
        "1 of 1 return; questions without an answer: police (2)\n",
        f"sixsteps: left out: {cell}",
    )
    assert ss.read("all.json", ss.Round).ratings == (
        ss.Rating("s1q2", "green", respondent="police"),
    )


def test_follow_up_and_publish_refuse_with_what_the_command_line_can_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["follow-up", "six-steps", "-o", "next.xlsx"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: six-steps: this is a framework, not a round\n"
    )
    assert main(["publish", "spring.json", "-o", "public.html"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: spring.json: no answer of this round is agreed, and it has the"
        " respondents police, council; agree on answers first: sixsteps moderate, then sixsteps"
        " agree\n"
    )


def test_a_level_that_is_gone_from_the_sheet_is_told_once_with_a_remedy_in_the_sheet(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["setup", "local.json", "-o", "setup.xlsx"]) == 0
    about = {"organisation": "Anytown", "title": "Spring 2027", "on": "1 May 2027"}
    entries = {name: {"entry": text} for name, text in about.items()}
    fill("setup.xlsx", {"About": entries, "Framework": {"amber": {"id": "yellow"}}})
    assert main(["begin", "setup.xlsx", "-o", "asked.json"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: written: setup.xlsx\n"
        "sixsteps: error: setup.xlsx: the levels of the scale are others, or in another order at"
        ' sheet "Framework"; keep the rows and ids of red, amber, green; their words may change\n'
    )


@pytest.mark.parametrize("form", ["text", "markdown", "html", "csv", "json"])
def test_an_adaptation_is_shown_with_the_reference_to_the_paper(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ss.write(ss.samples.anytown_2026().lineage[-1], "adaptation.json")
    assert main(["show", "adaptation.json", "--format", form]) == 0
    assert "Adapted from Pearce, J (2019)" in capsys.readouterr().out


def test_what_is_wrong_in_the_sheet_framework_is_mended_in_the_sheet(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["setup", "local.json", "-o", "setup.xlsx"]) == 0
    about = {"organisation": "Anytown", "title": "Spring 2027", "on": "1 May 2027"}
    entries = {name: {"entry": text} for name, text in about.items()}
    changed = {"s1": {"asked_of": "peer"}}
    fill("setup.xlsx", {"About": entries, "Framework": changed})
    assert main(["begin", "setup.xlsx", "-o", "asked.json"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: written: setup.xlsx\n"
        "sixsteps: error: setup.xlsx: a row of the kind Step says nothing in this column at sheet"
        ' "Framework", cell J11; clear the cell, or move what it says\n'
    )
    assert main(["setup", "local.json", "-o", "setup.xlsx", "--force"]) == 0
    fill("setup.xlsx", {"About": entries, "Framework": {"s1q1": {"text": "Do they all meet?"}}})
    assert main(["begin", "setup.xlsx", "-o", "asked.json"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: written: setup.xlsx\n"
        "sixsteps: error: setup.xlsx: the text of 's1q1' is another one at sheet \"Framework\","
        ' cell E12 (s1q1); choose reworded or replaced in the column "If changed: reworded,'
        ' replaced or removed"\n'
    )


def test_begin_says_what_the_set_up_changed_in_the_framework(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ss.write(SPRING.with_respondents(AGREED), "last.json")
    assert main(["follow-up", "last.json", "-o", "setup.xlsx"]) == 0
    changed = {
        "s1q1": {"text": "Do they meet often?", "changed": "reworded"},
        "s1q2": {"text": "Who else is there?", "changed": "replaced"},
        "s2q1": {"changed": "removed"},
        "s1": {"text": "Partners lead together"},
    }
    about = {"title": {"entry": "2027"}, "on": {"entry": "1 May 2027"}}
    fill("setup.xlsx", {"About": about, "Framework": changed})
    assert main(["begin", "setup.xlsx", "-o", "asked.json"]) == 0
    assert capsys.readouterr() == (
        "Begun: Anytown, 2027, 1 May 2027: 2 respondents, 2 questions.\n"
        "Framework changed by Anytown, 1 May 2027: 1 question reworded (1.1), 1 question replaced"
        " (1.2), 1 question removed (2.1), 1 step retitled.\n",
        "sixsteps: written: setup.xlsx\n",
    )


def test_a_signed_off_round_offers_what_was_agreed_and_says_that_its_workbook_is_not_read_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rated = SPRING.with_respondents(AGREED).with_ratings(
        ss.Rating("s1q1", "green", respondent="agreed")
    )
    ss.write(rated.agree("Chair", date(2026, 5, 14)), "agreed.json")
    choice = (
        "give --respondent agreed, another respondent (police, council), or --rule one of worst,"
        " best, median_low, unanimous\n"
    )
    assert main(["report", "agreed.json", "-o", "board.md"]) == 2
    assert capsys.readouterr().err.endswith(f"one answer a question is needed; {choice}")
    assert main(["show", "agreed.json"]) == 0
    assert capsys.readouterr().err == f"sixsteps: for the ratings, {choice}"
    assert main(["actions", "agreed.json", "-o", "actions.xlsx"]) == 0
    assert capsys.readouterr().err == (
        "sixsteps: written: actions.xlsx\n"
        "sixsteps: the round is signed off, so nothing that is typed into this workbook can be read"
        ' back; first take the round up again with sixsteps agree ROUND --reopen "the reason" --by'
        " NAME --on DATE, and write the workbook of that\n"
    )


def test_nothing_is_said_of_whose_ratings_where_there_are_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ss.write(SPRING.replace(ratings=()), "asked.json")
    assert main(["show", "asked.json"]) == 0
    assert capsys.readouterr().err == ""


def test_a_framework_and_an_adaptation_are_checked_by_reading_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    adapted = ss.adapt(LOCAL, ss.Retitle("Ours"), by="A", on=date(2026, 9, 1))
    ss.write(adapted.lineage[0], "edits.json")
    assert [main(["check", name]) for name in ("local.json", "edits.json")] == [0, 0]
    assert capsys.readouterr().out == (
        "local.json: nothing is wrong: a framework of 2 steps, 3 questions, 3 levels.\n"
        "edits.json: nothing is wrong: an adaptation of 1 edit.\n"
    )


def test_signs_of_personal_data_have_places_in_words_and_ids_of_respondents_are_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call = "Call 01632 960 001"
    action = ss.Action("Ask", respondents=["police"], owner="Police", progress=["Rung", call])
    plan = ss.ActionPlan("s1", [action], outcome=call)
    rating = ss.Rating("s1q1", "red", ["Log", call], remaining=call, respondent="police")
    told = SPRING.replace(ratings=[rating], plans=[plan], arrangements=["One", call])
    ss.write(told, "told.json")
    line = ["check", "told.json", "--sharing", "--brief", "--format", "csv"]
    assert main(line) == 1
    rows = csv.DictReader(StringIO(capsys.readouterr().out))
    assert [row["place"] for row in rows] == [
        "1.1, police, evidence 2",
        "1.1, police, remaining work",
        "action 1 of step 1, progress 2",
        "step 1, outcome",
        "arrangement 2",
    ]


@pytest.mark.parametrize("text", ["2027-06-02", "2 June 2027", "2nd June 2027", "02/06/2027"])
def test_a_date_is_read_as_in_workbooks(text: str) -> None:
    assert main(["agree", "spring.json", "--by", "Chair", "--on", text, "-o", "agreed.json"]) == 0
    agreed = ss.read("agreed.json", ss.Round).agreed
    assert agreed is not None
    assert agreed.on == date(2027, 6, 2)


def test_a_filled_in_set_up_workbook_stands_wherever_a_round_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["setup", "local.json", "-o", "setup.xlsx"]) == 0
    about = {"organisation": "Anytown", "title": "Spring 2027", "on": "1 May 2027"}
    police = {0: {"name": "Police", "role": "trustee", "independent": "no"}}
    entries = {name: {"entry": text} for name, text in about.items()}
    fill("setup.xlsx", {"About": entries, "Respondents": police})
    book = openpyxl.load_workbook("setup.xlsx")
    (asked,) = (row for row in book["Framework"] if any(cell.value == "s1q2" for cell in row))
    book["Framework"].delete_rows(int(asked[0].row or 0))
    book.save("setup.xlsx")
    assert main(["begin", "setup.xlsx", "-o", "begun.json"]) == 0
    capsys.readouterr()
    assert main(["check", "setup.xlsx"]) == 1
    told = capsys.readouterr()
    assert main(["check", "begun.json"]) == 1
    assert told == capsys.readouterr()
    assert "1.1     Meetings            Police      not rated  rating\n" in told.out
    assert main(["template", "setup.xlsx", "--all", "-o", "out"]) == 0
    assert capsys.readouterr().out == "1 workbook in out: police\n"
    assert [path.name for path in Path("out").iterdir()] == ["police.xlsx"]
    assert main(["setup", "setup.xlsx", "-o", "again.xlsx"]) == 0
    fill("again.xlsx", {"About": {one: entries[one] for one in ("title", "on")}})
    found = ss.workbook.read_setup("again.xlsx").round
    begun = ss.read("begun.json", ss.Round)
    assert (found.organisation, found.respondents) == (begun.organisation, begun.respondents)


def test_a_sheet_missing_from_a_meeting_workbook_is_told_as_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["moderate", "spring.json", "-o", "meeting.xlsx"]) == 0
    book = openpyxl.load_workbook("meeting.xlsx")
    del book["Moderation"]
    book.save("meeting.xlsx")
    capsys.readouterr()
    assert main(["agree", "meeting.xlsx"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: meeting.xlsx: the sheet is missing or lost its headers at sheet"
        ' "Moderation"; copy what was filled in into a fresh workbook\n'
    )


def test_publish_names_the_earlier_round_of_which_nothing_is_agreed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    agreed = SPRING.with_respondents(AGREED)
    agreed = agreed.with_ratings(ss.Rating("s1q1", "green", respondent="agreed"))
    ss.write(agreed, "agreed.json")
    ss.write(evolve(SPRING, title="Earlier", on=date(2025, 5, 1)), "earlier.json")
    assert main(["publish", "agreed.json", "--since", "earlier.json", "-o", "public.md"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: earlier.json: no answer of this round is agreed, and it has the"
        " respondents police, council; agree on answers first: sixsteps moderate, then sixsteps"
        " agree\n"
    )


@pytest.mark.parametrize("command", ["publish", "chart"])
def test_an_earlier_round_that_is_later_is_refused(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    agreed = SPRING.with_respondents(AGREED)
    agreed = agreed.with_ratings(ss.Rating("s1q1", "green", respondent="agreed"))
    ss.write(agreed, "agreed.json")
    ss.write(evolve(agreed, title="Next", on=date(2030, 5, 1)), "next.json")
    out = "public.md" if command == "publish" else "c.svg"
    assert main([command, "agreed.json", "--since", "next.json", "-o", out]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: agreed.json (1 May 2026) is earlier than next.json (1 May 2030);"
        " swap them\n"
    )


def test_options_about_rounds_and_tables_are_refused_where_they_do_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "local.json", "--sharing", "--as-of", "2026-05-01"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: local.json: this is no round, and these are for rounds: --sharing,"
        " --as-of; give a round, or leave them out\n"
    )
    assert main(["actions", "spring.json", "--format", "csv", "-o", "actions.xlsx"]) == 2
    assert capsys.readouterr().err == (
        "sixsteps: error: these are for the list of actions, which is not asked for: --format;"
        " leave them out, or give a round, without --output\n"
    )
    assert not Path("actions.xlsx").exists()


def test_a_second_return_that_names_nobody_is_not_replaced_by_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    begun = ss.Round(LOCAL, "Anytown", "Spring 2026", date(2026, 5, 1))
    ss.write(begun, "begun.json")
    ss.write(begun.with_ratings(ss.Rating("s1q1", "red")), "answered.json")
    assert main(["collect", "answered.json", "answered.json"]) == 2
    assert capsys.readouterr().err.splitlines()[0] == (
        "sixsteps: error: a second return that names nobody at answered.json; give the round as it"
        " was begun, without an answer"
    )
    assert main(["collect", "begun.json", "answered.json", "-o", "all.json"]) == 0


def test_who_completed_a_return_is_told_as_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    ss.write(evolve(SPRING, ratings=[]), "asked.json")
    said = {"author": {"entry": "J Smith"}, "approver": {"entry": "Chief"}}
    for one in ("police", "council"):
        line = ["template", "asked.json", "--respondent", one, "-o", f"{one}.xlsx"]
        assert main(line) == 0
        fill(f"{one}.xlsx", {"About": said, "Ratings": {"s1q1": {"rating": "Red"}}})
    capsys.readouterr()
    assert main(["collect", "asked.json", "police.xlsx", "council.xlsx", "-o", "all.json"]) == 0
    assert capsys.readouterr().err == (
        "sixsteps: not kept in the round: who completed and approved a return, which 2 workbooks"
        " told\n"
    )


@pytest.mark.parametrize("name", ["local.json", "six-steps"])
def test_what_is_asked_of_a_round_is_refused_for_a_framework(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["show", name, "--respondent", "police", "--earlier", "none.json", "--as-of"]
    assert main([*line, "2026-01-01"]) == 2
    assert capsys.readouterr().err == (
        f"sixsteps: error: {name}: this is no round, and these are for rounds: --respondent,"
        " --earlier, --as-of; give a round, or leave them out\n"
    )
    for line, option in (
        (["show", name, "--evidence-months", "6"], "--evidence-months"),
        (["import", name, survey("s1q1", "red"), *OF, "--replace", "police"], "--replace"),
    ):
        assert main(line) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: error: {name}: this is no round, and these are for rounds: {option}; give a"
            " round, or leave them out\n"
        )


def test_an_option_at_fault_is_named_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    ss.write(ss.samples.spring_2026(), "signed.json")
    by = ["--by", "Chair", "--on"]
    lines = {
        ("agree", "spring.json", *by, "2020-01-01"): (
            "2020-01-01 is before the round, which is of 2026-05-01 at --on; give that date or a"
            " later one"
        ),
        ("agree", "signed.json", *by, "2020-01-01", "--reopen", "Late"): (
            "2020-01-01 is before the sign-off, which is of 2026-05-14 at --on; give that date or"
            " a later one"
        ),
        ("agree", "signed.json", *by, "2027-01-01", "--reopen", ""): (
            "a text is needed here and it is empty at --reopen"
        ),
        ("collect", "spring.json", "signed.json", "--replace", "polise"): (
            "'polise' was not asked at --replace; the round asks police, council; did you mean"
            " 'police'?"
        ),
    }
    for line, told in lines.items():
        assert main([*line]) == 2
        assert capsys.readouterr().err.splitlines()[0] == f"sixsteps: error: {told}"


def test_a_chart_of_unlike_frameworks_is_refused_with_commands_that_take_a_crosswalk(
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = ss.Round(ss.six_steps(), "Anytown", "Old", date(2025, 5, 1))
    ss.write(other.with_ratings(ss.Rating("s1q1", "red")), "old.json")
    one = SPRING.replace(respondents=(), ratings=[ss.Rating("s1q1", "red")], plans=())
    ss.write(one, "one.json")
    assert main(["chart", "one.json", "--since", "old.json", "-o", "c.svg"]) == 2
    assert capsys.readouterr().err.endswith(
        "; leave --since out; sixsteps change and sixsteps report take a crosswalk\n"
    )
