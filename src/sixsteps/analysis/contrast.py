"""Two views of one round: a self-assessment against the scrutineer's, a partner against another."""

from attrs import frozen

from sixsteps.analysis.answer_cells import AnswerKind, kind_counts
from sixsteps.analysis.consensus import WHOSE, Selection, Whose, require, select
from sixsteps.analysis.heading import Heading, selection_notes
from sixsteps.analysis.outcomes import Comparison, Outcome, compared
from sixsteps.model.answers import Respondent
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.table import Cell, Data, Table


# Not slotted, as what it inherits from is not.
@frozen(slots=False, repr=False)
class Contrast(Comparison):
    """The questions of a round that two respondents, or two roles, rated alike or apart.

    `a` and `b` are their names. `outcomes` has one member a question, `before` being a's level
    and `after` b's; an improvement is a question that b rated higher.

    >>> from sixsteps.samples import spring_2026
    >>> found = contrast(spring_2026(), "council", "scrutineer")
    >>> found.over, found.same, found.under
    (7, 7, 0)
    """

    heading: Heading
    framework: Framework
    a: str
    b: str

    @property
    def made_from(self) -> tuple[Heading, ...]:
        """The round the result was made from."""
        return (self.heading,)

    @property
    def over(self) -> int:
        """The number of questions that a rated higher than b."""
        return self.declined

    @property
    def same(self) -> int:
        """The number of questions that both rated alike."""
        return self.held

    @property
    def under(self) -> int:
        """The number of questions that a rated lower than b."""
        return self.improved

    @property
    def only_a(self) -> tuple[tuple[AnswerKind, int], ...]:
        """The numbers of questions that only a rated, by the kind of empty for b."""
        return kind_counts(one.after_kind for one in self.outcomes if one.kind == "left")

    @property
    def only_b(self) -> tuple[tuple[AnswerKind, int], ...]:
        """The numbers of questions that only b rated, by the kind of empty for a."""
        return kind_counts(one.before_kind for one in self.outcomes if one.kind == "entered")

    @property
    def sentence(self) -> str:
        """The contrast in a plain sentence."""
        said = self._said()
        return said[0].upper() + said[1:]

    def _said(self) -> str:
        a, b, matched = self.a, self.b, self.matched
        if not matched:
            return f"{a} and {b} rated no question in common."
        if matched == 1:
            how = "higher than" if self.over else "lower than" if self.under else "the same as"
            return f"{a} and {b} both rated one question; {a} rated it {how} {b}."
        if self.same == matched:
            return f"{a} and {b} both rated {matched} questions, and rated them alike."
        return (
            f"Of the {matched} questions both rated, {a} rated {self.over or 'none'} higher"
            f" than {b}, {self.same or 'none'} the same and {self.under or 'none'} lower."
        )

    def all_tables(self) -> tuple[Table, ...]:
        """The counts, the matrix, and every question with the levels between the two."""
        a, b, span = self.a, self.b, f"{self.a} against {self.b}"
        labels = [level.label for level in self.scale.levels]
        counts: list[tuple[Cell, ...]] = [
            (f"{a} higher", self.over, "a_higher", None, None),
            ("the same", self.same, "same", None, None),
            (f"{a} lower", self.under, "a_lower", None, None),
            *(
                (f"{a} only; {b}: {kind.value}", count, "only_a", None, kind.value)
                for kind, count in self.only_a
            ),
            *(
                (f"{b} only; {a}: {kind.value}", count, "only_b", kind.value, None)
                for kind, count in self.only_b
            ),
            *(
                (f"neither; {a}: {ours}, {b}: {theirs}", count, "neither", ours, theirs)
                for one, other, count in self.absent
                for ours, theirs in [(one.value, other.value)]
            ),
        ]
        matrix: list[tuple[Cell, ...]] = [
            (f"{label} ({a})", *row)
            for label, row in zip(labels, self.transitions.cells, strict=True)
        ]
        questions: list[tuple[Cell, ...]] = [
            (
                self.framework.number(one.new[0]),
                self.framework.question(one.new[0]).name,
                *self.words(one),
                self._apart(one),
                *(one.new[0], *self.keys(one)),
            )
            for one in self.outcomes
        ]
        of_matrix = ("Level", *(f"{label} ({b})" for label in labels))
        of_counts = "Rated= questions:int | rated a_kind b_kind"
        of_questions = (
            "number question a= b= levels_apart:int | question_id a_level b_level a_kind b_kind"
        )
        legend = [f"a: {a}; b: {b}.", *self.notes]
        moves = Data.of("a_level b_level questions:int", self.transitions.moves())
        table = self.heading.table
        return (
            table("counts", span, of_counts, counts, [self.sentence, *self.notes]),
            table("levels", f"Levels, {span}", of_matrix, matrix, self.notes, moves),
            table("questions", f"Questions, {span}", of_questions, questions, legend),
        )

    def _apart(self, outcome: Outcome) -> int | None:
        if outcome.before is None or outcome.after is None:
            return None
        return abs(self.scale.rank(outcome.after) - self.scale.rank(outcome.before))


def contrast(round: Round, a: Whose, b: Whose = "", *, rule: str | None = None) -> Contrast:  # noqa: A002  the name callers know it by
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
    >>> contrast(spring, police, health).sentence
    'Police and Health both rated one question; Police rated it lower than Health.'
    """
    require(round, Round, "round", "a Round")
    for name, one in (("a", a), ("b", b)):
        rounds = "; change(before, after) compares two rounds"
        wanted = f"{WHOSE}{rounds if isinstance(one, Round) else ''}"
        require(one, Whose, f"{name}=", wanted)
    ours = select(round, respondent=a, rule=rule, name="a")
    theirs = select(round, respondent=b, rule=rule, name="b")
    found = compared(ours, theirs)
    names = _name(round, ours, a), _name(round, theirs, b)
    return Contrast(
        found.outcomes,
        found.onto.scale,
        tuple(selection_notes(*zip(names, (ours, theirs), strict=True))) if rule else (),
        Heading.of(round),
        round.framework,
        *names,
    )


def _name(round_: Round, selection: Selection, respondent: Whose) -> str:
    """The name of a side of a contrast: a respondent's name, or the role several have."""
    whose = selection.respondents
    if len(whose) == 1 and whose[0] is not None:
        return round_.respondent(whose[0]).name
    return respondent.name if isinstance(respondent, Respondent) else str(respondent)
