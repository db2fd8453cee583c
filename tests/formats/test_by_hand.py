"""Documents written by hand: TOML says what JSON says, and what is wrong with it has its line."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from tests.strategies import frameworks
from tests.support.documents import ADAPTED, CROSSWALK, ROUND, SMALL, document

OURS = '''# by hand
format = "sixsteps framework 2"
title = "Ours"
source.reference = "Us (2026) Ours"

[scale]
title = "Two"
levels = [
  { key = "no" },
  { key = "yes", needs = ["evidence"] },
]

[[steps]]
id = "s1"
title = "One"

[[steps.questions]]
id = "s1q1"
text = """
First,
and second?
"""

[[steps.questions]]
id = "s1q2"
text = "Third?"
'''
READ = ss.Framework(
    "Ours",
    ss.Source("Us (2026) Ours"),
    ss.Scale("Two", [ss.Level("no"), ss.Level("yes", needs=["evidence"])]),
    [
        ss.Step(
            "s1",
            "One",
            [ss.Question("s1q1", "First,\nand second?"), ss.Question("s1q2", "Third?")],
        )
    ],
)


def in_toml(data: Any) -> str:
    """Plain data as one TOML value; nothing of TOML stands for null."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {in_toml(v)}" for k, v in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(in_toml, data)) + "]"
    return json.dumps(data).replace("\x7f", "\\u007f")


def as_file(value: Any) -> str:
    return "".join(f"{json.dumps(k)} = {in_toml(v)}\n" for k, v in document(value).items())


def refused(text: str, kind: str | None = None) -> str:
    with pytest.raises(ss.DocumentError) as caught:
        ss.read(io.StringIO(text), kind)
    return str(caught.value)


@pytest.mark.parametrize(
    "text", [OURS, OURS.replace("\n", "\r\n"), "\ufeff" + OURS, OURS.partition("\n")[2]]
)
def test_a_framework_is_read_as_people_write_it(text: str) -> None:
    assert ss.read(io.StringIO(text)) == READ
    assert ss.read(io.BytesIO(text.encode()), ss.Framework) == READ


def test_the_ending_of_a_file_says_what_it_is(tmp_path: Path) -> None:
    for name in ("ours.toml", "OURS.TOML", "ours.txt"):
        (tmp_path / name).write_text(OURS, encoding="utf-8")
        assert ss.read(tmp_path / name) == READ
    (tmp_path / "ours.json").write_text(OURS, encoding="utf-8")
    with pytest.raises(ss.DocumentError, match="this is not JSON"):
        ss.read(tmp_path / "ours.json")
    (tmp_path / "ours.toml").write_text(json.dumps(document(SMALL)), encoding="utf-8")
    with pytest.raises(ss.DocumentError, match="this is not TOML"):
        ss.read(tmp_path / "ours.toml")


@pytest.mark.parametrize("value", [SMALL, ADAPTED, ADAPTED.lineage[0], CROSSWALK], ids=repr)
def test_every_kind_is_read_from_toml_too(value: Any) -> None:
    assert ss.read(io.StringIO(as_file(value))) == value


def test_a_round_is_read_with_dates_as_toml_has_them() -> None:
    open_ = evolve(ROUND, agreed=None, sign_offs=())
    began = open_.with_ratings(ss.Rating("s1q1", "red", respondent="police"))
    text = as_file(began).replace('"2026-05-01"', "2026-05-01")
    assert 'on" = 2026-05-01' in text
    assert ss.read(io.StringIO(text), ss.Round) == began


@pytest.mark.law
@given(frameworks())
def test_toml_says_what_json_says(framework: ss.Framework) -> None:
    assert ss.read(io.StringIO(as_file(framework)), ss.Framework) == framework


def test_a_crosswalk_and_an_edited_copy_are_taken_in_toml() -> None:
    assert ss.read_crosswalk(io.StringIO(as_file(CROSSWALK))) == CROSSWALK
    copy = OURS.replace("Third?", "Fourth?")
    made = ss.record(READ, io.StringIO(copy), by="Us", on=date(2026, 4, 1), reworded=["s1q2"])
    assert made.question("s1q2").text == "Fourth?"


def test_every_problem_has_the_line_it_stands_on() -> None:
    text = OURS.replace('"evidence"', '"evidense"').replace('"s1q2"', '"1.2"')
    text = text.replace('text = "Third?"', 'texd = "Third?"')
    assert refused(text) == (
        "4 problems with the document:\n"
        "  unknown need at line 8, $.scale.levels[1].needs[0]; there are evidence, remaining, plan;"
        " did you mean 'evidence'?\n"
        "  unknown key 'texd' at line 26, $.steps[0].questions[1].texd; there are id, text, label,"
        " guidance, levels, tags, asked_of, source; did you mean 'text'?\n"
        "  a question needs 'text' at line 24, $.steps[0].questions[1].text\n"
        "  a text of 3 characters is not an id at line 25, $.steps[0].questions[1].id; an id starts"
        " with a letter and holds at most 64 letters, digits, '_', '-' or '.'"
    )


def test_an_edited_copy_is_told_by_its_lines_too() -> None:
    with pytest.raises(ss.DocumentError) as caught:
        ss.record(READ, io.StringIO(OURS.replace('"s1q2"', "2")), by="Us", on=date(2026, 4, 1))
    assert str(caught.value) == (
        "a string is needed, not a number at line 25, $.steps[0].questions[1].id"
    )


EDITS = """format = "sixsteps adaptation 2"
by = ["Anytown"]
on = 2026-04-01

[[edits]]
edit = "RetitleStep"
step = "s1"
title = "First"

[[edits]]
edit = "{}"
step = "s1"
"""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("RemoveSetp", "unknown edit 'RemoveSetp'"),
        ("removestep", "unknown edit 'removestep'"),
        ("Jane was here", "unknown edit of 13 characters"),
    ],
)
def test_an_unknown_edit_is_told_by_its_place_and_by_name_where_it_is_near_one(
    name: str, told: str
) -> None:
    message = refused(EDITS.format(name))
    assert message.startswith(f"{told} at line 11, $.edits[1].edit; there are Retitle, AddStep,")
    assert message.endswith("; did you mean 'RemoveStep'?") == (name != "Jane was here")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a = "x\n', "this is not TOML at line 1, column 7"),
        ("a = 1\nb = [1,\n", "this is not TOML (Invalid value) at line 2"),
        ("a = 1\na = 2\n", "this is not TOML (Cannot overwrite a value) at line 2, column 6"),
        ("a = 1\n[b]\n[b]\n", "this is not TOML at line 3, column 3"),
        ("a = 1\nJane Doe\n", "this is not TOML (Expected '=' after a key in a key/value pair) at"),
        ("format = 1\n", "that is not a format of sixsteps at line 1, $.format; the one expected"),
        ("a = 1\n", "the document does not say its format at $; add"),
        (f"a = {'9' * 5000}\n", "this holds a number of too many digits at $"),
        (f"a{'.a' * 65} = 1\n", "this is nested too deeply to be a document at $"),
        (f"a = {{ b{' . b' * 65} = 1 }}\n", "this is nested too deeply to be a document at $"),
        (f"a = {'[' * 5000}\n", "this is nested too deeply to be a document at $"),
        (f'a = "{"x" * 500_000}"\n', "it holds more than 500,000 characters of TOML at $;"),
    ],
    ids=lambda value: value[:12],
)
def test_what_is_no_toml_is_refused_with_its_line_and_without_its_words(
    text: str, message: str
) -> None:
    assert refused(text).startswith(message)
    assert "Jane" not in refused(text)


def test_json_is_still_told_by_line_and_column() -> None:
    assert refused('{\n  "format": "sixsteps framework 2",\n  "title": }\n') == (
        "this is not JSON (Expecting value) at line 3, column 12"
    )


@pytest.mark.slow
@given(st.text("ab.=[]{}\"'\n #1,\\", max_size=60))
def test_no_text_gives_anything_but_a_value_or_our_own_error(text: str) -> None:
    with pytest.raises(ss.DocumentError):
        ss.read(io.StringIO(f"a = 1\n{text}"))


def test_a_round_without_its_framework_is_read_with_the_one_it_names() -> None:
    data = ss.to_document(ROUND, framework=False)
    assert data["framework"] == ROUND.framework.fingerprint
    assert ss.from_document(data, ss.Round, framework=ROUND.framework) == ROUND
    with pytest.raises(ss.DocumentError) as caught:
        ss.from_document(data, ss.Round, framework=READ)
    assert str(caught.value) == (
        "the round names another framework than the one given at $.framework; leave one out"
    )
