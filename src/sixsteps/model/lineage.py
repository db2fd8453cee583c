"""What a lineage says of identity: every id ever used, what it meant, and what became of it.

Identity is an id together with the wording it was introduced with, in the origin or in a
recorded edit. Links tie the questions that a replacement, a split or a merge retired to those
that took their place.
"""

from collections import ChainMap
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Literal

from attrs import frozen

from sixsteps.model.adaptation_record import Adaptation
from sixsteps.model.edits import AddContextQuestion, AddStep, Edit
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


LinkKind = Literal["replaced", "split", "merged", "renamed"]


@frozen
class Link:
    """Questions that were superseded (`old`) by others (`new`), and whether they compare.

    "renamed" is one and the same thing that a merge gave another id, because its own was taken.
    """

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
        """The register once these adaptations are made as well."""
        view = _View(dict(self.steps), dict(self.questions), dict(self.context), list(self.links))
        for adaptation in adaptations:
            view.take_in(adaptation)
        return Register(view.steps, view.questions, view.context, tuple(view.links))


@frozen
class _View:
    """What every id means to one lineage, growing as its adaptations are read.

    Merged adaptations are read with the ids they were made with, and only then do their ids
    enter this lineage, under the names the merge gave them: a link holds for good what it
    said where it was made.
    """

    steps: MutableMapping[str, str]
    questions: MutableMapping[str, str]
    context: MutableMapping[str, str]
    links: list[Link]

    @property
    def _kinds(self) -> tuple[MutableMapping[str, str], ...]:
        return self.steps, self.questions, self.context

    def take_in(self, adaptation: Adaptation) -> None:
        """Read an adaptation: what it merges, then its own edits."""
        if adaptation.merges:
            self._merge(adaptation)
        for edit in adaptation.edits:
            self._introduce(edit)
            self._link(edit)
        if adaptation.merges:
            # The edits of a merge may say again what the adaptations it merges said.
            self.links[:] = dict.fromkeys(self.links)

    def _merge(self, adaptation: Adaptation) -> None:
        renamed = dict(adaptation.renamed)
        there = _View(
            ChainMap({}, self.steps),
            ChainMap({}, self.questions),
            ChainMap({}, self.context),
            self.links,
        )
        # What an earlier merge brought in from there still has its old name there.
        for mine, theirs in zip(self._kinds, there._kinds, strict=True):
            theirs.update({old: mine[new] for old, new in renamed.items() if new in mine})
        for merged in adaptation.merges:
            there.take_in(merged)
        for mine, theirs in zip(self._kinds, there._kinds, strict=True):
            for name, wording in _own(theirs).items():
                here = renamed.get(name, name)
                mine.setdefault(here, wording)
                if here != name:
                    old, new = Identity(name, wording), Identity(here, wording)
                    self.links.append(Link("renamed", (old,), (new,), comparable=True))

    def _introduce(self, edit: Edit) -> None:
        match edit:
            case AddStep(id=str(name), title=title, questions=questions):
                self.steps[name] = title
                for question in questions:
                    self.questions[question.id] = question.text
            case AddQuestion(id=str(name), text=text):
                self.questions[name] = text
            case ReplaceQuestion(id=str(name), text=text):
                self.questions[name] = text
            case MergeQuestions(id=str(name), text=text):
                self.questions[name] = text
            case SplitQuestion(parts=parts):
                for part in parts:
                    self.questions[part.id or ""] = part.text
            case AddContextQuestion(id=str(name), text=text):
                self.context[name] = text
            case _:
                pass

    def _link(self, edit: Edit) -> None:
        match edit:
            case ReplaceQuestion(question=old, id=str(new)):
                self._add_link("replaced", [old], [new], edit.reason, comparable=False)
            case SplitQuestion(question=old, parts=parts):
                news = [part.id or "" for part in parts]
                self._add_link("split", [old], news, edit.reason, comparable=edit.comparable)
            case MergeQuestions(questions=olds, id=str(new)):
                self._add_link("merged", olds, [new], edit.reason, comparable=edit.comparable)
            case _:
                pass

    def _add_link(
        self,
        kind: LinkKind,
        old: Iterable[str],
        new: Iterable[str],
        reason: str,
        *,
        comparable: bool,
    ) -> None:
        def identities(ids: Iterable[str]) -> tuple[Identity, ...]:
            return tuple(Identity(name, self.questions.get(name, "")) for name in ids)

        self.links.append(Link(kind, identities(old), identities(new), comparable, reason))


def _own(ids: MutableMapping[str, str]) -> MutableMapping[str, str]:
    """The ids that were read in a merged lineage itself, without those it stands on."""
    return ids.maps[0] if isinstance(ids, ChainMap) else ids
