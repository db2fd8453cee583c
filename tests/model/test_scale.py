"""Scales: order, needs, the compound rule of the paper's own definitions."""

import pickle
from itertools import chain, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixsteps import RAG, InvalidError, Level, Scale, UnknownIdError, WrongTypeError
from tests.strategies import scales

levels = st.lists(st.sampled_from(RAG.keys), min_size=1, max_size=6)


def problems(error: pytest.ExceptionInfo[InvalidError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


def test_a_level_is_labelled_by_its_key_unless_told_otherwise() -> None:
    assert Level("requires_improvement").label == "Requires improvement"
    assert Level("green", "Fully in place").label == "Fully in place"


def test_needs_are_kept_in_one_order() -> None:
    assert Level("amber", needs=["plan", "evidence"]) == Level("amber", needs=["evidence", "plan"])


def test_a_level_reports_every_problem_at_once() -> None:
    with pytest.raises(InvalidError) as error:
        Level("1.10", "x" * 100_001, needs=["proof"])  # type: ignore[list-item] # on purpose
    assert problems(error) == [
        "a text of 4 characters is not an id at key; an id starts with a letter and holds at most"
        " 64 letters, digits, '_', '-' or '.'",
        "a text of 100001 characters at label; at most 100000 fit",
        "unknown need at needs[0]; there are evidence, remaining, plan",
    ]


def test_a_scale_has_at_least_two_levels_each_with_its_own_key_and_label() -> None:
    with pytest.raises(InvalidError) as error:
        Scale("One", [Level("yes")])
    assert problems(error) == ["a scale has 2 to 12 levels, not 1 at levels"]
    with pytest.raises(InvalidError) as error:
        Scale("", [Level("yes"), Level("yes", "YES")])
    assert problems(error) == [
        "a text is needed here and it is empty at title",
        "a second level key 'yes' at levels[1]; the first stands at levels[0]",
        "a second level label 'YES' at levels[1]; the first stands at levels[0]",
    ]


def test_one_level_where_several_are_expected_is_refused_with_the_remedy() -> None:
    with pytest.raises(WrongTypeError) as error:
        Scale("One", "red")  # type: ignore[arg-type] # on purpose
    assert str(error.value) == (
        "levels takes several values and was given one string; write [...] around it"
    )


def test_levels_are_ranked_from_the_worst() -> None:
    assert [RAG.rank(key) for key in ("red", "amber", "green")] == [0, 1, 2]
    assert (RAG.worst, RAG.best) == ("red", "green")
    assert ("amber" in RAG, "grey" in RAG, None in RAG, len(RAG)) == (True, False, False, 3)


def test_an_unknown_level_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownIdError) as error:
        RAG.rank("grey")
    assert str(error.value) == "unknown level 'grey'; the scale has red, amber, green"


def test_a_missing_level_is_written_not_rated() -> None:
    assert [RAG.label("amber"), RAG.label(None)] == ["Amber", "not rated"]


@pytest.mark.parametrize(
    ("given_levels", "expected"),
    [
        (["green", "green"], "green"),
        (["red", "red", "red"], "red"),
        (["amber"], "amber"),
        (["red", "green"], "amber"),
        (["green", "green", "amber"], "amber"),
        (["red", "amber"], "amber"),
    ],
)
def test_mixed_ratings_together_are_amber(given_levels: list[str], expected: str) -> None:
    assert RAG.compound(given_levels) == expected


def test_the_compound_rule_is_named() -> None:
    four = Scale("Four", [Level(name) for name in "abcd"])
    assert RAG.compound_rule == "all the same: that level; mixed: Amber"
    assert four.compound_rule == "low median"
    assert four.compound(["a", "b", "d", "d"]) == "b"


@given(levels, levels)
def test_the_compound_rule_is_idempotent_commutative_and_associative(
    some: list[str], others: list[str]
) -> None:
    assert RAG.compound(some * 2) == RAG.compound(some)
    assert RAG.compound(some + others) == RAG.compound(others + some)
    assert RAG.compound([RAG.compound(some), *others]) == RAG.compound(some + others)


@given(scales(least=3, most=5), st.data())
def test_raising_one_rating_never_lowers_the_compound_or_the_median(
    scale: Scale, data: st.DataObject
) -> None:
    ranks = data.draw(st.lists(st.integers(0, len(scale) - 1), min_size=1, max_size=5))
    raised = data.draw(st.integers(0, len(ranks) - 1))
    better = [*ranks]
    better[raised] = min(len(scale) - 1, better[raised] + 1)
    for rule in (scale.compound, scale.median_low):
        before, after = (
            scale.rank(rule([scale.keys[rank] for rank in given_ranks]))
            for given_ranks in (ranks, better)
        )
        assert before <= after


def test_the_low_median_has_half_the_ratings_at_or_below_it() -> None:
    for ratings in chain(product(RAG.keys, repeat=3), product(RAG.keys, repeat=4)):
        ranks = sorted(map(RAG.rank, ratings))
        assert RAG.rank(RAG.median_low(ratings)) == ranks[1]


def test_there_is_no_median_of_nothing() -> None:
    with pytest.raises(ValueError, match=r"^no levels; give at least one$"):
        RAG.median_low([])


def test_a_scale_pickles_and_compares_by_value() -> None:
    copy = pickle.loads(pickle.dumps(RAG))  # noqa: S301 # our own bytes
    assert (copy, hash(copy), copy.rank("green")) == (RAG, hash(RAG), 2)
