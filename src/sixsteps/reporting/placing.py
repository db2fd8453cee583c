"""Where each block of a document stands: heading levels, and the numbers of tables and figures."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from sixsteps.cells import printable
from sixsteps.reporting.document import Block, Document, Picture, Section
from sixsteps.table import Table

_FEW = 8  # rows of a table that no page's end divides
_LITTLE = 2_000  # letters of such a table: about half a page


@frozen
class Placed:
    """A block with its place: `level` counts the sections around it, `number` its own kind.

    Tables and pictures are numbered through the document, each from 1, and so are sections;
    every other block has the number 0.
    """

    block: Block
    level: int
    number: int = 0


def placed(document: Document) -> Iterator[Placed]:
    """Every block of the document's front and sections, in reading order.

    >>> from sixsteps.reporting.document import Paragraph
    >>> front, inner = Paragraph("Draft."), Section("By step", [Paragraph("None.")])
    >>> document = Document("Report", "", "", "", [front], [Section("Gaps", [inner])])
    >>> [(type(one.block).__name__, one.level, one.number) for one in placed(document)]
    [('Paragraph', 0, 0), ('Section', 1, 1), ('Section', 2, 2), ('Paragraph', 2, 0)]
    """
    numbers = {Table: 0, Picture: 0, Section: 0}

    def walked(blocks: Iterable[Block], level: int) -> Iterator[Placed]:
        for block in blocks:
            match block:
                case Section():
                    numbers[Section] += 1
                    yield Placed(block, level + 1, numbers[Section])
                    yield from walked(block.blocks, level + 1)
                case Table() | Picture():
                    numbers[type(block)] += 1
                    yield Placed(block, level, numbers[type(block)])
                case _:
                    yield Placed(block, level)

    return walked((*document.front, *document.sections), 0)


def caption(number: int, title: str, *, of: str = "Table") -> str:
    """What stands above a table or below a figure.

    >>> caption(3, "Coverage"), caption(1, "", of="Figure")
    ('Table 3. Coverage', 'Figure 1')
    """
    return f"{of} {number}. {printable(title)}" if title else f"{of} {number}"


def below(table: Table, document: Document) -> tuple[str, ...]:
    """What stands below a table: its notes, and its source where the document does not give it.

    >>> table = Table(("Step",), notes=["As of 1 May 2026"], source="Pearce (2019)")
    >>> below(table, Document("Report", "", "Pearce (2019)", "", [], []))
    ('As of 1 May 2026',)
    """
    source = () if given(table.source, document) else (table.source,)
    return tuple(printable(text) for text in (*table.notes, *source) if text)


def is_short(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table of these rows is kept on one page, as it takes at most about half of one.

    >>> is_short([["1.1", "Green"]]), is_short([["1.1", "Green"]] * 9), is_short([["a" * 3000]])
    (True, False, False)
    """
    return len(rows) <= _FEW and sum(len(text) for row in rows for text in row) <= _LITTLE


def given(source: str, document: Document) -> bool:
    """Whether the document itself gives this source in full."""
    return source in (document.citation, *document.references)
