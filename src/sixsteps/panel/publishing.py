"""What of a distribution can be published: nothing from which an organisation's rating follows.

The rule of statistical disclosure control for frequency tables (Hundepool and others 2012): small
counts are withheld, and enough beside them that no total gives them away.
"""

from collections.abc import Sequence

from attrs import frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.scale import Scale
from sixsteps.panel.distribution import Distribution, QuestionDistribution
from sixsteps.table import Cell, Table, Tabular

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
    """What `Panel.publishable` found: each question's counts, those that tell too much withheld.

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


def publishable(found: Distribution, threshold: int) -> Publishable:
    """A distribution with all that may tell of one organisation withheld.

    Raises:
        InvalidError: for a threshold that is no whole number from 3.
    """
    if type(threshold) is not int or threshold < 3:
        message = "a threshold is a whole number from 3; with less, a count of one or two shows"
        raise InvalidError("threshold", [Problem("threshold", message, code="threshold")])
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
    """What is withheld at first: nothing, two counts or all."""
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
