"""The sentence for a board: a wording for every case, plain counts and no causes."""

import pytest

from sixsteps import AddQuestion, Crosswalk, Level, Match, Rating, Round, Scale, adapt, change
from tests.support.short_rounds import AUTUMN, SPRING, asking, autumn, spring


def with_evidence(round_: Round) -> Round:
    """The round with evidence for every rating, so that no sentence speaks of it."""
    return round_.with_ratings(
        *(
            Rating(answer.question, answer.level, evidence=["Minutes"])
            for answer in round_.ratings
            if isinstance(answer, Rating)
        )
    )


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            "RAAG",
            "AGAR",
            "All 4 questions can be compared with Autumn 2025: 2 improved, 1 stayed the same and"
            " 1 declined. Green stayed at 1 of 4.",
        ),
        (
            "RRRR",
            "GGRR",
            "All 4 questions can be compared with Autumn 2025: 2 improved, 2 stayed the same and"
            " none declined. Green went from 0 of 4 to 2 of 4.",
        ),
        (
            "RAGG",
            "RAGG",
            "All 4 questions can be compared with Autumn 2025, and none of them changed. Green"
            " stayed at 2 of 4.",
        ),
        (
            "R",
            "A",
            "The one question can be compared with Autumn 2025, and it improved. Green stayed at"
            " 0 of 1.",
        ),
        (
            "G",
            "R",
            "The one question can be compared with Autumn 2025, and it declined. Green went from"
            " 1 of 1 to 0 of 1.",
        ),
        (
            "A",
            "A",
            "The one question can be compared with Autumn 2025, and it stayed the same. Green"
            " stayed at 0 of 1.",
        ),
        (
            "R.",
            "G.",
            "1 of the 2 questions can be compared with Autumn 2025, and it improved. Green went"
            " from 0 of 1 to 1 of 1 of the questions rated.",
        ),
        (
            "RG.",
            "G.R",
            "1 of the 3 questions can be compared with Autumn 2025, and it improved. Green stayed"
            " at 1 of 2 of the questions rated. On the comparable questions alone it rose from 0"
            " to 1; questions newly answered (1) and no longer answered (1) offset that.",
        ),
        (
            "GG.",
            "R.G",
            "1 of the 3 questions can be compared with Autumn 2025, and it declined. Green went"
            " from 2 of 2 to 1 of 2 of the questions rated. On the comparable questions alone it"
            " fell from 1 to 0; the rest of the difference comes from questions newly answered"
            " (1) or no longer answered (1).",
        ),
        (
            "RR",
            "..",
            "None of the 2 questions can be compared with Autumn 2025. Nothing has been rated since"
            " Autumn 2025.",
        ),
        (
            "..",
            "RG",
            "None of the 2 questions can be compared with Autumn 2025. Green is 1 of 2 of the"
            " questions rated.",
        ),
        (
            ".",
            "G",
            "The one question cannot be compared with Autumn 2025. Green is 1 of 1 of the"
            " questions rated.",
        ),
        (
            "R.",
            ".G",
            "None of the 2 questions can be compared with Autumn 2025. Green was 0 of 1 and is 1"
            " of 1 of the questions rated; questions were newly answered (1) and no longer"
            " answered (1).",
        ),
    ],
)
def test_one_framework_twice(before: str, after: str, sentence: str) -> None:
    framework = asking([f"q{number}" for number in range(1, len(before) + 1)])
    found = change(
        with_evidence(autumn(framework, before)), with_evidence(spring(framework, after))
    )

    assert found.sentence == sentence


@pytest.mark.parametrize(
    ("old", "new", "matches", "sentence"),
    [
        (
            {"a": "G", "b": "R"},
            {"a": "G", "b": "G", "c": "G"},
            [Match("a", "a"), Match("b", "b")],
            "2 of the 3 questions can be compared with Autumn 2025: 1 improved, 1 stayed the same"
            " and none declined. Green went from 1 of 2 to 3 of 3. On the comparable questions"
            " alone it rose from 1 to 2; others were added (1).",
        ),
        (
            {"a": "R", "b": "R"},
            {"a": "R"},
            [Match("a", "a")],
            "The one question can be compared with Autumn 2025, and it stayed the same. Green"
            " went from 0 of 2 to 0 of 1. On the comparable questions alone it stayed at 0;"
            " others were removed (1). The question removed was last rated Red.",
        ),
        (
            {"a": "R", "b": "R", "c": "R", "d": "G"},
            {"a": "R"},
            [Match("a", "a")],
            "The one question can be compared with Autumn 2025, and it stayed the same. Green"
            " went from 1 of 4 to 0 of 1. On the comparable questions alone it stayed at 0; the"
            " difference comes from questions removed (3). Of the questions removed,"
            " 2 were last rated Red.",
        ),
        (
            {"a": "R", "b": "R", "c": "A"},
            {"a": "R"},
            [Match("a", "a")],
            "The one question can be compared with Autumn 2025, and it stayed the same. Green"
            " went from 0 of 3 to 0 of 1. On the comparable questions alone it stayed at 0;"
            " others were removed (2). Of the questions removed, 1 was last rated Red.",
        ),
        (
            {"a": "G"},
            {"b": "R"},
            [Match("a", "b", "replaced")],
            "The one question cannot be compared with Autumn 2025. Green was 1 of 1 and is 0 of"
            " 1; questions were replaced (1).",
        ),
        (
            {"a": "G"},
            {"b": "G", "c": "A"},
            [Match("a", ["b", "c"], "split")],
            "Both questions can be compared with Autumn 2025, as 1 once those that were split or"
            " merged are taken together, and it declined. Green went from 1 of 1 to 1 of 2. On"
            " the comparable questions alone it fell from 1 to 0; the rest of the difference"
            " comes from questions split or merged (1).",
        ),
    ],
)
def test_a_framework_that_changed(
    old: dict[str, str], new: dict[str, str], matches: list[Match], sentence: str
) -> None:
    before, after = (
        autumn(asking([*old]), "".join(old.values())),
        spring(asking([*new]), "".join(new.values())),
    )
    found = change(with_evidence(before), with_evidence(after), crosswalk=Crosswalk(matches))

    assert found.sentence == sentence


@pytest.mark.parametrize(
    ("greens", "supported", "ending"),
    [
        (3, 0, " None of the 3 Greens has evidence recorded."),
        (2, 0, " Neither of the 2 Greens has evidence recorded."),
        (3, 2, " 1 of the 3 Greens has no evidence recorded."),
        (1, 0, " The one Green has no evidence recorded."),
        (3, 3, " Green stayed at 3 of 3."),
    ],
)
def test_greens_without_evidence_are_counted(greens: int, supported: int, ending: str) -> None:
    framework = asking([f"q{number}" for number in range(greens)])
    after = spring(framework, "G" * greens)
    after = after.with_ratings(
        *(Rating(f"q{number}", "green", ["Minutes"]) for number in range(supported))
    )

    assert change(autumn(framework, "G" * greens), after).sentence.endswith(ending)


def test_levels_that_are_no_colours_are_named_without_a_plural() -> None:
    scale = Scale("Two", [Level("poor"), Level("outstanding", needs=["evidence"])])
    framework = asking("ab", scale=scale)
    before, after = (
        Round(framework, "Anytown", title, on, [Rating(x, "outstanding") for x in "ab"])
        for title, on in [("Autumn 2025", AUTUMN), ("Spring 2026", SPRING)]
    )

    assert change(before, after).sentence == (
        "Both questions can be compared with Autumn 2025: none improved (at most 2, whatever the"
        " missing evidence would show), 2 stayed the same and none declined (at most 2, whatever"
        " the missing evidence would show). Outstanding"
        " stayed at 2 of 2. Neither of the 2 rated Outstanding has evidence recorded."
    )


def test_a_framework_without_questions_has_nothing_to_compare() -> None:
    framework = asking([])

    assert change(autumn(framework, ""), spring(framework, "")).sentence == (
        "There is no question to compare with Autumn 2025."
    )


def test_another_organisation_is_named() -> None:
    framework = asking("a")
    ours = spring(framework, "R")
    theirs = Round(framework, "Othertown", "Spring 2026", SPRING, [Rating("a", "red")])

    assert change(theirs, ours).sentence == (
        "The one question can be compared with Spring 2026 of Othertown, and it stayed the same."
        " Green stayed at 0 of 1."
    )


def test_the_references_of_two_adaptations_are_one_list() -> None:
    ours, theirs = (
        adapt(asking("a"), AddQuestion("step1", "Is it so?"), by=who, on=AUTUMN)
        for who in ("Anytown", "Othertown")
    )
    found = change(autumn(ours, "RR"), spring(theirs, "RR"))

    assert found.citation == (
        "Adapted from Doe, J (2024) Local. Adapted by Anytown (2025). Adapted by Othertown (2025)."
    )
