"""What every test may rely on: Hypothesis profiles, outside programs and real data."""

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from selenium import webdriver

ON_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
REPOSITORY = Path(__file__).resolve().parent.parent

# These hold slow tests alone, and need the dependency group `slow`.
collect_ignore = [
    name
    for name, package in {
        "examples/test_notebook.py": "nbclient",
        "docs/test_web_form.py": "selenium",
        "examples/test_embed.py": "selenium",
        "reporting/test_pages.py": "selenium",
        "test_palette.py": "colour",
    }.items()
    if not find_spec(package)
]

# Speed differs between machines and never decides whether a law holds.
settings.register_profile(
    "modest",
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.register_profile("ci", settings.get_profile("modest"), derandomize=True, database=None)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=3)
settings.register_profile("laws", settings.get_profile("ci"), max_examples=200)
settings.register_profile("deep", settings.get_profile("modest"), max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if ON_CI else "modest"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that open another program are slow, whatever they say of themselves."""
    for item in items:
        if item.get_closest_marker("libreoffice") or item.get_closest_marker("chromium"):
            item.add_marker("slow")


def program(*names: str) -> str:
    """The path of the first program found; without one a test fails on CI and skips elsewhere."""
    for name in names:
        if found := shutil.which(name):
            return found
    message = f"needs {' or '.join(names)} on the path"
    if ON_CI:
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The path of LibreOffice."""
    return program("soffice", "libreoffice")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium."""
    return program("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromedriver() -> str:
    """The path of Chromium's WebDriver."""
    return program("chromedriver")


QUIET = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-dev-shm-usage", "--no-first-run"),
)
"""How Chromium is begun: without a window, and without asking the network for anything."""


@pytest.fixture(scope="module")
def browser(chromium: str, chromedriver: str) -> "Iterator[webdriver.Chrome]":
    """A Chromium that a test drives, of its own for each module."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    for flag in QUIET:
        options.add_argument(flag)
    options.binary_location = chromium
    driver = webdriver.Chrome(options=options, service=Service(chromedriver))
    driver.set_script_timeout(300)  # a machine that runs other tests as well takes its time
    yield driver
    driver.quit()


def shared(name: str) -> Path:
    """A folder of data that is not part of the project; without it a test skips."""
    folder = Path(os.environ.get("SIXSTEPS_SHARED") or REPOSITORY.parent / "shared") / "data" / name
    if not folder.is_dir():
        pytest.skip(f"needs the data in {folder}")
    return folder


@pytest.fixture(scope="session")
def ofsted() -> Path:
    """The folder of the published Ofsted judgements."""
    return shared("ofsted")


@pytest.fixture(scope="session")
def nist_csf() -> Path:
    """The folder of NIST's Cybersecurity Framework, versions 1.1 and 2.0, and their mapping."""
    return shared("nist-csf")
