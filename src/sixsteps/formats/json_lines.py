"""Many rounds as JSON Lines: one document a line, each framework once, known by fingerprint.

A line is a document of its own. A framework's line has its `fingerprint` as well, and stands
before the first round that answers it; a round's line has that fingerprint under `framework`
instead of the whole. Two such files put one after the other are such a file again.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import Any

from attrs import evolve

from sixsteps.errors import DocumentError, Problem, WrongTypeError
from sixsteps.formats import files
from sixsteps.formats.documents import from_document, to_document
from sixsteps.formats.documents.kinds import LINE_SCHEMA, heading, parsed
from sixsteps.formats.limits import MAX_BYTES, Budget, values_in
from sixsteps.formats.problems import Problems
from sixsteps.model.fields import instance_of
from sixsteps.model.framework import Framework
from sixsteps.model.rounds import Round


def write_rounds(rounds: Iterable[Round], target: files.Writable) -> None:
    """Write rounds as JSON Lines, one at a time as they come.

    `target` is a path, of which the file is written whole or not at all, or a text or binary
    file object.

    >>> from io import StringIO
    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> file = StringIO()
    >>> write_rounds([autumn_2025(), spring_2026()], file)
    >>> [line[:23] for line in file.getvalue().splitlines()][::2]
    ['{"$schema":"urn:sixstep', '{"$schema":"urn:sixstep']

    Raises:
        WrongTypeError: for anything but rounds.
        DocumentError: for more and larger frameworks than a file holds.
        OSError: where the file cannot be written; what was there before still is.
    """
    if isinstance(rounds, Round) or not isinstance(rounds, Iterable):
        raise WrongTypeError(
            f"several rounds are written, not a value of type {type(rounds).__name__}",
            "write [...] around one",
        )
    path = files.path_of(target, "write")
    with nullcontext(target) if path is None else files.whole_file(path) as file:
        for line in _lines(rounds):
            files.write_text(file, line)


def _lines(rounds: Iterable[Round]) -> Iterator[str]:
    written: set[str] = set()
    held = _held()
    for one in rounds:
        document = to_document(instance_of(one, Round, "write_rounds"))
        fingerprint = one.framework.fingerprint
        if fingerprint not in written:
            written.add(fingerprint)
            framework = to_document(one.framework)
            line = _line({**framework, "$schema": LINE_SCHEMA, "fingerprint": fingerprint})
            held.spend("frameworks", values_in(line))
            yield line
        yield _line({**document, "$schema": LINE_SCHEMA, "framework": fingerprint})


def _held() -> Budget:
    """The budget for the frameworks of a file, each of which is held, and made in some time."""
    remedy = "write the rounds of some frameworks to a file of their own"
    return Budget("rounds", path=("$",), remedy=remedy)


def _line(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_rounds(source: files.Readable, *, limit: int = MAX_BYTES) -> Iterator[Round]:
    """The rounds of a JSON Lines file, one at a time in their order.

    Only the frameworks are held. A line takes at most `limit` bytes. Good lines are given as
    they come; at the end of the file, or after 1,000 problems, one error holds those of all the
    bad ones, each with its line. Nothing is opened before the first round is asked for.

    >>> from io import StringIO
    >>> from sixsteps.samples import autumn_2025, spring_2026
    >>> file = StringIO()
    >>> write_rounds([autumn_2025(), spring_2026()], file)
    >>> [one.title for one in read_rounds(StringIO(file.getvalue()))]
    ['Autumn 2025', 'Spring 2026']

    Raises:
        DocumentError: once every good line was given, with every problem of the bad ones.
        OSError: where the file cannot be opened or read.
    """
    frameworks: dict[str, Framework] = {}
    problems, held = Problems("rounds"), _held()
    path = files.path_of(source)
    opened: Any = nullcontext(source) if path is None else path.open("rb")
    with opened as file:
        for number, line in enumerate(_limited(file, limit), 1):
            if line.isspace():
                continue
            faults: Iterable[Problem] = ()
            found = None
            try:
                text = _text(line, limit)
                if not text.strip():
                    continue
                if number == 1 and text.strip() == "{":
                    message = "one document, not JSON Lines"
                    problem = Problem(("line 1",), message, "use read()", code="one-document")
                    problems.append(problem)
                    break
                Budget("line", len(line), ("$",), "write it in parts").spend_json(text)
                found = _read(text, frameworks, held)
            except DocumentError as error:
                faults = error.problems
            # Out here, so that the error of too many does not hold that of a line.
            problems.extend(_on_line(problem, number) for problem in faults)
            if isinstance(found, Round):
                yield found
    DocumentError.check("rounds", problems)


def _limited(file: Any, limit: int) -> Iterator[str | bytes]:
    """The lines of a file; of one that is longer than `limit`, its first part."""
    instance_of(limit, int, "limit", "give a number of bytes")
    bad: int | None = None
    try:
        while line := file.readline(limit + 1):
            yield line
            while len(line) > limit and line[-1:] not in ("\n", b"\n"):
                line = file.readline(limit + 1)
    except UnicodeDecodeError as error:
        bad = error.start
    # Raised out here, because the error of the codec holds everything that was read.
    if bad is not None:
        raise files.not_utf8(bad)


def _text(line: str | bytes, limit: int) -> str:
    """The text of a line that is within the limit."""
    if len(line) > limit:
        message = f"the line holds more than {limit:,} bytes"
        raise files.refused(message, "name a higher limit", "too-large", limit=limit)
    text = files.decoded(line) if isinstance(line, bytes) else line.removeprefix("\ufeff")
    return text.rstrip("\r\n")


def _read(text: str, frameworks: dict[str, Framework], held: Budget) -> Round | Framework:
    """The round or framework on a line; a framework joins those that rounds can name.

    They are known by their texts too, so that one that stands there again is not made again.
    """
    if text in frameworks:
        return frameworks[text]
    data = parsed(text)
    if type(data) is not dict:
        value = from_document(data)
    elif str(data.get("format")).startswith("sixsteps framework "):
        held.spend("frameworks", values_in(text))
        value = frameworks[text] = _framework(data, frameworks)
    else:
        said = data.get("framework")
        name = said if type(said) is str else json.dumps(said)
        if type(said) is str and name not in frameworks:
            message = "no framework of this fingerprint on an earlier line"
            remedy, code = "each stands before its rounds", "unknown-framework"
            problem = Problem(("$", "framework"), message, remedy, code, field="framework")
            raise DocumentError("line", [problem])
        if type(said) is dict and name not in frameworks:
            held.spend("frameworks", values_in(name))
        given = {"framework": frameworks[name]} if name in frameworks else {}
        value = from_document(data | given, Round)
        frameworks[name] = value.framework
    if not isinstance(value, Framework | Round):
        raise DocumentError("line", [Problem(("$",), "a round or its framework is needed here")])
    return value


def _framework(data: dict[str, Any], frameworks: dict[str, Framework]) -> Framework:
    framework = from_document({k: v for k, v in data.items() if k != "fingerprint"}, Framework)
    said = data.get("fingerprint", framework.fingerprint)
    # That of an older format may be of less than is told of the source now.
    is_older = data["format"] != heading("framework")["format"] and type(said) is str
    if said != framework.fingerprint and not is_older:
        message = "the fingerprint is not that of the framework on this line"
        raise DocumentError("line", [Problem(("$", "fingerprint"), message, code="fingerprint")])
    frameworks |= {framework.fingerprint: framework, said: framework}
    return framework


def _on_line(problem: Problem, number: int) -> Problem:
    """A problem whose place begins with its line; a column alone is one of that line."""
    first, *rest = problem.path or ("$",)
    place = f"line {number}, {str(first).removeprefix('line 1, ')}"
    return evolve(problem, path=(place, *rest), params=(("line", number), *problem.params))
