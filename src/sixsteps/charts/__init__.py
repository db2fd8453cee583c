"""Charts of rounds and results: never colour alone, the reference on every one.

Each function takes a round or a result of the analysis and gives a `Chart`, on a figure of its own
or on matplotlib axes given as `ax`. The title is what was found, unless you give your own. Fonts
and sizes follow the reader's matplotlib settings.
"""

from collections.abc import Callable
from typing import Any

from matplotlib.axes import Axes

from sixsteps.analysis.agreement import Agreement, Contrast
from sixsteps.analysis.change import Change
from sixsteps.analysis.coverage import Coverage
from sixsteps.analysis.gaps import Gaps
from sixsteps.analysis.history import History
from sixsteps.analysis.summary import Summary
from sixsteps.charts.bars import levels, trend
from sixsteps.charts.chart import Chart
from sixsteps.charts.grids import change_grid, grid, transitions
from sixsteps.charts.partnerships import partnerships
from sixsteps.charts.strips import history_strip, respondents
from sixsteps.charts.waterfall import decomposition
from sixsteps.errors import WrongTypeError
from sixsteps.model.rounds import Round
from sixsteps.panel.between_periods import PanelChange, PanelTransitions
from sixsteps.panel.counts import LevelCounts
from sixsteps.panel.panel import Panel
from sixsteps.panel.publishing import Distribution, Publishable
from sixsteps.words import listed, of_type

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

_DRAWN: dict[type, Callable[..., Chart]] = {
    Round: grid,
    Summary: levels,
    Change: change_grid,
    Contrast: transitions,
    History: history_strip,
    Panel: partnerships,
    LevelCounts: levels,
    Distribution: levels,
    Publishable: levels,
    PanelTransitions: transitions,
    PanelChange: decomposition,
}
# What shows best what these results say in words and numbers.
_INSTEAD = {
    Coverage: "draw levels() of the round, where what is not rated stands last",
    Gaps: "draw grid() of the round",
    Agreement: "draw respondents() of the round",
}


def of(result: Any, *, title: str | None = None, ax: Axes | None = None) -> Chart:
    """The chart that shows a round or a result best, such as a change grid for a change.

    Raises:
        WrongTypeError: there is no chart of what was given.
        InvalidError: the axes are too small to read the chart on.

    >>> from sixsteps import change
    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> of(change(autumn_2025(), spring_2026(), respondent="agreed"))
    <Chart 'Green in 8 of 25 questions, up from 4 of 23'>
    """
    for kind, draw in _DRAWN.items():
        if isinstance(result, kind):
            return draw(result, title=title, ax=ax)
    kinds = f"give one of {listed([kind.__name__ for kind in _DRAWN])}"
    remedy = next((_INSTEAD[kind] for kind in _INSTEAD if isinstance(result, kind)), kinds)
    raise WrongTypeError(f"there is no chart of {of_type(result)}", remedy)
