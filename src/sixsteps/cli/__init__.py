"""The command line: parse the arguments, call the public functions, print what they give.

Exit status 0: done; 1: done, and there are findings (`check`, `merge`); 2: the input is at fault,
and the error output says what is wrong, where, and how to mend it.
"""

from collections.abc import Sequence

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of one command, run with these arguments or with those of the process.

    >>> main(["cite", "six-steps"])
    Pearce, J (2019) Six Steps for Independent Scrutiny: ...
    0
    """
    try:
        # Here, because whoever stops the command while it loads wants no traceback either.
        from sixsteps.cli.running import run

        return run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
