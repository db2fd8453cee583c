"""Columns of strings as small numbers, through Arrow dictionaries: each text is met once.

Several such numbers of a row make one key, and what is to be known of a row is looked up by it.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from attrs import frozen

from sixsteps.errors import MissingExtraError, WrongTypeError
from sixsteps.formats.frames.columns import narwhals
from sixsteps.panel.counting import BLOCK

T = TypeVar("T", bound=np.generic)

Numbers = npt.NDArray[np.int32]

Places: TypeAlias = npt.NDArray[np.int16] | npt.NDArray[np.int32]
"""Of 16 bits where they hold all: most of the time of a long column is that of its memory."""

Keys = npt.NDArray[np.int64]
"""Of 64 bits, because NumPy looks up and puts in place by them twice as fast as by 32."""

MISSING = -1
"""The number of a value that is not there."""

_UNIX_EPOCH = 719_163
"""The ordinal of 1 January 1970, from which Arrow counts days."""


@frozen
class Column:
    """A column as the different texts in it and, for each row, the place of its own, or -1.

    `has_gaps` says whether a row has none.
    """

    texts: tuple[str, ...]
    rows: Places
    has_gaps: bool

    @classmethod
    def nothing(cls, size: int) -> "Column":
        """A column of so many rows without a text."""
        return cls((), np.full(size, MISSING, np.int32), size > 0)


def arrow_table(frame: Any) -> Any:
    """A data frame as a pyarrow table.

    Raises:
        MissingExtraError: narwhals or pyarrow is not installed.
        WrongTypeError: for what is no data frame in memory.
    """
    try:
        import pyarrow as pa

        # Through the Arrow stream, which copies less than `to_arrow`.
        return pa.table(narwhals().from_native(frame, eager_only=True))
    except ImportError:
        raise MissingExtraError(
            'a data frame needs pyarrow; install it with: pip install "sixsteps[frames]"'
        ) from None
    except TypeError:
        raise WrongTypeError(
            f"a value of type {type(frame).__name__} is no data frame in memory; give one of"
            " pandas, polars or pyarrow"
        ) from None


def encoded(column: Any) -> Column | None:
    """A column of strings as numbers; `None` for one of anything else."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_null(kind):
        return Column.nothing(len(column))
    is_encoded = pa.types.is_dictionary(kind)
    if not _is_text(kind.value_type if is_encoded else kind):
        return None
    if not len(column):
        return Column.nothing(0)
    runs = _runs(column)
    if runs is not None:
        texts, lengths = runs
        found = texts.dictionary_encode()
        places = found.indices.to_numpy()
        if len(found.dictionary) <= np.iinfo(np.int16).max:
            places = places.astype(np.int16)
        rows = np.repeat(places, lengths)
        return Column(tuple(found.dictionary.to_pylist()), rows, has_gaps=False)
    few = _few(column)
    if few is not None:
        return few
    whole = column if is_encoded else column.dictionary_encode()
    whole = whole.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        (whole,) = whole.chunks
    numbers = whole.indices.cast(pa.int32())
    gaps = numbers.null_count > 0
    rows = (numbers.fill_null(MISSING) if gaps else numbers).to_numpy(zero_copy_only=False)
    return Column(tuple(whole.dictionary.to_pylist()), rows, gaps)


_LONG = 8
"""How many rows a run holds at least, on average, where runs are quicker than rows."""


def _runs(column: Any) -> tuple[Any, Keys] | None:
    """The texts of a column, each run of one text once, and how many rows each run holds.

    Rows mostly stand sorted by one column or another, and comparing the views of neighbours is
    several times as fast as finding texts in a dictionary. Views that are alike are of one text;
    where one text has two views, a run only begins anew. `None` for columns without views, and as
    soon as runs are found to be short.
    """
    import pyarrow as pa

    if not pa.types.is_string_view(column.type) or column.null_count or column.num_chunks != 1:
        return None
    (texts,) = column.chunks
    _, _, *others = texts.buffers()
    views = _views(texts)
    begins = np.ones(len(texts), bool)
    for start in range(0, len(texts) - 1, BLOCK):
        ends = 2 * min(start + BLOCK, len(texts) - 1)
        differs = views[2 * start + 2 : ends + 2] != views[2 * start : ends]
        own = begins[start + 1 : ends // 2 + 1]
        own[:] = differs.view(np.uint16)  # of either of its two numbers
        if np.count_nonzero(own) * _LONG > own.size:
            return None
    starts = np.flatnonzero(begins)
    kept = [None, pa.py_buffer(views.reshape(-1, 2)[starts]), *others]
    each = pa.Array.from_buffers(texts.type, starts.size, kept)
    return each, np.diff(starts, append=len(texts))


_FEW = 6
"""Up to how many texts comparing every row with each is quicker than a dictionary."""


def _few(column: Any) -> Column | None:
    """A column of few texts, whose views are compared as numbers; `None` for any other."""
    import pyarrow as pa

    if not pa.types.is_string_view(column.type) or column.num_chunks != 1:
        return None
    (texts,) = column.chunks
    gaps = texts.null_count > 0
    there = texts.is_valid().to_numpy(zero_copy_only=False) if gaps else None
    halves = _views(texts).reshape(-1, 2)
    numbers = np.zeros(len(texts), np.uint8)  # from 1; 0 is none
    firsts: list[int] = []
    for start in range(0, len(texts), BLOCK):
        block = slice(start, start + BLOCK)
        low, high = np.ascontiguousarray(halves[block].T)
        own = numbers[block]
        to_do = np.ones(own.size, bool) if there is None else there[block].copy()
        for number in range(1, _FEW + 1):
            if number > len(firsts):
                if not to_do.any():
                    break
                firsts.append(start + int(to_do.argmax()))
            length, text = halves[firsts[number - 1]]
            same = (low == length) & (high == text) & to_do
            own += same.view(np.uint8) * np.uint8(number)
            to_do ^= same
        if to_do.any():
            return None
    found = tuple(texts[first].as_py() for first in firsts)
    # One long text may stand in two places, and have two views.
    if len({*found}) < len(found):
        return None
    return Column(found, np.subtract(numbers, 1, dtype=np.int16), gaps)


def _views(texts: Any) -> Keys:
    """The views of an array of texts, two numbers each: the length, and the text or its place."""
    _, given, *_ = texts.buffers()
    return np.frombuffer(given, np.int64)[2 * texts.offset :][: 2 * len(texts)]


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def truths(column: Any) -> npt.NDArray[np.bool_] | None:
    """A column of true and false, a missing one false; `None` for one of anything else."""
    import pyarrow as pa

    if pa.types.is_null(column.type):
        return np.zeros(len(column), bool)
    if not pa.types.is_boolean(column.type):
        return None
    found: npt.NDArray[np.bool_] = column.fill_null(fill_value=False).to_numpy()
    return found


def ordinals(column: Any) -> Numbers | None:
    """A column of dates as ordinals, a missing one 0; `None` for one of anything else."""
    import pyarrow as pa

    if pa.types.is_null(column.type):
        return np.zeros(len(column), np.int32)
    if not (pa.types.is_date(column.type) or pa.types.is_timestamp(column.type)):
        return None
    days = column.cast(pa.date32(), safe=False).cast(pa.int32())
    found: Numbers = days.fill_null(-_UNIX_EPOCH).to_numpy() + np.int32(_UNIX_EPOCH)
    return found


def blocks(size: int) -> Iterator[slice]:
    """The rows in parts that stay in the cache with what is made of them on the way."""
    for start in range(0, size, BLOCK):
        yield slice(start, min(start + BLOCK, size))


def by_blocks(made: Callable[[slice], npt.NDArray[T]], size: int, kind: type[T]) -> npt.NDArray[T]:
    """What is made of every row, block by block."""
    found = np.empty(size, kind)
    for rows in blocks(size):
        found[rows] = made(rows)
    return found


_MARKED = 50_000_000
"""Up to how many keys there could be, those there are get marked instead of sorted."""


def distinct(keys: Keys, size: int) -> Keys:
    """The different keys, sorted; all are below `size`."""
    if size > _MARKED:
        return np.unique(keys)
    there = np.zeros(size, bool)
    there[keys] = True
    return np.flatnonzero(there)


def looked_up(keys: Keys, known: Keys, values: Numbers, size: int) -> Numbers:
    """For each key the value that stands where the key does among the known ones."""
    if size > _MARKED:
        return values[np.searchsorted(known, keys)]
    table = np.zeros(size, np.int32)
    table[known] = values
    return table[keys]
