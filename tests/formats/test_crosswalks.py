"""Crosswalks from tables written by hand, checked whole."""

import io
from pathlib import Path
from typing import Any

import pytest

import sixsteps as ss
from tests.support.documents import CROSSWALK

TABLE = """old,new,relation,comparable,reason
leaders,leaders,same,,
care,"in_care, care_leavers",split,yes,
purpose lead,aim,merged,no,"Two asked, one answered"
lscb,,,,abolished
,voice,added,,
"""
READ = ss.Crosswalk(
    [
        ss.Match("leaders", "leaders"),
        ss.Match("care", ["in_care", "care_leavers"], "split"),
        ss.Match(["purpose", "lead"], "aim", "merged", False, "Two asked, one answered"),
        ss.Match("lscb", [], "removed", reason="abolished"),
        ss.Match([], "voice", "added"),
    ]
)


def refused(table: str) -> str:
    with pytest.raises(ss.DocumentError) as caught:
        ss.read_crosswalk(io.StringIO(table))
    return str(caught.value)


@pytest.mark.parametrize(
    "table",
    [
        TABLE,
        "\ufeff" + TABLE.replace("\n", "\r\n"),
        TABLE.replace("leaders", "leaders\u200b").replace("lead,", "lead\u2060,"),
        TABLE.replace("old,new", "Old questions,New Questions").replace("same", " Same "),
        "\n".join([*TABLE.splitlines()[:1], "", *TABLE.splitlines()[1:], ",,,,"]),
    ],
)
def test_a_table_is_read_as_people_write_it(table: str) -> None:
    assert ss.read_crosswalk(io.StringIO(table)) == READ


def test_other_separators_are_recognised() -> None:
    table = "old;new;relation\ncare;in_care,care_leavers;split\n"
    assert ss.read_crosswalk(io.StringIO(table)).matches == (READ.matches[1],)
    assert ss.read_crosswalk(io.StringIO(table.replace(";", "\t"))).matches == (READ.matches[1],)


def test_its_own_table_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "crosswalk.csv"
    path.write_text(READ.table().to_csv(), encoding="utf-8")
    assert ss.read_crosswalk(path) == READ


LEVELS = TABLE + "red,no,level,,\namber,no,level,,\ngreen,yes,level,,\n"


def test_levels_stand_in_rows_of_their_own() -> None:
    levels = {"red": "no", "amber": "no", "green": "yes"}
    assert ss.read_crosswalk(io.StringIO(LEVELS)) == ss.Crosswalk(READ.matches, levels)


def test_levels_of_the_later_scale_are_read_back_to_the_earlier() -> None:
    table = "old,new,relation\nred,no,level back\ngreen,yes,Level-back\ngreen,perhaps,level back\n"
    levels = {"no": "red", "yes": "green", "perhaps": "green"}
    assert ss.read_crosswalk(io.StringIO(table)) == ss.Crosswalk([], levels, "after")


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_table_with_levels_reads_back(side: Any) -> None:
    crosswalk = ss.Crosswalk(READ.matches, {"red": "no", "green": "yes"}, side)
    assert ss.read_crosswalk(io.StringIO(crosswalk.table().to_csv())) == crosswalk


def test_whose_correspondence_it_is_comes_through_a_table() -> None:
    derived = ss.correspondence(ss.six_steps(), ss.samples.anytown_2026())
    read = ss.read_crosswalk(io.StringIO(derived.table().to_csv()))
    assert (read.matches, read.source) == (derived.matches, derived.source)
    assert read.source.startswith("Adapted from Pearce, J (2019)")


def test_a_relation_left_out_is_the_one_that_python_takes() -> None:
    table = "old,new\na,a\nb,\n,c\n"
    assert ss.read_crosswalk(io.StringIO(table)).matches == (
        ss.Match("a", "a"),
        ss.Match("b", [], "removed"),
        ss.Match([], "c", "added"),
    )
    assert refused("old,new\na,b c\n") == (
        "the relation 'same' takes one old and one new question at row 2, column \"relation\""
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "red,,level\n",
            'one level is needed here at row 2, column "new"; write a row for each',
        ),
        (
            "red,no,level\nred,yes,level\n",
            'a second row of this level at row 3, column "old"; the first is row 2',
        ),
        (
            "red,no,level back\ngreen,no,level back\n",
            'a second row of this level at row 3, column "new"; the first is row 2',
        ),
        (
            "red,no,level\ngreen,yes,level back\n",
            'levels are read one way here and the other way above at row 3, column "relation";'
            " read all of them one way",
        ),
        (
            "red,1.1,level\n",
            'a text of 3 characters is not an id at row 2, column "new"; an id starts with a'
            " letter and holds at most 64 letters, digits, '_', '-' or '.'",
        ),
    ],
)
def test_a_row_of_levels_that_is_none_is_told_by_its_place(rows: str, message: str) -> None:
    assert refused(f"old,new,relation\n{rows}") == message


def test_a_document_is_read_too(tmp_path: Path) -> None:
    ss.write(CROSSWALK, tmp_path / "crosswalk.json")
    assert ss.read_crosswalk(tmp_path / "crosswalk.json") == CROSSWALK


def test_every_problem_is_reported_with_its_row_and_column() -> None:
    table = (
        "old,new,relation,comparable\n"
        "a,b,sme,\n"
        "a,c,same,\n"
        "a,d,same,perhaps\n"
        "a,e,same,\n"
        "f,g,,\n"
        "1.10,h,same,\n"
        "i,,same,\n"
        "j,k,same,,more\n"
    )
    assert refused(table) == (
        "6 problems with the crosswalk:\n"
        '  unknown relation at row 2, column "relation"; there are same, reworded, replaced,'
        " split, merged, related, added, removed; did you mean 'same'?\n"
        '  this is yes or no, or left empty at row 4, column "comparable"\n'
        "  a text of 4 characters is not an id at row 7, column \"old\"; an id such as 's1q1' is"
        " meant, not the printed number\n"
        "  the relation 'same' takes one old and one new question at row 8, column \"relation\"\n"
        "  more cells than the first row has at row 9\n"
        '  a second row of this question at row 5, column "old"; the first is row 3; write one row'
        " for it"
    )


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "no column 'old' at row 1; there must be one"),
        ("old,relation\na,same\n", "no column 'new' at row 1; there must be one"),
        (
            "old,new,relatoin\n",
            "unknown column at row 1, column 3; there are old, new, relation, comparable, reason,"
            " source; did you mean 'relation'?",
        ),
        (
            "old,new,old\n",
            "a second column 'old' at row 1, column 3; put what both say into one, and delete the"
            " other",
        ),
        ('old,new\n"a,b\n', "not a table in CSV: a quotation mark is not closed"),
    ],
)
def test_a_table_that_is_none_is_refused_plainly(table: str, message: str) -> None:
    assert message in refused(table)


@pytest.mark.parametrize("letter", ["\u2028", "\x85", "\x0b", "\x1c"])
def test_only_the_end_of_a_line_ends_a_row(letter: str) -> None:
    table = f"old,new,relation,reason\na,b,reworded,one{letter}two\nc,d,same,\n"
    matches = ss.read_crosswalk(io.StringIO(table)).matches
    assert [(match.old, match.reason) for match in matches] == [
        (("a",), f"one{letter}two"),
        (("c",), ""),
    ]
