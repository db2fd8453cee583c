"""The remedies of errors in the words of the command line: options in place of arguments."""

import re
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from sixsteps.cli.options import STANDARD
from sixsteps.errors import InvalidError, Keys, Problem, SixStepsError
from sixsteps.words import counted, listed


def in_options(
    error: SixStepsError, parsed: Namespace | None = None, *, file: str | None = None
) -> str:
    """The text of an error, its remedies and places naming options and files.

    Where it is told of a `file`, that name is no place in it.
    """
    given = {} if parsed is None else vars(parsed)
    whole = file and (Path(file).name,)
    problems = [
        evolve(
            one,
            path=() if one.path == whole else _place(one, given),
            remedy=_SAVED if file == STANDARD and one.code == "not-text" else remedy(one, given),
        )
        for one in error.problems
    ]
    if isinstance(error, InvalidError):
        return str(InvalidError(error.what, problems))
    return str(problems[0])


def _place(problem: Problem, given: Mapping[str, Any]) -> Keys:
    """The place in the words of the command: a file that was given, or an option."""
    match problem.path:
        case ("by" | "evidence_months" as name, *_):
            return (f"--{name.replace('_', '-')}",)
        case ("organisation" | "title" as name,) if given.get(name) is not None:
            return (f"--{name}",)
        case ("mapping" | "reworded" | "replaced" as name, *_) if given.get(name):
            return (f"--{name}",)
        case ("agreed" | "reopened", "on") if given.get("on") is not None:
            return ("--on",)
        case ("reason",) if given.get("reopen") is not None:
            return ("--reopen",)
        case ("rounds" | "earlier" as name, int(number), *within) if name in given:
            return given[name][number], *within
        case ("crosswalks", int(number), *within) if "crosswalk" in given:
            return given["crosswalk"][number], *within
        case ("round", *within) if given:
            return given.get("round") or given["file"], *within
        case ("crosswalks",):
            return ()
        case ("$", *_) if problem.code == "other-kind":
            return ()
        case path:
            return path


def remedy(problem: Problem, given: Mapping[str, Any]) -> str:
    """The remedy of a problem: of its code where an option mends it, else its own.

    `given` is what the command was given, with `None` for an option that was not.
    """
    params = dict(problem.params)
    match problem.code:
        case "several-answers":
            return _choose(params)
        case "unknown-respondent" if params.get("argument") == "respondent" and not params.get(
            "choices"
        ):
            return f"the round {params['round']!r} names no respondents, leave --respondent out"
        case "unknown-respondent" if "round" in params and not params.get("choices"):
            return f"the round {params['round']!r} names no respondents, give one that does"
        case "no-crosswalk" | "no-mapping" if "earlier" in given and "crosswalk" not in given:
            return "leave --earlier out"
        case "no-crosswalk" | "no-mapping" if "since" in given and "crosswalk" not in given:
            return "leave --since out; sixsteps change and sixsteps report take a crosswalk"
        case "wrong-number":
            times = counted(len(given["rounds"]) - 1, "time")
            return f"give --crosswalk {times}, in order, and none where no crosswalk is needed"
        case _ if "sheet" in params and problem.code in ("reworded-or-replaced", "other-kind"):
            return problem.remedy
        case "reworded-or-replaced" if not problem.remedy.startswith("name it"):
            name = problem.question
            return f"give --reworded {name} if it means the same, or else --replaced {name}"
        case "purpose":
            return f"give it to sixsteps {_COMMANDS[str(params['purpose'])]}, or leave it out"
        case "too-large" if "limit" in params:
            return "give a smaller file"
        case "no-mapping" if "crosswalk" in given:
            return "give --crosswalk, a crosswalk with levels"
        case code if code in _REMEDIES:
            return _REMEDIES[code]
        case _:
            said = _call.sub(_in_commands, problem.remedy)
            return _argument.sub(lambda found: _option(found[1], given) or found[0], said)


_SAVED = "save it as a file, and give its name"
_REMEDIES = {
    "no-crosswalk": "give --crosswalk, a crosswalk",
    "no-since": "give --since",
    "agreed": "take it up again with sixsteps agree ROUND"
    ' --reopen "the reason" --by NAME --on DATE',
    "agreed-before": "take the round up again with sixsteps agree ROUND"
    ' --reopen "the reason" --by NAME --on DATE, write its workbook again and type into that what'
    " this one changes",
    "other-round": "leave it out",
    "no-role": "give --role a header or a known role",
    "not-a-path": "give the name of a file, or - for the standard input",
    "not-text": "end the name of a workbook in .xlsx",
    "who-and-when": "give --by and --on",
    **dict.fromkeys(("view", "not-this-view"), "give the round it was made from"),
    "not-redacted": "take it out, or give the round it was made from",
    "other-content": "give --partial to apply the edits that fit",
    # A command is made for a kind: what helps is another file.
    "other-kind": "",
}
"""The remedies of codes, whatever the command was given."""

_KINDS = ("grid", "levels", "respondents", "transitions", "trend")
_COMMAND_OF = {
    **{name: f"sixsteps {name}" for name in ("adapt", "change", "diff", "history", "record")},
    **{name: f"--kind {name}" for name in _KINDS},
    "summary": "sixsteps show",
    "agreement": "sixsteps moderate",
}
"""What stands on the command line for a function that a remedy names."""
_call = re.compile(r"\b(\w+)\((?:[^()]|\(\))*\)(\.table\('\w+'\))?")
_argument = re.compile(r"\b([a-z_]+)=(?![\w'])")


def _in_commands(call: re.Match[str]) -> str:
    said = _COMMAND_OF.get(call[1], call[0])
    return f"what {said} shows" if call[2] else said


def _option(name: str, given: Mapping[str, Any]) -> str:
    pair = " OLD=NEW" if name == "mapping" else ""
    return f"--{name.replace('_', '-')}{pair}" if name in given else ""


_COMMANDS = {
    "template": "collect",
    "moderation": "agree",
    "setup": "begin",
    "framework": "record",
    "actions": "actions",
}
"""The command that takes a workbook of each purpose."""


def _choose(params: Mapping[str, Any]) -> str:
    """The choice of a respondent, or of a rule, where several answered."""
    if "rules" not in params:
        return f"name one with --respondent: {listed(params['choices'])}"
    rules = f"--rule one of {listed(params['rules'])}"
    if params["argument"] == "earlier":
        return f"give {rules}"
    who = {"a": "as A", "b": "as B"}.get(params["argument"], "--respondent")
    give, another = f"give {who}", "a respondent"
    choices, alone = list(params["choices"]), params.get("roles")
    if who == "--respondent" and "agreed" in (*choices, *(alone or ())):
        give, another = "give --respondent agreed,", "another respondent"
        choices = [one for one in choices if one != "agreed"]
        alone = alone and [one for one in alone if one != "agreed"]
    people = [f"{another} ({listed(choices)})"] if choices else []
    if alone is None:
        people.append("a role")
    elif alone:
        people.append(f"a role one of them has alone ({listed(alone)})")
    if not people:
        return f"{give} or {rules}" if another == "another respondent" else f"give {rules}"
    return f"{give} {' or '.join(people)}, or {rules}"
