"""Where a change of a figure comes from, in parts that add up to it exactly.

Continuing, entering and leaving questions are told apart as Melitz and Polanec (2015) do with
firms, after Diewert and Fox (2010); a question that was split or merged is a unit of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from attrs import frozen

from sixsteps.analysis.lines import MIRRORED, Line
from sixsteps.cells import Cell
from sixsteps.model.scale import Scale
from sixsteps.table import Table, Tabular

ComponentKind = Literal["like for like", "restructuring", "entered", "left"]
"""Where a part of a change comes from."""


@frozen
class Component:
    """One part of a change: where it comes from, how many questions are behind it, its size.

    `reason` is why the questions of an entry or exit group entered or left. `questions` counts
    the matched units behind "like for like", and behind "restructuring" the later round's
    questions that were split or merged.

    >>> Component("entered", "added", 3, Fraction(-3, 20)).name
    'entered: added'
    """

    kind: ComponentKind
    reason: str
    questions: int
    amount: Fraction

    @property
    def name(self) -> str:
        """What the component is called in a table."""
        return f"{self.kind}: {self.reason}" if self.reason else self.kind


@frozen(repr=False)
class Decomposition(Tabular):
    """A figure of two rounds, its change, and the components that add up to the change.

    The figure is the mean of `scores` over a round's rated questions: with a score of 1 from a
    level up and 0 below it, the share of questions at or above that level, from 0 to 1.
    `before` and `after` are `None` where a round rated nothing; `components` is empty where no
    question can be compared.

    >>> rose = Component("like for like", "", 1, Fraction(1))
    >>> none = Component("restructuring", "", 0, Fraction(0))
    >>> scores = (("no", Fraction(0)), ("yes", Fraction(1)))
    >>> print(Decomposition("share Yes", scores, Fraction(0), Fraction(1), (rose, none)))
    Parts of the change: share Yes
    <BLANKLINE>
    Part           Questions  share Yes
    -------------  ---------  ---------
    before                            0
    after                             1
    change                            1
    like for like          1          1
    restructuring          0          0
    <BLANKLINE>
    The parts below “change” add up to it exactly.
    """

    measure: str
    scores: tuple[tuple[str, Fraction], ...]
    before: Fraction | None
    after: Fraction | None
    components: tuple[Component, ...] = ()
    citation: str = ""

    @property
    def change(self) -> Fraction | None:
        """The later figure less the earlier; `None` where a round rated nothing."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def is_comparable(self) -> bool:
        """Whether any question was rated comparably in both rounds."""
        return bool(self.components)

    def amount(self, kind: ComponentKind, reason: str = "") -> Fraction:
        """The size of the part of a kind, or of the group entered or left for a reason.

        Without a reason all groups of the kind are taken together; no such group gives 0.
        """
        return sum(
            (
                component.amount
                for component in self.components
                if component.kind == kind and reason in ("", component.reason)
            ),
            Fraction(0),
        )

    def tables(self) -> tuple[Table, ...]:
        """The figure before and after, its change, and the parts that add up to it."""
        return (parts_table([self], f"Parts of the change: {self.measure}", self.citation),)


def parts_table(measures: Sequence[Decomposition], title: str, citation: str) -> Table:
    """Figures of the same two rounds side by side: before, after, the change and its parts."""
    rows: list[tuple[Cell, ...]] = [
        ("before", None, *(measure.before for measure in measures)),
        ("after", None, *(measure.after for measure in measures)),
        ("change", None, *(measure.change for measure in measures)),
    ]
    # All rest on the same lines, and so have the same components.
    rows.extend(
        (parts[0].name, parts[0].questions, *(part.amount for part in parts))
        for parts in zip(*(measure.components for measure in measures), strict=True)
    )
    note = (
        "The parts below “change” add up to it exactly."
        if measures[0].is_comparable
        else "Not comparable: no question was rated comparably in both rounds."
    )
    columns = ("Part", "Questions", *(measure.measure for measure in measures))
    return Table(columns, rows, title=title, notes=[note], source=citation)


def decompose(
    lines: Iterable[Line], scores: Mapping[str, Fraction], measure: str, citation: str = ""
) -> Decomposition:
    """The change of the mean score between two rounds, in parts.

    `scores` gives every level of the lines its score.
    """
    return _Parts(tuple(lines), scores, measure, citation).decomposition()


def decompositions(
    lines: Sequence[Line], scale: Scale, citation: str = ""
) -> tuple[Decomposition, ...]:
    """The change of the share at or above every level but the worst, the best level first."""
    return tuple(
        decompose(lines, threshold(scale, level.key), share_name(scale, level.key), citation)
        for level in reversed(scale.levels[1:])
    )


def threshold(scale: Scale, level: str) -> dict[str, Fraction]:
    """The scores whose mean is the share at or above a level.

    >>> from sixsteps.published import RAG
    >>> {key: int(score) for key, score in threshold(RAG, "amber").items()}
    {'red': 0, 'amber': 1, 'green': 1}
    """
    rank = scale.rank(level)
    return {key: Fraction(place >= rank) for place, key in enumerate(scale.keys)}


def share_name(scale: Scale, level: str) -> str:
    """What the share at or above a level is called.

    >>> from sixsteps.published import RAG
    >>> share_name(RAG, "green"), share_name(RAG, "amber")
    ('share Green', 'share Amber or above')
    """
    above = "" if level == scale.best else " or above"
    return f"share {scale.label(level)}{above}"


@frozen
class _Parts:
    lines: tuple[Line, ...]
    scores: Mapping[str, Fraction]
    measure: str
    citation: str

    def decomposition(self) -> Decomposition:
        before = [level for line in self.lines for level in line.before_levels]
        after = [level for line in self.lines for level in line.after_levels]
        return Decomposition(
            self.measure,
            tuple(self.scores.items()),
            self._mean(before) if before else None,
            self._mean(after) if after else None,
            tuple(self._components(len(before), len(after))),
            self.citation,
        )

    def _mean(self, levels: Sequence[str]) -> Fraction:
        return sum((self.scores[level] for level in levels), Fraction(0)) / len(levels)

    def _components(self, rated_before: int, rated_after: int) -> Iterator[Component]:
        matched = [line for line in self.lines if line.is_matched]
        if not matched:
            return
        old = [level for line in matched for level in line.before_levels]
        new = [level for line in matched for level in line.after_levels]
        questions = self._mean(old), self._mean(new)
        units = (
            self._mean([line.before for line in matched if line.before is not None]),
            self._mean([line.after for line in matched if line.after is not None]),
        )
        yield Component("like for like", "", len(matched), units[1] - units[0])
        restructuring = (questions[1] - units[1]) - (questions[0] - units[0])
        restructured = sum(len(line.after_levels) for line in matched if line.is_compound)
        yield Component("restructuring", "", restructured, restructuring)
        for reason, levels in self._groups("entered", MIRRORED):
            share = Fraction(len(levels), rated_after)
            amount = share * (self._mean(levels) - questions[1])
            yield Component("entered", reason, len(levels), amount)
        for reason, levels in self._groups("left", MIRRORED.values()):
            share = Fraction(len(levels), rated_before)
            amount = share * (questions[0] - self._mean(levels))
            yield Component("left", reason, len(levels), amount)

    def _groups(self, outcome: str, reasons: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        for reason in reasons:
            levels = [
                level
                for line in self.lines
                if line.outcome == outcome and line.reason == reason
                for level in (line.after_levels if outcome == "entered" else line.before_levels)
            ]
            if levels:
                yield reason, levels
