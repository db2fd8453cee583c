"""The parser of the command line, from one record a command; also what its reference is made of."""

import argparse
import sys
from typing import NoReturn

import sixsteps
from sixsteps.cells import printable
from sixsteps.cli import demonstration, frameworks, returns, rounds
from sixsteps.cli.command import Command


class _Parser(argparse.ArgumentParser):
    """A parser whose errors begin like every other error of the command line."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"sixsteps: error: {printable(message)}\n")


def commands() -> tuple[Command, ...]:
    """Every command in the order of the help."""
    return (
        demonstration.DEMO,
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
