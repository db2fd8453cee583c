"""A panel from a data frame of answers: each row's answer put into its cell.

The columns of texts are encoded as dictionaries by pyarrow, and checked by their few different
texts; from then on every row is numbers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import define, field, frozen

from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind, PlanState, rated_cell
from sixsteps.errors import DocumentError, MissingExtraError, Problem, WrongTypeError
from sixsteps.formats.frames import REQUIRED, named_columns, narwhals
from sixsteps.formats.limits import bounded
from sixsteps.formats.rows import EntryError, role_of
from sixsteps.model.answers import KNOWN_ROLES, Rating, Role
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity
from sixsteps.model.scale import Scale
from sixsteps.panel.axes import (
    UNUSED,
    Days,
    PanelRespondent,
    Places,
    Used,
    asks,
    common_frameworks,
    order_problems,
    ordered_periods,
    places_on,
    question_axis,
)
from sixsteps.panel.cell_bytes import (
    ABSENT,
    EMPTIES,
    LACKS,
    LACKS_ANY,
    NOT_IN_FRAMEWORK,
    UNANSWERED,
    Bytes,
    byte_of,
    empty,
)
from sixsteps.words import for_the_first, listed, nearest

Numbers = npt.NDArray[np.int32]

MISSING = -1
"""The number of a value that is not there; as an index it means the last."""

_UNIX_EPOCH = 719_163
"""The ordinal of 1 January 1970, from which Arrow counts days."""


@frozen
class EncodedTexts:
    """A column as the different texts in it and, for each row, the place of its own, or -1."""

    texts: tuple[str, ...]
    rows: Numbers


def encoded(column: Any) -> EncodedTexts:
    """A column of texts, a dictionary of them or nothing as numbers."""
    import pyarrow as pa

    if pa.types.is_null(column.type) or not len(column):
        return EncodedTexts((), np.full(len(column), MISSING, np.int32))
    whole = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    whole = whole.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0)
    numbers = whole.indices.cast(pa.int32()).fill_null(MISSING)
    return EncodedTexts(tuple(whole.dictionary.to_pylist()), numbers.to_numpy(zero_copy_only=False))


_TEXTS = (
    *("organisation", "round", "period", "framework"),
    *("respondent", "role", "independent", "question", "kind", "level"),
)
"""The columns of texts that a panel is made of."""

MAX_ROWS = 100
"""The most rows named for one kind of problem; the rest are only counted."""


@define
class FrameColumns:
    """The columns of a frame that a panel reads, as arrays, and the problems found with them."""

    table: Any
    names: Mapping[str, str]
    problems: list[Problem] = field(factory=list)
    texts: dict[str, EncodedTexts] = field(init=False)
    """The columns of texts, all missing where the frame has none."""

    def __attrs_post_init__(self) -> None:
        # Arrow works without the interpreter's lock.
        with ThreadPoolExecutor() as pool:
            columns = [self._column(name, "strings", "string") for name in _TEXTS]
            self.texts = dict(zip(_TEXTS, pool.map(encoded, columns), strict=True))

    def check(self) -> None:
        """Raise if there is any problem so far."""
        DocumentError.check("frame", bounded(self.problems))

    def truths(self, ours: str) -> npt.NDArray[np.bool_]:
        """A column of true and false, false where it is missing or the frame has none."""
        column = self._column(ours, "true and false", "bool").cast("bool")
        found: npt.NDArray[np.bool_] = column.fill_null(fill_value=False).to_numpy()
        return found

    def days(self) -> Days:
        """The dates as ordinals, 0 where there is none."""
        days = self._column("date", "dates", "date", "timestamp").cast("date32", safe=False)
        found = days.cast("int32").fill_null(-_UNIX_EPOCH).to_numpy().astype(np.int64) + _UNIX_EPOCH
        outside = (found < 0) | (found > date.max.toordinal())
        self.refuse("date", outside, always("a date of no year from 1 to 9999"), "wrong-type")
        return np.where(outside, 0, found).astype(np.int32)

    def _column(self, ours: str, wanted: str, *kinds: str) -> Any:
        """A column of one of these kinds; of nothing where the frame has none, or a wrong one."""
        import pyarrow as pa

        nothing = pa.chunked_array([pa.nulls(len(self.table))])
        if ours not in self.names:
            return nothing
        column = _as_arrow(self.table.select(self.names[ours]))
        kind = "mixed values"
        if column is not None:
            is_encoded = pa.types.is_dictionary(column.type)
            kind = str(column.type.value_type if is_encoded else column.type)
            if kind == "null" or kind.removeprefix("large_").startswith(kinds):
                return column
        message = f"a column of {wanted} is needed, not of {kind}"
        self.problems.append(Problem((self.place(ours),), message, code="wrong-type"))
        return nothing

    def place(self, ours: str) -> str:
        """A column in words."""
        return f'column "{self.names.get(ours, ours)}"'

    def refuse(
        self,
        ours: str,
        wrong: npt.NDArray[np.bool_],
        told: Callable[[int], tuple[str, str, str | None]],
        code: str,
    ) -> None:
        """Report the rows that are wrong, counted from 1; after many only how many more.

        `told` gives for a row its message, its remedy and what is near.
        """
        rows = np.flatnonzero(wrong)
        column = self.place(ours)
        for row in rows[:MAX_ROWS].tolist():
            message, remedy, near = told(row)
            params = {"row": row + 1, "column": self.names.get(ours, ours)}
            path = (f"row {row + 1}, {column}",)
            self.problems.append(
                Problem(path, message, remedy, code, suggestion=near, params=params)
            )
        if rows.size > MAX_ROWS:
            more = f"{rows.size - MAX_ROWS} more rows of this kind"
            self.problems.append(Problem((column,), more, code=code))

    def refuse_unknown(
        self, ours: str, known: Sequence[str], told: Callable[[str], tuple[str, str]]
    ) -> None:
        """Report every text of a column that is none of those there are."""
        column, near = self.texts[ours], for_the_first(lambda text: nearest(text, known))
        unknown = [place for place, text in enumerate(column.texts) if text not in known]

        def say(row: int) -> tuple[str, str, str | None]:
            text = column.texts[column.rows[row]]
            return *told(text), near(text)

        self.refuse(ours, np.isin(column.rows, unknown), say, f"unknown-{ours}")


def always(message: str, remedy: str = "") -> Callable[[int], tuple[str, str, None]]:
    """The same for every row."""
    return lambda _: (message, remedy, None)


def fields_of_frame(
    frame: Any,
    frameworks: Framework | Iterable[Framework],
    columns: Mapping[str, str],
    periods: Sequence[str],
) -> tuple[Any, ...]:
    """The fields of the panel of a data frame; see `Panel.from_frame`."""
    known = common_frameworks(frameworks)
    table = opened_frame(frame, in_memory=True)
    there = [name for name in table.columns if isinstance(name, str)]
    names = named_columns(there, columns, REQUIRED)
    return _fields(FrameColumns(table, names), known, periods)


def opened_frame(frame: Any, *, in_memory: bool = False) -> Any:
    """A data frame as narwhals sees it.

    Raises:
        MissingExtraError: narwhals is not installed.
        WrongTypeError: for anything but a data frame.
        DocumentError: for one with two columns of one name.
    """
    nw = narwhals()
    try:
        return nw.from_native(frame, eager_only=in_memory)
    except TypeError:
        where = " in memory" if in_memory else ""
        others = "" if in_memory else ", or a lazy one of polars, DuckDB or PySpark"
        raise WrongTypeError(
            f"a value of type {type(frame).__name__} is no data frame{where}",
            f"give one of pandas, polars or pyarrow{others}",
        ) from None
    except nw.exceptions.DuplicateError:
        problem = Problem(("frame",), "two columns of one name", "rename one", "duplicate")
        raise DocumentError("frame", [problem]) from None


def _as_arrow(column: Any) -> Any:
    """A column as an array of pyarrow, or nothing where its values are of several types.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError:
        remedy = 'install it with: pip install "sixsteps[frames]"'
        raise MissingExtraError("a data frame needs pyarrow", remedy) from None
    try:
        # Through the Arrow stream, which copies less than `to_arrow`.
        return pa.table(column).column(0)
    except Exception:  # errors from below may repeat what is in a cell
        return None


def _fields(
    columns: FrameColumns, known: Sequence[Framework], order: Sequence[str]
) -> tuple[Any, ...]:
    columns.check()
    organisation = _named(columns, "organisation")
    period = _named(columns, "period" if "period" in columns.names else "round")
    frameworks, framework = _placed_frameworks(columns, known)
    questions = question_axis(frameworks)
    question = _placed_questions(columns, frameworks, framework, questions)
    respondents, respondent = _placed_respondents(columns, organisation)
    values = _byte_of_each_row(columns, known[0].scale)
    days = columns.days()
    columns.check()

    organisations = tuple(sorted(organisation.texts))
    first = np.full(len(period.texts), np.iinfo(np.int32).max, np.int32)
    np.minimum.at(first, period.rows, days)
    labels = dict(zip(period.texts, first.tolist(), strict=True))
    periods = ordered_periods(labels, order, columns.problems)
    columns.check()
    when = places_on(periods, period.texts)[period.rows]
    whose = places_on(organisations, organisation.texts)[organisation.rows]
    shape = len(questions), len(periods), len(respondents)
    cells: Bytes = np.zeros(shape, np.uint8)
    cells[question, when, respondent] = values
    if np.count_nonzero(cells) < values.size:
        again = np.ones(values.size, bool)
        where = np.ravel_multi_index((question, when, respondent), shape)
        again[np.unique(where, return_index=True)[1]] = False
        message = "a second answer to the same question in the same period"
        columns.refuse("question", again, always(message), "duplicate")
    used = np.full((len(periods), len(organisations)), UNUSED, np.int16)
    dates = np.zeros(used.shape, np.int32)
    titles = np.zeros(used.shape, np.int32)
    title = columns.texts["round"].rows
    for ours, rows, into in (
        ("framework", framework, used),
        ("date", days, dates),
        ("round", title, titles),
    ):
        into[when, whose] = rows
        if ours in columns.names:
            message = "this differs from another row of the same organisation and period"
            columns.refuse(ours, into[when, whose] != rows, always(message), "several")
    dated = [
        (organisations[who], label, date.fromordinal(day), (columns.place("date"),))
        for label, own in zip(periods, dates.tolist(), strict=True)
        for who, day in enumerate(own)
        if day
    ]
    columns.problems += order_problems(dated, periods)
    columns.check()
    owners = places_on(organisations, [one.organisation for one in respondents])
    _fill_empty(cells, frameworks, questions, used[:, owners])
    return organisations, periods, respondents, frameworks, questions, used, dates, cells


def _named(columns: FrameColumns, ours: str) -> EncodedTexts:
    """A column in which every row needs a text."""
    column = columns.texts[ours]
    blank = [place for place, text in enumerate(column.texts) if not text.strip()]
    missing = np.isin(column.rows, [MISSING, *blank])
    columns.refuse(ours, missing, always("nothing stands here", "every row needs it"), "empty")
    return column


def _placed_frameworks(
    columns: FrameColumns, known: Sequence[Framework]
) -> tuple[tuple[Framework, ...], Numbers]:
    """The frameworks that some row answers, and for each row the place of its own among them."""
    column = columns.texts["framework"]
    places = {one.fingerprint: place for place, one in enumerate(known)}
    only = 0 if len(known) == 1 else MISSING
    lookup = np.array([*(places.get(text, MISSING) for text in column.texts), only], np.int32)
    found = lookup[column.rows]
    remedy = f"there are {listed([name[:12] for name in places])}"
    told = always("no such framework", remedy)
    columns.refuse("framework", found == MISSING, told, "unknown-framework")
    columns.check()
    met = np.flatnonzero(np.bincount(found, minlength=len(known))).tolist()
    if not met:
        message, remedy = "a panel without any round", "give at least one"
        columns.problems.append(Problem(("frameworks",), message, remedy))
    columns.check()
    own = np.zeros(len(known), np.int32)
    own[met] = np.arange(len(met))
    return tuple(known[place] for place in met), own[found]


def _placed_questions(
    columns: FrameColumns,
    frameworks: Sequence[Framework],
    framework: Numbers,
    questions: Sequence[Identity],
) -> Numbers:
    """For each row the place of its question on the axis."""
    column = columns.texts["question"]
    places = {identity: place for place, identity in enumerate(questions)}
    lookup = np.full((len(frameworks), len(column.texts) + 1), MISSING, np.int32)
    for number, one in enumerate(frameworks):
        for place, text in enumerate(column.texts):
            if one.has_question(text):
                lookup[number, place] = places[one.identity(text)]
    found: Numbers = lookup[framework, column.rows]

    def told(row: int) -> tuple[str, str, str | None]:
        one, place = frameworks[framework[row]], column.rows[row]
        text = None if place == MISSING else column.texts[place]
        return *one.unknown_question(text), one.nearest_question(text)

    columns.refuse("question", found == MISSING, told, "unknown-question")
    columns.check()
    return found


def _roles(columns: FrameColumns) -> dict[str, Role]:
    """The roles by name: the known ones, and those that a row says to be independent or not."""
    role, independent = columns.texts["role"], columns.texts["independent"]
    found = dict(KNOWN_ROLES)
    for place, name in enumerate(role.texts):
        rows = np.flatnonzero((role.rows == place) & (independent.rows != MISSING))
        if name not in found and rows.size:
            try:
                found[name] = role_of(name, independent.texts[independent.rows[rows[0]]])
            except EntryError:
                continue
    return found


def _placed_respondents(
    columns: FrameColumns, organisation: EncodedTexts
) -> tuple[tuple[PanelRespondent, ...], Places]:
    """Who answers, in their order, and for each row the place of whoever does."""
    import pyarrow as pa

    respondent, role = columns.texts["respondent"], columns.texts["role"]
    roles, remedy = _roles(columns), f"there are {listed([*KNOWN_ROLES])}"
    columns.refuse_unknown("role", [*roles], lambda _: ("unknown role", remedy))
    unnamed = (respondent.rows != MISSING) & (role.rows == MISSING)
    columns.refuse("role", unnamed, always("a respondent needs a role", remedy), "unknown-role")
    columns.check()
    wide, deep = len(respondent.texts) + 1, len(role.texts) + 1
    keys = (organisation.rows.astype(np.int64) * wide + respondent.rows + 1) * deep + role.rows + 1
    encoded_keys = pa.array(keys).dictionary_encode()
    found = [
        PanelRespondent(
            organisation.texts[key // deep // wide],
            respondent.texts[who - 1] if (who := key // deep % wide) else None,
            roles[role.texts[key % deep - 1]] if key % deep else None,
        )
        for key in encoded_keys.dictionary.to_pylist()
    ]
    respondents = tuple(sorted(found, key=lambda one: one.order))
    return respondents, places_on(respondents, found)[encoded_keys.indices.to_numpy()]


_NO_LEVEL = 0
"""Stands for a rated answer without a level; no cell of a panel is 0."""


def _byte_of_each_row(columns: FrameColumns, scale: Scale) -> Bytes:
    """For each row the byte of its cell."""
    level, kind = columns.texts["level"], columns.texts["kind"]
    columns.refuse_unknown("level", scale.keys, scale.unknown)
    known = [AnswerKind.RATED.value, *(one.value for one in EMPTIES)]
    told = "unknown kind", f"there are {listed(known)}"
    columns.refuse_unknown("kind", known, lambda _: told)
    columns.check()
    for place, text in enumerate(kind.texts):
        if text not in (AnswerKind.RATED, AnswerKind.ANSWERED_NOT_ASKED):
            wrong = (kind.rows == place) & (level.rows != MISSING)
            told_of_kind = always(f"an answer that is {text!r} has no level")
            columns.refuse("level", wrong, told_of_kind, "kind")
    columns.check()
    has = np.zeros(level.rows.size, np.uint8)
    for lack, bit in LACKS.items():
        has |= columns.truths(f"has_{lack}") * np.uint8(bit)
    kinds = [*map(AnswerKind, kind.texts), None]
    levels = [*level.texts, None]
    table = [
        [[_byte(scale, one, key, flags) for flags in range(LACKS_ANY + 1)] for key in levels]
        for one in kinds
    ]
    found: Bytes = np.array(table, np.uint8)[kind.rows, level.rows, has]
    missing = always("a rated answer without a level")
    columns.refuse("level", found == _NO_LEVEL, missing, "empty")
    return found


def _byte(scale: Scale, kind: AnswerKind | None, level: str | None, has: int) -> int:
    """The byte of an answer of this kind; without a kind, one without a level is a draft."""
    if kind not in (None, AnswerKind.RATED):
        return byte_of(AnswerCell("q", None, kind), scale)
    if kind is AnswerKind.RATED and level is None:
        return _NO_LEVEL
    evidence = ["There is some"] if has & LACKS["evidence"] else []
    remaining = "There is some" if has & LACKS["remaining"] else ""
    plan = PlanState.CURRENT if has & LACKS["plan"] else PlanState.NONE
    rating = Rating("q", level, evidence, remaining=remaining)
    return byte_of(rated_cell(scale, rating, plan, directly=False), scale)


def _fill_empty(
    cells: Bytes, frameworks: Sequence[Framework], questions: Sequence[Identity], used: Used
) -> None:
    """Fill in the cells without an answer: unanswered where somebody is and is asked."""
    there = cells.any(axis=0)
    for own, identity in zip(cells, questions, strict=True):
        asked = np.array([asks(one, identity) for one in frameworks])[used]
        code = np.where(asked, empty(UNANSWERED), empty(NOT_IN_FRAMEWORK))
        np.copyto(own, np.where(there, code, empty(ABSENT)), "unsafe", own == 0)
