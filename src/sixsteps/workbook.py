"""Excel workbooks: templates that people fill in, read back with every problem's sheet and cell."""

from sixsteps.formats.workbook.moderation import read_moderation, write_moderation
from sixsteps.formats.workbook.reading import (
    About,
    Return,
    Returned,
    read_return,
    read_round,
    read_rounds,
)
from sixsteps.formats.workbook.writing import write_template

__all__ = [
    "About",
    "Return",
    "Returned",
    "read_moderation",
    "read_return",
    "read_round",
    "read_rounds",
    "write_moderation",
    "write_template",
]
