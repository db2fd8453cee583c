"""Where each question stands against earlier rounds: what moved, and what stayed at the worst."""

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from sixsteps.analysis.change import change
from sixsteps.analysis.history import history
from sixsteps.analysis.rules import RULES
from sixsteps.analysis.selection import Of, respondents_of
from sixsteps.analysis.threads import Run
from sixsteps.errors import SeveralAnswersError, UnknownIdError, listed
from sixsteps.model.rounds import Round

Movement = Literal["improved", "held", "declined", "new"]
"""Since the last round; "new" where there is nothing to compare with."""


@frozen
class Standing:
    """A question against the rounds before: its movement, and its rounds in a row at the worst.

    `movement` is `None` where the question cannot be told to have moved: it is not rated now,
    or it came from questions that were split or merged, whose movement is theirs together.
    """

    movement: Movement | None
    run: Run


def standings(
    round_: Round,
    earlier: Iterable[Round],
    *,
    of: Of | None = None,
    rule: str | None = None,
) -> dict[str, Standing]:
    """How every question of a round stands against earlier rounds, given in order of date.

    Earlier rounds that `of` had no part in are passed over; where none is left, or the last of
    all is one of them, no question has a movement.

    Raises:
        NotComparableError: for frameworks of different origins.
        SeveralAnswersError: for a round with several respondents and neither `of` nor `rule`.
        InvalidError: for rounds out of order.
    """
    given = tuple(earlier)
    _refuse_several(given, round_, of, rule)
    known = [one for one in given if _has(one, of)]
    followed = history([*known, round_], of=of, rule=rule)
    moves: dict[str, Movement | None] = {}
    if known and known[-1] is given[-1]:
        moves = _movements(known[-1], round_, of, rule)
    return {
        thread.id: Standing(moves.get(thread.id), thread.present_run(followed.scale.worst))
        for thread in followed.threads
        if thread.is_asked_last
    }


def _refuse_several(
    earlier: Iterable[Round], round_: Round, of: Of | None, rule: str | None
) -> None:
    """Raise where several answers stand before those of one who is not named, and no rule."""
    if of is not None or rule is not None:
        return
    for one in earlier:
        if len(one.respondents) > 1:
            raise SeveralAnswersError(
                f"{len(one.respondents)} respondents in the earlier round {one.title!r}, and"
                f" nobody is named in {round_.title!r}; give consensus(round, rule) of the earlier"
                f" round, the rule one of {listed(RULES)}"
            )


def _has(round_: Round, of: Of | None) -> bool:
    try:
        respondents_of(round_, of)
    except UnknownIdError:
        return False
    return True


def _movements(
    before: Round, after: Round, of: Of | None, rule: str | None
) -> dict[str, Movement | None]:
    moves: dict[str, Movement | None] = {}
    for line in change(before, after, of=of, rule=rule).lines:
        for name in line.new:
            match line.outcome:
                case "improved" | "held" | "declined" as moved if not line.is_compound:
                    moves[name] = moved
                case "entered":
                    moves[name] = "new"
                case _:
                    moves[name] = None
    return moves
