"""Nothing ranks partnerships: they stand in the caller's order or the alphabet's, never scores'."""

import io
from collections.abc import Callable
from itertools import permutations
from typing import Any

import narwhals as nw
import pytest

from sixsteps import Chart, Panel, Rating, Round, charts, frames, read_rounds, write_rounds
from sixsteps.panel import engines
from tests.panel.adaptations import ORIGIN
from tests.panel.many import LEVELS, PERIODS
from tests.support.figures import texts_of

GIVEN = ("Newtown", "Otherton", "Anytown")
NAMED = ("Anytown", "Newtown", "Otherton")
BEFORE, AFTER = [*PERIODS][:2]


def rounds_of(standings: tuple[int, ...]) -> list[Round]:
    """Two rounds of each partnership, one that stands higher with more and better answers."""
    return [
        Round(
            ORIGIN,
            name,
            period,
            PERIODS[period],
            [
                Rating(question.id, LEVELS[min(standing * turn, 2)], ["Minutes"] * (standing % 2))
                for question in ORIGIN.questions[: 1 + standing]
            ],
            period=period,
        )
        for turn, period in enumerate((BEFORE, AFTER))
        for name, standing in zip(GIVEN, standings, strict=True)
    ]


def panel(rounds: list[Round]) -> Panel:
    return Panel.from_rounds(rounds)


def table(rounds: list[Round]) -> Any:
    return frames.to_frame(rounds, "pyarrow", empties=True)


def names_in(frame: Any) -> list[str]:
    found: list[str] = nw.from_native(frame).lazy().collect()["organisation"].to_list()
    return found


def lines(rounds: list[Round]) -> io.StringIO:
    file = io.StringIO()
    write_rounds(rounds, file)
    return io.StringIO(file.getvalue())


def last(rounds: list[Round]) -> list[Round]:
    return [one for one in rounds if one.period == AFTER]


def drawn(chart: Chart) -> list[str]:
    """The texts of a chart from its top to its bottom."""
    texts = sorted(texts_of(chart.figure), key=lambda text: -text.box.y1)
    return [text.text for text in texts]


SCALE = ORIGIN.scale
BY_NAME: dict[str, Callable[[list[Round]], object]] = {
    "panel": panel,
    "coverage": lambda rounds: panel(rounds).coverage("organisation"),
    "levels": lambda rounds: panel(rounds).levels("organisation"),
    "transitions": lambda rounds: panel(rounds).transitions(by="organisation"),
    "change": lambda rounds: [*map(str, panel(rounds).change(BEFORE, AFTER).tables())],
    "chart": lambda rounds: charts.partnerships(panel(rounds)).alt,
    "bars": lambda rounds: charts.levels(panel(rounds), by="organisation").alt,
    "axis of a frame": lambda rounds: Panel.from_frame(table(rounds), ORIGIN).organisations,
    "axis of lines": lambda rounds: Panel.from_rounds(read_rounds(lines(rounds))).organisations,
    "engine, coverage": lambda rounds: names_in(
        engines.coverage(table(rounds), ORIGIN, "organisation")
    ),
    "engine, levels": lambda rounds: names_in(
        engines.levels(table(rounds), ORIGIN, "organisation")
    ),
    "engine, transitions": lambda rounds: names_in(
        engines.transitions(table(rounds), ORIGIN, BEFORE, AFTER, "organisation")
    ),
    "engine, like for like": lambda rounds: names_in(
        engines.like_for_like(table(rounds), ORIGIN, BEFORE, AFTER)
    ),
}
AS_GIVEN: dict[str, Callable[[list[Round]], object]] = {
    "chart": lambda rounds: charts.partnerships(last(rounds)).alt,
    "drawing": lambda rounds: drawn(charts.partnerships(last(rounds))),
    "frame": lambda rounds: names_in(frames.to_frame(last(rounds), "pyarrow")),
    "rounds of a frame": lambda rounds: [
        one.organisation for one in frames.from_frame(table(last(rounds)), ORIGIN).rounds
    ],
    "rounds of lines": lambda rounds: [one.organisation for one in read_rounds(lines(rounds))],
}
OF_NOBODY: dict[str, Callable[[Panel], object]] = {
    "coverage": lambda panel: panel.coverage(),
    "levels": lambda panel: panel.levels("question"),
    "common core": lambda panel: panel.common_core(),
    "distribution": lambda panel: panel.distribution(),
    "publishable": lambda panel: panel.publishable(threshold=3),
}


def mentioned(output: object) -> list[str]:
    """The partnerships in the order in which something first names them."""
    text = str(output)
    return sorted((name for name in GIVEN if name in text), key=text.index)


@pytest.mark.parametrize("standings", [*permutations(range(3))])
@pytest.mark.slow
def test_whoever_stands_higher_is_named_no_earlier(standings: tuple[int, ...]) -> None:
    rounds = rounds_of(standings)
    by_name = {name: mentioned(make(rounds)) for name, make in BY_NAME.items()}
    assert by_name == {name: [*NAMED] for name in BY_NAME}
    as_given = {name: mentioned(make(rounds)) for name, make in AS_GIVEN.items()}
    assert as_given == {name: [*GIVEN] for name in AS_GIVEN}


@pytest.mark.parametrize("make", OF_NOBODY.values(), ids=OF_NOBODY.keys())
def test_figures_of_all_name_nobody(make: Callable[[Panel], object]) -> None:
    assert mentioned(make(panel(rounds_of((0, 1, 2))))) == []


def test_nothing_that_could_rank_is_offered() -> None:
    offered = [name for home in (Panel, charts, frames, engines) for name in dir(home)]
    assert [name for name in offered if "rank" in name or "league" in name] == []
