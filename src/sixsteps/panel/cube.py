"""The cells of many rounds with their axes, one byte each, and the parts of such a cube."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen

from sixsteps.errors import (
    InvalidError,
    NotComparableError,
    Problem,
    UnknownIdError,
    listed,
    nearest,
)
from sixsteps.model.checks import as_tuple, counted
from sixsteps.model.framework import Framework
from sixsteps.model.lineage import Identity
from sixsteps.model.ratings import Role
from sixsteps.model.scale import Scale
from sixsteps.panel.codes import Bytes


@frozen(cache_hash=True)
class Seat:
    """One respondent of one organisation in one role; the one who is not named has no id.

    >>> Seat("Anytown", "police", Role.LEAD_PARTNER).respondent
    'police'
    """

    organisation: str
    respondent: str | None = None
    role: Role | None = None

    @property
    def role_name(self) -> str:
        """The role in words."""
        return self.role.value if self.role else "not named"

    @property
    def order(self) -> tuple[str, str, str]:
        """What seats are sorted by, so that a panel does not depend on the order of its rounds."""
        return self.organisation, self.respondent or "", self.role_name


def step_identity(framework: Framework, question: str) -> Identity:
    """What stays of the step that holds a question now: its id and its first title."""
    step = framework.step_of(question).id
    return Identity(step, framework.register.entries[step].introduced)


def question_axis(frameworks: Iterable[Framework]) -> tuple[Identity, ...]:
    """Every identity the frameworks ask about, in the order of the least adapted one.

    A question that an adaptation added stands after its predecessor there. One id with two
    identities stands twice.
    """
    axis: list[Identity] = []
    known: set[Identity] = set()
    for framework in in_order(frameworks):
        place = 0
        for question in framework.questions:
            identity = framework.register.identity(question.id)
            if identity not in known:
                known.add(identity)
                axis.insert(place, identity)
            # Where frameworks agree on the order, the next one is the one looked for.
            place = axis.index(identity, place if identity in axis[place : place + 1] else 0) + 1
    return tuple(axis)


def in_order(frameworks: Iterable[Framework]) -> list[Framework]:
    """Frameworks in an order of their own, the least adapted first."""
    return sorted(frameworks, key=lambda one: (len(one.lineage), one.fingerprint))


def step_axis(
    frameworks: Sequence[Framework], questions: Sequence[Identity]
) -> tuple[Identity, ...]:
    """The steps that hold these questions, in the order of the questions."""
    steps: dict[Identity, None] = {}
    for identity in questions:
        for framework in frameworks:
            if asks(framework, identity):
                steps[step_identity(framework, identity.id)] = None
    return tuple(steps)


def asks(framework: Framework, identity: Identity) -> bool:
    """Whether a framework asks this very question now, not another of the same id."""
    return (
        framework.has_question(identity.id) and framework.register.identity(identity.id) == identity
    )


def labels(identities: Sequence[Identity]) -> tuple[str, ...]:
    """What each is called in a table: its id, numbered where two share one.

    >>> labels([Identity("s1q5", "Are schools engaged?"), Identity("s1q5", "Is health?")])
    ('s1q5 (1)', 's1q5 (2)')
    """
    shared = Counter(identity.id for identity in identities)
    met: Counter[str] = Counter()
    names = []
    for identity in identities:
        met[identity.id] += 1
        number = f" ({met[identity.id]})" if shared[identity.id] > 1 else ""
        names.append(f"{identity.id}{number}")
    return tuple(names)


def require_common_ground(frameworks: Sequence[Framework]) -> None:
    """Refuse frameworks that one panel cannot hold.

    Raises:
        NotComparableError: for two origins, or for two scales.
    """
    for other in frameworks[1:]:
        first = frameworks[0]
        if other.origin != first.origin:
            raise NotComparableError(
                f"{first.title!r} and {other.title!r} have no common origin, and a panel compares"
                " by lineage; make a panel of each"
            )
        if other.scale != first.scale:
            raise NotComparableError(
                f"{first.title!r} is rated on {first.scale.title!r} and {other.title!r} on"
                f" {other.scale.title!r}, and a panel has one scale; make a panel of each"
            )


def out_of_order(organisation: str, before: str, on: date, after: str, later_on: date) -> str:
    """That an organisation's round of a later period is of an earlier day."""
    return (
        f"the round of {organisation!r} for {after!r} is of {later_on}, and that for the earlier"
        f" {before!r} of {on}; give periods= in order"
    )


def framework_problem(framework: Framework, known: Iterable[Framework]) -> Problem | None:
    """What keeps a framework out of a panel that holds these already."""
    try:
        require_common_ground([*known, framework])
    except NotComparableError as error:
        return Problem("framework", str(error), code="not-comparable")
    return None


Used = npt.NDArray[np.int16]
Days = npt.NDArray[np.int32]

UNUSED = -1
"""Stands in `used` where an organisation has no round in a period."""


def _read_only(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if values.flags.writeable:
        values = values.copy() if values.base is not None else values
        values.flags.writeable = False
    return values


@frozen
class Line:
    """A question where one step holds it: their places on the axes.

    `seats` marks, for each period and seat, where the step does, and is `None` where it always
    does: the same question may stand in another step of another framework. Where no step holds
    it, the cell counts to the first.
    """

    question: int
    step: int
    seats: npt.NDArray[np.bool_] | None = None


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False, eq=False, repr=False)
class Cube:
    """Answers of many organisations over several periods, one byte for each cell.

    `cells` has the axes question, period and seat (a respondent of an organisation in a role);
    seats of one organisation stand together. `used` gives for each period and organisation the
    place of its framework in `frameworks`, -1 where it has no round; `dates` gives the round's
    date as an ordinal, 0 where it is unknown. The arrays cannot be written to.
    """

    organisations: tuple[str, ...]
    periods: tuple[str, ...]
    seats: tuple[Seat, ...]
    frameworks: tuple[Framework, ...]
    questions: tuple[Identity, ...]
    used: Used = field(converter=_read_only)
    dates: Days = field(converter=_read_only)
    cells: Bytes = field(converter=_read_only)

    def __attrs_post_init__(self) -> None:
        InvalidError.check("panel", self._problems())

    def _problems(self) -> Iterator[Problem]:
        if not self.frameworks:
            yield Problem("frameworks", "a panel without any round; give at least one")
        wanted = {
            "used": (np.int16, (len(self.periods), len(self.organisations))),
            "dates": (np.int32, (len(self.periods), len(self.organisations))),
            "cells": (np.uint8, (len(self.questions), len(self.periods), len(self.seats))),
        }
        for name, (kind, shape) in wanted.items():
            array = getattr(self, name)
            if array.dtype != kind or array.shape != shape:
                yield Problem(
                    name,
                    f"an array of {array.dtype} with the shape {array.shape}; the axes need"
                    f" {np.dtype(kind)} with the shape {shape}",
                )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Cube):
            return NotImplemented
        return self._labels == other._labels and all(
            np.array_equal(getattr(self, name), getattr(other, name))
            for name in ("used", "dates", "cells")
        )

    def __hash__(self) -> int:
        return hash((self.organisations, self.periods, self.seats, self.questions))

    def __reduce__(self) -> tuple[Any, ...]:
        # Through the class, so that the arrays of a copy cannot be written to either.
        return type(self), (*self._labels, self.used, self.dates, self.cells)

    @property
    def _labels(self) -> tuple[Any, ...]:
        return self.organisations, self.periods, self.seats, self.frameworks, self.questions

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({counted(len(self.organisations), 'organisation')},"
            f" {counted(len(self.seats), 'respondent')}, {counted(len(self.periods), 'period')},"
            f" {counted(len(self.questions), 'question')})"
        )

    @property
    def scale(self) -> Scale:
        """The one scale of every round."""
        return self.frameworks[0].scale

    @cached_property
    def citation(self) -> str:
        """The reference every output carries, with each adapter of any of the frameworks."""
        if len(self.frameworks) == 1:
            return self.frameworks[0].citation
        source = self.frameworks[0].source
        adapters = dict.fromkeys(
            name for one in self.frameworks for made in one.lineage for name in made.adapters
        )
        borrowed = dict.fromkeys(
            question.source.reference
            for one in self.frameworks
            for question in one.questions
            if question.source
        )
        parts = [source.required_sentence, *adapters]
        if borrowed:
            parts.append(f"With questions from {'; '.join(borrowed)}")
        return f"{'. '.join(parts)}."

    @cached_property
    def question_labels(self) -> tuple[str, ...]:
        """The id of each question, numbered where one id has two meanings."""
        return labels(self.questions)

    @cached_property
    def steps(self) -> tuple[Identity, ...]:
        """The steps that hold the questions, in their order."""
        return step_axis(self.frameworks, self.questions)

    @cached_property
    def step_labels(self) -> tuple[str, ...]:
        """The id of each step, numbered where one id has two meanings."""
        return labels(self.steps)

    @cached_property
    def role_labels(self) -> tuple[str, ...]:
        """The roles there are, in the order of their names."""
        return tuple(sorted({seat.role_name for seat in self.seats}))

    @cached_property
    def seat_organisations(self) -> npt.NDArray[np.intp]:
        """For each seat the place of its organisation."""
        places = {name: place for place, name in enumerate(self.organisations)}
        return np.array([places[seat.organisation] for seat in self.seats], np.intp)

    @cached_property
    def seat_frameworks(self) -> Used:
        """For each period and seat the place of the framework it answers, or -1."""
        return self.used[:, self.seat_organisations]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every question with the step that holds it; several where frameworks differ."""
        return tuple(line for place in range(len(self.questions)) for line in self._lines_of(place))

    def _lines_of(self, place: int) -> Iterator[Line]:
        identity = self.questions[place]
        holders: dict[Identity, list[int]] = {}
        for number, framework in enumerate(self.frameworks):
            if asks(framework, identity):
                holders.setdefault(step_identity(framework, identity.id), []).append(number)
        for step, numbers in holders.items():
            seats = np.isin(self.seat_frameworks, numbers) if len(holders) > 1 else None
            if seats is not None and step == next(iter(holders)):
                others = [other for one in holders if one != step for other in holders[one]]
                seats = ~np.isin(self.seat_frameworks, others)
            yield Line(place, self.steps.index(step), seats)

    def where(
        self,
        *,
        organisations: Iterable[str] | None = None,
        periods: Iterable[str] | None = None,
        roles: Iterable[Role | str] | None = None,
        respondents: Iterable[str] | None = None,
        questions: Iterable[str] | None = None,
    ) -> Self:
        """The part of the panel with these organisations, periods, roles, respondents, questions.

        What is not named is kept whole. A question is named as `question_labels` has it; periods
        keep the order of the panel.

        Raises:
            UnknownIdError: for a name the panel does not have.
        """
        kept = _places(self.organisations, organisations, "organisation")
        times = _places(self.periods, periods, "period")
        asked = _places(self.question_labels, questions, "question")
        names = {self.organisations[place] for place in kept}
        in_roles = _known([seat.role_name for seat in self.seats], roles, "role")
        by = _known([seat.respondent or "" for seat in self.seats], respondents, "respondent")
        chosen = [
            place
            for place, seat in enumerate(self.seats)
            if seat.organisation in names
            and (in_roles is None or seat.role_name in in_roles)
            and (by is None or (seat.respondent or "") in by)
        ]
        used = self.used[np.ix_(times, kept)]
        still = [place for place in range(len(self.frameworks)) if (used == place).any()]
        renumbered = np.full(len(self.frameworks) + 1, UNUSED, np.int16)
        renumbered[still] = np.arange(len(still), dtype=np.int16)
        return evolve(
            self,
            organisations=tuple(self.organisations[place] for place in kept),
            periods=tuple(self.periods[place] for place in times),
            seats=tuple(self.seats[place] for place in chosen),
            frameworks=tuple(self.frameworks[place] for place in still),
            questions=tuple(self.questions[place] for place in asked),
            used=renumbered[used],
            dates=self.dates[np.ix_(times, kept)],
            cells=self.cells[np.ix_(asked, times, chosen)],
        )

    def period(self, name: str) -> int:
        """The place of a period.

        Raises:
            UnknownIdError: for a period the panel does not have.
        """
        return _places(self.periods, [name], "period")[0]


def _known(names: list[str], wanted: Iterable[Role | str] | None, what: str) -> set[str] | None:
    if wanted is None:
        return None
    given = {str(name) for name in as_tuple(wanted, f"{what}s")}
    _places(tuple(dict.fromkeys(names)), given, what)
    return given


def _places(names: tuple[str, ...], wanted: Iterable[str] | None, what: str) -> list[int]:
    """The places of the names that are wanted, in the order of the axis."""
    if wanted is None:
        return list(range(len(names)))
    given = set(as_tuple(wanted, f"{what}s") if not isinstance(wanted, set) else wanted)
    for name in sorted(given - {*names}):
        place_of(name, names, what)
    return [place for place, name in enumerate(names) if name in given]


def place_of(name: str, names: Sequence[str], what: str) -> int:
    """The place of a name on an axis of a panel.

    Raises:
        UnknownIdError: for a name that is not on it.

    >>> place_of("Bytown", ["Anytown", "Bytown"], "organisation")
    1
    """
    if name in names:
        return names.index(name)
    near = nearest(name, names)
    hint = f"; did you mean {near!r}?" if near else ""
    raise UnknownIdError(f"no {what} {name!r} in the panel; it has {listed(names)}{hint}")
