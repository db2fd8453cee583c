"""Answers, who gives them, and the rules that join them: ratings, questions not applicable."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal, TypeAlias, TypedDict, Unpack, cast, get_args

from attrs import evolve, field, frozen

from sixsteps.errors import Keys, Problem
from sixsteps.model import fields
from sixsteps.model.fields import Checked, Constraint, Found, Id, QuestionId, Text, Words, replaced
from sixsteps.model.scale import Scale
from sixsteps.words import counted, hidden

EvidenceKind = Literal["process", "outcome", "voice"]
"""A known kind of evidence: that a process runs, what came of it, or what people said of it."""

EVIDENCE_KINDS: tuple[EvidenceKind, ...] = get_args(EvidenceKind)
_A_KIND = fields.any_word(EVIDENCE_KINDS, "kind of evidence", "unknown-kind")


@frozen(repr=False)
class Evidence(Checked):
    """A piece of evidence for a rating, in words, with a link, a date and its kind if known.

    The kind is "process", "outcome", "voice" or a word of your own.

    >>> Evidence("Plan agreed 12 March", kind="process")
    Evidence(<20 characters>)
    """

    text: Words
    link: Words | None = None
    on: date | None = None
    kind: Annotated[str, _A_KIND] | None = None

    def __repr__(self) -> str:
        return f"Evidence({hidden(self.text)})"


def _as_evidence(values: Iterable[Evidence | str]) -> tuple[Evidence, ...]:
    if type(values) is tuple and {Evidence}.issuperset(map(type, values)):
        return values
    # A text that cannot be evidence stays, so that the rating can say which piece it is.
    given = [
        Evidence(one) if isinstance(one, str) and not _piece_problems(one, ()) else one
        for one in fields.as_tuple(values, "evidence")
    ]
    return tuple(cast("list[Evidence]", given))


def _piece_problems(piece: object, path: Keys) -> Found:
    if isinstance(piece, str):
        return fields.text_problems(piece, path, required=True)
    return fields.type_problems(piece, Evidence, path, "Evidence or a text")


@frozen(repr=False)
class Rating(Checked):
    """A respondent's answer to a question: a level with its evidence (Section 5 of the paper).

    `level` is the key of a level of the framework's scale; `None` is an answer that
    is only started, which counts as unanswered. `remaining` says what work is still to be done. A
    string in `evidence` is taken as the text of a piece of evidence.

    >>> Rating("s1q2", "amber", evidence=["Attendance log"], remaining="Police seat vacant")
    Rating('s1q2', 'amber', 1 piece of evidence)
    """

    question: QuestionId
    level: Id | None
    evidence: tuple[Annotated[Evidence, Constraint(_piece_problems)], ...] = field(
        default=(), converter=_as_evidence
    )
    rationale: Text = ""
    remaining: Text = ""
    respondent: Id | None = None
    on: date | None = None

    def __repr__(self) -> str:
        by = f" by {self.respondent!r}" if self.respondent else ""
        pieces = counted(len(self.evidence), "piece")
        return f"Rating({self.question!r}, {self.level!r}{by}, {pieces} of evidence)"

    @property
    def is_started(self) -> bool:
        """True while no level is chosen; a started answer counts as unanswered."""
        return self.level is None

    def replace(self, **fields: Unpack["RatingFields"]) -> "Rating":
        """The rating with these fields instead, checked whole.

        >>> Rating("s1q2", None).replace(level="amber")
        Rating('s1q2', 'amber', 0 pieces of evidence)

        Raises:
            WrongTypeError: for a field that a rating does not have.
            InvalidError: for what a rating cannot hold.
        """
        return replaced(self, fields)


class RatingFields(TypedDict, total=False):
    """The fields of a rating, as `Rating.replace` takes them."""

    question: str
    level: str | None
    evidence: Iterable[Evidence | str]
    rationale: str
    remaining: str
    respondent: str | None
    on: date | None


@frozen(repr=False)
class NotApplicable(Checked):
    """A question that does not apply, with the reason; the paper itself has no such answer.

    >>> NotApplicable("s6q3", "No training was commissioned this year", respondent="health")
    NotApplicable('s6q3' by 'health', <38 characters>)
    """

    question: QuestionId
    reason: Words
    respondent: Id | None = None

    def __repr__(self) -> str:
        by = f" by {self.respondent!r}" if self.respondent else ""
        return f"NotApplicable({self.question!r}{by}, {hidden(self.reason)})"


Answer: TypeAlias = Rating | NotApplicable
"""An answer to a question, as a round holds it for each respondent."""


def in_words(answer: Answer | None, scale: Scale, *, asked: bool) -> str:
    """The level of an answer in words, or the kind of empty, and where nobody asked for it.

    >>> from sixsteps.published import RAG
    >>> in_words(Rating("s1q1", "red"), RAG, asked=False), in_words(None, RAG, asked=True)
    ('Red (not asked)', 'unanswered')
    """
    if answer is None or (isinstance(answer, Rating) and answer.level is None):
        return "not asked" if not asked else "unanswered" if answer is None else "started"
    word = scale.label(answer.level) if isinstance(answer, Rating) else "not applicable"
    return word if asked else f"{word} (not asked)"


@frozen(repr=False)
class ContextAnswer(Checked):
    """An answer in words to a context question (Section 6 of the paper).

    >>> ContextAnswer("c2", "Yes: the arrangements are published.")
    ContextAnswer('c2', <36 characters>)
    """

    question: QuestionId
    text: Words

    def __repr__(self) -> str:
        return f"ContextAnswer({self.question!r}, {hidden(self.text)})"


_INDEPENDENT = {
    "lead partner": False,
    "relevant agency": False,
    "partnership": False,
    "children and families": False,
    "practitioner": False,
    "independent scrutineer": True,
    "peer": True,
    "agreed": False,
}


RoleName: TypeAlias = Annotated[str, fields.any_word(_INDEPENDENT, "role", "unknown-role")]
"""The name of a role: a known one, or any that is no slip of one."""


@frozen(repr=False, init=False)
class Role(Checked):
    """The capacity in which a respondent answers, and whether that is independent.

    The known roles are there by name; any other is a role of one's own, and not independent
    unless that is said. `PARTNERSHIP` is a joint answer; `AGREED` is the rating reached in
    discussion: recorded, never computed.

    >>> Role("peer") == Role.PEER, Role.PEER.independent, Role("trustee").independent
    (True, True, False)
    """

    LEAD_PARTNER: ClassVar["Role"]
    RELEVANT_AGENCY: ClassVar["Role"]
    PARTNERSHIP: ClassVar["Role"]
    CHILDREN_AND_FAMILIES: ClassVar["Role"]
    PRACTITIONER: ClassVar["Role"]
    INDEPENDENT_SCRUTINEER: ClassVar["Role"]
    PEER: ClassVar["Role"]
    AGREED: ClassVar["Role"]

    name: RoleName
    independent: bool = False

    def __init__(self, name: str, independent: bool | None = None) -> None:  # noqa: FBT001  as in the field
        known = isinstance(name, str) and _INDEPENDENT.get(name, False)
        self.__attrs_init__(name, known if independent is None else independent)

    def _problems(self) -> Iterator[Problem]:
        known = _INDEPENDENT.get(self.name)
        if known is not None and known != self.independent:
            message = f"the role {self.name!r} is {'' if known else 'not '}independent"
            remedy = "leave independent out, or give the role a name of its own"
            yield fields.problem(("independent",), message, remedy, "known-role")

    @property
    def is_known(self) -> bool:
        """True for a role that the library knows by name."""
        return self.name in _INDEPENDENT

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        own = ", independent=True" if self.independent and not self.is_known else ""
        return f"Role({self.name!r}{own})"


KNOWN_ROLES: Mapping[str, Role] = {name: Role(name) for name in _INDEPENDENT}
"""The known roles by name."""

for _name, _role in KNOWN_ROLES.items():
    setattr(Role, _name.replace(" ", "_").upper(), _role)


def role_problems(value: object, path: Keys) -> Found:
    """Problems of a role: a `Role`, or the name of a known one."""
    if isinstance(value, Role):
        return ()
    if not isinstance(value, str):
        return (fields.wrong_type(value, path, "a Role"),)
    (found,) = fields.choice_problems(value, path, choices=[*KNOWN_ROLES], what="role")
    return (evolve(found, remedy=f'{found.remedy}; write Role("...") for one of your own'),)


def _as_asked(values: Iterable[str] | None) -> tuple[str, ...] | None:
    if values is None:
        return None
    given = fields.as_tuple(values, "asked", ordered=False)
    return tuple(sorted(given)) if all(isinstance(value, str) for value in given) else given


def _as_role(value: Role | str) -> Role:
    return KNOWN_ROLES.get(value, cast("Role", value)) if isinstance(value, str) else value


@frozen
class Respondent(Checked):
    """Somebody who answers, known by the same id in every round.

    `asked` are the ids of the steps and questions put to them, sorted; `None` is everything.

    >>> Respondent("police", "Anytown Police", Role.LEAD_PARTNER, asked=["s2", "s1q1"]).asked
    ('s1q1', 's2')
    """

    id: Id
    name: Words
    role: Annotated[Role, Constraint(role_problems)] = field(converter=_as_role)
    organisation: Text | None = None
    asked: tuple[QuestionId, ...] | None = field(default=None, converter=_as_asked)

    def _problems(self) -> Iterator[Problem]:
        return fields.repeated(self.asked or (), ("asked",), "step or question")


Rule = Literal["worst", "best", "median_low", "unanimous"]
"""The rule by which levels become one: the lowest, the highest, the low median, or all alike."""

RULES: tuple[Rule, ...] = get_args(Rule)

RULE_WORDS: dict[Rule, str] = {
    "worst": "worst (the lowest level given)",
    "best": "best (the highest level given)",
    "median_low": "median_low (the low median of the levels given)",
    "unanimous": "unanimous (the level all gave, or none)",
}
"""The name of each rule in the notes of every output that used it."""

CONSENSUS = "consensus"
"""The id of the one respondent of a round that `consensus` made."""

AGREED_FIRST = "Agreed in discussion"
"""The words that begin the name of a consensus in which agreed answers come before the rule."""


_rules = [*RULE_WORDS.values()]
RULES_OF_A_CONSENSUS = (*(f"{AGREED_FIRST}, else {one}" for one in _rules), AGREED_FIRST, *_rules)
"""The rules by which a consensus may be made, in words."""


def by_rule(respondents: Sequence[Respondent]) -> str:
    """The name of the one respondent of a consensus without those it was made of, else nothing."""
    if [(one.id, one.role) for one in respondents] != [(CONSENSUS, Role.PARTNERSHIP)]:
        return ""
    for said in RULES_OF_A_CONSENSUS:
        if re.match(f"{re.escape(said)}( of |;|$)", respondents[0].name):
            return said
    return ""
