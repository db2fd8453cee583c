"""One command from its arguments to its exit status, with an error for whatever goes wrong."""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn, TextIO

import sixsteps
from sixsteps.cli import frameworks, returns, rounds
from sixsteps.cli.command import Command, check_sources, in_options
from sixsteps.cli.files import note
from sixsteps.errors import SixStepsError
from sixsteps.table import printable


class _Parser(argparse.ArgumentParser):
    """A parser whose errors begin like every other error of the command line."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"sixsteps: error: {printable(message)}\n")


def commands() -> tuple[Command, ...]:
    """Every command in the order of the help."""
    return (
        rounds.DEMO,
        *rounds.COMMANDS,
        *returns.COMMANDS,
        *frameworks.COMMANDS,
    )


def build_parser() -> argparse.ArgumentParser:
    """The parser of `sixsteps` with all its commands.

    >>> build_parser().parse_args(["cite", "six-steps"]).command
    'cite'
    """
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
        command.arguments(own)
        own.set_defaults(run=command.run)
    return parser


BAD_INPUT = 2


def run(arguments: Sequence[str] | None) -> int:
    """The exit status of a command, once it has run.

    >>> run(["cite", "six-steps"])
    Pearce, J (2019) Six Steps for Independent Scrutiny: ...
    0
    """
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    parsed = build_parser().parse_args(arguments)
    try:
        check_sources(parsed)
        status: int = parsed.run(parsed)
        if sys.stdout is not None:
            sys.stdout.flush()
    except SixStepsError as error:
        return _failed(str(error))
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain once more at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
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
    return status


def _failed(message: str) -> int:
    note(f"error: {in_options(message)}")
    return BAD_INPUT


def _speak_utf8(stream: TextIO | None) -> None:
    """A terminal keeps its encoding and shows a stand-in for what it lacks; files are in UTF-8."""
    if not isinstance(stream, TextIOWrapper):
        return
    if stream.isatty():
        stream.reconfigure(errors="replace")
    else:
        # Without newline="" a CSV's line ends would be doubled on Windows.
        stream.reconfigure(encoding="utf-8", newline="")
