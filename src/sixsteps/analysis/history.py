"""Any number of rounds side by side: every question's levels in order, with breaks marked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise, repeat
from types import NoneType

from attrs import evolve, field, frozen

from sixsteps.analysis import heading, outcomes
from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind, kind_counts
from sixsteps.analysis.consensus import Whose, require, selected
from sixsteps.analysis.heading import Heading
from sixsteps.analysis.question_series import LEGEND, Series, level_signs
from sixsteps.errors import InvalidError, NotComparableError, Problem
from sixsteps.model.crosswalk import Crosswalk, Match, correspondence
from sixsteps.model.fields import as_tuple, member_problems, wrong_type
from sixsteps.model.framework import Framework, joint_citation
from sixsteps.model.lineage import Identity
from sixsteps.model.rounds import Round, RoundReference
from sixsteps.model.scale import Scale
from sixsteps.table import Cell, Data, Result, Table, worded

UNITS_NOTE = (
    "A question that was split or merged starts a new row here, because no rating is copied onto"
    " its parts; a change between two rounds compares it as one."
)


@frozen
class Joint:
    """Two rounds that follow each other: how their questions and levels correspond.

    `by_lineage` says that nothing but the lineages was asked for it.
    """

    before: Framework
    after: Framework
    crosswalk: Crosswalk
    by_lineage: bool

    def comparable(self) -> Iterator[tuple[str, str, bool]]:
        """Every question that goes on as one, old and new id, and whether it can be compared."""
        for match in self.crosswalk.matches:
            if match.relation in ("same", "reworded"):
                unrecorded = outcomes.is_reworded_without_record(match, self.before, self.after)
                yield match.old[0], match.new[0], bool(match.comparable) and not unrecorded

    def linked(self) -> Iterator[Match]:
        """The matches of questions that others took the place of."""
        for match in self.crosswalk.matches:
            if match.relation not in ("same", "reworded", "added", "removed"):
                yield match

    def has_units(self) -> bool:
        """True if questions that were split or merged can be compared as one."""
        return any(one.comparable and one.relation != "related" for one in self.linked())


def joints_between(
    frameworks: Sequence[Framework], crosswalks: Iterable[Crosswalk | None] = repeat(None)
) -> list[Joint]:
    """Each two frameworks that follow each other, by a crosswalk or by their lineages."""
    pairs = zip(pairwise(frameworks), crosswalks, strict=False)
    return [
        Joint(*pair, correspondence(*pair) if one is None else one.between(*pair), one is None)
        for pair, one in pairs
    ]


@frozen
class _Followed:
    """A question on its way through the rounds."""

    ids: dict[int, str] = field(factory=dict)
    breaks: set[int] = field(factory=set)


def _series(
    frameworks: Sequence[Framework],
    readings: Sequence[Mapping[str, AnswerCell]],
    joints: Sequence[Joint],
) -> tuple[Series, ...]:
    """One series a question, in the order of the last framework, then those asked earlier."""
    order = [{q.id: place for place, q in enumerate(one.questions)} for one in frameworks]

    def last_place(one: _Followed) -> tuple[int, int]:
        last = max(one.ids)
        return -last, order[last][one.ids[last]]

    found = []
    for one in sorted(_follow(frameworks, joints), key=last_place):
        ids = tuple(map(one.ids.get, range(len(frameworks))))
        cells = (
            outcomes.NOWHERE if name is None else reading[name]
            for name, reading in zip(ids, readings, strict=True)
        )
        marks = tuple(cell.kind if cell.level is None else cell.level for cell in cells)
        last = max(one.ids)
        name = frameworks[last].question(one.ids[last]).name
        found.append(Series(name, ids, marks, tuple(sorted(one.breaks))))
    return tuple(found)


def _follow(frameworks: Sequence[Framework], joints: Sequence[Joint]) -> list[_Followed]:
    """Every question, with its id in each round it is asked in and its breaks.

    Within rounds that correspond by lineage a question is followed by identity, so that one
    brought back after some rounds is the same question. A crosswalk starts afresh: there a
    question goes on only where the crosswalk says so.
    """
    every: list[_Followed] = []
    known: dict[Identity, _Followed] = {}
    for place, framework in enumerate(frameworks):
        joint = joints[place - 1] if place else None
        if joint and not joint.by_lineage:
            known = {
                joint.after.identity(new): known[joint.before.identity(old)]
                for old, new, _ in joint.comparable()
            }
        for question in framework.questions:
            identity = framework.identity(question.id)
            if identity not in known:
                known[identity] = _Followed()
                every.append(known[identity])
            known[identity].ids[place] = question.id
        if joint is None:
            continue
        # Where one that goes on cannot be compared, or others took its place, there is a break.
        before = {one.ids[place - 1]: one for one in every if place - 1 in one.ids}
        after = {one.ids[place]: one for one in every if place in one.ids}
        for _, new, is_comparable in joint.comparable():
            if not is_comparable:
                after[new].breaks.add(place)
        for match in joint.linked():
            for one in [before[name] for name in match.old] + [after[name] for name in match.new]:
                one.breaks.add(place)
    return every


def one_scale(joints: Sequence[Joint], first: Framework) -> tuple[Scale, list[dict[str, str]]]:
    """The one scale for all rounds, the last that fits, and what each round's levels become."""
    steps = [outcomes.common_scale(joint.before, joint.after, joint.crosswalk) for joint in joints]
    frameworks = [first, *(joint.after for joint in joints)]
    for target in range(len(frameworks) - 1, -1, -1):
        mappings = _onto(target, steps, frameworks)
        if mappings is not None:
            return frameworks[target].scale, mappings
    message = "the rounds change scale in ways that lead to no one scale"
    raise NotComparableError(message, "compare them two by two", "no-one-scale")


def scale_notes(
    frameworks: Sequence[Framework], scale: Scale, mappings: Sequence[Mapping[str, str]]
) -> list[str]:
    """A note on each scale whose levels were brought to another one, and what they became."""
    pairs = zip(frameworks, mappings, strict=True)
    notes = (
        outcomes.mapping_note(one.scale, scale, own) for one, own in pairs if one.scale != scale
    )
    return list(dict.fromkeys(notes))


def _onto(
    target: int, steps: Sequence[outcomes.CommonScale], frameworks: Sequence[Framework]
) -> list[dict[str, str]] | None:
    """The levels that each round's become on the scale of one of them; `None` if some cannot."""
    own = {key: key for key in frameworks[target].scale.keys}
    mappings = [own] * len(frameworks)
    for place in range(target - 1, -1, -1):
        if steps[place].scale != frameworks[place + 1].scale:
            return None
        mappings[place] = _composed(steps[place].before, mappings[place + 1])
    for place in range(target + 1, len(frameworks)):
        if steps[place - 1].scale != frameworks[place - 1].scale:
            return None
        mappings[place] = _composed(steps[place - 1].after, mappings[place - 1])
    return mappings


def _composed(first: Mapping[str, str], then: Mapping[str, str]) -> dict[str, str]:
    return {key: then[level] for key, level in first.items() if level in then}


@frozen
class StepTrend:
    """A step's counts in each round, worst level to best, and where its questions changed.

    `counts` and `empties` have one member a round, `None` where the framework does not have the
    step; `empties` counts its questions without a level, by the kind of empty. `breaks` are the
    places, from 1, of the rounds whose questions are not those of the round before. No line is
    fitted to them.

    >>> from sixsteps.published import RAG
    >>> trend = StepTrend("s1", "Leads", ((1, 1, 0), (0, 1, 2)), ((), ()), breaks=(1,))
    >>> trend.words(RAG)
    ('1 Red, 1 Amber', 'break; 1 Amber, 2 Green')
    """

    step: str
    title: str
    counts: tuple[tuple[int, ...] | None, ...]
    empties: tuple[tuple[tuple[AnswerKind, int], ...] | None, ...]
    breaks: tuple[int, ...] = ()

    def words(self, scale: Scale) -> tuple[str, ...]:
        """Each round's counts in words; a round after a break says so first."""
        said = (
            AnswerKind.NOT_IN_FRAMEWORK.value
            if counts is None
            else _counts(counts, scale, empties or ())
            for counts, empties in zip(self.counts, self.empties, strict=True)
        )
        return tuple(
            f"break; {words}" if place in self.breaks else words for place, words in enumerate(said)
        )


def _counts(counts: Sequence[int], scale: Scale, empties: Sequence[tuple[AnswerKind, int]]) -> str:
    rated = zip(counts, (level.label for level in scale.levels), strict=True)
    said = [f"{count} {label}" for count, label in rated if count]
    said += [f"{count} {kind.value}" for kind, count in empties]
    return ", ".join(said) or "no questions"


def _step_trends(
    frameworks: Sequence[Framework],
    series: Sequence[Series],
    by_lineage: Sequence[bool],
    scale: Scale,
) -> tuple[StepTrend, ...]:
    """A trend for each step, in the order of the last framework, then those it no longer has.

    A step is followed by its id and first title; a crosswalk names questions only, so every
    step starts afresh there. `by_lineage` says so for each pair of rounds that follow each other.
    """
    places: dict[tuple[int, str, str], list[int]] = {}
    segment = 0
    for place, framework in enumerate(frameworks):
        segment += bool(place and not by_lineage[place - 1])
        for step in framework.steps:
            key = segment, step.id, framework.register.entries[step.id].introduced
            places.setdefault(key, []).append(place)
    order = [{step.id: place for place, step in enumerate(one.steps)} for one in frameworks]
    found = []
    for (_, name, _), at in places.items():
        held = {}
        for place in at:
            own = {question.id for question in frameworks[place].step(name).questions}
            held[place] = [one for one in series if one.ids[place] in own]
        counts: list[tuple[int, ...] | None] = [None] * len(frameworks)
        empties: list[tuple[tuple[AnswerKind, int], ...] | None] = [None] * len(frameworks)
        for place, asked in held.items():
            levels = [one.levels[place] for one in asked]
            counts[place] = tuple(levels.count(key) for key in scale.keys)
            marks = (one.marks[place] for one in asked)
            empties[place] = kind_counts(mark for mark in marks if isinstance(mark, AnswerKind))
        breaks = tuple(
            place
            for place in at
            if place - 1 in held
            and (held[place] != held[place - 1] or any(place in one.breaks for one in held[place]))
        )
        title, rank = frameworks[at[-1]].step(name).title, (-at[-1], order[at[-1]][name])
        found.append((rank, StepTrend(name, title, tuple(counts), tuple(empties), breaks)))
    return tuple(trend for _, trend in sorted(found, key=lambda one: one[0]))


@frozen(repr=False)
class History(Result):
    """Every question through rounds, and every step's counts, with breaks marked.

    `series` and `steps` follow the last round's framework; what it no longer has comes last.
    `scale` is the scale all levels are on. Each round is compared with each directly, by
    identity and links: changes of successive rounds are never summed. A question that was split
    or merged starts new series, because no rating is copied onto a part.

    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> found = history([autumn_2025(), spring_2026()], respondent="agreed")
    >>> found.first_at(found.series_of("s1q1"), "green").title
    'Spring 2026'
    """

    rounds: tuple[RoundReference, ...]
    framework: Framework
    scale: Scale
    series: tuple[Series, ...]
    steps: tuple[StepTrend, ...]
    notes: tuple[str, ...] = ()
    citation: str = ""
    handling: tuple[str, ...] = ()
    made_from: tuple[Heading, ...] = field(default=(), eq=False)

    def series_of(self, question: str) -> Series:
        """The series of a question of the last round.

        Raises:
            UnknownIdError: for a question the last framework does not have.
        """
        self.framework.question(question)
        return next(series for series in self.series if series.ids[-1] == question)

    def first_at(self, series: Series, level: str) -> RoundReference | None:
        """The first round in which a question stood at a level; `None` where it never did.

        Raises:
            UnknownIdError: for a key that is no level of the scale.
        """
        self.scale.rank(level)
        require(series, Series, "series", "a Series")
        place = series.first_at(level)
        return None if place is None else self.rounds[place]

    @property
    def spell_notes(self) -> tuple[str, ...]:
        """A note on how to read a spell that may be longer than is certain, where there is one."""
        worst = self.scale.worst
        of = [
            spell(worst) for one in self.series for spell in (one.present_spell, one.longest_spell)
        ]
        is_open = any(spell.certain != spell.possible for spell in of)
        return ("“1 to 3”: certainly 1; 3 if unanswered rounds count.",) if is_open else ()

    def all_tables(self, *, in_words: bool = False) -> tuple[Table, ...]:
        """The sequences with their spells, then the steps' counts.

        `in_words` has no signs in it, for readers whom a screen reader reads to.
        """
        first, last = self.rounds[0], self.rounds[-1]
        titles = first.title if len(self.rounds) == 1 else f"{first.title} to {last.title}"
        span = f"{last.organisation}, {titles}"
        worst, best = (self.scale.label(key) for key in (self.scale.worst, self.scale.best))
        signs = ", ".join(
            f"{sign} {self.scale.label(key)}" for key, sign in level_signs(self.scale).items()
        )
        at = "round:int round_title date:date"
        of_series = (
            f"series:int question_id number {at} level kind after_break:bool worst_in_a_row:int"
            " worst_in_a_row_possible:int"
        )
        of_steps = f"step_id {at} level kind questions:int after_break:bool"
        columns = ("Now", "Question", "Sequence", f"{worst} in a row now", f"Longest {worst}")
        sequences = [self._sequence(series, in_words=in_words) for series in self.series]
        notes = [*([] if in_words else [f"{signs}; {LEGEND}."]), *self.spell_notes, *self.notes]
        names = heading.round_names([one.title for one in self.rounds], taken=("Step",))
        steps = [(step.title, *step.words(self.scale)) for step in self.steps]
        broken = ["“break”: not the questions of the round before.", *self.notes]
        table = partial(Table.of, source=self.citation)
        questions = "questions", f"History: {span}", (*columns, f"First {best}"), sequences, notes
        trends = "steps", f"Steps: {span}", ("Step", *names), steps, broken
        return (
            heading.labelled(
                table(*questions, data=Data.of(of_series, self._levels())), self.framework
            ),
            table(*trends, data=Data.of(of_steps, self._counts())),
        )

    def _levels(self) -> Iterator[tuple[Cell, ...]]:
        """One row a question and round in which the framework has it."""
        for number, series in enumerate(self.series, start=1):
            last = series.ids[-1]
            now = None if last is None else self.framework.number(last)
            spells = series.spells(self.scale.worst)
            for place, (name, mark) in enumerate(zip(series.ids, series.marks, strict=True)):
                if name is not None:
                    kind = mark.value if isinstance(mark, AnswerKind) else AnswerKind.RATED.value
                    level, is_break = series.levels[place], place in series.breaks
                    at, spell = self._round(place), spells[place]
                    in_a_row = spell.certain, spell.possible
                    yield number, name, now, *at, level, kind, is_break, *in_a_row

    def _counts(self) -> Iterator[tuple[Cell, ...]]:
        """One row a step, round and level, and one for each kind of empty there is."""
        for step in self.steps:
            for place, (counts, empties) in enumerate(zip(step.counts, step.empties, strict=True)):
                rated = zip(self.scale.keys, counts or (), strict=False)
                found: list[tuple[Cell, ...]] = [
                    *((level, AnswerKind.RATED.value, count) for level, count in rated),
                    *((None, kind.value, count) for kind, count in empties or ()),
                ]
                for one in found:
                    yield step.step, *self._round(place), *one, place in step.breaks

    def _round(self, place: int) -> tuple[Cell, ...]:
        return place + 1, self.rounds[place].title, self.rounds[place].on

    def _sequence(self, series: Series, *, in_words: bool) -> tuple[str, ...]:
        last, scale = series.ids[-1], self.scale
        first = self.first_at(series, scale.best)
        return (
            "" if last is None else self.framework.number(last),
            series.name,
            series.words(scale) if in_words else series.sequence(scale),
            str(series.present_spell(scale.worst)),
            str(series.longest_spell(scale.worst)),
            "" if first is None else first.title,
        )

    def _repr_html_(self) -> str:
        return self._in_notebook(self.all_tables(in_words=True))


def history(
    rounds: Iterable[Round],
    *,
    crosswalks: Iterable[Crosswalk | None] = (),
    respondent: Whose | None = None,
    rule: str | None = None,
) -> History:
    """Every question of one or more rounds, in order of date, with breaks marked.

    Questions are followed by the lineages of the frameworks. `crosswalks`, where given, has one
    member for each two rounds that follow each other: a Crosswalk, or `None` where the lineages
    tell. `respondent` names whose answers are read, `rule` joins those of several.

    Raises:
        InvalidError: for no rounds, rounds out of order, a round given twice, another number of
            crosswalks, or a crosswalk that does not fit.
        NotComparableError: for frameworks of different origins and no crosswalk, or scales that
            cannot be brought together.
        SeveralAnswersError: for a round with several respondents and neither `respondent` nor
            `rule`.

    >>> from datetime import date
    >>> from sixsteps import Rating, six_steps
    >>> rounds = [
    ...     Round(six_steps(), "Anytown", str(year), date(year, 5, 1), [Rating("s1q1", level)])
    ...     for year, level in [(2024, "red"), (2025, "red"), (2026, "green")]
    ... ]
    >>> found = history(rounds)
    >>> of_first = found.series_of("s1q1")
    >>> of_first.sequence(found.scale), of_first.longest_spell("red").certain
    ('R R G', 2)
    """
    given = as_tuple(rounds, "rounds", of=Round)
    between = as_tuple(crosswalks, "crosswalks", of=Crosswalk) or (None,) * (len(given) - 1)
    InvalidError.check("history", _problems(given, between))
    frameworks = [round_.framework for round_ in given]
    joints = joints_between(frameworks, between)
    selections = selected(given, respondent=respondent, rule=rule)
    scale, mappings = one_scale(joints, frameworks[0])
    readings = [
        outcomes.translated(selection.cells, mapping, framework.scale, scale)
        for selection, mapping, framework in zip(selections, mappings, frameworks, strict=True)
    ]
    series = _series(frameworks, readings, joints)
    trends = _step_trends(frameworks, series, [joint.by_lineage for joint in joints], scale)
    made_from = tuple(map(Heading.of, given))
    notes = (
        f"Rounds: {', '.join(f'{one.title} ({worded(one.on)})' for one in given)}.",
        *heading.organisations_note(given),
        *_chain_notes(given),
        *heading.selection_notes(*((one.round_.title, one.note) for one in selections)),
        *heading.view_notes(made_from),
        *heading.crosswalk_notes(between),
        *scale_notes(frameworks, scale, mappings),
        *([UNITS_NOTE] if any(joint.has_units() for joint in joints) else []),
    )
    return History(
        tuple(one.reference for one in given),
        *(frameworks[-1], scale, series, trends, notes),
        joint_citation(frameworks),
        heading.handling_lines(given),
        made_from,
    )


def _problems(rounds: Sequence[Round], crosswalks: Sequence[Crosswalk | None]) -> Iterator[Problem]:
    if not rounds:
        yield Problem(("rounds",), "no rounds", "give at least one", "empty")
        return
    yield from member_problems(crosswalks, (Crosswalk, NoneType), ("crosswalks",), "a Crosswalk")
    if len(crosswalks) != len(rounds) - 1:
        given, needed = len(crosswalks), len(rounds) - 1
        message = f"{given} crosswalks for {len(rounds)} rounds"
        remedy = (
            f"give {needed}, one for each two rounds that follow each other, or none at all where"
            " the lineages tell"
        )
        params = {"crosswalks": given, "rounds": len(rounds), "needed": needed}
        yield Problem(("crosswalks",), message, remedy, "wrong-number", params=params)
    yield from order_problems(rounds, [("rounds", place) for place in range(len(rounds))])


def order_problems(
    rounds: Sequence[Round], places: Sequence[tuple[str | int, ...]]
) -> Iterator[Problem]:
    """Problems of rounds that are to follow each other in time, each at the place of that index.

    What is no round is told alone. Two rounds may share a date, but not everything: one given
    twice would be counted twice.
    """
    wrong = [
        wrong_type(round_, place, "a Round")
        for place, round_ in zip(places, rounds, strict=True)
        if not isinstance(round_, Round)
    ]
    yield from wrong
    if wrong:
        return
    seen: dict[str, tuple[str | int, ...]] = {}
    for place, round_ in zip(places, rounds, strict=True):
        if (first := seen.setdefault(round_.digest, place)) != place:
            message, remedy = f"the round {_named(round_)} is given twice", "give every round once"
            yield Problem(place, message, remedy, "duplicate", params={"first": first})
    for place, before, after in zip(places[1:], rounds, rounds[1:], strict=False):
        if after.on < before.on:
            message = f"{_named(after)} comes after {_named(before)}"
            yield Problem(place, message, "give rounds in order of date", "out-of-order")


def _named(round_: Round) -> str:
    return f"{round_.title!r} of {round_.on.isoformat()}"


def _chain_notes(rounds: Sequence[Round]) -> Iterator[str]:
    """A note where a round says it follows another than the one given before it."""
    for before, after in pairwise(rounds):
        said = after.previous
        if said is None or said == before.reference:
            continue
        if evolve(said, digest=before.digest) == before.reference:
            # A redacted round does not tell that digest, and has another than it was made from.
            if not said.digest or before.view is not None:
                continue
            yield f"{before.title} was changed since {after.title} was made to follow it."
        else:
            yield (
                f"{after.title} was made to follow {said.title} ({worded(said.on)}), which is not"
                " the round before it here."
            )
