"""The change between two rounds: the outcome of every question, and the parts of every figure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from itertools import product
from typing import Literal, get_args

from attrs import evolve, field, frozen

from sixsteps.analysis import heading
from sixsteps.analysis.answer_cells import TAG_NOTE, by_tag, grouped
from sixsteps.analysis.consensus import Selection, Whose, name_of, require, selected
from sixsteps.analysis.decomposition import Decomposition, Ingredients, parts_table, share_of
from sixsteps.analysis.heading import Heading
from sixsteps.analysis.outcomes import (
    MIRRORED,
    Bounds,
    Comparison,
    Outcome,
    OutcomeKind,
    TransitionMatrix,
    compared,
    is_reworded_without_record,
    translated,
)
from sixsteps.analysis.sentence import sentences
from sixsteps.analysis.summary import Readings, checked_scores
from sixsteps.errors import InvalidError, Problem, WrongTypeError
from sixsteps.model.answers import RULES, Rating, Respondent
from sixsteps.model.crosswalk import Crosswalk, Match
from sixsteps.model.fields import choice_problems, text_problems
from sixsteps.model.framework import Framework, joint_citation
from sixsteps.model.rounds import Round, RoundReference
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Data, Share, Table, worded
from sixsteps.words import counted, listed


@frozen
class ChangeRespondent:
    """A respondent of either round, and in which of the two they rated anything.

    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> [one.name for one in change(autumn_2025(), spring_2026(), rule="worst").respondents][:2]
    ['Anytown Council', 'Anytown Integrated Care Board']
    """

    id: str | None
    name: str
    before: bool
    after: bool


Respondents = Literal["both", "all"]
"""Whose answers a rule joins in a change: those who rated the question in both rounds, or all."""

SAME_NOTE = "Each question is compared by the respondents who rated it in both rounds."
COMPOUND_NOTE = "Questions that were split or merged are compared as one, by the rule “{}”."


@frozen(slots=False, repr=False)
class Change(Comparison):
    """The outcome of every question between two rounds, and the exact parts of each change.

    `outcomes` partition the questions of both rounds; every count here is a count of outcomes, in
    which linked questions that are compared as one count once. `scale` is the scale of the
    comparison, `crosswalk` the correspondence that was used. `unsupported` counts the later
    round's answers at the best level without evidence, and is `None` where that level needs
    none. `notes` say whose answers were read, by which rules, and what was translated; `handling`
    how the rounds may be handled, in their own words. `respondents` are those whose answers were
    read, and in which of the rounds each rated anything.

    Where a rule joined several respondents, `everybody` are the counts at each level, before and
    after, of all of them, not only of those who answered both rounds; `only` names those who
    answered the earlier round only, and the later only; and `differing` counts the matched
    outcomes that rest on different respondents (with `respondents="all"`).

    There are no p-values: the questions are all the questions and no sample, and the answers of
    one respondent are not independent of each other.

    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> found = change(autumn_2025(), spring_2026(), respondent="agreed")
    >>> found.outcome("s1q1").kind, str(found.matched_after), found.share("green").change
    ('improved', '22 of 25', Fraction(84, 575))
    """

    before: RoundReference
    after: RoundReference
    before_framework: Framework
    after_framework: Framework
    crosswalk: Crosswalk
    unsupported: Share | None
    handling: tuple[str, ...]
    everybody: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    only: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    differing: int = 0
    respondents: tuple[ChangeRespondent, ...] = ()
    _made_from: tuple[Heading, ...] = field(default=(), eq=False)

    # A field of that name would be hidden by what it inherits, as it has no slot.
    @property
    def made_from(self) -> tuple[Heading, ...]:
        """The two rounds, the earlier first."""
        return self._made_from

    @property
    def net(self) -> Fraction | None:
        """Improved less declined, of the matched outcomes, from -1 to 1; `None` where none are."""
        return Fraction(self.improved - self.declined, self.matched) if self.matched else None

    @property
    def moved(self) -> Fraction | None:
        """Improved and declined, of the matched outcomes, from 0 to 1; `None` where none are."""
        return Fraction(self.improved + self.declined, self.matched) if self.matched else None

    @property
    def improved_bounds(self) -> tuple[int, int]:
        """The improvements that are certain whatever evidence is missing, and that are possible."""
        return _rises((one.before_bounds, one.after_bounds) for one in self.outcomes)

    @property
    def declined_bounds(self) -> tuple[int, int]:
        """The declines that are certain whatever evidence is missing, and that are possible."""
        return _rises((one.after_bounds, one.before_bounds) for one in self.outcomes)

    @property
    def entered(self) -> tuple[tuple[str, int], ...]:
        """The numbers of questions that entered, by reason, in a fixed order of reasons."""
        return self._by_reason("entered", MIRRORED)

    @property
    def left(self) -> tuple[tuple[str, int], ...]:
        """The numbers of questions that left, by reason, in a fixed order of reasons."""
        return self._by_reason("left", MIRRORED.values())

    def _by_reason(self, kind: OutcomeKind, reasons: Iterable[str]) -> tuple[tuple[str, int], ...]:
        found = Counter(one.reason for one in self.outcomes if one.kind == kind)
        return tuple((reason, found[reason]) for reason in reasons if found[reason])

    @property
    def matched_before(self) -> Share:
        """The matched questions of the earlier framework."""
        count = sum(len(one.old) for one in self.outcomes if one.is_matched)
        return Share(count, len(self.before_framework.questions))

    @property
    def matched_after(self) -> Share:
        """The matched questions of the later framework."""
        count = sum(len(one.new) for one in self.outcomes if one.is_matched)
        return Share(count, len(self.after_framework.questions))

    @property
    def counts_before(self) -> tuple[int, ...]:
        """The numbers of the earlier round's rated questions at each level, worst to best."""
        return self._ingredients.rated[0].counts

    @property
    def counts_after(self) -> tuple[int, ...]:
        """The numbers of the later round's rated questions at each level, worst to best."""
        return self._ingredients.rated[1].counts

    @property
    def removed(self) -> tuple[Outcome, ...]:
        """The questions the later framework no longer has, with their last ratings."""
        return tuple(one for one in self.outcomes if one.relation == "removed")

    @property
    def replaced(self) -> tuple[Match, ...]:
        """The questions that were replaced by others, of another meaning."""
        return tuple(match for match in self.crosswalk.matches if match.relation == "replaced")

    @property
    def reworded_without_record(self) -> tuple[Match, ...]:
        """The questions that the crosswalk calls the same although their words differ."""
        return tuple(
            match
            for match in self.crosswalk.matches
            if is_reworded_without_record(match, self.before_framework, self.after_framework)
        )

    @property
    def of_step(self) -> Mapping[str, TransitionMatrix]:
        """The matched outcomes of each step of the later round, by its id.

        Questions that were split or merged belong to the step of the first of them.
        """
        framework, matched = self.after_framework, (one for one in self.outcomes if one.is_matched)
        steps = [step.id for step in framework.steps]
        found = grouped(matched, lambda one: [framework.step_of(one.new[0]).id], steps)
        return {step: TransitionMatrix.of(own, self.scale) for step, own in found.items()}

    @property
    def of_tag(self) -> Mapping[str, TransitionMatrix]:
        """The matched outcomes of each tag that a question of them has in either round."""
        frameworks = self.after_framework, self.before_framework

        def tags(one: Outcome) -> list[str]:
            return [
                tag
                for framework, ids in zip(frameworks, (one.new, one.old), strict=True)
                for name in ids
                for tag in framework.question(name).tags
            ]

        found = by_tag(frameworks, self.outcomes, tags)
        return {tag: TransitionMatrix.of(own, self.scale) for tag, own in found.items()}

    @cached_property
    def _by_new(self) -> Mapping[str, Outcome]:
        return {name: one for one in self.outcomes for name in one.new}

    @cached_property
    def _by_old(self) -> Mapping[str, Outcome]:
        return {name: one for one in self.outcomes for name in one.old}

    def outcome(self, question: str) -> Outcome:
        """The outcome of a question of the later round.

        Raises:
            UnknownIdError: for a question the later framework does not have.
        """
        self.after_framework.question(question)
        return self._by_new[question]

    def outcome_before(self, question: str) -> Outcome:
        """The outcome of a question of the earlier round.

        Raises:
            UnknownIdError: for a question the earlier framework does not have.
        """
        self.before_framework.question(question)
        return self._by_old[question]

    def share(self, level: str) -> Decomposition:
        """The decomposition of the share at or above a level.

        Raises:
            UnknownIdError: for no level of the scale, or the worst, whose share is always 1.
        """
        return share_of(self.decompositions, self.scale, level)

    @cached_property
    def _ingredients(self) -> Ingredients:
        return Ingredients.of(self.outcomes, self.scale)

    @cached_property
    def decompositions(self) -> tuple[Decomposition, ...]:
        """The parts of the share at or above every level but the worst, the best level first."""
        return tuple(map(self._told, self._ingredients.decompositions(self.citation)))

    def _told(self, found: Decomposition) -> Decomposition:
        """The same, which says whose change it is a part of, and how the answers were read."""
        return evolve(found, made_from=self.made_from, span=self._span, notes=self.notes)

    def decompose(self, scores: Mapping[str, Fraction | int], measure: str = "") -> Decomposition:
        """The change of the mean score in exact parts, for scores of the caller's own.

        There is no default score: differences between levels have no size of their own.

        Raises:
            InvalidError: for scores that do not cover the scale exactly and in order, or a
                measure that is no text.
        """
        InvalidError.check("decomposition", text_problems(measure, ("measure",)))
        given = checked_scores(self.scale, scores)
        named = measure or ", ".join(
            f"{self.scale.label(key)} = {score}" for key, score in given.items()
        )
        return self._told(self._ingredients.decomposition(given, named, self.citation))

    @property
    def _span(self) -> str:
        return f"{self.after.organisation}, {self.before.title} to {self.after.title}"

    @property
    def sentence(self) -> str:
        """The change in a few plain sentences for a board: counts and no causes.

        A comparison that runs back in time, or of a round with itself, says so first.
        """
        return " ".join([*heading.time_note(self.before, self.after), *sentences(self)])

    @property
    def citation(self) -> str:
        """The reference of both frameworks, everybody named once."""
        return joint_citation((self.before_framework, self.after_framework))

    def tables(self) -> tuple[Table, ...]:
        """The summary, and every other table that has rows; that of respondents if of several."""
        return heading.of_respondents(super().tables(), len(self.respondents))

    def all_tables(self) -> tuple[Table, ...]:
        """The summary, the matrix, the parts, the questions, and those removed or replaced.

        Those of what is not compared are there so that a Red is not lost with its question.
        """
        labels, matrix = [level.label for level in self.scale.levels], self.transitions
        outcomes: list[tuple[Cell, ...]] = [
            ("improved", self.improved, *self.improved_bounds, "improved", None, None, None),
            ("held", self.held, None, None, "held", None, None, None),
            ("declined", self.declined, *self.declined_bounds, "declined", None, None, None),
            *(
                (f"{kind}: {reason}", count, None, None, kind, reason, None, None)
                for kind, reasons in (("entered", self.entered), ("left", self.left))
                for reason, count in reasons
            ),
        ]
        for first, then, n in self.absent:
            both = f"absent in both: {first if first == then else f'{first}, then {then}'}"
            outcomes.append((both, n, None, None, "absent", None, first.value, then.value))
        sides = [self.counts_before, self.counts_after, matrix.before, matrix.after]
        levels: list[tuple[Cell, ...]] = [
            (level.label, *(Share(counts[place], sum(counts)) for counts in sides), level.key)
            for place, level in enumerate(self.scale.levels)
        ]
        questions = []
        for one in self.outcomes:
            became = f"{one.kind}: {one.reason}" if one.reason else one.kind
            was, now = self._numbers(one)
            questions.append((now, was, self._name(one), *self.words(one), became))
        removed = []
        for one in self.removed:
            last = one.old[0], one.before, one.before_kind.value
            removed.append((self._numbers(one)[0], self._name(one), self.words(one)[0], *last))
        of_outcomes = (
            "Outcome= questions:int certain:int possible:int"
            " | outcome reason before_kind after_kind"
        )
        of_levels = (
            "Level= before:ratio after:ratio comparable_before:ratio comparable_after:ratio | level"
        )
        of_questions = (
            "unit:int new_id old_id new_number old_number relation before after before_kind"
            " after_kind outcome reason"
        )
        of_removed = "Was=number question Last_rating= | question_id level kind"
        of_people = "respondent before:bool after:bool | respondent_id"
        people = [(one.name, one.before, one.after, one.id) for one in self.respondents]
        matched, table = [self.sentence, *self._matched_notes()], self._table
        parts = parts_table(self.decompositions, f"Parts: {self._span}", self.citation, self.notes)
        return (
            table("outcomes", "Change", of_outcomes, outcomes, matched),
            table("levels", "Levels", of_levels, levels),
            table(
                *("transitions", "Transitions"),
                ["Before", *(f"{label} after" for label in labels)],
                [(label, *counts) for label, counts in zip(labels, matrix.cells, strict=True)],
                ["Questions rated comparably in both rounds: rows before, columns after."],
                data=Data.of("before after questions:int", matrix.moves()),
            ),
            parts,
            table(
                *("questions", "Questions"),
                ["Now", "Was", "Question", "Before", "After", "Outcome"],
                questions,
                data=Data.of(of_questions, self._pairs()),
            ),
            self._moved("step", self.of_step),
            self._moved("tag", self.of_tag),
            table("removed", "Questions removed", of_removed, removed),
            self._not_compared("replaced", self.replaced),
            self._not_compared("reworded without record", self.reworded_without_record),
            table("respondents", "Respondents", of_people, people),
        )

    def _table(
        self,
        name: str,
        what: str,
        columns: str | Sequence[str],
        rows: Iterable[Sequence[Cell]],
        notes: Iterable[str] = (),
        data: Data | None = None,
    ) -> Table:
        """A table of this change, with whose it is, how the answers were read and the source."""
        title, below = f"{what}: {self._span}", [*notes, *self.notes]
        table = Table.of(name, title, columns, rows, below, self.citation, data)
        return heading.labelled(table, self.before_framework, self.after_framework)

    def _pairs(self) -> Iterator[tuple[Cell, ...]]:
        """Every question of the later round with that of the earlier it is linked to, if any."""
        for unit, one in enumerate(self.outcomes, start=1):
            for new, old in product(one.new or (None,), one.old or (None,)):
                yield (
                    *(unit, new, old),
                    new and self.after_framework.number(new),
                    old and self.before_framework.number(old),
                    *(one.relation, *self.keys(one), one.kind, one.reason or None),
                )

    def _moved(self, what: str, parts: Mapping[str, TransitionMatrix]) -> Table:
        rows = [
            (one, matrix.matched, matrix.improved, matrix.held, matrix.declined)
            for one, matrix in parts.items()
        ]
        id_, notes = ("tag", [TAG_NOTE]) if what == "tag" else ("Step=step_id", [])
        columns = f"{id_} matched:int improved:int held:int declined:int"
        return self._table(f"{what}s", f"Change by {what}", columns, rows, notes)

    def _matched_notes(self) -> Iterator[str]:
        yield (
            f"Matched: {self.matched_before} questions of {self.before.title} and"
            f" {self.matched_after} of {self.after.title}, in"
            f" {counted(self.matched, 'comparison')}."
        )
        if self.matched:
            net, moved = self.improved - self.declined, self.improved + self.declined
            yield f"Net (improved less declined): {net} of {self.matched}."
            yield f"Moved (improved or declined): {moved} of {self.matched}."
            yield "Certain: whatever the missing evidence would show. Possible: at most."

    def _numbers(self, one: Outcome | Match) -> list[str]:
        """The printed numbers of the earlier questions, and of the later."""
        sides = (self.before_framework, one.old), (self.after_framework, one.new)
        return [", ".join(map(framework.number, ids)) for framework, ids in sides]

    def _name(self, outcome: Outcome) -> str:
        framework = self.after_framework if outcome.new else self.before_framework
        return _names(framework, outcome.new or outcome.old)

    def _not_compared(self, what: str, matches: Sequence[Match]) -> Table:
        """The questions replaced, or reworded without record, with both their ratings."""
        rows = []
        for match in matches:
            was = ", ".join(self.words(self.outcome_before(name))[0] for name in match.old)
            now = ", ".join(self.words(self.outcome(name))[1] for name in match.new)
            rows.append((*self._numbers(match), _names(self.after_framework, match.new), was, now))
        pairs = [
            (old, new, self.outcome_before(old).before, self.outcome(new).after)
            for match in matches
            for old, new in product(match.old, match.new)
        ]
        return self._table(
            what.replace(" ", "_"),
            f"Questions {what}",
            ["Was", "Now", "Question", "Before", "After"],
            rows,
            ["Not compared: the earlier and the later rating answer different questions."],
            Data.of("old_id new_id before after", pairs),
        )


def _rises(pairs: Iterable[tuple[Bounds | None, Bounds | None]]) -> tuple[int, int]:
    """The numbers of pairs of bounds that rise whatever the truth is, and that may rise."""
    known = [(was, now) for was, now in pairs if was is not None and now is not None]
    return sum(now[0] > was[1] for was, now in known), sum(now[1] > was[0] for was, now in known)


def _names(framework: Framework, ids: Iterable[str]) -> str:
    return " / ".join(framework.question(name).name for name in ids)


def change(
    before: Round,
    after: Round,
    *more: object,
    crosswalk: Crosswalk | None = None,
    respondent: Whose | None = None,
    rule: str | None = None,
    respondents: Respondents = "both",
) -> Change:
    """The outcome of every question between two rounds, however the framework was adapted.

    Questions correspond by the lineages of the frameworks, or by `crosswalk`; never by similar
    wording. `respondent` names whose answers are compared, `rule` joins those of several: of those
    who rated a question in both rounds, so that nobody's arrival looks like a change, or with
    `respondents="all"` of everybody. A comparison may run back in time: every output then says
    that it does.

    Raises:
        WrongTypeError: for what is no round, or a crosswalk that is none.
        NotComparableError: for frameworks of different origins and no crosswalk, or two scales
            and no mapping of a level that was given.
        SeveralAnswersError: for a round with several respondents and neither `respondent` nor
            `rule`.
        InvalidError: for a crosswalk that does not fit the frameworks, or `respondents` that are
            neither "both" nor "all", or "all" without a rule.

    >>> from datetime import date
    >>> from sixsteps import Rating, six_steps
    >>> autumn = Round(six_steps(), "Anytown", "Autumn 2025", date(2025, 11, 1),
    ...                ratings=[Rating("s1q1", "red"), Rating("s1q2", "amber")])
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...                ratings=[Rating("s1q1", "amber"), Rating("s1q2", "amber")])
    >>> found = change(autumn, spring)
    >>> found.improved, found.held, found.declined, found.net
    (1, 1, 0, Fraction(1, 2))
    """
    require(before, Round, "before", "a Round")
    wanted = "a Round; contrast(round, a, b) compares respondents of one round"
    require(after, Round, "after", wanted if isinstance(after, str | Respondent) else "a Round")
    if more:
        raise WrongTypeError(
            f"{2 + len(more)} values were given", "give two rounds; history(rounds) takes more"
        )
    if crosswalk is not None:
        require(crosswalk, Crosswalk, "crosswalk=", "a Crosswalk")
    InvalidError.check("change", _respondents_problems(respondents, rule))
    ours, theirs = selected([before, after], respondent=respondent, rule=rule)
    same = rule is not None and respondents == "both"
    found = compared(ours, theirs, crosswalk, same=same)
    outcomes, scale = found.outcomes, found.onto.scale
    unsupported, own = None, after.framework.scale
    # Where the later round's own scale asks for evidence at the best level.
    if scale == own and "evidence" in own.level(own.best).needs:
        best = [cell for cell in found.after.values() if cell.level == own.best]
        unsupported = Share(sum(not cell.is_supported for cell in best), len(best))
    linked = any(one.is_compound for one in outcomes)
    only: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    if rule:
        here, there = (
            side.answering(question.id for question in side.round_.framework.questions)
            for side in (ours, theirs)
        )
        only = (
            tuple(name_of(before, one) for one in ours.respondents if one in here - there),
            tuple(name_of(after, one) for one in theirs.respondents if one in there - here),
        )
    several = rule is not None and len({*ours.respondents, *theirs.respondents}) > 1
    everybody = None
    if same:
        whole = partial(_counts, scale=scale)
        everybody = whole(ours, found.onto.before), whole(theirs, found.onto.after)
    made_from = Heading.of(before), Heading.of(after)
    notes = (
        f"From {before.title} ({worded(before.on)}) to {after.title} ({worded(after.on)}).",
        *heading.time_note(before.reference, after.reference),
        *heading.organisations_note([before, after]),
        *heading.selection_notes((before.title, ours.note), (after.title, theirs.note)),
        *heading.view_notes(made_from),
        *([SAME_NOTE] if same and several else []),
        *(
            f"Answered {one.title} only: {listed(names)}."
            for one, names in zip((before, after), only, strict=True)
            if names
        ),
        *heading.crosswalk_notes([crosswalk]),
        *([found.onto.note] if found.onto.note else []),
        *([COMPOUND_NOTE.format(scale.compound_rule)] if linked else []),
    )
    return Change(
        outcomes,
        scale,
        notes,
        *(before.reference, after.reference, before.framework, after.framework),
        found.crosswalk,
        unsupported,
        heading.handling_lines([before, after]),
        everybody,
        only,
        _differing(outcomes, ours, theirs) if rule and not same else 0,
        _respondents(ours, theirs),
        made_from,
    )


def _respondents_problems(respondents: object, rule: str | None) -> Iterator[Problem]:
    yield from choice_problems(
        respondents, ("respondents",), choices=get_args(Respondents), what="choice"
    )
    if isinstance(respondents, str) and respondents == "all" and rule is None:
        message = "'all' joins everybody's answers by a rule, and there is no rule"
        remedy = f"give rule= one of {listed(RULES)}"
        params = {"argument": "respondents", "rules": RULES}
        yield Problem(("respondents",), message, remedy, "no-rule", params=params)


def _respondents(ours: Selection, theirs: Selection) -> tuple[ChangeRespondent, ...]:
    """Those whose answers were read of either round, the later round's first."""
    names = {one: name_of(side.round_, one) for side in (ours, theirs) for one in side.respondents}
    was, now = (
        {one.respondent for one in side.round_.ratings if isinstance(one, Rating) and one.level}
        & {*side.respondents}
        for side in (ours, theirs)
    )
    every = dict.fromkeys((*theirs.respondents, *ours.respondents))
    return tuple(ChangeRespondent(one, names[one], one in was, one in now) for one in every)


def _differing(outcomes: Iterable[Outcome], ours: Selection, theirs: Selection) -> int:
    """The number of matched outcomes that different respondents stand behind on the two sides."""
    agreed = set(ours.agreed), set(theirs.agreed)
    return sum(
        ours.answering(one.old) != theirs.answering(one.new)
        for one in outcomes
        if one.is_matched and not (agreed[0].issuperset(one.old) and agreed[1].issuperset(one.new))
    )


def _counts(selection: Selection, mapping: Mapping[str, str], scale: Scale) -> tuple[int, ...]:
    """The counts of a whole selection at each level of the scale of the comparison."""
    own = selection.round_.framework.scale
    cells = translated(selection.cells, mapping, own, scale)
    return Readings.of(scale, [*cells.values()]).as_rated.counts
