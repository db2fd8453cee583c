"""What a lineage says of identity: every id ever used, what it meant, and what became of it.

Identity is an id together with the wording it was introduced with, in the origin or in a
recorded edit. Links tie the questions that a replacement, a split or a merge retired to those
that took their place.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import frozen

from sixsteps.model.adaptation_record import Adaptation
from sixsteps.model.edits import AddContextQuestion, AddStep, ChangeScale, Edit
from sixsteps.model.question import ContextQuestion, Step
from sixsteps.model.question_edits import (
    AddQuestion,
    MergeQuestions,
    ReplaceQuestion,
    SplitQuestion,
)


@frozen
class Identity:
    """What stays of a question through moves and rewordings: its id and its first wording."""

    id: str
    introduced: str


LinkKind = Literal["replaced", "split", "merged"]


@frozen
class Link:
    """Questions that were superseded (`old`) by others (`new`), and whether they compare."""

    kind: LinkKind
    old: tuple[Identity, ...]
    new: tuple[Identity, ...]
    comparable: bool
    reason: str = ""


@frozen
class Register:
    """Every id a framework ever used, with the wording it was introduced with, and the links."""

    steps: Mapping[str, str]
    questions: Mapping[str, str]
    context: Mapping[str, str]
    links: tuple[Link, ...] = ()

    def identity(self, question: str) -> Identity:
        """The identity of a question of this framework, present or retired.

        Raises:
            KeyError: for an id the framework never used.
        """
        return Identity(question, self.questions[question])

    @classmethod
    def of(
        cls,
        steps: Iterable[Step],
        context: Iterable[ContextQuestion],
        lineage: Iterable[Adaptation] = (),
    ) -> "Register":
        """The register of an origin's content and the adaptations made to it."""
        content = tuple(steps)
        start = cls(
            steps={step.id: step.title for step in content},
            questions={q.id: q.text for step in content for q in step.questions},
            context={question.id: question.text for question in context},
        )
        return start.after(lineage)

    def after(self, adaptations: Iterable[Adaptation]) -> "Register":
        """The register once these adaptations are made as well, merged ones first."""
        draft = _Draft(dict(self.steps), dict(self.questions), dict(self.context))
        links = dict.fromkeys(self.links)
        for edit in _edits_of(adaptations):
            draft.introduce(edit)
            links.update(dict.fromkeys(draft.links_of(edit)))
        return Register(draft.steps, draft.questions, draft.context, tuple(links))


def _edits_of(adaptations: Iterable[Adaptation]) -> Iterable[Edit]:
    for adaptation in adaptations:
        yield from _edits_of(adaptation.merges)
        yield from adaptation.edits


@frozen
class _Draft:
    steps: dict[str, str]
    questions: dict[str, str]
    context: dict[str, str]

    def introduce(self, edit: Edit) -> None:
        """Take in the ids an edit introduces; an id already in use keeps its first wording."""
        match edit:
            case AddStep(id=str(name), title=title, questions=questions):
                self.steps.setdefault(name, title)
                for question in questions:
                    self.questions.setdefault(question.id, question.text)
            case AddQuestion(id=str(name), text=text):
                self.questions.setdefault(name, text)
            case ReplaceQuestion(id=str(name), text=text):
                self.questions.setdefault(name, text)
            case MergeQuestions(id=str(name), text=text):
                self.questions.setdefault(name, text)
            case SplitQuestion(parts=parts):
                for part in parts:
                    self.questions.setdefault(part.id or "", part.text)
            case AddContextQuestion(id=str(name), text=text):
                self.context.setdefault(name, text)
            case _:
                pass

    def links_of(self, edit: Edit) -> Iterable[Link]:
        """The link an edit makes, if it makes one."""
        match edit:
            case ReplaceQuestion(question=old, id=str(new)):
                yield self._link("replaced", [old], [new], edit.reason, comparable=False)
            case SplitQuestion(question=old, parts=parts):
                new_ids = [part.id or "" for part in parts]
                yield self._link("split", [old], new_ids, edit.reason, comparable=edit.comparable)
            case MergeQuestions(questions=olds, id=str(new)):
                yield self._link("merged", olds, [new], edit.reason, comparable=edit.comparable)
            case _:
                pass

    def _link(
        self,
        kind: LinkKind,
        old: Iterable[str],
        new: Iterable[str],
        reason: str,
        *,
        comparable: bool,
    ) -> Link:
        def identities(ids: Iterable[str]) -> tuple[Identity, ...]:
            return tuple(Identity(name, self.questions.get(name, "")) for name in ids)

        return Link(kind, identities(old), identities(new), comparable, reason)


def scale_changes(adaptations: Iterable[Adaptation]) -> tuple[ChangeScale, ...]:
    """The changes of scale in these adaptations, in order."""
    return tuple(
        edit
        for adaptation in adaptations
        for edit in adaptation.edits
        if isinstance(edit, ChangeScale)
    )
