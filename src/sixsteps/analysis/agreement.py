"""The respondents of one round side by side: how far all of them agree, or two of them differ."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import comb
from typing import Literal, get_args

from attrs import frozen

from sixsteps.analysis import consensus
from sixsteps.analysis.answer_cells import (
    AnswerKind,
    agreed_among,
    cell_of,
    kind_counts,
    respondent_ids,
)
from sixsteps.analysis.consensus import Selection, Whose
from sixsteps.analysis.heading import Heading, OfRound, as_of_note, selection_notes
from sixsteps.analysis.outcomes import Comparison, Outcome, compared
from sixsteps.errors import InvalidError
from sixsteps.model.answers import Respondent
from sixsteps.model.fields import choice_problems
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Data, Percent, Share, Table
from sixsteps.words import listed

Metric = Literal["ordinal", "nominal"]
"""The distance of two values: by the ratings between them, or the same or not."""

METRICS: tuple[Metric, ...] = get_args(Metric)


@frozen
class Alpha:
    """Krippendorff's alpha: 1 is perfect agreement, 0 what chance would give, below 0 is worse.

    `value` is `None` where there is no expected disagreement to compare with, and `reason` says
    why. The distances rest on the ratings themselves, so the values of two rounds do not compare,
    and no value is a pass mark.
    """

    value: Fraction | None
    reason: str = ""


def alpha(units: Iterable[Sequence[int]], metric: Metric = "ordinal") -> Alpha:
    """Krippendorff's alpha of the ranks that several respondents gave each unit.

    A unit with fewer than two ratings says nothing of agreement and is dropped.
    """
    rated = [tuple(unit) for unit in units if len(unit) > 1]
    if not rated:
        return Alpha(None, "no question has two ratings")
    margins = Counter(rank for unit in rated for rank in unit)
    if len(margins) == 1:
        return Alpha(None, "every rating is at the same level, so chance would agree as well")
    distance = _distances(margins, metric)
    observed = sum(
        (Fraction(_weighed(Counter(unit), distance), len(unit) - 1) for unit in rated), Fraction(0)
    )
    total = sum(margins.values())
    return Alpha(1 - observed * (total - 1) / _weighed(margins, distance))


def _weighed(counts: Counter[int], distance: Mapping[tuple[int, int], Fraction]) -> Fraction:
    """The distances of all ordered pairs of the ratings, added up rank by rank.

    Pair by pair would cost the square of the number of respondents.
    """
    pairs = product(counts.items(), repeat=2)
    return sum((n * m * distance[one, other] for (one, n), (other, m) in pairs), Fraction(0))


def _distances(margins: Counter[int], metric: Metric) -> dict[tuple[int, int], Fraction]:

    def squared(one: int, other: int) -> Fraction:
        if one == other:
            return Fraction(0)
        if metric == "nominal":
            return Fraction(1)
        between = sum(margins[rank] for rank in range(min(one, other), max(one, other) + 1))
        return (between - Fraction(margins[one] + margins[other], 2)) ** 2

    return {(one, other): squared(one, other) for one in margins for other in margins}


ALPHA_NOTE = (
    "Krippendorff's alpha, {}: 1 is perfect agreement, 0 what chance would give. {} on these"
    " ratings, so it does not compare with another round's, and no value of it is a pass mark."
)
_RESTS = {"ordinal": "Its distances rest", "nominal": "What chance would give rests"}


@frozen
class QuestionRatings:
    """The ratings of one question: pairs of a respondent's id and a level, in the round's order.

    `apart` is the number of levels between the lowest and the highest. `empties` are the other
    respondents with the kind of empty there is. `agreed` is the level recorded as agreed in
    discussion, which is not one of the ratings.
    """

    question: str
    number: str
    levels: tuple[tuple[str, str], ...]
    apart: int
    empties: tuple[tuple[str, AnswerKind], ...] = ()
    agreed: str | None = None


@frozen(repr=False)
class Agreement(OfRound):
    """The result of `agreement`: the questions respondents differ on, widest first, then figures.

    `questions` are those with two ratings or more, in the framework's order, each with `apart`,
    the number of levels between the lowest and the highest; `differing` are those of them that
    are apart. `apart` counts the questions by levels apart, from 0. `observed` is the observed
    agreement: the mean over questions of the share of pairs of respondents who gave the same
    level, from 0 to 1, `None` where no question has two ratings. `alpha` is Krippendorff's,
    by the distance `metric`. `raters` are the ids of those compared, `names` their names.

    >>> from sixsteps.samples import spring_2026
    >>> found = agreement(spring_2026())
    >>> found.apart, found.differing[0].question, found.observed
    ((14, 9, 1), 's1q4', Fraction(17, 24))
    """

    heading: Heading
    framework: Framework
    raters: tuple[str, ...]
    names: tuple[str, ...]
    questions: tuple[QuestionRatings, ...]
    apart: tuple[int, ...]
    observed: Fraction | None
    alpha: Alpha
    metric: Metric = "ordinal"

    @property
    def scale(self) -> Scale:
        """The scale the ratings are on."""
        return self.framework.scale

    @property
    def differing(self) -> tuple[QuestionRatings, ...]:
        """The questions on which respondents differ, widest first, then as in the framework."""
        found = [question for question in self.questions if question.apart]
        return tuple(sorted(found, key=lambda question: -question.apart))

    @property
    def notes(self) -> tuple[str, ...]:
        """The date, whose ratings are compared, and of how many questions."""
        if len(self.names) < 2:
            who = f"there is only {self.names[0]}" if self.names else "none is named"
            compared = f"Nothing to compare: that takes two respondents or more, and {who}."
        else:
            which = "the questions with two ratings or more"
            compared = (
                f"Ratings of {listed(self.names)} compared on {which}: {len(self.questions)}."
            )
        return as_of_note(self.heading.on), compared

    def __str__(self) -> str:
        """The questions on which respondents differ, then how far they agree on the whole."""
        differing, figures, _ = self.all_tables()
        return f"{differing}\n\n{figures}"

    def all_tables(self) -> tuple[Table, ...]:
        """The questions on which respondents differ; the figures; every question compared."""
        return (
            self._ratings("differing", "Where respondents differ", self.differing),
            self._figures(),
            self._ratings("ratings", "Ratings side by side", self.questions),
        )

    def _ratings(self, name: str, what: str, questions: Sequence[QuestionRatings]) -> Table:
        has_agreed = any(question.agreed is not None for question in self.questions)
        called = (
            name if self.names.count(name) == 1 else f"{name} ({rater})"
            for rater, name in zip(self.raters, self.names, strict=True)
        )
        columns = ["Number", "Question", "Levels apart", *(f"by {name}" for name in called)]
        columns += ["Agreed"] if has_agreed else []
        rows: list[list[Cell]] = []
        for one in questions:
            shown = {name: self.scale.label(level) for name, level in one.levels}
            shown |= {name: kind.value for name, kind in one.empties}
            about = one.number, self.framework.question(one.question).name, one.apart
            rows.append([*about, *(shown[name] for name in self.raters)])
            rows[-1] += [self.scale.label(one.agreed)] if has_agreed else []
        data = Data.of(
            "number question_id respondent_id level kind agreed levels_apart:int",
            [
                (one.number, one.question, *of_one, one.agreed, one.apart)
                for one in questions
                for of_one in (
                    *((who, level, AnswerKind.RATED.value) for who, level in one.levels),
                    *((who, None, kind.value) for who, kind in one.empties),
                )
            ],
        )
        return self.heading.table(name, what, columns, rows, self.notes, data)

    def _figures(self) -> Table:
        total = len(self.questions)
        apart = ["The same", "1 level apart"]
        apart += [f"{levels} levels apart" for levels in range(2, len(self.apart))]
        observed = None if self.observed is None else Percent(self.observed)
        rows: list[tuple[Cell, ...]] = [
            *(
                (words, Share(count, total), "levels_apart", place)
                for place, (words, count) in enumerate(zip(apart, self.apart, strict=False))
            ),
            ("Agreement, mean over questions", observed, "observed", None),
            (f"Krippendorff's alpha, {self.metric}", self.alpha.value, "alpha", None),
        ]
        notes = [*self.notes, ALPHA_NOTE.format(self.metric, _RESTS[self.metric])]
        if self.alpha.value is None:
            notes.append(f"No alpha: {self.alpha.reason}.")
        columns = "Figure= value:ratio | figure levels_apart:int"
        return self.heading.table("figures", "Agreement", columns, rows, notes)


def agreement(
    round: Round, *, respondent: Whose | None = None, metric: Metric = "ordinal"
) -> Agreement:
    """The agreement of the respondents of a round, the questions they differ on first.

    `respondent` limits it to one role. `metric` is the distance that alpha weighs a difference
    by: "ordinal", by the ratings between the two levels, or "nominal", the same or not. Ratings
    recorded as *agreed* are shown beside the others and are not compared with them; answers given
    without being asked are left out.

    Raises:
        WrongTypeError: for what is no round.
        UnknownIdError: the round has nobody in that role.
        InvalidError: there is no such metric.

    >>> from datetime import date
    >>> from sixsteps.published import six_steps
    >>> alone = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1))
    >>> agreement(alone).alpha.reason
    'no question has two ratings'
    """
    consensus.require(round, Round, "round", "a Round")
    problems = choice_problems(metric, ("metric",), choices=METRICS, what="metric")
    InvalidError.check("agreement", problems)
    framework, scale = round.framework, round.framework.scale
    agreed = agreed_among(round, respondent_ids(round))
    whose = consensus.respondents_of(round, respondent)
    raters = tuple(name for name in whose if name is not None and name != agreed)
    questions = tuple(
        found
        for question in framework.questions
        if (found := _ratings_of(round, question.id, raters, agreed)) is not None
    )
    ranks = [[scale.rank(level) for _, level in question.levels] for question in questions]
    spreads = [question.apart for question in questions]
    # Of each question the share of pairs that agree.
    alike = [
        Fraction(sum(comb(count, 2) for count in Counter(given).values()), comb(len(given), 2))
        for given in ranks
    ]
    return Agreement(
        Heading.of(round),
        framework,
        raters,
        tuple(consensus.name_of(round, name) for name in raters),
        questions,
        tuple(spreads.count(levels) for levels in range(len(scale))),
        sum(alike, Fraction(0)) / len(alike) if alike else None,
        alpha(ranks, metric),
        metric,
    )


def _ratings_of(
    round_: Round, question: str, raters: Sequence[str], agreed: str | None
) -> QuestionRatings | None:
    cells = {name: cell_of(round_, question, name, round_.on) for name in raters}
    levels = tuple((name, cell.level) for name, cell in cells.items() if cell.level is not None)
    if len(levels) < 2:
        return None
    ranks = [round_.framework.scale.rank(level) for _, level in levels]
    apart, number = max(ranks) - min(ranks), round_.framework.number(question)
    empties = tuple((name, cell.kind) for name, cell in cells.items() if not cell.is_rated)
    settled = None if agreed is None else cell_of(round_, question, agreed, round_.on).level
    return QuestionRatings(question, number, levels, apart, empties, settled)


@frozen(slots=False, repr=False)
class Contrast(Comparison, OfRound):
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
        a, b, matched = self.a, self.b, self.matched
        if not matched:
            said = f"{a} and {b} rated no question in common."
        elif matched == 1:
            how = "higher than" if self.over else "lower than" if self.under else "the same as"
            said = f"{a} and {b} both rated one question; {a} rated it {how} {b}."
        elif self.same == matched:
            said = f"{a} and {b} both rated {matched} questions, and rated them alike."
        else:
            said = (
                f"Of the {matched} questions both rated, {a} rated {self.over or 'none'} higher"
                f" than {b}, {self.same or 'none'} the same and {self.under or 'none'} lower."
            )
        return said[0].upper() + said[1:]

    def all_tables(self) -> tuple[Table, ...]:
        """The counts, the matrix, and every question with the levels between the two."""
        a, b, span = self.a, self.b, f"{self.a} against {self.b}"
        labels = [level.label for level in self.scale.levels]
        counts: list[tuple[Cell, ...]] = [
            (f"{a} higher", self.over, "a_higher", None, None),
            ("the same", self.same, "same", None, None),
            (f"{a} lower", self.under, "a_lower", None, None),
        ]
        for kind, count in self.only_a:
            counts.append((f"{a} only; {b}: {kind}", count, "only_a", None, kind.value))
        for kind, count in self.only_b:
            counts.append((f"{b} only; {a}: {kind}", count, "only_b", kind.value, None))
        for ours, theirs, count in self.absent:
            neither = f"neither; {a}: {ours}, {b}: {theirs}"
            counts.append((neither, count, "neither", ours.value, theirs.value))
        matrix: list[tuple[Cell, ...]] = [
            (f"{label} ({a})", *row)
            for label, row in zip(labels, self.transitions.cells, strict=True)
        ]
        questions: list[tuple[Cell, ...]] = []
        for one in self.outcomes:
            (name,) = one.new
            about = self.framework.number(name), self.framework.question(name).name
            questions.append((*about, *self.words(one), self._apart(one), name, *self.keys(one)))
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


def contrast(round: Round, a: Whose, b: Whose = "", *, rule: str | None = None) -> Contrast:
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
    consensus.require(round, Round, "round", "a Round")
    for name, one in (("a", a), ("b", b)):
        rounds = "; change(before, after) compares two rounds"
        wanted = f"{consensus.WHOSE}{rounds if isinstance(one, Round) else ''}"
        consensus.require(one, Whose, f"{name}=", wanted)
    ours = consensus.select(round, respondent=a, rule=rule, name="a")
    theirs = consensus.select(round, respondent=b, rule=rule, name="b")
    found = compared(ours, theirs)
    names = _side_name(round, ours, a), _side_name(round, theirs, b)
    sides = zip(names, (ours.note, theirs.note), strict=True)
    notes = tuple(selection_notes(*sides)) if rule else ()
    heading = Heading.of(round)
    return Contrast(found.outcomes, found.onto.scale, notes, heading, round.framework, *names)


def _side_name(round_: Round, selection: Selection, respondent: Whose) -> str:
    """The name of a side of a contrast: a respondent's name, or the role several have."""
    whose = selection.respondents
    if len(whose) == 1 and whose[0] is not None:
        return round_.respondent(whose[0]).name
    return respondent.name if isinstance(respondent, Respondent) else str(respondent)
