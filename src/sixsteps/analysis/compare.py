"""Two views of one round: a self-assessment against the scrutineer's, a partner against another."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from attrs import frozen

from sixsteps.analysis.cells import Kind
from sixsteps.analysis.decomposition import Transitions
from sixsteps.analysis.heading import Heading, selection_notes
from sixsteps.analysis.lines import Line, absent_by_kinds, pair
from sixsteps.analysis.selection import WHOSE, Selection, Whose, require, select
from sixsteps.errors import WrongTypeError
from sixsteps.model.framework import Framework
from sixsteps.model.ratings import Respondent
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Table, Tabular


# Not slotted: functools.cached_property keeps its value in the instance's dictionary.
@frozen(slots=False, repr=False)
class Comparison(Tabular):
    """Which questions of a round two respondents, or two roles, rated alike and which apart.

    `a` and `b` are their names. `lines` has one line a question, `before` being a's level and
    `after` b's; an improvement is a question that b rated higher.

    >>> from datetime import date
    >>> from sixsteps import Rating, Role, six_steps
    >>> spring = Round(
    ...     six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...     ratings=[Rating("s1q1", "green", respondent="us"),
    ...              Rating("s1q1", "amber", respondent="scrutineer")],
    ...     respondents=[Respondent("us", "Self-assessment", Role.PARTNERSHIP),
    ...                  Respondent("scrutineer", "Scrutineer", Role.INDEPENDENT_SCRUTINEER)])
    >>> found = compare(spring, "us", "scrutineer")
    >>> found.over, found.same, found.under
    (1, 0, 0)
    """

    heading: Heading
    framework: Framework
    a: str
    b: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def scale(self) -> Scale:
        """The scale both rated on."""
        return self.framework.scale

    @cached_property
    def transitions(self) -> Transitions:
        """The questions both rated, by level: rows a's, columns b's."""
        return Transitions.of(self.lines, self.scale)

    @property
    def matched(self) -> int:
        """How many questions both rated."""
        return self.transitions.matched

    @property
    def over(self) -> int:
        """How many questions a rated higher than b."""
        return self.transitions.declined

    @property
    def same(self) -> int:
        """How many questions both rated alike."""
        return self.transitions.held

    @property
    def under(self) -> int:
        """How many questions a rated lower than b."""
        return self.transitions.improved

    @property
    def only_a(self) -> tuple[tuple[Kind, int], ...]:
        """How many questions only a rated, by what stands there for b."""
        found = Counter(line.after_kind for line in self.lines if line.outcome == "left")
        return tuple((kind, found[kind]) for kind in Kind if found[kind])

    @property
    def only_b(self) -> tuple[tuple[Kind, int], ...]:
        """How many questions only b rated, by what stands there for a."""
        found = Counter(line.before_kind for line in self.lines if line.outcome == "entered")
        return tuple((kind, found[kind]) for kind in Kind if found[kind])

    @property
    def neither(self) -> tuple[tuple[Kind, Kind, int], ...]:
        """How many questions neither rated, by what stands there for a and for b."""
        return absent_by_kinds(self.lines)

    @property
    def sentence(self) -> str:
        """The comparison in a plain sentence."""
        said = self._said()
        return said[0].upper() + said[1:]

    def _said(self) -> str:
        matched = self.matched
        if not matched:
            return f"{self.a} and {self.b} rated no question in common."
        if matched == 1:
            how = "higher than" if self.over else "lower than" if self.under else "the same as"
            return (
                f"{self.a} and {self.b} both rated one question; {self.a} rated it {how} {self.b}."
            )
        if self.same == matched:
            return f"{self.a} and {self.b} both rated {matched} questions, and rated them alike."
        return (
            f"Of the {matched} questions both rated, {self.a} rated {self.over or 'none'} higher"
            f" than {self.b}, {self.same or 'none'} the same and {self.under or 'none'} lower."
        )

    def tables(self) -> tuple[Table, ...]:
        """The counts, the matrix, and every question with the levels between the two."""
        return self._summary(), self._matrix(), self._questions()

    @property
    def _span(self) -> str:
        return f"{self.a} against {self.b}"

    def _summary(self) -> Table:
        rows: list[tuple[Cell, ...]] = [
            (f"{self.a} higher", self.over),
            ("the same", self.same),
            (f"{self.a} lower", self.under),
            *((f"{self.a} only; {self.b}: {kind.value}", count) for kind, count in self.only_a),
            *((f"{self.b} only; {self.a}: {kind.value}", count) for kind, count in self.only_b),
            *(
                (f"neither; {self.a}: {ours.value}, {self.b}: {theirs.value}", count)
                for ours, theirs, count in self.neither
            ),
        ]
        notes = [self.sentence, *self.notes]
        return self.heading.table(self._span, ("Rated", "Questions"), rows, notes)

    def _matrix(self) -> Table:
        labels = [level.label for level in self.scale.levels]
        columns = ("Level", *(f"{label} ({self.b})" for label in labels))
        rows: list[tuple[Cell, ...]] = [
            (f"{label} ({self.a})", *counts)
            for label, counts in zip(labels, self.transitions.cells, strict=True)
        ]
        return self.heading.table(f"Levels, {self._span}", columns, rows, self.notes)

    def _questions(self) -> Table:
        rows: list[tuple[Cell, ...]] = [
            (
                self.framework.number(line.new[0]),
                self.framework.question(line.new[0]).name,
                *self._levels(line),
                *self._apart(line),
            )
            for line in self.lines
        ]
        columns = ("Number", "Question", "a", "b", "Levels apart")
        notes = [f"a: {self.a}; b: {self.b}.", *self.notes]
        return self.heading.table(f"Questions, {self._span}", columns, rows, notes)

    def _levels(self, line: Line) -> Iterator[str]:
        sides = (line.before, line.before_kind), (line.after, line.after_kind)
        for level, kind in sides:
            yield kind.value if level is None else self.scale.label(level)

    def _apart(self, line: Line) -> Iterator[int | None]:
        if line.before is None or line.after is None:
            yield None
        else:
            yield abs(self.scale.rank(line.after) - self.scale.rank(line.before))


def compare(round_: Round, a: Whose, b: Whose, *, rule: str | None = None) -> Comparison:
    """The same round through two pairs of eyes: two respondents, or two roles.

    A role that several respondents have needs a `rule` that joins their answers.

    Raises:
        WrongTypeError: for what is no round, or names nobody.
        UnknownIdError: the round has no such respondent, or nobody in that role.
        SeveralAnswersError: a role several respondents have, and no rule.

    >>> from datetime import date
    >>> from sixsteps import Rating, Role, six_steps
    >>> police, health = (Respondent(name.lower(), name, Role.LEAD_PARTNER)
    ...                   for name in ["Police", "Health"])
    >>> spring = Round(
    ...     six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...     [Rating("s1q1", "red", respondent="police"),
    ...      Rating("s1q1", "amber", respondent="health")], respondents=[police, health])
    >>> compare(spring, police, health).sentence
    'Police and Health both rated one question; Police rated it lower than Health.'
    """
    require(round_, Round, "round_")
    for name, one in (("a", a), ("b", b)):
        if one is None:
            raise WrongTypeError(f"{name}= was given None; give {WHOSE}")
    ours = select(round_, respondent=a, rule=rule, name="a")
    theirs = select(round_, respondent=b, rule=rule, name="b")
    framework = round_.framework
    pairing = pair((framework, ours), (framework, theirs))
    names = _names(round_, ours, a), _names(round_, theirs, b)
    return Comparison(
        Heading.of(round_),
        framework,
        *names,
        pairing.lines,
        tuple(selection_notes(*zip(names, (ours, theirs), strict=True))) if rule else (),
    )


def _names(round_: Round, selection: Selection, respondent: Whose) -> str:
    """What the answers are called: a respondent's name, or the role several have."""
    whose = selection.respondents
    if len(whose) == 1 and whose[0] is not None:
        return round_.respondent(whose[0]).name
    return respondent.name if isinstance(respondent, Respondent) else str(respondent)
