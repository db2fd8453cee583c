"""The wording of messages: counts, lists, near misses, folded texts, what may be shown."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import ParamSpec

P = ParamSpec("P")

NOTICE = "Do not enter anything that could identify a child, a family or any other person."
"""Stands at every place for free text."""


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


def in_prose(parts: Sequence[str], word: str = "and") -> str:
    """Parts as prose.

    >>> in_prose(["3 Red", "10 Amber", "9 Green"]), in_prose(["9 Green"]), in_prose([])
    ('3 Red, 10 Amber and 9 Green', '9 Green', 'none')
    """
    if len(parts) < 2:
        return "".join(parts) or "none"
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def a(name: str) -> str:
    """A name with its article.

    >>> a("rating"), a("ActionPlan"), a("Use")
    ('a rating', 'an ActionPlan', 'a Use')
    """
    lower = name.lower()
    return f"{'an' if lower[0] in 'aeiou' and not lower.startswith('us') else 'a'} {name}"


def name_of(kind: type) -> str:
    """The name of a class in a sentence."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()


def of_type(value: object) -> str:
    """The type of a value that is not shown itself."""
    return "None" if value is None else f"a value of type {type(value).__name__}"


def nearest(value: object, known: Iterable[str]) -> str | None:
    """The known name most like `value`, for a suggestion; `None` where none is near."""
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
    return lambda *args, **kwargs: None if next(left, None) is None else find(*args, **kwargs)


def hidden(text: str) -> str:
    """The length of a free text, for `repr`: the text may concern an identifiable child."""
    return f"<{counted(len(text), 'character')}>" if text else "''"


MOST_COMPARED = 500
"""The number of names a value is compared with letter by letter before it counts as no near one."""


def quoted(
    value: object, known: Iterable[str] = (), otherwise: str = "of that id", *, rows: int = 1
) -> str:
    """A value from outside as a message repeats it: in quotation marks, or not at all.

    It is repeated where it is one of `known`, or `is_near` one, whatever the case; and
    in a column of levels, roles or kinds where it is short and stands in several `rows`. Anything
    else may be a name, a number of a person or a sentence, however short it is.

    >>> quoted("s1q9", ["s1q1"]), quoted("Jane", ["s1q1"]), quoted("Partly met", rows=12)
    ("'s1q9'", 'of that id', "'Partly met'")
    """
    if not isinstance(value, str) or len(value) > 200 or not value.isprintable():
        return otherwise
    said, names = value.casefold(), islice(known, MOST_COMPARED)
    exact = isinstance(known, Collection) and value in known
    category = rows > 1 and len(value) <= 30 and _is_category(value)
    if exact or category or any(is_near(said, name.casefold()) for name in names):
        return repr(str(value))
    return otherwise


_is_category = re.compile(r"(?!(?:.*\d){4})[^\s@]+(?: [^\s@]+){0,3}").fullmatch


def is_near(one: str, other: str) -> bool:
    """True for the beginning of a name, and for two letters put in, left out or changed.

    Of a short name half must stay.

    >>> is_near("grene", "green"), is_near("s1q9", "s1q1"), is_near("Ann", "red")
    (True, True, False)
    """
    if len(one) > 2 and other.startswith(one):
        return True
    return differ_by(one, other, min(2, max(len(one), len(other)) // 2))


def differ_by(one: str, other: str, letters: int) -> bool:
    """True for two texts that differ by at most so many letters put in, left out or changed."""
    if abs(len(one) - len(other)) > letters:
        return False
    # Most names differ in too many letters, wherever these stand: they need no comparison.
    here, there = set(one), set(other)
    if len(here - there) > letters or len(there - here) > letters:
        return False
    pairs = enumerate(zip(one, other, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
    one, other = one[same:], other[same:]
    if letters == 0 or not one or not other:
        return max(len(one), len(other)) <= letters
    return any(
        differ_by(*pair, letters - 1)
        for pair in ((one[1:], other), (one, other[1:]), (one[1:], other[1:]))
    )


def same_line_ends(text: str) -> str:
    r"""A text whose line ends are all `\n`, as spreadsheets keep them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Controls, joiners, marks of order and of direction, fillers.
HIDDEN = (
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What shows nothing, as it stands in a set of characters of any regular expression."""
_hidden = re.compile(f"[{HIDDEN}]")
_not_kept = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u201b\u02bc", "'")
    | dict.fromkeys("\u201c\u201d\u201f", '"')
)


def folded(text: str) -> str:
    r"""A name, header or level as it is compared: what cannot be told apart by eye is one.

    Without case and what shows nothing, with single spaces, straight quotation marks and hyphens.

    >>> folded(" Remaining\n Work\u200b "), folded("Cafe\u0301") == folded("Café")
    ('remaining work', True)
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split()).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_ALIKE).casefold()
        text = unicodedata.normalize("NFC", text)
    return " ".join(_hidden.sub("", text).split()).casefold()


def shows(text: str) -> bool:
    """True if anything of a text can be seen."""
    if text.isascii() and text.isprintable():
        return text.strip() != ""
    return not text.isspace() and _hidden.sub("", text).strip() != ""


def as_id(text: str) -> str:
    """A text as an id is read from it: without what shows nothing, which no id holds."""
    return text.strip() if text.isascii() and text.isprintable() else _hidden.sub("", text).strip()


def entered(text: str) -> str:
    r"""A text as it is kept: without white space at its ends, byte order marks and controls.

    A text of which nothing can be seen is empty.

    >>> entered(" Plan\ufeff agreed\r\n"), entered("\u200b")
    ('Plan agreed', '')
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _not_kept.sub("", same_line_ends(text)).strip()
    return text if shows(text) else ""
