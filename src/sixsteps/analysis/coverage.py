"""The coverage of a round: the answers given, supported and complete, and the state of plans."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import get_args

from attrs import frozen

from sixsteps.analysis.answer_cells import (
    TAG_NOTE,
    ActionCounts,
    AnswerCell,
    AnswerKind,
    Counts,
    CountsOf,
    Lack,
    as_of_date,
    by_tag,
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
from sixsteps.table import Cell, Share, Table

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
    parts; `tags` those of each tag, to each of which a question counts. `actions` are the classes
    of all actions, `step_actions` those by step id. `lacking` are the answers that are not
    complete, `silent` the ids of respondents who were asked and gave no rating at all,
    `unassigned` the questions asked of nobody, `not_asked_answers` what was answered without being
    asked. `outcomes` counts the answers at the best level that have evidence of an outcome.
    `whose` are the ids of the respondents counted (`None`: the one who is not named).

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
    tags: tuple[CountsOf, ...] = ()

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
        kept = {"respondents": len(self.respondents) > 1}
        kept |= {"lacking": bool(self.lacking), "not_asked_answers": bool(self.not_asked_answers)}
        kept |= {"tags": bool(self.tags)}
        every = self.all_tables(labels=labels)
        return tuple(table for table in every if kept.get(table.name, True))

    def all_tables(self, *, labels: bool = False) -> tuple[Table, ...]:
        """Every table, those without rows too; see `tables`."""
        actions = [
            (part.name, step, n.total, n.closed, n.overdue, n.undated, n.current)
            for part, (step, n) in zip(self.steps, self.step_actions, strict=True)
        ]
        classes = "actions:int closed:int overdue:int undated:int current:int"
        lacking = [
            (one, [self.scale.label(one.level), ", ".join(one.lacks)], one.lacks)
            for one in self.lacking
        ]
        given = [
            (one, ["not applicable" if one.level is None else self.scale.label(one.level)], ())
            for one in self.not_asked_answers
        ]
        kept = ["These answers are kept and are in no rate and no summary."]
        table = self.heading.table
        return (
            self._total(),
            self._parts("step", "step", self.steps),
            self._parts("respondent", "respondent", self.respondents),
            self._parts("question", "Question=number", self.questions),
            self._parts("tag", "tag", self.tags),
            table(
                *("lacking", "What answers still lack"),
                self._columns("Level= Lacks=", get_args(Lack), labels=labels),
                self._answers(lacking, get_args(Lack), labels=labels),
                self.notes,
            ),
            table(
                *("actions", "Actions", f"step Id=step_id {classes}"),
                *(actions, [as_of_note(self.as_of), self.note]),
            ),
            table(
                *("not_asked_answers", "Answered though not asked"),
                self._columns("Level=", (), labels=labels),
                *(self._answers(given, (), labels=labels), kept),
            ),
        )

    @property
    def _called(self) -> dict[str | None, str | None]:
        # The one who is not named is left unnamed in every row.
        return {part.id: part.name if part.id else None for part in self.respondents}

    def _columns(self, said: str, lacks: Iterable[str], *, labels: bool) -> str:
        """The columns of a table with a row an answer: its question, whose it is, what is said."""
        who = "Respondent=" if not labels or any(self._called.values()) else ""
        flags = " ".join(f"lacks_{lack}:bool" for lack in lacks)
        return f"number Question= {who} {said} | question_id respondent_id level {flags}"

    def _answers(
        self,
        rows: Iterable[tuple[Lacking | NotAskedAnswer, list[str], Iterable[Lack]]],
        lacks: Iterable[Lack],
        *,
        labels: bool,
    ) -> Iterator[tuple[Cell, ...]]:
        names = self._called
        who = not labels or any(names.values())
        for one, said, lacking in rows:
            question = self.framework.question(one.question).name if labels else one.question
            yield (
                *(one.number, question),
                *([names[one.respondent]] if who else []),
                *(*said, one.question, one.respondent, one.level),
                *(lack in lacking for lack in lacks),
            )

    def _total(self) -> Table:
        counts, actions = self.total, self.actions
        best = self.scale.label(self.scale.best)
        due = sum(part.counts.asked > 0 for part in self.respondents)
        directly, through, unplanned = (
            Share(count, counts.answered)
            for count in (counts.planned_directly, counts.planned_through_step, counts.unplanned)
        )
        rows: list[tuple[str, int | Share, str]] = [
            ("Asked and applicable", counts.asked, "asked"),
            ("Answered", counts.responded, "answered"),
            ("Supported", counts.evidenced, "supported"),
            ("Complete", counts.completed, "complete"),
            ("Unanswered", counts.unanswered, "unanswered"),
            ("of these, started", counts.started, "started"),
            ("Not applicable", counts.not_applicable, "not_applicable"),
            ("Not asked", counts.not_asked, "not_asked"),
            ("of these, answered though not asked", counts.answered_not_asked, "not_asked_answers"),
            ("Questions asked of nobody", len(self.unassigned), "unassigned"),
            ("Respondents without any answer", Share(len(self.silent), due), "silent"),
            ("Answers planned directly", directly, "planned_directly"),
            ("Answers planned through the step", through, "planned_through_step"),
            ("Answers without an open action", unplanned, "unplanned"),
            (f"{best} answers with evidence of outcomes", self.outcomes, "outcomes"),
            ("Actions", actions.total, "actions"),
            ("Actions closed", actions.closed, "closed"),
            ("Actions overdue", actions.overdue, "overdue"),
            ("Actions open and undated", actions.undated, "undated"),
            ("Actions current", actions.current, "current"),
            ("Open actions without a place", actions.unplaced, "without_place"),
        ]
        figures = (
            (words, n, name, *((n.count, n) if isinstance(n, Share) else (n, None)))
            for words, n, name in rows
        )
        columns = "Figure= Count= | figure count:int share:ratio"
        return self.heading.table("coverage", "Coverage", columns, figures, self.notes)

    def _parts(self, what: str, column: str, parts: Sequence[CountsOf]) -> Table:
        id_ = "" if what == "tag" else f"Id={what}_id"
        columns = (
            f"{column} {id_} asked:int answered:ratio supported:ratio complete:ratio"
            " not_applicable:int not_asked:int"
        )
        rows = [
            (
                *([part.name, part.id] if id_ else [part.name]),
                *(n.asked, n.responded, n.evidenced, n.completed),
                *(n.not_applicable, n.not_asked),
            )
            for part in parts
            for n in [part.counts]
        ]
        notes = [*self.notes, *([] if id_ else [TAG_NOTE])]
        return self.heading.table(f"{what}s", f"Coverage by {what}", columns, rows, notes)


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
        tags=tuple(
            CountsOf(tag, tag, Counts.of(own))
            for tag, own in by_tag(
                [framework], cells, lambda cell: framework.question(cell.question).tags
            ).items()
        ),
    )


def _not_asked_answer(round_: Round, cell: AnswerCell) -> NotAskedAnswer:
    answer = round_.answer(cell.question, cell.respondent)
    level = answer.level if isinstance(answer, Rating) else None
    number = round_.framework.number(cell.question)
    return NotAskedAnswer(cell.question, number, cell.respondent, level)
