"""The page on engines runs as written on Spark, and Spark gives the figures of the panel.

PySpark is installed into an environment of its own, from the dependency group `engines`.
"""

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, program
from tests.support.environments import environment

TESTS = (
    "tests/test_examples.py::test_every_example_on_a_page_gives_what_it_shows"
    "[docs/how-to/move-to-an-engine.md]",
    "tests/panel/test_engines.py::test_spark_gives_the_figures_of_the_panel",
)


@pytest.mark.slow
@pytest.mark.deep
def test_the_page_on_engines_runs_on_spark_as_on_the_others(tmp_path: Path) -> None:
    program("java")
    python = environment(tmp_path / "spark", "engines", f"{REPOSITORY}[all]")
    command: list[str | Path] = [
        python,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "-m",
        "",
        "-p",
        "no:cacheprovider",
        *TESTS,
    ]
    finished = subprocess.run(
        command,
        cwd=REPOSITORY,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert finished.stdout.splitlines()[-1].startswith("2 passed"), finished.stdout
