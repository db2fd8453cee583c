"""Odd values for every argument of every public function: an error of ours, or an answer."""

import inspect
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sixsteps as ss
from sixsteps import samples
from tests.test_api import PUBLIC
from tests.trust.sound_files import write_setup

SIX = ss.six_steps()
AUTUMN, SPRING = samples.autumn_2025(), samples.spring_2026()
OPEN = SPRING.reopen("the chair", date(2026, 6, 2), "A late return")
ON = date(2026, 5, 1)
EDIT = ss.RemoveQuestion("s6q4")
LOCAL = ss.adapt(SIX, EDIT, by="Anytown", on=ON)
MADE = LOCAL.lineage[-1]
WHO, OTHER = (one.id for one in SPRING.respondents[:2])
PANEL = ss.Panel.from_rounds([AUTUMN, SPRING], period=lambda one: one.title)
SCORES = {key: place for place, key in enumerate(SIX.scale.keys)}
CROSSWALK = ss.correspondence(AUTUMN.framework, SPRING.framework)
SUMMARY = ss.summary(SPRING, respondent="agreed")
CHANGE = ss.change(AUTUMN, SPRING, respondent="agreed")
HISTORY = ss.history([AUTUMN, SPRING], respondent="agreed")
AGREED = {"respondent": "agreed"}
ROWS = [{"s1q1": "Green", "s1q1_evidence": "Minutes"}]
FRAME = {"frame": ss.frames.to_frame(SPRING), "frameworks": SPRING.framework}
MOVED = {**FRAME, "before": SPRING.period, "after": SPRING.period}


class Odd:
    """A value of no use to anybody."""


ODD: Mapping[str, Any] = {
    "None": None,
    "3": 3,
    "nan": float("nan"),
    "'x'": "x",
    "b'x'": b"x",
    "an object": Odd(),
    "[]": [],
    "[3]": [3],
    "[[]]": [[]],
    "half a character": "\ud800",
    "a summary": SUMMARY,
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files to read."""
    folder = tmp_path_factory.mktemp("written")
    ss.write(SPRING, folder / "round.json")
    ss.write(CROSSWALK, folder / "crosswalk.json")
    ss.write_rounds([AUTUMN, SPRING], folder / "rounds.jsonl")
    ss.workbook.write_template(SPRING, folder / "template.xlsx", respondent=WHO)
    ss.workbook.write_moderation(SPRING, folder / "moderation.xlsx")
    ss.workbook.write_actions(SPRING, folder / "actions.xlsx")
    ss.workbook.write_framework(SIX, folder / "framework.xlsx")
    write_setup(SPRING, folder / "setup.xlsx")
    return folder


@pytest.fixture(autouse=True)
def files(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files to read, in a folder that takes what is written."""
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def adapted(framework: Any, edit: Any, **others: Any) -> ss.Framework:
    return ss.adapt(framework, edit, **others)


# What each function is called with where nothing is odd, and the arguments that it needs.
FUNCTIONS: Mapping[str, Mapping[str, Any]] = {
    "sixsteps.actions": {"round": SPRING},
    "sixsteps.adapt": {"framework": SIX, "edit": EDIT, "by": "Anytown", "on": ON},
    "sixsteps.agreement": {"round": SPRING},
    "sixsteps.amendments": {"before": SPRING, "after": OPEN},
    "sixsteps.change": {"before": AUTUMN, "after": SPRING, **AGREED},
    "sixsteps.cite": {"framework": SIX},
    "sixsteps.collect": {"base_round": OPEN, "returns": []},
    "sixsteps.consensus": {"round": SPRING, "rule": "worst"},
    "sixsteps.contrast": {"round": SPRING, "a": WHO, "b": OTHER},
    "sixsteps.correspondence": {"a": SIX, "b": LOCAL},
    "sixsteps.coverage": {"round": SPRING},
    "sixsteps.diff": {"a": SIX, "b": LOCAL},
    "sixsteps.from_document": {"data": ss.to_document(SIX)},
    "sixsteps.gaps": {"round": SPRING, **AGREED},
    "sixsteps.history": {"rounds": [AUTUMN, SPRING], **AGREED},
    "sixsteps.merge": {"base": SIX, "ours": LOCAL, "theirs": SIX, "by": "Anytown", "on": ON},
    "sixsteps.personal_data": {"round": SPRING},
    "sixsteps.read": {"source": "round.json"},
    "sixsteps.read_crosswalk": {"source": "crosswalk.json"},
    "sixsteps.read_rounds": {"source": "rounds.jsonl"},
    "sixsteps.record": {"base": SIX, "edited": LOCAL, "by": "Anytown", "on": ON},
    "sixsteps.replay": {"framework": SIX, "adaptation": MADE},
    "sixsteps.report": {"round": SPRING, **AGREED},
    "sixsteps.revert": {"framework": LOCAL, "adaptation": MADE, "by": "Anytown", "on": ON},
    "sixsteps.schema": {"kind": "round"},
    "sixsteps.summary": {"round": SPRING, **AGREED},
    "sixsteps.to_document": {"value": SIX},
    "sixsteps.write": {"value": SIX, "target": "written.json"},
    "sixsteps.write_rounds": {"rounds": [SPRING], "target": "written.jsonl"},
    "charts.change_grid": {"before": CHANGE},
    "charts.decomposition": {"change": CHANGE},
    "charts.grid": {"round": SPRING, **AGREED},
    "charts.history_strip": {"rounds": [AUTUMN, SPRING], **AGREED},
    "charts.levels": {"source": SPRING},
    "charts.of": {"result": CHANGE},
    "charts.partnerships": {"rounds": [SPRING], **AGREED},
    "charts.respondents": {"round": SPRING},
    "charts.transitions": {"before": CHANGE},
    "charts.trend": {"rounds": [AUTUMN, SPRING], **AGREED},
    "engines.common_core": FRAME,
    "engines.coverage": FRAME,
    "engines.levels": FRAME,
    "engines.like_for_like": MOVED,
    "engines.transitions": MOVED,
    "frames.from_frame": FRAME,
    "frames.of_table": {"table": SUMMARY.table()},
    "frames.to_frame": {"rounds": SPRING},
    "surveys.read_table": {
        "source": ROWS,
        "framework": SIX,
        "organisation": "Anytown",
        "title": "Spring",
        "on": ON,
    },
    "surveys.write_xlsform": {"framework": SIX, "path": "form.xlsx"},
    "workbook.read_actions": {"source": "actions.xlsx"},
    "workbook.read_framework": {"source": "framework.xlsx"},
    "workbook.read_moderation": {"source": "moderation.xlsx"},
    "workbook.read_round": {"source": "template.xlsx"},
    "workbook.read_rounds": {"source": ["template.xlsx"]},
    "workbook.read_setup": {"source": "setup.xlsx"},
    "workbook.write_actions": {"base": SPRING, "path": "written.xlsx"},
    "workbook.write_framework": {"framework": SIX, "path": "written.xlsx"},
    "workbook.write_moderation": {"base": SPRING, "path": "written.xlsx"},
    "workbook.write_setup": {"subject": SPRING, "path": "written.xlsx"},
    "workbook.write_tables": {"tables": [SUMMARY], "target": "written.xlsx", "title": "Spring"},
    "workbook.write_template": {"subject": SPRING, "path": "written.xlsx", "respondent": WHO},
}
METHODS: Mapping[str, tuple[Callable[..., Any], Mapping[str, Any]]] = {
    "Chart.png": (ss.charts.respondents(SPRING).png, {}),
    "Chart.svg": (ss.charts.respondents(SPRING).svg, {}),
    "Chart.save": (ss.charts.respondents(SPRING).save, {"path": "chart.svg"}),
    "Report.save": (ss.report(SPRING, respondent="agreed").save, {"path": "report.md"}),
    "Crosswalk.between": (
        CROSSWALK.between,
        {"before": AUTUMN.framework, "after": SPRING.framework},
    ),
    "Framework.identity": (SIX.identity, {"question": "s1q1"}),
    "Framework.question": (SIX.question, {"question": "s1q1"}),
    "Framework.step_of": (SIX.step_of, {"question": "s1q1"}),
    "Framework.step": (SIX.step, {"step": "s1"}),
    "Framework.context_question": (SIX.context_question, {"question": "c1"}),
    "Framework.number": (SIX.number, {"name": "s1q1"}),
    "Panel.from_rounds": (
        ss.Panel.from_rounds,
        {"rounds": [AUTUMN], "period": lambda one: one.title},
    ),
    "Panel.from_frame": (
        ss.Panel.from_frame,
        {"frame": ss.frames.to_frame(SPRING), "frameworks": [SPRING.framework]},
    ),
    "Panel.save": (PANEL.save, {"target": "panel.npz"}),
    "Panel.period": (PANEL.period, {"name": PANEL.periods[0]}),
    "Panel.where": (PANEL.where, {}),
    "Panel.coverage": (PANEL.coverage, {}),
    "Panel.levels": (PANEL.levels, {}),
    "Panel.transitions": (PANEL.transitions, {}),
    "Panel.change": (PANEL.change, {"before": PANEL.periods[0], "after": PANEL.periods[1]}),
    "Panel.distribution": (PANEL.distribution, {"rule": "worst"}),
    "Round.respondent": (SPRING.respondent, {"respondent": WHO}),
    "Round.answer": (SPRING.answer, {"question": "s1q1", "respondent": WHO}),
    "Round.answers": (SPRING.answers, {"question": "s1q1"}),
    "Round.is_asked": (SPRING.is_asked, {"question": "s1q1", "respondent": WHO}),
    "Round.plan": (SPRING.plan, {"step": "s1"}),
    "Round.without_rating": (OPEN.without_rating, {"question": "s1q1", "respondent": WHO}),
    "Round.with_actions": (OPEN.with_actions, {"step": "s1"}),
    "Round.redacted": (SPRING.redacted, {}),
    "Round.follow_up": (SPRING.follow_up, {"on": date(2027, 5, 1), "title": "Spring 2027"}),
    "Scale.rank": (SIX.scale.rank, {"key": "red"}),
    "Scale.level": (SIX.scale.level, {"key": "red"}),
    "Scale.label": (SIX.scale.label, {"key": "red"}),
    "Scale.median_low": (SIX.scale.median_low, {"keys": ["red"]}),
    "Scale.compound": (SIX.scale.compound, {"keys": ["red"]}),
    "Table.to_text": (SUMMARY.table().to_text, {}),
    "Change.outcome": (CHANGE.outcome, {"question": "s1q1"}),
    "Change.outcome_before": (CHANGE.outcome_before, {"question": "s1q1"}),
    "Change.share": (CHANGE.share, {"level": "green"}),
    "Change.decompose": (CHANGE.decompose, {"scores": SCORES}),
    "Decomposition.amount": (CHANGE.share("green").amount, {"kind": "entered"}),
    "History.series_of": (HISTORY.series_of, {"question": "s1q1"}),
    "History.first_at": (HISTORY.first_at, {"series": HISTORY.series[0], "level": "red"}),
    "Summary.against": (SUMMARY.against, {"other": SUMMARY}),
    "Summary.mean": (SUMMARY.mean, {"scores": SCORES}),
}
ANYTHING = {
    "from_document.data": "what a document holds is for the reader to say",
    "to_document.framework": "a flag",
    "to_frame.empties": "a flag",
    "to_frame.text": "a flag",
    "amount.reason": "a word of the result's own",
}
"""Arguments that take whatever they are given, and why."""


def calls() -> dict[str, tuple[Callable[..., Any], Mapping[str, Any]]]:
    """Every function and method with the arguments it needs."""
    named: dict[str, Any] = {**PUBLIC, "sixsteps.adapt": adapted}
    return {**{name: (named[name], needed) for name, needed in FUNCTIONS.items()}, **METHODS}


def answered(function: Callable[..., Any], given: Mapping[str, Any]) -> bool:
    """True for an answer, False for an error of ours or of the system."""
    try:
        found = function(**given)
        if inspect.isgenerator(found):
            list(found)
    except (ss.SixStepsError, OSError):
        return False
    return True


def arguments(name: str, function: Callable[..., Any]) -> list[str]:
    taken = inspect.signature(function).parameters.values()
    others = [*inspect.signature(ss.adapt).parameters][2:] if name == "sixsteps.adapt" else []
    several = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [one.name for one in taken if one.kind not in several] + others


def test_every_public_function_is_tried() -> None:
    public = {
        name
        for name, value in PUBLIC.items()
        if inspect.isfunction(value) and inspect.signature(value).parameters
    }
    assert public == {*FUNCTIONS}


@pytest.mark.parametrize("name", calls())
@pytest.mark.slow
def test_every_argument_is_checked(name: str) -> None:
    function, needed = calls()[name]
    assert answered(function, needed)
    short = name.rpartition(".")[2]
    taken = {
        argument: [
            label for label, odd in ODD.items() if answered(function, {**needed, argument: odd})
        ]
        for argument in arguments(name, function)
    }
    anything = {
        f"{short}.{argument}" for argument, labels in taken.items() if len(labels) == len(ODD)
    }
    assert anything <= {*ANYTHING}
