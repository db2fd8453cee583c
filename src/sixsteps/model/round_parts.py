# ruff: noqa: PLC0414
"""Transitional: where other rooms still import the particulars of a round from."""

from sixsteps.model.plans import Unplaced as Unplaced
from sixsteps.model.rounds import REDACTED as REDACTED
from sixsteps.model.rounds import Kept as Kept
from sixsteps.model.rounds import RoundReference as RoundReference
from sixsteps.model.rounds import State as State
from sixsteps.model.rounds import Use as Use
