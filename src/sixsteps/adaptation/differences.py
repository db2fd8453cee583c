"""The edits that turn one framework's content into another's, found by comparing the two."""

from collections.abc import Iterable, Mapping

from sixsteps.adaptation.content import Content
from sixsteps.adaptation.draft import Draft
from sixsteps.adaptation.editing import apply_edit
from sixsteps.adaptation.subsequence import staying
from sixsteps.model.edits import (
    AddContextQuestion,
    AddStep,
    ChangeScale,
    Edit,
    MoveStep,
    RemoveContextQuestion,
    RemoveStep,
    Retitle,
    RetitleStep,
    RewordContextQuestion,
)
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Link, Register
from sixsteps.model.question import Question, Step
from sixsteps.model.question_edits import (
    AddQuestion,
    MergeQuestions,
    MoveQuestion,
    Part,
    RemoveQuestion,
    ReplaceQuestion,
    RewordQuestion,
    SplitQuestion,
)


def differences(
    a: Framework, target: Content, register: Register, levels: Mapping[str, str] | None
) -> tuple[Edit, ...]:
    """The edits from `a` to `target`, whose ids mean what `register` says.

    `levels` translates `a`'s levels to the target's. Every edit is tried on a draft as it is
    found, so that each is relative to what those before it made. The fewest possible things
    are moved; a question that is new to `a` enters with its first wording, and is reworded after.
    """
    search = _Search(Draft(a, register), target, register)
    search.framework(levels)
    known = set(a.register.links)
    search.superseded([link for link in register.links if link not in known])
    search.steps()
    search.removed_questions()
    for step in target.steps:
        search.questions(step)
    search.removed_steps()
    search.context()
    return tuple(search.edits)


class _Search:
    def __init__(self, draft: Draft, target: Content, register: Register) -> None:
        self.draft = draft
        self.target = target
        self.register = register
        self.edits: list[Edit] = []
        self.wanted = {q.id: q for step in target.steps for q in step.questions}

    def do(self, edit: Edit) -> None:
        self.edits.append(apply_edit(self.draft, edit))

    def framework(self, levels: Mapping[str, str] | None) -> None:
        if self.draft.title != self.target.title:
            self.do(Retitle(self.target.title))
        if self.draft.scale != self.target.scale:
            self.do(ChangeScale(self.target.scale, levels or {}))

    def superseded(self, links: Iterable[Link]) -> None:
        """Replacements, splits and merges that lead from what is asked to what is wanted."""
        for link in self._leading(self._possible(self._leading(links))):
            olds, news = [one.id for one in link.old], [one.id for one in link.new]
            if link.kind == "replaced":
                new = self._introduced(news[0])
                self.do(
                    ReplaceQuestion(
                        olds[0], new.text, new.id, new.label, new.guidance, new.source, link.reason
                    )
                )
            elif link.kind == "split":
                parts = [
                    Part(new.text, new.id, new.label, new.guidance, new.source)
                    for new in map(self._introduced, news)
                ]
                self.do(SplitQuestion(olds[0], parts, link.comparable, link.reason))
            else:
                new = self._introduced(news[0])
                self.do(
                    MergeQuestions(
                        olds,
                        new.text,
                        new.id,
                        new.label,
                        new.guidance,
                        new.source,
                        link.comparable,
                        link.reason,
                    )
                )

    def _leading(self, links: Iterable[Link]) -> list[Link]:
        """The links by which something is asked in the end, in their order."""
        alive, found = set(self.wanted), []
        for link in reversed(list(links)):
            if any(one.id in alive for one in link.new):
                alive.update(one.id for one in link.old)
                found.append(link)
        return found[::-1]

    def _possible(self, links: Iterable[Link]) -> list[Link]:
        """The links that the questions asked now can go through one after another."""
        asked, made, found = set(self.draft.home), set[str](), []
        for link in links:
            olds, news = {one.id for one in link.old}, {one.id for one in link.new}
            meant = all(
                self.register.questions.get(one.id) == one.introduced
                for one in (*link.old, *link.new)
            )
            fresh = all(self.draft.names.is_new(name) and name not in made for name in news)
            leave = olds <= asked and olds.isdisjoint(self.wanted)
            if link.kind != "renamed" and meant and fresh and leave:
                asked -= olds
                asked |= news
                made |= news
                found.append(link)
        return found

    def _introduced(self, name: str) -> Question:
        """The wanted question in its first wording; one not wanted in the end has that alone."""
        text, wanted = self.register.questions[name], self.wanted.get(name)
        if wanted is None:
            return Question(name, text)
        return Question(name, text, wanted.label, wanted.guidance, wanted.source)

    def steps(self) -> None:
        """Steps added, moved and retitled, in the target's order."""
        target = {step.id: place for place, step in enumerate(self.target.steps)}
        kept = staying(self.draft.steps, target)
        before: str | None = None
        for step in self.target.steps:
            first = before is None
            if step.id not in self.draft.titles:
                questions = [
                    self._introduced(q.id) for q in step.questions if q.id not in self.draft.home
                ]
                title = self.register.steps[step.id]
                self.do(AddStep(title, step.id, questions, before, first))
            elif step.id not in kept:
                self.do(MoveStep(step.id, before, first))
            if self.draft.titles[step.id] != step.title:
                self.do(RetitleStep(step.id, step.title))
            before = step.id

    def removed_questions(self) -> None:
        """Questions removed from steps that stay; the others go with their step."""
        staying_steps = {step.id for step in self.target.steps}
        for step in list(self.draft.steps):
            if step in staying_steps:
                for question in list(self.draft.inside(step)):
                    if question not in self.wanted:
                        self.do(RemoveQuestion(question))

    def questions(self, step: Step) -> None:
        """Questions of a step added, moved and reworded, in the target's order."""
        target = {question.id: place for place, question in enumerate(step.questions)}
        kept = staying(self.draft.inside(step.id), target)
        before: str | None = None
        for question in step.questions:
            first = before is None
            if question.id not in self.draft.home:
                new = self._introduced(question.id)
                self.do(
                    AddQuestion(
                        step.id,
                        new.text,
                        new.id,
                        new.label,
                        new.guidance,
                        new.source,
                        before,
                        first,
                    )
                )
            elif question.id not in kept:
                to = None if self.draft.home[question.id] == step.id else step.id
                self.do(MoveQuestion(question.id, to, before, first))
            self._reword(question)
            before = question.id

    def _reword(self, wanted: Question) -> None:
        now = self.draft.questions[wanted.id]
        if now == wanted:
            return
        self.do(
            RewordQuestion(
                wanted.id,
                wanted.text if wanted.text != now.text else None,
                wanted.label if wanted.label != now.label else None,
                wanted.guidance if wanted.guidance != now.guidance else None,
                (wanted.source or "") if wanted.source != now.source else None,
            )
        )

    def removed_steps(self) -> None:
        """Steps removed, once everything that stays has left them."""
        target = {step.id for step in self.target.steps}
        for step in list(self.draft.steps):
            if step not in target:
                self.do(RemoveStep(step))

    def context(self) -> None:
        """Context questions; one that moves is taken out and brought back elsewhere."""
        target = {question.id: place for place, question in enumerate(self.target.context)}
        kept = staying(self.draft.context, target)
        for question in list(self.draft.context):
            if question not in kept:
                self.do(RemoveContextQuestion(question))
        before: str | None = None
        for wanted in self.target.context:
            if wanted.id not in self.draft.asked:
                text = self.register.context[wanted.id]
                self.do(AddContextQuestion(text, wanted.id, before, before is None))
            if self.draft.asked[wanted.id].text != wanted.text:
                self.do(RewordContextQuestion(wanted.id, wanted.text))
            before = wanted.id
