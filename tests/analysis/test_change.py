"""The change between two rounds, against the oracles and in whole values."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from attrs import evolve

from sixsteps import (
    Crosswalk,
    InvalidError,
    Level,
    Match,
    NotComparableError,
    Rating,
    Respondent,
    Role,
    Round,
    Scale,
    SeveralAnswersError,
    UnknownIdError,
    change,
    history,
    report,
    six_steps,
)
from sixsteps.analysis.answer_cells import AnswerKind
from sixsteps.analysis.summary import MOST
from sixsteps.results import Change, Component, History, Outcome, Share
from tests.support.short_rounds import AUTUMN, SPRING, asking, autumn, rated, spring

OLD = asking("abcd", "efgh", title="Old")
NEW = asking(
    {
        "a": "Question a?",
        "b": "Question b?",
        "c2": "Another question?",
        "d": "Question d, reworded?",
        "e": "Question e?",
    },
    ["f1", "f2", "i", "j", "k"],
    title="New",
)
D1 = Crosswalk(
    [
        Match("a", "a"),
        Match("b", "b"),
        Match("c", "c2", "replaced"),
        Match("d", "d", "reworded"),
        Match("e", "e"),
        Match("f", ["f1", "f2"], "split"),
    ],
    title="Old to New",
)
HALF: dict[str, int | Fraction] = {"red": 0, "amber": Fraction(1, 2), "green": 1}


def of_both(before: Round, after: Round) -> Callable[..., Change | History]:
    """The history of both rounds, of whom it is told."""
    return lambda **who: history([before, after], **who)


@pytest.fixture
def d1() -> Change:
    return change(autumn(OLD, "RAGARAGG"), spring(NEW, "AGAGAGARRA"), crosswalk=D1)


UNPROVED = {"red": (0, 0), "amber": (0, 1), "green": (0, 2)}
"""The bounds of each level where there is no evidence."""


def parts(kinds: list[tuple[str, str, int, Fraction]]) -> tuple[Component, ...]:
    return tuple(Component(*part) for part in kinds)  # type: ignore[arg-type] # read as a table


def test_the_transitions_of_24_questions_rated_twice() -> None:
    matrix = [[3, 4, 1], [1, 5, 4], [0, 1, 5]]
    moves = [
        (was, now)
        for was, row in zip("RAG", matrix, strict=True)
        for now, count in zip("RAG", row, strict=True)
        for _ in range(count)
    ]
    framework = six_steps()
    found = change(
        autumn(framework, "".join(was for was, _ in moves)),
        spring(framework, "".join(now for _, now in moves)),
    )

    assert found.transitions.cells == ((3, 4, 1), (1, 5, 4), (0, 1, 5))
    assert (found.matched, found.improved, found.held, found.declined) == (24, 9, 13, 2)
    assert (found.net, found.moved) == (Fraction(7, 24), Fraction(11, 24))
    assert (found.counts_before, found.counts_after) == ((8, 10, 6), (4, 10, 10))
    assert found.share("green").components == parts(
        [("like for like", "", 24, Fraction(1, 6)), ("restructuring", "", 0, Fraction(0))]
    )


def test_the_headline_falls_while_every_comparable_question_rises(d1: Change) -> None:
    green, not_red = d1.decompositions
    half = d1.decompose(HALF)

    assert (green.before, green.after, green.change) == (
        Fraction(3, 8),
        Fraction(3, 10),
        Fraction(-3, 40),
    )
    assert green.components == parts(
        [
            ("like for like", "", 5, Fraction(2, 5)),
            ("restructuring", "", 2, Fraction(1, 10)),
            ("entered", "added", 3, Fraction(-3, 20)),
            ("entered", "replaced", 1, Fraction(-1, 20)),
            ("left", "removed", 2, Fraction(-1, 4)),
            ("left", "replaced", 1, Fraction(-1, 8)),
        ]
    )
    assert (not_red.before, not_red.after, not_red.change) == (
        Fraction(3, 4),
        Fraction(4, 5),
        Fraction(1, 20),
    )
    assert not_red.components == parts(
        [
            ("like for like", "", 5, Fraction(2, 5)),
            ("restructuring", "", 2, Fraction(0)),
            ("entered", "added", 3, Fraction(-1, 5)),
            ("entered", "replaced", 1, Fraction(0)),
            ("left", "removed", 2, Fraction(-1, 10)),
            ("left", "replaced", 1, Fraction(-1, 20)),
        ]
    )
    assert (half.before, half.after, half.change) == (
        Fraction(9, 16),
        Fraction(11, 20),
        Fraction(-1, 80),
    )
    assert half.components == parts(
        [
            ("like for like", "", 5, Fraction(2, 5)),
            ("restructuring", "", 2, Fraction(1, 20)),
            ("entered", "added", 3, Fraction(-7, 40)),
            ("entered", "replaced", 1, Fraction(-1, 40)),
            ("left", "removed", 2, Fraction(-7, 40)),
            ("left", "replaced", 1, Fraction(-7, 80)),
        ]
    )


def test_the_size_of_a_part_is_found_by_its_kind_and_reason(d1: Change) -> None:
    green = d1.share("green")

    assert green.amount("left") == Fraction(-3, 8)
    assert green.amount("left", "replaced") == Fraction(-1, 8)
    assert green.amount("entered", "newly answered") == 0


def test_every_question_of_either_round_has_its_line(d1: Change) -> None:
    def one(outcome: str, old: str, new: str, before: str, after: str, relation: str) -> Outcome:
        return Outcome(
            outcome,  # type: ignore[arg-type] # read as a table
            (old,),
            (new,),
            relation,  # type: ignore[arg-type] # read as a table
            before,
            after,
            "",
            (before,),
            (after,),
            before_bounds=UNPROVED[before],
            after_bounds=UNPROVED[after],
        )

    def entered(name: str, level: str, relation: str, reason: str) -> Outcome:
        return Outcome(
            "entered",
            (),
            (name,),
            relation,  # type: ignore[arg-type] # read as a table
            None,
            level,
            reason,
            (),
            (level,),
            AnswerKind.NOT_IN_FRAMEWORK,
        )

    def left(name: str, level: str, relation: str) -> Outcome:
        return Outcome(
            "left",
            (name,),
            (),
            relation,  # type: ignore[arg-type] # read as a table
            level,
            None,
            relation,
            (level,),
            (),
            after_kind=AnswerKind.NOT_IN_FRAMEWORK,
        )

    assert d1.outcomes == (
        one("improved", "a", "a", "red", "amber", "same"),
        one("improved", "b", "b", "amber", "green", "same"),
        entered("c2", "amber", "replaced", "replaced"),
        one("improved", "d", "d", "amber", "green", "reworded"),
        one("improved", "e", "e", "red", "amber", "same"),
        Outcome(
            "held",
            ("f",),
            ("f1", "f2"),
            "split",
            "amber",
            "amber",
            "",
            ("amber",),
            ("green", "amber"),
            before_bounds=(0, 1),
            after_bounds=(0, 1),
        ),
        entered("i", "red", "added", "added"),
        entered("j", "red", "added", "added"),
        entered("k", "amber", "added", "added"),
        left("c", "green", "replaced"),
        left("g", "green", "removed"),
        left("h", "green", "removed"),
    )


def test_counts_of_a_change_say_what_was_matched_and_what_was_not(d1: Change) -> None:
    assert (d1.improved, d1.held, d1.declined) == (4, 1, 0)
    assert d1.entered == (("added", 3), ("replaced", 1))
    assert d1.left == (("removed", 2), ("replaced", 1))
    assert d1.absent == ()
    assert (d1.matched_before, d1.matched_after) == (Share(5, 8), Share(6, 10))
    assert [(line.old, line.before) for line in d1.removed] == [
        (("g",), "green"),
        (("h",), "green"),
    ]
    assert [(match.old, match.new) for match in d1.replaced] == [(("c",), ("c2",))]
    assert d1.outcome("f2") is d1.outcome("f1") is d1.outcome_before("f")
    assert d1.unsupported == Share(3, 3)


def test_a_change_says_for_a_board_what_moved_and_what_the_rest_comes_from(d1: Change) -> None:
    assert d1.sentence == (
        "6 of the 10 questions can be compared with Autumn 2025, as 5 once those that were split"
        " or merged are taken together: 4 improved (none whatever the missing evidence would"
        " show, at most 5), 1 stayed the same and none declined (at most 3, whatever the missing"
        " evidence would show). Green"
        " went from 3 of 8 to 3 of 10. On the comparable questions alone it rose from 0 to 2; the"
        " rest of the difference comes from questions added (3), removed (2), replaced (1) or"
        " split or merged (1). None of the 3 Greens has evidence recorded."
    )


def test_the_summary_of_a_change_names_both_rounds_the_crosswalk_and_the_rule(d1: Change) -> None:
    summary = d1.table()

    assert summary.title == "Change: Anytown, Autumn 2025 to Spring 2026"
    assert summary.cells == (
        ("improved", 4, 0, 5),
        ("held", 1, None, None),
        ("declined", 0, 0, 3),
        ("entered: added", 3, None, None),
        ("entered: replaced", 1, None, None),
        ("left: removed", 2, None, None),
        ("left: replaced", 1, None, None),
    )
    assert summary.notes == (
        d1.sentence,
        "Matched: 5 of 8 questions of Autumn 2025 and 6 of 10 of Spring 2026, in 5 comparisons.",
        "Net (improved less declined): 4 of 5.",
        "Moved (improved or declined): 4 of 5.",
        "Certain: whatever the missing evidence would show. Possible: at most.",
        "From Autumn 2025 (1 November 2025) to Spring 2026 (1 May 2026).",
        "Questions correspond by the crosswalk “Old to New”.",
        "Questions that were split or merged are compared as one, by the rule “all the same:"
        " that level; mixed: Amber”.",
    )
    assert [table.source for table in d1.tables()] == ["Doe, J (2024) Local"] * 8


def cells(found: Change, title: str) -> tuple[tuple[object, ...], ...]:
    """The cells of the one table whose title begins so."""
    (table,) = (table for table in found.tables() if table.title.startswith(title))
    return table.cells


def test_the_questions_of_a_change_have_both_levels_and_why_each_is_where_it_is(
    d1: Change,
) -> None:
    absent = "not in the framework"
    assert cells(d1, "Questions: ") == (
        ("1.1", "1.1", "Question a?", "Red", "Amber", "improved"),
        ("1.2", "1.2", "Question b?", "Amber", "Green", "improved"),
        ("1.3", "", "Another question?", absent, "Amber", "entered: replaced"),
        ("1.4", "1.4", "Question d, reworded?", "Amber", "Green", "improved"),
        ("1.5", "2.1", "Question e?", "Red", "Amber", "improved"),
        ("2.1, 2.2", "2.2", "Question f1? / Question f2?", "Amber", "Amber", "held"),
        ("2.3", "", "Question i?", absent, "Red", "entered: added"),
        ("2.4", "", "Question j?", absent, "Red", "entered: added"),
        ("2.5", "", "Question k?", absent, "Amber", "entered: added"),
        ("", "1.3", "Question c?", "Green", absent, "left: replaced"),
        ("", "2.3", "Question g?", "Green", absent, "left: removed"),
        ("", "2.4", "Question h?", "Green", absent, "left: removed"),
    )
    assert cells(d1, "Questions removed") == (
        ("2.3", "Question g?", "Green"),
        ("2.4", "Question h?", "Green"),
    )
    assert cells(d1, "Questions replaced") == (
        ("1.3", "1.3", "Another question?", "Green", "Amber"),
    )
    assert cells(d1, "Transitions") == (("Red", 0, 2, 0), ("Amber", 0, 1, 2), ("Green", 0, 0, 0))


def test_questions_rated_in_neither_round_are_counted_by_the_kinds_of_empty() -> None:
    framework = asking("abcd")
    found = change(autumn(framework, "R..d"), spring(framework, "A..n"))
    assert cells(found, "Change: Anytown")[-2:] == (
        ("absent in both: unanswered", 2, None, None),
        ("absent in both: started, then not applicable", 1, None, None),
    )


def test_declines_are_taken_off_the_net_and_counted_among_what_moved() -> None:
    found = change(autumn(OLD, "RAGARAGG"), spring(OLD, "AAGGAARA"))

    assert (found.improved, found.held, found.declined) == (3, 3, 2)
    assert found.table().notes[2:4] == (
        "Net (improved less declined): 1 of 8.",
        "Moved (improved or declined): 5 of 8.",
    )


def test_every_table_of_a_change_fits_a_terminal(d1: Change) -> None:
    lines = [line for table in d1.tables() for line in str(table).splitlines()]

    assert max(map(len, lines)) <= 80


def test_questions_not_rated_leave_and_enter_by_the_kind_of_empty() -> None:
    framework = asking("abcdefgh")
    found = change(autumn(framework, "R.n.nRR."), spring(framework, ".RRn.nA."))

    assert found.left == (("no longer answered", 1), ("no longer applicable", 1))
    assert found.entered == (("newly answered", 1), ("newly applicable", 1))
    assert found.absent == (
        (AnswerKind.UNANSWERED, AnswerKind.UNANSWERED, 1),
        (AnswerKind.UNANSWERED, AnswerKind.NOT_APPLICABLE, 1),
        (AnswerKind.NOT_APPLICABLE, AnswerKind.UNANSWERED, 1),
    )
    assert (found.improved, found.matched_before, found.matched_after) == (
        1,
        Share(1, 8),
        Share(1, 8),
    )


def test_a_respondent_asked_only_in_one_round_is_newly_asked() -> None:
    framework = asking("ab")

    def asked(*names: str) -> list[Respondent]:
        return [Respondent("us", "Us", Role.PARTNERSHIP, asked=names)]

    before = Round(
        framework,
        "Anytown",
        "Autumn",
        AUTUMN,
        [Rating("a", "red", respondent="us")],
        (),
        asked("a"),
    )
    after = Round(
        framework,
        "Anytown",
        "Spring",
        SPRING,
        [Rating("b", "red", respondent="us")],
        respondents=asked("b"),
    )
    found = change(before, after)

    assert found.entered == (("newly asked", 1),)
    assert found.left == (("no longer asked", 1),)


@pytest.mark.parametrize(
    ("parts_rated", "entered", "left", "compared"),
    [
        ("GA", (), (), [("f", ("f1", "f2"))]),
        ("G.", (("newly answered", 1),), (("no longer answered", 1),), []),
        ("Gn", (), (), [("f", ("f1",))]),
        ("nn", (), (("no longer applicable", 1),), []),
        ("..", (), (("no longer answered", 1),), []),
    ],
)
def test_a_unit_is_compared_only_if_all_its_applicable_members_are_rated(
    parts_rated: str,
    entered: tuple[tuple[str, int], ...],
    left: tuple[tuple[str, int], ...],
    compared: list[tuple[str, tuple[str, ...]]],
) -> None:
    split = Crosswalk([Match("f", ["f1", "f2"], "split")])
    found = change(
        autumn(asking("f"), "A"), spring(asking(["f1", "f2"]), parts_rated), crosswalk=split
    )

    assert (found.entered, found.left) == (entered, left)
    assert [(line.old[0], line.new) for line in found.outcomes if line.is_matched] == compared


def test_a_question_reworded_without_record_leaves_and_enters_again() -> None:
    before, after = asking({"a": "Do they meet?"}), asking({"a": "Do they meet weekly?"})
    found = change(autumn(before, "R"), spring(after, "G"), crosswalk=Crosswalk([Match("a", "a")]))

    assert found.entered == (("reworded without record", 1),)
    assert found.left == (("reworded without record", 1),)
    assert [match.old for match in found.reworded_without_record] == [("a",)]
    assert found.tables()[-1].title == (
        "Questions reworded without record: Anytown, Autumn 2025 to Spring 2026"
    )
    assert found.tables()[-1].cells == (("1.1", "1.1", "Do they meet weekly?", "Red", "Green"),)


def test_a_split_declared_not_comparable_is_not_compared() -> None:
    apart = Crosswalk([Match("f", ["f1", "f2"], "split", comparable=False)])
    found = change(autumn(asking("f"), "A"), spring(asking(["f1", "f2"]), "GG"), crosswalk=apart)

    assert found.entered == (("not comparable", 2),)
    assert found.left == (("not comparable", 1),)
    assert found.net is None
    assert found.moved is None


def test_without_a_matched_question_there_is_no_decomposition() -> None:
    found = change(autumn(asking("a"), "R"), spring(asking("b"), "G"), crosswalk=Crosswalk([]))

    assert found.share("green").components == ()
    assert not found.share("green").is_comparable
    assert found.share("green").change == 1
    assert found.tables()[3].notes == (
        "Not comparable: no question was rated comparably in both rounds.",
        *found.notes,
    )


def test_a_round_without_ratings_has_no_share() -> None:
    framework = asking("a")
    found = change(autumn(framework, "."), spring(framework, "G"))

    assert (found.share("green").before, found.share("green").change) == (None, None)


FOUR = Scale(
    "Four", [Level("poor"), Level("weak"), Level("good"), Level("excellent", needs=["evidence"])]
)


def on_four(levels: str) -> Round:
    keys = dict(zip("1234", FOUR.keys, strict=True))
    framework = asking("ab", title="Four levels", scale=FOUR)
    ratings = [Rating(q.id, keys[x]) for q, x in zip(framework.questions, levels, strict=True)]
    return Round(framework, "Anytown", "Autumn 2025", AUTUMN, ratings)


SAME = [Match("a", "a"), Match("b", "b")]
TO_THREE = {"poor": "red", "weak": "amber", "good": "amber", "excellent": "green"}


def test_a_change_of_scale_is_compared_on_the_new_scale_and_says_what_is_lost() -> None:
    found = change(on_four("23"), spring(asking("ab"), "AG"), crosswalk=Crosswalk(SAME, TO_THREE))

    assert (found.scale, found.improved, found.held) == (asking("ab").scale, 1, 1)
    assert found.notes[-1] == (
        "Levels of “Four” are compared on “Traffic lights”: Poor as Red, Weak as Amber, Good as"
        " Amber, Excellent as Green. This loses detail: Weak and Good are no longer told apart."
    )


def test_evidence_is_missed_only_where_the_round_s_own_scale_asks_for_it() -> None:
    crosswalk = Crosswalk(SAME, TO_THREE)
    three, four = spring(asking("ab"), "AG"), on_four("24")
    assert change(three, evolve(three, title="Again")).unsupported == Share(1, 1)
    assert change(three, four, crosswalk=crosswalk.reversed()).unsupported is None

    plain = Scale("Plain", [Level("red"), Level("amber"), Level("green")])
    asked = spring(asking("ab", scale=plain), "AG")
    assert change(asked, evolve(asked, title="Again")).unsupported is None


def test_reversing_a_change_of_scale_keeps_the_scale() -> None:
    crosswalk = Crosswalk(SAME, TO_THREE)
    before, after = on_four("23"), spring(asking("ab"), "AG")
    found = change(after, before, crosswalk=crosswalk.reversed())

    assert (found.scale, found.declined, found.held) == (after.framework.scale, 1, 1)


def test_two_scales_without_a_mapping_are_refused_with_their_levels() -> None:
    with pytest.raises(NotComparableError) as caught:
        change(on_four("23"), spring(asking("ab"), "AG"), crosswalk=Crosswalk(SAME))

    assert str(caught.value) == (
        "'Four levels' is rated on 'Four' and 'Local' on 'Traffic lights', and no mapping says"
        " what poor, weak, good, excellent become; give a Crosswalk with levels"
    )


def test_a_level_that_was_given_and_has_no_mapping_is_refused_by_name() -> None:
    partial = {"poor": "red", "excellent": "green"}
    with pytest.raises(NotComparableError) as caught:
        change(on_four("23"), spring(asking("ab"), "AG"), crosswalk=Crosswalk(SAME, partial))

    assert str(caught.value) == (
        "no mapping of levels for weak, good of 'Four'; give each the level it becomes"
    )


def test_frameworks_of_different_origins_need_a_crosswalk() -> None:
    with pytest.raises(NotComparableError) as caught:
        change(autumn(asking("a", title="One"), "R"), spring(asking("b", title="Two"), "G"))

    assert str(caught.value) == (
        "'One' and 'Two' have no common origin, so nothing says which questions correspond;"
        " give a Crosswalk"
    )


def test_a_crosswalk_that_does_not_fit_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidError) as caught:
        change(
            autumn(asking("a"), "R"),
            spring(asking("b"), "G"),
            crosswalk=Crosswalk([Match("x", "b")]),
        )

    assert [problem.place for problem in caught.value.problems] == ["matches[0].old[0]"]


def test_several_respondents_are_refused_until_one_or_a_rule_is_named() -> None:
    framework = asking("a")
    people = [
        Respondent("police", "Police", Role.LEAD_PARTNER),
        Respondent("health", "Health", Role.LEAD_PARTNER),
    ]
    before, after = (
        Round(
            framework,
            "Anytown",
            title,
            on,
            [Rating("a", one, respondent="police"), Rating("a", two, respondent="health")],
            respondents=people,
        )
        for title, on, one, two in [
            ("Autumn", AUTUMN, "red", "green"),
            ("Spring", SPRING, "amber", "amber"),
        ]
    )

    with pytest.raises(SeveralAnswersError) as caught:
        change(before, after)
    assert str(caught.value) == (
        "2 respondents in the round 'Autumn', and one answer a question is needed; give"
        " respondent= a"
        " respondent (police, health), or rule= one of worst, best, median_low, unanimous"
    )
    assert change(before, after, respondent="police").improved == 1
    assert change(before, after, respondent="health").declined == 1
    assert change(before, after, rule="worst").improved == 1
    assert change(before, after, rule="worst").notes[1] == (
        "One answer a question of 2 respondents (Police, Health) by the rule worst (the lowest"
        " level given)."
    )


def test_whom_a_refusal_offers_every_compared_round_has() -> None:
    before, after = (
        Round(
            asking("a"),
            "Anytown",
            title,
            on,
            [Rating("a", "amber", respondent=one) for one in roles],
            respondents=[Respondent(one, one.title(), role) for one, role in roles.items()],
        )
        for title, on, roles in (
            ("Autumn", AUTUMN, {"police": "lead partner", "al": "peer", "chair": "practitioner"}),
            ("Spring", SPRING, {"police": "agreed", "bo": "peer", "al": "lead partner"}),
        )
    )
    other = after.without_respondent("police").without_respondent("al")
    rules = "rule= one of worst, best, median_low, unanimous"
    for compared in (lambda **who: change(before, after, **who), of_both(before, after)):
        with pytest.raises(SeveralAnswersError) as caught:
            compared()
        assert str(caught.value) == (
            "3 respondents in the round 'Autumn', and one answer a question is needed; give"
            " respondent= a respondent (police, al) or a role one of them has alone (lead partner,"
            f" peer), or {rules}"
        )
        for whom in ("police", "al", "lead partner", "peer"):
            assert compared(respondent=whom).notes
        assert compared(rule="worst").notes
    with pytest.raises(SeveralAnswersError) as caught:
        change(before, other.replace(respondents=(), ratings=[Rating("a", "red")]))
    assert str(caught.value).endswith(f"one answer a question is needed; give {rules}")
    with pytest.raises(SeveralAnswersError, match=r"give respondent= a role .* \(peer\), or rule="):
        report(other, since=before)


def test_somebody_who_is_not_in_both_rounds_is_told_before_a_choice_is_asked_for() -> None:
    framework, leads = asking("a"), [Respondent(one, one, "lead partner") for one in ("a", "b")]
    before = Round(framework, "Anytown", "Autumn", AUTUMN, respondents=leads)
    after = Round(
        framework, "Anytown", "Spring", SPRING, respondents=[Respondent("c", "C", "peer")]
    )
    with pytest.raises(UnknownIdError) as caught:
        change(before, after, respondent=Role.LEAD_PARTNER)
    assert str(caught.value) == (
        "no respondent or role 'lead partner'; the round 'Spring' has c, in the roles peer"
    )


def test_there_is_no_share_of_the_worst_level() -> None:
    framework = asking("a")
    with pytest.raises(UnknownIdError) as caught:
        change(autumn(framework, "R"), spring(framework, "R")).share("red")

    assert str(caught.value) == (
        "every rating is at 'red' or above; there is a share for amber, green"
    )


def test_a_mean_needs_the_score_of_every_level() -> None:
    framework = asking("a")
    found = change(autumn(framework, "R"), spring(framework, "R"))
    with pytest.raises(InvalidError, match="no score for amber"):
        found.decompose({"red": 0, "green": 1})

    assert found.decompose(HALF).measure == "Red = 0, Amber = 1/2, Green = 1"
    assert found.decompose(HALF, "agreed scores").measure == "agreed scores"


def test_a_measure_is_text() -> None:
    framework = asking("a")
    found = change(autumn(framework, "R"), spring(framework, "G"))

    with pytest.raises(InvalidError) as caught:
        found.decompose(HALF, 3)  # type: ignore[arg-type]  # the mistake under test
    assert str(caught.value) == "a string is needed at measure; this is a value of type int"


def test_a_change_holds_no_free_text() -> None:
    framework = asking("a")
    before = rated(framework, {"a": "n"}, "Autumn 2025", AUTUMN)
    after = Round(
        framework,
        "Anytown",
        "Spring 2026",
        SPRING,
        [Rating("a", "green", ["Minutes naming a child"], "a rationale", "left to do")],
    )
    shown = "".join(str(table) for table in change(before, after).tables())

    assert not any(
        text in shown for text in ("does not apply", "Minutes", "a rationale", "left to do")
    )


def test_a_change_that_runs_back_in_time_says_so() -> None:
    framework = asking("ab")
    found = change(spring(framework, "AG"), autumn(framework, "RA"))
    backwards = (
        "Autumn 2025 (1 November 2025) is earlier than Spring 2026 (1 May 2026): this comparison"
        " runs back in time."
    )

    assert found.notes[1:] == (backwards,)
    assert found.sentence.startswith(f"{backwards} Both questions can be compared")
    assert backwards in str(found).replace("\n", " ")
    assert backwards not in str(change(autumn(framework, "RA"), spring(framework, "AG")))


def test_a_round_compared_with_itself_says_so() -> None:
    round_ = spring(asking("a"), "A")
    assert change(round_, round_).notes[1:] == ("Both rounds are the same.",)


def test_rounds_of_two_organisations_are_named() -> None:
    framework = asking("a")
    elsewhere = evolve(autumn(framework, "R"), organisation="Riverside")
    assert change(elsewhere, spring(framework, "A")).notes[1:] == (
        "These are rounds of 2 organisations: Riverside, Anytown.",
    )


def test_scores_too_long_to_print_are_refused() -> None:
    found = change(autumn(asking("a"), "A"), spring(asking("a"), "A"))
    with pytest.raises(InvalidError) as caught:
        found.decompose({"red": 0, "amber": 10**5000, "green": Fraction(1, 10**5000)})

    edge: dict[str, int | Fraction] = {"red": -MOST, "amber": Fraction(1, MOST), "green": MOST}
    assert found.decompose(edge).before == Fraction(1, MOST)

    many = "a score of too many digits"
    remedy = "give one whose numerator and denominator are at most 1000000000000"
    assert str(caught.value) == (
        "2 problems with the scores:\n"
        f"  {many} at scores['amber']; {remedy}\n"
        f"  {many} at scores['green']; {remedy}"
    )
