"""A table of a result as a data frame of pandas, polars or pyarrow, every column typed."""

from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any

from sixsteps.errors import MissingExtraError, WrongTypeError
from sixsteps.table import Table
from sixsteps.words import listed, of_type, quoted

BACKENDS = ("pandas", "polars", "pyarrow")


def of_table(table: Table, backend: str = "pandas") -> Any:
    """A table of a result as a data frame of `backend` ("pandas", "polars" or "pyarrow").

    Every column has its type whatever its values: text, whole numbers of 64 bits, floats, truths
    or dates, empty where there is nothing. A numerator or denominator beyond 64 bits is empty, and
    its ratio stands. The source is in every row.

    Raises:
        MissingExtraError: pyarrow or the backend is not installed.
        WrongTypeError: for an unknown backend, or what is no table of a result.

    >>> from sixsteps import coverage, samples
    >>> frame = of_table(coverage(samples.spring_2026()).table("steps"), "pyarrow")
    >>> frame.column_names[:3], str(frame.schema.field("answered").type)
    (['step', 'step_id', 'asked'], 'double')
    """
    check_backend(backend)
    if not isinstance(table, Table) or table.data is None:
        raise WrongTypeError(
            f"{of_type(table)} is not a table of a result", "give result.table(name)"
        )
    pa = _installed("pyarrow")
    kinds = {
        "text": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
    }
    rows, types = table.rows(), {**table.data.types(), "source": "text"}
    columns = {
        name: pa.array([_typed(row[name], kind) for row in rows], kinds[kind])
        for name, kind in types.items()
    }
    found = pa.table(columns)
    if backend == "polars":
        return _installed("polars").from_arrow(found)
    if backend == "pandas":
        pd = _installed("pandas")
        own = (pd.StringDtype(), pd.Int64Dtype(), pd.Float64Dtype(), pd.BooleanDtype())
        nullable = dict(zip(kinds.values(), (*own, pd.ArrowDtype(pa.date32())), strict=True))
        return found.to_pandas(types_mapper=nullable.get)
    return found


def _typed(value: Any, kind: str) -> Any:
    if value is None or (kind == "int" and not -(2**63) <= value < 2**63):
        return None
    return date.fromisoformat(value) if kind == "date" else value


def _installed(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError:
        extra = 'install it with: pip install "sixsteps[frames]"'
        remedy = extra if name == "pyarrow" else f"install it with: pip install {name}"
        raise MissingExtraError(f"a data frame needs {name}", remedy) from None


def check_backend(backend: str) -> None:
    """Raise unless there is a backend of this name."""
    if not isinstance(backend, str) or backend not in BACKENDS:
        shown = quoted(backend, BACKENDS, "of that name")
        raise WrongTypeError(f"no backend {shown}", f"there are {listed(BACKENDS)}")
