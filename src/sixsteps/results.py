"""The classes of results: what the analyses, `diff`, `merge`, panels and `report` give."""

from sixsteps.adaptation.conflicts import Conflict as Conflict
from sixsteps.adaptation.diffing import Diff as Diff
from sixsteps.adaptation.diffing import QuestionChange as QuestionChange
from sixsteps.analysis.agreement import Agreement as Agreement
from sixsteps.analysis.change import Change as Change
from sixsteps.analysis.contrast import Contrast as Contrast
from sixsteps.analysis.coverage import Coverage as Coverage
from sixsteps.analysis.decomposition import Component as Component
from sixsteps.analysis.decomposition import Decomposition as Decomposition
from sixsteps.analysis.gaps import Fact as Fact
from sixsteps.analysis.gaps import Gap as Gap
from sixsteps.analysis.gaps import Gaps as Gaps
from sixsteps.analysis.history import History as History
from sixsteps.analysis.history import StepTrend as StepTrend
from sixsteps.analysis.level_counts import Mean as Mean
from sixsteps.analysis.outcomes import Outcome as Outcome
from sixsteps.analysis.outcomes import TransitionMatrix as TransitionMatrix
from sixsteps.analysis.question_series import Series as Series
from sixsteps.analysis.question_series import Spell as Spell
from sixsteps.analysis.summary import Dominance as Dominance
from sixsteps.analysis.summary import Summary as Summary
from sixsteps.formats.read_results import ReadResult as ReadResult
from sixsteps.formats.read_results import Unused as Unused
from sixsteps.model.lineage import LeftOut as LeftOut
from sixsteps.model.plans import Status as Status
from sixsteps.model.plans import Unplaced as Unplaced
from sixsteps.model.rounds import RoundReference as RoundReference
from sixsteps.model.rounds import Use as Use
from sixsteps.panel.axes import PanelRespondent as PanelRespondent
from sixsteps.panel.between_periods import PanelChange as PanelChange
from sixsteps.panel.between_periods import PanelTransitions as PanelTransitions
from sixsteps.panel.between_periods import PartnershipChange as PartnershipChange
from sixsteps.panel.counts import LevelCounts as LevelCounts
from sixsteps.panel.counts import LevelsOf as LevelsOf
from sixsteps.panel.counts import PanelCounts as PanelCounts
from sixsteps.panel.counts import PanelCoverage as PanelCoverage
from sixsteps.panel.publishing import CommonCore as CommonCore
from sixsteps.panel.publishing import Distribution as Distribution
from sixsteps.panel.publishing import Group as Group
from sixsteps.panel.publishing import Publishable as Publishable
from sixsteps.panel.publishing import PublishedQuestion as PublishedQuestion
from sixsteps.panel.publishing import QuestionDistribution as QuestionDistribution
from sixsteps.reporting.reports import Report as Report
from sixsteps.table import Share as Share

__all__ = [name for name in dir() if name[0].isupper()]
