"""Rounds as data frames of pandas, polars or pyarrow, one row an answer, and back (narwhals)."""

from sixsteps.formats.frames import from_frame, to_frame

__all__ = ["from_frame", "to_frame"]
