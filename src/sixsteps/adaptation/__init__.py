"""Adaptation: a framework and edits in, an adapted framework out; compare, merge and revert."""

from sixsteps.adaptation.applying import adapt, replay

__all__ = ["adapt", "replay"]
