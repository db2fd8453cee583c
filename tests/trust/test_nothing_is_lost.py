"""Nothing that a file holds is passed over in silence, whichever reader takes it in.

Each generator writes a file of one kind with marks in it, texts that stand nowhere else, and
knows where it put them. Reading gives a value that holds the mark, or tells of the place as left
out, or refuses the file for a problem; anything else is a loss, or an error from below.
"""

import io
import json
import os
import random
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import openpyxl
import pandas as pd
import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import sixsteps as ss
from tests.strategies.rounds import rounds as rounds_of
from tests.support.two_steps import BASE, adapted

ON = date(2026, 5, 1)
LEVELS = [*BASE.scale.keys, "Yes", " NO ", "", "y", "n", "Partly", "n/a", "-", "1"]


@frozen
class Written:
    """A file to be read, and the marks in it by the header or the place where each stands."""

    read: Callable[[], Any]
    marks: tuple[tuple[str, str], ...]


def values_in(result: Any) -> str:
    """All that was read, as text."""
    found = getattr(result, "rounds", None) or getattr(result, "round", result)
    several = found if isinstance(found, list | tuple) else [found]
    return json.dumps([ss.to_document(one) for one in several], ensure_ascii=False)


def assert_nothing_lost(written: Written) -> None:
    try:
        result = written.read()
    except (ss.DocumentError, ss.InvalidError) as error:
        refused = error
    else:
        held = values_in(result)
        lost = [(place, mark) for place, mark in written.marks if mark not in held]
        assert len(lost) <= sum(one.cells for one in getattr(result, "left_out", ())), lost
        return
    assert refused.problems
    assert refused.__cause__ is None
    assert all(one.message and one.code for one in refused.problems)


class Marks:
    """Marks that stand nowhere else, and the places they were put."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.chance = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311 # of examples
        self.put: list[tuple[str, str]] = []

    def within(self, data: object) -> tuple[tuple[str, str], ...]:
        """The marks that still stand in plain data, where a later one may have replaced one."""
        text = json.dumps(data, ensure_ascii=False)
        return tuple(one for one in self.put if json.dumps(one[1], ensure_ascii=False) in text)

    def at(self, place: str) -> str:
        """A fresh mark, put at a place."""
        mark = f"mark-{len(self.put)}-{self.chance.getrandbits(40):x}"
        if self.chance.random() < 0.2:
            mark = f"{mark} Ünd, \u201cso\u201d; weiter\u00a0\u4e2d"
        self.put.append((place, mark))
        return mark

    def level(self, question: str, level: str) -> str:
        """A level, which counts as put where it is a key of the scale."""
        if level in BASE.scale:
            self.put.append(("level", f'"question": "{question}", "level": "{level}"'))
        return level

    def maybe(self, place: str, instead: str = "", often: float = 0.5) -> str:
        """A fresh mark or something else."""
        return self.at(place) if self.chance.random() < often else instead


# Documents and lines.


def marked(data: Any, marks: Marks, often: float) -> Any:
    """The data with a few of its texts replaced, and members and elements added."""
    if isinstance(data, dict):
        # An editor's schema may be any.
        found = {
            key: value if key == "$schema" else marked(value, marks, often)
            for key, value in data.items()
        }
        if marks.chance.random() < often / 4:
            key = marks.chance.choice(["note", "Evidence", "rationale ", "x" * 3, "remaining"])
            found[key] = marks.at(key)
        return found
    if isinstance(data, list):
        found_list = [marked(value, marks, often) for value in data]
        if marks.chance.random() < often / 4:
            found_list.append(marks.at("[]"))
        return found_list
    if isinstance(data, str) and marks.chance.random() < often:
        return marks.at("text")
    return data


ANY_ROUND = rounds_of(adapted(ss.AddQuestion("s1", "Why?")))
FREE = ("rationale", "remaining", "reason", "text", "outcome", "owner", "difference", "handling")


def free(data: Any, marks: Marks) -> Any:
    """The data with its free texts replaced, which no check looks into."""
    if isinstance(data, dict):
        return {
            key: marks.at(key)
            if key in FREE and isinstance(value, str) and value
            else (value if key == "framework" else free(value, marks))
            for key, value in data.items()
        }
    return [free(value, marks) for value in data] if isinstance(data, list) else data


@st.composite
def documents(draw: st.DrawFn) -> Written:
    """The document of a round, sound or with marks anywhere in it."""
    marks = Marks(draw)
    data = free(ss.to_document(draw(ANY_ROUND)), marks)
    data = marked(data, marks, draw(st.sampled_from([0.0, 0.0, 0.005, 0.05])))
    text = json.dumps(data, ensure_ascii=draw(st.booleans()))
    return Written(lambda: ss.read(io.StringIO(text)), marks.within(data))


@st.composite
def lines(draw: st.DrawFn) -> Written:
    """Rounds as JSON Lines, sound or with marks in one of them."""
    marks = Marks(draw)
    file = io.StringIO()
    ss.write_rounds(draw(st.lists(ANY_ROUND, min_size=1, max_size=3)), file)
    often = draw(st.sampled_from([0.0, 0.0, 0.005]))
    found = [json.loads(line) for line in file.getvalue().splitlines()]
    data = [free(one, marks) if "ratings" in one else one for one in found]
    data = [marked(one, marks, often) for one in data]
    text = draw(st.sampled_from(["\n", "\r\n", "\n\n"])).join(map(json.dumps, data))
    return Written(lambda: [*ss.read_rounds(io.StringIO(text))], marks.within(data))


# Workbooks: a return with marks in the cells somebody fills in, or beside the table.


def _template() -> bytes:
    respondent = ss.Respondent("a", "A", ss.Role.PEER)
    file = io.BytesIO()
    ss.workbook.write_template(
        ss.Round(BASE, "Anytown", "Spring", ON, respondents=[respondent]), file
    )
    return file.getvalue()


TEMPLATE = _template()
FILLED = ("Rationale", "Evidence", "Remaining work", "Action", "Owner", "Answer")


@st.composite
def workbooks(draw: st.DrawFn) -> Written:
    """A return with ratings, texts, and texts outside the template's columns."""
    marks = Marks(draw)
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    sound = marks.chance.random() < 0.6
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        header = next(
            (row for row in sheet.iter_rows() if {"Id", "ID", "id"} & {one.value for one in row}),
            None,
        )
        if header is None:
            continue
        top, last = int(header[0].row or 0), int(header[-1].column or 0) + 1
        for row in sheet.iter_rows(min_row=top + 1, max_row=sheet.max_row, max_col=last):
            if sound and sheet.title == "Ratings" and not row[0].value:
                continue
            for column, cell in enumerate(row, 1):
                name = header[column - 1].value if column < last else None
                place = f"{sheet.title}!{cell.coordinate}"
                if isinstance(cell, openpyxl.cell.MergedCell) or cell.value is not None:
                    continue
                if name == "Rating":
                    cell.value = marks.chance.choice(["Yes", "no", None] if sound else LEVELS)
                elif name == "Step" and sheet.title == "Actions":
                    cell.value = "1 Lead" if cell.row == top + 1 else None
                elif sound:
                    first = sheet.title != "Actions" or cell.row == top + 1
                    if name in FILLED and first and sheet.title != "About":
                        cell.value = marks.at(place)
                elif marks.chance.random() < (0.2 if name else 0.02):
                    cell.value = marks.at(place)
    file = io.BytesIO()
    book.save(file)
    return Written(lambda: ss.workbook.read_round(io.BytesIO(file.getvalue())), tuple(marks.put))


# Tables: exports of surveys, data frames and crosswalks.


def as_csv(rows: Iterable[Iterable[str]], separator: str) -> str:
    return "\n".join(
        separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    )


@st.composite
def surveys(draw: st.DrawFn) -> Written:
    """An export with columns under all sorts of headers."""
    marks = Marks(draw)
    chance = marks.chance
    questions = [*BASE.questions]
    headers, kinds = ["respondent", "role"], ["who", "role"]
    for question in questions:
        forms = [question.id, f"g/{question.id}", question.text, f"1. {question.text}"]
        headers.append(chance.choice(forms))
        kinds.append(f"level {question.id}")
        for field in ("evidence", "rationale", "remaining", "reason"):
            if chance.random() < 0.5:
                forms = [f"{question.id}_{field}"] * 6
                forms += [f"{question.id}{field}", field.title()]
                headers.append(chance.choice(forms))
                kinds.append("text")
    for name in chance.sample(["_uuid", "start", "Comments", "Evidence 1.1", "s1q9", "\ufeff"], 2):
        if chance.random() < 0.4:
            headers.append(name)
            kinds.append("text")
    sound = chance.random() < 0.6
    rows = []
    for number in range(draw(st.integers(1, 3))):
        cells = []
        for header, kind in zip(headers, kinds, strict=True):
            if kind == "who":
                cells.append(f"r{number}")
            elif kind == "role":
                cells.append("peer")
            elif kind.startswith("level "):
                level = chance.choice(["yes", "no"] if sound else LEVELS)
                cells.append(marks.level(kind.removeprefix("level "), level))
            else:
                blank = "reason" in header.casefold() and sound
                cells.append("" if blank else marks.maybe(header))
        rows.append(cells)
    text = as_csv([headers, *rows], draw(st.sampled_from([",", ";", "\t"])))
    return Written(
        lambda: ss.surveys.read_table(
            io.StringIO(text), BASE, organisation="Anytown", title="Spring", on=ON
        ),
        tuple(marks.put),
    )


@st.composite
def frames(draw: st.DrawFn) -> Written:
    """A data frame with a row an answer, and columns that mean nothing here."""
    marks = Marks(draw)
    chance = marks.chance
    rows: list[dict[str, Any]] = []
    for question in BASE.questions:
        for who in ("a", "b"):
            if chance.random() < 0.7:
                level = chance.choice([*BASE.scale.keys] * 8 + [None, "Yes", "Partly"])
                row = {
                    "organisation": "Anytown",
                    "round": "Spring",
                    "date": ON,
                    "question": question.id,
                    "respondent": who,
                    "role": "peer",
                    "level": level and marks.level(question.id, level),
                }
                for name in ("evidence", "rationale", "remaining", "ward"):
                    row[name] = marks.maybe(name, often=0.4) or None
                rows.append(row)
    frame = pd.DataFrame(rows, columns=[*(rows[0] if rows else ["organisation", "round"])])
    return Written(lambda: ss.frames.from_frame(frame, BASE), tuple(marks.put))


@st.composite
def crosswalks(draw: st.DrawFn) -> Written:
    """A crosswalk with reasons, and perhaps a column or a cell too many."""
    marks = Marks(draw)
    chance = marks.chance
    headers = ["old", "new", "relation", "comparable", "reason"]
    sound = chance.random() < 0.6
    if not sound and chance.random() < 0.5:
        headers.append(chance.choice(["note", "Reasons", "Old", ""]))
    rows = []
    for question in BASE.questions:
        odd = [] if sound else ["", "odd"]
        relation = chance.choice(["same", "reworded", "replaced", "Same", *odd])
        new = f"n-{question.id}"
        row = [question.id, new, relation, chance.choice(["", "no"] if sound else ["yes", "maybe"])]
        row.append(marks.maybe("reason"))
        if not sound and (chance.random() < 0.2 or len(headers) > len(row)):
            row.append(marks.maybe("beyond"))
        rows.append(row)
    text = as_csv([headers, *rows], draw(st.sampled_from([",", ";", "\t"])))
    return Written(lambda: ss.read_crosswalk(io.StringIO(text)), tuple(marks.put))


READERS: Mapping[str, tuple[st.SearchStrategy[Written], float]] = {
    "documents": (documents(), 0.15),
    "lines": (lines(), 0.15),
    "workbooks": (workbooks(), 0.1),
    "surveys": (surveys(), 0.25),
    "frames": (frames(), 0.2),
    "crosswalks": (crosswalks(), 0.15),
}
"""The generator of each reader, and its share of all inputs."""

ALL = 100_000 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 2_000


def check(reader: str, count: int) -> None:
    """Try so many inputs of a reader."""

    @settings(max_examples=count)
    @given(READERS[reader][0])
    def each(written: Written) -> None:
        assert_nothing_lost(written)

    each()


@pytest.mark.parametrize("reader", READERS)
def test_nothing_is_lost(reader: str) -> None:
    check(reader, round(50 * READERS[reader][1]))


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_nothing_is_lost_of_very_many(reader: str) -> None:
    check(reader, round(ALL * READERS[reader][1]))


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_what_is_generated_is_often_enough_read(reader: str) -> None:
    outcomes: list[bool] = []

    @settings(max_examples=30)
    @given(READERS[reader][0])
    def each(written: Written) -> None:
        outcomes.append(False)
        with suppress(ss.InvalidError):
            written.read()
            outcomes[-1] = bool(written.marks)

    each()
    assert outcomes.count(True) >= 5
