"""On every panel small enough to build as rounds, its figures are those of the rounds."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from sixsteps import NotApplicable, Panel, Rating, Round, change
from sixsteps.analysis.answer_cells import AnswerCell, AnswerKind, Counts, cells_of, respondent_ids
from sixsteps.analysis.decomposition import Ingredients
from sixsteps.panel.axes import step_identity
from sixsteps.results import Decomposition, Outcome, PanelCounts, PanelRespondent, TransitionMatrix
from tests.panel.adaptations import LINKED, ORIGIN
from tests.panel.many import PERIODS, many_rounds
from tests.strategies import TRAFFIC


@frozen
class Known:
    """A cell of a round with everything it can be grouped by."""

    cell: AnswerCell
    step: str
    question: tuple[str, str]
    period: str
    organisation: str
    role: str


def known_cells(given_rounds: list[Round]) -> list[Known]:
    found = []
    for round_ in given_rounds:
        roles = {one.id: one.role.name for one in round_.respondents}
        for cell in cells_of(round_, respondent_ids(round_), round_.on):
            identity = round_.framework.identity(cell.question)
            found.append(
                Known(
                    cell,
                    step_identity(round_.framework, cell.question).id,
                    (identity.id, identity.introduced),
                    round_.period or "",
                    round_.organisation_id or round_.organisation,
                    roles.get(cell.respondent or "", "not named"),
                )
            )
    return found


GROUPS: dict[str, Callable[[Known], object]] = {
    "step": lambda one: one.step,
    "question": lambda one: one.question,
    "period": lambda one: one.period,
    "organisation": lambda one: one.organisation,
    "role": lambda one: one.role,
}


def names(panel: Panel, by: str) -> list[object]:
    if by == "question":
        return [(one.id, one.introduced) for one in panel.questions]
    return [name for name, _ in panel.coverage(by).parts]


def as_panel_counts(counts: Counts) -> PanelCounts:
    return PanelCounts(
        counts.cells,
        counts.applicable,
        counts.asked,
        counts.answered,
        counts.supported,
        counts.complete,
        counts.started,
        counts.answered_not_asked,
    )


@pytest.mark.law
@given(many_rounds())
def test_coverage_is_that_of_the_rounds_by_every_part(made: list[Round]) -> None:
    panel, cells = Panel.from_rounds(made), known_cells(made)
    for by, key in GROUPS.items():
        found = panel.coverage(by)
        assert found.total == as_panel_counts(Counts.of(one.cell for one in cells))
        assert [counts for _, counts in found.parts] == [
            as_panel_counts(Counts.of(one.cell for one in cells if key(one) == name))
            for name in names(panel, by)
        ]


@pytest.mark.law
@given(many_rounds())
def test_levels_and_empties_are_those_of_the_rounds_by_every_part(made: list[Round]) -> None:
    panel, cells = Panel.from_rounds(made), known_cells(made)
    for by, key in GROUPS.items():
        for name, (_, found) in zip(names(panel, by), panel.levels(by).parts, strict=True):
            own = [one.cell for one in cells if key(one) == name]
            kinds = Counter(cell.kind for cell in own)
            assert found.reading.counts == tuple(
                sum(cell.level == level for cell in own) for level in TRAFFIC.keys
            )
            assert [
                (kind, count)
                for kind, count in found.empty
                if kind is not AnswerKind.NOT_IN_FRAMEWORK
            ] == [
                (kind, kinds[kind])
                for kind in AnswerKind
                if kind not in (AnswerKind.RATED, AnswerKind.NOT_IN_FRAMEWORK)
            ]


def figures(panel: Panel, before: str, after: str) -> list[object]:
    """The figures of a panel; of organisations, periods and roles those with any answer."""
    core, spread = panel.common_core(), panel.distribution(after, rule="worst")
    told: list[object] = [panel.questions, panel.scope.questions, core.questions, core.of]
    told += [spread.questions, spread.notes, panel.change(before, after).decompositions]
    for by in (*GROUPS, "tag"):
        covered, levels, moved = (
            *(panel.coverage(by), panel.levels(by)),
            panel.transitions(before, after, by=by),
        )
        there = [name for name, one in covered.parts if one.cells]
        told += [covered.total, levels.total, moved.total, there]
        told += [[one for one in found.parts if one[0] in there] for found in (covered, levels)]
        told += [[one for one in moved.parts if one[1].matched]]
    return told


@pytest.mark.law
@given(many_rounds(), st.booleans())
def test_a_part_of_a_panel_has_the_figures_of_the_panel_of_its_rounds(
    made: list[Round], by_period: bool
) -> None:
    periods, areas = ({getattr(one, name) for one in made} for name in ("period", "organisation"))
    chosen = {"periods": [max(periods)]} if by_period else {"organisations": [max(areas)]}
    (own,) = chosen.values()
    left = [one for one in made if own[0] in (one.period, one.organisation)]
    both = min(str(one.period) for one in left), max(str(one.period) for one in left)
    part, direct = Panel.from_rounds(made).where(**chosen), Panel.from_rounds(left)
    assert figures(part, *both) == figures(direct, *both)


def lines_by_respondent(
    made: list[Round], before: str, after: str, *, in_one_role: bool = False
) -> dict[PanelRespondent, tuple[Outcome, ...]]:
    """The lines of every respondent with a round in both periods, by `change`.

    The respondents are as the later round has them; `in_one_role` leaves out whose role changed.
    """
    at = {(round_.organisation, round_.period): round_ for round_ in made}
    found = {}
    for organisation in sorted({round_.organisation for round_ in made}):
        old, new = at.get((organisation, before)), at.get((organisation, after))
        if old is None or new is None:
            continue
        earlier = respondents_of(old)
        for name, one in respondents_of(new).items():
            if name in earlier and (one == earlier[name] or not in_one_role):
                found[one] = change(old, new, respondent=name).outcomes
    return found


def respondents_of(round_: Round) -> dict[str | None, PanelRespondent]:
    roles = {one.id: one.role for one in round_.respondents}
    return {
        name: PanelRespondent(round_.organisation, name, roles.get(name or ""))
        for name in respondent_ids(round_)
    }


@pytest.mark.law
@given(many_rounds())
def test_changes_are_those_of_the_rounds_pooled_and_by_organisation(made: list[Round]) -> None:
    panel = Panel.from_rounds(made)
    for before in panel.periods:
        for after in panel.periods:
            if before == after:
                continue
            matched = lines_by_respondent(made, before, after)
            found = panel.change(before, after)
            pooled = [line for lines in matched.values() for line in lines]
            assert found.transitions == TransitionMatrix.of(pooled, TRAFFIC)
            assert_same_parts(found.decompositions, pooled, alone=found.alone)
            assert found.respondents == len(matched)
            for own in found.parts:
                lines = [
                    line
                    for whose, lines in matched.items()
                    if whose.organisation == own.name
                    for line in lines
                ]
                assert own.transitions == TransitionMatrix.of(lines, TRAFFIC)
                at = {
                    period: {
                        whose
                        for one in made
                        if (one.organisation, one.period) == (own.name, period)
                        for whose in respondents_of(one)
                    }
                    for period in (before, after)
                }
                assert_same_parts(own.decompositions, lines, alone=len(at[before] ^ at[after]))


def assert_same_parts(
    found: tuple[Decomposition, ...], lines: list[Outcome], *, alone: int
) -> None:
    """Where nobody came or went, the decompositions are the same; else what is matched is."""
    expected = Ingredients.of(lines, TRAFFIC).decompositions(found[0].citation)
    if not alone:
        assert found == expected
    for one, other in zip(found, expected, strict=True):
        for kind in ("like for like", "restructuring"):
            assert one.amount(kind) == other.amount(kind)


@pytest.mark.law
@given(many_rounds())
def test_transitions_are_those_of_the_rounds_by_every_part(made: list[Round]) -> None:
    panel = Panel.from_rounds(made)
    if len(panel.periods) < 2:
        return
    frameworks = {(one.organisation, one.period): one.framework for one in made}
    step: dict[object, list[Outcome]] = {name: [] for name in names(panel, "step")}
    question: dict[object, list[Outcome]] = {name: [] for name in names(panel, "question")}
    role: dict[object, list[Outcome]] = {name: [] for name in names(panel, "role")}
    organisation: dict[object, list[Outcome]] = {name: [] for name in panel.organisations}
    period: dict[object, list[Outcome]] = {}
    in_one_role: list[Outcome] = []
    for before, after in pairwise(panel.periods):
        own = period.setdefault(f"{before} to {after}", [])
        for whose, lines in lines_by_respondent(made, before, after).items():
            later = frameworks[whose.organisation, after]
            for line in lines:
                if line.is_matched:
                    identity = later.identity(line.new[0])
                    step[step_identity(later, line.new[0]).id].append(line)
                    question[identity.id, identity.introduced].append(line)
            organisation[whose.organisation].extend(lines)
            own.extend(lines)
        for whose, lines in lines_by_respondent(made, before, after, in_one_role=True).items():
            role[whose.role_name].extend(lines)
            in_one_role.extend(lines)
    every = [line for lines in period.values() for line in lines]
    expected = {
        "step": step,
        "question": question,
        "role": role,
        "organisation": organisation,
        "period": period,
    }
    for by, parts in expected.items():
        found = panel.transitions(by=by)
        assert [own for _, own in found.parts] == [
            TransitionMatrix.of(lines, TRAFFIC) for lines in parts.values()
        ]
        pooled = in_one_role if by == "role" else every
        assert found.total == TransitionMatrix.of(pooled, TRAFFIC)


def test_a_part_that_does_not_apply_leaves_the_transition_to_the_next_part() -> None:
    panel = Panel.from_rounds(
        [
            Round(
                ORIGIN,
                "A",
                "First",
                PERIODS["2025 Q1"],
                [Rating("s1q2", "red")],
                period="2025 Q1",
            ),
            Round(
                LINKED,
                "A",
                "Second",
                PERIODS["2025 Q2"],
                [NotApplicable("s1q4", "None here"), Rating("s1q5", "green")],
                period="2025 Q2",
            ),
        ]
    )
    counted = {name: own.improved for name, own in panel.transitions(by="question").parts}
    assert {name for name, improved in counted.items() if improved} == {"s1q5"}
