"""A panel from a data frame of answers: every text checked once, every row by its number."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sixsteps.analysis.cells import Kind, Lack
from sixsteps.errors import DocumentError, InvalidError, Problem, WrongTypeError, listed, nearest
from sixsteps.formats.frames.columns import REQUIRED, named_columns
from sixsteps.model.framework import Framework
from sixsteps.model.respondents import Role
from sixsteps.model.scale import Scale
from sixsteps.panel.axes import Seat, asks, in_order, question_axis, require_common_ground
from sixsteps.panel.codes import (
    ABSENT,
    EMPTIES,
    LACKS,
    LACKS_ANY,
    NOT_IN_FRAMEWORK,
    UNANSWERED,
    Bytes,
    empty,
    rated,
)
from sixsteps.panel.cube import UNUSED, Cube
from sixsteps.panel.encoding import MISSING, Column, Numbers, arrow_table
from sixsteps.panel.frame_columns import Columns

_FLAGS: Mapping[str, Lack] = {
    "has_evidence": "evidence",
    "has_remaining": "remaining",
    "has_plan": "plan",
}

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
    return _Rows(Columns(table, named), known).panel(kind, periods)


class _Rows:
    """The rows of a frame as numbers on the axes of the panel they make."""

    def __init__(self, columns: Columns, frameworks: Sequence[Framework]) -> None:
        self.columns = columns
        self.scale: Scale = frameworks[0].scale
        self.organisation = self.named("organisation")
        self.period = self.named("period" if "period" in columns.names else "round")
        self.frameworks = tuple(frameworks)
        placed = self.placed_framework()
        # Those that no row answers are no part of the panel.
        met, self.framework = np.unique(placed, return_inverse=True)
        self.frameworks = tuple(frameworks[place] for place in met.tolist())
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
        missing = np.isin(column.rows, [MISSING, *blank])
        self.columns.refuse(ours, missing, "nothing stands here; every row needs it", "empty")
        return column

    def placed_framework(self) -> Numbers:
        """For each row the place of its framework."""
        column = self.columns.texts("framework")
        places = {one.fingerprint: place for place, one in enumerate(self.frameworks)}
        only = 0 if len(self.frameworks) == 1 else MISSING
        lookup = np.array([*(places.get(text, MISSING) for text in column.texts), only], np.int32)
        found = lookup[column.rows]
        message = f"no such framework; there are {listed([name[:12] for name in places])}"
        self.columns.refuse("framework", found == MISSING, message, "unknown-framework")
        self.check()
        return found

    def placed_question(self) -> Numbers:
        """For each row the place of its question on the axis."""
        column = self.columns.texts("question")
        places = {identity: place for place, identity in enumerate(self.questions)}
        lookup = np.full((len(self.frameworks), len(column.texts) + 1), MISSING, np.int32)
        for number, framework in enumerate(self.frameworks):
            for place, text in enumerate(column.texts):
                if framework.has_question(text):
                    lookup[number, place] = places[framework.identity(text)]
        found = lookup[self.framework, column.rows]
        for number, framework in enumerate(self.frameworks):
            for place in (MISSING, *range(len(column.texts))):
                wrong = (self.framework == number) & (column.rows == place)
                if lookup[number, place] == MISSING and wrong.any():
                    told = column.texts[place] if place != MISSING else None
                    message = framework.unknown_question(told)
                    near = framework.nearest_question(told)
                    self.columns.refuse("question", wrong, message, "unknown-question", near)
        self.check()
        return found

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
        unnamed = (respondent.rows != MISSING) & (role.rows == MISSING)
        message = f"a respondent needs a role; there are {listed(roles)}"
        self.columns.refuse("role", unnamed, message, "unknown-role")
        self.check()
        wide, deep = len(respondent.texts) + 1, len(role.texts) + 1
        keys = organisation.rows.astype(np.int64) * wide + (respondent.rows + 1)
        keys = keys * deep + (role.rows + 1)
        found, places = _distinct(keys, len(organisation.texts) * wide * deep)
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
        return tuple(seats[place] for place in order), rank[places]

    def encoded_answers(self) -> Bytes:
        """For each row the byte of its cell."""
        level, kind = self.columns.texts("level"), self.columns.texts("kind")
        ranks = {key: rank for rank, key in enumerate(self.scale.keys)}
        for place, text in enumerate(level.texts):
            if text not in ranks:
                wrong = level.rows == place
                message = self.scale.unknown(text)
                near = nearest(text, ranks)
                self.columns.refuse("level", wrong, message, "unknown-level", near)
        codes = {str(name): code for name, code in EMPTIES.items()}
        for place, text in enumerate(kind.texts):
            if text not in codes and text != Kind.RATED:
                known = listed([Kind.RATED.value, *codes])
                message, near = f"unknown kind; there are {known}", nearest(text, codes)
                self.columns.refuse("kind", kind.rows == place, message, "unknown-kind", near)
        self.check()
        has = np.zeros(level.rows.size, np.uint8)
        for ours, lack in _FLAGS.items():
            has |= self.columns.truths(ours).astype(np.uint8) * np.uint8(LACKS[lack])
        answers = np.full((len(level.texts) + 1, 8), empty(EMPTIES[Kind.DRAFT]), np.uint8)
        for place, text in enumerate(level.texts):
            needs = sum(LACKS[need] for need in self.scale.level(text).needs)
            for there in range(8):
                answers[place, there] = rated(ranks[text], needs & ~there & LACKS_ANY)
        found = answers[level.rows, has]
        if kind.texts:
            found = self._of_kind(found, kind, level.rows, codes)
        return found

    def _of_kind(
        self, answers: Bytes, kind: Column, levels: Numbers, codes: Mapping[str, int]
    ) -> Bytes:
        """The answers with those that a kind says are empty; a rated one needs a level."""
        is_rated = np.array([*(text == Kind.RATED for text in kind.texts), False])[kind.rows]
        missing = is_rated & (levels == MISSING)
        self.columns.refuse("level", missing, "a rated answer without a level", "empty")
        bytes_of = np.array([*(empty(codes.get(text, 0)) for text in kind.texts), 0], np.uint8)
        return np.where(is_rated | (kind.rows == MISSING), answers, bytes_of[kind.rows])

    def panel(self, kind: type[C], order: Sequence[str]) -> C:
        """The panel of the rows, of this class."""
        self.check()
        names, areas = _sorted(self.organisation)
        labels = self._in_time(order)
        rank = {label: place for place, label in enumerate(labels)}
        time = np.array([*(rank[text] for text in self.period.texts), 0], np.int32)[
            self.period.rows
        ]
        used = np.full((len(labels), len(names)), UNUSED, np.int16)
        dates = np.zeros(used.shape, np.int32)
        used[time, areas] = self.framework
        dates[time, areas] = self.days
        for ours, array, rows in (("framework", used, self.framework), ("date", dates, self.days)):
            several = array[time, areas] != rows
            message = "this differs from another row of the same organisation and period"
            self.columns.refuse(ours, several, message, "several")
        cells = self._empty_cells(used, time)
        where = (self.question.astype(np.int64) * len(labels) + time) * len(self.seats) + self.seat
        self._refuse_repeated(where, cells.size)
        self.check()
        cells.reshape(-1)[where] = self.bytes
        try:
            return kind(
                names, labels, self.seats, self.frameworks, self.questions, used, dates, cells
            )
        except InvalidError as error:
            raise DocumentError("frame", error.problems) from None

    def _empty_cells(self, used: npt.NDArray[np.int16], time: Numbers) -> Bytes:
        """The cells before any answer: unanswered where the framework asks and somebody is."""
        there = np.zeros((used.shape[0], len(self.seats)), bool)
        there[time, self.seat] = True
        places = {name: place for place, name in enumerate(sorted(set(self.organisation.texts)))}
        owners = [places[seat.organisation] for seat in self.seats]
        frameworks = used[:, owners]
        cells = np.empty((len(self.questions), *there.shape), np.uint8)
        for place, identity in enumerate(self.questions):
            asked = np.array([asks(one, identity) for one in self.frameworks])[frameworks]
            code = np.where(asked, empty(UNANSWERED), empty(NOT_IN_FRAMEWORK))
            cells[place] = np.where(there, code, empty(ABSENT))
        return cells

    def _in_time(self, order: Sequence[str]) -> tuple[str, ...]:
        """The periods in the order given, else by date and then by label."""
        first = np.full(len(self.period.texts), np.iinfo(np.int32).max, np.int32)
        np.minimum.at(first, self.period.rows, self.days)
        days = dict(zip(self.period.texts, first.tolist(), strict=True))
        if not order:
            return tuple(sorted(days, key=lambda label: (days[label], label)))
        missing = [label for label in days if label not in order]
        if missing:
            message = f"the order leaves out {listed(missing)}; name every period there is"
            raise InvalidError("panel", [Problem("periods", message, code="no-period")])
        return tuple(label for label in dict.fromkeys(order) if label in days)

    def _refuse_repeated(self, where: npt.NDArray[np.int64], size: int) -> None:
        """Refuse a second answer to one question by one respondent in one period."""
        seen = np.zeros(size, bool)
        seen[where] = True
        if np.count_nonzero(seen) < where.size:
            again = np.ones(where.size, bool)
            again[np.unique(where, return_index=True)[1]] = False
            message = "a second answer to the same question in the same period"
            self.columns.refuse("question", again, message, "duplicate")


def _distinct(
    keys: npt.NDArray[np.int64], size: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The different keys, sorted, and for each row the place of its own."""
    if size > 50_000_000:
        found, places = np.unique(keys, return_inverse=True)
        return found, places
    # Marking them is several times as fast as sorting them.
    there = np.zeros(size, bool)
    there[keys] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[keys]


def _sorted(column: Column) -> tuple[tuple[str, ...], Numbers]:
    """The texts of a column in order, and for each row the place of its own."""
    names = tuple(sorted(set(column.texts)))
    places = {name: place for place, name in enumerate(names)}
    lookup = np.array([*(places[text] for text in column.texts), MISSING], np.int32)
    return names, lookup[column.rows]
