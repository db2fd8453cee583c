"""The built pages have no empty entries, no help of Python's own classes and no dead links."""

import os
import re
import subprocess
import sys
from enum import Enum
from pathlib import Path

import pytest

import sixsteps as ss

pytest.importorskip("sphinx", reason="the pages are built where Sphinx is installed")
pytest.importorskip("furo", reason="the pages are built where their theme is installed")

DOCS = Path(__file__).resolve().parents[2] / "docs"
ENTRY = re.compile(r'<dt class="sig[^>]*id="([^"]+)">.*?</dt>\s*<dd>(.*?)</dd></dl>', re.DOTALL)
ELSEWHERE = re.compile(r"[a-z]+:")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, str]:
    """The pages as they were built where SIXSTEPS_HTML says, or as they are built now."""
    html = Path(os.environ.get("SIXSTEPS_HTML") or tmp_path_factory.mktemp("html"))
    if not any(html.iterdir()):
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", "--keep-going", "-b", "html"]
        built = subprocess.run(
            [*command, str(DOCS), str(html)], capture_output=True, text=True, check=False
        )
        assert (built.returncode, built.stderr) == (0, "")
    return {page: page.read_text("utf-8") for page in html.rglob("*.html")}


def test_no_entry_shows_the_help_of_a_class_of_python(pages: dict[Path, str]) -> None:
    assert [
        page for page, text in pages.items() if re.search(r"str\(object=|Built-in ", text)
    ] == []


def test_a_signature_names_plain_types_and_no_check_behind_them(pages: dict[Path, str]) -> None:
    within = re.compile(r"Annotated\[|functools\.partial| at 0x[0-9a-f]")
    assert [page.name for page, text in pages.items() if within.search(text)] == []


def test_the_members_of_every_enumeration_are_listed(pages: dict[Path, str]) -> None:
    said = "\n".join(text for page, text in pages.items() if page.parent.name == "reference")
    values = vars(ss.results).values()
    kinds = [one for one in values if isinstance(one, type) and issubclass(one, Enum)]
    members = [member for kind in kinds for member in kind]
    assert members
    for member in members:
        assert re.search(rf">{member.name}</span></code>: {member.value}<", said), member


def test_no_entry_of_the_reference_is_empty(pages: dict[Path, str]) -> None:
    entries = [entry for text in pages.values() for entry in ENTRY.findall(text)]
    assert entries
    assert [name for name, words in entries if not words.strip()] == []


def test_every_link_within_the_pages_leads_somewhere(pages: dict[Path, str]) -> None:
    dead = []
    for page, text in pages.items():
        for link in re.findall(r'href="([^"]+)"', text):
            path, _, anchor = link.partition("#")
            target = (page.parent / path.partition("?")[0]).resolve() if path else page
            found = ELSEWHERE.match(link) or (
                target.is_file() and (not anchor or f'id="{anchor}"' in pages.get(target, ""))
            )
            if not found:
                dead.append((page.name, link))
    assert dead == []
