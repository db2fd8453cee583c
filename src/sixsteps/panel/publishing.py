"""The part of a distribution that can be published: no organisation's rating follows from it.

The rule of statistical disclosure control for frequency tables (Hundepool and others 2012): small
counts are withheld, and enough beside them that no total gives them away.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from sixsteps.analysis.selection import RULE_WORDS, RULES, Rule, checked_rule, joined_rank
from sixsteps.errors import InvalidError, Problem, SeveralAnswersError
from sixsteps.model.ratings import Role
from sixsteps.model.scale import Scale
from sixsteps.panel.axes import asks
from sixsteps.panel.between_periods import present
from sixsteps.panel.codes import FIRST_LEVEL, NOT_APPLICABLE, level_codes
from sixsteps.table import Cell, Table, Tabular
from sixsteps.words import counted, listed

if TYPE_CHECKING:
    from sixsteps.panel.panel import Panel


@frozen(repr=False)
class CommonCore(Tabular):
    """The questions that every framework of a panel asks, of all that any of them asks.

    `questions` are named as `question_labels` has them, ready for `Panel.where`.
    """

    questions: tuple[str, ...]
    wordings: tuple[str, ...]
    of: int
    frameworks: int
    citation: str

    def tables(self) -> tuple[Table, ...]:
        """The questions with the wording each was introduced with."""
        note = (
            f"{len(self.questions)} of {counted(self.of, 'question')}"
            f" {'is' if len(self.questions) == 1 else 'are'} in every one of"
            f" {counted(self.frameworks, 'framework')}."
        )
        rows = zip(self.questions, self.wordings, strict=True)
        return (Table(("Question", "Wording"), rows, "Common core", [note], self.citation),)


def common_core(panel: "Panel") -> CommonCore:
    """The questions that every framework of the panel asks, and how many of all they are."""
    kept = [
        (label, identity)
        for label, identity in zip(panel.question_labels, panel.questions, strict=True)
        if all(asks(framework, identity) for framework in panel.frameworks)
    ]
    return CommonCore(
        tuple(label for label, _ in kept),
        tuple(identity.introduced for _, identity in kept),
        len(panel.questions),
        len(panel.frameworks),
        panel.citation,
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
class Distribution(Tabular):
    """The common core in one period: for each question how the organisations are spread.

    It is in the order of the framework, and no organisation is named in it; but small counts may
    still tell of one. `Panel.publishable` gives what can be shown to others.
    """

    scale: Scale
    questions: tuple[QuestionDistribution, ...]
    notes: tuple[str, ...]
    citation: str

    def tables(self) -> tuple[Table, ...]:
        """One row a question; not for publication."""
        columns = ("Question", *(level.label for level in self.scale.levels), "Not rated")
        rows: list[tuple[Cell, ...]] = [
            (one.question, *one.counts, one.unrated) for one in self.questions
        ]
        notes = [*self.notes, "Not for publication: small counts may tell of one organisation."]
        return (Table(columns, rows, "Organisations by level", notes, self.citation),)


def distribution(
    panel: "Panel", period: str | None = None, *, rule: str | None = None
) -> Distribution:
    """For each question of the common core, how the organisations are spread over the levels.

    It is of one period, the last unless named; choose one role with `where` first, or join an
    organisation's answers by `rule`, before which an answer recorded as agreed comes, as in
    `consensus`. Nothing in it is withheld: it is not for publication.

    Raises:
        SeveralAnswersError: an organisation has several respondents, and there is no rule.
        UnknownIdError: for an unknown period or rule.
    """
    when = len(panel.periods) - 1 if period is None else panel.period(period)
    chosen = None if rule is None else checked_rule(rule)
    core = common_core(panel)
    there = np.flatnonzero(present(panel, when))
    # Respondents of one organisation stand together.
    _, starts = np.unique(panel.respondent_organisations[there], return_index=True)
    whose = [own.tolist() for own in np.split(there, starts[1:]) if own.size]
    if chosen is None and any(len(own) > 1 for own in whose):
        raise SeveralAnswersError(
            "organisations have several respondents, and one answer a question is needed",
            f"take one role with where(roles=...), or give rule= one of {listed(RULES)}",
        )
    roles = [one.role for one in panel.respondents]
    questions = []
    for name, cells in zip(panel.question_labels, panel.cells[:, when], strict=True):
        if name in core.questions:
            codes = level_codes(cells).tolist()
            answers = (_one_answer([(codes[n], roles[n]) for n in own], chosen) for own in whose)
            ranks = Counter(answers)
            counts = tuple(ranks[rank] for rank in range(len(panel.scale)))
            questions.append(QuestionDistribution(name, counts, ranks[None]))
    named = sorted({panel.respondents[one].role_name for own in whose for one in own})
    notes = [
        f"{panel.periods[when]}: {counted(len(whose), 'organisation')} with a round.",
        f"{len(core.questions)} of {counted(core.of, 'question')}, those that every framework"
        " asks.",
        f"Roles: {listed(named)}.",
    ]
    if chosen is not None:
        has_agreed = any(roles[one] == Role.AGREED for own in whose for one in own)
        agreed = ", after answers agreed in discussion" if has_agreed else ""
        notes.append(f"Several answers joined by the rule {RULE_WORDS[chosen]}{agreed}.")
    return Distribution(panel.scale, tuple(questions), tuple(notes), panel.citation)


def _one_answer(given: Sequence[tuple[int, Role | None]], rule: Rule | None) -> int | None:
    """The rank of an organisation's one answer to a question, from the codes of its respondents.

    As in `consensus`: an answer recorded as agreed comes before the rule, and the rule joins those
    of everybody else. `None` is no level.
    """
    for code, role in given:
        if role == Role.AGREED and (code >= FIRST_LEVEL or code == NOT_APPLICABLE):
            return code - FIRST_LEVEL if code >= FIRST_LEVEL else None
    ranks = [code - FIRST_LEVEL for code, _ in given if code >= FIRST_LEVEL]
    return joined_rank(ranks, rule or "worst") if ranks else None


WITHHELD = "withheld"


@frozen
class PublishedQuestion:
    """A question's counts as they may be shown: `None` is withheld.

    `counts` are the organisations at each level, worst to best, `unrated` those at none, and
    `organisations` all of them. Where any is withheld, at least two are.
    """

    question: str
    counts: tuple[int | None, ...]
    unrated: int | None
    organisations: int


@frozen(repr=False)
class Publishable(Tabular):
    """The result of `Panel.publishable`: each question's counts, some of them withheld.

    Publish one such table of the same organisations, and no other cut of them: the difference of
    two tables can tell what each withholds.
    """

    threshold: int
    scale: Scale
    questions: tuple[PublishedQuestion, ...]
    notes: tuple[str, ...]
    citation: str

    def tables(self) -> tuple[Table, ...]:
        """One row a question, in the order of the framework."""
        columns = (
            "Question",
            *(level.label for level in self.scale.levels),
            "Not rated",
            "Organisations",
        )
        rows: list[tuple[Cell, ...]] = [
            (
                one.question,
                *(WITHHELD if count is None else count for count in one.counts),
                WITHHELD if one.unrated is None else one.unrated,
                one.organisations,
            )
            for one in self.questions
        ]
        return (Table(columns, rows, "Organisations by level", self.notes, self.citation),)


def publishable(
    panel: "Panel", period: str | None = None, *, threshold: int, rule: str | None = None
) -> Publishable:
    """The distribution with every count withheld from which a rating could be inferred.

    `threshold` is the smallest count that may be shown, a whole number from 3; there is no default,
    because whoever publishes answers for it. Counts below it are withheld, others with them so that
    totals do not give them away, and whole questions on which all who are rated agree.

    Raises:
        InvalidError: for any other threshold.
        SeveralAnswersError: an organisation has several respondents, and there is no rule.
        UnknownIdError: for an unknown period or rule.
    """
    found = distribution(panel, period, rule=rule)
    if type(threshold) is not int or threshold < 3:
        message = "a threshold is a whole number from 3"
        remedy = "with less, a count of one or two shows"
        raise InvalidError(
            "threshold", [Problem(("threshold",), message, remedy, code="threshold")]
        )
    notes = (
        *found.notes,
        f"Counts below {threshold} are withheld, with enough beside them that the total does not"
        " give them away; so is every count of a question on which all who are rated agree.",
        "Publish no second cut of the same organisations: a difference can tell what is withheld.",
    )
    return Publishable(
        threshold,
        found.scale,
        tuple(_published(one, threshold) for one in found.questions),
        notes,
        found.citation,
    )


def _published(one: QuestionDistribution, threshold: int) -> PublishedQuestion:
    cells = [*one.counts, one.unrated]
    hidden = withheld(one.counts, one.unrated, threshold)
    shown = [None if place in hidden else count for place, count in enumerate(cells)]
    return PublishedQuestion(one.question, tuple(shown[:-1]), shown[-1], one.organisations)


def withheld(counts: Sequence[int], unrated: int, threshold: int) -> set[int]:
    """The places of the counts to withhold, the place after the last being `unrated`.

    One small count is withheld with the smallest of the others beside it, two small ones with each
    other. Where more would have to be, where all who are rated agree, or where one who knows this
    rule could work the two out, everything is withheld.

    >>> withheld((2, 9, 13), 0, 5), withheld((0, 0, 24), 0, 5), withheld((6, 6, 12), 0, 5)
    ({0, 1}, {0, 1, 2, 3}, set())
    """
    cells = [*counts, unrated]
    hidden = _hidden(cells, threshold)
    if len(hidden) == 2:
        first, second = sorted(hidden)
        total = cells[first] + cells[second]
        alike = 0
        for count in range(1, total):
            cells[first], cells[second] = count, total - count
            alike += _hidden(cells, threshold) == hidden
        if alike < 2:
            return {*range(len(cells))}
    return hidden


def _hidden(cells: Sequence[int], threshold: int) -> set[int]:
    """The counts withheld at first: none, two or all."""
    everything = {*range(len(cells))}
    if sum(count > 0 for count in cells[:-1]) == 1:
        return everything
    small = {place for place, count in enumerate(cells) if 0 < count < threshold}
    if len(small) == 1:
        # A count of none cannot hide another: it is known to be none.
        others = [place for place, count in enumerate(cells) if count >= threshold]
        small |= {*sorted(others, key=lambda place: (cells[place], place))[:1]}
    shown = sum(cells[place] > 0 for place in everything - small)
    return small if len(small) in (0, 2) and (shown or not small) else everything
