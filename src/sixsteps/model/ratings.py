"""Answers: ratings with their evidence, and questions recorded as not applicable."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias, cast, get_args

from attrs import field, frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.checks import (
    as_member,
    as_tuple,
    choice_problems,
    date_problems,
    enum_problems,
    hidden,
    id_problems,
    repeated,
    text_problems,
    type_problems,
)

EvidenceKind = Literal["process", "outcome", "voice"]
"""What evidence shows: that a process runs, what came of it, or what children said."""

EVIDENCE_KINDS: tuple[EvidenceKind, ...] = get_args(EvidenceKind)


@frozen(repr=False)
class Evidence:
    """A piece of evidence for a rating, in words, with a link, a date and its kind if known.

    >>> Evidence("Plan agreed 12 March", kind="process")
    Evidence(<20 characters>)
    """

    text: str
    link: str | None = None
    on: date | None = None
    kind: EvidenceKind | None = None

    def __attrs_post_init__(self) -> None:
        InvalidError.check("evidence", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from text_problems(self.text, "text", required=True)
        if self.link is not None:
            yield from text_problems(self.link, "link", required=True)
        yield from date_problems(self.on, "on")
        if self.kind is not None:
            yield from choice_problems(
                self.kind, EVIDENCE_KINDS, "kind", "kind of evidence", "unknown-kind"
            )

    def __repr__(self) -> str:
        return f"Evidence({hidden(self.text)})"


def _as_evidence(values: Iterable[Evidence | str]) -> tuple[Evidence, ...]:
    given = as_tuple(values, "evidence")
    return tuple(_as_piece(value) for value in given)


def _as_piece(value: Evidence | str) -> Evidence:
    if isinstance(value, str) and not any(text_problems(value, "text", required=True)):
        return Evidence(value)
    # A text that cannot be evidence stays, so that the rating can say which piece it is.
    return cast("Evidence", value)


@frozen(repr=False)
class Rating:
    """A respondent's answer to a question: a level with its evidence (Section 5 of the paper).

    `level` is the key of a level of the framework's scale; `None` is a draft, which counts as
    unanswered. `remaining` says what work is still to be done. A string in `evidence` is taken
    as the text of a piece of evidence.

    >>> Rating("s1q2", "amber", evidence=["Attendance log"], remaining="Police seat vacant")
    Rating('s1q2', 'amber', 1 piece of evidence)
    """

    question: str
    level: str | None
    evidence: tuple[Evidence, ...] = field(default=(), converter=_as_evidence)
    rationale: str = ""
    remaining: str = ""
    respondent: str | None = None
    on: date | None = None

    def __attrs_post_init__(self) -> None:
        InvalidError.check("rating", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.question, "question")
        if self.level is not None:
            yield from id_problems(self.level, "level")
        for position, piece in enumerate(self.evidence):
            place = f"evidence[{position}]"
            if isinstance(piece, str):
                yield from text_problems(piece, place, required=True)
            else:
                yield from type_problems(piece, Evidence, place, "Evidence or a text")
        yield from text_problems(self.rationale, "rationale")
        yield from text_problems(self.remaining, "remaining")
        if self.respondent is not None:
            yield from id_problems(self.respondent, "respondent")
        yield from date_problems(self.on, "on")

    def __repr__(self) -> str:
        by = f" by {self.respondent!r}" if self.respondent else ""
        pieces = "1 piece" if len(self.evidence) == 1 else f"{len(self.evidence)} pieces"
        return f"Rating({self.question!r}, {self.level!r}{by}, {pieces} of evidence)"

    @property
    def is_draft(self) -> bool:
        """Whether no level was chosen yet; a draft counts as unanswered."""
        return self.level is None


@frozen(repr=False)
class NotApplicable:
    """A question that does not apply, with the reason; the paper itself has no such answer.

    >>> NotApplicable("s6q3", "No training was commissioned this year", respondent="health")
    NotApplicable('s6q3' by 'health', <38 characters>)
    """

    question: str
    reason: str
    respondent: str | None = None

    def __attrs_post_init__(self) -> None:
        InvalidError.check("not-applicable answer", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.question, "question")
        yield from text_problems(self.reason, "reason", required=True)
        if self.respondent is not None:
            yield from id_problems(self.respondent, "respondent")

    def __repr__(self) -> str:
        by = f" by {self.respondent!r}" if self.respondent else ""
        return f"NotApplicable({self.question!r}{by}, {hidden(self.reason)})"


Answer: TypeAlias = Rating | NotApplicable
"""What a round holds for a question and a respondent."""


@frozen(repr=False)
class ContextAnswer:
    """An answer in words to a context question (Section 6 of the paper).

    >>> ContextAnswer("c2", "Yes: the arrangements are published.")
    ContextAnswer('c2', <36 characters>)
    """

    question: str
    text: str

    def __attrs_post_init__(self) -> None:
        InvalidError.check("context answer", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.question, "question")
        yield from text_problems(self.text, "text", required=True)

    def __repr__(self) -> str:
        return f"ContextAnswer({self.question!r}, {hidden(self.text)})"


class Role(StrEnum):
    """In what capacity a respondent answers.

    `AGREED` is the rating reached in discussion: recorded, never computed.

    >>> Role("lead partner") is Role.LEAD_PARTNER
    True
    """

    LEAD_PARTNER = "lead partner"
    RELEVANT_AGENCY = "relevant agency"
    PARTNERSHIP = "partnership"
    CHILDREN_AND_FAMILIES = "children and families"
    PRACTITIONER = "practitioner"
    INDEPENDENT_SCRUTINEER = "independent scrutineer"
    PEER = "peer"
    AGREED = "agreed"


def _as_asked(values: Iterable[str] | None) -> tuple[str, ...] | None:
    if values is None:
        return None
    given = as_tuple(values, "asked", ordered=False)
    return tuple(sorted(given)) if all(isinstance(value, str) for value in given) else given


def _as_role(value: Role | str) -> Role:
    return as_member(value, Role)


@frozen
class Respondent:
    """Somebody who answers, known by the same id in every round.

    `asked` are the ids of the steps and questions put to them, sorted; `None` is everything.

    >>> Respondent("police", "Anytown Police", Role.LEAD_PARTNER, asked=["s2", "s1q1"]).asked
    ('s1q1', 's2')
    """

    id: str
    name: str
    role: Role = field(converter=_as_role)
    organisation: str | None = None
    asked: tuple[str, ...] | None = field(default=None, converter=_as_asked)

    def __attrs_post_init__(self) -> None:
        InvalidError.check("respondent", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.id, "id")
        yield from text_problems(self.name, "name", required=True)
        yield from enum_problems(self.role, Role, "role", "a Role")
        if self.organisation is not None:
            yield from text_problems(self.organisation, "organisation")
        for position, name in enumerate(self.asked or ()):
            yield from id_problems(name, f"asked[{position}]")
        yield from repeated(self.asked or (), "asked", "step or question")
