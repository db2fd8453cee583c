"""One side of a merge: a framework's content and links, under the ids the merge knows."""

from collections.abc import Mapping

from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity, LinkKind
from sixsteps.model.question import Question
from sixsteps.model.scale import Scale

Shape = tuple[LinkKind, tuple[str, ...], tuple[str, ...], bool]
"""What a link says, whatever the reason it gives: its kind, its old and new keys, comparable."""


class Side:
    """A framework with `renamed` ids, each place and each text found by id."""

    def __init__(self, framework: Framework, renamed: Mapping[str, str]) -> None:
        def key(name: str) -> str:
            return renamed.get(name, name)

        self._register = framework.register
        self._key = key
        self.title = framework.title
        self.scale: Scale = framework.scale
        self.steps = [key(step.id) for step in framework.steps]
        self.titles = {key(step.id): step.title for step in framework.steps}
        self.inside = {key(s.id): [key(q.id) for q in s.questions] for s in framework.steps}
        self.questions: dict[str, Question] = {key(q.id): q for q in framework.questions}
        self.home = {name: step for step, names in self.inside.items() for name in names}
        self.context = [key(question.id) for question in framework.context]
        self.asked = {key(question.id): question.text for question in framework.context}
        self.introduced = {
            key(name): wording
            for wordings in (
                framework.register.steps,
                framework.register.context,
                framework.register.questions,
            )
            for name, wording in wordings.items()
        }
        self.links: dict[Shape, None] = dict.fromkeys(
            (
                link.kind,
                tuple(self._known(one) for one in link.old),
                tuple(self._known(one) for one in link.new),
                link.comparable,
            )
            for link in framework.register.links
            if link.kind != "renamed"
        )

    def _known(self, one: Identity) -> str:
        """The key of an identity; one that a merged lineage had under this id has its own."""
        if self._register.questions.get(one.id) == one.introduced:
            return self._key(one.id)
        return f"{one.id}: {one.introduced}"
