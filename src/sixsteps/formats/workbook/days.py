"""Dates as people type them: the day comes first, as in Britain, unless the year does."""

import re
from datetime import date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = "mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun"
_weekday = re.compile(rf"(?:{_WEEKDAYS})(?:day)?,?\s+", re.IGNORECASE)
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
        ValueError: for what looks like a date and is none, with the reason and the remedy.

    >>> day_of("1st May 2026"), day_of("01/02/2026"), day_of("ongoing")
    (datetime.date(2026, 5, 1), datetime.date(2026, 2, 1), None)
    """
    said = _weekday.sub("", text.strip(), count=1)
    if found := _year_first.fullmatch(said):
        return _date(found[1], int(found[2]), found[3])
    if found := _day_first.fullmatch(said):
        return _date(found[4], int(found[3]), found[1])
    if found := _in_words.fullmatch(said):
        month = _month(found[2])
        return _date(found[3], month, found[1]) if month else None
    if found := _month_first.fullmatch(said):
        month = _month(found[1])
        return _date(found[3], month, found[2]) if month else None
    if _short_year.fullmatch(said):
        raise ValueError("a date without its full year; write the year with four digits")
    return None


def _month(name: str) -> int | None:
    """The number of a month, from its name or the first letters of it."""
    near = [place for place, month in enumerate(_MONTHS, 1) if month.startswith(name.lower())]
    return near[0] if len(near) == 1 else None


def _date(year: str, month: int, day: str) -> date:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        raise ValueError(
            "a date that is not in the calendar; write it as 1 May 2026 or 01/05/2026, day first"
        ) from None


def in_words(day: date) -> str:
    """A date as prose writes it.

    >>> in_words(date(2026, 5, 1))
    '1 May 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"
