"""What can be changed in a framework: one frozen record for each kind of edit.

An edit says what it does in one line (`str`), checks its own fields, and places things relative
to others (`after="s1q3"`, `first=True`), never by index. Applying edits is the business of
`sixsteps.adaptation`; these are the data that adaptations are made of and saved as.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from attrs import field, frozen

from sixsteps.errors import Problem
from sixsteps.model.checks import (
    as_pairs,
    as_tuple,
    counted,
    member_problems,
    pair_problems,
    repeated,
    type_problems,
)
from sixsteps.model.edit_checks import CheckedEdit, placed
from sixsteps.model.question import Question
from sixsteps.model.question_edits import (
    AddQuestion,
    MergeQuestions,
    MoveQuestion,
    RemoveQuestion,
    ReplaceQuestion,
    RewordQuestion,
    SplitQuestion,
)
from sixsteps.model.scale import Scale


@frozen
class Retitle(CheckedEdit):
    """Give the framework another title.

    >>> print(Retitle("Our steps"))
    retitle the framework “Our steps”
    """

    title: str
    reason: str = ""

    def __str__(self) -> str:
        return f"retitle the framework “{self.title}”"


def _as_questions(values: Iterable[Question]) -> tuple[Question, ...]:
    return as_tuple(values, "questions")


@frozen
class AddStep(CheckedEdit):
    """Add a step, last unless placed; without an id it gets the next free number.

    >>> print(AddStep("Voice of children", after="s3"))
    add step after s3: “Voice of children”
    """

    title: str
    id: str | None = None
    questions: tuple[Question, ...] = field(default=(), converter=_as_questions)
    after: str | None = None
    first: bool = False
    reason: str = ""

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        yield from member_problems(self.questions, Question, "questions", "a Question")
        ids = [getattr(question, "id", None) for question in self.questions]
        yield from repeated(ids, "questions", "id")
        if self.id is not None and self.id in ids:
            yield Problem(
                "id", f"a question of the step has the id {self.id!r} too", code="duplicate"
            )

    def __str__(self) -> str:
        name = f" {self.id}" if self.id else ""
        count = len(self.questions)
        held = f" with {counted(count, 'question')}" if count else ""
        return f"add step{name}{placed(self.after, first=self.first)}: “{self.title}”{held}"


@frozen
class RemoveStep(CheckedEdit):
    """Remove a step; the questions it holds are retired with it.

    >>> print(RemoveStep("s6"))
    remove step s6
    """

    step: str
    reason: str = ""

    def __str__(self) -> str:
        return f"remove step {self.step}"


@frozen
class MoveStep(CheckedEdit):
    """Move a step, last unless placed.

    >>> print(MoveStep("s6", first=True))
    move step s6 first
    """

    step: str
    after: str | None = None
    first: bool = False
    reason: str = ""

    def __str__(self) -> str:
        return f"move step {self.step}{placed(self.after, first=self.first, otherwise=' last')}"


@frozen
class RetitleStep(CheckedEdit):
    """Give a step another title.

    >>> print(RetitleStep("s3", "Voice of children"))
    retitle step s3 “Voice of children”
    """

    step: str
    title: str
    reason: str = ""

    def __str__(self) -> str:
        return f"retitle step {self.step} “{self.title}”"


def _as_mapping(
    values: Mapping[str, str] | Iterable[tuple[str, str]],
) -> tuple[tuple[str, str], ...]:
    return as_pairs(values, "mapping")


@frozen
class ChangeScale(CheckedEdit):
    """Rate on another scale, with a monotone mapping of the old levels to the new.

    A level without a mapping cannot be compared with a round on the new scale.

    >>> from sixsteps import Level
    >>> change = ChangeScale(Scale("Two", [Level("no"), Level("yes")]), {"red": "no"})
    >>> print(change)
    change the scale to “Two” (red → no)
    """

    scale: Scale
    mapping: tuple[tuple[str, str], ...] = field(converter=_as_mapping)
    reason: str = ""

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        if not isinstance(self.scale, Scale):
            yield from type_problems(self.scale, Scale, "scale", "a Scale")
            return
        wrong = list(pair_problems(self.mapping, "mapping"))
        yield from wrong
        if wrong:
            return
        yield from repeated([old for old, _ in self.mapping], "mapping", "old level")
        for position, (_, new) in enumerate(self.mapping):
            if new not in self.scale:
                yield Problem(f"mapping[{position}][1]", self.scale.unknown(new))

    def __str__(self) -> str:
        pairs = ", ".join(f"{old} → {new}" for old, new in self.mapping)
        return f"change the scale to “{self.scale.title}” ({pairs})"


@frozen
class AddContextQuestion(CheckedEdit):
    """Add a context question, last unless placed; or bring back a retired one by its id.

    >>> print(AddContextQuestion("Who chairs?", after="c1"))
    add context question after c1: “Who chairs?”
    """

    text: str
    id: str | None = None
    after: str | None = None
    first: bool = False
    reason: str = ""

    def __str__(self) -> str:
        name = f" {self.id}" if self.id else ""
        return f"add context question{name}{placed(self.after, first=self.first)}: “{self.text}”"


@frozen
class RemoveContextQuestion(CheckedEdit):
    """Remove a context question; its id is retired.

    >>> print(RemoveContextQuestion("c7"))
    remove context question c7
    """

    question: str
    reason: str = ""

    def __str__(self) -> str:
        return f"remove context question {self.question}"


@frozen
class RewordContextQuestion(CheckedEdit):
    """Change a context question's words and keep its meaning and its id.

    >>> print(RewordContextQuestion("c2", "What is scrutinised?"))
    reword context question c2: “What is scrutinised?”
    """

    question: str
    text: str
    reason: str = ""

    def __str__(self) -> str:
        return f"reword context question {self.question}: “{self.text}”"


Edit: TypeAlias = (
    Retitle
    | AddStep
    | RemoveStep
    | MoveStep
    | RetitleStep
    | AddQuestion
    | RemoveQuestion
    | MoveQuestion
    | RewordQuestion
    | ReplaceQuestion
    | SplitQuestion
    | MergeQuestions
    | ChangeScale
    | AddContextQuestion
    | RemoveContextQuestion
    | RewordContextQuestion
)
"""Every kind of edit: a closed union, so that a `match` over it can be exhaustive."""
