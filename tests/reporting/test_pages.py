"""A whole report in the programs people open it with: Chromium, its printer, and LibreOffice."""

import re
import subprocess
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from selenium import webdriver

import sixsteps as ss
from sixsteps import report
from sixsteps.reporting.reports import Detail
from sixsteps.results import Report
from sixsteps.samples import autumn_2025, spring_2026
from tests.conftest import QUIET
from tests.support.large_round import large_round

LINK = "https://example.org/" + "minutes-of-the-executive/" * 8
PEOPLE = [ss.Respondent(f"r{n}", f"Safeguarding school {n}", ss.Role.PEER) for n in range(13)]
WIDE = {
    "link": ss.Round(
        ss.six_steps(),
        "Anytown",
        "Spring 2026",
        date(2026, 5, 1),
        ratings=[ss.Rating("s1q1", "amber", [LINK], rationale=LINK, remaining=LINK)],
        plans=[ss.ActionPlan("s1", [ss.Action(LINK, owner=LINK, timescale=LINK)], outcome=LINK)],
    ),
    "respondents": ss.Round(
        ss.six_steps(),
        "Anytown",
        "Spring 2026",
        date(2026, 5, 1),
        ratings=[ss.Rating("s1q1", "red", respondent=one.id) for one in PEOPLE],
        respondents=PEOPLE,
    ),
}


@pytest.fixture(scope="module")
def sample() -> Report:
    return report(spring_2026(), since=autumn_2025(), respondent="agreed")


def complaints(browser: webdriver.Chrome, page: Path) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice on a page."""
    browser.get(page.as_uri())
    browser.execute_script(files("axe_playwright_python").joinpath("axe.min.js").read_text())
    found = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {resultTypes: ['violations']})"
        ".then(done, error => done({violations: [{id: String(error)}]}));"
    )
    return [violation["id"] for violation in found["violations"]]


@pytest.mark.chromium
class TestInChromium:
    def test_axe_finds_nothing_against_the_page(
        self, sample: Report, browser: webdriver.Chrome, tmp_path: Path
    ) -> None:
        assert complaints(browser, sample.save(tmp_path / "report.html")) == []

    def test_axe_would_find_something(self, browser: webdriver.Chrome, tmp_path: Path) -> None:
        page = tmp_path / "page.html"
        page.write_text("<html><body><img src='x.png'></body></html>", encoding="utf-8")
        assert {"html-has-lang", "image-alt", "document-title"} <= {*complaints(browser, page)}

    @pytest.mark.parametrize("width", [320, 1280])
    def test_the_page_never_scrolls_sideways(
        self, sample: Report, browser: webdriver.Chrome, tmp_path: Path, width: int
    ) -> None:
        browser.get(sample.save(tmp_path / "report.html").as_uri())
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False},
        )
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        assert wide <= width

    @pytest.mark.parametrize("name", ["link", "respondents"])
    def test_nothing_is_so_wide_that_the_printer_shrinks_every_page(
        self, name: str, browser: webdriver.Chrome, tmp_path: Path
    ) -> None:
        browser.get(report(WIDE[name], rule="worst").save(tmp_path / "report.html").as_uri())
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        across = 680  # an A4 page between its margins, in pixels
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": across, "height": 970, "deviceScaleFactor": 1, "mobile": False},
        )
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        assert wide <= across

    def test_it_prints_on_a4_with_state_handling_and_number_on_every_page(
        self, sample: Report, chromium: str, tmp_path: Path
    ) -> None:
        printed = from_chromium(sample, chromium, tmp_path)
        assert size_of(printed) == "A4"
        check_pages(text_of(printed))

    @pytest.mark.slow
    @pytest.mark.parametrize(("detail", "most"), [("brief", 2), ("standard", 10)])
    def test_a_large_round_prints_on_so_few_pages(
        self, detail: Detail, most: int, chromium: str, tmp_path: Path
    ) -> None:
        check_size(from_chromium(large_report(detail), chromium, tmp_path), most)

    @pytest.mark.slow
    def test_the_brief_of_the_sample_prints_on_one_page(
        self, chromium: str, tmp_path: Path
    ) -> None:
        assert len(text_of(from_chromium(sample_brief(), chromium, tmp_path))) == 1


@pytest.mark.libreoffice
class TestInLibreOffice:
    def test_the_word_file_opens_as_a4_with_state_and_handling_on_every_page(
        self, sample: Report, libreoffice: str, tmp_path: Path
    ) -> None:
        printed = from_word(sample, libreoffice, tmp_path)
        assert size_of(printed) == "A4"
        check_pages(text_of(printed))

    @pytest.mark.slow
    @pytest.mark.parametrize(("detail", "most"), [("brief", 2), ("standard", 10)])
    def test_a_large_round_takes_so_few_pages(
        self, detail: Detail, most: int, libreoffice: str, tmp_path: Path
    ) -> None:
        printed = from_word(large_report(detail), libreoffice, tmp_path)
        check_size(printed, most)
        if detail == "standard":
            pages = text_of(printed)
            (number,) = re.findall(r"and 12 more, page (\d+)", pages[0] + pages[1])
            assert "Red: 24 questions, continued" in pages[int(number) - 1]

    @pytest.mark.slow
    def test_the_brief_of_the_sample_takes_one_page(self, libreoffice: str, tmp_path: Path) -> None:
        assert len(text_of(from_word(sample_brief(), libreoffice, tmp_path))) == 1


def sample_brief() -> Report:
    return report(spring_2026(), since=autumn_2025(), respondent="agreed", detail="brief")


def large_report(detail: Detail) -> Report:
    return report(large_round(2026), since=large_round(2025), rule="worst", detail=detail)


def from_chromium(found: Report, chromium: str, folder: Path) -> Path:
    """The report as Chromium prints its page."""
    page, printed = found.save(folder / "report.html"), folder / "report.pdf"
    subprocess.run(
        [chromium, *QUIET, "--no-pdf-header-footer", f"--print-to-pdf={printed}",
         f"--user-data-dir={folder / 'profile'}", page.as_uri()],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return printed


def from_word(found: Report, libreoffice: str, folder: Path) -> Path:
    """The report as LibreOffice prints its Word file."""
    written = found.save(folder / "report.docx")
    subprocess.run(
        [libreoffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), str(written)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return folder / "report.pdf"


def check_pages(pages: list[str]) -> None:
    """Assert that every page says the state, the handling and its number."""
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert "14 May 2026. OFFICIAL. For the executive, the delegated partners" in text


FOOT = "Draft. OFFICIAL."
HEADINGS = (
    *("What needs a decision", "What happens next", "Ratings", "Coverage", "What needs attention"),
    *("Change since Spring 2025", "Where respondents differ", "Action plan", "Context"),
    *("How to read the figures", "About this report"),
)


def check_size(printed: Path, most: int) -> None:
    """Assert that there are at most so many pages, and no heading alone at the foot of one."""
    pages = text_of(printed)
    assert len(pages) <= most
    ends = [page.rpartition(FOOT)[0].strip() for page in pages]
    assert all(ends)
    # A number before it makes it an entry of the contents.
    heading = re.compile(rf"(?<!\d\. )({'|'.join(HEADINGS)})$")
    assert [end for end in ends if heading.search(end)] == []


def text_of(printed: Path) -> list[str]:
    """The text of each page of a PDF, white space folded."""
    found = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return [" ".join(page.split()) for page in found.stdout.split("\f")[:-1]]


def size_of(printed: Path) -> str:
    found = subprocess.run(
        ["pdfinfo", str(printed)], check=True, capture_output=True, encoding="utf-8"
    )
    line = next(line for line in found.stdout.splitlines() if line.startswith("Page size"))
    return "A4" if "(A4)" in line else line
