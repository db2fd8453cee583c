"""The source of a framework, an adaptation or a borrowed question, and its terms."""

from collections.abc import Iterable
from typing import Annotated
from unicodedata import normalize

from attrs import field, frozen

from sixsteps.errors import Keys
from sixsteps.model import fields
from sixsteps.model.fields import Checked, Constraint, Found, Several, Text, Words


def _year_problems(year: object, path: Keys) -> Found:
    if type(year) is not int:
        return (fields.wrong_type(year, path, "a whole number"),)
    if 1000 <= year <= 9999:
        return ()
    shown = str(year) if abs(year) < 10**9 else "that"
    return (fields.problem(path, f"{shown} is not a year of four digits", code="bad-year"),)


_A_YEAR = Constraint(_year_problems, {"minimum": 1000, "maximum": 9999})


@frozen
class Source(Checked):
    """A reference to something published, with the permission to adapt it and the wording due.

    `reference` is the plain reference as printed. `adapted` is the sentence an adaptation must
    carry, as printed; where the source prints none it is "Adapted from" and the reference.
    `permission` is the source's own words. The remaining fields serve reference managers.

    >>> Source("Doe, J (2024) A framework").required_sentence
    'Adapted from Doe, J (2024) A framework'
    """

    reference: Words
    adapted: Text = ""
    permission: Text = ""
    authors: tuple[Text, ...] = field(default=(), converter=Several[str])
    year: Annotated[int, _A_YEAR] | None = None
    title: Text = ""
    publisher: Text = ""
    place: Text = ""
    link: Text = ""

    @property
    def required_sentence(self) -> str:
        """The sentence every adaptation must carry, verbatim."""
        return self.adapted or f"Adapted from {self.reference}"


def compared(text: str) -> str:
    """A reference as it is compared: its letters and digits alone, without case."""
    return "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))


def borrowed(sources: Iterable[Source | None], own: Iterable[Source]) -> list[Source]:
    """These sources, each once, without the own ones: a reference is known by its letters."""
    found = dict[str, Source]()
    for one in filter(None, sources):
        found.setdefault(compared(one.reference), one)
    for one in own:
        found.pop(compared(one.reference), None)
    return [*found.values()]


def cited(
    parts: Iterable[str],
    questions: Iterable[Source | None] = (),
    scales: Iterable[Source | None] = (),
    own: Iterable[Source] = (),
) -> str:
    """A citation of these parts, and of the sources of questions and scales but the own ones."""
    every, known = [*parts], [*own]
    for what, sources in (("With questions", questions), ("Scale", scales)):
        references = [one.reference for one in borrowed(sources, known)]
        every += [f"{what} from {'; '.join(references)}"] if references else []
    if len(every) == 1:
        return every[0]
    return "".join(f"{part.rstrip().removesuffix('.')}. " for part in every).rstrip()


def as_source(value: Source | str | None) -> Source | None:
    """A source as given, or from the text of its reference."""
    return Source(value) if isinstance(value, str) else value
