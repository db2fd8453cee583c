"""Two rounds of a partnership compared, as a sentence, as tables and as data frames.

Run `python examples/compare.py FOLDER`. The rounds are the sample rounds of a made-up partnership,
on two adaptations of the framework.
"""

import sys
from pathlib import Path
from textwrap import fill

import pandas as pd

import sixsteps as ss


def main(folder: Path) -> None:
    """Print the comparison, and leave a chart and a table in the folder."""
    autumn, spring = ss.samples.autumn_2025(), ss.samples.spring_2026()
    found = ss.change(autumn, spring, respondent="agreed")
    print(fill(found.sentence, 79), end="\n\n")

    # One row a question, or a unit of those that were split or merged; fields, not printed words.
    lines = pd.DataFrame(
        {
            "before": [" ".join(outcome.old) for outcome in found.outcomes],
            "after": [" ".join(outcome.new) for outcome in found.outcomes],
            "outcome": [outcome.kind for outcome in found.outcomes],
            "reason": [outcome.reason for outcome in found.outcomes],
            "source": spring.citation,
        }
    )
    lines.to_csv(folder / "change.csv", index=False)
    print(lines.groupby(["outcome", "reason"]).size().to_string(), end="\n\n")

    # One row an answer; free text stays out unless it is asked for.
    answers = ss.frames.to_frame([autumn, spring])
    table = pd.crosstab(answers["role"], [answers["round"], answers["level"]])
    print(table.to_string())
    ss.charts.change_grid(found).save(folder / "change.svg")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
