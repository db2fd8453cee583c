"""The bars of reading and writing: a whole round, checked, beside plain JSON of the same text."""

import io
import json
from datetime import date
from functools import cache
from typing import Any

from benchmarks.measuring import Bar, Figure, bytes_retained, in_turns, of_bytes
from sixsteps import (
    Evidence,
    Panel,
    Rating,
    Respondent,
    Role,
    Round,
    from_document,
    read_rounds,
    six_steps,
    to_document,
    write_rounds,
)

LEVELS = ("red", "amber", "green")


def made_round(respondents: int, area: str = "Anytown", turn: int = 0) -> Round:
    """A round in which everybody answers everything, most with evidence in a sentence."""
    people = [Respondent(f"r{n}", f"Partner {n}", Role.RELEVANT_AGENCY) for n in range(respondents)]
    return Round(
        six_steps(),
        area,
        f"Round {turn}",
        date(2016 + turn // 4, 1 + 3 * (turn % 4), 1),
        ratings=[
            Rating(
                question.id,
                LEVELS[(place + number + turn) % 3],
                [Evidence(f"Minutes of the meeting, item {place}")] if number % 4 else (),
                remaining="Attendance is to be reviewed" if number % 3 else "",
                respondent=one.id,
            )
            for place, question in enumerate(six_steps().questions)
            for number, one in enumerate(people)
        ],
        respondents=people,
        period=f"period {turn:02}",
    )


@cache
def round_text() -> str:
    """A round of 24 questions by 26 respondents as its document."""
    return json.dumps(to_document(made_round(26)), ensure_ascii=False, indent=2)


def _read() -> Round:
    return from_document(json.loads(round_text()), Round)


def _reading() -> Figure:
    return in_turns(_read, lambda: json.loads(round_text()), runs=7)


def _writing() -> Figure:
    round_, plain = made_round(26), json.loads(round_text())

    def ours() -> str:
        return json.dumps(to_document(round_), ensure_ascii=False, indent=2)

    return in_turns(ours, lambda: json.dumps(plain, ensure_ascii=False, indent=2), runs=7)


def _retained() -> Figure:
    return of_bytes(bytes_retained(_read), bytes_retained(lambda: json.loads(round_text())))


@cache
def lines() -> str:
    """Twenty areas over four periods as JSON Lines, ten respondents each: 19,200 ratings."""
    file = io.StringIO()
    write_rounds(
        (made_round(10, f"Area {area:02}", turn) for area in range(20) for turn in range(4)), file
    )
    return file.getvalue()


def _panel() -> Panel:
    return Panel.from_rounds(read_rounds(io.StringIO(lines())))


def _plain_lines() -> Any:
    for line in io.StringIO(lines()):
        json.loads(line)


def _panel_bytes() -> Figure:
    held = bytes_retained(_panel)
    return Figure(held, 19_200, held / 19_200, "bytes")


BARS = (
    Bar("documents: read a round, checked", "json.loads of the text", 5, _reading),
    Bar("documents: write a round", "json.dumps, same indentation", 1.5, _writing),
    Bar("documents: memory of a round", "the plain dicts", 0.65, _retained),
    Bar(
        "panel: JSON Lines to panel",
        "json.loads of the lines",
        4,
        lambda: in_turns(_panel, _plain_lines),
    ),
    Bar("panel: bytes held a rating", "ratings", 8, _panel_bytes),
)
