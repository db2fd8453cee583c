"""Every public name stands on a reference page, and what pages say of the project is so."""

import inspect
import re
import tomllib
from collections import Counter
from itertools import chain
from pathlib import Path

import sixsteps
from sixsteps.panel import engines

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
    own = set(vars(sixsteps)["__all__"])
    within = {
        f"{module}.{name}"
        for module in MODULES
        for name in getattr(sixsteps, module).__all__
        if name not in own
    }
    engine = {
        f"panel.engines.{name}"
        for name, value in vars(engines).items()
        if inspect.isfunction(value)
        and value.__module__ == engines.__name__
        and not name.startswith("_")
    }
    modules = {name for name in own if inspect.ismodule(getattr(sixsteps, name))}
    return own - {"__version__"} - modules | within | engine


def test_every_public_name_stands_on_a_reference_page_once() -> None:
    named = {name: count for name, count in DOCUMENTED.items() if _is_public(name)}
    assert named == dict.fromkeys(public(), 1)


def _is_public(name: str) -> bool:
    """Not a part of results, which is documented under the module it lives in."""
    return "." not in name or name.startswith((*(f"{one}." for one in MODULES), "panel.engines."))


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


def test_the_floors_are_drawn_as_the_contract_has_them() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    floors = [re.findall(r"\w+", layer) for layer in layers if layer != "(__main__)"]
    page = (DOCS / "contributing" / "architecture.md").read_text("utf-8")
    drawn = [re.findall(r"[a-z]+", line) for line in page.splitlines() if "│" in line]

    assert drawn == floors
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == [*chain.from_iterable(floors)]


def test_every_chart_is_drawn_on_the_page_of_charts() -> None:
    page = DOCS / "how-to" / "charts.md"
    text = page.read_text("utf-8")
    drawn = re.compile(r"^>>> chart = ss\.charts\.(\w+)[^!]*!\[.+\]\((.+?)\)$", re.MULTILINE)
    pictures = drawn.findall(text)
    kinds = {name for name in sixsteps.charts.__all__ if name not in ("Chart", "of")}
    assert {kind for kind, _ in pictures} == kinds
    assert [name for _, name in pictures if not (page.parent / name).is_file()] == []


def test_the_glossary_explains_every_word_of_the_field() -> None:
    text = (DOCS / "glossary.md").read_text("utf-8")
    terms = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)[2:]
    explained = {word.strip() for term in terms for word in term.split(",")}
    named = (
        *("framework", "step", "question", "scale", "level", "rating", "evidence", "action plan"),
        *("owner", "due date", "round", "respondent", "role", "adaptation", "lineage", "crosswalk"),
        *("coverage", "gap", "consensus", "agreement", "panel", "tag", "edition", "translation"),
        *("sign-off", "view", "started"),
    )
    assert [word for word in named if word not in explained] == []


def test_every_relative_link_of_the_readme_leads_to_a_file() -> None:
    text = (REPOSITORY / "README.md").read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (REPOSITORY / link.partition("#")[0]).is_file()] == []
