"""The part of a distribution that can be published: no organisation's rating follows from it.

Levels that few organisations have are folded into the next, as disclosure control for tables of
counts recodes categories (Hundepool and others 2012). Nobody who knows the rule and who was rated,
nor fewer organisations than the threshold that pool all their ratings, can be certain of
another's.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.scale import Scale
from sixsteps.panel.axes import asks, in_order
from sixsteps.panel.cell_bytes import Code, level_codes
from sixsteps.panel.counts import UNFOLDED_NOTE, PanelResult, Scope
from sixsteps.panel.joining import one_each, reading_notes
from sixsteps.table import Cell, Data, Share, Table
from sixsteps.words import counted, listed

if TYPE_CHECKING:
    from sixsteps.panel.panel import Panel


@frozen(repr=False)
class CommonCore(PanelResult):
    """The questions that every framework of a panel asks, of all that any of them asks.

    `questions` are named as `question_labels` has them, ready for `Panel.where`; `numbers` and
    `names` are what the least adapted framework prints.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> core = panel.common_core()
    >>> len(core.questions), core.of
    (21, 28)
    """

    questions: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    wordings: tuple[str, ...]
    of: int
    scope: Scope
    citation: str
    notes: tuple[str, ...] = ()

    def printed(self, question: str) -> tuple[str, str]:
        """The number and the short name of one of `questions`."""
        place = self.questions.index(question)
        return self.numbers[place], self.names[place]

    def all_tables(self) -> tuple[Table, ...]:
        """The questions with the wording each was introduced with; ids are in the data alone."""
        are = "is" if len(self.questions) == 1 else "are"
        note = f"{len(self.questions)} of {counted(self.of, 'question')} {are} in every one of"
        note = f"{note} {counted(len(self.scope.frameworks), 'framework')}."
        rows = zip(self.numbers, self.names, self.wordings, self.questions, strict=True)
        columns, notes = "number Question=name wording | question", [note, *self.notes]
        return (Table.of("questions", "Common core", columns, rows, notes, self.citation),)


def common_core(panel: "Panel") -> CommonCore:
    """The questions that every framework of the panel asks, and how many of all they are."""
    printed = in_order(panel.frameworks)[0]
    kept = [
        (label, identity)
        for label, identity in zip(panel.question_labels, panel.questions, strict=True)
        if all(asks(framework, identity) for framework in panel.frameworks)
    ]
    return CommonCore(
        tuple(label for label, _ in kept),
        tuple(printed.number(one.id) for _, one in kept),
        tuple(printed.question(one.id).name for _, one in kept),
        tuple(one.introduced for _, one in kept),
        len(panel.questions),
        panel.scope,
        panel.citation,
        printed.labels_note,
    )


@frozen
class QuestionDistribution:
    """The number of organisations at each level of a question, worst to best, and at none.

    >>> found = QuestionDistribution("s1q1", (2, 9, 13), 1)
    >>> found.organisations
    25
    """

    question: str
    counts: tuple[int, ...]
    unrated: int

    @property
    def organisations(self) -> int:
        """The number of organisations, rated or not."""
        return sum(self.counts) + self.unrated


@frozen(repr=False)
class Distribution(PanelResult):
    """The common core in one period: for each question how the organisations are spread.

    It is in the order of the framework, and no organisation is named in it; but small counts may
    still tell of one. `Panel.publishable` gives what can be shown to others.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> panel.distribution(rule="worst").questions[0].counts
    (0, 0, 1)
    """

    scale: Scale
    questions: tuple[QuestionDistribution, ...]
    notes: tuple[str, ...]
    core: CommonCore
    scope: Scope
    citation: str

    def all_tables(self) -> tuple[Table, ...]:
        """One row a question; not for publication."""
        columns = ("Number", "Question", *(level.label for level in self.scale.levels), "Not rated")
        rows: list[tuple[Cell, ...]] = [
            (*self.core.printed(one.question), *one.counts, one.unrated) for one in self.questions
        ]
        keys = (*self.scale.keys, None)
        each = [
            (one.question, level, count)
            for one in self.questions
            for level, count in zip(keys, (*one.counts, one.unrated), strict=True)
        ]
        data = Data.of("question level organisations:int", each)
        title = "Organisations by level"
        return (Table.of("questions", title, columns, rows, self.notes, self.citation, data),)


def distribution(
    panel: "Panel", period: str | None = None, *, rule: str | None = None
) -> Distribution:
    """For each question of the common core, how the organisations are spread over the levels.

    It is of one period, the last unless named; choose one role with `where` first, or join an
    organisation's answers by `rule`, before which an answer recorded as agreed comes, as in
    `consensus`. Nothing in it is folded: it is not for publication.

    Raises:
        SeveralAnswersError: an organisation has several respondents, and there is no rule.
        UnknownIdError: for an unknown period or rule.
    """
    when = len(panel.periods) - 1 if period is None else panel.period(period)
    core = common_core(panel)
    own = panel.where(periods=[panel.periods[when]])
    whole = one_each(own, rule)
    there = whole.present[0]
    codes = level_codes(whole.cells[:, 0, there])
    labels, questions = dict(zip(panel.questions, panel.question_labels, strict=True)), []
    for identity, given in zip(own.questions, codes, strict=True):
        if (name := labels[identity]) in core.questions:
            counts = np.bincount(given, minlength=Code.FIRST_LEVEL + len(panel.scale))
            ranks = tuple(counts[Code.FIRST_LEVEL :].tolist())
            questions.append(QuestionDistribution(name, ranks, given.size - sum(ranks)))
    people = [own.respondents[one] for one in np.flatnonzero(own.present[0])]
    notes = [
        f"{panel.periods[when]}: {counted(int(there.sum()), 'organisation')} with a round.",
        f"{len(core.questions)} of {counted(core.of, 'question')}, those that every framework"
        " asks.",
        f"Roles: {listed(sorted({one.role_name for one in people}))}.",
        *([own.scope.consensus_note] if own.scope.consensus else []),
        *reading_notes(own, rule),
        *core.notes,
        UNFOLDED_NOTE,
    ]
    return Distribution(
        panel.scale, tuple(questions), tuple(notes), core, own.scope, panel.citation
    )


@frozen
class Group:
    """Levels that are published together, and how many organisations they have between them.

    `levels` are keys, worst to best.

    >>> Group(("red", "amber"), 11).count
    11
    """

    levels: tuple[str, ...]
    count: int


@frozen
class PublishedQuestion:
    """The part of a question's counts that may be shown: who is rated or not, and at what levels.

    `groups` are the levels from worst to best, those that are not told apart in one group; `None`
    where no level is shown.

    >>> PublishedQuestion("s1q1", 24, 1, None).rated
    24
    """

    question: str
    rated: int
    not_rated: int
    groups: tuple[Group, ...] | None

    def at_or_above(self, level: str) -> Share | None:
        """The share of those rated who are at a level or a better one, where that is published.

        `None` where no level is shown, or none of the groups begins with this one.

        >>> groups = Group(("red", "amber"), 11), Group(("green",), 13)
        >>> found = PublishedQuestion("s1q1", 24, 1, groups)
        >>> print(found.at_or_above("green"), found.at_or_above("amber"))
        13 of 24 None
        """
        groups = self.groups or ()
        for place, group in enumerate(groups):
            if group.levels[0] == level:
                return Share(sum(one.count for one in groups[place:]), self.rated)
        return None


@frozen(repr=False)
class Publishable(PanelResult):
    """The result of `Panel.publishable`: for each question the counts that tell nobody's rating.

    Publish one such table of a period; the page "Publish safely" says what must not stand beside
    it.

    >>> from sixsteps import Panel, samples
    >>> panel = Panel.from_rounds([samples.autumn_2025(), samples.spring_2026()])
    >>> panel.publishable(threshold=3, rule="worst").table().cells[0]
    ('1.1', 'Agreed strategic plan', 1, 0, 'not shown')
    """

    threshold: int
    scale: Scale
    questions: tuple[PublishedQuestion, ...]
    notes: tuple[str, ...]
    core: CommonCore
    scope: Scope
    citation: str

    def all_tables(self) -> tuple[Table, ...]:
        """One row a question, in the order of the framework."""
        columns = ("Number", "Question", "Rated", "Not rated", "Organisations by level")
        rows: list[tuple[Cell, ...]] = [
            (*self.core.printed(one.question), one.rated, one.not_rated, self._in_words(one))
            for one in self.questions
        ]
        of_groups = "question rated:int not_rated:int worst_level best_level organisations:int"
        each: list[tuple[Cell, ...]] = []
        for one in self.questions:
            groups = [
                (group.levels[0], group.levels[-1], group.count) for group in one.groups or ()
            ]
            about = one.question, one.rated, one.not_rated
            each += [(*about, *group) for group in groups] or [(*about, None, None, None)]
        data = Data.of(of_groups, each)
        title = "Organisations by level"
        return (Table.of("questions", title, columns, rows, self.notes, self.citation, data),)

    def _in_words(self, one: PublishedQuestion) -> str:
        if one.groups is None:
            return "not shown"
        said = []
        for group in one.groups:
            labels = [self.scale.label(level) for level in group.levels]
            # Levels were put together because the worse of them had too few by themselves.
            if len(labels) > 1 and group is not one.groups[-1]:
                said.append(f"{labels[0]} 1 to {self.threshold - 1}")
            said.append(f"{' or '.join(labels)} {group.count}")
        return "; ".join(said)


def publishable(
    panel: "Panel", period: str | None = None, *, threshold: int, rule: str | None = None
) -> Publishable:
    """The distribution, folded so that no organisation's rating follows from it.

    From the worst level up, a level that fewer than `threshold` organisations have is shown
    together with the next; a question of which one group is left is not shown. The threshold is a
    whole number from 3, or from 4 on a scale of more than three levels; there is no default,
    because whoever publishes answers for it.

    Raises:
        InvalidError: for any other threshold.
        SeveralAnswersError: an organisation has several respondents, and there is no rule.
        UnknownIdError: for an unknown period or rule.
    """
    found = distribution(panel, period, rule=rule)
    least = 3 if len(found.scale) <= 3 else 4
    if type(threshold) is not int or threshold < least:
        levels = counted(len(found.scale), "level")
        message = f"the threshold must be a whole number from {least} on a scale of {levels}"
        remedy = f"give {least} or more: with less, a rating can be worked out"
        problem = Problem(("threshold",), message, remedy, code="threshold")
        raise InvalidError("threshold", [problem])
    questions = tuple(_published(one, found.scale, threshold) for one in found.questions)
    notes = (
        *(note for note in found.notes if note != UNFOLDED_NOTE),
        *_nothing_shown(questions, threshold),
        f"A rating that fewer than {threshold} organisations have is shown together with the next"
        " one. A question where that leaves one group is not shown. How many were rated is always"
        " shown.",
        "Publish one such table of a period, and nothing that it can be subtracted from.",
    )
    return Publishable(
        threshold, found.scale, questions, notes, found.core, found.scope, found.citation
    )


def _nothing_shown(questions: Sequence[PublishedQuestion], threshold: int) -> Iterator[str]:
    """Why no level of any question is shown, where none is."""
    if not questions or any(one.groups for one in questions):
        return
    most, needed = max(one.rated for one in questions), 2 * threshold
    why = f"on no question are there two groups of {threshold} or more"
    if most < needed:
        why = f"two groups of {threshold} need {needed} organisations rated on a question"
        why = f"{why}, and there are at most {most}"
    yield f"Nothing can be shown at the threshold {threshold}: {why}."


def _published(one: QuestionDistribution, scale: Scale, threshold: int) -> PublishedQuestion:
    sizes = folded(one.counts, threshold)
    groups = None
    if sizes is not None:
        keys = iter(scale.keys)
        groups = tuple(Group(tuple(islice(keys, width)), count) for width, count in sizes)
    return PublishedQuestion(one.question, sum(one.counts), one.unrated, groups)


def folded(counts: Sequence[int], threshold: int) -> tuple[tuple[int, int], ...] | None:
    """The groups of levels to publish, worst first: how many levels each has, and its total.

    From the worst level up a group takes the next level until its total is at least the threshold;
    none at a level that would begin a group is a group of its own, and what is left at the end
    joins the groups before it until it is enough. `None` where fewer than two groups hold anybody.

    >>> folded((2, 9, 13), 5), folded((0, 8, 16), 5), folded((6, 9, 3), 5), folded((0, 1, 23), 5)
    (((2, 11), (1, 13)), ((1, 0), (1, 8), (1, 16)), ((1, 6), (2, 12)), None)
    """
    groups: list[tuple[int, int]] = []
    width = total = 0
    for count in counts:
        width, total = width + 1, total + count
        if total >= threshold or total == 0:
            groups.append((width, total))
            width = total = 0
    while width and total < threshold and groups:
        more, others = groups.pop()
        width, total = width + more, total + others
    if width:
        groups.append((width, total))
    return tuple(groups) if sum(count > 0 for _, count in groups) > 1 else None
