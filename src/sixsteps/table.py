"""The neutral table that every result, framework and round becomes, and its formats."""

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

from attrs import evolve, field, frozen

from sixsteps.cells import (
    CELL_TYPES,
    Cell,
    Share,
    as_json,
    is_cell,
    is_number,
    printable,
    worded,
)
from sixsteps.errors import InvalidError, Problem, WrongTypeError, listed
from sixsteps.layout import NARROWEST, laid_out, wrapped
from sixsteps.markup import html_table, markdown
from sixsteps.tidy import Tidy, csv_text, ratio_columns, tidy_names, tidy_row

__all__ = ["Cell", "Share", "Table", "Tabular"]

T = TypeVar("T")


def _several(values: Iterable[T], place: str) -> tuple[T, ...]:
    if isinstance(values, str | bytes | Mapping | AbstractSet) or not isinstance(values, Iterable):
        kind = type(values).__name__
        raise WrongTypeError(f"{place} is one {kind}, not several values in order; give a tuple")
    return tuple(values)


def _columns(values: Iterable[str]) -> tuple[str, ...]:
    return _several(values, "columns")


def _notes(values: Iterable[str]) -> tuple[str, ...]:
    return _several(values, "notes")


def _rows(values: Iterable[Iterable[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    rows = enumerate(_several(values, "rows"))
    return tuple(_several(row, f"rows[{place}]") for place, row in rows)


def _told_apart(rows: tuple[tuple[Cell, ...], ...]) -> object:
    # To Python 1, True and Fraction(1) are equal; a table shows them differently.
    return tuple(tuple((type(cell), cell) for cell in row) for row in rows)


@frozen(repr=False)
class Table:
    """Rows under named columns, with a title, notes and the source they rest on.

    A cell is a `str`, `int`, `bool`, `Fraction`, `date`, `Share` or `None` (nothing to show). Every
    format prints the notes and the source, the source last. Dates are British for people
    (1 May 2026) and ISO in data.

    Raises:
        WrongTypeError: a bare string, a mapping or a set stands where several values are expected.
        InvalidError: a row has not one cell a column, a cell is of no type a table holds, or a
            column has no name or shares it; all of them at once.

    >>> table = Table(
    ...     columns=("Step", "Green"),
    ...     rows=[("Step 1", Share(3, 4)), ("Step 2", Share(1, 4))],
    ...     title="Summary",
    ...     source="Pearce (2019)",
    ... )
    >>> print(table)
    Summary
    <BLANKLINE>
    Step     Green
    ------  ------
    Step 1  3 of 4
    Step 2  1 of 4
    <BLANKLINE>
    Pearce (2019)
    """

    columns: tuple[str, ...] = field(converter=_columns)
    cells: tuple[tuple[Cell, ...], ...] = field(
        converter=_rows, alias="rows", eq=_told_apart, default=()
    )
    title: str = ""
    notes: tuple[str, ...] = field(converter=_notes, default=())
    source: str = ""

    def __attrs_post_init__(self) -> None:
        InvalidError.check("table", [*self._text_problems(), *self._row_problems()])
        # What the columns are called as data depends on the cells, which are right by now.
        InvalidError.check("table", self._name_problems())

    def _text_problems(self) -> list[Problem]:
        texts: list[tuple[str, object]] = [
            ("title", self.title),
            ("source", self.source),
            *((f"columns[{place}]", name) for place, name in enumerate(self.columns)),
            *((f"notes[{place}]", note) for place, note in enumerate(self.notes)),
        ]
        problems = [
            Problem(place, f"{type(text).__name__} is no text; give a str")
            for place, text in texts
            if not isinstance(text, str)
        ]
        problems += [
            Problem(f"columns[{place}]", "a column without a name; name it")
            for place, name in enumerate(self.columns)
            if name == ""
        ]
        if not self.columns:
            problems.append(Problem("columns", "a table without columns; name at least one"))
        return problems

    def _row_problems(self) -> list[Problem]:
        problems = []
        columns = listed([str(name) for name in self.columns])
        for place, row in enumerate(self.cells):
            if len(row) != len(self.columns):
                message = (
                    f"a row of length {len(row)} under {len(self.columns)} columns ({columns}); "
                    "give one cell a column, None where there is nothing to show"
                )
                problems.append(Problem(f"rows[{place}]", message))
            problems += [
                Problem(
                    f"rows[{place}][{index}]",
                    f"{type(cell).__name__} is no cell; give {CELL_TYPES}",
                )
                for index, cell in enumerate(row)
                if not is_cell(cell)
            ]
        return problems

    def _name_problems(self) -> list[Problem]:
        return [
            Problem("columns", f"{count} columns named {name!r} in the rows; rename all but one")
            for name, count in Counter(self._tidy_names()).items()
            if count > 1
        ]

    def __repr__(self) -> str:
        """The title and the size; cells may hold text that belongs in no log."""
        count = len(self.cells)
        rows = f"{count} {'row' if count == 1 else 'rows'} of {listed(self.columns)}"
        return f"<Table {self.title!r}: {rows}>" if self.title else f"<Table: {rows}>"

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()

    def _repr_markdown_(self) -> str:
        return self.to_markdown()

    def numeric(self) -> list[bool]:
        """For each column, whether it holds numbers and nothing else, and so stands on the right.

        >>> Table(("Step", "Asked"), [("1", 4), ("2", None)]).numeric()
        [False, True]
        """
        columns = zip(*self.cells, strict=True) if self.cells else [()] * len(self.columns)
        filled = [[cell for cell in column if cell is not None] for column in columns]
        return [bool(column) and all(map(is_number, column)) for column in filled]

    def worded(self) -> list[list[str]]:
        """The headings, then the rows, as people read them and as text that is safe to show.

        >>> Table(("Step", "Green"), [("Step 1", Share(3, 4))]).worded()
        [['Step', 'Green'], ['Step 1', '3 of 4']]
        """
        rows = [self.columns, *(map(worded, row) for row in self.cells)]
        return [[printable(text) for text in row] for row in rows]

    def _below(self) -> list[str]:
        return [printable(text) for text in (*self.notes, self.source) if text]

    def to_text(self, width: int = 80) -> str:
        """The table as plain text of at most `width` characters a line.

        Long text wraps; numbers stand on the right; columns that do not fit side by side follow in
        blocks, each beginning with the first column. East Asian wide characters count as two
        and align where the package `wcwidth` is installed.

        Raises:
            InvalidError: `width` is below 20.
        """
        if width < NARROWEST:
            message = f"{width} characters are too few for a table; give {NARROWEST} or more"
            raise InvalidError("table", [Problem("width", message)])
        title = wrapped(printable(self.title), width) if self.title else []
        below = [line for text in self._below() for line in wrapped(text, width)]
        parts = (
            "\n".join(title),
            laid_out(self.worded(), self.numeric(), width),
            "\n".join(below),
        )
        return "\n\n".join(part for part in parts if part)

    def to_markdown(self) -> str:
        r"""The table as GitHub Markdown, every character of a cell shown as itself.

        >>> print(Table(("Step", "Asked"), [("a|b", 4)]).to_markdown())
        | Step | Asked |
        | --- | ---: |
        | a\|b | 4 |
        """
        return markdown(printable(self.title), self.worded(), self.numeric(), self._below())

    def to_html(self) -> str:
        """The table as an HTML `<table>` with caption, column and row headers, and no script."""
        return html_table(printable(self.title), self.worded(), self.numeric(), self._below())

    def to_csv(self, *, notes: bool = True) -> str:
        r"""The tidy rows as CSV with a heading, safe to open in a spreadsheet.

        Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay
        numbers. Lines end in `\r\n`: open a file for it with `newline=""`. A table without
        rows has its notes and source in their headings, so that they are never dropped. Without
        `notes` the source alone stands in every row.

        >>> Table(("Step", "Asked"), [("=1+1", -4)], source="Pearce (2019)").to_csv()
        "Step,Asked,source\r\n'=1+1,-4,Pearce (2019)\r\n"
        """
        if not notes:
            return evolve(self, notes=()).to_csv()
        headings = self._tidy_names()
        if not self.cells:
            about = self._about()
            headings = [f"{name}: {about[name]}" if name in about else name for name in headings]
        return csv_text(headings, [list(row.values()) for row in self.rows()])

    def rows(self) -> list[dict[str, Tidy]]:
        """The rows as data, one dict each: numbers as numbers, dates as ISO text.

        A column of shares or fractions becomes three, `<column> numerator`, `<column>
        denominator` and `<column>`, the ratio as a float (`None` where there is no rate). The
        notes, joined by `; `, and the source stand in every row, as `notes` and `source`.

        >>> Table(("Green",), [(Share(3, 4),)], source="Pearce (2019)").rows()
        [{'Green numerator': 3, 'Green denominator': 4, 'Green': 0.75, 'source': 'Pearce (2019)'}]
        """
        names = self._tidy_names()
        ratios = ratio_columns(self.cells)
        about = self._about().values()
        return [
            dict(zip(names, [*tidy_row(row, ratios), *about], strict=True)) for row in self.cells
        ]

    def to_dict(self) -> dict[str, object]:
        """The table in JSON's own types: shares and fractions as numerator and denominator.

        >>> Table(("Green",), [(Share(3, 4),)], source="Pearce (2019)").to_dict()["rows"]
        [[{'numerator': 3, 'denominator': 4}]]
        """
        return {
            "title": self.title,
            "columns": list(self.columns),
            "rows": [[as_json(cell) for cell in row] for row in self.cells],
            "notes": list(self.notes),
            "source": self.source,
        }

    def _about(self) -> dict[str, str]:
        about = {"notes": "; ".join(self.notes), "source": self.source}
        return {name: text for name, text in about.items() if text}

    def _tidy_names(self) -> list[str]:
        return [*tidy_names(self.columns, ratio_columns(self.cells)), *self._about()]


class Tabular:
    """What a result shows: its tables, the summary first, as text and in a notebook.

    A class that inherits it defines `tables`; an attrs class says `@frozen(repr=False)` as well,
    so that a console shows the summary too.

    >>> class Answer(Tabular):
    ...     def tables(self):
    ...         return (Table(("Answer",), [(42,)]),)
    >>> Answer()
    Answer
    ------
        42
    """

    __slots__ = ()

    def tables(self) -> tuple[Table, ...]:
        """Every table of the result, the summary first and the detail after it."""
        raise NotImplementedError(f"{type(self).__name__}.tables")

    def table(self) -> Table:
        """The first table: the summary."""
        return self.tables()[0]

    def rows(self) -> list[dict[str, Tidy]]:
        """The rows of the first table as data; see `Table.rows`."""
        return self.table().rows()

    def __str__(self) -> str:
        return str(self.table())

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return "\n".join(table.to_html() for table in self.tables())

    def _repr_markdown_(self) -> str:
        return "\n\n".join(table.to_markdown() for table in self.tables())
