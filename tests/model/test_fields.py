"""The type of a field says what it may hold, to its check and to its schema alike."""

from datetime import date
from typing import Annotated, Any, Literal

import pytest
from attrs import frozen
from jsonschema import Draft202012Validator

import sixsteps as ss
from sixsteps.model.fields import Checked, Count, Id, Pairs, Text, Words, check_of
from tests.support.schemas import object_schema, schema_of


@frozen
class Visit(Checked):
    """A value of its own, with a field of each type."""

    id: Id
    purpose: Words
    by: Annotated[tuple[Words, ...], Count(1, 2, "one or two visit, not {}", code="visitors")]
    note: Text = ""
    kind: Literal["announced", "unannounced"] = "announced"
    on: date | None = None


VISIT: dict[str, Any] = {"id": "v1", "purpose": "To listen", "by": ("Ann",)}


def reference(kind: type) -> dict[str, Any]:
    return {"$ref": kind.__name__}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("id", "a:1", "a text of 3 characters is not an id at id; an id starts with a letter and"
                      " holds at most 64 letters, digits, '_', '-' or '.'"),
        ("id", "1.1", "a text of 3 characters is not an id at id; an id starts with a letter and"
                      " holds at most 64 letters, digits, '_', '-' or '.'"),
        ("purpose", " ", "a text is needed here and it is empty at purpose"),
        ("purpose", "\u200b\x08 ", "a text is needed here and it is empty at purpose"),
        ("by", (), "one or two visit, not 0 at by"),
        ("by", ("Ann", ""), "a text is needed here and it is empty at by[1]"),
        ("by", ("Ann", "Bo", "Cy"), "one or two visit, not 3 at by"),
        ("note", 3, "a string is needed at note; this is a value of type int"),
        ("kind", "anounced", "unknown kind at kind; there are announced, unannounced; did you"
                             " mean 'announced'?"),
    ],
)  # fmt: skip
def test_a_value_that_its_type_does_not_allow_is_refused_by_check_and_schema(
    field: str, value: Any, message: str
) -> None:
    with pytest.raises(ss.InvalidError) as caught:
        Visit(**VISIT | {field: value})
    assert [str(problem) for problem in caught.value.problems] == [message]
    assert caught.value.problems[0].path[0] == caught.value.problems[0].field == field
    schema = Draft202012Validator(object_schema(Visit, reference))
    assert schema.is_valid(VISIT | {"by": ["Ann"]})
    given = list(value) if isinstance(value, tuple) else value
    assert not schema.is_valid(VISIT | {"by": ["Ann"]} | {field: given})


def test_every_problem_of_every_field_is_told_at_once() -> None:
    with pytest.raises(ss.InvalidError) as caught:
        Visit("", "", (), on="today")  # type: ignore[arg-type] # on purpose
    assert [problem.place for problem in caught.value.problems] == ["id", "purpose", "by", "on"]
    assert caught.value.what == "visit"


def test_a_problem_of_a_member_says_where_it_stands() -> None:
    (problem,) = check_of(Pairs)((("red", "no"), ("amber", "n o")), ("levels",))
    assert problem.path == ("levels", 1, 1)
    assert problem.place == "levels[1][1]"


def test_every_place_of_a_schema_is_an_object_of_its_own() -> None:
    schema_of(Text, reference)["maxLength"] = 1
    assert schema_of(Text, reference) == {"type": "string", "maxLength": 100_000}
