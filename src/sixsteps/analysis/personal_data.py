"""Text of a round that looks like personal data, to be looked at before it is shared.

A finder of signs: what it finds may be harmless, and what it does not find may still identify a
child. It tells the place and the kind, and never what stands there.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from attrs import fields, frozen, has

from sixsteps.analysis.consensus import require
from sixsteps.analysis.heading import Heading, OfRound
from sixsteps.errors import Keys, Problem
from sixsteps.model.fields import problem
from sixsteps.model.rounds import REDACTED, Round
from sixsteps.table import MONTHS, Table
from sixsteps.words import folded

NOTE = (
    "These are signs, found by their form: look at each. What has another form is not found, such"
    " as the story of a family that its neighbours would know."
)
"""Stands under every list, an empty one too."""

_DASHES = dict.fromkeys(map(ord, "\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_nhs_numbers = re.compile(
    r"(?<![0-9])(?<![0-9][ -])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![ -]?[0-9])"
)
_emails = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\W\d_]{2,}")
_telephones = re.compile(
    r"(?<![0-9+])(?:\+[1-9]|00[1-9]|\(?0[1-9])(?:[ ()./-]{0,2}[0-9]){8,12}(?![ -]?[0-9])"
)
_AREAS = (
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e"
    " ec eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll"
    " ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm"
    " sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze"
)
_postcodes = re.compile(
    rf"\b(?:{_AREAS.replace(' ', '|')})[0-9][0-9a-z]? ?[0-9][abd-hjlnp-uw-z]{{2}}\b|\bgir ?0aa\b"
)
_NAMED_MONTH = "(?:{})[a-z]*\\.?".format("|".join(one[:3].casefold() for one in MONTHS))
_days = re.compile(
    r"(?<![0-9])(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"|[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)? {_NAMED_MONTH},? [0-9]{{4}}"
    rf"|{_NAMED_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}})(?![0-9])"
)
_birth = re.compile(r"\b(?:d\.? ?o\.? ?b\b|date of birth|birth ?da(?:y|te)|born)")
_NEAR = 40
"""The characters between the word of a birth and its date."""


def _is_nhs_number(text: str) -> bool:
    """True for ten digits of which the last is the check digit of the others (modulus 11)."""
    *others, check = map(int, re.sub("[ -]", "", text))
    weighted = sum(digit * (10 - place) for place, digit in enumerate(others))
    return (11 - weighted % 11) % 11 == check


def _has_birth_date(text: str, on: date) -> bool:
    """True for a date that follows a word of birth, or that is two years before the round's."""
    for found in _days.finditer(text):
        before = text[max(0, found.start() - _NEAR) : found.start()]
        if _birth.search(before) or _year(found[0], on) <= on.year - 2:
            return True
    return False


def _year(day: str, on: date) -> int:
    """The year of a date as written; of two digits the latest that is not after the round."""
    if (whole := re.search("[0-9]{4}", day)) is not None:
        return int(whole[0])
    year = on.year - on.year % 100 + int(day[-2:])
    return year if year <= on.year else year - 100


_KINDS: Mapping[str, tuple[str, Callable[[str, date], bool]]] = {
    "nhs-number": (
        "an NHS number",
        lambda text, _: any(_is_nhs_number(one[0]) for one in _nhs_numbers.finditer(text)),
    ),
    "birth-date": ("a date of birth", _has_birth_date),
    "postcode": ("a postcode", lambda text, _: bool(_postcodes.search(text))),
    "telephone": ("a telephone number", lambda text, _: bool(_telephones.search(text))),
    "e-mail": ("an e-mail address", lambda text, _: bool(_emails.search(text))),
}
"""The kinds of signs by the code of their problem: what each looks like, and how it is found."""

_NAMES_STAND_IN = {"name", "organisation", "owner", "by", "id", "respondent", "respondents"}
"""The fields that hold names by what they are for."""


@frozen(repr=False)
class PersonalData(OfRound):
    """The result of `personal_data`: for each text and kind of sign one finding, in their order.

    A finding is a `Problem` with the place, the kind as its `code`, and the question and the
    respondent it concerns; it holds nothing of the text.

    >>> from sixsteps.samples import spring_2026
    >>> {one.code for one in personal_data(spring_2026()).findings}
    {'name'}
    """

    heading: Heading
    findings: tuple[Problem, ...]

    def all_tables(self) -> tuple[Table, ...]:
        """The findings as a table."""
        rows = [(one.place, one.question, one.respondent, one.message) for one in self.findings]
        columns, what = "place Question_id=question respondent found", "Signs of personal data"
        return (self.heading.table("personal_data", what, columns, rows, [NOTE]),)


def personal_data(round: Round) -> PersonalData:
    """The places where a text of the round holds what looks like personal data.

    NHS numbers (by their check digit), dates of birth (a date after a word of birth, or two years
    before the round), British postcodes, telephone numbers, e-mail addresses, and the names of
    owners and respondents within other texts. The reasons of the framework's adaptations, which a
    document of the round holds too, are looked through as well.

    Raises:
        WrongTypeError: for what is no round.

    >>> from sixsteps import Rating, six_steps
    >>> spring = Round(six_steps(), "Anytown", "Spring 2026", date(2026, 5, 1),
    ...     ratings=[Rating("s1q3", "red", rationale="Call 01632 960 001")])
    >>> print(*personal_data(spring).findings)
    what looks like a telephone number at ratings[0].rationale
    """
    require(round, Round, "round", "a Round")
    names = {one.name for one in round.respondents}
    names |= {action.owner for plan in round.plans for action in plan.actions}
    names.discard(REDACTED)
    known = [re.escape(name) for name in map(_plain, names) if len(name) > 2]
    named = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(known, key=len, reverse=True))})(?!\w)")
    found = []
    for path, text, about in _texts(round):
        said = _plain(text)
        kinds = [(code, what) for code, (what, has) in _KINDS.items() if has(said, round.on)]
        within = next(key for key in reversed(path) if isinstance(key, str))
        if known and within not in _NAMES_STAND_IN and named.search(said):
            kinds.append(("name", "the name of an owner or a respondent"))
        for code, what in kinds:
            looks = "" if code == "name" else "what looks like "
            found.append(problem(path, f"{looks}{what}", code=code, **about))
    return PersonalData(Heading.of(round), tuple(found))


def _plain(text: str) -> str:
    """A text as it is searched: folded, with the figures and dashes of any script as plain ones."""
    return folded(unicodedata.normalize("NFKC", text)).translate(_DASHES)


_About = dict[str, Any]


def _texts(round_: Round) -> Iterator[tuple[Keys, str, _About]]:
    """The texts of a round and of the reasons of its framework, each with its place."""
    for place, one in enumerate(round_.framework.lineage):
        path: Keys = ("framework", "lineage", place)
        yield (*path, "reason"), one.reason, {}
        for number, edit in enumerate(one.edits):
            yield (*path, "edits", number, "reason"), edit.reason, {}
    for attribute in fields(Round):
        if attribute.name != "framework":
            yield from _within(getattr(round_, attribute.name), (attribute.name,), {})


def _within(value: Any, path: Keys, about: _About) -> Iterator[tuple[Keys, str, _About]]:
    if isinstance(value, str):
        if path[-1] != "digest":
            yield path, value, about
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from _within(one, (*path, place), about)
    elif has(type(value)):
        if hasattr(value, "question"):
            about = {"question": value.question, "respondent": getattr(value, "respondent", None)}
        for attribute in fields(type(value)):
            yield from _within(getattr(value, attribute.name), (*path, attribute.name), about)
