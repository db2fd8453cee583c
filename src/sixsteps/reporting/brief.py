"""The first pages of a report: what was found, what changed, and what needs a decision.

The first two pages of a report and the screens of the command line are made of it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from attrs import evolve, frozen

from sixsteps.analysis.agreement import Agreement, agreement
from sixsteps.analysis.answer_cells import (
    AnswerCell,
    PlanState,
    actions_for,
    agreed_among,
    respondent_ids,
    state_of,
)
from sixsteps.analysis.change import Change
from sixsteps.analysis.consensus import Selection
from sixsteps.analysis.heading import Heading, view_notes
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.rounds import REDACTED, Round
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Table, worded
from sixsteps.words import counted, in_prose

WAS = ", was "
"""What stands in a cell between a level and the one before it."""

_ACROSS = 6  # questions of a step that stand in one row
_LETTERS = 60  # of an action, where it is not told in full


def filled(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    notes: Iterable[str] = (),
    *,
    names: int = 1,
) -> Iterator[Table]:
    """The table without the rows and columns in which nothing stands, if anything is left.

    The marker of a redaction is nothing. The first `names` columns name the row, and a row that
    holds only its name says nothing.

    >>> rows = [("1", "", "May"), ("2", "[redacted]", None)]
    >>> [found] = filled("", ("Step", "Owner", "Due"), rows)
    >>> found.columns, found.cells
    (('Step', 'Due'), (('1', 'May'),))
    """
    cells = [[None if cell in ("", REDACTED) else cell for cell in row] for row in rows]
    cells = [row for row in cells if any(cell is not None for cell in row[names:])]
    kept = [place for place in range(len(columns)) if any(row[place] is not None for row in cells)]
    if cells:
        kept_rows = [[row[place] for place in kept] for row in cells]
        yield Table([columns[place] for place in kept], kept_rows, title, notes)


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False)
class Figures:
    """The figures of a round: one answer a question, and what changed since an earlier round."""

    round_: Round
    one: Selection
    changed: Change | None
    as_of: date

    @property
    def framework(self) -> Framework:
        """The framework that the round answers."""
        return self.round_.framework

    @property
    def scale(self) -> Scale:
        """The scale of the answers."""
        return self.framework.scale

    @property
    def tells_plans(self) -> bool:
        """False for a view without plans, which says nothing of whether there are any."""
        return str(self.round_.view) != "public"

    @property
    def note(self) -> str:
        """The note on whose answers are counted, and on what a view of the round does not tell."""
        # That a text was taken out is said above the figures.
        is_redacted = self.round_.view == "redacted"
        notes = [] if is_redacted else view_notes([Heading.of(self.round_)])
        return " ".join(filter(None, [self.one.note, *notes]))

    @cached_property
    def agreement(self) -> Agreement:
        """The differences between the round's respondents, whoever is reported on."""
        return agreement(self.round_)

    @cached_property
    def declined(self) -> frozenset[str]:
        """The questions that declined, by themselves or with those split or merged."""
        outcomes = () if self.changed is None else self.changed.outcomes
        return frozenset(name for one in outcomes if one.kind == "declined" for name in one.new)

    @cached_property
    def unproved(self) -> frozenset[str]:
        """The questions at the best level without the evidence that it needs."""
        at_best = (cell for cell in self.one.cells if cell.level == self.scale.best)
        return frozenset(cell.question for cell in at_best if not cell.is_supported)

    @cached_property
    def _whose(self) -> tuple[str | None, ...]:
        # What was agreed is planned by every action on its question, whoever brought it.
        is_agreed = agreed_among(self.round_, self.one.respondents) is not None
        return respondent_ids(self.round_) if is_agreed else self.one.respondents

    def next_action(self, question: str) -> Action | None:
        """The open action on a question that is due first; one without a date comes last."""
        every = actions_for(self.round_, question, self._whose)
        found = [one for one in every if one.is_open_on(self.as_of)]
        return min(found, key=lambda one: one.due or date.max, default=None)

    def actions(self, *states: PlanState) -> list[tuple[str, Action]]:
        """The actions in these states, the first due first, with what each is for."""
        found = [
            (self.place(plan.step, action), action)
            for step in self.framework.steps
            for plan in [self.round_.plan(step.id)]
            for action in plan.actions
            if state_of([action], self.as_of) in states
        ]
        return sorted(found, key=lambda one: one[1].due or date.max)

    def place(self, step: str, action: Action) -> str:
        """The numbers of the questions that an action is for, or its step."""
        numbers = ", ".join(map(self.framework.number, action.addresses))
        return numbers or f"Step {self.framework.number(step)}"

    def due(self, action: Action | None) -> str:
        """When an action is due, in words."""
        if action is None:
            return "no action"
        if action.due is None:
            return "no date" if action.timescale in ("", REDACTED) else action.timescale
        is_late = action.is_open_on(self.as_of) and action.due < self.as_of
        late = ", overdue" if is_late else ""
        return f"{worded(action.due)}{late}"

    def rating(self, cell: AnswerCell) -> str:
        """The level of a cell and the one before it, or the kind of empty."""
        word = cell.kind.value if cell.level is None else self.scale.label(cell.level)
        if self.changed is None or cell.level is None:
            return word
        moved = self.changed.outcome(cell.question)
        before, after = self.changed.words(moved)
        # The comparison may rest on fewer respondents than the rating.
        is_told = moved.is_matched and before != after == word
        return f"{word}{WAS}{before}" if is_told else word


def owner(action: Action | None) -> str:
    """The owner of an action, if there is one; nothing where that was taken out."""
    if action is None or not action.owner:
        return "nobody"
    return "" if action.owner == REDACTED else action.owner


def shortened(text: str) -> str:
    """The beginning of a long text, cut between words."""
    if len(text) <= _LETTERS or text == REDACTED:
        return text
    return f"{text[:_LETTERS].rsplit(maxsplit=1)[0]} …"


def sentence(found: Figures) -> str:
    """The findings in a sentence for a board: counts of the levels, the worst first."""
    rated = [cell.level for cell in found.one.cells if cell.is_rated]
    due = sum(cell.is_asked for cell in found.one.cells)
    if not rated:
        return f"None of the {counted(due, 'question')} asked has been rated."
    counts = [f"{rated.count(level.key)} {level.label}" for level in found.scale.levels]
    who = f"{len(rated)} of the {due} questions" if len(rated) < due else f"All {due} questions"
    who = "The one question" if due == 1 else who
    are = "is" if len(rated) == 1 else "are"
    return f"{who} asked {are} rated: {in_prose(counts)}."


def grid(found: Figures, *, was: bool = True) -> Iterator[Table]:
    """The ratings with a step a row; the counts of each step, where it has too many questions.

    `was` adds the level before to one that changed.
    """
    framework, cells = found.framework, {cell.question: cell for cell in found.one.cells}
    across = max((len(step.questions) for step in framework.steps), default=0)
    named = [(step, f"{framework.number(step.id)}. {step.title}") for step in framework.steps]
    if across > _ACROSS:
        labels = [level.label for level in found.scale.levels]
        counts: list[list[Cell]] = []
        for step, name in named:
            levels = [cells[one.id].level for one in step.questions]
            counts.append([name, *map(levels.count, found.scale.keys), levels.count(None)])
        yield from filled("", ["Step", *labels, "Not rated"], counts)
        return
    plain = found if was else evolve(found, changed=None)
    rows = [
        [name, *(plain.rating(cells[one.id]) for one in step.questions), *[None] * across][
            : across + 1
        ]
        for step, name in named
    ]
    yield from filled("", ["Step", *(f"Question {place}" for place in range(1, across + 1))], rows)


_QUESTIONS = ("Number", "Question", "Rating", "Respondents", "Owner", "Due")
_FAR = 2  # levels apart that call for a decision


def decisions(found: Figures) -> tuple[Table, ...]:
    """The decisions to take: the questions, each once under the first reason, and what is overdue.

    The reasons are the worst level, a decline, the best level without its evidence, and ratings
    two levels apart or more.
    """
    scale, cells = found.scale, found.one.cells
    apart = {one.question: one for one in found.agreement.questions if one.apart >= _FAR}
    told: set[str] = set()

    def row(name: str) -> list[Cell]:
        action, cell = found.next_action(name), found.one.cell(name)
        ends = ""
        if name in apart:
            ranks = sorted(scale.rank(level) for _, level in apart[name].levels)
            ends = " to ".join(scale.levels[rank].label for rank in (ranks[0], ranks[-1]))
        who = (owner(action), found.due(action)) if found.tells_plans else ("", "")
        number, label = found.framework.number(name), found.framework.question(name).name
        return [number, label, found.rating(cell), ends, *who]

    def group(title: str, chosen: Collection[str], more: str = "") -> Iterator[Table]:
        here = (cell.question for cell in cells if cell.question in chosen)
        names = [name for name in here if name not in told]
        told.update(names)
        what = "question" if len(names) == len(chosen) else "more question"
        heading = f"{title}: {counted(len(names), what)}{more}"
        yield from filled(heading, _QUESTIONS, map(row, names), names=2)

    worst, best = (scale.label(level) for level in (scale.worst, scale.best))
    at_worst = {one.question for one in cells if one.level == scale.worst}
    both = len(found.declined & at_worst)
    overdue = found.actions(PlanState.OVERDUE)
    return (
        *group(worst, at_worst, f", {both} of which declined" if both else ""),
        *group("Declined", found.declined),
        *group(f"{best} without evidence", found.unproved),
        *group("Respondents two levels apart or more", apart),
        *filled(
            f"Overdue: {counted(len(overdue), 'action')}",
            ("For", "Action", "Owner", "Due"),
            [(at, shortened(one.text), owner(one), one.due) for at, one in overdue],
        ),
    )


_SOON = 5


def next_steps(found: Figures) -> Iterator[str]:
    """The next steps: the date of the next round, the number of open actions, the first due."""
    if found.round_.next_on is not None:
        yield f"The next round is on {worded(found.round_.next_on)}."
    coming, undated, late = (
        found.actions(state) for state in (PlanState.CURRENT, PlanState.UNDATED, PlanState.OVERDUE)
    )
    if still := len(coming) + len(undated) + len(late):
        dated = f"{len(late) or 'none'} overdue, {len(undated) or 'none'} without a date"
        yield f"{counted(still, 'action')} {'is' if still == 1 else 'are'} open: {dated}."
    for at, action in coming[:_SOON]:
        who = f", {owner(action)}" if owner(action) else ""
        text = "" if action.text == REDACTED else f": {shortened(action.text)}"
        yield f"By {found.due(action)}{who} (for {at}){text}"
