"""Where a question stands against the rounds before it."""

from datetime import date

from sixsteps import Rating, Respondent, Role, Round
from sixsteps.analysis.gaps import Standing, standings
from sixsteps.results import Spell
from tests.support.short_rounds import LEVELS, asking, in_order

FRAMEWORK = asking("abcdefg")


def of_year(year: int, letters: str) -> Round:
    return in_order(FRAMEWORK, letters, str(year), date(year, 5, 1))


def by(year: int, **letters: str) -> Round:
    """A round in which each respondent rates question a."""
    people = [Respondent(who, who.title(), Role.LEAD_PARTNER) for who in letters]
    ratings = [Rating("a", LEVELS[letter], respondent=who) for who, letter in letters.items()]
    on = date(year, 5, 1)
    return Round(asking("a"), "Anytown", str(year), on, ratings, respondents=people)


def test_each_question_has_moved_since_the_last_round_or_is_new() -> None:
    found = standings(
        of_year(2026, "AAARRR."), [of_year(2024, "RRRRRR."), of_year(2025, "RAG.R.R")]
    )

    assert found == {
        "a": Standing("improved", Spell(0, 0)),
        "b": Standing("held", Spell(0, 0)),
        "c": Standing("declined", Spell(0, 0)),
        "d": Standing("new", Spell(1, 3)),
        "e": Standing("held", Spell(3, 3)),
        "f": Standing("new", Spell(1, 3)),
        "g": Standing(None, Spell(0, 3)),
    }


def test_without_earlier_rounds_nothing_has_moved() -> None:
    assert standings(of_year(2026, "RAGRAG."), [])["a"] == Standing(None, Spell(1, 1))


def test_rounds_a_respondent_had_no_part_in_are_passed_over() -> None:
    first, second = by(2024, police="R", health="G"), by(2025, police="R")
    third = by(2026, police="A", health="R")

    assert standings(third, [first, second], respondent="police")["a"] == Standing(
        "improved", Spell(0, 0)
    )
    assert standings(third, [first, second], respondent="health")["a"] == Standing(
        None, Spell(1, 1)
    )
