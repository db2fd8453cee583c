"""Every public name stands on a reference page, once; every link of the README leads somewhere."""

import re
from collections import Counter
from itertools import chain
from pathlib import Path

import sixsteps

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"
MODULES = ("charts", "frames", "published", "samples", "surveys", "workbook")
DOCUMENTED = Counter(
    chain.from_iterable(
        re.findall(r"^\.\. auto\w+:: sixsteps\.([\w.]+)$", page.read_text("utf-8"), re.MULTILINE)
        for page in (DOCS / "reference").glob("*.md")
    )
)


def public() -> set[str]:
    own = set(sixsteps.__all__)
    within = {
        f"{module}.{name}"
        for module in MODULES
        for name in getattr(sixsteps, module).__all__
        if name not in own
    }
    return own - {"__version__", *MODULES} | within


def test_every_public_name_stands_on_a_reference_page_once() -> None:
    named = {name: count for name, count in DOCUMENTED.items() if _is_public(name)}
    assert named == dict.fromkeys(public(), 1)


def _is_public(name: str) -> bool:
    """Not a part of results, which is documented under the module it lives in."""
    return "." not in name or name.partition(".")[0] in MODULES


def test_every_public_module_has_a_section() -> None:
    page = (DOCS / "reference" / "modules.md").read_text("utf-8")
    assert re.findall(r"^## .*`sixsteps\.(\w+)`$", page, re.MULTILINE) == [
        "charts",
        "frames",
        "surveys",
        "workbook",
        "published",
        "samples",
    ]


def test_every_relative_link_of_the_readme_leads_to_a_file() -> None:
    text = (REPOSITORY / "README.md").read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (REPOSITORY / link.partition("#")[0]).is_file()] == []
