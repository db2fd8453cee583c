"""The map for contributors leads to files and names that are there."""

import re

import pytest

from tests.conftest import REPOSITORY

SOURCE = REPOSITORY / "src" / "sixsteps"
ARCHITECTURE = REPOSITORY / "docs" / "contributing" / "architecture.md"
CONTRIBUTING = REPOSITORY / "CONTRIBUTING.md"

pytestmark = pytest.mark.skipif(not SOURCE.is_dir(), reason="the source is not beside the tests")


def map_rows() -> list[tuple[str, str]]:
    """What to open, and its tests, of every row."""
    part = ARCHITECTURE.read_text("utf-8").partition("## To change something, open")[2]
    rows = [line.split("|") for line in part.partition("\n## ")[0].splitlines() if "|" in line]
    return [(row[2], row[3]) for row in rows[2:]]


@pytest.mark.parametrize(("opened", "tests"), map_rows())
def test_what_a_row_says_to_open_is_there(opened: str, tests: str) -> None:
    files = re.findall(r"`([\w/]+\.py)`", opened)
    folder = (SOURCE / files[0]).parent if files else REPOSITORY
    homes = [SOURCE, folder]
    for name in files:
        assert any((home / name).is_file() for home in homes), name
    for name in re.findall(r"`([\w.]+)` in", opened):
        source = (SOURCE / files[0]).read_text("utf-8")
        assert f"def {name.rpartition('.')[2]}(" in source, name
    for name in re.findall(r"`(tests/[\w/.]+)`", tests):
        assert (REPOSITORY / name).exists(), name


def test_every_file_the_journeys_name_is_there() -> None:
    text = CONTRIBUTING.read_text("utf-8")
    named = re.findall(r"`((?:src|tests|docs|\.ci)/[\w/.]*\w)`", text)
    assert len(named) > 15
    assert [name for name in named if not (REPOSITORY / name).exists()] == []
