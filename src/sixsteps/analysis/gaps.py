"""The gaps of a round: what is missing, weak or stuck, in a declared order, and what to do.

There is no score of gaps. Their order is a key of plain facts, compared one after the other.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal

from attrs import frozen

from sixsteps.analysis.agreement import agreement
from sixsteps.analysis.answer_cells import (
    TAG_NOTE,
    AnswerCell,
    AnswerKind,
    Lack,
    PlanState,
    actions_for,
    as_of_date,
    by_tag,
    cells_of,
    grouped,
    months_before,
    plan_for,
    respondent_ids,
    unassigned,
)
from sixsteps.analysis.change import change
from sixsteps.analysis.consensus import Whose, name_of, require, respondents_of, whose_note
from sixsteps.analysis.heading import Heading, OfRespondents, as_of_note, organisations_note
from sixsteps.analysis.history import (
    history,
    joints_between,
    one_scale,
    order_problems,
    scale_notes,
)
from sixsteps.analysis.outcomes import Outcome
from sixsteps.analysis.question_series import Spell
from sixsteps.errors import InvalidError, SeveralAnswersError
from sixsteps.model.answers import RULES, Rating
from sixsteps.model.fields import as_tuple
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Table, worded
from sixsteps.words import counted, listed

Movement = Literal["improved", "held", "declined", "new"]
"""The movement since the last round; "new" where there is nothing to compare with."""


@frozen
class Standing:
    """A question against the rounds before: its movement, and its rounds in a row at the worst.

    `movement` is `None` where the question cannot be told to have moved: it is not rated now,
    or it came from questions that were split or merged, whose movement is theirs together.
    """

    movement: Movement | None = None
    spell: Spell | None = None


UNTOLD = Standing()


def standings(
    round_: Round, earlier: Iterable[Round], *, respondent: str | None = None
) -> dict[str, Standing]:
    """The standing of every question of a round against earlier rounds, in order of date.

    Earlier rounds that `respondent` had no part in are passed over; where none is left, or the
    last of all is one of them, no question has a movement.
    """
    given = tuple(earlier)
    several = [one for one in given if len(one.respondents) > 1]
    if respondent is None and several:
        one = several[0]
        message = f"{len(one.respondents)} respondents in the earlier round {one.title!r}"
        message = f"{message}, and nobody is named in {round_.title!r}"
        rules = listed(RULES)
        remedy = f"give consensus(round, rule) of the earlier round, the rule one of {rules}"
        params = {"argument": "earlier", "round": one.title, "rules": RULES}
        raise SeveralAnswersError(message, remedy, "several-answers", params)
    known = [one for one in given if respondent is None or respondent in respondent_ids(one)]
    followed = history([*known, round_], respondent=respondent)
    moves: dict[str, Movement | None] = {}
    if known and known[-1] is given[-1]:
        outcomes = change(known[-1], round_, respondent=respondent).outcomes
        moves = {name: _movement(one) for one in outcomes for name in one.new}
    return {
        series.id: Standing(moves.get(series.id), series.present_spell(followed.scale.worst))
        for series in followed.series
        if series.is_asked_last
    }


def _movement(outcome: Outcome) -> Movement | None:
    match outcome.kind:
        case "improved" | "held" | "declined" as moved if not outcome.is_compound:
            return moved
        case "entered":
            return "new"
        case _:
            return None


class Fact(StrEnum):
    """A fact that makes an answer a gap; the set is closed.

    `AT_WORST` and `BETWEEN` are Red and Amber on the paper's scale, and are printed as the level.

    >>> Fact("no plan") is Fact.NO_PLAN
    True
    """

    UNASSIGNED = "asked of nobody"
    UNANSWERED = "unanswered"
    STARTED = "started"
    AT_WORST = "at the worst level"
    BETWEEN = "between the worst and the best level"
    UNSUPPORTED = "unsupported"
    OLD_EVIDENCE = "newest evidence older than the months named"
    REMAINING_NOT_STATED = "remaining work not stated"
    NO_PLAN = "no plan"
    OVERDUE = "overdue"
    UNDATED = "undated"
    ALL_CLOSED = "all actions closed, not at the best level"
    DECLINED = "declined since the last round"
    WORST_IN_A_ROW = "at the worst level for rounds in a row"
    DISAGREEMENT = "respondents disagree"
    SELF_HIGHER = "rated higher than by an independent respondent"
    WITHOUT_PLACE = "action without a place"


NEED_EARLIER = (Fact.DECLINED, Fact.WORST_IN_A_ROW)
"""The facts that nothing but earlier rounds can tell."""

_OF_ANSWERS = [fact for fact in Fact if fact not in (Fact.WORST_IN_A_ROW, Fact.WITHOUT_PLACE)]
"""The facts that hold of an answer or do not; rounds in a row are counted."""

_NEED_OTHERS = (Fact.DISAGREEMENT, Fact.SELF_HIGHER)
_UNSEEN = {
    "only": (*_NEED_OTHERS, Fact.UNASSIGNED),
    "public": (
        *(*_NEED_OTHERS, Fact.UNASSIGNED, Fact.REMAINING_NOT_STATED, Fact.NO_PLAN, Fact.OVERDUE),
        *(Fact.UNDATED, Fact.ALL_CLOSED, Fact.WITHOUT_PLACE, Fact.OLD_EVIDENCE),
    ),
}
"""The facts that a view of a round does not tell."""

ORDER_NOTE = (
    "Order: the lowest level the answer may have, then the highest; its plan (none or all closed,"
    " overdue, undated, current); declined, then held or new, then improved; rounds in a row at"
    " the worst level, longest first; disagreement, widest first; the framework's order."
)
"""The declared order, printed with every list of gaps."""

_LIVE = [plan for plan in PlanState if plan.is_live]


@frozen
class Gap:
    """A question and a respondent with the facts that make their answer a gap.

    `bounds` are the ranks between which the truth may lie, from 0 for the worst; a question asked
    of nobody may prove anything. `plan` says how live its plan is, `owners` who owns its open
    actions, `lacks` what the answer needs to be complete. `movement` and `spell` are against the
    earlier rounds, `None` where these do not tell; `apart` is how many levels the ratings of a
    rated question are apart, `newest` the date of the newest evidence where that is old.

    >>> gap = Gap("s1q1", "1.1", "s1", None, AnswerKind.RATED, "red", (0, 0), (Fact.AT_WORST,),
    ...     PlanState.CURRENT, spell=Spell(3, 3))
    >>> gap.key
    ((0, 0), 3, 1, -3, 0)
    """

    question: str
    number: str
    step: str
    respondent: str | None
    kind: AnswerKind
    level: str | None
    bounds: tuple[int, int]
    facts: tuple[Fact, ...]
    plan: PlanState
    owners: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()
    movement: Movement | None = None
    spell: Spell | None = None
    apart: int = 0
    newest: date | None = None

    @property
    def key(self) -> tuple[tuple[int, int], int, int, int, int]:
        """The key that gaps are ordered by, ascending; ties stay in the framework's order."""
        moved = {"declined": 0, "improved": 2}.get(self.movement or "", 1)
        in_a_row = 0 if self.spell is None else self.spell.certain
        live = _LIVE.index(self.plan) + 1 if self.plan.is_live else 0
        return self.bounds, live, moved, -in_a_row, -self.apart

    def words(self, scale: Scale) -> str:
        """The facts in words, with the level and the numbers they stand for."""
        return ", ".join(self._words(fact, scale) for fact in self.facts)

    def _words(self, fact: Fact, scale: Scale) -> str:
        if fact in (Fact.AT_WORST, Fact.BETWEEN):
            return scale.label(self.level)
        if fact is Fact.WORST_IN_A_ROW:
            return f"{scale.label(scale.worst)} for {self.spell} rounds in a row"
        if fact is Fact.OLD_EVIDENCE and self.newest is not None:
            return f"newest evidence of {worded(self.newest)}"
        if fact is Fact.ALL_CLOSED:
            return f"all actions closed, not {scale.label(scale.best)}"
        if fact is Fact.DISAGREEMENT:
            levels = "1 level" if self.apart == 1 else f"{self.apart} levels"
            return f"respondents disagree by {levels}"
        return fact.value


def _found(
    round_: Round,
    as_of: date,
    whose: tuple[str | None, ...],
    earlier: tuple[Round, ...],
    old_before: date,
) -> tuple[Gap, ...]:
    """The gaps in the answers of these respondents, and the questions asked of nobody, in order."""
    framework, everybody = round_.framework, respondent_ids(round_)
    past = {name: standings(round_, earlier, respondent=name) for name in whose if earlier}
    apart = {one.question: one.apart for one in agreement(round_).questions}
    rank = framework.scale.rank
    independent = {one.id for one in round_.respondents if one.role.independent}
    # The lowest level that an independent respondent gave each question.
    scrutinised: dict[str, int] = {}
    for cell in cells_of(round_, independent, as_of):
        if cell.level is not None:
            lowest = scrutinised.get(cell.question, rank(cell.level))
            scrutinised[cell.question] = min(lowest, rank(cell.level))

    every: list[Gap] = []

    def add(
        cell: AnswerCell,
        of: Iterable[str | None],
        facts: tuple[Fact, ...],
        standing: Standing = UNTOLD,
        differ: int = 0,
        newest: date | None = None,
    ) -> None:
        step, number = framework.step_of(cell.question).id, framework.number(cell.question)
        actions = actions_for(round_, cell.question, of)
        owners = dict.fromkeys(o.owner for o in actions if o.is_open_on(as_of) and o.owner)
        bounds = cell.bounds or (0, len(framework.scale) - 1)
        answer = cell.respondent, cell.kind, cell.level, bounds, facts
        plan, before = (cell.plan, tuple(owners), cell.lacks), (standing.movement, standing.spell)
        every.append(Gap(cell.question, number, step, *answer, *plan, *before, differ, newest))

    for cell in cells_of(round_, whose, as_of):
        if cell.is_asked:
            standing = past.get(cell.respondent, {}).get(cell.question, UNTOLD)
            differ = apart.get(cell.question, 0) if cell.is_rated else 0
            is_higher = (
                cell.respondent not in {None, *independent}
                and cell.level is not None
                and rank(cell.level) > scrutinised.get(cell.question, len(framework.scale))
            )
            newest = _newest_evidence(round_, cell, old_before)
            facts = _facts(cell, framework.scale, standing, differ, newest, self_higher=is_higher)
            if facts:
                add(cell, [cell.respondent], facts, standing, differ, newest)
    for question in unassigned(round_):
        plan, _ = plan_for(round_, question, everybody, as_of)
        cell = AnswerCell(question, None, AnswerKind.NOT_ASKED, plan=plan)
        add(cell, everybody, (Fact.UNASSIGNED,))
    place = {question.id: place for place, question in enumerate(framework.questions)}
    return tuple(sorted(every, key=lambda gap: (gap.key, place[gap.question])))


def _newest_evidence(round_: Round, cell: AnswerCell, before: date) -> date | None:
    """The date of the newest dated evidence of an answer, where that is before a day."""
    if before == date.min or not cell.evidence:
        return None
    given = (one for one in round_.answers(cell.question) if one.respondent == cell.respondent)
    dates = (x.on for one in given if isinstance(one, Rating) for x in one.evidence if x.on)
    newest = max(dates, default=before)
    return newest if newest < before else None


def _facts(
    cell: AnswerCell,
    scale: Scale,
    standing: Standing,
    apart: int,
    newest: date | None,
    *,
    self_higher: bool,
) -> tuple[Fact, ...]:
    """The facts of an answer that is due, in the order of `Fact`; none where it is no gap."""
    holds = {
        Fact.UNANSWERED: cell.kind is AnswerKind.UNANSWERED,
        Fact.STARTED: cell.kind is AnswerKind.STARTED,
        Fact.AT_WORST: cell.level == scale.worst,
        Fact.BETWEEN: cell.level not in (None, scale.worst, scale.best),
        Fact.UNSUPPORTED: "evidence" in cell.lacks,
        Fact.OLD_EVIDENCE: newest is not None,
        Fact.REMAINING_NOT_STATED: "remaining" in cell.lacks,
        Fact.NO_PLAN: "plan" in cell.lacks,
        Fact.OVERDUE: cell.plan is PlanState.OVERDUE,
        Fact.UNDATED: cell.plan is PlanState.UNDATED,
        Fact.DECLINED: standing.movement == "declined",
        Fact.WORST_IN_A_ROW: standing.spell is not None and standing.spell.certain > 1,
        Fact.DISAGREEMENT: apart > 0,
        Fact.SELF_HIGHER: self_higher,
    }
    if cell.is_rated and cell.plan is PlanState.CLOSED and cell.level != scale.best:
        holds |= {Fact.NO_PLAN: False, Fact.ALL_CLOSED: True}
    return tuple(fact for fact in Fact if holds.get(fact, False))


TO_DO: Mapping[Lack, str] = {
    "rating": "give a rating",
    "evidence": "record the evidence",
    "remaining": "state the remaining work",
    "plan": "plan an action",
}
"""The words for what supplies each thing that an answer can lack."""

TO_DO_NOTE = "An answer that is given may then need evidence, its remaining work and a plan."
NOT_ASSESSED_NOTE = "Declines and rounds in a row are not assessed: no earlier round was given."


@frozen
class GapGroup:
    """The gaps of one step, owner or respondent, in their order; `name` is for people.

    `id` is `None` for actions that nobody owns, and for the respondent who is not named.
    """

    id: str | None
    name: str
    gaps: tuple[Gap, ...]


@frozen
class ToDo:
    """One thing that an answer still needs to be complete."""

    question: str
    number: str
    respondent: str | None
    do: str


@frozen
class WithoutPlace:
    """An item of an earlier round that has no place in this framework any more.

    `what` is "action" or "context answer", `was` the id of the step or context question it
    belonged to, `id` and `due` those of an action.
    """

    what: str
    was: str
    id: str | None = None
    due: date | None = None


@frozen(slots=False, repr=False)
class Gaps(OfRespondents):
    """The result of `gaps`: every gap in the declared order, and what would make answers complete.

    `gaps` are in order (see `Gap.key`); `of_step`, `of_tag`, `of_owner` and `of_respondent` group
    them. `to_do` lists what the answers still need to be complete, in the same order.
    `without_place` are the items of an earlier round that lost their place. `earlier` are the
    titles of the rounds looked back to; without any, declines and rounds in a row are not told,
    nor without `evidence_months` whether evidence is old.

    >>> from sixsteps.samples import spring_2026
    >>> found = gaps(spring_2026(), respondent="agreed")
    >>> [gap.number for gap in found.gaps[:3]], found.to_do[0].do
    (['3.3', '4.4', '3.5'], 'plan an action')
    """

    heading: Heading
    framework: Framework
    as_of: date
    whose: tuple[str | None, ...]
    names: tuple[str, ...]
    gaps: tuple[Gap, ...]
    without_place: tuple[WithoutPlace, ...]
    earlier: tuple[str, ...] = ()
    note: str = ""
    evidence_months: int | None = None

    @property
    def scale(self) -> Scale:
        """The scale the answers are on."""
        return self.framework.scale

    @cached_property
    def facts(self) -> tuple[tuple[Fact, int | None], ...]:
        """The number of gaps with each fact; `None` for a fact that was not assessed."""
        found = Counter(fact for gap in self.gaps for fact in gap.facts)
        counts: dict[Fact, int | None] = {fact: found[fact] for fact in Fact}
        counts[Fact.WITHOUT_PLACE] = sum(one.what == "action" for one in self.without_place)
        if not self.earlier:
            counts |= dict.fromkeys(NEED_EARLIER)
        if self.evidence_months is None:
            counts[Fact.OLD_EVIDENCE] = None
        counts |= dict.fromkeys(_UNSEEN.get(self.heading.view or "", ()))
        return tuple(counts.items())

    @property
    def to_do(self) -> tuple[ToDo, ...]:
        """The things that answers still need to be complete, in the order of the gaps."""
        found: list[ToDo] = []
        for gap in self.gaps:
            is_unassigned = Fact.UNASSIGNED in gap.facts
            needed = ["ask a respondent"] if is_unassigned else map(TO_DO.__getitem__, gap.lacks)
            found += [ToDo(gap.question, gap.number, gap.respondent, do) for do in needed]
        return tuple(found)

    @property
    def of_step(self) -> tuple[GapGroup, ...]:
        """The gaps of each step, in the framework's order; steps without gaps are left out."""
        titles = {step.id: step.title for step in self.framework.steps}
        return self._groups(titles, lambda gap: [gap.step])

    @property
    def of_owner(self) -> tuple[GapGroup, ...]:
        """The gaps of each owner of an open action, by name, those without an owner last.

        A public round, whose plans are not published, has none.
        """
        if self.heading.view == "public":
            return ()
        names: dict[str | None, str] = {
            owner: owner for owner in sorted({owner for gap in self.gaps for owner in gap.owners})
        }
        return self._groups(names | {None: "no owner"}, lambda gap: gap.owners or [None])

    @property
    def of_respondent(self) -> tuple[GapGroup, ...]:
        """The gaps of each respondent, in the round's order; not what is asked of nobody."""
        return self._groups(
            self._names, lambda gap: [] if Fact.UNASSIGNED in gap.facts else [gap.respondent]
        )

    @property
    def of_tag(self) -> tuple[GapGroup, ...]:
        """The gaps of each tag, to each of which a question counts, those without one last."""
        found = by_tag(
            [self.framework], self.gaps, lambda gap: self.framework.question(gap.question).tags
        )
        return tuple(GapGroup(tag, tag, tuple(own)) for tag, own in found.items() if own)

    def _groups(
        self,
        names: Mapping[str, str] | Mapping[str | None, str],
        of: Callable[[Gap], Iterable[str | None]],
    ) -> tuple[GapGroup, ...]:
        found = grouped(self.gaps, of)
        return tuple(
            GapGroup(name, words, tuple(found[name]))
            for name, words in names.items()
            if name in found
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """The date, whose answers, the declared order, and what earlier rounds were read."""
        looked = f"Compared with {listed(self.earlier)}." if self.earlier else NOT_ASSESSED_NOTE
        return (*self._about, ORDER_NOTE, looked)

    @property
    def _about(self) -> tuple[str, ...]:
        return tuple(filter(None, (as_of_note(self.as_of), self.note)))

    def all_tables(self) -> tuple[Table, ...]:
        """The gaps in order; how often each fact holds; the gaps grouped; what is still to do."""
        table, about, scale = self.heading.table, self._about, self.scale
        people = f"number Question= {'Respondent=' if len(self.whose) > 1 else ''}"
        assessed: dict[Fact, bool] = {
            fact: count is not None for fact, count in self.facts if fact in _OF_ANSWERS
        }

        def holds(gap: Gap, fact: Fact) -> bool | None:
            is_told = assessed[fact] and (fact is not Fact.DECLINED or gap.movement is not None)
            return fact in gap.facts if is_told else None

        in_order: list[list[Cell]] = [
            [
                *self._row(gap),
                *(self._between(gap), gap.words(scale), gap.question, gap.step, gap.respondent),
                *(gap.kind.value, gap.level, *(scale.keys[rank] for rank in gap.bounds)),
                *(gap.plan.value, gap.movement),
                *((gap.spell.certain, gap.spell.possible) if gap.spell else (None, None)),
                gap.apart if assessed[Fact.DISAGREEMENT] else None,
                *(holds(gap, fact) for fact in assessed),
            ]
            for gap in self.gaps
        ]
        columns = (
            f"{people} May_be= Facts= | question_id step_id respondent_id kind level lowest highest"
            " plan movement worst_in_a_row:int worst_in_a_row_possible:int levels_apart:int "
            + " ".join(f"is_{fact.name.lower()}:bool" for fact in assessed)
        )
        facts = [
            (self._named(fact), count, count is not None, fact.value) for fact, count in self.facts
        ]
        to_do = [[*self._row(one), one.do, one.question, one.respondent] for one in self.to_do]
        lost = [(one.what, one.id, one.was, one.due) for one in self.without_place]
        needed = f"{people} to_do | question_id respondent_id"
        counted = "Fact= Answers=gaps:int assessed:bool | fact"
        moved = "what id belonged_to due:date"
        return (
            table("gaps", "Gaps in order", columns, in_order, self.notes),
            table("facts", "Facts of the gaps", counted, facts, self.notes),
            self._grouped("step", self.of_step),
            self._grouped("tag", self.of_tag),
            self._grouped("owner", self.of_owner),
            self._grouped("respondent", self.of_respondent),
            table("to_do", "To be complete", needed, to_do, [*about, TO_DO_NOTE]),
            table("without_place", "Without a place", moved, lost, about),
        )

    def _row(self, one: Gap | ToDo) -> list[Cell]:
        """The question, and the respondent where there are several."""
        who = [self._names.get(one.respondent)] if len(self.whose) > 1 else []
        return [one.number, self.framework.question(one.question).name, *who]

    @property
    def _names(self) -> dict[str | None, str]:
        # Nobody is not among them, and has the gap of a question that nobody is asked.
        return dict(zip(self.whose, self.names, strict=True))

    def _named(self, fact: Fact) -> str:
        worst, best = (self.scale.label(key) for key in (self.scale.worst, self.scale.best))
        between = [level.label for level in self.scale.levels[1:-1]]
        months = counted(self.evidence_months or 0, "month")
        words = {
            Fact.OLD_EVIDENCE: self.evidence_months and f"newest evidence older than {months}",
            Fact.AT_WORST: worst,
            Fact.BETWEEN: " or ".join(between) if len(between) < 3 else fact.value,
            Fact.WORST_IN_A_ROW: f"{worst} for two or more rounds in a row",
            Fact.ALL_CLOSED: f"all actions closed, not {best}",
        }
        return words.get(fact) or fact.value

    def _between(self, gap: Gap) -> str:
        low, high = (self.scale.levels[rank].label for rank in gap.bounds)
        return low if low == high else f"{low} to {high}"

    def _grouped(self, what: str, groups: Iterable[GapGroup]) -> Table:
        rows = []
        for group in groups:
            numbers = dict.fromkeys(gap.number for gap in group.gaps)
            rows.append((group.name, len(group.gaps), ", ".join(numbers), group.id))
        notes = [*self._about, "The questions stand in the order of their gaps."]
        notes += [TAG_NOTE] if what == "tag" else []
        id_ = what if what in ("owner", "tag") else f"{what}_id"
        columns = f"{what.capitalize()}= gaps:int Questions= | {id_}"
        return self.heading.table(f"{what}s", f"Gaps by {what}", columns, rows, notes)


def gaps(
    round: Round,
    *,
    earlier: Iterable[Round] = (),
    as_of: date | None = None,
    respondent: Whose | None = None,
    evidence_months: int | None = None,
) -> Gaps:
    """The gaps of a round: missing, weak or stuck answers in a declared order, without a score.

    `earlier` are rounds before this one, in order of date; without them declines and rounds in a
    row are not assessed. Every respondent's answers count, each by itself; `respondent` limits
    them to a respondent or a role. `as_of` is the date by which an action is overdue, the round's
    own where none is given. An answer whose newest dated evidence is more than `evidence_months`
    calendar months older than that has the fact too; without them it is not assessed.

    Raises:
        WrongTypeError: for what is no round, or one earlier round by itself.
        UnknownIdError: the round has no such respondent or role.
        NotComparableError: an earlier round is of another origin.
        SeveralAnswersError: nobody is named in the round, and several are in an earlier one.
        InvalidError: rounds out of order, a round given twice, `as_of` is no date, or
            `evidence_months` no whole number from 1.

    >>> from sixsteps import Rating, six_steps
    >>> autumn = Round(six_steps(), "Anytown", "Autumn 2025", date(2025, 11, 1),
    ...     ratings=[Rating("s1q1", "amber"), Rating("s1q3", "red")])
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...     ratings=[Rating("s1q1", "red"), Rating("s1q3", "red")])
    >>> [gap.words(spring.framework.scale) for gap in gaps(spring, earlier=[autumn]).gaps[:2]]
    ['Red, no plan, declined since the last round', 'Red, no plan, Red for 2 rounds in a row']
    """
    require(round, Round, "round", "a Round")
    when, before = as_of_date(round, as_of), as_tuple(earlier, "earlier", of=Round)
    places = [*(("earlier", place) for place in range(len(before))), ("round",)]
    InvalidError.check("earlier rounds", order_problems([*before, round], places))
    whose = respondents_of(round, respondent)
    notes = [whose_note(round, whose), *organisations_note([*before, round])]
    old_before = months_before(when, evidence_months)
    if evidence_months is not None:
        months = f"{counted(evidence_months, 'month')} back"
        old = f"Evidence dated before {worded(old_before)} ({months}) is old; one without a date"
        notes.append(f"{old} tells nothing.")
    there = respondent_ids(before[-1]) if before else whose
    if new := [name_of(round, one) for one in whose if one is not None and one not in there]:
        notes.append(f"No part in {before[-1].title}, so no decline is told: {listed(new)}.")
    frameworks = [one.framework for one in (*before, round)]
    if len({one.scale for one in frameworks}) > 1:
        scales = one_scale(joints_between(frameworks), frameworks[0])
        notes += scale_notes(frameworks, *scales)
    lost = tuple(
        WithoutPlace("action", one.was, one.item.id, one.item.due)
        if isinstance(one.item, Action)
        else WithoutPlace("context answer", one.was)
        for one in round.unplaced
    )
    return Gaps(
        Heading.of(round, *frameworks),
        round.framework,
        when,
        whose,
        tuple(name_of(round, one) for one in whose),
        _found(round, when, whose, before, old_before),
        lost,
        tuple(one.title for one in before),
        " ".join(filter(None, notes)),
        evidence_months,
    )
