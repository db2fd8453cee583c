"""What a command is: one record, from which the parser and the reference are made."""

import argparse
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import date
from typing import Final

from attrs import frozen

from sixsteps.errors import WrongTypeError

DONE: Final = 0
FINDINGS: Final = 1
"""The exit status of a command that did its work and found what somebody must look at."""


@frozen
class Command:
    """A command: its name, what it does in a line, an example, its arguments and what it runs."""

    name: str
    summary: str
    example: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
    description: str = ""

    @property
    def described(self) -> str:
        """What the command does: its description, or its summary as a sentence."""
        return self.description or f"{self.summary[0].upper()}{self.summary[1:]}."


FORMATS = ("text", "markdown", "html", "csv", "json")
RULES = ("worst", "best", "median_low", "unanimous")


class Source(str):
    """The name of a file that is read, or `-` for the standard input.

    >>> Source("-")
    '-'
    """

    __slots__ = ()


def check_sources(parsed: argparse.Namespace) -> None:
    """Refuse to read two files from the one standard input.

    Raises:
        WrongTypeError: more than one of the arguments that name a file is `-`.
    """
    values = (value if isinstance(value, list) else [value] for value in vars(parsed).values())
    count = sum(isinstance(one, Source) and one == "-" for given in values for one in given)
    if count > 1:
        raise WrongTypeError(
            f"- stands for {count} files, and the standard input holds one; name the others"
        )


def iso_date(text: str) -> date:
    """The date of an ISO text.

    Raises:
        ArgumentTypeError: for anything else.

    >>> iso_date("2026-05-01")
    datetime.date(2026, 5, 1)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-05-01") from None


def add_format(parser: argparse.ArgumentParser) -> None:
    """How tables are printed, and which of them."""
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="how tables are printed (default: text)"
    )
    parser.add_argument(
        "--table",
        type=int,
        metavar="N",
        help="only the Nth table; csv holds one, the first unless this names another",
    )
    parser.add_argument(
        "--notes",
        action="store_true",
        help="in csv, put the table's notes in every row, as its source is",
    )
    parser.add_argument(
        "--brief", action="store_true", help="of each result only its first table, the summary"
    )


def add_whose(parser: argparse.ArgumentParser, *, rule: bool = True) -> None:
    """Whose answers count where a round has those of several respondents."""
    parser.add_argument(
        "--respondent", metavar="WHO", help="whose answers count: a respondent's id or a role"
    )
    if rule:
        add_rule(parser)


def add_rule(parser: argparse.ArgumentParser) -> None:
    """What makes one answer of several."""
    parser.add_argument(
        "--rule",
        choices=RULES,
        help="how several answers to a question become one; one agreed in discussion comes first",
    )


def add_crosswalk(
    parser: argparse.ArgumentParser,
    what: str = "the correspondence of their questions, where it is not in the lineages",
    *,
    several: bool = False,
) -> None:
    """The file of a crosswalk, or of several."""
    parser.add_argument(
        "--crosswalk",
        type=Source,
        metavar="FILE",
        action="append" if several else "store",
        default=[] if several else None,
        help=f"a crosswalk (JSON or CSV): {what}",
    )


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """The date that decides which actions are overdue."""
    parser.add_argument(
        "--as-of",
        type=iso_date,
        metavar="DATE",
        help="count actions due before this date as overdue (default: the round's own date)",
    )


def add_output(parser: argparse.ArgumentParser, what: str, *, required: bool = False) -> None:
    """Where the result goes, and whether it may take the place of what is there."""
    default = "" if required else " (default: the standard output)"
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        required=required,
        default=None if required else "-",
        help=f"{what}{default}",
    )
    add_force(parser)


def add_force(parser: argparse.ArgumentParser) -> None:
    """Whether files may be overwritten."""
    parser.add_argument("--force", action="store_true", help="overwrite files that are there")


_REMEDIES: Final = (
    ("; give respondent= ", "; give --respondent "),
    (" at by[0]", " at --by"),
    ("leave respondent= out", "leave --respondent out"),
    ("; give a= ", "; give as A "),
    ("; give b= ", "; give as B "),
    (", or rule= one of ", ", or --rule one of "),
    ("name one with respondent=: ", "name one with --respondent: "),
    ("give partial=True to apply", "give --partial to apply"),
    ("; give a Crosswalk", "; give --crosswalk, a crosswalk"),
    (
        "; give consensus(round, rule) of the earlier round, the rule one of ",
        "; give --rule one of ",
    ),
)
# A command is made for a kind: what helps is another file, and the message says what this one is.
_KIND: Final = re.compile(r"; read it with kind '\w+'")


def in_options(message: str) -> str:
    """An error's message, its remedy naming options where it named arguments of Python.

    >>> in_options("2 respondents; give respondent= a respondent (a, b), or rule= one of worst")
    '2 respondents; give --respondent a respondent (a, b), or --rule one of worst'
    """
    for python, option in _REMEDIES:
        message = message.replace(python, option)
    return _KIND.sub("", message)
