"""How much of a thing there may be, and which sides it needs: up to each limit and past it."""

from collections.abc import Callable
from datetime import date
from time import process_time
from typing import Any

import pytest
from attrs import evolve

import sixsteps as ss

ON = date(2026, 5, 1)
ROUND = ss.Round(ss.six_steps(), "Anytown", "Spring", ON)
SIDES = {
    "same": ["old and new"],
    "reworded": ["old and new"],
    "replaced": ["old and new"],
    "split": ["old and new"],
    "merged": ["old and new"],
    "added": ["new"],
    "removed": ["old"],
}
TAKES = {
    "same": "one old and one new question",
    "reworded": "one old and one new question",
    "replaced": "old and new questions",
    "split": "old and new questions",
    "merged": "old and new questions",
    "added": "new questions only",
    "removed": "old questions only",
}
GIVEN: dict[str, tuple[list[str], list[str]]] = {
    "old and new": (["a1"], ["b1"]),
    "old": (["a1"], []),
    "new": ([], ["b1"]),
    "neither": ([], []),
}


def refusal(make: Callable[[], object]) -> list[str]:
    with pytest.raises(ss.InvalidError) as caught:
        make()
    return [str(problem) for problem in caught.value.problems]


def levels(count: int) -> list[ss.Level]:
    return [ss.Level(f"l{number}") for number in range(count)]


@pytest.mark.parametrize("count", [2, 12])
def test_a_scale_has_two_to_twelve_levels(count: int) -> None:
    assert len(ss.Scale("Scale", levels(count)).levels) == count


@pytest.mark.parametrize("count", [1, 13])
def test_a_scale_of_fewer_or_more_levels_is_refused(count: int) -> None:
    message = f"a scale has 2 to 12 levels, not {count} at levels"
    assert refusal(lambda: ss.Scale("Scale", levels(count))) == [message]


@pytest.mark.parametrize("relation", SIDES)
@pytest.mark.parametrize("given", GIVEN)
def test_a_match_has_the_sides_its_relation_needs(relation: Any, given: str) -> None:
    old, new = GIVEN[given]
    if given in SIDES[relation]:
        found = ss.Match(old, new, relation)
        assert (found.old, found.new) == (tuple(old), tuple(new))
    else:
        message = f"the relation {relation!r} takes {TAKES[relation]} at relation"
        assert refusal(lambda: ss.Match(old, new, relation)) == [message]


def test_a_merge_of_one_question_is_refused() -> None:
    message = "a merge takes two or more questions, not 1 at questions"
    assert refusal(lambda: ss.MergeQuestions(["s1q1"], "Both?")) == [message]


def test_every_level_a_scale_is_mapped_to_is_checked() -> None:
    found = refusal(lambda: ss.ChangeScale(ss.RAG, [("red", "r d"), ("amber", "a.")]))
    assert [message.partition(" at ")[2].partition(";")[0] for message in found] == [
        "mapping[0][1]",
        "mapping[1][1]",
    ]


def test_edits_say_the_ids_they_give_and_otherwise_how_many() -> None:
    merged = ss.MergeQuestions(["s1q1", "s1q2"], "Both?")
    assert str(merged) == "merge questions s1q1, s1q2: “Both?”"
    assert str(evolve(merged, id="s1q9")) == "merge questions s1q1, s1q2 into s1q9: “Both?”"
    named = ss.SplitQuestion("s1q1", [ss.Part("A?", "s1q8"), ss.Part("B?", "s1q9")])
    assert str(named) == "split question s1q1 into s1q8, s1q9"
    half = evolve(named, parts=[ss.Part("A?", "s1q8"), ss.Part("B?")])
    assert str(half) == "split question s1q1 into 2 parts"


def test_a_round_is_followed_on_a_date() -> None:
    message = "a date is needed at on; this is None"
    assert refusal(lambda: ROUND.follow_up(None, "Autumn")) == [message]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["next_on"])
def test_the_dates_of_a_round_are_dates(name: str) -> None:
    message = f"a date is needed at {name}; this is a value of type int"
    wrong: dict[str, Any] = {name: 3}
    assert refusal(lambda: evolve(ROUND, **wrong)) == [message]


def test_a_rating_shows_whose_it_is_and_how_much_evidence_it_has() -> None:
    one = ss.Rating("s1q1", "red", evidence=["Minutes"])
    assert repr(one) == "Rating('s1q1', 'red', 1 piece of evidence)"
    assert repr(evolve(one, evidence=["Minutes", "Log"], respondent="police")) == (
        "Rating('s1q1', 'red' by 'police', 2 pieces of evidence)"
    )
    nothing = ss.NotApplicable("s1q1", "No such service")
    assert "police" not in repr(nothing)
    assert "by 'police'" in repr(evolve(nothing, respondent="police"))


def test_of_very_many_problems_a_thousand_are_looked_for() -> None:
    ratings = [ss.Rating("s1q1", f"grene{number}") for number in range(5_000)]
    with pytest.raises(ss.InvalidError) as caught:
        ss.Round(ss.six_steps(), "Anytown", "Spring", ON, ratings)
    told = [str(one) for one in caught.value.problems]
    assert len(told) == 1_001
    assert told[-1] == "and more; mend these first"


def test_a_respondent_who_is_asked_very_many_unknown_questions_is_refused_in_seconds() -> None:
    asked = [f"s1q{number}x" for number in range(50_000)]
    before = process_time()
    with pytest.raises(ss.InvalidError) as caught:
        ss.Round(
            ss.six_steps(),
            "Anytown",
            "Spring",
            ON,
            respondents=[ss.Respondent("a", "A", ss.Role.PEER, asked=asked)],
        )
    assert len(caught.value.problems) == 1_001
    assert process_time() - before < 3


def _adapted(adaptations: int, edits: int = 1) -> dict[str, Any]:
    """The document of a framework that was adapted so often, each time with so many edits."""
    made = ss.adapt(ss.six_steps(), ss.Retitle("Local"), by="Anytown", on=ON)
    document = ss.to_document(made)
    (one,) = document["lineage"]
    repeated = one | {"edits": one["edits"] * edits}
    return document | {"lineage": [repeated] * adaptations}


@pytest.mark.parametrize(
    ("adaptations", "edits", "said"),
    [
        (50_001, 1, "50,001 adaptations, and a document holds 50,000"),
        (2, 50_001, "100,002 edits, and a document holds 100,000"),
        (15_000, 1, "15,000 adaptations and 15,000 edits of so large a framework"),
    ],
)
def test_more_adaptations_than_can_be_made_again_in_time_are_refused(
    adaptations: int, edits: int, said: str
) -> None:
    with pytest.raises(ss.DocumentError) as caught:
        ss.from_document(_adapted(adaptations, edits))
    assert [str(one) for one in caught.value.problems] == [
        f"{said} at $; adapt the framework once, with the edits of diff()"
    ]
    framework = ss.adapt(
        ss.six_steps(), *[ss.Retitle(f"Local {n}") for n in range(3)], by="Anytown", on=ON
    )
    assert ss.from_document(ss.to_document(framework)) == framework


def test_a_writer_refuses_the_edits_that_no_reader_takes() -> None:
    edits = [ss.Retitle("Local")] * 100_001
    with pytest.raises(ss.DocumentError) as caught:
        ss.to_document(ss.Adaptation(edits, by="Anytown", on=ON))
    assert [str(one) for one in caught.value.problems] == [
        "100,001 edits, and a document holds 100,000 at $; adapt the framework once, with the edits"
        " of diff()"
    ]
