"""A change by a rule is one of the same respondents: nobody's arrival looks like a decline."""

from collections.abc import Mapping
from datetime import date

import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps import Rating, Respondent, Role, Round, change
from tests.support.short_rounds import AUTUMN, SPRING, asking

LEVELS = {"R": "red", "A": "amber", "G": "green", "d": None}
NAMES = {"police": "Police", "health": "Health", "la": "Council", "agreed": "The board"}


def by(
    title: str, on: date, answers: Mapping[str, str], framework: ss.Framework | None = None
) -> Round:
    """A round with one letter a question for each respondent; evidence for every rating."""
    framework = framework or asking("a")
    ids = [question.id for question in framework.questions]
    given: list[ss.Rating | ss.NotApplicable] = []
    for respondent, letters in answers.items():
        for question, letter in zip(ids, letters, strict=True):
            if letter == "n":
                given.append(ss.NotApplicable(question, "Not ours", respondent))
            elif letter != ".":
                evidence = ["Minutes"] if letter in "RAG" else []
                level = LEVELS[letter]
                given.append(Rating(question, level, evidence, respondent=respondent))
    return Round(
        framework,
        "Anytown",
        title,
        on,
        given,
        respondents=[
            Respondent(one, NAMES[one], Role.AGREED if one == "agreed" else Role.RELEVANT_AGENCY)
            for one in answers
        ],
    )


def pair(
    before: Mapping[str, str], after: Mapping[str, str], framework: ss.Framework | None = None
) -> tuple[Round, Round]:
    return (
        by("Autumn 2025", AUTUMN, before, framework),
        by("Spring 2026", SPRING, after, framework),
    )


JOINED = pair({"la": "G", "police": "G"}, {"la": "G", "police": "G", "health": "R"})
"""Two agencies Green in both years; a third joins with Red."""


def outcomes(found: ss.results.Change) -> list[tuple[str, str | None, str | None, str]]:
    return [(one.kind, one.before, one.after, one.reason) for one in found.outcomes]


def test_a_respondent_who_joins_with_red_is_no_decline() -> None:
    found = change(*JOINED, rule="worst")
    assert (found.improved, found.held, found.declined) == (0, 1, 0)
    assert (found.counts_before, found.counts_after) == ((0, 0, 1), (0, 0, 1))
    assert found.sentence == (
        "The one question can be compared with Autumn 2025, and it stayed the same. Green stayed at"
        " 1 of 1. Counting every respondent, Green is 0 of 1 in Spring 2026."
    )
    assert found.everybody == ((0, 0, 1), (1, 0, 0))


def test_who_answered_only_one_round_is_named_beside_the_figures() -> None:
    found = change(*pair({"la": "G", "police": "G"}, {"la": "G", "health": "R"}), rule="worst")
    assert found.only == (("Police",), ("Health",))
    assert found.notes[-3:] == (
        "Each question is compared by the respondents who rated it in both rounds.",
        "Answered Autumn 2025 only: Police.",
        "Answered Spring 2026 only: Health.",
    )


def test_all_respondents_are_joined_only_where_that_is_asked_and_the_sentence_says_so() -> None:
    found = change(*JOINED, rule="worst", respondents="all")
    assert (found.improved, found.held, found.declined) == (0, 0, 1)
    assert found.sentence == (
        "The one question can be compared with Autumn 2025, and it declined. Green went from 1 of 1"
        " to 0 of 1. The respondents differ in 1 of 1 comparison: Health answered Spring 2026 only."
    )


def test_the_same_respondents_throughout_need_no_more_words() -> None:
    rounds = pair({"la": "G", "police": "A"}, {"la": "G", "police": "G"})
    both, everybody = (change(*rounds, rule="worst", respondents=how) for how in ("both", "all"))
    assert outcomes(both) == outcomes(everybody) == [("improved", "amber", "green", "")]
    assert both.sentence == everybody.sentence
    assert everybody.sentence.endswith("Green went from 0 of 1 to 1 of 1.")


def test_everybody_is_joined_by_a_rule_or_not_at_all() -> None:
    with pytest.raises(ss.InvalidError) as caught:
        change(*JOINED, respondents="all")
    assert str(caught.value) == (
        "'all' joins everybody's answers by a rule, and there is no rule at respondents; give rule="
        " one of worst, best, median_low, unanimous"
    )
    assert change(*JOINED, rule="worst", respondents="all").declined == 1
    with pytest.raises(ss.InvalidError) as unknown:
        change(*JOINED, rule="worst", respondents="same")  # type: ignore[arg-type] # the mistake
    assert str(unknown.value) == "unknown choice at respondents; there are both, all"


def test_a_question_that_other_respondents_rated_leaves_and_enters() -> None:
    found = change(*pair({"police": "G"}, {"health": "R"}), rule="worst")
    assert outcomes(found) == [
        ("entered", None, "red", "other respondents"),
        ("left", "green", None, "other respondents"),
    ]
    assert (found.entered, found.left) == ((("other respondents", 1),),) * 2
    assert [part.name for part in found.decompositions[0].components] == []
    assert found.sentence == (
        "The one question cannot be compared with Autumn 2025. Green was 1 of 1 and is 0 of 1;"
        " questions were rated by other respondents (1)."
    )


RELATED = "split, merged or related without being comparable"
OTHERS = "rated by other respondents"


@pytest.mark.parametrize(
    ("old", "new", "matches", "why"),
    [
        ("ab", "ab", ["aa", "bb"], f"{OTHERS} (2)"),
        ("ab", "abc", ["aa", "bb"], f"added (1) and {OTHERS} (2)"),
        ("abx", "abc", ["aa", "bb"], f"added (1), removed (1) and {OTHERS} (2)"),
        ("ab", "abc", ["aa", "bb no"], f"added (1), {RELATED} (1) and {OTHERS} (1)"),
        ("abc", "abc", ["aa", "bb no", "cc no"], f"{RELATED} (2) and {OTHERS} (1)"),
        ("ab", "ac", ["aa", "bc"], f"reworded without record (1) and {OTHERS} (1)"),
        ("ab", "ab", ["aa no", "bb no"], f"{RELATED} (2)"),
        ("a", "bc", ["ab"], "added (1) and reworded without record (1)"),
        ("a", "b", [], "added (1) and removed (1)"),
    ],
)
def test_the_sentence_says_every_true_reason_why_nothing_is_compared(
    old: str, new: str, matches: list[str], why: str
) -> None:
    crosswalk = ss.Crosswalk(
        [ss.Match(one[0], one[1], comparable="no" not in one) for one in matches]
    )
    before = by("Autumn 2025", AUTUMN, {"police": "G" * len(old)}, asking(old))
    after = by("Spring 2026", SPRING, {"health": "A" * len(new)}, asking(new))
    found = change(before, after, crosswalk=crosswalk, rule="worst")
    assert found.matched == 0
    assert found.sentence.partition(". ")[2] == (
        f"Green was {len(old)} of {len(old)} and is 0 of {len(new)}; questions were {why}."
    )


def test_a_question_that_nobody_rated_in_full_keeps_its_ordinary_reason() -> None:
    found = change(*pair({"police": "G"}, {"police": ".", "health": "."}), rule="worst")
    assert outcomes(found) == [("left", "green", None, "no longer answered")]
    found = change(*pair({"police": "d", "la": "n"}, {"police": ".", "la": "A"}), rule="worst")
    assert outcomes(found) == [("entered", None, "amber", "newly answered")]


SPLIT = asking("b")
PARTS = ss.adapt(
    SPLIT,
    ss.SplitQuestion("b", ["One half?", "The other half?"]),
    by="Anytown",
    on=AUTUMN,
)


def parts(before: Mapping[str, str], after: Mapping[str, str]) -> ss.results.Change:
    return change(
        by("Autumn 2025", AUTUMN, before, SPLIT),
        by("Spring 2026", SPRING, after, PARTS),
        rule="worst",
    )


def test_a_unit_is_compared_by_those_who_rated_every_part_that_applies_to_them() -> None:
    found = parts({"la": "G", "police": "A"}, {"la": "G.", "police": "GR"})
    assert [(one.kind, one.before, one.after_levels) for one in found.outcomes] == [
        ("held", "amber", ("green", "red"))
    ]
    found = parts({"la": "G", "police": "A"}, {"la": "Gn", "police": "RR"})
    assert [(one.kind, one.before, one.after_levels) for one in found.outcomes] == [
        ("declined", "amber", ("red", "red"))
    ]


def test_a_part_that_applies_to_none_of_them_drops_out() -> None:
    found = parts({"la": "G", "police": "."}, {"la": "An", "police": "RR"})
    assert [(one.kind, one.new, one.before, one.after) for one in found.outcomes] == [
        ("declined", ("step1q1",), "green", "amber"),
        ("absent", ("step1q2",), None, None),
    ]
    assert found.counts_after == (0, 1, 0)


def test_an_agreed_answer_is_the_level_only_where_both_rounds_have_one() -> None:
    agreed = {"la": "R", "agreed": "G"}
    assert outcomes(change(*pair(agreed, {"la": "R", "agreed": "A"}), rule="worst")) == [
        ("declined", "green", "amber", "")
    ]
    assert outcomes(change(*pair(agreed, {"la": "A", "agreed": "."}), rule="worst")) == [
        ("improved", "red", "amber", "")
    ]
    assert outcomes(change(*pair(agreed, {"police": "A"}), rule="worst")) == [
        ("entered", None, "amber", "other respondents"),
        ("left", "green", None, "other respondents"),
    ]


def test_one_who_is_not_named_equals_only_one_who_is_not_named() -> None:
    unnamed = Round(asking("a"), "Anytown", "Autumn 2025", AUTUMN, [Rating("a", "red")])
    later = evolve(unnamed, title="Spring 2026", on=SPRING, ratings=[Rating("a", "green")])
    named = by("Spring 2026", SPRING, {"la": "G"})
    assert change(unnamed, later, rule="best").improved == 1
    assert change(unnamed, named, rule="best").left == (("other respondents", 1),)


def test_unlike_levels_under_the_unanimous_rule_are_no_level() -> None:
    found = change(*pair({"la": "G", "police": "G"}, {"la": "G", "police": "A"}), rule="unanimous")
    assert outcomes(found) == [("left", "green", None, "no longer answered")]


def test_the_answers_of_one_role_are_compared_by_those_who_have_it_in_both_rounds() -> None:
    found = change(*JOINED, respondent=Role.RELEVANT_AGENCY, rule="worst")
    assert found.held == 1


@pytest.mark.parametrize(
    ("before", "after", "improved", "declined"),
    [
        (("amber", ["Minutes"]), ("green", ["Minutes"]), (1, 1), (0, 0)),
        (("amber", ["Minutes"]), ("green", []), (0, 1), (0, 1)),
        (("green", []), ("green", []), (0, 1), (0, 1)),
        (("red", []), ("amber", ["Minutes"]), (1, 1), (0, 0)),
        (("red", []), ("amber", []), (0, 1), (0, 0)),
        (("green", ["Minutes"]), ("red", []), (0, 0), (1, 1)),
    ],
)
def test_a_change_is_certain_only_where_no_missing_evidence_could_undo_it(
    before: tuple[str, list[str]],
    after: tuple[str, list[str]],
    improved: tuple[int, int],
    declined: tuple[int, int],
) -> None:
    ours, theirs = (
        Round(asking("a"), "Anytown", title, on, [Rating("a", *rating)])
        for title, on, rating in [("Autumn", AUTUMN, before), ("Spring", SPRING, after)]
    )
    found, back = change(ours, theirs), change(theirs, ours)
    assert (found.improved_bounds, found.declined_bounds) == (improved, declined)
    assert (back.declined_bounds, back.improved_bounds) == (improved, declined)


def test_what_is_certain_and_what_is_possible_stand_in_the_table_and_the_sentence() -> None:
    framework = asking("abc")
    ours = Round(framework, "Anytown", "Autumn", AUTUMN, [Rating(x, "red") for x in "abc"])
    theirs = evolve(
        ours,
        title="Spring",
        on=SPRING,
        ratings=[Rating("a", "amber", ["Minutes"]), Rating("b", "green"), Rating("c", "red")],
    )
    found = change(ours, theirs)
    assert found.sentence == (
        "All 3 questions can be compared with Autumn: 2 improved (1 whatever the missing evidence"
        " would show, at most 2), 1 stayed the same and none declined. Green went from 0 of 3 to 1"
        " of 3. The one Green has no evidence recorded."
    )
    assert found.table().columns == ("Outcome", "Questions", "Certain", "Possible")
    assert found.table().cells[:3] == (
        ("improved", 2, 1, 2),
        ("held", 1, None, None),
        ("declined", 0, 0, 0),
    )


def test_bounds_are_brought_to_the_scale_of_the_comparison() -> None:
    four = ss.Scale(
        "Four",
        [ss.Level("none"), *(ss.Level(x, needs=["evidence"]) for x in ("some", "most", "all"))],
    )
    base = asking("a", scale=four)
    three = ss.adapt(
        base,
        ss.ChangeScale(ss.RAG, {"none": "red", "some": "red", "most": "amber", "all": "green"}),
        by="Anytown",
        on=AUTUMN,
    )
    ours = Round(base, "Anytown", "Autumn", AUTUMN, [Rating("a", "most", ["Minutes"])])
    theirs = Round(three, "Anytown", "Spring", SPRING, [Rating("a", "green")])
    assert change(ours, theirs).outcomes[0].before_bounds == (1, 1)
    assert change(ours, theirs).outcomes[0].after_bounds == (0, 2)


def test_each_comparison_says_which_other_one_is_meant() -> None:
    autumn, spring = JOINED
    with pytest.raises(ss.WrongTypeError) as of_rounds:
        change(spring, "la", "police")  # type: ignore[arg-type] # the mistake under test
    assert str(of_rounds.value) == (
        "after was given a value of type str; give a Round; contrast(round, a, b) compares"
        " respondents of one round"
    )
    assert ss.contrast(spring, "la", "police").same == 1
    with pytest.raises(ss.WrongTypeError) as of_respondents:
        ss.contrast(autumn, spring)  # type: ignore[arg-type] # the mistake under test
    assert str(of_respondents.value) == (
        "a= was given a value of type Round; give a respondent, a respondent's id, a role or a"
        " role's name; change(before, after) compares two rounds"
    )
    with pytest.raises(ss.WrongTypeError) as of_three:
        change(autumn, spring, spring)
    assert str(of_three.value) == (
        "3 values were given; give two rounds; history(rounds) takes more"
    )


def test_a_report_since_no_round_says_which_argument_was_wrong() -> None:
    autumn, spring = JOINED
    made = change(autumn, spring, rule="worst")
    with pytest.raises(ss.WrongTypeError) as caught:
        ss.report(spring, since=made, rule="worst")  # type: ignore[arg-type] # the mistake
    assert str(caught.value) == (
        "since= was given a value of type Change; give a Round, the earlier one"
    )
    with pytest.raises(ss.WrongTypeError, match=r"^before was given a value of type Change"):
        change(made, spring)  # type: ignore[arg-type] # the mistake under test


def test_a_history_told_how_many_crosswalks_it_takes_takes_that_many_or_none() -> None:
    rounds = [evolve(JOINED[0], on=date(year, 5, 1)) for year in (2024, 2025, 2026)]
    same = ss.Crosswalk([ss.Match("a", "a")])
    with pytest.raises(ss.InvalidError) as caught:
        ss.history(rounds, crosswalks=[same], rule="worst")
    assert str(caught.value) == (
        "1 crosswalks for 3 rounds at crosswalks; give 2, one for each two rounds that follow each"
        " other, or none at all where the lineages tell"
    )
    assert ss.history(rounds, crosswalks=[same, same], rule="worst").series[0].levels == (
        *("green",) * 3,
    )
    assert ss.history(rounds, rule="worst").series[0].levels == ("green",) * 3


def test_every_table_of_a_change_says_whose_it_is_and_how_the_answers_were_read() -> None:
    base = asking("ab", scale=ss.Scale("Two", [ss.Level("no"), ss.Level("yes")]))
    mapped = ss.ChangeScale(ss.RAG, {"no": "red", "yes": "green"})
    split = ss.SplitQuestion("b", ["Question c?", "Question d?"])
    now = ss.adapt(base, mapped, split, by="Anytown", on=AUTUMN)
    whose = [Respondent(one, NAMES[one], Role.RELEVANT_AGENCY) for one in ("la", "police")]
    before, after = (
        Round(one, "Anytown", title, on, given, respondents=whose)
        for one, title, on, given in (
            (base, "Autumn", AUTUMN, [Rating(q, "yes", respondent="la") for q in "ab"]),
            (now, "Spring", SPRING, [Rating(q.id, "red", respondent="la") for q in now.questions]),
        )
    )
    found = change(before, after, rule="worst")
    read = (
        "From Autumn (1 November 2025) to Spring (1 May 2026).",
        "One answer a question of 2 respondents (Council, Police) by the rule worst (the lowest"
        " level given).",
        "Each question is compared by the respondents who rated it in both rounds.",
        "Levels of “Two” are compared on “Red, Amber, Green”: No as Red, Yes as Green.",
        "Questions that were split or merged are compared as one, by the rule “all the same: that"
        " level; mixed: Amber”.",
    )
    scored = found.decompose({"red": 0, "amber": 1, "green": 2})
    alone = found.share("green").table(), scored.table()
    assert [one.title for one in alone] == [
        "Parts of the change, share Green: Anytown, Autumn to Spring",
        "Parts of the change, Red = 0, Amber = 1, Green = 2: Anytown, Autumn to Spring",
    ]
    for table in (*found.all_tables(), *alone):
        assert table.title.endswith(": Anytown, Autumn to Spring")
        assert table.notes[-len(read) :] == read


def test_a_round_given_twice_is_told_by_its_title() -> None:
    with pytest.raises(ss.InvalidError) as caught:
        ss.history([JOINED[0], JOINED[0]], rule="worst")
    assert str(caught.value) == (
        "the round 'Autumn 2025' of 2025-11-01 is given twice at rounds[1]; give every round once"
    )


def test_levels_read_through_a_mapping_are_told_wherever_earlier_rounds_are_read() -> None:
    higher = [ss.Level(name, needs=["evidence"]) for name in ("some", "most", "all")]
    base = asking("a", scale=ss.Scale("Four", [ss.Level("none"), *higher]))
    mapping = {"none": "red", "some": "red", "most": "amber", "all": "green"}
    three = ss.adapt(base, ss.ChangeScale(ss.RAG, mapping), by="Anytown", on=AUTUMN)
    before = Round(base, "Anytown", "Autumn", AUTUMN, [Rating("a", "most")])
    after = Round(three, "Anytown", "Spring", SPRING, [Rating("a", "red")])
    note = next(one for one in change(before, after).notes if one.startswith("Levels of"))
    assert note in ss.history([before, after]).notes
    assert note in ss.gaps(after, earlier=[before]).note
    assert note in ss.charts.history_strip([before, after]).alt
    assert not any(one.startswith("Levels of") for one in ss.history([after]).notes)
    assert "Levels of" not in ss.gaps(after).note
