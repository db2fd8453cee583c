"""Many partnerships at once: a panel of one byte a cell, and the same figures on data frames."""

from sixsteps.panel.panel import Panel

__all__ = ["Panel"]
