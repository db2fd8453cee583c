"""A panel reads a frame as `frames.from_frame` does, whatever program it went through."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from tests.panel.adaptations import EVERY, ORIGIN
from tests.panel.many import many_rounds

SIX = ss.six_steps()
REQUIRED = ("organisation", "round", "question", "level")
ROW = {
    "organisation": "Anytown",
    "round": "Spring",
    "period": "2026",
    "date": date(2026, 5, 1),
    "question": "s1q1",
    "level": "red",
}


def csv_of_pandas(frame: Any) -> Any:
    return pd.read_csv(io.StringIO(frame.to_pandas().to_csv(index=False)))


def csv_of_polars(frame: Any) -> Any:
    return pl.read_csv(io.StringIO(frame.write_csv()))


def excel(frame: Any) -> Any:
    file = io.BytesIO()
    frame.to_pandas().to_excel(file, index=False)
    return pd.read_excel(file)


def parquet(frame: Any) -> Any:
    file = io.BytesIO()
    frame.write_parquet(file)
    return pd.read_parquet(file)


def all_as_objects(frame: Any) -> Any:
    return frame.to_pandas().astype(object)


COPIES = [csv_of_pandas, csv_of_polars, excel, parquet, all_as_objects]


@pytest.mark.law
@pytest.mark.parametrize("copied", COPIES)
@given(many_rounds())
@pytest.mark.slow
def test_our_own_frame_comes_back_through_any_file(copied: Any, made: list[ss.Round]) -> None:
    frame = ss.frames.to_frame(made, "polars", empties=True)
    assert ss.Panel.from_frame(copied(frame), EVERY) == ss.Panel.from_rounds(made)


@pytest.mark.law
@given(many_rounds(), st.sampled_from(["key", "label", "letter", "own word"]))
def test_levels_numbers_and_roles_as_people_write_them(made: list[ss.Round], words: str) -> None:
    said = {
        "key": {},
        "label": {"red": "Red", "amber": " amber ", "green": "GREEN"},
        "letter": {"red": "R", "amber": "a", "green": "G"},
        "own word": {"red": "weak", "amber": "fair", "green": "good"},
    }[words]
    frame = ss.frames.to_frame(made, "pandas", empties=True).astype({"level": object})
    frame["level"] = frame["level"].replace(said)
    frame["question"] = frame["number"].astype(float)
    frame["role"] = frame["role"].replace({"lead partner": "Lead", "relevant agency": "AGENCY"})
    found = ss.Panel.from_frame(
        frame,
        EVERY,
        levels={"Weak": "red", "fair": "amber", "good": "green"},
        roles={"lead": "lead partner", "Agency": ss.Role.RELEVANT_AGENCY},
        questions="number",
    )
    assert found == ss.Panel.from_rounds(made)


@pytest.mark.law
@given(many_rounds())
def test_texts_tell_of_evidence_and_of_reasons(made: list[ss.Round]) -> None:
    frame = ss.frames.to_frame(made, "pandas", text=True)
    bare = frame.drop(columns=["kind", "has_evidence", "has_remaining", "has_plan"])
    frameworks = {one.framework for one in made}
    try:
        rounds = ss.frames.from_frame(bare, frameworks).rounds
    except ss.DocumentError:
        # The kind alone tells an answer that was not asked for, and a round without an answer.
        return
    if rounds:
        assert ss.Panel.from_frame(bare, frameworks) == ss.Panel.from_rounds(rounds)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Anytown", "Anytown "),
        ("Café Quarter", "Cafe\u0301 Quarter"),
        ("Anytown", "ANYTOWN"),
        ("Stoke-on-Trent", "Stoke\u2011on\u2011Trent"),
        ("King's Lynn", "King\u2019s Lynn"),
        ("Any town", "Any\u00a0 town"),
        ("Anytown", "Any\u200btown"),
    ],
)
def test_names_that_cannot_be_told_apart_are_one_organisation(one: str, two: str) -> None:
    rows = [ROW | {"organisation": one}, ROW | {"organisation": two, "question": "s1q2"}]
    assert ss.Panel.from_frame(pd.DataFrame(rows), SIX).organisations == (one,)
    rounds = [
        ss.Round(SIX, name, "Spring", date(year, 5, 1), period=str(year))
        for name, year in ((one, 2025), (two, 2026))
    ]
    assert ss.Panel.from_rounds(rounds).organisations == (one,)


@pytest.mark.parametrize("column", ["round", "period", "respondent"])
def test_a_round_a_period_and_a_respondent_are_told_by_their_folded_names(column: str) -> None:
    row = ROW | {"respondent": "The Police", "role": "peer"}
    rows = [row, row | {column: f" {row[column]}\u200b".upper(), "question": "s1q2"}]
    panel = ss.Panel.from_frame(pd.DataFrame(rows), SIX)
    assert [len(axis) for axis in (panel.periods, panel.respondents)] == [1, 1]
    assert panel.coverage().total.answered == 2
    assert panel.respondents[0].id == "the-police"


@pytest.mark.parametrize("empty", [None, "", " ", float("nan"), pd.NA, pd.NaT])
def test_a_column_of_nothing_is_empty(empty: object) -> None:
    columns = ("period", "date", "respondent", "role", "kind", "framework", "has_evidence")
    frame = pd.DataFrame([ROW | dict.fromkeys(columns, empty)])
    panel = ss.Panel.from_frame(frame, SIX)
    assert panel.periods == ("Spring",)
    assert panel.respondents[0].role is None
    assert panel.coverage().total.answered == 1


def test_the_round_stands_for_a_period_in_the_rows_without_one() -> None:
    rows = [ROW, ROW | {"period": None, "round": "2025", "date": date(2025, 5, 1)}]
    assert ss.Panel.from_frame(pd.DataFrame(rows), SIX).periods == ("2025", "2026")
    one = [ROW | {"period": None, "round": "2026"}, ROW | {"organisation": "B"}]
    assert ss.Panel.from_frame(pd.DataFrame(one), SIX).periods == ("2026",)


def test_years_that_are_numbers_and_names_that_are_numbers_are_texts() -> None:
    rows = [ROW | {"period": 2026.0, "round": 2026, "organisation": 7.0}]
    panel = ss.Panel.from_frame(pd.DataFrame(rows), SIX)
    assert (panel.periods, panel.organisations) == (("2026",), ("7",))


@pytest.mark.parametrize("said", ["1 May 2026", "2026-05-01", "01/05/2026", "2026-05-01T00:00:00"])
def test_a_date_may_be_a_text(said: str) -> None:
    panel = ss.Panel.from_frame(pd.DataFrame([ROW | {"date": said}]), SIX)
    assert date.fromordinal(int(panel.dates[0, 0])) == date(2026, 5, 1)


def test_a_date_with_a_time_of_day_is_refused_and_not_taken_for_the_day_before() -> None:
    frame = pd.DataFrame([ROW])
    frame["date"] = pd.to_datetime(["2026-05-01T00:00:00+01:00"]).tz_convert("UTC")
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.from_frame(frame, SIX)
    assert str(caught.value) == (
        'a date with a time of day at row 1, column "date"; type the date alone'
    )


@pytest.mark.parametrize(
    ("said", "kind"),
    [("n/a", "not applicable"), ("Not applicable", "not applicable"), ("-", "started")],
)
def test_a_level_may_say_that_there_is_none(said: str, kind: str) -> None:
    panel = ss.Panel.from_frame(pd.DataFrame([ROW | {"level": said}]), SIX)
    empties = {one.value: count for one, count in panel.levels().total.empty}
    assert empties[kind] == 1


def test_labels_and_wordings_name_questions() -> None:
    first, second = SIX.questions[:2]
    rows = [ROW | {"question": first.label.upper()}, ROW | {"question": second.text}]
    panel = ss.Panel.from_frame(pd.DataFrame(rows), SIX, questions="label")
    rated = {name for name, one in panel.levels("question").parts if one.reading.total}
    assert rated == {"s1q1", "s1q2"}


def test_a_number_that_may_be_two_questions_is_refused() -> None:
    many = ss.Framework(
        "Many",
        ss.Source("Doe (2026) Many"),
        ss.RAG,
        [ss.Step("s1", "One", [ss.Question(f"s1q{n}", f"What of {n}?") for n in range(1, 11)])],
    )
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.from_frame(pd.DataFrame([ROW | {"question": 1.1}]), many, questions="number")
    assert str(caught.value) == (
        'two questions have this number at row 1, column "question"; name them by their ids'
    )
    frame = pd.DataFrame([ROW | {"question": "1.10"}])
    found = ss.Panel.from_frame(frame, many, questions="number").levels("question").parts
    assert [name for name, one in found if one.reading.total] == ["s1q10"]


def test_two_roles_of_one_respondent_in_one_period_are_refused_by_frames_and_panels() -> None:
    row = ROW | {"respondent": "police", "role": "peer"}
    frame = pd.DataFrame([row, row | {"role": "practitioner", "question": "s1q2"}])
    with pytest.raises(ss.DocumentError, match="this differs from row 1 of the same respondent"):
        ss.frames.from_frame(frame, SIX)
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.from_frame(frame, SIX)
    assert str(caught.value) == (
        'this differs from another row of the same respondent and period at row 2, column "role"'
    )


@pytest.mark.parametrize("read", [ss.frames.from_frame, ss.Panel.from_frame])
def test_words_that_mean_nothing_here_are_refused_alike(read: Any) -> None:
    frame = pd.DataFrame([ROW])
    for options, message in (
        ({"levels": {"weak": "rde"}}, "levels["),
        ({"roles": {"lead": "lead partnr"}}, "roles["),
        ({"questions": "name"}, "no way of that name to name questions"),
        ({"levels": "red"}, "levels maps what the frame says to the keys of levels"),
        ({"roles": ["peer"]}, "roles maps what the frame says to roles"),
    ):
        with pytest.raises(ss.SixStepsError) as caught:
            read(frame, ORIGIN, **options)
        assert message in str(caught.value)


@pytest.mark.slow
def test_axes_that_come_to_too_much_are_refused_before_they_are_made() -> None:
    count = 20_000
    frame = pl.DataFrame({"organisation": [f"Area {n}" for n in range(count)]}).with_columns(
        round=pl.col("organisation").str.replace("Area", "Week"),
        question=pl.lit("s1q1"),
        level=pl.lit("red"),
    )
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.from_frame(frame, SIX)
    assert str(caught.value) == (
        "20000 answers over 24 questions, 20000 periods, 20000 respondents come to more than"
        " 102,000,000 cells; make a panel of each part"
    )
    rounds = (
        ss.Round(SIX, f"Area {n}", "Week", date(2026, 1, 1), period=f"Week {n}")
        for n in range(2_200)
    )
    with pytest.raises(ss.InvalidError, match="come to more than 105,280,000 cells"):
        ss.Panel.from_rounds(rounds)


def both_readings(frame: Any, **options: Any) -> tuple[tuple[ss.Round, ...], ss.Panel]:
    """The rounds and the panel of a frame, which hold the same people and answers."""
    found = ss.frames.from_frame(frame, SIX, **options).rounds
    panel = ss.Panel.from_frame(frame, SIX, **options)
    assert (panel.cells == ss.Panel.from_rounds(found).cells).all()
    assert [one.id for one in panel.respondents] == [
        one.id for one in ss.Panel.from_rounds(found).respondents
    ]
    return found, panel


HEADERS: dict[str, Callable[[str], str]] = {
    "in capitals": str.upper,
    "with a space": lambda name: f"{name} ",
    "with a zero-width space": lambda name: f"{name[:3]}\u200b{name[3:]}",
    "with a mark of byte order": lambda name: f"\ufeff{name}",
}


@pytest.mark.parametrize("way", HEADERS)
def test_headers_that_cannot_be_told_apart_are_one(way: str) -> None:
    row = ROW | {"respondent": "P", "role": "peer", "evidence": "Log"}
    frame = pl.DataFrame({HEADERS[way](name): [value] for name, value in row.items()})
    (round_,), _ = both_readings(frame)
    assert round_.ratings == (ss.Rating("s1q1", "red", ["Log"], respondent="P"),)
    assert ss.frames.from_frame(frame, SIX).left_out == ()
    named = frame.rename({HEADERS[way]("level"): "RAG\u200b "})
    assert both_readings(named, columns={"level": "rag"})[0] == (round_,)


def test_a_header_of_its_own_goes_before_one_that_looks_like_it() -> None:
    frame = pl.DataFrame([ROW | {"Level": "green", "Date": "1 May 1999"}])
    found = ss.frames.from_frame(frame, SIX)
    assert found.round.ratings == (ss.Rating("s1q1", "red"),)
    assert [str(one) for one in found.left_out] == [
        'column "Level": 1 cell',
        'column "Date": 1 cell',
    ]
    # What is said to be one column is not another too.
    frame = pl.DataFrame([{name: ROW[name] for name in REQUIRED} | {"Period": "1 May 2026"}])
    assert ss.frames.from_frame(frame, SIX, columns={"date": "Period"}).round.period is None
    twice = pl.DataFrame([ROW | {"LEVEL": "red", "Level ": "red"}]).drop("level")
    with pytest.raises(ss.DocumentError) as caught:
        ss.frames.from_frame(twice, SIX)
    assert str(caught.value) == (
        "no column 'level' at frame; name the one that holds it, columns={'level': ...}"
    )


def test_what_shows_nothing_is_no_part_of_an_id() -> None:
    whole = {"question": "s1q1", "respondent": "Police", "framework": SIX.fingerprint}
    rows = [
        ROW | {"role": "peer"} | whole,
        ROW | {"role": "peer"} | {name: f"{said}\u200b" for name, said in whole.items()},
    ]
    rows[1]["question"] = "s1q2\u2060"
    for order in (rows, rows[::-1]):
        (round_,), _ = both_readings(pl.DataFrame(order))
        assert [one.id for one in round_.respondents] == ["Police"]
        assert {one.question for one in round_.ratings} == {"s1q1", "s1q2"}


@pytest.mark.parametrize("nothing", [None, "", " \u200b", "\x1a"])
def test_rows_in_which_nothing_stands_are_passed_over_and_counted(nothing: Any) -> None:
    names = [name for name in ROW if name != "date"]
    row = {name: ROW[name] for name in names} | {"date": "1 May 2026"}
    blank: dict[str, Any] = dict.fromkeys(row, nothing)
    (round_,), _ = both_readings(
        pl.DataFrame([blank, row, blank], schema=dict.fromkeys(row, pl.String))
    )
    assert round_.ratings == (ss.Rating("s1q1", "red"),)
    wrong = pl.DataFrame([blank, row | {"level": "blue"}], schema=dict.fromkeys(row, pl.String))
    for read in (ss.frames.from_frame, ss.Panel.from_frame):
        with pytest.raises(ss.DocumentError, match='at row 2, column "level"'):
            read(wrong, SIX)


@pytest.mark.parametrize("name", [0, 2026, None, ("a", "b")])
def test_a_column_whose_name_is_no_text_is_told_by_its_place(name: Any) -> None:
    frame = pd.DataFrame([ROW])
    frame[name] = ["x"]
    both_readings(frame)
    assert [str(one) for one in ss.frames.from_frame(frame, SIX).left_out] == ["column 7: 1 cell"]
    options: Any = {"columns": {"level": 2026}}
    for read in (ss.frames.from_frame, ss.Panel.from_frame):
        with pytest.raises(ss.DocumentError) as caught:
            read(frame, SIX, **options)
        assert str(caught.value) == (
            "the frame has no column of that name at columns['level']; it has 6 columns, and of"
            " ours organisation, round, period, date, question, level"
        )
