"""Commands about frameworks: adapt, diff, merge, cite and schema."""

import argparse
import json
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import sixsteps as ss
from sixsteps.cli import options
from sixsteps.cli.files import (
    FileError,
    document,
    is_spreadsheet,
    note,
    read,
    read_any,
    say,
    write,
)
from sixsteps.cli.options import Command
from sixsteps.cli.printing import show
from sixsteps.cli.remedies import in_options
from sixsteps.errors import SixStepsError, UnknownIdError, WrongTypeError
from sixsteps.words import counted, listed

if TYPE_CHECKING:
    from sixsteps.adaptation.conflicts import Choice, Conflict, Resolution

KINDS = ("framework", "adaptation", "round", "crosswalk", "translation", "rounds")


def _remedy(conflict: "Conflict") -> str:
    key = _key(conflict)
    if conflict.kind == "clash":
        return f"--resolve {key}={conflict.suggestion or 'NEW-ID'}"
    return f"--resolve {key}=ours, or --resolve {key}=theirs"


def _decision(text: str) -> tuple[str, str]:
    """A conflict's key and the decision about it, from the text of an argument."""
    key, _, side = text.partition("=")
    if not key or not side:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a decision; write it as s1q1:text=ours, with the key of a conflict"
        )
    return key, side


def _merged(
    merge: Callable[..., ss.Framework], decisions: Iterable[tuple[str, str]], take: "Choice | None"
) -> ss.Framework:
    """The framework merged with these decisions, `take` for every conflict that has none.

    Raises:
        MergeConflict: conflicts are left.
        UnknownIdError: a decision is about no conflict, or says what it cannot.
        WrongTypeError: two decisions about one conflict disagree.
    """
    decided: dict[str, str] = {}
    for key, side in decisions:
        if decided.setdefault(key, side) != side:
            told = f"{key} is decided as {decided[key]} and as {side} at --resolve"
            raise WrongTypeError(told, "give one of the two")
    resolutions: list[Resolution] = []
    met: dict[str, Conflict] = {}
    while True:
        result: ss.Framework | ss.MergeConflict
        try:
            result = merge(resolutions=resolutions)
        except ss.MergeConflict as found:
            result = found
            met.update((_key(conflict), conflict) for conflict in found.conflicts)
            made = [_resolution(conflict, decided, take) for conflict in found.conflicts]
            if any(made):
                # Some conflicts only show once others are decided.
                resolutions += [resolution for resolution in made if resolution is not None]
                continue
        for key in decided:
            if key not in met:
                raise UnknownIdError(f"no conflict {key!r}", f"there are {listed(list(met))}")
        if isinstance(result, ss.MergeConflict):
            raise result
        return result


def _key(conflict: "Conflict") -> str:
    return f"{conflict.element}:{conflict.about.replace(' ', '-')}"


def _resolution(
    conflict: "Conflict", decided: Mapping[str, str], take: "Choice | None"
) -> "Resolution | None":
    key = _key(conflict)
    given = decided.get(key)
    if conflict.kind == "clash":
        # Both things stay, so no side can be taken.
        if given in ("ours", "theirs"):
            raise UnknownIdError(
                f"{key} is one id with two meanings, and both stay",
                f"give a new id for theirs: {_remedy(conflict)}",
            )
        return None if given is None else conflict.rename(given)
    match given or take:
        case None:
            return None
        case "ours" | "theirs" as side:
            return conflict.take(side)
        case other:
            raise UnknownIdError(f"no side {other!r} in {key}", f"give {_remedy(conflict)}")


def _adapt(parsed: Namespace) -> int | None:
    base, adaptation = read(parsed.base, ss.Framework), read(parsed.edits, ss.Adaptation)
    adapted = ss.replay(base, adaptation, partial=parsed.partial)
    write(document(adapted), parsed)
    left_out = adapted.lineage[-1].left_out[len(adaptation.left_out) :]
    for left in left_out:
        note(f"left out: {left.edit}: {left.why}")
    return options.FINDINGS if left_out else None


def _diff(parsed: Namespace) -> None:
    found = ss.diff(read(parsed.a, ss.Framework), read(parsed.b, ss.Framework))
    if found or found.source_changes or parsed.format != "text":
        show([found], parsed)
    else:
        say(f"No differences between {parsed.a} and {parsed.b}.\n\n{found.source}")


def _merge(parsed: Namespace) -> int | None:
    base, ours, theirs = (
        read(name, ss.Framework) for name in (parsed.base, parsed.ours, parsed.theirs)
    )
    return _decided(partial(ss.merge, base, ours, theirs), parsed)


def _revert(parsed: Namespace) -> int | None:
    framework = read(parsed.framework, ss.Framework)
    count = len(framework.lineage)
    number = count if parsed.adaptation is None else parsed.adaptation
    if not 1 <= number <= count:
        remedy = f"there are {count}, numbered from 1" if count else "nobody has adapted it"
        raise UnknownIdError(f"no adaptation {number}", remedy)
    return _decided(partial(ss.revert, framework, framework.lineage[number - 1]), parsed)


def _record(parsed: Namespace) -> None:
    base = read(parsed.base, ss.Framework)
    by, on, reason = parsed.by, parsed.on, parsed.reason
    try:
        if is_spreadsheet(parsed.edited):
            found = ss.workbook.read_framework(
                parsed.edited, by=by, on=on, reason=reason, base=base
            )
            for unused in found.left_out:
                note(f"not used: {parsed.edited}: {unused}")
            recorded = found.framework
        else:
            recorded = ss.record(
                base,
                parsed.edited,
                by=by,
                on=on,
                reason=reason,
                reworded=parsed.reworded,
                replaced=parsed.replaced,
            )
    except SixStepsError as error:
        raise FileError(f"{parsed.edited}: {in_options(error, parsed)}") from None
    assert recorded is not None  # noqa: S101  what every workbook of a framework gives
    write(document(recorded), parsed)
    edits = [edit for one in recorded.lineage[len(base.lineage) :] for edit in one.edits]
    note(f"{counted(len(edits), 'edit')} recorded" if edits else "nothing was changed")


def _decided(merge: Callable[..., ss.Framework], parsed: Namespace) -> int | None:
    """Write the framework merged as the arguments decide, or list the conflicts that are left."""
    try:
        result = _merged(
            partial(merge, by=parsed.by, on=parsed.on, reason=parsed.reason),
            parsed.resolve,
            parsed.take,
        )
    except ss.MergeConflict as left:
        told = "".join(f"\n  {conflict}\n    {_remedy(conflict)}" for conflict in left.conflicts)
        note(
            f"nothing written; {counted(len(left.conflicts), 'conflict')} to decide, each with"
            f" --resolve, or all whose side can be taken with --take ours or --take theirs:{told}"
        )
        return options.FINDINGS
    write(document(result), parsed)
    return None


def _cite(parsed: Namespace) -> None:
    value = read_any(parsed.file)
    framework = value.framework if isinstance(value, ss.Round) else value
    if not isinstance(framework, ss.Framework):
        kind = type(value).__name__.lower()
        raise FileError(
            f"{parsed.file}: a framework or a round is needed, and this is of the kind {kind!r}"
        )
    say(ss.cite(framework, format=parsed.format).rstrip("\n"))


def _schema(parsed: Namespace) -> None:
    say(json.dumps(ss.schema(parsed.kind), ensure_ascii=False, indent=2))


_BY = (
    options.argument("--by", "NAME", "who decided it", required=True),
    options.argument("--on", "DATE", "when", type=options.iso_date, required=True),
    options.argument("--reason", None, "why", default=""),
)
_DECISIONS = (
    options.argument(
        "--resolve",
        "KEY=SIDE",
        "decide one conflict, named by the key it is listed with: ours or theirs, or where"
        " one id has two meanings a new id for theirs; may be given several times",
        type=_decision,
        action="append",
        default=[],
    ),
    options.argument(
        "--take",
        None,
        "whose side counts in every other conflict, except where one id has two meanings",
        choices=("ours", "theirs"),
    ),
)


def _ids(name: str, help: str) -> options.Argument:  # noqa: A002  argparse's name
    return options.argument(
        name, "ID", f"{help}; may be given several times", action="append", default=[]
    )


COMMANDS = (
    Command(
        "adapt",
        "apply an adaptation to a framework",
        "sixsteps adapt six-steps local-edits.json -o local.json",
        (
            options.file("base", "BASE", "the framework to adapt, or six-steps"),
            options.file("edits", "EDITS", "an adaptation: its edits, by whom and when"),
            options.flag(
                "--partial",
                "apply what fits a framework the adaptation was not made for; exit 1 and list the"
                " edits left out, if any",
            ),
            *options.output("the adapted framework"),
        ),
        _adapt,
    ),
    Command(
        "record",
        "record an edited copy of a framework as an adaptation of it",
        "sixsteps record six-steps setup.xlsx --by Anytown --on 2026-04-01 -o local.json",
        (
            options.file("base", "BASE", "the framework that was edited, or six-steps"),
            options.argument(
                "edited",
                "EDITED",
                "the edited copy: a workbook with the sheet Framework, which says itself what was"
                " reworded or replaced, or JSON",
            ),
            *_BY,
            _ids("--reworded", "a question whose text is another and means the same (JSON)"),
            _ids("--replaced", "a question that is another one now (JSON)"),
            *options.output("the adapted framework"),
        ),
        _record,
    ),
    Command(
        "revert",
        "take an adaptation back; exit 1 and list the conflicts with later ones, if any",
        "sixsteps revert local.json --by Anytown --on 2026-09-01 --reason trial -o new.json",
        (
            options.file("framework", "FRAMEWORK", "an adapted framework"),
            options.argument(
                "--adaptation", "N", "which one, counted from 1 (default: the last)", type=int
            ),
            *_BY,
            *_DECISIONS,
            *options.output("the framework without it"),
        ),
        _revert,
    ),
    Command(
        "diff",
        "show what changed from one framework to another",
        "sixsteps diff six-steps local.json",
        (
            options.file("a", "A", "a framework, or six-steps"),
            options.file("b", "B", "a framework that descends from A, or its cousin"),
            *options.TABLES,
        ),
        _diff,
    ),
    Command(
        "merge",
        "bring a revised source into a local adaptation; exit 1 and list the conflicts, if any",
        "sixsteps merge six-steps local.json revised.json --by Anytown --on 2026-09-01 -o new.json",
        (
            options.file("base", "BASE", "the framework both sides began with"),
            options.file("ours", "OURS", "the local adaptation"),
            options.file("theirs", "THEIRS", "the revised source"),
            *_BY,
            *_DECISIONS,
            *options.output("the merged framework"),
        ),
        _merge,
        "Bring a revised source into a local adaptation. Where both sides changed one thing"
        " differently,\nnothing is written: the conflicts are listed with their keys, the exit"
        " status is 1, and\n--resolve decides one, --take all the others.",
    ),
    Command(
        "cite",
        "print the reference of a framework, with everybody who adapted it",
        "sixsteps cite local.json --format bibtex",
        (
            options.file("file", "FILE", "a framework or a round, or six-steps"),
            options.argument(
                "--format",
                None,
                "the format (default: text)",
                choices=("text", "bibtex", "csl", "cff"),
                default="text",
            ),
        ),
        _cite,
    ),
    Command(
        "schema",
        "print the JSON Schema of a kind of document",
        "sixsteps schema round",
        (options.argument("kind", "KIND", ", ".join(KINDS), choices=KINDS),),
        _schema,
    ),
)
