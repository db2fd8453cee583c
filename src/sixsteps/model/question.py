"""Questions, the steps that hold them, and the context questions beside them."""

from functools import cached_property

from attrs import field, frozen

from sixsteps.model.digests import canonical, plain
from sixsteps.model.fields import Checked, Id, Several, Text, Words
from sixsteps.model.source import Source, as_source


@frozen
class Question(Checked):
    """A question that is rated, known by its id whatever its number or wording.

    `label` is a short name for tables and charts; it may be the library's own words. `guidance`
    helps whoever answers. `source` is where a borrowed question comes from; a plain string is
    taken as its reference.

    >>> Question("s1q5", "Are education partners engaged?", label="Education").id
    's1q5'
    """

    id: Id
    text: Words
    label: Text = ""
    guidance: Text = ""
    source: Source | None = field(default=None, converter=as_source)

    @property
    def name(self) -> str:
        """The name of the question in tables and charts: its label, or its text."""
        return self.label or self.text


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False)
class Step(Checked):
    """A step of a framework: a statement of what should be so, with its questions in order.

    >>> Step("s1", "Partners lead", [Question("s1q1", "Do they?")]).questions[0].text
    'Do they?'
    """

    id: Id
    title: Words
    questions: tuple[Question, ...] = field(default=(), converter=Several[Question])

    # An adaptation touches few of a framework's steps; the others are not written out again.
    @cached_property
    def canonical(self) -> str:
        """The step as it stands in the array of a content digest."""
        questions = [
            [q.id, q.text, q.label, q.guidance, q.source and plain(q.source)]
            for q in self.questions
        ]
        return canonical([self.id, self.title, questions])


@frozen
class ContextQuestion(Checked):
    """A question about how scrutiny is arranged, answered in words (Section 6 of the paper).

    >>> ContextQuestion("c2", "Is it clear what the scrutineer(s) are scrutinizing?").id
    'c2'
    """

    id: Id
    text: Words
