"""The summary of a round's answers, in figures that respect the order of the levels."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from sixsteps.analysis.answer_cells import TAG_NOTE, AnswerCell, by_tag, cells_of
from sixsteps.analysis.consensus import (
    RULES,
    Rule,
    Whose,
    agreed_among,
    require,
    respondents_of,
    select,
    whose_note,
)
from sixsteps.analysis.heading import Heading, OfRound, as_of_note, round_names
from sixsteps.analysis.level_counts import (
    Mean,
    Reading,
    Readings,
    StepMean,
    at_least_name,
    checked_scores,
    mean_score,
)
from sixsteps.errors import NotComparableError, SeveralAnswersError
from sixsteps.model.lineage import Identity
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Data, Points, Share, Table, worded
from sixsteps.words import listed


class Verdict(StrEnum):
    """The verdict of a comparison: one that holds on every monotone scoring, or only on some."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "the same"
    DEPENDS = "depends on the scoring"


@frozen(repr=False)
class Dominance(OfRound):
    """The verdict on whether one summary is better than another, by the order of levels alone.

    `differences` are, from the second-worst level up, each level's key and the difference of the
    shares at or above it (from -1 to 1). No lower share anywhere is at least as good under every
    monotone scoring; one higher as well is better. `flips_at` is, on a scale of three levels where
    the differences disagree, the worth of the middle level (between 0 for the worst and 1 for
    the best) at which the conclusion turns; `None` otherwise.

    >>> from datetime import date
    >>> from sixsteps.published import RAG
    >>> autumn = Heading("Anytown", "Autumn", date(2025, 11, 1), "Pearce (2019)")
    >>> spring = Heading("Anytown", "Spring", date(2026, 5, 1), "Pearce (2019)")
    >>> found = Dominance(spring, autumn, Reading(RAG, (8, 6, 10)), Reading(RAG, (6, 12, 6)))
    >>> found.verdict.value, found.flips_at
    ('depends on the scoring', Fraction(2, 3))
    """

    heading: Heading
    against: Heading
    reading: Reading
    other: Reading
    same_questions: bool = True

    @property
    def made_from(self) -> tuple[Heading, ...]:
        """The two rounds, the one compared with first."""
        return self.against, self.heading

    @property
    def differences(self) -> tuple[tuple[str, Fraction], ...]:
        """Each level but the worst with the difference of the shares at or above it."""
        return tuple(
            (level, _rate(self.reading.at_least(level)) - _rate(self.other.at_least(level)))
            for level in self.reading.scale.keys[1:]
        )

    @property
    def verdict(self) -> Verdict:
        """Better, worse or the same on every monotone scoring; or dependent on the scoring."""
        signs = {difference > 0 for _, difference in self.differences if difference}
        if not signs:
            return Verdict.SAME
        if len(signs) == 2:
            return Verdict.DEPENDS
        return Verdict.BETTER if signs.pop() else Verdict.WORSE

    @property
    def flips_at(self) -> Fraction | None:
        """The worth of the middle of three levels at which the conclusion turns, from 0 to 1."""
        if self.verdict is not Verdict.DEPENDS or len(self.reading.scale) != 3:
            return None
        (_, not_worst), (_, best) = self.differences
        return best / (best - not_worst)

    @property
    def sentence(self) -> str:
        """The conclusion in plain words."""
        if self.flips_at is not None:
            middle, best = (self.reading.scale.label(key) for key in self.reading.scale.keys[1:])
            side = "less" if self.differences[-1][1] > 0 else "more"
            return f"better only if {middle} is worth {side} than {self.flips_at} of {best}"
        if self.verdict is Verdict.DEPENDS:
            return "better on some scorings and worse on others"
        return f"{self.verdict} on every scoring"

    def tables(self) -> tuple[Table, ...]:
        """The shares at or above each level in both, their difference, and the conclusion."""
        scale = self.reading.scale
        rows = [
            (
                at_least_name(scale, level),
                self.other.at_least(level),
                self.reading.at_least(level),
                Points(difference),
                level,
            )
            for level, difference in self.differences
        ]
        ours, theirs = (f"{one.title} ({worded(one.on)})" for one in (self.heading, self.against))
        notes = [f"{ours} against {theirs}: {self.sentence}."]
        if not self.same_questions:
            notes.append(
                "The two do not count the same questions; change() tells a change of the answers"
                " from a change of the questions."
            )
        if self.against.citation != self.heading.citation:
            notes.append(f"{self.against.title}: {self.against.citation}")
        fixed = ("Share", "Difference", "notes", "source")
        names = round_names([self.against.title, self.heading.title], taken=fixed)
        columns = ("Share", *names, "Difference")
        data = Data.of(
            "level other:ratio this:ratio difference:ratio",
            [(row[-1], *row[1:-1]) for row in rows],
        )
        shown = [row[:-1] for row in rows]
        table = self.heading.table
        return (table("shares", "Order of the answers", columns, shown, notes, data),)


def _rate(share: Share) -> Fraction:
    return Fraction(share.count, share.of)


READINGS_NOTE = (
    "As rated counts the answers given. Lowest and highest count every answer that was due: if"
    " each one that is missing or without its evidence proved lowest, or highest."
)


@frozen
class StepSummary:
    """The readings of one step, with its rating by the compound rule.

    `rating` is the level that the step's answers stand for together, `lowest` and `highest` the
    levels it lies between; all three are `None` where nothing is there to compound.
    """

    id: str
    name: str
    readings: Readings
    rating: str | None
    lowest: str | None
    highest: str | None


@frozen(repr=False)
class Summary(OfRound):
    """The result of `summary`: three readings of a round's answers, and of each step's.

    `as_rated`, `lowest` and `highest` (see `Readings`) each have their counts, shares, worst level
    and low median. `whose` are the ids of the respondents counted (`None`: the one who is not
    named), `rule` what joined their answers, if anything. `questions` are the identities of the
    questions whose answers were due. `step_ratings` says whether the tables show the ratings of
    the steps. `tags` are the readings of each tag, to each of which a question counts.

    >>> from sixsteps.samples import spring_2026
    >>> found = summary(spring_2026(), respondent="agreed")
    >>> found.as_rated.counts, found.lowest.counts
    ((3, 14, 8), (4, 14, 7))
    """

    heading: Heading
    scale: Scale
    whose: tuple[str | None, ...]
    rule: Rule | None
    as_rated: Reading
    lowest: Reading
    highest: Reading
    steps: tuple[StepSummary, ...]
    questions: tuple[Identity, ...]
    step_ratings: bool = False
    note: str = ""
    tags: tuple[StepSummary, ...] = ()

    def against(self, other: "Summary") -> Dominance:
        """The verdict whether this summary is better than another, whatever the levels are worth.

        Raises:
            WrongTypeError: for what is no summary.
            NotComparableError: the levels differ, or one of the two counts no answer.

        >>> from datetime import date
        >>> from sixsteps import Rating, six_steps
        >>> autumn = Round(six_steps(), "Anytown", "Autumn", date(2025, 11, 1),
        ...     ratings=[Rating("s1q1", "red"), Rating("s1q2", "amber"), Rating("s1q3", "amber")])
        >>> spring = autumn.with_ratings(Rating("s1q2", "red"), Rating("s1q3", "green"))
        >>> summary(spring).against(summary(autumn)).sentence
        'better only if Amber is worth less than 1/2 of Green'
        """
        require(other, Summary, "other", "a Summary")
        scale, theirs = self.scale, other.scale
        if scale.keys != theirs.keys:
            raise NotComparableError(
                f"{self.heading.title!r} is rated {listed(scale.keys)} and"
                f" {other.heading.title!r} {listed(theirs.keys)}",
                "compare the rounds with change() and a mapping of levels",
                "no-mapping",
            )
        for one in (self, other):
            if not one.as_rated.total:
                raise NotComparableError(
                    f"{one.heading.title!r} has no rated answer to compare",
                    "rate at least one question",
                    "no-answers",
                )
        same = set(self.questions) == set(other.questions)
        return Dominance(self.heading, other.heading, self.as_rated, other.as_rated, same)

    def mean(self, scores: Mapping[str, int | Fraction]) -> Mean:
        """The mean of the scores that you name for every level; there are no default scores.

        Raises:
            WrongTypeError: for scores that are not named by their levels.
            InvalidError: a level without a score, a score for no level, one that is no whole
                number or Fraction, or a better level with a lower score.
        """
        named = checked_scores(self.scale, scores)
        return Mean(
            self.heading,
            self.scale,
            tuple(named.items()),
            mean_score(self.as_rated, named),
            mean_score(self.lowest, named),
            mean_score(self.highest, named),
            self._about,
            tuple(
                StepMean(
                    step.id, step.name, *(mean_score(one, named) for one in step.readings.three)
                )
                for step in self.steps
            ),
        )

    @property
    def _about(self) -> tuple[str, str]:
        return as_of_note(self.heading.on), self.note

    def tables(self) -> tuple[Table, ...]:
        """The three readings of the round; then the answers by step, and by tag if it has tags."""
        return self.all_tables()[: 3 if self.tags else 2]

    def all_tables(self) -> tuple[Table, ...]:
        """The tables for people, and the ratings of the steps; see `tables`."""
        three = {"as rated": self.as_rated, "lowest": self.lowest, "highest": self.highest}
        scale, readings, notes = self.scale, three.values(), [*self._about, READINGS_NOTE]
        rows: list[tuple[Cell, ...]] = [
            (level.label, *[one.at(level.key) for one in readings]) for level in scale.levels
        ]
        rows += [
            (at_least_name(scale, key), *[one.at_least(key) for one in readings])
            for key in scale.keys[1:-1]
        ]
        rows.append(("Worst", *[_label(scale, one.worst) for one in readings]))
        rows.append(("Low median", *[_label(scale, one.median_low) for one in readings]))
        data = Data.of(
            "reading level at:ratio at_least:ratio is_worst:bool is_low_median:bool",
            [
                (
                    *(name, key, one.at(key), one.at_least(key)),
                    *(key == one.worst, key == one.median_low),
                )
                for name, one in three.items()
                for key in scale.keys
            ],
        )
        ratings = [(one.name, one.id, one.rating, one.lowest, one.highest) for one in self.steps]
        columns = "step Id=step_id rating lowest highest"
        headings, table = ("Figure", "As rated", "Lowest", "Highest"), self.heading.table
        return (
            table("summary", "Summary", headings, rows, notes, data),
            self._parts("step", self.steps),
            self._parts("tag", self.tags),
            table("step_ratings", "Ratings of the steps", columns, ratings, [self._compounded]),
        )

    @property
    def _compounded(self) -> str:
        return f"Step rating by the compound rule ({self.scale.compound_rule})."

    def _parts(self, what: str, parts: Sequence[StepSummary]) -> Table:
        """The answers of each step or tag by level; for people with the ratings, if asked for."""
        scale, notes, is_step = self.scale, [*self._about], what == "step"
        headings = ["Step", "Id"] if is_step else ["Tag"]
        headings += [*(level.label for level in scale.levels), "Rated"]
        rows: list[list[Cell]] = []
        for one in parts:
            rated = one.readings.as_rated
            row: list[Cell] = [one.name, one.id] if is_step else [one.name]
            row += [*rated.counts, Share(rated.total, one.readings.lowest.total)]
            if is_step and self.step_ratings:
                row += [_label(scale, key) for key in (one.rating, one.lowest, one.highest)]
            rows.append(row)
        if not is_step:
            notes.append(TAG_NOTE)
        elif self.step_ratings:
            headings += ["Step rating", "Lowest", "Highest"]
            notes.append(self._compounded)
        data = Data.of(
            f"{'step_id' if is_step else 'tag'} level as_rated:ratio lowest:ratio highest:ratio",
            [
                (one.id, key, *[reading.at(key) for reading in one.readings.three])
                for one in parts
                for key in scale.keys
            ],
        )
        return self.heading.table(f"{what}s", f"Answers by {what}", headings, rows, notes, data)


def summary(
    round: Round,  # noqa: A002  the name callers know it by
    *,
    respondent: Whose | None = None,
    rule: str | None = None,
    step_ratings: bool = False,
) -> Summary:
    """The answers of a round in figures: counts, shares, worst and low median, three readings.

    Without `respondent` and `rule` every respondent's answers count, each by itself; `respondent`
    limits them to a respondent or a role, `rule` joins them to one answer a question. The headline
    pools questions; it is never an average of steps. `step_ratings` adds the steps' ratings by the
    compound rule.

    Raises:
        WrongTypeError: for what is no round.
        SeveralAnswersError: an agreed answer stands beside those it was reached from, and nothing
            says which count.
        UnknownIdError: the round has no such respondent or role, or there is no such rule.

    >>> from datetime import date
    >>> from sixsteps import Rating, six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...     ratings=[Rating("s1q1", "green"), Rating("s1q3", "red")])
    >>> found = summary(spring)
    >>> [str(reading.at("green")) for reading in (found.lowest, found.as_rated, found.highest)]
    ['0 of 24', '1 of 2', '23 of 24']
    """
    require(round, Round, "round", "a Round")
    framework, scale = round.framework, round.framework.scale
    if rule is None:
        whose, chosen = respondents_of(round, respondent), None
        _refuse_beside_agreed(round, whose)
        cells = tuple(cells_of(round, whose, round.on))
        note = whose_note(round, whose)
    else:
        selection = select(round, respondent=respondent, rule=rule)
        whose, chosen = selection.respondents, selection.rule
        cells, note = selection.cells, selection.note
    of_step: dict[str, list[AnswerCell]] = {step.id: [] for step in framework.steps}
    for cell in cells:
        of_step[framework.step_of(cell.question).id].append(cell)
    asked = {cell.question for cell in cells if cell.is_asked}
    readings = Readings.of(scale, cells)
    return Summary(
        Heading.of(round),
        scale,
        whose,
        chosen,
        *(readings.as_rated, readings.lowest, readings.highest),
        steps=tuple(
            _step(scale, name, f"Step {framework.number(name)}", own)
            for name, own in of_step.items()
        ),
        questions=tuple(framework.identity(q.id) for q in framework.questions if q.id in asked),
        step_ratings=step_ratings,
        note=note,
        tags=tuple(
            _step(scale, tag, tag, own)
            for tag, own in by_tag(
                [framework], cells, lambda cell: framework.question(cell.question).tags
            ).items()
        ),
    )


def _refuse_beside_agreed(round_: Round, whose: Sequence[str | None]) -> None:
    """Raise where an agreed answer would be counted beside those it was reached from."""
    ids = [name for name in whose if name is not None]
    if len(ids) > 1 and agreed_among(round_, whose) is not None:
        raise SeveralAnswersError(
            f"the round {round_.title!r} has agreed answers beside those they were reached from",
            f"give respondent= a respondent ({listed(ids)}) or a role, or rule= one of"
            f" {listed(RULES)}",
            "several-answers",
            {"argument": "respondent", "choices": tuple(ids), "rules": RULES},
        )


def _step(scale: Scale, name: str, printed: str, cells: Sequence[AnswerCell]) -> StepSummary:
    readings = Readings.of(scale, cells)
    return StepSummary(name, printed, readings, *map(_compound, readings.three))


def _compound(reading: Reading) -> str | None:
    pairs = zip(reading.scale.keys, reading.counts, strict=True)
    levels = [key for key, count in pairs for _ in range(count)]
    return reading.scale.compound(levels) if levels else None


def _label(scale: Scale, level: str | None) -> str | None:
    return None if level is None else scale.label(level)
