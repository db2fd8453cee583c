"""Sign-offs: who agreed a round, on which date and what it held, and why it was taken up again."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

from attrs import frozen

from sixsteps.errors import Keys, Problem
from sixsteps.model.fields import Checked, Words, matching, problem
from sixsteps.table import worded
from sixsteps.words import hidden


@frozen(repr=False)
class Reopening(Checked):
    """The taking up again of an agreed round: by whom, when and why.

    >>> Reopening("the chair", date(2026, 6, 2), "The police sent another return")
    Reopening('the chair', 2026-06-02, <30 characters>)
    """

    by: Words
    on: date
    reason: Words

    def __repr__(self) -> str:
        return f"Reopening({self.by!r}, {self.on.isoformat()}, {hidden(self.reason)})"


_A_DIGEST = matching(
    "[0-9a-f]{64}", "this is not a digest", "give that of the round", "bad-digest", required=False
)


@frozen
class SignOff(Checked):
    """The sign-off of a round: by whom, when, and the digest of what was signed off.

    It shows that a round was changed by mistake; it is no proof against forgery.

    >>> print(SignOff("the executive", date(2026, 5, 14), "0" * 64))
    Signed off by the executive on 14 May 2026
    """

    _called = "sign-off"

    by: Words
    on: date
    digest: Annotated[str, _A_DIGEST]
    reopened: Reopening | None = None

    def _problems(self) -> Iterator[Problem]:
        if self.reopened is not None:
            path: Keys = ("reopened", "on")
            yield from out_of_order(self.reopened.on, path, self.on, "the sign-off")

    def __str__(self) -> str:
        return f"Signed off by {self.by} on {worded(self.on)}"


def out_of_order(on: date, path: Keys, last: date, what: str) -> Iterator[Problem]:
    """The problem of a date before that of what it follows, `what` in words."""
    if on < last:
        message = f"{on.isoformat()} is before {what}, which is of {last.isoformat()}"
        yield problem(path, message, "give that date or a later one", "out-of-order")


def sign_off_problems(
    on: date, sign_offs: Iterable[SignOff], agreed: SignOff | None
) -> Iterator[Problem]:
    """Problems of the order in which a round of this date was signed off and reopened."""
    last, what = on, "the round"
    for place, one in enumerate(sign_offs):
        path: Keys = ("sign_offs", place)
        yield from out_of_order(one.on, (*path, "on"), last, what)
        if one.reopened is None:
            message = "an earlier sign-off says how the round was reopened"
            yield problem((*path, "reopened"), message, "give a Reopening", "not-reopened")
        else:
            last, what = one.reopened.on, "the reopening"
    if agreed is not None:
        yield from out_of_order(agreed.on, ("agreed", "on"), last, what)
        if agreed.reopened is not None:
            message, remedy = "this sign-off was reopened", "put it into sign_offs"
            yield problem(("agreed", "reopened"), message, remedy, "reopened")
