"""Draws the picture of the README, `docs/images/change-grid.svg`, from the sample rounds.

Run it after a change of the samples or of the chart: `python docs/draw_change_grid.py`. A test
compares what the picture says with the rounds.
"""

from pathlib import Path

import sixsteps as ss
from sixsteps.samples import autumn_2025, spring_2026

PICTURE = Path(__file__).parent / "images" / "change-grid.svg"


def drawn() -> ss.charts.Chart:
    """The two sample rounds as a grid."""
    return ss.charts.change_grid(autumn_2025(), spring_2026(), respondent="agreed")


if __name__ == "__main__":
    drawn().save(PICTURE)
