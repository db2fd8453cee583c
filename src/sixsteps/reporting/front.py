"""The first page of a report, and whose framework it rests on."""

from collections.abc import Iterator

from sixsteps.analysis.change import Change
from sixsteps.analysis.heading import handling_lines
from sixsteps.analysis.summary import Summary
from sixsteps.cells import worded
from sixsteps.model.adaptation_record import Adaptation
from sixsteps.model.checks import counted
from sixsteps.model.framework import Framework
from sixsteps.model.round_parts import AGREED, REDACTED
from sixsteps.model.rounds import Round
from sixsteps.published import ARRANGEMENTS, USES
from sixsteps.reporting.document import Block, Facts, Paragraph, Section
from sixsteps.table import Table

CHECK_BEFORE_SHARING = (
    "This report contains free text: check before sharing that nothing in it could identify a"
    " child or a family."
)
TAKEN_OUT = "The free text of this round was taken out for publication; counts are as before."


def front(round_: Round, found: Summary, changed: Change | None) -> Iterator[Block]:
    """What stands before the contents: particulars, how to handle it, and the main message."""
    yield Facts(_particulars(round_, changed))
    yield Paragraph(TAKEN_OUT if round_.is_redacted else CHECK_BEFORE_SHARING, tone="warning")
    yield Paragraph(changed.sentence if changed else _sentence(found), tone="lead")


def _particulars(round_: Round, changed: Change | None) -> Iterator[tuple[str, str]]:
    yield "Organisation", round_.organisation
    yield "Round", f"{round_.title}, {worded(round_.on)}"
    if changed is not None:
        yield "Compared with", f"{changed.before.title}, {worded(changed.before.on)}"
    yield "State", _state(round_)
    yield from (("Handling", line) for line in handling_lines([round_]))
    if round_.next_on is not None:
        yield "Next round", worded(round_.next_on)
    use = next((use.text for use in USES if use.id == round_.use), None)
    if use is not None:
        yield "Use", use
    known = {way.id: way.text for way in ARRANGEMENTS}
    ways = [known.get(way, way) for way in round_.arrangements if way != REDACTED]
    if ways:
        yield "Arrangements", "; ".join(ways)
    yield "Framework", round_.framework.title
    yield "Reference", round_.citation


def _state(round_: Round) -> str:
    if round_.state is not AGREED:
        return "Draft: not agreed yet"
    by = f" by {round_.agreed_by}" if round_.agreed_by else ""
    on = f" on {worded(round_.agreed_on)}" if round_.agreed_on else ""
    return f"Agreed{by}{on}"


def _sentence(found: Summary) -> str:
    """The figures of a round that is compared with no other, in a sentence for a board."""
    reading, scale = found.as_rated, found.scale
    due = found.lowest.total
    if not reading.total:
        return f"None of the {due} answers asked for has been given."
    counts = ", ".join(
        f"{reading.at(level.key).count} {level.label}" for level in reversed(scale.levels)
    )
    return (
        f"{reading.total} of the {due} answers asked for have been given: {counts}. If every answer"
        f" that is missing or without its evidence proved lowest, {scale.label(scale.best)} would"
        f" be {found.lowest.at(scale.best)}."
    )


def whose_framework(framework: Framework, *, reasons: bool) -> Section:
    """Whose framework it is: its reference, the terms it may be adapted on, its adaptations.

    The `reasons` of adaptations and of their edits are free text, and may be left out.
    """
    source = framework.source
    blocks: list[Block] = [
        Paragraph(
            f"This report shows answers to “{framework.title}”:"
            f" {counted(len(framework.steps), 'step')},"
            f" {counted(len(framework.questions), 'question')}, rated on the scale"
            f" {framework.scale.title}."
        ),
        Paragraph(f"Source: {source.reference}"),
    ]
    if source.permission:
        blocks.append(Paragraph(f"Terms of the source: {source.permission}"))
    if framework.lineage:
        blocks += [_adaptation(framework, made, reasons=reasons) for made in framework.lineage]
    else:
        blocks.append(Paragraph("The framework is used as published."))
    return Section("The framework", blocks)


def _adaptation(framework: Framework, made: Adaptation, *, reasons: bool) -> Table:
    about = f": {made.title}" if made.title else ""
    merged = [f"Brought in: {adapter}" for adapter in made.adapters[:-1]]
    why = [f"Reason: {made.reason}."] if reasons and made.reason else []
    return Table(
        ("What changed", "Reason") if reasons else ("What changed",),
        [(str(edit), edit.reason) if reasons else (str(edit),) for edit in made.edits],
        title=f"Adaptation by {' and '.join(made.by)}, {worded(made.on)}{about}",
        notes=[*why, *merged],
        source=framework.citation,
    )
