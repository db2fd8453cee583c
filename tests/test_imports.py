"""`import sixsteps` is quick: what is heavy or optional waits until it is asked for."""

import subprocess
import sys
from importlib.resources import files

import pytest

HEAVY = [
    "cattrs",
    "docx",
    "jinja2",
    "matplotlib",
    "narwhals",
    "numpy",
    "openpyxl",
    "pyarrow",
    "tabulate",
    "tqdm",
    "xlsxwriter",
]
LAZY = ["sixsteps.adaptation", "sixsteps.analysis", "sixsteps.charts", "sixsteps.panel"]


def loaded_by(code: str) -> set[str]:
    finished = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return set(finished.stdout.split())


def test_importing_sixsteps_loads_nothing_heavy_and_no_lazy_room() -> None:
    loaded = loaded_by("import sixsteps")
    assert "sixsteps" in loaded
    assert loaded.isdisjoint([*HEAVY, *LAZY])


def test_listing_the_names_loads_nothing_either() -> None:
    assert loaded_by("import sixsteps; dir(sixsteps)").isdisjoint([*HEAVY, *LAZY])


@pytest.mark.parametrize("package", HEAVY)
def test_the_names_watched_for_are_those_the_packages_really_have(package: str) -> None:
    assert package in loaded_by(f"import {package}")


def test_type_checkers_are_told_that_the_package_is_typed() -> None:
    assert files("sixsteps").joinpath("py.typed").is_file()
