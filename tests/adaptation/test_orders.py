"""Orders: the fewest members are moved, and three orders become one or are found to disagree."""

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sixsteps.adaptation.diffing import staying
from sixsteps.adaptation.merging import Reordered, merged_order

ORDERS = st.lists(st.sampled_from("abcdefgh"), unique=True)


def stands(names: tuple[str, ...], target: dict[str, int]) -> bool:
    """Whether these names, in this order, are in the order of their places."""
    places = [target[name] for name in names]
    return places == sorted(places)


@example(order=list("aefbg"), other=list("abefg"))
@example(order=list("acdbe"), other=list("abcde"))
@example(order=list("acbd"), other=list("abcd"))
@given(order=ORDERS, other=ORDERS)
def test_as_many_stay_as_can_and_they_stand_in_the_target_order(
    order: list[str], other: list[str]
) -> None:
    target = {name: place for place, name in enumerate(other)}
    known = [name for name in order if name in target]
    most = max(
        size
        for size in range(len(known) + 1)
        if any(stands(some, target) for some in combinations(known, size))
    )

    kept = staying(order, target)
    assert stands(tuple(name for name in order if name in kept), target)
    assert len(kept) == most


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("abc", "abc", "cab", "cab"),
        ("bac", "abc", "bac", "abc"),
        ("abc", "cab", "cab", "cab"),
        ("abc", "axbc", "caxb", "caxb"),
        ("ab", "aqb", "apb", "apqb"),
        ("ab", "aqrb", "apb", "apqrb"),
        ("ab", "qab", "pab", "pqab"),
    ],
    ids=[
        "theirs alone reordered",
        "ours alone reordered",
        "both reordered alike",
        "a newcomer of both has one predecessor",
        "newcomers at one place stand by id",
        "a row of newcomers stays together",
        "newcomers come first",
    ],
)
def test_two_orders_become_one(base: str, ours: str, theirs: str, merged: str) -> None:
    assert "".join(merged_order(base, ours, theirs, set(ours) | set(theirs))) == merged


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [("abc", "cab", "bca"), ("ab", "axb", "abx"), ("ab", "abx", "axb")],
    ids=["another order each", "a newcomer before another", "a newcomer after another"],
)
def test_orders_that_contradict_each_other_are_found(base: str, ours: str, theirs: str) -> None:
    with pytest.raises(Reordered):
        merged_order(base, ours, theirs, set(ours) | set(theirs))
