"""The classes of results: what the analyses, `diff`, `merge` and `report` give."""

from sixsteps.adaptation.conflicts import Conflict
from sixsteps.adaptation.diffing import Diff, QuestionChange
from sixsteps.analysis.agreement import Agreement
from sixsteps.analysis.change import Change
from sixsteps.analysis.comparison import Outcome, TransitionMatrix
from sixsteps.analysis.contrast import Contrast
from sixsteps.analysis.coverage import Coverage
from sixsteps.analysis.decomposition import Component, Decomposition
from sixsteps.analysis.gaps import Fact, Gap, Gaps
from sixsteps.analysis.history import History, StepTrend
from sixsteps.analysis.readings import Mean
from sixsteps.analysis.series import Series, Spell
from sixsteps.analysis.summary import Dominance, Summary
from sixsteps.model.lineage import LeftOut
from sixsteps.model.plans import Status, Unplaced
from sixsteps.model.rounds import RoundReference, State, Use
from sixsteps.reporting.reports import Report
from sixsteps.table import Share

__all__ = [
    "Agreement",
    "Change",
    "Component",
    "Conflict",
    "Contrast",
    "Coverage",
    "Decomposition",
    "Diff",
    "Dominance",
    "Fact",
    "Gap",
    "Gaps",
    "History",
    "LeftOut",
    "Mean",
    "Outcome",
    "QuestionChange",
    "Report",
    "RoundReference",
    "Series",
    "Share",
    "Spell",
    "State",
    "Status",
    "StepTrend",
    "Summary",
    "TransitionMatrix",
    "Unplaced",
    "Use",
]
