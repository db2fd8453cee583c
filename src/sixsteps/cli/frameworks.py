"""Commands about frameworks: adapt, diff, merge, cite and schema."""

import argparse
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import sixsteps as ss
from sixsteps.cli.command import DONE, FINDINGS, Command, Source, add_format, add_output, iso_date
from sixsteps.cli.files import document, note, read, read_any, say, write
from sixsteps.cli.showing import show
from sixsteps.errors import InvalidError, Problem, SixStepsError, UnknownIdError, listed

if TYPE_CHECKING:
    from sixsteps.adaptation.conflicts import Choice, Conflict, Resolution


class Undecided(SixStepsError, ValueError):
    """Conflicts without a decision, each with its key and how to decide it."""

    def __init__(self, conflicts: "Iterable[Conflict]") -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(self.conflicts)

    def __str__(self) -> str:
        count = len(self.conflicts)
        told = "".join(f"\n  {conflict}\n    {_remedy(conflict)}" for conflict in self.conflicts)
        return (
            f"{count} conflict{'' if count == 1 else 's'} to decide, each with --resolve, or all"
            f" whose side can be taken with --take ours or --take theirs:{told}"
        )


def _remedy(conflict: "Conflict") -> str:
    key = _key(conflict)
    if conflict.kind == "clash":
        return f"--resolve {key}={conflict.suggestion or 'NEW-ID'}"
    return f"--resolve {key}=ours, or --resolve {key}=theirs"


def decision(text: str) -> tuple[str, str]:
    """A conflict's key and the decision about it, from the text of an argument.

    Raises:
        ArgumentTypeError: for a text without both.

    >>> decision("s1q1:text=ours")
    ('s1q1:text', 'ours')
    """
    key, _, side = text.partition("=")
    if not key or not side:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no decision; write it as s1q1:text=ours, with the key of a conflict"
        )
    return key, side


def merged(
    merge: "Callable[[Iterable[Resolution]], ss.Framework]",
    decisions: Iterable[tuple[str, str]],
    take: "Choice | None",
) -> ss.Framework:
    """What the merge gives with these decisions, `take` for every conflict that has none.

    Raises:
        Undecided: conflicts are left.
        UnknownIdError: a decision is about no conflict, or says what it cannot.
        InvalidError: two decisions about one conflict disagree.
    """
    decided: dict[str, str] = {}
    for key, side in decisions:
        if decided.setdefault(key, side) != side:
            told = f"{key} is decided as {decided[key]} and as {side}; give one of the two"
            raise InvalidError("merge", [Problem("--resolve", told)])
    resolutions: list[Resolution] = []
    met: dict[str, Conflict] = {}
    while True:
        try:
            result = merge(resolutions)
        except ss.MergeConflict as found:
            met.update((_key(conflict), conflict) for conflict in found.conflicts)
            more = [
                resolution
                for conflict in found.conflicts
                if (resolution := _resolution(conflict, decided, take)) is not None
            ]
            # Some conflicts only show once others are decided.
            if more:
                resolutions += more
                continue
            _refuse_unknown(decided, met)
            raise Undecided(found.conflicts) from None
        _refuse_unknown(decided, met)
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
                f"{key} is one id with two meanings, and both stay; give a new id for theirs:"
                f" {_remedy(conflict)}"
            )
        return None if given is None else conflict.rename(given)
    match given or take:
        case None:
            return None
        case "ours" | "theirs" as side:
            return conflict.take(side)
        case other:
            raise UnknownIdError(f"no side {other!r} in {key}; give {_remedy(conflict)}")


def _refuse_unknown(decided: Mapping[str, str], met: Iterable[str]) -> None:
    known = list(met)
    for key in decided:
        if key not in known:
            raise UnknownIdError(f"no conflict {key!r}; there are {listed(known)}")


KINDS = ("framework", "adaptation", "round", "crosswalk", "rounds")
SIDES = ("ours", "theirs")
CITATIONS = ("text", "bibtex", "csl", "cff")


def _adapt_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "base", type=Source, metavar="BASE", help="the framework to adapt, or six-steps"
    )
    parser.add_argument(
        "edits", type=Source, metavar="EDITS", help="an adaptation: its edits, by whom and when"
    )
    parser.add_argument(
        "--partial",
        action="store_true",
        help="apply what fits a framework the adaptation was not made for; exit 1 and list"
        " the edits left out, if any",
    )
    add_output(parser, "the adapted framework")


def _adapt(parsed: Namespace) -> int:
    base, adaptation = read(parsed.base, ss.Framework), read(parsed.edits, ss.Adaptation)
    adapted = ss.replay(base, adaptation, partial=parsed.partial)
    write(document(adapted), parsed)
    left_out = adapted.lineage[-1].left_out[len(adaptation.left_out) :]
    for left in left_out:
        note(f"left out: {left.edit}: {left.why}")
    return FINDINGS if left_out else DONE


def _diff_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("a", type=Source, metavar="A", help="a framework, or six-steps")
    parser.add_argument(
        "b", type=Source, metavar="B", help="a framework that descends from A, or its cousin"
    )
    add_format(parser)


def _diff(parsed: Namespace) -> int:
    found = ss.diff(read(parsed.a, ss.Framework), read(parsed.b, ss.Framework))
    if found or parsed.format != "text":
        show([found], parsed)
    else:
        say(f"No differences between {parsed.a} and {parsed.b}.\n\n{found.source}")
    return DONE


def _merge_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "base", type=Source, metavar="BASE", help="the framework both sides began with"
    )
    parser.add_argument("ours", type=Source, metavar="OURS", help="the local adaptation")
    parser.add_argument("theirs", type=Source, metavar="THEIRS", help="the revised source")
    parser.add_argument("--by", metavar="NAME", required=True, help="who merges")
    parser.add_argument(
        "--on", metavar="DATE", type=iso_date, required=True, help="the date of the merge"
    )
    parser.add_argument("--reason", default="", help="why")
    parser.add_argument(
        "--resolve",
        metavar="KEY=SIDE",
        type=decision,
        action="append",
        default=[],
        help="decide one conflict, named by the key it is listed with: ours or theirs, or where"
        " one id has two meanings a new id for theirs; may be given several times",
    )
    parser.add_argument(
        "--take",
        choices=SIDES,
        help="whose side counts in every other conflict, except where one id has two meanings",
    )
    add_output(parser, "the merged framework")


def _merge(parsed: Namespace) -> int:
    base, ours, theirs = (
        read(name, ss.Framework) for name in (parsed.base, parsed.ours, parsed.theirs)
    )
    try:
        result = merged(
            lambda resolutions: ss.merge(
                base,
                ours,
                theirs,
                by=parsed.by,
                on=parsed.on,
                reason=parsed.reason,
                resolutions=resolutions,
            ),
            parsed.resolve,
            parsed.take,
        )
    except Undecided as found:
        note(f"nothing written; {found}")
        return FINDINGS
    write(document(result), parsed)
    return DONE


def _cite_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Source, metavar="FILE", help="a framework or a round, or six-steps"
    )
    parser.add_argument(
        "--format", choices=CITATIONS, default="text", help="the format (default: text)"
    )


def _cite(parsed: Namespace) -> int:
    value = read_any(parsed.file)
    framework = value.framework if isinstance(value, ss.Round) else value
    if not isinstance(framework, ss.Framework):
        kind = type(value).__name__.lower()
        raise ss.WrongTypeError(
            f"{parsed.file}: a framework or a round is needed, and this is of the kind {kind!r}"
        )
    say(ss.cite(framework, format=parsed.format).rstrip("\n"))
    return DONE


def _schema_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))


def _schema(parsed: Namespace) -> int:
    say(json.dumps(ss.schema(parsed.kind), ensure_ascii=False, indent=2))
    return DONE


COMMANDS = (
    Command(
        "adapt",
        "apply an adaptation to a framework",
        "sixsteps adapt six-steps local-edits.json -o local.json",
        _adapt_arguments,
        _adapt,
    ),
    Command(
        "diff",
        "show what changed from one framework to another",
        "sixsteps diff six-steps local.json",
        _diff_arguments,
        _diff,
    ),
    Command(
        "merge",
        "bring a revised source into a local adaptation; exit 1 and list the conflicts, if any",
        "sixsteps merge six-steps local.json revised.json --by Anytown --on 2026-09-01 -o new.json",
        _merge_arguments,
        _merge,
        "Bring a revised source into a local adaptation. Where both sides changed one thing"
        " differently,\nnothing is written: the conflicts are listed with their keys, the exit"
        " status is 1, and\n--resolve decides one, --take all the others.",
    ),
    Command(
        "cite",
        "print the reference of a framework, with everybody who adapted it",
        "sixsteps cite local.json --format bibtex",
        _cite_arguments,
        _cite,
    ),
    Command(
        "schema",
        "print the JSON Schema of a kind of document",
        "sixsteps schema round",
        _schema_arguments,
        _schema,
    ),
)
