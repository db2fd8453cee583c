"""Adaptation: a framework and edits in, an adapted framework out; compare, merge and revert."""

from sixsteps.adaptation.adapting import adapt, replay
from sixsteps.adaptation.conflicts import Conflict, MergeConflict, Resolution
from sixsteps.adaptation.diffing import Diff, QuestionChange, diff
from sixsteps.adaptation.merging import merge, revert

__all__ = [
    "Conflict",
    "Diff",
    "MergeConflict",
    "QuestionChange",
    "Resolution",
    "adapt",
    "diff",
    "merge",
    "replay",
    "revert",
]
