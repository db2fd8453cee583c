"""Charts of rounds and results: never colour alone, the reference on every one.

Each function takes a round or a result of the analysis and gives a `Chart`, on a figure of its own
or on matplotlib axes given as `ax`. Fonts and sizes follow the reader's matplotlib settings.
"""

from sixsteps.charts.changes_grid import change_grid, decomposition, transitions
from sixsteps.charts.chart import Chart
from sixsteps.charts.history_strips import history_strip, partnerships
from sixsteps.charts.rating_grid import grid, respondents, step_bars

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
