"""Survey tools: a form for them, and their exports read back as a round."""

from sixsteps.formats.survey_exports import read_table
from sixsteps.formats.survey_forms import write_xlsform

__all__ = ["read_table", "write_xlsform"]
