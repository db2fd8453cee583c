"""Figures by tag: a question counts to each of its tags, and the total is never their sum."""

from datetime import date
from fractions import Fraction

import sixsteps as ss
from sixsteps.results import Share
from tests.support.tables import column

TAGGED = ss.Framework(
    "Two steps",
    ss.Source("Doe, J (2024) Two steps"),
    ss.RAG,
    [
        ss.Step(
            "s1", "One", [ss.Question("a", "A?", tags=["voice", "data"]), ss.Question("b", "B?")]
        ),
        ss.Step("s2", "Two", [ss.Question("c", "C?", tags=["data"])]),
    ],
)


def rated(year: int, **levels: str) -> ss.Round:
    ratings = [ss.Rating(question, level) for question, level in levels.items()]
    return ss.Round(TAGGED, "Anytown", str(year), date(year, 5, 1), ratings)


BEFORE, AFTER = rated(2025, a="red", b="red", c="green"), rated(2026, a="green", b="red", c="amber")


def test_coverage_counts_a_question_to_each_of_its_tags_in_order_of_first_appearance() -> None:
    found = ss.coverage(rated(2026, a="red"))
    assert [(one.name, one.counts.responded) for one in found.tags] == [
        ("voice", Share(1, 1)),
        ("data", Share(1, 2)),
        ("no tag", Share(0, 1)),
    ]
    shown = next(table for table in found.tables() if table.name == "tags")
    assert column(shown, "Tag") == ["voice", "data", "no tag"]
    assert shown.notes[-1] == (
        "A question counts to each of its tags, so the rows do not add up to the whole."
    )


def test_a_summary_gives_the_levels_of_each_tag() -> None:
    rows = ss.summary(AFTER).table("tags").cells
    assert rows == (
        ("voice", 0, 0, 1, Share(1, 1)),
        ("data", 0, 1, 1, Share(2, 2)),
        ("no tag", 1, 0, 0, Share(1, 1)),
    )
    data = ss.summary(AFTER).table("tags").rows()
    assert [row["as_rated"] for row in data if row["tag"] == "data"] == [0, 0.5, 0.5]


def test_gaps_are_grouped_by_tag() -> None:
    found = ss.gaps(AFTER)
    assert [(one.name, [gap.question for gap in one.gaps]) for one in found.of_tag] == [
        ("voice", ["a"]),
        ("data", ["c", "a"]),
        ("no tag", ["b"]),
    ]
    assert column(found.table("tags"), "Gaps") == [1, 2, 1]


def test_a_change_counts_what_moved_by_step_and_by_tag() -> None:
    found = ss.change(BEFORE, AFTER)
    columns = ("matched", "improved", "held", "declined")

    def counts(name: str, of: str) -> list[tuple[object, ...]]:
        return [tuple(row[one] for one in (of, *columns)) for row in found.table(name).rows()]

    assert counts("steps", "step_id") == [("s1", 2, 1, 1, 0), ("s2", 1, 0, 0, 1)]
    assert counts("tags", "tag") == [
        ("voice", 1, 1, 0, 0),
        ("data", 2, 1, 0, 1),
        ("no tag", 1, 0, 1, 0),
    ]
    assert found.net == Fraction(0)


def test_a_unit_counts_to_a_tag_that_a_member_has_in_either_round() -> None:
    made = ss.adapt(TAGGED, ss.RewordQuestion("a", tags=["new"]), by="Anytown", on=date(2026, 1, 1))
    after = ss.Round(made, "Anytown", "2026", date(2026, 5, 1), [ss.Rating("a", "green")])
    assert {tag: one.matched for tag, one in ss.change(BEFORE, after).of_tag.items()} == {
        "new": 1,
        "data": 1,
        "voice": 1,
        "no tag": 0,
    }


def test_where_no_question_has_a_tag_no_table_is_shown_and_the_data_has_no_rows() -> None:
    found = [ss.coverage(ss.samples.spring_2026()), ss.gaps(ss.samples.spring_2026())]
    for one in found:
        assert "tags" not in [table.name for table in one.tables()]
        assert one.table("tags").rows() == []
