"""A panel by a rule is that of its rounds by the rule, and who comes or goes is told apart."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import sixsteps as ss
from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind, Counts
from sixsteps.analysis.consensus import select
from sixsteps.analysis.decomposition import Ingredients
from sixsteps.panel.axes import step_identity
from sixsteps.results import Outcome, TransitionMatrix
from tests.panel.adaptations import EVERY
from tests.panel.many import LEVELS, PERIODS, answer_of_kind
from tests.panel.test_panel_equals_analysis import as_panel_counts
from tests.strategies import TRAFFIC

RULES = ("worst", "best", "median_low", "unanimous")
PEOPLE = (
    ss.Respondent("council", "Council", ss.Role.LEAD_PARTNER),
    ss.Respondent("police", "Police", ss.Role.LEAD_PARTNER, asked=["s1"]),
    ss.Respondent("health", "Health", ss.Role.RELEVANT_AGENCY),
    # The same agency in another role, in another round.
    ss.Respondent("health", "Health", ss.Role.LEAD_PARTNER),
    ss.Respondent("agreed", "Agreed in the meeting", ss.Role.AGREED),
)


@st.composite
def rounds_of_several(draw: st.DrawFn) -> list[ss.Round]:
    """Rounds of one or two organisations by several respondents, on any of the frameworks."""
    made = []
    cells = [(name, period) for name in ("A", "B") for period in PERIODS]
    for name, period in draw(st.lists(st.sampled_from(cells), min_size=2, unique=True)):
        framework = draw(st.sampled_from(EVERY))
        asked = {step.id for step in framework.steps} | {one.id for one in framework.questions}
        whose = draw(st.lists(st.sampled_from(PEOPLE), max_size=4, unique_by=lambda one: one.id))
        people = [one for one in whose if asked.issuperset(one.asked or ())]
        ids: list[str | None] = [one.id for one in people] or [None]
        wanted = [(question.id, one) for question in framework.questions for one in ids]
        kinds = draw(st.lists(st.integers(0, 10), min_size=len(wanted), max_size=len(wanted)))
        answers = [answer_of_kind(kind, *cell) for kind, cell in zip(kinds, wanted, strict=True)]
        made.append(
            ss.Round(
                framework,
                name,
                f"Round of {period}",
                PERIODS[period],
                [one for one in answers if one is not None],
                [ss.ActionPlan("s1", [ss.Action("Meet")])] if draw(st.booleans()) else (),
                people,
                period=period,
            )
        )
    return made


def cells_by(made: list[ss.Round], rule: str, by: str) -> dict[str, list[AnswerCell]]:
    found: dict[str, list[AnswerCell]] = {}
    for round_ in made:
        for cell in select(round_, rule=rule).cells:
            name = {
                "organisation": round_.organisation,
                "period": str(round_.period),
                "step": step_identity(round_.framework, cell.question).id,
            }[by]
            found.setdefault(name, []).append(cell)
    return found


@pytest.mark.law
@given(rounds_of_several(), st.sampled_from(RULES), st.sampled_from(["organisation", "period"]))
def test_coverage_and_levels_by_a_rule_are_those_of_the_rounds(
    made: list[ss.Round], rule: str, by: str
) -> None:
    panel, cells = ss.Panel.from_rounds(made), cells_by(made, rule, by)
    assert dict(panel.coverage(by, rule=rule).parts) == {
        name: as_panel_counts(Counts.of(own)) for name, own in cells.items()
    }
    for name, found in panel.levels(by, rule=rule).parts:
        assert found.reading.counts == tuple(
            sum(cell.level == level for cell in cells[name]) for level in LEVELS
        )
        kinds = Counter(cell.kind for cell in cells[name])
        assert all(
            found.empties[kind] == kinds[kind]
            for kind in AnswerKind
            if kind not in (AnswerKind.RATED, AnswerKind.NOT_IN_FRAMEWORK)
        )


def pairs_of(made: list[ss.Round], before: str, after: str) -> dict[str, list[ss.Round]]:
    at = {(one.organisation, one.period): one for one in made}
    return {
        name: [at[name, period] for period in (before, after)]
        for name in ("A", "B")
        if (name, before) in at and (name, after) in at
    }


@pytest.mark.law
@given(rounds_of_several(), st.sampled_from(RULES), st.data())
def test_a_change_by_a_rule_is_that_of_the_rounds_with_the_same_respondents(
    made: list[ss.Round], rule: str, data: st.DataObject
) -> None:
    panel = ss.Panel.from_rounds(made)
    assume(len(panel.periods) > 1)
    before, after = data.draw(st.permutations(panel.periods))[:2]
    pairs = pairs_of(made, before, after)
    lines = {name: ss.change(*pair, rule=rule).outcomes for name, pair in pairs.items()}
    found = panel.change(before, after, rule=rule)
    for name, own in lines.items():
        assert found.part(name).transitions == TransitionMatrix.of(own, TRAFFIC)
        expected = Ingredients.of(own, TRAFFIC).decompositions(panel.citation)
        assert found.part(name).decompositions == expected
    moves = panel.transitions(before, after, by="step", rule=rule)
    assert dict(moves.parts) == by_step(panel, pairs, lines)
    every = [one for own in lines.values() for one in own]
    assert moves.total == TransitionMatrix.of(every, TRAFFIC)


def by_step(
    panel: ss.Panel, pairs: dict[str, list[ss.Round]], lines: dict[str, tuple[Outcome, ...]]
) -> dict[str, TransitionMatrix]:
    own: dict[str, list[Outcome]] = {name: [] for name in panel.step_labels}
    for name, outcomes in lines.items():
        later = pairs[name][1].framework
        for one in outcomes:
            if one.is_matched:
                own[step_identity(later, one.new[0]).id].append(one)
    return {name: TransitionMatrix.of(found, TRAFFIC) for name, found in own.items()}


def share(levels: list[str], rank: int) -> Fraction | None:
    at = [LEVELS.index(level) >= rank for level in levels]
    return Fraction(sum(at), len(at)) if at else None


@pytest.mark.law
@given(
    rounds_of_several(),
    st.sampled_from([None, *RULES]),
    st.sampled_from(["organisation", "step", "question", "role"]),
)
def test_the_components_of_a_change_come_to_the_change_of_all_that_was_rated(
    made: list[ss.Round], rule: str | None, by: str
) -> None:
    panel = ss.Panel.from_rounds(made)
    before, after = panel.periods[0], panel.periods[-1]
    found, back = (
        panel.change(*pair, by=by, rule=rule) for pair in ((before, after), (after, before))
    )
    rated = {
        period: panel.where(periods=[period]).levels().total.reading.counts
        for period in (before, after)
    }
    # By a rule the levels of a comparison are those of the same respondents.
    for rank, one in zip((2, 1), () if rule else found.decompositions, strict=rule is None):
        for period, figure in ((before, one.before), (after, one.after)):
            levels = [
                level for level, n in zip(LEVELS, rated[period], strict=True) for _ in range(n)
            ]
            assert figure == share(levels, rank)
    sides = [
        [one.decompositions, *(part.decompositions for part in one.parts)] for one in (found, back)
    ]
    for own, other in zip(*sides, strict=True):
        for one, mirrored in zip(own, other, strict=True):
            if one.is_comparable:
                assert sum(part.amount for part in one.components) == one.change
            if by == "organisation":
                assert one.change == (None if mirrored.change is None else -mirrored.change)
                for kind, opposite in (
                    ("like for like", "like for like"),
                    ("restructuring", "restructuring"),
                    ("entered", "left"),
                    ("left", "entered"),
                ):
                    assert one.amount(kind) == -mirrored.amount(opposite)
    assert sum(one.transitions.matched for one in found.parts) == found.transitions.matched


def made_round(name: str, year: int, *levels: str) -> ss.Round:
    ratings = [ss.Rating(f"s1q{place}", level) for place, level in enumerate(levels, 1)]
    day = date(year, 5, 1)
    return ss.Round(ss.six_steps(), name, str(year), day, ratings, period=str(year))


def test_organisations_that_enter_and_leave_are_components_of_the_change() -> None:
    panel = ss.Panel.from_rounds(
        [
            made_round("Stays", 2025, "red", "green"),
            made_round("Stays", 2026, "green", "green"),
            made_round("Leaves", 2025, "red"),
            made_round("Enters", 2026, "green", "red", "red"),
        ]
    )
    found = panel.change("2025", "2026")
    best = found.decompositions[0]
    assert (best.before, best.after, best.change) == (
        Fraction(1, 3),
        Fraction(3, 5),
        Fraction(4, 15),
    )
    assert [(one.name, one.questions, one.amount) for one in best.components] == [
        ("like for like", 2, Fraction(1, 2)),
        ("restructuring", 0, Fraction(0)),
        ("entered: organisation", 3, Fraction(3, 5) * (Fraction(1, 3) - 1)),
        ("left: organisation", 1, Fraction(1, 3) * (Fraction(1, 2) - 0)),
    ]
    assert (found.respondents, found.alone) == (1, 2)
    assert found.part("Enters").decompositions[0].components == ()


def test_a_respondent_who_comes_to_an_organisation_is_told_from_an_organisation_that_comes() -> (
    None
):
    people = [ss.Respondent(name, name, ss.Role.RELEVANT_AGENCY) for name in ("police", "health")]
    rounds = [
        ss.Round(
            ss.six_steps(),
            "Anytown",
            str(year),
            date(year, 5, 1),
            [ss.Rating("s1q1", "green", respondent=one.id) for one in whose],
            respondents=whose,
            period=str(year),
        )
        for year, whose in ((2025, people[:1]), (2026, people))
    ]
    panel = ss.Panel.from_rounds(rounds)
    names = [one.name for one in panel.change("2025", "2026").decompositions[0].components]
    assert names == ["like for like", "restructuring", "entered: other respondents"]
    joint = panel.change("2025", "2026", rule="worst")
    assert [one.name for one in joint.decompositions[0].components] == names[:2]
    assert joint.transitions.held == 1


def test_a_plan_for_somebody_else_s_answer_is_no_plan_for_the_joint_one() -> None:
    people = [ss.Respondent(name, name, ss.Role.RELEVANT_AGENCY) for name in ("police", "health")]
    ratings = [
        ss.Rating("s1q1", "red", respondent="police"),
        ss.Rating("s1q1", "green", ["Minutes"], respondent="health"),
    ]
    for whose, complete in (("police", 1), ("health", 0)):
        plan = ss.ActionPlan("s1", [ss.Action("Meet", respondents=[whose])])
        round_ = ss.Round(
            *(ss.six_steps(), "Anytown", "2026", date(2026, 5, 1), ratings, [plan], people),
            period="2026",
        )
        panel = ss.Panel.from_rounds([round_])
        assert panel.coverage(rule="worst").total.complete == complete


def test_every_output_by_a_rule_names_it() -> None:
    panel = ss.Panel.from_rounds([ss.samples.autumn_2025(), ss.samples.spring_2026()])
    note = (
        "Several answers joined by the rule best (the highest level given), after answers agreed"
        " in discussion."
    )
    for found in (
        panel.coverage(rule="best"),
        panel.levels(rule="best"),
        panel.transitions(rule="best"),
        panel.change("2025-H2", "2026-H1", rule="best"),
        panel.distribution(rule="best"),
    ):
        assert all(note in table.notes for table in found.tables())


@pytest.mark.parametrize("verb", ["coverage", "levels", "transitions"])
def test_an_unknown_rule_is_refused_with_those_there_are(verb: str) -> None:
    panel = ss.Panel.from_rounds([ss.samples.autumn_2025(), ss.samples.spring_2026()])
    with pytest.raises(ss.UnknownIdError) as caught:
        getattr(panel, verb)(rule="wurst")
    assert str(caught.value) == (
        "no rule 'wurst'; there are worst, best, median_low, unanimous; did you mean 'worst'?"
    )


def test_a_change_by_period_is_refused() -> None:
    panel = ss.Panel.from_rounds([ss.samples.autumn_2025(), ss.samples.spring_2026()])
    with pytest.raises(ss.UnknownIdError) as caught:
        panel.change("2025-H2", "2026-H1", by="period")
    assert str(caught.value) == "a change is of two periods; give by= another part"


def test_a_part_of_a_panel_without_anybody_has_a_change_of_nothing() -> None:
    panel = ss.Panel.from_rounds([ss.samples.autumn_2025(), ss.samples.spring_2026()])
    nobody = panel.where(roles=[])
    for rule in (None, "worst"):
        assert nobody.change("2025-H2", "2026-H1", rule=rule).transitions.matched == 0
        assert nobody.coverage(rule=rule).total.cells == 0
