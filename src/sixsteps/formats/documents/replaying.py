"""Whether a framework is what its origin and its lineage make of it."""

from collections.abc import Iterator

from sixsteps.errors import AdaptationError, Problem
from sixsteps.model.framework import Framework


def replay_problems(framework: Framework) -> Iterator[Problem]:
    """Where the recorded edits, made again to the origin, do not give what is recorded.

    A framework itself checks that the digests of its lineage hold together and end in its
    content; what the edits do is seen only by making them.
    """
    if not framework.lineage:
        return
    # Here, because most frameworks were never adapted, and the rules of adapting are much to load.
    from sixsteps.adaptation import replay

    made = framework.origin
    for position, adaptation in enumerate(framework.lineage):
        path = f"lineage[{position}]"
        try:
            made = replay(made, adaptation)
        except AdaptationError as error:
            yield from (problem.within(path) for problem in error.problems)
            return
        if made.lineage[-1] != adaptation:
            yield Problem(
                path,
                "made again, these edits are recorded in another way; write every id they give",
                code="lineage",
            )
            return
