"""The cell every figure starts from: one question, one respondent, and what stands there.

A cell says which kind of empty it is where nothing is rated, what an answer still lacks, how live
its plan is, and between which levels the truth may lie.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Literal, TypeVar

from attrs import frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.answers import NotApplicable, Rating, Role
from sixsteps.model.fields import date_problems
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.question import NO_TAG
from sixsteps.model.rounds import Round
from sixsteps.model.scale import NEEDS, Scale
from sixsteps.table import Share


class AnswerKind(StrEnum):
    """The kind of answer in a cell; the kinds of empty are never merged.

    `ANSWERED_NOT_ASKED` is kept and listed, and is outside every rate and summary.
    """

    RATED = "rated"
    UNANSWERED = "unanswered"
    STARTED = "started"
    NOT_APPLICABLE = "not applicable"
    NOT_ASKED = "not asked"
    ANSWERED_NOT_ASKED = "answered though not asked"
    NOT_IN_FRAMEWORK = "not in the framework"


def kind_counts(kinds: Iterable[AnswerKind]) -> tuple[tuple[AnswerKind, int], ...]:
    """Each kind that occurs with how often it does, in the order of the kinds."""
    found = Counter(kinds)
    return tuple((kind, found[kind]) for kind in AnswerKind if found[kind])


Lack = Literal["rating", "evidence", "remaining", "plan"]
"""The parts an answer can lack: the rating itself, or something its level needs."""


class PlanState(StrEnum):
    """The state of an answer's plan, from least to most live: that of its worst open action.

    The plans of a public round are not published, which says nothing of what they are.
    """

    NONE = "no plan"
    CLOSED = "all actions closed"
    OVERDUE = "overdue"
    UNDATED = "undated"
    CURRENT = "current"
    NOT_PUBLISHED = "not published"

    @property
    def is_live(self) -> bool:
        """True if an action is open."""
        return self in (PlanState.OVERDUE, PlanState.UNDATED, PlanState.CURRENT)


@frozen
class AnswerCell:
    """A question and a respondent: what stands there, what it lacks, where the truth may lie.

    `level` is the level of a rated cell and `None` in every other. `bounds` are the ranks of the
    lowest defensible and the highest possible level, from 0 for the worst; `None` is a cell
    outside (not applicable, not asked, not in the framework). `evidence` counts the pieces of
    evidence, `outcomes` those of the kind "outcome". `directly` says that an open action names the
    question itself; a plan that is live and not direct is one for the whole step. `untold` are the
    needs of its level that a public round does not tell of. `respondent` is `None` for one who is
    not named, and in a cell that a rule made of several.
    """

    question: str
    respondent: str | None
    kind: AnswerKind
    level: str | None = None
    bounds: tuple[int, int] | None = None
    lacks: tuple[Lack, ...] = ()
    evidence: int = 0
    outcomes: int = 0
    plan: PlanState = PlanState.NONE
    directly: bool = False
    untold: tuple[Lack, ...] = ()

    @property
    def is_rated(self) -> bool:
        """True if a level was given by a respondent who was asked."""
        return self.kind is AnswerKind.RATED

    @property
    def is_asked(self) -> bool:
        """True if an answer is due: asked and applicable, the denominator of every rate."""
        return self.kind in (AnswerKind.RATED, AnswerKind.UNANSWERED, AnswerKind.STARTED)

    @property
    def is_supported(self) -> bool:
        """True if it is rated and has the evidence its level needs."""
        return self.is_rated and "evidence" not in self.lacks

    @property
    def is_complete(self) -> bool:
        """True if it is rated and lacks nothing, as far as the round tells."""
        return self.is_rated and not self.lacks and not self.untold


def as_of_date(round_: Round, as_of: date | None) -> date:
    """The date that figures are given for: the round's own where none is named."""
    if as_of is None:
        return round_.on
    InvalidError.check("date", date_problems(as_of, ("as_of",)))
    return as_of


def months_before(day: date, months: int | None) -> date:
    """The same day so many calendar months before, or the last of a shorter month."""
    if months is None:
        return date.min
    if type(months) is not int or months < 1:
        message, remedy = "a whole number of months from 1 is needed", "give 12, or leave it out"
        raise InvalidError("gaps", [Problem(("evidence_months",), message, remedy)])
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def state_of(actions: Iterable[Action], as_of: date) -> PlanState:
    """The state of a plan of these actions: that of the worst open one.

    An action due on `as_of` itself is not overdue, and one closed after it was open on that day.
    """

    def state(action: Action) -> PlanState:
        if not action.is_open_on(as_of):
            return PlanState.CLOSED
        if action.due is None:
            return PlanState.UNDATED
        return PlanState.OVERDUE if action.due < as_of else PlanState.CURRENT

    states = set(map(state, actions)) or {PlanState.NONE}
    return min({one for one in states if one.is_live} or states, key=list(PlanState).index)


def agreed_among(round_: Round, whose: Iterable[str | None]) -> str | None:
    """The respondent among these whose answers are those agreed in discussion, if any."""
    named = (round_.respondent(name) for name in whose if name is not None)
    return next((one.id for one in named if one.role == Role.AGREED), None)


def actions_for(
    round_: Round, question: str, respondents: Iterable[str | None]
) -> tuple[Action, ...]:
    """The actions that work on the answers of these respondents to a question.

    An action that names no question addresses its whole step, one that names no respondent
    addresses everybody's answers. An agreed answer is worked on by every action on its question,
    whoever brought it.
    """
    whose = set(respondents)
    is_agreed = agreed_among(round_, whose) is not None
    return round_.actions_on(question, respondent_ids(round_) if is_agreed else whose)


def plan_for(
    round_: Round, question: str, respondents: Iterable[str | None], as_of: date
) -> tuple[PlanState, bool]:
    """The state of the plan of these respondents' answers, and whether it names the question."""
    if round_.view == "public":
        return PlanState.NOT_PUBLISHED, False
    actions = actions_for(round_, question, respondents)
    directly = any(one.is_open_on(as_of) and one.addresses for one in actions)
    return state_of(actions, as_of), directly


def rated_cell(scale: Scale, rating: Rating, plan: PlanState, *, directly: bool) -> AnswerCell:
    """The cell of a rating, or of a started answer, by one who was asked.

    A level that needs evidence and has none is defensible down to the worst level; a started answer
    may prove anything (bounds in the sense of Manski 2005).
    """
    kind, bounds = AnswerKind.STARTED, (0, len(scale) - 1)
    lacks: tuple[Lack, ...] = ("rating",)
    untold: tuple[Lack, ...] = ()
    if rating.level is not None:
        needs, rank = scale.level(rating.level).needs, scale.rank(rating.level)
        if plan is PlanState.NOT_PUBLISHED:
            untold = tuple(need for need in NEEDS if need in needs and need != "evidence")
        has = {
            "evidence": bool(rating.evidence),
            "remaining": bool(rating.remaining.strip()),
            "plan": plan.is_live,
        }
        wanted = [need for need in NEEDS if need in needs and need not in untold]
        lacks = tuple(need for need in wanted if not has[need])
        kind, bounds = AnswerKind.RATED, (0 if "evidence" in lacks else rank, rank)
    answer = rating.question, rating.respondent, kind, rating.level, bounds, lacks
    outcomes = sum(piece.kind == "outcome" for piece in rating.evidence)
    return AnswerCell(*answer, len(rating.evidence), outcomes, plan, directly, untold)


def cell_of(round_: Round, question: str, respondent: str | None, as_of: date) -> AnswerCell:
    """The cell of a question and a respondent of the round.

    A question the framework does not have gives a cell of that kind. A started answer by
    one who was not asked is not asked.
    """
    if not round_.framework.has_question(question):
        return AnswerCell(question, respondent, AnswerKind.NOT_IN_FRAMEWORK)
    answer, scale = round_.answer(question, respondent), round_.framework.scale
    if not round_.is_asked(question, respondent):
        given = isinstance(answer, NotApplicable) or (answer is not None and not answer.is_started)
        kind = AnswerKind.ANSWERED_NOT_ASKED if given else AnswerKind.NOT_ASKED
        return AnswerCell(question, respondent, kind)
    plan, directly = plan_for(round_, question, [respondent], as_of)
    if isinstance(answer, Rating):
        return rated_cell(scale, answer, plan, directly=directly)
    due = answer is None
    return AnswerCell(
        question,
        respondent,
        AnswerKind.UNANSWERED if due else AnswerKind.NOT_APPLICABLE,
        bounds=(0, len(scale) - 1) if due else None,
        lacks=("rating",) if due else (),
        plan=plan,
        directly=directly,
    )


def respondent_ids(round_: Round) -> tuple[str | None, ...]:
    """The ids of those who answer, in the order of the round; one who is not named is `None`."""
    return tuple(respondent.id for respondent in round_.respondents) or (None,)


def cells_of(round_: Round, respondents: Iterable[str | None], as_of: date) -> Iterator[AnswerCell]:
    """Every cell of these respondents, question by question in the order of the framework."""
    whose = tuple(respondents)
    for question in round_.framework.questions:
        for respondent in whose:
            yield cell_of(round_, question.id, respondent, as_of)


def unassigned(round_: Round) -> tuple[str, ...]:
    """The questions of a round that are asked of nobody, in the framework's order."""
    if round_.view == "only":
        # What others are asked is not told in it.
        return ()
    everybody = respondent_ids(round_)
    return tuple(
        question.id
        for question in round_.framework.questions
        if not any(round_.is_asked(question.id, name) for name in everybody)
    )


T = TypeVar("T")
H = TypeVar("H", bound=Hashable)

TAG_NOTE = "A question counts to each of its tags, so the rows do not add up to the whole."


def grouped(
    items: Iterable[T], of: Callable[[T], Iterable[H]], names: Iterable[H] = ()
) -> dict[H, list[T]]:
    """The items of every name that they are `of`; `names` stand first, with items or without."""
    found: dict[H, list[T]] = {name: [] for name in names}
    for item in items:
        for name in of(item):
            found.setdefault(name, []).append(item)
    return found


def by_tag(
    frameworks: Iterable[Framework], items: Iterable[T], tags_of: Callable[[T], Iterable[str]]
) -> dict[str, list[T]]:
    """The items of every tag, those that have none under "no tag"; empty where there are no tags.

    Tags stand in the order in which the questions of the frameworks first have them.
    """
    tags = [tag for framework in frameworks for one in framework.questions for tag in one.tags]
    items = items if tags else ()
    return grouped(items, lambda item: dict.fromkeys(tags_of(item)) or (NO_TAG,), tags)


def cells_by_tag(round_: Round, cells: Iterable[AnswerCell]) -> dict[str, list[AnswerCell]]:
    """The cells of every tag of a round's questions; see `by_tag`."""
    framework = round_.framework
    return by_tag([framework], cells, lambda cell: framework.question(cell.question).tags)


def cells_by_step(round_: Round, cells: Iterable[AnswerCell]) -> dict[str, list[AnswerCell]]:
    """The cells of every step of a round, by its id."""
    framework = round_.framework
    steps = [step.id for step in framework.steps]
    return grouped(cells, lambda cell: [framework.step_of(cell.question).id], steps)


@frozen
class AnswerCounts:
    """The numbers of answers of each kind, each of the first six at most the one before it.

    `cells` counts every question of every respondent, `applicable` those not recorded as not
    applicable, `asked` the applicable ones that were put to the respondent, `answered` those with
    a rating, `supported` the answers with the evidence their level needs, `complete` those that
    lack nothing. Beside them, in no rate: `started` are unanswered but begun, and
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
    started: int = 0
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
        """Asked and without a rating, the started included."""
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
            applicable=len(every) - kinds.count(AnswerKind.NOT_APPLICABLE),
            asked=sum(cell.is_asked for cell in every),
            answered=len(rated),
            supported=sum(cell.is_supported for cell in rated),
            complete=sum(cell.is_complete for cell in rated),
            started=kinds.count(AnswerKind.STARTED),
            answered_not_asked=kinds.count(AnswerKind.ANSWERED_NOT_ASKED),
            planned_directly=sum(cell.directly for cell in planned),
            planned_through_step=sum(not cell.directly for cell in planned),
        )

    @property
    def unplanned(self) -> int:
        """Answered and without an open action that the round tells of."""
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
    """The numbers of actions of each class; the classes add up to `total`.

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
