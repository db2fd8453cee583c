"""The command line as people meet it: what it prints, how it fails, what it never does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps.cli import main
from sixsteps.cli.running import build_parser, commands
from sixsteps.samples import autumn_2025, spring_2026
from tests.support.terminal import Terminal

NAMES = [command.name for command in commands()]


@pytest.fixture
def spring(tmp_path: Path) -> str:
    path = tmp_path / "spring.json"
    ss.write(spring_2026(), path)
    return str(path)


@pytest.fixture
def autumn(tmp_path: Path) -> str:
    path = tmp_path / "autumn.json"
    ss.write(autumn_2025(), path)
    return str(path)


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "sixsteps", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | environment,
    )


class TestStart:
    def test_it_has_the_commands_it_promises(self) -> None:
        assert sorted(NAMES) == [
            *("actions", "adapt", "agree", "begin", "change", "chart", "check", "cite", "collect"),
            *("contrast", "demo", "diff", "follow-up", "history", "import", "merge", "moderate"),
            *("publish", "record", "report", "revert", "schema", "setup", "show", "template"),
        ]

    def test_it_tells_its_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(["--version"])
        assert (left.value.code, capsys.readouterr().out) == (0, f"sixsteps {ss.__version__}\n")

    @pytest.mark.parametrize("name", NAMES)
    def test_the_help_of_a_command_shows_an_example_that_parses(
        self, name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as left:
            main([name, "--help"])
        assert left.value.code == 0
        example = next(command.example for command in commands() if command.name == name)
        assert f"example:\n  {example}\n" in capsys.readouterr().out
        words = example.replace('"independent scrutineer"', "scrutineer").split()
        assert build_parser().parse_args(words[1:]).command == name

    def test_parsing_loads_nothing_heavy(self) -> None:
        code = (
            "import sys; from sixsteps.cli.running import build_parser; build_parser();"
            " print(*sys.modules)"
        )
        loaded = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8"
        ).stdout.split()
        assert not {"cattrs", "matplotlib", "numpy", "docx", "jinja2"} & {*loaded}
        assert not {"sixsteps.analysis", "sixsteps.charts", "sixsteps.samples"} & {*loaded}

    def test_python_dash_m_runs_it(self) -> None:
        finished = run("cite", "six-steps")
        assert (finished.returncode, finished.stdout) == (0, f"{ss.six_steps().citation}\n")


class TestBadInput:
    def test_no_command_is_refused_with_the_usage(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main([])
        printed = capsys.readouterr()
        assert (left.value.code, printed.out) == (2, "")
        assert printed.err.startswith("usage: sixsteps ")
        assert printed.err.endswith(
            "sixsteps: error: the following arguments are required: COMMAND\n"
        )

    def test_a_file_that_is_not_there_is_named(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "nowhere.json"]) == 2
        printed = capsys.readouterr()
        assert printed.err == "sixsteps: error: nowhere.json: No such file or directory\n"
        assert printed.out == ""

    def test_a_broken_document_is_named_with_every_problem(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "broken.json"
        given = ss.to_document(autumn_2025()) | {"tilte": 3, "on": "yesterday", "state": "done"}
        path.write_text(json.dumps(given), encoding="utf-8")
        with pytest.raises(ss.DocumentError) as caught:
            ss.read(path)
        assert len(caught.value.problems) == 3
        assert main(["show", str(path)]) == 2
        assert capsys.readouterr().err == f"sixsteps: error: {path}: {caught.value}\n"

    def test_nothing_that_commands_a_terminal_is_printed(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["show", "\x1b[31mred"]) == 2
        assert "\x1b" not in capsys.readouterr().err

    def test_a_kind_that_does_not_fit_is_refused(
        self, spring: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["diff", "six-steps", spring]) == 2
        assert capsys.readouterr().err == (
            f"sixsteps: error: {spring}: this is a round, not a framework\n"
        )

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ("report six-steps -o r.md", "six-steps: this is a framework, not a round"),
            ("adapt six-steps six-steps", "six-steps: this is a framework, not an adaptation"),
            (
                "cite six-step",
                "six-step: there is no such file; did you mean six-steps, a framework of that"
                " name?",
            ),
            ("report six-step -o r.md", "six-step: No such file or directory"),
            (
                "merge six-steps six-steps working-together-2023 --by= --on 2026-05-01",
                "a text is needed here and it is empty at --by",
            ),
            ("show {empty}", "{empty}: this is empty at $"),
            (
                "compare six-steps six-steps",
                "no command 'compare'; give change for two rounds, contrast for two respondents of"
                " one round",
            ),
            ("demo {empty}", "{empty}: this is not a folder; name another"),
        ],
    )
    def test_what_a_newcomer_gets_wrong_is_told_in_the_words_of_the_command(
        self, words: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        empty = tmp_path / "empty.json"
        empty.touch()
        assert main([word.format(empty=empty) for word in words.split()]) == 2
        wanted = message.format(empty=empty)
        assert capsys.readouterr().err == f"sixsteps: error: {wanted}\n"

    def test_a_date_that_is_none_is_refused(
        self, spring: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as left:
            main(["show", spring, "--as-of", "tomorrow"])
        assert left.value.code == 2
        assert capsys.readouterr().err.endswith(
            "sixsteps: error: argument --as-of: 'tomorrow' is not a date; write it as 2026-05-01"
            " or 1 May 2026\n"
        )

    def test_a_mistake_of_our_own_shows_no_text_of_the_input(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise KeyError("a child's name")

        monkeypatch.setattr("sixsteps.cite", fail)
        assert main(["cite", "six-steps"]) == 2
        error = capsys.readouterr().err
        assert error.startswith("sixsteps: error: an unexpected KeyError in fail, line ")
        assert "child" not in error

    def test_an_interruption_leaves_no_traceback(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def stop(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("sixsteps.cite", stop)
        assert main(["cite", "six-steps"]) == 130

    def test_an_interruption_while_the_command_loads_leaves_none_either(self) -> None:
        code = """
import sys

class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == "sixsteps.cli.running":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
from sixsteps.cli import main
sys.exit(main(["cite", "six-steps"]))
"""
        finished = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8"
        )
        assert (finished.returncode, finished.stderr) == (130, "")

    @pytest.mark.parametrize(
        "words",
        ["change - -", "history - {spring} -", "report {spring} --since - --crosswalk - -o r.md",
         "merge - six-steps - --by A --on 2026-05-01", "show - --earlier -", "collect - -"],
    )  # fmt: skip
    def test_the_one_standard_input_is_not_read_as_two_files(
        self, words: str, spring: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(words.format(spring=spring).split()) == 2
        assert capsys.readouterr().err == (
            "sixsteps: error: - stands for 2 files, and the standard input holds one; name the"
            " others\n"
        )

    def test_a_reader_who_leaves_early_causes_no_complaint(self) -> None:
        command = f"{sys.executable} -m sixsteps show six-steps | head -n 1"
        finished = subprocess.run(
            ["bash", "-c", command], capture_output=True, check=True, encoding="utf-8"
        )
        assert ss.six_steps().title.startswith(finished.stdout.rstrip("\n"))
        assert finished.stderr == ""


class TestFormats:
    def test_text_is_the_tables(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "six-steps"]) == 0
        printed = capsys.readouterr().out
        *others, last = ss.six_steps().tables()
        bare = [evolve(table, source="") for table in others]
        assert printed == "\n\n".join(one.to_text(80) for one in (*bare, last)) + "\n"

    def test_markdown_is_the_tables(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "six-steps", "--format", "markdown", "--table", "2"]) == 0
        assert capsys.readouterr().out == ss.six_steps().tables()[1].to_markdown() + "\n"

    def test_html_is_a_page_in_british_english(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "six-steps", "--format", "html"]) == 0
        page = capsys.readouterr().out
        assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">\n')
        assert all(table.to_html() in page for table in ss.six_steps().tables())

    def test_csv_is_one_table_and_says_which_others_there_are(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["show", "six-steps", "--format", "csv"]) == 0
        printed = capsys.readouterr()
        assert printed.out == ss.six_steps().table().to_csv()
        assert printed.err == (
            "sixsteps: csv holds one table, here the first; --table takes one of:"
            f" 1 {ss.six_steps().title}, 2 Context questions\n"
        )

    def test_csv_leaves_notes_out_of_the_rows_unless_asked_and_keeps_the_source(
        self, spring: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        table = ss.gaps(spring_2026()).tables()[0]
        number = len(ss.coverage(spring_2026()).tables()) + 1
        arguments = ["show", spring, "--format", "csv", "--table", str(number)]
        assert main(arguments) == 0
        printed = capsys.readouterr()
        assert printed.out == table.to_csv(notes=False)
        assert table.source in printed.out
        assert printed.err.endswith(
            "sixsteps: the table has notes, such as the date of its figures; --notes puts them in"
            " each row\n"
        )
        assert main([*arguments, "--notes"]) == 0
        assert capsys.readouterr().out == table.to_csv()

    def test_csv_of_the_table_asked_for_says_nothing_else(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["show", "six-steps", "--format", "csv", "--table", "2"]) == 0
        printed = capsys.readouterr()
        assert (printed.out, printed.err) == (ss.six_steps().tables()[1].to_csv(), "")

    def test_json_is_data(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "six-steps", "--format", "json"]) == 0
        data = json.loads(capsys.readouterr().out)
        assert data == {"tables": [table.to_dict() for table in ss.six_steps().tables()]}

    def test_a_table_that_is_not_there_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "six-steps", "--table", "9"]) == 2
        error = "sixsteps: error: no table 9; there are 2, numbered from 1\n"
        assert capsys.readouterr().err == error

    def test_no_table_of_a_round_is_numbered_0(
        self, spring: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["show", spring, "--respondent", "agreed", "--table", "0"]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith("sixsteps: error: no table 0; there are ")


class TestColours:
    def shown(self, monkeypatch: pytest.MonkeyPatch, spring: str) -> str:
        terminal = Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        assert main(["show", spring, "--respondent", "agreed", "--table", "1"]) == 0
        return terminal.shown

    def test_a_terminal_shows_levels_in_colour_and_keeps_their_words(
        self, monkeypatch: pytest.MonkeyPatch, spring: str
    ) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        shown = self.shown(monkeypatch, spring)
        assert "\x1b[31mRed\x1b[0m" in shown
        assert "\x1b[33mAmber\x1b[0m" in shown
        assert "\x1b[32mGreen\x1b[0m" in shown

    @pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
    def test_colours_can_be_turned_off(
        self, monkeypatch: pytest.MonkeyPatch, spring: str, name: str, value: str
    ) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv(name, value)
        assert "\x1b" not in self.shown(monkeypatch, spring)

    def test_a_file_gets_none(self, spring: str) -> None:
        assert "\x1b" not in run("show", spring, "--respondent", "agreed", TERM="xterm").stdout
