"""Bars of plain counts at each level: by step or question, of many, and through time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, islice
from typing import Any

from attrs import evolve, frozen
from matplotlib.axes import Axes

from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind, agreed_among, cells_of, grouped
from sixsteps.analysis.consensus import Whose, checked_rule, respondents_of, whose_note
from sixsteps.analysis.history import History
from sixsteps.analysis.summary import Summary
from sixsteps.charts.chart import Chart
from sixsteps.charts.frame import MOST_STEPS, Frame, finding, given_alone, round_name, round_title
from sixsteps.charts.marks import DIVIDE, UNANSWERED, Mark, Totals, level_marks, together
from sixsteps.charts.partnerships import answers_of, common_steps, rounds_given
from sixsteps.charts.strips import history_of
from sixsteps.charts.tiles import (
    PAGE,
    Block,
    Lettering,
    Shape,
    Sizes,
    Stroke,
    Tile,
    TileRow,
    count_columns,
    count_tiles,
    in_panels,
    tile_grid,
)
from sixsteps.errors import UnknownIdError, WrongTypeError
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.palette import HEADER
from sixsteps.panel.axes import asks, step_identity
from sixsteps.panel.counts import LevelCounts, LevelsOf
from sixsteps.panel.panel import Panel
from sixsteps.panel.publishing import CommonCore, Distribution, Publishable, PublishedQuestion
from sixsteps.table import Tabular
from sixsteps.words import counted, quoted

_THICK = 1.8  # ems, of every bar
_TALLEST = 80  # ems: bars of more stand in panels side by side


@frozen
class _Bar:
    """A bar: its name, its counts worst to best, and how many answers were due.

    `absent` says what stands in place of counts; a bar that is `divided` has a line above it.
    `widths` says how many levels each count is of, where they are not told apart; else one.
    """

    name: str
    counts: Sequence[int]
    due: int
    absent: str = ""
    divided: bool = False
    widths: Sequence[int] = ()

    def totals(self, levels: Iterable[Mark]) -> Totals:
        """The counts with their marks, those not rated last."""
        marks = iter(levels)
        widths = self.widths or [1] * len(self.counts)
        rated = [together([*islice(marks, width)]) for width in widths]
        pairs = [*zip(rated, self.counts, strict=True)]
        return Totals([*pairs, (UNANSWERED, self.due - sum(self.counts))])

    def tiles(self, levels: Iterable[Mark], lettering: Lettering) -> Iterator[Tile]:
        """The counts in their columns; one of several levels reaches over theirs."""
        if not self.absent:
            widths = [*(self.widths or [1] * len(self.counts)), 1]
            for (mark, count), width in zip(self.totals(levels).pairs, widths, strict=True):
                if width > 1:
                    yield Tile(lettering, str(count), mark.ink, span=width)
                else:
                    yield from count_tiles([count], lettering)


@frozen
class _Bars:
    """Bars in groups, by their titles, and the bar of them all.

    Those of the group called `apart` have a measure of their own.
    """

    scale: Scale
    groups: Mapping[str, Sequence[_Bar]]
    whole: _Bar | None = None
    tallest: float = _TALLEST
    apart: str | None = None

    @property
    def levels(self) -> list[Mark]:
        return [*level_marks(self.scale).values()]

    @property
    def every(self) -> list[_Bar]:
        return [bar for bars in self.groups.values() for bar in bars]

    @property
    def legend(self) -> list[Mark]:
        """The levels, worst first, those shown together, what is not rated, and a dividing line."""
        levels = self.levels
        drawn = {mark.word for bar in self.every for mark, _ in bar.totals(levels).pairs}
        runs = [
            together(levels[a:b]) for a, b in combinations(range(len(levels) + 1), 2) if b > a + 1
        ]
        divided = [DIVIDE] if any(bar.divided for bar in self.every) else []
        return [*levels, *(mark for mark in runs if mark.word in drawn), UNANSWERED, *divided]

    @property
    def in_words(self) -> Iterator[str]:
        for title, bars in self.groups.items():
            said = "; ".join(
                f"{bar.name}: {bar.absent or bar.totals(self.levels).in_words()}" for bar in bars
            )
            yield f"{title}. {said}" if title else said

    def _longest(self, title: str) -> int:
        """The most answers due in a bar of this group, or of any but the one apart."""
        others = [one for one in self.groups if one != self.apart]
        groups = [title] if title == self.apart else others
        return max((bar.due for one in groups for bar in self.groups[one]), default=0)

    def block(self, sizes: Sizes, share: float) -> Block:
        """The bars in panels, each with its counts written beside it."""
        em, label, words = sizes.em, sizes.label, [mark.word for mark in (*self.levels, UNANSWERED)]
        pad, gap = 0.45 * em, 0.4 * em
        bars = [*self.every, *([self.whole] if self.whole else [])]
        widest = max((label.width(bar.name) for bar in bars), default=0.0) + pad
        names = min(widest, max(10.0, 20 * share) * em) - pad
        first, *others = count_columns(words, sizes)
        room = max(11.0, (26 if len(self.groups) == 1 else 16) * share) * em
        if len(self.groups) == 1:
            # A segment of one answer has room for its count and its letter, within reason.
            least = max(label.width(f"1 ({mark.short})") for mark in self.legend) + 0.6 * em
            taken = names + pad + gap + sum(map(sum, (first, *others)))
            room = max(room, min(max(bar.due for bar in self.every) * least, PAGE * em - taken))
        columns = [(0, names), (pad, room), (first[0] + gap, first[1]), *others]
        thick = _THICK * em

        def painted(bar: _Bar, unit: float, _width: float, height: float) -> Iterator[Shape]:
            if bar.divided:
                yield Stroke(-names - pad, -gap / 2, names + pad + room, 0, width=2.2)
            top = (height - thick) / 2
            yield from _segments(bar.totals(self.levels), unit, top, thick, sizes)

        def row(bar: _Bar, unit: float) -> TileRow:
            drawn = Tile(label, bar.absent, align="left", painted=partial(painted, bar, unit))
            name = Tile(label, bar.name, align="left")
            return TileRow([name, drawn, *bar.tiles(self.levels, label)], gap, thick)

        def group(title: str, bars: Sequence[_Bar]) -> Block:
            band = Tile(sizes.heading, title, HEADER, "left", pad=(pad, pad / 2), span=len(columns))
            unit = room / max(self._longest(title), 1)
            rows = [row(bar, unit) for bar in bars]
            return tile_grid(columns, [*([TileRow([band])] if title else []), *rows])

        heads = TileRow([None, None, *count_tiles(words, sizes.small, "bottom")])
        groups = [group(title, bars) for title, bars in self.groups.items()]
        if self.whole is not None:
            counts = (count for _, count in self.whole.totals(self.levels).pairs)
            name = Tile(sizes.heading, self.whole.name, align="left")
            total = [name, None, *count_tiles(counts, sizes.heading)]
            groups.append(tile_grid(columns, [TileRow(total)]))
        return in_panels(tile_grid(columns, [heads]), groups, gap, self.tallest * em, PAGE * em)


def _segments(
    totals: Totals, unit: float, top: float, thick: float, sizes: Sizes
) -> Iterator[Shape]:
    """The segments of a bar, each with its count and its word, or its letter, where it fits."""
    x = 0.0
    for mark, count in totals.pairs:
        if count:
            width = count * unit
            # In parentheses, because the sign of a level can be a number too.
            texts = (f"{count} {mark.word}", f"{count} ({mark.short})", f"({mark.short})")
            fitting = (one for one in texts if sizes.label.width(one) <= width - 0.5 * sizes.em)
            yield from Tile(sizes.label, next(fitting, ""), mark.ink).shapes(x, top, width, thick)
            x += width


def levels(
    source: Round | Iterable[Round] | Summary | Panel | LevelCounts | Distribution | Publishable,
    *,
    by: str = "step",
    respondent: Whose | None = None,
    rule: str | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """Counts of answers at each level, by step or question, as stacked bars.

    Counts the answers of all respondents of a round, or of those named (what was agreed in
    discussion is nobody's own, and is left out unless named); one answer a question of each of
    several rounds; those of a summary; those of a panel, by whatever `Panel.levels` takes, or of
    its levels, its distribution or what of that is publishable, from whose published counts alone
    it is drawn. Bars stand in the order of the framework, which is no ranking.
    Answers that are due and not given are not rated; what does not apply or is not asked is
    outside.

    Raises:
        WrongTypeError: something else, or a result with choices beside it.
        UnknownIdError: no such respondent, role or rule, or a `by` that is neither.
        SeveralAnswersError: rounds of several respondents, and nothing says whose answer counts.
        NotComparableError: rounds of several scales, or with no question in common.
        InvalidError: no rounds, or axes too small to read the chart on.

    >>> from sixsteps.samples import spring_2026
    >>> levels(spring_2026(), by="question", respondent="agreed").title
    'Green in 8 of 25 answers, Red in 3'
    """
    labelled: Sequence[Framework] = ()
    notes: Sequence[str] = ()
    shown: Any
    instead = "take its tables()"
    if isinstance(source, Summary | Panel | LevelCounts | Distribution | Publishable):
        given_alone(source, respondent=respondent, rule=rule)
        by, drawn, about, shown = _of_result(source, by)
        if isinstance(source, Panel):
            labelled = source.frameworks
            is_by_step = by != "step" and len(source.steps) <= MOST_STEPS
            instead = f"draw the levels by {'step' if is_by_step else 'period'}"
    else:
        checked_rule(rule or "worst")
        if by not in ("step", "question"):
            what = quoted(by, ("step", "question"), "that name")
            raise UnknownIdError(f"no bars by {what}", "there are step, question")
        shown = rounds = [source] if isinstance(source, Round) else rounds_given(source)
        frameworks = [one.framework for one in rounds]
        if isinstance(source, Round) and rule is None:
            whose = respondents_of(source, respondent)
            agreed = agreed_among(source, whose)
            whose = tuple(one for one in whose if one != agreed or len(whose) == 1)
            cells, notes = [*cells_of(source, whose, source.on)], [whose_note(source, whose)]
        else:
            found, notes = answers_of(rounds, respondent, rule)
            common = {name for own in common_steps(frameworks).values() for name in own}
            cells = [cell for own in found for cell in own.values() if cell.question in common]
        about = f"{counted(len(rounds), 'round')}, on the questions that all of them ask"
        if isinstance(source, Round):
            about = f"{round_title(source)}. {source.standing}"
        drawn = _by_framework(frameworks[0], cells, by)
        labelled = frameworks if by == "question" else ()
        is_by_step = by != "step" and len(frameworks[0].steps) <= MOST_STEPS
        instead = "draw the levels by step" if is_by_step else "take summary().table('steps')"
    if isinstance(source, Publishable):
        said, spoken = _published_finding(source), [*drawn.in_words]
    else:
        whole = drawn.whole or _sum(drawn.every)
        said = finding(drawn.scale, [whole.counts], whole.due, "answer")
        due = f"{counted(whole.due, 'answer')} due"
        spoken = [whole.totals(drawn.levels).sentence(due), *drawn.in_words]
    about, rows = f"Answers by {by}. {about}", (len(drawn.every), by)
    frame = Frame(title, said, about, spoken, shown, notes, labelled, rows, instead=instead)
    return frame.chart(drawn.block, drawn.legend, ax)


def _by_framework(framework: Framework, cells: Sequence[AnswerCell], by: str) -> _Bars:
    """The bars of these cells, by the steps or the questions of a framework that they are of."""
    scale = framework.scale
    of = grouped(cells, lambda cell: [cell.question])

    def bar(name: str, own: Iterable[AnswerCell]) -> _Bar:
        asked = [cell for cell in own if cell.is_asked]
        counts = Counter(cell.level for cell in asked)
        return _Bar(name, [counts[key] for key in scale.keys], len(asked))

    groups: dict[str, list[_Bar]] = {}
    for step in framework.steps:
        title = f"{framework.number(step.id)}. {step.title}"
        asked = [one for one in step.questions if one.id in of]
        if by == "step":
            every = (cell for one in asked for cell in of[one.id])
            groups.setdefault("", []).append(bar(f"Step {title}", every))
        elif asked:
            groups[title] = [
                bar(f"{framework.number(one.id)} {one.name}", of[one.id]) for one in asked
            ]
    return _Bars(scale, groups, bar("All", cells))


def _of_result(
    source: Summary | Panel | LevelCounts | Distribution | Publishable, by: str
) -> tuple[str, _Bars, str, Tabular]:
    """The heading of the bars of a result, the bars, their subject, and the result they show."""
    if isinstance(source, Summary):
        bars = [
            _Bar(one.name, one.readings.as_rated.counts, one.readings.lowest.total)
            for one in source.steps
        ]
        drawn = _Bars(source.scale, {"": bars}, evolve(_sum(bars), name="All"))
        return "step", drawn, round_title(source.heading), source
    if isinstance(source, Distribution):
        bars = [
            _Bar(" ".join(source.core.printed(one.question)), one.counts, one.organisations)
            for one in source.questions
        ]
        return "question", _Bars(source.scale, {"": bars}), "Organisations", source
    if isinstance(source, Publishable):
        bars = [_published(one, source.core) for one in source.questions]
        return "question", _Bars(source.scale, {"": bars}), "Organisations", source
    found = source.levels(by) if isinstance(source, Panel) else source
    named = _named(source, by) if isinstance(source, Panel) else {}
    groups: dict[str, list[_Bar]] = {}
    for label, one in found.parts:
        group, name = named.get(label, ("", label))
        groups.setdefault(group, []).append(_bar_of(name, one))
    drawn = _Bars(found.scale, groups, _bar_of("All", found.total))
    return found.by, drawn, str(found.scope), found


def _published(one: PublishedQuestion, core: CommonCore) -> _Bar:
    name = " ".join(core.printed(one.question))
    if one.groups is None:
        return _Bar(name, (), 0, f"not shown: {one.rated} rated, {one.not_rated} not rated")
    counts, widths = zip(*((group.count, len(group.levels)) for group in one.groups), strict=True)
    return _Bar(name, counts, one.rated + one.not_rated, widths=widths)


def _published_finding(source: Publishable) -> str:
    """How often most organisations are at the best level, as far as published counts tell."""
    best = source.scale.best
    shares = [one.at_or_above(best) for one in source.questions]
    told = [share.value for share in shares if share is not None and share.value is not None]
    if not told:
        shown = sum(one.groups is not None for one in source.questions)
        return f"Levels can be shown for {shown} of {counted(len(shares), 'question')}"
    most = sum(2 * value > 1 for value in told)
    which = f"{counted(len(told), 'question')} where this is shown"
    return f"Most of those rated are {source.scale.label(best)} on {most} of {which}"


def _named(panel: Panel, by: str) -> dict[str, tuple[str, str]]:
    """The group and the name of each question or step of a panel, by its label."""
    questions, steps = {}, {}
    of_step = dict(zip(panel.steps, panel.step_labels, strict=True))
    for label, identity in zip(panel.question_labels, panel.questions, strict=True):
        framework = next(one for one in panel.frameworks if asks(one, identity))
        step, number = framework.step_of(identity.id), framework.number(identity.id)
        group = f"{framework.number(step.id)}. {step.title}"
        questions[label] = group, f"{number} {framework.question(identity.id).name}"
        steps[of_step[step_identity(framework, identity.id)]] = "", f"Step {group}"
    return {"question": questions, "step": steps}.get(by, {})


def _bar_of(name: str, found: LevelsOf) -> _Bar:
    empties = found.empties
    open_ = empties[AnswerKind.UNANSWERED] + empties[AnswerKind.STARTED]
    return _Bar(name, found.reading.counts, found.reading.total + open_)


def _absent(name: str, scale: Scale) -> _Bar:
    return _Bar(name, (0,) * len(scale), 0, "not in the framework")


def _sum(bars: Sequence[_Bar]) -> _Bar:
    columns = zip(*(bar.counts for bar in bars), strict=True)
    return _Bar("All", [*map(sum, columns)], sum(bar.due for bar in bars))


def trend(
    rounds: History | Iterable[Round] | Panel | LevelCounts,
    *,
    crosswalks: Iterable[Crosswalk | None] = (),
    respondent: Whose | None = None,
    rule: str | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """Counts of questions at each level, step by step and round by round, in small multiples.

    Takes a history, rounds and how to follow them, a panel (by its periods), or a panel's levels
    by period. No line is fitted; one is drawn where the questions are not those of the round
    before.

    Raises:
        WrongTypeError: something else, or a result with choices beside it.
        InvalidError: no rounds, rounds out of order, or axes too small to read the chart on.
        NotComparableError: frameworks of different origins and no crosswalk.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.

    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> trend([autumn_2025(), spring_2026()], respondent="agreed").title
    'Green in 8 of 25 questions, up from 4 of 23'
    """
    notes: Sequence[str] = ()
    shown: LevelCounts | History
    if isinstance(rounds, Panel | LevelCounts):
        given_alone(rounds, crosswalks=crosswalks, respondent=respondent, rule=rule)
        shown = rounds.levels("period") if isinstance(rounds, Panel) else rounds
        drawn, thing, whose = _through_periods(rounds, shown), "answer", ""
    else:
        shown, left_out = history_of(rounds, crosswalks, respondent, rule)
        drawn, thing = _through_rounds(shown), "question"
        whose, notes = f"{shown.rounds[-1].organisation}. ", [*left_out, *shown.notes[:1]]
    every = next(iter(drawn.groups.values()))
    about = f"{whose}Trend, {' to '.join(dict.fromkeys((every[0].name, every[-1].name)))}"
    if isinstance(shown, LevelCounts):
        about = f"Trend. {shown.scope}"
    rows, instead = (len(every), "round" if whose else "period"), "give fewer of them"
    steps = len(drawn.groups) - 1
    if steps > MOST_STEPS:
        rows = steps, "step"
        instead = "take history().table('steps')" if whose else "draw the levels by period"
    frame = Frame(
        title,
        finding(drawn.scale, [bar.counts for bar in every], every[-1].due, thing),
        about,
        [*drawn.in_words],
        shown,
        notes,
        rounds.frameworks if isinstance(rounds, Panel) else (),
        rows,
        instead=instead,
    )
    return frame.chart(drawn.block, drawn.legend, ax)


_SMALL = 42  # ems: small multiples of more stand side by side


def _through_rounds(found: History) -> _Bars:
    """The counts of all questions round by round, then those of each step."""
    titles = [one.title for one in found.rounds]
    is_told = len({*titles}) == len(titles)
    names = titles if is_told else [round_name(one) for one in found.rounds]
    open_ = (AnswerKind.UNANSWERED, AnswerKind.STARTED)
    steps: dict[str, list[_Bar]] = {}
    for step in found.steps:
        is_now = step.counts[-1] is not None
        number = f"{found.framework.number(step.step)}. " if is_now else ""
        title = f"{number}{step.title}{'' if is_now else ' (no longer in the framework)'}"
        steps[title] = bars = []
        for place, name in enumerate(names):
            counts, empties = step.counts[place], step.empties[place] or ()
            if counts is None:
                bars.append(_absent(name, found.scale))
            else:
                due = sum(counts) + sum(n for kind, n in empties if kind in open_)
                bars.append(_Bar(name, counts, due, divided=place in step.breaks))
    whole = []
    for place, name in enumerate(names):
        is_divided = any(
            bars[place].divided or (place and bars[place].absent != bars[place - 1].absent)
            for bars in steps.values()
        )
        every = _sum([bars[place] for bars in steps.values()])
        whole.append(evolve(every, name=name, divided=is_divided))
    return _Bars(found.scale, {"All steps": whole, **steps}, tallest=_SMALL, apart="All steps")


def _through_periods(source: Panel | LevelCounts, found: LevelCounts) -> _Bars:
    """The counts of all answers of a panel period by period, then those of each step."""
    if found.by != "period":
        raise WrongTypeError(f"these are levels by {found.by}", "give panel.levels('period')")
    groups = {"All steps": [_bar_of(name, one) for name, one in found.parts]}
    if isinstance(source, Panel):
        named = _named(source, "step")
        for label, identity in zip(source.step_labels, source.steps, strict=True):
            _, title = named[label]
            groups[title] = bars = []
            for period in source.periods:
                part = source.where(periods=[period])
                counts = dict(zip(part.steps, part.levels("step").parts, strict=True))
                own = counts[identity][1] if identity in counts else None
                bars.append(_bar_of(period, own) if own else _absent(period, found.scale))
    return _Bars(found.scale, groups, tallest=_SMALL, apart="All steps")
