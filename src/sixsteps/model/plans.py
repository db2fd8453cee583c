"""Action plans: for each step its desired outcome and the actions that work towards it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import count

from attrs import evolve, field, frozen

from sixsteps.errors import Problem
from sixsteps.model import fields
from sixsteps.model.answers import ContextAnswer
from sixsteps.model.fields import Checked, Id, QuestionId, Several, Text, Words
from sixsteps.words import counted, hidden


class Status(StrEnum):
    """The status of an action: still to be done, or closed; its progress is told in notes.

    >>> Status("closed")
    <Status.CLOSED: 'closed'>
    """

    OPEN = "open"
    CLOSED = "closed"


def _as_status(value: Status | str) -> Status:
    return fields.as_member(value, Status)


@frozen(repr=False)
class Action(Checked):
    """Something to be done, by whom and by when.

    `addresses` names the questions it answers to (none: the whole step), `respondents` those
    whose answers it concerns (none: everybody's). An action without an id gets one from its
    round. `timescale` holds what is no date, such as "ongoing"; `difference` what it changed.

    >>> Action("Fill the police seat", addresses=["s1q2"], owner="Chair", due=date(2026, 9, 1))
    Action(<20 characters>, open, due 2026-09-01)
    """

    text: Words
    id: Id | None = None
    addresses: tuple[QuestionId, ...] = field(default=(), converter=Several[str])
    respondents: tuple[Id, ...] = field(default=(), converter=Several[str])
    owner: Text = ""
    due: date | None = None
    timescale: Text = ""
    status: Status = field(default=Status.OPEN, converter=_as_status)
    progress: tuple[Text, ...] = field(default=(), converter=Several[str])
    difference: Text = ""
    closed_on: date | None = None

    def _problems(self) -> Iterator[Problem]:
        yield from fields.repeated(self.addresses, ("addresses",), "question")
        yield from fields.repeated(self.respondents, ("respondents",), "respondent")
        if self.status is Status.OPEN and self.closed_on is not None:
            message = "an open action has no closing date"
            remedy = "give the status 'closed', or leave it out"
            yield fields.problem(("closed_on",), message, remedy, "open-and-closed")

    @property
    def is_open(self) -> bool:
        """True while the action is still to be done."""
        return self.status is Status.OPEN

    def is_open_on(self, day: date) -> bool:
        """True if it was still to be done on this day, as what was closed later was.

        >>> closed = Action("Ask", status="closed", closed_on=date(2026, 4, 1))
        >>> closed.is_open_on(date(2026, 3, 31)), closed.is_open_on(date(2026, 4, 1))
        (True, False)
        """
        return self.is_open or (self.closed_on is not None and day < self.closed_on)

    def __repr__(self) -> str:
        name = f"{self.id!r}, " if self.id else ""
        due = f", due {self.due.isoformat()}" if self.due else ""
        return f"Action({name}{hidden(self.text)}, {self.status.value}{due})"


@frozen(repr=False)
class ActionPlan(Checked):
    """The plan of one step: the outcome it wants and the actions towards it.

    The printed form has one Actions cell a step, so a plan belongs to a step (Section 4).

    >>> ActionPlan("s1", outcome="All three partners lead the plan")
    ActionPlan('s1', 0 actions)
    """

    step: Id
    actions: tuple[Action, ...] = field(default=(), converter=Several[Action])
    outcome: Text = ""

    def __repr__(self) -> str:
        return f"ActionPlan({self.step!r}, {counted(len(self.actions), 'action')})"


def numbered(values: Iterable[ActionPlan]) -> tuple[ActionPlan, ...]:
    """Plans in which every action has an id: `a1`, `a2`... after the highest number there is."""
    plans = fields.as_tuple(values, "plans")
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


@frozen(repr=False)
class Unplaced(Checked):
    """An open action or a context answer of an earlier round that has no place any more.

    `was` is the id of the step or context question it belonged to, `reason` why that is gone.

    >>> Unplaced("s7", Action("Visit the refuge", id="a3"), reason="step s7 was removed")
    Unplaced('s7', Action('a3', <16 characters>, open))
    """

    was: Id
    item: Action | ContextAnswer
    reason: Text = ""

    def __repr__(self) -> str:
        return f"Unplaced({self.was!r}, {self.item!r})"
