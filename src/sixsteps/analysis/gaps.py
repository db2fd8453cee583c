"""What is missing, weak or stuck in a round: facts in a declared order, and what to do about it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from attrs import frozen

from sixsteps.analysis.agreement import agreement
from sixsteps.analysis.cells import (
    AnswerCell,
    Kind,
    actions_for,
    as_of_date,
    cell_of,
    cells_of,
    respondent_ids,
    state_of,
    unassigned,
)
from sixsteps.analysis.gap import NEED_EARLIER, ORDER_NOTE, Fact, Gap, facts_of, to_do_of
from sixsteps.analysis.heading import Heading, as_of_note, organisations_note
from sixsteps.analysis.history import Standing, standings
from sixsteps.analysis.selection import (
    Whose,
    name_of,
    order_problems,
    require,
    respondents_of,
    whose_note,
)
from sixsteps.errors import InvalidError, listed
from sixsteps.model.checks import as_tuple
from sixsteps.model.plans import Action
from sixsteps.model.ratings import Role
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Table, Tabular

SELF_ASSESSING = (Role.LEAD_PARTNER, Role.RELEVANT_AGENCY, Role.PARTNERSHIP)
"""The roles whose answers are a self-assessment, to be held against the scrutineer's."""


@frozen
class GapFinder:
    """What the facts of a round's answers rest on, gathered once.

    `standings` has, by respondent, how each question stands against earlier rounds; it is empty
    without any. `apart` has by how many levels the respondents differ on a question,
    `scrutinised` the lowest level an independent scrutineer gave it.
    """

    round: Round
    as_of: date
    standings: Mapping[str | None, Mapping[str, Standing]]
    apart: Mapping[str, int]
    scrutinised: Mapping[str, str]

    @classmethod
    def of(
        cls,
        round_: Round,
        as_of: date,
        whose: Iterable[str | None],
        earlier: tuple[Round, ...],
    ) -> "GapFinder":
        """What these respondents' answers are held against.

        Raises:
            NotComparableError: an earlier round is of another origin.
            SeveralAnswersError: nobody is named in the round, and several are in an earlier one.
            InvalidError: rounds out of order.
        """
        past = (
            {name: standings(round_, earlier, respondent=name) for name in whose} if earlier else {}
        )
        apart = {one.question: one.apart for one in agreement(round_).questions}
        return cls(round_, as_of, past, apart, dict(_scrutinised(round_, as_of)))

    def found(self, whose: Iterable[str | None]) -> tuple[Gap, ...]:
        """The gaps in the answers of these respondents, and the questions asked of nobody."""
        questions = self.round.framework.questions
        place = {question.id: place for place, question in enumerate(questions)}
        every = [
            *(self.gap(cell) for cell in cells_of(self.round, whose, self.as_of) if cell.is_asked),
            *(self.unassigned(question) for question in unassigned(self.round)),
        ]
        every.sort(key=lambda gap: (gap.key, place[gap.question]))
        return tuple(gap for gap in every if gap.facts)

    def gap(self, cell: AnswerCell) -> Gap:
        """The facts of an answer that is due; none where it is no gap."""
        scale = self.round.framework.scale
        standing = self.standings.get(cell.respondent, {}).get(cell.question)
        movement = None if standing is None else standing.movement
        run = None if standing is None else standing.run
        apart = self.apart.get(cell.question, 0) if cell.is_rated else 0
        facts = facts_of(
            cell,
            scale,
            movement=movement,
            run=run,
            apart=apart,
            self_higher=self._is_higher(cell),
        )
        return Gap(
            cell.question,
            self.round.framework.number(cell.question),
            self.round.framework.step_of(cell.question).id,
            cell.respondent,
            cell.kind,
            cell.level,
            cell.bounds or (0, len(scale) - 1),
            facts,
            cell.plan,
            self._owners(cell.question, [cell.respondent]),
            cell.lacks,
            movement,
            run,
            apart,
        )

    def unassigned(self, question: str) -> Gap:
        """The gap of a question asked of nobody, which may prove anything."""
        framework, everybody = self.round.framework, respondent_ids(self.round)
        return Gap(
            question,
            framework.number(question),
            framework.step_of(question).id,
            None,
            Kind.NOT_ASKED,
            None,
            (0, len(framework.scale) - 1),
            (Fact.UNASSIGNED,),
            state_of(actions_for(self.round, question, everybody), self.as_of),
            self._owners(question, everybody),
        )

    def _owners(self, question: str, whose: Iterable[str | None]) -> tuple[str, ...]:
        actions = actions_for(self.round, question, whose)
        return tuple(dict.fromkeys(one.owner for one in actions if one.is_open and one.owner))

    def _is_higher(self, cell: AnswerCell) -> bool:
        """Whether one who assesses itself rated the question above a scrutineer."""
        if cell.respondent is None or cell.level is None:
            return False
        if self.round.respondent(cell.respondent).role not in SELF_ASSESSING:
            return False
        rank, scrutinised = self.round.framework.scale.rank, self.scrutinised.get(cell.question)
        return scrutinised is not None and rank(cell.level) > rank(scrutinised)


def _scrutinised(round_: Round, as_of: date) -> Iterator[tuple[str, str]]:
    """Every question a scrutineer rated, with the lowest level."""
    scrutineers = [one.id for one in round_.respondents if one.role is Role.INDEPENDENT_SCRUTINEER]
    for question in round_.framework.questions:
        cells = [cell_of(round_, question.id, name, as_of) for name in scrutineers]
        levels = [cell.level for cell in cells if cell.level is not None]
        if levels:
            yield question.id, min(levels, key=round_.framework.scale.rank)


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


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False, repr=False)
class Gaps(Tabular):
    """What `gaps` found: every gap in the declared order, and what would make answers complete.

    `gaps` are in order (see `Gap.key`); `of_step`, `of_owner` and `of_respondent` group them.
    `to_do` lists what the answers still need to be complete, in the same order. `without_place`
    are the items of an earlier round that lost their place. `earlier` are the titles of the rounds
    looked back to; `is_assessed` says whether there were any.

    >>> from sixsteps import Rating, six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...     ratings=[Rating("s1q1", "green", evidence=["Plan agreed"]), Rating("s1q3", "red")])
    >>> found = gaps(spring)
    >>> [gap.number for gap in found.gaps[:3]], found.to_do[0].do
    (['1.3', '1.2', '1.4'], 'plan an action')
    """

    heading: Heading
    scale: Scale
    as_of: date
    whose: tuple[str | None, ...]
    names: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    gaps: tuple[Gap, ...]
    without_place: tuple[WithoutPlace, ...]
    earlier: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_assessed(self) -> bool:
        """Whether earlier rounds could tell of declines and of rounds in a row."""
        return bool(self.earlier)

    @cached_property
    def facts(self) -> tuple[tuple[Fact, int | None], ...]:
        """How many gaps have each fact; `None` for a fact that was not assessed."""
        counts: dict[Fact, int | None] = {
            fact: sum(fact in gap.facts for gap in self.gaps) for fact in Fact
        }
        counts[Fact.WITHOUT_PLACE] = sum(one.what == "action" for one in self.without_place)
        if not self.is_assessed:
            counts |= dict.fromkeys(NEED_EARLIER)
        return tuple(counts.items())

    @property
    def to_do(self) -> tuple[ToDo, ...]:
        """What the answers still need to be complete, in the order of the gaps."""
        return tuple(
            ToDo(gap.question, gap.number, gap.respondent, do)
            for gap in self.gaps
            for do in (
                ["ask a respondent"]
                if Fact.UNASSIGNED in gap.facts
                else [to_do_of(lack) for lack in gap.lacks]
            )
        )

    @property
    def of_step(self) -> tuple[GapGroup, ...]:
        """The gaps of each step, in the framework's order; steps without gaps are left out."""
        return self._groups(dict(self.steps), lambda gap: [gap.step])

    @property
    def of_owner(self) -> tuple[GapGroup, ...]:
        """The gaps of each owner of an open action, by name, those without an owner last."""
        names: dict[str | None, str] = {
            owner: owner for owner in sorted({owner for gap in self.gaps for owner in gap.owners})
        }
        return self._groups(names | {None: "no owner"}, lambda gap: gap.owners or [None])

    @property
    def of_respondent(self) -> tuple[GapGroup, ...]:
        """The gaps of each respondent, in the round's order; not what is asked of nobody."""
        names = dict(zip(self.whose, self.names, strict=True))
        return self._groups(
            names, lambda gap: [] if Fact.UNASSIGNED in gap.facts else [gap.respondent]
        )

    def _groups(
        self,
        names: Mapping[str, str] | Mapping[str | None, str],
        of: Callable[[Gap], Iterable[str | None]],
    ) -> tuple[GapGroup, ...]:
        grouped: dict[str | None, list[Gap]] = {}
        for gap in self.gaps:
            for name in of(gap):
                grouped.setdefault(name, []).append(gap)
        return tuple(
            GapGroup(name, words, tuple(grouped[name]))
            for name, words in names.items()
            if name in grouped
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """The date, whose answers, the declared order, and what earlier rounds were read."""
        looked = f"Compared with {listed(self.earlier)}." if self.earlier else NOT_ASSESSED_NOTE
        return (*self._about, ORDER_NOTE, looked)

    @property
    def _about(self) -> tuple[str, ...]:
        return tuple(filter(None, (as_of_note(self.as_of), self.note)))

    def tables(self) -> tuple[Table, ...]:
        """The gaps in order; how often each fact holds; the gaps grouped; what is still to do."""
        tables = [self._gaps(), self._facts()]
        tables.append(self._grouped("step", self.of_step))
        tables.append(self._grouped("owner", self.of_owner))
        if len(self.whose) > 1:
            tables.append(self._grouped("respondent", self.of_respondent))
        tables.append(self._to_do())
        if self.without_place:
            tables.append(self._without_place())
        return tuple(tables)

    def _facts(self) -> Table:
        rows: list[tuple[str, int | None, bool]] = [
            (self._named(fact), count, count is not None) for fact, count in self.facts
        ]
        columns = ("Fact", "Answers", "Assessed")
        return self.heading.table("Facts of the gaps", columns, rows, self.notes)

    def _named(self, fact: Fact) -> str:
        worst, best = (self.scale.label(key) for key in (self.scale.worst, self.scale.best))
        between = [level.label for level in self.scale.levels[1:-1]]
        words = {
            Fact.AT_WORST: worst,
            Fact.BETWEEN: " or ".join(between) if len(between) < 3 else fact.value,
            Fact.WORST_IN_A_ROW: f"{worst} for two or more rounds in a row",
            Fact.ALL_CLOSED: f"all actions closed, not {best}",
        }
        return words.get(fact) or fact.value

    def _gaps(self) -> Table:
        several = len(self.whose) > 1
        columns = ["Number", "Question", *(["Respondent"] if several else []), "May be", "Facts"]
        names = self._names
        rows: list[list[Cell]] = []
        for gap in self.gaps:
            row: list[Cell] = [gap.number, gap.question]
            row += [names.get(gap.respondent)] if several else []
            rows.append([*row, self._between(gap), gap.words(self.scale)])
        return self.heading.table("Gaps in order", columns, rows, self.notes)

    @property
    def _names(self) -> dict[str | None, str]:
        # Nobody is not among them, and has the gap of a question that nobody is asked.
        return dict(zip(self.whose, self.names, strict=True))

    def _between(self, gap: Gap) -> str:
        low, high = (self.scale.levels[rank].label for rank in gap.bounds)
        return low if low == high else f"{low} to {high}"

    def _grouped(self, what: str, groups: Iterable[GapGroup]) -> Table:
        rows = [
            (
                group.name,
                len(group.gaps),
                ", ".join(dict.fromkeys(gap.number for gap in group.gaps)),
            )
            for group in groups
        ]
        columns = (what.capitalize(), "Gaps", "Questions")
        notes = [*self._about, "The questions stand in the order of their gaps."]
        return self.heading.table(f"Gaps by {what}", columns, rows, notes)

    def _to_do(self) -> Table:
        several = len(self.whose) > 1
        columns = ["Number", "Question", *(["Respondent"] if several else []), "To do"]
        names = self._names
        rows = [
            [one.number, one.question, *([names.get(one.respondent)] if several else []), one.do]
            for one in self.to_do
        ]
        return self.heading.table("To be complete", columns, rows, [*self._about, TO_DO_NOTE])

    def _without_place(self) -> Table:
        rows = [(one.what, one.id, one.was, one.due) for one in self.without_place]
        columns = ("What", "Id", "Belonged to", "Due")
        return self.heading.table("Without a place", columns, rows, self._about)


def gaps(
    round: Round,  # noqa: A002  the name callers know it by
    *,
    earlier: Iterable[Round] = (),
    as_of: date | None = None,
    respondent: Whose | None = None,
) -> Gaps:
    """What is missing, weak or stuck in a round, in a declared order and without a score.

    `earlier` are rounds before this one, in order of date; without them declines and rounds in a
    row are not assessed. Every respondent's answers count, each by itself; `of` limits them to a
    respondent or a role. `as_of` is the date by which an action is overdue, the round's own where
    none is given.

    Raises:
        WrongTypeError: for what is no round, or one earlier round by itself.
        UnknownIdError: the round has no respondent or role `of`.
        NotComparableError: an earlier round is of another origin.
        SeveralAnswersError: nobody is named in the round, and several are in an earlier one.
        InvalidError: rounds out of order, a round given twice, or `as_of` is no date.

    >>> from sixsteps import Rating, six_steps
    >>> autumn = Round(six_steps(), "Anytown", "Autumn 2025", date(2025, 11, 1),
    ...     ratings=[Rating("s1q1", "amber"), Rating("s1q3", "red")])
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...     ratings=[Rating("s1q1", "red"), Rating("s1q3", "red")])
    >>> [gap.words(spring.framework.scale) for gap in gaps(spring, earlier=[autumn]).gaps[:2]]
    ['Red, no plan, declined since the last round', 'Red, no plan, Red for 2 rounds in a row']
    """
    require(round, Round, "round")
    when, before = as_of_date(round, as_of), as_tuple(earlier, "earlier")
    places = [*(f"earlier[{place}]" for place in range(len(before))), "round"]
    InvalidError.check("earlier rounds", order_problems([*before, round], places))
    whose = respondents_of(round, respondent)
    return Gaps(
        Heading.of(round),
        round.framework.scale,
        when,
        whose,
        tuple(name_of(round, name) for name in whose),
        tuple((step.id, step.title) for step in round.framework.steps),
        GapFinder.of(round, when, whose, before).found(whose),
        tuple(_without_place(lost.was, lost.item) for lost in round.unplaced),
        tuple(one.title for one in before),
        " ".join(
            filter(
                None,
                (
                    whose_note(round, whose),
                    *organisations_note([*before, round]),
                    _newcomers(round, whose, before),
                ),
            )
        ),
    )


def _without_place(was: str, item: object) -> WithoutPlace:
    if isinstance(item, Action):
        return WithoutPlace("action", was, item.id, item.due)
    return WithoutPlace("context answer", was)


def _newcomers(round_: Round, whose: Iterable[str | None], before: tuple[Round, ...]) -> str:
    """Who had no part in the last round, so that no decline can be told."""
    if not before:
        return ""
    there = respondent_ids(before[-1])
    new = [name_of(round_, name) for name in whose if name is not None and name not in there]
    return f"No part in {before[-1].title}, so no decline is told: {listed(new)}." if new else ""
