"""A column of whatever type is read, or refused by its name with an error of ours."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import sixsteps as ss
from sixsteps.formats import frame_columns
from sixsteps.panel import engines

SIX = ss.six_steps()
NAMED = "Jane Smith"
ROUND = ss.Round(
    SIX,
    "Anytown",
    "Spring",
    date(2026, 5, 1),
    [ss.Rating("s1q1", "amber", ["Log"], respondent="police")],
    respondents=[ss.Respondent("police", "Police", ss.Role.PEER)],
    period="2026",
)
TABLE = ss.frames.to_frame(ROUND, "pyarrow", empties=True, text=True)
TABLE = TABLE.slice(0, 2).append_column("of one's own", pa.array(["a", "b"]))
UNREAD = ("of one's own",)


def stored(kind: Any, values: Any) -> Any:
    return pa.ExtensionArray.from_storage(kind, values)


def of_pandas(values: Any) -> Any:
    return pa.Table.from_pandas(pd.DataFrame({"a": values})).column("a").combine_chunks()


def numbers(kind: Any, value: int, width: Any = None) -> Any:
    return pa.array([value] * 2, width or pa.int64()).view(kind)


TEXTS = pa.array([NAMED] * 2)
UUIDS = [UUID(int=0), UUID(int=1)]
TYPES: dict[str, Any] = {
    "null": pa.nulls(2),
    "bool": pa.array([True, False]),
    **{str(kind): pa.array([1, 2], kind) for kind in (pa.int8(), pa.uint64(), pa.float64())},
    "infinite": pa.array([float("inf"), float("nan")]),
    "half float": pa.array([1.5, 2.0]).cast(pa.float16()),
    "decimal128": pa.array([Decimal("1.1")] * 2),
    "decimal256": pa.array([Decimal("1.1")] * 2, pa.decimal256(50, 2)),
    **{
        str(kind): TEXTS.cast(kind)
        for kind in (pa.string(), pa.large_string(), pa.string_view(), pa.binary())
    },
    "binary of no text": pa.array([b"\xff"] * 2),
    "binary view": pa.array([b"\xff"] * 2, pa.binary_view()),
    "fixed binary": pa.array([b"\xff"] * 2, pa.binary(1)),
    "text of no text": pa.Array.from_buffers(pa.string(), 2, pa.array([b"\xff"] * 2).buffers()),
    "date32": pa.array([date(2026, 5, 1)] * 2),
    "date32 beyond Python": numbers(pa.date32(), 2**31 - 1, pa.int32()),
    "date64": pa.array([date(2026, 5, 1)] * 2, pa.date64()),
    "date64 beyond Python": numbers(pa.date64(), 2**62),
    "timestamp": pa.array([date(2026, 5, 1)] * 2).cast(pa.timestamp("us")),
    "timestamp of nanoseconds": pa.array([1, 2], pa.timestamp("ns")),
    "timestamp in a zone": pa.array([1, 2], pa.timestamp("us", "Europe/London")),
    "timestamp in no zone": pa.array([1, 2], pa.timestamp("us", "Nowhere/Land")),
    "timestamp beyond Python": numbers(pa.timestamp("s"), 86_400 * 10**9),
    "time": pa.array([time(1), time(2)]),
    "duration": pa.array([timedelta(1), timedelta(2)]),
    "duration beyond Python": numbers(pa.duration("s"), 2**62),
    "interval": pa.array([pa.scalar((1, 2, 3), pa.month_day_nano_interval())] * 2),
    "list": pa.array([[NAMED]] * 2),
    "large list": pa.array([[NAMED]] * 2, pa.large_list(pa.string())),
    "list view": pa.array([[NAMED]] * 2, pa.list_view(pa.string())),
    "fixed list": pa.array([[NAMED]] * 2, pa.list_(pa.string(), 1)),
    "struct": pa.array([{"a": NAMED}] * 2),
    "map": pa.array([[("a", NAMED)]] * 2, pa.map_(pa.string(), pa.string())),
    "sparse union": pa.UnionArray.from_sparse(pa.array([0, 0], pa.int8()), [TEXTS]),
    "dense union": pa.UnionArray.from_dense(
        pa.array([0, 0], pa.int8()), pa.array([0, 1], pa.int32()), [TEXTS]
    ),
    "run-end encoded": pa.RunEndEncodedArray.from_arrays([2], [NAMED]),
    "dictionary": TEXTS.dictionary_encode(),
    "dictionary of views": pa.DictionaryArray.from_arrays(
        pa.array([0, 0]), pa.array([NAMED], pa.string_view())
    ),
    "dictionary of binary": pa.array([b"a"] * 2).dictionary_encode(),
    "dictionary of lists": pa.DictionaryArray.from_arrays(pa.array([0, 0]), pa.array([[NAMED]])),
    "dictionary of null": pa.DictionaryArray.from_arrays(
        pa.array([0, 0]), pa.array([None], pa.string())
    ),
    "uuid": stored(pa.uuid(), pa.array([one.bytes for one in UUIDS], pa.binary(16))),
    "json": stored(pa.json_(), pa.array([f'"{NAMED}"'] * 2)),
    "bool8": stored(pa.bool8(), pa.array([1, 0], pa.int8())),
    "opaque": stored(pa.opaque(pa.string(), "some", "body"), TEXTS),
    "tensor": stored(
        pa.fixed_shape_tensor(pa.int32(), [1]), pa.array([[1]] * 2, pa.list_(pa.int32(), 1))
    ),
    "period": of_pandas(pd.PeriodIndex(["2026-05-01"] * 2, freq="D")),
    "interval of pandas": of_pandas(pd.interval_range(0, 2, 2)),
}
BACKENDS: dict[str, Callable[[Any], Any]] = {
    "pyarrow": lambda table: table,
    "polars": pl.from_arrow,
    "pandas": lambda table: table.to_pandas(),
    "pandas on arrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
}


def frames_of(name: str, column: str) -> Iterator[tuple[str, Any]]:
    """The table with a column of a type, for each backend that takes it in."""
    table = TABLE.set_column(TABLE.column_names.index(column), column, TYPES[name])
    for backend, taken in BACKENDS.items():
        # Polars holds every text to be one, and ends the program where it is not.
        if (name, backend) == ("text of no text", "polars"):
            continue
        try:
            yield backend, taken(table)
        except BaseException as error:
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise


def told(reading: Callable[[], object]) -> str:
    """What is said of a frame that is refused, nothing of one that is read."""
    try:
        reading()
    except ss.DocumentError as error:
        return str(error)
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("name", TYPES)
def test_a_column_of_any_type_is_read_or_refused_without_repeating_it(name: str) -> None:
    for column in (*frame_columns.COLUMNS, "evidence", *UNREAD):
        for backend, frame in frames_of(name, column):
            for reader in (ss.frames.from_frame, ss.Panel.from_frame):
                said = told(partial(reader, frame, SIX))
                assert NAMED not in said, (column, backend)
                assert not (said and column in (*UNREAD, "number")), (column, backend, said)


@pytest.mark.slow
@pytest.mark.parametrize("name", TYPES)
def test_engines_compute_with_a_column_of_any_type_or_refuse_it(name: str) -> None:
    for column in ("organisation", "respondent", "level", "date", "has_evidence", *UNREAD):
        for backend, frame in frames_of(name, column):
            said = told(partial(engines.coverage, frame, SIX))
            assert NAMED not in said, (column, backend)
            assert not (said and column in UNREAD), (column, backend, said)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("uuid", "of type UUID"),
        ("interval of pandas", "of type dict"),
        ("period", "that Python cannot hold"),
        ("list", "of type list"),
        ("text of no text", "that Python cannot hold"),
    ],
)
@pytest.mark.parametrize("reader", [ss.frames.from_frame, ss.Panel.from_frame])
def test_a_type_that_is_no_text_is_told_with_the_rows(reader: Any, name: str, kind: str) -> None:
    for _, frame in [*frames_of(name, "period")][:1]:
        assert told(partial(reader, frame, SIX)) == (
            f'a text is needed, not a value {kind} in 2 rows, first at row 1, column "period"'
        )


@pytest.mark.parametrize("reader", [ss.frames.from_frame, ss.Panel.from_frame])
def test_keys_and_quarters_as_pandas_has_them_are_told_with_the_rows(reader: Any) -> None:
    frame = TABLE.to_pandas().assign(unread=pd.interval_range(0, 2, 2))
    quarters = pd.PeriodIndex(["2026Q2"] * 2, freq="Q")
    assert told(partial(reader, frame.assign(period=quarters), SIX)) == (
        'a text is needed, not a value of type Period in 2 rows, first at row 1, column "period"'
    )
    assert told(partial(reader, frame.assign(respondent=UUIDS), SIX)) == (
        'a text is needed, not a value of type UUID in 2 rows, first at row 1, column "respondent"'
    )


@pytest.mark.parametrize(
    "name",
    [*("date32", "date64", "timestamp"), "timestamp in no zone"],
)
@pytest.mark.parametrize("reader", [ss.frames.from_frame, ss.Panel.from_frame])
def test_a_date_that_python_cannot_hold_is_told_with_the_rows(reader: Any, name: str) -> None:
    kind = name if "zone" in name else f"{name} beyond Python"
    for backend, frame in frames_of(kind, "date"):
        assert told(partial(reader, frame, SIX)) == (
            'not a date that Python can hold in 2 rows, first at row 1, column "date"; give one of'
            " a year from 1 to 9999 in a known time zone, such as 1 May 2026"
        ), backend


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("column", ["has_evidence", "has_plan", "respondent", "role", "date"])
def test_engines_compute_with_a_column_in_which_nothing_stands(column: str, backend: str) -> None:
    table = TABLE
    for name in {column, *(["respondent"] if column == "role" else [])}:
        table = table.set_column(table.column_names.index(name), name, pa.nulls(2))
    found = nw.from_native(engines.coverage(BACKENDS[backend](table), SIX)).lazy().collect()
    supported = 0 if column == "has_evidence" else 1
    assert found.rows() == [("s1", 2, 2, 2, 1, supported, 0)]


def test_engines_name_the_column_that_they_cannot_compute_with() -> None:
    for name, column, message in (
        ("list", "date", "a column of dates is needed, not of List"),
        ("struct", "level", "a column of strings is needed, not of Struct"),
        ("uuid", "respondent", "a column of strings is needed, not of Unknown"),
        ("uuid", "has_plan", "a column of true and false is needed, not of Unknown"),
        ("list view", "date", "the engine cannot make dates of this column"),
        ("text of no text", "organisation", "the engine cannot make strings of this column"),
    ):
        _, frame = next(frames_of(name, column))
        said = f'{message} at column "{column}"'
        assert told(partial(engines.levels, frame, SIX)).partition(";")[0] == said
