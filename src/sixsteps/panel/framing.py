"""A panel from a data frame of answers: every text checked once, every row by its number."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sixsteps.analysis.cells import Kind, Lack
from sixsteps.errors import DocumentError, InvalidError, Problem, WrongTypeError, listed, nearest
from sixsteps.formats.frames.columns import REQUIRED, named_columns
from sixsteps.model.framework import Framework
from sixsteps.model.respondents import Role
from sixsteps.model.scale import Scale
from sixsteps.panel.answers import NO_LEVEL, answer_table
from sixsteps.panel.axes import (
    Seat,
    asks,
    in_order,
    out_of_order,
    question_axis,
    require_common_ground,
)
from sixsteps.panel.codes import (
    ABSENT,
    EMPTIES,
    LACKS,
    LACKS_ANY,
    NOT_IN_FRAMEWORK,
    UNANSWERED,
    Bytes,
    empty,
)
from sixsteps.panel.cube import UNUSED, Cube
from sixsteps.panel.encoding import (
    MISSING,
    Column,
    Keys,
    Numbers,
    arrow_table,
    distinct,
    looked_up,
)
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
                message, near = framework.unknown_question(told), framework.nearest_question(told)
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
        keys = organisation.rows * np.int64(wide * deep)
        keys += respondent.rows * np.int32(deep) + role.rows + np.int32(deep + 1)
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
                message = self.scale.unknown(text)
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
        keys = (kind.rows + np.int64(1)) * (len(level.texts) + 1)
        keys += level.rows + np.int32(1)
        flags = [name for name in _FLAGS if name in self.columns.names]
        if flags:
            keys *= LACKS_ANY + 1
            for ours in flags:
                keys += self.columns.truths(ours) * LACKS[_FLAGS[ours]]
        else:
            table = table[:, :, 0]
        found: Bytes = table.reshape(-1)[keys]
        missing = found == NO_LEVEL
        if missing.any():
            self.columns.refuse("level", missing, "a rated answer without a level", "empty")
        return found

    def panel(self, kind: type[C], order: Sequence[str]) -> C:
        """The panel of the rows, of this class."""
        self.check()
        names = tuple(sorted({seat.organisation for seat in self.seats}))
        labels = self._in_time(order)
        rank = {label: place for place, label in enumerate(labels)}
        times = np.array([rank[text] for text in self.period.texts], np.int64)
        shape = len(self.questions), len(labels), len(self.seats)
        cells = np.zeros(shape, np.uint8)
        where = (times * shape[2])[self.period.rows] + self.seat
        where += self.question * np.int64(shape[1] * shape[2])
        cells.reshape(-1)[where] = self.bytes
        self._refuse_repeated(where, cells)
        there: npt.NDArray[np.bool_] = np.any(cells, axis=0)
        organisations = {name: number for number, name in enumerate(names)}
        owners = np.array([organisations[seat.organisation] for seat in self.seats], np.intp)
        used = np.full((len(labels), len(names)), UNUSED, np.int16)
        when, whose = np.nonzero(there)
        used[when, owners[whose]] = 0
        dates = np.zeros(used.shape, np.int32)
        if len(self.frameworks) > 1:
            rows = times[self.period.rows], owners[self.seat]
            self._spread("framework", self.framework, used, rows)
        if "date" in self.columns.names:
            rows = times[self.period.rows], owners[self.seat]
            self._spread("date", self.days, dates, rows)
            self._refuse_disorder(dates, names, labels)
        self.check()
        self._fill_empty(cells, used[:, owners], there)
        try:
            return kind(
                names, labels, self.seats, self.frameworks, self.questions, used, dates, cells
            )
        except InvalidError as error:
            raise DocumentError("frame", error.problems) from None

    def _spread(
        self,
        ours: str,
        rows: Numbers,
        into: npt.NDArray[Any],
        where: tuple[Keys, npt.NDArray[np.intp]],
    ) -> None:
        """Put what a column says of rounds into their places, refusing two things of one round."""
        into[where] = rows
        several = into[where] != rows
        message = "this differs from another row of the same organisation and period"
        self.columns.refuse(ours, several, message, "several")

    def _refuse_disorder(
        self, dates: npt.NDArray[np.int32], names: Sequence[str], labels: Sequence[str]
    ) -> None:
        """Refuse dates of an organisation that run against the order of the periods."""
        column = f'column "{self.columns.names["date"]}"'
        for name, days in zip(names, dates.T.tolist(), strict=True):
            dated = [
                (label, date.fromordinal(day))
                for label, day in zip(labels, days, strict=True)
                if day
            ]
            for (before, on), (after, later_on) in pairwise(dated):
                if later_on < on:
                    message = out_of_order(name, before, on, after, later_on)
                    self.columns.problems.append(Problem(column, message, code="order"))

    def _fill_empty(
        self, cells: Bytes, frameworks: npt.NDArray[np.int16], there: npt.NDArray[np.bool_]
    ) -> None:
        """Fill in the cells without an answer: unanswered where somebody is and is asked."""
        for own, identity in zip(cells, self.questions, strict=True):
            if not own.all():
                asked = np.array([asks(one, identity) for one in self.frameworks])[frameworks]
                code = np.where(asked, empty(UNANSWERED), empty(NOT_IN_FRAMEWORK))
                np.copyto(own, np.where(there, code, empty(ABSENT)), "unsafe", own == 0)

    def _in_time(self, order: Sequence[str]) -> tuple[str, ...]:
        """The periods in the order given, else by date and then by label."""
        first = np.full(len(self.period.texts), np.iinfo(np.int32).max, np.int32)
        if "date" in self.columns.names:
            np.minimum.at(first, self.period.rows, self.days)
        days = dict(zip(self.period.texts, first.tolist(), strict=True))
        if not order:
            return tuple(sorted(days, key=lambda label: (days[label], label)))
        missing = [label for label in days if label not in order]
        if missing:
            message = f"the order leaves out {listed(missing)}; name every period there is"
            raise InvalidError("panel", [Problem("periods", message, code="no-period")])
        return tuple(label for label in dict.fromkeys(order) if label in days)

    def _refuse_repeated(self, where: Keys, cells: Bytes) -> None:
        """Refuse a second answer to one question by one respondent in one period."""
        if np.count_nonzero(cells) < where.size:
            again = np.ones(where.size, bool)
            again[np.unique(where, return_index=True)[1]] = False
            message = "a second answer to the same question in the same period"
            self.columns.refuse("question", again, message, "duplicate")
