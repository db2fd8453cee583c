"""Tables that people fill in: columns by their headers, and what the texts of a row say.

Workbooks, exports of survey tools, data frames and crosswalks name a place in the same words, and
read levels, choices, dates, evidence and what does not apply by the same rules. What is not
certain raises an `EntryError`, which repeats nothing of it.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from functools import lru_cache, partial
from hashlib import sha256
from io import StringIO
from itertools import islice
from typing import Any, TypeVar

from attrs import define, field, frozen

from sixsteps.errors import InvalidError, Problem
from sixsteps.formats.limits import CELL_UNITS, Budget
from sixsteps.formats.problems import Causes, Place, Problems
from sixsteps.model.answers import (
    KNOWN_ROLES,
    Answer,
    Evidence,
    NotApplicable,
    Rating,
    Respondent,
    Role,
)
from sixsteps.model.fields import text_problems
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Scale
from sixsteps.model.translation import NO_TRANSLATION, Translation
from sixsteps.published import six_steps
from sixsteps.table import MONTHS
from sixsteps.words import NOTICE as NOTICE  # noqa: PLC0414  for the writers of such tables
from sixsteps.words import as_id, counted, entered, folded, listed, nearest

T = TypeVar("T")
Word = TypeVar("Word", bound=str)

NOT_APPLICABLE = "Not applicable"


class EntryError(ValueError):
    """An entry whose meaning is not certain: the reason, the remedy and what may be meant."""

    def __init__(
        self, message: str, remedy: str = "", code: str = "unreadable", near: str | None = None
    ) -> None:
        super().__init__(message)
        self.said = (message, remedy, code)
        self.suggestion = near


def under(header: str, number: int) -> Place:
    """The place of a column under its header, or under none."""
    return Place(column=header if folded(header) else number)


@frozen
class Headers:
    """The place of each column that was found, and the places of the headers that are no use."""

    places: Mapping[str, int]
    repeated: tuple[tuple[int, str], ...]
    unknown: tuple[int, ...]


class Unheld:
    """A value that Python has nothing to hold it in."""


def is_missing(value: object) -> bool:
    """True for a sign of a missing value: pandas has NaN, NaT and NA."""
    return (
        value is None
        or type(value).__name__ in ("NAType", "NaTType")
        or (isinstance(value, float) and value != value)
    )


def is_empty(value: object) -> bool:
    """True for a value of which nothing can be seen."""
    return not entered(value) if isinstance(value, str) else is_missing(value)


def text_of(value: object) -> str:
    """The text of a value that a program holds, empty where it is missing.

    A number is written out, 2026.0 as 2026.
    """
    if isinstance(value, str):
        text = entered(value)
        for problem in text_problems(text, ()):
            raise EntryError(problem.message, problem.remedy, problem.code)
        return text
    if is_missing(value):
        return ""
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**400:
        return str(int(value))
    is_held = not isinstance(value, Unheld)
    what = f"of type {type(value).__name__}" if is_held else "that Python cannot hold"
    raise EntryError(f"a text is needed, not a value {what}", code="wrong-type")


def find_columns(headers: Iterable[tuple[int, str]], names: Mapping[str, str]) -> Headers:
    """The columns of a table by their headers, each with its place.

    `names` says what a folded header stands for. Of two headers of one column the first counts.

    >>> find_columns([(1, "Old "), (2, "new"), (4, "Old"), (5, "why")], {"old": "o", "new": "n"})
    Headers(places={'o': 1, 'n': 2}, repeated=((4, 'o'),), unknown=(5,))
    """
    meant = [(place, names.get(folded(header))) for place, header in headers]
    places: dict[str, int] = {}
    for place, key in meant:
        if key is not None:
            places.setdefault(key, place)
    repeated = tuple((place, key) for place, key in meant if key and places[key] != place)
    return Headers(places, repeated, tuple(place for place, key in meant if key is None))


# The line by which Excel is told the separator, and which it does not show.
_told_separator = re.compile(r"sep=([,;\t|])\r?\n")


def _separator(text: str) -> str:
    """The separator that parts the first rows, the shortest and then the headers, into most cells.

    Questions have commas in them, which the Excel of other countries does not quote.
    """

    def widths(separator: str) -> tuple[int, int]:
        reader = csv.reader(StringIO(text[:100_000], newline=""), delimiter=separator)
        found = [len(row) for row in islice(reader, 20) if "".join(row).strip()]
        return min(found, default=0), next(iter(found), 0)

    return max(",;\t|", key=widths)


def csv_rows(text: str) -> list[list[str]]:
    """The rows of a CSV text, separated by the comma, semicolon, tab or bar of its first rows.

    To read a row takes its time too, however few its cells are; one with nothing in it takes
    little, and what is too much is refused before the rest is read.
    """
    size, text = len(text), text.lstrip("\ufeff")
    told = _told_separator.match(text)
    if told:
        text = text[told.end() :]
    budget = Budget("table", size, remedy="save it in parts")
    rows: list[list[str]] = []
    nothing: list[str] = []
    try:
        separator = told[1] if told else _separator(text)
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            if "".join(row).strip():
                budget.spend("rows", 1)
                budget.spend("places", max(len(row), len(rows[0]) if rows else 0))
                budget.spend("cells", len(row) - row.count(""))
                rows.append(row)
            else:
                budget.spend("places", 1)
                rows.append(nothing)
    except csv.Error:
        message = "not a table in CSV: a quotation mark is not closed, or a value is too long"
        raise EntryError(message, code="not-csv") from None
    return rows


@define
class Row:
    """A row of a table, its problems added to `problems` as they are met."""

    problems: Problems | Causes
    question: str | None = field(default=None, kw_only=True)
    respondent: str | None = field(default=None, kw_only=True)
    failed: bool = field(default=False, init=False)

    def read(self, column: str) -> str:
        """The text of a column, empty where nothing stands in it; an `EntryError` if unreadable."""
        raise NotImplementedError

    def place(self, column: str) -> Place:
        """The place of a column."""
        raise NotImplementedError

    def text(self, column: str) -> str:
        """The text of a column as it is kept, empty where it cannot be read."""
        said = self.attempt(column, partial(self.read, column)) or ""
        return as_id(said) if column == "id" else entered(said)

    def attempt(self, column: str, reading: Callable[[], T]) -> T | None:
        """The result of reading a column, `None` where it raised an `EntryError`."""
        try:
            return reading()
        except EntryError as error:
            self.fault(column, *error.said, suggestion=error.suggestion)
            return None

    def fault(
        self, column: str, message: str, remedy: str = "", code: str = "invalid", **known: Any
    ) -> None:
        """Add a problem of one column."""
        self.failed = True
        known |= {"question": self.question, "respondent": self.respondent, "field": column}
        self.problems.fault(self.place(column), message, remedy, code, **known)

    def made(self, make: Callable[[], T], otherwise: str) -> T | None:
        """A value made of the row; what it cannot hold is a problem of its field, or of another."""
        try:
            return make()
        except InvalidError as error:
            for one in error.problems:
                self.faults(str(one.path[0]) if one.path else otherwise, [one])
            return None

    def faults(self, column: str, problems: Iterable[Problem]) -> None:
        """Add problems of a value as those of the column that gave it."""
        for one in problems:
            self.fault(column, one.message, one.remedy, one.code, suggestion=one.suggestion)


def answer_in(
    row: Row,
    question: str,
    scale: Scale,
    old: Answer | None = None,
    reason: str = "reason",
    level_in: Callable[[str], tuple[str | None, bool]] | None = None,
) -> Answer | None:
    """The answer in the columns rating, rationale, evidence, remaining and `reason` of a row.

    `None` stands for an empty row and for one with problems. Whatever a table does not show, such
    as the date of a rating or the link of a piece of evidence, stays as it is in `old`. Where the
    rationale is the reason too, it counts as one only beside the words "not applicable".
    `level_in` is what reads the level, where it is another than `level_of`.
    """
    reading = level_in or partial(level_of, scale=scale)
    level, out = row.attempt("rating", lambda: reading(row.read("rating"))) or (None, False)
    names = dict.fromkeys(("rationale", "evidence", "remaining", reason))
    texts = {name: row.text(name) for name in names}
    why = texts[reason] if out or reason == "reason" else ""
    if row.failed:
        return None
    if out or why:
        if level is not None:
            message = "a reason for not applicable beside a rating"
            row.fault(reason, message, "clear one of them", "both")
        elif not texts[reason]:
            row.fault(reason, "not applicable needs its reason, and none is given", code="empty")
        for name, text in texts.items():
            if text and name != reason and level is None:
                message = "a question that does not apply has no more than its reason"
                row.fault(name, message, "move what it says to the reason", "both")
        if row.failed:
            return None
        before = old.reason if isinstance(old, NotApplicable) else ""
        return NotApplicable(question, kept_text(before, texts[reason]), row.respondent)
    if level is None and not any(texts.values()):
        return old if _shows_nothing(old) else None
    was = old if isinstance(old, Rating) else None
    return Rating(
        question,
        level,
        split_evidence(texts["evidence"], was.evidence if was else ()),
        kept_text(was.rationale, texts["rationale"]) if was else texts["rationale"],
        kept_text(was.remaining, texts["remaining"]) if was else texts["remaining"],
        row.respondent,
        was.on if was and level == was.level else None,
    )


def _shows_nothing(old: Answer | None) -> bool:
    """True for a rating of which a table shows nothing at all."""
    if not isinstance(old, Rating) or old.level is not None:
        return False
    shown = (old.rationale, old.remaining, *(piece.text for piece in old.evidence))
    return not any(text.strip() for text in shown)


_NOT_APPLICABLE = {"notapplicable", "na", "doesnotapply"}
_NOT_RATED = {"not rated", "-"}
_marks = re.compile(r"[\W_]")


def level_of(
    text: str,
    scale: Scale,
    words: Translation = NO_TRANSLATION,
    near: Callable[[str, Iterable[str]], str | None] = nearest,
) -> tuple[str | None, bool]:
    """The level a text names, and whether it says not applicable.

    A level is named by its label or key in any case, in the `words` of a second language too, or
    by the letter that its label alone begins with.
    """
    said = folded(text)
    if not said:
        return None, False
    labels, names = _labels(scale, words)
    named = names.get(said, ())
    if len(named) > 1:
        meant_by = listed([level.label for level in scale.levels if level.key in named])
        message = f"a text of {counted(len(said), 'character')} that means several levels"
        raise EntryError(f"{message} ({meant_by})", "give each a word of its own", "ambiguous")
    if named:
        return next(iter(named)), False
    if said in _NOT_RATED:
        return None, False
    if _marks.sub("", said) in _NOT_APPLICABLE:
        return None, True
    begun = [label for label in labels if label.startswith(said)]
    begin = set[str]().union(*(labels[label] for label in begun))
    if len(said) == 1 and len(begin) == 1:
        return begin.pop(), False
    # Of "amber/green" neither is to be suggested.
    held = sum(label in said for label in labels)
    meant = begun[0] if len(begin) == 1 else near(said, labels) if held < 2 else None
    raise EntryError(
        f"a text of {counted(len(said), 'character')} that is no level"
        f" (there are {', '.join(level.label for level in scale.levels)})",
        code="unknown-level",
        near=None if meant is None else scale.label(min(labels[meant], key=scale.rank)),
    )


@lru_cache(maxsize=64)
def _labels(scale: Scale, words: Translation) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The levels that each label stands for, and each label or key, as texts are compared."""
    labels: dict[str, set[str]] = {}
    for level in scale.levels:
        for label in (level.label, words.text(f"scale/{level.key}/label", level.label)):
            labels.setdefault(folded(label), set()).add(level.key)
    named = {label: {*keys} for label, keys in labels.items()}
    for level in scale.levels:
        named.setdefault(folded(level.key), set()).add(level.key)
    return labels, named


def choice_of(text: str, options: Iterable[Word]) -> Word | None:
    """The option that a text names, whatever its case, spaces, hyphens and underscores."""
    said = folded(re.sub("[-_]", " ", text))
    return next((one for one in options if folded(re.sub("[-_]", " ", one)) == said), None)


_NEUTRAL = ("practitioner", "peer", "agreed")


def is_published(framework: Framework) -> bool:
    """True for the Six Steps and their adaptations."""
    return framework.origin == six_steps()


def roles_offered(framework: Framework, respondents: Iterable[Respondent] = ()) -> dict[str, Role]:
    """The roles that lists offer, by name: known ones, those questions are put to, those there are.

    Those of safeguarding are offered for the Six Steps alone.
    """
    known = KNOWN_ROLES if is_published(framework) else {one: KNOWN_ROLES[one] for one in _NEUTRAL}
    asked = {name: Role(name) for one in framework.questions for name in one.asked_of}
    return {**known, **asked, **{one.role.name: one.role for one in respondents}}


def role_of(
    text: str,
    independent: str = "",
    own: Mapping[str, Role] | None = None,
    offered: Iterable[str] = KNOWN_ROLES,
    near: Callable[[str, Iterable[str]], str | None] = nearest,
) -> Role:
    """The role that a text names: one's `own`, a known one, or another that is said to be so.

    `independent` is yes or no for a role that is neither; those `offered` are told.
    """
    said = None if not independent else _YES_OR_NO.get(folded(independent))
    if independent and said is None:
        raise EntryError("independent says neither yes nor no", "write yes or no", "unreadable")
    if not independent and own and (name := choice_of(text, own)):
        return own[name]
    known = choice_of(text, KNOWN_ROLES)
    try:
        if known is not None or (said is not None and text.strip()):
            return Role(known or entered(text), said)
    except InvalidError as error:
        one = error.problems[0]
        raise EntryError(one.message, one.remedy, one.code, one.suggestion) from None
    message = f"a text of {counted(len(folded(text)), 'character')} that is no role"
    remedy = f"there are {listed([*offered])}, and any other with yes or no as independent"
    raise EntryError(message, remedy, "unknown-role", near(folded(text), offered))


_YES_OR_NO = {"yes": True, "no": False, "true": True, "false": False}


_weekday = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ordinal = re.compile(r"(\d)(?:st|nd|rd|th)\b")
_clock = re.compile(
    r"(?:t|,|\s(?:at)?)\s*(\d{1,2})(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?\s*([ap]m)?"
    r"\s*(?:z|utc|gmt|bst|[+-]\d\d:?\d\d)?$"
)
# What a date is made of, by its letters: a month, a year, a number of one or two digits.
_ORDERS = {"nmy": (2, 1, 0), "mny": (2, 0, 1), "nny": (2, 1, 0), "ynn": (0, 1, 2), "ymn": (0, 1, 2)}
_NO_YEAR = ("nm", "mn", "nn", "nmn", "mnn", "nnn")
_LINKING = {"of", "the", "on", "by", "to", "and", "or", "until"}
_BEGINNING = {"from", "between", "since"}
# Two dates with whatever stands between them, or more of one than it has.
_several = re.compile(
    r".*(?:nmy|mny|nny|ynn|ymn).*(?:nmy|mny|nny|ynn|ymn).*|(?:nnn|nmn|mnn){2,}"
    r"|(?=.{4})[nmy]*(?:nmy|mny|nny|ynn|ymn)[nmy]*"
).fullmatch


@lru_cache(maxsize=1024)
def day_of(text: str) -> date | None:
    """The date that a text gives, or `None` for a text that is no date.

    `2026-05-01`, `1 May 2026`, `Fri 1st May 2026`, `May 1, 2026` and `01/05/2026`, in which the
    day comes first; midnight after it is no part of it.

    >>> day_of("1st May 2026"), day_of("01/02/2026"), day_of("ongoing")
    (datetime.date(2026, 5, 1), datetime.date(2026, 2, 1), None)
    """
    said = folded(text)
    if len(said) > 80:
        return None
    clock = _clock.search(said)
    if clock and (clock[2] or clock[4]):
        day = _day(said[: clock.start()])
        hour = 0 if (clock[1], clock[4]) == ("12", "am") else int(clock[1])
        if day and (hour or int(clock[2] or 0) or float(clock[3] or 0) or clock[4] == "pm"):
            raise _timed()
        return day
    return _day(said)


def as_day(value: object) -> date | None:
    """The date of a value that a program holds, `None` where it is missing."""
    if is_missing(value):
        return None
    if isinstance(value, datetime):
        if value.time() != time():
            raise _timed()
        try:
            return value.date()
        except (NotImplementedError, OverflowError, ValueError):  # a year that pandas alone has
            value = Unheld()
    if isinstance(value, date):
        return value
    if isinstance(value, Unheld):
        remedy = "give one of a year from 1 to 9999 in a known time zone, such as 1 May 2026"
        raise EntryError("not a date that Python can hold", remedy, "wrong-type")
    said = text_of(value)
    day = day_of(said)
    if said and day is None:
        raise EntryError("not a date", "give one such as 1 May 2026", "wrong-type")
    return day


def _timed() -> EntryError:
    return EntryError("a date with a time of day", "type the date alone", "bad-date")


def _day(said: str) -> date | None:
    words = re.findall(r"\d+|[^\W\d_]+|[^\s,./'-]", _ordinal.sub(r"\1 ", said))
    weekdays = [found[1] for word in words if (found := _weekday.fullmatch(word))]
    words = [w for w in words if w not in _LINKING and not _weekday.fullmatch(w)]
    kinds = "".join(map(_kind, words))
    if kinds == "d":
        words, kinds = [words[0][:4], words[0][4:6], words[0][6:]], "ynn"
    if kinds == "s":
        raise EntryError("a number and no date", "type a date, such as 1 May 2026", "bad-date")
    if kinds in _NO_YEAR and (len(kinds) == 2 or len(words[-1]) == 2):
        message = "a date without its full year"
        raise EntryError(message, "write the year with four digits", "bad-date")
    if kinds in ("nwy", "wny") and (near := nearest(words[kinds.index("w")], _MONTHS)):
        remedy = "write it as 1 May 2026 or 01/05/2026, day first"
        raise EntryError("a date whose month is not known", remedy, "bad-date", near.capitalize())
    if kinds not in _ORDERS:
        if _several("".join(_kind(word) for word in words if word not in _BEGINNING)):
            raise EntryError("several dates", "give one such as 1 May 2026", "bad-date")
        return None
    year, month, day = (words[place] for place in _ORDERS[kinds])
    try:
        on = date(int(year), _MONTHS_BY_START.get(month) or int(month), int(day))
    except ValueError:
        remedy = "write it as 1 May 2026 or 01/05/2026, day first"
        raise EntryError("a date that is not in the calendar", remedy, "bad-date") from None
    if any(name != _WEEKDAYS[on.weekday()] for name in weekdays):
        message = "a date that is not on the day of the week beside it"
        raise EntryError(message, "write the date alone", "bad-date")
    return on


_MONTHS = {month.casefold(): number for number, month in enumerate(MONTHS, 1)}
_MONTHS_BY_START = {
    month[:length]: number
    for month, number in _MONTHS.items()
    for length in range(3, len(month) + 1)
}
"""The numbers of the months, by their names and the first letters of those, three or more."""


def _kind(word: str) -> str:
    if word.isdecimal():
        return {1: "n", 2: "n", 3: "?", 4: "y", 8: "d"}.get(len(word), "s")
    return "m" if word in _MONTHS_BY_START else "w" if len(word) > 3 else "?"


def kept_text(old: str, new: str) -> str:
    """The text as it was, where a cell says the same but for white space around it."""
    return old if entered(old) == entered(new) else new


def evidence_text(evidence: Iterable[Evidence]) -> str:
    """Pieces of evidence as one cell holds them: an empty line between."""
    return "\n\n".join(piece.text for piece in evidence)


def split_evidence(text: str, old: tuple[Evidence, ...] = ()) -> tuple[Evidence, ...]:
    """Pieces of evidence, separated by empty lines; one that is as before keeps its particulars."""
    if not (old or text) or (old and entered(evidence_text(old)) == entered(text)):
        return old
    known = {entered(piece.text): piece for piece in old}
    pieces = map(entered, re.split(r"\n[^\S\n]*\n", text)) if "\n" in text else [text]
    return tuple([known.get(piece) or Evidence(piece) for piece in pieces if piece])


def units(text: str) -> int:
    """The length of a text in UTF-16 code units, by which a spreadsheet measures it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def in_a_cell(text: str) -> str:
    """The text, which a cell of a spreadsheet holds."""
    length = units(text)
    if length > CELL_UNITS:
        message = f"a text of {length:,} characters"
        raise EntryError(message, f"a cell holds {CELL_UNITS:,}", "too-long")
    for problem in text_problems(text, ()):
        raise EntryError(problem.message, problem.remedy, problem.code)
    return text


_separators = re.compile(r"[\s_.,:;&/()'\"-]")


def id_from(name: str) -> str:
    """The id of a respondent who was given none: the name's letters and digits.

    Where other letters are lost, a mark of the whole name tells it from others.

    >>> id_from("Anytown Police (North)"), id_from("警察"), id_from("C++")
    ('anytown-police-north', 'r-8b66-5bdf', 'c-cedb1bac')
    """
    said = folded(name)
    letters = unicodedata.normalize("NFKD", said)
    words = re.sub("[^a-z0-9]+", "-", letters.encode("ascii", "ignore").decode()).strip("-")
    lost = [x for x in _separators.sub("", letters) if not x.isascii() or not x.isalnum()]
    if not words and len(said) <= 10:
        words = "-".join(f"{ord(letter):x}" for letter in said)
    elif any(not unicodedata.combining(letter) for letter in lost):
        words = _marked(words, said)
    return (words if words[:1].isalpha() else f"r-{words}")[:64].rstrip("-")


def _marked(words: str, said: str) -> str:
    mark = sha256(said.encode("utf-8", "replace")).hexdigest()
    return f"{words[:48]}-{mark[:8]}".strip("-")


def id_among(name: str, ids: dict[str, str]) -> str:
    """The id made from a name, another than those of the folded names in `ids`.

    >>> ids = {}
    >>> [id_among(name, ids) for name in ("Cafe", "Café", " cafe")]
    ['cafe', 'cafe-850f7dc4', 'cafe']
    """
    said, made = folded(name), id_from(name)
    if ids.setdefault(made, said) != said:
        made = _marked(made, said)
        ids[made] = said
    return made
