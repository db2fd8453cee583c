"""The rules that make one level of several.

Majority and mode are not among them: of Red, Amber, Amber a mode gives Amber, and when one
respondent improves to Red, Amber, Green it falls to Red.
"""

from collections.abc import Sequence
from typing import Literal, get_args

from sixsteps.errors import UnknownIdError, listed, nearest

Rule = Literal["worst", "best", "median_low", "unanimous"]
"""How several levels become one: the lowest, the highest, the low median, or the one all gave."""

RULES: tuple[Rule, ...] = get_args(Rule)

RULE_WORDS: dict[Rule, str] = {
    "worst": "worst (the lowest level given)",
    "best": "best (the highest level given)",
    "median_low": "median_low (the low median of the levels given)",
    "unanimous": "unanimous (the level all gave, or none)",
}
"""How each rule is named in the notes of every output that used it."""


def checked_rule(rule: str) -> Rule:
    """The rule of this name.

    Raises:
        UnknownIdError: for a name that is no rule.

    >>> checked_rule("worst")
    'worst'
    """
    for known in RULES:
        if rule == known:
            return known
    near = nearest(rule, RULES)
    hint = f"; did you mean {near!r}?" if near else ""
    shown = repr(rule) if isinstance(rule, str) and len(rule) <= 64 else "of that name"
    raise UnknownIdError(f"no rule {shown}; there are {listed(RULES)}{hint}")


def joined_rank(ranks: Sequence[int], rule: Rule) -> int | None:
    """The rank that one or more ranks give by a rule; `None` where they are not unanimous.

    >>> [joined_rank([0, 1, 2, 2], rule) for rule in RULES]
    [0, 2, 1, None]
    """
    match rule:
        case "worst":
            return min(ranks)
        case "best":
            return max(ranks)
        case "median_low":
            return sorted(ranks)[(len(ranks) - 1) // 2]
        case "unanimous":
            return ranks[0] if len(set(ranks)) == 1 else None


def joined_bounds(bounds: Sequence[tuple[int, int]], rule: Rule) -> tuple[int, int]:
    """Between which ranks the one level lies, sharp: every rule rises with the levels given.

    >>> joined_bounds([(0, 2), (1, 1)], "worst"), joined_bounds([(0, 2), (1, 1)], "unanimous")
    ((0, 1), (0, 2))
    """
    lows, highs = [low for low, _ in bounds], [high for _, high in bounds]
    # Where levels differ there is no unanimous one; were there one, it would lie between them.
    low, high = joined_rank(lows, rule), joined_rank(highs, rule)
    return (min(lows) if low is None else low), (max(highs) if high is None else high)
