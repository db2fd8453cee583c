"""A round, or two, as one document for people: HTML, Markdown or Word."""

from sixsteps.reporting.reports import Report, report

__all__ = ["Report", "report"]
