"""The page of problem codes lists those that the source gives, and no others."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

SOURCE = REPOSITORY / "src" / "sixsteps"
PAGE = REPOSITORY / "docs" / "reference" / "problem-codes.md"

# Where the code stands among the arguments of what makes a problem.
PLACES = {"problem": 3, "Problem": 3, "fault": 3, "refused": 2}

pytestmark = pytest.mark.skipif(not SOURCE.is_dir(), reason="the source is not beside the tests")


def words(node: ast.expr) -> Iterator[str]:
    """The texts that an argument can be: one, or either side of a condition."""
    if isinstance(node, ast.IfExp):
        yield from (*words(node.body), *words(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from re.findall(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", node.value)


def given(path: Path) -> Iterator[str]:
    """The codes that a module gives to problems."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            place = 2 if name.endswith("Error") else PLACES.get(name)
            if isinstance(node.func, ast.Attribute) and name == "problem":
                place = 2
            if place is not None and len(node.args) > place:
                yield from words(node.args[place])
            for keyword in node.keywords:
                if keyword.arg == "code":
                    yield from words(keyword.value)


def is_listed(code: str, listed: set[str]) -> bool:
    return code in listed or ("unknown-..." in listed and code.startswith("unknown-"))


@pytest.mark.slow
def test_every_code_is_on_the_page_and_every_code_on_the_page_is_given() -> None:
    lines = re.findall(r"^\| `([a-z0-9.-]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    listed = set(lines)
    assert len(lines) == len(listed)
    found = {code for path in SOURCE.rglob("*.py") for code in given(path)}
    assert sorted(code for code in found if not is_listed(code, listed)) == []
    text = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    assert sorted(code for code in listed if f'"{code.rstrip(".")}' not in text) == []
