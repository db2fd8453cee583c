"""Strips of tiles, a row a question or a round: through time, by respondent, by partnership."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from attrs import frozen
from matplotlib.axes import Axes

from sixsteps.analysis.agreement import agreement
from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind, cells_of, respondent_ids
from sixsteps.analysis.consensus import RULE_WORDS, Whose, checked_rule, require, select
from sixsteps.analysis.heading import handling_lines, joined_citation
from sixsteps.analysis.history import History, history
from sixsteps.charts.chart import Chart
from sixsteps.charts.frame import Frame, given_alone, round_name, round_title
from sixsteps.charts.lettering import Sizes
from sixsteps.charts.marks import (
    BLANKS,
    DIVIDE,
    Mark,
    cell_mark,
    counts_in_words,
    in_prose,
    level_marks,
    totals_of,
)
from sixsteps.charts.tiles import (
    Block,
    Stroke,
    Tile,
    TileRow,
    count_columns,
    count_tiles,
    in_panels,
    stacked,
    tile_grid,
)
from sixsteps.errors import InvalidError, NotComparableError, Problem, WrongTypeError
from sixsteps.model.answers import Respondent, Role
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.fields import as_tuple
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round, RoundReference
from sixsteps.palette import HEADER
from sixsteps.table import worded
from sixsteps.words import counted, of_type

# In ems. Wider than the first, and the marks of all columns are set as letters; wider than the
# second, and the steps of partnerships stand below one another; higher than the third, and the
# steps of other strips stand side by side.
_WIDEST_WORDS, _WIDEST_BAND, _TALLEST = 54, 130, 110


@frozen
class _Row:
    """A question: its number, its name, a mark a column, and a remark at the end of the row.

    `breaks` are the columns before which the row stops being comparable, counted from 0.
    """

    number: str
    name: str
    marks: tuple[Mark, ...]
    remark: str = ""
    breaks: tuple[int, ...] = ()


@frozen
class _Strip:
    """Rows under the titles of their steps and the headings of the columns.

    `remark` heads the remarks, if there are any.
    """

    groups: Mapping[str, Sequence[_Row]]
    headings: Sequence[str]
    levels: Mapping[str, Mark]
    remark: str = ""

    @property
    def rows(self) -> list[_Row]:
        """The rows of all groups."""
        return [row for rows in self.groups.values() for row in rows]

    @property
    def legend(self) -> list[Mark]:
        """Every level, best first, then the empties there are."""
        marks = [mark for row in self.rows for mark in row.marks]
        return [mark for mark, _ in totals_of(marks, self.levels)]

    def in_words(self, names: Iterable[str]) -> list[str]:
        """The counts of each column, by its name."""
        columns = ([row.marks[place] for row in self.rows] for place in range(len(self.headings)))
        totals = (counts_in_words(totals_of(marks, self.levels)) for marks in columns)
        return [f"{name}: {words}" for name, words in zip(names, totals, strict=True)]

    def is_lettered(self, sizes: Sizes) -> bool:
        """There are so many columns that marks are set as letters, which need a legend."""
        width = self._word_width(sizes) + 0.3 * sizes.em
        return len(self.headings) * width > _WIDEST_WORDS * sizes.em

    def block(self, sizes: Sizes, share: float) -> Block:
        """The strip; `share` is the width of the names, of their natural one."""
        em, small, label, is_lettered = sizes.em, sizes.small, sizes.label, self.is_lettered(sizes)
        gap, pad = 0.3 * em, 0.45 * em
        parts = [part for heading in self.headings for part in heading.split("\n")]
        whole = max(map(small.width, parts))
        is_whole = whole <= 8 * em and not is_lettered
        heading = whole if is_whole else small.longest_word(parts, 7 * em)
        least = 2.6 * em if is_lettered else self._word_width(sizes)
        column = (gap, max(least, heading + 2 * pad))
        columns = [(0.0, max(11.0, 23 * share) * em), *(column for _ in self.headings)]
        heads = [Tile(small, text, anchor="bottom", pad=(pad, 0)) for text in self.headings]
        if self.remark:
            columns.append((gap, 8.5 * em))
            heads.append(Tile(small, self.remark, None, "left", "bottom", (pad, 0)))

        def tiles(row: _Row) -> Iterator[Tile]:
            name = f"{row.number} {row.name}".strip()
            yield Tile(label, name, align="left", pad=(pad, pad / 2))
            for place, mark in enumerate(row.marks):
                yield Tile(
                    label,
                    mark.short if is_lettered else mark.word,
                    mark.ink,
                    pad=(pad / 2, pad / 2),
                    painted=divide if place in row.breaks else None,
                )
            yield Tile(label, row.remark, align="left", pad=(pad, pad / 2))

        def divide(_width: float, height: float) -> list[Stroke]:
            return [Stroke(-gap / 2, -gap / 2, 0, height + gap, width=2.2)]

        def group(title: str, rows: Sequence[_Row]) -> Block:
            band = Tile(sizes.heading, title, HEADER, "left", pad=(pad, pad / 2), span=len(columns))
            below = (TileRow([*tiles(row)][: len(columns)], gap) for row in rows)
            return tile_grid(columns, [TileRow([band]), *below])

        head = tile_grid(columns, [TileRow([None, *heads])])
        groups = [group(title, rows) for title, rows in self.groups.items()]
        return in_panels(head, groups, gap, _TALLEST * em)

    def _word_width(self, sizes: Sizes) -> float:
        """The width of a column in which no word of a mark is broken."""
        em, label = sizes.em, sizes.label
        texts = {mark.word for row in self.rows for mark in row.marks}
        whole = max(map(label.width, texts), default=0.0)
        # Few columns have the room to set every word on one line.
        room = (_WIDEST_WORDS / len(self.headings) - 1.2) * em
        is_fitting = whole <= max(7.5 * em, min(room, 12 * em))
        fitting = whole if is_fitting else label.longest_word(texts, 9 * em)
        return max(5.5 * em, fitting + 0.9 * em)


def history_strip(
    rounds: History | Iterable[Round],
    *,
    crosswalks: Iterable[Crosswalk | None] = (),
    respondent: Whose | None = None,
    rule: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """Every question through the rounds, in order of date, a line where comparability breaks.

    Takes a history, or rounds and how to follow them. At the end of a row stands how many rounds
    in a row, up to the last, the question has been at the worst level.

    Raises:
        WrongTypeError: one round, or what is no round at all.
        InvalidError: no rounds, rounds out of order, or axes too small to read the chart on.
        NotComparableError: frameworks of different origins and no crosswalk.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.

    >>> from datetime import date
    >>> from sixsteps import Rating, Round, six_steps
    >>> rounds = [
    ...     Round(six_steps(), "Anytown", str(year), date(year, 5, 1), [Rating("s1q1", level)])
    ...     for year, level in [(2024, "red"), (2025, "red"), (2026, "red")]
    ... ]
    >>> "Red in a row now: 1.1 (3)" in history_strip(rounds).alt
    True
    """
    if isinstance(rounds, History):
        given_alone(rounds, crosswalks=crosswalks, respondent=respondent, rule=rule)
        found = rounds
    else:
        found = history(rounds, crosswalks=crosswalks, respondent=respondent, rule=rule)
    worst = found.scale.label(found.scale.worst)
    strip = _Strip(
        _by_step(found),
        [_heading(reference) for reference in found.rounds],
        level_marks(found.scale),
        f"{worst} in a row now",
    )
    rows, first, last = strip.rows, found.rounds[0], found.rounds[-1]
    names = [round_name(reference) for reference in found.rounds]
    span = names[-1] if first == last else f"{names[0]}, to {names[-1]}"
    runs = [
        f"{row.number or row.name} ({row.remark})" for row in rows if row.remark not in ("", "0")
    ]
    has_open_runs = any(" to " in row.remark for row in rows)
    frame = Frame(
        title=f"History. {last.organisation}: {span}",
        subtitle=f"{counted(len(names), 'round')} of {counted(len(rows), 'question')}",
        spoken=[*strip.in_words(names), f"{strip.remark}: {in_prose(runs)}" if runs else ""],
        source=found.citation,
        notes=[*(found.spell_notes if has_open_runs else ()), *found.notes[1:]],
        labelled=[found.framework],
        handling=found.handling,
    )
    # Where the tiles hold words there are no signs to explain, but for the line.
    legend = strip.legend if strip.is_lettered(Sizes.of_reader()) else []
    legend += [DIVIDE] if any(row.breaks for row in rows) else []
    return frame.chart(strip.block, legend, ax)


def _heading(reference: RoundReference) -> str:
    """The title of a round, and below it its date, the day beside the month."""
    day, month, year = worded(reference.on).split()
    return f"{reference.title}\n{day}\u00a0{month} {year}"


def _by_step(found: History) -> dict[str, list[_Row]]:
    """The rows by the steps of the last framework, then the questions it no longer has."""
    framework, levels = found.framework, level_marks(found.scale)
    titles = {step.id: f"{framework.number(step.id)}. {step.title}" for step in framework.steps}
    gone = "No longer in the framework"
    groups: dict[str, list[_Row]] = {title: [] for title in (*titles.values(), gone)}
    for series in found.series:
        title, number, run, last = gone, "", "", series.ids[-1]
        if last is not None:
            title, number = titles[framework.step_of(last).id], framework.number(last)
            run = str(series.present_spell(found.scale.worst))
        marks = (
            BLANKS[one] if isinstance(one, AnswerKind) else levels[one] for one in series.marks
        )
        groups[title].append(_Row(number, series.name, tuple(marks), run, series.breaks))
    return {title: rows for title, rows in groups.items() if rows}


def respondents(
    round: Round,  # noqa: A002  the name callers know it by
    *,
    ax: Axes | None = None,
) -> Chart:
    """The answer of each respondent of a round to each question, and by how much they differ.

    An answer recorded as agreed in discussion has its column; it is nobody's own, so it is left
    out of the differences.

    Raises:
        WrongTypeError: what was given is no round.
        InvalidError: the axes are too small to read the chart on.

    >>> from datetime import date
    >>> from sixsteps import Rating, Respondent, Role, Round, six_steps
    >>> police = Respondent("police", "Police", Role.LEAD_PARTNER)
    >>> health = Respondent("health", "Health", Role.LEAD_PARTNER)
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...                respondents=[police, health],
    ...                ratings=[Rating("s1q1", "red", respondent="police"),
    ...                         Rating("s1q1", "green", respondent="health")])
    >>> "They differ on 1 question: 1.1 (by 2 levels)" in respondents(spring).alt
    True
    """
    require(round, Round, "round", "a Round")
    framework, whose = round.framework, respondent_ids(round)
    levels = level_marks(framework.scale)
    cells: dict[str, list[AnswerCell]] = {}
    for cell in cells_of(round, whose, round.on):
        cells.setdefault(cell.question, []).append(cell)
    apart = {compared.question: compared.apart for compared in agreement(round).questions}
    groups = {
        f"{framework.number(step.id)}. {step.title}": [
            _Row(
                framework.number(question.id),
                question.name,
                tuple(cell_mark(cell, levels) for cell in cells[question.id]),
                _difference(apart.get(question.id)),
            )
            for question in step.questions
        ]
        for step in framework.steps
    }
    names = [_name(round, one) for one in whose]
    strip = _Strip(groups, names, levels, "Difference" if len(whose) > 1 else "")
    differing = [
        f"{framework.number(name)} (by {counted(levels_apart, 'level')})"
        for name, levels_apart in apart.items()
        if levels_apart
    ]
    differences = "They differ on no question that two or more of them rated"
    if differing:
        differences = f"They differ on {counted(len(differing), 'question')}: {in_prose(differing)}"
    frame = Frame(
        title=f"Respondents. {round_title(round)}",
        subtitle=round.standing,
        spoken=[
            round.standing,
            *strip.in_words(names),
            differences if len(whose) > 1 else "",
        ],
        source=joined_citation([framework]),
        labelled=[framework],
        handling=handling_lines([round]),
    )
    lettered = strip.is_lettered(Sizes.of_reader())
    return frame.chart(strip.block, strip.legend, ax, lettered=lettered)


def _name(round_: Round, respondent: str | None) -> str:
    if respondent is None:
        return "Respondent not named"
    found = round_.respondent(respondent)
    return "Agreed" if found.role == Role.AGREED else found.name


def _difference(apart: int | None) -> str:
    """By how many levels the ratings of a question differ, in words."""
    if apart is None:
        return "not compared"
    return counted(apart, "level") if apart else "none"


def partnerships(
    rounds: Iterable[Round],
    *,
    respondent: Whose | None = None,
    rule: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """One row a round, in the order given, over the questions that all of them ask.

    The common questions are those of one identity in every framework, in the order and with the
    numbers of the first. The chart names partnerships and ranks none.

    Raises:
        InvalidError: no rounds, or axes too small to read the chart on.
        NotComparableError: the rounds' scales differ, or they have no question in common.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.

    >>> from datetime import date
    >>> from sixsteps import Rating, Round, six_steps
    >>> rounds = [
    ...     Round(six_steps(), place, "Spring 2026", date(2026, 5, 1), [Rating("s1q1", level)])
    ...     for place, level in [("Anytown", "red"), ("Otherton", "green")]
    ... ]
    >>> "Anytown: 1 Red and 23 not rated" in partnerships(rounds).alt
    True
    """
    given = as_tuple(rounds, "rounds") if isinstance(rounds, Iterable | Round) else [rounds]
    for place, one in enumerate(given):
        if not isinstance(one, Round):
            raise WrongTypeError(
                f"a Round is needed at rounds[{place}], not {of_type(one)}",
                "give a list of rounds, such as a panel was made of",
            )
    if not given:
        problem = Problem(("rounds",), "no rounds", "give at least one", "empty")
        raise InvalidError("rounds", [problem])
    frameworks = [round_.framework for round_ in given]
    steps = _common_steps([*dict.fromkeys(frameworks)])
    questions = [name for own in steps.values() for name in own]
    levels = level_marks(frameworks[0].scale)
    whens = {*map(round_name, given)}
    rows = []
    for round_ in given:
        selection = select(round_, respondent=respondent, rule=rule)
        marks = {name: cell_mark(selection.cell(name), levels) for name in questions}
        rows.append((round_.organisation if len(whens) == 1 else round_title(round_), marks))
    totals = totals_of([mark for _, marks in rows for mark in marks.values()], levels)
    asked = f"{counted(len(questions), 'question')} that all of them ask"
    # What all rows would say is said once.
    subtitle = f"{whens.pop()}: {asked}" if len(whens) == 1 else asked
    frame = Frame(
        title=f"Ratings of {counted(len(rows), 'round')}, question by question",
        subtitle=subtitle,
        spoken=[
            subtitle,
            *(
                f"{name}: {counts_in_words(totals_of(marks.values(), levels))}"
                for name, marks in rows
            ),
        ],
        source=joined_citation(frameworks),
        notes=["Rows stand in the order given, which is no ranking.", *_whose(respondent, rule)],
        labelled=frameworks,
        handling=handling_lines(given),
    )
    body = partial(_in_bands, steps, rows, [mark for mark, _ in totals])
    return frame.chart(body, [mark.explained(count) for mark, count in totals], ax)


def _common_steps(frameworks: Sequence[Framework]) -> dict[str, dict[str, str]]:
    """The questions that all frameworks ask, by step: their numbers in the first by their ids."""
    first, *others = frameworks
    for other in others:
        if other.scale != first.scale:
            raise NotComparableError(
                f"{first.title!r} is rated on {first.scale.title!r} and {other.title!r} on"
                f" {other.scale.title!r}",
                "give rounds of one scale",
                params={"scales": (first.scale.title, other.scale.title)},
            )
    steps: dict[str, dict[str, str]] = {}
    for name in (question.id for question in first.questions):
        identity = first.identity(name)
        if all(one.has_question(name) and one.identity(name) == identity for one in others):
            step = first.number(first.step_of(name).id)
            steps.setdefault(step, {})[name] = first.number(name)
    if not steps:
        raise NotComparableError("these rounds have no question in common")
    return steps


def _whose(respondent: Whose | None, rule: str | None) -> list[str]:
    notes = []
    if respondent is not None:
        name = respondent.id if isinstance(respondent, Respondent) else respondent
        notes.append(f"Answers of: {name}.")
    if rule is not None:
        notes.append(f"Several answers joined by the rule {RULE_WORDS[checked_rule(rule)]}.")
    return notes


def _in_bands(
    steps: Mapping[str, Mapping[str, str]],
    rows: Sequence[tuple[str, Mapping[str, Mark]]],
    marks: Sequence[Mark],
    sizes: Sizes,
    share: float,
) -> Block:
    """The rows under their steps, in bands of whole steps where they are too wide for the page.

    There are as many bands as keep the longer side shortest. Below each column stands how often
    each mark stands in it; at the end of a row, once, how often each stands in the row.
    """
    em, small, label, heading = sizes.em, sizes.small, sizes.label, sizes.heading
    pad, gap, names = 0.45 * em, 0.2 * em, max(10.0, 18 * share) * em
    texts = [number for own in steps.values() for number in own.values()]
    cell = max([2.2 * em, *(small.width(text) + 0.3 * em for text in texts)])

    def band(steps: Mapping[str, Mapping[str, str]], totalled: Sequence[Mark]) -> Block:
        questions = [name for own in steps.values() for name in own]
        words = [mark.word for mark in totalled]
        columns = [(0.0, names - pad)]
        heads: list[Tile | None] = [None]
        for step, own in steps.items():
            first = 0.9 * em if heads[1:] else pad + gap
            columns += [(first, cell), *[(gap, cell)] * (len(own) - 1)]
            room = len(own) * (cell + gap) - gap
            text = f"Step {step}" if heading.width(f"Step {step}") <= room else step
            heads.append(Tile(heading, text, HEADER, span=len(own)))
        numbers = [Tile(small, number) for own in steps.values() for number in own.values()]
        above = count_tiles(words, small, "bottom", up=1)
        drawn = [TileRow(heads, 0, 1.6 * em), TileRow([None, *numbers, *above])]
        for name, given in rows:
            tiles = [Tile(label, given[one].short, given[one].ink) for one in questions]
            counts = Counter(given.values())
            beside = count_tiles((counts[mark] for mark in totalled), label)
            left = Tile(label, name, align="left", pad=(0, 0.2 * pad))
            drawn.append(TileRow([left, *tiles, *beside], gap, 1.8 * em))
        below = [Counter(given[one] for _, given in rows) for one in questions]
        for place, mark in enumerate(marks):
            left = Tile(label, mark.word, align="right")
            tiles = [Tile(label, str(counts[mark])) for counts in below]
            drawn.append(TileRow([left, *tiles], 0 if place else pad + gap))
        return tile_grid([*columns, *count_columns(words, sizes)], drawn)

    def banded(count: int) -> Block:
        ends = [len(steps) * place // count for place in range(count + 1)]
        spans = [dict([*steps.items()][start:end]) for start, end in pairwise(ends)]
        bands = (band(span, marks if span is spans[-1] else ()) for span in spans)
        return stacked(bands, 1.5 * em)

    whole = banded(1)
    if whole.width <= _WIDEST_BAND * em:
        return whole
    several = map(banded, range(2, len(steps) + 1))
    return min([whole, *several], key=lambda block: max(block.width, block.height))
