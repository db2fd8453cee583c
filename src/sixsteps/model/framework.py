"""A scrutiny framework: steps of questions, a scale, a source, and the lineage of adaptations."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import field, frozen

from sixsteps.errors import InvalidError, Problem, UnknownIdError
from sixsteps.model import unknown_ids
from sixsteps.model.adaptation_record import Adaptation
from sixsteps.model.answer_schema import answer_schema
from sixsteps.model.checks import (
    as_tuple,
    counted,
    member_problems,
    text_problems,
    type_problems,
)
from sixsteps.model.digests import FRAMEWORK, content_digest, plain, sha256_of
from sixsteps.model.framework_checks import (
    chain_problems,
    repeated_id_problems,
    unaccounted_problems,
)
from sixsteps.model.lineage import Identity, Register
from sixsteps.model.question import ContextQuestion, Question, Step
from sixsteps.model.scale import Scale
from sixsteps.model.source import Source
from sixsteps.table import Table, Tabular


def _as_steps(values: Iterable[Step]) -> tuple[Step, ...]:
    return as_tuple(values, "steps")


def _as_context(values: Iterable[ContextQuestion]) -> tuple[ContextQuestion, ...]:
    return as_tuple(values, "context")


def _as_lineage(values: Iterable[Adaptation]) -> tuple[Adaptation, ...]:
    return as_tuple(values, "lineage")


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False, repr=False)
class Framework(Tabular):
    """A scrutiny framework as an immutable value that always knows its source.

    An adapted framework is its `origin`, the framework before any adaptation, plus its
    `lineage`; its content must be what the last adaptation made.

    >>> from sixsteps import Level
    >>> scale = Scale("Two levels", [Level("no"), Level("yes")])
    >>> step = Step("s1", "Partners lead", [Question("s1q1", "Do they meet?")])
    >>> framework = Framework("Local", Source("Doe, J (2024) Local"), scale, [step])
    >>> framework.number("s1q1"), framework.citation
    ('1.1', 'Doe, J (2024) Local')
    """

    title: str
    source: Source
    scale: Scale
    steps: tuple[Step, ...] = field(converter=_as_steps)
    context: tuple[ContextQuestion, ...] = field(default=(), converter=_as_context)
    lineage: tuple[Adaptation, ...] = field(default=(), converter=_as_lineage)
    _origin: "Framework | None" = None

    def __attrs_post_init__(self) -> None:
        InvalidError.check("framework", self._type_problems())
        InvalidError.check("framework", self._problems())

    def _type_problems(self) -> Iterator[Problem]:
        yield from text_problems(self.title, "title", required=True)
        yield from type_problems(self.source, Source, "source", "a Source")
        yield from type_problems(self.scale, Scale, "scale", "a Scale")
        yield from member_problems(self.steps, Step, "steps", "a Step")
        yield from member_problems(self.context, ContextQuestion, "context", "a ContextQuestion")
        yield from member_problems(self.lineage, Adaptation, "lineage", "an Adaptation")
        yield from type_problems(self._origin, (Framework, type(None)), "origin", "a Framework")

    def _problems(self) -> Iterator[Problem]:
        yield from repeated_id_problems(self.steps, self.context)
        if self._origin is None and self.lineage:
            yield Problem(
                "lineage",
                "adaptations without the framework they were made to; give its origin",
                code="no-origin",
            )
        elif self._origin is not None:
            yield from self._lineage_problems(self._origin)

    def _lineage_problems(self, origin: "Framework") -> Iterator[Problem]:
        if origin.lineage:
            yield Problem("origin", "an origin has no adaptations; give its own origin")
        if not self.lineage:
            yield Problem("origin", "a framework without adaptations is its own origin")
        if self.source != origin.source:
            yield Problem(
                "source", "an adapted framework keeps the source of its origin", code="source"
            )
        yield from chain_problems(self.lineage, origin.digest, self.digest)
        try:
            register = self.register
        except InvalidError as error:
            yield from error.problems
        else:
            yield from unaccounted_problems(register, self.steps, self.context)

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        adapted = f", adapted {counted(len(self.lineage), 'time')}" if self.lineage else ""
        return (
            f"Framework({self.title!r}: {counted(len(self.steps), 'step')},"
            f" {counted(len(self.questions), 'question')}{adapted})"
        )

    def adapted(
        self,
        made: Adaptation,
        title: str,
        scale: Scale,
        steps: Iterable[Step],
        context: Iterable[ContextQuestion],
    ) -> "Framework":
        """The framework that an adaptation of this one made, its content given.

        `adapt` is the way to it. The register grows by what was made: to read the whole lineage
        again at every adaptation would cost the square of its length.

        Raises:
            InvalidError: for content that is not what the adaptation records.
        """
        framework = Framework.__new__(Framework)
        vars(framework)["register"] = self.register.after([made], len(self.lineage))
        Framework.__init__(
            framework,
            title=title,
            source=self.source,
            scale=scale,
            steps=steps,
            context=context,
            lineage=(*self.lineage, made),
            origin=self.origin,
        )
        return framework

    @property
    def origin(self) -> "Framework":
        """The framework before any adaptation: itself, where there was none."""
        return self if self._origin is None else self._origin

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question in order, step by step."""
        return tuple(question for step in self.steps for question in step.questions)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the content: title, scale, steps, questions, context questions."""
        return content_digest(self.title, self.scale, self.steps, self.context)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of origin, lineage and content: what collections know a framework by."""
        return sha256_of(
            [FRAMEWORK, plain(self.source), self.origin.digest, plain(self.lineage), self.digest]
        )

    @cached_property
    def register(self) -> Register:
        """Every id ever used with its first wording, and the links between questions."""
        return Register.of(self.origin.steps, self.origin.context, self.lineage)

    def identity(self, question: str) -> Identity:
        """What stays of a question through moves and rewordings.

        Raises:
            UnknownIdError: for a question the framework does not have.
        """
        self.question(question)
        return self.register.identity(question)

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, int]]:
        return {
            question.id: (step_place, place)
            for step_place, step in enumerate(self.steps)
            for place, question in enumerate(step.questions)
        }

    @cached_property
    def _steps_by_id(self) -> Mapping[str, int]:
        return {step.id: place for place, step in enumerate(self.steps)}

    @cached_property
    def _context_by_id(self) -> Mapping[str, ContextQuestion]:
        return {question.id: question for question in self.context}

    def has_question(self, question: object) -> bool:
        """Whether the framework asks a question with this id now."""
        return isinstance(question, str) and question in self._places

    def has_step(self, step: object) -> bool:
        """Whether the framework has a step with this id now."""
        return isinstance(step, str) and step in self._steps_by_id

    def question(self, question: str) -> Question:
        """The question with this id.

        Raises:
            UnknownIdError: for an id that is no question of the framework.
        """
        step, place = self._place(question)
        return self.steps[step].questions[place]

    def step_of(self, question: str) -> Step:
        """The step that holds the question now.

        Raises:
            UnknownIdError: for an id that is no question of the framework.
        """
        return self.steps[self._place(question)[0]]

    def step(self, step: str) -> Step:
        """The step with this id.

        Raises:
            UnknownIdError: for an id that is no step of the framework.
        """
        if not self.has_step(step):
            raise UnknownIdError(self.unknown_step(step))
        return self.steps[self._steps_by_id[step]]

    def context_question(self, question: str) -> ContextQuestion:
        """The context question with this id.

        Raises:
            UnknownIdError: for an id that is no context question of the framework.
        """
        try:
            return self._context_by_id[question]
        except (KeyError, TypeError):
            raise UnknownIdError(self.unknown_context_question(question)) from None

    def number(self, name: str) -> str:
        """The printed number of a step ("1") or of a question ("1.2") where it stands now.

        Raises:
            UnknownIdError: for an id that is no step and no question of the framework.
        """
        if self.has_step(name):
            return str(self._steps_by_id[name] + 1)
        step, place = self._place(name)
        return f"{step + 1}.{place + 1}"

    def _place(self, question: str) -> tuple[int, int]:
        if not self.has_question(question):
            raise UnknownIdError(self.unknown_question(question))
        return self._places[question]

    def unknown_question(self, question: object) -> str:
        """The message for an id that is no question: what became of it, or what there is."""
        return unknown_ids.unknown_question(question, self.steps, self.register)

    def unknown_step(self, step: object) -> str:
        """The message for an id that is no step: what there is instead."""
        return unknown_ids.unknown_step(step, self.steps)

    def unknown_context_question(self, question: object) -> str:
        """The message for an id that is no context question: what there is instead."""
        return unknown_ids.unknown_context_question(question, self.context)

    def nearest_question(self, question: object) -> str | None:
        """The question id most like `question`, for a suggestion; none for a retired one."""
        return unknown_ids.nearest_question(question, self.steps, self.register)

    @property
    def citation(self) -> str:
        """The reference that every output carries.

        The plain reference of an unadapted framework. Once adapted, even if every change was
        undone: the sentence the source requires, verbatim, then each adapter in order, then
        the sources of borrowed questions.
        """
        borrowed = dict.fromkeys(
            question.source.reference for question in self.questions if question.source
        )
        parts = [self.source.required_sentence if self.lineage else self.source.reference]
        parts += dict.fromkeys(name for made in self.lineage for name in made.adapters)
        if borrowed:
            parts.append(f"With questions from {'; '.join(borrowed)}")
        return parts[0] if len(parts) == 1 else f"{'. '.join(parts)}."

    def answer_schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of a list of answers to this framework, for a web form.

        What it takes is what a round's document holds under `ratings`.

        >>> from sixsteps.published import six_steps
        >>> six_steps().answer_schema()["$defs"]["level"]["enum"]
        ['red', 'amber', 'green', None]
        """
        numbers = {question.id: self.number(question.id) for question in self.questions}
        return answer_schema(self.title, self.citation, self.steps, numbers, self.scale)

    def tables(self) -> tuple[Table, ...]:
        """The framework as tables: its questions, then its context questions if it has any."""
        rows = [
            (self.number(question.id), step.title, question.id, question.text)
            for step in self.steps
            for question in step.questions
        ]
        questions = Table(
            ("Number", "Step", "Id", "Question"), rows, title=self.title, source=self.citation
        )
        if not self.context:
            return (questions,)
        context = Table(
            ("Id", "Context question"),
            [(question.id, question.text) for question in self.context],
            title="Context questions",
            source=self.citation,
        )
        return questions, context
