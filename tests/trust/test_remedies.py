"""Remedies that messages give are followed here, and what they are given for then works."""

import json
import re
import shlex
import shutil
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from attrs import evolve
from matplotlib.figure import Figure

import sixsteps as ss
from sixsteps import samples
from sixsteps.cli import main
from sixsteps.panel import engines

ON, LATER = date(2026, 5, 1), date(2027, 5, 1)
SIX = ss.six_steps()
AUTUMN, SPRING = samples.autumn_2025(), samples.spring_2026()
WHO, OTHER = (one.id for one in SPRING.respondents[:2])
CHANGE = ss.change(AUTUMN, SPRING, respondent="agreed")
SUMMARY = ss.summary(SPRING, respondent="agreed")
HISTORY = ss.history([AUTUMN, SPRING], respondent="agreed")
SCORES = {"red": 0, "amber": 1, "green": 2}


def adapted(*edits: Any, framework: ss.Framework = SIX, by: str = "Anytown") -> ss.Framework:
    return ss.adapt(framework, *edits, by=by, on=ON)


def round_of(framework: ss.Framework = SIX, *ratings: Any, **fields: Any) -> ss.Round:
    given = {"organisation": "Anytown", "title": "Spring 2026", "on": ON, **fields}
    return ss.Round(framework, ratings=ratings, **given)


OURS = adapted(ss.AddQuestion("s1", "Ours?"))
THEIRS = adapted(ss.AddQuestion("s1", "Theirs?"), by="Otherton")
FOREIGN = ss.Framework(
    title="Foreign",
    source=ss.Source("Nobody (2020) Foreign"),
    scale=ss.RAG,
    steps=[ss.Step("s1", "One", [ss.Question("s1q1", "Is it so?")])],
)
UNNAMED = ss.AddQuestion("s1", "Ours?")
FIVE = ss.Scale("Five", [ss.Level(key, key.upper(), key) for key in "abcde"])
ONTO_FIVES = {"red": "a", "amber": "c", "green": "e"}
RESCALED = adapted(ss.ChangeScale(FIVE, ONTO_FIVES))
PLAIN = round_of(SIX, ss.Rating("s1q1", "red"))
NEXT = round_of(SIX, ss.Rating("s1q1", "green"), title="Spring 2027", on=LATER)
STRANGE = round_of(FOREIGN, ss.Rating("s1q1", "red"), title="Foreign", on=LATER)
ONE_TO_ONE = ss.Crosswalk([ss.Match("s1q1", "s1q1", "same")])
FIVES = evolve(STRANGE, framework=evolve(FOREIGN, scale=FIVE), ratings=[ss.Rating("s1q1", "c")])
WITH_LEVELS = evolve(ONE_TO_ONE, levels=ONTO_FIVES)
PERIODS = [evolve(one, agreed=None, period=one.title) for one in (AUTUMN, SPRING)]
RATED_A = round_of(RESCALED, ss.Rating("s1q1", "a"), title="Spring 2028", on=date(2028, 5, 1))
PANEL = ss.Panel.from_rounds(PERIODS)
YEARS = [evolve(PLAIN, on=date(1900 + year, 5, 1)) for year in range(150)]

Try: TypeAlias = Callable[[], Any]


def conflicting(resolutions: Any = ()) -> ss.Framework:
    return ss.merge(SIX, OURS, THEIRS, by="Anytown", on=ON, resolutions=resolutions)


def conflict(one: ss.Framework = OURS, two: ss.Framework = THEIRS) -> Any:
    try:
        ss.merge(SIX, one, two, by="Anytown", on=ON)
    except ss.MergeConflict as found:
        return found.conflicts[0]
    raise AssertionError("no conflict")


def edited() -> Any:
    return conflict(
        adapted(ss.RetitleStep("s1", "Leads")), adapted(ss.RetitleStep("s1", "Partners"))
    )


def lines(*rounds: ss.Round) -> BytesIO:
    file = BytesIO()
    ss.write_rounds(rounds, file)
    file.seek(0)
    return file


def frame(**columns: Any) -> Any:
    import pandas as pd

    given = {"organisation": ["A"], "round": ["Spring"], "question": ["s1q1"], "level": ["red"]}
    return pd.DataFrame({**given, **columns})


def from_frame(data: Any, columns: Any = None, **others: Any) -> Any:
    return ss.frames.from_frame(data, SIX, columns or {}, **{"dates": {"Spring": ON}, **others})


def on_day(day: int) -> Any:
    """A table of one answer, of a round so many days after the first of 1970."""
    import pyarrow as pa

    answer = {"organisation": ["A"], "round": ["Spring"], "question": ["s1q1"], "level": ["red"]}
    return pa.table({**answer, "date": pa.array([day], pa.int32()).cast(pa.date32())})


def two_rounds() -> Any:
    return frame(
        organisation=["A", "B"], round=["Spring"] * 2, question=["s1q1"] * 2, level=["red"] * 2
    )


def in_one_period(*organisations: str) -> Any:
    rounds = [evolve(PLAIN, organisation=one, period="2026") for one in organisations]
    return ss.frames.to_frame(rounds, "pyarrow", empties=True)


def removed_axes() -> Any:
    ax = Figure().subplots()
    ax.remove()
    return ax


def table(*rows: Any, columns: Any = ("Step", "Green")) -> ss.Table:
    return ss.Table(columns, rows)


def respondents(*roles: str) -> list[ss.Respondent]:
    return [ss.Respondent(f"r{place}", f"R {place}", role) for place, role in enumerate(roles)]


def form_export() -> str:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet("Answers", 0)
    sheet.append(["s1q1"])
    sheet.append(["Red"])
    book.save("export.xlsx")
    return "export.xlsx"


def survey(rows: Any, **others: Any) -> ss.results.ReadResult:
    given = {"organisation": "Anytown", "title": "Spring 2026", "on": ON, **others}
    return ss.surveys.read_table(rows, SIX, **given)


# The remedy, what it is given for, and what it says to do.
CASES: list[tuple[str, Try, Try]] = [
    (
        "give 12, or leave it out",
        lambda: ss.gaps(AUTUMN, evidence_months=0),
        lambda: ss.gaps(AUTUMN, evidence_months=12),
    ),
    # Adapting, comparing and merging frameworks.
    (
        "write adapt(framework, *edits, ...)",
        lambda: adapted([ss.RemoveStep("s6")]),
        lambda: adapted(*[ss.RemoveStep("s6")]),
    ),
    (
        "give one of framework.lineage",
        lambda: ss.replay(SIX, OURS),  # type: ignore[arg-type]
        lambda: ss.replay(SIX, OURS.lineage[0]),
    ),
    (
        "give one of framework.lineage",
        lambda: ss.revert(OURS, OURS, by="A", on=ON),  # type: ignore[arg-type]
        lambda: ss.revert(OURS, OURS.lineage[0], by="A", on=ON),
    ),
    (
        "give True or False",
        lambda: ss.replay(SIX, OURS.lineage[0], partial="no"),  # type: ignore[arg-type]
        lambda: ss.replay(SIX, OURS.lineage[0], partial=False),
    ),
    (
        "give partial=True to apply the edits that fit",
        lambda: ss.replay(OURS, THEIRS.lineage[0]),
        lambda: ss.replay(OURS, THEIRS.lineage[0], partial=True),
    ),
    (
        "adapt one framework, and merge its adaptations",
        lambda: ss.merge(SIX, OURS, FOREIGN, by="A", on=ON),
        lambda: ss.merge(SIX, OURS, adapted(ss.RemoveStep("s6")), by="A", on=ON),
    ),
    (
        "give one of the two",
        lambda: ss.Resolution("s1", "text", take="ours", rename="s9"),
        lambda: ss.Resolution("s1", "text", take="ours"),
    ),
    ("use take", lambda: edited().rename("s9"), lambda: edited().take("ours")),
    ("use rename", lambda: conflict().take("ours"), lambda: conflict().rename()),
    (
        "give one resolution",
        lambda: conflicting([conflict().rename("s1q7"), conflict().rename("s1q8")]),
        lambda: conflicting([conflict().rename("s1q7")]),
    ),
    (
        "leave it out",
        lambda: ss.merge(SIX, OURS, SIX, by="A", on=ON, resolutions=[conflict().rename()]),
        lambda: ss.merge(SIX, OURS, SIX, by="A", on=ON),
    ),
    (
        "bring it back with AddStep first",
        lambda: adapted(ss.RemoveStep("s6"), ss.RetitleStep("s6", "Training")),
        lambda: adapted(
            ss.RemoveStep("s6"),
            ss.AddStep(SIX.step("s6").title, id="s6"),
            ss.RetitleStep("s6", "Training"),
        ),
    ),
    # Analyses.
    (
        "there is a share for amber, green",
        lambda: CHANGE.share("red"),
        lambda: CHANGE.share("amber"),
    ),
    (
        "give a Crosswalk",
        lambda: ss.change(PLAIN, STRANGE),
        lambda: ss.change(PLAIN, STRANGE, crosswalk=ONE_TO_ONE),
    ),
    (
        "there are like for like, restructuring, entered, left",
        lambda: CHANGE.share("green").amount("came"),  # type: ignore[arg-type]
        lambda: CHANGE.share("green").amount("entered"),
    ),
    ("give at least one", lambda: ss.history([]), lambda: ss.history([PLAIN])),
    (
        "one for each two rounds that follow each other, or none at all where the lineages tell",
        lambda: ss.history([PLAIN, NEXT], crosswalks=[None, None]),
        lambda: ss.history([PLAIN, NEXT], crosswalks=[None]),
    ),
    (
        "give every round once",
        lambda: ss.history([PLAIN, PLAIN]),
        lambda: ss.history([PLAIN]),
    ),
    (
        "give rounds in order of date",
        lambda: ss.history([NEXT, PLAIN]),
        lambda: ss.history([PLAIN, NEXT]),
    ),
    (
        "give a mapping that names the score of every level",
        lambda: SUMMARY.mean([1, 2, 3]),  # type: ignore[arg-type]
        lambda: SUMMARY.mean(SCORES),
    ),
    (
        "name the score of every level",
        lambda: SUMMARY.mean({"red": 0}),
        lambda: SUMMARY.mean(SCORES),
    ),
    (
        "the scale has red, amber, green",
        lambda: SUMMARY.mean({**SCORES, "gren": 2}),
        lambda: SUMMARY.mean(SCORES),
    ),
    (
        "give a whole number or a Fraction",
        lambda: SUMMARY.mean({**SCORES, "green": 2.5}),  # type: ignore[dict-item]
        lambda: SUMMARY.mean({**SCORES, "green": Fraction(5, 2)}),
    ),
    (
        "give one whose numerator and denominator are at most",
        lambda: SUMMARY.mean({**SCORES, "green": 10**100}),
        lambda: SUMMARY.mean({**SCORES, "green": 10}),
    ),
    (
        "give it 1 or more",
        lambda: SUMMARY.mean({**SCORES, "green": 0}),
        lambda: SUMMARY.mean({**SCORES, "green": 1}),
    ),
    (
        "there are worst, best, median_low, unanimous",
        lambda: ss.consensus(SPRING, "mode"),
        lambda: ss.consensus(SPRING, "worst"),
    ),
    (
        "a respondent's id, a role or a role's name",
        lambda: ss.summary(SPRING, respondent=3),  # type: ignore[arg-type]
        lambda: ss.summary(SPRING, respondent=ss.Role.AGREED),
    ),
    (
        "the round 'Spring 2026' has council",
        lambda: ss.summary(SPRING, respondent="nobody"),
        lambda: ss.summary(SPRING, respondent="council"),
    ),
    (
        "leave respondent= out",
        lambda: ss.summary(PLAIN, respondent="council"),
        lambda: ss.summary(PLAIN),
    ),
    (
        "name those who answered in respondents=",
        lambda: ss.contrast(PLAIN, "council", "police"),
        lambda: ss.contrast(SPRING, "council", "police"),
    ),
    (
        "give respondent= a respondent (council",
        lambda: ss.charts.grid(SPRING),
        lambda: ss.charts.grid(SPRING, respondent="council"),
    ),
    (
        "rule= one of worst",
        lambda: ss.charts.grid(SPRING),
        lambda: ss.charts.grid(SPRING, rule="worst"),
    ),
    (
        "give respondent= a respondent (council",
        lambda: ss.summary(SPRING),
        lambda: ss.summary(SPRING, respondent="council"),
    ),
    (
        "give a Round",
        lambda: ss.coverage(None),  # type: ignore[arg-type]
        lambda: ss.coverage(SPRING),
    ),
    (
        "rate at least one question",
        lambda: ss.summary(round_of()).against(ss.summary(PLAIN)),
        lambda: ss.summary(PLAIN).against(ss.summary(PLAIN)),
    ),
    (
        "give rule= one of worst, best, median_low, unanimous",
        lambda: ss.change(AUTUMN, SPRING, respondents="all"),
        lambda: ss.change(AUTUMN, SPRING, respondents="all", rule="worst"),
    ),
    (
        "give a Crosswalk with levels",
        lambda: ss.change(PLAIN, FIVES, crosswalk=ONE_TO_ONE),
        lambda: ss.change(PLAIN, FIVES, crosswalk=WITH_LEVELS),
    ),
    (
        "give each the level it becomes",
        lambda: ss.change(PLAIN, FIVES, crosswalk=evolve(WITH_LEVELS, levels={"green": "e"})),
        lambda: ss.change(PLAIN, FIVES, crosswalk=WITH_LEVELS),
    ),
    (
        "compare the rounds with change() and a mapping of levels",
        lambda: ss.summary(PLAIN).against(ss.summary(FIVES)),
        lambda: ss.change(PLAIN, FIVES, crosswalk=WITH_LEVELS),
    ),
    # Tables.
    ("give a whole number from 0", lambda: ss.results.Share(-1, 2), lambda: ss.results.Share(0, 2)),
    ("give a tuple", lambda: ss.Table("Step", []), lambda: ss.Table(("Step",), [])),
    ("give a str", lambda: table(columns=(1,)), lambda: table(columns=("1",))),
    ("name it", lambda: table(columns=("",)), lambda: table(columns=("Step",))),
    ("name at least one", lambda: table(columns=()), lambda: table(columns=("Step",))),
    (
        "give one cell a column, None where there is nothing to show",
        lambda: table(("1",)),
        lambda: table(("1", None)),
    ),
    (
        "rename all but one",
        lambda: table(columns=("Step", "Step")),
        lambda: table(columns=("Step", "Other step")),
    ),
    (
        "give a whole number",
        lambda: table().to_text("wide"),  # type: ignore[arg-type]
        lambda: table().to_text(80),
    ),
    ("give 20 or more", lambda: table().to_text(3), lambda: table().to_text(20)),
    # Reading and writing.
    (
        "give a round's .framework",
        lambda: ss.cite(SPRING),  # type: ignore[arg-type]
        lambda: ss.cite(SPRING.framework),
    ),
    (
        "there are text, bibtex, csl, cff",
        lambda: ss.cite(SIX, "ris"),  # type: ignore[arg-type]
        lambda: ss.cite(SIX, "csl"),
    ),
    ("there are framework", lambda: ss.schema("house"), lambda: ss.schema("framework")),
    (
        "there are framework, adaptation, round, crosswalk, translation",
        lambda: ss.to_document(3),  # type: ignore[arg-type]
        lambda: ss.to_document(SIX),
    ),
    (
        "wrap it in io.StringIO(...)",
        lambda: ss.read(json_of(SIX)),
        lambda: ss.read(StringIO(json_of(SIX))),
    ),
    (
        "wrap it in io.BytesIO(...)",
        lambda: ss.read(json_of(SIX).encode()),  # type: ignore[call-overload]
        lambda: ss.read(BytesIO(json_of(SIX).encode())),
    ),
    (
        "open it with mode 'wb', or give its path",
        lambda: written(SIX, "rb"),
        lambda: written(SIX, "wb"),
    ),
    (
        "give a number of bytes",
        lambda: ss.read(StringIO(json_of(SIX)), limit=None),  # type: ignore[call-overload]
        lambda: ss.read(StringIO(json_of(SIX)), limit=10**6),
    ),
    (
        "give a number of bytes",
        lambda: [*ss.read_rounds(lines(PLAIN), limit="1")],  # type: ignore[arg-type]
        lambda: [*ss.read_rounds(lines(PLAIN), limit=10**6)],
    ),
    (
        "name a higher limit",
        lambda: ss.read(StringIO(json_of(SIX)), limit=10),
        lambda: ss.read(StringIO(json_of(SIX)), limit=10**6),
    ),
    (
        "name a higher limit",
        lambda: [*ss.read_rounds(lines(PLAIN), limit=10)],
        lambda: [*ss.read_rounds(lines(PLAIN), limit=10**6)],
    ),
    (
        "save it as UTF-8",
        lambda: ss.read(BytesIO(json_of(SIX).encode("utf-16"))),
        lambda: ss.read(BytesIO(json_of(SIX).encode("utf-8"))),
    ),
    (
        "save the text as UTF-8",
        lambda: ss.read(BytesIO('{"a":"é"}'.encode("latin-1"))),
        lambda: ss.read(BytesIO(json_of(SIX).encode("utf-8"))),
    ),
    (
        "read that with workbook.read_round, or a framework with workbook.read_framework",
        lambda: ss.read(template()),
        lambda: ss.workbook.read_round(template()).round,
    ),
    (
        "open it with mode 'wb', or use io.BytesIO()",
        lambda: ss.workbook.write_template(SIX, StringIO()),
        lambda: ss.workbook.write_template(SIX, BytesIO()),
    ),
    (
        "write [...] around one",
        lambda: ss.write_rounds(PLAIN, StringIO()),  # type: ignore[arg-type]
        lambda: ss.write_rounds([PLAIN], StringIO()),
    ),
    (
        "use read()",
        lambda: [*ss.read_rounds(StringIO(json_of(PLAIN)))],
        lambda: ss.read(StringIO(json_of(PLAIN))),
    ),
    (
        "each stands before its rounds",
        lambda: [*ss.read_rounds(BytesIO(lines(PLAIN).getvalue().split(b"\n")[1]))],
        lambda: [*ss.read_rounds(lines(PLAIN))],
    ),
    (
        "read it with kind 'framework'",
        lambda: ss.read(StringIO(json_of(SIX)), ss.Round),
        lambda: ss.read(StringIO(json_of(SIX)), "framework"),
    ),
    (
        "there are pandas, polars, pyarrow",
        lambda: ss.frames.to_frame(SPRING, "excel"),
        lambda: ss.frames.to_frame(SPRING, "pandas"),
    ),
    (
        "give rounds",
        lambda: ss.frames.to_frame([SIX]),  # type: ignore[list-item]
        lambda: ss.frames.to_frame([PLAIN]),
    ),
    (
        "give one of pandas, polars or pyarrow",
        lambda: from_frame([["s1q1", "red"]]),
        lambda: from_frame(frame()),
    ),
    (
        "give one of a year from 1 to 9999 in a known time zone, such as 1 May 2026",
        lambda: from_frame(on_day(2**31 - 1), dates={}),
        lambda: from_frame(on_day(20_574), dates={}),
    ),
    ("give a dict", lambda: from_frame(frame(), dates=[ON]), lambda: from_frame(frame())),
    ("give a dict", lambda: from_frame(frame(), levels=["red"]), lambda: from_frame(frame())),
    ("give a dict", lambda: from_frame(frame(), roles=["peer"]), lambda: from_frame(frame())),
    (
        "give a Framework or several",
        lambda: ss.frames.from_frame(frame(), [], dates={"Spring": ON}),
        lambda: ss.frames.from_frame(frame(), [SIX], dates={"Spring": ON}),
    ),
    (
        "there are id, number, label",
        lambda: from_frame(frame(), questions="wording"),
        lambda: from_frame(frame(question=["1.1"]), questions="number"),
    ),
    (
        "the scale has red, amber, green",
        lambda: from_frame(frame(level=["R!"]), levels={"R!": "rde"}),
        lambda: from_frame(frame(level=["R!"]), levels={"R!": "red"}),
    ),
    (
        "take them from .rounds",
        lambda: from_frame(two_rounds()).round,
        lambda: from_frame(two_rounds()).rounds,
    ),
    (
        "there are organisation",
        lambda: from_frame(frame(), {"area": "organisation"}),
        lambda: from_frame(frame(), {"organisation": "organisation"}),
    ),
    (
        "it has 4 columns, and of ours organisation, round",
        lambda: from_frame(frame(), {"organisation": "area"}),
        lambda: from_frame(frame(area=["A"]), {"organisation": "area"}),
    ),
    (
        "name the one that holds it, columns={'level': ...}",
        lambda: from_frame(frame(rag=["red"]).drop(columns="level")),
        lambda: from_frame(frame(rag=["red"]).drop(columns="level"), {"level": "rag"}),
    ),
    (
        "give a column date, or dates=",
        lambda: from_frame(frame(), dates={}),
        lambda: from_frame(frame(date=[ON]), dates={}),
    ),
    # Surveys.
    (
        "the first row names columns",
        lambda: survey(StringIO("\n\n")),
        lambda: survey(StringIO("s1q1\nGreen\n")),
    ),
    (
        "was it saved with another separator?",
        lambda: survey(StringIO("s1q1;s1q2\nGreen;Red;Red\n")),
        lambda: survey(StringIO("s1q1,s1q2\nGreen,Red\n")),
    ),
    (
        "columns are named by id or wording",
        lambda: survey([{"a": "Green"}]),
        lambda: survey([{"s1q1": "Green"}]),
    ),
    (
        "give its header as respondent=",
        lambda: survey([{"who": name, "s1q1": "Red"} for name in "ab"], role="partnership"),
        lambda: survey(
            [{"who": name, "role": "lead partner", "s1q1": "Red"} for name in "ab"],
            respondent="who",
        ),
    ),
    (
        "give role= a header or a Role",
        lambda: survey([{"respondent": "a", "s1q1": "Red"}]),
        lambda: survey([{"respondent": "a", "s1q1": "Red"}], role=ss.Role.LEAD_PARTNER),
    ),
    (
        "name who answers",
        lambda: survey([{"respondent": "", "s1q1": "Red"}], role=ss.Role.LEAD_PARTNER),
        lambda: survey([{"respondent": "a", "s1q1": "Red"}], role=ss.Role.LEAD_PARTNER),
    ),
    (
        "give the header of a column",
        lambda: survey([{"s1q1": "Red"}], respondent=3),
        lambda: survey([{"s1q1": "Red"}], respondent="respondent"),
    ),
    (
        "give the header of a column or a Role",
        lambda: survey([{"s1q1": "Red"}], role=3),
        lambda: survey([{"s1q1": "Red"}], role="role"),
    ),
    (
        "give headers",
        lambda: survey([{"s1q1": "Red", "Zone": "Red"}], leave_out=[3]),
        lambda: survey([{"s1q1": "Red", "Zone": "Red"}], leave_out=["Zone"]),
    ),
    (
        "or give its header in leave_out=",
        lambda: survey([{"s1q1": "Red", "Zone": "Red"}]),
        lambda: survey([{"s1q1": "Red", "Zone": "Red"}], leave_out=["Zone"]),
    ),
    (
        "name it by the question's id, such as s1q1_evidence",
        lambda: survey([["s1q1", "s1q2", "Evidence"], ["Red", "Red", "Log"]]),
        lambda: survey([["s1q1", "s1q2", "s1q1_evidence"], ["Red", "Red", "Log"]]),
    ),
    (
        "empty one of them in this row",
        lambda: survey([["a/s1q1", "b/s1q1"], ["Red", "Green"]]),
        lambda: survey([["a/s1q1", "b/s1q1"], ["Red", ""]]),
    ),
    (
        "give the path of an .xlsx file",
        lambda: survey(template()),
        lambda: survey(form_export()),
    ),
    # Workbooks.
    (
        "name one with respondent=: council",
        lambda: ss.workbook.write_template(SPRING, BytesIO()),
        lambda: ss.workbook.write_template(SPRING, BytesIO(), respondent="council"),
    ),
    (
        "list them",
        lambda: ss.workbook.write_moderation(PLAIN, BytesIO()),
        lambda: ss.workbook.write_moderation(SPRING, BytesIO()),
    ),
    (
        "give paths",
        lambda: [*ss.workbook.read_rounds([BytesIO()])],  # type: ignore[list-item]
        lambda: [*ss.workbook.read_rounds(["return.xlsx"])],
    ),
    (
        "save it as .xlsx",
        lambda: ss.workbook.read_round(BytesIO(b"no workbook")).round,
        lambda: ss.workbook.read_round(template()).round,
    ),
    (
        "open the file with mode 'rb'",
        lambda: ss.workbook.read_round(StringIO("text")).round,  # type: ignore[arg-type]
        lambda: ss.workbook.read_round(template()).round,
    ),
    # The values themselves.
    (
        "give one of text, label, guidance, levels, tags, asked_of, source",
        lambda: ss.RewordQuestion("s1q1"),
        lambda: ss.RewordQuestion("s1q1", label="Meetings"),
    ),
    (
        "give one of them",
        lambda: ss.AddQuestion("s1", "Eh?", first=True, after="s1q1"),
        lambda: ss.AddQuestion("s1", "Eh?", first=True),
    ),
    (
        "use its .date()",
        lambda: round_of(on=__import__("datetime").datetime(2026, 5, 1)),
        lambda: round_of(on=__import__("datetime").datetime(2026, 5, 1).date()),
    ),
    ("it has s1q1, s1q2, s1q3, s1q4", lambda: SIX.question("s1q9"), lambda: SIX.question("s1q1")),
    ("there are s1", lambda: SIX.step("s9"), lambda: SIX.step("s1")),
    ("there are c1", lambda: SIX.context_question("c99"), lambda: SIX.context_question("c1")),
    (
        "the scale has red, amber, green",
        lambda: SIX.scale.rank("blue"),
        lambda: SIX.scale.rank("red"),
    ),
    ("give at least one", lambda: SIX.scale.median_low([]), lambda: SIX.scale.median_low(["red"])),
    (
        "give the status 'closed', or leave it out",
        lambda: ss.Action("Meet", closed_on=ON),
        lambda: ss.Action("Meet", closed_on=ON, status="closed"),
    ),
    (
        "there are evidence, rationale",
        lambda: SPRING.redacted(keep=["proof"]),  # type: ignore[list-item]
        lambda: SPRING.redacted(keep=["evidence"]),
    ),
    (
        "give that date or a later one",
        lambda: PLAIN.agree("Board", date(2019, 5, 1)),
        lambda: PLAIN.agree("Board", ON),
    ),
    (
        "the round lists council",
        lambda: SPRING.respondent("nobody"),
        lambda: SPRING.respondent("council"),
    ),
    (
        "name a respondent, or use answers()",
        lambda: SPRING.answer("s1q1"),
        lambda: (SPRING.answer("s1q1", "council"), SPRING.answers("s1q1")),
    ),
    (
        "give that date or a later one",
        lambda: SPRING.follow_up(date(2020, 5, 1), "Spring"),
        lambda: SPRING.follow_up(LATER, "Spring"),
    ),
    (
        "give the ratings one by one: with_ratings(*ratings)",
        lambda: PLAIN.with_ratings([ss.Rating("s1q2", "red")]),  # type: ignore[arg-type]
        lambda: PLAIN.with_ratings(*[ss.Rating("s1q2", "red")]),
    ),
    (
        "it has s1q1, s1q2, s1q3, s1q4",
        lambda: round_of(SIX, ss.Rating("s1q9", "red")),
        lambda: round_of(SIX, ss.Rating("s1q1", "red")),
    ),
    (
        "the scale has red",
        lambda: round_of(SIX, ss.Rating("s1q1", "blue")),
        lambda: round_of(SIX, ss.Rating("s1q1", "red")),
    ),
    # Panels.
    (
        "make a panel of each",
        lambda: ss.Panel.from_rounds([PLAIN, STRANGE], period=lambda one: one.title),
        lambda: [
            ss.Panel.from_rounds([one], period=lambda one: one.title) for one in (PLAIN, STRANGE)
        ],
    ),
    (
        "name every period there is",
        lambda: ss.Panel.from_rounds(PERIODS, periods=["Spring 2026"]),
        lambda: ss.Panel.from_rounds(PERIODS, periods=["Autumn 2025", "Spring 2026"]),
    ),
    (
        "give periods= in order",
        lambda: ss.Panel.from_rounds(PERIODS, periods=["Spring 2026", "Autumn 2025"]),
        lambda: ss.Panel.from_rounds(PERIODS, periods=["Autumn 2025", "Spring 2026"]),
    ),
    (
        "name both, or neither",
        lambda: PANEL.transitions("Autumn 2025"),
        lambda: (PANEL.transitions("Autumn 2025", "Spring 2026"), PANEL.transitions()),
    ),
    ("there are step", lambda: PANEL.coverage("week"), lambda: PANEL.coverage("step")),
    (
        "make one panel with scale=, or one of each",
        lambda: ss.Panel.from_rounds([PLAIN, RATED_A], period=lambda one: one.title),
        lambda: (
            ss.Panel.from_rounds([PLAIN, RATED_A], period=lambda one: one.title, scale=FIVE),
            *(
                ss.Panel.from_rounds([one], period=lambda one: one.title)
                for one in (PLAIN, RATED_A)
            ),
        ),
    ),
    (
        "it has Autumn 2025, Spring 2026",
        lambda: PANEL.where(periods=["Spring"]),
        lambda: PANEL.where(periods=["Spring 2026"]),
    ),
    (
        "give the rounds a period, or period= a function that gives one",
        lambda: ss.Panel.from_rounds([PLAIN]),
        lambda: (
            ss.Panel.from_rounds([evolve(PLAIN, period="2026")]),
            ss.Panel.from_rounds([AUTUMN], period=lambda one: one.title),
        ),
    ),
    (
        "a panel is made of rounds",
        lambda: ss.Panel.from_rounds([3]),  # type: ignore[list-item]
        lambda: ss.Panel.from_rounds(PERIODS),
    ),
    (
        "give one, period=lambda round_: round_.title",
        lambda: ss.Panel.from_rounds(PERIODS, period="title"),  # type: ignore[arg-type]
        lambda: ss.Panel.from_rounds(PERIODS, period=lambda one: one.title),
    ),
    (
        "a panel needs at least one",
        lambda: ss.Panel.from_rounds([]),
        lambda: ss.Panel.from_rounds(PERIODS),
    ),
    (
        "there are organisation, role",
        lambda: PANEL.groups("step"),  # type: ignore[arg-type]
        lambda: PANEL.groups("role"),
    ),
    (
        "write each name in one way",
        lambda: engines.coverage(in_one_period("Otherton", "OTHERTON"), SIX),
        lambda: engines.coverage(in_one_period("Otherton", "Overton"), SIX),
    ),
    (
        "give result.table(name)",
        lambda: ss.frames.of_table(SUMMARY),  # type: ignore[arg-type]
        lambda: ss.frames.of_table(SUMMARY.table("steps")),
    ),
    (
        "make them 3.9 by 3.0 inches or more",
        lambda: ss.charts.grid(PLAIN, ax=Figure(figsize=(1, 1)).add_axes((0, 0, 1, 1))),
        lambda: ss.charts.grid(PLAIN, ax=Figure(figsize=(3.95, 3.05)).add_axes((0, 0, 1, 1))),
    ),
    (
        "the first is row 2; write one row for it",
        lambda: ss.read_crosswalk(StringIO("old,new\ns1q1,a\ns1q1,b\n")),
        lambda: ss.read_crosswalk(StringIO("old,new,relation\ns1q1,a b,split\n")),
    ),
    (
        "give a framework or a round",
        lambda: ss.workbook.write_setup(SIX.steps, BytesIO()),  # type: ignore[arg-type]
        lambda: ss.workbook.write_setup(PLAIN, BytesIO()),
    ),
    (
        "write it as JSON",
        lambda: ss.read(StringIO('title = "' + "x" * 500_000 + '"'), ss.Round),
        lambda: ss.read(StringIO(json_of(PLAIN) + " " * 500_000), ss.Round),
    ),
    (
        "change a framework with adapt()",
        lambda: evolve(OURS, lineage=[evolve(OURS.lineage[0], edits=[UNNAMED])]),
        lambda: adapted(UNNAMED),
    ),
    (
        "write yes or no",
        lambda: from_frame(frame(respondent=["r"], role=["trustee"], independent=["perhaps"])),
        lambda: from_frame(frame(respondent=["r"], role=["trustee"], independent=["no"])),
    ),
    (
        "take one role with where(roles=...), or give rule= one of",
        PANEL.distribution,
        lambda: (
            PANEL.where(roles=["agreed"]).distribution(),
            PANEL.distribution(rule="worst"),
        ),
    ),
]

# The same of charts and reports, which take time to draw.
PICTURES: list[tuple[str, Try, Try]] = [
    (
        "give a Change",
        lambda: ss.charts.decomposition(SPRING),  # type: ignore[arg-type]
        lambda: ss.charts.decomposition(CHANGE),
    ),
    (
        "give one of them",
        lambda: ss.charts.decomposition(CHANGE, level="green", scores=SCORES),
        lambda: ss.charts.decomposition(CHANGE, level="green"),
    ),
    (
        "give a number from 20 to 2,400",
        lambda: ss.charts.respondents(PLAIN).png(dpi=1),
        lambda: ss.charts.respondents(PLAIN).png(dpi=20),
    ),
    (
        "give a path",
        lambda: ss.charts.respondents(PLAIN).save(BytesIO()),  # type: ignore[arg-type]
        lambda: ss.charts.respondents(PLAIN).save("chart.svg"),
    ),
    (
        "end the name in .svg, .png or .pdf",
        lambda: ss.charts.respondents(PLAIN).save("chart.gif"),
        lambda: ss.charts.respondents(PLAIN).save("chart.pdf"),
    ),
    (
        "leave respondent=, rule= out",
        lambda: ss.charts.levels(SUMMARY, respondent="agreed", rule="worst"),
        lambda: ss.charts.levels(SUMMARY),
    ),
    (
        "leave after= out",
        lambda: ss.charts.change_grid(CHANGE, SPRING),
        lambda: ss.charts.change_grid(CHANGE),
    ),
    (
        "leave crosswalks= out",
        lambda: ss.charts.history_strip(HISTORY, crosswalks=[None]),
        lambda: ss.charts.history_strip(HISTORY),
    ),
    (
        "give two Rounds",
        lambda: ss.charts.transitions(PLAIN),
        lambda: ss.charts.transitions(PLAIN, NEXT),
    ),
    (
        "give one matplotlib Axes, or None",
        lambda: ss.charts.grid(PLAIN, ax=3),  # type: ignore[arg-type]
        lambda: ss.charts.grid(PLAIN, ax=None),
    ),
    (
        "give axes that are on one",
        lambda: ss.charts.grid(PLAIN, ax=removed_axes()),
        lambda: ss.charts.grid(PLAIN, ax=Figure(figsize=(12, 12)).subplots()),
    ),
    (
        "inches or more",
        lambda: ss.charts.grid(PLAIN, ax=Figure(figsize=(1, 1)).subplots()),
        lambda: ss.charts.grid(PLAIN, ax=Figure(figsize=(12, 12)).subplots()),
    ),
    (
        "give at least one",
        lambda: ss.charts.partnerships([]),
        lambda: ss.charts.partnerships([PLAIN]),
    ),
    (
        "draw levels(), which counts them, or choose some",
        lambda: ss.charts.partnerships([PLAIN] * 150),
        lambda: ss.charts.levels([PLAIN] * 150),
    ),
    (
        "150 rounds are more than can be read in one chart at rounds; give fewer rounds",
        lambda: ss.charts.history_strip(YEARS),
        lambda: ss.charts.history_strip(YEARS[:12]),
    ),
    (
        "give panel.levels('period')",
        lambda: ss.charts.trend(PANEL.levels("step")),
        lambda: ss.charts.trend(PANEL.levels("period")),
    ),
    (
        "leave scores= out",
        lambda: ss.charts.decomposition(PANEL, scores=SCORES),
        lambda: ss.charts.decomposition(PANEL),
    ),
    (
        "give one of Round, Summary, Change,",
        lambda: ss.charts.of(ss.actions(PLAIN)),
        lambda: ss.charts.of(PLAIN),
    ),
    (
        "give letters, digits, - and _, a letter first",
        lambda: ss.charts.respondents(PLAIN).svg("1 "),
        lambda: ss.charts.respondents(PLAIN).svg("one-"),
    ),
    (
        "write [...] around it",
        lambda: ss.charts.partnerships(PLAIN),  # type: ignore[arg-type]
        lambda: ss.charts.partnerships([PLAIN]),
    ),
    (
        "give rounds of one scale",
        lambda: ss.charts.partnerships([PLAIN, round_of(RESCALED)]),
        lambda: ss.charts.partnerships([PLAIN, NEXT]),
    ),
    (
        "give a path",
        lambda: ss.report(PLAIN).save(BytesIO()),  # type: ignore[arg-type]
        lambda: ss.report(PLAIN).save("report.md"),
    ),
    (
        "end the name in .html, .md or .docx",
        lambda: ss.report(PLAIN).save("report.pdf"),
        lambda: ss.report(PLAIN).save("report.docx"),
    ),
    (
        "give a Round",
        lambda: ss.report(SPRING, since=CHANGE, respondent="agreed"),  # type: ignore[arg-type]
        lambda: ss.report(SPRING, since=AUTUMN, respondent="agreed"),
    ),
    (
        "give an earlier round",
        lambda: ss.report(PLAIN, since=NEXT),
        lambda: ss.report(NEXT, since=PLAIN),
    ),
    (
        "give since=",
        lambda: ss.report(STRANGE, crosswalk=ONE_TO_ONE),
        lambda: ss.report(STRANGE, since=PLAIN, crosswalk=ONE_TO_ONE),
    ),
]


def json_of(value: Any) -> str:
    file = StringIO()
    ss.write(value, file)
    return file.getvalue()


def written(value: Any, mode: str) -> None:
    Path("written.json").touch()
    with Path("written.json").open(mode) as file:
        ss.write(value, file)


def template() -> BytesIO:
    file = BytesIO()
    ss.workbook.write_template(SPRING, file, respondent=WHO)
    file.seek(0)
    return file


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files of each kind."""
    folder = tmp_path_factory.mktemp("written")
    values: dict[str, ss.Framework | ss.Adaptation | ss.Round | ss.Crosswalk] = {
        "autumn": AUTUMN,
        "spring": SPRING,
        "asked": evolve(SPRING, agreed=None, ratings=(), plans=()),
        "plain": PLAIN,
        "next": NEXT,
        "strange": STRANGE,
        "ours": OURS,
        "theirs": THEIRS,
        "edits": THEIRS.lineage[0],
        "crosswalk": ONE_TO_ONE,
    }
    for name, value in values.items():
        ss.write(value, folder / f"{name}.json")
    (folder / "there.json").write_text("another file", encoding="utf-8")
    (folder / "book").write_bytes(template().getvalue())
    (folder / "return.xlsx").write_bytes(template().getvalue())
    return folder


@pytest.fixture(autouse=True)
def files(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files in a folder of the test's own."""
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("remedy", "wrong", "right"),
    [*CASES, *(pytest.param(*case, marks=pytest.mark.slow) for case in PICTURES)],
    ids=[case[0] for case in (*CASES, *PICTURES)],
)
def test_following_the_remedy_mends_it(remedy: str, wrong: Try, right: Try) -> None:
    with pytest.raises(ss.SixStepsError) as caught:
        wrong()
    assert remedy in str(caught.value)
    right()


MERGE = "merge six-steps ours.json theirs.json --by A --on 2026-05-01"
# The remedy, the command it is given for, and the command that it says to give.
COMMANDS: list[tuple[str, str, str]] = [
    (
        "give --respondent agreed, another respondent (council",
        "report spring.json -o report.md",
        "report spring.json -o report.md --respondent agreed",
    ),
    (
        "--rule one of worst",
        "report spring.json -o report.md",
        "report spring.json -o report.md --rule worst",
    ),
    (
        "leave --respondent out",
        "show plain.json --respondent council",
        "show plain.json",
    ),
    (
        "names no respondents, give one that does",
        "contrast plain.json council police",
        "contrast spring.json council police",
    ),
    (
        "give as A a respondent",
        "contrast spring.json 'lead partner' scrutineer",
        "contrast spring.json council scrutineer",
    ),
    (
        "give --crosswalk, a crosswalk",
        "change plain.json strange.json",
        "change plain.json strange.json --crosswalk crosswalk.json",
    ),
    (
        "leave --earlier out",
        "show strange.json --earlier plain.json",
        "show strange.json",
    ),
    (
        "give --crosswalk 2 times, in order, and none where no crosswalk is needed",
        "history plain.json next.json strange.json --crosswalk crosswalk.json",
        "history plain.json next.json strange2.json --crosswalk none --crosswalk crosswalk.json",
    ),
    (
        "give every round once",
        "history plain.json plain.json",
        "history plain.json next.json",
    ),
    (
        "give rounds in order of date",
        "history next.json plain.json",
        "history plain.json next.json",
    ),
    ("swap them", "change next.json plain.json", "change plain.json next.json"),
    (
        "give an earlier and a later one",
        "change plain.json plain.json",
        "change plain.json next.json",
    ),
    (
        "name two respondents or roles",
        "contrast spring.json council council",
        "contrast spring.json council police",
    ),
    (
        "give --since",
        "report strange.json --crosswalk crosswalk.json -o report.md",
        "report strange.json --since plain.json --crosswalk crosswalk.json -o report.md",
    ),
    (
        "end the name in .html, .md or .docx",
        "report plain.json -o report.pdf",
        "report plain.json -o report.md",
    ),
    (
        "give --force to overwrite it",
        "report plain.json -o there.md",
        "report plain.json -o there.md --force",
    ),
    ("name another", "demo there.json", "demo there"),
    (
        "give --partial to apply the edits that fit",
        "adapt ours.json edits.json",
        "adapt ours.json edits.json --partial",
    ),
    ("--resolve s1q5:id=s1q6", MERGE, f"{MERGE} --resolve s1q5:id=s1q6"),
    (
        "give one of the two",
        f"{MERGE} --resolve s1q5:id=s1q6 --resolve s1q5:id=s1q7",
        f"{MERGE} --resolve s1q5:id=s1q6",
    ),
    (
        "there are s1q5:id",
        f"{MERGE} --resolve s1q5:id=s1q6 --resolve s1q9:id=s1q7",
        f"{MERGE} --resolve s1q5:id=s1q6",
    ),
    (
        "give a new id for theirs: --resolve s1q5:id=s1q6",
        f"{MERGE} --resolve s1q5:id=ours",
        f"{MERGE} --resolve s1q5:id=s1q6",
    ),
    (
        "write it as s1q1:text=ours",
        f"{MERGE} --resolve s1q5:id",
        f"{MERGE} --resolve s1q5:id=s1q6",
    ),
    (
        "write it as red=unmet, the old one first",
        "record foreign.json fives.json --by A --on 2026-05-01 --mapping red",
        "record foreign.json fives.json --by A --on 2026-05-01"
        " --mapping red=a --mapping amber=c --mapping green=e",
    ),
    (
        "write each with --respondent and a name of your own",
        "template alike.json --all -o folder",
        "template alike.json --respondent recAB -o out.xlsx",
    ),
    (
        "write it as 2026-05-01",
        "check plain.json --as-of 1/13/2026",
        "show plain.json --as-of 2026-05-01",
    ),
    ("numbered from 1", "show plain.json --table 0", "show plain.json --table 1"),
    ("name the others", "change - -", "change plain.json next.json"),
    (
        "name one with --respondent: council",
        "template spring.json -o sent.xlsx",
        "template spring.json --respondent council -o sent.xlsx",
    ),
    (
        "end the name in .xlsx",
        "template spring.json --respondent council -o sent.json",
        "template spring.json --respondent council -o sent.xlsx",
    ),
    (
        "end the name of a workbook in .xlsx",
        "show book",
        "show return.xlsx",
    ),
    (
        "give first the round that sixsteps begin wrote, then the returns",
        "collect return.xlsx spring.json",
        "collect asked.json return.xlsx",
    ),
    (
        "give change for two rounds",
        "compare plain.json next.json",
        "change plain.json next.json",
    ),
    (
        "give the name of a file, or - for the standard input",
        'show \'{"format":"sixsteps/round"}\'',
        "show plain.json",
    ),
    (
        "give both, or neither",
        "agree plain.json --by Board -o agreed.json",
        "agree plain.json --by Board --on 2026-05-01 -o agreed.json",
    ),
    (
        "give --organisation, --title, --on, or a round that is begun",
        "import six-steps answers.csv --role partnership -o imported.json",
        "import begun.json answers.csv --role partnership -o imported.json",
    ),
    ("did you mean six-steps", "cite six-step", "cite six-steps"),
    (
        "say with --crosswalk what corresponds",
        "diff six-steps foreign.json",
        "diff six-steps foreign.json --crosswalk crosswalk.json",
    ),
    (
        "or make it an adaptation with sixsteps record",
        "diff six-steps foreign.json",
        "record foreign.json foreign.json --by A --on 2026-05-01",
    ),
    (
        "merge the frameworks and rename one side",
        "diff ours.json theirs.json",
        f"{MERGE} --resolve s1q5:id=s1q6",
    ),
    (
        "make it an adaptation with sixsteps record, or name its own source",
        "show changed.json",
        "record six-steps changed.json --by A --on 2026-05-01",
    ),
    (
        "give --reworded s1q1 if it means the same, or else --replaced s1q1",
        "record foreign.json reworded.json --by A --on 2026-05-01",
        "record foreign.json reworded.json --by A --on 2026-05-01 --reworded s1q1",
    ),
    (
        "give --mapping OLD=NEW from red, amber, green to them",
        "record foreign.json fives.json --by A --on 2026-05-01",
        "record foreign.json fives.json --by A --on 2026-05-01"
        + "".join(f" --mapping {old}={new}" for old, new in ONTO_FIVES.items()),
    ),
    (
        "there are 1, numbered from 1",
        "revert ours.json --adaptation 2 --by A --on 2026-05-01",
        "revert ours.json --adaptation 1 --by A --on 2026-05-01",
    ),
    *(
        (
            "give the round it was made from",
            command.replace("plain", "public").replace("spring", "public"),
            command,
        )
        for command in (
            "publish spring.json -o out.html",
            "follow-up spring.json -o out.xlsx",
            "moderate spring.json -o out.xlsx",
            "agree plain.json --by A --on 2026-06-01",
            "actions plain.json -o out.xlsx",
            "template plain.json -o out.xlsx",
            "collect asked.json spring.json",
        )
    ),
    (
        "take it out, or give",
        "show marked.json",
        "report plain.json --redact -o out.md",
    ),
    (
        'take it up again with sixsteps agree ROUND --reopen "the reason" --by NAME --on DATE',
        "agree signed.json --by A --on 2026-06-01",
        'agree signed.json --reopen "the reason" --by NAME --on 2026-06-01',
    ),
    (
        "change it as it is",
        "agree plain.json --reopen Late --by A --on 2026-06-01",
        "agree plain.json --by A --on 2026-06-01",
    ),
    (
        "give --by and --on",
        "agree signed.json --reopen Late",
        "agree signed.json --reopen Late --by A --on 2026-06-01",
    ),
    (
        "name who did on the sheet About, with the date, or give --by and --on",
        "agree plain.json",
        "agree plain.json --by A --on 2026-06-01",
    ),
    (
        "agree on answers first: sixsteps moderate, then sixsteps agree",
        "publish several.json -o out.html",
        "publish spring.json -o out.html",
    ),
    (
        "leave --since out",
        "chart next.json --since plain.json --kind grid -o out.svg",
        "chart next.json --kind grid -o out.svg",
    ),
    (
        "add --since with the earlier round",
        "chart next.json --kind transitions -o out.svg",
        "chart next.json --since plain.json --kind transitions -o out.svg",
    ),
    (
        "draw --kind levels, which counts them by step",
        "chart many.json -o out.svg",
        "chart many.json --kind levels -o out.svg",
    ),
    (
        "draw --kind transitions, which counts them",
        "chart many2.json --since many.json -o out.svg",
        "chart many2.json --since many.json --kind transitions -o out.svg",
    ),
    (
        "draw --kind trend, which counts them by step",
        "chart many2.json --since many.json --kind history_strip -o out.svg",
        "chart many2.json --since many.json --kind trend -o out.svg",
    ),
    (
        "take what sixsteps show shows",
        "chart steps.json -o out.svg",
        "show steps.json",
    ),
    (
        "take what sixsteps history shows",
        "chart steps2.json --since steps.json --kind trend -o out.svg",
        "history steps.json steps2.json",
    ),
    (
        "or give its header in --leave-out",
        "import begun.json odd.csv --role peer",
        "import begun.json odd.csv --role peer --leave-out 'So, s1q2 then'",
    ),
    (
        "give its header as --respondent",
        "import begun.json who.csv --role peer",
        "import begun.json who.csv --role peer --respondent who",
    ),
    (
        "give --role a header",
        "import begun.json answers.csv",
        "import begun.json answers.csv --role peer",
    ),
    (
        "give the status 'closed', or leave it out",
        "show open.json",
        "show closed.json",
    ),
    (
        "give the round that sixsteps begin wrote",
        "template plain.json --all -o sent",
        "template asked.json --all -o sent",
    ),
    (
        "give --force to overwrite them",
        "template asked.json --all -o taken",
        "template asked.json --all -o taken --force",
    ),
    (
        "mend this, or give --partial, which leaves it out and takes the rest",
        "collect asked.json return.xlsx plain.json",
        "collect asked.json return.xlsx plain.json --partial",
    ),
    (
        "give collect only one of them",
        "collect asked.json return.xlsx return.xlsx",
        "collect asked.json return.xlsx",
    ),
    (
        "give a round, or leave them out",
        "check ours.json --sharing",
        "check ours.json",
    ),
    (
        "leave them out, or give a round, without --output",
        "actions plain.json --table 1 -o out.xlsx",
        "actions plain.json --table 1",
    ),
    (
        "give it to sixsteps collect, or leave it out",
        "record six-steps return.xlsx --by A --on 2026-05-01",
        "collect asked.json return.xlsx",
    ),
    (
        "end the name in .svg, .png or .pdf",
        "chart plain.json -o out.gif",
        "chart plain.json -o out.png",
    ),
]


def many(year: int, steps: int, questions: int) -> ss.Round:
    """A round on more than a chart can show."""
    numbers = range(1, questions + 1)
    framework = ss.Framework(
        title="Many",
        source=ss.Source("Roe, R (2020) Many"),
        scale=ss.RAG,
        steps=[
            ss.Step(f"s{n}", "Step", [ss.Question(f"s{n}q{k}", "Is it so?") for k in numbers])
            for n in range(1, steps + 1)
        ],
    )
    return ss.Round(framework, "Anytown", str(year), date(year, 5, 1), [ss.Rating("s1q1", "red")])


def more_values() -> dict[str, Any]:
    """The documents of further values, some of them not as the library writes them."""
    reworded = evolve(FOREIGN, steps=[ss.Step("s1", "One", [ss.Question("s1q1", "Is that so?")])])
    values: dict[str, ss.Framework | ss.Round] = {
        "foreign": FOREIGN,
        "reworded": reworded,
        "fives": evolve(FOREIGN, scale=FIVE),
        "public": SPRING.public(),
        "alike": evolve(
            NEXT,
            ratings=[],
            respondents=[ss.Respondent(one, one, ss.Role.PEER) for one in ("recAb", "recAB")],
        ),
        "begun": evolve(PLAIN, ratings=[]),
        "signed": PLAIN.agree("Chair", ON),
        "several": evolve(
            SPRING,
            agreed=None,
            ratings=[one for one in SPRING.ratings if one.respondent != "agreed"],
        ),
        "many": many(2025, 2, 150),
        "many2": many(2026, 2, 150),
        "steps": many(2025, 200, 1),
        "steps2": many(2026, 200, 1),
    }
    found = {name: ss.to_document(value) for name, value in values.items()}
    plain, action = ss.to_document(PLAIN), {"text": "Do", "id": "a1", "closed_on": "2026-06-01"}
    return {
        **found,
        "changed": {**ss.to_document(SIX), "title": "Our own"},
        "marked": {**plain, "view": "redacted", "handling": "OFFICIAL"},
        "open": {**plain, "plans": [{"step": "s1", "actions": [action]}]},
        "closed": {**plain, "plans": [{"step": "s1", "actions": [{**action, "status": "closed"}]}]},
    }


PYTHON = re.compile(r"\b(?:Python|None|True|False)\b|\bss\.|io\.|\b[a-z_]+=(?![a-z0-9])|\w+\(\)")
"""What nobody at a command line can follow."""


def told(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit status of a command, and what it says on the error output."""
    try:
        status = main(shlex.split(command))
    except SystemExit as left:
        status = int(str(left.code))
    return status, capsys.readouterr().err


@pytest.mark.parametrize(("remedy", "wrong", "right"), COMMANDS, ids=[one[0] for one in COMMANDS])
@pytest.mark.slow
def test_following_the_remedy_of_a_command_mends_it(
    remedy: str, wrong: str, right: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ss.write(evolve(STRANGE, on=date(2028, 5, 1)), "strange2.json")
    Path("there.md").touch()
    Path("answers.csv").write_text("respondent,s1q1\nr,Red\n", encoding="utf-8")
    Path("odd.csv").write_text('s1q1,"So, s1q2 then"\nRed,Red\n', encoding="utf-8")
    Path("who.csv").write_text("who,s1q1\nA,Red\nB,Red\n", encoding="utf-8")
    for name, value in more_values().items():
        Path(f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    Path("taken").mkdir()
    for one in SPRING.respondents:
        Path("taken", f"{one.id}.xlsx").write_text("another file", encoding="utf-8")
    status, said = told(wrong, capsys)
    assert status
    assert remedy in said
    assert not PYTHON.search(said)
    status, said = told(right, capsys)
    assert "error" not in said
    assert status in (0, 1)
