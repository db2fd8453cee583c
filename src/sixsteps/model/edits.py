"""Edits of a framework: one frozen record for each kind of change.

An edit says what it does in one line (`str`), checks its own fields, and places things relative
to others (`after="s1q3"`, `first=True`), never by index. Applying edits is the business of
`sixsteps.adaptation`; these are the data that adaptations are made of and saved as.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Literal, NamedTuple, TypeAlias, assert_never, get_args

from attrs import field, frozen
from attrs.converters import optional

from sixsteps.errors import Problem
from sixsteps.model import fields
from sixsteps.model.answers import RoleName
from sixsteps.model.fields import Id, Meanings, Pairs, QuestionId, Several, Text, Words
from sixsteps.model.question import Question, as_role_names, naming_problems
from sixsteps.model.scale import Scale
from sixsteps.model.source import Source, as_source
from sixsteps.words import counted, hidden, listed


class CheckedEdit(fields.Checked):
    """An edit whose fields are checked when it is made, all problems at once."""

    __slots__ = ()
    _called: ClassVar[str] = "edit"

    def _problems(self) -> Iterator[Problem]:
        if getattr(self, "first", False) and getattr(self, "after", None) is not None:
            yield fields.problem(
                ("after",), "both first and after", "give one of them", "two-places"
            )
        yield from naming_problems(self)


def placed(after: str | None, *, first: bool, otherwise: str = "") -> str:
    """The place that an edit gives a thing, in words."""
    if first:
        return " first"
    return f" after {after}" if after else otherwise


@frozen
class AddQuestion(CheckedEdit):
    """Add a question to a step, last unless placed; or bring back a retired one by its id.

    Without an id it gets the highest number its step ever had, plus one.

    >>> print(AddQuestion("s1", "Is education engaged?", after="s1q3"))
    add question to step s1 after s1q3: “Is education engaged?”
    """

    step: Id
    text: Words
    id: Id | None = None
    label: Text = ""
    guidance: Text = ""
    levels: Meanings = field(default=(), converter=fields.as_meanings)
    tags: tuple[Words, ...] = field(default=(), converter=Several[str])
    asked_of: tuple[RoleName, ...] = field(default=(), converter=as_role_names)
    source: Source | None = field(default=None, converter=as_source)
    after: Id | None = None
    first: bool = False
    reason: Text = field(default="", repr=hidden)

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

    question: QuestionId
    reason: Text = field(default="", repr=hidden)

    def __str__(self) -> str:
        return f"remove question {self.question}"


@frozen
class MoveQuestion(CheckedEdit):
    """Move a question within its step or `to` another, last unless placed; its id stays.

    >>> print(MoveQuestion("s1q1", to="s2", first=True))
    move question s1q1 to step s2 first
    """

    question: QuestionId
    to: Id | None = None
    after: Id | None = None
    first: bool = False
    reason: Text = field(default="", repr=hidden)

    def __str__(self) -> str:
        step = f" to step {self.to}" if self.to else ""
        place = placed(self.after, first=self.first, otherwise=" last")
        return f"move question {self.question}{step}{place}"


WORDS = {
    "text": "text",
    "label": "label",
    "guidance": "guidance",
    "levels": "meanings of levels",
    "tags": "tags",
    "asked_of": "roles",
    "source": "source",
}
"""The fields of a question that a rewording may change, and what each is called."""


def _as_new_source(value: Source | str | None) -> Literal[""] | Source | None:
    return "" if isinstance(value, str) and not value else as_source(value)


@frozen
class RewordQuestion(CheckedEdit):
    """Change a question's words and keep its meaning, its id and its comparability.

    What is left `None` stays as it is, and an empty value clears: `tags=()`, `source=""`.

    >>> print(RewordQuestion("s1q1", label="Plan"))
    change the label of question s1q1
    """

    question: QuestionId
    text: Words | None = None
    label: Text | None = None
    guidance: Text | None = None
    levels: Meanings | None = field(default=None, converter=optional(fields.as_meanings))
    tags: tuple[Words, ...] | None = field(default=None, converter=optional(Several[str]))
    asked_of: tuple[RoleName, ...] | None = field(default=None, converter=optional(as_role_names))
    source: Literal[""] | Source | None = field(default=None, converter=_as_new_source)
    reason: Text = field(default="", repr=hidden)

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        if all(getattr(self, name) is None for name in WORDS):
            remedy = f"give one of {listed([*WORDS])}"
            yield fields.problem(("text",), "nothing to reword", remedy)

    def __str__(self) -> str:
        if self.text is not None:
            return f"reword question {self.question}: “{self.text}”"
        parts = [called for name, called in WORDS.items() if getattr(self, name) is not None]
        return f"change the {' and '.join(parts)} of question {self.question}"


@frozen
class ReplaceQuestion(CheckedEdit):
    """Put a question of another meaning in a question's place: a new id, not comparable.

    >>> print(ReplaceQuestion("s1q1", "Is there a plan?"))
    replace question s1q1: “Is there a plan?”
    """

    question: QuestionId
    text: Words
    id: Id | None = None
    label: Text = ""
    guidance: Text = ""
    levels: Meanings = field(default=(), converter=fields.as_meanings)
    tags: tuple[Words, ...] = field(default=(), converter=Several[str])
    asked_of: tuple[RoleName, ...] = field(default=(), converter=as_role_names)
    source: Source | None = field(default=None, converter=as_source)
    reason: Text = field(default="", repr=hidden)

    def __str__(self) -> str:
        name = f" with {self.id}" if self.id else ""
        return f"replace question {self.question}{name}: “{self.text}”"


@frozen
class Part(CheckedEdit):
    """A question that a split makes; without an id it gets its step's next number.

    >>> Part("Is there a protocol?").text
    'Is there a protocol?'
    """

    text: Words
    id: Id | None = None
    label: Text = ""
    guidance: Text = ""
    levels: Meanings = field(default=(), converter=fields.as_meanings)
    tags: tuple[Words, ...] = field(default=(), converter=Several[str])
    asked_of: tuple[RoleName, ...] = field(default=(), converter=as_role_names)
    source: Source | None = field(default=None, converter=as_source)


def _as_parts(values: Iterable[Part | str]) -> tuple[Part, ...]:
    return tuple(
        Part(value) if isinstance(value, str) else value
        for value in fields.as_tuple(values, "parts")
    )


_A_PART = fields.Constraint(
    lambda part, path: fields.type_problems(part, Part, path, "a Part or a text")
)


@frozen
class SplitQuestion(CheckedEdit):
    """Split a question into two or more that together ask the same: linked, in its place.

    >>> print(SplitQuestion("s2q3", ["Is information shared?", "Are staff trained?"]))
    split question s2q3 into 2 parts
    """

    question: QuestionId
    parts: Annotated[
        tuple[Annotated[Part, _A_PART], ...],
        fields.Count(
            2,
            None,
            "a split makes two or more parts, not {}",
            "use RewordQuestion or ReplaceQuestion for one",
        ),
    ] = field(converter=_as_parts)
    comparable: bool = True
    reason: Text = field(default="", repr=hidden)

    def _problems(self) -> Iterator[Problem]:
        return fields.repeated([part.id for part in self.parts], ("parts",), "id", own=True)

    def __str__(self) -> str:
        names = [part.id for part in self.parts if part.id]
        into = ", ".join(names) if len(names) == len(self.parts) else f"{len(self.parts)} parts"
        return f"split question {self.question} into {into}"


@frozen
class MergeQuestions(CheckedEdit):
    """Merge two or more questions into one that asks the same: linked, in the first's place.

    >>> print(MergeQuestions(["s1q1", "s1q2"], "Do partners lead?"))
    merge questions s1q1, s1q2: “Do partners lead?”
    """

    questions: Annotated[
        tuple[QuestionId, ...], fields.Count(2, None, "a merge takes two or more questions, not {}")
    ] = field(converter=Several[str])
    text: Words
    id: Id | None = None
    label: Text = ""
    guidance: Text = ""
    levels: Meanings = field(default=(), converter=fields.as_meanings)
    tags: tuple[Words, ...] = field(default=(), converter=Several[str])
    asked_of: tuple[RoleName, ...] = field(default=(), converter=as_role_names)
    source: Source | None = field(default=None, converter=as_source)
    comparable: bool = True
    reason: Text = field(default="", repr=hidden)

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        yield from fields.repeated(self.questions, ("questions",), "question")

    def __str__(self) -> str:
        name = f" into {self.id}" if self.id else ""
        return f"merge questions {', '.join(self.questions)}{name}: “{self.text}”"


@frozen
class Retitle(CheckedEdit):
    """Give the framework another title.

    >>> print(Retitle("Our steps"))
    retitle the framework “Our steps”
    """

    title: Words
    reason: Text = field(default="", repr=hidden)

    def __str__(self) -> str:
        return f"retitle the framework “{self.title}”"


@frozen
class AddStep(CheckedEdit):
    """Add a step, last unless placed; without an id it gets the next free number.

    >>> print(AddStep("Voice of children", after="s3"))
    add step after s3: “Voice of children”
    """

    title: Words
    id: Id | None = None
    questions: tuple[Question, ...] = field(default=(), converter=Several[Question])
    guidance: Text = ""
    after: Id | None = None
    first: bool = False
    reason: Text = field(default="", repr=hidden)

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        ids = [question.id for question in self.questions]
        yield from fields.repeated(ids, ("questions",), "id", own=True)
        if self.id in ids:
            message = f"a question of the step has the id {self.id!r} too"
            yield fields.problem(("id",), message, code="duplicate")

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

    step: Id
    reason: Text = field(default="", repr=hidden)

    def __str__(self) -> str:
        return f"remove step {self.step}"


@frozen
class MoveStep(CheckedEdit):
    """Move a step, last unless placed.

    >>> print(MoveStep("s6", first=True))
    move step s6 first
    """

    step: Id
    after: Id | None = None
    first: bool = False
    reason: Text = field(default="", repr=hidden)

    def __str__(self) -> str:
        return f"move step {self.step}{placed(self.after, first=self.first, otherwise=' last')}"


@frozen
class RetitleStep(CheckedEdit):
    """Give a step another title, or other guidance; what is left `None` stays as it is.

    >>> print(RetitleStep("s3", "Voice of children"))
    retitle step s3 “Voice of children”
    """

    step: Id
    title: Words | None = None
    guidance: Text | None = None
    reason: Text = field(default="", repr=hidden)

    def _problems(self) -> Iterator[Problem]:
        if self.title is None and self.guidance is None:
            yield fields.problem(("title",), "nothing to change", "give title or guidance")

    def __str__(self) -> str:
        if self.title is None:
            return f"change the guidance of step {self.step}"
        return f"retitle step {self.step} “{self.title}”"


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
    mapping: Pairs = field(converter=fields.as_pairs)
    reason: Text = field(default="", repr=hidden)

    def _problems(self) -> Iterator[Problem]:
        yield from fields.repeated([old for old, _ in self.mapping], ("mapping",), "old level")
        for position, (_, new) in enumerate(self.mapping):
            if new not in self.scale:
                yield fields.problem(("mapping", position, 1), *self.scale.unknown(new))

    def __str__(self) -> str:
        pairs = ", ".join(f"{old} → {new}" for old, new in self.mapping)
        return f"change the scale to “{self.scale.title}” ({pairs})"


@frozen
class AddContextQuestion(CheckedEdit):
    """Add a context question, last unless placed; or bring back a retired one by its id.

    >>> print(AddContextQuestion("Who chairs?", after="c1"))
    add context question after c1: “Who chairs?”
    """

    text: Words
    id: Id | None = None
    after: Id | None = None
    first: bool = False
    reason: Text = field(default="", repr=hidden)

    def __str__(self) -> str:
        name = f" {self.id}" if self.id else ""
        return f"add context question{name}{placed(self.after, first=self.first)}: “{self.text}”"


@frozen
class RemoveContextQuestion(CheckedEdit):
    """Remove a context question; its id is retired.

    >>> print(RemoveContextQuestion("c7"))
    remove context question c7
    """

    question: QuestionId
    reason: Text = field(default="", repr=hidden)

    def __str__(self) -> str:
        return f"remove context question {self.question}"


@frozen
class RewordContextQuestion(CheckedEdit):
    """Change a context question's words and keep its meaning and its id.

    >>> print(RewordContextQuestion("c2", "What is scrutinised?"))
    reword context question c2: “What is scrutinised?”
    """

    question: QuestionId
    text: Words
    reason: Text = field(default="", repr=hidden)

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


_AN_EDIT = fields.Constraint(
    lambda edit, path: fields.type_problems(edit, get_args(Edit), path, "an edit")
)

AnyEdit: TypeAlias = Annotated[Edit, _AN_EDIT]
"""The type of a field that holds an edit of any kind."""


Placing: TypeAlias = AddStep | MoveStep | AddQuestion | MoveQuestion | AddContextQuestion
"""The edits that say where a thing stands."""

EntryKind = Literal["step", "question", "context question"]
"""What an id can stand for."""


@frozen
class Entry:
    """A register's entry for an id: the kind of thing, and the words it was introduced with."""

    kind: EntryKind
    introduced: str

    def __str__(self) -> str:
        return f"the {self.kind} “{self.introduced}”"


class Superseding(NamedTuple):
    """The ids an edit retires and those in their place, empty for one it does not name yet."""

    kind: Literal["replaced", "split", "merged"]
    old: tuple[str, ...]
    new: tuple[str, ...]
    comparable: bool


def superseding(edit: Edit) -> Superseding | None:
    """The ids an edit retires and those in their place; `None` where it retires none."""
    new = tuple(name for name, _ in introduced(edit))
    match edit:
        case ReplaceQuestion():
            return Superseding("replaced", (edit.question,), new, comparable=False)
        case SplitQuestion():
            return Superseding("split", (edit.question,), new, edit.comparable)
        case MergeQuestions():
            return Superseding("merged", edit.questions, new, edit.comparable)
        case _:
            return None


def introduced(edit: Edit) -> list[tuple[str, Entry]]:
    """The new things of an edit: the id of each, empty if not named yet, and its entry."""
    match edit:
        case AddStep():
            asked = [(one.id, Entry("question", one.text)) for one in edit.questions]
            return [(edit.id or "", Entry("step", edit.title)), *asked]
        case AddQuestion() | ReplaceQuestion() | MergeQuestions():
            return [(edit.id or "", Entry("question", edit.text))]
        case SplitQuestion():
            return [(part.id or "", Entry("question", part.text)) for part in edit.parts]
        case AddContextQuestion():
            return [(edit.id or "", Entry("context question", edit.text))]
        case Retitle() | RetitleStep() | RewordQuestion() | RewordContextQuestion():
            return []
        case RemoveStep() | RemoveQuestion() | RemoveContextQuestion():
            return []
        case MoveStep() | MoveQuestion() | ChangeScale():
            return []
        case _ as unreachable:
            assert_never(unreachable)
