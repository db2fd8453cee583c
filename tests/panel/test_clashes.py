"""One id with two meanings is two questions to a panel and to a table, told apart by labels."""

import io
from datetime import date

import pytest

from sixsteps import (
    Framework,
    Panel,
    Rating,
    Round,
    UnknownIdError,
    frames,
    read_rounds,
    write_rounds,
)
from sixsteps.panel import engines
from tests.panel.adaptations import LINKED, REPLACED


def round_of(framework: Framework, organisation: str, level: str, turn: int = 0) -> Round:
    return Round(
        framework,
        organisation,
        f"Round {turn}",
        date(2026 + turn, 5, 1),
        [Rating(question, level) for question in ("s1q3", "s1q4", "s2q3")],
        period=f"{2026 + turn}",
    )


# Each of the two gave the ids `s1q4` and `s2q3` to questions of its own.
ROUNDS = [round_of(REPLACED, "Anytown", "red"), round_of(LINKED, "Othertown", "green")]


def test_questions_of_one_id_are_numbered_and_counted_apart() -> None:
    parts = Panel.from_rounds(ROUNDS).levels("question").parts
    assert [(name, one.reading.counts) for name, one in parts if one.reading.total] == [
        ("s1q4 (1)", (1, 0, 0)),
        ("s1q4 (2)", (0, 0, 1)),
        ("s1q3", (1, 0, 1)),
        ("s2q3 (1)", (1, 0, 0)),
        ("s2q3 (2)", (0, 0, 1)),
    ]


def test_an_id_of_one_meaning_has_no_number() -> None:
    labels = Panel.from_rounds(ROUNDS[:1]).question_labels
    assert labels == ("s1q4", "s1q2", "s1q3", "s2q1", "s2q2", "s2q3")


def test_a_numbered_question_is_chosen_by_its_label() -> None:
    panel = Panel.from_rounds(ROUNDS)
    chosen = panel.where(questions=["s1q4 (2)"])
    assert chosen.levels().total.reading.counts == (0, 0, 1)
    with pytest.raises(UnknownIdError) as caught:
        panel.where(questions=["s1q4"])
    assert str(caught.value).startswith("no question 's1q4' in the panel; it has s1q4 (1), ")


def test_questions_of_one_id_are_not_compared_with_each_other() -> None:
    rounds = [round_of(REPLACED, "Anytown", "red"), round_of(LINKED, "Anytown", "green", 1)]
    panel = Panel.from_rounds(rounds)
    assert panel.change("2026", "2027").transitions.matched == 1
    assert panel.common_core().questions == ("s1q3",)
    frame = frames.to_frame(rounds, "polars", empties=True)
    assert engines.common_core(frame, [REPLACED, LINKED]).collect()["question"].to_list() == [
        "s1q3"
    ]


def test_an_engine_gives_no_figure_that_takes_two_questions_of_one_id_for_one() -> None:
    frame = frames.to_frame(ROUNDS, "polars", empties=True)
    with pytest.raises(UnknownIdError) as caught:
        engines.levels(frame, [REPLACED, LINKED], "question")
    assert str(caught.value) == (
        "s1q4 is the id of 2 different questions in these frameworks; take by='identity'"
    )


def test_a_table_tells_questions_of_one_id_apart_by_their_identity() -> None:
    frame = frames.to_frame(ROUNDS, "polars")
    ours, theirs = frame.filter(question="s1q4")["identity"]
    assert ours.partition(":")[0] == theirs.partition(":")[0] == "s1q4"
    assert ours != theirs
    counted = engines.levels(frame, [one.framework for one in ROUNDS], "identity").collect()
    assert sorted(counted.filter(identity=ours).rows()) == [(ours, "red", 1)]
    assert sorted(counted.filter(identity=theirs).rows()) == [(theirs, "green", 1)]


def test_every_way_to_a_panel_keeps_questions_of_one_id_apart() -> None:
    panel = Panel.from_rounds(ROUNDS)
    file = io.StringIO()
    write_rounds(ROUNDS, file)
    assert Panel.from_rounds(read_rounds(io.StringIO(file.getvalue()))) == panel
    assert Panel.from_frame(frames.to_frame(ROUNDS, "polars"), [LINKED, REPLACED]) == panel
    saved = io.BytesIO()
    panel.save(saved)
    assert Panel.load(io.BytesIO(saved.getvalue())) == panel
