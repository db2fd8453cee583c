"""The scripts of examples/ run, print what they should and leave what they promise."""

import ast
import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sixsteps as ss

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PRINTED = Path(__file__).parent / "printed"


def run(name: str, folder: Path) -> str:
    """What a script prints; it writes into the folder."""
    finished = subprocess.run(
        [sys.executable, str(EXAMPLES / name), str(folder)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    return finished.stdout


def printed_by(name: str) -> str:
    """What a script should print."""
    return (PRINTED / name).with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("script", "left"),
    [
        ("inspections.py", ["warrington.svg"]),
        ("adapt.py", ["anytown.bib", "anytown.json"]),
        pytest.param(
            "country.py",
            [
                *("2024.csv", "2025.csv", "2026.csv", "country.svg"),
                *("published.csv", "published.html", "published.xlsx"),
            ],
            marks=pytest.mark.slow,
        ),
    ],
)
@pytest.mark.slow
def test_a_script_prints_what_it_should(script: str, left: list[str], tmp_path: Path) -> None:
    assert run(script, tmp_path) == printed_by(script)
    assert sorted(path.name for path in tmp_path.iterdir()) == left


def test_a_country_takes_25_lines_from_its_files_to_what_is_published() -> None:
    text = (EXAMPLES / "country.py").read_text("utf-8")
    parts = [
        one
        for one in ast.parse(text).body
        if not isinstance(one, ast.Expr | ast.Import | ast.ImportFrom | ast.If)
        and getattr(one, "name", "") != "made_up"
    ]
    lines = "\n".join(ast.get_source_segment(text, one) or "" for one in parts).splitlines()
    assert 15 < sum(bool(line.strip()) for line in lines) <= 25


@pytest.mark.slow
def test_every_line_of_the_comparison_is_in_the_table(tmp_path: Path) -> None:
    printed = run("compare.py", tmp_path)
    with (tmp_path / "change.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    found = ss.change(ss.samples.autumn_2025(), ss.samples.spring_2026(), respondent="agreed")

    assert " ".join(printed.split()).startswith(found.sentence)
    assert [row["outcome"] for row in rows] == [line.kind for line in found.outcomes]
    assert {row["source"] for row in rows} == {ss.samples.spring_2026().citation}
    assert (tmp_path / "change.svg").read_text("utf-8").startswith("<?xml")


def test_what_was_merged_is_a_framework_of_both_sides(tmp_path: Path) -> None:
    run("adapt.py", tmp_path)
    merged = ss.read(tmp_path / "anytown.json", ss.Framework)

    assert "s6q4" not in {question.id for question in merged.questions}
    assert merged.question("s1q2").text == "Do all three lead partners attend the key meetings?"
    assert ss.cite(merged, "bibtex") == (tmp_path / "anytown.bib").read_text("utf-8")


@pytest.mark.slow
def test_what_was_collected_is_a_round_of_24_returns(tmp_path: Path) -> None:
    assert run("collect.py", tmp_path) == printed_by("collect.py")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["returns", "spring.html", "spring.json"]
    whole = ss.read(tmp_path / "spring.json", ss.Round)

    assert len({answer.respondent for answer in whole.ratings}) == 24
    assert len(whole.ratings) == 24 * 24
    assert "Agency 7" in (tmp_path / "spring.html").read_text("utf-8")


def test_every_example_is_on_the_page_about_them() -> None:
    page = (EXAMPLES / "README.md").read_text("utf-8")
    there = {path.name for path in EXAMPLES.iterdir() if path.suffix in {".py", ".ipynb"}}
    assert set(re.findall(r"^\| \[(.+?)\]\(\1\)", page, re.MULTILINE)) == there


def test_the_notebook_is_kept_without_what_it_showed() -> None:
    notebook = json.loads((EXAMPLES / "notebook.ipynb").read_text("utf-8"))
    assert all(not cell.get("outputs") for cell in notebook["cells"])
