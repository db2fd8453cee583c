"""Nothing the library makes depends on the hash seed, the locale, the time zone or the date."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ON_CI, REPOSITORY
from tests.trust.outputs import digests

ZONES = {"far east": "Pacific/Kiritimati", "far west": "Pacific/Pago_Pago"}
SEEDS = {"one seed": "1", "another seed": "4294967295"}
LOCALES = ("tr_TR", "de_DE")


def elsewhere(changed: Mapping[str, str]) -> dict[str, str]:
    """The digests another process gives in a changed environment."""
    finished = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.trust.outputs"],
        capture_output=True,
        check=False,
        cwd=REPOSITORY,
        encoding="utf-8",
        env=os.environ | changed,
    )
    assert finished.returncode == 0, finished.stderr
    given: dict[str, str] = json.loads(finished.stdout)
    return given


@pytest.fixture(scope="module")
def here() -> dict[str, str]:
    return digests()


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_hash_seeds_change_nothing(seed: str, here: dict[str, str]) -> None:
    assert elsewhere({"PYTHONHASHSEED": seed}) == here


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES.values(), ids=ZONES)
def test_time_zones_change_nothing_although_it_is_another_day_there(
    zone: str, here: dict[str, str]
) -> None:
    assert elsewhere({"TZ": zone}) == here


@pytest.mark.slow
def test_a_locale_without_utf_8_changes_nothing(here: dict[str, str]) -> None:
    assert elsewhere({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}) == here


@pytest.mark.slow
@pytest.mark.parametrize("name", LOCALES)
def test_locales_with_other_letters_and_decimal_signs_change_nothing(
    name: str, here: dict[str, str], tmp_path: Path
) -> None:
    """In Turkish a small I has no dot; in German a decimal sign is a comma."""
    done = subprocess.run(
        ["localedef", "-i", name, "-f", "UTF-8", tmp_path / f"{name}.UTF-8"],
        capture_output=True,
        check=False,
    )
    if not (tmp_path / f"{name}.UTF-8").is_dir():
        message = f"localedef makes no {name}: {done.stderr!r}"
        pytest.fail(message) if ON_CI else pytest.skip(message)
    changed = {"LC_ALL": f"{name}.UTF-8", "LANG": f"{name}.UTF-8", "LOCPATH": str(tmp_path)}
    assert elsewhere(changed) == here
