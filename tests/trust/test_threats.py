"""Each row of the page on threats is held by a test that exists; here are those with no home."""

import ast
import html
import io
import re
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from attrs import evolve
from pyxform.xls2xform import convert

import sixsteps as ss
from sixsteps.cli import main

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = REPOSITORY / "docs" / "contributing" / "threats.md"
HELD_BY = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text("utf-8"))
SOURCES = sorted(Path(ss.__file__).parent.rglob("*.py"))

TEXT = "Alex Example, aged 9"
FORMULA = '=HYPERLINK("https://example.org","x")'
MARKUP = '</td></style><script>alert(1)</script><img src=x onerror="alert(1)">'
PATHS = ("../../etc/passwd", "/etc/passwd", "C:\\aux", "~/.ssh/id", "nul")


def full_of(text: str) -> ss.Round:
    """A round with one text at every place that takes one."""
    plain = ss.six_steps()
    red, *others = ss.RAG.levels
    scale = ss.Scale(text, [evolve(red, label=text, meaning=text), *others])
    framework = ss.adapt(
        evolve(plain, title=text, source=ss.Source(text), scale=scale),
        ss.Retitle(text),
        ss.RetitleStep("s1", text, reason=text),
        ss.RewordQuestion("s1q1", text=text, label=text, guidance=text),
        ss.RewordContextQuestion("c1", text=text),
        by=text,
        on=date(2026, 4, 1),
        reason=text,
    )
    return ss.Round(
        framework,
        organisation=text,
        title=text,
        on=date(2026, 5, 1),
        ratings=[
            ss.Rating("s1q1", "red", [text], text, text, respondent="a"),
            ss.NotApplicable("s1q2", text, respondent="a"),
        ],
        plans=[ss.ActionPlan("s1", [ss.Action(text, owner=text, difference=text)], outcome=text)],
        respondents=[ss.Respondent("a", text, ss.Role.PEER)],
        context=[ss.ContextAnswer("c1", text)],
        arrangements=[text],
        handling=text,
    )


def test_every_row_of_the_page_names_tests_that_exist() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")][2:]
    assert len(HELD_BY) >= len(rows) >= 20
    assert [row for row in rows if not row.endswith("` |")] == []
    lost = [
        f"{place}::{name}"
        for place, name in HELD_BY
        if not re.search(
            rf"^\s*def {name}\(", (REPOSITORY / place).read_text("utf-8"), re.MULTILINE
        )
    ]
    assert lost == []


@pytest.mark.slow
def test_a_panel_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("cells.npy", "w", force_zip64=True) as entry,
    ):
        for _ in range(1_100):
            entry.write(bytes(1_000_000))
    assert len(bomb.getvalue()) < 2_000_000
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.load(bomb)
    assert str(caught.value) == (
        "it unpacks to more than 1,073,741,824 bytes at $; name a higher limit"
    )


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize(
    ("part", "read"),
    [
        ("cells.npy", ss.Panel.load),
        ("[Content_Types].xml", ss.workbook.read_round),
    ],
)
@pytest.mark.slow
def test_a_part_that_is_larger_than_is_said_of_it_takes_no_memory(
    part: str, read: Callable[[io.BytesIO], object], way: int
) -> None:
    size, said = 60_000_000, 1_000
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", way) as archive:
        archive.writestr(part, bytes(size))
    content = bomb.getvalue().replace(struct.pack("<I", size), struct.pack("<I", said))
    tracemalloc.start()
    try:
        with pytest.raises(ss.DocumentError):
            read(io.BytesIO(content))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_panel_whose_arrays_claim_more_than_there_is_is_refused() -> None:
    header = io.BytesIO()
    claimed = {"descr": "|u1", "fortran_order": False, "shape": (10**9, 10**9)}
    np.lib.format.write_array_header_2_0(header, claimed)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("cells.npy", header.getvalue())
    with pytest.raises(ss.DocumentError, match=r"^not a saved panel"):
        ss.Panel.load(file)


def workbooks(round_: ss.Round) -> Iterator[bytes]:
    """Every kind of workbook the library writes."""
    files = [io.BytesIO() for _ in range(10)]
    ss.workbook.write_template(round_, files[0], respondent="a")
    ss.workbook.write_template(round_.framework, files[1], round_)
    ss.workbook.write_moderation(round_, files[2])
    ss.surveys.write_xlsform(round_.framework, files[3])
    assert round_.framework.origin is not None
    ss.workbook.write_template(round_.framework.origin, files[4])
    ss.workbook.write_actions(round_, files[5])
    ss.workbook.write_framework(round_.framework, files[6])
    ss.workbook.write_setup(round_, files[7])
    ss.workbook.write_setup(round_.framework, files[8])
    ss.workbook.write_tables([ss.coverage(round_)], files[9], round_.title, [round_.title])
    yield from (file.getvalue() for file in files)


RULE = re.compile(r'"(?:[^"]|"")*"|\'sixsteps\'![$A-Z0-9:]+')


def sheets_of(content: bytes) -> str:
    """The parts of a workbook that hold its sheets, one after the other."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return "".join(archive.read(name).decode("utf-8") for name in names)


def formulas(sheets: str) -> list[tuple[str, str]]:
    """The cells with a formula, an element `f` before the value, and what each says."""
    found = re.findall(r'<c r="(\w+)"[^>]*><f(?: [^>]*)?>(.*?)</f>', sheets)
    assert len(found) == len(re.findall(r"<f[ >/]", sheets))
    return found


@pytest.mark.parametrize("text", [FORMULA, "+1", "-1+1", "@SUM(1)", "{=1}", "=1"])
@pytest.mark.slow
def test_no_text_becomes_a_formula_in_any_workbook(text: str) -> None:
    # The library's own formulas are those of the same workbooks full of a harmless text.
    harmless = [formulas(sheets_of(one)) for one in workbooks(full_of("a" * len(text)))]
    # A return has one, which counts what is rated, and a moderation what is agreed.
    assert [len(own) for own in harmless] == [1, 1, 1, 0, 1, 0, 0, 0, 0, 0]
    for content, own in zip(workbooks(full_of(text)), harmless, strict=True):
        found = sheets_of(content)
        assert formulas(found) == own
        # The rule of a drop-down or of a colour is a formula too, and holds a list's place or one
        # text in quotation marks.
        rules = re.findall(r"<(formula\d*)>(.*?)</\1>", html.unescape(found))
        assert [rule for _, rule in rules if not RULE.fullmatch(rule)] == []
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert any(
            text in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row
        )


@pytest.mark.slow
def test_no_text_becomes_a_reference_in_a_survey_form() -> None:
    file = io.BytesIO()
    ss.surveys.write_xlsform(full_of("${s1q1} of ${respondent}").framework, file)
    form = convert(io.BytesIO(file.getvalue()), file_type=".xlsx", warnings=[]).xform
    assert "$ {s1q1} of $ {respondent}" in form
    # What stands in place of a text is an element `output`.
    assert "<output" not in form


class Acting(HTMLParser):
    """Collects what could act or load something: elements, attributes and addresses."""

    ELEMENTS = frozenset({"script", "iframe", "object", "embed", "link", "form", "base"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.ELEMENTS:
            self.found.append(tag)
        for name, value in attrs:
            loads = name in {"src", "href", "xlink:href"} and not (value or "").startswith(
                ("#", "data:image/")
            )
            if name.startswith("on") or loads:
                self.found.append(f"{tag} {name}={value}")

    handle_startendtag = handle_starttag


def page_of_a_command(*arguments: str) -> str:
    """What the command line prints as a page."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        main([*arguments, "--format", "html"])
    return printed.getvalue()


def pages(round_: ss.Round, folder: Path) -> Iterator[str]:
    """Every page and picture made for a browser."""
    ss.write(round_, folder / "round.json")
    yield page_of_a_command("check", str(folder / "round.json"))
    yield ss.report(round_).html()
    yield ss.coverage(round_).table().to_html()
    assert round_.framework.origin is not None
    yield ss.diff(round_.framework.origin, round_.framework).table().to_html()
    yield ss.gaps(round_)._repr_html_()
    yield ss.charts.grid(round_).svg()
    yield ss.charts.grid(round_)._repr_html_()


@pytest.mark.slow
def test_no_text_becomes_markup_in_a_page_or_a_picture(tmp_path: Path) -> None:
    for page in pages(full_of(MARKUP), tmp_path):
        acting = Acting()
        acting.feed(page)
        assert acting.found == []
        assert "onerror=&quot;" in page or "onerror=" not in page


class Framed(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.slow
def test_a_report_in_a_notebook_is_one_frame_in_which_nothing_runs() -> None:
    report = ss.report(full_of(MARKUP))
    shown = Framed()
    shown.feed(report._repr_html_() or "")
    ((tag, attributes),) = shown.found
    assert tag == "iframe"
    assert attributes.keys() == {"sandbox", "srcdoc", "title", "style"}
    assert not attributes["sandbox"]
    assert attributes["srcdoc"] == report.html()
    assert attributes["title"] == report.document.title


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.slow
def test_names_that_are_paths_lead_to_no_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "deep" / "in"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    round_ = full_of(name)
    ss.write(round_, "a.json")
    ss.write_rounds([round_], "a.jsonl")
    ss.workbook.write_template(round_, "a.xlsx", respondent="a")
    ss.report(round_).save("a.html")
    ss.charts.grid(round_).save("a.svg")
    left = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["a.html", "a.json", "a.jsonl", "a.svg", "a.xlsx"]


@pytest.mark.parametrize(
    "name", ["../s1", "s1/q1", "C:", "<b>", "s1 q1", "1q1", "s1\x00", "é1", ""]
)
def test_ids_that_could_be_anything_else_are_refused(name: str) -> None:
    for make in (
        lambda: ss.Question(name, "Do they meet?"),
        lambda: ss.Step(name, "Lead"),
        lambda: ss.Level(name),
        lambda: ss.Rating(name, "red"),
        lambda: ss.Respondent(name, "A", ss.Role.PEER),
    ):
        with pytest.raises(ss.InvalidError):
            make()


def imported(path: Path) -> set[str]:
    """The first names of all modules a file imports, wherever in it that is.

    What takes addresses apart reaches nothing.
    """
    tree = ast.parse(path.read_text("utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names - {"urllib.parse"}}


RUNNING = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "cloudpickle",
    "yaml",
    "subprocess",
    "ctypes",
    "code",
}
REACHING = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "aiohttp"}


@pytest.mark.slow
def test_nothing_that_runs_data_as_code_is_in_the_package() -> None:
    assert {
        path.name: imported(path) & RUNNING for path in SOURCES if imported(path) & RUNNING
    } == {}
    calls = {
        f"{path.name}: {node.func.id}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile", "__import__"}
    }
    assert calls == set()
    allowed = [path.name for path in SOURCES if "allow_pickle=True" in path.read_text("utf-8")]
    assert allowed == []


@pytest.mark.slow
def test_nothing_that_reaches_a_network_is_in_the_package() -> None:
    found = {path.name: imported(path) & REACHING for path in SOURCES if imported(path) & REACHING}
    assert found == {}


@pytest.mark.slow
def test_no_free_text_is_in_what_a_round_or_a_result_shows_of_itself() -> None:
    clear = full_of("Title")
    secret = ss.Round(
        clear.framework,
        "Anytown",
        "Spring 2026",
        date(2026, 5, 1),
        ratings=[
            ss.Rating("s1q1", "amber", [TEXT], TEXT, TEXT, respondent="a"),
            ss.NotApplicable("s1q2", TEXT, respondent="a"),
        ],
        plans=[ss.ActionPlan("s1", [ss.Action(TEXT, difference=TEXT)], outcome=TEXT)],
        respondents=clear.respondents,
        context=[ss.ContextAnswer("c1", TEXT)],
    )
    rating = secret.ratings[0]
    assert isinstance(rating, ss.Rating)
    shown = [
        *map(repr, (secret, *secret.ratings, *secret.plans, *secret.plans[0].actions)),
        *map(repr, (*rating.evidence, *secret.context)),
        *(str(result) for result in (ss.coverage(secret), ss.gaps(secret), ss.summary(secret))),
        *(repr(result) for result in (ss.coverage(secret), ss.gaps(secret), ss.summary(secret))),
        str(ss.change(secret, secret)),
        repr(ss.Panel.from_rounds([secret], period=lambda _: "now")),
        ss.charts.grid(secret).svg(),
        str(ss.frames.to_frame(secret, "pyarrow").to_pylist()),
    ]
    assert [text for text in shown if "Alex" in text] == []
    assert [path.name for path in SOURCES if "logging" in imported(path)] == []
