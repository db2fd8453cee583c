"""The standard streams: a closed one is an error, and text for a terminal commands none."""

import errno
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

from sixsteps.cells import printable
from sixsteps.errors import WrongTypeError

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
