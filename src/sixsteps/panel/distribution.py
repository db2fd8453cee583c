"""The common core of questions, and for each of them how many organisations stand at each level."""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from sixsteps.analysis.rules import RULE_WORDS, RULES, Rule, checked_rule, joined_rank
from sixsteps.errors import SeveralAnswersError, listed
from sixsteps.model.checks import counted
from sixsteps.model.scale import Scale
from sixsteps.panel.axes import asks
from sixsteps.panel.codes import FIRST_LEVEL, Bytes, level_codes
from sixsteps.panel.comparison import present
from sixsteps.panel.cube import Cube
from sixsteps.table import Cell, Table, Tabular


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


def core_of(cube: Cube) -> CommonCore:
    """The common core of a panel; see `Panel.common_core`."""
    kept = [
        (label, identity)
        for label, identity in zip(cube.question_labels, cube.questions, strict=True)
        if all(asks(framework, identity) for framework in cube.frameworks)
    ]
    return CommonCore(
        tuple(label for label, _ in kept),
        tuple(identity.introduced for _, identity in kept),
        len(cube.questions),
        len(cube.frameworks),
        cube.citation,
    )


@frozen
class QuestionDistribution:
    """How many organisations stand at each level of a question, worst to best, and at none.

    >>> found = QuestionDistribution("s1q1", (2, 9, 13), 1)
    >>> found.organisations
    25
    """

    question: str
    counts: tuple[int, ...]
    unrated: int

    @property
    def organisations(self) -> int:
        """How many organisations there are, rated or not."""
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


def distribution_of(cube: Cube, period: str | None = None, rule: str | None = None) -> Distribution:
    """How organisations are spread over the levels; see `Panel.distribution`."""
    when = len(cube.periods) - 1 if period is None else cube.period(period)
    chosen = None if rule is None else checked_rule(rule)
    core = core_of(cube)
    label = {name: place for place, name in enumerate(cube.question_labels)}
    there = present(cube, when, when)
    seats = [
        np.flatnonzero(there & (cube.seat_organisations == place))
        for place in range(len(cube.organisations))
    ]
    whose = [own for own in seats if own.size]
    if chosen is None and any(own.size > 1 for own in whose):
        raise SeveralAnswersError(
            "organisations have several respondents, and one answer a question is needed; take"
            f" one role with where(roles=...), or give rule= one of {listed(RULES)}"
        )
    codes = level_codes(cube.cells[:, when])
    levels = len(cube.scale)
    questions = tuple(
        _question(name, codes[label[name]], whose, chosen, levels) for name in core.questions
    )
    notes = [
        f"{cube.periods[when]}: {counted(len(whose), 'organisation')} with a round.",
        f"{len(core.questions)} of {counted(core.of, 'question')}, those that every framework"
        " asks.",
        f"Roles: {listed(sorted({cube.seats[seat].role_name for own in whose for seat in own}))}.",
    ]
    if chosen is not None:
        notes.append(f"Several answers joined by the rule {RULE_WORDS[chosen]}.")
    return Distribution(cube.scale, questions, tuple(notes), cube.citation)


def _question(
    name: str,
    codes: Bytes,
    whose: Sequence[np.ndarray[tuple[int], np.dtype[np.intp]]],
    rule: Rule | None,
    levels: int,
) -> QuestionDistribution:
    counts = [0] * levels
    for own in whose:
        ranks = [code - FIRST_LEVEL for code in codes[own].tolist() if code >= FIRST_LEVEL]
        rank = joined_rank(ranks, rule or "worst") if ranks else None
        if rank is not None:
            counts[rank] += 1
    return QuestionDistribution(name, tuple(counts), len(whose) - sum(counts))
