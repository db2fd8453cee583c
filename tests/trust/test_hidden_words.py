"""Words that are nobody's business stand in nothing that is told, wherever they were written.

A name, a number of a person, an address or a sentence is put at every place a reader or a call
takes a text from outside. What is told is every message, `repr`, traceback, log, warning and
whatever was printed.
"""

import copy
import io
import json
import logging
import re
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from functools import partial
from typing import Any

import openpyxl
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.panel import engines
from tests.support.two_steps import BASE

pytestmark = pytest.mark.law

SECRETS = (
    *("Zephyrine", "Quentin Oyelaran", "zephyrine-oyelaran", "quentin_oyelaran", "OYELARAN"),
    *("9434765919", "943 476 5919", "07700 900123", "+44 7700 900123", "12/03/2015"),
    *("z.oyelaran@example.org", "山田太郎は父親に叩かれた", "Zephyrine was hurt", "Зефирина"),
)
FRAMEWORK = ss.samples.anytown_2026()
ROUND = ss.samples.spring_2026()
D = date(2026, 5, 1)
PLAIN = ss.Round(ss.six_steps(), "Anytown", "Spring 2026", D)

Place = tuple[str | int, ...]


def told(call: Callable[[], object], *, shows: bool = False) -> str:
    """All that a call tells; what it gives is shown too where `shows`."""
    records: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    out = io.StringIO()
    try:
        with (
            warnings.catch_warnings(record=True) as warned,
            redirect_stdout(out),
            redirect_stderr(out),
        ):
            warnings.simplefilter("always")
            try:
                value = call()
                if shows:
                    records.append(repr(value))
            except ss.SixStepsError as error:
                records += [str(error), repr(error), *traceback.format_exception(error)]
                for problem in error.problems:
                    records += [str(problem), repr(problem), problem.place]
    finally:
        logging.getLogger().removeHandler(handler)
    return "\n".join([*records, out.getvalue(), *(str(one.message) for one in warned)])


def assert_hidden(secret: str, call: Callable[[], object], *, shows: bool = False) -> None:
    text = told(call, shows=shows)
    joined = "-".join(secret.casefold().split())
    assert secret.casefold() not in text.casefold(), text[:2000]
    assert joined not in text.casefold(), text[:2000]


DOCUMENTS = {
    "framework": ss.to_document(FRAMEWORK),
    "round": ss.to_document(ROUND),
    "adaptation": ss.to_document(FRAMEWORK.lineage[0]),
    "crosswalk": ss.to_document(ss.correspondence(ss.six_steps(), FRAMEWORK)),
}
# The title and organisation of a round or framework, and ids, are shown once they are read.
SHOWN = {
    *("organisation", "title", "id", "key", "question", "respondent", "step", "was", "name"),
    *("old", "new", "by"),
}


def places(data: Any, path: Place = ()) -> Iterator[Place]:
    yield path
    items: Any = ()
    if isinstance(data, dict):
        items = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    for key, value in items:
        yield from places(value, (*path, key))


PLACES = [(kind, path) for kind, data in DOCUMENTS.items() for path in places(data)]


def put(data: Any, path: Place, value: object) -> Any:
    """A copy of the data with a value at a place."""
    if not path:
        return value
    data = copy.copy(data)
    data[path[0]] = put(data[path[0]], path[1:], value)
    return data


@given(st.sampled_from(PLACES), st.sampled_from(SECRETS), st.sampled_from(["value", "list", "key"]))
def test_at_any_place_of_a_document(where: tuple[str, Place], secret: str, way: str) -> None:
    kind, path = where
    there: Any = DOCUMENTS[kind]
    for key in path:
        there = there[key]
    value: object = secret
    if way == "list":
        value = [secret, secret]
    elif way == "key" and isinstance(there, dict):
        value = {**there, secret: secret}
    data = put(DOCUMENTS[kind], path, value)
    named = next((key for key in reversed(path) if isinstance(key, str)), "")
    # What an id may be is one, and is told to whoever names another.
    assume(named != "id" or value != secret or not re.fullmatch(r"[A-Za-z][\w.-]*", secret))
    # An adaptation holds the wording of a framework, which is shown, and reasons, which are not;
    # the table of a crosswalk, which is about frameworks alone, says why they correspond.
    shows = named not in SHOWN and (kind, named) != ("crosswalk", "reason")
    shows = shows and (kind != "adaptation" or named == "reason")
    assert_hidden(secret, lambda: ss.from_document(data, kind), shows=shows)
    assert_hidden(secret, lambda: ss.read(io.StringIO(json.dumps(data))), shows=shows)
    line = json.dumps(data)
    assert_hidden(secret, lambda: [*ss.read_rounds(io.StringIO(f"{line}\n{line}\n"))])


@given(st.sampled_from(PLACES), st.sampled_from([9434765919, 7700900123, 12032015.5]))
def test_a_number_at_any_place_of_a_document(where: tuple[str, Place], number: float) -> None:
    kind, path = where
    data = put(DOCUMENTS[kind], path, number)
    assert_hidden(str(number), lambda: ss.from_document(data, kind))


@pytest.mark.parametrize("secret", SECRETS)
def test_as_a_key_given_twice_and_as_a_whole_document(secret: str) -> None:
    quoted = json.dumps(secret, ensure_ascii=False)
    for text in (f"{{{quoted}: 1, {quoted}: 2}}", quoted, f"[{quoted}]", f"{{{quoted}", secret):
        assert_hidden(secret, partial(ss.read, io.StringIO(text)))
        assert_hidden(secret, partial(list, ss.read_rounds(io.StringIO(text))))


SMALL_ROUND = ss.Round(
    BASE,
    "Anytown",
    "Spring",
    D,
    ratings=[ss.Rating("s1q1", "yes", respondent="a"), ss.Rating("s1q1", "no", respondent="b")],
    plans=[ss.ActionPlan("s1", [ss.Action("x", id="a1", addresses=["s1q1"])])],
    respondents=[ss.Respondent(name, name.upper(), ss.Role.PEER) for name in ("a", "b")],
)
TEMPLATE, MODERATION = io.BytesIO(), io.BytesIO()
ss.workbook.write_template(SMALL_ROUND, TEMPLATE, respondent="a")
ss.workbook.write_moderation(SMALL_ROUND, MODERATION)


@given(st.data(), st.sampled_from(SECRETS))
def test_in_any_cell_of_a_workbook(data: st.DataObject, secret: str) -> None:
    content: bytes
    reader: Any
    content, reader = data.draw(
        st.sampled_from(
            [
                (TEMPLATE.getvalue(), ss.workbook.read_round),
                (MODERATION.getvalue(), ss.workbook.read_moderation),
            ]
        )
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[data.draw(st.sampled_from(book.sheetnames))]
    row = data.draw(st.integers(1, sheet.max_row + 1))
    column = data.draw(st.integers(1, sheet.max_column + 1))
    merged = any((row, column) in [*block.cells] for block in sheet.merged_cells.ranges)
    if not merged:
        sheet.cell(row, column, secret)
    file = io.BytesIO()
    book.save(file)
    assert_hidden(secret, lambda: reader(io.BytesIO(file.getvalue())))


HEADERS = ["respondent", "role", "s1q1", "s1q1_evidence", "s1q2", "note"]
CELLS = ["a", "peer", "Green", "Plan", "Red", "x"]


@given(st.data(), st.sampled_from(SECRETS))
def test_in_any_header_or_cell_of_a_survey(data: st.DataObject, secret: str) -> None:
    rows = [[*HEADERS], [*CELLS], ["b", *CELLS[1:]]]
    for _ in range(data.draw(st.integers(1, 3))):
        rows[data.draw(st.integers(0, 2))][data.draw(st.integers(0, 5))] = secret
    if data.draw(st.booleans()):
        rows[data.draw(st.integers(0, 2))][data.draw(st.integers(0, 5))] = "x" * 100_001
    if data.draw(st.booleans()):
        rows[0][5] = data.draw(
            st.sampled_from(["s1q9", "s1q1", f"{secret}/s1q9", f"{secret}-s1q2"])
        )
    if data.draw(st.booleans()):
        rows[2].append(secret)
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    # A column that the caller names is called so in a message.
    named = ["note"] if secret in rows[0] else ["note", "s1q1_evidence", secret]
    who = data.draw(st.sampled_from(["respondent", *named]))
    role = data.draw(st.sampled_from(["role", ss.Role.PEER, *named]))
    about: dict[str, Any] = {
        "organisation": "Anytown",
        "title": "Spring",
        "on": D,
        "respondent": who,
        "role": role,
    }
    for source in (io.StringIO(text), rows):
        assert_hidden(secret, partial(ss.surveys.read_table, source, ss.six_steps(), **about))


COLUMNS = [
    *("organisation", "round", "date", "question", "level", "respondent", "role", "kind", "period"),
    *("evidence", "framework"),
]
VALUES = ["Anytown", "R", D, "s1q1", "red", "a", "peer", "rated", "2026", "x", None]


@given(st.data(), st.sampled_from(SECRETS))
def test_in_any_column_or_cell_of_a_frame(data: st.DataObject, secret: str) -> None:
    rows: list[list[object]] = [[*VALUES], [*VALUES]]
    rows[1][3] = data.draw(st.sampled_from(["s1q1", "s1q2"]))
    names: list[str] = [*COLUMNS]
    # What stands as the organisation or the period of a sound row is its round's own name.
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(1, 10))
        if COLUMNS[place] != "period":
            rows[data.draw(st.integers(0, 1))][place] = secret
    columns = data.draw(
        st.sampled_from([{}, {"level": "Level"}, {"level": secret}, {secret: "level"}])
    )
    # A column that is there, and that the caller names, is told by that name.
    if columns != {"level": secret} and data.draw(st.booleans()):
        names[data.draw(st.integers(0, 10))] = secret
    frame = pd.DataFrame(rows, columns=names)
    for reader in (ss.frames.from_frame, ss.Panel.from_frame):
        assert_hidden(secret, partial(reader, frame, ss.six_steps(), columns))


@given(st.data(), st.sampled_from(SECRETS))
def test_in_any_header_or_cell_of_a_crosswalk(data: st.DataObject, secret: str) -> None:
    rows = [
        ["old", "new", "relation", "comparable", "reason"],
        ["s1q1", "a1", "same", "yes", ""],
        ["s1q2", "a2", "reworded", "yes", "x"],
    ]
    for _ in range(data.draw(st.integers(1, 3))):
        rows[data.draw(st.integers(0, 2))][data.draw(st.integers(0, 3))] = secret
    if data.draw(st.booleans()):
        rows[1].append(secret)
    text = "\n".join(",".join(row) for row in rows)
    assert_hidden(secret, lambda: ss.read_crosswalk(io.StringIO(text)))


SMALL = ss.Rating("s1q1", "red")
PANEL = ss.Panel.from_rounds([ss.samples.spring_2026()], period=lambda one: one.title)
TIDY = ss.frames.to_frame([ROUND], "pyarrow", empties=True)
CALLS: dict[str, Callable[[Any], object]] = {
    "question": FRAMEWORK.question,
    "step": FRAMEWORK.step,
    "step_of": FRAMEWORK.step_of,
    "number": FRAMEWORK.number,
    "identity": FRAMEWORK.identity,
    "context_question": FRAMEWORK.context_question,
    "level": FRAMEWORK.scale.level,
    "rank": FRAMEWORK.scale.rank,
    "need": lambda s: ss.Level("red", needs=[s]),
    "level key": ss.Level,
    "respondent": ROUND.respondent,
    "answer": ROUND.answer,
    "answer by": lambda s: ROUND.answer("s1q1", s),
    "answers": ROUND.answers,
    "plan": ROUND.plan,
    "only": lambda s: ROUND.only(s) if hasattr(ROUND, "only") else None,
    "without_rating": ROUND.without_rating,
    "without_rating by": lambda s: ROUND.without_rating("s1q1", s),
    "with_ratings": lambda s: ROUND.with_ratings(ss.Rating(s, s, respondent=s)),
    "rating": lambda s: evolve(PLAIN, ratings=[ss.Rating(s, "red"), ss.Rating(s, "red")]),
    "rated level": lambda s: evolve(PLAIN, ratings=[ss.Rating("s1q1", s)]),
    "rated by": lambda s: evolve(PLAIN, ratings=[ss.Rating("s1q1", "red", respondent=s)] * 2),
    "rating on": lambda s: ss.Rating("s1q1", "red", on=s),
    "context": lambda s: evolve(PLAIN, context=[ss.ContextAnswer(s, s), ss.ContextAnswer(s, s)]),
    "asked": lambda s: ss.Respondent("a", "A", "peer", asked=[s, s]),
    "asked in a round": lambda s: evolve(PLAIN,
        respondents=[ss.Respondent("a", "A", ss.Role.PEER, asked=[s])]
    ),
    "role": lambda s: ss.Respondent("a", "A", s),
    "use": lambda s: evolve(PLAIN, use=s),
    "plan step": lambda s: evolve(PLAIN, plans=[ss.ActionPlan(s), ss.ActionPlan(s)]),
    "addresses": lambda s: evolve(PLAIN,
        plans=[ss.ActionPlan("s1", [ss.Action("x", addresses=[s, s], respondents=[s, s])])]
    ),
    "addresses one": lambda s: evolve(PLAIN,
        plans=[ss.ActionPlan("s1", [ss.Action("x", addresses=[s], respondents=[s])])]
    ),
    "status": lambda s: ss.Action("x", status=s),
    "kind of evidence": lambda s: ss.Evidence("x", kind=s),
    "coverage": lambda s: ss.coverage(ROUND, respondent=s),
    "coverage as_of": lambda s: ss.coverage(ROUND, as_of=s),
    "summary": lambda s: ss.summary(ROUND, respondent=s),
    "summary rule": lambda s: ss.summary(ROUND, rule=s),
    "gaps": lambda s: ss.gaps(ROUND, respondent=s),
    "change": lambda s: ss.change(ROUND, ROUND, respondent=s),
    "change rule": lambda s: ss.change(ROUND, ROUND, rule=s),
    "contrast": lambda s: ss.contrast(ROUND, s, "council"),
    "consensus": lambda s: ss.consensus(ROUND, s),
    "history": lambda s: ss.history([ROUND], respondent=s),
    "cite": lambda s: ss.cite(FRAMEWORK, s),
    "read kind": lambda s: ss.read(io.StringIO("{}"), s),
    "schema": ss.schema,
    "redacted": lambda s: ROUND.redacted(keep=[s]) if hasattr(ROUND, "redacted") else None,
    "to_frame": lambda s: ss.frames.to_frame(ROUND, s),
    "report": lambda s: ss.report(ROUND, respondent=s),
    "grid": lambda s: ss.charts.grid(ROUND, respondent=s),
    "template": lambda s: ss.workbook.write_template(ROUND, io.BytesIO(), respondent=s),
    "reword": lambda s: ss.adapt(FRAMEWORK, ss.RewordQuestion(s, text="x"), by="A", on=D),
    "remove": lambda s: ss.adapt(FRAMEWORK, ss.RemoveStep(s), by="A", on=D),
    "add after": lambda s: ss.adapt(FRAMEWORK, ss.AddQuestion("s1", "x", after=s), by="A", on=D),
    "add to": lambda s: ss.adapt(FRAMEWORK, ss.AddQuestion(s, "x"), by="A", on=D),
    "move": lambda s: ss.adapt(FRAMEWORK, ss.MoveQuestion("s1q1", to=s), by="A", on=D),
    "merge": lambda s: ss.adapt(FRAMEWORK, ss.MergeQuestions([s, s], "x"), by="A", on=D),
    "context edit": lambda s: ss.adapt(FRAMEWORK, ss.RemoveContextQuestion(s), by="A", on=D),
    "scale edit": lambda s: ss.adapt(
        FRAMEWORK, ss.ChangeScale(ss.RAG, {s: "red"}), by="A", on=D
    ),
    "match": lambda s: ss.Match([s, s], ["a"], s),
    "crosswalk levels": lambda s: ss.Crosswalk([], levels={s: "red"}),
    "panel": lambda s: PANEL.coverage(by=s),
    "panel of": lambda s: PANEL.only(organisations=[s]) if hasattr(PANEL, "only") else None,
    "panel distribution": lambda s: PANEL.distribution(rule=s),
    "panel change": lambda s: PANEL.change(s, "2026-H1"),
    "engines": lambda s: engines.coverage(TIDY, FRAMEWORK, by=s),
    "resolution": lambda s: ss.merge(
        ss.six_steps(), FRAMEWORK, ss.six_steps(), by="A", on=D,
        resolutions=[ss.Resolution(s, s, take="ours")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_as_the_argument_of_a_call(name: str) -> None:
    for secret in SECRETS:
        assert_hidden(secret, partial(CALLS[name], secret))
