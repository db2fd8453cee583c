"""A whole report in the programs people open it with: Chromium, its printer, and LibreOffice."""

import subprocess
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

import sixsteps as ss
from sixsteps import report
from sixsteps.results import Report
from sixsteps.samples import autumn_2025, spring_2026

QUIET = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-dev-shm-usage", "--no-first-run"),
)


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


@pytest.fixture(scope="module")
def browser(chromium: str, chromedriver: str) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    for flag in QUIET:
        options.add_argument(flag)
    options.binary_location = chromium
    driver = webdriver.Chrome(options=options, service=Service(chromedriver))
    driver.set_script_timeout(300)  # a machine that runs other tests as well takes its time
    yield driver
    driver.quit()


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

    def test_it_prints_on_a4_with_handling_reference_and_number_on_every_page(
        self, sample: Report, chromium: str, tmp_path: Path
    ) -> None:
        page, printed = sample.save(tmp_path / "report.html"), tmp_path / "report.pdf"
        subprocess.run(
            [chromium, *QUIET, "--no-pdf-header-footer", f"--print-to-pdf={printed}",
             f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        pages = text_of(printed)
        assert size_of(printed) == "A4"
        assert len(pages) > 5
        for number, text in enumerate(pages, start=1):
            assert f"Page {number} of {len(pages)}" in text
            assert "OFFICIAL. For the executive" in text
            assert "Adapted from Pearce, J (2019) Six Steps for Independent Scrutiny" in text
        # What stands below everything has no page of its own, and a short table is whole.
        assert "Respondent" in pages[-1]
        for table in ("Answers by step: ", "Coverage by step: ", "Actions: "):
            assert [page for page in pages if table in page and "Step 6" not in page] == []


@pytest.mark.libreoffice
class TestInLibreOffice:
    def test_the_word_file_opens_as_a4_with_its_footer_on_every_page(
        self, sample: Report, libreoffice: str, tmp_path: Path
    ) -> None:
        written = sample.save(tmp_path / "report.docx")
        subprocess.run(
            [libreoffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
             "--convert-to", "pdf", "--outdir", str(tmp_path), str(written)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        printed = tmp_path / "report.pdf"
        pages = text_of(printed)
        assert size_of(printed) == "A4"
        assert len(pages) > 5
        for number, text in enumerate(pages, start=1):
            assert f"Page {number} of {len(pages)}" in text
            assert "OFFICIAL. For the executive" in text
            assert "Adapted from Pearce, J (2019) Six Steps for Independent Scrutiny" in text


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
