"""A translation goes through a document whole, and a slip in one written by hand is told."""

import io
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator

import sixsteps as ss
from tests.support.documents import SMALL, document
from tests.support.welsh import WELSH

SAID = {"title": "[prawf] Bach", "scale/red/label": "[prawf] Coch"}
HALF = ss.Translation.of(SMALL, "Welsh (cy)", SAID, by=["One", "Two"])
GOLDEN = Path(__file__).parent / "golden" / "translation-1.json"


@pytest.mark.parametrize("value", [HALF, WELSH], ids=repr)
def test_what_was_written_reads_back_equal_and_is_valid(value: ss.Translation) -> None:
    file = io.StringIO()
    ss.write(value, file)
    assert ss.read(io.StringIO(file.getvalue()), ss.Translation) == value
    Draft202012Validator(ss.schema("translation")).validate(document(value))


def test_the_golden_file_is_what_is_written_and_reads() -> None:
    file = io.StringIO()
    ss.write(HALF, file)
    assert GOLDEN.read_text("utf-8") == file.getvalue()
    assert ss.read(GOLDEN) == HALF


def test_a_document_carries_the_citation_of_what_was_translated() -> None:
    data = document(HALF)
    assert data["citation"] == f"{SMALL.citation} Translated into Welsh (cy) by One and Two."
    assert list(data)[:3] == ["$schema", "format", "citation"]
    with pytest.raises(ss.DocumentError) as caught:
        ss.from_document({**data, "citation": "Nobody"}, ss.Translation)
    assert str(caught.value) == (
        "the citation is not that of the source at $.citation; leave it out to have it written"
    )


def test_one_that_does_not_say_what_it_translates_is_read() -> None:
    data = {key: one for key, one in document(HALF).items() if key not in ("citation", "source")}
    assert ss.from_document(data, ss.Translation) == evolve(HALF, source="")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"language": "Cymraeg"}, "that is not a language at $.language; give its name and,"),
        ({"texts": [{"place": "s1", "wording": "A", "text": "B"}]}, "that is not the place of"),
        ({"texts": [{"place": "title", "text": "B"}]}, "a translated text needs 'wording' at $."),
        ({"by": []}, "nobody is named at $.by; say who translated the framework"),
        ({"langauge": "x"}, "unknown key 'langauge' at $.langauge; there are language,"),
    ],
)
def test_a_slip_is_told_by_its_place_and_is_not_valid(change: Any, told: str) -> None:
    data = {**document(HALF), **change}
    with pytest.raises(ss.DocumentError) as caught:
        ss.from_document(data, ss.Translation)
    assert str(caught.value).startswith(told)
    assert not Draft202012Validator(ss.schema("translation")).is_valid(data)
