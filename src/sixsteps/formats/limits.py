"""Bounds on what is read from outside, so that no file takes time or memory without end."""

MAX_BYTES = 64 * 1024 * 1024
"""The most a reader of text takes in unless told otherwise: some 10,000 ratings fit in 2 MB."""

MAX_PROBLEMS = 1000
"""How many problems are told before the rest is left for the next reading."""

# A workbook: its file, the parts it is packed of and the sheets and cells that it may hold. Each
# part may unpack to so many bytes; pictures that somebody pasted in are never unpacked.
WORKBOOK_BYTES = 32 * 1024 * 1024
WORKBOOK_PARTS = 2_000
LARGE_PART_BYTES = 4 * 1024 * 1024
PART_BYTES = 1024 * 1024
UNPACKED_BYTES = 12 * 1024 * 1024
SHEETS = 60
CELLS = 100_000
COLUMNS = 200
SHEET_ROWS = 1_048_576
HEADERS_WITHIN = 40
"""How many rows of a sheet are searched for its headers."""

CELL_UNITS = 32_767
"""The length of text that a cell of a spreadsheet holds, in UTF-16 code units."""
