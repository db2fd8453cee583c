"""A framework of two steps and three questions, and what tests of adapting ask of it."""

from datetime import date

import pytest

import sixsteps as ss

ON = date(2026, 4, 1)
YES = ss.Scale("Yes or no", [ss.Level("no"), ss.Level("yes")])
BASE = ss.Framework(
    "Steps",
    ss.Source("Doe, J (2019) Steps"),
    YES,
    [
        ss.Step("s1", "Lead", [ss.Question("s1q1", "Who?"), ss.Question("s1q2", "When?")]),
        ss.Step("s2", "Learn", [ss.Question("s2q1", "What?")]),
    ],
    [ss.ContextQuestion("c1", "Where?")],
)


def adapted(*edits: ss.Edit, base: ss.Framework = BASE, by: str = "Anytown") -> ss.Framework:
    """The framework with these edits."""
    return ss.adapt(base, *edits, by=by, on=ON)


def asked(framework: ss.Framework) -> dict[str, list[str]]:
    """The ids of the questions of each step."""
    return {step.id: [q.id for q in step.questions] for step in framework.steps}


def refusal(*edits: ss.Edit, base: ss.Framework = BASE) -> str:
    """The message with which these edits are refused."""
    with pytest.raises(ss.AdaptationError) as caught:
        adapted(*edits, base=base)
    return str(caught.value)
