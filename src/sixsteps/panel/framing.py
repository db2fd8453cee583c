"""A panel from a data frame of answers: each row's answer put into its cell."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sixsteps.errors import DocumentError, InvalidError, Problem, WrongTypeError, listed
from sixsteps.formats.frames.columns import REQUIRED, named_columns
from sixsteps.model.framework import Framework
from sixsteps.panel.axes import asks, in_order, out_of_order, require_common_ground
from sixsteps.panel.codes import ABSENT, NOT_IN_FRAMEWORK, UNANSWERED, Bytes, empty
from sixsteps.panel.cube import UNUSED, Cube
from sixsteps.panel.encoding import Keys, Numbers, arrow_table, blocks
from sixsteps.panel.frame_columns import Columns
from sixsteps.panel.frame_rows import FrameRows

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
