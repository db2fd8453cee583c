"""Strips of tiles, a row a question: through time, and by respondent."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen
from matplotlib.axes import Axes

from sixsteps.analysis.agreement import Agreement, QuestionRatings, agreement
from sixsteps.analysis.answer_cells import AnswerKind, agreed_among, cells_of, respondent_ids
from sixsteps.analysis.consensus import Whose, require
from sixsteps.analysis.history import History, history
from sixsteps.charts.chart import Chart
from sixsteps.charts.frame import MOST_STEPS, Frame, finding, given_alone, round_name, round_title
from sixsteps.charts.marks import BLANKS, DIVIDE, Mark, Totals, cell_mark, level_marks
from sixsteps.charts.partnerships import answering, rounds_given
from sixsteps.charts.tiles import (
    LARGEST,
    PAGE,
    Block,
    Sizes,
    Stroke,
    Tile,
    TileRow,
    in_panels,
    tile_grid,
)
from sixsteps.model.answers import Role
from sixsteps.model.crosswalk import Crosswalk
from sixsteps.model.fields import as_tuple
from sixsteps.model.question import Question
from sixsteps.model.rounds import Round
from sixsteps.palette import HEADER
from sixsteps.table import worded
from sixsteps.words import counted, in_prose, listed

# In ems. Wider than the first, and the marks of all columns are set as letters; higher than the
# second, and the steps stand side by side.
_WIDEST_WORDS, _TALLEST = 54, 110


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

    `remark` heads the remarks, if there are any. Panels side by side are `widest` ems or less.
    """

    groups: Mapping[str, Sequence[_Row]]
    headings: Sequence[str]
    levels: Mapping[str, Mark]
    remark: str = ""
    widest: float = LARGEST

    @property
    def rows(self) -> list[_Row]:
        return [row for rows in self.groups.values() for row in rows]

    @property
    def legend(self) -> list[Mark]:
        """Every level, worst first, then the empties there are."""
        marks = [mark for row in self.rows for mark in row.marks]
        return [mark for mark, _ in Totals.of(marks, self.levels).pairs]

    @property
    def totals(self) -> list[Totals]:
        columns = ([row.marks[place] for row in self.rows] for place in range(len(self.headings)))
        return [Totals.of(marks, self.levels) for marks in columns]

    def in_words(self, names: Iterable[str]) -> list[str]:
        pairs = zip(names, self.totals, strict=True)
        return [f"{name}: {totals.in_words()}" for name, totals in pairs]

    def is_lettered(self, sizes: Sizes) -> bool:
        """There are so many columns that marks are set as letters, which need a legend."""
        width = self._word_width(sizes) + 0.3 * sizes.em
        return len(self.headings) * width > _WIDEST_WORDS * sizes.em

    def block(self, sizes: Sizes, share: float) -> Block:
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
            longest = max((label.width(row.remark) for row in self.rows), default=0.0)
            columns.append((gap, min(max(8.5 * em, longest + 2 * pad), 13 * em)))
            heads.append(Tile(small, self.remark, None, "left", "bottom", (pad, 0)))

        def tiles(row: _Row) -> Iterator[Tile]:
            name = f"{row.number} {row.name}".strip()
            yield Tile(label, name, align="left", pad=(pad, pad / 2))
            for place, mark in enumerate(row.marks):
                text = mark.short if is_lettered else mark.word
                line = divide if place in row.breaks else None
                yield Tile(label, text, mark.ink, pad=(pad / 2, pad / 2), painted=line)
            yield Tile(label, row.remark, align="left", pad=(pad, pad / 2))

        def divide(_width: float, height: float) -> list[Stroke]:
            return [Stroke(-gap / 2, -gap / 2, 0, height + gap, width=2.2)]

        def group(title: str, rows: Sequence[_Row]) -> Block:
            band = Tile(sizes.heading, title, HEADER, "left", pad=(pad, pad / 2), span=len(columns))
            below = (TileRow([*tiles(row)][: len(columns)], gap) for row in rows)
            return tile_grid(columns, [TileRow([band]), *below])

        head = tile_grid(columns, [TileRow([None, *heads])])
        groups = [group(title, rows) for title, rows in self.groups.items()]
        return in_panels(head, groups, gap, _TALLEST * em, self.widest * em)

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


_MOST_BARS = 150  # of a trend that is proposed, the room for its titles counted in


def history_strip(
    rounds: History | Iterable[Round],
    *,
    crosswalks: Iterable[Crosswalk | None] = (),
    respondent: Whose | None = None,
    rule: str | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """Every question through the rounds, in order of date, a line where comparability breaks.

    Takes a history, or rounds and how to follow them; one in which nobody answers as
    `respondent` is left out. At the end of a row stands how many rounds in a row, up to the last,
    the question has been at the worst level.

    Raises:
        WrongTypeError: one round, or what is no round at all.
        InvalidError: no rounds, rounds out of order, more than can be read, or axes too small.
        NotComparableError: frameworks of different origins and no crosswalk.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.

    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> chart = history_strip([autumn_2025(), spring_2026()], respondent="agreed")
    >>> "Red in a row now: 3.3 (2), 3.5 (1) and 4.4 (1)" in chart.alt
    True
    """
    found, left_out = history_of(rounds, crosswalks, respondent, rule)
    worst = found.scale.label(found.scale.worst)
    strip = _Strip(
        _by_step(found),
        # The day stands beside its month.
        [f"{one.title}\n" + worded(one.on).replace(" ", "\u00a0", 1) for one in found.rounds],
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
    totals = strip.totals
    frame = Frame(
        title,
        finding(found.scale, [one.rated for one in totals], totals[-1].due),
        f"History. {last.organisation}: {span}. {counted(len(names), 'round')} of"
        f" {counted(len(rows), 'question')}",
        [*strip.in_words(names), f"{strip.remark}: {in_prose(runs)}" if runs else ""],
        found,
        [*left_out, *(found.spell_notes if has_open_runs else ())],
        [found.framework],
        (len(rows), "question"),
        (len(names), "round"),
        "give fewer rounds"
        if len(names) > len(rows)
        else "draw trend(), which counts them by step"
        if (len(found.steps) + 1) * (len(names) + 2) <= _MOST_BARS
        else "take history().table('steps')",
    )
    # Where the tiles hold words there are no signs to explain, but for the line.
    legend = strip.legend if strip.is_lettered(Sizes.of_reader()) else []
    legend += [DIVIDE] if any(row.breaks for row in rows) else []
    return frame.chart(strip.block, legend, ax)


def history_of(
    rounds: History | Iterable[Round],
    crosswalks: Iterable[Crosswalk | None],
    respondent: Whose | None,
    rule: str | None,
) -> tuple[History, list[str]]:
    """The history given, or that of rounds, and notes on those in which nobody answers so."""
    if isinstance(rounds, History):
        given_alone(rounds, crosswalks=crosswalks, respondent=respondent, rule=rule)
        return rounds, []
    between = as_tuple(crosswalks, "crosswalks", of=Crosswalk)
    notes: list[str] = []
    if respondent is not None and not between:
        rounds = rounds_given(rounds)
        there, notes = answering(rounds, respondent)
        rounds = [one for one, is_there in zip(rounds, there, strict=True) if is_there]
    return history(rounds, crosswalks=between, respondent=respondent, rule=rule), notes


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


_MOST_COLUMNS = 12  # of respondents by name; more are counted
_FEW = 3  # who differ and are named


def respondents(round: Round, *, title: str | None = None, ax: Axes | None = None) -> Chart:
    """The answer of each respondent of a round to each question, and who differs from whom.

    More than twelve respondents are counted at each level instead. An answer recorded as agreed in
    discussion has its column; it is nobody's own, so it is left out of the differences.

    Raises:
        WrongTypeError: what was given is no round.
        InvalidError: more questions than can be read, or axes too small to read the chart on.

    >>> from sixsteps.samples import spring_2026
    >>> respondents(spring_2026()).title
    'Respondents differ on 10 of 24 questions, on 1 by two levels or more'
    """
    require(round, Round, "round", "a Round")
    framework, whose = round.framework, respondent_ids(round)
    levels = level_marks(framework.scale)
    marks: dict[str, dict[str | None, Mark]] = {}
    for cell in cells_of(round, whose, round.on):
        marks.setdefault(cell.question, {})[cell.respondent] = cell_mark(cell, levels)
    compared = agreement(round)
    differences = {one.question: _difference(compared, one) for one in compared.questions}
    agreed = agreed_among(round, whose)
    own = [one for one in whose if one != agreed]
    names = [_name(round, one) for one in whose]
    is_counted = len(own) > _MOST_COLUMNS
    columns = [*levels.values(), *dict.fromkeys(BLANKS.values())]
    if is_counted:
        there = {mark for of in marks.values() for one, mark in of.items() if one != agreed}
        columns = [mark for mark in columns if mark in there or mark in levels.values()]
        headings = [mark.word for mark in columns] + (["Agreed"] if agreed is not None else [])
    else:
        headings = names

    def row(question: Question) -> _Row:
        of = marks[question.id]
        shown = [of[one] for one in whose]
        if is_counted:
            counts = Counter(of[one] for one in own)
            shown = [mark.counted(counts[mark]) for mark in columns]
            shown += [of[agreed]] if agreed is not None else []
        number, differs = framework.number(question.id), differences.get(question.id)
        return _Row(number, question.name, tuple(shown), differs or "not compared")

    groups = {
        f"{framework.number(step.id)}. {step.title}": [*map(row, step.questions)]
        for step in framework.steps
    }
    remark = "Difference" if len(own) > 1 else ""
    strip = _Strip(groups, headings, levels, remark, PAGE if is_counted else LARGEST)
    differing = [question for question in compared.questions if question.apart]
    by_whom = [f"{question.number} ({differences[question.question]})" for question in differing]
    said = "They differ on no question that two or more of them rated"
    if differing:
        said = f"They differ on {counted(len(differing), 'question')}: {in_prose(by_whom)}"
    totals = {
        name: Totals.of((of[one] for of in marks.values()), levels)
        for name, one in zip(names, whose, strict=True)
    }
    if len(own) > 1:
        far = sum(question.apart > 1 for question in differing)
        of_all = counted(len(compared.questions), "question")
        found = f"Respondents differ on {len(differing)} of {of_all}"
        found += f", on {far} by two levels or more" if far else ""
    else:
        only = totals[names[-1]]
        found = finding(framework.scale, [only.rated], only.due)
    frame = Frame(
        title,
        found,
        f"{counted(len(own), 'respondent')}. {round_title(round)}. {round.standing}",
        [
            *(f"{name}: {of.in_words()}" for name, of in totals.items()),
            said if len(own) > 1 else "",
        ],
        round,
        labelled=[framework],
        rows=(len(marks), "question"),
        columns=(len(headings), "respondent"),
        instead="draw levels(), which counts them by step"
        if len(framework.steps) <= MOST_STEPS
        else "take agreement().table('ratings')",
    )
    lettered = not is_counted and strip.is_lettered(Sizes.of_reader())
    # Where marks are counted, each stands above its column.
    legend = [] if is_counted else strip.legend
    return frame.chart(strip.block, legend, ax, lettered=lettered)


def _name(round_: Round, respondent: str | None) -> str:
    if respondent is None:
        return "Respondent not named"
    found = round_.respondent(respondent)
    return "Agreed" if found.role == Role.AGREED else found.name


def _difference(compared: Agreement, question: QuestionRatings) -> str:
    """The respondents who differ from the rest on a question, or their number if many."""
    if not question.apart:
        return "none"
    names, at = dict(zip(compared.raters, compared.names, strict=True)), defaultdict(list)
    for respondent, level in question.levels:
        at[compared.scale.rank(level)].append(names[respondent])
    labels, raters = [level.label for level in compared.scale.levels], len(question.levels)
    usual, size = max(((rank, len(at[rank])) for rank in at), key=lambda one: one[1])
    is_usual = [len(whose) for whose in at.values()].count(size) == 1
    if is_usual and raters - size > _FEW:
        return f"{raters - size} of {raters} differ from {labels[usual]}"
    if not is_usual and raters > _FEW + 1:
        return "no level that most gave"
    whose = {rank: listed(at[rank]) for rank in sorted(at) if not (is_usual and rank == usual)}
    if is_usual:
        whose[usual] = "the rest"
    return "; ".join(f"{who} {labels[rank]}" for rank, who in whose.items())
