"""The command demo: two sample rounds, compared."""

from argparse import Namespace
from pathlib import Path

import sixsteps as ss
from sixsteps.cli.files import FileError, document, save, say
from sixsteps.cli.options import FORCE, Command, argument
from sixsteps.cli.printing import overview, put_wrapped


def _demo(parsed: Namespace) -> None:
    from sixsteps import samples
    from sixsteps.analysis.consensus import select
    from sixsteps.reporting.brief import Figures

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

    say(f"Anytown is made up. {spring.title}: {spring.standing}.")
    found = Figures(spring, select(spring, respondent="agreed"), changed, spring.on)
    # The sentence goes on for longer than a screen has lines.
    overview(found, f"{changed.sentence.partition('). ')[0]}).", most=2)
    made = f"Written to {folder}: {', '.join([*files][4:])} and, as JSON, the rounds."
    put_wrapped(spring.citation, made)
    say(f"Next: sixsteps show {folder / 'spring-2026.json'} --respondent agreed")


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
    " FOLDER; print what changed and what needs a decision; write a report, and one chart alone.",
)
