"""No organisation's rating follows from what is published, even for one who knows the rule."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import product
from operator import ge

import numpy as np
import pytest

import sixsteps as ss
from sixsteps import (
    InvalidError,
    Panel,
    Rating,
    Respondent,
    Role,
    Round,
    SeveralAnswersError,
    charts,
)
from sixsteps.panel.publishing import folded
from sixsteps.published import LABELS_NOTE
from sixsteps.results import Group, PublishedQuestion
from tests.panel.adaptations import EVERY, LINKED, ORIGIN

Shown = tuple[tuple[int, int], ...] | None
Rule = Callable[[Sequence[int], int], Shown]


def counts_of(total: int, levels: int) -> Iterator[tuple[int, ...]]:
    """Every way to spread so many organisations over the levels."""
    if levels == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in counts_of(total - first, levels - 1):
            yield (first, *others)


def certainties(rule: Rule, rated: int, threshold: int, levels: int) -> tuple[int, int]:
    """How often the guarantees fail: ratings that follow, and small counts that follow.

    The adversaries know the rule, the threshold, who was rated, and the ratings of the partners
    who pool theirs: up to one less than the threshold for the ratings of others, none or one for
    the small counts.
    """
    alike: dict[Shown, list[tuple[int, ...]]] = defaultdict(list)
    for counts in counts_of(rated, levels):
        alike[rule(counts, threshold)].append(counts)
    ratings = small = 0
    for partners in range(min(threshold, rated)):
        for own in counts_of(partners, levels):
            for worlds in alike.values():
                possible = [one for one in worlds if all(map(ge, one, own))]
                others = [
                    any(one[place] > own[place] for one in possible) for place in range(levels)
                ]
                ratings += sum(others) == 1
                if partners < 2 and possible:
                    columns = (set(column) for column in zip(*possible, strict=True))
                    exact = [column.pop() for column in columns if len(column) == 1]
                    small += any(0 < count < threshold for count in exact)
    return ratings, small


def found(rule: Rule, numbers: Sequence[int], threshold: int, levels: int) -> set[tuple[int, int]]:
    return {certainties(rule, number, threshold, levels) for number in numbers}


CASES = [
    *((3, threshold, range(2, 31)) for threshold in (3, 4, 5, 10)),
    *((2, threshold, range(2, 31)) for threshold in (3, 4, 5, 10)),
    *((4, threshold, range(2, 15)) for threshold in (4, 5, 10)),
    (5, 4, range(2, 11)),
]


@pytest.mark.law
@pytest.mark.parametrize(("levels", "threshold", "numbers"), CASES)
def test_no_rating_and_no_small_count_follows_where_few_are_rated(
    levels: int, threshold: int, numbers: range
) -> None:
    assert found(folded, [one for one in numbers if one < 11], threshold, levels) == {(0, 0)}


@pytest.mark.slow
@pytest.mark.law
@pytest.mark.parametrize(("levels", "threshold", "numbers"), CASES)
def test_no_rating_and_no_small_count_follows(levels: int, threshold: int, numbers: range) -> None:
    assert found(folded, numbers, threshold, levels) == {(0, 0)}


def grouped(counts: Sequence[int], threshold: int) -> tuple[list[tuple[int, int]], int, int]:
    """The groups that are enough, and the width and the total of what is left."""
    groups: list[tuple[int, int]] = []
    width = total = 0
    for count in counts:
        width, total = width + 1, total + count
        if total >= threshold or total == 0:
            groups.append((width, total))
            width = total = 0
    return groups, width, total


def showing_one_group(counts: Sequence[int], threshold: int) -> Shown:
    groups, width, total = grouped(counts, threshold)
    while width and total < threshold and groups:
        more, others = groups.pop()
        width, total = width + more, total + others
    return tuple([*groups, (width, total)] if width else groups)


def leaving_the_last_remainder(counts: Sequence[int], threshold: int) -> Shown:
    groups, width, total = grouped(counts, threshold)
    shown = tuple([*groups, (width, total)] if width else groups)
    return shown if sum(count > 0 for _, count in shown) > 1 else None


def folding_into_the_larger_neighbour(counts: Sequence[int], threshold: int) -> Shown:
    groups = [(1, count) for count in counts]
    while small := [place for place, (_, count) in enumerate(groups) if 0 < count < threshold]:
        if len(groups) == 1:
            break
        place = small[0]
        beside = [one for one in (place - 1, place + 1) if 0 <= one < len(groups)]
        other = max(beside, key=lambda one: groups[one][1])
        first, second = sorted((place, other))
        joined = tuple(map(sum, zip(groups[first], groups[second], strict=True)))
        groups[first : second + 1] = [(joined[0], joined[1])]
    return tuple(groups) if sum(count > 0 for _, count in groups) > 1 else None


def with_a_threshold_of_one(counts: Sequence[int], _: int) -> Shown:
    return folded(counts, 1)


@pytest.mark.parametrize(
    "mutant",
    [
        showing_one_group,
        leaving_the_last_remainder,
        folding_into_the_larger_neighbour,
        with_a_threshold_of_one,
    ],
)
def test_the_enumeration_catches_a_rule_that_tells_too_much(mutant: Rule) -> None:
    assert found(mutant, range(2, 13), 5, 3) != {(0, 0)}


@pytest.mark.law
def test_no_rating_follows_from_two_questions_taken_together() -> None:
    six, threshold = 6, 3
    rows = np.array([*product(range(3), repeat=six)])
    numbers: dict[object, int] = {}
    outputs = [
        numbers.setdefault(folded([*np.bincount(row, minlength=3)], threshold), len(numbers))
        for row in rows
    ]
    for partners in range(threshold):
        # All that the partners see of a row: what is published of it, and their own ratings.
        own = rows[:, :partners] @ (3 ** np.arange(partners))
        seen = np.array(outputs) * 3**partners + own
        worlds = seen[:, np.newaxis] * (seen.max() + 1) + seen
        for other in range(partners, six):
            for ratings in (rows[:, other, np.newaxis], rows[:, other]):
                possible = np.zeros(worlds.max() + 1, np.int8)
                np.bitwise_or.at(possible, worlds, np.int8(1) << ratings.astype(np.int8))
                assert not np.isin(possible, [1, 2, 4]).any()


def test_levels_are_folded_from_the_worst_up() -> None:
    assert {counts: folded(counts, 5) for counts in [(5, 9, 10), (2, 9, 13), (0, 2, 8, 14)]} == {
        (5, 9, 10): ((1, 5), (1, 9), (1, 10)),
        (2, 9, 13): ((2, 11), (1, 13)),
        (0, 2, 8, 14): ((1, 0), (2, 10), (1, 14)),
    }


def test_what_is_left_at_the_end_joins_the_groups_before_it() -> None:
    assert {counts: folded(counts, 5) for counts in [(6, 9, 3), (6, 0, 7, 2), (6, 0, 3)]} == {
        (6, 9, 3): ((1, 6), (2, 12)),
        (6, 0, 7, 2): ((1, 6), (1, 0), (2, 9)),
        (6, 0, 3): None,
    }


def test_unanimity_and_few_answers_look_alike() -> None:
    assert {folded(counts, 5) for counts in [(24, 0, 0), (0, 1, 23), (2, 2, 2), (0, 0, 0)]} == {
        None
    }


NAME = ORIGIN.question("s1q3").name


def areas(*levels: str | None, framework: int = 0) -> list[Round]:
    return [
        Round(
            EVERY[framework],
            f"Area {place:02}",
            "Spring",
            date(2026, 5, 1),
            period="2026 Q2",
            ratings=[Rating("s1q3", level)] if level else [],
        )
        for place, level in enumerate(levels)
    ]


def published(*levels: str | None, threshold: int = 5) -> PublishedQuestion:
    panel = Panel.from_rounds(areas(*levels)).where(questions=["s1q3"])
    return panel.publishable(threshold=threshold).questions[0]


def test_a_published_table_names_no_organisation_and_folds_small_counts() -> None:
    levels = [*["red"] * 2, *["amber"] * 9, *["green"] * 13, *[None] * 3]
    table = Panel.from_rounds(areas(*levels)).where(questions=["s1q3"]).publishable(threshold=5)
    assert table.questions == (
        PublishedQuestion("s1q3", 24, 3, (Group(("red", "amber"), 11), Group(("green",), 13))),
    )
    shown = table.table()
    assert shown.columns == ("Number", "Question", "Rated", "Not rated", "Organisations by level")
    assert shown.cells == (("1.3", NAME, 24, 3, "Red 1 to 4; Red or Amber 11; Green 13"),)
    assert {row["question"] for row in shown.rows()} == {"s1q3"}
    assert shown.notes[-2:] == (
        "A rating that fewer than 5 organisations have is shown together with the next one. A"
        " question where that leaves one group is not shown. How many were rated is always shown.",
        "Publish one such table of a period, and nothing that it can be subtracted from.",
    )
    assert "Area" not in shown.to_csv()
    assert shown.source == "Doe, J (2024) Local"


def test_the_librarys_own_labels_are_told_as_such_and_no_others() -> None:
    spring = Round(ss.six_steps(), "Anytown", "Spring", date(2026, 5, 1), period="2026")
    found = Panel.from_rounds([spring])
    shown = found.distribution(), found.publishable(threshold=3), found.common_core()
    for table in (one.table() for one in shown):
        assert table.notes.count(LABELS_NOTE) == 1
    assert found.distribution().notes[-2] == LABELS_NOTE
    chart = charts.levels(found.distribution())
    assert chart.alt.count(LABELS_NOTE) == 1
    own = [ss.Question("s1q1", "Is there a plan?", label="A plan of ours")]
    ours = ss.Framework("Ours", ss.Source("Doe (2024)"), ss.RAG, [ss.Step("s1", "All", own)])
    other = Panel.from_rounds([spring.replace(framework=ours)])
    assert LABELS_NOTE not in other.distribution().notes
    assert LABELS_NOTE not in other.common_core().table().notes


def test_a_question_that_is_not_shown_still_says_how_many_were_rated() -> None:
    panel = Panel.from_rounds(areas(*["red"] * 7, None)).where(questions=["s1q3"])
    table = panel.publishable(threshold=3)
    assert table.questions == (PublishedQuestion("s1q3", 7, 1, None),)
    assert table.table().cells == (("1.3", NAME, 7, 1, "not shown"),)


@pytest.mark.parametrize(
    ("levels", "why"),
    [
        (
            ["red", "red", "green", "green", "green"],
            "Nothing can be shown at the threshold 3: two groups of 3 need 6 organisations rated on"
            " a question, and there are at most 5.",
        ),
        (
            ["red"] * 7,
            "Nothing can be shown at the threshold 3: on no question are there two groups of 3 or"
            " more.",
        ),
    ],
)
def test_a_table_that_shows_nothing_says_why(levels: list[str], why: str) -> None:
    notes = Panel.from_rounds(areas(*levels)).publishable(threshold=3).notes
    assert [note for note in notes if note.startswith("Nothing")] == [why]


def test_a_table_that_shows_something_does_not_say_that_nothing_can_be_shown() -> None:
    notes = Panel.from_rounds(areas(*["red", "green"] * 3)).publishable(threshold=3).notes
    assert not [note for note in notes if note.startswith("Nothing")]


def test_the_words_for_levels_folded_at_the_end_do_not_say_which_had_few() -> None:
    panel = Panel.from_rounds(areas(*["red"] * 6, *["amber"] * 9, *["green"] * 3))
    table = panel.where(questions=["s1q3"]).publishable(threshold=5).table()
    assert table.cells == (("1.3", NAME, 18, 0, "Red 6; Amber or Green 12"),)


def test_a_share_is_made_of_published_groups_only() -> None:
    one = published(*["red"] * 2, *["amber"] * 9, *["green"] * 13)
    assert [one.at_or_above(level) for level in ("red", "amber", "green")] == [
        ss.results.Share(24, 24),
        None,
        ss.results.Share(13, 24),
    ]
    assert published("red", "green").at_or_above("green") is None


def test_only_questions_that_every_framework_asks_are_shown() -> None:
    rounds = areas("red", "green")
    other = Round(LINKED, "Area 09", "Spring", date(2026, 5, 1), period="2026 Q2")
    panel = Panel.from_rounds([*rounds, other])
    core = panel.common_core()
    assert core.questions == ("s1q1", "s1q3")
    table = core.table()
    assert (table.columns, table.cells[1][:2]) == (("Number", "Question", "Wording"), ("1.3", NAME))
    assert [row["question"] for row in table.rows()] == ["s1q1", "s1q3"]
    assert [one.question for one in panel.distribution().questions] == ["s1q1", "s1q3"]
    assert panel.distribution().questions[1].counts == (1, 0, 1)
    assert "2 of 8 questions are in every one of 2 frameworks." in str(panel.common_core())


def test_several_answers_of_an_organisation_need_a_role_or_a_rule() -> None:
    people = [
        Respondent("a", "A", Role.LEAD_PARTNER),
        Respondent("b", "B", Role.INDEPENDENT_SCRUTINEER),
    ]
    panel = Panel.from_rounds(
        [
            Round(
                ORIGIN,
                "Area",
                "Spring",
                date(2026, 5, 1),
                period="2026 Q2",
                respondents=people,
                ratings=[
                    Rating("s1q1", "red", respondent="a"),
                    Rating("s1q1", "green", respondent="b"),
                ],
            )
        ]
    )
    with pytest.raises(SeveralAnswersError) as caught:
        panel.distribution()
    assert str(caught.value) == (
        "organisations have several respondents, and one answer a question is needed; take one"
        " role with where(roles=...), or give rule= one of worst, best, median_low, unanimous"
    )
    assert panel.distribution(rule="worst").questions[0].counts == (1, 0, 0)
    assert panel.distribution(rule="unanimous").questions[0].unrated == 1
    of_scrutineers = panel.where(roles=[Role.INDEPENDENT_SCRUTINEER])
    assert of_scrutineers.distribution().questions[0].counts == (0, 0, 1)


@pytest.mark.parametrize("threshold", [2, 0, True, "5"])
def test_a_threshold_that_hides_nothing_is_refused(threshold: int) -> None:
    with pytest.raises(InvalidError) as caught:
        Panel.from_rounds(areas("red")).publishable(threshold=threshold)
    assert str(caught.value) == (
        "the threshold must be a whole number from 3 on a scale of 3 levels at threshold; give 3 or"
        " more: with less, a rating can be worked out"
    )


def test_a_scale_of_more_than_three_levels_needs_a_threshold_of_four() -> None:
    scale = ss.Scale("Four", [ss.Level(key, key, key) for key in ("none", "low", "high", "full")])
    framework = ss.Framework(
        "Another",
        ss.Source("Roe, K (2025) Another"),
        scale,
        [ss.Step("a", "A", [ss.Question("a1", "A?")])],
    )
    rounds = [
        Round(
            framework,
            f"Area {n}",
            "2026",
            date(2026, 5, 1),
            period="2026",
            ratings=[Rating("a1", level)],
        )
        for n, level in enumerate(["low"] * 3 + ["high"] * 2 + ["full"] * 4)
    ]
    panel = Panel.from_rounds(rounds)
    with pytest.raises(InvalidError) as caught:
        panel.publishable(threshold=3)
    assert str(caught.value) == (
        "the threshold must be a whole number from 4 on a scale of 4 levels at threshold; give 4 or"
        " more: with less, a rating can be worked out"
    )
    assert panel.publishable(threshold=4).table().cells == (
        ("1.1", "A?", 9, 0, "none 0; low 1 to 3; low or high 5; full 4"),
    )
