"""Remedies in the words of the command line, where the library's name what Python is given."""

import re
from typing import Final

_REMEDIES: Final = (
    ("; give of= ", "; give --of "),
    (" at by[0]", " at --by"),
    ("leave of= out", "leave --of out"),
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

    >>> in_options("2 respondents; give of= a respondent (a, b), or rule= one of worst, best")
    '2 respondents; give --of a respondent (a, b), or --rule one of worst, best'
    """
    for python, option in _REMEDIES:
        message = message.replace(python, option)
    return _KIND.sub("", message)
