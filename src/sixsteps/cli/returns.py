"""Commands about what is sent out and comes back: template, collect and moderate."""

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from attrs import evolve

import sixsteps as ss
from sixsteps.cli.command import DONE, FINDINGS, Command, Source, add_output, iso_date
from sixsteps.cli.files import (
    STANDARD,
    FileError,
    document,
    is_spreadsheet,
    note,
    read,
    read_any,
    read_return,
    shown,
    write,
    write_bytes,
)
from sixsteps.errors import SixStepsError

_RETURN = re.compile(r"returns\[(\d+)\]")
# Codes of what is wrong between two returns: which of them counts, nobody can say but who collects.
_BETWEEN = ("duplicate", "two-answers")


def _template_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "subject",
        type=Source,
        metavar="SUBJECT",
        help="a framework, or six-steps; or a round that is begun",
    )
    parser.add_argument(
        "--respondent", metavar="ID", help="who fills it in, of those the round lists"
    )
    parser.add_argument(
        "--previous",
        type=Source,
        metavar="ROUND",
        help="the last round, whose ratings and open actions are shown",
    )
    parser.add_argument("--return-by", metavar="DATE", type=iso_date, help="when it is due back")
    add_output(parser, "the workbook (.xlsx)", required=True)


def _template(parsed: Namespace) -> int:
    _check_workbook_name(parsed.output)
    subject = read_any(parsed.subject)
    if not isinstance(subject, ss.Framework | ss.Round):
        raise FileError(f"{shown(parsed.subject)}: a framework or a round is needed")
    previous = None if parsed.previous is None else read(parsed.previous, ss.Round)
    file = BytesIO()
    ss.workbook.write_template(
        subject, file, previous, respondent=parsed.respondent, return_by=parsed.return_by
    )
    write_bytes(file.getvalue(), parsed)
    return DONE


def _collect_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "round", type=Source, metavar="ROUND", help="the round that says who was asked"
    )
    parser.add_argument(
        "returns",
        type=Source,
        metavar="RETURN",
        nargs="+",
        help="a return: a workbook (.xlsx) or a round (JSON); or a folder of workbooks",
    )
    parser.add_argument(
        "--partial",
        action="store_true",
        help="leave out the returns that cannot be read or do not fit; exit 1 and list what is"
        " wrong with them, if any",
    )
    add_output(parser, "the round with every answer")


def _collect(parsed: Namespace) -> int:
    if is_spreadsheet(parsed.round):
        raise FileError(
            f"{parsed.round}: a spreadsheet stands where the round belongs; give first the round"
            " that says who was asked (JSON), then the returns"
        )
    base = read(parsed.round, ss.Round)
    given: list[tuple[str, ss.Round]] = []
    faults: list[str] = []
    for name in _with_progress(list(_files(parsed.returns))):
        try:
            given.append((name, read_return(name)))
        except (SixStepsError, OSError) as error:
            faults.append(_fault(name, error))
    whole = _together(base, given, faults, partial=parsed.partial)
    if whole is None or (faults and not parsed.partial):
        raise FileError("\n".join(faults))
    write(document(whole), parsed)
    for fault in faults:
        note(f"left out: {fault}")
    return FINDINGS if faults else DONE


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
        return ss.collect(base, [one for _, one in given])
    except ss.InvalidError as error:
        problems = error.problems
    alone = [
        (int(place[1]), one)
        for one in problems
        if (place := _RETURN.match(one.place)) and one.code not in _BETWEEN
    ]
    if not partial or not alone:
        faults += [str(_by_file(one, names)) for one in problems]
        return None
    # What is wrong besides comes up again without the returns that are left out.
    faults += [str(_by_file(one, names)) for _, one in alone]
    misfits = {number for number, _ in alone}
    rest = [one for number, one in enumerate(given) if number not in misfits]
    return _together(base, rest, faults, partial=True)


def _files(names: Iterable[str]) -> Iterator[str]:
    """The files that are named, those of a folder one by one."""
    from sixsteps.formats.workbook.reading import workbooks_in

    for name in names:
        if not Path(name).is_dir():
            yield name
        elif found := workbooks_in(Path(name)):
            yield from map(str, found)
        else:
            raise FileError(f"{name}: there is no workbook (.xlsx) in this folder")


def _by_file(problem: ss.Problem, names: Sequence[str]) -> ss.Problem:
    """The problem with the file of a return in place of its number."""
    message = _RETURN.sub(lambda found: shown(names[int(found[1])]), problem.message)
    place = _RETURN.match(problem.place)
    if place is None:
        return evolve(problem, message=message)
    rest = problem.place[place.end() :].removeprefix(".")
    here = shown(names[int(place[1])])
    return evolve(problem, path=f"{here}, {rest}" if rest else here, message=message)


def _moderate_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "round", type=Source, metavar="ROUND", help="the round with everybody's ratings"
    )
    add_output(parser, "the workbook (.xlsx)", required=True)


def _moderate(parsed: Namespace) -> int:
    _check_workbook_name(parsed.output)
    file = BytesIO()
    ss.workbook.write_moderation(read(parsed.round, ss.Round), file)
    write_bytes(file.getvalue(), parsed)
    return DONE


def _check_workbook_name(name: str) -> None:
    if name != STANDARD and not name.lower().endswith(".xlsx"):
        raise FileError(f"{name}: end the name in .xlsx")


def _fault(name: str, error: Exception) -> str:
    if isinstance(error, OSError) and not isinstance(error, SixStepsError):
        return f"{name}: {error.strerror or type(error).__name__}"
    return str(error)


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
        _template_arguments,
        _template,
    ),
    Command(
        "collect",
        "put the returns of many respondents into one round",
        "sixsteps collect asked.json returns -o spring-2026.json",
        _collect_arguments,
        _collect,
    ),
    Command(
        "moderate",
        "write the workbook in which a meeting records the ratings it agrees on",
        "sixsteps moderate spring-2026.json -o moderation.xlsx",
        _moderate_arguments,
        _moderate,
        "Write the workbook in which a meeting records the ratings it agrees on: everybody's"
        " ratings side by side, and a column for the agreed one. Filled in, it stands wherever a"
        " command asks for a round.",
    ),
)
