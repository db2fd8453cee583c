"""The particulars of a round: its use, its state, the round before it, what lost its place."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Literal

from attrs import frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.model.checks import date_problems, id_problems, text_problems, type_problems
from sixsteps.model.plans import Action
from sixsteps.model.ratings import ContextAnswer


class State(StrEnum):
    """Whether a round is still being worked on or has been agreed.

    >>> State("agreed")
    <State.AGREED: 'agreed'>
    """

    DRAFT = "draft"
    AGREED = "agreed"


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
    "agreed_by",
    "handling",
]
"""What a redaction can leave as it is: the texts of answers, plans, people and particulars."""

REDACTED = "[redacted]"
"""What stands where a text was taken out."""


class Use(StrEnum):
    """What the framework is used for: the three uses of Section 5 of the paper.

    >>> [use.value for use in Use]
    ['scrutiny', 'self-assessment', 'wider-assessment']
    """

    SCRUTINY = "scrutiny"
    SELF_ASSESSMENT = "self-assessment"
    WIDER_ASSESSMENT = "wider-assessment"


@frozen
class RoundReference:
    """Which round came before: whose, its title, its date and its digest.

    >>> RoundReference("Anytown", "Autumn 2025", date(2025, 11, 1), "0" * 64).title
    'Autumn 2025'
    """

    organisation: str
    title: str
    on: date
    digest: str

    def __attrs_post_init__(self) -> None:
        InvalidError.check("reference to a round", self._problems())

    def _problems(self) -> Iterator[Problem]:
        for name in ("organisation", "title", "digest"):
            yield from text_problems(getattr(self, name), name, required=True)
        yield from date_problems(self.on, "on", required=True)


@frozen(repr=False)
class Unplaced:
    """An open action or a context answer of an earlier round that has no place any more.

    `was` is the id of the step or context question it belonged to, `reason` why that is gone.

    >>> Unplaced("s7", Action("Visit the refuge", id="a3"), reason="step s7 was removed")
    Unplaced('s7', Action('a3', <16 characters>, open))
    """

    was: str
    item: Action | ContextAnswer
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        InvalidError.check("unplaced item", self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from id_problems(self.was, "was")
        yield from type_problems(
            self.item, (Action, ContextAnswer), "item", "an Action or a ContextAnswer"
        )
        yield from text_problems(self.reason, "reason")

    def __repr__(self) -> str:
        return f"Unplaced({self.was!r}, {self.item!r})"
