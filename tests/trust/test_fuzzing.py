"""Every reader takes any bytes and gives a value or an error of ours, never one from below.

The corpus holds sound files and files that were trouble once, a folder for each reader. A failure
that is found anew is kept by adding its bytes there. Where the layout of a workbook or a panel
changes, `python -m tests.trust.sound_files` makes their sound files anew.
"""

import io
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TextIO

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sixsteps as ss

CORPUS = Path(__file__).parent / "corpus"
FRAMEWORK = ss.six_steps()


def _export(source: TextIO | Path) -> object:
    return ss.surveys.read_table(
        source, FRAMEWORK, organisation="Anytown", title="Spring", on=date(2026, 5, 1)
    )


def _survey(content: bytes) -> object:
    return _export(io.StringIO(content.decode("utf-8", errors="replace")))


def _survey_workbook(content: bytes) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        path.write_bytes(content)
        return _export(path)


def _lines_of_a_panel(content: bytes) -> object:
    try:
        return ss.Panel.from_rounds(ss.read_rounds(io.BytesIO(content)))
    except ss.DocumentError:
        raise
    except ss.InvalidError:
        return None  # sound rounds of which no panel can be made


READERS: Mapping[str, Callable[[bytes], object]] = {
    "actions": lambda content: ss.workbook.read_actions(io.BytesIO(content)).round,
    "crosswalk": lambda content: ss.read_crosswalk(io.BytesIO(content)),
    "document": lambda content: ss.read(io.BytesIO(content)),
    "framework-workbook": lambda content: ss.workbook.read_framework(io.BytesIO(content)).framework,
    "moderation": lambda content: ss.workbook.read_moderation(io.BytesIO(content)).round,
    "lines-of-a-panel": _lines_of_a_panel,
    "panel": lambda content: ss.Panel.load(io.BytesIO(content)),
    "rounds": lambda content: [*ss.read_rounds(io.BytesIO(content))],
    "setup": lambda content: ss.workbook.read_setup(io.BytesIO(content)).round,
    "survey": _survey,
    "survey-workbook": _survey_workbook,
    "workbook": lambda content: ss.workbook.read_round(io.BytesIO(content)).round,
}
KEPT = [
    (folder.name, path) for folder in sorted(CORPUS.iterdir()) for path in sorted(folder.iterdir())
]
PIECES = [
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b'"', b"'", b"{", b"[", b"]", b",", b";"),
    *(b"null", b"NaN", b"-1", b"1e999", b"true", b"\\ud800", b"=1+1", b"9" * 5_000, b"[" * 5_000),
]


def test_every_public_reader_is_tried_or_rests_on_one_that_is() -> None:
    public = {
        f"{thing.__name__.rpartition('.')[2]}.{name}"
        for thing in (ss, ss.frames, ss.surveys, ss.workbook, ss.Panel)
        for name in getattr(thing, "__all__", dir(thing))
        if name.startswith(("read", "load", "from_"))
    }
    assert public == {
        *("sixsteps.read", "sixsteps.from_document", "sixsteps.read_rounds"),
        *("sixsteps.read_crosswalk", "surveys.read_table", "frames.from_frame"),
        *("workbook.read_round", "workbook.read_rounds"),
        *("workbook.read_moderation", "workbook.read_actions"),
        *("workbook.read_framework", "workbook.read_setup"),
        *("Panel.load", "Panel.from_frame", "Panel.from_rounds"),
    }


def read_or_refused(reader: str, content: bytes) -> None:
    try:
        READERS[reader](content)
    except ss.DocumentError as error:
        refused = error
    else:
        return
    assert refused.problems
    assert refused.__cause__ is None
    assert all(problem.message for problem in refused.problems)


@pytest.mark.parametrize(
    ("reader", "path"), KEPT, ids=[f"{reader}-{path.name}" for reader, path in KEPT]
)
def test_every_file_kept_is_read_or_refused(reader: str, path: Path) -> None:
    read_or_refused(reader, path.read_bytes())


@pytest.mark.parametrize("reader", READERS)
def test_the_sound_file_of_every_reader_is_read(reader: str) -> None:
    (sound,) = (CORPUS / reader).glob("sound*")
    assert READERS[reader](sound.read_bytes()) is not None


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, bytes]:
    """A kept file with a few stretches of it replaced, doubled or dropped."""
    reader, path = draw(st.sampled_from(KEPT))
    content = path.read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 200)))
        piece = draw(st.sampled_from([*PIECES, content[start:end] * 2]) | st.binary(max_size=20))
        content = content[:start] + piece + content[end:]
    return reader, content


@pytest.mark.slow
@settings(max_examples=400)
@given(spoilt())
def test_spoilt_files_are_read_or_refused(given: tuple[str, bytes]) -> None:
    read_or_refused(*given)


@given(st.sampled_from(sorted(READERS)), st.binary(max_size=500))
def test_any_bytes_are_read_or_refused(reader: str, content: bytes) -> None:
    read_or_refused(reader, content)


TABLES = st.lists(
    st.fixed_dictionaries(
        {
            "organisation": st.sampled_from(["Anytown", "", None]),
            "round": st.sampled_from(["Spring", "", None]),
            "question": st.sampled_from(["s1q1", "s1q9", "", None]),
            "level": st.sampled_from(["red", "grene", "", None]),
            "date": st.sampled_from([date(2026, 5, 1), None]),
            "respondent": st.sampled_from(["a", "A!", "", None]),
            "role": st.sampled_from(["peer", "boss", None]),
            "kind": st.sampled_from(["rated", "started", "not applicable", "odd", None]),
        }
    ),
    max_size=4,
)


@given(TABLES)
def test_any_frame_is_read_or_refused(rows: list[dict[str, object]]) -> None:
    names = ["organisation", "round", "question", "level", "date", "respondent", "role", "kind"]
    frame = pd.DataFrame(rows, columns=names)
    for reader in (ss.frames.from_frame, ss.Panel.from_frame):
        with suppress(ss.InvalidError):
            reader(frame, FRAMEWORK)
