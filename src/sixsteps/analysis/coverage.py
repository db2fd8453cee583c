"""The coverage of a round: the answers given, supported and complete, and the state of plans."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

from attrs import frozen

from sixsteps.analysis.answer_cells import (
    TAG_NOTE,
    ActionCounts,
    AnswerKind,
    Counts,
    CountsOf,
    Lack,
    as_of_date,
    cells_by_step,
    cells_by_tag,
    cells_of,
    grouped,
    unassigned,
)
from sixsteps.analysis.consensus import Whose, name_of, require, respondents_of, whose_note
from sixsteps.analysis.heading import Heading, OfRespondents, as_of_note
from sixsteps.model.answers import Rating
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Share, Table

SUPPORTED_NOTE = "Supported: has the evidence its level needs."
COMPLETE_NOTE = (
    f"{SUPPORTED_NOTE} Complete: lacks nothing its level needs (evidence, remaining work, a plan"
    " with an open action)."
)

_UNTOLD = {
    "only": ("unassigned",),
    "public": (
        *("complete", "unassigned", "silent", "planned_directly", "planned_through_step"),
        *("unplanned", "outcomes", "actions", "closed", "overdue", "undated", "current"),
        "without_place",
    ),
}
"""The figures that a view of a round does not tell."""


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
class Coverage(OfRespondents):
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
        words = SUPPORTED_NOTE if self._is_public else COMPLETE_NOTE
        return tuple(filter(None, (as_of_note(self.as_of), self.note, words)))

    @property
    def _is_public(self) -> bool:
        return self.heading.view == "public"

    def all_tables(self) -> tuple[Table, ...]:
        """The whole round; then by step, respondent, question and tag, what is lacking, the rest.

        A public round does not tell of plans and of remaining work, and so its tables do not.
        """
        lacks = ("rating", "evidence") if self._is_public else get_args(Lack)
        label = self.scale.label
        # The one who is not named is left unnamed in every row.
        names: dict[str | None, str] = {one.id: one.name for one in self.respondents if one.id}

        def row(one: Lacking | NotAskedAnswer, *said: str) -> list[Cell]:
            who = [names.get(one.respondent)] if names else []
            about = one.number, self.framework.question(one.question).name, *who
            return [*about, *said, one.question, one.respondent, one.level]

        lacking = [
            row(one, label(one.level), ", ".join(one.lacks)) + [part in one.lacks for part in lacks]
            for one in self.lacking
        ]
        given = [
            row(one, label(one.level) if one.level else "not applicable")
            for one in self.not_asked_answers
        ]
        people = f"number Question= {'Respondent=' if names else ''} Level="
        ids = "question_id respondent_id level"
        columns = f"{people} Lacks= | {ids} {' '.join(f'lacks_{part}:bool' for part in lacks)}"
        kept = ["These answers are kept and are in no rate and no summary."]
        not_asked = "not_asked_answers", "Answered though not asked"
        table = self.heading.table
        return (
            self._total(),
            self._parts("step", "step", self.steps),
            self._parts("respondent", "respondent", self.respondents),
            self._parts("question", "Question=number", self.questions),
            self._parts("tag", "tag", self.tags),
            table("lacking", "What answers still lack", columns, lacking, self.notes),
            *([] if self._is_public else [self._actions()]),
            table(*not_asked, f"{people} | {ids}", given, kept),
        )

    def _actions(self) -> Table:
        rows = [
            (part.name, step, n.total, n.closed, n.overdue, n.undated, n.current)
            for part, (step, n) in zip(self.steps, self.step_actions, strict=True)
        ]
        columns = "step Id=step_id actions:int closed:int overdue:int undated:int current:int"
        notes = [as_of_note(self.as_of), self.note]
        return self.heading.table("actions", "Actions", columns, rows, notes)

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
            if name not in _UNTOLD.get(self.heading.view or "", ())
        )
        columns = "Figure= Count= | figure count:int share:ratio"
        return self.heading.table("coverage", "Coverage", columns, figures, self.notes)

    def _parts(self, what: str, column: str, parts: Sequence[CountsOf]) -> Table:
        has_id, complete = what != "tag", [] if self._is_public else ["complete:ratio"]
        columns = [
            *([column, f"Id={what}_id"] if has_id else [column]),
            *("asked:int", "answered:ratio", "supported:ratio", *complete),
            *("not_applicable:int", "not_asked:int"),
        ]
        rows = [
            (
                *([part.name, part.id] if has_id else [part.name]),
                *(n.asked, n.responded, n.evidenced, *([n.completed] if complete else [])),
                *(n.not_applicable, n.not_asked),
            )
            for part in parts
            for n in [part.counts]
        ]
        notes = [*self.notes, *([] if has_id else [TAG_NOTE])]
        return self.heading.table(f"{what}s", f"Coverage by {what}", " ".join(columns), rows, notes)


def coverage(
    round: Round, *, as_of: date | None = None, respondent: Whose | None = None
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
    of_step, of_question = cells_by_step(round, cells), grouped(cells, lambda one: [one.question])
    of_respondent = grouped(cells, lambda one: [one.respondent], whose)
    best = [cell for cell in cells if cell.level == framework.scale.best]
    respondents = tuple(
        CountsOf(name, name_of(round, name), Counts.of(own)) for name, own in of_respondent.items()
    )

    def concerns(action: Action) -> bool:
        return not action.respondents or not {*action.respondents}.isdisjoint(whose)

    working = {step: [*filter(concerns, round.plan(step).actions)] for step in of_step}
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
            NotAskedAnswer(
                *(cell.question, number(cell.question), cell.respondent),
                answer.level if isinstance(answer, Rating) else None,
            )
            for cell in cells
            if cell.kind is AnswerKind.ANSWERED_NOT_ASKED
            for answer in [round.answer(cell.question, cell.respondent)]
        ),
        outcomes=Share(sum(cell.outcomes > 0 for cell in best), len(best)),
        note=whose_note(round, whose),
        tags=tuple(
            CountsOf(tag, tag, Counts.of(own)) for tag, own in cells_by_tag(round, cells).items()
        ),
    )
