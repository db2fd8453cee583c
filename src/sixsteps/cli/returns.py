"""Commands about what is sent out and comes back: template, collect and moderate."""

import itertools
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from attrs import evolve

import sixsteps as ss
from sixsteps.cli import options
from sixsteps.cli.files import (
    FileError,
    check_workbook_name,
    document,
    is_free,
    is_spreadsheet,
    note,
    read,
    read_any,
    read_result,
    save,
    say,
    say_beside,
    shown,
    write,
)
from sixsteps.cli.options import Command
from sixsteps.cli.remedies import remedy
from sixsteps.errors import Key, Problem, SixStepsError, place_of
from sixsteps.words import counted, listed

_BETWEEN = ("duplicate", "two-answers")
"""Codes of what is wrong between two returns: which counts, only who collects can say."""


_Given: TypeAlias = "tuple[str, ss.Round | ss.results.ReadResult]"
"""A return: the name of its file, and what was read from it."""


class _Taken(NamedTuple):
    """The round of what was taken, the ids of those who are missing, and what to look at."""

    round: ss.Round
    missing: list[str]
    found: list[Problem]


def _template(parsed: Namespace) -> None:
    if parsed.respondent is not None and parsed.all:
        raise FileError("--all and --respondent: everybody and somebody", "give one of them")
    if not parsed.all:
        check_workbook_name(parsed.output)
    subject = read_any(parsed.subject)
    if not isinstance(subject, ss.Framework | ss.Round):
        raise FileError(f"{shown(parsed.subject)}: a framework or a round is needed")
    previous = None if parsed.previous is None else read(parsed.previous, ss.Round)

    def workbook(respondent: str | None) -> bytes:
        content = BytesIO()
        ss.workbook.write_template(
            subject, content, previous, respondent=respondent, return_by=parsed.return_by
        )
        return content.getvalue()

    if not parsed.all:
        write(workbook(parsed.respondent), parsed)
        return
    if not isinstance(subject, ss.Round) or not subject.respondents:
        raise FileError(
            f"{shown(parsed.subject)}: nobody is listed who could fill a workbook in",
            "give the round that sixsteps begin wrote",
        )
    asked = [one.id for one in subject.respondents if one.role is not ss.Role.AGREED]
    folder = Path(parsed.output)
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder}: this is not a folder", "name another")
    files = {folder / f"{one}.xlsx": workbook(one) for one in with_progress(asked, "workbook")}
    # All of them or none: a folder of which one half is old is worse than an error.
    taken = [path for path in files if not is_free(path, files[path])]
    if taken and not parsed.force:
        names = listed([path.name for path in taken])
        raise FileError(f"{folder}: there already: {names}", "give --force to overwrite them")
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        save(content, path, force=parsed.force)
    say(f"{counted(len(files), 'workbook')} in {folder}: {listed(asked)}")


def _collect(parsed: Namespace) -> int | None:
    if is_spreadsheet(parsed.round):
        raise FileError(
            f"{parsed.round}: a spreadsheet stands where the round belongs",
            "give first the round that sixsteps begin wrote, then the returns",
        )
    base = read(parsed.round, ss.Round)
    given: list[_Given] = []
    faults: list[str] = []
    for name in with_progress(list(_files(parsed.returns)), "return"):
        try:
            if is_spreadsheet(name):
                given.append((name, read_result(name, "template", partial=True)))
            else:
                given.append((name, read(name, ss.Round)))
        except SixStepsError as error:
            faults.append(str(error))
        except OSError as error:
            faults.append(f"{name}: {error.strerror or type(error).__name__}")
    for name, found in given:
        faults += [] if isinstance(found, ss.Round) else _unclear(name, found.problems)
    whole = _together(base, given, faults, parsed)
    if whole is None or (faults and not parsed.partial):
        raise FileError("\n".join(faults))
    write(document(whole.round), parsed)
    for fault in faults:
        note(f"left out: {fault}")
    for problem in whole.found:
        note(str(problem))
    asked = [one.id for one in whole.round.respondents if one.role != ss.Role.AGREED]
    missing = whole.missing
    if asked:
        told = f"{len(asked) - len(missing)} of {counted(len(asked), 'return')}"
        say_beside(parsed, f"{told}; missing: {listed(missing)}" if missing else told)
    return options.FINDINGS if faults or missing or whole.found else None


def _unclear(name: str, problems: Iterable[Problem]) -> Iterator[str]:
    """What is wrong with the answers of a return; colours without a word are told together."""
    colours = [one for one in problems if one.code == "colour"]
    yield from (f"{name}: {one}" for one in problems if one.code != "colour")
    if colours:
        whose = f" of {colours[0].respondent}" if colours[0].respondent else ""
        have = "has" if len(colours) == 1 else "have"
        yield (
            f"{name}: {counted(len(colours), 'answer')}{whose} {have} a colour and no word, first"
            f" at {colours[0].place}; choose the level that it stands for"
        )


def _together(
    base: ss.Round, given: Sequence[_Given], faults: list[str], parsed: Namespace
) -> "_Taken | None":
    """The round with these returns; if `--partial`, with those of them that fit.

    What is wrong is added to the faults. `None` where no round can be made.
    """
    if not given:
        return None
    names = [name for name, _ in given]
    try:
        collected = ss.collect(base, [one for _, one in given], replace=parsed.replace)
    except ss.InvalidError as error:
        problems = error.problems
    else:
        told = [one for one in collected.unclear if one.code == "started"]
        found = [_by_file(one, names) for one in (*collected.left_out, *told)]
        return _Taken(collected.round, [one.id for one in collected.missing], found)
    alone = [one for one in problems if one.path[:1] == ("returns",) and one.code not in _BETWEEN]
    if not parsed.partial or not alone:
        faults += [str(_by_file(one, names)) for one in problems]
        return None
    # What is wrong besides comes up again without the returns that are left out.
    faults += [str(_by_file(one, names)) for one in alone]
    misfits = {one.path[1] for one in alone}
    rest = [one for number, one in enumerate(given) if number not in misfits]
    return _together(base, rest, faults, parsed)


def _by_file(problem: Problem, names: Sequence[str]) -> Problem:
    """The problem with the files of returns in place of their numbers."""
    params: dict[str, Any] = dict(problem.params)
    problem = evolve(problem, remedy=remedy(problem, {}))
    if problem.code in _BETWEEN and "first" in params:
        there = _place(params["first"], names)
        again = f"--replace {problem.respondent} takes this one" if not params["first"] else ""
        problem = evolve(
            problem,
            remedy=again
            or (
                f"the first is {there}, and only one can be taken"
                if problem.code == "duplicate"
                else f"the first stands at {there}; settle on one"
            ),
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
    check_workbook_name(parsed.output)
    workbook = BytesIO()
    ss.workbook.write_moderation(read(parsed.round, ss.Round), workbook)
    write(workbook.getvalue(), parsed)


def with_progress(names: Sequence[str], unit: str) -> Iterable[str]:
    """The names, with a bar on a terminal where tqdm is installed (the extra `progress`)."""
    if sys.stderr is None or not sys.stderr.isatty():
        return names
    try:
        from tqdm import tqdm
    except ImportError:
        return names
    bar: Iterable[str] = tqdm(names, unit=unit, leave=False)
    return bar


COMMANDS = (
    Command(
        "template",
        "write a workbook for somebody to fill in",
        "sixsteps template asked.json --all --return-by 2026-04-15 -o out",
        (
            options.file(
                "subject", "SUBJECT", "a framework, or six-steps; or a round that is begun"
            ),
            options.argument("--respondent", "ID", "who fills it in, of those the round lists"),
            options.flag("--all", "one for everybody whom the round lists; OUT is then a folder"),
            options.file(
                "--previous", "ROUND", "the last round, whose ratings and open actions are shown"
            ),
            options.argument("--return-by", "DATE", "when it is due back", type=options.iso_date),
            *options.output("the workbook (.xlsx), or the folder", required=True),
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
            options.argument(
                "--replace",
                "ID",
                "a respondent whose return takes the place of what the round has of them; may be"
                " given several times",
                action="append",
                default=[],
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
