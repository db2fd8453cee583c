"""Adapting, comparing, merging and replaying, each beside building the same framework anew."""

from datetime import date
from itertools import count as count_from

from benchmarks.measuring import Bar, Figure, in_turns
from sixsteps import (
    RAG,
    AddQuestion,
    Edit,
    Framework,
    MoveQuestion,
    Question,
    ReplaceQuestion,
    RewordQuestion,
    Source,
    Step,
    adapt,
    correspondence,
    diff,
    from_document,
    merge,
    replay,
    to_document,
)

ON = date(2026, 1, 1)


def framework(steps: int) -> Framework:
    """A framework of four questions a step."""
    return Framework(
        "Framework",
        Source("Doe, J (2024) Framework"),
        RAG,
        [
            Step(f"s{i}", f"Step {i}", [Question(f"s{i}q{j}", f"{i}.{j}?") for j in range(1, 5)])
            for i in range(1, steps + 1)
        ],
    )


def one_question() -> Figure:
    """One question of 2,400 reworded."""
    base = framework(600)
    edit = RewordQuestion("s300q2", "Other?")
    return in_turns(lambda: adapt(base, edit, by="A", on=ON), lambda: framework(600))


def _cousins() -> tuple[Framework, Framework, Framework]:
    base = framework(2500)
    ours: list[Edit] = [
        *(RewordQuestion(f"s{i}q1", "Ours?") for i in range(1, 2500, 2)),
        *(AddQuestion(f"s{i}", f"New {i}?") for i in range(1, 2500, 3)),
        *(MoveQuestion(f"s{i}q4", to=f"s{i + 1}") for i in range(1, 2400, 5)),
    ]
    theirs: list[Edit] = [
        *(RewordQuestion(f"s{i}q2", "Theirs?") for i in range(1, 2500, 2)),
        *(ReplaceQuestion(f"s{i}q3", f"Other {i}?", id=f"r{i}") for i in range(1, 2500, 3)),
    ]
    return base, adapt(base, *ours, by="A", on=ON), adapt(base, *theirs, by="B", on=ON)


def comparing() -> Figure:
    """Two frameworks of 10,000 questions, a third of them changed, compared."""
    _, ours, theirs = _cousins()
    return in_turns(lambda: diff(ours, theirs), lambda: framework(2500), runs=3)


def merging() -> Figure:
    """Two adaptations of 10,000 questions merged."""
    base, ours, theirs = _cousins()
    return in_turns(
        lambda: merge(base, ours, theirs, by="A", on=ON), lambda: framework(2500), runs=3
    )


def _reworded(times: int) -> Framework:
    adapted = framework(6)
    for count in range(times):
        adapted = adapt(adapted, RewordQuestion("s1q1", f"{count}?"), by="A", on=ON)
    return adapted


def lengthening() -> Figure:
    """Sixteen hundred adaptations of 24 questions made one after the other."""
    return in_turns(lambda: _reworded(1600), lambda: _reworded(200), runs=3)


def replaying() -> Figure:
    """A thousand adaptations of 24 questions replayed."""
    base, lineage = framework(6), _reworded(1000).lineage

    def again() -> Framework:
        found = base
        for adaptation in lineage:
            found = replay(found, adaptation)
        return found

    return in_turns(again, lambda: framework(2500), runs=3)


def reading() -> Figure:
    """A document of 200 adaptations of 2,400 questions read, its edits made again."""
    adapted = framework(600)
    for count in range(200):
        adapted = adapt(adapted, RewordQuestion(f"s{count + 1}q1", "Other?"), by="A", on=ON)
    uncited = {k: v for k, v in to_document(adapted).items() if k != "citation"}
    texts = (f"Framework {run}" for run in count_from(1))

    def read_anew() -> Framework:
        # Another reference each time: the same document is not read again.
        source = {"reference": next(texts)}
        return from_document({**uncited, "source": source}, Framework)

    return in_turns(read_anew, lambda: framework(2500), runs=3)


def corresponding() -> Figure:
    """Two frameworks of 2,400 questions, all of them replaced, laid side by side."""
    base = framework(600)
    edits = [ReplaceQuestion(q.id, f"Other {q.id}?", id=f"r{q.id}") for q in base.questions]
    other = adapt(base, *edits, by="A", on=ON)
    return in_turns(lambda: correspondence(base, other), lambda: framework(2500), runs=3)


BARS = (
    Bar("adapt one question of 2,400", "building its framework anew", 0.6, one_question),
    Bar("diff of 10,000 questions", "building one of the frameworks", 12, comparing),
    Bar("merge of 10,000 questions", "building one of the frameworks", 18, merging),
    Bar("1,600 adaptations, one by one", "200 of them", 16, lengthening),
    Bar("replay of 1,000 adaptations", "building 10,000 questions", 20, replaying),
    Bar("read 200 adaptations of 2,400", "building 10,000 questions", 20, reading),
    Bar("2,400 replaced questions matched", "building 10,000 questions", 8, corresponding),
)
