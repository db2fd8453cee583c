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

# Each place differs from here in all of them. In Turkish a small I has no dot, in German a decimal
# sign is a comma, and between the two zones it is always another day.
PLACES = [
    ("tr_TR", {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"}),
    ("de_DE", {"PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Pago_Pago"}),
]


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
@pytest.mark.parametrize(("name", "changed"), PLACES, ids=["far east", "far west"])
def test_another_locale_time_zone_day_and_hash_seed_change_nothing(
    name: str, changed: dict[str, str], here: dict[str, str], tmp_path: Path
) -> None:
    done = subprocess.run(
        ["localedef", "-i", name, "-f", "UTF-8", tmp_path / f"{name}.UTF-8"],
        capture_output=True,
        check=False,
    )
    if not (tmp_path / f"{name}.UTF-8").is_dir():
        message = f"localedef makes no {name}: {done.stderr!r}"
        pytest.fail(message) if ON_CI else pytest.skip(message)
    locale = {"LC_ALL": f"{name}.UTF-8", "LANG": f"{name}.UTF-8", "LOCPATH": str(tmp_path)}
    assert elsewhere(changed | locale) == here


@pytest.mark.slow
def test_a_locale_without_utf_8_changes_nothing(here: dict[str, str]) -> None:
    assert elsewhere({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}) == here
