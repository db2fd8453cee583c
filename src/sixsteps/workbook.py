"""Excel workbooks: templates that people fill in, read back with every problem's sheet and cell.

`write_tables` writes results for publication.
"""

from sixsteps.formats.accessible_tables import write_tables as write_tables
from sixsteps.formats.workbook.about import About as About
from sixsteps.formats.workbook.framework_sheet import read_framework as read_framework
from sixsteps.formats.workbook.framework_sheet import write_framework as write_framework
from sixsteps.formats.workbook.moderation import read_actions as read_actions
from sixsteps.formats.workbook.moderation import read_moderation as read_moderation
from sixsteps.formats.workbook.moderation import write_actions as write_actions
from sixsteps.formats.workbook.moderation import write_moderation as write_moderation
from sixsteps.formats.workbook.setup import read_setup as read_setup
from sixsteps.formats.workbook.setup import write_setup as write_setup
from sixsteps.formats.workbook.template import Returned as Returned
from sixsteps.formats.workbook.template import read_round as read_round
from sixsteps.formats.workbook.template import read_rounds as read_rounds
from sixsteps.formats.workbook.template import write_template as write_template

__all__ = [name for name in dir() if name[0] != "_"]
