"""The classes of results: what the analyses, `diff`, `merge` and `report` give."""

from sixsteps.adaptation.conflicts import Conflict
from sixsteps.adaptation.diffing import Diff, QuestionChange
from sixsteps.analysis.agreement import Agreement
from sixsteps.analysis.change import Change
from sixsteps.analysis.compare import Comparison
from sixsteps.analysis.coverage import Coverage
from sixsteps.analysis.decomposition import Component, Decomposition, Transitions
from sixsteps.analysis.gap import Fact, Gap
from sixsteps.analysis.gaps import Gaps
from sixsteps.analysis.history import History, StepTrend
from sixsteps.analysis.lines import Line
from sixsteps.analysis.readings import Mean
from sixsteps.analysis.summary import Dominance, Summary
from sixsteps.analysis.threads import Run, Thread
from sixsteps.model.lineage import LeftOut
from sixsteps.model.plans import Status
from sixsteps.model.round_parts import RoundReference, State, Unplaced, Use
from sixsteps.reporting.reports import Report
from sixsteps.table import Share

__all__ = [
    "Agreement",
    "Change",
    "Comparison",
    "Component",
    "Conflict",
    "Coverage",
    "Decomposition",
    "Diff",
    "Dominance",
    "Fact",
    "Gap",
    "Gaps",
    "History",
    "LeftOut",
    "Line",
    "Mean",
    "QuestionChange",
    "Report",
    "RoundReference",
    "Run",
    "Share",
    "State",
    "Status",
    "StepTrend",
    "Summary",
    "Thread",
    "Transitions",
    "Unplaced",
    "Use",
]
