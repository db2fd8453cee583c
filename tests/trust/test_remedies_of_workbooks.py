"""What a message about a cell says to do is typed into the cell here, and the workbook is read."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import pytest

import sixsteps as ss
from tests.support.workbooks import LOCAL, SPRING, filled, written

Cells = Mapping[str, Any]
"""What is typed into a row, by column."""

NEW = 2
"""The place of the first row of the sheet Actions that holds no action yet."""


def made(write: Callable[..., object], subject: object) -> BytesIO:
    file = BytesIO()
    write(subject, file)
    return BytesIO(file.getvalue())


def read_actions(rows: Mapping[Any, Cells]) -> ss.results.ReadResult:
    return ss.workbook.read_actions(
        filled(made(ss.workbook.write_actions, SPRING), {"Actions": rows})
    )


def read_setup(rows: Mapping[Any, Cells]) -> ss.results.ReadResult:
    about = {"organisation": "Anytown", "title": "Spring 2026", "on": "1 May 2026"}
    return ss.workbook.read_setup(
        filled(
            made(ss.workbook.write_setup, LOCAL),
            {"About": {name: {"entry": said} for name, said in about.items()}, "Respondents": rows},
        )
    )


def read_round(rows: Mapping[Any, Cells]) -> ss.results.ReadResult:
    return ss.workbook.read_round(filled(written(SPRING, "police"), {"Ratings": rows}))


Reading = Callable[[Mapping[Any, Cells]], ss.results.ReadResult]
ACTION = {"action": "Ask", "step": "1 Partners lead"}
CASES: list[tuple[str, Reading, Mapping[Any, Cells], Mapping[Any, Cells]]] = [
    (
        "clear the id of a new one",
        read_actions,
        {NEW: {**ACTION, "id": "a9"}},
        {NEW: ACTION},
    ),
    (
        "the first is row ",
        read_actions,
        {NEW: {**ACTION, "id": "a1"}},
        {NEW: {**ACTION, "id": ""}},
    ),
    ("choose one", read_actions, {NEW: {"action": "Ask", "step": ""}}, {NEW: ACTION}),
    (
        "put both into one cell",
        read_actions,
        {NEW: {**ACTION, "outcome": "Another"}},
        {NEW: {**ACTION, "outcome": "All lead"}},
    ),
    (
        "choose one",
        read_actions,
        {NEW: {**ACTION, "status": "Begun"}},
        {NEW: {**ACTION, "status": "open"}},
    ),
    (
        "close it, or clear the date",
        read_actions,
        {NEW: {**ACTION, "closed_on": "1 May 2026"}},
        {NEW: {**ACTION, "closed_on": "1 May 2026", "status": "closed"}},
    ),
    (
        "give numbers such as 1.1, 1.2",
        read_actions,
        {NEW: {**ACTION, "addresses": "9.9"}},
        {NEW: {**ACTION, "addresses": "1.1, 1.2"}},
    ),
    (
        "put the action in the step of its question",
        read_actions,
        {NEW: {**ACTION, "addresses": "2.1"}},
        {NEW: {"action": "Ask", "step": "2 Training", "addresses": "2.1"}},
    ),
    (
        "give police, council, or everybody",
        read_actions,
        {NEW: {**ACTION, "respondents": "health"}},
        {NEW: {**ACTION, "respondents": "everybody"}},
    ),
    (
        "clear the id of a new row",
        read_setup,
        {
            place: {"name": name, "role": "practitioner", "id": "a"}
            for place, name in enumerate("AB")
        },
        {place: {"name": name, "role": "practitioner"} for place, name in enumerate("AB")},
    ),
    (
        "give each a name of its own, or delete the row",
        read_setup,
        {place: {"name": "A", "role": "practitioner"} for place in range(2)},
        {place: {"name": name, "role": "practitioner"} for place, name in enumerate("AB")},
    ),
    (
        "choose one of the list",
        read_setup,
        {0: {"name": "A"}},
        {0: {"name": "A", "role": "practitioner"}},
    ),
    (
        "write yes or no",
        read_setup,
        {0: {"name": "A", "role": "trustee", "independent": "perhaps"}},
        {0: {"name": "A", "role": "trustee", "independent": "no"}},
    ),
    (
        "clear one of them",
        read_round,
        {"s1q1": {"rating": "Red", "reason": "No such service"}},
        {"s1q1": {"rating": "Red", "reason": ""}},
    ),
]


@pytest.mark.parametrize(
    ("remedy", "read", "wrong", "right"),
    CASES,
    ids=[f"{case[1].__name__}: {case[0]}" for case in CASES],
)
@pytest.mark.slow
def test_typing_what_the_remedy_says_mends_the_workbook(
    remedy: str, read: Reading, wrong: Mapping[Any, Cells], right: Mapping[Any, Cells]
) -> None:
    with pytest.raises(ss.DocumentError) as caught:
        read(wrong)
    assert remedy in str(caught.value)
    assert read(right).rounds
