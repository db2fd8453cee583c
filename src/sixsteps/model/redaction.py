"""Text taken out of a round's parts so that it can be shared, with every count left as it was.

What was said is replaced by a marker, so that evidence still counts as evidence; what was empty
stays empty. A redacted text is never mistaken for one that was never written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import get_args

from attrs import evolve, field, frozen

from sixsteps.errors import UnknownIdError, listed
from sixsteps.model.checks import as_tuple, quoted_id
from sixsteps.model.plans import Action, ActionPlan
from sixsteps.model.ratings import Answer, ContextAnswer, Evidence, NotApplicable, Respondent
from sixsteps.model.round_parts import REDACTED, Kept, Unplaced


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
class Redaction:
    """What is taken out of the parts of a round, and what is kept."""

    kept: frozenset[str] = frozenset()
    ids: Pseudonyms = field(factory=Pseudonyms)

    @classmethod
    def keeping(
        cls,
        keep: Iterable[Kept],
        respondents: Iterable[Respondent] = (),
        actions: Iterable[Action] = (),
    ) -> "Redaction":
        """A redaction that leaves these as they are, and gives these respondents other ids.

        Raises:
            UnknownIdError: for a name that is none of them.
        """
        kept = as_tuple(keep, "keep", ordered=False)
        unknown = [name for name in kept if not isinstance(name, str) or name not in get_args(Kept)]
        if unknown:
            names = listed([quoted_id(name) for name in unknown])
            raise UnknownIdError(
                f"nothing called {names} to keep; there are {listed(get_args(Kept))}"
            )
        if "ids" in kept or "respondents" in kept:
            return cls(frozenset(kept))
        return cls(frozenset(kept), Pseudonyms.of(respondents, actions))

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
        """Something without a place, its own text and the reason taken out."""
        item = unplaced.item
        return evolve(
            unplaced,
            item=self.action(item) if isinstance(item, Action) else self.context_answer(item),
            reason=self.text("reasons", unplaced.reason),
        )
