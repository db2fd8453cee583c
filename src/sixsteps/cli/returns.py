"""Commands about what is sent out and comes back: template, collect and moderate."""

import itertools
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from attrs import evolve

import sixsteps as ss
from sixsteps.cli import files, options
from sixsteps.cli.files import FileError, note, read, read_result, shown, write
from sixsteps.cli.remedies import remedy
from sixsteps.errors import Key, Problem, SixStepsError, place_of
from sixsteps.words import counted, listed

_BETWEEN = ("duplicate", "two-answers")
"""Codes of what is wrong between two returns: which counts, only who collects can say."""

_Given: TypeAlias = "tuple[str, ss.Round | ss.results.ReadResult]"
"""A return: the name of its file, and what was read from it."""

REPLACE = options.several(
    "--replace", "ID", "a respondent whose return takes the place of what the round has of them"
)


@options.command(
    "write a workbook for somebody to fill in",
    "sixsteps template asked.json --all --return-by 2026-04-15 -o out",
    options.file("subject", "SUBJECT", "a framework, or six-steps; or a round that is begun"),
    options.argument("--respondent", "ID", "who fills it in, of those the round lists"),
    options.flag("--all", "one for everybody whom the round lists; OUT is then a folder"),
    options.file("--previous", "ROUND", "the last round, whose ratings and open actions are shown"),
    options.argument("--return-by", "DATE", "when it is due back", type=options.day),
    *options.output("the workbook (.xlsx), or the folder", required=True),
)
def _template(parsed: Namespace) -> None:
    if parsed.respondent is not None and parsed.all:
        raise FileError("--all and --respondent: everybody and somebody", "give one of them")
    if not parsed.all:
        files.check_workbook_name(parsed.output)
    subject = files.subject(parsed.subject)
    previous = files.read_given(parsed.previous, ss.Round)

    def workbook(respondent: str | None) -> bytes:
        said = {"respondent": respondent, "return_by": parsed.return_by}
        return files.in_memory(ss.workbook.write_template, subject, previous, **said)

    if not parsed.all:
        files.write_told(workbook(parsed.respondent), parsed)
        files.note_signed_off(subject)
        return
    if not isinstance(subject, ss.Round) or not subject.respondents:
        raise FileError(
            f"{shown(parsed.subject)}: nobody is listed who could fill a workbook in",
            "give the round that sixsteps begin wrote",
        )
    asked = [one.id for one in subject.respondents if one.role != ss.Role.AGREED]
    alike = dict[str, str]()
    for one in asked:
        # On Windows and macOS the later workbook would take the place of the earlier.
        if (other := alike.setdefault(one.casefold(), one)) != one:
            message = f"the workbooks of {other!r} and {one!r} would have one name"
            raise FileError(message, "write each with --respondent and a name of your own")
    folder = Path(parsed.output)
    books = {f"{one}.xlsx": workbook(one) for one in _with_progress(asked, "workbook")}
    files.save_all(books, folder, force=parsed.force)
    files.say_beside(parsed, f"{counted(len(books), 'workbook')} in {folder}: {listed(asked)}")
    files.note_signed_off(subject)


@options.command(
    "put the returns of many respondents into one round",
    "sixsteps collect asked.json returns -o spring-2026.json",
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
    REPLACE,
    *options.output("the round with every answer"),
)
def _collect(parsed: Namespace) -> int | None:
    if files.is_spreadsheet(parsed.round):
        raise FileError(
            f"{parsed.round}: a spreadsheet stands where the round belongs",
            "give first the round that sixsteps begin wrote, then the returns",
        )
    base = read(parsed.round, ss.Round)
    given: list[_Given] = []
    faults: list[str] = []
    told_of = 0
    for name in _with_progress(list(_files(parsed.returns)), "return"):
        try:
            if files.is_spreadsheet(name):
                found = read_result(name, "template", partial=True)
                faults += _unclear(name, found.problems)
                about = found.about
                told_of += bool(about.author or about.contact or about.approver)
                given.append((name, found))
            else:
                given.append((name, read(name, ss.Round)))
        except SixStepsError as error:
            faults.append(str(error))
        except OSError as error:
            faults.append(f"{name}: {error.strerror or type(error).__name__}")
    whole = together(base, given, faults, parsed.replace, partial=parsed.partial)
    told = "\n".join((*dict.fromkeys(faults), "nothing is written"))
    if whole is None:
        raise FileError(told if given or len(faults) > 1 else faults[0])
    if faults and not parsed.partial:
        raise FileError(
            told, "mend this, or give --partial, which leaves it out and takes the rest"
        )
    write(files.document(whole.round), parsed)
    if told_of:
        them = counted(told_of, "workbook")
        note(f"not kept in the round: who completed and approved a return, which {them} told")
    for fault in faults:
        note(f"left out: {fault}")
    is_found = tell_returns(whole, parsed)
    return options.FINDINGS if faults or is_found else None


def tell_returns(whole: "ss.results.Collected", parsed: Namespace) -> bool:
    """Say who is in, who is missing and what was left out; True if somebody must look at it."""
    for problem in whole.left_out:
        note(str(problem))
    asked = [one.id for one in whole.round.respondents if one.role != ss.Role.AGREED]
    missing = [one.id for one in whole.missing]
    if asked:
        parts = [f"{len(asked) - len(missing)} of {counted(len(asked), 'return')}"]
        if missing:
            parts.append(f"missing: {listed(missing)}")
        left = {one.id: one.counts.unanswered for one in ss.coverage(whole.round).respondents}
        given_in = (name for name in asked if name not in missing)
        if unanswered := [f"{name} ({left[name]})" for name in given_in if left[name]]:
            parts.append(f"questions without an answer: {listed(unanswered)}")
        files.say_beside(parsed, "; ".join(parts))
    return bool(missing or whole.left_out)


def _unclear(name: str, problems: Iterable[Problem]) -> Iterator[str]:
    """The faults in the answers of a return; colours without a word are told together."""
    colours = [one for one in problems if one.code == "colour"]
    yield from (f"{name}: {one}" for one in problems if one.code != "colour")
    if colours:
        whose = f" of {colours[0].respondent}" if colours[0].respondent else ""
        have = "has" if len(colours) == 1 else "have"
        yield (
            f"{name}: {counted(len(colours), 'answer')}{whose} {have} a colour and no word, first"
            f" at {colours[0].place}; choose the level that it stands for"
        )


def together(
    base: ss.Round,
    given: Sequence[_Given],
    faults: list[str],
    replace: Sequence[str],
    *,
    partial: bool = False,
) -> "ss.results.Collected | None":
    """The round with those of these returns that fit; `None` where no round can be made.

    What is wrong is added to the faults, and what to look at in a return stands at its file.
    """
    if not given:
        return None
    names = [name for name, _ in given]
    try:
        collected = ss.collect(base, [one for _, one in given], replace=replace)
    except ss.InvalidError as error:
        problems = error.problems
    else:
        told = [one for one in collected.unclear if one.code == "started"]
        found = tuple(_by_file(one, names) for one in (*collected.left_out, *told))
        return evolve(collected, left_out=found)
    alone = [one for one in problems if one.path[:1] == ("returns",) and one.code not in _BETWEEN]
    # What is wrong besides comes up again without the returns that are left out.
    wrong = alone if partial and alone else problems
    faults += [str(_by_file(one, names)) for one in wrong]
    misfits = {one.path[1] for one in alone}
    rest = [one for number, one in enumerate(given) if number not in misfits]
    return together(base, rest, faults, replace, partial=partial) if alone else None


def _by_file(problem: Problem, names: Sequence[str]) -> Problem:
    """The problem with the files of returns in place of their numbers."""
    params: dict[str, Any] = dict(problem.params)
    first = params.get("first")
    said = remedy(problem, {})
    if problem.code in _BETWEEN and first is not None:
        there = _place(first, names)
        if not first and problem.respondent is None:
            said = "give the round as it was begun, without an answer"
        elif not first:
            said = f"--replace {problem.respondent} takes this one"
        elif problem.code == "duplicate":
            said = f"the first is {there}; give collect only one of them"
        else:
            said = f"the first stands at {there}; settle on one"
    path = (_place(problem.path, names),) if problem.path else ()
    return evolve(problem, path=path, remedy=said)


def _place(path: Sequence[Key], names: Sequence[str]) -> str:
    match path:
        case ["returns", int(number), *within]:
            return ", ".join(filter(None, (shown(names[number]), place_of(tuple(within)))))
        case []:
            return "the round itself"
        case ["replace", int()]:
            return "--replace"
        case _:
            return place_of(tuple(path))


def _files(names: Iterable[str]) -> Iterator[str]:
    """The files that are named, those of a folder one by one."""
    from sixsteps.formats.workbook.template import files_in

    for name in names:
        if not Path(name).is_dir():
            yield name
            continue
        found = [str(path) for path in files_in(Path(name))]
        for other in itertools.filterfalse(files.is_spreadsheet, found):
            note(f"not read: {other}: this is no workbook; give its name if it is a return")
        yield from filter(files.is_spreadsheet, found)
        if not any(map(files.is_spreadsheet, found)):
            raise FileError(f"{name}: there is no workbook (.xlsx) in this folder")


@options.command(
    "write the workbook in which a meeting records the ratings it agrees on",
    "sixsteps moderate spring-2026.json -o moderation.xlsx",
    options.file("round", "ROUND", "the round with everybody's ratings"),
    *options.output("the workbook (.xlsx)", required=True),
    description=(
        "Write the workbook in which a meeting records the ratings it agrees on: everybody's"
        " ratings side by side, and a column for the agreed one. Filled in, it stands wherever a"
        " command asks for a round."
    ),
)
def _moderate(parsed: Namespace) -> None:
    round_ = read(parsed.round, ss.Round)
    files.write_workbook(ss.workbook.write_moderation, round_, parsed)
    files.note_signed_off(round_)


def _with_progress(names: Sequence[str], unit: str) -> Iterable[str]:
    """The names, with a bar on a terminal where tqdm is installed (the extra `progress`)."""
    if sys.stderr is None or not sys.stderr.isatty():
        return names
    try:
        from tqdm import tqdm
    except ImportError:
        return names
    bar: Iterable[str] = tqdm(names, unit=unit, leave=False)
    return bar


COMMANDS = (_template, _collect, _moderate)
