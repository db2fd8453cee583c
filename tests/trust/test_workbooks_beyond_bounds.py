"""Workbooks whose cells, references and claims multiply are read or refused in bounded time.

The generator draws cells x references x claims: how many rows, how many cells in each, how long a
text they refer to, and where the first cell says that it stands. What was trouble once is kept in
the corpus, where `test_fuzzing` reads it too.
"""

import io
import tracemalloc
from datetime import date
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sixsteps as ss

pytestmark = pytest.mark.slow

_FILE = io.BytesIO()
ss.workbook.write_template(ss.Round(ss.six_steps(), "Anytown", "Spring", date(2026, 5, 1)), _FILE)
with ZipFile(_FILE) as _archive:
    PARTS = {name: _archive.read(name) for name in _archive.namelist()}
TEXTS = "xl/sharedStrings.xml"
NUMBER = PARTS[TEXTS].count(b"<si>")

CLAIMS = st.sampled_from([100, 5_000, 1_048_576, 1_048_577, 10**11])
COLUMNS = st.sampled_from(["A", "G", "XFD", "ZZZ", "AAAA"])
MERGES = st.tuples(st.integers(0, 20_000), CLAIMS, COLUMNS)


def workbook(
    sheet: int,
    rows: int,
    cells: int,
    kind: str,
    letters: int,
    claim: tuple[int, str],
    merges: tuple[int, int, str],
) -> bytes:
    """A template with `rows` rows of `cells` cells more, which refer to a text of `letters`."""
    cell = {
        "text": b'<c t="s"><v>%d</v></c>' % NUMBER,
        "number": b"<c><v>1</v></c>",
        "empty": b"<c/>",
        "formula": b"<c><f>A1</f></c>",
        "inline": b'<c t="inlineStr"><is><t>Step 77</t></is></c>',
    }[kind]
    parts = dict(PARTS)
    parts[TEXTS] = parts[TEXTS].replace(
        b"</sst>", b"<si><t>" + b"a " * (letters // 2) + b"</t></si></sst>"
    )
    row, column = claim
    more = b'<row r="%d"><c r="%s%d"><v>1</v></c></row>' % (row, column.encode(), row)
    more += (b"<row>" + cell * cells + b"</row>") * rows
    count, last, right = merges
    merge = b'<mergeCell ref="A90:%s%d"/>' % (right.encode(), last)
    part = f"xl/worksheets/sheet{sheet}.xml"
    parts[part] = parts[part].replace(b"</sheetData>", more + b"</sheetData>")
    parts[part] = parts[part].replace(
        b"</worksheet>", b"<mergeCells>" + merge * count + b"</mergeCells></worksheet>"
    )
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        workbook,
        st.integers(1, 5),
        st.sampled_from([0, 1, 100, 2_000]),
        st.sampled_from([1, 10, 500]),
        st.sampled_from(["text", "number", "empty", "formula", "inline"]),
        st.sampled_from([10, 40_000, 3_000_000]),
        st.tuples(CLAIMS, COLUMNS),
        MERGES,
    )
)
def test_whatever_multiplies_is_read_or_refused_in_bounded_time_and_memory(content: bytes) -> None:
    tracemalloc.start()
    before = process_time()
    try:
        ss.workbook.read_round(io.BytesIO(content))
    except ss.DocumentError as error:
        assert len(error.problems) <= 1_001  # noqa: PT017 # and nothing else is raised
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert process_time() - before < 30  # measuring memory makes it some five times slower
    assert most < 300_000_000
