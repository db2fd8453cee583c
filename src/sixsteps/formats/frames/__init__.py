"""Rounds as data frames of pandas, polars and pyarrow."""
