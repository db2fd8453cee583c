"""What an id that a framework does not have is answered with: what became of it, or what there is.

Functions of a framework's parts; `Framework` has a method for each.
"""

import re
from collections.abc import Iterable, Sequence

from sixsteps.errors import listed, nearest
from sixsteps.model.checks import quoted_id
from sixsteps.model.lineage import Register
from sixsteps.model.question import ContextQuestion, Question, Step


def unknown_question(name: object, steps: Sequence[Step], register: Register) -> str:
    """The message for an id that is no question."""
    if not isinstance(name, str) or len(name) > 64:
        return "that is no question id"
    shown = quoted_id(name)
    if (fate := _fate(name, steps, register)) is not None:
        return f"no question {shown}; it {fate}"
    if (printed := _printed(name, steps)) is not None:
        return f"no question {shown}; the question printed {name} is {printed!r}"
    for step in steps:
        if name.startswith(f"{step.id}q"):
            there = listed([question.id for question in step.questions])
            return f"no question {shown} in step {step.id!r}; it has {there}"
    return f"no question {shown}; the steps are {listed([step.id for step in steps])}"


def unknown_step(name: object, steps: Iterable[Step]) -> str:
    """The message for an id that is no step."""
    return f"no step {quoted_id(name)}; there are {listed([step.id for step in steps])}"


def unknown_context_question(name: object, context: Iterable[ContextQuestion]) -> str:
    """The message for an id that is no context question."""
    there = listed([question.id for question in context])
    return f"no context question {quoted_id(name)}; there are {there}"


def nearest_question(name: object, steps: Sequence[Step], register: Register) -> str | None:
    """The question id most like `name`, for a suggestion; none for a retired one."""
    if isinstance(name, str):
        if _fate(name, steps, register) is not None:
            return None
        if (printed := _printed(name, steps)) is not None:
            return printed
    return nearest(name, [question.id for question in _questions(steps)])


def _questions(steps: Iterable[Step]) -> list[Question]:
    return [question for step in steps for question in step.questions]


def _fate(name: str, steps: Iterable[Step], register: Register) -> str | None:
    """What became of a question that was asked once; `None` for any other id."""
    if name not in register.questions or any(name == one.id for one in _questions(steps)):
        return None
    return register.fate(name)


def _printed(number: str, steps: Sequence[Step]) -> str | None:
    """The id of the question with this printed number, if there is one."""
    found = re.fullmatch("([1-9][0-9]{0,5})[.]([1-9][0-9]{0,5})", number)
    if found is None:
        return None
    step, place = (int(part) - 1 for part in found.groups())
    questions = steps[step].questions if step < len(steps) else ()
    return questions[place].id if place < len(questions) else None
