"""Documents in TOML, which people write by hand, beside JSON, which programs write.

TOML is read where a file's name ends in `.toml`, and where a text begins as TOML does and JSON
never can. It says what the JSON says, under the same keys; what is wrong with it has its line.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from attrs import evolve

from sixsteps.errors import DocumentError, Keys, Problem
from sixsteps.formats.documents.kinds import TOO_DEEP, TOP, parsed
from sixsteps.formats.files import Readable, path_of, read_text, refused
from sixsteps.formats.limits import MAX_BYTES

MAX_TOML = 500_000
"""The most characters of TOML that are read, which takes a hundred times as long as JSON."""

_MOST_LINES = 100
"""The longest value, in lines, that is looked through for the lines of problems."""

_begins = re.compile(
    r"""(?:[ \t]*(?:\#[^\n]*)?\r?\n)*[ \t]*[A-Za-z$"'][\w$"' \t.-]*=[ \t]*\S"""
).match
# The time that a key of many parts takes grows with their square.
_part = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_too_deep = re.compile(rf"(?<![\w-]){_part}(?:[ \t]*\.[ \t]*{_part}){{64}}").search
_said = re.compile(r"(.+) \(at (?:line (\d+), column (\d+)|end of document)\)").fullmatch


def is_toml(source: Readable, text: str) -> bool:
    r"""True for TOML, by the name of its file or by how the text begins.

    >>> is_toml("round.toml", ""), is_toml("-", "# by hand\nformat = 'x'"), is_toml("-", "{}")
    (True, True, False)
    """
    path = path_of(source)
    ending = path.suffix.lower() if path is not None else ""
    return ending == ".toml" or (ending != ".json" and _begins(text) is not None)


@contextmanager
def plain_data(source: Readable, limit: int = MAX_BYTES, text: str | None = None) -> Iterator[Any]:
    """The plain data of a document in JSON or TOML, its `text` read already or not.

    Problems that are met inside get the lines they stand on, where the text is TOML.
    """
    text = read_text(source, limit) if text is None else text
    if not is_toml(source, text):
        yield parsed(text)
        return
    data = _parsed(text)
    try:
        yield data
    except DocumentError as error:
        lines = _lines(text)
        told = [_on_line(problem, lines) for problem in error.problems]
        raise DocumentError(error.what, told) from None


def _parsed(text: str) -> Any:
    if len(text) > MAX_TOML:
        message = f"it holds more than {MAX_TOML:,} characters of TOML"
        raise refused(message, "write it as JSON", "too-large", limit=MAX_TOML)
    if _too_deep(text):
        raise refused(TOO_DEEP, "", "too-deep")
    try:
        return _as_json(tomllib.loads(text))
    except RecursionError:
        problem = Problem(TOP, TOO_DEEP, code="too-deep")
    except tomllib.TOMLDecodeError as error:
        problem = _syntax(str(error), text)
    except ValueError:
        problem = Problem(TOP, "this holds a number of too many digits", code="not-toml")
    # Raised out here, because the error from below can hold what was read.
    raise DocumentError("document", [problem])


def _syntax(said: str, text: str) -> Problem:
    found = _said(said)
    # What repeats a key or a letter of the text is not shown.
    plain = found is not None and re.fullmatch(r"[A-Za-z][A-Za-z' /=-]+", found[1])
    message = f"this is not TOML ({found[1]})" if found and plain else "this is not TOML"
    if found is not None and found[2]:
        line, column = int(found[2]), int(found[3])
        path = f"line {line}, column {column}"
        return Problem((path,), message, code="not-toml", params={"line": line, "column": column})
    line = text.rstrip().count("\n") + 1
    return Problem((f"line {line}",), message, code="not-toml", params={"line": line})


def _as_json(value: Any) -> Any:
    """The same data as JSON holds them: dates as texts, without the line end that closes a text."""
    if isinstance(value, dict):
        return {key: _as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    if isinstance(value, str):
        return value.removesuffix("\n")
    return value.isoformat() if type(value) is date else value


def _on_line(problem: Problem, lines: dict[Keys, int]) -> Problem:
    """A problem whose place begins with the line of the nearest thing that stands in the text."""
    inside = problem.path[1:]
    known = (inside[:length] for length in range(len(inside), 0, -1))
    line = next((lines[path] for path in known if path in lines), None)
    if line is None or problem.path[:1] != TOP:
        return problem
    place = f"line {line}, {TOP[0]}"
    return evolve(problem, path=(place, *inside), params=(("line", line), *problem.params))


def _lines(text: str) -> dict[Keys, int]:
    """The line that each table and each value of a sound text begins on, from 1.

    A statement is as many lines as it takes to be TOML by itself.
    """
    lines: dict[Keys, int] = {}
    counts = Counter[Keys]()
    table: Keys = ()
    statement, first = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        first = first if statement else number
        statement += f"{line}\n"
        try:
            value: Any = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            if number - first > _MOST_LINES:
                break
            continue
        is_header = statement.lstrip().startswith("[")
        statement = ""
        path = () if is_header else table
        while isinstance(value, dict) and value:
            key, value = next(iter(value.items()))
            path = (*path, key)
            if is_header and isinstance(value, list):
                counts[path] += 1
            if is_header and counts[path]:
                path = (*path, counts[path] - 1)
            lines.setdefault(path, first)
        table = path if is_header else table
    return lines
