"""What stands at the end of a report: how the round was done, and what became of the framework."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias, assert_never

from attrs import define

from sixsteps.model import edits
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import REDACTED, Round
from sixsteps.published import ARRANGEMENTS, USES
from sixsteps.reporting.brief import filled
from sixsteps.reporting.document import Facts, Paragraph, Section
from sixsteps.table import Table, worded
from sixsteps.words import name_of

Ids: TypeAlias = tuple[str, ...]


def about(round_: Round, made: Paragraph) -> Section:
    """The particulars of a round and the lineage of its framework, then what it was `made` with.

    The reasons of adaptations are free text, and are left out where the round's own is.
    """
    reasons = round_.view is None
    facts = Facts(_particulars(round_, reasons=reasons))
    return Section("About this report", [facts, *_adapted(round_.framework, reasons=reasons), made])


def _particulars(round_: Round, *, reasons: bool) -> Iterator[tuple[str, str]]:
    use = next((use.text for use in USES if use.id == round_.use), None)
    if use is not None:
        yield "Use", use
    known = {way.id: way.text for way in ARRANGEMENTS}
    ways = [known.get(way, way) for way in round_.arrangements if way != REDACTED]
    if ways:
        yield "Arrangements", "; ".join(ways)
    framework = round_.framework
    yield "Framework", f"{framework.title}, rated on the scale {framework.scale.title}"
    if framework.source.permission:
        yield "Terms of the source", framework.source.permission
    if not framework.lineage:
        yield "Adapted", "no: the framework is used as published"
    for made in framework.lineage:
        parts = [f"{' and '.join(made.by)}, {worded(made.on)}", made.title]
        why = f". Reason: {made.reason}" if reasons and made.reason else ""
        yield "Adapted by", f"{': '.join(filter(None, parts))}{why}"
        for merged in made.adapters[:-1]:
            yield "Brought in", merged


def provenance(rounds: Sequence[Round], version: str) -> Paragraph:
    """What the report was made with and from, in a line; the first round is the one reported on."""
    named = " and ".join(f"{one.title} ({one.digest[:7]})" for one in rounds)
    are = "round" if len(rounds) == 1 else "rounds"
    framework = f"framework {rounds[0].framework.fingerprint[:7]}"
    return Paragraph(
        f"Made with sixsteps {version} from the {are} {named} on the {framework}.", "note"
    )


@define
class _Changed:
    """What became of a question: the ids it came from, those it has now, what was done by whom."""

    first: Ids
    now: Ids
    done: tuple[tuple[str, str], ...]


def _adapted(framework: Framework, *, reasons: bool) -> Iterator[Table]:
    """Every question that an adaptation touched, once: its wordings, what was done, by whom."""
    changed: list[_Changed] = []
    for made in framework.lineage:
        by = f"{' and '.join(made.by)}, {worded(made.on)}"
        for edit in made.edits:
            old, new = _touched(edit)
            mine = [one for one in changed if set(old) & set(one.now)]
            now = [name for one in mine for name in one.now]
            first = [name for one in mine for name in one.first]
            first += [name for name in old if name not in now]
            now = [*(name for name in now if name not in old), *new]
            why = f": {edit.reason}" if reasons and edit.reason else ""
            done = [what for one in mine for what in one.done]
            done.append((f"{name_of(type(edit))}{why}", by))
            changed = [one for one in changed if one not in mine]
            changed.append(_Changed(tuple(first), tuple(now), tuple(done)))
    rows = []
    for one in changed:
        number, words = _wordings(framework, one.now)
        _, original = _wordings(framework.origin, one.first)
        did = ["\n".join(dict.fromkeys(parts)) for parts in zip(*one.done, strict=True)]
        rows.append((number, original, words, *did))
    columns = ("Number", "Original wording", "Adapted wording", "What was done, and why")
    yield from filled(
        "How the framework was adapted", (*columns, "By whom and when"), rows, names=0
    )


def _touched(edit: edits.AnyEdit) -> tuple[Ids, Ids]:
    """The ids of what an edit is about, and of what came of it; the framework itself has none."""
    match edit:
        case edits.AddQuestion() | edits.AddContextQuestion() | edits.AddStep():
            return (), (edit.id or "",)
        case edits.RemoveQuestion() | edits.RemoveContextQuestion():
            return (edit.question,), ()
        case edits.RemoveStep():
            return (edit.step,), ()
        case edits.ReplaceQuestion():
            return (edit.question,), (edit.id or "",)
        case edits.SplitQuestion():
            return (edit.question,), tuple(part.id or "" for part in edit.parts)
        case edits.MergeQuestions():
            return edit.questions, (edit.id or "",)
        case edits.MoveQuestion() | edits.RewordQuestion() | edits.RewordContextQuestion():
            return (edit.question,), (edit.question,)
        case edits.MoveStep() | edits.RetitleStep():
            return (edit.step,), (edit.step,)
        case edits.Retitle() | edits.ChangeScale():
            return ("",), ("",)
        case _:
            assert_never(edit)


def _wordings(framework: Framework, ids: Ids) -> tuple[str, str]:
    """The numbers and the words of these steps and questions; the title of the framework itself."""
    context = {one.id: one.text for one in framework.context}
    numbers, words = [], []
    for name in ids:
        if framework.has_step(name):
            numbers.append(framework.number(name))
            words.append(framework.step(name).title)
        elif framework.has_question(name):
            numbers.append(framework.number(name))
            words.append(framework.question(name).text)
        else:
            words.append(context.get(name, "" if name else framework.title))
    return ", ".join(numbers), "\n".join(words)
