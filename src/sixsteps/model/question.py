"""Questions, the steps that hold them, and the context questions beside them."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from attrs import field, frozen

from sixsteps.errors import Problem
from sixsteps.model import fields
from sixsteps.model.answers import Role, RoleName
from sixsteps.model.digests import canonical, plain
from sixsteps.model.fields import Checked, Id, Meanings, Several, Text, Words
from sixsteps.model.source import Source, as_source
from sixsteps.words import folded

NO_TAG = "no tag"
"""The name of the part of every figure by tag that holds the questions without one."""


def naming_problems(question: object) -> Iterator[Problem]:
    """Problems of the tags and roles of a question, or an edit of one: named twice, or reserved."""
    for place, tag in enumerate(getattr(question, "tags", None) or ()):
        if isinstance(tag, str) and folded(tag) == NO_TAG:
            message = f"the tag {tag!r} is the name for questions that have none"
            yield fields.problem(
                ("tags", place), message, "name it otherwise, or leave it out", "reserved"
            )
    for key, what in (("tags", "tag"), ("asked_of", "role")):
        yield from fields.repeated(getattr(question, key, None) or (), (key,), what, alike=True)


def as_role_names(values: Iterable[Role | str]) -> tuple[str, ...]:
    """The names of roles, given by themselves or as roles; what is neither stays as it is."""
    given = Several(values)
    if not isinstance(given, tuple):
        return given
    return tuple(one.name if isinstance(one, Role) else one for one in given)


@frozen(slots=False)
class Question(Checked):
    """A question that is rated, known by its id whatever its number or wording.

    `label` is a short name for tables and charts; it may be the library's own words. `guidance`
    helps whoever answers. `levels` says what levels of the framework's scale mean for this
    question. `tags` are the themes it counts to, and `asked_of` the roles it is put to, by name
    (nobody named: to all). `source` is where a borrowed question comes from; a plain string
    is taken as its reference.

    >>> asked = Question("s1q5", "Is education engaged?", levels={"green": "at every meeting"})
    >>> dict(asked.levels)["green"]
    'at every meeting'
    """

    id: Id
    text: Words
    label: Text = ""
    guidance: Text = ""
    levels: Meanings = field(default=(), converter=fields.as_meanings)
    tags: tuple[Words, ...] = field(default=(), converter=Several[str])
    asked_of: tuple[RoleName, ...] = field(default=(), converter=as_role_names)
    source: Source | None = field(default=None, converter=as_source)

    def _problems(self) -> Iterator[Problem]:
        return naming_problems(self)

    @property
    def name(self) -> str:
        """The name of the question in tables and charts: its label, or its text."""
        return self.label or self.text

    # An adaptation touches few of a step's questions; the others are not written out again.
    @cached_property
    def canonical(self) -> str:
        """The question as it stands in the array of a content digest."""
        more = {"levels": dict(self.levels), "tags": self.tags, "asked_of": self.asked_of}
        described = {key: value for key, value in more.items() if value}
        borrowed = self.source and plain(self.source)
        words = self.id, self.text, self.label, self.guidance
        return canonical([*words, borrowed, *filter(None, [described])])


@frozen(slots=False)
class Step(Checked):
    """A step of a framework: a statement of what should be so, with its questions in order.

    `guidance` helps whoever answers them.

    >>> Step("s1", "Partners lead", [Question("s1q1", "Do they?")]).questions[0].text
    'Do they?'
    """

    id: Id
    title: Words
    questions: tuple[Question, ...] = field(default=(), converter=Several[Question])
    guidance: Text = ""

    # An adaptation touches few of a framework's steps; the others are not written out again.
    @cached_property
    def canonical(self) -> str:
        """The step as it stands in the array of a content digest."""
        questions = f"[{','.join(question.canonical for question in self.questions)}]"
        parts = map(canonical, [self.id, self.title])
        guidance = map(canonical, filter(None, [self.guidance]))
        return f"[{','.join([*parts, questions, *guidance])}]"


@frozen
class ContextQuestion(Checked):
    """A question about how scrutiny is arranged, answered in words (Section 6 of the paper).

    >>> ContextQuestion("c2", "Is it clear what the scrutineer(s) are scrutinizing?").id
    'c2'
    """

    id: Id
    text: Words
