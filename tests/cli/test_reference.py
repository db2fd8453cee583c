"""The page about the command line and the README's picture are those of the code."""

import argparse
import html
import importlib.util
import re
import shlex
from datetime import date
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest

import sixsteps as ss
from sixsteps.cli import main
from sixsteps.cli.options import Command
from sixsteps.cli.running import build_parser, commands
from sixsteps.table import printable
from tests.support.workbooks import filled

DOCS = Path(__file__).resolve().parents[2] / "docs"


def script(name: str) -> ModuleType:
    found = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def pages() -> dict[str, str]:
    found: dict[str, str] = script("generate_cli").pages()
    return found


def test_the_pages_are_what_the_parser_says_today() -> None:
    there = (DOCS / "reference").glob("command-line*.md")
    assert {page.stem: page.read_text(encoding="utf-8") for page in there} == pages()


@pytest.mark.parametrize("command", commands(), ids=[command.name for command in commands()])
def test_the_pages_name_every_command_and_every_argument_with_its_words(command: Command) -> None:
    first, *others = pages().values()
    heading = f"\n## sixsteps {command.name}\n"
    (page,) = (page for page in others if heading in page)
    part = page.partition(heading)[2].partition("\n## ")[0]
    shared = first.partition("\n## Options of several commands\n")[2]
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert command.summary in first
    for action in parser._actions[1:]:
        named = [*action.option_strings[:1], str(action.metavar or "")]
        assert [name for name in named if name not in part] == []
        assert str(action.help)[1:] in part + shared


@pytest.mark.slow
def test_the_commands_of_the_page_on_workbooks_go_from_returns_to_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (DOCS / "how-to" / "collect-workbooks.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    agencies = [
        ss.Respondent(f"a{number:02}", f"Agency {number}", ss.Role.RELEVANT_AGENCY)
        for number in (1, 2)
    ]
    asked = ss.Round(
        ss.six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1), respondents=agencies
    )
    ss.write(asked, "asked.json")
    autumn = ss.Round(
        asked.framework, "Anytown", "Autumn 2025", date(2025, 10, 15), respondents=agencies
    )
    ss.write(autumn, "autumn-2025.json")
    for line in block.splitlines():
        # Nobody has answered anything, and that is told.
        wanted = 1 if line.startswith("sixsteps collect") else 0
        assert main(shlex.split(line)[1:]) == wanted, capsys.readouterr().err
        if line.startswith("sixsteps moderate"):
            # What the meeting types.
            entries = {"Moderation": {"s1q1": {"rating": "Amber"}}}
            moderated = filled(BytesIO(Path("moderation.xlsx").read_bytes()), entries)
            Path("moderation.xlsx").write_bytes(moderated.getvalue())
    assert ss.workbook.read_moderation("moderation.xlsx").round.answer("s1q1", "agreed") is not None
    assert Path("board.docx").read_bytes().startswith(b"PK")
    assert "Amber" in Path("public.html").read_text(encoding="utf-8")


def test_the_picture_of_the_readme_tells_the_sample_rounds_as_they_are() -> None:
    picture = (DOCS / "images" / "change-grid.svg").read_text(encoding="utf-8")
    told = re.search("<desc>(.*?)</desc>", picture, re.DOTALL)
    assert told is not None
    assert told[1] == _escaped(script("draw_change_grid").drawn().alt)


def _escaped(text: str) -> str:
    return html.escape(printable(text))


@pytest.mark.parametrize("page", ["a-year-without-python", "collect-workbooks"])
def test_every_command_that_a_page_names_is_one_that_the_parser_takes(page: str) -> None:
    text = (DOCS / "how-to" / f"{page}.md").read_text(encoding="utf-8")
    lines = re.findall(r"(?:^|`)(sixsteps [a-z-]+ [^`\n]+)", text, re.MULTILINE)
    assert len(lines) > 4
    for line in lines:
        assert build_parser().parse_args(shlex.split(line)[1:]).command == line.split()[1]


def test_a_year_takes_no_more_than_ten_commands_and_the_next_no_more_than_eight() -> None:
    page = (DOCS / "how-to" / "a-year-without-python.md").read_text(encoding="utf-8")
    first, _, following = page.partition("## The next year")
    lines = [re.findall(r"^sixsteps ", part, re.MULTILINE) for part in (first, following)]
    assert [len(one) for one in lines] == [8, 7]
