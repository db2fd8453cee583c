"""Rounds as data frames of pandas, polars or pyarrow, one row an answer, and back; results too."""

from sixsteps.formats.frames import from_frame, to_frame
from sixsteps.formats.table_frames import of_table

__all__ = ["from_frame", "of_table", "to_frame"]
