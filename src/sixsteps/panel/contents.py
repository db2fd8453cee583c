"""What a panel holds, as a table: how long its axes are, how much of what was asked is there."""

import numpy as np

from sixsteps.errors import listed
from sixsteps.panel.cube import UNUSED, Cube
from sixsteps.panel.figures import coverage_of
from sixsteps.table import Cell, Table

_NAMED = 5
"""How many names of an axis a row gives; a panel may have thousands."""


def contents_of(cube: Cube) -> Table:
    """The axes of a panel with their first names, its rounds and its answers.

    Respondents are counted and called by their roles: their names are in no panel.
    """
    total = coverage_of(cube, "step").total
    titles = dict.fromkeys(framework.title for framework in cube.frameworks)
    rows: list[tuple[Cell, ...]] = [
        ("Organisations", len(cube.organisations), listed(cube.organisations, _NAMED)),
        ("Respondents", len(cube.seats), listed(cube.role_labels, _NAMED)),
        ("Periods", len(cube.periods), listed(cube.periods, _NAMED)),
        ("Questions", len(cube.questions), listed(cube.question_labels, _NAMED)),
        ("Frameworks", len(cube.frameworks), listed([*titles], _NAMED)),
        ("Rounds", int(np.count_nonzero(cube.used != UNUSED)), None),
        ("Asked and applicable", total.asked, None),
        ("Answered", total.responded, None),
        ("Supported", total.evidenced, None),
        ("Complete", total.completed, None),
    ]
    return Table(("Panel", "Count", "Which"), rows, source=cube.citation)
