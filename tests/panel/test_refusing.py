"""What no panel can be made of is refused with its place and what to do, all of it at once."""

from datetime import date

import pandas as pd
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
        " panel has one scale at rounds[2].framework; make a panel of each"
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
            " agreed; did you mean 'lead partner'?",
        ),
        (
            {"kind": "ratd"},
            'unknown kind at row 1, column "kind"; there are rated, not in the framework,'
            " not applicable, not asked, answered though not asked, unanswered, draft; did you mean"
            " 'rated'?",
        ),
        (
            {"kind": "unanswered"},
            "an answer that is 'unanswered' has no level at row 1, column \"level\"",
        ),
        (
            {"has_evidence": "yes"},
            'a column of true and false is needed, not of large_string at column "has_evidence"',
        ),
        ({"date": 20260501}, 'a column of dates is needed, not of int64 at column "date"'),
        ({"level": 3}, 'a column of strings is needed, not of int64 at column "level"'),
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
    assert str(caught.value) == "frameworks is a Framework or several of them"


def test_the_order_of_periods_names_all_that_a_frame_has() -> None:
    with pytest.raises(ss.InvalidError) as caught:
        ss.Panel.from_frame(pd.DataFrame([ROW]), SIX, periods=["Q2"])
    assert str(caught.value) == "the order leaves out Q1 at periods; name every period there is"
