"""Documents to read, alter and spoil: one of each kind, with some of everything in it."""

import json
from copy import deepcopy
from datetime import date
from typing import Any

from hypothesis import strategies as st

import sixsteps as ss

SMALL = ss.Framework(
    "Small",
    ss.Source("Doe, J (2024) Small", authors=["Doe, J"], year=2024),
    ss.Scale("Three", [ss.Level("red", needs=["plan"]), ss.Level("amber"), ss.Level("green")]),
    [
        ss.Step("s1", "One", [ss.Question("s1q1", "First?"), ss.Question("s1q2", "Second?")]),
        ss.Step("s2", "Two", [ss.Question("s2q1", "Third?", source="Roe, R (2020) Asked")]),
    ],
    [ss.ContextQuestion("c1", "How?")],
)
"""A framework of three questions."""

ADAPTED = ss.adapt(
    ss.adapt(
        SMALL,
        ss.AddQuestion("s1", "Fourth?", label="Four", first=True),
        ss.SplitQuestion("s1q2", ["Second, a?", "Second, b?"]),
        ss.RewordQuestion("s2q1", source=""),
        by=["Anytown", "Othertown"],
        on=date(2025, 4, 1),
    ),
    ss.ChangeScale(
        ss.Scale("Two", [ss.Level("no"), ss.Level("yes")]),
        {"red": "no", "amber": "no", "green": "yes"},
    ),
    ss.ReplaceQuestion("s1q1", "Another?", reason="It asked two things"),
    by="Anytown",
    on=date(2026, 4, 1),
    reason="A review",
)
"""The same, adapted twice with edits of several kinds."""

DRAFT = ss.Round(
    SMALL,
    "Anytown",
    "Spring 2026",
    date(2026, 5, 1),
    ratings=[
        ss.Rating(
            "s1q1",
            "green",
            evidence=[
                ss.Evidence("Plan agreed", link="https://example.org", kind="process"),
                ss.Evidence("Heard", on=date(2026, 3, 12)),
            ],
            rationale="It is so",
            respondent="health",
            on=date(2026, 4, 2),
        ),
        ss.NotApplicable("s1q2", "Nothing of the kind", respondent="health"),
        ss.Rating("s1q1", None, remaining="To be asked", respondent="police"),
        ss.Rating("s2q1", "red", respondent="police"),
    ],
    plans=[
        ss.ActionPlan(
            "s1",
            [
                ss.Action("Fill the seat", addresses=["s1q1"], owner="Chair", due=date(2026, 9, 1)),
                ss.Action("Ask", status="closed", closed_on=date(2026, 4, 1), progress=["Done"]),
            ],
            outcome="All lead",
        )
    ],
    respondents=[
        ss.Respondent("health", "NHS Anytown", ss.Role.LEAD_PARTNER, asked=["s1", "s2q1"]),
        ss.Respondent("police", "Anytown Police", ss.Role.LEAD_PARTNER),
    ],
    context=[ss.ContextAnswer("c1", "By visits")],
    use=ss.results.Use.SCRUTINY,
    arrangements=["Peer review"],
    previous=ss.results.RoundReference("Anytown", "Autumn 2025", date(2025, 11, 1), "abc"),
    unplaced=[
        ss.results.Unplaced("s9", ss.Action("Left over")),
        ss.results.Unplaced("c9", ss.ContextAnswer("c9", "x")),
    ],
)
"""A round with some of everything but a sign-off."""

ROUND = (
    DRAFT.agree("Chair", date(2026, 5, 1))
    .reopen("Chair", date(2026, 5, 2), "A late return")
    .agree("Board", date(2026, 5, 2))
)
"""A round with some of everything."""

CROSSWALK = ss.Crosswalk(
    [ss.Match("a", ["b", "c"], "split"), ss.Match("d", [], "removed", reason="gone")],
    levels={"red": "no", "green": "yes"},
    title="By hand",
    source="Us",
)

ROUND_ON_ADAPTED = ss.Round(ADAPTED, "Anytown", "Autumn 2026", date(2026, 10, 1))

RUBRIC = ss.Framework(
    "Rubric",
    ss.Source("Roe, R (2025) Rubric"),
    ss.Scale("Two", [ss.Level("no", fill="#440154"), ss.Level("yes", fill="#FDE725")]),
    [
        ss.Step(
            "GV.OC",
            "Context",
            [
                ss.Question(
                    "GV.OC-05",
                    "Known?",
                    levels={"yes": "all of it", "no": "none of it"},
                    tags=["govern", "identify"],
                    asked_of=["trustee"],
                ),
                ss.Question("GV.OC-06", "Shared?"),
            ],
            guidance="Ask the board",
        )
    ],
)
"""A framework of another field, with dotted ids and what each level means for a question."""

ADAPTED_RUBRIC = ss.adapt(
    RUBRIC,
    ss.AddStep("Risk", questions=[ss.Question("r1", "Rated?", tags=["risk"])], guidance="Later"),
    ss.RetitleStep("GV.OC", guidance=""),
    ss.AddQuestion("GV.OC", "Told?", levels={"yes": "all"}, tags=["tell"], asked_of=["chair"]),
    ss.RewordQuestion("GV.OC-05", levels={}, tags=(), asked_of=()),
    ss.RewordQuestion("GV.OC-06", levels={"no": "nobody"}, tags=["share"], asked_of=["trustee"]),
    ss.ReplaceQuestion("GV.OC-06", "Given?", levels={"no": "not at all"}),
    by="Anytown",
    on=date(2026, 4, 1),
)

RATED_RUBRIC = ss.Round(
    ADAPTED_RUBRIC,
    "Anytown",
    "Spring 2026",
    date(2026, 5, 1),
    ratings=[ss.Rating("r1", "yes", evidence=[ss.Evidence("Seen", kind="observation")])],
    use="board review",
)

SIGNED = DRAFT.replace(
    previous=ss.results.RoundReference("Anytown", "Autumn 2025", date(2025, 11, 1))
).agree("Board", date(2026, 5, 2))
"""The same as a document of the first format holds it: without earlier sign-offs."""

FIRST: dict[str, Any] = {
    "framework": SMALL,
    "adapted framework": ADAPTED,
    "adaptation": ADAPTED.lineage[0],
    "round": SIGNED,
    "crosswalk": CROSSWALK,
}
"""A value of every kind, by its name, that documents of the first format hold as well."""

VALUES: dict[str, Any] = {
    **FIRST,
    "round": ROUND,
    "rubric": RUBRIC,
    "adapted rubric": ADAPTED_RUBRIC,
    "rated rubric": RATED_RUBRIC,
}
"""Values of every kind, by their names."""

KINDS = {
    "adapted framework": "framework",
    "rubric": "framework",
    "adapted rubric": "framework",
    "rated rubric": "round",
}
"""The kind of each value that has a name of its own."""


def document(value: Any) -> Any:
    """The plain data of a value's document, as JSON gives them, free to be spoilt."""
    return json.loads(json.dumps(ss.to_document(value)))


JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, 3, -1.5, "", " ", "x", "s1q9", "1.10", "red", "2026-05-01", "2026-02-30",
     [], [3], ["x"], {}, {"text": "x"}, "\ud800", "x" * 200, [[]], "Round", "reason"]
)  # fmt: skip
"""What somebody's program may put anywhere."""


def places(data: Any) -> list[tuple[Any, Any]]:
    """Every place in plain data, as its container and the key or number in it."""
    found: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        one = waiting.pop()
        inner = list(one.items()) if isinstance(one, dict) else list(enumerate(one))
        found += [(one, key) for key, _ in inner]
        waiting += [value for _, value in inner if isinstance(value, dict | list)]
    return found


def spoilt(value: Any) -> st.SearchStrategy[Any]:
    """The document of a value, spoilt."""
    return altered(document(value))


@st.composite
def altered(draw: st.DrawFn, whole: Any) -> Any:
    """Plain data in which one to three places were altered, taken away or added to."""
    data = deepcopy(whole)
    for _ in range(draw(st.integers(1, 3))):
        there = places(data)
        if not there:
            break
        container, key = there[draw(st.integers(0, len(there) - 1))]
        match draw(st.sampled_from(["alter", "alter", "remove", "repeat", "add"])):
            case "alter":
                container[key] = deepcopy(draw(JUNK))
            case "remove":
                del container[key]
            case "repeat" if isinstance(container, list):
                container.append(deepcopy(container[key]))
            case "add" if isinstance(container, dict):
                container[draw(st.sampled_from(["levle", "text", "edit", "origin", "reason"]))] = (
                    deepcopy(draw(JUNK))
                )
            case _:
                pass
    return data
