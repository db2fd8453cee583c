"""Rounds to draw: of the paper's framework, and of frameworks large, small and awkward."""

from collections.abc import Callable, Sequence
from datetime import date

from attrs import evolve

import sixsteps as ss
from sixsteps import charts

LONG_TITLE = (
    "Leadership, multi-agency accountability and the engagement of the wider workforce in every"
    " locality, including commissioned services"
)
LONG_QUESTION = (
    "Is there clear evidence that the partnership's arrangements are understood by practitioners,"
    " and that they can describe how these lead to improved outcomes for children?"
)
WORDS = [
    *("Inadequate", "Weak", "Requires improvement to be good", "Fair", "Good", "Very good"),
    "Outstanding",
]


def scale_of(levels: int) -> ss.Scale:
    return ss.Scale(
        f"{levels} levels",
        [ss.Level(f"level{place}", label) for place, label in enumerate(WORDS[:levels])],
    )


def framework_of(steps: int, questions: int, levels: int) -> ss.Framework:
    """Steps of unequal length, every third question without a label."""
    return ss.Framework(
        "A local framework",
        ss.Source("Doe, J (2024) A framework for scrutiny with a title long enough to wrap"),
        scale_of(levels),
        [
            ss.Step(
                f"s{step}",
                LONG_TITLE,
                [
                    ss.Question(
                        f"s{step}q{number}",
                        LONG_QUESTION,
                        label="" if number % 3 == 0 else "Understood by practitioners",
                    )
                    for number in range(1, questions + 1 - step % 2)
                ],
            )
            for step in range(1, steps + 1)
        ],
    )


def cycled(
    framework: ss.Framework,
    shift: int = 0,
    title: str = "Spring 2026",
    on: date = date(2026, 5, 1),
    respondents: Sequence[ss.Respondent] = (),
) -> ss.Round:
    """Every level in turn, with an unanswered and a not applicable question now and then."""
    keys = framework.scale.keys
    ratings: list[ss.Rating | ss.NotApplicable] = []
    for who, name in enumerate([one.id for one in respondents] or [None]):
        for place, question in enumerate(framework.questions):
            turn = place * (1 + shift) + shift + 5 * who
            if turn % 9 == 4:
                continue
            if turn % 11 == 7:
                ratings.append(ss.NotApplicable(question.id, "none this year", name))
            else:
                level = keys[turn % len(keys)]
                ratings.append(ss.Rating(question.id, level, respondent=name))
    return ss.Round(
        framework, "Anytown", title, on, ratings=ratings, respondents=tuple(respondents)
    )


def respondents_of(count: int) -> list[ss.Respondent]:
    return [
        ss.Respondent(f"r{place}", f"Safeguarding Organisation {place}", ss.Role.RELEVANT_AGENCY)
        for place in range(count)
    ]


def rounds_of(framework: ss.Framework, count: int) -> list[ss.Round]:
    return [
        cycled(framework, place, f"Round {place + 1}", date(2020 + place, 5, 1))
        for place in range(count)
    ]


def change_of(framework: ss.Framework) -> ss.results.Change:
    before, after = rounds_of(framework, 2)
    return ss.change(before, after)


DRAWN: dict[str, Callable[[ss.Framework], charts.Chart]] = {
    "grid": lambda framework: charts.grid(cycled(framework)),
    "change_grid": lambda framework: charts.change_grid(*rounds_of(framework, 2)),
    "history_strip": lambda framework: charts.history_strip(rounds_of(framework, 4)),
    "history_strip of many": lambda framework: charts.history_strip(rounds_of(framework, 12)),
    "respondents": lambda framework: charts.respondents(
        cycled(framework, respondents=respondents_of(4))
    ),
    "levels": lambda framework: charts.levels(cycled(framework)),
    "transitions": lambda framework: charts.transitions(change_of(framework)),
    "partnerships": lambda framework: charts.partnerships(
        [
            evolve(cycled(framework, place), organisation=f"Partnership {place} and its Borders")
            for place in range(5)
        ]
    ),
    "decomposition": lambda framework: charts.decomposition(change_of(framework)),
    "respondents, many": lambda framework: charts.respondents(
        cycled(framework, respondents=respondents_of(26))
    ),
    "levels by question": lambda framework: charts.levels(
        cycled(framework, respondents=respondents_of(4)), by="question"
    ),
    "trend": lambda framework: charts.trend(rounds_of(framework, 4)),
}
"""Every chart, from a framework alone."""

FRAMEWORKS: dict[str, Callable[[], ss.Framework]] = {
    "the paper's": ss.six_steps,
    "one question, two levels": lambda: framework_of(1, 2, 2),
    "five levels": lambda: framework_of(3, 5, 5),
    "10 steps by 12 questions, 7 levels": lambda: framework_of(10, 12, 7),
}


def lettered(title: str, *steps: str, source: str = "Doe, J (2024) A framework") -> ss.Framework:
    """A framework of the paper's scale whose questions are single words, a step a text."""
    return ss.Framework(
        title,
        ss.Source(source),
        evolve(ss.RAG, source=None),
        [
            ss.Step(
                f"s{place}",
                f"Step of {names}",
                [
                    ss.Question(name, f"Is {name} so?", label=f"About {name}")
                    for name in names.split()
                ],
            )
            for place, names in enumerate(steps, start=1)
        ],
    )


def adapted_pair() -> tuple[ss.Round, ss.Round, ss.Crosswalk]:
    """Two rounds between which questions were replaced, split, added and removed."""
    old = lettered("Old", "a b c d", "e f g h")
    new = lettered("New", "a b c2 d", "e f1 f2 i j k", source="Roe, R (2025) Another framework")
    levels = {"r": "red", "a": "amber", "g": "green"}

    def rated(framework: ss.Framework, title: str, on: date, given: str) -> ss.Round:
        pairs = zip([question.id for question in framework.questions], given.split(), strict=True)
        ratings = [ss.Rating(name, levels[letter]) for name, letter in pairs]
        return ss.Round(framework, "Anytown", title, on, ratings=ratings)

    matches = [
        *(ss.Match(name, name) for name in "abde"),
        ss.Match("c", "c2", "replaced"),
        ss.Match("f", ["f1", "f2"], "split"),
    ]
    crosswalk = ss.Crosswalk(matches, title="Old to new", source="Doe and Roe (2025)")
    before = rated(old, "Autumn 2025", date(2025, 11, 3), "r a g a r a g g")
    after = rated(new, "Spring 2026", date(2026, 5, 1), "a g a g a g a r r a")
    return before, after, crosswalk
