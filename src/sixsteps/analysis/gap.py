"""One gap: a question and a respondent with the facts that make it one, and its place in order.

There is no score of gaps. Their order is a key of plain facts, compared one after the other.
"""

from enum import StrEnum
from typing import assert_never

from attrs import frozen

from sixsteps.analysis.cells import AnswerCell, Kind, Lack, PlanState
from sixsteps.analysis.history import Movement
from sixsteps.analysis.threads import Run
from sixsteps.model.scale import Scale


class Fact(StrEnum):
    """What can make an answer a gap; the set is closed.

    `AT_WORST` and `BETWEEN` are Red and Amber on the paper's scale, and are printed as the level.

    >>> Fact("no plan") is Fact.NO_PLAN
    True
    """

    UNASSIGNED = "asked of nobody"
    UNANSWERED = "unanswered"
    DRAFT = "draft"
    AT_WORST = "at the worst level"
    BETWEEN = "between the worst and the best level"
    UNSUPPORTED = "unsupported"
    REMAINING_NOT_STATED = "remaining work not stated"
    NO_PLAN = "no plan"
    OVERDUE = "overdue"
    UNDATED = "undated"
    ALL_CLOSED = "all actions closed, not at the best level"
    DECLINED = "declined since the last round"
    WORST_IN_A_ROW = "at the worst level for rounds in a row"
    DISAGREEMENT = "respondents disagree"
    SELF_HIGHER = "self-assessed higher than the scrutineer"
    WITHOUT_PLACE = "action without a place"


NEED_EARLIER = (Fact.DECLINED, Fact.WORST_IN_A_ROW)
"""The facts that nothing but earlier rounds can tell."""

ORDER_NOTE = (
    "Order: the lowest level the answer may have, then the highest; its plan (none or all closed,"
    " overdue, undated, current); declined, then held or new, then improved; rounds in a row at"
    " the worst level, longest first; disagreement, widest first; the framework's order."
)
"""The declared order, printed with every list of gaps."""

_PLAN_ORDER = {
    PlanState.NONE: 0,
    PlanState.CLOSED: 0,
    PlanState.OVERDUE: 1,
    PlanState.UNDATED: 2,
    PlanState.CURRENT: 3,
}


@frozen
class Gap:
    """A question and a respondent with the facts that make their answer a gap.

    `bounds` are the ranks between which the truth may lie, from 0 for the worst; a question asked
    of nobody may prove anything. `plan` says how live its plan is, `owners` who owns its open
    actions, `lacks` what the answer needs to be complete. `movement` and `run` are against the
    earlier rounds, `None` where these do not tell; `apart` is how many levels the ratings of a
    rated question are apart.

    >>> gap = Gap("s1q1", "1.1", "s1", None, Kind.RATED, "red", (0, 0), (Fact.AT_WORST,),
    ...     PlanState.CURRENT, run=Run(3, 3))
    >>> gap.key
    ((0, 0), 3, 1, -3, 0)
    """

    question: str
    number: str
    step: str
    respondent: str | None
    kind: Kind
    level: str | None
    bounds: tuple[int, int]
    facts: tuple[Fact, ...]
    plan: PlanState
    owners: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()
    movement: Movement | None = None
    run: Run | None = None
    apart: int = 0

    @property
    def key(self) -> tuple[tuple[int, int], int, int, int, int]:
        """What gaps are ordered by, ascending; ties stay in the framework's order."""
        moved = {"declined": 0, "improved": 2}.get(self.movement or "", 1)
        in_a_row = 0 if self.run is None else self.run.certain
        return self.bounds, _PLAN_ORDER[self.plan], moved, -in_a_row, -self.apart

    def words(self, scale: Scale) -> str:
        """The facts in words, with the level and the numbers they stand for."""
        return ", ".join(self._words(fact, scale) for fact in self.facts)

    def _words(self, fact: Fact, scale: Scale) -> str:
        if fact in (Fact.AT_WORST, Fact.BETWEEN):
            return scale.label(self.level)
        if fact is Fact.WORST_IN_A_ROW:
            return f"{scale.label(scale.worst)} for {self.run} rounds in a row"
        if fact is Fact.ALL_CLOSED:
            return f"all actions closed, not {scale.label(scale.best)}"
        if fact is Fact.DISAGREEMENT:
            levels = "1 level" if self.apart == 1 else f"{self.apart} levels"
            return f"respondents disagree by {levels}"
        return fact.value


def facts_of(
    cell: AnswerCell,
    scale: Scale,
    *,
    movement: Movement | None,
    run: Run | None,
    apart: int,
    self_higher: bool,
) -> tuple[Fact, ...]:
    """The facts of an answer that is due, in the order of `Fact`."""
    holds = {
        Fact.UNANSWERED: cell.kind is Kind.UNANSWERED,
        Fact.DRAFT: cell.kind is Kind.DRAFT,
        Fact.AT_WORST: cell.level == scale.worst,
        Fact.BETWEEN: cell.level not in (None, scale.worst, scale.best),
        Fact.UNSUPPORTED: "evidence" in cell.lacks,
        Fact.REMAINING_NOT_STATED: "remaining" in cell.lacks,
        Fact.NO_PLAN: "plan" in cell.lacks,
        Fact.OVERDUE: cell.plan is PlanState.OVERDUE,
        Fact.UNDATED: cell.plan is PlanState.UNDATED,
        Fact.DECLINED: movement == "declined",
        Fact.WORST_IN_A_ROW: run is not None and run.certain > 1,
        Fact.DISAGREEMENT: apart > 0,
        Fact.SELF_HIGHER: self_higher,
    }
    if cell.is_rated and cell.plan is PlanState.CLOSED and cell.level != scale.best:
        holds |= {Fact.NO_PLAN: False, Fact.ALL_CLOSED: True}
    return tuple(fact for fact in Fact if holds.get(fact, False))


def to_do_of(lack: Lack) -> str:
    """What supplies something that an answer lacks.

    >>> to_do_of("remaining")
    'state the remaining work'
    """
    match lack:
        case "rating":
            return "give a rating"
        case "evidence":
            return "record the evidence"
        case "remaining":
            return "state the remaining work"
        case "plan":
            return "plan an action"
    assert_never(lack)
