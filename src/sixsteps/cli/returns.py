"""Commands about what is sent out and comes back: template, collect and moderate."""

import itertools
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from attrs import evolve

import sixsteps as ss
from sixsteps.cli import options
from sixsteps.cli.files import (
    FileError,
    document,
    is_spreadsheet,
    note,
    read,
    read_any,
    shown,
    write,
)
from sixsteps.cli.options import Command
from sixsteps.errors import Key, Problem, SixStepsError, place_of

_BETWEEN = ("duplicate", "two-answers")
"""Codes of what is wrong between two returns: which counts, only who collects can say."""


def _template(parsed: Namespace) -> None:
    _check_workbook_name(parsed.output)
    subject = read_any(parsed.subject)
    if not isinstance(subject, ss.Framework | ss.Round):
        raise FileError(f"{shown(parsed.subject)}: a framework or a round is needed")
    previous = None if parsed.previous is None else read(parsed.previous, ss.Round)
    workbook = BytesIO()
    ss.workbook.write_template(
        subject, workbook, previous, respondent=parsed.respondent, return_by=parsed.return_by
    )
    write(workbook.getvalue(), parsed)


def _collect(parsed: Namespace) -> int | None:
    if is_spreadsheet(parsed.round):
        raise FileError(
            f"{parsed.round}: a spreadsheet stands where the round belongs",
            "give first the round that says who was asked (JSON), then the returns",
        )
    base = read(parsed.round, ss.Round)
    given: list[tuple[str, ss.Round]] = []
    faults: list[str] = []
    for name in _with_progress(list(_files(parsed.returns))):
        try:
            wrong = faults if parsed.partial else None
            given.append((name, read(name, ss.Round, moderation=False, faults=wrong)))
        except SixStepsError as error:
            faults.append(str(error))
        except OSError as error:
            faults.append(f"{name}: {error.strerror or type(error).__name__}")
    whole = _together(base, given, faults, partial=parsed.partial)
    if whole is None or (faults and not parsed.partial):
        raise FileError("\n".join(faults))
    write(document(whole), parsed)
    for fault in faults:
        note(f"left out: {fault}")
    return options.FINDINGS if faults else None


def _together(
    base: ss.Round, given: Sequence[tuple[str, ss.Round]], faults: list[str], *, partial: bool
) -> ss.Round | None:
    """The round with these returns; if `partial`, with those of them that fit.

    What is wrong is added to the faults. `None` where no round can be made.
    """
    if not given:
        return None
    names = [name for name, _ in given]
    try:
        return ss.collect(base, [one for _, one in given]).round
    except ss.InvalidError as error:
        problems = error.problems
    alone = [one for one in problems if one.path[:1] == ("returns",) and one.code not in _BETWEEN]
    if not partial or not alone:
        faults += [str(_by_file(one, names)) for one in problems]
        return None
    # What is wrong besides comes up again without the returns that are left out.
    faults += [str(_by_file(one, names)) for one in alone]
    misfits = {one.path[1] for one in alone}
    rest = [one for number, one in enumerate(given) if number not in misfits]
    return _together(base, rest, faults, partial=True)


def _by_file(problem: Problem, names: Sequence[str]) -> Problem:
    """The problem with the files of returns in place of their numbers."""
    params: dict[str, Any] = dict(problem.params)
    if problem.code in _BETWEEN and "first" in params:
        there = _place(params["first"], names)
        problem = evolve(
            problem,
            remedy=f"the first is {there}, and only one can be taken"
            if problem.code == "duplicate"
            else f"the first stands at {there}; settle on one",
        )
    return evolve(problem, path=(_place(problem.path, names),) if problem.path else ())


def _place(path: Sequence[Key], names: Sequence[str]) -> str:
    match path:
        case ["returns", int(number), *within]:
            return ", ".join(filter(None, (shown(names[number]), place_of(tuple(within)))))
        case []:
            return "the round itself"
        case _:
            return place_of(tuple(path))


def _files(names: Iterable[str]) -> Iterator[str]:
    """The files that are named, those of a folder one by one."""
    from sixsteps.formats.workbook.reading import files_in

    for name in names:
        if not Path(name).is_dir():
            yield name
            continue
        found = [str(path) for path in files_in(Path(name))]
        for other in itertools.filterfalse(is_spreadsheet, found):
            note(f"not read: {other}: this is no workbook; give its name if it is a return")
        yield from filter(is_spreadsheet, found)
        if not any(map(is_spreadsheet, found)):
            raise FileError(f"{name}: there is no workbook (.xlsx) in this folder")


def _moderate(parsed: Namespace) -> None:
    _check_workbook_name(parsed.output)
    workbook = BytesIO()
    ss.workbook.write_moderation(read(parsed.round, ss.Round), workbook)
    write(workbook.getvalue(), parsed)


def _check_workbook_name(name: str) -> None:
    if name != options.STANDARD and not name.lower().endswith(".xlsx"):
        raise FileError(f"{name}: end the name in .xlsx")


def _with_progress(names: Sequence[str]) -> Iterable[str]:
    """The names, with a bar on a terminal where tqdm is installed (the extra `progress`)."""
    if sys.stderr is None or not sys.stderr.isatty():
        return names
    try:
        from tqdm import tqdm
    except ImportError:
        return names
    bar: Iterable[str] = tqdm(names, unit="return", leave=False)
    return bar


COMMANDS = (
    Command(
        "template",
        "write a workbook for somebody to fill in",
        "sixsteps template asked.json --respondent police -o police.xlsx",
        (
            options.file(
                "subject", "SUBJECT", "a framework, or six-steps; or a round that is begun"
            ),
            options.argument("--respondent", "ID", "who fills it in, of those the round lists"),
            options.file(
                "--previous", "ROUND", "the last round, whose ratings and open actions are shown"
            ),
            options.argument("--return-by", "DATE", "when it is due back", type=options.iso_date),
            *options.output("the workbook (.xlsx)", required=True),
        ),
        _template,
    ),
    Command(
        "collect",
        "put the returns of many respondents into one round",
        "sixsteps collect asked.json returns -o spring-2026.json",
        (
            options.file("round", "ROUND", "the round that says who was asked"),
            options.file(
                "returns",
                "RETURN",
                "a return: a workbook (.xlsx) or a round (JSON); or a folder of workbooks",
                nargs="+",
            ),
            options.flag(
                "--partial",
                "leave out the answers and the returns that cannot be read or do not fit; exit 1"
                " and list what is wrong with them, if any",
            ),
            *options.output("the round with every answer"),
        ),
        _collect,
    ),
    Command(
        "moderate",
        "write the workbook in which a meeting records the ratings it agrees on",
        "sixsteps moderate spring-2026.json -o moderation.xlsx",
        (
            options.file("round", "ROUND", "the round with everybody's ratings"),
            *options.output("the workbook (.xlsx)", required=True),
        ),
        _moderate,
        "Write the workbook in which a meeting records the ratings it agrees on: everybody's"
        " ratings side by side, and a column for the agreed one. Filled in, it stands wherever a"
        " command asks for a round.",
    ),
)
