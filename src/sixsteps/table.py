"""The neutral table that every result, framework and round becomes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from fractions import Fraction
from typing import TypeVar

from attrs import evolve, field, frozen

from sixsteps.errors import InvalidError, Problem, WrongTypeError
from sixsteps.rendering import NARROWEST, Tidy, csv_text, html_table, laid_out, markdown, wrapped
from sixsteps.words import listed

__all__ = ["Cell", "Share", "Table", "Tabular"]

# Python's own names of months follow the locale.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# Isolates, embeddings and overrides reorder what stands around them, in a terminal as in a page.
_REORDERING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _shown(value: object) -> str:
    """A number as a message repeats it; any other value, and one without end, by its type."""
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**18):
        return repr(value)
    return f"a value of type {type(value).__name__}"


@frozen
class Share:
    """`count` of `of`: a rate that keeps its numbers, with no rate where `of` is 0.

    `count` is from 0 to `of`. Two shares are equal only if both numbers are: 1 of 2 says less
    than 12 of 24.

    Raises:
        InvalidError: a number is not a whole one, is below 0, or `count` is above `of`.

    >>> print(Share(18, 24))
    18 of 24
    >>> Share(18, 24).value, Share(0, 0).value
    (Fraction(3, 4), None)
    """

    count: int = field()
    of: int = field()

    def __attrs_post_init__(self) -> None:
        problems = [
            Problem((name,), f"{_shown(value)} is not a count", "give a whole number from 0")
            for name, value in (("count", self.count), ("of", self.of))
            if not _is_whole(value) or value < 0
        ]
        if not problems and self.count > self.of:
            count, of = _shown(self.count), _shown(self.of)
            problems.append(Problem(("count",), f"{count} is more than the {of} it is a share of"))
        InvalidError.check("share", problems)

    @property
    def value(self) -> Fraction | None:
        """The rate from 0 to 1; `None` where `of` is 0."""
        return Fraction(self.count, self.of) if self.of else None

    def __str__(self) -> str:
        return f"{self.count} of {self.of}"


Cell = str | int | Fraction | date | Share | None  # a bool is an int to a type checker


def _is_cell(value: object) -> bool:
    # A time of day has no place in a table, and a datetime is a date to Python.
    known = isinstance(value, str | int | Fraction | date | Share | None)
    return known and not isinstance(value, datetime)


def worded(cell: Cell) -> str:
    """A cell as people read it: British dates, `18 of 24`, yes and no, nothing for `None`.

    A fraction is printed exactly; one too fine to picture has its decimals beside it.

    >>> [worded(cell) for cell in (date(2026, 5, 1), Share(18, 24), True, None)]
    ['1 May 2026', '18 of 24', 'yes', '']
    >>> worded(Fraction(-3, 40)), worded(Fraction(108577, 133160))
    ('-3/40', '108577/133160 (0.815)')
    """
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case date():
            return f"{cell.day} {MONTHS[cell.month - 1]} {cell.year}"
        case Fraction() if cell.denominator > 100:
            sign = "-" if cell < 0 else ""
            whole, thousandths = divmod(round(abs(cell) * 1000), 1000)
            return f"{cell} ({sign}{whole}.{thousandths:03})"
        case _:
            return str(cell)


def printable(text: str) -> str:
    r"""Text that can be shown anywhere: it commands no terminal and reorders no line.

    Line ends of every kind become `\n` and tabs spaces; other control characters, marks that
    reverse the direction of writing, halves of characters and what XML has no place for become
    U+FFFD.

    >>> printable("a\tb\r\nc\x1b[31m")
    'a b\nc�[31m'
    """
    if text.isascii() and text.isprintable():
        return text
    lines = re.sub(r"\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    return "".join(
        "\ufffd"
        if (unicodedata.category(character) in ("Cc", "Cs") and character != "\n")
        or ord(character) in _REORDERING
        or character in "\ufffe\uffff"
        else character
        for character in lines
    )


def _terms(cell: Cell) -> tuple[int | None, int | None]:
    """The numerator and the denominator of a cell in a column of ratios."""
    match cell:
        case Share():
            return cell.count, cell.of
        case Fraction():
            return cell.numerator, cell.denominator
        case int() if _is_whole(cell):
            return cell, 1
        case _:
            return None, None


def _tidy(cell: Cell) -> Tidy:
    """A cell as data: a date as ISO text, a ratio as a float."""
    match cell:
        case date():
            return cell.isoformat()
        case Share():
            return cell.count / cell.of if cell.of else None
        case Fraction():
            return cell.numerator / cell.denominator
        case _:
            return cell


T = TypeVar("T")


def _several(values: Iterable[T], place: str) -> tuple[T, ...]:
    if isinstance(values, str | bytes | Mapping | AbstractSet) or not isinstance(values, Iterable):
        kind = type(values).__name__
        raise WrongTypeError(f"{place} is one {kind}, not several values in order", "give a tuple")
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

    def _text_problems(self) -> Iterator[Problem]:
        texts: list[tuple[tuple[str | int, ...], object]] = [
            (("title",), self.title),
            (("source",), self.source),
            *((("columns", place), name) for place, name in enumerate(self.columns)),
            *((("notes", place), note) for place, note in enumerate(self.notes)),
        ]
        for path, text in texts:
            if not isinstance(text, str):
                yield Problem(path, f"{type(text).__name__} is not a text", "give a str")
        for place, name in enumerate(self.columns):
            if name == "":
                yield Problem(("columns", place), "a column without a name", "name it")
        if not self.columns:
            yield Problem(("columns",), "a table without columns", "name at least one")

    def _row_problems(self) -> Iterator[Problem]:
        columns = listed([str(name) for name in self.columns])
        for place, row in enumerate(self.cells):
            if len(row) != len(self.columns):
                yield Problem(
                    ("rows", place),
                    f"a row of length {len(row)} under {len(self.columns)} columns ({columns})",
                    "give one cell a column, None where there is nothing to show",
                )
            for index, cell in enumerate(row):
                if not _is_cell(cell):
                    message = f"{type(cell).__name__} is not a cell"
                    remedy = "give a str, int, bool, Fraction, date, Share or None"
                    yield Problem(("rows", place, index), message, remedy)

    def _name_problems(self) -> Iterator[Problem]:
        for name, count in Counter(self._tidy_names()).items():
            if count > 1:
                message = f"{count} columns named {name!r} in the rows"
                yield Problem(("columns",), message, "rename all but one")

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
        return [
            bool(column)
            and all(isinstance(cell, Share | Fraction) or _is_whole(cell) for cell in column)
            for column in filled
        ]

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
        blocks, each beginning with the first column. East Asian wide characters count as two, and
        marks that combine with their neighbour as none.

        Raises:
            InvalidError: `width` is below 20.
        """
        if not isinstance(width, int):
            raise WrongTypeError(
                f"width is a value of type {type(width).__name__}", "give a whole number"
            )
        if width < NARROWEST:
            message = f"{width} characters are too few for a table"
            problem = Problem(("width",), message, f"give {NARROWEST} or more")
            raise InvalidError("table", [problem])
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
        names, ratios, about = self._tidy_names(), self._ratios(), [*self._about().values()]
        rows = []
        for row in self.cells:
            values: list[Tidy] = []
            for place, cell in enumerate(row):
                values += [*(_terms(cell) if place in ratios else ()), _tidy(cell)]
            rows.append(dict(zip(names, [*values, *about], strict=True)))
        return rows

    def to_dict(self) -> dict[str, object]:
        """The table in JSON's own types: shares and fractions as numerator and denominator.

        >>> Table(("Green",), [(Share(3, 4),)], source="Pearce (2019)").to_dict()["rows"]
        [[{'numerator': 3, 'denominator': 4}]]
        """

        def plain(cell: Cell) -> Tidy | dict[str, int | None]:
            if isinstance(cell, Share | Fraction):
                return dict(zip(("numerator", "denominator"), _terms(cell), strict=True))
            return _tidy(cell)

        return {
            "title": self.title,
            "columns": list(self.columns),
            "rows": [[plain(cell) for cell in row] for row in self.cells],
            "notes": list(self.notes),
            "source": self.source,
        }

    def _about(self) -> dict[str, str]:
        about = {"notes": "; ".join(self.notes), "source": self.source}
        return {name: text for name, text in about.items() if text}

    def _ratios(self) -> set[int]:
        """The places of the columns that hold a share or a fraction."""
        return {
            place
            for row in self.cells
            for place, cell in enumerate(row)
            if isinstance(cell, Share | Fraction)
        }

    def _tidy_names(self) -> list[str]:
        """The columns' names as data, three for a column of ratios, then those of what is said."""
        ratios, names = self._ratios(), []
        for place, name in enumerate(self.columns):
            if place in ratios:
                names += [f"{name} numerator", f"{name} denominator"]
            names.append(name)
        return [*names, *self._about()]


class Tabular:
    """A result that shows itself as tables, the summary first, as text and in a notebook.

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
