"""Tables that people fill in: columns by their headers, and what the texts of a row say.

Workbooks, exports of survey tools, data frames and crosswalks name a place in the same words, and
read levels, choices, dates, evidence and what does not apply by the same rules.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from io import StringIO
from typing import Any, Generic, TypeVar

import attrs
from attrs import define, field, frozen

from sixsteps.errors import Problem
from sixsteps.formats.limits import CELL_UNITS
from sixsteps.model.ratings import Answer, Evidence, NotApplicable, Rating
from sixsteps.model.scale import Scale
from sixsteps.table import MONTHS
from sixsteps.words import counted, nearest

T = TypeVar("T")
K = TypeVar("K")

NOTICE = "Do not enter names or details that could identify a child or family."
"""Stands at every place for free text."""

NOT_APPLICABLE = "Not applicable"


class EntryError(Exception):
    """An entry whose meaning is not certain: the reason, the remedy and what may be meant."""

    def __init__(
        self, message: str, remedy: str = "", code: str = "unreadable", near: str | None = None
    ) -> None:
        super().__init__(message)
        self.said = (message, remedy, code)
        self.suggestion = near


@frozen
class Place:
    """Where in a table something stands, by as much as is known of it; `about` says whose it is.

    A column is named by its header, or in a sheet by its letters.

    >>> print(Place(sheet="Ratings", cell="D7", row=7, column="D", about="question 3.2"))
    sheet "Ratings", cell D7 (question 3.2)
    >>> print(Place(row=4, column="s1q1"))
    row 4, column "s1q1"
    """

    sheet: str = ""
    cell: str = ""
    row: int | None = None
    column: str | int = ""
    about: str = ""

    def __str__(self) -> str:
        words = [f'sheet "{self.sheet}"'] if self.sheet else []
        if self.cell:
            words.append(f"{'cells' if ':' in self.cell else 'cell'} {self.cell}")
        else:
            words += [f"row {self.row}"] if self.row else []
            words += [f"column {self._column}"] if self.column else []
        return ", ".join(words) + (f" ({self.about})" if self.about else "")

    @property
    def _column(self) -> str:
        if self.sheet or isinstance(self.column, int):
            return str(self.column)
        header = " ".join(self.column.split())
        return f'"{header if len(header) <= 60 else f"{header[:57]}..."}"'

    def problem(
        self, message: str, remedy: str = "", code: str = "invalid", **known: Any
    ) -> Problem:
        """A problem at this place; `known` are further fields of it."""
        params = attrs.asdict(self, filter=lambda _, value: bool(value))
        return Problem((str(self),), message, remedy, code, params=params, **known)


@frozen
class Headers(Generic[K]):
    """The place of each column that was found, and the places of the headers that are no use."""

    places: Mapping[K, int]
    repeated: tuple[tuple[int, K], ...]
    ambiguous: tuple[int, ...]
    unknown: tuple[int, ...]


def folded(text: str) -> str:
    r"""A header or a label as it is compared: without case and with single spaces.

    >>> folded(" Remaining\n Work ")
    'remaining work'
    """
    return " ".join(text.split()).casefold()


def find_columns(
    headers: Iterable[tuple[int, str]],
    names: Mapping[str, K | None],
    spellings: Callable[[str], Iterable[str]] = lambda header: [folded(header)],
) -> Headers[K]:
    """The columns of a table by their headers, each with its place.

    `names` says what a folded header stands for, `None` where it may be one of several; a header
    is looked up in each of its `spellings`. Of two headers of one column the first counts.

    >>> find_columns([(1, "Old "), (2, "new"), (4, "Old"), (5, "why")], {"old": "o", "new": "n"})
    Headers(places={'o': 1, 'n': 2}, repeated=((4, 'o'),), ambiguous=(), unknown=(5,))
    """
    places: dict[K, int] = {}
    repeated: list[tuple[int, K]] = []
    ambiguous, unknown = [], []
    for place, header in headers:
        name = next((one for one in spellings(header) if one in names), None)
        key = None if name is None else names[name]
        if name is None:
            unknown.append(place)
        elif key is None:
            ambiguous.append(place)
        elif key in places:
            repeated.append((place, key))
        else:
            places[key] = place
    return Headers(places, tuple(repeated), tuple(ambiguous), tuple(unknown))


# The line by which Excel is told the separator, and which it does not show.
_told_separator = re.compile(r"sep=([,;\t])\r?\n")
_in_quotes = re.compile('"[^"]*"')


def csv_rows(text: str) -> list[list[str]]:
    """The rows of a CSV text, separated by the comma, semicolon or tab that its first line has.

    Raises:
        EntryError: for a text that is no CSV.
    """
    told = _told_separator.match(text)
    if told:
        text = text[told.end() :]
    # Questions have commas in them, and line ends too; what stands in quotation marks is no guide.
    head = _in_quotes.sub("", text).partition("\n")[0]
    separator = told[1] if told else max(",;\t", key=head.count)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        message = "not a table in CSV: a quotation mark is not closed, or a value is too long"
        raise EntryError(message, code="not-csv") from None


@define
class Row:
    """A row of a table, its problems added to `problems` as they are met.

    `read` gives the text of a column, empty where nothing stands in it, and raises `EntryError`
    for what cannot be read; `place` says where the column stands.
    """

    read: Callable[[str], str]
    place: Callable[[str], Place]
    problems: list[Problem]
    question: str | None = None
    respondent: str | None = None
    failed: bool = field(default=False, init=False)

    def text(self, column: str) -> str:
        """The text of a column, empty where it cannot be read."""
        return self.attempt(column, lambda: self.read(column)) or ""

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
        self.problems.append(self.place(column).problem(message, remedy, code, **known))


def answer_in(
    row: Row, question: str, scale: Scale, old: Answer | None = None, reason: str = "reason"
) -> Answer | None:
    """The answer in the columns rating, rationale, evidence, remaining and `reason` of a row.

    `None` stands for an empty row and for one with problems. Whatever a table does not show, such
    as the date of a rating or the link of a piece of evidence, stays as it is in `old`. Where the
    rationale is the reason too, it counts as one only beside the words "not applicable".
    """
    level, out = row.attempt("rating", lambda: level_of(row.read("rating"), scale)) or (None, False)
    names = dict.fromkeys(("rationale", "evidence", "remaining", reason))
    texts = {name: row.text(name) for name in names}
    why = texts[reason] if out or reason == "reason" else ""
    if row.failed:
        return None
    if out or why:
        return _not_applicable(row, question, level, texts, reason, old)
    was = old if isinstance(old, Rating) else Rating(question, None)
    if level is None and not any(texts.values()):
        return old if _shows_nothing(old) else None
    return Rating(
        question,
        level,
        split_evidence(texts["evidence"], was.evidence),
        kept_text(was.rationale, texts["rationale"]),
        kept_text(was.remaining, texts["remaining"]),
        row.respondent,
        was.on if level == was.level else None,
    )


def _not_applicable(
    row: Row,
    question: str,
    level: str | None,
    texts: Mapping[str, str],
    reason: str,
    old: Answer | None,
) -> NotApplicable | None:
    if level is not None:
        message = "a reason for not applicable beside a rating"
        row.fault(reason, message, "clear one of them", "both")
    elif not texts[reason]:
        row.fault(reason, "not applicable needs its reason, and none is given", code="empty")
    for name, text in texts.items():
        if text and name != reason and level is None:
            message = "a question that does not apply has no more than its reason"
            row.fault(name, message, "clear it", "both")
    if row.failed:
        return None
    was = old.reason if isinstance(old, NotApplicable) else ""
    return NotApplicable(question, kept_text(was, texts[reason]), row.respondent)


def _shows_nothing(old: Answer | None) -> bool:
    """Whether an answer is a rating of which a table shows nothing at all."""
    if not isinstance(old, Rating) or old.level is not None:
        return False
    shown = (old.rationale, old.remaining, *(piece.text for piece in old.evidence))
    return not any(text.strip() for text in shown)


_NOT_APPLICABLE = {folded(NOT_APPLICABLE), "not_applicable", "n/a", "na", "n.a."}
_NOT_RATED = {"", "not rated", "-", "–", "—"}


def level_of(text: str, scale: Scale) -> tuple[str | None, bool]:
    """The level a text names, by label or key in any case, and whether it says not applicable.

    Raises:
        EntryError: for anything else; the text is not repeated, and the nearest level suggested.
    """
    said = folded(text)
    for level in scale.levels:
        if said in (folded(level.label), level.key.casefold()):
            return level.key, False
    if said in _NOT_APPLICABLE or said in _NOT_RATED:
        return None, said in _NOT_APPLICABLE
    labels = {folded(level.label): level.label for level in scale.levels}
    begun = [label for label in labels if label.startswith(said)]
    # Of "amber/green" neither is to be suggested.
    held = sum(label in said for label in labels)
    near = begun[0] if len(begun) == 1 else nearest(said, labels) if held < 2 else None
    raise EntryError(
        f"a text of {counted(len(said), 'character')} that is no level"
        f" (there are {', '.join(labels.values())})",
        code="unknown-level",
        near=None if near is None else labels[near],
    )


def choice_of(text: str, options: Iterable[str]) -> str | None:
    """The option that a text names, whatever its case, spaces, hyphens and underscores.

    >>> choice_of(" Lead_Partner", ["peer", "lead partner"]), choice_of("boss", ["peer"])
    ('lead partner', None)
    """
    said = folded(re.sub("[-_]", " ", text))
    return next((one for one in options if folded(re.sub("[-_]", " ", one)) == said), None)


_weekday = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+", re.IGNORECASE
)
_year_first = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_day_first = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})")
_in_words = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?([a-z]{3,9})\.?[\s,-]+(\d{4})", re.IGNORECASE
)
_month_first = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_short_year = re.compile(
    r"\d{1,2}(?:\s*[-/.]\s*|\s+)(?:\d{1,2}|[a-z]{3,9})(?:\s*[-/.]\s*|\s+)'?\d{2}", re.IGNORECASE
)


def day_of(text: str) -> date | None:
    """The date that a text gives, or `None` for a text that is no date.

    `2026-05-01`, `1 May 2026`, `1st May 2026`, `Friday 1 May 2026`, `May 1, 2026` and
    `01/05/2026`, in which the day comes first.

    Raises:
        EntryError: for what looks like a date and is none.

    >>> day_of("1st May 2026"), day_of("01/02/2026"), day_of("ongoing")
    (datetime.date(2026, 5, 1), datetime.date(2026, 2, 1), None)
    """
    said = _weekday.sub("", text.strip(), count=1)
    if found := _year_first.fullmatch(said):
        return _date(found[1], int(found[2]), found[3])
    if found := _day_first.fullmatch(said):
        return _date(found[4], int(found[3]), found[1])
    if found := _in_words.fullmatch(said):
        return _date(found[3], _month(found[2]), found[1])
    if found := _month_first.fullmatch(said):
        return _date(found[3], _month(found[1]), found[2])
    if _short_year.fullmatch(said):
        message = "a date without its full year"
        raise EntryError(message, "write the year with four digits", "bad-date")
    return None


def _month(name: str) -> int | None:
    """The number of a month, from its name or the first letters of it."""
    near = [at for at, month in enumerate(MONTHS, 1) if month.lower().startswith(name.lower())]
    return near[0] if len(near) == 1 else None


def _date(year: str, month: int | None, day: str) -> date | None:
    try:
        return None if month is None else date(int(year), month, int(day))
    except ValueError:
        raise EntryError(
            "a date that is not in the calendar",
            "write it as 1 May 2026 or 01/05/2026, day first",
            "bad-date",
        ) from None


def same_line_ends(text: str) -> str:
    r"""A text whose line ends are all `\n`, as spreadsheets keep them.

    >>> same_line_ends("a\r\nb\rc")
    'a\nb\nc'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def kept_text(old: str, new: str) -> str:
    """The text as it was, where a cell says the same but for white space around it."""
    return old if same_line_ends(old).strip() == new.strip() else new


def evidence_text(evidence: Iterable[Evidence]) -> str:
    """Pieces of evidence as one cell holds them: an empty line between."""
    return "\n\n".join(piece.text for piece in evidence)


def split_evidence(text: str, old: tuple[Evidence, ...] = ()) -> tuple[Evidence, ...]:
    r"""Pieces of evidence, separated by empty lines; one that is as before keeps its particulars.

    >>> split_evidence("Plan agreed\n\nMinutes of March") == (
    ...     Evidence("Plan agreed"), Evidence("Minutes of March"))
    True
    """
    if same_line_ends(evidence_text(old)).strip() == text.strip():
        return old
    known = {same_line_ends(piece.text).strip(): piece for piece in old}
    pieces = [piece.strip() for piece in re.split(r"\n[^\S\n]*\n", text)]
    return tuple(known.get(piece, Evidence(piece)) for piece in pieces if piece)


def units(text: str) -> int:
    """The length of a text in UTF-16 code units, by which a spreadsheet measures it.

    >>> units("a"), units("🙂")
    (1, 2)
    """
    return len(text) + sum(letter > "\uffff" for letter in text)


def in_a_cell(text: str) -> str:
    """The text, which a cell of a spreadsheet holds.

    Raises:
        EntryError: for a text that is too long.
    """
    length = units(text)
    if length > CELL_UNITS:
        message = f"a text of {length:,} characters"
        raise EntryError(message, f"a cell holds {CELL_UNITS:,}", "too-long")
    return text


def id_from(name: str) -> str:
    """The id of a respondent who was given none: the name's letters and digits.

    >>> id_from("Anytown Police (North)"), id_from("警察")
    ('anytown-police-north', 'r-8b66-5bdf')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
    if not words:
        words = "-".join(f"{ord(letter):x}" for letter in name.strip()[:10])
    return (words if words[0].isalpha() else f"r-{words}")[:64].rstrip("-")
