"""The command demo: two sample rounds, compared."""

from argparse import Namespace
from pathlib import Path

import sixsteps as ss
from sixsteps.cli.files import FileError, document, put, save, say
from sixsteps.cli.options import FORCE, Command, argument
from sixsteps.cli.printing import as_text


def _demo(parsed: Namespace) -> None:
    from sixsteps import samples

    folder = Path(parsed.folder)
    autumn, spring = samples.autumn_2025(), samples.spring_2026()
    changed = ss.change(autumn, spring, respondent="agreed")
    files = {
        "framework-2025.json": document(autumn.framework),
        "framework-2026.json": document(spring.framework),
        "autumn-2025.json": document(autumn),
        "spring-2026.json": document(spring),
        "change-grid.svg": ss.charts.change_grid(autumn, spring, respondent="agreed").svg(),
        **_report(autumn, spring),
    }
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder}: this is not a folder", "name another")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        save(content, folder / name, force=parsed.force)

    found = ss.gaps(spring, earlier=[autumn], respondent="agreed")
    for table in (ss.coverage(spring).table(), found.table(), changed.table()):
        put(f"{as_text(table)}\n\n")
    say(f"Anytown is made up. Written to {folder}:")
    for name in files:
        say(f"  {folder / name}")


def _report(autumn: ss.Round, spring: ss.Round) -> dict[str, str]:
    """The report in HTML; in Markdown, which needs no extra, where jinja2 is not installed."""
    report = ss.report(spring, since=autumn, respondent="agreed")
    try:
        return {"report.html": report.html()}
    except ss.MissingExtraError as missing:
        say(f"{missing}; the report is in Markdown instead.\n")
        return {"report.md": report.markdown()}


DEMO = Command(
    "demo",
    "write two sample rounds on two adapted frameworks, and compare them",
    "sixsteps demo sixsteps-demo",
    (
        argument(
            "folder",
            "FOLDER",
            "where the files go (default: sixsteps-demo)",
            nargs="?",
            default="sixsteps-demo",
        ),
        FORCE,
    ),
    _demo,
    "Write two sample rounds of a made-up partnership, on two differently adapted frameworks,\nto"
    " FOLDER; print coverage, gaps and change; write a report with charts, and one chart alone.",
)
