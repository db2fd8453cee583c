"""The standing of a round's questions against earlier rounds: moved, and how long at the worst."""

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from sixsteps.analysis.answer_cells import respondent_ids
from sixsteps.analysis.change import Change, change
from sixsteps.analysis.consensus import RULES
from sixsteps.analysis.history import history
from sixsteps.analysis.question_series import Spell
from sixsteps.errors import SeveralAnswersError
from sixsteps.model.rounds import Round
from sixsteps.words import listed

Movement = Literal["improved", "held", "declined", "new"]
"""The movement since the last round; "new" where there is nothing to compare with."""


@frozen
class Standing:
    """A question against the rounds before: its movement, and its rounds in a row at the worst.

    `movement` is `None` where the question cannot be told to have moved: it is not rated now,
    or it came from questions that were split or merged, whose movement is theirs together.
    """

    movement: Movement | None
    spell: Spell


def standings(
    round_: Round, earlier: Iterable[Round], *, respondent: str | None = None
) -> dict[str, Standing]:
    """The standing of every question of a round against earlier rounds, in order of date.

    Earlier rounds that `respondent` had no part in are passed over; where none is left, or the
    last of all is one of them, no question has a movement.
    """
    given = tuple(earlier)
    several = [one for one in given if len(one.respondents) > 1]
    if respondent is None and several:
        raise SeveralAnswersError(
            f"{len(several[0].respondents)} respondents in the earlier round"
            f" {several[0].title!r}, and nobody is named in {round_.title!r}",
            f"give consensus(round, rule) of the earlier round, the rule one of {listed(RULES)}",
            "several-answers",
            {"argument": "earlier", "round": several[0].title, "rules": RULES},
        )
    known = [one for one in given if respondent is None or respondent in respondent_ids(one)]
    followed = history([*known, round_], respondent=respondent)
    moves: dict[str, Movement | None] = {}
    if known and known[-1] is given[-1]:
        moves = _movements(change(known[-1], round_, respondent=respondent))
    return {
        series.id: Standing(moves.get(series.id), series.present_spell(followed.scale.worst))
        for series in followed.series
        if series.is_asked_last
    }


def _movements(found: Change) -> dict[str, Movement | None]:
    moves: dict[str, Movement | None] = {}
    for outcome in found.outcomes:
        for name in outcome.new:
            match outcome.kind:
                case "improved" | "held" | "declined" as moved if not outcome.is_compound:
                    moves[name] = moved
                case "entered":
                    moves[name] = "new"
                case _:
                    moves[name] = None
    return moves
