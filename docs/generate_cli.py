"""Writes the reference of the command line, `docs/reference/command-line*.md`, from the parser.

Run it after a change of the commands: `python docs/generate_cli.py`. A test compares the pages with
the parser.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from sixsteps.cli import frameworks, returns, rounds, year
from sixsteps.cli.options import AS_OF, CROSSWALK, FORCE, TABLES, WHOSE, Argument, Command
from sixsteps.cli.running import build_parser

FOLDER = Path(__file__).parent / "reference"

GROUPS = {
    "command-line-year": ("A year in Excel", (*year.COMMANDS, *returns.COMMANDS)),
    "command-line-rounds": ("Rounds and frameworks", (*rounds.COMMANDS, *frameworks.COMMANDS)),
}
"""The pages of commands, each with its title."""

SHARED = (*WHOSE, CROSSWALK, AS_OF, *TABLES, FORCE)
"""The options that several commands take, told once."""


def pages() -> dict[str, str]:
    """The pages in Markdown, by name: the first on all commands, then one for each group."""
    parser = build_parser()
    first = [
        "# Command line",
        parser.description or "",
        parser.epilog or "",
        "`sixsteps --version` prints the version, `sixsteps --help` the list of commands and"
        " `sixsteps COMMAND --help` everything about one.",
    ]
    found = {}
    for name, (title, commands) in GROUPS.items():
        first += [f"## {title}", "\n".join(_line(name, command) for command in commands)]
        parts = [
            f"# Commands: {title[0].lower()}{title[1:]}",
            "[Options of several commands](command-line.md#options-of-several-commands) are told"
            " once.",
        ]
        for command in commands:
            parts += _of(command)
        found[name] = _page(parts)
    first += ["## Options of several commands", _list(_actions(SHARED))]
    return {"command-line": _page(first), **found}


def _page(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _line(page: str, command: Command) -> str:
    return f"- [`{command.name}`]({page}.md#sixsteps-{command.name}): {command.summary}"


def _actions(arguments: tuple[Argument, ...]) -> list[argparse.Action]:
    parser = argparse.ArgumentParser(add_help=False)
    return [parser.add_argument(*names, **settings) for names, settings in arguments]


def _of(command: Command) -> Iterator[str]:
    yield f"## sixsteps {command.name}"
    yield " ".join(command.described.split())
    usage = " ".join([f"sixsteps {command.name}", *map(_usage, _actions(command.arguments))])
    yield f"```sh\n{command.example}\n```"
    yield f"```text\n{usage}\n```"
    if own := [one for one in command.arguments if one not in SHARED]:
        yield _list(_actions(tuple(own)))


def _list(actions: list[argparse.Action]) -> str:
    return "\n".join(f"{_name(action)}\n: {_sentence(action)}\n" for action in actions).rstrip()


def _usage(action: argparse.Action) -> str:
    values = _values(action)
    if not action.option_strings:
        return f"[{values}]" if action.nargs == "?" else values
    written = f"{action.option_strings[0]} {values}".rstrip()
    return written if action.required else f"[{written}]"


def _values(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    shown = action.metavar or "|".join(action.choices or [action.dest.upper()])
    assert isinstance(shown, str)  # noqa: S101  no argument takes several values of different names
    return f"{shown} [{shown} ...]" if action.nargs == "+" else shown


def _name(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"`{_values(action)}`"
    return ", ".join(
        f"`{option} {_values(action)}`".replace(" `", "`") for option in action.option_strings
    )


def _sentence(action: argparse.Action) -> str:
    text = action.help or ""
    return f"{text[:1].upper()}{text[1:]}."


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
