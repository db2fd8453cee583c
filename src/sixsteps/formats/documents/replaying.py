"""Whether a framework is what its origin and its lineage make of it."""

from collections.abc import Iterator

from sixsteps.errors import Problem
from sixsteps.model.framework import Framework


def replay_problems(framework: Framework) -> Iterator[Problem]:
    """Where the recorded edits and the content of a framework disagree."""
    yield from ()
