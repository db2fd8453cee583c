"""A command as a record, and the arguments that several commands share."""

import argparse
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any, Final, TypeAlias

from attrs import frozen

from sixsteps.errors import WrongTypeError
from sixsteps.formats.rows import EntryError, day_of

FINDINGS: Final = 1
"""The exit status of a command that did its work and found what somebody must look at."""

STANDARD: Final = "-"
"""The name of the standard input and output where a file is expected."""

NONE: Final = "none"
"""The word in place of a crosswalk where the lineages of two rounds tell."""

FORMATS = ("text", "markdown", "html", "csv", "json")
RULES = ("worst", "best", "median_low", "unanimous")

Argument: TypeAlias = tuple[tuple[str, ...], dict[str, Any]]
"""The names and the settings that `ArgumentParser.add_argument` takes."""

Run: TypeAlias = Callable[[Namespace], int | None]


@frozen
class Command:
    """A command, from which the parser and the reference are made.

    `run` gives the exit status; `None` is 0.
    """

    name: str
    summary: str
    example: str
    arguments: tuple[Argument, ...]
    run: Run
    description: str = ""

    @property
    def described(self) -> str:
        """The description, or the summary as a sentence."""
        return self.description or f"{self.summary[0].upper()}{self.summary[1:]}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments of the command to a parser."""
        for names, settings in self.arguments:
            parser.add_argument(*names, **settings)


def command(
    summary: str, example: str, *arguments: Argument, description: str = ""
) -> Callable[[Run], Command]:
    """The command that a function runs, under the function's name."""

    def made(run: Run) -> Command:
        name = run.__name__.strip("_").replace("_", "-")
        return Command(name, summary, example, arguments, run, description)

    return made


def argument(names: str, metavar: str | None, help: str, **settings: Any) -> Argument:  # noqa: A002  argparse's name
    """An argument of these names (`round`, or `-o --output`)."""
    return tuple(names.split()), {"metavar": metavar, "help": help, **settings}


def flag(name: str, help: str) -> Argument:  # noqa: A002  argparse's name
    """An argument that is there or not."""
    return (name,), {"help": help, "action": "store_true"}


class FileName(str):
    """The name of a file that is read, or `-` for the standard input."""

    __slots__ = ()


def _file_name(text: str) -> FileName:
    if not text:
        raise argparse.ArgumentTypeError("the name of a file is empty")
    return FileName(text)


def file(name: str, metavar: str, help: str, **settings: Any) -> Argument:  # noqa: A002  argparse's name
    """An argument that names a file to read."""
    return argument(name, metavar, help, type=_file_name, **settings)


def several(name: str, metavar: str, help: str, **settings: Any) -> Argument:  # noqa: A002  argparse's name
    """An option that may be given several times."""
    told = f"{help}; may be given several times"
    return argument(name, metavar, told, action="append", default=[], **settings)


def check_standard_input(parsed: Namespace) -> None:
    """Refuse to read two files from the one standard input."""
    values = (value if isinstance(value, list) else [value] for value in vars(parsed).values())
    count = sum(isinstance(one, FileName) and one == STANDARD for given in values for one in given)
    if count > 1:
        raise WrongTypeError(
            f"- stands for {count} files, and the standard input holds one", "name the others"
        )


def day(text: str) -> date:
    """The date of a text, read as in workbooks."""
    found = None
    with suppress(EntryError):  # a date with a time of day
        found = day_of(text)
    if found is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date; write it as 2026-05-01 or 1 May 2026"
        )
    return found


TABLES = (
    argument(
        "--format", None, "how tables are printed (default: text)", choices=FORMATS, default="text"
    ),
    argument(
        "--table",
        "N",
        "only the Nth table; csv holds one, the first unless this names another",
        type=int,
    ),
    flag("--notes", "in csv, put the table's notes in every row, as its source is"),
    flag("--brief", "of each result only its first table, the summary"),
)
"""How tables are printed, and which of them."""

RESPONDENT = argument("--respondent", "WHO", "whose answers count: a respondent's id or a role")
RULE = argument(
    "--rule",
    None,
    "how several answers to a question become one; one agreed in discussion comes first",
    choices=RULES,
)
WHOSE = (RESPONDENT, RULE)


def whose(parsed: Namespace) -> dict[str, Any]:
    """The arguments that say whose answers count, from the options that do."""
    return {"respondent": parsed.respondent, "rule": parsed.rule}


CROSSWALK = file(
    "--crosswalk",
    "FILE",
    "a crosswalk (JSON or CSV): the correspondence of their questions, where it is not in the"
    " lineages",
)
AS_OF = argument(
    "--as-of",
    "DATE",
    "count actions due before this date as overdue (default: the round's own date)",
    type=day,
)


def of_tables(parsed: Namespace, *others: str) -> list[str]:
    """The options that were given of those about tables, their date and `others`."""
    names = (*others, "as_of", "table", "notes", "brief")
    given = [name for name in names if getattr(parsed, name) not in (None, False)]
    given += ["format"] if parsed.format != "text" else []
    return [f"--{name.replace('_', '-')}" for name in given]


FORCE = flag("--force", "overwrite files that are there")


def output(what: str, *, required: bool = False) -> tuple[Argument, Argument]:
    """Options for where the result goes, and for overwriting what is there."""
    if required:
        return argument("-o --output", "OUT", what, required=True), FORCE
    words = f"{what} (default: the standard output)"
    return argument("-o --output", "OUT", words, default=STANDARD), FORCE
