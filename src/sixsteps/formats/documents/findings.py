"""Problems as they are found, and the places where something is stood in for."""

from collections.abc import Iterator

from attrs import define, evolve, field

from sixsteps.errors import Problem

MAX_PROBLEMS = 1000
"""How many problems are collected before the rest is left for the next reading."""


class EnoughError(Exception):
    """As many problems are found as are reported at once."""


@define
class Findings:
    """What a look through a document has found: problems, and places that are in doubt.

    A place is in doubt when what stands there was at fault, so that later checks see something
    else in its stead; a later problem at, above or below it would be due to that.
    """

    problems: list[Problem] = field(factory=list)
    _doubted: set[str] = field(factory=set)
    _above: set[str] = field(factory=set)

    def add(self, problem: Problem) -> None:
        """Take in a problem.

        Raises:
            EnoughError: at the last problem that is reported at once.
        """
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise EnoughError

    def add_unless_doubted(self, problem: Problem) -> None:
        """Take in a problem unless something at its place is in doubt already."""
        if not self.in_doubt(problem.path):
            self.add(problem)

    def doubt(self, path: str) -> None:
        """Remember that what is checked at `path` is not what the document says."""
        self._doubted.add(path)
        self._above.update(_upwards(path))

    def is_doubted(self, path: str) -> bool:
        """Whether `path` itself is in doubt."""
        return path in self._doubted

    def doubts_within(self, path: str) -> bool:
        """Whether something at or below `path` is in doubt."""
        return path in self._above

    def in_doubt(self, path: str) -> bool:
        """Whether something at, above or below `path` is in doubt."""
        return path in self._above or any(one in self._doubted for one in _upwards(path))

    def name_answer(self, first: int, question: str | None, respondent: str | None) -> None:
        """Say of the problems from `first` on which answer they concern."""
        for place in range(first, len(self.problems)):
            self.problems[place] = evolve(
                self.problems[place], question=question, respondent=respondent
            )


def _upwards(path: str) -> Iterator[str]:
    """A path and every path that holds it."""
    yield path
    for place in range(len(path) - 1, 0, -1):
        if path[place] in ".[":
            yield path[:place]
