"""One answer a question: whose answers an analysis reads, or the rule that joins several.

Nothing is chosen silently. `of=` names a respondent or a role, `rule=` joins several answers; with
several respondents and neither, the analysis refuses and lists both.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from attrs import frozen

from sixsteps.analysis.cells import (
    AnswerCell,
    Kind,
    as_of_date,
    cell_of,
    respondent_ids,
)
from sixsteps.analysis.joining import joined_cell
from sixsteps.analysis.rules import (
    RULE_WORDS,
    RULES,
    Rule,
    checked_rule,
)
from sixsteps.errors import SeveralAnswersError, UnknownIdError, WrongTypeError, listed, nearest
from sixsteps.model.respondents import Respondent, Role
from sixsteps.model.rounds import Round

Of = Respondent | Role | str
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
    of: Of | None = None,
    rule: str | None = None,
    as_of: date | None = None,
    name: str = "of",
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
    whose = respondents_of(round_, of, name)
    questions = [question.id for question in round_.framework.questions]
    if len(whose) == 1:
        cells = tuple(cell_of(round_, question, whose[0], when) for question in questions)
        return Selection(cells, whose, when, note=whose_note(round_, whose))
    if chosen is None:
        raise SeveralAnswersError(_refusal(round_, whose, of, name))
    agreed = _agreed(round_, whose)
    others = tuple(name for name in whose if name != agreed)
    pairs = [_with_agreed(round_, question, others, agreed, chosen, when) for question in questions]
    settled = tuple(cell.question for cell, is_agreed in pairs if is_agreed)
    note = _rule_note(round_, others, chosen, len(settled))
    return Selection(tuple(cell for cell, _ in pairs), whose, when, chosen, settled, note)


def respondents_of(round_: Round, of: Of | None, name: str = "of") -> tuple[str | None, ...]:
    """The ids of the respondents that `of` names, everybody's where it is `None`.

    A string is taken as a respondent's id before it is taken as a role's name. `name` is what the
    caller's own argument is called, for the messages.

    Raises:
        WrongTypeError: for a value that names nobody.
        UnknownIdError: the round has no such respondent, or nobody in that role.
    """
    everybody = respondent_ids(round_)
    if of is None:
        return everybody
    if not isinstance(of, str | Respondent):
        raise WrongTypeError(f"{name}= was given a value of type {type(of).__name__}; give {WHOSE}")
    wanted = of.id if isinstance(of, Respondent) else str(of)
    if not isinstance(of, Role) and wanted in everybody:
        return (wanted,)
    if not isinstance(of, Respondent):
        found = tuple(one.id for one in round_.respondents if one.role == wanted)
        if found:
            return found
    raise UnknownIdError(_unknown(round_, wanted, name))


def _unknown(round_: Round, wanted: str, name: str) -> str:
    shown = repr(wanted) if len(wanted) <= 64 else "of that name"
    if not round_.respondents:
        remedy = "leave of= out" if name == "of" else "name those who answered in respondents="
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


def _refusal(round_: Round, whose: Sequence[str | None], of: Of | None, name: str) -> str:
    ids, roles = _ids_and_roles(round_, whose)
    in_role = f" in the role {roles[0]!r}" if of is not None else ""
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
