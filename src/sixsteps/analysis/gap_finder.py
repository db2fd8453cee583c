"""Finding the gaps of a round: each answer that is due, held against what else is known."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import frozen

from sixsteps.analysis.agreement import agreement
from sixsteps.analysis.cells import (
    AnswerCell,
    Kind,
    actions_for,
    cell_of,
    cells_of,
    respondent_ids,
    state_of,
    unassigned,
)
from sixsteps.analysis.gap import Fact, Gap, facts_of
from sixsteps.analysis.standing import Standing, standings
from sixsteps.model.respondents import Role
from sixsteps.model.rounds import Round

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
        past = {name: standings(round_, earlier, of=name) for name in whose} if earlier else {}
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
