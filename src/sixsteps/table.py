"""The neutral table that every result, framework and round becomes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeVar

from attrs import evolve, field, frozen

import sixsteps.rendering as rendering
from sixsteps.errors import InvalidError, Problem, UnknownIdError, WrongTypeError
from sixsteps.palette import Ink, level_inks
from sixsteps.rendering import Tidy, printable
from sixsteps.words import counted, listed, nearest, quoted

__all__ = ["Cell", "Data", "Result", "Share", "Table", "Tabular", "printable"]

# Python's own names of months follow the locale.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


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


class Percent(Fraction):
    """A share that people read as a percentage with one decimal."""


class Points(Fraction):
    """A difference of two shares, which people read in percentage points with one decimal."""


def worded(cell: Cell) -> str:
    """A cell as people read it: British dates, `18 of 24`, yes and no, nothing for `None`.

    A fraction is printed with three decimals, a `Percent` and `Points` with one.

    >>> [worded(cell) for cell in (date(2026, 5, 1), Share(18, 24), True, None)]
    ['1 May 2026', '18 of 24', 'yes', '']
    >>> worded(Fraction(108577, 133160)), worded(Percent(3, 8)), worded(Points(-3, 40))
    ('0.815', '37.5%', '-7.5 points')
    """
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case date():
            return f"{cell.day} {MONTHS[cell.month - 1]} {cell.year}"
        case Percent():
            return f"{decimal(cell * 100, 1)}%"
        case Points():
            return f"{decimal(cell * 100, 1)} points"
        case Fraction():
            return decimal(cell, 3)
        case _:
            return str(cell)


def decimal(value: Fraction, places: int) -> str:
    """A fraction in decimals, halves to even, without the noise of binary numbers."""
    rounded = round(value * 10**places)
    whole, rest = divmod(abs(rounded), 10**places)
    return f"{'-' if rounded < 0 else ''}{whole}.{rest:0{places}}"


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


@frozen
class Data:
    """The same rows for programs: each column with its name and its kind.

    The kind is text, int, bool, date or ratio (a share or a fraction). A ratio becomes three
    columns: `<name>_numerator` and `<name>_denominator`, whole numbers, and `<name>`, a float that
    is empty where there is no rate.

    >>> Data.of("step_id green:ratio", [("s1", Share(3, 4))]).rows()
    [{'step_id': 's1', 'green_numerator': 3, 'green_denominator': 4, 'green': 0.75}]
    """

    columns: tuple[tuple[str, str], ...]
    cells: tuple[tuple[Cell, ...], ...]
    joint: str = "_"

    @classmethod
    def of(cls, columns: str, rows: Iterable[Iterable[Cell]]) -> "Data":
        """Rows under columns said as `name` or `name:kind`; a column without a kind is text."""
        named = (column.partition(":") for column in columns.split())
        return cls(
            tuple((name, kind or "text") for name, _, kind in named), tuple(map(tuple, rows))
        )

    def types(self) -> dict[str, str]:
        """The name of every column with its type: text, int, float, bool or date."""
        return dict(self.typed())

    def typed(self) -> Iterator[tuple[str, str]]:
        """Every column in order, by its name and its type."""
        for name, kind in self.columns:
            for term in ("numerator", "denominator") if kind == "ratio" else ():
                yield f"{name}{self.joint}{term}", "int"
            yield name, "float" if kind == "ratio" else kind

    def rows(self) -> list[dict[str, Tidy]]:
        """The rows, one dict each."""
        names = self.types()
        return [dict(zip(names, self._row(row), strict=True)) for row in self.cells]

    def _row(self, row: tuple[Cell, ...]) -> Iterator[Tidy]:
        for (_, kind), cell in zip(self.columns, row, strict=True):
            yield from _terms(cell) if kind == "ratio" else ()
            yield _tidy(cell)


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
    (1 May 2026) and ISO in data. A table of a result has a `name`, and `data`: its columns for
    programs, where these are others than those for people.

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
    name: str = ""
    data: Data | None = None

    @classmethod
    def of(
        cls,
        name: str,
        title: str,
        columns: str | Sequence[str],
        rows: Iterable[Iterable[Cell]],
        notes: Iterable[str] = (),
        source: str = "",
        data: Data | None = None,
    ) -> "Table":
        """A table and its data from the same rows, both from one description of the columns.

        A column is said as `name` or `name:kind`, as `Data.of` takes it; its heading is the name
        in words, or given before it, `Heading=name`; `Heading=` is for people alone. The columns
        after `|` are data alone. A heading's spaces are said as `_`. Where other rows are the
        `data`, `columns` are headings.

        >>> found = Table.of("steps", "", "Step= asked:int | step_id", [("Step 1", 4, "s1")])
        >>> found.columns, found.cells, found.rows()[0]
        (('Step', 'Asked'), (('Step 1', 4),), {'step_id': 's1', 'asked': 4, 'source': ''})
        """
        if not isinstance(columns, str):
            return cls(columns, rows, title, notes, source, name, data)
        shown, _, alone = columns.partition("|")
        parts = [column.rpartition("=") for column in shown.split()]
        names = [name for *_, name in parts] + alone.split()
        headings = [
            (heading if said else name.partition(":")[0].capitalize()).replace("_", " ")
            for heading, said, name in parts
        ]
        given = [tuple(row) for row in rows]
        # What is data alone comes first: ids, keys of levels.
        order = [*range(len(parts), len(names)), *range(len(parts))]
        kept = [place for place in order if names[place]]
        tidy = [[row[place] for place in kept] for row in given]
        data = Data.of(" ".join(names[place] for place in kept), tidy)
        return cls(headings, [row[: len(parts)] for row in given], title, notes, source, name, data)

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
                # A time of day has no place in a table, and a datetime is a date to Python.
                if not isinstance(cell, Cell) or isinstance(cell, datetime):
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
        rows = f"{counted(len(self.cells), 'row')} of {listed(self.columns)}"
        return f"<Table {self.title!r}: {rows}>" if self.title else f"<Table: {rows}>"

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.in_notebook({})

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

    def _printed(self) -> tuple[str, list[list[str]], list[bool], list[str]]:
        """The title, the rows, which columns are numeric, and what stands below."""
        below = [printable(text) for text in (*self.notes, self.source) if text]
        return printable(self.title), self.worded(), self.numeric(), below

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
        if width < rendering.NARROWEST:
            message = f"{width} characters are too few for a table"
            problem = Problem(("width",), message, f"give {rendering.NARROWEST} or more")
            raise InvalidError("table", [problem])
        title, rows, numeric, below = self._printed()
        lines = [line for text in below for line in rendering.wrapped(text, width)]
        above = rendering.wrapped(title, width) if title else []
        parts = ("\n".join(above), rendering.laid_out(rows, numeric, width), "\n".join(lines))
        return "\n\n".join(part for part in parts if part)

    def to_markdown(self) -> str:
        r"""The table as GitHub Markdown, every character of a cell shown as itself.

        >>> print(Table(("Step", "Asked"), [("a|b", 4)]).to_markdown())
        | Step | Asked |
        | --- | ---: |
        | a\|b | 4 |
        """
        return rendering.markdown(*self._printed())

    def to_html(self) -> str:
        """The table as an HTML `<table>` with caption, column and row headers, and no script."""
        return rendering.html_table(*self._printed())

    def in_notebook(self, fills: Mapping[str, Ink]) -> str:
        """The table as HTML for a notebook: the words of levels on their fills, notes folded."""
        return rendering.html_table(*self._printed(), fills)

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
        headings, about = self._tidy_names(), self._about()
        if not self.cells:
            headings = [f"{name}: {about[name]}" if name in about else name for name in headings]
        rows = ([*row.values(), *about.values()] for row in self.tidy.rows())
        return rendering.csv_text(headings, rows)

    def rows(self) -> list[dict[str, Tidy]]:
        """The rows as data, one dict each: numbers as numbers, dates as ISO text.

        A column of shares or fractions becomes three: the numerator, the denominator and the
        ratio, a float (`None` where there is no rate). The source stands in every row, as
        `source`. The columns of a result's table have stable names; those of any other table are
        called by their headings.

        >>> Table(("Green",), [(Share(3, 4),)], source="Pearce (2019)").rows()
        [{'Green numerator': 3, 'Green denominator': 4, 'Green': 0.75, 'source': 'Pearce (2019)'}]
        """
        source = {"source": self.source} if self.source or self.data else {}
        return [{**row, **source} for row in self.tidy.rows()]

    @property
    def tidy(self) -> Data:
        """The table as data; its own cells under its own headings where it has no other."""
        if self.data is not None:
            return self.data
        ratios = {
            place
            for row in self.cells
            for place, cell in enumerate(row)
            if isinstance(cell, Share | Fraction)
        }
        kinds = ("ratio" if place in ratios else "" for place in range(len(self.columns)))
        return Data(tuple(zip(self.columns, kinds, strict=True)), self.cells, " ")

    def to_dict(self) -> dict[str, object]:
        """The table in JSON's own types: its title, its notes, its source and its tidy rows.

        >>> Table(("Asked",), [(4,)], "Coverage").to_dict()
        {'title': 'Coverage', 'notes': [], 'source': '', 'rows': [{'Asked': 4}]}
        """
        notes = list(self.notes)
        return {"title": self.title, "notes": notes, "source": self.source, "rows": self.rows()}

    def _about(self) -> dict[str, str]:
        about = {"notes": "; ".join(self.notes), "source": self.source}
        return {name: text for name, text in about.items() if text}

    def _tidy_names(self) -> list[str]:
        """The columns' names as data, then those of what is said of the whole table."""
        # A list: of the headings of a table of one's own two may be the same.
        return [*(name for name, _ in self.tidy.typed()), *self._about()]


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

    def table(self, name: str = "") -> Table:
        """The table of a name; without one the first: the summary.

        Raises:
            UnknownIdError: for a name that no table has.
        """
        every = self.all_tables()
        names = tuple(table.name for table in every if table.name)
        if not isinstance(name, str) or name not in ("", *names):
            raise UnknownIdError(
                f"no table {quoted(name, names, 'of that name')}",
                f"there are {listed(names, limit=len(names))}",
                "unknown-table",
                {"argument": "name", "choices": names},
                nearest(name, names),
            )
        return next(table for table in every if name in ("", table.name))

    def all_tables(self) -> tuple[Table, ...]:
        """Every table, those without rows too."""
        return self.tables()

    def rows(self) -> list[dict[str, Tidy]]:
        """The rows of the first table as data; see `Table.rows`."""
        return self.table().rows()

    def __str__(self) -> str:
        return str(self.table())

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return self._in_notebook(self.tables())

    def _in_notebook(self, tables: Iterable[Table]) -> str:
        """These tables as a notebook shows them, on the fills of the scale where there is one."""
        of = self if hasattr(self, "scale") else getattr(self, "framework", None)
        scale = getattr(of, "scale", None)
        inks = zip(scale.levels, level_inks(scale), strict=True) if scale else ()
        fills = {level.label: ink for level, ink in inks}
        return "\n".join(table.in_notebook(fills) for table in tables)

    def _repr_markdown_(self) -> str:
        return "\n\n".join(table.to_markdown() for table in self.tables())


class Result(Tabular):
    """A result of an analysis: tables by name, for people and as data, and what it is made from.

    A class that inherits it defines `all_tables`, the summary first.
    """

    __slots__ = ()

    def tables(self) -> tuple[Table, ...]:
        """The summary, and every other table that has rows."""
        first, *others = self.all_tables()
        return (first, *(one for one in others if one.cells))

    def all_tables(self) -> tuple[Table, ...]:
        """Every table, those without rows too; the summary first."""
        raise NotImplementedError(f"{type(self).__name__}.all_tables")

    @property
    def made_from(self) -> tuple[Any, ...]:
        """The rounds the result was made from, each with its title, date and framework."""
        return ()

    def to_frame(self, name: str = "", backend: str = "pandas") -> Any:
        """A table, the first unless named, as a data frame of "pandas", "polars" or "pyarrow".

        Its columns have the names and types of the page on results as data, whatever the rows.

        Raises:
            UnknownIdError: for a name that no table has.
            WrongTypeError: for an unknown backend.
            MissingExtraError: pyarrow or the backend is not installed.
        """
        # By its public name, which loads what it needs when it is first used.
        import sixsteps

        return sixsteps.frames.of_table(self.table(name), backend)

    def to_dict(self) -> dict[str, object]:
        """Every table in JSON's own types, with the library's version, frameworks and rounds.

        `frameworks` are seven characters of each fingerprint. The rows are those of `to_frame`,
        dates as ISO text.
        """
        import sixsteps

        tables = {table.name: table.to_dict() for table in self.all_tables()}
        return {"sixsteps": sixsteps.__version__, **self._made_of(), "tables": tables}

    def _made_of(self) -> dict[str, object]:
        rounds = [
            {
                "organisation": one.organisation,
                "title": one.title,
                "on": one.on.isoformat(),
                "framework": one.fingerprint[:7],
                "digest": one.digest,
            }
            for one in self.made_from
        ]
        return {"frameworks": sorted({one["framework"] for one in rounds}), "rounds": rounds}
