"""Folders into which a test installs what is no part of the project's environment."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ON_CI, REPOSITORY


def installed(command: list[str | Path], what: str) -> None:
    """Run what installs packages; where it cannot, a test fails on CI and skips elsewhere."""
    if subprocess.run(command, check=False).returncode:
        message = f"{what} could not be installed"
        pytest.fail(message) if ON_CI else pytest.skip(message)


def environment(folder: Path, group: str, *packages: str) -> Path:
    """The Python of an environment that holds a dependency group, and packages beside it."""
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([sys.executable, "-m", "venv", "--upgrade-deps", folder], check=True)
    group = f"{REPOSITORY / 'pyproject.toml'}:{group}"
    installed([python, "-m", "pip", "install", "-q", *packages, "--group", group], "the tools")
    return python
