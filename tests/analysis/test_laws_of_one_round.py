"""What holds of every round: counts add up, bounds are sharp, order does not matter."""

import copy
import pickle
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from attrs import asdict, evolve
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sixsteps import (
    Framework,
    Rating,
    Respondent,
    Role,
    Round,
    Scale,
    agreement,
    coverage,
    gaps,
    summary,
)
from sixsteps.analysis.answer_cells import (
    ActionCounts,
    AnswerCell,
    AnswerKind,
    Counts,
    cells_of,
    respondent_ids,
)
from sixsteps.analysis.summary import Reading, Readings, mean_score
from sixsteps.results import Agreement, Coverage, Gaps
from tests.strategies import rounds, scales
from tests.support.three_partners import C1, FRAMEWORK

ROUNDS = rounds(FRAMEWORK)
ASKED_ONE = evolve(
    C1,
    respondents=[
        Respondent("police", "Police", Role.PEER, asked=["q1"]),
        Respondent("all", "All", Role.AGREED),
    ],
    ratings=[Rating("q2", "red", respondent="all")],
    plans=[],
)
"""A round that puts one question to anybody, and so to the agreed answers."""
ANALYSES: list[Callable[[Round], Coverage | Gaps | Agreement]] = [coverage, gaps, agreement]


@st.composite
def rounds_on_any_scale(draw: st.DrawFn) -> Round:
    """Rounds of the two steps on scales of any length and needs."""
    scale = draw(scales(most=4))
    framework = Framework("Two steps", FRAMEWORK.source, scale, FRAMEWORK.steps)
    return draw(rounds(framework, most_respondents=2))


def without_agreed(round_: Round) -> Round:
    roles = [
        evolve(one, role=Role.PEER) if one.role is Role.AGREED else one
        for one in round_.respondents
    ]
    return evolve(round_, respondents=roles)


def added(parts: Iterator[Counts] | Iterator[ActionCounts]) -> dict[str, int]:
    found = [asdict(part) for part in parts]
    return {name: sum(part[name] for part in found) for name in found[0]}


@given(ROUNDS)
def test_steps_respondents_and_questions_each_add_up_to_the_round(round_: Round) -> None:
    found = coverage(round_)
    for parts in (found.steps, found.respondents, found.questions):
        assert added(part.counts for part in parts) == asdict(found.total)


@given(ROUNDS)
def test_each_count_is_at_most_the_one_it_is_nested_in(round_: Round) -> None:
    found = coverage(round_)
    for part in (*found.steps, *found.respondents, *found.questions):
        counts = part.counts
        nested = [
            *(counts.cells, counts.applicable, counts.asked),
            *(counts.answered, counts.supported, counts.complete),
        ]
        assert nested == sorted(nested, reverse=True)
        assert counts.started <= counts.unanswered
        assert counts.answered_not_asked <= counts.not_asked
        assert counts.unplanned >= 0


@given(ROUNDS)
def test_the_classes_of_actions_add_up_by_step_and_in_all(round_: Round) -> None:
    found = coverage(round_)
    assert added(part for _, part in found.step_actions) == asdict(found.actions)
    actions = found.actions
    assert actions.total == sum(len(plan.actions) for plan in round_.plans)
    assert actions.total == actions.closed + actions.overdue + actions.undated + actions.current


@given(ROUNDS)
def test_what_is_complete_lacks_nothing_and_the_rest_is_listed(round_: Round) -> None:
    found = coverage(round_)
    assert found.total.complete + len(found.lacking) == found.total.asked


def is_asked(round_: Round, question: str, respondent: str | None) -> bool:
    """Whether a question is put to a respondent, to joint answers if to anybody."""
    step = next(s.id for s in FRAMEWORK.steps if question in [q.id for q in s.questions])
    lists = {
        one.id: one.asked
        for one in round_.respondents
        if one.asked is not None or one.role not in (Role.AGREED, Role.PARTNERSHIP)
    }
    own = [lists[respondent]] if respondent in lists else [*lists.values()] or [None]
    return any(asked is None or question in asked or step in asked for asked in own)


def naive_kind(round_: Round, question: str, respondent: str | None) -> AnswerKind:
    """The kind of a cell recounted from the ratings themselves."""
    given_answers = [
        answer
        for answer in round_.ratings
        if (answer.question, answer.respondent) == (question, respondent)
    ]
    is_started = any(isinstance(answer, Rating) and not answer.level for answer in given_answers)
    if not is_asked(round_, question, respondent):
        return (
            AnswerKind.ANSWERED_NOT_ASKED
            if given_answers and not is_started
            else AnswerKind.NOT_ASKED
        )
    if not given_answers:
        return AnswerKind.UNANSWERED
    if is_started:
        return AnswerKind.STARTED
    return AnswerKind.RATED if isinstance(given_answers[0], Rating) else AnswerKind.NOT_APPLICABLE


@given(ROUNDS)
@example(ASKED_ONE)
def test_every_cell_is_of_one_kind_and_no_empty_is_taken_for_another(round_: Round) -> None:
    for cell in cells_of(round_, respondent_ids(round_), round_.on):
        assert cell.kind is naive_kind(round_, cell.question, cell.respondent)
        assert (cell.level is not None) == (cell.kind is AnswerKind.RATED)
        assert (cell.bounds is not None) == cell.is_asked


@given(ROUNDS, st.randoms())
def test_no_figure_minds_the_order_of_the_answers(round_: Round, shuffler: Random) -> None:
    answers = list(round_.ratings)
    shuffler.shuffle(answers)
    shuffled = evolve(round_, ratings=answers)
    for analysis in ANALYSES:
        assert analysis(shuffled) == analysis(round_)
    plain, other = without_agreed(round_), without_agreed(shuffled)
    assert summary(plain) == summary(other)


@given(ROUNDS)
def test_the_readings_of_the_steps_add_up_to_those_of_the_round(round_: Round) -> None:
    found = summary(without_agreed(round_))
    for name in ("as_rated", "lowest", "highest"):
        parts = [getattr(step.readings, name).counts for step in found.steps]
        assert tuple(map(sum, zip(*parts, strict=True))) == getattr(found, name).counts


def rising_figures(scale: Scale) -> list[Callable[[Reading], Fraction]]:
    """Figures that rise with the levels: every share, the worst, the low median, a mean."""
    scores = {key: Fraction(rank**2) for rank, key in enumerate(scale.keys)}

    def share(key: str) -> Callable[[Reading], Fraction]:
        return lambda reading: reading.at_least(key).value or Fraction(0)

    def worst(reading: Reading) -> Fraction:
        return Fraction(scale.rank(reading.worst or ""))

    def median(reading: Reading) -> Fraction:
        return Fraction(scale.rank(reading.median_low or ""))

    def mean(reading: Reading) -> Fraction:
        return mean_score(reading, scores) or Fraction(0)

    return [*map(share, scale.keys), worst, median, mean]


def completions(scale: Scale, cells: list[AnswerCell]) -> Iterator[Reading]:
    """Every set of levels the answers that are due may prove to have."""
    ranges = [range(low, high + 1) for cell in cells if cell.bounds for low, high in [cell.bounds]]
    for ranks in product(*ranges):
        yield Reading.of(scale, ranks)


def is_small(cells: list[AnswerCell]) -> bool:
    size = 1
    for cell in cells:
        size *= 1 if cell.bounds is None else cell.bounds[1] - cell.bounds[0] + 1
    return size <= 3000


@given(rounds_on_any_scale())
def test_the_bounds_are_reached_by_some_completion_and_passed_by_none(round_: Round) -> None:
    scale = round_.framework.scale
    cells = [*cells_of(round_, respondent_ids(round_), round_.on)]
    assume(is_small(cells))
    readings, every = Readings.of(scale, cells), [*completions(scale, cells)]
    if not readings.lowest.total:
        return
    for figure in rising_figures(scale):
        found = [figure(reading) for reading in every]
        assert (figure(readings.lowest), figure(readings.highest)) == (min(found), max(found))


@given(rounds_on_any_scale())
def test_the_answers_as_rated_lie_between_the_bounds(round_: Round) -> None:
    scale = round_.framework.scale
    readings = Readings.of(scale, [*cells_of(round_, respondent_ids(round_), round_.on)])
    if not readings.as_rated.total:
        return
    for key in scale.keys:
        low, stated, high = (
            reading.at_least(key).value
            for reading in (readings.lowest, readings.as_rated, readings.highest)
        )
        assert low is not None
        assert stated is not None
        assert high is not None
        assert low <= stated <= high


@given(ROUNDS)
def test_the_rating_of_a_step_lies_between_its_bounds(round_: Round) -> None:
    scale = FRAMEWORK.scale
    for step in summary(without_agreed(round_)).steps:
        if step.rating is not None and step.lowest is not None and step.highest is not None:
            low, own, high = map(scale.rank, (step.lowest, step.rating, step.highest))
            assert low <= own <= high


COUNTS = st.tuples(*[st.integers(0, 5)] * 3).filter(any)


@given(COUNTS, COUNTS, st.fractions(0, 1))
def test_dominance_and_the_turning_point_say_what_every_scoring_would(
    ours: tuple[int, int, int], theirs: tuple[int, int, int], amber: Fraction
) -> None:
    one, other = (
        evolve(summary(C1), as_rated=Reading(FRAMEWORK.scale, counts)) for counts in (ours, theirs)
    )
    found = one.against(other)
    scores = {"red": Fraction(0), "amber": amber, "green": Fraction(1)}
    mean, compared = mean_score(one.as_rated, scores), mean_score(other.as_rated, scores)
    assert mean is not None
    assert compared is not None
    match found.verdict:
        case "better":
            assert mean >= compared
        case "worse":
            assert mean <= compared
        case "the same":
            assert mean == compared
        case _:
            assert found.flips_at is not None
            is_better = (
                amber < found.flips_at if "less" in found.sentence else amber > found.flips_at
            )
            assert (mean > compared) == is_better


@given(ROUNDS)
def test_reversing_a_comparison_of_summaries_reverses_it(round_: Round) -> None:
    one, other = summary(without_agreed(round_)), summary(C1)
    assume(one.as_rated.total)
    there, back = one.against(other), other.against(one)
    assert back.differences == tuple((key, -value) for key, value in there.differences)
    assert back.flips_at == there.flips_at


@pytest.mark.parametrize("analysis", [*ANALYSES, summary])
def test_results_are_values(analysis: object) -> None:
    assert callable(analysis)
    found = analysis(C1)
    assert found == analysis(C1)
    assert hash(found) == hash(analysis(C1))
    assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == found  # noqa: S301  our own


@pytest.mark.parametrize("analysis", [*ANALYSES, summary])
def test_every_table_of_a_result_fits_a_terminal_and_cites_the_source(analysis: object) -> None:
    assert callable(analysis)
    for table in analysis(C1).tables():
        assert table.source == C1.citation
        assert max(map(len, str(table).splitlines())) <= 80
        assert all(row["source"] == C1.citation for row in table.rows())
