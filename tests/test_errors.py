"""What an error says when it is printed, and what it holds for programs."""

import sixsteps as ss


def test_a_problem_says_what_is_wrong_where_and_how_to_mend_it() -> None:
    problem = ss.Problem(("ratings", 3, "level"), "unknown level", "there are red, green")
    assert str(problem) == "unknown level at ratings[3].level; there are red, green"


def test_a_long_message_is_printed_shortened_and_held_whole() -> None:
    problem = ss.Problem(("title",), "x" * 50_000, "y" * 50_000)
    assert str(problem) == f"{'x' * 997}... at title; {'y' * 997}..."
    assert (len(problem.message), len(problem.remedy)) == (50_000, 50_000)


def test_of_a_long_message_of_many_lines_the_last_stays() -> None:
    faults = [f"{number}: {'x' * 100}" for number in range(112)]
    problem = ss.Problem((), "\n".join([*faults, "nothing is written"]), "mend this")
    assert str(problem).splitlines() == [
        *faults[:100],
        "and 12 more; mend these first",
        "nothing is written; mend this",
    ]


def test_the_place_is_seen_from_further_out() -> None:
    inner = ss.Problem((3, "level"), "unknown level")
    assert inner.within("ratings").place == "ratings[3].level"
    assert inner.within("", "ratings").place == "ratings[3].level"


def test_an_error_lists_a_hundred_problems_and_holds_them_all() -> None:
    error = ss.InvalidError("round", [ss.Problem((number,), "wrong") for number in range(102)])
    assert str(error).splitlines() == [
        "102 problems with the round:",
        *(f"  wrong at [{number}]" for number in range(100)),
        "  and 2 more, which the error's problems hold",
    ]
    assert len(error.problems) == 102
