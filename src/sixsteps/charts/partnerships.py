"""Partnerships side by side: a row each, question by question, with their totals."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise

from matplotlib.axes import Axes

from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind, respondent_ids
from sixsteps.analysis.consensus import Whose, checked_rule, respondents_of, select, whose_note
from sixsteps.charts.chart import Chart
from sixsteps.charts.frame import Frame, finding, round_name, round_title
from sixsteps.charts.marks import BLANKS, UNASKED, Mark, Totals, cell_mark, level_marks
from sixsteps.charts.tiles import (
    Block,
    Sizes,
    Tile,
    TileRow,
    count_columns,
    count_tiles,
    stacked,
    tile_grid,
)
from sixsteps.errors import (
    InvalidError,
    NotComparableError,
    Problem,
    UnknownIdError,
    WrongTypeError,
)
from sixsteps.model.answers import RULE_WORDS, Respondent, by_rule
from sixsteps.model.fields import as_tuple
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round
from sixsteps.model.scale import Scale
from sixsteps.palette import HEADER
from sixsteps.panel.axes import UNUSED
from sixsteps.panel.cell_bytes import EMPTIES, Code, level_codes
from sixsteps.panel.counts import ORDER_NOTE, UNFOLDED_NOTE
from sixsteps.panel.joining import one_each
from sixsteps.panel.panel import Panel
from sixsteps.words import counted, of_type

_WIDEST = 130  # ems: steps of more stand below one another

_Rows = Sequence[tuple[str, Mapping[str, Mark]]]


def partnerships(
    rounds: Iterable[Round] | Panel,
    *,
    respondent: Whose | None = None,
    rule: str | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Chart:
    """One row a round, in the order given, over the questions that all of them ask.

    Takes rounds, or a panel, whose last period is drawn. The common questions are those
    of one identity in every framework, in the order and with the numbers of the first. Where
    nobody answers as `respondent`, nothing was asked. The chart names partnerships and ranks none.

    Raises:
        InvalidError: no rounds, too many to read, or axes too small to read the chart on.
        NotComparableError: the rounds' scales differ, or they have no question in common.
        SeveralAnswersError: several respondents, and nothing says whose answer counts.
        UnknownIdError: `respondent` is in none of them.

    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> partnerships([autumn_2025(), spring_2026()], respondent="agreed").title
    'Green in 11 of 41 answers rated, Red in 7'
    """
    shown: Panel | tuple[Round, ...]
    if isinstance(rounds, Panel):
        shown, scale = rounds, rounds.scale
        frameworks, when = [*rounds.frameworks], rounds.periods[-1]
        steps = common_steps(frameworks, on=scale)
        rows, notes = _rows_of_panel(rounds, steps, respondent, rule)
        thing = "organisation"
    else:
        shown = given = rounds_given(rounds)
        frameworks = [one.framework for one in given]
        steps, scale = common_steps(frameworks), frameworks[0].scale
        found, notes = answers_of(given, respondent, rule)
        notes = ["Rows stand in the order given, which is no ranking.", *notes]
        levels, whens = level_marks(scale), {*map(round_name, given)}
        when = whens.pop() if len(whens) == 1 else ""
        rows = [
            (
                # What all rows would say is said once.
                one.organisation if when else round_title(one),
                {name: cell_mark(own[name], levels) for names in steps.values() for name in names},
            )
            for one, own in zip(given, found, strict=True)
        ]
        thing = "round"
    levels = level_marks(scale)
    totals = Totals.of([mark for _, marks in rows for mark in marks.values()], levels)
    asked = f"{counted(len({*rows[0][1]}), 'question')} that all of them ask"
    frame = Frame(
        title,
        finding(scale, [totals.rated], totals.due, "answer"),
        ". ".join(part for part in (when, f"{counted(len(rows), thing)}, {asked}") if part),
        [f"{name}: {Totals.of(own.values(), levels).in_words()}" for name, own in rows],
        shown,
        notes,
        frameworks,
        (len(rows), thing),
        (len(rows[0][1]), "question"),
        "draw levels(), which counts them, or choose some",
    )
    body = partial(_in_bands, steps, rows, [mark for mark, _ in totals.pairs])
    return frame.chart(body, totals.legend, ax)


def rounds_given(rounds: Iterable[Round]) -> tuple[Round, ...]:
    """Rounds given as a list: one by itself, or none, is refused."""
    given = as_tuple(rounds, "rounds") if isinstance(rounds, Iterable | Round) else (rounds,)
    for place, one in enumerate(given):
        if not isinstance(one, Round):
            message = f"a Round is needed at rounds[{place}], not {of_type(one)}"
            raise WrongTypeError(message, "give a list of rounds, or a panel")
    if not given:
        problem = Problem(("rounds",), "no rounds", "give at least one", "empty")
        raise InvalidError("rounds", [problem])
    return given


def answering(rounds: Sequence[Round], respondent: Whose | None) -> tuple[list[bool], list[str]]:
    """Of each round whether anybody answers as `respondent`, and a note on where nobody does.

    Raises:
        UnknownIdError: nobody does in any of them.
    """
    there = [_answers(round_, respondent) for round_ in rounds]
    if not any(there):
        respondents_of(rounds[0], respondent)
    missing = [one for one, is_there in zip(rounds, there, strict=True) if not is_there]
    return there, [f"Nobody answers as {_as(respondent)} in {round_title(one)}." for one in missing]


def _answers(round_: Round, respondent: Whose | None) -> bool:
    try:
        respondents_of(round_, respondent)
    except UnknownIdError:
        return False
    return True


def _as(respondent: Whose | None) -> str:
    return str(respondent.id if isinstance(respondent, Respondent) else respondent)


def answers_of(
    rounds: Sequence[Round], respondent: Whose | None, rule: str | None
) -> tuple[list[Mapping[str, AnswerCell]], list[str]]:
    """One answer to each question in each round, and notes on whose they are.

    Where nobody answers as `respondent`, nothing was asked.
    """
    there, notes = answering(rounds, respondent)
    found: list[Mapping[str, AnswerCell]] = []
    for round_, is_there in zip(rounds, there, strict=True):
        if is_there:
            cells = select(round_, respondent=respondent, rule=rule, beside=rounds).cells
            found.append({cell.question: cell for cell in cells})
        else:
            asked = [question.id for question in round_.framework.questions]
            found.append({one: AnswerCell(one, None, AnswerKind.NOT_ASKED) for one in asked})
    # What one respondent said is not asked for by name where the round is theirs alone.
    views = (one for one in rounds if one.view == "only" and respondent is None)
    notes += dict.fromkeys(whose_note(one, respondent_ids(one)) for one in views)
    joint = Counter(name for one in rounds if (name := one.rule or by_rule(one.respondents)))
    of = counted(len(rounds), "round")
    notes += [f"One answer a question, in {n} of {of}: {name}." for name, n in joint.items()]
    if rule is not None:
        joined = RULE_WORDS[checked_rule(rule)]
        notes = [f"Several answers joined by the rule {joined}.", *notes]
    if respondent is not None:
        notes = [f"Answers of: {_as(respondent)}.", *notes]
    return found, notes


def _rows_of_panel(
    panel: Panel, steps: Mapping[str, Mapping[str, str]], respondent: Whose | None, rule: str | None
) -> tuple[_Rows, list[str]]:
    """The rows of the last period of a panel, a mark for each common question, and notes."""
    if respondent is not None:
        name = _as(respondent)
        is_role = name in panel.role_labels
        panel = panel.where(**{"roles" if is_role else "respondents": [name]})
    told = panel.distribution(rule=rule).notes
    notes = [ORDER_NOTE, *(note for note in told if note != UNFOLDED_NOTE)]
    kinds = {int(code): BLANKS[kind] for kind, code in EMPTIES.items()}
    kinds |= dict(enumerate(level_marks(panel.scale).values(), Code.FIRST_LEVEL))
    first = panel.frameworks[0]
    whole = one_each(panel.where(periods=[panel.periods[-1]]), rule)
    places = {identity: place for place, identity in enumerate(whole.questions)}
    rows = []
    for organisation, name in enumerate(panel.organisations):
        if panel.used[-1, organisation] == UNUSED:
            notes.append(f"{name} has no round in {panel.periods[-1]}.")
            continue
        own = whole.respondent_organisations == organisation
        marks = {}
        for question in (one for names in steps.values() for one in names):
            codes = level_codes(whole.cells[places[first.identity(question)], 0, own])
            marks[question] = kinds.get(int(codes.max(initial=Code.ABSENT)), UNASKED)
        rows.append((name, marks))
    return rows, notes


def common_steps(
    frameworks: Sequence[Framework], on: Scale | None = None
) -> dict[str, dict[str, str]]:
    """The questions that all frameworks ask, by step: their numbers in the first by their ids.

    Their answers stand on the scales of the frameworks, which are one, unless `on` another.
    """
    first, *others = frameworks
    for other in others:
        if on is None and other.scale != first.scale:
            ours, theirs = first.scale.title, other.scale.title
            message = f"{first.title!r} is rated on {ours!r} and {other.title!r} on {theirs!r}"
            params = {"scales": (ours, theirs)}
            raise NotComparableError(message, "give rounds of one scale", params=params)
    steps: dict[str, dict[str, str]] = {}
    for name in (question.id for question in first.questions):
        identity = first.identity(name)
        if all(one.has_question(name) and one.identity(name) == identity for one in others):
            step = first.number(first.step_of(name).id)
            steps.setdefault(step, {})[name] = first.number(name)
    if not steps:
        raise NotComparableError("these rounds have no question in common")
    return steps


def _in_bands(
    steps: Mapping[str, Mapping[str, str]],
    rows: _Rows,
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
    if whole.width <= _WIDEST * em:
        return whole
    several = map(banded, range(2, len(steps) + 1))
    return min([whole, *several], key=lambda block: max(block.width, block.height))
