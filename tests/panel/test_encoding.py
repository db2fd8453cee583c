"""A column of texts as numbers says what the column said, however its rows are laid out."""

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixsteps.panel.from_frame import MISSING, Encoded

TEXTS = st.sampled_from(["", "red", "green", "a text of more than twelve letters", "Zo\u00eb"])
RUNS = st.lists(st.tuples(st.none() | TEXTS, st.integers(1, 30)), max_size=8)
KINDS = [pa.string_view(), pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@given(runs=RUNS, cut=st.integers(0, 9), split=st.integers(0, 40) | st.none())
def test_encoding_keeps_every_text(
    kind: pa.DataType, runs: list[tuple[str | None, int]], cut: int, split: int | None
) -> None:
    given = [text for text, rows in runs for _ in range(rows)]
    parts = [given] if split is None else [given[:split], given[split:]]
    chunks = [pa.array(part, kind) for part in parts]
    found = Encoded.of(pa.chunked_array(chunks, kind).slice(cut))
    texts = {MISSING: None, **dict(enumerate(found.values))}
    assert [texts[row] for row in found.rows.tolist()] == given[cut:]


@pytest.mark.parametrize(("run", "size"), [(20, 80), (1, 80), (1, 4)])
def test_equal_texts_that_stand_in_two_places_are_one(run: int, size: int) -> None:
    text = "a text of more than twelve letters"
    column = pl.Series([f"{text}{n // run % 2}" for n in range(size)]).to_frame("x")
    found = Encoded.of(pa.table(column).column("x"))
    assert found.values == (f"{text}0", f"{text}1")
    assert found.rows.tolist() == [n // run % 2 for n in range(size)]


def test_more_texts_than_sixteen_bits_count_keep_their_numbers() -> None:
    given = [f"agency {row // 10}" for row in range(400_000)]
    found = Encoded.of(pa.chunked_array([pa.array(given, pa.string_view())]))
    assert found.rows.tolist() == [row // 10 for row in range(400_000)]
    assert found.values[32_767:32_769] == ("agency 32767", "agency 32768")
