"""Run the benchmarks: `python -m benchmarks [--markdown FILE] [--list] [NAME...]`.

A NAME is any part of a bar's name. Every bar is printed with its limit beside it as soon as it is
measured; a bar that is missed is shown as missed, and the exit code is then 1.
"""

import argparse
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.measuring import Bar, Result, run
from sixsteps import Table

MODULES = ("importing", "documents", "adaptation", "tables", "panels")


def bars() -> list[Bar]:
    """Every bar of every module, in order."""
    return [bar for name in MODULES for bar in import_module(f"benchmarks.{name}").BARS]


def line(result: Result) -> tuple[str, ...]:
    """A result in words: its name, against what, both figures, the ratio, the bar, how it went."""
    figure, bar = result.figure, result.bar
    return (
        bar.name,
        bar.against,
        amount(figure.ours, figure.unit),
        amount(figure.theirs, figure.unit),
        f"{figure.ratio:.2f}" if figure.ratio >= 0.1 else f"{figure.ratio:.3f}",
        f"{bar.limit:g}",
        "ok" if result.holds else "missed",
    )


def amount(value: float, unit: str) -> str:
    """A figure as people read it: seconds as milliseconds, bytes as mebibytes where large."""
    if unit == "s":
        return f"{value * 1000:.3g} ms" if value < 1 else f"{value:.2f} s"
    if unit == "bytes":
        return f"{value / 2**20:.1f} MiB" if value >= 2**20 else f"{value:.0f} bytes"
    return f"{value:.3g} {unit}"


COLUMNS = ("What", "Beside", "Ours", "Theirs", "Ratio", "Bar", "Held")


def main() -> int:
    """Measure the bars asked for and print each; 1 if any was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="part of a bar's name")
    parser.add_argument("--list", action="store_true", help="print the names and measure nothing")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the results as a page")
    given = parser.parse_args()
    chosen = [bar for bar in bars() if not given.names or any(n in bar.name for n in given.names)]
    if given.list:
        print(*(bar.name for bar in chosen), sep="\n")
        return 0
    for package in ("trestle", "pyxform"):
        if any(package in bar.name for bar in chosen) and find_spec(package) is None:
            parser.error(f"{package} is not installed; pip install --group benchmarks has it")
    print(machine())
    results = []
    for result in run(chosen):
        results.append(result)
        name, against, ours, theirs, ratio, limit, held = line(result)
        print(
            f"{name}: {ratio} (bar {limit}) {held}; {ours} beside {theirs}, {against}", flush=True
        )
    if given.markdown:
        given.markdown.write_text(page(results), "utf-8")
    missed = [result.bar.name for result in results if not result.holds]
    print(f"{len(results) - len(missed)} of {len(results)} bars held")
    return 1 if missed else 0


def page(results: list[Result]) -> str:
    """The results as a page of the documentation."""
    held = sum(result.holds for result in results)
    table = Table(COLUMNS, [line(result) for result in results]).to_markdown()
    return (
        "# Speed\n\n"
        "How long the library takes beside what a reader would otherwise use. Both are run in"
        " turns in one go; the ratio is the median of the ratios of neighbouring runs, and the"
        " bar is the most it may be. `python -m benchmarks` measures everything again.\n\n"
        f"{held} of {len(results)} bars were held on this machine: {machine()}.\n\n"
        f"{table.strip()}\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
