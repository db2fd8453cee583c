"""One command from its arguments to its exit status, with an error for whatever goes wrong."""

import argparse
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import NoReturn

import sixsteps
from sixsteps.cli import frameworks, returns, rounds, year
from sixsteps.cli.files import complain, finish, note, put
from sixsteps.cli.options import Command, check_standard_input
from sixsteps.cli.remedies import in_options
from sixsteps.errors import SixStepsError, UnknownIdError
from sixsteps.table import printable

BAD_INPUT = 2


class _Parser(argparse.ArgumentParser):
    """A parser whose errors begin like every other error of the command line."""

    def error(self, message: str) -> NoReturn:
        complain(f"{self.format_usage()}sixsteps: error: {printable(message)}")
        sys.exit(BAD_INPUT)

    def _print_message(self, message: str, file: object = None) -> None:  # noqa: ARG002  always the same
        # The help and the version; argparse says nothing where they cannot be printed.
        put(message)


def commands() -> tuple[Command, ...]:
    """Every command in the order of the help."""
    demo, *about_rounds = rounds.COMMANDS
    return (demo, *year.COMMANDS, *returns.COMMANDS, *about_rounds, *frameworks.COMMANDS)


def build_parser() -> argparse.ArgumentParser:
    """The parser of `sixsteps` with all its commands."""
    parser = _Parser(
        prog="sixsteps",
        description=(
            "Rate scrutiny frameworks, adapt them, and compare rounds: the Six Steps for"
            " Independent Scrutiny (Pearce 2019) and what is adapted from it."
        ),
        epilog=(
            "Exit status: 0 done; 1 done, with findings; 2 the input is at fault, as the error"
            " output says. A file named - is the standard input. NO_COLOR turns colours off."
        ),
    )
    parser.add_argument("--version", action="version", version=f"sixsteps {sixsteps.__version__}")
    known = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in commands():
        own = known.add_parser(
            command.name,
            help=command.summary,
            description=command.described,
            epilog=f"example:\n  {command.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(own)
        own.set_defaults(run=command.run)
    return parser


def run(arguments: Sequence[str] | None) -> int:
    """The exit status of a command, once it has run."""
    _speak_utf8()
    try:
        return _status(arguments)
    except SixStepsError as error:
        return _failed(in_options(error))
    except OSError as error:
        place = f"{error.filename}: " if isinstance(error.filename, str) else ""
        return _failed(f"{place}{error.strerror or type(error).__name__}")
    except Exception as error:
        # A mistake of ours. A traceback would show texts that may be nobody else's business.
        last = traceback.extract_tb(error.__traceback__)[-1]
        return _failed(
            f"an unexpected {type(error).__name__} in {last.name}, line {last.lineno}; this is a"
            " mistake in sixsteps, please report it"
        )


def _status(arguments: Sequence[str] | None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["compare"]:
        raise UnknownIdError(
            "no command 'compare'",
            "give change for two rounds, contrast for two respondents of one round",
        )
    try:
        parsed = build_parser().parse_args(given)
    except SystemExit:
        finish()
        raise
    check_standard_input(parsed)
    try:
        status: int | None = parsed.run(parsed)
    except SixStepsError as error:
        return _failed(in_options(error, parsed))
    finish()
    return status or 0


def _failed(message: str) -> int:
    note(f"error: {message}")
    with suppress(OSError):
        finish()
    return BAD_INPUT


def _speak_utf8() -> None:
    """A terminal keeps its encoding and shows a stand-in for what it lacks; files are in UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                # Without newline="" a CSV's line ends would be doubled on Windows.
                stream.reconfigure(encoding="utf-8", newline="")
