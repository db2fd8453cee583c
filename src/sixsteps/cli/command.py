"""What a command is: one record, from which the parser and the reference are made."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Final

from attrs import frozen

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
