"""Where a framework, an adaptation or a borrowed question comes from, and on what terms."""

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.checks import as_tuple, text_problems, type_problems


def _as_authors(values: Iterable[str]) -> tuple[str, ...]:
    return as_tuple(values, "authors")


@frozen
class Source:
    """A reference to something published, with the permission to adapt it and the wording due.

    `reference` is the plain reference as printed. `adapted` is the sentence an adaptation must
    carry, as printed; where the source prints none it is "Adapted from" and the reference.
    `permission` is the source's own words. The remaining fields serve reference managers.

    >>> Source("Doe, J (2024) A framework").required_sentence
    'Adapted from Doe, J (2024) A framework'
    """

    reference: str
    adapted: str = ""
    permission: str = ""
    authors: tuple[str, ...] = field(default=(), converter=_as_authors)
    year: int | None = None
    title: str = ""
    publisher: str = ""
    place: str = ""
    link: str = ""

    def __attrs_post_init__(self) -> None:
        InvalidError.check("source", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from text_problems(self.reference, "reference", required=True)
        for name in ("adapted", "permission", "title", "publisher", "place", "link"):
            yield from text_problems(getattr(self, name), name)
        for position, author in enumerate(self.authors):
            yield from text_problems(author, f"authors[{position}]")
        if self.year is not None:
            if type(self.year) is not int:
                yield from type_problems(self.year, (), "year", "a whole number")
            elif not 1000 <= self.year <= 9999:
                shown = str(self.year) if abs(self.year) < 10**9 else "that"
                yield Problem("year", f"{shown} is no year of four digits", code="bad-year")

    @property
    def required_sentence(self) -> str:
        """The sentence every adaptation must carry, verbatim."""
        return self.adapted or f"Adapted from {self.reference}"


def as_source(value: Source | str | None) -> Source | None:
    """A source as given, or from the text of its reference."""
    return Source(value) if isinstance(value, str) else value
