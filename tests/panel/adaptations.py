"""A small framework and adaptations of it in which everything happens that a panel must hold."""

from datetime import date

from sixsteps import (
    Adaptation,
    AddQuestion,
    Edit,
    Framework,
    MergeQuestions,
    MoveQuestion,
    Part,
    Question,
    RemoveQuestion,
    ReplaceQuestion,
    RewordQuestion,
    Source,
    SplitQuestion,
    Step,
)
from sixsteps.model.digests import content_digest
from tests.strategies import TRAFFIC

ORIGIN = Framework(
    "Local",
    Source("Doe, J (2024) Local"),
    TRAFFIC,
    [
        Step("s1", "Partners lead", [Question(f"s1q{n}", f"One, {n}?") for n in (1, 2, 3)]),
        Step("s2", "Children are heard", [Question(f"s2q{n}", f"Two, {n}?") for n in (1, 2)]),
    ],
)


def adapted(base: Framework, by: str, edits: list[Edit], steps: list[Step]) -> Framework:
    """The framework whose last adaptation is these edits, which made these steps."""
    made = Adaptation(
        edits,
        by,
        date(2025, 4, 1),
        base=base.digest,
        result=content_digest(base.title, base.scale, steps, base.context),
    )
    return Framework(
        base.title,
        base.source,
        base.scale,
        steps,
        base.context,
        [*base.lineage, made],
        base.origin,
    )


def _steps(first: list[Question], second: list[Question]) -> list[Step]:
    return [Step("s1", "Partners lead", first), Step("s2", "Children are heard", second)]


_Q = {q.id: q for q in ORIGIN.questions}

REPLACED = adapted(
    ORIGIN,
    "Anytown",
    [ReplaceQuestion("s1q1", "One, anew?", id="s1q4"), AddQuestion("s2", "Two, more?", id="s2q3")],
    _steps(
        [Question("s1q4", "One, anew?"), _Q["s1q2"], _Q["s1q3"]],
        [_Q["s2q1"], _Q["s2q2"], Question("s2q3", "Two, more?")],
    ),
)
"""A replacement and an addition, whose ids the next adaptation gives other meanings."""

LINKED = adapted(
    ORIGIN,
    "Othertown",
    [
        SplitQuestion("s1q2", [Part("One, here?", id="s1q4"), Part("One, there?", id="s1q5")]),
        MergeQuestions(["s2q1", "s2q2"], "Two, both?", id="s2q3"),
    ],
    _steps(
        [_Q["s1q1"], Question("s1q4", "One, here?"), Question("s1q5", "One, there?"), _Q["s1q3"]],
        [Question("s2q3", "Two, both?")],
    ),
)
"""A split and a merge that can be compared."""

MOVED = adapted(
    ORIGIN,
    "Elsewhere",
    [
        MoveQuestion("s1q3", to="s2"),
        RemoveQuestion("s2q2"),
        RewordQuestion("s1q1", text="One, in other words?"),
    ],
    _steps(
        [Question("s1q1", "One, in other words?"), _Q["s1q2"]],
        [_Q["s2q1"], _Q["s1q3"]],
    ),
)
"""A question that moved to another step, one that was removed, one that was reworded."""

HALVED = adapted(
    LINKED,
    "Othertown",
    [RemoveQuestion("s1q5")],
    _steps(
        [_Q["s1q1"], Question("s1q4", "One, here?"), _Q["s1q3"]],
        [Question("s2q3", "Two, both?")],
    ),
)
"""A split of which one part was removed later, so that it can no longer be compared."""

EVERY = (ORIGIN, REPLACED, LINKED, MOVED, HALVED)
