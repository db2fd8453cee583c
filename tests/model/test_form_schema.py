"""The schema of a web form takes what a round holds, and says nothing that form libraries miss."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from jsonschema import Draft202012Validator

import sixsteps as ss
from tests.strategies import rounds
from tests.support.documents import DRAFT, ROUND, SMALL, document

EMPTY = ss.Round(SMALL, "Anytown", "Spring 2026", date(2026, 5, 1))


def given_by(round_: ss.Round, respondent: str | None) -> dict[str, Any]:
    """The answers of a respondent as a form gives them: nothing that is empty."""
    answers = document(round_).get("ratings", [])
    return {
        one["question"]: {
            key: [{k: v for k, v in piece.items() if v} for piece in value]
            if key == "evidence"
            else value
            for key, value in one.items()
            if value and key not in ("question", "respondent", "on")
        }
        for one in answers
        if one.get("respondent") == respondent
    }


def schemas_in(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A schema and those of everything inside it."""
    yield schema
    inside = [*schema.get("properties", {}).values(), *filter(None, [schema.get("items")])]
    for one in inside:
        yield from schemas_in(one)


def test_an_object_has_one_property_a_question_in_order() -> None:
    schema = ROUND.form_schema("police")
    assert (schema["type"], schema["title"], schema["description"]) == (
        "object",
        "Small",
        SMALL.citation,
    )
    assert [*schema["properties"]] == ["s1q1", "s1q2", "s2q1"]
    assert json.dumps(schema["properties"]["s2q1"]).startswith('{"title": "2.1 Third?", "type":')


def test_a_respondent_is_asked_what_is_put_to_them() -> None:
    asked = [evolve(one, asked=["s2q1"]) for one in ROUND.respondents[1:]]
    put_to = DRAFT.replace(respondents=[ROUND.respondents[0], *asked], ratings=[], plans=[])
    assert [*put_to.form_schema("police")["properties"]] == ["s2q1"]
    with pytest.raises(ss.UnknownIdError):
        ROUND.form_schema("fire")


@pytest.mark.parametrize("round_", [EMPTY, ROUND, ss.samples.spring_2026()], ids=repr)
def test_everything_has_a_title_and_a_keyword_of_our_own_begins_with_x(round_: ss.Round) -> None:
    schema = round_.form_schema()
    Draft202012Validator.check_schema(schema)
    known = {
        *("$schema", "title", "description", "type", "properties", "additionalProperties", "not"),
        *("oneOf", "items", "required", "enum", "format", "pattern", "maxLength", "minLength"),
        "examples",
    }
    for one in schemas_in(schema):
        assert one["title"]
        assert one.keys() <= known
        assert "oneOf" not in one or one["type"] == "string"
        for choice in one.get("oneOf", []):
            assert choice.keys() <= {"const", "title", "description", "x-needs"}


def test_a_level_says_what_it_means_and_what_it_should_bring() -> None:
    level = ss.samples.spring_2026().form_schema()["properties"]["s1q1"]["properties"]["level"]
    assert level["oneOf"][1] == {
        "const": "amber",
        "title": "Amber",
        "description": ss.RAG.level("amber").meaning,
        "x-needs": ["evidence", "remaining", "plan"],
    }


def test_the_label_is_the_title_and_the_words_stand_below_with_the_guidance() -> None:
    question = ss.Question("q1", "Who leads?", label="Lead", guidance="One name.")
    framework = evolve(SMALL, steps=[ss.Step("s1", "One", [question])])
    shown = evolve(EMPTY, framework=framework).form_schema()["properties"]["q1"]
    assert (shown["title"], shown["description"]) == ("1.1 Lead", "Who leads?\nOne name.")


@given(rounds(SMALL))
def test_the_answers_of_every_round_are_valid(round_: ss.Round) -> None:
    # Somebody may have answered what was not put to them; the form does not ask it.
    asked_all = [evolve(one, asked=None) for one in round_.respondents]
    round_ = evolve(round_, respondents=asked_all)
    respondents: list[str | None] = [one.id for one in round_.respondents]
    for respondent in respondents or [None]:
        schema = Draft202012Validator(round_.form_schema(respondent))
        schema.validate(given_by(round_, respondent))


def test_what_a_form_gives_goes_straight_into_a_round() -> None:
    answers = [
        {"question": name, **({} if "reason" in answer else {"level": None}), **answer}
        | {"respondent": respondent}
        for respondent in ("health", "police")
        for name, answer in given_by(ROUND, respondent).items()
    ]
    read = ss.from_document({**document(DRAFT), "ratings": answers}, ss.Round)
    undated = [evolve(one, on=None) if isinstance(one, ss.Rating) else one for one in ROUND.ratings]
    assert read.ratings == tuple(undated)


@pytest.mark.parametrize(
    "answer",
    [
        {"s9q9": {"level": "red"}},
        {"s1q1": {"level": "grn"}},
        {"s1q1": {"level": "red", "reason": "x"}},
        {"s1q1": {"reason": " "}},
        {"s1q1": {"level": "red", "evidence": ["x"]}},
        {"s1q1": {"level": "red", "evidence": [{"text": " "}]}},
        {"s1q1": {"level": "red", "evidence": [{"text": "x", "link": ""}]}},
        {"s1q1": {"level": "red", "evidence": [{"text": "x", "by": "y"}]}},
        {"s1q1": {"level": "red", "levle": "green"}},
        [],
    ],
)
def test_an_answer_that_does_not_fit_is_refused(answer: Any) -> None:
    assert not Draft202012Validator(EMPTY.form_schema()).is_valid(answer)
    assert Draft202012Validator(EMPTY.form_schema()).is_valid({})
