"""A panel built round by round: of each round it keeps one byte for each of its cells."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from attrs import define, field, frozen

from sixsteps.analysis.answer_cells import respondent_ids
from sixsteps.errors import InvalidError, Problem, WrongTypeError
from sixsteps.formats.limits import bounded
from sixsteps.model.fields import instance_of, several
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.panel.axes import (
    UNUSED,
    PanelRespondent,
    framework_problems,
    in_order,
    order_problems,
    ordered_periods,
    places_on,
    question_axis,
    require_common_ground,
    require_room,
)
from sixsteps.panel.cell_bytes import (
    ABSENT,
    NOT_IN_FRAMEWORK,
    Bytes,
    byte_tables,
    empty,
    round_bytes,
)
from sixsteps.words import folded, of_type

Period = Callable[[Round], str | None]
"""A function that gives the label of the period a round stands for."""


def own_period(round_: Round) -> str | None:
    """The period a round names itself."""
    return round_.period


def fields_of_rounds(
    rounds: Iterable[Round], period: Period, order: Sequence[str], scale: Scale | None
) -> tuple[Any, ...]:
    """The fields of the panel of these rounds; see `Panel.from_rounds`."""
    if isinstance(rounds, Round) or not isinstance(rounds, Iterable):
        message = f"a panel is made of several rounds, not of {of_type(rounds)}"
        remedy = "write [...] around it" if isinstance(rounds, Round) else "give a list of them"
        raise WrongTypeError(message, remedy)
    if not callable(period):
        message = f"period is a function of a round, not {of_type(period)}"
        raise WrongTypeError(message, "give one, period=lambda round_: round_.title")
    if scale is not None:
        instance_of(scale, Scale, "scale")
    collected = _Collected(scale)
    for place, round_ in enumerate(several(rounds, "rounds", of=Round)):
        collected.add(round_, period, place)
    return collected.fields(order)


@frozen
class _Piece:
    """One round as a panel keeps it: its cells as bytes, by question, then by respondent.

    `place` is its place among the rounds given.
    """

    organisation: str
    period: str
    on: date
    framework: Framework
    respondents: tuple[PanelRespondent, ...]
    cells: bytes
    place: int


@define
class _Collected:
    """The pieces met so far, every problem with them, and the frameworks by their fingerprints.

    `first` says for each organisation and period which of the rounds was the first, `names` of
    each folded name the first that was met, `bytes` of each scale and sort of answer its byte.
    """

    scale: Scale | None
    pieces: list[_Piece] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    frameworks: dict[str, Framework] = field(factory=dict)
    first: dict[tuple[str, str], int] = field(factory=dict)
    names: dict[str, str] = field(factory=dict)
    bytes: dict[Scale, dict[Hashable, int]] = field(factory=dict)

    def add(self, round_: Round, period: Period, place: int) -> None:
        """Take in a round, or the problems with it."""
        if not isinstance(round_, Round):
            raise WrongTypeError(
                f"rounds[{place}] is {of_type(round_)}", "a panel is made of rounds"
            )
        label = period(round_)
        if not isinstance(label, str) or not label.strip():
            message = f"the round {round_.title!r} names no period"
            remedy = "give the rounds a period, or period= a function that gives one"
            problem = Problem(("rounds", place, "period"), message, remedy, code="no-period")
            self.problems.append(problem)
            return
        given = round_.organisation_id or round_.organisation
        organisation, label = (self.names.setdefault(folded(one), one) for one in (given, label))
        first = self.first.setdefault((organisation, label), place)
        if first != place:
            message = f"a second round of {organisation!r} for {label!r}"
            remedy = f"the first is rounds[{first}]"
            self.problems.append(Problem(("rounds", place), message, remedy, code="duplicate"))
            return
        framework = round_.framework
        if framework.fingerprint not in self.frameworks:
            known = [*self.frameworks.values()][:1]
            problems = [*framework_problems(framework, known, self.scale)]
            if problems:
                self.problems += [one.within("rounds", place, "framework") for one in problems]
                return
            self.frameworks[framework.fingerprint] = framework
        whose = respondent_ids(round_)
        roles = {one.id: one.role for one in round_.respondents}
        people = tuple(PanelRespondent(organisation, one, roles.get(one or "")) for one in whose)
        framework = self.frameworks[framework.fingerprint]
        cells = round_bytes(round_, whose, self.bytes.setdefault(framework.scale, {}))
        self.pieces.append(_Piece(organisation, label, round_.on, framework, people, cells, place))

    def fields(self, order: Sequence[str]) -> tuple[Any, ...]:
        """The fields of the panel that holds all the pieces.

        Raises:
            InvalidError: with every problem met, and those of the order of the periods.
        """
        first: dict[str, int] = {}
        for piece in self.pieces:
            day = piece.on.toordinal()
            first[piece.period] = min(first.get(piece.period, day), day)
        periods = ordered_periods(first, order, self.problems)
        dated = [
            (one.organisation, one.period, one.on, ("rounds", one.place)) for one in self.pieces
        ]
        self.problems += order_problems(dated, periods)
        if not self.pieces and not self.problems:
            self.problems.append(
                Problem(("rounds",), "no round at all", "a panel needs at least one")
            )
        InvalidError.check("panel", bounded(self.problems))
        frameworks = tuple(in_order(self.frameworks.values()))
        require_common_ground(frameworks, self.scale)
        organisations = tuple(sorted({piece.organisation for piece in self.pieces}))
        everybody = {one for piece in self.pieces for one in piece.respondents}
        respondents = tuple(sorted(everybody, key=lambda one: one.order))
        questions = question_axis(frameworks)
        tables = byte_tables(frameworks, self.scale)

        whose = {name: place for place, name in enumerate(organisations)}
        when = {label: place for place, label in enumerate(periods)}
        column = {one: place for place, one in enumerate(respondents)}
        number = {one.fingerprint: place for place, one in enumerate(frameworks)}
        rows = [
            places_on(questions, [one.identity(question.id) for question in one.questions])
            for one in frameworks
        ]
        used = np.full((len(periods), len(organisations)), UNUSED, np.int16)
        dates = np.zeros((len(periods), len(organisations)), np.int32)
        shape = len(questions), len(periods), len(respondents)
        answers = sum(len(piece.cells) for piece in self.pieces)
        InvalidError.check("panel", require_room(shape, answers))
        cells: Bytes = np.full(shape, empty(ABSENT), np.uint8)
        for piece in self.pieces:
            time, framework = when[piece.period], number[piece.framework.fingerprint]
            used[time, whose[piece.organisation]] = framework
            dates[time, whose[piece.organisation]] = piece.on.toordinal()
            columns = [column[one] for one in piece.respondents]
            cells[:, time, columns] = empty(NOT_IN_FRAMEWORK)
            own: Bytes = np.frombuffer(piece.cells, np.uint8).reshape(-1, len(columns))
            own = tables[framework][own]
            if not own.all():
                message = "a level of this round has no mapping that leads to the scale"
                path = "rounds", piece.place, "ratings"
                self.problems.append(Problem(path, message, "name another", "no-mapping"))
            cells[rows[framework][:, np.newaxis], time, columns] = own
        InvalidError.check("panel", bounded(self.problems))
        return (
            organisations,
            periods,
            respondents,
            frameworks,
            questions,
            used,
            dates,
            cells,
            self.scale,
        )
