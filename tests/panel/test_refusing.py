"""What no panel can be made of is refused with its place and what to do, all of it at once."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import polars as pl
import pytest

import sixsteps as ss

SIX = ss.six_steps()


def made(name: str, on: date, framework: ss.Framework = SIX, period: str | None = None) -> ss.Round:
    return ss.Round(framework, name, f"Round of {on.year}", on, period=period)


def refusal(rounds: list[ss.Round], **options: object) -> str:
    with pytest.raises(ss.InvalidError) as caught:
        ss.Panel.from_rounds(rounds, **options)  # type: ignore[arg-type]  # one of its own
    return str(caught.value)


def test_a_round_without_a_period_and_a_second_of_one_period_are_both_told() -> None:
    rounds = [
        made("Anytown", date(2025, 5, 1)),
        made("Othertown", date(2025, 5, 1), period="2025"),
        made("Othertown", date(2025, 9, 1), period="2025"),
    ]
    assert refusal(rounds) == (
        "2 problems with the panel:\n"
        "  the round 'Round of 2025' names no period at rounds[0].period; give the rounds a period,"
        " or period= a function that gives one\n"
        "  a second round of 'Othertown' for '2025' at rounds[2]; the first is rounds[1]"
    )


def test_periods_against_the_order_of_dates_are_told() -> None:
    rounds = [
        made("Anytown", date(2025, 5, 1), period="one"),
        made("Othertown", date(2025, 5, 1), period="two"),
        made("Othertown", date(2025, 6, 1), period="one"),
    ]
    assert refusal(rounds, periods=["one", "two"]) == (
        "the round of 'Othertown' for 'two' is of 2025-05-01, and that for the earlier 'one' of"
        " 2025-06-01 at rounds[1]; give periods= in order"
    )


def test_an_order_that_leaves_a_period_out_is_told() -> None:
    rounds = [made("Anytown", date(2025, 5, 1), period="2025")]
    assert refusal(rounds, periods=["2026"]) == (
        "the order leaves out 2025 at periods; name every period there is"
    )


def test_no_round_at_all_is_told() -> None:
    assert refusal([]) == "no round at all at rounds; a panel needs at least one"


def test_frameworks_without_a_common_origin_or_scale_are_told() -> None:
    apart = ss.Framework("Apart", ss.Source("Apart (2026)"), ss.RAG, SIX.steps)
    scale = ss.Scale("Two", [ss.Level("no"), ss.Level("yes")])
    mapping = {"red": "no", "amber": "yes", "green": "yes"}
    scaled = ss.adapt(SIX, ss.ChangeScale(scale, mapping), by="Anytown", on=date(2026, 1, 5))
    rounds = [
        made("Anytown", date(2025, 5, 1), period="2025"),
        made("Othertown", date(2025, 5, 1), apart, period="2025"),
        made("Thirdtown", date(2025, 5, 1), scaled, period="2025"),
    ]
    assert refusal(rounds) == (
        "2 problems with the panel:\n"
        f"  {SIX.title!r} and 'Apart' have no common origin, and a panel compares by lineage at"
        " rounds[1].framework; make a panel of each\n"
        f"  {SIX.title!r} is rated on {SIX.scale.title!r} and {SIX.title!r} on 'Two', and a"
        " panel has one scale at rounds[2].framework; make one panel with scale=, or one of"
        " each"
    )


def test_what_is_no_round_is_told_with_its_type() -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        ss.Panel.from_rounds([SIX], period=str)  # type: ignore[list-item]  # what this is about
    assert str(caught.value) == (
        "rounds[0] is a value of type Framework; a panel is made of rounds"
    )


ROW = {"organisation": "A", "round": "Q1", "question": "s1q1", "level": "red"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"respondent": "la", "role": "lead partnr"},
            'unknown role at row 1, column "role"; there are lead partner, relevant agency,'
            " partnership, children and families, practitioner, independent scrutineer, peer,"
            " agreed, and any other with yes or no as independent; did you mean 'lead partner'?",
        ),
        (
            {"kind": "ratd"},
            'unknown kind at row 1, column "kind"; there are answered though not asked, not'
            " applicable, not asked, rated, started, unanswered; did you mean 'rated'?",
        ),
        (
            {"kind": "unanswered"},
            "an answer that is 'unanswered' has no level at row 1, column \"level\"",
        ),
        (
            {"has_evidence": "perhaps"},
            'neither true nor false at row 1, column "has_evidence"; give true or false',
        ),
        ({"has_plan": 2}, 'neither true nor false at row 1, column "has_plan"; give true or false'),
        (
            {"date": 46143},
            'a number and no date at row 1, column "date"; type a date, such as 1 May 2026',
        ),
        (
            {"level": 3},
            'that is not a level at row 1, column "level"; the scale has red, amber, green',
        ),
        (
            {"respondent": ["police"], "role": "peer"},
            'a text is needed, not a value of type list at row 1, column "respondent"',
        ),
    ],
)
def test_a_frame_is_refused_by_row_and_column(changed: dict[str, object], message: str) -> None:
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.from_frame(pd.DataFrame([ROW | changed]), SIX)
    assert str(caught.value) == message


def test_what_is_no_frame_is_told_with_its_type() -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        ss.Panel.from_frame([ROW], SIX)
    assert str(caught.value) == (
        "a value of type list is no data frame in memory; give one of pandas, polars or pyarrow"
    )


def test_a_frame_needs_a_framework() -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        ss.Panel.from_frame(pd.DataFrame([ROW]), [])
    assert str(caught.value) == "frameworks is empty; give a Framework or several"


def test_the_order_of_periods_names_all_that_a_frame_has() -> None:
    with pytest.raises(ss.InvalidError) as caught:
        ss.Panel.from_frame(pd.DataFrame([ROW]), SIX, periods=["Q2"])
    assert str(caught.value) == "the order leaves out Q1 at periods; name every period there is"


MANY = 1_001


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"level": "gren"}, "unknown level 'gren' in 1001 rows, first at row 1"),
        ({"question": "s9q9"}, "no question 's9q9' in 1001 rows, first at row 1"),
        ({"kind": "Jane Smith's school"}, "unknown kind in 1001 rows, first at row 1"),
        ({"organisation": None}, "nothing stands here in 1001 rows, first at row 1"),
    ],
)
def test_very_many_bad_rows_of_one_cause_are_told_once_and_counted(
    changed: dict[str, object], message: str
) -> None:
    rows = [ROW | {"organisation": f"A{n}"} | changed for n in range(MANY)]
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.from_frame(pd.DataFrame(rows), SIX)
    assert str(caught.value).startswith(message)
    assert "Jane" not in str(caught.value)


def test_after_a_thousand_causes_the_rest_is_only_counted() -> None:
    rows = [ROW | {"level": f"Jane Smith's school {n}"} for n in range(MANY)]
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.from_frame(pd.DataFrame(rows), SIX)
    assert len(caught.value.problems) == MANY
    assert caught.value.problems[-1].message == "and 1 more problems"
    assert "Jane" not in str(caught.value)


def test_a_column_of_mixed_values_is_read_value_by_value() -> None:
    rows = [ROW, ROW | {"organisation": "B", "level": 3}]
    rows.append(ROW | {"organisation": "C", "level": "Jane Smith's school."})
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.from_frame(pd.DataFrame(rows), SIX)
    assert str(caught.value) == (
        "2 problems with the frame:\n"
        '  that is not a level at row 2, column "level"; the scale has red, amber, green\n'
        '  that is not a level at row 3, column "level"; the scale has red, amber, green'
    )


def test_a_column_that_is_not_read_may_hold_anything() -> None:
    frame = pd.DataFrame([ROW | {"notes": 3}, ROW | {"organisation": "B", "notes": "text"}])
    assert ss.Panel.from_frame(frame, SIX).organisations == ("A", "B")


def test_two_columns_of_one_name_are_refused() -> None:
    frame = pd.DataFrame([[*ROW.values(), "green"]], columns=[*ROW, "level"])
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.from_frame(frame, SIX)
    assert str(caught.value) == "two columns of one name at frame; rename one"


def test_two_rounds_of_one_organisation_in_one_period_of_a_frame_are_refused() -> None:
    rows = [ROW | {"period": "2026"}, ROW | {"period": "2026", "round": "Q2", "question": "s1q2"}]
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.from_frame(pd.DataFrame(rows), SIX)
    assert str(caught.value) == (
        'this differs from another row of the same organisation and period at row 1, column "round"'
    )


def test_a_date_outside_the_calendar_is_told() -> None:
    frame = pl.DataFrame([ROW]).with_columns(date=pl.lit(4_000_000).cast(pl.Date))
    with pytest.raises(ss.DocumentError) as caught:
        ss.Panel.from_frame(frame, SIX)
    assert str(caught.value) == (
        'not a date that Python can hold at row 1, column "date"; give one of a year from 1 to 9999'
        " in a known time zone, such as 1 May 2026"
    )


def test_very_many_problems_with_rounds_are_bounded() -> None:
    one = made("Anytown", date(2025, 5, 1))
    with pytest.raises(ss.InvalidError) as caught:
        ss.Panel.from_rounds([one] * 5_000)
    assert len(caught.value.problems) == 1_001
    assert str(caught.value.problems[-1]) == "and more; mend these first"


def test_after_a_thousand_bad_lines_no_more_are_read() -> None:
    file = io.StringIO("[]\n" * 5_000)
    with pytest.raises(ss.DocumentError) as caught:
        list(ss.read_rounds(file))
    assert len(caught.value.problems) == 1_001
    assert str(caught.value.problems[-1]) == "and more; mend these first"
    assert len(file.readlines()) == 3_999


@pytest.mark.parametrize(
    "line",
    ["[" + "1," * 400_000 + "1]", '{"a": [' + "{}," * 200_000 + "{}]}"],
    ids=["numbers", "objects"],
)
def test_a_line_of_very_many_values_is_refused_before_they_are_made(line: str) -> None:
    with pytest.raises(ss.DocumentError) as caught:
        list(ss.read_rounds(io.StringIO(line)))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("too-large", "line 1, $")


def test_lines_of_nothing_are_passed_over() -> None:
    file = io.StringIO()
    ss.write_rounds([made("Anytown", date(2025, 5, 1))], file)
    whole = f"\n \n\ufeff{file.getvalue()}\n\t\n".encode()
    assert [one.title for one in ss.read_rounds(io.BytesIO(whole))] == ["Round of 2025"]


PANEL: Any = ss.Panel.from_rounds([made("Anytown", date(2025, 5, 1), period="2025")])
ROUND: Any = made("Anytown", date(2025, 5, 1))
PERIOD: Any = "2026"
ODD_PERIODS: Any = ["Q1", ["Q2"]]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            lambda: ss.Panel.from_rounds(PANEL),
            "a panel is made of several rounds, not of a value of type Panel; give a list of them",
        ),
        (
            lambda: ss.Panel.from_rounds(ROUND),
            "a panel is made of several rounds, not of a value of type Round; write [...] around"
            " it",
        ),
        (
            lambda: ss.Panel.from_rounds([], period=PERIOD),
            "period is a function of a round, not a value of type str; give one,"
            " period=lambda round_: round_.title",
        ),
        (
            lambda: ss.Panel.from_frame(pd.DataFrame([ROW]), SIX, periods="Q1"),
            "periods takes several values and was given one string; write [...] around it",
        ),
        (
            lambda: ss.Panel.from_rounds([ROUND], period=lambda _: "Q1", periods=ODD_PERIODS),
            "periods[1] takes a str and was given a value of type list",
        ),
        (
            lambda: ss.Panel.from_frame(pd.DataFrame([ROW]), SIX, periods=ODD_PERIODS),
            "periods[1] takes a str and was given a value of type list",
        ),
        (
            lambda: ss.charts.partnerships([PANEL]),
            "a Round is needed at rounds[0], not a value of type Panel; give a list of rounds, or a"
            " panel",
        ),
    ],
)
def test_a_value_of_a_wrong_type_is_told_with_what_to_give(
    wrong: Callable[[], object], message: str
) -> None:
    with pytest.raises(ss.WrongTypeError) as caught:
        wrong()
    assert str(caught.value) == message


def test_the_remedies_can_be_followed() -> None:
    one = made("Anytown", date(2025, 5, 1))
    assert ss.Panel.from_rounds([one], period=lambda round_: round_.title).periods == (
        "Round of 2025",
    )
    assert ss.Panel.from_frame(pd.DataFrame([ROW]), SIX, periods=["Q1"]).periods == ("Q1",)
    assert "Anytown" in ss.charts.partnerships([one]).alt


def test_a_long_name_that_is_not_there_is_not_repeated() -> None:
    with pytest.raises(ss.UnknownIdError) as caught:
        PANEL.where(organisations=["z" * 4_000])
    assert str(caught.value) == ("no organisation of that name in the panel; it has Anytown")
