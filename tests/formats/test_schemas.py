"""The JSON Schemas say what the reader takes: held against it in both directions."""

import json
from collections.abc import Callable
from copy import deepcopy
from importlib.resources import files
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import sixsteps as ss
from sixsteps.formats.documents.kinds import CLASSES, LINES
from sixsteps.samples import spring_2026
from tests.strategies import rounds
from tests.support.documents import (
    ADAPTED,
    CROSSWALK,
    KINDS,
    ROUND,
    ROUND_ON_ADAPTED,
    SMALL,
    VALUES,
    document,
    spoilt,
)
from tests.support.schemas import made, text


def valid(data: Any, kind: str) -> bool:
    return bool(Draft202012Validator(ss.schema(kind)).is_valid(data))


def readable(data: Any, kind: str) -> bool:
    try:
        ss.from_document(data, kind)
    except ss.DocumentError:
        return False
    return True


@pytest.mark.parametrize("kind", [*CLASSES, LINES])
def test_the_shipped_schema_is_the_one_made_from_the_classes(kind: str) -> None:
    shipped = files("sixsteps.formats").joinpath("schema", f"{kind}.json").read_text("utf-8")
    assert shipped == text(kind)
    Draft202012Validator.check_schema(made(kind))


@pytest.mark.parametrize("name", VALUES)
def test_what_is_written_is_valid(name: str) -> None:
    assert valid(document(VALUES[name]), KINDS.get(name, name))


def test_the_samples_are_valid() -> None:
    assert valid(document(spring_2026()), "round")
    assert valid(document(spring_2026().framework), "framework")


@given(rounds(ADAPTED, signed=True))
def test_every_round_that_is_written_is_valid(round_: ss.Round) -> None:
    assert valid(document(round_), "round")


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_what_the_reader_takes_is_valid(name: str, data: st.DataObject) -> None:
    kind = KINDS.get(name, name)
    given_ = data.draw(spoilt(VALUES[name]))
    assert valid(given_, kind) or not readable(given_, kind)


def without(*path: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return change


def put(value: Any, *path: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


SPOILT: list[tuple[Any, str, Callable[[Any], None]]] = [
    (ROUND, "round", without("format")),
    (ROUND, "round", without("organisation")),
    (ROUND, "round", without("framework")),
    (ROUND, "round", without("ratings", 0, "level")),
    (ROUND, "round", put("sixsteps round 3", "format")),
    (ROUND, "round", put(3, "$schema")),
    (ROUND, "round", put(1, "unknown")),
    (ROUND, "round", put(" ", "title")),
    (ROUND, "round", put(True, "title")),
    (ROUND, "round", put("1 May 2026", "on")),
    (ROUND, "round", put("x" * 100_001, "handling")),
    (ROUND, "round", put("", "period")),
    (ROUND, "round", put([""], "arrangements")),
    (ROUND, "round", put(" ", "use")),
    (ROUND, "round", put("open", "agreed")),
    (ROUND, "round", put(1, "view")),
    (ROUND, "round", put({}, "previous")),
    (ROUND, "round", put({}, "ratings")),
    (ROUND, "round", put("1.10", "ratings", 0, "question")),
    (ROUND, "round", put(2, "ratings", 0, "level")),
    (ROUND, "round", put(["minutes"], "ratings", 0, "evidence")),
    (ROUND, "round", put(" ", "ratings", 0, "evidence", 0, "kind")),
    (ROUND, "round", put("", "ratings", 0, "evidence", 0, "link")),
    (ROUND, "round", put("green", "ratings", 1, "level")),
    (ROUND, "round", put("", "ratings", 1, "reason")),
    (ROUND, "round", put("boss", "respondents", 0, "role")),
    (ROUND, "round", put("s1", "respondents", 0, "asked")),
    (ROUND, "round", put([""], "plans", 0, "actions", 0, "addresses")),
    (ROUND, "round", put("done", "plans", 0, "actions", 0, "status")),
    (ROUND, "round", put("x", "unplaced", 0, "item")),
    (SMALL, "framework", without("source")),
    (SMALL, "framework", without("source", "reference")),
    (SMALL, "framework", put("2019", "source", "year")),
    (SMALL, "framework", put(19, "source", "year")),
    (SMALL, "framework", put(True, "source", "year")),
    (SMALL, "framework", put([], "scale", "levels")),
    (SMALL, "framework", put(["luck"], "scale", "levels", 0, "needs")),
    (SMALL, "framework", put("9", "steps", 0, "id")),
    (SMALL, "framework", put("", "steps", 0, "questions", 0, "text")),
    (SMALL, "framework", put(None, "context", 0, "text")),
    (ADAPTED, "framework", without("origin")),
    (ADAPTED, "framework", put({}, "origin", "source")),
    (ADAPTED, "framework", put([], "lineage", 0, "by")),
    (ADAPTED, "framework", put("Anytown", "lineage", 0, "by")),
    (ADAPTED, "framework", put("AddQuestions", "lineage", 0, "edits", 0, "edit")),
    (ADAPTED, "framework", without("lineage", 0, "edits", 0, "edit")),
    (ADAPTED, "framework", put("s1q1", "lineage", 0, "edits", 0, "after")),
    (ADAPTED, "framework", put([], "lineage", 0, "edits", 1, "parts")),
    (ADAPTED, "framework", put([["red"]], "lineage", 1, "edits", 0, "mapping")),
    (CROSSWALK, "crosswalk", put("a", "matches", 0, "old")),
    (CROSSWALK, "crosswalk", put("alike", "matches", 0, "relation")),
    (CROSSWALK, "crosswalk", put("yes", "matches", 0, "comparable")),
    (CROSSWALK, "crosswalk", put({"red": "no"}, "levels")),
    (CROSSWALK, "crosswalk", put("both", "translates")),
]


@pytest.mark.parametrize(("value", "kind", "change"), SPOILT)
def test_the_schema_refuses_what_the_reader_refuses(
    value: Any, kind: str, change: Callable[[Any], None]
) -> None:
    data = document(value)
    change(data)
    assert (readable(data, kind), valid(data, kind)) == (False, False)


def test_every_key_of_every_class_is_in_the_schema() -> None:
    schema = ss.schema("round")
    assert set(schema["properties"]) == {"$schema", "format", "citation", *document(ROUND)} | {
        "organisation_id",
        "period",
        "next_on",
        "handling",
        "view",
        "rule",
    }


class TestLinesOfRounds:
    """The schema of a line holds a framework with its fingerprint, and a round that names it."""

    def lines(self, *rounds: ss.Round) -> list[Any]:
        file = StringIO()
        ss.write_rounds(rounds, file)
        return [json.loads(line) for line in file.getvalue().splitlines()]

    def readable(self, *lines: Any) -> bool:
        try:
            list(ss.read_rounds(StringIO("\n".join(map(json.dumps, lines)))))
        except ss.DocumentError:
            return False
        return True

    def test_every_line_that_is_written_is_valid_and_names_the_schema(self) -> None:
        lines = self.lines(ROUND, ROUND_ON_ADAPTED)
        assert [valid(line, LINES) for line in lines] == [True, True, True, True]
        assert {line["$schema"] for line in lines} == {ss.schema(LINES)["$id"]}

    def test_a_line_with_the_whole_of_a_round_is_valid(self) -> None:
        assert valid(document(ROUND), LINES)
        assert self.readable(document(ROUND))

    @pytest.mark.parametrize(
        ("line", "change"),
        [
            (0, put("sha256", "fingerprint")),
            (0, put(["x"], "fingerprint")),
            (0, without("source")),
            (0, without("format")),
            (2, without("origin")),
            (3, put("sha256", "framework")),
            (3, put(None, "framework")),
            (3, put("f" * 64, "fingerprint")),
            (1, put("1 May 2026", "on")),
            (1, put("sixsteps crosswalk 2", "format")),
        ],
    )
    def test_what_the_reader_refuses_of_a_line_is_not_valid(
        self, line: int, change: Callable[[Any], None]
    ) -> None:
        lines = self.lines(ROUND, ROUND_ON_ADAPTED)
        assert self.readable(*lines)
        spoilt_line = deepcopy(lines[line])
        change(spoilt_line)
        lines[line] = spoilt_line
        assert (self.readable(*lines), valid(spoilt_line, LINES)) == (False, False)
