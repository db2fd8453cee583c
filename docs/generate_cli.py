"""Writes the reference of the command line, `docs/reference/command-line.md`, from the parser.

Run it after a change of the commands: `python docs/generate_cli.py`. A test compares the page with
the parser.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from sixsteps.cli.options import Command
from sixsteps.cli.running import build_parser, commands

PAGE = Path(__file__).parent / "reference" / "command-line.md"


def reference() -> str:
    """The whole page, in Markdown."""
    parser = build_parser()
    parts = [
        "# Command line",
        parser.description or "",
        parser.epilog or "",
        "`sixsteps --version` prints the version, `sixsteps --help` the list of commands and"
        " `sixsteps COMMAND --help` what stands here about one.",
    ]
    for command in commands():
        parts += _of(command)
    return "\n\n".join(parts) + "\n"


def _of(command: Command) -> Iterator[str]:
    parser = argparse.ArgumentParser(prog=f"sixsteps {command.name}", add_help=False)
    command.add_arguments(parser)
    actions = parser._actions  # noqa: SLF001  argparse tells its arguments in no other way
    yield f"## sixsteps {command.name}"
    yield " ".join(command.described.split())
    usage = " ".join([f"sixsteps {command.name}", *map(_usage, actions)])
    yield f"```text\n{usage}\n```"
    if actions:
        yield "\n".join(f"{_name(action)}\n: {_sentence(action)}\n" for action in actions).rstrip()
    yield f"Example:\n\n```sh\n{command.example}\n```"


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
    PAGE.write_text(reference(), encoding="utf-8", newline="\n")
