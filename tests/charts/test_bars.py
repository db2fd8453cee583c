"""Bars: plain counts by step or question, of many respondents or rounds, and through time."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve

import sixsteps as ss
from sixsteps import charts
from sixsteps.palette import AMBER, DECLINED, GREEN, IMPROVED, RED
from tests.support.figures import boxes_of, texts_of, words_on
from tests.support.rounds_to_draw import (
    adapted_pair,
    cycled,
    framework_of,
    lettered,
    respondents_of,
    rounds_of,
)

QUESTIONS = lettered("Pair", "a b", "c")


def rated(title: str, year: int, place: str = "Anytown", **levels: str) -> ss.Round:
    ratings = [ss.Rating(name, level) for name, level in levels.items()]
    on = date(year, 5, 1)
    return ss.Round(QUESTIONS, place, title, on, ratings, period=str(year))


def by_three() -> ss.Round:
    """Two who rate apart, and what they agreed."""
    people = [
        ss.Respondent("police", "Police", ss.Role.LEAD_PARTNER),
        ss.Respondent("health", "Health", ss.Role.LEAD_PARTNER),
        ss.Respondent("agreed", "In discussion", ss.Role.AGREED),
    ]
    ratings = [
        ss.Rating("a", "red", respondent="police"),
        ss.Rating("a", "green", respondent="health"),
        ss.Rating("a", "amber", respondent="agreed"),
        ss.Rating("c", "green", respondent="police"),
    ]
    return ss.Round(
        QUESTIONS, "Anytown", "Spring", date(2026, 5, 1), ratings, respondents=people, period="26"
    )


def panel() -> ss.Panel:
    rounds = [
        rated("First", 2025, "Anytown", a="red", b="green"),
        rated("Second", 2026, "Anytown", a="amber", b="green"),
        rated("First", 2025, "Otherton", a="red"),
        rated("Second", 2026, "Otherton", a="green", c="red"),
        rated("First", 2025, "Gonetown", a="green"),
    ]
    return ss.Panel.from_rounds(rounds)


def test_all_respondents_are_counted_and_what_they_agreed_is_not() -> None:
    chart = charts.levels(by_three())
    assert chart.title == "Green in 2 of 3 answers rated, Red in 1"
    assert "Step 1. Step of a b: 1 Red, 1 Green and 2 not rated" in chart.alt


def test_those_named_are_counted_alone_what_was_agreed_as_well() -> None:
    assert charts.levels(by_three(), respondent="agreed").title == (
        "Green in 0 of 1 answer rated, Red in 0"
    )
    assert charts.levels(by_three(), respondent="police").title == (
        "Green in 1 of 2 answers rated, Red in 1"
    )


def test_questions_stand_in_the_order_of_the_framework_under_their_steps() -> None:
    words = words_on(charts.levels(by_three(), by="question").figure)
    places = [words.index(text) for text in ("Step of a b", "1.1", "1.2", "Step of c", "2.1")]
    assert places == sorted(places)


def test_rounds_are_counted_on_the_questions_they_have_in_common() -> None:
    rounds = [
        rated("Spring", 2026, "Anytown", a="red"),
        rated("Spring", 2026, "Otherton", a="green", c="green"),
    ]
    chart = charts.levels(rounds, by="question")
    assert "1.1 About a: 1 Red and 1 Green; 1.2 About b: 2 not rated" in chart.alt
    assert "2 rounds, on the questions that all of them ask" in words_on(chart.figure)


def test_a_panel_and_its_levels_draw_the_same_counts() -> None:
    whole, alone = charts.levels(panel(), by="question"), charts.levels(panel().levels("question"))
    assert whole.title == alone.title == "Green in 4 of 8 answers rated, Red in 3"
    assert "1.1 About a: 2 Red, 1 Amber and 2 Green" in whole.alt
    assert "A: 2 Red, 1 Amber and 2 Green; b: 2 Green" in alone.alt
    periods = charts.levels(panel(), by="period").alt
    assert "2025: 2 Red, 2 Green and 5 not rated; 2026: 1 Red, 1 Amber" in periods


def test_a_distribution_draws_organisations_by_question() -> None:
    found = panel().distribution()
    assert "Answers by question. Organisations." in charts.levels(found).alt
    told = "1.1 About a: 1 Amber and 1 Green; 1.2 About b: 1 Green and 1 not rated"
    assert told in charts.levels(found).alt


def publishable(**levels: str) -> ss.results.Publishable:
    """What may be shown of areas whose levels on each question are given by their letters."""
    names = {"r": "red", "a": "amber", "g": "green"}
    answers = [dict(zip(levels, row, strict=True)) for row in zip(*levels.values(), strict=True)]
    return ss.Panel.from_rounds(
        rated(
            "First",
            2025,
            f"Area {place}",
            **{question: names[letter] for question, letter in one.items() if letter != "-"},
        )
        for place, one in enumerate(answers)
    ).publishable(threshold=5)


@pytest.mark.slow
def test_what_is_publishable_shows_levels_together_and_says_what_is_not_shown() -> None:
    found = publishable(a="rrrrrrraaagggggggggg-", b="rraaaaaaggggggggggggg", c="g" * 21)
    chart = charts.of(found)
    assert chart.title == "Most of those rated are Green on 1 of 1 question where this is shown"
    assert (
        "Answers by question. Organisations."
        " 1.1 About a: 7 Red, 13 Amber or Green and 1 not rated;"
        " 1.2 About b: 8 Red or Amber and 13 Green;"
        " 2.1 About c: not shown: 21 rated, 0 not rated. 2025: 21 organisations with a round."
    ) in chart.alt
    legend = [text for text in words_on(chart.figure).split("  ") if text]
    assert "R Red A Amber G Green R–A Red or Amber A–G Amber or Green" in " ".join(legend)
    nothing = publishable(a="g" * 12, b="r" * 12, c="-" * 12)
    assert charts.of(nothing).title == "Levels can be shown for 0 of 3 questions"


def test_the_chart_of_what_is_publishable_tells_no_more_than_its_counts() -> None:
    one = publishable(a="rraaaaaagggggggg", b="rrrrrraaaggggggg", c="rgggggggggggggag")
    other = publishable(a="raaaaaaagggggggg", b="rrrrrraaaagggggg", c="aggggggggggggggg")
    assert one.questions == other.questions
    assert charts.levels(one).svg() == charts.levels(other).svg()


def test_bars_by_anything_else_are_refused() -> None:
    with pytest.raises(ss.UnknownIdError, match=r"^no bars by that name; there are step, question"):
        charts.levels(by_three(), by="colour")


def test_a_trend_tells_every_step_round_by_round() -> None:
    chart = charts.trend([rated("First", 2025, a="red"), rated("Second", 2026, a="green")])
    assert chart.title == "Green in 1 of 1 question rated, up from 0 of 1"
    assert (
        "All steps. First: 1 Red and 2 not rated; Second: 1 Green and 2 not rated."
        " 1. Step of a b. First: 1 Red and 1 not rated; Second: 1 Green and 1 not rated."
    ) in chart.alt


def test_a_trend_is_divided_where_the_questions_changed() -> None:
    before, after, crosswalk = adapted_pair()
    divided = charts.trend([before, after], crosswalks=[crosswalk])
    assert "not comparable across the line" in words_on(divided.figure)
    assert "not in the framework" in divided.alt
    same = charts.trend([rated("First", 2025), rated("Second", 2026)])
    assert len(same.figure.axes[0].lines) == 0


def test_a_trend_of_a_panel_goes_by_its_periods() -> None:
    chart = charts.trend(panel())
    assert "All steps. 2025: 2 Red, 2 Green and 5 not rated; 2026:" in chart.alt
    assert "Step 2. Step of c. 2025: 3 not rated; 2026: 1 Red and 1 not rated" in chart.alt
    alone = charts.trend(panel().levels("period"))
    assert alone.title == chart.title
    assert alone.title == "Green in 2 of 4 answers rated, as before"


def test_a_round_without_the_respondent_fails_no_chart() -> None:
    alone = rated("Autumn", 2025, a="red")
    both = [alone, by_three()]
    for chart in (
        charts.trend(both, respondent="police"),
        charts.history_strip(both, respondent="police"),
        charts.partnerships(both, respondent="police"),
        charts.levels(both, respondent="police"),
    ):
        assert "Nobody answers as police in Anytown: Autumn, 1 May 2025." in chart.alt
    with pytest.raises(ss.UnknownIdError):
        charts.trend(both, respondent="fire")


def test_a_panel_stands_area_by_area_and_one_without_a_round_is_named() -> None:
    chart = charts.partnerships(panel())
    assert "Otherton: 1 Red, 1 Green and 1 not rated" in chart.alt
    assert "Gonetown has no round in 2026." in chart.alt
    assert "not a ranking" in chart.alt


def test_a_panel_needs_a_choice_where_an_area_has_several_answers() -> None:
    several = ss.Panel.from_rounds([by_three()])
    with pytest.raises(ss.SeveralAnswersError):
        charts.partnerships(several)
    assert "Anytown: 1 Amber, 1 Green and 1 not rated" in (
        charts.partnerships(several, rule="best").alt
    )
    assert (
        "Anytown: 1 Amber and 2 not rated" in charts.partnerships(several, respondent="agreed").alt
    )
    police = charts.partnerships(several, respondent="police").alt
    assert "Anytown: 1 Red, 1 Green and 1 not rated" in police


def test_the_change_of_a_panel_is_drawn_as_between_rounds() -> None:
    pair = [rated("First", 2025, a="red", b="green"), rated("Second", 2026, a="amber", b="green")]
    found = ss.Panel.from_rounds(pair)
    change = ss.change(*pair)
    ours, theirs = charts.transitions(found), charts.transitions(change)
    assert "1 answer went from Red to Amber" in ours.alt
    assert "Red 0 ▲ 1 0 1" in words_on(ours.figure)
    assert "Red 0 ▲ 1 0 1" in words_on(theirs.figure)
    parts = charts.decomposition(found, level="amber")
    assert parts.title == charts.decomposition(change, level="amber").title
    assert "50.0% (1 of 2)" in words_on(parts.figure)
    with pytest.raises(ss.WrongTypeError, match=r"^the change of a panel takes no scores"):
        charts.decomposition(found, scores={"red": 0, "amber": Fraction(1, 2), "green": 1})


def test_all_bars_are_of_one_thickness() -> None:
    framework = framework_of(3, 5, 5)
    long = evolve(framework.steps[0], title="Short")
    mixed = evolve(framework, steps=(long, *framework.steps[1:]))
    figure = charts.levels(cycled(mixed)).figure
    # Those of the key apart, which come last.
    tall = {
        round(box.box.y1 - box.box.y0, 1)
        for box in boxes_of(figure)[: -(len(mixed.scale) + 1)]
        if not box.dashed
    }
    assert len(tall) == 1


def test_rise_and_fall_differ_in_grey_by_stripes() -> None:
    before, after = (
        rated("First", 2025, a="red", b="green"),
        rated("Second", 2026, a="green", b="red"),
    )
    figure = charts.change_grid(before, after).figure
    fills = [box.fill for box in boxes_of(figure)]
    assert {IMPROVED.fill, DECLINED.fill} <= set(fills)
    striped = {line.get_color() for line in figure.axes[0].lines}
    assert striped == {DECLINED.stripes}


@pytest.mark.parametrize("levels", [2, 3, 7])
@pytest.mark.slow
def test_the_worst_level_stands_first(levels: int) -> None:
    framework = framework_of(2, 4, levels)
    labels = [level.label for level in framework.scale.levels]
    rounds = rounds_of(framework, 2)
    for chart in (
        charts.grid(rounds[0]),
        charts.levels(rounds[0]),
        charts.trend(rounds),
        charts.partnerships(rounds),
        charts.change_grid(*rounds),
    ):
        texts = [text.text for text in texts_of(chart.figure)]
        legend = [text for text in texts if text.split(":")[0] in labels][-levels:]
        assert [text.split(":")[0] for text in legend] == labels


def test_a_level_called_by_a_number_is_keyed_by_it() -> None:
    scale = ss.Scale("Six", [ss.Level(f"l{n}", f"Level {n}") for n in (0, 3, 6)])
    framework = evolve(lettered("Six", "a b c"), scale=scale)
    ratings = [ss.Rating(name, level) for name, level in zip("abc", scale.keys, strict=True)]
    round_ = ss.Round(framework, "Anytown", "Spring", date(2026, 5, 1), ratings)
    assert "Anytown 0 3 6" in words_on(charts.partnerships([round_]).figure)


@pytest.mark.slow
def test_more_than_twelve_respondents_are_counted_on_a_page() -> None:
    many = charts.respondents(cycled(ss.six_steps(), respondents=respondents_of(26)))
    assert many.figure.get_size_inches()[0] <= 12
    assert "Red Amber Green not rated not applicable Difference" in words_on(many.figure)
    twelve = charts.respondents(cycled(QUESTIONS, respondents=respondents_of(12)))
    assert "Organisation 11" in words_on(twelve.figure)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("red red red", "none"),
        ("red green green", "R0 Red; the rest Green"),
        ("green red red amber red", "the rest"),
        ("red green", "R0 Red; R1 Green"),
        ("red amber green", "R0 Red; R1 Amber; R2 Green"),
        ("red red green green", "R0, R1 Red; R2, R3 Green"),
        ("red red red green green green", "no level that most gave"),
        ("red red red red green green green amber", "4 of 8 differ from Red"),
    ],
)
@pytest.mark.slow
def test_a_difference_says_who_differs_from_whom(given: str, said: str) -> None:
    people = [
        ss.Respondent(f"r{place}", f"R{place}", ss.Role.RELEVANT_AGENCY)
        for place, _ in enumerate(given.split())
    ]
    ratings = [
        ss.Rating("a", level, respondent=f"r{place}") for place, level in enumerate(given.split())
    ]
    round_ = ss.Round(QUESTIONS, "Anytown", "Spring", date(2026, 5, 1), ratings, respondents=people)
    assert said in words_on(charts.respondents(round_).figure)


MANY = lettered("Many", " ".join(f"q{place}" for place in range(200)))


def of_many(year: int, people: int = 0) -> ss.Round:
    return ss.Round(
        *(MANY, "Anytown", f"Round {year}", date(year, 5, 1)),
        respondents=[
            ss.Respondent(f"r{one}", f"R{one}", ss.Role.PRACTITIONER) for one in range(people)
        ],
    )


def by_period(framework: ss.Framework = MANY) -> ss.Panel:
    rounds = [evolve(of_many(year), framework=framework, period=str(year)) for year in (2025, 2026)]
    return ss.Panel.from_rounds(rounds)


def of_steps(count: int, year: int = 2026, people: int = 0) -> ss.Round:
    made = [
        ss.Step(f"s{place}", "Step", [ss.Question(f"p{place}", "Is it so?")])
        for place in range(count)
    ]
    return evolve(of_many(year, people), framework=evolve(MANY, steps=made))


NOW, BEFORE = of_steps(200), of_steps(200, 2025)


@pytest.mark.parametrize(
    ("draw", "thing", "remedy", "follow"),
    [
        (
            lambda: charts.levels(NOW),
            *("200 steps", "take summary().table('steps')"),
            lambda: ss.summary(NOW).table("steps"),
        ),
        (
            lambda: charts.grid(NOW),
            *("200 steps", "take summary().table('steps')"),
            lambda: ss.summary(NOW).table("steps"),
        ),
        (
            lambda: charts.levels(ss.summary(NOW)),
            *("200 steps", "take its tables()"),
            lambda: ss.summary(NOW).tables(),
        ),
        (
            lambda: charts.levels(by_period(NOW.framework).distribution()),
            *("200 questions", "take its tables()"),
            lambda: by_period(NOW.framework).distribution().tables(),
        ),
        (
            lambda: charts.trend([BEFORE, NOW]),
            *("200 steps", "take history().table('steps')"),
            lambda: ss.history([BEFORE, NOW]).table("steps"),
        ),
        pytest.param(
            lambda: charts.levels(NOW, by="question"),
            *("200 questions", "take summary().table('steps')"),
            lambda: ss.summary(NOW).table("steps"),
            marks=pytest.mark.slow,
        ),
        pytest.param(
            lambda: charts.levels(by_period(NOW.framework)),
            *("200 steps", "draw the levels by period"),
            lambda: charts.levels(by_period(NOW.framework), by="period"),
            marks=pytest.mark.slow,
        ),
        pytest.param(
            lambda: charts.trend(by_period(NOW.framework)),
            *("200 steps", "draw the levels by period"),
            lambda: charts.levels(by_period(NOW.framework), by="period"),
            marks=pytest.mark.slow,
        ),
        pytest.param(
            lambda: charts.levels(by_period(NOW.framework).levels("step")),
            *("200 steps", "take its tables()"),
            lambda: by_period(NOW.framework).levels("step").tables(),
            marks=pytest.mark.slow,
        ),
        pytest.param(
            lambda: charts.history_strip([of_steps(600, 2025), of_steps(600)]),
            *("600 questions", "take history().table('steps')"),
            lambda: ss.history([of_steps(600, 2025), of_steps(600)]).table("steps"),
            marks=pytest.mark.slow,
        ),
        pytest.param(
            lambda: charts.respondents(of_steps(200, people=13)),
            *("200 questions", "take agreement().table('ratings')"),
            lambda: ss.agreement(of_steps(200, people=13)).table("ratings"),
            marks=pytest.mark.slow,
        ),
    ],
    ids=lambda case: "" if callable(case) else case,
)
def test_of_many_steps_a_chart_is_refused_with_a_way_out_that_can_be_followed(
    draw: Callable[[], charts.Chart], thing: str, remedy: str, follow: Callable[[], object]
) -> None:
    with pytest.raises(ss.InvalidError) as caught:
        draw()
    place = thing.partition(" ")[2]
    assert str(caught.value) == (
        f"{thing} are more than can be read in one chart at {place}; {remedy}"
    )
    assert follow()


@pytest.mark.parametrize(("steps", "rounds"), [(60, 0), (48, 1), (24, 4), (1, 73)])
@pytest.mark.slow
def test_the_charts_by_step_that_are_proposed_are_drawn(steps: int, rounds: int) -> None:
    title = "A rather long title of a step about arrangements and the partners in them"
    made = of_steps(steps).framework
    made = evolve(made, steps=[evolve(step, title=title) for step in made.steps])
    if rounds:
        charts.trend([evolve(of_many(1900 + n), framework=made) for n in range(rounds)])
    else:
        charts.levels(evolve(of_many(2026), framework=made))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: charts.grid(of_many(2026)),
            "200 questions are more than can be read in one chart at questions; draw levels(),"
            " which counts them by step",
        ),
        (
            lambda: charts.change_grid(of_many(2025), of_many(2026)),
            "200 questions are more than can be read in one chart at questions; draw"
            " transitions(), which counts them",
        ),
        (
            lambda: charts.levels(of_many(2026), by="question"),
            "200 questions are more than can be read in one chart at questions; draw the levels by"
            " step",
        ),
        (
            lambda: charts.respondents(of_many(2026, people=13)),
            "200 questions are more than can be read in one chart at questions; draw levels(),"
            " which counts them by step",
        ),
        (
            lambda: charts.history_strip([of_many(2025), of_many(2026)]),
            "200 questions are more than can be read in one chart at questions; draw trend(), which"
            " counts them by step",
        ),
        (
            lambda: charts.levels(by_period().distribution()),
            "200 questions are more than can be read in one chart at questions; take its tables()",
        ),
        (
            lambda: charts.history_strip([rated(str(year), year) for year in range(1901, 2026)]),
            "125 rounds are more than can be read in one chart at rounds; give fewer rounds",
        ),
        (
            lambda: charts.trend([rated(str(year), year) for year in range(1901, 2026)]),
            "125 rounds are more than can be read in one chart at rounds; give fewer of them",
        ),
        (
            lambda: charts.partnerships([rated("Spring", 2026)] * 125),
            "125 rounds are more than can be read in one chart at rounds; draw levels(), which"
            " counts them, or choose some",
        ),
        (
            lambda: charts.partnerships([rated("Spring", 2026)] * 1001),
            "1001 rounds are more than can be read in one chart at rounds; draw levels(), which"
            " counts them, or choose some",
        ),
    ],
    ids=lambda case: "" if callable(case) else case[:13],
)
def test_a_chart_larger_than_can_be_read_is_refused(
    draw: Callable[[], charts.Chart], message: str
) -> None:
    with pytest.raises(ss.InvalidError) as caught:
        draw()
    assert str(caught.value) == message
    assert [problem.code for problem in caught.value.problems] == ["too-many"]


def test_a_title_of_ones_own_stands_in_place_of_the_finding() -> None:
    chart = charts.grid(rated("Spring", 2026, a="green"), title="Two years on")
    assert chart.title == "Two years on"
    assert chart.alt.startswith("Two years on. Ratings. Anytown: Spring, 1 May 2026. Draft.")
    assert charts.grid(rated("Spring", 2026, a="green"), title=" ").title == (
        "Green in 1 of 1 question rated, Red in 0"
    )
    with pytest.raises(ss.WrongTypeError):
        charts.grid(rated("Spring", 2026), title=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "title"),
    [
        ("green red red", "green green red", "Green in 2 of 3 questions, up from 1 of 3"),
        ("green green red", "green red red", "Green in 1 of 3 questions, down from 2 of 3"),
        ("green red red", "red red green", "Green in 1 of 3 questions, as before"),
        ("green red red", "green", "Green in 1 of 1 question rated, up from 1 of 3"),
        (
            "green green red",
            "green",
            "Green in 1 of 1 question rated (100.0%), up from 2 of 3 (66.7%)",
        ),
        ("", "green", "Green in 1 of 1 question rated, Red in 0"),
        ("green", "", "Nothing is rated yet"),
    ],
)
def test_the_title_of_a_change_is_what_was_found(before: str, after: str, title: str) -> None:
    was = dict(zip("abc", before.split(), strict=False))
    now = dict(zip("abc", after.split(), strict=False))
    assert (
        charts.change_grid(rated("First", 2025, **was), rated("Second", 2026, **now)).title == title
    )


def test_a_chart_says_what_it_was_made_by_and_from() -> None:
    spring = rated("Spring", 2026, a="green")
    made = f"sixsteps {ss.__version__}; framework {QUESTIONS.fingerprint[:7]}"
    one = charts.grid(spring)
    assert one.made_by == f"{made}; round {spring.digest[:7]}"
    assert f"{one.made_by}. Doe, J (2024)" in words_on(one.figure)
    assert one.made_by in one.svg()
    assert one.made_by.encode() in one.png()
    assert charts.levels(ss.summary(spring)).made_by == one.made_by
    autumn = rated("Autumn", 2025, a="red")
    for result in (ss.change(autumn, spring), ss.history([autumn, spring])):
        both = f"{made}; rounds {autumn.digest[:7]}, {spring.digest[:7]}"
        assert charts.of(result).made_by == both
        assert [one["digest"] for one in result.to_dict()["rounds"]] == [  # type: ignore[attr-defined]
            autumn.digest,
            spring.digest,
        ]
    years = [rated(str(year), year, a="red") for year in range(2020, 2025)]
    assert charts.trend(years).made_by.startswith(f"{made}; 5 rounds, ")
    assert charts.partnerships(panel()).made_by == made


def test_two_charts_in_one_page_share_no_id() -> None:
    chart = charts.grid(rated("Spring", 2026, a="green"))
    ids = {
        prefix: set(re.findall(r'\bid="([^"]+)"', chart.svg(prefix))) for prefix in ("one-", "two-")
    }
    assert ids["one-"].isdisjoint(ids["two-"])
    named = re.findall(r'(?:href="#|url\(#)([^")]+)', chart.svg("one-"))
    assert named
    assert set(named) <= ids["one-"]
    assert chart.svg("one-").replace("one-", "") == chart.svg()


@pytest.mark.slow
def test_a_result_is_drawn_as_the_chart_that_shows_it_best() -> None:
    pair = [rated("First", 2025, a="red"), rated("Second", 2026, a="green")]
    found = panel()
    drawn = {
        charts.of(pair[0]).svg(): charts.grid(pair[0]),
        charts.of(ss.summary(pair[0])).svg(): charts.levels(ss.summary(pair[0])),
        charts.of(ss.change(*pair)).svg(): charts.change_grid(*pair),
        charts.of(ss.history(pair)).svg(): charts.history_strip(pair),
        charts.of(found).svg(): charts.partnerships(found),
        charts.of(found.levels()).svg(): charts.levels(found.levels()),
        charts.of(found.transitions()).svg(): charts.transitions(found.transitions()),
        charts.of(found.change("2025", "2026")).svg(): charts.decomposition(
            found.change("2025", "2026")
        ),
    }
    assert {svg: chart.svg() for svg, chart in drawn.items()} == {svg: svg for svg in drawn}


@pytest.mark.parametrize(
    ("made", "remedy"),
    [
        (ss.coverage, "draw levels() of the round, where what is not rated stands last"),
        (ss.gaps, "draw grid() of the round"),
        (ss.agreement, "draw respondents() of the round"),
        (
            lambda _: 3,
            "give one of Round, Summary, Change, Contrast, History, Panel, LevelCounts,"
            " Distribution, Publishable, PanelTransitions, PanelChange",
        ),
    ],
)
def test_what_has_no_chart_of_its_own_names_the_one_to_draw(
    made: Callable[[ss.Round], object], remedy: str
) -> None:
    result = made(rated("First", 2025, a="red"))
    with pytest.raises(ss.WrongTypeError) as caught:
        charts.of(result)
    kind = type(result).__name__
    assert str(caught.value) == f"there is no chart of a value of type {kind}; {remedy}"


def test_a_contrast_is_a_matrix_of_the_two() -> None:
    chart = charts.of(ss.contrast(by_three(), "police", "health"))
    assert (
        chart.title
        == "Police and Health both rated one question; Police rated it lower than Health"
    )
    assert "1 question Red by Police, Green by Health." in chart.alt
    assert {RED.fill, AMBER.fill, GREEN.fill} <= {box.fill for box in boxes_of(chart.figure)}
