"""Text taken out of a round's parts so that it can be shared, with every count left as it was.

What was said is replaced by a marker, so that evidence still counts as evidence; what was empty
stays empty. A redacted text is never mistaken for one that was never written.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any, Literal, get_args

from attrs import evolve, field, frozen

from sixsteps.errors import Keys, Problem, UnknownIdError
from sixsteps.model.answers import Answer, ContextAnswer, Evidence, NotApplicable, Respondent
from sixsteps.model.fields import as_tuple, one_or_several, problem, several
from sixsteps.model.plans import Action, ActionPlan, Unplaced
from sixsteps.model.rounds import REDACTED, Round
from sixsteps.words import listed, quoted

Kept = Literal[
    "evidence",
    "rationale",
    "remaining",
    "reasons",
    "actions",
    "owners",
    "respondents",
    "ids",
    "context",
    "arrangements",
    "handling",
]
"""The texts a redaction can leave as they are: of answers, plans, people and particulars."""


def redacted(round_: Round, keep: Iterable[Kept], beside: Iterable[Round]) -> Round:
    """A round with its free text replaced by a marker, as `Round.redacted` says.

    Raises:
        UnknownIdError: for something to keep that a round does not have.
    """
    kept = as_tuple(keep, "keep", ordered=False)
    unknown = [name for name in kept if not isinstance(name, str) or name not in get_args(Kept)]
    if unknown:
        names = listed([quoted(name, get_args(Kept), "that") for name in unknown])
        there = f"there are {listed(get_args(Kept))}"
        raise UnknownIdError(f"nothing called {names} to keep", there)
    # In an order that is the same whichever of them is redacted.
    every = one_or_several([*several(beside, "beside", of=Round), round_], Round, "beside")
    rounds = sorted(every, key=lambda one: (one.on, one.digest))
    respondents = [respondent for one in rounds for respondent in one.respondents]
    actions = [action for one in rounds for action in _every_action(one)]
    ids = Pseudonyms() if {"ids", "respondents"} & {*kept} else Pseudonyms.of(respondents, actions)
    by = _Redaction(frozenset(kept), ids)
    made = evolve(
        round_,
        agreed=None,
        sign_offs=(),
        respondents=by.respondents(round_.respondents),
        previous=round_.previous and evolve(round_.previous, digest=""),
        view=None if round_.view == "redacted" else round_.view,
        **{name: redact(getattr(round_, name)) for name, redact in by.parts().items()},
    )
    is_view = made.view is not None or any(left_in(made))
    return signed(made if is_view else evolve(made, view="redacted"), round_)


def signed(view: Round, whole: Round) -> Round:
    """A view with who signed off the whole and when, and the digest that is the view's own."""
    signed = whole.agreed and evolve(whole.agreed, digest=view.digest)
    return evolve(view, agreed=signed, sign_offs=())


def left_in(round_: Round) -> Iterator[Problem]:
    """Problems of whatever a redacted round may not hold: texts, names, ids made of them."""
    for name, redact in _Redaction(frozenset(), Pseudonyms()).parts().items():
        given = getattr(round_, name)
        kept = [given] if isinstance(given, str) else given
        left = [redact(given)] if isinstance(given, str) else redact(given)
        for place, (one, other) in enumerate(zip(kept, left, strict=True)):
            if one != other:
                yield _left((name,) if isinstance(given, str) else (name, place), "a text")
    roles = {one.id: _role(one) for one in round_.respondents}
    for place, one in enumerate(round_.respondents):
        named = one.name == _words(one.id) and one.organisation in (None, "", REDACTED)
        if not named or not _is_numbered(one.id, roles[one.id]):
            yield _left(("respondents", place), "a name")
    for action in _every_action(round_):
        strange = {name for name in action.respondents if name not in roles}
        if not _is_number(action.id or "a1") or not all(_is_numbered(n, _GONE) for n in strange):
            yield _left(("plans",), "an id of an action that is more than a number")
    if round_.sign_offs:
        yield _left(("sign_offs",), "its earlier sign-offs")
    if round_.previous is not None and round_.previous.digest:
        yield _left(("previous", "digest"), "the digest of the earlier round")


def _left(path: Keys, what: str) -> Problem:
    remedy = "take it out with redacted(), which gives this view where nothing is left"
    return problem(path, f"a redacted round, and this holds {what}", remedy, "not-redacted")


_GONE = "respondent"
_is_number = re.compile("a[0-9]{1,9}").fullmatch


def _role(respondent: Respondent) -> str:
    words = re.sub("[^A-Za-z0-9]+", "-", respondent.role.name).strip("-")[:40]
    return words if words[:1].isalpha() else f"role-{words}".strip("-")


def _words(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _is_numbered(name: str, role: str) -> bool:
    return re.fullmatch(f"{re.escape(role)}(-[0-9]{{1,9}})?", name) is not None


def _every_action(round_: Round) -> Iterator[Action]:
    """The actions of the plans, and those without a place."""
    for plan in round_.plans:
        yield from plan.actions
    yield from (one.item for one in round_.unplaced if isinstance(one.item, Action))


@frozen
class Pseudonyms:
    """The ids that stand for those of respondents, and of actions that are more than a number.

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
            roles.setdefault(one.id, _role(one))
        # What has lost its place may name somebody whom no round lists any more.
        for action in given:
            for name in action.respondents:
                roles.setdefault(name, _GONE)
        ids = {name: _numbered(name, roles) for name in roles}
        names = list(dict.fromkeys(one.id for one in given if one.id))
        free = (name for number in count(1) if (name := f"a{number}") not in names)
        return cls(ids, {name: next(free) for name in names if not _is_number(name)})

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


@frozen
class _Redaction:
    """The texts that are kept of a round, and the ids that stand for those of respondents."""

    kept: frozenset[str]
    ids: Pseudonyms

    def text(self, name: str, text: str) -> str:
        """A text, or the marker in its place; an empty text stays empty."""
        return text if name in self.kept or not text else REDACTED

    def parts(self) -> Mapping[str, Callable[[Any], Any]]:
        """The fields of a round that hold free text, each with what takes it out."""

        def each(redact: Callable[[Any], Any]) -> Callable[[Any], Any]:
            return lambda values: tuple(map(redact, values))

        return {
            "ratings": each(self.answer),
            "plans": each(self.plan),
            "context": each(self.context_answer),
            "arrangements": each(partial(self.text, "arrangements")),
            "handling": partial(self.text, "handling"),
            "unplaced": each(self.unplaced),
        }

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
        roles = self.ids.respondents or Pseudonyms.of(respondents, ()).respondents
        return tuple(
            evolve(
                respondent,
                id=self.ids.respondents.get(respondent.id, respondent.id),
                name=_words(roles[respondent.id]),
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
