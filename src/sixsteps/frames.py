"""Rounds as data frames of pandas, polars or pyarrow, one row an answer, and back; results too."""

from sixsteps.formats.frames import from_frame, of_table, to_frame

__all__ = ["from_frame", "of_table", "to_frame"]
