"""What holds for the change between any two rounds, however their questions correspond."""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sixsteps import Crosswalk, Framework, Match, Round, change
from sixsteps.model.crosswalk import Relation
from sixsteps.results import Change, Decomposition
from tests.support.recounting import MIRROR, Recount
from tests.support.short_rounds import asking, autumn, spring

IDS = [f"q{number}" for number in range(1, 8)]
ONE_TO_ONE: list[Relation] = ["same", "same", "reworded", "replaced"]


def letters(count: int) -> st.SearchStrategy[str]:
    """An answer of any kind for each of so many questions."""
    return st.text("RAG.nd", min_size=count, max_size=count)


@st.composite
def matches(draw: st.DrawFn, old: list[str], new: list[str]) -> list[Match]:
    """Some questions of both sides taken together, one to one or several at a time."""
    found = []
    old = [*draw(st.permutations(old))]
    new = [*draw(st.permutations(new))]
    while old and new:
        if not draw(st.integers(0, 7)):
            break
        took = [old.pop() for _ in range(min(len(old), draw(st.integers(1, 3))))]
        gave = [new.pop() for _ in range(min(len(new), draw(st.integers(1, 3))))]
        if len(took) == 1 == len(gave):
            relation = draw(st.sampled_from(ONE_TO_ONE))
        else:
            relation = draw(st.sampled_from(["split", "merged", "replaced"]))
        comparable = None if relation == "replaced" else draw(st.sampled_from([None, None, False]))
        found.append(Match(took, gave, relation, comparable))
    return found


@st.composite
def crossed_rounds(draw: st.DrawFn) -> tuple[Round, Round, Crosswalk]:
    """Two rounds on frameworks that share ids but not always meanings, and their crosswalk.

    An id may be matched to another one, or stand on both sides and be matched to neither.
    """
    old = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=7, unique=True))
    new = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=7, unique=True))
    texts = st.sampled_from(["Do they meet?", "Do they act?"])
    before = asking({name: draw(texts) for name in old}, title="Old")
    after = asking({name: draw(texts) for name in new}, title="New")
    return (
        autumn(before, draw(letters(len(old)))),
        spring(after, draw(letters(len(new)))),
        Crosswalk(draw(matches(old, new))),
    )


scores = st.lists(st.fractions(0, 1, max_denominator=12), min_size=3, max_size=3).map(
    lambda given: dict(zip(["red", "amber", "green"], sorted(given), strict=True))
)


def named_parts(measure: Decomposition) -> dict[str, Fraction]:
    return {component.name: component.amount for component in measure.components}


def check_every_part(found: Change, recount: Recount, score: dict[str, Fraction]) -> None:
    """Hold a change against the recount: the counts, and every part of every measure."""
    before, after = recount.rated()
    assert Counter(line.kind for line in found.outcomes) == Counter(
        {outcome: count for outcome, count in recount.outcomes.items() if count}
    )
    levels = ["red", "amber", "green"]
    assert found.counts_before == tuple(before.count(level) for level in levels)
    assert found.counts_after == tuple(after.count(level) for level in levels)
    for measure in (*found.decompositions, found.decompose(score)):
        weights = dict(measure.scores)
        assert named_parts(measure) == recount.parts(weights)
        mean_before = Fraction(sum(weights[x] for x in before), len(before)) if before else None
        mean_after = Fraction(sum(weights[x] for x in after), len(after)) if after else None
        assert (measure.before, measure.after) == (mean_before, mean_after)
        if measure.components:
            assert measure.change == sum(named_parts(measure).values(), Fraction(0))


def check_reversal(there: Change, back: Change, score: dict[str, Fraction]) -> None:
    """Hold a change against the same change reversed: part by part."""
    assert (there.improved, there.held, there.declined) == (back.declined, back.held, back.improved)
    assert {f"entered: {reason}": count for reason, count in there.entered} == {
        MIRROR[f"left: {reason}"]: count for reason, count in back.left
    }
    assert sorted(there.absent) == sorted((after, before, n) for before, after, n in back.absent)
    pairs = zip(
        (*there.decompositions, there.decompose(score)),
        (*back.decompositions, back.decompose(score)),
        strict=True,
    )
    for forward, backward in pairs:
        assert named_parts(forward) == {
            MIRROR[name]: -amount for name, amount in named_parts(backward).items()
        }


def check_partition(found: Change, before: Framework, after: Framework) -> None:
    """Every question of either framework stands in exactly one line."""
    assert Counter(name for line in found.outcomes for name in line.old) == Counter(
        question.id for question in before.questions
    )
    assert Counter(name for line in found.outcomes for name in line.new) == Counter(
        question.id for question in after.questions
    )


@given(crossed_rounds(), scores)
def test_a_change_agrees_with_a_recount_from_the_ratings(
    given_rounds: tuple[Round, Round, Crosswalk], score: dict[str, Fraction]
) -> None:
    before, after, crosswalk = given_rounds
    found = change(before, after, crosswalk=crosswalk)

    check_partition(found, before.framework, after.framework)
    check_every_part(found, Recount(before, after, crosswalk), score)


@given(crossed_rounds(), scores)
def test_reversing_a_change_negates_every_part_and_swaps_entry_with_exit(
    given_rounds: tuple[Round, Round, Crosswalk], score: dict[str, Fraction]
) -> None:
    before, after, crosswalk = given_rounds
    there = change(before, after, crosswalk=crosswalk)
    back = change(after, before, crosswalk=crosswalk.reversed())

    check_reversal(there, back, score)


@given(crossed_rounds(), st.randoms(use_true_random=False))
def test_the_order_of_answers_and_matches_does_not_matter(
    given_rounds: tuple[Round, Round, Crosswalk], random: Random
) -> None:
    before, after, crosswalk = given_rounds
    shuffled = [
        Round(
            one.framework,
            one.organisation,
            one.title,
            one.on,
            random.sample(one.ratings, len(one.ratings)),
        )
        for one in (before, after)
    ]
    mixed = Crosswalk(random.sample(crosswalk.matches, len(crosswalk.matches)))

    assert (
        change(*shuffled, crosswalk=mixed).outcomes
        == change(before, after, crosswalk=crosswalk).outcomes
    )


@given(crossed_rounds())
def test_a_change_leaves_its_rounds_as_they_were(
    given_rounds: tuple[Round, Round, Crosswalk],
) -> None:
    before, after, crosswalk = given_rounds
    digests = before.digest, after.digest
    found = change(before, after, crosswalk=crosswalk)

    assert (before.digest, after.digest) == digests
    assert hash(found) == hash(change(before, after, crosswalk=crosswalk))
    assert found == change(before, after, crosswalk=crosswalk)


class Enough(Exception):
    """Everything that is to occur among the examples has occurred."""


def looking(most: int) -> settings:
    """So many examples at most, the same in every run, and none made smaller at the end."""
    phases = [Phase.generate]
    return settings(max_examples=most, database=None, derandomize=True, phases=phases)


@pytest.mark.slow
def test_the_pairs_of_rounds_hold_every_outcome_and_every_reason() -> None:
    outcomes = {"improved", "held", "declined", "entered", "left", "absent", "compound"}
    wanted = outcomes | (MIRROR.keys() - {"like for like", "restructuring"})
    seen: set[str] = set()

    @looking(600)
    @given(crossed_rounds())
    def look(given_rounds: tuple[Round, Round, Crosswalk]) -> None:
        before, after, crosswalk = given_rounds
        found = change(before, after, crosswalk=crosswalk)
        seen.update(line.kind for line in found.outcomes)
        seen.update(f"entered: {reason}" for reason, _ in found.entered)
        seen.update(f"left: {reason}" for reason, _ in found.left)
        seen.update("compound" for line in found.outcomes if line.is_compound)
        assert seen <= wanted
        if seen == wanted:
            raise Enough

    with pytest.raises(Enough):
        look()
