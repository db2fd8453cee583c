"""A document for people as plain values, before any file format: sections of blocks."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal, Protocol, TypeAlias

from attrs import field, frozen

from sixsteps.table import Table


class Drawing(Protocol):
    """What a document asks of a picture: a title, a text in its place, and two renderings."""

    @property
    def title(self) -> str:
        """What the picture shows, in a few words."""

    @property
    def alt(self) -> str:
        """The text that stands for the picture where it cannot be seen."""

    def svg(self) -> str:
        """The picture as SVG."""

    def png(self, dpi: float | None = None) -> bytes:
        """The picture as PNG."""


Tone = Literal["plain", "lead", "warning", "note"]
"""How a paragraph speaks: as text, as the main message, as a warning, or as a side note."""


@frozen
class Paragraph:
    """A paragraph of plain text; nothing in it is markup.

    >>> Paragraph("9 questions improved.", tone="lead").tone
    'lead'
    """

    text: str
    tone: Tone = "plain"


def _as_texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


def _as_pairs(values: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(values)


def _as_blocks(values: Iterable["Block"]) -> tuple["Block", ...]:
    return tuple(values)


def _as_sections(values: Iterable["Section"]) -> tuple["Section", ...]:
    return tuple(values)


@frozen
class Bullets:
    """A list of short texts.

    >>> Bullets(["Anytown Council"]).items
    ('Anytown Council',)
    """

    items: tuple[str, ...] = field(converter=_as_texts)


@frozen
class Facts:
    """Terms with what each stands for, such as the particulars on a first page.

    >>> Facts([("Organisation", "Anytown")]).pairs
    (('Organisation', 'Anytown'),)
    """

    pairs: tuple[tuple[str, str], ...] = field(converter=_as_pairs)


@frozen
class Picture:
    """A drawing with its place in the document."""

    drawing: Drawing


@frozen
class Section:
    """A heading with what stands under it, further sections included.

    >>> Section("Gaps", [Paragraph("None.")]).blocks
    (Paragraph(text='None.', tone='plain'),)
    """

    title: str
    blocks: tuple["Block", ...] = field(converter=_as_blocks)


Block: TypeAlias = Paragraph | Bullets | Facts | Table | Picture | Section
"""Everything a section may hold: a closed union, so that a writer's `match` is exhaustive."""


@frozen
class Fill:
    """The colours of a level's cell: the fill and the ink of the word on it, as `#RRGGBB`."""

    fill: str
    ink: str


def _frozen(fills: Mapping[str, Fill]) -> Mapping[str, Fill]:
    return MappingProxyType(dict(fills))


@frozen
class Document:
    """A whole document: its title, what every page says, its front and its sections.

    `footing` is what every printed page carries, such as how the text may be shared; `citation`
    is the reference of the framework, which every page carries as well. `references` are those
    that the document itself gives in full, so that no table repeats them. A cell that holds
    exactly a key of `fills`, a level's word, is shown on that fill.
    """

    title: str
    subtitle: str
    citation: str
    footing: str
    front: tuple[Block, ...] = field(converter=_as_blocks)
    sections: tuple[Section, ...] = field(converter=_as_sections)
    references: tuple[str, ...] = field(converter=_as_texts, default=())
    fills: Mapping[str, Fill] = field(converter=_frozen, factory=dict, hash=False)


def every_block(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block in reading order, those of inner sections after their section.

    >>> inner = Section("By step", [Paragraph("All of them.")])
    >>> [type(block).__name__ for block in every_block([Section("Coverage", [inner])])]
    ['Section', 'Section', 'Paragraph']
    """
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from every_block(block.blocks)
