"""Every public value and result holds for good what it was made of, whoever has it."""

import copy
import pickle
from collections.abc import Iterator, Mapping, MutableMapping, MutableSequence, MutableSet
from datetime import date
from typing import Any

import numpy as np
import pytest
from attrs import fields, has

import sixsteps as ss
from sixsteps import results, samples
from sixsteps.adaptation.conflicts import Conflict

ON = date(2026, 5, 1)
AUTUMN, SPRING = samples.autumn_2025(), samples.spring_2026()
SIX, LOCAL = ss.six_steps(), SPRING.framework
PLAIN = ss.Round(SIX, "Anytown", "Spring", ON, [ss.Rating("s1q1", "red")])
PANEL = ss.Panel.from_rounds([AUTUMN, SPRING]).where(roles=["agreed"])
CHANGE = ss.change(AUTUMN, SPRING, respondent="agreed")
SUMMARY = ss.summary(SPRING, respondent="agreed")
HISTORY = ss.history([AUTUMN, SPRING], respondent="agreed")


AGAIN = SPRING.reopen("the chair", date(2026, 6, 2), "A late return")
ROWS = [{"s1q1": "Green", "note": "aside"}]


def conflicts() -> ss.MergeConflict:
    ours, theirs = (ss.adapt(SIX, ss.Retitle(one), by=one, on=ON) for one in ("Ours", "Theirs"))
    with pytest.raises(ss.MergeConflict) as caught:
        ss.merge(SIX, ours, theirs, by="Us", on=ON)
    return caught.value


def refusal() -> ss.SixStepsError:
    with pytest.raises(ss.InvalidError) as caught:
        PLAIN.with_ratings(ss.Rating("s1q9", "gren"))
    return caught.value


PARTS: list[Any] = [ss.Part("Who leads?", id="s1q8"), "Who follows?"]
EDITS: list[Any] = [
    ss.Retitle("Ours"),
    ss.AddStep("Voice", questions=[ss.Question("v1", "Heard?", levels={"red": "never"})]),
    ss.RemoveStep("s6"),
    ss.MoveStep("s5", first=True),
    ss.RetitleStep("s1", "Leads"),
    ss.AddQuestion("s1", "Schools?", levels={"red": "never"}, tags=["voice"], asked_of=["peer"]),
    ss.RemoveQuestion("s1q4"),
    ss.MoveQuestion("s1q3", to="s2"),
    ss.RewordQuestion("s1q1", label="Plan", levels={"red": "never"}),
    ss.ReplaceQuestion("s1q2", "Others?"),
    ss.SplitQuestion("s2q1", PARTS),
    ss.MergeQuestions(["s3q1", "s3q2"], "Both?"),
    ss.ChangeScale(ss.Scale("Two", [ss.Level("no"), ss.Level("yes")]), {"red": "no"}),
    ss.AddContextQuestion("Who?"),
    ss.RemoveContextQuestion("c1"),
    ss.RewordContextQuestion("c2", "What?"),
]
VALUES: list[Any] = [
    *(SIX, LOCAL, ss.working_together_2023(), SPRING, SPRING.public(), SPRING.redacted()),
    *(SPRING.only("police"), SPRING.follow_up(date(2027, 5, 1), "Next"), *EDITS),
    ss.Translation.of(SIX, "Welsh (cy)", {"scale/red/label": "Coch"}, by="Us"),
    ss.correspondence(SIX, LOCAL),
    ss.Problem(("a", 1), "wrong", params={"given": 1}),
    ss.Role("trustee", independent=True),
    results.Unplaced("s7", ss.Action("Do", id="a1")),
    Conflict("changed", "s1", "title", "A", "B"),
    ss.Resolution("s1", "title", take="ours"),
    *(LOCAL.register, LOCAL.identity("s1q1")),
    # Results.
    *(ss.coverage(SPRING), SUMMARY, ss.gaps(SPRING), CHANGE, HISTORY, ss.agreement(SPRING)),
    *(ss.contrast(SPRING, "police", "council"), ss.actions(SPRING), ss.personal_data(SPRING)),
    *(ss.diff(SIX, LOCAL), ss.collect(PLAIN, []), *CHANGE.tables()),
    *(SUMMARY.mean({"red": 0, "amber": 1, "green": 2}), CHANGE.share("green")),
    *(PANEL, PANEL.coverage(), PANEL.distribution(), PANEL.publishable(threshold=3)),
    *(PANEL.change("2025-H2", "2026-H1"), PANEL.transitions("2025-H2", "2026-H1")),
    *(PANEL.common_core(), PANEL.levels(), SUMMARY.against(SUMMARY)),
    ss.amendments(AGAIN, AGAIN.replace(title="Second reading")),
    *(AGAIN, results.LeftOut(ss.RemoveStep("s7"), "no step 's7'"), results.Spell(2, 4)),
    results.Group(("red", "amber"), 11),
    ss.surveys.read_table(ROWS, SIX, organisation="Anytown", title="Spring", on=ON),
]


def inside(value: Any, seen: set[int]) -> Iterator[Any]:
    """A value and everything it is made of: fields, members, and what it has worked out since."""
    if id(value) in seen or isinstance(value, str | int | date | type):
        return
    seen.add(id(value))
    yield value
    if isinstance(value, tuple | frozenset):
        parts = [*value]
    elif isinstance(value, Mapping):
        parts = [*value.values()]
    elif has(type(value)):
        parts = [getattr(value, one.name) for one in fields(type(value)) if one.name[0] != "_"]
    else:
        parts = []
    for part in parts:
        yield from inside(part, seen)


def named(value: Any) -> str:
    return type(value).__name__


@pytest.mark.parametrize("value", VALUES, ids=named)
def test_nothing_in_a_value_can_be_written_to(value: Any) -> None:
    for part in inside(value, set()):
        assert not isinstance(part, MutableMapping | MutableSequence | MutableSet), part
        if isinstance(part, np.ndarray):
            assert not part.flags.writeable
        if has(type(part)):
            for one in fields(type(part)):
                with pytest.raises(AttributeError):
                    setattr(part, one.name, None)


@pytest.mark.parametrize("value", VALUES, ids=named)
def test_a_value_is_equal_to_its_copies_and_stands_in_their_place(value: Any) -> None:
    for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):  # noqa: S301  our own
        assert twin == value
        assert hash(twin) == hash(value)
        assert repr(twin) == repr(value)


@pytest.mark.slow
def test_a_report_and_a_chart_are_written_alike_by_their_copies() -> None:
    report, chart = ss.report(PLAIN), ss.charts.grid(PLAIN)
    for twin in (copy.copy, copy.deepcopy):
        assert twin(report).markdown() == report.markdown()
        assert twin(chart).svg() == chart.svg()


@pytest.mark.parametrize("error", [conflicts(), refusal()], ids=named)
def test_an_error_says_the_same_in_another_process(error: ss.SixStepsError) -> None:
    for twin in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):  # noqa: S301  our own
        assert type(twin) is type(error)
        assert (str(twin), twin.problems) == (str(error), error.problems)


def test_every_class_of_results_and_values_is_among_those_tried() -> None:
    seen: set[int] = set()
    tried = {type(part) for value in VALUES for part in inside(value, seen)}
    public = {getattr(results, name) for name in results.__all__}
    public |= {getattr(ss, name) for name in dir(ss)}
    values = {one for one in public if isinstance(one, type) and has(one)}
    values -= {ss.Chart, results.Report}  # pictures are drawn, and not compared
    assert {one.__name__ for one in values if not any(issubclass(t, one) for t in tried)} == set()
