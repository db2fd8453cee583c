"""Forty areas over three years from flat files: a change, a chart and a table to publish.

Run `python examples/country.py FOLDER`. The areas and their answers are made up. One question was
split and one reworded before the last year. A year is a CSV file with printed numbers and labels.
"""

import sys
from datetime import date
from pathlib import Path

import pandas as pd

import sixsteps as ss
from sixsteps.workbook import write_tables

FIRST = ss.six_steps()
LAST = ss.adapt(
    FIRST,
    ss.SplitQuestion("s1q4", ["Is reporting in place?", "Is scrutiny in place?"]),
    ss.RewordQuestion("s2q1", "Is the wider partnership informed and engaged?"),
    by="The country's board",
    on=date(2026, 1, 5),
)


def made_up(folder: Path) -> None:
    """Write what forty areas might send: a file a year, an area more each year from the third."""
    for turn, year in enumerate((2024, 2025, 2026)):
        framework = LAST if year == 2026 else FIRST
        rows = [
            {
                "Area": f"Area {area:02}",
                "Year": year,
                "Question": framework.number(question.id),
                "Rating": ("Red", "Amber", "Green")[min((area * place + turn + area) % 4, 2)],
            }
            for area in range(1, 39 + turn)
            for place, question in enumerate(framework.questions)
        ]
        pd.DataFrame(rows).to_csv(folder / f"{year}.csv", index=False)


def main(folder: Path) -> None:
    """Print the change, and leave a chart and the table to publish in the folder."""
    made_up(folder)
    columns = {"organisation": "Area", "round": "Year", "question": "Question", "level": "Rating"}
    answers = pd.concat(pd.read_csv(path, dtype=str) for path in sorted(folder.glob("*.csv")))
    used = {"2024": FIRST, "2025": FIRST, "2026": LAST}
    answers["framework"] = [used[year].fingerprint for year in answers["Year"]]
    answers["date"] = answers["Year"] + "-05-01"
    panel = ss.Panel.from_frame(answers, [FIRST, LAST], columns, questions="number")
    print(panel.change("2025", "2026", by="step").table())
    published = panel.publishable("2026", threshold=5)
    ss.charts.of(published).save(folder / "country.svg")
    write_tables([published, panel.common_core()], folder / "published.xlsx", "The country, 2026")
    (folder / "published.html").write_text(published.table().to_html(), encoding="utf-8")
    (folder / "published.csv").write_text(published.table().to_csv(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
