"""Text taken out of a round's parts so that it can be shared, with every count left as it was.

What was said is replaced by a marker, so that evidence still counts as evidence; what was empty
stays empty. A redacted text is never mistaken for one that was never written.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from attrs import evolve, frozen

from sixsteps.errors import UnknownIdError, listed
from sixsteps.model.checks import as_tuple
from sixsteps.model.plans import Action, ActionPlan
from sixsteps.model.ratings import Answer, ContextAnswer, Evidence, NotApplicable
from sixsteps.model.respondents import Respondent
from sixsteps.model.round_parts import Unplaced

REDACTED = "[redacted]"
"""What stands where a text was taken out."""

Kept = Literal[
    "evidence",
    "rationale",
    "remaining",
    "reasons",
    "actions",
    "owners",
    "respondents",
    "context",
    "arrangements",
    "agreed_by",
    "handling",
]
"""What a redaction can leave as it is: the texts of answers, plans, people and particulars."""


@frozen
class Redaction:
    """What is taken out of the parts of a round, and what is kept."""

    kept: frozenset[str] = frozenset()

    @classmethod
    def keeping(cls, keep: Iterable[Kept]) -> "Redaction":
        """A redaction that leaves these as they are.

        Raises:
            UnknownIdError: for a name that is none of them.
        """
        kept = as_tuple(keep, "keep")
        unknown = [name for name in kept if name not in get_args(Kept)]
        if unknown:
            names = listed([repr(name) for name in unknown])
            raise UnknownIdError(
                f"nothing called {names} to keep; there are {listed(get_args(Kept))}"
            )
        return cls(frozenset(kept))

    def text(self, name: str, text: str) -> str:
        """A text, or the marker in its place; an empty text stays empty."""
        return text if name in self.kept or not text else REDACTED

    def answer(self, answer: Answer) -> Answer:
        """An answer that keeps its level and how many pieces of evidence it has."""
        if isinstance(answer, NotApplicable):
            return evolve(answer, reason=self.text("reasons", answer.reason))
        return evolve(
            answer,
            evidence=map(self._evidence, answer.evidence),
            rationale=self.text("rationale", answer.rationale),
            remaining=self.text("remaining", answer.remaining),
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
            action,
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
        roles = [respondent.role for respondent in respondents]
        return tuple(
            evolve(
                respondent,
                name=_called(respondent.role.value, roles[:place].count(respondent.role) + 1)
                if roles.count(respondent.role) > 1
                else _called(respondent.role.value),
                organisation=respondent.organisation and REDACTED,
            )
            for place, respondent in enumerate(respondents)
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


def _called(role: str, number: int | None = None) -> str:
    return role.capitalize() if number is None else f"{role.capitalize()} {number}"
