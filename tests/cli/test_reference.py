"""The page about the command line and the README's picture are those of the code."""

import argparse
import html
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from sixsteps.cells import printable
from sixsteps.cli.command import Command
from sixsteps.cli.parser import commands

DOCS = Path(__file__).resolve().parents[2] / "docs"


def script(name: str) -> ModuleType:
    found = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_page_is_what_the_parser_says_today() -> None:
    page = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
    assert page == script("generate_cli").reference()


@pytest.mark.parametrize("command", commands(), ids=[command.name for command in commands()])
def test_the_page_names_every_command_and_every_argument(command: Command) -> None:
    page: str = script("generate_cli").reference()
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    part = page.split(f"\n## sixsteps {command.name}\n")[1].partition("\n## ")[0]
    for action in parser._actions[1:]:
        named = [*action.option_strings, str(action.metavar or "")]
        assert [name for name in named if name not in part] == []
        assert str(action.help)[1:] in part


def test_the_picture_of_the_readme_tells_the_sample_rounds_as_they_are() -> None:
    picture = (DOCS / "images" / "change-grid.svg").read_text(encoding="utf-8")
    told = re.search("<desc>(.*?)</desc>", picture, re.DOTALL)
    assert told is not None
    assert told[1] == _escaped(script("draw_change_grid").drawn().alt)


def _escaped(text: str) -> str:
    return html.escape(printable(text))
