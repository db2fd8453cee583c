"""The one answer that several respondents' answers to a question give by a rule."""

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import evolve, frozen

from sixsteps.analysis.cells import (
    AnswerCell,
    Kind,
    actions_for,
    cell_of,
    is_direct,
    rated_cell,
    state_of,
)
from sixsteps.analysis.rules import Rule, joined_bounds, joined_rank
from sixsteps.model.ratings import Rating
from sixsteps.model.rounds import Round


@frozen
class Joined:
    """The level that several ratings of a question give by a rule, and those who gave that level.

    `level` is `None` where levels differ under `unanimous`: which it is to be is still open.
    """

    level: str | None
    ratings: tuple[Rating, ...]


def joined(round_: Round, question: str, whose: Iterable[str | None], rule: Rule) -> Joined | None:
    """What the ratings of these respondents give by a rule; `None` where nobody gave a level.

    Answers by respondents who were not asked do not count.
    """
    scale = round_.framework.scale
    given = [
        (scale.rank(answer.level), answer)
        for name in whose
        if isinstance(answer := round_.answer(question, name), Rating)
        and answer.level is not None
        and round_.is_asked(question, name)
    ]
    if not given:
        return None
    rank = joined_rank([own for own, _ in given], rule)
    same = tuple(rating for own, rating in given if own == rank)
    return Joined(None if rank is None else scale.keys[rank], same)


def joined_cell(
    round_: Round, question: str, whose: Sequence[str | None], rule: Rule, as_of: date
) -> AnswerCell:
    """The one cell that the cells of several respondents to a question give by a rule.

    The level is that of the answers given; the bounds are sharp over all that were due, those not
    given included. Somebody's answer comes before "not applicable", and that before "not asked".
    """
    cells = [cell_of(round_, question, name, as_of) for name in whose]
    actions = actions_for(round_, question, whose)
    plan, directly = state_of(actions, as_of), is_direct(actions)
    bounds = [cell.bounds for cell in cells if cell.bounds is not None]
    found = joined(round_, question, whose, rule)
    if found is not None:
        evidence = [piece for rating in found.ratings for piece in rating.evidence]
        remaining = next((r.remaining for r in found.ratings if r.remaining.strip()), "")
        rating = Rating(question, found.level, evidence, remaining=remaining)
        cell = rated_cell(round_.framework.scale, rating, plan, directly=directly)
        return evolve(cell, bounds=joined_bounds(bounds, rule))
    order = (
        *(Kind.DRAFT, Kind.UNANSWERED, Kind.NOT_APPLICABLE),
        *(Kind.ANSWERED_NOT_ASKED, Kind.NOT_ASKED),
    )
    kinds = {cell.kind for cell in cells}
    return AnswerCell(
        question,
        None,
        next(kind for kind in order if kind in kinds),
        bounds=joined_bounds(bounds, rule) if bounds else None,
        lacks=("rating",) if bounds else (),
        plan=plan,
        directly=directly,
    )
