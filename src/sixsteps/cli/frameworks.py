"""Commands about frameworks: adapt, record, revert, diff, merge, cite and schema."""

import argparse
import json
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial

import sixsteps as ss
from sixsteps.adaptation.conflicts import Conflict, Resolution
from sixsteps.cli import files, options
from sixsteps.cli.files import FileError, note, read, say, shown
from sixsteps.cli.printing import show
from sixsteps.cli.remedies import in_options
from sixsteps.errors import SixStepsError, UnknownIdError, WrongTypeError
from sixsteps.words import counted, listed, nearest

KINDS = ("framework", "adaptation", "round", "crosswalk", "translation", "rounds")
_SIDES = ("ours", "theirs")
_WORDS = {"text": "text", "label": "short name", "title": "title", "guidance": "guidance"}
"""What of a framework may be decided in own words, and what a board calls it."""


def _key(conflict: Conflict) -> str:
    return f"{conflict.element}:{conflict.about.replace(' ', '-')}"


def _remedy(conflict: Conflict) -> str:
    key = _key(conflict)
    if conflict.kind == "clash":
        return f"--resolve {key}={conflict.suggestion or 'NEW-ID'}"
    own = f', or --resolve "{key}=YOUR WORDS"' if _takes_words(conflict) else ""
    return f"--resolve {key}=ours, or --resolve {key}=theirs{own}"


def _takes_words(conflict: Conflict) -> bool:
    return conflict.kind == "changed" and conflict.about in _WORDS


def _told(conflict: Conflict, frameworks: Sequence[ss.Framework]) -> str:
    """A conflict in the words of a board: what it is about, and what each side has."""
    name = _called(conflict.element, frameworks)
    aspect = _WORDS.get(conflict.about, conflict.about)
    what = {
        "changed": f"both changed the {aspect} of {name}",
        "removed": f"one side removed {name}, and the other did not",
        "reordered": f"both changed the order within {name}",
        "superseded": f"both removed or replaced {name}",
        "clash": f"two things have the id {conflict.element}",
    }[conflict.kind]
    sides = {"before": conflict.base, "ours": conflict.ours, "theirs": conflict.theirs}
    lines = [f"    {side + ':':8}{said}" for side, said in sides.items() if said]
    return "\n".join((f"  {what}", *lines, f"    {_remedy(conflict)}"))


def _called(name: str, frameworks: Sequence[ss.Framework]) -> str:
    """A board's name for a thing: its number in the first framework that has it."""
    for one in frameworks:
        if one.has_question(name):
            return f"question {one.number(name)}"
        if one.has_step(name):
            return f"step {one.number(name)}"
        asked = [question.id for question in one.context]
        if name in asked:
            return f"context question {asked.index(name) + 1}"
    return "the framework" if name == "framework" else name


def _decision(text: str) -> tuple[str, str]:
    """A conflict's key and the decision about it, from the text of an argument."""
    key, _, said = text.partition("=")
    if not key or not said.strip():
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a decision; write it as s1q1:text=ours, with the key of a conflict"
        )
    return key, said.strip()


def _pair(text: str) -> tuple[str, str]:
    """An old level and the new one, from the text of an argument."""
    old, _, new = map(str.strip, text.partition("="))
    if not old or not new:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a pair of levels; write it as red=unmet, the old one first"
        )
    return old, new


def _one_each(pairs: Sequence[tuple[str, str]], option: str) -> dict[str, str]:
    """What an option says of each key, which must be one thing."""
    found: dict[str, str] = {}
    for key, said in pairs:
        if found.setdefault(key, said) != said:
            told = f"{key} is given as {found[key]} and as {said} at {option}"
            raise WrongTypeError(told, "give one of the two")
    return found


def _decided(
    merge: Callable[..., ss.Framework], parsed: Namespace, frameworks: Sequence[ss.Framework]
) -> int | None:
    """Write the framework merged as the arguments decide, or list the conflicts that are left."""
    decided = _one_each(parsed.resolve, "--resolve")
    known = {"by": parsed.by, "on": parsed.on, "reason": parsed.reason}
    resolutions: list[Resolution] = []
    met: dict[str, Conflict] = {}
    left: tuple[Conflict, ...] = ()
    merged = None
    while merged is None:
        try:
            merged = merge(**known, resolutions=resolutions)
        except ss.MergeConflict as found:
            met |= {_key(conflict): conflict for conflict in found.conflicts}
            made = [
                _resolution(one, decided.get(_key(one)), parsed.take) for one in found.conflicts
            ]
            # Some conflicts only show once others are decided.
            resolutions += filter(None, made)
            if not any(made):
                left = found.conflicts
                break
    for key in decided:
        if key not in met:
            raise UnknownIdError(f"no conflict {key!r}", f"there are {listed(list(met))}")
    if merged is None:
        told = "\n".join(_told(conflict, frameworks) for conflict in left)
        note(
            f"nothing written; {counted(len(left), 'conflict')} to decide, each with --resolve, or"
            f" all whose side can be taken with --take ours or --take theirs:\n{told}"
        )
        return options.FINDINGS
    own = [
        _edit(met[key], said, merged)
        for key, said in decided.items()
        if _takes_words(met[key]) and said not in _SIDES
    ]
    files.write_told(files.document(ss.adapt(merged, *own, **known) if own else merged), parsed)
    return None


def _resolution(conflict: Conflict, given: str | None, take: str | None) -> Resolution | None:
    """The decision on a conflict; own words take the place of ours once all is merged."""
    if conflict.kind == "clash":
        # Both things stay, so no side can be taken.
        if given in _SIDES:
            raise UnknownIdError(
                f"{_key(conflict)} is one id with two meanings, and both stay",
                f"give a new id for theirs: {_remedy(conflict)}",
            )
        return None if given is None else conflict.rename(given)
    match given or take:
        case None:
            return None
        case "ours" | "theirs" as side:
            return conflict.take(side)
        case own if _takes_words(conflict) and (" " in own or nearest(own, _SIDES) is None):
            return conflict.take("ours")
        case other:
            more = ", in more than one word" if _takes_words(conflict) else ""
            raise UnknownIdError(
                f"no side {other!r} in {_key(conflict)}", f"give {_remedy(conflict)}{more}"
            )


def _edit(conflict: Conflict, words: str, merged: ss.Framework) -> ss.Edit:
    """The edit that gives a thing words which are neither side's."""
    name, said = conflict.element, {conflict.about: words}
    if name == "framework":
        return ss.Retitle(words)
    if merged.has_step(name):
        return ss.RetitleStep(name, **said)
    if merged.has_question(name):
        return ss.RewordQuestion(name, **said)  # type: ignore[arg-type]  # a text's own name
    return ss.RewordContextQuestion(name, words)


_BY = (
    options.argument("--by", "NAME", "who decided it", required=True),
    options.argument("--on", "DATE", "when", type=options.day, required=True),
    options.argument("--reason", None, "why", default=""),
)
_DECISIONS = (
    options.several(
        "--resolve",
        "KEY=DECISION",
        "decide one conflict, named by the key it is listed with: ours, theirs or your own words,"
        " or where one id has two meanings a new id for theirs",
        type=_decision,
    ),
    options.argument(
        "--take",
        None,
        "whose side counts in every other conflict, except where one id has two meanings",
        choices=_SIDES,
    ),
)


@options.command(
    "apply an adaptation to a framework",
    "sixsteps adapt six-steps local-edits.json -o local.json",
    options.file("base", "BASE", "the framework to adapt, or six-steps"),
    options.file("edits", "EDITS", "an adaptation: its edits, by whom and when"),
    options.flag(
        "--partial",
        "apply what fits a framework the adaptation was not made for; exit 1 and list the"
        " edits left out, if any",
    ),
    *options.output("the adapted framework"),
)
def _adapt(parsed: Namespace) -> int | None:
    base, adaptation = read(parsed.base, ss.Framework), read(parsed.edits, ss.Adaptation)
    adapted = ss.replay(base, adaptation, partial=parsed.partial)
    files.write_told(files.document(adapted), parsed)
    left_out = adapted.lineage[-1].left_out
    for left in left_out:
        note(f"left out: {left.edit}: {left.why}")
    return options.FINDINGS if left_out else None


@options.command(
    "show what changed from one framework to another",
    "sixsteps diff six-steps local.json",
    options.file("a", "A", "a framework, or six-steps"),
    options.file("b", "B", "a framework that descends from A, or its cousin"),
    options.CROSSWALK,
    *options.TABLES,
)
def _diff(parsed: Namespace) -> None:
    crosswalk = files.read_given(parsed.crosswalk, ss.Crosswalk)
    a, b = (read(name, ss.Framework) for name in (parsed.a, parsed.b))
    found = ss.diff(a, b, crosswalk=crosswalk)
    if found or found.source_changes or parsed.format != "text" or parsed.table is not None:
        show([found], parsed)
    else:
        say(f"No differences between {parsed.a} and {parsed.b}.\n\n{found.source}")


@options.command(
    "bring a revised source into a local adaptation; exit 1 and list the conflicts, if any",
    "sixsteps merge six-steps local.json revised.json --by Anytown --on 2026-09-01 -o new.json",
    options.file("base", "BASE", "the framework both sides began with"),
    options.file("ours", "OURS", "the local adaptation"),
    options.file("theirs", "THEIRS", "the revised source"),
    *_BY,
    *_DECISIONS,
    *options.output("the merged framework"),
    description=(
        "Bring a revised source into a local adaptation. Where both sides changed one thing"
        " differently,\nnothing is written: the conflicts are listed with their keys, the exit"
        " status is 1, and\n--resolve decides one, --take all the others."
    ),
)
def _merge(parsed: Namespace) -> int | None:
    base, ours, theirs = (
        read(name, ss.Framework) for name in (parsed.base, parsed.ours, parsed.theirs)
    )
    return _decided(partial(ss.merge, base, ours, theirs), parsed, (base, ours, theirs))


@options.command(
    "take an adaptation back; exit 1 and list the conflicts with later ones, if any",
    "sixsteps revert local.json --by Anytown --on 2026-09-01 --reason trial -o new.json",
    options.file("framework", "FRAMEWORK", "an adapted framework"),
    options.argument(
        "--adaptation", "N", "which one, counted from 1 (default: the last)", type=int
    ),
    *_BY,
    *_DECISIONS,
    *options.output("the framework without it"),
)
def _revert(parsed: Namespace) -> int | None:
    framework = read(parsed.framework, ss.Framework)
    count = len(framework.lineage)
    if not count:
        raise FileError(f"{shown(parsed.framework)}: nobody has adapted this framework")
    number = count if parsed.adaptation is None else parsed.adaptation
    if not 1 <= number <= count:
        raise UnknownIdError(f"no adaptation {number}", f"there are {count}, numbered from 1")
    undone = partial(ss.revert, framework, framework.lineage[number - 1])
    return _decided(undone, parsed, (framework, framework.origin))


@options.command(
    "record an edited copy of a framework as an adaptation of it",
    "sixsteps record six-steps setup.xlsx --by Anytown --on 2026-04-01 -o local.json",
    options.file("base", "BASE", "the framework that was edited, or six-steps"),
    options.file(
        "edited",
        "EDITED",
        "the edited copy: a workbook with the sheet Framework, which says itself what was"
        " reworded or replaced, or JSON",
    ),
    *_BY,
    options.several("--reworded", "ID", "a question whose text is another and means the same"),
    options.several("--replaced", "ID", "a question that is another one now"),
    options.several(
        "--mapping",
        "OLD=NEW",
        "what a level of the scale became, where the copy has other levels",
        type=_pair,
    ),
    *options.output("the adapted framework"),
)
def _record(parsed: Namespace) -> None:
    base = read(parsed.base, ss.Framework)
    said = {name: getattr(parsed, name) for name in ("by", "on", "reason", "reworded", "replaced")}
    said["mapping"] = _one_each(parsed.mapping, "--mapping") or None
    try:
        if files.is_spreadsheet(parsed.edited):
            found = ss.workbook.read_framework(parsed.edited, base=base, **said)
            recorded = files.noted(parsed.edited, found).framework
        else:
            recorded = ss.record(base, files.source_of(parsed.edited), **said)
    except SixStepsError as error:
        told = in_options(error, parsed, file=parsed.edited)
        raise FileError(f"{shown(parsed.edited)}: {told}") from None
    assert recorded is not None  # noqa: S101  what every workbook of a framework gives
    files.write(files.document(recorded), parsed)
    edits = [edit for one in recorded.lineage[len(base.lineage) :] for edit in one.edits]
    note(f"{counted(len(edits), 'edit')} recorded" if edits else "nothing was changed")


@options.command(
    "print the reference of a framework, with everybody who adapted it",
    "sixsteps cite local.json --format bibtex",
    options.file("file", "FILE", "a framework or a round, or six-steps"),
    options.argument(
        "--format",
        None,
        "the format (default: text)",
        choices=("text", "bibtex", "csl", "cff"),
        default="text",
    ),
)
def _cite(parsed: Namespace) -> None:
    value = files.read_any(parsed.file)
    framework = value.framework if isinstance(value, ss.Round) else value
    if not isinstance(framework, ss.Framework):
        kind = type(value).__name__.lower()
        raise FileError(
            f"{shown(parsed.file)}: a framework or a round is needed,"
            f" and this is of the kind {kind!r}"
        )
    say(ss.cite(framework, format=parsed.format).rstrip("\n"))


@options.command(
    "print the JSON Schema of a kind of document",
    "sixsteps schema round",
    options.argument("kind", "KIND", ", ".join(KINDS), choices=KINDS),
)
def _schema(parsed: Namespace) -> None:
    say(json.dumps(ss.schema(parsed.kind), ensure_ascii=False, indent=2))


COMMANDS = (_adapt, _record, _revert, _diff, _merge, _cite, _schema)
