"""Everything that can go wrong, as exceptions with a value, a place and a remedy.

One base class, `SixStepsError`; every subclass also derives from the builtin a caller would
expect (`ValueError`, `LookupError`...). An error about input holds all its problems, one
`Problem` each, so that a form or an editor can show each beside its field.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Self, TypeAlias

import attrs
from attrs import evolve, frozen

Params: TypeAlias = tuple[tuple[str, object], ...]
Key: TypeAlias = str | int
"""A step of a path: the name of a field or of a place, or a position, from 0."""
Keys: TypeAlias = tuple[Key, ...]
"""A path: the keys and positions that lead to a place."""
MAX_SHOWN = 1_000
"""The most characters of a line of a message, and of a remedy, that a printed problem shows."""
MAX_PROBLEMS = 1000
"""How many problems are told before the rest is left for the next reading."""
MAX_LISTED = 100
"""The most problems that a printed error lists."""


def _as_path(path: Keys) -> Keys:
    if isinstance(path, str):
        raise WrongTypeError(f"a path takes several keys and was given one; write ({path!r},)")
    return tuple(path)


def place_of(path: Keys) -> str:
    """A path in words.

    >>> place_of(("$", "ratings", 3, "level"))
    '$.ratings[3].level'
    """
    joined = ""
    for key in path:
        if isinstance(key, int):
            joined += f"[{key}]"
        else:
            joined += f".{key}" if joined and not key.startswith("[") else key
    return joined


def _as_params(params: Mapping[str, object] | Iterable[tuple[str, object]]) -> Params:
    return tuple(params.items() if isinstance(params, Mapping) else params)


@frozen
class Problem:
    """One thing wrong with a value: where it is, what it is and how to mend it.

    `path` holds the keys and positions that lead to the place (`("ratings", 3, "level")`);
    `message` says what is wrong and `remedy` how to mend it; `code` names
    the kind of problem and is stable; `question`, `respondent` and `field` say whose input field
    it belongs to, where known; `params` are what the message and the remedy were worded from, as
    pairs, for those who word them anew. Those two and the params, which may hold what came from
    outside, stand in no `repr`. Printed, the place stands between message and remedy.

    >>> print(Problem(("ratings", 3, "level"), "unknown level 'gren'", suggestion="green"))
    unknown level 'gren' at ratings[3].level; did you mean 'green'?
    """

    path: Keys = attrs.field(converter=_as_path)
    message: str
    remedy: str = ""
    code: str = "invalid"
    question: str | None = attrs.field(default=None, repr=False)
    respondent: str | None = attrs.field(default=None, repr=False)
    field: str | None = None
    suggestion: str | None = None
    params: Params = attrs.field(default=(), converter=_as_params, repr=False)

    @property
    def place(self) -> str:
        """The path in words."""
        return place_of(self.path)

    def __str__(self) -> str:
        place = f" at {self.place}" if self.path else ""
        remedy = f"; {_cut(self.remedy)}" if self.remedy else ""
        near = f"; did you mean {self.suggestion!r}?" if self.suggestion is not None else ""
        return f"{_cut(self.message)}{place}{remedy}{near}"

    def within(self, *path: Key) -> "Problem":
        """The same problem, its place seen from further out.

        >>> Problem((3, "level"), "unknown level").within("ratings").path
        ('ratings', 3, 'level')
        """
        return evolve(self, path=(*(key for key in path if key != ""), *self.path))


def _cut(text: str) -> str:
    """A text as it is shown: so many characters a line, so many lines; the whole is in the field.

    The last line says what to do about those before it, and stays.
    """
    if len(text) <= MAX_SHOWN:
        return text
    lines = [
        one if len(one) <= MAX_SHOWN else f"{one[: MAX_SHOWN - 3]}..." for one in text.split("\n")
    ]
    if (more := len(lines) - MAX_LISTED - 1) > 0:
        lines[MAX_LISTED:-1] = [f"and {more} more; mend these first"]
    return "\n".join(lines)


MORE = Problem((), "and more", "mend these first", "more")
"""What stands in place of the problems beyond the most that are told."""


def bounded(problems: Iterable[Problem]) -> list[Problem]:
    """The first of these problems, and one more that says so where there are others."""
    found = list(islice(problems, MAX_PROBLEMS + 1))
    if len(found) > MAX_PROBLEMS:
        found[-1] = MORE
    return found


class SixStepsError(Exception):
    """The base of every error this library raises on purpose; `problems` says what is wrong.

    >>> error = UnknownIdError("no rule 'mode'", "there are worst, best", code="unknown-rule")
    >>> print(error, error.problems[0].code)
    no rule 'mode'; there are worst, best unknown-rule
    """

    problems: tuple[Problem, ...]

    def __init__(
        self,
        message: str,
        remedy: str = "",
        code: str = "invalid",
        params: Mapping[str, object] | Params = (),
        suggestion: str | None = None,
    ) -> None:
        problem = Problem((), message, remedy, code, suggestion=suggestion, params=params)
        super().__init__(message, remedy, code, problem.params, suggestion)
        self.problems = (problem,)

    def __str__(self) -> str:
        return str(self.problems[0])


class InvalidError(SixStepsError, ValueError):
    """A value that cannot exist, with every reason why in `problems`.

    >>> missing = [Problem(("on",), "no date"), Problem(("title",), "no title")]
    >>> error = InvalidError("round", missing)
    >>> print(error)
    2 problems with the round:
      no date at on
      no title at title
    """

    def __init__(self, what: str, problems: Iterable[Problem]) -> None:
        self.what = what
        self.problems = tuple(problems)
        Exception.__init__(self, what, self.problems)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        lines = "".join(f"\n  {problem}" for problem in self.problems[:MAX_LISTED])
        more = len(self.problems) - MAX_LISTED
        lines += f"\n  and {more} more, which the error's problems hold" if more > 0 else ""
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

    def within(self, *path: Key) -> Self:
        """The same error with every problem's place seen from further out."""
        return type(self)(self.what, [problem.within(*path) for problem in self.problems])


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
    """An analysis that needs one answer a question met several; it lists what to choose from."""


class MissingExtraError(SixStepsError, ImportError):
    """A package of an optional extra is not installed; the message says what to install."""


@contextmanager
def extra(name: str, needed: str) -> Iterator[None]:
    """The imports of what an optional extra brings; `needed` says what needs which package."""
    try:
        yield
    except ImportError:
        remedy = f'install it with: pip install "sixsteps[{name}]"'
        raise MissingExtraError(needed, remedy) from None
