"""Change between two periods of a panel: transitions and exact parts, pooled and by partnership."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter

from attrs import frozen

from sixsteps.analysis.decomposition import (
    Decomposition,
    Ingredients,
    Scored,
    parts_table,
    share_name,
    threshold,
)
from sixsteps.analysis.transitions import Transitions
from sixsteps.model.checks import counted
from sixsteps.panel.comparison import Comparison, compared, present
from sixsteps.panel.counting import Tally
from sixsteps.panel.cube import Cube, place_of
from sixsteps.panel.figures import ORDER_NOTE, scope
from sixsteps.table import Cell, Table, Tabular

LIKE_FOR_LIKE_NOTE = (
    "Only respondents with a round in both periods. Like for like: questions rated in both, split"
    " or merged ones compared as one. The parts add up to the change exactly."
)


@frozen
class PartnershipChange:
    """The change of one organisation: its transitions and its decompositions."""

    organisation: str
    transitions: Transitions
    decompositions: tuple[Decomposition, ...]


@frozen(repr=False)
class PanelChange(Tabular):
    """What `Panel.change` found between two periods: pooled, and for each organisation.

    `transitions` counts matched cells, linked questions once; `decompositions` explain the share
    at or above every level but the worst, the best level first. `respondents` had a round in both
    periods, `alone` in only one of them; those are left out.
    """

    before: str
    after: str
    transitions: Transitions
    decompositions: tuple[Decomposition, ...]
    organisations: tuple[PartnershipChange, ...]
    respondents: int
    alone: int
    scope: str
    citation: str

    def organisation(self, name: str) -> PartnershipChange:
        """The change of one organisation.

        Raises:
            UnknownIdError: for an organisation the panel does not have.
        """
        names = [one.organisation for one in self.organisations]
        return self.organisations[place_of(name, names, "organisation")]

    def tables(self) -> tuple[Table, ...]:
        """The parts of the pooled change, the matrix, then each organisation in name order."""
        both, alone = self.respondents, self.alone
        notes = [
            self.scope,
            f"{counted(both, 'respondent')} {'has' if both == 1 else 'have'} a round in both"
            f" periods; {alone} {'has' if alone == 1 else 'have'} one in only one of them and"
            f" {'is' if alone == 1 else 'are'} left out.",
            LIKE_FOR_LIKE_NOTE,
        ]
        title = f"Change from {self.before} to {self.after}"
        pooled = parts_table(self.decompositions, title, self.citation)
        parts = Table(pooled.columns, pooled.cells, title, [*pooled.notes, *notes], self.citation)
        return parts, self._matrix(notes), self._by_organisation([*notes, ORDER_NOTE])

    def _matrix(self, notes: Sequence[str]) -> Table:
        scale = self.transitions.scale
        labels = [level.label for level in scale.levels]
        rows: list[tuple[Cell, ...]] = [
            (label, *counts) for label, counts in zip(labels, self.transitions.cells, strict=True)
        ]
        title = f"Levels in {self.before} (rows) and {self.after} (columns)"
        return Table((self.before, *labels), rows, title, notes, self.citation)

    def _by_organisation(self, notes: Sequence[str]) -> Table:
        best = [one.decompositions[0] for one in self.organisations]
        rows: list[tuple[Cell, ...]] = [
            (
                one.organisation,
                one.transitions.matched,
                one.transitions.improved,
                one.transitions.held,
                one.transitions.declined,
                share.change,
                share.amount("like for like") if share.is_comparable else None,
                share.amount("restructuring") if share.is_comparable else None,
                share.amount("entered") if share.is_comparable else None,
                share.amount("left") if share.is_comparable else None,
            )
            for one, share in zip(self.organisations, best, strict=True)
        ]
        measure = self.decompositions[0].measure
        columns = (
            *("Organisation", "Matched", "Improved", "Held", "Declined"),
            *(f"Change of {measure}", "Like for like", "Restructuring", "Entered", "Left"),
        )
        title = f"By organisation, {self.before} to {self.after}"
        return Table(columns, rows, title, notes, self.citation)


def change_of(cube: Cube, before: str, after: str) -> PanelChange:
    """The change between two periods of a panel; see `Panel.change`."""
    places = cube.period(before), cube.period(after)
    found = compared(cube, *places)
    both = int(present(cube, *places).sum())
    either = sum(int(present(cube, place, place).sum()) for place in places)
    organisations = tuple(
        PartnershipChange(
            name,
            Transitions(cube.scale, _rows(found.matrix[place])),
            _decompositions(cube, found, itemgetter(place)),
        )
        for place, name in enumerate(cube.organisations)
    )
    return PanelChange(
        before,
        after,
        Transitions(cube.scale, _rows(found.matrix.sum(axis=0))),
        _decompositions(cube, found, _all),
        organisations,
        both,
        either - 2 * both,
        scope(cube),
        cube.citation,
    )


def _rows(matrix: Tally) -> tuple[tuple[int, ...], ...]:
    return tuple(map(tuple, matrix.tolist()))


def _all(counts: Tally) -> Tally:
    pooled: Tally = counts.sum(axis=0)
    return pooled


Take = Callable[[Tally], Tally]
"""What takes the counts of one organisation, or of all, out of those of each."""


def _decompositions(cube: Cube, found: Comparison, take: Take) -> tuple[Decomposition, ...]:
    scale = cube.scale
    return tuple(
        _decomposition(
            found, take, threshold(scale, level.key), share_name(scale, level.key), cube.citation
        )
        for level in reversed(scale.levels[1:])
    )


def _decomposition(
    found: Comparison, take: Take, scores: Mapping[str, Fraction], measure: str, citation: str
) -> Decomposition:
    worth = tuple(scores.values())

    def scored(counts: Tally) -> Scored:
        numbers = take(counts).tolist()
        score = sum((n * s for n, s in zip(numbers, worth, strict=True)), Fraction(0))
        return Scored(sum(numbers), score)

    def groups(reasons: Mapping[str, Tally]) -> tuple[tuple[str, Scored], ...]:
        every = [(reason, scored(counts)) for reason, counts in reasons.items()]
        return tuple((reason, one) for reason, one in every if one.number)

    ingredients = Ingredients(
        (scored(found.before), scored(found.after)),
        (scored(found.old), scored(found.new)),
        (scored(found.matrix.sum(axis=2)), scored(found.matrix.sum(axis=1))),
        scored(found.restructured).number,
        groups(found.entered),
        groups(found.left),
    )
    return ingredients.decomposition(scores, measure, citation)
