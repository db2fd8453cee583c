"""Ofsted's judgements from 2013 to 2025: 370 rounds on three frameworks that changed twice."""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from sixsteps import Round, change, history
from sixsteps.results import Change
from tests.real.ofsted import CROSSWALKS, FRAMEWORKS, SCALE, latest, rounds

HERE = Path(__file__).parent
PAIRS = [*CROSSWALKS]


@pytest.fixture(scope="module")
def every(ofsted: Path) -> list[Round]:
    return rounds(ofsted)


def changes(every: list[Round], before: str, after: str) -> list[Change]:
    """The change of every authority that both frameworks inspected."""
    first, last = latest(every, before), latest(every, after)
    return [
        change(first[number], last[number], crosswalk=CROSSWALKS[before, after])
        for number in sorted(first.keys() & last.keys())
    ]


def test_every_published_inspection_is_a_round(every: list[Round]) -> None:
    assert len(every) == 370
    assert len({one.organisation_id for one in every}) == 153
    assert Counter(one.framework.title for one in every).keys() == {
        framework.title for framework in FRAMEWORKS.values()
    }


def test_the_67_authorities_go_up_stay_and_go_down_as_published(every: list[Round]) -> None:
    found = changes(every, "ILACS-2018", "ILACS-2023")
    counts = {
        question: Counter(one.outcome(question).kind for one in found)
        for question in ("overall", "leaders", "help_protection")
    }

    assert len(found) == 67
    assert counts == {
        "overall": {"improved": 21, "held": 34, "declined": 12},
        "leaders": {"improved": 22, "held": 32, "declined": 13},
        "help_protection": {"improved": 24, "held": 30, "declined": 13},
    }


def test_the_judgement_that_was_split_is_never_copied_onto_its_parts(every: list[Round]) -> None:
    found = changes(every, "ILACS-2018", "ILACS-2023")
    units = [one.outcome("in_care") for one in found]

    assert sum(len(set(line.after_levels)) == 2 for line in units) == 35
    assert {line.new for line in units} == {("in_care", "care_leavers")}
    assert all(line.after == SCALE.median_low(line.after_levels) for line in units)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_the_parts_add_up_for_every_authority(every: list[Round], before: str, after: str) -> None:
    found = changes(every, before, after)

    assert found
    for one in found:
        for measure in one.decompositions:
            assert measure.change == sum(
                (component.amount for component in measure.components), Fraction(0)
            )
        asked = len(one.before_framework.questions), len(one.after_framework.questions)
        assert (
            sum(len(line.old) for line in one.outcomes),
            sum(len(line.new) for line in one.outcomes),
        ) == asked


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_reversing_swaps_up_and_down_for_every_authority(
    every: list[Round], before: str, after: str
) -> None:
    first, last = latest(every, before), latest(every, after)
    crosswalk = CROSSWALKS[before, after]
    for number in first.keys() & last.keys():
        there = change(first[number], last[number], crosswalk=crosswalk)
        back = change(last[number], first[number], crosswalk=crosswalk.reversed())
        assert (there.improved, there.held, there.declined) == (
            back.declined,
            back.held,
            back.improved,
        )
        assert [-(measure.change or 0) for measure in there.decompositions] == [
            measure.change for measure in back.decompositions
        ]


@pytest.fixture(scope="module")
def warrington(every: list[Round]) -> list[Round]:
    return sorted((one for one in every if one.organisation == "Warrington"), key=lambda r: r.on)


def test_warrington_over_three_inspections(warrington: list[Round]) -> None:
    found = history(
        warrington,
        crosswalks=[
            CROSSWALKS["SIF-2013", "ILACS-2018"],
            CROSSWALKS["ILACS-2018", "ILACS-2023"],
        ],
    )

    assert str(found) == (HERE / "warrington.txt").read_text(encoding="utf-8").rstrip("\n")


def test_warrington_in_sentences_for_a_board(warrington: list[Round]) -> None:
    sif, ilacs_2018, ilacs_2023 = warrington
    first = change(sif, ilacs_2018, crosswalk=CROSSWALKS["SIF-2013", "ILACS-2018"])
    second = change(ilacs_2018, ilacs_2023, crosswalk=CROSSWALKS["ILACS-2018", "ILACS-2023"])
    whole = change(sif, ilacs_2023, crosswalk=CROSSWALKS["SIF-2013", "ILACS-2023"])

    assert [first.sentence, second.sentence, whole.sentence] == [
        "3 of the 4 questions can be compared with SIF 2015: 2 improved, 1 stayed the same and"
        " none declined. Outstanding went from 0 of 6 to 0 of 4 of the questions rated. On the"
        " comparable questions alone it stayed at 0; others were removed (2), newly answered (1)"
        " and split or merged (1).",
        "All 5 questions can be compared with ILACS 2019, as 4 once those that were split or"
        " merged are taken together: 1 improved, 3 stayed the same and none declined. Outstanding"
        " went from 0 of 4 to 2 of 5. On the comparable questions alone it rose from 0 to 1; the"
        " rest of the difference comes from questions split or merged (1).",
        "4 of the 5 questions can be compared with SIF 2015: 3 improved, 1 stayed the same and"
        " none declined. Outstanding went from 0 of 6 to 2 of 5 of the questions rated. On the"
        " comparable questions alone it rose from 0 to 2; the rest of the difference comes from"
        " questions removed (2) or newly answered (1).",
    ]
