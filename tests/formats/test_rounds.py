"""JSON Lines: many rounds in one file, each framework once."""

import io
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from tests.strategies import rounds
from tests.support.documents import ADAPTED, ROUND, SMALL


def written(*given_: ss.Round) -> str:
    file = io.StringIO()
    ss.write_rounds(given_, file)
    return file.getvalue()


def problems(text: str) -> tuple[list[ss.Round], str]:
    """The rounds that could be read, and what the error said at the end."""
    good: list[ss.Round] = []
    with pytest.raises(ss.DocumentError) as caught:
        good.extend(ss.read_rounds(io.StringIO(text)))
    return good, str(caught.value)


@given(
    st.lists(
        rounds(SMALL, most_respondents=1, signed=True) | rounds(ADAPTED, most_respondents=1),
        max_size=3,
    )
)
def test_every_list_of_rounds_reads_back_equal(given_: list[ss.Round]) -> None:
    assert list(ss.read_rounds(io.StringIO(written(*given_)))) == given_


def test_each_framework_is_written_once_and_shared(tmp_path: Path) -> None:
    path = tmp_path / "rounds.jsonl"
    ss.write_rounds([ROUND, ROUND.redacted(), ROUND], path)
    formats = [json.loads(line)["format"] for line in path.read_text("utf-8").splitlines()]
    assert formats == ["sixsteps framework 2", *["sixsteps round 2"] * 3]
    read = list(ss.read_rounds(path))
    assert read == [ROUND, ROUND.redacted(), ROUND]
    assert read[0].framework is read[2].framework


def test_two_files_after_each_other_are_a_file() -> None:
    text = written(ROUND) + "\n" + written(ROUND.redacted())
    assert list(ss.read_rounds(io.BytesIO(text.encode()))) == [ROUND, ROUND.redacted()]


@cache
def large() -> list[ss.Round]:
    """Rounds of frameworks with so many commas that as many values are reckoned with."""
    guided = [ss.Question(f"s1q{n}", "Why?", guidance="," * 100_000) for n in (1, 2)]
    steps = [ss.Step("s1", "One", guided)]
    each = (ss.Framework(f"No. {n}", SMALL.source, SMALL.scale, steps) for n in range(8))
    return [ss.Round(one, "Anytown", "Spring", date(2026, 5, 1)) for one in each]


def test_more_frameworks_than_are_made_in_time_are_neither_written_nor_read() -> None:
    told = (
        "more than 1,500,000 values in its frameworks at {}$; write the rounds of some frameworks"
        " to a file of their own"
    )
    assert len(list(ss.read_rounds(io.StringIO(written(*large()[:7]))))) == 7
    with pytest.raises(ss.DocumentError) as caught:
        written(*large())
    assert str(caught.value) == told.format("")
    both = written(*large()[:7]) + written(*large()[7:])
    good, message = problems(both)
    assert len(good) == 7
    assert message.splitlines()[1].strip() == told.format("line 15, ")
    whole = "\n".join(json.dumps(ss.to_document(one)) for one in large())
    assert problems(whole) == (large()[:7], told.format("line 8, "))


def test_a_framework_that_stands_there_again_is_not_made_again() -> None:
    once = written(*large()[:7])
    assert len(list(ss.read_rounds(io.StringIO(once * 2)))) == 14
    whole = "\n".join(json.dumps(ss.to_document(one)) for one in large()[:7] * 2)
    assert len(list(ss.read_rounds(io.StringIO(whole)))) == 14


def test_a_whole_round_on_a_line_needs_no_framework_before_it() -> None:
    line = json.dumps(ss.to_document(ROUND))
    assert list(ss.read_rounds(io.StringIO(line))) == [ROUND]


def test_rounds_are_read_one_at_a_time() -> None:
    reading = ss.read_rounds(io.StringIO(written(ROUND) + "junk"))
    assert next(reading) == ROUND
    with pytest.raises(ss.DocumentError):
        next(reading)


def test_bad_lines_are_reported_together_and_good_ones_are_kept() -> None:
    framework, round_ = written(ROUND).splitlines()
    lines = [
        framework,
        round_.replace('"level":"green"', '"level":"gren"'),
        "{",
        round_,
        "[]",
        round_.replace(SMALL.fingerprint, "abc"),
        framework.replace(SMALL.fingerprint, "abc"),
        json.dumps(ss.to_document(ss.Crosswalk([]))),
        json.dumps(ss.to_document(SMALL)),
        round_,
    ]
    good, said = problems("\n".join(lines))
    assert good == [ROUND, ROUND]
    assert said == (
        "6 problems with the rounds:\n"
        "  unknown level 'gren' at line 2, $.ratings[0].level; the scale has red, amber, green;"
        " did you mean 'green'?\n"
        "  this is not JSON (Expecting property name enclosed in double quotes) at line 3,"
        " column 2\n"
        "  an object is needed, not a list at line 5, $\n"
        "  no framework of this fingerprint on an earlier line at line 6, $.framework; each stands"
        " before its rounds\n"
        "  the fingerprint is not that of the framework on this line at line 7, $.fingerprint\n"
        "  this is a crosswalk, not a round at line 8, $.format; read it with kind"
        " 'crosswalk'"
    )


def test_a_line_beyond_the_limit_is_skipped_and_reported() -> None:
    text = written(ROUND)
    long = "x" * 10_000 + "\n"
    good: list[ss.Round] = []
    with pytest.raises(ss.DocumentError) as caught:
        good.extend(ss.read_rounds(io.StringIO(long + text + long), limit=5000))
    assert good == [ROUND]
    assert str(caught.value) == (
        "2 problems with the rounds:\n"
        "  the line holds more than 5,000 bytes at line 1, $; name a higher limit\n"
        "  the line holds more than 5,000 bytes at line 4, $; name a higher limit"
    )


def test_bytes_that_are_no_text_are_reported_with_their_line() -> None:
    content = written(ROUND).encode() + b'{"a": "caf\xe9"}\n'
    with pytest.raises(ss.DocumentError) as caught:
        list(ss.read_rounds(io.BytesIO(content)))
    assert str(caught.value) == ("byte 11 is not valid UTF-8 at line 3, $; save the text as UTF-8")


def test_no_rounds_are_an_empty_file() -> None:
    assert written() == ""
    assert list(ss.read_rounds(io.StringIO(""))) == []


def test_one_ordinary_document_is_one_problem() -> None:
    file = io.StringIO()
    ss.write(ROUND, file)
    assert problems(file.getvalue()) == (
        [],
        "one document, not JSON Lines at line 1; use read()",
    )


@pytest.mark.parametrize("one", [5, ss.six_steps(), {"organisation": "A"}], ids=type)
def test_what_is_no_round_among_several_is_refused(one: Any, tmp_path: Path) -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        ss.write_rounds([ROUND, one], tmp_path / "rounds.jsonl")
    assert str(caught.value) == (
        f"write_rounds takes a Round and was given a value of type {type(one).__name__}"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given_", [ROUND, None, 3])
def test_what_is_not_several_rounds_is_refused(given_: Any, tmp_path: Path) -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        ss.write_rounds(given_, tmp_path / "rounds.jsonl")
    assert str(caught.value) == (
        f"several rounds are written, not a value of type {type(given_).__name__}; write"
        " [...] around one"
    )
    assert list(tmp_path.iterdir()) == []
