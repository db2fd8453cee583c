"""Columns of strings as small numbers, through Arrow dictionaries: each text is met once.

Several such numbers of a row make one key, and what is to be known of a row is looked up by it.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import frozen

from sixsteps.errors import MissingExtraError, WrongTypeError
from sixsteps.formats.frames.columns import narwhals

Numbers = npt.NDArray[np.int32]

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
    rows: Numbers
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
            f"a {type(frame).__name__} is no data frame in memory; give one of pandas, polars or"
            " pyarrow"
        ) from None


def encoded(column: Any) -> Column | None:
    """A column of strings as numbers; `None` for one of anything else."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_null(kind):
        return Column.nothing(len(column))
    if not pa.types.is_dictionary(kind):
        if not _is_text(kind):
            return None
        column = column.dictionary_encode()
    elif not _is_text(kind.value_type):
        return None
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], kind)
    rows = whole.indices.cast(pa.int32())
    gaps = rows.null_count > 0
    rows = (rows.fill_null(MISSING) if gaps else rows).to_numpy(zero_copy_only=False)
    return Column(tuple(whole.dictionary.to_pylist()), rows, gaps)


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


_MARKED = 50_000_000
"""Up to how many keys there could be, those there are get marked instead of sorted."""

Keys = npt.NDArray[np.int32] | npt.NDArray[np.int64]


def number_type(size: int) -> type[np.int32 | np.int64]:
    """The smaller type of numbers that takes keys below `size`."""
    return np.int32 if size <= np.iinfo(np.int32).max else np.int64


def distinct(keys: Keys, size: int) -> npt.NDArray[np.int64]:
    """The different keys, sorted; all are below `size`."""
    if size > _MARKED:
        return np.unique(keys).astype(np.int64)
    there = np.zeros(size, bool)
    there[keys] = True
    return np.flatnonzero(there)


def looked_up(keys: Keys, known: npt.NDArray[np.int64], values: Numbers, size: int) -> Numbers:
    """For each key the value that stands where the key does among the known ones."""
    if size > _MARKED:
        return values[np.searchsorted(known, keys)]
    table = np.zeros(size, np.int32)
    table[known] = values
    return table[keys]
