"""A change as tables: the summary first, then levels, matrix, parts and every question."""

from collections.abc import Iterable, Iterator

from sixsteps.analysis.cells import Kind
from sixsteps.analysis.change_figures import ChangeFigures
from sixsteps.analysis.decomposition import parts_table
from sixsteps.analysis.lines import Line
from sixsteps.cells import Cell
from sixsteps.model.crosswalk import Match
from sixsteps.model.framework import Framework
from sixsteps.table import Share, Table


def change_tables(change: ChangeFigures) -> tuple[Table, ...]:
    """The tables of a change, the summary first."""
    return (
        _summary(change),
        _levels(change),
        _matrix(change),
        _parts(change),
        _questions(change),
        *_last_ratings(change),
        *_apart(change),
    )


def _summary(change: ChangeFigures) -> Table:
    rows: list[tuple[Cell, ...]] = [
        ("improved", change.improved),
        ("held", change.held),
        ("declined", change.declined),
        *((f"entered: {reason}", count) for reason, count in change.entered),
        *((f"left: {reason}", count) for reason, count in change.left),
        *(
            (f"absent in both: {_empties(before, after)}", count)
            for before, after, count in change.absent
        ),
    ]
    return Table(
        ("Outcome", "Questions"),
        rows,
        title=f"{change.after.organisation}: {_span(change)}",
        notes=[change.sentence, *_matched_notes(change), *change.notes],
        source=change.citation,
    )


def _span(change: ChangeFigures) -> str:
    return f"change from {change.before.title} to {change.after.title}"


def _empties(before: Kind, after: Kind) -> str:
    return before.value if before is after else f"{before.value}, then {after.value}"


def _matched_notes(change: ChangeFigures) -> Iterator[str]:
    yield (
        f"Matched: {change.matched_before} questions of {change.before.title} and"
        f" {change.matched_after} of {change.after.title}, in {change.matched} comparisons."
    )
    if change.matched:
        net, moved = change.improved - change.declined, change.improved + change.declined
        yield f"Net (improved less declined): {net} of {change.matched}."
        yield f"Moved (improved or declined): {moved} of {change.matched}."


def _levels(change: ChangeFigures) -> Table:
    """Where the ratings stood before and after, all of them and the matched alone."""
    before, after = sum(change.counts_before), sum(change.counts_after)
    matrix, matched = change.transitions, change.matched
    rows = [
        (
            level.label,
            Share(change.counts_before[place], before),
            Share(change.counts_after[place], after),
            Share(matrix.before[place], matched),
            Share(matrix.after[place], matched),
        )
        for place, level in enumerate(change.scale.levels)
    ]
    return Table(
        ("Level", "Before", "After", "Comparable before", "Comparable after"),
        rows,
        title=f"Levels: {_span(change)}",
        source=change.citation,
    )


def _matrix(change: ChangeFigures) -> Table:
    labels = [level.label for level in change.scale.levels]
    rows: list[tuple[Cell, ...]] = [
        (label, *counts) for label, counts in zip(labels, change.transitions.cells, strict=True)
    ]
    return Table(
        ("Before", *(f"{label} after" for label in labels)),
        rows,
        title=f"Transitions: {_span(change)}",
        notes=["Questions rated comparably in both rounds: rows before, columns after."],
        source=change.citation,
    )


def _parts(change: ChangeFigures) -> Table:
    title = f"Parts of the {_span(change)}"
    return parts_table(change.decompositions, title, change.citation)


def _questions(change: ChangeFigures) -> Table:
    rows = [
        (
            _numbers(change.after_framework, line.new),
            _numbers(change.before_framework, line.old),
            _name(change, line),
            _last(change, line),
            _now(change, line),
            f"{line.outcome}: {line.reason}" if line.reason else line.outcome,
        )
        for line in change.lines
    ]
    return Table(
        ("Now", "Was", "Question", "Before", "After", "Outcome"),
        rows,
        title=f"Questions: {_span(change)}",
        source=change.citation,
    )


def _numbers(framework: Framework, names: Iterable[str]) -> str:
    return ", ".join(framework.number(name) for name in names)


def _name(change: ChangeFigures, line: Line) -> str:
    framework = change.after_framework if line.new else change.before_framework
    return " / ".join(framework.question(name).name for name in line.new or line.old)


def _level(change: ChangeFigures, level: str | None, kind: Kind) -> str:
    return kind.value if level is None else change.scale.label(level)


def _last_ratings(change: ChangeFigures) -> Iterator[Table]:
    """The questions removed, so that a Red is not lost with its question."""
    if change.removed:
        rows = [
            (
                _numbers(change.before_framework, line.old),
                _name(change, line),
                _last(change, line),
            )
            for line in change.removed
        ]
        yield Table(
            ("Was", "Question", "Last rating"),
            rows,
            title=f"Questions removed since {change.before.title}",
            source=change.citation,
        )


def _apart(change: ChangeFigures) -> Iterator[Table]:
    """The questions replaced, and those reworded without record, each in a table."""
    if change.replaced:
        yield _not_compared(change, "Questions replaced", change.replaced)
    if change.reworded_without_record:
        title = "Questions reworded without record"
        yield _not_compared(change, title, change.reworded_without_record)


def _not_compared(change: ChangeFigures, title: str, matches: Iterable[Match]) -> Table:
    """Earlier questions beside the later ones they are linked to and not compared with."""
    rows = [
        (
            _numbers(change.before_framework, match.old),
            _numbers(change.after_framework, match.new),
            " / ".join(change.after_framework.question(name).name for name in match.new),
            ", ".join(_last(change, change.line_before(name)) for name in match.old),
            ", ".join(_now(change, change.line(name)) for name in match.new),
        )
        for match in matches
    ]
    return Table(
        ("Was", "Now", "Question", "Before", "After"),
        rows,
        title=f"{title} since {change.before.title}",
        notes=["Not compared: the earlier and the later rating answer different questions."],
        source=change.citation,
    )


def _last(change: ChangeFigures, line: Line) -> str:
    return _level(change, line.before, line.before_kind)


def _now(change: ChangeFigures, line: Line) -> str:
    return _level(change, line.after, line.after_kind)
