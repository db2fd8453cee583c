"""Charts of rounds and results: never colour alone, the reference on every one.

Each function takes a round or a result of the analysis and gives a `Chart`, on a figure of its own
or on matplotlib axes given as `ax`. The title is what was found, unless you give your own. Fonts
and sizes follow the reader's matplotlib settings.
"""

from sixsteps.charts.bars import levels, trend
from sixsteps.charts.chart import Chart
from sixsteps.charts.drawing import of
from sixsteps.charts.grids import change_grid, grid, transitions
from sixsteps.charts.partnerships import partnerships
from sixsteps.charts.strips import history_strip, respondents
from sixsteps.charts.waterfall import decomposition

__all__ = [
    "Chart",
    "change_grid",
    "decomposition",
    "grid",
    "history_strip",
    "levels",
    "of",
    "partnerships",
    "respondents",
    "transitions",
    "trend",
]
