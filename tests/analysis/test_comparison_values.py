"""Results of comparisons are values: equal, hashable, copied and pickled whole."""

import pickle
from collections.abc import Callable, MutableMapping, MutableSequence
from copy import deepcopy

import pytest

from sixsteps import Rating, Respondent, Role, Round, change, contrast, history
from sixsteps.table import Tabular
from tests.support.short_rounds import SPRING, asking, autumn, spring

FRAMEWORK = asking("ab", "c")


def of_change() -> Tabular:
    return change(autumn(FRAMEWORK, "RAn"), spring(FRAMEWORK, "AG."))


def of_decomposition() -> Tabular:
    return change(autumn(FRAMEWORK, "RAn"), spring(FRAMEWORK, "AG.")).share("green")


def of_history() -> Tabular:
    return history([autumn(FRAMEWORK, "RAn"), spring(FRAMEWORK, "AG.")])


def of_comparison() -> Tabular:
    people = [Respondent(name, name.title(), Role.PEER) for name in ("one", "two")]
    answers = [
        Rating("a", level, respondent=name) for name, level in [("one", "red"), ("two", "green")]
    ]
    round_ = Round(FRAMEWORK, "Anytown", "Spring 2026", SPRING, answers, respondents=people)
    return contrast(round_, "one", "two")


EVERY = [of_change, of_decomposition, of_history, of_comparison]


@pytest.mark.parametrize("make", EVERY)
def test_a_result_is_a_value(make: Callable[[], Tabular]) -> None:
    found = make()
    found.tables()

    assert found == make()
    assert hash(found) == hash(make())
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes
    assert deepcopy(found) == found


@pytest.mark.parametrize("make", EVERY)
def test_what_is_done_to_a_value_that_a_result_gave_out_changes_no_result(
    make: Callable[[], Tabular],
) -> None:
    found = make()
    for name in (name for name in dir(found) if not name.startswith("_")):
        given = getattr(found, name)
        if isinstance(given, MutableMapping | MutableSequence):
            given.clear()
            assert getattr(found, name) == getattr(make(), name)

    assert found.all_tables() == make().all_tables()


@pytest.mark.parametrize("make", EVERY)
def test_every_table_carries_the_source(make: Callable[[], Tabular]) -> None:
    for table in make().tables():
        assert table.source == "Doe, J (2024) Local"
        assert table.to_csv().count("Doe, J (2024) Local") >= 1


@pytest.mark.parametrize("make", EVERY)
def test_a_result_shows_itself_in_a_console_and_in_a_notebook(
    make: Callable[[], Tabular],
) -> None:
    found = make()

    assert repr(found) == str(found.table())
    assert found._repr_html_().count("<table") == len(found.tables())
    assert found.rows()[0]["source"] == "Doe, J (2024) Local"
