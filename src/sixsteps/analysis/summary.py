"""The summary of a round's answers, in figures that respect the order of the levels."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import partial
from itertools import pairwise

from attrs import evolve, frozen

from sixsteps.analysis import consensus
from sixsteps.analysis.answer_cells import (
    TAG_NOTE,
    AnswerCell,
    agreed_among,
    cells_by_step,
    cells_by_tag,
    cells_of,
)
from sixsteps.analysis.consensus import Whose
from sixsteps.analysis.heading import (
    Heading,
    OfRound,
    as_of_note,
    round_names,
    selection_notes,
)
from sixsteps.errors import InvalidError, NotComparableError, Problem, SeveralAnswersError
from sixsteps.model.answers import RULES, Rule
from sixsteps.model.framework import joint_citation
from sixsteps.model.lineage import Identity
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Data, Points, Share, Table, worded
from sixsteps.words import listed, nearest, of_type


@frozen
class Reading:
    """The numbers of answers at each level of the scale, worst to best.

    Only the order of the levels is used, never a distance between them.

    >>> from sixsteps.published import RAG
    >>> reading = Reading(RAG, (6, 10, 8))
    >>> str(reading.at_least("amber")), reading.worst, reading.median_low
    ('18 of 24', 'red', 'amber')
    """

    scale: Scale
    counts: tuple[int, ...]

    @classmethod
    def of(cls, scale: Scale, ranks: Iterable[int]) -> "Reading":
        """The reading of answers at these ranks."""
        given = tuple(ranks)
        return cls(scale, tuple(given.count(rank) for rank in range(len(scale))))

    @property
    def total(self) -> int:
        """The number of answers counted."""
        return sum(self.counts)

    def at(self, level: str) -> Share:
        """The answers at a level.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
        """
        return Share(self.counts[self.scale.rank(level)], self.total)

    def at_least(self, level: str) -> Share:
        """The answers at or above a level.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
        """
        return Share(sum(self.counts[self.scale.rank(level) :]), self.total)

    @property
    def worst(self) -> str | None:
        """The lowest level that any answer has; `None` without answers."""
        return next((key for key, n in zip(self.scale.keys, self.counts, strict=True) if n), None)

    @property
    def median_low(self) -> str | None:
        """The level that half of the answers reach at most; `None` without answers."""
        return self.scale.median_low(self._levels) if self.total else None

    @property
    def compound(self) -> str | None:
        """The level the answers stand for by the compound rule; `None` without answers."""
        return self.scale.compound(self._levels) if self.total else None

    @property
    def _levels(self) -> list[str]:
        pairs = zip(self.scale.keys, self.counts, strict=True)
        return [key for key, count in pairs for _ in range(count)]


def at_least_name(scale: Scale, level: str) -> str:
    """The name of the share at or above a level; on the paper's scale "Not Red" and "Green"."""
    if level == scale.best:
        return scale.label(level)
    if scale.rank(level) == 1:
        return f"Not {scale.label(scale.worst)}"
    return f"{scale.label(level)} or better"


@frozen
class Readings:
    """Three readings of the same answers: as rated, and the ends between which the truth lies.

    `as_rated` counts the answers given. `lowest` and `highest` count every answer that was due:
    as if each one that is missing, or lacks the evidence its level needs, proved lowest, or
    highest. Every share at or above a level, the worst and the low median lie between the two
    (bounds in the sense of Manski 2005, sharp).
    """

    as_rated: Reading
    lowest: Reading
    highest: Reading

    @property
    def three(self) -> tuple[Reading, Reading, Reading]:
        """As rated, lowest and highest."""
        return self.as_rated, self.lowest, self.highest

    @classmethod
    def of(cls, scale: Scale, cells: Sequence[AnswerCell]) -> "Readings":
        """The readings of these cells; what was not asked or does not apply is outside."""
        bounds = [cell.bounds for cell in cells if cell.bounds is not None]
        rated = (scale.rank(cell.level) for cell in cells if cell.level is not None)
        return cls(
            Reading.of(scale, rated),
            Reading.of(scale, (low for low, _ in bounds)),
            Reading.of(scale, (high for _, high in bounds)),
        )


MOST = 10**12
"""The largest numerator or denominator of a score; Python prints no number of 5,000 digits."""


@frozen
class StepMean:
    """The mean scores of one step's answers; `None` where a reading counts no answer.

    >>> from sixsteps import samples, summary
    >>> found = summary(samples.spring_2026(), respondent="agreed")
    >>> found.mean({"red": 0, "amber": 1, "green": 2}).steps[0].as_rated
    Fraction(6, 5)
    """

    id: str
    name: str
    as_rated: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None


@frozen(repr=False)
class Mean(OfRound):
    """The mean of the named scores, in three readings, with the scores repeated.

    `scores` are the score of every level, worst to best; `as_rated`, `lowest` and `highest` the
    means of the readings of that name, `None` where a reading counts no answer. `steps` are the
    means of each step's answers; the headline pools questions and is never an average of them.
    `notes` say whose answers are counted.

    >>> from sixsteps import samples, summary
    >>> found = summary(samples.spring_2026(), respondent="agreed")
    >>> found.mean({"red": 0, "amber": Fraction(1, 2), "green": 1}).as_rated
    Fraction(3, 5)
    """

    heading: Heading
    scale: Scale
    scores: tuple[tuple[str, Fraction], ...]
    as_rated: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    notes: tuple[str, ...] = ()
    steps: tuple[StepMean, ...] = ()

    def all_tables(self) -> tuple[Table, ...]:
        """The three means, then those of each step, with the scores they rest on."""
        named = ", ".join(f"{self.scale.label(level)} {score}" for level, score in self.scores)
        notes = [*self.notes, f"Scores, named by whoever asked for the mean: {named}."]
        rows = [("Mean score", self.as_rated, self.lowest, self.highest)]
        steps = [(one.name, one.id, one.as_rated, one.lowest, one.highest) for one in self.steps]
        three, table = "as_rated:ratio lowest:ratio highest:ratio", self.heading.table
        return (
            table("mean", "Mean score", f"Figure= {three}", rows, notes),
            table("steps", "Mean score by step", f"step Id=step_id {three}", steps, notes),
        )


def mean_score(reading: Reading, scores: Mapping[str, int | Fraction]) -> Fraction | None:
    """The mean score of the answers of a reading; `None` without answers."""
    if not (total := reading.total):
        return None
    pairs = zip(reading.scale.keys, reading.counts, strict=True)
    return Fraction(sum(scores[level] * count for level, count in pairs), total)


def checked_scores(scale: Scale, scores: Mapping[str, int | Fraction]) -> dict[str, Fraction]:
    """The score of every level, worst to best, as fractions."""
    wanted = f"a mapping that names the score of every level ({listed(scale.keys)})"
    consensus.require(scores, Mapping, "scores", wanted)
    InvalidError.check("scores", _score_problems(scale, scores))
    return {key: Fraction(scores[key]) for key in scale.keys}


def _score_problems(scale: Scale, scores: Mapping[str, int | Fraction]) -> Iterator[Problem]:
    missing = [key for key in scale.keys if key not in scores]
    if missing:
        message, remedy = f"no score for {listed(missing)}", "name the score of every level"
        yield Problem(("scores",), message, remedy, "no-score", params={"levels": tuple(missing)})
    known: list[tuple[str, int | Fraction]] = []
    for key, score in scores.items():
        place = f"scores[{key!r}]"
        if key not in scale:
            near = nearest(key, scale.keys)
            yield Problem(("scores",), *scale.unknown(key), "unknown-level", suggestion=near)
        elif not isinstance(score, int | Fraction) or isinstance(score, bool):
            message = f"{of_type(score)} is not an exact score"
            yield Problem((place,), message, "give a whole number or a Fraction", "wrong-type")
        elif abs(score.numerator) > MOST or score.denominator > MOST:
            message = "a score of too many digits"
            remedy = f"give one whose numerator and denominator are at most {MOST}"
            yield Problem((place,), message, remedy, "out-of-range", params={"most": MOST})
        else:
            known.append((key, score))
    known.sort(key=lambda pair: scale.rank(pair[0]))
    for (worse, low), (better, high) in pairwise(known):
        if high < low:
            message = f"{better!r} is better than {worse!r} and scores less"
            remedy = f"give it {low} or more"
            params = {"worse": worse, "better": better, "least": low}
            yield Problem((f"scores[{better!r}]",), message, remedy, "not-monotone", params=params)


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
    the best) at which the conclusion turns; `None` otherwise. `whose` are the notes on whose
    answers are counted, here and in the other.

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
    whose: tuple[str, str] = ("", "")

    @property
    def made_from(self) -> tuple[Heading, ...]:
        """The two rounds, the one compared with first."""
        return self.against, self.heading

    @property
    def differences(self) -> tuple[tuple[str, Fraction], ...]:
        """Each level but the worst with the difference of the shares at or above it."""
        return tuple(
            (level, Fraction(ours.count, ours.of) - Fraction(theirs.count, theirs.of))
            for level in self.reading.scale.keys[1:]
            for ours, theirs in [(self.reading.at_least(level), self.other.at_least(level))]
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

    def all_tables(self) -> tuple[Table, ...]:
        """The shares at or above each level in both, their difference, and the conclusion."""
        scale = self.reading.scale
        rows = [
            (level, self.other.at_least(level), self.reading.at_least(level), Points(difference))
            for level, difference in self.differences
        ]
        ours, theirs = (f"{one.title} ({worded(one.on)})" for one in (self.heading, self.against))
        fixed = ("Share", "Difference", "notes", "source")
        names = round_names([self.against.title, self.heading.title], taken=fixed)
        sides = zip(names, reversed(self.whose), strict=True)
        notes = [f"{ours} against {theirs}: {self.sentence}.", *selection_notes(*sides)]
        if not self.same_questions:
            notes.append(
                "The two do not count the same questions; change() tells a change of the answers"
                " from a change of the questions."
            )
        columns = ("Share", *names, "Difference")
        data = Data.of("level other:ratio this:ratio difference:ratio", rows)
        shown = [(at_least_name(scale, row[0]), *row[1:]) for row in rows]
        read = [one.framework for one in self.made_from if one.framework]
        heading = evolve(self.heading, citation=joint_citation(read)) if read else self.heading
        return (heading.table("shares", "Order of the answers", columns, shown, notes, data),)


_SUPPOSED = (
    "count every answer that was due: if each one that is missing or without its evidence proved"
    " worst, or best."
)
READINGS_NOTE = f"As rated counts the answers given. The others {_SUPPOSED}"
STEP_READINGS_NOTE = f"Lowest and Highest {_SUPPOSED}"


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
    questions whose answers were due. `tags` are the readings of each tag, to each of which a
    question counts.

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
    note: str = ""
    tags: tuple[StepSummary, ...] = ()

    def against(self, other: "Summary") -> Dominance:
        """The verdict whether this summary is better than another, whatever the levels are worth.

        Raises:
            WrongTypeError: for what is no summary.
            NotComparableError: the levels differ, or one of the two counts no answer.
        """
        consensus.require(other, Summary, "other", "a Summary")
        scale, theirs = self.scale, other.scale
        if scale.keys != theirs.keys:
            here, there = self.heading.title, other.heading.title
            message = f"{here!r} is rated {listed(scale.keys)} and {there!r} {listed(theirs.keys)}"
            remedy = "compare the rounds with change() and a mapping of levels"
            raise NotComparableError(message, remedy, "no-mapping")
        for one in (self, other):
            if not one.as_rated.total:
                message = f"{one.heading.title!r} has no rated answer to compare"
                raise NotComparableError(message, "rate at least one question", "no-answers")
        same = set(self.questions) == set(other.questions)
        readings, whose = (self.as_rated, other.as_rated), (self.note, other.note)
        return Dominance(self.heading, other.heading, *readings, same, whose)

    def mean(self, scores: Mapping[str, int | Fraction]) -> Mean:
        """The mean of the scores that you name for every level; there are no default scores.

        Raises:
            WrongTypeError: for scores that are not named by their levels.
            InvalidError: a level without a score, a score for no level, one that is no whole
                number or Fraction, or a better level with a lower score.
        """
        named = checked_scores(self.scale, scores)
        mean = partial(mean_score, scores=named)
        return Mean(
            self.heading,
            self.scale,
            tuple(named.items()),
            mean(self.as_rated),
            mean(self.lowest),
            mean(self.highest),
            self._about,
            tuple(StepMean(one.id, one.name, *map(mean, one.readings.three)) for one in self.steps),
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Whose answers are counted, which every table and chart of the summary says."""
        return (self.note,) if self.note else ()

    @property
    def _about(self) -> tuple[str, ...]:
        return as_of_note(self.heading.on), *self.notes

    def all_tables(self) -> tuple[Table, ...]:
        """The three readings of the round; then the answers by step and by tag."""
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
        columns = "reading level at:ratio at_least:ratio is_worst:bool is_low_median:bool"
        each = [
            (name, key, one.at(key), one.at_least(key), key == one.worst, key == one.median_low)
            for name, one in three.items()
            for key in scale.keys
        ]
        data = Data.of(columns, each)
        headings = ("Figure", "As rated", "If proved worst", "If proved best")
        return (
            self.heading.table("summary", "Summary", headings, rows, notes, data),
            self._parts("step", self.steps),
            self._parts("tag", self.tags),
        )

    def _parts(self, what: str, parts: Sequence[StepSummary]) -> Table:
        """The answers of each step or tag by level, those of a step with its rating."""
        scale, is_step = self.scale, what == "step"
        headings = ["Step", "Id"] if is_step else ["Tag"]
        headings += [*(level.label for level in scale.levels), "Rated"]
        headings += ["Step rating", "Lowest", "Highest"] if is_step else []
        rows: list[list[Cell]] = []
        cells: list[list[Cell]] = []
        for one in parts:
            rated, ratings = one.readings.as_rated, (one.rating, one.lowest, one.highest)
            row: list[Cell] = [one.name, one.id] if is_step else [one.name]
            row += [*rated.counts, Share(rated.total, one.readings.lowest.total)]
            rows.append([*row, *([_label(scale, key) for key in ratings] if is_step else [])])
            for key in scale.keys:
                cells.append([one.id, key, *(reading.at(key) for reading in one.readings.three)])
                cells[-1] += [rating == key for rating in ratings if is_step]
        note = f"Step rating by the compound rule ({scale.compound_rule})." if is_step else TAG_NOTE
        flags = " is_rating:bool is_lowest_rating:bool is_highest_rating:bool" if is_step else ""
        data = Data.of(
            f"{what}{'_id' if is_step else ''} level as_rated:ratio lowest:ratio highest:ratio"
            + flags,
            cells,
        )
        supposed = [STEP_READINGS_NOTE] if is_step else []
        notes, title = [*self._about, *supposed, note], f"Answers by {what}"
        return self.heading.table(f"{what}s", title, headings, rows, notes, data)


def summary(round: Round, *, respondent: Whose | None = None, rule: str | None = None) -> Summary:
    """The answers of a round in figures: counts, shares, worst and low median, three readings.

    Without `respondent` and `rule` every respondent's answers count, each by itself; `respondent`
    limits them to a respondent or a role, `rule` joins them to one answer a question. The headline
    pools questions; it is never an average of steps.

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
    consensus.require(round, Round, "round", "a Round")
    framework, scale = round.framework, round.framework.scale
    if rule is None:
        whose, chosen = consensus.respondents_of(round, respondent), None
        ids = [name for name in whose if name is not None]
        if len(ids) > 1 and agreed_among(round, whose) is not None:
            message = f"the round {round.title!r} has agreed answers"
            message = f"{message} beside those they were reached from"
            remedy = (
                f"give respondent= a respondent ({listed(ids)}) or a role, or rule= one of"
                f" {listed(RULES)}"
            )
            params = {"argument": "respondent", "choices": tuple(ids), "rules": RULES}
            raise SeveralAnswersError(message, remedy, "several-answers", params)
        cells = tuple(cells_of(round, whose, round.on))
        note = consensus.whose_note(round, whose)
    else:
        selection = consensus.select(round, respondent=respondent, rule=rule)
        whose, chosen = selection.respondents, selection.rule
        cells, note = selection.cells, selection.note
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
            for name, own in cells_by_step(round, cells).items()
        ),
        questions=tuple(framework.identity(q.id) for q in framework.questions if q.id in asked),
        note=note,
        tags=tuple(_step(scale, tag, tag, own) for tag, own in cells_by_tag(round, cells).items()),
    )


def _step(scale: Scale, name: str, printed: str, cells: Sequence[AnswerCell]) -> StepSummary:
    readings = Readings.of(scale, cells)
    return StepSummary(name, printed, readings, *(one.compound for one in readings.three))


def _label(scale: Scale, level: str | None) -> str | None:
    return None if level is None else scale.label(level)
