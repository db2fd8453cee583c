"""Text taken out of a round's parts so that it can be shared, with every count left as it was.

What was said is replaced by a marker, so that evidence still counts as evidence; what was empty
stays empty. A redacted text is never mistaken for one that was never written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import get_args

from attrs import evolve, field, frozen

from sixsteps.errors import UnknownIdError
from sixsteps.model.fields import as_tuple
from sixsteps.model.plans import Action, ActionPlan, Unplaced
from sixsteps.model.ratings import Answer, ContextAnswer, Evidence, NotApplicable, Respondent
from sixsteps.model.rounds import REDACTED, Kept, Round
from sixsteps.words import listed, quoted_id


def redacted(round_: Round, keep: Iterable[Kept], beside: Iterable[Round]) -> Round:
    """A round with its free text replaced by a marker, as `Round.redacted` says.

    Raises:
        UnknownIdError: for something to keep that a round does not have.
    """
    kept = as_tuple(keep, "keep", ordered=False)
    unknown = [name for name in kept if not isinstance(name, str) or name not in get_args(Kept)]
    if unknown:
        names = listed([quoted_id(name) for name in unknown])
        there = f"there are {listed(get_args(Kept))}"
        raise UnknownIdError(f"nothing called {names} to keep", there)
    # In an order that is the same whichever of them is redacted.
    rounds = sorted([round_, *beside], key=lambda one: (one.on, one.digest))
    respondents = [respondent for one in rounds for respondent in one.respondents]
    actions = [action for one in rounds for action in _every_action(one)]
    ids = Pseudonyms.of(respondents, actions)
    by = _Redaction(frozenset(kept), Pseudonyms() if {"ids", "respondents"} & {*kept} else ids)
    return evolve(
        round_,
        ratings=map(by.answer, round_.ratings),
        plans=map(by.plan, round_.plans),
        respondents=by.respondents(round_.respondents),
        context=map(by.context_answer, round_.context),
        arrangements=[by.text("arrangements", text) for text in round_.arrangements],
        agreed_by=by.text("agreed_by", round_.agreed_by),
        handling=by.text("handling", round_.handling),
        unplaced=map(by.unplaced, round_.unplaced),
        redacted=True,
    )


def _every_action(round_: Round) -> Iterator[Action]:
    """The actions of the plans, and those without a place."""
    for plan in round_.plans:
        yield from plan.actions
    yield from (one.item for one in round_.unplaced if isinstance(one.item, Action))


@frozen
class Pseudonyms:
    """The ids that stand for those of respondents, and of actions that are called after them.

    An id that has none stays as it is.
    """

    respondents: Mapping[str, str] = field(factory=dict)
    actions: Mapping[str, str] = field(factory=dict)

    @classmethod
    def of(cls, respondents: Iterable[Respondent], actions: Iterable[Action]) -> "Pseudonyms":
        """Ids by role, numbered in this order where a role has several respondents.

        >>> from sixsteps import Role
        >>> jane = Respondent("jane-smith", "Jane Smith", Role.PEER)
        >>> Pseudonyms.of([jane], [Action("Visit", id="jane-smith-a1")])
        Pseudonyms(respondents={'jane-smith': 'peer'}, actions={'jane-smith-a1': 'a1'})
        """
        given = list(actions)
        roles: dict[str, str] = {}
        for one in respondents:
            roles.setdefault(one.id, one.role.value.replace(" ", "-"))
        # What has lost its place may name somebody whom no round lists any more.
        for action in given:
            for name in action.respondents:
                roles.setdefault(name, "respondent")
        ids = {name: _numbered(name, roles) for name in roles}
        return cls(ids, dict(_called_after(roles, [one.id for one in given if one.id])))

    def id(self, respondent: str | None) -> str | None:
        """The id that stands for a respondent's."""
        return None if respondent is None else self.respondents.get(respondent, respondent)

    def action(self, action: Action) -> Action:
        """An action with the ids of its respondents, and its own, stood in for."""
        return evolve(
            action,
            id=action.id and self.actions.get(action.id, action.id),
            respondents=[self.respondents.get(name, name) for name in action.respondents],
        )


def _numbered(name: str, roles: Mapping[str, str]) -> str:
    same = [one for one, role in roles.items() if role == roles[name]]
    return roles[name] if len(same) == 1 else f"{roles[name]}-{same.index(name) + 1}"


def _called_after(respondents: Iterable[str], ids: list[str]) -> Iterator[tuple[str, str]]:
    """The actions whose ids begin with a respondent's, each with one that is not taken."""
    names = [*respondents]
    free = (name for number in count(1) if (name := f"a{number}") not in ids)
    for one in dict.fromkeys(ids):
        if any(one == name or one.startswith(f"{name}-") for name in names):
            yield one, next(free)


@frozen
class _Redaction:
    """The texts that are kept of a round, and the ids that stand for those of respondents."""

    kept: frozenset[str]
    ids: Pseudonyms

    def text(self, name: str, text: str) -> str:
        """A text, or the marker in its place; an empty text stays empty."""
        return text if name in self.kept or not text else REDACTED

    def answer(self, answer: Answer) -> Answer:
        """An answer that keeps its level and how many pieces of evidence it has."""
        if isinstance(answer, NotApplicable):
            return evolve(
                answer,
                reason=self.text("reasons", answer.reason),
                respondent=self.ids.id(answer.respondent),
            )
        return evolve(
            answer,
            evidence=map(self._evidence, answer.evidence),
            rationale=self.text("rationale", answer.rationale),
            remaining=self.text("remaining", answer.remaining),
            respondent=self.ids.id(answer.respondent),
        )

    def _evidence(self, evidence: Evidence) -> Evidence:
        if "evidence" in self.kept:
            return evidence
        # A marker is no link, and a link can name somebody as well as a text can.
        return evolve(evidence, text=REDACTED, link=None)

    def plan(self, plan: ActionPlan) -> ActionPlan:
        """A plan that keeps its actions, their dates, status and what they address."""
        return evolve(
            plan,
            actions=map(self.action, plan.actions),
            outcome=self.text("actions", plan.outcome),
        )

    def action(self, action: Action) -> Action:
        """An action that keeps its dates, its status and what it addresses."""
        return evolve(
            self.ids.action(action),
            text=self.text("actions", action.text),
            owner=self.text("owners", action.owner),
            timescale=self.text("actions", action.timescale),
            progress=[self.text("actions", note) for note in action.progress],
            difference=self.text("actions", action.difference),
        )

    def respondents(self, respondents: Sequence[Respondent]) -> tuple[Respondent, ...]:
        """The respondents called by their roles, numbered where several have the same."""
        if "respondents" in self.kept:
            return tuple(respondents)
        ids = self.ids.respondents or Pseudonyms.of(respondents, ()).respondents
        return tuple(
            evolve(
                respondent,
                id=self.ids.respondents.get(respondent.id, respondent.id),
                name=ids[respondent.id].replace("-", " ").capitalize(),
                organisation=respondent.organisation and REDACTED,
            )
            for respondent in respondents
        )

    def context_answer(self, answer: ContextAnswer) -> ContextAnswer:
        """A context answer that says only that there is one."""
        return evolve(answer, text=self.text("context", answer.text))

    def unplaced(self, unplaced: Unplaced) -> Unplaced:
        """An item without a place, its own text and the reason taken out."""
        item = unplaced.item
        return evolve(
            unplaced,
            item=self.action(item) if isinstance(item, Action) else self.context_answer(item),
            reason=self.text("reasons", unplaced.reason),
        )
