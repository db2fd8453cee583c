"""What is published tells nobody's own rating, even to one who knows how it was withheld."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pytest

from sixsteps import InvalidError, Panel, Rating, Respondent, Role, Round, SeveralAnswersError
from sixsteps.panel.publishing import withheld
from tests.panel.adaptations import EVERY, LINKED, ORIGIN

Row = tuple[int, int, int, int]


def rows_of(total: int) -> Iterator[Row]:
    for red in range(total + 1):
        for amber in range(total + 1 - red):
            for green in range(total + 1 - red - amber):
                yield red, amber, green, total - red - amber - green


def shown(row: Row, threshold: int) -> tuple[int | None, ...]:
    hidden = withheld(row[:3], row[3], threshold)
    return tuple(None if place in hidden else count for place, count in enumerate(row))


@pytest.mark.parametrize("threshold", [3, 4, 5])
@pytest.mark.parametrize("total", [1, 5, 9, 14, 20])
def test_every_small_count_could_have_been_another(threshold: int, total: int) -> None:
    alike: dict[tuple[int | None, ...], list[Row]] = defaultdict(list)
    for row in rows_of(total):
        alike[shown(row, threshold)].append(row)
    for seen, possible in alike.items():
        for place, count in enumerate(seen):
            assert count is None or count == 0 or count >= threshold
            if count is None:
                assert len({row[place] for row in possible}) > 1


@pytest.mark.parametrize("threshold", [3, 4, 5])
@pytest.mark.parametrize("total", [2, 5, 9, 14, 20])
def test_that_all_agree_never_follows_from_what_is_shown(threshold: int, total: int) -> None:
    alike: dict[tuple[int | None, ...], list[Row]] = defaultdict(list)
    for row in rows_of(total):
        alike[shown(row, threshold)].append(row)
    for possible in alike.values():
        agree = [sum(count > 0 for count in row[:3]) == 1 for row in possible]
        assert not all(agree)


def areas(*levels: str, framework: int = 0) -> list[Round]:
    return [
        Round(
            EVERY[framework],
            f"Area {place:02}",
            "Spring",
            date(2026, 5, 1),
            period="2026 Q2",
            ratings=[Rating("s1q3", level)],
        )
        for place, level in enumerate(levels)
    ]


def test_a_published_table_names_no_organisation_and_withholds_small_counts() -> None:
    panel = Panel.from_rounds(areas(*["red"] * 2, *["amber"] * 9, *["green"] * 13))
    table = panel.where(questions=["s1q3"]).publishable(threshold=5).table()
    assert table.cells == (("s1q3", "withheld", "withheld", 13, 0, 24),)
    assert "Area" not in table.to_csv()
    assert table.source == "Doe, J (2024) Local"


def test_only_questions_that_every_framework_asks_are_shown() -> None:
    rounds = areas("red", "green")
    other = Round(LINKED, "Area 09", "Spring", date(2026, 5, 1), period="2026 Q2")
    panel = Panel.from_rounds([*rounds, other])
    assert panel.common_core().questions == ("s1q1", "s1q3")
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
        "a threshold is a whole number from 3 at threshold; with less, a count of one or two shows"
    )
