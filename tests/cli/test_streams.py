"""What reaches a terminal commands it nowhere, and a closed stream is an error like another."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps.cli import main
from sixsteps.table import printable
from tests.support.terminal import Terminal

EVIL = "\x1b]0;owned\x07\u202eevil\x9b31m\x7f"

FRAMEWORK = ss.Framework(
    f"One question {EVIL}",
    ss.Source(f"Doe, J (2024) {EVIL}"),
    ss.RAG,
    [ss.Step("s1", f"Partners {EVIL}", [ss.Question("s1q1", f"Do they {EVIL}?")])],
)
ROUND = ss.Round(
    FRAMEWORK,
    f"Anytown {EVIL}",
    f"Spring {EVIL}",
    date(2026, 5, 1),
    ratings=[ss.Rating("s1q1", "green", evidence=["Minutes"])],
    plans=[ss.ActionPlan("s1", [ss.Action("Meet on", due=date(2026, 9, 1))])],
)


Shown = Callable[..., tuple[int, str]]


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Runs a command on a terminal without colours; gives its status and what was shown."""

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setenv("NO_COLOR", "1")
        terminal = Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        monkeypatch.setattr(sys, "stderr", terminal)
        try:
            status = main(arguments)
        except SystemExit as left:
            status = int(left.code or 0)
        return status, terminal.shown

    return run


@pytest.fixture
def evil(tmp_path: Path) -> str:
    path = tmp_path / "evil.json"
    ss.write(ROUND, path)
    return str(path)


def is_harmless(text: str) -> bool:
    return text == printable(text)


class TestTerminals:
    @pytest.mark.parametrize("form", ["text", "bibtex", "csl", "cff"])
    def test_a_citation_commands_none(self, on_a_terminal: Shown, evil: str, form: str) -> None:
        status, shown = on_a_terminal("cite", evil, "--format", form)
        assert status == 0
        assert "Doe" in shown
        assert is_harmless(shown)

    @pytest.mark.parametrize("form", ["text", "markdown", "html", "csv", "json"])
    def test_a_table_commands_none(self, on_a_terminal: Shown, evil: str, form: str) -> None:
        status, shown = on_a_terminal("show", evil, "--format", form)
        assert status == 0
        assert "Spring" in shown
        assert is_harmless(shown)

    def test_json_is_the_same_data_with_escapes(self, on_a_terminal: Shown, evil: str) -> None:
        status, shown = on_a_terminal("show", evil, "--format", "json", "--table", "1")
        assert status == 0
        assert json.loads(shown) == {"tables": [ss.summary(ROUND).table().to_dict()]}

    def test_a_complete_round_is_said_to_be_harmlessly(
        self, on_a_terminal: Shown, evil: str
    ) -> None:
        status, shown = on_a_terminal("check", evil)
        assert status == 0
        assert "is complete" in shown
        assert is_harmless(shown)

    def test_a_document_is_the_same_value_with_escapes(
        self, on_a_terminal: Shown, tmp_path: Path
    ) -> None:
        ss.write(FRAMEWORK, tmp_path / "framework.json")
        edit = ss.RetitleStep("s1", f"Partners lead {EVIL}")
        adapted = ss.adapt(FRAMEWORK, edit, by="Anytown", on=date(2026, 4, 1))
        ss.write(adapted.lineage[0], tmp_path / "edits.json")
        paths = [str(tmp_path / name) for name in ("framework.json", "edits.json")]
        status, shown = on_a_terminal("adapt", *paths)
        assert status == 0
        assert is_harmless(shown)
        assert ss.from_document(json.loads(shown), ss.Framework) == adapted

    def test_a_workbook_is_not_shown_on_one(self, on_a_terminal: Shown) -> None:
        status, shown = on_a_terminal("template", "six-steps", "-o", "-")
        assert status == 2
        assert shown == (
            "sixsteps: error: a terminal cannot show a workbook; name a file with --output\n"
        )

    def test_an_unknown_argument_is_repeated_harmlessly(self, on_a_terminal: Shown) -> None:
        status, shown = on_a_terminal("cite", "six-steps", EVIL)
        assert status == 2
        assert "unrecognized arguments" in shown
        assert is_harmless(shown)

    @pytest.mark.slow
    def test_the_demos_folder_is_repeated_harmlessly(
        self, on_a_terminal: Shown, tmp_path: Path
    ) -> None:
        status, shown = on_a_terminal("demo", str(tmp_path / f"demo{EVIL}".replace("/", "")))
        assert status == 0
        assert "Written to" in shown
        assert is_harmless(shown)

    def test_a_file_gets_data_as_it_is(self, evil: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", evil, "--format", "csv", "--table", "1", "--notes"]) == 0
        assert capsys.readouterr().out == ss.summary(ROUND).table().to_csv()


@pytest.mark.skipif(sys.platform == "win32", reason="closes streams as a POSIX shell does")
@pytest.mark.slow
class TestClosedStreams:
    def run(self, words: str, before: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["bash", "-c", f'{before} "$PYTHON" -m sixsteps {words}'],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=os.environ | {"PYTHON": sys.executable},
        )

    @pytest.mark.parametrize(
        ("words", "name"),
        [
            ("cite six-steps >&-", "the standard output"),
            ("show six-steps >&-", "the standard output"),
            ("show six-steps --format json >&-", "the standard output"),
            ("--version >&-", "the standard output"),
            ("cite - <&-", "the standard input"),
        ],
    )
    def test_a_closed_stream_is_named(self, words: str, name: str) -> None:
        finished = self.run(words)
        assert finished.returncode == 2
        assert finished.stderr == f"sixsteps: error: {name}: it is closed\n"

    @pytest.mark.parametrize(
        ("words", "unbuffered"),
        [
            ("show six-steps --format json", ""),
            ("template six-steps -o -", ""),
            ("cite six-steps", "1"),
            ("--help", "1"),
        ],
    )
    @pytest.mark.slow
    def test_a_full_output_is_named(
        self, words: str, unbuffered: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
        finished = self.run(f"{words} >/dev/full")
        assert finished.returncode == 2
        assert finished.stderr == (
            "sixsteps: error: the standard output: No space left on device\n"
        )

    @pytest.mark.parametrize("unbuffered", ["", "1"])
    @pytest.mark.parametrize(
        ("words", "name"),
        [
            ("schema round >out", "the standard output"),
            ("template six-steps -o - >out", "the standard output"),
            ("template six-steps -o out.xlsx", "out.xlsx"),
            ("setup six-steps -o out.xlsx", "out.xlsx"),
        ],
    )
    @pytest.mark.slow
    def test_a_disk_that_fills_up_in_the_middle_is_told_with_the_file(
        self,
        words: str,
        name: str,
        unbuffered: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
        monkeypatch.chdir(tmp_path)
        finished = self.run(words, "ulimit -f 2 &&")  # no file grows beyond 2 KiB
        assert finished.returncode == 2
        assert finished.stderr == f"sixsteps: error: {name}: File too large\n"
        assert {path.name for path in tmp_path.iterdir()} <= {"out"}

    @pytest.mark.parametrize(
        ("words", "status"),
        [
            ("show six-steps --format csv 2>/dev/full", 0),
            ("check {incomplete} 2>&-", 1),
            ("cite nowhere.json 2>/dev/full", 2),
            ("nonsense 2>/dev/full", 2),
            ("nonsense 2>&-", 2),
        ],
    )
    @pytest.mark.slow
    def test_an_error_output_that_takes_nothing_changes_no_status(
        self, words: str, status: int, tmp_path: Path
    ) -> None:
        path = tmp_path / "incomplete.json"
        ss.write(evolve(ROUND, ratings=[]), path)
        finished = self.run(words.format(incomplete=path))
        assert finished.returncode == status
        assert (finished.stdout == "") is (status == 2)

    def test_a_reader_who_leaves_early_changes_no_status(self, tmp_path: Path) -> None:
        path = tmp_path / "incomplete.json"
        ss.write(evolve(ROUND, ratings=[]), path)
        finished = self.run(f"check {path} | true; exit ${{PIPESTATUS[0]}}")
        assert (finished.returncode, finished.stderr) == (1, "")

    def test_a_file_is_written_all_the_same(self, tmp_path: Path) -> None:
        out = tmp_path / "template.xlsx"
        assert self.run(f"template six-steps -o {out} >&-").returncode == 0
        assert out.read_bytes()[:2] == b"PK"

    @pytest.mark.parametrize("output", [">&-", ">/dev/full"])
    def test_what_is_said_beside_a_written_file_need_not_be_heard(
        self, output: str, tmp_path: Path
    ) -> None:
        asked, out = tmp_path / "asked.json", tmp_path / "out"
        somebody = ss.Respondent("police", "Police", ss.Role.PEER)
        ss.write(evolve(ROUND, ratings=[], respondents=[somebody]), asked)
        agreed = f"agree {asked} --by Chair --on 2026-06-01 -o {out}.json {output}"
        for line in (agreed, f"template {asked} --all -o {out} {output}"):
            assert self.run(line).returncode == 0
        assert ss.read(f"{out}.json", ss.Round).standing == "Signed off by Chair on 1 June 2026"
        assert [path.name for path in out.iterdir()] == ["police.xlsx"]
        # What the status says is still said.
        nobody = f"collect {asked} {out} -o {out}2.json {output}"
        assert self.run(nobody).returncode == 1

    def test_an_error_has_nowhere_to_go_without_an_error_output(self) -> None:
        finished = self.run("cite nowhere.json 2>&-")
        assert (finished.returncode, finished.stdout) == (2, "")

    @pytest.mark.slow
    def test_a_folder_whose_name_is_no_text_is_told_with_stand_ins(self, tmp_path: Path) -> None:
        finished = self.run(f"demo {tmp_path}/$'\\xff'")
        assert (finished.returncode, finished.stderr) == (0, "")
        assert f"Written to {tmp_path}/\ufffd:" in " ".join(finished.stdout.split())
