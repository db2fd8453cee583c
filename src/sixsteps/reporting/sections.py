"""The sections of a report that show figures: ratings, coverage, gaps, change, differences."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import evolve, frozen

import sixsteps.charts as charts
from sixsteps.analysis.agreement import agreement
from sixsteps.analysis.cells import actions_for
from sixsteps.analysis.change import Change
from sixsteps.analysis.coverage import Coverage
from sixsteps.analysis.gap import Fact
from sixsteps.analysis.gaps import Gaps, gaps
from sixsteps.analysis.selection import Of
from sixsteps.analysis.summary import Summary
from sixsteps.cells import worded
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.rounds import Round
from sixsteps.reporting.document import Block, Bullets, Paragraph, Picture, Section
from sixsteps.reporting.widths import TALLEST, TEXT_WIDTH, least_widths
from sixsteps.table import Table

_GAP_COLUMNS = ("Rating", "May be", "Facts", "Open actions")
_FEW_COLUMNS = 8  # of a table that always fits a page
_LEAST_SCALE = 0.4  # at which the letters of a chart can be read
_LONGEST = 22  # rows of a table in the body: with its title and notes they fill half a page
_TOO_LARGE = (
    "The ratings stand side by side in tables; a picture of so many could not be read on a page."
)


@frozen
class Chosen:
    """The round of a report, and how its answers are read."""

    round: Round
    earlier: tuple[Round, ...]
    as_of: date
    of: Of | None
    rule: str | None


def ratings(chosen: Chosen, found: Summary) -> Section:
    """The grid, the counts by level and by step."""
    grid = charts.grid(chosen.round, of=chosen.of, rule=chosen.rule)
    bars = charts.step_bars(chosen.round, of=chosen.of, rule=chosen.rule)
    return Section("Ratings", [Picture(grid), *said_once(found.tables()), Picture(bars)])


def covered(found: Coverage) -> Section:
    """How much was answered, and by whom not."""
    tables = [_with_respondents(table) for table in said_once(found.tables())]
    return Section("Coverage", [*_silence(found), *tables])


def _with_respondents(table: Table) -> Table:
    """The table without a column of respondents in which nobody is named."""
    place = table.columns.index("Respondent") if "Respondent" in table.columns else -1
    if place < 0 or any(row[place] for row in table.cells):
        return table
    return evolve(
        table,
        columns=[*table.columns[:place], *table.columns[place + 1 :]],
        rows=[[*row[:place], *row[place + 1 :]] for row in table.cells],
    )


def abridged(full: Iterable[Section]) -> tuple[list[Section], list[Section]]:
    """Sections without their long tables, and an appendix of those, if there are any.

    A board reads the short ones; the long ones have a line a question or an answer.
    """
    body, detail = [], []
    for whole in full:
        section = evolve(whole, blocks=[part for block in whole.blocks for part in _parts(block)])
        long = [block for block in section.blocks if _is_long(block)]
        detail += [block for block in long if isinstance(block, Table)]
        body.append(evolve(section, blocks=[one for one in section.blocks if one not in long]))
    appendix = Section("Appendix: figures in detail", said_once(detail))
    return body, [appendix] if detail else []


def _parts(block: Block) -> list[Block]:
    """A block as it fits a page's width: a wide table in parts, each with its first two columns."""
    if not isinstance(block, Table) or len(block.columns) <= _FEW_COLUMNS:
        return [block]
    widths = least_widths(block.worded())
    parts: list[list[int]] = [[0, 1]]
    for place in range(2, len(block.columns)):
        if len(parts[-1]) > 2 and sum(widths[one] for one in (*parts[-1], place)) > TEXT_WIDTH:
            parts.append([0, 1])
        parts[-1].append(place)
    if len(parts) == 1:
        return [block]
    return [
        evolve(
            block,
            columns=[block.columns[place] for place in part],
            rows=[[row[place] for place in part] for row in block.cells],
            title=f"{block.title} (part {number} of {len(parts)})",
        )
        for number, part in enumerate(parts, start=1)
    ]


def _is_long(block: Block) -> bool:
    if not isinstance(block, Table) or len(block.cells) <= _LONGEST:
        return False
    # The gaps are what the report is read for, however many they are.
    return block.columns[-len(_GAP_COLUMNS) :] != _GAP_COLUMNS


def labelled(framework: Framework, section: Section) -> Section:
    """The section with every question called by its label, beside its number, not by its id."""
    names = {question.id: question.name for question in framework.questions}
    return evolve(section, blocks=[_labelled(block, names) for block in section.blocks])


def _labelled(block: Block, names: Mapping[str, str]) -> Block:
    if not isinstance(block, Table) or not {"Number", "Question"} <= {*block.columns}:
        return block
    place = block.columns.index("Question")
    rows = [
        [*row[:place], names.get(str(row[place]), row[place]), *row[place + 1 :]]
        for row in block.cells
    ]
    return evolve(block, rows=rows)


def said_once(tables: Iterable[Table]) -> list[Table]:
    """The tables with each note under the first that has it."""
    said: set[str] = set()
    once = []
    for table in tables:
        once.append(evolve(table, notes=[note for note in table.notes if note not in said]))
        said.update(table.notes)
    return once


def _silence(found: Coverage) -> Iterator[Block]:
    if len(found.respondents) == 1:
        return
    missing = [part for part in found.respondents if part.counts.unanswered]
    if not missing:
        yield Paragraph("Every respondent has answered every question put to them.")
        return
    yield Paragraph("Who has not answered everything put to them:")
    yield Bullets(
        f"{part.name}: {part.counts.unanswered} of {part.counts.asked} unanswered"
        for part in missing
    )


def shortfalls(chosen: Chosen) -> Section:
    """The gaps in the order they are best dealt with, each with its open actions."""
    found = gaps(chosen.round, earlier=chosen.earlier, as_of=chosen.as_of, of=chosen.of)
    in_order, *others = said_once(found.tables())
    return Section("Gaps", [_with_actions(chosen.round, found, in_order), *others])


def _with_actions(round_: Round, found: Gaps, in_order: Table) -> Table:
    framework, scale = round_.framework, found.scale
    names = dict(zip(found.whose, found.names, strict=True))
    several = len(names) > 1
    rows = []
    for gap in found.gaps:
        who = [names.get(gap.respondent)] if several else []
        low, high = (scale.levels[rank].label for rank in gap.bounds)
        besides = tuple(fact for fact in gap.facts if fact not in (Fact.AT_WORST, Fact.BETWEEN))
        rows.append(
            [
                gap.number,
                framework.question(gap.question).name,
                *who,
                gap.kind.value if gap.level is None else scale.label(gap.level),
                low if low == high else f"{low} to {high}",
                evolve(gap, facts=besides).words(scale),
                "\n".join(
                    _told(action)
                    for action in actions_for(round_, gap.question, [gap.respondent])
                    if action.is_open
                ),
            ]
        )
    columns = ["Number", "Question", *(["Respondent"] if several else []), *_GAP_COLUMNS]
    return evolve(in_order, columns=columns, rows=rows)


def _told(action: Action) -> str:
    when = worded(action.due) if action.due else action.timescale or "no date"
    return f"{action.text} ({', '.join(part for part in (action.owner, when) if part)})"


def changed(found: Change) -> Section:
    """What changed since the earlier round, in parts that add up."""
    first, *others = said_once(found.tables())
    blocks: list[Block] = [
        Paragraph(found.sentence, tone="lead"),
        Picture(charts.change_grid(found)),
        # The sentence stands above already.
        evolve(first, notes=[note for note in first.notes if note != found.sentence]),
        # Where nothing can be compared, the change has no parts to picture.
        *([Picture(charts.decomposition(found))] if found.matched else []),
        *others,
    ]
    return Section(f"Change since {found.before.title}", blocks)


def differences(round_: Round) -> Iterator[Section]:
    """Where respondents rate a question differently; nothing where there is only one."""
    if len(round_.respondents) < 2:
        return
    tables = [_with_names(round_, table) for table in said_once(agreement(round_).tables())]
    chart = charts.respondents(round_)
    # The picture may fill a page; before it the tables fill what is left of one.
    picture = Picture(chart) if _is_readable(chart) else Paragraph(_TOO_LARGE)
    yield Section("Where respondents differ", [*tables, picture])


def _is_readable(chart: charts.Chart) -> bool:
    """Whether a page shows the chart at a size at which its letters can be read."""
    width, height = (25.4 * float(inches) for inches in chart.figure.get_size_inches())
    return min(TEXT_WIDTH / width, TALLEST / height) >= _LEAST_SCALE


def _with_names(round_: Round, table: Table) -> Table:
    """The table with its columns called by the names of respondents, where they are called by ids.

    Two of the same name keep their ids beside it.
    """
    times = Counter(one.name for one in round_.respondents)
    names = {
        f"by {one.id}": f"by {one.name}" if times[one.name] == 1 else f"by {one.name} ({one.id})"
        for one in round_.respondents
    }
    return evolve(table, columns=[names.get(name, name) for name in table.columns])
