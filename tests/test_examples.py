"""Every example runs: in the docstrings of the package, in the README and in the pages of docs/."""

import doctest
import io
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from unittest import SkipTest

import pytest
from sybil import Document, Example
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

import sixsteps

REPOSITORY = Path(__file__).resolve().parent.parent
PAGES = [
    REPOSITORY / "README.md",
    *sorted(
        page
        for page in (REPOSITORY / "docs").rglob("*.md")
        if "_build" not in page.relative_to(REPOSITORY).parts
    ),
]
FLAGS = doctest.ELLIPSIS


def modules() -> Iterator[str]:
    yield sixsteps.__name__
    for found in pkgutil.walk_packages(sixsteps.__path__, f"{sixsteps.__name__}."):
        if not found.name.endswith("__main__"):
            yield found.name


class ConsoleParser(CodeBlockParser):
    """A `console` block: lines `$ sixsteps ...` are run, what follows each is what it prints."""

    language = "console"

    def evaluate(self, example: Example) -> str | None:
        checker = doctest.OutputChecker()
        for session in ("\n" + str(example.parsed)).split("\n$ ")[1:]:
            command, _, wanted = session.partition("\n")
            program, *arguments = shlex.split(command)
            if program != "sixsteps":
                return f"only sixsteps is run here, not {command!r}"
            finished = subprocess.run(
                [sys.executable, "-m", "sixsteps", *arguments],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
                encoding="utf-8",
                env=os.environ | {"PYTHONUTF8": "1"},
            )
            got = finished.stdout.rstrip() + "\n"
            if not checker.check_output(wanted.rstrip() + "\n", got, FLAGS):
                return f"$ {command}\nexpected:\n{wanted}\ngot (exit {finished.returncode}):\n{got}"
        return None


def examples(page: Path) -> list[Example]:
    python = PythonCodeBlockParser(doctest_optionflags=FLAGS)
    document = Document.parse(str(page), python, ConsoleParser(), SkipParser())
    document.namespace["find_spec"] = find_spec  # by which a page says what a block needs
    return list(document)


def run(page: Path) -> int:
    found = examples(page)
    for example in found:
        with suppress(SkipTest):  # of this block alone: the rest of the page is run
            example.evaluate()
    return len(found)


@pytest.mark.parametrize("module", list(modules()))
def test_every_example_in_a_docstring_gives_what_it_shows(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    output = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    for case in doctest.DocTestFinder().find(import_module(module)):
        runner.run(case, out=output.write)
    assert runner.failures == 0, output.getvalue()


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(REPOSITORY)) for page in PAGES])
@pytest.mark.slow
def test_every_example_on_a_page_gives_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in re.findall(r"{literalinclude} (\S+)", page.read_text("utf-8")):
        shutil.copy(page.parent / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    run(page)


BROKEN = {
    "a wrong answer": "```python\n>>> 1 + 1\n3\n```\n",
    "a failing statement": "```python\nassert 1 + 1 == 3\n```\n",
    "a command that prints something else": "```console\n$ sixsteps --version\nseven steps\n```\n",
    "a command that is not ours": "```console\n$ echo six steps\nsix steps\n```\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_example_is_noticed(text: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError):
        run(page)


def test_examples_that_hold_are_all_run(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```python\n>>> six = 2 * 3\n>>> six\n6\n```\n\n"
        "```python\nassert six == 6\n```\n\n"
        "```console\n$ sixsteps --version\nsixsteps ...\n```\n",
        encoding="utf-8",
    )
    assert run(page) == 4
