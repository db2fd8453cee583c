"""The neutral table that every result, framework and round becomes, and its formats."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from fractions import Fraction
from typing import TypeVar

from attrs import evolve, field, frozen

from sixsteps.errors import InvalidError, Problem, WrongTypeError, listed
from sixsteps.rendering import NARROWEST, html_table, laid_out, markdown, wrapped

# Python's own names of months follow the locale.
_MONTHS = (
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
            Problem(name, f"{_shown(value)} is no count; give a whole number from 0")
            for name, value in (("count", self.count), ("of", self.of))
            if not _is_whole(value) or value < 0
        ]
        if not problems and self.count > self.of:
            count, of = _shown(self.count), _shown(self.of)
            message = f"{count} is more than the {of} it is a share of"
            problems.append(Problem("count", message))
        InvalidError.check("share", problems)

    @property
    def value(self) -> Fraction | None:
        """The rate from 0 to 1; `None` where `of` is 0."""
        return Fraction(self.count, self.of) if self.of else None

    def __str__(self) -> str:
        return f"{self.count} of {self.of}"


CELL_TYPES = "a str, int, bool, Fraction, date, Share or None"
Cell = str | int | Fraction | date | Share | None  # a bool is an int to a type checker


def is_cell(value: object) -> bool:
    """Whether a table can hold `value`.

    A time of day has no place in a table, so a `datetime` (a `date` to Python) is none.

    >>> is_cell(Fraction(1, 3)), is_cell(0.333)
    (True, False)
    """
    known = isinstance(value, str | int | Fraction | date | Share | None)
    return known and not isinstance(value, datetime)


def is_ratio(cell: Cell) -> bool:
    """Whether a cell is a `Share` or a `Fraction`.

    >>> is_ratio(Share(1, 2)), is_ratio(2)
    (True, False)
    """
    return isinstance(cell, Share | Fraction)


def is_number(cell: Cell) -> bool:
    """Whether a cell reads as a number, and so stands on the right of its column.

    >>> is_number(Share(1, 2)), is_number(True)
    (True, False)
    """
    return is_ratio(cell) or _is_whole(cell)


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
            return f"{cell.day} {_MONTHS[cell.month - 1]} {cell.year}"
        case Fraction() if cell.denominator > 100:
            sign = "-" if cell < 0 else ""
            whole, thousandths = divmod(round(abs(cell) * 1000), 1000)
            return f"{cell} ({sign}{whole}.{thousandths:03})"
        case _:
            return str(cell)


def as_json(cell: Cell) -> str | int | dict[str, int] | None:
    """A cell in JSON's own types: dates as ISO text, ratios as numerator and denominator.

    >>> as_json(date(2026, 5, 1)), as_json(Share(18, 24))
    ('2026-05-01', {'numerator': 18, 'denominator': 24})
    """
    match cell:
        case date():
            return cell.isoformat()
        case Share():
            return {"numerator": cell.count, "denominator": cell.of}
        case Fraction():
            return {"numerator": cell.numerator, "denominator": cell.denominator}
        case _:
            return cell


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


Tidy = str | int | float | None

# What a spreadsheet takes for a formula. Apostrophes before it match too, so that taking one
# away always gives back the text.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def ratio_columns(rows: Sequence[Sequence[Cell]]) -> set[int]:
    """The places of the columns that hold a share or a fraction.

    >>> ratio_columns([("s1", Share(1, 2)), ("s2", None)])
    {1}
    """
    return {place for row in rows for place, cell in enumerate(row) if is_ratio(cell)}


def tidy_names(columns: Sequence[str], ratios: set[int]) -> list[str]:
    """The columns' names as data, three for a column of ratios.

    >>> tidy_names(["Step", "Green"], {1})
    ['Step', 'Green numerator', 'Green denominator', 'Green']
    """
    names = []
    for place, name in enumerate(columns):
        if place in ratios:
            names += [f"{name} numerator", f"{name} denominator"]
        names.append(name)
    return names


def tidy_row(row: Sequence[Cell], ratios: set[int]) -> list[Tidy]:
    """The values of one row under `tidy_names`: dates as ISO text, a ratio also as a float.

    >>> tidy_row([date(2026, 5, 1), Share(3, 4), Share(0, 0)], {1, 2})
    ['2026-05-01', 3, 4, 0.75, 0, 0, None]
    """
    values: list[Tidy] = []
    for place, cell in enumerate(row):
        if place in ratios:
            values += _terms(cell)
        values.append(_value(cell))
    return values


def _terms(cell: Cell) -> tuple[int | None, int | None]:
    match cell:
        case Share():
            return cell.count, cell.of
        case Fraction():
            return cell.numerator, cell.denominator
        case int() if not isinstance(cell, bool):
            return cell, 1
        case _:
            return None, None


def _value(cell: Cell) -> Tidy:
    match cell:
        case date():
            return cell.isoformat()
        case Share():
            return cell.count / cell.of if cell.of else None
        case Fraction():
            return cell.numerator / cell.denominator
        case _:
            return cell


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Tidy]]) -> str:
    r"""Rows as CSV, each line ending in `\r\n`, no text of which a spreadsheet computes.

    >>> csv_text(["Step", "Asked"], [("=1+1", -4)])
    "Step,Asked\r\n'=1+1,-4\r\n"
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(map(_csv_cell, headings))
    writer.writerows(map(_csv_cell, row) for row in rows)
    return text.getvalue()


def _csv_cell(value: Tidy) -> Tidy:
    match value:
        case bool():
            return "true" if value else "false"
        case str() if _FORMULA.match(value):
            return f"'{value}"
        case _:
            return value


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
