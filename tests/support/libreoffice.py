"""Workbooks changed in LibreOffice, as people change them."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

Changes = Sequence[Sequence[Any]]
"""What is done to a workbook: a verb of `in_libreoffice.py`, a sheet, and what the verb takes."""


def through_libreoffice(
    office: str, folder: Path, cases: Sequence[tuple[Path, Path, Changes]]
) -> None:
    """Change each workbook in one LibreOffice, and save it under another name."""
    python = Path("/usr/bin/python3")
    if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode:
        pytest.skip("needs LibreOffice's Python bridge (python3-uno)")
    given = [{"from": str(old), "to": str(new), "by": by} for old, new, by in cases]
    (folder / "cases.json").write_text(json.dumps(given), encoding="utf-8")
    pipe = f"sixsteps{folder.name}{folder.parent.name}".replace("-", "")
    running = subprocess.Popen(
        [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    script = Path(__file__).with_name("in_libreoffice.py")
    try:
        done = subprocess.run(
            [python, script, folder / "cases.json", pipe],
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        running.wait(60)
    finally:
        running.kill()
        running.wait()
