"""Data frames hold what they promise, and say by row and column what they cannot be read for."""

import unicodedata
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any, cast

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps import (
    DocumentError,
    Framework,
    NotApplicable,
    Rating,
    Respondent,
    Role,
    Round,
    WrongTypeError,
    frames,
    six_steps,
)
from sixsteps.formats.frame_columns import COLUMNS, TEXTS
from sixsteps.formats.frames import BACKENDS, NO_REASON
from tests.panel.adaptations import EVERY, LINKED, ORIGIN
from tests.panel.many import many_rounds
from tests.support.workbooks import LOCAL

# Plans are not in the table, so that nothing brings them back; an organisation's id is its name.
PROMISED = [name for name in COLUMNS if name != "has_plan"]


def rows(frame: Any, names: list[str]) -> list[tuple[object, ...]]:
    table = nw.from_native(frame, eager_only=True)
    lists = [
        [None if value is None or value != value else value for value in table[name].to_list()]
        for name in names
    ]
    return list(zip(*lists, strict=True))


@given(many_rounds(), st.sampled_from(BACKENDS))
def test_what_the_table_promises_is_read_back_exactly(made: list[Round], backend: str) -> None:
    frame = frames.to_frame(made, backend, empties=True, text=True)
    again = frames.from_frame(frame, EVERY).rounds
    assert rows(frames.to_frame(again, backend, empties=True, text=True), [*PROMISED, *TEXTS]) == (
        rows(frame, [*PROMISED, *TEXTS])
    )


@given(many_rounds())
def test_every_backend_holds_the_same_rows(made: list[Round]) -> None:
    found = [frames.to_frame(made, backend) for backend in BACKENDS]
    names = [name for name in COLUMNS if name != "date"]
    assert rows(found[0], names) == rows(found[1], names) == rows(found[2], names)
    assert rows(found[1], ["date"]) == rows(found[2], ["date"])


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_table_without_rows_has_the_same_types_and_is_read_back(backend: str) -> None:
    empty = frames.to_frame([], backend)
    types = nw.from_native(frames.to_frame(spring(), backend)).schema
    # Without a round there is no scale that a level could be on.
    assert nw.from_native(empty).schema == {**types, "level": nw.String()}
    assert rows(empty, list(COLUMNS)) == []
    assert frames.from_frame(empty, ORIGIN).rounds == ()


def spring(framework: Framework = ORIGIN) -> Round:
    return Round(
        framework,
        "Anytown",
        "Spring",
        date(2026, 5, 1),
        ratings=[Rating("s1q1", "amber", evidence=["A child said"], remaining="All")],
    )


def test_levels_are_ordered_where_the_backend_can() -> None:
    pandas = frames.to_frame(spring(), "pandas")["level"].dtype
    assert (list(pandas.categories), pandas.ordered) == (["red", "amber", "green"], True)
    assert frames.to_frame(spring(), "polars")["level"].dtype == pl.Enum(["red", "amber", "green"])
    arrow = frames.to_frame(spring(), "pyarrow").column("level")
    assert arrow.type == pa.dictionary(pa.int8(), pa.string(), ordered=True)


def test_free_text_stands_in_the_table_only_where_it_is_asked_for() -> None:
    assert frames.to_frame(spring(), "polars").columns == list(COLUMNS)
    assert "A child said" not in frames.to_frame(spring(), "pandas").to_csv()
    told = frames.to_frame(spring(), "pandas", text=True)
    assert told["evidence"].tolist() == ["A child said"]


def test_every_row_carries_the_reference() -> None:
    frame = frames.to_frame(spring(LINKED), "polars")
    assert frame["source"].to_list() == [
        "Adapted from Doe, J (2024) Local. Adapted by Othertown (2025)."
    ]


def test_a_table_of_four_columns_is_enough() -> None:
    frame = pl.DataFrame(
        {"area": ["A", "A"], "when": ["Q1", "Q1"], "q": ["s1q1", "s1q2"], "rag": ["red", None]}
    )
    named = {"organisation": "area", "round": "when", "question": "q", "level": "rag"}
    assert frames.from_frame(frame, ORIGIN, named, dates={"Q1": date(2026, 1, 1)}).rounds == (
        Round(
            ORIGIN,
            "A",
            "Q1",
            date(2026, 1, 1),
            ratings=[Rating("s1q1", "red"), Rating("s1q2", None)],
        ),
    )


def test_every_problem_is_told_by_row_and_column_at_once() -> None:
    frame = pd.DataFrame(
        {
            "organisation": ["A", "A", "A", "A", ""],
            "round": ["Q1"] * 5,
            "date": [date(2026, 1, 1)] * 5,
            "question": ["s1q1", "s1q9", "s1q2", "s1q3", "s1q1"],
            "RAG": ["red", "gren", "grene", 2, "red"],
        }
    )
    with pytest.raises(DocumentError) as caught:
        frames.from_frame(frame, ORIGIN, {"level": "RAG"})
    assert str(caught.value) == (
        "5 problems with the frame:\n"
        "  no question 's1q9' in step 's1' at row 2, column \"question\"; it has s1q1, s1q2, s1q3;"
        " did you mean 's1q3'?\n"
        "  unknown level 'gren' at row 2, column \"RAG\"; the scale has red, amber, green; did you"
        " mean 'green'?\n"
        "  unknown level 'grene' at row 3, column \"RAG\"; the scale has red, amber, green; did you"
        " mean 'green'?\n"
        '  that is not a level at row 4, column "RAG"; the scale has red, amber, green\n'
        '  nothing stands here at row 5, column "organisation"; every row needs it'
    )


def test_an_answer_given_twice_is_told_by_its_rows() -> None:
    frame = pl.DataFrame(
        {
            "organisation": ["A", "B", "A"],
            "round": ["Q1"] * 3,
            "date": [date(2026, 1, 1)] * 3,
            "question": ["s1q1"] * 3,
            "level": ["red", "red", "green"],
        }
    )
    with pytest.raises(DocumentError) as caught:
        frames.from_frame(frame, ORIGIN)
    assert str(caught.value) == (
        "a second answer to 's1q1' at row 3, column \"question\"; the first stands at row 1"
    )


def test_a_missing_column_is_named_with_the_remedy() -> None:
    with pytest.raises(DocumentError) as caught:
        frames.from_frame(pl.DataFrame({"organisation": ["A"], "round": ["Q1"]}), six_steps())
    assert str(caught.value) == (
        "2 problems with the frame:\n"
        "  no column 'question' at frame; name the one that holds it, columns={'question': ...}\n"
        "  no column 'level' at frame; name the one that holds it, columns={'level': ...}"
    )


def test_more_answers_than_are_read_in_time_are_refused_before_they_are() -> None:
    given = {"organisation": "Anytown", "round": "Spring", "question": "s1q1", "level": "red"}
    frame = pl.DataFrame([given]).select(pl.all().repeat_by(400_001).explode())
    with pytest.raises(DocumentError) as caught:
        frames.from_frame(frame, six_steps())
    assert str(caught.value) == "more than 400,000 answers; read it as a Panel, or in parts"


@pytest.mark.slow
def test_more_rounds_than_are_made_in_time_are_refused() -> None:
    count = 50_001
    frame = pl.DataFrame({"organisation": [f"Area {n}" for n in range(count)]}).with_columns(
        round=pl.lit("Spring"), question=pl.lit("s1q1"), level=pl.lit("red")
    )
    with pytest.raises(DocumentError) as caught:
        frames.from_frame(frame, six_steps(), dates={"Spring": date(2026, 5, 1)})
    assert str(caught.value) == "more than 50,000 rounds; read it as a Panel, or in parts"


def test_a_lazy_frame_is_refused() -> None:
    with pytest.raises(WrongTypeError, match="no data frame in memory"):
        frames.from_frame(pl.LazyFrame({"organisation": ["A"]}), six_steps())


def anytown(**columns: Any) -> pd.DataFrame:
    """Three answers of one round, with columns changed or added; `None` takes one away."""
    data = {
        "organisation": ["Anytown"] * 3,
        "round": ["Spring"] * 3,
        "date": ["2026-05-01"] * 3,
        "question": ["s1q1", "s1q2", "s1q3"],
        "level": ["red", "amber", "green"],
    } | columns
    return pd.DataFrame({name: values for name, values in data.items() if values is not None})


ANYTOWN = Round(
    ORIGIN,
    "Anytown",
    "Spring",
    date(2026, 5, 1),
    ratings=[Rating("s1q1", "red"), Rating("s1q2", "amber"), Rating("s1q3", "green")],
)


def refused(frame: Any, **options: Any) -> str:
    with pytest.raises(DocumentError) as caught:
        frames.from_frame(frame, ORIGIN, **options)
    return str(caught.value)


def in_csv(frame: Any) -> StringIO:
    return StringIO(frame.to_csv(index=False) if hasattr(frame, "to_csv") else frame.write_csv())


def in_a_file(write: Callable[[BytesIO], object]) -> BytesIO:
    file = BytesIO()
    write(file)
    return BytesIO(file.getvalue())


SAVED: dict[str, Callable[[Any, Any], Any]] = {
    "CSV, pandas": lambda one, _: pd.read_csv(in_csv(one)),
    "CSV, pandas, dates parsed": lambda one, _: pd.read_csv(in_csv(one), parse_dates=["date"]),
    "CSV with an index": lambda one, _: pd.read_csv(StringIO(one.to_csv())),
    "CSV, polars": lambda _, two: pl.read_csv(in_csv(two)),
    "CSV, polars, dates parsed": lambda _, two: pl.read_csv(in_csv(two), try_parse_dates=True),
    "CSV, pandas to polars": lambda one, _: pl.read_csv(in_csv(one)),
    "Excel, pandas": lambda one, _: pd.read_excel(
        in_a_file(lambda file: one.to_excel(file, index=False))
    ),
    "Excel, polars": lambda _, two: pd.read_excel(in_a_file(two.write_excel)),
    "Parquet, pandas": lambda one, _: pd.read_parquet(in_a_file(one.to_parquet)),
    "Parquet, polars": lambda _, two: pl.read_parquet(in_a_file(two.write_parquet)),
    "Parquet, pandas to polars": lambda one, _: pl.read_parquet(in_a_file(one.to_parquet)),
}


@pytest.mark.parametrize("way", SAVED)
@pytest.mark.parametrize("who", ["police", None])
def test_our_own_frame_is_read_back_from_files(way: str, who: str | None) -> None:
    made = Round(
        ORIGIN,
        "Anytown",
        "2026",
        date(2026, 5, 1),
        ratings=[
            Rating("s1q1", "green", evidence=["Plan"], respondent=who),
            Rating("s1q2", None, remaining="One seat", respondent=who),
            NotApplicable("s1q3", "Not commissioned", who),
        ],
        respondents=[Respondent("police", "police", Role.PEER)] if who else (),
        period="2026" if who else None,
    )
    pandas, polars = (
        frames.to_frame(made, backend, text=True, empties=True) for backend in ("pandas", "polars")
    )
    assert frames.from_frame(SAVED[way](pandas, polars), ORIGIN).round == made


@pytest.mark.parametrize(
    ("columns", "options"),
    [
        ({"level": ["Red", " AMBER", "green\u200b"]}, {}),
        ({"level": ["R", "a", "G"]}, {}),
        ({"level": [1, 2, 3]}, {"levels": {1: "red", 2: "amber", 3: "green"}}),
        (
            {"level": ["Not met", "partly MET", "Met"]},
            {"levels": {"Not met": "red", "Partly met": "amber", "Met": "green"}},
        ),
        ({"question": ["1.1", "Q1.2", "1.3."]}, {"questions": "number"}),
        ({"question": [1.1, 1.2, 1.3]}, {"questions": "number"}),
        (
            {"question": [ORIGIN.question(f"s1q{n}").text for n in (1, 2, 3)]},
            {"questions": "label"},
        ),
        ({"organisation": ["Anytown", "Anytown ", "anytown\u00ad"]}, {}),
        ({"round": ["Spring", "SPRING", "\ufeffSpring"]}, {}),
        ({"date": ["1 May 2026", "01/05/2026", "Fri 1st May 2026"]}, {}),
        ({"date": pd.to_datetime(["2026-05-01T00:00:00+01:00"] * 3)}, {}),
        ({"date": None}, {"dates": {"spring ": date(2026, 5, 1)}}),
        ({"date": [None] * 3}, {"dates": {"Spring": date(2026, 5, 1)}}),
    ],
)
def test_what_can_be_meant_in_one_way_only_is_read(
    columns: dict[str, Any], options: dict[str, Any]
) -> None:
    assert frames.from_frame(anytown(**columns), ORIGIN, **options).round == ANYTOWN


@pytest.mark.parametrize("years", [[2026] * 3, [2026.0] * 3, ["2026"] * 3])
def test_whole_years_are_periods(years: list[object]) -> None:
    assert frames.from_frame(anytown(period=years), ORIGIN).round.period == "2026"


def test_a_name_written_in_two_ways_of_unicode_is_one() -> None:
    name = "Caf\u00e9 Quarter"
    names = [name, unicodedata.normalize("NFD", name), name.upper()]
    assert frames.from_frame(anytown(organisation=names), ORIGIN).round.organisation == name


def test_respondents_are_known_by_their_names_where_they_have_no_ids() -> None:
    found = frames.from_frame(
        anytown(respondent=["Police ", "NHS", "\u8b66\u5bdf"], role=["LP", "lp", "Peer"]),
        ORIGIN,
        roles={"LP": Role.LEAD_PARTNER},
    ).round
    assert found.respondents == (
        Respondent("Police", "Police", Role.LEAD_PARTNER),
        Respondent("NHS", "NHS", Role.LEAD_PARTNER),
        Respondent("r-8b66-5bdf", "\u8b66\u5bdf", Role.PEER),
    )


def test_not_applicable_is_read_from_the_level_or_from_a_reason_alone() -> None:
    found = frames.from_frame(
        anytown(level=["n/a", None, "green"], reason=[None, "Not commissioned", None]), ORIGIN
    ).round
    assert found.ratings == (
        NotApplicable("s1q1", NO_REASON),
        NotApplicable("s1q2", "Not commissioned"),
        Rating("s1q3", "green"),
    )


NO_LEVEL = "the scale has red, amber, green"


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        ({"date": pd.to_datetime(["2026-05-01T00:00:00+01:00"] * 3).tz_convert("UTC")}, {},
         'a date with a time of day in 3 rows, first at row 1, column "date"; type the date alone'),
        ({"date": ["2026-05-01", "soon", "2026-05-01"]}, {},
         'not a date at row 2, column "date"; give one such as 1 May 2026'),
        ({"date": ["2026-05-01", "Thur 1 May 2026", "2026-05-01"]}, {},
         "a date that is not on the day of the week beside it at row 2, column \"date\"; write the"
         " date alone"),
        ({"date": ["2026-05-01", "31st March 26", "2026-05-01"]}, {},
         'a date without its full year at row 2, column "date"; write the year with four digits'),
        ({"date": ["2026-05-01", "46143", "2026-05-01"]}, {},
         'a number and no date at row 2, column "date"; type a date, such as 1 May 2026'),
        ({"date": ["2026-05-01", "1 Setpember 2026", "2026-05-01"]}, {},
         "a date whose month is not known at row 2, column \"date\"; write it as 1 May 2026 or"
         " 01/05/2026, day first; did you mean 'September'?"),
        ({"question": ["s1q1", "s1q2", "1.3"]}, {},
         "no question '1.3' at row 3, column \"question\"; the question printed 1.3 is 's1q3'; read"
         " numbers with questions=\"number\"; did you mean 's1q3'?"),
        ({"level": ["red", "Mostly", "green"]}, {},
         f"that is not a level at row 2, column \"level\"; {NO_LEVEL}"),
        ({}, {"levels": {"Not met": "rad"}},
         f"unknown level 'rad' at levels[...]; {NO_LEVEL}; did you mean 'red'?"),
        ({"kind": ["unanswered", "rated", "rated"], "level": [None, "amber", "green"],
          "evidence": ["A child said", None, None]}, {},
         "an answer that is 'unanswered' has no evidence at row 1, column \"evidence\""),
        ({"reason": ["Because", None, None]}, {},
         "an answer that is 'rated' has no reason at row 1, column \"reason\""),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_the_remedy(
    columns: dict[str, Any], options: dict[str, Any], message: str
) -> None:
    assert refused(anytown(**columns), **options) == message


def test_columns_that_are_not_used_are_told_and_not_checked() -> None:
    frame = anytown(number=[1.1, 1.2, 1.3], _id=[7, None, object()], has_plan=[None] * 3)
    found = frames.from_frame(frame, ORIGIN)
    assert [str(one) for one in found.left_out] == [
        'column "number": 3 cells',
        'column "_id": 2 cells',
    ]
    assert found.round == ANYTOWN


def test_a_column_without_a_name_is_told_by_its_place() -> None:
    frame = pd.DataFrame(
        {"organisation": ["Anytown"], "round": ["S"], "question": ["s1q1"], "level": ["red"]}
        | {"": ["They meet"], " ": ["weekly"]}
    )
    found = frames.from_frame(frame, six_steps(), dates={"S": date(2026, 5, 1)})
    assert [str(one) for one in found.left_out] == ["column 5: 1 cell", "column 6: 1 cell"]


def test_one_cause_is_told_once_and_a_category_by_its_name() -> None:
    rows = 1_500
    frame = pd.DataFrame(
        {
            "organisation": [f"Area {number}" for number in range(rows)],
            "round": ["Spring"] * rows,
            "date": [date(2026, 5, 1)] * rows,
            "question": ["s1q1"] * rows,
            "level": ["red"] * 11 + ["Partly met"] * 492 + ["green"] * (rows - 503),
        }
    )
    assert refused(frame) == (
        "that is not a level: 'Partly met' in 492 rows, first at row 12, column \"level\";"
        f" {NO_LEVEL}"
    )


@pytest.mark.parametrize("reader", [ss.frames.from_frame, ss.Panel.from_frame])
def test_a_name_in_many_rows_of_the_questions_is_no_category(reader: Any) -> None:
    rows = {
        "organisation": [f"Area {number}" for number in range(6)],
        "round": ["Spring"] * 6,
        "date": [date(2026, 5, 1)] * 6,
        "period": ["2026"] * 6,
        "question": ["Jayden"] * 6,
        "level": ["red"] * 6,
    }
    with pytest.raises(ss.DocumentError) as caught:
        reader(pd.DataFrame(rows), ss.six_steps())
    assert "Jayden" not in f"{caught.value}{caught.value.problems}"
    assert "in 6 rows, first at row 1" in str(caught.value)


def test_a_bad_row_is_bad_after_a_thousand_problems() -> None:
    rows = 1_200
    frame = pd.DataFrame(
        {
            "organisation": ["Area"] * 2 * rows,
            "round": ["Spring"] * 2 * rows,
            "date": [date(2026, 5, 1)] * 2 * rows,
            "respondent": [f"r{number}" for number in range(rows)] * 2,
            "role": ["peer"] * 2 * rows,
            "question": ["s1q1"] * 2 * rows,
            "level": ["red"] * 2 * rows,
        }
    )
    with pytest.raises(DocumentError) as caught:
        frames.from_frame(frame, ORIGIN)
    assert len(caught.value.problems) == 1001
    assert str(caught.value.problems[-1]) == "and 200 more problems; mend these first"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            {"roles": {"lead partner": None}},
            "a Role or the name of one is needed at roles['lead partner']; this is None",
        ),
        (
            {"roles": {("a", "b"): "peer"}},
            "a text is needed, not a value of type tuple at roles",
        ),
        (
            {"roles": {"boss": "constable"}, "frameworks": LOCAL},
            "a text of 9 characters that is no role at roles[...]; there are practitioner, peer,"
            " agreed, and any other with yes or no as independent",
        ),
        (
            {"dates": {("a", "b"): date(2026, 5, 1)}},
            "a text is needed, not a value of type tuple at dates",
        ),
        (
            {"levels": {True: "red"}},
            "a text is needed, not a value of type bool at levels",
        ),
    ],
)
def test_words_that_translate_nothing_are_told(words: dict[str, Any], told: str) -> None:
    round_ = ss.samples.spring_2026()
    with pytest.raises(ss.DocumentError) as caught:
        frames.from_frame(frames.to_frame(round_), **{"frameworks": round_.framework, **words})
    assert [str(one) for one in caught.value.problems] == [told]


def test_a_frame_of_another_field_is_told_its_own_roles_and_reads_them() -> None:
    question = ss.Question("s1q1", "Does it meet?", asked_of=["chair"])
    step = ss.Step("s1", "The board leads", [question])
    framework = Framework("Code", ss.Source("Doe, J (2024) Code"), ORIGIN.scale, [step])
    row = {"organisation": "A", "round": 5, "question": "s1q1", "level": "red", "respondent": "B"}
    dates: Any = {5: date(2026, 5, 1)}
    found = frames.from_frame(pd.DataFrame([{**row, "role": "Chair"}]), framework, dates=dates)
    assert found.round.respondents[0].role == Role("chair")
    with pytest.raises(DocumentError) as caught:
        frames.from_frame(pd.DataFrame([{**row, "role": "boss"}]), framework, dates=dates)
    assert str(caught.value) == (
        'unknown role at row 1, column "role"; there are practitioner, peer, agreed, chair, and any'
        " other with yes or no as independent"
    )


def test_a_column_given_for_a_word_is_refused() -> None:
    round_, words = ss.samples.spring_2026(), cast(Any, np.array(["id", "number"]))
    for use, error in (
        (
            lambda: frames.from_frame(frames.to_frame(round_), [round_.framework], questions=words),
            "no way",
        ),
        (lambda: frames.to_frame(round_, words), "no backend"),
        (lambda: frames.to_frame(round_, text=words), "True or False"),
        (lambda: ss.cite(round_.framework, words), "no citation format"),
        (lambda: ss.read("there.json", words), "no kind of document"),
        (lambda: ss.to_document(round_, framework=words), "True or False"),
    ):
        with pytest.raises(ss.SixStepsError, match=error):
            use()
