"""How many answers and actions there are of each kind, in numbers that add up."""

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from sixsteps.analysis.cells import AnswerCell, Kind, PlanState, state_of
from sixsteps.model.plans import Action
from sixsteps.table import Share


@frozen
class AnswerCounts:
    """How many answers there are of each kind, each of the first six at most the one before it.

    `cells` counts every question of every respondent, `applicable` those not recorded as not
    applicable, `asked` the applicable ones that were put to the respondent, `answered` those with
    a rating, `supported` the answers with the evidence their level needs, `complete` those that
    lack nothing. Beside them, in no rate: `drafts` are unanswered with a draft begun, and
    `answered_not_asked` were given without being asked for.

    >>> counts = AnswerCounts(cells=12, applicable=11, asked=7, answered=6, supported=5, complete=3)
    >>> counts.not_applicable, counts.not_asked, counts.unanswered, str(counts.completed)
    (1, 4, 1, '3 of 7')
    """

    cells: int
    applicable: int
    asked: int
    answered: int
    supported: int
    complete: int
    drafts: int = 0
    answered_not_asked: int = 0

    @property
    def not_applicable(self) -> int:
        """Asked, and recorded as not applicable."""
        return self.cells - self.applicable

    @property
    def not_asked(self) -> int:
        """Not put to the respondent, whether answered all the same or not."""
        return self.applicable - self.asked

    @property
    def unanswered(self) -> int:
        """Asked and without a rating, drafts included."""
        return self.asked - self.answered

    @property
    def responded(self) -> Share:
        """The answered of those asked and applicable."""
        return Share(self.answered, self.asked)

    @property
    def evidenced(self) -> Share:
        """The supported of those asked and applicable."""
        return Share(self.supported, self.asked)

    @property
    def completed(self) -> Share:
        """The complete of those asked and applicable."""
        return Share(self.complete, self.asked)


@frozen
class Counts(AnswerCounts):
    """The counts of a round's answers, and how many of the answered have an open action.

    `planned_directly` have one that names the question, `planned_through_step` only one for the
    whole step.

    >>> counts = Counts(12, 11, 7, 6, 5, 3, planned_directly=2, planned_through_step=1)
    >>> counts.unplanned
    3
    """

    planned_directly: int = 0
    planned_through_step: int = 0

    @classmethod
    def of(cls, cells: Iterable[AnswerCell]) -> "Counts":
        """The counts of these cells."""
        every = tuple(cells)
        rated = [cell for cell in every if cell.is_rated]
        planned = [cell for cell in rated if cell.plan.is_live]
        kinds = [cell.kind for cell in every]
        return cls(
            cells=len(every),
            applicable=len(every) - kinds.count(Kind.NOT_APPLICABLE),
            asked=sum(cell.is_asked for cell in every),
            answered=len(rated),
            supported=sum(cell.is_supported for cell in rated),
            complete=sum(cell.is_complete for cell in rated),
            drafts=kinds.count(Kind.DRAFT),
            answered_not_asked=kinds.count(Kind.ANSWERED_NOT_ASKED),
            planned_directly=sum(cell.directly for cell in planned),
            planned_through_step=sum(not cell.directly for cell in planned),
        )

    @property
    def unplanned(self) -> int:
        """Answered and without an open action."""
        return self.answered - self.planned_directly - self.planned_through_step


@frozen
class CountsOf:
    """The counts of one step, respondent or question: its id, its name and the counts.

    `id` is `None` for the respondent who is not named.
    """

    id: str | None
    name: str
    counts: Counts


@frozen
class ActionCounts:
    """How many actions there are of each class; the classes add up to `total`.

    `overdue` are open and due before the date of the figures, `undated` open without a due date,
    `current` the other open ones. `unplaced` are open actions of an earlier round that lost their
    step; they are in no class.
    """

    total: int
    closed: int = 0
    overdue: int = 0
    undated: int = 0
    current: int = 0
    unplaced: int = 0

    @classmethod
    def of(cls, actions: Iterable[Action], as_of: date, unplaced: int = 0) -> "ActionCounts":
        """The classes of these actions on a date."""
        states = [state_of([action], as_of) for action in actions]
        return cls(
            len(states),
            closed=states.count(PlanState.CLOSED),
            overdue=states.count(PlanState.OVERDUE),
            undated=states.count(PlanState.UNDATED),
            current=states.count(PlanState.CURRENT),
            unplaced=unplaced,
        )
