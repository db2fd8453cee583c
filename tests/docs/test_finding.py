"""What readers look for is one link away from the first page, and no page is long."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
INDEX = (DOCS / "index.md").read_text("utf-8")
LINKED = {
    (DOCS / link).name: (DOCS / link).read_text("utf-8")
    for link in re.findall(r"\]\(([\w/-]+\.md)[#)]", INDEX)
}
PAGES = {page.relative_to(DOCS).as_posix(): page for page in DOCS.rglob("*.md")}


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("a-round-in-full.md", "There are eight roles by name"),
        ("a-round-in-full.md", "**`asked`** names the steps and questions"),
        ("problem-codes.md", "`unknown-level`"),
        ("a-round-in-full.md", "rated.agree("),
        ("a-year-without-python.md", "sixsteps agree"),
        ("translate-a-framework.md", "write_xlsform(framework, BytesIO(), translation=welsh)"),
        ("build-your-own-framework.md", "ss.Framework("),
        ("coverage.md", "| Amber | needed | needed | needed |"),
        ("identity.md", "| the **id** | `s1q2` | never |"),
        ("adapt-a-framework.md", 'ss.cite(local, "bibtex")'),
    ],
)
def test_what_is_looked_for_is_on_a_page_that_the_first_one_names(page: str, words: str) -> None:
    assert words in LINKED[page]


def test_every_page_is_in_the_contents() -> None:
    listed = {
        page.relative_to(DOCS).as_posix().removesuffix(".md")
        for tree in re.findall(r"```\{toctree\}\n(.*?)```", INDEX, re.DOTALL)
        for entry in re.findall(r"^([\w/*-]+)$", tree, re.MULTILINE)
        for page in DOCS.glob(f"{entry}.md")
    }
    assert listed == {page.removesuffix(".md") for page in PAGES} - {"index"}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_at_most_nine_hundred_words_beside_its_code(page: str) -> None:
    text = re.sub(
        r"^```.*?^```$|`[^`\n]*`|\]\([^)]*\)",
        "",
        PAGES[page].read_text("utf-8"),
        flags=re.DOTALL | re.MULTILINE,
    )
    assert len(re.findall(r"[^\W\d_][\w’'-]*", text)) <= 900
