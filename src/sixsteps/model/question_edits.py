"""Edits of questions: add, remove, move, reword, replace, split and merge."""

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.checks import (
    as_tuple,
    id_problems,
    member_problems,
    repeated,
    text_problems,
    type_problems,
)
from sixsteps.model.edit_checks import CheckedEdit, placed
from sixsteps.model.source import Source, as_source


@frozen
class AddQuestion(CheckedEdit):
    """Add a question to a step, last unless placed; or bring back a retired one by its id.

    Without an id it gets the highest number its step ever had, plus one.

    >>> print(AddQuestion("s1", "Is education engaged?", after="s1q3"))
    add question to step s1 after s1q3: “Is education engaged?”
    """

    step: str
    text: str
    id: str | None = None
    label: str = ""
    guidance: str = ""
    source: Source | None = field(default=None, converter=as_source)
    after: str | None = None
    first: bool = False
    reason: str = ""

    def __str__(self) -> str:
        name = f" {self.id}" if self.id else ""
        place = placed(self.after, first=self.first)
        return f"add question{name} to step {self.step}{place}: “{self.text}”"


@frozen
class RemoveQuestion(CheckedEdit):
    """Remove a question; its id is retired.

    >>> print(RemoveQuestion("s6q4", reason="asked elsewhere"))
    remove question s6q4
    """

    question: str
    reason: str = ""

    def __str__(self) -> str:
        return f"remove question {self.question}"


@frozen
class MoveQuestion(CheckedEdit):
    """Move a question within its step or `to` another, last unless placed; its id stays.

    >>> print(MoveQuestion("s1q1", to="s2", first=True))
    move question s1q1 to step s2 first
    """

    question: str
    to: str | None = None
    after: str | None = None
    first: bool = False
    reason: str = ""

    def __str__(self) -> str:
        step = f" to step {self.to}" if self.to else ""
        place = placed(self.after, first=self.first, otherwise=" last")
        return f"move question {self.question}{step}{place}"


@frozen
class RewordQuestion(CheckedEdit):
    """Change a question's words and keep its meaning, its id and its comparability.

    What is left `None` stays as it is; `source=""` takes a borrowed question's source away.

    >>> print(RewordQuestion("s1q1", label="Plan"))
    change the label of question s1q1
    """

    question: str
    text: str | None = None
    label: str | None = None
    guidance: str | None = None
    source: Source | str | None = None
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        if isinstance(self.source, str) and self.source:
            object.__setattr__(self, "source", Source(self.source))
        InvalidError.check("edit", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.question, "question")
        yield from text_problems(self.reason, "reason")
        if self.text is not None:
            yield from text_problems(self.text, "text", required=True)
        for name in ("label", "guidance"):
            value = getattr(self, name)
            if value is not None:
                yield from text_problems(value, name)
        yield from type_problems(self.source, (Source, str, type(None)), "source", "a Source")
        if all(value is None for value in (self.text, self.label, self.guidance, self.source)):
            yield Problem("text", "nothing to reword; give text, label, guidance or source")

    def __str__(self) -> str:
        if self.text is not None:
            return f"reword question {self.question}: “{self.text}”"
        parts = [
            part for part in ("label", "guidance", "source") if getattr(self, part) is not None
        ]
        return f"change the {' and '.join(parts)} of question {self.question}"


@frozen
class ReplaceQuestion(CheckedEdit):
    """Put a question of another meaning in a question's place: a new id, not comparable.

    >>> print(ReplaceQuestion("s1q1", "Is there a plan?"))
    replace question s1q1: “Is there a plan?”
    """

    question: str
    text: str
    id: str | None = None
    label: str = ""
    guidance: str = ""
    source: Source | None = field(default=None, converter=as_source)
    reason: str = ""

    def __str__(self) -> str:
        name = f" with {self.id}" if self.id else ""
        return f"replace question {self.question}{name}: “{self.text}”"


@frozen
class Part(CheckedEdit):
    """A question that a split makes; without an id it gets its step's next number.

    >>> Part("Is there a protocol?").text
    'Is there a protocol?'
    """

    text: str
    id: str | None = None
    label: str = ""
    guidance: str = ""
    source: Source | None = field(default=None, converter=as_source)


def _as_parts(values: Iterable[Part | str]) -> tuple[Part, ...]:
    return tuple(
        Part(value) if isinstance(value, str) else value for value in as_tuple(values, "parts")
    )


@frozen
class SplitQuestion(CheckedEdit):
    """Split a question into two or more that together ask the same: linked, in its place.

    >>> print(SplitQuestion("s2q3", ["Is information shared?", "Are staff trained?"]))
    split question s2q3 into 2 parts
    """

    question: str
    parts: tuple[Part, ...] = field(converter=_as_parts)
    comparable: bool = True
    reason: str = ""

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        yield from member_problems(self.parts, Part, "parts", "a Part or a text")
        yield from repeated([getattr(part, "id", None) for part in self.parts], "parts", "id")
        if len(self.parts) < 2:
            yield Problem(
                "parts",
                f"a split makes two or more parts, not {len(self.parts)};"
                " use RewordQuestion or ReplaceQuestion for one",
            )

    def __str__(self) -> str:
        names = [part.id for part in self.parts if isinstance(part, Part) and part.id]
        into = ", ".join(names) if len(names) == len(self.parts) else f"{len(self.parts)} parts"
        return f"split question {self.question} into {into}"


def _as_ids(values: Iterable[str]) -> tuple[str, ...]:
    return as_tuple(values, "questions")


@frozen
class MergeQuestions(CheckedEdit):
    """Merge two or more questions into one that asks the same: linked, in the first's place.

    >>> print(MergeQuestions(["s1q1", "s1q2"], "Do partners lead?"))
    merge questions s1q1, s1q2: “Do partners lead?”
    """

    questions: tuple[str, ...] = field(converter=_as_ids)
    text: str
    id: str | None = None
    label: str = ""
    guidance: str = ""
    source: Source | None = field(default=None, converter=as_source)
    comparable: bool = True
    reason: str = ""

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        for position, question in enumerate(self.questions):
            yield from id_problems(question, f"questions[{position}]")
        yield from repeated(self.questions, "questions", "question")
        if len(self.questions) < 2:
            yield Problem(
                "questions",
                f"a merge takes two or more questions, not {len(self.questions)}",
            )

    def __str__(self) -> str:
        name = f" into {self.id}" if self.id else ""
        return f"merge questions {', '.join(self.questions)}{name}: “{self.text}”"
