"""One answer a question: whose answers an analysis reads, or the rule that joins several.

Nothing is chosen silently. `respondent=` names a respondent or a role, `rule=` joins several
answers; with several respondents and neither, the analysis refuses and lists both. An answer
recorded as *agreed* comes before the computed one, everywhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import UnionType

from attrs import evolve, frozen

from sixsteps.analysis.answer_cells import (
    AnswerCell,
    AnswerKind,
    agreed_among,
    as_of_date,
    cell_of,
    plan_for,
    rated_cell,
    respondent_ids,
)
from sixsteps.errors import (
    InvalidError,
    Problem,
    SeveralAnswersError,
    UnknownIdError,
    WrongTypeError,
)
from sixsteps.model.answers import (
    AGREED_FIRST,
    CONSENSUS,
    KNOWN_ROLES,
    RULE_WORDS,
    RULES,
    Answer,
    NotApplicable,
    Rating,
    Respondent,
    Role,
    Rule,
    by_rule,
    in_words,
)
from sixsteps.model.rounds import Round
from sixsteps.model.scale import low_middle
from sixsteps.model.views import is_a_view
from sixsteps.words import counted, listed, nearest, of_type, quoted

STANDING_FOR_ALL = (
    *(AnswerKind.STARTED, AnswerKind.UNANSWERED, AnswerKind.NOT_APPLICABLE),
    *(AnswerKind.ANSWERED_NOT_ASKED, AnswerKind.NOT_ASKED, AnswerKind.NOT_IN_FRAMEWORK),
)
"""The kinds of empty, the one that stands for all first."""


def checked_rule(rule: str) -> Rule:
    """The rule of this name; a name that is no rule is refused."""
    for known in RULES:
        # A column of a frame compares to many truths.
        if isinstance(rule, str) and rule == known:
            return known
    message, remedy = f"no rule {quoted(rule, RULES, 'of that name')}", f"there are {listed(RULES)}"
    params = {"argument": "rule", "choices": RULES}
    raise UnknownIdError(message, remedy, "unknown-rule", params, nearest(rule, RULES))


def joined_rank(ranks: Sequence[int], rule: Rule) -> int | None:
    """The rank that one or more ranks give by a rule; `None` where they are not unanimous."""
    match rule:
        case "worst":
            return min(ranks)
        case "best":
            return max(ranks)
        case "median_low":
            return sorted(ranks)[low_middle(len(ranks))]
        case "unanimous":
            return ranks[0] if len(set(ranks)) == 1 else None


def joined_bounds(bounds: Sequence[tuple[int, int]], rule: Rule) -> tuple[int, int]:
    """The ranks between which the one level lies, sharp: every rule rises with the levels given."""
    lows, highs = [low for low, _ in bounds], [high for _, high in bounds]
    # Where levels differ there is no unanimous one; were there one, it would lie between them.
    low, high = joined_rank(lows, rule), joined_rank(highs, rule)
    return (min(lows) if low is None else low), (max(highs) if high is None else high)


@frozen
class OneAnswer:
    """The one answer to a question: its cell, and the ratings of those whose level it is.

    `is_agreed` says that it was recorded as agreed in discussion, and so was not computed.
    """

    cell: AnswerCell
    ratings: tuple[Rating, ...] = ()
    is_agreed: bool = False


def one_answer(
    round_: Round, question: str, whose: Sequence[str | None], rule: Rule | None, as_of: date
) -> OneAnswer:
    """The one answer of these respondents to a question: agreed, theirs alone, or by the rule.

    What was agreed in discussion comes before any rule. The level by a rule is that of the answers
    given; the bounds are sharp over all that were due, those not given included. Somebody's answer
    comes before "not applicable", and that before "not asked". Answers by respondents who were
    not asked do not count.
    """
    agreed = agreed_among(round_, whose)
    own = None
    if agreed is not None or len(whose) == 1:
        own = cell_of(round_, question, whose[0] if agreed is None else agreed, as_of)
        is_agreed = agreed is not None and own.kind in (AnswerKind.RATED, AnswerKind.NOT_APPLICABLE)
        if is_agreed or len(whose) == 1:
            return OneAnswer(own, _ratings(round_, [own]), is_agreed)
    if rule is None:
        raise _needs_a_choice(round_, whose, in_role="", name="respondent")
    others = [name for name in whose if name != agreed]
    computed = _by_rule(round_, question, others, rule, as_of)
    nobody_else = (AnswerKind.NOT_ASKED, AnswerKind.ANSWERED_NOT_ASKED)
    if own is not None and own.is_asked and computed.cell.kind in nobody_else:
        return OneAnswer(own)
    return computed


def _ratings(round_: Round, cells: Iterable[AnswerCell]) -> tuple[Rating, ...]:
    rated = (cell for cell in cells if cell.level is not None)
    answers = (round_.answer(cell.question, cell.respondent) for cell in rated)
    return tuple(answer for answer in answers if isinstance(answer, Rating))


def _by_rule(
    round_: Round, question: str, whose: Sequence[str | None], rule: Rule, as_of: date
) -> OneAnswer:
    scale = round_.framework.scale
    cells = [cell_of(round_, question, name, as_of) for name in whose]
    plan, directly = plan_for(round_, question, whose, as_of)
    bounds = [cell.bounds for cell in cells if cell.bounds is not None]
    ranks = [scale.rank(cell.level) for cell in cells if cell.level is not None]
    if ranks:
        rank = joined_rank(ranks, rule)
        level = None if rank is None else scale.keys[rank]
        low, high = joined_bounds(bounds, rule)
        given = _ratings(round_, [cell for cell in cells if cell.level == level])
        if low != rank:
            # What is not proved of the lower ends together is not proved of the one level.
            given = tuple(evolve(rating, evidence=()) for rating in given)
        evidence = [piece for rating in given for piece in rating.evidence]
        remaining = next((r.remaining for r in given if r.remaining.strip()), "")
        rating = Rating(question, level, evidence, remaining=remaining)
        cell = rated_cell(scale, rating, plan, directly=directly)
        return OneAnswer(evolve(cell, bounds=(low, high)), given)
    kinds = {cell.kind for cell in cells}
    kind = next(kind for kind in STANDING_FOR_ALL if kind in kinds)
    cell = AnswerCell(question, None, kind, plan=plan, directly=directly)
    if bounds:
        cell = evolve(cell, bounds=joined_bounds(bounds, rule), lacks=("rating",))
    return OneAnswer(cell)


Whose = Respondent | Role | str
"""Whose answers: a respondent, a respondent's id, a role, or a role's name."""

WHOSE = "a respondent, a respondent's id, a role or a role's name"
"""The values that say whose answers are meant, in the words of the messages."""


@frozen(slots=False)
class Selection:
    """One cell a question of a round, with whose answers they are and the rule that joined them.

    `respondents` are the ids whose answers were read (`None`: the one who is not named), `rule`
    the rule that joined them, or `None` where there was nothing to join. `agreed` are the
    questions whose answer was recorded as agreed in discussion and so was not computed. `note`
    says all this in words, for every output; it is empty for a round with one respondent.
    """

    round_: Round
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
        empty = AnswerCell(question, None, AnswerKind.NOT_IN_FRAMEWORK)
        return self._by_question.get(question, empty)

    def counting(self, questions: Iterable[str]) -> tuple[str | None, ...]:
        """The respondents who rated every one of these questions that applies to them.

        At least one must apply. Answers agreed in discussion are nobody's own.
        """
        names, found = tuple(questions), []
        agreed = agreed_among(self.round_, self.respondents)
        for one in self.respondents:
            asked = (name for name in names if self.round_.is_asked(name, one))
            answers = [self.round_.answer(name, one) for name in asked]
            due = [answer for answer in answers if not isinstance(answer, NotApplicable)]
            is_rated = due and all(answer and not answer.is_started for answer in due)
            if is_rated and (one is None or one != agreed):
                found.append(one)
        return tuple(found)

    def answering(self, questions: Iterable[str]) -> set[str | None]:
        """The respondents who rated any of these questions."""
        return {one for name in questions for one in self.counting([name])}

    def among(self, question: str, respondents: Sequence[str | None]) -> AnswerCell:
        """The cell of a question by the rule, of these respondents alone."""
        return _by_rule(self.round_, question, respondents, self.rule or "worst", self.as_of).cell


def select(
    round_: Round,
    *,
    respondent: Whose | None = None,
    rule: str | None = None,
    as_of: date | None = None,
    name: str = "respondent",
    beside: Iterable[Round] = (),
) -> Selection:
    """One answer for each question of the round, by `respondent`, by `rule`, or by both.

    A rule joins everybody's answers, or with `respondent` those of that role and nobody else's. A
    role that only one respondent has needs no rule. `name` is what the caller's own argument for
    `respondent` is called, for the messages, and `beside` are rounds that are compared with this
    one: whom a message offers, all of them have.
    """
    when = as_of_date(round_, as_of)
    chosen = None if rule is None else checked_rule(rule)
    whose = respondents_of(round_, respondent, name)
    if len(whose) == 1:
        chosen = None
    elif chosen is None:
        in_role = "" if respondent is None else round_.respondent(str(whose[0])).role.name
        raise _needs_a_choice(round_, whose, in_role, name, beside)
    answers = [
        one_answer(round_, question.id, whose, chosen, when)
        for question in round_.framework.questions
    ]
    cells = tuple(answer.cell for answer in answers)
    settled = tuple(answer.cell.question for answer in answers if answer.is_agreed)
    note = _rule_note(round_, whose, chosen, len(settled)) if chosen else whose_note(round_, whose)
    return Selection(round_, cells, whose, when, chosen, settled, note)


def selected(
    rounds: Sequence[Round], *, respondent: Whose | None = None, rule: str | None = None
) -> list[Selection]:
    """One answer for each question of each of the rounds that are compared, as `select` gives."""
    for one in rounds:
        # Who is not in one of them is told first, since no choice or rule helps there.
        respondents_of(one, respondent)
    return [select(one, respondent=respondent, rule=rule, beside=rounds) for one in rounds]


def respondents_of(
    round_: Round, respondent: Whose | None, name: str = "respondent"
) -> tuple[str | None, ...]:
    """The ids of the respondents that `respondent` names, everybody's where it is `None`.

    A string is taken as a respondent's id before it is taken as a role's name. `name` is what the
    caller's own argument is called, for the messages.
    """
    everybody = respondent_ids(round_)
    if respondent is None:
        return everybody
    require(respondent, Whose, f"{name}=", WHOSE)
    wanted = respondent.id if isinstance(respondent, Respondent) else str(respondent)
    if not isinstance(respondent, Role) and wanted in everybody:
        return (wanted,)
    if not isinstance(respondent, Respondent):
        found = tuple(one.id for one in round_.respondents if one.role.name == wanted)
        if found:
            return found
    ids, roles = _ids_and_roles(round_, everybody)
    remedy = f"the round {round_.title!r} has {listed(ids)}, in the roles {listed(roles)}"
    if not ids:
        give = f"leave {name}= out"
        if name != "respondent":
            give = "name those who answered in respondents="
        remedy = f"the round {round_.title!r} names no respondents, {give}"
    shown, code = quoted(wanted, [*ids, *roles, *KNOWN_ROLES], "of that name"), "unknown-respondent"
    told = {"argument": name, "round": round_.title, "choices": tuple(ids), "roles": tuple(roles)}
    near = nearest(wanted, [*ids, *roles])
    raise UnknownIdError(f"no respondent or role {shown}", remedy, code, told, near)


def _ids_and_roles(round_: Round, whose: Iterable[str | None]) -> tuple[list[str], list[str]]:
    there = [round_.respondent(name) for name in whose if name is not None]
    return [one.id for one in there], [*dict.fromkeys(one.role.name for one in there)]


def _alone(round_: Round) -> set[str]:
    """The roles that only one respondent of the round has."""
    roles = Counter(one.role.name for one in round_.respondents)
    return {role for role, count in roles.items() if count == 1}


def _needs_a_choice(
    round_: Round,
    whose: Sequence[str | None],
    in_role: str,
    name: str,
    beside: Iterable[Round] = (),
) -> SeveralAnswersError:
    each = [{*respondent_ids(one), *_alone(one)} for one in beside]
    ids, alone = (
        [one for one in names if all(one in there for there in each)]
        for names in _ids_and_roles(round_, whose)
    )
    alone = [role for role in alone if role in _alone(round_)]
    message = f"{len(whose)} respondents{in_role and f' in the role {in_role!r}'} in the round"
    message = f"{message} {round_.title!r}, and one answer a question is needed"
    ways = [f"a respondent ({listed(ids)})"] if ids else []
    ways += [f"a role one of them has alone ({listed(alone)})"] if alone else []
    whom = f"{name}= {' or '.join(ways)}, or " if ways else ""
    remedy = f"give {whom}rule= one of {listed(RULES)}"
    params = {"argument": name, "choices": tuple(ids), "roles": tuple(alone), "rules": RULES}
    return SeveralAnswersError(message, remedy, "several-answers", params)


def name_of(round_: Round, respondent: str | None) -> str:
    """The name of a respondent in tables; one who is not named is the round's organisation."""
    return round_.organisation if respondent is None else round_.respondent(respondent).name


def whose_note(round_: Round, whose: Sequence[str | None]) -> str:
    """A note on whose answers an output counts; empty where one respondent gave them all.

    One respondent's view of a round names whose it is.
    """
    everybody = respondent_ids(round_)
    if round_.rule or by_rule(round_.respondents):
        return _consensus_note(round_)
    if len(everybody) == 1 and round_.view != "only":
        return ""
    names = listed([name_of(round_, name) for name in whose])
    if len(whose) == 1:
        agreed = agreed_among(round_, whose) is not None
        return f"Answers recorded as agreed ({names})." if agreed else f"Answers of {names}."
    return f"Answers of {len(whose)} respondents ({names}), each counted by itself."


def _consensus_note(round_: Round) -> str:
    """The rule of a consensus round, and whether its bounds say as much as those of the round."""
    scale = round_.framework.scale
    note = f"One answer a question: {round_.rule or round_.respondent(CONSENSUS).name}."
    if all("evidence" in level.needs for level in scale.levels[1:]):
        return note
    return (
        f"{note} Not every level of “{scale.title}” above {scale.label(scale.worst)} needs"
        " evidence, so the lowest reading may be narrower than that of summary(round, rule=)."
    )


def _rule_note(round_: Round, whose: Sequence[str | None], rule: Rule, agreed: int) -> str:
    settled = agreed_among(round_, whose)
    others = [name for name in whose if name != settled]
    names = listed([name_of(round_, name) for name in others])
    several = counted(len(others), "respondent")
    said = f"One answer a question of {several} ({names}) by the rule {RULE_WORDS[rule]}"
    told = f"; {counted(agreed, 'question')} as agreed in discussion" if agreed else ""
    return f"{said}{told}."


def require(value: object, kind: type | UnionType, name: str, wanted: str) -> None:
    """Raise unless a value is of the type that an argument takes, `wanted` in words."""
    if not isinstance(value, kind):
        message, remedy = f"{name} was given {of_type(value)}", f"give {wanted}"
        raise WrongTypeError(message, remedy, "wrong-type", {"argument": name.rstrip("=")})


def consensus(round: Round, rule: str) -> Round:
    """The round with one answer a question, by a rule: worst, best, median_low or unanimous.

    Its one respondent is named for the rule, so it is signed off and shown to others, but neither
    changed nor followed up: that is done to the round it was made from. The rationale of every
    rating tells what each respondent gave, and its remaining work is that of the respondents whose
    level it is; so is its evidence, if the rule gives that level even where what is missing or
    unproved proves lowest. An answer recorded as *agreed* is not computed and comes before the
    rule. Levels that differ under `unanimous` give an answer that is only started. A consensus of
    one respondent is a consensus round like any other; one made of a consensus round is that round.

    Raises:
        WrongTypeError: for what is no round.
        UnknownIdError: for a name that is no rule.
        InvalidError: for a round as one respondent sees it, or a public one.

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
    require(round, Round, "round", "a Round")
    chosen, whose = checked_rule(rule), respondent_ids(round)
    if round.view in ("only", "public"):
        message = f"{is_a_view(round)}, and takes no consensus"
        remedy = "make the consensus of the round it was made from"
        raise InvalidError("round", [Problem((), message, remedy, "view")])
    if whose == (CONSENSUS,):
        return round
    agreed = agreed_among(round, whose)
    others = [name or round.organisation for name in whose if name is None or name != agreed]
    parts = [] if agreed is None else [AGREED_FIRST]
    parts += [f"{RULE_WORDS[chosen]} of {', '.join(others)}"] if others else []
    asked = [
        question.id
        for question in round.framework.questions
        if any(round.is_asked(question.id, name) for name in whose)
    ]
    joined = [one_answer(round, question, whose, chosen, round.on) for question in asked]
    answers = (_consensus_answer(round, one, whose) for one in joined)
    rank = round.framework.scale.rank
    rated = [(one.cell.level, one.cell.bounds) for one in joined]
    raised = sum(bool(level and ends and ends[1] > rank(level)) for level, ends in rated)
    missing = f"; {counted(raised, 'question')} could be better by an answer that is missing"
    name = ", else ".join(parts) + (missing if raised else "")
    put = None if len(asked) == len(round.framework.questions) else asked
    named = Respondent(CONSENSUS, name, Role.PARTNERSHIP, asked=put)
    return evolve(
        round,
        view=None,
        agreed=None,
        sign_offs=(),
        respondents=[named],
        ratings=[answer for answer in answers if answer is not None],
        plans=[
            # The actions are for the one answer there is now.
            evolve(plan, actions=[evolve(action, respondents=()) for action in plan.actions])
            for plan in round.plans
        ],
    )


def _consensus_answer(round_: Round, one: OneAnswer, whose: Sequence[str | None]) -> Answer | None:
    question = one.cell.question
    # What was agreed stands first.
    agreed = agreed_among(round_, whose)
    told = sorted(whose, key=lambda name: name != agreed)
    said = "; ".join(_said(round_, question, name) for name in told)
    settled = round_.answer(question, one.cell.respondent) if one.is_agreed else None
    if isinstance(settled, NotApplicable):
        return evolve(settled, respondent=CONSENSUS)
    if settled is not None:
        reasons = "\n".join(filter(None, (settled.rationale, said)))
        return evolve(settled, rationale=reasons, respondent=CONSENSUS)
    if one.cell.kind is AnswerKind.NOT_APPLICABLE:
        return NotApplicable(question, said, CONSENSUS)
    if one.cell.kind not in (AnswerKind.RATED, AnswerKind.STARTED):
        return None
    evidence = [piece for rating in one.ratings for piece in rating.evidence]
    remaining = "\n".join(rating.remaining for rating in one.ratings if rating.remaining)
    return Rating(question, one.cell.level, evidence, said, remaining, CONSENSUS)


def _said(round_: Round, question: str, respondent: str | None) -> str:
    answer, asked = round_.answer(question, respondent), round_.is_asked(question, respondent)
    said = in_words(answer, round_.framework.scale, asked=asked)
    return f"{respondent or round_.organisation} {said}"
