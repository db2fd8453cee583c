"""Adaptation: a framework and edits in, an adapted framework out; compare, merge and revert."""
