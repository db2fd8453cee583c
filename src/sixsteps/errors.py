"""Everything that can go wrong, as exceptions with a value, a place and a remedy.

One base class, `SixStepsError`; every subclass also derives from the builtin a caller would
expect (`ValueError`, `LookupError`...). An error about input holds all its problems, one
`Problem` each, so that a form or an editor can show each beside its field.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Self

from attrs import evolve, frozen


@frozen
class Problem:
    """One thing wrong with a value: where it is, what it is and how to mend it.

    `path` is the place (`ratings[3].level`, `$.ratings[3].level`,
    `sheet "Ratings", cell D7 (question 3.2)`); `code` names the kind of problem and is stable;
    `question`, `respondent` and `field` say whose input field it belongs to, where known. A
    message says what is wrong, then, after a semicolon, the remedy; printed, the place stands
    between them.

    >>> print(Problem("ratings[3].level", "unknown level 'gren'", suggestion="green"))
    unknown level 'gren' at ratings[3].level; did you mean 'green'?
    """

    path: str
    message: str
    code: str = "invalid"
    question: str | None = None
    respondent: str | None = None
    field: str | None = None
    suggestion: str | None = None

    def __str__(self) -> str:
        what, semicolon, remedy = self.message.partition("; ")
        place = f" at {self.path}" if self.path else ""
        near = f"; did you mean {self.suggestion!r}?" if self.suggestion is not None else ""
        return f"{what}{place}{semicolon}{remedy}{near}"

    def within(self, path: str) -> "Problem":
        """The same problem, its place seen from one level further out.

        >>> Problem("[3].level", "unknown level").within("ratings").path
        'ratings[3].level'
        """
        return evolve(self, path=join_path(path, self.path))


def join_path(outer: str, inner: str) -> str:
    """The path of `inner` inside `outer`.

    >>> join_path("plans[0]", "step"), join_path("plans", "[0]"), join_path("", "step")
    ('plans[0].step', 'plans[0]', 'step')
    """
    if not outer or not inner or inner.startswith("["):
        return outer + inner
    return f"{outer}.{inner}"


def nearest(value: object, known: Iterable[str]) -> str | None:
    """The known name most like `value`, for a suggestion; `None` where none is near.

    >>> nearest("grene", ["red", "amber", "green"])
    'green'
    """
    if not isinstance(value, str) or len(value) > 100:
        return None
    near = get_close_matches(value.lower(), list(known), n=1, cutoff=0.6)
    return near[0] if near else None


def listed(names: Sequence[str], limit: int = 12) -> str:
    """Names as a readable list, cut after `limit` with the number left out.

    >>> listed(["s1q1", "s1q2"]), listed([]), listed(["a", "b", "c"], limit=2)
    ('s1q1, s1q2', 'none', 'a, b and 1 more')
    """
    if not names:
        return "none"
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit} more"
    return ", ".join(names)


class SixStepsError(Exception):
    """The base of every error this library raises on purpose."""


class InvalidError(SixStepsError, ValueError):
    """A value that cannot exist, with every reason why in `problems`.

    >>> error = InvalidError("round", [Problem("on", "no date"), Problem("title", "no title")])
    >>> print(error)
    2 problems with the round:
      no date at on
      no title at title
    """

    def __init__(self, what: str, problems: Iterable[Problem]) -> None:
        self.what = what
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(what, self.problems)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        return f"{len(self.problems)} problems with the {self.what}:{lines}"

    @classmethod
    def check(cls, what: str, problems: Iterable[Problem]) -> None:
        """Raise if there is any problem.

        Raises:
            InvalidError: with all of `problems`, when there is at least one.
        """
        found = tuple(problems)
        if found:
            raise cls(what, found)

    def within(self, path: str) -> Self:
        """The same error with every problem's place seen from one level further out."""
        return type(self)(self.what, [problem.within(path) for problem in self.problems])


class WrongTypeError(SixStepsError, TypeError):
    """A value of a type that cannot be meant, such as a bare string for several."""


class UnknownIdError(SixStepsError, LookupError):
    """An id, name or date that is not there, with those that are."""


class DocumentError(InvalidError):
    """A file or text from outside that cannot be read, with every problem and its place."""


class AdaptationError(InvalidError):
    """Edits that cannot be applied, each with its position, the reason and the remedy."""


class IdentityClashError(SixStepsError, ValueError):
    """One id that two frameworks use for two different things."""


class NotComparableError(SixStepsError, ValueError):
    """Two rounds or frameworks that cannot be compared as asked, and what would allow it."""


class SeveralAnswersError(SixStepsError, ValueError):
    """An analysis that needs one answer a question met several; it lists `of=` and `rule=`."""


class MissingExtraError(SixStepsError, ImportError):
    """A package of an optional extra is not installed; the message says what to install."""
