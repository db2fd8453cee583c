"""Commands about rounds: show, check, change, history, compare and report."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

import sixsteps as ss
from sixsteps.cli.command import (
    DONE,
    FINDINGS,
    Command,
    Source,
    add_as_of,
    add_crosswalk,
    add_force,
    add_format,
    add_output,
    add_rule,
    add_whose,
    in_options,
)
from sixsteps.cli.files import (
    FileError,
    document,
    note,
    put_safe,
    read,
    read_any,
    save,
    say,
    shown,
    warnings_noted,
    write_bytes,
)
from sixsteps.cli.showing import as_text, show
from sixsteps.errors import SeveralAnswersError, UnknownIdError
from sixsteps.table import Table, Tabular, worded


def _show_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Source,
        metavar="FILE",
        help="a round, framework, adaptation or crosswalk; or six-steps",
    )
    parser.add_argument(
        "--earlier",
        type=Source,
        metavar="ROUND",
        action="append",
        default=[],
        help="an earlier round, for declines and rounds in a row; may be given several times",
    )
    add_whose(parser)
    add_as_of(parser)
    add_format(parser)


def _show(parsed: Namespace) -> int:
    value = read_any(parsed.file)
    results: list[Tabular | Table]
    match value:
        case ss.Round():
            earlier = [read(name, ss.Round) for name in parsed.earlier]
            results = [
                *_summary(value, parsed),
                ss.coverage(value, as_of=parsed.as_of, respondent=parsed.respondent),
                ss.gaps(
                    value,
                    earlier=_readable(earlier, value, parsed),
                    as_of=parsed.as_of,
                    respondent=parsed.respondent,
                ),
            ]
        case ss.Adaptation():
            results = [_edits(value)]
        case _:
            results = [value]
    show(results, parsed)
    return DONE


def _summary(round_: ss.Round, parsed: Namespace) -> "list[ss.results.Summary]":
    """The summary, where it needs no choice or the choice is made; a line how to make it else.

    Coverage and gaps count everybody's answers, each by itself, and need none.
    """
    try:
        return [ss.summary(round_, respondent=parsed.respondent, rule=parsed.rule)]
    except SeveralAnswersError as error:
        note(in_options(f"no summary: {error}"))
        return []


def _readable(
    earlier: Sequence[ss.Round], round_: ss.Round, parsed: Namespace
) -> Sequence[ss.Round]:
    """The earlier rounds, one answer a question by the rule where nobody is named now."""
    if parsed.rule is None or round_.respondents:
        return earlier
    return [ss.consensus(one, parsed.rule) if one.respondents else one for one in earlier]


def _edits(adaptation: ss.Adaptation) -> Table:
    rows = [
        (number, str(edit), edit.reason) for number, edit in enumerate(adaptation.edits, start=1)
    ]
    notes = [adaptation.reason] if adaptation.reason else []
    title = adaptation.title or "Adaptation"
    return Table(("Number", "Edit", "Reason"), rows, title, notes, adaptation.adapter)


def _check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("round", type=Source, metavar="ROUND", help="the round to check")
    add_whose(parser, rule=False)
    add_as_of(parser)
    add_format(parser)


def _check(parsed: Namespace) -> int:
    round_ = read(parsed.round, ss.Round)
    found = ss.coverage(round_, as_of=parsed.as_of, respondent=parsed.respondent)
    missing = _missing(round_, found)
    if not missing.cells:
        say(
            f"{round_.title} is complete: every question asked is answered and lacks nothing its"
            " level needs."
        )
        return DONE
    show([missing], parsed)
    return FINDINGS


def _missing(round_: ss.Round, found: "ss.results.Coverage") -> Table:
    """What keeps a round from being complete by the paper's own rules (Section 5)."""
    framework = round_.framework
    names = {part.id: part.name for part in found.respondents if part.id}
    rows = [
        (
            lack.number,
            framework.question(lack.question).name,
            names.get(lack.respondent or ""),
            framework.scale.label(lack.level),
            ", ".join(lack.lacks),
        )
        for lack in found.lacking
    ]
    rows += [
        (framework.number(name), framework.question(name).name, None, "", "somebody to ask")
        for name in found.unassigned
    ]
    return Table(
        ("Number", "Question", "Respondent", "Rating", "Missing"),
        rows,
        f"What {round_.title} of {round_.organisation} lacks",
        found.notes,
        round_.citation,
    )


def _change_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("before", type=Source, metavar="BEFORE", help="the earlier round")
    parser.add_argument("after", type=Source, metavar="AFTER", help="the later round")
    add_crosswalk(parser)
    add_whose(parser)
    add_format(parser)


def _change(parsed: Namespace) -> int:
    before, after = read(parsed.before, ss.Round), read(parsed.after, ss.Round)
    _refuse_backwards(before, after, parsed.before, parsed.after)
    result = ss.change(
        before, after, crosswalk=_crosswalk(parsed), respondent=parsed.respondent, rule=parsed.rule
    )
    show([result], parsed)
    return DONE


def _crosswalk(parsed: Namespace) -> "ss.Crosswalk | None":
    return None if parsed.crosswalk is None else read(parsed.crosswalk, ss.Crosswalk)


def _refuse_backwards(before: ss.Round, after: ss.Round, earlier: str, later: str) -> None:
    """Raise for a comparison of a round with itself, or with a later one as the earlier."""
    if before == after:
        raise ss.NotComparableError(
            f"{shown(earlier)} and {shown(later)} hold the same round; give an earlier and a"
            " later one"
        )
    if after.on < before.on:
        raise ss.NotComparableError(
            f"{shown(later)} ({worded(after.on)}) is earlier than {shown(earlier)}"
            f" ({worded(before.on)}); swap them"
        )


def _history_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "rounds", type=Source, metavar="ROUND", nargs="+", help="the rounds, earliest first"
    )
    add_crosswalk(parser, "one for each pair of rounds that needs it", several=True)
    add_whose(parser)
    add_format(parser)


def _history(parsed: Namespace) -> int:
    result = ss.history(
        [read(name, ss.Round) for name in parsed.rounds],
        crosswalks=[read(name, ss.Crosswalk) for name in parsed.crosswalk],
        respondent=parsed.respondent,
        rule=parsed.rule,
    )
    show([result], parsed)
    return DONE


def _compare_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "round", type=Source, metavar="ROUND", help="a round with several respondents"
    )
    parser.add_argument("a", metavar="A", help="a respondent's id or a role")
    parser.add_argument("b", metavar="B", help="another respondent's id or role")
    add_rule(parser)
    add_format(parser)


def _compare(parsed: Namespace) -> int:
    if parsed.a == parsed.b:
        raise ss.NotComparableError(
            f"{parsed.a!r} and {parsed.b!r} are the same; name two respondents or roles"
        )
    result = ss.compare(read(parsed.round, ss.Round), parsed.a, parsed.b, rule=parsed.rule)
    show([result], parsed)
    return DONE


def _report_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("round", type=Source, metavar="ROUND", help="the round to report on")
    parser.add_argument(
        "--since", type=Source, metavar="EARLIER", help="an earlier round to compare it with"
    )
    add_crosswalk(parser)
    add_whose(parser)
    add_as_of(parser)
    parser.add_argument(
        "--redact",
        action="store_true",
        help="leave out free text and respondents' names, for publication",
    )
    add_output(parser, "the report: .html, .md or .docx by its ending", required=True)


def _report(parsed: Namespace) -> int:
    writers = {".html": "html", ".md": "markdown", ".docx": "docx"}
    ending = next((end for end in writers if parsed.output.lower().endswith(end)), None)
    if ending is None:
        raise UnknownIdError(f"{parsed.output}: end the name in .html, .md or .docx")
    round_ = read(parsed.round, ss.Round)
    since = None if parsed.since is None else read(parsed.since, ss.Round)
    if since is not None:
        _refuse_backwards(since, round_, parsed.since, parsed.round)
    with warnings_noted():
        report = ss.report(
            round_,
            since=since,
            as_of=parsed.as_of,
            redact=parsed.redact,
            respondent=parsed.respondent,
            rule=parsed.rule,
            crosswalk=_crosswalk(parsed),
        )
        content: str | bytes = getattr(report, writers[ending])()
    write_bytes(content.encode() if isinstance(content, str) else content, parsed)
    return DONE


COMMANDS = (
    Command(
        "show",
        "show a round (its summary, coverage and gaps) or a framework",
        "sixsteps show spring-2026.json",
        _show_arguments,
        _show,
    ),
    Command(
        "check",
        "check that a round is complete; exit 1 and list what is missing where it is not",
        "sixsteps check spring-2026.json",
        _check_arguments,
        _check,
        "Check that a round is complete by the paper's own rules: every question asked is"
        " answered,\nand each answer has the evidence, the remaining work and the action plan"
        " its level needs.\nExit status 1 where something is missing; the list says what.",
    ),
    Command(
        "change",
        "compare two rounds, also where the framework was adapted in between",
        "sixsteps change autumn-2025.json spring-2026.json --respondent agreed",
        _change_arguments,
        _change,
    ),
    Command(
        "history",
        "follow each question through several rounds",
        "sixsteps history 2024.json 2025.json 2026.json --respondent agreed",
        _history_arguments,
        _history,
    ),
    Command(
        "compare",
        "compare the answers of two respondents or roles of a round",
        'sixsteps compare spring-2026.json council "independent scrutineer"',
        _compare_arguments,
        _compare,
    ),
    Command(
        "report",
        "write a report for a board: HTML, Word or Markdown",
        "sixsteps report spring-2026.json --since autumn-2025.json --respondent agreed -o r.html",
        _report_arguments,
        _report,
    ),
)


def _demo_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        default="sixsteps-demo",
        help="where the files go (default: sixsteps-demo)",
    )
    add_force(parser)


def _run_demo(parsed: Namespace) -> int:
    from sixsteps import samples

    folder = Path(parsed.folder)
    autumn, spring = samples.autumn_2025(), samples.spring_2026()
    changed = ss.change(autumn, spring, respondent="agreed")
    files = {
        "framework-2025.json": document(autumn.framework),
        "framework-2026.json": document(spring.framework),
        "autumn-2025.json": document(autumn),
        "spring-2026.json": document(spring),
        "change-grid.svg": _grid(autumn, spring),
        **_demo_report(autumn, spring),
    }
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder}: this is no folder; name another")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        save(content, folder / name, force=parsed.force)

    found = ss.gaps(spring, earlier=[autumn], respondent="agreed")
    for table in (ss.coverage(spring).table(), found.table(), changed.table()):
        put_safe(f"{as_text(table)}\n\n")
    say(f"Anytown is made up. Written to {folder}:")
    for name in files:
        say(f"  {folder / name}")
    return DONE


def _grid(autumn: ss.Round, spring: ss.Round) -> bytes:
    return ss.charts.change_grid(autumn, spring, respondent="agreed").svg().encode()


def _demo_report(autumn: ss.Round, spring: ss.Round) -> dict[str, bytes]:
    """The report in HTML; in Markdown, which needs no extra, where jinja2 is not installed."""
    report = ss.report(spring, since=autumn, respondent="agreed")
    try:
        return {"report.html": report.html().encode()}
    except ss.MissingExtraError as missing:
        say(f"{missing}; the report is in Markdown instead.\n")
        return {"report.md": report.markdown().encode()}


DEMO = Command(
    "demo",
    "write two sample rounds on two adapted frameworks, and compare them",
    "sixsteps demo sixsteps-demo",
    _demo_arguments,
    _run_demo,
    "Write two sample rounds of a made-up partnership, on two differently adapted frameworks,\nto"
    " FOLDER; print coverage, gaps and change; write a report with charts, and one chart alone.",
)
