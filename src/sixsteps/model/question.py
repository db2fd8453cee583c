"""Questions, the steps that hold them, and the context questions beside them."""

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.checks import (
    as_tuple,
    id_problems,
    member_problems,
    text_problems,
    type_problems,
)
from sixsteps.model.source import Source, as_source


@frozen
class Question:
    """A question that is rated, known by its id whatever its number or wording.

    `label` is a short name for tables and charts; it may be the library's own words. `guidance`
    helps whoever answers. `source` is where a borrowed question comes from; a plain string is
    taken as its reference.

    >>> Question("s1q5", "Are education partners engaged?", label="Education").id
    's1q5'
    """

    id: str
    text: str
    label: str = ""
    guidance: str = ""
    source: Source | None = field(default=None, converter=as_source)

    def __attrs_post_init__(self) -> None:
        InvalidError.check("question", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.id, "id")
        yield from text_problems(self.text, "text", required=True)
        yield from text_problems(self.label, "label")
        yield from text_problems(self.guidance, "guidance")
        yield from type_problems(self.source, (Source, type(None)), "source", "a Source")

    @property
    def name(self) -> str:
        """What a table or a chart calls the question: its label, or its text."""
        return self.label or self.text


def _as_questions(values: Iterable[Question]) -> tuple[Question, ...]:
    return as_tuple(values, "questions")


@frozen
class Step:
    """A step of a framework: a statement of what should be so, with its questions in order.

    >>> Step("s1", "Partners lead", [Question("s1q1", "Do they?")]).questions[0].text
    'Do they?'
    """

    id: str
    title: str
    questions: tuple[Question, ...] = field(default=(), converter=_as_questions)

    def __attrs_post_init__(self) -> None:
        InvalidError.check("step", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.id, "id")
        yield from text_problems(self.title, "title", required=True)
        yield from member_problems(self.questions, Question, "questions", "a Question")


@frozen
class ContextQuestion:
    """A question about how scrutiny is arranged, answered in words (Section 6 of the paper).

    >>> ContextQuestion("c2", "Is it clear what the scrutineer(s) are scrutinizing?").id
    'c2'
    """

    id: str
    text: str

    def __attrs_post_init__(self) -> None:
        InvalidError.check("context question", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.id, "id")
        yield from text_problems(self.text, "text", required=True)
