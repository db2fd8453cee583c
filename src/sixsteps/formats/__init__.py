"""In and out: one module for each format that values are read from and written to."""
