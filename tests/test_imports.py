"""`import sixsteps` is quick: what is heavy or optional waits until it is asked for."""

import subprocess
import sys
from datetime import date
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

from sixsteps import Rating, Round, six_steps, write

HEAVY = [
    "cattrs",
    "docx",
    "jinja2",
    "matplotlib",
    "narwhals",
    "numpy",
    "openpyxl",
    "pyarrow",
    "tqdm",
    "wcwidth",
    "xlsxwriter",
]
RARE = [
    "sixsteps.formats.documents.diagnosis",
    "sixsteps.model.between_rounds",
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


@pytest.mark.slow
def test_after_preload_no_work_waits_for_a_room_or_a_package() -> None:
    work = (
        "import io, sixsteps as ss\n"
        "round_ = ss.samples.spring_2026()\n"
        "ss.report(round_, respondent='agreed').html()\n"
        "ss.write(round_, io.StringIO())\n"
        "ss.workbook.write_template(round_.framework, file := io.BytesIO())\n"
        "ss.charts.grid(round_, respondent='agreed').svg()\n"
    )
    before = loaded_by("import sixsteps; sixsteps.preload()")
    after = loaded_by(f"import sixsteps; sixsteps.preload()\n{work}")
    watched = [package for package in HEAVY if package in after]
    assert watched == [package for package in HEAVY if package in before]
    assert {name for name in after - before if name.startswith("sixsteps.")} == set()


def test_comparing_two_rounds_from_files_loads_only_what_reading_and_printing_need(
    tmp_path: Path,
) -> None:
    before, after = (str(tmp_path / name) for name in ("autumn.json", "spring.json"))
    for path, level in ((before, "red"), (after, "green")):
        rated = [Rating("s1q1", level, ["Minutes"])]
        write(Round(six_steps(), "Anytown", "A round", date(2026, 5, 1), rated), path)
    loaded = loaded_by(
        "import sixsteps as ss\n"
        f"before, after = (ss.read(path, ss.Round) for path in {(before, after)!r})\n"
        "print(ss.change(before, after))"
    )
    assert "sixsteps.analysis" in loaded
    assert loaded.isdisjoint({*HEAVY, *LAZY, *RARE} - {"sixsteps.analysis"})


@pytest.mark.slow
@pytest.mark.parametrize("package", HEAVY)
def test_the_names_watched_for_are_those_the_packages_really_have(package: str) -> None:
    assert package in loaded_by(f"import {package}")


@pytest.mark.parametrize("module", [*LAZY, *RARE])
def test_the_modules_watched_for_are_there(module: str) -> None:
    assert find_spec(module) is not None


def test_type_checkers_are_told_that_the_package_is_typed() -> None:
    assert files("sixsteps").joinpath("py.typed").is_file()
