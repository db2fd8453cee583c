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
# sign is a comma, between the two zones it is always another day, and the last has no UTF-8.
PLACES = [
    ("tr_TR", {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"}),
    ("de_DE", {"PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Pago_Pago"}),
    ("", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
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


def locale(name: str, folder: Path) -> dict[str, str]:
    """The variables of a locale that is made in a folder."""
    path = folder / f"{name}.UTF-8"
    command = ["localedef", "-i", name, "-f", "UTF-8", str(path)]
    done = subprocess.run(command, capture_output=True, check=False)
    if not path.is_dir():
        message = f"localedef makes no {name}: {done.stderr!r}"
        pytest.fail(message) if ON_CI else pytest.skip(message)
    return {"LC_ALL": path.name, "LANG": path.name, "LOCPATH": str(folder)}


@pytest.mark.slow
def test_another_locale_time_zone_day_and_hash_seed_change_nothing(tmp_path: Path) -> None:
    here = digests()
    for name, changed in PLACES:
        there = elsewhere(changed | (locale(name, tmp_path) if name else {}))
        assert (name, there) == (name, here)
