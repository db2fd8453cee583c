"""What a cell says: its text, its date or its level, or why that cannot be known."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from attrs import field, frozen

from sixsteps.errors import Problem, nearest
from sixsteps.formats.workbook.layout import MAX_CELL, NOT_APPLICABLE, folded, same_line_ends, units
from sixsteps.formats.workbook.opening import Cell
from sixsteps.model.framework import Framework
from sixsteps.model.scale import Scale

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


_PLAIN_FORMATS = {"General", "@", "0"}
_NOT_APPLICABLE = {folded(NOT_APPLICABLE), "n/a", "na", "n.a."}
_NOT_RATED = {"not rated", "-", "–", "—"}


class EntryError(ValueError):
    """A cell whose meaning is not certain; the message says why, and the remedy."""


@frozen
class Faults:
    """The problems found so far, each with the sheet and the cell it stands in."""

    problems: list[Problem] = field(factory=list)

    def add(
        self,
        sheet: str,
        place: str,
        message: str,
        code: str = "invalid",
        *,
        about: str = "",
        question: str | None = None,
        suggestion: str | None = None,
        name: str | None = None,
    ) -> None:
        """Note a problem; `place` is a cell, row or column, `about` whose it is."""
        path = (
            f'sheet "{sheet}"' + (f", {place}" if place else "") + (f" ({about})" if about else "")
        )
        self.problems.append(
            Problem(path, message, code=code, question=question, field=name, suggestion=suggestion)
        )


def text_in(cell: Cell | None) -> str:
    """The text of a cell, empty where it is; a number or date alone in it is written out.

    Raises:
        EntryError: for a formula, an error value, or a number whose look a text would lose.
    """
    if cell is None:
        return ""
    if cell.kind == "text":
        if units(cell.value) > MAX_CELL:
            length = units(cell.value)
            raise EntryError(f"a text of {length:,} characters; a cell holds {MAX_CELL:,}")
        return same_line_ends(cell.value)
    if cell.kind == "truth":
        return "TRUE" if cell.value else "FALSE"
    if cell.kind == "date":
        return in_words(date_in(cell))
    if cell.kind == "number" and cell.format in _PLAIN_FORMATS:
        whole = isinstance(cell.value, int) or cell.value.is_integer()
        return str(int(cell.value)) if whole else repr(cell.value)
    if cell.kind == "formula":
        raise EntryError(
            "a formula; type what it gives, and an apostrophe before a text that begins with '='"
        )
    if cell.kind == "error":
        raise EntryError("an error value of the spreadsheet; type what is meant")
    raise EntryError("a number shown in a format of its own; type it as text, after an apostrophe")


def date_in(cell: Cell) -> date:
    """The date in a cell that is not empty, typed as a date or as text.

    Raises:
        EntryError: for anything else.
    """
    if cell.kind == "date":
        value = cell.value
        if isinstance(value, datetime):
            if value.time() != datetime.min.time():
                raise EntryError("a date with a time of day; type the date alone")
            return value.date()
        return value  # type: ignore[no-any-return] # a date, as openpyxl read it
    if cell.kind != "text":
        text_in(cell)
        raise EntryError("a number and no date; type a date, such as 1 May 2026")
    try:
        day = day_of(cell.value)
    except ValueError as error:
        raise EntryError(str(error)) from None
    if day is None:
        raise EntryError(
            f"a text of {len(cell.value)} characters that is no date; type one such as 1 May 2026"
        )
    return day


def due_in(cell: Cell | None) -> tuple[date | None, str]:
    """When an action is due: a date, or else the words that stand in for one.

    Raises:
        EntryError: for what looks like a date and is none.
    """
    if cell is None:
        return None, ""
    if cell.kind != "text":
        return date_in(cell), ""
    try:
        day = day_of(cell.value)
    except ValueError as error:
        raise EntryError(str(error)) from None
    return (day, "") if day else (None, text_in(cell).strip())


def level_in(cell: Cell | None, scale: Scale) -> tuple[str | None, bool]:
    """The level a cell names, as `level_of` a text.

    Raises:
        EntryError: for anything else; what stands there is not repeated.
    """
    return level_of(text_in(cell), scale)


def level_of(text: str, scale: Scale) -> tuple[str | None, bool]:
    """The level a text names, by label or key in any case, and whether it says not applicable.

    Raises:
        EntryError: for anything else; what stands there is not repeated.
    """
    said = folded(text)
    for level in scale.levels:
        if said in (folded(level.label), level.key.casefold()):
            return level.key, False
    if said in _NOT_APPLICABLE:
        return None, True
    if not said or said in _NOT_RATED:
        return None, False
    raise EntryError(_no_level(said, scale))


def _no_level(said: str, scale: Scale) -> str:
    """The message for a text that names no level of a scale, with the nearest one that it has."""
    labels = {folded(level.label): level.label for level in scale.levels}
    begun = [name for name in labels if name.startswith(said)]
    # Of "amber/green" neither is to be suggested.
    held = sum(name in said for name in labels)
    near = begun[0] if len(begun) == 1 else nearest(said, labels) if held < 2 else None
    guess = f"; did you mean {labels[near]!r}?" if near else ""
    there = ", ".join(labels.values())
    length = "1 character" if len(said) == 1 else f"{len(said)} characters"
    return f"a text of {length} that is no level (there are {there}){guess}"


def names_in(cell: Cell | None) -> tuple[str | float, ...]:
    """The names of questions in a cell, separated by commas, spaces, lines or "and".

    A number alone is given as such: the spreadsheet may have made 1.1 of 1.10.

    Raises:
        EntryError: for a cell that is no text.
    """
    if cell is not None and cell.kind == "number":
        return (cell.value,)
    names = re.split(r"[\s,;&]+|\band\b", text_in(cell))
    return tuple(dict.fromkeys(name for name in names if name))


def question_named(name: str | float, framework: Framework, step: str) -> str:
    """The id of the question that a number or an id names, in the step of its action.

    Raises:
        EntryError: for a name that is no question, or one of another step.
    """
    if isinstance(name, str):
        return _question(name, framework, step)
    return _question_by_value(name, framework, step)


def _question_by_value(value: float, framework: Framework, step: str) -> str:
    """The question of a number that the spreadsheet took for a value: 1.1, which may be 1.10."""
    numbers = _numbers(framework)
    meant = [number for number in numbers if number.count(".") == 1 and float(number) == value]
    if len(meant) > 1:
        raise EntryError(f"a number that may be {' or '.join(meant)}; type it after an apostrophe")
    return _question(meant[0] if meant else repr(value), framework, step)


def _numbers(framework: Framework) -> Mapping[str, str]:
    return {framework.number(question.id): question.id for question in framework.questions}


def _question(name: str, framework: Framework, step: str) -> str:
    numbers = _numbers(framework)
    tidy = name.strip(".()").casefold()
    ids = {question.id.casefold(): question.id for question in framework.questions}
    found = numbers.get(tidy.removeprefix("q")) or ids.get(tidy)
    if found is None:
        raise EntryError(
            f"a name of {len(name)} characters that is no question; give numbers such as"
            f" {', '.join([*numbers][:2]) or '1.1'}"
        )
    home = framework.step_of(found)
    if home.id != step:
        raise EntryError(
            f"question {framework.number(found)} is in step {framework.number(home.id)}, and the"
            f" action in step {framework.number(step)}; put the action in the step of its question"
        )
    return found
