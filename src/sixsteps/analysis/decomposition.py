"""The parts of the change of a figure, which add up to it exactly.

Continuing, entering and leaving questions are told apart as Melitz and Polanec (2015) do with
firms, after Diewert and Fox (2010); a question that was split or merged is a unit of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from attrs import field, frozen

from sixsteps.analysis.answer_cells import grouped
from sixsteps.analysis.heading import Heading
from sixsteps.analysis.outcomes import MIRRORED, Outcome, TransitionMatrix
from sixsteps.analysis.summary import Reading, mean_score
from sixsteps.errors import UnknownIdError
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Data, Percent, Points, Result, Table
from sixsteps.words import listed, quoted

ComponentKind = Literal["like for like", "restructuring", "entered", "left"]
"""The origin of a part of a change."""


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
        """The name of the component in a table."""
        return f"{self.kind}: {self.reason}" if self.reason else self.kind


@frozen(repr=False)
class Decomposition(Result):
    """A figure of two rounds, its change, and the components that add up to the change.

    The figure is the mean of `scores` over a round's rated questions: with a score of 1 from a
    level up and 0 below it, the share of questions at or above that level, from 0 to 1.
    `before` and `after` are `None` where a round rated nothing; `components` is empty where no
    question can be compared. `span` says whose figure it is and when, and `notes` how the answers
    were read, as those of the change it is a part of.

    >>> rose = Component("like for like", "", 1, Fraction(1))
    >>> none = Component("restructuring", "", 0, Fraction(0))
    >>> scores = (("no", Fraction(0)), ("yes", Fraction(1)))
    >>> print(Decomposition("share Yes", scores, Fraction(0), Fraction(1), (rose, none)))
    Parts of the change, share Yes
    <BLANKLINE>
    Part           Questions     share Yes
    -------------  ---------  ------------
    before                            0.0%
    after                           100.0%
    change                    100.0 points
    like for like          1  100.0 points
    restructuring          0    0.0 points
    <BLANKLINE>
    The parts below “change” add up to it exactly, before rounding.
    """

    measure: str
    scores: tuple[tuple[str, Fraction], ...]
    before: Fraction | None
    after: Fraction | None
    components: tuple[Component, ...] = ()
    citation: str = ""
    made_from: tuple[Heading, ...] = field(default=(), eq=False)
    span: str = field(default="", eq=False)
    notes: tuple[str, ...] = field(default=(), eq=False)

    @property
    def change(self) -> Fraction | None:
        """The later figure less the earlier; `None` where a round rated nothing."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def level(self) -> str | None:
        """The level whose share at or above it the figure is; `None` for any other mean."""
        values = [score for _, score in self.scores]
        if sorted(values) != values or {*values} != {0, 1}:
            return None
        return self.scores[values.index(Fraction(1))][0]

    @property
    def is_comparable(self) -> bool:
        """True if any question was rated comparably in both rounds."""
        return bool(self.components)

    def amount(self, kind: ComponentKind, reason: str = "") -> Fraction:
        """The size of the part of a kind, or of the group entered or left for a reason.

        Without a reason all groups of the kind are taken together; no such group gives 0.
        """
        if kind not in get_args(ComponentKind):
            message = f"no part of the kind {quoted(kind)}"
            raise UnknownIdError(message, f"there are {listed(get_args(ComponentKind))}")
        of_kind = (one for one in self.components if one.kind == kind)
        return sum((one.amount for one in of_kind if reason in ("", one.reason)), Fraction(0))

    def all_tables(self) -> tuple[Table, ...]:
        """The figure before and after, its change, and the parts that add up to it."""
        about = f"Parts of the change, {self.measure}", self.span
        return (parts_table([self], ": ".join(filter(None, about)), self.citation, self.notes),)


def parts_table(
    measures: Sequence[Decomposition], title: str, citation: str, notes: Iterable[str] = ()
) -> Table:
    """Figures of the same two rounds side by side: before, after, the change and its parts."""
    # All rest on the same outcomes, and so have the same components.
    each = [
        [
            *(("before", "", None, one.before), ("after", "", None, one.after)),
            ("change", "", None, one.change),
            *((part.kind, part.reason, part.questions, part.amount) for part in one.components),
        ]
        for one in measures
    ]
    rows: list[tuple[Cell, ...]] = []
    for place, same in enumerate(zip(*each, strict=True)):
        kind, reason, questions, _ = same[0]
        shown = (
            _shown(one, amount, is_difference=place > 1)
            for one, (*_, amount) in zip(measures, same, strict=True)
        )
        rows.append((f"{kind}: {reason}" if reason else kind, questions, *shown))
    note = "The parts below “change” add up to it exactly, before rounding."
    if not measures[0].is_comparable:
        note = "Not comparable: no question was rated comparably in both rounds."
    parts = [
        (one.measure, one.level, kind, reason or None, questions, amount)
        for one, own in zip(measures, each, strict=True)
        for kind, reason, questions, amount in own
    ]
    data = Data.of("measure level part reason questions:int amount:ratio", parts)
    columns = ("Part", "Questions", *(measure.measure for measure in measures))
    return Table(columns, rows, title, [note, *notes], citation, "parts", data)


def _shown(
    measure: Decomposition, amount: Fraction | None, *, is_difference: bool
) -> Fraction | None:
    """A figure as people read it: of a share a percentage, of any other mean in decimals."""
    if amount is None or measure.level is None:
        return amount
    return Points(amount) if is_difference else Percent(amount)


def share_of(parts: Sequence[Decomposition], scale: Scale, level: str) -> Decomposition:
    """The decomposition of the share at or above a level, of those of every level but the worst."""
    rank = scale.rank(level)
    if rank == 0:
        others = scale.keys[1:]
        message = f"every rating is at {level!r} or above"
        remedy = f"there is a share for {listed(others)}"
        params = {"argument": "level", "choices": others}
        raise UnknownIdError(message, remedy, "worst-level", params)
    return parts[len(scale) - 1 - rank]


Sides: TypeAlias = tuple[Reading, Reading]
"""The answers of the earlier round and of the later."""


def units_of(matrix: TransitionMatrix) -> Sides:
    """The matched units of either round."""
    return Reading(matrix.scale, matrix.before), Reading(matrix.scale, matrix.after)


Group: TypeAlias = tuple[str, Reading]
"""A reason with the answers that entered or left for it."""


@frozen
class Ingredients:
    """The answers that a decomposition is made of, counted at each level.

    `rated` are the rated questions of either round, `questions` the matched ones among them and
    `units` the matched units; `restructured` counts the later round's questions in units of
    several.
    """

    rated: Sides
    questions: Sides
    units: Sides
    restructured: int
    entered: tuple[Group, ...]
    left: tuple[Group, ...]

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], scale: Scale) -> "Ingredients":
        """The answers of these outcomes."""

        def sides(of: Sequence[Outcome]) -> Sides:
            before = (scale.rank(level) for one in of for level in one.before_levels)
            after = (scale.rank(level) for one in of for level in one.after_levels)
            return Reading.of(scale, before), Reading.of(scale, after)

        def groups(kind: str, reasons: Iterable[str], side: int) -> tuple[Group, ...]:
            of_kind = [one for one in outcomes if one.kind == kind]
            found = grouped(of_kind, lambda one: [one.reason])
            return tuple((one, sides(found[one])[side]) for one in reasons if one in found)

        matched = [one for one in outcomes if one.is_matched]
        return cls(
            sides(outcomes),
            sides(matched),
            units_of(TransitionMatrix.of(outcomes, scale)),
            sum(len(one.after_levels) for one in matched if one.is_compound),
            groups("entered", MIRRORED, 1),
            groups("left", MIRRORED.values(), 0),
        )

    def decomposition(
        self, scores: Mapping[str, int | Fraction], measure: str, citation: str = ""
    ) -> Decomposition:
        """The parts, which add up to the change exactly."""
        before, after = (mean_score(side, scores) for side in self.rated)
        components = tuple(self._components(scores)) if self.units[0].total else ()
        named = tuple((level, Fraction(score)) for level, score in scores.items())
        return Decomposition(measure, named, before, after, components, citation)

    def decompositions(self, citation: str = "") -> tuple[Decomposition, ...]:
        """The change of the share at or above every level but the worst, the best level first."""
        scale, found = self.rated[0].scale, list[Decomposition]()
        for rank in range(len(scale) - 1, 0, -1):
            # The scores whose mean is the share at or above the level.
            scores = {key: int(place >= rank) for place, key in enumerate(scale.keys)}
            name = f"share {scale.levels[rank].label}{' or above' if found else ''}"
            found.append(self.decomposition(scores, name, citation))
        return tuple(found)

    def _components(self, scores: Mapping[str, int | Fraction]) -> Iterator[Component]:
        def mean(of: Reading) -> Fraction:
            return mean_score(of, scores) or Fraction(0)

        (before, after), (old, new) = map(mean, self.units), map(mean, self.questions)
        yield Component("like for like", "", self.units[0].total, after - before)
        yield Component("restructuring", "", self.restructured, (new - after) - (old - before))
        for reason, one in self.entered:
            amount = Fraction(one.total, self.rated[1].total) * (mean(one) - new)
            yield Component("entered", reason, one.total, amount)
        for reason, one in self.left:
            amount = Fraction(one.total, self.rated[0].total) * (old - mean(one))
            yield Component("left", reason, one.total, amount)
