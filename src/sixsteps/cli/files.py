"""Files and the standard streams (`-`): read, written and printed to, nothing overwritten unasked.

A standard stream that is closed or full is an error like another; a reader who has seen enough,
and an error output that takes nothing, are none.
"""

import errno
import io
import os
import re
import sys
import warnings
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import sixsteps as ss
from sixsteps.cli.options import STANDARD
from sixsteps.cli.remedies import in_options
from sixsteps.errors import SixStepsError, WrongTypeError
from sixsteps.formats.files import checked_place, write_all
from sixsteps.table import printable
from sixsteps.words import listed, nearest

if TYPE_CHECKING:
    from sixsteps.formats.documents.kinds import Value

PUBLISHED = {"six-steps": "six_steps", "working-together-2023": "working_together_2023"}
"""Frameworks known by a name, where no file has that name, and the function that gives each."""

T = TypeVar("T", bound="Value")


class FileError(SixStepsError, ValueError):
    """A fault of a file, named by the file."""


def read(name: str, kind: type[T]) -> T:
    """The value of a kind in a file, on the standard input, or a framework of a known name.

    A round may stand in a workbook: a return, or one of another purpose.
    """
    value = read_any(name, kind)
    if isinstance(value, ss.Framework) and kind is ss.Round:
        raise FileError(f"{shown(name)}: this is a framework, not a round")
    assert isinstance(value, kind)  # noqa: S101  what a document of this kind gives
    return value


def read_given(name: str | None, kind: type[T]) -> T | None:
    """The value that `read` gives, `None` where no file is named."""
    return None if name is None else read(name, kind)


def read_any(name: str, kind: type[Any] | None = None) -> "Value":
    """The framework, adaptation, round, crosswalk or translation in a file, as `read` gives it."""
    if name in PUBLISHED and not Path(name).exists():
        if kind not in (None, ss.Framework):
            wanted = "an adaptation" if kind is ss.Adaptation else f"a {kind.__name__.lower()}"
            raise FileError(f"{name}: this is a framework, not {wanted}")
        framework: ss.Framework = getattr(ss, PUBLISHED[name])()
        return framework
    source = source_of(name)
    try:
        if is_spreadsheet(name) and kind in (None, ss.Framework, ss.Round):
            purpose = "framework" if kind is ss.Framework else "template"
            found = _found(name, purpose, others=purpose == "template")
            in_rows = None if found.rounds else found.framework
            return found.round if in_rows is None else in_rows
        if kind is ss.Crosswalk:
            return ss.read_crosswalk(source)  # JSON or CSV
        return ss.read(source) if kind is None else ss.read(source, kind)
    except SixStepsError as error:
        raise FileError(f"{shown(name)}: {in_options(error, file=name)}") from None
    except FileNotFoundError:
        near = nearest(name, PUBLISHED) if kind in (None, ss.Framework) else None
        if near is None:
            raise
        raise FileError(
            f"{name}: there is no such file; did you mean {near}, a framework of that name?"
        ) from None


def source_of(name: str) -> Any:
    """A file as readers take it: its name, or what they read in place of it."""
    return _open(sys.stdin, "the standard input").buffer if name == STANDARD else name


def subject(name: str) -> ss.Framework | ss.Round:
    """The framework or the round in a file."""
    value = read_any(name)
    if isinstance(value, ss.Framework | ss.Round):
        return value
    raise FileError(f"{shown(name)}: a framework or a round is needed")


def read_result(name: str, purpose: str, **settings: Any) -> "ss.results.ReadResult":
    """The content of a workbook of this purpose; what was not used of it is printed."""
    try:
        return _found(name, purpose, **settings)
    except SixStepsError as error:
        raise FileError(f"{shown(name)}: {in_options(error, file=name)}") from None


def _found(
    name: str, purpose: str, *, others: bool = False, **settings: Any
) -> "ss.results.ReadResult":
    reader = "read_round" if purpose == "template" else f"read_{purpose}"
    try:
        found: ss.results.ReadResult = getattr(ss.workbook, reader)(source_of(name), **settings)
    except ss.DocumentError as error:
        was = dict(error.problems[0].params).get("purpose") if others else None
        if others and error.problems[0].code == "not-ours":
            was = "framework"  # one that somebody made by hand
        if not isinstance(was, str) or was == purpose:
            raise
        try:
            return _found(name, was)
        except ss.DocumentError as other:
            if error.problems[0].code == "not-ours" and other.problems[0].code == "missing-sheet":
                raise error from None
            raise
    return noted(name, found)


def noted(name: str, found: "ss.results.ReadResult") -> "ss.results.ReadResult":
    """The result of reading a file, after printing what of it was not used."""
    for unused in found.left_out:
        note(f"not used: {shown(name)}: {unused}")
    return found


def check_workbook_name(name: str) -> None:
    """Refuse a name that is not that of a workbook."""
    if name != STANDARD and not name.lower().endswith(".xlsx"):
        raise FileError(f"{name}: end the name in .xlsx")


def is_spreadsheet(name: str) -> bool:
    """True for a workbook, by the ending of its name."""
    from sixsteps.formats.workbook.opening import SPREADSHEETS

    return Path(name).suffix.lower() in SPREADSHEETS


def shown(name: str) -> str:
    """The name of a file as a message has it."""
    return "the standard input" if name == STANDARD else name


def document(value: "Value") -> str:
    """The JSON document of a value."""
    return in_memory(ss.write, value).decode()


def in_memory(write: Callable[..., None], *values: Any, **settings: Any) -> bytes:
    """The bytes that a writer writes of its first value, given the others too."""
    content = io.BytesIO()
    write(values[0], content, *values[1:], **settings)
    return content.getvalue()


def write_workbook(make: Callable[..., None], value: object, parsed: Namespace) -> None:
    """Write a workbook where `--output` says, as `write_told` does."""
    check_workbook_name(parsed.output)
    write_told(in_memory(make, value), parsed)


def note_signed_off(subject: ss.Framework | ss.Round) -> None:
    """Say of a workbook just written for people to fill in that nothing can be read back."""
    if isinstance(subject, ss.Round) and subject.agreed is not None:
        note(
            "the round is signed off, so nothing that is typed into this workbook can be read back;"
            ' first take the round up again with sixsteps agree ROUND --reopen "the reason"'
            " --by NAME --on DATE, and write the workbook of that"
        )


def write_told(content: str | bytes, parsed: Namespace) -> None:
    """Write as `write` does, and say on the error output which file was written."""
    write(content, parsed)
    if parsed.output != STANDARD:
        note(f"written: {parsed.output}")


def write(content: str | bytes, parsed: Namespace) -> None:
    """Write a file where `--output` says: JSON as text, a workbook as bytes."""
    if parsed.output != STANDARD:
        save(content, Path(parsed.output), force=parsed.force)
    elif isinstance(content, str):
        put_data(content, in_json)
    elif on_terminal():
        raise WrongTypeError("a terminal cannot show a workbook", "name a file with --output")
    else:
        put(content)


def save(content: str | bytes, path: Path, *, force: bool) -> None:
    """Write a file whole or not at all; one that holds exactly this already is left alone."""
    from sixsteps.formats import files

    data = content.encode() if isinstance(content, str) else content
    if force or not path.exists():
        files.write_bytes(path, data)
    elif not is_free(path, data):
        raise FileError(f"{path}: the file is there already", "give --force to overwrite it")


def save_all(made: Mapping[str, str | bytes], folder: Path, *, force: bool) -> None:
    """Write files into a folder, all of them or none: one half of them is worse than an error."""
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder}: this is not a folder", "name another")
    whole = {
        folder / name: content.encode() if isinstance(content, str) else content
        for name, content in made.items()
    }
    for path in whole if folder.exists() else ():
        checked_place(path)
    if not force and (taken := [path.name for path in whole if not is_free(path, whole[path])]):
        raise FileError(
            f"{folder}: there already: {listed(taken)}", "give --force to overwrite them"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in whole.items():
        save(content, path, force=force)


def is_free(path: Path, data: bytes) -> bool:
    """True if nothing would be lost by writing there."""
    return not path.exists() or (path.is_file() and path.read_bytes() == data)


def say(text: str) -> None:
    """Print text for people, in which nothing commands a terminal."""
    put(f"{printable(text)}\n")


def say_beside(parsed: Namespace, text: str) -> None:
    """Say something of a result where it does not stand in the result's way.

    Nobody need hear it: a closed standard output is no error for a file that is written.
    """
    if parsed.output == STANDARD:
        note(text)
        return
    with suppress(OSError):
        say(text)
        finish()


def put(content: str | bytes) -> None:
    """Print text in which nothing commands a terminal but the colours of a table, or bytes."""
    stream = _output()
    with _given_up():
        raw = isinstance(getattr(stream, "buffer", None), io.RawIOBase) and not stream.isatty()
        if raw and isinstance(content, str):  # as with python -u, which loses what is not taken
            content = content.encode(stream.encoding, stream.errors or "strict")
        if isinstance(content, str):
            stream.write(content)
        else:
            stream.flush()
            write_all(stream.buffer, content)


def put_data(text: str, harmless: Callable[[str], str] = printable) -> None:
    """Print data as it is; on a terminal, what would command it is made harmless."""
    put(harmless(text) if on_terminal() else text)


def in_json(text: str) -> str:
    r"""The same JSON, its characters that command a terminal written as `\uXXXX`.

    >>> print(in_json('"a\u202eb"'))
    "a\u202eb"
    """
    return "".join(one if one == printable(one) else f"\\u{ord(one):04x}" for one in text)


def finish() -> None:
    """Hand over what was printed, so that nothing is left to fail at the exit of Python."""
    if sys.stdout is not None:
        with _given_up():
            sys.stdout.flush()


def complain(text: str) -> None:
    """Print to the error output, or nowhere where that is closed or full."""
    # To print, a stream that is not there would be the standard output.
    if sys.stderr is not None:
        try:
            print(text, file=sys.stderr, flush=True)
        except OSError:
            _discard(sys.stderr)


def note(text: str) -> None:
    """Say something beside the result, on the error output."""
    complain(f"sixsteps: {printable(text)}")


@contextmanager
def _given_up() -> Iterator[None]:
    """Drop the output that nobody takes; no error where its reader has seen enough."""
    try:
        yield
    except OSError as error:
        _discard(sys.stdout)
        if not isinstance(error, BrokenPipeError):
            raise OSError(error.errno, error.strerror, "the standard output") from None


def _discard(stream: TextIO) -> None:
    """Let go nowhere what a stream still holds, and whatever it is given from now on."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


_LACKED = r"Glyph \d+ .*missing from font"


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


def on_terminal() -> bool:
    """True if the standard output is a terminal."""
    return _output().isatty()


def _output() -> TextIO:
    return _open(sys.stdout, "the standard output")


def _open(stream: TextIO | None, name: str) -> TextIO:
    # Python has nothing in the place of a stream that was closed before it began.
    if stream is None:
        raise OSError(errno.EBADF, "it is closed", name)
    return stream
