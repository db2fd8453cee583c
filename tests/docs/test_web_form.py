"""The page's web form as its code stands there: in Ajv's strict mode, and drawn in Chromium."""

import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

import sixsteps as ss
from tests.conftest import REPOSITORY, program
from tests.support.documents import ROUND
from tests.support.environments import installed
from tests.support.form_answers import REFUSED, answers, refused_by_the_library
from tests.support.welsh import WELSH

pytestmark = [pytest.mark.slow, pytest.mark.deep]

PAGE = (REPOSITORY / "docs" / "how-to" / "draw-a-web-form.md").read_text("utf-8")
PACKAGES = (
    *("ajv@8", "ajv-formats@3", "esbuild@0.28", "react@19", "react-dom@19"),
    *("@rjsf/core@6", "@rjsf/utils@6", "@rjsf/validator-ajv8@6"),
)
CHECK = """
import { readFileSync } from "node:fs";
import { checkOf } from "./check.mjs";

const { schema, all } = JSON.parse(readFileSync(0, "utf-8"));
const check = checkOf(schema);
const place = ({ instancePath, params }) => {
  const missing = params.additionalProperty ?? params.missingProperty;
  return [...instancePath.split("/").slice(1), ...(missing ? [missing] : [])].join(".");
};
const refused = (given) =>
  check(given) ? [] : check.errors.filter((error) => error.keyword !== "if").map(place);
console.log(JSON.stringify(all.map(refused)));
"""
DRAW = """
import { createRoot } from "react-dom/client";
import { Answers } from "./form.jsx";

const root = createRoot(document.getElementById("form"));
const sent = (given) => (window.given = JSON.stringify(given));
window.draw = (text) => {
  const { schema, problems } = JSON.parse(text);
  root.render(<Answers schema={schema} problems={problems} onGiven={sent} />);
};
"""
SHELL = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Form</title>
<style>[id$="__description"] { white-space: pre-line }</style>
<div id="form"></div><script src="drawn.js"></script></html>"""
RUBRIC = ss.Framework(
    "Museum standards",
    ss.Source("Museum Society (2024) Standards"),
    ss.Scale(
        "Practice",
        [
            ss.Level("emerging", "Emerging"),
            ss.Level("secure", "Secure", "done most of the time"),
            ss.Level("leading", "Leading", "others learn from it", ["evidence"]),
        ],
    ),
    [
        ss.Step(
            "care",
            "Care of the collection",
            [
                ss.Question(
                    "CC.01",
                    "Is every object listed?",
                    label="Inventory",
                    guidance="Count loans too.",
                    levels={"emerging": "some rooms", "secure": "every room"},
                ),
                ss.Question("CC.02", "Is light measured?"),
            ],
            guidance="Ask whoever holds the keys.",
        ),
        ss.Step("visitors", "Visitors", [ss.Question("V-1", "Can everybody get in?")]),
    ],
)
MUSEUM = ss.Round(RUBRIC, "Town Museum", "2026", date(2026, 5, 1))
EMPTY = ss.Round(ss.six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1))
SCHEMAS = {
    "the sample's joint answer": ss.samples.spring_2026().form_schema(),
    "one respondent": ROUND.form_schema("police"),
    "a second language": EMPTY.form_schema(translation=WELSH),
    "a rubric of another field": MUSEUM.form_schema(),
}


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page's code, and the packages it imports."""
    npm, folder = program("npm"), tmp_path_factory.mktemp("npm")
    quiet = ("--no-audit", "--no-fund", "--loglevel=error", f"--prefix={folder}")
    installed([npm, "install", *quiet, *PACKAGES], "the packages")
    files = {"check.mjs": block("js"), "refused.mjs": CHECK, "form.jsx": block("jsx")}
    for name, text in (files | {"draw.jsx": DRAW, "page.html": SHELL}).items():
        (folder / name).write_text(text, encoding="utf-8")
    esbuild, drawn = folder / "node_modules" / ".bin" / "esbuild", folder / "drawn.js"
    bundle = ("--bundle", "--jsx=automatic", "--log-level=error", f"--outfile={drawn}")
    production = '--define:process.env.NODE_ENV="production"'
    subprocess.run([esbuild, folder / "draw.jsx", *bundle, production], check=True)
    return folder


def refused(packages: Path, schema: dict[str, Any], given: list[Any]) -> list[set[str]]:
    """The fields of each answer that Ajv refuses."""
    finished = subprocess.run(
        [program("node"), packages / "refused.mjs"],
        input=json.dumps({"schema": schema, "all": given}),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert finished.returncode == 0, finished.stderr
    return [set(one) for one in json.loads(finished.stdout)]


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS.keys())
def test_ajv_takes_a_schema_in_strict_mode_and_a_form_that_was_left_alone(
    packages: Path, schema: dict[str, Any]
) -> None:
    untouched: dict[str, Any] = {
        name: {"level": None, "evidence": []} for name in schema["properties"]
    }
    assert refused(packages, schema, [{}, untouched]) == [set(), set()]


def test_ajv_takes_what_a_round_holds(packages: Path) -> None:
    sample = ss.samples.spring_2026()
    for one in (None, *(one.id for one in sample.respondents)):
        given = {
            answer["question"]: {
                key: value
                for key, value in answer.items()
                if value and key not in ("question", "respondent", "on")
            }
            for answer in ss.to_document(sample)["ratings"]
            if answer.get("respondent") == one
        }
        assert refused(packages, sample.form_schema(one), [given]) == [set()]


def test_ajv_refuses_at_the_fields_at_which_the_library_does(packages: Path) -> None:
    given = [answer for answer, _ in REFUSED.values()]
    found = dict(zip(REFUSED, refused(packages, EMPTY.form_schema(), given), strict=True))
    assert found == {name: places for name, (_, places) in REFUSED.items()}
    assert found == {
        name: refused_by_the_library(EMPTY, answer) for name, (answer, _) in REFUSED.items()
    }


class Form:
    """The form of a schema in the browser."""

    def __init__(self, browser: webdriver.Chrome, packages: Path, schema: dict[str, Any]) -> None:
        self.browser, self.schema = browser, schema
        browser.get((packages / "page.html").as_uri())
        self.show()
        WebDriverWait(browser, 60).until(lambda one: one.find_elements(By.TAG_NAME, "button"))

    def show(self, problems: tuple[ss.Problem, ...] = ()) -> None:
        keys = ("path", "message", "remedy", "question")
        told = [{key: getattr(one, key) for key in keys} for one in problems]
        # As text, since the driver sorts the keys of an object.
        text = json.dumps({"schema": self.schema, "problems": told})
        self.browser.execute_script("window.draw(arguments[0])", text)

    def field(self, *names: object) -> WebElement:
        return self.browser.find_element(By.ID, "_".join(map(str, ("root", *names))))

    def texts(self, selector: str) -> list[str]:
        found = self.browser.find_elements(By.CSS_SELECTOR, selector)
        return [one.get_property("textContent") for one in found]  # type: ignore[misc]

    def given(self) -> dict[str, Any]:
        """What the form gives when it is sent."""
        self.browser.execute_script("window.given = null")
        self.browser.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
        found = WebDriverWait(self.browser, 60).until(
            lambda one: one.execute_script("return window.given"), "the form was not sent"
        )
        given: dict[str, Any] = json.loads(found)
        return given


@pytest.mark.chromium
@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS.keys())
def test_titles_choices_and_help_stand_in_the_form_in_order(
    packages: Path, browser: webdriver.Chrome, schema: dict[str, Any]
) -> None:
    form = Form(browser, packages, schema)
    asked = schema["properties"]
    assert form.texts("[id=root__description]") == [schema["description"]]
    legends = [one for one in form.texts("legend") if one != "Evidence"]
    assert legends == [schema["title"], *(one["title"] for one in asked.values())]
    for name, question in asked.items():
        here = f'[id="root_{name}'
        assert form.texts(f'{here}__description"]') == [
            *filter(None, [question.get("description")])
        ]
        level = question["properties"]["level"]
        assert form.texts(f'{here}_level__description"]') == [
            *filter(None, [level.get("description")])
        ]
        choice = Select(form.field(name, "level"))
        titles = [one["title"] for one in level["oneOf"]]
        assert [one.text for one in choice.options if one.text] == titles
        assert choice.first_selected_option.text == "Not rated"
        for field in ("rationale", "remaining", "reason"):
            told = question["properties"][field]
            assert form.texts(f'label[for="root_{name}_{field}"]') == [told["title"]]
            assert form.texts(f'{here}_{field}__description"]') == [told["description"]]
            assert form.field(name, field).tag_name == "textarea"


@pytest.mark.chromium
@pytest.mark.parametrize("round_", [EMPTY, MUSEUM], ids=["the six steps", "a rubric"])
def test_a_form_that_was_left_alone_rates_nothing(
    packages: Path, browser: webdriver.Chrome, round_: ss.Round
) -> None:
    given = Form(browser, packages, round_.form_schema()).given()
    assert [*given] == [one.id for one in round_.framework.questions]
    document = ss.to_document(round_) | {"ratings": [*answers(given)]}
    assert ss.from_document(document, ss.Round) == round_


@pytest.mark.chromium
def test_what_is_filled_in_is_what_the_round_holds(
    packages: Path, browser: webdriver.Chrome
) -> None:
    form = Form(browser, packages, MUSEUM.form_schema())
    Select(form.field("CC.01", "level")).select_by_visible_text("Secure")
    form.field("CC.01", "evidence", "_add").click()
    form.field("CC.01", "evidence", 0, "text").send_keys("The register, 2 pages")
    form.field("CC.01", "evidence", 0, "kind").send_keys("process")
    form.field("CC.01", "rationale").send_keys("Loans are in it\nsince March")
    form.field("V-1", "reason").send_keys("The museum is closed")

    document = ss.to_document(MUSEUM) | {"ratings": [*answers(form.given())]}
    assert ss.from_document(document, ss.Round).ratings == (
        ss.Rating(
            "CC.01",
            "secure",
            [ss.Evidence("The register, 2 pages", kind="process")],
            "Loans are in it\nsince March",
        ),
        ss.NotApplicable("V-1", "The museum is closed"),
    )


@pytest.mark.chromium
def test_a_problem_of_the_schema_and_one_of_the_library_stand_beside_their_fields(
    packages: Path, browser: webdriver.Chrome
) -> None:
    form = Form(browser, packages, MUSEUM.form_schema())
    form.field("CC.01", "evidence", "_add").click()
    form.field("CC.01", "evidence", 0, "text").send_keys("A letter")
    form.field("CC.01", "evidence", 0, "kind").send_keys("voise")
    document = ss.to_document(MUSEUM) | {"ratings": [*answers(form.given())]}
    with pytest.raises(ss.DocumentError) as caught:
        ss.from_document(document, ss.Round)
    form.show(caught.value.problems)
    told = '[id="root_CC.01_evidence_0_kind__error"]'
    WebDriverWait(browser, 60).until(lambda _: form.texts(told))
    assert form.texts(told) == [
        "unknown kind of evidence; write 'voice', or a word that is not so near it"
    ]

    Select(form.field("V-1", "level")).select_by_visible_text("Leading")
    form.field("V-1", "reason").send_keys("Closed")
    form.browser.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    told = '[id="root_V-1_reason__error"]'
    WebDriverWait(browser, 60).until(lambda _: form.texts(told))
    assert form.texts(told) == ["a question that does not apply has no more than its reason"]
    assert form.texts('[id="root_V-1__error"]') == []
