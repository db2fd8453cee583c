"""Commands that begin and end a round: setup, begin, agree, publish, actions and follow-up.

And those that bring answers in from elsewhere, and draw: import and chart.
"""

from argparse import Namespace
from collections import Counter
from contextlib import suppress
from pathlib import Path

import sixsteps as ss
from sixsteps.cli import files, options
from sixsteps.cli.files import FileError, document, note, read, read_result, shown, write
from sixsteps.cli.printing import show
from sixsteps.cli.remedies import in_options
from sixsteps.cli.returns import REPLACE, tell_returns, together
from sixsteps.cli.rounds import refuse_backwards, refuse_for_no_round, write_report
from sixsteps.errors import SeveralAnswersError, SixStepsError
from sixsteps.formats.rows import role_of
from sixsteps.table import worded
from sixsteps.words import counted, listed, name_of


@options.command(
    "write the workbook in which a round is set up: its agencies, dates and framework",
    "sixsteps setup six-steps -o setup.xlsx",
    options.file(
        "subject", "SUBJECT", "a framework, or six-steps; or the last round, for the one after it"
    ),
    *options.output("the workbook (.xlsx)", required=True),
)
def _setup(parsed: Namespace) -> None:
    files.write_workbook(ss.workbook.write_setup, files.subject(parsed.subject), parsed)


@options.command(
    "write the set-up workbook of the next round, filled in from this one",
    "sixsteps follow-up agreed-2026.json -o setup-2027.xlsx",
    options.file("subject", "ROUND", "the round that is followed"),
    *options.output("the workbook (.xlsx)", required=True),
    description=(
        "Write the set-up workbook of the next round, filled in from this one: its agencies, its"
        " framework,\nwhat is known of it. sixsteps begin carries the open actions on."
    ),
)
def _follow_up(parsed: Namespace) -> None:
    files.write_workbook(ss.workbook.write_setup, read(parsed.subject, ss.Round), parsed)


@options.command(
    "begin the round that a filled-in set-up workbook describes",
    "sixsteps begin setup.xlsx -o spring-2026.json",
    options.file("setup", "SETUP", "the set-up workbook"),
    *options.output("the round that asks"),
)
def _begin(parsed: Namespace) -> None:
    found = read_result(parsed.setup, "setup")
    round_ = found.round
    write(document(round_), parsed)
    asked = [one for one in round_.respondents if one.role != ss.Role.AGREED]
    due = found.about.return_by
    files.say_beside(
        parsed,
        f"Begun: {round_.organisation}, {round_.title}, {worded(round_.on)}:"
        f" {counted(len(asked), 'respondent')},"
        f" {counted(len(round_.framework.questions), 'question')}"
        + (f"; returns are due by {worded(due)}." if due else "."),
    )
    if found.framework is not None and (changed := _changed(found.framework, round_.framework)):
        files.say_beside(parsed, changed)
    for problem in found.notes:
        note(str(problem))


def _changed(before: ss.Framework, now: ss.Framework) -> str:
    """A sentence on the changes that a set-up made to the framework; empty where none."""
    found = ss.diff(before, now)
    numbers: dict[str, list[str]] = {}
    for one in found.questions:
        for fate in one.fates:
            numbers.setdefault(fate, []).append(listed(one.after or one.before))
    told = [
        f"{counted(len(these), 'question')} {fate} ({listed(these)})"
        for fate, these in numbers.items()
        if fate != "unchanged"
    ]
    deeds = Counter(name_of(type(edit)) for edit in found)
    for deed, count in deeds.items():
        verb, _, what = deed.partition(" ")
        if not what.startswith("question"):
            done = f"{verb}{'d' if verb.endswith('e') else 'ed'}"
            told.append(f"{counted(count, what or 'framework')} {done}")
    if not told:
        return ""
    made = now.lineage[-1]
    who = f"{listed(made.by)}, {worded(made.on)}"
    return f"Framework changed by {who}: {', '.join(told)}."


@options.command(
    "sign off the round of a filled-in moderation workbook, or take one up again",
    "sixsteps agree moderation.xlsx -o agreed-2026.json",
    options.file("round", "ROUND", "the moderation workbook, or a round"),
    options.argument("--by", "NAME", "who signs it off, where the workbook does not say"),
    options.argument("--on", "DATE", "when", type=options.day),
    options.argument("--reopen", "REASON", "take a signed-off round up again"),
    *options.output("the round"),
)
def _agree(parsed: Namespace) -> None:
    if bool(parsed.by) != bool(parsed.on):
        raise FileError("--by and --on: one without the other", "give both, or neither")
    round_ = read(parsed.round, ss.Round)
    if parsed.reopen is not None:
        if not parsed.by:
            raise FileError("--reopen: nobody says who takes it up again", "give --by and --on")
        round_ = round_.reopen(parsed.by, parsed.on, parsed.reopen)
    elif parsed.by:
        round_ = round_.agree(parsed.by, parsed.on)
    elif round_.agreed is None:
        raise FileError(
            f"{shown(parsed.round)}: nobody has signed it off",
            "name who did on the sheet About, with the date, or give --by and --on",
        )
    write(document(round_), parsed)
    agreed_id = next((one.id for one in round_.respondents if one.role == ss.Role.AGREED), None)
    agreed = {one.question for one in round_.ratings if one.respondent == agreed_id}
    number = round_.framework.number
    left = [number(one.id) for one in round_.framework.questions if one.id not in agreed]
    told = f"{len(agreed)} of {counted(len(agreed) + len(left), 'question')} agreed"
    not_agreed = f"; not agreed: {listed(left)}" if left else ""
    files.say_beside(parsed, f"{round_.standing}: {told}{not_agreed}.")


@options.command(
    "write the public report of a round: the agreed answers alone, and nobody's words",
    "sixsteps publish agreed-2026.json -o public.html",
    options.file("round", "ROUND", "the round to publish"),
    options.file("--since", "EARLIER", "an earlier round to compare it with"),
    *options.output("the report: .html, .md or .docx by its ending", required=True),
)
def _publish(parsed: Namespace) -> None:
    from sixsteps.reporting.reports import writer

    render = writer(Path(parsed.output))
    public = _public(parsed.round)
    since = None if parsed.since is None else _public(parsed.since)
    write_report(render, public, since, parsed)


def _public(name: str) -> ss.Round:
    try:
        return read(name, ss.Round).public()
    except SeveralAnswersError as error:
        remedy = "agree on answers first: sixsteps moderate, then sixsteps agree"
        raise FileError(f"{shown(name)}: {error.problems[0].message}", remedy) from None


@options.command(
    "list a round's actions, overdue first; or write them to a workbook, or read one back",
    "sixsteps actions agreed-2026.json -o actions.xlsx",
    options.file("round", "ROUND", "a round; or the workbook of its actions, filled in"),
    options.AS_OF,
    options.argument(
        "-o --output",
        "OUT",
        "the workbook (.xlsx), without which the actions are listed; or of a workbook the round"
        " with its actions (default: the standard output)",
        default=options.STANDARD,
    ),
    options.FORCE,
    *options.TABLES,
)
def _actions(parsed: Namespace) -> None:
    listing = parsed.output == options.STANDARD and not files.is_spreadsheet(parsed.round)
    if not listing and (given := options.of_tables(parsed)):
        message = f"these are for the list of actions, which is not asked for: {listed(given)}"
        raise FileError(message, "leave them out, or give a round, without --output")
    if files.is_spreadsheet(parsed.round):
        files.write_told(document(read_result(parsed.round, "actions").round), parsed)
        return
    round_ = read(parsed.round, ss.Round)
    if listing:
        show(ss.actions(round_, as_of=parsed.as_of).all_tables(text=True), parsed)
        return
    files.write_workbook(ss.workbook.write_actions, round_, parsed)
    files.note_signed_off(round_)


@options.command(
    "read the export of a survey tool (CSV or Excel) as a round",
    "sixsteps import asked.json survey.csv --role Role -o spring-2026.json",
    options.file("subject", "SUBJECT", "a round that is begun; or a framework"),
    options.file("export", "EXPORT", "the export, one respondent a row"),
    options.argument(
        "--respondent", "HEADER", "the column that names who answers", default="respondent"
    ),
    options.argument(
        "--role", "HEADER", "the column of the role, or one role for all", default="role"
    ),
    options.argument("--organisation", "NAME", "the organisation under scrutiny"),
    options.argument("--title", "TITLE", "the title of the round"),
    options.argument("--on", "DATE", "the date of the round", type=options.day),
    options.several("--leave-out", "HEADER", "a column that is not read"),
    REPLACE,
    *options.output("the round with every answer"),
)
def _import(parsed: Namespace) -> int | None:
    base, export = files.subject(parsed.subject), shown(parsed.export)
    begun = base if isinstance(base, ss.Round) else None
    if begun is None:
        refuse_for_no_round(parsed.subject, ["--replace"] if parsed.replace else [])
    names = ("organisation", "title", "on")
    said = [f"--{name}" for name in names if getattr(parsed, name) is not None]
    if begun and said:
        message = f"{listed(said)}: the round that is begun says this itself"
        raise FileError(message, f"leave {listed(said)} out")
    if not begun and (missing := [f"--{name}" for name in names if f"--{name}" not in said]):
        raise FileError(
            f"{shown(parsed.subject)}: a framework says nothing of the round",
            f"give {listed(missing)}, or a round that is begun",
        )
    asked = [one for one in (begun.respondents if begun else ()) if one.role != ss.Role.AGREED]
    role: ss.Role | str = parsed.role
    with suppress(ValueError):  # the header of a column
        role = role_of(parsed.role)
    try:
        found = ss.surveys.read_table(
            files.source_of(parsed.export),
            base.framework if isinstance(base, ss.Round) else base,
            respondent=parsed.respondent,
            role=role,
            respondents=asked,
            leave_out=parsed.leave_out,
            **{name: getattr(begun or parsed, name) for name in names},
        )
    except SixStepsError as error:
        message = in_options(error, parsed, file=parsed.export)
        raise FileError(f"{export}: {message}") from None
    for told in files.noted(parsed.export, found).notes:
        note(f"{export}: {told}")
    if begun is None:
        files.write_told(document(found.round), parsed)
        return None
    if not begun.respondents:
        begun = begun.with_respondents(*found.round.respondents)
    faults: list[str] = []
    whole = together(begun, [(parsed.export, found.round)], faults, parsed.replace)
    if whole is None or faults:
        raise FileError("\n".join(faults))
    files.write_told(document(whole.round), parsed)
    return options.FINDINGS if tell_returns(whole, parsed) else None


_OF_ONE = ("grid", "levels", "respondents")
_OF_TWO = ("change_grid", "transitions", "decomposition", "history_strip", "trend")


@options.command(
    "draw a round, or two: SVG, PNG or PDF",
    "sixsteps chart spring-2026.json --since autumn-2025.json --respondent agreed -o s.svg",
    options.file("round", "ROUND", "the round to draw"),
    options.file("--since", "EARLIER", "an earlier round: what changed since"),
    options.argument(
        "--kind",
        None,
        "what is drawn (default: grid, or change_grid with --since)",
        choices=(*_OF_ONE, *_OF_TWO),
    ),
    *options.WHOSE,
    *options.output("the picture: .svg, .png or .pdf by its ending", required=True),
)
def _chart(parsed: Namespace) -> None:
    ending = Path(parsed.output).suffix.lower()
    if ending not in (".svg", ".png", ".pdf"):
        raise FileError(f"{parsed.output}: end the name in .svg, .png or .pdf")
    kind = parsed.kind or ("grid" if parsed.since is None else "change_grid")
    if (kind in _OF_TWO) is (parsed.since is None):
        remedy = "leave --since out" if parsed.since else "add --since with the earlier round"
        raise FileError(f"--kind {kind} draws {'one round' if parsed.since else 'two'}; {remedy}")
    rounds = [read(parsed.round, ss.Round)]
    if parsed.since is not None:
        rounds.insert(0, read(parsed.since, ss.Round))
        refuse_backwards(rounds[0], rounds[1], parsed.since, parsed.round)
    draw = getattr(ss.charts, kind)
    with files.warnings_noted():
        if kind == "respondents":
            chart = draw(rounds[-1])
        elif kind in ("history_strip", "trend"):
            chart = draw(rounds, **options.whose(parsed))
        elif kind in _OF_ONE:
            chart = draw(rounds[-1], **options.whose(parsed))
        else:
            chart = draw(ss.change(*rounds, **options.whose(parsed)))
        content: str | bytes = getattr(chart, ending[1:])()
    files.write_told(content, parsed)


COMMANDS = (_setup, _begin, _agree, _publish, _actions, _follow_up, _import, _chart)
