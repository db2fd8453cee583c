"""The schema of a web form takes what a round holds, and says nothing that form libraries miss."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker

import sixsteps as ss
from tests.strategies import rounds
from tests.support.documents import DRAFT, ROUND, SMALL, document
from tests.support.form_answers import REFUSED, answers, refused_by_the_library

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
    assert json.dumps(schema["properties"]["s1q2"]).startswith('{"title": "1.2 Second?", "type":')


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
        *("$schema", "title", "description", "type", "properties", "additionalProperties"),
        "dependentSchemas",
        *("oneOf", "items", "required", "enum", "format", "pattern", "maxLength", "minLength"),
        "examples",
    }
    for one in schemas_in(schema):
        assert one["title"]
        assert one.keys() <= known
        assert "oneOf" not in one or one["type"] == ["string", "null"]
        for choice in one.get("oneOf", []):
            assert choice.keys() <= {"const", "title", "description", "x-needs"}


def test_a_level_says_what_it_means_and_what_it_should_bring() -> None:
    level = ss.samples.spring_2026().form_schema()["properties"]["s1q1"]["properties"]["level"]
    assert level["oneOf"][0] == {"const": None, "title": "Not rated"}
    assert level["oneOf"][2] == {
        "const": "amber",
        "title": "Amber",
        "description": ss.RAG.level("amber").meaning,
        "x-needs": ["evidence", "remaining", "plan"],
    }


def test_the_label_is_the_title_and_the_words_stand_below_with_the_guidance() -> None:
    question = ss.Question("q1", "Who leads?", label="Lead", guidance="One name.")
    step = ss.Step("s1", "One", [question, ss.Question("q2", "Who follows?")], "Ask the chair.")
    shown = evolve(EMPTY, framework=evolve(SMALL, steps=[step])).form_schema()["properties"]
    assert (shown["q1"]["title"], shown["q1"]["description"].splitlines()) == (
        "1.1 Lead",
        ["1. One", "Ask the chair.", "Who leads?", "One name."],
    )
    assert (shown["q2"]["title"], shown["q2"].get("description")) == ("1.2 Who follows?", None)


def test_the_first_question_put_to_somebody_says_which_step_it_is_of() -> None:
    asked = [evolve(one, asked=["s1q2", "s2q1"]) for one in ROUND.respondents[1:]]
    put_to = DRAFT.replace(respondents=[ROUND.respondents[0], *asked], ratings=[], plans=[])
    shown = put_to.form_schema("police")["properties"]
    assert [one["description"] for one in shown.values()] == [
        f"{SMALL.number(step.id)}. {step.title}" for step in SMALL.steps
    ]


def test_what_levels_mean_for_one_question_stands_by_its_rating() -> None:
    question = ss.Question("q1", "How far?", levels={"green": "All", "red": "None"})
    framework = evolve(SMALL, steps=[ss.Step("s1", "One", [question])])
    shown = evolve(EMPTY, framework=framework).form_schema()["properties"]["q1"]
    assert shown["properties"]["level"]["description"].splitlines() == ["Red: None", "Green: All"]


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
    given = [
        one
        for respondent in ("health", "police")
        for one in answers(given_by(ROUND, respondent), respondent)
    ]
    read = ss.from_document({**document(DRAFT), "ratings": given}, ss.Round)
    undated = [evolve(one, on=None) if isinstance(one, ss.Rating) else one for one in ROUND.ratings]
    assert read.ratings == tuple(undated)


def refused_by_the_schema(round_: ss.Round, given: dict[str, Any]) -> set[str]:
    """The fields at which the schema refuses what a form gave."""
    checker = Draft202012Validator(round_.form_schema(), format_checker=FormatChecker(["date"]))
    found = set()
    for error in checker.iter_errors(given):
        names: list[list[Any]] = [[]]
        if error.validator == "additionalProperties":
            names = [[name] for name in error.instance if name not in error.schema["properties"]]
        if error.validator == "required":
            names = [[name] for name in error.validator_value if name not in error.instance]
        found |= {".".join(map(str, [*error.absolute_path, *name])) for name in names}
    return found


@pytest.mark.parametrize(("given", "places"), REFUSED.values(), ids=REFUSED.keys())
def test_the_schema_and_the_library_refuse_an_answer_at_the_same_fields(
    given: dict[str, Any], places: set[str]
) -> None:
    assert refused_by_the_schema(EMPTY, given) == places
    assert refused_by_the_library(EMPTY, given) == places


def test_a_form_that_nobody_filled_in_is_valid_and_gives_no_answer() -> None:
    asked = [question.id for question in SMALL.questions]
    left: dict[str, Any] = {name: {"level": None, "evidence": []} for name in asked}
    untouched: dict[str, Any]
    for untouched in ({}, left):
        Draft202012Validator(EMPTY.form_schema()).validate(untouched)
        assert [*answers(untouched)] == []
    assert not Draft202012Validator(EMPTY.form_schema()).is_valid([])


def test_a_kind_of_evidence_that_is_added_to_a_form_is_in_no_other() -> None:

    def kinds(schema: dict[str, Any], question: str) -> Any:
        evidence = schema["properties"][question]["properties"]["evidence"]
        return evidence["items"]["properties"]["kind"]["examples"]

    schema = ROUND.form_schema("police")
    kinds(schema, "s1q2").append("case file")
    assert kinds(schema, "s2q1") == ["process", "outcome", "voice"]
    assert kinds(ROUND.form_schema("police"), "s1q2") == ["process", "outcome", "voice"]
