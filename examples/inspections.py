"""One authority's published judgements on three frameworks of inspection, and what can be compared.

Run `python examples/inspections.py FOLDER`. Ofsted judged Warrington in 2015, 2019 and 2024, each
time on another framework: judgements were merged in 2018 and split again in 2023. The frameworks
have no common origin, so a crosswalk, written by hand, says what corresponds.

The judgements are those of Ofsted's published reports on Warrington's services for children (URN
80575; published 12 May 2015, 19 August 2019 and 30 July 2024; reports.ofsted.gov.uk), and contain
public sector information licensed under the Open Government Licence v3.0.
"""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from textwrap import fill

import sixsteps as ss

SCALE = ss.Scale(
    "Ofsted",
    [
        ss.Level("inadequate", "Inadequate"),
        ss.Level("requires-improvement", "Requires improvement"),
        ss.Level("good", "Good"),
        ss.Level("outstanding", "Outstanding"),
    ],
)
LABELS = {
    "leaders": "Leaders",
    "help": "Help and protection",
    "looked-after": "Looked after children",
    "adoption": "Adoption",
    "care-and-leavers": "In care and care leavers",
    "in-care": "Children in care",
    "leavers": "Care leavers",
    "overall": "Overall effectiveness",
    "board": "Safeguarding board",
}
REQUIRES_IMPROVEMENT, GOOD, OUTSTANDING = "requires-improvement", "good", "outstanding"


def inspected(title: str, year: int, on: date, judgements: Mapping[str, str | None]) -> ss.Round:
    """A published inspection as a round of the framework it was made on."""
    questions = [ss.Question(name, LABELS[name], label=LABELS[name]) for name in judgements]
    framework = ss.Framework(
        title,
        ss.Source(f"Ofsted ({year}) {title}"),
        SCALE,
        [ss.Step("judgements", "Judgements", questions)],
    )
    ratings = [ss.Rating(name, level) for name, level in judgements.items() if level]
    return ss.Round(framework, "Warrington", str(on.year), on, ratings=ratings)


ROUNDS = (
    inspected(
        "Framework for the inspection of services for children (SIF)",
        2013,
        date(2015, 5, 12),
        {
            "leaders": REQUIRES_IMPROVEMENT,
            "help": REQUIRES_IMPROVEMENT,
            "looked-after": GOOD,
            "adoption": GOOD,
            "leavers": GOOD,
            "overall": None,  # not taken over from the report; unanswered is not inadequate
            "board": REQUIRES_IMPROVEMENT,
        },
    ),
    inspected(
        "Inspecting local authority children's services (ILACS)",
        2018,
        date(2019, 8, 19),
        {"leaders": GOOD, "help": GOOD, "care-and-leavers": GOOD, "overall": GOOD},
    ),
    inspected(
        "Inspecting local authority children's services (ILACS, revised)",
        2023,
        date(2024, 7, 30),
        {
            "leaders": OUTSTANDING,
            "help": GOOD,
            "in-care": OUTSTANDING,
            "leavers": GOOD,
            "overall": GOOD,
        },
    ),
)
SAME = [ss.Match(name, name, "reworded") for name in ("leaders", "help", "overall")]
CROSSWALKS = (
    ss.Crosswalk(
        [*SAME, ss.Match(["looked-after", "leavers"], "care-and-leavers", "merged")],
        title="SIF to ILACS",
    ),
    ss.Crosswalk(
        [*SAME, ss.Match("care-and-leavers", ["in-care", "leavers"], "split")],
        title="ILACS to its revision",
    ),
)


def main(folder: Path) -> None:
    """Print the three inspections as one history and save it as a strip."""
    for before, after, crosswalk in zip(ROUNDS, ROUNDS[1:], CROSSWALKS, strict=False):
        print(fill(ss.change(before, after, crosswalk=crosswalk).sentence, 79), end="\n\n")
    found = ss.history(ROUNDS, crosswalks=CROSSWALKS)
    print(found)
    ss.charts.history_strip(found).save(folder / "warrington.svg")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
