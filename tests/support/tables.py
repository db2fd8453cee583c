"""What stands in a table for people."""

from sixsteps import Table


def column(table: Table, heading: str) -> list[object]:
    """The cells under a heading."""
    place = table.columns.index(heading)
    return [row[place] for row in table.cells]
