"""A framework's content as a value of its own: what a diff aims at and a merge makes."""

from attrs import frozen

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

    @classmethod
    def of(cls, framework: Framework) -> "Content":
        """The content of a framework."""
        return cls(framework.title, framework.scale, framework.steps, framework.context)

    @property
    def digest(self) -> str:
        """The content digest, as a framework with this content has it."""
        return content_digest(self.title, self.scale, self.steps, self.context)
