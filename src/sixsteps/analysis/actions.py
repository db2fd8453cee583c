"""The actions of a round: who has to do what by when, and how the questions they work on stand."""

from datetime import date

from attrs import frozen

from sixsteps.analysis.answer_cells import (
    AnswerKind,
    PlanState,
    agreed_among,
    as_of_date,
    respondent_ids,
    state_of,
)
from sixsteps.analysis.consensus import require
from sixsteps.analysis.heading import Heading, OfRound, as_of_note
from sixsteps.model.answers import NotApplicable, Rating
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.rounds import Round
from sixsteps.table import Cell, Table

_STATES = {PlanState.CURRENT: "open", PlanState.CLOSED: "closed"}


@frozen
class ActionItem:
    """An action with its step, its state, and the levels of the questions that it works on.

    `ratings` has each question it addresses (of a whole step: all of its questions) with the keys
    of its levels, worst first: the agreed one where there is one, else those of the respondents
    whom the action concerns and who were asked. `not_applicable` are the questions that have none
    because they do not apply.

    >>> one = ActionItem(Action("Ask"), "s1", PlanState.UNDATED, (("s1q1", ("red",)),))
    >>> one.key[:3]
    (True, False, True)
    """

    action: Action
    step: str
    state: PlanState
    ratings: tuple[tuple[str, tuple[str, ...]], ...]
    not_applicable: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[bool, bool, bool, str, date, str]:
        """The key to sort by: overdue, then open, then closed; by owner, due date and id."""
        one, owner = self.action, self.action.owner.casefold()
        is_overdue = self.state is PlanState.OVERDUE
        is_closed = self.state is PlanState.CLOSED
        return not is_overdue, is_closed, not owner, owner, one.due or date.max, one.id or ""


@frozen(repr=False)
class Actions(OfRound):
    """The result of `actions`: the overdue ones first, by owner and due date, the closed last.

    >>> from sixsteps.samples import spring_2026
    >>> found = actions(spring_2026(), as_of=date(2026, 9, 2))
    >>> [(one.action.id, one.ratings) for one in found.items if one.state == "overdue"][:1]
    [('outreach', (('s3q2', ('amber',)),))]
    """

    heading: Heading
    framework: Framework
    as_of: date
    items: tuple[ActionItem, ...]

    def all_tables(self, *, text: bool = False) -> tuple[Table, ...]:
        """The actions as a table; with `text` also what is to be done, which is free text."""
        framework, label = self.framework, self.framework.scale.label
        rows: list[list[Cell]] = []
        for one in self.items:
            action, state = one.action, _STATES.get(one.state, one.state.value)
            empty = dict.fromkeys(one.not_applicable, AnswerKind.NOT_APPLICABLE.value)
            questions = "; ".join(
                f"{framework.number(name)}"
                f" {', '.join(map(label, levels)) or empty.get(name, 'not rated')}"
                for name, levels in one.ratings
            )
            about = [action.owner or "no owner", action.due, state, action.id]
            rows.append([*about, framework.number(one.step), questions])
            rows[-1] += [action.text] if text else []
        columns = f"owner due:date state id step questions{' action' if text else ''}"
        notes = [as_of_note(self.as_of)]
        return (self.heading.table("actions", "Actions", columns, rows, notes),)


def actions(round: Round, *, as_of: date | None = None) -> Actions:
    """The actions of a round, overdue ones first, by owner and due date, with the ratings.

    `as_of` is the date before which an action is overdue, the round's own where none is given.

    Raises:
        WrongTypeError: for what is no round.
        InvalidError: `as_of` is no date.

    >>> from sixsteps.samples import spring_2026
    >>> actions(spring_2026()).rows()[0]["owner"]
    'Participation lead'
    """
    require(round, Round, "round", "a Round")
    when = as_of_date(round, as_of)
    items = [
        ActionItem(one, plan.step, state_of([one], when), *_ratings(round, plan.step, one))
        for plan in round.plans
        for one in plan.actions
    ]
    items.sort(key=lambda one: one.key)
    return Actions(Heading.of(round), round.framework, when, tuple(items))


def _ratings(
    round_: Round, step: str, action: Action
) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]]:
    """The levels of the questions an action works on, and the questions that do not apply."""
    everybody, levels, empty = respondent_ids(round_), [], []
    agreed = agreed_among(round_, everybody)
    own = [question.id for question in round_.framework.step(step).questions]
    for question in action.addresses or own:
        given = {
            one.respondent: one
            for one in round_.answers(question)
            # Who was not asked has no part in any figure.
            if round_.is_asked(question, one.respondent)
            if isinstance(one, NotApplicable) or not one.is_started
        }
        whose = [one for one in action.respondents or everybody if one is None or one != agreed]
        # What was agreed stands for all.
        whose = [agreed] if agreed in given else whose
        asked = [given.get(one) for one in whose if round_.is_asked(question, one)]
        found = {one.level for one in asked if isinstance(one, Rating) and one.level is not None}
        levels.append((question, tuple(sorted(found, key=round_.framework.scale.rank))))
        if asked and all(isinstance(one, NotApplicable) for one in asked):
            empty.append(question)
    return tuple(levels), tuple(empty)
