"""Views of a round for others: as one respondent may see it, for the public, and redacted.

What is redacted leaves every count as it was: what was said is replaced by a marker, so that
evidence still counts as evidence, and what was empty stays empty.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Literal, get_args

from attrs import evolve, field, frozen

from sixsteps.errors import Keys, Problem, SeveralAnswersError, UnknownIdError
from sixsteps.model.answers import (
    CONSENSUS,
    EVIDENCE_KINDS,
    RULES_OF_A_CONSENSUS,
    Answer,
    ContextAnswer,
    Evidence,
    NotApplicable,
    Rating,
    Respondent,
    Role,
    by_rule,
)
from sixsteps.model.fields import as_tuple, one_or_several, problem, several
from sixsteps.model.plans import Action, ActionPlan, Unplaced
from sixsteps.model.rounds import JOINT, REDACTED, Round, Use
from sixsteps.words import listed, quoted


def only(round_: Round, respondent: str) -> Round:
    """The round as a respondent may see it, as `Round.only` says."""
    one = round_.respondent(respondent)
    if one.asked is None and one.role in JOINT:
        # What anybody is asked cannot be told any more where nobody else is left.
        asked = [q.id for q in round_.framework.questions if round_.is_asked(q.id, one.id)]
        whole = len(asked) == len(round_.framework.questions)
        one = one if whole else evolve(one, asked=asked)
    seen = _seen_by(round_, one.id) | {"respondents": (one,)}
    return signed(evolve(round_, agreed=None, view="only", **seen), round_)


def public(round_: Round) -> Round:
    """The agreed answers of a round alone, as `Round.public` says."""
    ids = [one.id for one in round_.respondents]
    agreed = [one.id for one in round_.respondents if one.role == Role.AGREED]
    given = [answer for answer in round_.ratings if answer.respondent in agreed]
    if not given and len(ids) > 1:
        raise SeveralAnswersError(
            f"no answer of this round is agreed, and it has the respondents {listed(ids)}",
            "record the agreed answers by a respondent in the role 'agreed', or take"
            " consensus(round, rule).public()",
        )
    # Whoever was not asked has no part in any figure, and so none in what is published.
    answers = [
        answer
        for answer in given or round_.ratings
        if round_.is_asked(answer.question, answer.respondent)
    ]
    bare = evolve(round_, agreed=None, view="public", **_published(round_, answers))
    return signed(bare, round_)


def _seen_by(round_: Round, respondent: str) -> dict[str, Any]:
    """The fields of a round of which a respondent does not see all."""
    agreed = [one.id for one in round_.respondents if one.role == Role.AGREED]

    def seen(actions: tuple[Action, ...]) -> list[Action]:
        return [
            evolve(one, respondents=[name for name in one.respondents if name == respondent])
            for one in actions
            if not one.respondents or respondent in (*one.respondents, *agreed)
        ]

    return {
        "ratings": tuple(one for one in round_.ratings if one.respondent == respondent),
        "plans": tuple(evolve(plan, actions=seen(plan.actions)) for plan in round_.plans),
        "respondents": tuple(one for one in round_.respondents if one.id == respondent),
        "unplaced": tuple(
            evolve(one, item=item)
            for one in round_.unplaced
            for item in (seen((one.item,)) if isinstance(one.item, Action) else [one.item])
        ),
        "sign_offs": (),
    }


def _published(round_: Round, answers: Iterable[Answer]) -> dict[str, Any]:
    """The fields of a round that are published, and nothing in the others.

    The organisation, the title and the date are; so is the rule of a consensus.
    """
    empty = ("plans", "respondents", "context", "arrangements", "sign_offs", "unplaced")
    given = (_bare(answer) for answer in answers)
    known = round_.rule if round_.rule in RULES_OF_A_CONSENSUS else ""
    return {
        "ratings": tuple(one for one in given if one is not None),
        "rule": by_rule(round_.respondents) or known,
        **dict.fromkeys(empty, ()),
        **dict.fromkeys(("use", "next_on", "previous", "organisation_id", "period")),
        "handling": "",
    }


def _bare(answer: Answer) -> Answer | None:
    """The level of an answer and whether it has evidence; one that is started is no answer."""
    if isinstance(answer, NotApplicable):
        return NotApplicable(answer.question, REDACTED)
    if answer.level is None:
        return None
    return Rating(answer.question, answer.level, [Evidence(REDACTED)] if answer.evidence else ())


def is_a_view(round_: Round) -> str:
    """The words that begin a refusal of a view of a round, or of a consensus."""
    others = {"only": "one respondent's view", "None": "a consensus"}
    named = others.get(str(round_.view), f"a {round_.view} view")
    return f"this round is {named}"


def not_whole(round_: Round, call: str, remedy: str) -> Problem:
    """The problem of a view, or of a consensus, where what it was made of is needed."""
    needs = "all of it" if round_.view else "the answers it was made of"
    code = "view" if round_.view else "consensus"
    return Problem((), f"{is_a_view(round_)}, and {call} needs {needs}", remedy, code)


def left_in(round_: Round) -> Iterator[Problem]:
    """Problems of whatever a view holds that others may not see."""
    fields: dict[str, Any] = {"rule": ""}
    if round_.view == "redacted":
        yield from left_in_redacted(round_)
    elif round_.view == "public":
        fields = _published(round_, round_.ratings)
    elif round_.view == "only":
        first = next((one.id for one in round_.respondents), "")
        fields |= _seen_by(round_, first)
    for name, value in fields.items():
        if getattr(round_, name) != value:
            message = f"{is_a_view(round_)}, and holds what is not for others"
            remedy = f"make it with {round_.view}() of the whole round"
            if name == "rule" and round_.view != "public":
                message, remedy = "only the public view of a consensus names a rule", "leave it out"
            yield problem((name,), message, remedy, "not-this-view")


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
    "use",
    "arrangements",
    "handling",
]
"""The texts a redaction can leave as they are: of answers, plans, people and particulars."""


def redacted(round_: Round, keep: Iterable[Kept], beside: Iterable[Round]) -> Round:
    """A round with its free text replaced by a marker, as `Round.redacted` says."""
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
        **{name: by.bare(getattr(round_, name), name) for name in _OF_THE_ROUND},
    )
    if made.view is None:
        if any(left_in_redacted(made)):
            # A round like any other, and nobody signed off what it holds.
            return made
        made = evolve(made, view="redacted")
    return signed(made, round_)


def signed(view: Round, whole: Round) -> Round:
    """A view with who signed off the whole and when, and the digest that is the view's own."""
    signed = whole.agreed and evolve(whole.agreed, digest=view.digest)
    return evolve(view, agreed=signed, sign_offs=())


def left_in_redacted(round_: Round) -> Iterator[Problem]:
    """Problems of whatever a redacted round may not hold: texts, names, ids made of them."""
    whole = _Redaction(frozenset(), Pseudonyms())
    for name in _OF_THE_ROUND:
        given = getattr(round_, name)
        is_several = isinstance(given, tuple)
        for place, one in enumerate(given if is_several else [given]):
            if whole.bare(one, name) != one:
                yield _left((name, place) if is_several else (name,), "a text")
    roles = {one.id: _role(one) for one in round_.respondents}
    for place, one in enumerate(round_.respondents):
        called = by_rule([one]) or _words(one.id)
        named = one.name == called and one.organisation in (None, "", REDACTED)
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
    if by_rule([respondent]):
        return CONSENSUS
    words = re.sub("[^A-Za-z0-9]+", "-", respondent.role.name).strip("-")[:40]
    is_its_own = words[:1].isalpha() and words != CONSENSUS
    return words if is_its_own else f"role-{words}".strip("-")


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
        """Ids by role, numbered in this order where a role has several respondents."""
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


def _numbered(name: str, roles: Mapping[str, str]) -> str:
    same = [one for one, role in roles.items() if role == roles[name]]
    return roles[name] if len(same) == 1 else f"{roles[name]}-{same.index(name) + 1}"


_TEXTS: Mapping[Any, Mapping[str, str]] = {
    NotApplicable: {"reason": "reasons"},
    Rating: {"rationale": "rationale", "remaining": "remaining", "evidence": "evidence"},
    Evidence: {"text": "evidence"},
    ActionPlan: {"outcome": "actions", "actions": "actions"},
    Action: {
        "text": "actions",
        "owner": "owners",
        "timescale": "actions",
        "progress": "actions",
        "difference": "actions",
    },
    ContextAnswer: {"text": "context"},
    Unplaced: {"reason": "reasons", "item": ""},
}
"""The parts of a round with their texts and the parts that hold more, each as what it is kept."""

_OF_THE_ROUND = ("ratings", "plans", "context", "use", "arrangements", "handling", "unplaced")


@frozen
class _Redaction:
    """The texts that are kept of a round, and the ids that stand for those of respondents."""

    kept: frozenset[str]
    ids: Pseudonyms

    def bare(self, value: Any, name: str) -> Any:
        """A part with the marker in the place of every text in it; an empty text stays empty.

        Levels, dates, status, what is addressed and how many there are of anything stay, and
        known kinds of evidence and uses; one in own words is a text like any other.
        """
        if value is None or isinstance(value, Use):
            return value
        if isinstance(value, tuple):
            return tuple(self.bare(one, name) for one in value)
        if isinstance(value, str):
            return value if name in self.kept or not value else REDACTED
        texts = next(texts for kind, texts in _TEXTS.items() if isinstance(value, kind))
        said = {key: self.bare(getattr(value, key), kept) for key, kept in texts.items()}
        if isinstance(value, Action):
            ids, names = self.ids.actions, self.ids.respondents
            said["id"] = value.id and ids.get(value.id, value.id)
            said["respondents"] = [names.get(name, name) for name in value.respondents]
        elif isinstance(value, get_args(Answer)):
            by = value.respondent
            said["respondent"] = by and self.ids.respondents.get(by, by)
        elif isinstance(value, Evidence) and "evidence" not in self.kept:
            # A marker is no link, and a link can name somebody as well as a text can.
            said["link"] = None
            said["kind"] = value.kind if value.kind in (None, *EVIDENCE_KINDS) else REDACTED
        return evolve(value, **said)

    def respondents(self, respondents: Sequence[Respondent]) -> tuple[Respondent, ...]:
        """The respondents called by their roles, numbered where several have the same."""
        if "respondents" in self.kept:
            return tuple(respondents)
        roles = self.ids.respondents or Pseudonyms.of(respondents, ()).respondents
        return tuple(
            evolve(
                respondent,
                id=self.ids.respondents.get(respondent.id, respondent.id),
                name=by_rule([respondent]) or _words(roles[respondent.id]),
                organisation=respondent.organisation and REDACTED,
            )
            for respondent in respondents
        )
