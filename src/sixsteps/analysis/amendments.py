"""The amendments between two states of one round, such as since it was signed off."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args

from attrs import fields, frozen

from sixsteps.analysis.consensus import require
from sixsteps.analysis.heading import Heading, OfRound
from sixsteps.errors import InvalidError, NotComparableError, Problem
from sixsteps.model.answers import NotApplicable, Rating, by_rule
from sixsteps.model.fields import problem
from sixsteps.model.framework import Framework
from sixsteps.model.plans import Action
from sixsteps.model.rounds import Round
from sixsteps.model.views import is_a_view
from sixsteps.table import Table, worded

Part = Literal["answer", "plan", "action", "context answer", "respondent", "round"]
"""The parts of a round that can be amended; "round" stands for its particulars."""

_OF_PARTS = ("ratings", "plans", "context", "respondents", "agreed", "sign_offs", "view")


@frozen
class Amendment:
    """One part of a round that was added, taken away or changed.

    `id` is that of the question, step, action or respondent, or the name of a particular.
    `before` and `after` are the key of an answer's level ("not applicable" for one that does not
    apply) or the status of an action, `None` where there is none. `fields` names what else
    differs, and never says what it holds, which may be free text.

    >>> Amendment("answer", "s1q2", "police", "changed", "amber", "green").fields
    ()
    """

    part: Part
    id: str
    respondent: str | None
    kind: Literal["added", "removed", "changed"]
    before: str | None
    after: str | None
    fields: tuple[str, ...] = ()


@frozen(repr=False)
class Amendments(OfRound):
    """The result of `amendments`: answers first, then plans, people and particulars.

    `signed` says when the earlier state was signed off, if it was.

    >>> from sixsteps.samples import spring_2026
    >>> found = amendments(spring_2026(), spring_2026())
    >>> found.amendments, found.signed
    ((), datetime.date(2026, 5, 14))
    """

    heading: Heading
    before: Framework
    after: Framework
    amendments: tuple[Amendment, ...]
    signed: date | None = None

    def all_tables(self) -> tuple[Table, ...]:
        """The amendments as a table, without any free text."""
        rows: list[tuple[str | None, ...]] = []
        for one in self.amendments:
            said = ", ".join(name.replace("_", " ") for name in one.fields)
            about = one.part, self._of(one), one.respondent, one.kind
            rows.append((*about, *self._levels(one), said))
        columns = "part of respondent change before after fields"
        since = [] if self.signed is None else [f"Since the sign-off of {worded(self.signed)}."]
        return (self.heading.table("amendments", "Amendments", columns, rows, since),)

    def _of(self, one: Amendment) -> str:
        framework = self.before if one.kind == "removed" else self.after
        return framework.number(one.id) if one.part in ("answer", "plan") else one.id

    def _levels(self, one: Amendment) -> Iterator[str | None]:
        for key, framework in ((one.before, self.before), (one.after, self.after)):
            is_level = key is not None and key in framework.scale and one.part == "answer"
            yield framework.scale.label(key) if is_level else key


def amendments(before: Round, after: Round) -> Amendments:
    """The amendments between two states of one round, such as since it was signed off.

    Answers correspond by question and respondent, actions by id; the order of answers, people and
    actions is no amendment, and neither is a sign-off.

    Raises:
        WrongTypeError: for what is no round.
        NotComparableError: for two rounds, not two states of one.
        InvalidError: for a view or a consensus, which is no state of the round it was made from.

    >>> from sixsteps import Rating
    >>> from sixsteps.samples import spring_2026
    >>> again = spring_2026().reopen("the chair", date(2026, 6, 2), "A late return")
    >>> late = again.with_ratings(Rating("s1q2", "green", respondent="police"))
    >>> [(one.id, one.respondent, one.before, one.after)
    ...  for one in amendments(spring_2026(), late).amendments]
    [('s1q2', 'police', 'amber', 'green')]
    """
    require(before, Round, "before", "a Round")
    require(after, Round, "after", "a Round")
    if before.organisation != after.organisation or (
        before.title != after.title and before.on != after.on
    ):
        message = f"{before.title!r} and {after.title!r} are two rounds, not two states of one"
        raise NotComparableError(message, "compare them with change(before, after)")
    InvalidError.check("rounds", _no_states(before=before, after=after))
    old, new = dict(_parts(before)), dict(_parts(after))
    found = tuple(
        _amended(*key, old.get(key), new.get(key))
        for key in dict.fromkeys([*new, *old])
        if old.get(key) != new.get(key)
    )
    ordered = tuple(sorted(found, key=lambda one: get_args(Part).index(one.part)))
    signed = None if before.agreed is None else before.agreed.on
    heading = Heading.of(after, before.framework)
    return Amendments(heading, before.framework, after.framework, ordered, signed)


def _no_states(**rounds: Round) -> Iterator[Problem]:
    """Problems of rounds that were made of another one."""
    for name, one in rounds.items():
        if one.view is not None or by_rule(one.respondents):
            message = f"{is_a_view(one)}, and what it leaves out is no amendment"
            code = "view" if one.view else "consensus"
            yield problem((name,), message, "give the round it was made from", code)


def _parts(round_: Round) -> Iterator[tuple[tuple[Part, str, str | None], Any]]:
    """The parts of a round, each with what it is known by."""
    for answer in round_.ratings:
        yield ("answer", answer.question, answer.respondent), answer
    for plan in round_.plans:
        yield ("plan", plan.step, None), plan.outcome
        for action in plan.actions:
            yield ("action", action.id or "", None), (plan.step, action)
    for said in round_.context:
        yield ("context answer", said.question, None), said
    for one in round_.respondents:
        yield ("respondent", one.id, None), one
    for attribute in fields(Round):
        if attribute.name not in _OF_PARTS:
            yield ("round", attribute.name, None), getattr(round_, attribute.name)


def _amended(part: Part, name: str, respondent: str | None, old: Any, new: Any) -> Amendment:
    kind: Literal["added", "removed", "changed"] = "changed"
    if part != "round" and (old is None or new is None):
        kind = "added" if old is None else "removed"
    steps, (one, other) = set[Any](), (old, new)
    if part == "action":
        (step, one), (other_step, other) = old or (None, None), new or (None, None)
        steps = {step, other_step}
    differing = ["step"] if kind == "changed" and len(steps) > 1 else []
    if kind == "changed" and part not in ("plan", "round"):
        differing += _differing(one, other)
    return Amendment(part, name, respondent, kind, _word(one), _word(other), tuple(differing))


def _differing(old: Any, new: Any) -> list[str]:
    """The fields of two values of a class that differ, but that which `_word` tells."""
    if type(old) is not type(new):
        return []
    names = (one.name for one in fields(type(old)) if one.name not in ("level", "status"))
    return [name for name in names if getattr(old, name) != getattr(new, name)]


def _word(value: Any) -> str | None:
    """The level of an answer, or the status of an action."""
    match value:
        case Rating():
            return value.level
        case NotApplicable():
            return "not applicable"
        case Action():
            return value.status.value
        case _:
            return None
