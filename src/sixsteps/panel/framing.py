"""A panel from a data frame of answers: each row's answer put into its cell."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from attrs import define, field, frozen

from sixsteps.analysis.cells import Kind, Lack
from sixsteps.errors import (
    DocumentError,
    InvalidError,
    MissingExtraError,
    Problem,
    WrongTypeError,
    listed,
    nearest,
)
from sixsteps.formats.frames.columns import REQUIRED, named_columns, narwhals
from sixsteps.model.framework import Framework
from sixsteps.model.ratings import Role
from sixsteps.model.scale import Scale
from sixsteps.panel.codes import (
    ABSENT,
    BLOCK,
    EMPTIES,
    LACKS,
    LACKS_ANY,
    NO_LEVEL,
    NOT_IN_FRAMEWORK,
    UNANSWERED,
    Bytes,
    answer_table,
    empty,
)
from sixsteps.panel.cube import (
    UNUSED,
    Cube,
    Seat,
    asks,
    in_order,
    out_of_order,
    question_axis,
    require_common_ground,
)

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


TEXTS = (
    *("organisation", "round", "period", "framework"),
    *("respondent", "role", "question", "kind", "level"),
)
"""The columns of texts that a panel is made of."""

MAX_ROWS = 100
"""How many rows are named for one kind of problem before the rest are only counted."""


@define
class Columns:
    """The columns of a frame that a panel reads, and the problems found with them."""

    table: Any
    names: Mapping[str, str]
    problems: list[Problem] = field(factory=list)
    _texts: dict[str, Column | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        names = [name for name in TEXTS if name in self.names]
        # Arrow works without the interpreter's lock.
        with ThreadPoolExecutor() as pool:
            found = pool.map(encoded, [self.table.column(self.names[name]) for name in names])
            self._texts = dict(zip(names, found, strict=True))

    def texts(self, ours: str) -> Column:
        """A column of texts, all missing where the frame has none."""
        if ours in self._texts and self._texts[ours] is None:
            self._wrong(ours, "strings")
        return self._texts.get(ours) or Column.nothing(self.table.num_rows)

    def truths(self, ours: str) -> npt.NDArray[np.bool_]:
        """A column of true and false, all false where the frame has none."""
        nothing = np.zeros(self.table.num_rows, bool)
        if ours not in self.names:
            return nothing
        found = truths(self.table.column(self.names[ours]))
        if found is None:
            self._wrong(ours, "true and false")
        return nothing if found is None else found

    def days(self) -> Numbers:
        """The dates as ordinals, 0 where there is none."""
        nothing = np.zeros(self.table.num_rows, np.int32)
        if "date" not in self.names:
            return nothing
        found = ordinals(self.table.column(self.names["date"]))
        if found is None:
            self._wrong("date", "dates")
        return nothing if found is None else found

    def _wrong(self, ours: str, wanted: str) -> None:
        kind = self.table.column(self.names[ours]).type
        place = f'column "{self.names[ours]}"'
        self.problems.append(
            Problem(place, f"a column of {wanted} is needed, not of {kind}", code="wrong-type")
        )

    def refuse(
        self,
        ours: str,
        wrong: npt.NDArray[np.bool_],
        message: str,
        code: str,
        near: str | None = None,
    ) -> None:
        """Report the rows that are wrong, counted from 1; after many only how many more."""
        rows = np.flatnonzero(wrong)
        column = f'column "{self.names.get(ours, ours)}"'
        self.problems += [
            Problem(f"row {row + 1}, {column}", message, code=code, suggestion=near)
            for row in rows[:MAX_ROWS].tolist()
        ]
        if rows.size > MAX_ROWS:
            more = f"{rows.size - MAX_ROWS} more rows of this kind"
            self.problems.append(Problem(column, more, code=code))


_FLAGS: Mapping[str, Lack] = {
    "has_evidence": "evidence",
    "has_remaining": "remaining",
    "has_plan": "plan",
}


class FrameRows:
    """The rows of a frame as numbers on the axes of the panel they make."""

    def __init__(self, columns: Columns, frameworks: Sequence[Framework]) -> None:
        self.columns = columns
        self.scale: Scale = frameworks[0].scale
        self.organisation = self.named("organisation")
        self.period = self.named("period" if "period" in columns.names else "round")
        self.frameworks = tuple(frameworks)
        self.framework = self.placed_framework()
        if len(frameworks) > 1 or not self.framework.size:
            self._leave_out_unmet()
        self.questions = question_axis(self.frameworks)
        self.question = self.placed_question()
        self.seats, self.seat = self.placed_seats()
        self.bytes = self.encoded_answers()
        self.days = columns.days()

    def check(self) -> None:
        """Raise if there is any problem so far."""
        DocumentError.check("frame", self.columns.problems)

    def named(self, ours: str) -> Column:
        """A column in which every row needs a text."""
        column = self.columns.texts(ours)
        blank = [place for place, text in enumerate(column.texts) if not text.strip()]
        if column.has_gaps or blank:
            missing = np.isin(column.rows, [MISSING, *blank])
            self.columns.refuse(ours, missing, "nothing stands here; every row needs it", "empty")
        return column

    def placed_framework(self) -> Numbers:
        """For each row the place of its framework."""
        column = self.columns.texts("framework")
        places = {one.fingerprint: place for place, one in enumerate(self.frameworks)}
        only = 0 if len(self.frameworks) == 1 else MISSING
        if only == 0 and not column.texts:
            return np.zeros(column.rows.size, np.int32)
        lookup = np.array([*(places.get(text, MISSING) for text in column.texts), only], np.int32)
        found = lookup[column.rows]
        message = f"no such framework; there are {listed([name[:12] for name in places])}"
        self.columns.refuse("framework", found == MISSING, message, "unknown-framework")
        self.check()
        return found

    def _leave_out_unmet(self) -> None:
        """Keep the frameworks that some row answers; the others are no part of the panel."""
        met = np.flatnonzero(np.bincount(self.framework, minlength=len(self.frameworks)))
        place_of = np.zeros(len(self.frameworks), np.int32)
        place_of[met] = np.arange(met.size)
        self.framework = place_of[self.framework]
        self.frameworks = tuple(self.frameworks[place] for place in met.tolist())

    def placed_question(self) -> Numbers:
        """For each row the place of its question on the axis."""
        column = self.columns.texts("question")
        places = {identity: place for place, identity in enumerate(self.questions)}
        lookup = np.full((len(self.frameworks), len(column.texts) + 1), MISSING, np.int32)
        for number, framework in enumerate(self.frameworks):
            for place, text in enumerate(column.texts):
                if framework.has_question(text):
                    lookup[number, place] = places[framework.identity(text)]
        # A row without a text has the place before the first: the last of the framework before.
        keys = column.rows
        if len(self.frameworks) > 1:
            keys = self.framework * np.int32(lookup.shape[1]) + keys
        found = lookup.reshape(-1)[keys]
        if found.size and found.min() == MISSING:
            self._refuse_questions(column, found)
        self.check()
        return found

    def _refuse_questions(self, column: Column, found: Numbers) -> None:
        """Refuse every question that the framework of its row does not ask."""
        wrong = found == MISSING
        for number, framework in enumerate(self.frameworks):
            own = wrong & (self.framework == number)
            for place in np.unique(column.rows[own]).tolist():
                told = None if place == MISSING else column.texts[place]
                message = "; ".join(framework.unknown_question(told))
                near = framework.nearest_question(told)
                rows = own & (column.rows == place)
                self.columns.refuse("question", rows, message, "unknown-question", near)

    def placed_seats(self) -> tuple[tuple[Seat, ...], Numbers]:
        """Who answers, in their order, and for each row the place of whoever does."""
        organisation = self.organisation
        respondent, role = self.columns.texts("respondent"), self.columns.texts("role")
        roles = [known.value for known in Role]
        for place, text in enumerate(role.texts):
            if text not in roles:
                message = f"unknown role; there are {listed(roles)}"
                near = nearest(text, roles)
                self.columns.refuse("role", role.rows == place, message, "unknown-role", near)
        if role.has_gaps:
            unnamed = (respondent.rows != MISSING) & (role.rows == MISSING)
            message = f"a respondent needs a role; there are {listed(roles)}"
            self.columns.refuse("role", unnamed, message, "unknown-role")
        self.check()
        wide, deep = len(respondent.texts) + 1, len(role.texts) + 1
        size = len(organisation.texts) * wide * deep

        def key_of(rows: slice) -> Keys:
            keys = organisation.rows[rows].astype(np.int64) * wide
            keys += respondent.rows[rows] + 1
            keys *= deep
            keys += role.rows[rows] + 1
            return keys

        keys = by_blocks(key_of, organisation.rows.size, np.int64)
        found = distinct(keys, size)
        seats = [
            Seat(
                organisation.texts[key // deep // wide],
                respondent.texts[who - 1] if (who := key // deep % wide) else None,
                Role(role.texts[key % deep - 1]) if key % deep else None,
            )
            for key in found.tolist()
        ]
        order = sorted(range(len(seats)), key=lambda place: seats[place].order)
        rank = np.empty(len(seats), np.int32)
        rank[order] = np.arange(len(seats), dtype=np.int32)
        return tuple(seats[place] for place in order), looked_up(keys, found, rank, size)

    def encoded_answers(self) -> Bytes:
        """For each row the byte of its cell."""
        level, kind = self.columns.texts("level"), self.columns.texts("kind")
        ranks = {key: rank for rank, key in enumerate(self.scale.keys)}
        for place, text in enumerate(level.texts):
            if text not in ranks:
                wrong = level.rows == place
                message = "; ".join(self.scale.unknown(text))
                near = nearest(text, ranks)
                self.columns.refuse("level", wrong, message, "unknown-level", near)
        codes = {str(name): code for name, code in EMPTIES.items()}
        for place, text in enumerate(kind.texts):
            if text not in codes and text != Kind.RATED:
                known = [Kind.RATED.value, *codes]
                message, near = f"unknown kind; there are {listed(known)}", nearest(text, known)
                self.columns.refuse("kind", kind.rows == place, message, "unknown-kind", near)
        self.check()
        table = answer_table(self.scale, kind.texts, level.texts)
        flags = {
            LACKS[lack]: self.columns.truths(ours)
            for ours, lack in _FLAGS.items()
            if ours in self.columns.names
        }
        bytes_of = table.reshape(-1) if flags else table[:, :, 0].reshape(-1)

        def byte_of(rows: slice) -> Bytes:
            keys = kind.rows[rows].astype(np.int64) + 1
            keys *= len(level.texts) + 1
            keys += level.rows[rows] + 1
            if flags:
                keys *= LACKS_ANY + 1
            for bit, flag in flags.items():
                keys += flag[rows] * bit
            found: Bytes = bytes_of[keys]
            return found

        found = by_blocks(byte_of, kind.rows.size, np.uint8)
        missing = found == NO_LEVEL
        if missing.any():
            self.columns.refuse("level", missing, "a rated answer without a level", "empty")
        return found


C = TypeVar("C", bound=Cube)


def from_table(
    kind: type[C],
    frame: Any,
    frameworks: Framework | Iterable[Framework],
    columns: Mapping[str, str],
    periods: Sequence[str],
) -> C:
    """The panel of a data frame, of this class; see `Panel.from_frame`."""
    given = (frameworks,) if isinstance(frameworks, Framework) else tuple(frameworks)
    if not given or not all(isinstance(one, Framework) for one in given):
        raise WrongTypeError("frameworks is a Framework or several of them")
    known = in_order({one.fingerprint: one for one in given}.values())
    require_common_ground(known)
    table = arrow_table(frame)
    named = named_columns(table.column_names, columns, REQUIRED)
    return _assembled(FrameRows(Columns(table, named), known), kind, periods)


def _assembled(frame: FrameRows, kind: type[C], order: Sequence[str]) -> C:
    """The panel of the rows, of this class."""
    frame.check()
    names = tuple(sorted({seat.organisation for seat in frame.seats}))
    labels = _in_time(frame, order)
    rank = {label: place for place, label in enumerate(labels)}
    times = np.array([rank[text] for text in frame.period.texts], np.int64)
    shape = len(frame.questions), len(labels), len(frame.seats)
    cells = np.zeros(shape, np.uint8)

    def where(rows: slice) -> Keys:
        places = frame.question[rows].astype(np.int64) * shape[1]
        places += times[frame.period.rows[rows]]
        places *= shape[2]
        places += frame.seat[rows]
        return places

    for block in blocks(frame.seat.size):
        cells.reshape(-1)[where(block)] = frame.bytes[block]
    if np.count_nonzero(cells) < frame.seat.size:
        _refuse_repeated(frame, where(slice(None)))
    there: npt.NDArray[np.bool_] = np.any(cells, axis=0)
    organisations = {name: number for number, name in enumerate(names)}
    owners = np.array([organisations[seat.organisation] for seat in frame.seats], np.intp)
    used = np.full((len(labels), len(names)), UNUSED, np.int16)
    when, whose = np.nonzero(there)
    used[when, owners[whose]] = 0
    dates = np.zeros(used.shape, np.int32)
    if len(frame.frameworks) > 1:
        rows = times[frame.period.rows], owners[frame.seat]
        _spread(frame, "framework", frame.framework, used, rows)
    if "date" in frame.columns.names:
        rows = times[frame.period.rows], owners[frame.seat]
        _spread(frame, "date", frame.days, dates, rows)
        _refuse_disorder(frame, dates, names, labels)
    frame.check()
    _fill_empty(frame, cells, used[:, owners], there)
    try:
        return kind(
            names, labels, frame.seats, frame.frameworks, frame.questions, used, dates, cells
        )
    except InvalidError as error:
        raise DocumentError("frame", error.problems) from None


def _spread(
    frame: FrameRows,
    ours: str,
    rows: Numbers,
    into: npt.NDArray[Any],
    where: tuple[Keys, npt.NDArray[np.intp]],
) -> None:
    """Put what a column says of rounds into their places, refusing two things of one round."""
    into[where] = rows
    several = into[where] != rows
    message = "this differs from another row of the same organisation and period"
    frame.columns.refuse(ours, several, message, "several")


def _refuse_disorder(
    frame: FrameRows, dates: npt.NDArray[np.int32], names: Sequence[str], labels: Sequence[str]
) -> None:
    """Refuse dates of an organisation that run against the order of the periods."""
    column = f'column "{frame.columns.names["date"]}"'
    for name, days in zip(names, dates.T.tolist(), strict=True):
        dated = [
            (label, date.fromordinal(day)) for label, day in zip(labels, days, strict=True) if day
        ]
        for (before, on), (after, later_on) in pairwise(dated):
            if later_on < on:
                message = out_of_order(name, before, on, after, later_on)
                frame.columns.problems.append(Problem(column, message, code="order"))


def _fill_empty(
    frame: FrameRows, cells: Bytes, frameworks: npt.NDArray[np.int16], there: npt.NDArray[np.bool_]
) -> None:
    """Fill in the cells without an answer: unanswered where somebody is and is asked."""
    for own, identity in zip(cells, frame.questions, strict=True):
        if not own.all():
            asked = np.array([asks(one, identity) for one in frame.frameworks])[frameworks]
            code = np.where(asked, empty(UNANSWERED), empty(NOT_IN_FRAMEWORK))
            np.copyto(own, np.where(there, code, empty(ABSENT)), "unsafe", own == 0)


def _in_time(frame: FrameRows, order: Sequence[str]) -> tuple[str, ...]:
    """The periods in the order given, else by date and then by label."""
    first = np.full(len(frame.period.texts), np.iinfo(np.int32).max, np.int32)
    if "date" in frame.columns.names:
        np.minimum.at(first, frame.period.rows, frame.days)
    days = dict(zip(frame.period.texts, first.tolist(), strict=True))
    if not order:
        return tuple(sorted(days, key=lambda label: (days[label], label)))
    missing = [label for label in days if label not in order]
    if missing:
        message = f"the order leaves out {listed(missing)}; name every period there is"
        raise InvalidError("panel", [Problem("periods", message, code="no-period")])
    return tuple(label for label in dict.fromkeys(order) if label in days)


def _refuse_repeated(frame: FrameRows, where: Keys) -> None:
    """Refuse a second answer to one question by one respondent in one period."""
    again = np.ones(where.size, bool)
    again[np.unique(where, return_index=True)[1]] = False
    message = "a second answer to the same question in the same period"
    frame.columns.refuse("question", again, message, "duplicate")
