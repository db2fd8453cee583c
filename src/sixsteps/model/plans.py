"""Action plans: for each step its desired outcome and the actions that work towards it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import count

from attrs import evolve, field, frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.checks import (
    as_member,
    as_tuple,
    counted,
    date_problems,
    enum_problems,
    hidden,
    id_problems,
    member_problems,
    repeated,
    text_problems,
)


class Status(StrEnum):
    """Whether an action is still to be done; progress is told in its `progress` notes.

    >>> Status("closed")
    <Status.CLOSED: 'closed'>
    """

    OPEN = "open"
    CLOSED = "closed"


def _status(value: Status | str) -> Status:
    return as_member(value, Status)


def _as_addresses(values: Iterable[str]) -> tuple[str, ...]:
    return as_tuple(values, "addresses")


def _as_respondents(values: Iterable[str]) -> tuple[str, ...]:
    return as_tuple(values, "respondents")


def _as_progress(values: Iterable[str]) -> tuple[str, ...]:
    return as_tuple(values, "progress")


@frozen(repr=False)
class Action:
    """Something to be done, by whom and by when.

    `addresses` names the questions it answers to (none: the whole step), `respondents` those
    whose answers it concerns (none: everybody's). An action without an id gets one from its
    round. `timescale` holds what is no date, such as "ongoing"; `difference` what it changed.

    >>> Action("Fill the police seat", addresses=["s1q2"], owner="Chair", due=date(2026, 9, 1))
    Action(<20 characters>, open, due 2026-09-01)
    """

    text: str
    id: str | None = None
    addresses: tuple[str, ...] = field(default=(), converter=_as_addresses)
    respondents: tuple[str, ...] = field(default=(), converter=_as_respondents)
    owner: str = ""
    due: date | None = None
    timescale: str = ""
    status: Status = field(default=Status.OPEN, converter=_status)
    progress: tuple[str, ...] = field(default=(), converter=_as_progress)
    difference: str = ""
    closed_on: date | None = None

    def __attrs_post_init__(self) -> None:
        InvalidError.check("action", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from text_problems(self.text, "text", required=True)
        if self.id is not None:
            yield from id_problems(self.id, "id")
        for name, one in (("addresses", "question"), ("respondents", "respondent")):
            ids = getattr(self, name)
            for position, value in enumerate(ids):
                yield from id_problems(value, f"{name}[{position}]")
            yield from repeated(ids, name, one)
        for name in ("owner", "timescale", "difference"):
            yield from text_problems(getattr(self, name), name)
        for position, note in enumerate(self.progress):
            yield from text_problems(note, f"progress[{position}]")
        yield from date_problems(self.due, "due")
        yield from date_problems(self.closed_on, "closed_on")
        yield from enum_problems(self.status, Status, "status", "a Status")
        if self.status is Status.OPEN and self.closed_on is not None:
            yield Problem(
                "closed_on",
                "an open action has no closing date; give status='closed' or leave it out",
                code="open-and-closed",
                field="closed_on",
            )

    @property
    def is_open(self) -> bool:
        """Whether the action is still to be done."""
        return self.status is Status.OPEN

    def __repr__(self) -> str:
        name = f"{self.id!r}, " if self.id else ""
        due = f", due {self.due.isoformat()}" if self.due else ""
        return f"Action({name}{hidden(self.text)}, {self.status.value}{due})"


def _as_actions(values: Iterable[Action]) -> tuple[Action, ...]:
    return as_tuple(values, "actions")


@frozen(repr=False)
class ActionPlan:
    """The plan of one step: the outcome it wants and the actions towards it.

    The printed form has one Actions cell a step, so a plan belongs to a step (Section 4).

    >>> ActionPlan("s1", outcome="All three partners lead the plan")
    ActionPlan('s1', 0 actions)
    """

    step: str
    actions: tuple[Action, ...] = field(default=(), converter=_as_actions)
    outcome: str = ""

    def __attrs_post_init__(self) -> None:
        InvalidError.check("action plan", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.step, "step")
        yield from member_problems(self.actions, Action, "actions", "an Action")
        yield from text_problems(self.outcome, "outcome")

    def __repr__(self) -> str:
        return f"ActionPlan({self.step!r}, {counted(len(self.actions), 'action')})"


def numbered(plans: tuple[ActionPlan, ...]) -> tuple[ActionPlan, ...]:
    """Plans in which every action has an id: `a1`, `a2`... after the highest number there is.

    >>> [action.id for action in numbered((ActionPlan("s1", [Action("Do it")]),))[0].actions]
    ['a1']
    """
    if not all(isinstance(plan, ActionPlan) for plan in plans):
        return plans
    if all(action.id is not None for plan in plans for action in plan.actions):
        return plans
    given = (action.id or "" for plan in plans for action in plan.actions)
    numbers = [int(name[1:]) for name in given if re.fullmatch(r"a[0-9]{1,9}", name)]
    free = map("a{}".format, count(max(numbers, default=0) + 1))

    def named(action: Action) -> Action:
        return action if action.id is not None else evolve(action, id=next(free))

    return tuple(evolve(plan, actions=map(named, plan.actions)) for plan in plans)
