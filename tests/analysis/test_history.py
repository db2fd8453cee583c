"""Any number of rounds side by side: sequences, runs, breaks, steps."""

import re
from datetime import date
from itertools import product

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from sixsteps import (
    AddQuestion,
    Crosswalk,
    Edit,
    Framework,
    InvalidError,
    Level,
    Match,
    MoveQuestion,
    NotComparableError,
    Part,
    Rating,
    RemoveQuestion,
    RemoveStep,
    ReplaceQuestion,
    Respondent,
    Role,
    Round,
    Scale,
    Source,
    SplitQuestion,
    adapt,
    change,
    history,
)
from sixsteps.analysis.answer_cells import AnswerKind
from sixsteps.analysis.question_series import level_signs
from sixsteps.results import History, Series, Spell, StepTrend
from tests.strategies import TRAFFIC
from tests.support.short_rounds import asking, in_order


def yearly(*rounds: tuple[Framework, str]) -> list[Round]:
    """A round a year from 2021, rated in the order of its framework."""
    return [
        in_order(framework, letters, str(2021 + place), date(2021 + place, 5, 1))
        for place, (framework, letters) in enumerate(rounds)
    ]


def through(letters: str) -> Series:
    """The one question of a framework, rated so in successive years."""
    framework = asking("a")
    return history(yearly(*((framework, letter) for letter in letters))).series[0]


def sequences(found: History) -> list[tuple[str, str]]:
    return [(series.id, series.sequence(found.scale)) for series in found.series]


@pytest.mark.parametrize(
    ("letters", "present", "longest"),
    [
        ("RR.RA", Spell(0, 0), Spell(2, 4)),
        ("RR.R", Spell(1, 4), Spell(2, 4)),
        ("RR.", Spell(0, 3), Spell(2, 3)),
        ("RRdR", Spell(1, 4), Spell(2, 4)),
        ("RRnR", Spell(1, 1), Spell(2, 2)),
        ("..", Spell(0, 2), Spell(0, 2)),
        ("AGA", Spell(0, 0), Spell(0, 0)),
        ("R", Spell(1, 1), Spell(1, 1)),
    ],
)
def test_an_unanswered_round_breaks_a_run_or_continues_it(
    letters: str, present: Spell, longest: Spell
) -> None:
    series = through(letters)

    assert (series.present_spell("red"), series.longest_spell("red")) == (present, longest)


@given(st.text("RAG.n", min_size=1, max_size=6))
def test_a_run_lies_between_what_every_answer_not_given_could_make_it(letters: str) -> None:
    series = through(letters)
    runs = [longest_and_last(full) for full in completions(letters)]

    assert series.longest_spell("red") == Spell(
        min(longest for longest, _ in runs), max(longest for longest, _ in runs)
    )
    assert series.present_spell("red") == Spell(
        min(last for _, last in runs), max(last for _, last in runs)
    )


def completions(letters: str) -> list[str]:
    """Every way the rounds could have been rated."""
    return ["".join(choice) for choice in product(*("RG" if x == "." else x for x in letters))]


def longest_and_last(letters: str) -> tuple[int, int]:
    """The longest row of R, and the one at the end."""
    return max(map(len, re.findall("R*", letters))), len(letters) - len(letters.rstrip("R"))


def test_a_run_is_worded_with_what_is_possible() -> None:
    assert (str(Spell(2, 4)), str(Spell(2, 2))) == ("2 to 4", "2")


def test_the_first_green_is_the_first_round_at_the_best_level() -> None:
    framework = asking("ab")
    found = history(yearly((framework, "RA"), (framework, "GA"), (framework, "GR")))
    first = found.first_at(found.series_of("a"), "green")

    assert first is not None
    assert (first.title, first.on) == ("2022", date(2022, 5, 1))
    assert found.first_at(found.series_of("b"), "green") is None


def test_every_kind_of_empty_has_its_own_sign() -> None:
    framework = asking("ab")
    people = [
        [Respondent("us", "Us", Role.PARTNERSHIP, asked=asked)]
        for asked in (None, None, None, ["b"], None)
    ]
    every = [
        Round(one.framework, "Anytown", one.title, one.on, respondents=who).with_ratings(
            *(
                Rating(answer.question, answer.level, respondent="us")
                for answer in one.ratings
                if isinstance(answer, Rating)
            )
        )
        for one, who in zip(
            yearly(*((framework, letters) for letters in ["R.", "A.", ".G", ".G", "GG"])),
            people,
            strict=True,
        )
    ]
    found = history(every)

    assert sequences(found) == [("a", "R A . x G"), ("b", ". . G G G")]
    assert found.series_of("a").words(found.scale) == "Red, Amber, unanswered, not asked, Green"
    assert through("Rn").sequence(TRAFFIC) == "R n"


def test_a_crosswalk_carries_a_question_on_and_marks_what_broke() -> None:
    old = asking({"a": "A?", "b": "B?", "c": "C?", "d": "D?", "f": "F?"}, title="Old")
    new = asking(
        {"a": "A?", "x": "B, in other words?", "c": "C again?", "e": "E?", "f1": "?1", "f2": "?2"},
        title="New",
    )
    crosswalk = Crosswalk(
        [
            Match("a", "a"),
            Match("b", "x", "reworded"),
            Match("c", "c"),
            Match("d", "e", "replaced"),
            Match("f", ["f1", "f2"], "split"),
        ],
        title="Old to New",
    )
    found = history(
        yearly((old, "RRRRR"), (old, "RRRRA"), (new, "RRRRRG")), crosswalks=[None, crosswalk]
    )

    assert sequences(found) == [
        ("a", "R R R"),
        ("x", "R R R"),
        ("c", "R R | R"),
        ("e", "- - | R"),
        ("f1", "- - | R"),
        ("f2", "- - | G"),
        ("d", "R R | -"),
        ("f", "R A | -"),
    ]
    assert found.series_of("x").ids == ("b", "b", "x")
    assert found.series_of("c").present_spell("red") == Spell(1, 1)
    assert found.series_of("a").longest_spell("red") == Spell(3, 3)
    assert found.notes == (
        "Rounds: 2021 (1 May 2021), 2022 (1 May 2022), 2023 (1 May 2023).",
        "Questions correspond by the crosswalk “Old to New”.",
        "A question that was split or merged starts a new row here, because no rating is copied"
        " onto its parts; a change between two rounds compares it as one.",
    )


def test_a_lineage_carries_a_question_through_removal_and_return() -> None:
    def adapted(framework: Framework, *edits: Edit) -> Framework:
        return adapt(framework, *edits, by="Anytown", on=date(2021, 1, 1))

    first = asking("abcd", "e")
    second = adapted(
        first,
        RemoveQuestion("a"),
        ReplaceQuestion("b", "Another question?", id="b2"),
        MoveQuestion("c", to="step2"),
        SplitQuestion("d", [Part("One?", id="d1"), Part("Two?", id="d2")]),
    )
    third = adapted(second, AddQuestion("step1", "Question a?", id="a"))
    found = history(yearly((first, "RRRRR"), (second, "RRRRR"), (third, "RRRARR")))

    assert sequences(found) == [
        ("b2", "- | R R"),
        ("d1", "- | R R"),
        ("d2", "- | R R"),
        ("a", "R - A"),
        ("e", "R R R"),
        ("c", "R R R"),
        ("b", "R | - -"),
        ("d", "R | - -"),
    ]
    assert [(step.title, step.breaks) for step in found.steps] == [
        ("Step 1", (1, 2)),
        ("Step 2", (1,)),
    ]
    assert found.tables()[1].cells[1] == ("Step 2", "1 Red", "break; 2 Red", "2 Red")


def test_steps_are_counted_round_by_round_and_never_fitted() -> None:
    framework = asking("ab", "c")
    found = history(yearly((framework, "RA."), (framework, "AGn")))

    assert found.steps == (
        StepTrend("step1", "Step 1", ((1, 1, 0), (0, 1, 1)), ((), ())),
        StepTrend(
            "step2",
            "Step 2",
            ((0, 0, 0), (0, 0, 0)),
            (((AnswerKind.UNANSWERED, 1),), ((AnswerKind.NOT_APPLICABLE, 1),)),
        ),
    )
    assert found.tables()[1].cells == (
        ("Step 1", "1 Red, 1 Amber", "1 Amber, 1 Green"),
        ("Step 2", "1 unanswered", "1 not applicable"),
    )


def test_the_history_as_a_table() -> None:
    framework = asking("ab")
    found = history(yearly((framework, "R."), (framework, ".G")))

    assert str(found) == (
        "History: Anytown, 2021 to 2022\n"
        "\n"
        "Now  Question     Sequence  Red in a row now  Longest Red  First Green\n"
        "---  -----------  --------  ----------------  -----------  -----------\n"
        "1.1  Question a?  R .       0 to 2            1 to 2\n"
        "1.2  Question b?  . G       0                 0 to 1       2022\n"
        "\n"
        "R Red, A Amber, G Green; . unanswered; - not in the framework; n not applicable;\n"
        "x not asked; | what follows cannot be compared with what stands before.\n"
        "“1 to 3”: certainly 1; 3 if unanswered rounds count.\n"
        "Rounds: 2021 (1 May 2021), 2022 (1 May 2022).\n"
        "Doe, J (2024) Local"
    )


def test_the_history_of_one_round_has_its_title_once() -> None:
    assert history(yearly((asking("a"), "R"))).table().title == "History: Anytown, 2021"


def test_steps_stand_as_in_the_last_framework_and_then_those_it_no_longer_has() -> None:
    whole = asking("a", "b", "c")
    fewer = adapt(whole, RemoveStep("step1"), RemoveStep("step2"), by="Us", on=date(2021, 6, 1))
    more = adapt(fewer, AddQuestion("step3", "More?"), by="Us", on=date(2022, 6, 1))
    found = history(yearly((whole, "RAG"), (fewer, "R"), (more, "RA")))
    assert [(trend.step, trend.breaks) for trend in found.steps] == [
        ("step3", (2,)),
        ("step1", ()),
        ("step2", ()),
    ]


def test_a_step_that_returns_is_told_from_one_that_changed() -> None:
    whole = asking("a", "b")
    fewer = adapt(whole, RemoveStep("step2"), by="Us", on=date(2021, 6, 1))
    found = history(yearly((whole, "RA"), (fewer, "R"), (whole, "RG")))
    assert [(trend.step, trend.breaks) for trend in found.steps] == [("step1", ()), ("step2", ())]


@pytest.mark.parametrize("by_hand", [0, 1])
def test_every_step_starts_afresh_where_a_crosswalk_leads_on(by_hand: int) -> None:
    first = asking("a")
    second = evolve(first, source=Source("Roe, R (2025) Elsewhere")) if by_hand == 0 else first
    other = evolve(first, source=Source("Roe, R (2025) Elsewhere"))
    crosswalk = Crosswalk([Match("a", "a")], title="By hand")
    found = history(
        yearly((first, "R"), (second, "A"), (other, "G")),
        crosswalks=[crosswalk if place == by_hand else None for place in (0, 1)],
    )
    assert [len([one for one in trend.counts if one]) for trend in found.steps] == (
        [2, 1] if by_hand == 0 else [1, 2]
    )


def test_a_run_is_explained_only_where_it_is_open() -> None:
    framework = asking("a")
    open_, closed = (history(yearly((framework, "R"), (framework, end))) for end in ".A")

    assert open_.spell_notes == ("“1 to 3”: certainly 1; 3 if unanswered rounds count.",)
    assert closed.spell_notes == ()


def test_a_split_question_starts_new_rows_and_a_note_says_that_a_change_compares_it() -> None:
    framework = asking("a")
    after = adapt(
        framework,
        SplitQuestion("a", [Part("Question a, first?"), Part("Question a, second?")]),
        by="Anytown",
        on=date(2022, 4, 1),
    )
    rounds = yearly((framework, "A"), (after, "AG"))
    found = history(rounds)

    assert [sequence for _, sequence in sequences(found)] == ["- | A", "- | G", "A | -"]
    assert found.notes[1:] == (
        "A question that was split or merged starts a new row here, because no rating is copied"
        " onto its parts; a change between two rounds compares it as one.",
    )
    assert change(*rounds).held == 1


def test_a_split_that_is_not_compared_has_no_note_that_a_change_compares_it() -> None:
    apart = Crosswalk([Match("a", ["b", "c"], "split", comparable=False), Match("d", "d")])
    together = Crosswalk([Match("a", ["b", "c"], "split"), Match("d", "d")])
    rounds = yearly((asking("ad"), "RA"), (asking("bcd"), "RAG"))
    told = [
        [note for note in history(rounds, crosswalks=[crosswalk]).notes if "split" in note]
        for crosswalk in (apart, together)
    ]
    assert [len(notes) for notes in told] == [0, 1]


def test_a_screen_reader_is_given_words_for_signs() -> None:
    framework = asking("a")
    shown = history(yearly((framework, "R"), (framework, ".")))._repr_html_()

    assert "Red, unanswered" in shown
    assert "R ." not in shown


def test_rounds_of_one_title_have_columns_of_their_own() -> None:
    framework = asking("a")
    first, second = yearly((framework, "R"), (framework, "A"))
    twice = [Round(framework, "Anytown", "Review", one.on, one.ratings) for one in (first, second)]

    assert history(twice).tables()[1].columns == ("Step", "1. Review", "2. Review")


def test_levels_that_share_a_letter_are_numbered() -> None:
    assert level_signs(Scale("Two", [Level("good"), Level("great")])) == {"good": "1", "great": "2"}


@pytest.mark.parametrize(
    ("labels", "signs"),
    [
        ("Red Amber Green", "R A G"),
        ("Level_6 Level_7", "6 7"),
        ("Band_3 Band_2 Band_1", "3 2 1"),
        ("0 1 2 3", "0 1 2 3"),
        ("Good Great Tier_3", "1 2 3"),
        ("Stage_2 Stage_1 Stopped", "a b c"),
        ("Level_2.5 Level_3", "a b"),
        ("2_of_2 1_of_2", "a b"),
    ],
)
def test_a_level_is_keyed_by_its_letter_or_by_the_number_it_is_called_by(
    labels: str, signs: str
) -> None:
    levels = [
        Level(f"l{place}", label.replace("_", " ")) for place, label in enumerate(labels.split())
    ]
    assert [*level_signs(Scale("Any", levels)).values()] == signs.split()


def test_a_level_named_like_an_empty_is_still_a_level() -> None:
    scale = Scale("Odd", [Level("started"), Level("unanswered")])
    framework = asking("ab", scale=scale)
    one = Round(framework, "Anytown", "2021", date(2021, 5, 1), [Rating("a", "started")])
    two = Round(framework, "Anytown", "2022", date(2022, 5, 1), [Rating("b", None)])
    found = history([one, two])

    assert found.series_of("a").longest_spell("started") == Spell(1, 2)
    assert found.series_of("b").levels == (None, None)
    assert found.steps[0].counts == ((1, 0), (0, 0))
    assert found.steps[0].empties == (
        ((AnswerKind.UNANSWERED, 1),),
        ((AnswerKind.UNANSWERED, 1), (AnswerKind.STARTED, 1)),
    )


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_rounds_on_two_scales_are_brought_onto_the_last_they_lead_to(changed: int) -> None:
    two = Scale("Two", [Level("no"), Level("yes")])
    three, small = asking("a", title="Three"), asking("a", title="Two", scale=two)
    levels = {"red": "no", "amber": "no", "green": "yes"}
    onto = Crosswalk([Match("a", "a")], levels)
    frameworks = [small if place >= changed else three for place in range(3)]
    every = [
        Round(
            framework,
            "Anytown",
            str(place),
            date(2021 + place, 5, 1),
            [Rating("a", "amber" if framework is three else "no")],
        )
        for place, framework in enumerate(frameworks)
    ]
    crosswalks = [onto if place == changed - 1 else None for place in range(2)]
    found = history(every, crosswalks=crosswalks)

    assert found.scale == two
    assert found.series[0].levels == ("no", "no", "no")
    backwards = [onto.reversed() if one else None for one in reversed(crosswalks)]
    mirrored = [
        Round(one.framework, "Anytown", one.title, date(2030 - place, 5, 1), one.ratings)
        for place, one in enumerate(every)
    ]
    assert history(mirrored[::-1], crosswalks=backwards).scale == two


def test_a_scale_between_two_others_may_be_the_one_they_lead_to() -> None:
    two = Scale("Two", [Level("no"), Level("yes")])
    three, small = asking("a", title="Three"), asking("a", title="Two", scale=two)
    onto = Crosswalk([Match("a", "a")], {"red": "no", "amber": "no", "green": "yes"})
    rounds = [
        Round(framework, "Anytown", str(year), date(year, 5, 1), [Rating("a", level)])
        for year, framework, level in (
            (2021, three, "amber"),
            (2022, small, "no"),
            (2023, three, "green"),
        )
    ]
    found = history(rounds, crosswalks=[onto, onto.reversed()])
    assert (found.scale, found.series[0].levels) == (two, ("no", "no", "yes"))


def test_scales_that_lead_nowhere_together_are_refused() -> None:
    two = Scale("Two", [Level("no"), Level("yes")])
    four = Scale("Four", [Level("w"), Level("x"), Level("y"), Level("z")])
    frameworks = [asking("a", title=s.title, scale=s) for s in (two, TRAFFIC, four)]
    every = [
        Round(framework, "Anytown", str(place), date(2021 + place, 5, 1))
        for place, framework in enumerate(frameworks)
    ]
    apart = [
        Crosswalk([Match("a", "a")], {"red": "no", "amber": "no", "green": "yes"}, "after"),
        Crosswalk([Match("a", "a")], {"red": "w", "amber": "x", "green": "z"}, "before"),
    ]

    with pytest.raises(NotComparableError) as caught:
        history(every, crosswalks=apart)
    assert str(caught.value) == (
        "the rounds change scale in ways that lead to no one scale; compare them two by two"
    )


def test_rounds_out_of_order_and_crosswalks_too_many_are_refused_together() -> None:
    framework = asking("a")
    first, second = yearly((framework, "R"), (framework, "A"))
    with pytest.raises(InvalidError) as caught:
        history([second, first], crosswalks=[None, None])

    assert str(caught.value) == (
        "2 problems with the history:\n"
        "  2 crosswalks for 2 rounds at crosswalks; give 1, one for each two rounds that follow"
        " each other, or none at all where the lineages tell\n"
        "  '2021' of 2021-05-01 comes after '2022' of 2022-05-01 at rounds[1]; give rounds in"
        " order of date"
    )


def test_a_round_is_not_counted_twice() -> None:
    (first,) = yearly((asking("a"), "R"))
    with pytest.raises(InvalidError) as caught:
        history([first, first])

    assert str(caught.value) == (
        "the round '2021' of 2021-05-01 is given twice at rounds[1]; give every round once"
    )


def test_rounds_of_several_organisations_are_named() -> None:
    framework = asking("a")
    first, second = yearly((framework, "R"), (framework, "A"))
    elsewhere = evolve(second, organisation="Riverside")

    assert history([first, elsewhere]).notes[1:] == (
        "These are rounds of 2 organisations: Anytown, Riverside.",
    )
    renamed = [evolve(one, organisation_id="E01") for one in (first, elsewhere)]
    assert history(renamed).notes[1:] == ()


def test_what_is_no_crosswalk_is_refused_with_its_place() -> None:
    framework = asking("a")
    with pytest.raises(InvalidError) as caught:
        history(yearly((framework, "R"), (framework, "A")), crosswalks=[3])  # type: ignore[list-item]  # the mistake under test

    assert str(caught.value) == (
        "a Crosswalk is needed at crosswalks[0]; this is a value of type int"
    )


def test_a_round_that_follows_another_than_the_one_before_it_says_so() -> None:
    framework = asking("a")
    first, second = yearly((framework, "R"), (framework, "A"))
    third = second.follow_up(date(2023, 5, 1), "2023")
    changed = second.with_ratings(Rating("a", "green"))

    assert history([second, third]).notes[1:] == ()
    assert history([first, third]).notes[1:] == (
        "2023 was made to follow 2022 (1 May 2022), which is not the round before it here.",
    )
    assert history([changed, third]).notes[1:] == (
        "2022 was changed since 2023 was made to follow it.",
    )
    assert history([first, changed, third]).notes[1:] == history([changed, third]).notes[1:]


def test_what_is_no_round_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidError) as caught:
        history(["Spring 2026"])  # type: ignore[list-item] # the mistake under test

    assert [problem.place for problem in caught.value.problems] == ["rounds[0]"]


def test_no_rounds_are_no_history() -> None:
    with pytest.raises(InvalidError) as caught:
        history([])

    assert str(caught.value) == "no rounds at rounds; give at least one"
