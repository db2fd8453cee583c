"""Frameworks adapted at random from one origin: descendants and cousins, with clashes."""

from collections.abc import Callable
from datetime import date
from functools import reduce

from hypothesis import strategies as st

from sixsteps import (
    AdaptationError,
    AddQuestion,
    Edit,
    Framework,
    MergeQuestions,
    MoveQuestion,
    RemoveQuestion,
    ReplaceQuestion,
    RewordQuestion,
    SplitQuestion,
    adapt,
)
from tests.support.short_rounds import asking

ORIGIN = asking(["s1q1", "s1q2", "s1q3"], ["s2q1", "s2q2"], title="Origin")
ON = date(2026, 1, 1)

Draft = Callable[[st.DrawFn, Framework], Edit]


def _asked(draw: st.DrawFn, framework: Framework) -> str:
    return draw(st.sampled_from([question.id for question in framework.questions]))


def _step(draw: st.DrawFn, framework: Framework) -> str:
    return draw(st.sampled_from([step.id for step in framework.steps]))


def _words(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["Do they meet?", "Do they act?", "Do they learn?"]))


def add(draw: st.DrawFn, framework: Framework) -> Edit:
    """A question under the step's next id, so that two areas often take the same id."""
    return AddQuestion(_step(draw, framework), _words(draw))


def remove(draw: st.DrawFn, framework: Framework) -> Edit:
    return RemoveQuestion(_asked(draw, framework))


def restore(draw: st.DrawFn, framework: Framework) -> Edit:
    """A question asked before, brought back under its id; one asked now cannot apply."""
    ever = framework.register.entries
    name = draw(st.sampled_from([name for name in ever if ever[name].kind == "question"]))
    return AddQuestion(_step(draw, framework), ever[name].introduced, id=name)


def reword(draw: st.DrawFn, framework: Framework) -> Edit:
    return RewordQuestion(_asked(draw, framework), _words(draw))


def move(draw: st.DrawFn, framework: Framework) -> Edit:
    return MoveQuestion(_asked(draw, framework), to=_step(draw, framework))


def replace(draw: st.DrawFn, framework: Framework) -> Edit:
    return ReplaceQuestion(_asked(draw, framework), _words(draw))


def split(draw: st.DrawFn, framework: Framework) -> Edit:
    comparable = draw(st.sampled_from([True, True, False]))
    parts = [_words(draw), f"{_words(draw)} And how?"]
    return SplitQuestion(_asked(draw, framework), parts, comparable=comparable)


def merge(draw: st.DrawFn, framework: Framework) -> Edit:
    ids = [question.id for question in framework.questions]
    which = draw(st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True))
    return MergeQuestions(which, _words(draw), comparable=draw(st.sampled_from([True, False])))


EDITS: list[Draft] = [add, add, remove, restore, reword, move, replace, split, split, merge]


@st.composite
def descendants(draw: st.DrawFn, framework: Framework, most: int = 4) -> Framework:
    """The framework after some edits, one adaptation each; those that cannot apply are skipped."""

    def after(made: Framework, edit: Draft) -> Framework:
        if len(made.questions) < 2:
            edit = add
        try:
            return adapt(made, edit(draw, made), by="Anytown", on=ON)
        except AdaptationError:
            return made

    return reduce(after, draw(st.lists(st.sampled_from(EDITS), max_size=most)), framework)


@st.composite
def relatives(draw: st.DrawFn) -> tuple[Framework, Framework]:
    """Two frameworks of one origin: one adapted from the other, or both from a common one."""
    common = draw(descendants(ORIGIN, most=2))
    first = draw(descendants(common, most=draw(st.sampled_from([0, 3]))))
    return first, draw(descendants(draw(st.sampled_from([common, first])), most=4))
