"""One command from its arguments to its exit status, with an error for whatever goes wrong."""

import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TextIO

from sixsteps.cli.arguments import check_sources
from sixsteps.cli.parser import build_parser
from sixsteps.cli.streams import note
from sixsteps.cli.wording import in_options
from sixsteps.errors import SixStepsError

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
