"""An item the paper lists outside the steps, the levels and the context questions."""

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.checks import as_tuple, id_problems, member_problems, text_problems


def _as_sources(values: Iterable[str]) -> tuple[str, ...]:
    return as_tuple(values, "sources")


@frozen
class Passage:
    """One listed item of the paper, word for word, with where it stands.

    `text` is as printed, line breaks and runs of blanks folded to one blank. `section` is the
    paper's section, from 1 to 7. `sources` are the sources the paper prints for the item, as it
    prints them. The id is this library's own.

    >>> Passage("voice", "engaging with the child’s voice", section=3).section
    3
    """

    id: str
    text: str
    section: int
    sources: tuple[str, ...] = field(default=(), converter=_as_sources)

    def __attrs_post_init__(self) -> None:
        InvalidError.check("passage", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.id, "id")
        yield from text_problems(self.text, "text", required=True)
        if type(self.section) is not int or not 1 <= self.section <= 7:
            yield Problem("section", "the paper has Sections 1 to 7", code="bad-section")
        yield from member_problems(self.sources, str, "sources", "a string")
