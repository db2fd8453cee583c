"""A scrutiny framework: steps of questions, a scale, a source, and the lineage of adaptations."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import field, frozen

from sixsteps.errors import InvalidError, Problem, UnknownIdError, listed, nearest
from sixsteps.model.checks import (
    ID_PATTERN,
    MAX_TEXT,
    as_tuple,
    counted,
    member_problems,
    quoted_id,
    text_problems,
    type_problems,
)
from sixsteps.model.digests import FRAMEWORK, content_digest, plain, sha256_of, short_digest
from sixsteps.model.lineage import Adaptation, Identity, Kind, Register
from sixsteps.model.question import ContextQuestion, Question, Step
from sixsteps.model.ratings import EVIDENCE_KINDS
from sixsteps.model.scale import Scale
from sixsteps.model.source import Source
from sixsteps.table import Table, Tabular


def answer_schema(
    title: str, citation: str, steps: Iterable[Step], numbers: Mapping[str, str], scale: Scale
) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a list of answers, as a round's document holds them.

    Ids of questions and keys of levels are enumerations; beside each, `oneOf` gives what a form
    shows: its title, its words and, for a level, in `needs` what an answer at it should bring.
    What a level needs is not demanded: an answer that lacks it is an answer all the same.
    """
    questions = [question for step in steps for question in step.questions]
    question = {
        "enum": [asked.id for asked in questions],
        "oneOf": [
            {
                "const": asked.id,
                "title": " ".join(filter(None, [numbers[asked.id], asked.label])),
                "description": asked.text,
            }
            for asked in questions
        ],
    }
    level = {
        "enum": [*scale.keys, None],
        "oneOf": [
            *(
                {
                    "const": one.key,
                    "title": one.label,
                    "description": one.meaning,
                    "needs": list(one.needs),
                }
                for one in scale.levels
            ),
            {"const": None, "title": "not rated yet"},
        ],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Answers to {title}",
        "description": citation,
        "type": "array",
        "items": {
            "oneOf": [{"$ref": "#/$defs/rating"}, {"$ref": "#/$defs/not-applicable"}],
        },
        "$defs": {
            "question": question if questions else {"enum": []},
            "level": level,
            "evidence": _object(
                {
                    "text": _text(needed=True),
                    "link": {**_text(needed=True), "type": ["string", "null"]},
                    "on": _date(),
                    "kind": {"enum": [*EVIDENCE_KINDS, None]},
                },
                ["text"],
            ),
            "rating": _object(
                {
                    "question": {"$ref": "#/$defs/question"},
                    "level": {"$ref": "#/$defs/level"},
                    "evidence": {"type": "array", "items": {"$ref": "#/$defs/evidence"}},
                    "rationale": _text(),
                    "remaining": _text(),
                    "respondent": _respondent(),
                    "on": _date(),
                },
                ["question", "level"],
            ),
            "not-applicable": _object(
                {
                    "question": {"$ref": "#/$defs/question"},
                    "reason": _text(needed=True),
                    "respondent": _respondent(),
                },
                ["question", "reason"],
            ),
        },
    }


# Every place gets an object of its own, so that whoever edits a schema edits one place of it.
def _text(*, needed: bool = False) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string", "maxLength": MAX_TEXT}
    return {**text, "pattern": "\\S"} if needed else text


def _date() -> dict[str, Any]:
    return {"type": ["string", "null"], "format": "date"}


def _respondent() -> dict[str, Any]:
    return {"type": ["string", "null"], "pattern": f"^{ID_PATTERN}$"}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def repeated_id_problems(
    steps: Iterable[Step], context: Iterable[ContextQuestion]
) -> Iterator[Problem]:
    """Problems of ids that stand for more than one thing."""
    names = [name for _, name in _ids(steps, context)]
    if len(set(names)) == len(names):
        return
    places: dict[str, str] = {}
    for path, name in zip(_paths(steps, context), names, strict=True):
        if name in places:
            yield Problem(
                path, f"the id {name!r} stands at {places[name]} already", code="duplicate"
            )
        else:
            places[name] = path


def chain_problems(lineage: Iterable[Adaptation], base: str, digest: str) -> Iterator[Problem]:
    """Problems of adaptations that do not lead, one after the other, from `base` to `digest`."""
    before, adapted = base, False
    for position, adaptation in enumerate(lineage):
        adapted = True
        if adaptation.base != before:
            yield Problem(
                f"lineage[{position}].base",
                f"this adaptation was made to content {short_digest(adaptation.base)}, and the"
                f" content before it is {short_digest(before)}",
                code="lineage",
            )
        if not adaptation.edits and adaptation.result != adaptation.base:
            yield Problem(
                f"lineage[{position}].result",
                "this adaptation has no edits and another result than its base; change a"
                " framework with adapt()",
                code="lineage",
            )
        before = adaptation.result
    if adapted and before != digest:
        yield Problem(
            "steps",
            f"the content ({short_digest(digest)}) is not what the last adaptation made"
            f" ({short_digest(before)}); change a framework with adapt()",
            code="lineage",
        )


def unaccounted_problems(
    register: Register, steps: Iterable[Step], context: Iterable[ContextQuestion]
) -> Iterator[Problem]:
    """Problems of ids that no lineage brought in."""
    known = {
        "step": register.steps,
        "question": register.questions,
        "context question": register.context,
    }
    unknown = {(kind, name) for kind, name in _ids(steps, context) if name not in known[kind]}
    if not unknown:
        return
    for path, (kind, name) in zip(_paths(steps, context), _ids(steps, context), strict=True):
        if (kind, name) in unknown:
            yield Problem(
                path,
                f"the lineage brings in no {kind} {name!r}; change a framework with adapt()",
                code="lineage",
            )


def _ids(steps: Iterable[Step], context: Iterable[ContextQuestion]) -> Iterator[tuple[Kind, str]]:
    for step in steps:
        yield "step", step.id
        for question in step.questions:
            yield "question", question.id
    for asked in context:
        yield "context question", asked.id


def _paths(steps: Iterable[Step], context: Iterable[ContextQuestion]) -> Iterator[str]:
    """Where each id stands, in the same order; written out only for what is at fault."""
    for position, step in enumerate(steps):
        yield f"steps[{position}].id"
        for place, _ in enumerate(step.questions):
            yield f"steps[{position}].questions[{place}].id"
    for position, _ in enumerate(context):
        yield f"context[{position}].id"


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
        return unknown_question(question, self.steps, self.register)

    def unknown_step(self, step: object) -> str:
        """The message for an id that is no step: what there is instead."""
        return unknown_step(step, self.steps)

    def unknown_context_question(self, question: object) -> str:
        """The message for an id that is no context question: what there is instead."""
        return unknown_context_question(question, self.context)

    def nearest_question(self, question: object) -> str | None:
        """The question id most like `question`, for a suggestion; none for a retired one."""
        return nearest_question(question, self.steps, self.register)

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
