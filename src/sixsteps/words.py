"""The wording of messages: counts, lists, articles, near misses, and what of a value is shown."""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import ParamSpec

P = ParamSpec("P")


def counted(count: int, thing: str) -> str:
    """A count with what it counts, in the singular or the plural.

    >>> counted(1, "step"), counted(2, "step")
    ('1 step', '2 steps')
    """
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


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


def a(name: str) -> str:
    """A name with its article.

    >>> a("rating"), a("ActionPlan"), a("Use")
    ('a rating', 'an ActionPlan', 'a Use')
    """
    lower = name.lower()
    return f"{'an' if lower[0] in 'aeiou' and not lower.startswith('us') else 'a'} {name}"


def name_of(kind: type) -> str:
    """The name of a class in a sentence.

    >>> from sixsteps import ContextQuestion
    >>> name_of(ContextQuestion)
    'context question'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()


def of_type(value: object) -> str:
    """The type of a value that is not shown itself.

    >>> of_type(None), of_type(3)
    ('None', 'a value of type int')
    """
    return "None" if value is None else f"a value of type {type(value).__name__}"


def nearest(value: object, known: Iterable[str]) -> str | None:
    """The known name most like `value`, for a suggestion; `None` where none is near.

    >>> nearest("grene", ["red", "amber", "green"])
    'green'
    """
    if not isinstance(value, str) or len(value) > 100:
        return None
    near = get_close_matches(value.lower(), list(known), n=1, cutoff=0.6)
    return near[0] if near else None


def for_the_first(find: Callable[P, str | None], limit: int = 20) -> Callable[P, str | None]:
    """The same search for a suggestion, given up after so many: each compares with every name.

    >>> near = for_the_first(lambda value: "green", limit=1)
    >>> near("gren"), near("grn")
    ('green', None)
    """
    left = iter(range(limit))

    def found(*args: P.args, **kwargs: P.kwargs) -> str | None:
        return None if next(left, None) is None else find(*args, **kwargs)

    return found


def hidden(text: str) -> str:
    """The length of a free text, for `repr`: the text may concern an identifiable child.

    >>> hidden("Plan agreed 12 March")
    '<20 characters>'
    """
    return f"<{counted(len(text), 'character')}>"


def quoted_id(value: object, otherwise: str = "of that id") -> str:
    """An unknown id as a message repeats it: whole if it can be an id, or not at all.

    What was typed in the wrong place may be free text.

    >>> quoted_id("s1q9"), quoted_id("Jane Smith said")
    ("'s1q9'", 'of that id')
    """
    if not isinstance(value, str) or len(value) > 64 or not value.isprintable():
        return otherwise
    return otherwise if any(map(str.isspace, value)) else repr(value)
