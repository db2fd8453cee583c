"""Charts of rounds and results: never colour alone, the reference on every one.

Each function takes a round or a result of the analysis and gives a `Chart`, on a figure of its own
or on matplotlib axes given as `ax`. Fonts and sizes follow the reader's matplotlib settings.
"""

from sixsteps.charts.bars import decomposition, step_bars
from sixsteps.charts.chart import Chart
from sixsteps.charts.grids import change_grid, grid, transitions
from sixsteps.charts.strips import history_strip, partnerships, respondents

__all__ = [
    "Chart",
    "change_grid",
    "decomposition",
    "grid",
    "history_strip",
    "partnerships",
    "respondents",
    "step_bars",
    "transitions",
]
