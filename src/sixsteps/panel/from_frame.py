"""A panel from a data frame of answers: each row's answer put into its cell.

A column is encoded by pyarrow as the few different values in it, and these are read as
`frames.from_frame` reads them; from then on every row is numbers.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import define, field, frozen

from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind, PlanState, rated_cell
from sixsteps.errors import DocumentError, Problem
from sixsteps.formats.frame_columns import (
    CATEGORIES,
    TEXTS,
    Grammar,
    as_arrow,
    from_below,
    held,
    is_extension,
    kind_in,
    kind_of,
    named_columns,
    opened_frame,
    values_in,
)
from sixsteps.formats.problems import Causes, Place
from sixsteps.formats.rows import EntryError, as_day, id_among, is_empty, is_missing, text_of
from sixsteps.model.answers import Rating
from sixsteps.model.fields import id_problems
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity
from sixsteps.model.scale import Scale
from sixsteps.panel import axes
from sixsteps.panel.axes import UNUSED, OwnArray, PanelRespondent, Places, Truths
from sixsteps.panel.cell_bytes import LACKS, Bytes, Code, byte_of, byte_tables, empty
from sixsteps.words import as_id, folded

Numbers = npt.NDArray[np.int32]

MISSING = -1
"""The number of a value that is not there; as an index it means the last."""


@frozen
class Encoded:
    """A column as the different values in it and, for each row, the place of its own, or -1."""

    values: tuple[Any, ...]
    rows: Numbers

    @classmethod
    def of(cls, column: Any) -> "Encoded":
        """An array of pyarrow."""
        import pyarrow as pa

        if pa.types.is_null(column.type) or not len(column):
            return cls((), np.full(len(column), MISSING, np.int32))
        whole = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        whole = whole.unify_dictionaries().combine_chunks()
        if isinstance(whole, pa.ChunkedArray):
            whole = whole.chunk(0)
        numbers = whole.indices.cast(pa.int32()).fill_null(MISSING)
        return cls(tuple(map(held, whole.dictionary)), numbers.to_numpy(zero_copy_only=False))

    def unified(self, key: Callable[[Any], Any] = lambda value: value) -> "Encoded":
        """The same with values of one key as one, which the first row stands for.

        What no row holds is left out, and `None` is missing.
        """
        wide = len(self.values)
        first = np.full(wide + 1, self.rows.size, np.int64)
        places: dict[Any, int] = {}
        lookup = np.full(wide + 1, MISSING, np.int32)
        met = np.zeros(wide + 1, bool)
        met[self.rows] = True
        for place, value in enumerate(self.values):
            if value is not None and met[place]:
                lookup[place] = places.setdefault(key(value), len(places))
        if len(places) == wide:
            return self
        np.minimum.at(first, self.rows, np.arange(self.rows.size))
        shown: dict[int, tuple[int, Any]] = {}
        for own, row, value in zip(lookup.tolist(), first.tolist(), self.values, strict=False):
            if own != MISSING and row < shown.get(own, (self.rows.size, None))[0]:
                shown[own] = row, value
        return Encoded(tuple(shown[own][1] for own in range(len(places))), lookup[self.rows])


def _encoded(column: Any) -> Encoded:
    """A column of a frame: by Arrow, or value by value where Arrow cannot or does not know them."""
    arrow = as_arrow(column)
    known = arrow is not None and not is_extension(arrow)
    found = from_below(lambda: Encoded.of(arrow)) if known else None
    return found or _encoded_list(values_in(column))


def _encoded_list(values: list[Any]) -> Encoded:
    places: dict[Any, int] = {}
    held: list[Any] = []
    rows = np.full(len(values), MISSING, np.int32)
    for row, value in enumerate(values):
        if is_missing(value):
            continue
        key = type(value), value if isinstance(value, str | int | float | date) else None
        rows[row] = places.setdefault(key, len(held))
        if rows[row] == len(held):
            held.append(value)
    return Encoded(tuple(held), rows)


_READ = (
    *("organisation", "round", "period", "framework", "respondent", "role", "independent"),
    *("question", "kind", "level", "date", "has_evidence", "has_remaining", "has_plan", *TEXTS),
)
"""The columns that a panel is made of."""


@define
class FrameColumns:
    """The columns of a frame that a panel reads, encoded, and the problems found with them."""

    table: Any
    names: Mapping[str, str]
    problems: Causes = field(factory=Causes)
    _columns: dict[str, Encoded] = field(init=False)
    _kept: npt.NDArray[np.intp] = field(init=False)
    """The rows in which something stands, by their places in the frame."""

    def __attrs_post_init__(self) -> None:
        there = [name for name in _READ if name in self.names]
        # Arrow works without the interpreter's lock.
        with ThreadPoolExecutor() as pool:
            columns = [self.table[self.names[name]] for name in there]
            self._columns = dict(zip(there, pool.map(_encoded, columns), strict=True))
        blank = np.ones(len(self.table), bool)
        for column in self._columns.values():
            if blank.any():
                blank &= np.array([*map(is_empty, column.values), True])[column.rows]
        self._kept = np.flatnonzero(~blank)
        if blank.any():
            for name, column in self._columns.items():
                self._columns[name] = Encoded(column.values, column.rows[self._kept])

    def check(self) -> None:
        """Raise if there is any problem so far."""
        DocumentError.check("frame", self.problems)

    def meant(
        self,
        ours: str,
        reading: Callable[[Any, int], Any],
        groups: Numbers | None = None,
        where: Truths | None = None,
    ) -> Encoded:
        """The column with each of its values read, equal meanings as one, `None` as missing.

        With `groups` a value is read for each group whose rows have it, and `where` says which rows
        count. What cannot be read is a problem. Of nothing where the frame has no such column.
        """
        column = self._columns.get(ours)
        if column is None:
            return Encoded((), np.full(self._kept.size, MISSING, np.int32))
        wide = len(column.values)
        codes = column.rows if groups is None else groups * np.int32(wide) + column.rows
        ignored = column.rows == MISSING
        codes = np.where(ignored if where is None else ignored | ~where, MISSING, codes)
        # Few of the places are met where a hostile column has many values for many groups.
        met: Sequence[int] = range(wide)
        if groups is not None:
            met, codes = _numbered(codes)
        found: list[Any] = [None] * len(met)
        faults: dict[int, tuple[EntryError, object]] = {}
        for place, code in enumerate(met):
            if code != MISSING:
                value = column.values[code % wide]
                try:
                    found[place] = reading(value, code // wide)
                except EntryError as error:
                    faults[place] = error, value
        self._refuse(ours, codes, faults)
        return Encoded(tuple(found), codes).unified()

    def names_in(self, ours: str) -> Encoded:
        """The texts of a column, those that cannot be told apart by eye as one."""
        return self.meant(ours, _text).unified(folded)

    def truths(self, ours: str, holds: Callable[[Any], bool]) -> Truths:
        """The rows of which it `holds`, none where the value is missing or there is no column."""
        rows = self.meant(ours, lambda value, _: holds(value) or None).rows
        return np.not_equal(rows, MISSING)

    def need(self, ours: str, found: Encoded) -> None:
        """Report the rows in which nothing stands."""
        missing = found.rows == MISSING
        self.refuse(ours, missing, "nothing stands here", "every row needs it", "empty")

    def refuse(
        self, ours: str, wrong: Truths, message: str, remedy: str = "", code: str = "invalid"
    ) -> None:
        """Report the rows that are wrong, all for one cause."""
        if wrong.any():
            error = EntryError(message, remedy, code)
            self._refuse(ours, wrong.astype(np.int32), {1: (error, "")})

    def _refuse(
        self, ours: str, codes: Numbers, faults: Mapping[int, tuple[EntryError, object]]
    ) -> None:
        """Report each fault once, with its first row, counted from 1, and how many it has."""
        if not faults:
            return
        every = np.unique(codes, return_index=True, return_counts=True)
        for row, code, rows in sorted(zip(every[1], every[0], every[2], strict=True)):
            if int(code) in faults:
                error, value = faults[int(code)]
                place = Place(row=int(self._kept[row]) + 1, column=self.names.get(ours, ours))
                said = value if isinstance(value, str) and ours in CATEGORIES else ""
                problem = place.problem(*error.said, field=ours, suggestion=error.suggestion)
                self.problems.append(problem, said, int(rows))


def _numbered(values: npt.NDArray[Any]) -> tuple[list[int], Numbers]:
    """The different whole numbers, and for each value the place of its own among them."""
    import pyarrow as pa

    encoded = pa.array(values).dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy()


def _text(value: Any, _: int) -> str | None:
    return text_of(value) or None


def _truth(value: Any) -> bool:
    is_truth = type(value).__name__ in ("bool", "bool_")
    said = folded(str(value) if is_truth else text_of(value))
    if said not in ("true", "yes", "1", "false", "no", "0", ""):
        raise EntryError("neither true nor false", "give true or false", "wrong-type")
    return said in ("true", "yes", "1")


def fields_of_frame(
    frame: Any,
    known: Framework | Iterable[Framework],
    names: Mapping[str, str],
    order: Sequence[str],
    scale: Scale | None,
    **words: Any,
) -> tuple[Any, ...]:
    """The fields of the panel of a data frame; see `Panel.from_frame`."""
    grammar = Grammar.of(axes.common_frameworks(known, scale), **words)
    table = opened_frame(frame, in_memory=True)
    given = [name for name in table.columns if isinstance(name, str)]
    columns = FrameColumns(table, named_columns(given, names))
    organisation, title = columns.names_in("organisation"), columns.names_in("round")
    columns.need("organisation", organisation)
    columns.need("round", title)
    # Where no period is named, the round stands for it.
    named = columns.names_in("period")
    rows = title.rows + np.int32(len(named.values))
    rows = np.where(named.rows == MISSING, rows, named.rows)
    rows = np.where(title.rows < 0, MISSING, rows)
    period = Encoded((*named.values, *title.values), rows).unified(folded)
    frameworks, framework = _placed_frameworks(columns, grammar)
    columns.check()
    questions = axes.question_axis(frameworks)
    question = _placed_questions(columns, grammar, frameworks, framework, questions)
    respondents, respondent = _placed_respondents(columns, grammar, organisation)
    values = _byte_of_each_row(columns, grammar, frameworks, framework, scale)
    date_column = columns.meant("date", lambda value, _: as_day(value))
    days = np.array([*(day.toordinal() for day in date_column.values), 0], np.int32)
    days = days[date_column.rows]
    columns.check()

    organisations = tuple(sorted(organisation.values))
    first = np.full(len(period.values), np.iinfo(np.int32).max, np.int32)
    np.minimum.at(first, period.rows, days)
    labels = dict(zip(period.values, first.tolist(), strict=True))
    problems: list[Problem] = []
    periods = axes.ordered_periods(labels, order, problems)
    DocumentError.check("frame", problems)
    when = axes.places_on(periods, period.values)[period.rows]
    whose = axes.places_on(organisations, organisation.values)[organisation.rows]
    shape = len(questions), len(periods), len(respondents)
    DocumentError.check("frame", axes.require_room(shape, values.size))
    cells: Bytes = np.zeros(shape, np.uint8)
    where = np.ravel_multi_index((question, when, respondent), shape)
    cells.reshape(-1)[where] = values
    if np.count_nonzero(cells) < values.size:
        again = np.ones(values.size, bool)
        again[np.unique(where, return_index=True)[1]] = False
        message = "a second answer to the same question in the same period"
        columns.refuse("question", again, message, code="duplicate")
    there: Truths = np.any(cells, axis=0)
    for place, (one, other) in enumerate(pairwise(respondents)):
        if (one.organisation, one.id) == (other.organisation, other.id):
            both = (there[:, place] & there[:, place + 1])[when] & (respondent == place + 1)
            message = "this differs from another row of the same respondent and period"
            columns.refuse("role", both, message, code="several")
    used = np.full((len(periods), len(organisations)), UNUSED, np.int16)
    dates = np.zeros(used.shape, np.int32)
    titles = np.zeros(used.shape, np.int32)
    where = np.ravel_multi_index((when, whose), used.shape)
    for ours, rows, into in (
        ("framework", framework, used),
        ("date", days, dates),
        ("round", title.rows, titles),
    ):
        into.reshape(-1)[where] = rows
        message = "this differs from another row of the same organisation and period"
        columns.refuse(ours, into.reshape(-1)[where] != rows, message, code="several")
    columns.check()
    dated = [
        (organisations[who], label, date.fromordinal(day), (str(Place(column=name)),))
        for label, own in zip(periods, dates.tolist(), strict=True)
        for name in [columns.names.get("date", "date")]
        for who, day in enumerate(own)
        if day
    ]
    DocumentError.check("frame", axes.order_problems(dated, periods))
    owners = axes.places_on(organisations, [one.organisation for one in respondents])
    # A cell without an answer is unanswered where somebody is there and is asked.
    for own, identity in zip(cells, questions, strict=True):
        asked = np.array([axes.asks(one, identity) for one in frameworks])[used[:, owners]]
        code = np.where(asked, empty(Code.UNANSWERED), empty(Code.NOT_IN_FRAMEWORK))
        np.copyto(own, np.where(there, code, empty(Code.ABSENT)), "unsafe", own == 0)
    shown = organisations, periods, respondents, frameworks, questions
    return *shown, OwnArray(used), OwnArray(dates), OwnArray(cells), scale


def _placed_frameworks(
    columns: FrameColumns, grammar: Grammar
) -> tuple[tuple[Framework, ...], Numbers]:
    """The frameworks that some row answers, and for each row the place of its own among them."""
    found = columns.meant("framework", lambda value, _: grammar.framework(_text(value, 0)))
    rows, values = found.rows, found.values
    if (missing := rows == MISSING).any():
        try:
            rows = np.where(missing, np.int32(len(values)), rows)
            values = (*values, grammar.framework(None))
        except EntryError as error:
            columns.refuse("framework", missing & (not columns.problems), *error.said)
        columns.check()
    met = Encoded(values, rows).unified()
    frameworks = tuple(one for one in grammar.frameworks.values() if one in met.values)
    if not frameworks:
        problem = Problem(("frameworks",), "a panel without any round", "give at least one")
        raise DocumentError("frame", [problem])
    return frameworks, axes.places_on(frameworks, met.values).astype(np.int32)[met.rows]


def _placed_questions(
    columns: FrameColumns,
    grammar: Grammar,
    frameworks: Sequence[Framework],
    framework: Numbers,
    questions: Sequence[Identity],
) -> Places:

    def identity(value: Any, number: int) -> Identity | None:
        one = frameworks[number]
        return one.identity(grammar.question(one, value)) if text_of(value) else None

    found = columns.meant("question", identity, framework)
    if not columns.problems:
        columns.need("question", found)
    columns.check()
    return axes.places_on(questions, found.values)[found.rows]


def _placed_respondents(
    columns: FrameColumns, grammar: Grammar, organisation: Encoded
) -> tuple[tuple[PanelRespondent, ...], Places]:
    """The respondents in their order, and for each row the place of its respondent."""
    respondent = columns.meant("respondent", _text)
    named = respondent.rows != MISSING
    said = columns.meant("independent", lambda value, _: str(_truth(value)))
    others = (said.rows + 1).astype(np.int32)
    role = columns.meant(
        "role",
        lambda value, other: grammar.role(text_of(value), ("", *said.values)[other]),
        others,
        where=named,
    )
    if not columns.problems:
        try:
            grammar.role("")
        except EntryError as error:
            columns.refuse("role", named & (role.rows == MISSING), *error.said)
    columns.check()
    wide, deep = len(respondent.values) + 1, len(role.values) + 1
    keys = (organisation.rows.astype(np.int64) * wide + respondent.rows + 1) * deep + role.rows + 1
    met, places = _numbered(keys)
    ids: dict[int, dict[str, str]] = {}
    found = []
    for key in met:
        owner, who, what = key // deep // wide, key // deep % wide, key % deep
        name = respondent.values[who - 1] if who else None
        if name is not None:
            known = ids.setdefault(owner, {})
            given = as_id(name)
            given = id_among(name, known) if id_problems(given, ()) else given
            known.setdefault(given, folded(name))
            name = given
        has = role.values[what - 1] if what else None
        found.append(PanelRespondent(organisation.values[owner], name, has))
    respondents = tuple(sorted({*found}, key=lambda one: one.order))
    return respondents, axes.places_on(respondents, found)[places]


def _byte_of_each_row(
    columns: FrameColumns,
    grammar: Grammar,
    frameworks: Sequence[Framework],
    framework: Numbers,
    scale: Scale | None,
) -> Bytes:
    level = columns.meant(
        "level",
        lambda value, number: grammar.level(text_of(value), frameworks[number].scale),
        framework,
    )
    kind = columns.meant(
        "kind", lambda value, _: kind_in(text_of(value)) if text_of(value) else None
    )
    filled = {name: columns.truths(name, lambda value: text_of(value) != "") for name in TEXTS}
    columns.check()
    kinds, levels = [*kind.values, None], [*level.values, (None, False)]
    codes = framework * np.int32(len(kinds)) + np.where(kind.rows < 0, len(kinds) - 1, kind.rows)
    codes = codes * len(levels) + np.where(level.rows < 0, len(levels) - 1, level.rows)
    for name in TEXTS:
        codes = codes * 2 + filled[name]
    for lack in LACKS:
        has = columns.truths(f"has_{lack}", _truth)
        codes = codes * 2 + (has | filled[lack] if lack in filled else has)
    columns.check()
    met = np.bincount(codes)
    lookup: Bytes = np.zeros(met.size, np.uint8)
    tables = byte_tables(frameworks, scale)
    for code in np.flatnonzero(met).tolist():
        rest, flags = divmod(code, 2 ** len(LACKS))
        given = {lack for place, lack in enumerate([*LACKS][::-1]) if flags >> place & 1}
        rest, flags = divmod(rest, 2 ** len(TEXTS))
        texts = [name for place, name in enumerate(reversed(TEXTS)) if flags >> place & 1]
        rest, at = divmod(rest, len(levels))
        number, which = divmod(rest, len(kinds))
        own, said = levels[at]
        found, wrong = kind_of(kinds[which], own, texts, out=said)
        for column, message, fault in wrong:
            columns.refuse(column, codes == code, message, code=fault)
        if not wrong:
            lookup[code] = tables[number][_byte(frameworks[number].scale, found, own, given)]
            if not lookup[code]:
                message, remedy = "no mapping leads from this level to the scale", "name another"
                columns.refuse("level", codes == code, message, remedy, "no-mapping")
    columns.check()
    values: Bytes = lookup[codes]
    return values


def _byte(scale: Scale, kind: AnswerKind | None, level: str | None, has: Collection[str]) -> int:
    """The byte of an answer of this kind, on its own scale; without a kind it is started."""
    if kind not in (None, AnswerKind.RATED):
        return byte_of(AnswerCell("q", None, kind), scale)
    evidence = ["There is some"] if "evidence" in has else []
    remaining = "There is some" if "remaining" in has else ""
    plan = PlanState.CURRENT if "plan" in has else PlanState.NONE
    rating = Rating("q", level, evidence, remaining=remaining)
    return byte_of(rated_cell(scale, rating, plan, directly=False), scale)
