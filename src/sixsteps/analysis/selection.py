"""One answer a question: whose answers an analysis reads, or the rule that joins several.

Nothing is chosen silently. `respondent=` names a respondent or a role, `rule=` joins several
answers; with several respondents and neither, the analysis refuses and lists both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from attrs import evolve, frozen

from sixsteps.analysis.cells import (
    AnswerCell,
    Kind,
    actions_for,
    as_of_date,
    cell_of,
    is_direct,
    rated_cell,
    respondent_ids,
    state_of,
)
from sixsteps.errors import (
    Problem,
    SeveralAnswersError,
    UnknownIdError,
    WrongTypeError,
    listed,
    nearest,
)
from sixsteps.model.checks import type_problems
from sixsteps.model.plans import Action
from sixsteps.model.ratings import Answer, NotApplicable, Rating, Respondent, Role
from sixsteps.model.rounds import Round

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


Whose = Respondent | Role | str
"""Whose answers: a respondent, a respondent's id, a role, or a role's name."""

WHOSE = "a respondent, a respondent's id, a role or a role's name"
"""What may say whose answers are meant, in the words of the messages."""


@frozen(slots=False)
class Selection:
    """One cell a question of a round, with whose answers they are and the rule that joined them.

    `respondents` are the ids whose answers were read (`None`: the one who is not named), `rule`
    the rule that joined them, or `None` where there was nothing to join. `agreed` are the
    questions whose answer was recorded as agreed in discussion and so was not computed. `note`
    says all this in words, for every output; it is empty for a round with one respondent.
    """

    cells: tuple[AnswerCell, ...]
    respondents: tuple[str | None, ...]
    as_of: date
    rule: Rule | None = None
    agreed: tuple[str, ...] = ()
    note: str = ""

    @cached_property
    def _by_question(self) -> Mapping[str, AnswerCell]:
        return {cell.question: cell for cell in self.cells}

    def cell(self, question: str) -> AnswerCell:
        """The cell of a question; one of that kind where the framework does not have it."""
        empty = AnswerCell(question, None, Kind.NOT_IN_FRAMEWORK)
        return self._by_question.get(question, empty)


def select(
    round_: Round,
    *,
    respondent: Whose | None = None,
    rule: str | None = None,
    as_of: date | None = None,
    name: str = "respondent",
) -> Selection:
    """One answer for each question of the round, by `of`, by `rule`, or by both.

    A rule joins everybody's answers; an answer recorded as *agreed* comes before it. With `of` it
    joins those of that role, and nobody else's. A role that only one respondent has needs no rule.
    `name` is what the caller's own argument for `of` is called, for the messages.

    Raises:
        SeveralAnswersError: several respondents, and nothing says whose answer counts.
        UnknownIdError: no such respondent, role or rule.
    """
    when = as_of_date(round_, as_of)
    chosen = None if rule is None else checked_rule(rule)
    whose = respondents_of(round_, respondent, name)
    questions = [question.id for question in round_.framework.questions]
    if len(whose) == 1:
        cells = tuple(cell_of(round_, question, whose[0], when) for question in questions)
        return Selection(cells, whose, when, note=whose_note(round_, whose))
    if chosen is None:
        raise SeveralAnswersError(_refusal(round_, whose, respondent, name))
    agreed = _agreed(round_, whose)
    others = tuple(name for name in whose if name != agreed)
    pairs = [_with_agreed(round_, question, others, agreed, chosen, when) for question in questions]
    settled = tuple(cell.question for cell, is_agreed in pairs if is_agreed)
    note = _rule_note(round_, others, chosen, len(settled))
    return Selection(tuple(cell for cell, _ in pairs), whose, when, chosen, settled, note)


def respondents_of(
    round_: Round, respondent: Whose | None, name: str = "respondent"
) -> tuple[str | None, ...]:
    """The ids of the respondents that `of` names, everybody's where it is `None`.

    A string is taken as a respondent's id before it is taken as a role's name. `name` is what the
    caller's own argument is called, for the messages.

    Raises:
        WrongTypeError: for a value that names nobody.
        UnknownIdError: the round has no such respondent, or nobody in that role.
    """
    everybody = respondent_ids(round_)
    if respondent is None:
        return everybody
    if not isinstance(respondent, str | Respondent):
        raise WrongTypeError(
            f"{name}= was given a value of type {type(respondent).__name__}; give {WHOSE}"
        )
    wanted = respondent.id if isinstance(respondent, Respondent) else str(respondent)
    if not isinstance(respondent, Role) and wanted in everybody:
        return (wanted,)
    if not isinstance(respondent, Respondent):
        found = tuple(one.id for one in round_.respondents if one.role == wanted)
        if found:
            return found
    raise UnknownIdError(_unknown(round_, wanted, name))


def _unknown(round_: Round, wanted: str, name: str) -> str:
    shown = repr(wanted) if len(wanted) <= 64 else "of that name"
    if not round_.respondents:
        remedy = (
            "leave respondent= out"
            if name == "respondent"
            else "name those who answered in respondents="
        )
        return (
            f"no respondent or role {shown}; the round {round_.title!r} names no respondents,"
            f" {remedy}"
        )
    ids, roles = _ids_and_roles(round_, respondent_ids(round_))
    near = nearest(wanted, [*ids, *roles])
    hint = f"; did you mean {near!r}?" if near else ""
    return (
        f"no respondent or role {shown}; the round {round_.title!r} has {listed(ids)}, in the"
        f" roles {listed(roles)}{hint}"
    )


def _ids_and_roles(round_: Round, whose: Iterable[str | None]) -> tuple[list[str], list[str]]:
    there = [round_.respondent(name) for name in whose if name is not None]
    return [one.id for one in there], [*dict.fromkeys(one.role.value for one in there)]


def _refusal(
    round_: Round, whose: Sequence[str | None], respondent: Whose | None, name: str
) -> str:
    ids, roles = _ids_and_roles(round_, whose)
    in_role = f" in the role {roles[0]!r}" if respondent is not None else ""
    alone = [role for role in roles if len(respondents_of(round_, Role(role))) == 1]
    choices = f" or a role one of them has alone ({listed(alone)})" if alone else ""
    return (
        f"{len(ids)} respondents{in_role} in the round {round_.title!r}, and one answer a question"
        f" is needed; give {name}= a respondent ({listed(ids)}){choices}, or rule= one of"
        f" {listed(RULES)}"
    )


def _agreed(round_: Round, whose: Iterable[str | None]) -> str | None:
    """The respondent among these whose answers are those agreed in discussion."""
    named = (round_.respondent(name) for name in whose if name is not None)
    return next((one.id for one in named if one.role is Role.AGREED), None)


def _with_agreed(
    round_: Round,
    question: str,
    others: Sequence[str | None],
    agreed: str | None,
    rule: Rule,
    as_of: date,
) -> tuple[AnswerCell, bool]:
    """The one cell of a question, and whether it is the answer recorded as agreed."""
    computed = joined_cell(round_, question, others, rule, as_of)
    if agreed is None:
        return computed, False
    own = cell_of(round_, question, agreed, as_of)
    if own.kind in (Kind.RATED, Kind.NOT_APPLICABLE):
        return own, True
    nobody_else = computed.kind in (Kind.NOT_ASKED, Kind.ANSWERED_NOT_ASKED)
    return (own if own.is_asked and nobody_else else computed), False


def name_of(round_: Round, respondent: str | None) -> str:
    """What tables call a respondent; one who is not named is the round's organisation."""
    return round_.organisation if respondent is None else round_.respondent(respondent).name


def whose_note(round_: Round, whose: Sequence[str | None]) -> str:
    """Whose answers an output counts; empty where the round has nobody else's."""
    everybody = respondent_ids(round_)
    if len(everybody) == 1:
        return ""
    names = listed([name_of(round_, name) for name in whose])
    if len(whose) == 1:
        if whose[0] is not None and round_.respondent(whose[0]).role is Role.AGREED:
            return f"Answers recorded as agreed ({names})."
        return f"Answers of {names}."
    return f"Answers of {len(whose)} respondents ({names}), each counted by itself."


def _rule_note(round_: Round, whose: Sequence[str | None], rule: Rule, agreed: int) -> str:
    names = listed([name_of(round_, name) for name in whose])
    several = "1 respondent" if len(whose) == 1 else f"{len(whose)} respondents"
    said = f"One answer a question of {several} ({names}) by the rule {RULE_WORDS[rule]}"
    questions = "1 question" if agreed == 1 else f"{agreed} questions"
    return f"{said}; {questions} as agreed in discussion." if agreed else f"{said}."


def require(value: object, kind: type, name: str, wanted: str = "") -> None:
    """Raise unless a value is of the type that an argument takes, `wanted` in words.

    Raises:
        WrongTypeError: for a value of any other type; the value itself is not shown.

    >>> require(None, Round, "before")
    Traceback (most recent call last):
    ...
    sixsteps.errors.WrongTypeError: before was given None; give a Round
    """
    if not isinstance(value, kind):
        found = "None" if value is None else f"a value of type {type(value).__name__}"
        raise WrongTypeError(f"{name} was given {found}; give {wanted or f'a {kind.__name__}'}")


def order_problems(rounds: Sequence[Round], places: Sequence[str]) -> Iterator[Problem]:
    """Problems of rounds that are to follow each other in time, each at the place of that index.

    What is no round is told alone. Two rounds may share a date, but not everything: one given
    twice would be counted twice.
    """
    wrong = [
        problem
        for place, round_ in zip(places, rounds, strict=True)
        for problem in type_problems(round_, Round, place, "a Round")
    ]
    yield from wrong
    if wrong:
        return
    seen: dict[str, str] = {}
    for place, round_ in zip(places, rounds, strict=True):
        if (first := seen.setdefault(round_.digest, place)) != place:
            yield Problem(
                place,
                f"{_named(round_)} is the round at {first} again; give every round once",
                code="duplicate",
            )
    for place, before, after in zip(places[1:], rounds, rounds[1:], strict=False):
        if after.on < before.on:
            yield Problem(
                place,
                f"{_named(after)} comes after {_named(before)}; give rounds in order of date",
                code="out-of-order",
            )


def _named(round_: Round) -> str:
    return f"{round_.title!r} of {round_.on.isoformat()}"


CONSENSUS = "consensus"
"""The id of the one respondent of a round that `consensus` made."""


def consensus(round: Round, rule: str) -> Round:  # noqa: A002  the name callers know it by
    """The round with one answer a question, by a rule: worst, best, median_low or unanimous.

    Its one respondent is named for the rule. The rationale of every rating tells what each
    respondent gave, and its evidence and remaining work are those of the respondents whose level
    it is. An answer recorded as *agreed* is not computed and comes before the rule. Levels that
    differ under `unanimous` give a draft. A round with one respondent is returned as it is.

    Raises:
        WrongTypeError: for what is no round.
        UnknownIdError: for a name that is no rule.

    >>> from datetime import date
    >>> from sixsteps.published import six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...     respondents=[Respondent("la", "Council", Role.LEAD_PARTNER),
    ...                  Respondent("police", "Police", Role.LEAD_PARTNER)],
    ...     ratings=[Rating("s1q1", "green", respondent="la"),
    ...              Rating("s1q1", "amber", respondent="police")])
    >>> joint = consensus(spring, "worst")
    >>> joint.answer("s1q1", "consensus").level, joint.answer("s1q1", "consensus").rationale
    ('amber', 'la Green; police Amber')
    """
    require(round, Round, "round")
    chosen = checked_rule(rule)
    if len(round.respondents) < 2:
        return round
    agreed = [one.id for one in round.respondents if one.role is Role.AGREED]
    others = [one.id for one in round.respondents if one.id not in agreed]
    asked = [
        question.id
        for question in round.framework.questions
        if any(round.is_asked(question.id, one.id) for one in round.respondents)
    ]
    answers = (_answer(round, question, agreed, others, chosen) for question in asked)
    first = "Agreed in discussion, else " if agreed else ""
    named = Respondent(
        CONSENSUS,
        f"{first}{RULE_WORDS[chosen]} of {', '.join(others)}",
        Role.PARTNERSHIP,
        asked=None if len(asked) == len(round.framework.questions) else asked,
    )
    return evolve(
        round,
        respondents=[named],
        ratings=[answer for answer in answers if answer is not None],
        plans=[evolve(plan, actions=map(_everybody_s, plan.actions)) for plan in round.plans],
    )


def _answer(
    round_: Round, question: str, agreed: Sequence[str], others: Sequence[str], rule: Rule
) -> Answer | None:
    said = "; ".join(_said(round_, question, one) for one in (*agreed, *others))
    for one in agreed:
        settled = round_.answer(question, one) if round_.is_asked(question, one) else None
        if isinstance(settled, NotApplicable):
            return evolve(settled, respondent=CONSENSUS)
        if settled is not None and not settled.is_draft:
            reasons = "\n".join(filter(None, (settled.rationale, said)))
            return evolve(settled, rationale=reasons, respondent=CONSENSUS)
    found = joined(round_, question, others, rule)
    if found is not None:
        return Rating(
            question,
            found.level,
            [piece for rating in found.ratings for piece in rating.evidence],
            said,
            "\n".join(rating.remaining for rating in found.ratings if rating.remaining),
            CONSENSUS,
        )
    due = [one for one in others if round_.is_asked(question, one)] or agreed
    given = [round_.answer(question, one) for one in due]
    if due and all(isinstance(answer, NotApplicable) for answer in given):
        return NotApplicable(question, said, CONSENSUS)
    if any(isinstance(answer, Rating) for answer in given):
        return Rating(question, None, rationale=said, respondent=CONSENSUS)
    return None


def _said(round_: Round, question: str, respondent: str) -> str:
    answer = round_.answer(question, respondent)
    asked = round_.is_asked(question, respondent)
    if answer is None:
        return f"{respondent} {'unanswered' if asked else 'not asked'}"
    said = "not applicable"
    if isinstance(answer, Rating):
        said = round_.framework.scale.label(answer.level)
    return f"{respondent} {said}{'' if asked else ' (not asked)'}"


def _everybody_s(action: Action) -> Action:
    """The action for the one answer there is now."""
    return evolve(action, respondents=())
