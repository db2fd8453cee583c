"""The example of a web form, filled in by a real browser."""

import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.validate import validator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

import sixsteps as ss

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "embed.py"


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name it has there
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The application on a free port, with its store."""
    example = run_path(str(EXAMPLE))
    store = example["Store"](tmp_path / "rounds.sqlite")
    application = validator(example["Application"](store))
    with make_server("127.0.0.1", 0, application, example["Server"], Silent) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield SimpleNamespace(address=f"http://127.0.0.1:{server.server_port}", store=store)
        server.shutdown()
        thread.join()


def sent(address: str, **values: str) -> tuple[int, str]:
    """What a program that is no browser gets back."""
    request = Request(address, urlencode(values).encode("ascii"))  # noqa: S310  our own server
    try:
        with urlopen(request) as answer:  # noqa: S310
            return answer.status, answer.read().decode("utf-8")
    except HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8")


def begun(site: SimpleNamespace) -> str:
    """The address of a new round."""
    sent(f"{site.address}/", organisation="Anytown", title="Spring 2026", on="2026-05-01")
    return f"{site.address}/rounds/1"


@pytest.mark.chromium
def test_a_round_is_filled_in_corrected_and_stored(
    browser: webdriver.Chrome, site: SimpleNamespace
) -> None:
    def submit() -> None:
        old = browser.find_element(By.TAG_NAME, "html")
        browser.find_element(By.TAG_NAME, "button").click()
        WebDriverWait(browser, 60).until(staleness_of(old))

    def type_in(name: str, text: str) -> None:
        field = browser.find_element(By.NAME, name)
        field.clear()
        field.send_keys(text)

    def choose(question: str, level: str) -> None:
        Select(browser.find_element(By.NAME, f"{question}.level")).select_by_visible_text(level)

    def problems() -> list[str]:
        return [one.text for one in browser.find_elements(By.CLASS_NAME, "problem")]

    browser.get(site.address)
    type_in("organisation", "Anytown")
    type_in("title", "Spring 2026")
    type_in("on", "1 May")
    submit()
    assert problems() == [
        "a text of 5 characters is not a date; write year, month and day as in 2026-05-01"
    ]
    type_in("on", "2026-05-01")
    submit()

    choose("s1q1", "Green")
    type_in("s1q1.evidence", "Plan agreed 12 March\nMinutes of the board")
    choose("s1q2", "Not applicable")
    submit()
    assert problems() == ["a text is needed here and it is empty"]
    beside = browser.find_element(By.ID, "s1q2").find_elements(By.CLASS_NAME, "problem")
    assert len(beside) == 1
    field = browser.find_element(By.NAME, "s1q2.reason")
    assert field.get_attribute("aria-invalid") == "true"
    assert field.get_attribute("aria-describedby") == beside[0].get_attribute("id")
    alert = browser.find_element(By.CSS_SELECTOR, "[role=alert]")
    assert alert.text == "Not saved yet; please look at\n1.2 Presence at key meetings"
    alert.find_element(By.TAG_NAME, "a").click()
    assert browser.current_url.endswith("#s1q2")
    kept = browser.find_element(By.NAME, "s1q1.evidence").get_attribute("value")
    assert kept == "Plan agreed 12 March\nMinutes of the board"
    assert site.store.all()[0][1].ratings == ()

    type_in("s1q2.reason", "One partner only")
    submit()
    assert problems() == []
    ((_, stored),) = site.store.all()
    assert stored.ratings == (
        ss.Rating("s1q1", "green", evidence=["Plan agreed 12 March", "Minutes of the board"]),
        ss.NotApplicable("s1q2", "One partner only"),
    )
    assert ss.six_steps().citation in browser.find_element(By.TAG_NAME, "footer").text
    assert browser.find_element(By.NAME, "s1q2.reason").get_attribute("value") == "One partner only"


def test_a_level_that_is_not_on_the_scale_is_refused_beside_its_field(
    site: SimpleNamespace,
) -> None:
    status, page = sent(begun(site), **{"s1q1.level": "grene"})

    assert status == 422
    assert page.count('<p class="problem"') == 1
    assert "unknown level &#x27;grene&#x27;; the scale has red, amber, green" in page


def test_what_another_saved_meanwhile_is_not_overwritten(site: SimpleNamespace) -> None:
    address = begun(site)
    seen = site.store.all()[0][1].digest
    first, _ = sent(address, seen=seen, **{"s1q1.level": "red"})
    second, page = sent(address, seen=seen, **{"s1q1.level": "green"})

    assert (first, second) == (200, 409)
    assert "Somebody saved this round meanwhile" in page
    assert site.store.all()[0][1].answer("s1q1") == ss.Rating("s1q1", "red")


def test_text_that_is_markup_stays_text(site: SimpleNamespace) -> None:
    address = begun(site)
    seen = site.store.all()[0][1].digest
    status, page = sent(address, seen=seen, **{"s1q1.remaining": "</textarea><script>x</script>"})

    assert status == 200
    assert "<script" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page


def test_a_page_that_is_not_there(site: SimpleNamespace) -> None:
    assert sent(f"{site.address}/rounds/7")[0] == 404


def test_a_form_too_large_is_refused_before_it_is_read(site: SimpleNamespace) -> None:
    with closing(HTTPConnection(site.address.removeprefix("http://"))) as connection:
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", "1000001")
        connection.endheaders()
        assert connection.getresponse().status == 413
