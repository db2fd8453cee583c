"""A scrutiny framework: steps of questions, a scale, a source, and the lineage of adaptations."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import ClassVar

from attrs import evolve, field, frozen

from sixsteps.errors import InvalidError, Keys, Problem, UnknownIdError
from sixsteps.model.digests import FRAMEWORK, content_digest, plain, sha256_of, short_digest
from sixsteps.model.edits import Entry
from sixsteps.model.fields import Checked, Several, Words, problem, repeated
from sixsteps.model.lineage import Adaptation, Identity, Register, own_citations
from sixsteps.model.question import ContextQuestion, Question, Step
from sixsteps.model.scale import Scale
from sixsteps.model.source import Source, borrowed, cited, compared
from sixsteps.table import Table, Tabular
from sixsteps.words import counted, listed, nearest, quoted

_ADAPT = "change a framework with adapt()"

PUBLISHED = {
    "pearcej2019sixstepsforindependentscrutinysafeguardingchildrenarrangementsinstituteofapplied"
    "socialresearchlutonuniversityofbedfordshire": (
        "e3aa05772940b671a169fc0a96176d3fe2c697c3ee02805f8280df513530ca0d"
    )
}
"""The sources that published one exact text: the letters of the reference, and its digest."""

LABELS_NOTE = (
    "The short labels of the questions are sixsteps' own words; the source prints the questions "
    "in full."
)
"""The sentence an output prints where it shows labels in place of questions."""


@frozen(slots=False, repr=False)
class Framework(Checked, Tabular):
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

    title: Words
    source: Source
    scale: Scale
    steps: tuple[Step, ...] = field(converter=Several[Step])
    context: tuple[ContextQuestion, ...] = field(default=(), converter=Several[ContextQuestion])
    lineage: tuple[Adaptation, ...] = field(default=(), converter=Several[Adaptation])
    _origin: "Framework | None" = None
    _checked: ClassVar[int] = 0
    """How many adaptations of the lineage the framework that it was adapted from has checked."""

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        begun = self.origin.fingerprint if self.lineage else ""
        if any(made.of is None or made.origin != begun for made in self.lineage[self._checked :]):
            object.__setattr__(self, "lineage", tuple(self._told(begun)))
        # The scale of a framework that does not say otherwise is its own, wherever it goes.
        if self.scale.source is None and self._origin is None:
            object.__setattr__(self, "scale", evolve(self.scale, source=self.source))
        elif self.scale.source is None and self.scale == self.origin.scale:
            object.__setattr__(self, "scale", self.origin.scale)

    def _told(self, begun: str) -> Iterator[Adaptation]:
        """The adaptations, each with the source or edition it adapted, and where all began."""
        last, editions = self.source, set[Source]()
        for made in self.lineage:
            is_told = made.of is not None and made.origin == begun
            yield made if is_told else evolve(made, of=made.of or last, origin=begun)
            for edition in made.editions:
                last = last if edition in editions else edition
                editions.add(edition)

    def _problems(self) -> Iterator[Problem]:
        there = [*things(self)]
        places = [(*path, "id") for _, path, _ in there]
        yield from repeated([name for name, _, _ in there], (), "id", places, own=True)
        for place, step in enumerate(self.steps):
            for number, question in enumerate(step.questions):
                for level in self.scale.lacking(dict(question.levels)) if question.levels else ():
                    path = ("steps", place, "questions", number, "levels")
                    yield problem(path, *self.scale.unknown(level), "unknown-level")
        yield from self._source_problems()
        if self._origin is not None:
            yield from self._lineage_problems(self._origin, there)
        elif self.lineage:
            message = "adaptations without the framework they were made to"
            yield problem(("lineage",), message, "give its origin", "no-origin")

    def _source_problems(self) -> Iterator[Problem]:
        """Problems of what says that it is a published text, or an adaptation of one."""
        reference = self.source.reference
        published = PUBLISHED.get(compared(reference))
        if published is None:
            return
        if compared(self.source.required_sentence) != compared(f"Adapted from {reference}"):
            message = "the source asks for another sentence than the published one"
            yield problem(("source",), message, "leave adapted out", "other-sentence")
        if not self.lineage and self.digest != published:
            message = "the source is that of a published framework, and the content is another"
            remedy = "make it an adaptation with record(six_steps(), ...), or name its own source"
            yield problem(("steps",), message, remedy, "not-as-published")

    def _lineage_problems(
        self, origin: "Framework", there: Iterable[tuple[str, Keys, Entry]]
    ) -> Iterator[Problem]:
        if origin.lineage:
            yield problem(("origin",), "an origin has no adaptations", "give its own origin")
        if not self.lineage:
            message = "a framework without adaptations is its own origin"
            yield problem(("origin",), message)
        if self.source != origin.source:
            message = "an adapted framework keeps the source of its origin"
            yield problem(("source",), message, code="source")
        yield from self._chain_problems(origin.digest)
        try:
            register = self.register
        except InvalidError as error:
            yield from error.problems
            return
        for name, path, entry in there:
            if register.introduced(name, entry.kind) is None:
                message = f"the lineage brings in no {entry.kind} {quoted(name, register.entries)}"
                yield problem((*path, "id"), message, _ADAPT, "lineage")

    def _chain_problems(self, digest: str) -> Iterator[Problem]:
        """Problems of adaptations that do not lead, one after the other, to the content."""
        start, seen, adapted = self._checked, 0, False
        digest = self.lineage[start - 1].result if start else digest
        for position, made in enumerate(self.lineage[start:], start):
            if made.edition and not adapted:
                adapted = any(one.adapters for one in self.lineage[seen:position])
                seen = position
            if made.edition and adapted:
                message = "an edition is its source's own, and others adapted before it"
                remedy = "adapt the framework of the source, and merge it into this one"
                yield problem(("lineage", position, "edition"), message, remedy, "edition")
            if made.base != digest:
                base, before = short_digest(made.base), short_digest(digest)
                message = f"this adaptation was made to content {base}"
                message = f"{message}, and the content before it is {before}"
                yield problem(("lineage", position, "base"), message, code="lineage")
            if not made.edits and made.result != made.base:
                message = "this adaptation has no edits and another result than its base"
                yield problem(("lineage", position, "result"), message, _ADAPT, "lineage")
            digest = made.result
        if self.lineage and digest != self.digest:
            here, last = short_digest(self.digest), short_digest(digest)
            message = f"the content ({here}) is not what the last adaptation made ({last})"
            yield problem(("steps",), message, _ADAPT, "lineage")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Framework):
            return NotImplemented
        return self is other or self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        adapted = f", adapted {counted(len(self.lineage), 'time')}" if self.lineage else ""
        steps, asked = counted(len(self.steps), "step"), counted(len(self.questions), "question")
        return f"Framework({self.title!r}: {steps}, {asked}{adapted})"

    def adapted(
        self,
        made: Adaptation,
        title: str,
        scale: Scale,
        steps: Iterable[Step],
        context: Iterable[ContextQuestion],
    ) -> "Framework":
        """The framework that an adaptation of this one made, its content given.

        `adapt` is the way to it. Only what was made is read and checked: to read the whole
        lineage again at every adaptation would cost the square of its length.

        Raises:
            InvalidError: for content that is not what the adaptation records.
        """
        framework, before = Framework.__new__(Framework), len(self.lineage)
        made = evolve(made, of=self.edition, origin=self.origin.fingerprint)
        vars(framework).update(
            _checked=before,
            editions=tuple(dict.fromkeys((*self.editions, *made.editions))),
            register=self.register.after([made], before),
        )
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
        """The SHA-256 of origin, lineage and content: what collections know a framework by.

        The source of a scale that is another's than the framework's belongs to it.
        """
        whole = [plain(self.source), self.origin.digest, plain(self.lineage), self.digest]
        lent = [plain(self.origin.borrowed_scale), plain(self.borrowed_scale)]
        return sha256_of([FRAMEWORK, *whole, *(lent if any(lent) else [])])

    @property
    def borrowed_scale(self) -> Source | None:
        """The source of the scale, where it is another than that of the framework."""
        return self.lender(self.scale)

    def lender(self, scale: Scale) -> Source | None:
        """The source of a scale, where it is another than that of the framework."""
        return next(iter(borrowed([scale.source], self.editions)), None)

    @cached_property
    def register(self) -> Register:
        """Every id ever used with its first wording, and the links between questions."""
        return Register.of(self.origin.steps, self.origin.context, self.lineage)

    def identity(self, question: str) -> Identity:
        """The identity of a question, which stays through moves and rewordings.

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
        """True if the framework asks a question with this id now."""
        return isinstance(question, str) and question in self._places

    def has_step(self, step: object) -> bool:
        """True if the framework has a step with this id now."""
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
            raise UnknownIdError(*self.unknown_step(step))
        return self.steps[self._steps_by_id[step]]

    def context_question(self, question: str) -> ContextQuestion:
        """The context question with this id.

        Raises:
            UnknownIdError: for an id that is no context question of the framework.
        """
        try:
            return self._context_by_id[question]
        except (KeyError, TypeError):
            raise UnknownIdError(*self.unknown_context_question(question)) from None

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
            raise UnknownIdError(*self.unknown_question(question))
        return self._places[question]

    def unknown_question(self, question: object) -> tuple[str, str]:
        """The message and the remedy for an id that is no question: its fate, or what there is."""
        if not isinstance(question, str) or len(question) > 64:
            return "that is not a question id", ""
        message = f"no question {quoted(question, self.register.entries)}"
        if self._is_retired(question):
            return message, f"it {self.register.fate(question)}"
        if (printed := self._printed(question)) is not None:
            return f"no question {question!r}", f"the question printed {question} is {printed!r}"
        for step in self.steps:
            if question.startswith(f"{step.id}q"):
                there = listed([one.id for one in step.questions])
                return f"{message} in step {step.id!r}", f"it has {there}"
        return message, f"the steps are {listed([step.id for step in self.steps])}"

    def unknown_step(self, step: object) -> tuple[str, str]:
        """The message and the remedy for an id that is no step."""
        there = listed([one.id for one in self.steps])
        return f"no step {quoted(step, self._steps_by_id)}", f"there are {there}"

    def unknown_context_question(self, question: object) -> tuple[str, str]:
        """The message and the remedy for an id that is no context question."""
        there = listed([one.id for one in self.context])
        return f"no context question {quoted(question, self._context_by_id)}", f"there are {there}"

    def nearest_question(self, question: object) -> str | None:
        """The question id most like `question`, for a suggestion; none for a retired one."""
        if isinstance(question, str):
            if self._is_retired(question):
                return None
            if (printed := self._printed(question)) is not None:
                return printed
        return nearest(question, list(self._places))

    def _is_retired(self, question: str) -> bool:
        return self.register.introduced(question) is not None and question not in self._places

    def _printed(self, number: str) -> str | None:
        """The id of the question with this printed number, if there is one."""
        found = re.fullmatch("([1-9][0-9]{0,5})[.]([1-9][0-9]{0,5})", number)
        place = found and tuple(int(part) - 1 for part in found.groups())
        return next((one for one, here in self._places.items() if here == place), None)

    @cached_property
    def citation(self) -> str:
        """The reference that every output carries.

        The plain reference of a framework, or of its latest edition, that nobody but its source
        adapted. Once adapted, even if every change was undone: the sentence the source requires,
        verbatim, then each adapter in order, then the sources of borrowed questions and that of
        a borrowed scale.
        """
        return joint_citation([self])

    @cached_property
    def labels_note(self) -> tuple[str, ...]:
        """The sentence for an output that names questions by labels of the library's own, if any.

        Those of a published text, as the library holds it, are.
        """
        if compared(self.origin.source.reference) not in PUBLISHED:
            return ()
        ours = {(one.id, one.label) for one in self.origin.questions if one.label}
        return (LABELS_NOTE,) if any((one.id, one.label) in ours for one in self.questions) else ()

    @property
    def edition(self) -> Source:
        """The source as the citation names it: its latest edition, merged ones included."""
        return self.editions[-1]

    @cached_property
    def editions(self) -> tuple[Source, ...]:
        """The source and its later editions, merged ones included, the latest last."""
        later = (one for made in self.lineage for one in made.editions)
        return tuple(dict.fromkeys((self.source, *later)))

    @property
    def is_adapted(self) -> bool:
        """True if anybody but its source adapted the framework."""
        return any(made.adapters for made in self.lineage)

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
        asked, title = [(one.id, one.text) for one in self.context], "Context questions"
        context = Table(("Id", "Context question"), asked, title=title, source=self.citation)
        return questions, context


def things(framework: Framework) -> Iterator[tuple[str, Keys, Entry]]:
    """The steps, questions and context questions of a framework: the id, the place, the words."""
    for place, step in enumerate(framework.steps):
        yield step.id, ("steps", place), Entry("step", step.title)
        for number, asked in enumerate(step.questions):
            yield asked.id, ("steps", place, "questions", number), Entry("question", asked.text)
    for place, about in enumerate(framework.context):
        yield about.id, ("context", place), Entry("context question", about.text)


def joint_citation(frameworks: Iterable[Framework], scale: Scale | None = None) -> str:
    """The reference that what is made of several frameworks carries: a part for each source.

    `scale` is another than theirs that levels were brought to.
    """
    by_source = dict[str, list[Framework]]()
    for one in frameworks:
        by_source.setdefault(compared(one.source.reference), []).append(one)
    *others, last = [_of_one_source(several, scale) for several in by_source.values()]
    return "; ".join([*(one.removesuffix(".") for one in others), last])


def _of_one_source(frameworks: list[Framework], scale: Scale | None) -> str:
    """The sentence of the latest edition, and everybody who adapted one of these frameworks.

    Where nobody but their source did, the reference of each edition among them. The order of
    the frameworks says nothing.
    """
    if len(frameworks) > 1:
        frameworks.sort(key=_order)
    lineages = [one.lineage for one in frameworks]
    adapters = dict.fromkeys(n for lineage in lineages for made in lineage for n in made.adapters)
    own = dict.fromkeys(edition for one in frameworks for edition in one.editions)
    used = dict.fromkeys(one.edition for one in frameworks)
    # Two may have brought editions in one before the other, either way.
    latest = borrowed(used, [e for one in frameworks for e in one.editions[:-1]]) or used
    sentences = dict.fromkeys(one.required_sentence for one in latest)
    scales = [one.scale for one in frameworks] + ([scale] if scale else [])
    return cited(
        [*sentences, *adapters] if adapters else (one.reference for one in borrowed(used, ())),
        (question.source for one in frameworks for question in one.questions),
        (one.source for one in scales),
        [*own, *(source for lineage in lineages for source in own_citations(lineage))],
    )


def _order(framework: Framework) -> tuple[list[tuple[date, str]], int, str]:
    """What frameworks of one source are put in order by, whatever they came in."""
    made = [(one.on, one.adapter) for one in framework.lineage if not one.edition]
    return made, len(framework.editions), framework.fingerprint
