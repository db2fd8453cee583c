"""The cells of a table as data: one value a column, and CSV that is safe in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from sixsteps.cells import Cell, Share, is_ratio

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
