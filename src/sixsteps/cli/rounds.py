"""Commands about rounds: demo, show, check, change, history, contrast and report."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve

import sixsteps as ss
from sixsteps.cli import files, options
from sixsteps.cli.files import FileError, document, note, read, read_given, say, shown
from sixsteps.cli.printing import overview, put_wrapped, show
from sixsteps.cli.remedies import remedy
from sixsteps.errors import Key, Keys, SeveralAnswersError
from sixsteps.table import Table, worded
from sixsteps.words import counted, listed


@options.command(
    "write two sample rounds on two adapted frameworks, and compare them",
    "sixsteps demo sixsteps-demo",
    options.argument(
        "folder",
        "FOLDER",
        "where the files go (default: sixsteps-demo)",
        nargs="?",
        default="sixsteps-demo",
    ),
    options.FORCE,
    description=(
        "Write two sample rounds of a made-up partnership, on two differently adapted"
        " frameworks,\nto FOLDER; print what changed and what needs a decision; write a report,"
        " and one chart alone."
    ),
)
def _demo(parsed: Namespace) -> None:
    from sixsteps import samples
    from sixsteps.analysis.consensus import select
    from sixsteps.reporting.brief import Figures

    folder = Path(parsed.folder)
    autumn, spring = samples.autumn_2025(), samples.spring_2026()
    changed = ss.change(autumn, spring, respondent="agreed")
    made = {
        "framework-2025.json": document(autumn.framework),
        "framework-2026.json": document(spring.framework),
        "autumn-2025.json": document(autumn),
        "spring-2026.json": document(spring),
        "change-grid.svg": ss.charts.change_grid(autumn, spring, respondent="agreed").svg(),
        **_sample_report(autumn, spring),
    }
    files.save_all(made, folder, force=parsed.force)

    say(f"Anytown is made up. {spring.title}: {spring.standing}.")
    found = Figures(spring, select(spring, respondent="agreed"), changed, spring.on)
    overview(found, most=2)
    told = f"Written to {folder}: {', '.join([*made][4:])} and, as JSON, the rounds."
    put_wrapped(spring.citation, told)
    say(f"Next: sixsteps show {folder / 'spring-2026.json'} --respondent agreed")


def _sample_report(autumn: ss.Round, spring: ss.Round) -> dict[str, str]:
    """The report in HTML; in Markdown, which needs no extra, where jinja2 is not installed."""
    report = ss.report(spring, since=autumn, respondent="agreed")
    try:
        return {"report.html": report.html()}
    except ss.MissingExtraError as missing:
        say(f"{missing}; the report is in Markdown instead.\n")
        return {"report.md": report.markdown()}


@options.command(
    "show a round (what was found, and what needs a decision) or a framework",
    "sixsteps show spring-2026.json",
    options.file("file", "FILE", "a round, framework, adaptation or crosswalk; or six-steps"),
    options.several(
        "--earlier",
        "ROUND",
        "an earlier round, for declines and rounds in a row",
        type=options.FileName,
    ),
    *options.WHOSE,
    options.AS_OF,
    options.argument(
        "--evidence-months",
        "N",
        "list answers whose newest dated evidence is older than this many months",
        type=int,
    ),
    options.flag("--all", "every table of a round: its summary, coverage and gaps"),
    *options.TABLES,
)
def _show(parsed: Namespace) -> None:
    value = files.read_any(parsed.file)
    if not isinstance(value, ss.Round):
        of_rounds = ("respondent", "rule", "earlier", "as_of", "evidence_months", "all")
        given = [f"--{one.replace('_', '-')}" for one in of_rounds if getattr(parsed, one)]
        refuse_for_no_round(parsed.file, given)
        show([_edits(value) if isinstance(value, ss.Adaptation) else value], parsed)
        return
    earlier = [read(name, ss.Round) for name in parsed.earlier]
    if parsed.rule is not None and not value.respondents:
        # Nobody is named now: where somebody was, the rule makes one answer of theirs.
        earlier = [
            ss.consensus(one, parsed.rule) if len(one.respondents) > 1 else one for one in earlier
        ]
    counted_by = {"as_of": parsed.as_of, "respondent": parsed.respondent}
    gaps = ss.gaps(value, earlier=earlier, evidence_months=parsed.evidence_months, **counted_by)
    if parsed.format == "text" and not (parsed.all or parsed.brief or parsed.table is not None):
        _show_first(value, earlier, gaps, parsed)
        return
    summary: list[ss.results.Summary] = []
    # Coverage and gaps count everybody's answers, each by itself, and need no choice.
    try:
        summary = [ss.summary(value, **options.whose(parsed))]
    except SeveralAnswersError as error:
        note(f"for the summary, {remedy(error.problems[0], vars(parsed))}")
    show([*summary, ss.coverage(value, **counted_by), gaps], parsed)


def refuse_for_no_round(name: str, given: Sequence[str]) -> None:
    """Refuse the options given that are for rounds, where the file of this name is none."""
    if given:
        message = f"this is no round, and these are for rounds: {listed(given)}"
        raise FileError(f"{shown(name)}: {message}", "give a round, or leave them out")


def _show_first(
    round_: ss.Round, earlier: Sequence[ss.Round], gaps: "ss.results.Gaps", parsed: Namespace
) -> None:
    """Print what is read first of a round, then who has not answered, and the reference."""
    from sixsteps.analysis.consensus import select
    from sixsteps.reporting.brief import Figures

    name = f"{round_.organisation}: {round_.title}, {worded(round_.on)}"
    put_wrapped(f"{name}. {round_.standing}.")
    try:
        one = select(round_, **options.whose(parsed), beside=earlier[-1:])
    except SeveralAnswersError as error:
        if round_.ratings:
            note(f"for the ratings, {remedy(error.problems[0], vars(parsed))}")
    else:
        changed = ss.change(earlier[-1], round_, **options.whose(parsed)) if earlier else None
        overview(Figures(round_, one, changed, gaps.as_of))
    covered = ss.coverage(round_, as_of=parsed.as_of)
    missing = [
        f"{part.name} ({part.counts.unanswered})"
        for part in covered.respondents
        if part.counts.unanswered
    ]
    levels = ("at the worst level", "between the worst and the best level")
    kinds = [f"{fact.value} {count}" for fact, count in gaps.facts if count and fact not in levels]
    put_wrapped(
        f"Answered: {covered.total.responded}, with the evidence needed"
        f" {covered.total.evidenced}, complete {covered.total.completed}.",
        *([f"Without an answer yet: {listed(missing)}."] if missing else []),
        *([f"Gaps: {', '.join(kinds)}."] if kinds else []),
        *covered.heading.handling,
        round_.citation,
        *round_.framework.labels_note,
        "Every table: --all",
    )


def _edits(adaptation: ss.Adaptation) -> Table:
    rows = [
        (number, str(edit), edit.reason) for number, edit in enumerate(adaptation.edits, start=1)
    ]
    notes = [adaptation.reason] if adaptation.reason else []
    title = adaptation.title or "Adaptation"
    return Table(("Number", "Edit", "Reason"), rows, title, notes, adaptation.citation)


@options.command(
    "check that a round is complete; exit 1 and list what is missing where it is not",
    "sixsteps check spring-2026.json",
    options.file(
        "round", "ROUND", "the round to check; or a framework or an adaptation, to read it"
    ),
    options.RESPONDENT,
    options.AS_OF,
    options.flag("--sharing", "list instead where a text may hold personal data"),
    *options.TABLES,
    description=(
        "Check that a round is complete: every question asked is answered, and each answer has"
        " the\nevidence, the remaining work and the action plan its level needs (for the paper's"
        " scale,\nas read from its Section 5). Exit status 1 where something is missing; the list"
        " says what.\nWith --sharing, check before it is shared that no text holds what looks like"
        " an NHS number,\na date of birth, a postcode, a telephone number, an e-mail address or"
        " somebody's name."
    ),
)
def _check(parsed: Namespace) -> int | None:
    round_ = files.read_any(parsed.round)
    if isinstance(round_, ss.Framework | ss.Adaptation):
        refuse_for_no_round(parsed.round, options.of_tables(parsed, "respondent", "sharing"))
        say(f"{shown(parsed.round)}: nothing is wrong: {_held(round_)}.")
        return None
    if not isinstance(round_, ss.Round):
        raise FileError(f"{shown(parsed.round)}: a round, a framework or an adaptation is needed")
    if parsed.sharing:
        signs = ss.personal_data(round_)
        found = [evolve(one, path=(_in_words(one.path, round_),)) for one in signs.findings]
        if not signs.findings:
            say(f"{round_.title}: nothing in its texts looks like personal data; read them still.")
            return None
        show([evolve(signs, findings=tuple(found))], parsed)
        return options.FINDINGS
    covered = ss.coverage(round_, as_of=parsed.as_of, respondent=parsed.respondent)
    missing = _missing(round_, covered)
    if not missing.cells:
        say(
            f"{round_.title} is complete: every question asked is answered and lacks nothing its"
            " level needs."
        )
        return None
    show([missing], parsed)
    return options.FINDINGS


def _held(value: ss.Framework | ss.Adaptation) -> str:
    """The contents of a framework or an adaptation, in numbers."""
    if isinstance(value, ss.Adaptation):
        return f"an adaptation of {counted(len(value.edits), 'edit')}"
    numbers = {"step": value.steps, "question": value.questions, "level": value.scale.levels}
    return f"a framework of {listed([counted(len(some), one) for one, some in numbers.items()])}"


_FIELDS = {
    "rationale": "reason",
    "remaining": "remaining work",
    "difference": "difference made",
    "arrangements": "arrangement",
    "sign_offs": "sign-off",
}
"""What a field is called on paper, where its name does not say it."""


def _in_words(path: Keys, round_: ss.Round) -> str:
    """The place of a text in the words of the field: `1.3, police, remaining work`."""
    number = round_.framework.number
    place: list[str] = []
    within: Sequence[Key]
    match path:
        case ("ratings", int(which), *within):
            answer = round_.ratings[which]
            place = [number(answer.question), *filter(None, [answer.respondent])]
        case ("plans", int(which), "actions", int(action), *within):
            place = [f"action {action + 1} of step {number(round_.plans[which].step)}"]
        case ("plans", int(which), *within):
            place = [f"step {number(round_.plans[which].step)}"]
        case ("respondents", int(which), *within):
            place = [f"respondent {round_.respondents[which].id}"]
        case ("framework", "lineage", int(which), "edits", int(edit), *within):
            place = [f"edit {edit + 1} of adaptation {which + 1}"]
        case ("framework", "lineage", int(which), *within):
            place = [f"adaptation {which + 1}"]
        case within:
            pass
    for key in within:
        if isinstance(key, int):
            place[-1] += f" {key + 1}"
        elif key != "text":
            place.append(_FIELDS.get(key, key.replace("_", " ")))
    return ", ".join(place)


def _missing(round_: ss.Round, found: "ss.results.Coverage") -> Table:
    """The things that a round lacks to be complete, by the needs of its levels."""
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
        [*found.notes, *framework.labels_note],
        round_.citation,
    )


@options.command(
    "compare two rounds, also where the framework was adapted in between",
    "sixsteps change autumn-2025.json spring-2026.json --respondent agreed",
    options.file("before", "BEFORE", "the earlier round"),
    options.file("after", "AFTER", "the later round"),
    options.CROSSWALK,
    *options.WHOSE,
    *options.TABLES,
)
def _change(parsed: Namespace) -> None:
    before, after = read(parsed.before, ss.Round), read(parsed.after, ss.Round)
    refuse_backwards(before, after, parsed.before, parsed.after)
    crosswalk = read_given(parsed.crosswalk, ss.Crosswalk)
    show([ss.change(before, after, crosswalk=crosswalk, **options.whose(parsed))], parsed)


def refuse_backwards(before: ss.Round, after: ss.Round, earlier: str, later: str) -> None:
    """Raise for a comparison of a round with itself, or with a later one as the earlier."""
    if before == after:
        raise ss.NotComparableError(
            f"{shown(earlier)} and {shown(later)} hold the same round",
            "give an earlier and a later one",
        )
    if after.on < before.on:
        raise ss.NotComparableError(
            f"{shown(later)} ({worded(after.on)}) is earlier than {shown(earlier)}"
            f" ({worded(before.on)})",
            "swap them",
        )


@options.command(
    "follow each question through several rounds",
    "sixsteps history 2024.json 2025.json 2026.json --respondent agreed",
    options.file("rounds", "ROUND", "the rounds, earliest first", nargs="+"),
    options.file(
        "--crosswalk",
        "FILE",
        "a crosswalk (JSON or CSV), or none: once for each two rounds in a row",
        action="append",
        default=[],
    ),
    *options.WHOSE,
    *options.TABLES,
)
def _history(parsed: Namespace) -> None:
    rounds = [read(name, ss.Round) for name in parsed.rounds]
    crosswalks = [
        None if name == options.NONE else read(name, ss.Crosswalk) for name in parsed.crosswalk
    ]
    show([ss.history(rounds, crosswalks=crosswalks, **options.whose(parsed))], parsed)


@options.command(
    "compare the answers of two respondents or roles of a round",
    'sixsteps contrast spring-2026.json council "independent scrutineer"',
    options.file("round", "ROUND", "a round with several respondents"),
    options.argument("a", "A", "a respondent's id or a role"),
    options.argument("b", "B", "another respondent's id or role"),
    options.RULE,
    *options.TABLES,
)
def _contrast(parsed: Namespace) -> None:
    if parsed.a == parsed.b:
        raise ss.NotComparableError(
            f"{parsed.a!r} and {parsed.b!r} are the same", "name two respondents or roles"
        )
    show([ss.contrast(read(parsed.round, ss.Round), parsed.a, parsed.b, rule=parsed.rule)], parsed)


@options.command(
    "write a report for a board: HTML, Word or Markdown",
    "sixsteps report spring-2026.json --since autumn-2025.json --respondent agreed -o r.html",
    options.file("round", "ROUND", "the round to report on"),
    options.file("--since", "EARLIER", "an earlier round to compare it with"),
    options.CROSSWALK,
    *options.WHOSE,
    options.AS_OF,
    options.argument(
        "--detail",
        None,
        "how much it tells: two pages, all figures and actions (default), or every answer",
        choices=("brief", "standard", "full"),
        default="standard",
    ),
    options.flag("--redact", "leave out free text and respondents' names, for publication"),
    *options.output("the report: .html, .md or .docx by its ending", required=True),
)
def _report(parsed: Namespace) -> None:
    from sixsteps.reporting.reports import writer

    render = writer(Path(parsed.output))
    round_ = read(parsed.round, ss.Round)
    since = read_given(parsed.since, ss.Round)
    said = {name: getattr(parsed, name) for name in ("as_of", "detail", "redact")}
    said["crosswalk"] = read_given(parsed.crosswalk, ss.Crosswalk)
    write_report(render, round_, since, parsed, **said, **options.whose(parsed))


def write_report(
    render: Callable[..., str | bytes],
    round_: ss.Round,
    since: ss.Round | None,
    parsed: Namespace,
    **said: Any,
) -> None:
    """Write the report on a round, and on what changed since an earlier one."""
    if since is not None:
        refuse_backwards(since, round_, parsed.since, parsed.round)
    with files.warnings_noted():
        content = render(ss.report(round_, since=since, **said))
    files.write_told(content, parsed)


COMMANDS = (_demo, _show, _check, _change, _history, _contrast, _report)
