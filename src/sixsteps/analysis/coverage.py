"""The coverage of a round: the answers given, supported and complete, and the state of plans."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import get_args

from attrs import frozen

from sixsteps.analysis.answer_cells import (
    ActionCounts,
    AnswerCell,
    AnswerKind,
    Counts,
    CountsOf,
    Lack,
    as_of_date,
    cells_of,
    unassigned,
)
from sixsteps.analysis.consensus import Whose, name_of, require, respondents_of, whose_note
from sixsteps.analysis.heading import Heading, OfRound, as_of_note
from sixsteps.model.answers import Rating
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.table import Share, Table

COMPLETE_NOTE = (
    "Supported: has the evidence its level needs. Complete: lacks nothing its level needs"
    " (evidence, remaining work, a plan with an open action)."
)


@frozen
class Lacking:
    """An answer that was asked for and what it still lacks."""

    question: str
    number: str
    respondent: str | None
    level: str | None
    lacks: tuple[Lack, ...]


@frozen
class NotAskedAnswer:
    """An answer by one who was not asked; `level` is `None` for "not applicable"."""

    question: str
    number: str
    respondent: str | None
    level: str | None


@frozen(repr=False)
class Coverage(OfRound):
    """The result of `coverage`: nested counts, what answers lack, and the classes of actions.

    `total` are the counts of the whole round, `steps`, `respondents` and `questions` those of its
    parts. `actions` are the classes of all actions, `step_actions` those by step id. `lacking` are
    the answers that are not complete, `silent` the ids of respondents who were asked and gave no
    rating at all, `unassigned` the questions asked of nobody, `not_asked_answers` what was
    answered without being asked. `outcomes` counts the answers at the best level that have
    evidence of an outcome. `whose` are the ids of
    the respondents counted (`None`: the one who is not named).

    >>> from sixsteps.samples import spring_2026
    >>> found = coverage(spring_2026(), respondent="agreed")
    >>> found.lacking[0].lacks, found.steps[0].counts.unanswered
    (('plan',), 0)
    """

    heading: Heading
    framework: Framework
    as_of: date
    whose: tuple[str | None, ...]
    total: Counts
    steps: tuple[CountsOf, ...]
    respondents: tuple[CountsOf, ...]
    questions: tuple[CountsOf, ...]
    actions: ActionCounts
    step_actions: tuple[tuple[str, ActionCounts], ...]
    lacking: tuple[Lacking, ...]
    silent: tuple[str | None, ...]
    unassigned: tuple[str, ...]
    not_asked_answers: tuple[NotAskedAnswer, ...]
    outcomes: Share
    note: str = ""

    @property
    def scale(self) -> Scale:
        """The scale the answers are on."""
        return self.framework.scale

    @property
    def notes(self) -> tuple[str, ...]:
        """The date, whose answers are counted, and what the words mean."""
        return tuple(filter(None, (as_of_note(self.as_of), self.note, COMPLETE_NOTE)))

    def tables(self, *, labels: bool = False) -> tuple[Table, ...]:
        """The whole round; then by step, respondent and question, what is lacking, the rest.

        With `labels` questions are called by their labels, not by their ids, and no column is left
        for respondents where nobody is named.
        """
        left_out = {"respondents"} if len(self.respondents) < 2 else set()
        if not self.lacking:
            left_out.add("lacking")
        if not self.not_asked_answers:
            left_out.add("not_asked_answers")
        every = self.all_tables(labels=labels)
        return tuple(table for table in every if table.name not in left_out)

    def all_tables(self, *, labels: bool = False) -> tuple[Table, ...]:
        """Every table, those without rows too; see `tables`."""
        classes = ("Step", "Id", "Actions", "Closed", "Overdue", "Undated", "Current")
        return (
            self._total(),
            self._parts("step", self.steps),
            self._parts("respondent", self.respondents),
            self._parts("question", self.questions),
            self._answers(
                *("lacking", "What answers still lack", "Lacks"),
                [
                    (one, [", ".join(one.lacks)], [lack in one.lacks for lack in get_args(Lack)])
                    for one in self.lacking
                ],
                " ".join(f"lacks_{lack}:bool" for lack in get_args(Lack)),
                self.notes,
                labels=labels,
            ),
            self.heading.table(
                "Actions",
                classes,
                [
                    (part.name, step, n.total, n.closed, n.overdue, n.undated, n.current)
                    for part, (step, n) in zip(self.steps, self.step_actions, strict=True)
                ],
                [as_of_note(self.as_of), self.note],
                name="actions",
                data="step step_id actions:int closed:int overdue:int undated:int current:int",
            ),
            self._answers(
                *("not_asked_answers", "Answered though not asked", ""),
                [(one, [], []) for one in self.not_asked_answers],
                "",
                ["These answers are kept and are in no rate and no summary."],
                labels=labels,
            ),
        )

    def _answers(
        self,
        name: str,
        what: str,
        last: str,
        rows: Iterable[tuple[Lacking | NotAskedAnswer, list[str], list[bool]]],
        data: str,
        notes: Iterable[str],
        *,
        labels: bool,
    ) -> Table:
        """A table with a row an answer: its question, whose it is, and what there is to say.

        Each row has what stands under the heading `last`, and the cells that are data alone.
        """
        # The one who is not named is left unnamed in every row.
        names = {part.id: part.name if part.id else None for part in self.respondents}
        who = not labels or any(names.values())
        columns = ("Number", "Question", *(["Respondent"] if who else []), "Level")
        return self.heading.table(
            what,
            (*columns, *filter(None, [last])),
            [
                (
                    one.number,
                    self.framework.question(one.question).name if labels else one.question,
                    *([names[one.respondent]] if who else []),
                    "not applicable"
                    if one.level is None and not last
                    else self.scale.label(one.level),
                    *said,
                    *(one.question, one.respondent, one.level, *others),
                )
                for one, said, others in rows
            ],
            notes,
            name=name,
            data=f"number {'- ' * len(columns[1:])}{'- ' if last else ''}"
            f"question_id respondent_id level {data}",
        )

    def _total(self) -> Table:
        counts, actions = self.total, self.actions
        best = self.scale.label(self.scale.best)
        due = sum(part.counts.asked > 0 for part in self.respondents)
        rows: list[tuple[str, int | Share, str]] = [
            ("Asked and applicable", counts.asked, "asked"),
            ("Answered", counts.responded, "answered"),
            ("Supported", counts.evidenced, "supported"),
            ("Complete", counts.completed, "complete"),
            ("Unanswered", counts.unanswered, "unanswered"),
            ("of these, drafts", counts.drafts, "drafts"),
            ("Not applicable", counts.not_applicable, "not_applicable"),
            ("Not asked", counts.not_asked, "not_asked"),
            (
                "of these, answered though not asked",
                counts.answered_not_asked,
                "answered_not_asked",
            ),
            ("Questions asked of nobody", len(self.unassigned), "unassigned"),
            ("Respondents without any answer", Share(len(self.silent), due), "silent_respondents"),
            (
                "Answers planned directly",
                Share(counts.planned_directly, counts.answered),
                "planned_directly",
            ),
            (
                "Answers planned through the step",
                Share(counts.planned_through_step, counts.answered),
                "planned_through_step",
            ),
            (
                "Answers without an open action",
                Share(counts.unplanned, counts.answered),
                "unplanned",
            ),
            (f"{best} answers with evidence of outcomes", self.outcomes, "best_with_outcomes"),
            ("Actions", actions.total, "actions"),
            ("Actions closed", actions.closed, "actions_closed"),
            ("Actions overdue", actions.overdue, "actions_overdue"),
            ("Actions open and undated", actions.undated, "actions_undated"),
            ("Actions current", actions.current, "actions_current"),
            ("Open actions without a place", actions.unplaced, "actions_without_place"),
        ]
        return self.heading.table(
            "Coverage",
            ("Figure", "Count"),
            [
                (words, n, name, *((n.count, n) if isinstance(n, Share) else (n, None)))
                for words, n, name in rows
            ],
            self.notes,
            name="coverage",
            data="- - figure count:int share:ratio",
        )

    def _parts(self, what: str, parts: Sequence[CountsOf]) -> Table:
        columns = (
            *(what.capitalize(), "Id", "Asked", "Answered", "Supported", "Complete"),
            *("Not applicable", "Not asked"),
        )
        rows = [
            (
                *(part.name, part.id, n.asked, n.responded, n.evidenced, n.completed),
                *(n.not_applicable, n.not_asked),
            )
            for part in parts
            for n in [part.counts]
        ]
        return self.heading.table(
            f"Coverage by {what}",
            columns,
            rows,
            self.notes,
            name=f"{what}s",
            data=f"{'number' if what == 'question' else what} {what}_id asked:int answered:ratio"
            " supported:ratio complete:ratio not_applicable:int not_asked:int",
        )


def coverage(
    round: Round,  # noqa: A002  the name callers know it by
    *,
    as_of: date | None = None,
    respondent: Whose | None = None,
) -> Coverage:
    """The answers of a round that are given, supported and complete, of those it asked for.

    Every respondent's answers count, an agreed one's like any other; `respondent` limits the
    figures to a respondent or a role. `as_of` is the date by which an action is overdue, the
    round's own where none is given. Rates have the denominator *asked and applicable*; where that
    is 0 there is none.

    Raises:
        WrongTypeError: for what is no round.
        UnknownIdError: the round has no such respondent or role.
        InvalidError: `as_of` is no date.

    >>> from sixsteps import Rating, six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...     ratings=[Rating("s1q1", "green", evidence=["Plan agreed"]), Rating("s1q3", "red")])
    >>> counts = coverage(spring).total
    >>> str(counts.responded), str(counts.evidenced), str(counts.completed)
    ('2 of 24', '2 of 24', '0 of 24')
    """
    require(round, Round, "round", "a Round")
    when, framework = as_of_date(round, as_of), round.framework
    number, whose = framework.number, respondents_of(round, respondent)
    cells = tuple(cells_of(round, whose, when))
    of_step: dict[str, list[AnswerCell]] = {step.id: [] for step in framework.steps}
    of_question: dict[str, list[AnswerCell]] = {question.id: [] for question in framework.questions}
    of_respondent: dict[str | None, list[AnswerCell]] = {name: [] for name in whose}
    for cell in cells:
        of_step[framework.step_of(cell.question).id].append(cell)
        of_question[cell.question].append(cell)
        of_respondent[cell.respondent].append(cell)
    best = [cell for cell in cells if cell.level == framework.scale.best]
    respondents = tuple(
        CountsOf(name, name_of(round, name), Counts.of(own)) for name, own in of_respondent.items()
    )
    working = {
        step: [
            action
            for action in round.plan(step).actions
            if not action.respondents or set(action.respondents).intersection(whose)
        ]
        for step in of_step
    }
    return Coverage(
        Heading.of(round),
        framework,
        when,
        whose,
        Counts.of(cells),
        tuple(CountsOf(id_, f"Step {number(id_)}", Counts.of(own)) for id_, own in of_step.items()),
        respondents,
        tuple(CountsOf(id_, number(id_), Counts.of(own)) for id_, own in of_question.items()),
        ActionCounts.of(
            [action for actions in working.values() for action in actions],
            when,
            sum(isinstance(lost.item, Action) for lost in round.unplaced),
        ),
        tuple((step, ActionCounts.of(actions, when)) for step, actions in working.items()),
        lacking=tuple(
            Lacking(cell.question, number(cell.question), cell.respondent, cell.level, cell.lacks)
            for cell in cells
            if cell.lacks
        ),
        silent=tuple(one.id for one in respondents if one.counts.asked and not one.counts.answered),
        unassigned=unassigned(round),
        not_asked_answers=tuple(
            _not_asked_answer(round, cell)
            for cell in cells
            if cell.kind is AnswerKind.ANSWERED_NOT_ASKED
        ),
        outcomes=Share(sum(cell.outcomes > 0 for cell in best), len(best)),
        note=whose_note(round, whose),
    )


def _not_asked_answer(round_: Round, cell: AnswerCell) -> NotAskedAnswer:
    answer = round_.answer(cell.question, cell.respondent)
    level = answer.level if isinstance(answer, Rating) else None
    number = round_.framework.number(cell.question)
    return NotAskedAnswer(cell.question, number, cell.respondent, level)
