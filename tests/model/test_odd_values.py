"""Values of odd types and in wrong places: every one has its place, none is repeated at length."""

import copy
import pickle
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps.model.lineage import Register
from sixsteps.results import LeftOut

ON = date(2026, 5, 1)
HUGE = 10**5000


class Array:
    """What cannot be compared to one truth, as an array of numbers cannot."""

    __hash__ = None  # type: ignore[assignment] # as Python does where only __eq__ is defined

    def __eq__(self, other: object) -> bool:
        raise ValueError("the truth value of an array is ambiguous")


class Word(str):
    """A string of another class, as arrays hold them."""

    __slots__ = ()


ODD: Any = Array()


def message(call: Callable[[], object]) -> str:
    with pytest.raises(ss.SixStepsError) as error:
        call()
    return str(error.value)


def any_value(value: object) -> Any:
    return value


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            lambda: ss.Action("x", addresses=any_value([["s1q1"]])),
            "a string is needed at addresses[0]; this is a value of type list",
        ),
        (
            lambda: ss.Respondent("x", "X", ss.Role.PEER, asked=any_value([[]])),
            "a string is needed at asked[0]; this is a value of type list",
        ),
        (
            lambda: ss.Match(any_value([[]]), "b"),
            "a string is needed at old[0]; this is a value of type list",
        ),
        (
            lambda: ss.MergeQuestions(any_value([["a"], "b"]), "x"),
            "a string is needed at questions[0]; this is a value of type list",
        ),
        (
            lambda: ss.Match("a", "b", relation=any_value([])),
            "unknown relation at relation; there are same, reworded, replaced, split, merged,"
            " related, added, removed",
        ),
        (
            lambda: ss.Match("a", "b", comparable=ODD),
            "True or False is needed at comparable; this is a value of type Array",
        ),
        (
            lambda: ss.ChangeScale(ss.RAG, any_value(["ab"])),
            "a pair of ids is needed at mapping[0]; this is a value of type str",
        ),
        (
            lambda: ss.Crosswalk([], levels=any_value([[]])),
            "a pair of ids is needed at levels[0]; this is a value of type tuple",
        ),
        (
            lambda: ss.Crosswalk([], levels={"red": "a b"}),
            "a text of 3 characters is not an id at levels[0][1]; an id starts with a letter and"
            " holds at most 64 letters, digits, '_', '-' or '.'",
        ),
        (
            lambda: ss.Adaptation([], by="A", on=ON, renamed=[("a", "b"), ("a", "c")]),
            "a second id at renamed[1]; the first stands at renamed[0]",
        ),
        (
            lambda: ss.AddQuestion("s1", "Who?", id="a b"),
            "a text of 3 characters is not an id at id; an id starts with a letter and holds at"
            " most 64 letters, digits, '_', '-' or '.'",
        ),
        (
            lambda: ss.RewordQuestion("s1q1", label=any_value(3)),
            "a string is needed at label; this is a value of type int",
        ),
        (
            lambda: ss.RewordQuestion("s1q1", guidance=any_value(3)),
            "a string is needed at guidance; this is a value of type int",
        ),
        (
            lambda: ss.Crosswalk([], translates=ODD),
            "unknown side at translates; there are before, after",
        ),
        (
            lambda: ss.Adaptation([], by="A", on=ON, renamed=any_value({1, 2})),
            "renamed takes several values and was given a value of type set; give a list",
        ),
        (
            lambda: ss.Evidence("x", kind=ODD),
            "a string is needed at kind; this is a value of type Array",
        ),
        (
            lambda: ss.Level("x", label=ODD),
            "a string is needed at label; this is a value of type Array",
        ),
        (
            lambda: ss.Level("x", needs=any_value([HUGE])),
            "unknown need at needs[0]; there are evidence, remaining, plan",
        ),
        (
            lambda: ss.AddStep("x", first=ODD),
            "True or False is needed at first; this is a value of type Array",
        ),
        (lambda: ss.Source("x", year=HUGE), "that is not a year of four digits at year"),
        (
            lambda: ss.results.Share(HUGE, 1),
            "a value of type int is more than the 1 it is a share of at count",
        ),
        (
            lambda: ss.results.Share(any_value("x" * 200_000), 2),
            "a value of type str is not a count at count; give a whole number from 0",
        ),
        (
            lambda: ss.Rating(Word("s1q1"), "red"),
            "a plain str is needed at question; this is a value of type Word",
        ),
    ],
)
def test_a_member_of_any_type_is_reported_at_its_place(
    call: Callable[[], object], expected: str
) -> None:
    assert message(call) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"s1q1": "red"},
            "ratings takes several values and was given a value of type dict; give a list",
        ),
        (set(), "ratings takes several values and was given a value of type set; give a list"),
        (
            bytearray(b"red"),
            "ratings takes several values and was given one string; write [...] around it",
        ),
        (None, "ratings takes several values and was given None; give a list"),
    ],
)
def test_what_would_become_other_values_is_not_taken_for_several(
    given: object, expected: str
) -> None:
    assert message(lambda: ss.Round(ss.six_steps(), "A", "B", ON, any_value(given))) == expected


def test_a_set_is_taken_where_the_order_means_nothing() -> None:
    asked = ss.Respondent("x", "X", ss.Role.PEER, asked=any_value({"s2", "s1"})).asked
    assert asked == ("s1", "s2")


def test_free_text_in_the_place_of_an_id_is_not_repeated() -> None:
    assert message(lambda: ss.NotApplicable("Jane Smith said", "s1q1")) == (
        "a text of 15 characters is not an id at question; an id starts with a letter and holds at"
        " most 64 letters, digits, '_', '-' or '.'"
    )


def test_a_printed_number_is_no_id_of_a_question() -> None:
    assert message(lambda: ss.Rating("1.1", "red")) == (
        "a text of 3 characters is not an id at question; an id such as 's1q1' is meant,"
        " not the printed number"
    )


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda f: f.question("x" * 10**6), "that is not a question id"),
        (
            lambda f: f.question("Jane said"),
            "no question of that id; the steps are s1, s2, s3, s4, s5, s6",
        ),
        (lambda f: f.step("x" * 10**6), "no step of that id; there are s1, s2, s3, s4, s5, s6"),
        (
            lambda f: f.context_question("x" * 10**6),
            "no context question of that id; there are c1, c2, c3, c4, c5, c6, c7, c8, c9, c10,"
            " c11, c12 and 6 more",
        ),
        (
            lambda f: f.scale.level("Jane said"),
            "that is not a level; the scale has red, amber, green",
        ),
        (
            lambda f: ss.Round(f, "A", "B", ON).respondent("x" * 10**6),
            "no respondent of that id; the round lists none",
        ),
        (
            lambda f: f.question("1.2"),
            "no question '1.2'; the question printed 1.2 is 's1q2'",
        ),
        (lambda f: f.register.identity("zz"), "no question of that id was ever asked here"),
    ],
)
def test_a_look_up_names_what_was_asked_for_if_it_can_be_an_id(
    call: Callable[[ss.Framework], object], expected: str
) -> None:
    assert message(lambda: call(ss.six_steps())) == expected


def test_the_printed_number_suggests_the_question_that_has_it() -> None:
    found = ss.six_steps().nearest_question
    assert [found("1.2"), found("1.9"), found("9.1"), found("s1q9")] == ["s1q2", None, None, "s1q4"]


def test_a_word_is_taken_for_the_member_of_its_class_and_no_other_is() -> None:
    assert ss.Respondent("x", "X", any_value("lead partner")).role is ss.Role.LEAD_PARTNER
    wrong = any_value("close")
    assert message(lambda: ss.Action("x", status=wrong, due=any_value("2026-05-01"))) == (
        "2 problems with the action:\n"
        "  a date is needed at due; this is a value of type str; give date(2026, 5, 1)\n"
        "  unknown status at status; there are open, closed; did you mean 'closed'?"
    )
    assert message(lambda: ss.Action("x", status=any_value(3))) == (
        "a Status is needed at status; this is a value of type int"
    )
    assert message(lambda: ss.Round(ss.six_steps(), "A", "B", any_value("May"))) == (
        "a date is needed at on; this is a value of type str; give a datetime.date"
    )


def test_every_piece_of_evidence_is_reported_at_its_place() -> None:
    assert message(lambda: ss.Rating("s1q1", "red", any_value([1, None, "", "A log"]))) == (
        "3 problems with the rating:\n"
        "  Evidence or a text is needed at evidence[0]; this is a value of type int\n"
        "  Evidence or a text is needed at evidence[1]; this is None\n"
        "  a text is needed here and it is empty at evidence[2]"
    )


@pytest.mark.parametrize(
    ("call", "places"),
    [
        (lambda: ss.Question("q1", " "), ["text"]),
        (lambda: ss.ContextQuestion("c1", ""), ["text"]),
        (lambda: ss.Step("s1", "\n", []), ["title"]),
        (lambda: ss.Scale("", ss.RAG.levels), ["title"]),
        (lambda: ss.Source(""), ["reference"]),
        (lambda: ss.Framework("", ss.Source("A"), ss.RAG, []), ["title"]),
        (lambda: ss.RewordQuestion("q1", " "), ["text"]),
        (lambda: LeftOut(ss.RemoveQuestion("q1"), ""), ["why"]),
        (lambda: ss.Adaptation([], by=["A", " "], on=ON), ["by[1]"]),
        (lambda: ss.Evidence("", link=" "), ["text", "link"]),
        (lambda: ss.NotApplicable("q1", " "), ["reason"]),
        (lambda: ss.ContextAnswer("c1", ""), ["text"]),
        (lambda: ss.Action(" "), ["text"]),
        (lambda: ss.Respondent("x", "", ss.Role.PEER), ["name"]),
        (lambda: ss.results.RoundReference("", " ", ON), ["organisation", "title"]),
        (
            lambda: ss.Round(
                ss.six_steps(), "", " ", ON, arrangements=["A", ""], organisation_id="", period=" "
            ),
            ["organisation", "title", "arrangements[1]", "organisation_id", "period"],
        ),
    ],
)
def test_a_text_that_is_needed_may_not_be_empty(
    call: Callable[[], object], places: list[str]
) -> None:
    with pytest.raises(ss.InvalidError) as error:
        call()
    empty = "a text is needed here and it is empty"
    assert [(one.place, one.message) for one in error.value.problems] == [
        (place, empty) for place in places
    ]


@pytest.mark.parametrize(
    ("call", "places"),
    [
        (
            lambda odd: ss.Adaptation(
                [], by="A", on=ON, reason=odd, title=odd, base=odd, result=odd
            ),
            ["reason", "title", "base", "result"],
        ),
        (
            lambda odd: ss.Source("A", odd, odd, title=odd, publisher=odd, place=odd, link=odd),
            ["adapted", "permission", "title", "publisher", "place", "link"],
        ),
        (lambda odd: ss.Question("q1", odd, odd, odd), ["text", "label", "guidance"]),
        (
            lambda odd: ss.results.RoundReference(odd, odd, ON, odd),
            ["organisation", "title", "digest"],
        ),
        (
            lambda odd: ss.Action("A", owner=odd, timescale=odd, progress=[odd], difference=odd),
            ["owner", "timescale", "progress[0]", "difference"],
        ),
        (
            lambda odd: ss.Rating("q1", "red", rationale=odd, remaining=odd),
            ["rationale", "remaining"],
        ),
        (
            lambda odd: ss.Round(
                ss.six_steps(),
                odd,
                odd,
                ON,
                arrangements=[odd],
                organisation_id=odd,
                period=odd,
                handling=odd,
            ),
            [
                "organisation",
                "title",
                "arrangements[0]",
                "organisation_id",
                "period",
                "handling",
            ],
        ),
    ],
)
def test_what_is_no_text_is_refused_wherever_a_text_belongs(
    call: Callable[[Any], object], places: list[str]
) -> None:
    with pytest.raises(ss.InvalidError) as error:
        call(HUGE)
    wrong = "a string is needed", "this is a value of type int"
    assert sorted((one.place, one.message, one.remedy) for one in error.value.problems) == sorted(
        (place, *wrong) for place in places
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda: ss.Adaptation([], by="A", on=any_value(None)),
        lambda: ss.Round(ss.six_steps(), "A", "B", any_value(None)),
        lambda: ss.results.RoundReference("A", "B", any_value(None), "c"),
    ],
)
def test_a_date_that_is_needed_may_not_be_missing(call: Callable[[], object]) -> None:
    assert message(call) == "a date is needed at on; this is None"


def test_a_year_has_four_digits() -> None:
    assert [ss.Source("A", year=year).year for year in (1000, 9999)] == [1000, 9999]
    for year, shown in ((999, "999"), (10_000, "10000"), (1 - HUGE, "that"), (10**9, "that")):
        assert message(lambda year=year: ss.Source("A", year=year)) == (  # type: ignore[misc]
            f"{shown} is not a year of four digits at year"
        )
    assert message(lambda: ss.Source("A", year=1 - 10**9)) == (
        "-999999999 is not a year of four digits at year"
    )


def test_a_register_is_read_only_and_can_be_copied() -> None:
    register = ss.six_steps().register
    with pytest.raises(TypeError, match="does not support item assignment"):
        any_value(register.entries)["s1q1"] = "Other?"
    assert pickle.loads(pickle.dumps(register)) == register  # noqa: S301 # our own bytes
    assert copy.deepcopy(register) == register


def test_editing_a_form_schema_changes_no_later_one() -> None:
    empty = ss.Round(ss.six_steps(), "Anytown", "Spring 2026", ON)
    first, expected = empty.form_schema(), empty.form_schema()
    asked = first["properties"]["s1q1"]["properties"]
    asked["rationale"]["maxLength"] = 1
    asked["level"]["oneOf"].append("number")
    assert asked["remaining"] == expected["properties"]["s1q1"]["properties"]["remaining"]
    assert empty.form_schema() == expected


def forged(framework: ss.Framework, *edits: ss.Edit) -> str:
    made = evolve(framework.lineage[0], edits=edits)
    return message(lambda: evolve(framework, lineage=[made]))


def test_a_lineage_whose_edits_cannot_make_the_content_is_refused() -> None:
    fewer = ss.adapt(ss.six_steps(), ss.RemoveStep("s6"), by="A", on=ON)
    more = ss.adapt(ss.six_steps(), ss.AddQuestion("s1", "Who?"), by="A", on=ON)
    assert [
        forged(fewer),
        forged(fewer, ss.AddQuestion("s1", "Who?")),
        forged(fewer, ss.AddQuestion("s1", "Who?", id="s1q1")),
        forged(fewer, ss.AddStep("Who?", id="s1q1")),
        forged(more, ss.RemoveStep("s6")),
    ] == [
        "this adaptation has no edits and another result than its base at lineage[0].result;"
        " change a framework with adapt()",
        "a recorded edit brings in a question without an id at lineage[0].edits[0]; change a"
        " framework with adapt()",
        "the id 's1q1' belongs to another question at lineage[0].edits[0]; change a framework"
        " with adapt()",
        "the id 's1q1' belongs to another question at lineage[0].edits[0]; change a framework"
        " with adapt()",
        "the lineage brings in no question 's1q5' at steps[0].questions[4].id; change a framework"
        " with adapt()",
    ]


def test_a_register_that_grows_is_the_register_read_anew() -> None:
    local = ss.adapt(ss.six_steps(), ss.ReplaceQuestion("s1q1", "Other?"), by="A", on=ON)
    for text in ("One?", "Two?"):
        local = ss.adapt(local, ss.AddQuestion("s2", text), by="A", on=ON)
    assert local.register == Register.of(local.origin.steps, local.origin.context, local.lineage)


def test_merged_adaptations_nest_fifty_deep_at_most() -> None:
    made = ss.Adaptation([], by="A", on=ON)
    for _ in range(50):
        made = ss.Adaptation([], by="A", on=ON, merges=[made])
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 # our own bytes
    assert message(lambda: ss.Adaptation([], by="A", on=ON, merges=[made])) == (
        "merged adaptations nested more than 50 deep at merges; adapt the framework with the edits"
        " of diff() instead"
    )


def spring(**fields: Any) -> ss.Round:
    return ss.Round(ss.six_steps(), "Anytown", "Spring", ON, **fields)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            lambda _: spring().with_ratings(any_value([ss.Rating("s1q1", "red")])),
            "with_ratings takes Rating or NotApplicable values and was given a value of type list;"
            " give the ratings one by one: with_ratings(*ratings)",
        ),
        (
            lambda _: spring().with_actions("s1", any_value("x")),
            "with_actions takes Action values and was given a value of type str",
        ),
        (
            lambda _: spring().with_context(any_value(3)),
            "with_context takes ContextAnswer values and was given a value of type int",
        ),
        (
            lambda _: spring().follow_up(ON, "Next", any_value(3)),
            "follow_up takes a Framework and was given a value of type int",
        ),
        (
            lambda f: ss.correspondence(f, any_value(None)),
            "correspondence takes a Framework and was given None",
        ),
        (
            lambda _: ss.adapt(any_value(None), by="A", on=ON),
            "adapt takes a Framework and was given None",
        ),
        (lambda f: ss.diff(f, any_value(None)), "diff takes a Framework and was given None"),
        (
            lambda _: ss.diff(any_value(spring()), any_value(spring())),
            "diff takes a Framework and was given a value of type Round",
        ),
        (
            lambda f: ss.merge(f, any_value(None), f, by="A", on=ON),
            "merge takes a Framework and was given None",
        ),
        (
            lambda f: ss.replay(f, any_value(None)),
            "replay takes an Adaptation and was given None; give one of framework.lineage",
        ),
        (
            lambda f: ss.revert(f, any_value(3), by="A", on=ON),
            "revert takes an Adaptation and was given a value of type int; give one of"
            " framework.lineage",
        ),
        (
            lambda _: ss.collect(spring(), any_value(None)),
            "collect takes several values and was given None; give a list",
        ),
        (
            lambda _: ss.collect(spring(), any_value([3])),
            "a Round is needed at returns[0]; this is a value of type int",
        ),
        (
            lambda _: ss.collect(any_value(None), []),
            "collect takes a Round and was given None",
        ),
    ],
)
def test_a_verb_says_what_it_takes(call: Callable[[ss.Framework], object], expected: str) -> None:
    assert message(lambda: call(ss.six_steps())) == expected


def test_an_answer_without_a_respondent_is_ambiguous_where_answers_name_theirs() -> None:
    peers = [ss.Respondent(name, name, ss.Role.PEER) for name in ("one", "two")]
    ratings = [ss.Rating("s1q1", "red", respondent=name) for name in ("one", "two")]
    here = spring(respondents=peers, ratings=ratings)
    assert message(lambda: here.answer("s1q1")) == (
        "'s1q1' is answered by one, two; name a respondent, or use answers()"
    )
    assert here.answer("s1q2") is None
    assert message(lambda: here.without_rating("s1q1")) == "no answer to 's1q1' to take away"


def test_a_retired_question_is_told_what_became_of_it() -> None:
    local = ss.adapt(
        ss.six_steps(),
        ss.SplitQuestion("s2q1", ["A?", "B?"]),
        ss.ReplaceQuestion("s5q1", "C?"),
        ss.RemoveQuestion("s1q1"),
        ss.MergeQuestions(["s3q1", "s3q2"], "D?"),
        by="A",
        on=ON,
    )
    retired = ["s2q1", "s5q1", "s1q1", "s3q1"]
    assert [local.nearest_question(name) for name in retired] == [None] * 4
    peer = ss.Respondent("one", "One", ss.Role.PEER, asked=["s1q1"])
    ratings = [ss.Rating(name, "red", respondent="one") for name in retired]
    assert message(lambda: ss.Round(local, "A", "B", ON, ratings, respondents=[peer])) == (
        "5 problems with the round:\n"
        "  no question 's1q1' at respondents[0].asked[0]; it was removed\n"
        "  no question 's2q1' at ratings[0].question; it was split into s2q5, s2q6\n"
        "  no question 's5q1' at ratings[1].question; it was replaced by s5q5\n"
        "  no question 's1q1' at ratings[2].question; it was removed\n"
        "  no question 's3q1' at ratings[3].question; it was merged with s3q2 into s3q5"
    )


def test_only_the_first_twenty_problems_of_a_kind_bring_a_suggestion() -> None:
    ratings = [ss.Rating(f"s1q{number}", "red") for number in range(10, 40)]
    with pytest.raises(ss.InvalidError) as error:
        spring(ratings=ratings)
    suggested = [problem.suggestion is not None for problem in error.value.problems]
    assert suggested == [True] * 20 + [False] * 10


def test_a_digest_that_is_none_is_not_repeated() -> None:
    made = ss.Adaptation([], by="A", on=ON, base="Jane Smith said")
    assert message(lambda: ss.replay(ss.six_steps(), made)) == (
        "this adaptation was made to content of no digest, and this framework's is"
        f" '{ss.six_steps().digest[:12]}' at base; give partial=True to apply the edits that fit"
    )
