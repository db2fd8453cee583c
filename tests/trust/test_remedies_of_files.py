"""What messages about documents, files, frames and panels say to do is done, and it works."""

import json
import os
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
import polars as pl
import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps.errors import Problem
from sixsteps.panel import engines
from sixsteps.results import TranslatedText

Try: TypeAlias = Callable[[], Any]

ON, LATER = date(2026, 5, 1), date(2027, 5, 1)
SIX = ss.six_steps()
LOCAL = ss.adapt(SIX, ss.AddQuestion("s1", "Ours?", id="s1q9"), by="Anytown", on=ON)
PLAIN = ss.Round(SIX, "Anytown", "Spring 2026", ON, [ss.Rating("s1q1", "red")], period="2026-H1")
NEXT = evolve(PLAIN, title="Spring 2027", on=LATER, period="2027-H1")
ASKED = evolve(
    PLAIN,
    ratings=[ss.Rating("s1q1", "red", respondent="police")],
    respondents=[
        ss.Respondent("police", "Police", ss.Role.PEER),
        ss.Respondent("health", "Health", ss.Role.PEER),
    ],
)
TWO = ss.Scale("Two", [ss.Level("no", "No"), ss.Level("yes", "Yes")])
RESCALED = ss.adapt(
    SIX, ss.ChangeScale(TWO, {"red": "no", "amber": "yes", "green": "yes"}), by="Anytown", on=ON
)
PANEL = ss.Panel.from_rounds([PLAIN, NEXT])


def document(value: Any = PLAIN, **changed: Any) -> dict[str, Any]:
    """The document of a value with some of its keys changed; one that is `...` is left out."""
    made = {**ss.to_document(value), **changed}
    return {key: one for key, one in made.items() if one is not ...}


def whole(data: Any, kind: Any = ss.Round, **others: Any) -> Any:
    return ss.from_document(data, kind, **others)


def text(said: str) -> Any:
    """What is read from JSON in which a word was put in place of the title's text."""
    return ss.read(StringIO(json.dumps(document()).replace('"Spring 2026"', said)), ss.Round)


def with_edit(**edit: Any) -> dict[str, Any]:
    """The document of an adapted framework of which the one edit is this."""
    made = document(LOCAL)
    made["lineage"][0]["edits"] = [edit]
    return made


def lines(*texts: str, limit: int = 1_000_000) -> list[ss.Round]:
    return list(ss.read_rounds(StringIO("\n".join(texts)), limit=limit))


ROUND_LINES = [
    json.dumps(ss.to_document(SIX)), json.dumps(ss.to_document(PLAIN, framework=False))
]  # fmt: skip


def long_frame(*rounds: ss.Round, **columns: Any) -> Any:
    made = ss.frames.to_frame(rounds or [PLAIN], "polars", empties=True)
    return made.with_columns(**{name: pl.lit(one) for name, one in columns.items()})


def figures(frame: Any, frameworks: Any = SIX, **others: Any) -> Any:
    return engines.levels(frame, frameworks, **others)


def answers(**columns: Any) -> Any:
    said = {
        "organisation": "A",
        "round": "Spring",
        "date": "2026-05-01",
        "period": "1",
        "question": "s1q1",
        "level": "red",
        **columns,
    }
    return pl.DataFrame({name: [value] for name, value in said.items()})


def answers_of(organisations: int) -> Any:
    numbers = pl.int_range(organisations, eager=True)
    return (
        answers()
        .select(pl.all().repeat_by(organisations).explode())
        .with_columns(organisation=pl.format("Area {}", numbers))
    )


def guided(count: int) -> list[ss.Round]:
    """Rounds of different frameworks with as many commas as may part 200,000 values."""
    questions = [ss.Question(f"s1q{n}", "Why?", guidance="," * 100_000) for n in (1, 2)]
    step = ss.Step("s1", "One", questions)
    each = (ss.Framework(f"No. {n}", ss.Source("Doe, J"), TWO, [step]) for n in range(count))
    return [ss.Round(one, "Anytown", "Spring", ON) for one in each]


def panel_of(frame: Any, framework: Any = SIX, **others: Any) -> ss.Panel:
    given = {"columns": {}, **others}
    return ss.Panel.from_frame(frame, framework, **given)


def saved(name: str = "panel.npz") -> str:
    PANEL.save(name)
    return name


def linked() -> str:
    """A file that has another name, a hard link."""
    Path("round.json").write_text("{}", encoding="utf-8")
    os.link("round.json", "other.json")
    return "round.json"


def in_new_folder() -> None:
    Path("none").mkdir()
    ss.write(PLAIN, "none/round.json")


def unlinked() -> str:
    Path("other.json").unlink()
    return "round.json"


def sheets(*names: str) -> str:
    book = openpyxl.Workbook()
    book.active.append(["s1q1"])  # type: ignore[union-attr]
    book.active.append(["Red"])  # type: ignore[union-attr]
    if "chart" in names:
        book.create_chartsheet("Chart")
        book.remove(book.worksheets[0])
    with Path("export.xlsx").open("wb") as file:
        book.save(file)
    return "export.xlsx"


def survey(path: Any) -> ss.results.ReadResult:
    given: dict[str, Any] = {"organisation": "A", "title": "B", "on": ON, "role": ss.Role.PEER}
    return ss.surveys.read_table(path, SIX, **given)


def nested(depth: int) -> ss.Adaptation:
    """An adaptation of merges within merges."""
    made = LOCAL.lineage[0]
    for _ in range(depth):
        made = evolve(made, merges=[made])
    return made


def return_of(**fields: Any) -> ss.Round:
    return evolve(ASKED, **fields)


def collected(*returns: ss.Round) -> ss.results.Collected:
    return ss.collect(evolve(ASKED, ratings=()), returns)


BOTH = ASKED.with_ratings(ss.Rating("s1q1", "green", respondent="health"))
ALIKE = ss.Framework(
    "Alike",
    ss.Source("Doe, J (2024) Alike"),
    ss.RAG,
    [ss.Step("s1", "One", [ss.Question("s1q1", "Why?"), ss.Question("s1q2", "Why?")])],
)
FOUR = ss.Scale("Four", [ss.Level(key, key.upper()) for key in "wxyz"])
ONE = ss.Match("s1q1", "s1q1")
RESCALES = [
    ss.Round(evolve(ALIKE, title=scale.title, scale=scale), "Anytown", str(year), date(year, 5, 1))
    for year, scale in zip((2024, 2025, 2026), (TWO, ss.RAG, FOUR), strict=True)
]
MAPPINGS = [
    ss.Crosswalk([ONE], {"red": "no", "amber": "no", "green": "yes"}, "after"),
    ss.Crosswalk([ONE], {"red": "w", "amber": "x", "green": "z"}, "before"),
]


def tables(kind: Any) -> None:
    ss.workbook.write_tables([ss.coverage(PLAIN)], BytesIO(), "Coverage", kind=kind)


def two_roles(*roles: str) -> Any:
    frame = long_frame(respondent="police").with_row_index("row")
    role = pl.when(pl.col("row") == 0).then(pl.lit(roles[0])).otherwise(pl.lit(roles[1]))
    return frame.with_columns(role=role).drop("row")


def failing(_: pl.DataFrame) -> pl.DataFrame:
    raise ValueError


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
"""How a workbook with a password begins, and an old one."""


def wide(columns: int) -> ss.Table:
    return ss.Table([f"c{number}" for number in range(columns)], [])


def many(steps: int, year: int = 2026) -> ss.Round:
    """A round on more questions than a chart can show."""
    numbers = range(max(1, 300 // steps))
    framework = ss.Framework(
        "Many",
        ss.Source("Roe, R (2025) Many"),
        ss.RAG,
        [
            ss.Step(f"s{step}", "Step", [ss.Question(f"s{step}q{n}", "Is it so?") for n in numbers])
            for step in range(steps)
        ],
    )
    return ss.Round(framework, "Anytown", str(year), date(year, 5, 1))


def far(file: BytesIO) -> BytesIO:
    """The workbook with something in the last row of the last column."""
    book, changed = openpyxl.load_workbook(file), BytesIO()
    for sheet in book.worksheets:
        for row in range(1, 200):
            sheet.cell(row, 16_384).value = "x"
    book.save(changed)
    return BytesIO(changed.getvalue())


def far_export() -> str:
    path = sheets()
    changed = far(BytesIO(Path(path).read_bytes()))
    Path(path).write_bytes(changed.getvalue())
    return path


def exported_as_csv() -> str:
    Path("export.csv").write_text("s1q1\nRed\n", encoding="utf-8")
    return "export.csv"


# The remedy, what it is given for, and what it says to do.
CASES: list[tuple[str, Try, Try]] = [
    # Documents.
    (
        "change a framework with adapt()",
        lambda: whole(with_edit(edit="AddQuestion", step="s1", text="Ours?"), ss.Framework),
        lambda: whole(
            with_edit(edit="AddQuestion", step="s1", text="Ours?", id="s1q9"), ss.Framework
        ),
    ),
    (
        "leave one out",
        lambda: whole(ss.to_document(PLAIN, framework=False), framework=LOCAL),
        lambda: whole(document(ss.Round(LOCAL, "A", "B", ON), framework=...), framework=LOCAL),
    ),
    (
        "leave one out",
        lambda: whole(ss.to_document(PLAIN, framework=False), framework=LOCAL),
        lambda: whole(ss.to_document(PLAIN)),
    ),
    (
        "leave the value out or use null",
        lambda: text("NaN"),
        lambda: text('"Spring 2026"'),
    ),
    (
        "leave one of them out",
        lambda: text('"Spring 2026", "title": "Autumn"'),
        lambda: text('"Spring 2026"'),
    ),
    (
        'add "format": "sixsteps round ',
        lambda: whole(document(format=...)),
        lambda: whole(document(format=document()["format"])),
    ),
    (
        "the one expected is 'sixsteps round ",
        lambda: whole(document(format="round 2")),
        lambda: whole(document(format=document()["format"])),
    ),
    (
        "read it with kind 'round'",
        lambda: whole(document(), ss.Framework),
        lambda: whole(document(), "round"),
    ),
    (
        "there are framework, adaptation",
        lambda: whole(document(), "rounds"),
        lambda: whole(document(), "round"),
    ),
    (
        "there are framework, adaptation",
        lambda: ss.to_document(3),  # type: ignore[arg-type]
        lambda: ss.to_document(PLAIN),
    ),
    (
        "write year, month and day as in 2026-05-01",
        lambda: whole(document(on="1 May 2026")),
        lambda: whole(document(on="2026-05-01")),
    ),
    (
        "write it as in questions/s1q1/text, steps/s1/title, scale/red/label or title",
        lambda: TranslatedText("s1q1 text", "One?", "Un?"),
        lambda: TranslatedText("questions/s1q1/text", "One?", "Un?"),
    ),
    (
        "there are title, scale/red/label",
        lambda: ss.Translation.of(SIX, "Welsh (cy)", {"s1q1 text": "Un?"}, by="Us"),
        lambda: ss.Translation.of(SIX, "Welsh (cy)", {"questions/s1q1/text": "Un?"}, by="Us"),
    ),
    (
        "adapt the framework with the edits of diff() instead",
        lambda: nested(51),
        lambda: ss.adapt(SIX, *ss.diff(SIX, LOCAL), by="Anytown", on=ON),
    ),
    (
        "write (",
        lambda: Problem("level", "unknown level"),  # type: ignore[arg-type]
        lambda: Problem(("level",), "unknown level"),
    ),
    ("use read()", lambda: lines("{", "}"), lambda: text('"Spring 2026"')),
    (
        "name a higher limit",
        lambda: lines(*ROUND_LINES, limit=100),
        lambda: lines(*ROUND_LINES, limit=100_000),
    ),
    (
        "name a higher limit",
        lambda: ss.read(StringIO(json.dumps(document())), ss.Round, limit=100),
        lambda: ss.read(StringIO(json.dumps(document())), ss.Round, limit=100_000),
    ),
    # Rounds.
    (
        "compare them with change(before, after)",
        lambda: ss.amendments(PLAIN, NEXT),
        lambda: ss.change(PLAIN, NEXT),
    ),
    (
        "change(before, after) compares two rounds",
        lambda: ss.contrast(PLAIN, NEXT),  # type: ignore[arg-type]
        lambda: ss.change(PLAIN, NEXT),
    ),
    (
        "give two rounds; history(rounds) takes more",
        lambda: ss.change(PLAIN, NEXT, evolve(NEXT, title="Last")),
        lambda: ss.history([PLAIN, NEXT, evolve(NEXT, title="Last", on=date(2028, 5, 1))]),
    ),
    (
        "make the consensus of the round it was made from",
        lambda: ss.consensus(ASKED.only("police"), "worst"),
        lambda: ss.consensus(ASKED, "worst"),
    ),
    (
        "give consensus(round, rule) of the earlier round, the rule one of worst",
        lambda: ss.gaps(NEXT, earlier=[ASKED]),
        lambda: ss.gaps(NEXT, earlier=[ss.consensus(ASKED, "worst")]),
    ),
    (
        "compare them two by two",
        lambda: ss.history(RESCALES, crosswalks=MAPPINGS),
        lambda: [
            ss.change(*pair, crosswalk=one)
            for pair, one in zip(pairwise(RESCALES), MAPPINGS, strict=True)
        ],
    ),
    (
        "name a respondent, or use answers()",
        lambda: BOTH.answer("s1q1"),
        lambda: (BOTH.answer("s1q1", "police"), BOTH.answers("s1q1")),
    ),
    # Files.
    (
        "make it first",
        lambda: ss.write(PLAIN, "none/round.json"),
        in_new_folder,
    ),
    (
        "write under a new name, or remove one of the two",
        lambda: ss.write(PLAIN, linked()),
        lambda: ss.write(PLAIN, "new.json"),
    ),
    (
        "write under a new name, or remove one of the two",
        lambda: ss.write(PLAIN, linked()),
        lambda: ss.write(PLAIN, unlinked()),
    ),
    (
        "there are xlsx, ods",
        lambda: tables("csv"),
        lambda: tables("ods"),
    ),
    ("give one", lambda: ss.workbook.write_tables([], BytesIO(), "None"), lambda: tables("xlsx")),
    (
        "save it in Excel as an Excel Workbook (.xlsx)",
        lambda: survey(sheets("chart")),
        lambda: survey(sheets()),
    ),
    (
        "write it in parts",
        lambda: ss.workbook.write_tables([wide(16_385)], BytesIO(), "Wide"),
        lambda: ss.workbook.write_tables([wide(16_000), wide(385)], BytesIO(), "Wide"),
    ),
    (
        "write it in parts",
        lambda: ss.workbook.write_tables([wide(16_385)], BytesIO(), "Wide", kind="ods"),
        lambda: ss.workbook.write_tables([wide(9_000), wide(7_385)], BytesIO(), "Wide", kind="ods"),
    ),
    (
        "save it without one",
        lambda: ss.workbook.read_framework(BytesIO(LOCKED)),
        lambda: ss.workbook.read_framework(framework_file()),
    ),
    (
        "save it as .xlsx",
        lambda: ss.workbook.read_framework(BytesIO(LOCKED[:8])),
        lambda: ss.workbook.read_framework(framework_file()),
    ),
    (
        "copy the answers into a fresh template",
        lambda: ss.workbook.read_framework(far(framework_file())),
        lambda: ss.workbook.read_framework(framework_file()),
    ),
    (
        "save it as CSV",
        lambda: survey(far_export()),
        lambda: survey(exported_as_csv()),
    ),
    (
        "save it in parts",
        lambda: survey(StringIO("s1q1" + ",x" * 3_000 + "\n" + "red\n" * 40_000)),
        lambda: survey(StringIO("s1q1" + ",x" * 3_000 + "\n" + "red\n")),
    ),
    (
        "adapt the framework once, with the edits of diff()",
        lambda: whole(document(LOCAL, lineage=[{"edits": []}] * 50_001), ss.Framework),
        lambda: whole(
            ss.to_document(ss.adapt(SIX, *ss.diff(SIX, LOCAL), by="Anytown", on=ON)), ss.Framework
        ),
    ),
    # Charts.
    (
        "give a text",
        lambda: ss.charts.grid(PLAIN, title=3),  # type: ignore[arg-type]
        lambda: ss.charts.grid(PLAIN, title="Three"),
    ),
    (
        "draw levels(), which counts them by step",
        lambda: ss.charts.grid(many(2)),
        lambda: ss.charts.levels(many(2)),
    ),
    (
        "draw the levels by step",
        lambda: ss.charts.levels(many(2), by="question"),
        lambda: ss.charts.levels(many(2), by="step"),
    ),
    (
        "draw transitions(), which counts them",
        lambda: ss.charts.change_grid(many(2), many(2, 2027)),
        lambda: ss.charts.transitions(many(2), many(2, 2027)),
    ),
    (
        "draw trend(), which counts them by step",
        lambda: ss.charts.history_strip([many(2), many(2, 2027)]),
        lambda: ss.charts.trend([many(2), many(2, 2027)]),
    ),
    (
        "take summary().table('steps')",
        lambda: ss.charts.grid(many(200)),
        lambda: ss.summary(many(200)).table("steps"),
    ),
    (
        "take history().table('steps')",
        lambda: ss.charts.trend([many(200), many(200, 2027)]),
        lambda: ss.history([many(200), many(200, 2027)]).table("steps"),
    ),
    (
        "draw levels() of the round, where what is not rated stands last",
        lambda: ss.charts.of(ss.coverage(PLAIN)),
        lambda: ss.charts.levels(PLAIN),
    ),
    (
        "draw grid() of the round",
        lambda: ss.charts.of(ss.gaps(PLAIN)),
        lambda: ss.charts.grid(PLAIN),
    ),
    (
        "draw respondents() of the round",
        lambda: ss.charts.of(ss.agreement(ASKED)),
        lambda: ss.charts.respondents(ASKED),
    ),
    # Frames and panels.
    (
        "read it as a Panel, or in parts",
        lambda: ss.frames.from_frame(answers().sample(500_001, with_replacement=True), SIX, {}),
        lambda: ss.frames.from_frame(
            answers().sample(500_001, with_replacement=True).head(1), SIX, {}
        ),
    ),
    (
        'read numbers with questions="number"',
        lambda: panel_of(answers(question="1.1")),
        lambda: panel_of(answers(question="1.1"), questions="number"),
    ),
    (
        "name them by their ids",
        lambda: panel_of(answers(question="Why?"), ALIKE, questions="label"),
        lambda: panel_of(answers(question="s1q1"), ALIKE),
    ),
    (
        "there are organisation, round",
        lambda: panel_of(answers(), columns={"levle": "level"}),
        lambda: panel_of(answers(), columns={"level": "level"}),
    ),
    (
        "read it as a Panel, or in parts",
        lambda: ss.frames.from_frame(answers_of(400_001), SIX),
        lambda: ss.frames.from_frame(answers_of(400_001).head(100), SIX),
    ),
    (
        "write the rounds of some frameworks to a file of their own",
        lambda: ss.write_rounds(guided(8), StringIO()),
        lambda: ss.write_rounds(guided(7), StringIO()),
    ),
    (
        "give one such as 1 May 2026",
        lambda: panel_of(answers(date="soon")),
        lambda: panel_of(answers(date="1 May 2026")),
    ),
    (
        "there are " + SIX.fingerprint,
        lambda: panel_of(answers(framework="six"), [SIX, LOCAL]),
        lambda: panel_of(answers(framework=SIX.fingerprint), [SIX, LOCAL]),
    ),
    (
        "give true or false",
        lambda: panel_of(answers(has_evidence="perhaps")),
        lambda: panel_of(answers(has_evidence="true")),
    ),
    (
        "name a scale that every framework's lineage leads to",
        lambda: ss.Panel.from_rounds(
            [PLAIN, evolve(NEXT, framework=RESCALED, ratings=())], scale=FOUR
        ),
        lambda: ss.Panel.from_rounds(
            [PLAIN, evolve(NEXT, framework=RESCALED, ratings=())], scale=TWO
        ),
    ),
    (
        "give by= another part",
        lambda: PANEL.change("2026-H1", "2027-H1", by="period"),
        lambda: PANEL.change("2026-H1", "2027-H1", by="organisation"),
    ),
    (
        "give 3 or more: with less, a rating can be worked out",
        lambda: PANEL.publishable(threshold=2),
        lambda: PANEL.publishable(threshold=3),
    ),
    (
        "give a file that Panel.save wrote",
        lambda: ss.Panel.load(BytesIO(b"PK")),
        lambda: ss.Panel.load(saved()),
    ),
    (
        "name a higher limit",
        lambda: ss.Panel.load(saved(), limit=10),
        lambda: ss.Panel.load(saved(), limit=10_000_000),
    ),
    # Tables that an engine computes with.
    (
        "give it as well",
        lambda: figures(long_frame(evolve(PLAIN, framework=LOCAL))),
        lambda: figures(long_frame(evolve(PLAIN, framework=LOCAL)), [SIX, LOCAL]),
    ),
    (
        "see that both are right",
        lambda: figures(long_frame(question="s9q9")),
        lambda: figures(long_frame()),
    ),
    (
        "every row needs it",
        lambda: figures(long_frame(organisation="")),
        lambda: figures(long_frame(organisation="Anytown")),
    ),
    (
        "the scale has red, amber, green",
        lambda: figures(long_frame(level="rouge", kind="rated")),
        lambda: figures(long_frame(level="red", kind="rated")),
    ),
    (
        "give one that it has",
        lambda: engines.transitions(long_frame(PLAIN, NEXT), SIX, "2026-H1", "2031-H1"),
        lambda: engines.transitions(long_frame(PLAIN, NEXT), SIX, "2026-H1", "2027-H1"),
    ),
    (
        "write it with frames.to_frame(empties=True)",
        lambda: figures(long_frame().drop("identity")),
        lambda: figures(ss.frames.to_frame([PLAIN], "polars", empties=True)),
    ),
    (
        "keep one of them",
        lambda: figures(long_frame(PLAIN, evolve(PLAIN, title="Again"))),
        lambda: figures(long_frame(PLAIN)),
    ),
    (
        "give each one role",
        lambda: figures(two_roles("peer", "agreed")),
        lambda: figures(two_roles("peer", "peer")),
    ),
    (
        "write each name in one way",
        lambda: figures(long_frame(PLAIN, evolve(PLAIN, organisation="ANYTOWN"))),
        lambda: figures(long_frame(PLAIN, evolve(NEXT, organisation="Anytown"))),
    ),
    (
        "see that the engine itself can show the table",
        lambda: figures(long_frame().lazy().map_batches(failing)),
        lambda: figures(long_frame().lazy().map_batches(lambda frame: frame)),
    ),
    (
        "there are step,",
        lambda: figures(long_frame(), by="stpe"),
        lambda: figures(long_frame(), by="step"),
    ),
]


@pytest.mark.parametrize(("remedy", "wrong", "right"), CASES, ids=[case[0][:60] for case in CASES])
@pytest.mark.slow
def test_following_the_remedy_mends_it(
    remedy: str, wrong: Try, right: Try, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises((ss.SixStepsError, OSError)) as caught:
        wrong()
    assert remedy in str(caught.value)
    right()


EXTRAS: list[tuple[str, str, str, Try]] = [
    ("excel", "openpyxl", "openpyxl", lambda: ss.workbook.read_framework(framework_file())),
    ("excel", "xlsxwriter", "xlsxwriter", lambda: tables("xlsx")),
    ("frames", "narwhals", "narwhals", lambda: panel_of(answers())),
    ("frames", "pyarrow", "pyarrow", lambda: ss.frames.to_frame([PLAIN], "pyarrow")),
    ("frames", "pyarrow", "pyarrow", lambda: panel_of(answers())),
    ("frames", "pyarrow", "pyarrow", lambda: ss.coverage(PLAIN).to_frame("questions", "polars")),
    ("report", "jinja2", "jinja2", lambda: ss.report(PLAIN).html()),
    ("word", "python-docx", "docx", lambda: ss.report(PLAIN).docx()),
]


def framework_file() -> BytesIO:
    file = BytesIO()
    ss.workbook.write_framework(SIX, file)
    return BytesIO(file.getvalue())


@pytest.mark.parametrize(("extra", "package", "module", "use"), EXTRAS)
@pytest.mark.slow
def test_the_extra_that_a_message_says_to_install_brings_what_is_missing(
    extra: str, package: str, module: str, use: Try, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Path(__file__).parents[2] / "pyproject.toml"
    extras = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    with monkeypatch.context() as without:
        without.setitem(sys.modules, module, None)
        # This module has it once it was imported.
        without.delitem(sys.modules, "sixsteps.reporting.word", raising=False)
        with pytest.raises(ss.MissingExtraError) as caught:
            use()
    assert str(caught.value).endswith(f'; install it with: pip install "sixsteps[{extra}]"')
    assert any(one.startswith(f"{package}>=") for one in extras[extra])
    use()


@pytest.mark.parametrize("backend", ["pandas", "polars"])
@pytest.mark.parametrize(
    "make",
    [
        lambda backend: ss.frames.to_frame([PLAIN], backend),
        lambda backend: ss.coverage(PLAIN).to_frame("questions", backend),
    ],
)
def test_a_backend_that_is_not_installed_is_named(
    make: Callable[[str], Any], backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setitem(sys.modules, backend, None)
        with pytest.raises(ss.MissingExtraError) as caught:
            make(backend)
    assert str(caught.value) == (
        f"a data frame needs {backend}; install it with: pip install {backend}"
    )
    make(backend)


def told(value: Any) -> str:
    """What a result says beside its figures."""
    return "\n".join(note for table in value.tables() for note in table.notes)


LATER_SOURCE = evolve(ALIKE, source=ss.Source("Doe, J (2025) Alike"))
STARTED = ss.Rating("s1q1", None, ["Log"], respondent="police")
ON_POLICE = ASKED.with_actions("s1", ss.Action("Ask", respondents=["police"], id="a1"))


def set_up(*respondents: str) -> ss.results.ReadResult:
    """The set-up workbook of the next round, with the rows of these respondents kept."""
    file = BytesIO()
    ss.workbook.write_setup(ON_POLICE, file)
    book = openpyxl.load_workbook(BytesIO(file.getvalue()))
    for row in book["About"].iter_rows():
        said = {"title": "Spring 2027", "on": "1 May 2027"}.get(str(row[0].value))
        row[2].value = said or row[2].value
    for row in book["Agencies"].iter_rows(min_row=2):
        if row[0].value in ("police", "health") and row[0].value not in respondents:
            for cell in row:
                cell.value = None
    file = BytesIO()
    book.save(file)
    return ss.workbook.read_setup(BytesIO(file.getvalue()))


def notes_of(result: ss.results.ReadResult) -> str:
    return "\n".join(map(str, result.notes))


def unclear(*returns: ss.Round) -> str:
    found = collected(*returns)
    return "\n".join(map(str, (*found.left_out, *found.unclear)))


# What a note advises, what it is a note on, and what it says to do.
NOTES: list[tuple[str, Callable[[], str], Callable[[], str]]] = [
    (
        "build both frameworks with the same source",
        lambda: told(ss.diff(ALIKE, LATER_SOURCE)),
        lambda: told(ss.diff(LATER_SOURCE, LATER_SOURCE)),
    ),
    (
        "or adapt with the later one as the edition",
        lambda: told(ss.diff(ALIKE, evolve(LATER_SOURCE, title="Revised"))),
        lambda: told(
            ss.diff(
                ALIKE,
                ss.adapt(
                    ALIKE,
                    ss.Retitle("Revised"),
                    by="Doe, J",
                    on=ON,
                    edition=LATER_SOURCE.source,
                ),
            )
        ),
    ),
    (
        "change it in the round",
        lambda: unclear(evolve(ASKED, handling="OFFICIAL")),
        lambda: unclear(ASKED),
    ),
    (
        "ask for it",
        lambda: unclear(evolve(ASKED, ratings=[STARTED])),
        lambda: unclear(evolve(ASKED, ratings=[evolve(STARTED, level="red")])),
    ),
    (
        "say whose they are now",
        lambda: notes_of(set_up("health")),
        lambda: notes_of(set_up("police", "health")),
    ),
]


@pytest.mark.parametrize(("advice", "noted", "followed"), NOTES, ids=[one[0] for one in NOTES])
def test_following_the_advice_of_a_note_takes_it_away(
    advice: str, noted: Callable[[], str], followed: Callable[[], str]
) -> None:
    assert advice in noted()
    assert advice not in followed()
