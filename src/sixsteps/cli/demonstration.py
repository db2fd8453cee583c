"""The command `demo`: two sample rounds, written, compared and reported."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

import sixsteps as ss
from sixsteps.cli.arguments import add_force
from sixsteps.cli.command import DONE, Command
from sixsteps.cli.files import FileError, document, save
from sixsteps.cli.showing import as_text
from sixsteps.cli.streams import put_safe, say


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        default="sixsteps-demo",
        help="where the files go (default: sixsteps-demo)",
    )
    add_force(parser)


def _run(parsed: Namespace) -> int:
    from sixsteps import samples

    folder = Path(parsed.folder)
    autumn, spring = samples.autumn_2025(), samples.spring_2026()
    changed = ss.change(autumn, spring, of="agreed")
    files = {
        "framework-2025.json": document(autumn.framework),
        "framework-2026.json": document(spring.framework),
        "autumn-2025.json": document(autumn),
        "spring-2026.json": document(spring),
        "change-grid.svg": _grid(autumn, spring),
        **_report(autumn, spring),
    }
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder}: this is no folder; name another")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        save(content, folder / name, force=parsed.force)

    found = ss.gaps(spring, earlier=[autumn], of="agreed")
    for table in (ss.coverage(spring).table(), found.table(), changed.table()):
        put_safe(f"{as_text(table)}\n\n")
    say(f"Anytown is made up. Written to {folder}:")
    for name in files:
        say(f"  {folder / name}")
    return DONE


def _grid(autumn: ss.Round, spring: ss.Round) -> bytes:
    return ss.charts.change_grid(autumn, spring, of="agreed").svg().encode()


def _report(autumn: ss.Round, spring: ss.Round) -> dict[str, bytes]:
    """The report in HTML; in Markdown, which needs no extra, where jinja2 is not installed."""
    report = ss.report(spring, since=autumn, of="agreed")
    try:
        return {"report.html": report.html().encode()}
    except ss.MissingExtraError as missing:
        say(f"{missing}; the report is in Markdown instead.\n")
        return {"report.md": report.markdown().encode()}


DEMO = Command(
    "demo",
    "write two sample rounds on two adapted frameworks, and compare them",
    "sixsteps demo sixsteps-demo",
    _arguments,
    _run,
    "Write two sample rounds of a made-up partnership, on two differently adapted frameworks,\nto"
    " FOLDER; print coverage, gaps and change; write a report with charts, and one chart alone.",
)
