"""Files that commands read and write: `-` for the standard streams, nothing overwritten unasked."""

import errno
import re
import sys
import warnings
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, TypeVar

import sixsteps as ss
from sixsteps.errors import SixStepsError, WrongTypeError, nearest
from sixsteps.table import printable

_LACKED = r"Glyph \d+ .*missing from font"


def standard_input() -> BinaryIO:
    """The standard input, as bytes.

    Raises:
        OSError: it is closed.
    """
    return _open(sys.stdin, "the standard input").buffer


def say(text: str) -> None:
    """Print text for people, in which nothing commands a terminal.

    Raises:
        OSError: the standard output is closed.

    >>> say("Spring 2026")
    Spring 2026
    """
    _output().write(f"{printable(text)}\n")


def note(text: str) -> None:
    """Say something beside the result, on the error output, or nowhere where that is closed."""
    # To print, a stream that is not there would be the standard output.
    if sys.stderr is not None:
        print(f"sixsteps: {printable(text)}", file=sys.stderr)


@contextmanager
def warnings_noted() -> Iterator[None]:
    """Warnings as notes, with one in place of matplotlib's for every letter its font lacks."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.filterwarnings("always", _LACKED, UserWarning)
        yield
    messages = [str(warning.message) for warning in caught]
    others = [message for message in messages if not re.match(_LACKED, message)]
    for message in others:
        note(message)
    if len(others) < len(messages):
        note(
            "the pictures show boxes for letters that their font lacks; name a font that has them"
            " as font.family in a matplotlibrc file"
        )


def put_safe(text: str) -> None:
    """Write text that a table made, and that commands a terminal nowhere but in its colours.

    Raises:
        OSError: the standard output is closed.
    """
    _output().write(text)


def put(text: str) -> None:
    """Write data as it is; to a terminal, what would command it is replaced.

    Raises:
        OSError: the standard output is closed.
    """
    stream = _output()
    stream.write(printable(text) if stream.isatty() else text)


def put_json(text: str) -> None:
    """Write JSON as it is; to a terminal, what would command it as the escapes of JSON.

    Raises:
        OSError: the standard output is closed.
    """
    stream = _output()
    stream.write(_escaped(text) if stream.isatty() else text)


def put_document(content: bytes) -> None:
    """Write a JSON document to the standard output, as `put_json` does."""
    stream = _output()
    if stream.isatty():
        put_json(content.decode())
    else:
        put_bytes(content)


def put_bytes(content: bytes) -> None:
    """Write a file that is no text to the standard output, unless a terminal would show it.

    Raises:
        WrongTypeError: the standard output is a terminal.
        OSError: it is closed.
    """
    stream = _output()
    if stream.isatty():
        raise WrongTypeError("a workbook is nothing a terminal can show; name a file with --output")
    stream.flush()
    stream.buffer.write(content)
    stream.buffer.flush()


def _escaped(text: str) -> str:
    r"""The same JSON, its characters that command a terminal written as `\uXXXX`.

    >>> print(_escaped('"a\u202eb"'))
    "a\u202eb"
    """
    return "".join(one if one == printable(one) else f"\\u{ord(one):04x}" for one in text)


def _output() -> TextIO:
    return _open(sys.stdout, "the standard output")


def _open(stream: TextIO | None, name: str) -> TextIO:
    # Python has nothing in the place of a stream that was closed before it began.
    if stream is None:
        raise OSError(errno.EBADF, "it is closed", name)
    return stream


if TYPE_CHECKING:
    from sixsteps.formats.documents.kinds import Value

STANDARD = "-"
"""How the standard input and output are named where a file is expected."""

PUBLISHED = {"six-steps": "six_steps", "working-together-2023": "working_together_2023"}
"""Frameworks known by a name, where no file has that name, and the function that gives each."""

T = TypeVar("T", bound="Value")


class FileError(SixStepsError, ValueError):
    """What is wrong with a file, named by the file."""


def read(name: str, kind: type[T]) -> T:
    """The value of a kind in a file, on the standard input, or a framework of a known name.

    A round may stand in the workbook that one respondent, or a moderating meeting, filled in.

    Raises:
        FileError: with every problem of the file.
        OSError: the file cannot be read.
    """
    value = _read(name, kind)
    assert isinstance(value, kind)  # noqa: S101  what a document of this kind gives
    return value


def read_any(name: str) -> "Value":
    """The framework, adaptation, round or crosswalk in a file, as the file itself says.

    A workbook holds the round of the respondent, or the meeting, that filled it in.

    Raises:
        FileError: with every problem of the file.
        OSError: the file cannot be read.
    """
    return _read(name, None)


def _read(name: str, kind: type[Any] | None) -> "Value":
    if name in PUBLISHED and not Path(name).exists():
        return _published(name, kind)
    source = standard_input() if name == STANDARD else name
    try:
        if is_spreadsheet(name) and kind in (None, ss.Round):
            return _in_workbook(name)
        if kind is ss.Crosswalk:
            return ss.read_crosswalk(source)  # JSON or CSV
        return ss.read(source) if kind is None else ss.read(source, kind)
    except FileNotFoundError:
        near = nearest(name, PUBLISHED) if kind in (None, ss.Framework) else None
        if near is None:
            raise
        raise FileError(
            f"{name}: there is no such file; did you mean {near}, a framework of that name?"
        ) from None
    except SixStepsError as error:
        raise FileError(f"{shown(name)}: {error}") from None


def _published(name: str, kind: type[Any] | None) -> ss.Framework:
    if kind not in (None, ss.Framework):
        wanted = "an adaptation" if kind is ss.Adaptation else f"a {kind.__name__.lower()}"
        raise FileError(f"{name}: this is a framework, not {wanted}")
    framework: ss.Framework = getattr(ss, PUBLISHED[name])()
    return framework


def _in_workbook(name: str) -> ss.Round:
    """The round of a return or, where the file says that it is one, of a moderation."""
    try:
        return ss.workbook.read_round(name)
    except ss.DocumentError as error:
        if "purpose" not in [problem.code for problem in error.problems]:
            raise
    return ss.workbook.read_moderation(name)


def read_return(name: str) -> ss.Round:
    """The round in a file, or in the workbook that one respondent filled in; no moderation.

    Raises:
        FileError: with every problem of the file.
        OSError: the file cannot be read.
    """
    if not is_spreadsheet(name):
        return read(name, ss.Round)
    try:
        return ss.workbook.read_round(name)
    except SixStepsError as error:
        raise FileError(f"{shown(name)}: {error}") from None


def is_spreadsheet(name: str) -> bool:
    """Whether a file is a workbook, by the ending of its name."""
    from sixsteps.formats.workbook.reading import SPREADSHEETS

    return Path(name).suffix.lower() in SPREADSHEETS


def shown(name: str) -> str:
    """How a file is named in a message."""
    return "the standard input" if name == STANDARD else name


def write(content: bytes, parsed: Namespace) -> None:
    """Write a JSON document to the file that `--output` names, or to the standard output (`-`).

    Raises:
        FileError: the file is there, holds something else, and there is no `--force`.
        OSError: the file cannot be written.
    """
    if parsed.output == STANDARD:
        put_document(content)
    else:
        save(content, Path(parsed.output), force=parsed.force)


def write_bytes(content: bytes, parsed: Namespace) -> None:
    """Write a file that is no text where `--output` says.

    Raises:
        FileError: the file is there, holds something else, and there is no `--force`.
        WrongTypeError: it would go to a terminal.
        OSError: the file cannot be written.
    """
    if parsed.output == STANDARD:
        put_bytes(content)
    else:
        save(content, Path(parsed.output), force=parsed.force)


def save(content: bytes, path: Path, *, force: bool) -> None:
    """Write a file whole or not at all; one that holds exactly this already is left alone.

    Raises:
        FileError: the file is there, holds something else, and `force` is not given.
        OSError: the file cannot be written.
    """
    from sixsteps.formats import files

    if not force and path.exists():
        if path.is_file() and path.read_bytes() == content:
            return
        raise FileError(f"{path}: the file is there already; give --force to overwrite it")
    files.write_bytes(path, content)


def document(value: "Value") -> bytes:
    """The JSON document of a value, as bytes."""
    file = BytesIO()
    ss.write(value, file)
    return file.getvalue()
