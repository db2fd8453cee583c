"""The content of a framework: as one value, and by id, where it can be changed."""

from collections.abc import Container, Mapping

from attrs import evolve, frozen

from sixsteps.model.digests import content_digest
from sixsteps.model.framework import Framework
from sixsteps.model.question import ContextQuestion, Step
from sixsteps.model.scale import Scale


@frozen
class Content:
    """Title, scale, steps and context questions, without source and lineage."""

    title: str
    scale: Scale
    steps: tuple[Step, ...]
    context: tuple[ContextQuestion, ...]

    @property
    def digest(self) -> str:
        """The content digest, as a framework with this content has it."""
        return content_digest(self.title, self.scale, self.steps, self.context)


class Outline:
    """The content of a framework by id: what there is, in which order, and where.

    `renamed` gives some of the ids another name.
    """

    def __init__(self, framework: Framework, renamed: Mapping[str, str] | None = None) -> None:
        names = renamed or {}

        def key(name: str) -> str:
            return names.get(name, name)

        self.title = framework.title
        self.scale = framework.scale
        self.titles = {key(step.id): step.title for step in framework.steps}
        self.step_guidance = {key(step.id): step.guidance for step in framework.steps}
        self.steps = list(self.titles)
        self.inside = {key(s.id): [key(q.id) for q in s.questions] for s in framework.steps}
        self.home = {name: step for step, inside in self.inside.items() for name in inside}
        self.questions = {
            key(q.id): evolve(q, id=key(q.id)) if q.id in names else q for q in framework.questions
        }
        self.asked = {key(question.id): question.text for question in framework.context}
        self.context = list(self.asked)

    def keep_meanings(self, levels: Container[str]) -> None:
        """Drop what questions say of any other level."""
        for name, question in self.questions.items():
            kept = tuple(pair for pair in question.levels if pair[0] in levels)
            if kept != question.levels:
                self.questions[name] = evolve(question, levels=kept)
