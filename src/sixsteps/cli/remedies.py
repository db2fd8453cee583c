"""The remedies of errors in the words of the command line: options in place of arguments."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from sixsteps.errors import InvalidError, Keys, Problem, SixStepsError
from sixsteps.words import listed


def in_options(error: SixStepsError) -> str:
    """The text of an error, its remedies and places naming options.

    >>> params = {"argument": "a", "choices": ("x", "y"), "roles": (), "rules": ("worst", "best")}
    >>> print(in_options(SixStepsError("2 respondents", "give a=", "several-answers", params)))
    2 respondents; give as A a respondent (x, y), or --rule one of worst, best
    """
    problems = [evolve(one, path=_option(one.path), remedy=remedy(one)) for one in error.problems]
    if isinstance(error, InvalidError):
        return str(InvalidError(error.what, problems))
    return str(problems[0])


def _option(path: Keys) -> Keys:
    return ("--by",) if path[:1] == ("by",) else path


def remedy(problem: Problem) -> str:
    """The remedy of a problem: of its code where an option mends it, else its own.

    >>> remedy(Problem((), "no common origin", "give a Crosswalk", "no-crosswalk"))
    'give --crosswalk, a crosswalk'
    """
    params = dict(problem.params)
    match problem.code:
        case "several-answers":
            return _choose(params)
        case "unknown-respondent" if params.get("argument") == "respondent" and not params.get(
            "choices"
        ):
            return f"the round {params['round']!r} names no respondents, leave --respondent out"
        case "no-crosswalk":
            return "give --crosswalk, a crosswalk"
        case "no-mapping":
            return "give --crosswalk, a crosswalk with levels"
        case "other-content":
            return "give --partial to apply the edits that fit"
        case "other-kind":
            # A command is made for a kind: what helps is another file.
            return ""
        case _:
            return problem.remedy


def _choose(params: Mapping[str, Any]) -> str:
    """Whose answers count, or which rule, where several respondents answered."""
    if "rules" not in params:
        return f"name one with --respondent: {listed(params['choices'])}"
    rules = f"--rule one of {listed(params['rules'])}"
    if params["argument"] == "earlier":
        return f"give {rules}"
    who = {"a": "as A", "b": "as B"}.get(params["argument"], "--respondent")
    alone = params.get("roles")
    roles = " or a role" if alone is None else ""
    if alone:
        roles = f" or a role one of them has alone ({listed(alone)})"
    return f"give {who} a respondent ({listed(params['choices'])}){roles}, or {rules}"
